"""What looks wrong with a corpus: one table an account, for the quality view and ``info`` to show.

Nothing here changes anything; it counts, so that a reader sees what a comparison would rest on.
"""

import re

import numpy as np
import pandas as pd

from analysis.corpus.language import UNDETERMINED

CRAWL_SHARE = 0.3
"""Share of an outlet's dated articles on one day from which that day is probably the day of a crawl, if there are
enough."""

CRAWL_ARTICLES = 10
"""Articles on one day below which an outlet was simply busy."""

CRAWL_EXCESS = 10.0
"""How many times the outlet's median day such a day must hold."""

GAP_WEEKS = 2
"""Weeks without an article, between weeks with some, that make a gap."""

_CUT_OFF = re.compile(
    r"(?:\.\.\.|…|\[\.\.\.\]|\[…\]|\[\+\d+ chars\]|\b(?:and|or|the|a|an|of|to|in|for|with|that|by|from|at|on),?)\s*$"
    r"|(?:subscribe|log in|sign in|register) to (?:continue|read|keep reading)[^\n]{0,80}$|continue reading\W*$",
    re.IGNORECASE,
)
_END_MARKS = tuple(".!?:;”\"'’)]»*—–_")


def by_outlet(articles: pd.DataFrame, copies: pd.DataFrame) -> pd.DataFrame:
    """Account for every article of each outlet.

    Parameters
    ----------
    articles, copies : DataFrame
        The tables of these names.

    Returns
    -------
    DataFrame
        One row an outlet, most articles first: ``outlet``, ``n_articles``, ``n_copies``, ``n_independent``,
        ``n_undated``, ``n_other_language``, ``n_short``, ``n_truncated``, ``boilerplate_share`` (characters
        removed of characters read,
        0 to 1; empty without text), ``first_at``, ``last_at``.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a", "b"], "outlet": "RT",
    ...     "published_at": [pd.Timestamp("2019-09-17"), None], "language": ["en", "de"],
    ...     "article_type": ["report", "short"], "body": ["Talks ended.", None],
    ...     "n_removed": [4, 0]})
    >>> copies = pd.DataFrame({"article_id": ["b"]})
    >>> row = by_outlet(articles, copies).iloc[0]
    >>> print(*row[["n_articles", "n_independent", "n_undated", "n_other_language", "boilerplate_share"]])
    2 1 1 1 0.25
    """
    flags = pd.DataFrame(
        {
            "outlet": articles["outlet"].astype("str"),
            "n_articles": 1,
            "n_copies": articles["article_id"].isin(copies["article_id"]),
            "n_undated": articles["published_at"].isna(),
            "n_other_language": ~articles["language"].astype("str").isin(["en", UNDETERMINED]),
            "n_short": articles["article_type"].astype("str") == "short",
            "n_truncated": is_truncated(articles),
            "removed": articles["n_removed"].astype("int64"),
            "kept": articles["body"].fillna("").map(len).astype("int64"),
        }
    )
    table = flags.groupby("outlet").sum()
    dates = pd.to_datetime(articles["published_at"], utc=True).groupby(flags["outlet"])
    table["first_at"], table["last_at"] = dates.min(), dates.max()
    table["n_independent"] = table["n_articles"] - table["n_copies"]
    read = (table["removed"] + table["kept"]).astype(float)
    table["boilerplate_share"] = (table["removed"] / read.where(read > 0)).astype("float64")
    order = ["n_articles", "n_copies", "n_independent", "n_undated", "n_other_language", "n_short", "n_truncated"]
    table = table[[*order, "boilerplate_share", "first_at", "last_at"]].reset_index()
    return table.sort_values(["n_articles", "outlet"], ascending=[False, True]).reset_index(drop=True)


def is_truncated(articles: pd.DataFrame) -> pd.Series:
    """Return which bodies look cut off: they end within a sentence, with dots, or with a call to subscribe.

    Short articles and empty bodies are not judged.

    Examples
    --------
    >>> bodies = ["The talks ended.", "The talks ended with the", "He said [+1204 chars]", "The end of a long"]
    >>> is_truncated(pd.DataFrame({"body": bodies, "article_type": "report"})).tolist()
    [False, True, True, True]
    """
    judged = articles["article_type"].astype("str").ne("short") & articles["body"].notna()
    ends = articles["body"].fillna("").str.slice(-200).str.rstrip()
    looks_cut = [bool(_CUT_OFF.search(end)) or not end.endswith(_END_MARKS) for end in ends]
    return judged & pd.Series(looks_cut, index=articles.index, dtype="bool")


