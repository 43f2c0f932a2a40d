"""Which codebook's frames are shown: those that the store is measured with, and one's own."""

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from analysis import queries
from analysis.queries import DataError
from views import address, page, stores

KEY = "frames_of"

ABOUT = (
    "A codebook lists frames with a definition and seed words, as TOML or as a CSV with the columns frame and seed; "
    "data/frames/README.md describes both. Every article of this corpus is measured with it, and so are those that "
    "later builds add. Emphasis is as good as the seed words: read the sentences before you quote a figure."
)


def chosen(books: dict[str, list[str]]) -> str:
    """Name the codebook that was chosen, else the first."""
    asked = st.query_params.get(KEY) or st.session_state.get(KEY)
    return asked if asked in books else next(iter(books))


def choice(books: dict[str, list[str]]) -> None:
    """Offer the codebooks where there are several; the address holds the choice."""
    if len(books) < 2:
        return
    st.segmented_control(
        "Codebook", list(books), default=chosen(books), required=True, key=KEY, bind="query-params",
        help="For a storyline of summits, one whose articles put negotiation forward, the codebook of summits is shown "
        "first.",
    )  # fmt: skip


def panel() -> None:
    """Offer to bring a codebook of one's own."""
    with st.expander("Bring your own codebook", on_change="rerun", key="bring_codebook") as box:
        if not box.open:
            return
        st.text(ABOUT)
        with st.form("codebook_form", border=False):
            file = st.file_uploader("Codebook", type=["toml", "csv"], key="codebook_file")
            go = st.form_submit_button("Measure every article", type="primary")
        if go:
            _bring(file)
        address.say_notes(page.remark, PLACE)


PLACE = "codebook"
"""The part of the page that says why a codebook was refused."""


def _bring(file: UploadedFile | None) -> None:
    """Measure with it, with a bar; what cannot be used becomes a sentence."""
    bar = st.progress(0.0, "Starting")
    with address.refusal_noted(PLACE, "Nothing was stored: {}."):
        if file is None:
            raise DataError("choose a file")
        tell = stores.progress_in(bar.progress)
        book = queries.own_frames.bring_codebook(file.getvalue(), file.name, stores.directory(), tell)
        st.toast(f"Measured with {page.plain(book)}; choose it above.")
        st.rerun()
    bar.empty()
