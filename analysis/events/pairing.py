"""How probably each article and its nearest report one event: period by period, and anew only where news arrived.

A pair depends on the two articles, on which articles lie within the window of either, and on the news of the weeks
around them (`similarity.surroundings_of`). So an article that arrives changes nothing beyond a few periods around it,
and what was found elsewhere is kept: the result is the same as finding everything anew.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis import codes, schema
from analysis.events import candidates, similarity
from analysis.events.times import Dates
from analysis.measures import vectors

Rows = Callable[[], pd.DataFrame]
"""Reads some rows of a table, in this process or in one beside it."""

Find = Callable[[Sequence[str]], Rows]
"""Says where some articles' rows of a table lie: mostly of ``vectors``."""

Run = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
"""Applies a function to parts of the work and gives what it makes of each, in their order: `map`, or `Executor.run`."""

CHUNK_ARTICLES = 3000
"""Articles worked on at once, to pair them in whole periods: with the window around them some 120 MB."""

LEAST = 0.05
"""Pairs that are less probable are not kept: dropping them changes no group of 12,000 articles, and makes the graph
two thirds as large."""


class Pairing(NamedTuple):
    """Hold the pairs of a corpus, by row numbers, and what changed since the pairing before.

    Parameters
    ----------
    pairs : Pairs
        Each pair once.
    probability : ndarray of shape (n_pairs,)
        That both report one event.
    changed : ndarray of bool of shape (n_articles,)
        Articles whose pairs are not what they were.
    anew : ndarray of str
        Articles whose neighbours were looked for, or that are no longer compared.
    rows : DataFrame
        The ``pairs`` table of these articles.
    """

    pairs: candidates.Pairs
    probability: np.ndarray
    changed: np.ndarray
    anew: np.ndarray
    rows: pd.DataFrame


def of_corpus(
    ids: pd.Series, dates: Dates, kept: np.ndarray, changed: np.ndarray, known: pd.DataFrame, find: Find,
    *, reach_days: int, learnt: similarity.PairModel, run: Run = map,
) -> Pairing:  # fmt: skip
    """Pair the articles of a corpus, the earliest first.

    Parameters
    ----------
    ids : Series
        The articles.
    dates : Dates
        Their dates.
    kept : ndarray of bool
        Which articles are compared: originals in a language that can be compared.
    changed : ndarray of bool
        Which articles are compared now and were not before, or the other way round, or whose dates are read otherwise.
    known : DataFrame
        The ``pairs`` table before.
    find : callable
        See `Find`.
    reach_days : int
        Dated articles further apart are not compared; see also `candidates.TRUSTED_REACH_DAYS`.
    learnt : PairModel
        Coefficients of the pair model.
    """
    anew = _touched(dates.days, changed, reach_days)
    chunks = _chunks(ids, dates, find, kept, anew & kept, reach_days)
    found = list(run(partial(_judged, reach_days=reach_days, learnt=learnt), chunks))
    rows = pd.concat(found, ignore_index=True) if found else schema.empty(schema.PAIRS)
    standing = [codes.rows(known[side], ids) for side in ("article_id", "other")]
    altered = np.append(anew, True)  # the last stands for articles that are gone: -1
    stays = ~altered[standing[0]] & (standing[1] >= 0)
    altered[np.concatenate([side[~stays] for side in standing])] = True
    fresh = [codes.rows(rows[side], ids) for side in ("article_id", "other")]
    both = candidates.Neighbours(*(np.concatenate([old[stays], new]) for old, new in zip(standing, fresh, strict=True)))
    del standing, fresh  # millions of rows, and pairing needs the room
    probability = np.concatenate([known["probability"].to_numpy()[stays], rows["probability"].to_numpy()])
    pairs, place = candidates.paired(both, len(ids))
    of_pair = np.empty(len(pairs.left), dtype="float32")
    of_pair[place] = probability
    return Pairing(pairs, of_pair, altered[:-1], ids.to_numpy()[anew], rows)


