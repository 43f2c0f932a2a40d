"""What a page lists and counts, straight from a store: no comparison, no estimate, nothing that needs an interval.

Like `questions`, each function goes from a snapshot and filters to a finished table, which page, report and export
share. Texts come only by the few: sentences are read where they are shown.
"""

from base64 import b64decode
from collections.abc import Sequence

import pandas as pd

from analysis import pipeline
from analysis.corpus import quality
from analysis.measures import frames, names, tone
from analysis.measures.frames import trained
from analysis.settings import Filters
from analysis.store import Snapshot, among

PERIODS = ((45, "D", "day"), (400, "W-MON", "week"), (4000, "MS", "month"))
"""Up to this many days of corpus, this pandas frequency and its name; longer corpora are counted by year."""

TOP_STORYLINES = 200
"""Storylines offered for choice: more would make a list of 10 kB and nobody scrolls that far."""

TOP_EVENTS = 300
"""Events listed on a page at once; the export holds all."""

TOP_SPEAKERS = 15
TOP_SIDES = 15
"""Countries and organisations of quoted speakers shown by name."""

NOT_NAMED, NOT_KNOWN, OTHER_SIDES = "(not named)", "(not known)", "(others)"
"""Attributions without a speaker; speakers that the alias file does not know; sides behind the first."""

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
    articles = snapshot.articles(filters)
    placed = articles[articles["event"].notna()]
    return pd.Series(
        {
            "n_articles": len(articles),
            "n_outlets": articles["outlet"].astype("str").nunique(),
            "n_events": placed["event"].nunique(),
            "n_shared_events": _n_shared(placed, "event"),
            "n_shared_storylines": _n_shared(placed, "storyline"),
            "n_undated": int(articles["published_at"].isna().sum()),
            "n_copies": int(among(articles["article_id"], _copied(snapshot)).sum()),
            "n_short": int((articles["article_type"] == "short").sum()),
            "n_other_language": int((~articles["language"].isin(("en", "und"))).sum()),
            "n_all": snapshot.about["counts"]["articles"],
            "n_rejects": snapshot.about["counts"]["rejects"],
            "first_at": articles["published_at"].min(),
            "last_at": articles["published_at"].max(),
        }
    )


def _n_shared(articles: pd.DataFrame, group: str) -> int:
    outlets = articles.groupby(group)["outlet"].nunique()
    return int((outlets > 1).sum())


def _copied(snapshot: Snapshot) -> pd.Series:
    return snapshot.table("copies", columns=["article_id"])["article_id"]


