"""The measured values of all articles, laid out so that any measure of any articles is found in milliseconds."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from analysis.measures import summary
from analysis.queries import index, scan
from analysis.store import parquet
from analysis.store.snapshots import Snapshot


class ArticleValues(NamedTuple):
    """Hold one measure: each article's value (empty where it has none) and the sentences or words it rests on."""

    value: np.ndarray
    n: np.ndarray


TARGET = "target:"
"""How the names of measures begin that few articles have: all others are columns."""


@dataclass(frozen=True)
class Measures:
    """Hold all measures of articles: those that nearly every article has as columns, the others article by article.

    Parameters
    ----------
    columns : dict of str to ArticleValues
        By measure, an entry for each row of the `index.Corpus`: empty and 0 where an article has none.
    names : list of str
        All measures in alphabetical order.
    edges : ndarray of shape (n_names + 1,)
        Where the rows of each measure start that is no column: tone towards targets, of which there are thousands.
    article, value, n : ndarray of shape (n_rows,)
        Row of the article in the `index.Corpus`, its value, and what it rests on; the articles of one measure rise.
    further : callable, optional
        Gives the measures that are compared by choice (`summary.BY_CHOICE`), once they are asked for.
    """

    columns: dict[str, ArticleValues]
    names: list[str]
    edges: np.ndarray
    article: np.ndarray
    value: np.ndarray
    n: np.ndarray
    further: "Callable[[], Measures] | None" = None

    def counts(self) -> dict[str, int]:
        """Count the articles that have a value of each measure; measures without any are left out."""
        known = np.append(0, np.cumsum(~np.isnan(self.value)))[self.edges]
        whole = {name: int(np.count_nonzero(~np.isnan(column.value))) for name, column in self.columns.items()}
        return _above_zero(dict(zip(self.names, np.diff(known).tolist(), strict=True)) | whole)

    def counts_of(self, article_rows: np.ndarray) -> dict[str, int]:
        """Count the same among the articles in these rows, which rise."""
        whole = {name: int(np.count_nonzero(~np.isnan(column.value[article_rows])))
                 for name, column in self.columns.items()}  # fmt: skip
        at = np.searchsorted(article_rows, self.article)
        is_chosen = np.append(article_rows, -1)[at] == self.article
        known = np.append(0, np.cumsum(is_chosen & ~np.isnan(self.value)))[self.edges]
        return _above_zero(dict(zip(self.names, np.diff(known).tolist(), strict=True)) | whole)

    def of(self, measure: str, rows: np.ndarray) -> ArticleValues:
        """Return one measure of the articles in these rows: empty and 0 where an article has none."""
        if self.further is not None and measure.startswith(summary.BY_CHOICE):
            return self.further().of(measure, rows)
        if measure in self.columns:
            return ArticleValues(*(values[rows] for values in self.columns[measure]))
        if measure not in self.names:
            return ArticleValues(np.full(len(rows), np.nan, dtype=np.float32), np.zeros(len(rows), dtype=np.int32))
        number = self.names.index(measure)
        here = slice(self.edges[number], self.edges[number + 1])
        article, value, n = self.article[here], self.value[here], self.n[here]
        at = np.minimum(np.searchsorted(article, rows), len(article) - 1)
        has_value = article[at] == rows
        return ArticleValues(
            np.where(has_value, value[at], np.float32(np.nan)), np.where(has_value, n[at], np.int32(0))
        )


def _above_zero(counts: dict[str, int]) -> dict[str, int]:
    return {name: n for name, n in sorted(counts.items()) if n}


def of(snapshot: Snapshot, article_rows: np.ndarray | None = None) -> Measures:
    """Hold all measures of all articles of a snapshot, or of those in some rows.

    Those of all are kept, and those compared by choice are read once one is asked for. Where the rows are few and
    nothing is kept yet, their measures alone are read: one event must not wait for 300,000 articles.
    """
    if article_rows is None or len(article_rows) > index.FEW or KEPT in snapshot.memory:
        return index.once(snapshot, KEPT, lambda held: replace(_read(held, "measures"), further=partial(further, held)))
    kept: tuple[bytes, Measures] | None = snapshot.memory.get(KEPT_OF_FEW)
    if kept is None or kept[0] != article_rows.tobytes():
        ids = index.of(snapshot).frame["article_id"].iloc[article_rows].tolist()
        read = replace(_read(snapshot, "measures", ids), further=partial(_read, snapshot, "further_measures", ids))
        snapshot.memory[KEPT_OF_FEW] = kept = (article_rows.tobytes(), read)
    return kept[1]


KEPT, KEPT_OF_FEW = "measures", "measures of few"
"""Under which names a snapshot keeps the measures of all its articles, and of the few that were asked for last."""


def further(snapshot: Snapshot) -> Measures:
    """Hold the measures that are compared by choice: for 300,000 articles they would take 160 MB of every server."""
    return index.once(snapshot, "further measures", lambda held: _read(held, "further_measures"))


