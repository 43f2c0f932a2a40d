"""From articles to the cells that comparisons use: one value for each outlet, event and type of article.

Here it is decided what counts: copies once, report with report and opinion with opinion, several articles of one
outlet in one event averaged first.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.measures import summary

APART = ("opinion", "live", "transcript")
"""Article types that are held only against their own kind; all others (report, short, unknown) are reports."""


@dataclass(frozen=True)
class Cells:
    """Hold the articles that a comparison uses, and their means by event, type of article and outlet.

    Codes are places in ``outlets``, ``events`` and ``storylines``, which are in alphabetical order.

    Parameters
    ----------
    outlets, events, storylines : ndarray of str
        Names; outlets without any value are among them. An article that belongs to no event is an event of its
        own, with an empty name.
    storyline_of : ndarray of shape (n_events,)
        Code of each event's storyline.
    value, article_cell : ndarray of shape (n_articles,)
        Each article's value, and its cell.
    ids : ndarray of shape (n_articles,)
        The articles.
    block, outlet : ndarray of shape (n_cells,)
        Each cell's block (an event and a type of article) and outlet; cells are ordered by block, then outlet.
    block_event : ndarray of shape (n_blocks,)
        Code of each block's event.
    n_given : ndarray of shape (n_outlets,)
        Articles of each outlet, with or without a value.
    days : int or None
        Days from the first article to the last; none where no article has a date.
    excluded : dict of str to int
        How many articles were left out, and why.
    """

    outlets: np.ndarray
    events: np.ndarray
    storylines: np.ndarray
    storyline_of: np.ndarray
    value: np.ndarray
    article_cell: np.ndarray
    ids: np.ndarray
    block: np.ndarray
    outlet: np.ndarray
    block_event: np.ndarray
    n_given: np.ndarray
    days: int | None
    excluded: dict[str, int]

    @cached_property
    def n(self) -> np.ndarray:
        """Count the articles of each cell."""
        return np.bincount(self.article_cell, minlength=len(self.block))

    @cached_property
    def mean(self) -> np.ndarray:
        """Average the articles of each cell."""
        return np.bincount(self.article_cell, self.value, minlength=len(self.block)) / self.n

    @cached_property
    def outlets_in_block(self) -> np.ndarray:
        """Count the outlets of each block."""
        return np.bincount(self.block, minlength=len(self.block_event))

    @cached_property
    def is_shared(self) -> np.ndarray:
        """Tell of each cell whether another outlet stands beside it."""
        return self.outlets_in_block[self.block] > 1


MAX_MARKED = 20_000_000
"""Up to this many possible codes are marked in an array of their own, which is ten times as fast as sorting."""


def compact(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give the codes that occur, rising, and the place of each code among them.

    Examples
    --------
    >>> [found.tolist() for found in compact(np.array([7, 3, 7]))]
    [[3, 7], [1, 0, 1]]
    """
    if len(codes) == 0 or codes.max() > MAX_MARKED:
        known, place = np.unique(codes, return_inverse=True)
        return known, place
    occurs = np.zeros(int(codes.max()) + 1, dtype=bool)
    occurs[codes] = True
    known = np.flatnonzero(occurs)
    places = np.zeros(len(occurs), dtype=np.int64)
    places[known] = np.arange(len(known))
    return known, places[codes]


def once(articles: pd.DataFrame, copies: pd.DataFrame | None) -> np.ndarray:
    """Tell of each article whether it is counted: of copies of one text, the earliest that is here.

    Parameters
    ----------
    articles : DataFrame
        ``article_id`` and, where known, ``published_at``.
    copies : DataFrame or None
        The ``copies`` table.

    Returns
    -------
    ndarray of bool, shape (n_articles,)

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a", "b", "c"]})
    >>> once(articles, pd.DataFrame({"article_id": ["b"], "copy_of": ["a"]})).tolist()
    [True, False, True]
    """
    counted = np.ones(len(articles), dtype=bool)
    if copies is None or copies.empty:
        return counted
    # only articles of some chain are looked at: they are few, and looking all ids up cost most of a comparison
    of_a_chain = pd.Index(copies["article_id"]).append(pd.Index(copies["copy_of"])).unique()
    candidates = np.flatnonzero(of_a_chain.get_indexer(pd.Index(articles["article_id"])) >= 0)
    ids = articles["article_id"].iloc[candidates].astype("str")
    origin = ids.map(copies.set_index("article_id")["copy_of"]).fillna(ids)
    repeated = origin.duplicated(keep=False).to_numpy()
    in_chain = candidates[repeated]
    chained = pd.DataFrame({"origin": origin[repeated], "id": ids[repeated], "row": in_chain})
    when = articles["published_at"].iloc[in_chain] if "published_at" in articles.columns else pd.NaT
    chained = chained.assign(is_copy=chained["id"] != chained["origin"], when=when)
    later = chained.sort_values(["origin", "is_copy", "when", "id"], na_position="last").duplicated("origin")
    counted[chained.loc[later[later].index, "row"]] = False
    return counted


