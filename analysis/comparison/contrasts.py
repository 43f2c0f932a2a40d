"""Which outlets are compared with which, and their differences in every shared event."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from analysis import codes
from analysis.comparison import statistics
from analysis.comparison.cells import Cells
from analysis.errors import DataError

OTHERS = "the others"
"""The reference that stands for all other outlets: in each event, the mean of their means."""

Pairs = Sequence[tuple[str, str]]
"""Names of outlets, two and two."""

MAX_OUTLETS_IN_PAIRS = 20
"""Every outlet is compared with the others; pairs are made of the outlets with most shared events (190 pairs)."""


@dataclass(frozen=True)
class Contrasts:
    """Hold which outlets are compared with which, and their differences.

    ``reference`` is -1 for the others. The rows of ``contrast``, ``first``, ``second`` (cells; -1 for the others),
    ``difference`` and ``n_articles`` stand for one contrast in one block; ``weight`` is what each adds to the
    estimate, ``unit`` the event or storyline that it is averaged into, with ``weight_in_unit``. The interval rests on
    the units; ``unit_contrast`` and ``unit_value`` are theirs.
    """

    outlet: np.ndarray
    reference: np.ndarray
    contrast: np.ndarray
    first: np.ndarray
    second: np.ndarray
    difference: np.ndarray
    n_articles: np.ndarray
    weight: np.ndarray
    unit: np.ndarray
    weight_in_unit: np.ndarray
    unit_contrast: np.ndarray
    unit_value: np.ndarray
    n_events: np.ndarray
    n_storylines: np.ndarray
    only_storyline: np.ndarray
    by_storyline: np.ndarray


def refuse_others(outlets: Iterable[str]) -> None:
    """Refuse an outlet that is called as all others together are.

    Raises
    ------
    DataError
        Naming it.
    """
    if OTHERS in set(outlets):
        raise DataError(f"an outlet is called '{OTHERS}', which stands here for all other outlets together; rename it")


def of_cells(cells: Cells, asked: Pairs = ()) -> Contrasts:
    """Compare every outlet with the others, and the outlets with the most shared events with each other.

    Parameters
    ----------
    cells : Cells
        The values.
    asked : sequence of (str, str)
        Pairs of outlets that are compared with each other whatever they share.
    """
    chosen = most_shared(cells)
    n_outlets = len(cells.outlets)
    wanted = _wanted(n_outlets, chosen, _codes_of(cells, asked))
    pairs = wanted[wanted % (n_outlets + 1) < n_outlets]
    first, second = _pairs_of_cells(cells, np.union1d(*np.divmod(pairs, n_outlets + 1)))
    known = np.isin(cells.outlet[first] * (n_outlets + 1) + cells.outlet[second], pairs)
    first, second = first[known], second[known]
    shared = np.flatnonzero(cells.is_shared)
    key = np.concatenate(
        [
            cells.outlet[first] * (n_outlets + 1) + cells.outlet[second],
            cells.outlet[shared] * (n_outlets + 1) + n_outlets,
        ]
    )
    contrast = np.searchsorted(wanted, key)
    n_in_block = np.bincount(cells.block, cells.n)[cells.block[shared]]
    reference = wanted % (n_outlets + 1)
    return _weighed(
        cells,
        outlet=wanted // (n_outlets + 1),
        reference=np.where(reference == n_outlets, -1, reference),
        contrast=contrast,
        first=np.concatenate([first, shared]),
        second=np.concatenate([second, np.full(len(shared), -1)]),
        n_articles=np.concatenate([cells.n[first] + cells.n[second], n_in_block]).astype(int),
    )


def with_values_of(held: Contrasts, cells: Cells) -> Contrasts:
    """Return contrasts the values of another measure whose values the same articles have."""
    difference = _differences(cells, held.first, held.second)
    unit_value = np.bincount(held.unit, held.weight_in_unit * difference, minlength=len(held.unit_contrast))
    return replace(held, difference=difference, unit_value=unit_value)


def _differences(cells: Cells, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Subtract from each first cell its second one, or the mean of the others in its block where that is -1."""
    n_pairs = int((second >= 0).sum())  # pairs come first
    own, block = cells.mean[first[n_pairs:]], cells.block[first[n_pairs:]]
    in_block = np.bincount(cells.block, cells.mean)[block]
    rivals = cells.outlets_in_block[block] - 1
    pairs = cells.mean[first[:n_pairs]] - cells.mean[second[:n_pairs]]
    return np.concatenate([pairs, own - (in_block - own) / rivals])


