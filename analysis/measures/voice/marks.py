"""Where quotation marks open and close, in one pass over a text that never raises.

Marks are paired inside a paragraph. A quotation that is left open goes on where the next paragraph opens with a mark
(the way newspapers print long quotations), or where the next mark anywhere is a closing one. A forgotten mark costs
its own sentence, never the rest of the article.
"""

import re
from typing import NamedTuple

from analysis.corpus.segment import Span

_DOUBLE = re.compile(r"[\n\"“”„‟«»〝〞＂'`](?:(?<!['`])|(?<=')'|(?<=`)`)")
_OPENS_BEFORE = frozenset(" \t\xa0([{—–-/:\u200b\u2009\u202f\n\"“‘'«¡¿")
_SINGLE = re.compile(
    r"[\n'‘’‚‛‹›](?:(?<=\n)|(?<!'')(?!(?<=')')"
    rf"(?:(?![^\W_])|(?<![^{re.escape(''.join(sorted(_OPENS_BEFORE)))}].)))"
)
"""No apostrophe inside a word. Both begin with a class of characters, so that a search leaps from mark to mark."""
_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]»]*(?=\s|$)")
_ELISION = re.compile(r"['’‘](?:\d\d?s?\b|(?:em|til|tis|twas|cause|n|bout|round|neath)\b)", re.IGNORECASE)
_CLOSING = frozenset("\"”’'»›〞＂")


class _Mark(NamedTuple):
    start: int
    end: int
    opens: bool
    closes: bool


def quotations(text: str) -> list[Span]:
    """Find what stands inside quotation marks, with the marks, one span a paragraph.

    Quotations inside a quotation belong to the outer one. Apostrophes are told from single marks by what stands
    beside them; single marks are looked for outside double ones only.

    Examples
    --------
    >>> text = "“One.\\n“Two,” he said of the voters' rights. ‘Three,’ she said. «Quatre»"
    >>> [text[start:end] for start, end in quotations(text)]
    ['“One.', '“Two,”', '‘Three,’', '«Quatre»']
    """
    double = _paired(text, [_double_mark(text, match) for match in _DOUBLE.finditer(text)])
    if not _has_single(text):
        return double
    return _outermost(double + _paired(text, _single_marks(text, double), needs_pair=True))


def goes_on(text: str, spans: list[Span]) -> list[bool]:
    r"""Tell for each quotation whether the next one goes on with it, left open as it is, or it with the one before.

    Examples
    --------
    >>> text = "“One.\n“Two,” he said. “Three.”"
    >>> goes_on(text, quotations(text))
    [True, True, False]
    """
    joined = [False] * len(spans)
    for number in range(len(spans) - 1):
        here, following = spans[number], spans[number + 1]
        between = text[here.end : following.start]
        if "\n" in between and not between.strip() and text[here.end - 1] not in _CLOSING:
            joined[number] = joined[number + 1] = True
    return joined


def _has_single(text: str) -> bool:
    return "‘" in text or "'" in text or "‹" in text or "‚" in text


def _double_mark(text: str, match: re.Match[str]) -> _Mark | None:
    start, end = match.span()
    mark = text[start:end]
    if mark == "\n":
        return None
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    free_before, free_after = before in _OPENS_BEFORE, not after.isalnum() and after not in "$€£#@([“‘'…"
    if mark in "“„‟〝``":
        # German quotations open low and close with the mark that opens in English
        return _Mark(start, end, True, mark == "“" and not free_before and free_after)
    if mark in "”〞":
        return _Mark(start, end, free_before and not free_after, True)
    if mark in "«»":
        return _Mark(start, end, mark == "«" or (free_before and not after.isspace()), mark == "»" or not free_before)
    return _Mark(start, end, free_before and not after.isspace(), not free_before or after.isspace() or free_after)


