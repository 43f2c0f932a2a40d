"""Indexes of web archives: which pages of a site the Internet Archive and Common Crawl keep."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from analysis.collect.listings import Listed, Listing, moment
from analysis.corpus import jsonlines

ROWS = 1_000
"""Rows that are asked for at a time; the rest comes by its resume key."""

CRAWLS = 3
"""Crawls of Common Crawl that are looked through at most: each is one request more, and a crawl spans two weeks."""


@dataclass(frozen=True)
class Services:
    """Where the archives answer; tests have a server of their own."""

    archive: str = "https://web.archive.org"
    crawl_index: str = "https://index.commoncrawl.org"
    crawl_data: str = "https://data.commoncrawl.org"


def archive_address(services: Services, pattern: str, first: str, last: str, resume: str = "") -> str:
    """Write the address of the Internet Archive's index for a pattern and days.

    Examples
    --------
    >>> archive_address(Services(), "rt.com/news/*", "2019-06-01", "").split("?")[1][:46]
    'url=rt.com%2Fnews%2F%2A&from=20190601&filter=s'
    """
    pairs = [("url", pattern)]
    pairs += [(name, day.replace("-", "")) for name, day in (("from", first), ("to", last)) if day]
    pairs += [("filter", "statuscode:200"), ("filter", "mimetype:text/html"), ("collapse", "urlkey")]
    pairs += [("limit", str(ROWS)), ("showResumeKey", "true")]
    pairs += [("resumeKey", resume)] if resume else []
    return f"{services.archive}/cdx/search/cdx?{urlencode(pairs)}"


_CLOSED = re.compile(r"\b(\w*AccessControlException)\b")
_ROW = re.compile(r"(\S+) (\d{14}) (https?://\S+) (\S+) (\d{3}|-) (\S+) (\d+|-)")


def of_archive(
    content: bytes, address: str, services: Services, pattern: str, first: str, last: str, now: datetime
) -> Listing:
    """Read an answer of the Internet Archive's index; rows that are malformed are counted and passed over."""
    text = content.decode("utf-8", "replace")
    closed = _CLOSED.search(text[:2_000])
    if closed:
        return Listing(problem=f"the Internet Archive keeps {pattern} closed ({closed[1]})")
    rows, _, rest = text.replace("\r\n", "\n").partition("\n\n")
    if not text.strip():
        return Listing()
    lines = [line for line in rows.split("\n") if line.strip()]
    found = [_ROW.fullmatch(line.strip()) for line in lines]
    pages = tuple(_archived(row, address, services, now) for row in found if row and row[5] in ("200", "-"))
    broken = sum(row is None for row in found)
    if lines and broken == len(lines):
        return Listing(problem=f'the Internet Archive answers with no rows: "{" ".join(text.split())[:120]}"')
    resume = rest.strip().split("\n")[0].strip()
    further = (archive_address(services, pattern, first, last, resume),) if resume else ()
    told = f"{broken} malformed row{'s' * (broken != 1)} of the Internet Archive's index passed over" if broken else ""
    return Listing(pages, further, told)


def _archived(row: re.Match[str], address: str, services: Services, now: datetime) -> Listed:
    url = f"{services.archive}/web/{row[2]}id_/{row[3]}"
    return Listed(url, row[3], archived_at=moment(row[2], now), listed_in=address)


def crawl_addresses(services: Services, content: bytes, pattern: str, first: str, last: str) -> list[str]:
    """Choose the crawls that overlap the days, the newest first, and write the address of each one's index."""
    try:
        crawls = json.loads(content)
    except ValueError:
        return []
    chosen = [crawl for crawl in crawls if isinstance(crawl, dict) and _overlaps(crawl, first, last)][:CRAWLS]
    asked = urlencode({"url": pattern, "output": "json", "filter": "=status:200"})
    return [f"{services.crawl_index}/{quote(str(crawl['id']))}-index?{asked}" for crawl in chosen if crawl.get("id")]


def _overlaps(crawl: dict[str, Any], first: str, last: str) -> bool:
    """Return whether a crawl may hold pages of these days: its own span if it gives one, else the year in its name."""
    begins, ends = str(crawl.get("from", ""))[:10], str(crawl.get("to", ""))[:10]
    if not begins or not ends:
        year = re.search(r"\b(20\d\d)\b", str(crawl.get("id", "")))
        begins, ends = (f"{year[1]}-01-01", f"{year[1]}-12-31") if year else ("", "9999")
    return (not last or begins <= last) and (not first or ends >= first)


def of_crawl(content: bytes, address: str, services: Services, now: datetime) -> Listing:
    """Read an answer of Common Crawl's index: a JSON object a line."""
    pages: list[Listed] = []
    broken = 0
    for line in content.decode("utf-8", "replace").splitlines():
        row, fault = jsonlines.value_of(line)
        try:
            pages += [] if fault else _crawled(row, address, services, now)
        except (ValueError, KeyError, TypeError):
            fault = "no row of the index"
        broken += bool(fault and line.strip())
    told = f"{broken} malformed row{'s' * (broken != 1)} of Common Crawl's index passed over" if broken else ""
    return Listing(tuple(pages), problem=told)


def _crawled(row: dict[str, Any], address: str, services: Services, now: datetime) -> Iterator[Listed]:
    start, length = int(row["offset"]), int(row["length"])
    if "html" in str(row.get("mime-detected") or row.get("mime") or "html") and str(row.get("status", "200")) == "200":
        url = f"{services.crawl_data}/{row['filename']}#bytes={start}-{start + length - 1}"
        yield Listed(url, str(row["url"]), archived_at=moment(row["timestamp"], now), listed_in=address)
