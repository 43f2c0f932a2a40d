"""Which aspects does each outlet put forward: codebooks by choice, sentences behind a frame, frames users train."""

import pandas as pd

from analysis.corpus import segment
from analysis.measures import frames
from analysis.measures.frames import storing
from analysis.measures.frames.trained import Trained
from analysis.queries import bookshelf, index, measures, texts, values
from analysis.settings import Filters
from analysis.store.snapshots import Snapshot

SUMMITS, OF_SUMMITS, STANDS_OUT = "summits", "book:summits/negotiation", 0.5
"""A storyline is one of summits where its articles put negotiation forward by this many standard deviations more than
other news does; then the codebook of summits comes first."""


def codebooks(snapshot: Snapshot, filters: Filters) -> dict[str, list[str]]:
    """List the codebooks that a store is measured with, each with the measures of its frames in all words.

    The store's own comes first, or that of summits where the filters name a storyline of summits.
    """
    found = {snapshot.settings.codebook: measures.names(snapshot, "frame:")}
    for name in further_names(snapshot):
        if name.startswith("book:"):
            found.setdefault(name.removeprefix("book:").partition("/")[0], []).append(name)
    order = sorted(found, key=lambda book: book != SUMMITS) if is_of_summits(snapshot, filters) else [*found]
    return {book: found[book] for book in order if found[book]}


def further_names(snapshot: Snapshot) -> list[str]:
    """List the measures of further codebooks that the store holds, in alphabetical order."""
    return values.further_names(snapshot)


def is_of_summits(snapshot: Snapshot, filters: Filters) -> bool:
    """Return whether the filters name a storyline whose articles put negotiation forward more than other news."""
    if not filters.storyline:
        return False
    rows = index.of(snapshot).rows(Filters(storyline=filters.storyline))
    held = pd.Series(values.of(snapshot, rows).of(OF_SUMMITS, rows).value)
    return bool(held.mean() > STANDS_OUT)


def sentences(
    snapshot: Snapshot, articles: tuple[str, ...], measure: str, most: int = texts.MAX_SENTENCES
) -> pd.DataFrame:
    """Find the sentences of some articles that put a frame forward most.

    Parameters
    ----------
    snapshot : Snapshot
        The store.
    articles : tuple of str
        The articles to look into: their texts are read, so few of them.
    measure : str
        ``frame:NAME`` of the store's codebook, ``book:CODEBOOK/NAME`` of another, or ``frame_own:`` and ``book_own:``
        for sentences in the outlet's own voice.
    most : int
        How many sentences.

    Returns
    -------
    DataFrame
        ``article_id``, ``outlet``, ``title``, ``sentence``, ``text``, ``hits`` and ``emphasis``, the highest first;
        only sentences that hold a seed word of the frame.
    """
    chosen = texts.with_bodies(snapshot, snapshot.table("articles", article_ids=articles))
    spans = snapshot.table("sentences", article_ids=articles)
    book, frame = bookshelf.book_of(snapshot, measure)
    of_frames = frames.of_sentences(chosen, spans, book)
    if measure.partition(":")[0].endswith("_own"):
        spans = spans[spans["voice"].astype("str") == "own"]
    rows = of_frames[(of_frames["frame"] == frame) & (of_frames["hits"] > 0)]
    rows = rows.merge(spans.assign(text=segment.texts_of(spans, chosen)), on=["article_id", "sentence"])
    rows = rows.merge(chosen[["article_id", "outlet", "title"]], on="article_id")
    rows = rows.sort_values(["emphasis", "article_id", "sentence"], ascending=[False, True, True]).head(most)
    columns = ["article_id", "outlet", "title", "sentence", "text", "hits", "emphasis"]
    return rows[columns].reset_index(drop=True)


def trained_figures(snapshot: Snapshot, name: str) -> str:
    """Say how well a frame trained on a user's labels did on texts it had not seen; empty for other frames."""
    rows = snapshot.table("trained", where={"name": [name]})
    if rows.empty:
        return ""
    return storing.from_table(rows)[0].report.sentence()


def figures_of(frame: Trained) -> pd.DataFrame:
    """List a trained frame's cross-validated figures by label."""
    return pd.DataFrame([vars(label) for label in frame.report.labels])
