"""Which article each one repeats: a copy goes with its original, and only originals are compared."""

import hashlib

import numpy as np
import pandas as pd

from analysis import codes, schema


def fingerprints(counted: pd.DataFrame) -> pd.DataFrame:
    """Hash the words of each article and how often each stands: equal only where the words are the same.

    Parameters
    ----------
    counted : DataFrame
        The ``vectors`` table of the articles.

    Returns
    -------
    DataFrame
        The ``fingerprints`` table: 63 bits, 0 where the article has no words.

    Examples
    --------
    >>> words, counts = np.array([3, 7], dtype="int32"), np.array([1, 1], dtype="int32")
    >>> rows = [("a", words, counts), ("b", words, counts), ("c", words[:0], counts[:0])]
    >>> found = fingerprints(pd.DataFrame(rows, columns=["article_id", "features", "body"]))["fingerprint"]
    >>> bool(found[0] == found[1]), int(found[2])
    (True, 0)
    """
    rows = zip(counted["features"], counted["body"], strict=True)
    hashes = np.array([_hash(features[counts > 0], counts[counts > 0]) for features, counts in rows], dtype="int64")
    found = pd.DataFrame({"article_id": counted["article_id"].to_numpy(), "fingerprint": hashes})
    return schema.conform(found, schema.FINGERPRINTS)


def _hash(features: np.ndarray, counts: np.ndarray) -> int:
    if not len(features):
        return 0
    content = np.asarray(features, dtype="int32").tobytes() + np.asarray(counts, dtype="int32").tobytes()
    return int.from_bytes(hashlib.blake2b(content, digest_size=8).digest(), "little") >> 1


def of_articles(
    ids: pd.Series, days: np.ndarray, prints: np.ndarray, copies: pd.DataFrame, reach_days: int
) -> np.ndarray:
    """Give each article the row of the article that it repeats, itself where it repeats none.

    Parameters
    ----------
    ids : Series
        The articles, the earliest first.
    days : ndarray of shape (n_articles,)
        Their days; NaN for undated ones.
    prints : ndarray of shape (n_articles,)
        Their fingerprints.
    copies : DataFrame
        ``article_id``, ``copy_of``. An article also repeats another where the fingerprints are equal. In either case
        the days lie at most ``reach_days`` apart: what is said of a summit is said of the next one too.

    Examples
    --------
    >>> none = schema.empty(schema.COPIES)
    >>> of_articles(pd.Series(["a", "b", "c"]), np.array([0.0, 1.0, 99.0]), np.array([5, 5, 5]), none, 60)
    array([0, 0, 2])
    """
    original = np.arange(len(ids))
    _, copy, repeats = codes.linked(copies["article_id"], copies["copy_of"], ids)
    latest: dict[int, int] = {}  # of each text the first article of its latest run
    for row, root in sorted(zip(copy.tolist(), repeats.tolist(), strict=True)):
        head = latest.setdefault(root, root)
        if abs(days[row] - days[head]) > reach_days:
            latest[root] = row
        else:
            original[row] = head
    first_seen: dict[int, int] = {}
    for row in _alike(prints, (original == np.arange(len(ids))) & (prints != 0)).tolist():
        earlier = first_seen.setdefault(int(prints[row]), row)
        if abs(days[row] - days[earlier]) > reach_days:
            first_seen[int(prints[row])] = row
        else:
            original[row] = earlier
    while (original[original] != original).any():
        original = original[original]
    return original


def _alike(prints: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """Find the rows of the chosen whose fingerprint another of them has too: one in hundreds, so a loop can follow."""
    rows = np.flatnonzero(chosen)
    _, place, counts = np.unique(prints[rows], return_inverse=True, return_counts=True)
    return np.asarray(rows[counts[place] > 1])
