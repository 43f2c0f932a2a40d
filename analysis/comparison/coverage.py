"""Which events of a storyline each outlet covered, left out, was first or late on.

An outlet that publishes three articles a week leaves out most of everything. So what it covered stands beside what an
outlet of its size would cover if it chose as the others do.
"""

from typing import Any

import numpy as np
import pandas as pd

from analysis.comparison import ground

LATE_HOURS = 24
"""A day behind the first report: the next day's paper."""

COVERED_COLUMNS = (
    "storyline",
    "event",
    "label",
    "first_at",
    "outlet",
    "covered",
    "n_articles",
    "only_copies",
    "hours_behind",
    "standing",
)
OUTLET_COLUMNS = (
    "storyline",
    "outlet",
    "n_events",
    "n_covered",
    "expected",
    "ratio",
    "n_first",
    "n_late",
    "median_hours_behind",
    "n_articles",
    "reason",
)


def of_storyline(
    articles: pd.DataFrame,
    events: pd.DataFrame,
    event_summary: pd.DataFrame,
    copies: pd.DataFrame | None = None,
    *,
    storyline: str,
    min_outlets: int = 2,
) -> pd.DataFrame:
    """Tell, for each event of a storyline and each outlet, whether it was covered, and how long after the first.

    Parameters
    ----------
    articles, events, event_summary, copies : DataFrame
        The tables of those names; no text is needed. All outlets among the articles are looked at.
    storyline : str
        The storyline.
    min_outlets : int
        Events with fewer outlets are left out: an event that one outlet has alone cannot have been left out.

    Returns
    -------
    DataFrame
        A row an event and outlet, events by date: ``storyline``, ``event``, ``label``, ``first_at``, ``outlet``,
        ``covered``, ``n_articles``, ``only_copies`` (all it had were copies of an earlier text), ``hours_behind``
        (empty where a date is missing or exact only to the day) and ``standing``: first, same day, late, undated, not
        covered, or not yet publishing (all its articles
        here are later than the event).

    Notes
    -----
    "Not covered" means: not among the articles that were read. A missing article is no proof of silence.
    """
    wanted = event_summary.loc[event_summary["storyline"] == storyline, ["event", "label"]]
    counted = articles.assign(is_copy=~ground.once(articles, copies))
    joined = counted.merge(events[["article_id", "event"]].merge(wanted, on="event"), on="article_id")
    outlets = sorted(articles["outlet"].astype("str").unique())
    spans = _spans(articles)
    rows: list[dict[str, Any]] = []
    for event, inside in sorted(joined.groupby("event"), key=lambda item: (_first(item[1]), item[0])):
        if inside["outlet"].astype("str").nunique() >= min_outlets:
            rows += [_standing(inside, outlet, spans) | {"event": event} for outlet in outlets]
    table = pd.DataFrame(rows, columns=list(COVERED_COLUMNS)).assign(storyline=storyline)
    return table.astype({"covered": bool, "only_copies": bool, "n_articles": "int32", "hours_behind": "float64"})


def _first(inside: pd.DataFrame) -> pd.Timestamp:
    first = inside["published_at"].min()
    return pd.Timestamp.max.tz_localize("UTC") if pd.isna(first) else first


def _spans(articles: pd.DataFrame) -> dict[str, pd.Timestamp]:
    """Return each outlet's first day here."""
    return articles["published_at"].groupby(articles["outlet"].astype("str")).min().to_dict()


def _standing(inside: pd.DataFrame, outlet: str, starts: dict[str, pd.Timestamp]) -> dict[str, Any]:
    own = inside[inside["outlet"].astype("str") == outlet]
    first, mine = inside["published_at"].min(), own["published_at"].min()
    exact = "published_precision" not in inside.columns or bool(
        (
            inside.loc[[inside["published_at"].idxmin()] if pd.notna(first) else [], "published_precision"] == "minute"
        ).all()
        and (own["published_precision"] == "minute").any()
    )
    hours = (mine - first).total_seconds() / 3600 if pd.notna(mine) and pd.notna(first) else np.nan
    return {
        "label": inside["label"].iloc[0],
        "first_at": first,
        "outlet": outlet,
        "covered": len(own) > 0,
        "n_articles": len(own),
        "only_copies": len(own) > 0 and bool(own["is_copy"].all()),
        "hours_behind": hours if exact else np.nan,
        "standing": _standing_word(len(own) > 0, hours, exact, inside["published_at"].max(), starts.get(outlet)),
    }


