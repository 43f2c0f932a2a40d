"""What feeds, sitemaps and lists of addresses say there is: one `Listed` a page, whatever the shape."""

import csv
import io
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from analysis.corpus import addresses, decode, feeds, fields, jsonlines

UNPACKED_BYTES = 50 * 2**20
"""Bytes that a packed sitemap may unpack to: the standard allows 50 MB."""


@dataclass(frozen=True)
class Listed:
    """A page that a listing names, with what the listing says about it.

    ``url`` is asked; ``at_publisher`` is its address at whoever published it, which is another one where an archive
    keeps it. ``date`` is when it was published, ``changed_at`` when it was last changed, ``archived_at`` when an
    archive took it: all in UTC, empty where nothing is said. ``outlet`` is the publisher that the listing names.
    """

    url: str
    at_publisher: str
    title: str = ""
    date: str = ""
    changed_at: str = ""
    archived_at: str = ""
    outlet: str = ""
    listed_in: str = ""

    @property
    def canonical(self) -> str:
        """Name the page, whatever its address looks like."""
        return addresses.canonical(self.at_publisher)


@dataclass(frozen=True)
class Listing:
    """What one answer lists: pages, further listings to ask for, and what is wrong with it in a sentence."""

    pages: tuple[Listed, ...] = ()
    further: tuple[str, ...] = ()
    problem: str = ""


def of_feed_or_sitemap(content: bytes, address: str, now: datetime) -> Listing:
    """Read an RSS or Atom feed, a sitemap or an index of sitemaps, gzipped or not.

    Examples
    --------
    >>> index = b"<sitemapindex><sitemap><loc>https://example.org/a.xml</loc></sitemap></sitemapindex>"
    >>> of_feed_or_sitemap(index, "https://example.org/s.xml", datetime(2019, 6, 30, tzinfo=UTC)).further
    ('https://example.org/a.xml',)
    """
    try:
        content = unpacked(content)
    except ValueError as error:
        return Listing(problem=f"{address} cannot be unpacked: {error}")
    root = _root(content)
    if root == "sitemapindex":
        return Listing(further=tuple(_of_index(content, address)))
    if root == "urlset":
        return Listing(tuple(_of_sitemap(content, address, now)))
    pages = tuple(_of_feed(content, address, now))
    if pages or root in ("rss", "feed", "rdf"):
        return Listing(pages)
    what = "a web page" if root == "html" or b"<html" in content[:2000].lower() else "something else"
    return Listing(problem=f"{address} is {what} and no feed or sitemap")


def unpacked(content: bytes) -> bytes:
    """Unpack what is gzipped, within limits.

    Raises
    ------
    ValueError
        Where it is damaged or unpacks to too much.
    """
    if not content.startswith(b"\x1f\x8b"):
        return content
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        plain = unpacker.decompress(content, UNPACKED_BYTES)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if unpacker.unconsumed_tail:
        raise ValueError(f"more than {UNPACKED_BYTES / 2**20:.0f} MB")
    return plain


_ROOT = re.compile(rb"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")


def _root(content: bytes) -> str:
    found = _ROOT.search(content[:10_000])
    return found[1].decode("ascii", "replace").lower() if found else ""


def _elements(content: bytes, name: str) -> Iterator[dict[str, str]]:
    """Return the texts inside each element of a name, by their own names; damaged XML is read as far as it goes."""
    parser = etree.iterparse(
        io.BytesIO(content), events=("end",), recover=True, resolve_entities=False, no_network=True, load_dtd=False
    )
    for _, element in parser:
        if _name(element) != name:
            continue
        inner = [one for one in element.iterdescendants() if isinstance(one.tag, str) and not _is_picture(one)]
        yield {_name(one): " ".join((one.text or "").split()) for one in inner}
        element.clear()


def _is_picture(element: Any) -> bool:
    """Return whether an element speaks of a picture or a video of the page, which have titles and addresses too."""
    space = etree.QName(element).namespace or ""
    return "image" in space or "video" in space


def _name(element: Any) -> str:
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def _of_index(content: bytes, address: str) -> Iterator[str]:
    for row in _elements(content, "sitemap"):
        if row.get("loc"):
            yield urljoin(address, row["loc"])


def _of_sitemap(content: bytes, address: str, now: datetime) -> Iterator[Listed]:
    for row in _elements(content, "url"):
        url = urljoin(address, row.get("loc", ""))
        if row.get("loc") and _is_web(url):
            yield _listed(url, address, now, row.get("title"), row.get("publication_date"), row.get("lastmod"))


