"""From a raw item to an article: who published it, when, in what language, what kind of text, and what is its body."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from analysis.corpus import (
    addresses,
    authors,
    clean,
    datelines,
    dates,
    language,
    looks,
    nonarticles,
    outlets,
    titles,
    types,
)
from analysis.corpus.cleaning import calls, openings
from analysis.corpus.raw import Note, Raw, Reject
from analysis.corpus.segment import count_words
from analysis.settings import Settings

MAX_TITLE_WORDS = 30
"""Words: a first line that is longer is the beginning of the text, not its headline."""

READ_AS_UTC = "is read as UTC"
"""End of the remarks on times without a zone, which are made once a file, however many rows it holds."""

LANGUAGE_EDGE = 1200
"""Characters from the start of the body that its language is told from."""

HEAD_CHARACTERS = 20_000
"""Characters from the start in which a headline is looked for; the menus of a page dump are shorter."""

MIN_DUMP_LINES = 20
"""Lines from which a text may be a dump of a whole page, whose title stands again above the article."""

_FILE_DATE = re.compile(
    r"(?<![0-9A-Za-z])((?:19|20)\d{2})[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?![0-9A-Za-z])"
)


class Article(NamedTuple):
    """An article as a row of the ``articles`` table, with what was removed from it and remarks on it."""

    row: dict[str, Any]
    removals: list[clean.Removal]
    notes: list[Note]


@dataclass(frozen=True)
class Context:
    """What assembling needs to know beside the item itself.

    Parameters
    ----------
    settings : Settings
        Rules that are off, words that make a short text.
    today : date
        Articles dated later are undated.
    orders : mapping of str to {"day first", "month first"}
        How dates in figures are read, by file.
    learnt : mapping of str to clean.Learnt
        What was learnt to recur in an outlet's articles.
    """

    settings: Settings
    today: date
    orders: Mapping[str, dates.Order | None] = field(default_factory=dict)
    learnt: Mapping[str, clean.Learnt] = field(default_factory=dict)

    @classmethod
    def of(cls, settings: Settings, learnt: Mapping[str, clean.Learnt] | None = None) -> "Context":
        """Return what is known before any file is read, as of today."""
        return cls(settings, datetime.now(UTC).date(), learnt=learnt or {})


def article(raw: Raw, manifest: Mapping[str, str], folder: str, context: Context) -> Article | Reject:
    """Make an article of a raw item.

    Parameters
    ----------
    raw : Raw
        The item as its reader gave it.
    manifest : mapping of str to str
        What the manifest says about its file, by the names of `fields.FIELDS`.
    folder : str
        Name of the folder that holds its file; where it is a registered outlet's, it names the outlet.
    context : Context
        Settings and what is known about the file.

    Returns
    -------
    Article or Reject
        A reject where neither a headline nor a body is left.
    """
    facts = _Facts(raw, manifest)
    outlet = _outlet(raw, facts, folder)
    title, cleaned = _title_and_body(raw, facts, outlet, context)
    if not cleaned.body and not title:
        return Reject(
            raw.origin, "no text", "nothing is left after cleaning" if raw.text.strip() else "the text is empty"
        )
    if no_article := nonarticles.reason(title, raw.text):
        return Reject(raw.origin, no_article, f"'{(title or raw.text.strip())[:80]}'")
    url = facts.get("url").strip()
    article_id = identify(outlet, url, facts.get("title"), raw.text or raw.fields.get("html", ""))
    dated = _dated(raw, facts, url, context)
    n_words = count_words(cleaned.body)
    row = {
        "article_id": article_id,
        "external_id": facts.get("id") or None,
        "outlet": outlet,
        "title": title or None,
        "author": authors.named(facts.get("author"), outlet) or openings.author_of(cleaned.removals) or None,
        "published_at": dated.at,
        "published_precision": dated.precision,
        "published_from": dated.origin,
        "url": url or None,
        "language": _language(facts, title, cleaned.body, dated.notes),
        "article_type": _type(facts, title, cleaned, n_words, context.settings.min_words),
        "body": cleaned.body or None,
        "n_words": n_words,
        "n_removed": sum(len(removal.text) for removal in cleaned.removals),
        "origin": raw.origin,
    }
    notes = [Note(raw.origin, topic, note, article_id) for topic, note in dated.notes]
    notes += [Note(raw.origin, "encoding", remark, article_id) for remark in dict.fromkeys(raw.remarks)]
    if outlet == outlets.UNKNOWN:
        notes.append(Note(raw.origin, "outlet", _no_outlet(url), article_id))
    return Article(row, cleaned.removals, notes)


def as_other_version(made: Article, where: str) -> Article:
    """Return another text of an address that was read before an id of its own, from its outlet, address and words.

    Both are kept; the first counts in comparisons, see `versions`.
    """
    row = made.row
    words = f"{row['title'] or ''}\n{row['body'] or ''}"
    own_id = _hash(f"{row['outlet']}\n{addresses.canonical(row['url'] or '')}\n{words}")
    note = Note(
        row["origin"],
        "version",
        f"another text of an address {where}; both are kept, and the first counts in comparisons",
        own_id,
    )
    notes = [replace(one, article_id=own_id) for one in made.notes]
    return Article({**row, "article_id": own_id}, made.removals, [*notes, note])


def identify(outlet: str, url: str, title: str, text: str) -> str:
    """Return an article its id: 16 hex digits from outlet and canonical URL, else from outlet, headline and raw text.

    Examples
    --------
    >>> identify("RT", "https://www.rt.com/a/?utm_source=x", "", "1") == identify("RT", "http://rt.com/a", "", "2")
    True
    """
    key = f"{outlet}\n{addresses.canonical(url)}" if url else f"{outlet}\n{title}\n{text}"
    return _hash(key)


def _hash(key: str) -> str:
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


class _Facts:
    """What is said about an article, in falling order of trust: its own fields, the manifest, the page's metadata."""

    def __init__(self, raw: Raw, manifest: Mapping[str, str]) -> None:
        self.layers = (("field", raw.fields), ("manifest", manifest), ("metadata", raw.metadata))

    def get(self, name: str) -> str:
        """Return a fact from the most trusted layer that has it; empty where none has."""
        for _, layer in self.layers:
            value = layer.get(name)
            if value:
                return value
        return ""


