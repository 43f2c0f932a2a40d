"""Exploratory: which sentences of an event's articles say the same, and which stand in one outlet only.

Sentences are matched across outlets by static word vectors, shared words, names and numbers. That finds sentences on
the same statement; it does not understand them, so every match is shown with both texts.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from analysis import assets
from analysis.corpus import segment
from analysis.measures import vectors

SHARED_FROM = 0.52
"""Likeness from which two sentences are taken for one statement; chosen on 30 events of BASIL, checked on 30 others."""

ABSENT_BELOW = 0.38
"""Likeness below which a statement is called absent; between the two nothing is said."""

MIN_WORDS = 6
"""Shorter sentences ("He declined.") match everything."""

VECTORS_COUNT, WORDS_COUNT, NAMES_COUNT, NUMBERS_COUNT = 0.4, 0.5, 0.05, 0.05
"""Weights in the likeness: cosine of static vectors; shared words, weighed by their rarity in general news, as a part
of those of the poorer sentence; and what full agreement of names, and of numbers, adds (full disagreement takes the
same away). Vectors alone match whatever is about the same people: 13 of 36 such pairs read were one statement."""

MIN_RARITY = 20.0
"""Sentences with less in them ("This is about the White House.") count as if they held this much: about five words
that one article in fifty uses. Else whatever names the White House would say the same."""

ROWS_AT_ONCE = 500
"""Sentences compared in one product, so that an event of 500 articles takes megabytes."""

COLUMNS = {
    "article_id": "str",
    "outlet": "str",
    "sentence": "int32",
    "start": "int32",
    "end": "int32",
    "likeness": "float64",
    "match_article": "object",
    "match_sentence": "Int32",
    "n_outlets": "int32",
    "standing": "str",
    "not_in": "object",
    "too_early": "object",
    "within_equal_length": "bool",
}


@dataclass(frozen=True)
class _Sentences:
    """The sentences of an event with what they are matched by."""

    rows: pd.DataFrame
    embedded: np.ndarray
    words: sparse.csr_matrix
    names: sparse.csr_matrix
    numbers: sparse.csr_matrix
    outlet: np.ndarray
    outlets: list[str]


def of_event(articles: pd.DataFrame, sentences: pd.DataFrame, names: pd.DataFrame | None = None) -> pd.DataFrame:
    """Match the sentences of one event's articles across outlets.

    Parameters
    ----------
    articles : DataFrame
        The articles of one event, with ``article_id``, ``outlet``, ``title``, ``body``, and where known
        ``published_at`` and ``published_precision``.
    sentences : DataFrame
        Their ``sentences``; titles and sentences of fewer than six words are left out.
    names : DataFrame, optional
        Their ``names``; without them sentences are matched by words and numbers.

    Returns
    -------
    DataFrame
        A row a sentence, in the order of articles: ``likeness`` to the most similar sentence of another outlet
        (``match_article``, ``match_sentence``), ``n_outlets`` that share it, ``standing``: shared, only here, or
        unclear; ``not_in``: outlets without it, that published when or after it was first reported; ``too_early``:
        outlets whose articles are all older than its first appearance here and so cannot have left it out;
        ``within_equal_length``: whether it stands in the first words of its article, as many as the shortest outlet
        has. Count omissions only there: a short article leaves out what a long one has room for.

    Notes
    -----
    Exploratory. A statement may be worded so differently that it is not matched. "Only here" means: no similar
    sentence in the other articles that were read.
    """
    articles = articles[articles["body"].map(lambda body: isinstance(body, str) and bool(body.strip())).astype(bool)]
    chosen = _prepared(articles, sentences, names)
    if len(chosen.rows) == 0:
        return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in COLUMNS.items()})
    likeness, match = _best_by_outlet(chosen)
    has_it = likeness >= SHARED_FROM
    best = likeness.argmax(axis=1)
    row = np.arange(len(best))
    top = likeness[row, best]
    matched = np.where(np.isfinite(top), match[row, best], -1)
    table = chosen.rows[["article_id", "outlet", "sentence", "start", "end"]].assign(
        likeness=np.where(np.isfinite(top), top, np.nan),
        match_article=[_at(chosen.rows["article_id"], place) for place in matched],
        match_sentence=[_at(chosen.rows["sentence"], place) for place in matched],
        n_outlets=has_it.sum(axis=1),
        standing=_standing(top, len(chosen.outlets)),
        within_equal_length=_within_equal_length(chosen.rows, articles),
    )
    table["not_in"], table["too_early"] = _missing(chosen, articles, likeness, match)
    return table[list(COLUMNS)].astype(COLUMNS).reset_index(drop=True)


def _at(values: pd.Series, place: int) -> Any:
    return values.iloc[place] if place >= 0 else None


def _standing(top: np.ndarray, n_outlets: int) -> np.ndarray:
    if n_outlets < 2:
        return np.full(len(top), "unclear", dtype=object)
    return np.select([top >= SHARED_FROM, top < ABSENT_BELOW], ["shared", "only here"], "unclear")


# ---------------------------------------------------------------- what sentences are matched by


def _prepared(articles: pd.DataFrame, sentences: pd.DataFrame, names: pd.DataFrame | None) -> _Sentences:
    outlet_of = articles.set_index("article_id")["outlet"].astype("str")
    rows = sentences[sentences["article_id"].isin(outlet_of.index) & (sentences["sentence"] != segment.TITLE)]
    texts = segment.texts_of(rows, articles)
    n_words = texts.str.count(segment.WORD.pattern)
    rows = rows.assign(outlet=rows["article_id"].map(outlet_of), text=texts, n_words=n_words)
    rows["words_before"] = rows.groupby("article_id", sort=False)["n_words"].cumsum() - rows["n_words"]
    rows = rows[rows["n_words"] >= MIN_WORDS].reset_index(drop=True)
    outlet, outlets = pd.factorize(rows["outlet"], sort=True)
    words = [vectors.words_of(text) for text in rows["text"]]
    return _Sentences(
        rows=rows,
        embedded=_embedded(rows["text"].tolist()),
        words=_incidence(words, weighed=True),
        names=_incidence(_name_words(rows, names)),
        numbers=_incidence([[word for word in found if vectors.is_number(word)] for found in words]),
        outlet=outlet,
        outlets=list(outlets),
    )


def _embedded(texts: list[str]) -> np.ndarray:
    if not texts:
        return np.zeros((0, 1), dtype=np.float32)
    return np.asarray(assets.embedding().embed(texts, norm=True), dtype=np.float32)


def _name_words(rows: pd.DataFrame, names: pd.DataFrame | None) -> list[list[str]]:
    """Return the last word of each name in each sentence: "Mr Trump" and "Donald Trump" agree."""
    found: dict[tuple[str, int], list[str]] = {}
    if names is not None:
        for article, sentence, form in zip(names["article_id"], names["sentence"], names["form"], strict=True):
            found.setdefault((article, int(sentence)), []).append(form.split()[-1].casefold())
    keys = zip(rows["article_id"], rows["sentence"], strict=True)
    return [sorted(set(found.get((article, int(sentence)), ()))) for article, sentence in keys]


def _incidence(words: list[list[str]], weighed: bool = False) -> sparse.csr_matrix:
    """Return which words stand in which sentence, as 1 or as the word's rarity in general news."""
    vocabulary = {word: number for number, word in enumerate(sorted({word for found in words for word in found}))}
    value = np.ones(max(1, len(vocabulary)), dtype=np.float32)
    if weighed and vocabulary:
        features = vectors.features_of(vocabulary)
        value = vectors.weights_of(features, vectors.background()).astype(np.float32)
    pairs = [(row, vocabulary[word]) for row, found in enumerate(words) for word in set(found)]
    row, column = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return sparse.csr_matrix((value[column], (row, column)), shape=(len(words), len(value)))


