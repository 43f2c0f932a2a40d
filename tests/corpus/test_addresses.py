"""An address names a publisher: not its archive, its cache, its carrier, its platform or its owner."""

import pytest

from analysis.corpus import addresses, ingest, outlets

PUBLISHERS = {
    # archives
    "https://web.archive.org/web/20190628101500/https://www.rt.com/news/1-talks/": "RT",
    "http://web.archive.org/web/20190628id_/http://edition.cnn.com/2019/06/28/a.html": "CNN",
    "web.archive.org/web/2019/www.aljazeera.com/news/a.html": "Al Jazeera",
    "https://web.archive.org/web/2019*/https://www.dawn.com/news/1": "dawn.com",
    "https://archive.ph/2019.06.28-101500/https://www.ft.com/content/1": "Financial Times",
    "https://archive.today/20190628101500/https://www.wsj.com/articles/a": "Wall Street Journal",
    "https://archive.is/newest/https://www.haaretz.com/a": "Haaretz",
    "https://archive.li/o/AbCdE/https://www.bloomberg.com/a": "Bloomberg",
    "https://archive.vn/AbCdE": "",
    "https://perma.cc/ABCD-1234": "",
    "https://wayback.archive-it.org/4399/20190628/http://tass.com/politics/1": "TASS",
    "https://webarchive.nationalarchives.gov.uk/ukgwa/20190628/https://www.gov.uk/news/a": "www.gov.uk",
    "https://arquivo.pt/wayback/20190628/http://www.publico.pt/a": "publico.pt",
    "https://index.commoncrawl.org/CC-MAIN-2019-26-index?url=https%3A%2F%2Fwww.npr.org%2Fa&output=json": "NPR",
    "https://www.webcitation.org/query?url=http%3A%2F%2Fwww.vox.com%2Fa&date=2019": "Vox",
    "https://12ft.io/https://www.washingtonpost.com/a": "Washington Post",
    # caches
    "https://www.google.com/amp/s/www.bbc.co.uk/news/amp/world-1": "BBC News",
    "https://google.co.uk/amp/s/amp.theguardian.com/world/a": "The Guardian",
    "https://www-cnn-com.cdn.ampproject.org/c/s/www.cnn.com/a.amp.html": "CNN",
    "https://cdn.ampproject.org/v/s/www.nation.co.ke/a?amp_js_v=0.1": "nation.co.ke",
    "https://www.bing.com/amp/s/www.reuters.com/article/amp/a": "Reuters",
    "https://webcache.googleusercontent.com/search?q=cache:AbCdEfGhIjK:https://www.dw.com/en/a+&cd=1": "Deutsche Welle",
    "https://www-lemonde-fr.translate.goog/a?_x_tr_sl=fr": "lemonde.fr",
    # redirections and carriers
    "https://www.google.com/url?sa=t&url=https%3A%2F%2Fwww.presstv.ir%2FDetail%2F1": "Press TV",
    "https://www.bing.com/news/apiclick.aspx?ref=x&url=https%3a%2f%2fsputniknews.com%2fa": "Sputnik",
    "https://l.facebook.com/l.php?u=https%3A%2F%2Fthehill.com%2Fa&h=1": "The Hill",
    "https://r.search.yahoo.com/_ylt=A/RU=https%3a%2f%2fwww.cbsnews.com%2fa%2f/RK=2/RS=x": "CBS News",
    "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.newsmax.com%2Fa&data=1": "Newsmax",
    "https://urldefense.com/v3/__https://www.politico.eu/a__;!!x": "Politico",
    "https://web.archive.org/web/2019/https://www.google.com/amp/s/www.foxnews.com/a.amp": "Fox News",
    "https://news.google.com/rss/articles/CBMiA?oc=5": "",
    "https://www.msn.com/en-us/news/world/a/ar-BB1": "",
    "https://news.yahoo.com/a-123.html": "",
    "https://finance.yahoo.com/news/a-123.html": "",
    "http://feedproxy.google.com/~r/x/y/~3/z/": "",
    "http://feeds.feedburner.com/x": "",
    "https://t.co/AbCdE": "",
    "https://apple.news/AbCdE": "",
    "https://flipboard.com/@a/b": "",
    # public suffixes
    "https://www3.nhk.or.jp/nhkworld/en/news/1/": "nhk.or.jp",
    "https://www.smh.com.au/world/a": "smh.com.au",
    "https://www.abc.net.au/news/1": "abc.net.au",
    "https://www.independent.co.ug/a": "independent.co.ug",
    "https://mg.co.za/article/a": "mg.co.za",
    "https://www.koreatimes.co.kr/www/a": "koreatimes.co.kr",
    "https://english.news.cn/2019/a": "Xinhua",
    "https://travel.gc.ca/a": "travel.gc.ca",
    "https://timesofmalta.com/a": "timesofmalta.com",
    "https://www.bangkokpost.com:443/a": "bangkokpost.com",
    # platforms and houses
    "https://jane.wordpress.com/2019/06/a": "jane.wordpress.com",
    "https://jane.substack.com/p/a": "jane.substack.com",
    "https://open.substack.com/pub/jane/p/a": "jane.substack.com",
    "https://jane.blogspot.co.uk/2019/06/a.html": "jane.blogspot.co.uk",
    "https://jane.github.io/a": "jane.github.io",
    "https://medium.com/@jane/a-1a2b": "medium.com/@jane",
    "https://economictimes.indiatimes.com/news/a": "economictimes.indiatimes.com",
    "https://timesofindia.indiatimes.com/world/a": "Times of India",
    "https://abcnews.go.com/International/a": "ABC News",
    "https://www.msnbc.com/a": "msnbc.com",
    # editions
    "https://uk.reuters.com/article/a": "Reuters",
    "https://arabic.cnn.com/a": "CNN",
    "https://www.bbc.com/mundo/a": "BBC News",
    "https://m.huffingtonpost.co.uk/entry/a": "HuffPost",
    "https://www.skynews.com.au/a": "skynews.com.au",
}


@pytest.mark.parametrize("url", PUBLISHERS)
def test_an_address_names_its_publisher(url):
    assert outlets.of_url(url) == PUBLISHERS[url]


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
