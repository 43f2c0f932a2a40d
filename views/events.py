"""Which events and storylines did two or more outlets cover, who led, who skipped?"""

import streamlit as st

from analysis.presentation import charts, openings, prose
from views import cache, figures, page, panels, session

MADE = (
    "Events are articles of similar words, names and numbers a few days apart at most, found by a calibrated "
    "model and grouped by average linkage. Storylines chain events over weeks or years and are exploratory. A gap "
    "means that this corpus holds no article, not that the outlet kept silent."
)
LINKS = 15

filters = session.filters()
shared = cache.events(filters, min_outlets=2)
lines = cache.storylines(filters)
counts = cache.overview(filters)
n_shared = int(counts["n_shared_events"])
answer = openings.on_events(
    n_shared, len(lines), cache.coverage_by_outlet(filters), session.focus(), cache.n_in_doubt(filters)
)
page.opening("Which events did two or more outlets cover, who led, who skipped?", answer)
events = shared if len(shared) else cache.events(filters)
page.need(len(events) > 0, "No event under these filters. Choose other outlets, dates or storyline.")
table = cache.coverage(filters)
if len(table) and table["first_at"].notna().any():
    table = figures.marked(table, "event", "outlet")
    figures.show(
        charts.storyline(
            table,
            title="Who reported which event, and when?",
            n_events=int(counts["n_events"]),
            theme=page.theme(),
        ),
        table,
        "coverage",
        MADE,
        filters,
    )

left, right = st.columns(2, gap="large")
with left:
    st.header("Events", anchor=False)
    page.event_links(events.head(LINKS))
with right:
    st.header("Storylines (exploratory)", anchor=False)
    for row in session.rows(lines.head(LINKS)):
        size = f"{prose.count(row['n_outlets'], 'outlet')}, {prose.count(row['n_events'], 'event')}"
        page.storyline_link(row["storyline"], f"{size}: {row['label']}")
    if lines.empty:
        st.caption("No storyline of two or more events under these filters.")
n_all = n_shared if len(shared) else int(counts["n_events"])
listed = "All" if len(events) == n_all else f"The first {len(events):,} of"
with st.expander(f"{listed} {n_all:,} {'shared ' if len(shared) else ''}events as a table"):
    page.rows(events)
panels.map_of_articles(filters)
