"""Selection and framing apart: the three parts of the plain difference between two outlets."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from analysis import codes
from analysis.comparison import statistics
from analysis.comparison.cells import Cells
from analysis.comparison.contrasts import Contrasts, estimate_row, most_shared, name_of

MIN_FOR_PARTS = 10
"""Shared events from which the three parts of a plain difference have intervals."""

PARTS = ("framing", "attention", "unshared")


class Layout(NamedTuple):
    """Hold where the articles of a contrast stand: measures whose values the same articles have share it.

    ``number`` is that of the contrast. ``blocks`` are those where either side has an article, ``left`` and ``right``
    how many each has there, ``unit`` the event or storyline of each block, out of ``n_units``; ``both`` are the places
    of the blocks that the sides share, ``shared_units`` their units. ``n_by_unit`` counts the articles by unit: of both
    sides in shared blocks, then in all. ``n_events`` and ``n_articles`` are those of shared blocks, and of the others.
    """

    number: int
    blocks: np.ndarray
    left: np.ndarray
    right: np.ndarray
    unit: np.ndarray
    n_units: int
    both: np.ndarray
    shared_units: np.ndarray
    n_by_unit: tuple[np.ndarray, ...]
    n_events: tuple[int, int]
    n_articles: tuple[int, int]


def layouts_of(cells: Cells, contrasts: Contrasts) -> list[Layout]:
    """Lay out the contrasts whose plain difference is split: those of the outlets that pairs are made of."""
    chosen = {*most_shared(cells), *contrasts.outlet[contrasts.reference >= 0], *contrasts.reference} - {-1}
    n_of = {code: _by_block(cells, code, cells.n) for code in chosen}
    everybody = np.bincount(cells.block, cells.n)
    layouts = []
    for number, (outlet, reference) in enumerate(zip(contrasts.outlet, contrasts.reference, strict=True)):
        if contrasts.n_events[number] > 0 and outlet in chosen:
            right = n_of[reference] if reference >= 0 else everybody - n_of[outlet]
            layouts.append(_layout(cells, contrasts, number, n_of[outlet], right))
    return layouts


def _by_block(cells: Cells, code: int, values: np.ndarray) -> np.ndarray:
    """Lay what an outlet's cells hold out over all blocks; 0 where it has no article."""
    own = np.flatnonzero(cells.outlet == code)
    found = np.zeros(len(cells.block_event))
    found[cells.block[own]] = values[own]
    return found


def _layout(cells: Cells, contrasts: Contrasts, number: int, left: np.ndarray, right: np.ndarray) -> Layout:
    blocks = np.flatnonzero(left + right)
    left, right, event = left[blocks], right[blocks], cells.block_event[blocks]
    shared = (left > 0) & (right > 0)
    unit = codes.compact(cells.storyline_of[event])[1] if contrasts.by_storyline[number] else _numbered(event)
    n_units, both = int(unit.max()) + 1, np.flatnonzero(shared)
    n_by_unit = tuple(np.bincount(unit[at], n[at], n_units) for at in (both, slice(None)) for n in (left, right))
    return Layout(
        number, blocks, left, right, unit, n_units, both,
        shared_units=np.flatnonzero(n_by_unit[0] > 0),
        n_by_unit=n_by_unit,
        n_events=(_n_distinct(event[shared]), _n_distinct(event[~shared])),
        n_articles=(int((left + right)[shared].sum()), int((left + right)[~shared].sum())),
    )  # fmt: skip


def of_contrasts(cells: Cells, contrasts: Contrasts, layouts: Sequence[Layout]) -> list[dict[str, Any]]:
    """Split the plain difference of every contrast that is laid out: rows of ``estimates``, three a contrast."""
    chosen = {code for laid in layouts for code in (contrasts.outlet[laid.number], contrasts.reference[laid.number])}
    mean_of = {code: _by_block(cells, code, cells.mean) for code in chosen}
    everybody = np.bincount(cells.block, cells.mean)
    rows = []
    for laid in layouts:
        left, reference = mean_of[contrasts.outlet[laid.number]][laid.blocks], contrasts.reference[laid.number]
        if reference >= 0:
            right = mean_of[reference][laid.blocks]
        else:
            rivals = cells.outlets_in_block[laid.blocks] - (laid.left > 0)
            right = (everybody[laid.blocks] - left) / np.maximum(1, rivals)
        rows += _part_rows(cells, contrasts, laid, left, right)
    return rows


def split(left_n: Any, left_sum: Any, right_n: Any, right_sum: Any, left_gap: Any, right_gap: Any, plain: Any) -> Any:
    """Split a plain difference of two outlets' articles into framing, attention and what is not shared.

    Parameters
    ----------
    left_n, right_n : float or ndarray
        Articles in shared events.
    left_sum, right_sum : float or ndarray
        Sum of their values.
    left_gap, right_gap : float or ndarray
        Sum over shared events of the difference of the two means, times the articles of that side.
    plain : float or ndarray
        The plain difference of all articles.

    Returns
    -------
    tuple
        Framing (different values of the same events), attention (different weight on shared events), unshared
        (events that one of them did not cover, where choice and wording cannot be told apart). They sum to ``plain``.

    References
    ----------
    Components of a difference between two rates, Journal of the American Statistical Association 50, 1955.

    Examples
    --------
    >>> split(2.0, 1.0, 2.0, 0.5, 0.5, 0.5, 0.125)
    (0.25, 0.0, -0.125)
    """
    framing = (left_gap / left_n + right_gap / right_n) / 2
    shared = _difference(left_n, left_sum, right_n, right_sum)
    return framing, shared - framing, plain - shared


