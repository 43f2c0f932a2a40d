"""Which words of articles a template or a name adds: repeated sentences, captions, datelines, outlets and bylines."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache

import numpy as np
import pandas as pd

from analysis import assets
from analysis.comparison import spelling
from analysis.comparison.vocabulary import (
    CAPITAL,
    CAPITALS,
    DIGITS,
    END,
    LINE,
    MASK,
    N_MARKS,
    TITLE,
    Vocabulary,
    Words,
    among,
)
from analysis.corpus import outlets as register
from analysis.corpus import segment

MIN_REPEATS = 3
"""A sentence that an outlet prints word for word in three events or more belongs to its template."""

MIN_REPEATED_WORDS = 5
"""Shorter sentences ("Trump said.") recur by themselves."""


def is_repeated(words: Words, articles: pd.DataFrame) -> np.ndarray:
    """Return for each token whether its sentence is one that the outlet repeats in at least `MIN_REPEATS` events."""
    tokens = words.token
    if not {"outlet", "event"} <= set(articles.columns) or len(tokens) == 0:
        return np.zeros(len(tokens), dtype=bool)
    start = np.flatnonzero(np.append(True, tokens[:-1] <= END))
    length = np.diff(np.append(start, len(tokens)))
    outlet = pd.factorize(articles["outlet"].astype("str"))[0]
    event = pd.factorize(articles["event"].astype("str"))[0]
    alone = articles["event"].isna().to_numpy()
    event[alone] = len(event) + np.flatnonzero(alone)
    of = words.article[start]
    print_ = _fingerprints(tokens, length)
    long = np.flatnonzero(length > MIN_REPEATED_WORDS)
    seen = pd.DataFrame({"outlet": outlet[of[long]], "event": event[of[long]], "print": print_[long]})
    n_events = seen.drop_duplicates().groupby(["outlet", "print"]).size()
    often = n_events[n_events >= MIN_REPEATS].index
    repeated = np.zeros(len(start), dtype=bool)
    repeated[long] = pd.MultiIndex.from_frame(seen[["outlet", "print"]]).isin(often)
    return np.repeat(repeated, length)


AT_ONCE = 100_000
"""Sentences whose words are mixed at once: those of 10,000 articles together would take 500 MB."""


def _fingerprints(tokens: np.ndarray, length: np.ndarray) -> np.ndarray:
    """Return each sentence a number of 64 bits from its words and their places."""
    edges = np.append(0, np.cumsum(length))
    found = np.zeros(len(length), dtype=np.uint64)
    for low in range(0, len(length), AT_ONCE):
        high = min(low + AT_ONCE, len(length))
        found[low:high] = _mixed(tokens[edges[low] : edges[high]], length[low:high])
    return found


def _mixed(tokens: np.ndarray, length: np.ndarray) -> np.ndarray:
    start = np.cumsum(length) - length
    place = np.arange(len(tokens)) - np.repeat(start, length)
    with np.errstate(over="ignore"):  # multiplication modulo 2**64 is what is wanted
        mixed = (tokens.astype(np.uint64) + np.uint64(4)) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
        mixed *= (place.astype(np.uint64) * np.uint64(2) + np.uint64(1)) * np.uint64(0xBF58476D1CE4E5B9)
        mixed ^= mixed >> np.uint64(32)
        return np.add.reduceat(mixed, start)


CAPTIONS = (
    "file photo", "file photograph", "file picture", "file image", "undated photo", "undated image", "handout photo",
    "handout picture", "handout image", "combination photo", "combination picture", "photo provided", "image provided",
    "photo taken", "image taken", "picture taken", "photo released by", "image released by", "image from video",
    "image made from", "frame grab",
)  # fmt: skip
"""A sentence with one of these says what a picture shows ("In this Dec. 31 file photo …"), in an agency's set form."""


def is_caption(words: Words, vocabulary: Vocabulary) -> np.ndarray:
    """Return for each token whether its sentence is the caption of a picture."""
    said = np.zeros(len(words.token), dtype=words.token.dtype)
    for phrase in CAPTIONS:
        if numbers := _known(phrase, vocabulary):
            _mask_phrase(said, words.token, numbers, np.flatnonzero(words.token == numbers[0]))
    is_end = words.token <= END
    sentence: np.ndarray = np.cumsum(is_end) - is_end
    return (np.bincount(sentence, said == MASK) > 0)[sentence] if len(sentence) else np.zeros(0, dtype=bool)


MAX_IN_DATELINE = 6


