"""One event closely: what holds it together, which sentences outlets share, what was copied, who covered what.

These read the texts of a few articles and take a second where an event is large, so a page asks for them on demand.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse.linalg import svds

from analysis import assets, schema
from analysis.comparison import alignment, coverage, wire
from analysis.corpus import segment
from analysis.events import explain
from analysis.measures import frames, names, naming, vectors
from analysis.settings import Filters
from analysis.store.snapshots import Snapshot

MOST_ARTICLES = 60
"""Articles of one event that are held against each other, the nearest to its centre: every pair of sentences counts."""

NEIGHBOUR_DAYS = 30
"""The nearest event outside is looked for among events that begin this many days before or after."""


def explained(snapshot: Snapshot, event: str) -> tuple[pd.DataFrame, pd.DataFrame, str]:
    """Explain why these articles are one event.

    Returns
    -------
    tuple of DataFrame, DataFrame and str
        Shared names, numbers and words (``kind``, ``term``, ``n_articles``, ``weight``); each article's ``similarity``
        to the centre with ``outlet`` and ``title``; and sentences on the nearest event outside, and on articles that
        came from other events, or went to others, in earlier builds.
    """
    events = snapshot.table("events")
    here = _facts(snapshot, Filters(event=event))
    around = _around(snapshot, event)
    counted = snapshot.table("vectors", article_ids=events.loc[events["event"].isin(around), "article_id"])
    named = snapshot.table("names", article_ids=here["article_id"])
    found = explain.of_event(event, events, counted, _with_bodies(snapshot, here), named)
    articles = found.articles.merge(here[["article_id", "outlet", "title"]], on="article_id", how="left")
    labels = snapshot.table("event_summary", columns=["event", "label"]).set_index("event")["label"]
    nearest = "No other event around that time is alike."
    if found.nearest is not None and np.isfinite(found.nearest_similarity):
        label = labels.get(found.nearest, found.nearest)
        nearest = f"The nearest event outside is “{label}”, similarity {found.nearest_similarity:.2f} of 1."
    return found.shared, articles, " ".join([nearest, *_moves(snapshot, event, labels)])


def _moves(snapshot: Snapshot, event: str, labels: pd.Series) -> Iterator[str]:
    """Say which articles came from other events, or went to others, when articles were added or events corrected."""
    for side, other, verb in (("event", "was", "came here from"), ("was", "event", "went from here to")):
        moved = snapshot.table("lineage", where={side: [event]}).sort_values(other)
        for row in moved.to_dict("records"):
            n, name = row["n_articles"], labels.get(row[other])
            yield f"{n} article{'s' * (n > 1)} {verb} {f'“{name}”' if name else 'an event that is no more'}."


def _around(snapshot: Snapshot, event: str) -> set[str]:
    """List the events that begin within `NEIGHBOUR_DAYS` of an event; undated ones with it."""
    summary = snapshot.table("event_summary", columns=["event", "first_at"])
    begins = summary.loc[summary["event"] == event, "first_at"]
    if begins.empty or begins.isna().all():
        return set(summary["event"])
    days = (summary["first_at"] - begins.iloc[0]).dt.days.abs()
    return {event, *summary.loc[(days <= NEIGHBOUR_DAYS) | days.isna(), "event"]}


def aligned(snapshot: Snapshot, filters: Filters) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Match the sentences of an event's articles across outlets: shared, only here, or unclear.

    Returns
    -------
    tuple of DataFrame
        The sentences with ``outlet``, ``title``, ``text``, ``standing``, ``not_in`` (see `alignment.of_event`); and the
        counts by outlet (see `alignment.summary`). Both empty where fewer than two outlets report.
    """
    articles = _facts(snapshot, filters).sort_values("similarity", ascending=False, kind="stable").head(MOST_ARTICLES)
    articles = _with_bodies(snapshot, articles)
    if articles["outlet"].nunique() < 2:
        return pd.DataFrame(), pd.DataFrame()
    ids = articles["article_id"]
    sentences = snapshot.table("sentences", article_ids=ids)
    rows = alignment.of_event(articles, sentences, snapshot.table("names", article_ids=ids))
    places = sentences[["article_id", "sentence", "start", "end"]]
    facts = articles[["article_id", "title", "body"]]
    missing = [name for name in ("start", "end") if name not in rows]
    rows = rows.merge(places, on=["article_id", "sentence"], how="left") if missing else rows
    rows = rows.merge(facts, on="article_id", how="left")
    spans = zip(rows["body"], rows["start"], rows["end"], strict=True)
    texts = pd.Series([body[start:end] for body, start, end in spans], index=rows.index, dtype="str")
    return rows.drop(columns="body").assign(text=texts), alignment.summary(rows)


