"""What kind of thing a term is, which terms are the page's furniture, and which are one finding told several times."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from scipy import sparse

from analysis import assets
from analysis.comparison import spelling, terms
from analysis.comparison.terms import TermCounts
from analysis.comparison.vocabulary import CAPITAL, END, LINE, MASK, NAMED, QUOTE
from analysis.measures.voice import tokens

KINDS = ("content", "saying", "name", "function", "style", "template")
"""From what an analyst asks for to what nobody chose; a list of words leads with the first two."""

NAME_SHARE = 0.8
"""A word is a name where this share of its uses inside sentences has a capital."""


@cache
def _function_words() -> frozenset[str]:
    return frozenset(assets.table("function_words.csv")["word"])


def is_function(word: str) -> bool:
    """Return whether a word is one of grammar ("of")."""
    return word in _function_words()


SET_PHRASE = frozenset({"according"})
"""The word of "according to", which attributes as a verb of saying does."""


@cache
def _saying_words() -> frozenset[str]:
    rows = assets.table("reporting_verbs.csv")
    rows = rows[rows["pattern"].isin(["say", "argue", "think"])]
    pairs = zip(rows["cue"], rows["forms"], strict=True)
    return SET_PHRASE | frozenset(form for cue, irregular in pairs for _, form in tokens.verb_forms(cue, irregular))


def of_terms(names: Sequence[str], counted: TermCounts) -> list[str]:
    """Detect the kind of each term: content, saying, name, function or style.

    A pair is of the kind of its words that are no function words: "said the" is saying, and so is "Moon said"; "mr
    moon" is style.

    Examples
    --------
    >>> import pandas as pd
    >>> body = "The regime said that Moon met Mr. Moon, who said that Moon left."
    >>> counted = terms.count(pd.DataFrame({"article_id": ["a"], "title": [None], "body": [body]}))
    >>> of_terms(["regime", "said that", "moon", "moon said", "the", "mr moon"], counted)
    ['content', 'saying', 'name', 'saying', 'function', 'style']
    """
    share = counted.once("capitals", _capital_share)
    pairs = counted.once("names", _pairs_of_names)
    known: dict[str, str] = counted.once("kinds", lambda _: {})  # outlets share most of their terms
    for name in names:
        if name not in known:
            known[name] = "name" if _is_name(name, pairs, counted) else _kind_of(name, share, counted)
    return [known[name] for name in names]


def _pairs_of_names(counted: TermCounts) -> set[tuple[int, int]]:
    """Gather the neighbouring words that stand within longer names ("associated press")."""
    token, is_named = counted.words.token, counted.words.flags & NAMED > 0
    both = np.flatnonzero(is_named[:-1] & is_named[1:])
    return set(zip(token[both].tolist(), token[both + 1].tolist(), strict=True))


def _is_name(name: str, pairs: set[tuple[int, int]], counted: TermCounts) -> bool:
    """Return whether a pair of words stands within longer names in most of its uses."""
    words = name.split()
    if len(words) != 2 or tuple(map(counted.vocabulary.find, words)) not in pairs:
        return False
    return bool((counted.words.flags[terms.places_of(name, counted)] & NAMED > 0).mean() >= NAME_SHARE)


def _kind_of(name: str, share: np.ndarray, counted: TermCounts) -> str:
    if spelling.is_style(name) or _is_hyphenation(name, counted):
        return "style"
    words = [word for word in name.split() if word not in _function_words()]
    if not words:
        return "function"
    others = [word for word in words if word not in _saying_words()]
    if any(share[counted.vocabulary.find(word)] < NAME_SHARE for word in others):
        return "content"
    return "name" if len(others) == len(words) else "saying"


MIN_APART = 0.2
"""A compound with a hyphen is a matter of style where it is written in two words in this share of all its uses."""

MIN_HYPHENATED = 0.5
"""Two words are one where the hyphen is as usual; else it is grammar ("tax cuts", "a tax-cut bill")."""


def _is_hyphenation(name: str, counted: TermCounts) -> bool:
    """Return whether a term is a compound that others write with, or without, a hyphen ("vice-president")."""
    if name.count("-") + name.count(" ") != 1:
        return False
    other = name.replace("-", " ") if "-" in name else name.replace(" ", "-")
    n_other = len(terms.places_of(other, counted))
    if n_other == 0:  # as of nearly all pairs, whose own uses take a search through all words
        return False
    n_own = len(terms.places_of(name, counted))
    return n_other >= (MIN_APART if "-" in name else MIN_HYPHENATED) * (n_own + n_other)


def _capital_share(counted: TermCounts) -> np.ndarray:
    """Return the share of each word's uses with a capital, inside sentences of bodies; empty where it has none."""
    token, flags = counted.words.token, counted.words.flags
    inside = np.append(False, token[:-1] > END) & (token >= 0) & ~in_titles(counted) & (flags & NAMED == 0)
    n = len(counted.vocabulary.words)
    capital = np.bincount(token[inside & (flags & CAPITAL > 0)], minlength=n)
    every = np.bincount(token[inside], minlength=n)
    return np.divide(capital, every, out=np.full(n, np.nan), where=every > 0)


