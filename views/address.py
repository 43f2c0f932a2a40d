"""The address of the page and what it asks for: it wins over what a visit remembers, and what is not here is said.

All filters stand in the address, and every link of the page carries them; so what the address lacks is not filtered.
Two things can change filters: a widget (then the address follows) or another address (then the widgets follow).
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TypeAlias

import streamlit as st

from analysis.presentation import prose
from analysis.queries import DataError

Chosen: TypeAlias = str | list[str] | date | None
"""What a filter can hold: one name, several, a day, or nothing."""

FILTERS = ("corpus", "outlet", "from", "to", "storyline", "focus", "voice")
"""Parameters that all views share, and the keys of their widgets."""

LOOKED_AT = ("event", "article")
"""Parameters that say what a view looks at closely."""

LEFT = "address_left"
"""Where a visit keeps address and widgets as the last run left them."""

NOTES = "address_notes"
"""Where a visit keeps what it is told of its last step, and for which view and address that holds."""


LATE_SECONDS = 1.5
"""How long a browser may take to learn of an address that was written: what it asks until then names the one before."""


def moved() -> bool:
    """Return whether the visitor came by a link, an address or the browser's own buttons, and not by a widget."""
    left, asked = st.session_state.get(LEFT), _address()
    if left is None:
        return True
    if left["widgets"] != _widgets():
        return False
    if left["address"] == asked:
        left["before"] = None  # the browser knows the address: the one before would be asked for by its button
        return False
    is_late = left["before"] == asked and time.monotonic() - left["at"] < LATE_SECONDS
    return not is_late


def _widgets() -> dict[str, Chosen]:
    return {name: st.session_state.get(name) for name in FILTERS}


def _address() -> dict[str, list[str]]:
    return {name: list(dict.fromkeys(values_of(name))) for name in (*FILTERS, *LOOKED_AT) if name in st.query_params}


def values_of(name: str) -> list[str]:
    """Give all that the address says of a parameter."""
    return st.query_params.get_all(name) if name in st.query_params else []


def write(chosen: Mapping[str, Chosen], *, moved_here: bool) -> None:
    """Write filters into the address, where it says something else, and note how this run leaves both."""
    told = {name: value if isinstance(value, list) else [value] for name, value in parameters(chosen).items()}
    before, left = _address(), st.session_state.get(LEFT) or {"before": None, "at": 0.0}
    for name in FILTERS:
        if name not in told:
            st.query_params.pop(name, None)
        elif told[name] != values_of(name):
            st.query_params[name] = told[name]
    if moved_here:
        st.query_params.update()  # a link to the page that is open changes what it shows, and not the browser's address
    now = {"widgets": _widgets(), "address": _address()}
    if before != now["address"]:
        left = {"before": before, "at": time.monotonic()}
    st.session_state[LEFT] = {**left, **now}


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


def note(text: str, place: str = "") -> None:
    """Note what came of a link or a click; it stands until the next choice, however often the view is drawn.

    Whatever is kept for one run only may never be seen: a page is drawn again for its theme or a late answer.

    Parameters
    ----------
    text : str
        What is said.
    place : str
        The part of the page that says it, where a click was refused that nobody would look for above the view.
    """
    notes = st.session_state.get(NOTES)
    if notes is None or notes["at"] is not None:  # those that were shown belong to the step before
        notes = st.session_state[NOTES] = {"at": None, "texts": []}
    notes["texts"].append((place, text))


def forget_notes() -> None:
    """Forget what came of the step before: another one begins."""
    st.session_state.pop(NOTES, None)


@contextmanager
def refusal_noted(place: str, sentence: str = "{}") -> Iterator[None]:
    """Note why a click is refused, until the next choice: a `DataError` ends the block, and the page goes on after it.

    Parameters
    ----------
    place : str
        The part of the page that shows the note, with `say_notes`.
    sentence : str
        The sentence into which the error is written.
    """
    forget_notes()
    try:
        yield
    except DataError as error:
        said = prose.capitalised(sentence.format(error))
        note(said if said.endswith(".") else f"{said}.", place)


def say_notes(show: Callable[[str], object], place: str = "") -> None:
    """Show the notes on this view and address that belong to a place, and forget those on other views."""
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
    for text in dict.fromkeys(text for where, text in notes["texts"] if where == place):
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
