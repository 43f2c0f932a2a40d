"""What a saved page says about itself is read, whatever its template puts around it."""

import pickle

import pandas as pd
import pytest

from analysis.corpus import assemble, batches, formats, ingest, pages, titles, trees
from analysis.settings import Settings

ONE = "The ministers met in the capital on Monday and talked for two hours about the border, an official said later."
TWO = "The envoys will meet again in June in a third country that has not been named, and nobody left early that day."
BODY = f"<p>{ONE}</p><p>{TWO}</p>"


def read(tmp_path, head="", body=f"<h1>Talks end in Hanoi</h1>{BODY}", lang="en"):
    (tmp_path / "a.html").write_text(
        f"<html lang='{lang}'><head>{head}</head><body><article>{body}</article></body></html>", encoding="utf-8"
    )
    return ingest.read(tmp_path).articles.iloc[0]


LINKED = '{"@type":"NewsArticle","headline":"Talks end in Hanoi","datePublished":"2020-04-08T16:25:06Z"}'


@pytest.mark.parametrize(
    "script",
    [
        LINKED,
        f"// <![CDATA[\n{LINKED}\n// ]]>",
        f"/*<![CDATA[*/ {LINKED} /*]]>*/",
        f"<![CDATA[{LINKED}]]>",
        f"<!-- {LINKED} -->",
        f"{LINKED};",
        f"\n/* made by a template */\n{LINKED}",
        LINKED.replace('"}', '",}'),
        LINKED.replace('"', "&quot;"),
        f"[{LINKED}]",
        f'{{"@graph":[{{"@type":"WebSite"}},{LINKED}]}}',
        LINKED.replace("NewsArticle", "http://schema.org/NewsArticle"),
        LINKED.replace('"NewsArticle"', '["NewsArticle","Thing"]'),
        LINKED.replace('"headline"', '"description":"a " broken " one","headline"'),
    ],
)
@pytest.mark.parametrize("kind", ["application/ld+json", "application/LD+JSON; charset=utf-8"])
def test_linked_data_is_read_out_of_its_wrapping(script, kind, tmp_path):
    article = read(tmp_path, f"<script type='{kind}'>{script}</script>")
    assert f"{article['published_at']:%Y-%m-%d %H:%M}" == "2020-04-08 16:25"
    assert article["title"] == "Talks end in Hanoi"
    assert article["body"] == f"{ONE}\n{TWO}"


def test_a_provider_is_the_publisher_where_a_carrier_names_itself(tmp_path):
    script = '{"@type":"NewsArticle","publisher":{"name":"MSN"},"provider":{"name":"Dawn"}}'
    assert read(tmp_path, f"<script type='application/ld+json'>{script}</script>")["outlet"] == "Dawn"


@pytest.mark.parametrize(
    "time, expected",
    [
        ("<time datetime='2017-11-18T15:21:41Z'>Saturday</time>", "2017-11-18"),
        ("<time datetime='Sat Nov 18 2017 15:21:41 GMT+0000'>18 Nov</time>", "2017-11-18"),
        ("<div class='byline'><time>November 18, 2017</time></div>", "2017-11-18"),
        ("<span itemprop='datePublished' content='2017-11-18'>Saturday</span>", "2017-11-18"),
        ("<p>Saturday, November 18, 2017</p>", "2017-11-18"),
        ("<time class='updated' datetime='2017-11-20'></time><time datetime='2017-11-18'></time>", "2017-11-18"),
    ],
)
def test_the_date_that_a_page_shows_is_read(time, expected, tmp_path):
    found = read(tmp_path, body=f"<h1>Talks end in Hanoi</h1>{time}{BODY}")["published_at"]
    assert (None if pd.isna(found) else f"{found:%Y-%m-%d}") == expected


@pytest.mark.parametrize(
    "lang, shown",
    [("pt", "22 de novembro de 2020"), ("ru", "22 ноября 2020"), ("fr", "22/11/2020"), ("tr", "22 Kasım 2020")],
)
def test_dates_are_read_in_other_languages(lang, shown):
    page = f"<html lang='{lang}'><body><h1>Gol no apagar das luzes</h1><p>{shown} - 04:30</p>{BODY}</body></html>"
    assert pages.metadata_of(trees.tree_of(page))["date"] == "2020-11-22"


