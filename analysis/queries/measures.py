"""The measures of the articles: which there are, outlets compared on them, in time, by event and article by article."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import schema
from analysis.comparison import contrasts, families, paired, parts
from analysis.measures import summary
from analysis.queries import index, scan, texts
from analysis.queries.overview import period_of
from analysis.settings import Filters
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
    """

    names: list[str]
    edges: np.ndarray
    article: np.ndarray
    value: np.ndarray
    n: np.ndarray
    n_articles: int

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
    """Hold all measures of all articles of a snapshot."""
    return index.once(snapshot, "measures", _measures)


def _measures(snapshot: Snapshot) -> Measures:
    corpus = index.of(snapshot)
    number: dict[str, int] = {}
    pieces = []
    for part in scan.parts(snapshot, "measures", ["article_id", "measure", "value", "n"]):
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


OTHERS = contrasts.OTHERS
"""The reference that stands for the mean of all other outlets."""

TOP_TARGETS = 40
"""Targets listed as measures."""


def names(snapshot: Snapshot, prefix: str = "") -> list[str]:
    """List the measures that the store holds and whose names start with a prefix, in alphabetical order.

    Of tone towards a target only the `TOP_TARGETS` that most articles mention are listed: a large corpus names
    thousands, most of them once.
    """
    counts = of(snapshot).counts()
    stored = [name for name in sorted(counts, key=lambda name: (-counts[name], name)) if name.startswith(prefix)]
    targets = [name for name in stored if name.startswith("target:")][:TOP_TARGETS]
    return sorted([name for name in stored if not name.startswith("target:")] + targets)


def means(snapshot: Snapshot, filters: Filters, measures: Sequence[str]) -> pd.DataFrame:
    """Average measures by outlet over the articles under the filters: a description, without interval.

    Returns
    -------
    DataFrame
        ``measure``, ``outlet``, ``estimate``, ``n_articles`` (that have a value), in the order of ``measures``.
    """
    corpus, stored = index.of(snapshot), of(snapshot)
    rows = corpus.rows(filters)
    sums, sizes = np.zeros((2, len(measures), len(corpus.outlets)))
    for number, measure in enumerate(measures):
        value = stored.of(measure, rows).value.astype("float64")
        is_known = ~np.isnan(value)
        outlet = corpus.outlet[rows][is_known]
        sums[number] = np.bincount(outlet, value[is_known], minlength=len(corpus.outlets))
        sizes[number] = np.bincount(outlet, minlength=len(corpus.outlets))
    which, by = np.nonzero(sizes)
    return pd.DataFrame(
        {
            "measure": [measures[number] for number in which.tolist()],
            "outlet": index.named(corpus.outlets, by).to_numpy(),
            "estimate": sums[which, by] / sizes[which, by],
            "n_articles": sizes[which, by].astype("int64"),
        }
    ).astype({"measure": "str", "outlet": "str"})


def over_time(snapshot: Snapshot, filters: Filters, measure: str) -> pd.DataFrame:
    """Average a measure by outlet and period: a description, because the events change from period to period.

    Returns
    -------
    DataFrame
        ``measure``, ``outlet``, ``period`` (its first day), ``estimate``, ``n_articles``.
    """
    corpus = index.of(snapshot)
    rows = corpus.rows(filters)
    value = of(snapshot).of(measure, rows).value
    kept = ~np.isnan(value) & corpus.is_dated[rows]
    facts = corpus.frame[["outlet", "published_at"]].iloc[rows[kept]].assign(value=value[kept].astype("float64"))
    days = (facts["published_at"].max() - facts["published_at"].min()).days if len(facts) else 0
    period = pd.Grouper(key="published_at", freq=period_of(days)[0], label="left", closed="left")
    table = (
        facts.groupby([facts["outlet"].astype("str"), period])
        .agg(estimate=("value", "mean"), n_articles=("value", "size"))
        .reset_index()
    )
    table = table[table["n_articles"] > 0].rename(columns={"published_at": "period"})
    return table.assign(measure=measure)[["measure", "outlet", "period", "estimate", "n_articles"]].reset_index(
        drop=True
    )


def highest(snapshot: Snapshot, filters: Filters, measure: str, most: int = texts.MAX_SENTENCES) -> pd.DataFrame:
    """Find the articles with the highest value of a measure: ``article_id``, ``outlet``, ``title``, ``value``."""
    corpus = index.of(snapshot)
    rows = corpus.rows(filters)
    value = of(snapshot).of(measure, rows).value
    rows, value = rows[~np.isnan(value)], value[~np.isnan(value)]
    if len(value) > most:  # ties with the last one stay, the ids decide
        first = value >= -np.partition(-value, most - 1)[most - 1]
        rows, value = rows[first], value[first]
    facts = corpus.frame[["article_id", "outlet", "title"]].iloc[rows].assign(value=value)
    facts = facts.sort_values(["value", "article_id"], ascending=[False, True], ignore_index=True).head(most)
    return facts.astype({"outlet": "str"})