def further_names(snapshot: Snapshot) -> list[str]:
    """List the measures compared by choice that some article has a value of, in alphabetical order.

    Only names are read, and values of parts that name one for the first time: a fifth of the time for all values.
    """
    return index.once(snapshot, "further names", lambda held: sorted(_names_with_values(held, "further_measures")))


def _names_with_values(snapshot: Snapshot, table: str) -> set[str]:
    found: set[str] = set()
    for file in snapshot.files(table):
        named = parquet.read(file, ["measure"])["measure"]
        if not found.issuperset(named.unique().to_pylist()):
            value = np.asarray(parquet.read(file, ["value"])["value"], np.float32)
            found.update(named.filter(pa.array(~np.isnan(value))).unique().to_pylist())
    return found


def _read(snapshot: Snapshot, table: str, article_ids: Sequence[str] | None = None) -> Measures:
    """Lay a table out by measure and article, or the rows of few articles."""
    corpus = index.of(snapshot)
    number: dict[str, int] = {}
    pieces = (
        Piece(
            scan.numbered(part["measure"], number),
            corpus.rows_of(part["article_id"]),
            np.asarray(part["value"], np.float32),
            np.asarray(part["n"], np.int32),
        )
        for part in scan.parts(snapshot, table, ["article_id", "measure", "value", "n"], article_ids)
    )
    return _laid_out(pieces, number, len(corpus.outlet) if article_ids is None else 0)


class Piece(NamedTuple):
    """Hold rows of a table: code of the measure, row of the article, value, and what it rests on."""

    code: np.ndarray
    article: np.ndarray
    value: np.ndarray
    n: np.ndarray


class _Columns:
    """Collect the measures that nearly every article has, as columns of so many articles; without any, none.

    Columns need no order: of 10 million rows it took half of the time beyond reading them. They are filled file by
    file, so that the rows of one file alone lie in memory beside them.
    """

    def __init__(self, n_articles: int) -> None:
        self.n_articles = n_articles
        self.names: list[str] = []
        self._place = np.zeros(0, dtype=np.int64)  # by code of a measure; -1: no column
        self._value, self._n = self._empty(0)

    def _empty(self, n_columns: int) -> ArticleValues:
        size = n_columns * self.n_articles + 1  # what is no column goes behind the last one, where nobody looks
        return ArticleValues(np.full(size, np.nan, dtype=np.float32), np.zeros(size, dtype=np.int32))

    def take(self, piece: Piece, names: Sequence[str]) -> Piece:
        """Fill in the rows of a file, and return those that belong to no column."""
        self._make_room(names)
        place = self._place[piece.code]
        at = np.where(place < 0, len(self._value) - 1, place * self.n_articles + piece.article)
        self._value[at], self._n[at] = piece.value, piece.n
        is_other = np.flatnonzero(place < 0)
        return Piece(*(column[is_other] for column in piece))

    def _make_room(self, names: Sequence[str]) -> None:
        """Make columns of the measures that the last file named for the first time."""
        fresh = names[len(self._place) :]
        if not fresh:
            return
        is_column = np.array([self.n_articles > 0 and not name.startswith(TARGET) for name in fresh], dtype=bool)
        places = np.where(is_column, len(self.names) + np.cumsum(is_column) - 1, -1)
        self._place = np.append(self._place, places)
        if is_column.any():
            self.names += [name for name, has_one in zip(fresh, is_column.tolist(), strict=True) if has_one]
            before, (self._value, self._n) = ArticleValues(self._value, self._n), self._empty(len(self.names))
            for now, held in zip((self._value, self._n), before, strict=True):
                now[: len(held) - 1] = held[:-1]

    def made(self) -> dict[str, ArticleValues]:
        """Return the columns by name."""
        places = {name: slice(number * self.n_articles, (number + 1) * self.n_articles)
                  for number, name in enumerate(self.names)}  # fmt: skip
        return {name: ArticleValues(self._value[here], self._n[here]) for name, here in places.items()}


def _laid_out(pieces: Iterable[Piece], number: Mapping[str, int], n_articles: int) -> Measures:
    """Write rows into columns of so many articles, without any into runs by measure in which the articles rise.

    ``number`` holds the code of each measure that was named so far.
    """
    columns = _Columns(n_articles)
    others = [columns.take(piece, [*number]) for piece in pieces]
    code, article, values, rests_on = scan.concatenated(others, (np.int32, np.int32, np.float32, np.int32))
    code = scan.alphabetical_codes(dict(number))[code]
    order = np.lexsort((article, code))
    return Measures(
        columns=columns.made(),
        names=sorted(number),
        edges=np.searchsorted(code[order], np.arange(len(number) + 1)),
        article=article[order],
        value=values[order],
        n=rests_on[order],
    )
