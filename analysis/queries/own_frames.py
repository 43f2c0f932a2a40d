"""Frames of a user's own: trained on labels or brought as a codebook, measured everywhere and kept with the store."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from analysis.corpus import decode
from analysis.errors import DataError
from analysis.measures import frames
from analysis.measures.frames import beside, books, storing, trained
from analysis.progress import Progress, to_nobody
from analysis.store import snapshots, writing


def labels_of(content: bytes) -> pd.DataFrame:
    """Read a CSV of labels, whatever its encoding and separator.

    Raises
    ------
    DataError
        Where it is no text or no table.

    Examples
    --------
    >>> labels_of("text;label\\nThey met.;yes".encode("utf-16")).to_dict("list")
    {'text': ['They met.'], 'label': ['yes']}
    """
    try:
        text, _ = decode.text_of(content)
        separator = max(",;\t", key=text.partition("\n")[0].count)
        as_text = dict.fromkeys(("label", "text", "article_id", "coder", "outlet"), "str")
        return pd.read_csv(io.StringIO(text), sep=separator, dtype=as_text)
    except (decode.NotTextError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise DataError(f"the labels cannot be read as a CSV: {error}") from error


def train(
    labels: pd.DataFrame, directory: str | Path, name: str, tell: Progress = to_nobody, *, origin: str = ""
) -> trained.Trained:
    """Train a frame on labelled sentences or articles, measure every article of a store with it, and keep it there.

    Parameters
    ----------
    labels : DataFrame
        ``label`` and ``text``, or ``article_id`` (with ``sentence``); see `analysis.measures.frames.trained.fit`.
    directory : path
        The store.
    name : str
        Name of the frame; its values are the measure ``trained:NAME``.
    tell : callable, optional
        See `progress.Progress`.
    origin : str
        The measure whose codings the labels are, where they are.

    Returns
    -------
    Trained
        With its cross-validated figures.

    Raises
    ------
    DataError
        Where the labels cannot be used, or the store has a frame of this name.
    """
    snapshot = snapshots.open(directory)
    if name in set(snapshot.table("trained", columns=["name"])["name"]):
        raise DataError(f"the store {directory} has a trained frame '{name}'; choose another name")
    settings = snapshot.settings
    tell("Training and cross-validating", 0.0, "")
    ids = labels["article_id"].dropna() if "article_id" in labels else []
    articles, sentences = snapshot.texts_of(ids)
    frame = trained.fit(
        name, labels, frames.codebook(settings.codebook), articles, sentences, seed=settings.seed, origin=origin
    )
    with writing.opened(directory, settings) as writer:
        writer.add({"trained": storing.to_table(frame)})
        _measure_stored(
            writer, snapshot, lambda ids: {"measures": trained.as_measures(*snapshot.texts_of(ids), frame)}, tell
        )
    return frame


def bring_codebook(content: bytes, file_name: str, directory: Path, tell: Progress) -> str:
    """Measure every article of a corpus with a codebook of a user's own, keep it there, and give its name.

    Later builds measure new articles with it too.

    Raises
    ------
    DataError
        Where it cannot be used, or the corpus has a codebook of this name.
    """
    try:
        text, _ = decode.text_of(content)
    except decode.NotTextError as error:
        raise DataError(f"the codebook {file_name} is not a text file: {error}") from error
    snapshot = snapshots.open(directory)
    row = beside.to_table(file_name, text)
    name = str(row["name"].iloc[0])
    if name in set(snapshot.table("codebooks", columns=["name"])["name"]):
        raise DataError(f"this corpus has a codebook '{name}'; give this one another name")
    own = beside.from_table(row)
    with writing.opened(directory, snapshot.settings) as writer:
        writer.add({"codebooks": row})
        _measure_stored(writer, snapshot, lambda ids: _values(snapshot, ids, own), tell)
    return name


def _values(
    snapshot: snapshots.Snapshot, ids: Sequence[str], own: tuple[books.Codebook, ...]
) -> dict[str, pd.DataFrame]:
    articles, sentences = snapshot.texts_of(ids)
    tables = frames.of_codebooks(articles, sentences, own)
    measures = snapshot.table("measures", article_ids=ids)
    return {"further_measures": beside.as_measures(own, tables, measures, articles)}


def _measure_stored(
    writer: writing.Writer,
    snapshot: snapshots.Snapshot,
    values: Callable[[Sequence[str]], dict[str, pd.DataFrame]],
    tell: Progress,
) -> None:
    """Measure all articles of a store once more, and commit the values."""
    known = sorted(writer.known_articles)
    size = snapshot.settings.partition_articles
    for start in range(0, len(known), size):
        writer.add(values(known[start : start + size]))
        tell("Measuring the articles", start / len(known), f"{start:,} articles")
    writer.commit()
    tell("Done", 1.0, "")
