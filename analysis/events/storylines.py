"""Storylines: events that belong together over weeks or years, such as the Trump-Kim summits. Exploratory.

Two events belong together when their words, their names and their headlines are alike, and the more so the less time
lies between them. Names alone would weld everything that a president does; words alone every election. Of each event
only its heaviest words and names are kept and compared: storylines hang on few, rare words.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from analysis import codes
from analysis.events import candidates, lists, mutual, similarity, times
from analysis.events.centres import HEAVIEST_WORDS

MODEL = "storylines.toml"

FEATURES = ("words_log", "names_log", "headlines_in_words", "headlines_in_names", "days_apart")
"""What the model sees of two events, in the order of its coefficients; `features_of` tells what each is."""

FIELDS = ("words", "names", "headlines")
"""What is compared of two events: columns of the ``centres`` table."""

_WEIGHTS = ("weights", "name_weights", "headline_weights")

MIN_COSINE = 0.02
"""Added before logs are taken: the cosine of unrelated events, below which differences are noise."""

USUAL_DAYS = 60
"""Days taken to lie between two events of which one is undated: the median within hand-sorted storylines."""

LEAST = 0.05
"""Least cosine of the heaviest words for two events to be compared. At .1 a third of the true pairs was lost."""

MIN_LIKENESS = 0.05
"""Links below this are not kept: without them the storylines of 12,000 articles are the same."""

MAX_EVENTS = 500
"""Words of more events than this are not looked up: they join nothing by themselves ("Trump"), and without them the
cost grows with the number of events and not with its square."""

COMMON_SHARE, USUAL_EVENTS = 0.02, 50
"""Where a word or name is among the heaviest of more than 2% of the events of a corpus it counts less, down to nothing
where all hold it: in a corpus about Iran "Tehran" joins nothing. Fifty imagined events without it count too, because
three events tell nothing about a corpus."""

CUT = 0.13
"""Least mean likeness within a storyline; a missing link counts as 0. Trained on one of the two hand-sorted sets of
`data/storylines_gold.csv` and measured on the other, precision and recall hold between .1 and .2 on both."""


def model() -> similarity.PairModel:
    """Read the shipped coefficients of ``data/storylines.toml``."""
    return similarity.stored(MODEL, FEATURES)


class Linked(NamedTuple):
    """Hold the ``links`` table of all events, and what changed in it.

    Parameters
    ----------
    table : DataFrame
        All its rows.
    gone : ndarray of str
        Events in the column ``event`` whose rows are not what they were.
    rows : DataFrame
        The rows that these have now.
    """

    table: pd.DataFrame
    gone: np.ndarray
    rows: pd.DataFrame


def links(
    events: pd.Series, centres: pd.DataFrame, first_at: pd.Series, changed: np.ndarray, known: pd.DataFrame,
    learnt: similarity.PairModel | None = None,
) -> Linked:  # fmt: skip
    """Find the pairs of events that may belong to one storyline.

    Parameters
    ----------
    events : Series
        All events, the earliest first.
    centres : DataFrame
        Their rows of the ``centres`` table, in any order; of two rows of one event the first counts.
    first_at : Series
        When the first article of each appeared; empty for an undated one.
    changed : ndarray of bool
        Events whose links are looked for; those between the others are taken from ``known``.
    known : DataFrame
        The ``links`` table before.
    learnt : PairModel or None
        Coefficients; None for the shipped ones.

    Returns
    -------
    Linked
        The ``links`` table, and what changed in it: ``likeness`` is the probability that both belong to one storyline.

    Notes
    -----
    An event that was there before keeps its links when others arrive, so events found in batches may have a few links
    more than events found at once: where it has more than 50 alike events, or where a word stands in more than 500
    events only by now.
    """
    left, right = (codes.rows(known[side], events) for side in ("event", "other"))
    fresh = np.append(changed, True)  # the last stands for events that are gone: -1
    stays = ~fresh[left] & ~fresh[right]
    rows = codes.every_row(events, centres["event"])
    pairs, features = compared(centres, rows, first_at, np.flatnonzero(changed))
    alike = similarity.probabilities(features, learnt or model()).astype("float32")
    likely = alike >= MIN_LIKENESS
    names = pd.Index(events.astype("str"))
    table = pd.DataFrame(
        {
            "event": pd.Categorical.from_codes(np.append(left[stays], pairs.left[likely]), names),
            "other": pd.Categorical.from_codes(np.append(right[stays], pairs.right[likely]), names),
            "likeness": np.append(known["likeness"].to_numpy()[stays], alike[likely]),
        }
    )
    lost = known["event"][~stays].astype("str").unique()
    gone = np.union1d(lost, names[np.unique(pairs.left[likely])]).astype(object)
    return Linked(table, gone, table[codes.rows(table["event"], gone) >= 0])


def of_events(events: pd.Series, linked: pd.DataFrame, earlier: pd.Series, cut: float = CUT) -> np.ndarray:
    """Group events into storylines.

    Parameters
    ----------
    events : Series
        The events, the earliest first.
    linked : DataFrame
        Their ``links`` table.
    earlier : Series
        The storyline that each event was in; empty where it or its links are new, see `standing`.
    cut : float
        Least mean likeness at which two storylines become one.

    Returns
    -------
    ndarray of shape (n_events,)
        For each event the first event of its storyline; most events are a storyline of their own.
    """
    sides = [codes.every_row(linked[side], events) for side in ("event", "other")]
    pairs = candidates.Pairs(np.minimum(*sides), np.maximum(*sides))
    return mutual.again(len(events), pairs, linked["likeness"].to_numpy(), earlier, cut)


def standing(earlier: pd.Series, changed: np.ndarray, before: pd.Series) -> pd.Series:
    """Name the storyline that each event was in, where all events of it stand as they stood; else nothing.

    Parameters
    ----------
    earlier : Series
        The storyline that each event was in; empty for a new one.
    changed : ndarray of bool
        Events that are not what they were.
    before : Series
        The storylines of all earlier events, one a row.

    Examples
    --------
    >>> changed = np.array([False, True, False])
    >>> standing(pd.Series(["s1", "s1", "s2"]), changed, pd.Series(["s1", "s1", "s2"])).tolist()
    [nan, nan, 's2']
    """
    number, names = pd.factorize(pd.concat([earlier, before]))
    now, then = number[: len(earlier)], number[len(earlier) :]
    stands = (now >= 0) & ~changed
    left, held = (np.bincount(numbers, minlength=len(names)) for numbers in (now[stands], then[then >= 0]))
    stands[stands] = (left == held)[now[stands]]
    return earlier.where(stands)


def compared(
    centres: pd.DataFrame, rows: np.ndarray, first_at: pd.Series, changed: np.ndarray
) -> tuple[candidates.Pairs, np.ndarray]:
    """Compare some events with all, whose centres lie in some rows: the pairs worth it, and their `FEATURES`."""
    matrices = matrices_of(centres, rows, changed)
    words = matrices["words"]
    few = np.bincount(words.indices, minlength=words.shape[1]) <= MAX_EVENTS
    rare = sparse.csr_matrix(words @ sparse.diags(few.astype("float64")))
    rare.eliminate_zeros()
    anywhen = np.zeros(len(rows))
    found = candidates.nearest(rare, anywhen, changed, n_features=HEAVIEST_WORDS, least=LEAST)
    pairs = candidates.paired(found, len(rows))[0]
    return pairs, features_of(pairs, matrices, times.days_of(first_at))


def matrices_of(centres: pd.DataFrame, rows: np.ndarray, chosen: np.ndarray) -> dict[str, sparse.csr_matrix]:
    """Build the matrices of words, names and headlines of all events, with the features of the chosen ones only.

    Features that are common in this corpus count less, see `COMMON_SHARE`. Rows of matrices are put in the order of the
    events: those of 140,000 centres take .3 s.
    """
    vocabulary = np.unique(np.concatenate([lists.flat(centres[field].iloc[rows[chosen]])[0] for field in FIELDS]))
    columns = zip(FIELDS, _WEIGHTS, strict=True)
    plain = {field: lists.matrix(centres[field], vocabulary, centres[weights])[rows] for field, weights in columns}
    damped = sparse.diags(np.sqrt(_rarity(plain, len(rows))))
    return {field: sparse.csr_matrix(matrix @ damped, dtype="float32") for field, matrix in plain.items()}


def _rarity(matrices: dict[str, sparse.csr_matrix], n_events: int) -> np.ndarray:
    """Give each feature 1 up to `COMMON_SHARE` of the events beside two, and less the more of them hold it."""
    held = [np.bincount(matrix.indices, minlength=matrix.shape[1]) for matrix in matrices.values()]
    share = (np.maximum.reduce(held) - 2) / (n_events + USUAL_EVENTS)
    return np.asarray(np.minimum(np.log(np.maximum(share, COMMON_SHARE**2)) / np.log(COMMON_SHARE), 1.0))


def features_of(pairs: candidates.Pairs, matrices: dict[str, sparse.csr_matrix], days: np.ndarray) -> np.ndarray:
    """Describe pairs of events in the numbers of `FEATURES`.

    Natural logs of the cosines of their words and names; square roots of those of either's headlines with the other's
    words, and with the other's names, averaged over the two ways; the natural log of one plus the days between their
    first articles. What a headline names stands in a text more often than not, so the last but one takes back what
    the one before it gives for a name that is everywhere.

    Examples
    --------
    >>> one = sparse.csr_matrix([[1.0], [1.0]])
    >>> pairs, matrices = candidates.Pairs(np.array([0]), np.array([1])), dict.fromkeys(FIELDS, one)
    >>> features_of(pairs, matrices, np.array([10.0, np.nan])).round(2)
    array([[0.02, 0.02, 1.  , 1.  , 4.11]])
    """
    words, names = (np.log(similarity.cosines_of(pairs, matrices[field]) + MIN_COSINE) for field in FIELDS[:2])
    told, named = (similarity.across(pairs, matrices["headlines"], matrices[field]) for field in FIELDS[:2])
    apart = np.nan_to_num(np.abs(days[pairs.left] - days[pairs.right]), nan=USUAL_DAYS)
    return np.column_stack([words, names, told, named, np.log1p(apart)])
