"""From articles to the cells that comparisons use: one value for each outlet, event and type of article.

Several articles of one outlet in one event are averaged first. See `ground` for what counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from analysis import codes
from analysis.comparison.ground import APART, Ground
from analysis.measures import summary


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
        """Return for each cell whether another outlet stands beside it."""
        return self.outlets_in_block[self.block] > 1


def values_of(measures: pd.DataFrame, ids: pd.Series, measure: str) -> tuple[np.ndarray, np.ndarray]:
    """Look up each article's value of a measure and what it rests on: empty and 0 where it has none."""
    rows = measures.loc[measures["measure"] == measure]
    place = pd.Index(rows["article_id"]).get_indexer(pd.Index(ids))
    value = np.append(rows["value"].to_numpy(dtype=float), np.nan)[place]
    return value, np.append(rows["n"].to_numpy(), 0)[place]


def of_values(ground: Ground, value: np.ndarray, n: np.ndarray, *, measure: str, like: Iterable[Cells] = ()) -> Cells:
    """Arrange values of a measure by event, type of article and outlet.

    Parameters
    ----------
    ground : Ground
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
    counted, has_value = ground.counted, ~np.isnan(value)
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
    n_outlets = len(ground.outlets)
    return Cells(
        outlets=ground.outlets,
        events=ground.events,
        storylines=ground.storylines,
        storyline_of=ground.storyline_of,
        value=values,
        n_given=np.bincount(ground.outlet, minlength=n_outlets),
        days=_days(ground.when[kept]),
        excluded=excluded,
        kept=kept,
        when=ground.when[kept],
        **arranged(ground.outlet[kept], n_outlets, ground.event[kept], ground.kind[kept]),
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
