"""How well coders agree: Krippendorff's alpha, with an interval that resamples articles.

Codes are numbers: their distance is what the level of measurement makes of it. A unit that only one person coded says
nothing about agreement and is left out.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

Level = Literal["nominal", "ordinal", "interval"]

RELIABLE, TENTATIVE = 0.8, 0.667
"""From the first on, codings are reliable; from the second on, good for tentative conclusions; below it, for none.

Content Analysis: An Introduction to Its Methodology, 2004, chapter 11.
"""

N_RESAMPLES = 1000


class Agreement(NamedTuple):
    """Krippendorff's alpha (1: perfect, 0: as by chance) and its interval, with what it rests on.

    Empty where nobody varied: with one code used throughout, nobody can tell agreement from habit.
    """

    alpha: float
    low: float
    high: float
    n_units: int
    n_coders: int


def counted(codings: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Count how often each unit got each code, for units that two coders or more have coded.

    Parameters
    ----------
    codings : DataFrame
        ``unit``, ``coder`` and ``code`` (a number; empty where the coder gave none), one row a coder and unit.

    Returns
    -------
    tuple of ndarray
        Counts of shape (n_units, n_codes), the codes in rising order, and the units' names.

    Examples
    --------
    >>> rows = pd.DataFrame({"unit": ["u", "u", "v"], "coder": ["a", "b", "a"], "code": [1.0, 2.0, 1.0]})
    >>> counted(rows)[0].tolist(), counted(rows)[1].tolist()
    ([[1, 1]], [1.0, 2.0])
    """
    given = codings[codings["code"].notna()]
    table = pd.crosstab(given["unit"], given["code"])
    table = table[table.sum(axis=1) > 1]
    table = table.loc[:, table.sum() > 0]
    return table.to_numpy(), table.columns.to_numpy(dtype=float), table.index.to_numpy()


def alpha_of(counts: np.ndarray, codes: np.ndarray, level: Level) -> float:
    """Compute Krippendorff's alpha from counts of codes by unit.

    Parameters
    ----------
    counts : ndarray of shape (n_units, n_codes)
        How often each unit got each code; every unit has two codings or more.
    codes : ndarray of shape (n_codes,)
        The codes' values, rising.
    level : {"nominal", "ordinal", "interval"}
        Whether codes differ or not, are ranks, or have distances.

    Returns
    -------
    float
        At most 1; below 0 for disagreement beyond chance; empty where nobody varied.

    References
    ----------
    Computing Krippendorff's Alpha-Reliability, University of Pennsylvania, 2011.

    Examples
    --------
    >>> round(alpha_of(np.array([[2, 0], [1, 1], [0, 2]]), np.array([0.0, 1.0]), "nominal"), 3)
    0.444
    """
    totals = counts.sum(axis=0).astype(float)
    n = totals.sum()
    distance = _squared_distances(totals, codes, level)
    expected = totals @ distance @ totals
    if n < 2 or expected <= 0:
        return float("nan")
    within = np.einsum("uc,ck,uk->u", counts, distance, counts) / (counts.sum(axis=1) - 1)
    return float(1 - (n - 1) * within.sum() / expected)


def _squared_distances(totals: np.ndarray, codes: np.ndarray, level: Level) -> np.ndarray:
    if level == "nominal":
        return 1.0 - np.eye(len(codes))
    # ordinal: two ranks are as far apart as there are codings between their middles
    place = np.cumsum(totals) - totals / 2 if level == "ordinal" else codes
    return np.subtract.outer(place, place) ** 2


