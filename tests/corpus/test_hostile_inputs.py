"""Inputs that stopped a build or were lost without a word: each is a reject or an article, and the rest is read."""

import io
import json
import os
import tarfile
import zipfile

import openpyxl
import pandas as pd
import pyarrow
import pyarrow.parquet
import pytest

from analysis.corpus import decode, faults, formats, ingest, pages, trees
from analysis.errors import DataError

PARAGRAPH = "The delegations met in the capital on Monday and agreed to meet again before the end of the year. "
TEXT = PARAGRAPH * 4


def outcome(*paths):
    """Give the titles read and the reasons of rejects, and see that every table can be written."""
    found = ingest.read(paths)
    for table in (found.articles, found.rejects, found.notes, found.removals):
        pyarrow.Table.from_pandas(table)
    return sorted(found.articles["title"].dropna()), sorted(found.rejects["reason"].astype(str))


def lines(path, *rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "ascii")
    return path


@pytest.mark.parametrize("field", ["title", "text", "outlet", "url", "author", "date", "id"])
def test_half_of_a_character_in_any_field_stops_nothing(field, tmp_path):
    row = {"title": "Talks end", "text": TEXT, "outlet": "RT", "url": "https://rt.com/a", "date": "2024-05-01"}
    path = lines(
        tmp_path / "a.jsonl", row | {field: f"{row.get(field, '')} \udc80\ud800"}, row | {"url": "", "title": "Next"}
    )
    titles, reasons = outcome(path)
    assert (len(titles), reasons) == (2, [])


def test_halves_that_belong_together_are_one_character():
    assert decode.sound("a \ud83d\ude00") == "a \U0001f600"


def test_half_of_a_character_in_the_keys_of_a_refused_row(tmp_path):
    assert outcome(lines(tmp_path / "a.jsonl", {"\ud83d": 1}, {"title": "Good", "text": TEXT})) == (
        ["Good"],
        ["no text column"],
    )


@pytest.mark.parametrize("name", ["café", "naïve piñata", "Köln"])
def test_names_in_latin_1_are_named_by_their_bytes(name, tmp_path):
    raw = name.encode("latin-1") + b".txt"
    (tmp_path / os.fsdecode(raw)).write_text(f"Talks end\n\n{TEXT}\n")
    with tarfile.open(tmp_path / "b.tar", "w") as archive:
        entry = tarfile.TarInfo(raw.decode("utf-8", "surrogateescape"))
        entry.size = len(TEXT)
        archive.addfile(entry, io.BytesIO(TEXT.encode()))
    found = ingest.read(tmp_path)
    expected = raw.decode("utf-8", "backslashreplace")
    assert len(found.articles) == 2
    assert {origin.rpartition("/")[2] for origin in found.articles["origin"]} == {expected}


@pytest.mark.parametrize("reference", ["&#xD800;", "&#0;", "&#x1F;", "&#xFFFFFFF;", "&#1114112;"])
def test_a_reference_to_no_character_does_not_cost_the_feed(reference, tmp_path):
    feed = '<?xml version="1.0"?><rss version="2.0"><channel><title>Paper</title>'
    feed += "".join(
        f"<item><title>Talks {n} {reference}</title><description>{TEXT}</description></item>" for n in (1, 2)
    )
    (tmp_path / "a.rss").write_text(feed + "</channel></rss>")
    titles, reasons = outcome(tmp_path)
    assert ([title[:7] for title in titles], reasons) == (["Talks 1", "Talks 2"], [])


def workbook(path, *rows, chart=False):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if chart:
        book.create_chartsheet("Chart")
    book.save(path)
    return path


def mutated(path, member, change):
    with zipfile.ZipFile(path) as archive:
        files = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    files[member] = change(files[member])
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)


HEADER = ("title", "text")


def test_a_workbook_with_a_chart_sheet_is_read(tmp_path):
    assert outcome(workbook(tmp_path / "a.xlsx", HEADER, ("Talks", TEXT), chart=True)) == (["Talks"], [])


