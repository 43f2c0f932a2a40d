"""Names of events and storylines that stay: an event keeps its id when articles join it, and a trace is left.

A new event is named after its earliest article. An event that shares articles with an earlier one takes over its id;
of several that do, the one that shares most. What merged or split stands in the trace.
"""

import hashlib
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

_HEX_DIGITS = 10
"""Forty bits: among a million events, two share a name by chance once in two builds of such size; see `_fresh`."""


def standing(groups: np.ndarray, earlier: np.ndarray) -> np.ndarray:
    """Tell for each article whether its group holds exactly the articles of one earlier group.

    Parameters
    ----------
    groups, earlier : ndarray of int
        Number of the group at present and before, -1 for an article that was in none.

    Examples
    --------
    >>> standing(np.array([0, 0, 1, 2, 2]), np.array([5, 5, 3, 3, -1]))
    array([ True,  True, False, False, False])
    """
    sizes, sizes_before = np.bincount(groups), np.bincount(earlier + 1)
    lowest, highest = np.full(len(sizes), len(sizes_before)), np.full(len(sizes), -1)
    np.minimum.at(lowest, groups, earlier)
    np.maximum.at(highest, groups, earlier)
    same = (lowest == highest) & (lowest >= 0)
    same[same] = sizes[same] == sizes_before[lowest[same] + 1]
    return np.asarray(same[groups])


def keep(
    groups: pd.Series, firsts: Mapping[int, str], earlier: pd.Series | None, prefix: str, taken: Iterable[str] = ()
) -> dict[int, str]:
    """Name groups of articles, with the earlier names where the groups carry on.

    Parameters
    ----------
    groups : Series
        Number of the group by ``article_id``.
    firsts : mapping of int to str
        The earliest article of each group, after which a new group is named.
    earlier : Series or None
        Earlier name by ``article_id``.
    prefix : str
        First letter of new names.
    taken : iterable of str
        Names that other groups have.

    Returns
    -------
    dict
        Name by number of the group; no two groups have one name.

    Examples
    --------
    >>> groups = pd.Series([0, 0, 1], index=["a", "b", "c"])
    >>> keep(groups, {0: "a", 1: "c"}, pd.Series({"a": "e1", "b": "e2", "c": "e1"}), "e")
    {0: 'e1', 1: 'e2e7d2c03a9'}
    """
    named: dict[int, str] = {}
    taken = set(taken)
    if earlier is not None:
        taken |= set(earlier.dropna().unique())
        shared = _shared(groups, earlier)
        contested = shared["group"].duplicated(keep=False) | shared["name"].duplicated(keep=False)
        alone = shared[~contested]
        named = dict(zip(alone["group"].tolist(), alone["name"].tolist(), strict=True))
        used: set[str] = set()
        for group, name in _by_overlap(shared[contested]):
            if group not in named and name not in used:
                named[group] = name
                used.add(name)
    for group, first in sorted(firsts.items()):
        if group not in named:
            named[group] = _fresh(first, prefix, taken)
            taken.add(named[group])
    return named


def _shared(groups: pd.Series, earlier: pd.Series) -> pd.DataFrame:
    """Count the articles that each group shares with each earlier name: ``group``, ``name``, ``size``."""
    codes, names = pd.factorize(earlier.reindex(groups.index))
    both = groups.to_numpy()[codes >= 0] * len(names) + codes[codes >= 0]
    each, sizes = np.unique(both, return_counts=True)
    number, code = np.divmod(each, max(len(names), 1))
    return pd.DataFrame({"group": number, "name": names.to_numpy()[code], "size": sizes})


def _by_overlap(shared: pd.DataFrame) -> list[tuple[int, str]]:
    """List group and earlier name, those that share most articles first."""
    shared = shared.sort_values(["size", "name", "group"], ascending=[False, True, True])
    return list(zip(shared["group"].tolist(), shared["name"].tolist(), strict=True))


def _fresh(first: str, prefix: str, taken: set[str]) -> str:
    """Name a group after its earliest article; another round where the name is taken."""
    text = first
    while True:
        name = prefix + hashlib.sha256(text.encode("utf-8")).hexdigest()[:_HEX_DIGITS]
        if name not in taken:
            return name
        text += "+"


def trace(now: pd.Series, earlier: pd.Series) -> pd.DataFrame:
    """List which earlier events the present ones were, wherever articles changed their event.

    Parameters
    ----------
    now, earlier : Series
        Event by ``article_id``, at present and in the earlier build.

    Returns
    -------
    DataFrame
        The ``lineage`` table: ``event``, ``was``, ``n_articles`` (that came from there); nothing where an event has
        only its own earlier articles.

    Examples
    --------
    >>> trace(pd.Series({"a": "e1", "b": "e1"}), pd.Series({"a": "e1", "b": "e2"}))
      event was  n_articles
    0    e1  e2           1
    """
    both = pd.DataFrame({"event": now, "was": earlier.reindex(now.index)}).dropna()
    moved = both[both["event"] != both["was"]].groupby(["event", "was"], as_index=False).size()
    return pd.DataFrame(
        {
            "event": moved["event"].astype("str"),
            "was": moved["was"].astype("str"),
            "n_articles": np.asarray(moved["size"], dtype="int32"),
        }
    )


def traced(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Add a trace to the traces of earlier builds: articles that came from one event in several builds add up.

    Examples
    --------
    >>> rows = pd.DataFrame({"event": ["e1"], "was": ["e2"], "n_articles": [1]})
    >>> traced(rows, rows)["n_articles"].tolist()
    [2]
    """
    both = pd.concat([before, now], ignore_index=True)
    summed = both.groupby(["event", "was"], as_index=False, sort=True)["n_articles"].sum()
    return summed.astype({"n_articles": "int32"})
