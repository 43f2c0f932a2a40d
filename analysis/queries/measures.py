"""The measures of the articles: which there are, outlets compared on them, in time, by event and article by article."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis import schema
from analysis.comparison import contrasts, families, paired, parts
from analysis.measures import summary
from analysis.queries import coding, index, texts, values
from analysis.queries.overview import period_of
from analysis.settings import Filters
from analysis.store.snapshots import Snapshot

OTHERS = contrasts.OTHERS
"""The reference that stands for the mean of all other outlets."""

TOP_TARGETS = 40
"""Targets listed as measures."""


def names(snapshot: Snapshot, prefix: str = "") -> list[str]:
    """List the measures that the store holds and whose names start with a prefix, in alphabetical order.

    Of tone towards a target only the `TOP_TARGETS` that most articles mention are listed: a large corpus names
    thousands, most of them once.
    """
    counts = values.of(snapshot).counts()
    stored = [name for name in sorted(counts, key=lambda name: (-counts[name], name)) if name.startswith(prefix)]
    targets = [name for name in stored if name.startswith("target:")][:TOP_TARGETS]
    return sorted([name for name in stored if not name.startswith("target:")] + targets)


def names_under(snapshot: Snapshot, filters: Filters) -> list[str]:
    """List the measures, but for targets, that articles under the filters have; of one event nothing else is read."""
    rows = index.of(snapshot).rows(filters)
    return [name for name in values.of(snapshot, rows).counts_of(rows) if not name.startswith(values.TARGET)]


def means(snapshot: Snapshot, filters: Filters, measures: Sequence[str]) -> pd.DataFrame:
    """Average measures by outlet over the articles under the filters: a description, without interval.

    Returns
    -------
    DataFrame
        ``measure``, ``outlet``, ``estimate``, ``n_articles`` (that have a value), in the order of ``measures``.
    """
    corpus = index.of(snapshot)
    rows = corpus.rows(filters)
    stored = values.of(snapshot, rows)
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
    value = values.of(snapshot, rows).of(measure, rows).value
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
    value = values.of(snapshot, rows).of(measure, rows).value
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
    chosen = index.ids(snapshot, filters, outlet)
    return _toned(snapshot, chosen, lowest=lowest, most=texts.MAX_SENTENCES).drop(columns="outlet")


def ends_of_tone(snapshot: Snapshot, filters: Filters, outlets: Sequence[str], most: int) -> pd.DataFrame:
    """Find the sentences at either end of each outlet's tone, as `tone_sentences` finds those of one.

    Each table is gone through once for all outlets: a hundred outlets would take two hundred times as long.

    Returns
    -------
    DataFrame
        The same columns and ``outlet``, ``lowest`` (which end): the lowest ``most``, then the highest, of each of
        ``outlets`` in their order.
    """
    chosen = index.ids(snapshot, filters)
    ends = [_toned(snapshot, chosen, lowest=lowest, most=most).assign(lowest=lowest) for lowest in (True, False)]
    found = pd.concat(ends)
    found = found[found["outlet"].isin(outlets)]
    order = found["outlet"].map({outlet: number for number, outlet in enumerate(outlets)})
    found = found.assign(order=order).sort_values(["order", "lowest"], ascending=[True, False], kind="stable")
    return found.drop(columns="order").reset_index(drop=True)


def _toned(snapshot: Snapshot, chosen: pa.Table, *, lowest: bool, most: int) -> pd.DataFrame:
    """Read the first sentences of each outlet by tone, of articles that are chosen."""
    end = "ASC" if lowest else "DESC"
    rows = snapshot.query(
        f"""
        WITH first AS (
            SELECT t.article_id, a.outlet, t.sentence, t.tone, s."start", s."end"
            FROM tone t JOIN sentences s USING (article_id, sentence) JOIN chosen USING (article_id)
                 JOIN articles a USING (article_id)
            WHERE t.tone IS NOT NULL AND s.voice = 'own' AND s.sentence >= 0
            QUALIFY row_number() OVER (PARTITION BY a.outlet ORDER BY t.tone {end}, t.article_id, t.sentence) <= {most}
        )
        SELECT article_id, first.outlet, title, published_at, sentence, tone, "start", "end"
        FROM first JOIN articles USING (article_id) ORDER BY first.outlet, tone {end}, article_id, sentence
        """,
        chosen=chosen,
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
    corpus = index.of(snapshot)
    rows = corpus.rows(filters)
    rows = rows[: 0 if len(rows) > MAX_EACH else None]
    stored = values.of(snapshot, rows)
    articles = corpus.frame[["article_id", "outlet", "title"]].iloc[rows].astype({"outlet": "str"})
    each = pd.concat(
        [articles.assign(measure=name, estimate=stored.of(name, rows).value) for name in measures],
        ignore_index=True,
    ).dropna(subset=["estimate"])
    several = each.groupby(["measure", "outlet"])["estimate"].transform("size") > 1
    each = each[several].sort_values(["measure", "outlet", "article_id"], ignore_index=True)
    return each[["measure", "outlet", "estimate", "article_id", "title"]]


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
    stored = values.of(snapshot, rows)
    chosen = summary.worth_comparing_of(stored.counts_of(rows)) if measures is None else measures
    columns = {name: stored.of(name, rows) for name in chosen}
    by_machine = paired.of_columns(
        ground, columns, settings=snapshot.settings, by_event=by_event, with_parts=with_parts, asked=asked
    )
    by_people = [coding.corrected(snapshot, filters, name, asked) for name in coding.coded_measures(snapshot, chosen)]
    return schema.conform(pd.concat([by_machine, *by_people]), schema.ESTIMATES) if by_people else by_machine


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


def estimates_of_events(snapshot: Snapshot, filters: Filters, measure: str) -> pd.DataFrame:
    """Give each outlet's value of a measure in each shared event: those rows of `estimates`, in a tenth of its time."""
    ground, rows = index.ground(snapshot, filters)
    return paired.of_events(ground, values.of(snapshot, rows).of(measure, rows), measure=measure)


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
        Rows of ``estimates`` of one measure, with those of single events, see `estimates_of_events`.
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
    means, counts = (
        rows.pivot_table(index="event", columns="outlet", values=name, aggfunc=how)
        for name, how in (("estimate", "mean"), ("n_articles", "sum"))
    )
    others = [name for name in means.columns if name != outlet and reference in (name, contrasts.OTHERS)]
    if outlet not in means or not others:
        return pd.DataFrame(columns=[*OF_EVENT, "n_events", "n_articles"])
    differences = (means[outlet] - means[others].mean(axis=1)).dropna().sort_values(kind="stable")
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
