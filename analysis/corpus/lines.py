"""Which lines of a scraped page are the article: a logistic regression over what lines look like, not what they say.

Hand rules do not carry over from one page template to the next; the length of lines, their punctuation, capitals,
function words and neighbours do. The features hold no vocabulary but the few words of page furniture listed here.
The model gives each line a probability, and `body` takes from it one block of lines, because an article is one.
"""

import hashlib
import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

import numpy as np

from analysis import assets
from analysis.corpus import stretches

MODEL_FILE = "models/lines.npz"
"""The shipped coefficients; ``data/models/lines.md`` tells their origin."""

CUT = 0.09
"""Probability below which a line speaks against the block it stands in. Chosen for what is lost, not for F1: at .15
89% of the noise goes (87% at .09), but three times as many words of articles are lost."""

CLIP = 4.0
"""Log-odds beyond which a line says no more."""

ISLAND = 0.02
"""Probability below which a line inside the block goes too: share buttons and promos between paragraphs."""

SUSPECT = -3.0
"""Log-odds that some line must be below by its own looks for a page to be judged: where none is, the article is all
there is. It spares nine of ten texts of news the second regression, and labelled pages no removal but false ones."""

PROSE_WORDS = 8
"""Words from which a line with an end mark or enough function words is taken for a sentence."""

LONG_WORDS = 25
"""Words from which any line is taken for a paragraph."""

SHORT_WORDS = 6
"""Words below which a line may belong to a menu."""

LOOKS_CHARACTERS = 160
"""Characters of a line that its looks are taken from; longer lines are paragraphs anyway."""

