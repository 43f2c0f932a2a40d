"""Tone of sentences: how positive or negative their wording is, by VADER.

Tone is a matter of wording: a report of a war is worded negatively whoever wrote it. It says nothing of whom the
sentence is for or against. Whole articles are never scored at once, because the compound score saturates.
"""

import itertools
import string
from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.corpus import encoded as tokens_of
from analysis.corpus import segment
from analysis.corpus.encoded import EncodedTokens
from analysis.measures.tone import rules, vader
from analysis.measures.tone.vader import Encoded, FastVader, Hits, Located


def of_sentences(
    articles: pd.DataFrame, sentences: pd.DataFrame, names: pd.DataFrame, tokens: EncodedTokens | None = None
) -> pd.DataFrame:
    """Score the wording of each sentence, from -1 (most negative) to 1 (most positive).

    Parameters
    ----------
    articles : DataFrame
        ``article_id``, ``title``, ``body``.
    sentences : DataFrame
        ``article_id``, ``sentence``, ``start``, ``end``.
    names : DataFrame
        ``article_id``, ``sentence``, ``start``, ``end``: the names in the articles.
    tokens : EncodedTokens, optional
        `encoded.of_articles` of these articles, where it is known already.

    Returns
    -------
    DataFrame
        ``schema.TONE``, a row for each sentence in their order. ``tone`` is the VADER compound, empty where no
        lexicon word occurs. ``tone_without_names`` leaves out every lexicon word that lies inside a name of two
        words or more ("Justice Department", "United Nations"): its valence does not count, while its neighbours
        keep theirs; empty where no other lexicon word occurs.

    Notes
    -----
    The score measures wording, not stance: between two outlets on one person it agrees with human coders no more
    often than chance. A sentence of the outlet and one of a quoted speaker score alike; tell them apart by voice.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a"], "title": [""],
    ...                          "body": ["The Justice Department lied. It praised Kim. It rained."]})
    >>> sentences = segment.of_articles(articles)
    >>> names = pd.DataFrame({"article_id": ["a"], "sentence": [0], "start": [4], "end": [22]})
    >>> of_sentences(articles, sentences, names)
      article_id  sentence    tone  tone_without_names
    0          a         0  0.2023             -0.3818
    1          a         1  0.4939              0.4939
    2          a         2     NaN                 NaN
    """
    score, found = vader.analyser(), tokens or tokens_of.of_articles(articles)
    texts = [text if isinstance(text, str) else "" for text in _titles_and_bodies(articles)]
    text_of = tokens_of.texts_of(sentences, articles)
    low, high = tokens_of.in_sentences(found, articles, sentences)
    is_odd = _has_emoji(score, found, low, high)
    with_underscores = np.array(["_" in text for text in texts], dtype=bool)[text_of]
    starts, ends = sentences["start"].to_numpy(), sentences["end"].to_numpy()
    for row in np.flatnonzero(with_underscores & ~is_odd).tolist():
        is_odd[row] = "_" in texts[text_of[row]][starts[row] : ends[row]]
    plain, odd = np.flatnonzero(~is_odd), np.flatnonzero(is_odd)
    long_names = _long_names(articles, names, texts, found)
    tones = np.empty((2, len(sentences)), dtype="float32")
    tones[:, plain] = _tones(score, score.locate(found, low[plain], high[plain], texts), long_names)
    written = segment.texts_of(sentences.iloc[odd], articles).tolist()
    tones[:, odd] = _tones(score, _located(score, written, found.offsets[text_of[odd]] + starts[odd]), long_names)
    return pd.DataFrame(
        {
            "article_id": sentences["article_id"].astype("str").to_numpy(),
            "sentence": sentences["sentence"].to_numpy(dtype="int32"),
            "tone": tones[0],
            "tone_without_names": tones[1],
        }
    )


def _titles_and_bodies(articles: pd.DataFrame) -> Iterator[object]:
    return itertools.chain.from_iterable(zip(articles["title"], articles["body"], strict=True))


def _has_emoji(score: FastVader, found: EncodedTokens, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    signs = score.emojis.keys()
    with_sign = np.zeros(len(found.forms), dtype=bool)
    others = np.flatnonzero(~found.map(str.isascii, "bool")).tolist()
    with_sign[others] = [not signs.isdisjoint(found.forms[form]) for form in others]
    total = np.concatenate([[0], np.cumsum(with_sign[found.ids])])
    return total[high] > total[low]


def _located(score: FastVader, texts: list[str], starts: np.ndarray) -> Located:
    """Turn sentences into numbers from their texts: those that hold emoji, or letters that belong to no token."""
    spans = [
        (start + first, start + last)
        for text, start in zip(texts, starts.tolist(), strict=True)
        for first, last in vader.token_spans(text)
    ]
    start, end = np.array(spans, dtype="int64").reshape(-1, 2).T
    return Located(score.encode(texts), start, end)


def _tones(
    score: FastVader, located: Located, long_names: tuple[np.ndarray, np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Score sentences with all their lexicon words, and without those that lie inside long names."""
    encoded = located.encoded
    hits = score.hits(encoded)
    has_capital = np.array(encoded.vocabulary.flags, dtype="uint8")[encoded.tokens[hits.place]] & rules.CAPITAL > 0
    starts, ends = long_names
    name = np.searchsorted(starts, located.end[hits.place]) - 1  # the last one that starts before the word ends
    inside = has_capital & (name >= 0) & (np.append(ends, 0)[name] > located.start[hits.place])
    kept = Hits(*(column[~inside] for column in hits))
    return _where_hit(score, encoded, hits), _where_hit(score, encoded, kept)


def _where_hit(score: FastVader, encoded: Encoded, hits: Hits) -> np.ndarray:
    compounds = score.compounds(encoded, hits).astype("float32")
    compounds[np.bincount(hits.text, minlength=len(compounds)) == 0] = np.nan
    return compounds


def _long_names(
    articles: pd.DataFrame, names: pd.DataFrame, texts: list[str], found: EncodedTokens
) -> tuple[np.ndarray, np.ndarray]:
    """Return where names of two words or more start and end in the row of all texts, rising."""
    text = tokens_of.texts_of(names, articles)
    starts, ends = names["start"].to_numpy(), names["end"].to_numpy()
    rows = zip(text.tolist(), starts.tolist(), ends.tolist(), strict=True)
    is_long = np.array([" " in texts[number][start:end] for number, start, end in rows], dtype=bool)
    first, last = (found.offsets[text[is_long]] + edge[is_long] for edge in (starts, ends))
    order = np.argsort(first, kind="stable")
    return first[order], last[order]


def words_of(text: str) -> list[tuple[int, int, float]]:
    """Find the words that made a sentence's score: first character, the one after the last, and the valence.

    The valence is what the word brings after boosters, negation and "but": above 0 positive, below 0 negative.

    Examples
    --------
    >>> text = "It was not a good deal, but it kept the peace."
    >>> [(text[start:end], round(valence, 2)) for start, end, valence in words_of(text)]
    [('good', -0.7), ('peace', 3.75)]
    """
    score = vader.analyser()
    hits = score.hits(score.encode([text]))
    tokens = vader.token_spans(text)
    found = []
    for place, valence in zip(hits.place.tolist(), hits.valence.tolist(), strict=True):
        start, end = tokens[place]
        piece = rules.folded(text[start:end])
        if len(piece.strip(string.punctuation)) > rules.LONGEST_SIGN:
            start += len(piece) - len(piece.lstrip(string.punctuation))
            end -= len(piece) - len(piece.rstrip(string.punctuation))
        if valence:
            found.append((start, end, valence))
    return found
