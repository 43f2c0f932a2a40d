"""One event closely: what holds it together, which sentences outlets share, what was copied, who covered what.

These read the texts of a few articles and take a second where an event is large, so a page asks for them on demand.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from analysis import assets, codes, schema
from analysis.comparison import alignment, coverage, wire
from analysis.events import doubts, explain, undated
from analysis.queries import events as listings
from analysis.queries import index, texts
from analysis.settings import Filters
from analysis.store.snapshots import Snapshot

MAX_ARTICLES = 60
"""Articles of one event that are compared, those nearest to its centre: the work grows with pairs of sentences."""

NEIGHBOUR_DAYS = 30
"""The nearest event outside is looked for among events that begin this many days before or after."""


def doubt(snapshot: Snapshot, event: str) -> tuple[str, list[str]]:
    """Say why an event may hold two happenings, and which of its articles would be split off.

    Returns
    -------
    tuple of str and list of str
        The doubt in words, and the ids of the half with fewer articles.
    """
    found = _doubts(snapshot, [event])
    told = "".join(found.events["doubt"])
    halves = [part["article_id"].tolist() for _, part in found.articles.groupby("half")]
    return told, min(halves, key=len) if told and len(halves) > 1 else []


def doubts_of(snapshot: Snapshot, asked: Sequence[str]) -> pd.Series:
    """Say of some events why each may hold two happenings; empty where there is no doubt. Indexed by the events."""
    found = _doubts(snapshot, asked).events.set_index("event")["doubt"]
    return found.reindex(list(asked)).fillna("")


def in_doubt(snapshot: Snapshot, asked: tuple[str, ...]) -> set[str]:
    """Return which of some events may hold two happenings; a list names them so."""
    found = _doubts(snapshot, asked).events
    return set(found.loc[found["doubt"] != "", "event"])


def n_in_doubt(snapshot: Snapshot, filters: Filters) -> tuple[int, int]:
    """Count the shared events that may be two happenings, and those that were looked at: the most widely reported."""
    looked_at = listings.most_shared(snapshot, filters, 2, MAX_LOOKED_AT)
    return len(in_doubt(snapshot, tuple(looked_at))), len(looked_at)


MAX_LOOKED_AT = 300
"""Shared events whose doubts are counted: of 10,000 articles they take 0.1 s CPU, of 300,000 0.7 s. A first view of
so many does not wait for that."""


def to_open(snapshot: Snapshot, filters: Filters, min_outlets: int = 2) -> str | None:
    """Choose the event to show where nobody asked for one: the first of the listing that is not in doubt."""
    first = listings.most_shared(snapshot, filters, min_outlets, MAX_TO_OPEN)
    doubtful = in_doubt(snapshot, tuple(first))
    return next((event for event in first if event not in doubtful), first[0] if first else None)


MAX_TO_OPEN = 10
"""Events among which one without doubt is looked for."""


def _doubts(snapshot: Snapshot, asked: Sequence[str]) -> doubts.Doubts:
    corpus = index.of(snapshot)
    is_asked = np.append(codes.rows(pd.Series(corpus.events), pd.Series(asked, dtype="str")) >= 0, False)
    rows = np.flatnonzero(is_asked[corpus.event])
    articles = corpus.frame[["article_id", "event", "published_at", "date_doubt"]].iloc[rows].reset_index(drop=True)
    pairs = snapshot.table("pairs", columns=["article_id", "other", "probability"], article_ids=articles["article_id"])
    return doubts.of_events(articles, pairs, snapshot.table("copies", columns=["article_id", "copy_of"]))


def dated_by_neighbours(snapshot: Snapshot, event: str) -> pd.DataFrame:
    """Estimate when undated articles of an event appeared, from dated neighbours, else their text (`undated`).

    Returns
    -------
    DataFrame
        ``article_id``, ``outlet``, ``title``, ``first_at``, ``last_at``, ``n_neighbours`` (0: by its text).
    """
    articles = index.of(snapshot).facts(
        Filters(event=event), ["article_id", "event", "outlet", "title", "published_at"]
    )
    if not articles["published_at"].isna().any():
        return articles.iloc[:0].assign(first_at=None, last_at=None, n_neighbours=0)
    pairs = snapshot.table("pairs", article_ids=articles["article_id"])
    found = undated.by_neighbours(articles, pairs, snapshot.table("copies"))
    alone = articles[~articles["article_id"].isin(found["article_id"])]
    named = undated.by_text(alone, snapshot.table("times", article_ids=alone["article_id"]))
    found = pd.concat([found, named], ignore_index=True)
    return articles[["article_id", "outlet", "title"]].merge(found, on="article_id")


def explanation(snapshot: Snapshot, event: str) -> tuple[pd.DataFrame, pd.DataFrame, str]:
    """Explain why these articles are one event.

    Returns
    -------
    tuple of DataFrame, DataFrame and str
        Shared names, numbers and words (``kind``, ``term``, ``n_articles``, ``weight``); each article's ``similarity``
        to the centre with ``outlet`` and ``title``; and sentences on the nearest event outside, and on articles that
        came from other events, or went to others, in earlier builds.
    """
    events = snapshot.table("events")
    here = index.articles(snapshot, Filters(event=event))
    around = _around(snapshot, event)
    counted = snapshot.table("vectors", article_ids=events.loc[events["event"].isin(around), "article_id"])
    named = snapshot.table("names", article_ids=here["article_id"])
    result = explain.of_event(event, events, counted, texts.with_bodies(snapshot, here), named)
    articles = result.articles.merge(here[["article_id", "outlet", "title"]], on="article_id", how="left")
    labels = snapshot.table("event_summary", columns=["event", "label"]).set_index("event")["label"]
    nearest = "No other event around that time is alike."
    if result.nearest is not None and np.isfinite(result.nearest_similarity):
        label = labels.get(result.nearest, result.nearest)
        nearest = f"The nearest event outside is “{label}”, similarity {result.nearest_similarity:.2f} of 1."
    return result.shared, articles, " ".join([nearest, *_moves(snapshot, event, labels)])


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


def aligned_sentences(snapshot: Snapshot, filters: Filters) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Match the sentences of an event's articles across outlets: shared, only here, or unclear.

    Returns
    -------
    tuple of DataFrame
        The sentences with ``outlet``, ``title``, ``text``, ``standing``, ``not_in`` (see `alignment.of_event`); and the
        counts by outlet (see `alignment.summary`). Both empty where fewer than two outlets report.
    """
    articles = texts.with_bodies(snapshot, _nearest_the_centre(snapshot, filters))
    if articles["outlet"].nunique() < 2:
        return pd.DataFrame(), pd.DataFrame()
    ids = articles["article_id"]
    sentences = snapshot.table("sentences", article_ids=ids)
    rows = alignment.of_event(articles, sentences, snapshot.table("names", article_ids=ids))
    if not {"start", "end"} <= set(rows):
        spans = sentences[["article_id", "sentence", "start", "end"]]
        rows = rows.merge(spans, on=["article_id", "sentence"], how="left")
    rows = rows.merge(articles[["article_id", "title"]], on="article_id", how="left")
    bodies = articles.set_index("article_id")["body"]
    return rows.assign(text=texts.of_spans(rows, bodies)), alignment.summary(rows)


