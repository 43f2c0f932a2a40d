"""Characters of many texts as numbers, told apart by a table: the ground on which sentences and tokens are found."""

import itertools
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

LETTER, JOINER, SPACE, UNDERSCORE, END, CLOSES, OPENS, CAPITAL = (1 << bit for bit in range(8))
"""A letter or digit; what joins two of them to one word; white space; ``_``; what ends a sentence; what closes and what
opens a quotation or bracket; what a sentence begins with."""

JOINERS = "'’.&-"
ENDS = ".!?…"
CLOSERS = "\"”’')]»"
OPENERS = "\"“‘'([«"
CAPITALS = "".join(chr(code) for code in range(0x10000) if chr(code).isupper() and chr(code).isalpha())
"""Capital letters of all alphabets: what a sentence begins with, beside digits."""
DIGITS = "0123456789"

BETWEEN = "\n"
"""What parts texts that are looked at together: it belongs to no token, and ends every sentence."""

AT_ONCE = 300_000
"""Short texts are looked at together, up to this many characters: what is made of these fits a processor's cache."""

_FOUR_BYTES = ("utf-32-le", "surrogatepass")
"""Every character in four bytes, halves of a pair that stand alone too: a text may hold anything."""

_LAST_SPACE = 0x3000
"""No character beyond this one is white space."""


class Chunk(NamedTuple):
    """Texts that are looked at together.

    ``text`` joins them with `BETWEEN`, ``codes`` and ``kinds`` hold the code and the kinds (a sum of `LETTER` and the
    others) of each character, ``edges`` where each text begins and, last, where one more would. ``offset`` counts the
    characters before, ``first`` the texts.
    """

    text: str
    codes: np.ndarray
    kinds: np.ndarray
    edges: np.ndarray
    offset: int
    first: int


def chunks(texts: Sequence[str]) -> Iterator[Chunk]:
    """Gather texts that follow each other, and tell their characters apart.

    Examples
    --------
    >>> [(chunk.text, (chunk.kinds & LETTER).tolist(), chunk.edges.tolist()) for chunk in chunks(["a.", "b"])]
    [('a.\\nb', [1, 0, 0, 1], [0, 3, 5])]
    """
    edges = offsets(texts)
    wanted = np.arange(0, int(edges[-1]) + AT_ONCE, AT_ONCE)
    cuts = np.unique(np.minimum(np.searchsorted(edges, wanted), len(edges) - 1)).tolist()
    for first, last in itertools.pairwise(cuts):
        text = BETWEEN.join(texts[first:last])
        codes = codes_of(text)
        yield Chunk(text, codes, kinds().take(codes), edges[first : last + 1] - edges[first], int(edges[first]), first)


def offsets(texts: Sequence[str]) -> np.ndarray:
    """Find where each text would begin if all stood in one row, parted by a character; last, where one more would."""
    sizes = np.fromiter(map(len, texts), dtype="int64", count=len(texts))
    return np.concatenate([[0], np.cumsum(sizes + 1)])


def codes_of(text: str) -> np.ndarray:
    """Return the code of each character.

    Examples
    --------
    >>> codes_of("Kim").tolist()
    [75, 105, 109]
    """
    return np.frombuffer(text.encode(*_FOUR_BYTES), dtype="<u4")


def written(codes: np.ndarray) -> str:
    """Return the text of character codes.

    Examples
    --------
    >>> written(np.array([75, 105, 109]))
    'Kim'
    """
    return codes.astype("<u4").tobytes().decode(*_FOUR_BYTES)


