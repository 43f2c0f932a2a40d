"""How often a host is asked, and when one is left alone: the clock, the pauses, the throttles."""

import re
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Protocol

PAUSE = 5.0
"""Seconds between two requests to a host; its Crawl-delay may ask for more."""

PAUSES = {"api.gdeltproject.org": 10.0}
"""Hosts that say elsewhere than in robots.txt that they want more than `PAUSE` (GDELT's throttle text: one request
every 5 seconds, of which its users see a good part refused; noted 2026-11)."""

MAX_WAIT = 300.0
"""Seconds of Retry-After that are waited; a host that wants a longer pause is left alone for this run."""

WITHOUT_RETRY_AFTER = 60.0
"""Seconds to wait after a throttle that names no time: archives block an address that goes on within a minute."""

MAX_TRIES = 3
"""Requests for one address within a run that a throttle may answer."""

MAX_REFUSALS = 3
"""Refusals (403, 429, guard pages) in a row after which a host is left alone for this run."""


class Clock(Protocol):
    """Tell the time and wait; tests have one that does not wait."""

    def now(self) -> datetime:
        """Return the time in UTC."""

    def wait(self, seconds: float) -> None:
        """Let so many seconds pass."""


class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        """Return the time in UTC."""
        return datetime.now(UTC)

    def wait(self, seconds: float) -> None:
        """Let so many seconds pass."""
        time.sleep(seconds)


class StoppedError(Exception):
    """Tell that whoever collects wants it to end here; the same call goes on."""


class Stoppable:
    """A clock whose wait ends as soon as it is told to stop.

    Parameters
    ----------
    clock : Clock
        The clock that tells the time.
    stop : threading.Event
        Set by whoever wants the run to end.
    """

    def __init__(self, clock: Clock, stop: threading.Event) -> None:
        self._clock, self._stop = clock, stop

    def now(self) -> datetime:
        """Return the time in UTC."""
        return self._clock.now()

    def wait(self, seconds: float) -> None:
        """Let so many seconds pass, or end the run.

        Raises
        ------
        StoppedError
            Where it is to end.
        """
        self.check()
        if not isinstance(self._clock, SystemClock):
            self._clock.wait(seconds)
        elif self._stop.wait(seconds):
            self.check()

    def check(self) -> None:
        """Raise `StoppedError` where the run is to end."""
        if self._stop.is_set():
            raise StoppedError("stopped; the same command goes on from there")


class Turns:
    """Keep the pauses of each host; one request at a time is asked in all, so a host never has two."""

    def __init__(self, clock: Stoppable) -> None:
        self._clock = clock
        self._asked_at: dict[str, datetime] = {}
        self._not_before: dict[str, datetime] = {}

    def wait_for(self, host: str, pause: float) -> None:
        """Wait until so many seconds have passed since a host was asked, and any longer pause that it asked for."""
        asked_at = self._asked_at.get(host)
        free_at = [asked_at + timedelta(seconds=pause)] if asked_at else []
        free_at += [self._not_before[host]] if host in self._not_before else []
        left = max(((one - self._clock.now()).total_seconds() for one in free_at), default=0.0)
        self._clock.check()
        if left > 0:
            self._clock.wait(left)

    def asked(self, host: str, at: datetime) -> None:
        """Note when a host was asked."""
        self._asked_at[host] = at

    def not_before(self, host: str, at: datetime) -> None:
        """Note when a host wants to be asked again at the earliest."""
        self._not_before[host] = at


def pause_of(host: str, asked_for: float = 0.0) -> float:
    """Return the seconds between two requests to a host.

    Examples
    --------
    >>> pause_of("www.rt.com"), pause_of("www.rt.com", 30), pause_of("api.gdeltproject.org")
    (5.0, 30, 10.0)
    """
    return max(PAUSE, PAUSES.get(host, 0.0), asked_for)


_THROTTLES = re.compile(
    rb"limit requests to one every|too many requests|rate limit(?:ed| exceeded)?|quota exceeded|slow down",
    re.IGNORECASE,
)
THROTTLE_BYTES = 2_000
"""Bytes of the longest body that is taken for a throttle's text: an article that speaks of rates is longer."""


def is_throttle(status: int, headers: Mapping[str, str], body: bytes) -> bool:
    """Return whether an answer says "later": by its status, or by its text in spite of status 200.

    Examples
    --------
    >>> is_throttle(200, {}, b"Please limit requests to one every 5 seconds or contact us")
    True
    >>> is_throttle(404, {}, b"Not found"), is_throttle(503, {"retry-after": "30"}, b"")
    (False, True)
    """
    if status == 429 or (status == 503 and "retry-after" in headers):
        return True
    return (
        status == 200 and len(body) <= THROTTLE_BYTES and b"<html" not in body.lower() and bool(_THROTTLES.search(body))
    )


def seconds_to_wait(headers: Mapping[str, str], now: datetime) -> float:
    """Read Retry-After: seconds or a date.

    Examples
    --------
    >>> noon = datetime(2019, 6, 30, 12, tzinfo=UTC)
    >>> seconds_to_wait({"retry-after": "7"}, noon)
    7.0
    >>> seconds_to_wait({"retry-after": "Sun, 30 Jun 2019 12:02:00 GMT"}, noon), seconds_to_wait({}, noon)
    (120.0, 60.0)
    """
    told = headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}(?:\.\d+)?", told):
        return float(told)
    try:
        until = parsedate_to_datetime(told)
    except (TypeError, ValueError):
        return WITHOUT_RETRY_AFTER
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - now).total_seconds())
