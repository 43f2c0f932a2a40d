"""Seed words and phrases of a codebook: how they are written, and where they stand in a text.

A text is cut into words once; every distinct word is looked at once; a phrase is followed only where its first word
stands. So counting costs little more than cutting, however many seeds a codebook has.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.corpus import encoded, segment
from analysis.errors import DataError

WORD = re.compile(rf"[^\W_]+(?:(?!-){segment.LINK}[^\W_]+)*")
"""A word of a seed: parts of a hyphenated word count apart, so "cease-fire" and "cease fire" are the same phrase."""

MAX_PATTERN = 200
"""Characters of one seed: longer ones are a sentence in the wrong cell, or a regular expression nobody can read."""

_BREAK = "\x00"
_WORD_OR_BREAK = re.compile(rf"{_BREAK}|{WORD.pattern}")
_POSSESSIVE = re.compile(r"['’](?:s|)$")
_REPEATED_GROUP = re.compile(r"[*+}]\)*[*+{]")

STOP_WORDS = frozenset(
    """a about above after again all also am an and any are as at be because been before being below between both but by
    can could did do does doing down during each few for from further had has have having he her here hers him his how i
    if in into is it its itself just me more most my no nor not now of off on once only or other our ours out over own
    same she should so some such than that the their theirs them then there these they this those through to too under
    until up very was we were what when where which while who whom why will with would you your yours""".split()
)
"""Words that every text is full of: a seed made of nothing else would count the English language, not a frame."""


class Slot(NamedTuple):
    """One word of a seed: an exact word, the beginning of a word, or a regular expression for a whole word."""

    kind: str
    text: str

    def fits(self, word: str) -> bool:
        """Return whether a lower-case word fits.

        Examples
        --------
        >>> Slot("beginning", "econom").fits("economy"), Slot("exact", "trade").fits("traded")
        (True, False)
        """
        if self.kind == "exact":
            return word == self.text
        if self.kind == "beginning":
            return word.startswith(self.text)
        return re.fullmatch(self.text, word) is not None


Pattern = tuple[Slot, ...]

Entry = tuple[int, bool, Pattern]
"""A frame's number, whether the phrase is an exclusion of it, and the words of the phrase behind its first."""


class CutTexts(NamedTuple):
    """Texts cut into words.

    ``vocabulary`` holds the distinct words, lower-case and without a final 's; ``ids`` the words of all texts one after
    the other, as places in the vocabulary; ``edges`` where each text begins in ``ids``, and the end of the last.
    """

    vocabulary: list[str]
    ids: np.ndarray
    edges: np.ndarray

    @property
    def n_words(self) -> np.ndarray:
        """Count the words of each text."""
        return np.diff(self.edges)


def normalised(word: str) -> str:
    """Write a word as seeds are compared: lower-case, with a plain apostrophe, without a possessive.

    Examples
    --------
    >>> normalised("Korea’s"), normalised("Don’t")
    ('korea', "don't")
    """
    return _POSSESSIVE.sub("", word.lower()).replace("’", "'")


def tokens(texts: Sequence[str]) -> CutTexts:
    """Cut texts into words.

    Examples
    --------
    >>> cut = tokens(["Trade talks", "", "trade"])
    >>> cut.vocabulary, cut.ids.tolist(), cut.n_words.tolist()
    (['trade', 'talks'], [0, 1, 0], [2, 0, 1])
    """
    # One scan of all texts, parted by a character that no word holds: three times as fast as a scan for each.
    # A new line before it tells a word that it ends, as the end of its own text would.
    joined = f"\n{_BREAK}".join(text.replace(_BREAK, " ") for text in texts)
    found = _WORD_OR_BREAK.findall(joined)
    raw = {word: place for place, word in enumerate(dict.fromkeys([_BREAK, *found]))}
    flat = np.fromiter(map(raw.__getitem__, found), dtype=np.int32, count=len(found))
    known: dict[str, int] = {}
    merged = np.array([-1, *(known.setdefault(normalised(word), len(known)) for word in list(raw)[1:])], dtype=np.int32)
    breaks = np.flatnonzero(flat == 0)
    ids = merged[flat[flat != 0]]
    inner = breaks - np.arange(len(breaks))
    edges = np.concatenate([[0], inner, [len(ids)]]) if len(texts) else np.zeros(1, dtype=np.int64)
    return CutTexts(list(known), ids, edges.astype(np.int64))


