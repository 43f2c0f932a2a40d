"""Short stretches of a sentence that have one voice, and what the model may know of each.

A clause here is what stands between two marks of punctuation, verbs of saying or linking words, three words on
average; 98 % of the words of PolNeAR share their voice with most of their clause. Judging clauses instead of words
costs a third.
"""

from functools import cache
from typing import NamedTuple

import numpy as np

from analysis.measures.voice.tokens import PUNCTUATION, Tokens, lexicon

_LINKS = ("that to because but and while when if who whose which what after as according").split()
_VERBS = ("say", "argue", "think", "want", "judge", "urge", "name", "show", "perceive", "seem", "topic", "phrase")
_STRONG = ("say", "argue", "think")
_AUDIENCE = (
    "capital upper number the a quantity his her my him this speaker_noun media_noun someone noun you i of in at and "
    "on from comma point mark lower lower_s lower_noun lower_agent lower_agents yesterday later also after"
).split()
"""What may stand between "told" and "that": who is told, where and when."""
_SUBJECT = (
    "start end capital upper number the a quantity his her my this speaker_noun media_noun someone noun i he she they "
    "it of point lower lower_s lower_noun lower_agent lower_agents has had also later lower_ly"
).split()
"""What may stand between a quotation and the verb of saying after it: its subject."""
_NEAR = 12
"""Distances are told apart up to this many tokens."""


class Clauses(NamedTuple):
    """Clauses as runs of tokens: the first, the one after the last, and the sentence they stand in."""

    first: np.ndarray
    last: np.ndarray
    sentence: np.ndarray


@cache
def families() -> dict[str, np.ndarray]:
    """Tell for each class of tokens whether it belongs to each family."""
    names = lexicon().names

    def flags(*chosen: str) -> np.ndarray:
        """Tell which classes of tokens are among some names."""
        return np.array([name in chosen for name in names])

    def verbs(*patterns: str) -> np.ndarray:
        """Tell which classes of tokens are verbs of some patterns."""
        return np.array(
            [
                name.rpartition("_")[0].removesuffix("_base").removesuffix("_s") in patterns
                or name.split("_")[0] in patterns
                for name in names
            ]
        )

    cue = verbs(*_VERBS) & ~np.array([name in ("name", "topic") for name in names])
    return {
        "cue": cue,
        "strong": verbs(*_STRONG) & ~np.array(["adjective" in name for name in names]),
        "say": verbs("say"),
        "urges": verbs("urge", "name"),
        "noun": np.array([name == "noun" or name.endswith(("_base_noun", "_s_noun")) for name in names]),
        "according": flags("according"),
        "link": flags(*_LINKS),
        "punctuation": flags(*PUNCTUATION, "symbol"),
        "comma": flags("comma", "semicolon", "colon", "dash", "open", "close"),
        "relative": flags("who", "whose", "which", "what"),
        "break": flags("but", "and", "while", "when", "if", "because", "after", "as"),
        "audience": flags(*_AUDIENCE),
        "said": np.array([name.startswith(("say_", "argue_")) and name.endswith(("_ed", "_s")) for name in names]),
        "subject": flags(*_SUBJECT),
    }  # fmt: skip


def of_tokens(tokens: Tokens) -> Clauses:
    """Cut sentences into clauses."""
    sets = families()
    cue = sets["cue"][tokens.code]
    punctuation = sets["punctuation"][tokens.code]
    opens = cue | sets["link"][tokens.code] | (tokens.code == 0)
    opens[1:] |= cue[:-1] | (tokens.is_word[1:] & ~tokens.is_word[:-1]) | (tokens.quoted[1:] != tokens.quoted[:-1])
    starts = np.flatnonzero(opens & ~punctuation & tokens.is_word)
    # a clause ends before the next one, and before the punctuation that follows its last word
    word_places = np.flatnonzero(tokens.is_word)
    if not len(starts):
        return Clauses(starts, starts, starts)
    following = np.append(starts[1:], len(tokens.code))
    last = word_places[np.searchsorted(word_places, following) - 1] + 1
    return Clauses(starts, last, tokens.sentence[starts])


