"""Outlets named and merged from the page, and undone."""

import shutil

import pytest

from analysis.store import snapshots
from tests.page import dashboard


@pytest.fixture
def seeds(seed_store, tmp_path, monkeypatch):
    """A copy of the seeds' store."""
    shutil.copytree(seed_store.directory, tmp_path / "store")
    monkeypatch.setenv("PARALLAX_STORE", str(tmp_path / "store"))
    return tmp_path / "store"


def outlets_of(directory):
    return set(snapshots.open(directory).articles()["outlet"].astype("str"))


def test_outlets_are_merged_by_a_click_and_divided_again_by_another(seeds):
    before = outlets_of(seeds)
    app = dashboard()
    app.session_state["outlet_names"] = True
    app.switch_page("views/quality.py")
    app.run()
    assert app.button(key="do_name").disabled
    app.multiselect(key="outlets_named").set_value(["RT", "Sky News"])
    app.text_input(key="outlet_shown_as").set_value("Both").run()
    app.button(key="do_name").click().run()
    assert not app.exception
    assert outlets_of(seeds) == before - {"RT", "Sky News"} | {"Both"}
    assert "Both" in app.multiselect(key="outlet").value
    app.button(key="undo_naming_1").click().run()
    assert not app.exception
    assert outlets_of(seeds) == before
    assert "RT" in app.multiselect(key="outlet").value
    assert "undo_naming_1" not in {button.key for button in app.button}
