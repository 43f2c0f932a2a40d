"""The difference between outlets over the events that both cover, with what may be said about it.

A plain average of each outlet compares what they chose to cover; here each event is held against itself. Every
result is a row of the ``estimates`` table with its interval, what chance gives, and a verdict in words.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from analysis import schema
from analysis.comparison import cells as cells_of
from analysis.comparison import statistics
from analysis.comparison.cells import Cells
from analysis.measures import summary
from analysis.settings import Settings

OTHERS = "the others"
"""The reference that stands for all other outlets: in each event, the mean of their means."""

MAX_OUTLETS_IN_PAIRS = 20
"""Every outlet is held against the others; pairs are made of the outlets with most shared events (190 pairs)."""

MIN_FOR_PARTS = 10
"""Shared events from which the three parts of a plain difference have intervals."""

N_SHUFFLES = 400
"""Shufflings behind `chance`: its 95th percentile, the twentieth largest, is then right within a twentieth or so."""

CHANCE_LEVEL = 0.95

SHUFFLED_AT_ONCE = 4_000_000
"""Values that are shuffled in one go, so that memory stays at tens of megabytes."""

PARTS = ("framing", "attention", "unshared")

_YEAR, _MONTHS, _WEEKS = 365, 60, 14
"""Days from which events are called years, months or weeks apart."""


@dataclass(frozen=True)
class Contrasts:
    """Hold which outlets are held against which, and their differences.

    ``reference`` is -1 for the others. The rows of ``contrast``, ``first``, ``second`` (cells; -1 for the others),
    ``difference`` and ``n_articles`` stand for one contrast in one block; ``weight`` is what each adds to the
    estimate. ``unit`` numbers the events or storylines that the interval rests on; ``unit_contrast`` and
    ``unit_value`` are theirs.
    """

    outlet: np.ndarray
    reference: np.ndarray
    contrast: np.ndarray
    first: np.ndarray
    second: np.ndarray
    difference: np.ndarray
    n_articles: np.ndarray
    weight: np.ndarray
    unit_contrast: np.ndarray
    unit_value: np.ndarray
    n_events: np.ndarray
    n_storylines: np.ndarray
    only_storyline: np.ndarray
    by_storyline: np.ndarray


def of_measure(
    measures: pd.DataFrame,
    articles: pd.DataFrame,
    events: pd.DataFrame,
    event_summary: pd.DataFrame,
    copies: pd.DataFrame | None,
    *,
    measure: str,
    settings: Settings,
    by_event: bool = True,
) -> pd.DataFrame:
    """Compare outlets on one measure over the events they share.

    Each outlet is held against the mean of the others and against each other outlet. Several articles of an outlet
    in one event are averaged first, copies count once, and reports, opinion, live pages and transcripts are held
    only against their own kind. Where the shared events belong to three storylines or more, events are averaged to
    storylines first, because events of one storyline move together.

    Parameters
    ----------
    measures, articles, events, event_summary, copies : DataFrame
        The tables of those names, filtered as the analyst chose. Of ``articles`` no text is needed.
    measure : str
        A measure that `analysis.measures.summary.meant` knows.
    settings : Settings
        Gives the random seed of the shufflings.
    by_event : bool
        Whether each outlet's value in each shared event is among the rows.

    Returns
    -------
    DataFrame
        Rows of the ``estimates`` table.

        * ``difference``: outlet minus reference, mean over shared events (or storylines); above 0: the outlet's
          value is higher. t interval from 3, sign-flip ``p`` from 6, ``q`` over all contrasts of this call,
          ``chance``.
        * ``framing``, ``attention``, ``unshared``: the three parts of the plain difference of all articles.
        * ``value``: an outlet's mean over all its articles (``reference`` empty), over the events that it shares
          (``reference`` "the others"), or in one event (``event`` given) or storyline (``storyline`` given).

    Notes
    -----
    The interval holds the uncertainty of which events happened; it does not hold the error of the measure itself.

    Examples
    --------
    >>> values = [0.1, 0.3, 0.0, 0.4, 0.2, 0.3]
    >>> ids = list("abcdef")
    >>> measures = pd.DataFrame({"article_id": ids, "measure": "tone_own", "value": values, "n": 9})
    >>> articles = pd.DataFrame({"article_id": ids, "outlet": ["RT", "Sky News"] * 3})
    >>> events = pd.DataFrame({"article_id": ids, "event": ["e1", "e1", "e2", "e2", "e3", "e3"]})
    >>> found = of_measure(
    ...     measures, articles, events, pd.DataFrame(), None, measure="tone_own", settings=Settings()
    ... )
    >>> pair = found[(found["component"] == "difference") & (found["reference"] == "Sky News")].iloc[0]
    >>> round(float(pair["estimate"]), 3), round(float(pair["low"]), 2), round(float(pair["high"]), 2)
    (-0.233, -0.61, 0.15)
    >>> pair["reason"]
    '3 shared events: an interval, but no test (6 are needed)'
    """
    arranged = cells_of.of_measure(measures, articles, events, event_summary, copies, measure=measure)
    if len(arranged.outlets) == 0:
        return schema.empty(schema.ESTIMATES)
    contrasts = contrasts_of(arranged)
    context = _context(arranged)
    rows = [
        *_values(arranged, contrasts, context),
        *_differences(arranged, contrasts, context, settings.seed),
        *_parts(arranged, contrasts),
    ]
    pieces = [pd.DataFrame(rows, columns=_COLUMNS), within_storyline(arranged, context)]
    if by_event:
        pieces.append(_each_event(arranged))
    return _finished([piece for piece in pieces if len(piece)], measure)


_COLUMNS = [name for name in schema.ESTIMATES.columns if name not in ("measure", "unit", "period")]
_STORYLINE_METHOD = "mean of the articles, described only"


def _finished(pieces: list[pd.DataFrame], measure: str) -> pd.DataFrame:
    declared = summary.meant(measure)
    rows = pd.concat(pieces, ignore_index=True) if len(pieces) > 1 else pieces[0]
    unit = f"{declared.unit}; higher: {declared.higher_means}"
    return schema.conform(rows.assign(measure=measure, unit=unit), schema.ESTIMATES)


# ---------------------------------------------------------------- what is held against what


def contrasts_of(cells: Cells) -> Contrasts:
    """Hold every outlet against the others, and the outlets with most shared events against each other."""
    chosen = _most_shared(cells)
    first, second = _pairs_of_cells(cells, chosen)
    shared = np.flatnonzero(cells.is_shared)
    n_outlets = len(cells.outlets)
    key = np.concatenate(
        [
            cells.outlet[first] * (n_outlets + 1) + cells.outlet[second],
            cells.outlet[shared] * (n_outlets + 1) + n_outlets,
        ]
    )
    wanted = _wanted(n_outlets, chosen)
    contrast = np.searchsorted(wanted, key)
    in_block = np.bincount(cells.block, cells.mean)[cells.block[shared]]
    n_in_block = np.bincount(cells.block, cells.n)[cells.block[shared]]
    rivals = cells.outlets_in_block[cells.block[shared]] - 1
    difference = np.concatenate(
        [cells.mean[first] - cells.mean[second], cells.mean[shared] - (in_block - cells.mean[shared]) / rivals]
    )
    reference = wanted % (n_outlets + 1)
    return _weighed(
        cells,
        outlet=wanted // (n_outlets + 1),
        reference=np.where(reference == n_outlets, -1, reference),
        contrast=contrast,
        first=np.concatenate([first, shared]),
        second=np.concatenate([second, np.full(len(shared), -1)]),
        difference=difference,
        n_articles=np.concatenate([cells.n[first] + cells.n[second], n_in_block]).astype(int),
    )


def _most_shared(cells: Cells) -> np.ndarray:
    """Choose the outlets that pairs are made of: those in most shared blocks, then by name."""
    n_shared = np.bincount(cells.outlet[cells.is_shared], minlength=len(cells.outlets))
    return np.sort(np.argsort(-n_shared, kind="stable")[:MAX_OUTLETS_IN_PAIRS])


def _wanted(n_outlets: int, chosen: np.ndarray) -> np.ndarray:
    """List all contrasts as outlet * (n_outlets + 1) + reference, rising; n_outlets stands for the others."""
    if n_outlets < 2:
        return np.zeros(0, dtype=np.int64)
    one, other = np.triu_indices(len(chosen), 1)
    pairs = chosen[one] * (n_outlets + 1) + chosen[other]
    return np.sort(np.concatenate([pairs, np.arange(n_outlets) * (n_outlets + 1) + n_outlets]))


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


def _weighed(cells: Cells, *, outlet: np.ndarray, contrast: np.ndarray, first: np.ndarray, **rest: Any) -> Contrasts:
    """Average blocks to events, events to storylines where there are several, and give each row its weight."""
    event = cells.block_event[cells.block[first]]
    n_contrasts, n_storylines = len(outlet), len(cells.storylines)
    in_event, event_row = cells_of.compact(contrast * max(1, len(cells.events)) + event)
    n_in_event = np.bincount(event_row, minlength=len(in_event))
    of_contrast, its_event = np.divmod(in_event, max(1, len(cells.events)))
    storyline = cells.storyline_of[its_event]
    told = cells_of.compact(of_contrast * max(1, n_storylines) + storyline)[0]
    n_told = np.bincount(told // max(1, n_storylines), minlength=n_contrasts)
    by_storyline = n_told >= statistics.MIN_FOR_INTERVAL
    only = np.full(n_contrasts, -1)
    only[told // max(1, n_storylines)] = told % max(1, n_storylines)
    label = np.where(by_storyline[of_contrast], storyline, n_storylines + its_event)
    units, unit_row = cells_of.compact(of_contrast * (n_storylines + len(cells.events) + 1) + label)
    n_in_unit = np.bincount(unit_row, minlength=len(units))
    unit_contrast = units // (n_storylines + len(cells.events) + 1)
    n_units = np.bincount(unit_contrast, minlength=n_contrasts)
    weight_in_unit = 1 / (n_in_event[event_row] * n_in_unit[unit_row[event_row]])
    unit_value = np.bincount(unit_row[event_row], weight_in_unit * rest["difference"], minlength=len(units))
    return Contrasts(
        outlet=outlet,
        contrast=contrast,
        first=first,
        weight=weight_in_unit / n_units[contrast],
        unit_contrast=unit_contrast,
        unit_value=unit_value,
        n_events=np.bincount(of_contrast, minlength=n_contrasts),
        n_storylines=n_told,
        only_storyline=np.where(n_told == 1, only, -1),
        by_storyline=by_storyline,
        **rest,
    )


# ---------------------------------------------------------------- what chance gives


def _chance(cells: Cells, contrasts: Contrasts, seed: int) -> np.ndarray:
    """Shuffle outlet labels among the articles of each block, and give the 95th percentile of each contrast's size."""
    n_contrasts = len(contrasts.outlet)
    articles = np.flatnonzero(cells.is_shared[cells.article_cell])
    if len(articles) == 0:
        return np.full(n_contrasts, np.nan)
    articles = articles[np.argsort(cells.block[cells.article_cell[articles]], kind="stable")]
    operator = _operator(cells, contrasts)[:, cells.article_cell[articles]]
    operator = operator @ sparse.diags(1 / cells.n[cells.article_cell[articles]])
    operator = sparse.csr_matrix(operator, dtype=np.float32)
    rng = np.random.default_rng(seed)
    at_once = max(1, min(N_SHUFFLES, SHUFFLED_AT_ONCE // len(articles)))
    found = []
    for begin in range(0, N_SHUFFLES, at_once):
        n_draws = min(at_once, N_SHUFFLES - begin)
        found.append(np.abs(operator @ _shuffled(cells, articles, n_draws, rng)))
    return np.quantile(np.hstack(found), CHANCE_LEVEL, axis=1, method="higher")


def _operator(cells: Cells, contrasts: Contrasts) -> sparse.csr_matrix:
    """Write the estimates as a matrix on cell means, so that a thousand shufflings are one product."""
    shape = (len(contrasts.outlet), len(cells.block))
    pair = contrasts.second >= 0
    others = ~pair
    rivals = cells.outlets_in_block[cells.block[contrasts.first]] - 1
    own = np.where(pair, 1.0, 1.0 + 1.0 / np.maximum(1, rivals)) * contrasts.weight
    ones = sparse.csr_matrix((own, (contrasts.contrast, contrasts.first)), shape=shape)
    seconds = sparse.csr_matrix(
        (contrasts.weight[pair], (contrasts.contrast[pair], contrasts.second[pair])), shape=shape
    )
    blocks = sparse.csr_matrix(
        (
            contrasts.weight[others] / rivals[others],
            (contrasts.contrast[others], cells.block[contrasts.first[others]]),
        ),
        shape=(shape[0], len(cells.block_event)),
    )
    members = sparse.csr_matrix(
        (np.ones(len(cells.block)), (cells.block, np.arange(len(cells.block)))),
        shape=(len(cells.block_event), len(cells.block)),
    )
    return sparse.csr_matrix(ones - seconds - blocks @ members)


_TABLED = 5
"""Up to five articles an event, all orders stand in a table (120 rows), ten times as fast as shuffling each."""


def _shuffled(cells: Cells, articles: np.ndarray, n_draws: int, rng: np.random.Generator) -> np.ndarray:
    """Shuffle the values within each block: an array of (articles, draws)."""
    values = cells.value[articles].astype(np.float32)
    shuffled = np.empty((len(articles), n_draws), dtype=np.float32)
    _, start, size = np.unique(cells.block[cells.article_cell[articles]], return_index=True, return_counts=True)
    for n in np.unique(size):
        starts = start[size == n]
        if n <= _TABLED:
            orders = _orders(n).T
            drawn = rng.integers(0, orders.shape[1], (len(starts), n_draws), dtype=np.uint8)
            for place in range(n):
                shuffled[starts + place] = values[starts[:, None] + orders[place][drawn]]
        else:
            given = np.broadcast_to(values[starts[:, None] + np.arange(n)][:, None], (len(starts), n_draws, n))
            mixed = rng.permuted(given, axis=2)
            for place in range(n):
                shuffled[starts + place] = mixed[:, :, place]
    return shuffled


def _orders(n: int) -> np.ndarray:
    """List all orders of n things.

    >>> _orders(2).tolist()
    [[0, 1], [1, 0]]
    """
    grid = np.indices((n,) * n, dtype=np.int32).reshape(n, -1).T
    return grid[(np.sort(grid, axis=1) == np.arange(n)).all(axis=1)]


# ---------------------------------------------------------------- what may be said


@dataclass(frozen=True)
class _Context:
    """What the sentences of verdicts need to know beside the numbers."""

    n_articles: np.ndarray
    n_given: np.ndarray
    events_in_common: Any
    storylines_in_common: Any
    gap: str
    is_constant: bool


def _context(cells: Cells) -> _Context:
    outlet = cells.outlet[cells.article_cell]
    event = cells.block_event[cells.block[cells.article_cell]]
    n_outlets = len(cells.outlets)
    return _Context(
        n_articles=np.bincount(outlet, minlength=n_outlets),
        n_given=cells.n_given,
        events_in_common=_in_common(event, outlet, n_outlets),
        storylines_in_common=_in_common(cells.storyline_of[event], outlet, n_outlets),
        gap=_gap(cells),
        is_constant=len(cells.value) > 1 and bool(np.ptp(cells.value) == 0),
    )


def _in_common(group: np.ndarray, outlet: np.ndarray, n_outlets: int) -> Any:
    """Count, for each pair of outlets, the events (or storylines) that both have articles in."""
    n_groups = int(group.max()) + 1 if len(group) else 0
    present = sparse.csr_matrix((np.ones(len(group)), (group, outlet)), shape=(n_groups, n_outlets))
    present.data[:] = 1
    return sparse.csr_matrix(present.T @ present) if n_outlets else present


def _gap(cells: Cells) -> str:
    """Say how far the first article of all lies from the last."""
    if cells.days is None:
        return "events without dates"
    for least, words in ((_YEAR, "years apart"), (_MONTHS, "months apart"), (_WEEKS, "weeks apart")):
        if cells.days >= least:
            return f"events {words}"
    return "events days apart"


def _row(**given: Any) -> dict[str, Any]:
    return {"n_events": 0, "n_articles": 0, "verdict": "describe only", **given}


def _differences(cells: Cells, contrasts: Contrasts, context: _Context, seed: int) -> list[dict[str, Any]]:
    n_contrasts = len(contrasts.outlet)
    edges = np.searchsorted(contrasts.unit_contrast, np.arange(n_contrasts + 1))
    values = [contrasts.unit_value[low:high] for low, high in pairwise(edges)]
    p = np.array([statistics.sign_flip_p(_without_dust(units)) for units in values])
    q = statistics.benjamini_hochberg(p)
    chance = _chance(cells, contrasts, seed)
    n_articles = np.bincount(contrasts.contrast, contrasts.n_articles, minlength=n_contrasts).astype(int)
    n_tests = int((~np.isnan(p)).sum())
    rows = []
    for number, units in enumerate(values):
        interval = statistics.t_interval(_without_dust(units))
        verdict, reason = _verdict(cells, contrasts, context, number, units)
        storyline = contrasts.only_storyline[number]
        rows.append(
            _row(
                component="difference",
                outlet=cells.outlets[contrasts.outlet[number]],
                reference=_name(cells, contrasts.reference[number]),
                storyline=(cells.storylines[storyline] or None) if storyline >= 0 else None,
                **interval._asdict(),
                p=p[number],
                q=q[number],
                chance=chance[number] if len(units) else np.nan,
                n_events=contrasts.n_events[number],
                n_articles=n_articles[number],
                method=_method(contrasts.by_storyline[number], n_tests),
                verdict=verdict,
                reason=reason,
            )
        )
    return rows


def _without_dust(units: np.ndarray) -> np.ndarray:
    """Take differences that are only rounding for the zeros that they are."""
    return np.where(np.abs(units) < 1e-9, 0.0, units)


def _name(cells: Cells, reference: int) -> str:
    return OTHERS if reference < 0 else str(cells.outlets[reference])


def _method(by_storyline: bool, n_tests: int) -> str:
    unit = "storylines (events averaged first)" if by_storyline else "events"
    return (
        f"mean over shared {unit} of the difference within each event; t interval; sign flips; "
        f"Benjamini-Hochberg over {n_tests} contrasts; chance from {N_SHUFFLES} shufflings of labels within events"
    )


def _verdict(cells: Cells, contrasts: Contrasts, context: _Context, number: int, units: np.ndarray) -> tuple[str, str]:
    if len(units) == 0:
        return _nothing_shared(cells, contrasts, context, number)
    told = _counted(contrasts, number, len(units))
    if len(units) < statistics.MIN_FOR_INTERVAL:
        one_each = (
            " with one article an outlet" if contrasts.n_events[number] == 1 and _one_each(contrasts, number) else ""
        )
        return "describe only", f"{told}{one_each}; {statistics.MIN_FOR_INTERVAL} are needed for an interval"
    if context.is_constant:
        return "describe only", f"{told}; the measure has the same value in every article, so there is nothing to tell"
    deviation = float(_without_dust(units).std(ddof=1))
    if np.isnan(statistics.t_interval(_without_dust(units)).low):
        return "describe only", f"{told}; the difference is the same in each, so no interval can be given"
    if len(units) < statistics.MIN_FOR_TEST:
        return "estimate", f"{told}: an interval, but no test ({statistics.MIN_FOR_TEST} are needed)"
    least = statistics.detectable_difference(deviation, len(units))
    return "estimate", f"{told}; a difference of {least:.2g} would have been found four times in five"


def _one_each(contrasts: Contrasts, number: int) -> bool:
    return bool(contrasts.n_articles[contrasts.contrast == number].sum() == 2)


def _counted(contrasts: Contrasts, number: int, n_units: int) -> str:
    n_events = contrasts.n_events[number]
    told = "1 shared event" if n_events == 1 else f"{n_events} shared events"
    if contrasts.by_storyline[number]:
        return told if n_units == n_events else f"{told} in {n_units} storylines"
    if n_events > contrasts.n_storylines[number] > 0:
        n = contrasts.n_storylines[number]
        return f"{told}, for this storyline only" if n == 1 else f"{told}, for these {n} storylines only"
    return told


def _nothing_shared(cells: Cells, contrasts: Contrasts, context: _Context, number: int) -> tuple[str, str]:
    outlet, reference = contrasts.outlet[number], contrasts.reference[number]
    rivals = np.delete(np.arange(len(cells.outlets)), outlet) if reference < 0 else np.array([reference])
    for empty in [outlet] if reference < 0 else [outlet, reference]:
        if context.n_articles[empty] == 0:
            return "not comparable", f"no article of {cells.outlets[empty]} has a value of this measure"
    if context.n_articles[rivals].sum() == 0:
        return "not comparable", "no article of another outlet has a value of this measure"
    common = context.events_in_common[outlet, rivals].sum()
    if common:
        return "not comparable", (
            f"shared events ({int(common)}) hold articles of different types (report, opinion, live), "
            "which are not held against each other"
        )
    if context.storylines_in_common[outlet, rivals].sum():
        return "describe only", _apart(context, np.append(rivals, outlet))
    return "not comparable", "no shared event and no shared storyline; articles on the same events are needed"


def _apart(context: _Context, outlets: np.ndarray) -> str:
    single = context.n_articles[outlets].max() <= 1
    return f"{'one article an outlet' if single else 'no shared event'}, {context.gap}"


# ---------------------------------------------------------------- each outlet by itself


def _values(cells: Cells, contrasts: Contrasts, context: _Context) -> list[dict[str, Any]]:
    rows = []
    by_outlet = np.argsort(cells.outlet, kind="stable")
    edges = np.searchsorted(cells.outlet[by_outlet], np.arange(len(cells.outlets) + 1))
    for code, name in enumerate(cells.outlets):
        own = by_outlet[edges[code] : edges[code + 1]]
        rows.append(_plain_value(cells, context, code, name, own))
        shared = own[cells.is_shared[own]]
        if len(shared):
            rows.append(_shared_value(cells, name, shared))
    return rows


def _plain_value(cells: Cells, context: _Context, code: int, name: str, own: np.ndarray) -> dict[str, Any]:
    """Give an outlet's mean over all its articles; its interval treats events (storylines) as drawn, not articles."""
    event = cells.block_event[cells.block[own]]
    unit, by_storyline = _units_of(cells, event)
    n, total = cells.n[own], cells.n[own].sum()
    estimate = float((n * cells.mean[own]).sum() / total) if total else np.nan
    n_units = int(unit.max()) + 1 if len(unit) else 0
    pulls = np.bincount(unit, n * (cells.mean[own] - estimate), minlength=n_units) * n_units / max(1, total)
    deviation = float(np.sqrt((pulls**2).sum() / max(1, n_units - 1)))
    interval = statistics.t_interval_of(estimate, deviation if deviation > 1e-9 else 0.0, n_units)
    unit_name = "storylines" if by_storyline else "events"
    reason = _value_reason(context, code, n_units, unit_name, bool(np.isnan(interval.low)))
    return _row(
        component="value",
        outlet=name,
        **interval._asdict(),
        n_events=len(np.unique(event)),
        n_articles=total,
        method=f"mean over all its articles; t interval over {unit_name}",
        verdict="describe only" if np.isnan(interval.low) else "estimate",
        reason=reason,
    )


def _value_reason(context: _Context, code: int, n_units: int, unit_name: str, is_open: bool) -> str:
    n_outlets = len(context.n_articles)
    alone = "; there is one outlet, so nothing to compare it with" if n_outlets == 1 else ""
    if context.n_articles[code] == 0:
        return f"none of its {context.n_given[code]} articles has a value of this measure{alone}"
    apart = n_outlets > 1 and context.events_in_common.nnz <= n_outlets and context.storylines_in_common.nnz > n_outlets
    if context.n_articles[code] == 1:
        return _apart(context, np.arange(n_outlets)) if apart else f"one article{alone}"
    if n_units < statistics.MIN_FOR_INTERVAL:
        return f"{context.n_articles[code]} articles in {n_units} {unit_name}; 3 are needed for an interval{alone}"
    if is_open:
        return f"the measure has the same value in all its articles, so no interval can be given{alone}"
    return f"what it covered and how it worded it, together; not a comparison{alone}"


def _units_of(cells: Cells, event: np.ndarray) -> tuple[np.ndarray, bool]:
    storylines, by_storyline = cells_of.compact(cells.storyline_of[event])
    events, by_event = cells_of.compact(event)
    if len(storylines) >= statistics.MIN_FOR_INTERVAL:
        return by_storyline, len(storylines) < len(events)
    return by_event, False


def _shared_value(cells: Cells, name: str, shared: np.ndarray) -> dict[str, Any]:
    event = cells.block_event[cells.block[shared]]
    events, row = cells_of.compact(event)
    by_event = np.bincount(row, cells.mean[shared]) / np.bincount(row)
    unit, by_storyline = _units_of(cells, events)
    by_unit = np.bincount(unit, by_event) / np.bincount(unit)
    interval = statistics.t_interval(by_unit if np.ptp(by_unit) > 1e-9 else by_unit[:1].repeat(len(by_unit)))
    unit_name = "storylines" if by_storyline else "events"
    is_open = bool(np.isnan(interval.low))
    few = f"{len(events)} shared events; 3 with different values are needed for an interval"
    return _row(
        component="value",
        outlet=name,
        reference=OTHERS,
        **interval._asdict(),
        n_events=len(events),
        n_articles=cells.n[shared].sum(),
        method=f"mean over the events shared with another outlet; t interval over {unit_name}",
        verdict="describe only" if is_open else "estimate",
        reason=few if is_open else f"{len(events)} events shared with another outlet",
    )


def _each_event(cells: Cells) -> pd.DataFrame:
    """Give each outlet's value in each shared event (types of article averaged), for figures."""
    shared = np.flatnonzero(cells.is_shared)
    event = cells.block_event[cells.block[shared]]
    key, row = cells_of.compact(event * len(cells.outlets) + cells.outlet[shared])
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


def within_storyline(cells: Cells, context: "_Context") -> pd.DataFrame:
    """Describe each outlet's value in the storylines where outlets meet without sharing an event.

    No ranking and no interval: events of one storyline are different events, often years apart.

    Returns
    -------
    DataFrame
        Rows of the ``estimates`` table without measure and unit: ``value`` of each outlet in each such storyline.
    """
    event = cells.block_event[cells.block]
    storyline = cells.storyline_of[event]
    key, row = cells_of.compact(storyline * max(1, len(cells.outlets)) + cells.outlet)
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
        cells_of.compact(event * max(1, len(cells.outlets)) + cells.outlet)[0], max(1, len(cells.outlets))
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
            "method": _STORYLINE_METHOD,
            "verdict": "describe only",
            "reason": [f"{count}, {context.gap}" for count in counts],
        }
    )