_FUNCTION_WORDS = frozenset(
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


class Model(NamedTuple):
    """Standardisation and coefficients of the logistic regression, in the order of the features.

    ``page`` is the regression that turns what lines say alone into what they say on their page.
    """

    mean: np.ndarray
    scale: np.ndarray
    coefficients: np.ndarray
    intercept: float
    page: stretches.Model | None = None


@cache
def shipped() -> Model:
    """Read the model that comes with the project."""
    arrays = assets.arrays(MODEL_FILE)
    line, page = (
        (arrays[f"{of}mean"], arrays[f"{of}scale"], arrays[f"{of}coefficients"], float(arrays[f"{of}intercept"][0]))
        for of in ("", "page_")
    )
    return Model(*line, stretches.Model(*page))


def body(lines: Sequence[str], model: Model | None = None) -> np.ndarray:
    """Tell which lines of a page are the article's own.

    Parameters
    ----------
    lines : sequence of str
        The lines that are not blank, in order, without space at their ends.
    model : Model, optional
        Another model than the shipped one.

    Returns
    -------
    ndarray of bool, of shape (n_lines,)
        A page in which no sentence would be left is left whole.
    """
    whole = np.ones(len(lines), dtype=bool)
    if looks_clean(lines):
        return whole
    model = model or shipped()
    words = stretches.sizes(lines)
    end = stretches.comments(lines, words * list(map(_is_sentence, lines)))
    if end < len(lines):
        return np.concatenate([body(lines[:end], model), ~whole[end:]])
    alone = _alone(features(lines), model)
    if alone.min() > SUSPECT:
        return whole
    probability = _on_page(lines, alone, model)
    kept = _best_block(probability, words) & (probability >= ISLAND)
    kept[stretches.thread(lines, words * kept) :] = False
    speaks = any(_is_sentence(line) for line, is_kept in zip(lines, kept, strict=True) if is_kept)
    return kept if speaks else whole


def probabilities(lines: Sequence[str], model: Model | None = None) -> np.ndarray:
    """Give each line the probability that it belongs to the article.

    Returns
    -------
    ndarray of shape (n_lines,)
        0 to 1; higher: more like an article's own line.
    """
    model = model or shipped()
    return _on_page(lines, _alone(features(lines), model), model)


def _on_page(lines: Sequence[str], alone: np.ndarray, model: Model) -> np.ndarray:
    """Turn what lines say alone into their probabilities on this page."""
    scores = alone
    if model.page is not None:
        scores = stretches.log_odds(lines, scores, model.page)
    return 1 / (1 + np.exp(-np.clip(scores, -30, 30)))


def _alone(table: np.ndarray, model: Model) -> np.ndarray:
    """Give each described line the log-odds that its looks and its neighbours say."""
    return np.clip(((table - model.mean) / model.scale) @ model.coefficients + model.intercept, -30, 30)


MAX_ODD_SHARE = 0.12
"""Share of lines that are no sentences up to which a text counts as clean wherever they stand: a byline, a
subheading."""

MAX_ODD_LINES = 3
"""The same as a number, for short texts, where it is at most a third of the lines."""

MAX_SPREAD_SHARE = 0.35
"""The same where no more than two of them stand in a row: captions and subheadings are strewn, menus are not. Half of
the texts that had to be judged are spared it, and on labelled pages nothing changes."""

_RUN = bytes([1, 1, 1])

LONG_CHARACTERS = 200
"""Characters from which any line counts as a sentence."""

EDGE_LINES = 3
"""Lines at either end that must read like sentences for a text to be taken as clean without further ado."""


def looks_clean(lines: Sequence[str]) -> bool:
    """Tell whether a text shows no sign of page furniture: its edges are sentences, and most of its lines are.

    Examples
    --------
    >>> looks_clean(["The talks between the two sides ended on Monday without result."] * 3)
    True
    >>> looks_clean(["Home", "News", "The talks between the two sides ended on Monday without result."])
    False
    """
    if len(lines) <= 1:
        return True
    odd = bytes([len(line) < LONG_CHARACTERS and not _is_sentence(line) for line in lines])
    n_odd = odd.count(1)
    if n_odd <= max(MAX_ODD_SHARE * len(lines), min(MAX_ODD_LINES, len(lines) // 3)):
        return True
    if n_odd <= MAX_SPREAD_SHARE * len(lines) and _RUN not in odd:
        return True
    edges = [*lines[:EDGE_LINES], *lines[-EDGE_LINES:]] if len(lines) > 2 * EDGE_LINES else lines
    return 2 * n_odd <= len(lines) and all(map(_is_sentence, edges))


def _is_sentence(line: str) -> bool:
    if len(line) >= LONG_CHARACTERS:
        return True
    if line.count(" ") < 2:
        return False
    return _ends(line)


def _ends(line: str) -> bool:
    """Tell whether a line ends with an end mark, which closing marks may follow."""
    return line[-1] in _END_MARKS or (line[-1] in _CLOSERS and _END.search(line, max(0, len(line) - 8)) is not None)


def _best_block(probability: np.ndarray, words: np.ndarray) -> np.ndarray:
    """Find the run of lines whose summed evidence for being the article is largest."""
    bounded = np.clip(probability, 1e-6, 1 - 1e-6)
    evidence = np.clip(np.log(bounded / (1 - bounded)) - np.log(CUT / (1 - CUT)), -CLIP, CLIP)
    start, end = stretches.best_run(evidence * words)
    block = np.zeros(len(probability), dtype=bool)
    block[start:end] = True
    return block


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
        _ends(line),
        math.log1p(marks + questions),
        math.log1p(head.count(",")),
        (classes.count(b" A") + classes.startswith(b"A")) / len(tokens),
        sum(map(_FUNCTION_WORDS.__contains__, tokens)) / len(tokens),
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
    """Give the class of a character: A and a for letters, 0, a full stop for end marks, a bar for separators."""
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
    """Give where each line's windows start and end, and by what their sums are divided."""
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


PARTS = ((None, None), (8, 8), (0, 0), (3, 3), (0, 8), (8, 0), (20, 20), (2, 1))
"""What is cut from a labelled page for learning: lines of furniture left before and after the article (None: all).
People scrape whole pages, pages with some lines around the article, and clean articles; the model must know all
three."""

WHOLE_PAGE_WEIGHT = 1.0
PART_WEIGHT = 2 / 7
"""Seven parts of a page together weigh twice the whole page."""


def parts_of(page: Sequence[str], label: np.ndarray) -> list[tuple[list[str], np.ndarray, float]]:
    """Cut a labelled page into what people scrape of it: lines, labels and weight of each part.

    Examples
    --------
    >>> [len(part) for part, _, _ in parts_of(["menu", "text", "text", "legal"], np.array([False, True, True, False]))]
    [4, 4, 2, 4, 3, 3, 4, 4]
    """
    inside = np.flatnonzero(label)
    parts = []
    for before, after in PARTS:
        start = 0 if before is None else max(0, inside[0] - before)
        end = len(page) if after is None else inside[-1] + 1 + after
        weight = WHOLE_PAGE_WEIGHT if before is None else PART_WEIGHT
        parts.append((list(page[start:end]), label[start:end], weight))
    return parts


LINE_STRENGTH, PAGE_STRENGTH = 0.03, 0.01
"""Inverse strengths of the two ridge penalties; ten times as much changed no figure of the first."""

N_HELD_OUT = 4
"""Folds in which the lines of a page are judged by a model that has not seen its outlet, to learn the second from."""


def fit_on_pages(pages: Sequence[tuple[Sequence[str], np.ndarray]], outlets: Sequence[str]) -> Model:
    """Learn a model from whole labelled pages and their parts.

    The second regression learns from what the first says of pages that it has not seen, or it would trust it too much.

    Parameters
    ----------
    pages : sequence of (sequence of str, ndarray of bool)
        The lines of each page, and which of them are the article's.
    outlets : sequence of str
        Whose page each is.
    """
    parts = [parts_of(page, label) for page, label in pages]
    tables = [[features(part[0]) for part in own] for own in parts]
    held_out = [hashlib.sha256(f"held out {outlet}".encode()).digest()[0] % N_HELD_OUT for outlet in outlets]
    described: list[list[np.ndarray]] = [[] for _ in parts]
    for fold in range(N_HELD_OUT):
        seen = [place for place, own in enumerate(held_out) if own != fold]
        model = Model(*_fit([tables[place] for place in seen], [parts[place] for place in seen], LINE_STRENGTH))
        for place in (place for place, own in enumerate(held_out) if own == fold):
            described[place] = [
                stretches.features(part[0], _alone(table, model))
                for part, table in zip(parts[place], tables[place], strict=True)
            ]
    page = stretches.Model(*_fit(described, parts, PAGE_STRENGTH))
    return Model(*_fit(tables, parts, LINE_STRENGTH), page)


def _fit(
    tables: Sequence[Sequence[np.ndarray]], parts: Sequence[Sequence[tuple[list[str], np.ndarray, float]]],
    strength: float,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:  # fmt: skip
    """Fit a regression; the lines of a part share its weight, so that a long menu counts no more than a short one."""
    from sklearn.linear_model import LogisticRegression  # here: only training and gates need it

    table = np.vstack(list(chain.from_iterable(tables)))
    all_parts = list(chain.from_iterable(parts))
    labels = np.concatenate([label for _, label, _ in all_parts])
    shares = np.concatenate([np.full(len(label), weight / len(label)) for _, label, weight in all_parts])
    mean = table.mean(axis=0)
    scale = np.where(table.std(axis=0) > 0, table.std(axis=0), 1.0)
    regression = LogisticRegression(C=strength, max_iter=1000)
    regression.fit((table - mean) / scale, labels, sample_weight=shares / shares.mean())
    return mean, scale, regression.coef_[0], float(regression.intercept_[0])
