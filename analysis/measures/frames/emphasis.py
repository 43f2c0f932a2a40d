"""How far a text puts each frame forward: seed hits, salience and emphasis of sentences and of articles.

Emphasis joins two signs of a frame. *Words*: how often its seeds stand in the text, as the logarithm of their rate
over the background's rate. *Meaning*: how near the text's sentences come to the middle of its seeds in a static word
embedding, so that wording which no list foresaw counts as well. Both are standardised against the fixed
background and added.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import codes
from analysis.corpus import encoded, language
from analysis.corpus.encoded import EncodedTokens
from analysis.errors import DataError
from analysis.measures.frames import background, books, seeds, vectors

ARTICLE_PRIOR = 100
"""Words at the background's rate that are added to an article, so that one hit in a short text is no flood.

Between 100 and 500 words the agreement with coders is the same (mean AUC .784 to .787); 100 keeps a half of an article
within 0.07 standard deviations of the whole, 500 only within 0.13."""
SENTENCE_PRIOR = 50
"""The same for one sentence; 5 to 50 words give macro-F1 .79 to .81 on sentences that people coded."""
MIN_RATE = 0.0002
"""Seeds rarer than one hit in 5,000 background words are taken as that frequent: rarer rates cannot be estimated."""
MIN_SPREAD = 0.25
"""Least standard deviation of the log rate: a frame whose seeds hardly occur has no spread in 1,000 articles."""
SENTENCE_AGREEMENT = 0.3
"""Correlation of the two signs over background sentences (about .3 for the frames shipped), to scale their sum."""
MAX_HITS = 8
"""Hits of one frame in a background sentence beyond which the Poisson chances are nil."""
DECIMALS = 4
"""Values are rounded, so that the order of additions inside a matrix product never shows."""
VOICES = ("own", "attributed", "all")


class Calibration(NamedTuple):
    """Hold what a codebook needs to be standardised: the middle of each frame and its moments in the background."""

    centroids: np.ndarray
    rates: np.ndarray
    article_words: tuple[np.ndarray, np.ndarray]
    article_meaning: tuple[np.ndarray, np.ndarray]
    article_spread: np.ndarray
    sentence_words: tuple[np.ndarray, np.ndarray]
    sentence_meaning: tuple[np.ndarray, np.ndarray]


@lru_cache(maxsize=32)
def calibration(book: books.Codebook) -> Calibration:
    """Find a codebook's mean and spread in the fixed background: shipped and users' codebooks go the same way."""
    other = background.load()
    centroids = np.array([vectors.centroid(frame.seeds) for frame in book.frames])
    hits = background.hits(books.matcher(book))
    n_words = other.n_words[:, None]
    rates = np.maximum(hits.sum(axis=0) / n_words.sum(), MIN_RATE)
    words = log_rate(hits, n_words, rates, ARTICLE_PRIOR)
    meaning = other.vectors @ centroids.T
    by_words, by_meaning = _moments(words, MIN_SPREAD), _moments(meaning)
    both = _standardised(words, by_words) + _standardised(meaning, by_meaning)
    variance = np.einsum("fi,ij,fj->f", centroids, other.sentence_covariance, centroids)
    return Calibration(
        centroids=centroids,
        rates=rates,
        article_words=by_words,
        article_meaning=by_meaning,
        article_spread=np.maximum(both.std(axis=0), 1.0),
        sentence_words=_moments_of_sentences(hits / n_words, rates, other.sentence_words),
        sentence_meaning=(centroids @ other.sentence_mean, np.sqrt(variance)),
    )


def log_rate(hits: np.ndarray, n_words: np.ndarray, rates: np.ndarray, prior: float) -> np.ndarray:
    """Compare rates of hits with the background's, in natural logarithms; 0 is the background's rate.

    Examples
    --------
    >>> log_rate(np.array([2.0]), np.array([100.0]), np.array([0.01]), prior=100).round(2)
    array([0.41])
    """
    return np.log((hits + prior * rates) / ((n_words + prior) * rates))


def _moments(values: np.ndarray, least: float = 1e-6) -> tuple[np.ndarray, np.ndarray]:
    return values.mean(axis=0), np.maximum(values.std(axis=0), least)


def _standardised(values: np.ndarray, moments: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    return (values - moments[0]) / moments[1]


def _moments_of_sentences(
    article_rates: np.ndarray, rates: np.ndarray, lengths: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Mean and spread of the log rate over background sentences.

    Their hits are not stored; inside an article they are taken as Poisson with the article's own rate, and all sentence
    lengths of the sample as equally likely in all articles.
    """
    n_words = np.quantile(lengths, np.linspace(0.05, 0.95, 10))[None, :, None]  # ten typical lengths
    expected = article_rates[:, None, :] * n_words  # article x length x frame
    chance, total = np.exp(-expected), np.zeros_like(expected)
    mean, square = np.zeros(len(rates)), np.zeros(len(rates))
    for count in range(MAX_HITS + 1):
        value = log_rate(np.full((1, 1, 1), float(count)), n_words, rates, SENTENCE_PRIOR)
        mean += (chance * value).mean(axis=(0, 1))
        square += (chance * value**2).mean(axis=(0, 1))
        total += chance
        chance = chance * expected / (count + 1)
    share = total.mean(axis=(0, 1))
    mean, square = mean / share, square / share
    return mean, np.maximum(np.sqrt(square - mean**2), MIN_SPREAD)


