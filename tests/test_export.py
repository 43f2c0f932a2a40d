"""What is taken away reads back as it was, and no spreadsheet runs it."""

import io
import json
import zipfile

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analysis import schema
from analysis.presentation import export

EVIL = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"]


def read(content: bytes) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(content), encoding="utf-8-sig", dtype="str", keep_default_na=False)


def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe_in_every_type_of_column():
    for dtype in ("str", "object", "category"):
        cells = read(export.csv(pd.DataFrame({"=title": pd.Series(EVIL, dtype=dtype)})))
        assert list(cells.columns) == ["'=title"]
        assert all(cell.startswith("'") for cell in cells["'=title"])


def test_numbers_dates_and_empties_stay_what_they_are():
    frame = pd.DataFrame(
        {
            "tone": [-0.5, np.nan],
            "n": [-3, 4],
            "at": pd.to_datetime(["2019-06-28T01:02:03Z", None], utc=True),
            "note": ["-", None],
        }
    )
    assert export.csv(frame).decode("utf-8-sig") == "tone,n,at,note\r\n-0.5,-3,2019-06-28T01:02:03Z,'-\r\n,4,,\r\n"


def test_a_csv_starts_with_the_mark_that_excel_needs_even_when_it_is_empty():
    content = export.csv(schema.empty(schema.EVENTS))
    assert content == b"\xef\xbb\xbfarticle_id,event,similarity\r\n"


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=12), min_size=1)
)
def test_text_survives_the_way_out_and_back(texts):
    cells = read(export.csv(pd.DataFrame({"text": texts, "n": 1})))["text"]
    assert [cell.removeprefix("'") for cell in cells] == [text.removeprefix("'") for text in texts]


def test_large_tables_are_written_in_pieces_with_one_header(monkeypatch):
    monkeypatch.setattr(export, "CHUNK_ROWS", 3)
    frame = pd.DataFrame({"n": range(10)})
    assert list(read(export.csv(frame))["n"]) == [str(n) for n in range(10)]


def packed() -> bytes:
    file = io.BytesIO()
    tables = [("tone", pd.DataFrame({"tone": [0.5]})), ("events", schema.empty(schema.EVENTS))]
    export.write_zip(file, iter(tables), {"filters": {"outlets": ["제이"]}}, {"report.html": b"<p>"})
    return file.getvalue()


def test_a_zip_holds_every_table_the_report_and_the_passport_and_is_the_same_each_time():
    with zipfile.ZipFile(io.BytesIO(packed())) as archive:
        assert archive.namelist() == ["tone.csv", "events.csv", "report.html", "about.json"]
        assert json.loads(archive.read("about.json"))["filters"] == {"outlets": ["제이"]}
    assert packed() == packed()