def _standing_word(covered: bool, hours: float, exact: bool, last: Any, start: Any) -> str:
    if not covered:
        before = pd.notna(start) and pd.notna(last) and start > last
        return "not yet publishing" if before else "not covered"
    if np.isnan(hours):
        return "undated"
    if hours <= 0:
        return "first" if exact else "same day"
    return "late" if hours >= LATE_HOURS else "same day"


def of_outlets(covered: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Count each outlet's covered, first and late events, beside what its size lets expect.

    Parameters
    ----------
    covered : DataFrame
        Rows of `of_storyline`, of one or several storylines.
    articles : DataFrame
        All articles under the filters (not only of the storyline): they measure how much each outlet publishes.

    Returns
    -------
    DataFrame
        A row a storyline and outlet: ``n_events`` (that it could have covered), ``n_covered``, ``expected`` (events
        that an outlet with its share of all articles would cover if every article were about some event at random,
        given how many articles each event got), ``ratio`` of the two (above 1: covers the storyline more than its size
        lets expect), ``n_first``, ``n_late``, ``median_hours_behind``, ``n_articles`` and ``reason``.

    Notes
    -----
    ``expected`` is 1 - (1 - share) ** articles, summed over events: large events are hard to miss. It holds the
    outlet's own articles too, so an outlet that dominates the corpus is expected everywhere.

    Examples
    --------
    >>> covered = pd.DataFrame({"storyline": "s", "event": ["e", "e"], "outlet": ["RT", "Sky News"],
    ...     "covered": [True, False], "n_articles": [2, 0], "hours_behind": [0.0, None],
    ...     "standing": ["first", "not covered"]})
    >>> articles = pd.DataFrame({"outlet": ["RT", "RT", "RT", "Sky News"]})
    >>> of_outlets(covered, articles)[["outlet", "n_covered", "expected"]].round(2).values.tolist()
    [['RT', 1, 0.94], ['Sky News', 0, 0.44]]
    """
    share = articles["outlet"].astype("str").value_counts(normalize=True)
    size = covered.groupby(["storyline", "event"])["n_articles"].transform("sum")
    could = covered["standing"] != "not yet publishing"
    chance = 1 - (1 - covered["outlet"].map(share).fillna(0.0)) ** size
    table = covered.assign(
        expected=chance.where(could, 0.0),
        could=could,
        first=covered["standing"] == "first",
        late=covered["standing"] == "late",
    )
    grouped = table.groupby(["storyline", "outlet"], sort=True)
    found = grouped.agg(
        n_events=("could", "sum"),
        n_covered=("covered", "sum"),
        expected=("expected", "sum"),
        n_first=("first", "sum"),
        n_late=("late", "sum"),
        median_hours_behind=("hours_behind", "median"),
        n_articles=("n_articles", "sum"),
    ).reset_index()
    found["ratio"] = (found["n_covered"] / found["expected"]).where(found["expected"] > 0)
    found["reason"] = [_reason(n) for n in found["n_events"]]
    return found[list(OUTLET_COLUMNS)]


MIN_EVENTS = 5
"""With fewer events the ratio of covered to expected jumps by a fifth or more with a single event."""


def _reason(n_events: int) -> str:
    told = "1 event" if n_events == 1 else f"{n_events} events"
    few = f"; too few to speak of a pattern ({MIN_EVENTS} are needed)" if n_events < MIN_EVENTS else ""
    return f"{told} that it could have covered{few}; what was not read is not proof of silence"
