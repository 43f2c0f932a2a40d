"""Of what kind a name is, told by its words: a person, a place, an organisation, or none of these."""

from collections.abc import Sequence
from functools import cache

from analysis import assets
from analysis.measures.names.resolver import kind_of, resolve
from analysis.measures.names.runs import SMALL_WORDS
from analysis.measures.names.words import listed

PLACES = "places.csv"
"""Names of large cities, states of the United States and continents."""
GIVEN_NAMES = "given_names.csv"
"""Given names that are neither words nor places."""

_ACRONYM = range(3, 8)
"""Letters of an acronym that names an organisation."""
_PERSON = range(2, 5)
"""Words of a person's name, particles not counted."""


def by_words(words: Sequence[str]) -> str:
    """Return the kind of a name from its words alone.

    Parameters
    ----------
    words : sequence of str
        The words of a name, parted at blanks and hyphens.

    Returns
    -------
    str
        ``person``, ``place``, ``organisation`` or ``other``; a name that only looks like a person's is ``other``, see
        `looks_like_person`.

    Examples
    --------
    >>> [by_words(name.split()) for name in ("New York", "Nancy Pelosi", "Justice Department", "Election Day")]
    ['place', 'person', 'organisation', 'other']
    """
    if " ".join(words) in _places() and (len(words) > 1 or not is_small(words[0])):
        return "place"
    if not listed("organisation").isdisjoint(words) or _is_acronym(words):
        return "organisation"
    if not listed("place").isdisjoint(words):
        return "place"
    return "person" if looks_like_person(words) and words[0] in _given_names() else "other"


def looks_like_person(words: Sequence[str]) -> bool:
    """Return whether words may be a given name and a last name, for all that their form says.

    Examples
    --------
    >>> [looks_like_person(name.split()) for name in ("Shi Yinhong", "Affordable Care Act", "Texas Republican")]
    [True, False, False]
    """
    plain = [word for word in words if word.casefold() not in listed("particle")]
    return (
        len(plain) in _PERSON
        and all(word[0].isalpha() for word in plain)
        and words[-1] not in listed("thing")
        and not (words[-1][0].isupper() and is_small(words[-1]))
        and kind_of(resolve(words[-1]) or "") in (None, "person")
        and " ".join(words) not in _places()
        and listed("organisation").isdisjoint(words)
        and listed("place").isdisjoint(words)
    )


def _is_acronym(words: Sequence[str]) -> bool:
    word = words[0]
    return len(words) == 1 and word.isupper() and word.isalnum() and len(word) in _ACRONYM and not is_small(word)


def is_small(word: str) -> bool:
    """Tell a word that news write with a small letter too.

    Examples
    --------
    >>> is_small("Bright"), is_small("Pires")
    (True, False)
    """
    return word.casefold() in _small_words()


@cache
def _small_words() -> frozenset[str]:
    return frozenset(assets.table(SMALL_WORDS)["word"])


@cache
def _places() -> frozenset[str]:
    return frozenset(assets.table(PLACES)["name"])


@cache
def _given_names() -> frozenset[str]:
    by_hand = assets.words("voice.toml", "given_names", "male", "female", "surname_first")
    return by_hand.union(assets.table(GIVEN_NAMES)["name"])
