"""A box above every view that finds what has a name, reachable by the key "/"."""

from collections.abc import Callable
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from analysis import queries
from views import cache, figures, page, session

LABEL = "Search events, storylines, articles, outlets and speakers"

PLACEHOLDER = "Find events, articles, speakers ( / )"
"""What the empty box says: short enough for a phone."""

SLASH = f"""<script>{{
const page = window.parent === window ? document : window.parent.document;
if (!page.slashFinds) {{
  page.slashFinds = true;
  page.addEventListener("keydown", event => {{
    const at = page.activeElement;
    const writes = at && (at.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(at.tagName));
    if (writes || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "?") {{ page.querySelector(".st-key-shortcuts button")?.click(); return; }}
    if (event.key !== "/") return;
    const box = page.querySelector('input[aria-label="{LABEL}"]');
    if (box) {{ event.preventDefault(); box.focus(); box.select(); }}
  }});
}}
}}</script>"""
"""The one program of the page's own: "/" goes to the box and "?" lists the keys, unless somebody is writing."""

KEYS = {
    "/": "search from every view", "?": "this list",
    "Tab, Shift+Tab": "forwards and backwards through filters, links and buttons",
    "Enter, Space": "follow a link, press a button, open or close a part",
    "Arrow keys, then Shift+Space": "choose a row of a table; what is behind it opens below",
    "Escape": "close a list, a picture or a table", "Backspace": "in the outlets box: remove the last one",
}  # fmt: skip
"""What the keyboard does on every view."""


def box(view: str) -> None:
    """Draw the box, and what it finds; another view or event starts with an empty one."""
    here = (view, session.parameter("event"), session.parameter("article"), session.parameter("storyline"))
    with st.container(horizontal=True, vertical_alignment="center"):
        words = st.text_input(
            LABEL, key=f"find_{here}", label_visibility="collapsed", placeholder=PLACEHOLDER,
            icon=":material/search:",
        )  # fmt: skip
        with st.container(key="shortcuts", width="content"), st.popover("?", help="Keyboard shortcuts"):
            page.text_table(pd.DataFrame({"key": list(KEYS), "does": list(KEYS.values())}))
    st.html(SLASH, unsafe_allow_javascript=True)
    if words and words.strip():
        with st.container(border=True, key="found"):
            _show(words.strip())


def _show(words: str) -> None:
    """List what was found by kind, each with a link, and offer to search the texts."""
    found = cache.named(words)
    if found.empty:
        st.caption("No name here contains these words.")
    for kind, part in found.groupby("kind", sort=False):
        st.html(f'<p class="px-nav">{page.escape(HEADINGS[str(kind)])}</p>')
        for row in session.rows(part):
            OPENERS[str(kind)](row["key"], _label(row) if kind == "article" else row["name"])
    st.page_link(
        "views/overview.py", label=page.plain(f"Search all texts for “{words}”"), icon=":material/manage_search:",
        query_params={**page.kept(), "search": words},
    )  # fmt: skip


def _label(row: session.Row) -> str:
    """Write an article as one finds it: outlet, headline and day; the names of events and storylines hold theirs.

    Examples
    --------
    >>> _label({"outlet": "RT", "name": "Leaders meet", "at": pd.Timestamp("2019-06-30")})
    'RT: Leaders meet · 2019-06-30'
    """
    day = f" · {row['at']:%Y-%m-%d}" if pd.notna(row["at"]) else ""
    return f"{row['outlet']}: {row['name']}{day}"


def _outlet(name: str, label: str) -> None:
    others = {key: value for key, value in page.kept().items() if key not in ("outlet", "focus")}
    st.page_link("views/overview.py", label=page.plain(label), icon=":material/newspaper:",
                 query_params={**others, "outlet": [name]})  # fmt: skip


def _speaker(name: str, label: str) -> None:
    mark = urlencode({"figure": "voices_speakers", "speaker": name})
    st.page_link("views/voices.py", label=page.plain(label), icon=":material/record_voice_over:",
                 query_params={**page.kept(), figures.CHOSEN: mark})  # fmt: skip


HEADINGS = dict(zip(queries.search.KINDS, ("Outlets", "Storylines", "Events", "Speakers", "Headlines"), strict=True))

OPENERS: dict[str, Callable[[str, str], None]] = {
    "outlet": _outlet, "storyline": page.storyline_link, "event": page.event_link, "speaker": _speaker,
    "article": page.article_link,
}  # fmt: skip
"""What opens each kind: a function of its key and a label."""
