"""VADER's rules for one word among its neighbours, and what they ask of each word.

Every addition and multiplication comes in the package's order.
"""

import heapq
import string
from array import array
from collections.abc import Mapping
from typing import NamedTuple

import vaderSentiment.vaderSentiment as vader  # noqa: N813 - the package's own spelling

_STRAIGHT = str.maketrans("‘’‚‛‹›`´ʼ＇“”„‟«»〝〞＂…", "''''''''''\"\"\"\"\"\"\"\"\".")
"""Typographic marks, each by the one straight mark that the package knows (an ellipsis by one point)."""
RULE_WORDS = frozenset("no or nor least at very never so this without doubt but kind of".split())
"""Words that the package's rules name in their code."""
_STIRRING = frozenset("no so this least".split())
"""Those of them that change a later word's valence, beside boosters and negations."""
DAMPING = (1.0, 0.95, 0.9)
"""What a booster one, two and three words before is worth: numbers in the package's code."""
LONGEST_SIGN = 2
"""The package keeps the punctuation of tokens with no more letters than this: they may be emoticons."""
REACH = 3
"""Words before a lexicon word that a rule may look at."""

HIT, STIRS, PHRASE, IN_CAPITALS, CAPITAL, BUT = 1, 2, 4, 8, 16, 32
"""What a token is to the rules: a lexicon word, one that changes a later word's valence, the rarest word of a set
phrase, in capitals, with a capital, "but"."""


def folded(text: str) -> str:
    r"""Write a text with straight quotation marks and apostrophes, in as many characters.

    Examples
    --------
    >>> folded("“Isn’t it sad…”") == '"Isn\'t it sad."'
    True
    """
    return text.translate(_STRAIGHT)


class Word(NamedTuple):
    """What VADER's rules ask of a token."""

    lower: str = ""
    valence: float | None = None
    booster: float | None = None
    negates: bool = False
    in_capitals: bool = False
    in_phrase: bool = False

    def flags(self) -> int:
        """Return in one number what a token does to the tone around it."""
        stirs = self.booster is not None or self.negates or self.lower in _STIRRING
        return (
            HIT * (self.valence is not None)
            + STIRS * stirs
            + PHRASE * self.in_phrase
            + IN_CAPITALS * self.in_capitals
            + BUT * (self.lower == "but")
        )


_ORDINARY, _CAPITALS = Word(), Word(in_capitals=True)


class Vocabulary(dict[str, int]):
    """Number the tokens in the order in which they come, and keep what the rules ask of each."""

    def __init__(self, rules: Mapping[str, Word]) -> None:
        super().__init__()
        self._rules = rules
        self.words: list[Word] = []
        self.flags = array("B")
        self.valences = array("d")

    def __missing__(self, token: str) -> int:
        stripped = token.strip(string.punctuation)
        if len(stripped) <= LONGEST_SIGN:
            stripped = token
        lower = stripped.lower()
        word = self._rules.get(lower)
        if word is None and "n't" not in lower:
            word = _ORDINARY if lower == stripped or not stripped.isupper() else _CAPITALS
            flags = 0 if lower == stripped else CAPITAL * stripped[0].isupper() + IN_CAPITALS * word.in_capitals
        else:
            word = (word or Word(lower, negates=True))._replace(in_capitals=stripped.isupper())
            flags = word.flags() + CAPITAL * stripped[0].isupper()
        self[token] = number = len(self.words)
        self.words.append(word)
        self.flags.append(flags)
        self.valences.append(word.valence or 0.0)
        return number


def after_no(words: list[Word], place: int) -> float:
    """Turn the valence of a word after "no"; a "no" before a lexicon word has none of its own."""
    word = words[place]
    valence = word.valence or 0.0
    if (
        (place > 0 and words[place - 1].lower == "no")
        or (place > 1 and words[place - 2].lower == "no")
        or (place > 2 and words[place - 3].lower == "no" and words[place - 1].lower in ("or", "nor"))
    ):
        return valence * vader.N_SCALAR
    if word.lower == "no" and place + 1 < len(words) and words[place + 1].valence is not None:
        return 0.0
    return valence


def boost(before: Word, valence: float, shouts: bool) -> float:
    """Return what a booster ("very", "hardly") adds to the valence of a word that comes after it."""
    added = before.booster or 0.0
    if valence < 0:
        added *= -1
    if before.in_capitals and shouts:
        added += vader.C_INCR if valence > 0 else -vader.C_INCR
    return added


def negation(words: list[Word], place: int, back: int) -> float:
    """Return the factor of a negation one, two or three words before, with the package's exceptions."""
    before = words[place - back - 1]
    between = [word.lower for word in words[place - back : place]]
    if back and before.lower == "without" and "doubt" in between and not (back == 2 and between[1] in ("so", "this")):
        return 1.0
    emphatic = before.lower == "never" and back and between[0] in ("so", "this")
    if emphatic or (back == 2 and between[1] in ("so", "this")):  # the second holds without any "never"
        return 1.25
    return vader.N_SCALAR if before.negates else 1.0


def least(words: list[Word], place: int) -> float:
    """Return the factor of "least" right before a word; "at least" and "very least" turn nothing."""
    if not place or words[place - 1].lower != "least":
        return 1.0
    return 1.0 if place > 1 and words[place - 2].lower in ("at", "very") else vader.N_SCALAR


def weighed_by_but(places: list[int], values: list[float], but: int) -> list[float]:
    """Halve what stands before the first "but" and raise what stands after it, with the package's quirk.

    The package looks each value up by ``list.index`` in the list that it changes, so the first of several equal
    values is changed in place of the others. Heaps of equal values give the same in nearly linear time.
    """
    values = values.copy()
    equal: dict[float, list[int]] = {}
    for number, value in enumerate(values):
        equal.setdefault(value, []).append(number)
    for number in range(len(values)):
        first = heapq.heappop(equal[values[number]])
        values[first] *= 0.5 if places[first] < but else 1.5
        heapq.heappush(equal.setdefault(values[first], []), first)
    return values
