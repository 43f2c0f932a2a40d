"""What is in this corpus, how much from whom, and can it be compared?"""

import streamlit as st

from analysis import queries
from analysis.presentation import charts, openings, prose
from views import cache, collect, figures, page, panels, session, upload

MADE_COUNTS = (
    "Articles are counted as they were read. Without copies: near-duplicates and texts of agencies that several "
    "outlets carry count once, with the earliest. Filters apply; undated articles are counted unless a date is "
    "set."
)
MADE_TIME = "Dated articles by outlet and period; the period follows from the length of the corpus."

METRIC_PIXELS = 150
"""Width of a figure with its label, so that five stand in a row of a wide page."""

collect.news()
filters = session.filters()
counts = cache.overview(filters)
is_small = counts["n_shared_events"] <= queries.event.MAX_LOOKED_AT  # of more events, the view Events tells it
doubtful = cache.n_in_doubt(filters) if is_small else (0, 0)
page.opening(
    "What is in this corpus, and can it be compared?",
    openings.on_overview(counts, cache.coverage_by_outlet(filters), session.focus(), doubtful),
)
page.need(counts["n_articles"] > 0, page.NO_ARTICLES)

results = st.container()
counters = st.container(horizontal=True)  # a narrow page breaks it instead of cutting the labels
for label, value, meaning in (
    ("Articles", counts["n_articles"], "articles under the filters"),
    ("Shared events", counts["n_shared_events"], "events that two or more of the chosen outlets report"),
    ("Copies", counts["n_copies"], "articles that repeat an earlier one; comparisons count them once"),
    ("Undated", counts["n_undated"], "articles without a date"),
    (
        "Rejects",
        counts["n_rejects"],
        "inputs of the whole store that did not become articles; see Quality for the reasons",
    ),
):
    counters.metric(label, f"{value:,}", help=meaning, border=True, width=METRIC_PIXELS)

by_outlet = cache.by_outlet(filters)
counted = figures.marked(by_outlet, "outlet")
figures.show(
    charts.articles_by_outlet(counted, theme=page.theme()), counted, "articles_by_outlet", MADE_COUNTS, filters
)
by_period, unit = cache.by_period(filters)
if by_period.empty:
    st.caption("No article under these filters has a date, so nothing can be shown over time.")
else:
    by_period = figures.in_time(by_period, "outlet")
    drawn = charts.articles_over_time(by_period, unit=unit, every=by_outlet["outlet"], theme=page.theme())
    figures.show(drawn, by_period, "articles_over_time", MADE_TIME, filters)

upload.example()
upload.panel()
collect.panel()
st.header("Where to go next", anchor=False)
shared = cache.events(filters, min_outlets=2, most=5)
page.event_links(shared)
for row in session.rows(cache.storylines(filters).head(3)):
    page.storyline_link(row["storyline"], f"Storyline of {prose.count(row['n_events'], 'event')}: {row['label']}")
with results if session.parameter("search") else st.container():  # found texts stand where a link to them opens
    panels.search(filters)