def _type(facts: _Facts, title: str, cleaned: clean.Cleaned, n_words: int, min_words: int) -> str:
    """Name the type of a text: by its length, where it is cut off, as a field gives it, else as the text shows."""
    if n_words < min_words:
        return types.SHORT
    if calls.is_cut_off(cleaned.removals):
        return types.TRUNCATED
    return types.given(facts.get("type")) or types.of(
        body=cleaned.body,
        title=title,
        url=facts.get("url").strip(),
        outlet_as_named=facts.get("outlet"),
        author=facts.get("author") or "",
        notes=openings.author_notes(cleaned.removals),
        n_words=n_words,
        min_words=min_words,
    )


def _outlet(raw: Raw, facts: _Facts, folder: str) -> str:
    """Name who published: as the row or the manifest says, then by address, page, template and folder.

    A carrier's name (Google News, MSN) is taken only where nothing names the publisher.
    """
    told = (raw.fields.get("outlet") or facts.layers[1][1].get("outlet", "")).strip()
    if told and not outlets.is_carrier(told):
        return outlets.named(told)
    url = facts.get("url")
    page = _VIA.sub("", raw.metadata.get("outlet", ""))
    registered = outlets.registered(folder) if folder else None
    return (
        (outlets.of_url(url) if url else "")
        or (outlets.named(page) if page and not outlets.is_carrier(page) else "")
        or (_named_behind(facts.get("title")) if url and addresses.host_of(url) in _NAMES_BEHIND else "")
        or outlets.of_text(raw.text)
        or (registered.name if registered else "")
        or (outlets.named(told or page) if told or page else outlets.UNKNOWN)
    )


_VIA = re.compile(
    r"\s+(?:on|via)\s+(?:MSN|Yahoo!?(?: News)?|Google News|Apple News|Flipboard|NewsBreak)\s*$", re.IGNORECASE
)
_NAMES_BEHIND = frozenset(("news.google.com",))
"""Hosts that put the publisher's name behind every headline."""


