"""Characters that somebody's program damaged on the way, repaired where that is certain."""

import ast
import html
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from analysis.corpus import decode
from analysis.corpus.raw import Item, Raw, Reject, SavedPage


def sound_item(item: Item) -> Item:
    """Make every text of an item one that can be kept: no half of a character stands alone in it."""
    if isinstance(item, Raw):
        texts = [item.text, *item.fields.values(), *item.metadata.values(), item.origin]
        if all(decode.sound(text) is text for text in texts):
            return item
        return replace(
            item,
            origin=decode.sound(item.origin),
            text=decode.sound(item.text),
            fields={name: decode.sound(value) for name, value in item.fields.items()},
            metadata={name: decode.sound(value) for name, value in item.metadata.items()},
        )
    if isinstance(item, Reject):
        return replace(item, origin=decode.sound(item.origin), detail=decode.sound(item.detail))
    if isinstance(item, SavedPage):  # what is found in it is made sound then
        return item
    return replace(item, origin=decode.sound(item.origin), note=decode.sound(item.note))


_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_MAX_ESCAPES = 3
"""Times that a text was escaped over and over; feeds of feeds come to two."""


def unescaped(text: str) -> str:
    """Replace HTML entities by their characters, also where they were escaped twice.

    Examples
    --------
    >>> unescaped("Mexico &amp;amp; the &#8216;illogical&#8217; tariffs&nbsp;&ndash; AT&T; 1 &lt; 2")
    'Mexico & the ‘illogical’ tariffs\\xa0– AT&T; 1 < 2'
    """
    for _ in range(_MAX_ESCAPES):
        if "&" not in text or not _ENTITY.search(text):
            break
        text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    return text


_FIRST_BYTES = "ÃÂâÐÑÎÏØÙàåæçèéïð"
_MISREAD = re.compile(rf"[{_FIRST_BYTES}][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€")
_LOST_CLOSING = re.compile(r"â€(?=[\s.,;:!?)\]<]|\Z)")
"""The last byte of a closing quotation mark is one that Windows-1252 lacks, and many programs drop it."""


def well_encoded(text: str) -> str:
    """Repair UTF-8 that somebody read as Windows-1252, or as Latin-1, once or several times.

    Examples
    --------
    >>> well_encoded("â€œWe will not sign,â€ she said. They didnâ€™t. CafÃ© MÃ¼ller")
    '“We will not sign,” she said. They didn’t. Café Müller'
    >>> well_encoded("Élysée, São Tomé, naïve – “no”")
    'Élysée, São Tomé, naïve – “no”'
    """
    if text.isascii() or not any(map(text.__contains__, _FIRST_BYTES)) or not _MISREAD.search(text):
        return text
    import ftfy  # here: most corpora never need it

    text = _LOST_CLOSING.sub("”", text)
    return "\n".join(ftfy.fix_encoding(line) if _MISREAD.search(line) else line for line in text.split("\n"))


_CONTROLS = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
_CONTROL = "".join(map(chr, _CONTROLS))


def without_controls(text: str) -> str:
    """Read the control characters that no text has as the marks that Windows has in their place.

    Examples
    --------
    >>> without_controls("\x93no\x94, they didn\x92t")
    '“no”, they didn’t'
    """
    return text.translate(_CONTROLS) if not text.isascii() and any(map(text.__contains__, _CONTROL)) else text


_LITERAL = re.compile(r"""\s*(?:array\(\s*)?(?:[bu]{1,2}(?=['"])|[\[({](?=\s*[bu]?['"{\[]))""")
_BETWEEN = re.compile(r"""(?<=['"])\s+(?=['"])""")
MAX_LITERAL = 2_000_000
"""Characters of a value that is read as Python wrote it; the parser takes a hundred times as much memory."""


