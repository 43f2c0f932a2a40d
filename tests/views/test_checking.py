"""Checking with people on the page: sheets are drawn, read back, and the corrected figure is said."""

import pytest

from analysis.queries import coding, drawing
from analysis.settings import Filters
from analysis.store import snapshots
from tests import made_store
from tests.page import dashboard
from tests.queries.test_coding import coded
from views import page as page_parts

MEASURE = "tone_own"


@pytest.fixture
def page(tmp_path, monkeypatch):
    made_store.build(tmp_path / "store", n_events=40)
    monkeypatch.setenv("PARALLAX_STORE", str(tmp_path / "store"))
    app = dashboard()
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


def test_agreement_on_this_corpus_stands_beside_that_on_other_texts(page):
    app, opened = page
    app.switch_page("views/methods.py").run()
    assert "Nobody has coded articles of this corpus yet" in " ".join(caption.value for caption in app.caption)
    sheet = drawing.sheet(opened, Filters(), MEASURE, n=200)
    drawing.keep(opened, sheet)
    coding.read(opened, coded(opened, sheet, noise=0.05))
    app.run()
    assert not app.exception
    table = next(each.value for each in app.dataframe if "asked" in each.value)
    assert set(table["outlet"]) == set(drawing.population(opened, Filters(), MEASURE)["outlet"])
    assert table["r"].notna().sum() > 1 and table["p_differ"].notna().all()
    app.switch_page("views/tone.py").run()
    told = next(caption.value for caption in app.caption if "On this corpus: correlation with people" in caption.value)
    assert told.startswith("How well “tone, own voice” agrees with human coders is not yet measured")


def test_a_sheet_of_sentences_brought_to_the_page_is_read_and_said_to_ask_something_else(page):
    app, opened = page
    sheet = drawing.sheet(opened, Filters(), "said", n=40)
    drawing.keep(opened, sheet)
    app.switch_page("views/tone.py").run()
    app.session_state["tone_checking"] = True
    app.run()
    rows = sheet.design.units.assign(unit_id=sheet.design.units["unit"], code=1)
    app.file_uploader(key="tone_files").upload("Ann.csv", rows[["unit_id", "code"]].to_csv(index=False).encode())
    next(button for button in app.button if button.label == "Read the sheets").click().run()
    assert not app.exception
    told = page_parts.plain("It asks another question: Does the article report the marked words", 400)
    assert told in " ".join(note.value for note in app.info)
    assert coding.coded_measures(opened) == ["said"]
