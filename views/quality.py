"""What was dropped or looks wrong: dates, copies, boilerplate, languages, gaps."""

import streamlit as st

from analysis import queries
from analysis.presentation import openings, prose
from views import cache, outlets, page, panels, session

MADE_TRUST = (
    "News says on which weekday things happened: 'on Tuesday' means the last few days before publication. Where an "
    "outlet's dates fall on other days than its texts lead one to expect, they are days of a crawl or an update. The "
    "share of dates that are days of publication is estimated from that, and is empty where no text names a weekday."
)
MADE_REMOVED = (
    "What cleaning removed from the bodies, by outlet and rule; each article's page shows its own. A rule that "
    "removes much from one outlet alone deserves a look: it may remove news along with the furniture."
)

filters = session.filters()
counts = cache.overview(filters)
rejects = cache.rejects()
notes = cache.notes()
page.opening("What was dropped, or looks wrong?", openings.on_quality(counts))
if older := cache.older_rules():
    st.info(older)
by_outlet = cache.quality_by_outlet(filters)
st.header("By outlet", anchor=False)
page.rows(by_outlet)
page.download("By outlet (CSV)", by_outlet, "quality_by_outlet")
outlets.panel()
st.header("Where dates come from", anchor=False)
dates = page.by_outlet(cache.dates_by_origin(filters))
page.rows(dates.assign(published_from=dates["published_from"].astype("str").map(prose.DATE_ORIGINS)))
page.download("Dates (CSV)", dates, "dates")
trust = cache.trust_in_dates(filters)
with st.expander("How far can each outlet's dates be trusted?", on_change="rerun", key="trust") as box:
    if box.open:
        st.text(MADE_TRUST)
        page.rows(trust)
        page.download("Trust in dates (CSV)", trust, "trust_in_dates")
crawled = cache.crawl_dates(filters)
if len(crawled):
    st.text("Days on which suspiciously many of an outlet's articles are dated: probably the day of a crawl.")
    page.rows(crawled)
    page.download("Probable crawl dates (CSV)", crawled, "crawl_dates")
st.header("Weeks without any article", anchor=False)
gaps = cache.gaps(filters)
if gaps.empty:
    st.caption("No outlet is silent for more than two weeks between its first and its last article.")
else:
    page.rows(gaps)
    page.download("Gaps (CSV)", gaps, "gaps")
collected = cache.collected(filters)
if len(collected):
    st.header("What could not be collected", anchor=False)
    st.text("Pages that feeds, sitemaps and archives list, and what became of them. A gap here looks like silence.")
    page.rows(queries.collection.by_outlet(collected))
    page.download("Collection by outlet and day (CSV)", collected, "collection")
with st.expander("What did cleaning remove?", on_change="rerun", key="removed_by_rule") as box:
    if box.open:
        st.text(MADE_REMOVED)
        removed = cache.removed_by_rule(filters)
        page.rows(removed)
        page.download("Removed, by outlet and rule (CSV)", removed, "removed_by_rule")
with st.expander("Bodies that look cut off", on_change="rerun", key="truncated") as box:
    if box.open:
        cut = cache.truncated(filters)
        page.rows(cut)
        page.download("Cut off (CSV)", cut, "truncated")
st.header("Inputs that did not become articles", anchor=False)
if rejects.empty:
    st.caption("Every input became an article.")
else:
    page.rows(rejects)
    page.download("Rejects (CSV)", rejects, "rejects")
st.header("Copies", anchor=False)
panels.copies(filters)
st.header("How the inputs were read", anchor=False)
if notes.empty:
    st.caption("There are no remarks.")
else:
    page.rows(notes.rename(columns={"n_inputs": "times"}))
    page.download("Remarks (CSV)", notes, "notes")
