"""The measured values of all articles, laid out so that any measure of any articles is found in milliseconds."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
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
    corpus = index.of(snapshot)
    number: dict[str, int] = {}
    pieces = []
    for part in scan.parts(snapshot, table, ["article_id", "measure", "value", "n"]):
        code = scan.numbered(part["measure"], number)
        article = corpus.rows_of(part["article_id"])
        pieces.append((code, article, np.asarray(part["value"], np.float32), np.asarray(part["n"], np.int32)))
    code, article, value, n = scan.concatenated(pieces, (np.int32, np.int32, np.float32, np.int32))
    code = scan.alphabetical_codes(number)[code]
    order = _by_code_and_article(code, article, len(number))
    sizes = np.bincount(code, minlength=len(number))
    return Measures(
        names=sorted(number),
        edges=np.append(0, np.cumsum(sizes)).astype(np.int64),
        article=article[order],
        value=value[order],
        n=n[order],
        n_articles=len(corpus.outlet),
    )


def _by_code_and_article(code: np.ndarray, article: np.ndarray, n_codes: int) -> np.ndarray:
    """Order rows by code, those of one code by article, which most of them are already."""
    # codes of 16 bits are sorted by counting, ten times as fast
    order = np.argsort(code.astype(np.uint16) if n_codes < 2**16 else code, kind="stable")
    falls = (np.diff(article[order]) < 0) & (np.diff(code[order]) == 0)
    return np.lexsort((article, code)) if falls.any() else order
