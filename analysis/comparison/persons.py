"""One word for a person, whatever stands before the surname: "President Donald Trump", "Mr Trump", "Donald Trump"."""

import numpy as np

from analysis import assets
from analysis.comparison import spelling
from analysis.comparison.vocabulary import CAPITAL, INITIAL, MASK, N_MARKS, TITLE, Vocabulary, Words, among

MIN_TITLED = 3
"""A word is a surname where a title stands right before it this often ("Mr Trump", "Sen. Warren") ..."""

MIN_TITLED_SHARE = 0.05
"""... and in this share of its uses with a capital: "General Motors" and "Justice Department" do not count."""

MIN_GIVEN = 2
"""A word is a first name where it stands so often between a title and a surname."""

NOT_BEFORE_SURNAMES = ("general", "justice", "leader", "director", "chairman", "speaker")
"""Titles that open other names too, and so tell no surname."""

COUNTRY = "U.S."
"""Outlets elsewhere write it before a title ("US President Donald Trump"), those of the country do not."""

MAX_BEFORE = 6
"""Words that are looked at before a surname: the country, two titles, a first name, a middle name, initials."""


def folded(words: Words, vocabulary: Vocabulary) -> Words:
    """Leave out titles and first names before surnames; the whole mention is the style of the surname."""
    surname, given_of = _learn_names(words, vocabulary)
    if not surname.any():
        return words
    token, flags = words.token, words.flags
    is_capital = flags & CAPITAL > 0
    is_initial, is_title = flags & INITIAL > 0, (flags & TITLE > 0) & (token >= 0)
    last = np.flatnonzero(among(token, surname) & is_capital)
    first = last.copy()
    open_, titled = np.ones(len(last), dtype=bool), np.zeros(len(last), dtype=bool)
    for _ in range(MAX_BEFORE):
        place = np.maximum(first - 1, 0)
        same = open_ & (first > 0) & (words.article[place] == words.article[last])
        titled |= same & is_title[place]
        own_given = given_of[token[last]]
        is_given = is_capital[place] & (token[place] == own_given) | is_initial[place]
        is_middle = is_capital[place] & (token[np.maximum(place - 1, 0)] == own_given) & (own_given >= 0)
        is_country = titled & (token[place] == vocabulary.find(COUNTRY))
        open_ = same & (is_title[place] | ((is_given | is_middle) & ~titled) | is_country)
        first = np.where(open_, place, first)
    lone = is_title[last]
    last, first = last[~lone], first[~lone]
    kept = np.ones(len(token), dtype=bool)
    for step in range(1, MAX_BEFORE + 1):
        kept[(last - step)[last - step >= first]] = False
    kept[last] = True
    style = words.style.copy()
    style[last] = _mentions(token, first, last, vocabulary)
    token = token.copy()
    gap = _gaps(words, first, last)
    token[gap], kept[gap] = MASK, True
    return words._replace(token=token, style=style).where(kept)


def _gaps(words: Words, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Return the places where a title falls away behind a capitalised word of its sentence.

    That word belongs to the title ("Russian President Vladimir Putin"), so it makes no pair with the surname.
    """
    folded = first[(first < last) & (first > 1)]
    before = folded - 1
    is_word = (words.token[before] >= 0) & (words.token[before - 1] >= 0)  # a capital opens every sentence
    return folded[is_word & (words.flags[before] & CAPITAL > 0) & (words.article[before - 1] == words.article[folded])]


def _learn_names(words: Words, vocabulary: Vocabulary) -> tuple[np.ndarray, np.ndarray]:
    """Find from the titles before them which terms are surnames, and the first name of each: `MASK` where none is.

    The first name is the one that stands before the surname most often, so that Melania stays beside Donald Trump.
    """
    n = len(vocabulary.words)
    token, is_capital = words.token, (words.flags & CAPITAL > 0) & (words.token >= 0)
    evident = np.zeros(n + N_MARKS, dtype=bool)
    evident[[vocabulary.find(term) for term in spelling.titles() if vocabulary.find(term) >= 0]] = True
    evident[[vocabulary.find(term) for term in NOT_BEFORE_SURNAMES if vocabulary.find(term) >= 0]] = False
    small = np.zeros(n + N_MARKS, dtype=bool)
    small[[vocabulary.find(word) for word in _small_words() if vocabulary.find(word) >= 0]] = True
    is_title = among(token, evident)
    is_name = is_capital & ~among(token, small) & (words.flags & (TITLE | INITIAL) == 0)
    alone = is_title[:-2] & is_name[1:-1] & ~is_name[2:]
    titled = np.bincount(token[1:-1][alone], minlength=n)
    capital = np.bincount(token[is_capital], minlength=n)
    surname = np.append((titled >= MIN_TITLED) & (titled >= MIN_TITLED_SHARE * capital), np.zeros(N_MARKS, bool))
    between = is_title[:-2] & is_name[1:-1] & is_name[2:] & among(token[2:], surname)
    is_given = np.bincount(token[1:-1][between], minlength=n) >= MIN_GIVEN
    is_given = np.append(is_given, np.zeros(N_MARKS, dtype=bool))
    both = np.flatnonzero(is_name[:-1] & is_name[1:] & among(token[:-1], is_given) & among(token[1:], surname))
    pairs, counts = np.unique(token[both + 1].astype(np.int64) * n + token[both], return_counts=True)
    given_of = np.full(n + N_MARKS, MASK)
    order = np.argsort(counts, kind="stable")  # the most frequent last, which stays
    given_of[pairs[order] // n] = pairs[order] % n
    return surname, given_of


def _small_words() -> list[str]:
    return [str(word) for word in assets.table("small_words.csv")["word"]]


def _mentions(token: np.ndarray, first: np.ndarray, last: np.ndarray, vocabulary: Vocabulary) -> np.ndarray:
    """Number the ways in which people are named, by the words from ``first`` to ``last``."""
    spans = np.full((len(last), MAX_BEFORE + 1), MASK, dtype=token.dtype)
    for step in range(MAX_BEFORE + 1):
        inside = last - step >= first
        spans[inside, MAX_BEFORE - step] = token[(last - step)[inside]]
    distinct, place = np.unique(spans, axis=0, return_inverse=True)
    numbers = []
    for row in distinct.tolist():
        told = [vocabulary.words[number] for number in row if number >= 0]
        numbers.append(vocabulary.style(told[-1], " ".join(told)))
    return np.array(numbers, dtype="int32")[place.ravel()] if numbers else np.zeros(0, "int32")
