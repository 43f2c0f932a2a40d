"""Collecting articles of outlets: what would be fetched, a run that can be watched, cancelled and resumed, a corpus."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analysis import queries
from analysis.presentation import prose
from analysis.queries import DataError, corpora
from views import address, building, cache, page, stores, upload

if TYPE_CHECKING:
    from analysis.queries.collecting import BackgroundRun, Plan, Wanted

ABOUT = (
    "Fetches what outlets list in their feeds and news sitemaps, usually the last few days. It obeys robots.txt, "
    "asks a site at most once in five seconds, bypasses no paywall, login or block, and identifies itself to every "
    "site. For older articles, other feeds or a daily run, use the command line: see docs/collecting.md."
)
NEW = "A new collection"
PLAN = "collect_plan"
"""Where a visit keeps the plan that was made last: the collection's name, what is wanted, and the plan."""

PLACE = "collect"
"""The part of the page that says why something cannot be collected."""

MAX_PAGES = 10_000
USUAL_PAGES = 200
"""Pages of one run: five seconds a page and site make an evening's work of more."""

EVERY_SECONDS = 1.0
"""How often a run that goes on is looked at."""


def folder() -> Path:
    """Name the folder of what was collected: ``collected`` beside the first store."""
    return stores.home() / "collected"


@st.cache_resource(show_spinner=False)
def _runs() -> dict[Path, "BackgroundRun"]:
    """Keep the runs of this server, by folder: they go on when a visitor leaves."""
    return {}


def _run(place: Path) -> "BackgroundRun | None":
    return _runs().get(place.resolve())


def panel() -> None:
    """Offer to collect articles of outlets, and show what was collected."""
    with st.expander(
        "Collect articles from outlets", icon=":material/travel_explore:", on_change="rerun", key="collect"
    ) as box:
        if not box.open:
            return
        st.text(ABOUT)
        seen = queries.collecting.seen(folder())
        chosen = st.selectbox("Collection", [NEW, *seen], key="collection") if seen else NEW
        if chosen in seen:
            _collection(chosen, seen[chosen])
        else:
            _new()


def _new() -> None:
    """Ask what to collect, and say what would be fetched before anything is."""
    known = queries.collecting.outlets()
    with st.form("collecting", border=False):
        name = st.text_input("Name of the collection", key="collect_name", max_chars=upload.NAME_CHARACTERS)
        names = st.multiselect(
            "Outlets to ask", list(known), key="collect_outlets", placeholder="Choose outlets",
            format_func=lambda outlet: outlet if known[outlet] else f"{outlet} (no known feed; robots.txt is checked)",
            help="Outlets in the register. Feeds of others can be given on the command line.",
        )  # fmt: skip
        left, right = st.columns(2)
        first = left.date_input("Published from", None, format="YYYY-MM-DD", key="collect_from")
        last = right.date_input("Published up to", None, format="YYYY-MM-DD", key="collect_to")
        words = st.text_input(
            "Words that must all appear in the headline or the address (optional)",
            key="collect_words",
            help="Nothing else is known about a page before it is fetched.",
        )
        most = st.number_input("Pages at most", 1, MAX_PAGES, USUAL_PAGES, key="collect_most")
        contact = st.text_input(
            "How sites can reach you", key="collect_contact", placeholder="name@example.org",
            help="Every site that is contacted sees it. It is kept on this machine with the collection.",
        )  # fmt: skip
        if st.form_submit_button("See what would be fetched", type="primary"):
            _plan(name, tuple(names), words, (_day(first), _day(last)), int(most), contact)
    address.say_notes(page.remark, PLACE)
    if PLAN in st.session_state:
        _planned(*st.session_state[PLAN])


def _day(chosen: date | None) -> str:
    return chosen.isoformat() if isinstance(chosen, date) else ""


def _plan(name: str, names: tuple[str, ...], words: str, days: tuple[str, str], most: int, contact: str) -> None:
    """Make a plan and keep it for this visit; what cannot be planned is a sentence."""
    st.session_state.pop(PLAN, None)
    called = upload.NAME.sub("", name).strip()
    bar = st.progress(0.0, "Asking for robots.txt and feeds")
    with address.refusal_noted(PLACE, "This cannot be collected: {}."):
        if not called:
            raise DataError("give the collection a name of letters and digits")
        if (stores.folder() / called).exists() or called in queries.collecting.seen(folder()):
            raise DataError("a corpus or a collection of this name exists; choose another name")
        wanted = queries.collecting.wanted_of(names, words, *days, most, contact)
        planned = queries.collecting.planned(wanted, folder() / called, _progress_in(bar))
        st.session_state[PLAN] = (called, wanted, planned)
    bar.empty()


