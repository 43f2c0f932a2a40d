"""When an article was published: read from what says so, in falling order of trust, with how exact it is.

Nothing is guessed. A date whose day and month cannot be told apart, a date before 1900 or in the future, and a date
that only the running text mentions are no dates; the article is kept, undated, with a note.
"""

import contextlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from analysis.corpus.clean import DATE_LINE

EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
"""Newspapers are older; data sets with earlier dates have, so far, always held wrong ones (year 1 in AllSides)."""

CONFLICT_DAYS = 2.0
"""Days by which two origins of one date may differ: time zones and updates explain less than two days."""

HEAD_LINES = 15
"""Lines from the top of a page among which its date line is looked for."""

TAIL_LINES = 5
"""Lines from the end among which it is looked for next."""

Order = Literal["day first", "month first"]
Precision = Literal["minute", "day", "month", "unknown"]


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment in UTC and how exact it is.

    ``zoned`` tells whether the text named a time zone, ``zone`` holds a name of one that is not understood, and
    ``day`` is the day that was written, in whatever zone. A date without a time is that day, whatever its zone.
    """

    at: datetime
    precision: Precision
    zoned: bool = False
    zone: str = ""
    written: date | None = None

    @property
    def day(self) -> date:
        """Return the day that was written."""
        return self.written or self.at.date()


class Ambiguous(NamedTuple):
    """A date in figures that can be read two ways."""

    day_first: Moment
    month_first: Moment


MONTHS = {
    name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)
}
ZONES = {
    "UTC": 0, "GMT": 0, "UT": 0, "Z": 0, "WET": 0, "BST": 1, "CET": 1, "MET": 1, "MEZ": 1, "WEST": 1, "WAT": 1,
    "CEST": 2, "MEST": 2, "MESZ": 2, "EET": 2, "CAT": 2, "SAST": 2, "EEST": 3, "MSK": 3, "EAT": 3, "TRT": 3, "AST": -4,
    "IRST": 3.5, "IRDT": 4.5, "MSD": 4, "GST": 4, "AZT": 4, "SAMT": 4, "AFT": 4.5, "PKT": 5, "UZT": 5, "YEKT": 5,
    "NPT": 5.75, "BDT": 6, "OMST": 6, "MMT": 6.5, "ICT": 7, "WIB": 7, "NOVT": 7, "KRAT": 7, "HKT": 8, "SGT": 8,
    "MYT": 8, "PHT": 8, "WITA": 8, "AWST": 8, "IRKT": 8, "ULAT": 8, "JST": 9, "KST": 9, "WIT": 9, "YAKT": 9,
    "ACST": 9.5, "AEST": 10, "VLAT": 10, "ACDT": 10.5, "AEDT": 11, "NZST": 12, "NZDT": 13,
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8,
    "HST": -10, "ADT": -3, "NST": -3.5, "NDT": -2.5, "BRT": -3, "ART": -3, "UYT": -3, "CLST": -3, "CLT": -4, "VET": -4,
    "BOT": -4, "COT": -5, "PET": -5, "ECT": -5,
}  # fmt: skip
"""Hours ahead of UTC. IST is left out: it means India, Ireland or Israel."""

PLACES = {
    "ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles",
    "EASTERN": "America/New_York", "CENTRAL": "America/Chicago", "PACIFIC": "America/Los_Angeles",
    "AET": "Australia/Sydney", "ACT": "Australia/Adelaide", "UK": "Europe/London",
}  # fmt: skip
"""Names of a place's time, which are an hour apart in summer and winter."""