def tone_sentences(snapshot: Snapshot, filters: Filters, outlet: str, *, lowest: bool) -> pd.DataFrame:
    """Find an outlet's sentences of lowest or highest tone, its own voice only.

    Returns
    -------
    DataFrame
        ``article_id``, ``title``, ``published_at``, ``sentence``, ``tone``, ``text``; `texts.MAX_SENTENCES` rows.
    """
    rows = snapshot.query(
        f"""
        SELECT t.article_id, a.title, a.published_at, t.sentence, t.tone, s."start", s."end"
        FROM tone t JOIN sentences s USING (article_id, sentence) JOIN chosen USING (article_id)
             JOIN articles a USING (article_id)
        WHERE t.tone IS NOT NULL AND s.voice = 'own' AND s.sentence >= 0
        ORDER BY t.tone {"ASC" if lowest else "DESC"}, t.article_id, t.sentence LIMIT {texts.MAX_SENTENCES}
        """,
        chosen=index.ids(snapshot, filters, outlet),
    )
    return texts.with_text(snapshot, rows)


MAX_EACH = 150
"""Articles drawn one by one beside the means of their outlets."""


def each_article(snapshot: Snapshot, filters: Filters, measures: Sequence[str]) -> pd.DataFrame:
    """List the values of single articles, of outlets that have several: what their means are made of.

    Returns
    -------
    DataFrame
        ``measure``, ``outlet``, ``estimate``, ``article_id``, ``title``; empty above `MAX_EACH` articles.
    """
    corpus, stored = index.of(snapshot), of(snapshot)
    rows = corpus.rows(filters)
    rows = rows[: 0 if len(rows) > MAX_EACH else None]
    articles = corpus.frame[["article_id", "outlet", "title"]].iloc[rows].astype({"outlet": "str"})
    values = pd.concat(
        [articles.assign(measure=name, estimate=stored.of(name, rows).value) for name in measures],
        ignore_index=True,
    ).dropna(subset=["estimate"])
    several = values.groupby(["measure", "outlet"])["estimate"].transform("size") > 1
    values = values[several].sort_values(["measure", "outlet", "article_id"], ignore_index=True)
    return values[["measure", "outlet", "estimate", "article_id", "title"]]


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
    ground, rows = index.ground(snapshot, filters)
    stored = of(snapshot)
    chosen = summary.worth_comparing_of(stored.counts_of(rows)) if measures is None else measures
    columns = {name: stored.of(name, rows) for name in chosen}
    return paired.of_columns(
        ground, columns, settings=snapshot.settings, by_event=by_event, with_parts=with_parts, asked=asked
    )


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
    every = estimates(snapshot, filters, measures, asked=[(target, name) for name in given])
    rivals = given or [OTHERS, *(name for name in every["outlet"].cat.categories if name != target)]
    is_value = (every["component"] == "value") & every["outlet"].isin([target, *given])
    turned = [paired.between(every, target, name) for name in rivals]
    rows = pd.concat([every[is_value], *(rows for rows in turned if len(rows))], ignore_index=True)
    return schema.conform(families.measures_together(rows, beside_words=True), schema.ESTIMATES)


def overall(estimates: pd.DataFrame) -> pd.DataFrame:
    """Leave out the rows of single events, storylines and periods.

    Parameters
    ----------
    estimates : DataFrame
        Rows of ``estimates``.
    """
    single = estimates["event"].notna() | estimates["period"].notna()
    return estimates[~single & ((estimates["component"] != "value") | estimates["storyline"].isna())]


def components(snapshot: Snapshot, filters: Filters, measure: str) -> pd.DataFrame:
    """Split the plain differences of outlets on a measure into framing, attention and unshared events."""
    rows = estimates(snapshot, filters, (measure,), by_event=False)
    return rows[rows["component"].isin(parts.PARTS) & rows["estimate"].notna()]


def by_event(estimates: pd.DataFrame, outlet: str, reference: str) -> pd.DataFrame:
    """Take the difference of two sides apart into the events that it is a mean of.

    Parameters
    ----------
    estimates : DataFrame
        Rows of ``estimates`` of one measure, with those of single events.
    outlet, reference : str
        The two sides; `contrasts.OTHERS` is the mean of all other outlets that report the event.

    Returns
    -------
    DataFrame
        ``measure``, ``unit``, ``outlet``, ``reference``, ``event``, ``estimate`` (outlet minus reference), ``low``,
        ``high`` and ``chance`` (empty: one event has none), ``n_events``, ``n_articles``; from the lowest difference.

    Notes
    -----
    Events are not averaged to storylines here, and copies, where they are all that an outlet has of an event, may be
    counted: so the mean of these rows can differ a little from the difference over all events.
    """
    rows = estimates[(estimates["component"] == "value") & estimates["event"].notna() & estimates["estimate"].notna()]
    rows = rows.assign(outlet=rows["outlet"].astype("str"))
    values, counts = (
        rows.pivot_table(index="event", columns="outlet", values=name, aggfunc=how)
        for name, how in (("estimate", "mean"), ("n_articles", "sum"))
    )
    others = [name for name in values.columns if name != outlet and reference in (name, contrasts.OTHERS)]
    if outlet not in values or not others:
        return pd.DataFrame(columns=[*OF_EVENT, "n_events", "n_articles"])
    differences = (values[outlet] - values[others].mean(axis=1)).dropna().sort_values(kind="stable")
    return pd.DataFrame(
        {
            "measure": str(rows["measure"].iloc[0]),
            "unit": str(rows["unit"].iloc[0]),
            "outlet": outlet,
            "reference": reference,
            "event": differences.index.astype("str"),
            "estimate": differences.to_numpy(),
            "low": np.nan,
            "high": np.nan,
            "chance": np.nan,
            "n_events": 1,
            "n_articles": counts.loc[differences.index, [outlet, *others]].sum(axis=1).astype("int").to_numpy(),
        }
    )


OF_EVENT = ("measure", "unit", "outlet", "reference", "event", "estimate", "low", "high", "chance")
