"""How probably each article and its nearest report one event: period by period, and anew only where news arrived.

A pair of dated articles depends on the two, on which articles lie within the window of either, and on the news of the
weeks around them (`similarity.surroundings_of`); a pair with an undated one on these two alone (`headwords`). So an
article that arrives changes nothing beyond a few periods around it, an undated one nothing beyond its own pairs, and
what was found elsewhere is kept: the result is the same as finding everything anew.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis import codes, schema
from analysis.events import candidates, headwords, similarity
from analysis.events.times import Dates
from analysis.measures import vectors

Rows = Callable[[], pd.DataFrame]
"""Reads some rows of a table, in this process or in one beside it."""

Find = Callable[[Sequence[str]], Rows]
"""Says where some articles' rows of a table lie: mostly of ``vectors``."""

Run = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
"""Applies a function to parts of the work and gives what it makes of each, in their order: `map`, or `Executor.run`."""

CHUNK_ARTICLES = 2000
"""Articles worked on at once, to pair them in whole periods: with the window around them some 100 MB. At 1,500 windows
overlap more: a tenth more time for 34,576 articles."""

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
        Articles whose rows of the ``pairs`` table are not what they were.
    rows : DataFrame
        These rows.
    """

    pairs: candidates.Pairs
    probability: np.ndarray
    changed: np.ndarray
    anew: np.ndarray
    rows: pd.DataFrame


class Change(NamedTuple):
    """Say which articles are not what they were when pairs were judged before.

    Parameters
    ----------
    articles : ndarray of bool
        Which are compared now and were not before, or the other way round, or whose dates are read otherwise.
    earlier_days : ndarray of float
        The days on which these were thought to have appeared before; NaN for none.
    """

    articles: np.ndarray
    earlier_days: np.ndarray


def of_corpus(
    ids: pd.Series, dates: Dates, kept: np.ndarray, change: Change, known: pd.DataFrame, words: pd.DataFrame,
    find: Find, *, reach_days: int, learnt: similarity.PairModel, run: Run = map,
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
    change : Change
        What changed since ``known`` was made.
    known : DataFrame
        The ``pairs`` table before.
    words : DataFrame
        The ``headwords`` table of all articles.
    find : callable
        See `Find`.
    reach_days : int
        Dated articles further apart are not compared; see also `candidates.TRUSTED_REACH_DAYS`.
    learnt : PairModel
        Coefficients of the pair model.
    """
    undated = np.isnan(dates.days)
    sought = _near(dates.days, np.append(dates.days[change.articles], change.earlier_days), _margin(reach_days))
    judged = partial(_judged, reach_days=reach_days, learnt=learnt)
    chunks = _chunks(ids, dates, find, kept, sought & kept, reach_days)
    found = list(run(judged, chunks))
    met = _met(ids, words, kept & undated, kept, change.articles)
    found += run(judged, _chunks_of_pairs(ids, dates, find, met))
    fresh_rows = pd.concat([schema.empty(schema.PAIRS), *found], ignore_index=True)

    sides = [codes.rows(known[side], ids) for side in ("article_id", "other")]
    gone = np.append(change.articles, True)  # the last stands for articles that are gone: -1
    with_undated = np.append(undated, False)
    by_seeker = ~with_undated[sides[0]] & ~with_undated[sides[1]] & np.append(sought, True)[sides[0]]
    stays = ~gone[sides[0]] & ~gone[sides[1]] & ~by_seeker
    fresh = [codes.rows(fresh_rows[side], ids) for side in ("article_id", "other")]
    altered = np.append(sought | change.articles, True)
    rewritten = altered.copy()
    for left, right in ([side[~stays] for side in sides], fresh):
        altered[np.concatenate([left, right])] = True
        rewritten[left] = True
    both = candidates.Neighbours(*(np.concatenate([old[stays], new]) for old, new in zip(sides, fresh, strict=True)))
    probability = np.concatenate([known["probability"].to_numpy()[stays], fresh_rows["probability"].to_numpy()])
    rows = pd.concat([known[stays & rewritten[sides[0]]], fresh_rows], ignore_index=True)
    del sides, fresh  # millions of rows, and pairing needs the room
    pairs, place = candidates.paired(both, len(ids))
    of_pair = np.empty(len(pairs.left), dtype="float32")
    of_pair[place] = probability
    return Pairing(pairs, of_pair, altered[:-1], ids.to_numpy()[rewritten[:-1]], rows)


def _met(
    ids: pd.Series, words: pd.DataFrame, undated: np.ndarray, kept: np.ndarray, changed: np.ndarray
) -> candidates.Pairs:
    """Find the pairs with an undated article, of which at least one article changed."""
    fresh, others = np.flatnonzero(undated & changed), np.flatnonzero(undated & ~changed)
    found = (
        headwords.sharing(ids, words, fresh, np.flatnonzero(kept)),
        headwords.sharing(ids, words, others, np.flatnonzero(kept & changed & ~undated)),
    )
    return candidates.paired(candidates.Neighbours(*map(np.concatenate, zip(*found, strict=True))), len(ids))[0]


