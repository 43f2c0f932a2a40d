"""Small samples of sets, from which it can be told how far two sets overlap: the lowest hashes of each.

The lowest hashes of a union are a fair sample of it, whatever the sizes of the two sets; where sets have no more items
than a sketch keeps, the answer is exact.
"""

from collections.abc import Sequence

import numpy as np

_BITS = 16
_NOTHING = 1 << _BITS
"""Fills the places of a sketch that has fewer items: larger than any of them."""


def of_set(hashes: np.ndarray, n_kept: int) -> bytes:
    """Keep the lowest of the hashes of a set, 16 bits each.

    Examples
    --------
    >>> np.frombuffer(of_set(np.array([9, 70000, 5, 9], dtype="uint64"), 2), dtype="uint16").tolist()
    [5, 9]
    """
    return np.unique(np.asarray(hashes, dtype="uint64") % _NOTHING)[:n_kept].astype("<u2").tobytes()


def overlaps(sketches: Sequence[object], left: np.ndarray, right: np.ndarray, n_kept: int, least: int) -> np.ndarray:
    """Estimate for pairs of sets what share of their items is common to both (Jaccard), 0 to 1.

    Parameters
    ----------
    sketches : sequence of bytes
        From `of_set`; None where nothing is known.
    left, right : ndarray of int
        The pairs.
    n_kept : int
        Hashes that each sketch keeps.
    least : int
        Sets of which fewer items are known tell nothing: empty.

    References
    ----------
    On synopses for distinct-value estimation under multiset operations, SIGMOD 2007.

    Examples
    --------
    >>> a, b = (of_set(np.array(items), 8) for items in ([1, 2, 3, 4], [3, 4, 5]))
    >>> overlaps([a, b, None], np.array([0, 0]), np.array([1, 2]), n_kept=8, least=3)
    array([0.4, nan])
    """
    rows, places = np.unique(np.concatenate([left, right]), return_inverse=True)  # of a corpus, few are compared
    left, right = np.split(places, 2)
    matrix = np.full((len(rows), n_kept), _NOTHING, dtype="int64")
    for place, row in enumerate(rows.tolist()):
        values = np.frombuffer(sketch, dtype="<u2") if isinstance(sketch := sketches[row], bytes) else np.zeros(0)
        matrix[place, : len(values)] = values
    known = (matrix < _NOTHING).sum(axis=1) >= least
    shares = np.full(len(left), np.nan)
    for pair in np.flatnonzero(known[left] & known[right]).tolist():
        first, second = matrix[left[pair]], matrix[right[pair]]
        union = np.union1d(first, second)[:n_kept]
        union = union[union < _NOTHING]
        shares[pair] = (np.isin(union, first) & np.isin(union, second)).mean()
    return shares
