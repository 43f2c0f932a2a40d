"""Loaded words: words that judge, push or hold back, from a list that anybody can read and change.

The hits are evidence to look at, by kind; no score is made of them, and a hit is no proof of anything.
"""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import assets, schema
from analysis.corpus import encoded, segment
from analysis.corpus.encoded import EncodedTokens

LIST = "loaded.csv"

NO_LOAD = "none"
"""Kind of the longer forms in which a word of the list carries no load: "the kind of", "jobless claims"."""

_ALONE, _OPENS, _SECOND = 1, 2, 4
"""What a word is to the list: a form by itself, the first word of longer forms, the second word of one."""


class _List(NamedTuple):
    """The kinds of all forms, the lengths of the forms that a word begins (in words, longest first), and its flags."""

    kinds: Mapping[str, str]
    lengths: Mapping[str, list[int]]
    flags: Mapping[str, int]


class _Candidates(NamedTuple):
    """Words that may begin a hit, in reading order: their token, sentence, its end, and whether they open it."""

    place: np.ndarray
    sentence: np.ndarray
    end: np.ndarray
    opens: np.ndarray


@cache
def _list() -> _List:
    table = assets.table(LIST)
    lengths: dict[str, set[int]] = {}
    flags: dict[str, int] = {}
    for first, *others in table["form"].str.split():
        lengths.setdefault(first, set()).add(1 + len(others))
        flags[first] = flags.get(first, 0) | (_OPENS if others else _ALONE)
        for second in others[:1]:
            flags[second] = flags.get(second, 0) | _SECOND
    kinds = dict(zip(table["form"], table["kind"], strict=True))
    return _List(kinds, {first: sorted(found, reverse=True) for first, found in lengths.items()}, flags)


def of_articles(articles: pd.DataFrame, sentences: pd.DataFrame, tokens: EncodedTokens | None = None) -> pd.DataFrame:
    """Find the loaded words of the bodies.

    Parameters
    ----------
    articles : DataFrame
        ``article_id``, ``title``, ``body``.
    sentences : DataFrame
        ``article_id``, ``sentence``, ``start``, ``end``.
    tokens : EncodedTokens, optional
        `encoded.of_articles` of these articles, where it is known already.

    Returns
    -------
    DataFrame
        ``schema.LOADED``: spans into the body and their kind, in the order of the sentences. Where forms overlap
        the longest counts, once. A word with a capital counts only where it opens its sentence, so that names
        ("Fox News' Brave New World") do not count; titles are not searched.

    Notes
    -----
    A word of the list may be used without its load ("a great distance"), though the commonest such phrases are listed
    with the kind "none" and not counted; and load may be carried by words that are not on it: compare outlets on the
    same events, and read the hits.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a"], "title": [""],
    ...                          "body": ["Clearly it was an utterly shameful so-called deal. They fail to react."]})
    >>> found = of_articles(articles, segment.of_articles(articles))
    >>> [(articles["body"][0][row.start:row.end], row.kind) for row in found.itertuples()]
    [('Clearly', 'booster'), ('utterly', 'intensifier'), ('shameful', 'evaluative'), ('so-called', 'evaluative'),
     ('fail to', 'implicative')]
    """
    tokens = tokens or encoded.of_articles(articles)
    in_body = sentences[(sentences["sentence"] != segment.TITLE).to_numpy()]
    found = _candidates(tokens, *encoded.in_sentences(tokens, articles, in_body))
    rows = _hits(found, tokens, articles["body"].tolist())
    sentence, start, end, kind = zip(*rows, strict=True) if rows else ((),) * 4
    ids = in_body["article_id"].astype("str").iloc[list(sentence)].reset_index(drop=True)
    return schema.conform(pd.DataFrame({"article_id": ids, "start": start, "end": end, "kind": kind}), schema.LOADED)


def _candidates(tokens: EncodedTokens, low: np.ndarray, high: np.ndarray) -> _Candidates:
    """Take the words that are a form, or that a following word may make one: one token in fifty."""
    known = _list().flags
    place, sentence = encoded.runs(low, high - low), np.repeat(np.arange(len(low)), high - low)
    ids = tokens.ids[place]
    words = np.flatnonzero(tokens.is_word[ids])
    opens = np.zeros(len(place), dtype=bool)
    opens[words[np.flatnonzero(np.diff(sentence[words], prepend=-1))]] = True
    as_written = tokens.map(lambda form: known.get(form, 0))
    small = tokens.map(lambda form: known.get(form.lower(), 0))
    flags = np.where(opens, small[ids], as_written[ids])
    goes_on = np.zeros(len(place), dtype=bool)
    goes_on[:-1] = (as_written[ids[1:]] & _SECOND > 0) & (tokens.start[place[1:]] == tokens.end[place[:-1]] + 1)
    chosen = np.flatnonzero((flags & _ALONE > 0) | ((flags & _OPENS > 0) & goes_on))
    return _Candidates(place[chosen], sentence[chosen], high[sentence[chosen]], opens[chosen])


def _hits(found: _Candidates, tokens: EncodedTokens, bodies: list[str]) -> list[tuple[int, int, int, str]]:
    """Take the longest form at each candidate that no earlier hit covers: sentence, start, end, kind."""
    known, hits, reached = _list(), [], 0
    texts = [bodies[text // 2] for text in tokens.text[found.place].tolist()]
    starts, ends = tokens.start[found.place].tolist(), tokens.end
    for (place, sentence, limit, opens), body, start in zip(
        zip(*(column.tolist() for column in found), strict=True), texts, starts, strict=True
    ):
        word = tokens.forms[tokens.ids[place]]
        small = word.lower() if opens else word
        for length in known.lengths[small] if place >= reached else ():
            end = int(ends[min(place + length, limit) - 1])
            kind = known.kinds.get(small + body[start + len(word) : end])
            if kind:
                if kind != NO_LOAD:
                    hits.append((sentence, start, end, kind))
                reached = place + length
                break
    return hits
