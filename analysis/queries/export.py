"""Everything, reproducibly: each table as an export holds it, and what it rests on."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import takewhile
from typing import Any

import pandas as pd
from pandas.api.types import union_categoricals

from analysis import codes, memory, schema
from analysis.corpus import language
from analysis.events import spans
from analysis.queries import event, index, measures, texts, uncounted, versions, words
from analysis.settings import Filters
from analysis.store import codings
from analysis.store.snapshots import Snapshot

OF_EVENTS = ("event_summary", "aliases")
"""Tables whose rows belong to an event and not to an article."""


OF_WORDS = ("keyness", "house_style")
"""Tables for which the words of all articles are read, in the order of the export."""


WHOLE = ("rejects", "outlet_names")
"""Tables that are complete whatever the filters are: their rows belong to no article."""


COMPUTED: dict[str, Callable[[Snapshot, Filters], pd.DataFrame]] = {
    "estimates": measures.estimates,
    "keyness": words.keyness_of_each,
    "versions": versions.of,
    "house_style": words.house_style,
}
"""Tables that follow from the filters and lie in no store."""


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
    """Return memory that was freed back to the system, after large tables were written."""
    memory.trim_memory()


def tables(snapshot: Snapshot, filters: Filters, *, with_text: bool = False) -> Iterator[tuple[str, pd.DataFrame]]:
    """Return every table that an export holds, under the filters, one after the other.

    Yields
    ------
    tuple of str and DataFrame
        Name and rows, in the order of the flow; ``articles`` has ``body``, and ``quotes`` the ``text`` of each, only
        with ``with_text``. ``quotes`` says of each in ``counted`` what becomes of it (`uncounted.fates`): who counts
        rows counts too many. ``event_summary`` says in ``doubt`` why an event may hold two happenings. Rejects and
        names of outlets are always complete: they have neither outlet nor date to filter by.
    """
    made: dict[str, pd.DataFrame] = {}
    for name in names():
        if name == OF_WORDS[0]:
            made = dict(zip(OF_WORDS, words.of_export(snapshot, filters), strict=True))
        yield name, made.pop(name) if name in made else table(snapshot, filters, name, with_text=with_text)
        memory.trim_memory()


def table(snapshot: Snapshot, filters: Filters, name: str, *, with_text: bool = False) -> pd.DataFrame:
    """Return one table as an export holds it, see `tables`; the others are not made for it."""
    articles = index.of(snapshot).facts(filters)
    return _rows(snapshot, name, articles, filters, with_text)[_columns(name, with_text)]


def _columns(name: str, with_text: bool) -> list[str]:
    columns = list(schema.TABLES[name].columns)
    if name == "quotes":
        columns += ["counted", "text"] if with_text else ["counted"]
    if name == "event_summary":
        columns.append("doubt")
    return [column for column in columns if not (name == "articles" and column == "body" and not with_text)]


def _rows(snapshot: Snapshot, name: str, articles: pd.DataFrame, filters: Filters, with_text: bool) -> pd.DataFrame:
    """Read or compute the rows of a table under the filters; ``articles`` are those that the filters let through."""
    if name in COMPUTED:
        return COMPUTED[name](snapshot, filters)
    if name == "articles":
        return _articles(snapshot, articles, with_text)
    if name == "codings":
        coded = codings.read(snapshot.directory)
        return coded[codes.among(coded["article_id"], articles["article_id"])]
    rows = snapshot.table(name)
    if name in OF_EVENTS:
        rows = rows[codes.among(rows["event"], articles["event"])]
        return _events(snapshot, rows, articles, filters) if name == "event_summary" else rows
    if name == "measures":
        rows = _with_further(rows, snapshot.table("further_measures"))
    if "origin" in rows:
        rows = rows.assign(origin=without_machine(rows["origin"]))
    if name not in WHOLE and filters != Filters():
        rows = rows[codes.among(rows["article_id"], articles["article_id"])]
    if name == "quotes":
        rows = rows.assign(counted=uncounted.fate_of(rows, snapshot.settings))
        return _with_words(rows, snapshot) if with_text else rows
    return rows


def _articles(snapshot: Snapshot, articles: pd.DataFrame, with_text: bool) -> pd.DataFrame:
    """Complete articles with their stored facts, and with their text where it is asked for."""
    articles = snapshot.completed(articles)
    articles = articles.assign(origin=without_machine(articles["origin"]))
    if not with_text:
        return articles
    return articles.assign(body=articles["article_id"].map(snapshot.bodies(articles["article_id"])))


def _events(snapshot: Snapshot, rows: pd.DataFrame, articles: pd.DataFrame, filters: Filters) -> pd.DataFrame:
    """Count events under the filters, and say which are in doubt."""
    rows = rows if filters == Filters() else _counted(rows, articles, snapshot)
    return rows.assign(doubt=event.doubts_of(snapshot, rows["event"].tolist()).to_numpy())


def _with_further(measured: pd.DataFrame, further: pd.DataFrame) -> pd.DataFrame:
    """Add the frames of further codebooks to the measures, in their compact types."""
    if further.empty:
        return measured
    parts = [measured, further[[*measured.columns]]]
    names = union_categoricals([part["measure"].astype("category") for part in parts])
    plain = pd.concat([part.drop(columns="measure") for part in parts], ignore_index=True)
    return plain.assign(measure=names)[[*measured.columns]]


def _with_words(quotes: pd.DataFrame, snapshot: Snapshot) -> pd.DataFrame:
    """Write beside each attribution the words that it attributes."""
    return quotes.assign(text=texts.of_spans(quotes, snapshot.bodies(quotes["article_id"].unique())))


def _counted(events: pd.DataFrame, articles: pd.DataFrame, snapshot: Snapshot) -> pd.DataFrame:
    """Recount each event's articles and outlets under the filters, as the page does."""
    copies = snapshot.table("copies")
    known = dict(zip(copies["article_id"], copies["copy_of"], strict=True))
    originals = [known.get(article, article) for article in articles["article_id"]]
    told = spans.of_groups(articles["event"], articles["published_at"], articles["date_doubt"])
    counted = articles.assign(original=originals).groupby("event", observed=True).agg(
        n_articles=("article_id", "size"), n_outlets=("outlet", "nunique"), n_independent=("original", "nunique"),
    ).join(told)  # fmt: skip
    recounted = events.assign(**{name: events["event"].map(counted[name]) for name in counted.columns})
    return schema.conform(recounted, schema.EVENT_SUMMARY)


