"""From probable pairs to groups: average linkage over a sparse graph, where a missing pair counts as zero.

Average linkage asks of two groups how alike they are on the whole, so one article that mentions both cannot weld
them; single linkage on the same pairs made one event of 3,400 articles.
"""

import heapq
from collections.abc import Iterator
from functools import partial

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.events import mutual
from analysis.events.candidates import NEIGHBOURS, Pairs
from analysis.events.joining import CUT, Groups, Spans

_GONE = -1


def average_linkage(
    n_items: int, pairs: Pairs, likeness: np.ndarray, cut: float = CUT, spans: Spans | None = None
) -> np.ndarray:
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
    spans : Spans or None
        When what the items report happened: then the rules of `joining` may keep groups apart. None: no rules.

    Returns
    -------
    ndarray of shape (n_items,)
        For each item the lowest item of its group.

    Notes
    -----
    The likest two groups become one first; of equally alike ones those that hold the lowest items. An item knows at
    most `NEIGHBOURS` others by its own search, so between two groups of ``m <= n`` items the sum of likeness is
    divided by ``m * min(n, NEIGHBOURS)``: a group larger than the search is not compared with itself.

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
    parents = np.arange(n_items)
    for left, right, _ in _merges(n_items, pairs, likeness, cut, spans):
        parents[right] = left
    return mutual.roots(parents)


_ROUNDING = 1e-6
"""Share of the cut by which sums of likeness may be off."""


def _parts(n_items: int, pairs: Pairs, likeness: np.ndarray, cut: float) -> np.ndarray:
    """Number the parts of the graph that cannot become one group, each of which is grouped by itself.

    Between two groups of ``m <= n`` items lie at most ``m * n`` pairs, so their mean is at most the likest of these
    pairs, or ``n / NEIGHBOURS`` times as much where ``n`` is larger. Where that is below the cut they stay apart.
    """
    strong = likeness >= cut * (1 - _ROUNDING)
    parts = _connected(n_items, Pairs(pairs.left[strong], pairs.right[strong]))
    while True:
        sizes = np.bincount(parts, minlength=1)
        left, right = parts[pairs.left], parts[pairs.right]
        grown = np.maximum(np.maximum(sizes[left], sizes[right]) / NEIGHBOURS, 1)
        joined = (left != right) & (likeness * grown >= cut * (1 - _ROUNDING))
        if not joined.any():
            return parts
        parts = _connected(len(sizes), Pairs(left[joined], right[joined]))[parts]


def _connected(n_items: int, pairs: Pairs) -> np.ndarray:
    """Number what is connected by pairs, over however many steps."""
    graph = sparse.coo_matrix((np.ones(len(pairs.left), dtype=bool), tuple(pairs)), shape=(n_items, n_items))
    return np.asarray(sparse.csgraph.connected_components(graph, directed=False)[1])


def _within(parts: np.ndarray, pairs: Pairs) -> np.ndarray:
    return np.asarray(parts[pairs.left] == parts[pairs.right])


def _chosen(pairs: Pairs, likeness: np.ndarray, chosen: np.ndarray) -> tuple[Pairs, np.ndarray]:
    return Pairs(pairs.left[chosen], pairs.right[chosen]), likeness[chosen]


def _merges(
    n_items: int, pairs: Pairs, likeness: np.ndarray, cut: float, spans: Spans | None = None
) -> Iterator[tuple[int, int, float]]:
    """Yield the groups that become one, each by its lowest item, and the mean likeness at which they do."""
    links = _links(n_items, pairs, likeness)
    groups = None if spans is None else Groups(spans)
    sizes, versions = [1] * n_items, [0] * n_items
    likely = likeness >= cut  # the others can only follow when groups have grown
    queue = [
        (-value, left, right, 0, 0)
        for left, right, value in zip(
            pairs.left[likely].tolist(), pairs.right[likely].tolist(), likeness[likely].tolist(), strict=True
        )
    ]
    heapq.heapify(queue)
    while queue and -queue[0][0] >= cut:
        mean, left, right, *seen = heapq.heappop(queue)
        if seen != [versions[left], versions[right]]:
            continue
        if groups is not None:
            if not groups.may_join(left, right, -mean):
                continue
            groups.join(left, right)
        yield left, right, -mean
        _join(left, right, links)
        versions[right] = _GONE
        sizes[left] += sizes[right]
        versions[left] += 1
        for other, total in links[left].items():
            mean = total / _pairs_between(sizes[left], sizes[other])
            if mean >= cut:
                first, last = min(left, other), max(left, other)
                heapq.heappush(queue, (-mean, first, last, versions[first], versions[last]))


