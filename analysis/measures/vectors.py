"""What an article is about, as counts of words: the ground on which articles are compared.

An article becomes five small counts (whole text, lead, title, names, numbers). Counts are weighed with a fixed
background, so that three articles can be compared as well as 300,000 and adding articles changes no earlier vector.
"""

import re
import zlib
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from analysis import lookup, reference
from analysis.corpus import encoded
from analysis.corpus.encoded import Tokens
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


class Background(NamedTuple):
    """Hold how common words are in general: in how many of ``n_articles`` each feature stands.

    ``features`` rises; ``counts`` runs beside it. A feature that is not listed was seen in fewer articles than the
    table keeps and weighs most.
    """

    features: np.ndarray
    counts: np.ndarray
    n_articles: int


def feature_of(word: str) -> int:
    """Give a word its id, the same in every corpus: 31 bits of its CRC-32.

    Two words that share an id count as one word. With 200,000 words in a corpus, about one word in 10,000 shares its
    id with another one, mostly a rare one; a single article of 1,000 distinct words holds such a pair once in 4,000
    articles. That is far below what a spelling error costs.

    Examples
    --------
    >>> feature_of("kim")
    1023357144
    """
    return zlib.crc32(word.encode("utf-8")) & (2**_ID_BITS - 1)


def words_of(text: str) -> list[str]:
    """Split a text into the words that are compared: lower-cased, possessives cut, small numbers as digits.

    Examples
    --------
    >>> words_of("Mr Kim’s two letters cost $1,000")
    ['mr', 'kim', '2', 'letters', 'cost', '1000']
    """
    return [_normal(word) for word in WORD.findall(_THOUSANDS.sub("", text.lower()))]


def _normal(word: str) -> str:
    if "'" in word or "’" in word:
        word = _POSSESSIVE.sub("", word)
    return _NUMBER_WORDS.get(word, word)


def is_number(word: str) -> bool:
    """Tell whether a word of `words_of` counts or dates something: it starts with a digit.

    Examples
    --------
    >>> is_number("21st"), is_number("covid-19")
    (True, False)
    """
    return word[0].isdigit()


def of_articles(articles: pd.DataFrame, names: pd.DataFrame, tokens: Tokens | None = None) -> pd.DataFrame:
    """Count the words of each article, of its lead, its title, its names and its numbers.

    Parameters
    ----------
    articles : DataFrame
        ``article_id``, ``title``, ``body``; both texts may be empty.
    names : DataFrame
        The ``names`` table of the same articles: ``article_id`` and ``form``.
    tokens : Tokens, optional
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
    in_body = words.text % 2 == 1
    fields = {
        "body": words,
        "lead": words.where(in_body & (words.rank < LEAD_WORDS)),
        "title": words.where(~in_body),
        "names": _words_of_names(names, articles),
        "numbers": words.where(words.value >= _NUMBER),
    }
    return pd.DataFrame(
        {"article_id": articles["article_id"].astype("str").to_numpy()} | _counted(fields, len(articles))
    )


class _Words(NamedTuple):
    """Words of many texts: the text of each, its feature (plus `_NUMBER` where it is a number), its rank in the text.

    An article's title is text 2n and its body text 2n + 1.
    """

    text: np.ndarray
    value: np.ndarray
    rank: np.ndarray

    def where(self, chosen: np.ndarray) -> "_Words":
        return _Words(*(column[chosen] for column in self))


_NUMBER = 1 << _ID_BITS
"""What is added to the feature of a word that is a number."""


def _words(tokens: Tokens) -> _Words:
    """Turn the tokens of texts into the words that `words_of` finds in them."""
    ids, forms = _joined_thousands(tokens)
    places = np.flatnonzero(ids >= 0)
    owner, flat = encoded.expanded(ids[places], made := encoded.pieces(map(_values_of, forms)))
    text = tokens.text[places[owner]]
    rank = np.arange(len(text)) - np.searchsorted(text, np.arange(len(tokens.sizes)))[text]
    return _Words(text, made.values[flat], rank)


def _values_of(form: str) -> list[int]:
    return [feature_of(word) + _NUMBER * is_number(word) for word in words_of(form)]


def _joined_thousands(tokens: Tokens) -> tuple[np.ndarray, list[str]]:
    """Make one token of "1", "," and "000": the ids of all tokens, -1 for those that were joined to one before them."""
    ids, forms = tokens.ids.copy(), list(tokens.forms)
    ends_so = tokens.map(lambda form: form[-1].isdecimal(), "bool")
    goes_on_so = tokens.map(lambda form: len(form) >= 3 and form[:3].isdecimal(), "bool")
    is_comma = tokens.map(lambda form: form == ",", "bool")
    touches = tokens.touches_next
    inner = touches[:-2] & touches[1:-1] & ends_so[ids[:-2]] & is_comma[ids[1:-1]] & goes_on_so[ids[2:]]
    commas = 1 + np.flatnonzero(inner)
    firsts = commas[np.diff(commas, prepend=-2) != 2] - 1
    lasts = commas[np.diff(commas, append=len(ids) + 2) != 2] + 1
    known: dict[str, int] = {}
    for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True):
        whole = "".join(forms[token] for token in tokens.ids[first : last + 1 : 2].tolist())
        ids[first : last + 1] = -1
        ids[first] = len(tokens.forms) + known.setdefault(whole, len(known))
    return ids, [*forms, *known]


def _words_of_names(names: pd.DataFrame, articles: pd.DataFrame) -> _Words:
    """Take the words of each article's names, as of its body."""
    codes, forms = pd.factorize(names["form"])
    owner, flat = encoded.expanded(codes, made := encoded.pieces(map(_values_of, forms)))
    text = 2 * lookup.every_row(names["article_id"], articles["article_id"])[owner] + 1
    order = np.argsort(text, kind="stable")
    return _Words(text[order], made.values[flat][order], order)


