"""Filters that most analyses begin with, made from what a store holds."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.queries import events, index
from analysis.queries.index import Pairs
from analysis.settings import Filters
from analysis.store.snapshots import Snapshot

DAYS = 30
"""Length of the latest stretch that is offered."""


@dataclass(frozen=True)
class Start:
    """Hold a named set of filters: its name on a button, what it chooses, and the filters."""

    name: str
    meaning: str
    filters: Filters


def starting_points(snapshot: Snapshot, most: int) -> list[Start]:
    """Offer the filters that fit a store: those that would choose nothing, or nothing else, are left out.

    Parameters
    ----------
    snapshot : Snapshot
        The store.
    most : int
        How many outlets the page chooses by itself.
    """
    corpus = index.of(snapshot)
    articles, outlets = corpus.frame, corpus.outlets
    largest = np.argsort(-np.bincount(corpus.outlet, minlength=len(outlets)), kind="stable")[:most]
    starts = [Start("All articles", "every outlet, every day", Filters(outlets=tuple(outlets)))]
    if len(largest) < len(outlets):
        chosen = Filters(outlets=tuple(outlets[largest]))
        starts.append(Start(f"Largest {most}", f"the {most} outlets with the most articles", chosen))
    pair = sharing_most(corpus.event_pairs, outlets)
    if pair and len(outlets) > 2:
        starts.append(
            Start("Closest pair", f"{pair[0]} and {pair[1]}, which share the most events", Filters(outlets=pair))
        )
    last = articles["published_at"].max()
    if pd.notna(last) and (last - articles["published_at"].min()).days > DAYS:
        days = (f"{day:%Y-%m-%d}" for day in (last - pd.Timedelta(days=DAYS), last))
        meaning = f"the {DAYS} days before the latest article; the chosen outlets stay"
        starts.append(Start(f"Last {DAYS} days", meaning, Filters(first=next(days), last=next(days))))
    lines = events.storylines(snapshot, Filters())
    if len(lines) and lines["n_outlets"].iloc[0] > 1:
        meaning = f"“{lines['label'].iloc[0]}”, which most outlets report; the chosen outlets stay"
        starts.append(Start("Widest storyline", meaning, Filters(storyline=lines["storyline"].iloc[0])))
    return starts


def sharing_most(pairs: Pairs, outlets: np.ndarray) -> tuple[str, str] | None:
    """Find the two outlets that report most events together; none where no two share one.

    Parameters
    ----------
    pairs : Pairs
        Which outlet reports which event.
    outlets : ndarray of str
        The names that the codes of outlets stand for.

    Examples
    --------
    >>> pairs = Pairs.of(np.array([0, 0, 1, 1, 1, -1]), np.array([2, 1, 2, 1, 0, 0]))
    >>> sharing_most(pairs, np.array(["BBC", "CNN", "RT"]))
    ('CNN', 'RT')
    """
    table = sparse.csr_matrix((np.ones(len(pairs.group)), (pairs.group, pairs.outlet)))
    together = np.triu((table.T @ table).toarray(), k=1)
    if not together.size or not together.any():
        return None
    one, other = np.unravel_index(together.argmax(), together.shape)
    return str(outlets[one]), str(outlets[other])
