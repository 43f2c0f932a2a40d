"""Sentence vectors from the static word embedding that ships with wordllama, at the price of a table look-up.

The package cuts each sentence into word pieces and averages their vectors: 4,600 sentences a second. Here each distinct
word is cut once, and sentences are rows of a sparse matrix, so that the sum is a matrix product. The vectors are the
package's own but for capitals, which are not told apart, and for punctuation, which is left out.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from analysis import reference
from analysis.measures.frames import seeds

if TYPE_CHECKING:
    from tokenizers import Encoding


def of_texts(cut: seeds.Tokens) -> np.ndarray:
    """Embed texts that are cut into words: the mean of the vectors of their word pieces, of length 1.

    A text without words has a vector of zeros.

    Returns
    -------
    ndarray of shape (n_texts, 256)
    """
    shape = (len(cut.edges) - 1, len(cut.vocabulary))
    counts = sparse.csr_matrix((np.ones(len(cut.ids), dtype=np.float32), cut.ids, cut.edges), shape=shape)
    return _of_length_one((counts @ _of_words(cut.vocabulary)).astype(np.float64))


def _of_words(words: list[str]) -> np.ndarray:
    """Add up the vectors of each word's pieces."""
    table = reference.embedding().embedding
    encoded = _encoded(words)
    lengths = np.fromiter((len(entry) for entry in encoded), dtype=np.int64, count=len(words))
    pieces = np.fromiter((piece for entry in encoded for piece in entry), dtype=np.int32, count=int(lengths.sum()))
    edges = np.concatenate([[0], np.cumsum(lengths)])
    counts = sparse.csr_matrix((np.ones(len(pieces), dtype=np.float32), pieces, edges), shape=(len(words), len(table)))
    return counts @ table


def _encoded(words: list[str]) -> list[list[int]]:
    """Cut words into pieces; filler that the tokenizer adds to make a batch even is cut off again."""
    if not words:
        return []
    encoded: list[Encoding] = reference.embedding().tokenizer.encode_batch(words, add_special_tokens=False)
    return [entry.ids[: sum(entry.attention_mask)] for entry in encoded]


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