def is_dateline(words: Words) -> np.ndarray:
    """Return for each token whether it opens a body as a dateline: "WASHINGTON (Reuters) -", "Brussels (CNN)".

    Capitals throughout up to a mark, or one to three capitalised words before a mark, a masked name and a mark.
    """
    token, flags = words.token, words.flags
    found = np.zeros(len(token), dtype=bool)
    ends = np.flatnonzero(token == LINE)
    is_first = np.append(True, words.article[ends[1:]] != words.article[ends[:-1]]) if len(ends) else np.zeros(0, bool)
    for begin in (ends[is_first] + 1).tolist():
        stop = begin + int(np.argmax(np.append(token[begin : begin + MAX_IN_DATELINE] < 0, True)))
        opening = flags[begin:stop]
        if not 0 < stop - begin < MAX_IN_DATELINE or stop >= len(token) or token[stop] != MASK:
            continue
        named = (token[stop : stop + 3] == MASK).all() and len(opening) <= 3 and (opening & CAPITAL > 0).all()
        if opening[0] & CAPITALS or named:
            found[begin:stop] = True
    return found


PARTIES = ("democrat", "republican", "independent")
"""Party members as some style guides write them behind a name and a state; others write "(D-Colo.)" ..."""

PARTIES_BEFORE = ("democratic", "republican")
"""... or put the party before a title ("Republican Senator Roe")."""

MAX_IN_STATE = 2
"""Words of the longest name of a state that stands before a party ("New Jersey Democrat")."""


def is_party_label(words: Words, vocabulary: Vocabulary) -> np.ndarray:
    """Return for each token: is it a party before a title ("Republican Senator Roe"), or a state and party behind a
    name ("Diana Roe, Colorado Democrat, asked").
    """
    token, flags = words.token, words.flags
    before = [number for name in PARTIES_BEFORE if (number := vocabulary.find(name)) >= 0]
    titled = np.append((flags[1:] & TITLE > 0) & (token[1:] >= 0), False)[: len(token)]
    found = np.isin(token, before) & (flags & CAPITAL > 0) & titled
    parties = [number for name in PARTIES if (number := vocabulary.find(name)) >= 0]
    for place in np.flatnonzero(np.isin(token, parties) & (flags & CAPITAL > 0)).tolist():
        begin = place - 1
        while begin >= 0 and place - begin <= MAX_IN_STATE and token[begin] >= 0 and flags[begin] & CAPITAL:
            begin -= 1
        goes_on = place + 1 < len(token) and token[place + 1] >= 0 and flags[place + 1] & CAPITAL
        if begin >= 0 and 0 < place - begin - 1 <= MAX_IN_STATE and token[begin] == MASK and not goes_on:
            found[begin + 1 : place + 1] = True
    return found


def without_names(words: Words, articles: pd.DataFrame, vocabulary: Vocabulary) -> np.ndarray:
    """Return the tokens with the names of outlets masked, and in each article those of its authors."""
    tokens = words.token
    masked = tokens.copy()
    phrases = [phrase for name in _outlet_names(articles) if (phrase := _known(name, vocabulary))]
    phrases += [phrase for phrase in _called_by_themselves(words, articles, vocabulary) if phrase not in phrases]
    _mask_phrases(masked, tokens, phrases, np.ones(len(tokens), dtype=bool), vocabulary)
    behind = np.append(False, (masked[:-1] == MASK) & (tokens[:-1] != MASK))[: len(tokens)]
    masked[behind & (words.flags & DIGITS > 0)] = MASK  # the channel: "NBC 6"
    if "author" in articles.columns:
        edges = np.append(0, np.cumsum(np.bincount(words.article, minlength=len(articles))))
        code, authors = pd.factorize(articles["author"])
        bylines = [
            [phrase for name in _AUTHORS.split(author) if (phrase := _known(name, vocabulary))] for author in authors
        ]
        for row in np.flatnonzero(code >= 0):
            for phrase in bylines[code[row]]:
                inside = np.flatnonzero(tokens[edges[row] : edges[row + 1]] == phrase[0])
                _mask_phrase(masked, tokens, phrase, edges[row] + inside)
    return masked


_AUTHORS = re.compile(r",|;|&|\band\b|\bby\b", re.IGNORECASE)


def _outlet_names(articles: pd.DataFrame) -> list[str]:
    if "outlet" not in articles.columns:
        return []
    names = set()
    for name in articles["outlet"].dropna().astype("str").unique():
        known = register.registered(name)
        names.update([name, re.sub(r"\.\w{2,6}$", "", name), *([known.name, *known.aliases] if known else [])])
        if known:
            names.update(known.domains)
    return sorted(names)


@cache
def _names_of_words() -> tuple[str, ...]:
    """List the names of several words of outlets, organisations and places that the registers hold."""
    table = assets.table("aliases.csv")
    forms = set(table["form"][table["kind"].isin(["organisation", "place"])])
    forms.update(form for known in register.OUTLETS.values() for form in (known.name, *known.aliases))
    return tuple(sorted(form for form in forms if " " in form.removeprefix("The ")))


def is_in_name(words: Words, vocabulary: Vocabulary) -> np.ndarray:
    """Return for each token whether it is a word of a longer name that a register holds.

    "Press" in "Associated Press" is not the word "press": a name is chosen as a whole.
    """
    phrases = [phrase for name in _names_of_words() if (phrase := _known(name, vocabulary))]
    found = np.zeros(len(words.token), dtype=words.token.dtype)
    if phrases:
        _mask_phrases(found, words.token, phrases, words.flags & CAPITAL > 0, vocabulary)
    return (found == MASK) & (words.token >= 0)


