"""What a page lists and counts, straight from a store: no comparison, no estimate, nothing that needs an interval.

Like `questions`, each function goes from a snapshot and filters to a finished table, which page, report and export
share. Texts come only by the few: sentences are read where they are shown.
"""

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis import codes, columns
from analysis.columns import NOT_KNOWN, NOT_NAMED, Said, one_name
from analysis.comparison import keyness
from analysis.corpus import language, quality, segment
from analysis.measures import frames, tone
from analysis.measures.frames import storing
from analysis.settings import Filters
from analysis.store.snapshots import Snapshot

PERIODS = ((45, "D", "day"), (400, "W-MON", "week"), (4000, "MS", "month"))
"""Up to this many days of corpus, this pandas frequency and its name; longer corpora are counted by year."""

TOP_STORYLINES = 200
"""Storylines offered for choice: more would make a list of 10 kB and nobody scrolls that far."""

TOP_EVENTS = 300
"""Events listed on a page at once; the export holds all."""

TOP_SPEAKERS = 15
TOP_SIDES = 15
"""Countries and organisations of quoted speakers shown by name."""

OTHER_SIDES = "(others)"
"""Sides behind the first."""

TOP_TARGETS = 40
SENTENCES_SHOWN = 12
"""Sentences shown behind one mark; the article pages hold all."""


def overview(snapshot: Snapshot, filters: Filters) -> pd.Series:
    """Count what is there under the filters, and what can be compared.

    Returns
    -------
    Series
        ``n_articles``, ``n_outlets``, ``n_events``, ``n_shared_events`` (reported by two or more of the outlets),
        ``n_shared_storylines``, ``n_undated``, ``n_copies``, ``n_short``, ``n_other_language``, and of the whole
        store ``n_all`` and ``n_rejects``; ``first_at``, ``last_at``.
    """
    held = columns.articles(snapshot)
    rows = held.rows(filters)
    outlet, dates = held.outlet[rows], held.frame["published_at"].iloc[rows]
    n_in_event = _outlets_in(held, held.event, held.events, rows)
    n_in_storyline = _outlets_in(held, held.storyline, held.storylines, rows)
    return pd.Series(
        {
            "n_articles": len(rows),
            "n_outlets": len(codes.compact(outlet)[0]),
            "n_events": int((n_in_event > 0).sum()),
            "n_shared_events": int((n_in_event > 1).sum()),
            "n_shared_storylines": int((n_in_storyline > 1).sum()),
            "n_undated": int(dates.isna().sum()),
            "n_copies": int(held.is_copy[rows].sum()),
            "n_short": int(_is_one_of(held.frame["article_type"], ("short",))[rows].sum()),
            "n_other_language": int((~_is_one_of(held.frame["language"], language.MEASURED)[rows]).sum()),
            "n_all": snapshot.about["counts"]["articles"],
            "n_rejects": snapshot.about["counts"]["rejects"],
            "first_at": dates.min(),
            "last_at": dates.max(),
        }
    )


def _outlets_in(held: columns.Articles, group: np.ndarray, names: np.ndarray, rows: np.ndarray) -> np.ndarray:
    return columns.n_outlets_in(group[rows], held.outlet[rows], len(names), len(held.outlets))


def _is_one_of(values: pd.Series, wanted: Collection[str]) -> np.ndarray:
    """Tell of each value of a small vocabulary whether it is one of some; an empty one is not."""
    is_wanted = np.append(values.cat.categories.isin(list(wanted)), False)
    return np.asarray(is_wanted[values.cat.codes])


