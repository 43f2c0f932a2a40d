"""The store that is open and the filters that are set, the same for every view."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypedDict, cast

import pandas as pd
import streamlit as st

from analysis import queries
from analysis.presentation import prose
from analysis.settings import Filters
from views import address, cache, stores, whose

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 1, 1)
"""Days that can be chosen."""

EVERY = "*"
"""How the address says that all outlets are chosen: 300 names would be too long for some browsers."""

MAX_OUTLETS = 8
"""Outlets chosen at first: more than eight lines or rows cannot be told apart at a glance. All can be chosen."""


def filters() -> Filters:
    """Read what the visitor chose in the sidebar; stop the page with a sentence where the choice is empty."""
    trouble = _trouble()
    if trouble:
        st.title("Nothing to show", anchor=False)
        st.info(trouble)
        st.stop()
    return _filters()


def _trouble() -> str:
    """Say why nothing can be shown under the filters that are chosen; empty where they are in order."""
    if not chosen_outlets():
        return "Choose at least one outlet in the sidebar."
    first, last = st.session_state.get("from"), st.session_state.get("to")
    if first and last and first > last:
        return f"The first day ({first}) lies after the last day ({last}). Choose other dates in the sidebar."
    return ""


def _filters() -> Filters:
    chosen = tuple(chosen_outlets())
    first, last = st.session_state.get("from"), st.session_state.get("to")
    return Filters(
        outlets=() if len(chosen) == len(outlets()) else chosen,
        first=str(first) if first else None,
        last=str(last) if last else None,
        storyline=st.session_state.get("storyline"),
    )


def chosen_outlets() -> list[str]:
    """List the outlets that the visitor chose."""
    return list(st.session_state.get("outlet", ()))


def outlets() -> list[str]:
    """List all outlets of the store, the largest first."""
    return queries.overview.outlets(stores.snapshot())


def voice() -> str:
    """Name whose words answers count: the outlet's own unless others were chosen."""
    return st.session_state.get("voice") or whose.OWN


def focus() -> str | None:
    """Name the outlet that answers are about; none where all are treated alike."""
    return st.session_state.get("focus")


def focus_first(names: Iterable[str]) -> list[str]:
    """Put the outlet that answers are about before the others."""
    return sorted(names, key=lambda name: name != focus())


def sidebar() -> None:
    """Draw the shared filters. They live in the URL, so that a link reopens the same view."""
    with st.sidebar:
        _choose_store()
        if not stores.is_empty():
            _take_filters()
            _choose_outlets()
            _choose_dates()
            _choose_storyline()
            _take_focus()
            _take_voice()
            _say_what_is_left()
    corpus = None if stores.chosen() == stores.FIRST else stores.chosen()
    moved_here = st.session_state.pop("moved", False) and st.session_state.get("stayed", False)
    address.write({**_in_address(), "corpus": corpus}, moved_here=moved_here)


def _in_address() -> dict[str, address.Chosen]:
    """Give the filters that differ from what a first visit shows."""
    if stores.is_empty():
        return {}
    held = {name: st.session_state.get(name) for name in address.FILTERS}
    chosen = chosen_outlets()
    usual = set(chosen) == set(outlets()[:MAX_OUTLETS])
    held["voice"] = held["voice"] if held["voice"] != whose.OWN else None
    return {**held, "outlet": None if usual else EVERY if set(chosen) == set(outlets()) else chosen}


def arrive(view: str) -> None:
    """Open the corpus that a finished upload or the address asks for, before anything is drawn.

    Parameters
    ----------
    view : str
        Path of the view that is open. A link to another view has written the address already; only one within a view
        has not.
    """
    st.session_state["stayed"] = st.session_state.get("view") == view
    st.session_state["view"] = view
    wanted = st.session_state.pop("store_wanted", None)
    if wanted:
        st.session_state["corpus"] = wanted
        forget_filters()
        return
    st.session_state["moved"] = address.moved()
    if not st.session_state["moved"]:
        return
    asked_for = (address.values_of("corpus") or [stores.FIRST])[-1]
    if asked_for not in stores.listed():
        address.note(
            f"The link asks for the corpus “{asked_for}”, which is not on this machine. “{stores.FIRST}” is open."
        )
        asked_for = stores.FIRST
    st.session_state["corpus"] = asked_for


