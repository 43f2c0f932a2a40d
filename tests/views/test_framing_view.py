"""The framing view's parts that open on demand: sentences behind a frame, and all frames over time."""

import shutil

import pytest

from analysis import queries
from analysis.presentation import findings
from analysis.settings import Filters
from tests import made_store
from tests.page import dashboard


@pytest.fixture
def framing(seed_store, monkeypatch):
    monkeypatch.setenv("PARALLAX_STORE", str(seed_store.directory))
    app = dashboard()
    app.switch_page("views/framing.py")
    return app


def test_the_sentences_behind_a_frame_are_listed_with_their_outlet(framing):
    framing.run()
    framing.selectbox(key="frame").set_value("frame:resolution")
    framing.session_state["sentences_frame_own:resolution"] = True
    framing.run()
    assert not framing.exception
    assert any("seed words, emphasis" in element.proto.body for element in framing.get("html"))


def test_one_frame_closer_is_the_one_that_the_answer_names_until_another_is_chosen(tmp_path, monkeypatch):
    made = made_store.build(tmp_path / "store")
    monkeypatch.setenv("PARALLAX_STORE", str(made.directory))
    app = dashboard()
    app.switch_page("views/framing.py")
    names = [f"frame:{frame}" for frame in made_store.FRAMES]
    table = queries.measures.estimates(made, Filters(), names, by_event=False, with_parts=False)
    differences = queries.measures.overall(table)
    differences = differences[differences["component"] == "difference"]
    told = {outlet: findings.surest_measure(differences, outlet) for outlet in made_store.OUTLETS}
    focus, named = next(pair for pair in told.items() if pair[1] != names[0])
    app.query_params["focus"] = focus
    assert app.run().selectbox(key="frame").value == named
    other = next(name for name in names if name != named)
    app.selectbox(key="frame").set_value(other).run()
    app.multiselect(key="outlet").set_value([*made_store.OUTLETS[:3], focus]).run()
    assert app.selectbox(key="frame").value == other


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
