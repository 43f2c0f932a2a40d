"""From a feed to a folder and from the folder to a store, against a server of our own."""

import json

import pytest

from analysis.collect import collecting
from analysis.collect.plan import Wanted
from analysis.corpus import ingest
from analysis.errors import DataError
from tests.collect.server import RSS_DATE, Clock, article, feed


def lines(folder, name="fetches.jsonl"):
    return [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines()]


def pages_of(folder):
    return [line for line in lines(folder) if line["kind"] == "page"]


def with_two_articles(server):
    entries = [(server.url("www.rt.com", f"/news/{n}/?utm_source=rss"), f"Talks {n}", RSS_DATE) for n in (1, 2)]
    server.set("www.rt.com", "/rss", feed(*entries))
    for n in (1, 2):
        server.set("www.rt.com", f"/news/{n}/?utm_source=rss", article(f"Talks {n} at the border"))
    return Wanted(feeds=(server.url("www.rt.com", "/rss"),), contact="desk@example.org")


def test_a_feed_becomes_articles_with_outlet_date_and_title(server, tmp_path):
    summary = collecting.collect(with_two_articles(server), tmp_path / "out", server.access())
    assert summary.outcomes == {"fetched": 2}
    made = ingest.read(tmp_path / "out")
    assert list(made.articles["outlet"]) == ["RT", "RT"]
    assert sorted(made.articles["title"]) == ["Talks 1 at the border", "Talks 2 at the border"]
    assert set(made.articles["published_at"].dt.strftime("%Y-%m-%dT%H:%M")) == {"2019-06-30T10:00"}
    assert made.articles["n_words"].min() > 100
    assert made.rejects.empty


def test_the_date_and_title_of_the_feed_stand_in_where_the_page_has_none(server, tmp_path):
    server.set("www.rt.com", "/rss", feed((server.url("www.rt.com", "/news/1"), "Talks stall again", RSS_DATE)))
    server.set("www.rt.com", "/news/1", article("Talks").split("<body>")[1])
    collecting.collect(Wanted(feeds=(server.url("www.rt.com", "/rss"),)), tmp_path, server.access())
    row = ingest.read(tmp_path).articles.iloc[0]
    assert row["published_at"].isoformat() == "2019-06-30T09:00:00+00:00"


def test_every_attempt_is_a_line_and_the_server_sees_who_asks(server, tmp_path):
    collecting.collect(with_two_articles(server), tmp_path, server.access())
    kinds = [line["kind"] for line in lines(tmp_path)]
    assert kinds == ["robots", "list", "page", "page"]
    first = pages_of(tmp_path)[0]
    assert first["asked"].endswith("/news/1/?utm_source=rss")
    assert first["status"] == 200 and first["outcome"] == "fetched" and first["robots"] == "allowed"
    assert first["listed_date"] == "2019-06-30T09:00:00Z" and first["listed_title"] == "Talks 1"
    assert first["warc"] == "warc/pages-00001.warc.gz" and first["length"] > 0
    assert all("Parallax-collect/" in sent["user-agent"] for sent in server.headers)
    assert all("desk@example.org" in sent["user-agent"] for sent in server.headers)


def test_a_host_rests_five_seconds_between_requests(server, tmp_path):
    clock = Clock()
    collecting.collect(with_two_articles(server), tmp_path, server.access(clock))
    assert clock.waits == [5.0, 5.0, 5.0]


def test_the_same_command_again_asks_only_the_feed(server, tmp_path):
    wanted = with_two_articles(server)
    collecting.collect(wanted, tmp_path, server.access())
    server.asked.clear()
    summary = collecting.collect(wanted, tmp_path, server.access())
    assert summary.n_known == 2 and not summary.outcomes
    assert set(server.counts()) == {("www.rt.com", "/rss")}


def test_a_plan_asks_for_robots_and_feeds_alone_and_writes_nothing(server, tmp_path):
    wanted = with_two_articles(server)
    summary = collecting.planned(wanted, tmp_path / "none", server.access())
    assert summary.n_wanted == 2 and summary.seconds_of_waiting == 10.0
    assert {path for _, path in server.asked} == {"/robots.txt", "/rss"}
    assert not (tmp_path / "none").exists()


def test_query_days_and_limit_choose_before_anything_is_fetched(server, tmp_path):
    entries = [
        (server.url("a.test", "/north-korea-talks"), "A summit", RSS_DATE),
        (server.url("a.test", "/football"), "A match", RSS_DATE),
        (server.url("a.test", "/2"), "North Korea: talks go on", "Mon, 01 Apr 2019 09:00:00 +0000"),
        (server.url("a.test", "/3"), "Talks with North Korea", RSS_DATE),
    ]
    server.set("a.test", "/rss", feed(*entries))
    wanted = Wanted(feeds=(server.url("a.test", "/rss"),), query="Korea talks", first="2019-06-01", limit=1)
    summary = collecting.collect(wanted, tmp_path, server.access())
    assert (summary.n_listed, summary.n_wanted, summary.n_beyond_limit) == (4, 2, 1)
    assert ("a.test", "/north-korea-talks") in server.asked and ("a.test", "/3") not in server.asked


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"query": " ,"}, "the query is empty"),
        ({"first": "2019-6-1"}, "'2019-6-1' is not a day"),
        ({"first": "2019-07-01", "last": "2019-06-01"}, "lies after"),
        ({"limit": 0}, "at least 1"),
        ({"feeds": ("ftp://a.test/rss",)}, "begins with http"),
        ({"feeds": ()}, "nothing to collect"),
    ],
)
def test_a_wrong_call_is_one_clear_sentence(wrong, says):
    with pytest.raises(DataError, match=says):
        Wanted(**{"feeds": ("http://a.test/rss",), **wrong})


def test_an_unknown_outlet_is_answered_with_the_nearest_names(tmp_path):
    with pytest.raises(DataError, match=r"no outlet 'Sky Newz' is registered; did you mean Sky News"):
        collecting.collect(Wanted(outlets=("Sky Newz",)), tmp_path)


def test_a_feed_that_is_none_is_said_and_the_others_go_on(server, tmp_path):
    wanted = with_two_articles(server)
    server.set("b.test", "/rss", "<html><body>Welcome</body></html>")
    both = Wanted(feeds=(server.url("b.test", "/rss"), *wanted.feeds))
    summary = collecting.collect(both, tmp_path, server.access())
    assert summary.outcomes == {"fetched": 2}
    assert summary.problems == [f"{server.url('b.test', '/rss')} is a web page and no feed or sitemap"]


def test_no_network_at_all_is_one_sentence(server, tmp_path):
    access = server.access()
    server.close()
    with pytest.raises(DataError, match="nothing was listed"):
        collecting.collect(Wanted(feeds=(server.url("a.test", "/rss"),)), tmp_path, access)
