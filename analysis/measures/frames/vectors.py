"""Sentence vectors from the static word embedding that ships with wordllama, at the price of a table look-up.

The package cuts each sentence into word pieces and averages their vectors: 4,600 sentences a second. Here each distinct
word is cut once, and sentences are rows of a sparse matrix, so that the sum is a matrix product. The vectors are the
package's own but for capitals, which are not told apart, and for punctuation, which is left out.
"""

import itertools
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
from scipy import sparse

from analysis import assets
from analysis.measures.frames import seeds

ROWS = 4_096
"""Texts whose vectors are held at once: 8 MB, which stay near the processor."""


def of_texts(cut: seeds.CutTexts) -> np.ndarray:
    """Embed texts that are cut into words: the mean of the vectors of their word pieces, of length 1.

    A text without words has a vector of zeros.

    Returns
    -------
    ndarray of shape (n_texts, 256)
    """
    return np.concatenate(list(_blocks(cut)))


def nearness(cut: seeds.CutTexts, several: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Multiply the vectors of texts (`of_texts`) with sets of centroids, without holding all of them at once.

    Returns
    -------
    list of ndarray of shape (n_texts, n_centroids)
    """
    found = [[block @ centroids.T for centroids in several] for block in _blocks(cut)]
    return [np.concatenate(blocks) for blocks in zip(*found, strict=True)]


def _blocks(cut: seeds.CutTexts) -> Iterator[np.ndarray]:
    """Embed `ROWS` texts at a time, one time at least."""
    words = _of_words(cut.vocabulary)
    shape = (len(cut.edges) - 1, len(cut.vocabulary))
    counts = sparse.csr_matrix((np.ones(len(cut.ids), dtype=np.float32), cut.ids, cut.edges), shape=shape)
    for start in range(0, max(shape[0], 1), ROWS):
        yield _of_length_one((counts[start : start + ROWS] @ words).astype(np.float64))


def _of_words(words: list[str]) -> np.ndarray:
    """Add up the vectors of each word's pieces."""
    table = assets.embedding().embedding
    pieces, edges = _pieces(words)
    counts = sparse.csr_matrix((np.ones(len(pieces), dtype=np.float32), pieces, edges), shape=(len(words), len(table)))
    return counts @ table


_TOGETHER = 500
"""Words cut into pieces at once: a fifth of the time of one by one."""
_REMEMBERED = 1 << 16
"""Words whose pieces are kept from one batch of articles to the next, 10 MB: two words in three of a batch."""
_OPENS = "▁"
"""What the first piece of every word begins with, and no other."""


def _pieces(words: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Cut words into pieces: the numbers of all pieces in a row, and where those of each word begin."""
    known = _known_pieces()
    new = [word for word in words if word not in known]
    fresh = dict(zip(new, _cut(new), strict=True))
    own = [known[word] if word in known else fresh[word] for word in words]
    known.update(itertools.islice(fresh.items(), _REMEMBERED - len(known)))
    edges = np.cumsum([0, *map(len, own)])
    return np.fromiter(itertools.chain.from_iterable(own), dtype=np.int32, count=edges[-1]), edges


@cache
def _known_pieces() -> dict[str, tuple[int, ...]]:
    """Return what the process remembers of words that were cut before."""
    return {}


def _cut(words: list[str]) -> Iterator[tuple[int, ...]]:
    """Cut words into pieces, many words at a time with spaces between: pieces never reach over a space."""
    tokenizer, opens = assets.embedding().tokenizer, _opening_pieces()
    for first in range(0, len(words), _TOGETHER):
        found = tokenizer.encode(" ".join(words[first : first + _TOGETHER]), add_special_tokens=False).ids
        edges = [*np.flatnonzero(opens[found]).tolist(), len(found)]
        yield from (tuple(found[low:high]) for low, high in itertools.pairwise(edges))


@cache
def _opening_pieces() -> np.ndarray:
    """Return for each piece of the tokenizer whether it opens a word."""
    known = assets.embedding().tokenizer.get_vocab()
    opening = np.zeros(max(known.values()) + 1, dtype=bool)
    opening[[number for piece, number in known.items() if piece.startswith(_OPENS)]] = True
    return opening


def _of_length_one(vectors: np.ndarray) -> np.ndarray:
    """Scale vectors in place; zeros stay zeros."""
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))[:, None]  # five times as fast as linalg.norm
    return np.divide(vectors, lengths, out=vectors, where=lengths > 0)


def centroid(phrases: Sequence[str]) -> np.ndarray:
    """Find the middle of a frame's seeds: the mean of their vectors, of length 1.

    A seed that is open at its end ("econom*") is embedded as it stands; a regular expression has no vector.

    Returns
    -------
    ndarray of shape (256,)
        Zeros where no seed has a vector.
    """
    readable = [
        " ".join(slot.text for slot in seeds.pattern(phrase) if slot.kind != "expression") for phrase in phrases
    ]
    return _of_length_one(of_texts(seeds.tokens(readable)).mean(axis=0)[None, :])[0]