_ZONE = r"(?:GMT|UTC)\s?[+-]\d{1,2}(?::?\d{2})?|[+-]\d{2}(?::?\d{2})?|Z\b|[A-Z]{2,7}\b"
_CLOCK = (
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2})(?::(?P<second>\d{1,2})(?:[.,:]\d+)?)?|(?=\s*[ap]\.?m\b))"
    r"\s*(?P<half>[ap]\.?m\b\.?)?(?:\s*(?:uhr|uur|hours|hrs?|h)\b)?\s*\(?(?P<zone>"
    + _ZONE
    + r")?\)?(?:\s*\([^()]{1,40}\)|(?:\s+(?:standard|daylight|summer))?\s+time)?"
)
_FIRST_CLOCK = (
    r"(?P<hour1>\d{1,2})[:.](?P<minute1>\d{2})(?::(?P<second1>\d{2}))?\s*(?P<half1>[ap]\.?m\b\.?)?"
    r"(?:\s*\(?(?P<zone1>(?:GMT|UTC)(?:\s?[+-]\d{1,2}(?::?\d{2})?)?|[A-Z]{2,5}T|CT|ET|MT|PT|MSK)\)?(?=[\s,|–—-]))?"
)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:(?:T|\s+|,\s*)" + _CLOCK + r")?$", re.IGNORECASE)
_NAMED = re.compile(
    r"(?:[a-z]{3,9}\.?,?\s+)?(?:" + _FIRST_CLOCK + r"[\s,|–—-]+(?:on\s+)?(?:[a-z]{3,9}\.?,?\s+)?)?"
    r"(?:(?P<day1>\d{1,2})(?:st|nd|rd|th|\.)?[\s-]+(?:of\s+)?(?P<month1>[a-z]{3,9})\.?|"
    r"(?P<month2>[a-z]{3,9})\.?\s+(?P<day2>\d{1,2})(?:st|nd|rd|th)?|(?P<month3>[a-z]{3,9})\.?)"
    r"[,\s-]+(?P<year>\d{4})(?:[T\s,|·•–—-]*(?:at\s+)?" + _CLOCK + r")?$",
    re.IGNORECASE,
)
_YEAR_LAST = re.compile(
    r"(?:[a-z]{3,9}\.?,?\s+)?(?P<month1>[a-z]{3,9})\.?\s+(?P<day1>\d{1,2}),?\s+" + _CLOCK + r",?\s+(?P<year>\d{4})$",
    re.IGNORECASE,
)
"""As Unix and Twitter write: "Sat Nov 18 15:21:41 +0000 2017"."""

_FIGURES = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:[T\s,|–—-]*(?:at\s+)?" + _CLOCK + r")?$", re.IGNORECASE)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{2}:?\d{2})?)?$")
_EPOCH = re.compile(r"(?:/Date\()?(\d{9,10})(\d{3})?(?:\.\d+)?(?:[+-]\d{4})?(?:\)/)?$")
"""Seconds or milliseconds since 1970, also as .NET writes them in JSON."""

_PREFIX = re.compile(
    r"^(?:(?:first|originally|last)\s+)?(?:published|posted|updated|modified|edited|created|date)(?:\s+(?:on|at|time))?\s*:?\s*",
    re.IGNORECASE,
)
_IN_CHARACTERS = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]?")
"""Dates in Chinese, Japanese and Korean."""

_MAIL_ZONE = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?:\s*(?:[+-]\d{4}|([A-Z]{1,5})))?(?:\s*\([^()]*\))?$")
"""How the date of a mail ends; with anything else, what Python's reader overlooks may be a zone."""

_URL_DATE = re.compile(
    r"/(?P<y>(?:19|20)\d{2})[/-](?P<m>\d{1,2}|[a-z]{3})[/-](?P<d>\d{1,2})(?=[/_.-]|$)"
    r"|[/-](?P<y2>(?:19|20)\d{2})(?P<m2>0[1-9]|1[0-2])(?P<d2>[0-2]\d|3[01])(?=[/_.-]|$)"
    r"|/(?P<y3>(?:19|20)\d{2})/(?P<m3>0[1-9]|1[0-2])(?=/)",
    re.IGNORECASE,
)