class _Marked:
    """Tokens with a flag: where the nearest one to a place stands, and how many stand between two places."""

    def __init__(self, flag: np.ndarray) -> None:
        self.before = np.zeros(len(flag) + 1, dtype=np.int32)
        np.cumsum(flag, out=self.before[1:])
        self.places = np.concatenate([[-1], np.flatnonzero(flag), [len(flag)]]).astype(np.int32)

    def last(self, places: np.ndarray, starts: np.ndarray) -> np.ndarray:
        """Give the nearest flagged token at or before each place, the start of its sentence where there is none."""
        return np.maximum(self.places[self.before[places + 1]], starts)

    def next(self, places: np.ndarray, ends: np.ndarray) -> np.ndarray:
        """Give the nearest flagged token at or after each place, the end of its sentence where there is none."""
        return np.minimum(self.places[self.before[places] + 1], ends)

    def between(self, low: np.ndarray, high: np.ndarray) -> np.ndarray:
        """Count flagged tokens behind one place up to another, with it."""
        return self.before[high + 1] - self.before[low + 1]


def _bucket(distance: np.ndarray) -> np.ndarray:
    """Tell small distances apart and gather large ones."""
    small = np.minimum(np.maximum(distance, 0), _NEAR)
    return (small + (distance > 16) + (distance > 24) + (distance > 40)).astype(np.int16)


_N_BUCKETS = _NEAR + 4


def features(tokens: Tokens, clauses: Clauses) -> tuple[np.ndarray, list[int]]:
    """Describe each clause by classes of tokens in and around it and by distances.

    Returns
    -------
    values : ndarray of int16, shape (n_clauses, n_features)
    sizes : list of int
        How many values each feature can take.
    """
    builder = _Builder(tokens, clauses)
    builder.window()
    for family in ("cue", "strong", "noun"):
        builder.nearest(family)
    builder.according()
    builder.marks()
    builder.surroundings()
    return np.array(builder.columns, dtype=np.int16).T, builder.sizes


