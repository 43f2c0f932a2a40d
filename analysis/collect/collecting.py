"""A run: ask the listings, choose pages, ask for each in turn, and keep every attempt. A killed run goes on."""

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from analysis.collect import client, crawled, indexes, listings, manners, pages, plan, robots
from analysis.collect.guard import Guard
from analysis.collect.listings import Listed, Listing
from analysis.collect.manners import StoppedError
from analysis.collect.plan import ListingAddress, Wanted
from analysis.collect.record import HAD, Fetch, PendingAnswer, Record, Unwritten, opened, sha256
from analysis.corpus import outlets, warc
from analysis.errors import DataError
from analysis.progress import Progress

__all__ = ["Access", "Progress", "StoppedError", "Summary", "collect", "planned"]

MAX_HOPS = 5
"""Redirects that are followed, as RFC 9309 asks for robots.txt at least."""

MAX_LISTINGS = 500
"""Listings of one run: an index of sitemaps can name thousands, back to the site's first day."""

RESUMED_WITHIN = timedelta(days=1)
"""A run that was killed goes on for so long; after that its feeds are old, and a new run begins."""


@dataclass(frozen=True)
class Access:
    """What a run reaches the world through; tests bring their own clock, guard and services.

    Parameters
    ----------
    clock : Clock
        Tells the time and waits.
    guard : Guard
        Decides which addresses may be asked.
    limits : Limits
        What one answer may cost.
    services : Services
        Where the archives answer.
    stop : threading.Event
        Once it is set, the run ends before its next request; an answer that is on its way is kept first.
    """

    clock: manners.Clock = field(default_factory=manners.SystemClock)
    guard: Guard = field(default_factory=Guard)
    limits: client.Limits = field(default_factory=client.Limits)
    services: indexes.Services = field(default_factory=indexes.Services)
    stop: threading.Event = field(default_factory=threading.Event)


@dataclass
class Summary:
    """What a run did: attempts at pages by outcome, what is wrong with listings, hosts left alone."""

    n_listed: int = 0
    n_wanted: int = 0
    n_known: int = 0
    n_beyond_limit: int = 0
    seconds_of_waiting: float = 0.0
    outcomes: Counter[str] = field(default_factory=Counter)
    by_host: Counter[str] = field(default_factory=Counter)
    by_outlet: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    left_alone: dict[str, str] = field(default_factory=dict)
    not_asked: list[str] = field(default_factory=list)


def collect(wanted: Wanted, folder: Path, access: Access | None = None, progress: Progress | None = None) -> Summary:
    """Collect pages into a folder; the same call again continues, or fetches what is new.

    Raises
    ------
    DataError
        Where the folder cannot be written, another run writes to it, or not one listing could be read.
    StoppedError
        Where ``access.stop`` was set; the same call goes on from there.
    """
    access = access or Access()
    sources = plan.sources_of(wanted, access.services)
    for source in sources:
        if source.kind == "list":
            plan.read_list(source.address)
    with opened(folder) as record:
        return _Run(wanted, record, access, progress).through(sources)


def planned(wanted: Wanted, folder: Path, access: Access | None = None, progress: Progress | None = None) -> Summary:
    """Say what `collect` would fetch, asking for nothing but robots.txt and feeds and writing nothing."""
    access = access or Access()
    sources = plan.sources_of(wanted, access.services)
    return _Run(wanted, Unwritten(folder), access, progress, dry=True).through(sources)


