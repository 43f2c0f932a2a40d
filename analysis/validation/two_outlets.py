"""Two invented outlets laid out as a comparison does, for gates that draw their own numbers."""

import numpy as np

from analysis.comparison import cells


def cells_of(value: np.ndarray, event: np.ndarray, outlet: np.ndarray, storyline_of: np.ndarray) -> cells.Cells:
    """Arrange the values of the articles of outlets A and B.

    Parameters
    ----------
    value, event, outlet : ndarray of shape (n_articles,)
        The value, the number of the event and the outlet (0 or 1) of each article.
    storyline_of : ndarray of shape (n_events,)
        Number of each event's storyline.

    Examples
    --------
    >>> arranged = cells_of(np.array([0.1, 0.4]), np.array([0, 0]), np.array([0, 1]), np.array([0]))
    >>> arranged.outlets.tolist(), arranged.events.tolist(), arranged.n_given.tolist()
    (['A', 'B'], ['e0'], [1, 1])
    """
    return cells.Cells(
        outlets=np.array(["A", "B"], dtype=object),
        events=np.array([f"e{number}" for number in range(len(storyline_of))], dtype=object),
        storylines=np.array([f"s{number}" for number in range(storyline_of.max() + 1)], dtype=object),
        storyline_of=storyline_of,
        value=value,
        n_given=np.bincount(outlet, minlength=2),
        days=1,
        excluded={},
        **cells.arranged(outlet, 2, event, np.zeros(len(event), dtype=np.int64)),
    )
