"""Entries of saved RSS and Atom files, each as a row."""

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

_REFERENCE = re.compile(rb"&#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,10}));")
_REPLACEMENT = b"&#xFFFD;"


def rows(content: bytes) -> Iterator[dict[str, Any]]:
    """Read the entries of a feed by the names of `fields.FIELDS`; nothing where there is none."""
    import feedparser

    feed = feedparser.parse(io.BytesIO(sound(content)), sanitize_html=False, resolve_relative_uris=False)
    site = str(feed.feed.get("title", ""))
    for entry in feed.entries:
        yield _row(entry, site)


def sound(content: bytes) -> bytes:
    """Replace references to characters that do not exist: one of them makes a parser give up the whole feed.

    Examples
    --------
    >>> sound(b"Talks&#xD800; end&#0; here&#8217;s why")
    b'Talks&#xFFFD; end&#xFFFD; here&#8217;s why'
    """
    return _REFERENCE.sub(_checked, content)


def _checked(found: re.Match[bytes]) -> bytes:
    code = int(found[1], 16) if found[1] else int(found[2])
    exists = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code <= 0x10FFFF
    return found[0] if exists else _REPLACEMENT


def _row(entry: Mapping[str, Any], site: str) -> dict[str, Any]:
    bodies = [str(content.get("value", "")) for content in entry.get("content", [])] + [str(entry.get("summary", ""))]
    return {
        "id": entry.get("id"),
        "title": _without_tags(str(entry.get("title", ""))),
        "text": _without_tags(max(bodies, key=len)),
        "date": entry.get("published") or entry.get("updated"),
        "url": entry.get("link"),
        "author": entry.get("author"),
        "site": site,
    }


def _without_tags(text: str) -> str:
    if "<" not in text and "&" not in text:
        return text
    from analysis.corpus import pages

    return pages.plain_text(pages.tree_of(f"<div>{text}</div>"))
