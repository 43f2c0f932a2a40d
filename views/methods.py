"""How each number is made, how well it agrees with human coders, and when not to use it."""

import streamlit as st

from analysis import queries
from analysis.presentation import glossary
from views import cache, page, sections

page.opening(
    "How is each number made, and how far can I trust it?",
    sections.NOBODY_CHECKED,
    with_filters=False,
)
figures = queries.methods.quality_figures()
st.header("How well does it agree with human coders?", anchor=False)
if figures.empty:
    st.caption("Not yet measured on this copy; run python -m analysis check.")
else:
    st.text(
        "What was measured on labelled data when the floors of the gates were pinned; "
        "python -m analysis check measures it anew and fails below a floor."
    )
    page.rows(figures.rename(columns={"n": "labelled items"}))
coded_here = cache.ask(queries.coding.by_measure)
st.header("And with people who coded this corpus?", anchor=False)
if coded_here.empty:
    st.caption(
        "Nobody has coded articles of this corpus yet; “Check this with people” below a comparison draws sheets."
    )
else:
    st.text(sections.BY_OUTLET)
    page.rows(coded_here)
st.header("The measures", anchor=False)
page.text_table(queries.methods.measures())
for heading, text in glossary.METHODS.items():
    with st.expander(heading, expanded=True):
        st.text(text)
st.header("Words used here", anchor=False)
page.text_table(glossary.table())
st.caption(f"{queries.methods.N_MEASURES} measures are declared; those of frames and targets come once for each.")
