"""Everything, reproducibly: each table as an export holds it, and what it rests on."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis import codes, memory, schema
from analysis.corpus import language
from analysis.queries import index, measures, words
from analysis.settings import Filters
from analysis.store.snapshots import Snapshot

OF_EVENTS = ("event_summary", "aliases")
"""Tables whose rows belong to an event and not to an article."""


def names() -> list[str]:
    """List the tables that an export holds."""
    return [name for name, declared in schema.TABLES.items() if declared.exported]


def row_of(name: str) -> str:
    """Say what a row of a table is.

    Examples
    --------
    >>> row_of("articles")
    'an article'
    """
    return schema.TABLES[name].row


def trim_memory() -> None:
    """Give memory that was freed back to the system, after large tables were written."""
    memory.trim_memory()


def tables(snapshot: Snapshot, filters: Filters, *, with_text: bool = False) -> Iterator[tuple[str, pd.DataFrame]]:
    """Give every table that an export holds, under the filters, one after the other.

    Yields
    ------
    tuple of str and DataFrame
        Name and rows, in the order of the flow; ``articles`` has ``body`` only with ``with_text``. Rejects are
        always complete: they have neither outlet nor date to filter by.
    """
    for name in names():
        yield name, table(snapshot, filters, name, with_text=with_text)
        memory.trim_memory()


def table(snapshot: Snapshot, filters: Filters, name: str, *, with_text: bool = False) -> pd.DataFrame:
    """Give one table as an export holds it, see `tables`; the others are not made for it."""
    articles = index.of(snapshot).facts(filters)
    return _rows(snapshot, name, articles, filters, with_text)[_columns(name, with_text)]


def _columns(name: str, with_text: bool) -> list[str]:
    columns = list(schema.TABLES[name].columns)
    return [column for column in columns if not (name == "articles" and column == "body" and not with_text)]


def _rows(snapshot: Snapshot, name: str, articles: pd.DataFrame, filters: Filters, with_text: bool) -> pd.DataFrame:
    if name == "articles":
        if not with_text:
            return articles
        return articles.assign(body=articles["article_id"].map(snapshot.bodies(articles["article_id"])))
    if name == "estimates":
        return measures.estimates(snapshot, filters)
    if name == "keyness":
        return words.keyness_of_each(snapshot, filters)
    if name in OF_EVENTS:
        rows = snapshot.table(name)
        return rows[codes.among(rows["event"], articles["event"])]
    rows = snapshot.table(name)
    if name == "rejects" or filters == Filters():
        return rows
    return rows[codes.among(rows["article_id"], articles["article_id"])]


def provenance(snapshot: Snapshot, filters: Filters, counts: dict[str, int]) -> dict[str, Any]:
    """Say what an export rests on: filters, counts, what is left out, settings, versions, corpus hash and time."""
    about = {key: value for key, value in snapshot.about.items() if key != "counts"}
    return {
        "filters": filters.as_dict(),
        "rows": counts,
        "excluded": _excluded(snapshot, filters),
        "rows_in_store": snapshot.about["counts"],
        **about,
    }


def _excluded(snapshot: Snapshot, filters: Filters) -> dict[str, int]:
    """Count what filters, comparisons and measures leave out."""
    corpus = index.of(snapshot)
    rows = corpus.rows(filters)
    of_any_day = corpus.rows(replace(filters, first=None, last=None))
    return {
        "articles outside the filters": len(corpus.outlet) - len(rows),
        "of these, undated ones that the dates leave out": (
            int((~corpus.is_dated[of_any_day]).sum()) if filters.first or filters.last else 0
        ),
        "copies, which comparisons count once": int(corpus.is_copy[rows].sum()),
        "articles in other languages, which are not measured": int(
            (~corpus.frame["language"].iloc[rows].isin(language.MEASURED)).sum()
        ),
        "inputs that are no articles": snapshot.about["counts"]["rejects"],
    }
