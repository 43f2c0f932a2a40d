"""What could not be had is counted by outlet and day, from the folder and from the store."""

import pytest

from analysis import pipeline, queries
from analysis.collect import collecting
from analysis.collect.plan import Wanted
from analysis.settings import Filters
from analysis.store import snapshots
from tests.collect.server import BODY, RSS_DATE, Clock, article, feed


def with_gaps(server):
    days = ("Fri, 28 Jun 2019 09:00:00 +0000", "Sun, 30 Jun 2019 09:00:00 +0000")
    entries = [(server.url("www.rt.com", f"/{n}"), f"Talks {n}", days[n > 2]) for n in range(6)]
    server.set("www.rt.com", "/rss", feed(*entries))
    server.set("www.rt.com", "/robots.txt", "User-agent: *\nDisallow: /1")
    server.set("www.rt.com", "/0", article("Talks at the border"))
    server.set("www.rt.com", "/2", "no", 403)
    server.set("www.rt.com", "/4", "broken", 500)
    return Wanted(feeds=(server.url("www.rt.com", "/rss"),), limit=5)


def test_each_listed_page_is_counted_once_by_what_became_of_it(server, tmp_path):
    collecting.collect(with_gaps(server), tmp_path / "out", server.access())
    table = queries.collection.of_folder(tmp_path / "out").set_index("day")
    assert list(table.index) == ["2019-06-28", "2019-06-29", "2019-06-30"]
    assert table.loc["2019-06-28"].drop("outlet").tolist() == [3, 1, 1, 1, 0, 0, 0, 0]
    assert table.loc["2019-06-29"].drop("outlet").sum() == 0
    assert table.loc["2019-06-30"].drop("outlet").tolist() == [3, 0, 0, 0, 0, 1, 1, 1]


def test_a_store_tells_the_gaps_of_the_folder_it_was_built_from(server, tmp_path):
    collecting.collect(with_gaps(server), tmp_path / "out", server.access())
    pipeline.build([tmp_path / "out"], tmp_path / "store")
    snapshot = snapshots.open(tmp_path / "store")
    table = queries.collection.by_outlet_and_day(snapshot, Filters(first="2019-06-29", last="2019-06-30"))
    assert table["n_listed"].tolist() == [0, 3]
    assert queries.collection.by_outlet(table)[["outlet", "n_listed", "n_days_without"]].values.tolist() == [
        ["RT", 3, 1]
    ]
    reasons = snapshot.table("rejects")["reason"].astype("str").value_counts().to_dict()
    assert reasons == {"not collected: robots": 1, "not collected: refused": 1, "not collected: gone": 1,
                       "not collected: failed": 1}  # fmt: skip


def test_a_changed_headline_is_a_version_and_the_first_text_counts(server, tmp_path):
    clock = Clock()
    url = server.url("www.rt.com", "/news/1")
    wanted = Wanted(feeds=(server.url("www.rt.com", "/rss"),))
    for title, told in (("Talks fail in Hanoi", "Talks fail"), ("Talks end early in Hanoi", "Talks end early")):
        server.set("www.rt.com", "/rss", feed((url, told, RSS_DATE)))
        text = BODY + ("" if "fail" in title else "\nNobody explained why the lunch had been cancelled at noon.")
        server.set("www.rt.com", "/news/1", article(title, text))
        collecting.collect(wanted, tmp_path / "out", server.access(clock))
        clock.wait(86400)
    pipeline.build([tmp_path / "out"], tmp_path / "store")
    snapshot = snapshots.open(tmp_path / "store")
    rows = queries.versions.of(snapshot, Filters())
    assert rows[["title_before", "title_after"]].values.tolist() == [
        ["Talks fail in Hanoi", "Talks end early in Hanoi"]
    ]
    assert rows["seen_at"].dt.strftime("%Y-%m-%dT%H").tolist()[0].startswith("2019-07-02")
    assert 0.05 < rows["changed"].iloc[0] < 0.1
    copies = snapshot.table("copies")
    assert copies[["article_id", "copy_of"]].values.tolist() == rows[["article_id", "version_of"]].values.tolist()
    changes = queries.versions.sentences(snapshot, Filters())
    assert changes[["outlet", "change", "sentence"]].values.tolist() == [
        ["RT", "put in", "Nobody explained why the lunch had been cancelled at noon."]
    ]
    assert len(queries.export.table(snapshot, Filters(), "versions")) == 1


@pytest.mark.parametrize(("status", "counted"), [(403, "n_blocked"), (503, "n_failed"), (200, "n_forbidden")])
def test_only_a_robots_txt_that_was_read_counts_as_forbidding(server, tmp_path, status, counted):
    server.set("www.rt.com", "/robots.txt", "User-agent: *\nDisallow: /news", status)
    server.set("a.test", "/rss", feed((server.url("www.rt.com", "/news/1"), "Talks", RSS_DATE)))
    collecting.collect(Wanted(feeds=(server.url("a.test", "/rss"),)), tmp_path, server.access())
    assert queries.collection.of_folder(tmp_path)[counted].tolist() == [1]
