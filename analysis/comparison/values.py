"""Each outlet's own values: over all its articles, over shared events, in each event, within a storyline."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis import codes
from analysis.comparison import statistics
from analysis.comparison.cells import Cells
from analysis.comparison.contrasts import OTHERS, estimate_row
from analysis.comparison.verdicts import Overlap, gap_of, of_value


class Layout(NamedTuple):
    """Hold which cells and events an outlet's mean rests on, and which unit (event or storyline) each belongs to.

    Measures whose values the same articles have share it. ``unit`` runs beside the cells of all events, ``row`` beside
    the ``shared`` cells, ``shared_unit`` beside the shared events.
    """

    own: np.ndarray
    unit: np.ndarray
    by_storyline: bool
    n_events: int
    shared: np.ndarray
    row: np.ndarray
    shared_unit: np.ndarray
    shared_by_storyline: bool


def layouts_of(cells: Cells) -> list[Layout]:
    """Lay out what each outlet's means rest on."""
    n_outlets = len(cells.outlets)
    own = np.argsort(cells.outlet, kind="stable")
    shared = own[cells.is_shared[own]]
    event = cells.block_event[cells.block]
    units = _units_of(cells, cells.outlet[own], event[own])
    at_event = _numbered(cells.outlet[shared], event[shared], n_outlets)
    shared_units = _units_of(cells, *at_event.pairs)
    own_edges, shared_edges = (np.searchsorted(cells.outlet[rows], np.arange(n_outlets + 1)) for rows in (own, shared))
    return [
        Layout(
            own=own[slice(*own_edges[code : code + 2])],
            unit=units.unit[slice(*own_edges[code : code + 2])],
            by_storyline=bool(units.by_storyline[code]),
            n_events=int(units.n_events[code]),
            shared=shared[slice(*shared_edges[code : code + 2])],
            row=at_event.number[slice(*shared_edges[code : code + 2])],
            shared_unit=shared_units.unit[slice(*at_event.edges[code : code + 2])],
            shared_by_storyline=bool(shared_units.by_storyline[code]),
        )
        for code in range(n_outlets)
    ]


class _Numbered(NamedTuple):
    """Hold each thing's number among those of its outlet, the pairs of outlet and thing, and where each outlet's begin.

    ``pairs`` rise by outlet and thing; ``edges`` has one entry more than there are outlets.
    """

    number: np.ndarray
    pairs: tuple[np.ndarray, np.ndarray]
    edges: np.ndarray