def by_outlet(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Count what each outlet has: articles, independent and undated ones, events, length, first and last day.

    ``n_other_language`` counts articles that are kept and not measured, because the word lists are English.
    """
    articles = snapshot.articles(filters)
    facts = articles.assign(
        outlet=articles["outlet"].astype("str"),
        independent=~among(articles["article_id"], _copied(snapshot)),
        undated=articles["published_at"].isna(),
        other=~articles["language"].isin(pipeline.MEASURED_LANGUAGES),
    )
    counted = facts.groupby("outlet", as_index=False).agg(
        n_articles=("article_id", "size"),
        n_independent=("independent", "sum"),
        n_undated=("undated", "sum"),
        n_other_language=("other", "sum"),
        n_events=("event", "nunique"),
        median_words=("n_words", "median"),
        first_at=("published_at", "min"),
        last_at=("published_at", "max"),
    )
    return counted.sort_values(["n_articles", "outlet"], ascending=[False, True], ignore_index=True)


def by_period(snapshot: Snapshot, filters: Filters) -> tuple[pd.DataFrame, str]:
    """Count each outlet's dated articles by period, the period chosen by the length of the corpus.

    Returns
    -------
    tuple of DataFrame and str
        ``outlet``, ``period`` (its first day), ``n_articles``; and the period's name: day, week, month or year.
    """
    articles = snapshot.articles(filters)
    articles = articles.assign(outlet=articles["outlet"].astype("str"))
    dated = articles[articles["published_at"].notna()]
    days = (dated["published_at"].max() - dated["published_at"].min()).days if len(dated) else 0
    frequency, name = next(((f, n) for most, f, n in PERIODS if days <= most), ("YS", "year"))
    counted = dated.groupby(["outlet", pd.Grouper(key="published_at", freq=frequency, label="left", closed="left")])
    rows = counted.size().rename("n_articles").reset_index().rename(columns={"published_at": "period"})
    return rows[rows["n_articles"] > 0].reset_index(drop=True), name


def storylines(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """List storylines of two or more events, those that most outlets share first.

    Returns
    -------
    DataFrame
        ``storyline``, ``label`` (of its largest event), ``n_events``, ``n_articles``, ``n_outlets``, ``first_at``,
        ``last_at``; at most `TOP_STORYLINES` rows.
    """
    articles = snapshot.articles(filters).dropna(subset=["storyline"])
    rows = articles.groupby("storyline", as_index=False).agg(
        n_events=("event", "nunique"),
        n_articles=("article_id", "size"),
        n_outlets=("outlet", "nunique"),
        first_at=("published_at", "min"),
        last_at=("published_at", "max"),
    )
    rows = rows[rows["n_events"] > 1].merge(storyline_labels(snapshot), on="storyline", how="left")
    order = ["n_outlets", "n_articles", "storyline"]
    return rows.sort_values(order, ascending=[False, False, True], ignore_index=True).head(TOP_STORYLINES)


def storyline_labels(snapshot: Snapshot) -> pd.DataFrame:
    """Name each storyline by the label of its largest event."""
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
    articles = snapshot.articles(filters).dropna(subset=["event"])
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
    rows = rows[rows["n_outlets"] >= least_outlets].sort_values(order, ascending=[False, False, True]).head(most)
    named = articles[among(articles["event"], rows["event"])].drop_duplicates(["event", "outlet"])
    reporting = named.sort_values("outlet").groupby("event")["outlet"].agg(", ".join)
    labels = snapshot.table("event_summary", columns=["event", "label"])
    rows = rows.merge(labels, on="event", how="left").assign(
        outlets=lambda table: table["event"].map(reporting), first_outlet=lambda table: table["event"].map(first)
    )
    columns = [
        "event",
        "label",
        "storyline",
        "first_at",
        "last_at",
        "n_articles",
        "n_outlets",
        "outlets",
        "first_outlet",
    ]
    return rows[columns].reset_index(drop=True)


def event_by_outlet(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Cross the events under the filters with the outlets: who reports what, and who does not.

    Returns
    -------
    DataFrame
        One row an event and outlet, in time: ``event``, ``label``, ``first_at``, ``outlet``, ``n_articles`` (0 where
        the outlet has none in this corpus). Undated events come last.
    """
    articles = snapshot.articles(filters).dropna(subset=["event"])
    outlets = articles["outlet"].astype("str")
    every = pd.MultiIndex.from_product([articles["event"].unique(), outlets.unique()], names=["event", "outlet"])
    grid = articles.groupby(["event", outlets]).size().reindex(every, fill_value=0).rename("n_articles").reset_index()
    facts = articles.groupby("event", as_index=False).agg(first_at=("published_at", "min"))
    labels = snapshot.table("event_summary", columns=["event", "label"])
    rows = grid.merge(facts, on="event").merge(labels, on="event", how="left")
    return rows.sort_values(["first_at", "event", "outlet"], ignore_index=True)[
        ["event", "label", "first_at", "outlet", "n_articles"]
    ]


def coverage(snapshot: Snapshot, filters: Filters, most: int = 60) -> pd.DataFrame:
    """Cross the events that most outlets report with the outlets: `event_by_outlet` of the first of `events`."""
    top = events(snapshot, filters, most=most)["event"]
    table = event_by_outlet(snapshot, filters)
    return table[among(table["event"], top)].reset_index(drop=True)


def quality_by_outlet(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Count by outlet what needs care.

    Returns
    -------
    DataFrame
        ``outlet``, ``n_articles``, ``n_copies``, ``n_undated``, ``n_short``, ``n_untitled``, ``n_other_language``,
        ``removed`` (characters that cleaning removed for every 100 characters that came; empty without text).
    """
    articles = snapshot.articles(filters)
    facts = pd.DataFrame(
        {
            "outlet": articles["outlet"].astype("str"),
            "n_articles": 1,
            "n_copies": among(articles["article_id"], _copied(snapshot)),
            "n_undated": articles["published_at"].isna(),
            "n_short": articles["article_type"] == "short",
            "n_untitled": articles["title"].fillna("").eq(""),
            "n_other_language": ~articles["language"].isin(("en", "und")),
            "cut": articles["n_removed"],
            "words": articles["n_words"],
        }
    )
    rows = facts.groupby("outlet", as_index=False).sum()
    kept = CHARACTERS_A_WORD * rows["words"]
    rows["removed"] = (100 * rows["cut"] / (rows["cut"] + kept).where(lambda total: total > 0)).round(1)
    rows = rows.drop(columns=["cut", "words"])
    return rows.sort_values(["n_articles", "outlet"], ascending=[False, True], ignore_index=True)


CHARACTERS_A_WORD = 6
"""Length of an English word in news with its space, to hold removed characters against words kept."""


def dates_by_origin(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Count where dates come from and how exact they are, by outlet."""
    articles = snapshot.articles(filters)
    facts = articles[["outlet", "published_from", "published_precision"]].astype("str")
    counted = facts.value_counts().rename("n_articles").reset_index()
    return counted.sort_values(["outlet", "n_articles"], ascending=[True, False], ignore_index=True)


def gaps(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Find stretches of weeks in which an outlet has no article, see `quality.gaps`."""
    return quality.gaps(snapshot.articles(filters))


def crawl_dates(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Find days that are probably days of a crawl and not of publication, see `quality.crawl_dates`."""
    return quality.crawl_dates(snapshot.articles(filters))


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
    found = snapshot.articles(filters).sort_values(["published_at", "outlet", "article_id"], ignore_index=True)
    found = found.assign(
        outlet=found["outlet"].astype("str"),
        label=labels(snapshot, found),
        is_copy=among(found["article_id"], _copied(snapshot)),
    )
    if not measures or found.empty:
        return found
    values = snapshot.table("measures", article_ids=found["article_id"], where={"measure": list(measures)})
    wide = values.assign(measure=values["measure"].astype("str")).pivot_table(
        index="article_id", columns="measure", values="value", aggfunc="first", dropna=True
    )
    return found.merge(wide.reindex(columns=list(measures)), left_on="article_id", right_index=True, how="left")


def article(snapshot: Snapshot, article_id: str) -> pd.DataFrame:
    """Look up one article's facts with its label; no row where the store does not hold it."""
    found = snapshot.articles()
    found = found[found["article_id"] == article_id].reset_index(drop=True)
    return found.assign(outlet=found["outlet"].astype("str"), label=labels(snapshot, found))


def storyline_names(snapshot: Snapshot) -> dict[str, str]:
    """Name every storyline, see `storyline_labels`."""
    rows = storyline_labels(snapshot)
    return dict(zip(rows["storyline"], rows["label"], strict=True))


def event_names(snapshot: Snapshot) -> dict[str, str]:
    """Give the label of every event."""
    rows = snapshot.table("event_summary", columns=["event", "label"])
    return dict(zip(rows["event"], rows["label"], strict=True))


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
    condition, parameters = _condition(filters)
    totals = snapshot.query(
        f"""
        SELECT CAST(a.outlet AS VARCHAR) AS outlet, CAST(SUM(s."end" - s."start") AS DOUBLE) AS n_all
        FROM sentences s {_joined(filters)} WHERE s.sentence >= 0 AND {condition} GROUP BY 1
        """,
        parameters,
    )
    quoted = snapshot.query(
        f"""
        SELECT CAST(a.outlet AS VARCHAR) AS outlet, CAST(q.kind AS VARCHAR) AS voice,
               CAST(SUM(q."end" - q."start") AS DOUBLE) AS n
        FROM quotes q {_joined(filters)} WHERE {condition} GROUP BY 1, 2
        """,
        parameters,
    )
    if totals.empty:
        return pd.DataFrame(columns=["outlet", "voice", "share", "n_words", "n_articles"])
    sizes = snapshot.articles(filters).assign(outlet=lambda rows: rows["outlet"].astype("str")).groupby("outlet")
    words, n_articles = sizes["n_words"].sum(), sizes.size()
    own = totals.assign(
        voice="own", n=totals["n_all"] - totals["outlet"].map(quoted.groupby("outlet")["n"].sum()).fillna(0)
    )
    rows = pd.concat([own, quoted.merge(totals, on="outlet")], ignore_index=True)
    share = rows["n"].clip(lower=0) / rows["n_all"]
    rows = rows.assign(
        share=share, n_words=(share * rows["outlet"].map(words)).round(), n_articles=rows["outlet"].map(n_articles)
    )
    return rows[["outlet", "voice", "share", "n_words", "n_articles"]].sort_values(
        ["outlet", "voice"], ignore_index=True
    )


def speakers(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Count for the most quoted speakers how much each outlet lets them say.

    Returns
    -------
    DataFrame
        ``speaker`` (forms that the alias file gives one name are one row), ``outlet``, ``estimate`` (attributions for
        each article of the outlet), ``n_quotes``, ``n_articles`` (that quote the speaker), the most quoted
        `TOP_SPEAKERS` first. Attributions without a speaker are counted under `NOT_NAMED`.
    """
    meant = {form: _one_name(form) for form in _speaker_forms(snapshot)}
    rows = _quoted_by(snapshot, filters, meant, "speaker")
    totals = snapshot.articles(filters)["outlet"].astype("str").value_counts()
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
    meant = {form: side_of(form) for form in _speaker_forms(snapshot)}
    sizes = _quoted_by(snapshot, filters, meant, "side").groupby("side")["n_characters"].sum()
    known = sizes.drop([NOT_KNOWN, NOT_NAMED], errors="ignore").sort_values(ascending=False, kind="stable").index
    top = {*known[:TOP_SIDES], NOT_KNOWN}
    grouped = {form: side if side in top else OTHER_SIDES for form, side in meant.items()}
    rows = _quoted_by(snapshot, filters, grouped, "side")
    whole = rows.groupby("outlet")["n_characters"].transform("sum")
    rows = rows.assign(share=rows["n_characters"] / whole.where(whole > 0))
    kept = _largest_first(rows, "side", "n_characters", TOP_SIDES, last=(OTHER_SIDES, NOT_KNOWN, NOT_NAMED))
    return kept[["side", "outlet", "share", "n_quotes", "n_articles"]]


def side_of(speaker: str) -> str:
    """Tell which country or organisation a speaker stands for, as far as the alias file knows.

    An organisation stands for itself, also where it belongs to a country; a person or place for their country.

    Examples
    --------
    >>> [side_of(name) for name in ("Kim Jong-un", "Pyongyang", "U.N.", "Jane Doe")]
    ['North Korea', 'North Korea', 'United Nations', '(not known)']
    """
    name = names.resolve(speaker)
    if name is None:
        return NOT_KNOWN
    return name if names.kind_of(name) == "organisation" else names.country_of(name) or NOT_KNOWN


def _one_name(form: str) -> str:
    return names.resolve(form) or form


def _speaker_forms(snapshot: Snapshot) -> list[str]:
    rows = snapshot.query("SELECT DISTINCT speaker FROM quotes WHERE speaker IS NOT NULL ORDER BY 1")
    return rows["speaker"].tolist()


def _quoted_by(snapshot: Snapshot, filters: Filters, meant: dict[str, str], column: str) -> pd.DataFrame:
    """Count attributions by outlet and by what ``meant`` makes of the speaker's form; an article counts once."""
    condition, parameters = _condition(filters)
    return snapshot.query(
        f"""
        WITH meant AS (SELECT unnest(CAST(? AS VARCHAR[])) AS speaker, unnest(CAST(? AS VARCHAR[])) AS name)
        SELECT COALESCE(m.name, '{NOT_NAMED}') AS {column}, CAST(a.outlet AS VARCHAR) AS outlet,
               COUNT(*) AS n_quotes, COUNT(DISTINCT a.article_id) AS n_articles,
               CAST(SUM(q."end" - q."start") AS DOUBLE) AS n_characters
        FROM quotes q LEFT JOIN meant m USING (speaker) {_joined(filters)} WHERE {condition} GROUP BY 1, 2 ORDER BY 1, 2
        """,
        [list(meant), list(meant.values()), *parameters],
    )


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
    condition, parameters = _condition(filters)
    rows = snapshot.query(
        f"""
        SELECT CAST(a.outlet AS VARCHAR) AS outlet, CAST(q.cue_kind AS VARCHAR) AS cue_kind, LOWER(q.cue) AS cue,
               COUNT(*) AS n_quotes
        FROM quotes q {_joined(filters)} WHERE q.cue IS NOT NULL AND {condition} GROUP BY 1, 2, 3
        """,
        parameters,
    )
    rows = rows.assign(share=rows["n_quotes"] / rows.groupby("outlet")["n_quotes"].transform("sum"))
    frequent = rows.groupby("cue")["n_quotes"].sum().sort_values(ascending=False, kind="stable").index[:most]
    rows = rows[rows["cue"].isin(frequent)]
    place = rows["cue"].map({cue: number for number, cue in enumerate(frequent)})
    return rows.assign(place=place).sort_values(["place", "outlet"], ignore_index=True).drop(columns="place")


def quotes_of(snapshot: Snapshot, filters: Filters, speaker: str) -> pd.DataFrame:
    """Show what a speaker is quoted with, under whichever form of the name.

    Returns
    -------
    DataFrame
        ``article_id``, ``outlet``, ``title``, ``kind``, ``cue``, ``text``; at most twice `SENTENCES_SHOWN` rows.
    """
    condition, parameters = _condition(filters)
    wanted = _one_name(speaker)
    forms = [form for form in _speaker_forms(snapshot) if _one_name(form) == wanted]
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
    """Find sentences that use a word, from the articles under the filters that were published last.

    Returns
    -------
    DataFrame
        ``article_id``, ``outlet``, ``title``, ``sentence``, ``text``; at most twice `SENTENCES_SHOWN` rows.
    """
    condition, parameters = _condition(filters)
    return snapshot.query(
        f"""
        SELECT s.article_id, CAST(a.outlet AS VARCHAR) AS outlet, a.title, s.sentence,
               SUBSTR(b.body, s."start" + 1, s."end" - s."start") AS text
        FROM sentences s JOIN bodies b USING (article_id) {_joined(filters)}
        WHERE s.sentence >= 0 AND b.body ILIKE ? ESCAPE '\\' AND {condition}
          AND SUBSTR(b.body, s."start" + 1, s."end" - s."start") ILIKE ? ESCAPE '\\'
        ORDER BY a.outlet, a.published_at DESC NULLS LAST, s.article_id, s.sentence LIMIT {2 * SENTENCES_SHOWN}
        """,
        [_like(term), *parameters, _like(term)],
    )


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
    found = snapshot.articles(filters)[["article_id", "outlet"]]
    values = snapshot.table("measures", article_ids=found["article_id"], where={"measure": list(measures)})
    rows = values.dropna(subset=["value"]).merge(found, on="article_id")
    rows = rows.assign(measure=rows["measure"].astype("str"), outlet=rows["outlet"].astype("str"))
    means = rows.groupby(["measure", "outlet"], as_index=False).agg(
        estimate=("value", "mean"), n_articles=("value", "size")
    )
    places = {name: place for place, name in enumerate(measures)}
    order = means["measure"].map(places).sort_values(kind="stable").index
    return means.loc[order].reset_index(drop=True)


def over_time(snapshot: Snapshot, filters: Filters, measure: str) -> pd.DataFrame:
    """Average a measure by outlet and period: a description, because the events change from period to period.

    Returns
    -------
    DataFrame
        ``measure``, ``outlet``, ``period`` (its first day), ``estimate``, ``n_articles``.
    """
    articles = snapshot.articles(filters)
    dated = articles[articles["published_at"].notna()]
    values = snapshot.table("measures", article_ids=dated["article_id"], where={"measure": [measure]})
    rows = values.dropna(subset=["value"]).merge(dated[["article_id", "outlet", "published_at"]], on="article_id")
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
    condition, parameters = _condition(filters)
    return snapshot.query(
        f"""
        SELECT m.article_id, CAST(a.outlet AS VARCHAR) AS outlet, a.title, m.value
        FROM measures m {_joined(filters)}
        WHERE CAST(m.measure AS VARCHAR) = ? AND m.value IS NOT NULL AND {condition}
        ORDER BY m.value DESC, m.article_id LIMIT {most}
        """,
        [measure, *parameters],
    )


def trained_figures(snapshot: Snapshot, name: str) -> str:
    """Say how well a frame trained on a user's labels did on texts it had not seen; empty for other frames."""
    rows = snapshot.table("trained", where={"name": [name]})
    if rows.empty:
        return ""
    return trained.from_bytes(b64decode(rows["content"].iloc[0])).report.sentence()


def measured(snapshot: Snapshot, prefix: str = "") -> list[str]:
    """List the measures that the store holds and whose names start with a prefix, in alphabetical order.

    Of tone towards a target only the `TOP_TARGETS` that most articles mention are listed: a large corpus names
    thousands, most of them once.
    """
    counted = snapshot.query(
        """
        SELECT CAST(measure AS VARCHAR) AS measure, COUNT(*) AS n FROM measures WHERE value IS NOT NULL GROUP BY 1
        ORDER BY n DESC, 1
        """
    )
    stored = [name for name in counted["measure"] if name.startswith(prefix)]
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