def copied(snapshot: Snapshot, filters: Filters) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Say what outlets made of one agency text: words kept, cut and added, headlines, and the passages themselves.

    Returns
    -------
    tuple of DataFrame
        What `wire.summary` and `wire.changes` give for the copies under the filters.
    """
    copies = snapshot.table("copies")
    here = _facts(snapshot, filters)
    copies = copies[copies["article_id"].isin(here["article_id"])]
    if copies.empty:
        return pd.DataFrame(), pd.DataFrame()
    every = snapshot.articles()
    wanted = every[every["article_id"].isin([*copies["article_id"], *copies["copy_of"]])]
    articles = _with_bodies(snapshot, wanted)
    return wire.summary(articles, copies), wire.changes(articles, copies)


def covered(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Count for a storyline which of its events each outlet covered, beside what its size lets expect.

    Returns
    -------
    DataFrame
        What `coverage.of_outlets` gives; empty without a storyline or without an event that two outlets share.
    """
    if not filters.storyline:
        return pd.DataFrame()
    everything = snapshot.articles(Filters(outlets=filters.outlets, first=filters.first, last=filters.last))
    everything = everything.assign(outlet=everything["outlet"].astype("str"))
    events = everything.loc[everything["event"].notna(), list(schema.EVENTS.columns)]
    everything = everything.drop(columns=["event", "similarity", "storyline"])
    rows = coverage.of_storyline(
        everything, events, snapshot.table("event_summary"), snapshot.table("copies"), storyline=filters.storyline
    )
    return coverage.of_outlets(rows, everything) if len(rows) else pd.DataFrame()


def names_used(snapshot: Snapshot, filters: Filters, most: int = 15) -> pd.DataFrame:
    """Count by which words each outlet calls the same person, country or organisation in one event or storyline.

    Returns
    -------
    DataFrame
        What `naming.by_outlet` gives (``canonical``, ``words``, ``outlet``, ``n``, ``n_articles``, ``share``, and
        ``article_id`` and ``sentence`` of the first use), for the ``most`` often named that are called by more than one
        word, over the `MOST_ARTICLES` articles nearest to their event's centre.
    """
    articles = _facts(snapshot, filters).sort_values("similarity", ascending=False, kind="stable").head(MOST_ARTICLES)
    ids = articles["article_id"]
    aliases = snapshot.table("aliases", where={"event": sorted(set(articles["event"].dropna()))})
    forms = pd.concat([assets.table(names.ALIASES), aliases[["form", "canonical", "kind"]].astype("str")])
    mentions = naming.of_articles(
        _with_bodies(snapshot, articles), snapshot.table("sentences", article_ids=ids),
        snapshot.table("names", article_ids=ids), forms.reset_index(drop=True),
    )  # fmt: skip
    if mentions.empty:
        return pd.DataFrame(
            columns=["canonical", "words", "outlet", "n", "n_articles", "share", "article_id", "sentence"]
        )
    table = naming.by_outlet(mentions)
    several = table.groupby("canonical", sort=False)["words"].nunique()
    kept = [name for name in dict.fromkeys(table["canonical"]) if several[name] > 1][:most]
    return table[table["canonical"].isin(kept)].reset_index(drop=True)


