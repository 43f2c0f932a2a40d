"""Numbers for words: the terms that occur, the ways in which they are written, and the words of articles in arrays."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from analysis.comparison import spelling

MASK = -1
"""Stands where a word was masked or a mark of punctuation is; no pair of words reaches across it."""

END = -2
"""Stands at the end of a sentence."""

LINE = -3
"""Stands at the end of a title, and of each line of a body: lines are paragraphs."""

QUOTE = -4
"""Stands in the own voice where somebody else's words were."""

N_MARKS = 4

CAPITAL, TITLE, SHORT, INITIAL, CAPITALS, DIGITS, NAMED = 1, 2, 4, 8, 16, 32, 64
"""What is known of a word as it stands: capitalised, a title before names, an abbreviation, a single capital, written
in capitals throughout, in digits, within a longer name of an outlet, an organisation or a place."""

PLACEHOLDER = "\ue000"
"""A character of the private use area: no text holds it, and it is read as `QUOTE`."""

_ENDS = frozenset(".!?…")


class Vocabulary:
    """Number terms in the order in which they first come, and the styles in which they are written."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.styles: list[tuple[str, str]] = [("", "")]
        self._number: dict[str, int] = {}
        self._style: dict[tuple[str, str], int] = {("", ""): 0}
        self._known: dict[str, tuple[int, int, int]] = {}
        self._uses: Counter[str] = Counter()

    def number(self, term: str) -> int:
        """Return the number of a term, a new one where it is new."""
        if term not in self._number:
            self._number[term] = len(self.words)
            self.words.append(term)
        return self._number[term]

    def find(self, term: str) -> int:
        """Look up the number of a term; `MASK` where it does not occur."""
        return self._number.get(term, MASK)

    def style(self, term: str, form: str) -> int:
        """Return the number of a way of writing a term."""
        key = (term, form)
        if key not in self._style:
            self._style[key] = len(self.styles)
            self.styles.append(key)
        return self._style[key]

    def read(self, token: str) -> tuple[int, int, int]:
        """Return the number, the flags and the style of a token as it stands."""
        if token not in self._known:
            self._known[token] = self._read(token)
        return self._known[token]

    def count(self, tokens: Sequence[str], uses: np.ndarray) -> None:
        """Count how often tokens occur as they stand."""
        for token, n in zip(tokens, uses.tolist(), strict=True):
            self._uses[token] += n

    def forms(self) -> dict[str, list[str]]:
        """List the ways in which each term occurs that differ in their capitals only, the most frequent first."""
        found: dict[str, list[str]] = {}
        for token, _ in sorted(self._uses.items(), key=lambda known: (-known[1], known[0])):
            term = self.words[number] if (number := self._known[token][0]) >= 0 else ""
            if token.lower() == term:
                found.setdefault(term, []).append(token)
        return found

    def _read(self, token: str) -> tuple[int, int, int]:
        if not token[0].isalnum() and token != "%":
            return QUOTE if token == PLACEHOLDER else END if token[0] in _ENDS else MASK, 0, 0
        folded = spelling.fold(token)
        flags = CAPITAL * token[0].isupper()
        flags |= TITLE * (folded.term in spelling.titles())
        flags |= SHORT * (folded.kind in (spelling.TITLE, "abbreviation") and folded.term != folded.form.lower())
        flags |= SHORT * (folded.term in _SHORT_HONORIFICS)
        flags |= INITIAL * (len(token) == 1 and token.isupper() and token not in "AI")
        flags |= CAPITALS * (len(token) > 1 and token.isupper())
        flags |= DIGITS * token.isdigit()
        style = self.style(folded.style, folded.form) if folded.style else 0
        return self.number(folded.term), int(flags), style


_SHORT_HONORIFICS = frozenset({"mr", "mrs", "ms", "messrs", "doctor"})
"""Titles that are written with a point in American English."""


class Words(NamedTuple):
    """Hold the words of articles, one after the other, as arrays side by side.

    ``token`` is the number of a term, or `MASK`, `END`, `LINE`; ``article`` the place of the article; ``flags`` what
    is known of the word as it stands; ``style`` the number of its way of writing, 0 without one.
    """

    token: np.ndarray
    article: np.ndarray
    flags: np.ndarray
    style: np.ndarray

    def where(self, kept: np.ndarray) -> "Words":
        """Keep some of them."""
        return Words(*(column[kept] for column in self))


TOKENS_AT_ONCE = 1_000_000
"""Tokens that are looked up at once: a place in an array takes twice the memory of a token."""


def among(tokens: np.ndarray, is_chosen: np.ndarray) -> np.ndarray:
    """Return for each token whether it is chosen; the last of ``is_chosen`` stand for `LINE`, `END` and `MASK`."""
    found = np.zeros(len(tokens), dtype=bool)
    for low in range(0, len(tokens), TOKENS_AT_ONCE):
        some = slice(low, low + TOKENS_AT_ONCE)
        found[some] = is_chosen[tokens[some]]
    return found
