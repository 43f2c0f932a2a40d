"""Where an article begins and ends on a dumped page: evidence that a line alone does not give.

A promoted headline, a reader's comment and the teaser of another story look like lines of an article. What tells them
apart is the page: how far they stand from its core, what stands between, whether they come in lists whose entries
repeat one form ("2H ago"), and how many of their words the core uses too. A logistic regression over these facts,
which hold no words, turns the probabilities of the single lines into those of lines on this page.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence, Set
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

import numpy as np

CLIP = 4.0
"""Log-odds beyond which a line says no more."""

REACH = 40
"""Lines beyond which the distance from the core no longer matters."""

MIN_FORMS = 3
"""Lines of one form from which they are entries of a list."""

MAX_FORM_WORDS = 8
"""Words of the longest line whose form is compared."""

_WORD = re.compile(r"\w{4,}")
_NAME = re.compile(r"[A-Z0-9]\w{2,}")
_DIGITS = re.compile(r"\d+")
_WHEN = re.compile(
    r"\b(?:\d+|an?)\s?(?:m|h|d|mins?|minutes?|hrs?|hours?|days?|weeks?|months?|years?)\.? ago\b|\b\d{1,2}:\d{2}\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}\b|\b\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\b"
    r"|\b\d{1,2}(?:st|nd|rd|th)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
    re.IGNORECASE,
)
MAX_MARK_WORDS = 10
"""Words of the longest line that may be the date of a list's entry or the head of one."""

UNLIKE = -2.0
"""Log-odds below which a line is unlike an article's."""

_END = re.compile(
    r"(?:\d+ )?(?:comments?|replies|responses|reader comments?|discussion)\b.{0,30}|(?:leave|post|add|write) (?:a|your)"
    r" (?:comment|reply|response).{0,30}|"
    r"(?:related|recommended|more|most|latest|popular|trending|top|you (?:may|might)|"
    r"read (?:more|next|also)|also (?:on|read)|see also|like this|don.t miss|up next|editor|tags?|topics?|filed under|"
    r"share|follow|sponsored|promoted|about the author|sign up|subscribe|get the|newsletter|copyright|©|previous|next|"
    r"by submitting|your email|required fields|log ?in|sign in|register|terms|privacy|categories|archives?|join the)\b"
    r".{0,70}",
    re.IGNORECASE,
)
"""Lines that head what stands below an article: comments, related stories, forms, legal text."""


_THREAD = re.compile(
    r"\W{0,2}(?:(?:view|show|see|read|load|all|post|leave|add|write|join|hide)\s)?"
    r"(?:(?:a|an|the|all|your|top|latest|rated|\d+) )*(?:reader )?"
    r"(?:comments?|responses?|replies|reply|discussion|conversation|comentários?|comentarios?|kommentare|commentaires"
    r"|комментари[ийев]+)"
    r"(?:\s?\(?\d+\)?)?:?\W{0,2}(?: (?:on|to) .{0,80})?"
    r"|\d+ (?:thoughts?|responses?|comments?|replies) (?:on|to) .{0,160}",
    re.IGNORECASE,
)
"""Lines that head what readers wrote."""

_COMMENT = re.compile(
    r".{0,80}\b(?:\d+ (?:second|minute|min|hour|day|week|month|year)s? ago\b.{0,20}"
    r"|(?:19|20)\d\d\b.{0,6}\b\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\.?)?(?: said:| says:| wrote:)?\W{0,3}"
    r"|says:|к записи\b.{0,80})",
    re.IGNORECASE,
)
"""Lines above what one reader wrote: who, and when."""

_FORM = re.compile(
    r"(?:leave a (?:reply|comment)|deixe uma? (?:resposta|comentário)|deja una? (?:respuesta|comentario)"
    r"|laisser un commentaire|schreibe einen kommentar|lascia un commento|tinggalkan balasan|добавить"
    r" комментарий)\b.{0,80}"
    r"\b(?:cancel|cancelar|annuler|abbrechen|annulla|batalkan|отменить)\b.{0,20}"
    r"|your e-?mail(?: address)? will not be (?:published|shared)\b.{0,60}|you are commenting using your .{3,40}"
    r"|o seu endereço de e-?mail não será publicado\b.{0,90}|tu dirección de correo electrónico no será"
    r" publicada\b.{0,90}"
    r"|votre adresse (?:e-?mail|de messagerie) ne sera pas publiée\b.{0,90}|deine e-?mail-?adresse wird nicht"
    r" veröffentlicht.{0,90}"
    r"|il tuo indirizzo e-?mail non sarà pubblicato\b.{0,90}|ваш (?:e-?mail|адрес email) не будет опубликован\b.{0,90}"
    r"|alamat e-?mail anda tidak akan dipublikasikan\b.{0,90}"
    r"|the fact of registration and authorization of users\b.{0,400}|dear readers and commenters\b.{0,400}"
    r"|(?:a user comment|comments?|posts?) will be (?:deleted|removed|moderated) if (?:it|they)\b.{0,90}"
    r"|(?:our |the )?comment(?:s|ing)? (?:rules|policy|guidelines|section rules)\W?"
    r"|as you comment, please be respectful\b.{0,400}",
    re.IGNORECASE,
)
"""What the form for comments says, in the languages of a program for blogs, and what rules for them say: both stand
below the article."""