def _best_by_outlet(chosen: _Sentences) -> tuple[np.ndarray, np.ndarray]:
    """Return each sentence's likeness to the most similar sentence of each other outlet, and which that is."""
    n, n_outlets = len(chosen.rows), len(chosen.outlets)
    likeness = np.full((n, n_outlets), -np.inf)
    match = np.full((n, n_outlets), -1)
    columns = [np.flatnonzero(chosen.outlet == code) for code in range(n_outlets)]
    for begin in range(0, n, ROWS_AT_ONCE):
        block = np.arange(begin, min(n, begin + ROWS_AT_ONCE))
        scores = _likeness(chosen, block)
        for code, places in enumerate(columns):
            others = chosen.outlet[block] != code
            best = scores[:, places].argmax(axis=1)
            likeness[block[others], code] = scores[np.arange(len(block)), places[best]][others]
            match[block[others], code] = places[best][others]
    return likeness, match


def _likeness(chosen: _Sentences, block: np.ndarray) -> np.ndarray:
    scores = VECTORS_COUNT * (chosen.embedded[block] @ chosen.embedded.T)
    richness = np.asarray(chosen.words.sum(axis=1)).ravel()
    poorer = np.minimum(richness[block][:, None], richness[None, :])
    rarity = chosen.words.sqrt()
    scores += WORDS_COUNT * (rarity[block] @ rarity.T).toarray() / np.maximum(MIN_RARITY, poorer)
    for table, weight in ((chosen.names, NAMES_COUNT), (chosen.numbers, NUMBERS_COUNT)):
        size = np.asarray(table.sum(axis=1)).ravel()
        fewer = np.minimum(size[block][:, None], size[None, :])
        agreement = (table[block] @ table.T).toarray() / np.maximum(1, fewer)
        scores += weight * np.where(fewer > 0, 2 * agreement - 1, 0)
    return scores


