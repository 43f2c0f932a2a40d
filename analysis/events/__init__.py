"""Which articles report one event, and which events make a storyline.

Candidates in a moving window (`candidates`), the probability that a pair reports one event (`similarity`), average
linkage (`grouping`), a person's corrections (`corrections`), names that stay (`identity`), storylines (`storylines`)
and labels (`labels`). `of_articles` runs them in that order.
"""

import hashlib
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from analysis import schema
from analysis.events import candidates, centres, grouping, identity, labels, similarity, storylines
from analysis.events import corrections as corrected
from analysis.measures import vectors
from analysis.settings import Settings

LANGUAGES = ("en", "und")
"""The background knows English: an article in another language is an event of its own."""


class Grouped(NamedTuple):
    """Hold the events of a corpus: every article is in exactly one.

    ``lineage`` tells which earlier events the present ones were, where articles changed their event since the
    grouping before.
    """

    events: pd.DataFrame
    event_summary: pd.DataFrame
    lineage: pd.DataFrame


def of_articles(
    articles: pd.DataFrame,
    counted: pd.DataFrame,
    copies: pd.DataFrame,
    *,
    settings: Settings | None = None,
    previous: Grouped | None = None,
    corrections: pd.DataFrame | None = None,
    learnt: similarity.Model | None = None,
) -> Grouped:
    """Find the articles that report one event, and the events that make one storyline.

    Parameters
    ----------
    articles : DataFrame
        ``article_id``, ``outlet``, ``title``, ``published_at``, ``published_precision``, ``published_from``,
        ``language``, ``n_words``; for the label of an untitled article also ``first_sentence`` or ``body``.
    counted : DataFrame
        Their ``vectors`` table.
    copies : DataFrame
        The ``copies`` table: a copy goes with the article it repeats and has no weight of its own.
    settings : Settings
        ``event_window_days``: dated articles further apart are not compared.
    previous : Grouped or None
        The grouping before articles were added: its events keep their ids.
    corrections : DataFrame or None
        The ``corrections`` table, applied after grouping.
    learnt : Model or None
        Coefficients of the pair model; None for the shipped ones.

    Returns
    -------
    Grouped
        ``events`` (in the order of the articles), ``event_summary`` (in the order of the events' first articles) and
        ``lineage``.

    Notes
    -----
    Which articles make an event depends on the articles alone, not on the order or the batches in which they came;
    only ids and, through them, the trace depend on ``previous``. Storylines are exploratory: no labelled data exists.
    """
    if articles.empty:
        return Grouped(*(schema.empty(table) for table in (schema.EVENTS, schema.EVENT_SUMMARY, schema.LINEAGE)))
    settings = settings or Settings()
    ordered = _in_order(articles)
    evidence = similarity.evidence_of(ordered, counted, vectors.background())
    originals = _originals(ordered, evidence, copies, settings.event_window_days)
    groups = _grouped(ordered, evidence, originals, settings, learnt or similarity.model())
    if corrections is not None and len(corrections):
        groups = corrected.apply(pd.Series(groups, index=ordered["article_id"]), corrections).to_numpy()
    groups = _renumbered(groups)
    weights = (originals == np.arange(len(ordered))).astype("float64")
    weights[~np.isin(groups, groups[weights > 0])] = 1.0  # copies that a person moved into an event of their own
    return _tables(articles, ordered, evidence, groups, weights, previous)


def _in_order(articles: pd.DataFrame) -> pd.DataFrame:
    """Sort by date (undated last) and id, so that nothing depends on the order in which articles came."""
    keys = articles.assign(published_at=pd.to_datetime(articles["published_at"], utc=True))
    return keys.sort_values(["published_at", "article_id"], kind="stable", ignore_index=True)


def _originals(
    articles: pd.DataFrame, evidence: similarity.Evidence, copies: pd.DataFrame, reach_days: int
) -> np.ndarray:
    """Give each article the row of the article that it repeats, itself where it repeats none.

    An article repeats another when ``copies`` says so, or when its words are exactly the same.
    """
    place = pd.Series(np.arange(len(articles)), index=articles["article_id"])
    original = np.arange(len(articles))
    known = copies[copies["article_id"].isin(place.index) & copies["copy_of"].isin(place.index)]
    original[place[known["article_id"]].to_numpy()] = place[known["copy_of"]].to_numpy()
    body = evidence.matrices["body"]
    first_seen: dict[bytes, int] = {}
    for row in np.flatnonzero(original == np.arange(len(articles))):
        start, end = body.indptr[row], body.indptr[row + 1]
        if start == end:
            continue
        key = hashlib.blake2b(body.indices[start:end].tobytes() + body.data[start:end].tobytes()).digest()
        earlier = first_seen.setdefault(key, int(row))
        if abs(evidence.days[row] - evidence.days[earlier]) > reach_days:
            first_seen[key] = int(row)
        else:
            original[row] = earlier
    while (original[original] != original).any():
        original = original[original]
    return original


