"""Words and pairs of words by article: what keyness compares, without what a template or a name adds.

Outlet names, bylines and sentences that an outlet repeats from event to event are masked before anything is
counted, so they cannot be called distinctive.
"""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.corpus import encoded, segment
from analysis.corpus import outlets as register
from analysis.measures import vectors

MIN_REPEATS = 3
"""A sentence that an outlet prints word for word in three events or more belongs to its template."""

MIN_REPEATED_WORDS = 5
"""Shorter sentences ("Trump said.") recur by themselves."""

MIN_PAIR_ARTICLES = 3
"""A pair of words in fewer articles can never stand out; leaving them out makes the table eight times smaller."""

MASK = -1
"""Stands where a word was masked or a mark of punctuation is; no pair of words reaches across it."""

END = -2
"""Stands at the end of a sentence or a line."""

HOUSE_STYLE = frozenset(
    "mr mrs ms dr sen senator rep gov gen gop col lt sgt prof messrs percent pct cent p.m a.m pm u.s uk u.k u.n"
    " jan feb aug sept oct nov dec mon tues wed thurs fri".split()
)
"""Words that a style guide decides: honorifics, abbreviations, how per cent and the time of day are written."""

_ENDS = frozenset(".!?…")


class _Numbers(dict[str, int]):
    """Number words in the order they first occur; punctuation becomes `MASK` or `END`, and a final 's is cut."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def __missing__(self, token: str) -> int:
        if not token[0].isalnum():
            number = END if token[0] in _ENDS else MASK
        elif token.endswith(("'s", "’s")):
            number = self[token[:-2]]
        else:
            number = len(self.words)
            self.words.append(token)
        self[token] = number
        return number


class Counts(NamedTuple):
    """Hold how often each article uses each term.

    Parameters
    ----------
    article_ids : ndarray of str
        The articles, in the order of the rows.
    terms : ndarray of str
        Words, then pairs of words, each in the order they first occur.
    matrix : sparse.csr_matrix of shape (n_articles, n_terms)
        Counts, never made dense.
    n_words : ndarray of shape (n_articles,)
        Words that were counted, masked ones left out.
    is_pair : ndarray of bool, shape (n_terms,)
        Whether the term is two words.
    features : ndarray of int, shape (n_terms,)
        Ids of the words, see `vectors.feature_of`; 0 for pairs, which have none.
    """

    article_ids: np.ndarray
    terms: np.ndarray
    matrix: sparse.csr_matrix
    n_words: np.ndarray
    is_pair: np.ndarray
    features: np.ndarray


Bodies = Callable[[pd.Series], pd.Series]
"""Gives the bodies of articles, by their ids."""


def count(articles: pd.DataFrame, bodies: Bodies | None = None) -> Counts:
    """Count words and pairs of neighbouring words in titles and bodies.

    Words are lower-cased and lose a final 's. Masked are the names of the outlets in the table, the article's own
    author, and sentences that one outlet repeats in at least three events.

    Parameters
    ----------
    articles : DataFrame
        ``article_id``, ``title``, ``body``; where known ``outlet``, ``author``, ``event``.
    bodies : callable, optional
        Gives the bodies of some ids, so that ``articles`` need not hold all of them at once.

    Returns
    -------
    Counts

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a"], "outlet": ["RT"], "title": ["Talks stall"],
    ...                          "body": ["Talks stall, RT reports."]})
    >>> counted = count(articles)
    >>> dict(zip(counted.terms.tolist(), counted.matrix.toarray()[0].tolist()))
    {'talks': 2, 'stall': 2, 'reports': 1}
    """
    numbers = _Numbers()
    n_words, single, pieces = _tables(*_masked(articles, numbers, bodies), (len(articles), len(numbers.words)))
    words = np.array(numbers.words, dtype=object)
    used = np.flatnonzero(np.bincount(single.indices, minlength=len(words)))
    single = single[:, used]
    pairs = np.concatenate([np.zeros(0, dtype=np.int64), *(known for known, _ in pieces)])
    first, second = np.divmod(pairs, max(1, len(words)))
    return Counts(
        article_ids=articles["article_id"].to_numpy(dtype=object),
        terms=np.concatenate([words[used], words[first] + " " + words[second]]) if len(first) else words[used],
        matrix=sparse.csr_matrix(sparse.hstack([single, *(matrix for _, matrix in pieces)], format="csr")),
        n_words=n_words,
        is_pair=np.repeat([False, True], [len(used), len(first)]),
        features=np.append(vectors.features_of(words[used]), np.zeros(len(first), dtype=np.int64)),
    )


def _masked(articles: pd.DataFrame, numbers: _Numbers, bodies: Bodies | None) -> tuple[np.ndarray, np.ndarray]:
    """Number all tokens and the article of each, what a template or a name adds as `MASK`."""
    tokens, article = _tokens(articles, numbers, bodies)
    repeated = _is_repeated(tokens, article, articles)
    tokens = _without_names(tokens, article, articles, numbers)
    tokens[repeated] = MASK
    return tokens, article


TEXTS_AT_ONCE = 2_000
"""Articles whose tokens are found at once; only their numbers are kept."""


def _tokens(articles: pd.DataFrame, numbers: _Numbers, bodies: Bodies | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Number all tokens, a mark of punctuation or several without a gap as one, and the article of each."""
    some = (articles.iloc[low : low + TEXTS_AT_ONCE] for low in range(0, len(articles), TEXTS_AT_ONCE))
    found = [
        _read(rows["title"], rows["article_id"].map(bodies(rows["article_id"])) if bodies else rows["body"], numbers)
        for rows in some
    ]
    tokens, lengths = zip(*found, strict=True) if found else ((np.zeros(0, np.int32),), (np.zeros(0, np.int64),))
    return np.concatenate(tokens), np.repeat(np.arange(len(articles), dtype=np.int32), np.concatenate(lengths))


