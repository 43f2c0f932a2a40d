"""The evidence of one comparison: the events that pull the difference, and the sentences of both sides that make it."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from analysis.comparison import contrasts
from analysis.corpus import segment
from analysis.measures import frames
from analysis.queries import bookshelf, index, measures, texts
from analysis.settings import Filters
from analysis.store.snapshots import Snapshot

MAX_EVENTS = 6
"""Events shown: those that pull most in the direction of the difference."""

MAX_EACH = 3
"""Sentences of each article shown: those that make its value high or low."""

COLUMNS = (
    "event", "label", "difference", "side", "outlet", "article_id", "title", "published_at", "url", "sentence", "text",
    "value",
)  # fmt: skip

HEADLINE = ("tone_title", "title_minus_body")
OWN = ("tone_own", "tone_without_names", "share_negative")
QUOTED = ("share_attributed", "share_direct", "n_speakers")
LOADED = ("loaded_rate", "hedge_rate")


def of_difference(
    snapshot: Snapshot,
    filters: Filters,
    measure: str,
    outlet: str,
    reference: str = contrasts.OTHERS,
    told: float = np.nan,
) -> pd.DataFrame:
    """List what a difference is made of: the events that pull it, and in each the sentences that make the measure.

    Parameters
    ----------
    snapshot, filters
        The store and what to look at.
    measure : str
        The measure compared: of a headline measure headlines are listed, of quotations the sentences that hold them,
        of tone towards somebody the mentions, and so on; of a length the article alone.
    outlet, reference : str
        The two sides; the others by default.
    told : float
        The difference as it is told, in whose direction the events pull: it averages events of one storyline first,
        so the plain mean of these events, which counts where none is told, may lie on the other side of 0.

    Returns
    -------
    DataFrame
        ``event``, ``label``, ``difference`` (outlet minus reference in this event), ``side`` ("target" or
        "reference"), ``outlet``, ``article_id``, ``title``, ``published_at``, ``url``, ``sentence`` (-1: the headline),
        ``text``, ``value`` (of the sentence, as the measure counts it). The events that pull most come first; of the
        side that is higher, the highest sentences, and of the lower one the lowest. Empty where no event is shared.
    """
    rows = measures.estimates_of_events(snapshot, filters, measure)
    differences = measures.by_event(rows, outlet, reference)
    if differences.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    sign = 1.0 if (differences["estimate"].mean() if pd.isna(told) else told) >= 0 else -1.0
    pulls = (differences["estimate"] * sign).sort_values(ascending=False, kind="stable").head(MAX_EVENTS)
    chosen = differences.loc[pulls.index, ["event", "estimate"]].rename(columns={"estimate": "difference"})
    labels = snapshot.table("event_summary", columns=["event", "label"])
    chosen = chosen.merge(labels, on="event", how="left").assign(rank=range(len(chosen)))
    articles = _articles(snapshot, filters, chosen, outlet, reference)
    sentences = _sentences(snapshot, articles, measure)
    return _laid_out(articles.merge(sentences, on="article_id"), sign)


def _articles(snapshot: Snapshot, filters: Filters, chosen: pd.DataFrame, outlet: str, reference: str) -> pd.DataFrame:
    facts = index.of(snapshot).facts(filters)
    facts = facts.assign(outlet=facts["outlet"].astype("str"))
    facts = facts[facts["event"].isin(chosen["event"])]
    if reference != contrasts.OTHERS:
        facts = facts[facts["outlet"].isin([outlet, reference])]
    side = facts["outlet"].eq(outlet).map({True: "target", False: "reference"})
    columns = ["article_id", "outlet", "title", "published_at", "url", "event", "n_words"]
    return snapshot.completed(facts)[columns].assign(side=side).merge(chosen, on="event")


def _laid_out(rows: pd.DataFrame, sign: float) -> pd.DataFrame:
    """Keep the sentences of each article that pull most, and order them by event and side."""
    pull = rows["value"].astype(float).fillna(0) * np.where(rows["side"] == "target", sign, -sign)
    rows = rows.assign(pull=pull).sort_values(
        ["rank", "side", "outlet", "article_id", "pull", "sentence"], ascending=[True, False, True, True, False, True]
    )
    return rows.groupby("article_id", sort=False).head(MAX_EACH)[list(COLUMNS)].reset_index(drop=True)


# ---------------------------------------------------------------- the sentences that make a measure


def _sentences(snapshot: Snapshot, articles: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return the sentences of articles that make a measure: ``article_id``, ``sentence``, ``text``, ``value``."""
    ids = articles["article_id"]
    with_bodies = texts.with_bodies(snapshot, articles)
    sentences = snapshot.table("sentences", article_ids=ids)
    if measure == "n_words":
        return _titles(articles).assign(value=articles["n_words"].to_numpy(dtype=float))
    family, _, name = measure.partition(":")
    make = _OF_FAMILY.get(family)
    values = (
        make(snapshot, with_bodies, sentences, measure, name) if make else _titles(articles).assign(value=float("nan"))
    )
    rows = sentences.merge(values, on=["article_id", "sentence"], suffixes=("", "_of_value"))
    return rows.assign(text=segment.texts_of(rows, with_bodies))[["article_id", "sentence", "text", "value"]]


