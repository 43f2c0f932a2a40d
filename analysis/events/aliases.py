"""Names within an event: "Mr Trump", "Trump" and "Donald Trump" are one person where nothing speaks against it.

Only within one event, because there the last name is enough; never two first names with one last name. Offices ("the
US president") count only through the dated list ``data/aliases.csv``, which people edit.
"""

from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import pandas as pd

from analysis import codes, schema
from analysis.events import describe, pairing
from analysis.measures.names import LONG_ENOUGH_IN_CAPITALS, kind_of, kinds, may_be_office, resolve

_SHORTEST = 3
"""A last name of one or two letters ("Li") is shared by too many to join a full name by itself."""


class _Form(NamedTuple):
    """A name as it stands: its words, the same without capitals, its kind by rule, and whether a list explains it."""

    words: tuple[str, ...]
    folded: tuple[str, ...]
    kind: str
    is_dated: bool
    listed: tuple[str, str] | None


def of_events(names: pd.DataFrame, events: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Merge the forms of one name within each event.

    Parameters
    ----------
    names : DataFrame
        The ``names`` table.
    events : DataFrame
        The ``events`` table.
    articles : DataFrame
        ``article_id`` and ``published_at``, against which the dated offices are held.

    Returns
    -------
    DataFrame
        The ``aliases`` table: ``event``, ``form``, ``canonical``, ``kind``, sorted by event and form.

    Notes
    -----
    The canonical form is the fullest one that stands in the event, or that the list of offices gives. A last name that
    two full names share (Bill and Hillary Clinton) joins neither. Kinds are told by rule and are often ``other``: a
    person's name opens with a given name that is known, or ends in a last name that also stands alone in the event.

    Examples
    --------
    >>> names = pd.DataFrame({"article_id": ["a"] * 3, "form": ["Donald Trump", "Trump", "North Korea"]})
    >>> events = pd.DataFrame({"article_id": ["a"], "event": ["e"]})
    >>> articles = pd.DataFrame({"article_id": ["a"], "published_at": pd.to_datetime(["2019-06-28T00:00Z"])})
    >>> of_events(names, events, articles)
      event          form     canonical    kind
    0     e  Donald Trump  Donald Trump  person
    1     e   North Korea   North Korea   place
    2     e         Trump  Donald Trump  person
    """
    forms = names[["article_id", "form"]].merge(events[["article_id", "event"]].astype("str"), on="article_id")
    if forms.empty:
        return schema.empty(schema.ALIASES)
    dated = (
        events[["article_id", "event"]].astype("str").merge(articles[["article_id", "published_at"]], on="article_id")
    )
    days = dated.groupby("event")["published_at"].min()
    counted = forms.groupby(["event", "form"], sort=True).size().reset_index(name="uses")
    uses = zip(*(counted[column].tolist() for column in ("event", "form", "uses")), strict=True)
    rows = []
    for event, group in groupby(uses, key=itemgetter(0)):
        counts = {form: count for _, form, count in group}
        found = merged(counts, _listed(counts, days[event]))
        rows += [(event, form, *name) for form, name in found.items()]
    table = pd.DataFrame(rows, columns=list(schema.ALIASES.columns))
    return schema.conform(table, schema.ALIASES)


def of_changed(
    events: pd.DataFrame, changed: codes.Ids, find: pairing.Find, articles: pd.DataFrame, run: pairing.Run = map
) -> pd.DataFrame:
    """Merge the forms of names in the events that changed, some thousand articles at a time.

    Parameters
    ----------
    events : DataFrame
        The ``events`` table.
    changed : sequence of str
        The events to look at.
    find : callable
        Says where the ``names`` of some articles lie.
    articles : DataFrame
        As for `of_events`.
    run : callable
        See `pairing.Run`.

    Returns
    -------
    DataFrame
        The ``aliases`` table of these events.
    """
    place = codes.rows(events["event"], changed)
    rows = events.assign(place=place)[place >= 0].sort_values("place", kind="stable")
    at = articles["published_at"].iloc[codes.every_row(rows["article_id"], articles["article_id"])]
    chunks = describe.in_chunks(rows.assign(published_at=at.to_numpy()))
    merged_forms = list(run(_of_chunk, ((find(chunk["article_id"].tolist()), chunk) for chunk in chunks)))
    _form.cache_clear()  # so that writing what was made has its room
    return pd.concat([schema.empty(schema.ALIASES), *merged_forms], ignore_index=True)


def _of_chunk(chunk: tuple[pairing.Rows, pd.DataFrame]) -> pd.DataFrame:
    read, rows = chunk
    return of_events(read(), rows[["article_id", "event"]], rows[["article_id", "published_at"]])


def _listed(forms: Iterable[str], day: pd.Timestamp) -> dict[str, tuple[str, str]]:
    """Say which name and kind the alias file gives each form on a day; no office where the day is not known."""
    known = None if pd.isna(day) else str(day)
    found = ((form, _form(form)) for form in forms)
    named = ((form, _looked_up(form, known) if read.is_dated else read.listed) for form, read in found)
    return {form: name for form, name in named if name}


def _looked_up(form: str, day: str | None) -> tuple[str, str] | None:
    name = resolve(form, day)
    return None if name is None else (name, kind_of(name) or "other")


@lru_cache(maxsize=20_000)
def _form(text: str) -> _Form:
    words = _words(text)
    folded = tuple(word if _is_acronym(word) else word.casefold() for word in words)
    is_dated = may_be_office(text)
    return _Form(words, folded, kinds.by_words(words), is_dated, None if is_dated else _looked_up(text, None))


def merged(counts: dict[str, int], listed: dict[str, tuple[str, str]] | None = None) -> dict[str, tuple[str, str]]:
    """Give each form its canonical name and kind.

    Parameters
    ----------
    counts : dict of str to int
        Forms of names in one event, with how often each stands.
    listed : dict of str to (str, str)
        Forms whose name and kind are known from elsewhere; they come first.

    Examples
    --------
    >>> merged({"Bill Clinton": 2, "Hillary Clinton": 1, "Clinton": 4})["Clinton"]
    ('Clinton', 'other')
    >>> merged({"Moon Jae-in": 1, "Moon": 3, "Kim Jong-un": 1, "Kim Jong Un": 2})["Kim Jong-un"]
    ('Kim Jong Un', 'person')
    """
    listed = listed or {}
    forms = [(text, _form(text), count) for text, count in sorted(counts.items())]
    best: dict[tuple[str, ...], tuple[int, str]] = {}  # of spellings that differ in hyphens and capitals only
    for text, form, count in forms:
        if form.folded not in best or count > best[form.folded][0]:
            best[form.folded] = (count, text)
    spelled = {text: best[form.folded][1] for text, form, _ in forms}
    own = {text: listed.get(text) or (spelled[text], form.kind) for text, form, _ in forms}
    alone = {form.folded[0] for _, form, _ in forms if len(form.words) == 1}
    own |= {
        text: (own[text][0], "person")
        for text, form, _ in forms
        if own[text][1] == "other" and form.words[-1].casefold() in alone and kinds.looks_like_person(form.words)
    }
    full_names: dict[str, set[str]] = {}
    for person in {own[text][0] for text, form, _ in forms if len(form.words) > 1 and own[text][1] == "person"}:
        for word in _calling_words(_words(person)):
            full_names.setdefault(word, set()).add(person)
    named = dict(own)
    for text in (text for text, form, _ in forms if len(form.words) == 1):
        full = full_names.get(_form(text).folded[0], set())
        if text not in listed and own[text][1] in ("other", "place") and len(full) == 1 and len(text) >= _SHORTEST:
            named[text] = (next(iter(full)), "person")
        elif text in listed and own[text][1] == "person" and len(full) > 1:  # the event itself names two of them
            named[text] = (spelled[text], "other")
    return named


def _is_acronym(word: str) -> bool:
    """Tell "UN" from the "Un" of "Kim Jong Un"."""
    return word.isupper() and len(word) < LONG_ENOUGH_IN_CAPITALS


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.replace("-", " ").split()) or (text,)


def _calling_words(words: tuple[str, ...]) -> list[str]:
    """List the words a person is called by: the last, and the first of a Korean or Chinese name of three words."""
    calling = [words[-1].casefold()]
    if len(words) == 3 and words[0] in _FAMILY_NAMES_FIRST:
        calling = [words[0].casefold()]
    return calling


_FAMILY_NAMES_FIRST = frozenset("Ban Cho Choe Choi Chung Han Jang Jo Kang Kim Ko Lee Moon Pak Park Ri Roh Yoon".split())
"""Korean family names, which stand before the given names."""
