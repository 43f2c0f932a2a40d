"""How articles write a term that is counted in one normal form: names with their capitals ("Associated Press")."""

from collections.abc import Sequence

import numpy as np

from analysis.comparison import kinds
from analysis.comparison.terms import TermCounts
from analysis.comparison.vocabulary import CAPITAL, CAPITALS, END

SMALL, CAPITALISED, THROUGHOUT = range(3)
"""Written in small letters, with a capital first, in capitals throughout."""


def of_terms(names: Sequence[str], kinds_of: Sequence[str], counted: TermCounts) -> list[str]:
    """Write terms as most of their uses inside sentences do; a word of a name never in small letters only.

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
    forms = counted.once("forms", lambda own: own.vocabulary.forms())
    return [
        " ".join(_written(word, kind == "name" and not kinds.is_function(word), used, forms, counted)
                 for word in name.split())
        for name, kind in zip(names, kinds_of, strict=True)
    ]  # fmt: skip


def _uses(counted: TermCounts) -> np.ndarray:
    """Count for each word (columns) its uses inside sentences of bodies, by the way in which they are written."""
    token, flags = counted.words.token, counted.words.flags
    inside = np.append(False, token[:-1] > END) & (token >= 0) & ~kinds.in_titles(counted)
    way = np.where(flags & CAPITALS > 0, THROUGHOUT, np.where(flags & CAPITAL > 0, CAPITALISED, SMALL))
    n = len(counted.vocabulary.words)
    return np.array([np.bincount(token[inside & (way == one)], minlength=n) for one in range(3)])


def _written(word: str, in_name: bool, used: np.ndarray, forms: dict[str, list[str]], counted: TermCounts) -> str:
    """Choose the most frequent among a word's forms that are written as most of its uses inside sentences are."""
    number = counted.vocabulary.find(word)
    if number < 0:
        return word
    ways = used[:, number]
    way = CAPITALISED + int(ways[CAPITALISED:].argmax()) if in_name else int(ways.argmax())
    return next((form for form in forms.get(word, []) if _way(form) == way), word)


def _way(form: str) -> int:
    if not form[:1].isupper():
        return SMALL
    return THROUGHOUT if len(form) > 1 and form.isupper() else CAPITALISED
