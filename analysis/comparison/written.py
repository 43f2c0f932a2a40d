"""How articles write a term that is counted in one normal form: names with their capitals ("Associated Press")."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from analysis.comparison import kinds
from analysis.comparison.terms import TermCounts
from analysis.comparison.vocabulary import CAPITAL, CAPITALS, END

N_WAYS = 3
SMALL, CAPITALISED, THROUGHOUT = range(N_WAYS)
"""Written in small letters, with a capital first, in capitals throughout."""


def of_terms(names: Sequence[str], kinds_of: Sequence[str], counted: TermCounts) -> list[str]:
    """Write terms as most of their uses inside sentences do, pairs as a whole; a word of a name never in small letters.

    Parameters
    ----------
    names, kinds_of : sequence of str
        The terms and their kinds, see `kinds.of_terms`.
    counted : TermCounts
        The words that they were counted from.

    Examples
    --------
    >>> import pandas as pd
    >>> from analysis.comparison import terms
    >>> body = "The press met McConnell of the FBI. Press said that McConnell left."
    >>> counted = terms.count(pd.DataFrame({"article_id": ["a"], "title": [None], "body": [body]}))
    >>> of_terms(["press", "mcconnell", "fbi"], ["content", "name", "name"], counted)
    ['press', 'McConnell', 'FBI']
    """
    used = counted.once("written", _uses)
    return [_shown(name.split(), kind == "name", used, counted) for name, kind in zip(names, kinds_of, strict=True)]


class _Uses(NamedTuple):
    """How often words stand inside sentences in each way of writing: single words, and pairs of neighbours by code."""

    single: np.ndarray
    pairs: np.ndarray
    n: np.ndarray
    forms: dict[str, list[str]]


def _uses(counted: TermCounts) -> _Uses:
    token, flags = counted.words.token, counted.words.flags
    inside = np.append(False, token[:-1] > END) & (token >= 0) & ~kinds.in_titles(counted)
    way = np.where(flags & CAPITALS > 0, THROUGHOUT, np.where(flags & CAPITAL > 0, CAPITALISED, SMALL))
    n = len(counted.vocabulary.words)
    single = np.array([np.bincount(token[inside & (way == one)], minlength=n) for one in range(N_WAYS)])
    first = np.flatnonzero(inside[:-1] & (token[1:] >= 0))
    pair = token[first].astype("int64") * n + token[first + 1]
    pairs, times = np.unique((pair * N_WAYS + way[first]) * N_WAYS + way[first + 1], return_counts=True)
    return _Uses(single, pairs, times, counted.vocabulary.forms())


def _shown(words: list[str], is_name: bool, used: _Uses, counted: TermCounts) -> str:
    numbers = [counted.vocabulary.find(word) for word in words]
    ways = [int(used.single[:, number].argmax()) if number >= 0 else SMALL for number in numbers]
    if len(words) == 2 and min(numbers) >= 0:
        ways = _ways_of_pair(numbers[0] * used.single.shape[1] + numbers[1], used) or ways
    return " ".join(map(partial(_written, used=used, counted=counted, is_name=is_name), words, numbers, ways))


def _ways_of_pair(pair: int, used: _Uses) -> list[int]:
    """Return how most uses of a pair write its words; empty where it never stands inside a sentence."""
    start, end = np.searchsorted(used.pairs, [pair * N_WAYS**2, (pair + 1) * N_WAYS**2])
    if start == end:
        return []
    most = int(used.pairs[start + used.n[start:end].argmax()])
    return [most // N_WAYS % N_WAYS, most % N_WAYS]


def _written(word: str, number: int, way: int, *, used: _Uses, counted: TermCounts, is_name: bool) -> str:
    """Choose the most frequent among a word's forms that are written in a way; a word of a name has a capital."""
    if number < 0:
        return word
    if is_name and way == SMALL and not kinds.is_function(word):
        way = CAPITALISED + int(used.single[CAPITALISED:, number].argmax())
    return next((form for form in used.forms.get(word, []) if _way(form) == way), word)


def _way(form: str) -> int:
    if not form[:1].isupper():
        return SMALL
    return THROUGHOUT if len(form) > 1 and form.isupper() else CAPITALISED
