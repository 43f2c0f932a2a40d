"""Every shape that sources are known to answer in, and every way in which they fail."""

import gzip
import io
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from analysis.collect import collecting, manners, plan
from analysis.collect.plan import Wanted
from analysis.corpus import ingest, outlets
from analysis.errors import DataError
from tests.collect.server import RSS_DATE, START, Clock, article, feed
from tests.collect.test_collecting import lines, pages_of

NEWS = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'"
IMAGES = "xmlns:image='http://www.google.com/schemas/sitemap-image/1.1'"


def sitemap(*urls):
    rows = "".join(
        f"<url><image:image><image:loc>http://pictures.test/1.jpg</image:loc><image:title>A picture</image:title>"
        f"</image:image><loc>{url}</loc><news:news><news:publication_date>2019-06-29T08:00:00+02:00"
        f"</news:publication_date><news:title>Talks &amp; terms</news:title></news:news></url>"
        for url in urls
    )
    return f"<?xml version='1.0'?><urlset {NEWS} {IMAGES}>{rows}</urlset>"


def index(*urls):
    return f"<sitemapindex>{''.join(f'<sitemap><loc>{url}</loc></sitemap>' for url in urls)}</sitemapindex>"


def outcomes(folder):
    return [line["outcome"] for line in pages_of(folder)]


def test_an_index_of_sitemaps_that_lists_itself_and_a_gzipped_one_is_read_once(server, tmp_path):
    top = server.url("a.test", "/sitemap.xml")
    server.set("a.test", "/sitemap.xml", index(top, server.url("a.test", "/news.xml.gz"), top))
    server.set("a.test", "/news.xml.gz", gzip.compress(sitemap(server.url("a.test", "/1")).encode()))
    server.set("a.test", "/1", article("Talks at the border"))
    summary = collecting.collect(Wanted(sitemaps=(top,)), tmp_path, server.access())
    assert summary.outcomes == {"fetched": 1}
    assert max(server.counts().values()) == 1
    line = pages_of(tmp_path)[0]
    assert (line["listed_date"], line["listed_title"]) == ("2019-06-29T06:00:00Z", "Talks & terms")


def test_a_gzipped_sitemap_that_is_damaged_is_said_and_the_others_go_on(server, tmp_path):
    top = server.url("a.test", "/sitemap.xml")
    server.set("a.test", "/sitemap.xml", index(server.url("a.test", "/old.xml.gz"), server.url("a.test", "/news.xml")))
    server.set("a.test", "/old.xml.gz", b"\x1f\x8b\x08 not gzip at all")
    server.set("a.test", "/news.xml", sitemap(server.url("a.test", "/1")))
    server.set("a.test", "/1", article("Talks at the border"))
    summary = collecting.collect(Wanted(sitemaps=(top,)), tmp_path, server.access())
    assert summary.outcomes == {"fetched": 1}
    assert "cannot be unpacked" in summary.problems[0]


def test_a_plan_does_not_ask_for_sitemaps_and_says_so(server, tmp_path):
    top = server.url("a.test", "/sitemap.xml")
    summary = collecting.planned(Wanted(sitemaps=(top,)), tmp_path, server.access())
    assert not server.asked and summary.not_asked == [f"sitemap {top}"]


def test_the_source_of_an_item_is_the_publisher_and_a_proxys_address_gives_way(server, tmp_path):
    inner = server.url("www.reuters.com", "/a")
    entry = (
        server.url("feedproxy.test", "/r"), "Talks", RSS_DATE,
        f"<source url='http://www.reuters.com'>Reuters</source><feedburner:origLink "
        f"xmlns:feedburner='http://rssnamespace.org/feedburner/ext/1.0'>{inner}</feedburner:origLink>",
    )  # fmt: skip
    server.set("a.test", "/rss", feed(entry))
    server.set("www.reuters.com", "/a", article("Talks at the border"))
    collecting.collect(Wanted(feeds=(server.url("a.test", "/rss"),)), tmp_path, server.access())
    assert pages_of(tmp_path)[0]["asked"] == inner
    assert list(ingest.read(tmp_path).articles["outlet"]) == ["Reuters"]


