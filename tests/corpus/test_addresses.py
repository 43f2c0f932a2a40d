"""An address names a publisher: not its archive, its cache, its carrier, its platform or its owner."""

import pytest

from analysis.corpus import addresses, ingest, outlets
from analysis.validation import publishers


@pytest.mark.parametrize("url, publisher", publishers.cases()[["url", "publisher"]].to_numpy())
def test_an_address_names_its_publisher(url, publisher):
    assert outlets.of_url(url) == publisher


@pytest.mark.parametrize(
    "name, expected",
    [
        ("The Independent (Kenya)", "The Independent (Kenya)"),
        ("ABC News (Australia)", "ABC News (Australia)"),
        ("The Guardian (Nigeria)", "The Guardian (Nigeria)"),
        ("The Times (South Africa)", "The Times (South Africa)"),
        ("The Independent (UK)", "The Independent"),
        ("ABC News (US)", "ABC News"),
        ("Reuters (Moscow)", "Reuters"),
        ("CNN (Web News)", "CNN"),
        ("Fox News (Online News)", "Fox News"),
        ("https://www.bbc.co.uk/news", "BBC News"),
        ("www.dawn.com", "dawn.com"),
    ],
)
def test_a_place_in_brackets_is_part_of_a_name_and_other_additions_are_not(name, expected):
    assert outlets.named(name) == expected


@pytest.mark.parametrize(
    "ending",
    [
        "?utm_source=a&utm_medium=b", "?at_medium=RSS&at_campaign=KARANGA", "?xtor=RSS-1", ".amp", "/amp", "/amp/",
        "?feedType=RSS&wprss=world", "?fbclid=a&gclid=b", "?ref=home", "?source=rss", "#comments", "/?mod=rss",
        "?CMP=share_btn_tw", "?ocid=x&cvid=y", "?outputType=amp", "?guccounter=1&guce_referrer=x", "?ito=1490",
        "?mc_cid=1&mc_eid=2", "?__twitter_impression=true", "?igshid=1", "?smid=tw", "?cmpid=x", "?msclkid=a",
    ],
)  # fmt: skip
def test_one_article_has_one_address(ending):
    assert addresses.canonical(f"https://www.example.com/news/world-1234{ending}") == "example.com/news/world-1234"


@pytest.mark.parametrize("query", ["?id=7", "?p=123", "?story=a", "?ref=123", "?page=2", "?cid=1234&nid=5"])
def test_what_numbers_an_article_stays_in_its_address(query):
    assert addresses.canonical(f"https://example.com/a{query}").endswith(
        query.replace("?nid=5&cid=1234", "?cid=1234&nid=5")
    )


def feed(tmp_path, items, title="Paper", link="https://example.com/"):
    text = '<?xml version="1.0"?><rss version="2.0" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0">'
    text += f"<channel><title>{title}</title><link>{link}</link>{items}</channel></rss>"
    (tmp_path / "a.xml").write_text(text)
    return ingest.read(tmp_path).articles


def test_a_feed_of_a_carrier_names_the_publishers_of_its_entries(tmp_path):
    link = "https://news.google.com/rss/articles/CBMi"
    articles = feed(
        tmp_path,
        f"<item><title>Talks end - Dawn</title><link>{link}A</link><source url='http://dawn.com'>Dawn</source></item>"
        f"<item><title>Envoys go - BBC</title><link>{link}B</link><source url='http://bbc.com'>BBC</source></item>"
        f"<item><title>Nobody says who</title><link>{link}C</link></item>",
        title="talks - Google News",
        link="https://news.google.com/search?q=talks",
    )
    assert articles["outlet"].tolist() == ["Dawn", "BBC News", "unknown"]
    assert articles["title"].tolist() == ["Talks end", "Envoys go", "Nobody says who"]


def test_a_feed_through_a_proxy_keeps_the_addresses_of_its_publisher(tmp_path):
    item = "<item><title>Talks end</title><link>http://feedproxy.google.com/~r/x/~3/y/</link>"
    item += "<feedburner:origLink>https://www.presstv.ir/Detail/1</feedburner:origLink></item>"
    articles = feed(tmp_path, item)
    assert articles[["outlet", "url"]].values.tolist() == [["Press TV", "https://www.presstv.ir/Detail/1"]]


def test_a_carriers_name_counts_only_where_nothing_names_the_publisher(tmp_path):
    rows = [
        ("MSN", "https://www.rt.com/a", "RT"),
        ("Google News", "https://news.google.com/articles/1", "Dawn"),
        ("Yahoo News", "https://news.yahoo.com/b", "Yahoo News"),
    ]
    lines = [f"{outlet},{url},Talks end - Dawn,{'The talks ended. ' * 9}" for outlet, url, _ in rows]
    (tmp_path / "a.csv").write_text("\n".join(["outlet,url,title,text", *lines]))
    assert ingest.read(tmp_path).articles["outlet"].tolist() == [expected for *_, expected in rows]
