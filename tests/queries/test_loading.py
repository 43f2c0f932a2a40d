"""What a page loads when it starts: every visitor of a started server waits for it."""

import subprocess
import sys

import pytest

LATER = (
    "analysis.pipeline",
    "analysis.corpus.clean",
    "analysis.corpus.dates",
    "analysis.collect.collecting",
    "openpyxl",
)
"""What building, collecting and workbooks need: a quarter of all that could be loaded."""


def loaded_with(module):
    told = subprocess.run(
        [sys.executable, "-c", f"import sys, {module}; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return set(told.stdout.split())


@pytest.mark.parametrize("module", ["analysis.queries", "views.cache"])
def test_a_view_loads_nothing_that_reads_measures_or_collects_articles(module):
    loaded = loaded_with(module)
    assert module in loaded
    assert not loaded.intersection(LATER)
