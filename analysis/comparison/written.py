"""How articles write a term that is counted in one normal form: names with their capitals ("Associated Press")."""

from collections.abc import Sequence

import numpy as np

from analysis.comparison import kinds, terms
from analysis.comparison.terms import TermCounts
from analysis.comparison.vocabulary import CAPITAL, CAPITALS, END

N_WAYS = 3
SMALL, CAPITALISED, THROUGHOUT = range(N_WAYS)
"""Written in small letters, with a capital first, in capitals throughout."""

OUTSIDE = 4
"""Is added to the way of a word whose capital may be that of its place."""


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
    >>> body = "The press met McConnell of the FBI. Press said that McConnell left."
    >>> counted = terms.count(pd.DataFrame({"article_id": ["a"], "title": [None], "body": [body]}))
    >>> of_terms(["press", "mcconnell", "fbi"], ["content", "name", "name"], counted)
    ['press', 'McConnell', 'FBI']
    """
    ways, forms = counted.once("ways", _ways), counted.once("forms", lambda own: own.vocabulary.forms())
    known: dict[str, str] = counted.once("written", lambda _: {})  # outlets share most of their terms
    for name, kind in zip(names, kinds_of, strict=True):
        if name not in known:
            most = _most(name, ways, counted)
            words = zip(name.split(), most, strict=True)
            known[name] = " ".join(_written(word, way, forms.get(word, []), kind == "name") for word, way in words)
    return [known[name] for name in names]


def _ways(counted: TermCounts) -> np.ndarray:
    """Tell in which way each place is written; `OUTSIDE` where it begins a sentence or stands in a title."""
    token, flags = counted.words.token, counted.words.flags
    way = np.where(flags & CAPITALS > 0, THROUGHOUT, np.where(flags & CAPITAL > 0, CAPITALISED, SMALL)).astype(np.int8)
    way[1:][token[:-1] <= END] |= OUTSIDE
    way[kinds.in_titles(counted)] |= OUTSIDE
    way[:1] |= OUTSIDE
    return way


def _most(name: str, ways: np.ndarray, counted: TermCounts) -> list[int]:
    """Return how most uses of a term inside sentences write its words; small where it has none."""
    places, n_words = terms.places_of(name, counted), len(name.split())
    places = places[ways[places] < OUTSIDE]
    written = sum(ways[places + step].astype(np.int64) % OUTSIDE * N_WAYS**step for step in range(n_words))
    most = int(np.bincount(written).argmax()) if len(places) else 0
    return [most // N_WAYS**step % N_WAYS for step in range(n_words)]


def _written(word: str, way: int, forms: Sequence[str], is_name: bool) -> str:
    """Choose the most frequent among a word's forms that are written in a way; a word of a name has a capital."""
    if is_name and way == SMALL and not kinds.is_function(word):
        return next((form for form in forms if _way(form) != SMALL), word)
    return next((form for form in forms if _way(form) == way), word)


def _way(form: str) -> int:
    if not form[:1].isupper():
        return SMALL
    return THROUGHOUT if len(form) > 1 and form.isupper() else CAPITALISED
