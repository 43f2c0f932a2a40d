"""What was dropped or looks wrong: dates, copies, boilerplate, languages, gaps."""

import streamlit as st

from analysis.presentation import prose
from views import page, panels, session

filters = session.filters()
counts = session.asked("overview", filters)
rejects = session.asked("rejects", None)
notes = session.asked("notes", None)
page.opening("What was dropped, or looks wrong?", prose.on_quality(counts))
outlets = session.asked("quality_by_outlet", filters)
st.subheader("By outlet", anchor=False)
page.rows(outlets)
page.download("By outlet (CSV)", outlets, "quality_by_outlet")
st.subheader("Where dates come from", anchor=False)
dates = session.asked("dates_by_origin", filters)
page.rows(dates)
page.download("Dates (CSV)", dates, "dates")
st.subheader("Inputs that are no articles", anchor=False)
if rejects.empty:
    st.caption("Every input became an article.")
else:
    page.rows(rejects)
    page.download("Rejects (CSV)", rejects, "rejects")
st.subheader("Copies", anchor=False)
panels.copies(filters)
st.subheader("How the inputs were read", anchor=False)
if notes.empty:
    st.caption("There was nothing to remark.")
else:
    page.rows(notes)
    page.download("Remarks (CSV)", notes, "notes")