def _titles(articles: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {"article_id": articles["article_id"], "sentence": segment.TITLE, "text": articles["title"].fillna("")}
    )


Sentences = Callable[[Snapshot, pd.DataFrame, pd.DataFrame, str, str], pd.DataFrame]
"""Gives ``article_id``, ``sentence`` and ``value`` of what makes a measure."""


def _of_tone(snapshot: Snapshot, articles: pd.DataFrame, sentences: pd.DataFrame, measure: str, _: str) -> pd.DataFrame:
    rows = snapshot.table("tone", article_ids=articles["article_id"])
    column = "tone_without_names" if measure == "tone_without_names" else "tone"
    rows = rows.merge(sentences[["article_id", "sentence", "voice"]], on=["article_id", "sentence"])
    if measure in HEADLINE:
        rows = rows[rows["sentence"] == segment.TITLE]
    else:
        rows = rows[rows["sentence"] != segment.TITLE]
        is_own = rows["voice"].astype("str") == "own"
        rows = rows[is_own] if measure in OWN else rows[~is_own] if measure == "tone_attributed" else rows
    return rows.assign(value=rows[column])[["article_id", "sentence", "value"]].dropna()


def _of_quotes(
    snapshot: Snapshot, articles: pd.DataFrame, sentences: pd.DataFrame, measure: str, _: str
) -> pd.DataFrame:
    rows = snapshot.table("quotes", article_ids=articles["article_id"])
    if measure == "share_direct":
        rows = rows[rows["kind"].astype("str") == "direct"]
    return _in_sentences(rows.assign(value=(rows["end"] - rows["start"]).astype(float)), sentences)


def _of_loaded(
    snapshot: Snapshot, articles: pd.DataFrame, sentences: pd.DataFrame, measure: str, _: str
) -> pd.DataFrame:
    rows = snapshot.table("loaded", article_ids=articles["article_id"])
    is_hedge = rows["kind"].astype("str") == "hedge"
    rows = _in_sentences(rows[is_hedge if measure == "hedge_rate" else ~is_hedge].assign(value=1.0), sentences)
    own = sentences.loc[sentences["voice"].astype("str") == "own", ["article_id", "sentence"]]
    return rows.merge(own, on=["article_id", "sentence"])


def _of_frame(
    snapshot: Snapshot, articles: pd.DataFrame, sentences: pd.DataFrame, measure: str, name: str
) -> pd.DataFrame:
    book, frame = bookshelf.book_of(snapshot, measure)
    rows = frames.of_sentences(articles, sentences, book)
    rows = rows[(rows["frame"] == frame) & (rows["hits"] > 0)]
    if measure.partition(":")[0].endswith("_own"):
        own = sentences.loc[sentences["voice"].astype("str") == "own", ["article_id", "sentence"]]
        rows = rows.merge(own, on=["article_id", "sentence"])
    return rows.assign(value=rows["emphasis"].astype(float))[["article_id", "sentence", "value"]]


def _of_target(snapshot: Snapshot, articles: pd.DataFrame, sentences: pd.DataFrame, _: str, name: str) -> pd.DataFrame:
    rows = snapshot.table("targets", article_ids=articles["article_id"])
    rows = rows[rows["target"].astype("str") == name]
    rows = rows.assign(value=(rows["positive"] - rows["negative"]).astype(float))
    return _in_sentences(rows, sentences, how="mean")


def _in_sentences(spans: pd.DataFrame, sentences: pd.DataFrame, how: str = "sum") -> pd.DataFrame:
    """Find the sentence of each span of a body, and sum or average the values of each sentence."""
    body = sentences[sentences["sentence"] != segment.TITLE].sort_values("start", kind="stable")
    spans = spans[["article_id", "start", "value"]].sort_values("start", kind="stable")
    if spans.empty or body.empty:
        return pd.DataFrame({"article_id": [], "sentence": [], "value": []}).astype({"article_id": "str"})
    left = spans.assign(start=spans["start"].astype("int64"), article_id=spans["article_id"].astype("str"))
    right = body[["article_id", "sentence", "start"]].assign(start=body["start"].astype("int64"))
    placed = pd.merge_asof(
        left, right.assign(article_id=right["article_id"].astype("str")), on="start", by="article_id"
    )
    return placed.dropna(subset=["sentence"]).groupby(["article_id", "sentence"], as_index=False)["value"].agg(how)


_OF_FAMILY: dict[str, Sentences] = {
    **dict.fromkeys((*HEADLINE, *OWN, "tone_attributed", "tone_body"), _of_tone),
    **dict.fromkeys(QUOTED, _of_quotes),
    **dict.fromkeys(LOADED, _of_loaded),
    **dict.fromkeys(("frame", "frame_own", "frame_salience", "book", "book_own"), _of_frame),
    "target": _of_target,
}
"""What makes the measures of a family, by what stands before the colon of their names."""
