"""How far apart in time two articles are: by their dates, or by what they say happened if that is less.

A report of three days later, of the same Tuesday, is no further from the first than one of the next morning.
"""

import numpy as np

from analysis.events.candidates import Pairs
from analysis.events.said import IN_SERIES
from analysis.events.times import MAX_DAYS_BACK, TRUST, Dates

FEATURES = ("days_apart", "not_one_day", "undated", "happened_known", "same_weekday", "other_weekday")
"""What the pair model sees of two articles in time, in the order of its coefficients; `features_of` tells what each
is."""

NEXT_DAYS = 2
"""A report of one day and one of the next are mostly of one happening: an evening, and the morning paper."""

NAMED_ALIKE = 0.7
"""Part of the days between two articles that counts where both name one day: a report of Wednesday's condolences for
the crash of Saturday is nearer to the report of the crash than their dates say, and yet a day's news is mostly another
happening. With 0 more pairs days apart are wrongly joined, with 1 more happenings are broken up."""


def features_of(pairs: Pairs, dates: Dates, *, as_written: bool = False) -> list[np.ndarray]:
    """Describe pairs of articles in the numbers of `FEATURES`.

    Parameters
    ----------
    pairs : Pairs
        Row numbers of the articles.
    dates : Dates
        Their dates.
    as_written : bool
        Count the days to a doubtful date like others; see `days_apart`. So the model is learnt: the few doubtful pairs
        of one event that are labelled would else teach that little likeness will do (`events_gva`: .879 for .883).

    Returns
    -------
    list of ndarray of shape (n_pairs,)
        Natural log of one plus the days apart, less where both name one day (`NAMED_ALIKE`), and whether these are at
        least `NEXT_DAYS`, both weighed by the lower trust in the two dates; how far the dates cannot be used (0 to
        1); whether both name a day, weighed by the same trust; whether both name one day, and whether they name days
        `NEXT_DAYS` or more apart, weighed by how far the dates cannot be used: days with their year, else weekdays.
    """
    left, right = pairs
    trust = np.minimum(dates.trust[left], dates.trust[right])
    apart = days_apart(pairs, dates, as_written=as_written)
    known = ((dates.named[left] != 0) & (dates.named[right] != 0)) * trust
    named = (dates.weekdays[left] >= 0) & (dates.weekdays[right] >= 0)
    around = np.abs(dates.weekdays[left] - dates.weekdays[right])
    around = np.minimum(around, 7 - around)
    between = days_between(pairs, dates)
    return [
        np.log1p(apart) * trust * np.where(_name_one_day(pairs, dates), NAMED_ALIKE, 1.0),
        (apart >= NEXT_DAYS) * trust,
        1 - trust,
        known,
        np.where(np.isnan(between), named & (around == 0), between < NEXT_DAYS) * (1 - trust),
        np.where(np.isnan(between), named & (around >= NEXT_DAYS), between >= NEXT_DAYS) * (1 - trust),
    ]


def days_apart(pairs: Pairs, dates: Dates, *, as_written: bool = False) -> np.ndarray:
    """Count the days between two articles; 0 where nothing is known.

    A page may be saved long after it appeared: a doubtful date is the latest that it can be, so where it is the later
    of two it says nothing of the days between, unless dates are taken as they are written.

    Examples
    --------
    >>> doubtful, nothing = np.array([1.0, 0.6, 1.0]), np.full(3, np.nan)
    >>> none = np.zeros(3, dtype="int64")
    >>> dates = Dates(np.array([0.0, 9.0, 30.0]), doubtful, none, none, none, nothing, none, none)
    >>> days_apart(Pairs(np.array([0, 1, 0]), np.array([1, 2, 2])), dates)
    array([ 0., 21., 30.])
    >>> days_apart(Pairs(np.array([0]), np.array([1])), dates, as_written=True)
    array([9.])
    """
    left, right = pairs
    known = (dates.trust[left] > 0) & (dates.trust[right] > 0)
    later = dates.days[right] - dates.days[left]
    trust_of_later = np.where(np.nan_to_num(later) >= 0, dates.trust[right], dates.trust[left])
    apart = np.abs(later) - np.maximum(dates.slack[left], dates.slack[right])
    counts = known & (as_written | (trust_of_later >= TRUST["text"]))
    apart = np.where(counts, np.maximum(np.nan_to_num(apart), 0), 0.0)
    between = days_between(pairs, dates)
    return np.asarray(np.where(known & ~np.isnan(between), np.fmin(apart, between), apart))


def days_between(pairs: Pairs, dates: Dates) -> np.ndarray:
    """Count the days between what two articles report; NaN where one does not say."""
    left, right = pairs
    return np.asarray(np.abs(dates.happened[left] - dates.happened[right]))


def _name_one_day(pairs: Pairs, dates: Dates) -> np.ndarray:
    """Tell which pairs name one and the same day up to their publication."""
    left, right = pairs
    later = np.nan_to_num(dates.days[right] - dates.days[left])
    shift = np.minimum(np.abs(later), 2 * MAX_DAYS_BACK).astype("int64")
    earlier, after = (
        np.where(later >= 0, *sides)
        for sides in ((dates.named[left], dates.named[right]), (dates.named[right], dates.named[left]))
    )
    return np.asarray(((earlier << shift) & after) != 0)


def of_another_round(pairs: Pairs, dates: Dates) -> np.ndarray:
    """Tell which pairs name two places in one series: the second round of talks and the third.

    Examples
    --------
    >>> none, days = np.zeros(3, dtype="int64"), np.zeros(3)
    >>> second_round, third_round, third_test = 2, 3, 3 * IN_SERIES + 3
    >>> series = np.array([second_round, third_round, third_test])
    >>> of_another_round(Pairs(np.array([0, 1]), np.array([1, 2])), Dates(*[days] * 2, *[none] * 5, series))
    array([ True, False])
    """
    left, right = (dates.series[side] for side in pairs)
    return np.asarray((left >= 0) & (right >= 0) & (left // IN_SERIES == right // IN_SERIES) & (left != right))
