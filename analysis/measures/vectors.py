"""What an article is about, as counts of words: the ground on which articles are compared.

An article becomes five small counts (whole text, lead, title, names, numbers). Counts are weighed with a fixed
background, so that three articles can be compared as well as 300,000 and adding articles changes no earlier vector.
"""

import itertools
import re
import zlib
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from analysis import assets, codes
from analysis.corpus import encoded
from analysis.corpus.encoded import EncodedTokens
from analysis.corpus.segment import WORD

FIELDS = ("body", "lead", "title", "names", "numbers")

LEAD_WORDS = 100
"""News tells first what happened: the first two or three paragraphs, without background and reactions."""

BACKGROUND = "background.npz"

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
_POSSESSIVE = re.compile(r"(?:['’]s|['’])$")
_NUMBER_WORDS = dict(
    zip(
        "two three four five six seven eight nine ten eleven twelve".split(),
        (str(number) for number in range(2, 13)),
        strict=True,
    )
)
"""Outlets differ in house style ("two killed", "2 killed"); "one" is left out, it is mostly a pronoun."""

_ID_BITS = 31
_FEATURES = 2**_ID_BITS - 1


class Background(NamedTuple):
    """Hold how common words are in general: in how many of ``n_articles`` each feature stands.

    ``features`` rises; ``counts`` runs beside it. A feature that is not listed was seen in fewer articles than the
    table keeps and weighs most.
    """

    features: np.ndarray
    counts: np.ndarray
    n_articles: int


def feature_of(word: str) -> int:
    """Return a word its id, the same in every corpus: 31 bits of its CRC-32.

    Two words that share an id count as one word. With 200,000 words in a corpus, about one word in 10,000 shares its
    id with another one, mostly a rare one; a single article of 1,000 distinct words holds such a pair once in 4,000
    articles. That is far below what a spelling error costs.

    Examples
    --------
    >>> feature_of("kim")
    1023357144
    """
    return zlib.crc32(word.encode("utf-8")) & _FEATURES


def features_of(words: Iterable[str]) -> np.ndarray:
    """Return words their ids, see `feature_of`.

    Examples
    --------
    >>> features_of(["kim"]).tolist()
    [1023357144]
    """
    return np.array([feature_of(word) for word in words], dtype=np.int64)


def words_of(text: str) -> list[str]:
    """Split a text into the words that are compared: lower-cased, possessives cut, small numbers as digits.

    Examples
    --------
    >>> words_of("Mr Kim’s two letters cost $1,000")
    ['mr', 'kim', '2', 'letters', 'cost', '1000']
    """
    return [_normal(word.lower()) for word in WORD.findall(_THOUSANDS.sub("", text))]


def _normal(word: str) -> str:
    if "'" in word or "’" in word:
        word = _POSSESSIVE.sub("", word)
    return _NUMBER_WORDS.get(word, word)


def is_number(word: str) -> bool:
    """Return whether a word of `words_of` counts or dates something: it starts with a digit.

    Examples
    --------
    >>> is_number("21st"), is_number("covid-19")
    (True, False)
    """
    return word[0].isdigit()


