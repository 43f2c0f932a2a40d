"""Each article's values, one row a measure: where every comparison starts. `declared` says what each measure is."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import codes, schema
from analysis.corpus import encoded, language
from analysis.corpus.encoded import EncodedTokens
from analysis.corpus.segment import TITLE
from analysis.measures.summary.declared import (
    BY_CHOICE,
    MEASURES_MEANT,
    Measure,
    meant,
    worth_comparing,
    worth_comparing_of,
)
from analysis.settings import Settings

__all__ = ["BY_CHOICE", "MEASURES_MEANT", "Measure", "meant", "of_articles", "worth_comparing", "worth_comparing_of"]

NEGATIVE_BELOW = -0.05
"""VADER's own cut for a negative sentence."""

PER = 1000
"""Rates are given per 1,000 words, about the length of a long report."""

MIN_TARGET_MENTIONS = 2
"""One mention says little about an article's tone towards somebody."""

MAX_TARGETS = 5
"""An article's most mentioned targets: others are named in passing, and each would be a measure of its own."""

HEDGING = "hedge"


def of_articles(
    articles: pd.DataFrame,
    sentences: pd.DataFrame,
    tone: pd.DataFrame,
    quotes: pd.DataFrame,
    targets: pd.DataFrame,
    frames: pd.DataFrame,
    loaded: pd.DataFrame,
    tokens: EncodedTokens | None = None,
    settings: Settings | None = None,
) -> pd.DataFrame:
    """Gather each article's values of every measure.

    An article with a headline only has a tone of the headline and nothing else. Texts in other languages have their
    length, and no measure that rests on English word lists. A measure that an article has no ground for has no row.

    Parameters
    ----------
    articles : DataFrame
        ``article_id``, ``body``, ``n_words``, ``language``.
    sentences : DataFrame
        The ``sentences`` table, with ``voice``.
    tone, quotes, targets, frames, loaded : DataFrame
        The tables of those names, of the same articles.
    tokens : EncodedTokens, optional
        `encoded.of_articles` of these articles, where it is known already.
    settings : Settings, optional
        Attributions less probable than ``attribution_from`` are not counted, and neither is what is only thought; words
        inside them are not the outlet's own either. Speakers need ``speakers_from``. Without settings all count.

    Returns
    -------
    DataFrame
        The ``measures`` table, ordered by article (as given) and measure (as declared).

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a"], "body": ["Talks failed."], "n_words": [2], "language": ["en"]})
    >>> nothing = [schema.empty(schema.TABLES[name]) for name in ("sentences", "tone", "quotes", "targets")]
    >>> of_articles(articles, *nothing, schema.empty(schema.FRAMES), schema.empty(schema.LOADED))
      article_id           measure  value  n
    0          a  share_attributed    0.0  2
    1          a      share_direct    0.0  2
    2          a        n_speakers    0.0  2
    3          a       loaded_rate    0.0  2
    4          a        hedge_rate    0.0  2
    5          a           n_words    2.0  2
    """
    said = quotes[quotes["act"] == "said"]
    if settings is not None:
        said = said[said["sure"] >= settings.attribution_from]
    words = _words(articles, quotes, said, loaded, tokens)
    scored = _scored(sentences, tone)
    pieces = [
        *_tones(scored),
        *_shares(words, said, settings.speakers_from if settings is not None else 0),
        *_rates(words),
        _lengths(words, articles),
        *_frames(frames, words),
        _targets(targets),
    ]
    return _ordered(pd.concat(pieces, ignore_index=True), articles)


def _rows(measure: str, ids: pd.Series, values: pd.Series, n: pd.Series) -> pd.DataFrame:
    rows = pd.DataFrame({"article_id": ids, "measure": measure, "value": values, "n": n}).reset_index(drop=True)
    return rows.dropna(subset=["value"])