TELLING = ("told", "tells")
"""Before what an outlet calls itself ("told NBC 6", "tells 7 Action News"), which no register knows of small ones."""

BEFORE_OWN_NAME = ("the", "our")
"""Words that may stand between ("tells our Newscast Desk")."""

MAX_OWN_NAME = 4
"""Words of what an outlet calls itself."""

MIN_TOLD = 3
"""Articles of one outlet in which somebody must tell it something by that name."""

MIN_OWN_SHARE = 0.9
"""Share of the articles with the name that must be the outlet's: other outlets write "told Trump" as well."""


def _called_by_themselves(words: Words, articles: pd.DataFrame, vocabulary: Vocabulary) -> list[list[int]]:
    """Find what outlets call themselves: names to which people speak in the articles of one outlet only."""
    if "outlet" not in articles.columns:
        return []
    outlet = articles["outlet"].astype("str").to_numpy()
    if len(set(outlet)) < 2:
        return []
    told: dict[tuple[int, ...], set[int]] = defaultdict(set)
    before = [number for word in BEFORE_OWN_NAME if (number := vocabulary.find(word)) >= 0]
    verbs = [number for verb in TELLING if (number := vocabulary.find(verb)) >= 0]
    for place in np.flatnonzero(np.isin(words.token, verbs)).tolist():
        begin = place + 1 + int(words.token[place + 1] in before)
        run = slice(begin, begin + MAX_OWN_NAME)
        named = (words.token[run] >= 0) & (words.flags[run] & (CAPITAL | DIGITS) > 0)
        length = int(np.argmin(np.append(named, False)))
        for stop in range(1, length + 1):
            told[tuple(words.token[run][:stop].tolist())].add(int(words.article[place]))
    owners = {phrase: owner for phrase in sorted(told) if (owner := _owner_of(told[phrase], outlet))}
    where = _first_words([*owners], words.token, np.ones(len(words.token), dtype=bool), vocabulary)
    return [
        list(phrase)
        for (phrase, owner), places in zip(owners.items(), where, strict=True)
        if _is_of(owner, words.article[_begins(words.token, phrase, places)], outlet)
    ]


def _owner_of(told: set[int], outlet: np.ndarray) -> str:
    """Name the outlet that is told something by a name in enough of these articles; empty where none is."""
    owner, n = Counter(outlet[list(told)].tolist()).most_common(1)[0]
    return owner if n >= MIN_TOLD else ""


def _is_of(owner: str, articles: np.ndarray, outlet: np.ndarray) -> bool:
    """Return whether a name stands in hardly any article of others, from the articles of all its uses."""
    return bool((outlet[np.unique(articles)] == owner).mean() >= MIN_OWN_SHARE)


def _known(phrase: str, vocabulary: Vocabulary) -> list[int]:
    """Look the words of a phrase up; nothing where one of them does not occur."""
    found = [vocabulary.find(spelling.fold(word).term) for word in segment.words(phrase)]
    return found if MASK not in found else []


def _mask_phrases(
    masked: np.ndarray, tokens: np.ndarray, phrases: list[list[int]], may_open: np.ndarray, vocabulary: Vocabulary
) -> None:
    """Mask every phrase that begins at one of the places where one may."""
    for phrase, where in zip(phrases, _first_words(phrases, tokens, may_open, vocabulary), strict=True):
        _mask_phrase(masked, tokens, phrase, where)


def _first_words(
    phrases: Sequence[Sequence[int]], tokens: np.ndarray, may_open: np.ndarray, vocabulary: Vocabulary
) -> list[np.ndarray]:
    """Find the places of each phrase's first word where one may begin, in one pass over all words."""
    first = np.array([phrase[0] for phrase in phrases], dtype=tokens.dtype)
    opens = np.zeros(len(vocabulary.words) + N_MARKS, dtype=bool)
    opens[first] = True
    places = np.flatnonzero(among(tokens, opens) & may_open)
    places = places[np.argsort(tokens[places], kind="stable")]
    low, high = (np.searchsorted(tokens[places], first, side) for side in ("left", "right"))
    return [places[begin:end] for begin, end in zip(low, high, strict=True)]


def _mask_phrase(masked: np.ndarray, tokens: np.ndarray, phrase: Sequence[int], where: np.ndarray) -> None:
    begins = _begins(tokens, phrase, where)
    for step in range(len(phrase)):
        masked[begins + step] = MASK


def _begins(tokens: np.ndarray, phrase: Sequence[int], where: np.ndarray) -> np.ndarray:
    """Keep the places of a phrase's first word where the whole phrase follows."""
    where = where[where + len(phrase) <= len(tokens)]
    for step, number in enumerate(phrase[1:], start=1):
        where = where[tokens[where + step] == number]
    return where