@pytest.mark.parametrize(
    "member, change",
    [
        ("xl/worksheets/sheet1.xml", lambda xml: xml[:-40]),
        ("xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'r="A2"', b'r="2A"')),
        ("xl/worksheets/sheet1.xml", lambda xml: xml.replace(b't="s"><v>2', b't="s"><v>99')),
        ("xl/styles.xml", lambda xml: xml[: len(xml) // 2]),
        ("xl/workbook.xml", lambda xml: xml.replace(b"r:id=", b"r:ie=")),
        ("xl/theme/theme1.xml", lambda xml: b"<a"),
        ("[Content_Types].xml", lambda xml: b""),
    ],
)
def test_damaged_workbooks_are_rejects_and_the_file_beside_them_is_read(member, change, tmp_path):
    mutated(workbook(tmp_path / "a.xlsx", HEADER, ("Talks", TEXT)), member, change)
    lines(tmp_path / "b.jsonl", {"title": "Good", "text": TEXT})
    titles, reasons = outcome(tmp_path)
    assert "Good" in titles
    assert titles == ["Good", "Talks"] or reasons


def test_a_cell_at_the_far_end_of_a_sheet_costs_nothing(tmp_path):
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    book.active.append(("Talks", TEXT))
    book.active.cell(1_048_576, 16_384, "end")
    book.save(path)
    mutated(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'r="1048576"', b'r="99999999999"', 1))
    assert outcome(path) == (["Talks"], [])


def parquet(path, arrays, names):
    pyarrow.parquet.write_table(pyarrow.Table.from_arrays(arrays, names=names), path)
    return path


def test_parquet_with_two_columns_of_one_name(tmp_path):
    arrays = [pyarrow.array(["Talks"]), pyarrow.array([TEXT]), pyarrow.array([PARAGRAPH])]
    assert outcome(parquet(tmp_path / "a.parquet", arrays, ["title", "text", "text"])) == (["Talks"], [])


@pytest.mark.parametrize("unit", ["ms", "us", "ns"])
def test_parquet_with_moments_that_no_calendar_has(unit, tmp_path):
    at = pyarrow.array([2**62, -(2**62), 0], pyarrow.timestamp(unit))
    arrays = [pyarrow.array(["One", "Two", "Three"]), pyarrow.array([TEXT + n for n in "abc"]), at]
    found = ingest.read(parquet(tmp_path / "a.parquet", arrays, ["title", "text", "date"])).articles.set_index("title")
    assert found.loc["Three", "published_at"] == pd.Timestamp("1970-01-01", tz="UTC")
    assert len(found) == 3


@pytest.mark.parametrize("zone, hour", [("Mars/Phobos", 12), ("+03:00", 12), ("Asia/Tokyo", 12), ("", 12)])
def test_parquet_with_moments_of_any_zone(zone, hour, tmp_path):
    at = pyarrow.array([43_200], pyarrow.timestamp("s", zone or None))
    arrays = [pyarrow.array(["One"]), pyarrow.array([TEXT]), at]
    found = ingest.read(parquet(tmp_path / "a.parquet", arrays, ["title", "text", "date"])).articles
    assert found["published_at"][0] == pd.Timestamp(1970, 1, 1, hour, tz="UTC")


def test_binary_columns_of_parquet_are_text(tmp_path):
    arrays = [pyarrow.array(["Größe".encode()]), pyarrow.array([TEXT.encode()], pyarrow.large_binary())]
    assert outcome(parquet(tmp_path / "a.parquet", arrays, list(HEADER))) == (["Größe"], [])


def test_tables_with_columns_and_no_rows_are_rejects(tmp_path):
    (tmp_path / "a.csv").write_text("title,text\n")
    parquet(tmp_path / "b.parquet", [pyarrow.array([], pyarrow.string())] * 2, list(HEADER))
    workbook(tmp_path / "c.xlsx", HEADER)
    assert outcome(tmp_path) == ([], ["empty"] * 3)


@pytest.mark.parametrize("depth", [20, 300, 900, 5_000])
def test_a_deep_value_costs_its_row_at_most(depth, tmp_path):
    path = tmp_path / "a.jsonl"
    good = json.dumps({"title": "Good", "text": TEXT})
    for opens, closes in (("[", "]"), ('{"name":', "}")):
        deep = f'{{"title": "Deep", "text": {opens * depth}1{closes * depth}}}'
        path.write_text(f"{good}\n{deep}\n{good.replace('Good', 'Last')}\n")
        titles, reasons = outcome(path)
        assert {"Good", "Last"} <= set(titles)
        assert len(titles) + len(reasons) == 3


def test_what_is_no_file_is_a_reject_with_a_sentence(tmp_path):
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "other").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "other")
    os.mkfifo(tmp_path / "pipe.csv")
    found = ingest.read(tmp_path).rejects.set_index("origin")["detail"]
    assert found[str(tmp_path / "gone.txt")] == "a link that leads nowhere"
    assert "pipes" in found[str(tmp_path / "pipe.csv")]
    assert "links to folders" in found[str(tmp_path / "link")]
    assert len(ingest.read(tmp_path / "pipe.csv").rejects) == 1


