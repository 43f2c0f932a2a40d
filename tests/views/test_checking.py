"""Checking with people on the page: sheets are drawn, read back, and the corrected figure is said."""

import pytest
from streamlit.testing.v1 import AppTest

from analysis.queries import coding, drawing
from analysis.settings import Filters
from analysis.store import snapshots
from tests import made_store
from tests.conftest import ROOT
from tests.queries.test_coding import coded

MEASURE = "tone_own"


@pytest.fixture
def page(tmp_path, monkeypatch):
    made_store.build(tmp_path / "store", n_events=40)
    monkeypatch.setenv("PARALLAX_STORE", str(tmp_path / "store"))
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    return app, snapshots.open(tmp_path / "store")


def words_of(app):
    return " ".join([*(text.value for text in app.text), *(block.body for block in app.get("html"))])


def test_a_sheet_is_drawn_on_the_tone_view(page):
    app, _ = page
    app.switch_page("views/tone.py").run()
    assert not app.exception
    app.session_state["tone_checking"] = True
    app.run()
    app.button(key="tone_draw").click().run()
    assert not app.exception
    assert "comparable articles were drawn" in words_of(app)


def test_what_people_coded_is_said_beside_the_machines_figure(page):
    app, opened = page
    sheet = drawing.sheet(opened, Filters(), MEASURE, n=200)
    drawing.keep(opened, sheet)
    app.switch_page("views/tone.py").run()
    assert "alpha" not in words_of(app)
    coding.read(opened, coded(opened, sheet, noise=0.05))
    app.run()
    assert not app.exception
    said = words_of(app)
    assert "Krippendorff's alpha is" in said or "Krippendorff&#x27;s alpha is" in said
    assert "can be corrected; where one is, the corrected figure is the answer" in said