def _touched(days: np.ndarray, changed: np.ndarray, reach_days: int) -> np.ndarray:
    """Tell which articles may have other neighbours, or other news around them or their neighbours, than before.

    An undated article may be near to any: where one changed, everything is looked for anew.
    """
    if (changed & np.isnan(days)).any():
        return np.ones(len(days), dtype=bool)
    return _near(similarity.periods_of(days), changed, _margin(reach_days)) | changed


def _margin(reach_days: int) -> int:
    """Count the periods on either side that a pair depends on: those of the window, and one more around them."""
    return 1 - (-reach_days // similarity.SURROUNDINGS_DAYS)


def _near(periods: np.ndarray, chosen: np.ndarray, margin: int) -> np.ndarray:
    """Tell which articles lie at most some periods from one of the chosen; undated ones lie nowhere."""
    those = np.unique(periods[chosen])
    those = those[~np.isnan(those)]
    after = np.searchsorted(those, periods, side="left")
    ahead = np.append(those, np.inf)[after] - periods
    behind = periods - np.concatenate([[-np.inf], those])[after]
    return np.asarray(np.minimum(ahead, behind) <= margin)


class _Chunk(NamedTuple):
    """Hold articles, the earliest first, that are needed to judge the pairs of some of them.

    Parameters
    ----------
    ids : list of str
        The articles.
    dates : Dates
        Their dates.
    vectors : callable
        Reads their ``vectors``.
    seekers : ndarray of int
        Row numbers of those whose pairs are judged.
    """

    ids: list[str]
    dates: Dates
    vectors: Rows
    seekers: np.ndarray


def _chunks(
    ids: pd.Series, dates: Dates, find: Find, kept: np.ndarray, wanted: np.ndarray, reach_days: int
) -> Iterator[_Chunk]:
    """Cut articles into runs of whole periods, each among all that are needed to judge it."""
    periods = similarity.periods_of(dates.days)
    for rows in _runs(periods, wanted):
        chosen = np.zeros(len(ids), dtype=bool)
        chosen[rows] = True
        window = np.flatnonzero(kept & (_near(periods, chosen, _margin(reach_days)) | np.isnan(periods)))
        here = ids.iloc[window].tolist()
        yield _Chunk(here, dates.at(window), find(here), np.searchsorted(window, rows))


def _runs(periods: np.ndarray, wanted: np.ndarray) -> Iterator[np.ndarray]:
    """Cut articles, by their rows, into runs of whole periods; the undated ones come last."""
    rows = np.flatnonzero(wanted & ~np.isnan(periods))
    rows = rows[np.argsort(periods[rows], kind="stable")]
    ends = np.flatnonzero(np.diff(periods[rows], append=np.inf)) + 1
    first = 0
    for end in ends.tolist():
        if end - first >= CHUNK_ARTICLES or end == len(rows):
            yield rows[first:end]
            first = end
    undated = np.flatnonzero(wanted & np.isnan(periods))
    if len(undated):
        yield undated


def _judged(chunk: _Chunk, reach_days: int, learnt: similarity.PairModel) -> pd.DataFrame:
    """Judge the pairs of a chunk: rows of the ``pairs`` table."""
    evidence = similarity.evidence_of(chunk.ids, chunk.dates, chunk.vectors(), vectors.background())
    found = candidates.nearest(
        evidence.matrices["body"], evidence.dates.days, chunk.seekers,
        reach_days=reach_days, trusted=evidence.dates.trusted,
    )  # fmt: skip
    pairs, place = candidates.paired(found, len(chunk.ids))
    probability = similarity.probabilities(similarity.features_of(pairs, evidence), learnt).astype("float32")
    likely = np.flatnonzero(probability >= LEAST)  # only these are worth a closer look
    closer = candidates.Pairs(pairs.left[likely], pairs.right[likely])
    probability[likely[similarity.template_pairs(closer, evidence)]] = 0.0
    probable = (probability >= LEAST)[place]
    names = np.array(chunk.ids, dtype=object)
    return pd.DataFrame(
        {
            "article_id": pd.Series(names[found.article[probable]], dtype="str"),
            "other": pd.Series(names[found.other[probable]], dtype="str"),
            "probability": probability[place][probable],
        }
    )
