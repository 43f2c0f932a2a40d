"""Readers: one function a file format, from an open file to raw items. They stream; none holds a whole corpus.

A reader is told the file's name and gives, for every text, row or entry in it, a `Raw` or a `Reject`, and `Note`s on
how it read. Files are opened and closed by `ingest`, which alone touches the disk.
"""

import io
import re
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, BinaryIO

from analysis.corpus import (
    columnar,
    decode,
    delimited,
    faults,
    feeds,
    fields,
    markdown,
    outlets,
    repair,
    trees,
    workbooks,
)
from analysis.corpus.archives import LimitError
from analysis.corpus.raw import Item, Note, Raw, Reject, SavedPage
from analysis.settings import Settings

Reader = Callable[[BinaryIO, str, Settings], Iterator[Item]]
READERS: dict[str, Reader] = {}
"""Every reader by the ending of the files it reads."""

NAMED: dict[str, Reader] = {}
"""Readers of files that have a name of their own."""

_EMPTY_WORDS = frozenset(("nan", "none", "null", "n/a", "nat", "<na>", "\\n"))
"""How programs write that there is nothing."""


def reads(*endings: str) -> Callable[[Reader], Reader]:
    """Register a reader for file endings.

    Raises
    ------
    ValueError
        Where an ending is taken.
    """
    return _entering(READERS, endings)


def reads_named(*names: str) -> Callable[[Reader], Reader]:
    """Register a reader for files of certain names, whatever their ending says.

    Raises
    ------
    ValueError
        Where a name is taken.
    """
    return _entering(NAMED, names)


def _entering(register: dict[str, Reader], keys: Iterable[str]) -> Callable[[Reader], Reader]:
    """Return a decorator that enters a reader under each of some keys."""

    def enter(reader: Reader) -> Reader:
        """Enter it, and give it back."""
        for key in keys:
            if key in register:
                raise ValueError(f"'{key}' has two readers")
            register[key] = reader
        return reader

    return enter


def reader_of(name: str) -> Reader | None:
    """Find the reader of a file by its name, else by its ending."""
    return NAMED.get(re.split(r"[/\\]", name)[-1]) or READERS.get(ending_of(name))


def ending_of(name: str) -> str:
    """Return the ending of a file's name that says how to read it; a final ``.gz`` is overlooked.

    Examples
    --------
    >>> ending_of("dump.JSONL.gz"), ending_of("a.b/c")
    ('.jsonl', '')
    """
    base = re.split(r"[/\\]", name.lower().removesuffix(".gz"))[-1]
    return "." + base.rsplit(".", 1)[1] if "." in base.lstrip(".") else ""


def content_of(file: BinaryIO, origin: str, most: int, limit: str) -> Generator[Item, None, bytes]:
    """Read a whole file of at most so many bytes; where it is longer or empty, give a reject and no content."""
    content = file.read(most + 1)
    if len(content) > most:
        yield Reject(origin, "too long", limit)
        return b""
    if not content.strip():
        yield Reject(origin, "empty", "the file holds no text")
        return b""
    return content


def decoded(content: bytes, origin: str) -> Generator[Note, None, str]:
    """Decode a whole file, with a note on an encoding that deserves one."""
    text, encoding = decode.text_of(content)
    yield from _on_encoding(encoding, origin)
    return text


def stream_of(file: BinaryIO, origin: str) -> Generator[Note, None, io.TextIOWrapper]:
    """Open a file as text, with a note on an encoding that deserves one."""
    stream, encoding = decode.stream_of(file)
    yield from _on_encoding(encoding, origin)
    return stream


def _on_encoding(encoding: str, origin: str) -> Iterator[Note]:
    if decode.is_unusual(encoding):
        yield Note(origin, "encoding", f"read as {encoding}")


@reads(".txt", ".text")
def read_text(file: BinaryIO, origin: str, settings: Settings) -> Iterator[Item]:
    """Read a file that holds one text."""
    limit = f"more than {settings.max_article_characters:,} characters in one text"
    content = yield from content_of(file, origin, 4 * settings.max_article_characters, limit)
    if content:
        text = yield from decoded(content, origin)
        yield Raw(origin, text)


_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)


@reads(".md", ".markdown")
def read_markdown(file: BinaryIO, origin: str, settings: Settings) -> Iterator[Item]:
    """Read a Markdown file: the facts of its front matter, its first heading as title, its text without marks."""
    for item in read_text(file, origin, settings):
        if not isinstance(item, Raw):
            yield item
            continue
        front = _FRONT_MATTER.match(item.text)
        facts = _front_matter(front[1]) if front else {}
        text = item.text[front.end() :] if front else item.text
        heading = markdown.first_heading(text)
        if heading:
            facts.setdefault("title", heading)
        yield Raw(origin, markdown.plain(text), facts)


