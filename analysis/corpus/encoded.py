"""Tokens of many texts as numbers: found in one pass, and shared by all that count or look at words.

String work is done once for each distinct token (its `forms`); everything else is arithmetic on arrays.
"""

import itertools
import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import lookup
from analysis.corpus import segment

TOKEN = re.compile(rf"''|``|{segment.WORD.pattern}|[^\w\s]")
"""A word as `segment.WORD` finds it, a doubled single mark, or one mark of punctuation."""

_LAST_SPACE = 0x3000
"""No character beyond this one is white space."""


@dataclass(frozen=True, eq=False)
class Tokens:
    """Hold the tokens of several texts, one text after the other.

    Parameters
    ----------
    forms : list of str
        The distinct tokens, as they stand, in the order in which they first come.
    ids : ndarray of int32
        Each token of all texts, as a place in ``forms``.
    start : ndarray of int32
        The first character of each token in its own text.
    edges : ndarray of int64, shape (n_texts + 1,)
        Where each text begins in ``ids``, and the end of the last.
    sizes : ndarray of int64, shape (n_texts,)
        Characters of each text.
    """

    forms: list[str]
    ids: np.ndarray
    start: np.ndarray
    edges: np.ndarray
    sizes: np.ndarray

    @cached_property
    def lengths(self) -> np.ndarray:
        """Count the characters of each form."""
        return np.fromiter(map(len, self.forms), dtype=np.int32, count=len(self.forms))

    @cached_property
    def end(self) -> np.ndarray:
        """Find the character after each token in its own text."""
        return self.start + self.lengths[self.ids]

    @cached_property
    def is_word(self) -> np.ndarray:
        """Tell for each form whether it is a word and no punctuation."""
        return np.fromiter((form[0].isalnum() for form in self.forms), dtype=bool, count=len(self.forms))

    @cached_property
    def text(self) -> np.ndarray:
        """Number the text of each token."""
        return np.repeat(np.arange(len(self.sizes), dtype=np.int32), np.diff(self.edges))

    @cached_property
    def offsets(self) -> np.ndarray:
        """Find where each text would begin if all stood in one row, parted by a character."""
        return np.concatenate([[0], np.cumsum(self.sizes + 1)])

    @cached_property
    def row(self) -> np.ndarray:
        """Find the first character of each token in the row of all texts."""
        return self.offsets[self.text] + self.start

    @cached_property
    def touches_next(self) -> np.ndarray:
        """Tell for each token whether the next one follows without a gap; the last one touches nothing."""
        return np.append((self.end[:-1] == self.start[1:]) & (self.text[:-1] == self.text[1:]), np.zeros(1, bool))[
            : len(self.ids)
        ]

    def first_at(self, texts: np.ndarray, characters: np.ndarray) -> np.ndarray:
        """Find the first token that starts at or after a character of a text, as a place in ``ids``."""
        return np.searchsorted(self.row, self.offsets[texts] + characters)

    def of(self, texts: np.ndarray) -> "Tokens":
        """Take the tokens of some texts, in the order given."""
        counts = np.diff(self.edges)[texts]
        places = runs(self.edges[texts], counts)
        edges = np.concatenate([[0], np.cumsum(counts)])
        return Tokens(self.forms, self.ids[places], self.start[places], edges, self.sizes[texts])

    def map(self, value: Callable[[str], int], dtype: str = "int32") -> np.ndarray:
        """Work out a number for each form: ndarray of shape (n_forms,)."""
        return np.fromiter(map(value, self.forms), dtype=dtype, count=len(self.forms))


class _Numbers(dict[str, int]):
    """Number tokens in the order in which they first come."""

    def __missing__(self, token: str) -> int:
        self[token] = number = len(self)
        return number


def of_texts(texts: Sequence[object]) -> Tokens:
    """Find the tokens of texts; what is no string has none.

    Examples
    --------
    >>> tokens = of_texts(["Talks, talks!", None, "Talks end."])
    >>> tokens.forms, tokens.ids.tolist(), tokens.start.tolist(), tokens.edges.tolist()
    (['Talks', ',', 'talks', '!', 'end', '.'], [0, 1, 2, 3, 0, 4, 5], [0, 5, 7, 12, 0, 6, 9], [0, 4, 4, 7])
    """
    numbers, ids, rows = _Numbers(), array("i"), [np.zeros(0, "int64")]
    written = [text if isinstance(text, str) else "" for text in texts]
    sizes = np.fromiter(map(len, written), dtype="int64", count=len(written))
    offsets = np.concatenate([[0], np.cumsum(sizes + 1)])
    for first, last in _together(offsets):
        joined = _BETWEEN.join(written[first:last])
        found = TOKEN.findall(joined)
        ids.extend(map(numbers.__getitem__, found))
        rows.append(places(joined, found) + offsets[first])
    row = np.concatenate(rows)
    edges = np.searchsorted(row, offsets)
    start = (row - np.repeat(offsets[:-1], np.diff(edges))).astype("int32")
    return Tokens(list(numbers), np.array(ids, dtype="int32"), start, edges.astype("int64"), sizes)


_BETWEEN = "\n"
"""What parts texts that are searched together: no token holds it."""
_CHARACTERS = 200_000
"""Short texts are searched together, up to this many characters: each search has a cost of its own."""


def _together(offsets: np.ndarray) -> Iterator[tuple[int, int]]:
    """Gather texts that follow each other."""
    wanted = np.arange(0, int(offsets[-1]) + _CHARACTERS, _CHARACTERS)
    cuts = np.unique(np.minimum(np.searchsorted(offsets, wanted), len(offsets) - 1)).tolist()
    return itertools.pairwise(cuts)


@cache
def _is_gap() -> np.ndarray:
    """Tell for each character up to the last white space whether no token holds it."""
    return np.array([chr(code).isspace() or chr(code) == "_" for code in range(_LAST_SPACE + 1)] + [False])


def places(text: str, found: list[str]) -> np.ndarray:
    """Find where each token starts: tokens hold every character that is no gap, so counting those is enough.

    Half the time of asking each match for its place.
    """
    characters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    solid = np.flatnonzero(~_is_gap()[np.minimum(characters, _LAST_SPACE + 1)])
    lengths = np.fromiter(map(len, found), dtype=np.int64, count=len(found))
    return solid[np.cumsum(lengths) - lengths]


def of_articles(articles: pd.DataFrame) -> Tokens:
    """Find the tokens of articles: of each its title and then its body, so that article n has the texts 2n and 2n + 1.

    Parameters
    ----------
    articles : DataFrame
        ``title``, ``body``; both may be empty.
    """
    return of_texts([text for pair in zip(articles["title"], articles["body"], strict=True) for text in pair])


def of_some(tokens: Tokens, is_chosen: np.ndarray) -> Tokens:
    """Take the tokens of some of the articles of `of_articles`."""
    return tokens.of(np.flatnonzero(np.repeat(is_chosen, 2)))


def bodies(n_articles: int) -> np.ndarray:
    """Number the texts of `of_articles` that are bodies."""
    return 2 * np.arange(n_articles) + 1


def texts_of(sentences: pd.DataFrame, articles: pd.DataFrame) -> np.ndarray:
    """Number the text of `of_articles` that each row of a table with ``article_id`` and ``sentence`` stands in."""
    in_body = sentences["sentence"].to_numpy() != segment.TITLE
    return 2 * lookup.every_row(sentences["article_id"], articles["article_id"]) + in_body


def in_sentences(tokens: Tokens, articles: pd.DataFrame, sentences: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Find the tokens of each sentence: the place of its first in ``tokens.ids``, and of the one after its last.

    Parameters
    ----------
    tokens : Tokens
        Of `of_articles`.
    articles : DataFrame
        The same articles.
    sentences : DataFrame
        ``article_id``, ``sentence``, ``start``, ``end``.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a"], "title": ["Talks"], "body": ["They met. It rained."]})
    >>> [found.tolist() for found in in_sentences(of_articles(articles), articles, segment.of_articles(articles))]
    [[0, 1, 4], [1, 4, 7]]
    """
    texts = texts_of(sentences, articles)
    return (
        tokens.first_at(texts, sentences["start"].to_numpy()),
        tokens.first_at(texts, sentences["end"].to_numpy()),
    )


class Pieces(NamedTuple):
    """What each form is made of in another way of cutting: ``values`` in a row, and where those of each form begin."""

    values: np.ndarray
    edges: np.ndarray


def pieces(by_form: Iterable[Sequence[int]]) -> Pieces:
    """Gather the values of each form.

    Examples
    --------
    >>> made = pieces([[5], [], [7, 8]])
    >>> made.values.tolist(), made.edges.tolist()
    ([5, 7, 8], [0, 1, 1, 3])
    """
    values, edges = array("q"), [0]
    for own in by_form:
        values.extend(own)
        edges.append(len(values))
    return Pieces(np.array(values, dtype="int64"), np.array(edges, dtype="int64"))


def expanded(ids: np.ndarray, made: Pieces) -> tuple[np.ndarray, np.ndarray]:
    """Replace each token by its pieces: whose each is (a place in ``ids``), and its place in ``made.values``.

    Examples
    --------
    >>> [found.tolist() for found in expanded(np.array([2, 1, 0]), pieces([[5], [], [7, 8]]))]
    [[0, 0, 2], [1, 2, 0]]
    """
    counts = np.diff(made.edges)[ids]
    return np.repeat(np.arange(len(ids)), counts), runs(made.edges[ids], counts)


def runs(starts: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Count on from each start: [5, 9] and [2, 3] give [5, 6, 9, 10, 11]."""
    shift = starts - (np.cumsum(counts) - counts)
    return np.arange(int(counts.sum())) + np.repeat(shift, counts)
