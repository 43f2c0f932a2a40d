"""What the lines of a page look like: length, punctuation, capitals, function words, neighbours, place.

The description holds no vocabulary but the few words of page furniture listed here.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from analysis.corpus import stretches

PROSE_WORDS = 8
"""Words from which a line with an end mark or enough function words is taken for a sentence."""

LONG_WORDS = 25
"""Words from which any line is taken for a paragraph."""

SHORT_WORDS = 6
"""Words below which a line may belong to a menu."""

LOOKS_CHARACTERS = 160
"""Characters of a line that its looks are taken from; longer lines are paragraphs anyway."""

FUNCTION_WORDS = frozenset(
    "the of and to a in that is was for on with as by at from it he she his her they be are were has have had said "
    "will would this not but which their who been after its about when there can more than or an if we you i into "
    "over out up so no what all one do could".split()
)
_END_MARKS, _CLOSERS = frozenset(".!?…。"), frozenset("\"”’')]»")
_END = re.compile(rf"[{''.join(sorted(_END_MARKS))}][{re.escape(''.join(sorted(_CLOSERS)))}]*$")
_ADDRESS = re.compile(r"https?:|www\.|@|\.com\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_FURNITURE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:comments?|reply|replies|replied|says:|log in to|leave a)\b|\b\d{1,2}:\d\d\s*(?:am|pm)\b",
        r"\b(?:copyright|all rights? reserved|privacy|terms of|cookies?|sitemap|contact us"
        r"|about us|advertise|powered by)\b|©",
        r"\b(?:share|shares|tweet|facebook|twitter|pinterest|linkedin|whatsapp|e-?mail|print|follow)\b",
        r"\b(?:related|recommended|read more|more (?:from|stories|news|in|on)|most (?:read"
        r"|popular|viewed)|trending|you may"
        r"|next|previous|latest|popular|sponsored|subscribe|newsletter|sign up)\b",
        r"\b(?:advertisement|menu|search|home|login|log ?in|sign in|register|rss"
        r"|tags?|categor(?:y|ies)|archives?|posted|published"
        r"|permalink|website|subscription)\b",
    )
)
"""Words of page furniture: comments, legal lines, sharing, promotion, navigation."""

_FIRST_WORDS = frozenset(
    "comment comments reply replies replied says log leave copyright all privacy terms cookie cookies sitemap contact "
    "about advertise powered share shares tweet facebook twitter pinterest linkedin whatsapp e email print follow "
    "related recommended read more most trending you next previous latest popular sponsored subscribe newsletter sign "
    "advertisement menu search home login register rss tag tags category categories archive archives posted published "
    "permalink website subscription".split()
)
"""With which words furniture begins: a line without any of them, and without a colon, need not be searched."""

_TOKEN = re.compile(r"\w+")
_FURNITURE_WORDS = 15
"""A line of more words that contains one of them is not furniture, and searching long lines is what costs."""

_HEADING_LETTERS = 12
"""Letters from which a line that repeats the page's first line is its heading."""

LONG_CHARACTERS = 200
"""Characters from which any line counts as a sentence."""


def is_sentence(line: str) -> bool:
    """Return whether a line reads like a sentence: it is long, or it has an end mark and more than two words.

    Examples
    --------
    >>> is_sentence("The talks ended."), is_sentence("Talks end"), is_sentence("No.")
    (True, False, False)
    """
    if len(line) >= LONG_CHARACTERS:
        return True
    if line.count(" ") < 2:
        return False
    return has_end_mark(line)


def has_end_mark(line: str) -> bool:
    """Return whether a line ends with an end mark, which closing marks may follow."""
    return line[-1] in _END_MARKS or (line[-1] in _CLOSERS and _END.search(line, max(0, len(line) - 8)) is not None)