def _choose_store() -> None:
    """Offer the stores where there are several; another store starts with fresh filters."""
    names = list(stores.listed())
    st.session_state["corpus"] = stores.chosen()
    if len(names) > 1:
        st.selectbox("Corpus", names, key="corpus", persist_state="session", on_change=forget_filters)


def forget_filters() -> None:
    """Drop the choices that belong to the store that was open, and say which."""
    told = {"outlet": "outlets", "from": "first day", "to": "last day", "storyline": "storyline", "focus": "focus"}
    dropped = ", ".join(told[name] for name in told if name in st.query_params)
    if dropped:
        address.note(f"Another corpus is open, so the filters of the one before were dropped ({dropped}).")
    for name in told:
        st.session_state.pop(name, None)
    for name in (*told, "event", "article", "sentence", "mark"):
        st.query_params.pop(name, None)


def _take_filters() -> None:
    """Choose what the address asks for, where the visitor came by a link; what is not here is said."""
    if st.session_state.get("moved"):
        st.session_state["outlet"] = _outlets_asked_for()
        st.session_state["from"], st.session_state["to"] = _day_asked_for("from"), _day_asked_for("to")
        st.session_state["storyline"] = "".join(address.values_of("storyline")[-1:]) or None
        st.session_state["focus"] = "".join(address.values_of("focus")[-1:]) or None
        st.session_state["voice"] = "".join(address.values_of("voice")[-1:]) or whose.of_measure(parameter("measure"))
    every = outlets()
    here, strange = address.known(st.session_state.get("outlet", every[:MAX_OUTLETS]), every)
    if strange:
        instead = "left out" if here else "the largest outlets are shown instead"
        address.note(f"Not in this corpus: {', '.join(f'“{name}”' for name in strange[:5])}; {instead}.")
        here = here or every[:MAX_OUTLETS]
    if here != st.session_state.get("outlet"):
        st.session_state["outlet"] = here


def _outlets_asked_for() -> list[str]:
    if "outlet" not in st.query_params:
        return outlets()[:MAX_OUTLETS]
    wanted = address.values_of("outlet")
    return outlets() if wanted == [EVERY] else [name for name in wanted if name]


def _day_asked_for(name: str) -> date | None:
    wanted = (address.values_of(name) or [""])[-1]
    found = address.day(wanted)
    if found and not EARLIEST <= found <= LATEST:
        found = None
    if wanted and found is None:
        address.note(f"“{wanted}” is not a day between {EARLIEST} and {LATEST}, written as 2019-06-30.")
    return found


def _choose_outlets() -> None:
    everyone = outlets()
    st.multiselect(
        "Outlets",
        everyone,
        key="outlet",
        persist_state="session",
        placeholder="Choose outlets",
        help=f"{len(everyone)} outlets in this corpus, the largest first.",
    )


def _choose_dates() -> None:
    for label, key in (("From", "from"), ("To", "to")):  # below each other: side by side only the year could be read
        st.session_state.setdefault(key, None)
        st.date_input(
            label, key=key, persist_state="session", format="YYYY-MM-DD", min_value=EARLIEST, max_value=LATEST
        )


def _choose_storyline() -> None:
    """Offer the storylines; the URL holds the id, not the name, because names change when articles join."""
    lines = cache.storylines(Filters())
    names = dict(zip(lines["storyline"], lines["label"], strict=True))
    sizes = dict(zip(lines["storyline"], lines["n_events"], strict=True))
    held = st.session_state.setdefault("storyline", None)
    if held is not None and held not in names:
        st.session_state["storyline"] = None
        address.note(f"The storyline “{held}” is not in this corpus. All storylines are shown.")
    st.selectbox(
        "Storyline",
        list(names),
        format_func=lambda key: f"{names[key]} ({prose.count(sizes[key], 'event')})",
        key="storyline",
        persist_state="session",
        placeholder="All storylines",
        help="Events that belong together over weeks or years. Found by the tool, and exploratory.",
    )


