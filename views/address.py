"""The address of the page and what it asks for: it wins over what a visit remembers, and what is not here is said.

All filters stand in the address, and every link of the page carries them; so what the address lacks is not filtered.
Two things can change filters: a widget (then the address follows) or another address (then the widgets follow).
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TypeAlias

import streamlit as st

Chosen: TypeAlias = str | list[str] | date | None
"""What a filter can hold: one name, several, a day, or nothing."""

FILTERS = ("corpus", "outlet", "from", "to", "storyline", "focus", "voice")
"""Parameters that all views share, and the keys of their widgets."""

LEFT = "address_left"
"""Where a visit keeps address and widgets as the last run left them."""

NOTES = "address_notes"
"""Where a visit keeps what it is told of its last step, and for which view and address that holds."""


def moved() -> bool:
    """Tell whether the visitor came by a link, an address or the browser's own buttons, and not by a widget."""
    left = st.session_state.get(LEFT)
    return left is None or (left["widgets"] == _widgets() and left["address"] != _address())


def _widgets() -> dict[str, Chosen]:
    return {name: st.session_state.get(name) for name in FILTERS}


def _address() -> dict[str, list[str]]:
    return {name: list(dict.fromkeys(said(name))) for name in FILTERS if name in st.query_params}


def said(name: str) -> list[str]:
    """Give all that the address says of a parameter."""
    return st.query_params.get_all(name) if name in st.query_params else []


def write(chosen: Mapping[str, Chosen], *, moved_here: bool) -> None:
    """Write filters into the address, where it says something else, and note how this run leaves both."""
    told = {name: value if isinstance(value, list) else [value] for name, value in parameters(chosen).items()}
    for name in FILTERS:
        if name not in told:
            st.query_params.pop(name, None)
        elif told[name] != said(name):
            st.query_params[name] = told[name]
    if moved_here:
        st.query_params.update()  # a link to the page that is open changes what it shows, and not the browser's address
    st.session_state[LEFT] = {"widgets": _widgets(), "address": _address()}


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
    """Note what came of a link or a click; it stands above the view until the next choice, however often that is drawn.

    Whatever is kept for one run only may never be seen: a page is drawn again for its theme or a late answer.
    """
    notes = st.session_state.get(NOTES)
    if notes is None or notes["at"] is not None:  # those that were shown belong to the step before
        notes = st.session_state[NOTES] = {"at": None, "texts": []}
    notes["texts"].append(text)


def say_notes(show: Callable[[str], object]) -> None:
    """Show the notes on this view and address, and forget those on others."""
    notes = st.session_state.get(NOTES)
    if not notes:
        return
    asked = sorted((name, tuple(st.query_params.get_all(name))) for name in st.query_params)
    here = (st.session_state.get("view"), asked)
    if notes["at"] is None:
        notes["at"] = here
    if notes["at"] != here:
        del st.session_state[NOTES]
        return
    for text in dict.fromkeys(notes["texts"]):
        show(text)


def parameters(chosen: Mapping[str, Chosen]) -> dict[str, str | list[str]]:
    """Write filters as the parameters of a link, without what is empty.

    Examples
    --------
    >>> parameters({"corpus": "news", "outlet": ["RT", "CNN"], "from": date(2019, 6, 30), "to": None})
    {'corpus': 'news', 'outlet': ['RT', 'CNN'], 'from': '2019-06-30'}
    """
    told: dict[str, str | list[str]] = {}
    for name, value in chosen.items():
        if isinstance(value, list):
            told[name] = value or [""]
        elif value:
            told[name] = str(value)
    return told