def _lengths(words: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return the length of the articles that are there as a whole: of a text cut off by a paywall nobody knows it."""
    if "article_type" in articles:
        cut_off = articles.loc[articles["article_type"].astype("str") == "truncated", "article_id"]
        words = words[~words["article_id"].isin(cut_off)]
    return _rows("n_words", words["article_id"], words["n_words"], words["n_words"])


def _ordered(rows: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    place = pd.Series(np.arange(len(articles)), index=articles["article_id"].astype("str"))
    declared = {name: number for number, name in enumerate(MEASURES_MEANT)}
    family = rows["measure"].str.replace(r":.*", ":", regex=True)
    order = pd.DataFrame(
        {"article": rows["article_id"].map(place), "family": family.map(declared), "measure": rows["measure"]}
    )
    if "language" in articles.columns:
        foreign = articles.loc[~articles["language"].isin(language.MEASURED), "article_id"]
        english_only = family.map({name: measure.english_only for name, measure in MEASURES_MEANT.items()})
        order = order[~(rows["article_id"].isin(foreign) & english_only.astype(bool))]
    order = order.dropna(subset=["article"]).sort_values(["article", "family", "measure"], kind="stable")
    return schema.conform(rows.loc[order.index], schema.MEASURES)


def _scored(sentences: pd.DataFrame, tone: pd.DataFrame) -> pd.DataFrame:
    """Join sentences with their scores, without those that have none."""
    key = ["article_id", "sentence"]
    kept = tone.loc[tone["tone"].notna() | tone["tone_without_names"].notna()]
    return kept[[*key, "tone", "tone_without_names"]].merge(sentences[[*key, "voice"]], on=key, how="inner")


def _mean(measure: str, scored: pd.DataFrame, column: str = "tone") -> pd.DataFrame:
    kept = scored.dropna(subset=[column])
    grouped = kept[column].astype(float).groupby(kept["article_id"], sort=False).agg(["mean", "size"])
    return _rows(measure, grouped.index.to_series(), grouped["mean"], grouped["size"])


def _tones(scored: pd.DataFrame) -> list[pd.DataFrame]:
    title = scored["sentence"] == TITLE
    own = scored.loc[~title & (scored["voice"] == "own")]
    means = [
        _mean("tone_own", own),
        _mean("tone_attributed", scored.loc[~title & (scored["voice"] == "attributed")]),
        _mean("tone_without_names", own, "tone_without_names"),
        _mean("tone_title", scored.loc[title]),
        _mean("tone_body", scored.loc[~title]),
        _mean("share_negative", own.assign(tone=own["tone"].lt(NEGATIVE_BELOW).where(own["tone"].notna()))),
    ]
    both = means[3].merge(means[4], on="article_id", suffixes=("_title", "_body"))
    gap = _rows("title_minus_body", both["article_id"], both["value_title"] - both["value_body"], both["n_body"])
    return [*means, gap]


def _words(
    articles: pd.DataFrame, quotes: pd.DataFrame, said: pd.DataFrame, loaded: pd.DataFrame, tokens: EncodedTokens | None
) -> pd.DataFrame:
    """Count each body's words: all, said by somebody, in direct quotations, the outlet's own, and loaded ones."""
    tokens = tokens or encoded.of_articles(articles.assign(title=None))
    is_word = tokens.is_word[tokens.ids] & (tokens.text % 2 == 1)
    row = tokens.text[is_word] // 2
    words = tokens.offsets[2 * row + 1] + tokens.start[is_word]
    every = (quotes, said, said[said["kind"] == "direct"])
    quoted, counted, direct = (_spans(spans, articles, tokens) for spans in every)
    heat = _spans(loaded, articles, tokens)
    is_own, is_hedge = _depth(heat.start, quoted) == 0, heat.kind == HEDGING
    counts = {
        "attributed": row[_depth(words, counted) > 0],
        "own": row[_depth(words, quoted) == 0],
        "direct": row[_depth(words, direct) > 0],
        "loaded": heat.row[is_own & ~is_hedge],
        "hedges": heat.row[is_own & is_hedge],
        "counted": row,
    }
    table = pd.DataFrame({name: np.bincount(rows, minlength=len(articles)) for name, rows in counts.items()})
    table.insert(0, "article_id", articles["article_id"].astype("str").to_numpy())
    n_words = articles["n_words"].to_numpy() if "n_words" in articles.columns else table["counted"]
    table["n_words"] = pd.Series(n_words, dtype="float64").where(lambda n: n > 0)
    return table


class _Spans(NamedTuple):
    """Spans into bodies: row of the article, kind, and places in a row of all texts, so that all are looked at once."""

    row: np.ndarray
    kind: np.ndarray
    start: np.ndarray
    end: np.ndarray


def _spans(spans: pd.DataFrame, articles: pd.DataFrame, tokens: EncodedTokens) -> _Spans:
    spans = spans[spans["article_id"].isin(articles["article_id"])]
    row = codes.every_row(spans["article_id"], articles["article_id"])
    start, end = (tokens.offsets[2 * row + 1] + spans[edge].to_numpy(dtype=np.int64) for edge in ("start", "end"))
    return _Spans(row, spans["kind"].to_numpy(dtype=object), start, end)


def _depth(places: np.ndarray, spans: _Spans) -> np.ndarray:
    """Count, for each place, the spans that hold it."""
    order = np.argsort(places, kind="stable")
    opened, closed = (
        np.bincount(np.searchsorted(places[order], edges), minlength=len(places) + 1)
        for edges in (spans.start, spans.end)
    )
    depth = np.empty(len(places), dtype=np.int64)
    depth[order] = np.cumsum(opened - closed)[: len(places)]
    return depth


def _shares(words: pd.DataFrame, quotes: pd.DataFrame, speakers_from: float) -> list[pd.DataFrame]:
    read = words.loc[words["counted"] > 0]
    ids, n = read["article_id"], read["counted"]
    named = quotes[quotes["sure"] >= speakers_from].dropna(subset=["speaker"])
    speakers = named["speaker"].str.casefold().groupby(named["article_id"]).nunique()
    return [
        _rows("share_attributed", ids, read["attributed"] / n, n),
        _rows("share_direct", ids, read["direct"] / n, n),
        _rows("n_speakers", ids, ids.map(speakers).fillna(0.0), n),
    ]


def _rates(words: pd.DataFrame) -> list[pd.DataFrame]:
    own = words["own"]
    rate: Callable[[str, str], pd.DataFrame] = lambda measure, column: _rows(  # noqa: E731
        measure, words["article_id"], (words[column] * PER / own).where(own > 0), own
    )
    return [rate("loaded_rate", "loaded"), rate("hedge_rate", "hedges")]


def _frames(frames: pd.DataFrame, words: pd.DataFrame) -> list[pd.DataFrame]:
    n_words = frames["article_id"].map(words.set_index("article_id")["counted"])
    own_words = words.set_index("article_id")["own"]
    pieces = []
    for prefix, voice, column in (
        ("frame:", "all", "emphasis"),
        ("frame_own:", "own", "emphasis"),
        ("frame_salience:", "all", "salience"),
    ):
        rows = frames.loc[frames["voice"] == voice]
        n = rows["article_id"].map(own_words) if voice == "own" else n_words.loc[rows.index]
        piece = _rows(prefix, rows["article_id"], rows[column], n)
        pieces.append(piece.assign(measure=prefix + rows["frame"].astype("str").reset_index(drop=True)))
    return pieces


def _targets(targets: pd.DataFrame) -> pd.DataFrame:
    lean = (targets["positive"] - targets["negative"]).astype(float)
    by_target = lean.groupby([targets["article_id"], targets["target"]]).agg(["mean", "size"]).reset_index()
    often = by_target.loc[by_target["size"] >= MIN_TARGET_MENTIONS]
    often = often.sort_values(["article_id", "size", "target"], ascending=[True, False, True])
    often = often.loc[often.groupby("article_id").cumcount() < MAX_TARGETS]
    return _rows("target:", often["article_id"], often["mean"], often["size"]).assign(
        measure=("target:" + often["target"].astype("str")).to_numpy()
    )