def _read(titles: pd.Series, bodies: pd.Series, numbers: _Numbers) -> tuple[np.ndarray, np.ndarray]:
    """Number the tokens of some articles, with an `END` after each line, and count those of each article."""
    lines = [
        [line for text in texts if isinstance(text, str) for line in text.split("\n")]
        for texts in zip(titles, bodies, strict=True)
    ]
    read = encoded.of_texts([line for own in lines for line in own])
    is_mark = ~read.is_word[read.ids]
    goes_on = np.append(False, is_mark[1:] & is_mark[:-1] & read.touches_next[:-1])[: len(is_mark)]
    line = read.text[~goes_on]
    n_lines = len(read.sizes)
    tokens = np.full(len(line) + n_lines, END, dtype=np.int32)
    tokens[np.arange(len(line)) + line] = read.map(lambda form: numbers[form.lower()])[read.ids[~goes_on]]
    edges = np.append(0, np.cumsum(np.bincount(line, minlength=n_lines) + 1))
    return tokens, np.diff(edges[np.cumsum([0, *map(len, lines)])])


def _is_repeated(tokens: np.ndarray, article: np.ndarray, articles: pd.DataFrame) -> np.ndarray:
    """Tell of each token whether its sentence is one that the outlet repeats in at least `MIN_REPEATS` events."""
    if not {"outlet", "event"} <= set(articles.columns) or len(tokens) == 0:
        return np.zeros(len(tokens), dtype=bool)
    start = np.flatnonzero(np.append(True, tokens[:-1] == END))
    length = np.diff(np.append(start, len(tokens)))
    outlet = pd.factorize(articles["outlet"].astype("str"))[0]
    event = pd.factorize(articles["event"].astype("str"))[0]
    alone = articles["event"].isna().to_numpy()
    event[alone] = len(event) + np.flatnonzero(alone)
    of = article[start]
    print_ = _fingerprints(tokens, length)
    long = np.flatnonzero(length > MIN_REPEATED_WORDS)
    seen = pd.DataFrame({"outlet": outlet[of[long]], "event": event[of[long]], "print": print_[long]})
    n_events = seen.drop_duplicates().groupby(["outlet", "print"]).size()
    often = n_events[n_events >= MIN_REPEATS].index
    repeated = np.zeros(len(start), dtype=bool)
    repeated[long] = pd.MultiIndex.from_frame(seen[["outlet", "print"]]).isin(often)
    return np.repeat(repeated, length)


