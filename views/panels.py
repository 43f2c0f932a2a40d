"""Panels that several views share: comparisons, what is behind them, who is quoted, search."""

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analysis import queries
from analysis.presentation import charts, coded, findings, prose
from analysis.queries.methods import Measure
from analysis.settings import Filters
from views import cache, figures, page, session

MADE_VALUES = (
    "{meaning}. Several articles of an outlet in one event are averaged first, copies count once, and each event "
    "counts the same. Interval: Student's t over events, from three events on. Higher: {higher}."
)
MADE_DIFFERENCES = (
    "Paired by event: for each event that both sides report, one side's mean minus the other's; then the mean "
    "over events, with Student's t interval from three events, and p from sign flips from six, corrected over all "
    "contrasts of outlets (q, Benjamini-Hochberg). Grey: the 95th percentile of the same analysis when outlet "
    "labels are permuted within events. The interval does not include the error of the measure itself; see Methods."
)
MADE_PARTS = (
    "The plain difference of two outlets' averages in three parts: framing (the events both report), attention "
    "(how much each reports the shared events) and unshared events, where choice of events and wording "
    "cannot be told apart."
)
MADE_TIME = (
    "Means of each outlet's articles by period. This only describes: events change from period to period, so "
    "a slope may come from the news rather than the outlet."
)


def comparison(
    question: str, estimates: pd.DataFrame, meant: Measure, filters: Filters, *, name: str, head: DeltaGenerator | None
) -> None:
    """Show a measure by outlet, then the differences on shared events, then their three parts.

    The question is the view's own where ``head`` is given (the place of its opening), else a part of it.
    """
    whole = queries.measures.overall(estimates)
    differences = whole[whole["component"] == "difference"]
    answers = queries.coding.answers(whole)
    answer = findings.on_differences(answers, meant.label, session.focus())
    answer = f"{answer} {findings.on_choice(answers)}".strip()
    if head is not None:
        with head:
            page.opening(question, f"{answer} {cache.kinds_of_text(filters)}".strip())
    else:
        st.header(question, anchor=False)
        page.say(answer)
    values = whole[whole["component"] == "value"]
    values = figures.marked(_with_shared(values[values["estimate"].notna()]), "outlet", "measure", "shared")
    if len(values):
        drawn = charts.values_by_outlet(
            values,
            title=f"What is each outlet's {prose.term(meant.label)}?",
            theme=page.theme(),
            keep=findings.beyond_chance(differences),
        )
        made = MADE_VALUES.format(meaning=prose.capitalised(meant.meaning), higher=meant.higher_means)
        figures.show(drawn, values, f"{name}_values", made, filters)
    st.caption(agreement(meant, cache.ask(queries.coding.coded_so_far, meant.name)))
    _differences(differences, queries.coding.side_by_side(whole), meant, filters, name)
    _event_by_event(differences, filters, name)
    _sentences_behind(differences, meant, filters, name)
    if (differences["n_events"] > 0).any():
        _parts(meant, filters, name)


def agreement(meant: Measure, read: "queries.coding.Read | None") -> str:
    """Say how well a measure agrees with people: on labelled texts of others, and, where some were coded, on these."""
    told = coded.on_agreement(meant.label, meant.gates, queries.methods.pinned_figures())
    return told if read is None else coded.on_agreement_here(told, read.accuracy, read.p_accuracy)


def _with_shared(values: pd.DataFrame) -> pd.DataFrame:
    """Say of values whether they are means over shared events, or of all articles."""
    return values.assign(shared=values["reference"].notna().map({True: "True"}))


CORRECTED = ["outlet", "reference", "corrected", "low", "high", "n_coded"]
"""What coded articles make of a difference, as figure and CSV hold it beside the machine's."""


