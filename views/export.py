"""Take everything away, reproducibly: the views chosen as one offline report, every table, one zip."""

import streamlit as st

from analysis import queries
from analysis.presentation import export, prose
from views import cache, page, sections, session, stores, takeaway
from views.wanted import Wanted

FORMS = {"csv": ("CSV", "text/csv"), "parquet": ("Parquet", "application/vnd.apache.parquet")}

filters = session.filters()
counts = cache.overview(filters)
page.opening(
    "How do I export everything?",
    f"The export holds {prose.count(int(counts['n_articles']), 'article')} under the filters in the "
    "sidebar, and says so in its provenance.",
)
page.need(counts["n_articles"] > 0, page.NO_ARTICLES)

st.header("One report to read, print or send", anchor=False)
st.text(
    "One HTML file that needs no network: answers, figures, tables, how each was made, and what it rests on. To make "
    "a PDF, open it and print it."
)
views = st.pills(
    "Views in the report",
    list(sections.VIEWS),
    selection_mode="multi",
    default=sections.DEFAULT_VIEWS,
    key="report_views",
    persist_state="session",
    help="Comparing words takes seconds to minutes where there are many articles.",
)
event = None
if "One event" in views:
    events = cache.events_to_choose(filters)
    labels = dict(zip(events["event"], events["label"], strict=True))
    event = st.selectbox(
        "Event in the report",
        list(labels),
        format_func=lambda key: labels[key],
        index=None,
        placeholder="The event that most of the outlets report",
        key="report_event",
    )
form = st.segmented_control(
    "Tables as",
    list(FORMS),
    format_func=lambda key: FORMS[key][0],
    default=export.FORMATS[0],
    required=True,
    key="report_form",
    persist_state="session",
    help="CSV opens in every spreadsheet and is safe to open there. Parquet keeps types and is smaller, for pandas, "
    "R or DuckDB.",
)
with_text = st.toggle("With the texts of the articles", key="with_text", help="Respect the rights of their publishers.")
wanted = Wanted(stores.snapshot(), filters, page.link(), tuple(views), session.focus(), session.voice(), event,
                str(form or "csv"), bool(with_text))  # fmt: skip
if views:
    st.download_button(
        "Report (HTML)",
        lambda: takeaway.html_report(wanted),
        "parallax_report.html",
        "text/html",
        key="report",
        on_click="ignore",
        icon=":material/description:",
    )
else:
    st.caption("Choose at least one view for the report.")

st.header("Everything in one zip", anchor=False)
st.text(
    "All tables, the report, its figures as pages with their rows, methods.md, and about.json with filters, counts, "
    "what was left out, settings, versions, the hash of the corpus, the time and the link to this view."
)
st.download_button(
    "Everything (zip)",
    lambda: takeaway.everything(wanted),
    "parallax.zip",
    "application/zip",
    key="zip",
    on_click="ignore",
    icon=":material/folder_zip:",
)

st.header("Single tables", anchor=False)
name = str(st.selectbox("Table", queries.export.names(), format_func=takeaway.described, key="table"))
with st.container(horizontal=True):
    st.download_button(
        f"{name}.{wanted.form}",
        lambda: takeaway.table(wanted, name),
        f"{name}.{wanted.form}",
        FORMS[wanted.form][1],
        key="single",
        on_click="ignore",
        icon=":material/download:",
    )
    st.download_button(
        "Provenance",
        lambda: takeaway.about_table(wanted, name),
        f"{name}_about.json",
        "application/json",
        key="single_about",
        on_click="ignore",
        icon=":material/badge:",
        help="What the table rests on: filters, counts, settings, versions, corpus hash, time and link.",
    )