class _Run:
    """One run on its way through its sources."""

    def __init__(
        self, wanted: Wanted, record: Record, access: Access, progress: Progress | None, *, dry: bool = False
    ) -> None:
        self._wanted, self._record, self._access, self._dry = wanted, record, access, dry
        self._client = client.Client(wanted.contact, access.guard, access.limits)
        self._turns = manners.Turns(manners.Stoppable(access.clock, access.stop))
        self._rules: dict[str, robots.Rules] = {}
        self._refusals: Counter[str] = Counter()
        self._tell = progress or (lambda stage, done, text: None)
        self.summary = Summary()
        self._begin()

    def _begin(self) -> None:
        """Go on with the run that was not finished, unless it is old; remember whom it asked last."""
        mine = [one for one in self._record.fetches if one.run == self._record.run]
        if mine and self._now() - datetime.fromisoformat(mine[-1].at) > RESUMED_WITHIN:
            self._record.finish({"run": self._record.run, "finished": False})
        asked = [one for one in self._record.fetches[-1000:] if one.outcome not in _NOT_ASKED]
        for one in [*asked, *filter(None, [self._record.asking])]:
            self._turns.asked(plan.host_of(one.final or one.asked), datetime.fromisoformat(one.at))

    def _now(self) -> datetime:
        return self._access.clock.now()

    def through(self, sources: list[ListingAddress]) -> Summary:
        """Ask the listings, then the pages."""
        self._sources = plan.listings_in_turn(sources)
        for source in self._sources:
            if source.kind in ("feed", "robots") or (source.kind == "sitemap" and not self._dry):
                self._rules_of(source.address)  # all of them first, so that their hosts rest side by side
        listed = [(page, source) for source in self._sources for page in self._pages_of(source)]
        outlet_of = {page: plan.outlet_of(page, source) for page, source in reversed(listed)}
        wanted = plan.chosen((replace(page, outlet=outlet_of[page]) for page, _ in listed), self._wanted)
        self.summary.n_listed = len({page.canonical for page, _ in listed})
        self.summary.n_wanted = len(wanted)
        self._record.append_listed([_listed_line(page, self._record.run) for page in wanted])
        chosen = self._to_ask(wanted)
        for number, page in enumerate(chosen):
            self.summary.by_host[plan.host_of(page.url)] += 1
            self.summary.by_outlet[page.outlet or outlets.UNKNOWN] += 1
            if self._dry:
                continue
            told = f"{number:,} of {len(chosen):,}, {plan.host_of(page.url)}"
            self._tell("fetching pages", number / len(chosen), told)
            self.summary.outcomes[self._page(page).outcome] += 1
        self._finish()
        return self.summary

    def _to_ask(self, wanted: list[Listed]) -> list[Listed]:
        """Take the pages that earlier runs do not have, in turn, up to the limit."""
        had = {one.canonical: one for one in self._record.fetches if _is_had(one) and one.run < self._record.run}
        fresh = [page for page in wanted if page.canonical not in had or _has_changed(page, had[page.canonical])]
        self.summary.n_known = len(wanted) - len(fresh)
        pauses = {host: self._pause(page.url) for page in fresh if (host := plan.host_of(page.url))}
        ordered = plan.in_turn(fresh, pauses)
        limit = self._wanted.limit or len(ordered)
        self.summary.n_beyond_limit = max(0, len(ordered) - limit)
        self.summary.seconds_of_waiting = plan.seconds_needed(ordered[:limit], pauses)
        return ordered[:limit]

    def _pause(self, url: str) -> float:
        return manners.pause_of(urlsplit(url).hostname or "", self._rules_of(url).delay)

    def _finish(self) -> None:
        if self._dry:
            return
        told = {"run": self._record.run, "finished": True, "at": _written(self._now())}
        told |= {"listed": self.summary.n_listed, "wanted": self.summary.n_wanted, "known": self.summary.n_known}
        told |= {"outcomes": dict(sorted(self.summary.outcomes.items())), "problems": self.summary.problems}
        self._record.finish(told)
        if not self.summary.n_listed and self.summary.problems:
            raise DataError("nothing was listed: " + "; ".join(self.summary.problems[:5]))

    # Listings

    def _pages_of(self, source: ListingAddress) -> Iterator[Listed]:
        """Return the pages of a listing and of those it leads to; each listing is asked once, whoever names it."""
        if source.kind == "archive" and not self._dry:
            yield from self._archived(source)
            return
        if source.kind == "robots":
            yield from self._of_robots(source)
            return
        if source.kind == "list":
            yield from self._told(listings.of_list(plan.read_list(source.address), source.address, self._now()))
            return
        if self._dry and source.kind != "feed":
            self.summary.not_asked.append(f"{source.kind} {source.address}")
            return
        yield from self._followed(
            [source.address], lambda body, address: listings.of_feed_or_sitemap(body, address, self._now())
        )

    def _of_robots(self, source: ListingAddress) -> Iterator[Listed]:
        """Return the pages of the news sitemaps that a site's robots.txt names."""
        named = self._rules_of(source.address).sitemaps
        chosen = [urljoin(source.address, one) for one in named if robots.is_of_news(one)]
        known = {one.address for one in self._sources}
        for address in dict.fromkeys(one for one in chosen if one not in known):
            yield from self._pages_of(ListingAddress("sitemap", address, source.outlet))
        if not chosen and not any(one.outlet == source.outlet for one in self._sources if one is not source):
            told = f"{len(named)} sitemap{'s' * (len(named) != 1)} and none of news" if named else "no sitemap"
            self.summary.problems.append(f"no feed of {source.outlet} is known, and {source.address} names {told}")

    def _followed(self, first: list[str], read: Callable[[bytes, str], Listing]) -> Iterator[Listed]:
        waiting, seen = list(first), set(first)
        for n_asked in range(MAX_LISTINGS):
            if not waiting:
                return
            address = waiting.pop(0)
            self._tell("reading listings", 0.0, address[:80])
            body = self._listing(address)
            if body is None:
                continue
            listing = read(body, address)
            yield from self._told(listing)
            further = [] if self._dry and n_asked == 0 else [one for one in listing.further if one not in seen]
            waiting += further
            seen.update(further)
        if waiting:
            self.summary.problems.append(
                f"{first[0]} leads to more than {MAX_LISTINGS} listings; the rest is not asked"
            )

    def _told(self, listing: Listing) -> tuple[Listed, ...]:
        if listing.problem:
            self.summary.problems.append(listing.problem)
        return listing.pages

    def _listing(self, address: str) -> bytes | None:
        """Ask for a listing, unless this run has it; none where it cannot be had, which is told."""
        before = self._latest(address)
        fetch = self._fetch("list", address, self._conditions(before))
        if fetch.outcome == "unchanged" and before is not None:
            return self._record.body_of(before)
        if fetch.outcome != "fetched":
            self.summary.problems.append(f"{address}: {fetch.outcome}" + (f" ({fetch.detail})" if fetch.detail else ""))
            return None
        return self._record.body_of(fetch)

    def _latest(self, address: str) -> Fetch | None:
        kept = [one for one in self._record.of("list", address) if one.warc and one.run < self._record.run]
        return kept[-1] if kept else None

    def _conditions(self, before: Fetch | None) -> dict[str, str]:
        pairs = (("If-None-Match", before.etag), ("If-Modified-Since", before.last_modified)) if before else ()
        return {name: value for name, value in pairs if value}

    def _archived(self, source: ListingAddress) -> Iterator[Listed]:
        """Ask the Internet Archive, and Common Crawl where it has or gives nothing."""
        services, wanted = self._access.services, self._wanted
        days = (wanted.first, wanted.last)
        found = 0
        for page in self._followed(
            [source.address],
            lambda body, address: indexes.of_archive(body, address, services, wanted.archive, *days, self._now()),
        ):
            found += 1
            yield page
        if found:
            return
        crawls = self._listing(f"{services.crawl_index}/collinfo.json")
        chosen = indexes.crawl_addresses(services, crawls, wanted.archive, *days) if crawls else []
        yield from self._followed(chosen, lambda body, address: indexes.of_crawl(body, address, services, self._now()))

    # Pages

    def _page(self, page: Listed) -> Fetch:
        had = [one for one in self._record.of_page(page.canonical) if one.warc and one.run < self._record.run]
        before = had[-1] if had else None
        about = Fetch(
            self._record.run, "page", page.url, "", url=page.at_publisher, canonical=page.canonical,
            outlet=page.outlet, listed_in=page.listed_in, listed_date=page.date, listed_title=page.title,
            changed_at=page.changed_at, archived_at=page.archived_at, previous=before.sha256 if before else "",
        )  # fmt: skip
        conditions = self._conditions(before)
        ranged = re.search(r"#(bytes=\d+-\d+)$", page.url)
        if ranged:
            conditions = {"Range": ranged[1]}
        return self._fetch("page", page.url, conditions, about)

    def _fetch(self, kind: str, url: str, headers: dict[str, str], about: Fetch | None = None) -> Fetch:
        """Ask for an address until it is had or given up; what this run has already asked is not asked again."""
        done = self._record.of_this_run(kind, url)
        for one in done:
            self._note(one)
        while not done or (done[-1].outcome == "throttled" and self._may_try_again(done)):
            one = self._attempt(about or Fetch(self._record.run, kind, url, ""), headers)
            self._note(one)
            done.append(one)
        return done[-1]

    def _may_try_again(self, done: list[Fetch]) -> bool:
        """Wait as long as a throttle asks, if that is not too long and it was not asked too often."""
        seconds = float(done[-1].detail.partition(" ")[0] or manners.WITHOUT_RETRY_AFTER)
        if len(done) >= manners.MAX_TRIES or seconds > manners.MAX_WAIT:
            host = plan.host_of(done[-1].final or done[-1].asked)
            self.summary.left_alone.setdefault(host, f"it asks for a pause of {seconds:,.0f} s")
            return False
        until = datetime.fromisoformat(done[-1].at) + timedelta(seconds=seconds)
        self._turns.not_before(plan.host_of(done[-1].final or done[-1].asked), until)
        return True

    def _note(self, fetch: Fetch) -> None:
        """Count refusals in a row; after a few of them a host is left alone."""
        host = plan.host_of(fetch.final or fetch.asked)
        if fetch.outcome in _NOT_ASKED:
            return
        refused = fetch.kind != "robots" and fetch.outcome in ("refused", "throttled", "guard page")
        self._refusals[host] = self._refusals[host] + 1 if refused else 0
        if self._refusals[host] >= manners.MAX_REFUSALS or fetch.status == 451:
            self.summary.left_alone.setdefault(host, f"it refuses ({fetch.outcome}, status {fetch.status})")

    def _attempt(self, about: Fetch, headers: dict[str, str]) -> Fetch:
        """Ask once, following redirects, each of which is checked like the first address."""
        url, asked_robots = self._record.stopped_at(about) or about.asked, ""
        for _ in range(MAX_HOPS + 1):
            host = plan.host_of(url)
            about = replace(about, at=_written(self._now()), final=url if url != about.asked else "")
            if about.kind != "robots":
                if host in self.summary.left_alone:
                    return self._keep(replace(about, outcome="left alone", detail=self.summary.left_alone[host]))
                rules = self._rules_of(url)
                refusal = rules.refusal(url) or _too_slow(rules.delay)
                asked_robots = "forbidden" if refusal else "allowed"
                if refusal:
                    return self._keep(replace(about, outcome=rules.outcome, robots=asked_robots, detail=refusal))
            about, answer = self._asked(replace(about, robots=asked_robots), url, headers)
            if not answer.leads_to:
                return self._answered(about, answer)
            url = urljoin(url, answer.leads_to)
        return self._keep(replace(about, outcome="failed", detail=f"more than {MAX_HOPS} redirects"))

    def _asked(self, about: Fetch, url: str, headers: dict[str, str]) -> tuple[Fetch, client.Answer]:
        """Wait for a host's turn and ask it, unless a run that was killed has its answer."""
        held = self._record.pending_of(about, url)
        if held is not None:
            return replace(about, at=held.fetch.at), held.answer
        host = plan.host_of(url)
        self._turns.wait_for(host, manners.PAUSE if about.kind == "robots" else self._pause(url))
        about = replace(about, at=_written(self._now()))
        self._record.ask(about)
        answer = self._client.get(urldefrag(url)[0], headers)
        self._record.set_aside(PendingAnswer(about, url, answer))
        self._turns.asked(host, self._now())
        return about, answer

    def _answered(self, about: Fetch, answer: client.Answer) -> Fetch:
        """Say what an answer is and keep it."""
        if about.asked.rpartition("#")[2].startswith("bytes=") and answer.status == 206:
            answer = crawled.inner(answer)
        about = replace(
            about, status=answer.status, n_bytes=len(answer.body), sha256=sha256(answer.body) if answer.body else "",
            content_type=answer.headers.get("content-type", "")[:100], etag=answer.headers.get("etag", "")[:300],
            last_modified=answer.headers.get("last-modified", "")[:100],
        )  # fmt: skip
        if not answer.outcome and manners.is_throttle(answer.status, answer.headers, answer.body):
            seconds = manners.seconds_to_wait(answer.headers, self._now())
            said = " ".join(answer.body[:200].decode("utf-8", "replace").split())
            return self._keep(replace(about, outcome="throttled", detail=f"{seconds:.0f} s {said}".strip()))
        if about.kind != "page":
            return self._listing_answered(about, answer)
        outcome, detail = pages.outcome_of(about.asked, replace(answer, url=about.final or about.asked))
        about = replace(about, outcome=outcome, detail=detail)
        if outcome == "fetched":
            about = self._with_own_address(about, answer)
            if about.sha256 == about.previous:
                about = replace(about, outcome="unchanged")
        kept = about.outcome in ("fetched", "guard page", "login page", "cut off by a paywall")
        return self._keep(about, answer if kept else None)

    def _with_own_address(self, about: Fetch, answer: client.Answer) -> Fetch:
        """Take the address the page calls its own; an archive's or a crawl's copy keeps the one it was listed with."""
        final = about.final if about.final and not about.archived_at else about.url
        return replace(about, url=warc.own_address(final or about.asked, pages.canonical_of(answer.body)))

    def _listing_answered(self, about: Fetch, answer: client.Answer) -> Fetch:
        if answer.outcome:
            return self._keep(replace(about, outcome=answer.outcome, detail=answer.error))
        if answer.status == 200:
            return self._keep(replace(about, outcome="fetched"), answer)
        outcome = {304: "unchanged", 404: "gone", 410: "gone"}.get(answer.status, "failed")
        outcome = "refused" if answer.status in pages.REFUSALS else outcome
        return self._keep(replace(about, outcome=outcome, detail=f"status {answer.status}"))

    def _keep(self, fetch: Fetch, answer: client.Answer | None = None) -> Fetch:
        if answer is None:
            return self._record.append(fetch)
        return self._record.append(fetch, answer.headers, answer.body)

    def _rules_of(self, url: str) -> robots.Rules:
        """Return what a host allows, asking it once a run."""
        parts = urlsplit(url)
        place = f"{parts.scheme}://{parts.netloc}"
        if place not in self._rules:
            fetch = self._fetch("robots", f"{place}/robots.txt", {})
            error = "" if fetch.status else fetch.detail or fetch.outcome
            body = self._record.body_of(fetch) if fetch.warc else b""
            self._rules[place] = robots.of_answer(fetch.status, body, error)
        return self._rules[place]


_NOT_ASKED = ("robots", "left alone", "not asked")
"""Outcomes of addresses for which no request went out."""


def _too_slow(delay: float) -> str:
    return f"its Crawl-delay is {delay:,.0f} s" if delay > robots.MAX_DELAY else ""


def _is_had(fetch: Fetch) -> bool:
    return fetch.kind == "page" and fetch.outcome in HAD


def _has_changed(page: Listed, had: Fetch) -> bool:
    """Return whether a listing says that a page is another one than we have: changed later, or under a new headline."""
    renamed = bool(page.title and had.listed_title and page.title != had.listed_title)
    return (bool(had.warc) or had.outcome == "unchanged") and (page.changed_at > had.at or renamed)


def _written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _listed_line(page: Listed, run: int) -> dict[str, Any]:
    told = {
        "canonical": page.canonical, "url": page.at_publisher, "outlet": page.outlet, "date": page.date,
        "archived_at": page.archived_at, "title": page.title, "listed_in": page.listed_in, "run": run,
    }  # fmt: skip
    return {name: value for name, value in told.items() if value}