def test_atom_one_broken_entry_a_future_date_and_ten_addresses_of_one_article(server, tmp_path):
    url = server.url("a.test", "/talks")
    marks = ["", "?utm_source=rss", "?utm_medium=x", "#top", "?fbclid=1", "?at_medium=RSS", "/", "?gclid=2", "?cmpid=3"]
    entries = "".join(
        f"<entry><title>Talks {n}</title><link href='{url}{mark}'/><updated>2031-01-01T00:00:00Z</updated></entry>"
        for n, mark in enumerate(marks)
    )
    broken = "<entry><title>Broken &nbsp; & <b></title><link/></entry>"
    server.set("a.test", "/atom", f"<feed xmlns='http://www.w3.org/2005/Atom'><title>A</title>{entries}{broken}</feed>")
    server.set("a.test", "/talks", article("Talks at the border"))
    summary = collecting.collect(Wanted(feeds=(server.url("a.test", "/atom"),)), tmp_path, server.access())
    assert summary.n_wanted == 1 and outcomes(tmp_path) == ["fetched"]
    assert "listed_date" not in pages_of(tmp_path)[0]


LISTS = {
    "plain.txt": "{0}\n\n# a remark\n{1}\n",
    "urls.csv": "title,url,publish_date\nTalks,{0},2019-06-28\n\"More, talks\",{1},2019-06-29\n",
    "gdelt.json": json.dumps(
        {"articles": [
            {"url": "{0}", "url_mobile": "", "title": "Talks  end ", "seendate": "20190628T031500Z", "domain": "a.test",
             "language": "English", "sourcecountry": "Russia"},
            {"url": "{1}", "title": "Talks", "seendate": "20190628T031500Z"},
        ]}
    ),
    "stories.json": json.dumps(
        [{"id": n, "title": "Talks", "url": f"{{{n}}}", "language": "en", "media_name": "A", "media_url": "a.test",
          "publish_date": "2019-06-28", "indexed_date": "2019-06-29"} for n in (0, 1)]
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_every_kind_of_list_of_addresses_is_read(server, tmp_path, name):
    urls = [server.url("a.test", f"/{n}") for n in (0, 1)]
    path = tmp_path / name
    path.write_text(LISTS[name].replace("{0}", urls[0]).replace("{1}", urls[1]))
    for n in (0, 1):
        server.set("a.test", f"/{n}", article(f"Talks {n} at the border"))
    collecting.collect(Wanted(lists=(str(path),)), tmp_path / "out", server.access())
    assert [line["asked"] for line in pages_of(tmp_path / "out")] == urls
    assert len(ingest.read(tmp_path / "out").articles) == 2


@pytest.mark.parametrize(
    "said",
    [
        "Please limit requests to one every 5 seconds or contact somebody for larger queries.",
        "Queries containing OR'd terms must be surrounded by ().",
        "The specified phrase is too short.",
    ],
)
def test_a_throttle_or_a_wrong_query_in_a_list_is_said_and_never_no_coverage(server, tmp_path, said):
    path = tmp_path / "gdelt.json"
    path.write_text(said)
    good = tmp_path / "good.txt"
    good.write_text(server.url("a.test", "/1"))
    summary = collecting.collect(Wanted(lists=(str(path), str(good))), tmp_path / "out", server.access())
    assert said[:30] in summary.problems[0] and summary.n_listed == 1


CDX_ROW = "com,rt)/news/{n} 2019061707280{n} {url} text/html 200 DIGEST{n} 12929"


def cdx(server, *, resume=""):
    rows = [CDX_ROW.format(n=n, url=f"https://www.rt.com/news/{n}") for n in (1, 2)]
    return "\n".join([*rows, "com,rt)/broken 2019", *(["", resume] if resume else [])]) + "\n"


def with_archive(server):
    first = {"url": "rt.com/news/*"}
    server.set("archive.test", "/cdx/search/cdx?", [(200, {}, cdx(server, resume="com,rt)/news/3+2019")), (
        200, {}, CDX_ROW.format(n=3, url="https://www.rt.com/news/3"))])  # fmt: skip
    for n in (1, 2, 3):
        path = f"/web/2019061707280{n}id_/https://www.rt.com/news/{n}"
        server.set("archive.test", path, article(f"Talks {n} at the border", date=f"2019-06-1{n}"))
    return Wanted(archive=first["url"], first="2019-06-01", last="2019-07-15")


def test_an_archive_is_read_by_its_resume_keys_and_gives_inner_address_outlet_and_archived_on(server, tmp_path):
    summary = collecting.collect(with_archive(server), tmp_path, server.access())
    assert summary.outcomes == {"fetched": 3}
    assert "1 malformed row of the Internet Archive's index passed over" in summary.problems
    indexed = [path for _, path in server.asked if path.startswith("/cdx")]
    assert len(indexed) == 2 and "resumeKey=com%2Crt%29%2Fnews%2F3%2B2019" in indexed[1]
    assert "from=20190601&to=20190715" in indexed[0]
    made = ingest.read(tmp_path)
    assert set(made.articles["outlet"]) == {"RT"}
    assert set(made.articles["url"]) == {f"https://www.rt.com/news/{n}" for n in (1, 2, 3)}
    assert made.articles["published_at"].dt.day.tolist() == [11, 12, 13]
    assert made.notes["note"].str.contains("archived on 2019-06-17").sum() == 3


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("org.archive.util.io.RobotAccessControlException: Blocked By Robots", "keeps rt.com/news/* closed"),
        ("<html><body>Service temporarily offline</body></html>", "answers with no rows"),
    ],
)
def test_an_archive_that_answers_with_something_else_is_told_and_never_no_coverage(server, tmp_path, body, says):
    server.set("archive.test", "/cdx/search/cdx?", body)
    with pytest.raises(DataError, match="nothing was listed") as error:
        collecting.collect(Wanted(archive="rt.com/news/*"), tmp_path, server.access())
    assert says in str(error.value)