def of_sentences(tokens: encoded.EncodedTokens, articles: pd.DataFrame, sentences: pd.DataFrame) -> CutTexts:
    """Cut sentences into words, from the tokens of their articles: as `tokens` does with their texts.

    Examples
    --------
    >>> from analysis.corpus import segment
    >>> articles = pd.DataFrame({"article_id": ["a"], "title": ["Cease-fire"], "body": ["Korea’s trade. Fire!"]})
    >>> cut = of_sentences(encoded.of_articles(articles), articles, segment.of_articles(articles))
    >>> cut.vocabulary, cut.ids.tolist(), cut.n_words.tolist()
    (['cease', 'fire', 'korea', 'trade'], [0, 1, 2, 3, 1], [2, 2, 1])
    """
    known: dict[str, int] = {}
    made = encoded.pieces(
        [known.setdefault(normalised(word), len(known)) for word in WORD.findall(form)] for form in tokens.forms
    )
    low, high = encoded.in_sentences(tokens, articles, sentences)
    places = encoded.runs(low, high - low)
    owner, flat = encoded.expanded(tokens.ids[places], made)
    n_words = np.diff(np.searchsorted(owner, np.concatenate([[0], np.cumsum(high - low)])))
    return CutTexts(list(known), made.values[flat].astype(np.int32), np.concatenate([[0], np.cumsum(n_words)]))


def texts_of(cut: CutTexts, places: np.ndarray) -> np.ndarray:
    """Return which text holds the words at these places of ``cut.ids``.

    Examples
    --------
    >>> texts_of(tokens(["Trade talks", "", "trade"]), np.array([0, 1, 2])).tolist()
    [0, 0, 2]
    """
    return np.searchsorted(cut.edges, places, side="right") - 1


def pattern(seed: str) -> Pattern:
    """Read a seed as it stands in a codebook.

    A seed is one word or several in a row. ``econom*`` stands for all words that begin so; ``/colou?r/`` is a regular
    expression that a whole word must fit. Capitals, hyphens and a final 's make no difference.

    Raises
    ------
    DataError
        Where the seed is empty, too long, made of stop words, not in Latin letters, or not a regular expression.

    Examples
    --------
    >>> pattern("cease-fire*")
    (Slot(kind='exact', text='cease'), Slot(kind='beginning', text='fire'))
    >>> pattern("of the")
    Traceback (most recent call last):
    analysis.errors.DataError: seed 'of the' is made of stop words only; it would be found in every text
    """
    if len(seed) > MAX_PATTERN:
        raise DataError(f"seed '{seed[:40]}...' has {len(seed)} characters; at most {MAX_PATTERN} are accepted")
    slots = tuple(slot for piece in seed.split() for slot in _slots(piece, seed))
    if not slots:
        raise DataError(f"seed '{seed}' holds no word")
    if all(slot.kind == "exact" and slot.text in STOP_WORDS for slot in slots):
        raise DataError(f"seed '{seed}' is made of stop words only; it would be found in every text")
    return slots


def _slots(piece: str, seed: str) -> Iterator[Slot]:
    if len(piece) > 2 and piece[0] == piece[-1] == "/":
        yield _expression(piece[1:-1], seed)
        return
    found = list(WORD.finditer(piece))
    for place, match in enumerate(found):
        word = normalised(match.group())
        _check_letters(word, seed)
        is_open = place == len(found) - 1 and piece[match.end() : match.end() + 1] == "*"
        if is_open and len(word) < 3:
            raise DataError(f"seed '{seed}': '{word}*' would match too many words; give at least 3 letters before *")
        yield Slot("beginning" if is_open else "exact", word)


