"""What is said of each event: how near its articles are to its centre, its label, and its heaviest words."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import codes, schema
from analysis.events import centres, labels, spans
from analysis.events.pairing import CHUNK_ARTICLES, Find, Rows, Run
from analysis.measures import vectors

FirstSentences = Callable[[Sequence[str]], pd.Series]
"""Gives, by article, the first sentence of those that have no title."""


class Described(NamedTuple):
    """Hold what is said of events and of their articles.

    Parameters
    ----------
    articles : DataFrame
        ``article_id``, ``event``, ``similarity`` to the centre (0 to 1).
    events : DataFrame
        ``event``, ``label``, ``first_at``, ``last_at``, ``n_articles``, ``n_outlets``, ``n_independent``,
        ``n_doubtful``.
    centres : DataFrame
        The ``centres`` table.
    """

    articles: pd.DataFrame
    events: pd.DataFrame
    centres: pd.DataFrame


def of_events(
    rows: pd.DataFrame, find: Find, first_sentences: FirstSentences | None = None, run: Run = map
) -> Described:
    """Describe events, some thousand articles at a time.

    Parameters
    ----------
    rows : DataFrame
        All articles of the events, the earliest first: ``article_id``, ``event``, ``outlet``, ``title``,
        ``published_at``, ``date_doubt`` and ``weight`` (1, and 0 for a copy); also ``first_sentence`` or ``body`` where
        there is one.
    find : callable
        Says where the ``vectors`` of some articles lie.
    first_sentences : callable, optional
        See `FirstSentences`; needed where ``rows`` holds neither body nor first sentence.
    run : callable
        See `pairing.Run`.

    Returns
    -------
    Described
        Events in the order of their first articles.
    """
    chunks = (_with_first_sentences(chunk, first_sentences) for chunk in in_chunks(rows))
    parts = list(run(_described, ((chunk, find(chunk["article_id"].tolist())) for chunk in chunks)))
    if not parts:
        nothing = rows.assign(similarity=np.float32())[["article_id", "event", "similarity"]]
        return Described(nothing, _summed(rows), schema.empty(schema.CENTRES))
    return Described(*(pd.concat(tables, ignore_index=True) for tables in zip(*parts, strict=True)))


def in_chunks(rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Cut articles into runs of whole events, in the order of the events' first articles; ``number`` numbers them.

    Examples
    --------
    >>> [chunk["number"].tolist() for chunk in in_chunks(pd.DataFrame({"event": ["b", "a", "b"]}))]
    [[0, 0, 1]]
    """
    numbers = pd.factorize(rows["event"])[0]
    ordered = rows.assign(number=numbers).iloc[np.argsort(numbers, kind="stable")]
    ends = np.cumsum(np.bincount(numbers))
    first = 0
    for end in ends.tolist():
        if end - first >= CHUNK_ARTICLES or end == len(rows):
            yield ordered.iloc[first:end].reset_index(drop=True)
            first = end


def _described(chunk: tuple[pd.DataFrame, Rows]) -> Described:
    rows, counted = chunk[0], chunk[1]()
    ids, groups, weights = rows["article_id"].tolist(), rows["number"].to_numpy(), rows["weight"].to_numpy()
    groups = groups - groups[0]
    matrices, vocabulary = vectors.all_weighted(counted, ("body", "names", "title"), ids, vectors.background())
    middles = {field: centres.of_groups(matrix, groups, weights) for field, matrix in matrices.items()}
    near = centres.nearness(matrices["body"], middles["body"], groups).astype("float32")
    summed = _summed(rows)
    rank = labels.rank_of(rows, np.diff(matrices["title"].indptr) > 0)
    headlines = labels.headlines_of(rows)
    outlets = pd.factorize(rows["outlet"])[0]
    best = labels.most_central(matrices["title"], groups, outlets, near.astype("float64"), rank)
    summed["label"] = labels.dated(headlines.iloc[best], summed["first_at"])
    kept = centres.kept(summed["event"], middles, vocabulary)
    return Described(rows[["article_id", "event"]].assign(similarity=near), summed, kept)


def _with_first_sentences(rows: pd.DataFrame, first_sentences: FirstSentences | None) -> pd.DataFrame:
    untitled = rows.loc[rows["title"].isna(), "article_id"]
    if first_sentences is None or untitled.empty:
        return rows
    return rows.assign(first_sentence=rows["article_id"].map(first_sentences(untitled.tolist())))


def _summed(rows: pd.DataFrame) -> pd.DataFrame:
    """Count what each event holds."""
    by_event = rows.groupby("event", sort=False)
    told = spans.of_groups(rows["event"], rows["published_at"], rows["date_doubt"])
    return pd.DataFrame(
        {
            "label": pd.Series(dtype="str"),
            "first_at": told["first_at"],
            "last_at": told["last_at"],
            "n_articles": by_event.size().astype("int32"),
            "n_outlets": by_event["outlet"].nunique().astype("int32"),
            "n_independent": by_event["weight"].sum().astype("int32"),
            "n_doubtful": told["n_doubtful"],
        }
    ).reset_index(names="event")


def recounted(summary: pd.DataFrame, events: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Count the outlets of each event anew: a person may have merged some since events were described.

    Examples
    --------
    >>> summary = pd.DataFrame({"event": ["e"], "n_outlets": pd.Series([2], dtype="int32")})
    >>> events = pd.DataFrame({"article_id": ["a", "b"], "event": ["e", "e"]})
    >>> articles = pd.DataFrame({"article_id": ["b", "a"], "outlet": ["RT", "RT"]})
    >>> recounted(summary, events, articles)["n_outlets"].tolist()
    [1]
    """
    rows = codes.every_row(events["article_id"], articles["article_id"])
    outlet = articles["outlet"].astype("category").cat.codes.to_numpy()[rows]
    n_outlets = pd.Series(outlet).groupby(events["event"].to_numpy()).nunique()
    return summary.assign(n_outlets=summary["event"].map(n_outlets).astype("int32"))
