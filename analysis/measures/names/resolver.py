"""What names stand for: the alias file, dated offices, and the one full name of an article with a surname."""

import itertools
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import assets
from analysis.measures.names.words import CAPITAL, POSSESSIVE, REMEMBERED

ALIASES = "aliases.csv"
"""Forms and the names they stand for; people edit it (see data/aliases.md)."""

_FAMILY_NAME_FIRST = frozenset({"North Korea", "South Korea", "China", "Taiwan", "Vietnam"})
_FAMILY_FIRST_FORM = re.compile(r"[^\W\d_]+ [^\W\d_]+-[^\W\d_]+")
"""A Korean name as news write it: "Lee Do-hoon"."""
LONG_ENOUGH_IN_CAPITALS = 4
"""Shorter forms in capitals may be other words: "US" and "us"."""


class _Holder(NamedTuple):
    canonical: str
    first: str
    until: str


class _Aliases(NamedTuple):
    undated: Mapping[str, str]
    folded: Mapping[str, str]
    offices: Mapping[str, list[_Holder]]
    kinds: Mapping[str, str]
    countries: Mapping[str, str]


@cache
def _aliases() -> _Aliases:
    table = assets.table(ALIASES)
    undated = table[table["from"] == ""]
    forms = dict(zip(undated["form"], undated["canonical"], strict=True))
    offices: dict[str, list[_Holder]] = {}
    for row in table[table["from"] != ""].itertuples():
        offices.setdefault(row.form.casefold(), []).append(_Holder(row.canonical, row[5], row.until))
    own = table[~table["kind"].isin(["office", "demonym"])].drop_duplicates("canonical")
    return _Aliases(
        undated=forms,
        folded={form.casefold(): canonical for form, canonical in forms.items()},
        offices=offices,
        kinds=dict(zip(own["canonical"], own["kind"], strict=True)),
        countries={name: country for name, country in zip(own["canonical"], own["country"], strict=True) if country},
    )


def resolve(form: str, day: object = None) -> str | None:
    """Look up the name that a form stands for, in the alias file only.

    Parameters
    ----------
    form : str
        Words as they stand; a leading "the" and a final 's do not matter. Offices are found in any case of letters,
        all else only as it is written in the file (or in capitals, from four letters on).
    day : str, Timestamp or None
        The day of the article, for offices. Without a day an office is nobody's.

    Returns
    -------
    str or None
        The canonical name; None where the file does not say, or names two holders for the day.

    Examples
    --------
    >>> resolve("the US president", "2019-06-28"), resolve("the US president"), resolve("Pyongyang")
    ('Donald Trump', None, 'North Korea')
    """
    return _resolved(form, day) if may_be_office(form) else _resolved_on_any_day(form)


@lru_cache(maxsize=REMEMBERED)
def _resolved_on_any_day(form: str) -> str | None:
    return _resolved(form, None)


def _resolved(form: str, day: object) -> str | None:
    aliases = _aliases()
    for candidate in _candidates(form):
        if candidate in aliases.undated:
            return aliases.undated[candidate]
        holder = _holder(aliases.offices.get(candidate.casefold(), []), day)
        if holder is not None:
            return holder
        if candidate.isupper() and len(candidate) >= LONG_ENOUGH_IN_CAPITALS:
            return aliases.folded.get(candidate.casefold())
    return None


def _candidates(form: str) -> tuple[str, str]:
    """Give the spellings that are looked up: without "the", and without a possessive too."""
    bare = form.strip()
    if bare[:4].lower() == "the ":
        bare = bare[4:].lstrip()
    return bare, POSSESSIVE.sub("", bare)


@lru_cache(maxsize=REMEMBERED)
def may_be_office(form: str) -> bool:
    """Return whether what a form stands for may depend on the day."""
    bare, owner = _candidates(form)
    offices = _aliases().offices
    return bare.casefold() in offices or owner.casefold() in offices


def _holder(holders: list[_Holder], day: object) -> str | None:
    if not holders or day is None or pd.isna(day):
        return None
    written = str(day)[:10]
    found = {name for name, first, until in holders if first <= written and (not until or written < until)}
    return found.pop() if len(found) == 1 else None


@cache
def held_by(office: str) -> frozenset[str]:
    """List everybody who has held an office, at any time.

    Examples
    --------
    >>> "Donald Trump" in held_by("US president"), held_by("mayor of Nowhere")
    (True, frozenset())
    """
    return frozenset(holder.canonical for holder in _aliases().offices.get(office.casefold(), ()))


def kind_of(canonical: str) -> str | None:
    """Return whether a canonical name is a ``person``, ``place`` or ``organisation``; None where the file does not say.

    Examples
    --------
    >>> kind_of("Donald Trump"), kind_of("North Korea"), kind_of("United Nations"), kind_of("Jane Doe")
    ('person', 'place', 'organisation', None)
    """
    return _aliases().kinds.get(canonical)


def country_of(canonical: str) -> str | None:
    """Return the country of a person or organisation; None where the file gives none.

    Examples
    --------
    >>> country_of("Kim Jong Un"), country_of("United Nations")
    ('North Korea', None)
    """
    return _aliases().countries.get(canonical)


