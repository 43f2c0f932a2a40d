"""The report stands alone."""

import re

import numpy as np
import pandas as pd
from plotly.offline import get_plotlyjs

from analysis.presentation import charts, report

EVIL = "</script><script>alert(1)</script><img src=https://evil.example/x>"


def page() -> str:
    counts = pd.DataFrame({"outlet": ["RT", EVIL], "n_articles": [2, 1], "n_independent": [2, 1]})
    table = pd.DataFrame({"title": [EVIL, "회담", "مذاکرات", "Переговоры"], "tone": [-0.5, np.nan, 0.1, 0.2]})
    section = report.Section(
        "How much?",
        f"{EVIL} has one.",
        made=EVIL,
        figures=[report.Drawn("counts", charts.articles_by_outlet(counts), counts)],
        tables={EVIL: table},
    )
    return report.page(EVIL, [section, section], {"filters": {"outlets": (EVIL,)}, "snapshot": 3})


def without_program(text: str) -> str:
    return text.replace(get_plotlyjs(), "")


def test_a_report_holds_its_program_once_and_names_no_other_address_to_load():
    text = page()
    assert text.count(get_plotlyjs()) == 1
    assert not re.findall(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=", without_program(text))
    assert "default-src &#x27;none&#x27;" in text or "default-src 'none'" in text


def test_nothing_from_the_data_becomes_a_tag():
    text = without_program(page())
    assert "<script>alert" not in text
    assert "<img" not in text


def test_a_report_carries_titles_in_every_script_and_leaves_empties_empty():
    text = page()
    for word in ("회담", "مذاکرات", "Переговоры", "<td></td>", 'dir="auto"'):
        assert word in text


def test_every_figure_has_a_text_for_those_who_cannot_see_it():
    assert page().count('role="img" aria-label="How much is there from whom?') == 2


def test_a_table_of_a_report_writes_yes_for_true_and_large_numbers_without_decimals():
    text = report.table_html(pd.DataFrame({"copy": [True, False], "median": [159.5, 99.5]}))
    assert re.findall(r"<td[^>]*>([^<]*)</td>", text) == ["yes", "160", "", "99.50"]


def test_a_long_table_says_that_it_was_cut():
    text = report.table_html(pd.DataFrame({"n": range(100)}), "Numbers")
    assert f"Numbers (the first {report.TABLE_ROWS} of 100 rows)" in text
    assert text.count("<tr>") == report.TABLE_ROWS + 1


def test_a_report_names_columns_as_one_reads_them_and_leaves_empty_ones_out():
    table = pd.DataFrame(
        {"n_words": [429.0, 302.0], "low": [np.nan, np.nan], "first_at": pd.to_datetime(["2019-06-28"] * 2)}
    )
    section = report.Section("How much?", "Some.", made="One.\n\nTwo.", tables={"Rows": table})
    text = without_program(report.page("t", [section], {}, {"n_words": "words", "first_at": "first"}))
    assert '<th scope="col">words</th><th scope="col">first</th>' in text
    assert '<td class="number">429</td><td class="moment">2019-06-28</td>' in text
    assert '<p class="made">One.</p><p class="made">Two.</p>' in text


def test_hatched_bars_are_written_into_instead_because_a_printer_makes_pictures_of_them():
    shares = pd.DataFrame(
        {"outlet": "RT", "voice": ["own", "direct"], "share": [0.97, 0.03], "n_words": 9, "n_articles": 1}
    )
    plain = report._without_hatching(charts.voices(shares))
    assert not any(trace.marker.pattern.shape for trace in plain.data)
    assert [trace.text for trace in plain.data if trace.text] == [("",)]
    assert any(trace.marker.pattern.shape for trace in charts.voices(shares).data)