class _Measured(NamedTuple):
    hits: np.ndarray
    n_words: np.ndarray
    meaning: np.ndarray


def _measured(
    articles: pd.DataFrame, sentences: pd.DataFrame, several: Sequence[books.Codebook], tokens: EncodedTokens | None
) -> Iterator[_Measured]:
    """Count hits and words and take similarities of sentences: arrays of n_sentences rows and a column a frame.

    Sentences are cut and embedded once for all codebooks.
    """
    cut = seeds.of_sentences(tokens or encoded.of_articles(articles), articles, sentences)
    n_words = cut.n_words.astype(np.float64)
    meanings = vectors.nearness(cut, [calibration(book).centroids for book in several])
    for book, meaning in zip(several, meanings, strict=True):
        start, _, frame = books.matcher(book).hits(cut).T
        places = seeds.texts_of(cut, start) * len(book.frames) + frame
        hits = np.bincount(places, minlength=meaning.size).reshape(meaning.shape).astype(np.float64)
        yield _Measured(hits, n_words, meaning)


def of_sentences(
    articles: pd.DataFrame, sentences: pd.DataFrame, codebook: books.Codebook, tokens: EncodedTokens | None = None
) -> pd.DataFrame:
    """Measure how far each sentence puts each frame forward: the evidence behind an article's emphasis.

    Above 0: more than the average sentence of other news. Exploratory: it orders sentences, it does not label them.

    Parameters
    ----------
    articles : DataFrame
        ``article_id``, ``title``, ``body``, and ``language`` where it is known.
    sentences : DataFrame
        ``article_id``, ``sentence``, ``start``, ``end``.
    codebook : Codebook
        The frames.
    tokens : EncodedTokens, optional
        `encoded.of_articles` of these articles, where it is known already.

    Returns
    -------
    DataFrame
        ``article_id``, ``sentence``, ``frame``, ``hits`` and ``emphasis`` (standard deviations from background
        sentences; empty without words and in other languages), sentence by sentence, frame by frame.

    Examples
    --------
    >>> from analysis.corpus import segment
    >>> articles = pd.DataFrame({"article_id": ["a"], "title": [None], "body": ["Prices rose. They prayed."]})
    >>> found = of_sentences(articles, segment.of_articles(articles), books.codebook("generic"))
    >>> found[found["hits"] > 0][["sentence", "frame", "hits"]]
       sentence     frame  hits
    2         0  economic     1
    9         1     moral     1
    """
    (measured,) = _measured(articles, sentences, [codebook], tokens)
    emphasis = _of_sentences(measured, calibration(codebook))
    emphasis[(measured.n_words == 0) | ~is_measured(sentences["article_id"], articles)] = np.nan
    n_frames = len(codebook.frames)
    return pd.DataFrame(
        {
            "article_id": np.repeat(sentences["article_id"].to_numpy(), n_frames),
            "sentence": np.repeat(sentences["sentence"].to_numpy(dtype=np.int32), n_frames),
            "frame": _categories(codebook.names, len(sentences), 1),
            "hits": measured.hits.astype(np.int32).ravel(),
            "emphasis": emphasis.round(DECIMALS).astype(np.float32).ravel(),
        }
    ).astype({"article_id": "str"})


