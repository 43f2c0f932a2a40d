"""Whose words each article gives, added up: a row an article, so that a page need not read every attribution."""

from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis import codes
from analysis.settings import Settings

KINDS = ("direct", "indirect", "mixed")
"""How attributed words stand in a text."""


def of_articles(sentences: pd.DataFrame, quotes: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Add up each article's attributions: characters by kind, and numbers by speaker and by cue.

    Parameters
    ----------
    sentences, quotes : DataFrame
        Rows of these tables, those of an article together.
    settings : Settings
        How probable an attribution must be: ``attribution_from`` for its words, ``speakers_from`` for who says them.

    Returns
    -------
    DataFrame
        Rows of the ``attributed`` table, an article once, in the order of its first sentence. What is only thought is
        left out.

    Examples
    --------
    >>> sentences = pd.DataFrame({"article_id": ["a", "a"], "sentence": [-1, 0], "start": [0, 0], "end": [9, 50]})
    >>> quotes = pd.DataFrame({"article_id": ["a"], "start": [0], "end": [20], "kind": ["direct"], "speaker": ["Kim"],
    ...                        "cue": ["Said"], "cue_kind": ["neutral"], "act": ["said"], "sure": [.9], "side": [None]})
    >>> row = of_articles(sentences, quotes, Settings()).iloc[0]
    >>> row["n_characters"], row["direct"], list(row["speakers"]), list(row["said"]), row["cues"][0].split()
    (np.int32(50), np.int32(20), ['Kim'], [20], ['said', 'neutral'])
    """
    ids = pd.concat([sentences["article_id"], quotes["article_id"]]).astype("str").unique()
    is_said = (quotes["act"] == "said").to_numpy()
    counted = _Rows.of(quotes[is_said & is_sure(quotes["sure"], settings.attribution_from)], ids)
    told = _Rows.of(quotes[is_said & is_sure(quotes["sure"], settings.speakers_from)], ids)
    by_speaker = _summed(told, (told.texts("speaker"), told.texts("side")))
    by_cue = _summed(told, (pc.utf8_lower(told.texts("cue")), told.texts("cue_kind")))
    has_cue = pc.is_valid(by_cue.texts[0])
    cues = pc.binary_join_element_wise(
        by_cue.texts[0].filter(has_cue), pc.fill_null(by_cue.texts[1].filter(has_cue), ""), "\t"
    )
    cue_article, n_cues = (values[np.asarray(has_cue)] for values in (by_cue.article, by_cue.n))
    named = pc.is_valid(by_speaker.texts[0])
    return pd.DataFrame(
        {
            "article_id": ids,
            "n_characters": _body_characters(sentences, ids),
            **{kind: counted.characters(kind, len(ids)) for kind in KINDS},
            "speakers": _lists(by_speaker.article, by_speaker.texts[0], len(ids)),
            "sides": _lists(by_speaker.article, pc.if_else(named, by_speaker.texts[1], None), len(ids)),
            "n_quotes": _lists(by_speaker.article, pa.array(by_speaker.n), len(ids)),
            "said": _lists(by_speaker.article, pa.array(by_speaker.n_characters), len(ids)),
            "cues": _lists(cue_article, cues, len(ids)),
            "n_cues": _lists(cue_article, pa.array(n_cues), len(ids)),
        }
    )


def is_sure(sure: pd.Series, least: float) -> np.ndarray:
    """Return which are at least so probable, as exactly as they are stored: .7 is a little less in four bytes.

    Examples
    --------
    >>> is_sure(pd.Series([0.7, 0.6999]), 0.7).tolist()
    [True, False]
    """
    return np.asarray(sure.to_numpy(dtype="float32") >= np.float32(least))


class _Rows(NamedTuple):
    """Hold attributions with the place of each one's article among ids, and its length in characters."""

    quotes: pd.DataFrame
    article: np.ndarray
    length: np.ndarray

    @classmethod
    def of(cls, quotes: pd.DataFrame, ids: np.ndarray) -> "_Rows":
        """Look up the articles of attributions."""
        length = (quotes["end"] - quotes["start"]).to_numpy(dtype="int64")
        return cls(quotes, codes.every_row(quotes["article_id"], ids), length)

    def texts(self, column: str) -> pa.Array:
        """Return a column as texts; older stores do not know every one."""
        values = self.quotes[column] if column in self.quotes else pd.Series([None] * len(self.quotes), dtype="str")
        return pa.chunked_array(pa.array(values.astype("str"), pa.string())).combine_chunks()

    def characters(self, kind: str, n_articles: int) -> np.ndarray:
        """Add up the characters of attributions of one kind by article."""
        is_kind = (self.quotes["kind"] == kind).to_numpy()
        sums = np.bincount(self.article[is_kind], self.length[is_kind], minlength=n_articles)
        return sums.astype("int32")


class _Sums(NamedTuple):
    """Hold what is added up where article and texts are the same, in the order they first occur, by article."""

    article: np.ndarray
    texts: tuple[pa.Array, pa.Array]
    n: np.ndarray
    n_characters: np.ndarray


def _summed(rows: _Rows, texts: tuple[pa.Array, pa.Array]) -> _Sums:
    (first, n_first), (second, n_second) = (_coded(column) for column in texts)
    number, _ = pd.factorize((rows.article * n_first + first) * n_second + second)
    n = np.bincount(number)
    n_characters = np.bincount(number, rows.length, minlength=len(n))
    at = np.unique(number, return_index=True)[1]
    order = np.argsort(rows.article[at], kind="stable")
    at = at[order]
    taken = (texts[0].take(pa.array(at)), texts[1].take(pa.array(at)))
    return _Sums(rows.article[at], taken, n[order].astype("int32"), n_characters[order].astype("int32"))


def _coded(texts: pa.Array) -> tuple[np.ndarray, int]:
    """Number texts, an empty one with 0; and say how many numbers there are."""
    encoded = pc.dictionary_encode(texts)
    return np.asarray(encoded.indices.fill_null(-1), dtype="int64") + 1, len(encoded.dictionary) + 1


def _lists(article: np.ndarray, values: pa.Array, n_articles: int) -> pd.arrays.ArrowExtensionArray:
    """Put values that lie by article into one list an article."""
    ends = np.cumsum(np.bincount(article, minlength=n_articles))
    offsets = pa.array(np.append(0, ends), pa.int32())
    return pd.arrays.ArrowExtensionArray(pa.ListArray.from_arrays(offsets, values))


def _body_characters(sentences: pd.DataFrame, ids: np.ndarray) -> np.ndarray:
    """Count the characters of the sentences of each article's body."""
    length = (sentences["end"] - sentences["start"]).to_numpy(dtype="int64")
    length = length * (sentences["sentence"] >= 0).to_numpy()
    sums = np.bincount(codes.every_row(sentences["article_id"], ids), length, minlength=len(ids))
    return sums.astype("int32")
