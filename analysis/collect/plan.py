"""What is wanted, which listings are asked for it, which pages remain, and in what order they are asked."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from analysis.collect import indexes
from analysis.collect.listings import Listed
from analysis.corpus import addresses, outlets
from analysis.errors import DataError


@dataclass(frozen=True)
class Wanted:
    """What `collect` is asked to fetch.

    Parameters
    ----------
    outlets : tuple of str
        Names of registered outlets: their feeds and sitemaps, or the sitemaps of news that their robots.txt names.
    feeds, sitemaps : tuple of str
        Addresses of feeds and sitemaps.
    lists : tuple of str
        Files with addresses.
    archive : str
        Pattern of addresses in a web archive, such as ``rt.com/news/*``.
    query : str
        Words that title and address of a page must all hold before it is asked for.
    first, last : str
        First and last day, as 2019-06-30; pages whose listing gives no date are kept.
    limit : int, optional
        Most pages of a run.
    contact : str
        Address or page of whoever collects, told to every server.
    """

    outlets: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    archive: str = ""
    query: str | None = None
    first: str = ""
    last: str = ""
    limit: int | None = None
    contact: str = ""

    def __post_init__(self) -> None:
        for day in filter(None, (self.first, self.last)):
            _check_day(day)
        if self.first and self.last and self.first > self.last:
            raise DataError(f"the first day {self.first} lies after the last day {self.last}")
        if self.query is not None and not words_of(self.query):
            raise DataError("the query is empty; give words that titles or addresses hold, or leave --query out")
        if self.limit is not None and self.limit < 1:
            raise DataError(f"the limit is {self.limit}; it must be at least 1")
        if not (self.outlets or self.feeds or self.sitemaps or self.lists or self.archive):
            raise DataError("nothing to collect: give --outlet, --feed, --sitemap, --urls or --archive")
        for address in (*self.feeds, *self.sitemaps):
            if not address.lower().startswith(("http://", "https://")):
                raise DataError(
                    f"'{address}' is not the address of a feed or sitemap, which begins with http:// or https://"
                )


def _check_day(day: str) -> None:
    try:
        if date.fromisoformat(day).isoformat() != day:
            raise ValueError
    except ValueError as error:
        raise DataError(f"'{day}' is not a day; write it as 2019-06-30") from error


@dataclass(frozen=True)
class ListingAddress:
    """A listing that is asked for: what it is, where, and for which outlet.

    ``kind`` is feed, sitemap, list, archive, or robots for the sitemaps of news that a robots.txt names.
    """

    kind: str
    address: str
    outlet: str = ""


def sources_of(wanted: Wanted, services: indexes.Services) -> list[ListingAddress]:
    """List the listings that what is wanted leads to, in the order given.

    Raises
    ------
    DataError
        Where an outlet is not registered.
    """
    found = [source for name in wanted.outlets for source in _of_outlet(name)]
    found += [ListingAddress("feed", address) for address in wanted.feeds]
    found += [ListingAddress("sitemap", address) for address in wanted.sitemaps]
    found += [ListingAddress("list", name) for name in wanted.lists]
    if wanted.archive:
        address = indexes.archive_address(services, wanted.archive, wanted.first, wanted.last)
        found.append(ListingAddress("archive", address))
    return list(dict.fromkeys(found))


def _of_outlet(name: str) -> list[ListingAddress]:
    known = outlets.registered(name)
    if known is None:
        names = [one.name for one in outlets.OUTLETS.values()]
        near = difflib.get_close_matches(name, names, 3, 0.5)
        hint = f"; did you mean {', '.join(near)}?" if near else ""
        raise DataError(
            f"no outlet '{name}' is registered{hint}; give its feed with --feed or its sitemap with --sitemap"
        )
    found = [ListingAddress("feed", one.address, known.name) for one in known.feeds]
    found += [ListingAddress("sitemap", one.address, known.name) for one in known.sitemaps]
    return found if known.sitemaps else [*found, ListingAddress("robots", robots_address(known.domains[0]), known.name)]


def robots_address(domain: str) -> str:
    """Write the address of the robots.txt of an outlet's site.

    Examples
    --------
    >>> robots_address("rt.com"), robots_address("news.sky.com")
    ('https://www.rt.com/robots.txt', 'https://news.sky.com/robots.txt')
    """
    is_site = addresses.publisher_site(f"https://{domain}/") == domain
    return f"https://{'www.' if is_site else ''}{domain}/robots.txt"


def listings_in_turn(sources: list[ListingAddress]) -> list[ListingAddress]:
    """Order listings so that no host's are asked one after another where others could be asked meanwhile.

    Examples
    --------
    >>> feeds = [ListingAddress("feed", f"http://{host}") for host in ("a.org/1", "a.org/2", "b.org/1")]
    >>> [source.address for source in listings_in_turn(feeds)]
    ['http://a.org/1', 'http://b.org/1', 'http://a.org/2']
    """
    n_before: dict[str, int] = {}
    turns = []
    for source in sources:
        host = host_of(source.address)
        turns.append(n_before.get(host, 0))
        n_before[host] = turns[-1] + 1
    return [sources[place] for place in sorted(range(len(sources)), key=lambda place: (turns[place], place))]


def read_list(name: str) -> bytes:
    """Read a file of addresses.

    Raises
    ------
    DataError
        Where it cannot be read.
    """
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise DataError(f"the list {name} cannot be read: {error.strerror or error}") from error


def words_of(text: str) -> list[str]:
    """Take the words of a title, an address or a query.

    Examples
    --------
    >>> words_of("https://rt.com/news/474-north_korea-Talks/")
    ['https', 'rt', 'com', 'news', '474', 'north', 'korea', 'talks']
    """
    return re.findall(r"[^\W_]+", text.casefold())


def matches(page: Listed, wanted: Wanted) -> bool:
    """Return whether a listed page may be what is wanted: its words, and its day where one is known."""
    if wanted.query is not None:
        held = set(words_of(f"{page.title} {page.at_publisher}"))
        if not held.issuperset(words_of(wanted.query)):
            return False
    day = page.date[:10]
    return not day or ((not wanted.first or day >= wanted.first) and (not wanted.last or day <= wanted.last))


def chosen(pages: Iterable[Listed], wanted: Wanted) -> list[Listed]:
    """Take the pages that are wanted, each once: the first listing of a page counts, later ones fill its gaps."""
    found: dict[str, Listed] = {}
    for page in pages:
        if matches(page, wanted):
            first = found.get(page.canonical)
            found[page.canonical] = _filled(first, page) if first else page
    return list(found.values())


def _filled(first: Listed, other: Listed) -> Listed:
    told = {name: getattr(first, name) or getattr(other, name) for name in Listed.__dataclass_fields__}
    return Listed(**{**told, "changed_at": max(first.changed_at, other.changed_at)})


def host_of(url: str) -> str:
    """Return the host that an address is asked of, with its port."""
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""


def in_turn(pages: list[Listed], pauses: Mapping[str, float]) -> list[Listed]:
    """Order pages so that while one host rests the others are asked: by the time at which politeness allows each.

    Examples
    --------
    >>> pages = [Listed(url, url) for url in ("http://a.org/1", "http://a.org/2", "http://b.org/1")]
    >>> [page.url for page in in_turn(pages, {"a.org": 5, "b.org": 5})]
    ['http://a.org/1', 'http://b.org/1', 'http://a.org/2']
    """
    n_before: dict[str, int] = {}
    timed = []
    for place, page in enumerate(pages):
        host = host_of(page.url)
        n_before[host] = n_before.get(host, -1) + 1
        timed.append((n_before[host] * pauses.get(host, 0.0), place))
    return [pages[place] for _, place in sorted(timed)]


def outlet_of(page: Listed, source: ListingAddress) -> str:
    """Name who published a page: the publisher that its listing names, else by its address, else whose feed it is."""
    if page.outlet:
        return outlets.named(page.outlet)
    site = addresses.publisher_site(page.at_publisher)
    known = outlets.registered(site) if site else None
    if known is not None:
        return known.name
    return source.outlet or outlets.of_url(page.at_publisher)


def seconds_needed(pages: Iterable[Listed], pauses: Mapping[str, float]) -> float:
    """Say how long politeness alone makes pages take: hosts rest side by side, so the busiest one decides."""
    needed: dict[str, float] = {}
    for page in pages:
        host = host_of(page.url)
        needed[host] = needed.get(host, 0.0) + pauses.get(host, 0.0)
    return max(needed.values(), default=0.0)
