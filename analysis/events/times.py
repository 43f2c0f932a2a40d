"""When did it happen? What a text says (`said`), beside a publication date, and how far that can be trusted.

A weekday names one day only beside a date of publication, but two articles can be compared on it even where neither has
one. And because reports mostly name the day on which they appear or the day before, the weekdays of an outlet's
articles tell whether its dates are days of publication, or days on which somebody saved the pages: beside those, any
weekday is as frequent as any other.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import codes, schema

REPORTS_BY_LAG = np.array([0.60, 0.24, 0.05, 0.03, 0.02, 0.02, 0.04])
"""How often the first weekday that a report names lies so many days before its publication (6: mostly the day after).
Counted over `events_basil`, `events_allsides` and `events_gva`, whose dates are days of publication, each weighing the
same."""

COMMENTS_BY_LAG = np.array([0.25, 0.30, 0.18, 0.11, 0.07, 0.05, 0.04])
"""The same in magazines, which come back to the happenings of a week; counted over five of `bulk_allsides`."""

_MIN_CLEAR_LAG = 5
"""From this many days back on, a weekday is as likely to lie ahead ("will meet on Saturday"): it is not resolved."""

MAX_DAYS_BACK = 20
"""Days before publication that are compared with those of other articles: as far as articles with trusted dates are
compared."""

EXPECTED_REAL, PRIOR_ARTICLES = 0.9, 4
"""An outlet of which nothing is known counts like one that named four weekdays, most of them beside true dates."""

TRUST_LEVELS = (1.0, 0.6, 0.0)
"""Levels of trust, so that an outlet's trust does not change with every article: its dates are days of publication in
at least .75 of its articles, in .5, or in fewer. The last ones are none: such an article is as good as undated."""

_LEVEL_SHARES = (0.75, 0.5)

MIN_PROOFS = 5
"""An outlet's dates have stood the test where so many of its articles name a weekday and its dates are trusted."""

MAX_YEARS_AHEAD = 4
"""A report names days up to some years ahead (elections, deadlines); beyond that its date of publication is wrong."""

TRUST = {"field": 1.0, "manifest": 1.0, "metadata": 1.0, "url": 1.0, "text": 0.9, "file": 0.0, "none": 0.0}
"""How much a date counts by where it comes from, before it is compared with the text. A file's date is when it was
saved, not when it was published; one found in the running text may be another date."""

MONTH_SLACK_DAYS = 15
"""A date known to the month stands for its middle: up to 15 days of distance say nothing."""

MIN_FIRSTS, FIRSTS_SHARE = 3, 0.5
"""Where an outlet has dates without a time on the first of so many months, and this share of all such dates, these are
known to the month: by chance one in thirty is a first."""

_FIRST_DAY = pd.Timestamp("1970-01-01", tz="UTC")
_WEEKDAY_OF_FIRST_DAY = 3


class Dates(NamedTuple):
    """Hold when articles were published, and when what they report happened.

    Parameters
    ----------
    days : ndarray of float
        Day of publication since 1970; NaN where there is none that can be used.
    trust : ndarray of float
        How far it can be trusted, 0 to 1.
    proven : ndarray of bool
        Whether the dates of its outlet have stood the test (`MIN_PROOFS`).
    slack : ndarray of int
        Days by which it may be wrong.
    weekdays : ndarray of int
        First weekday that the article names, Monday 0; -1 where it names none.
    happened : ndarray of float
        Day since 1970 on which it happened, as the article says; NaN where it does not say. Of an article without a
        date the last day that it names with its year.
    named : ndarray of int
        Days up to publication that the article names: bit ``k`` stands for ``k`` days before, up to `MAX_DAYS_BACK`.
    series : ndarray of int
        First place in a series that the article names (`said.IN_SERIES`); -1 where it names none.
    """

    days: np.ndarray
    trust: np.ndarray
    proven: np.ndarray
    slack: np.ndarray
    weekdays: np.ndarray
    happened: np.ndarray
    named: np.ndarray
    series: np.ndarray

    @property
    def trusted(self) -> np.ndarray:
        """Tell which dates can be trusted."""
        return self.trust >= TRUST["text"]

    def at(self, rows: np.ndarray) -> "Dates":
        """Take some articles."""
        return Dates(*(values[rows] for values in self))

    def differ(self, other: "Dates") -> np.ndarray:
        """Tell for which articles two readings of their dates are not the same, apart from ``proven``.

        No pair depends on that: it only says when groups may become one (`joining`).
        """
        unlike = [
            ~((mine == theirs) | ((mine != mine) & (theirs != theirs)))
            for mine, theirs in zip(self, other._replace(proven=self.proven), strict=True)
        ]
        return np.asarray(np.any(unlike, axis=0))


