"""Builds that go on whatever becomes of the run of the page that began them: another view, another theme."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from analysis.presentation import prose
from analysis.queries import DataError, corpora
from views import address, stores

if TYPE_CHECKING:
    Made = tuple[corpora.Summary, str]

BUILD = "build"
"""Where a visit keeps the build that it began, until it was said what came of it."""

EVERY_SECONDS = 0.2
NOTHING_KEPT = "Nothing was kept from these files."
STANDS = "The corpus is unchanged; what was measured is kept until these articles are read again."
UNDER_WAY = "Another corpus is being read. Wait until it is ready, or cancel it."


class _CancelledError(BaseException):
    """Ends a build; no error, so that nothing that copes with errors of an article takes it for one."""


class Build:
    """A build in a thread of its own; the visit holds it, and every run of the page can watch and cancel it.

    Parameters
    ----------
    work : callable
        Makes a store while it tells a function how far it is, and gives what came of it with the corpus's name.
    if_cancelled : str
        What is left of it where it is cancelled.
    """

    def __init__(self, work: "Callable[[corpora.Progress], Made]", *, if_cancelled: str) -> None:
        self.if_cancelled = if_cancelled
        self.stage, self.done, self.text = "Starting", 0.0, ""
        self.made: Made | None = None
        self.error: Exception | None = None
        self._cancelled = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(work,), daemon=True)
        self._thread.start()

    def _run(self, work: "Callable[[corpora.Progress], Made]") -> None:
        try:
            self.made = work(self._tell)
        except _CancelledError:
            return
        except Exception as error:  # raised again where the page can show it
            self.error = error

    def _tell(self, stage: str, done: float, text: str) -> None:
        if self._cancelled.is_set():
            raise _CancelledError
        self.stage, self.done, self.text = stage, done, text

    @property
    def is_going(self) -> bool:
        """Return whether it has not ended."""
        return self._thread.is_alive()

    def cancel(self) -> None:
        """End the build at its next step."""
        self._cancelled.set()

    def wait(self, seconds: float) -> None:
        """Wait until it has ended, but not longer than some seconds."""
        self._thread.join(seconds)


def begin(work: "Callable[[corpora.Progress], Made]", *, if_cancelled: str = NOTHING_KEPT) -> None:
    """Begin a build and show how far it is; where this run of the page ends before, the sidebar goes on showing it."""
    if BUILD in st.session_state:
        address.note(UNDER_WAY)
        st.rerun()
    address.forget_notes()
    build = st.session_state[BUILD] = Build(work, if_cancelled=if_cancelled)
    _cancel_button(build, "cancel")
    bar = st.progress(0.0, "Starting")
    while build.is_going:
        _show(build, bar.progress)
        build.wait(EVERY_SECONDS)
    end()


def end() -> None:
    """Say what came of a build of this visit that has ended, and open the corpus; show one that goes on."""
    build = st.session_state.get(BUILD)
    if build is None:
        return
    if build.is_going:
        with st.sidebar:
            _watch()
        return
    del st.session_state[BUILD]
    if isinstance(build.error, DataError):
        address.note(f"This could not be read: {build.error}")
    elif build.error is not None:
        raise build.error
    elif build.made is not None:
        summary, name = build.made
        st.session_state["store_wanted"] = name
        reasons = " Reasons for rejects are in the view Quality." if summary.n_articles and summary.n_rejects else ""
        address.note(
            f"{prose.count(summary.n_articles, 'article')} read, {prose.count(summary.n_rejects, 'reject')}; "
            f"{prose.count(summary.n_events, 'event')}.{reasons}"
        )
    st.rerun()


@st.fragment(run_every=1.0)
def _watch() -> None:
    build = st.session_state.get(BUILD)
    if build is None or not build.is_going:  # it was cancelled, or has ended: the whole page says so
        st.rerun()
    st.caption("A corpus is being read.")
    _show(build, st.empty().progress)
    _cancel_button(build, "cancel_going")


def _show(build: Build, bar: Callable[[float, str], object]) -> None:
    stores.progress_in(bar)(build.stage, build.done, build.text)


def _cancel_button(build: Build, key: str) -> None:
    st.button("Cancel", key=key, on_click=_cancel, icon=":material/cancel:", help=build.if_cancelled)


def _cancel() -> None:
    """Cancel the visit's build: it ends at its next thousand articles."""
    build = st.session_state.pop(BUILD, None)
    if build is not None:
        build.cancel()
        address.note(f"Cancelled. {build.if_cancelled}")
