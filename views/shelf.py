"""Where to begin and where to come back to: filters at one click, and comparisons that were saved by name."""

from datetime import date
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from analysis.queries import corpora
from analysis.queries.presets import Start
from views import address as notes
from views import cache, page, session, stores


def panel(view: str) -> None:
    """Offer both in the sidebar.

    Parameters
    ----------
    view : str
        Path of the page that is open.
    """
    with st.sidebar:
        starts = {start.name: start for start in cache.starting_points(most=session.MAX_OUTLETS)}
        st.pills(
            "Start with", list(starts), key="start", on_change=_start, args=(starts,),
            help="\n".join(f"- **{start.name}**: {page.plain(start.meaning, 300)}" for start in starts.values()),
        )  # fmt: skip
        _saved(view)


def _start(starts: dict[str, Start]) -> None:
    """Set the filters of a starting point; the button does not stay pressed, because filters may change after it."""
    start = starts.get(str(st.session_state["start"]))
    st.session_state["start"] = None
    if start is None:
        return
    if start.filters.outlets:
        st.session_state["outlet"] = list(start.filters.outlets)
    for key, day in (("from", start.filters.first), ("to", start.filters.last)):
        st.session_state[key] = date.fromisoformat(day) if day else None
    st.session_state["storyline"] = start.filters.storyline


def _saved(view: str) -> None:
    """List the saved comparisons, each with a link and a way to delete it, and offer to save what is open."""
    table = corpora.saved_comparisons(stores.directory())
    if len(table):
        st.html('<p class="px-label">Saved comparisons</p>')
    for row in session.rows(table):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.html(f'<a class="px-link" href="{page.escape(address(row["view"], row["query"]))}">'
                    f"{page.escape(row['name'])}</a>")  # fmt: skip
            with st.popover("Delete", help=f"Delete {page.plain(row['name'])}", type="tertiary"):
                st.text(f"Delete the saved comparison “{row['name']}”? The articles stay.")
                st.button("Delete it", key=f"forget_{row['name']}", on_click=_forget, args=(row["name"],))
    with st.popover("Save this comparison", icon=":material/bookmark_add:"), st.form("save", border=False):
        name = st.text_input("Name", key="save_name", max_chars=corpora.NAME_CHARACTERS)
        st.caption("Keeps the view, the filters and what is chosen, through every rebuild of the corpus.")
        if st.form_submit_button("Save", type="primary"):
            _save(name, view)
        notes.say_notes(page.remark, PLACE)


PLACE = "shelf"
"""The part of the page that says why a comparison was not saved."""


def _save(name: str, view: str) -> None:
    with notes.refusal_noted(PLACE):
        corpora.save_comparison(stores.directory(), name, view, query())
        st.toast("Saved; the link stands in the sidebar.")
        st.rerun()


def _forget(name: str) -> None:
    corpora.forget_comparison(stores.directory(), name)


def query() -> str:
    """Write what the address holds, and the outlets also where they are those that the page chooses by itself."""
    pairs = [(name, value) for name in st.query_params for value in st.query_params.get_all(name)]
    if "outlet" not in st.query_params:
        pairs += [("outlet", outlet) for outlet in session.chosen_outlets()]
    if len(stores.listed()) > 1 and "corpus" not in st.query_params:
        pairs.append(("corpus", stores.chosen()))
    return urlencode(pairs)


def address(view: str, query: str) -> str:
    """Write the address of a saved comparison, relative to any page of this server and to no other.

    Examples
    --------
    >>> address("tone", "outlet=RT"), address("", "outlet=RT"), address("//evil.example/", "x=1")
    ('tone?outlet=RT', './?outlet=RT', 'evilexample?x=1')
    """
    path = "".join(letter for letter in view if letter.isalnum() or letter in "_-")
    return f"{path or './'}?{urlencode(parse_qsl(query))}"
