"""The few statistics that comparisons rest on, each with its source and its limits.

The unit is always the event (or the storyline): sentences of one article, and articles of one event, are not
independent. So there are few values, and every formula here is one that holds for few values.
"""

from typing import NamedTuple

import numpy as np
import scipy

CHANCE = 0.05
"""A difference is called beyond chance where its p, corrected for all that is compared (q), does not exceed this."""

LEVEL = 0.95
"""Share of intervals that should hold the true value."""

MIN_FOR_INTERVAL = 3
"""With two values a t interval is thirteen times as wide as their spread: it says nothing."""

MIN_FOR_TEST = 6
"""Five values cannot reach p < .05 by sign flips (the smallest possible p is .0625); six reach .031."""

EXACT_FLIPS = 20
"""Up to here all sign flips are counted: a million of them, in two halves of a thousand, take 0.1 ms."""

POWER = 0.8
"""The usual chance of finding a difference that a study should be planned for."""


class Interval(NamedTuple):
    """An estimate and where the true value plausibly lies; empty ends where that cannot be said."""

    estimate: float
    low: float
    high: float


def t_reach(n: int, level: float = (1 + LEVEL) / 2) -> float:
    """Return the quantile of Student's t for n values: fifty times as fast as scipy.stats, which checks its arguments.

    Examples
    --------
    >>> round(t_reach(3), 3)
    4.303
    """
    return float(scipy.special.stdtrit(n - 1, level))


def t_interval(values: np.ndarray, level: float = LEVEL) -> Interval:
    """Estimate a mean with Student's t interval.

    Parameters
    ----------
    values : ndarray of shape (n_events,)
        One value an event, empties left out.
    level : float
        Share of intervals that hold the true mean.

    Returns
    -------
    Interval
        The ends are empty below three values, and where all values are the same: nothing varies, so nothing can
        be said about how far chance reaches.

    Notes
    -----
    Over 3 to 30 events it holds what it promises, where resampling events (the bootstrap) gives .70 at three.

    References
    ----------
    The probable error of a mean, Biometrika 6(1), 1908.

    Examples
    --------
    >>> [round(float(number), 2) for number in t_interval(np.array([1.0, 2.0, 6.0]))]
    [3.0, -3.57, 9.57]
    """
    values = np.asarray(values, dtype=float)
    n = len(values)
    if n == 0:
        return Interval(np.nan, np.nan, np.nan)
    deviation = values.std(ddof=1) if n > 1 else 0.0
    return t_interval_of(float(values.mean()), float(deviation), n, level)


def t_interval_of(mean: float, deviation: float, n: int, level: float = LEVEL) -> Interval:
    """Return Student's t interval from mean, standard deviation and number of values.

    Examples
    --------
    >>> t_interval_of(0.1, 0.0, 8)
    Interval(estimate=0.1, low=nan, high=nan)
    """
    if n < MIN_FOR_INTERVAL or deviation <= abs(mean) * 1e-9:
        return Interval(mean, np.nan, np.nan)
    half = t_reach(n, (1 + level) / 2) * deviation / np.sqrt(n)
    return Interval(mean, float(mean - half), float(mean + half))


def sign_flip_p(differences: np.ndarray) -> float:
    """Return how often flipped signs would give a mean difference at least as large, in either direction.

    If two outlets word events alike, each event's difference could as well have had the other sign.

    Parameters
    ----------
    differences : ndarray of shape (n_events,)
        One difference an event.

    Returns
    -------
    float
        Two-sided p from 0 to 1; empty below six events, where it could not fall below .05 at all.

    Notes
    -----
    Up to 20 differences that are not zero, all flips are counted. Above, the tail of the same flips is computed
    with the saddlepoint formula, which is as exact as a hundred thousand draws and needs no seed.

    References
    ----------
    The design of experiments, 1935 (the flips). Saddlepoint approximations for permutation tests and confidence
    intervals, Journal of the Royal Statistical Society B 44(1), 1982.

    Examples
    --------
    >>> sign_flip_p(np.array([0.1, 0.3, 0.2, 0.4, 0.1, 0.2]))
    0.03125
    """
    differences = np.asarray(differences, dtype=float)
    if len(differences) < MIN_FOR_TEST:
        return float("nan")
    sizes = np.abs(differences[differences != 0])
    total = abs(differences.sum())
    if len(sizes) == 0 or total <= sizes.sum() * 1e-12:
        return 1.0
    if len(sizes) <= EXACT_FLIPS:
        return _exact_flips(sizes, total)
    if np.ptp(sizes) <= sizes.max() * 1e-9:  # equal steps: the formula for smooth tails would be too small
        n_positive = round((total / sizes[0] + len(sizes)) / 2)
        return float(min(1.0, 2 * scipy.special.bdtrc(n_positive - 1, len(sizes), 0.5)))
    return _saddlepoint_flips(sizes, total)


