"""What is in this corpus, how much from whom and when."""

import numpy as np
import pandas as pd

from analysis import codes
from analysis.corpus import language
from analysis.queries import index
from analysis.settings import Filters
from analysis.store.snapshots import Snapshot

PERIODS = ((45, "D", "day"), (400, "W-MON", "week"), (4000, "MS", "month"))
"""Up to this many days of corpus, this pandas frequency and its name; longer corpora are counted by year."""


def period_of(days: int) -> tuple[str, str]:
    """Choose the period that a corpus of so many days is counted by: its pandas frequency and its name.

    Examples
    --------
    >>> period_of(30), period_of(5000)
    (('D', 'day'), ('YS', 'year'))
    """
    return next(((frequency, name) for most, frequency, name in PERIODS if days <= most), ("YS", "year"))


def counts(snapshot: Snapshot, filters: Filters) -> pd.Series:
    """Count what is there under the filters, and what can be compared.

    Returns
    -------
    Series
        ``n_articles``, ``n_outlets``, ``n_events``, ``n_shared_events`` (reported by two or more of the outlets),
        ``n_shared_storylines``, ``n_undated``, ``n_doubtful`` (dates that may not be days of publication),
        ``n_copies``, ``n_short``, ``n_other_language``, and of the whole store ``n_all`` and ``n_rejects``;
        ``first_at``, ``last_at``.
    """
    corpus = index.of(snapshot)
    rows = corpus.rows(filters)
    outlet, dates = corpus.outlet[rows], corpus.frame["published_at"].iloc[rows]
    n_in_event = index.n_outlets_by_event(corpus, rows)
    n_in_storyline = index.n_outlets_by_storyline(corpus, rows)
    return pd.Series(
        {
            "n_articles": len(rows),
            "n_outlets": len(codes.distinct(outlet)),
            "n_events": int((n_in_event > 0).sum()),
            "n_shared_events": int((n_in_event > 1).sum()),
            "n_shared_storylines": int((n_in_storyline > 1).sum()),
            "n_undated": int(dates.isna().sum()),
            "n_doubtful": int(corpus.is_doubtful[rows].sum()),
            "n_copies": int(corpus.is_copy[rows].sum()),
            "n_short": int(index.is_one_of(corpus.frame["article_type"], ("short",))[rows].sum()),
            "n_other_language": int((~index.is_one_of(corpus.frame["language"], language.MEASURED)[rows]).sum()),
            "n_all": snapshot.about["counts"]["articles"],
            "n_rejects": snapshot.about["counts"]["rejects"],
            "first_at": dates.min(),
            "last_at": dates.max(),
        }
    )


def outlets(snapshot: Snapshot) -> list[str]:
    """List all outlets of the store, the largest first."""
    return list(index.once(snapshot, "outlets by size", _outlets))


def _outlets(snapshot: Snapshot) -> list[str]:
    corpus = index.of(snapshot)
    n_articles = np.bincount(corpus.outlet, minlength=len(corpus.outlets))
    return [str(name) for name in corpus.outlets[np.argsort(-n_articles, kind="stable")]]


def by_outlet(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Count what each outlet has: articles, independent and undated ones, events, length, first and last day.

    ``n_other_language`` counts articles that are kept and not measured, because the word lists are English.
    """
    corpus = index.of(snapshot)
    rows = corpus.rows(filters)
    facts = pd.DataFrame(
        {
            "outlet": corpus.outlet[rows],
            "independent": ~corpus.is_copy[rows],
            "undated": ~corpus.is_dated[rows],
            "other": ~index.is_one_of(corpus.frame["language"], language.MEASURED)[rows],
            "n_words": corpus.frame["n_words"].to_numpy()[rows],
            "published_at": corpus.published[rows],
        }
    )
    groups = facts.groupby("outlet")
    table = groups.agg(
        n_articles=("undated", "size"),
        n_independent=("independent", "sum"),
        n_undated=("undated", "sum"),
        n_other_language=("other", "sum"),
    )
    table["n_events"] = np.bincount(corpus.event_pairs.under(rows)[1], minlength=len(corpus.outlets))[table.index]
    table["median_words"] = groups["n_words"].median()
    for name, at in (("first_at", groups["published_at"].min()), ("last_at", groups["published_at"].max())):
        table[name] = at.dt.tz_localize("UTC")
    table.insert(0, "outlet", index.named(corpus.outlets, table.index))
    return table.rename_axis(None).sort_values(["n_articles", "outlet"], ascending=[False, True], ignore_index=True)


def by_period(snapshot: Snapshot, filters: Filters) -> tuple[pd.DataFrame, str]:
    """Count each outlet's dated articles by period, the period chosen by the length of the corpus.

    Returns
    -------
    tuple of DataFrame and str
        ``outlet``, ``period`` (its first day), ``n_articles``; and the period's name: day, week, month or year.
    """
    corpus = index.of(snapshot)
    rows = corpus.rows(filters)
    dated = rows[corpus.is_dated[rows]]
    at = corpus.published[dated]
    days = int((at.max() - at.min()) // np.timedelta64(1, "D")) if len(at) else 0
    frequency, name = period_of(days)
    by_day, n_articles = np.unique(
        at.astype("datetime64[D]").astype(np.int64) * len(corpus.outlets) + corpus.outlet[dated], return_counts=True
    )
    daily = pd.DataFrame(
        {
            "outlet": index.named(corpus.outlets, by_day % max(1, len(corpus.outlets))).to_numpy(),
            "period": pd.to_datetime(by_day // max(1, len(corpus.outlets)), unit="D", utc=True).as_unit("us"),
            "n_articles": n_articles,
        }
    ).astype({"outlet": "str"})
    grouped = daily.groupby(["outlet", pd.Grouper(key="period", freq=frequency, label="left", closed="left")])
    table = grouped["n_articles"].sum().reset_index()
    return table[table["n_articles"] > 0].reset_index(drop=True), name