def from_python(text: str, joined: str = "\n") -> str:
    r"""Read a value that Python wrote instead of its text: bytes, lists, tuples, arrays.

    Examples
    --------
    >>> from_python(r"b'They didn\xe2\x80\x99t stay.'"), from_python("['One.', 'Two.']", " "), from_python("[sic] He")
    ('They didn’t stay.', 'One. Two.', '[sic] He')
    """
    if len(text) > MAX_LITERAL or not _LITERAL.match(text):
        return text
    bare = text.strip()
    bare = re.sub(r"^array\(\s*(.*?)(?:,\s*dtype=.{1,20})?\)$", r"\1", bare, flags=re.DOTALL)
    if bare.startswith("["):
        bare = _BETWEEN.sub(", ", bare)
    try:
        return _joined(ast.literal_eval(bare), joined) or text
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        return text


def _joined(value: Any, joined: str) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", decode.FALLBACK)
    if isinstance(value, (list, tuple)):
        return joined.join(filter(None, (_joined(one, joined) for one in value)))
    if isinstance(value, dict):
        return str(value.get("name") or value.get("title") or value.get("text") or "")
    return value if isinstance(value, str) else ""


_ESCAPED = re.compile(r"""\\(?:(["'/])|u([0-9a-fA-F]{4})|([nrt])(?=\s|[A-Z“"'\\]|$))""")
_ESCAPED_SIGN = re.compile(r"""\\(?:["']|u[0-9a-fA-F]{4}|n\\n|r\\n)""")
_SPACES = {"n": "\n", "r": "", "t": " "}


def unquoted(text: str) -> str:
    r"""Take away the backslashes that a program put before quotation marks and line ends.

    Examples
    --------
    >>> unquoted(r'He said \"no\" and didn\u2019t stay.\n\nThen he left.')
    'He said "no" and didn’t stay.\n\nThen he left.'
    >>> unquoted(r"C:\new\table")
    'C:\\new\\table'
    """
    if "\\" not in text or not _ESCAPED_SIGN.search(text):
        return text
    return decode.sound(_ESCAPED.sub(lambda sign: sign[1] or _SPACES.get(sign[3]) or _character(sign[2]), text))


def _character(code: str | None) -> str:
    return chr(int(code, 16)) if code else ""


REPAIRS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("HTML entities were replaced by their characters", unescaped),
    ("UTF-8 that was read as Windows-1252 was repaired", well_encoded),
    ("control characters were read as the marks that Windows has in their place", without_controls),
)
"""What is repaired in every input, with the remark that is made of it."""

ROW_REPAIRS = (
    ("a value as Python writes it was read as its text", from_python),
    ("backslashes before quotation marks and line ends were taken away", unquoted),
    *REPAIRS,
)
"""What is repaired in the rows of tables, in this order."""

AS_THEY_ARE = frozenset(("html", "id", "date", "url", "file"))
"""Fields in which nothing but entities is repaired: they are no running text."""


def of_fields(
    values: Mapping[str, str], repairs: Sequence[tuple[str, Callable[[str], str]]] = ROW_REPAIRS
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Repair the characters of a row's values; give them with the remarks.

    Examples
    --------
    >>> of_fields({"title": "Talks &amp; more", "author": "['Jane Doe', 'Kim']"}, ROW_REPAIRS[:3])[0]
    {'title': 'Talks & more', 'author': 'Jane Doe, Kim'}
    """
    row, notes = dict(values), []
    for note, repaired in repairs:
        changed = {
            name: new
            for name, old in row.items()
            if (name not in AS_THEY_ARE or (repaired is unescaped and name == "url")) and (new := repaired(old)) != old
        }
        if changed:
            row |= changed
            notes.append(note)
    if "author" in row:
        row["author"] = row["author"].replace("\n", ", ")
    return row, tuple(notes)


def of_text(item: Item) -> Item:
    """Repair the characters of a text that is no row: a file's, a page's, a feed's."""
    if not isinstance(item, Raw) or item.is_row:
        return item
    row, remarks = of_fields({"": item.text}, REPAIRS)
    metadata, more = of_fields(item.metadata, REPAIRS)
    return replace(item, text=row[""], metadata=metadata, remarks=(*item.remarks, *remarks, *more))