def of_measure(
    measures: pd.DataFrame,
    articles: pd.DataFrame,
    events: pd.DataFrame,
    event_summary: pd.DataFrame,
    copies: pd.DataFrame | None,
    *,
    measure: str,
) -> Cells:
    """Arrange one measure's values by event, type of article and outlet.

    Parameters
    ----------
    measures, articles, events, event_summary, copies : DataFrame
        The tables of those names; ``articles`` needs ``article_id`` and ``outlet``, better also ``article_type``
        and ``published_at``.
    measure : str
        Name of a measure in `analysis.measures.summary`.

    Examples
    --------
    >>> measures = pd.DataFrame({"article_id": ["a", "b"], "measure": "tone_own", "value": [0.1, 0.3], "n": 9})
    >>> articles = pd.DataFrame({"article_id": ["a", "b"], "outlet": ["RT", "Sky News"]})
    >>> events = pd.DataFrame({"article_id": ["a", "b"], "event": "e"})
    >>> of_measure(measures, articles, events, pd.DataFrame(), None, measure="tone_own").mean.tolist()
    [0.1, 0.3]
    """
    counted = once(articles, copies)
    values, n_thin = _values(measures, articles.loc[counted, "article_id"], measure)
    has_value = ~np.isnan(values)
    code, outlets = pd.factorize(articles["outlet"].astype("str"), sort=True)
    rows = articles.loc[counted][has_value]
    event, names = _events_of(rows["article_id"], events)
    storyline_of, storylines = _storylines_of(names, event_summary)
    return Cells(
        outlets=np.asarray(outlets, dtype=object),
        events=names,
        storylines=storylines,
        storyline_of=storyline_of,
        value=values[has_value],
        ids=rows["article_id"].to_numpy(dtype=object),
        n_given=np.bincount(code, minlength=len(outlets)),
        days=_days(rows),
        excluded={
            "copies": int((~counted).sum()),
            "too short for this measure": n_thin,
            "without a value": int((~has_value).sum()) - n_thin,
        },
        **arranged(code[counted][has_value], len(outlets), event, kinds(rows)),
    )


def _days(rows: pd.DataFrame) -> int | None:
    when = rows["published_at"].dropna() if "published_at" in rows.columns else rows["article_id"].head(0)
    return (when.max() - when.min()).days if len(when) else None


def _values(measures: pd.DataFrame, ids: pd.Series, measure: str) -> tuple[np.ndarray, int]:
    """Look up each article's value; it is empty where it rests on too few sentences or words."""
    rows = measures.loc[measures["measure"] == measure]
    minimum = summary.meant(measure).minimum
    enough = (rows["n"] >= minimum).to_numpy()
    place = pd.Index(rows["article_id"]).get_indexer(pd.Index(ids))
    values = np.where(enough, rows["value"].to_numpy(dtype=float), np.nan)
    found = np.append(values, np.nan)[place]
    thin = np.append(~enough & rows["value"].notna().to_numpy(), False)[place]
    return found, int(thin.sum())


def arranged(outlet: np.ndarray, n_outlets: int, event: np.ndarray, kind: np.ndarray) -> dict[str, np.ndarray]:
    """Number blocks (an event and a type of article) and cells (a block and an outlet), for `Cells`."""
    n_kinds, n_outlets = len(APART) + 1, max(1, n_outlets)
    block_key, block_of = compact(event * n_kinds + kind)
    cell_key, cell_of = compact(block_of * n_outlets + outlet)
    return {
        "article_cell": cell_of,
        "block": cell_key // n_outlets,
        "outlet": cell_key % n_outlets,
        "block_event": block_key // n_kinds,
    }


def _events_of(ids: pd.Series, events: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Give each article the code of its event; one without an event gets a code of its own, with an empty name."""
    place = pd.Index(events["article_id"]).get_indexer(pd.Index(ids)) if len(events) else np.full(len(ids), -1)
    known, names = pd.factorize(events["event"].astype("str"), sort=True) if len(events) else (np.array([], int), [])
    event = np.append(known, -1)[place]
    alone = event < 0
    event[alone] = len(names) + np.arange(alone.sum())
    present, event = compact(event)
    named = np.concatenate([np.asarray(names, dtype=object), np.full(int(alone.sum()), "", dtype=object)])
    return event, named[present]


def _storylines_of(names: np.ndarray, event_summary: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Give each event the code of its storyline; an event without one is a storyline of its own, with its name."""
    codes, storylines = np.full(len(names), -1), np.zeros(0, dtype=object)
    if len(event_summary) and "storyline" in event_summary.columns:
        place = pd.Index(event_summary["event"].astype("str")).get_indexer(pd.Index(names))
        known, listed = pd.factorize(event_summary["storyline"].replace("", None), sort=True)
        codes, storylines = np.append(known, -1)[place], np.asarray(listed, dtype=object)
    alone = codes < 0
    codes = np.where(alone, len(storylines) + np.cumsum(alone) - 1, codes)
    return codes, np.concatenate([storylines, np.full(int(alone.sum()), "", dtype=object)])


def kinds(rows: pd.DataFrame) -> np.ndarray:
    """Give each article the code of its type: 0 for reports, 1 and up for the types of `APART`."""
    codes = np.zeros(len(rows), dtype=np.int64)
    if "article_type" in rows.columns:
        types = rows["article_type"].astype("str").to_numpy()
        for number, name in enumerate(APART, start=1):
            codes[types == name] = number
    return codes
