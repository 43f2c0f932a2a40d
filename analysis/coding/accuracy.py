"""How well the machine's values agree with people's codes: by outlet, and whether outlets differ in it.

A measure that errs alike for all outlets shifts or shrinks their differences; one that errs for some outlets more than
for others makes differences that are none.
"""

import numpy as np
import pandas as pd

from analysis.coding.correction import slope_of

N_SHUFFLES = 2000

MIN_OF_OUTLET = 8
"""Coded articles below which an outlet's agreement is left empty: its interval would span nearly everything."""

Z = 1.959964


def wilson(n_right: float, n: float) -> tuple[float, float]:
    """Return Wilson's 95% interval of a share; empty where n is 0.

    References
    ----------
    Probable inference, the law of succession, and statistical inference, Journal of the American Statistical
    Association, 1927.

    Examples
    --------
    >>> [round(end, 3) for end in wilson(8, 10)]
    [0.49, 0.943]
    """
    if n == 0:
        return np.nan, np.nan
    share, per = n_right / n, Z**2 / n
    middle, reach = share + per / 2, Z * np.sqrt(share * (1 - share) / n + per / (4 * n))
    return float((middle - reach) / (1 + per)), float((middle + reach) / (1 + per))


def correlation(machine: np.ndarray, people: np.ndarray) -> tuple[float, float, float]:
    """Correlate machine and people (Pearson's r), with Fisher's 95% interval; empty where one does not vary.

    Examples
    --------
    >>> [round(x, 2) for x in correlation(np.array([1.0, 2, 3, 4, 5]), np.array([1.0, 3, 2, 5, 4]))]
    [0.8, -0.28, 0.99]
    """
    if len(machine) < 4 or np.ptp(machine) == 0 or np.ptp(people) == 0:
        return np.nan, np.nan, np.nan
    r = float(np.corrcoef(machine, people)[0, 1])
    z, reach = np.arctanh(np.clip(r, -0.999999, 0.999999)), Z / np.sqrt(len(machine) - 3)
    return r, float(np.tanh(z - reach)), float(np.tanh(z + reach))


def shifts(articles: pd.DataFrame) -> pd.Series:
    """Return what people say beyond what the machine's value predicts, article by article.

    Parameters
    ----------
    articles : DataFrame
        ``machine`` and ``people``, one row a coded article.

    Examples
    --------
    >>> shifts(pd.DataFrame({"machine": [0.0, 1.0, 2.0], "people": [0.5, 0.0, 2.5]})).tolist()
    [0.5, -1.0, 0.5]
    """
    if articles.empty:
        return pd.Series(dtype=float)
    machine, people = articles["machine"].to_numpy(dtype=float), articles["people"].to_numpy(dtype=float)
    slope = slope_of(machine, people)
    left = people - slope * machine
    return pd.Series(left - left.mean(), index=articles.index)


def by_outlet(articles: pd.DataFrame, *, yes_no: bool) -> pd.DataFrame:
    """Measure the machine against people, outlet by outlet.

    Parameters
    ----------
    articles : DataFrame
        ``outlet``, ``machine``, ``people`` (mean code), one row a coded article; ``probability`` with which it was
        drawn, where the machine's answers were not drawn alike.
    yes_no : bool
        Whether people said yes or no. The machine's yes is a value above 0; articles on which coders part evenly are
        left out.

    Returns
    -------
    DataFrame
        ``outlet``, ``n_coded``, ``shift`` (how much higher people code than the machine predicts over all outlets);
        for scales ``r``, ``r_low``, ``r_high``; for yes and no ``precision`` and ``recall``, each with Wilson's
        interval, ``by_machine`` (the share it calls yes) and ``share`` (what people would, see `corrected_share`).
        Empty below `MIN_OF_OUTLET`.

    Examples
    --------
    >>> articles = pd.DataFrame({"outlet": "A", "machine": [1, 1, 0, 0] * 3, "people": [1.0, 0.0, 0.0, 1.0] * 3})
    >>> by_outlet(articles, yes_no=True)[["n_coded", "precision", "recall"]].values.tolist()
    [[12.0, 0.5, 0.5]]
    """
    known = articles.assign(shift=shifts(articles))
    rows = []
    for outlet, own in known.groupby("outlet", observed=True):
        enough = own if len(own) >= MIN_OF_OUTLET else own.head(0)
        agreed = _of_yes_no(enough) if yes_no else _of_scale(enough)
        shift = float(enough["shift"].mean()) if len(enough) else np.nan
        rows.append({"outlet": outlet, "n_coded": len(own), "shift": shift, **agreed})
    return pd.DataFrame(rows)


def _of_scale(own: pd.DataFrame) -> dict[str, float]:
    r, low, high = correlation(own["machine"].to_numpy(dtype=float), own["people"].to_numpy(dtype=float))
    return {"r": r, "r_low": low, "r_high": high}