def crawl_dates(articles: pd.DataFrame) -> pd.DataFrame:
    """Find days on which suspiciously many of an outlet's articles are dated: probably the day of a crawl.

    Returns
    -------
    DataFrame
        ``outlet``, ``day``, ``n_articles``, ``share`` (of the outlet's dated articles), the largest share
        first. Dates read from an address or from the page itself are no crawl dates and are left out.

    Notes
    -----
    A day of great news also has many articles; so a day must hold ten articles, three tenths of the outlet's, and
    ten times its median day, unless all are dated on one or two days.

    Examples
    --------
    >>> days = [*pd.date_range("2019-01-01", periods=10), *[pd.Timestamp("2019-05-01")] * 20]
    >>> table = pd.DataFrame({"outlet": "RT", "published_at": days, "published_from": "field"})
    >>> crawl_dates(table)[["outlet", "n_articles"]].values.tolist()
    [['RT', 20]]
    """
    dated = articles[articles["published_at"].notna() & ~articles["published_from"].astype("str").isin(["url", "text"])]
    day = pd.to_datetime(dated["published_at"], utc=True).dt.floor("D").rename("day")
    counts = day.groupby([dated["outlet"].astype("str"), day]).size().rename("n_articles").reset_index()
    if counts.empty:
        return pd.DataFrame(columns=["outlet", "day", "n_articles", "share"])
    groups = counts.groupby("outlet")["n_articles"]
    counts["share"] = counts["n_articles"] / groups.transform("sum")
    unusual = (counts["n_articles"] >= CRAWL_EXCESS * groups.transform("median")) | (groups.transform("size") <= 2)
    many = (counts["n_articles"] >= CRAWL_ARTICLES) & (counts["share"] >= CRAWL_SHARE)
    found = counts[many & unusual].sort_values(["share", "outlet", "day"], ascending=[False, True, True])
    return found.reset_index(drop=True)


def weekly(articles: pd.DataFrame) -> pd.DataFrame:
    """Count each outlet's articles by week, weeks without any included.

    Returns
    -------
    DataFrame
        ``outlet``, ``week`` (its Monday), ``n_articles``, from the first to the last week of the corpus.
        Undated articles are left out.

    Examples
    --------
    >>> days = pd.to_datetime(["2019-06-28", "2019-07-10"])
    >>> weekly(pd.DataFrame({"outlet": "RT", "published_at": days}))["n_articles"].tolist()
    [1, 0, 1]
    """
    dated = articles[articles["published_at"].notna()]
    if dated.empty:
        return pd.DataFrame({"outlet": [], "week": [], "n_articles": []})
    at = pd.to_datetime(dated["published_at"], utc=True).dt.tz_localize(None)
    week = (at.dt.floor("D") - pd.to_timedelta(at.dt.day_of_week, unit="D")).rename("week")
    counts = week.groupby([dated["outlet"].astype("str"), week]).size()
    weeks = pd.date_range(week.min(), week.max(), freq="7D")
    outlets = sorted(dated["outlet"].astype("str").unique())
    every = pd.MultiIndex.from_product([outlets, weeks], names=["outlet", "week"])
    return counts.reindex(every, fill_value=0).rename("n_articles").reset_index()


def gaps(articles: pd.DataFrame) -> pd.DataFrame:
    """Find the stretches of weeks in which an outlet has no article although it has some before and after.

    Returns
    -------
    DataFrame
        ``outlet``, ``first_week``, ``last_week`` (Mondays), ``n_weeks``; longest first.

    Examples
    --------
    >>> days = pd.to_datetime(["2019-06-28", "2019-08-10"])
    >>> gaps(pd.DataFrame({"outlet": "RT", "published_at": days}))["n_weeks"].tolist()
    [5]
    """
    counts = weekly(articles)
    rows = []
    for outlet, weeks in counts.groupby("outlet", sort=True):
        filled = weeks.loc[weeks["n_articles"] > 0, "week"].to_numpy()
        distances = np.diff(filled) // np.timedelta64(7, "D") if len(filled) else np.zeros(0, dtype=int)
        for place in np.flatnonzero(distances > GAP_WEEKS):
            start, end = filled[place] + np.timedelta64(7, "D"), filled[place + 1] - np.timedelta64(7, "D")
            rows.append((outlet, start, end, int(distances[place]) - 1))
    table = pd.DataFrame(rows, columns=["outlet", "first_week", "last_week", "n_weeks"])
    return table.sort_values(["n_weeks", "outlet", "first_week"], ascending=[False, True, True]).reset_index(drop=True)