def office_at(text: str, start: int, form: str) -> str | None:
    """Read on from the name of a country or body: "US" in "the US president said" opens an office.

    Parameters
    ----------
    text : str
        The text that holds the name.
    start : int
        First character of the name.
    form : str
        The name.

    Returns
    -------
    str or None
        The office as it stands; None where the words are no office of the alias file, or its holder's name follows
        ("US president Donald Trump").

    Examples
    --------
    >>> office_at("The US president said", 4, "US"), office_at("The US president Donald Trump", 4, "US")
    ('US president', None)
    """
    for office in _offices_by_opening().get(form.casefold(), ()):
        end = start + len(office)
        if text[start:end].casefold() == office and not _GOES_ON.match(text, end):
            return text[start:end]
    return None


def opens_office(form: str) -> bool:
    """Return whether an office of the alias file begins with a name, so that `office_at` is worth asking.

    Examples
    --------
    >>> opens_office("US"), opens_office("Trump")
    (True, False)
    """
    return form.casefold() in _offices_by_opening()


_GOES_ON = re.compile(rf"[\w-]|\s+[{CAPITAL}]")


@cache
def _offices_by_opening() -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    places = {form.casefold() for form in _aliases().undated}
    for office in sorted(_aliases().offices, key=lambda form: (-len(form), form)):
        words = office.split()
        for n_words in range(1, len(words)):
            opening = POSSESSIVE.sub("", " ".join(words[:n_words]))
            if opening in places:
                found.setdefault(opening, []).append(office)
    return found


def is_demonym(form: str) -> bool:
    """Return whether a form is the adjective or people of a country: "South Korean", "Russians".

    Examples
    --------
    >>> is_demonym("South Korean"), is_demonym("South Korea")
    (True, False)
    """
    return form in _demonyms()


@cache
def _demonyms() -> frozenset[str]:
    table = assets.table(ALIASES)
    return frozenset(table.loc[table["kind"] == "demonym", "form"])


def canonical(found: pd.DataFrame, articles: pd.DataFrame) -> pd.Series:
    """Merge the names of each article: give every one the name that it stands for.

    Parameters
    ----------
    found : DataFrame
        ``article_id``, ``form``: names, as `of_articles` finds them.
    articles : DataFrame
        ``article_id`` and, for offices, ``published_at``.

    Returns
    -------
    Series of str
        In the order and with the index of ``found``: the name in the alias file; else the full name; for a single word,
        the one full name in the article with this surname. Empty where that is nobody or more than one person.

    Examples
    --------
    >>> found = pd.DataFrame({"article_id": ["a"] * 5, "form": ["Trump", "Jane Roe", "Roe", "Lee Do-hoon", "Lee"]})
    >>> canonical(found, pd.DataFrame({"article_id": ["a"]})).tolist()
    ['Donald Trump', 'Jane Roe', 'Jane Roe', 'Lee Do-hoon', 'Lee Do-hoon']
    """
    article, ids = pd.factorize(found["article_id"])
    code, distinct = pd.factorize(found["form"])
    forms = distinct.tolist()  # a list is asked in a hundredth of the time
    pairs, place = np.unique(article.astype(np.int64) * len(forms) + code, return_inverse=True)
    days = (
        dict(zip(articles["article_id"], articles["published_at"], strict=True)) if "published_at" in articles else {}
    )
    on_any_day = [None if may_be_office(form) else _named(form, None) for form in forms]
    meant: list[str | None] = []
    for number, group in itertools.groupby(pairs.tolist(), lambda pair: pair // len(forms)):
        own = [pair % len(forms) for pair in group]
        day = days.get(ids[number])
        meant += _merged({forms[each]: on_any_day[each] or _named_on(forms[each], day) for each in own})
    return pd.Series([meant[each] for each in place.tolist()], index=found.index, dtype="str")


def _named(form: str, day: object) -> str | None:
    """Give what a form stands for by itself: the name of the alias file, else the form where it is a full name."""
    return resolve(form, day) or (form if " " in form and form.casefold() not in _aliases().offices else None)


def _named_on(form: str, day: object) -> str | None:
    return _named(form, day) if may_be_office(form) else None


def _merged(meant: dict[str, str | None]) -> list[str | None]:
    """Let a single word stand for the one full name of the article with this surname."""
    by_surname: dict[str, set[str]] = {}
    for form, name in meant.items():
        if name is not None and " " in form and kind_of(name) in (None, "person"):
            by_surname.setdefault(_surname(form, name), set()).add(name)
    for form, name in meant.items():
        if name is None and len(by_surname.get(form, ())) == 1:
            meant[form] = next(iter(by_surname[form]))
    return list(meant.values())


def _surname(form: str, name: str) -> str:
    words = form.split()
    family_first = country_of(name) in _FAMILY_NAME_FIRST or _FAMILY_FIRST_FORM.fullmatch(form)
    return words[0] if family_first else words[-1]