def most_shared(cells: Cells) -> np.ndarray:
    """Choose the outlets that pairs are made of: those in most shared blocks, then by name."""
    n_shared = np.bincount(cells.outlet[cells.is_shared], minlength=len(cells.outlets))
    return np.sort(np.argsort(-n_shared, kind="stable")[:MAX_OUTLETS_IN_PAIRS])


def _codes_of(cells: Cells, asked: Pairs) -> np.ndarray:
    """Return the codes of the pairs asked for, the outlet that comes first by name first; strangers are left out."""
    code = {name: number for number, name in enumerate(cells.outlets)}
    known = [sorted((code[one], code[other])) for one, other in asked if one in code and other in code and one != other]
    return np.array(known, dtype=np.int64).reshape(-1, 2)


def _wanted(n_outlets: int, chosen: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """List all contrasts as outlet * (n_outlets + 1) + reference, rising; n_outlets stands for the others."""
    if n_outlets < 2:
        return np.zeros(0, dtype=np.int64)
    one, other = np.triu_indices(len(chosen), 1)
    pairs = chosen[one] * (n_outlets + 1) + chosen[other]
    more = asked[:, 0] * (n_outlets + 1) + asked[:, 1]
    return np.unique(np.concatenate([pairs, more, np.arange(n_outlets) * (n_outlets + 1) + n_outlets]))


def _pairs_of_cells(cells: Cells, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pair the cells of each block, the outlet that comes first by name first."""
    kept = np.flatnonzero(np.isin(cells.outlet, chosen) & cells.is_shared)
    _, start, size = np.unique(cells.block[kept], return_index=True, return_counts=True)
    first, second = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for n in np.unique(size[size > 1]):
        one, other = np.triu_indices(n, 1)
        starts = start[size == n][:, None]
        first.append(kept[(starts + one).ravel()])
        second.append(kept[(starts + other).ravel()])
    return np.concatenate(first), np.concatenate(second)


def _weighed(
    cells: Cells, *, outlet: np.ndarray, contrast: np.ndarray, first: np.ndarray, second: np.ndarray, **rest: Any
) -> Contrasts:
    """Average blocks to events, events to storylines where there are several, and give each row its weight."""
    event = cells.block_event[cells.block[first]]
    n_contrasts, n_storylines = len(outlet), len(cells.storylines)
    in_event, event_row = codes.compact(contrast * max(1, len(cells.events)) + event)
    n_in_event = np.bincount(event_row, minlength=len(in_event))
    of_contrast, its_event = np.divmod(in_event, max(1, len(cells.events)))
    storyline = cells.storyline_of[its_event]
    told = codes.compact(of_contrast * max(1, n_storylines) + storyline)[0]
    n_told = np.bincount(told // max(1, n_storylines), minlength=n_contrasts)
    by_storyline = n_told >= statistics.MIN_FOR_INTERVAL
    only = np.full(n_contrasts, -1)
    only[told // max(1, n_storylines)] = told % max(1, n_storylines)
    label = np.where(by_storyline[of_contrast], storyline, n_storylines + its_event)
    units, unit_row = codes.compact(of_contrast * (n_storylines + len(cells.events) + 1) + label)
    n_in_unit = np.bincount(unit_row, minlength=len(units))
    unit_contrast = units // (n_storylines + len(cells.events) + 1)
    n_units = np.bincount(unit_contrast, minlength=n_contrasts)
    unit = unit_row[event_row]
    weight_in_unit = 1 / (n_in_event[event_row] * n_in_unit[unit])
    difference = _differences(cells, first, second)
    return Contrasts(
        outlet=outlet,
        contrast=contrast,
        first=first,
        second=second,
        difference=difference,
        weight=weight_in_unit / n_units[contrast],
        unit=unit,
        weight_in_unit=weight_in_unit,
        unit_contrast=unit_contrast,
        unit_value=np.bincount(unit, weight_in_unit * difference, minlength=len(units)),
        n_events=np.bincount(of_contrast, minlength=n_contrasts),
        n_storylines=n_told,
        only_storyline=np.where(n_told == 1, only, -1),
        by_storyline=by_storyline,
        **rest,
    )


def without_dust(units: np.ndarray) -> np.ndarray:
    """Take differences that are only rounding for the zeros that they are."""
    return np.where(np.abs(units) < 1e-9, 0.0, units)


def name_of(cells: Cells, reference: int) -> str:
    """Name the outlet of a code; -1 stands for the others."""
    return OTHERS if reference < 0 else str(cells.outlets[reference])


def estimate_row(**given: Any) -> dict[str, Any]:
    """Begin a row of ``estimates``: nothing counted and nothing claimed."""
    return {"n_events": 0, "n_articles": 0, "verdict": "describe only", **given}