def of_corpus(articles: pd.DataFrame, times: pd.DataFrame) -> Dates:
    """Read the dates of a corpus, judge how far each can be trusted, and resolve what the texts say against them.

    Parameters
    ----------
    articles : DataFrame
        ``article_id``, ``outlet``, ``published_at``, ``published_precision``, ``published_from``.
    times : DataFrame
        The ``times`` table; an article that it does not name says nothing.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a"], "outlet": ["A"], "published_at": ["2019-07-03T12:00Z"],
    ...                          "published_precision": ["minute"], "published_from": ["field"]})
    >>> times = pd.DataFrame({"article_id": ["a"], "kind": ["weekday"], "value": [1]})
    >>> dates = of_corpus(articles, times)
    >>> float(dates.days[0] - dates.happened[0]), float(dates.trust[0])
    (1.0, 1.0)
    """
    times_of = {kind: _values(articles["article_id"], times, kind) for kind in schema.TIME_KINDS}
    judged = _judged(articles, times_of)
    days = np.where(judged.trust > 0, judged.days, np.nan)
    pinned = np.where(judged.slack > 0, np.nan, days)
    happened = _happened(pinned, times_of, last_dates(articles["article_id"], times))
    weekdays, series = (np.nan_to_num(times_of[kind], nan=-1.0).astype("int32") for kind in ("weekday", "series"))
    named = _named(articles["article_id"], pinned, times)
    proven = (judged.trust >= TRUST["text"]) & (judged.n_proofs >= MIN_PROOFS)
    return Dates(days, judged.trust, proven, judged.slack, weekdays, happened, named, series)


def of_corpus_before(articles: pd.DataFrame, times: pd.DataFrame, now: Dates, old: np.ndarray) -> Dates:
    """Read the dates of some articles of a corpus as if the others were not there.

    Parameters
    ----------
    articles, times
        See `of_corpus`.
    now : Dates
        The dates of all articles.
    old : ndarray of int
        Rows of the articles wanted.

    Returns
    -------
    Dates
        What `of_corpus` gives for these articles; only outlets of which some are missing are looked at again.
    """
    code = _origins(articles)
    new = np.ones(len(articles), dtype=bool)
    new[old] = False
    again = np.isin(code[old], code[new])
    before = of_corpus(articles.iloc[old[again]], times)
    found = now.at(old)
    for values, earlier in zip(found, before, strict=True):
        values[again] = earlier
    return found


class _Judged(NamedTuple):
    """Hold dates as they were written and what is thought of them.

    Days since 1970 (NaN for none), days by which they may be wrong, days from the named weekday to them, the number of
    articles of their outlet that name one and the share of true dates there, and the trust in each.
    """

    days: np.ndarray
    slack: np.ndarray
    lags: np.ndarray
    n_proofs: np.ndarray
    shares: np.ndarray
    trust: np.ndarray


