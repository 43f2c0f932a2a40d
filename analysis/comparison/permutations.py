"""Whether chance would do the same: article labels are shuffled within events, and all terms looked at together.

A term must stand out twice over: by its uses in an article, and by its uses among the words of its event. So neither
longer articles nor a choice of events make a term distinctive, and a term that shuffling cannot change has p 1.
"""

from dataclasses import dataclass
from math import comb, log

import numpy as np
from scipy import sparse, special

from analysis.comparison import statistics, terms
from analysis.comparison.sides import Sides
from analysis.settings import Settings

DRAWS_AT_ONCE = 50
"""Shufflings computed in one product: 50 x 50,000 terms are 10 MB."""

ROUNDING = 1e-9
"""A variance below this share of the uses is rounding: nothing that shuffling changes."""


@dataclass(frozen=True)
class Test:
    """Hold what permutations of labels gave.

    ``p`` is of each term by itself, ``q`` of the strongest term (max-T), ``sign`` 1 where the target uses the term
    more, -1 where less, 0 where that depends on how it is counted; ``detectable`` is the ratio of rates that would
    have been found four times in five; ``n_arrangements`` says how many were counted, and ``is_exact`` whether that
    is all.
    """

    __test__ = False

    p: np.ndarray
    q: np.ndarray
    sign: np.ndarray
    detectable: np.ndarray
    n_arrangements: int
    is_exact: bool


