"""What chance gives: the same analysis on a division that cannot mean anything.

Random halves of one outlet's own articles are two outlets with one style. Whatever tells them apart is chance, or
the choice of events; so the number of words called distinctive between them is what to expect of nothing.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.comparison import ground, keyness, sides, terms
from analysis.settings import Settings

N_SPLITS = 20
"""Divisions that are tried; their median is reported."""

MIN_SPLIT = 12
"""Fewer articles cannot give six events with an article in both halves."""

HALVES = ("one half", "the other half")


class Halves(NamedTuple):
    """What random halves of one outlet's articles gave.

    Parameters
    ----------
    splits : DataFrame
        One row a division: ``split``, ``n_articles``, ``n_events`` (shared by both halves), ``n_terms`` (tested),
        ``n_distinctive`` (q up to .05).
    sentence : str
        What they say, in words.
    """

    splits: pd.DataFrame
    sentence: str


def of_outlet(
    articles: pd.DataFrame,
    copies: pd.DataFrame | None = None,
    *,
    outlet: str,
    settings: Settings | None = None,
    n_splits: int = N_SPLITS,
) -> Halves:
    """Divide one outlet's articles at random and count the words called distinctive between the halves.

    Where events hold several articles of the outlet, they are divided within events, and the halves are compared as
    two outlets are. Where fewer than six do, articles are put in random pairs, as if each pair were an event; the
    halves then share style but not events, and ``n_events`` counts these pairs.

    Parameters
    ----------
    articles : DataFrame
        As for `analysis.comparison.keyness.between`.
    copies : DataFrame, optional
        The ``copies`` table.
    outlet : str
        Whose articles are divided.
    settings : Settings, optional
        Number of permutations and random seed.
    n_splits : int
        How many random divisions.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a"], "outlet": "RT", "title": None, "body": "Talks.", "event": "e"})
    >>> of_outlet(articles, outlet="RT").sentence
    'RT has 1 article here; 12 are needed to divide them into halves'
    """
    settings = settings or Settings()
    own = articles[(articles["outlet"].astype("str") == outlet) & ground.once(articles, copies)]
    if len(own) < MIN_SPLIT:
        told = "1 article" if len(own) == 1 else f"{len(own)} articles"
        return Halves(_splits([]), f"{outlet} has {told} here; {MIN_SPLIT} are needed to divide them into halves")
    counts = terms.count(own)
    rng = np.random.default_rng(settings.seed)
    rows = [_one_split(own, counts, settings, rng, split) for split in range(n_splits)]
    splits = _splits(rows)
    return Halves(splits, _sentence(splits, outlet))


def _splits(rows: list[dict[str, int]]) -> pd.DataFrame:
    columns = ["split", "n_articles", "n_events", "n_terms", "n_distinctive"]
    return pd.DataFrame(rows, columns=columns).astype("int64")


def _one_split(
    own: pd.DataFrame, counts: terms.TermCounts, settings: Settings, rng: np.random.Generator, split: int
) -> dict[str, int]:
    event = grouped(own, rng)
    half = np.empty(len(own), dtype=object)
    order = rng.permutation(len(own))
    order = order[np.argsort(event[order], kind="stable")]
    half[order] = np.where(np.arange(len(own)) % 2 == 0, *HALVES)
    divided = own.assign(outlet=half, event=event, storyline=None)
    result = keyness.compared(divided, None, target=HALVES[0], references=HALVES[1:], settings=settings, counts=counts)
    return {
        "split": split,
        "n_articles": len(own),
        "n_events": result.n_events,
        "n_terms": result.n_terms,
        "n_distinctive": result.n_distinctive,
    }


def grouped(own: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    """Return the event of each article; where too few events hold several articles, pairs drawn at random.

    Examples
    --------
    >>> own = pd.DataFrame({"event": ["e", "f", "g", "h"]})
    >>> np.bincount(grouped(own, np.random.default_rng(1))).tolist()
    [2, 2]
    """
    event = pd.factorize(own["event"].astype("str"))[0]
    alone = own["event"].isna().to_numpy()
    event[alone] = event.max() + 1 + np.arange(alone.sum())
    size = np.bincount(event)
    if (size > 1).sum() >= sides.MIN_EVENTS:
        return event
    pairs = np.empty(len(own), dtype=np.int64)
    pairs[rng.permutation(len(own))] = np.arange(len(own)) // 2
    return pairs


def _sentence(splits: pd.DataFrame, outlet: str) -> str:
    median = splits["n_distinctive"].median()
    return (
        f"Random halves of {outlet}'s own {splits['n_articles'].iloc[0]} articles, divided {len(splits)} times: "
        f"a median of {median:g} of {splits['n_terms'].median():g} words tested would be called distinctive "
        f"(at most {splits['n_distinctive'].max()}), on {splits['n_events'].median():g} pairs or events."
    )
