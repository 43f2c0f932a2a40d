"""What chance gives: the same contrasts with outlet labels shuffled within shared events."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import scipy
from scipy import sparse

from analysis.comparison.cells import Cells
from analysis.comparison.contrasts import Contrasts

N_SHUFFLES = 400
"""Shufflings behind `chance`: its 95th percentile, the twentieth largest, is then right within a twentieth or so."""

CHANCE_LEVEL = 0.95

SHUFFLED_AT_ONCE = 4_000_000
"""Values that are shuffled in one go, so that memory stays at tens of megabytes."""

MAX_SHUFFLED = 5_000
"""Up to this many articles in shared events labels are shuffled, a twentieth of a second a measure. With more, the
spread of the shufflings is computed exactly and their tail taken as normal, which is closer than 400 draws are."""

MIN_EVENTS = 30
"""Contrasts that so few events carry (counted by their part of the spread) are shuffled in any case: only a sum of
many is normal. With 30, the 95th percentile is then right within half a per cent; with 400 draws, within five."""


class Chance(NamedTuple):
    """Hold what chance gives for each contrast of one measure, and whether it was computed instead of shuffled."""

    size: np.ndarray
    is_computed: np.ndarray


def of_contrasts(measured: Sequence[Cells], contrasts: Contrasts, seed: int) -> list[Chance]:
    """Return the 95th percentile of each contrast's size when outlet labels are shuffled among the articles of a block.

    Parameters
    ----------
    measured : sequence of Cells
        One or several measures whose values the same articles have: their labels are shuffled together.
    contrasts : Contrasts
        The contrasts of these articles.
    seed : int
        Random seed.

    Returns
    -------
    list of Chance
        One a measure.
    """
    cells = measured[0]
    articles = np.flatnonzero(cells.is_shared[cells.article_cell])
    everything = np.ones(len(contrasts.outlet), dtype=bool)
    if len(articles) == 0:
        return [Chance(np.full(len(everything), np.nan), ~everything)] * len(measured)
    if len(articles) <= MAX_SHUFFLED:
        return [Chance(size, ~everything) for size in _from_shuffles(measured, contrasts, articles, everything, seed)]
    spreads = _spreads(measured, contrasts, articles)
    few = np.any([n_events < MIN_EVENTS for _, n_events in spreads], axis=0)
    found = [scipy.special.ndtri((1 + CHANCE_LEVEL) / 2) * spread for spread, _ in spreads]
    if few.any():
        theirs = np.isin(cells.block, cells.block[contrasts.first[few[contrasts.contrast]]])
        drawn = _from_shuffles(measured, contrasts, articles[theirs[cells.article_cell[articles]]], few, seed)
        found = [np.where(few, shuffled, computed) for shuffled, computed in zip(drawn, found, strict=True)]
    return [Chance(size, ~few) for size in found]


def method_of(is_computed: bool) -> str:
    """Say where the size that chance gives is from.

    Examples
    --------
    >>> method_of(False)
    'chance from 400 shufflings of outlet labels within events'
    """
    if is_computed:
        return (
            "chance from the exact spread of all shufflings of outlet labels within events, their tail taken as normal"
        )
    return f"chance from {N_SHUFFLES} shufflings of outlet labels within events"


def _spreads(
    measured: Sequence[Cells], contrasts: Contrasts, articles: np.ndarray
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return for each measure the exact standard deviation of each contrast over all shufflings, and how many events
    carry it.

    In a block of n articles with values v, a sum of weights a (which add up to 0) times shuffled values has the
    variance (sum of a squared) * (sum of squared deviations of v) / (n - 1). The number of events is the square of
    the summed variances over the sum of their squares: all of them where they weigh the same.
    """
    cells = measured[0]
    block, its_block = cells.block[cells.article_cell[articles]], cells.block[contrasts.first]
    n = np.bincount(block, minlength=len(cells.block_event))
    squared_weights = _squared_weights(cells, contrasts, its_block)
    n_contrasts = len(contrasts.outlet)
    found = []
    for one in measured:
        value = one.value[articles]
        deviation = value - (np.bincount(block, value, minlength=len(n)) / np.maximum(1, n))[block]
        per_article = np.bincount(block, deviation**2, minlength=len(n)) / np.maximum(1, n - 1)
        variance = squared_weights * per_article[its_block]
        whole = np.bincount(contrasts.contrast, variance, minlength=n_contrasts)
        fourth = np.bincount(contrasts.contrast, variance**2, minlength=n_contrasts)
        n_events = np.divide(whole**2, fourth, out=np.zeros(n_contrasts), where=fourth > 0)
        found.append((np.sqrt(whole), n_events))
    return found