def test_a_folder_that_cannot_be_opened_is_a_reject(tmp_path, monkeypatch):
    closed = tmp_path / "closed"
    closed.mkdir()
    scandir = os.scandir

    def refusing(path):
        if os.fspath(path) == str(closed):
            raise PermissionError(13, "Permission denied", str(closed))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    rejects = ingest.read(tmp_path).rejects
    assert rejects[["origin", "detail"]].values.tolist() == [[str(closed), "Permission denied"]]


@pytest.mark.parametrize(
    "manifest", ["", "no,column,for,it\n1,2,3,4\n", "\0\1\2\3\4\5\6\7", 'file,outlet\n"' + "x" * 200_000]
)
def test_a_broken_manifest_costs_no_article(manifest, tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.txt", f"Talks end\n\n{TEXT}\n")
        archive.writestr("manifest.csv", manifest)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "manifest.csv").write_text(manifest)
    lines(tmp_path / "folder" / "b.jsonl", {"title": "Good", "text": PARAGRAPH})
    titles, reasons = outcome(tmp_path)
    assert "Good" in titles
    assert len(titles) == 2
    assert set(reasons) <= {"broken manifest"}


def test_a_given_manifest_that_is_broken_is_said_in_a_sentence(tmp_path):
    (tmp_path / "m.csv").write_text("a,b\n1,2\n")
    with pytest.raises(DataError, match="no column 'file'"):
        ingest.read(tmp_path, tmp_path / "m.csv")