def by_outlet(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Count what each outlet has: articles, independent and undated ones, events, length, first and last day.

    ``n_other_language`` counts articles that are kept and not measured, because the word lists are English.
    """
    held = columns.articles(snapshot)
    rows = held.rows(filters)
    facts = pd.DataFrame(
        {
            "outlet": held.outlet[rows],
            "independent": ~held.is_copy[rows],
            "undated": ~held.is_dated[rows],
            "other": ~_is_one_of(held.frame["language"], language.MEASURED)[rows],
            "n_words": held.frame["n_words"].to_numpy()[rows],
            "published_at": held.published[rows],
        }
    )
    groups = facts.groupby("outlet")
    counted = groups.agg(
        n_articles=("undated", "size"),
        n_independent=("independent", "sum"),
        n_undated=("undated", "sum"),
        n_other_language=("other", "sum"),
    )
    counted["n_events"] = _n_events(held, rows)[counted.index]
    counted["median_words"] = groups["n_words"].median()
    for name, at in (("first_at", groups["published_at"].min()), ("last_at", groups["published_at"].max())):
        counted[name] = at.dt.tz_localize("UTC")
    counted.insert(0, "outlet", _named(held.outlets, counted.index))
    return counted.rename_axis(None).sort_values(["n_articles", "outlet"], ascending=[False, True], ignore_index=True)


def _n_events(held: columns.Articles, rows: np.ndarray) -> np.ndarray:
    """Count the events of each outlet."""
    placed = rows[held.event[rows] >= 0]
    pairs = codes.compact(held.outlet[placed].astype(np.int64) * max(1, len(held.events)) + held.event[placed])[0]
    return np.bincount(pairs // max(1, len(held.events)), minlength=len(held.outlets))


def _named(names: np.ndarray, codes: Any) -> pd.Series:
    return pd.Series(names[np.asarray(codes, dtype=np.int64)], index=codes, dtype="str").rename_axis(None)


def by_period(snapshot: Snapshot, filters: Filters) -> tuple[pd.DataFrame, str]:
    """Count each outlet's dated articles by period, the period chosen by the length of the corpus.

    Returns
    -------
    tuple of DataFrame and str
        ``outlet``, ``period`` (its first day), ``n_articles``; and the period's name: day, week, month or year.
    """
    held = columns.articles(snapshot)
    rows = held.rows(filters)
    dated = rows[held.is_dated[rows]]
    at = held.published[dated]
    days = int((at.max() - at.min()) // np.timedelta64(1, "D")) if len(at) else 0
    frequency, name = next(((f, n) for most, f, n in PERIODS if days <= most), ("YS", "year"))
    by_day, n_articles = np.unique(
        at.astype("datetime64[D]").astype(np.int64) * len(held.outlets) + held.outlet[dated], return_counts=True
    )
    counted = pd.DataFrame(
        {
            "outlet": _named(held.outlets, by_day % max(1, len(held.outlets))).to_numpy(),
            "period": pd.to_datetime(by_day // max(1, len(held.outlets)), unit="D", utc=True).as_unit("us"),
            "n_articles": n_articles,
        }
    ).astype({"outlet": "str"})
    grouped = counted.groupby(["outlet", pd.Grouper(key="period", freq=frequency, label="left", closed="left")])
    table = grouped["n_articles"].sum().reset_index()
    return table[table["n_articles"] > 0].reset_index(drop=True), name


def storylines(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """List storylines of two or more events, those that most outlets share first.

    Returns
    -------
    DataFrame
        ``storyline``, ``label`` (of its largest event), ``n_events``, ``n_articles``, ``n_outlets``, ``first_at``,
        ``last_at``; at most `TOP_STORYLINES` rows.
    """
    held = columns.articles(snapshot)
    rows = held.rows(filters)
    storyline = held.storyline[rows]
    events = np.flatnonzero(np.bincount(held.event[rows] + 1, minlength=len(held.events) + 1)[1:])
    of_events = held.storyline_of[events]
    n_events = np.bincount(of_events[of_events >= 0], minlength=len(held.storylines))
    kept = n_events > 1
    facts = pd.DataFrame({"storyline": storyline, "outlet": held.outlet[rows], "published_at": held.published[rows]})[
        np.append(kept, False)[storyline]
    ]
    counted = facts.groupby("storyline").agg(
        n_articles=("outlet", "size"), first_at=("published_at", "min"), last_at=("published_at", "max")
    )
    counted = counted.assign(
        n_outlets=_outlets_in(held, held.storyline, held.storylines, rows)[counted.index],
        n_events=n_events[counted.index],
        storyline=_named(held.storylines, counted.index),
        first_at=counted["first_at"].dt.tz_localize("UTC"),
        last_at=counted["last_at"].dt.tz_localize("UTC"),
    )
    order = ["n_outlets", "n_articles", "storyline"]
    counted = counted.rename_axis(None).sort_values(order, ascending=[False, False, True], ignore_index=True)
    shown = ["storyline", "n_events", "n_articles", "n_outlets", "first_at", "last_at"]
    counted = counted.head(TOP_STORYLINES)
    return counted[shown].merge(storyline_labels(snapshot), on="storyline", how="left")


def storyline_labels(snapshot: Snapshot) -> pd.DataFrame:
    """Name each storyline by the label of its largest event."""
    return columns.once(snapshot, "storyline labels", _storyline_labels)


def _storyline_labels(snapshot: Snapshot) -> pd.DataFrame:
    summary = snapshot.table("event_summary", columns=["storyline", "event", "label", "n_articles"])
    largest = summary.sort_values(["n_articles", "event"], ascending=[False, True]).drop_duplicates("storyline")
    return largest[["storyline", "label"]].reset_index(drop=True)


def events(snapshot: Snapshot, filters: Filters, *, least_outlets: int = 1, most: int = TOP_EVENTS) -> pd.DataFrame:
    """List events under the filters, those that most of the outlets report first.

    Returns
    -------
    DataFrame
        ``event``, ``label``, ``storyline``, ``first_at``, ``last_at``, ``n_articles``, ``n_outlets``, ``outlets``
        (their names), ``first_outlet`` (who dated its article earliest; empty where nothing is dated).
    """
    held = columns.articles(snapshot)
    under = held.rows(filters)
    top = _largest_events(held, under, least_outlets, most)
    is_top = np.zeros(len(held.events) + 1, dtype=bool)
    is_top[top] = True
    articles = held.frame.iloc[under[is_top[held.event[under]]]]
    articles = articles.assign(outlet=articles["outlet"].astype("str")).sort_values(["published_at", "article_id"])
    first = articles.dropna(subset=["published_at"]).drop_duplicates("event").set_index("event")["outlet"]
    rows = articles.groupby("event", as_index=False).agg(
        storyline=("storyline", "first"),
        first_at=("published_at", "min"),
        last_at=("published_at", "max"),
        n_articles=("article_id", "size"),
        n_outlets=("outlet", "nunique"),
    )
    order = ["n_outlets", "n_articles", "event"]
    rows = rows.sort_values(order, ascending=[False, False, True])
    named = articles.drop_duplicates(["event", "outlet"])
    reporting = named.sort_values("outlet").groupby("event")["outlet"].agg(", ".join)
    rows = rows.assign(
        label=_labels_of(snapshot, rows["event"]),
        outlets=rows["event"].map(reporting),
        first_outlet=rows["event"].map(first),
    )
    shown = ["event", "label", "storyline", "first_at", "last_at", "n_articles", "n_outlets", "outlets", "first_outlet"]
    return rows[shown].reset_index(drop=True)


def _labels_of(snapshot: Snapshot, events: pd.Series) -> pd.Series:
    names = _event_names(snapshot)  # looked up one by one: pandas would make a column of all 250,000 first
    return pd.Series([names.get(event) for event in events], index=events.index, dtype="str")


def _largest_events(held: columns.Articles, rows: np.ndarray, least_outlets: int, most: int) -> np.ndarray:
    """Choose the events that most outlets report, of these those with most articles, by their codes."""
    n_outlets = _outlets_in(held, held.event, held.events, rows)
    chosen = np.flatnonzero(n_outlets >= max(1, least_outlets))
    if len(chosen) > most:  # with fewer outlets than the last one that fits none can be among the first
        chosen = chosen[n_outlets[chosen] >= -np.partition(-n_outlets[chosen], most - 1)[most - 1]]
    n_articles = np.bincount(held.event[rows] + 1, minlength=len(held.events) + 1)[1:]
    return chosen[np.lexsort((chosen, -n_articles[chosen], -n_outlets[chosen]))][:most]


def event_by_outlet(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Cross the events under the filters with the outlets: who reports what, and who does not.

    Returns
    -------
    DataFrame
        One row an event and outlet, in time: ``event``, ``label``, ``first_at``, ``outlet``, ``n_articles`` (0 where
        the outlet has none in this corpus). Undated events come last.
    """
    held = columns.articles(snapshot)
    under = held.rows(filters)
    return _crossed(snapshot, held, under[held.event[under] >= 0], None)


def _crossed(snapshot: Snapshot, held: columns.Articles, rows: np.ndarray, wanted: np.ndarray | None) -> pd.DataFrame:
    """Cross events (all of the rows', or some by code) with the outlets of all rows."""
    outlets = held.outlets[codes.compact(held.outlet[rows])[0]]
    if wanted is not None:
        is_wanted = np.zeros(len(held.events), dtype=bool)
        is_wanted[wanted] = True
        rows = rows[is_wanted[held.event[rows]]]
    articles = held.frame[["event", "outlet", "published_at"]].iloc[rows]
    every = pd.MultiIndex.from_product([articles["event"].unique(), outlets], names=["event", "outlet"])
    sizes = articles.groupby(["event", articles["outlet"].astype("str")]).size()
    grid = sizes.reindex(every, fill_value=0).rename("n_articles").reset_index().astype({"outlet": "str"})
    facts = articles.groupby("event", as_index=False).agg(first_at=("published_at", "min"))
    table = grid.merge(facts, on="event")
    table = table.assign(label=_labels_of(snapshot, table["event"]))
    return table.sort_values(["first_at", "event", "outlet"], ignore_index=True)[
        ["event", "label", "first_at", "outlet", "n_articles"]
    ]


def coverage(snapshot: Snapshot, filters: Filters, most: int = 60) -> pd.DataFrame:
    """Cross the events that most outlets report with the outlets: `event_by_outlet` of the first of `events`."""
    held = columns.articles(snapshot)
    under = held.rows(filters)
    return _crossed(snapshot, held, under[held.event[under] >= 0], _largest_events(held, under, 1, most))


def quality_by_outlet(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Count by outlet what needs care.

    Returns
    -------
    DataFrame
        ``outlet``, ``n_articles``, ``n_copies``, ``n_undated``, ``n_short``, ``n_untitled``, ``n_other_language``,
        ``removed`` (characters that cleaning removed for every 100 characters that came; empty without text).
    """
    held = columns.articles(snapshot)
    rows = held.rows(filters)
    facts = pd.DataFrame(
        {
            "outlet": held.outlet[rows],
            "n_articles": 1,
            "n_copies": held.is_copy[rows],
            "n_undated": ~held.is_dated[rows],
            "n_short": _is_one_of(held.frame["article_type"], ("short",))[rows],
            "n_untitled": columns.once(snapshot, "untitled", _untitled)[rows],
            "n_other_language": ~_is_one_of(held.frame["language"], language.MEASURED)[rows],
            "cut": held.frame["n_removed"].to_numpy()[rows],
            "words": held.frame["n_words"].to_numpy()[rows],
        }
    )
    counted = facts.groupby("outlet", as_index=False).sum()
    counted["outlet"] = _named(held.outlets, counted["outlet"]).to_numpy()
    kept = CHARACTERS_A_WORD * counted["words"]
    counted["removed"] = (100 * counted["cut"] / (counted["cut"] + kept).where(lambda total: total > 0)).round(1)
    counted = counted.drop(columns=["cut", "words"]).astype({"outlet": "str"})
    return counted.sort_values(["n_articles", "outlet"], ascending=[False, True], ignore_index=True)


def _untitled(snapshot: Snapshot) -> np.ndarray:
    titles = columns.articles(snapshot).frame["title"]
    return np.asarray(titles.fillna("").eq(""))


CHARACTERS_A_WORD = 6
"""Length of an English word in news with its space, to hold removed characters against words kept."""


def dates_by_origin(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Count where dates come from and how exact they are, by outlet."""
    facts = columns.articles(snapshot).of(filters, ["outlet", "published_from", "published_precision"])
    counted = facts.groupby(list(facts.columns), observed=True).size().rename("n_articles").reset_index()
    counted = counted.astype(dict.fromkeys(["outlet", "published_from", "published_precision"], "str"))
    order = ["outlet", "n_articles", "published_from", "published_precision"]
    return counted.sort_values(order, ascending=[True, False, True, True], ignore_index=True)


def gaps(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Find stretches of weeks in which an outlet has no article, see `quality.gaps`."""
    facts = columns.articles(snapshot).of(filters, ["outlet", "published_at"])
    days = facts.assign(published_at=facts["published_at"].dt.floor("D"))
    return quality.gaps(days.drop_duplicates())


def crawl_dates(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Find days that are probably days of a crawl and not of publication, see `quality.crawl_dates`."""
    return quality.crawl_dates(columns.articles(snapshot).of(filters, ["outlet", "published_at", "published_from"]))


def truncated(snapshot: Snapshot, filters: Filters, most: int = TOP_EVENTS) -> pd.DataFrame:
    """List articles whose bodies look cut off: ``article_id``, ``outlet``, ``title``, and how the body ends."""
    condition, parameters = _condition(filters)
    rows = snapshot.query(
        f"""
        SELECT b.article_id, CAST(a.outlet AS VARCHAR) AS outlet, a.title, a.article_type, RIGHT(b.body, 200) AS body
        FROM bodies b {_joined(filters)} WHERE b.body IS NOT NULL AND {condition} ORDER BY a.outlet, b.article_id
        """,
        parameters,
    )
    cut = rows[quality.is_truncated(rows)] if len(rows) else rows
    ends = cut["body"].str.slice(-80)
    return cut[["article_id", "outlet", "title"]].assign(ends_with=ends).head(most).reset_index(drop=True)


def articles(snapshot: Snapshot, filters: Filters, measures: Sequence[str] = ()) -> pd.DataFrame:
    """List articles in time with some of their measures.

    Returns
    -------
    DataFrame
        The facts of `Snapshot.articles`, a column ``label`` (see `labels`), ``is_copy``, and one column a measure.
    """
    held = columns.articles(snapshot)
    rows = held.rows(filters)
    found = held.frame.iloc[rows].assign(is_copy=held.is_copy[rows], place=rows)
    found = found.sort_values(["published_at", "outlet", "article_id"], ignore_index=True)
    found = found.assign(outlet=found["outlet"].astype("str"), label=labels(snapshot, found))
    values = {name: columns.measures(snapshot).of(name, found["place"].to_numpy()).value for name in measures}
    facts = [name for name in found.columns if name not in ("place", "label", "is_copy")]
    return found[[*facts, "label", "is_copy"]].assign(**values)


def article(snapshot: Snapshot, article_id: str) -> pd.DataFrame:
    """Look up one article's facts with its label; no row where the store does not hold it."""
    every = columns.articles(snapshot).frame
    found = every[every["article_id"] == article_id].reset_index(drop=True)
    return found.assign(outlet=found["outlet"].astype("str"), label=labels(snapshot, found))


def storyline_name(snapshot: Snapshot, storyline: str) -> str:
    """Name a storyline, see `storyline_labels`."""
    rows = storyline_labels(snapshot)
    found = rows.loc[rows["storyline"] == storyline, "label"]
    return str(found.iloc[0]) if len(found) else "Storyline"


def event_name(snapshot: Snapshot, event: str) -> str:
    """Give the label of an event; one that the store does not hold keeps its id."""
    return _event_names(snapshot).get(event, event)


def _event_names(snapshot: Snapshot) -> dict[str, str]:
    def read(snapshot: Snapshot) -> dict[str, str]:
        """Map each event to its label."""
        rows = snapshot.table("event_summary", columns=["event", "label"])
        return dict(zip(rows["event"], rows["label"], strict=True))

    return columns.once(snapshot, "event names", read)


def labels(snapshot: Snapshot, articles: pd.DataFrame, most: int = 400) -> pd.Series:
    """Name articles by their headline; one without is named by its first sentence, which is marked as such.

    Only the first ``most`` untitled articles are looked up; the others are called "untitled".
    """
    untitled = articles.loc[articles["title"].fillna("").eq(""), "article_id"].head(most)
    first = snapshot.table("sentences", article_ids=untitled) if len(untitled) else None
    if first is None or first.empty:
        return articles["title"].where(articles["title"].fillna("").ne(""), "(untitled)")
    first = first[first["sentence"] == 0].set_index("article_id")
    bodies = snapshot.bodies(first.index)
    named = {key: f"(untitled) {bodies[key][row['start'] : row['end']]}" for key, row in first.iterrows()}
    other = articles["article_id"].map(named).fillna("(untitled)")
    return articles["title"].where(articles["title"].fillna("").ne(""), other).astype("str")


def sentences(snapshot: Snapshot, article_id: str) -> pd.DataFrame:
    """List an article's sentences with voice, tone and text.

    Returns
    -------
    DataFrame
        ``sentence`` (-1: the headline), ``start``, ``end``, ``voice``, ``tone``, ``tone_without_names``, ``text``.
    """
    rows = snapshot.table("sentences", article_ids=[article_id])
    tones = snapshot.table("tone", article_ids=[article_id])
    rows = rows.merge(tones, on=["article_id", "sentence"], how="left").sort_values("sentence", ignore_index=True)
    body = snapshot.body(article_id)
    title = _title(snapshot, article_id)
    spans = zip(rows["sentence"], rows["start"], rows["end"], strict=True)
    texts = [(title if number < 0 else body)[start:end] for number, start, end in spans]
    return rows.drop(columns="article_id").assign(text=pd.Series(texts, dtype="str"))


def _title(snapshot: Snapshot, article_id: str) -> str:
    titles = snapshot.table("articles", columns=["title"], article_ids=[article_id])["title"].fillna("")
    return titles.iloc[0] if len(titles) else ""


def tone_sentences(snapshot: Snapshot, filters: Filters, outlet: str, *, lowest: bool) -> pd.DataFrame:
    """Find an outlet's sentences of lowest or highest tone, its own voice only.

    Returns
    -------
    DataFrame
        ``article_id``, ``title``, ``published_at``, ``sentence``, ``tone``, ``text``; `SENTENCES_SHOWN` rows.
    """
    condition, parameters = _condition(filters)
    rows = snapshot.query(
        f"""
        SELECT t.article_id, a.title, a.published_at, t.sentence, t.tone, s."start", s."end"
        FROM tone t JOIN sentences s USING (article_id, sentence) {_joined(filters)}
        WHERE a.outlet = ? AND t.tone IS NOT NULL AND s.voice = 'own' AND s.sentence >= 0 AND {condition}
        ORDER BY t.tone {"ASC" if lowest else "DESC"}, t.article_id, t.sentence LIMIT {SENTENCES_SHOWN}
        """,
        [outlet, *parameters],
    )
    return _with_text(snapshot, rows)


def _with_text(snapshot: Snapshot, rows: pd.DataFrame) -> pd.DataFrame:
    bodies = snapshot.bodies(rows["article_id"].unique()) if len(rows) else {}
    spans = zip(rows["article_id"], rows["start"], rows["end"], strict=True)
    texts = [bodies[key][start:end] if key in bodies else "" for key, start, end in spans]
    return rows.drop(columns=["start", "end"]).assign(text=pd.Series(texts, index=rows.index, dtype="str"))


def _condition(filters: Filters) -> tuple[str, list]:
    """Write filters as SQL over ``articles a``, ``events e`` and ``event_summary g``, values as parameters."""
    parts: list[str] = ["TRUE"]
    parameters: list[str | list[str]] = []
    for sql, value in (
        ("a.published_at >= CAST(? AS TIMESTAMPTZ)", filters.first and f"{filters.first} 00:00:00+00"),
        (
            "a.published_at < CAST(? AS TIMESTAMPTZ) + INTERVAL 1 DAY",
            filters.last and f"{filters.last} 00:00:00+00",
        ),
        ("e.event = ?", filters.event),
        ("g.storyline = ?", filters.storyline),
    ):
        if value:
            parts.append(sql)
            parameters.append(value)
    if filters.outlets:
        parts.append("a.outlet IN (SELECT unnest(?))")
        parameters.append(list(filters.outlets))
    return " AND ".join(parts), parameters


def _joined(filters: Filters) -> str:
    """Join what filters ask about, and only that: events and storylines cost as much as the question itself."""
    joins = ["JOIN articles a USING (article_id)"]
    if filters.event or filters.storyline:
        joins.append("LEFT JOIN events e USING (article_id)")
    if filters.storyline:
        joins.append("LEFT JOIN event_summary g USING (event)")
    return " ".join(joins)


def voice_shares(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Share each outlet's characters out between its own voice and somebody else's.

    Returns
    -------
    DataFrame
        ``outlet``, ``voice`` {own, indirect, mixed, direct}, ``share`` (0 to 1), ``n_words`` (of the outlet's bodies
        times the share), ``n_articles``. Shares are of characters of bodies, which follow words closely.
    """
    held = columns.articles(snapshot)
    rows = held.rows(filters)
    said = columns.voices(snapshot, rows)
    n_outlets, outlet = len(held.outlets), held.outlet[rows]

    def by_outlet(counts: np.ndarray) -> np.ndarray:
        """Add up what articles count, by outlet."""
        return np.bincount(outlet, counts[rows], minlength=n_outlets)

    n_all, n_words = by_outlet(said.n_characters), by_outlet(held.frame["n_words"].to_numpy())
    n_articles = np.bincount(outlet, minlength=n_outlets)
    quoted = {voice: by_outlet(counts) for voice, counts in zip(columns.VOICES, said.quoted, strict=True)}
    found = {"own": n_all - sum(quoted.values()), **quoted}
    measured = np.flatnonzero(n_all > 0)
    pieces = [
        pd.DataFrame(
            {"outlet": held.outlets[kept], "voice": voice, "share": n[kept].clip(min=0) / n_all[kept],
             "n_words": n_words[kept], "n_articles": n_articles[kept]}
        )
        for voice, n in found.items()
        if len(kept := measured if voice == "own" else measured[n[measured] > 0])
    ]  # fmt: skip
    if not pieces:
        return pd.DataFrame(columns=["outlet", "voice", "share", "n_words", "n_articles"])
    table = pd.concat(pieces, ignore_index=True).astype({"outlet": "str", "voice": "str"})
    table["n_words"] = (table["share"] * table["n_words"]).round()
    return table.sort_values(["outlet", "voice"], ignore_index=True)


def speakers(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Count for the most quoted speakers how much each outlet lets them say.

    Returns
    -------
    DataFrame
        ``speaker`` (forms that the alias file gives one name are one row), ``outlet``, ``estimate`` (attributions for
        each article of the outlet), ``n_quotes``, ``n_articles`` (that quote the speaker), the most quoted
        `TOP_SPEAKERS` first. Attributions without a speaker are counted under `NOT_NAMED`.
    """
    held = columns.articles(snapshot)
    under = held.rows(filters)
    said = columns.voices(snapshot, under).speakers
    rows = _quoted_by(held, said, under, "speaker", TOP_SPEAKERS, (NOT_NAMED,))
    totals = pd.Series(np.bincount(held.outlet[under], minlength=len(held.outlets)), index=held.outlets)
    rows = rows.assign(estimate=rows["n_quotes"] / rows["outlet"].map(totals).astype("float64"))
    kept = _largest_first(rows, "speaker", "n_quotes", TOP_SPEAKERS, last=(NOT_NAMED,))
    return kept[["speaker", "outlet", "estimate", "n_quotes", "n_articles"]]


def speakers_stand_for(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Share each outlet's attributed words out between the countries and organisations that their speakers belong to.

    Returns
    -------
    DataFrame
        ``side``, ``outlet``, ``share`` (0 to 1, of the outlet's attributed characters, which follow words closely),
        ``n_quotes``, ``n_articles`` (that quote the side), the sides with most of the attributed text first. Those
        behind the first `TOP_SIDES` are `OTHER_SIDES`; speakers that the alias file does not know are `NOT_KNOWN`,
        attributions without a speaker `NOT_NAMED`. The shares of an outlet add up to 1.
    """
    held = columns.articles(snapshot)
    under = held.rows(filters)
    said = columns.voices(snapshot, under).sides
    every = _quoted_by(held, said, under, "side")
    sizes = every.groupby("side")["n_characters"].sum()
    known = sizes.drop([NOT_KNOWN, NOT_NAMED], errors="ignore").sort_values(ascending=False, kind="stable").index
    top = {*known[:TOP_SIDES], NOT_KNOWN, NOT_NAMED}
    grouped = columns.joined(said, [name if name in top else OTHER_SIDES for name in said.names])
    rows = _quoted_by(held, grouped, under, "side")
    whole = rows.groupby("outlet")["n_characters"].transform("sum")
    rows = rows.assign(share=rows["n_characters"] / whole.where(whole > 0))
    kept = _largest_first(rows, "side", "n_characters", TOP_SIDES, last=(OTHER_SIDES, NOT_KNOWN, NOT_NAMED))
    return kept[["side", "outlet", "share", "n_quotes", "n_articles"]]


def _quoted_by(
    held: columns.Articles, said: Said, under: np.ndarray, column: str, most: int | None = None,
    last: tuple[str, ...] = (),
) -> pd.DataFrame:  # fmt: skip
    """Count attributions by outlet and by what they are told apart by; an article counts once.

    With ``most``, only the most frequent over all outlets, and those named in ``last``.
    """
    is_under = np.zeros(len(held.outlet), dtype=bool)
    is_under[under] = True
    kept = np.flatnonzero(is_under[said.article])
    if most is not None:
        sizes = np.bincount(said.code[kept], said.n[kept], minlength=len(said.names))
        least = np.partition(-sizes, min(most + len(last), len(sizes)) - 1)[: most + len(last)].max(initial=0)
        wanted = -sizes <= least
        wanted[[said.names.index(name) for name in last if name in said.names]] = True
        kept = kept[wanted[said.code[kept]]]
    n_outlets = max(1, len(held.outlets))
    key, row = codes.compact(said.code[kept].astype(np.int64) * n_outlets + held.outlet[said.article[kept]])
    rows = pd.DataFrame(
        {
            column: _named(np.asarray(said.names, dtype=object), key // n_outlets).to_numpy(),
            "outlet": _named(held.outlets, key % n_outlets).to_numpy(),
            "n_quotes": np.bincount(row, said.n[kept], minlength=len(key)).astype("int64"),
            "n_articles": np.bincount(row, minlength=len(key)),
            "n_characters": np.bincount(row, said.n_characters[kept], minlength=len(key)),
        }
    ).astype({column: "str", "outlet": "str"})
    return rows.sort_values([column, "outlet"], ignore_index=True)


def _largest_first(rows: pd.DataFrame, name: str, size: str, most: int, last: Sequence[str]) -> pd.DataFrame:
    """Order rows by the size of what they name over all outlets; keep the first, and behind them the ``last`` ones."""
    sizes = rows.groupby(name)[size].sum().sort_values(ascending=False, kind="stable")
    order = [*[one for one in sizes.index if one not in last][:most], *last]
    rows = rows.assign(place=rows[name].map({one: place for place, one in enumerate(order)}))
    return rows.dropna(subset=["place"]).sort_values(["place", "outlet"], ignore_index=True)


def cues(snapshot: Snapshot, filters: Filters, most: int = 20) -> pd.DataFrame:
    """Count by outlet the words that attribute: neutral ("said") and loaded ("claimed", "admitted").

    Returns
    -------
    DataFrame
        ``outlet``, ``cue_kind``, ``cue``, ``n_quotes``, ``share`` of the outlet's attributions with a cue; the ``most``
        frequent cues over all outlets.
    """
    held = columns.articles(snapshot)
    under = held.rows(filters)
    rows = _quoted_by(held, columns.voices(snapshot, under).cues, under, "words")
    parted = rows["words"].str.split("\t", n=1, expand=True).reindex(columns=[0, 1])
    rows = rows.assign(cue=parted[0].astype("str"), cue_kind=parted[1].astype("str").where(parted[1] != "", None))
    rows = rows.assign(share=rows["n_quotes"] / rows.groupby("outlet")["n_quotes"].transform("sum"))
    frequent = rows.groupby("cue")["n_quotes"].sum().sort_values(ascending=False, kind="stable").index[:most]
    rows = rows[rows["cue"].isin(frequent)]
    place = rows["cue"].map({cue: number for number, cue in enumerate(frequent)})
    rows = rows.assign(place=place).sort_values(["place", "outlet"], ignore_index=True)
    return rows[["outlet", "cue_kind", "cue", "n_quotes", "share"]]


def _speaker_forms(snapshot: Snapshot) -> list[str]:
    rows = snapshot.query("SELECT DISTINCT speaker FROM quotes WHERE speaker IS NOT NULL ORDER BY 1")
    return rows["speaker"].tolist()


def quotes_of(snapshot: Snapshot, filters: Filters, speaker: str) -> pd.DataFrame:
    """Show what a speaker is quoted with, under whichever form of the name.

    Returns
    -------
    DataFrame
        ``article_id``, ``outlet``, ``title``, ``kind``, ``cue``, ``text``; at most twice `SENTENCES_SHOWN` rows.
    """
    condition, parameters = _condition(filters)
    wanted = one_name(speaker)
    forms = [form for form in _speaker_forms(snapshot) if one_name(form) == wanted]
    rows = snapshot.query(
        f"""
        SELECT q.article_id, CAST(a.outlet AS VARCHAR) AS outlet, a.title, CAST(q.kind AS VARCHAR) AS kind, q.cue,
               q."start", q."end"
        FROM quotes q {_joined(filters)}
        WHERE COALESCE(q.speaker, '{NOT_NAMED}') IN (SELECT unnest(CAST(? AS VARCHAR[]))) AND {condition}
        ORDER BY a.published_at, q.article_id, q."start" LIMIT {2 * SENTENCES_SHOWN}
        """,
        [forms or [wanted], *parameters],
    )
    return _with_text(snapshot, rows)


def sentences_with(snapshot: Snapshot, filters: Filters, term: str) -> pd.DataFrame:
    """Find sentences and headlines that use a term, as the comparison of words counts it: the latest of each outlet.

    Parameters
    ----------
    snapshot, filters
        The store and what to look at.
    term : str
        A word or several in a row, as in the ``keyness`` table.

    Returns
    -------
    DataFrame
        ``article_id``, ``outlet``, ``title``, ``published_at``, ``url``, ``sentence`` (-1: the headline), ``text``; at
        most twice `SENTENCES_SHOWN` rows, shared out among the outlets.
    """
    candidates = _holding(snapshot, filters, term.split())
    shares = -(-2 * SENTENCES_SHOWN // max(1, candidates["outlet"].nunique()))
    found = []
    for _, own in candidates.groupby("outlet", sort=True):
        n_found = 0
        for low in range(0, len(own), READ_AT_ONCE):
            rows = _using(snapshot, own.iloc[low : low + READ_AT_ONCE], term)
            found.append(rows.head(shares - n_found))
            n_found += len(found[-1])
            if n_found >= shares:
                break
    columns = ["article_id", "outlet", "title", "published_at", "url", "sentence", "text"]
    rows = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=columns)
    return rows[columns].head(2 * SENTENCES_SHOWN)


READ_AT_ONCE = 50
"""Articles whose sentences are looked through at once."""


def _holding(snapshot: Snapshot, filters: Filters, words: list[str]) -> pd.DataFrame:
    """List the articles whose title or body holds all these letters, the latest first: few of them use the words."""
    condition, parameters = _condition(filters)
    tests = " AND ".join(["(a.title ILIKE ? ESCAPE '\\' OR b.body ILIKE ? ESCAPE '\\')"] * len(words)) or "FALSE"
    return snapshot.query(
        f"""
        SELECT a.article_id, CAST(a.outlet AS VARCHAR) AS outlet, a.title, a.published_at, a.url
        FROM bodies b {_joined(filters)} WHERE {tests} AND {condition}
        ORDER BY a.published_at DESC NULLS LAST, a.article_id
        """,
        [*(value for word in words for value in (_like(word), _like(word))), *parameters],
    )


def _using(snapshot: Snapshot, articles: pd.DataFrame, term: str) -> pd.DataFrame:
    """Find the sentences and titles of some articles that use a term, in the order of the articles."""
    texts = articles.assign(body=articles["article_id"].map(snapshot.bodies(articles["article_id"])))
    sentences = snapshot.table("sentences", article_ids=articles["article_id"])
    used = keyness.evidence(term, texts, sentences)
    used = used.assign(text=segment.texts_of(used, texts))
    rows = texts.drop(columns="body").assign(place=range(len(texts))).merge(used, on="article_id")
    return rows.sort_values(["place", "sentence"], ignore_index=True)


def _like(term: str) -> str:
    escaped = term.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def found(snapshot: Snapshot, filters: Filters, words: str, most: int = 50) -> pd.DataFrame:
    """Search titles and bodies for words, all of which must occur: ``article_id``, ``outlet``, ``title`` and date."""
    terms = words.split()
    condition, parameters = _condition(filters)
    tests = " AND ".join(["(a.title ILIKE ? ESCAPE '\\' OR b.body ILIKE ? ESCAPE '\\')"] * len(terms)) or "FALSE"
    return snapshot.query(
        f"""
        SELECT a.article_id, CAST(a.outlet AS VARCHAR) AS outlet, a.title, a.published_at
        FROM bodies b {_joined(filters)} WHERE {tests} AND {condition}
        ORDER BY a.published_at DESC NULLS LAST, a.article_id LIMIT {most}
        """,
        [*(value for term in terms for value in (_like(term), _like(term))), *parameters],
    )


def marks(snapshot: Snapshot, article_id: str) -> pd.DataFrame:
    """Collect what was measured in an article's body as spans: quotations, words of tone and frames, loaded words.

    Returns
    -------
    DataFrame
        ``start``, ``end``, ``kind`` (of `presentation.highlight`), ``note``.
    """
    quotes = snapshot.table("quotes", article_ids=[article_id])
    loaded = snapshot.table("loaded", article_ids=[article_id])
    targets = snapshot.table("targets", article_ids=[article_id])
    said = quotes["speaker"].fillna("nobody named") + quotes["cue"].map(lambda cue: f" ({cue})", na_action="ignore")
    towards = [
        f"{row.target}: negative {row.negative:.0%}, neutral {row.neutral:.0%}, positive {row.positive:.0%}"
        for row in targets.itertuples()
    ]
    parts = [
        quotes.assign(kind=quotes["kind"].astype("str"), note=said.fillna("")),
        loaded.assign(note=loaded["kind"].astype("str"), kind="loaded"),
        targets.assign(kind="target", note=pd.Series(towards, index=targets.index, dtype="str")),
        *_looked_up_again(snapshot, article_id),
    ]
    return pd.concat([part[["start", "end", "kind", "note"]] for part in parts], ignore_index=True)


def _looked_up_again(snapshot: Snapshot, article_id: str) -> list[pd.DataFrame]:
    """Find the words of tone and of frames in one body; they are not stored, because looking takes a millisecond."""
    body = snapshot.body(article_id)
    spans = snapshot.table("sentences", article_ids=[article_id])
    spans = spans[spans["sentence"] >= 0]
    words = [
        (start + first, start + last, "positive" if valence > 0 else "negative", f"{valence:+.1f}")
        for start, end in zip(spans["start"], spans["end"], strict=True)
        for first, last, valence in tone.words_of(body[start:end])
    ]
    hits = frames.hits_in(body, frames.codebook(snapshot.settings.codebook)) if len(spans) else None
    found = [pd.DataFrame(words, columns=["start", "end", "kind", "note"])]
    return found if hits is None else [*found, hits.assign(kind="frame", note=hits["frame"].str.replace("_", " "))]


def removals(snapshot: Snapshot, article_id: str) -> pd.DataFrame:
    """List what cleaning removed from an article: ``rule``, ``text``, in the order of the raw text."""
    rows = snapshot.table("removals", article_ids=[article_id]).sort_values("start", ignore_index=True)
    return rows.assign(rule=rows["rule"].astype("str"))[["rule", "text"]]


def article_measures(snapshot: Snapshot, article_id: str) -> pd.DataFrame:
    """List an article's measures: ``measure``, ``value``, ``n`` (sentences, words or mentions)."""
    rows = snapshot.table("measures", article_ids=[article_id])
    return rows.assign(measure=rows["measure"].astype("str"))[["measure", "value", "n"]].reset_index(drop=True)


def means(snapshot: Snapshot, filters: Filters, measures: Sequence[str]) -> pd.DataFrame:
    """Average measures by outlet over the articles under the filters: a description, without interval.

    Returns
    -------
    DataFrame
        ``measure``, ``outlet``, ``estimate``, ``n_articles`` (that have a value), in the order of ``measures``.
    """
    held, stored = columns.articles(snapshot), columns.measures(snapshot)
    rows = held.rows(filters)
    sums, sizes = np.zeros((2, len(measures), len(held.outlets)))
    for number, measure in enumerate(measures):
        value = stored.of(measure, rows).value.astype("float64")
        found = ~np.isnan(value)
        outlet = held.outlet[rows][found]
        sums[number] = np.bincount(outlet, value[found], minlength=len(held.outlets))
        sizes[number] = np.bincount(outlet, minlength=len(held.outlets))
    which, by = np.nonzero(sizes)
    return pd.DataFrame(
        {
            "measure": [measures[number] for number in which.tolist()],
            "outlet": _named(held.outlets, by).to_numpy(),
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
    held = columns.articles(snapshot)
    under = held.rows(filters)
    value = columns.measures(snapshot).of(measure, under).value
    kept = ~np.isnan(value) & held.is_dated[under]
    rows = held.frame[["outlet", "published_at"]].iloc[under[kept]].assign(value=value[kept].astype("float64"))
    days = (rows["published_at"].max() - rows["published_at"].min()).days if len(rows) else 0
    frequency = next((f for most, f, _ in PERIODS if days <= most), "YS")
    groups = [rows["outlet"].astype("str"), pd.Grouper(key="published_at", freq=frequency, label="left", closed="left")]
    table = rows.groupby(groups).agg(estimate=("value", "mean"), n_articles=("value", "size")).reset_index()
    table = table[table["n_articles"] > 0].rename(columns={"published_at": "period"})
    return table.assign(measure=measure)[["measure", "outlet", "period", "estimate", "n_articles"]].reset_index(
        drop=True
    )


def highest(snapshot: Snapshot, filters: Filters, measure: str, most: int = SENTENCES_SHOWN) -> pd.DataFrame:
    """Find the articles with the highest value of a measure: ``article_id``, ``outlet``, ``title``, ``value``."""
    held = columns.articles(snapshot)
    rows = held.rows(filters)
    value = columns.measures(snapshot).of(measure, rows).value
    rows, value = rows[~np.isnan(value)], value[~np.isnan(value)]
    if len(value) > most:  # ties with the last one stay, the ids decide
        first = value >= -np.partition(-value, most - 1)[most - 1]
        rows, value = rows[first], value[first]
    found = held.frame[["article_id", "outlet", "title"]].iloc[rows].assign(value=value)
    found = found.sort_values(["value", "article_id"], ascending=[False, True], ignore_index=True).head(most)
    return found.astype({"outlet": "str"})


def trained_figures(snapshot: Snapshot, name: str) -> str:
    """Say how well a frame trained on a user's labels did on texts it had not seen; empty for other frames."""
    rows = snapshot.table("trained", where={"name": [name]})
    if rows.empty:
        return ""
    return storing.from_table(rows)[0].report.sentence()


def measured(snapshot: Snapshot, prefix: str = "") -> list[str]:
    """List the measures that the store holds and whose names start with a prefix, in alphabetical order.

    Of tone towards a target only the `TOP_TARGETS` that most articles mention are listed: a large corpus names
    thousands, most of them once.
    """
    counted = columns.measures(snapshot).counts()
    stored = [name for name in sorted(counted, key=lambda name: (-counted[name], name)) if name.startswith(prefix)]
    targets = [name for name in stored if name.startswith("target:")][:TOP_TARGETS]
    return sorted([name for name in stored if not name.startswith("target:")] + targets)


def copies(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """List copies among the articles: ``article_id``, ``outlet``, ``title``, ``copy_of``, ``original_outlet``,
    ``agency``, ``overlap``, those that overlap most first.
    """
    condition, parameters = _condition(filters)
    return snapshot.query(
        f"""
        SELECT c.article_id, CAST(a.outlet AS VARCHAR) AS outlet, a.title, c.copy_of,
               CAST(o.outlet AS VARCHAR) AS original_outlet, c.agency, c.overlap
        FROM copies c {_joined(filters)} LEFT JOIN articles o ON o.article_id = c.copy_of
        WHERE {condition} ORDER BY c.overlap DESC, c.article_id LIMIT {TOP_EVENTS}
        """,
        parameters,
    )


def rejects(snapshot: Snapshot) -> pd.DataFrame:
    """List inputs that are no articles, by reason."""
    rows = snapshot.table("rejects")
    return rows.assign(reason=rows["reason"].astype("str")).sort_values(["reason", "origin"], ignore_index=True)


def notes(snapshot: Snapshot) -> pd.DataFrame:
    """List remarks on how inputs were read, the same remark counted once: ``topic``, ``note``, ``n_inputs``."""
    rows = snapshot.table("notes", columns=["topic", "note"])
    counted = rows.astype("str").value_counts().rename("n_inputs").reset_index()
    return counted.sort_values(["n_inputs", "topic", "note"], ascending=[False, True, True], ignore_index=True)
