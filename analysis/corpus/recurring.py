"""Passages within lines that recur word for word in an outlet's articles: licences, calls, promotion between words.

What an outlet says again and again in its own reports must stay: stock phrases, official names, refrains, quotations.
So only two forms are taken. A closing or an opening recurs at the end or the start of lines, in ever other
surroundings, and is whole sentences. An insertion stands inside sentences that go on without it, begins like a
headline, and recurs after and before ever other words.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from analysis.corpus.looks import FUNCTION_WORDS

MIN_ARTICLES = 8
"""Articles, each with other words beside it, that must hold a passage: copies of one report count once."""

MIN_SHARE = 0.02
"""Share of the articles looked at that must hold it."""

SURE_SHARE = 0.2
"""Share from which a closing needs no other sign of being the template's."""

LENGTH = 5
"""Words of the shortest passage; shorter ones are names and phrases."""

MAX_WORDS = 120
"""Words of the longest passage: a licence with its small print."""

AGREEING = 0.8
"""Share of the places of a passage that must go on with the same word for the word to belong to it."""

SURROUNDINGS = 3
"""Words beside a passage that tell one surrounding from another."""

_TURNS = 3
"""Closings that may stand before one another: each turn finds what the one before uncovered."""

_SIGN = re.compile(
    r"@|https?:|www\.|©|\b(?:copyright|licen[sc]ed?|rights reserved|click|subscribe|newsletters?|follow us|sign up"
    r"|cookies?|download|app|website|our (?:site|team|readers|reporting|journalism|coverage|newsroom)|you(?:r|rs)?"
    r"|homepage|inbox|be the first to|for more (?:stories|news)|editing|reporting by|contributed|published|updated"
    r"|advertis\w+|sponsored|podcast|views expressed"
    r"|do(?:es)? not (?:necessarily )?reflect)\b",
    re.IGNORECASE,
)
"""Words that an article's own closing sentence seldom has: it speaks of the page, or to its reader."""

_END = re.compile(r"[.!?…][\"”’')\]]*$")
_QUOTED = re.compile(r"[\"“”«»]")


def speaks_of_page(text: str) -> bool:
    """Return whether a text speaks of the page or to its reader, and quotes nobody.

    Examples
    --------
    >>> speaks_of_page("Visit the homepage for more stories."), speaks_of_page("Talks have stalled since February.")
    (True, False)
    """
    return _SIGN.search(text) is not None and not _QUOTED.search(text)


class Found(NamedTuple):
    """A passage that recurs, and in how many articles."""

    text: str
    n_articles: int


def passages(bodies: Sequence[str]) -> list[Found]:
    """Find what recurs within the lines of an outlet's articles.

    Parameters
    ----------
    bodies : sequence of str
        Bodies of one outlet, in any order.

    Returns
    -------
    list of Found
        Sorted by text.

    Examples
    --------
    >>> closing = "All content of The Planet is licensed under a free licence."
    >>> found = passages([f"The council of the town met again on day {n}. {closing}" for n in range(20)])
    >>> [one.text == closing for one in found], found[0].n_articles
    ([True], 20)
    """
    need = max(MIN_ARTICLES, MIN_SHARE * len(bodies))
    if len(bodies) < need:
        return []
    lines = [
        (article, line.split()) for article, body in enumerate(bodies) for line in body.split("\n") if line.strip()
    ]
    lines = [(article, words) for article, words in lines if len(words) > LENGTH]
    found: dict[str, int] = {}
    for _ in range(_TURNS):
        closings = [*_edges(lines, need, len(bodies), at_end=True), *_edges(lines, need, len(bodies), at_end=False)]
        found |= {one.text: one.n_articles for one in closings}
        if not closings:
            break
        lines = list(_without(lines, [one.text.split() for one in closings]))
    found |= {one.text: one.n_articles for one in _insertions(lines, need)}
    return [Found(text, found[text]) for text in sorted(found)]


