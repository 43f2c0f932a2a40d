"""Take everything away, reproducibly: tables, one offline report, one zip."""

import streamlit as st

from analysis.presentation import prose
from views import page, session, takeaway

filters = session.filters()
opened, link = session.snapshot(), page.link()
counts = session.asked("overview", filters)
page.opening(
    "How do I take everything away?",
    f"What you take away holds {prose.count(int(counts['n_articles']), 'article')} under the filters in the "
    "sidebar, and says so in its passport.",
)
page.need(counts["n_articles"] > 0, "No articles under these filters. Choose other outlets, dates or storyline.")

st.subheader("One report to read, print or send", anchor=False)
st.text(
    "One HTML file that needs no network: answers, figures, tables, how each was made. Takes some seconds to write."
)
st.download_button(
    "Report (HTML)",
    lambda: takeaway.html_report(opened, filters, link),
    "parallax_report.html",
    "text/html",
    key="report",
    on_click="ignore",
    icon=":material/description:",
)

st.subheader("Every table in one zip", anchor=False)
st.text(
    "All tables as CSV (UTF-8, safe to open in a spreadsheet), the report, and about.json with filters, settings, "
    "versions and the hash of the corpus."
)
with_text = st.toggle("With the texts of the articles", key="with_text", help="Mind the rights of their publishers.")
st.download_button(
    "Everything (zip)",
    lambda: takeaway.everything(opened, filters, link, with_text=with_text),
    "parallax.zip",
    "application/zip",
    key="zip",
    on_click="ignore",
    icon=":material/folder_zip:",
)

st.subheader("Single tables", anchor=False)
name = st.selectbox("Table", takeaway.names(), format_func=takeaway.described, key="table")
st.download_button(
    f"{name}.csv",
    lambda: takeaway.table(opened, filters, str(name)),
    f"{name}.csv",
    "text/csv",
    key="single",
    on_click="ignore",
    icon=":material/download:",
)