def _front_matter(block: str) -> dict[str, str]:
    pairs = (line.split(":", 1) for line in block.splitlines() if ":" in line and not line.startswith((" ", "\t", "#")))
    values = {name.strip(): value.strip().strip("\"'") for name, value in pairs}
    return {name: values[column] for name, column in fields.mapping(values).items() if values[column]}


@reads(".csv", ".tsv")
def read_csv(file: BinaryIO, origin: str, settings: Settings) -> Iterator[Item]:
    """Read a table of comma-, semicolon- or tab-separated values row by row; its first row names the columns."""
    stream = yield from stream_of(file, origin)
    remarks: list[str] = []
    rows = delimited.rows(stream, settings, remarks)
    header = next(rows, None)
    yield from (Note(origin, "field", remark) for remark in remarks)
    if header is None or isinstance(header, str):
        yield Reject(origin, "empty", header or "the file holds no rows")
        return
    yield from read_rows(header, rows, origin)


def read_rows(header: list[str], rows: Iterable[list[Any] | str], origin: str) -> Iterator[Item]:
    """Turn the rows of a table into raw items; a row that could not be read comes as a sentence that says why."""
    found = fields.mapping(header)
    if not any(name in found for name in fields.NEEDED):
        columns = ", ".join(f"'{name}'" for name in header if name.strip()) or "none"
        yield Reject(origin, "no text column", f"found columns {columns[:300]}; needed is 'text', 'html' or 'title'")
        return
    if fields.is_list_of_addresses(found):
        yield list_of_addresses(origin, found)
        return
    yield Note(origin, "field", fields.note(found, header))
    places = [(name, header.index(column)) for name, column in found.items()]
    number = 0
    for number, row in enumerate(rows, start=1):
        if isinstance(row, str):
            yield Reject(f"{origin}:{number}", "row not readable", row)
            continue
        width = len(row)
        yield row_item(f"{origin}:{number}", {name: row[place] for name, place in places if place < width})
    if number == 0:
        yield Reject(origin, "empty", "the table names its columns and holds no rows")


def list_of_addresses(origin: str, found: Mapping[str, str]) -> Reject:
    """Refuse a table that names pages and holds no texts."""
    columns = ", ".join(f"'{column}'" for column in found.values())
    return Reject(
        origin,
        "list of addresses",
        f"it names pages ({columns[:200]}) and holds no texts; save the pages and read those, or, to compare headlines "
        "alone, leave the addresses out",
    )


def row_item(origin: str, values: Mapping[str, Any]) -> Raw | Reject:
    """Make a raw item of a row's values, or say that the row is empty."""
    row = _filled(values)
    html = row.pop("html", "")
    row, remarks = repair.of_fields(row)
    text = row.pop("text", "")
    if "title" in row:
        row["title"] = without_tags(row["title"])
    if not text.strip() and not row.get("title", "").strip() and not html.strip():
        return Reject(origin, "no text", "neither text nor headline in this row")
    page = html if html and not text.strip() else text if holds_html(text) else ""
    if not page:
        return Raw(origin, without_tags(text), row, is_row=True, remarks=remarks)
    try:
        found, metadata = of_html(page)
    except LimitError as error:
        return Reject(origin, "too long", str(error))
    return Raw(origin, found, row, is_row=True, metadata=metadata, remarks=remarks)


def _filled(values: Mapping[str, Any]) -> dict[str, str]:
    """Give the values of a row that say something, as text."""
    row = {}
    for name, value in values.items():
        if value:
            text = value if type(value) is str else fields.as_text(value)
            if text and not (len(text) <= 5 and text.lower() in _EMPTY_WORDS):
                row[name] = text
    return row


_BREAK = re.compile(r"[ \t]*<br\s{0,5}/?>[ \t]*", re.IGNORECASE)
_PAIR = re.compile(
    r"<(p|b|i|u|em|strong|a|span|div|h[1-6]|blockquote|ul|ol|li|figure|font|sup|sub|small)(?:\s[^<>]{0,500})?>"
    r"[^<]*</\1\s*>",
    re.IGNORECASE,
)


def without_tags(text: str) -> str:
    r"""Take the tags out of a text that has a few: a line break for each ``<br>``, nothing for pairs of others.

    Examples
    --------
    >>> without_tags("One.<br><br>Two, <b>he</b> said."), without_tags("The tag <p> opens a paragraph; 3 < 4.")
    ('One.\nTwo, he said.', 'The tag <p> opens a paragraph; 3 < 4.')
    """
    if "<" not in text:
        return text
    text = _BREAK.sub("\n", text)
    if not _PAIR.search(text):
        return re.sub(r"\n{2,}", "\n", text)
    return trees.plain_text(trees.tree_of(f"<div>{text}</div>"))


_TAG = re.compile(r"<(?:p|br|div|span|a|article|h[1-6]|html|body|li|ul)\b[^<>]{0,500}>", re.IGNORECASE)
MIN_TAGS = 3
"""Tags from which a text is HTML: an article about HTML has one or two."""


