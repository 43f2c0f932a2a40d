"""What a page loads when it starts: every visitor of a started server waits for it."""

import subprocess
import sys

import pytest

LATER = (
    "analysis.pipeline",
    "analysis.corpus.clean",
    "analysis.corpus.dates",
    "analysis.collect.collecting",
    "analysis.corpus.warc",
    "openpyxl",
)
"""What building, collecting and workbooks need: a quarter of all that could be loaded."""


def loaded_with(module):
    told = subprocess.run(
        [sys.executable, "-c", f"import sys, {module}; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return set(told.stdout.split())


def test_a_page_that_opens_compiles_no_pattern_that_reads_texts():
    told = "segment.WORD, segment._BREAK, segment._ABBREVIATION, encoded.TOKEN, said._TIME"
    code = "from analysis.corpus import encoded, segment; from analysis.events import said; import views.cache\n"
    code += (
        f"from analysis.queries import events, presets\nprint([p.pattern for p in ({told}) if 'finditer' in vars(p)])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["[]"]


@pytest.mark.parametrize("module", ["analysis.queries", "views.cache", "analysis.queries.collecting"])
def test_a_view_loads_nothing_that_reads_measures_or_collects_articles(module):
    loaded = loaded_with(module)
    assert module in loaded
    assert not loaded.intersection(LATER)
