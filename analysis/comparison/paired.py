"""The difference between outlets over the events that both cover, with what may be said about it.

A plain average of each outlet compares what they chose to cover; here each event is compared with itself. Every
result is a row of the ``estimates`` table with its interval, what chance gives, and a verdict in words.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from analysis import schema
from analysis.comparison import cells as cells_of
from analysis.comparison import chance, contrasts, families, parts, statistics, values, verdicts
from analysis.comparison import ground as ground_of
from analysis.comparison.cells import Cells
from analysis.comparison.contrasts import OTHERS, Contrasts, estimate_row, name_of, without_dust
from analysis.comparison.ground import Ground
from analysis.measures import summary
from analysis.settings import Settings

__all__ = ["OTHERS", "between", "of_columns", "of_events", "of_measure", "of_measures"]


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

    Each outlet is compared with the mean of the others and with each other outlet. Several articles of an outlet
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
        Whether each outlet's value in each shared event, and in each storyline without one, is among the rows.

    Returns
    -------
    DataFrame
        Rows of the ``estimates`` table.

        * ``difference``: outlet minus reference, mean over shared events (or storylines); above 0: the outlet's
          value is higher. t interval from 3, sign-flip ``p`` from 6, ``q`` over all contrasts of a measure,
          ``q_all`` over all of this call, ``chance``.
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
    '3 shared events: an interval, but no test, which needs 6 events'
    """
    tables = (articles, events, event_summary, copies)
    column = cells_of.values_of(measures, articles["article_id"], measure)
    return of_columns(ground_of.of_tables(*tables), {measure: column}, settings=settings, by_event=by_event)


def of_measures(
    measures: pd.DataFrame,
    articles: pd.DataFrame,
    events: pd.DataFrame,
    event_summary: pd.DataFrame,
    copies: pd.DataFrame | None,
    *,
    names: Sequence[str],
    settings: Settings,
    by_event: bool = True,
) -> pd.DataFrame:
    """Compare outlets on several measures: the rows of `of_measure` of each, one after the other.

    What the measures have in common is worked out once. ``names`` are the measures; the other arguments are those of
    `of_measure`.
    """
    ground = ground_of.of_tables(articles, events, event_summary, copies)
    columns = {name: cells_of.values_of(measures, articles["article_id"], name) for name in names}
    return of_columns(ground, columns, settings=settings, by_event=by_event)


def of_columns(
    held: Ground,
    columns: Mapping[str, tuple[np.ndarray, np.ndarray]],
    *,
    settings: Settings,
    by_event: bool = True,
    with_parts: bool = True,
    asked: contrasts.Pairs = (),
) -> pd.DataFrame:
    """Compare outlets on measures that are already laid out over the articles; see `of_measure` for the rows.

    Parameters
    ----------
    held : Ground
        The articles.
    columns : mapping of str to (ndarray, ndarray)
        For each measure the articles' values and what they rest on, see `cells.of_values`.
    settings : Settings
        Gives the random seed of the shufflings.
    by_event, with_parts : bool
        Whether each outlet's value in single events and storylines, and the three parts of the plain differences, are
        among the rows.
    asked : sequence of (str, str)
        Pairs of outlets that are compared with each other even where twenty others share more events.
    """
    contrasts.refuse_others(held.outlets)
    if len(held.outlets) == 0 or not columns:
        return schema.empty(schema.ESTIMATES)
    found: dict[str, pd.DataFrame] = {}
    for group in _alike(held, columns):
        arranged = list(group.values())
        contrasted = contrasts.of_cells(arranged[0], asked)
        overlap, layouts = verdicts.overlap_of(arranged[0]), values.layouts_of(arranged[0])
        laid_out = parts.layouts_of(arranged[0], contrasted) if with_parts else []
        shuffled = chance.of_contrasts(arranged, contrasted, settings.seed)
        for measure, cells, by_chance in zip(group, arranged, shuffled, strict=True):
            theirs = contrasts.with_values_of(contrasted, cells)
            told = verdicts.with_values_of(overlap, cells)
            rows = [*values.of_outlets(cells, told, layouts), *_differences(cells, theirs, told, by_chance)]
            rows += parts.of_contrasts(cells, theirs, laid_out)
            pieces = [pd.DataFrame(rows, columns=_COLUMNS)]
            pieces += [values.within_storyline(cells), values.of_events(cells)] if by_event else []
            # conformed one by one: as Python objects, the rows of forty measures would take 300 MB
            found[measure] = _rows_of(measure, _joined(pieces))
    rows = [found[measure] for measure in columns if len(found[measure])]
    together = families.measures_together(pd.concat(rows, ignore_index=True))
    return schema.conform(together, schema.ESTIMATES)