# ---------------------------------------------------------------- who could have had it


def _within_equal_length(rows: pd.DataFrame, articles: pd.DataFrame) -> np.ndarray:
    """Return for each sentence whether it begins within as many words as the shortest outlet's longest article has."""
    length = (rows["words_before"] + rows["n_words"]).groupby(rows["article_id"]).max()
    by_outlet = length.groupby(articles.set_index("article_id")["outlet"].astype("str").reindex(length.index)).max()
    return (rows["words_before"] < by_outlet.min()).to_numpy()


def _missing(
    chosen: _Sentences, articles: pd.DataFrame, likeness: np.ndarray, match: np.ndarray
) -> tuple[list[str | None], list[str | None]]:
    """List, for each sentence, the outlets without it: those that could have had it, and those that were too early."""
    if "published_at" in articles.columns:
        when = articles.set_index("article_id")["published_at"]
    else:
        when = pd.Series(pd.NaT, index=articles["article_id"])
    own = chosen.rows["article_id"].map(when)
    last = when.groupby(articles.set_index("article_id")["outlet"].astype("str")).max()
    not_in, too_early = [], []
    for row in range(len(chosen.rows)):
        sharing = [match[row, code] for code in np.flatnonzero(likeness[row] >= SHARED_FROM)]
        first = own.iloc[[row, *sharing]].min()
        absent = [
            name
            for code, name in enumerate(chosen.outlets)
            if code != chosen.outlet[row] and likeness[row, code] < ABSENT_BELOW
        ]
        early = [name for name in absent if pd.notna(first) and pd.notna(last[name]) and last[name] < first]
        not_in.append("; ".join(name for name in absent if name not in early) or None)
        too_early.append("; ".join(early) or None)
    return not_in, too_early


def summary(aligned: pd.DataFrame) -> pd.DataFrame:
    """Count each outlet's shared and only-here sentences, whole and at equal length.

    Parameters
    ----------
    aligned : DataFrame
        What `of_event` gave.

    Returns
    -------
    DataFrame
        A row an outlet: ``n_sentences``, ``n_shared``, ``n_only_here``, ``share_only_here`` and the same at equal
        length (``..._equal_length``).
    """
    shared, alone = aligned["standing"] == "shared", aligned["standing"] == "only here"
    short = aligned["within_equal_length"]
    counted = (
        aligned[["outlet"]]
        .assign(
            n_sentences=1,
            n_shared=shared,
            n_only_here=alone,
            n_sentences_equal_length=short,
            n_shared_equal_length=shared & short,
            n_only_here_equal_length=alone & short,
        )
        .groupby("outlet", sort=True)
        .sum()
        .astype("int64")
        .reset_index()
    )
    counted["share_only_here"] = counted["n_only_here"] / counted["n_sentences"]
    counted["share_only_here_equal_length"] = (
        counted["n_only_here_equal_length"] / counted["n_sentences_equal_length"]
    ).where(counted["n_sentences_equal_length"] > 0)
    return counted
