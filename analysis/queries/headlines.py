"""One event or storyline in time: headlines at a glance, who came first, and how wording moved from event to event."""

from collections.abc import Sequence

import pandas as pd

from analysis.queries import articles, events, index, values
from analysis.settings import Filters
from analysis.store.snapshots import Snapshot

AT_A_GLANCE = 3
"""Headlines that are shown side by side: more would be a list."""

MAX_EVENTS = 12
"""Events of a storyline that are drawn below each other, those with most outlets; the list holds more."""


def glance(snapshot: Snapshot, filters: Filters, order: Sequence[str]) -> pd.DataFrame:
    """Choose a headline of each of a few outlets: of an event its most typical article, of a storyline its first.

    One that is no copy is taken where there is one; the most typical is the one nearest to the centre of the event.

    Parameters
    ----------
    snapshot : Snapshot
        The store.
    filters : Filters
        The event or storyline.
    order : sequence of str
        The outlets, those to be shown first; `AT_A_GLANCE` of those that report are taken.

    Returns
    -------
    DataFrame
        A row an outlet: what `articles.listing` gives, with ``tone_title``, ``tone_own`` and ``n_more``, how many more
        articles the outlet has here.
    """
    listed = articles.listing(snapshot, filters)
    rank = {name: place for place, name in enumerate(order)}
    listed = listed[listed["outlet"].isin(rank)]
    if filters.event:
        listed = listed.sort_values("similarity", ascending=False, kind="stable")
    chosen = listed.sort_values("is_copy", kind="stable").drop_duplicates("outlet")
    chosen = chosen.sort_values("outlet", key=lambda names: names.map(rank)).head(AT_A_GLANCE).reset_index(drop=True)
    corpus = index.of(snapshot)
    rows, held = (
        corpus.rows_of(chosen["article_id"].to_numpy(dtype="object")),
        values.of(snapshot, corpus.rows(filters)),
    )
    tones = {name: held.of(name, rows).value.astype("float64") for name in ("tone_title", "tone_own")}
    n_more = chosen["outlet"].map(listed["outlet"].value_counts()).fillna(1).astype("int64") - 1
    return chosen.assign(**tones, n_more=n_more)


def firsts(listed: pd.DataFrame) -> pd.DataFrame:
    """List the outlets by their earliest dated article: who came first, as far as dates tell.

    Parameters
    ----------
    listed : DataFrame
        What `articles.listing` gives; dates with a ``date_doubt`` are left out, and counted.

    Returns
    -------
    DataFrame
        ``outlet``, ``first_at``, ``published_precision``, ``n_articles``, ``n_doubtful`` (dates left out), in time;
        outlets without a date come last.

    Examples
    --------
    >>> day = pd.Timestamp("2019-06-30")
    >>> rows = pd.DataFrame({"outlet": ["B", "A", "A"], "published_at": [day, day + pd.Timedelta("2h"), day],
    ...                      "published_precision": ["day", "minute", "minute"]})
    >>> firsts(rows)[["outlet", "n_articles"]].values.tolist()
    [['A', 2], ['B', 1]]
    """
    doubt = listed["date_doubt"] if "date_doubt" in listed else pd.Series(None, index=listed.index, dtype="str")
    is_doubtful = doubt.notna() & listed["published_at"].notna()
    listed = listed.assign(published_at=listed["published_at"].mask(is_doubtful), is_doubtful=is_doubtful)
    earliest = listed.sort_values(["published_at", "outlet"], kind="stable").drop_duplicates("outlet")
    table = earliest[["outlet", "published_at", "published_precision"]].rename(columns={"published_at": "first_at"})
    counts = listed["outlet"].value_counts()
    n_doubtful = table["outlet"].map(listed.groupby("outlet")["is_doubtful"].sum())
    return table.assign(n_articles=table["outlet"].map(counts), n_doubtful=n_doubtful).reset_index(drop=True)


def happened(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """List the events of a storyline in time, with who covered each: what `events.listing` gives; undated ones last."""
    return events.listing(snapshot, filters).sort_values(["first_at", "event"], ignore_index=True)


def moves(snapshot: Snapshot, filters: Filters, measure: str) -> pd.DataFrame:
    """Average a measure by event and outlet: how it moved from event to event. A description, without interval.

    Returns
    -------
    DataFrame
        ``event``, ``label``, ``first_at``, ``measure``, ``outlet``, ``estimate``, ``n_articles`` (that have a value);
        the `MAX_EVENTS` events that most outlets report, in time.
    """
    shown = events.listing(snapshot, filters, most=MAX_EVENTS)[["event", "label", "first_at"]]
    corpus = index.of(snapshot)
    rows = corpus.rows(filters)
    facts = corpus.frame[["event", "outlet"]].iloc[rows].assign(value=values.of(snapshot, rows).of(measure, rows).value)
    known = facts[facts["value"].notna() & facts["event"].isin(shown["event"])]
    means = known.astype({"value": "float64"}).groupby(["event", known["outlet"].astype("str")])["value"]
    table = means.agg(estimate="mean", n_articles="size").reset_index().merge(shown, on="event")
    table = table.assign(measure=measure).sort_values(["first_at", "event", "outlet"], ignore_index=True)
    return table[["event", "label", "first_at", "measure", "outlet", "estimate", "n_articles"]]
