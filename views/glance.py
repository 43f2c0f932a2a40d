"""The top of the event page: headlines side by side, who came first; of a storyline what happened and how it moved."""

import html

import pandas as pd
import streamlit as st

from analysis import queries
from analysis.presentation import charts, openings, prose
from analysis.settings import Filters
from views import cache, figures, page, session, whose

MADE_MOVES = (
    "Each symbol is the mean of an outlet's articles on one event of the storyline, hollow where it rests on fewer "
    "than five articles; events stand in the order of their first article. This describes these texts only: events "
    "differ, so a step from one to the next may come from the event rather than the outlet."
)
LINKS = 20
"""Events of a storyline that are listed with a link; the table holds all."""


def headlines(shown: Filters, outlets: list[str]) -> list[str]:
    """Show the headlines of the largest outlets side by side, with day and tone, and give the outlets shown."""
    st.header("What is the headline, and when?", anchor=False)
    rows = session.rows(cache.glance(shown, tuple(session.focus_first(outlets))))
    for column, row in zip(st.columns(max(2, len(rows))), rows, strict=False):
        with column.container(border=True, height="stretch"):
            _headline(row)
    return [row["outlet"] for row in rows]


def _headline(row: session.Row) -> None:
    copied = " · a copy" if row["is_copy"] else ""
    st.html(
        f'<div class="px-card">{page.key_of(row["outlet"])}'
        f'<p class="px-headline" dir="auto">{html.escape(row["label"])}</p>'
        f'<p class="px-small" title="{html.escape(prose.provenance(row))}">{html.escape(page.day_of(row) + copied)}</p>'
        f'<p class="px-small">{html.escape(_tone_in_words(row))}</p></div>'
    )
    page.article_link(row["article_id"], "Read it with its evidence")
    if row["n_more"]:
        st.caption(f"and {prose.count(int(row['n_more']), 'more article')} of {page.plain(row['outlet'])}")


def _tone_in_words(row: session.Row) -> str:
    return tone_of(row["tone_title"], row["tone_own"], has_title=pd.notna(row["title"]))


def tone_of(title: float, own: float, *, has_title: bool = True) -> str:
    """Say how a headline, where there is one, and the outlet's own sentences below it are worded.

    Examples
    --------
    >>> tone_of(-0.42, 0.1)
    'Tone: headline −0.42, own sentences +0.10'
    >>> tone_of(float("nan"), 0.1)
    'Tone: headline without a word of tone, own sentences +0.10'
    >>> tone_of(float("nan"), float("nan"))
    'No word of tone in the headline or the own sentences'
    >>> tone_of(float("nan"), 0.1, has_title=False), tone_of(float("nan"), float("nan"), has_title=False)
    ('Tone: own sentences +0.10; it has no headline', 'No word of tone in the own sentences; it has no headline')
    """
    if not has_title:
        below = "No word of tone in the own sentences" if pd.isna(own) else f"Tone: own sentences {prose.signed(own)}"
        return f"{below}; it has no headline"
    if pd.isna(title) and pd.isna(own):
        return "No word of tone in the headline or the own sentences"
    told = [f"{what} {'without a word of tone' if pd.isna(value) else prose.signed(value)}"
            for what, value in (("headline", title), ("own sentences", own))]  # fmt: skip
    return f"Tone: {', '.join(told)}"


def who_came_first(articles: pd.DataFrame) -> None:
    """Answer who came first, as far as dates tell."""
    if articles["outlet"].nunique() < 2:
        return
    firsts = queries.headlines.firsts(articles)
    st.header("Who came first?", anchor=False)
    st.text(openings.on_first(firsts))
    with st.expander("Each outlet's first article here, as a table"):
        page.rows(firsts)
        page.download("First articles (CSV)", firsts, "firsts")


def what_happened(shown: Filters) -> None:
    """List a storyline's events in time, each with who covered it and a link."""
    st.header("What happened when, and who covered it?", anchor=False)
    events = cache.happened(shown)
    for row in session.rows(events.head(LINKS)):
        page.event_link(row["event"], f"{row['label']}: {row['outlets']}")
    if len(events) > LINKS:
        st.caption(f"The first {LINKS} of {len(events):,} events; the table holds all.")
    with st.expander(f"The {prose.count(len(events), 'event')} as a table"):
        page.rows(events)
        page.download("Events of the storyline (CSV)", events, "storyline_events")


def how_it_moved(shown: Filters, measures: list[str]) -> None:
    """Show how wording or a frame moved from event to event of a storyline."""
    if not measures:
        return
    st.header("How did wording and frames move from event to event?", anchor=False)
    of_voice = whose.TONE[session.voice()]
    measures = sorted(measures, key=lambda name: name != of_voice)  # whose words were chosen above comes first
    chosen = st.selectbox("Measure", measures, format_func=_called, key=f"moved_measure_{of_voice}")
    table = cache.moves(shown, measure=str(chosen or measures[0]))
    if table["event"].nunique() < 2:
        st.caption("This measure has values in fewer than two of these events, so nothing can have moved.")
        return
    table = figures.marked(table, "event", "outlet")
    meant = queries.methods.meant(str(chosen))
    labels = dict(zip(table["event"], table["label"], strict=True))
    drawn = charts.by_row_and_outlet(
        table, row="event", title=f"How did it move from event to event: {meant.label}?",
        note=f"{prose.count(table['event'].nunique(), 'event')} in time; means by outlet; descriptive only",
        unit=f"{meant.label}: {meant.unit}", labels=labels, theme=page.theme(),
    )  # fmt: skip
    figures.show(drawn, table, "storyline_moves", MADE_MOVES, shown)


MADE_WORDING = (
    "Each outlet's own voice in one event after the other: the mean tone of its own sentences, the frame that lies "
    "furthest above its mean over the storyline, and words that it uses here more than in its other events. Names are "
    "left out. This describes and tests nothing."
)


def which_words(shown: Filters) -> None:
    """Show which words and frames distinguish each outlet's account of one event from its accounts of the others."""
    with st.expander(
        "Which words and frames did each outlet take up in each event?", on_change="rerun", key="wording_along"
    ) as box:
        if not box.open:
            return
        table = cache.wording_along(shown)
        st.text(MADE_WORDING)
        page.rows(table.drop(columns="event"))
        page.download("Wording along the storyline (CSV)", table, "wording_along")


def _called(measure: str) -> str:
    """Name a measure as one reads it."""
    return queries.methods.meant(measure).label