def _judged(articles: pd.DataFrame, times_of: dict[str, np.ndarray]) -> _Judged:
    days = days_of(articles["published_at"])
    given = articles["published_from"].astype("str").map(TRUST).fillna(0.0).to_numpy(dtype="float64")
    given = np.where(np.isnan(days) | _contradicted(days, times_of["date"]), 0.0, given)
    slack = np.where(_to_the_month(articles), MONTH_SLACK_DAYS, 0)
    days = np.where(given > 0, days + slack, np.nan)
    lags = _lags(np.where(slack > 0, np.nan, days), times_of["weekday"])
    counts, origin = _counted(articles, lags)
    distinct, place = np.unique(counts, axis=0, return_inverse=True)  # most outlets name few weekdays
    shares = np.array([_share_of(*row) for row in distinct.tolist()])[place.ravel()[origin]]
    return _Judged(days, slack, lags, counts.sum(axis=1)[origin], shares, given * _trust(shares, lags))


def _to_the_month(articles: pd.DataFrame) -> np.ndarray:
    """Tell which dates are known to the month: those that say so, and the firsts of outlets that write nearly no other
    day."""
    at = pd.to_datetime(articles["published_at"], utc=True)
    whole = (articles["published_precision"].astype("str") == "day").to_numpy() & at.notna().to_numpy()
    is_first = whole & (at.dt.day == 1).to_numpy()
    by = _origins(articles)
    n_months = at.where(is_first).groupby(by).transform("nunique").to_numpy()
    share = pd.Series(np.where(whole, is_first, np.nan)).groupby(by).transform("mean").to_numpy()
    often = (n_months >= MIN_FIRSTS) & (share >= FIRSTS_SHARE)
    return (articles["published_precision"].astype("str") == "month").to_numpy() | (is_first & often)


def _origins(articles: pd.DataFrame) -> np.ndarray:
    """Number whose dates are alike: those of one outlet that come from the same place."""
    outlet, source = (pd.factorize(articles[column])[0] + 1 for column in ("outlet", "published_from"))
    return pd.factorize(outlet * (source.max(initial=0) + 1) + source)[0]


def _values(ids: pd.Series, times: pd.DataFrame, kind: str) -> np.ndarray:
    """Give each article's first number of one kind; NaN where it names none."""
    chosen = times[(times["kind"] == kind).to_numpy()].drop_duplicates("article_id")
    values = np.append(chosen["value"].to_numpy(dtype="float64"), np.nan)
    return values[codes.rows(ids, chosen["article_id"])]


def days_of(moments: pd.Series) -> np.ndarray:
    """Count whole days since 1970, UTC; NaN for an undated article.

    Examples
    --------
    >>> days_of(pd.Series(pd.to_datetime(["1970-01-03T23:59Z", None])))
    array([ 2., nan])
    """
    since = pd.to_datetime(moments, utc=True) - _FIRST_DAY
    return np.floor((since / pd.Timedelta(days=1)).to_numpy(dtype="float64", copy=True))


def _contradicted(days: np.ndarray, named: np.ndarray) -> np.ndarray:
    """Tell which articles name a day that lies years after their publication: a date of the wrong century."""
    ahead = np.floor(named / 10_000) - (1970 + days / 365.25)
    return np.asarray(np.nan_to_num(ahead) > MAX_YEARS_AHEAD)


def _lags(days: np.ndarray, weekdays: np.ndarray) -> np.ndarray:
    """Count the days from the named weekday to publication, 0 to 6; NaN where either is missing."""
    return np.asarray((days + _WEEKDAY_OF_FIRST_DAY - weekdays) % 7)


def share_real(counts: np.ndarray) -> float:
    """Estimate in what share of articles the date is the day of publication, from how many days back they name.

    A mixture: beside days of publication the lags follow `REPORTS_BY_LAG` or `COMMENTS_BY_LAG`, beside any other days
    they are even.

    Parameters
    ----------
    counts : ndarray of shape (7,)
        Articles by the days from the first weekday that they name to their date.

    References
    ----------
    Maximum likelihood from incomplete data via the EM algorithm, Journal of the Royal Statistical Society B 39, 1977.

    Examples
    --------
    >>> round(share_real(np.array([60, 24, 5, 3, 2, 2, 4])), 2), round(share_real(np.full(7, 20)), 2)
    (0.98, 0.2)
    """
    prior = np.array([EXPECTED_REAL / 2, EXPECTED_REAL / 2, 1 - EXPECTED_REAL])
    weights = prior
    for _ in range(_STEPS):
        belongs = weights[:, None] * _BY_LAG
        belongs /= belongs.sum(axis=0)
        weights = (belongs @ counts + PRIOR_ARTICLES * prior) / (counts.sum() + PRIOR_ARTICLES)
    return float(1 - weights[-1])


