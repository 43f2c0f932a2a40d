"""Training a frame on labels of one's own, from the framing view."""

import streamlit as st

from analysis import queries
from analysis.queries import DataError
from views import page, stores


def panel() -> None:
    """Offer to train a frame; its cross-validated figures are shown, and kept with it."""
    with st.expander("Bring labelled sentences, train your own frame", on_change="rerun", key="train") as box:
        if not box.open:
            return
        st.text(
            "A CSV with the columns label and text (or article_id, with sentence where one sentence is meant), "
            "and if known coder and outlet. The frame is tested on texts that it has not seen, by outlet where "
            "outlets are given."
        )
        with st.form("train_form", border=False):
            labels = st.file_uploader("Labels", type=["csv", "tsv"], key="labels")
            name = st.text_input("Name of the frame", key="frame_name", max_chars=40)
            go = st.form_submit_button("Train and measure every article", type="primary")
        if go:
            page.need(labels is not None and bool(name.strip()), "Choose a file of labels and give the frame a name.")
            assert labels is not None
            _train(labels.getvalue(), name.strip())


def _train(content: bytes, name: str) -> None:
    """Train, with a bar; labels that cannot be used become a sentence."""
    bar = st.progress(0.0, "Starting")
    try:
        frame = queries.own_frames.train(
            queries.own_frames.labels_of(content), stores.directory(), name, stores.moving(bar.progress)
        )
    except DataError as error:
        bar.empty()
        st.text(f"Nothing was stored: {error}")
        return
    st.text(frame.report.sentence())
    page.rows(queries.framing.figures_of(frame))
    st.text("It is in the list of frames above from the next change on.")