def features(lines: Sequence[str]) -> np.ndarray:
    """Describe each line of a page by its looks, its neighbours and its place.

    Returns
    -------
    ndarray of shape (n_lines, n_features)
        In the order in which the helpers below are called; the model's arrays have the same order.
    """
    looks = _looks(lines)
    words = np.expm1(looks[:, 0])
    furniture = np.array([_NO_CUES if line.count(" ") >= _FURNITURE_WORDS else _cues_in(line) for line in lines])
    prose = ((words >= PROSE_WORDS) & ((looks[:, 3] > 0) | (looks[:, 7] > 0.2)) & ~furniture.any(axis=1)) | (
        words >= LONG_WORDS
    )
    mass = words * prose
    return np.hstack(
        [
            looks,
            _neighbours(np.column_stack([looks[:, [0, 3, 6, 7]], furniture.any(axis=1)])),
            _density(np.log1p(mass), (words < SHORT_WORDS).astype(float)),
            _place(mass),
            _cues(furniture),
            _heading(lines),
            _repeated(lines),
            looks[:, :1] / max(looks[:, 0].max(), 1.0),
        ]
    )


@lru_cache(maxsize=4096)
def _cues_in(line: str) -> list[bool]:
    if _FIRST_WORDS.isdisjoint(_TOKEN.findall(line.casefold())) and ":" not in line and "©" not in line:
        return _NO_CUES
    return [bool(cue.search(line)) for cue in _FURNITURE]


_NO_CUES = [False] * len(_FURNITURE)
_ADDRESS_MARKS = ("http", "www.", "@", ".com")
"""One of them is in every address."""


def _looks(lines: Sequence[str]) -> np.ndarray:
    """Describe each line by itself; of a long one the beginning is enough for all but its length and its end mark."""
    return np.array(list(map(_look, lines)), dtype=float)


@lru_cache(maxsize=4096)
def _look(line: str) -> tuple[float, ...]:
    """Describe a line; most lines of a page are seen again once others were taken from it.

    Characters are counted by class after one translation, which costs a quarter of counting them by expressions.
    """
    head = line[:LOOKS_CHARACTERS]
    classes = head.encode("cp1252", "replace").translate(_CLASSES)
    tokens = head.lower().split()
    n = line.count(" ") + 1
    length = len(head)
    n_capitals, n_digits = classes.count(b"A"), classes.count(b"0")
    marks = classes.count(b". ") + classes.count(b'."') + classes.endswith(b".")
    questions = head.count("? ") + head.count("?”") + head.count('?"') + head.endswith("?") if "?" in head else 0
    return (
        math.log1p(n),
        min(n, 12) / 12,
        n >= LONG_WORDS,
        has_end_mark(line),
        math.log1p(marks + questions),
        math.log1p(head.count(",")),
        (classes.count(b" A") + classes.startswith(b"A")) / len(tokens),
        sum(map(FUNCTION_WORDS.__contains__, tokens)) / len(tokens),
        n_capitals / length,
        n_digits / length,
        (n_capitals + classes.count(b"a")) / length,
        any(map(head.__contains__, _ADDRESS_MARKS)) and _ADDRESS.search(head) is not None,
        b"|" in classes,
        head[0].islower(),
        head[0] in "“\"‘'«",
        line[-1] in ":,;",
        n < 12 and n_digits >= 4 and _YEAR.search(head) is not None,
    )


def _class_of(character: str) -> str:
    """Return the class of a character: A and a for letters, 0, a full stop for end marks, a bar for separators."""
    if character.isalpha():
        return "A" if character.isupper() else "a"
    if character.isdigit():
        return "0"
    if character.isspace():
        return " "
    if character in ".!…":
        return "."
    if character in "|»›>·•/":
        return "|"
    return '"' if character in "\"”’'" else "a" if character == "?" else ","


_CLASSES = bytes(ord(_class_of(character)) for character in bytes(range(256)).decode("cp1252", errors="replace"))
"""Class of each character of Windows-1252. What it does not hold becomes "?", which is taken for a letter: so it
mostly is, Cyrillic or Hangul."""


def _neighbours(looks: np.ndarray) -> np.ndarray:
    """Repeat some looks of the two lines before and the two after; zeros beyond the page's ends."""
    n, width = looks.shape
    padded = np.zeros((n + 4, width))
    padded[2 : n + 2] = looks
    return np.hstack([padded[at : at + n] for at in (0, 1, 3, 4)])


_WINDOWS = ((2, 2), (5, 5), (10, 10), (3, -1), (-1, 3), (8, -1), (-1, 8))
"""Lines before and after over which prose is averaged; -1 leaves the line itself out."""

_MENU_WINDOWS = ((2, 2), (5, 5), (12, 12))