def _exact_flips(sizes: np.ndarray, total: float) -> float:
    """Count all flips in two halves: the sums of one half are looked up among the sorted sums of the other."""
    left, right = np.sort(_all_sums(sizes[::2])), _all_sums(sizes[1::2])
    enough = total - 1e-9 * sizes.sum()
    n_large = (len(left) - np.searchsorted(left, enough - right)).sum()
    return float(min(1.0, 2 * n_large / 2 ** len(sizes)))


def _all_sums(sizes: np.ndarray) -> np.ndarray:
    sums = np.zeros(1)
    for size in sizes:
        sums = np.concatenate([sums - size, sums + size])
    return sums


def _saddlepoint_flips(sizes: np.ndarray, total: float) -> float:
    least = 2.0 ** (1 - len(sizes))
    if total >= sizes.sum() * (1 - 1e-9):  # all of one sign: one flip in each direction is as large
        return least
    return max(least, _tail(sizes / sizes.max(), total / sizes.max()))


def _tail(sizes: np.ndarray, total: float) -> float:
    squares = sizes**2
    tilt = total / squares.sum()
    for _ in range(50):  # Newton from the left on a concave curve: never overshoots
        bent = np.tanh(tilt * sizes)
        slope = (squares * (1 - bent**2)).sum()
        step = (total - (sizes * bent).sum()) / slope
        tilt += step
        if abs(step) <= 1e-10 * tilt:
            break
    bent = np.tanh(tilt * sizes)
    variance = (squares * (1 - bent**2)).sum()
    log_cosh = tilt * sizes + np.log1p(np.exp(-2 * tilt * sizes)) - np.log(2)
    root = np.sqrt(max(0.0, 2 * (tilt * total - log_cosh.sum())))
    if root < 1e-3:  # the middle of the distribution, where the formula is 0 / 0
        return float(min(1.0, 2 * scipy.special.ndtr(-total / np.sqrt(squares.sum()))))
    corrected = root + np.log(tilt * np.sqrt(variance) / root) / root
    return float(min(1.0, 2 * scipy.special.ndtr(-corrected)))


def benjamini_hochberg(p: np.ndarray) -> np.ndarray:
    """Correct p-values of one family for their number.

    Among the findings with q below .05, one in twenty is expected to be chance.

    Parameters
    ----------
    p : ndarray of shape (n_tests,)
        Empty where no test was made; those do not count.

    Returns
    -------
    ndarray of shape (n_tests,)
        q, empty where p is.

    References
    ----------
    Controlling the false discovery rate, Journal of the Royal Statistical Society B 57(1), 1995.

    Examples
    --------
    >>> benjamini_hochberg(np.array([0.01, np.nan, 0.04, 0.03])).tolist()
    [0.03, nan, 0.04, 0.04]
    """
    p = np.asarray(p, dtype=float)
    q = np.full(len(p), np.nan)
    tested = np.flatnonzero(~np.isnan(p))
    order = tested[np.argsort(p[tested], kind="stable")]
    scaled = p[order] * len(order) / np.arange(1, len(order) + 1)
    q[order] = np.minimum(1.0, np.minimum.accumulate(scaled[::-1])[::-1])
    return q


def jackknife(estimate: float, without_one: np.ndarray, level: float = LEVEL) -> Interval:
    """Return a quantity's interval from its values with one event left out at a time.

    Parameters
    ----------
    estimate : float
        The quantity from all events.
    without_one : ndarray of shape (n_events,)
        The same quantity computed without each event.

    References
    ----------
    Bias and confidence in not quite large samples, Annals of Mathematical Statistics 29, 1958.

    Examples
    --------
    >>> values = np.array([1.0, 2.0, 6.0])
    >>> left_out = (values.sum() - values) / 2
    >>> [round(number, 2) for number in jackknife(values.mean(), left_out)]  # for a mean, the t interval
    [3.0, -3.57, 9.57]
    """
    without_one = np.asarray(without_one, dtype=float)
    n = len(without_one)
    if n < MIN_FOR_INTERVAL or np.isnan(without_one).any():
        return Interval(estimate, np.nan, np.nan)
    spread = np.sqrt((n - 1) / n * ((without_one - without_one.mean()) ** 2).sum())
    return t_interval_of(float(estimate), float(spread * np.sqrt(n)), n, level)


def detectable_difference(deviation: float, n: int, power: float = POWER, level: float = LEVEL) -> float:
    """Return the smallest true difference that this many events would have found four times in five.

    Parameters
    ----------
    deviation : float
        Standard deviation of the differences over events.
    n : int
        Number of events; below six there is no test and so no answer.

    Examples
    --------
    >>> round(detectable_difference(0.13, 100), 3)
    0.037
    """
    if n < MIN_FOR_TEST:
        return float("nan")
    reach = t_reach(n, (1 + level) / 2) + t_reach(n, power)
    return float(reach * deviation / np.sqrt(n))
