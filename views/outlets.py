"""Outlets named and merged after a corpus was built: kept with the corpus, counted everywhere, undone one by one."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from analysis import queries
from views import address, page, session, stores

ABOUT = (
    "Data sets write one outlet in several ways (“The Hill”, “thehill.com”). Choose those that are one and give them "
    "a name: every comparison then counts them as one outlet. The articles stay as they were read, later builds keep "
    "the name, and it can be undone here."
)


def panel() -> None:
    """Offer to name or merge outlets, and list what was named with a button that undoes it."""
    with st.expander("Name or merge outlets", on_change="rerun", key="outlet_names") as box:
        if not box.open:
            return
        st.text(ABOUT)
        chosen = st.multiselect("These outlets", session.outlets(), key="outlets_named", placeholder="Choose outlets")
        name = st.text_input(
            "are counted as", key="outlet_shown_as", max_chars=80, placeholder=chosen[0] if chosen else ""
        )
        if st.button("Count them as one outlet" if len(chosen) > 1 else "Name the outlet", key="do_name",
                     disabled=not chosen or not name.strip()):  # fmt: skip
            _do(lambda: queries.corpora.name_outlets(stores.directory(), chosen, name), "Named. Undo it here.")
        address.say_notes(page.remark, PLACE)
        _log()


PLACE = "outlet_names"
"""The part of the page that says why a name was refused."""


def _log() -> None:
    for row in session.rows(queries.corpora.namings(stores.directory())):
        undo = partial(queries.corpora.undo_naming, stores.directory(), int(row["number"]))
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.text(f"{row['names']} → {row['shown_as']}")
            if st.button("Undo", key=f"undo_naming_{row['number']}", help=f"Undo {page.plain(row['shown_as'])}"):
                _do(undo, "Undone; the outlets are counted as they were read.")


def _do(change: Callable[[], None], told: str) -> None:
    """Change names, say what was done, and forget the outlets that were chosen under their old names."""
    with address.refusal_noted(PLACE):
        with st.spinner("Grouping anew"):
            change()
        st.toast(told)
        for key in ("outlet", "focus"):
            st.session_state.pop(key, None)
            st.query_params.pop(key, None)
        st.rerun()
