"""The measured values of all articles, laid out so that any measure of any articles is found in milliseconds."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from analysis.measures import summary
from analysis.queries import index, scan
from analysis.store.snapshots import Snapshot


class Column(NamedTuple):
    """Hold one measure: each article's value (empty where it has none) and the sentences or words it rests on."""

    value: np.ndarray
    n: np.ndarray


@dataclass(frozen=True)
class Measures:
    """Hold all measures of all articles; the rows of one measure stand together.

    Parameters
    ----------
    names : list of str
        The measures in alphabetical order.
    edges : ndarray of shape (n_measures + 1,)
        Where the rows of each measure start.
    article, value, n : ndarray of shape (n_rows,)
        Row of the article in the `index.Corpus`, its value, and what it rests on; the articles of one measure rise.
    n_articles : int
        Articles of the corpus.
    further : callable, optional
        Gives the measures that are compared by choice (`summary.BY_CHOICE`), once they are asked for.
    """

    names: list[str]
    edges: np.ndarray
    article: np.ndarray
    value: np.ndarray
    n: np.ndarray
    n_articles: int
    further: "Callable[[], Measures] | None" = None

    def counts(self) -> dict[str, int]:
        """Count the articles that have a value of each measure; measures without any are left out."""
        known = np.append(0, np.cumsum(~np.isnan(self.value)))[self.edges]
        return {name: int(n) for name, n in zip(self.names, np.diff(known), strict=True) if n}

    def counts_of(self, article_rows: np.ndarray) -> dict[str, int]:
        """Count the values of each measure, with or without a number, among the articles in these rows."""
        is_chosen = np.zeros(self.n_articles, dtype=bool)
        is_chosen[article_rows] = True
        known = np.append(0, np.cumsum(is_chosen[self.article]))[self.edges]
        return {name: int(n) for name, n in zip(self.names, np.diff(known), strict=True) if n}

    def of(self, measure: str, rows: np.ndarray) -> Column:
        """Give one measure of the articles in these rows: empty and 0 where an article has none.

        For a few articles their rows are looked up; laying a measure out over 300,000 articles takes 3 ms, and a view
        asks for a dozen.
        """
        if self.further is not None and measure.startswith(summary.BY_CHOICE):
            return self.further().of(measure, rows)
        if measure not in self.names:
            return Column(np.full(len(rows), np.nan, dtype=np.float32), np.zeros(len(rows), dtype=np.int32))
        number = self.names.index(measure)
        here = slice(self.edges[number], self.edges[number + 1])
        article, value, n = self.article[here], self.value[here], self.n[here]
        if len(rows) <= index.FEW:
            at = np.minimum(np.searchsorted(article, rows), len(article) - 1)
            has_value = article[at] == rows
            return Column(np.where(has_value, value[at], np.float32(np.nan)), np.where(has_value, n[at], np.int32(0)))
        at = np.full(self.n_articles, -1, dtype=np.int32)
        at[article] = np.arange(len(article), dtype=np.int32)
        return Column(np.append(value, np.float32(np.nan))[at[rows]], np.append(n, np.int32(0))[at[rows]])


def of(snapshot: Snapshot) -> Measures:
    """Hold all measures of all articles of a snapshot; those compared by choice are read once one is asked for."""
    return index.once(
        snapshot, "measures", lambda held: replace(_read(held, "measures"), further=partial(further, held))
    )


def further(snapshot: Snapshot) -> Measures:
    """Hold the measures that are compared by choice: for 300,000 articles they would take 160 MB of every server."""
    return index.once(snapshot, "further measures", lambda held: _read(held, "further_measures"))


def _read(snapshot: Snapshot, table: str) -> Measures:
    """Lay a table out by measure and article.

    Each file is put in order while it is small enough for the processor's caches, then written to where its rows
    belong: half the time of ordering all rows at once (3.6 s against 1.6 s of 10 million).
    """
    corpus = index.of(snapshot)
    number: dict[str, int] = {}
    pieces = []
    for part in scan.parts(snapshot, table, ["article_id", "measure", "value", "n"]):
        code = scan.numbered(part["measure"], number)
        article = corpus.rows_of(part["article_id"])
        order = _by_code_and_article(code, article, len(number))
        value, n = np.asarray(part["value"], np.float32)[order], np.asarray(part["n"], np.int32)[order]
        pieces.append((code[order], article[order], value, n))
    pieces = sorted((piece for piece in pieces if len(piece[1])), key=lambda piece: int(piece[1].min()))
    place = scan.alphabetical_codes(number)
    sizes = np.zeros((len(pieces), len(number)), dtype=np.int64)
    for row, piece in enumerate(pieces):
        sizes[row] = np.bincount(place[piece[0]], minlength=len(number))
    edges = np.append(0, np.cumsum(sizes.sum(axis=0))).astype(np.int64)
    starts = edges[:-1] + np.cumsum(sizes, axis=0) - sizes
    articles, values = np.empty(edges[-1], dtype=np.int32), np.empty(edges[-1], dtype=np.float32)
    rests_on = np.empty(edges[-1], dtype=np.int32)
    for (code, article, value, n), start in zip(pieces, starts, strict=True):
        at = _places(place[code], start)
        articles[at], values[at], rests_on[at] = article, value, n
    found = Measures(sorted(number), edges, articles, values, rests_on, n_articles=len(corpus.outlet))
    apart = all(one[1].max() < other[1].min() for one, other in pairwise(pieces))
    return found if apart else _rising(found)


def _places(code: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Say where rows belong whose codes stand in runs, each run from where its code starts."""
    first = np.append(0, np.flatnonzero(np.diff(code)) + 1)[: len(code)]
    lengths = np.diff(np.append(first, len(code)))
    return np.repeat(start[code[first]] - first, lengths) + np.arange(len(code))


def _rising(measures: Measures) -> Measures:
    """Let the articles of each measure rise, where the files of a store hold articles of the same stretch."""
    code = np.repeat(np.arange(len(measures.names)), np.diff(measures.edges))
    order = np.lexsort((measures.article, code))
    kept = {name: getattr(measures, name)[order] for name in ("article", "value", "n")}
    return replace(measures, **kept)


def _by_code_and_article(code: np.ndarray, article: np.ndarray, n_codes: int) -> np.ndarray:
    """Order rows by code, those of one code by article, which most of them are already."""
    rising = np.argsort(article, kind="stable")
    # codes of 16 bits are sorted by counting, ten times as fast
    return rising[np.argsort(code[rising].astype(np.uint16) if n_codes < 2**16 else code[rising], kind="stable")]
