"""Very many, very long and odd files: a clear reject or a stated limit, in bounded memory."""

import csv
import tracemalloc
import zipfile
from pathlib import Path

import openpyxl
import pytest

from analysis.corpus import ingest
from analysis.settings import Settings

PARAGRAPH = "The delegations met in the capital on Monday and agreed to meet again before the end of the year. "
MEGABYTE = 2**20


def drain(path: Path, settings: Settings | None = None) -> tuple[int, int]:
    """Read a path to its end and count articles and rejects."""
    batches = [(len(part.articles), len(part.rejects)) for part in ingest.stream(path, settings=settings)]
    return sum(n for n, _ in batches), sum(n for _, n in batches)


def csv_of(path: Path, n_rows: int) -> Path:
    """Write a table of 100 kB a row, most of it in a column that is not read: cleaning is not what is measured."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "outlet", "title", "date", "text", "remarks"])
        for number in range(n_rows):
            text = f"Round {number}. {PARAGRAPH * 10}"
            writer.writerow([number, "RT", f"Talks number {number} stall", "2019-09-17", text, PARAGRAPH * 1000])
    return path


def test_thousands_of_tiny_files_are_each_an_article_or_a_reject(tmp_path):
    n = 3000
    for number in range(n):
        (tmp_path / f"{number:05}.txt").write_text(f"They met for the {number}th time." if number % 3 else "")
    result = ingest.read(tmp_path)
    assert (len(result.articles), len(result.rejects)) == (n - n // 3, n // 3)
    assert set(result.rejects["reason"]) == {"empty"}
    assert set(result.articles["article_type"]) == {"short"}


def test_thousands_of_tiny_files_in_an_archive_are_each_an_article_or_a_reject(tmp_path):
    n = 1500
    with zipfile.ZipFile(tmp_path / "tiny.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(n):
            archive.writestr(f"{number:05}.txt", f"They met for the {number}th time." if number % 3 else "")
    assert drain(tmp_path) == (n - n // 3, n // 3)


def test_a_large_table_is_streamed_in_bounded_memory(tmp_path):
    small = csv_of(tmp_path / "small.csv", 4)
    large = csv_of(tmp_path / "large.csv", 120)
    assert large.stat().st_size > 11 * MEGABYTE
    settings = Settings(partition_articles=10)
    drain(small, settings)  # loads models and compiles expressions, which is no memory of the table
    tracemalloc.start()
    try:
        assert drain(large, settings) == (120, 0)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 6 * MEGABYTE


@pytest.fixture
def formulas(tmp_path) -> Path:
    """Save a spreadsheet with formulas as its program leaves it: without values until it has been recalculated."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["outlet", "title", "text"])
    sheet.append(["RT", "=cmd|'/C calc'!A0", PARAGRAPH * 3])
    sheet.append(["RT", "Talks stall", '=CONCAT("The delegations ", "met.")'])
    sheet.append(["RT", '="Talks" & " end"', '=HYPERLINK("http://example.org", "The talks ended.")'])
    book.save(tmp_path / "formulas.xlsx")
    return tmp_path / "formulas.xlsx"


def test_formulas_that_were_never_calculated_are_empty_and_never_run(formulas):
    result = ingest.read(formulas)
    by_row = result.articles.set_index(result.articles["origin"].str.rpartition(":")[2])
    assert by_row.loc["1", "body"].startswith("The delegations met")
    assert by_row.loc["2", "title"] == "Talks stall" and by_row.loc[["2"], "body"].isna().all()
    assert not result.articles[["title", "body"]].stack().str.startswith("=").any()
    assert result.rejects["reason"].tolist() == ["no text"]
    assert result.rejects["detail"].tolist() == ["neither text nor headline in this row"]
    said = result.notes.loc[result.notes["topic"] == "field", "note"]
    assert (
        said.str.contains("never calculated, first in row 2 of the sheet").any()
        and said.str.contains("save it there").any()
    )


def test_of_a_calculated_formula_the_saved_value_is_read(formulas, tmp_path):
    calculated = tmp_path / "calculated.xlsx"
    with zipfile.ZipFile(formulas) as old, zipfile.ZipFile(calculated, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                value = b'<c r="C3" t="str"><f>CONCAT("The delegations ", "met.")</f><v>The delegations met.</v></c>'
                start = content.index(b'<c r="C3"')
                end = content.index(b"</c>", start) + 4
                content = content[:start] + value + content[end:]
            new.writestr(name, content)
    articles = ingest.read(calculated).articles.set_index("title")
    assert articles.loc["Talks stall", "body"] == "The delegations met."


def test_cells_that_look_like_formulas_in_other_tables_are_text(tmp_path):
    (tmp_path / "cells.csv").write_text(f"outlet,title,text\nRT,=cmd|'/C calc'!A0,{PARAGRAPH}\n", encoding="utf-8")
    assert ingest.read(tmp_path).articles["title"].tolist() == ["=cmd|'/C calc'!A0"]


def malformed(megabytes: int) -> str:
    piece = f"<div><p>{PARAGRAPH}<table><tr><b>Menu</i></tr><a href='x>broken</div></section>&nbsp&#x;"
    return "<html><body>" + piece * (megabytes * MEGABYTE // len(piece))


def test_twenty_megabytes_of_malformed_html_are_a_reject_that_names_the_limit(tmp_path):
    (tmp_path / "page.html").write_text(malformed(20), encoding="utf-8")
    (tmp_path / "other.txt").write_text("The envoy left.\n" + PARAGRAPH, encoding="utf-8")
    result = ingest.read(tmp_path)
    assert result.rejects[["reason", "detail"]].values.tolist() == [["too long", "more than 10 MB of HTML"]]
    assert len(result.articles) == 1


def test_malformed_html_within_the_limit_is_read(tmp_path):
    (tmp_path / "page.html").write_text(malformed(1)[: MEGABYTE // 8], encoding="utf-8")
    assert sum(drain(tmp_path, Settings(max_page_megabytes=1))) == 1
