"""The address of the page and what it asks for: it wins over what a visit remembers, and what is not here is said.

A link says what to look at (corpus, outlets, dates, storyline). Widgets remember it for as long as the visit lasts, so
after a click on a link the two may differ: whatever the address says anew is taken over before anything is drawn.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

FILTERS = ("corpus", "outlet", "from", "to", "storyline")
"""Parameters that all views share."""

SEEN = "address_seen"
"""Where a visit keeps what its address said when filters were last drawn."""

NOTES = "address_notes"
"""Where a visit keeps what could not be followed, and for which address it holds."""

MOST_OUTLETS_IN_LINK = 30
"""Longer lists of outlets stay with the visit: forty links with 300 outlets each would outweigh the page."""


def asked(name: str) -> list[str] | None:
    """Give what the address says anew of a parameter; None where it says nothing, or nothing that is new."""
    if name not in st.query_params:
        return None
    said = st.query_params.get_all(name)
    return said if said != st.session_state.get(SEEN, {}).get(name) else None


def latest(name: str) -> str | None:
    """Give the last value that the address says anew of a parameter."""
    said = asked(name)
    return said[-1] if said else None


def remember() -> None:
    """Note what the address says now, so that the next difference is known to come from a link."""
    st.session_state[SEEN] = {name: st.query_params.get_all(name) for name in FILTERS if name in st.query_params}


def went_back() -> bool:
    """Tell whether the browser's own button led here: what the address lacks is then wanted empty."""
    return bool(getattr(get_script_run_ctx(), "is_history_navigation", False))


def day(text: str) -> date | None:
    """Read a day as an address writes it.

    Examples
    --------
    >>> day("2019-06-30"), day("tomorrow")
    (datetime.date(2019, 6, 30), None)
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def known(wanted: Sequence[str], held: Sequence[str]) -> tuple[list[str], list[str]]:
    """Divide what a link names into what is here and what is not, each once, in the link's order.

    Examples
    --------
    >>> known(["RT", "Nobody", "RT"], ["CNN", "RT"])
    (['RT'], ['Nobody'])
    """
    every, here = list(dict.fromkeys(wanted)), set(held)
    return [name for name in every if name in here], [name for name in every if name not in here]


def note(text: str) -> None:
    """Note a sentence about the link that was followed; it stands above the view until something is chosen."""
    st.session_state.setdefault(NOTES, {"at": None, "texts": []})["texts"].append(text)


def say_notes(show: Callable[[str], Any]) -> None:
    """Show the notes on this address, and forget those on another."""
    notes = st.session_state.get(NOTES)
    if not notes:
        return
    here = sorted((name, tuple(st.query_params.get_all(name))) for name in st.query_params)
    if notes["at"] is None:
        notes["at"] = here
    if notes["at"] != here:
        del st.session_state[NOTES]
        return
    for text in dict.fromkeys(notes["texts"]):
        show(text)


def parameters(chosen: Mapping[str, Any]) -> dict[str, str | list[str]]:
    """Write filters as the parameters of a link, without what is empty.

    Examples
    --------
    >>> parameters({"corpus": "news", "outlet": ["RT", "CNN"], "from": date(2019, 6, 30), "to": None})
    {'corpus': 'news', 'outlet': ['RT', 'CNN'], 'from': '2019-06-30'}
    """
    told: dict[str, str | list[str]] = {}
    for name, value in chosen.items():
        if isinstance(value, list):
            if value and len(value) <= MOST_OUTLETS_IN_LINK:
                told[name] = value
        elif value:
            told[name] = str(value)
    return told
