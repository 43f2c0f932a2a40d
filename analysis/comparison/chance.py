"""What chance gives: the same contrasts with outlet labels shuffled within shared events."""

import numpy as np
from scipy import sparse

from analysis.comparison.cells import Cells
from analysis.comparison.contrasts import Contrasts

N_SHUFFLES = 400
"""Shufflings behind `chance`: its 95th percentile, the twentieth largest, is then right within a twentieth or so."""

CHANCE_LEVEL = 0.95

SHUFFLED_AT_ONCE = 4_000_000
"""Values that are shuffled in one go, so that memory stays at tens of megabytes."""


def of_contrasts(cells: Cells, contrasts: Contrasts, seed: int) -> np.ndarray:
    """Shuffle outlet labels among the articles of each block, and give the 95th percentile of each contrast's size."""
    n_contrasts = len(contrasts.outlet)
    articles = np.flatnonzero(cells.is_shared[cells.article_cell])
    if len(articles) == 0:
        return np.full(n_contrasts, np.nan)
    articles = articles[np.argsort(cells.block[cells.article_cell[articles]], kind="stable")]
    operator = _operator(cells, contrasts)[:, cells.article_cell[articles]]
    operator = operator @ sparse.diags(1 / cells.n[cells.article_cell[articles]])
    operator = sparse.csr_matrix(operator, dtype=np.float32)
    rng = np.random.default_rng(seed)
    at_once = max(1, min(N_SHUFFLES, SHUFFLED_AT_ONCE // len(articles)))
    found = []
    for begin in range(0, N_SHUFFLES, at_once):
        n_draws = min(at_once, N_SHUFFLES - begin)
        found.append(np.abs(operator @ _shuffled(cells, articles, n_draws, rng)))
    return np.quantile(np.hstack(found), CHANCE_LEVEL, axis=1, method="higher")


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


def _shuffled(cells: Cells, articles: np.ndarray, n_draws: int, rng: np.random.Generator) -> np.ndarray:
    """Shuffle the values within each block: an array of (articles, draws)."""
    values = cells.value[articles].astype(np.float32)
    shuffled = np.empty((len(articles), n_draws), dtype=np.float32)
    _, start, size = np.unique(cells.block[cells.article_cell[articles]], return_index=True, return_counts=True)
    for n in np.unique(size):
        starts = start[size == n]
        if n <= _TABLED:
            orders = _orders(n).T
            drawn = rng.integers(0, orders.shape[1], (len(starts), n_draws), dtype=np.uint8)
            for place in range(n):
                shuffled[starts + place] = values[starts[:, None] + orders[place][drawn]]
        else:
            given = np.broadcast_to(values[starts[:, None] + np.arange(n)][:, None], (len(starts), n_draws, n))
            mixed = rng.permuted(given, axis=2)
            for place in range(n):
                shuffled[starts + place] = mixed[:, :, place]
    return shuffled


def _orders(n: int) -> np.ndarray:
    """List all orders of n things.

    >>> _orders(2).tolist()
    [[0, 1], [1, 0]]
    """
    grid = np.indices((n,) * n, dtype=np.int32).reshape(n, -1).T
    return grid[(np.sort(grid, axis=1) == np.arange(n)).all(axis=1)]