def _single_marks(text: str, double: list[Span]) -> list[_Mark | None]:
    marks: list[_Mark | None] = []
    place = 0
    for match in _SINGLE.finditer(text):
        start, end = match.span()
        while place < len(double) and double[place].end <= start:
            place += 1
        if text[start] == "\n":
            marks.append(None)
        elif place == len(double) or start < double[place].start:
            mark = _single_mark(text, start, end)
            if mark.opens or mark.closes:
                marks.append(mark)
    return [mark for number, mark in enumerate(marks) if not _is_possessive(text, marks, number)]


def _single_mark(text: str, start: int, end: int) -> _Mark:
    before = text[start - 1] if start else "\n"
    after = text[end] if end < len(text) else "\n"
    opens = text[start] in "‘'‹‚‛" and before in _OPENS_BEFORE and not after.isspace()
    closes = text[start] in "’'›" and not before.isspace() and not after.isalnum()
    return _Mark(start, end, opens and not _ELISION.match(text, start), closes)


def _is_possessive(text: str, marks: list[_Mark | None], number: int) -> bool:
    """Tell whether a mark after an s ("the voters' rights") is passed over because the next mark closes too."""
    mark = marks[number]
    if mark is None or mark.opens or text[mark.start - 1 : mark.start] not in ("s", "S"):
        return False
    following = marks[number + 1] if number + 1 < len(marks) else None
    return following is not None and following.closes and not following.opens


def _paired(text: str, marks: list[_Mark | None], needs_pair: bool = False) -> list[Span]:
    """Pair marks paragraph by paragraph (None stands for a new line).

    With ``needs_pair``, a mark that nothing closes is an apostrophe unless it goes on in the next paragraph.
    """
    spans: list[Span] = []
    stack: list[int] = []  # where marks of this line opened
    closed = -1  # where the last pair of this line opened
    pending: int | None = None  # where a quotation of an earlier paragraph was left open
    line_start = 0
    breaks = (match.start() for match in re.finditer("\n", text))
    for mark in [*marks, None]:
        if mark is None:
            line_end = next(breaks, len(text))
            pending = _end_of_line(text, spans, stack, closed, line_end, needs_pair) if stack else pending
            stack.clear()
            closed, line_start = -1, line_end + 1
        elif mark.closes and stack:
            closed = stack.pop()
            spans.append(Span(closed, mark.end))
        elif mark.opens:
            if pending is not None:
                goes_on = not text[line_start : mark.start].strip()
                if goes_on or not needs_pair:
                    _close_pending(text, spans, pending, line_start, goes_on)
                pending = None
            stack.append(mark.start)
        elif pending is not None and not needs_pair:  # a single mark that nothing opens is an apostrophe
            _quote_lines(text, spans, pending, mark.end)
            pending = None
    if pending is not None and not needs_pair:
        _close_pending(text, spans, pending, len(text), goes_on=False)
    return _outermost(spans)


def _end_of_line(text: str, spans: list[Span], stack: list[int], closed: int, end: int, needs_pair: bool) -> int | None:
    """Settle the marks that a line leaves open: only the last one can go on, if no pair has closed after it."""
    goes_on = closed < stack[-1]
    if (len(stack) > 1 or not goes_on) and not needs_pair:
        spans.append(Span(stack[0], _sentence_end(text, stack[0], end)))
    return stack[-1] if goes_on else None


def _close_pending(text: str, spans: list[Span], start: int, before: int, goes_on: bool) -> None:
    """End a quotation that was left open: with its paragraph where the next one goes on with it, else sooner."""
    end = text.find("\n", start, before)
    end = before if end < 0 else end
    at_line_start = not text[text.rfind("\n", 0, start) + 1 : start].strip()
    gap_is_empty = not text[end:before].strip()
    if not ((goes_on and gap_is_empty) or at_line_start):
        end = _sentence_end(text, start, end)
    spans.append(Span(start, end))


def _quote_lines(text: str, spans: list[Span], start: int, end: int) -> None:
    for match in re.compile(r"[^\n]+").finditer(text, start, end):
        if match.group().strip():
            spans.append(Span(match.start(), match.end()))


def _sentence_end(text: str, start: int, limit: int) -> int:
    match = _SENTENCE_END.search(text, start, limit)
    return match.end() if match else limit


def _outermost(spans: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept
