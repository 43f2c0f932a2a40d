"""Tokens of many texts as numbers: found in one pass, and shared by all that count or look at words.

String work is done once for each distinct token (its `forms`); everything else is arithmetic on arrays.
"""

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis import codes
from analysis.corpus import characters, segment
from analysis.corpus.characters import Chunk
from analysis.corpus.patterns import later

TOKEN = later(rf"''|``|{segment.WORD.pattern}|[^\w\s]")
"""A word as `segment.WORD` finds it, a doubled single mark, or one mark of punctuation."""


@dataclass(frozen=True, eq=False)
class EncodedTokens:
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
        """Return for each form whether it is a word and no punctuation."""
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
        """Return for each token whether the next one follows without a gap; the last one touches nothing."""
        return np.append((self.end[:-1] == self.start[1:]) & (self.text[:-1] == self.text[1:]), np.zeros(1, bool))[
            : len(self.ids)
        ]

    def first_at(self, texts: np.ndarray, characters: np.ndarray) -> np.ndarray:
        """Find the first token that starts at or after a character of a text, as a place in ``ids``."""
        return np.searchsorted(self.row, self.offsets[texts] + characters)

    def of(self, texts: np.ndarray) -> "EncodedTokens":
        """Take the tokens of some texts, in the order given."""
        counts = np.diff(self.edges)[texts]
        places = runs(self.edges[texts], counts)
        edges = np.concatenate([[0], np.cumsum(counts)])
        return EncodedTokens(self.forms, self.ids[places], self.start[places], edges, self.sizes[texts])

    def number_of(self, form: str) -> int:
        """Look up the id of a form; -1 where no token has it."""
        return self.forms.index(form) if form in self.forms else -1

    def map(self, value: Callable[[str], int], dtype: str = "int32") -> np.ndarray:
        """Work out a number for each form: ndarray of shape (n_forms,)."""
        return np.fromiter(map(value, self.forms), dtype=dtype, count=len(self.forms))


def of_texts(texts: Sequence[object]) -> EncodedTokens:
    """Find the tokens of texts, just those that `TOKEN` finds; what is no string has none.

    Characters are told apart by a table and tokens by arithmetic on their classes, a third of a million characters at
    a time; Arrow numbers the distinct ones. A quarter of the time of searching with `TOKEN`.

    Examples
    --------
    >>> tokens = of_texts(["Talks, talks!", None, "Talks end."])
    >>> tokens.forms, tokens.ids.tolist(), tokens.start.tolist(), tokens.edges.tolist()
    (['Talks', ',', 'talks', '!', 'end', '.'], [0, 1, 2, 3, 0, 4, 5], [0, 5, 7, 12, 0, 6, 9], [0, 4, 4, 7])
    """
    written = [text if isinstance(text, str) else "" for text in texts]
    rows, found = [np.zeros(0, "int64")], [pa.array([], pa.large_binary())]
    for chunk in characters.chunks(written):
        starts = _starts(chunk)
        rows.append(starts + chunk.offset)
        found.append(_cut_at(starts, chunk))
    coded = pa.chunked_array(found).dictionary_encode().combine_chunks()
    forms = [form.decode(*_AS_WRITTEN) for form in coded.dictionary.to_pylist()]
    row, offsets = np.concatenate(rows), characters.offsets(written)
    edges = np.searchsorted(row, offsets)
    start = (row - np.repeat(offsets[:-1], np.diff(edges))).astype("int32")
    return EncodedTokens(forms, coded.indices.to_numpy(), start, edges.astype("int64"), np.diff(offsets) - 1)


_AS_WRITTEN = ("utf-8", "surrogatepass")


def _starts(chunk: Chunk) -> np.ndarray:
    """Find where tokens start: at all that is no gap, but for what goes on with a word or a doubled single mark."""
    letter = np.concatenate([[False], chunk.kinds & characters.LETTER > 0, [False]])
    before, after = letter[:-2], letter[2:]
    joins = before & (chunk.kinds & characters.JOINER > 0) & after
    joins[characters.glued_points(chunk.codes, chunk.kinds)] = False
    goes_on = letter[1:-1] & before | joins
    goes_on[1:] |= joins[:-1]
    for sign in "'`":
        goes_on[_seconds(np.flatnonzero(chunk.codes == ord(sign)))] = True
    return np.flatnonzero(_is_solid(chunk) & ~goes_on)


def _is_solid(chunk: Chunk) -> np.ndarray:
    """Return for each character whether a token holds it."""
    return chunk.kinds & (characters.SPACE | characters.UNDERSCORE) == 0


def _seconds(places: np.ndarray) -> np.ndarray:
    """Take every second of marks that follow each other without a gap.

    Examples
    --------
    >>> _seconds(np.array([3, 4, 5, 9, 11, 12])).tolist()
    [4, 12]
    """
    opens = np.diff(places, prepend=-2) != 1
    number = np.arange(len(places))
    return places[(number - np.maximum.accumulate(np.where(opens, number, 0))) % 2 == 1]


def _cut_at(starts: np.ndarray, chunk: Chunk) -> pa.Array:
    """Cut texts into their tokens, without looking at each: they hold every character that is no gap."""
    solid = _is_solid(chunk)
    content = characters.written(chunk.codes[solid]).encode(*_AS_WRITTEN)
    begins = np.cumsum(solid, dtype="int32")[starts] - 1
    for limit in (0x80, 0x800, 0x10000):  # characters from here on take a byte more
        wide = np.searchsorted(starts, np.flatnonzero(solid & (chunk.codes >= limit)), side="right")
        begins += np.cumsum(np.bincount(wide, minlength=len(starts) + 1)[:-1], dtype="int32")
    bounds = np.append(begins, len(content)).astype("int64")
    return pa.LargeBinaryArray.from_buffers(
        pa.large_binary(), len(starts), [None, pa.py_buffer(bounds), pa.py_buffer(content)]
    )


def of_articles(articles: pd.DataFrame) -> EncodedTokens:
    """Find the tokens of articles: of each its title and then its body, so that article n has the texts 2n and 2n + 1.

    Parameters
    ----------
    articles : DataFrame
        ``title``, ``body``; both may be empty.
    """
    return of_texts([text for pair in zip(articles["title"], articles["body"], strict=True) for text in pair])


def of_some(tokens: EncodedTokens, is_chosen: np.ndarray) -> EncodedTokens:
    """Take the tokens of some of the articles of `of_articles`: of all, the very same, which are not held twice."""
    return tokens if is_chosen.all() else tokens.of(np.flatnonzero(np.repeat(is_chosen, 2)))


def titles(n_articles: int) -> np.ndarray:
    """Number the texts of `of_articles` that are titles."""
    return 2 * np.arange(n_articles)


def bodies(n_articles: int) -> np.ndarray:
    """Number the texts of `of_articles` that are bodies."""
    return 2 * np.arange(n_articles) + 1


def texts_of(sentences: pd.DataFrame, articles: pd.DataFrame) -> np.ndarray:
    """Number the text of `of_articles` that each row of a table with ``article_id`` and ``sentence`` stands in."""
    in_body = sentences["sentence"].to_numpy() != segment.TITLE
    return 2 * codes.every_row(sentences["article_id"], articles["article_id"]) + in_body


def in_sentences(
    tokens: EncodedTokens, articles: pd.DataFrame, sentences: pd.DataFrame
) -> tuple[np.ndarray, np.ndarray]:
    """Find the tokens of each sentence: the place of its first in ``tokens.ids``, and of the one after its last.

    Parameters
    ----------
    tokens : EncodedTokens
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