def of_events(held: Ground, column: tuple[np.ndarray, np.ndarray], *, measure: str) -> pd.DataFrame:
    """Give each outlet's value in each shared event: those rows of `of_columns`, without comparing anything.

    Parameters
    ----------
    held : Ground
        The articles.
    column : (ndarray, ndarray)
        The articles' values and what they rest on.
    measure : str
        Which measure that is.
    """
    if len(held.outlets) == 0:
        return schema.empty(schema.ESTIMATES)
    return _rows_of(measure, values.of_events(cells_of.of_values(held, *column, measure=measure)))


def _rows_of(measure: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Make rows of ``estimates`` of what was found for a measure."""
    return schema.conform(rows.assign(measure=measure, unit=_unit(measure), n_coded=0), schema.ESTIMATES)


def _alike(held: Ground, columns: Mapping[str, tuple[np.ndarray, np.ndarray]]) -> list[dict[str, Cells]]:
    """Arrange measures, those whose values the same articles have together, as frames have."""
    groups: dict[int, dict[str, Cells]] = {}
    for measure, (value, n) in columns.items():
        like = [next(iter(group.values())) for group in groups.values()]
        cells = cells_of.of_values(held, value, n, measure=measure, like=like)
        groups.setdefault(id(cells.article_cell), {})[measure] = cells
    return list(groups.values())


def _joined(pieces: list[pd.DataFrame]) -> pd.DataFrame:
    pieces = [piece for piece in pieces if len(piece)]
    return pd.concat(pieces, ignore_index=True) if len(pieces) > 1 else pieces[0]


_COLUMNS = [name for name in schema.ESTIMATES.columns if name not in ("measure", "unit", "period")]


def _unit(measure: str) -> str:
    declared = summary.meant(measure)
    return f"{declared.unit}; higher: {declared.higher_means}"


def _differences(
    cells: Cells, held: Contrasts, overlap: verdicts.Overlap, by_chance: chance.Chance
) -> list[dict[str, Any]]:
    n_contrasts = len(held.outlet)
    edges = np.searchsorted(held.unit_contrast, np.arange(n_contrasts + 1))
    units_of = [held.unit_value[low:high] for low, high in pairwise(edges)]
    p = np.array([statistics.sign_flip_p(without_dust(units)) for units in units_of])
    q = statistics.benjamini_hochberg(p)
    n_articles = np.bincount(held.contrast, held.n_articles, minlength=n_contrasts).astype(int)
    is_same_again = (held.reference < 0) & (len(cells.outlets) == 2)  # of two outlets the others are the other one
    n_tests = int((~np.isnan(p) & ~is_same_again).sum())
    rows = []
    for number, units in enumerate(units_of):
        interval = statistics.t_interval(without_dust(units))
        verdict, reason = verdicts.of_contrast(cells, held, overlap, number, units)
        storyline = held.only_storyline[number]
        rows.append(
            estimate_row(
                component="difference",
                outlet=cells.outlets[held.outlet[number]],
                reference=name_of(cells, held.reference[number]),
                storyline=(cells.storylines[storyline] or None) if storyline >= 0 else None,
                **interval._asdict(),
                p=p[number],
                q=q[number],
                chance=by_chance.size[number] if len(units) else np.nan,
                n_events=held.n_events[number],
                n_articles=n_articles[number],
                method=_method(held.by_storyline[number], n_tests, by_chance.is_computed[number]),
                verdict=verdict,
                reason=reason,
            )
        )
    return rows


def _method(by_storyline: bool, n_tests: int, is_computed: bool) -> str:
    unit = "storylines (events averaged first)" if by_storyline else "events"
    compared = "1 comparison" if n_tests == 1 else f"{n_tests} comparisons"
    return (
        f"mean over shared {unit} of the difference within each event; t interval; p by sign flips; "
        f"q by Benjamini-Hochberg over the {compared} of this measure; {chance.method_of(is_computed)}"
    )


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
    rows = estimates[estimates["component"] != "value"]
    found = rows[(rows["outlet"] == target) & (rows["reference"] == reference)]
    turned = rows[(rows["outlet"] == reference) & (rows["reference"] == target)]
    if len(found) or turned.empty:
        return found.reset_index(drop=True)
    columns = {"estimate": -turned["estimate"], "low": -turned["high"], "high": -turned["low"]}
    return turned.assign(outlet=target, reference=reference, **columns).reset_index(drop=True)
