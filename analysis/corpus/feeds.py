"""Entries of saved RSS and Atom files, each as a row."""

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from analysis.corpus import addresses, outlets, trees

_REFERENCE = re.compile(rb"&#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,10}));")
_REPLACEMENT = b"&#xFFFD;"


def rows(content: bytes) -> Iterator[dict[str, Any]]:
    """Read the entries of a feed by the names of `fields.FIELDS`; nothing where there is none."""
    import feedparser  # here: most corpora hold no feed

    feed = feedparser.parse(io.BytesIO(sound(content)), sanitize_html=False, resolve_relative_uris=False)
    site = _site(feed.feed)
    for entry in feed.entries:
        yield _row(entry, site)


def _site(feed: Mapping[str, Any]) -> str:
    """Name who publishes a feed: by its address, else by its title; nobody where a carrier made it."""
    title = str(feed.get("title") or "")
    if any(outlets.is_carrier(part) for part in re.split(r"\s+[-–|:]\s+", title)):
        return ""
    return outlets.of_url(str(feed.get("link") or "")) or title


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
        "url": _address(entry),
        "outlet": _publisher(entry),
        "author": entry.get("author"),
        "site": site,
    }


def _address(entry: Mapping[str, Any]) -> str:
    """Return the address at the publisher where the feed tells it, beside the one that counts its readers."""
    found = [entry.get(name) for name in ("feedburner_origlink", "pheedo_origlink", "origlink", "link", "id")]
    return next((str(url) for url in found if url and str(url).startswith("http")), "")


def _publisher(entry: Mapping[str, Any]) -> str:
    """Name the outlet that a feed says an entry comes from."""
    source = entry.get("source")
    if not isinstance(source, Mapping):
        return ""
    address = str(source.get("href") or source.get("url") or source.get("link") or "")
    known = outlets.registered(addresses.host_of(address)) if address else None
    title = str(source.get("title") or source.get("value") or "")
    return known.name if known else title or outlets.of_url(address)


def _without_tags(text: str) -> str:
    if "<" not in text and "&" not in text:
        return text

    return trees.plain_text(trees.tree_of(f"<div>{text}</div>"))
