"""A comparison that is right although the measure errs: the machine's values, corrected by coded articles.

The machine's value M stands for what people would say, H, and errs, differently for different outlets. For an article
drawn for coding with known probability pi, and R = 1 where it was coded, ``lambda * M + R / pi * (H - lambda * M)``
has the mean of H, whatever the machine's error is. These values go through the same paired estimator as the machine's.
"""

import numpy as np
import pandas as pd

MAX_SLOPE = 1.5
"""Upper bound of lambda: a steeper slope in a small sample is more likely chance than truth."""


def slope_of(machine: np.ndarray, people: np.ndarray) -> float:
    """Estimate lambda: by how much people's codes rise with the machine's value, between 0 and 1.5.

    Any value leaves the corrected mean right; this one makes its interval narrow. 0 where the machine does not vary or
    people disagree with it, which uses the coded articles alone.

    References
    ----------
    PPI++: Efficient Prediction-Powered Inference, 2023.

    Examples
    --------
    >>> slope_of(np.array([0.0, 1.0, 2.0]), np.array([0.0, 0.5, 1.0]))
    0.5
    """
    if len(machine) < 3 or np.ptp(machine) == 0:
        return 0.0
    return float(np.clip(np.cov(machine, people)[0, 1] / np.var(machine, ddof=1), 0.0, MAX_SLOPE))


def corrected(
    machine: np.ndarray, people: np.ndarray, probability: np.ndarray, slope: float | None = None
) -> np.ndarray:
    """Correct machine values of articles by what coders said of some of them.

    Parameters
    ----------
    machine : ndarray of shape (n_articles,)
        The machine's value of every article that could have been drawn.
    people : ndarray of shape (n_articles,)
        Mean code of each coded article, on the coders' scale; empty where it was not coded.
    probability : ndarray of shape (n_articles,)
        With which each article was drawn, above 0 for all that could be.
    slope : float or None
        Lambda; estimated from the coded articles where it is not given.

    Returns
    -------
    ndarray of shape (n_articles,)
        Pseudo-values on the coders' scale. A single one means nothing, and can lie far off the scale; only means over
        the articles of the design do.

    References
    ----------
    Using Imperfect Surrogates for Downstream Inference: Design-based Supervised Learning for Social Science
    Applications of Large Language Models, NeurIPS, 2023.

    Examples
    --------
    >>> corrected(np.array([0.2, 0.4]), np.array([0.5, np.nan]), np.array([0.5, 0.5]), slope=1.0).round(2).tolist()
    [0.8, 0.4]
    """
    coded = ~np.isnan(people)
    if slope is None:
        slope = slope_of(machine[coded], people[coded])
    surrogate = slope * machine
    return np.where(coded, surrogate + (people - surrogate) / probability, surrogate)


def reached(probability: pd.Series, is_coded: pd.Series, is_drawn: pd.Series, outlet: pd.Series) -> pd.Series:
    """Lower the probabilities of a sheet that was not coded to its end.

    Parameters
    ----------
    probability : Series of float
        With which each article was drawn.
    is_coded, is_drawn : Series of bool
        Whether it has a code, and whether it stood on the sheet.
    outlet : Series of str
        Whose it is.

    Returns
    -------
    Series of float
        Times the share of the outlet's drawn articles that got a code; empty for outlets of which none did.

    Notes
    -----
    The order of a sheet is shuffled, so coding its first half is a draw of half as many. Articles left out because
    they were hard to code are none: what is said then holds for articles like those that were coded.

    Examples
    --------
    >>> yes, no = True, False
    >>> reached(pd.Series([0.5] * 4), pd.Series([yes, no, no, no]), pd.Series([yes, yes, no, no]),
    ...         pd.Series(["A"] * 4)).tolist()
    [0.25, 0.25, 0.25, 0.25]
    """
    share = is_coded.groupby(outlet).transform("sum") / is_drawn.groupby(outlet).transform("sum")
    return (probability * share).where(share > 0)


def means_of_coders(codings: pd.DataFrame) -> pd.DataFrame:
    """Average each unit's codes over its coders.

    Parameters
    ----------
    codings : DataFrame
        ``unit``, ``article_id``, ``probability`` and ``code`` (a number on the coders' scale; empty where a coder gave
        none).

    Returns
    -------
    DataFrame
        One row a coded unit: ``unit``, ``article_id``, ``probability``, ``code``.

    Examples
    --------
    >>> rows = pd.DataFrame({"unit": "u", "article_id": "a", "probability": 0.5, "code": [1.0, 0.0]})
    >>> means_of_coders(rows)
      unit article_id  probability  code
    0    u          a          0.5   0.5
    """
    given = codings[codings["code"].notna()]
    return given.groupby(["unit", "article_id", "probability"], as_index=False, observed=True)["code"].mean()