class _Builder:
    """Collect the columns of `features`, sharing the places that several of them need."""

    def __init__(self, tokens: Tokens, clauses: Clauses) -> None:
        self.tokens, self.code = tokens, tokens.code
        self.sentence = clauses.sentence
        self.n_codes = len(lexicon().names)
        self.first, self.last = clauses.first.astype(np.int32), clauses.last.astype(np.int32)
        opens, ends = (np.flatnonzero(self.code == code).astype(np.int32) for code in (0, 1))
        self.start, self.end = opens[self.sentence], ends[self.sentence]
        self.breaks = [self.marked(family) for family in ("comma", "break", "relative")]
        self.columns: list[np.ndarray] = []
        self.sizes: list[int] = []

    def add(self, column: np.ndarray, size: int) -> None:
        """Add a column of codes below a size."""
        self.columns.append(column)
        self.sizes.append(size)

    def add_code(self, places: np.ndarray) -> None:
        """Add the classes of the tokens at some places."""
        self.add(self.code.take(places, mode="clip"), self.n_codes)

    def marked(self, family: str) -> _Marked:
        """Find the tokens of a family."""
        return _Marked(families()[family][self.code])

    def window(self) -> None:
        """Add the classes of tokens around each clause."""
        first, last, start, end = self.first, self.last, self.start, self.end
        for shift in (-3, -2, -1, 0, 1, 2):
            self.add_code(np.clip(first + shift, start, end))
        for shift in (-1, 0, 1, 2):
            self.add_code(np.clip(last + shift, start, end))
        self.add(_bucket(last - first), _N_BUCKETS)
        self.add(_bucket(first - start - 1), _N_BUCKETS)
        self.add(_bucket(end - last), _N_BUCKETS)
        self.add(_bucket((end - start) // 3), _N_BUCKETS)
        self.add_code(start + 1)
        self.add_code(np.minimum(start + 2, end))
        self.add_code(np.maximum(end - 2, start))

    def nearest(self, family: str) -> None:
        """Add how far the nearest token of a family stands on either side, and what lies between."""
        first, last, start, end = self.first, self.last, self.start, self.end
        marked = self.marked(family)
        left, right = marked.last(first - 1, start), marked.next(last, end)
        for place, near in ((left, first - left), (right, right - last)):
            self.add_code(place)
            self.add_code(np.clip(place - 1, start, end))
            self.add_code(np.clip(place - 2, start, end))
            self.add_code(np.clip(place + 1, start, end))
            self.add_code(np.clip(place + 2, start, end))
            self.add(_bucket(near), _N_BUCKETS)
        for low, high in ((left, first), (last - 1, right)):
            commas, breaks, relatives = (marked.between(low, high) for marked in self.breaks)
            between = np.minimum(commas, 3) * 9 + np.minimum(breaks, 2) * 3 + np.minimum(relatives, 2)
            self.add(between, 36)
        if family == "cue":
            self.add_code(marked.last(np.maximum(left - 1, start), start))
            self.add_code(marked.next(np.minimum(right + 1, end), end))
            comma = self.breaks[0].last(first - 1, start)
            self.add_code(comma + 1)
            link = self.marked("link").last(first - 1, start)
            self.add_code(link)
            self.add(_bucket(first - link), _N_BUCKETS)
            self.add((link > left).astype(np.int16) + 2 * (comma > left), 4)

    def according(self) -> None:
        """Say how far away "according to" stands to the left and to the right."""
        first, last, start, end = self.first, self.last, self.start, self.end
        marked = self.marked("according")
        left, right = marked.last(first - 1, start), marked.next(last, end)
        self.add(np.where(left > start, _bucket(first - left), _N_BUCKETS), _N_BUCKETS + 1)
        self.add(np.where(right < end, _bucket(right - last), _N_BUCKETS), _N_BUCKETS + 1)

    def marks(self) -> None:
        """Say how the clause stands to quotation marks."""
        quoted, first, start, end = self.tokens.quoted, self.first, self.start, self.end
        is_quoted = quoted > 0
        marked = _Marked(is_quoted)
        left, right = marked.last(first, start), marked.next(first, end)
        number = quoted[first]
        order = marked.places[1:-1]
        numbers = quoted[order]
        n_quotations = int(numbers.max(initial=0)) + 1
        is_word, code = self.tokens.is_word[order], self.code[order]
        sizes = np.bincount(numbers[is_word], minlength=n_quotations)
        size = np.minimum(sizes[number], 30)
        is_capital = np.isin(code, [lexicon().names.index(n) for n in ("capital", "upper")])
        capital = np.bincount(numbers[is_word & is_capital], minlength=n_quotations)
        title = (capital[number] >= 0.6 * sizes[number]).astype(np.int64)
        bucket = np.where(number > 0, 1 + np.minimum(size, 6) + (size > 8) + (size > 15) + (size > 25), 0)
        self.add(bucket * 2 + title * (number > 0), 24)
        self.add(np.where(number > 0, 0, np.where(left > start, 1 + _bucket(first - left), 0)), _N_BUCKETS + 1)
        self.add(np.where(number > 0, 0, np.where(right < end, 1 + _bucket(right - first), 0)), _N_BUCKETS + 1)
        each = np.arange(1, n_quotations)
        opening = np.append(0, order[np.searchsorted(numbers, each)])
        closing = np.append(0, order[np.searchsorted(numbers, each, side="right") - 1])
        # a quotation is introduced before it or attributed after it, across the end of its sentence where it asks
        text_start, text_end = self.text_bounds(first)
        for edge, shifts in ((opening, (-2, -1)), (closing, (0, 1, 2, 3, 4, 5, 6))):
            for shift in shifts:
                place = np.clip(edge[number] + shift, text_start, text_end)
                self.add_code(np.where(number > 0, place, 0))

    def text_bounds(self, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Give the first and the last token of the text that each place stands in."""
        text = self.tokens.text
        bounds = np.searchsorted(text, np.arange(int(text[-1]) + 2)).astype(np.int32)
        return bounds[text[places]], bounds[text[places] + 1] - 1

    def surroundings(self) -> None:
        """Say how much of the sentences around, and of the text, is quoted or holds verbs of saying."""
        tokens, sentence = self.tokens, self.sentence
        n, n_texts = int(tokens.sentence[-1]) + 1, int(tokens.text[-1]) + 1
        text = tokens.text[self.code == 0]
        flags = (tokens.is_word, (tokens.quoted > 0) & tokens.is_word, families()["say"][self.code])
        words, quoted, says = (np.bincount(tokens.sentence[flag], minlength=n) for flag in flags)
        share = quoted / np.maximum(words, 1)
        level = (share > 0).astype(np.int64) + (share > 0.3) + (share > 0.6) + (share > 0.95)
        for shift in (-2, -1, 0, 1):
            other = np.clip(sentence + shift, 0, n - 1)
            same = (other == sentence + shift) & (text[other] == text[sentence])
            self.add(np.where(same, level[other] * 2 + (says[other] > 0), 10), 11)
        words, quoted, says = (np.bincount(text, count, n_texts) for count in (words, quoted, says))
        words = np.maximum(words, 1)
        self.add(np.minimum(quoted / words * 20, 9).astype(np.int64)[text[sentence]], 10)
        self.add(np.minimum(says / words * 300, 9).astype(np.int64)[text[sentence]], 10)
        first_of = np.searchsorted(text, np.arange(n_texts))
        self.add(_bucket(sentence - first_of[text[sentence]]), _N_BUCKETS)
