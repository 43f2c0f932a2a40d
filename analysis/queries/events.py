"""Which events and storylines did two or more outlets cover, who led, who skipped, and which articles are alike."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy import sparse

from analysis import codes
from analysis.events import labels, spans
from analysis.measures import vectors
from analysis.queries import index
from analysis.queries.index import Corpus
from analysis.settings import Filters
from analysis.store.snapshots import Snapshot

TOP_STORYLINES = 200
"""Storylines offered for choice: more would make a list of 10 kB and nobody scrolls that far."""

TOP_EVENTS = 300
"""Events listed on a page at once; the export holds all."""


def storylines(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """List storylines of two or more events, those that most outlets share first.

    Returns
    -------
    DataFrame
        ``storyline``, ``label`` (of its largest event), ``n_events``, ``n_articles``, ``n_outlets``, ``first_at``,
        ``last_at``; at most `TOP_STORYLINES` rows.
    """
    corpus = index.of(snapshot)
    rows = corpus.rows(filters)
    storyline = corpus.storyline[rows]
    events = np.flatnonzero(np.bincount(corpus.event[rows] + 1, minlength=len(corpus.events) + 1)[1:])
    of_events = corpus.storyline_of[events]
    n_events = np.bincount(of_events[of_events >= 0], minlength=len(corpus.storylines))
    kept = n_events > 1
    rows = rows[np.append(kept, False)[storyline]]
    facts = corpus.frame[["published_at", "date_doubt"]].iloc[rows].assign(storyline=corpus.storyline[rows])
    counted = spans.of_groups(facts["storyline"], facts["published_at"], facts["date_doubt"])
    counted = counted.assign(n_articles=facts.groupby("storyline").size())
    counted = counted.assign(
        n_outlets=index.n_outlets_by_storyline(corpus, rows)[counted.index],
        n_events=n_events[counted.index],
        storyline=index.named(corpus.storylines, counted.index),
    )
    order = ["n_outlets", "n_articles", "storyline"]
    counted = counted.rename_axis(None).sort_values(order, ascending=[False, False, True], ignore_index=True)
    shown = ["storyline", "n_events", "n_articles", "n_outlets", "first_at", "last_at"]
    counted = counted.head(TOP_STORYLINES)
    return counted[shown].merge(storyline_labels(snapshot), on="storyline", how="left")


def storyline_labels(snapshot: Snapshot) -> pd.DataFrame:
    """Name each storyline by the label of its largest event."""
    return index.once(snapshot, "storyline labels", _storyline_labels)


def _storyline_labels(snapshot: Snapshot) -> pd.DataFrame:
    corpus = index.of(snapshot)
    order = by_size(corpus)
    order = order[corpus.storyline_of[order] >= 0]
    lines, first = np.unique(corpus.storyline_of[order], return_index=True)
    labels = event_labels(snapshot).take(pa.array(order[first]))
    return pd.DataFrame({"storyline": corpus.storylines[lines], "label": labels}, dtype="str")


def by_size(corpus: Corpus) -> np.ndarray:
    """Return the codes of all events, those with most articles first."""
    n_articles = np.bincount(corpus.event + 1, minlength=len(corpus.events) + 1)[1:]
    return np.argsort(-n_articles, kind="stable")


def listing(snapshot: Snapshot, filters: Filters, *, min_outlets: int = 1, most: int = TOP_EVENTS) -> pd.DataFrame:
    """List events under the filters, those that most of the outlets report first.

    Returns
    -------
    DataFrame
        ``event``, ``label`` (a headline of the articles under the filters), ``storyline``, ``first_at``, ``last_at``,
        ``n_articles``, ``n_outlets``, ``outlets`` (their names), ``first_outlet`` (who alone dated its article
        earliest, see `firsts`).
    """
    corpus = index.of(snapshot)
    rows = corpus.rows(filters)
    top = _largest_events(corpus, rows, min_outlets, most)
    is_top = np.zeros(len(corpus.events) + 1, dtype=bool)
    is_top[top] = True
    articles = corpus.frame.iloc[rows[is_top[corpus.event[rows]]]]
    articles = articles.assign(outlet=articles["outlet"].astype("str")).sort_values(["published_at", "article_id"])
    first = firsts(corpus, rows)
    table = articles.groupby("event", as_index=False).agg(
        storyline=("storyline", "first"),
        n_articles=("article_id", "size"),
        n_outlets=("outlet", "nunique"),
    )
    told = spans.of_groups(articles["event"], articles["published_at"], articles["date_doubt"])
    table = table.merge(told.reset_index(names="event"), on="event")
    order = ["n_outlets", "n_articles", "event"]
    table = table.sort_values(order, ascending=[False, False, True])
    reports = articles.drop_duplicates(["event", "outlet"])
    reporting = reports.sort_values("outlet").groupby("event")["outlet"].agg(", ".join)
    table = table.assign(
        label=_labels_shown(snapshot, filters, articles, table),
        outlets=table["event"].map(reporting),
        first_outlet=table["event"].map(_named_firsts(corpus, first, top)),
    )
    shown = ["event", "label", "storyline", "first_at", "last_at", "n_articles", "n_outlets", "outlets", "first_outlet"]
    return table[shown].reset_index(drop=True)


def choices(snapshot: Snapshot, filters: Filters, most: int = TOP_EVENTS) -> pd.DataFrame:
    """Name the first events of `listing` as the store does, for a box to choose from.

    Returns
    -------
    DataFrame
        ``event``, ``label``, ``n_outlets``.
    """
    corpus = index.of(snapshot)
    rows = corpus.rows(filters)
    top = _largest_events(corpus, rows, 1, most)
    table = pd.DataFrame(
        {"event": corpus.events[top], "n_outlets": index.n_outlets_by_event(corpus, rows)[top]}
    ).astype({"event": "str"})
    return table.assign(label=_labels_of(snapshot, table["event"]))


def most_shared(snapshot: Snapshot, filters: Filters, min_outlets: int, most: int) -> list[str]:
    """Name the first events of `listing`, without counting what they hold."""
    corpus = index.of(snapshot)
    return list(corpus.events[_largest_events(corpus, corpus.rows(filters), min_outlets, most)])


def firsts(corpus: Corpus, rows: np.ndarray) -> np.ndarray:
    """Return the code of the outlet that alone dated its article first, for each event of the corpus; else -1.

    A date without a time of day is the whole day: it is no earlier than another article of that day. An article whose
    date is in doubt may have appeared on any day before it.
    """
    dated = rows[(corpus.event[rows] >= 0) & corpus.is_dated[rows]]
    event, at = corpus.event[dated], corpus.published[dated].astype("int64")
    earliest = np.full(len(corpus.events), np.iinfo(np.int64).max)
    np.minimum.at(earliest, event, at)
    until = np.where(earliest % DAY == 0, earliest + DAY - 1, earliest)  # midnight comes first, and stands for its day
    is_first = (at <= until[event]) | corpus.is_doubtful[dated]  # such a date is the latest that it can be
    by, of = corpus.event_pairs.under(dated[is_first])
    found = np.full(len(corpus.events), -1)
    found[by] = np.where(np.bincount(by, minlength=len(corpus.events))[by] == 1, of, -1)
    return found


DAY = 24 * 60 * 60 * 1_000_000
"""Microseconds of a day."""


def _named_firsts(corpus: Corpus, first: np.ndarray, events: np.ndarray) -> dict[str, str]:
    known = events[first[events] >= 0]
    return dict(zip(corpus.events[known], corpus.outlets[first[known]], strict=True))


def coverage_by_outlet(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Say of each outlet what it has of the events that two or more of the outlets report.

    Returns
    -------
    DataFrame
        ``outlet``, ``n_articles``, ``n_shared`` (of these events those it reports), ``n_first`` (of those the ones
        whose first date is its alone), ``n_alone`` (events that no other outlet reports); the largest first.
    """
    corpus = index.of(snapshot)
    rows = corpus.rows(filters)
    event, outlet = corpus.event_pairs.under(rows)
    n = len(corpus.outlets)
    is_shared, first = np.bincount(event)[event] > 1, firsts(corpus, rows)
    n_articles = np.bincount(corpus.outlet[rows], minlength=n)
    table = pd.DataFrame(
        {
            "outlet": corpus.outlets,
            "n_articles": n_articles,
            "n_shared": np.bincount(outlet[is_shared], minlength=n),
            "n_first": np.bincount(outlet[is_shared & (first[event] == outlet)], minlength=n),
            "n_alone": np.bincount(outlet[~is_shared], minlength=n),
        }
    )
    return table[n_articles > 0].sort_values(["n_articles", "outlet"], ascending=[False, True], ignore_index=True)


