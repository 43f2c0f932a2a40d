"""Ids and the codes that stand for them: rows of ids among others, codes that occur, pairs of codes as one.

Ids are texts, and a table holds them thousands of times; so what is looked up becomes a row number once, and all that
follows is arithmetic on arrays. One pass of Arrow looks them up; pandas and Python take ten to a hundred times as long.
"""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

Ids: TypeAlias = pd.Series | np.ndarray | Sequence[str]


def rows(values: Ids, ids: Ids) -> np.ndarray:
    """Look up the row of each value among ids, -1 where it is not there; of a category each name only once.

    Examples
    --------
    >>> rows(pd.Series(["b", "z"]), pd.Series(["a", "b"]))
    array([ 1, -1])
    """
    if isinstance(values, pd.Series) and isinstance(values.dtype, pd.CategoricalDtype):
        return np.append(rows(values.cat.categories, ids), -1)[values.cat.codes]
    if len(values) * FEW < len(ids):
        return _rows_of_few(pa.array(values, pa.string()), pa.array(ids, pa.string()))
    return _looked_up(pa.array(values, pa.string()), pa.array(ids, pa.string()))


FEW = 8
"""Where there are this many times more ids than values, each id is looked up among the values: to make a table of
200,000 ids takes 35 ms."""


def _rows_of_few(values: pa.Array, ids: pa.Array) -> np.ndarray:
    """Look up the row of each of a few values among many ids."""
    wanted = values.unique()
    place = _looked_up(ids, wanted) if len(wanted) else np.empty(0, dtype="int64")
    here = np.flatnonzero(place >= 0)[::-1]  # of equal ids the first comes last, and stays
    first = np.full(len(wanted), -1)
    first[place[here]] = here
    return first[_looked_up(values, wanted)]


def _looked_up(values: pa.Array, ids: pa.Array) -> np.ndarray:
    found = pc.index_in(values, value_set=ids)
    return np.asarray(pc.fill_null(found, -1).to_numpy(zero_copy_only=False), dtype="int64")


def every_row(values: Ids, ids: Ids) -> np.ndarray:
    """Look up the row of each value among ids that hold them all: -1 would silently be the last row.

    Examples
    --------
    >>> every_row(["b", "a", "b"], ["a", "b"]).tolist()
    [1, 0, 1]
    """
    found = rows(values, ids)
    assert (found >= 0).all(), f"'{np.asarray(values)[found < 0][0]}' is not among the {len(ids)} ids"
    return found


def linked(one: Ids, other: Ids, ids: Ids) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Look up pairs of ids: which of the pairs stand among ids with both sides, and the rows of both sides of these.

    Examples
    --------
    >>> [part.tolist() for part in linked(["a", "b", "z"], ["b", "a", "a"], ["a", "b"])]
    [[True, True, False], [0, 1], [1, 0]]
    """
    left, right = rows(one, ids), rows(other, ids)
    both = (left >= 0) & (right >= 0)
    return both, left[both], right[both]


def among(values: pd.Series, wanted: Ids) -> pd.Series:
    """Return which texts are among others: pandas' own `isin` takes half a second for 40,000 of them, this 5 ms.

    Examples
    --------
    >>> among(pd.Series(["a", "b"]), ["b", "c"]).tolist()
    [False, True]
    """
    found = pc.is_in(pa.array(values, pa.string()), value_set=pa.array(wanted, pa.string()))
    return pd.Series(found.to_numpy(zero_copy_only=False), index=values.index)


MAX_MARKED = 20_000_000
"""Up to this many possible codes are marked in an array of their own, which is ten times as fast as sorting."""

SPARSE = 50
"""Where there are this many times more possible codes than codes, sorting the few is quicker than marking."""


def distinct(codes: np.ndarray) -> np.ndarray:
    """Return the codes that occur, rising: `compact` without the places, a tenth of its memory.

    Examples
    --------
    >>> distinct(np.array([7, 3, 7])).tolist()
    [3, 7]
    """
    if len(codes) == 0 or codes.max() > min(MAX_MARKED, SPARSE * len(codes)):
        return np.unique(codes)
    occurs = np.zeros(int(codes.max()) + 1, dtype=bool)
    occurs[codes] = True
    return np.flatnonzero(occurs)


def compact(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the codes that occur, rising, and the place of each code among them.

    Examples
    --------
    >>> [found.tolist() for found in compact(np.array([7, 3, 7]))]
    [[3, 7], [1, 0, 1]]
    """
    if len(codes) == 0 or codes.max() > min(MAX_MARKED, SPARSE * len(codes)):
        place, known = pd.factorize(codes)  # hashing takes a third of the time of sorting, then a few are sorted
        order = np.argsort(known, kind="stable")
        rank = np.empty_like(order)
        rank[order] = np.arange(len(order))
        return known[order], rank[place]
    occurs = np.zeros(int(codes.max()) + 1, dtype=bool)
    occurs[codes] = True
    known = np.flatnonzero(occurs)
    places = np.zeros(len(occurs), dtype=np.int64)
    places[known] = np.arange(len(known))
    return known, places[codes]