def _nearest_the_centre(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    articles = index.articles(snapshot, filters)
    return articles.sort_values("similarity", ascending=False, kind="stable").head(MAX_ARTICLES)


def copied_passages(snapshot: Snapshot, filters: Filters) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Say what outlets made of one agency text: words kept, cut and added, headlines, and the passages themselves.

    Returns
    -------
    tuple of DataFrame
        What `wire.summary` and `wire.changes` give for the copies under the filters.
    """
    copies = snapshot.table("copies")
    here = index.articles(snapshot, filters)
    copies = copies[copies["article_id"].isin(here["article_id"])]
    if copies.empty:
        return pd.DataFrame(), pd.DataFrame()
    every = index.of(snapshot).frame
    wanted = every[every["article_id"].isin([*copies["article_id"], *copies["copy_of"]])]
    articles = texts.with_bodies(snapshot, wanted)
    return wire.summary(articles, copies), wire.changes(articles, copies)


def coverage_of_storyline(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Count for a storyline which of its events each outlet covered, beside what its size lets expect.

    Returns
    -------
    DataFrame
        What `coverage.of_outlets` gives; empty without a storyline or without an event that two outlets share.
    """
    if not filters.storyline:
        return pd.DataFrame()
    everything = index.articles(snapshot, Filters(outlets=filters.outlets, first=filters.first, last=filters.last))
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
        word, over the `MAX_ARTICLES` articles nearest to their event's centre.
    """
    from analysis.measures import names, naming  # here: most first views name nobody

    articles = _nearest_the_centre(snapshot, filters)
    ids = articles["article_id"]
    aliases = snapshot.table("aliases", where={"event": sorted(set(articles["event"].dropna()))})
    forms = pd.concat([assets.table(names.ALIASES), aliases[["form", "canonical", "kind"]].astype("str")])
    mentions = naming.of_articles(
        texts.with_bodies(snapshot, articles),
        snapshot.table("sentences", article_ids=ids),
        snapshot.table("names", article_ids=ids),
        forms.reset_index(drop=True),
    )
    if mentions.empty:
        return pd.DataFrame(
            columns=["canonical", "words", "outlet", "n", "n_articles", "share", "article_id", "sentence"]
        )
    table = naming.by_outlet(mentions)
    several = table.groupby("canonical", sort=False)["words"].nunique()
    kept = [name for name in dict.fromkeys(table["canonical"]) if several[name] > 1][:most]
    return table[table["canonical"].isin(kept)].reset_index(drop=True)


def side_by_side(used: pd.DataFrame) -> pd.DataFrame:
    """Put the words for a person or place side by side: a row each, a column an outlet, most used first.

    Parameters
    ----------
    used : DataFrame
        What `names_used` gives.

    Examples
    --------
    >>> used = pd.DataFrame({"canonical": "Kim Jong Un", "words": ["Kim", "the dictator"], "outlet": ["RT", "CNN"],
    ...                      "n": [3, 1]})
    >>> side_by_side(used).to_dict("records")
    [{'name': 'Kim Jong Un', 'CNN': 'the dictator (1)', 'RT': 'Kim (3)'}]
    """
    ordered = used.sort_values(["n", "words"], ascending=[False, True], kind="stable")
    counted = ordered.assign(cell=ordered["words"] + " (" + ordered["n"].astype("str") + ")")
    cells = counted.pivot_table(index="canonical", columns="outlet", values="cell", aggfunc=", ".join).fillna("")
    order = list(dict.fromkeys(used["canonical"]))
    return cells.reindex(order).rename_axis(index="name", columns=None).reset_index()


def with_matches(aligned: pd.DataFrame) -> pd.DataFrame:
    """Return each sentence of an alignment the sentence of another outlet that is most like it.

    Parameters
    ----------
    aligned : DataFrame
        The sentences that `aligned_sentences` gives.

    Returns
    -------
    DataFrame
        The same rows with ``match_text`` and ``match_outlet``, empty where there is no match.
    """
    texts = aligned[["article_id", "sentence", "text", "outlet"]]
    texts.columns = ["match_article", "match_sentence", "match_text", "match_outlet"]
    return aligned.merge(texts, on=["match_article", "match_sentence"], how="left")
