"""Words and pairs of words by article: what keyness compares, without what a template or a name adds.

Outlet names, bylines and sentences that an outlet repeats from event to event are masked before anything is
counted, so they cannot be called distinctive.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.corpus import outlets as register
from analysis.corpus import segment
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

_TOKEN = re.compile(segment.WORD.pattern + r"|\n|[^\s\w]+")
_ENDS = frozenset("\n.!?…")


class _Numbers(dict[str, int]):
    """Number words in the order they first occur; punctuation becomes `MASK` or `END`, and a final 's is cut.

    Every token costs one look-up, and Python code runs only at its first occurrence: three times as fast as a loop.
    """

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


def count(articles: pd.DataFrame) -> Counts:
    """Count words and pairs of neighbouring words in titles and bodies.

    Words are lower-cased and lose a final 's. Masked are the names of the outlets in the table, the article's own
    author, and sentences that one outlet repeats in at least three events.

    Parameters
    ----------
    articles : DataFrame
        ``article_id``, ``title``, ``body``; where known ``outlet``, ``author``, ``event``.

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
    tokens, article = _tokens(articles, numbers)
    repeated = _is_repeated(tokens, article, articles)
    tokens = _without_names(tokens, article, articles, numbers)
    tokens[repeated] = MASK
    return _counted(tokens, article, numbers.words, articles["article_id"].to_numpy(dtype=object))


def _tokens(articles: pd.DataFrame, numbers: _Numbers) -> tuple[np.ndarray, np.ndarray]:
    """Number all tokens, and the article of each."""
    pieces = [
        np.fromiter(map(numbers.__getitem__, _TOKEN.findall(text.lower())), dtype=np.int32) for text in _texts(articles)
    ]
    article = np.repeat(np.arange(len(pieces), dtype=np.int32), [len(piece) for piece in pieces])
    return np.concatenate(pieces) if pieces else np.zeros(0, dtype=np.int32), article


def _texts(articles: pd.DataFrame) -> Iterable[str]:
    for title, body in zip(articles["title"], articles["body"], strict=True):
        yield "\n".join([*(text for text in (title, body) if isinstance(text, str)), ""])


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
    places = np.flatnonzero(np.isin(tokens, [phrase[0] for phrase in phrases]))
    places = places[np.argsort(tokens[places], kind="stable")]
    for phrase in phrases:
        low, high = np.searchsorted(tokens[places], [phrase[0], phrase[0] + 1])
        _mask_phrase(masked, tokens, phrase, places[low:high])
    if "author" in articles.columns:
        edges = np.searchsorted(article, np.arange(len(articles) + 1))
        for row, author in enumerate(articles["author"]):
            for name in _AUTHORS.split(author) if isinstance(author, str) else ():
                if phrase := _known(name, numbers):
                    inside = np.arange(edges[row], edges[row + 1])
                    _mask_phrase(masked, tokens, phrase, inside[tokens[inside] == phrase[0]])
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


def _mask_phrase(masked: np.ndarray, tokens: np.ndarray, phrase: list[int], where: np.ndarray) -> None:
    where = where[where + len(phrase) <= len(tokens)]
    for step, number in enumerate(phrase[1:], start=1):
        where = where[tokens[where + step] == number]
    for step in range(len(phrase)):
        masked[where + step] = MASK


# ---------------------------------------------------------------- the sparse table


def _counted(tokens: np.ndarray, article: np.ndarray, vocabulary: list[str], ids: np.ndarray) -> Counts:
    words = np.array(vocabulary, dtype=object)
    single = tokens >= 0
    shape = (len(ids), len(words))
    one_matrix = _table(tokens[single], article[single], shape)
    n_words = np.bincount(article[single], minlength=len(ids))
    n_in = np.bincount(one_matrix.indices, minlength=len(words))
    used = np.flatnonzero(n_in > 0)
    one_matrix = one_matrix[:, used]
    pairs, two_matrix = _pairs(tokens, article, n_in, shape)
    first, second = np.divmod(pairs, max(1, len(words)))
    return Counts(
        article_ids=ids,
        terms=np.concatenate([words[used], words[first] + " " + words[second]]) if len(pairs) else words[used],
        matrix=sparse.csr_matrix(sparse.hstack([one_matrix, two_matrix], format="csr")),
        n_words=n_words,
        is_pair=np.repeat([False, True], [len(used), len(pairs)]),
        features=np.append(vectors.features_of(words[used]), np.zeros(len(pairs), dtype=np.int64)),
    )


def _pairs(
    tokens: np.ndarray, article: np.ndarray, n_in: np.ndarray, shape: tuple[int, int]
) -> tuple[np.ndarray, sparse.csr_matrix]:
    """Count the pairs of neighbouring words that stand in enough articles; a pair is first word x words + second."""
    often = np.append(n_in >= MIN_PAIR_ARTICLES, False)  # the last stands for masks
    pair = often[np.maximum(tokens[:-1], MASK)] & often[np.maximum(tokens[1:], MASK)] & (article[:-1] == article[1:])
    column, known = pd.factorize(tokens[:-1][pair].astype(np.int64) * shape[1] + tokens[1:][pair])
    matrix = _table(column.astype(np.int32), article[:-1][pair], (shape[0], len(known)))
    kept = np.flatnonzero(np.bincount(matrix.indices, minlength=len(known)) >= MIN_PAIR_ARTICLES)
    kept = kept[np.argsort(known[kept])]
    return known[kept], matrix[:, kept]


def _table(column: np.ndarray, article: np.ndarray, shape: tuple[int, int]) -> sparse.csr_matrix:
    matrix = sparse.csr_matrix((np.ones(len(column), dtype=np.int32), (article, column)), shape=shape)
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
