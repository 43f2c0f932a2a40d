"""The quality accounts count every article and every reject, and find what looks wrong."""

import pandas as pd

from analysis.corpus import ingest, quality


def test_every_input_is_accounted_for(tmp_path):
    (tmp_path / "a.csv").write_text(
        "text,date\nThe talks ended in Hanoi.,2019-06-28\n,\nThey left.,soon\n7,\n", encoding="utf-8"
    )
    (tmp_path / "b.txt").write_text("", encoding="utf-8")
    articles, rejects = ingest.read(tmp_path)
    assert articles["origin"].str.contains(r"a\.csv:\d+$").sum() == len(articles) == 3  # a row of nothing is none
    assert rejects["origin"].str.endswith("b.txt").tolist() == [True]
    assert rejects["reason"].tolist() == ["empty"]


def test_empty_tables_give_empty_accounts():
    result = ingest.joined([])
    copies = pd.DataFrame({"article_id": []})
    assert quality.by_outlet(result.articles, copies).empty
    assert quality.crawl_dates(result.articles).empty
    assert quality.weekly(result.articles).empty
    assert quality.gaps(result.articles).empty


def test_a_busy_day_is_no_crawl_and_a_crawl_is_one():
    spread = pd.date_range("2019-01-01", periods=40).repeat(3)
    crawled = [pd.Timestamp("2019-03-01")] * 30
    articles = pd.DataFrame(
        {
            "outlet": ["A"] * 120 + ["A"] * 12 + ["B"] * 30,
            "published_at": [*spread, *[pd.Timestamp("2019-01-05")] * 12, *crawled],
            "published_from": "field",
        }
    )
    found = quality.crawl_dates(articles)
    assert found[["outlet", "n_articles", "share"]].values.tolist() == [["B", 30, 1.0]]
    assert quality.crawl_dates(articles.assign(published_from="url")).empty