def in_titles(counted: TermCounts) -> np.ndarray:
    """Return for each word whether it stands in the first line of its article, which is the title."""
    return paragraphs(counted)[0] == 0


MIN_EDGE_SHARE = 0.5
"""A term belongs to the page where more than half of its uses stand at its edges, or in its headings ..."""

EDGE_LIFT = 2.0
"""... and that is this many times what the length of these places lets expect."""

MAX_EDGE_ELSEWHERE = 0.25
"""What opens articles of both sides belongs to the news: of the other side's uses, at most this share may."""

MIN_USES_ELSEWHERE = 3

MIN_PARAGRAPHS = 4
"""Articles with fewer paragraphs have no middle: their uses tell nothing about the place."""

LONG = 8
"""With so many paragraphs, the last two are an edge: a contributor's line follows an update, or the other way round."""

MAX_IN_HEADING = 8
"""Words of a line that is a heading even where it ends with a mark ("What did Mr Trump say?")."""

MIN_SAME_SHARE = 0.5
"""A term belongs to a set phrase where more than half of its uses have the same three neighbours; a smaller share would
not be found by what stands in the middle."""

NEIGHBOURS = 3

MIN_PHRASE_ARTICLES = 3


class WordPlaces(NamedTuple):
    """Hold where words stand: in the first or a last paragraph, in a heading, in an article with a middle, alone.

    ``shares`` says which part of the words in articles with a middle ``opens``, ``closes`` and is a ``heading``.
    """

    opens: np.ndarray
    closes: np.ndarray
    heading: np.ndarray
    counts: np.ndarray
    ends: np.ndarray
    shares: tuple[float, ...]


def _places(counted: TermCounts) -> WordPlaces:
    token, article = counted.words.token, counted.words.article
    line, n_lines = paragraphs(counted)
    is_word = token >= 0
    last = _last_line(line, n_lines, article, is_word)[article]
    opens, closes = line == 1, (line >= last - (last >= LONG)) & (line > 1)
    heading = _is_heading(token) & (line > 0)
    counts = is_word & (line > 0) & (last >= MIN_PARAGRAPHS)
    n = max(1, int(counts.sum()))
    shares = tuple(float((is_there & counts).sum()) / n for is_there in (opens, closes, heading))
    return WordPlaces(opens, closes, heading, counts, _is_signature(token, article), shares)


MAX_IN_SIGNATURE = 2
"""Words of what stands alone at an article's end, where initials of editors stand ("NA/PA")."""


