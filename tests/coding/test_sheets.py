"""Sheets out and back in: blind, in every format, and refused as a whole where something does not fit."""

import io
import json

import numpy as np
import openpyxl
import pandas as pd
import pytest

from analysis.coding import blind, instruments, reading, sheets
from analysis.corpus import outlets
from analysis.errors import DataError

TONE = instruments.of_measure("tone_own")


@pytest.fixture
def design():
    drawn = pd.DataFrame({"unit": [f"{number:016x}" for number in range(30)], "probability": 0.4})
    return sheets.designed(drawn.assign(is_drawn=drawn.index < 12), measure="tone_own", corpus="c" * 64, seed=1)


@pytest.fixture
def sheet(design):
    texts = [f"A text about talks, number {number}." for number in range(len(design.units))]
    return design.units.assign(title="=Talks", text=texts)


def filled(files, ending, codes):
    """Fill a sheet in as its tool would save it."""
    name = next(name for name in files if name.endswith(f"coder_1{ending}"))
    content = files[name]
    if ending == ".csv":
        rows = pd.read_csv(io.BytesIO(content), dtype="str", encoding="utf-8-sig")
        return name, rows.assign(code=codes).to_csv(index=False, sep=";").encode("cp1252")
    if ending == ".xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        for row, code in enumerate(codes, start=2):
            book["Coding"].cell(row, 4).value = None if code is None else int(code)
        saved = io.BytesIO()
        book.save(saved)
        return name, saved.getvalue()
    if ending == ".doccano.jsonl":
        items = [json.loads(line) for line in content.decode().splitlines()]
        lines = [
            json.dumps(item | {"id": n, "label": [code] if code else []})
            for n, (item, code) in enumerate(zip(items, codes, strict=True))
        ]
        return name, "\n".join(lines).encode()
    tasks = json.loads(content)
    for task, code in zip(tasks, codes, strict=True):
        result = [{"type": "choices", "value": {"choices": [code]}}] if code else []
        task["annotations"] = [{"completed_by": {"id": 7, "email": "a@example.org"}, "result": result}]
    return name, json.dumps(tasks).encode()


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".doccano.jsonl", ".label_studio.json"])
def test_a_sheet_comes_back_with_the_codes_that_were_given(design, sheet, ending):
    files = sheets.files_of(sheet, TONE, design.sheet, 2)
    codes = ["-2", "-1", "0", "1", "2", None] * 2
    name, content = filled(files, ending, codes)
    rows = reading.matched([reading.sheet_of(content, name)], design, TONE)
    expected = dict(zip(design.units["unit"], [-1.0, -0.5, 0.0, 0.5, 1.0, np.nan] * 2, strict=True))
    assert rows.set_index("unit")["code"].to_dict() == pytest.approx(expected, nan_ok=True)
    assert rows["article_id"].tolist() == design.units["article_id"].tolist()
    assert rows["probability"].eq(0.4).all()


def test_the_order_of_units_tells_nothing_and_ids_are_letters_first(design):
    assert design.units["article_id"].tolist() != sorted(design.units["article_id"])
    assert design.units["unit"].str.fullmatch(r"[a-z]{6}-\d{4}").all()


def test_the_machines_values_and_outlets_are_in_no_file(design, sheet):
    files = sheets.files_of(sheet.assign(value=0.123456), TONE, design.sheet, 2)
    for name, content in files.items():
        text = content if not name.endswith(".xlsx") else b""
        assert b"0.123456" not in text
        assert b"probability" not in text
        assert design.units["article_id"].iloc[0].encode() not in text
    book = openpyxl.load_workbook(io.BytesIO(files[f"{design.sheet}_coder_2.xlsx"]))
    assert [cell.value for cell in book["Coding"][1]] == list(sheets.COLUMNS)
    offered = [validation.formula1 for validation in book["Coding"].data_validations.dataValidation]
    assert '"-2,-1,0,1,2"' in offered


def test_cells_that_would_run_as_formulas_are_text(sheet):
    assert pd.read_csv(io.BytesIO(sheets.as_csv(sheet)), encoding="utf-8-sig")["title"].tolist() == ["'=Talks"] * 12


@pytest.mark.parametrize("key", sorted(outlets.OUTLETS))
def test_no_name_alias_or_domain_of_a_registered_outlet_survives_masking(key):
    known = outlets.OUTLETS[key]
    names = blind.pattern_of([known.name, *known.aliases, *known.domains])
    for name in (known.name, *known.aliases, *known.domains):
        masked = blind.masked(f"The minister told {name} on Monday. ({name}) Follow {name}'s page.", names)
        assert name not in masked, masked


