"""One normal form of what a style guide decides, so that it is not counted as a choice of words.

Typographic apostrophes, points in abbreviations, British and American spelling, titles before names, per cent, months
and the time of day are written by house rules. Each word is counted in one form; how each outlet writes it is a table
of its own.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from analysis import assets

HOUSE_STYLE = "house_style.csv"
SPELLING = "spelling.csv"

TITLE = "title"
"""The kind of a style rule for what stands before a name ("Sen.", "President")."""

APOSTROPHE = "apostrophe"
"""The term of the table ``house_style`` under which apostrophes are counted, whatever the word."""

_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_ACRONYM = re.compile(r"[^\W\d_]{2,5}")
_CLOCK = re.compile(r"\d{1,2}(?:[.:]\d\d)?([ap])m", re.IGNORECASE)
_PARTY = re.compile(r"[dri]-[^\W\d_][^\W_.]*(?:\.[^\W\d_]+)*", re.IGNORECASE)


class Folded(NamedTuple):
    """Say as what a word is counted.

    Parameters
    ----------
    term : str
        The form it is counted in.
    style : str
        The term of the table ``house_style``; empty where no style guide decides the word.
    form : str
        How it is written, for that table.
    kind : str
        Kind of the style rule, see ``data/house_style.csv``; empty without one.
    """

    term: str
    style: str = ""
    form: str = ""
    kind: str = ""


@cache
def _rules() -> Mapping[str, tuple[str, str]]:
    rows = assets.table(HOUSE_STYLE)
    return dict(zip(rows["form"], zip(rows["term"], rows["kind"], strict=True), strict=True))


@cache
def _american() -> Mapping[str, str]:
    rows = assets.table(SPELLING)
    return dict(zip(rows["form"], rows["term"], strict=True))


@cache
def _with_two_spellings() -> frozenset[str]:
    return frozenset(_american().values())


def fold(word: str) -> Folded:
    """Return the form in which a word is counted: small letters, one apostrophe, no final 's, American spelling.

    Examples
    --------
    >>> [fold(word).term for word in ("Didn’t", "favoured", "US", "us", "U.K", "Moon's")]
    ["didn't", 'favored', 'U.S.', 'us', 'uk', 'moon']
    >>> fold("Sen"), fold("8pm").term
    (Folded(term='senator', style='senator', form='Sen', kind='title'), 'p.m.')
    >>> [fold(word).form for word in ("U.S", "US", "F.B.I", "FBI", "p.m", "8pm")]
    ['U.S.', 'US', 'F.B.I.', 'FBI', 'p.m.', 'pm']
    """
    straight = word.replace("’", "'")
    bare = straight[:-2] if straight.endswith(("'s", "'S")) else straight
    rule = _rules().get(bare)
    if rule is not None:
        return Folded(rule[0], rule[0], _with_stops(bare), rule[1])
    small = bare.lower()
    clock = _CLOCK.fullmatch(bare)
    if clock:
        return Folded(f"{clock[1].lower()}.m.", f"{clock[1].lower()}.m.", f"{clock[1].lower()}m", "time")
    if small in _american():
        return Folded(_american()[small], _american()[small], small, "spelling")
    if small in _with_two_spellings():
        return Folded(small, small, small, "spelling")
    if _DOTTED.fullmatch(bare):
        joined = small.replace(".", "")
        return Folded(joined, joined, _with_stops(bare), "abbreviation")
    if bare.isupper() and _ACRONYM.fullmatch(bare):
        return Folded(small, small, bare, "abbreviation")
    if "'" in straight:
        return Folded(small, APOSTROPHE, "’" if "’" in word else "'", APOSTROPHE)
    return Folded(small)


def _with_stops(form: str) -> str:
    """Return an abbreviation with stops its last one, which was read as the end of a sentence."""
    return f"{form}." if _DOTTED.fullmatch(form) else form


@cache
def titles() -> frozenset[str]:
    """List the terms that fall away before a name."""
    return frozenset(term for term, kind in _rules().values() if kind == TITLE)


@cache
def _style_terms() -> frozenset[str]:
    """List the terms that only a style guide decides: honorifics, times of day, "GOP" for Republicans, "(pictured)"."""
    return frozenset(term for term, kind in _rules().values() if kind in ("time", "word", "caption")) | _HONORIFICS


_HONORIFICS = frozenset({"mr", "mrs", "ms", "miss", "messrs", "sir"})


def is_style(term: str) -> bool:
    """Return whether only a style guide decides a term: an honorific, a party with a state, a time of day, a caption.

    Examples
    --------
    >>> is_style("mr"), is_style("d-calif"), is_style("8 p.m."), is_style("pictured left")
    (True, True, True, True)
    >>> is_style(fold("N.Y").term), is_style("U.S."), is_style("regime")
    (True, False, False)
    """
    return any(word in _style_terms() or _PARTY.fullmatch(word) is not None for word in term.split())


def written(term: str) -> tuple[str, ...]:
    """List the ways in which a term's words may be written, for a search by letters.

    Examples
    --------
    >>> written("percent"), written("favor"), written("regime")
    (('%', 'pct', 'per cent', 'percent'), ('favor', 'favour'), ('regime',))
    """
    return tuple(sorted(_written().get(term, set()) | {term.removesuffix("."), term.replace("-", "")}))


@cache
def _written() -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {"percent": {"per cent"}}
    for form, (term, _) in _rules().items():
        found.setdefault(term, set()).add(form)
    for form, term in _american().items():
        found.setdefault(term, set()).add(form)
    return found
