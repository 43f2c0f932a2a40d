"""The model that judges clauses: a small net over classes and distances, and a second one over its neighbours' votes.

The first looks at one clause, the second at what the first says of the clauses around it, so that a paraphrase is
kept whole. Both hold numbers for classes of words, never words.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from scipy import sparse

from analysis import assets
from analysis.measures.voice.clauses import Clauses
from analysis.measures.voice.tokens import Tokens

WEIGHTS = "voice.npz"
ROWS = 2048
"""Clauses worked on together: their hidden values stay in the processor's cache, which halves the time."""


def is_held_out(article_id: str) -> bool:
    """Tell whether an article of the labelled set is one of the fifth that the weights have never seen.

    Examples
    --------
    >>> [is_held_out(name) for name in "abcdef"]
    [True, False, False, False, False, True]
    """
    return int(hashlib.sha256(article_id.encode()).hexdigest()[:8], 16) % 5 == 0


@dataclass(frozen=True, eq=False)
class Net:
    """A net with one hidden layer of rectified units and one output, the log-odds of `attributed`."""

    inner: np.ndarray
    inner_bias: np.ndarray
    outer: np.ndarray
    outer_bias: float

    def of_hidden(self, hidden: np.ndarray) -> np.ndarray:
        """Give the output for what reaches the hidden layer (changed in place).

        Row by row: a product of matrices rounds a row otherwise among other rows, and then a text's voices would
        depend on the texts that it is read with.
        """
        np.maximum(hidden, 0, out=hidden)
        return np.einsum("ij,j->i", hidden, self.outer) + np.float32(self.outer_bias)

    def of_inputs(self, values: np.ndarray) -> np.ndarray:
        """Give the output for each row of inputs, by itself too: a sparse product adds up row by row, in order."""
        layer = np.vstack([self.inner_bias, self.inner])
        found = np.empty(len(values), dtype=np.float32)
        rows = np.ones((len(values), len(layer)), dtype=np.float32)  # the bias stands first
        rows[:, 1:] = values
        every = np.tile(np.arange(len(layer), dtype=np.int32), (min(ROWS, len(rows)), 1))
        for low in range(0, len(rows), ROWS):
            factors = rows[low : low + ROWS]
            found[low : low + ROWS] = self.of_hidden(_added(factors, every[: len(factors)], layer))
        return found


def _added(factors: np.ndarray, places: np.ndarray, layer: np.ndarray) -> np.ndarray:
    """Add up rows of a layer for each row of places, each times its factor and in their order."""
    edges = np.arange(0, places.size + 1, places.shape[1], dtype=np.int32)
    return sparse.csr_array((factors.ravel(), places.ravel(), edges), shape=(len(places), len(layer))) @ layer


class AttributionModel(NamedTuple):
    """The two nets, the scale of the second one's inputs, and from which probability on a clause is attributed."""

    sizes: tuple[int, ...]
    first: Net
    second: Net
    mean: np.ndarray
    scale: np.ndarray
    cut: float
    quoted_cut: float


@cache
def shipped() -> AttributionModel:
    """Read the weights of ``data/voice.npz``."""
    arrays = assets.arrays(WEIGHTS)
    nets = [net_of(arrays, name) for name in ("first", "second")]
    sizes = tuple(arrays["sizes"].tolist())
    mean, scale = arrays["mean"].astype(np.float32), arrays["scale"].astype(np.float32)
    return AttributionModel(sizes, nets[0], nets[1], mean, scale, float(arrays["cut"]), float(arrays["quoted_cut"]))


def net_of(arrays: Mapping[str, np.ndarray], name: str) -> Net:
    """Take one net out of a file of weights."""
    inner, bias, outer = (arrays[f"{name}_{part}"].astype(np.float32) for part in ("inner", "inner_bias", "outer"))
    return Net(inner, bias, outer, float(arrays[f"{name}_outer_bias"]))


def chances(
    tokens: Tokens, clauses: Clauses, values: np.ndarray, sizes: list[int], model: AttributionModel | None = None
) -> np.ndarray:
    """Judge each clause: how probably it is somebody else's words and not the outlet's own.

    Parameters
    ----------
    values : ndarray of shape (n_clauses, n_features)
        From `clauses.features`, with `sizes`.
    model : AttributionModel, optional
        Another than the shipped one.
    """
    model = model or shipped()
    if model.sizes != tuple(sizes):
        raise ValueError("the weights of voice.npz belong to other features; run python -m analysis.training.voice")
    votes = first_votes(model.first, values, sizes)
    around = (neighbourhood(tokens, clauses, votes) - model.mean) / model.scale
    return _chance(model.second.of_inputs(around))


def is_attributed(
    tokens: Tokens, clauses: Clauses, chance: np.ndarray, model: AttributionModel | None = None
) -> np.ndarray:
    """Tell which clauses are somebody else's words, from their `chances`.

    Inside quotation marks the model must be surer, so that titles and scare quotes stay the outlet's own.
    """
    model = model or shipped()
    quoted = tokens.quoted[clauses.first] > 0
    return chance >= np.where(quoted, model.quoted_cut, model.cut)


def _chance(votes: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(votes, -_SURE, _SURE)))


