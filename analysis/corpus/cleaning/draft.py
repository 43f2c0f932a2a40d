"""A text on its way to becoming a body: what was taken from it, and where each removed passage stood at first."""

import re
from collections.abc import Collection, Iterable
from itertools import groupby
from typing import NamedTuple

from analysis.corpus.cleaning.page import LineSpan


class Removal(NamedTuple):
    """A removed passage: the rule, the text, and its first character in the raw text."""

    rule: str
    text: str
    start: int


class Cleaned(NamedTuple):
    """What cleaning makes of a raw text."""

    body: str
    removals: list[Removal]


_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Control characters, soft hyphens, zero-width spaces and marks of writing direction: they hide words from every
measure. The joiners U+200C and U+200D stay: Persian spelling and emoji need them."""

_SPACES = dict.fromkeys((9, 160, 5760, *range(8192, 8203), 8239, 8287, 12288), " ")
_NEW_LINES = {ord(mark): "\n" for mark in "\u0085\u2028\u2029"}
_SPACE_TABLE = _SPACES | _NEW_LINES


def normalise(raw: str) -> str:
    r"""Make line ends and spaces plain and take out characters that cannot be seen.

    Examples
    --------
    >>> normalise("Kim\u200b said\u00a0no.\r\nThen\x00 left.")
    'Kim said no.\nThen left.'
    """
    if not _ODD.search(raw):
        return raw
    raw = raw.translate(_SPACE_TABLE) if _ODD_SPACE.search(raw) else raw
    raw = raw.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return _INVISIBLE.sub("", raw)


_ODD = re.compile(
    "[" + _INVISIBLE.pattern[1:-1] + "\r\t" + "".join(map(chr, sorted(set(_SPACES) | set(_NEW_LINES)))) + "]"
)
_ODD_SPACE = re.compile("[" + "".join(map(chr, sorted(set(_SPACES) | {0x85, 0x2028, 0x2029}))) + "]")


class Draft:
    """A text from which lines are taken, that still knows where each of them stood at first."""

    def __init__(self, raw: str) -> None:
        pieces = raw.split("\n")
        if not all(map(str.isprintable, pieces)):  # nothing that is taken out or replaced is printable
            pieces = normalise(raw).split("\n")
        self._raw = pieces
        self._pieces = pieces.copy()
        self._bare = [piece.strip() for piece in pieces]
        self._left = [number for number, line in enumerate(self._bare) if line]
        self._gone: set[int] = set()
        self._kept: dict[int, list[tuple[int, int]]] = {}
        self.removals: list[Removal] = []

    @property
    def lines(self) -> list[str]:
        """Every line that is left and not blank, without the space around it."""
        return [self._bare[number] for number in self._left]

    @property
    def body(self) -> str:
        """What is left, without space at the ends of lines, and with one blank line where there were several."""
        gone = self._gone
        lines = [line for number, line in enumerate(self._bare) if number not in gone] if gone else self._bare
        body = "\n".join(lines).strip("\n")
        while "\n\n\n" in body:
            body = body.replace("\n\n\n", "\n\n")
        return body

    def _start(self, number: int, offset: int = 0) -> int:
        """Return where a character of a line, counted without the space before the line, stood in the text."""
        piece = self._raw[number]
        for start, end in self._kept.get(number, ()):
            if offset < end - start:
                offset += start
                break
            offset -= end - start
        return sum(map(len, self._raw[:number])) + number + len(piece) - len(piece.lstrip()) + offset

    def remove(self, name: str, places: Collection[int], *, joined: bool = False) -> None:
        """Take lines away; with ``joined`` neighbours are one removal."""
        for first, last in _runs(dict.fromkeys(places)) if joined else ((place, place) for place in places):
            numbers = range(self._left[first], self._left[last] + 1)
            text = "\n".join([self._pieces[number] for number in numbers if number not in self._gone]).strip()
            self.removals.append(Removal(name, text, self._start(numbers[0])))
            self._take(numbers)
        gone = set(places)
        self._left = [number for place, number in enumerate(self._left) if place not in gone]

    def cut(self, name: str, spans: Iterable[LineSpan]) -> tuple[list[int], list[int]]:
        """Take passages out of lines; a line of which nothing is left goes with them.

        Returns
        -------
        tuple of list of int
            Places of the lines that went, and of those that are shorter now.
        """
        emptied: list[int] = []
        shortened: list[int] = []
        for place, own in groupby(apart(spans), key=lambda span: span.place):
            number = self._left[place]
            for _, start, end in reversed(list(own)):
                self._cut_one(name, number, start, end)
            (shortened if self._bare[number] else emptied).append(place)
        for place in emptied:
            number = self._left[place]
            self._pieces[number] = ""
            self._take(range(number, number + 1))
        gone = set(emptied)
        self._left = [number for place, number in enumerate(self._left) if place not in gone]
        return emptied, shortened

    def _cut_one(self, name: str, number: int, start: int, end: int) -> None:
        """Take a stretch out of a line and close the gap."""
        line = self._bare[number]
        gone = line[start:end]
        self.removals.append(Removal(name, gone.strip(), self._start(number, start + len(gone) - len(gone.lstrip()))))
        start, end = widened(line, start, end)
        kept = self._kept.get(number, [(0, len(line))])
        self._kept[number] = [*_stretch(kept, 0, start), *_stretch(kept, end, len(line))]
        self._bare[number] = self._pieces[number] = line[:start] + line[end:]

    def _take(self, numbers: range) -> None:
        """Take a run of lines away with its line end; a run beside which space is left leaves a blank line."""
        first, last = self._pieces[numbers[0]], self._pieces[numbers[-1]]
        space = first[: len(first) - len(first.lstrip())], last[len(last.rstrip()) :]
        is_whole = not any(space) and numbers[-1] + 1 < len(self._pieces)
        self._gone.update(numbers if is_whole else numbers[1:])
        self._pieces[numbers[0]] = "".join(space)
        for number in numbers:
            self._bare[number] = ""


def _runs(places: Collection[int]) -> list[tuple[int, int]]:
    """Join places that follow one another: first and last of each run.

    Examples
    --------
    >>> _runs([1, 2, 3, 7])
    [(1, 3), (7, 7)]
    """
    firsts = [place for place in places if place - 1 not in places]
    lasts = [place for place in places if place + 1 not in places]
    return list(zip(firsts, lasts, strict=True))


def apart(spans: Iterable[LineSpan]) -> list[LineSpan]:
    """Sort spans, and leave out those that begin within an earlier or wider one.

    Examples
    --------
    >>> apart([LineSpan(0, 4, 9), LineSpan(0, 2, 9), LineSpan(0, 9, 12)])
    [LineSpan(place=0, start=2, end=9), LineSpan(place=0, start=9, end=12)]
    """
    kept: list[LineSpan] = []
    for span in sorted(set(spans), key=lambda span: (span.place, span.start, -span.end)):
        if not kept or kept[-1].place != span.place or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def widened(line: str, start: int, end: int) -> tuple[int, int]:
    """Take the space beside a stretch with it, so that what is left is one sentence with one space in the gap.

    Examples
    --------
    >>> line = "Kim PROMO’s envoy"
    >>> start, end = widened(line, 4, 9)
    >>> line[:start] + line[end:]
    'Kim’s envoy'
    """
    left, right = line[:start], line[end:]
    if not left.strip():
        return 0, len(line) - len(right.lstrip())
    if not right.strip() or (not right[0].isalnum() and right[0] not in _OPENING_MARKS):
        return len(left.rstrip()), end if right.strip() else len(line)
    return start, end


_OPENING_MARKS = frozenset('([{“‘"$£€#@')
"""Marks before which a space stays."""


def _stretch(kept: list[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """Cut a part out of what is left of a line, which is told by the stretches of the first line that were kept.

    Examples
    --------
    >>> _stretch([(0, 4), (10, 20)], 2, 6)
    [(2, 4), (10, 12)]
    """
    found, passed = [], 0
    for first, last in kept:
        low, high = max(start - passed, 0), min(end - passed, last - first)
        if low < high:
            found.append((first + low, first + high))
        passed += last - first
    return found