def _differences(
    differences: pd.DataFrame, corrected: pd.DataFrame, meant: Measure, filters: Filters, name: str
) -> None:
    told = differences[differences["verdict"] == "estimate"]  # what only describes is not drawn as a ranking
    if told.empty:
        _say_reasons(differences)
        return
    others = told[told["reference"] == queries.measures.OTHERS]
    pairs = told[told["reference"] != queries.measures.OTHERS]
    shown = others
    if len(pairs) and len(others):
        against = st.segmented_control(
            "Each outlet against",
            ["the others together", "each other"],
            default="the others together",
            required=True,
            key=f"{name}_against",
            persist_state="session",
        )
        shown = pairs if against == "each other" else others
    elif len(pairs):
        shown = pairs
    shown = figures.marked(shown, "outlet", "reference", "measure")
    drawn = charts.differences(
        shown, title=f"On the same events, who is higher in {prose.term(meant.label)}?", theme=page.theme(),
        corrected=corrected,
    )  # fmt: skip
    if corrected["corrected"].notna().any():
        renamed = {"low": "corrected_low", "high": "corrected_high", "n_coded": "corrected_n_coded"}
        beside = corrected[CORRECTED].rename(columns=renamed)
        names = {"outlet": "str", "reference": "str"}
        shown = shown.astype(names).merge(beside, on=list(names), how="left")
    figures.show(drawn, shown, f"{name}_differences", MADE_DIFFERENCES, filters)
    _say_reasons(differences)


def _say_reasons(table: pd.DataFrame) -> None:
    """Say once each why a contrast is not tested, described only or not compared."""
    held_back = table[(table["verdict"] != "estimate") | table["q"].isna()]
    for reason, part in list(held_back.groupby("reason", sort=False, observed=True))[:MAX_REASONS]:
        sides = zip(part["outlet"].astype("str"), part["reference"].astype("str"), strict=True)
        who = prose.joined([f"{one} with {other}" for one, other in sides], 3)
        st.caption(page.plain(f"{who}: {reason}.", 400))


MAX_REASONS = 5
"""Reasons told; the table behind the figure has that of each row."""

MADE_BY_EVENT = (
    "For each event that both sides report, one side's mean minus the other's. One event says little: the figure "
    "above gives the mean of all, its interval and the range of chance. That mean can differ a little from the mean of "
    "these points: there, events of one storyline are averaged first, and reports are compared with reports only."
)
MAX_EVENTS = 40
"""Events drawn one by one, half of them from either end."""


