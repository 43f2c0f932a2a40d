"""Pages out of web archives' files (WARC): those that `collect` wrote, with what it knew, and anybody's else."""

import contextlib
import json
import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, BinaryIO
from urllib.parse import urljoin

from analysis.corpus import addresses, decode, formats
from analysis.corpus.archives import LimitError
from analysis.corpus.collected import ANSWER, ASKING, COLLECTED, LINE_HEADER, LISTED, LOCK, RECORD, RUNS
from analysis.corpus.raw import Item, Note, Raw, Reject, SavedPage
from analysis.settings import Settings

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


@formats.reads(".warc")
def read_warc(file: BinaryIO, origin: str, settings: Settings) -> Iterator[Item]:
    """Read the pages of a WARC file; requests, robots.txt, feeds and whatever else it holds are passed over."""
    from analysis.corpus.records import Records  # here: most corpora hold no such file

    number, pages, is_collected = 0, 0, False
    records = Records(file)
    for record in records:
        number += 1
        if record.rec_type not in ("response", "resource"):
            continue
        line = _line(record.rec_headers.get_header(LINE_HEADER))
        is_collected |= bool(line)
        if line.get("kind", "page") != "page" or not _is_page(record):
            continue
        pages += 1
        yield from _page(record, line, f"{origin}:{number}", settings)
    if records.err_count:
        ends = "1 record does" if records.err_count == 1 else f"{records.err_count} records do"
        yield Note(origin, "file", f"damaged: {ends} not end where the file says")
    if not number:
        yield Reject(origin, "empty", "it holds no record")
    elif not pages:  # the record of a collected folder tells of each attempt itself
        told = f"none of its {number} records is a web page"
        yield Note(origin, "file", told) if is_collected else Reject(origin, "no page", told)


def _line(told: str | None) -> Mapping[str, Any]:
    try:
        line = json.loads(told) if told else {}
    except ValueError:
        return {}
    return line if isinstance(line, dict) else {}


def _is_page(record: Any) -> bool:
    head = record.http_headers
    if head is None:
        return "html" in (record.rec_headers.get_header("Content-Type") or "")
    kind = (head.get_header("Content-Type") or "text/html").lower()
    return head.get_statuscode() == "200" and ("html" in kind)


def _page(record: Any, line: Mapping[str, Any], origin: str, settings: Settings) -> Iterator[Item]:
    most = settings.max_page_megabytes * 2**20
    content = record.content_stream().read(most + 1)
    if len(content) > most:
        yield Reject(origin, "too long", f"more than {settings.max_page_megabytes} MB of HTML")
        return
    outcome = str(line.get("outcome", "fetched"))
    if outcome != "fetched":
        yield Reject(origin, f"not the article: {outcome}", f"{line.get('final', '')} {line.get('detail', '')}".strip())
        return
    head = record.http_headers
    kind = (head.get_header("Content-Type") or "") if head is not None else ""
    address = str(line.get("url") or record.rec_headers.get_header("WARC-Target-URI") or "")
    yield SavedPage(origin, content, partial(_items_of, kind=kind, line=line, address=address, origin=origin))


def _items_of(
    content: bytes, kind: str, line: Mapping[str, Any], address: str, origin: str
) -> Iterator[Raw | Reject | Note]:
    """Return the text of a page, and remarks on it."""
    try:
        html = _decoded(content, kind)
        text, metadata = formats.of_html(html)
    except decode.NotTextError as error:
        yield Reject(origin, "not text", str(error))
        return
    except LimitError as error:
        yield Reject(origin, "too long", str(error))
        return
    if not text and not metadata.get("title"):
        yield Reject(origin, "no text", "no running text was found in the page")
        return
    yield from _raw(text, metadata, line, address, origin)


