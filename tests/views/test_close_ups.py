"""Corrections from the event view: logged in the store, and seen in the grouping at once."""

import json
import shutil

import pytest
from streamlit.testing.v1 import AppTest

from analysis import pipeline
from analysis.store import corrections, snapshots
from tests import made_store
from tests.conftest import SEEDS
from tests.page import dashboard

WHY = "another summit"


@pytest.fixture
def seeds(seed_store, tmp_path, monkeypatch):
    """A copy of the seeds' store that a test may correct."""
    shutil.copytree(seed_store.directory, tmp_path / "store")
    monkeypatch.setenv("PARALLAX_STORE", str(tmp_path / "store"))
    return tmp_path / "store"


def opened(event: str) -> AppTest:
    """Open the event view with the panel of corrections."""
    app = dashboard()
    app.session_state["correct"] = True
    app.query_params["event"] = event
    app.switch_page("views/event.py")
    return app.run()


def event_of(directory, article: str) -> str:
    return snapshots.open(directory).articles().set_index("article_id")["event"][article]


def merged(directory) -> tuple[str, str]:
    """Put two of the seeds into one event, as a merge does; name both articles."""
    first, second = sorted(snapshots.open(directory).articles()["article_id"])[:2]
    corrections.log(directory, "merge", [first], second)
    pipeline.regroup(directory)
    assert event_of(directory, first) == event_of(directory, second)
    return first, second


def test_an_article_that_is_split_off_is_logged_and_stands_in_another_event(seeds):
    first, second = merged(seeds)
    together = event_of(seeds, first)
    app = opened(together)
    assert app.button(key="do_split").disabled
    assert len(app.multiselect(key="wrong_articles").options) == 2
    app.multiselect(key="wrong_articles").set_value([first, second]).run()
    assert app.button(key="do_split").disabled  # all of them: nothing would change
    assert "would change nothing" in " ".join(caption.value for caption in app.caption)
    app.multiselect(key="wrong_articles").set_value([second])
    app.text_input(key="correction_note").set_value(WHY)
    app.run()
    app.button(key="do_split").click().run()
    assert not app.exception
    logged = corrections.read(seeds).iloc[-1]
    assert (logged["action"], logged["article_id"], logged["note"]) == ("split", second, WHY)
    assert len(corrections.read(seeds)) == 2
    assert app.text_input(key="correction_note").value == ""
    told = [text.value for text in app.text if text.value.startswith("Split off: ")]
    assert len(told) == 1 and WHY in told[0] and second not in told[0]
    assert event_of(seeds, first) != event_of(seeds, second)


def test_a_correction_is_undone_by_a_click_and_the_page_stays_with_an_event_that_is_there(seeds):
    first, second = merged(seeds)
    app = opened(event_of(seeds, first))
    app.button(key="undo_1").click().run()
    assert not app.exception
    assert event_of(seeds, first) != event_of(seeds, second)
    assert corrections.read(seeds)["undone_at"].notna().all()
    shown = app.query_params["event"]
    assert (shown if isinstance(shown, str) else shown[0]) in (event_of(seeds, first), event_of(seeds, second))
    assert not [button for button in app.button if button.key == "undo_1"]


def test_two_events_are_merged_and_stay_so_when_the_same_files_are_read_again(seeds):
    first, second = sorted(snapshots.open(seeds).articles()["article_id"])[:2]
    app = opened(event_of(seeds, first))
    assert app.button(key="do_merge").disabled
    app.selectbox(key="other_event").set_value(event_of(seeds, second)).run()
    app.button(key="do_merge").click().run()
    assert not app.exception
    logged = corrections.read(seeds)
    assert logged[["action", "article_id", "with_article"]].values.tolist() == [["merge", first, second]]
    pipeline.build([SEEDS], seeds)
    assert event_of(seeds, first) == event_of(seeds, second)


@pytest.fixture(scope="module")
def close(tmp_path_factory):
    """The event view of a made-up event, with every closer look open: drawn once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PARALLAX_STORE", str(made_store.build(tmp_path_factory.mktemp("close") / "store").directory))
        app = dashboard()
        for key in ("aligned", "names", "copied", "explained", "event_words"):
            app.session_state[key] = True
        app.query_params["event"] = "e00001"
        app.switch_page("views/event.py")
        yield app.run()


def test_every_closer_look_opens(close):
    assert not close.exception
    assert {"aligned_of", "event_words_of"} <= {box.key for box in close.selectbox}


def test_shared_sentences_stand_beside_their_nearest(close):
    close.button_group(key="aligned_standing").set_value("shared").run()
    assert not close.exception
    quoted = " ".join(part.proto.body for part in close.get("html"))
    assert "nearest in" in quoted


def test_each_outlet_has_a_column_of_headlines_and_its_speakers_words(close):
    keys = [part.proto.body for part in close.get("html") if part.proto.body.startswith('<span class="px-key">')]
    assert len([key for key in keys if "Reuters" in key]) >= 1
    titles = " ".join(json.loads(part.proto.spec)["layout"]["meta"]["title"] for part in close.get("plotly_chart"))
    assert "with how many words" in titles.replace("<br>", " ")
