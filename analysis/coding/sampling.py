"""Which articles people should code: drawn from those that a comparison rests on, each with a known probability.

The correction in `analysis.coding.correction` is right whatever the measure's error because these probabilities are
known. They are kept even, so that no coded article weighs much more than another.
"""

import numpy as np
import pandas as pd

MIN_OF_STRATUM = 2
"""Fewer could not tell how a stratum varies."""

MIN_OF_OUTLET = 20
"""Coded articles an outlet below which nothing is corrected: the slope and spread of so few are guesses."""

N_THIRDS = 3


def strata(frame: pd.DataFrame, n_bands: int = N_THIRDS) -> pd.Series:
    """Sort articles into strata: outlet, in a shared event or not, and third of the measure within that.

    Parameters
    ----------
    frame : DataFrame
        ``outlet``, ``shared`` (bool) and ``value`` (the machine's measure, no empties), one row a unit.
    n_bands : int
        Into how many bands of the measure: thirds, unless so few are drawn that not all could have their share.

    Returns
    -------
    Series of int
        The stratum of each row; rows of one stratum are alike in what the comparison weighs.

    Examples
    --------
    >>> frame = pd.DataFrame({"outlet": ["A"] * 6, "shared": True, "value": [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]})
    >>> strata(frame).tolist()
    [0, 0, 1, 1, 2, 2]
    """
    group = frame.groupby(["outlet", "shared"], observed=True)["value"]
    rank, size = group.rank(method="first") - 1, group.transform("size")
    band = np.minimum((rank * n_bands // size).astype(int), n_bands - 1)
    return frame.assign(band=band).groupby(["outlet", "shared", "band"], observed=True).ngroup()


def drawn(frame: pd.DataFrame, n: int, *, seed: int) -> pd.DataFrame:
    """Draw units at random within strata: `MIN_OF_OUTLET` an outlet where n allows, and else by the strata's sizes.

    Parameters
    ----------
    frame : DataFrame
        As for `strata`, in any order; ``unit`` names each row.
    n : int
        How many are wanted; all are taken where there are no more.
    seed : int
        Of the draw: the same seed draws the same units from the same frame, whatever its order.

    Returns
    -------
    DataFrame
        All rows by ``unit``, with ``probability``, the share of their stratum that was drawn, and ``is_drawn``.

    Examples
    --------
    >>> frame = pd.DataFrame({"unit": range(12), "outlet": list("AB") * 6, "shared": True, "value": np.arange(12.0)})
    >>> found = drawn(frame, 12, seed=1)
    >>> int(found["is_drawn"].sum()), found["probability"].unique().tolist()
    (12, [1.0])
    """
    ordered = frame.sort_values("unit").reset_index(drop=True)
    stratum = _affordable(ordered, n)
    sizes = np.bincount(stratum)
    outlet_of = pd.Series(pd.factorize(ordered["outlet"])[0]).groupby(stratum).first().to_numpy()
    of_outlet = _by_outlet(np.bincount(outlet_of, sizes).astype(int), n)
    wanted = np.zeros(len(sizes), dtype=int)
    for number, share in enumerate(of_outlet):
        wanted[outlet_of == number] = _shared_out(sizes[outlet_of == number], int(share))
    rng = np.random.default_rng(seed)
    rows = [
        rng.choice(np.flatnonzero(stratum == number), wanted[number], replace=False) for number in range(len(sizes))
    ]
    is_drawn = np.zeros(len(ordered), dtype=bool)
    is_drawn[np.concatenate(rows)] = True
    return ordered.assign(probability=(wanted / sizes)[stratum], is_drawn=is_drawn)


def balanced(frame: pd.DataFrame, n: int, *, seed: int) -> pd.DataFrame:
    """Draw units for judging a classifier: of each of its answers as many, however rare one is, and evenly by outlet.

    Parameters
    ----------
    frame : DataFrame
        ``unit``, ``outlets`` and ``machine`` (its answer; of one that is no class, the sign), a row a unit; not empty.
    n : int
        How many are wanted.
    seed : int
        Of the draw.

    Returns
    -------
    DataFrame
        The drawn rows with ``probability``, the share of their stratum that was drawn, by ``unit``.

    Examples
    --------
    >>> frame = pd.DataFrame({"unit": range(100), "outlets": "A", "machine": [1.0] * 10 + [0.0] * 90})
    >>> balanced(frame, 20, seed=1).groupby("machine")["probability"].agg(["size", "first"]).round(3).values.tolist()
    [[10.0, 0.111], [10.0, 1.0]]
    """
    ordered = frame.sort_values("unit").reset_index(drop=True)
    answer = np.sign(ordered["machine"]).fillna(0.0)
    strata = ordered.assign(answer=answer)
    stratum = strata.groupby(["answer", "outlets"]).ngroup().to_numpy()
    if n < MIN_OF_STRATUM * (stratum.max() + 1):  # else units of some outlets could not be drawn at all
        stratum = strata.groupby("answer").ngroup().to_numpy()
    sizes = np.bincount(stratum)
    wanted = _evenly(sizes, n)
    rng = np.random.default_rng(seed)
    places = [np.flatnonzero(stratum == number) for number in range(len(sizes))]
    chosen = np.sort(np.concatenate([rng.choice(of, k, replace=False) for of, k in zip(places, wanted, strict=True)]))
    return ordered.assign(probability=(wanted / sizes)[stratum]).iloc[chosen].reset_index(drop=True)


def _evenly(sizes: np.ndarray, n: int) -> np.ndarray:
    """Share n draws out evenly; what a small stratum cannot give the others do.

    Examples
    --------
    >>> _evenly(np.array([3, 50, 50]), 20).tolist()
    [3, 9, 8]
    """
    if n >= sizes.sum():
        return sizes
    level = np.zeros(len(sizes), dtype=int)
    left = n
    while left > 0:
        open_ = np.flatnonzero(level < sizes)
        share = max(1, left // len(open_))
        for place in open_:
            more = min(share, sizes[place] - level[place], left)
            level[place] += more
            left -= more
    return level


def _affordable(frame: pd.DataFrame, n: int) -> np.ndarray:
    """Sort into strata, into fewer bands of the measure where n is too small for two units of each stratum."""
    for n_bands in range(N_THIRDS, 1, -1):
        stratum = strata(frame, n_bands).to_numpy()
        if MIN_OF_STRATUM * (stratum.max() + 1) <= n:
            return stratum
    return strata(frame, 1).to_numpy()


def _by_outlet(sizes: np.ndarray, n: int) -> np.ndarray:
    """Share n draws out over outlets by their sizes, but not below `MIN_OF_OUTLET` each where n allows that.

    Examples
    --------
    >>> _by_outlet(np.array([900, 100, 12]), 120).tolist()
    [88, 20, 12]
    """
    if n >= sizes.sum():
        return sizes
    least = np.minimum(sizes, min(MIN_OF_OUTLET, n // len(sizes))).astype(float)
    shares, is_least = least, np.zeros(len(sizes), dtype=bool)
    while not is_least.all():
        even = sizes * (n - least[is_least].sum()) / sizes[~is_least].sum()
        shares = np.where(is_least, least, even)
        if (shares >= least).all():
            break
        is_least |= shares < least
    whole = np.floor(shares).astype(int)
    whole[np.argsort(-(shares - whole), kind="stable")[: max(0, n - whole.sum())]] += 1
    return np.minimum(whole, sizes)


def _shared_out(sizes: np.ndarray, n: int) -> np.ndarray:
    """Share n draws out over strata in proportion to their sizes, at least two each where there are two."""
    if n >= sizes.sum():
        return sizes
    exact = sizes * n / sizes.sum()
    wanted = np.minimum(np.maximum(np.floor(exact).astype(int), MIN_OF_STRATUM), sizes)
    by_remainder = np.argsort(-(exact - np.floor(exact)), kind="stable")
    for number in by_remainder:
        if wanted.sum() >= n:
            break
        wanted[number] += wanted[number] < sizes[number]
    return wanted


def width(
    n_coded: int, n_units: int, event_spread: float, residual_spread: float, n_events: int, articles_a_cell: float
) -> float:
    """Predict how wide a corrected 95% interval of a difference will be.

    Parameters
    ----------
    n_coded, n_units : int
        Units coded, and units that could be.
    event_spread : float
        Standard deviation of the machine's differences over events.
    residual_spread : float
        Standard deviation of what coders say beyond what the machine predicts, an article; unknown before coding:
        the machine's own spread between articles is a cautious guess.
    n_events : int
        Events that both outlets cover.
    articles_a_cell : float
        Articles an outlet has in an event, on average.

    Notes
    -----
    The normal value 1.96 stands for Student's t, so with few events it predicts too little.

    Examples
    --------
    >>> round(width(120, 240, 0.13, 0.1, 40, 1.0), 3)
    0.119
    """
    share = min(1.0, n_coded / n_units)
    of_coding = 2 * residual_spread**2 * (1 - share) / share / articles_a_cell
    return float(2 * 1.96 * np.sqrt((event_spread**2 + of_coding) / n_events))


def needed(
    wanted: float, n_units: int, event_spread: float, residual_spread: float, n_events: int, articles_a_cell: float
) -> int | None:
    """Say how many units to code for an interval of a wanted width; none where not even all would do.

    Examples
    --------
    >>> needed(0.12, 240, 0.13, 0.1, 40, 1.0)
    119
    >>> needed(0.01, 240, 0.13, 0.1, 40, 1.0) is None
    True
    """
    for n_coded in range(1, n_units + 1):
        if width(n_coded, n_units, event_spread, residual_spread, n_events, articles_a_cell) <= wanted:
            return n_coded
    return None