@lru_cache(maxsize=1 << 14)
def _share_of(*counts: float) -> float:
    """Remember the share of counts: the dates of a corpus are judged again and again, and few outlets grow."""
    return share_real(np.array(counts))


_BY_LAG = np.stack([REPORTS_BY_LAG, COMMENTS_BY_LAG, np.full(7, 1 / 7)])

_STEPS = 200
"""Steps of expectation and maximisation; afterwards the share moves by less than .001 a step."""


def _counted(articles: pd.DataFrame, lags: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Count the lags of each outlet's dates that come from one place; also which of these each article is of."""
    code = _origins(articles)
    counts = np.zeros((code.max(initial=-1) + 1, 7))
    here = ~np.isnan(lags)
    np.add.at(counts, (code[here], lags[here].astype("int64")), 1)
    return counts, code


def _trust(shares: np.ndarray, lags: np.ndarray) -> np.ndarray:
    """Turn an outlet's share of true dates, and what the article itself says, into a level of trust."""
    high, middle = _LEVEL_SHARES
    lag = np.nan_to_num(lags).astype("int64")
    rounded = np.where(shares >= middle, (high + middle) / 2, middle / 2)
    real = (REPORTS_BY_LAG + COMMENTS_BY_LAG)[lag] / 2
    likely = rounded * real / (rounded * real + (1 - rounded) / 7)
    own = np.where(np.isnan(lags), rounded, likely)
    return np.where(shares >= high, TRUST_LEVELS[0], np.where(own >= middle, TRUST_LEVELS[1], TRUST_LEVELS[2]))


def _happened(days: np.ndarray, times_of: dict[str, np.ndarray], last: np.ndarray) -> np.ndarray:
    """Resolve what a text says against its date: a weekday, else "yesterday", else a day of the days before.

    Without a date it is the last day that the text names with its year.
    """
    lags = _lags(days, times_of["weekday"])
    said_so = [
        np.where(lags < _MIN_CLEAR_LAG, days - lags, np.nan),
        days - times_of["ago"],
        _nearest_day(days, times_of["day"]),
        np.where(np.isnan(days), last, np.nan),
    ]
    return np.select([~np.isnan(day) for day in said_so], said_so, np.nan)


def last_dates(ids: pd.Series, times: pd.DataFrame) -> np.ndarray:
    """Give the last day that each article names with its year; NaN where it names none."""
    full = times[(times["kind"] == "date").to_numpy()].sort_values("value", ascending=False, kind="stable")
    named = _calendar_days(*_year_and_day(full["value"].to_numpy(dtype="float64")))
    known = ~np.isnan(named)
    first = full[known].assign(day=named[known]).drop_duplicates("article_id")
    return np.append(first["day"].to_numpy(dtype="float64"), np.nan)[codes.rows(ids, first["article_id"])]


def _named(ids: pd.Series, days: np.ndarray, times: pd.DataFrame) -> np.ndarray:
    """Mark the days up to publication that each article names, see `Dates`."""
    place = codes.rows(times["article_id"], ids)
    day = np.append(days, np.nan)[place]  # the last stands for articles that are not here: -1
    back = _days_back(day, times["kind"].astype("str").to_numpy(), times["value"].to_numpy(dtype="float64"))
    here = (back >= 0) & (back <= MAX_DAYS_BACK)
    named = np.zeros(len(ids), dtype="int64")
    np.bitwise_or.at(named, place[here], np.int64(1) << back[here].astype("int64"))
    return named


def _days_back(day: np.ndarray, kind: np.ndarray, value: np.ndarray) -> np.ndarray:
    """Count the days from each named day to the day of publication; NaN where it is not known."""
    of_date = day - _calendar_days(*_year_and_day(np.where(kind == "date", value, np.nan)))
    of_day = day - _nearest_day(day, np.where(kind == "day", value, np.nan), MAX_DAYS_BACK + 1)
    return np.select(
        [kind == "weekday", kind == "ago", kind == "date"], [_lags(day, value), value + 0 * day, of_date], of_day
    )


def _nearest_day(days: np.ndarray, named: np.ndarray, reach: int = _MIN_CLEAR_LAG) -> np.ndarray:
    """Find the day of a year (101 for 1 January) in some days up to publication; NaN where it lies elsewhere.

    Examples
    --------
    >>> first_of_march = days_of(pd.Series(pd.to_datetime(["2020-03-01"] * 4))) + np.array([0, 0, 0, 9])
    >>> first_of_march - _nearest_day(first_of_march, np.array([301, 229, 230, 301]))
    array([ 0.,  1., nan, nan])
    """
    found = np.full(len(days), np.nan)
    rows = np.flatnonzero(~np.isnan(named) & ~np.isnan(days))
    year = days[rows].astype("int64").astype("datetime64[D]").astype("datetime64[Y]").astype("int64") + _FIRST_YEAR
    for own in (year - 1, year):
        day = _calendar_days(own, named[rows])
        here = (days[rows] - day >= 0) & (days[rows] - day < reach)
        found[rows[here]] = day[here]
    return found


_FIRST_YEAR = 1970


def _year_and_day(dates: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Split days like 20190630 into the year and 630."""
    year = np.floor(dates / 10_000)
    return year, dates - 10_000 * year


def _calendar_days(year: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Count the days since 1970 of days like 630 of some years; NaN for 30 February.

    Examples
    --------
    >>> _calendar_days(np.array([1970.0, 1971, 1971]), np.array([102.0, 101, 230]))
    array([  1., 365.,  nan])
    """
    found = np.full(len(day), np.nan)
    rows = np.flatnonzero(~np.isnan(day))
    month, of_month = np.divmod(day[rows].astype("int64"), 100)
    months = ((year[rows].astype("int64") - _FIRST_YEAR) * 12 + month - 1).astype("datetime64[M]")
    dates = months.astype("datetime64[D]") + (of_month - 1)
    is_real = (dates.astype("datetime64[M]") == months) & (of_month > 0)
    found[rows[is_real]] = dates[is_real].astype("int64")
    return found


def trusted(articles: pd.DataFrame, times: pd.DataFrame) -> pd.DataFrame:
    """List how far the dates of each outlet can be trusted: what the quality view shows.

    Parameters
    ----------
    articles, times
        See `of_corpus`.

    Returns
    -------
    DataFrame
        ``outlet``, ``published_from``, ``n_articles``, ``n_judged`` (they name a weekday), ``share_real`` (estimated
        share of dates that are days of publication; empty where no article names a weekday), ``n_doubtful`` (trust
        below 1) and ``n_undated``; the least trusted first.
    """
    judged = _judged(articles, {kind: _values(articles["article_id"], times, kind) for kind in ("weekday", "date")})
    dated = ~np.isnan(judged.days)
    rows = pd.DataFrame(
        {
            "outlet": articles["outlet"].astype("str").to_numpy(),
            "published_from": articles["published_from"].astype("str").to_numpy(),
            "judged": ~np.isnan(judged.lags),
            "share": judged.shares,
            "doubtful": dated & (judged.trust < TRUST["text"]),
            "undated": ~dated,
        }
    )
    by = rows.groupby(["outlet", "published_from"], as_index=False)
    found = by.agg(
        n_articles=("judged", "size"), n_judged=("judged", "sum"), share_real=("share", "first"),
        n_doubtful=("doubtful", "sum"), n_undated=("undated", "sum"),
    )  # fmt: skip
    found.loc[found["n_judged"] == 0, "share_real"] = np.nan
    return found.sort_values(["share_real", "outlet", "published_from"], ignore_index=True)
