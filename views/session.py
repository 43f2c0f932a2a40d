"""The store that is open and the filters that are set, the same for every view."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any

import pandas as pd
import streamlit as st

from analysis import dossiers, evidence, listings, memory, pipeline, presets, questions
from analysis.comparison import parts
from analysis.errors import DataError
from analysis.measures import summary
from analysis.measures.frames.trained import Trained
from analysis.settings import Filters, Settings
from analysis.store import manifests, snapshots
from analysis.validation import gates
from views import address

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"

MOST_OUTLETS = 8
"""Outlets chosen at first: more than eight lines or rows cannot be told apart at a glance. All can be chosen."""

ROOMS = (listings, dossiers, evidence, presets, questions)
"""Where the answers come from, in the order of looking."""

CACHED_ANSWERS = 128
"""Tables kept for all visitors together: aggregates of some kilobytes each."""


memory.return_memory()

FIRST = "main"
"""Name of the store that opens first."""


def directory() -> Path:
    """Name the folder of the store that this visitor looks at."""
    name = chosen_store()
    return default_store() if name == FIRST else stores()[name]


def chosen_store() -> str:
    """Name the store that this visitor looks at."""
    name = str(st.session_state.get("corpus") or FIRST)
    return name if name == FIRST or name in stores() else FIRST


def default_store() -> Path:
    """Name the folder that opens first: ``PARALLAX_STORE``, else ``data/store``."""
    return Path(os.environ.get("PARALLAX_STORE") or ROOT / "data" / "store")


def made_stores() -> Path:
    """Name the folder of the stores that visitors make: ``stores`` beside the first one."""
    return default_store().parent / "stores"


def brought_stores() -> dict[str, Path]:
    """List the stores that visitors made, by name."""
    return {path.parent.name: path.parent for path in sorted(made_stores().glob(f"*/{manifests.MANIFEST}"))}


def stores() -> dict[str, Path]:
    """List all stores that can be chosen, the first one first."""
    return {FIRST: default_store()} | brought_stores()


@st.cache_resource(show_spinner=False)
def _building() -> Lock:
    """One lock for all visitors of this server, so that a first start builds once."""
    return Lock()


def ensure_store() -> None:
    """Build the seeds into the store when there is none, showing how far it has come."""
    if snapshots.exists(directory()):
        return
    st.title("Parallax")
    st.text("The first start reads the three articles that come with the tool. This takes a few seconds.")
    with st.spinner("Waiting for a build that another visitor started"):
        _building().acquire()
    try:
        if not snapshots.exists(directory()):
            built_with_bar([SEEDS], directory())
    finally:
        _building().release()
    st.rerun()


@st.cache_resource(show_spinner=False)
def settle() -> None:
    """Call `memory.settle_objects` once a server, after its first visit, when all that views need is loaded."""
    memory.settle_objects()


def built_with_bar(
    sources: list[Path], target: Path, manifest: Path | None = None, settings: Settings | None = None
) -> pipeline.Summary:
    """Build a store with a progress bar; input that cannot be read becomes a sentence on the page."""
    bar = st.progress(0.0, "Starting")

    def tell(stage: str, done: float, text: str) -> None:
        bar.progress(min(max(done, 0.0), 1.0), f"{stage}: {text}" if text else stage)

    try:
        return pipeline.build(sources, target, manifest=manifest, settings=settings, progress=tell)
    except DataError as error:
        bar.empty()
        st.text(f"This could not be read: {error}")
        st.stop()
        raise


@st.cache_resource(max_entries=4, show_spinner="Opening the store")
def _opened(directory: str, changed_at: int) -> snapshots.Snapshot:
    """Keep one reader a snapshot for all visitors; a manifest that was replaced makes a new entry."""
    return snapshots.open(directory)


def snapshot() -> snapshots.Snapshot:
    """Open the current snapshot of the chosen store; where that fails, say so and stop the page."""
    manifest = directory() / manifests.MANIFEST
    try:
        # its time instead of its content: a manifest of 300,000 articles takes 15 ms to read, for every question
        return _opened(str(directory()), manifest.stat().st_mtime_ns if manifest.exists() else 0)
    except DataError as error:
        st.text(str(error))
        st.stop()
        raise


def filters() -> Filters:
    """Read what the visitor chose in the sidebar; stop the page with a sentence where the choice is empty."""
    trouble = _trouble()
    if trouble:
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
    return asked("by_outlet", Filters())["outlet"].tolist()


def asked(question: str, filters: Filters | None, /, **arguments: Any) -> Any:
    """Answer a question of `analysis.listings` or `analysis.questions` from the cache, or ask it now.

    Parameters
    ----------
    question : str
        Name of the function.
    filters : Filters or None
        What to look at; None for a question about one article.
    **arguments
        The function's other arguments: plain values and tuples.
    """
    opened = snapshot()
    return _answered(
        question,
        str(opened.directory),
        opened.number,
        opened.manifest.created_at,
        tuple(filters.as_dict().items()) if filters else None,
        tuple(sorted(arguments.items())),
        opened,
    )


@st.cache_data(max_entries=CACHED_ANSWERS, show_spinner="Counting")
def _answered(
    question: str,
    directory: str,
    number: int,
    created_at: str,
    filters: tuple[tuple[str, Any], ...] | None,
    arguments: tuple[tuple[str, Any], ...],
    _snapshot: snapshots.Snapshot,
) -> Any:
    ask: Callable[..., Any] = next(getattr(room, question) for room in ROOMS if hasattr(room, question))
    under = () if filters is None else (Filters(**dict(filters)),)
    return ask(_snapshot, *under, **dict(arguments))


def sidebar() -> None:
    """Draw the shared filters. They live in the URL, so that a link reopens the same view."""
    with st.sidebar:
        _choose_store()
        if is_empty():
            address.remember()
            return
        everyone = outlets()
        _take_outlets(everyone)
        _take_dates()
        st.multiselect(
            "Outlets",
            everyone,
            default=everyone[:MOST_OUTLETS],
            key="outlet",
            bind="query-params",
            placeholder="Choose outlets",
            help=f"{len(everyone)} outlets in this corpus, the largest first.",
        )
        first, last = st.columns(2)
        for column, label, key in ((first, "From", "from"), (last, "To", "to")):
            column.date_input(
                label,
                value=None,
                key=key,
                bind="query-params",
                format="YYYY-MM-DD",
                min_value=date(1900, 1, 1),
                max_value=date(2100, 1, 1),
            )
        _choose_storyline()
        _say_what_is_left()
    address.remember()


def is_empty() -> bool:
    """Tell whether the open store holds no article."""
    return not snapshot().about["counts"]["articles"]


def choose_picture() -> None:
    """Offer the format of saved pictures, last in the sidebar: it is chosen once."""
    with st.sidebar:
        st.segmented_control(
            "Pictures of figures as",
            ["SVG", "PNG"],
            default="SVG",
            key="picture",
            persist_state="session",
            required=True,
            help="What the camera button above each figure saves.",
        )


def arrive() -> None:
    """Open the corpus that the address asks for, before anything is drawn."""
    wanted = st.session_state.pop("store_wanted", None) or address.latest("corpus")
    if wanted is None or wanted == chosen_store():
        return
    if wanted in stores():
        st.session_state["corpus"] = wanted
        forget_filters()
    else:
        st.query_params.pop("corpus", None)
        address.note(
            f"The link asks for the corpus “{wanted}”, which is not on this machine. This is “{chosen_store()}”."
        )


def _choose_store() -> None:
    """Offer the stores where there are several; another store starts with fresh filters."""
    names = list(stores())
    if len(names) > 1:
        st.selectbox(
            "Corpus", names, key="corpus", persist_state="session", bind="query-params", on_change=forget_filters
        )


def forget_filters() -> None:
    """Drop the choices that belong to the store that was open; what the widgets still hold is replaced, not removed."""
    own = {"outlet": chosen_outlets(), **{name: st.session_state.get(name) for name in ("from", "to", "storyline")}}
    held = {name for name in own if own[name] and name in st.session_state.get(address.SEEN, {})}
    st.session_state["fresh_store"] = True
    st.session_state["from"] = st.session_state["to"] = st.session_state["storyline"] = None
    for name in ("event", "article", "mark", *held):
        if name in st.query_params and address.asked(name) is None:
            del st.query_params[name]
    if held:
        told = {"outlet": "outlets", "from": "first day", "to": "last day", "storyline": "storyline"}
        dropped = ", ".join(told[name] for name in told if name in held)
        address.note(f"Another corpus is open, so the filters of the one before were dropped ({dropped}).")


def _take_outlets(everyone: list[str]) -> None:
    """Choose the outlets that a link names; of those that the store does not hold, say so."""
    fresh = st.session_state.pop("fresh_store", False)
    wanted = address.asked("outlet")
    if wanted is None and not fresh:
        wanted = chosen_outlets()
    if wanted in (None, []) or wanted == [""]:
        if fresh:
            st.session_state["outlet"] = everyone[:MOST_OUTLETS]
        return
    here, strange = address.known(wanted or [], everyone)
    if here != chosen_outlets() or strange:
        st.session_state["outlet"] = here or everyone[:MOST_OUTLETS]
    if strange:
        instead = "They were left out" if here else "The largest are shown instead"
        address.note(f"Not in this corpus: {', '.join(f'“{name}”' for name in strange[:5])}. {instead}.")


def _take_dates() -> None:
    """Set the days that a link names."""
    for key in ("from", "to"):
        said = address.asked(key)
        if said is None:
            continue
        found = address.day(said[-1])
        if found is None:
            address.note(f"“{said[-1]}” is not a day; write it as 2019-06-30. All days are shown.")
            st.query_params.pop(key, None)
        if found != st.session_state.get(key):
            st.session_state[key] = found


def _choose_storyline() -> None:
    """Offer the storylines; the URL holds the id, not the name, because names change when articles join."""
    lines = asked("storylines", Filters())
    names = dict(zip(lines["storyline"], lines["label"], strict=True))
    sizes = dict(zip(lines["storyline"], lines["n_events"], strict=True))
    _take_storyline(names)
    st.selectbox(
        "Storyline",
        list(names),
        format_func=lambda key: f"{names[key]} ({sizes[key]} events)",
        key="storyline",
        persist_state="session",
        placeholder="All storylines",
        help="Events that belong together over weeks or years. Found by the tool, and exploratory.",
    )
    if st.session_state["storyline"]:
        st.query_params["storyline"] = st.session_state["storyline"]
    else:
        st.query_params.pop("storyline", None)


def _take_storyline(names: dict[str, str]) -> None:
    """Choose the storyline that a link names; of one that the store does not hold, say so."""
    wanted = address.latest("storyline")
    if wanted or address.went_back() or "storyline" not in st.session_state:
        st.session_state["storyline"] = wanted or st.query_params.get("storyline")
    held = st.session_state["storyline"]
    if held is not None and held not in names:
        st.session_state["storyline"] = None
        address.note(f"The storyline “{held}” is not in this corpus, or too small to be listed. All are shown.")


def _say_what_is_left() -> None:
    if _trouble():
        return
    chosen = _filters()
    counts = asked("overview", chosen)
    left_out = ""
    if chosen.first or chosen.last:
        undated = asked("overview", Filters(outlets=chosen.outlets, storyline=chosen.storyline))["n_undated"]
        left_out = f" {undated:,} undated left out by the dates." if undated else ""
    st.caption(f"{counts['n_articles']:,} of {counts['n_all']:,} articles.{left_out}")


def parameter(name: str) -> str | None:
    """Read an address parameter of the page: the event or the article of a link."""
    return st.query_params.get(name) or None


def article(article_id: str) -> pd.Series | None:
    """Look up one article's facts and label; nothing where the store does not hold it."""
    found = asked("article", None, article_id=article_id)
    return found.iloc[0] if len(found) else None