def first_votes(net: Net, values: np.ndarray, sizes: list[int]) -> np.ndarray:
    """Give the first net's log-odds for each clause by itself."""
    votes = np.empty(len(values), dtype=np.float32)
    layer, step = in_steps(net, tuple(sizes))
    offsets = np.cumsum([1, *sizes[:-1]], dtype=np.int32)
    rows = np.zeros((len(values), 1 + len(sizes)), dtype=np.int32)  # the bias stands first
    np.add(values, offsets, out=rows[:, 1:])
    ones = np.ones((min(ROWS, len(values)), rows.shape[1]), dtype=np.int16)
    for low in range(0, len(values), ROWS):
        places = rows[low : low + ROWS]
        votes[low : low + ROWS] = net.of_hidden(_added(ones[: len(places)], places, layer) * step)
    return votes


@lru_cache(maxsize=1)
def in_steps(net: Net, sizes: tuple[int, ...]) -> tuple[np.ndarray, np.float32]:
    """Give a net's weights, the bias first, as whole numbers of steps so small that no sum exceeds 16 bits.

    Numbers half as long are added up in half the time.
    """
    bounds = np.cumsum([0, *sizes[:-1]])
    most = np.maximum.reduceat(np.abs(net.inner), bounds).sum(axis=0) + np.abs(net.inner_bias)
    step = np.exp2(np.ceil(np.log2(most.max() / _LARGEST))).astype(np.float32)
    return np.rint(np.vstack([net.inner_bias, net.inner]) / step).astype(np.int16), step


_LARGEST = 32_000
"""Sums of steps stay below this, so that they fit into 16 bits whichever way they are rounded."""


_STEPS = np.float64(2**20)
_SURE = 30.0
"""Log-odds beyond this are certainty; without a bound the exponential overflows."""
_FAR = 60
"""Lengths and places are told apart up to this many tokens or clauses."""
_BESIDE = (-3, -2, -1, 1, 2, 3)
_SENTENCES_AROUND = (-2, -1, 1, 2)


def neighbourhood(tokens: Tokens, clauses: Clauses, votes: np.ndarray) -> np.ndarray:
    """Describe what the first net says around each clause.

    Returns
    -------
    ndarray of float32, one row a clause
        Its vote; those of three clauses to either side in its sentence; mean, highest and lowest of the sentence,
        means to the left and right; means of the sentences around, of the quotation and of the text; length, place.
    """
    sentence, n = clauses.sentence, len(votes)
    weight = (clauses.last - clauses.first).astype(np.float32)
    # in steps, so that sums over sentences and texts are exact and what stands before them does not matter
    chance = np.rint(weight * _chance(votes) * _STEPS) / _STEPS
    place = np.arange(n)
    starts = np.flatnonzero(np.diff(sentence, prepend=-1))
    number = np.repeat(np.arange(len(starts)), np.diff(starts, append=n))
    opens, closes = starts[number], np.append(starts[1:], n)[number]
    columns = [votes]
    for step in _BESIDE:
        other = np.clip(place + step, 0, n - 1)
        inside = (place + step >= opens) & (place + step < closes)
        columns += [np.where(inside, votes[other], 0), inside]
    columns += _in_sentence(votes, chance, weight, starts, number)
    columns += _around(tokens, sentence, chance, weight)
    quotation = tokens.quoted[clauses.first]
    columns += [np.where(quotation > 0, _mean_by(quotation, chance, weight)[quotation], -1)]
    columns += [np.minimum(value, _FAR) for value in (weight, place - opens, closes - place)]
    return np.array(columns, dtype=np.float32).T


def _in_sentence(
    votes: np.ndarray, chance: np.ndarray, weight: np.ndarray, starts: np.ndarray, number: np.ndarray
) -> list[np.ndarray]:
    """Sum up each sentence, which starts at one of some clauses, for each clause, which stands in one by number."""
    opens, closes = starts[number], np.append(starts[1:], len(votes))[number]
    total = np.concatenate([[0], np.cumsum(chance, dtype=np.float64)])
    words = np.concatenate([[0], np.cumsum(weight, dtype=np.float64)])
    place = np.arange(len(votes))
    return [
        (total[closes] - total[opens]) / np.maximum(words[closes] - words[opens], 1),
        np.maximum.reduceat(votes, starts)[number],
        np.minimum.reduceat(votes, starts)[number],
        (total[place] - total[opens]) / np.maximum(words[place] - words[opens], 1),
        (total[closes] - total[place + 1]) / np.maximum(words[closes] - words[place + 1], 1),
    ]


def _around(tokens: Tokens, sentence: np.ndarray, chance: np.ndarray, weight: np.ndarray) -> list[np.ndarray]:
    n_sentences = int(tokens.sentence[-1]) + 1
    text = np.zeros(n_sentences, dtype=np.int64)
    text[tokens.sentence] = tokens.text
    means = _mean_by(sentence, chance, weight, n_sentences)
    columns = []
    for step in _SENTENCES_AROUND:
        other = np.clip(sentence + step, 0, n_sentences - 1)
        is_there = (other == sentence + step) & (text[other] == text[sentence])
        columns.append(np.where(is_there, means[other], -1))
    own = text[sentence]
    return [*columns, _mean_by(own, chance, weight)[own]]


def _mean_by(group: np.ndarray, chance: np.ndarray, weight: np.ndarray, size: int = 0) -> np.ndarray:
    return np.bincount(group, chance, size) / np.maximum(np.bincount(group, weight, size), 1)