def parse(text: str, order: Order | None = None) -> Moment | Ambiguous | None:
    """Read one date as people and programs write it.

    Parameters
    ----------
    text : str
        The date and nothing else.
    order : {"day first", "month first"}, optional
        How dates in figures such as 06/09/2019 are to be read, where that is known.

    Returns
    -------
    Moment, Ambiguous or None
        None where it is no date. Midnight sharp is taken for a date without a time.

    Examples
    --------
    >>> parse("17 Sep, 2019 07:28").at.isoformat()
    '2019-09-17T07:28:00+00:00'
    >>> parse("June 28, 2019").precision, parse("28/06/2019").at.month, type(parse("06/09/2019")).__name__
    ('day', 6, 'Ambiguous')
    >>> parse("06/09/2019", "day first").at.month, parse("next Tuesday")
    (9, None)
    >>> written = ("2019-06-28 10:00 PM", "01/26/2023 02:55PM CT", "2024-05-01T00:00+03:00")
    >>> [parse(text).at.isoformat()[:16] for text in written]
    ['2019-06-28T22:00', '2023-01-26T20:55', '2024-05-01T00:00']
    """
    text = text.strip()
    if len(text) == 10 and text[4] == text[7] == "-":  # the usual form, read the quick way
        with contextlib.suppress(ValueError):  # no day of the calendar: the readers below say what else it may be
            return Moment(datetime(int(text[:4]), int(text[5:7]), int(text[8:]), tzinfo=UTC), "day")
    if not 6 <= len(text) <= 80:
        return None
    text = _PREFIX.sub("", text)
    if text.endswith("]"):  # Java writes the place behind the offset
        text = text.partition("[")[0]
    text = _IN_CHARACTERS.sub(r"\1-\2-\3 ", text).strip()
    try:
        return _iso(text) or _figures(text, order) or _named(text) or _numbers(text) or _mail(text)
    except (ValueError, OverflowError):  # a day or an hour that no calendar has
        return None


def of_url(url: str) -> Moment | None:
    """Read the date in the path of an address.

    Examples
    --------
    >>> of_url("http://www.example.com/world/2015/04/14/a-story").at.date().isoformat()
    '2015-04-14'
    >>> of_url("http://www.example.com/2019/05/story").precision, of_url("http://www.example.com/news/414380-meteor")
    ('month', None)
    """
    found = _URL_DATE.search(url)
    if not found:
        return None
    year, month, day = (
        found["y"] or found["y2"] or found["y3"],
        found["m"] or found["m2"] or found["m3"],
        found["d"] or found["d2"],
    )
    try:
        number = int(month) if month.isdigit() else MONTHS[month.lower()]
        return Moment(datetime(int(year), number, int(day or 1), tzinfo=UTC), "day" if day else "month")
    except (ValueError, KeyError):
        return None


def of_text(text: str) -> Moment | None:
    """Read the date line of a page: a line that says nothing else, near the top or at the end.

    Examples
    --------
    >>> of_text("17 Sep, 2019 07:28\\nTalks stall\\nOn 18 September 2018 they met.").precision
    'minute'
    >>> of_text("They met on 18 September 2018.") is None
    True
    """
    lines = [line.strip() for line in text[:20_000].split("\n", 60) if line.strip()]
    tail = [line.strip() for line in text[-2_000:].split("\n") if line.strip()]
    for line in [*lines[:HEAD_LINES], *tail[-TAIL_LINES:]]:
        if len(line) > 100 or not any(map(str.isdigit, line)):
            continue
        found = DATE_LINE.fullmatch(line)
        moment = parse(found["date"]) if found and found["date"] else None  # "6 years ago" names no day
        if isinstance(moment, Moment):
            return moment
    return None


def order_of(values: Iterable[str]) -> Order | None:
    """Infer once for a column whether its dates in figures put the day or the month first.

    One value above 12 decides. Where none is, or where both orders occur, nothing is decided.

    Examples
    --------
    >>> order_of(["06/09/2019", "28/06/2019"]), order_of(["06/09/2019"]), order_of(["28/06/2019", "06/28/2019"])
    ('day first', None, None)
    """
    seen = set()
    for value in values:
        found = _FIGURES.match(_PREFIX.sub("", value.strip())) if 8 <= len(value) <= 80 else None
        if found and found[2] != ".":
            first, second = int(found[1]), int(found[3])
            if first > 12 >= second:
                seen.add("day first")
            elif second > 12 >= first:
                seen.add("month first")
        if len(seen) == 2:
            return None
    return seen.pop() if seen else None  # type: ignore[return-value]


def is_possible(at: datetime, today: date) -> bool:
    """Return whether an article can have been published then: from 1900 to tomorrow (time zones).

    Examples
    --------
    >>> [is_possible(datetime(year, 5, 1, tzinfo=UTC), date(2026, 11, 20)) for year in (1, 2019, 2050)]
    [False, True, False]
    """
    return EARLIEST <= at < datetime(today.year, today.month, today.day, tzinfo=UTC) + timedelta(days=2)


def _iso(text: str) -> Moment | None:
    found = _ISO.match(text)
    if not found:
        return None
    year, month, day = int(found[1]), int(found[2]), found[3]
    if not day:
        return Moment(datetime(year, month, 1, tzinfo=UTC), "month")
    return _with_clock(datetime(year, month, int(day)), found)