def _grouped(
    articles: pd.DataFrame,
    evidence: similarity.Evidence,
    originals: np.ndarray,
    settings: Settings,
    learnt: similarity.Model,
) -> np.ndarray:
    """Number the event of each article; copies go with their originals, what cannot be compared stays alone."""
    comparable = articles["language"].astype("str").isin(LANGUAGES).to_numpy()
    kept = np.flatnonzero((originals == np.arange(len(originals))) & comparable)
    chosen = similarity.chosen(evidence, kept)
    pairs = candidates.find(chosen.matrices["body"], chosen.days, reach_days=settings.event_window_days)
    likeness = similarity.probabilities(similarity.features_of(pairs, chosen), learnt)
    likeness[similarity.template_pairs(pairs, chosen)] = 0.0
    groups = np.arange(len(articles))
    groups[kept] = kept[grouping.average_linkage(len(kept), pairs, likeness)]
    return groups[originals]


def _renumbered(groups: np.ndarray) -> np.ndarray:
    """Number groups from 0 in the order of their first articles."""
    _, first, inverse = np.unique(groups, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype="int64")
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[inverse]


def _tables(
    articles: pd.DataFrame,
    ordered: pd.DataFrame,
    evidence: similarity.Evidence,
    groups: np.ndarray,
    weights: np.ndarray,
    previous: Grouped | None,
) -> Grouped:
    ids = ordered["article_id"]
    middles = {name: centres.of_groups(evidence.matrices[name], groups, weights) for name in ("body", "names")}
    stories = storylines.of_events(middles["body"], middles["names"])[groups]
    earlier = _earlier(previous)
    event_names = _named(ids, groups, None if earlier is None else earlier["event"], "e")
    story_names = _named(ids, stories, None if earlier is None else earlier["storyline"], "s")
    events = pd.DataFrame(
        {
            "article_id": ids,
            "event": event_names,
            "similarity": centres.nearness(evidence.matrices["body"], middles["body"], groups).astype("float32"),
        }
    )
    summary = _summary(ordered, evidence, groups, weights, event_names, story_names)
    lineage = schema.empty(schema.LINEAGE)
    if earlier is not None:
        lineage = identity.trace(events.set_index("article_id")["event"], earlier["event"])
    in_order = events.set_index("article_id").loc[articles["article_id"]].reset_index()
    return Grouped(in_order, summary, lineage)


def _earlier(previous: Grouped | None) -> pd.DataFrame | None:
    """Look up the earlier event and storyline of each article."""
    if previous is None or previous.events.empty:
        return None
    storyline = previous.event_summary.set_index("event")["storyline"]
    before = previous.events.set_index("article_id")
    return before.assign(storyline=before["event"].astype("str").map(storyline))


def _named(ids: pd.Series, groups: np.ndarray, earlier: pd.Series | None, prefix: str) -> np.ndarray:
    """Name the group of each article."""
    numbers, first = np.unique(groups, return_index=True)
    firsts = dict(zip(numbers.tolist(), ids.to_numpy()[first].tolist(), strict=True))
    names = identity.keep(pd.Series(groups, index=ids), firsts, earlier, prefix)
    return np.array([names[group] for group in groups.tolist()], dtype=object)


def _summary(
    articles: pd.DataFrame,
    evidence: similarity.Evidence,
    groups: np.ndarray,
    weights: np.ndarray,
    event_names: np.ndarray,
    story_names: np.ndarray,
) -> pd.DataFrame:
    """Sum up each event; the articles stand in the order of their dates and so do the events."""
    rows = articles.assign(group=groups, weight=weights, event=event_names, storyline=story_names)
    by_group = rows.groupby("group", sort=True)
    firsts, lasts = by_group["published_at"].min(), by_group["published_at"].max()
    titles = sparse.csr_matrix(evidence.matrices["title"])
    titled = np.diff(titles.indptr) > 0
    texts = labels.of_groups(labels.headlines_of(articles), titles, groups, firsts, titled)
    return pd.DataFrame(
        {
            "event": by_group["event"].first().astype("str"),
            "storyline": by_group["storyline"].first().astype("str"),
            "label": pd.Series(texts, index=firsts.index, dtype="str"),
            "first_at": firsts,
            "last_at": lasts,
            "n_articles": by_group.size().astype("int32"),
            "n_outlets": by_group["outlet"].nunique().astype("int32"),
            "n_independent": by_group["weight"].sum().astype("int32"),
        }
    ).reset_index(drop=True)