def test_an_unreadable_date_does_not_hide_a_readable_one():
    head = "<meta property='article:published_time' content='yesterday'><meta name='pubdate' content='2019-06-28'>"
    assert pages.metadata_of(trees.tree_of(f"<html><head>{head}</head></html>"))["date"] == "2019-06-28"


@pytest.mark.parametrize(
    "title",
    ["Talks end in Hanoi - The Namibian", "Talks end in Hanoi | The Namibian",
     "Talks end in Hanoi – World – The Namibian",
     "The Namibian | Talks end in Hanoi", "Talks end in Hanoi « The Namibian",
     "Talks end in Hanoi &amp;#8211; The Namibian"],
)  # fmt: skip
def test_the_name_of_the_site_is_no_part_of_a_title(title, tmp_path):
    head = f"<title>{title}</title><meta property='og:title' content='{title}'>"
    article = read(tmp_path, head + "<meta property='og:site_name' content='The Namibian'>")
    assert article["title"] == "Talks end in Hanoi"
    assert article["body"].startswith(ONE)


@pytest.mark.parametrize(
    "title",
    ["Talks end - again", "Trump: Kim is a friend", "Live: talks end", "Who won | Opinion", "RT", "9/11 - a look"],
)
def test_other_words_behind_a_dash_stay(title):
    assert titles.without_site(title, ["RT", "rt.com"]) == title


def test_of_two_articles_on_a_page_the_one_with_its_title_is_read():
    second = "".join(
        f"<p>The home side won by {n} goals, and the crowd went home happy after the whistle.</p>" for n in "abcdef"
    )
    page = (
        "<html><head><title>Summit ends | Paper</title></head><body><main>"
        f"<article><h1>Football: home side wins</h1>{second}</article><article><h1>Summit ends</h1>{BODY}</article>"
        "</main></body></html>"
    )
    text = pages.text_of(page)
    assert ONE in text and "home side" not in text


def test_an_article_within_an_article_stays():
    page = f"<html><head><title>Summit ends</title></head><body><article><h1>Summit ends</h1>{BODY}"
    page += f"<article><h2>What it means</h2><p>{ONE.replace('Monday', 'Friday')}</p></article></article></body></html>"
    assert "Friday" in pages.text_of(page)


def test_a_body_that_advertisements_part_is_read_whole():
    pieces = [f"<p>{ONE} It was day {n} of the talks.</p><p>{TWO} So day {n} ended.</p>" for n in "abcdef"]
    parts = [
        f"<div class='body article__body'>{''.join(pieces[n : n + 2])}</div><div class='ad'>Ad</div>" for n in (0, 2, 4)
    ]
    page = "<html><head><title>Summit ends</title></head><body><main><article><h1>Summit ends</h1>"
    page += "".join(f"<div class='row'>{part}</div>" for part in parts) + "</article></main></body></html>"
    text = pages.text_of(page)
    days = [text.find(f"So day {n} ended") for n in "abcdef"]
    assert -1 not in days and days == sorted(days) and text.count(TWO) == 6


def test_a_stray_quotation_mark_in_a_tag_loses_nothing_of_the_page():
    """One page in twenty of many countries holds one; read as the beginning of a value it swallowed what followed."""
    words = " ".join(f"word{number}" for number in range(5000))
    page = f"<html><body><div class=a title=Bob's ><h1>Talks end</h1><p>{words}</p><p>It's over, isn't it?</p></div>"
    assert trees.within_limits(page) == page
    many = " ".join(f"a{number}" for number in range(5000))
    assert trees.within_limits(f"<p title=Bob's {many}>Talks</p>") == "<p>Talks</p>"


def test_a_date_is_read_near_the_headline_also_where_other_headings_stand_before_it():
    page = """<html><head><title>Talks end without a deal - The Paper</title></head><body><h1>The Paper</h1>
    <div>3 March 2018</div><p>Other news of the day, told at some length.</p><h2>Talks end without a deal</h2>
    <p>News24<br>13 Jan 2020, 22:11 GMT+10</p><p>The talks ended.</p></body></html>"""
    assert pages.metadata_of(trees.tree_of(page))["date"].startswith("2020-01-13")


def test_the_date_of_damaged_linked_data_is_read():
    page = """<html><head><script type="application/ld+json">{"@type": "NewsArticle", "headline": "He said "no" to it",
    "datePublished": "2020-05-10T18:59:01+04:30"}</script></head><body><h1>No</h1><p>x</p></body></html>"""
    assert pages.metadata_of(trees.tree_of(page))["date"] == "2020-05-10T18:59:01+04:30"


