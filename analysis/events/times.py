"""When did it happen? Days that an article names near its top, and how far its publication date can be trusted.

News says when: "on Tuesday", "yesterday", "July 4", "Dec. 31, 2017". A weekday names one day only beside a date of
publication, but two articles can be compared on it even where neither has one. And because reports mostly name the
day on which they appear or the day before, the weekdays of an outlet's articles tell whether its dates are days of
publication, or days on which somebody saved the pages: beside those, any weekday is as frequent as any other.
"""

import re
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import codes, schema

TOP_CHARACTERS = 1000
"""How far into the body days are looked for: further down stands background, which names other days."""

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_LONG_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTH = _LONG_MONTH + r"|Jan\.|Feb\.|Mar\.|Apr\.|Jun\.|Jul\.|Aug\.|Sept?\.|Oct\.|Nov\.|Dec\."
_TIME = re.compile(
    rf"(?P<ahead>\b(?:[Nn]ext|[Cc]oming|[Ee]very|[Ee]ach|[Mm]ost)\s+)?\b(?P<weekday>{'|'.join(WEEKDAYS)})\b(?!s)"
    rf"|\b(?:(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})|(?P<day_first>\d{{1,2}})(?:st|nd|rd|th)?(?:\sof)?\s+"
    rf"(?P<month_after>{_LONG_MONTH}))(?:st|nd|rd|th)?(?![\d:])(?:,?\s+(?P<year>(?:19|20)\d\d)\b)?"
    r"|\b(?P<ago>[Yy]esterday|[Ll]ast night|[Ee]arlier today|[Tt]his morning|[Tt]onight)\b"
)
_DAYS_AGO = {"yesterday": 1, "last night": 1, "earlier today": 0, "this morning": 0, "tonight": 0}

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

TRUST_LEVELS = (1.0, 0.6, 0.3)
"""Levels of trust, so that an outlet's trust does not change with every article: its dates are days of publication in
at least .75 of its articles, in .5, or in fewer."""

_LEVEL_SHARES = (0.75, 0.5)

MAX_YEARS_AHEAD = 4
"""A report names days up to some years ahead (elections, deadlines); beyond that its date of publication is wrong."""

TRUST = {"field": 1.0, "manifest": 1.0, "metadata": 1.0, "url": 1.0, "text": 0.9, "file": 0.0, "none": 0.0}
"""How much a date counts by where it comes from, before it is compared with the text. A file's date is when it was
saved, not when it was published; one found in the running text may be another date."""

MONTH_SLACK_DAYS = 15
"""A date known to the month stands for its middle: up to 15 days of distance say nothing."""

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
    slack : ndarray of int
        Days by which it may be wrong.
    weekdays : ndarray of int
        First weekday that the article names, Monday 0; -1 where it names none.
    happened : ndarray of float
        Day since 1970 on which it happened, as the article says; NaN where it does not say.
    named : ndarray of int
        Days up to publication that the article names: bit ``k`` stands for ``k`` days before, up to `MAX_DAYS_BACK`.
    """

    days: np.ndarray
    trust: np.ndarray
    slack: np.ndarray
    weekdays: np.ndarray
    happened: np.ndarray
    named: np.ndarray

    @property
    def trusted(self) -> np.ndarray:
        """Tell which dates can be trusted."""
        return self.trust >= TRUST["text"]

    def at(self, rows: np.ndarray) -> "Dates":
        """Take some articles."""
        return Dates(*(values[rows] for values in self))

    def differ(self, other: "Dates") -> np.ndarray:
        """Tell for which articles two readings of their dates are not the same."""
        unlike = [
            ~((mine == theirs) | ((mine != mine) & (theirs != theirs)))
            for mine, theirs in zip(self, other, strict=True)
        ]
        return np.asarray(np.any(unlike, axis=0))


def of_articles(articles: pd.DataFrame) -> pd.DataFrame:
    """Find the weekdays, the dates and "yesterday" near the top of each body.

    Parameters
    ----------
    articles : DataFrame
        ``article_id``, ``body``.

    Returns
    -------
    DataFrame
        The ``times`` table: one row a day that an article names, where it does so first; ``start`` and ``end`` point
        into the body.

    Notes
    -----
    English only. "Next Tuesday" and "every Friday" name no day on which something happened.

    Examples
    --------
    >>> body = "SEOUL, Dec. 31 - They met on Tuesday, officials said."
    >>> found = of_articles(pd.DataFrame({"article_id": ["a"], "body": [body]}))
    >>> found[["kind", "value"]].to_numpy().tolist(), body[found["start"][0] : found["end"][0]]
    ([['weekday', 1], ['day', 1231]], 'Tuesday')
    """
    rows = [
        (article_id, *found)
        for article_id, body in zip(articles["article_id"], articles["body"], strict=True)
        if isinstance(body, str)
        for found in _each_once(body)
    ]
    frame = pd.DataFrame(rows, columns=["article_id", "kind", "value", "start", "end"])
    return schema.conform(frame, schema.TIMES)


def _each_once(body: str) -> list[tuple[str, int, int, int]]:
    """List kind, value and place of each time, those of one kind in the order of the text."""
    found: dict[tuple[str, int], tuple[str, int, int, int]] = {}
    for match in _TIME.finditer(body, 0, TOP_CHARACTERS):
        kind, value = _read(match)
        if kind:
            found.setdefault((kind, value), (kind, value, match.start(), match.end()))
    return sorted(found.values(), key=lambda time: (schema.TIME_KINDS.index(time[0]), time[2]))


def _read(match: re.Match[str]) -> tuple[str, int]:
    """Read what a match says: its kind ("" where it names no day) and the number that stands for it."""
    if match["weekday"]:
        return ("", 0) if match["ahead"] else ("weekday", WEEKDAYS.index(match["weekday"]))
    if match["ago"]:
        return "ago", _DAYS_AGO[match["ago"].lower()]
    month = 1 + MONTHS.index((match["month"] or match["month_after"])[:3].lower())
    day, year = int(match["day"] or match["day_first"]), match["year"]
    if not 1 <= day <= 31:
        return "", 0
    return ("date", int(year) * 10_000 + month * 100 + day) if year else ("day", month * 100 + day)


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
    days = days_of(articles["published_at"])
    said = {kind: _values(articles["article_id"], times, kind) for kind in schema.TIME_KINDS}
    given = articles["published_from"].astype("str").map(TRUST).fillna(0.0).to_numpy(dtype="float64")
    given = np.where(_contradicted(days, said["date"]), 0.0, given)
    days = np.where(given > 0, days, np.nan)
    lags = _lags(days, said["weekday"])
    judged = _judged(_shares_of(articles, lags), lags)
    trust = np.where(np.isnan(days), 0.0, given * judged)
    slack = np.where(articles["published_precision"].astype("str") == "month", MONTH_SLACK_DAYS, 0)
    weekdays = np.nan_to_num(said["weekday"], nan=-1.0).astype("int8")
    return Dates(days, trust, slack, weekdays, _happened(days, lags, said), _named(articles["article_id"], days, times))


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


_BY_LAG = np.stack([REPORTS_BY_LAG, COMMENTS_BY_LAG, np.full(7, 1 / 7)])

_STEPS = 200
"""Steps of expectation and maximisation; afterwards the share moves by less than .001 a step."""


def _shares_of(articles: pd.DataFrame, lags: np.ndarray) -> np.ndarray:
    """Give each article the share of true dates among those of its outlet that come from the same place."""
    keys = articles["outlet"].astype("str") + "\n" + articles["published_from"].astype("str")
    code, names = pd.factorize(keys)
    counts = np.zeros((len(names), 7))
    here = ~np.isnan(lags)
    np.add.at(counts, (code[here], lags[here].astype("int64")), 1)
    return np.array([share_real(row) for row in counts])[code] if len(names) else np.empty(0)


def _judged(shares: np.ndarray, lags: np.ndarray) -> np.ndarray:
    """Turn an outlet's share of true dates, and what the article itself says, into a level of trust."""
    high, middle = _LEVEL_SHARES
    lag = np.nan_to_num(lags).astype("int64")
    rounded = np.where(shares >= middle, (high + middle) / 2, middle / 2)
    real = (REPORTS_BY_LAG + COMMENTS_BY_LAG)[lag] / 2
    likely = rounded * real / (rounded * real + (1 - rounded) / 7)
    own = np.where(np.isnan(lags), rounded, likely)
    return np.where(shares >= high, TRUST_LEVELS[0], np.where(own >= middle, TRUST_LEVELS[1], TRUST_LEVELS[2]))