def without_machine(origins: pd.Series) -> pd.Series:
    """Name inputs from the folder that holds all of them, where they are named from a machine's root.

    What is handed on should not tell where on whose machine it lay. Where there is no folder in common, each keeps
    the last part of its name.

    Examples
    --------
    >>> without_machine(pd.Series(["/home/eva/corpus/2019/a.txt", "/home/eva/corpus/b.jsonl:7"])).tolist()
    ['2019/a.txt', 'b.jsonl:7']
    >>> without_machine(pd.Series(["C:\\\\texts\\\\a.txt", "seeds/b.txt", None])).tolist()[:2]
    ['a.txt', 'seeds/b.txt']
    """
    texts = origins.astype("str").str.replace("\\", "/")
    rooted = texts.str.contains(ROOTED) & origins.notna()
    if not rooted.any():
        return origins
    first, last = texts[rooted].min(), texts[rooted].max()  # what these two share, all share
    common = "".join(one for one, other in takewhile(lambda two: two[0] == two[1], zip(first, last, strict=False)))
    folder = common[: common.rfind("/") + 1]
    short = texts.str.slice(len(folder)) if folder.count("/") > 1 else texts.str.rpartition("/")[2]
    return origins.mask(rooted, short)


ROOTED = r"^(?:/|[A-Za-z]:/)"
"""A name from the root of a machine: of a Unix system, or of a drive."""


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
        "of these, undated articles that the date filter leaves out": (
            int((~corpus.is_dated[of_any_day]).sum()) if filters.first or filters.last else 0
        ),
        "copies, which comparisons count once": int(corpus.is_copy[rows].sum()),
        "articles in other languages, which are not measured": int(
            (~corpus.frame["language"].iloc[rows].isin(language.MEASURED)).sum()
        ),
        "inputs that are no articles": snapshot.about["counts"]["rejects"],
    }
