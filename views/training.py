"""Training a frame on labels of one's own, from the framing view."""

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from analysis import queries
from analysis.queries import DataError
from views import address, page, stores


def panel() -> None:
    """Offer to train a frame; its cross-validated figures are shown, and kept with it."""
    with st.expander("Bring labelled sentences, train your own frame", on_change="rerun", key="train") as box:
        if not box.open:
            return
        st.text(
            "A CSV with the columns label and text (or article_id, with sentence where one sentence is meant), "
            "plus coder and outlet where known. The frame is tested on texts that it has not seen, by outlet where "
            "outlets are given."
        )
        with st.form("train_form", border=False):
            labels = st.file_uploader("Labels", type=["csv", "tsv"], key="labels")
            name = st.text_input("Name of the frame", key="frame_name", max_chars=40)
            go = st.form_submit_button("Train and measure every article", type="primary")
        if go:
            _train(labels, name.strip())
        address.say_notes(page.remark, PLACE)


PLACE = "training"
"""The part of the page that says why labels were refused."""


def _train(labels: UploadedFile | None, name: str) -> None:
    """Train, with a bar; labels that cannot be used become a sentence."""
    bar = st.progress(0.0, "Starting")
    with address.refusal_noted(PLACE, "Nothing was stored: {}."):
        if labels is None or not name:
            raise DataError("choose a file of labels and give the frame a name")
        rows = queries.own_frames.labels_of(labels.getvalue())
        frame = queries.own_frames.train(rows, stores.directory(), name, stores.progress_in(bar.progress))
        st.text(frame.report.sentence())
        page.rows(queries.framing.figures_of(frame))
        st.text("It joins the list of frames above at the next change.")
        return
    bar.empty()
