"""Undated articles are dated by their neighbours, against a plain loop."""

import numpy as np
import pandas as pd

from analysis.events import undated


def by_loop(articles, pairs):
    at = dict(zip(articles["article_id"], articles["published_at"], strict=True))
    event = dict(zip(articles["article_id"], articles["event"], strict=True))
    found = {}
    for one, other, probability in pairs.itertuples(index=False):
        for article, beside in ((one, other), (other, one)):
            usable = probability >= undated.LEAST and event.get(article) is not None
            if usable and event.get(article) == event.get(beside) and pd.isna(at[article]) and not pd.isna(at[beside]):
                found.setdefault(article, set()).add(beside)
    return {
        article: (min(at[beside] for beside in near), max(at[beside] for beside in near), len(near))
        for article, near in found.items()
    }


def test_the_span_is_that_of_likely_dated_neighbours_of_the_same_event():
    rng = np.random.default_rng(3)
    ids = [f"{number:02d}" for number in range(30)]
    days = pd.Timestamp("2019-06-01", tz="UTC") + pd.to_timedelta(rng.integers(0, 9, 30), unit="D")
    articles = pd.DataFrame({"article_id": ids, "event": rng.choice(["e", "f"], 30), "published_at": days})
    articles["published_at"] = articles["published_at"].where(rng.random(30) > 0.4)
    ends = rng.integers(0, 30, (120, 2))
    pairs = pd.DataFrame(
        {
            "article_id": [ids[one] for one, _ in ends],
            "other": [ids[other] for _, other in ends],
            "probability": rng.random(120),
        }
    )
    gone = pd.DataFrame({"article_id": ["zz"], "other": [ids[0]], "probability": [0.9]})
    copies = pd.DataFrame({"article_id": [ids[3]], "copy_of": [ids[7]]})
    found = undated.by_neighbours(articles, pd.concat([pairs, gone], ignore_index=True), copies)
    got = {row.article_id: (row.first_at, row.last_at, row.n_neighbours) for row in found.itertuples()}
    repeated = copies.rename(columns={"copy_of": "other"}).assign(probability=1.0)
    expected = by_loop(articles, pd.concat([pairs, repeated]))
    assert got == expected
    assert len(expected) > 3


def test_without_undated_articles_there_is_no_row():
    articles = pd.DataFrame({"article_id": ["a", "b"], "event": "e", "published_at": ["2019-06-01", "2019-06-02"]})
    pairs = pd.DataFrame({"article_id": ["a"], "other": ["b"], "probability": [0.9]})
    assert undated.by_neighbours(articles, pairs, pd.DataFrame({"article_id": [], "copy_of": []})).empty
