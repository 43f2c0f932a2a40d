"""What page, command line and export ask of a store: from a snapshot and filters to finished tables.

One door for all three, so that the same question has the same answer everywhere.
"""

import difflib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis import codes, columns, memory, schema
from analysis.comparison import contrasts, controls, families, paired
from analysis.comparison import keyness as keyness_of
from analysis.corpus import decode, language
from analysis.errors import DataError
from analysis.measures import summary
from analysis.settings import Filters
from analysis.store.snapshots import Snapshot

OF_EVENTS = ("event_summary", "aliases")
"""Tables whose rows belong to an event and not to an article."""


def check(snapshot: Snapshot, filters: Filters) -> Filters:
    """Refuse filters that name an outlet, event or storyline which the store does not hold.

    Raises
    ------
    DataError
        Naming what was asked for and what there is.
    """
    outlets = sorted(snapshot.table("articles", columns=["outlet"])["outlet"].unique())
    strange = [name for name in filters.outlets if name not in outlets]
    if strange:
        raise DataError(f"no articles of '{strange[0]}' in this store; {_offered(strange[0], outlets)}")
    summary = snapshot.table("event_summary", columns=["event", "storyline"])
    for kind, asked in (("event", filters.event), ("storyline", filters.storyline)):
        if asked and asked not in set(summary[kind]):
            raise DataError(f"there is no {kind} '{asked}' in this store; `info` and the events table list them")
    return filters


MOST_OFFERED = 12
"""Outlets that a refusal lists; of more, the names nearest to the one asked for."""


def _offered(name: str, outlets: Sequence[str]) -> str:
    """Offer the outlets that may have been meant.

    Examples
    --------
    >>> _offered("fox news", ["Fox News", "RT"])
    'did you mean Fox News?'
    >>> _offered("The Onion", ["CNN", "RT"])
    'its outlets are CNN, RT'
    """
    by_letters = {outlet.casefold(): outlet for outlet in outlets}
    near = [by_letters[key] for key in difflib.get_close_matches(name.casefold(), by_letters, n=3)]
    if near:
        return f"did you mean {' or '.join(near)}?"
    more = len(outlets) - MOST_OFFERED
    return f"its outlets are {', '.join(outlets[:MOST_OFFERED])}{f' and {more} more' if more > 0 else ''}"


def _of(rows: pd.DataFrame, article_ids: pd.Series | None) -> pd.DataFrame:
    return rows if article_ids is None else rows[codes.among(rows["article_id"], article_ids)].reset_index(drop=True)


def estimates(
    snapshot: Snapshot,
    filters: Filters,
    measures: Sequence[str] | None = None,
    *,
    by_event: bool = True,
    with_parts: bool = True,
    asked: contrasts.Pairs = (),
) -> pd.DataFrame:
    """Compare the outlets on measures under filters: the rows of ``estimates``.

    Without ``by_event`` the rows of single events and storylines are left out, without ``with_parts`` the three parts
    of plain differences: a page shows them on demand. Pairs that are ``asked`` for are compared in any case. ``q_all``
    is corrected over all these rows.
    """
    held, rows = columns.ground(snapshot, filters)
    stored = columns.measures(snapshot)
    chosen = summary.worth_comparing_of(stored.counts_of(rows)) if measures is None else measures
    laid_out = {name: stored.of(name, rows) for name in chosen}
    return paired.of_columns(
        held, laid_out, settings=snapshot.settings, by_event=by_event, with_parts=with_parts, asked=asked
    )


def keyness(snapshot: Snapshot, filters: Filters, target: str, references: Iterable[str] = ()) -> pd.DataFrame:
    """Find the words that tell an outlet from others on the events they share: rows of ``keyness``.

    Parameters
    ----------
    snapshot, filters
        The store and what to look at.
    target : str
        The outlet looked at.
    references : iterable of str
        The outlets it is held against; all others by default.
    """
    articles = snapshot.articles(filters)
    others = set(articles["outlet"].dropna().astype("str")) - {target}
    chosen = () if others <= set(references) else tuple(references)  # all others together are "the others"
    comparable = _comparable(articles[articles["outlet"].isin((target, *(chosen or others)))])
    copies = _of(snapshot.table("copies"), comparable["article_id"])
    return keyness_of.between(
        comparable, copies, target=target, references=chosen, settings=snapshot.settings, bodies=snapshot.bodies
    )


def _comparable(articles: pd.DataFrame) -> pd.DataFrame:
    """Choose the articles whose words can be compared: those of shared events, else of shared storylines."""
    for group in ("event", "storyline"):
        n_outlets = articles.groupby(group)["outlet"].nunique()
        chosen = articles[articles[group].isin(n_outlets.index[n_outlets > 1])]
        if len(chosen):
            break
    return chosen.reset_index(drop=True)


def control(snapshot: Snapshot, filters: Filters, outlet: str) -> str:
    """Say how many words random halves of one outlet's own articles would show as distinctive."""
    articles = snapshot.articles(replace(filters, outlets=(outlet,)))
    own = articles.assign(body=articles["article_id"].map(snapshot.bodies(articles["article_id"])).astype("str"))
    copies = _of(snapshot.table("copies"), articles["article_id"])
    return controls.of_outlet(own, copies, outlet=outlet, settings=snapshot.settings).sentence