def _planned(name: str, wanted: "Wanted", plan: "Plan") -> None:
    """Show a plan, and offer to carry it out."""
    st.subheader("What would be fetched", anchor=False)
    for sentence in plan.sentences:
        st.text(sentence)
    if len(plan.by_outlet):
        page.rows(plan.by_outlet)
    st.button("Collect", key="collect_go", type="primary", on_click=_begin, args=(name, wanted))


def _begin(name: str, wanted: "Wanted") -> None:
    """Start a run and show it."""
    place = folder() / name
    queries.collecting.remember(wanted, place)
    _runs()[place.resolve()] = queries.collecting.BackgroundRun(wanted, place)
    st.session_state.pop(PLAN, None)
    st.session_state["collection"] = name


def _collection(name: str, place: Path) -> None:
    """Show a collection: its run while it goes on, else what it holds and what can be done with it."""
    run = _run(place)
    if run is not None and run.is_going:
        _watch(name)
        return
    for sentence in run.outcome if run is not None else []:
        st.text(sentence)
    _by_outlet(place)
    unfinished = queries.collecting.is_unfinished(place)
    with st.container(horizontal=True):
        st.button("Go on" if unfinished else "Collect what is new", key="collect_again", on_click=_again, args=(place,))
        n = queries.collecting.n_fetched(place)
        if n:
            go = st.button(f"Read {prose.count(n, 'page')} into a corpus", key="collect_build", type="primary")
    if n and go:
        _build(name, place)


@st.fragment(run_every=EVERY_SECONDS)
def _watch(name: str) -> None:
    """Show how far a run is, by outlet, until it has ended."""
    place = folder() / name
    run = _run(place)
    if run is None or not run.is_going:
        st.rerun()
        return
    _progress_in(st.empty())(run.stage.capitalize(), run.done, run.text)
    _by_outlet(place)
    st.button("Cancel", key="collect_cancel", on_click=run.stop, icon=":material/cancel:",
              help="What was fetched is kept, and the collection can be continued later.")  # fmt: skip


def _progress_in(bar: DeltaGenerator) -> Callable[[str, float, str], None]:
    """Move a progress bar; its words hold addresses, which are not to become links."""
    return stores.progress_in(lambda done, text: bar.progress(done, page.plain(text)))


def _by_outlet(place: Path) -> None:
    """Show what became of the pages that were listed, by outlet."""
    table = queries.collection.by_outlet(queries.collection.of_folder(place))
    if len(table):
        empty = [column for column in table.columns[3:] if not table[column].any()]
        page.rows(table.drop(columns=empty))


def _again(place: Path) -> None:
    """Go on with a collection, or bring what is new."""
    try:
        _runs()[place.resolve()] = queries.collecting.BackgroundRun(queries.collecting.remembered(place), place)
    except DataError as error:
        address.note(str(error))


def _build(name: str, place: Path) -> None:
    """Read a collection into its corpus, which is made where there is none, and open it."""
    target = stores.folder() / name
    if target.exists():
        shown = next(shown for shown, path in stores.brought().items() if path == target)
        building.begin(partial(_added, [place], target, shown), if_cancelled=building.STANDS)
    else:
        building.begin(partial(upload.new_corpus, [place], target))


def _added(sources: list[Path], directory: Path, name: str, tell: corpora.Progress) -> "tuple[corpora.Summary, str]":
    return corpora.build(sources, directory, progress=tell), name


@st.cache_data(max_entries=100, show_spinner=False)
def _n_fetched(place: Path, size: int) -> int:
    return queries.collecting.n_fetched(place)


def news() -> None:
    """Say when pages were collected that the open corpus has not read, and offer to read them."""
    held = cache.read_before()
    come = queries.collecting.arrived_since(held, lambda place: _n_fetched(place, queries.collecting.size(place)))
    if not come:
        return
    n_new = sum(come.values())
    verb = "has" if n_new == 1 else "have"
    st.info(f"{prose.count(n_new, 'new page')} from the outlets {verb} arrived since this corpus was read.")
    if st.button("Read what is new", key="read_news", icon=":material/download:"):
        building.begin(partial(_added, list(come), stores.directory(), stores.chosen()), if_cancelled=building.STANDS)