def storyline_name(storyline: str | None) -> str:
    """Name a storyline as the sidebar does."""
    return str(asked("storyline_name", None, storyline=storyline))


def event_name(event: str) -> str:
    """Name an event by its label."""
    return str(asked("event_name", None, event=event))


def holds_event(event: str) -> bool:
    """Tell whether the open store holds an event; corrections and rebuilds make new ones."""
    return bool(asked("overview", Filters(event=event))["n_articles"])


def choose_all_outlets() -> None:
    """Choose every outlet of the open store."""
    st.session_state["outlet"] = outlets()


def compared(filters: Filters, *measures: str) -> pd.DataFrame:
    """Compare the outlets on measures; the same rows as on the command line and in the export."""
    return asked("estimates", filters, measures=measures, by_event=False, with_parts=False)


def in_parts(filters: Filters, measure: str) -> pd.DataFrame:
    """Split the plain differences of outlets on a measure into framing, attention and unshared events."""
    found = asked("estimates", filters, measures=(measure,), by_event=False)
    return found[found["component"].isin(parts.PARTS) & found["estimate"].notna()]


def pinned_figures() -> dict[str, dict[str, Any]]:
    """Read what the quality gates measured when their floors were pinned, by figure."""
    return gates.floors()


def quality_figures() -> pd.DataFrame:
    """List what the quality gates measured on labelled data when their floors were pinned."""
    pinned = pinned_figures()
    entries = pinned.values()
    return pd.DataFrame(
        {
            "figure": [name.replace(".", ": ").replace("_", " ") for name in pinned],
            "measured": [entry["value"] for entry in entries],
            "asked for": [entry["must"] for entry in entries],
            "n": [entry["n"] for entry in entries],
            "unit": [entry["unit"] for entry in entries],
        }
    )


def measures_meant() -> pd.DataFrame:
    """List every measure with unit, direction and meaning."""
    meant = summary.MEASURES_MEANT.values()
    return pd.DataFrame(
        {
            "measure": [measure.label for measure in meant],
            "unit": [measure.unit for measure in meant],
            "higher means": [measure.higher_means for measure in meant],
            "how it is made": [measure.meaning for measure in meant],
            "least it rests on": [measure.minimum for measure in meant],
        }
    )


def figures_of(frame: Trained) -> pd.DataFrame:
    """List a trained frame's cross-validated figures by label."""
    return pd.DataFrame([vars(label) for label in frame.report.labels])


def rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Give a table's rows as plain dictionaries."""
    return table.to_dict("records")
