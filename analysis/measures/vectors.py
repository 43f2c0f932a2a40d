"""What an article is about, as counts of words: the ground on which articles are compared.

An article becomes five small counts (whole text, lead, title, names, numbers). Counts are weighed with a fixed
background, so that three articles can be compared as well as 300,000 and adding articles changes no earlier vector.
"""

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from analysis import reference
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


def of_articles(articles: pd.DataFrame, names: pd.DataFrame) -> pd.DataFrame:
    """Count the words of each article, of its lead, its title, its names and its numbers.

    Parameters
    ----------
    articles : DataFrame
        ``article_id``, ``title``, ``body``; both texts may be empty.
    names : DataFrame
        The ``names`` table of the same articles: ``article_id`` and ``form``.

    Returns
    -------
    DataFrame
        The ``vectors`` table: five rows an article, in the order of the articles. ``body`` counts title and body
        together, ``lead`` the first 100 words of the body, ``names`` the words of its names and ``numbers`` its
        numbers, both of title and body.

    Notes
    -----
    Each article is counted by itself; the cost is linear in its length. Words of any script are counted, but the
    background knows English only.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a"], "title": ["Kim wrote"], "body": ["Kim wrote 2 letters."]})
    >>> names = pd.DataFrame({"article_id": ["a"], "form": ["Kim"]})
    >>> counted = of_articles(articles, names).set_index("field")
    >>> counted.loc["names", "features"].tolist() == [feature_of("kim")], counted.loc["body", "counts"].tolist()
    (True, [1, 2, 2, 1])
    """
    known: dict[str, int] = {}
    forms = _forms_of(names)
    ids, counted = [], []
    for article_id, title, body in zip(articles["article_id"], articles["title"], articles["body"], strict=True):
        title_words = words_of(title) if isinstance(title, str) else []
        body_words = words_of(body) if isinstance(body, str) else []
        words = title_words + body_words
        name_words = [word for form in forms.get(article_id, ()) for word in words_of(form)]
        ids.append(article_id)
        for field in (words, body_words[:LEAD_WORDS], title_words, name_words, filter(is_number, words)):
            counted.append(_counted(field, known))
    return pd.DataFrame(
        {
            "article_id": pd.Series(np.repeat(np.array(ids, dtype=object), len(FIELDS)), dtype="str"),
            "field": pd.Categorical(list(FIELDS) * len(ids), categories=list(FIELDS)),
            "features": pd.Series([features for features, _ in counted], dtype=object),
            "counts": pd.Series([counts for _, counts in counted], dtype=object),
        }
    )


def _forms_of(names: pd.DataFrame) -> dict[str, list[str]]:
    forms: dict[str, list[str]] = {}
    for article_id, form in zip(names["article_id"], names["form"], strict=True):
        forms.setdefault(article_id, []).append(form)
    return forms


def _counted(words: Iterable[str], known: dict[str, int]) -> tuple[np.ndarray, np.ndarray]:
    """Count words by their ids; ``known`` remembers ids, so that each word is hashed once a partition."""
    counts: Counter[int] = Counter()
    for word, count in Counter(words).items():
        if word not in known:
            known[word] = feature_of(word)
        counts[known[word]] += count
    features = np.fromiter(sorted(counts), dtype="int32", count=len(counts))
    return features, np.fromiter((counts[feature] for feature in features.tolist()), dtype="int32", count=len(counts))


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
    rows = vectors[(vectors["field"] == field).to_numpy()]
    place = pd.Series(np.arange(len(rows)), index=rows["article_id"]).reindex(list(article_ids))
    features, counted = rows["features"].to_list(), rows["counts"].to_list()
    nothing = np.empty(0, dtype="int32")
    chosen = [-1 if np.isnan(row) else int(row) for row in place]
    lengths = np.array([0 if row < 0 else len(features[row]) for row in chosen], dtype="int64")
    flat = np.concatenate([nothing, *(features[row] for row in chosen if row >= 0)])
    counts = np.concatenate([nothing, *(counted[row] for row in chosen if row >= 0)])
    if vocabulary is None:
        vocabulary = np.unique(flat)
    columns = np.searchsorted(vocabulary, flat)
    values = ((1 + np.log(counts)) * weights_of(vocabulary, known)[columns]).astype("float32")
    starts = np.concatenate([[0], np.cumsum(lengths)])
    matrix = sparse.csr_matrix((values, columns.astype("int32"), starts), shape=(len(chosen), len(vocabulary)))
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    scale = np.divide(1.0, norms, out=np.zeros_like(norms), where=norms > 0).astype("float32")
    return sparse.csr_matrix(sparse.diags(scale) @ matrix)


def vocabulary_of(vectors: pd.DataFrame) -> np.ndarray:
    """List the feature ids of all fields, rising."""
    return np.unique(np.concatenate([np.empty(0, dtype="int32"), *vectors["features"]]))