def _happened(days: np.ndarray, lags: np.ndarray, said: dict[str, np.ndarray]) -> np.ndarray:
    """Resolve what a text says against its date: a weekday, else "yesterday", else a day of the days before."""
    by_weekday = np.where(lags < _MIN_CLEAR_LAG, days - lags, np.nan)
    by_ago = days - said["ago"]
    by_day = _nearest_day(days, said["day"])
    return np.where(~np.isnan(by_weekday), by_weekday, np.where(~np.isnan(by_ago), by_ago, by_day))


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
    written = pd.Series(np.where(kind == "date", value, 0)).astype("int64").astype("str")
    full = pd.to_datetime(written, format="%Y%m%d", errors="coerce", utc=True)
    of_date = day - days_of(full)
    of_day = day - _nearest_day(day, np.where(kind == "day", value, np.nan), MAX_DAYS_BACK + 1)
    return np.select(
        [kind == "weekday", kind == "ago", kind == "date"], [_lags(day, value), value + 0 * day, of_date], of_day
    )


def _nearest_day(days: np.ndarray, named: np.ndarray, reach: int = _MIN_CLEAR_LAG) -> np.ndarray:
    """Find the day of month in some days up to publication; NaN where it lies elsewhere."""
    found = np.full(len(days), np.nan)
    for back in reversed(range(reach)):
        moments = pd.to_datetime(days - back, unit="D", origin="unix")
        found[(moments.month * 100 + moments.day).to_numpy() == named] = back
    return np.asarray(days - found)


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
    dates = of_corpus(articles, times)
    lags = _lags(dates.days, np.where(dates.weekdays < 0, np.nan, dates.weekdays.astype("float64")))
    rows = pd.DataFrame(
        {
            "outlet": articles["outlet"].astype("str").to_numpy(),
            "published_from": articles["published_from"].astype("str").to_numpy(),
            "judged": ~np.isnan(lags),
            "share": _shares_of(articles, lags),
            "doubtful": ~np.isnan(dates.days) & (dates.trust < TRUST["text"]),
            "undated": np.isnan(dates.days),
        }
    )
    by = rows.groupby(["outlet", "published_from"], as_index=False)
    found = by.agg(
        n_articles=("judged", "size"), n_judged=("judged", "sum"), share_real=("share", "first"),
        n_doubtful=("doubtful", "sum"), n_undated=("undated", "sum"),
    )  # fmt: skip
    found.loc[found["n_judged"] == 0, "share_real"] = np.nan
    return found.sort_values(["share_real", "outlet", "published_from"], ignore_index=True)
