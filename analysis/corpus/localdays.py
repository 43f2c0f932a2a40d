"""The day on which something appeared where it appeared, for moments that a program wrote in UTC.

A page of New York from ten in the evening is dated the next day by its metadata. Readers, and other outlets' pages of
the same event, go by the day on the calendar there.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone

from analysis.corpus import dates

EASTERNMOST, WESTERNMOST = timedelta(hours=13), timedelta(hours=-10)
"""How far the clocks of newsrooms are ahead of UTC, at most and at least: New Zealand in summer, and Hawaii."""

QUARTER = timedelta(minutes=15)
"""Zones differ by whole quarters of an hour."""

_OF_UTC = re.compile(r"\d\d:\d\d?(?::[\d.]+)?\s?(?:Z|UTC|GMT|[+-]00:?00)$")
_OFFSET = re.compile(r"[\dT] ?\d\d:\d\d:\d\d(?:\.\d+)?\s?([+-]\d\d:?\d\d)(?!\d)")


def is_of_utc(written: str) -> bool:
    """Return whether a moment is written in UTC, as programs do wherever they run.

    Examples
    --------
    >>> [is_of_utc(text) for text in ("2020-12-05T23:15:00Z", "2020-12-05T23:15:00+01:00", "2020-12-05")]
    [True, False, False]
    """
    moment = dates.parse(written) if _OF_UTC.search(written) else None
    return isinstance(moment, dates.Moment) and moment.precision == "minute"


def localised(written: str, others: Iterable[str], addresses: Iterable[str] = (), page: str = "") -> str:
    """Write a moment of UTC with its day where it appeared, as far as anything tells that it is another one.

    Parameters
    ----------
    written : str
        The moment, in UTC.
    others : iterable of str
        Other dates of the same page that may be the same moment, the surest first: the first that tells another day,
        within the hours that zones explain, decides. Those in UTC tell nothing.
    addresses : iterable of str
        Of the page. Their days are when the text was begun, and count where the page tells nothing else.
    page : str
        Code of the page. Where all its times that name a zone name one and the same, that is the site's.

    Returns
    -------
    str
        A moment with its zone, or the day alone where no zone is known, or what was given.

    Examples
    --------
    >>> localised("2020-12-05T23:15:00Z", ["2020-12-06 00:15"])
    '2020-12-06T00:15:00+01:00'
    >>> localised("2020-12-05T23:15:00Z", ["6 December 2020"]), localised("2020-12-05T23:15:00Z", ["8 December 2020"])
    ('2020-12-06', '2020-12-05T23:15:00Z')
    >>> localised("2020-05-02T02:54:00Z", [], page='{"next": "Fri, 01 May 2020 23:00:00 -0400"}')
    '2020-05-01T22:54:00-04:00'
    """
    moment = dates.parse(written)
    if not isinstance(moment, dates.Moment):
        return written
    days = [(day, _day_of(day)) for other in others if not is_of_utc(other) and (day := _by(moment, other))]
    found = next((day for day, of in days if of != moment.at.date()), "")
    return found or ("" if days else _by_the_address(moment, addresses) or _by_the_site(moment, page)) or written


def _by_the_address(moment: dates.Moment, addresses: Iterable[str]) -> str:
    days = (of_url for address in addresses if (of_url := dates.of_url(address)) and of_url.precision == "day")
    written = (of_url.day for of_url in days if of_url.day != moment.at.date())
    return next(filter(None, (_by(moment, day.isoformat()) for day in written)), "")


def _day_of(written: str) -> date | None:
    moment = dates.parse(written, "day first")
    return moment.day if isinstance(moment, dates.Moment) else None


def _by(moment: dates.Moment, written: str) -> str:
    """Write a moment by the clock of another writing of it; nothing where that cannot be one."""
    other = dates.parse(written, "day first")
    if not isinstance(other, dates.Moment) or other.precision not in ("minute", "day"):
        return ""
    if abs((other.day - moment.at.date()).days) > 1:
        return ""
    if other.precision == "day":
        start = datetime.combine(other.day, time(), UTC)
        is_possible = start - EASTERNMOST <= moment.at < start + timedelta(days=1) - WESTERNMOST
        return other.day.isoformat() if is_possible else ""
    if other.zoned:
        return written if abs(other.at - moment.at) < QUARTER else ""
    ahead = round((other.at - moment.at) / QUARTER) * QUARTER
    is_same = abs(other.at - moment.at - ahead) <= timedelta(minutes=1) and WESTERNMOST <= ahead <= EASTERNMOST
    return moment.at.astimezone(timezone(ahead)).isoformat() if is_same else ""


def _by_the_site(moment: dates.Moment, page: str) -> str:
    offsets = {found.replace(":", "") for found in _OFFSET.findall(page)} - {"+0000", "-0000"}
    if len(offsets) != 1:
        return ""
    (offset,) = offsets
    local = moment.at.astimezone(datetime.strptime(offset, "%z").tzinfo)
    return local.isoformat() if local.date() != moment.at.date() else ""
