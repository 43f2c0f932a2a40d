"""Parallax in the browser: opens the store, draws the shared filters, and runs the chosen view.

Start with: streamlit run dashboard.py
"""

from pathlib import Path

import streamlit as st

from views import address, building, empty, page, search, session, shelf, stores, upload

ICON = Path(__file__).resolve().parent / "views" / "icon.svg"

st.set_page_config(page_title="Parallax", page_icon=str(ICON), layout="wide")

VIEWS = {
    "What happened": [
        st.Page("views/overview.py", title="Overview", icon=":material/dashboard:", default=True, url_path="first"),
        # the first page has no path of its own: these are for those who type the path that the others would suggest
        st.Page("views/overview.py", title="Overview", url_path="overview", visibility="hidden"),
        st.Page("views/overview.py", title="Overview", url_path="start", visibility="hidden"),
        st.Page("views/events.py", title="Events", icon=":material/timeline:"),
        st.Page("views/event.py", title="One event", icon=":material/event:"),
    ],
    "How it is told": [
        st.Page("views/tone.py", title="Tone", icon=":material/contrast:"),
        st.Page("views/framing.py", title="Framing", icon=":material/crop_free:"),
        st.Page("views/voices.py", title="Voices", icon=":material/record_voice_over:"),
        st.Page("views/words.py", title="Words", icon=":material/text_fields:"),
        st.Page("views/changes.py", title="Changes", icon=":material/edit_note:"),
        st.Page("views/article.py", title="Article", visibility="hidden"),
    ],
    "Can I rely on it": [
        st.Page("views/quality.py", title="Quality", icon=":material/rule:"),
        st.Page("views/methods.py", title="Methods", icon=":material/menu_book:"),
        st.Page("views/export.py", title="Export", icon=":material/download:"),
    ],
}

view = st.navigation(VIEWS, position="hidden")
st.set_page_config(page_title=f"{view.title} · Parallax")  # what a browser's tab and its history say
page.looks()
session.arrive(view.url_path)
stores.ensure()
building.end()
places = st.sidebar.container()  # the links carry the filters, so they are drawn after them, and above them
session.sidebar()
with places:
    page.navigation(VIEWS)
if not stores.is_empty():
    shelf.panel(view.url_path)
upload.deletion()
address.say_notes(page.remark)
if stores.is_empty() and view.url_path != "methods":
    empty.show()
else:
    if not stores.is_empty():
        search.box(view.url_path)
    view.run()
stores.settle()
