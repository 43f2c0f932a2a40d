"""The fixed background of other news that frames are compared with: numbers only, the same for every corpus.

``data/frames_background.npz`` holds, for a sample of articles, how often each ordinary word and each frequent pair of
words stands in them, and their mean sentence vectors. Any codebook, shipped or a user's, finds its own mean and
spread in it, so nobody needs the texts. Made by ``analysis.training.frames``.
"""

import bisect
from functools import cache
from typing import NamedTuple

import numpy as np
from scipy import sparse

from analysis import assets
from analysis.measures.frames import seeds

FILE = "frames_background.npz"


class BackgroundSample(NamedTuple):
    """Hold the background sample.

    ``words`` and ``pairs`` are its features in alphabetical order, ``word_counts`` and ``pair_counts`` how often each
    stands in each article; ``n_words`` the articles' lengths; ``vectors`` their mean sentence vectors (weighted by
    words); ``sentence_mean`` and ``sentence_covariance`` the moments of single sentence vectors; ``sentence_words`` the
    lengths of a sample of sentences.
    """

    words: list[str]
    pairs: list[str]
    word_counts: sparse.csr_matrix
    pair_counts: sparse.csr_matrix
    n_words: np.ndarray
    vectors: np.ndarray
    sentence_mean: np.ndarray
    sentence_covariance: np.ndarray
    sentence_words: np.ndarray


@cache
def load() -> BackgroundSample:
    """Read the background, once."""
    stored = assets.arrays(FILE)
    counts = {
        kind: sparse.csr_matrix(
            (stored[f"{kind}_counts"].astype(np.float64), stored[f"{kind}_indices"], stored[f"{kind}_edges"]),
            shape=(len(stored["n_words"]), int(stored[f"{kind}_size"])),
        )
        for kind in ("word", "pair")
    }
    return BackgroundSample(
        words=_lines(stored["words"]),
        pairs=_lines(stored["pairs"]),
        word_counts=counts["word"],
        pair_counts=counts["pair"],
        n_words=stored["n_words"].astype(np.float64),
        vectors=stored["vectors"].astype(np.float64),
        sentence_mean=stored["sentence_mean"].astype(np.float64),
        sentence_covariance=stored["sentence_covariance"].astype(np.float64),
        sentence_words=stored["sentence_words"].astype(np.float64),
    )


def _lines(stored: np.ndarray) -> list[str]:
    return stored.tobytes().decode("utf-8").split("\n")


@cache
def _sorted_words() -> list[str]:
    return sorted(_lines(assets.arrays(FILE, "words")["words"]))


def knows(slot: seeds.Slot) -> bool:
    """Return whether any background word fits one word of a seed.

    Examples
    --------
    >>> knows(seeds.Slot("beginning", "negotiat")), knows(seeds.Slot("exact", "verhandlung"))
    (True, False)
    """
    words = _sorted_words()
    place = bisect.bisect_left(words, slot.text)
    return place < len(words) and slot.fits(words[place])


def hits(find: seeds.Matcher) -> np.ndarray:
    """Count a codebook's hits in each background article.

    Notes
    -----
    Hits of common single words are exact. A frequent pair of words adds what it finds beyond its two words (a phrase),
    or takes away what it rules out (an exclusion). Phrases of three words, words in fewer than 20 and pairs in fewer
    than 50 of 12,000 articles are taken as never found: they are rare enough not to move a mean.

    Returns
    -------
    ndarray of shape (n_articles, n_frames)
    """
    background = load()
    words, pairs, first, second = _cut()
    of_words = _per_text(find, words)
    known = np.vstack([of_words, np.zeros(len(find.patterns))])
    beyond = _per_text(find, pairs) - (known[first] + known[second])
    return np.maximum(background.word_counts @ of_words + background.pair_counts @ beyond, 0)


@cache
def _cut() -> tuple[seeds.CutTexts, seeds.CutTexts, np.ndarray, np.ndarray]:
    """Cut the background's words and pairs, once for all codebooks, and tell where both words of a pair are listed.

    A word that is not listed has the place -1.
    """
    background = load()
    place = {word: number for number, word in enumerate(background.words)}
    places = np.array([[place.get(word, -1) for word in pair.split(" ")] for pair in background.pairs], dtype=np.int64)
    return seeds.tokens(background.words), seeds.tokens(background.pairs), *places.reshape(-1, 2).T


def _per_text(find: seeds.Matcher, cut: seeds.CutTexts) -> np.ndarray:
    counts = np.zeros((len(cut.n_words), len(find.patterns)))
    found = find.hits(cut)
    np.add.at(counts, (seeds.texts_of(cut, found[:, 0]), found[:, 2]), 1)
    return counts
