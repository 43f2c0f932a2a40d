"""The difference between outlets over the events that both cover, with what may be said about it.

A plain average of each outlet compares what they chose to cover; here each event is held against itself. Every
result is a row of the ``estimates`` table with its interval, what chance gives, and a verdict in words.
"""

from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from analysis import schema
from analysis.comparison import cells as cells_of
from analysis.comparison import chance, contrasts, parts, statistics, values, verdicts
from analysis.comparison.cells import Cells
from analysis.comparison.contrasts import OTHERS, Contrasts, estimate_row, name_of, without_dust
from analysis.measures import summary
from analysis.settings import Settings

__all__ = ["OTHERS", "between", "of_measure"]


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
    held = contrasts.of_cells(arranged)
    context = verdicts.context_of(arranged)
    rows = [
        *values.of_outlets(arranged, context),
        *_differences(arranged, held, context, settings.seed),
        *parts.of_contrasts(arranged, held),
    ]
    pieces = [pd.DataFrame(rows, columns=_COLUMNS), values.within_storyline(arranged, context)]
    if by_event:
        pieces.append(values.of_events(arranged))
    return _finished([piece for piece in pieces if len(piece)], measure)


_COLUMNS = [name for name in schema.ESTIMATES.columns if name not in ("measure", "unit", "period")]


def _finished(pieces: list[pd.DataFrame], measure: str) -> pd.DataFrame:
    declared = summary.meant(measure)
    rows = pd.concat(pieces, ignore_index=True) if len(pieces) > 1 else pieces[0]
    unit = f"{declared.unit}; higher: {declared.higher_means}"
    return schema.conform(rows.assign(measure=measure, unit=unit), schema.ESTIMATES)


def _differences(cells: Cells, held: Contrasts, context: verdicts.Context, seed: int) -> list[dict[str, Any]]:
    n_contrasts = len(held.outlet)
    edges = np.searchsorted(held.unit_contrast, np.arange(n_contrasts + 1))
    units_of = [held.unit_value[low:high] for low, high in pairwise(edges)]
    p = np.array([statistics.sign_flip_p(without_dust(units)) for units in units_of])
    q = statistics.benjamini_hochberg(p)
    shuffled = chance.of_contrasts(cells, held, seed)
    n_articles = np.bincount(held.contrast, held.n_articles, minlength=n_contrasts).astype(int)
    n_tests = int((~np.isnan(p)).sum())
    rows = []
    for number, units in enumerate(units_of):
        interval = statistics.t_interval(without_dust(units))
        verdict, reason = verdicts.of_contrast(cells, held, context, number, units)
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
                chance=shuffled[number] if len(units) else np.nan,
                n_events=held.n_events[number],
                n_articles=n_articles[number],
                method=_method(held.by_storyline[number], n_tests),
                verdict=verdict,
                reason=reason,
            )
        )
    return rows


def _method(by_storyline: bool, n_tests: int) -> str:
    unit = "storylines (events averaged first)" if by_storyline else "events"
    return (
        f"mean over shared {unit} of the difference within each event; t interval; sign flips; "
        f"Benjamini-Hochberg over {n_tests} contrasts; "
        f"chance from {chance.N_SHUFFLES} shufflings of labels within events"
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