# ---------------------------------------------------------------- selection and framing apart


@dataclass(frozen=True)
class _Side:
    """One side of a plain difference: in each block, how many articles and their mean."""

    n: np.ndarray
    mean: np.ndarray


def _parts(cells: Cells, contrasts: Contrasts) -> list[dict[str, Any]]:
    chosen = set(_most_shared(cells))
    numbers = [
        number
        for number in range(len(contrasts.outlet))
        if contrasts.n_events[number] > 0 and contrasts.outlet[number] in chosen
    ]
    total = np.bincount(cells.block, cells.mean)
    articles = np.bincount(cells.block, cells.n)
    by_outlet = {code: np.flatnonzero(cells.outlet == code) for code in chosen}
    rows = []
    for number in numbers:
        own = by_outlet[contrasts.outlet[number]]
        if contrasts.reference[number] >= 0:
            other = by_outlet[contrasts.reference[number]]
            blocks = np.union1d(cells.block[own], cells.block[other])
            right = _side(blocks, cells.block[other], cells.n[other], cells.mean[other])
            left = _side(blocks, cells.block[own], cells.n[own], cells.mean[own])
        else:
            blocks = np.arange(len(cells.block_event))
            left = _side(blocks, cells.block[own], cells.n[own], cells.mean[own])
            rivals = cells.outlets_in_block - (left.n > 0)
            mean = (total - np.where(left.n > 0, left.mean, 0.0)) / np.maximum(1, rivals)
            right = _Side(articles - left.n, mean)
        rows += _part_rows(cells, contrasts, number, cells.block_event[blocks], left, right)
    return rows


