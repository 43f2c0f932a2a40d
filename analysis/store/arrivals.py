"""What comes into a store: the sources of a build, which of their articles are new, and what the build says it did."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from analysis import codes, schema
from analysis.corpus.batches import Ingested
from analysis.errors import DataError
from analysis.settings import Settings
from analysis.store import snapshots, writing


@dataclass(frozen=True)
class Summary:
    """Say what a build did.

    Parameters
    ----------
    n_articles : int
        Articles that were new to the store.
    n_known : int
        Articles that were in it already and changed nothing.
    n_rejects : int
        Inputs of this build that are no articles.
    n_events, n_storylines : int
        Groups in the store after the build.
    snapshot : int
        Number of the store's current snapshot.
    seconds : float
        How long it took.
    unfinished : tuple of str
        What an earlier build was reading when it was killed, and this one did not read again.
    n_damaged : int
        Parts of the store that were missing or damaged.
    n_mended, n_lost : int
        Articles of such parts that are whole again, and those that neither the store nor these sources give.
    """

    n_articles: int
    n_known: int
    n_rejects: int
    n_events: int
    n_storylines: int
    snapshot: int
    seconds: float
    unfinished: tuple[str, ...] = ()
    n_damaged: int = 0
    n_mended: int = 0
    n_lost: int = 0


@dataclass
class Tally:
    """Count what a build has read so far: articles measured, articles the store held already, and rejects."""

    articles: int = 0
    known: int = 0
    rejects: int = 0


def sources(given: Iterable[str | Path], directory: str | Path, relearn: bool) -> list[str | Path]:
    """List the files and folders that a build reads: those given, else those of the earlier builds to learn anew from.

    Raises
    ------
    DataError
        Where there are none.
    """
    paths = list(given)
    if not paths and relearn and snapshots.exists(directory):
        paths = list(snapshots.open(directory).manifest.sources)
    if not paths:
        raise DataError("give at least one file or folder to read")
    return paths


def unknown(batches: Iterable[Ingested], writer: writing.Writer, counts: Tally) -> Iterator[Ingested]:
    """Leave out of batches the articles that the store holds, and count them."""
    for batch in batches:
        known = writer.knows(batch.articles["article_id"])
        counts.known += int(known.sum())
        counts.rejects += len(batch.rejects)
        ids = set(batch.articles.loc[~known, "article_id"])
        yield Ingested(
            batch.articles[~known].reset_index(drop=True),
            batch.rejects,
            batch.removals[batch.removals["article_id"].isin(ids)].reset_index(drop=True),
            batch.notes,
        )


def of_damaged_parts(writer: writing.Writer, settings: Settings, *, with_removals: bool) -> Iterator[Ingested]:
    """Return the articles of damaged parts whose text is whole, partition by partition."""
    if not writer.mending.damaged:
        return
    articles, removals = writer.texts_left(with_removals=with_removals)
    for start in range(0, len(articles), settings.partition_articles):
        some = articles.iloc[start : start + settings.partition_articles].reset_index(drop=True)
        own = removals[codes.among(removals["article_id"], some["article_id"])].reset_index(drop=True)
        yield Ingested(some, schema.empty(schema.REJECTS), own, schema.empty(schema.NOTES))


def summary(snapshot: snapshots.Snapshot, counts: Tally, seconds: float, writer: writing.Writer) -> Summary:
    """Say what a build did, from what it counted and the snapshot that it left."""
    summaries = snapshot.table("event_summary", columns=["event", "storyline"])
    return Summary(
        n_articles=counts.articles - len(writer.mending.gone - writer.lost),
        n_known=counts.known,
        n_rejects=counts.rejects,
        n_events=len(summaries),
        n_storylines=summaries["storyline"].nunique(),
        snapshot=snapshot.number,
        seconds=seconds,
        unfinished=writer.unfinished,
        n_damaged=len(writer.mending.damaged),
        n_mended=len(writer.mending.gone - writer.lost),
        n_lost=len(writer.lost),
    )
