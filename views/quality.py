"""What was dropped or looks wrong: dates, copies, boilerplate, languages, gaps."""

import streamlit as st

from analysis import queries
from analysis.presentation import prose
from views import cache, page, panels, session

filters = session.filters()
counts = cache.overview(filters)
rejects = cache.rejects()
notes = cache.notes()
page.opening("What was dropped, or looks wrong?", prose.on_quality(counts))
outlets = cache.quality_by_outlet(filters)
st.header("By outlet", anchor=False)
page.rows(outlets)
page.download("By outlet (CSV)", outlets, "quality_by_outlet")
st.header("Where dates come from", anchor=False)
dates = cache.dates_by_origin(filters)
page.rows(dates)
page.download("Dates (CSV)", dates, "dates")
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
with st.expander("Bodies that look cut off", on_change="rerun", key="truncated") as box:
    if box.open:
        cut = cache.truncated(filters)
        page.rows(cut)
        page.download("Cut off (CSV)", cut, "truncated")
st.header("Inputs that are no articles", anchor=False)
if rejects.empty:
    st.caption("Every input became an article.")
else:
    page.rows(rejects)
    page.download("Rejects (CSV)", rejects, "rejects")
st.header("Copies", anchor=False)
panels.copies(filters)
changed = cache.versions(filters)
if len(changed):
    st.header("Articles that changed", anchor=False)
    st.text("Later texts of one address: the one read first counts in comparisons, the others are kept.")
    page.rows(changed.drop(columns=["article_id", "version_of"]))
    page.download("Versions (CSV)", changed, "versions")
    page.rows(cache.changed_sentences(filters))
    page.download("Changed sentences (CSV)", cache.changed_sentences(filters), "changed_sentences")
st.header("How the inputs were read", anchor=False)
if notes.empty:
    st.caption("There was nothing to remark.")
else:
    page.rows(notes)
    page.download("Remarks (CSV)", notes, "notes")