def _labels_shown(snapshot: Snapshot, filters: Filters, articles: pd.DataFrame, table: pd.DataFrame) -> pd.Series:
    """Name events by a headline of the articles shown, and those that none of these can name as the store does."""
    stored = _labels_of(snapshot, table["event"])
    if not (filters.outlets or filters.first or filters.last):
        return stored
    headlines = table["event"].map(labels.among(articles, vectors.background()))
    shown = pd.Series(labels.dated(headlines, table["first_at"]), index=table.index)
    return shown.where(headlines.notna(), stored)


def _labels_of(snapshot: Snapshot, events: pd.Series) -> pd.Series:
    code = index.codes_of(index.of(snapshot).events, events)
    labels = event_labels(snapshot).take(pa.array(code, mask=code < 0))
    return pd.Series(labels.to_pylist(), index=events.index, dtype="str")


def _largest_events(corpus: Corpus, rows: np.ndarray, min_outlets: int, most: int) -> np.ndarray:
    """Choose the events that most outlets report, of these those with most articles, by their codes."""
    n_outlets = index.n_outlets_by_event(corpus, rows)
    chosen = np.flatnonzero(n_outlets >= max(1, min_outlets))
    if len(chosen) > most:  # with fewer outlets than the last one that fits none can be among the first
        chosen = chosen[n_outlets[chosen] >= -np.partition(-n_outlets[chosen], most - 1)[most - 1]]
    n_articles = np.bincount(corpus.event[rows] + 1, minlength=len(corpus.events) + 1)[1:]
    return chosen[np.lexsort((chosen, -n_articles[chosen], -n_outlets[chosen]))][:most]


