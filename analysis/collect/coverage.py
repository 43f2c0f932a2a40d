"""What a collected folder lacks: a gap in collection looks like silence, so it is counted by outlet and day."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from analysis.corpus import outlets
from analysis.corpus.collected import LISTED, RECORD

COUNTS = ("fetched", "forbidden", "blocked", "cut_off", "gone", "failed", "waiting")
"""What became of listed pages, in the order in which they are told."""

_COUNT_OF = {
    "fetched": "fetched", "unchanged": "fetched",
    "robots": "forbidden",
    "refused": "blocked", "guard page": "blocked", "login page": "blocked", "left alone": "blocked",
    "cut off by a paywall": "cut_off",
    "gone": "gone", "no page": "gone",
}  # fmt: skip


def by_outlet_and_day(listed: Iterable[Mapping[str, Any]], fetches: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Count what became of listed pages, by outlet and day.

    Parameters
    ----------
    listed : iterable of dict
        Lines of a folder's `listed.jsonl`.
    fetches : iterable of dict
        Lines of its `fetches.jsonl`, in their order: the best that was ever had of a page counts.

    Returns
    -------
    DataFrame
        ``outlet``, ``day`` (empty where no listing says), ``n_listed``, and of these ``n_fetched``, ``n_forbidden``
        (by robots.txt), ``n_blocked``, ``n_cut_off`` (by a paywall), ``n_gone``, ``n_failed``, ``n_waiting`` (not
        asked yet). A day between an outlet's first and last on which nothing was listed has a row of zeros.

    Examples
    --------
    >>> pages = [{"canonical": "a.org/1", "outlet": "A", "date": "2019-06-30"}]
    >>> lines = [{"kind": "page", "canonical": "a.org/1", "outcome": "robots"}]
    >>> by_outlet_and_day(pages, lines)[["outlet", "day", "n_listed", "n_fetched", "n_forbidden"]].values.tolist()
    [['A', '2019-06-30', 1, 0, 1]]
    """
    became: dict[str, str] = {}
    for line in fetches:
        if line.get("kind") == "page" and became.get(str(line.get("canonical"))) != "fetched":
            became[str(line.get("canonical"))] = _COUNT_OF.get(str(line.get("outcome")), "failed")
    rows = [
        (line.get("outlet") or outlets.UNKNOWN, str(line.get("date") or line.get("archived_at") or "")[:10],
         became.get(str(line.get("canonical")), "waiting"))
        for line in listed
    ]  # fmt: skip
    found = pd.DataFrame(rows, columns=["outlet", "day", "became"])
    counts = pd.crosstab([found["outlet"], found["day"]], found["became"]) if rows else pd.DataFrame(columns=COUNTS)
    counts = counts.reindex(columns=list(COUNTS), fill_value=0).reindex(_whole(found), fill_value=0)
    counts.insert(0, "listed", counts.sum(axis=1))
    counts.columns = pd.Index([f"n_{name}" for name in counts.columns])
    return counts.astype("int32").reset_index()


def _whole(found: pd.DataFrame) -> pd.MultiIndex:
    """List each outlet's days from its first to its last, and its undated pages."""
    pairs: list[tuple[str, str]] = []
    for outlet, days in found.groupby("outlet")["day"]:
        dated = days[days != ""]
        span = pd.date_range(dated.min(), dated.max()) if len(dated) else []
        pairs += [(str(outlet), f"{day:%Y-%m-%d}") for day in span] + [(str(outlet), "")] * bool((days == "").any())
    return pd.MultiIndex.from_tuples(pairs, names=["outlet", "day"]) if pairs else pd.MultiIndex.from_arrays(
        [[], []], names=["outlet", "day"]
    )  # fmt: skip


FILES = (LISTED, RECORD)
"""Files of a collected folder that this is counted from."""