def _take_focus() -> None:
    """Drop the outlet that answers are about where it is not among those chosen, and say so of a link."""
    held = st.session_state.setdefault("focus", None)
    if held is None or held in chosen_outlets():
        return
    st.session_state["focus"] = None
    if st.session_state.get("moved"):
        address.note(f"The link is about “{held}”, which is not among the chosen outlets. All are treated alike.")


def _take_voice() -> None:
    """Count the outlets' own words where the address names no voice that is known."""
    held = st.session_state.setdefault("voice", whose.OWN)
    if held not in whose.NAMES:
        st.session_state["voice"] = whose.OWN
        address.note(f"“{held}” is none of {', '.join(whose.NAMES)}: the outlets' own words are counted.")


def _say_what_is_left() -> None:
    if _trouble():
        return
    chosen = _filters()
    counts = cache.overview(chosen)
    left_out = ""
    if chosen.first or chosen.last:
        undated = cache.overview(Filters(outlets=chosen.outlets, storyline=chosen.storyline))["n_undated"]
        left_out = f" {undated:,} undated excluded by the dates." if undated else ""
    st.caption(f"{counts['n_articles']:,} of {counts['n_all']:,} articles.{left_out}")


def follow(key: str, found: str, options: Sequence[str]) -> None:
    """Let a widget show what the answer above it names, until the visitor or a link chooses something else.

    Parameters
    ----------
    key : str
        Of the widget, and of the address parameter that it is bound to.
    found : str
        What the answer names under the filters that are set.
    options : sequence of str
        What can be chosen.
    """
    held = st.session_state.get(key) or parameter(key)
    if held not in options or held == st.session_state.get(f"{key}_followed"):
        st.session_state[key] = found
    st.session_state[f"{key}_followed"] = found


def parameter(name: str) -> str | None:
    """Read an address parameter of the page: the event or the article of a link."""
    return st.query_params.get(name) or None


def article(article_id: str) -> pd.Series | None:
    """Look up one article's facts and label; nothing where the store does not hold it."""
    facts = cache.article(article_id)
    return facts.iloc[0] if len(facts) else None


def holds_event(event: str) -> bool:
    """Return whether the open store holds an event; corrections and rebuilds make new ones."""
    return bool(cache.overview(Filters(event=event))["n_articles"])


def show_all() -> None:
    """Drop every filter."""
    choose_all_outlets()
    st.session_state["from"] = st.session_state["to"] = st.session_state["storyline"] = None


def choose_all_outlets() -> None:
    """Choose every outlet of the open store."""
    st.session_state["outlet"] = outlets()


def compared(filters: Filters, *measures: str) -> pd.DataFrame:
    """Compare the outlets on measures; the same rows as on the command line and in the export."""
    return cache.estimates(filters, measures=measures, by_event=False, with_parts=False)


class Row(TypedDict, total=False):
    """Name the columns that views read from rows of tables, with what stands in them."""

    article_id: str
    outlet: str
    title: str | None
    label: str
    published_at: pd.Timestamp
    n_words: int
    is_copy: bool
    value: float
    snippet: str
    tone_title: float
    tone_own: float
    n_more: int
    first_at: pd.Timestamp
    last_at: pd.Timestamp
    n_neighbours: int
    event: str
    storyline: str
    n_events: int
    n_outlets: int
    outlets: str
    estimate: float
    sentence: int
    text: str
    url: str | None
    voice: str
    tone: float
    rule: str
    title_before: str | None
    title_after: str | None
    text_before: str
    seen_at: pd.Timestamp
    changed: float
    correction: int
    action: str
    articles: str
    goal: str
    note: str | None
    made_at: pd.Timestamp
    number: int
    names: str
    shown_as: str
    name: str
    key: str
    at: pd.Timestamp
    view: str
    query: str
    fate: str
    share: float


def rows(table: pd.DataFrame) -> list[Row]:
    """Give a table's rows as plain dictionaries."""
    return cast(list[Row], table.to_dict("records"))