def holds_html(text: str) -> bool:
    """Return whether a text that came as plain is HTML.

    Examples
    --------
    >>> holds_html("<p>One.</p><p>Two.</p><br/><p>Three.</p>"), holds_html("The tag <p> opens a paragraph; 3 < 4.")
    (True, False)
    """
    return "<" in text and len(_TAG.findall(text, 0, 20_000)) >= MIN_TAGS


@reads(".html", ".htm", ".xhtml")
def read_page(file: BinaryIO, origin: str, settings: Settings) -> Iterator[Item]:
    """Read a saved web page."""
    limit = f"more than {settings.max_page_megabytes} MB of HTML"
    content = yield from content_of(file, origin, settings.max_page_megabytes * 2**20, limit)
    if content:
        yield SavedPage(origin, content, partial(_page_items, origin=origin))


def _page_items(content: bytes, origin: str) -> Iterator[Raw | Reject | Note]:
    """Return the running text of a page, and what its metadata says."""
    html = yield from decoded(content, origin)
    text, metadata = of_html(html)
    yield (
        Raw(origin, text, metadata=metadata)
        if text or metadata.get("title")
        else Reject(origin, "no text", "no running text was found in the page")
    )


def of_html(html: str) -> tuple[str, dict[str, str]]:
    """Extract text and metadata of a page."""
    from analysis.corpus import pages  # here: loading trafilatura takes a second that most corpora do not need

    html = trees.within_limits(html)
    tree = trees.parsed(html)
    return pages.text_of(html, tree), pages.metadata_of(tree)


@reads(".parquet", ".pq")
def read_parquet(file: BinaryIO, origin: str, settings: Settings) -> Iterator[Item]:
    """Read the rows of a Parquet file, a few at a time."""
    table = columnar.opened(_seekable(file, settings), settings)
    header = [str(name) for name in table.schema_arrow.names]
    wanted = list(fields.mapping(header).values())
    yield from read_rows(header, columnar.rows(table, header, wanted), origin)


@reads(".xlsx", ".xlsm")
def read_workbook(file: BinaryIO, origin: str, settings: Settings) -> Iterator[Item]:
    """Read the sheets of a spreadsheet whose first rows name columns; of a formula the value it had when saved."""
    content = _seekable(file, settings)
    workbooks.check_size(content, settings)
    workbook, formulas = (workbooks.opened(content, values=values) for values in (True, False))
    is_empty = True
    for sheet, formula_sheet in zip(workbook, formulas, strict=True):
        place = origin if len(workbook.sheetnames) == 1 else f"{origin}#{sheet.title}"
        try:
            found = workbooks.sheet_of(sheet, formula_sheet)
            if found is not None:
                is_empty = False
                yield from _sheet_items(found, place)
        except Exception as error:  # openpyxl raises a dozen kinds on damaged sheets; the other sheets are read
            yield faults.reject_of(place, error, f"the sheet '{sheet.title}'")
            is_empty = False
    if is_empty:
        yield Reject(origin, "empty", "no sheet of the workbook holds a value")


def _sheet_items(sheet: workbooks.Sheet, place: str) -> Iterator[Item]:
    if sheet.uncalculated:
        note = (
            f"the sheet holds formulas that were never calculated, first in row {sheet.uncalculated} of the sheet; "
            "their cells are read as empty; open the file in a spreadsheet program and save it there"
        )
        yield Note(place, "field", note)
    yield from read_rows(sheet.header, sheet.rows, place)


@reads(".xml", ".rss", ".atom")
def read_feed(file: BinaryIO, origin: str, settings: Settings) -> Iterator[Item]:
    """Read a saved RSS or Atom file: an article an entry, short where the feed brings only a summary."""
    limit = f"more than {settings.max_document_megabytes} MB of XML"
    content = yield from content_of(file, origin, settings.max_document_megabytes * 2**20, limit)
    if not content:
        return
    number = 0
    for number, row in enumerate(feeds.rows(content), start=1):
        yield _entry(row, f"{origin}:{number}")
    if number == 0:
        yield Reject(origin, "no text column", "no entries of an RSS or Atom feed were found")


def _entry(row: dict[str, Any], origin: str) -> Item:
    site = row.pop("site")
    item = row_item(origin, row)
    named = isinstance(item, Raw) and (item.fields.get("outlet") or outlets.of_url(item.fields.get("url", "")))
    if isinstance(item, Raw) and site and not named:
        return replace(item, fields={**item.fields, "outlet": site})
    return item


def _seekable(file: BinaryIO, settings: Settings) -> BinaryIO:
    """Return a file in which one can go back and forth; of an archive's member a copy in memory, within limits."""
    if file.seekable():
        return file
    most = settings.max_document_megabytes * 2**20
    content = file.read(most + 1)
    if len(content) > most:
        raise OSError(
            f"more than {settings.max_document_megabytes} MB inside an archive, which this format cannot be read from"
        )
    return io.BytesIO(content)