def _squared_weights(cells: Cells, contrasts: Contrasts, its_block: np.ndarray) -> np.ndarray:
    """Sum the squares of what each article weighs in each difference, which no value changes."""
    parts = np.bincount(cells.block, 1 / cells.n)  # sum over the block's cells of 1 / articles
    own = 1 / cells.n[contrasts.first]
    rivals = np.maximum(1, cells.outlets_in_block[its_block] - 1)
    against = np.where(contrasts.second >= 0, 1 / cells.n[contrasts.second], (parts[its_block] - own) / rivals**2)
    weights: np.ndarray = contrasts.weight**2 * (own + against)
    return weights


def _from_shuffles(
    measured: Sequence[Cells], contrasts: Contrasts, articles: np.ndarray, wanted: np.ndarray, seed: int
) -> list[np.ndarray]:
    """Shuffle the labels of these articles, and read the percentile off the draws; empty for contrasts not wanted."""
    if len(articles) == 0:
        return [np.where(wanted, 0.0, np.nan)] * len(measured)
    cells = measured[0]
    articles = articles[np.argsort(cells.block[cells.article_cell[articles]], kind="stable")]
    operator = _operator(cells, contrasts)[np.flatnonzero(wanted)][:, cells.article_cell[articles]]
    operator = operator @ sparse.diags(1 / cells.n[cells.article_cell[articles]])
    operator = sparse.csr_matrix(operator, dtype=np.float32)
    values = [one.value[articles].astype(np.float32) for one in measured]
    rng = np.random.default_rng(seed)
    at_once = max(1, min(N_SHUFFLES, SHUFFLED_AT_ONCE // len(articles)))
    drawn: list[list[np.ndarray]] = [[] for _ in measured]
    for begin in range(0, N_SHUFFLES, at_once):
        order = _shuffled(cells.block[cells.article_cell[articles]], min(at_once, N_SHUFFLES - begin), rng)
        for number, value in enumerate(values):
            drawn[number].append(np.abs(operator @ value[order]))
    found = np.full((len(measured), len(wanted)), np.nan)
    for number, sizes in enumerate(drawn):
        found[number, wanted] = np.quantile(np.hstack(sizes), CHANCE_LEVEL, axis=1, method="higher")
    return list(found)


def _operator(cells: Cells, contrasts: Contrasts) -> sparse.csr_matrix:
    """Write the estimates as a matrix on cell means, so that a thousand shufflings are one product."""
    shape = (len(contrasts.outlet), len(cells.block))
    pair = contrasts.second >= 0
    others = ~pair
    rivals = cells.outlets_in_block[cells.block[contrasts.first]] - 1
    own = np.where(pair, 1.0, 1.0 + 1.0 / np.maximum(1, rivals)) * contrasts.weight
    ones = sparse.csr_matrix((own, (contrasts.contrast, contrasts.first)), shape=shape)
    seconds = sparse.csr_matrix(
        (contrasts.weight[pair], (contrasts.contrast[pair], contrasts.second[pair])), shape=shape
    )
    blocks = sparse.csr_matrix(
        (
            contrasts.weight[others] / rivals[others],
            (contrasts.contrast[others], cells.block[contrasts.first[others]]),
        ),
        shape=(shape[0], len(cells.block_event)),
    )
    members = sparse.csr_matrix(
        (np.ones(len(cells.block)), (cells.block, np.arange(len(cells.block)))),
        shape=(len(cells.block_event), len(cells.block)),
    )
    return sparse.csr_matrix(ones - seconds - blocks @ members)


_TABLED = 5
"""Up to five articles an event, all orders stand in a table (120 rows), ten times as fast as shuffling each."""


def _shuffled(block: np.ndarray, n_draws: int, rng: np.random.Generator) -> np.ndarray:
    """Shuffle articles within each block: whose value each place gets, an array of (articles, draws).

    Parameters
    ----------
    block : ndarray of shape (n_articles,)
        Rising.
    """
    order = np.empty((len(block), n_draws), dtype=np.int32)
    _, start, size = np.unique(block, return_index=True, return_counts=True)
    for n in np.unique(size):
        starts = start[size == n].astype(np.int32)
        if n <= _TABLED:
            orders = _orders(n).T
            drawn = rng.integers(0, orders.shape[1], (len(starts), n_draws), dtype=np.uint8)
            for place in range(n):
                order[starts + place] = starts[:, None] + orders[place][drawn]
        else:
            given = np.broadcast_to(
                (starts[:, None] + np.arange(n, dtype=np.int32))[:, None], (len(starts), n_draws, n)
            )
            mixed = rng.permuted(given, axis=2)
            for place in range(n):
                order[starts + place] = mixed[:, :, place]
    return order


def _orders(n: int) -> np.ndarray:
    """List all orders of n things.

    >>> _orders(2).tolist()
    [[0, 1], [1, 0]]
    """
    grid = np.indices((n,) * n, dtype=np.int32).reshape(n, -1).T
    return grid[(np.sort(grid, axis=1) == np.arange(n)).all(axis=1)]