def _density(prose: np.ndarray, short: np.ndarray) -> np.ndarray:
    """Average prose and short lines over windows around, before and after each line."""
    n = len(prose)
    return np.column_stack(
        [_windows(prose, *_edges(n, _WINDOWS)), _windows(short, *_edges(n, _MENU_WINDOWS)), np.full(n, short.mean())]
    )


def _windows(values: np.ndarray, start: np.ndarray, end: np.ndarray, width: np.ndarray) -> np.ndarray:
    sums = np.zeros(len(values) + 1)
    np.cumsum(values, out=sums[1:])
    return (sums[end] - sums[start]) / width


@lru_cache(maxsize=256)
def _edges(n: int, windows: tuple[tuple[int, int], ...]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return where each line's windows start and end, and by what their sums are divided."""
    start, end = stretches.edges(n, windows)
    before, after = np.array(windows).T
    one_sided = np.minimum(before, after) < 0
    return start, end, np.where(one_sided, np.maximum(before, after), np.maximum(end - start, 1)).astype(float)


def _place(mass: np.ndarray) -> np.ndarray:
    """Say where a line stands among the prose and the lines of the page, and how large the page is."""
    n, total = len(mass), max(mass.sum(), 1.0)
    share = (np.cumsum(mass) - mass / 2) / total
    size = np.full(n, np.log1p(total) / 8), np.full(n, np.log1p(n) / 8)
    return np.column_stack([share, np.abs(share - 0.5) * 2, np.arange(n) / n, *size])


def _cues(furniture: np.ndarray) -> np.ndarray:
    """For each kind of furniture: how many lines of it come before and after, and how far back the last one is."""
    n, kinds = furniture.shape
    if not furniture.any():
        return np.tile([0.0, 0.0, 0.0, _FAR], (n, kinds))
    at = np.arange(n)[:, None]
    so_far = np.cumsum(furniture, axis=0)
    last = np.maximum.accumulate(np.where(furniture, at, -n - _REACH), axis=0)
    before = np.vstack([np.full((1, kinds), -n - _REACH), last[:-1]])
    distance = np.log1p(np.minimum(at - before, _REACH)) / 3.5
    counts = np.log1p(so_far - furniture) / 3, np.log1p(so_far[-1] - so_far) / 3
    return np.stack([*counts, furniture, distance], axis=2).reshape(n, 4 * kinds)


_REACH = 30
"""Lines beyond which a line of furniture further up no longer matters."""

_FAR = math.log1p(_REACH) / 3.5


def _heading(lines: Sequence[str]) -> np.ndarray:
    """Say where a line stands relative to the page's heading: the line that repeats the first one, the page's title."""
    n = len(lines)
    at, heading = np.arange(n), heading_of(lines)
    if heading is None:
        return np.zeros((n, 5))
    below = (at > heading).astype(float)
    near = below * np.exp(-np.maximum(at - heading, 0) / 4)
    return np.column_stack([np.ones(n), at < heading, at == heading, below, near])


def heading_of(lines: Sequence[str]) -> int | None:
    """Find the line that repeats the page's first line, which dumps of web pages begin with.

    Examples
    --------
    >>> heading_of(["Talks stall again | The Paper", "Home", "News", "Talks stall again", "The talks stalled."])
    3
    """
    plain = lines[0][:400].casefold()
    first = squeezed(plain)
    if len(first) < _HEADING_LETTERS:
        return None
    found = None
    for place, line in enumerate(lines[1 : int(len(lines) * 0.7) + 1], start=1):
        if len(line) > 300:
            if found is not None:
                break
            continue
        if line.split(" ", 1)[0].casefold() not in plain:  # rules out most lines at a twentieth of the cost
            continue
        letters = squeezed(line)
        if len(letters) >= _HEADING_LETTERS and (
            first.startswith(letters) or letters.startswith(first) or (len(letters) >= 20 and letters in first)
        ):
            found = place
    return found


def squeezed(text: str) -> str:
    """Reduce a text to its letters and digits, without case, to compare headlines."""
    return re.sub(r"[\W_]+", "", text.casefold())


def _repeated(lines: Sequence[str]) -> np.ndarray:
    """Say which lines stand more than once on the page."""
    counts = Counter(lines)
    return np.array([counts[line] > 1 for line in lines], dtype=float)[:, None]