def _of_yes_no(own: pd.DataFrame) -> dict[str, float]:
    decided = own[own["people"] != 0.5]
    said, found = decided["people"] > 0.5, decided["machine"] > 0
    weight = 1 / decided["probability"] if "probability" in decided else pd.Series(1.0, index=decided.index)
    figures: dict[str, float] = {}
    for name, of, right in (("precision", found, said), ("recall", said, found)):
        share, low, high = _share(right[of], weight[of])
        figures |= {name: share, f"{name}_low": low, f"{name}_high": high}
    share, low, high = corrected_share(said, found, weight)
    by_machine = float(np.average(found, weights=weight)) if len(decided) else np.nan
    return figures | {"by_machine": by_machine, "share": share, "share_low": low, "share_high": high}


def _share(right: pd.Series, weight: pd.Series) -> tuple[float, float, float]:
    """Return a weighted share with Wilson's interval of as many units as the weights leave (Kish)."""
    if right.empty:
        return np.nan, np.nan, np.nan
    n = float(weight.sum() ** 2 / (weight**2).sum())
    share = float(np.average(right, weights=weight))
    return share, *wilson(share * n, n)


def corrected_share(said: pd.Series, found: pd.Series, weight: pd.Series) -> tuple[float, float, float]:
    """Estimate the share that people would call yes, from units drawn by the machine's answer, with its 95% interval.

    Parameters
    ----------
    said, found : Series of bool
        What people and the machine said of each coded unit.
    weight : Series of float
        For how many units each stands.

    Returns
    -------
    tuple of float
        The share, and the ends of its interval; empty where fewer than two units of one of the machine's answers are
        coded.

    References
    ----------
    Sampling Techniques, 3rd edition, 1977, chapter 5 (stratified random sampling); with one yes and one no added to
    each answer (Agresti and Coull, 1998), so that no share without error has an interval without width.

    Examples
    --------
    >>> said, found = pd.Series([True, True, False, False]), pd.Series([True, True, False, False])
    >>> [round(x, 2) for x in corrected_share(said, found, pd.Series([1.0, 1.0, 9.0, 9.0]))]
    [0.1, 0.0, 0.64]
    """
    share = variance = 0.0
    for answer in (True, False):
        own = found == answer
        n = int(own.sum())
        if n < MIN_OF_ANSWER:
            return np.nan, np.nan, np.nan
        of_all = float(weight[own].sum() / weight.sum())
        yes = float(np.average(said[own], weights=weight[own]))
        guarded = (yes * n + 1) / (n + 2)
        share += of_all * yes
        variance += of_all**2 * guarded * (1 - guarded) / n
    reach = Z * np.sqrt(variance)
    return share, max(0.0, share - float(reach)), min(1.0, share + float(reach))


MIN_OF_ANSWER = 2
"""Coded units of each of the machine's answers; one tells nothing of how they vary."""


def differ(articles: pd.DataFrame, *, seed: int) -> float:
    """Test whether the machine errs alike for all outlets: the p of shuffling what it misses over the outlets.

    Parameters
    ----------
    articles : DataFrame
        As for `by_outlet`.
    seed : int
        Of the shuffles.

    Returns
    -------
    float
        Share of shuffles in which the outlets' mean shifts lie as far apart; empty with less than two outlets of
        `MIN_OF_OUTLET` coded articles.

    Notes
    -----
    The statistic is the variance between outlets (weighted by their articles), as in a one-way analysis of variance.
    It tests the mean shift, which is what a comparison of means suffers from, not the spread of the errors.

    Examples
    --------
    >>> articles = pd.DataFrame({"outlet": ["A"] * 10 + ["B"] * 10, "machine": [0.0, 1.0] * 10})
    >>> differ(articles.assign(people=[0.0, 1.0] * 5 + [0.5, 1.5] * 5), seed=1) < 0.01
    True
    """
    sizes = articles["outlet"].value_counts()
    kept = articles[articles["outlet"].isin(sizes.index[sizes >= MIN_OF_OUTLET])]
    if kept["outlet"].nunique() < 2:
        return float("nan")
    outlet = pd.factorize(kept["outlet"], sort=True)[0]
    shift, n = shifts(kept).to_numpy(), np.bincount(outlet)
    rng = np.random.default_rng(seed)
    apart = [_between(rng.permutation(shift), outlet, n) for _ in range(N_SHUFFLES)]
    return float((1 + np.sum(np.array(apart) >= _between(shift, outlet, n) - 1e-12)) / (1 + N_SHUFFLES))


def _between(shift: np.ndarray, outlet: np.ndarray, n: np.ndarray) -> float:
    return float(np.sum(np.bincount(outlet, shift) ** 2 / n))