def test_an_archives_row_without_status_is_asked_and_one_of_another_status_is_not(server, tmp_path):
    rows = [
        "com,rt)/news/1 20190617072801 https://www.rt.com/news/1 warc/revisit - DIGEST -",
        "com,rt)/news/2 20190617072802 https://www.rt.com/news/2 text/html 301 DIGEST 400",
    ]
    server.set("archive.test", "/cdx/search/cdx?", "\n".join(rows))
    path = "/web/20190617072801id_/https://www.rt.com/news/1"
    server.set("archive.test", path, article("Talks at the border"))
    summary = collecting.collect(Wanted(archive="rt.com/news/*"), tmp_path, server.access())
    assert summary.n_listed == 1 and summary.outcomes == {"fetched": 1}


def crawl_record(url, html):
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    body = html.encode()
    writer.write_record(
        writer.create_warc_record(url, "response", payload=io.BytesIO(body), length=len(body), http_headers=head)
    )
    return out.getvalue()


@pytest.mark.parametrize("body", ["", "org.archive.wayback.exception.AdministrativeAccessControlException: Blocked"])
def test_common_crawl_is_asked_where_the_archive_has_or_gives_nothing(server, tmp_path, body):
    server.set("archive.test", "/cdx/search/cdx?", body)
    packed = crawl_record("https://www.rt.com/news/1", article("Talks at the border"))
    crawls = [{"id": "CC-MAIN-2026-40"}, {"id": "CC-MAIN-2019-26", "name": "June 2019"}]
    server.set("crawl.test", "/collinfo.json", json.dumps(crawls))
    row = {
        "urlkey": "com,rt)/news/1", "timestamp": "20190617072800", "url": "https://www.rt.com/news/1",
        "mime": "text/html", "mime-detected": "text/html", "status": "200", "digest": "D",
        "length": str(len(packed)), "offset": "100", "filename": "crawl-data/a.warc.gz",
    }  # fmt: skip
    server.set("crawl.test", "/CC-MAIN-2019-26-index?", json.dumps(row) + "\n{broken\n")
    server.set("data.test", "/crawl-data/a.warc.gz", packed, 206)
    wanted = Wanted(archive="rt.com/news/*", first="2019-06-01", last="2019-07-15")
    summary = collecting.collect(wanted, tmp_path, server.access())
    assert summary.outcomes == {"fetched": 1}
    assert server.headers[-1]["range"] == f"bytes=100-{99 + len(packed)}"
    assert not any("2026-40" in path for _, path in server.asked)
    assert any("AccessControlException" in problem for problem in summary.problems) == bool(body)
    row = ingest.read(tmp_path).articles.iloc[0]
    assert (row["outlet"], row["url"]) == ("RT", "https://www.rt.com/news/1")


def with_pages(server, n=2, host="a.test"):
    entries = [(server.url(host, f"/{page}"), f"Talks {page}", RSS_DATE) for page in range(n)]
    server.set("feeds.test", "/rss", feed(*entries))
    for page in range(n):
        server.set(host, f"/{page}", article(f"Talks {page} at the border"))
    return Wanted(feeds=(server.url("feeds.test", "/rss"),))


def test_retry_after_is_waited_for_and_the_page_asked_again(server, tmp_path):
    wanted = with_pages(server)
    server.set("a.test", "/0", [(429, {"Retry-After": "42"}, b""), (200, {}, article("Talks"))])
    clock = Clock()
    collecting.collect(wanted, tmp_path, server.access(clock))
    assert outcomes(tmp_path) == ["throttled", "fetched", "fetched"]
    assert 42.0 in clock.waits


