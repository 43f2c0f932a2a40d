"""Three texts of one address, built on three days into one store: who changed what, when, and which counts."""

from functools import cache

import pytest

from analysis import pipeline, queries
from analysis.collect import collecting
from analysis.collect.plan import Wanted
from analysis.settings import Filters, Settings
from analysis.store import snapshots
from tests.collect.server import BODY, RSS_DATE, Clock, Server, article, feed
from tests.page import dashboard

TITLES = ("Talks fail in Hanoi", "Talks end early in Hanoi", "Talks end early in Hanoi, without a deal")
ADDED = "Nobody explained why the lunch had been cancelled at noon."


def built_on_three_days(server, folder, settings):
    """Collect and build on each day; on the last the headline alone is another one."""
    clock, url = Clock(), server.url("www.rt.com", "/news/1")
    wanted = Wanted(feeds=(server.url("www.rt.com", "/rss"),))
    for title in TITLES:
        server.set("www.rt.com", "/rss", feed((url, title, RSS_DATE)))
        server.set("www.rt.com", "/news/1", article(title, BODY + (f"\n{ADDED}" if title != TITLES[0] else "")))
        collecting.collect(wanted, folder / "out", server.access(clock))
        pipeline.build([folder / "out"], folder / "store", settings=settings)
        clock.wait(86400)
    return snapshots.open(folder / "store")


@pytest.fixture(scope="module")
def on_three_days(tmp_path_factory):
    """Give the store where the first or the last text counts, built once; tests read it."""

    @cache
    def of(version):
        server = Server()
        built = built_on_three_days(server, tmp_path_factory.mktemp(version), Settings(version=version))
        server.close()
        return built

    return of


@pytest.mark.parametrize(("version", "counts"), [("first", TITLES[0]), ("last", TITLES[-1])])
def test_each_text_is_compared_with_the_one_before_it_and_the_chosen_one_counts(on_three_days, version, counts):
    snapshot = on_three_days(version)
    rows = queries.versions.of(snapshot, Filters())
    assert rows[["title_before", "title_after"]].values.tolist() == [[TITLES[1], TITLES[2]], [TITLES[0], TITLES[1]]]
    assert rows["seen_at"].dt.strftime("%Y-%m-%d").tolist() == ["2019-07-03", "2019-07-02"]
    assert rows["changed"].tolist()[0] == 0 and 0.05 < rows["changed"].tolist()[1] < 0.1
    changes = queries.versions.sentences(snapshot, Filters())
    assert changes[["outlet", "title_after", "change", "sentence"]].values.tolist() == [
        ["RT", TITLES[1], "put in", ADDED]
    ]
    assert queries.versions.by_outlet(snapshot, Filters()).values.tolist() == [["RT", 1, 2, 1]]
    articles = snapshot.articles().set_index("article_id")["title"]
    copies = snapshot.table("copies")
    assert len(articles) == 3 and len(copies) == 2
    assert set(copies["copy_of"].map(articles)) == {counts}
    assert set(copies["article_id"].map(articles)) == set(TITLES) - {counts}
    assert queries.overview.by_outlet(snapshot, Filters())["n_independent"].tolist() == [1]


def test_the_page_shows_the_changed_words_and_sentences_with_their_times(on_three_days, monkeypatch):
    monkeypatch.setenv("PARALLAX_STORE", str(on_three_days(Settings().version).directory))
    app = dashboard()
    app.switch_page("views/changes.py")
    app.run()
    assert not app.exception
    shown = " ".join(part.proto.body for part in app.get("html"))
    assert "1 article of 1 outlet was changed after it was first read (2 changes of headlines, 1 of texts)" in shown
    assert "Talks <del>fail</del> <ins>end early</ins> in Hanoi" in shown
    assert f"<ins>{ADDED}</ins>" in shown
    assert "seen 2 July 2019" in shown and "seen 3 July 2019" in shown