def of_articles(articles: pd.DataFrame, names: pd.DataFrame, tokens: EncodedTokens | None = None) -> pd.DataFrame:
    """Count the words of each article, of its lead, its title, its names and its numbers.

    Parameters
    ----------
    articles : DataFrame
        ``article_id``, ``title``, ``body``; both texts may be empty.
    names : DataFrame
        The ``names`` table of the same articles: ``article_id`` and ``form``.
    tokens : EncodedTokens, optional
        `encoded.of_articles` of these articles, where it is known already.

    Returns
    -------
    DataFrame
        The ``vectors`` table, in the order of the articles. ``body`` counts title and body together, ``lead`` the
        first 100 words of the body, ``names`` the words of its names and ``numbers`` its numbers, both of title and
        body.

    Notes
    -----
    Each article is counted by itself; the cost is linear in its length. Words of any script are counted, but the
    background knows English only.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a"], "title": ["Kim wrote"], "body": ["Kim wrote 2 letters."]})
    >>> names = pd.DataFrame({"article_id": ["a"], "form": ["Kim"]})
    >>> row = of_articles(articles, names).iloc[0]
    >>> row["features"][row["names"] > 0].tolist() == [feature_of("kim")], row["body"].tolist(), row["title"].tolist()
    (True, [1, 2, 2, 1], [0, 1, 1, 0])
    """
    words = _words(tokens or encoded.of_articles(articles))
    sizes = np.bincount(words.text, minlength=2 * len(articles))
    starts = np.cumsum(sizes) - sizes
    fields = {
        "body": words,
        "lead": words.at(encoded.runs(starts[1::2], np.minimum(sizes[1::2], LEAD_WORDS))),
        "title": words.at(encoded.runs(starts[::2], sizes[::2])),
        "names": _words_of_names(names, articles),
        "numbers": words.at(np.flatnonzero((words.values >= _NUMBER)[words.code])),
    }
    return pd.DataFrame(
        {"article_id": articles["article_id"].astype("str").to_numpy()} | _counted(fields, len(articles))
    )


class _Words(NamedTuple):
    """Words of many texts: the text of each, and its place among the ``values``, features (`_value_of`).

    An article's title is text 2n and its body text 2n + 1. A value may stand twice, as of "Talks" and of "talks".
    """

    text: np.ndarray
    code: np.ndarray
    values: np.ndarray

    def at(self, places: np.ndarray) -> "_Words":
        """Take the words at some places."""
        return _Words(self.text[places], self.code[places], self.values)


_NUMBER = 1 << _ID_BITS
"""What is added to the feature of a word that is a number."""


def _words(tokens: EncodedTokens) -> _Words:
    """Turn the tokens of texts into the words that `words_of` finds in them."""
    ids, forms = _joined_thousands(tokens)
    places = np.flatnonzero(ids >= 0)
    owner, code = encoded.expanded(ids[places], made := _values_of(forms))
    return _Words(tokens.text[places[owner]], code, made.values)


def _values_of(forms: Sequence[str]) -> encoded.Pieces:
    """Return the values of the words that `words_of` finds in each form.

    Nine of ten forms are a single word in which there is nothing to cut; those are lowered and hashed together.
    """
    is_plain = np.fromiter((form.isascii() and form.isalpha() for form in forms), dtype=bool, count=len(forms))
    lowered = "\n".join(itertools.compress(forms, is_plain)).lower().encode().split(b"\n")[: np.count_nonzero(is_plain)]
    plain = np.fromiter(map(zlib.crc32, lowered), dtype="int64", count=len(lowered)) & _FEATURES
    for place in np.flatnonzero(np.isin(plain, [feature_of(word) for word in _NUMBER_WORDS])).tolist():
        plain[place] = _value_of(_normal(lowered[place].decode()))
    others = encoded.pieces(
        [_value_of(word) for word in words_of(form)] for form in itertools.compress(forms, ~is_plain)
    )
    sizes = np.ones(len(forms), dtype="int64")
    sizes[~is_plain] = np.diff(others.edges)
    values = np.empty(int(sizes.sum()), dtype="int64")
    belongs = np.repeat(is_plain, sizes)
    values[belongs], values[~belongs] = plain, others.values
    return encoded.Pieces(values, np.concatenate([[0], np.cumsum(sizes)]))


def _value_of(word: str) -> int:
    """Return a word's feature, and `_NUMBER` beside it where it is a number."""
    return feature_of(word) + _NUMBER * is_number(word)