AT_ONCE = 100_000
"""Sentences whose words are mixed at once: those of 10,000 articles together would take 500 MB."""


def _fingerprints(tokens: np.ndarray, length: np.ndarray) -> np.ndarray:
    """Give each sentence a number of 64 bits from its words and their places."""
    edges = np.append(0, np.cumsum(length))
    found = np.zeros(len(length), dtype=np.uint64)
    for low in range(0, len(length), AT_ONCE):
        high = min(low + AT_ONCE, len(length))
        found[low:high] = _mixed(tokens[edges[low] : edges[high]], length[low:high])
    return found


def _mixed(tokens: np.ndarray, length: np.ndarray) -> np.ndarray:
    start = np.cumsum(length) - length
    place = np.arange(len(tokens)) - np.repeat(start, length)
    with np.errstate(over="ignore"):  # multiplication modulo 2**64 is what is wanted
        mixed = (tokens.astype(np.uint64) + np.uint64(3)) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
        mixed *= (place.astype(np.uint64) * np.uint64(2) + np.uint64(1)) * np.uint64(0xBF58476D1CE4E5B9)
        mixed ^= mixed >> np.uint64(32)
        return np.add.reduceat(mixed, start)


# ---------------------------------------------------------------- names of outlets and authors


def _without_names(tokens: np.ndarray, article: np.ndarray, articles: pd.DataFrame, numbers: _Numbers) -> np.ndarray:
    masked = tokens.copy()
    phrases = [phrase for name in _outlet_names(articles) if (phrase := _known(name, numbers))]
    opens = np.zeros(len(numbers.words) + 2, dtype=bool)  # the last two stand for `END` and `MASK`
    opens[[phrase[0] for phrase in phrases]] = True
    places = np.flatnonzero(_among(tokens, opens))
    places = places[np.argsort(tokens[places], kind="stable")]
    first = np.array([phrase[0] for phrase in phrases], dtype=tokens.dtype)
    low, high = (np.searchsorted(tokens[places], first, side) for side in ("left", "right"))
    for phrase, begin, end in zip(phrases, low, high, strict=True):
        _mask_phrase(masked, tokens, phrase, places[begin:end])
    if "author" in articles.columns:
        edges = np.append(0, np.cumsum(np.bincount(article, minlength=len(articles))))
        code, authors = pd.factorize(articles["author"])
        bylines = [
            [phrase for name in _AUTHORS.split(author) if (phrase := _known(name, numbers))] for author in authors
        ]
        for row in np.flatnonzero(code >= 0):
            for phrase in bylines[code[row]]:
                inside = np.flatnonzero(tokens[edges[row] : edges[row + 1]] == phrase[0])
                _mask_phrase(masked, tokens, phrase, edges[row] + inside)
    return masked


_AUTHORS = re.compile(r",|;|&|\band\b|\bby\b", re.IGNORECASE)


def _outlet_names(articles: pd.DataFrame) -> list[str]:
    if "outlet" not in articles.columns:
        return []
    names = set()
    for name in articles["outlet"].dropna().astype("str").unique():
        known = register.registered(name)
        names.update([name, re.sub(r"\.\w{2,6}$", "", name), *([known.name, *known.aliases] if known else [])])
        if known:
            names.update(known.domains)
    return sorted(names)


def _known(phrase: str, numbers: _Numbers) -> list[int]:
    """Look the words of a phrase up; nothing where one of them does not occur."""
    found = [numbers.get(word, MASK) for word in segment.words(phrase.lower())]
    return found if MASK not in found else []


TOKENS_AT_ONCE = 1_000_000
"""Tokens that are looked up at once: a place in an array takes twice the memory of a token."""


def _among(tokens: np.ndarray, is_chosen: np.ndarray) -> np.ndarray:
    """Tell of each token whether it is chosen; the last two places of ``is_chosen`` stand for `END` and `MASK`."""
    found = np.zeros(len(tokens), dtype=bool)
    for low in range(0, len(tokens), TOKENS_AT_ONCE):
        some = slice(low, low + TOKENS_AT_ONCE)
        found[some] = is_chosen[tokens[some]]
    return found


