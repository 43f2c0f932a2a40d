"""Storylines: events that belong together over weeks or years, such as the Trump-Kim summits. Exploratory.

Two events belong together when both their words and their names are alike, however far apart in time. Names alone
would weld everything that a president does; words alone every election. Of each event only its heaviest words and
names are kept and compared: storylines hang on few, rare words.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy import sparse

from analysis import codes, schema
from analysis.events import candidates, grouping, similarity
from analysis.events.centres import HEAVIEST_WORDS

LEAST = 0.1
"""Least cosine of the heaviest words for two events to be compared."""

LEAST_LIKENESS = 0.05
"""Links below this are not kept: without them the storylines of 12,000 articles are the same."""

MOST_EVENTS = 500
"""Words of more events than this are not looked up: they join nothing by themselves ("Trump"), and without them the
cost grows with the number of events and not with its square."""

CUT = 0.12
"""Least mean likeness within a storyline. Chosen on the hand-sorted set of `data/storylines_gold.csv`, between .10 and
.16, where precision stays .997."""


class Links(NamedTuple):
    """Hold the ``links`` table, and which events have other links than before."""

    rows: pd.DataFrame
    changed: np.ndarray


def links(centres: pd.DataFrame, changed: np.ndarray, known: pd.DataFrame) -> Links:
    """Find the pairs of events that may belong to one storyline.

    Parameters
    ----------
    centres : DataFrame
        The ``centres`` table of all events, the earliest first.
    changed : ndarray of bool
        Events whose links are looked for; those between the others are taken from ``known``.
    known : DataFrame
        The ``links`` table before.

    Returns
    -------
    Links
        ``likeness`` is the geometric mean of two cosines, of the heaviest words and of the heaviest names.

    Notes
    -----
    An event that was there before keeps its links when others arrive, so events found in batches may have a few links
    more than events found at once: where it has more than 50 alike events, or where a word stands in more than 500
    events only by now.
    """
    left, right = (codes.rows(known[side], centres["event"]) for side in ("event", "other"))
    fresh = np.append(changed, True)  # the last stands for events that are gone: -1
    stays = ~fresh[left] & ~fresh[right]
    fresh[np.concatenate([left[~stays], right[~stays]])] = True
    pairs, alike = _looked_up(centres, np.flatnonzero(changed))
    likely = alike >= LEAST_LIKENESS
    names = pd.Index(centres["event"].astype("str"))
    rows = pd.DataFrame(
        {
            "event": pd.Categorical.from_codes(np.append(left[stays], pairs.left[likely]), names),
            "other": pd.Categorical.from_codes(np.append(right[stays], pairs.right[likely]), names),
            "likeness": np.append(known["likeness"].to_numpy()[stays], alike[likely]),
        }
    )
    return Links(schema.conform(rows, schema.LINKS), fresh[:-1])


def of_events(
    events: pd.Series, linked: pd.DataFrame, changed: np.ndarray, earlier: pd.Series, cut: float = CUT
) -> np.ndarray:
    """Group events into storylines.

    Parameters
    ----------
    events : Series
        The events, the earliest first.
    linked : DataFrame
        Their ``links`` table.
    changed : ndarray of bool
        Events whose links are not what they were.
    earlier : Series
        The storyline that each event was in; empty for a new one.
    cut : float
        Least mean likeness at which two storylines become one.

    Returns
    -------
    ndarray of shape (n_events,)
        For each event the first event of its storyline; most events are a storyline of their own.
    """
    both = candidates.Neighbours(codes.rows(linked["event"], events), codes.rows(linked["other"], events))
    pairs, place = candidates.paired(both, len(events))
    likeness = np.empty(len(pairs.left))
    likeness[place] = linked["likeness"].to_numpy()
    return grouping.again(len(events), pairs, likeness, changed, earlier, cut)


def _looked_up(centres: pd.DataFrame, changed: np.ndarray) -> tuple[candidates.Pairs, np.ndarray]:
    """Compare the changed events with all."""
    words = _matrix(centres["words"], centres["weights"], changed)
    names = _matrix(centres["names"], centres["name_weights"], changed)
    few = np.bincount(words.indices, minlength=words.shape[1]) <= MOST_EVENTS
    rare = sparse.csr_matrix(words @ sparse.diags(few.astype("float64")))
    rare.eliminate_zeros()
    anywhen = np.zeros(len(centres))
    found = candidates.nearest(rare, anywhen, changed, n_features=HEAVIEST_WORDS, least=LEAST)
    pairs = candidates.paired(found, len(centres))[0]
    cosines = similarity.cosines_of(pairs, words) * similarity.cosines_of(pairs, names)
    return pairs, np.sqrt(cosines).astype("float32")


def _matrix(features: pd.Series, weights: pd.Series, changed: np.ndarray) -> sparse.csr_matrix:
    """Build a matrix of events with the features of the changed ones; the others matter to none of them."""
    flat, lengths = _flat(features)
    vocabulary = np.unique(_flat(features.iloc[changed])[0])
    here = _held(flat, vocabulary)
    values = _flat(weights)[0][here].astype("float32") / 1000
    rows = np.searchsorted(np.cumsum(lengths), here, side="right")
    columns = np.searchsorted(vocabulary, flat[here])
    return sparse.csr_matrix((values, (rows, columns)), shape=(len(features), len(vocabulary)))


_MARKS = 1 << 20
"""Marks that words leave by their last bits: most of those that are not looked for find none, without a search."""


def _held(values: np.ndarray, vocabulary: np.ndarray) -> np.ndarray:
    """Find the places of values that a vocabulary, rising, holds.

    Examples
    --------
    >>> _held(np.array([7, 2, 7 + _MARKS, 9]), np.array([2, 7])).tolist()
    [0, 1]
    """
    marks = np.zeros(_MARKS, dtype=bool)
    marks[vocabulary % _MARKS] = True
    places = np.flatnonzero(marks[values % _MARKS])
    if not len(places):
        return places
    found = np.minimum(np.searchsorted(vocabulary, values[places]), len(vocabulary) - 1)
    return places[vocabulary[found] == values[places]]


def _flat(lists: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Lay lists in one row, and count the items of each."""
    rows = pa.array(lists.array)
    return np.asarray(pc.list_flatten(rows)), np.asarray(pc.list_value_length(rows))