def frame_sentences(snapshot: Snapshot, articles: tuple[str, ...], measure: str, most: int = 12) -> pd.DataFrame:
    """Find the sentences of some articles that put a frame forward most.

    Parameters
    ----------
    snapshot : Snapshot
        The store.
    articles : tuple of str
        The articles to look into: their texts are read, so few of them.
    measure : str
        ``frame:NAME`` of the store's codebook.
    most : int
        How many sentences.

    Returns
    -------
    DataFrame
        ``article_id``, ``outlet``, ``title``, ``sentence``, ``text``, ``hits`` and ``emphasis``, the highest first;
        only sentences that hold a seed word of the frame.
    """
    chosen = _with_bodies(snapshot, snapshot.table("articles", article_ids=articles))
    sentences = snapshot.table("sentences", article_ids=articles)
    found = frames.of_sentences(chosen, sentences, frames.codebook(snapshot.settings.codebook))
    own = found[(found["frame"] == measure.partition(":")[2]) & (found["hits"] > 0)]
    rows = own.merge(sentences.assign(text=segment.texts_of(sentences, chosen)), on=["article_id", "sentence"])
    rows = rows.merge(chosen[["article_id", "outlet", "title"]], on="article_id")
    rows = rows.sort_values(["emphasis", "article_id", "sentence"], ascending=[False, True, True]).head(most)
    columns = ["article_id", "outlet", "title", "sentence", "text", "hits", "emphasis"]
    return rows[columns].reset_index(drop=True)


def _facts(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    articles = snapshot.articles(filters)
    return articles.assign(outlet=articles["outlet"].astype("str"))


def _with_bodies(snapshot: Snapshot, articles: pd.DataFrame) -> pd.DataFrame:
    bodies = snapshot.bodies(articles["article_id"])
    return articles.assign(body=articles["article_id"].map(bodies).fillna("")).reset_index(drop=True)


def mapped(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Place articles on two axes, near each other where their words are alike. The axes have no meaning of their own.

    Returns
    -------
    DataFrame
        ``article_id``, ``outlet``, ``label``, ``x``, ``y`` of up to `MOST_MAPPED` articles, evenly taken in order of
        their ids; empty below three articles.

    Notes
    -----
    The first two directions of the articles' weighted words (truncated singular value decomposition, exact and with
    fixed signs, so that the same articles give the same map). Two directions hold a small part of what
    distinguishes texts: neighbours are worth a look, distances are not to be measured.
    """
    articles = _facts(snapshot, filters).sort_values("article_id", ignore_index=True)
    articles = articles.iloc[:: max(1, -(-len(articles) // MOST_MAPPED))].reset_index(drop=True)
    counted = snapshot.table("vectors", columns=["article_id", "features", "body"], article_ids=articles["article_id"])
    articles = articles[articles["article_id"].isin(counted["article_id"])].reset_index(drop=True)
    if len(articles) < LEAST_MAPPED:
        return pd.DataFrame(columns=["article_id", "outlet", "label", "x", "y"])
    matrix = vectors.weighted(counted, "body", list(articles["article_id"]), vectors.background()).astype("float64")
    places = _two_directions(matrix)
    titles = articles["title"].fillna("(untitled)")
    return articles[["article_id", "outlet"]].assign(label=titles, x=places[:, 0], y=places[:, 1])


LEAST_MAPPED = 3
MOST_MAPPED = 2000
"""Articles on one map: more points than this hide each other."""


def _two_directions(matrix: sparse.csr_matrix) -> np.ndarray:
    """Project rows on their first two directions; each direction's largest entry is positive."""
    start = np.ones(min(matrix.shape))
    left, sizes, _ = svds(matrix, k=2, v0=start)
    order = np.argsort(-sizes)
    places = left[:, order] * sizes[order]
    signs = np.sign(places[np.abs(places).argmax(axis=0), range(2)])
    return places * np.where(signs == 0, 1, signs)