@cache
def kinds() -> np.ndarray:
    """Classify every character that there is: ndarray of uint8, a place for each code.

    Examples
    --------
    >>> kinds()[[ord("A"), ord("-")]].tolist() == [LETTER + CAPITAL, JOINER]
    True
    """
    every = np.arange(sys.maxunicode + 1, dtype="<u4").view("<U1")
    found = np.strings.isalnum(every).astype(np.uint8) * np.uint8(LETTER)
    spaces = [code for code in range(_LAST_SPACE + 1) if chr(code).isspace()]
    for kind, signs in ((JOINER, JOINERS), (UNDERSCORE, "_"), (END, ENDS), (CLOSES, CLOSERS), (OPENS, OPENERS)):
        found[[ord(sign) for sign in signs]] |= kind
    found[spaces] |= SPACE
    found[[ord(sign) for sign in CAPITALS + DIGITS]] |= CAPITAL
    found.flags.writeable = False
    return found


def glued_points(codes: np.ndarray, kinds: np.ndarray) -> np.ndarray:
    """Find points that end a sentence which the next one follows without a space: no word goes on over them.

    Two small letters or digits stand before such a point, and behind it a capital with a small letter or a space.

    Examples
    --------
    >>> text = "He left late Sunday.Police of the U.S. know. See a.Node or late.I saw"
    >>> [text[place - 2 : place + 2] for place in glued_points(codes_of(text), kinds().take(codes_of(text))).tolist()]
    ['ay.P', 'te.I']
    """
    point = np.flatnonzero(codes == ord("."))
    point = point[(point >= 2) & (point < len(codes) - 1)]
    point = point[_is_capital(codes[point + 1], kinds[point + 1])]
    point = point[is_small(codes[point - 1], kinds[point - 1]) & is_small(codes[point - 2], kinds[point - 2])]
    beyond = np.minimum(point + 2, len(codes) - 1)
    ends = (point + 2 == len(codes)) | (kinds[beyond] & SPACE > 0)
    return point[ends | is_small(codes[beyond], kinds[beyond])]


def is_small(codes: np.ndarray, kinds: np.ndarray) -> np.ndarray:
    """Return which characters are letters or digits and no capitals.

    Examples
    --------
    >>> is_small(codes_of("aA1-"), kinds().take(codes_of("aA1-"))).tolist()
    [True, False, True, False]
    """
    return (kinds & LETTER > 0) & ~_is_capital(codes, kinds)


def _is_capital(codes: np.ndarray, kinds: np.ndarray) -> np.ndarray:
    return (kinds & CAPITAL > 0) & (codes > ord("9"))


class Runs(NamedTuple):
    """Where characters of one kind follow each other: first place of each run, and the place after its last."""

    start: np.ndarray
    end: np.ndarray

    def after(self, places: np.ndarray) -> np.ndarray:
        """Skip the run that holds a place; a place in none stays.

        Examples
        --------
        >>> runs_of(np.array([False, True, True, False])).after(np.array([0, 1, 2, 3])).tolist()
        [0, 3, 3, 3]
        """
        run = np.searchsorted(self.start, places, side="right") - 1
        inside = (run >= 0) & (places < np.append(self.end, 0)[run])
        return np.where(inside, np.append(self.end, 0)[run], places)

    def before(self, places: np.ndarray) -> np.ndarray:
        """Go back over the run that ends just before a place; without one the place stays.

        Examples
        --------
        >>> runs_of(np.array([False, True, True, False])).before(np.array([1, 2, 3, 4])).tolist()
        [1, 1, 1, 4]
        """
        run = np.searchsorted(self.start, places, side="left") - 1
        inside = (run >= 0) & (places <= np.append(self.end, 0)[run])
        return np.where(inside, np.append(self.start, 0)[run], places)


def runs_of(is_one: np.ndarray) -> Runs:
    """Find the runs of a kind.

    Examples
    --------
    >>> [found.tolist() for found in runs_of(np.array([True, False, True, True]))]
    [[0, 2], [1, 4]]
    """
    places = np.flatnonzero(is_one)
    opens = np.append(np.ones(1, bool), places[1:] != places[:-1] + 1)[: len(places)]
    return Runs(places[opens], places[np.append(opens[1:], np.ones(1, bool))[: len(places)]] + 1)