def _part_rows(
    cells: Cells, contrasts: Contrasts, laid: Layout, left: np.ndarray, right: np.ndarray
) -> list[dict[str, Any]]:
    """Make the three rows of one contrast from the mean of each side in each of its blocks."""
    by_unit = _summed_by_unit(laid, left, right)
    number, n_shared = laid.number, contrasts.n_events[laid.number]
    estimates = _three(by_unit.sum(axis=1))
    left_out = _without_each(by_unit, laid.shared_units) if n_shared >= MIN_FOR_PARTS else [np.array([])] * len(PARTS)
    rows = []
    for part, estimate, without in zip(PARTS, estimates, left_out, strict=True):
        interval = statistics.jackknife(estimate, without)
        rows.append(
            estimate_row(
                component=part,
                outlet=cells.outlets[contrasts.outlet[number]],
                reference=name_of(cells, contrasts.reference[number]),
                **interval._asdict(),
                n_events=laid.n_events[part == "unshared"],
                n_articles=laid.n_articles[part == "unshared"],
                method="part of the plain difference of all articles; jackknife, one "
                + ("storyline" if contrasts.by_storyline[number] else "event")
                + " left out at a time",
                verdict="describe only" if np.isnan(interval.low) else "estimate",
                reason=_part_reason(part, n_shared, bool(np.isnan(interval.low))),
            )
        )
    return rows


def _summed_by_unit(laid: Layout, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Sum by event or storyline what `_three` adds up: in shared blocks (six rows), and in all (four)."""
    one, other, unit = laid.left[laid.both], laid.right[laid.both], laid.unit[laid.both]
    mine, theirs = left[laid.both], right[laid.both]
    gap = mine - theirs
    left_n, right_n, all_left_n, all_right_n = laid.n_by_unit
    left_sum, right_sum, left_gap, right_gap = (
        np.bincount(unit, column, laid.n_units) for column in (one * mine, other * theirs, one * gap, other * gap)
    )
    every = laid.left * left, laid.right * right
    all_left, all_right = (np.bincount(laid.unit, column, laid.n_units) for column in every)
    return np.stack(
        [left_n, left_sum, right_n, right_sum, left_gap, right_gap, all_left_n, all_left, all_right_n, all_right]
    )


def _without_each(by_unit: np.ndarray, shared_units: np.ndarray) -> list[np.ndarray]:
    """Split the plain difference with each unit left out: framing and attention without the shared ones alone."""
    full = by_unit.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):  # a side without articles gives an empty, hence no interval
        framing, attention, _ = _three(full[:, None] - by_unit[:, shared_units])
        shared = np.full(by_unit.shape[1], _difference(*full[:4]))
        shared[shared_units] = _difference(*(full[:4, None] - by_unit[:4, shared_units]))
        unshared = _difference(*(full[6:, None] - by_unit[6:])) - shared
    return [np.where(np.isfinite(part), part, np.nan) for part in (framing, attention, unshared)]


def _n_distinct(rising: np.ndarray) -> int:
    return int(_numbered(rising)[-1]) + 1 if len(rising) else 0


def _numbered(rising: np.ndarray) -> np.ndarray:
    """Number the distinct values of a rising row, which sorting would take five times as long for.

    >>> _numbered(np.array([3, 3, 7])).tolist()
    [0, 0, 1]
    """
    return np.cumsum(np.diff(rising, prepend=rising[:1]) != 0)


def _three(sums: np.ndarray) -> Any:
    """Split the plain difference, from the sums over shared events (six) and over all (four)."""
    left_n, left_sum, right_n, right_sum, left_gap, right_gap = sums[:6]
    return split(left_n, left_sum, right_n, right_sum, left_gap, right_gap, _difference(*sums[6:]))


def _difference(left_n: Any, left_sum: Any, right_n: Any, right_sum: Any) -> Any:
    return left_sum / left_n - right_sum / right_n


_PART_MEANS = {
    "framing": "different values on the same events",
    "attention": "different numbers of articles on the events that both cover",
    "unshared": "events that only one side covers: choice of events and wording cannot be told apart",
}


def _part_reason(part: str, n_shared: int, is_open: bool) -> str:
    if n_shared < MIN_FOR_PARTS:
        told = "1 shared event" if n_shared == 1 else f"{n_shared} shared events"
        return f"{_PART_MEANS[part]}; {told}, {MIN_FOR_PARTS} are needed for an interval"
    return f"{_PART_MEANS[part]}{'; it does not vary, so no interval can be given' if is_open else ''}"
