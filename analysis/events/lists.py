"""Lists of words, as tables keep them, and the matrices that they make."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy import sparse


def matrix(features: pd.Series, vocabulary: np.ndarray, weights: pd.Series | None = None) -> sparse.csr_matrix:
    """Build a matrix of lists with the features of a vocabulary: others matter to none of those that are compared.

    Parameters
    ----------
    features : Series of lists
        Ids of features, a list a row.
    vocabulary : ndarray of shape (n_features,)
        Ids of the columns, rising.
    weights : Series of lists or None
        Their weights, in thousandths; None for 1 each.

    Examples
    --------
    >>> rows = pd.Series([[5, 9], [7]], dtype=pd.ArrowDtype(pa.list_(pa.int32())))
    >>> matrix(rows, np.array([7, 9])).toarray()
    array([[0., 1.],
           [1., 0.]], dtype=float32)
    """
    items, lengths = flat(features)
    here = _held(items, vocabulary)
    values = np.ones(len(here), "float32") if weights is None else flat(weights)[0][here].astype("float32") / 1000
    rows = np.searchsorted(np.cumsum(lengths), here, side="right")
    columns = np.searchsorted(vocabulary, items[here])
    return sparse.csr_matrix((values, (rows, columns)), shape=(len(features), len(vocabulary)))


_MARKS = 1 << 20
"""Marks that words leave by their last bits: most of those that are not looked for find none, without a search."""


def _held(values: np.ndarray, vocabulary: np.ndarray) -> np.ndarray:
    """Find the places of values that a vocabulary, rising, holds.

    Examples
    --------
    >>> _held(np.array([7, 2, 7 + _MARKS, 9]), np.array([2, 7])).tolist()
    [0, 1]
    """
    marks = np.zeros(_MARKS, dtype=bool)
    marks[vocabulary % _MARKS] = True
    places = np.flatnonzero(marks[values % _MARKS])
    if not len(places):
        return places
    found = np.minimum(np.searchsorted(vocabulary, values[places]), len(vocabulary) - 1)
    return places[vocabulary[found] == values[places]]


def flat(rows: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Lay lists in one row, and count the items of each."""
    lists = pa.array(rows.array)
    return np.asarray(pc.list_flatten(lists)), np.asarray(pc.list_value_length(lists))


def of_matrix(rows: sparse.csr_matrix, values: np.ndarray) -> pd.Series:
    """Make a list of each row of a matrix, of values that stand for its entries in their order.

    Examples
    --------
    >>> of_matrix(sparse.csr_matrix([[0.6, 0.8], [0.0, 1.0]]), np.array([5, 9, 9], dtype="int32")).tolist()
    [[5, 9], [9]]
    """
    bounds = pa.array(rows.indptr.astype("int32"))
    return pd.Series(pd.arrays.ArrowExtensionArray(pa.ListArray.from_arrays(bounds, values)))