def _mask_phrase(masked: np.ndarray, tokens: np.ndarray, phrase: list[int], where: np.ndarray) -> None:
    where = where[where + len(phrase) <= len(tokens)]
    for step, number in enumerate(phrase[1:], start=1):
        where = where[tokens[where + step] == number]
    for step in range(len(phrase)):
        masked[where + step] = MASK


# ---------------------------------------------------------------- the sparse table


def _tables(
    tokens: np.ndarray, article: np.ndarray, shape: tuple[int, int]
) -> tuple[np.ndarray, sparse.csr_matrix, list[tuple[np.ndarray, sparse.csr_matrix]]]:
    """Count words of each article, each word in it, and pairs of words, those in pieces (numbers, counts)."""
    is_word = tokens >= 0
    n_words = np.bincount(article[is_word], minlength=shape[0])
    single = _table(tokens[is_word], n_words, shape[1])
    return n_words, single, _pairs(tokens, article, np.bincount(single.indices, minlength=shape[1]), shape[0])


PAIRS_AT_ONCE = 2_000_000
"""Pairs of words, repetitions included, that are told apart at once; those of 17,000 articles together take 500 MB."""


def _pairs(
    tokens: np.ndarray, article: np.ndarray, n_in: np.ndarray, n_articles: int
) -> list[tuple[np.ndarray, sparse.csr_matrix]]:
    """Count the pairs of neighbouring words that stand in enough articles; a pair is first word x words + second."""
    often = np.append(n_in >= MIN_PAIR_ARTICLES, [False, False])  # the last two stand for `END` and `MASK`
    is_often = _among(tokens, often)
    is_pair = is_often[:-1] & is_often[1:] & (article[:-1] == article[1:])
    n_first = np.bincount(tokens[:-1][is_pair], minlength=len(n_in))
    share = np.cumsum(n_first) // PAIRS_AT_ONCE  # pairs are told apart by ranges of their first word
    edges = np.append(np.searchsorted(share, np.unique(share)), len(n_in)).tolist()
    return [
        _pairs_of(
            np.flatnonzero(is_pair & (tokens[:-1] >= low) & (tokens[:-1] < high)), tokens, article, n_in, n_articles
        )
        for low, high in pairwise(edges)
    ]


def _pairs_of(
    places: np.ndarray, tokens: np.ndarray, article: np.ndarray, n_in: np.ndarray, n_articles: int
) -> tuple[np.ndarray, sparse.csr_matrix]:
    """Count the pairs that begin at some places, in the order of their numbers."""
    column, known = pd.factorize(tokens[places].astype(np.int64) * len(n_in) + tokens[places + 1])
    matrix = _table(column, np.bincount(article[places], minlength=n_articles), len(known))
    kept = np.flatnonzero(np.bincount(matrix.indices, minlength=len(known)) >= MIN_PAIR_ARTICLES)
    kept = kept[np.argsort(known[kept])]
    return known[kept], matrix[:, kept]


def _table(column: np.ndarray, n_tokens: np.ndarray, n_columns: int) -> sparse.csr_matrix:
    """Count what stands in each row: its columns, one row after the other, and how many each row has."""
    edges = np.append(0, np.cumsum(n_tokens))
    ones = np.ones(len(column), dtype=np.int32)
    matrix = sparse.csr_matrix((ones, column.astype(np.int32), edges), shape=(len(n_tokens), n_columns))
    matrix.sum_duplicates()
    return matrix


def uses(term: str, articles: pd.DataFrame, sentences: pd.DataFrame) -> np.ndarray:
    """Tell of each sentence whether it uses a term, as `count` counts it.

    Returns
    -------
    ndarray of bool, shape (n_sentences,)
    """
    wanted = term.split()
    words = r"\W{0,2}\s+\W{0,2}".join(re.escape(word) + r"(?:['’]s)?" for word in wanted)
    pattern = rf"(?<![\w'’.&-]){words}(?!\w|['’.&-]\w)"
    texts = segment.texts_of(sentences, articles)
    return texts.str.contains(pattern, case=False, regex=True).to_numpy(dtype=bool)