@dataclass(frozen=True)
class _Scaled:
    """Hold what is multiplied with arrangements of labels, centred: counts of articles, and rates of blocks."""

    counts: sparse.csr_matrix
    rates: sparse.csr_matrix
    members: sparse.csr_matrix
    share: np.ndarray
    per_count: np.ndarray
    per_rate: np.ndarray

    def of(self, labels: np.ndarray) -> np.ndarray:
        """Return each term's statistic (rows) under each arrangement of labels (columns): the weaker of two, unsigned.

        Standardised uses in the target's articles, and standardised uses beyond what the rate of the event lets
        expect of their words; 0 where the two point to different sides.
        """
        uses, beyond = self._both(labels)
        weaker = np.minimum(uses, beyond)  # where both are above 0; the larger, turned, where both are below
        np.negative(np.maximum(uses, beyond, out=uses), out=uses)
        return np.maximum(np.maximum(weaker, uses, out=weaker), 0, out=weaker)

    def sign(self, labels: np.ndarray) -> np.ndarray:
        """Return the side to which both statistics point, 0 where they differ."""
        uses, beyond = self._both(labels)
        return np.where(np.sign(uses) == np.sign(beyond), np.sign(uses), 0)

    def _both(self, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        centred = (labels - self.share[:, None]).astype(self.counts.dtype)
        uses = self.counts @ centred
        beyond = uses - self.rates @ (self.members @ centred)
        uses *= self.per_count[:, None]
        beyond *= self.per_rate[:, None]
        return uses, beyond


def permuted(matrix: sparse.csr_matrix, n_words: np.ndarray, sides: Sides, settings: Settings) -> Test:
    """Test every term by shuffling the labels of articles within events.

    Two statistics are made, each over the standard deviation that the shuffling itself has (exactly, from the counts of
    each event): the target's uses, less its share of the articles; and its uses, less what its words give at the rate
    of the event. The weaker one counts. So a term that bursts in one article, or is in few articles, has no
    advantage, at any ratio of articles, and neither has a side with longer or shorter articles.

    Parameters
    ----------
    matrix : sparse.csr_matrix of shape (n_articles, n_terms)
        Counts.
    n_words : ndarray of shape (n_articles,)
        Words of each article.
    sides : Sides
        Labels and events.
    settings : Settings
        ``n_permutations`` and ``seed``.

    Returns
    -------
    Test
    """
    scaled, spread = _scaled(matrix, n_words.astype(float), sides)
    labels = sides.is_target[:, None]
    observed = scaled.of(labels)[:, 0]
    larger, strongest, n_drawn, is_exact = _drawn(scaled, observed, sides, settings)
    extra = 0 if is_exact else 1
    ordered = np.sort(strongest)
    beaten = len(ordered) - np.searchsorted(ordered, observed * (1 - TIE))
    critical = float(np.quantile(strongest, 1 - statistics.CHANCE, method="higher"))
    rate = terms.total(matrix) / max(1.0, n_words.sum())
    return Test(
        p=(larger + extra) / (n_drawn + extra),
        q=(beaten + extra) / (n_drawn + extra),
        sign=scaled.sign(labels)[:, 0],
        detectable=_detectable(critical, spread, rate, n_words, sides),
        n_arrangements=n_drawn,
        is_exact=is_exact,
    )


TIE = 1e-4
"""Arrangements that are this near to the observed one are as strong: sums in single precision differ by less."""


def _scaled(matrix: sparse.csr_matrix, n_words: np.ndarray, sides: Sides) -> tuple[_Scaled, np.ndarray]:
    """Make the parts of the statistics, and give the exact spread of uses beyond the rate of the event."""
    _, size, n_target = _blocks(sides)
    in_block = terms.grouped(matrix, sides.block)  # blocks are numbered from 0, so rows are blocks
    words = np.bincount(sides.block, n_words)
    weight = n_target * (size - n_target) / np.maximum(1, size * (size - 1))
    squares = _squares(matrix).T @ weight[sides.block]
    of_sums = _squares(in_block).T @ (weight / size)
    rates = in_block
    rates.data /= np.repeat(np.maximum(1.0, words), np.diff(rates.indptr))
    # u is uses less rate * words, whose sum in a block is 0; its squares are those of the uses, less twice the product
    # of both, and those of rate * words
    product = _products(matrix, n_words * weight[sides.block], rates, sides)
    of_words = _squares(rates).T @ np.bincount(sides.block, n_words**2 * weight[sides.block])
    of_uses, of_beyond = squares - of_sums, squares - 2 * product + of_words
    per_count, per_rate = (_inverse_root(variance, squares) for variance in (of_uses, of_beyond))
    dtype = "float64" if matrix.shape[0] * matrix.shape[1] < SMALL else "float32"
    members = sparse.csr_matrix((n_words, (sides.block, np.arange(len(n_words)))), shape=(len(size), len(n_words)))
    rates = sparse.csr_matrix(rates.T, dtype=dtype)
    held = _Scaled(
        sparse.csr_matrix(matrix.T, dtype=dtype), rates, members.astype(dtype),
        (n_target / size)[sides.block], per_count.astype(dtype), per_rate.astype(dtype),
    )  # fmt: skip
    return held, np.sqrt(np.maximum(0, of_beyond))


def _squares(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    """Square each count; where they stand is shared with the matrix, which saves its memory a second time."""
    return sparse.csr_matrix((matrix.data.astype("float64") ** 2, matrix.indices, matrix.indptr), shape=matrix.shape)


SMALL = 1_000_000
"""Articles x terms below which all is computed in double precision."""


def _products(matrix: sparse.csr_matrix, weighted: np.ndarray, rates: sparse.csr_matrix, sides: Sides) -> np.ndarray:
    """Sum over articles of uses * weighted words * rate of the block, for each term."""
    place = (sides.block, np.arange(len(weighted)))
    by_block = sparse.csr_matrix((weighted, place), shape=(rates.shape[0], len(weighted))) @ matrix
    return np.asarray(by_block.multiply(rates).sum(axis=0)).ravel()


def _inverse_root(variance: np.ndarray, squares: np.ndarray) -> np.ndarray:
    changes = variance > ROUNDING * np.maximum(1.0, squares)
    return np.where(changes, 1 / np.sqrt(np.where(changes, variance, 1.0)), 0.0)


def _drawn(
    scaled: _Scaled, observed: np.ndarray, sides: Sides, settings: Settings
) -> tuple[np.ndarray, np.ndarray, int, bool]:
    """Count, over arrangements of labels, how often each term is as strong, and how strong the strongest is."""
    is_exact = _n_arrangements(sides) <= settings.n_permutations
    n = round(_n_arrangements(sides)) if is_exact else settings.n_permutations
    rng = np.random.default_rng(settings.seed)
    first = sides._replace(is_target=sides.is_target == sides.is_target[0])  # the same draws, whichever is the target
    larger, strongest = np.zeros(len(observed)), []
    for begin in range(0, n, DRAWS_AT_ONCE):
        places = np.arange(begin, min(n, begin + DRAWS_AT_ONCE))
        labels = _all_labels(first, places) if is_exact else _random_labels(first, len(places), rng)
        labels = labels if sides.is_target[0] else 1 - labels
        found = scaled.of(labels)
        larger += (found >= observed[:, None] * (1 - TIE)).sum(axis=1)
        strongest.append(found.max(axis=0))
    return larger, np.concatenate(strongest), n, is_exact


def _blocks(sides: Sides) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return an order of the articles by block, and each block's number of articles and of target articles."""
    order = np.argsort(sides.block, kind="stable")
    return order, np.bincount(sides.block), np.bincount(sides.block, sides.is_target).astype(int)


def _n_arrangements(sides: Sides) -> float:
    """Count the ways to lay the labels out within blocks; a float, because it may be astronomical."""
    _, size, n_target = _blocks(sides)
    return float(
        np.exp(min(700.0, sum(log(comb(n, k)) for n, k in zip(size.tolist(), n_target.tolist(), strict=True))))
    )


def _random_labels(sides: Sides, n_draws: int, rng: np.random.Generator) -> np.ndarray:
    """Draw labels: in each block, as many target articles as there are, at random."""
    order, size, n_target = _blocks(sides)
    start = np.cumsum(size) - size
    labels = np.zeros((len(order), n_draws), dtype=np.float32)
    for n in np.unique(size):
        blocks = np.flatnonzero(size == n)
        places = order[start[blocks][:, None] + np.arange(n)]
        ranks = rng.random((n_draws, len(blocks), n), dtype=np.float32).argsort(axis=2).argsort(axis=2)
        chosen = ranks < n_target[blocks][None, :, None]
        labels[places.ravel()] = chosen.reshape(n_draws, -1).T
    return labels


def _all_labels(sides: Sides, places: np.ndarray) -> np.ndarray:
    """Lay out the arrangements with these numbers: each block's choices are the digits of a number."""
    order, size, n_target = _blocks(sides)
    labels = np.zeros((len(order), len(places)), dtype=np.float32)
    rest, start = places.copy(), 0
    for n, k in zip(size.tolist(), n_target.tolist(), strict=True):
        choices = _choices(n, k)
        rest, digit = np.divmod(rest, len(choices))
        labels[order[start : start + n]] = choices[digit].T
        start += n
    return labels


def _choices(n: int, k: int) -> np.ndarray:
    """List all ways to choose k of n, as rows of 0 and 1.

    >>> _choices(3, 1).astype(int).tolist()
    [[0, 0, 1], [0, 1, 0], [1, 0, 0]]
    """
    if k == 0 or k == n:
        return np.full((1, n), k == n, dtype=np.float32)
    without, with_ = _choices(n - 1, k), _choices(n - 1, k - 1)
    return np.vstack(
        [
            np.hstack([np.zeros((len(without), 1), np.float32), without]),
            np.hstack([np.ones((len(with_), 1), np.float32), with_]),
        ]
    )


def _detectable(critical: float, spread: np.ndarray, rate: np.ndarray, n_words: np.ndarray, sides: Sides) -> np.ndarray:
    """Return the ratio of rates, target over reference, that would be found four times in five."""
    target, total = n_words[sides.is_target].sum(), n_words.sum()
    needed = (critical + special.ndtri(statistics.POWER)) * spread
    per_unit = np.maximum(1e-9, target * (total - target) / total * rate)
    return 1 + needed / per_unit