def of_codings(codings: pd.DataFrame, level: Level, *, seed: int, n_resamples: int = N_RESAMPLES) -> Agreement:
    """Measure how well coders agree, with a 95% interval over resampled articles.

    Parameters
    ----------
    codings : DataFrame
        ``unit``, ``coder``, ``code`` and, where several units belong to one article, ``article_id``: they are drawn
        together, because they are not independent.
    level : {"nominal", "ordinal", "interval"}
        See `alpha_of`.
    seed : int
        Of the resampling.
    n_resamples : int
        How often articles are drawn anew.

    Returns
    -------
    Agreement
        ``low`` and ``high`` are empty where alpha is undefined in more than one resample in twenty.

    Notes
    -----
    Says how well people agree with each other, not whether they are right. Rare codes make alpha uncertain: look at the
    interval.

    Examples
    --------
    >>> codings = pd.DataFrame({"unit": list("aabbccdd"), "coder": [1, 2] * 4, "code": [0, 0, 1, 1, 0, 1, 1, 1]})
    >>> found = of_codings(codings, "nominal", seed=1)
    >>> round(found.alpha, 3), found.n_units, found.n_coders
    (0.533, 4, 2)
    """
    counts, codes, units = counted(codings)
    n_coders = codings.loc[codings["code"].notna(), "coder"].nunique()
    if len(counts) == 0:
        return Agreement(np.nan, np.nan, np.nan, 0, n_coders)
    alpha = alpha_of(counts, codes, level)
    low, high = _interval(counts, codes, level, _articles_of(codings, units), seed, n_resamples)
    return Agreement(alpha, low, high, len(units), n_coders)


def _articles_of(codings: pd.DataFrame, units: np.ndarray) -> np.ndarray:
    """Number the article of each unit; a unit without one is an article of its own."""
    if "article_id" not in codings.columns:
        return np.arange(len(units))
    article = codings.drop_duplicates("unit").set_index("unit")["article_id"].reindex(units)
    return pd.factorize(article)[0]


def _interval(
    counts: np.ndarray, codes: np.ndarray, level: Level, article: np.ndarray, seed: int, n_resamples: int
) -> tuple[float, float]:
    rng = np.random.default_rng(seed)
    n_articles = article.max() + 1
    units_of = [np.flatnonzero(article == number) for number in range(n_articles)]
    drawn = []
    for _ in range(n_resamples):
        rows = np.concatenate([units_of[number] for number in rng.integers(0, n_articles, n_articles)])
        drawn.append(alpha_of(counts[rows], codes, level))
    defined = np.array(drawn)[~np.isnan(drawn)]
    if len(defined) < 0.95 * n_resamples:
        return np.nan, np.nan
    low, high = np.quantile(defined, [0.025, 0.975])
    return float(low), float(high)


def percent_agreement(codings: pd.DataFrame) -> float:
    """Return the share of pairs of codings of one unit that are equal, 0 to 1; empty without any pair.

    Not corrected for chance: where one code is common, it is high whatever the coders do.

    Examples
    --------
    >>> percent_agreement(pd.DataFrame({"unit": list("aabb"), "coder": [1, 2, 1, 2], "code": [0, 0, 1, 0]}))
    0.5
    """
    counts, _, _ = counted(codings)
    pairs = (counts.sum(axis=1) * (counts.sum(axis=1) - 1)).sum()
    return float((counts * (counts - 1)).sum() / pairs) if pairs else float("nan")


def disagreements(codings: pd.DataFrame, coders: Sequence[str]) -> pd.DataFrame:
    """List the units that coders coded differently, the widest apart first, one column a coder.

    Examples
    --------
    >>> rows = pd.DataFrame({"unit": list("aabb"), "coder": ["x", "y"] * 2, "code": [0.0, 2.0, 1.0, 1.0]})
    >>> disagreements(rows, ["x", "y"])
      unit    x    y
    0    a  0.0  2.0
    """
    table = codings.pivot_table(index="unit", columns="coder", values="code", aggfunc="first").reindex(
        columns=list(coders)
    )
    spread = table.max(axis=1) - table.min(axis=1)
    table = table[spread > 0].assign(spread=spread).sort_values(["spread", "unit"], ascending=[False, True])
    table.columns.name = None
    return table.drop(columns="spread").reset_index()


def verdict(agreement: Agreement) -> str:
    """Say in words what may be concluded from codings with this agreement.

    Examples
    --------
    >>> verdict(Agreement(0.7, 0.6, 0.8, 100, 2))
    'tentative'
    >>> verdict(Agreement(float("nan"), float("nan"), float("nan"), 10, 2))
    'undefined'
    """
    if np.isnan(agreement.alpha):
        return "undefined"
    if agreement.alpha >= RELIABLE:
        return "reliable"
    return "tentative" if agreement.alpha >= TENTATIVE else "not reliable"
