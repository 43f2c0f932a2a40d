"""Names in articles: capitalised spans found by rule, without a model.

A run of capitalised words is a name unless it only opens a sentence; a possessive ends a name.
"""

import itertools
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.corpus import encoded, segment
from analysis.corpus.encoded import EncodedTokens
from analysis.measures.names.runs import CapitalRun, LowerWords, names_in
from analysis.measures.names.words import CAPITAL, POSSESSIVE, REMEMBERED, listed

_TOKEN = re.compile(
    rf"(?<!\w)(?:(?:{'|'.join(sorted(listed('abbreviation')))})\.(?=\s)"  # an abbreviated title keeps its point
    rf"|(?:[{CAPITAL}]\.)+(?:[{CAPITAL}](?!\w))?"  # initials: "J.", "U.S."
    rf"|(?:(?:al|el|bin|ibn|ul|ad|as|an)-)?[{CAPITAL}][^\W_]*(?:{segment.LINK}[^\W_]+)*)"
)
_LOWER_WORD = re.compile(r"(?<![\w'’-])[a-zà-öø-ÿ][^\W_]+")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_OPENERS = " \t\"“”‘’'()[]«»—–-•*"
_CAPITAL_FOLLOWS = frozenset(":“‘«\"'([•*—–")
_JOINING_GAPS = frozenset([" ", "\u00a0", " & "] + [f" {particle} " for particle in listed("particle")])
_OF_GAPS = frozenset({" of ", " of the ", " for ", " for the "})
_TAKE_OF = listed("institution") | frozenset({"Secretary", "Director", "Chief"})
_ENOUGH_WORDS, _ENOUGH_CAPITALS = 4, 2
_PROSE_END = re.compile(r"\.[\"”’')\]»]*$")
_UNINFORMATIVE_SHARE = 0.6
"""Where more of a sentence's long words than this begin with a capital, capitals tell no name from a word."""
_LONGEST_GAP = max(map(len, _JOINING_GAPS | _OF_GAPS))
_SOME_CAPITAL = re.compile(f"[{CAPITAL}]")
_UNDERSCORE = re.compile("_")


class _Words(NamedTuple):
    """Capitalised words of many texts in their order: the row of their sentence, their bounds, and the words.

    The bounds are those in the text, possessive included.
    """

    row: np.ndarray
    text: np.ndarray
    start: np.ndarray
    end: np.ndarray
    words: list[str]


class _Sentences(NamedTuple):
    """Sentences in the order of the texts: their text, bounds and number, and whether capitals mark names in them."""

    text: np.ndarray
    start: np.ndarray
    end: np.ndarray
    number: np.ndarray
    informative: np.ndarray