def _named_behind(title: str) -> str:
    """Return the name that stands behind a headline's last dash."""
    _, dash, name = title.rpartition(" - ")
    return outlets.named(name) if dash and 0 < len(name) <= 60 else ""


def _no_outlet(url: str) -> str:
    host = addresses.host_of(addresses.publisher_of(url)) if url else ""
    if host and addresses.is_carrier(host):
        return f"no outlet is named, and {host} carries texts of others"
    return "no outlet is named and no mark of one was found"


def _title_and_body(raw: Raw, facts: _Facts, outlet: str, context: Context) -> tuple[str, clean.Cleaned]:
    title = " ".join(clean.normalise(facts.get("title")).split())
    learnt = context.learnt.get(outlet, clean.NOTHING_LEARNT)
    title = titles.without_site(title, (outlet, facts.get("outlet"), raw.metadata.get("outlet", "")), learnt.tails)
    options: dict[str, Any] = {
        "outlet": outlet,
        "learnt": learnt,
        "off": context.settings.rules_off,
    }
    if title:
        return title, clean.clean(raw.text, title=title, **options)
    title = headline_of(raw.text, **options)
    cleaned = clean.clean(raw.text, title=title, **options)
    if not title:
        return "", cleaned
    return title, _with_title_moved(cleaned)


def headline_of(text: str, **options: Any) -> str:
    r"""Find the headline of a text: the line that repeats the page's title, or a first line with a paragraph below it.

    Examples
    --------
    >>> headline_of("17 Sep, 2019 07:28\n\nTalks stall again\n\nThe talks between the two stalled on Tuesday, he said.")
    'Talks stall again'
    >>> headline_of("The talks stalled on Tuesday.\nThe envoy said so in Seoul and left for Hanoi.")
    ''
    """
    dump = [line.strip() for line in text[:HEAD_CHARACTERS].split("\n") if line.strip()]
    heading = looks.heading_of(dump) if len(dump) > MIN_DUMP_LINES else None
    if heading is not None and clean.is_headline(dump[heading]):
        return " ".join(dump[heading].split())
    options["off"] = (*options.get("off", ()), clean.drop_page_furniture.__name__)
    top = [line for line in clean.clean(text[:HEAD_CHARACTERS], **options).body.split("\n", 12) if line][:4]
    if not top or not clean.is_headline(top[0]) or not 2 <= len(top[0].split()) <= MAX_TITLE_WORDS:
        return ""
    if not any(len(line) > len(top[0]) and line.rstrip("”\"')’")[-1:] in tuple(".!?…:") for line in top[1:]):
        return ""
    return " ".join(top[0].split())


def _with_title_moved(cleaned: clean.Cleaned) -> clean.Cleaned:
    """Leave the first headline out of the removals: it became the title, only its repetitions were removed."""
    removals = list(cleaned.removals)
    first = next((r for r in removals if r.rule == clean.drop_repeated_headline.__name__), None)
    if first is not None:
        removals.remove(first)
    return clean.Cleaned(cleaned.body, removals)


MIN_LANGUAGE_WORDS = 12
"""Words from which a text's language is told from the text where only its page says something about it."""


def _language(facts: _Facts, title: str, body: str, notes: list[tuple[str, str]]) -> str:
    """Detect the language: from the row or the manifest, else the text; for a few words, from the page."""
    text = body[:LANGUAGE_EDGE] if len(body) > 200 else f"{title} {body}".strip()
    detected = language.detect(text)
    stated = language.code(facts.layers[0][1].get("language", "") or facts.layers[1][1].get("language", ""))
    if stated:
        if detected not in (stated, language.UNDETERMINED) and len(text.split()) >= 10 * MIN_LANGUAGE_WORDS:
            notes.append(("language", f"the language is given as '{stated}', and the text reads as '{detected}'"))
        return stated
    of_page = language.code(facts.get("language"))
    if detected == language.UNDETERMINED or (of_page and len(text.split()) < MIN_LANGUAGE_WORDS):
        return of_page or detected
    return detected


class _Dated(NamedTuple):
    at: Any
    precision: str
    origin: str
    notes: list[tuple[str, str]]