def _figures(text: str, order: Order | None) -> Moment | Ambiguous | None:
    found = _FIGURES.match(text)
    if not found:
        return None
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if found[2] == "." or first > 12:  # points are written where the day comes first
        return _with_clock(datetime(year, second, first), found)
    if second > 12:
        return _with_clock(datetime(year, first, second), found)
    by_day, by_month = (
        _with_clock(datetime(year, second, first), found),
        _with_clock(datetime(year, first, second), found),
    )
    if first == second:
        return by_day
    if order is None:
        return Ambiguous(by_day, by_month)
    return by_day if order == "day first" else by_month


def _named(text: str) -> Moment | None:
    found = _NAMED.match(text) or _YEAR_LAST.match(text)
    if not found:
        return None
    parts = found.groupdict()
    name = parts["month1"] or parts.get("month2") or parts.get("month3") or ""
    month = MONTHS.get(name[:3].lower())
    day = parts["day1"] or parts.get("day2")
    if month is None:
        return None
    if day is None:
        return Moment(datetime(int(found["year"]), month, 1, tzinfo=UTC), "month")
    return _with_clock(datetime(int(found["year"]), month, int(day)), found)


def _with_clock(day: datetime, found: re.Match[str]) -> Moment:
    parts = found.groupdict()
    end = "" if parts["hour"] is not None else "1"
    if parts.get(f"hour{end}") is None:
        return Moment(day.replace(tzinfo=UTC), "day")
    minute, second = int(parts[f"minute{end}"] or 0), int(parts[f"second{end}"] or 0)
    hour, half, zone = int(parts[f"hour{end}"]), (parts[f"half{end}"] or "").lower(), parts[f"zone{end}"]
    if half and hour <= 12:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    local = day.replace(hour=hour, minute=minute)
    offset = _offset(zone, local)
    if hour == minute == second == 0:
        return Moment(day.replace(tzinfo=UTC), "day", zoned=offset is not None)
    at = local.replace(tzinfo=timezone(offset or timedelta(0))).astimezone(UTC)
    return Moment(at, "minute", offset is not None, zone if zone and offset is None else "", day.date())


def _offset(zone: str | None, local: datetime) -> timedelta | None:
    """Return how far a zone is ahead of UTC at a local time; None where none is named, or none that is understood."""
    if not zone:
        return None
    name = zone.upper()
    sign = re.search(r"([+-])(\d{1,2}):?(\d{2})?$", name)
    if sign:
        return timedelta(hours=int(sign[2]), minutes=int(sign[3] or 0)) * (1 if sign[1] == "+" else -1)
    if name in PLACES:
        return local.replace(tzinfo=ZoneInfo(PLACES[name])).utcoffset()
    return timedelta(hours=ZONES[name]) if name in ZONES else None


def _numbers(text: str) -> Moment | None:
    compact = _COMPACT.match(text)
    if compact and 1900 <= int(compact[1]) <= 2100:
        day = datetime(int(compact[1]), int(compact[2]), int(compact[3]), tzinfo=UTC)
        if compact[4] is None:
            return Moment(day, "day")
        local = day.replace(hour=int(compact[4]), minute=int(compact[5]), tzinfo=None)
        offset = _offset(compact[7], local)
        if local.hour == local.minute == 0:
            return Moment(day, "day", offset is not None)
        at = local.replace(tzinfo=timezone(offset or timedelta(0))).astimezone(UTC)
        return Moment(at, "minute", offset is not None, written=local.date())
    epoch = _EPOCH.match(text)
    if epoch:
        return Moment(datetime.fromtimestamp(int(epoch[1]), UTC).replace(second=0), "minute", zoned=True)
    return None


def _mail(text: str) -> Moment | None:
    """Read the form of mails and feeds: "Tue, 17 Sep 2019 07:28:00 +0300"."""
    end = _MAIL_ZONE.search(text)
    if not end:
        return None
    try:
        at = parsedate_to_datetime(text)
    except (TypeError, IndexError):
        return None
    zoned = at.tzinfo is not None
    if at.hour == at.minute == at.second == 0:
        return Moment(at.replace(tzinfo=UTC), "day", zoned)
    moment = (at if zoned else at.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)
    return Moment(moment, "minute", zoned, "" if zoned else end[1] or "", at.date())
