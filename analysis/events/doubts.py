"""Which events may be two: they last long, rest on articles without a usable date, or hang together by a thread.

Average linkage joins two halves last. How probable their pairs are on the average tells how easily the event splits,
and the halves tell where.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import codes
from analysis.events import grouping
from analysis.events.candidates import Neighbours, paired

FEW_DAYS = 3
"""A happening is reported on its day, the next and the one after; what lasts longer may be two."""

MIN_UNDATED_SHARE = 0.5
"""From here on an event rests on articles of which it is not known when they were published."""

EASY_SPLIT = 0.7
"""Two halves whose pairs report one event with a lower mean probability may be two events: among joined halves of
labelled articles below this every second one is wrong (52%; below .6 59%). With this 64% of the joined halves that are
wrong are in doubt, for one reason or another, and 23% of those that are right; with .6 49% and 21%."""

REASONS = {
    "long": "its dated articles lie {days:,} days apart",
    "undated": "a date that can be trusted is missing for {n_undated} of its {n_articles} articles",
    "loose": "its two halves belong together with a probability of {held:.0%} only",
    "unlinked": "no pair of its articles that was compared links its two halves",
}


class Doubts(NamedTuple):
    """Hold what speaks for two events instead of one.

    Parameters
    ----------
    events : DataFrame
        ``event``, ``days`` (between its first and last dated article; empty without two), ``n_articles``,
        ``n_undated``, ``held`` (mean probability that an article of one half and one of the other report one event;
        empty for a single report, 0 where only a person's correction holds it together) and ``doubt`` (the reasons in
        words; empty where there are none).
    articles : DataFrame
        ``article_id``, ``event``, ``half`` (0 or 1): where the event would be split.
    """

    events: pd.DataFrame
    articles: pd.DataFrame


def of_events(articles: pd.DataFrame, pairs: pd.DataFrame, copies: pd.DataFrame) -> Doubts:
    """Tell which events are in doubt, and where each would be split.

    Parameters
    ----------
    articles : DataFrame
        All articles of the events: ``article_id``, ``event``, ``published_at``; also ``date_doubt`` where known, empty
        for dates that can be trusted.
    pairs : DataFrame
        The rows of these articles in the ``pairs`` table.
    copies : DataFrame
        The ``copies`` table: a copy lies in the half of its original.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": list("abc"), "event": "e", "published_at": ["2019-06-01", "2019-06-02",
    ...                          "2019-06-09"]})
    >>> pairs = pd.DataFrame({"article_id": list("ab"), "other": list("bc"), "probability": [0.9, 0.8]})
    >>> found = of_events(articles, pairs, pd.DataFrame({"article_id": [], "copy_of": []}))
    >>> found.events["doubt"][0], found.articles["half"].tolist()
    ('its dated articles lie 8 days apart; its two halves belong together with a probability of 40% only', [0, 0, 1])
    """
    ids = articles["article_id"].reset_index(drop=True)
    here, left, right = codes.linked(pairs["article_id"], pairs["other"], ids)
    number = pd.factorize(articles["event"])[0]
    one_event = number[left] == number[right]
    both, place = paired(Neighbours(left[one_event], right[one_event]), len(ids))
    likeness = np.empty(len(both.left))
    likeness[place] = pairs["probability"].to_numpy()[here][one_event]
    halves, held = grouping.halves(number, _repeats(ids, number, copies), both, likeness)
    rows = articles[["article_id", "event"]].reset_index(drop=True).assign(half=halves)
    return Doubts(_summed(articles, held), rows)


def _repeats(ids: pd.Series, events: np.ndarray, copies: pd.DataFrame) -> np.ndarray:
    """Give the row of the article in the same event that each repeats: the original, else the first copy of the same.

    The original may lie in another event, where only numbers or places tell two reports from each other.
    """
    known = dict(zip(copies["article_id"].astype("str"), copies["copy_of"].astype("str"), strict=True))
    texts = pd.Series([known.get(article, article) for article in ids], dtype=ids.dtype)
    originals_first = np.arange(len(ids)) - len(ids) * (texts == ids)
    return originals_first.groupby([events, texts]).transform("min").to_numpy() % max(len(ids), 1)


def _summed(articles: pd.DataFrame, held: np.ndarray) -> pd.DataFrame:
    at = pd.to_datetime(articles["published_at"], utc=True)
    if "date_doubt" in articles:
        at = at.where(articles["date_doubt"].isna())
    by_event = articles.assign(at=at, undated=at.isna()).groupby("event", sort=False)
    days = (by_event["at"].max() - by_event["at"].min()) / pd.Timedelta(days=1)
    found = pd.DataFrame(
        {
            "days": days.where(by_event["at"].count() > 1).round().to_numpy(),
            "n_articles": by_event.size().to_numpy(),
            "n_undated": by_event["undated"].sum().to_numpy(),
            "held": held,
        }
    )
    found.insert(0, "event", list(by_event.groups))
    return found.assign(doubt=[_in_words(row) for row in found.itertuples(index=False)])


def _in_words(event: NamedTuple) -> str:
    """Put the reasons for doubt into words."""
    facts = event._asdict()
    is_so = {
        "long": facts["days"] > FEW_DAYS,
        "undated": facts["n_articles"] > 1 and facts["n_undated"] >= MIN_UNDATED_SHARE * facts["n_articles"],
        "loose": 0 < facts["held"] < EASY_SPLIT,
        "unlinked": facts["held"] == 0,
    }
    said = facts | {"days": int(np.nan_to_num(facts["days"]))}
    return "; ".join(REASONS[name].format(**said) for name, holds in is_so.items() if holds)
