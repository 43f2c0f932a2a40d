"""From articles to the cells that comparisons use: one value for each outlet, event and type of article.

Here it is decided what counts: copies once, report with report and opinion with opinion, several articles of one
outlet in one event averaged first.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from analysis import codes
from analysis.measures import summary

APART = ("opinion", "live", "transcript")
"""Article types that are held only against their own kind; all others (report, short, unknown) are reports."""


@dataclass(frozen=True)
class Ground:
    """Hold the articles under an analyst's filters as every comparison needs them, whatever the measure.

    Codes are places in ``outlets``, ``events`` and ``storylines``, which are in alphabetical order. An article that
    belongs to no event is an event of its own, with an empty name; so is an event's storyline.

    Parameters
    ----------
    outlets, events, storylines : ndarray of str
        Names.
    outlet, event : ndarray of shape (n_articles,)
        Codes of each article.
    storyline_of : ndarray of shape (n_events,)
        Code of each event's storyline.
    kind : ndarray of shape (n_articles,)
        Type of article, see `kinds`.
    counted : ndarray of bool, shape (n_articles,)
        See `once`.
    when : ndarray of datetime64, shape (n_articles,)
        When each was published, empty where undated.
    """

    outlets: np.ndarray
    outlet: np.ndarray
    events: np.ndarray
    event: np.ndarray
    storylines: np.ndarray
    storyline_of: np.ndarray
    kind: np.ndarray
    counted: np.ndarray
    when: np.ndarray


@dataclass(frozen=True)
class Cells:
    """Hold the articles that a comparison uses, and their means by event, type of article and outlet.

    Codes are places in ``outlets``, ``events`` and ``storylines``, which are in alphabetical order.

    Parameters
    ----------
    outlets, events, storylines : ndarray of str
        Names, as in `Ground`; those without any value are among them.
    storyline_of : ndarray of shape (n_events,)
        Code of each event's storyline.
    value, article_cell : ndarray of shape (n_articles,)
        Each article's value, and its cell.
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
    kept : ndarray of bool or None
        Which of the articles of the `Ground` they are.
    when : ndarray of datetime64 or None
        When each article was published, empty where undated; None where that is not known.
    """

    outlets: np.ndarray
    events: np.ndarray
    storylines: np.ndarray
    storyline_of: np.ndarray
    value: np.ndarray
    article_cell: np.ndarray
    block: np.ndarray
    outlet: np.ndarray
    block_event: np.ndarray
    n_given: np.ndarray
    days: int | None
    excluded: dict[str, int]
    kept: np.ndarray | None = None
    when: np.ndarray | None = None

    @cached_property
    def days_of_storyline(self) -> np.ndarray:
        """Count the days from the first to the last article of each storyline; empty where none has a date."""
        days = np.full(len(self.storylines), np.nan)
        if self.when is None:
            return days
        dated = ~np.isnat(self.when)
        storyline = self.storyline_of[self.block_event[self.block[self.article_cell[dated]]]]
        day = self.when[dated].astype("datetime64[D]").astype(float)
        first, last = np.full((2, len(days)), np.nan)
        np.fmin.at(first, storyline, day)
        np.fmax.at(last, storyline, day)
        return last - first

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
    held = ground(articles, events, event_summary, copies)
    return of_values(held, *values_of(measures, articles["article_id"], measure), measure=measure)


def ground(
    articles: pd.DataFrame, events: pd.DataFrame, event_summary: pd.DataFrame, copies: pd.DataFrame | None
) -> Ground:
    """Number outlets, events and storylines, and tell which articles count; done once for any number of measures.

    Parameters
    ----------
    articles, events, event_summary, copies : DataFrame
        As for `of_measure`.
    """
    outlet, outlets = pd.factorize(articles["outlet"].astype("str"), sort=True)
    event, names = _events_of(articles["article_id"], events)
    storyline_of, storylines = _storylines_of(names, event_summary)
    undated = np.full(len(articles), np.datetime64("NaT", "us"))
    return Ground(
        outlets=np.asarray(outlets, dtype=object),
        outlet=outlet,
        events=names,
        event=event,
        storylines=storylines,
        storyline_of=storyline_of,
        kind=kinds(articles),
        counted=once(articles, copies),
        when=_moments(articles["published_at"]) if "published_at" in articles.columns else undated,
    )


def _moments(dates: pd.Series) -> np.ndarray:
    return pd.to_datetime(dates, utc=True).dt.tz_localize(None).to_numpy(dtype="datetime64[us]")


def values_of(measures: pd.DataFrame, ids: pd.Series, measure: str) -> tuple[np.ndarray, np.ndarray]:
    """Look up each article's value of a measure and what it rests on: empty and 0 where it has none."""
    rows = measures.loc[measures["measure"] == measure]
    place = pd.Index(rows["article_id"]).get_indexer(pd.Index(ids))
    value = np.append(rows["value"].to_numpy(dtype=float), np.nan)[place]
    return value, np.append(rows["n"].to_numpy(), 0)[place]


def of_values(held: Ground, value: np.ndarray, n: np.ndarray, *, measure: str, like: Iterable[Cells] = ()) -> Cells:
    """Arrange values of a measure by event, type of article and outlet.

    Parameters
    ----------
    held : Ground
        The articles.
    value, n : ndarray of shape (n_articles,)
        Each article's value, and the sentences or words it rests on; a value that rests on too few is left out.
    measure : str
        Whose values they are.
    like : iterable of Cells
        Cells of other measures of the same articles: where the same articles have a value, as with frames, the
        arrangement is taken from there.
    """
    enough = n >= summary.meant(measure).minimum
    counted, has_value = held.counted, ~np.isnan(value)
    kept = counted & enough & has_value
    n_thin = int((counted & ~enough & has_value).sum())
    excluded = {
        "copies": int((~counted).sum()),
        "too short for this measure": n_thin,
        "without a value": int((counted & ~kept).sum()) - n_thin,
    }
    values = value[kept].astype(float)
    for other in like:
        if other.kept is not None and np.array_equal(other.kept, kept):
            return replace(other, value=values, excluded=excluded)
    n_outlets = len(held.outlets)
    return Cells(
        outlets=held.outlets,
        events=held.events,
        storylines=held.storylines,
        storyline_of=held.storyline_of,
        value=values,
        n_given=np.bincount(held.outlet, minlength=n_outlets),
        days=_days(held.when[kept]),
        excluded=excluded,
        kept=kept,
        when=held.when[kept],
        **arranged(held.outlet[kept], n_outlets, held.event[kept], held.kind[kept]),
    )


def _days(when: np.ndarray) -> int | None:
    dated = when[~np.isnat(when)]
    return int((dated.max() - dated.min()) // np.timedelta64(1, "D")) if len(dated) else None


def arranged(outlet: np.ndarray, n_outlets: int, event: np.ndarray, kind: np.ndarray) -> dict[str, np.ndarray]:
    """Number blocks (an event and a type of article) and cells (a block and an outlet), for `Cells`."""
    n_kinds, n_outlets = len(APART) + 1, max(1, n_outlets)
    block_key, block_of = codes.compact(event * n_kinds + kind)
    cell_key, cell_of = codes.compact(block_of * n_outlets + outlet)
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
    present, event = codes.compact(event)
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