def event_by_outlet(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Cross the events under the filters with the outlets: who reports what, and who does not.

    Returns
    -------
    DataFrame
        One row an event and outlet, in time: ``event``, ``label``, ``first_at``, ``outlet``, ``n_articles`` (0 where
        the outlet has none in this corpus). Undated events come last.
    """
    corpus = index.of(snapshot)
    rows = corpus.rows(filters)
    return _crossed(snapshot, corpus, rows[corpus.event[rows] >= 0], None)


def _crossed(snapshot: Snapshot, corpus: Corpus, rows: np.ndarray, wanted: np.ndarray | None) -> pd.DataFrame:
    """Cross events (all of the rows', or some by code) with the outlets of all rows."""
    outlets = corpus.outlets[codes.distinct(corpus.outlet[rows])]
    if wanted is not None:
        is_wanted = np.zeros(len(corpus.events), dtype=bool)
        is_wanted[wanted] = True
        rows = rows[is_wanted[corpus.event[rows]]]
    articles = corpus.frame[["event", "outlet", "published_at", "date_doubt"]].iloc[rows]
    every = pd.MultiIndex.from_product([articles["event"].unique(), outlets], names=["event", "outlet"])
    sizes = articles.groupby(["event", articles["outlet"].astype("str")]).size()
    grid = sizes.reindex(every, fill_value=0).rename("n_articles").reset_index().astype({"outlet": "str"})
    told = spans.of_groups(articles["event"], articles["published_at"], articles["date_doubt"])
    table = grid.merge(told[["first_at"]].reset_index(names="event"), on="event")
    table = table.assign(label=_labels_of(snapshot, table["event"]))
    return table.sort_values(["first_at", "event", "outlet"], ignore_index=True)[
        ["event", "label", "first_at", "outlet", "n_articles"]
    ]


def coverage(snapshot: Snapshot, filters: Filters, most: int = 60) -> pd.DataFrame:
    """Cross the events that most outlets report with the outlets: `event_by_outlet` of the first of `listing`."""
    corpus = index.of(snapshot)
    rows = corpus.rows(filters)
    return _crossed(snapshot, corpus, rows[corpus.event[rows] >= 0], _largest_events(corpus, rows, 1, most))


def storyline_name(snapshot: Snapshot, storyline: str) -> str:
    """Name a storyline, see `storyline_labels`."""
    labels = storyline_labels(snapshot)
    label = labels.loc[labels["storyline"] == storyline, "label"]
    return str(label.iloc[0]) if len(label) else "Storyline"


def event_name(snapshot: Snapshot, event: str) -> str:
    """Return the label of an event; one that the store does not hold keeps its id."""
    label = _labels_of(snapshot, pd.Series([event], dtype="str"))
    return event if label.isna().any() else str(label.iloc[0])


def event_labels(snapshot: Snapshot) -> pa.Array:
    """Return the label of every event, by its code; as a dictionary, 200,000 took half a second to make."""
    return index.once(snapshot, "event labels", _event_labels)


def _event_labels(snapshot: Snapshot) -> pa.Array:
    rows = snapshot.table("event_summary", columns=["event", "label"])
    known = pa.chunked_array(pa.array(rows["event"], pa.string())).combine_chunks()
    at = pc.index_in(pa.array(index.of(snapshot).events, pa.string()), value_set=known)
    return pa.chunked_array(pa.array(rows["label"], pa.string())).combine_chunks().take(at)


def map_of_articles(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Place articles on two axes, near each other where their words are alike. The axes have no meaning of their own.

    Returns
    -------
    DataFrame
        ``article_id``, ``outlet``, ``label``, ``x``, ``y`` of up to `MAX_MAPPED` articles, evenly taken in order of
        their ids; empty below three articles.

    Notes
    -----
    The first two directions of the articles' weighted words (truncated singular value decomposition, exact and with
    fixed signs, so that the same articles give the same map). Two directions hold a small part of what
    distinguishes texts: neighbours are worth a look, but distances mean nothing.
    """
    articles = index.articles(snapshot, filters).sort_values("article_id", ignore_index=True)
    articles = articles.iloc[:: max(1, -(-len(articles) // MAX_MAPPED))].reset_index(drop=True)
    counted = snapshot.table("vectors", columns=["article_id", "features", "body"], article_ids=articles["article_id"])
    articles = articles[articles["article_id"].isin(counted["article_id"])].reset_index(drop=True)
    if len(articles) < MIN_MAPPED:
        return pd.DataFrame(columns=["article_id", "outlet", "label", "x", "y"])
    matrix = vectors.weighted(counted, "body", list(articles["article_id"]), vectors.background()).astype("float64")
    points = _two_directions(matrix)
    titles = articles["title"].fillna(index.UNTITLED)
    return articles[["article_id", "outlet"]].assign(label=titles, x=points[:, 0], y=points[:, 1])


MIN_MAPPED = 3
MAX_MAPPED = 2000
"""Articles on one map: more points than this hide each other."""


def _two_directions(matrix: sparse.csr_matrix) -> np.ndarray:
    """Project rows on their first two directions; each direction's largest entry is positive."""
    from scipy.sparse.linalg import svds  # here: the map alone needs it

    start = np.ones(min(matrix.shape))
    left, sizes, _ = svds(matrix, k=2, v0=start)
    order = np.argsort(-sizes)
    points = left[:, order] * sizes[order]
    signs = np.sign(points[np.abs(points).argmax(axis=0), range(2)])
    return points * np.where(signs == 0, 1, signs)
