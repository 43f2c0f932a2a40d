"""The store that is open and the filters that are set, the same for every view."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any

import pandas as pd
import streamlit as st

from analysis import memory, pipeline, queries
from analysis.comparison import parts
from analysis.corpus.stores import MANIFEST
from analysis.errors import DataError
from analysis.measures import summary
from analysis.measures.frames.trained import Trained
from analysis.settings import Filters, Settings
from analysis.store import snapshots
from analysis.validation import gates
from views import address

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 1, 1)
"""Days that can be chosen."""

EVERY = "*"
"""How the address says that all outlets are chosen: 300 names would be too long for some browsers."""

MOST_OUTLETS = 8
"""Outlets chosen at first: more than eight lines or rows cannot be told apart at a glance. All can be chosen."""

QUERIES: dict[str, Callable[..., Any]] = {
    "aligned": queries.event.aligned_sentences,
    "article": queries.articles.article,
    "article_measures": queries.articles.measures,
    "articles": queries.articles.listing,
    "attributions": queries.voices.attributions,
    "behind": queries.articles.behind,
    "by_outlet": queries.overview.by_outlet,
    "by_period": queries.overview.by_period,
    "control": queries.words.control,
    "copied": queries.event.copied_passages,
    "copies": queries.quality.copies,
    "coverage": queries.events.coverage,
    "covered": queries.event.coverage_of_storyline,
    "crawl_dates": queries.quality.crawl_dates,
    "cues": queries.voices.cues,
    "dates_by_origin": queries.quality.dates_by_origin,
    "each_article": queries.measures.each_article,
    "estimates": queries.measures.estimates,
    "event_by_outlet": queries.events.event_by_outlet,
    "event_name": queries.events.event_name,
    "events": queries.events.listing,
    "explained": queries.event.explanation,
    "found": queries.articles.search,
    "frame_sentences": queries.framing.sentences,
    "gaps": queries.quality.gaps,
    "highest": queries.measures.highest,
    "keyness": queries.words.keyness,
    "mapped": queries.events.map_of_articles,
    "marks": queries.articles.marks,
    "means": queries.measures.means,
    "measured": queries.measures.names,
    "names_used": queries.event.names_used,
    "notes": queries.quality.notes,
    "over_time": queries.measures.over_time,
    "overview": queries.overview.counts,
    "quality_by_outlet": queries.quality.by_outlet,
    "quotes_of": queries.voices.quotes_of,
    "rejects": queries.quality.rejects,
    "removals": queries.articles.removals,
    "sentences": queries.articles.sentences,
    "sentences_with": queries.words.sentences_with,
    "speakers": queries.voices.speakers,
    "speakers_stand_for": queries.voices.sides,
    "starting_points": queries.presets.starting_points,
    "storyline_name": queries.events.storyline_name,
    "storylines": queries.events.storylines,
    "tone_sentences": queries.measures.tone_sentences,
    "trained_figures": queries.framing.trained_figures,
    "truncated": queries.quality.truncated,
    "voice_shares": queries.voices.shares,
    "words_of_speakers": queries.voices.words_of_speakers,
}
"""What views ask by name, until each asks its own typed function."""

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
    """List the stores that visitors made, by name; one that is called as the first one says that it was brought."""
    folders = [path.parent for path in sorted(made_stores().glob(f"*/{MANIFEST}"))]
    return {f"{path.name} (brought)" if path.name == FIRST else path.name: path for path in folders}


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
    manifest = directory() / MANIFEST
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
    under = () if filters is None else (Filters(**dict(filters)),)
    return QUERIES[question](_snapshot, *under, **dict(arguments))


def sidebar() -> None:
    """Draw the shared filters. They live in the URL, so that a link reopens the same view."""
    with st.sidebar:
        _choose_store()
        if not is_empty():
            _take_filters()
            _choose_outlets()
            _choose_dates()
            _choose_storyline()
            _say_what_is_left()
    corpus = None if chosen_store() == FIRST else chosen_store()
    address.write({**_in_address(), "corpus": corpus}, moved_here=st.session_state.pop("moved", False))


def _in_address() -> dict[str, Any]:
    """Give the filters that differ from what a first visit shows."""
    if is_empty():
        return {}
    held = {name: st.session_state.get(name) for name in address.FILTERS}
    chosen = chosen_outlets()
    usual = set(chosen) == set(outlets()[:MOST_OUTLETS])
    return {**held, "outlet": None if usual else EVERY if set(chosen) == set(outlets()) else chosen}


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
    """Open the corpus that a finished upload or the address asks for, before anything is drawn."""
    wanted = st.session_state.pop("store_wanted", None)
    if wanted:
        st.session_state["corpus"] = wanted
        forget_filters()
        return
    st.session_state["moved"] = address.moved()
    if not st.session_state["moved"]:
        return
    asked_for = (address.said("corpus") or [FIRST])[-1]
    if asked_for not in stores():
        address.note(f"The link asks for the corpus “{asked_for}”, which is not on this machine. “{FIRST}” is open.")
        asked_for = FIRST
    st.session_state["corpus"] = asked_for


def _choose_store() -> None:
    """Offer the stores where there are several; another store starts with fresh filters."""
    names = list(stores())
    st.session_state["corpus"] = chosen_store()
    if len(names) > 1:
        st.selectbox("Corpus", names, key="corpus", persist_state="session", on_change=forget_filters)


def forget_filters() -> None:
    """Drop the choices that belong to the store that was open, and say which."""
    told = {"outlet": "outlets", "from": "first day", "to": "last day", "storyline": "storyline"}
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
        st.session_state["storyline"] = "".join(address.said("storyline")[-1:]) or None
    every = outlets()
    here, strange = address.known(st.session_state.get("outlet", every[:MOST_OUTLETS]), every)
    if strange:
        instead = "left out" if here else "the largest outlets are shown instead"
        address.note(f"Not in this corpus: {', '.join(f'“{name}”' for name in strange[:5])}; {instead}.")
        here = here or every[:MOST_OUTLETS]
    if here != st.session_state.get("outlet"):
        st.session_state["outlet"] = here


def _outlets_asked_for() -> list[str]:
    if "outlet" not in st.query_params:
        return outlets()[:MOST_OUTLETS]
    wanted = address.said("outlet")
    return outlets() if wanted == [EVERY] else [name for name in wanted if name]


def _day_asked_for(name: str) -> date | None:
    wanted = (address.said(name) or [""])[-1]
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
    first, last = st.columns(2)
    for column, label, key in ((first, "From", "from"), (last, "To", "to")):
        st.session_state.setdefault(key, None)
        column.date_input(
            label, key=key, persist_state="session", format="YYYY-MM-DD", min_value=EARLIEST, max_value=LATEST
        )  # fmt: skip


def _choose_storyline() -> None:
    """Offer the storylines; the URL holds the id, not the name, because names change when articles join."""
    lines = asked("storylines", Filters())
    names = dict(zip(lines["storyline"], lines["label"], strict=True))
    sizes = dict(zip(lines["storyline"], lines["n_events"], strict=True))
    held = st.session_state.setdefault("storyline", None)
    if held is not None and held not in names:
        st.session_state["storyline"] = None
        address.note(f"The storyline “{held}” is not in this corpus. All storylines are shown.")
    st.selectbox(
        "Storyline",
        list(names),
        format_func=lambda key: f"{names[key]} ({sizes[key]} events)",
        key="storyline",
        persist_state="session",
        placeholder="All storylines",
        help="Events that belong together over weeks or years. Found by the tool, and exploratory.",
    )


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
