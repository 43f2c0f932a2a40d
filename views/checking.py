"""Checking a comparison with people: blind sheets out, filled-in sheets in, and what they make of it."""

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from analysis import queries
from analysis.presentation import coded, prose
from analysis.queries import DataError
from analysis.settings import Filters
from views import address, cache, page, stores

WHY = (
    "A measure errs, and not equally for all outlets, so an interval made of its values alone can miss the truth. "
    "Articles that people coded correct it: draw a sheet, let two people code it without knowing the outlets, and "
    "bring the sheets back."
)
ENDINGS = ["csv", "tsv", "xlsx", "jsonl", "json"]


def panel(filters: Filters, measure: str, estimates: pd.DataFrame, *, name: str) -> None:
    """Offer to check a measure with people; where they have coded, say first what came of it."""
    if not queries.coding.can_be_coded(measure):
        return
    st.header("Would people say the same?", anchor=False)
    read = cache.ask(queries.coding.coded_so_far, measure)
    if read is not None:
        _answer(read, estimates)
    with st.expander("Check this with people", on_change="rerun", key=f"{name}_checking") as box:
        if not box.open:
            return
        st.text(WHY)
        draw, bring = st.columns(2)
        with draw:
            _draw(filters, measure, name)
            address.say_notes(page.remark, f"{name}_draw")
        with bring:
            _bring(measure, name)
            address.say_notes(page.remark, f"{name}_bring")


def _answer(read: queries.coding.Read, estimates: pd.DataFrame) -> None:
    page.say(coded.on_coders(*read.agreement))
    page.say(coded.on_accuracy(read.accuracy, read.p_accuracy))
    table = queries.coding.side_by_side(queries.measures.overall(estimates))
    page.say(coded.on_corrected(table))
    page.rows(table)
    with st.expander("How well do the coders agree?"):
        page.rows(read.by_outlet)
        st.text("How well does the measure agree with them?")
        page.rows(read.accuracy)
        if len(read.disagreements):
            st.text(f"{prose.count(len(read.disagreements), 'unit')} to discuss, the largest disagreement first:")
            page.rows(read.disagreements)


def _draw(filters: Filters, measure: str, name: str) -> None:
    st.subheader("1. Draw a sheet", anchor=False)
    n = st.number_input("Articles to code", 1, 5000, queries.drawing.N_UNITS, key=f"{name}_n")
    coders = st.number_input("Coders", 1, 9, queries.drawing.N_CODERS, key=f"{name}_coders")
    if not st.button("Draw the articles", key=f"{name}_draw"):
        return
    with address.refusal_noted(f"{name}_draw", "No sheet was drawn: {}."):
        opened = stores.snapshot()
        drawn = queries.drawing.sheet(opened, filters, measure, n=int(n), n_coders=int(coders))
        queries.drawing.keep(opened, drawn)
        _offer(drawn, name)


def _offer(drawn: queries.drawing.Sheet, name: str) -> None:
    page.say(drawn.sentence)
    st.download_button(
        "Sheets and key (zip)",
        queries.drawing.zipped(drawn),
        f"parallax_{drawn.design.sheet}.zip",
        "application/zip",
        key=f"{name}_zip",
        on_click="ignore",
        icon=":material/download:",
    )
    st.caption(
        "Give coders the contents of for_coders. The key says where the texts come from, so keep it to yourself."
    )


def _bring(measure: str, name: str) -> None:
    st.subheader("2. Bring filled-in sheets", anchor=False)
    with st.form(f"{name}_sheets", border=False, clear_on_submit=True):
        files = st.file_uploader("Sheets of one draw", ENDINGS, accept_multiple_files=True, key=f"{name}_files")
        go = st.form_submit_button("Read the sheets")
    if go:
        with address.refusal_noted(f"{name}_bring", "Nothing was read: {}."):
            _say_what_came(_read(files), measure, name)


def _say_what_came(read: queries.coding.Read, measure: str, name: str) -> None:
    """Redraw the page with the codings, or say that they answer another question."""
    if read.n_gone:
        st.toast(coded.on_gone(read.n_gone))
    read_measure = str(read.codings["measure"].iloc[0])
    if read_measure != measure:
        asked = queries.coding.instrument_of(stores.snapshot(), read_measure).question
        address.note(
            f"The sheet was read. It asks another question: {asked} See the result in Methods, or at that measure.",
            f"{name}_bring",
        )
        return
    st.rerun()


def _read(files: list[UploadedFile]) -> queries.coding.Read:
    if not files:
        raise DataError("choose the sheets that coders filled in")
    if len({file.name for file in files}) < len(files):
        raise DataError("two files have one name; rename one by its coder")
    return queries.coding.read(stores.snapshot(), {file.name: file.getvalue() for file in files})
