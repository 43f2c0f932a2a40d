"""One search over all that has a name: outlets, storylines, events, speakers and headlines."""

import re
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis.queries import events, index, voices
from analysis.store.snapshots import Snapshot

KINDS = ("outlet", "storyline", "event", "speaker", "article")
"""What is found, in the order in which it is listed."""

MAX_EACH = 5
"""Names of each kind that are listed."""


class Names(NamedTuple):
    """Hold the names of one kind, the likeliest to be meant first, with the key that opens each and its day."""

    name: pa.Array
    key: np.ndarray
    day: np.ndarray


def named(snapshot: Snapshot, words: str, most: int = MAX_EACH) -> pd.DataFrame:
    """Find outlets, storylines, events, speakers and headlines whose names hold all words, whatever their case.

    Parameters
    ----------
    snapshot : Snapshot
        The store.
    words : str
        Taken literally, each anywhere in the name; without any, nothing is found.
    most : int
        How many of each kind.

    Returns
    -------
    DataFrame
        ``kind`` (see `KINDS`), ``key`` (what opens it: an id, or the name), ``name``, ``at`` (the day; empty for
        outlets and speakers). Within a kind, names in which a word begins so come before
        those with the letters inside another.
    """
    wanted = words.split()
    kept = index.once(snapshot, "names of all", _names)
    parts = [_among(kind, kept[kind], wanted, most) for kind in KINDS] if wanted else []
    columns = ["kind", "key", "name", "at"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)


def _among(kind: str, names: Names, wanted: list[str], most: int) -> pd.DataFrame:
    holds = np.ones(len(names.name), dtype=bool)
    for word in wanted:
        holds &= pc.match_substring(names.name, word, ignore_case=True).to_numpy(zero_copy_only=False)
    at = np.flatnonzero(holds)
    starts = pc.match_substring_regex(names.name.take(pa.array(at)), rf"(?i)\b{re.escape(wanted[0])}")
    chosen = at[np.argsort(~starts.to_numpy(zero_copy_only=False), kind="stable")][:most]
    return pd.DataFrame(
        {
            "kind": kind,
            "key": names.key[chosen],
            "name": names.name.take(pa.array(chosen)).to_pylist(),
            "at": pd.to_datetime(pd.Series(names.day[chosen]), utc=True),
        }
    )


def _names(snapshot: Snapshot) -> dict[str, Names]:
    """Hold all names, the largest first and headlines from the latest: 100,000 headlines take 10 MB."""
    corpus = index.of(snapshot)
    outlets = corpus.frame["outlet"].value_counts()
    summary = snapshot.table("event_summary", columns=["event", "label", "first_at", "n_articles"])
    summary = summary.sort_values(["n_articles", "event"], ascending=[False, True])
    lines = events.storyline_labels(snapshot)
    speakers = voices.speaker_names(snapshot)
    articles = corpus.frame[["article_id", "title", "published_at"]].dropna(subset=["title"])
    articles = articles.sort_values(["published_at", "article_id"], ascending=[False, True], na_position="last")
    return {
        "outlet": _held(outlets.index, outlets.index),
        "storyline": _held(lines["label"], lines["storyline"]),
        "event": _held(summary["label"], summary["event"], summary["first_at"]),
        "speaker": _held(speakers, speakers),
        "article": _held(articles["title"], articles["article_id"], articles["published_at"]),
    }


def _held(names: Iterable[str], keys: Iterable[str], at: pd.Series | None = None) -> Names:
    texts = [str(name) for name in names]
    no_day = np.full(len(texts), np.datetime64("NaT"), dtype="datetime64[us]")
    days = no_day if at is None else at.dt.tz_convert(None).to_numpy(dtype="datetime64[us]")
    return Names(pa.array(texts, pa.string()), np.array([str(key) for key in keys], dtype=object), days)
