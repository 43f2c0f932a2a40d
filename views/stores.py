"""The stores that a visitor can open, and the snapshot of the one that is open."""

import gc
import os
from collections.abc import Callable
from pathlib import Path
from threading import Lock

import streamlit as st

from analysis.queries import DataError, Snapshot, corpora
from views import USUAL_SEARCHES

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"

FIRST = "main"
"""Name of the store that opens first."""

corpora.start_server()


def directory() -> Path:
    """Name the folder of the store that this visitor looks at."""
    name = chosen()
    return default() if name == FIRST else listed()[name]


def chosen() -> str:
    """Name the store that this visitor looks at."""
    name = str(st.session_state.get("corpus") or FIRST)
    return name if name == FIRST or name in listed() else FIRST


USUAL = ROOT / "data" / "store"


def default() -> Path:
    """Name the folder that opens first: ``PARALLAX_STORE`` (a folder or an address), else ``data/store``."""
    try:
        return corpora.located(os.environ.get("PARALLAX_STORE") or USUAL)
    except DataError as error:
        st.text(str(error))
        st.stop()
        raise


def home() -> Path:
    """Name the folder for what visitors bring: the one that holds the first store, or would where that is shared."""
    return (USUAL if corpora.is_shared(default()) else default()).parent


def folder() -> Path:
    """Name the folder of the stores that visitors bring: ``stores`` beside the first one."""
    return home() / "stores"


def brought() -> dict[str, Path]:
    """List the stores that visitors brought, by name; one that is called as the first one says that it was brought."""
    return {f"{name} (brought)" if name == FIRST else name: path for name, path in corpora.within(folder()).items()}


def listed() -> dict[str, Path]:
    """List all stores that can be chosen, the first one first."""
    return {FIRST: default()} | brought()


@st.cache_resource(show_spinner=False)
def _building() -> Lock:
    """One lock for all visitors of this server, so that a first start builds once."""
    return Lock()


def ensure() -> None:
    """Build the seeds into the store when there is none, showing how far it has come; never into a shared one."""
    if corpora.is_shared(directory()) or corpora.exists(directory()):
        return
    st.title("Parallax")
    st.text("The first start reads the three articles that come with the tool. This takes a few seconds.")
    with st.spinner("Waiting for a build that another visitor started"):
        _building().acquire()
    try:
        if not corpora.exists(directory()):
            build([SEEDS], directory())
    finally:
        _building().release()
    st.rerun()


@st.cache_resource(show_spinner=False)
def settle() -> None:
    """Call `corpora.settle_server` once a server, after its first visit, when all that views need is loaded."""
    gc.set_threshold(*USUAL_SEARCHES)
    corpora.settle_server()


def build(sources: list[Path], target: Path) -> "corpora.Summary":
    """Build a store with a progress bar; input that cannot be read becomes a sentence on the page."""
    bar = st.progress(0.0, "Starting")
    try:
        return corpora.build(sources, target, progress=progress_in(bar.progress))
    except DataError as error:
        bar.empty()
        st.text(f"This could not be read: {error}")
        st.stop()
        raise


def progress_in(bar: Callable[[float, str], object]) -> corpora.Progress:
    """Move a progress bar by what long work says of itself."""

    def tell(stage: str, done: float, text: str) -> None:
        bar(min(max(done, 0.0), 1.0), f"{stage}: {text}" if text else stage)

    return tell


@st.cache_resource(max_entries=4, show_spinner="Opening the store")
def _opened(directory: str, changed_at: int) -> Snapshot:
    """Keep one reader a snapshot for all visitors; a manifest that was replaced makes a new entry."""
    return corpora.open(Path(directory))


def snapshot() -> Snapshot:
    """Open the current snapshot of the chosen store; where that fails, say so and stop the page."""
    try:
        return _opened(str(directory()), corpora.changed_at(directory()))
    except DataError as error:
        st.text(str(error))
        st.stop()
        raise


def is_empty() -> bool:
    """Return whether the open store holds no article."""
    return not snapshot().about["counts"]["articles"]