def _of_sentences(measured: _Measured, known: Calibration) -> np.ndarray:
    words = log_rate(measured.hits, measured.n_words[:, None], known.rates, SENTENCE_PRIOR)
    both = _standardised(words, known.sentence_words) + _standardised(measured.meaning, known.sentence_meaning)
    return both / np.sqrt(2 * (1 + SENTENCE_AGREEMENT))


def of_articles(
    articles: pd.DataFrame, sentences: pd.DataFrame, codebook: books.Codebook, tokens: EncodedTokens | None = None
) -> pd.DataFrame:
    """Measure how far each article puts each frame forward, in its own voice, in quoted voices and in all.

    Emphasis above 0: more than the average article of other news; 1 is one standard deviation of articles. Exploratory:
    it orders articles, it does not say that a frame "is there".

    Parameters
    ----------
    articles : DataFrame
        ``article_id``, ``title``, ``body``, and ``language`` where it is known.
    sentences : DataFrame
        ``article_id``, ``sentence``, ``start``, ``end``, ``voice``.
    codebook : Codebook
        The frames.
    tokens : EncodedTokens, optional
        `encoded.of_articles` of these articles, where it is known already.

    Returns
    -------
    DataFrame
        The ``frames`` table, article by article, frame by frame, voice by voice. A voice without words, and an article
        in another language, has empty salience and emphasis.

    Notes
    -----
    Sentences of mixed voice count in "all" only, so "own" and "attributed" hold nothing of each other. The title
    counts as a sentence of the voice it has. Sentences weigh by their words, so emphasis hardly depends on length; but
    it is noisy below some 100 words, and comparisons belong between articles on the same event. Values of two frames
    cannot be compared as amounts: each is measured against its own background.

    Examples
    --------
    >>> from analysis.corpus import segment
    >>> articles = pd.DataFrame({"article_id": ["a"], "title": [None], "body": ["Prices rose. They prayed."]})
    >>> sentences = segment.of_articles(articles).assign(voice=["own", "attributed"])
    >>> found = of_articles(articles, sentences, books.codebook("generic"))
    >>> found[found["frame"] == "economic"][["voice", "hits", "salience"]]
            voice  hits  salience
    6         own     1     500.0
    7  attributed     0       0.0
    8         all     1     250.0
    """
    (table,) = of_codebooks(articles, sentences, [codebook], tokens)
    return table


def of_codebooks(
    articles: pd.DataFrame,
    sentences: pd.DataFrame,
    several: Sequence[books.Codebook],
    tokens: EncodedTokens | None = None,
) -> list[pd.DataFrame]:
    """Measure the frames of several codebooks: for each the table that `of_articles` gives."""
    if "voice" not in sentences.columns:
        raise DataError("table 'sentences' has no column 'voice'; find out whose words they are before counting frames")
    place = codes.every_row(sentences["article_id"], articles["article_id"])
    voice = sentences["voice"].astype("str").to_numpy()
    chosen = [np.full(len(voice), True) if name == "all" else voice == name for name in VOICES]
    return [
        _table([_summed(measured, place, some, len(articles)) for some in chosen], articles, book)
        for book, measured in zip(several, _measured(articles, sentences, several, tokens), strict=True)
    ]


