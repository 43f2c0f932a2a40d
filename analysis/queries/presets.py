"""Filters that most analyses begin with, made from what a store holds."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.queries import events, index
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
    articles = index.of(snapshot).frame
    outlets = articles["outlet"].astype("str")
    largest = tuple(outlets.value_counts(sort=True).sort_index(kind="stable").nlargest(most).index)
    starts = [Start("All articles", "every outlet, every day", Filters(outlets=tuple(sorted(outlets.unique()))))]
    if len(largest) < outlets.nunique():
        starts.append(Start(f"Largest {most}", f"the {most} outlets with the most articles", Filters(outlets=largest)))
    pair = sharing_most(articles)
    if pair and outlets.nunique() > 2:
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


def sharing_most(articles: pd.DataFrame) -> tuple[str, str] | None:
    """Find the two outlets that report most events together; none where no two share one.

    Parameters
    ----------
    articles : DataFrame
        ``outlet`` and ``event``, which may be empty.

    Examples
    --------
    >>> rows = pd.DataFrame({"event": ["e1", "e1", "e2", "e2", "e2", None], "outlet": ["RT", "CNN", "RT", "CNN", "BBC",
    ...                                                                               "BBC"]})
    >>> sharing_most(rows)
    ('CNN', 'RT')
    """
    reports = articles.loc[articles["event"].notna(), ["event", "outlet"]].astype("str").drop_duplicates()
    event, names = reports["event"].factorize()[0], reports["outlet"].factorize(sort=True)
    table = sparse.csr_matrix((np.ones(len(reports)), (event, names[0])))
    together = np.triu((table.T @ table).toarray(), k=1)
    if not together.size or not together.any():
        return None
    one, other = np.unravel_index(together.argmax(), together.shape)
    return str(names[1][one]), str(names[1][other])
