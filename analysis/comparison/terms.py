"""Words and pairs of words by article: what keyness compares.

Words are read in one voice and one normal form (see `reading`); pairs are neighbouring words with no mark between. A
word of a longer name ("press" in "Associated Press") counts in pairs only, and a pair that cuts such a name
("the United" before "States") not at all.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.comparison import reading, spelling
from analysis.comparison.reading import Bodies
from analysis.comparison.vocabulary import CAPITAL, N_MARKS, NAMED, TITLE, Vocabulary, Words, among
from analysis.corpus import segment
from analysis.measures import vectors

Made = TypeVar("Made")

MIN_PAIR_ARTICLES = 3
"""A pair of words in fewer articles can never stand out; leaving them out makes the table eight times smaller."""


class TermCounts(NamedTuple):
    """Hold how often each article uses each term.

    Parameters
    ----------
    article_ids : ndarray of str
        The articles, in the order of the rows.
    terms : ndarray of str
        Words, then pairs of words, each in the order they first occur.
    matrix : sparse.csr_matrix of shape (n_articles, n_terms)
        Counts, never made dense.
    n_words : ndarray of shape (n_articles,)
        Words that were counted, masked ones left out.
    is_pair : ndarray of bool, shape (n_terms,)
        Whether the term is two words.
    features : ndarray of int, shape (n_terms,)
        Ids of the words, see `vectors.feature_of`; 0 for pairs, which have none.
    words : Words
        The words in their order, for what is asked of a few terms.
    vocabulary : Vocabulary
        Their terms and ways of writing.
    voice : str
        Whose words they are, see `reading.VOICES`.
    memory : dict
        What was worked out of the words, by name: each outlet's comparison asks it of the same ones.
    """

    article_ids: np.ndarray
    terms: np.ndarray
    matrix: sparse.csr_matrix
    n_words: np.ndarray
    is_pair: np.ndarray
    features: np.ndarray
    words: Words
    vocabulary: Vocabulary
    voice: str
    memory: dict[str, Any]

    def once(self, name: str, make: Callable[["TermCounts"], Made]) -> Made:
        """Work something out of the words when it is first asked for, whichever columns of the matrix are held."""
        if name not in self.memory:
            self.memory[name] = make(self)
        made: Made = self.memory[name]
        return made


def count(
    articles: pd.DataFrame, bodies: Bodies | None = None, *, quotes: pd.DataFrame | None = None, voice: str = "all"
) -> TermCounts:
    """Count words and pairs of neighbouring words in titles and bodies.

    Parameters
    ----------
    articles, bodies, quotes, voice
        See `reading.of_articles`.

    Returns
    -------
    TermCounts

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a"], "outlet": ["RT"], "title": ["Talks stall"],
    ...                          "body": ["Talks stall, RT reports."]})
    >>> counted = count(articles)
    >>> dict(zip(counted.terms.tolist(), counted.matrix.toarray()[0].tolist()))
    {'talks': 2, 'stall': 2, 'reports': 1}
    """
    vocabulary = Vocabulary()
    read = reading.of_articles(articles, vocabulary, bodies=bodies, quotes=quotes, voice=voice)
    n_words, single, pieces = _tables(read, (len(articles), len(vocabulary.words)))
    words = np.array(vocabulary.words, dtype=object)
    used = np.flatnonzero(np.bincount(single.indices, minlength=len(words)))
    single = single[:, used]
    pairs = np.concatenate([np.zeros(0, dtype=np.int64), *(known for known, _ in pieces)])
    first, second = np.divmod(pairs, max(1, len(words)))
    return TermCounts(
        article_ids=articles["article_id"].to_numpy(dtype=object),
        terms=np.concatenate([words[used], words[first] + " " + words[second]]) if len(first) else words[used],
        matrix=sparse.csr_matrix(sparse.hstack([single, *(matrix for _, matrix in pieces)], format="csr")),
        n_words=n_words,
        is_pair=np.repeat([False, True], [len(used), len(first)]),
        features=np.append(_features_of(words[used]), np.zeros(len(first), dtype=np.int64)),
        words=read,
        vocabulary=vocabulary,
        voice=voice,
        memory={},
    )


def _features_of(words: np.ndarray) -> np.ndarray:
    """Look words up as they stand in the background, which folds nothing: "U.S." is "u.s" there."""
    return vectors.features_of([word.lower().rstrip(".") for word in words])


def total(matrix: sparse.csr_matrix) -> np.ndarray:
    """Sum the columns."""
    return np.asarray(matrix.sum(axis=0), dtype=float).ravel()


def grouped(matrix: sparse.csr_matrix, group: np.ndarray) -> sparse.csr_matrix:
    """Sum the rows of each group."""
    known, place = np.unique(group, return_inverse=True)
    shape = (len(known), matrix.shape[0])
    return sparse.csr_matrix(
        sparse.csr_matrix((np.ones(len(place)), (place, np.arange(len(place)))), shape=shape) @ matrix
    )


def present(matrix: sparse.csr_matrix) -> np.ndarray:
    """Count in how many rows each column stands."""
    return np.bincount(matrix.indices, minlength=matrix.shape[1])


def _tables(
    words: Words, shape: tuple[int, int]
) -> tuple[np.ndarray, sparse.csr_matrix, list[tuple[np.ndarray, sparse.csr_matrix]]]:
    """Count words of each article, each word in it, and pairs of words, those in pieces (numbers, counts)."""
    tokens, article = words.token, words.article
    is_word = tokens >= 0
    n_words = np.bincount(article[is_word], minlength=shape[0])
    every = _table(tokens[is_word], n_words, shape[1])
    alone = is_word & (words.flags & NAMED == 0)
    single = _table(tokens[alone], np.bincount(article[alone], minlength=shape[0]), shape[1])
    return n_words, single, _pairs(words, np.bincount(every.indices, minlength=shape[1]), shape[0])


PAIRS_AT_ONCE = 2_000_000
"""Pairs of words, repetitions included, that are told apart at once; those of 17,000 articles together take 500 MB."""


def _pairs(words: Words, n_in: np.ndarray, n_articles: int) -> list[tuple[np.ndarray, sparse.csr_matrix]]:
    """Count the pairs of neighbouring words that stand in enough articles; a pair is first word x words + second."""
    tokens, article, is_named = words.token, words.article, words.flags & NAMED
    often = np.append(n_in >= MIN_PAIR_ARTICLES, np.zeros(N_MARKS, dtype=bool))
    is_often = among(tokens, often)
    is_pair = is_often[:-1] & is_often[1:] & (article[:-1] == article[1:]) & (is_named[:-1] == is_named[1:])
    n_first = np.bincount(tokens[:-1][is_pair], minlength=len(n_in))
    share = np.cumsum(n_first) // PAIRS_AT_ONCE  # pairs are told apart by ranges of their first word
    edges = np.append(np.searchsorted(share, np.unique(share)), len(n_in)).tolist()
    return [
        _pairs_of(
            np.flatnonzero(is_pair & (tokens[:-1] >= low) & (tokens[:-1] < high)), tokens, article, n_in, n_articles
        )
        for low, high in pairwise(edges)
    ]


def _pairs_of(
    places: np.ndarray, tokens: np.ndarray, article: np.ndarray, n_in: np.ndarray, n_articles: int
) -> tuple[np.ndarray, sparse.csr_matrix]:
    """Count the pairs that begin at some places, in the order of their numbers."""
    column, known = pd.factorize(tokens[places].astype(np.int64) * len(n_in) + tokens[places + 1])
    matrix = _table(column, np.bincount(article[places], minlength=n_articles), len(known))
    kept = np.flatnonzero(np.bincount(matrix.indices, minlength=len(known)) >= MIN_PAIR_ARTICLES)
    kept = kept[np.argsort(known[kept])]
    return known[kept], matrix[:, kept]


def _table(column: np.ndarray, n_tokens: np.ndarray, n_columns: int) -> sparse.csr_matrix:
    """Count what stands in each row: its columns, one row after the other, and how many each row has."""
    edges = np.append(0, np.cumsum(n_tokens))
    ones = np.ones(len(column), dtype=np.int32)
    matrix = sparse.csr_matrix((ones, column.astype(np.int32), edges), shape=(len(n_tokens), n_columns))
    matrix.sum_duplicates()
    return matrix


def places_of(term: str, counted: TermCounts) -> np.ndarray:
    """Find the uses of a term among the words: the place of its first word in each.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a"], "title": [None], "body": ["Talks stall. Talks go on."]})
    >>> places_of("talks go", count(articles)).tolist()
    [4]
    """
    numbers = [counted.vocabulary.find(word) for word in term.split()]
    if not numbers or min(numbers) < 0:
        return np.zeros(0, dtype=np.int32)
    token, is_named = counted.words.token, counted.words.flags & NAMED
    places = counted.once("places of words", _places_of_words)
    rarest = int(np.argmin([places.indptr[number + 1] - places.indptr[number] for number in numbers]))
    found = places.indices[slice(*places.indptr[numbers[rarest] : numbers[rarest] + 2])]
    if len(numbers) == 1:
        return found[is_named[found] == 0]
    found = found - rarest  # so that not all places of "the" are looked at for "the summit"
    found = found[(found >= 0) & (found + len(numbers) <= len(token))]
    for step, number in enumerate(numbers):
        if step != rarest:
            found = found[token[found + step] == number]
    return found[is_named[found] == is_named[found + len(numbers) - 1]]


def _places_of_words(counted: TermCounts) -> sparse.csr_matrix:
    """Put the places of each word (rows) side by side: thousands of terms are looked for, each among all words."""
    token = counted.words.token
    place = np.flatnonzero(token >= 0).astype(np.int32)
    shape = len(counted.vocabulary.words), len(token)
    return sparse.csr_matrix((np.ones(len(place), dtype=np.int8), (token[place], place)), shape=shape)


MAX_SKIPPED = 4
"""Titles and first names that are skipped between two words of a term, as counting leaves them out before a surname."""


def uses(term: str, articles: pd.DataFrame, sentences: pd.DataFrame) -> np.ndarray:
    """Return for each sentence whether it uses a term, as `count` counts it.

    Returns
    -------
    ndarray of bool, shape (n_sentences,)
    """
    vocabulary = Vocabulary()
    texts = segment.texts_of(sentences, articles)
    alone = pd.DataFrame({"article_id": range(len(texts)), "title": None, "body": texts.to_numpy()})
    read = reading.plain(alone, vocabulary)
    wanted = [vocabulary.find(word) for word in term.split()]
    found = np.zeros(len(sentences), dtype=bool)
    if not wanted or min(wanted) < 0:
        return found
    skipped = ((read.flags & (CAPITAL | TITLE)) > 0) & (read.token >= 0)
    opens = read.token == wanted[0]
    if len(wanted) == 1:
        opens &= read.flags & NAMED == 0
    for place in np.flatnonzero(opens):
        if _goes_on(read, skipped, int(place), wanted):
            found[read.article[place]] = True
    return found


def _goes_on(read: Words, skipped: np.ndarray, place: int, wanted: list[int]) -> bool:
    """Return whether the rest of a term follows its first word, titles and first names between them left out."""
    first = place
    for number in wanted[1:]:
        for _ in range(MAX_SKIPPED + 1):
            place += 1
            if place >= len(read.token) or read.token[place] == number or not skipped[place]:
                break
        if place >= len(read.token) or read.token[place] != number:
            return False
    return bool(read.flags[first] & NAMED == read.flags[place] & NAMED)


def search_words(term: str) -> list[tuple[str, ...]]:
    """List for each word of a term the ways in which it may be written, to search texts by letters first.

    Examples
    --------
    >>> search_words("favor regime")
    [('favor', 'favour'), ('regime',)]
    """
    return [spelling.written(word) for word in term.split()]
