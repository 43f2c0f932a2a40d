"""A row of a table that cannot be read costs no other row, and says on which line it stands."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus import delimited, fields, ingest
from analysis.settings import Settings

HEADER = ["id", "outlet", "title", "text"]
PROSE = "The delegations met on Monday, and agreed to meet again."


def read(content: str, settings: Settings | None = None) -> list[list[str] | str]:
    return list(delimited.rows(io.StringIO(content, newline=""), settings or Settings()))


def written(rows: list[list[str]], delimiter: str = ",") -> str:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter).writerows(rows)
    return file.getvalue()


ROWS = [[str(n), "RT", f"Talks, round {n}", f"{PROSE}\nHe said: “{n}”, and left."] for n in range(1, 8)]


@given(
    st.lists(st.lists(st.text(alphabet='ab,;\n"\t ', max_size=12), min_size=3, max_size=3), max_size=8),
    st.sampled_from(delimited.DELIMITERS),
)
def test_what_the_csv_module_writes_is_read_as_it_was(rows, delimiter):
    header = ["id", "title", "text"]
    expected = [header, *(row for row in rows if any(value.strip() for value in row))]
    assert read(written([header, *rows], delimiter)) == expected


def test_a_row_whose_quotation_mark_is_missing_costs_no_other_row():
    content = written([HEADER, *ROWS[:3]]) + '"4b,RT,Title,The text\r\n' + written(ROWS[3:])
    found = read(content)
    assert [row for row in found if isinstance(row, list)] == [HEADER, *ROWS]
    said = [row for row in found if isinstance(row, str)]
    assert said[0].startswith("line 8: ")


def test_a_row_whose_quotation_mark_is_missing_at_the_end_of_the_file_does_not_swallow_what_follows():
    plain = [[str(n), "RT", f"Talks {n}", "They met."] for n in range(1, 6)]
    content = written([HEADER, plain[0]]) + '7,RT,Talks,"They met\r\n' + written(plain[1:])
    assert read(content) == [HEADER, plain[0], "line 3: a quotation mark is opened and never closed", *plain[1:]]


def test_a_row_with_more_values_than_columns_is_none(tmp_path):
    (tmp_path / "a.csv").write_text(
        f"outlet,title,text\nRT,Talks, again,{PROSE}\nRT,Talks end,They met.,,\n", encoding="utf-8"
    )
    result = ingest.read(tmp_path)
    assert result.articles["title"].tolist() == ["Talks end"]
    assert result.rejects["reason"].tolist() == ["row not readable"]
    assert result.rejects["detail"].iloc[0].startswith("line 2: found 5 values for 3 columns")


def test_a_field_that_is_too_long_costs_no_other_row():
    settings = Settings(max_article_characters=1000)
    long = ["4", "RT", "Long", "word " * 300]
    found = read(written([HEADER, *ROWS[:2], long, *ROWS[2:]]), settings)
    assert [row for row in found if isinstance(row, list)] == [HEADER, *ROWS]
    assert [row for row in found if isinstance(row, str)] == ["line 6: field larger than field limit (1000)"]


def test_a_line_without_end_is_not_held(tmp_path):
    settings = Settings(max_article_characters=1000)
    found = read(written([HEADER]) + "x," * 5000 + "\r\n" + written(ROWS), settings)
    assert found == [HEADER, "line 2: a line of more than 2,000 characters", *ROWS]


def test_a_table_of_nothing_but_open_quotation_marks_is_given_up_in_time(monkeypatch):
    monkeypatch.setattr(delimited, "MAX_READ_AGAIN", 10_000)
    content = written([HEADER]) + "".join(f'"{n},RT,Talks,they,met\n' for n in range(2000))
    with pytest.raises(csv.Error, match="quotation marks are missing in so many rows that reading stopped at line"):
        read(content)


def test_the_separator_is_declared_or_read_from_the_header():
    assert read("sep=;\nid;text\n1;They met.\n") == [["id", "text"], ["1", "They met."]]
    assert read("id|text\n1|They met.\n") == [["id", "text"], ["1", "They met."]]
    assert read("") == [] == read("\n\n")


def test_columns_that_mean_nothing_to_the_reader_are_told(tmp_path):
    (tmp_path / "a.csv").write_text("Outlet;Datum;Titel;Text\nRT;1.2.2020;Hi;They met.\n", encoding="utf-8")
    notes = ingest.read(tmp_path).notes["note"].tolist()
    assert "read 'Outlet' as outlet, 'Text' as text; not read: 'Datum', 'Titel'" in notes


def test_of_a_wide_table_only_some_of_the_columns_that_were_not_read_are_named():
    names = [f"column {n}" for n in range(30)]
    told = fields.note({"text": "text"}, ["text", *names])
    assert told.startswith("read 'text' as text; not read: 'column 0', ") and told.endswith("'column 11' and 18 more")
