"""Sentences on what people coded: how well they agree, how well the machine agrees with them, what they correct."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.coding import agreement
from analysis.presentation import findings
from analysis.presentation.prose import count, joined, signed, term


def on_agreement(label: str, gates: Sequence[str], pinned: Mapping[str, Mapping[str, Any]]) -> str:
    """Say how well a measure agrees with human coders, and that no interval holds that error.

    Parameters
    ----------
    label : str
        The measure in words.
    gates : sequence of str
        Names of its quality figures.
    pinned : mapping
        Figure name to ``value``, ``n`` and ``unit``, as measured when the floors were pinned.

    Examples
    --------
    >>> on_agreement("tone, own voice", (), {})
    'How well “tone, own voice” agrees with human coders is not yet measured. Intervals do not include this error.'
    >>> on_agreement("tone towards", ["targets.f1"], {"targets.f1": {"value": 0.672, "n": 442, "unit": "macro-F1"}})
    'Agreement with human coders: macro-F1 0.67 (n 442). Intervals do not include this error.'
    """
    known = [pinned[name] for name in gates if name in pinned]
    if not known:
        told = f"How well {term(label)} agrees with human coders is not yet measured."
    else:
        figures = [f"{entry['unit']} {entry['value']:.2f} (n {entry['n']:,})" for entry in known]
        told = f"Agreement with human coders: {'; '.join(figures)}."
    return f"{told} Intervals do not include this error."


def on_agreement_here(told: str, table: pd.DataFrame, p: float) -> str:
    """Add to what is known of a measure from elsewhere how well it agrees with people who coded this corpus.

    Parameters
    ----------
    told : str
        From `on_agreement`.
    table, p
        See `on_accuracy`.

    Examples
    --------
    >>> row = {"outlet": "RT", "n_coded": 40, "shift": -0.02, "r": 0.41, "r_low": 0.1, "r_high": 0.6}
    >>> on_agreement_here("On other texts r is .6.", pd.DataFrame([row]), float("nan"))
    'On other texts r is .6. On this corpus: correlation with people 0.41 in RT (n 40).'
    """
    return f"{told} {on_accuracy(table, p)}"


def on_coders(alpha: float, low: float, high: float, n_units: int, n_coders: int) -> str:
    """Say how well coders agree, and what may be concluded from their codings.

    Parameters
    ----------
    alpha, low, high : float
        Krippendorff's alpha and its 95% interval; empty where nobody varied.
    n_units, n_coders : int
        Units that two coders or more have coded, and coders.

    Examples
    --------
    >>> on_coders(0.71, 0.6, 0.8, 120, 2)
    "Krippendorff's alpha is 0.71 (0.60 to 0.80; 120 units, 2 coders): good for tentative conclusions."
    >>> on_coders(float("nan"), float("nan"), float("nan"), 0, 1)
    'Agreement is undefined: no unit was coded by two coders.'
    """
    if n_units == 0:
        return "Agreement is undefined: no unit was coded by two coders."
    on = f"{count(n_units, 'unit')}, {count(n_coders, 'coder')}"
    if np.isnan(alpha):
        return f"Agreement is undefined: every code is the same ({on})."
    interval = f"{low:.2f} to {high:.2f}; {on}" if not np.isnan(low) else on
    if alpha >= agreement.RELIABLE:
        verdict = "reliable"
    elif alpha >= agreement.TENTATIVE:
        verdict = "good for tentative conclusions"
    else:
        verdict = f"too low to conclude anything ({agreement.TENTATIVE} is needed)"
    return f"Krippendorff's alpha is {alpha:.2f} ({interval}): {verdict}."


def on_gone(n_gone: int) -> str:
    """Say how many coded articles a store holds no more; nothing where it holds all.

    Examples
    --------
    >>> on_gone(2), on_gone(0)
    ('2 coded articles are not in this store any more; their codes were left out.', '')
    """
    if not n_gone:
        return ""
    verbs = ("is", "its") if n_gone == 1 else ("are", "their")
    return f"{count(n_gone, 'coded article')} {verbs[0]} not in this store any more; {verbs[1]} codes were left out."


def on_accuracy(table: pd.DataFrame, p: float) -> str:
    """Say how well the machine agrees with the people who coded this corpus, and whether it errs alike for all outlets.

    Parameters
    ----------
    table : DataFrame
        From `analysis.coding.accuracy.by_outlet`.
    p : float
        From `analysis.coding.accuracy.differ`.

    Examples
    --------
    >>> row = {"outlet": "RT", "n_coded": 40, "shift": -0.02, "r": 0.41, "r_low": 0.1, "r_high": 0.6}
    >>> on_accuracy(pd.DataFrame([row, row | {"outlet": "CNN", "n_coded": 3, "r": float("nan")}]), float("nan"))
    'On this corpus: correlation with people 0.41 in RT (n 40); too few coded articles of 1 outlet.'
    """
    name, label = ("precision", "precision") if "precision" in table else ("r", "correlation with people")
    if name not in table or table[name].isna().all():
        return "On this corpus: too few coded articles to say how well it agrees with people."
    known, few = table[table[name].notna()], int(table[name].isna().sum())
    parts = [f"{row[name]:.2f} in {row['outlet']} (n {row['n_coded']})" for row in known.to_dict("records")]
    told = f"On this corpus: {label} {joined(parts, 8)}"
    told += f"; too few coded articles of {count(few, 'outlet')}." if few else "."
    if np.isnan(p):
        return told
    far = known.loc[known["shift"].abs().idxmax()]
    apart = f"people code {far['outlet']} {signed(far['shift'])} from what it predicts over all outlets"
    more = (
        f"It errs differently for outlets, beyond chance (p {p:.3f}): {apart}"
        if p <= findings.CHANCE
        else (f"Whether it errs differently for outlets is not beyond chance (p {p:.2f})")
    )
    return f"{told} {more}."


def on_corrected(table: pd.DataFrame) -> str:
    """Say how many comparisons coded articles correct, and what the corrected figure is worth.

    Parameters
    ----------
    table : DataFrame
        From `analysis.queries.coding.side_by_side`.

    Examples
    --------
    >>> row = {"outlet": "RT", "reference": "Sky News", "corrected": -0.1, "low": -0.2, "high": -0.01, "n_coded": 60}
    >>> on_corrected(pd.DataFrame([row | {"by_machine": -0.05}]))
    'RT against Sky News: −0.10, 95% interval −0.20 to −0.01, by 60 coded articles; the machine alone gives −0.05.'
    >>> on_corrected(pd.DataFrame([row | {"low": np.nan, "reason": "12 coded articles of one side, 20 are needed"}]))
    'Nothing can be corrected yet: 12 coded articles of one side, 20 are needed.'
    """
    sure = table[table["low"].notna()]
    if sure.empty:
        return (
            f"Nothing can be corrected yet: {table['reason'].iloc[0]}." if len(table) else "Nothing has been coded yet."
        )
    if len(table) > 1:
        n = count(len(table), "comparison")
        return f"{len(sure)} of {n} can be corrected; where one is, the corrected figure is the answer."
    row = sure.iloc[0]
    return (
        f"{row['outlet']} against {row['reference']}: {signed(row['corrected'])}, "
        f"95% interval {signed(row['low'])} to {signed(row['high'])}, by {count(row['n_coded'], 'coded article')}; "
        f"the machine alone gives {signed(row['by_machine'])}."
    )
