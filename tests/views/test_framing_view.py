"""The framing view's parts that open on demand: sentences behind a frame, and all frames over time."""

import shutil

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import ROOT


@pytest.fixture
def framing(seed_store, monkeypatch):
    monkeypatch.setenv("PARALLAX_STORE", str(seed_store.directory))
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    app.switch_page("views/framing.py")
    return app


def test_the_sentences_behind_a_frame_are_listed_with_their_outlet(framing):
    framing.run()
    framing.selectbox(key="frame").set_value("frame:resolution")
    framing.session_state["sentences_frame_own:resolution"] = True
    framing.run()
    assert not framing.exception
    assert any("seed words, emphasis" in element.proto.body for element in framing.get("html"))


def test_all_frames_over_time_are_drawn_or_say_why_not(framing):
    framing.session_state["frames_over_time"] = True
    framing.run()
    assert not framing.exception
    charts = len(framing.get("plotly_chart"))
    said = sum("lie in one period" in caption.value for caption in framing.caption)
    assert charts + said >= 6


def test_the_frames_of_another_codebook_are_chosen_and_their_sentences_read(framing):
    framing.run()
    framing.button_group(key="frames_of").set_value("policy").run()
    assert not framing.exception
    assert len(framing.selectbox(key="frame").options) == 14
    framing.selectbox(key="frame").set_value("book:policy/political")
    framing.session_state["sentences_book_own:policy/political"] = True
    framing.run()
    assert not framing.exception
    assert any("seed words, emphasis" in element.proto.body for element in framing.get("html"))


def test_a_storyline_of_summits_shows_the_codebook_of_summits_first(framing, seed_store):
    framing.query_params["storyline"] = seed_store.articles()["storyline"].iloc[0]
    framing.run()
    assert framing.button_group(key="frames_of").value == "summits"
    assert set(framing.selectbox(key="frame").options) >= {"negotiation", "threat"}


def test_a_codebook_of_ones_own_is_brought_and_chosen(framing, seed_store, tmp_path, monkeypatch):
    shutil.copytree(seed_store.directory, tmp_path / "store")
    monkeypatch.setenv("PARALLAX_STORE", str(tmp_path / "store"))
    framing.session_state["bring_codebook"] = True
    framing.run()
    framing.file_uploader(key="codebook_file").upload("mine.csv", b"frame,seed\nmeetings,meet\nmeetings,met\n")
    next(button for button in framing.button if button.label == "Measure every article").click()
    framing.run()
    assert not framing.exception
    framing.button_group(key="frames_of").set_value("mine").run()
    assert not framing.exception
    assert framing.selectbox(key="frame").options == ["meetings"]