def _raw(
    text: str, metadata: Mapping[str, str], line: Mapping[str, Any], address: str, origin: str
) -> Iterator[Raw | Note]:
    """Put what the page says before what the listing said, but the publisher that was told before the page's name."""
    own = dict(metadata)
    known = {"url": own_address(address, own.pop("url", ""))}
    if line.get("outlet"):
        known["outlet"] = str(line["outlet"])
    for name, told in (("date", line.get("listed_date")), ("title", line.get("listed_title"))):
        if told and not own.get(name):
            own[name] = str(told)
    yield Raw(origin, text, known, metadata=own)
    if line.get("previous") and line.get("at"):
        yield Note(origin, "seen", f"{line['at']}: the text at this address had changed")
    if line.get("archived_at"):
        yield Note(origin, "date", f"archived on {line['archived_at']}; the page itself may be older")
    remark = _date_remark(metadata.get("date", ""), str(line.get("listed_date") or ""))
    if remark:
        yield Note(origin, "date", remark)


def _date_remark(own: str, listed: str) -> str:
    """Say where the page and its listing give days that lie apart."""
    from analysis.corpus import dates  # with it come all rules of cleaning, and a page needs the names above alone

    page, feed = dates.parse(own) if own else None, dates.parse(listed) if listed else None
    if not isinstance(page, dates.Moment) or not isinstance(feed, dates.Moment):
        return ""
    if abs((page.at - feed.at).total_seconds()) <= dates.CONFLICT_DAYS * 86400:
        return ""
    return f"the feed says {feed.at:%Y-%m-%d}, the page {page.at:%Y-%m-%d}; the page was believed"


def own_address(address: str, canonical: str) -> str:
    """Take the address that a page gives itself, where it lies on the same site and names more than its front page.

    Examples
    --------
    >>> own_address("https://www.rt.com/news/1/?utm_source=rss", "/news/1-talks/")
    'https://www.rt.com/news/1-talks/'
    >>> own_address("https://www.rt.com/news/1/", "https://www.rt.com/")
    'https://www.rt.com/news/1/'
    """
    address = addresses.publisher_of(address)
    try:
        full = addresses.publisher_of(urljoin(address, canonical.strip())) if canonical.strip() else ""
    except ValueError:
        return address
    same = full and addresses.publisher_site(full) == addresses.publisher_site(address)
    return full if same and "/" in addresses.canonical(full).strip("/") else address


def _decoded(content: bytes, kind: str) -> str:
    """Decode a page by what its server says, where that is true, else by what its bytes say."""
    found = _CHARSET.search(kind)
    if found:
        with contextlib.suppress(LookupError, UnicodeDecodeError):  # a charset that is none, or a lie
            return content.decode(found[1])
    text, _ = decode.text_of(content)
    return text


@formats.reads_named(RECORD)
def read_record(file: BinaryIO, origin: str, settings: Settings) -> Iterator[Item]:
    """Read the record of a collected folder: what was listed and could not be had, each with its reason."""
    lost: dict[str, tuple[int, Mapping[str, Any]]] = {}
    n_fetched = 0
    for number, content in enumerate(file, start=1):
        line = _line(content.decode("utf-8", "replace"))
        if line.get("kind") != "page":
            continue
        n_fetched += line.get("outcome") == "fetched"
        if line.get("warc") or line.get("outcome") in ("fetched", "unchanged", "same page"):
            lost.pop(str(line.get("canonical")), None)
        else:
            lost[str(line.get("canonical"))] = (number, line)
    for number, line in lost.values():
        about = ", ".join(str(line[name]) for name in ("outlet", "listed_date", "asked", "detail") if line.get(name))
        yield Reject(f"{origin}:{number}", f"not collected: {line.get('outcome', 'unknown')}", about)
    yield Note(origin, COLLECTED, f"{n_fetched} pages had been fetched when this record was read")


@formats.reads_named(LISTED, RUNS, LOCK, ASKING, ANSWER)
def pass_over(file: BinaryIO, origin: str, settings: Settings) -> Iterator[Item]:
    """Pass over the other files of a collected folder: they hold no articles."""
    yield Note(origin, "file", "a file of a collected folder that holds no articles")
