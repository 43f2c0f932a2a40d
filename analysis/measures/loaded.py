"""Loaded words: words that judge, push or hold back, from a list that anybody can read and change.

The hits are evidence to look at, by kind; no score is made of them, and a hit is no proof of anything.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

import pandas as pd

from analysis import reference, schema
from analysis.corpus import segment

LIST = "loaded.csv"


class _List(NamedTuple):
    """The kinds of all forms, and for each first word the lengths (in words, longest first) of forms it opens."""

    kinds: Mapping[tuple[str, ...], str]
    lengths: Mapping[str, list[int]]


class _Word(NamedTuple):
    start: int
    end: int
    small: str


@cache
def _list() -> _List:
    table = reference.table(LIST)
    kinds = {tuple(form.split()): kind for form, kind in zip(table["form"], table["kind"], strict=True)}
    lengths: dict[str, set[int]] = {}
    for form in kinds:
        lengths.setdefault(form[0], set()).add(len(form))
    return _List(kinds, {first: sorted(found, reverse=True) for first, found in lengths.items()})


def of_articles(articles: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Find the loaded words of the bodies.

    Parameters
    ----------
    articles : DataFrame
        ``article_id``, ``title``, ``body``.
    sentences : DataFrame
        ``article_id``, ``sentence``, ``start``, ``end``.

    Returns
    -------
    DataFrame
        ``schema.LOADED``: spans into the body and their kind, in the order of the sentences. Where forms overlap
        the longest counts, once. A word with a capital counts only where it opens its sentence, so that names
        ("Fox News' Brave New World") do not count; titles are not searched.

    Notes
    -----
    A word of the list may be used without its load ("a great distance"), and load may be carried by words that are not
    on it: compare outlets on the same events, and read the hits.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a"], "title": [""],
    ...                          "body": ["Clearly it was an utterly shameful so-called deal. They fail to react."]})
    >>> found = of_articles(articles, segment.of_articles(articles))
    >>> [(articles["body"][0][row.start:row.end], row.kind) for row in found.itertuples()]
    [('Clearly', 'booster'), ('utterly', 'intensifier'), ('shameful', 'evaluative'), ('so-called', 'evaluative'),
     ('fail to', 'implicative')]
    """
    bodies = dict(zip(articles["article_id"], articles["body"], strict=True))
    in_body = sentences[sentences["sentence"] != segment.TITLE]
    rows = [
        (article_id, start, end, kind)
        for article_id, first, last in zip(in_body["article_id"], in_body["start"], in_body["end"], strict=True)
        for start, end, kind in _of_sentence(bodies[article_id], first, last)
    ]
    return schema.conform(pd.DataFrame(rows, columns=list(schema.LOADED.columns)), schema.LOADED)


def _of_sentence(body: str, first: int, last: int) -> Iterator[tuple[int, int, str]]:
    known = _list()
    words = [_Word(*match.span(), match.group()) for match in segment.WORD.finditer(body, first, last)]
    if words:
        words[0] = words[0]._replace(small=words[0].small.lower())
    place = 0
    while place < len(words):
        form = _longest(known, words, place, body) if words[place].small in known.lengths else ()
        if form:
            yield words[place].start, words[place + len(form) - 1].end, known.kinds[form]
        place += len(form) or 1


def _longest(known: _List, words: list[_Word], place: int, body: str) -> tuple[str, ...]:
    """Give the longest form that begins here with single spaces between its words, empty where none does."""
    for length in known.lengths[words[place].small]:
        row = words[place : place + length]
        form = tuple(word.small for word in row)
        if form in known.kinds and body[row[0].start : row[-1].end].lower() == " ".join(form):
            return form
    return ()
