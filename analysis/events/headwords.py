"""Which articles share heavy words: so an article without a usable date is found among all, without reading all.

Of two articles it depends on these two alone whether they are compared and how probably they report one event. So an
undated article that arrives changes nothing for the others, and a corpus built at once has the pairs of one that grew.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy import sparse

from analysis import codes, schema
from analysis.events import candidates, lists
from analysis.measures import vectors

HEAVIEST = 48
"""Words kept of each article, its heaviest: 0.1 kB."""

LEAST_SHARED = 4
"""Heaviest words that two articles must share to be compared. Of the pairs with an undated article of
`events_allsides` that are probable from .45 on, 97 in 100 do, and 28 of 12,000 articles with any one of them; with 32
words and three shared 95 in 100 and 25."""

_AT_ONCE = 64
"""Articles that are looked for at once: each may share some word with every fourth of all."""


def of_articles(counted: pd.DataFrame, known: vectors.Background) -> pd.DataFrame:
    """Keep the heaviest words of each article: the ``headwords`` table.

    Parameters
    ----------
    counted : DataFrame
        The ``vectors`` table of the articles.
    known : Background
        The background that words are weighed with.
    """
    ids = counted["article_id"].tolist()
    matrices, vocabulary = vectors.all_weighted(counted, ["body"], ids, known)
    heavy = candidates.heaviest(matrices["body"], HEAVIEST)
    heavy.sort_indices()
    words = lists.of_matrix(heavy, vocabulary[heavy.indices].astype("int32"))
    return schema.conform(pd.DataFrame({"article_id": ids, "words": words}), schema.HEADWORDS)


def sharing(ids: pd.Series, table: pd.DataFrame, seekers: np.ndarray, others: np.ndarray) -> candidates.Neighbours:
    """Find for some articles those among others that share at least `LEAST_SHARED` of their heaviest words.

    Parameters
    ----------
    ids : Series
        All articles.
    table : DataFrame
        Their ``headwords`` table, in any order.
    seekers, others : ndarray of int
        Row numbers in ``ids``.

    Examples
    --------
    >>> words = pd.Series([[1, 2, 3, 4, 5], [1, 2, 3, 4, 6], [1, 2, 3, 7, 8]], dtype=schema.IDS)
    >>> ids = pd.Series(["a", "b", "c"])
    >>> sharing(ids, pd.DataFrame({"article_id": ids, "words": words}), np.array([0]), np.array([0, 1, 2]))
    Neighbours(article=array([0]), other=array([1]))
    """
    place = codes.rows(ids, table["article_id"]) if len(seekers) and len(others) else np.full(len(ids), -1)
    seekers, others = (rows[place[rows] >= 0] for rows in (seekers, others))
    if not len(seekers) or not len(others):
        return candidates.Neighbours(*(np.empty(0, dtype="int64") for _ in range(2)))
    own, theirs = (table["words"].iloc[place[rows]] for rows in (seekers, others))
    vocabulary = np.unique(lists.flat(own if len(own) <= len(theirs) else theirs)[0])
    found = _shared(lists.matrix(own, vocabulary), lists.matrix(theirs, vocabulary))
    both = candidates.Neighbours(*(np.concatenate(side) for side in zip(*found, strict=True)))
    apart = seekers[both.article] != others[both.other]
    return candidates.Neighbours(seekers[both.article[apart]], others[both.other[apart]])


def _shared(own: sparse.csr_matrix, theirs: sparse.csr_matrix) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield the rows of two matrices that share enough, some of the first at a time."""
    by_word = sparse.csr_matrix(theirs.T)
    for start in range(0, own.shape[0], _AT_ONCE):
        shared = (own[start : start + _AT_ONCE] @ by_word).tocoo()
        enough = shared.data >= LEAST_SHARED
        yield start + shared.row[enough].astype("int64"), shared.col[enough].astype("int64")