Line = tuple[int, list[str]]
"""A line: which article it stands in, and its words."""


def _edges(lines: list[Line], need: float, n_articles: int, *, at_end: bool) -> Iterator[Found]:
    """Find whole sentences at one end of lines that have ever other words before (or after) them."""
    groups: dict[tuple[str, ...], list[Line]] = defaultdict(list)
    for article, words in lines:
        groups[tuple(words[-1 : -LENGTH - 1 : -1] if at_end else words[:LENGTH])].append((article, words))
    for start in sorted(start for start, group in groups.items() if len(group) >= need):
        if len({article for article, _ in groups[start]}) < need:
            continue
        group = [(article, words[::-1]) for article, words in groups[start]] if at_end else groups[start]
        words = _agreed(group)
        holding = [line for line in group if line[1][: len(words)] == words]
        passage = _whole_sentences(words[::-1] if at_end else words, holding, at_end=at_end)
        if len(passage) < LENGTH or _QUOTED.search(" ".join(passage)):
            continue
        holding = [line for line in group if line[1][: len(passage)] == (passage[::-1] if at_end else passage)]
        n = len({tuple(line[1][len(passage) : len(passage) + SURROUNDINGS]) for line in holding} - {()})
        n = min(n, len({article for article, _ in holding}))
        text = " ".join(passage)
        if n >= need and (n >= SURE_SHARE * n_articles or _SIGN.search(text)):
            yield Found(text, n)


def _agreed(group: list[Line]) -> list[str]:
    """Follow the words of a group of lines for as long as nearly all of them agree."""
    words = list(group[0][1][:LENGTH])
    left = group
    while len(words) < MAX_WORDS:
        following = Counter(line[1][len(words)] for line in left if len(line[1]) > len(words))
        if not following:
            break
        word, n = min(following.items(), key=lambda item: (-item[1], item[0]))
        if n < AGREEING * len(left):
            break
        left = [line for line in left if len(line[1]) > len(words) and line[1][len(words)] == word]
        words.append(word)
    return words


def _whole_sentences(words: list[str], holding: list[Line], *, at_end: bool) -> list[str]:
    """Cut a passage down to whole sentences on its inner side: where nearly all agreed, the article's own may begin."""
    if not at_end:
        ends = [place for place, word in enumerate(words) if _END.search(word)]
        return words[: ends[-1] + 1] if ends else []
    before = [line[1][len(words)] for line in holding if len(line[1]) > len(words)]
    if words[0][:1].isupper() or not words[0][:1].isalnum():
        n_ended = sum(_END.search(word) is not None or word.upper() == word for word in before)
        if n_ended >= AGREEING * len(before):  # a sentence never begins after a small word without an end mark
            return words
    starts = [place + 1 for place, word in enumerate(words[:-1]) if _END.search(word)]
    return words[starts[0] :] if starts else []


def _without(lines: Iterable[Line], passages: list[list[str]]) -> Iterator[Line]:
    """Cut passages off the ends of lines."""
    for article, words in lines:
        for passage in passages:
            if words[-len(passage) :] == passage:
                words = words[: -len(passage)]
            if words[: len(passage)] == passage:
                words = words[len(passage) :]
        if len(words) > LENGTH:
            yield article, words


def _insertions(lines: list[Line], need: float) -> Iterator[Found]:
    """Find what stands inside sentences that go on without it: headlines between words, in any order."""
    words = [word for _, line in lines for word in (*line, "\n")]
    owner = np.repeat([article for article, _ in lines], [len(line) + 1 for _, line in lines]) if lines else np.zeros(0)
    if len(words) <= LENGTH:
        return
    counts = _counts(words, owner, need)
    frequent = (counts >= need) & ~_crossing(counts)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], frequent, [False]]).astype(np.int8)))
    places: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    for start, end in zip(edges[::2].tolist(), (edges[1::2] + LENGTH - 1).tolist(), strict=True):
        if end - start <= MAX_WORDS:
            places[tuple(words[start:end])].append((start, end))
    for passage in sorted(places):
        n = len({int(owner[start]) for start, _ in places[passage]})
        if n >= need and _reads_like_a_headline(passage) and _is_inserted(words, places[passage]):
            yield Found(" ".join(passage), n)