def of_articles(articles: pd.DataFrame, sentences: pd.DataFrame, tokens: EncodedTokens | None = None) -> pd.DataFrame:
    """Find the names in titles and bodies.

    Parameters
    ----------
    articles : DataFrame
        ``article_id``, ``title``, ``body``.
    sentences : DataFrame
        ``article_id``, ``sentence``, ``start``, ``end``.
    tokens : EncodedTokens, optional
        `encoded.of_articles` of these articles, where it is known already.

    Returns
    -------
    DataFrame
        ``schema.NAMES``, in the order of the articles, titles first.

    Notes
    -----
    Against spaCy's small English model the rule is generous: it finds what the model finds, and capitalised common
    words besides. It knows English capitals only.

    Examples
    --------
    >>> from analysis.corpus import segment
    >>> articles = pd.DataFrame({"article_id": ["a"], "title": ["Trump may meet Kim"],
    ...                          "body": ["US President Donald Trump met South Korea's Moon Jae-in. Talks ended."]})
    >>> of_articles(articles, segment.of_articles(articles))["form"].tolist()
    ['Trump', 'Kim', 'US', 'Donald Trump', 'South Korea', 'Moon Jae-in']
    """
    tokens = tokens or encoded.of_articles(articles)
    texts = [text if isinstance(text, str) else "" for text in _interleaved(articles)]
    within = _sentences(articles, sentences, tokens, texts)
    beside = _beside_underscores(tokens, texts)
    words = _capitalised(tokens, texts, within, beside)
    lower = _lower_words(tokens, beside)
    starts = words.start.tolist()
    rows = [
        (article, run.row, starts[first + name.first] + name.skipped, starts[first + name.last] + name.length)
        for article, runs in itertools.groupby(_runs(words, within, texts), lambda run: run.text // 2)
        for run, first, name in names_in(list(runs), lower(article))
    ]
    article, row, start, end = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    bounds = (within.text[row].tolist(), start.tolist(), end.tolist())
    forms = [texts[text][first:last] for text, first, last in zip(*bounds, strict=True)]
    ids = articles["article_id"].astype("str").iloc[article].reset_index(drop=True)
    numbers = {"sentence": within.number[row], "start": start, "end": end}
    return pd.DataFrame(
        {
            "article_id": ids,
            **{name: values.astype("int32") for name, values in numbers.items()},
            "form": pd.Series(forms, dtype="str"),
        }
    )


def _interleaved(articles: pd.DataFrame) -> Iterator[object]:
    return itertools.chain.from_iterable(zip(articles["title"], articles["body"], strict=True))


def _sentences(articles: pd.DataFrame, sentences: pd.DataFrame, tokens: EncodedTokens, texts: list[str]) -> _Sentences:
    """Bring sentences into the order of the texts, and tell in which of them capitals mark names."""
    text = encoded.texts_of(sentences, articles)
    order = np.argsort(text, kind="stable")
    start, end, number = (sentences[name].to_numpy()[order] for name in ("start", "end", "sentence"))
    text = text[order]
    return _Sentences(text, start, end, number, _informative(tokens, texts, text, start, end))


def _informative(
    tokens: EncodedTokens, texts: list[str], text: np.ndarray, start: np.ndarray, end: np.ndarray
) -> np.ndarray:
    """Return whether capitals mark names: not in a line of capitals, nor in a headline (no full stop) In Title Case."""
    long_words = [_LONG_WORD.findall(form) for form in tokens.forms]
    low, high = tokens.first_at(text, start), tokens.first_at(text, end)
    n_words, n_upper, n_capital = (
        _counted_in(tokens, low, high, [sum(map(counts, words)) for words in long_words])
        for counts in (bool, str.isupper, lambda word: word[0].isupper())
    )
    many_capitals = n_capital > _UNINFORMATIVE_SHARE * n_words
    unsure = (n_upper < n_words) & (n_words >= _ENOUGH_WORDS) & many_capitals
    informative = np.where(n_upper == n_words, n_words < _ENOUGH_CAPITALS, ~unsure)
    for row in np.flatnonzero(unsure).tolist():
        informative[row] = _PROSE_END.search(texts[text[row]][start[row] : end[row]]) is not None
    return informative


def _counted_in(tokens: EncodedTokens, low: np.ndarray, high: np.ndarray, by_form: list[int]) -> np.ndarray:
    total = np.concatenate([[0], np.cumsum(np.array(by_form, dtype=np.int64)[tokens.ids])])
    return total[high] - total[low]


_UNDERSCORE_BEFORE, _UNDERSCORE_AFTER, _POINT, _POINT_AND_SPACE = 1, 2, 4, 8
"""What stands beside a token and decides with it which of its letters are capitalised words: "Mr. ", "J.", "_X"."""
_CONTEXTS = 16


def _capitalised(tokens: EncodedTokens, texts: list[str], within: _Sentences, beside: np.ndarray) -> _Words:
    """Find the capitalised words inside sentences: a token in its context is searched once, however often it comes."""
    has_capital = tokens.map(lambda form: _SOME_CAPITAL.search(form) is not None, "bool")
    places = np.flatnonzero(has_capital[tokens.ids])
    contexts = beside[places] | _points(tokens, texts, places)
    kinds, kind = np.unique(tokens.ids[places].astype(np.int64) * _CONTEXTS + contexts, return_inverse=True)
    found = [
        (number, match.start() + shift, match.end() + shift, match.group())
        for number, (written, shift) in enumerate(_written(tokens.forms, kinds.tolist()))
        for match in _TOKEN.finditer(written)
    ]
    numbers = [number for number, *_ in found]
    made = encoded.Pieces(np.arange(len(found)), np.searchsorted(numbers, np.arange(len(kinds) + 1)))
    owner, which = encoded.expanded(kind, made)
    first, last = (np.array([entry[edge] for entry in found], dtype=np.int64) for edge in (1, 2))
    text, start = tokens.text[places[owner]], tokens.start[places[owner]]
    start, end = start + first[which], start + last[which]
    row = np.searchsorted(tokens.offsets[within.text] + within.end, tokens.offsets[text] + start, side="right")
    kept = row < len(within.text)
    kept[kept] = (within.text[row[kept]] == text[kept]) & (within.start[row[kept]] <= start[kept])
    words = [POSSESSIVE.sub("", entry[3]) for entry in found]
    return _Words(row[kept], text[kept], start[kept], end[kept], [words[entry] for entry in which[kept].tolist()])


def _beside_underscores(tokens: EncodedTokens, texts: list[str]) -> np.ndarray:
    """Return which tokens have an underscore beside them: a letter to expressions, but part of no token."""
    beside = np.zeros(len(tokens.ids) + 1, dtype=np.int64)
    marks = [
        tokens.offsets[number] + match.start()
        for number, text in enumerate(texts)
        if "_" in text
        for match in _UNDERSCORE.finditer(text)
    ]
    if not marks:
        return beside[:-1]
    following = np.searchsorted(tokens.row, marks)  # the same token for several underscores in a row
    is_before = np.append(tokens.row, -1)[following] == np.array(marks) + 1
    np.bitwise_or.at(beside, following, _UNDERSCORE_BEFORE * is_before)
    ends = tokens.row + tokens.end - tokens.start
    np.bitwise_or.at(beside, following - 1, _UNDERSCORE_AFTER * (np.append(ends, -1)[following - 1] == marks))
    return beside[:-1]


def _points(tokens: EncodedTokens, texts: list[str], places: np.ndarray) -> np.ndarray:
    """Return which tokens have a point right behind them, and a space behind that."""
    is_point = tokens.map(lambda form: form == ".", "bool")
    following = np.minimum(places + 1, max(len(tokens.ids) - 1, 0))
    has_point = tokens.touches_next[places] & is_point[tokens.ids[following]]
    gap = has_point & ~tokens.touches_next[following] & (tokens.end[following] < tokens.sizes[tokens.text[places]])
    for number in np.flatnonzero(gap).tolist():
        gap[number] = texts[tokens.text[places[number]]][tokens.end[following[number]]] != "_"
    return np.where(gap, _POINT_AND_SPACE, _POINT * has_point)


def _written(forms: list[str], kinds: list[int]) -> Iterator[tuple[str, int]]:
    """Write tokens with what stands beside them, and tell by how much that shifts them.

    Behind the others stands a comma: "Assad.J" is one token only where more follows, so it must not end the text.
    """
    for kind in kinds:
        form, context = forms[kind // _CONTEXTS], kind % _CONTEXTS
        before = "_" if context & _UNDERSCORE_BEFORE else ""
        point = ". " if context & _POINT_AND_SPACE else "." if context & _POINT else ""
        yield before + form + (point or ("_" if context & _UNDERSCORE_AFTER else ",")), -len(before)


def _runs(found: _Words, within: _Sentences, texts: list[str]) -> Iterator[CapitalRun]:
    """Collect capitalised words that stand in a row inside one sentence."""
    follows = np.zeros(len(found.row), dtype=bool)
    lengths = np.array([len(word) for word in found.words], dtype=np.int64)
    near = (found.row[1:] == found.row[:-1]) & (found.start[1:] - found.end[:-1] <= _LONGEST_GAP)
    whole = found.end - found.start == lengths  # a possessive ends a name
    for place in (1 + np.flatnonzero(near & whole[:-1])).tolist():
        gap = texts[found.text[place]][found.end[place - 1] : found.start[place]]
        follows[place] = gap in _JOINING_GAPS or (gap in _OF_GAPS and found.words[place - 1] in _TAKE_OF)
    firsts = np.flatnonzero(~follows)
    rows = found.row[firsts]
    befores = _befores(found, within, texts, firsts)
    lasts = np.append(firsts, len(follows))[1:].tolist()
    informative = within.informative[rows].tolist()
    of_text = found.text[firsts].tolist()
    for row, text, first, last, before, informs in zip(
        rows.tolist(), of_text, firsts.tolist(), lasts, befores, informative, strict=True
    ):
        yield CapitalRun(row, text, first, tuple(found.words[first:last]), _opens(before), informs)


def _befores(found: _Words, within: _Sentences, texts: list[str], firsts: np.ndarray) -> list[str]:
    """Cut out up to three characters before words, inside their sentence."""
    starts = found.start[firsts]
    from_ = np.maximum(within.start[found.row[firsts]], starts - 3)
    columns = (found.text[firsts].tolist(), from_.tolist(), starts.tolist())
    return [texts[text][a:b] for text, a, b in zip(*columns, strict=True)]


@lru_cache(maxsize=REMEMBERED)
def _opens(before: str) -> bool:
    """Return whether a word would carry a capital anyway: it opens a sentence, a quotation or what follows a colon."""
    return not before.strip(_OPENERS) or before.rstrip()[-1:] in _CAPITAL_FOLLOWS


def _lower_words(tokens: EncodedTokens, beside: np.ndarray) -> Callable[[int], LowerWords]:
    """Give a function from the row of an article to its words with a small letter."""
    ends_so = tokens.map(lambda form: form[-1] in "'’-", "bool")
    behind = (beside & _UNDERSCORE_BEFORE > 0) | np.roll(tokens.touches_next & ends_so[tokens.ids], 1)
    kinds = 2 * tokens.ids + behind
    by_word: dict[str, list[int]] = {}
    for kind in np.flatnonzero(np.bincount(kinds)).tolist():
        # Behind an apostrophe, a hyphen or an underscore the first word does not count.
        for word in _LOWER_WORD.findall("-" * (kind % 2) + tokens.forms[kind // 2]):
            by_word.setdefault(word, []).append(kind)
    return lambda row: LowerWords(set(kinds[tokens.edges[2 * row] : tokens.edges[2 * row + 2]].tolist()), by_word)