def test_a_retry_after_that_is_a_date_is_waited_for(server, tmp_path):
    wanted = with_pages(server, 1)
    until = "Mon, 01 Jul 2019 12:02:00 GMT"  # the clock of these tests starts at 12:00
    server.set("a.test", "/0", [(503, {"Retry-After": until}, b""), (200, {}, article("Talks"))])
    clock = Clock()
    collecting.collect(wanted, tmp_path, server.access(clock))
    assert outcomes(tmp_path) == ["throttled", "fetched"]
    assert clock.at >= START + timedelta(minutes=2)


def test_a_throttles_text_under_status_200_is_a_throttle(server, tmp_path):
    wanted = with_pages(server)
    said = b"Please limit requests to one every 5 seconds or contact somebody"
    server.set("a.test", "/0", [(200, {"Content_Type": "text/plain"}, said), (200, {}, article("Talks"))])
    clock = Clock()
    collecting.collect(wanted, tmp_path, server.access(clock))
    assert outcomes(tmp_path) == ["throttled", "fetched", "fetched"] and 60.0 in clock.waits


def test_a_host_that_wants_a_long_pause_is_left_alone_reported_and_asked_by_the_next_run(server, tmp_path):
    wanted = with_pages(server)
    server.set("a.test", "/0", [(429, {"Retry-After": "86400"}, b""), (200, {}, article("Talks"))])
    summary = collecting.collect(wanted, tmp_path, server.access())
    assert summary.outcomes == {"throttled": 1, "left alone": 1}
    assert summary.left_alone == {f"a.test:{server.port}": "it asks for a pause of 86,400 s"}
    assert collecting.collect(wanted, tmp_path, server.access()).outcomes == {"fetched": 2}


def test_a_host_that_refuses_three_times_is_left_alone(server, tmp_path):
    wanted = with_pages(server, 6)
    for n in range(6):
        server.set("a.test", f"/{n}", "no", 403)
    summary = collecting.collect(wanted, tmp_path, server.access())
    assert summary.outcomes == {"refused": 3, "left alone": 3}
    assert "it refuses" in summary.left_alone[f"a.test:{server.port}"]


@pytest.mark.parametrize(
    ("status", "body", "allowed"),
    [
        (200, "User-agent: *\nDisallow: /0", [False, True]),
        (200, "User-agent: *\nDisallow: /\nUser-agent: parallax-collect\nAllow: /", [True, True]),
        (200, "# long\n" * 90_000 + "User-agent: *\nDisallow: /1", [True, False]),
        (200, "<html>no rules</html>", [True, True]),
        (404, "", [True, True]),
        (410, "", [True, True]),
        (401, "", [False, False]),
        (403, "", [False, False]),
        (500, "", [False, False]),
    ],
)
def test_robots_txt_is_obeyed_as_the_standard_says(server, tmp_path, status, body, allowed):
    wanted = with_pages(server)
    server.set("a.test", "/robots.txt", body, status)
    collecting.collect(wanted, tmp_path, server.access())
    assert [outcome == "fetched" for outcome in outcomes(tmp_path)] == allowed
    assert [("a.test", f"/{n}") in server.asked for n in (0, 1)] == allowed


def test_crawl_delay_is_waited_for_and_a_very_long_one_leaves_the_host_alone(server, tmp_path):
    wanted = with_pages(server)
    server.set("a.test", "/robots.txt", "User-agent: *\nCrawl-delay: 20")
    clock = Clock()
    collecting.collect(wanted, tmp_path / "a", server.access(clock))
    assert clock.waits.count(20.0) == 2
    server.set("a.test", "/robots.txt", "User-agent: *\nCrawl-delay: 3600")
    summary = collecting.collect(wanted, tmp_path / "b", server.access())
    assert summary.outcomes == {"robots": 2}


GUARD = "<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"
STUB = article(
    "Talks", "A first sentence.", head='<script type="application/ld+json">{"isAccessibleForFree": false}</script>'
)


@pytest.mark.parametrize(
    ("body", "status", "outcome"),
    [
        (GUARD, 200, "guard page"),
        (STUB, 200, "cut off by a paywall"),
        ("no", 451, "refused"),
        ("no", 401, "refused"),
        ("gone", 410, "gone"),
        ("broken", 500, "failed"),
        ("", 200, "no page"),
    ],
)
def test_what_stands_in_an_articles_place_is_no_article(server, tmp_path, body, status, outcome):
    wanted = with_pages(server, 1)
    server.set("a.test", "/0", body, status)
    collecting.collect(wanted, tmp_path, server.access())
    assert outcomes(tmp_path) == [outcome]
    made = ingest.read(tmp_path)
    assert made.articles.empty
    assert len(made.rejects) == 1