def _counts(words: list[str], owner: np.ndarray, need: float) -> np.ndarray:
    """Count for each word in how many articles the `LENGTH` words from it on stand; 0 where a line ends in them.

    Also 0 where they are surely too few: most sequences stand once, and only the others are sorted.
    """
    known = {word: place for place, word in enumerate(set(words))}  # told apart only: their order changes nothing
    ids = np.fromiter(map(known.__getitem__, words), dtype="uint64", count=len(words)) + np.uint64(1)
    n = len(words) - LENGTH + 1
    hashes = np.zeros(n, dtype="uint64")
    for step in range(LENGTH):
        hashes = hashes * np.uint64(0x9E3779B97F4A7C15) + ids[step : n + step]
    crosses = np.convolve(ids == known["\n"] + 1, np.ones(LENGTH, dtype=int))[LENGTH - 1 : n + LENGTH - 1] > 0
    bucket = (hashes >> np.uint64(64 - _BUCKET_BITS)).astype("int64")
    places = np.flatnonzero((np.bincount(bucket)[bucket] >= need) & ~crosses)
    places = places[np.argsort(hashes[places], kind="stable")]  # the owners of one sequence stay in order
    is_new = np.diff(hashes[places], prepend=~hashes[places[:1]]) != 0
    counts_once = is_new | (np.diff(owner[places], prepend=-1) != 0)
    group = np.cumsum(is_new) - 1
    counts = np.zeros(n)
    counts[places] = np.bincount(group, weights=counts_once)[group]
    return counts


_BUCKET_BITS = 20
"""A million buckets: a sample of 250 articles has some 200,000 sequences."""


def _crossing(counts: np.ndarray) -> np.ndarray:
    """Return where a sequence crosses from one passage to the next: it is rarer than those before and after it."""
    padded = np.concatenate([np.zeros(LENGTH), counts, np.zeros(LENGTH)])
    n = len(padded) - LENGTH + 1
    windows = np.max([padded[step : n + step] for step in range(LENGTH)], axis=0)
    before, after = windows[: len(counts)], windows[LENGTH + 1 :]
    return (counts > 0) & (counts <= RARER * np.minimum(before, after))


RARER = 0.6
"""Share of its neighbours' articles up to which a sequence is taken to cross from one passage to the next."""


def _reads_like_a_headline(passage: Sequence[str]) -> bool:
    """Return whether a passage begins with a capital, ends without an end mark, and is more than a name."""
    text = " ".join(passage)
    n_small = sum(word.islower() and word not in FUNCTION_WORDS and word.isalpha() for word in passage)
    opens = passage[0][0].isupper() or passage[0][0].isdigit() or not passage[0][0].isalnum()
    return opens and n_small >= 2 and not _END.search(passage[-1]) and not _QUOTED.search(text)


def _is_inserted(words: list[str], places: list[tuple[int, int]]) -> bool:
    """Return whether the words beside a passage are ever others, and those before it no openings of a clause."""
    before = [words[start - 1] for start, _ in places if start]
    after = [words[end] for _, end in places if end < len(words)]
    if not (_varied(before) and _varied(after)):
        return False
    opening = sum(word.lower() in FUNCTION_WORDS or not word[-1].isalnum() for word in before)
    goes_on = sum(word[0].islower() for word in after)
    return opening <= 0.6 * len(before) and goes_on >= 0.4 * len(after)


def _varied(words: Sequence[str]) -> bool:
    """Return whether words are ever others: several, and none of them more than half."""
    counts = Counter(words)
    return len(counts) >= LENGTH and max(counts.values()) <= 0.5 * len(words)