def _numbered(outlet: np.ndarray, thing: np.ndarray, n_outlets: int) -> _Numbered:
    """Number the things of all outlets at once, those of each from 0; one by one, 300 outlets take ten times as long.

    >>> _numbered(np.array([0, 0, 1, 1]), np.array([7, 4, 7, 7]), 2).number.tolist()
    [1, 0, 0, 0]
    """
    width = int(thing.max()) + 1 if len(thing) else 1
    known, place = codes.compact(outlet.astype(np.int64) * width + thing)
    edges = np.searchsorted(known, np.arange(n_outlets + 1) * width)
    return _Numbered(place - edges[outlet], (known // width, known % width), edges)


class _Units(NamedTuple):
    """Hold each event's unit among those of its outlet; by outlet, whether storylines average any, and its events."""

    unit: np.ndarray
    by_storyline: np.ndarray
    n_events: np.ndarray


def _units_of(cells: Cells, outlet: np.ndarray, event: np.ndarray) -> _Units:
    """Number the storylines of each outlet's events where it has several, else its events."""
    n_outlets = len(cells.outlets)
    storylines = _numbered(outlet, cells.storyline_of[event], n_outlets)
    events = _numbered(outlet, event, n_outlets)
    n_storylines, n_events = np.diff(storylines.edges), np.diff(events.edges)
    several = n_storylines >= statistics.MIN_FOR_INTERVAL
    unit = np.where(several[outlet], storylines.number, events.number)
    return _Units(unit, several & (n_storylines < n_events), n_events)


def of_outlets(cells: Cells, overlap: Overlap, layouts: list[Layout]) -> list[dict[str, Any]]:
    """Return each outlet's mean over all its articles, and over the events that it shares with another outlet."""
    rows = []
    for code, (name, layout) in enumerate(zip(cells.outlets, layouts, strict=True)):
        rows.append(_plain_value(cells, overlap, code, name, layout))
        if len(layout.shared):
            rows.append(_shared_value(cells, name, layout))
    return rows


def _plain_value(cells: Cells, overlap: Overlap, code: int, name: str, layout: Layout) -> dict[str, Any]:
    """Return an outlet's mean over all its articles; its interval treats events (storylines) as drawn, not articles."""
    own, unit = layout.own, layout.unit
    n, mean, total = cells.n[own], cells.mean[own], cells.n[own].sum()
    estimate = float((n * mean).sum() / total) if total else np.nan
    n_units = int(unit.max()) + 1 if len(unit) else 0
    pulls = np.bincount(unit, n * (mean - estimate), minlength=n_units) * n_units / max(1, total)
    deviation = float(np.sqrt((pulls**2).sum() / max(1, n_units - 1)))
    interval = statistics.t_interval_of(estimate, deviation if deviation > 1e-9 else 0.0, n_units)
    unit_name = "storylines" if layout.by_storyline else "events"
    reason = of_value(overlap, code, n_units, unit_name, bool(np.isnan(interval.low)))
    return estimate_row(
        component="value",
        outlet=name,
        **interval._asdict(),
        n_events=layout.n_events,
        n_articles=total,
        method=f"mean over all its articles; t interval over {unit_name}",
        verdict="describe only" if np.isnan(interval.low) else "estimate",
        reason=reason,
    )


def _shared_value(cells: Cells, name: str, layout: Layout) -> dict[str, Any]:
    shared, row, unit = layout.shared, layout.row, layout.shared_unit
    by_event = np.bincount(row, cells.mean[shared]) / np.bincount(row)
    by_unit = np.bincount(unit, by_event) / np.bincount(unit)
    interval = statistics.t_interval(by_unit if np.ptp(by_unit) > 1e-9 else by_unit[:1].repeat(len(by_unit)))
    unit_name = "storylines" if layout.shared_by_storyline else "events"
    is_open = bool(np.isnan(interval.low))
    told = "1 shared event" if len(by_event) == 1 else f"{len(by_event)} shared events"
    few = f"{told}; 3 with different values are needed for an interval"
    return estimate_row(
        component="value",
        outlet=name,
        reference=OTHERS,
        **interval._asdict(),
        n_events=len(by_event),
        n_articles=cells.n[shared].sum(),
        method=f"mean over the events shared with another outlet; t interval over {unit_name}",
        verdict="describe only" if is_open else "estimate",
        reason=few if is_open else f"{len(by_event)} events shared with another outlet",
    )


def of_events(cells: Cells) -> pd.DataFrame:
    """Return each outlet's value in each shared event (types of article averaged), for figures."""
    shared = np.flatnonzero(cells.is_shared)
    event = cells.block_event[cells.block[shared]]
    key, row = codes.compact(event * len(cells.outlets) + cells.outlet[shared])
    n_rows = len(key)
    mean = np.bincount(row, cells.mean[shared], minlength=n_rows) / np.bincount(row, minlength=n_rows)
    return pd.DataFrame(
        {
            "component": "value",
            "outlet": cells.outlets[key % len(cells.outlets)],
            "event": cells.events[key // len(cells.outlets)],
            "storyline": cells.storylines[cells.storyline_of[key // len(cells.outlets)]],
            "estimate": mean,
            "n_events": 1,
            "n_articles": np.bincount(row, cells.n[shared], minlength=n_rows).astype(int),
            "method": "mean of the outlet's articles in this event",
            "verdict": "describe only",
            "reason": "one event",
        }
    )


def within_storyline(cells: Cells) -> pd.DataFrame:
    """Describe each outlet's value in the storylines where outlets meet without sharing an event.

    No ranking and no interval: events of one storyline are different events, often years apart.

    Returns
    -------
    DataFrame
        Rows of the ``estimates`` table without measure and unit: ``value`` of each outlet in each such storyline.
    """
    event = cells.block_event[cells.block]
    storyline = cells.storyline_of[event]
    key, row = codes.compact(storyline * max(1, len(cells.outlets)) + cells.outlet)
    its_storyline, outlet = np.divmod(key, max(1, len(cells.outlets)))
    total = np.bincount(row, cells.n * cells.mean, minlength=len(key))
    n = np.bincount(row, cells.n, minlength=len(key)).astype(int)
    n_outlets = np.bincount(its_storyline, minlength=len(cells.storylines))
    shares_event = np.bincount(storyline, cells.is_shared, minlength=len(cells.storylines)) > 0
    kept = np.flatnonzero((n_outlets[its_storyline] > 1) & ~shares_event[its_storyline])
    single = np.zeros(len(cells.storylines), dtype=int)
    np.maximum.at(single, its_storyline, n)
    counts = np.where(single[its_storyline[kept]] <= 1, "one article an outlet", "no shared event")
    met, met_outlet = np.divmod(
        codes.compact(event * max(1, len(cells.outlets)) + cells.outlet)[0], max(1, len(cells.outlets))
    )
    in_storyline = np.bincount(
        np.searchsorted(key, cells.storyline_of[met] * max(1, len(cells.outlets)) + met_outlet), minlength=len(key)
    )
    return pd.DataFrame(
        {
            "component": "value",
            "outlet": cells.outlets[outlet[kept]],
            "storyline": cells.storylines[its_storyline[kept]],
            "estimate": (total / np.maximum(1, n))[kept],
            "n_events": in_storyline[kept],
            "n_articles": n[kept],
            "method": "mean of the articles, described only",
            "verdict": "describe only",
            "reason": [
                f"{count}, {gap_of(days)}"
                for count, days in zip(counts, cells.days_of_storyline[its_storyline[kept]], strict=True)
            ],
        }
    )