def _margin(reach_days: int) -> int:
    """Count the periods on either side that a pair depends on: those of the window, and one more around them."""
    return 1 - (-reach_days // similarity.SURROUNDINGS_DAYS)


def _near(days: np.ndarray, changed: np.ndarray, margin: int) -> np.ndarray:
    """Tell which days lie at most some periods from one that changed: these articles may have other neighbours, or
    other news around them or their neighbours, than before. Undated ones lie nowhere."""
    periods, those = similarity.periods_of(days), np.unique(similarity.periods_of(changed))
    those = those[~np.isnan(those)]
    after = np.searchsorted(those, periods, side="left")
    ahead = np.append(those, np.inf)[after] - periods
    behind = periods - np.concatenate([[-np.inf], those])[after]
    return np.asarray(np.minimum(ahead, behind) <= margin)


class _Chunk(NamedTuple):
    """Hold articles, the earliest first, that are needed to judge some pairs of them.

    Parameters
    ----------
    ids : list of str
        The articles.
    dates : Dates
        Their dates.
    vectors : callable
        Reads their ``vectors``.
    judged : ndarray of int or Neighbours
        Row numbers of those whose nearest are looked for, or of the pairs.
    """

    ids: list[str]
    dates: Dates
    vectors: Rows
    judged: np.ndarray | candidates.Neighbours


def _chunks(
    ids: pd.Series, dates: Dates, find: Find, kept: np.ndarray, wanted: np.ndarray, reach_days: int
) -> Iterator[_Chunk]:
    """Cut dated articles into runs of whole periods, each among all that are needed to judge it."""
    for rows in _runs(similarity.periods_of(dates.days), wanted):
        window = np.flatnonzero(kept & _near(dates.days, dates.days[rows], _margin(reach_days)))
        here = ids.iloc[window].tolist()
        yield _Chunk(here, dates.at(window), find(here), np.searchsorted(window, rows))


def _runs(periods: np.ndarray, wanted: np.ndarray) -> Iterator[np.ndarray]:
    """Cut dated articles, by their rows, into runs of whole periods."""
    rows = np.flatnonzero(wanted)
    rows = rows[np.argsort(periods[rows], kind="stable")]
    ends = np.flatnonzero(np.diff(periods[rows], append=np.inf)) + 1
    first = 0
    for end in ends.tolist():
        if end - first >= CHUNK_ARTICLES or end == len(rows):
            yield rows[first:end]
            first = end


def _chunks_of_pairs(ids: pd.Series, dates: Dates, find: Find, pairs: candidates.Pairs) -> Iterator[_Chunk]:
    """Cut pairs into runs of so many left articles, which rise, so that neighbours are read together."""
    starts = np.flatnonzero(np.diff(pairs.left, prepend=-1))
    for run in np.split(np.arange(len(pairs.left)), starts[CHUNK_ARTICLES::CHUNK_ARTICLES]):
        here = np.unique(np.concatenate([pairs.left[run], pairs.right[run]]))
        if len(here):
            names = ids.iloc[here].tolist()
            sides = (np.searchsorted(here, side[run]) for side in pairs)
            yield _Chunk(names, dates.at(here), find(names), candidates.Neighbours(*sides))


def _judged(chunk: _Chunk, reach_days: int, learnt: similarity.PairModel) -> pd.DataFrame:
    """Judge the pairs of a chunk: rows of the ``pairs`` table."""
    evidence = similarity.evidence_of(chunk.ids, chunk.dates, chunk.vectors(), vectors.background())
    body = evidence.matrices["body"]
    if isinstance(chunk.judged, candidates.Neighbours):
        found = chunk.judged
        alike = similarity.cosines_of(candidates.Pairs(*found), body) >= candidates.MIN_COSINE
        found = candidates.Neighbours(found.article[alike], found.other[alike])
    else:
        dates = evidence.dates
        found = candidates.nearest(body, dates.days, chunk.judged, reach_days=reach_days, trusted=dates.trusted)
    pairs, place = candidates.paired(found, len(chunk.ids))
    probability = similarity.probabilities(similarity.features_of(pairs, evidence), learnt).astype("float32")
    likely = np.flatnonzero(probability >= LEAST)  # only these are worth a closer look
    closer = candidates.Pairs(pairs.left[likely], pairs.right[likely])
    probability[likely[similarity.ruled_out(closer, evidence)]] = 0.0
    probable = (probability >= LEAST)[place]
    names = np.array(chunk.ids, dtype=object)
    return pd.DataFrame(
        {
            "article_id": pd.Series(names[found.article[probable]], dtype="str"),
            "other": pd.Series(names[found.other[probable]], dtype="str"),
            "probability": probability[place][probable],
        }
    )
