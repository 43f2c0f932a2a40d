"""When two groups of articles may become one event: how probable that must be, for several articles, over quiet days.

A happening is told on its day and the next, and is then replaced by what comes of it. So two groups between which
days lie of which neither has anything to say need more likeness than two of one morning.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from analysis.events.times import Dates

CUT = 0.45
"""Two groups become one while the mean probability of their pairs is at least this. A little below "as likely one event
as not", because the labels that the probability is learnt from part some reports of one happening."""

SEVERAL, CUT_OF_SEVERAL = 3, 0.5
"""Two groups that each hold several articles need this: each is told as a happening of its own. A single article is
often but an odd report of what a group tells. With .55 for groups of two, labelled sets agree better still (.924 for
`events_allsides`), but the happenings of the example break up (recall .58), and learning more from these makes
storylines worse."""

QUIET_DAYS = 3
"""From so many days on between what two groups report, they need `CUT_OVER_QUIET_DAYS`. Groups of which one holds an
article without a date to the day (undated, or known to the month) stay apart: alike to the reports of two weeks, or of
two years, it would join them."""

CUT_OVER_QUIET_DAYS = 0.85
"""Of the groups of `events_allsides` that were joined over quiet days by less, one in six was right; of `events_gva`,
whose labels count each arrest and trial to the crime, every second one."""

MAX_QUIET_DAYS = 7
"""After a quiet week nothing is joined: of the fourteen events of `bulk_allsides` that were, however alike their
halves, one was one happening, and the others held a vote and the law, an order and its suspension by a judge, an arrest
and what came out at the trial."""


class Spans(NamedTuple):
    """Hold when what articles report happened and was told.

    Parameters
    ----------
    begins, ends : ndarray of float
        First day that an article reports, as it says, and day of its publication; NaN where that cannot be trusted.
    proven : ndarray of bool
        Articles of outlets whose dates have stood the test (`times.MIN_PROOFS`).
    inexact : ndarray of bool
        Articles that have no date, trusted or not, or one that is known to the month.
    """

    begins: np.ndarray
    ends: np.ndarray
    proven: np.ndarray
    inexact: np.ndarray

    @classmethod
    def of(cls, dates: Dates) -> "Spans":
        """Take them from dates."""
        first = np.fmin(dates.days - dates.slack, dates.happened)
        begins = np.where(dates.trusted, first, np.nan)
        ends = np.where(dates.trusted, dates.days + dates.slack, np.nan)
        return cls(begins, ends, dates.proven, np.isnan(dates.days) | (dates.slack > 0))


class Groups:
    """Hold the spans of groups while these grow, and their sizes, each under its lowest item."""

    def __init__(self, spans: Spans) -> None:
        self.trusted = _Hulls(*(np.where(spans.inexact, np.nan, days) for days in (spans.begins, spans.ends)))
        self.proven = _Hulls(*(np.where(spans.proven, days, np.nan) for days in (spans.begins, spans.ends)))
        self.inexact = spans.inexact.tolist()
        self.sizes = [1] * len(spans.begins)

    def may_join(self, one: int, other: int, mean: float) -> bool:
        """Tell whether two groups may become one, whose pairs have a mean probability of at least `CUT`."""
        if mean < CUT_OF_SEVERAL and min(self.sizes[one], self.sizes[other]) >= SEVERAL:
            return False
        quiet = self.proven.between(one, other)
        if quiet >= MAX_QUIET_DAYS or (quiet >= QUIET_DAYS and mean < CUT_OVER_QUIET_DAYS):
            return False
        bridged = self.inexact[one] or self.inexact[other]
        return not (bridged and self.trusted.between(one, other) >= QUIET_DAYS)

    def join(self, kept: int, gone: int) -> None:
        """Give one group the items and the span of both."""
        self.sizes[kept] += self.sizes[gone]
        self.trusted.join(kept, gone)
        self.proven.join(kept, gone)
        self.inexact[kept] = self.inexact[kept] or self.inexact[gone]


class _Hulls:
    """Hold the first and the last day of groups; NaN where none is known."""

    def __init__(self, begins: np.ndarray, ends: np.ndarray) -> None:
        self.begins, self.ends = begins.tolist(), ends.tolist()

    def between(self, one: int, other: int) -> float:
        """Count the days from the end of the one that is over first to the begin of the other."""
        return max(self.begins[one] - self.ends[other], self.begins[other] - self.ends[one])

    def join(self, kept: int, gone: int) -> None:
        """Give one group the days of both."""
        self.begins[kept] = _known(min, self.begins[kept], self.begins[gone])
        self.ends[kept] = _known(max, self.ends[kept], self.ends[gone])


def _known(choose: Callable[[float, float], float], one: float, other: float) -> float:
    """Choose among two numbers, either of which may be missing."""
    return other if one != one else one if other != other else choose(one, other)