def _counted(fields: dict[str, _Words], n_articles: int) -> dict[str, pd.Series]:
    """Count the words of each article: its features, rising, and beside them how often each stands in each field."""
    found = {name: np.unique(_keys(words), return_counts=True) for name, words in fields.items()}
    every = np.unique(np.concatenate([keys for keys, _ in found.values()]))
    cuts = np.searchsorted(every >> _ID_BITS, np.arange(1, n_articles))
    columns = {"features": (every % _NUMBER).astype("int32")}
    for name, (keys, counts) in found.items():
        columns[name] = np.zeros(len(every), dtype="int16")
        columns[name][np.searchsorted(every, keys)] = np.minimum(counts, _MOST)
    return {name: pd.Series(np.split(flat, cuts)[:n_articles], dtype=object) for name, flat in columns.items()}


_MOST = np.iinfo("int16").max
"""A word that stands more often in one article counts as often as this: its weight grows with the logarithm."""


def _keys(words: _Words) -> np.ndarray:
    """Number the article of each word in the high bits, its feature in the low ones."""
    return np.asarray((words.text.astype("int64") // 2 << _ID_BITS) | words.value % _NUMBER)


def background() -> Background:
    """Read the shipped background: in how many of 12,000 news articles each word stands.

    Examples
    --------
    >>> background().n_articles
    12000
    """
    stored = reference.arrays(BACKGROUND)
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


def weighted(
    vectors: pd.DataFrame,
    field: str,
    article_ids: Sequence[str],
    known: Background,
    vocabulary: np.ndarray | None = None,
) -> sparse.csr_matrix:
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
    vocabulary : ndarray or None
        The columns: rising feature ids that hold all of the field's. None: the features that occur. Fields with one
        vocabulary can be multiplied with each other.

    References
    ----------
    Term-weighting approaches in automatic text retrieval, Information Processing & Management 24(5), 1988.
    """
    place = pd.Series(np.arange(len(vectors)), index=vectors["article_id"]).reindex(list(article_ids))
    here = place.notna().to_numpy()
    rows = vectors.iloc[place[here].astype("int64")]
    nothing = np.empty(0, dtype="int32")
    flat, counts = (np.concatenate([nothing, *rows[name]]) for name in ("features", field))
    lengths = np.zeros(len(place), dtype="int64")
    lengths[here] = [np.count_nonzero(row) for row in rows[field]]
    flat, counts = flat[counts > 0], counts[counts > 0]
    if vocabulary is None:
        vocabulary = np.unique(flat)
    columns = np.searchsorted(vocabulary, flat)
    values = ((1 + np.log(counts)) * weights_of(vocabulary, known)[columns]).astype("float32")
    starts = np.concatenate([[0], np.cumsum(lengths)])
    matrix = sparse.csr_matrix((values, columns.astype("int32"), starts), shape=(len(place), len(vocabulary)))
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    scale = np.divide(1.0, norms, out=np.zeros_like(norms), where=norms > 0).astype("float32")
    return sparse.csr_matrix(sparse.diags(scale) @ matrix)


def vocabulary_of(vectors: pd.DataFrame) -> np.ndarray:
    """List the feature ids of all fields, rising."""
    return np.unique(np.concatenate([np.empty(0, dtype="int32"), *vectors["features"]]))