def test_a_member_that_cannot_be_unpacked_costs_no_other(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", f"Talks end\n\n{TEXT}\n")
        archive.writestr("b.txt", f"Talks go on\n\n{TEXT}\n")
    raw = bytearray(path.read_bytes())
    place = raw.find(b"PK\1\2")
    raw[place + 10] = 99  # a way of compression that nobody has
    path.write_bytes(raw)
    assert outcome(path) == (["Talks go on"], ["broken file"])


@pytest.mark.parametrize("unit", ["**a ", "__a ", "<!--", "[", "![", "*a _b ", "> ", "`a", "[a](", "[a][", "# "])
def test_markdown_without_an_end_is_read_in_bounded_work(unit, tmp_path):
    (tmp_path / "a.md").write_text(unit * (160_000 // len(unit)))
    articles, rejects = ingest.read(tmp_path)
    assert len(articles) + len(rejects) == 1


MANY = {
    "attributes": "<p " + " ".join(f"a{number}='>'" for number in range(100_000)) + f">{TEXT}</p>",
    "links": f"<p>{TEXT}</p>" + "<a href='/x'>a b</a>" * 300_000,
    "items": f"<p>{TEXT}</p><ul>" + "<li>a b c" * 25_000,
    "nested": "<div>" * 100_000 + TEXT,
    "nested comments": "<!-- " * 100_000 + TEXT,
    "open tags": "<a " * 100_000,
    "open quotation marks": "<a \"' " * 100_000,
    "linked data": '<script type="application/ld+json">[' + ",".join(["{}"] * 300_000) + f"]</script><p>{TEXT}</p>",
}


@pytest.mark.parametrize("kind", MANY)
def test_pages_with_a_hundred_thousand_of_anything_are_an_article_or_a_reject(kind, tmp_path):
    (tmp_path / "a.html").write_text(f"<html><body>{MANY[kind]}</body></html>")
    articles, rejects = ingest.read(tmp_path)
    assert len(articles) + len(rejects) == 1


def test_of_a_long_list_the_first_items_are_read():
    page = f"<html><body><article><p>{TEXT}</p><ul>{'<li>a word or two' * 2000}</ul></article></body></html>"
    assert pages.text_of(page).count("a word or two") == pages.MAX_ITEMS


def test_millions_of_lines_are_a_reject_that_names_the_limit(tmp_path):
    (tmp_path / "a.txt").write_text("a\n" * 2_400_000)
    lines(tmp_path / "b.jsonl", {"title": "Lines", "text": "a\n" * 60_000}, {"title": "Good", "text": TEXT})
    assert outcome(tmp_path) == (["Good"], ["too long", "too long"])


def test_a_page_that_declares_its_encoding_as_xml_keeps_its_facts():
    page = '<?xml version="1.0" encoding="utf-8"?><html><head><meta property="og:title" content="Talks"></head></html>'
    assert pages.metadata_of(trees.tree_of(page))["title"] == "Talks"


def test_a_mistake_of_this_program_is_no_damage_of_a_file(tmp_path, monkeypatch):
    (tmp_path / "a.md").write_text("# Talks\n\nThe envoys met.")
    (tmp_path / "b.txt").write_text("The talks go on.\n\nThe envoys met.")
    monkeypatch.setattr(formats.markdown, "first_heading", None)
    articles, rejects = ingest.read(tmp_path)
    assert articles["origin"].str.endswith("b.txt").tolist() == [True]
    assert rejects["reason"].tolist() == [faults.OURS]
    assert "TypeError" in rejects["detail"].iloc[0] and "analysis/corpus/formats.py, line" in rejects["detail"].iloc[0]


def test_damage_that_a_library_trips_over_names_the_kind_of_its_exception(tmp_path, monkeypatch):
    def trips(*_):
        return {}["xl/styles.xml"]

    monkeypatch.setattr(formats.columnar, "opened", trips)
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    _, rejects = ingest.read(tmp_path)
    assert rejects[["reason", "detail"]].values.tolist() == [["broken file", "KeyError: 'xl/styles.xml'"]]


def test_too_little_memory_for_a_file_is_said_so(tmp_path, monkeypatch):
    def needs_more(*_):
        raise MemoryError

    monkeypatch.setattr(formats.columnar, "opened", needs_more)
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    _, rejects = ingest.read(tmp_path)
    assert rejects["reason"].tolist() == ["too long"]


SECRET = "the secret of the house stands here"


@pytest.fixture
def secret(tmp_path):
    place = tmp_path / "apart" / "secret.txt"
    place.parent.mkdir()
    place.write_text(SECRET)
    return place


def entities(secret):
    """External entities as attributes, parameters and text; and entities that grow from a line to gigabytes."""
    laughs = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    return {
        "file": f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>',
        "parameter": f'<!DOCTYPE x [<!ENTITY % p SYSTEM "file://{secret}"> %p; <!ENTITY e "&p;">]>',
        "schema": f'<!DOCTYPE x SYSTEM "file://{secret}">',
        "laughs": f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}<!ENTITY e "&l9;">]>',
    }


@pytest.mark.parametrize("kind", ["file", "parameter", "schema", "laughs"])
def test_entities_of_xml_read_no_file_and_do_not_grow(kind, tmp_path, secret):
    doctype, words = entities(secret)[kind], "The envoys met in the hall on Monday and left again."
    folder = tmp_path / "in"
    folder.mkdir()
    feed = f"<rss><channel><title>RT</title><item><title>Talks &e;</title><description>&e; {words}</description></item>"
    (folder / "a.xml").write_text(f'<?xml version="1.0"?>{doctype}{feed}</channel></rss>')
    page = f"<html><head><title>Talks</title></head><body><p>&e; {words}</p></body></html>"
    (folder / "b.html").write_text(doctype + page)
    (folder / "c.xhtml").write_text(f'<?xml version="1.0"?>{doctype}{page}')
    book = io.BytesIO()
    workbook_of([["title", "text"], ["Talks", words]]).save(book)
    (folder / "d.xlsx").write_bytes(with_entities(book, doctype))
    found = ingest.read(folder)
    told = found.articles.to_csv() + found.rejects.to_csv() + found.notes.to_csv() + found.removals.to_csv()
    assert SECRET not in told
    assert len(told) < 100_000
    assert {origin.rpartition("/")[2][:1] for origin in [*found.articles["origin"], *found.rejects["origin"]]} == set(
        "abcd"
    )


def workbook_of(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return book


def with_entities(book, doctype):
    """Put a document type into a workbook's sheet, and a reference to its entity into a cell."""
    changed = io.BytesIO()
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            if name.endswith(".xml") and ("sheet1" in name or "sharedStrings" in name):
                head, mark, rest = content.partition("?>")
                content = (head + mark if mark else "") + doctype + (rest if mark else head)
                content = content.replace("<t>Talks", "<t>&e; Talks")
            new.writestr(name, content)
    return changed.getvalue()
