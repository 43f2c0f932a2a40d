"""Which aspects does each outlet put forward: the sentences behind a frame, and frames that users train."""

import io

import pandas as pd

from analysis.corpus import decode, segment
from analysis.errors import DataError
from analysis.measures import frames
from analysis.measures.frames import storing
from analysis.measures.frames.trained import Trained
from analysis.queries import texts
from analysis.store.snapshots import Snapshot


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
        ``frame:NAME`` of the store's codebook, or ``frame_own:NAME`` for sentences in the outlet's own voice.
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
    of_frames = frames.of_sentences(chosen, spans, frames.codebook(snapshot.settings.codebook))
    if measure.startswith("frame_own:"):
        spans = spans[spans["voice"].astype("str") == "own"]
    rows = of_frames[(of_frames["frame"] == measure.partition(":")[2]) & (of_frames["hits"] > 0)]
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
