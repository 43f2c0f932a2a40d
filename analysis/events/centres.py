"""The centre of an event: what its articles have in common, and how near each of them is to it."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy import sparse

from analysis import schema
from analysis.events import candidates, lists

HEAVIEST_WORDS, HEAVIEST_NAMES, HEAVIEST_OF_HEADLINES = 60, 30, 20
"""Words, names and words of headlines kept of an event's centre, its heaviest. Storylines made from 120 words, or from
all, agree no better with the hand-sorted set, and take twice the room."""

_THOUSAND = 1000


def of_groups(matrix: sparse.csr_matrix, groups: np.ndarray, weights: np.ndarray) -> sparse.csr_matrix:
    """Average the rows of each group and bring the averages to length one.

    Parameters
    ----------
    matrix : csr_matrix of shape (n_articles, n_features)
        Weighted counts, rows of length one.
    groups : ndarray of shape (n_articles,)
        Number of each article's group, 0 to n_groups - 1.
    weights : ndarray of shape (n_articles,)
        1, and 0 for a copy: a text carried by ten outlets counts once.

    Examples
    --------
    >>> rows = sparse.csr_matrix([[1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
    >>> of_groups(rows, np.array([0, 0, 1]), np.ones(3)).toarray().round(2)
    array([[0.71, 0.71],
           [0.  , 1.  ]])
    """
    n_groups = int(groups.max()) + 1 if len(groups) else 0
    members = sparse.csr_matrix((weights, (groups, np.arange(len(groups)))), shape=(n_groups, matrix.shape[0]))
    return unit_rows(members @ matrix)


def unit_rows(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    """Bring the rows of a matrix to length one; rows of zeros stay.

    Examples
    --------
    >>> unit_rows(sparse.csr_matrix([[3.0, 4.0], [0.0, 0.0]])).toarray()
    array([[0.6, 0.8],
           [0. , 0. ]])
    """
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    scale = np.divide(1.0, norms, out=np.zeros_like(norms, dtype="float64"), where=norms > 0)
    return sparse.csr_matrix(sparse.diags(scale) @ matrix)


def nearness(matrix: sparse.csr_matrix, centres: sparse.csr_matrix, groups: np.ndarray) -> np.ndarray:
    """Compute the cosine of each article with the centre of its own group, 0 to 1.

    Examples
    --------
    >>> rows = sparse.csr_matrix([[1.0, 0.0], [0.0, 1.0]])
    >>> nearness(rows, sparse.csr_matrix([[0.6, 0.8]]), np.array([0, 0]))
    array([0.6, 0.8])
    """
    return np.clip(np.asarray(matrix.multiply(centres[groups]).sum(axis=1)).ravel(), 0.0, 1.0)


def kept(events: pd.Series, middles: Mapping[str, sparse.csr_matrix], vocabulary: np.ndarray) -> pd.DataFrame:
    """Keep the heaviest words, names and words of headlines of each centre: the ``centres`` table.

    Parameters
    ----------
    events : Series
        The events, one a row of the matrices.
    middles : mapping of str to csr_matrix of shape (n_events, n_features)
        Centres in the fields body, names and title.
    vocabulary : ndarray of shape (n_features,)
        The feature ids of the columns.

    Examples
    --------
    >>> words, names = sparse.csr_matrix([[0.6, 0.8]]), sparse.csr_matrix([[0.0, 1.0]])
    >>> middles = {"body": words, "names": names, "title": names}
    >>> row = kept(pd.Series(["e"]), middles, np.array([5, 9])).iloc[0]
    >>> row["words"], row["weights"], row["names"], row["headlines"]
    ([5, 9], [600, 800], [9], [9])
    """
    words, weights = _rows(candidates.heaviest(middles["body"], HEAVIEST_WORDS), vocabulary)
    names, name_weights = _rows(candidates.heaviest(middles["names"], HEAVIEST_NAMES), vocabulary)
    headlines, headline_weights = _rows(candidates.heaviest(middles["title"], HEAVIEST_OF_HEADLINES), vocabulary)
    columns = {
        "words": words, "weights": weights, "names": names, "name_weights": name_weights,
        "headlines": headlines, "headline_weights": headline_weights,
    }  # fmt: skip
    return schema.conform(pd.DataFrame({"event": events.to_numpy()} | columns), schema.CENTRES)


def _rows(matrix: sparse.csr_matrix, vocabulary: np.ndarray) -> tuple[pd.Series, pd.Series]:
    """Split a matrix into the ids and thousandths of its rows."""
    matrix.sort_indices()
    ids, values = vocabulary[matrix.indices].astype("int32"), np.rint(matrix.data * _THOUSAND).astype("int16")
    return lists.of_matrix(matrix, ids), lists.of_matrix(matrix, values)
