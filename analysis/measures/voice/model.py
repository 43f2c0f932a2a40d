"""The linear model that judges clauses: one weight for each value of each feature of `clauses.features`."""

import numpy as np

from analysis import reference

WEIGHTS = "voice.npz"


def probabilities(values: np.ndarray, sizes: list[int]) -> np.ndarray:
    """Give each clause's probability of being somebody else's words.

    Parameters
    ----------
    values : ndarray of shape (n_clauses, n_features)
    sizes : list of int
        How many values each feature can take; they must be those that the weights were learnt with.
    """
    model = reference.arrays(WEIGHTS)
    if model["sizes"].tolist() != list(sizes):
        raise ValueError("the weights of voice.npz belong to other features; run python -m analysis.training.voice")
    weights = model["weights"].astype(np.float32)
    logit = np.full(len(values), np.float32(model["intercept"]))
    offset = 0
    for column, size in enumerate(sizes):
        logit += weights[offset : offset + size][values[:, column]]
        offset += size
    return 1 / (1 + np.exp(-logit))


def cut() -> float:
    """Give the probability from which on a clause counts as attributed."""
    return float(reference.arrays(WEIGHTS)["cut"])