def exported(snapshot: Snapshot, filters: Filters, *, with_text: bool = False) -> Iterator[tuple[str, pd.DataFrame]]:
    """Give every table that an export holds, under the filters, one after the other.

    Yields
    ------
    tuple of str and DataFrame
        Name and rows, in the order of the flow; ``articles`` has ``body`` only with ``with_text``. Rejects are
        always complete: they have neither outlet nor date to filter by.
    """
    for name, declared in schema.TABLES.items():
        if declared.exported:
            yield name, exported_table(snapshot, filters, name, with_text=with_text)
            memory.trim_memory()


def exported_table(snapshot: Snapshot, filters: Filters, name: str, *, with_text: bool = False) -> pd.DataFrame:
    """Give one table as an export holds it, see `exported`; the others are not made for it."""
    articles = snapshot.articles(filters)
    return _exported_table(snapshot, name, articles, filters, with_text)[_columns(name, with_text)]


def _columns(name: str, with_text: bool) -> list[str]:
    columns = list(schema.TABLES[name].columns)
    return [column for column in columns if not (name == "articles" and column == "body" and not with_text)]


def _exported_table(
    snapshot: Snapshot, name: str, articles: pd.DataFrame, filters: Filters, with_text: bool
) -> pd.DataFrame:
    if name == "articles":
        if not with_text:
            return articles
        return articles.assign(body=articles["article_id"].map(snapshot.bodies(articles["article_id"])))
    if name == "estimates":
        return estimates(snapshot, filters)
    if name == "keyness":
        return keyness_of_each(snapshot, filters)
    if name in OF_EVENTS:
        rows = snapshot.table(name)
        return rows[codes.among(rows["event"], articles["event"])]
    rows = snapshot.table(name)
    return (
        rows
        if name == "rejects" or filters == Filters()
        else rows[codes.among(rows["article_id"], articles["article_id"])]
    )


def keyness_of_each(snapshot: Snapshot, filters: Filters, targets: Sequence[str] | None = None) -> pd.DataFrame:
    """Hold each outlet (or only some) against all others under the filters, counting the words once."""
    comparable = _comparable(snapshot.articles(filters))
    copies = _of(snapshot.table("copies"), comparable["article_id"])
    return keyness_of.of_each(comparable, copies, targets=targets, settings=snapshot.settings, bodies=snapshot.bodies)


def contrast(
    snapshot: Snapshot, filters: Filters, target: str, references: Sequence[str], measures: Sequence[str] | None = None
) -> pd.DataFrame:
    """Compare one outlet with the others, or with some, on measures: rows of ``estimates``.

    Returns
    -------
    DataFrame
        The values of the outlets, and the differences turned so that ``target`` comes first: against the references,
        else against the others and against each other outlet that pairs are made of. ``q`` stays that of all outlets
        under the filters, so a selection never makes a result look surer; ``q_all`` is corrected over these rows and
        for the words shown beside them.
    """
    given = [name for name in dict.fromkeys(references) if name != target]
    found = estimates(snapshot, filters, measures, asked=[(target, name) for name in given])
    rivals = given or [contrasts.OTHERS, *(name for name in found["outlet"].cat.categories if name != target)]
    is_value = (found["component"] == "value") & found["outlet"].isin([target, *given])
    turned = [paired.between(found, target, name) for name in rivals]
    rows = pd.concat([found[is_value], *(rows for rows in turned if len(rows))], ignore_index=True)
    return schema.conform(families.measures_together(rows, beside_words=True), schema.ESTIMATES)


def passport(snapshot: Snapshot, filters: Filters, counts: dict[str, int]) -> dict[str, Any]:
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
    held = columns.articles(snapshot)
    rows = held.rows(filters)
    whenever = held.rows(replace(filters, first=None, last=None))
    return {
        "articles outside the filters": len(held.outlet) - len(rows),
        "of these, undated ones that the dates leave out": (
            int((~held.is_dated[whenever]).sum()) if filters.first or filters.last else 0
        ),
        "copies, which comparisons count once": int(held.is_copy[rows].sum()),
        "articles in other languages, which are not measured": int(
            (~held.frame["language"].iloc[rows].isin(language.MEASURED)).sum()
        ),
        "inputs that are no articles": snapshot.about["counts"]["rejects"],
    }


def labels_of(content: bytes) -> pd.DataFrame:
    """Read a CSV of labels, whatever its encoding and separator.

    Raises
    ------
    DataError
        Where it is no text or no table.

    Examples
    --------
    >>> labels_of("text;label\\nThey met.;yes".encode("utf-16")).to_dict("list")
    {'text': ['They met.'], 'label': ['yes']}
    """
    try:
        text, _ = decode.text_of(content)
        separator = max(",;\t", key=text.partition("\n")[0].count)
        as_text = dict.fromkeys(("label", "text", "article_id", "coder", "outlet"), "str")
        return pd.read_csv(io.StringIO(text), sep=separator, dtype=as_text)
    except (decode.NotTextError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise DataError(f"the labels cannot be read as a CSV: {error}") from error
