"""Selection and framing apart: the three parts of the plain difference between two outlets."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis import codes
from analysis.comparison import statistics
from analysis.comparison.cells import Cells
from analysis.comparison.contrasts import Contrasts, estimate_row, most_shared, name_of

MIN_FOR_PARTS = 10
"""Shared events from which the three parts of a plain difference have intervals."""

PARTS = ("framing", "attention", "unshared")


@dataclass(frozen=True)
class _Side:
    """One side of a plain difference: in each block, how many articles and their mean."""

    n: np.ndarray
    mean: np.ndarray


def of_contrasts(cells: Cells, contrasts: Contrasts) -> list[dict[str, Any]]:
    """Split the plain difference of every contrast with a shared event: rows of ``estimates``, three a contrast."""
    chosen = {*most_shared(cells), *contrasts.outlet[contrasts.reference >= 0], *contrasts.reference} - {-1}
    numbers = [
        number
        for number in range(len(contrasts.outlet))
        if contrasts.n_events[number] > 0 and contrasts.outlet[number] in chosen
    ]
    side_of = {code: _side(cells, code) for code in chosen}
    everybody = _Side(np.bincount(cells.block, cells.n), np.bincount(cells.block, cells.mean))
    rows = []
    for number in numbers:
        left = side_of[contrasts.outlet[number]]
        if contrasts.reference[number] >= 0:
            right = side_of[contrasts.reference[number]]
        else:
            rivals = cells.outlets_in_block - (left.n > 0)
            right = _Side(everybody.n - left.n, (everybody.mean - left.mean) / np.maximum(1, rivals))
        blocks = np.flatnonzero(left.n + right.n)
        left, right = (_Side(side.n[blocks], side.mean[blocks]) for side in (left, right))
        rows += _part_rows(cells, contrasts, number, cells.block_event[blocks], left, right)
    return rows


def _side(cells: Cells, code: int) -> _Side:
    """Lay an outlet's cells out over all blocks; 0 where it has no article."""
    own = np.flatnonzero(cells.outlet == code)
    n, mean = np.zeros(len(cells.block_event)), np.zeros(len(cells.block_event))
    n[cells.block[own]], mean[cells.block[own]] = cells.n[own], cells.mean[own]
    return _Side(n, mean)


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
    shared = left_sum / left_n - right_sum / right_n
    return framing, shared - framing, plain - shared


def _part_rows(
    cells: Cells, contrasts: Contrasts, number: int, event: np.ndarray, left: _Side, right: _Side
) -> list[dict[str, Any]]:
    shared = (left.n > 0) & (right.n > 0)
    by_storyline = contrasts.by_storyline[number]
    unit = codes.compact(cells.storyline_of[event])[1] if by_storyline else _numbered(event)
    n_units, both = int(unit.max()) + 1, np.flatnonzero(shared)
    one, other = _Side(left.n[both], left.mean[both]), _Side(right.n[both], right.mean[both])
    gap = one.mean - other.mean
    on_shared = [one.n, one.n * one.mean, other.n, other.n * other.mean, one.n * gap, other.n * gap]
    on_all = [left.n, left.n * left.mean, right.n, right.n * right.mean]
    by_unit = np.stack(
        [np.bincount(unit[both], column, n_units) for column in on_shared]
        + [np.bincount(unit, column, n_units) for column in on_all]
    )
    full = by_unit.sum(axis=1)
    estimates = _three(full)
    is_shared_unit = by_unit[0] > 0
    n_shared = contrasts.n_events[number]
    with np.errstate(divide="ignore", invalid="ignore"):  # a side without articles gives an empty, hence no interval
        without = [np.where(np.isfinite(part), part, np.nan) for part in _three(full[:, None] - by_unit)]
    rows = []
    for part, estimate, left_out in zip(PARTS, estimates, without, strict=True):
        used = left_out[is_shared_unit] if part != "unshared" else left_out
        enough = n_shared >= MIN_FOR_PARTS
        interval = statistics.jackknife(estimate, used if enough else np.array([]))
        side = ~shared if part == "unshared" else shared
        rows.append(
            estimate_row(
                component=part,
                outlet=cells.outlets[contrasts.outlet[number]],
                reference=name_of(cells, contrasts.reference[number]),
                **interval._asdict(),
                n_events=int(_numbered(event[side])[-1]) + 1 if side.any() else 0,
                n_articles=int((left.n + right.n)[side].sum()),
                method="part of the plain difference of all articles; jackknife, one "
                + ("storyline" if contrasts.by_storyline[number] else "event")
                + " left out at a time",
                verdict="describe only" if np.isnan(interval.low) else "estimate",
                reason=_part_reason(part, n_shared, bool(np.isnan(interval.low))),
            )
        )
    return rows


def _numbered(rising: np.ndarray) -> np.ndarray:
    """Number the distinct values of a rising row, which sorting would take five times as long for.

    >>> _numbered(np.array([3, 3, 7])).tolist()
    [0, 0, 1]
    """
    return np.cumsum(np.diff(rising, prepend=rising[:1]) != 0)


def _three(sums: np.ndarray) -> Any:
    """Split the plain difference, from the sums over shared events (`on_shared`) and over all (`on_all`)."""
    left_n, left_sum, right_n, right_sum, left_gap, right_gap, all_left_n, all_left_sum, all_right_n, all_right_sum = (
        sums
    )
    plain = all_left_sum / all_left_n - all_right_sum / all_right_n
    return split(left_n, left_sum, right_n, right_sum, left_gap, right_gap, plain)


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
