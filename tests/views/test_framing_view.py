"""The framing view's parts that open on demand: sentences behind a frame, and all frames over time."""

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
