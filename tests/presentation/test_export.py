"""What is taken away reads back as it was, and no spreadsheet runs it."""

import csv
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
    assert content == b"\xef\xbb\xbfarticle_id,event,similarity,date_doubt\r\n"


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
    about = export.about_json({"filters": {"outlets": ["제이"]}})
    export.write_zip(file, iter(tables), iter([("report.html", b"<p>"), ("about.json", about)]))
    return file.getvalue()


def test_a_zip_holds_every_table_the_report_and_the_passport_and_is_the_same_each_time():
    with zipfile.ZipFile(io.BytesIO(packed())) as archive:
        assert archive.namelist() == ["tone.csv", "events.csv", "report.html", "about.json"]
        assert json.loads(archive.read("about.json"))["filters"] == {"outlets": ["제이"]}
    assert packed() == packed()


def test_every_kind_of_column_is_written_as_pythons_own_writer_would():
    frame = pd.DataFrame(
        {
            "text": pd.Series(['a "b", c', "two\r\nlines", "회담, مذاکرات", None], dtype="str"),
            "kind": pd.Categorical(["x,y", None, "x,y", "z"]),
            "flag": [True, False, True, True],
            "mixed": ["1", 2, None, ["a", "b"]],
            "score": np.array([0.1, -1.5e-7, np.nan, np.inf], dtype="float32"),
        }
    )
    expected = io.StringIO()
    writer = csv.writer(expected)
    writer.writerow(frame.columns)
    empty = {None: ""}
    for row in frame.astype("object").where(frame.notna(), None).itertuples(index=False):
        writer.writerow([empty.get(cell, cell) if not isinstance(cell, list) else cell for cell in row])
    got = list(csv.reader(io.StringIO(export.csv(frame).decode("utf-8-sig"), newline="")))
    wanted = list(csv.reader(io.StringIO(expected.getvalue(), newline="")))
    assert [row[:4] for row in got] == [row[:4] for row in wanted]
    assert [row[4] for row in got[1:]] == ["0.1", "-1.5e-7", "", "inf"]


def test_a_table_without_columns_is_the_mark_alone():
    assert export.csv(pd.DataFrame()) == export.BOM


def test_parquet_keeps_types_empties_and_every_script():
    frame = pd.DataFrame(
        {
            "title": ["=1+1", "회담", None],
            "outlet": pd.Categorical(["RT", "RT", "Sky News"]),
            "at": pd.to_datetime(["2019-06-28T01:02:03Z", None, None], utc=True),
            "n": np.array([1, 2, 3], dtype="int32"),
        }
    )
    back = pd.read_parquet(io.BytesIO(export.parquet(frame)))
    assert back["title"].tolist()[:2] == ["=1+1", "회담"]
    assert back["title"].isna().tolist() == [False, False, True]
    assert str(back["n"].dtype) == "int32"
    assert back["at"].iloc[0] == frame["at"].iloc[0]
    assert back["outlet"].astype("str").tolist() == ["RT", "RT", "Sky News"]


def test_a_zip_holds_parquet_where_that_was_chosen():
    file = io.BytesIO()
    export.write_zip(file, iter([("tone", pd.DataFrame({"tone": [0.5]}))]), [("about.json", b"{}")], form="parquet")
    with zipfile.ZipFile(file) as archive:
        assert archive.namelist() == ["tone.parquet", "about.json"]
        assert pd.read_parquet(io.BytesIO(archive.read("tone.parquet")))["tone"].tolist() == [0.5]
