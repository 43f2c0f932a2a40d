"""Which pairs of articles are worth comparing: the nearest neighbours of each article within a moving window of days.

Never all pairs: articles are compared in blocks of neighbouring days, on their heaviest words only, so the cost grows
linearly with the number of articles as long as the articles a day stay the same.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from scipy import sparse

REACH_DAYS = 60
"""Pages are crawled, reprinted and corrected long after the event. In `events_giveme5w`, whose dates are partly crawl
dates, 9 of 10 pairs of one event lie within 60 days, 6 of 10 within 4; a pair far apart needs much more likeness."""

TRUSTED_REACH_DAYS = 21
"""Where both dates can be trusted, articles further apart report two happenings, however alike they are: an
anniversary, the next round, the verdict."""

NEIGHBOURS = 50
"""Neighbours kept an article. More than the articles of most events, so that average linkage sees nearly all pairs."""

MIN_COSINE = 0.1
"""Pairs below this are no candidates: 1 in 100 pairs of one event lies below, and 98 in 100 of the others."""

HEAVIEST = 300
"""Words an article is looked up by: its heaviest. Bounds the cost of a long article; with 150, one pair of an event
in forty was lost."""

BLOCK = 256


class Pairs(NamedTuple):
    """Hold pairs of articles by their row numbers, ``left`` below ``right``, in rising order, each pair once."""

    left: np.ndarray
    right: np.ndarray


class Neighbours(NamedTuple):
    """Hold, by row numbers, which ``other`` is among the nearest of which ``article``."""

    article: np.ndarray
    other: np.ndarray


def find(
    matrix: sparse.csr_matrix,
    days: np.ndarray,
    *,
    reach_days: int = REACH_DAYS,
    n_features: int = HEAVIEST,
    least: float = MIN_COSINE,
) -> Pairs:
    """Find the pairs of articles that may report one event: those of which one is among the other's `nearest`.

    Parameters
    ----------
    matrix, days, reach_days, n_features, least
        See `nearest`.

    Examples
    --------
    >>> same = sparse.csr_matrix(np.ones((4, 1)))
    >>> find(same, np.array([0.0, 50.0, 300.0, np.nan]))
    Pairs(left=array([0, 0, 1, 2]), right=array([1, 3, 3, 3]))
    """
    everyone = np.arange(matrix.shape[0])
    found = nearest(matrix, days, everyone, reach_days=reach_days, n_features=n_features, least=least)
    return paired(found, matrix.shape[0])[0]


def paired(found: Neighbours, n_articles: int) -> tuple[Pairs, np.ndarray]:
    """Make each pair of neighbours one, and say which pair each row of ``found`` is.

    Examples
    --------
    >>> paired(Neighbours(np.array([1, 0, 2]), np.array([0, 1, 0])), 3)
    (Pairs(left=array([0, 0]), right=array([1, 2])), array([0, 0, 1]))
    """
    codes = np.minimum(*found) * n_articles + np.maximum(*found)
    each, place = np.unique(codes, return_inverse=True)
    return Pairs(*np.divmod(each, max(n_articles, 1))), place


def nearest(
    matrix: sparse.csr_matrix,
    days: np.ndarray,
    articles: np.ndarray,
    *,
    reach_days: int = REACH_DAYS,
    trusted: np.ndarray | None = None,
    n_features: int = HEAVIEST,
    least: float = MIN_COSINE,
) -> Neighbours:
    """Find the nearest neighbours of some articles: at most `NEIGHBOURS` each.

    Parameters
    ----------
    matrix : csr_matrix of shape (n_articles, n_features)
        Weighted counts, rows of length one (`analysis.measures.vectors.weighted`).
    days : ndarray of shape (n_articles,)
        Day of each article, in days since any moment; NaN for an undated one. A dated article is compared with those
        of the days around it and against all undated ones; an undated one against the undated: the dated find it.
    articles : ndarray of int
        Row numbers of the articles whose neighbours are wanted.
    reach_days : int
        Dated articles further apart are no neighbours.
    trusted : ndarray of bool or None
        Articles whose dates can be trusted: two of them are no neighbours where they are more than
        `TRUSTED_REACH_DAYS` apart.
    n_features : int
        Words that an article is looked up by, its heaviest.
    least : float
        Least cosine on those words.
    """
    light = heaviest(matrix, n_features)
    reach = np.full(len(days), reach_days)
    if trusted is not None:
        reach[trusted] = min(reach_days, TRUSTED_REACH_DAYS)
    found = [_nearest(*block) for block in _blocks(light, days, articles, reach, least)]
    nothing = np.empty(0, dtype="int64")
    return Neighbours(*(np.concatenate([nothing, *(side[k] for side in found)]) for k in (0, 1)))


def heaviest(matrix: sparse.csr_matrix, n_features: int) -> sparse.csr_matrix:
    """Keep only the heaviest features of each row, and of equally heavy ones the first.

    Examples
    --------
    >>> heaviest(sparse.csr_matrix([[0.1, 0.9, 0.5], [0.0, 0.3, 0.0]]), 2).toarray()
    array([[0. , 0.9, 0.5],
           [0. , 0.3, 0. ]])
    """
    lengths = np.diff(matrix.indptr)
    long = np.flatnonzero(lengths > n_features)
    if not len(long):
        return matrix
    kept = np.ones(matrix.nnz, dtype=bool)
    for row in long:
        start, end = matrix.indptr[row], matrix.indptr[row + 1]
        kept[start + np.argsort(-matrix.data[start:end], kind="stable")[n_features:]] = False
    starts = np.concatenate([[0], np.cumsum(np.minimum(lengths, n_features))])
    return sparse.csr_matrix((matrix.data[kept], matrix.indices[kept], starts), shape=matrix.shape)


def _blocks(
    matrix: sparse.csr_matrix, days: np.ndarray, articles: np.ndarray, reach: np.ndarray, least: float
) -> Iterator[tuple[np.ndarray, np.ndarray, sparse.coo_matrix]]:
    """Yield blocks of articles, the articles they may be compared with, and their cosines."""
    beside, compared = np.empty(0, dtype="int64"), matrix[:0]
    for block, others in _compared(days, articles, reach):
        if not np.array_equal(others, beside):  # neighbouring blocks often share their window
            beside, compared = others, matrix[others]
        yield block, others, _cosines(matrix[block], compared, block, others, days, reach, least)


def _compared(days: np.ndarray, articles: np.ndarray, reach: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield blocks of articles that reach equally far, and those that they or that reach as far as each block."""
    undated = np.flatnonzero(np.isnan(days))
    for far in np.unique(reach[articles]).tolist():
        wanted = articles[(reach[articles] == far) & ~np.isnan(days[articles])]
        wanted = wanted[np.argsort(days[wanted], kind="stable")]
        for start in range(0, len(wanted), BLOCK):
            block = wanted[start : start + BLOCK]
            first, last = days[block[0]], days[block[-1]]
            widest = np.maximum(reach, far)
            yield block, np.flatnonzero(((days >= first - widest) & (days <= last + widest)) | np.isnan(days))
    wanted = articles[np.isnan(days[articles])]
    for start in range(0, len(wanted), BLOCK):
        yield wanted[start : start + BLOCK], undated