def _is_signature(token: np.ndarray, article: np.ndarray) -> np.ndarray:
    """Return for each word whether it stands alone, or with one other, behind the last sentence of its article."""
    begin = np.where(token <= END, np.arange(len(token), dtype=np.int32), np.int32(-1))
    np.maximum.accumulate(begin, out=begin)
    words = np.flatnonzero(token >= 0)
    last = words[np.append(article[words][1:] != article[words][:-1], True)] if len(words) else words
    n_after = np.searchsorted(words, last, side="right") - np.searchsorted(words, begin[last], side="right")
    alone = last[(n_after <= MAX_IN_SIGNATURE) & (begin[last] >= 0) & (token[begin[last]] != QUOTE)]
    is_begin = np.zeros(len(token) + 1, dtype=bool)  # the last stands for words before any end
    is_begin[begin[alone]] = True
    return (token >= 0) & is_begin[begin]


def _is_heading(token: np.ndarray) -> np.ndarray:
    """Return for each token whether its line is no running text: without an end, or of a few words, nobody quoted."""
    ends = np.flatnonzero(token == LINE)
    start = np.append(0, ends[:-1] + 1) if len(ends) else ends
    if len(ends) == 0:
        return np.zeros(len(token), dtype=bool)
    n_words, n_ends, n_quotes = (
        np.add.reduceat(kind.astype(np.int32), start) for kind in (token >= 0, token == END, token == QUOTE)
    )
    is_heading = (n_quotes == 0) & ((n_ends == 0) | (n_words <= MAX_IN_HEADING))
    return np.repeat(is_heading, ends - start + 1)


def paragraphs(counted: TermCounts) -> tuple[np.ndarray, np.ndarray]:
    """Number the line of each word in its article, the title as 0, and count the lines of each article."""
    is_line = counted.words.token == LINE
    article = counted.words.article
    before = np.cumsum(is_line, dtype=np.int32) - is_line
    n_lines = np.bincount(article[is_line], minlength=len(counted.article_ids)).astype(np.int32)
    first = np.cumsum(n_lines, dtype=np.int32) - n_lines
    return before - first[article], n_lines


def templates(names: Sequence[str], counted: TermCounts, rows: np.ndarray, is_target: np.ndarray) -> list[str]:
    """Say of each term why it is the page's furniture; empty where it is none.

    Furniture stands alone behind the last sentence, in last paragraphs or headings, or opens the articles of one side
    only, far above what the length of these places lets expect; or it always has the same neighbours, so that one set
    phrase and no choice of words is counted.

    Parameters
    ----------
    names : sequence of str
        The terms.
    counted : TermCounts
        The words of all articles.
    rows, is_target : ndarray
        The articles that are compared, and of which side they are.
    """
    side = np.full(len(counted.article_ids), -1)
    side[rows] = is_target
    where, article = counted.once("places", _places), counted.words.article
    found = []
    for name in names:
        places = terms.places_of(name, counted)
        of_side = side[article[places]]
        main = int((of_side == 1).sum() >= (of_side == 0).sum())
        mine, theirs = places[of_side == main], places[of_side == 1 - main]
        found.append(
            _end_told(mine, where) or _place_told(mine, theirs, where) or _phrase_told(mine, len(name.split()), counted)
        )
    return found


def _end_told(mine: np.ndarray, where: WordPlaces) -> str:
    n = int(where.ends[mine].sum())
    return f"{n} of {len(mine)} uses stand alone behind the last sentence" if n > MIN_EDGE_SHARE * len(mine) else ""


def _place_told(mine: np.ndarray, theirs: np.ndarray, where: WordPlaces) -> str:
    mine, theirs = mine[where.counts[mine]], theirs[where.counts[theirs]]
    opening, closing, headed = where.shares
    for told, is_there, expected, elsewhere in (
        ("in last paragraphs", where.closes, closing, 1.0),
        ("in headings or lines of links", where.heading, headed, 1.0),
        ("in first paragraphs", where.opens, opening, MAX_EDGE_ELSEWHERE),
    ):
        n = int(is_there[mine].sum())
        if n < max(2, MIN_EDGE_SHARE * len(mine) + 0.5) or n < EDGE_LIFT * expected * len(mine):
            continue
        if len(theirs) >= MIN_USES_ELSEWHERE and is_there[theirs].mean() > elsewhere:
            continue
        return f"{n} of {len(mine)} uses stand {told}"
    return ""