def _table(by_voice: list[_Measured], articles: pd.DataFrame, codebook: books.Codebook) -> pd.DataFrame:
    hits = np.stack([part.hits for part in by_voice], axis=2)
    n_words = np.stack([part.n_words for part in by_voice], axis=1)[:, None, :]
    emphasis = np.stack([_of_articles(part, calibration(codebook)) for part in by_voice], axis=2)
    n_words = np.where(is_measured(articles["article_id"], articles)[:, None, None], n_words, 0)
    salience = np.divide(1000 * hits, n_words, out=np.full(hits.shape, np.nan), where=n_words > 0)
    emphasis = np.where(n_words > 0, emphasis, np.nan)
    n_frames, n_voices = len(codebook.frames), len(VOICES)
    return pd.DataFrame(
        {
            "article_id": pd.Series(np.repeat(articles["article_id"].to_numpy(), n_frames * n_voices), dtype="str"),
            "codebook": _categories([codebook.key], len(articles) * n_frames * n_voices, 1),
            "frame": _categories(codebook.names, len(articles), n_voices),
            "voice": _categories(list(VOICES), len(articles) * n_frames, 1),
            "hits": np.where(n_words > 0, hits, 0).astype(np.int32).ravel(),
            "salience": salience.astype(np.float32).ravel(),
            "emphasis": emphasis.round(DECIMALS).astype(np.float32).ravel(),
        }
    )


def _summed(measured: _Measured, place: np.ndarray, chosen: np.ndarray, n_articles: int) -> _Measured:
    """Add up the chosen sentences of each article; similarities are averaged, weighted by words."""
    place, n_words = place[chosen], measured.n_words[chosen]

    def sums(values: np.ndarray) -> np.ndarray:
        """Add up the columns of sentences, by article."""
        columns = [np.bincount(place, weights=column, minlength=n_articles) for column in values[chosen].T]
        return np.array(columns).T.reshape(n_articles, values.shape[1])

    totals = np.bincount(place, weights=n_words, minlength=n_articles)
    meaning = sums(measured.meaning * measured.n_words[:, None])
    return _Measured(sums(measured.hits), totals, meaning / np.maximum(totals, 1)[:, None])


def _of_articles(measured: _Measured, known: Calibration) -> np.ndarray:
    words = log_rate(measured.hits, measured.n_words[:, None], known.rates, ARTICLE_PRIOR)
    both = _standardised(words, known.article_words) + _standardised(measured.meaning, known.article_meaning)
    return both / known.article_spread


def is_measured(ids: pd.Series, articles: pd.DataFrame) -> np.ndarray:
    """Return which articles are in English, or in a language nobody could tell."""
    if "language" not in articles.columns:
        return np.full(len(ids), True)
    named = articles["language"].astype("str")
    other = set(articles["article_id"][named.notna() & ~named.isin(language.MEASURED)])
    return ~ids.isin(other).to_numpy()


def _categories(names: list[str], n_before: int, n_after: int) -> pd.Categorical:
    numbers = np.tile(np.repeat(np.arange(len(names)), n_after), n_before)
    return pd.Categorical.from_codes(numbers, categories=pd.Index(names, dtype="str"))


def hits_in(text: str, codebook: books.Codebook) -> pd.DataFrame:
    """Find a codebook's words and phrases in one text, for highlighting.

    Returns
    -------
    DataFrame
        ``start``, ``end`` (characters into the text) and ``frame``, in reading order. A hyphenated word is marked whole
        only where all its parts belong to the phrase; hits of different frames may overlap.

    Examples
    --------
    >>> hits_in("They prayed for a cease-fire.", books.codebook("generic"))
       start  end       frame
    0      5   11       moral
    """
    cut = seeds.tokens([text])
    spans = [match.span() for match in seeds.WORD.finditer(text)]
    found = books.matcher(codebook).hits(cut)
    return pd.DataFrame(
        {
            "start": pd.Series([spans[first][0] for first in found[:, 0]], dtype="int32"),
            "end": pd.Series([spans[last - 1][1] for last in found[:, 1]], dtype="int32"),
            "frame": pd.Series([codebook.names[frame] for frame in found[:, 2]], dtype="str"),
        }
    )
