"""Storylines: events that belong together over weeks or years, such as the Trump-Kim summits. Exploratory.

Two events belong together when both their words and their names are alike, however far apart in time. Names alone
would weld everything that a president does; words alone every election.
"""

import numpy as np
from scipy import sparse

from analysis.events import candidates, grouping, similarity

HEAVIEST = 120
"""Words an event is looked up by. Storylines hang on few, rare words, and every event is held against every other."""

LEAST = 0.1
"""Least cosine on those words for two events to be compared in full."""

MOST_EVENTS = 500
"""Words of more events than this are not looked up: they join nothing by themselves ("Trump"), and without them the
cost grows with the number of events and not with its square."""

CUT = 0.16
"""Least mean likeness within a storyline. On the fixed background the Korean summits of different years agree at .3
to .4, news about one president in two affairs at .05 to .12."""


def of_events(bodies: sparse.csr_matrix, names: sparse.csr_matrix, cut: float = CUT) -> np.ndarray:
    """Group events into storylines.

    Parameters
    ----------
    bodies, names : csr_matrix of shape (n_events, n_features)
        Centres of the events in the fields body and names, rows of length one.
    cut : float
        Least mean likeness at which two storylines become one.

    Returns
    -------
    ndarray of shape (n_events,)
        For each event the lowest event of its storyline; most events are a storyline of their own.
    """
    anywhen = np.zeros(bodies.shape[0])
    pairs = candidates.find(_looked_up(bodies), anywhen, n_features=HEAVIEST, least=LEAST)
    return grouping.average_linkage(bodies.shape[0], pairs, likeness(pairs, bodies, names), cut)


def _looked_up(bodies: sparse.csr_matrix) -> sparse.csr_matrix:
    """Keep the heaviest words of each event, without those that too many events have among theirs."""
    light = candidates.heaviest(bodies, HEAVIEST)
    few = np.bincount(light.indices, minlength=light.shape[1]) <= MOST_EVENTS
    kept = sparse.csr_matrix(light @ sparse.diags(few.astype("float64")))
    kept.eliminate_zeros()
    return kept


def likeness(pairs: candidates.Pairs, bodies: sparse.csr_matrix, names: sparse.csr_matrix) -> np.ndarray:
    """Give the geometric mean of two cosines, of words and of names: 0 to 1, and 0 where either is.

    Examples
    --------
    >>> words, names = sparse.csr_matrix([[1.0, 0.0], [0.6, 0.8]]), sparse.csr_matrix([[1.0], [0.0]])
    >>> pairs = candidates.Pairs(np.array([0, 0]), np.array([0, 1]))
    >>> likeness(pairs, words, names)
    array([1., 0.])
    """
    return np.sqrt(similarity.cosines_of(pairs, bodies) * similarity.cosines_of(pairs, names))
