"""From probable pairs to groups: average linkage over a sparse graph, where a missing pair counts as zero.

Average linkage asks of two groups how alike they are on the whole, so one article that mentions both cannot weld
them; single linkage on the same pairs made one event of 3,400 articles.
"""

import heapq

import numpy as np

from analysis.events.candidates import NEIGHBOURS, Pairs

CUT = 0.5
"""Two groups become one while the mean probability of their pairs is at least this: as likely one event as not."""

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
    queue = [
        (-value, left, right, 0, 0)
        for left, right, value in zip(*map(np.ndarray.tolist, (*pairs, likeness)), strict=True)
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
