"""One search over all that has a name: outlets, storylines, events, speakers and headlines."""

import re
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis.queries import events, index, overview
from analysis.store.snapshots import Snapshot

KINDS = ("outlet", "storyline", "event", "speaker", "article")
"""What is found, in the order in which it is listed."""

MAX_EACH = 5
"""Names of each kind that are listed."""


class Names(NamedTuple):
    """Hold the names of one kind, the likeliest to be meant first, with the key that opens each and its day."""

    name: pa.Array
    key: pa.Array
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
        outlets and speakers), ``outlet`` (of articles). Within a kind, names in which a word begins so come before
        those with the letters inside another.
    """
    wanted = words.split()
    kept = index.once(snapshot, "names of all", _names)
    if not wanted:
        return pd.DataFrame(columns=["kind", "key", "name", "at", "outlet"])
    found = pd.concat([_among(kind, kept[kind], wanted, most) for kind in KINDS], ignore_index=True)
    facts = index.of(snapshot).frame
    listed = facts[facts["article_id"].isin(found.loc[found["kind"] == "article", "key"])]
    outlets = dict(zip(listed["article_id"], listed["outlet"].astype("str"), strict=True))
    return found.assign(outlet=found["key"].where(found["kind"] == "article").map(outlets))


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
            "key": names.key.take(pa.array(chosen)).to_pylist(),
            "name": names.name.take(pa.array(chosen)).to_pylist(),
            "at": pd.to_datetime(pd.Series(names.day[chosen]), utc=True),
        }
    )


def _names(snapshot: Snapshot) -> dict[str, Names]:
    """Hold all names, the largest first and headlines from the latest: 100,000 headlines take 10 MB."""
    corpus = index.of(snapshot)
    from analysis.queries import voices  # here: with it come the rules of who is quoted, a fifth of a second

    of_events, lines = events.by_size(corpus), events.storyline_labels(snapshot)
    outlets, speakers = overview.outlets(snapshot), voices.speaker_names(snapshot)
    summary = snapshot.table("event_summary", columns=["event", "label", "first_at"]).set_index("event")
    summary = summary.reindex(corpus.events[of_events])
    titled = np.flatnonzero(corpus.frame["title"].notna())
    at = np.where(corpus.is_dated, -corpus.published.astype("int64"), np.iinfo(np.int64).max)[titled]
    latest = titled[np.lexsort((corpus.rank_of_id[titled], at))]
    titles = corpus.frame[["title", "article_id"]].iloc[latest]
    return {
        "outlet": _held(outlets, outlets),
        "storyline": _held(lines["label"], lines["storyline"]),
        "event": _held(summary["label"], summary.index, summary["first_at"].to_numpy(dtype="datetime64[us]")),
        "speaker": _held(speakers, speakers),
        "article": _held(titles["title"], titles["article_id"], corpus.published[latest]),
    }


def _held(names: Iterable[str], keys: Iterable[str], at: np.ndarray | None = None) -> Names:
    name, key = _in_one_piece(names), _in_one_piece(keys)
    return Names(name, key, np.full(len(name), np.datetime64("NaT"), dtype="datetime64[us]") if at is None else at)


def _in_one_piece(texts: Iterable[str]) -> pa.Array:
    array = pa.array(texts, pa.string(), from_pandas=True)
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