@pytest.mark.parametrize(
    ("path", "headers", "outcome"),
    [
        ("/login?next=/0", {}, "login page"),
        ("/", {}, "gone"),
        ("/a.pdf", {"Content_Type": "application/pdf"}, "no page"),
    ],
)
def test_a_redirect_to_something_else_is_no_article(server, tmp_path, path, headers, outcome):
    wanted = with_pages(server, 1)
    server.set("a.test", "/0", "", 302, Location=path)
    server.set("a.test", path, article("Welcome"), **headers)
    collecting.collect(wanted, tmp_path, server.access())
    assert outcomes(tmp_path) == [outcome]


def test_redirects_in_a_circle_end(server, tmp_path):
    wanted = with_pages(server, 1)
    server.set("a.test", "/0", "", 302, Location="/0")
    collecting.collect(wanted, tmp_path, server.access())
    assert outcomes(tmp_path) == ["failed"] and server.counts()["a.test", "/0"] == collecting.MAX_HOPS + 1


def test_a_page_that_is_far_too_large_is_said_and_not_asked_again(server, tmp_path):
    wanted = with_pages(server, 2)
    server.set("a.test", "/0", "a" * 3_000_000)
    access = server.access(unpacked_bytes=1_000_000)
    collecting.collect(wanted, tmp_path, access)
    assert outcomes(tmp_path) == ["too large", "fetched"]
    assert not collecting.collect(wanted, tmp_path, access).outcomes


def test_a_charset_that_lies_is_read_by_its_bytes(server, tmp_path):
    wanted = with_pages(server, 1)
    server.set("a.test", "/0", article("Café talks – “no deal”"), Content_Type="text/html; charset=ascii")
    collecting.collect(wanted, tmp_path, server.access())
    assert list(ingest.read(tmp_path).articles["title"]) == ["Café talks – “no deal”"]


def test_a_feed_that_did_not_change_is_told_so_and_read_from_the_record(server, tmp_path):
    wanted = with_pages(server, 2)
    body = server.pages["feeds.test", "/rss"][2]
    server.set("feeds.test", "/rss", [(200, {"ETag": '"f"'}, body), (304, {}, b"")])
    collecting.collect(wanted, tmp_path, server.access())
    summary = collecting.collect(wanted, tmp_path, server.access())
    assert summary.n_known == 2 and not summary.problems
    assert [line["outcome"] for line in lines(tmp_path) if line["kind"] == "list"] == ["fetched", "unchanged"]


def test_services_that_say_so_elsewhere_rest_longer():
    assert manners.pause_of("api.gdeltproject.org") == 10.0


def rt_without_feeds(server, monkeypatch, robots_txt):
    monkeypatch.setattr(plan, "robots_address", lambda domain: server.url(f"www.{domain}", "/robots.txt"))
    known = replace(outlets.OUTLETS["rt"], feeds=(), sitemaps=())
    monkeypatch.setitem(outlets.OUTLETS, "rt", known)
    server.set("www.rt.com", "/robots.txt", robots_txt, Content_Type="text/plain")
    return Wanted(outlets=("RT",))


def test_news_sitemaps_of_robots_txt_stand_in_where_the_register_knows_none(server, tmp_path, monkeypatch):
    named = [server.url("www.rt.com", path) for path in ("/sitemap_archive.xml", "/sitemap-news.xml")]
    wanted = rt_without_feeds(
        server, monkeypatch, "User-agent: *\nDisallow:\n" + "".join(f"Sitemap: {one}\n" for one in named)
    )
    server.set("www.rt.com", "/sitemap-news.xml", sitemap(server.url("www.rt.com", "/news/1")))
    server.set("www.rt.com", "/news/1", article("Talks at the border"))
    planned = collecting.planned(wanted, tmp_path, server.access())
    assert planned.not_asked == [f"sitemap {named[1]}"]
    assert {path for _, path in server.asked} == {"/robots.txt"}
    summary = collecting.collect(wanted, tmp_path, server.access())
    assert summary.outcomes == {"fetched": 1} and not summary.problems
    assert ("www.rt.com", "/sitemap_archive.xml") not in server.asked
    assert server.asked.count(("www.rt.com", "/robots.txt")) == 2, "once for the plan, once for the run"


def test_an_outlet_without_feeds_whose_robots_txt_names_no_news_is_one_sentence(server, tmp_path, monkeypatch):
    wanted = rt_without_feeds(server, monkeypatch, f"Sitemap: {server.url('www.rt.com', '/all.xml')}")
    with pytest.raises(DataError, match=r"no feed of RT is known, and \S+ names 1 sitemap and none of news"):
        collecting.collect(wanted, tmp_path, server.access())
