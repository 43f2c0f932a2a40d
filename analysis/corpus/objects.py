"""Readers of JSON: articles as objects, one a line or in lists, as scrapers, programs and interfaces write them."""

import io
import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from analysis.corpus import fields, formats, jsonlines
from analysis.corpus.raw import Item, Note, Reject
from analysis.settings import Settings


@formats.reads(".jsonl", ".ndjson")
def read_json_lines(file: BinaryIO, origin: str, settings: Settings) -> Iterator[Item]:
    """Read one JSON object a line."""
    stream = yield from formats.stream_of(file, origin)
    mapper = _ObjectMapper(origin)
    number, most = 0, 2 * settings.max_article_characters
    for number, line in enumerate(_bounded_lines(stream, most), start=1):
        if line is None:
            yield Reject(
                f"{origin}:{number}",
                "too long",
                f"a line of more than {2 * settings.max_article_characters:,} characters",
            )
        elif not line.isspace():
            yield from _json_line(line, f"{origin}:{number}", mapper)
    if number == 0:
        yield Reject(origin, "empty", "the file holds no text")


def _json_line(line: str, origin: str, mapper: "_ObjectMapper") -> Iterator[Item]:
    row, fault = jsonlines.value_of(line)
    if fault:
        yield Reject(origin, "row not readable", fault)
        return
    yield from mapper.items(row, origin)


def _bounded_lines(stream: io.TextIOWrapper, most: int) -> Iterator[str | None]:
    """Return the lines of a stream, and None for a line longer than allowed, which is skipped without being held."""
    while line := stream.readline(most):
        if len(line) < most or line.endswith("\n"):
            yield line
            continue
        while line and not line.endswith("\n"):
            line = stream.readline(most)
        yield None


@formats.reads(".json")
def read_json(file: BinaryIO, origin: str, settings: Settings) -> Iterator[Item]:
    """Read a JSON file: a list of objects, an object that holds one under some name, or a single article."""
    limit = f"more than {settings.max_document_megabytes} MB of JSON in one piece; JSON Lines has no such limit"
    content = yield from formats.content_of(file, origin, settings.max_document_megabytes * 2**20, limit)
    if not content:
        return
    text = yield from formats.decoded(content, origin)
    try:
        document = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        if "Extra data" in str(error):  # one object a line in spite of the ending
            yield from read_json_lines(io.BytesIO(content), origin, settings)
        else:
            yield Reject(origin, "broken file", f"no valid JSON: {error}"[:200])
        return
    mapper = _ObjectMapper(origin)
    rows = _rows_of(document)
    if rows is None:
        yield from mapper.items(document, origin)
        return
    if not rows:
        yield Reject(origin, "empty", "the file holds no articles")
    for number, row in enumerate(rows, start=1):
        yield from mapper.items(row, f"{origin}:{number}")


_WRAPPERS = 3
"""Levels of objects around the list of articles that interfaces give: ``{"response": {"results": […]}}`` has two."""


def _rows_of(document: Any) -> list[Any] | None:
    """Find the list of articles in a JSON document; None where the document is itself one article or none."""
    if isinstance(document, list):
        return document
    if isinstance(document, dict) and (rows := _rows_of_columns(document) or _rows_by_name(document)):
        return rows
    if not isinstance(document, dict) or any(name in fields.NEEDED for name in _values(document)):
        return None
    lists: list[list[Any]] = []
    waiting: list[Any] = [document]
    for _ in range(_WRAPPERS):
        inside = [value for one in waiting for value in one.values()]
        lists += [value for value in inside if isinstance(value, list) and value and isinstance(value[0], dict)]
        waiting = [value for value in inside if isinstance(value, dict)]
    return max(lists, key=len) if lists else None


def _rows_of_columns(document: Mapping[str, Any]) -> list[Any]:
    """Turn a table that is written by columns, as pandas does, into rows."""
    needed = [document[name] for name in fields.mapping(document).values() if isinstance(document[name], (dict, list))]
    columns = {name: value for name, value in document.items() if type(value) is type(needed[0])} if needed else {}
    titles = columns.get(fields.mapping(columns).get("title", ""))
    texts = columns.get(fields.mapping(columns).get("text", ""))
    if not isinstance(titles, (dict, list)) or not isinstance(texts, type(titles)) or len(texts) != len(titles):
        return []
    keys = list(titles) if isinstance(titles, dict) else list(range(len(titles)))
    if isinstance(titles, dict) and list(texts) != keys:
        return []
    cells = {name: values for name, values in columns.items() if len(values) == len(keys)}
    return [
        {name: values.get(key) if isinstance(values, dict) else values[key] for name, values in cells.items()}
        for key in keys
    ]