def _expression(text: str, seed: str) -> Slot:
    try:
        compiled = re.compile(text)
    except re.error as error:
        raise DataError(f"seed '{seed}' is not a readable regular expression: {error}") from error
    if _REPEATED_GROUP.search(text):
        raise DataError(f"seed '{seed}': a repetition inside a repetition can take forever; write it without")
    if compiled.fullmatch("") or all(compiled.fullmatch(word) for word in ("the", "of", "president")):
        raise DataError(f"seed '{seed}' matches any word; it would be found in every text")
    return Slot("expression", text)


def _check_letters(word: str, seed: str) -> None:
    strange = next((letter for letter in word if letter.isalpha() and ord(letter) > 0x24F), None)
    if strange:
        raise DataError(f"seed '{seed}' holds '{strange}', which no English text does; only English is measured")


@dataclass(frozen=True)
class Matcher:
    """Find the seeds of several frames in texts.

    ``patterns`` and ``exclusions`` hold, for each frame, its seeds and the phrases in which they do not count.
    """

    patterns: tuple[tuple[Pattern, ...], ...]
    exclusions: tuple[tuple[Pattern, ...], ...]

    def hits(self, cut: CutTexts) -> np.ndarray:
        """Find all hits in texts that are cut into words.

        A hit counts once for a frame, the longest seed first in reading order; a hit that touches one of the frame's
        exclusions does not count.

        Returns
        -------
        ndarray of shape (n_hits, 3)
            Place of the first word and of the one after the last in ``cut.ids``, and number of the frame; in reading
            order.
        """
        entries = [(word, entry) for word, form in enumerate(cut.vocabulary) for entry in self._table.of_word(form)]
        alone = [(word, 2 * frame + barred) for word, (frame, barred, rest) in entries if not rest]
        owners, values = np.array(alone, dtype=np.int64).reshape(-1, 2).T
        place, flat = encoded.expanded(cut.ids, _of_words(cut, owners, values))
        words = np.column_stack([place, place + 1, values[flat]])
        found = np.concatenate([words, self._phrases(cut, entries)])
        start, stop, frame, is_exclusion = *found[:, :2].T, found[:, 2] // 2, found[:, 2] % 2 == 1
        found = np.column_stack([start, stop, frame])
        return _counted(found[~is_exclusion], found[is_exclusion])

    @cached_property
    def _table(self) -> "_Table":
        return _Table(self)

    def _phrases(self, cut: CutTexts, entries: Sequence[tuple[int, Entry]]) -> np.ndarray:
        """Find the phrases: places as `hits`, and twice the number of the frame, one more for an exclusion."""
        owners, phrases = [word for word, entry in entries if entry[2]], [entry for _, entry in entries if entry[2]]
        number = {word: place for place, word in enumerate(cut.vocabulary)}
        seconds = [rest[0] for *_, rest in phrases]
        second = np.array([number.get(slot.text, -1) if slot.kind == "exact" else _ANY for slot in seconds], np.int64)
        places, flat = encoded.expanded(cut.ids[:-1], _of_words(cut, np.array(owners, np.int64), second))
        may_go_on = (second[flat] == _ANY) | (second[flat] == cut.ids[places + 1])
        places, flat = places[may_go_on], flat[may_go_on]
        ends = cut.edges[np.searchsorted(cut.edges, places, side="right")]
        found = [
            (place, place + 1 + len(rest), 2 * frame + barred)
            for place, end, (frame, barred, rest) in zip(
                places.tolist(), ends.tolist(), map(phrases.__getitem__, flat.tolist()), strict=True
            )
            if place + 1 + len(rest) <= end and _goes_on(rest, cut, place + 1)
        ]
        return np.array(found, dtype=np.int64).reshape(-1, 3)


_ANY = -2
"""In place of a word's number: several words fit."""


