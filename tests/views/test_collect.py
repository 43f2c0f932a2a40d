"""Collecting from the page: a plan before anything is fetched, a run to watch, cancel and resume, and a corpus."""

import shutil
import threading

import pytest
from streamlit.testing.v1 import AppTest

from analysis import queries
from analysis.collect import collecting
from analysis.store import snapshots
from tests.collect.outlets import with_outlets
from tests.collect.server import RSS_DATE, Clock, article, feed
from tests.conftest import WAIT
from tests.page import dashboard
from views import collect


@pytest.fixture
def home(seed_store, tmp_path, monkeypatch):
    """A folder of its own with a copy of the seeds' store, which opens first."""
    shutil.copytree(seed_store.directory, tmp_path / "home" / "first")
    monkeypatch.setenv("PARALLAX_STORE", str(tmp_path / "home" / "first"))
    return tmp_path / "home"


def opened() -> AppTest:
    app = dashboard()
    app.session_state["collect"] = True
    app.switch_page("views/overview.py")
    return app.run()


def asked(app, outlets=("RT", "Sky News"), name="Talks", contact="desk@example.org") -> AppTest:
    """Fill in what is wanted and ask what would be fetched."""
    app.text_input(key="collect_name").set_value(name)
    app.multiselect(key="collect_outlets").set_value(list(outlets))
    app.text_input(key="collect_contact").set_value(contact)
    next(button for button in app.button if button.label == "See what would be fetched").click()
    app.run()
    assert not app.exception
    return app


def told(app) -> str:
    return "\n".join(text.value for text in (*app.text, *app.info))


def ended(place, app) -> AppTest:
    collect._run(place).wait()
    return app.run()


def test_a_plan_says_what_would_be_fetched_and_how_long_it_takes_and_fetches_nothing(home, server, monkeypatch):
    with_outlets(server, monkeypatch.setattr)
    app = asked(opened())
    assert "6 pages listed, 6 wanted." in told(app)
    assert "Waiting between requests takes at least 15 s." in told(app)
    counts = next(table.value for table in app.dataframe if "n_pages" in table.value.columns)
    assert counts.values.tolist() == [["RT", 3], ["Sky News", 3]]
    assert {path for _, path in server.asked} == {"/robots.txt", "/rss"}
    assert not (home / "collected").exists()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": "../"}, "give the collection a name"),
        ({"outlets": ()}, "nothing to collect"),
        ({"contact": " "}, "say how sites can reach you"),
    ],
)
def test_what_cannot_be_collected_is_one_sentence(home, server, monkeypatch, wrong, says):
    with_outlets(server, monkeypatch.setattr)
    app = asked(opened(), **wrong)
    assert says in told(app)
    assert not server.asked


def test_a_collection_becomes_a_corpus_and_the_page_says_when_more_has_come(home, server, monkeypatch):
    with_outlets(server, monkeypatch.setattr)
    app = asked(opened())
    app.button(key="collect_go").click().run()
    app = ended(home / "collected" / "Talks", app)
    assert not app.exception
    assert "6 fetched." in told(app)
    app.button(key="collect_build").click().run()
    assert not app.exception
    assert app.session_state["corpus"] == "Talks"
    made = snapshots.open(home / "stores" / "Talks")
    assert sorted(made.articles()["outlet"].astype("str")) == ["RT"] * 3 + ["Sky News"] * 3
    assert not [box for box in app.info if "since this corpus was read" in box.value]

    server.set("www.rt.com", "/rss", feed((server.url("www.rt.com", "/new"), "New talks", RSS_DATE)))
    server.set("www.rt.com", "/new", article("New talks"))
    folder = home / "collected" / "Talks"
    queries.collecting.BackgroundRun(queries.collecting.remembered(folder), folder).wait()
    app.run()
    assert "1 new page from the outlets has arrived since this corpus was read." in [box.value for box in app.info]
    app.button(key="read_news").click().run()
    assert not app.exception
    assert snapshots.open(home / "stores" / "Talks").about["counts"]["articles"] == 7
    assert not [box for box in app.info if "since this corpus was read" in box.value]


class Waiting(Clock):
    """A clock that stands still at its third wait until it is let go."""

    def __init__(self, reached, go):
        super().__init__()
        self.reached, self.go = reached, go

    def wait(self, seconds):
        super().wait(seconds)
        if len(self.waits) == 3:
            self.reached.set()
            assert self.go.wait(WAIT)


def test_a_run_shows_its_progress_by_outlet_and_can_be_cancelled_and_resumed(home, server, monkeypatch):
    reached, go = threading.Event(), threading.Event()
    with_outlets(server, monkeypatch.setattr, lambda: Waiting(reached, go))
    app = asked(opened())
    server.asked.clear()
    reached.clear()
    go.clear()
    app.button(key="collect_go").click().run()
    assert reached.wait(WAIT)
    app.run()
    table = next(table.value for table in app.dataframe if "n_waiting" in table.value.columns)
    assert table["n_listed"].sum() == 6 and 0 < table["n_waiting"].sum() < 6
    app.button(key="collect_cancel").click().run()
    go.set()
    app = ended(home / "collected" / "Talks", app)
    assert "Stopped. What was fetched is kept, and the collection can be continued." in told(app)
    assert app.button(key="collect_again").label == "Go on"
    app.button(key="collect_again").click().run()
    app = ended(home / "collected" / "Talks", app)
    assert "6 fetched." in told(app)
    assert app.button(key="collect_again").label == "Collect what is new"
    assert set(server.counts().values()) == {1}


def test_the_page_has_no_way_to_a_private_address(home, server, monkeypatch):
    """With the guard of production the same outlets, at this machine, are never connected to."""
    real = collecting.Access
    with_outlets(server, monkeypatch.setattr)
    monkeypatch.setattr(collecting, "Access", real)
    server.set("127.0.0.1", "/rss", feed())
    monkeypatch.setattr("analysis.collect.guard.socket.getaddrinfo", lambda *a, **k: [(2, 1, 6, "", ("127.0.0.1", 80))])
    app = asked(opened())
    assert not server.asked
    assert "which is not a public address" in told(app)
