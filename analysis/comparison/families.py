"""Correction for everything that one answer shows together.

``q`` is corrected within one measure, or within the words of one comparison: right where a person chose that before
looking. Who is shown forty measures and a list of words picks the ones that stand out, so ``q_all`` is corrected over
all of them.
"""

import numpy as np
import pandas as pd

from analysis.comparison import statistics


def measures_together(estimates: pd.DataFrame, *, beside_words: bool = False) -> pd.DataFrame:
    """Correct the differences of an answer over all of them, whatever their measure.

    Parameters
    ----------
    estimates : DataFrame
        Rows of ``estimates``: all that is shown together.
    beside_words : bool
        Whether a comparison of words is shown beside them. Measures and words are then two families, each tested at
        half the level, so that the whole answer keeps it.

    Returns
    -------
    DataFrame
        The same rows with ``q_all``; empty where there is no ``p``, and never below ``q``, which is corrected over the
        comparisons of all outlets: a selection makes nothing look surer.

    Examples
    --------
    >>> rows = pd.DataFrame({"p": [0.01, 0.04, np.nan]})
    >>> measures_together(rows)["q_all"].tolist()
    [0.02, 0.04, nan]
    >>> measures_together(rows, beside_words=True)["q_all"].tolist()
    [0.04, 0.08, nan]
    """
    q = statistics.benjamini_hochberg(estimates["p"].to_numpy(dtype=float))
    together = np.minimum(1.0, q * (2 if beside_words else 1))
    narrow = estimates["q"].to_numpy(dtype=float) if "q" in estimates else together
    return estimates.assign(q_all=np.maximum(together, narrow))


def words_together(keyness: pd.DataFrame, *, beside_measures: bool = False) -> pd.DataFrame:
    """Correct the words of an answer over all comparisons of words in it.

    ``q`` is that of the strongest word of its comparison (max-T), so the smallest ``q`` of a comparison is the p of
    "no word differs". Of m comparisons, r have that p beyond chance (Benjamini-Hochberg); within these, words are
    compared with the level times r / m.

    Parameters
    ----------
    keyness : DataFrame
        Rows of ``keyness``: all that is shown together.
    beside_measures : bool
        Whether differences of measures are shown beside them, see `measures_together`.

    Returns
    -------
    DataFrame
        The same rows with ``q_all``; right at the level of .05 (above it, it is only an order).

    References
    ----------
    Selective inference on multiple families of hypotheses, Journal of the Royal Statistical Society B 76(1), 2014.

    Examples
    --------
    >>> rows = pd.DataFrame({"target": ["A", "A", "B"], "reference": "the others", "q": [0.001, 0.04, 0.6]})
    >>> words_together(rows)["q_all"].tolist()  # one of two comparisons holds words: each q counts twice
    [0.002, 0.08, 1.0]
    """
    q = keyness["q"].to_numpy(dtype=float)
    comparison = pd.MultiIndex.from_frame(keyness[["target", "reference"]].astype("str")).factorize()[0]
    smallest = pd.Series(q).groupby(comparison).min()
    of_comparison = pd.Series(statistics.benjamini_hochberg(smallest.to_numpy()), index=smallest.index)
    n_tested, n_chosen = int(smallest.notna().sum()), max(1, int((of_comparison <= statistics.CHANCE).sum()))
    q_all = np.fmax(of_comparison.reindex(comparison).to_numpy(), q * n_tested / n_chosen)
    doubled = np.where(np.isnan(q), np.nan, q_all) * (2 if beside_measures else 1)
    return keyness.assign(q_all=np.minimum(1.0, doubled))