def _joined_thousands(tokens: EncodedTokens) -> tuple[np.ndarray, list[str]]:
    """Make one token of "1", "," and "000": the ids of all tokens, -1 for those that were joined to one before them."""
    ids, forms = tokens.ids.copy(), tokens.forms
    touches = tokens.touches_next
    commas = 1 + np.flatnonzero(touches[:-2] & touches[1:-1] & (ids[1:-1] == tokens.number_of(",")))
    between = zip(ids[commas - 1].tolist(), ids[commas + 1].tolist(), strict=True)
    inner = [_ends_as_number(forms[before]) and _goes_on_as_number(forms[after]) for before, after in between]
    commas = commas[np.array(inner, dtype=bool)]
    firsts = commas[np.diff(commas, prepend=-2) != 2] - 1
    lasts = commas[np.diff(commas, append=len(ids) + 2) != 2] + 1
    known: dict[str, int] = {}
    for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True):
        whole = "".join(forms[token] for token in tokens.ids[first : last + 1 : 2].tolist())
        ids[first : last + 1] = -1
        ids[first] = len(tokens.forms) + known.setdefault(whole, len(known))
    return ids, [*forms, *known]


def _ends_as_number(form: str) -> bool:
    return form[-1].isdecimal()


def _goes_on_as_number(form: str) -> bool:
    return len(form) >= 3 and form[:3].isdecimal()


def _words_of_names(names: pd.DataFrame, articles: pd.DataFrame) -> _Words:
    """Take the words of each article's names, as of its body."""
    form, forms = pd.factorize(names["form"])
    owner, code = encoded.expanded(form, made := _values_of(forms))
    text = 2 * codes.every_row(names["article_id"], articles["article_id"])[owner] + 1
    return _Words(text, code, made.values)


def _counted(fields: dict[str, _Words], n_articles: int) -> dict[str, pd.Series]:
    """Count the words of each article: its features, rising, and beside them how often each stands in each field."""
    known = np.unique(np.concatenate([words.values for words in fields.values()]) % _NUMBER)
    found = {name: _tallied(_keys(words, known)) for name, words in fields.items()}
    every = _tallied(np.sort(np.concatenate([keys for keys, _ in found.values()])))[0]
    article, feature = np.divmod(every, max(len(known), 1))
    cuts = np.searchsorted(article, np.arange(1, n_articles))
    columns = {"features": known[feature].astype("int32")}
    for name, (keys, counts) in found.items():
        columns[name] = np.zeros(len(every), dtype="int16")
        columns[name][np.searchsorted(every, keys)] = np.minimum(counts, _MOST)
    return {name: pd.Series(np.split(flat, cuts)[:n_articles], dtype=object) for name, flat in columns.items()}


_MOST = np.iinfo("int16").max
"""A word that stands more often in one article counts as often as this: its weight grows with the logarithm."""


def _keys(words: _Words, known: np.ndarray) -> np.ndarray:
    """Number article and feature of each word in one, rising: article times features, and the place of the feature."""
    place = np.searchsorted(known, words.values % _NUMBER)
    keys = words.text.astype("int64") // 2 * len(known) + place[words.code]
    return np.sort(keys)


