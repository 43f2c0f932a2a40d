"""The quality page shows what could not be collected and which articles changed."""

import pytest

from analysis import pipeline
from analysis.collect import collecting
from analysis.collect.plan import Wanted
from tests.collect.server import RSS_DATE, Clock, Server, article, feed
from tests.page import dashboard


@pytest.fixture(scope="module")
def collected_store(tmp_path_factory):
    server, clock, folder = Server(), Clock(), tmp_path_factory.mktemp("collected")
    for title in ("Talks fail in Hanoi", "Talks end early in Hanoi"):
        entries = [(server.url("www.rt.com", f"/{n}"), f"{title} {n}", RSS_DATE) for n in (1, 2)]
        server.set("www.rt.com", "/rss", feed(*entries))
        server.set("www.rt.com", "/1", article(title))
        collecting.collect(Wanted(feeds=(server.url("www.rt.com", "/rss"),)), folder / "out", server.access(clock))
        clock.wait(86400)
    pipeline.build([folder / "out"], folder / "store")
    server.close()
    return folder / "store"


def test_gaps_of_collection_and_changed_headlines_are_shown(collected_store, monkeypatch):
    monkeypatch.setenv("PARALLAX_STORE", str(collected_store))
    app = dashboard().run()
    app.switch_page("views/quality.py").run()
    assert not app.exception
    headings = [header.value for header in app.header]
    assert "What could not be collected" in headings
    app.switch_page("views/changes.py").run()
    assert not app.exception
    assert "The changes, the latest first" in [header.value for header in app.header]
