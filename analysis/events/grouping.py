"""From probable pairs to groups: average linkage over a sparse graph, where a missing pair counts as zero.

Average linkage asks of two groups how alike they are on the whole, so one article that mentions both cannot weld
them; single linkage on the same pairs made one event of 3,400 articles.
"""

import heapq

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse import csgraph

from analysis.events.candidates import NEIGHBOURS, Pairs

CUT = 0.45
"""Two groups become one while the mean probability of their pairs is at least this. A little below "as likely one event
as not", because the labels that the probability is learnt from part some reports of one happening."""

_GONE = -1


def average_linkage(n_items: int, pairs: Pairs, likeness: np.ndarray, cut: float = CUT) -> np.ndarray:
    """Group items so that the mean likeness between two groups that stay apart is below the cut.

    Parameters
    ----------
    n_items : int
        Items, numbered from 0.
    pairs : Pairs
        The pairs that have a likeness; all others count as 0.
    likeness : ndarray of shape (n_pairs,)
        0 to 1.
    cut : float
        The least mean likeness at which two groups become one.

    Returns
    -------
    ndarray of shape (n_items,)
        For each item the lowest item of its group.

    Notes
    -----
    The likest two groups become one first; of equally alike ones those that hold the lowest items. An item knows at
    most `NEIGHBOURS` others by its own search, so between two groups of ``m <= n`` items the sum of likeness is
    divided by ``m * min(n, NEIGHBOURS)``: a group larger than the search is not held against itself.

    References
    ----------
    A statistical method for evaluating systematic relationships, University of Kansas Science Bulletin 38, 1958.

    Examples
    --------
    A chain of three, whose ends have nothing in common, is cut; a triangle is not.

    >>> average_linkage(3, Pairs(np.array([0, 1]), np.array([1, 2])), np.array([0.9, 0.8]))
    array([0, 0, 2])
    >>> average_linkage(3, Pairs(np.array([0, 0, 1]), np.array([1, 2, 2])), np.array([0.9, 0.7, 0.8]))
    array([0, 0, 0])
    """
    links = _links(n_items, pairs, likeness)
    sizes, versions, parents = [1] * n_items, [0] * n_items, list(range(n_items))
    likely = likeness >= cut  # the others can only follow when groups have grown
    queue = [
        (-value, left, right, 0, 0)
        for left, right, value in zip(
            pairs.left[likely].tolist(), pairs.right[likely].tolist(), likeness[likely].tolist(), strict=True
        )
    ]
    heapq.heapify(queue)
    while queue and -queue[0][0] >= cut:
        _, left, right, *seen = heapq.heappop(queue)
        if seen != [versions[left], versions[right]]:
            continue
        _join(left, right, links)
        parents[right], versions[right] = left, _GONE
        sizes[left] += sizes[right]
        versions[left] += 1
        for other, total in links[left].items():
            mean = total / _pairs_between(sizes[left], sizes[other])
            if mean >= cut:
                first, last = min(left, other), max(left, other)
                heapq.heappush(queue, (-mean, first, last, versions[first], versions[last]))
    return _roots(np.array(parents, dtype="int64"))


def again(
    n_items: int, pairs: Pairs, likeness: np.ndarray, changed: np.ndarray, earlier: pd.Series, cut: float = CUT
) -> np.ndarray:
    """Group items of which most stand as they stood: the same as `average_linkage`, for a part of its work.

    What is connected by pairs, over however many steps, is grouped by itself. So where nothing changed in such a part,
    its items stay in the groups they were in.

    Parameters
    ----------
    n_items, pairs, likeness, cut
        See `average_linkage`.
    changed : ndarray of bool of shape (n_items,)
        Items that are new, or whose pairs are not what they were.
    earlier : Series of length n_items
        Name of the group that each item was in; empty for those that were in none.

    Examples
    --------
    >>> pairs, none = Pairs(np.array([0, 2]), np.array([1, 3])), np.zeros(4, dtype=bool)
    >>> again(4, pairs, np.array([0.9, 0.9]), none, pd.Series(["a", "b", "c", "c"]))
    array([0, 1, 2, 2])
    """
    graph = sparse.coo_matrix((np.ones(len(likeness)), tuple(pairs)), shape=(n_items, n_items))
    parts = csgraph.connected_components(graph, directed=False)[1]
    touched = np.isin(parts, parts[changed | earlier.isna().to_numpy()])
    here = touched[pairs.left]
    groups = average_linkage(n_items, Pairs(pairs.left[here], pairs.right[here]), likeness[here], cut)
    names = pd.factorize(earlier)[0]
    standing = np.flatnonzero(~touched)
    _, first, place = np.unique(names[standing], return_index=True, return_inverse=True)
    groups[standing] = standing[first][place]
    return groups


def _links(n_items: int, pairs: Pairs, likeness: np.ndarray) -> list[dict[int, float]]:
    links: list[dict[int, float]] = [{} for _ in range(n_items)]
    for left, right, value in zip(pairs.left.tolist(), pairs.right.tolist(), likeness.tolist(), strict=True):
        links[left][right] = value
        links[right][left] = value
    return links


def _join(kept: int, gone: int, links: list[dict[int, float]]) -> None:
    """Give the links of the group that goes to the one that stays."""
    links[kept].pop(gone)
    links[gone].pop(kept)
    for other, total in links[gone].items():
        links[other].pop(gone)
        links[other][kept] = links[kept][other] = links[kept].get(other, 0.0) + total
    links[gone] = {}


def _pairs_between(size: int, other: int) -> int:
    return min(size, other) * min(max(size, other), NEIGHBOURS)


def _roots(parents: np.ndarray) -> np.ndarray:
    while True:
        above = parents[parents]
        if (above == parents).all():
            return parents
        parents = above