def _dated(raw: Raw, facts: _Facts, url: str, context: Context) -> _Dated:
    """Take the date from the most trusted origin that has a possible one, and note where another contradicts it."""
    notes: list[tuple[str, str]] = []
    of_url = dates.of_url(url) if url else None
    found: tuple[str, dates.Moment] | None = None
    for origin, layer in facts.layers:
        given = layer.get("date")
        if given and found is None:
            moment = _moment(given, raw, of_url, context, notes)
            found = (origin, moment) if moment else None
    of_text = None if raw.is_row and (found or of_url) else dates.of_text(raw.text) if raw.text else None
    if found is None:
        found = _first_possible(
            (("url", of_url), ("text", of_text), ("file", _of_file_name(raw.origin))), context, notes
        )
    if found is None:
        return _Dated(None, "unknown", "none", notes)
    origin, moment = found
    if origin == "manifest" and of_text and (of_text.at, of_text.precision) == (moment.at, moment.precision):
        origin = "text"  # the page itself prints what the manifest says, and everybody can look it up there
    if moment.precision == "minute" and not moment.zoned:
        what = f"names the zone '{moment.zone}', which is not understood, and" if moment.zone else "names no zone and"
        notes.append(("date", f"the time {what} {READ_AS_UTC}"))
    notes += _conflicts(origin, moment, (("url", of_url), ("text", of_text)))
    precision = moment.precision
    stated = facts.get("precision")
    if stated in ("minute", "day", "month") and origin in ("field", "manifest"):
        precision = stated  # type: ignore[assignment]
    return _Dated(moment.at, precision, origin, notes)


def _moment(
    given: str, raw: Raw, of_url: dates.Moment | None, context: Context, notes: list[tuple[str, str]]
) -> dates.Moment | None:
    moment = dates.parse(given, context.orders.get(file_of(raw))) or _in_words(given)
    if moment is None:
        notes.append(("date", f"'{given[:60]}' cannot be read as a date"))
        return None
    if isinstance(moment, dates.Ambiguous):
        agreeing = [m for m in moment if of_url and of_url.precision == "day" and m.at.date() == of_url.at.date()]
        if not agreeing:
            notes.append(("date", f"'{given[:60]}' can be read with the day or the month first, and nothing decides"))
            return None
        moment = agreeing[0]
    if not dates.is_possible(moment.at, context.today):
        notes.append(("date", f"'{given[:60]}' is no possible date of publication: before 1900 or in the future"))
        return None
    return moment


def _in_words(given: str) -> dates.Moment | None:
    """Read the day of a date in other languages than English; figures alone that may be read two ways are none."""
    day = "" if _TWO_WAYS.search(given) else datelines.in_line(given, day_first=True)
    moment = dates.parse(day) if day else None
    return moment if isinstance(moment, dates.Moment) else None


_TWO_WAYS = re.compile(r"(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-]\d{4}")


def _first_possible(
    candidates: tuple[tuple[str, dates.Moment | None], ...], context: Context, notes: list[tuple[str, str]]
) -> tuple[str, dates.Moment] | None:
    for origin, moment in candidates:
        if moment is not None and dates.is_possible(moment.at, context.today):
            return origin, moment
        if moment is not None:
            notes.append(("date", f"the date {moment.at:%Y-%m-%d} in the {origin} is not possible"))
    return None


def _conflicts(
    origin: str, moment: dates.Moment, others: tuple[tuple[str, dates.Moment | None], ...]
) -> list[tuple[str, str]]:
    return [
        ("date", f"the {origin} says {moment.at:%Y-%m-%d}, the {name} {other.at:%Y-%m-%d}; the {origin} was believed")
        for name, other in others
        if other is not None
        and name != origin
        and "month" not in (other.precision, moment.precision)
        and abs((other.at - moment.at).total_seconds()) > dates.CONFLICT_DAYS * 86400
    ]


def file_of(raw: Raw) -> str:
    """Name the file of an item: its origin without the number of the row."""
    return raw.origin.rpartition(":")[0] if raw.is_row else raw.origin


def _of_file_name(origin: str) -> dates.Moment | None:
    found = _FILE_DATE.search(re.split(r"[/\\]", origin)[-1])
    moment = dates.parse("-".join(found.groups())) if found else None
    return moment if isinstance(moment, dates.Moment) else None