MIN_COMMENTS, COMMENT_REACH = 2, 14
"""Such lines that must stand among so many below a head of comments for there to be no doubt."""

MIN_ABOVE = 60
"""Words of the article that stand above its readers' comments; with fewer, the line is a button at the top."""

MAX_BELOW = 0.25
"""Share of what would be kept that may stand below such a line: where more does, it is a button above the article."""


class StretchModel(NamedTuple):
    """Standardisation and coefficients of the logistic regression, in the order of the features."""

    mean: np.ndarray
    scale: np.ndarray
    coefficients: np.ndarray
    intercept: float


def best_run(evidence: np.ndarray) -> tuple[int, int]:
    """Find the run of lines whose summed evidence is largest: its first line, and the one after its last.

    Examples
    --------
    >>> best_run(np.array([-1.0, 2.0, -1.0, 3.0, -4.0, 1.0]))
    (1, 4)
    """
    sums = np.concatenate([[0.0], np.cumsum(evidence)])
    end = int(np.argmax(sums[1:] - np.minimum.accumulate(sums)[:-1]))
    return int(np.argmin(sums[: end + 1])), end + 1


def sizes(lines: Sequence[str]) -> np.ndarray:
    """Return each line its words, or for scripts without spaces what its length would be in words.

    Examples
    --------
    >>> sizes(["The talks ended.", "協議は合意なく終わった。" * 4])
    array([3., 4.])
    """
    return np.array([max(line.count(" ") + 1, len(line) // MAX_WORD) for line in lines], dtype=float)


MAX_WORD = 12
"""Characters; lines whose words are longer on average have no spaces between them."""


def thread(lines: Sequence[str], weight: np.ndarray) -> int:
    """Find the line that heads what readers wrote below an article; the number of lines where there is none.

    Parameters
    ----------
    lines : sequence of str
        The lines that are not blank.
    weight : ndarray of shape (n_lines,)
        Words of each line that is taken for the article's, 0 for the others.

    Examples
    --------
    >>> page = ["word " * 70, "3 Comments", "Jo: I was there.", "Max: So was I."]
    >>> thread(page, sizes(page)), thread(page[:1], sizes(page[:1]))
    (1, 1)
    """
    above = np.cumsum(weight)
    least = max(MIN_ABOVE, (1 - MAX_BELOW) * float(weight.sum()))
    for place, line in enumerate(lines):
        if above[place] >= least and line.count(" ") < MAX_HEAD_WORDS and _THREAD.fullmatch(line):
            return place
    return len(lines)


def comments(lines: Sequence[str], prose: np.ndarray) -> int:
    """Find the line below which readers write, beyond doubt: its head with who wrote and when under it, or a form.

    Parameters
    ----------
    lines : sequence of str
        The lines that are not blank.
    prose : ndarray of shape (n_lines,)
        Words of each line that reads like a sentence, 0 for the others; some must stand above.

    Examples
    --------
    >>> page = ["word " * 70, "2 comments", "Jo", "3 days ago at 07:52", "So was I.", "Max", "2 days ago", "Me too."]
    >>> comments(page, sizes(page)), comments(page[:4], sizes(page[:4]))
    (1, 4)
    """
    above = np.cumsum(prose)
    for place, line in enumerate(lines):
        if above[place] < MIN_ABOVE:
            continue
        if _FORM.fullmatch(line):
            return place
        if line.count(" ") >= MAX_HEAD_WORDS or not _THREAD.fullmatch(line):
            continue
        below = lines[place + 1 : place + 1 + COMMENT_REACH]
        if sum(len(one) < 200 and _COMMENT.fullmatch(one) is not None for one in below) >= MIN_COMMENTS:
            return place
    return len(lines)


MAX_HEAD_WORDS = 20
"""Words of the longest head of comments: it may hold the article's headline."""


def log_odds(lines: Sequence[str], alone: np.ndarray, model: StretchModel) -> np.ndarray:
    """Return each line the log-odds of being the article's own on this page.

    Parameters
    ----------
    lines : sequence of str
        The lines that are not blank.
    alone : ndarray of shape (n_lines,)
        The log-odds that its looks and its neighbours give each line.
    model : StretchModel
        What was learnt from labelled pages.
    """
    return ((features(lines, alone) - model.mean) / model.scale) @ model.coefficients + model.intercept


def features(lines: Sequence[str], alone: np.ndarray) -> np.ndarray:
    """Describe each line by its place on the page, once more for lines of the core, and once more for those below it.

    Returns
    -------
    ndarray of shape (n_lines, n_features)
        In the order in which the helpers below are called; the model's arrays have the same order.
    """
    odds = np.minimum(np.maximum(alone, -CLIP), CLIP)
    words = sizes(lines)
    start, end = best_run(odds * np.sqrt(words))
    at = np.arange(len(lines))
    inside, below = (at >= start) & (at < end), at >= end
    places = _distances(at, start, end)
    shared = _shared(lines, start, end)
    marks = _listed(lines), _dated(lines, words), _headed(lines, words)
    entries = _entries(lines)
    table = np.column_stack(
        [
            odds, np.log1p(words), inside, *places, np.full(len(lines), (end - start) / len(lines)),
            *shared, *(share * below for share in shared), shared[0] * (at < start), *marks, entries,
            *_cut_or_counted(lines),
            *_counts(odds, marks, start, end), _against(odds, start, end), _share(np.maximum(odds, 0) * words),
            _around(odds, shared[0], marks[0] + marks[1]),
        ]
    )  # fmt: skip
    return np.hstack([table, table * inside[:, None], table * below[:, None]])


def _distances(at: np.ndarray, start: int, end: int) -> tuple[np.ndarray, np.ndarray]:
    """Return how many lines each line stands below the core and above it."""
    far = np.maximum(at - end + 1, 0), np.maximum(start - at, 0)
    return np.log1p(np.minimum(far[0], REACH)), np.log1p(np.minimum(far[1], REACH))


def _counts(odds: np.ndarray, marks: Sequence[np.ndarray], start: int, end: int) -> list[np.ndarray]:
    """Count what speaks against the article from the core's start down, and up from its end."""
    listed, dated, headed = marks
    unlike = (odds < UNLIKE).astype(float)
    return [*(_since(mark, start) for mark in (listed, dated, headed, unlike)),
            *(_until(mark, end) for mark in (listed, dated, unlike))]  # fmt: skip


_AROUND = ((1, 1), (3, 3), (8, 8))
"""Lines before and after each line over which is averaged."""

_BEYOND = ((-1, 3), (-1, 8), (3, -1), (8, -1))
"""The same for the lines after it and before it alone; -1 leaves the line itself out."""


def _around(odds: np.ndarray, shared: np.ndarray, marks: np.ndarray) -> np.ndarray:
    """Average over the lines around each line, and over those after and before it; 0 where there is none."""
    sums = np.zeros((len(odds) + 1, 3))
    np.cumsum(np.column_stack([odds, shared, marks]), axis=0, out=sums[1:])
    start, end = edges(len(odds), _AROUND + _BEYOND)
    means = (sums[end] - sums[start]) / np.maximum(end - start, 1)[:, :, None]
    around, beyond = means[:, : len(_AROUND)], means[:, len(_AROUND) :, 0]
    return np.hstack([around.reshape(len(odds), -1), beyond])


@lru_cache(maxsize=256)
def edges(n: int, windows: tuple[tuple[int, int], ...]) -> tuple[np.ndarray, np.ndarray]:
    """Return for each of some lines where each window of lines before and after it starts, and the line after its last.

    Examples
    --------
    >>> start, end = edges(3, ((1, 1), (-1, 2)))
    >>> start.tolist(), end.tolist()
    ([[0, 1], [0, 2], [1, 3]], [[2, 3], [3, 3], [3, 3]])
    """
    at = np.arange(n)[:, None]
    before, after = np.array(windows).T
    return np.minimum(np.maximum(at - before, 0), n), np.maximum(np.minimum(at + after + 1, n), 0)


def _share(mass: np.ndarray) -> np.ndarray:
    return (np.cumsum(mass) - mass / 2) / max(float(mass.sum()), 1.0)


def _listed(lines: Sequence[str]) -> np.ndarray:
    """Say which short lines have a form, but for their numbers, that stands on the page several times."""
    forms = [_DIGITS.sub("0", line) if line.count(" ") < MAX_FORM_WORDS else "" for line in lines]
    counts = Counter(forms)
    return np.array([bool(form) and counts[form] >= MIN_FORMS for form in forms], dtype=float)


def _entries(lines: Sequence[str]) -> np.ndarray:
    """Say which lines stand in a list whose entries each hold a line of one form: a date, a button, "Read more"."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, line in enumerate(lines):
        if line.count(" ") < MAX_FORM_WORDS:
            places[_DIGITS.sub("0", line)].append(place)
    found = np.zeros(len(lines))
    for own in places.values():
        run: list[int] = []
        for place in (*own, len(lines) + MAX_ENTRY + 1):
            if run and place - run[-1] > MAX_ENTRY:
                if len(run) >= MIN_FORMS:
                    found[max(run[0] - 1, 0) : run[-1] + 2] = 1
                run = []
            if not run or place > run[-1]:
                run.append(place)
    return found


MAX_ENTRY = 7
"""Lines of the longest entry of a list."""


def _cut_or_counted(lines: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Say which lines are cut off, as teasers are, and which short ones end with a count, as categories do."""
    cut = [line.endswith(("...", "…", "[…]", "[...]")) for line in lines]
    counted = [
        line[-1] == ")" and line.count(" ") < MAX_FORM_WORDS and _COUNTED.search(line) is not None for line in lines
    ]
    return np.array(cut, dtype=float), np.array(counted, dtype=float)


_COUNTED = re.compile(r"\(\d+\)$")


def _dated(lines: Sequence[str], words: np.ndarray) -> np.ndarray:
    """Say which short lines name a day or a time, as entries of lists and heads of comments do."""
    short = words <= MAX_MARK_WORDS
    return np.array(
        [is_short and _WHEN.search(line) is not None for line, is_short in zip(lines, short, strict=True)], dtype=float
    )


def _headed(lines: Sequence[str], words: np.ndarray) -> np.ndarray:
    """Say which short lines head comments, other stories, forms or legal text."""
    short = words <= MAX_MARK_WORDS
    return np.array(
        [
            is_short and line[-1] not in '.”"' and _END.match(line) is not None
            for line, is_short in zip(lines, short, strict=True)
        ],
        dtype=float,
    )


def _shared(lines: Sequence[str], start: int, end: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the share of each line's words, and of its names and numbers, that other lines of the core hold too."""
    words, names = zip(*map(_words_of, lines), strict=True)
    return _overlap(words, start, end), _overlap(names, start, end)


@lru_cache(maxsize=1024)
def _words_of(line: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return a line's words, and its names and numbers; they are asked for again when other lines were taken away."""
    return frozenset(_WORD.findall(line.lower())), frozenset(_NAME.findall(line))


def _overlap(sets: Sequence[Set[str]], start: int, end: int) -> np.ndarray:
    """Return the share of each line's words that other lines of the core hold."""
    counts = Counter(chain.from_iterable(sets[start:end]))
    once, twice = counts.keys(), {word for word, n in counts.items() if n > 1}
    held = [len(own & (twice if start <= place < end else once)) for place, own in enumerate(sets)]
    return (np.array(held) + 0.5) / (np.array(list(map(len, sets))) + 1)


def _since(marks: np.ndarray, start: int) -> np.ndarray:
    """Count the marks from the core's start down to each line, with it."""
    sums = np.cumsum(marks)
    return np.log1p(np.maximum(sums - (sums[start - 1] if start else 0.0), 0.0))


def _until(marks: np.ndarray, end: int) -> np.ndarray:
    """Count the marks from each line, with it, down to the core's end."""
    return _since(marks[::-1], len(marks) - end)[::-1]


def _against(odds: np.ndarray, start: int, end: int) -> np.ndarray:
    """Sum what speaks against the article between each line and the core."""
    against = np.minimum(odds, 0)
    sums = np.concatenate([[0.0], np.cumsum(against)])
    n = len(odds)
    at = np.arange(n)
    below = sums[at] - sums[end]
    above = sums[start] - sums[at + 1]
    return np.log1p(np.maximum(np.where(at >= end, -below, np.where(at < start, -above, 0.0)), 0.0))