def halves(
    groups: np.ndarray, originals: np.ndarray, pairs: Pairs, likeness: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Part each group where it hangs together least: into the two that average linkage joins last.

    Parameters
    ----------
    groups : ndarray of shape (n_items,)
        Group of each item, numbered in the order of their first items.
    originals : ndarray of shape (n_items,)
        The item that each repeats, itself where it repeats none.
    pairs, likeness
        Pairs within groups, see `average_linkage`.

    Returns
    -------
    tuple of ndarray
        For each item 0 or 1, the half that it lies in; for each group the mean likeness between its halves: empty for
        a single original, 0 where nothing connects them.

    Examples
    --------
    >>> chain = Pairs(np.array([0, 1]), np.array([1, 2]))
    >>> parts, held = halves(np.array([0, 0, 0, 1]), np.arange(4), chain, np.array([0.9, 0.5]))
    >>> parts.tolist(), held.tolist()
    ([0, 0, 1, 0], [0.25, nan])
    """
    parents = np.arange(len(groups))
    last: dict[int, tuple[int, float]] = {}
    for left, right, mean in _merges(len(groups), pairs, likeness, cut=np.nextafter(0, 1)):
        parents[right] = left
        last[left] = (right, mean)
    held = np.full(int(groups.max()) + 1 if len(groups) else 0, np.nan)
    roots = mutual.roots(parents)[originals]
    first = pd.Series(roots).groupby(groups).transform("first").to_numpy()
    held[np.unique(groups[roots != first])] = 0.0
    for root in np.unique(first).tolist():
        if np.isnan(held[groups[root]]) and root in last:
            parents[last[root][0]] = last[root][0]
            held[groups[root]] = last[root][1]
    return (mutual.roots(parents)[originals] != first).astype("int8"), held


def again(
    n_items: int, pairs: Pairs, likeness: np.ndarray, changed: np.ndarray, earlier: pd.Series, cut: float = CUT,
    spans: Spans | None = None,
) -> np.ndarray:  # fmt: skip
    """Group items of which most stand as they stood: the same as `average_linkage`, for a part of its work.

    Parts of the graph that cannot become one group are grouped by themselves, and within a part groups that nothing
    changed joins stay as they were (`mutual.again`).

    Parameters
    ----------
    n_items, pairs, likeness, cut, spans
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
    parts = _parts(n_items, pairs, likeness, cut)
    names = pd.factorize(earlier)[0]
    loose = changed | (names < 0) | _spread(names, parts)
    loose |= np.isin(names, names[loose]) & (names >= 0)
    touched = np.isin(parts, parts[loose])
    within = touched[pairs.left] & _within(parts, pairs)
    largest = loose.sum() + np.bincount(names[~loose], minlength=1).max()
    least = cut * (1 - _ROUNDING) / max(largest / NEIGHBOURS, 1)  # as in `_parts`
    link = partial(average_linkage, cut=cut, spans=spans)
    groups = mutual.again(n_items, *_chosen(pairs, likeness, within), earlier.mask(loose), least, link)
    return mutual.kept(groups, names, np.flatnonzero(~touched))


def _spread(names: np.ndarray, parts: np.ndarray) -> np.ndarray:
    """Tell which items were in a group whose items now lie in several parts; -1 names none."""
    lowest, highest = (np.full(names.max(initial=-1) + 2, start) for start in (len(parts), -1))
    np.minimum.at(lowest, names, parts)
    np.maximum.at(highest, names, parts)
    return np.asarray((lowest < highest)[names] & (names >= 0))


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