def _side(blocks: np.ndarray, own: np.ndarray, n: np.ndarray, mean: np.ndarray) -> _Side:
    place = np.searchsorted(blocks, own)
    counts, means = np.zeros(len(blocks)), np.zeros(len(blocks))
    counts[place], means[place] = n, mean
    return _Side(counts, means)


def parts_of(
    left_n: Any, left_sum: Any, right_n: Any, right_sum: Any, left_gap: Any, right_gap: Any, plain: Any
) -> Any:
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
    >>> parts_of(2.0, 1.0, 2.0, 0.5, 0.5, 0.5, 0.125)
    (0.25, 0.0, -0.125)
    """
    framing = (left_gap / left_n + right_gap / right_n) / 2
    shared = left_sum / left_n - right_sum / right_n
    return framing, shared - framing, plain - shared


def _part_rows(
    cells: Cells, contrasts: Contrasts, number: int, event: np.ndarray, left: _Side, right: _Side
) -> list[dict[str, Any]]:
    shared = (left.n > 0) & (right.n > 0)
    unit = cells.storyline_of[event] if contrasts.by_storyline[number] else event
    gap = np.where(shared, left.mean - right.mean, 0.0)
    both = [
        left.n * shared, left.n * left.mean * shared, right.n * shared, right.n * right.mean * shared,
        left.n * gap, right.n * gap, left.n, left.n * left.mean, right.n, right.n * right.mean,
    ]  # fmt: skip
    by_unit = np.stack([np.bincount(unit, column) for column in both])
    by_unit = by_unit[:, (by_unit[6] > 0) | (by_unit[8] > 0)]
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
            _row(
                component=part,
                outlet=cells.outlets[contrasts.outlet[number]],
                reference=_name(cells, contrasts.reference[number]),
                **interval._asdict(),
                n_events=np.count_nonzero(np.bincount(event[side & (left.n + right.n > 0)])),
                n_articles=int((left.n + right.n)[side].sum()),
                method="part of the plain difference of all articles; jackknife, one "
                + ("storyline" if contrasts.by_storyline[number] else "event")
                + " left out at a time",
                verdict="describe only" if np.isnan(interval.low) else "estimate",
                reason=_part_reason(part, n_shared, bool(np.isnan(interval.low))),
            )
        )
    return rows


def _three(sums: np.ndarray) -> Any:
    plain = sums[7] / sums[6] - sums[9] / sums[8]
    return parts_of(sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], plain)


_PART_MEANS = {
    "framing": "different values on the same events",
    "attention": "different numbers of articles on the events that both cover",
    "unshared": "events that only one side covers: choice of events and wording cannot be told apart",
}


def _part_reason(part: str, n_shared: int, is_open: bool) -> str:
    if n_shared < MIN_FOR_PARTS:
        return f"{_PART_MEANS[part]}; {n_shared} shared events, {MIN_FOR_PARTS} are needed for an interval"
    return f"{_PART_MEANS[part]}{'; it does not vary, so no interval can be given' if is_open else ''}"


# ---------------------------------------------------------------- reading the result


def between(estimates: pd.DataFrame, target: str, reference: str = OTHERS) -> pd.DataFrame:
    """Pick the rows of one contrast, turned so that the target comes first.

    Parameters
    ----------
    estimates : DataFrame
        Rows of the ``estimates`` table.
    target, reference : str
        Two outlets, or an outlet and `OTHERS`.

    Returns
    -------
    DataFrame
        Rows of the same columns; signs and interval ends are turned where the table holds the contrast the other
        way round.

    Examples
    --------
    >>> row = {"component": "difference", "outlet": "RT", "reference": "Sky", "estimate": 0.2, "low": 0.1, "high": 0.5}
    >>> between(pd.DataFrame([row]), "Sky", "RT")[["outlet", "estimate", "low", "high"]].values.tolist()
    [['Sky', -0.2, -0.5, -0.1]]
    """
    contrasts = estimates[estimates["component"] != "value"]
    found = contrasts[(contrasts["outlet"] == target) & (contrasts["reference"] == reference)]
    turned = contrasts[(contrasts["outlet"] == reference) & (contrasts["reference"] == target)]
    if len(found) or turned.empty:
        return found.reset_index(drop=True)
    columns = {"estimate": -turned["estimate"], "low": -turned["high"], "high": -turned["low"]}
    return turned.assign(outlet=target, reference=reference, **columns).reset_index(drop=True)
