"""Files of common scrapers and interfaces are read with texts, dates and outlets, and lists are said to be lists."""

import json

import pandas as pd
import pytest

from analysis.corpus import ingest

ONE = "The ministers met in the capital on Monday and talked for two hours about the border, an official said later."
TWO = "The envoys will meet again in June in a third country that has not been named, and nobody left early that day."
TEXT = f"{ONE}\n{TWO}"

FUNDUS = {
    "title": "Talks end",
    "authors": ["Jane Doe"],
    "publishing_date": "2024-05-01 09:30:00+00:00",
    "body": {"summary": [], "sections": [{"headline": [], "paragraphs": [ONE, TWO]}]},
    "html": {"requested_url": "https://www.rt.com/news/1-a/"},
    "publisher": "RT",
}
NEWS_PLEASE = {
    "title": "Talks end", "maintext": TEXT, "date_publish": "2024-05-01 09:30:00",
    "date_download": "2026-01-01 00:00:00",
    "source_domain": "www.rt.com", "url": "https://www.rt.com/news/1-a/", "authors": ["Jane Doe"],
    "description": "Short.",
}  # fmt: skip
GUARDIAN = {
    "response": {
        "status": "ok",
        "results": [
            {
                "id": "world/1", "sectionName": "World news", "webPublicationDate": "2024-05-01T09:30:00Z",
                "webTitle": "Talks end", "webUrl": "https://www.theguardian.com/world/1",
                "fields": {"bodyText": TEXT, "byline": "Jane Doe", "trailText": "Short."},
            }
        ],
    }
}  # fmt: skip
TIMES = {
    "response": {
        "docs": [
            {
                "web_url": "https://www.nytimes.com/2024/05/01/a.html", "abstract": ONE, "lead_paragraph": TWO,
                "source": "The New York Times", "headline": {"main": "Talks end", "kicker": None},
                "pub_date": "2024-05-01T09:30:00+0000", "byline": {"original": "By Jane Doe", "person": []},
            }
        ]
    }
}  # fmt: skip
NEWSAPI = {
    "status": "ok",
    "articles": [
        {"source": {"id": None, "name": "RT"}, "author": "Jane Doe", "title": "Talks end", "description": "Short.",
         "url": "https://www.rt.com/news/1-a/", "publishedAt": "2024-05-01T09:30:00Z", "content": TEXT}
    ],
}  # fmt: skip
WORDPRESS = [
    {"date": "2024-05-01T09:30:00", "link": "https://jane.wordpress.com/a", "title": {"rendered": "Talks end"},
     "content": {"rendered": f"<p>{ONE}</p><p>{TWO}</p><p></p>"}}
]  # fmt: skip

ELASTIC = {"hits": {"hits": [{"_id": "1", "_source": {"title": "Talks end", "body": TEXT, "source": "RT",
                                                      "date": "2024-05-01T09:30:00Z"}}]}}  # fmt: skip
COLUMNS = {"title": {"0": "Talks end"}, "text": {"0": TEXT}, "date": {"0": "2024-05-01 09:30"}, "outlet": {"0": "RT"}}
LISTS = {name: list(values.values()) for name, values in COLUMNS.items()}


@pytest.mark.parametrize(
    "document, outlet, text",
    [
        ([FUNDUS], "RT", TEXT),
        (FUNDUS | {"plaintext": TEXT}, "RT", TEXT),
        (NEWS_PLEASE, "RT", TEXT),
        (GUARDIAN, "The Guardian", TEXT),
        (TIMES, "New York Times", TWO),
        (NEWSAPI, "RT", TEXT),
        (WORDPRESS, "jane.wordpress.com", TEXT),
        (ELASTIC, "RT", TEXT),
        (COLUMNS, "RT", TEXT),
        (LISTS, "RT", TEXT),
    ],
    ids=[
        "fundus",
        "fundus plain",
        "news-please",
        "Guardian",
        "New York Times",
        "NewsAPI",
        "WordPress",
        "Elasticsearch",
        "columns",
        "lists",
    ],
)
def test_files_of_scrapers_and_interfaces_are_read(document, outlet, text, tmp_path):
    (tmp_path / "a.json").write_text(json.dumps(document))
    found = ingest.read(tmp_path)
    assert found.rejects.empty
    article = found.articles.iloc[0]
    assert (article["outlet"], article["title"], article["body"]) == (outlet, "Talks end", text)
    assert article["published_at"] == pd.Timestamp("2024-05-01 09:30", tz="UTC")


def test_an_unreadable_object_does_not_hide_another_text(tmp_path):
    row = {"title": "Talks end", "body": {"type": "doc", "version": 1}, "content": TEXT}
    (tmp_path / "a.jsonl").write_text(json.dumps(row))
    assert ingest.read(tmp_path).articles["body"].tolist() == [TEXT]


@pytest.mark.parametrize(
    "name, content",
    [
        ("gdelt.csv", "URL,MobileURL,Date,Title\nhttps://rt.com/a,,2024-05-01 09:30:00,Talks end\n"),
        ("mediacloud.csv", "id,indexed_date,language,media_name,media_url,publish_date,title,url\n"
                           "1,2024-05-01,en,rt.com,rt.com,2024-05-01,Talks end,https://rt.com/a\n"),
        ("gdelt.json", '{"articles":[{"url":"https://rt.com/a","title":"Talks end","seendate":"20240501T093000Z",'
                       '"domain":"rt.com","language":"English"}]}'),
        ("list.jsonl", '{"link":"https://rt.com/a","headline":"Talks end"}'),
    ],
)  # fmt: skip
def test_lists_of_addresses_are_said_to_be_lists(name, content, tmp_path):
    (tmp_path / name).write_text(content)
    articles, rejects = ingest.read(tmp_path)
    assert articles.empty
    assert rejects["reason"].tolist() == ["list of addresses"]
    assert "save the pages" in rejects["detail"][0]


@pytest.mark.parametrize("language, text", [("en", ""), ("en", ONE), ("fa", ""), ("de", "Talks")])
@pytest.mark.parametrize("title", ["Erdogan visits Baghdad", "Macron names Barnier prime minister", "Pope in Papua"])
def test_the_language_that_a_row_gives_is_the_articles(language, text, title, tmp_path):
    (tmp_path / "a.jsonl").write_text(json.dumps({"title": title, "text": text, "language": language}))
    assert ingest.read(tmp_path).articles["language"].tolist() == [language]


def test_articles_that_stand_under_names_of_their_own_are_each_one(tmp_path):
    document = {name: {"title": name, "text": f"{TEXT} {name}"} for name in ("One", "Two")}
    (tmp_path / "a.json").write_text(json.dumps(document))
    assert ingest.read(tmp_path).articles["title"].tolist() == ["One", "Two"]