def test_bylines_credits_links_and_handles_go():
    text = "By Ann Lee\nThe talks ended, Lee writes.\nPhoto: Reuters/Bo Ek\nwww.rt.com/news @RT_com a.lee@rt.com"
    masked = blind.masked(text, blind.pattern_of(["RT"]), ["Ann Lee", "Lee"])
    for telling in ("Ann", "Lee", "Reuters", "rt.com", "RT_com"):
        assert telling not in masked


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"unit_id,code\nzzzzzz-0001,1\n", "a.csv", "is not in the key"),
        (b"unit_id,code\n{unit},7\n", "a.csv", "'7' is not on the scale; allowed are -2, -1, 0, 1, 2"),
        (b"unit_id,code\n{unit},1\n{unit},2\n", "a.csv", "twice for one coder"),
        (b"unit_id,text\n{unit},x\n", "a.csv", "needs the columns 'unit_id' and 'code'"),
        (b"unit_id,code,outlet\n{unit},1,RT\n", "a.csv", "must not see where a text comes from"),
        (b"unit_id,code\n1.2E+05,1\n", "a.csv", "a spreadsheet seems to have changed the ids"),
        (b"unit_id,code\n{unit},1.7\n", "a.csv", "'1.7' is not on the scale"),
        (b'{"unit_id": "{unit}", "label": ["1"], "outlet": "RT"}\n', "a.jsonl", "must not see where a text comes from"),
        (b'[{"data": {"unit_id": "{unit}", "url": "x"}}]', "a.json", "must not see where a text comes from"),
        (b"", "a.csv", "cannot be read as a CSV"),
        (b"PK nothing", "a.xlsx", "cannot be read as a workbook"),
        (b"{", "a.json", "cannot be read as Label Studio's export"),
        (b'{"unit_id": "{unit}", "label": ["1", "2"]}\n', "a.jsonl", "2 labels; one is needed"),
        (b"x", "a.pdf", "is not a coding sheet"),
        (b"unit_id,code\n", "a.csv", "holds no coded unit"),
    ],
)
def test_bad_sheets_are_refused_with_one_sentence(design, content, name, sentence):
    content = content.replace(b"{unit}", design.units["unit"].iloc[0].encode())
    with pytest.raises(DataError, match=sentence):
        reading.matched([reading.sheet_of(content, name)], design, TONE)


def test_a_second_download_of_one_sheet_is_no_second_coder(design):
    content = b"unit_id,code\n" + design.units["unit"].iloc[0].encode() + b",1\n"
    rows = [reading.sheet_of(content, name) for name in ("ann.csv", "ann (1).csv")]
    with pytest.raises(DataError, match="coder 'ann' coded unit"):
        reading.matched(rows, design, TONE)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_what_spreadsheets_make_of_a_sheet_is_read(design, encoding):
    unit = design.units["unit"].iloc[0]
    minus = "-" if encoding == "cp1252" else "−"
    content = f"sep=;\nunit_id;code;note\n{unit};{minus}1,0;“hm”\n".encode(encoding)
    rows = reading.matched([reading.sheet_of(content, "ann.csv")], design, TONE)
    assert rows["code"].tolist() == [-0.5]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "the Washington Post’s man told The Post of the Post Office",
            "the [outlet]’s man told [outlet] of the Post Office",
        ),
        ("a haaretz reporter, a Ha’aretz reporter, HA'ARETZ", "a [outlet] reporter, a [outlet] reporter, [outlet]"),
        ("SkyNews, sky-news and Sky\xa0News; not skynewsroom", "[outlet], [outlet] and [outlet]; not skynewsroom"),
        ("On the hill, independent voices; The Hill", "On the hill, independent voices; [outlet]"),
        ("By Monday the talks had ended.", "By Monday the talks had ended."),
    ],
)
def test_names_go_as_texts_write_them_and_words_stay(text, expected):
    names = ["Washington Post", "Haaretz", "Ha'aretz", "Sky News", "The Hill", "Independent"]
    assert blind.masked(text, blind.pattern_of(names)) == expected


def test_one_coder_twice_over_two_sheets_is_refused(design):
    unit = design.units["unit"].iloc[0].encode()
    one = reading.sheet_of(b"unit_id,code\n" + unit + b",1\n", "x.csv", coder="Ann")
    with pytest.raises(DataError, match="coder 'Ann' coded unit"):
        reading.matched([one, one], design, TONE)


def test_what_people_cannot_code_is_said():
    with pytest.raises(DataError, match="'n_words' is not a measure that people can code"):
        instruments.of_measure("n_words")


def test_every_example_of_every_instrument_is_on_its_scale():
    for instrument in instruments.INSTRUMENTS.values():
        assert all(instrument.value_of(code) is not None for _, code in instrument.examples)


def test_a_key_comes_back_as_it_was(design):
    read = sheets.design_of(sheets.key_of(design))
    assert (read.sheet, read.measure, read.corpus) == (design.sheet, "tone_own", "c" * 64)
    pd.testing.assert_frame_equal(read.units, design.units)
    pd.testing.assert_frame_equal(read.frame, design.frame)