def _rows_by_name(document: Mapping[str, Any]) -> list[Any]:
    """Return the articles of an object that holds each under a name of its own; nothing where one of its values is no
    article."""
    rows = list(document.values())
    if len(rows) < 2 or not all(isinstance(row, dict) for row in rows):
        return []
    return rows if all({"title", "text"} <= set(_values(row)) for row in rows) else []


_INNER = ("fields", "_source", "attributes", "metadata", "meta", "html", "content", "article")
"""Objects within an object that hold more of its fields, as in files of the Guardian and of scrapers."""


_OBJECTS = frozenset(("fields", "_source", "attributes", "metadata", "meta"))
"""Those of them that are never themselves what their name says."""


def _values(row: Mapping[str, Any]) -> dict[str, str]:
    """Read the fields of an object: of several keys that can hold one, the first that holds something readable."""
    inner = [row[key] for key in _INNER if isinstance(row.get(key), dict)]
    found: dict[str, str] = {}
    outer = {key: value for key, value in row.items() if not (key in _OBJECTS and isinstance(value, dict))}
    for one in (outer, *inner):
        for name, keys in fields.candidates(one).items():
            write = _running if name in ("text", "html") else fields.as_text
            value = next(filter(None, (write(one[key]) for key in keys)), "")
            if value and value.strip():
                found.setdefault(name, value)
    return found


_TEXT_KEYS = ("plaintext", "text", "content", "value", "rendered", "#text", "paragraphs", "sections", "blocks")
"""Keys of objects that hold a text in pieces."""


def _running(value: Any, depth: int = 0) -> str:
    r"""Write a text that comes as a list of paragraphs or as an object that holds them.

    Examples
    --------
    >>> _running({"sections": [{"headline": ["Talks"], "paragraphs": ["One.", "Two."]}]})
    'One.\nTwo.'
    """
    if isinstance(value, str) or depth == fields.MAX_DEPTH:
        return value if isinstance(value, str) else ""
    if isinstance(value, dict):
        return next(filter(None, (_running(value.get(key), depth + 1) for key in _TEXT_KEYS)), "")
    if isinstance(value, (list, tuple)):
        return "\n".join(filter(None, (_running(one, depth + 1) for one in value)))
    return "" if value is None else fields.as_text(value)


class _ObjectMapper:
    """Read objects; how the keys of the first were read is told once."""

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self._is_told = False

    def items(self, row: Any, origin: str) -> Iterator[Item]:
        """Return what comes of one value: notes, and an article or a reject."""
        if not isinstance(row, dict):
            yield Reject(origin, "not an object", f"found {type(row).__name__} where a JSON object was expected")
            return
        values = _values(row)
        if values and not self._is_told:
            self._is_told = True
            inner = [row[key] for key in _INNER if isinstance(row.get(key), dict)]
            outer = [key for key in row if key not in _OBJECTS]
            names = {name: key for one in (*reversed(inner), outer) for name, key in fields.mapping(one).items()}
            yield Note(
                self._origin, "field", fields.note({name: names[name] for name in names if name in values}, outer)
            )
        if fields.is_list_of_addresses(values) and fields.is_list_of_addresses(fields.mapping(row)):
            yield formats.list_of_addresses(origin, fields.mapping(row))
            return
        if not any(name in values for name in fields.NEEDED):
            yield self._refused(row, origin)
            return
        yield formats.row_item(origin, values)

    def _refused(self, row: Mapping[str, Any], origin: str) -> Reject:
        if any(name in fields.mapping(row) for name in fields.NEEDED):
            return Reject(origin, "no text", "neither text nor headline in this row")
        columns = ", ".join(f"'{name}'" for name in row) or "none"
        return Reject(origin, "no text column", f"found columns {columns[:300]}; needed is 'text', 'html' or 'title'")