def _event_by_event(differences: pd.DataFrame, filters: Filters, name: str) -> None:
    """Show the differences of one pair on single events, on demand."""
    known = differences[differences["estimate"].notna()]
    pairs = _pairs(known)
    if not pairs:
        return
    with st.expander("On which events do they differ?", on_change="rerun", key=f"{name}_events") as box:
        if not box.open:
            return
        pair = st.selectbox("Sides", pairs, format_func=" − ".join, key=f"{name}_events_of")
        table = figures.by_event(filters, str(known["measure"].iloc[0]), *pair)
        if table.empty:
            st.caption("These two share no event that has a value of this measure.")
            return
        rows = figures.marked(table, "outlet", "reference", "measure", "event")
        if len(rows) > MAX_EVENTS:
            st.caption(
                f"The {MAX_EVENTS} of {len(rows):,} events at either end; the list behind the figure above holds all."
            )
            rows = pd.concat([rows.head(MAX_EVENTS // 2), rows.tail(MAX_EVENTS // 2)], ignore_index=True)
        labels = {event: cache.event_name(event) for event in rows["event"]}
        drawn = charts.differences(
            rows, title=f"{' − '.join(pair)}, event by event", row="event", labels=labels, theme=page.theme()
        )
        figures.show(drawn, rows.assign(label=rows["event"].map(labels)), f"{name}_by_event", MADE_BY_EVENT, filters)


def _pairs(table: pd.DataFrame) -> list[tuple[str, str]]:
    """List the pairs of sides in a table: those of the focus outlet first, else the surest difference."""
    rows = table[[name for name in ("outlet", "reference", "p") if name in table]]
    rows = rows.astype({"outlet": "str", "reference": "str"})
    if "p" in rows and session.focus() is None:
        rows = rows.sort_values("p", kind="stable", na_position="last")
    pairs = list(dict.fromkeys(zip(rows["outlet"], rows["reference"], strict=True)))
    focus, others = session.focus(), queries.measures.OTHERS
    return sorted(pairs, key=lambda pair: (focus not in pair, pair[0] != focus, pair[1] != others))


MADE_BEHIND = (
    "The events that pull the mean difference most in its direction, and of each side the sentences that make its "
    "articles' values high or low there. They show what the difference is made of. They are chosen because they are "
    "extreme, so they are no fair sample of either outlet: open the articles before you quote one."
)
SCORED = ("tone", "share_negative", "title", "target", "frame")
"""Beginnings of the measures whose sentences have a score of their own; of others the sentence is counted as it is."""


def _sentences_behind(differences: pd.DataFrame, meant: Measure, filters: Filters, name: str) -> None:
    """Show, on demand, the events that pull a difference and the sentences of both sides that make it."""
    pairs = _pairs(differences[differences["n_events"] > 0])
    if not pairs:
        return
    with st.expander("Which sentences are behind it?", on_change="rerun", key=f"{name}_behind") as box:
        if not box.open:
            return
        outlet, reference = st.selectbox("Difference", pairs, format_func=" − ".join, key=f"{name}_behind_of")
        of_pair = (differences["outlet"] == outlet) & (differences["reference"] == reference)
        told = float(differences.loc[of_pair, "estimate"].iloc[0])
        rows = cache.of_difference(filters, meant.name, outlet, reference, told=told)
        if rows.empty:
            st.caption("These two share no event that has a value of this measure.")
            return
        st.caption(MADE_BEHIND)
        page.download("These sentences (CSV)", rows, f"{name}_behind")
        for number, (event, part) in enumerate(rows.groupby("event", sort=False)):
            if number:
                st.divider()
            size = prose.signed(part["difference"].iloc[0])
            page.event_link(str(event), f"{size}: {part['label'].iloc[0]}")
            _both_sides(part, outlet, reference, meant.name.startswith(SCORED))


def _both_sides(rows: pd.DataFrame, outlet: str, reference: str, scored: bool) -> None:
    """Put the sentences of two sides in one event beside each other."""
    for column, side, who in zip(st.columns(2, gap="large"), ("target", "reference"), (outlet, reference), strict=True):
        with column:
            st.html(f'<p class="px-label"><b>{page.escape(who)}</b></p>')
            part = rows[rows["side"] == side]
            scores = [f" · {prose.signed(value)}" if scored and pd.notna(value) else "" for value in part["value"]]
            for _, of_article in part.assign(score=scores).groupby("article_id", sort=False):
                page.sentences(of_article, "{outlet}, {day}{score}", link_last=True)


def _parts(meant: Measure, filters: Filters, name: str) -> None:
    with st.expander(
        "Is it how they report, or what they chose to report?", on_change="rerun", key=f"{name}_parts"
    ) as box:
        if not box.open:
            return
        parts = cache.components(filters, meant.name)
        pairs = _pairs(parts)
        pair = st.selectbox("Pair", pairs, format_func=lambda two: f"{two[0]} and {two[1]}", key=f"{name}_pair")
        rows = parts[(parts["outlet"] == pair[0]) & (parts["reference"] == pair[1])]
        apart = rows["component"] == "unshared"
        rows = pd.concat(
            [
                figures.marked(rows[~apart], "outlet", "reference", "measure"),
                figures.marked(rows[apart], "outlet", "measure", shared=False),
            ]
        )
        drawn = charts.differences(
            rows,
            title=f"{pair[0]} minus {pair[1]}: framing, attention, unshared events",
            row="component",
            theme=page.theme(),
        )
        figures.show(drawn, rows, f"{name}_parts", MADE_PARTS, filters)


def over_time(filters: Filters, meant: Measure, measure: str) -> None:
    """Show a measure by period, on demand."""
    with st.expander("How does it change over time?", on_change="rerun", key=f"time_{measure}") as box:
        if not box.open:
            return
        table = cache.over_time(filters, measure=measure)
        if table["period"].nunique() < 2:
            st.caption("All dated articles lie in one period, so there is no change to show.")
            return
        table = figures.in_time(table, "outlet", "measure")
        drawn = charts.over_time(
            table, title=prose.capitalised(f"{meant.label} over time"), unit=meant.unit, theme=page.theme()
        )
        figures.show(drawn, table, "over_time", MADE_TIME, filters)


def frames_over_time(filters: Filters, names: tuple[str, ...]) -> None:
    """Show all frames by period as small multiples, on demand."""
    with st.expander("How do all frames change over time?", on_change="rerun", key="frames_over_time") as box:
        if not box.open:
            return
        places = st.columns(2)
        for number, name in enumerate(names):
            table = cache.over_time(filters, measure=name)
            with places[number % 2]:
                if table["period"].nunique() < 2:
                    st.caption(f"{page.frame_name(name)}: all dated articles lie in one period.")
                    continue
                table = figures.in_time(table, "outlet", "measure")
                drawn = charts.over_time(
                    table,
                    title=prose.capitalised(page.frame_name(name)),
                    unit=queries.methods.meant(name).unit,
                    theme=page.theme(),
                )
                figures.show(drawn, table, f"over_time_{name.partition(':')[2]}", MADE_TIME, filters)


def survives(filters: Filters, measures: tuple[str, ...]) -> None:
    """Show whether a difference of two sides survives other ways of measuring, on demand."""
    with st.expander("Does the difference survive other ways of measuring?", on_change="rerun", key="survives") as box:
        if not box.open:
            return
        outlet = st.selectbox(
            "Outlet, against the others",
            session.focus_first(page.in_order(session.chosen_outlets())),
            key="survives_of",
        )
        table = session.compared(filters, *measures)
        rows = queries.measures.overall(table)
        rows = rows[
            (rows["component"] == "difference")
            & (rows["outlet"] == outlet)
            & (rows["reference"] == queries.measures.OTHERS)
            & rows["estimate"].notna()
        ]
        if rows.empty:
            st.caption("This outlet shares no event with the others here, so there is no difference to test.")
            return
        labels = {name: queries.methods.meant(name).label for name in measures}
        rows = figures.marked(rows, "outlet", "reference", "measure")
        drawn = charts.differences(
            rows,
            title=f"{outlet} against the others, measured in {len(rows)} ways",
            row="measure",
            labels=labels,
            theme=page.theme(),
        )
        figures.show(drawn, rows, "survives", MADE_DIFFERENCES, filters)


def tone_evidence(filters: Filters) -> None:
    """Show an outlet's sentences of lowest and highest tone in its own voice."""
    outlet = st.selectbox(
        "Sentences of",
        page.in_order(session.chosen_outlets()),
        index=None,
        placeholder="Choose an outlet",
        key="evidence_of",
    )
    if outlet is None:
        return
    low, high = st.columns(2, gap="large")
    for column, title, lowest in ((low, "Lowest tone, own voice", True), (high, "Highest tone, own voice", False)):
        with column:
            st.markdown(f"**{title}**")
            table = cache.tone_sentences(filters, outlet=outlet, lowest=lowest)
            page.sentences(table.assign(score=table["tone"].map(prose.signed)), "tone {score}")


def frame_evidence(filters: Filters, measure: str) -> None:
    """List the articles that put a frame forward most."""
    st.header("Which articles put it forward most?", anchor=False)
    table = cache.highest(filters, measure=measure)
    meant = queries.methods.meant(measure)
    st.caption(page.plain(f"In {meant.unit}; higher: {meant.higher_means}.", 400))
    for row in session.rows(table):
        title = page.title_of(row)
        page.article_link(row["article_id"], f"{prose.signed(row['value'], 2)} · {row['outlet']}: {title}")
    if measure.startswith(("frame:", "frame_own:", "book:", "book_own:")):
        _frame_sentences(measure, tuple(table["article_id"]))


def _frame_sentences(measure: str, articles: tuple[str, ...]) -> None:
    """List, on demand, the sentences behind a frame: those of these articles that put it forward most."""
    with st.expander("Which sentences put it forward?", on_change="rerun", key=f"sentences_{measure}") as box:
        if not box.open:
            return
        rows = cache.frame_sentences(measure=measure, articles=articles)
        page.sentences(rows, "{outlet}: {hits} seed words, emphasis {emphasis:.1f}")
        page.download("Sentences (CSV)", rows, "frame_sentences")


MADE_SPEAKERS = (
    "Attributions found by rules (quotation marks, verbs of saying, 'according to'), for each article of "
    "the outlet, so that outlets of different size can be compared. Only attributions that are probable enough count "
    "(setting quoted_from); 'What is left out' in Voices tells how many are not. A speaker is the name the text gives; "
    "'(unnamed sources)' where it gives none."
)


def who_is_quoted(filters: Filters, name: str) -> None:
    """Show the most quoted speakers by outlet, and what they are quoted with."""
    table = cache.speakers(filters)
    if table.empty:
        st.caption("The rules found nobody quoted in these articles.")
        return
    table = figures.marked(table, "speaker", "outlet")
    told = prose.part_of(int(table["n_quotes"].sum()), cache.n_attributions(filters), "attribution")
    note = f"{told}; descriptive only"
    drawn = charts.grid(
        table, row="speaker", title="Who is quoted, and how often?", note=note,
        unit="attributions per article of the outlet", theme=page.theme(),
    )  # fmt: skip
    figures.show(drawn, table, f"{name}_speakers", MADE_SPEAKERS, filters)
    speaker = st.selectbox(
        "What is said by",
        list(dict.fromkeys(table["speaker"])),
        index=None,
        placeholder="Choose a speaker",
        key=f"{name}_speaker",
    )
    if speaker:
        quotes = cache.quotes_of(filters, speaker=speaker)
        if len(quotes) == queries.voices.MAX_QUOTES:
            st.caption(f"The earliest {len(quotes)}; a cell of the figure opens those of one outlet, and the table "
                       "quotes of the view Export holds all.")  # fmt: skip
        page.sentences(quotes, "{outlet}, {day}, {kind}")


def copies(filters: Filters) -> None:
    """List articles that repeat an earlier one."""
    table = cache.copies(filters)
    if table.empty:
        st.caption("No near-duplicates were found among these articles.")
        return
    repeat = "repeats" if len(table) == 1 else "repeat"
    with st.expander(f"{prose.count(len(table), 'article')} {repeat} an earlier one"):
        page.rows(table)


MADE_MAP = (
    "The first two directions of the articles' weighted words: the same articles always give the same map. Two "
    "directions hold a small part of what distinguishes texts: neighbours are worth a look, distances are not to be "
    "measured."
)


def map_of_articles(filters: Filters) -> None:
    """Show articles as points, near each other where their words are alike, on demand."""
    with st.expander("Which articles are alike? A map", on_change="rerun", key="map") as box:
        if not box.open:
            return
        table = cache.map_of_articles(filters)
        if table.empty:
            st.caption("A map needs three articles with text.")
            return
        table = figures.marked(table, "article_id")
        figures.show(charts.map_of_articles(table, theme=page.theme()), table, "map", MADE_MAP, filters)


def search(filters: Filters) -> None:
    """Search headlines and texts under the filters."""
    words = st.text_input(
        "Search headlines and texts",
        key="search",
        bind="query-params",
        persist_state="session",
        placeholder="All words must occur, for example: sanctions summit",
    )
    if not words:
        return
    found = cache.search(filters, words=words)
    st.caption(f"{prose.count(len(found), 'article')}{' or more' if len(found) == 50 else ''}, the latest first")
    for row in session.rows(found.head(20)):
        page.article_link(row["article_id"], f"{row['outlet']}, {page.day_of(row)}: {page.title_of(row)}")
        if row["snippet"]:
            st.html(f'<p class="px-small" dir="auto">{page.escape(row["snippet"])}</p>')


MADE_FRAMES = (
    "Frame emphasis: seed words of the codebook and sentences like them, against the background of other news, in "
    "standard deviations; 0 is what other news has. Means over shared events. It ranks articles better than it "
    "labels them, and it is exploratory: read the sentences."
)


def frames(compared: pd.DataFrame, filters: Filters, names: tuple[str, ...]) -> None:
    """Show every frame by outlet, with intervals where shared events allow them."""
    whole = queries.measures.overall(compared)
    values = whole[(whole["component"] == "value") & whole["estimate"].notna()]
    if values.empty:
        st.caption("No article under these filters is long enough for frames.")
        return
    shared = values[values["reference"].notna()]
    alone = page.in_order(set(values["outlet"]) - set(shared["outlet"])) if len(shared) else []
    values = shared if len(shared) else values
    note = [prose.rests_on(values), "lines: 95% intervals" if values["low"].notna().any() else "no intervals",
            *([f"no shared event: {prose.joined(alone, 6)}"] if alone else [])]  # fmt: skip
    values = figures.marked(_with_shared(values), "outlet", "measure", "shared")
    labels = {name: page.frame_name(name) for name in names}
    drawn = charts.by_row_and_outlet(
        values,
        row="measure",
        title="Which aspects does each outlet put forward?",
        note="; ".join(note),
        unit="standard deviations from other news; higher: put forward more",
        labels=labels,
        keep=findings.beyond_chance(whole[whole["component"] == "difference"]),
        theme=page.theme(),
    )
    figures.show(drawn, values, "frames", MADE_FRAMES, filters)