def dated(head="", shown="", title="Talks end without a deal"):
    page = f"<html><head><title>{title}</title>{head}</head><body><h1>{title}</h1>{shown}{BODY}</body></html>"
    return pages.metadata_of(trees.tree_of(page))["date"]


OF_UTC = "<meta property='article:published_time' content='2020-12-05T23:15:00Z'>"


@pytest.mark.parametrize(
    "head, shown, expected",
    [
        ("<script>var page = {publication_date: '2020-12-06 00:15'}</script>", "", "2020-12-06T00:15:00+01:00"),
        ('<script>{"DateCreation":"2020-12-06"}</script>', "", "2020-12-06"),
        ("", "<p>Sunday, 6 December 2020</p>", "2020-12-06"),
        ("", "<time datetime='2020-12-06T02:15:00+03:00'>now</time>", "2020-12-06T02:15:00+03:00"),
        ("<link rel='canonical' href='https://paper.it/2020/12/06/talks'>", "", "2020-12-06"),
        ('<script>{"next": "2020-12-09T20:00:00+09:00"}</script>', "", "2020-12-06T08:15:00+09:00"),
    ],
)
def test_a_moment_of_utc_has_the_day_on_which_it_appeared_there(head, shown, expected):
    assert dated(OF_UTC + head, shown) == expected


@pytest.mark.parametrize(
    "head, shown",
    [
        ("", "<p>Saturday, 5 December 2020</p>"),
        ("", "<p>9 December 2020</p>"),
        ('<script>{"publishedAt": "0001-01-01T00:00:00", "publish_date": "9999-12-31"}</script>', ""),
        ("<link rel='canonical' href='https://paper.us/2020/12/05/talks'>", ""),
        ('<script>{"publishedAt": "2020-12-05T20:00:00"}</script>', "<p>5 December 2020</p>"),
        ("<link rel='canonical' href='https://paper.us/2020/12/06/talks'>", "<p>5 December 2020</p>"),
        ('<script>{"a": "2020-12-09T20:00:00+09:00", "b": "2020-12-09T20:00:00-05:00"}</script>', ""),
    ],
)
def test_a_moment_of_utc_keeps_its_day_where_nothing_tells_another(head, shown):
    assert dated(OF_UTC + head, shown) == "2020-12-05T23:15:00Z"


def test_a_day_that_no_zone_explains_is_no_local_day():
    """At ten in the morning of UTC nobody writes yesterday: an address keeps the day on which a text was begun."""
    head = "<meta property='article:published_time' content='2020-12-05T10:04:00Z'>"
    assert dated(head + "<link rel='canonical' href='https://paper.us/2020/12/04/talks'>") == "2020-12-05T10:04:00Z"


def test_the_headline_is_the_heading_that_the_title_holds_most_of():
    title = "The Daily Paper of Hanoi: Talks end without a deal and nobody knows why"
    page = f"""<html><head><title>{title}</title></head><body><h1>The Daily Paper of Hanoi</h1><p>3 March 2018</p>
    <h3>Talks end without a deal and nobody knows why</h3><p>13 January 2020</p>{BODY}<h3>The Daily Paper of Hanoi</h3>
    </body></html>"""
    assert pages.metadata_of(trees.tree_of(page))["date"] == "2020-01-13"


def test_the_text_of_a_page_is_found_where_it_is_cleaned_and_one_that_breaks_is_a_reject(tmp_path, monkeypatch):
    for name in ("broken", "whole"):
        (tmp_path / f"{name}.html").write_text(f"<title>{name}</title><p>The talks ended.</p>")

    def broken(html):
        if "broken" in html:
            raise ValueError("no page")
        return "The talks ended.", {"title": "whole"}

    monkeypatch.setattr(formats, "of_html", lambda html: pytest.fail("the process that reads looked into a page"))
    (items,) = ingest.raw_items(tmp_path)
    sent = pickle.loads(pickle.dumps(items))
    monkeypatch.setattr(formats, "of_html", broken)
    rejected, article = batches.assembled(sent, assemble.Context.of(Settings()))
    assert (rejected.reason, rejected.detail) == ("broken file", "no page")
    assert rejected.origin.endswith("broken.html")
    assert article.row["body"] == "The talks ended."