def _cosines(
    block_rows: sparse.csr_matrix,
    compared: sparse.csr_matrix,
    block: np.ndarray,
    others: np.ndarray,
    days: np.ndarray,
    reach: np.ndarray,
    least: float,
) -> sparse.coo_matrix:
    """Multiply a block of rows with others. Transposing the block is cheap; transposing the others is not."""
    cosines = (compared @ block_rows.T.tocsr()).T.tocoo()
    likely = cosines.data >= least
    row, column, cosine = cosines.row[likely], cosines.col[likely], cosines.data[likely]
    apart = np.abs(days[block[row]] - days[others[column]])  # NaN where one is undated: no reason to leave the pair out
    kept = (block[row] != others[column]) & ~(apart > np.maximum(reach[block[row]], reach[others[column]]))
    return sparse.coo_matrix((cosine[kept], (row[kept], column[kept])), shape=(len(block), len(others)))


def _nearest(block: np.ndarray, others: np.ndarray, cosines: sparse.coo_matrix) -> tuple[np.ndarray, np.ndarray]:
    """Take the nearest of each row; of equally near ones the first."""
    order = np.lexsort((cosines.col, -cosines.data, cosines.row))
    rows = cosines.row[order]
    rank = np.arange(len(rows)) - np.searchsorted(rows, rows, side="left")
    kept = order[rank < NEIGHBOURS]
    return block[cosines.row[kept]].astype("int64"), others[cosines.col[kept]].astype("int64")
