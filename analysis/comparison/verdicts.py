"""What may be said of a comparison, why, and what would be needed, in words."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy import sparse

from analysis.comparison import statistics
from analysis.comparison.cells import Cells
from analysis.comparison.contrasts import Contrasts, without_dust

_YEAR, _MONTHS, _WEEKS = 365, 60, 14
"""Days from which events are called years, months or weeks apart."""


@dataclass(frozen=True)
class Overlap:
    """How many articles outlets have and which events and storylines they share: what verdicts name beside numbers."""

    n_articles: np.ndarray
    n_given: np.ndarray
    events_in_common: Any
    storylines_in_common: Any
    in_storyline: Any
    days_of_storyline: np.ndarray
    is_constant: bool


def overlap_of(cells: Cells) -> Overlap:
    """Count what outlets have and share."""
    outlet = cells.outlet[cells.article_cell]
    event = cells.block_event[cells.block[cells.article_cell]]
    n_outlets = len(cells.outlets)
    in_storyline = _present(cells.storyline_of[event], outlet, n_outlets)
    return Overlap(
        n_articles=np.bincount(outlet, minlength=n_outlets),
        n_given=cells.n_given,
        events_in_common=_in_common(_present(event, outlet, n_outlets)),
        storylines_in_common=_in_common(in_storyline),
        in_storyline=in_storyline,
        days_of_storyline=cells.days_of_storyline,
        is_constant=_is_constant(cells),
    )


def with_values_of(overlap: Overlap, cells: Cells) -> Overlap:
    """Keep what another measure, whose values the same articles have, does not change."""
    return replace(overlap, is_constant=_is_constant(cells))


def _is_constant(cells: Cells) -> bool:
    return len(cells.value) > 1 and bool(np.ptp(cells.value) == 0)


def _present(group: np.ndarray, outlet: np.ndarray, n_outlets: int) -> sparse.csr_matrix:
    """Return for each outlet (rows) the events or storylines (columns) that it has articles in."""
    n_groups = int(group.max()) + 1 if len(group) else 0
    present = sparse.csr_matrix((np.ones(len(group)), (outlet, group)), shape=(n_outlets, n_groups))
    present.data[:] = 1
    return present


def _in_common(present: sparse.csr_matrix) -> sparse.csr_matrix:
    """Count, for each pair of outlets, the events (or storylines) that both have articles in."""
    return sparse.csr_matrix(present @ present.T)


def gap_of(days: float) -> str:
    """Say how far the first article of a storyline lies from its last.

    Examples
    --------
    >>> gap_of(20), gap_of(800), gap_of(float("nan"))
    ('events weeks apart', 'events years apart', 'events without dates')
    """
    if np.isnan(days):
        return "events without dates"
    for least, words in ((_YEAR, "years apart"), (_MONTHS, "months apart"), (_WEEKS, "weeks apart")):
        if days >= least:
            return f"events {words}"
    return "events days apart"


def of_contrast(
    cells: Cells, contrasts: Contrasts, overlap: Overlap, number: int, units: np.ndarray
) -> tuple[str, str]:
    """Return the verdict on one contrast, and its reason."""
    if len(units) == 0:
        return _nothing_shared(cells, contrasts, overlap, number)
    told = _counted(contrasts, number, len(units))
    if len(units) < statistics.MIN_FOR_INTERVAL:
        one_each = (
            " with one article an outlet" if contrasts.n_events[number] == 1 and _one_each(contrasts, number) else ""
        )
        return "describe only", f"{told}{one_each}; {statistics.MIN_FOR_INTERVAL} are needed for an interval"
    if overlap.is_constant:
        return "describe only", f"{told}; the measure has the same value in every article, so there is nothing to tell"
    deviation = float(without_dust(units).std(ddof=1))
    if np.isnan(statistics.t_interval(without_dust(units)).low):
        return "describe only", f"{told}; the difference is the same in each, so no interval can be given"
    if len(units) < statistics.MIN_FOR_TEST:
        unit = "storylines" if contrasts.by_storyline[number] and len(units) != contrasts.n_events[number] else "events"
        return "estimate", f"{told}: an interval, but no test, which needs {statistics.MIN_FOR_TEST} {unit}"
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
        return f"{told}, which speak for {'one storyline' if n == 1 else f'{n} storylines'} only"
    return told


def _nothing_shared(cells: Cells, contrasts: Contrasts, overlap: Overlap, number: int) -> tuple[str, str]:
    outlet, reference = contrasts.outlet[number], contrasts.reference[number]
    rivals = np.delete(np.arange(len(cells.outlets)), outlet) if reference < 0 else np.array([reference])
    for empty in [outlet] if reference < 0 else [outlet, reference]:
        if overlap.n_articles[empty] == 0:
            return "not comparable", f"no article of {cells.outlets[empty]} has a value of this measure"
    if overlap.n_articles[rivals].sum() == 0:
        return "not comparable", "no article of another outlet has a value of this measure"
    common = _n_common(overlap.events_in_common, outlet, reference)
    if common:
        hold = "the one shared event holds" if common == 1 else f"the {common} shared events hold"
        return "not comparable", (
            f"{hold} articles of different types (report, opinion, live), which are not compared with each other"
        )
    needed = "to compare, articles on the same event are needed"
    if _n_common(overlap.storylines_in_common, outlet, reference):
        return "describe only", f"{apart(overlap, outlet, rivals)}; {needed}"
    who = "the others" if reference < 0 else cells.outlets[reference]
    n_theirs = _articles(int(overlap.n_articles[rivals].sum()))
    told = f"{_articles(int(overlap.n_articles[outlet]))} of {cells.outlets[outlet]} and {n_theirs} of {who}"
    return "not comparable", f"{told} share no event and no storyline; {needed}"


def _articles(n: int) -> str:
    return "1 article" if n == 1 else f"{n:,} articles"


def _n_common(shared: sparse.csr_matrix, outlet: int, reference: int) -> int:
    """Look up what an outlet has in common with another, or with all others together where that is -1.

    Read off the row itself: indexing a sparse matrix takes a millisecond, for thousands of contrasts.
    """
    others, counts = _in_row(shared, outlet), shared.data[shared.indptr[outlet] : shared.indptr[outlet + 1]]
    return int(counts[others != outlet].sum() if reference < 0 else counts[others == reference].sum())


def _in_row(table: sparse.csr_matrix, number: int) -> np.ndarray:
    """Give the columns of a row."""
    columns: np.ndarray = table.indices[table.indptr[number] : table.indptr[number + 1]]
    return columns


def apart(overlap: Overlap, outlet: int, others: np.ndarray) -> str:
    """Say how an outlet stands to others that it shares storylines and no event with; the shortest of these counts."""
    present = overlap.in_storyline
    mine = _in_row(present, outlet)
    theirs = _in_row(present, others[0]) if len(others) == 1 else present[others].indices
    shared = mine[np.isin(mine, theirs)]
    single = overlap.n_articles[np.append(others, outlet)].max() <= 1
    days = overlap.days_of_storyline[shared]
    shortest = np.nan if np.isnan(days).all() else float(np.nanmin(days))
    return f"{'one article an outlet' if single else 'no shared event'}, {gap_of(shortest)}"


def of_value(overlap: Overlap, code: int, n_units: int, unit_name: str, is_open: bool) -> str:
    """Say what an outlet's own mean rests on; ``is_open`` where it has no interval."""
    n_outlets = len(overlap.n_articles)
    alone = "; there is one outlet, so nothing to compare it with" if n_outlets == 1 else ""
    if overlap.n_articles[code] == 0:
        n = overlap.n_given[code]
        none = "its article has no" if n == 1 else f"none of its {n} articles has a"
        return f"{none} value of this measure, or rests on too little text for it{alone}"
    no_event = n_outlets > 1 and overlap.events_in_common.nnz <= n_outlets
    met = no_event and overlap.storylines_in_common.nnz > n_outlets
    if overlap.n_articles[code] == 1:
        return apart(overlap, code, np.delete(np.arange(n_outlets), code)) if met else f"one article{alone}"
    if n_units < statistics.MIN_FOR_INTERVAL:
        return f"{overlap.n_articles[code]} articles in {n_units} {unit_name}; 3 are needed for an interval{alone}"
    if is_open:
        return f"the measure has the same value in all its articles, so no interval can be given{alone}"
    return f"what it covered and how it worded it, together; not a comparison{alone}"