def _of_feed(content: bytes, address: str, now: datetime) -> Iterator[Listed]:
    for row in feeds.rows(content):
        url = urljoin(address, str(row["url"] or ""))
        if row["url"] and _is_web(url):
            yield _listed(url, address, now, row["title"], row["date"], None, str(row["outlet"] or ""))


def _listed(
    url: str, address: str, now: datetime, title: Any, date: Any, changed: Any = None, outlet: str = ""
) -> Listed:
    return Listed(
        url, addresses.publisher_of(url), " ".join(str(title or "").split()), moment(date, now), moment(changed, now),
        outlet=outlet, listed_in=address,
    )  # fmt: skip


def moment(text: Any, now: datetime) -> str:
    """Write a moment that a listing gives in UTC; empty where it gives none, or one that is not possible.

    Examples
    --------
    >>> now = datetime(2019, 6, 30, tzinfo=UTC)
    >>> moment("Fri, 28 Jun 2019 12:00:00 +0200", now), moment("20190628T031500Z", now), moment("2031-01-01", now)
    ('2019-06-28T10:00:00Z', '2019-06-28T03:15:00Z', '')
    """
    from analysis.corpus import dates  # with it come all rules of cleaning, which a page that opens does not need

    text = str(text or "").strip()
    found = dates.parse(text) if text else None
    if not isinstance(found, dates.Moment) or not dates.is_possible(found.at, now.date()):
        return ""
    return f"{found.at:%Y-%m-%d}" if found.precision == "day" else f"{found.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _is_web(url: str) -> bool:
    return url.lower().startswith(("http://", "https://"))


def of_list(content: bytes, name: str, now: datetime) -> Listing:
    """Read a list of addresses: one a line, CSV, or JSON as GDELT and Media Cloud give it.

    Examples
    --------
    >>> now = datetime(2019, 6, 30, tzinfo=UTC)
    >>> [one.url for one in of_list(b"https://rt.com/news/1\\n# a remark\\nno address", "a.txt", now).pages]
    ['https://rt.com/news/1']
    >>> of_list(b"The specified phrase is too short.", "gdelt.json", now).problem
    'gdelt.json is no list of addresses; it says "The specified phrase is too short."'
    """
    try:
        text, _ = decode.text_of(unpacked(content))
    except (decode.NotTextError, ValueError) as error:
        return Listing(problem=f"{name} cannot be read: {error}")
    rows = _json_rows(text)
    if rows is None:
        rows = _csv_rows(text)
    if rows is None:
        rows = [{"url": line.strip()} for line in text.splitlines() if _is_web(line.strip())]
        if not rows:
            said = " ".join(text.split())[:120]
            return Listing(problem=f'{name} is no list of addresses; it says "{said}"' if said else f"{name} is empty")
    pages = tuple(page for row in rows for page in _of_row(row, name, now))
    return Listing(pages, problem="" if pages else f"{name} lists no address")


def _of_row(row: Mapping[str, Any], name: str, now: datetime) -> Iterator[Listed]:
    found = {field: row[column] for field, column in fields.mapping(row).items()}
    url = str(found.get("url") or "").strip()
    if _is_web(url):
        named = str(row.get("media_name") or "") or str(found.get("outlet") or "")
        outlet = "" if "." in named else named  # a domain says no more than the address does
        yield _listed(url, name, now, found.get("title"), found.get("date"), None, outlet)


def _json_rows(text: str) -> list[dict[str, Any]] | None:
    text = text.strip()
    if not text.startswith(("[", "{")):
        return None
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return _json_lines(text)
    if isinstance(document, dict):
        lists = [value for value in document.values() if isinstance(value, list)]
        document = max(lists, key=len) if lists else [document]
    return _objects(document)


def _json_lines(text: str) -> list[dict[str, Any]] | None:
    read = map(jsonlines.value_of, text.splitlines())
    return _objects(value for value, fault in read if not fault) or None


def _objects(rows: Iterable[Any]) -> list[dict[str, Any]]:
    return [row if isinstance(row, dict) else {"url": row} for row in rows if isinstance(row, (dict, str))]


def _csv_rows(text: str) -> list[dict[str, Any]] | None:
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    names = [name.strip().strip('"') for name in head.split(delimiter)]
    if _is_web(head.strip()) or "url" not in fields.mapping(names):
        return None
    try:
        rows = list(csv.DictReader(io.StringIO(text), delimiter=delimiter))
    except csv.Error:
        return None
    return [{str(name).strip(): value for name, value in row.items()} for row in rows]