def _tallied(rising: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Count equal neighbours: the distinct values, and how often each stands.

    Examples
    --------
    >>> [found.tolist() for found in _tallied(np.array([3, 3, 5]))]
    [[3, 5], [2, 1]]
    """
    starts = np.flatnonzero(np.append(np.ones(1, bool), rising[1:] != rising[:-1])[: len(rising)])
    return rising[starts], np.diff(starts, append=len(rising))


@cache
def background() -> Background:
    """Read the shipped background: in how many of 12,000 news articles each word stands.

    Examples
    --------
    >>> background().n_articles
    12000
    """
    stored = assets.arrays(BACKGROUND)
    return Background(stored["features"], stored["counts"], int(stored["n_articles"]))


def weights_of(features: np.ndarray, known: Background) -> np.ndarray:
    """Weigh features by their rarity in the background: the natural log of articles over articles that use it.

    A feature that the background does not list weighs most.

    Parameters
    ----------
    features : ndarray of shape (n_features,)
        Feature ids, in any order.
    known : Background
        The background.

    Examples
    --------
    >>> tiny = Background(np.array([3, 7]), np.array([99, 9]), n_articles=100)
    >>> weights_of(np.array([7, 3, 5]), tiny).round(2)
    array([2.31, 0.01, 4.62])
    """
    if not len(known.features):
        return np.full(len(features), np.log1p(known.n_articles))
    places = np.minimum(np.searchsorted(known.features, features), len(known.features) - 1)
    counts = np.where(known.features[places] == features, known.counts[places], 0)
    return np.log((known.n_articles + 1) / (counts + 1))


def weighted(vectors: pd.DataFrame, field: str, article_ids: Sequence[str], known: Background) -> sparse.csr_matrix:
    """Build the matrix of one field: an article a row, a word a column, weighed and of length one.

    The weight of a word is (1 + ln of its count) times its rarity (`weights_of`); the product of two rows is the
    cosine of two articles, from 0 (no common word) to 1 (the same words). A field without words is a row of zeros.

    Parameters
    ----------
    vectors : DataFrame
        The ``vectors`` table.
    field : str
        One of `FIELDS`.
    article_ids : sequence of str
        The articles, in the order of the rows wanted; one that is not in ``vectors`` has a row of zeros.
    known : Background
        The background.

    References
    ----------
    Term-weighting approaches in automatic text retrieval, Information Processing & Management 24(5), 1988.
    """
    return all_weighted(vectors, [field], article_ids, known)[0][field]


def all_weighted(
    vectors: pd.DataFrame, fields: Sequence[str], article_ids: Sequence[str], known: Background
) -> tuple[dict[str, sparse.csr_matrix], np.ndarray]:
    """Build the matrices of several fields, see `weighted`, and their vocabulary: all features of these articles.

    They have one vocabulary, the feature ids of their columns, rising, and can be multiplied with each other.
    """
    laid = _laid(vectors, article_ids)
    vocabulary, columns = codes.compact(laid.features)
    weights = weights_of(vocabulary, known)
    matrices = {}
    for field in fields:
        counts = laid.flat(field)
        matrices[field] = _weighted(laid, counts, columns[counts > 0], weights)
    return matrices, vocabulary


class _Laid(NamedTuple):
    """Hold rows of a ``vectors`` table laid end to end, and how many features each article wanted has."""

    rows: pd.DataFrame
    features: np.ndarray
    lengths: np.ndarray

    def flat(self, field: str) -> np.ndarray:
        """Lay the counts of one field end to end."""
        return np.concatenate([np.empty(0, dtype="int16"), *self.rows[field]])


def _laid(vectors: pd.DataFrame, article_ids: Sequence[str]) -> _Laid:
    place = pd.Series(np.arange(len(vectors)), index=vectors["article_id"]).reindex(list(article_ids))
    here = place.notna().to_numpy()
    rows = vectors.iloc[place[here].astype("int64")]
    lengths = np.zeros(len(place), dtype="int64")
    lengths[here] = [len(row) for row in rows["features"]]
    return _Laid(rows, np.concatenate([np.empty(0, dtype="int32"), *rows["features"]]), lengths)


def _weighted(laid: _Laid, counts: np.ndarray, columns: np.ndarray, weights: np.ndarray) -> sparse.csr_matrix:
    """Weigh the counts of one field that stand in some columns, and bring the rows to length one."""
    stands = counts > 0
    bounds = np.concatenate([[0], np.cumsum(laid.lengths)])
    starts = np.concatenate([[0], np.cumsum(stands)])[bounds]
    values = ((1 + np.log(counts[stands])) * weights[columns]).astype("float32")
    matrix = sparse.csr_matrix((values, columns.astype("int32"), starts), shape=(len(laid.lengths), len(weights)))
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    scale = np.divide(1.0, norms, out=np.zeros_like(norms), where=norms > 0).astype("float32")
    matrix.data *= np.repeat(scale, np.diff(matrix.indptr))
    return matrix
