"""How much more one side uses a term than the other: log-odds with a prior from ordinary news, interval over events."""

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.comparison import statistics, terms
from analysis.comparison.sides import Sides
from analysis.measures import vectors

PRIOR_WORDS = 1000.0
"""Weight of ordinary usage: as if each side had one more long article, in which words are as frequent as in general."""

MIN_PRIOR = 0.5
"""Pseudo-count of the rarest word: three uses against none give a ratio of seven, not of infinity."""

BACKGROUND_ARTICLE_WORDS = 950
"""Mean length of the background's articles: turns the share of articles that use a word into a rate."""


def log_odds(target: np.ndarray, reference: np.ndarray, prior: np.ndarray, share: float = 0.5) -> pd.DataFrame:
    """Compare word use with the log-odds ratio under an informative Dirichlet prior.

    Positive: the target uses the word more than the reference.

    Parameters
    ----------
    target, reference : ndarray of shape (n_terms,)
        Counts of each word in the two groups.
    prior : ndarray of shape (n_terms,)
        Pseudo-counts, all above 0: how a word is used in general.
    share : float
        Part of twice the prior that the target gets. The target's share of all words draws rare words towards equal
        rates, where .5 would draw them towards the smaller group.

    Returns
    -------
    DataFrame of n_terms rows
        ``log_odds`` (natural log), ``se`` (its standard error if words were independent draws) and ``z``.

    References
    ----------
    Fightin' Words: Lexical Feature Selection and Evaluation for Identifying the Content of Political Conflict,
    Political Analysis 16(4), 2008.

    Examples
    --------
    >>> log_odds(np.array([8, 2]), np.array([2, 8]), np.array([1.0, 1.0])).round(2)
       log_odds    se    z
    0       2.2  0.67  3.3
    1      -2.2  0.67 -3.3
    """
    y_i, y_j = target + 2 * share * prior, reference + 2 * (1 - share) * prior
    delta = np.log(y_i / (y_i.sum() - y_i)) - np.log(y_j / (y_j.sum() - y_j))
    se = np.sqrt(1 / y_i + 1 / y_j)
    return pd.DataFrame({"log_odds": delta, "se": se, "z": delta / se})


def prior_of(features: np.ndarray, is_pair: np.ndarray, pooled: np.ndarray) -> np.ndarray:
    """Return each term the pseudo-counts of ordinary usage.

    Words come from the shipped background; pairs of words, which it does not hold, from both sides together.

    Parameters
    ----------
    features : ndarray of int, shape (n_terms,)
        Ids of the words, see `vectors.feature_of`; what stands for a pair is not looked at.
    is_pair : ndarray of bool, shape (n_terms,)
        Which are pairs.
    pooled : ndarray of shape (n_terms,)
        Share of both sides' words that each term makes.

    Examples
    --------
    >>> features = vectors.features_of(["the", "zzyzx"])
    >>> prior_of(features, np.array([False, False]), np.array([0.05, 0.01])).round(1).tolist()
    [9.9, 0.5]
    """
    known = vectors.background()
    seen = (known.n_articles + 1) / np.exp(vectors.weights_of(features, known)) - 1
    share = np.clip(seen / known.n_articles, 0, 1 - 1 / (known.n_articles + 1))
    rate = -np.log1p(-share) / BACKGROUND_ARTICLE_WORDS
    return np.maximum(MIN_PRIOR, PRIOR_WORDS * np.where(is_pair, pooled, rate))


def of_terms(
    matrix: sparse.csr_matrix, n_words: np.ndarray, sides: Sides, features: np.ndarray, is_pair: np.ndarray
) -> pd.DataFrame:
    """Return each term's log-odds with an interval over events."""
    target = terms.total(matrix[sides.is_target])
    reference = terms.total(matrix[~sides.is_target])
    n_target, n_reference = n_words[sides.is_target].sum(), n_words[~sides.is_target].sum()
    total = max(1.0, n_target + n_reference)
    prior = prior_of(features, is_pair, (target + reference) / total)
    share = n_target / total
    y_i, y_j = target + 2 * share * prior, reference + 2 * (1 - share) * prior
    all_i, all_j = n_target + 2 * share * PRIOR_WORDS, n_reference + 2 * (1 - share) * PRIOR_WORDS
    delta = np.log(y_i / (all_i - y_i).clip(MIN_PRIOR)) - np.log(y_j / (all_j - y_j).clip(MIN_PRIOR))
    effects = pd.DataFrame({"log_odds": delta, "n_target": target, "n_reference": reference})
    se = np.maximum(np.sqrt(1 / y_i + 1 / y_j), _spread_over_events(matrix, n_words, sides, y_i, y_j, all_i, all_j))
    n_events = len(np.unique(sides.event))
    reach = statistics.t_reach(max(2, n_events))
    may = sides.is_shared and n_events >= statistics.MIN_FOR_INTERVAL
    effects["low"] = delta - reach * se if may else np.nan
    effects["high"] = delta + reach * se if may else np.nan
    return effects.assign(z=delta / se if may else np.nan)


def _spread_over_events(
    matrix: sparse.csr_matrix,
    n_words: np.ndarray,
    sides: Sides,
    y_i: np.ndarray,
    y_j: np.ndarray,
    all_i: float,
    all_j: float,
) -> np.ndarray:
    """Return the standard error of a log-odds with events as draws (delta method).

    What an event adds is its count over the total count, minus its words over all words, target minus reference.
    """
    side = np.where(sides.is_target, 1.0, -1.0)
    weighted = matrix.astype("float32")
    of_target = np.repeat(sides.is_target, np.diff(weighted.indptr))
    mine, theirs = (1 / y_i).astype("float32"), (-1 / y_j).astype("float32")
    weighted.data *= np.where(of_target, mine[weighted.indices], theirs[weighted.indices])
    pulls = terms.grouped(weighted, sides.event)
    expected = _group_sum(side * n_words / np.where(sides.is_target, all_i, all_j), sides.event)
    n = len(expected)
    squares = terms.total(pulls.multiply(pulls)) - 2 * (pulls.T @ expected) + (expected**2).sum()
    return np.sqrt(np.maximum(0, squares) * n / max(1, n - 1))


def _group_sum(values: np.ndarray, group: np.ndarray) -> np.ndarray:
    return np.bincount(np.unique(group, return_inverse=True)[1], values)