def _of_words(cut: CutTexts, owners: np.ndarray, values: np.ndarray) -> encoded.Pieces:
    """Gather values by the word of the vocabulary that each belongs to; the words rise."""
    return encoded.Pieces(values, np.searchsorted(owners, np.arange(len(cut.vocabulary) + 1)))


def _goes_on(rest: Pattern, cut: CutTexts, place: int) -> bool:
    ids = cut.ids[place : place + len(rest)].tolist()
    return all(slot.fits(cut.vocabulary[word]) for slot, word in zip(rest, ids, strict=True))


class _Table:
    """Look up which seeds a word may begin: by the word itself, by its beginnings, or by regular expression."""

    def __init__(self, matcher: Matcher) -> None:
        self._exact: dict[str, list[Entry]] = {}
        self._beginnings: dict[str, list[Entry]] = {}
        self._expressions: list[tuple[re.Pattern[str], Entry]] = []
        for is_exclusion, by_frame in ((False, matcher.patterns), (True, matcher.exclusions)):
            for frame, patterns in enumerate(by_frame):
                for first, *rest in patterns:
                    self._add(first, (frame, is_exclusion, tuple(rest)))
        self._shortest = min(map(len, self._beginnings), default=0)
        self._openings: dict[str, list[str]] = {}
        for beginning in sorted(self._beginnings, key=len):
            self._openings.setdefault(beginning[: self._shortest], []).append(beginning)

    def _add(self, first: Slot, entry: Entry) -> None:
        if first.kind == "exact":
            self._exact.setdefault(first.text, []).append(entry)
        elif first.kind == "beginning":
            self._beginnings.setdefault(first.text, []).append(entry)
        else:
            self._expressions.append((re.compile(first.text), entry))

    def of_word(self, word: str) -> list[Entry]:
        """List the patterns that a word begins or is."""
        found = list(self._exact.get(word, ()))
        for beginning in self._openings.get(word[: self._shortest], ()):
            found += self._beginnings[beginning] if word.startswith(beginning) else ()
        return found + [entry for expression, entry in self._expressions if expression.fullmatch(word)]


def _counted(found: np.ndarray, excluded: np.ndarray) -> np.ndarray:
    """Leave out hits that touch an exclusion of their frame, or an earlier or longer hit that counts."""
    size = max(found[:, 1].max(initial=0), excluded[:, 1].max(initial=0)) + 1

    def row(hits: np.ndarray, place: np.ndarray) -> np.ndarray:
        """Find places in a row that holds the words of all texts once for each frame."""
        return hits[:, 2] * size + place

    banned = np.sort(encoded.runs(row(excluded, excluded[:, 0]), excluded[:, 1] - excluded[:, 0]))
    is_clear = np.searchsorted(banned, row(found, found[:, 0])) == np.searchsorted(banned, row(found, found[:, 1]))
    found = found[is_clear]
    found = found[np.lexsort((-found[:, 1], found[:, 0], found[:, 2]))]
    start, stop = row(found, found[:, 0]), row(found, found[:, 1])
    counts = np.ones(len(found), dtype=bool)
    counts[1:] = start[1:] >= np.maximum.accumulate(stop)[:-1]
    last = 0
    for place in np.flatnonzero(~counts).tolist():  # what it overlaps counts, unless that overlaps another
        last = place - 1 if counts[place - 1] else last
        counts[place] = start[place] >= stop[last]
    found = found[counts]
    return found[np.lexsort((found[:, 2], -found[:, 1], found[:, 0]))]


def matcher(frames: Iterable[tuple[Sequence[str], Sequence[str]]]) -> Matcher:
    """Make a matcher from the seeds and exclusions of each frame.

    Examples
    --------
    >>> find = matcher([(["trade war*", "war"], ["star wars"])])
    >>> find.hits(tokens(["A trade war, not war. Star Wars."])).tolist()
    [[1, 3, 0], [4, 5, 0]]
    """
    both = [(tuple(map(pattern, seeds)), tuple(map(pattern, excludes))) for seeds, excludes in frames]
    return Matcher(tuple(seeds for seeds, _ in both), tuple(excludes for _, excludes in both))
