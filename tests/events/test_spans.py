"""Spans of events rest on dates that can be trusted, and say how many others there are."""

import numpy as np
import pandas as pd

from analysis import events, schema
from analysis.events import spans
from tests.benchmarks.events import stream


def by_loop(groups, at, doubt):
    found = {}
    for group in dict.fromkeys(groups):
        days = [(day, why) for own, day, why in zip(groups, at, doubt, strict=True) if own == group and pd.notna(day)]
        sure = [day for day, why in days if why is None] or sorted(day for day, _ in days)[:1]
        n_doubtful = sum(why is not None for _, why in days)
        found[group] = (min(sure, default=pd.NaT), max(sure, default=pd.NaT), n_doubtful)
    return found


def test_the_span_is_that_of_dates_in_no_doubt_else_the_earliest():
    rng = np.random.default_rng(4)
    groups = pd.Series(rng.choice(list("abcdefgh"), 40))
    at = pd.Series(pd.Timestamp("2019-06-01", tz="UTC") + pd.to_timedelta(rng.integers(0, 99, 40), unit="D"))
    at = at.where(rng.random(40) > 0.4)
    doubt = pd.Series(rng.choice([None, "month", "doubtful"], 40), dtype="object")
    found = spans.of_groups(groups, at, doubt)
    expected = by_loop(groups.tolist(), at.tolist(), doubt.tolist())
    assert found.index.tolist() == list(expected)
    for row in found.itertuples():
        first, last, n_doubtful = expected[row.Index]
        assert row.n_doubtful == n_doubtful
        assert (pd.isna(row.first_at) and pd.isna(first)) or (row.first_at, row.last_at) == (first, last)
    assert found["first_at"].isna().any() or found["n_doubtful"].gt(0).any()


def test_an_event_does_not_last_until_a_page_was_saved():
    articles, counted = stream(120)
    articles = articles.assign(published_at=pd.Timestamp("2019-06-03", tz="UTC"), outlet="A")
    counted = counted.assign(**{name: [counted[name].iloc[0]] * len(counted) for name in counted.columns[1:]})
    late = articles.index >= 60
    articles.loc[late, "outlet"] = "B"
    saved = pd.Timestamp("2019-06-10", tz="UTC") + pd.to_timedelta(np.arange(60) % 7, unit="D")
    articles.loc[late, "published_at"] = saved
    ids = articles["article_id"]
    times = pd.DataFrame({"article_id": ids, "kind": "weekday", "value": 0})  # all report what happened on Monday
    found = events.of_articles(articles, counted, schema.empty(schema.COPIES), times=times)
    doubt = found.events.set_index("article_id")["date_doubt"].astype("str")
    assert (doubt[ids[late]] == "doubtful").all()
    assert doubt[ids[~late]].isna().all()
    largest = found.event_summary.nlargest(1, "n_articles").iloc[0]
    assert largest["last_at"] == pd.Timestamp("2019-06-03", tz="UTC")
    assert (
        largest["n_doubtful"] == (found.events["event"].eq(largest["event"]) & found.events["date_doubt"].notna()).sum()
    )