def _last_line(line: np.ndarray, n_lines: np.ndarray, article: np.ndarray, is_word: np.ndarray) -> np.ndarray:
    """Return the number of the last line with words of each article."""
    last = np.zeros(len(n_lines), dtype=np.int32)
    np.maximum.at(last, article[is_word], line[is_word])
    return last


def _phrase_told(places: np.ndarray, n_words: int, counted: TermCounts) -> str:
    token, article = counted.words.token, counted.words.article
    for before in range(NEIGHBOURS + 1):
        begin, size = places - before, n_words + NEIGHBOURS
        inside = (begin >= 0) & (begin + size <= len(token))
        window = token[begin[inside][:, None] + np.arange(size)] if inside.any() else np.zeros((0, size), token.dtype)
        whole = ((window >= 0).sum(axis=1) >= n_words + 2) & (window != MASK).all(axis=1)
        at, window = places[inside][whole], window[whole]
        if len(at) == 0:
            continue
        most = np.sort(window, axis=0)[len(at) // 2]  # what more than half have is in the middle of each column
        same = at[(window == most).all(axis=1)]
        if len(same) > MIN_SAME_SHARE * len(places) and len(np.unique(article[same])) >= MIN_PHRASE_ARTICLES:
            phrase = " ".join(counted.vocabulary.words[number] for number in most.tolist() if number >= 0)
            return f"{len(same)} of {len(places)} uses stand in “{phrase}”"
    return ""


MIN_SAME_USES = 0.7
"""Two terms that share a word are one finding where they share this part of their uses in every article."""


def leaders(names: Sequence[str], matrix: sparse.csr_matrix) -> list[str]:
    """Return for each term the term that stands for it: itself, or a longer one that is the same uses.

    Parameters
    ----------
    names : sequence of str
        The terms, the surest first.
    matrix : sparse.csr_matrix of shape (n_articles, n_names)
        Their counts.

    Examples
    --------
    >>> counts = sparse.csr_matrix([[1, 1, 1, 2], [2, 2, 2, 0]])
    >>> leaders(["contributed", "contributed to", "to this", "report"], counts)
    ['contributed to', 'contributed to', 'contributed to', 'report']
    """
    table = sparse.csc_matrix(matrix)
    n_uses = terms.total(table)
    by_word: dict[str, list[int]] = {}
    for number, name in enumerate(names):
        for word in name.split():
            by_word.setdefault(word, []).append(number)
    group = list(range(len(names)))
    for members in by_word.values():
        for place, one in enumerate(members):
            for other in members[place + 1 :]:
                if _same_uses(table, n_uses, one, other):
                    _join(group, one, other)
    found = [_root(group, number) for number in range(len(names))]
    best: dict[int, int] = {}
    for number, root in enumerate(found):
        held = best.get(root)
        if held is None or _length(names[number]) > _length(names[held]):
            best[root] = number
    return [names[best[root]] for root in found]


def _length(name: str) -> tuple[int, int]:
    return len(name.split()), len(name)


def _same_uses(table: sparse.csc_matrix, n_uses: np.ndarray, one: int, other: int) -> bool:
    least = MIN_SAME_USES * max(n_uses[one], n_uses[other])
    if min(n_uses[one], n_uses[other]) < least:
        return False
    left, right = (slice(*table.indptr[number : number + 2]) for number in (one, other))
    _, here, there = np.intersect1d(table.indices[left], table.indices[right], assume_unique=True, return_indices=True)
    return bool(np.minimum(table.data[left][here], table.data[right][there]).sum() >= least)


def _root(group: list[int], number: int) -> int:
    while group[number] != number:
        number = group[number]
    return number


def _join(group: list[int], one: int, other: int) -> None:
    first, second = sorted((_root(group, one), _root(group, other)))
    group[second] = first
