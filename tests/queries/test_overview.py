"""What is in a corpus, compared with plain loops over the same store."""

import pytest

from analysis import queries
from analysis.settings import Filters
from tests.queries.conftest import SOME


def test_the_overview_counts_what_a_loop_counts(made, rows):
    counts = queries.overview.counts(made, SOME)
    outlets_of = {}
    for row in rows:
        outlets_of.setdefault(row["event"], set()).add(row["outlet"])
    copies = set(made.table("copies")["article_id"])
    assert counts["n_articles"] == len(rows)
    assert counts["n_shared_events"] == sum(len(outlets) > 1 for outlets in outlets_of.values())
    assert counts["n_copies"] == sum(row["article_id"] in copies for row in rows)
    assert counts["n_all"] == len(made.articles())


def test_doubtful_dates_are_counted_under_the_filters(made, rows, monkeypatch):
    name = rows[0]["outlet"]
    doubted = property(lambda corpus: (corpus.frame["outlet"] == name).to_numpy())
    monkeypatch.setattr(queries.index.Corpus, "is_doubtful", doubted)
    assert queries.overview.counts(made, SOME)["n_doubtful"] == sum(row["outlet"] == name for row in rows) > 0


def test_periods_hold_every_dated_article_once_and_begin_before_them(made):
    table, unit = queries.overview.by_period(made, Filters())
    dated = made.articles()["published_at"].notna().sum()
    assert table["n_articles"].sum() == dated
    assert unit == "week"
    assert (table["period"].dt.day_of_week == 0).all()


@pytest.mark.parametrize("nothing", [Filters(first="1990-01-01", last="1990-01-02"), Filters(event="no such")])
def test_nothing_under_the_filters_gives_empty_tables_and_no_error(made, nothing):
    assert queries.overview.counts(made, nothing)["n_articles"] == 0
    for query in (
        queries.overview.by_outlet, queries.events.storylines, queries.events.listing, queries.events.event_by_outlet,
        queries.events.coverage, queries.articles.listing, queries.voices.shares, queries.voices.speakers,
        queries.voices.sides, queries.voices.cues, queries.quality.gaps, queries.quality.crawl_dates,
        queries.quality.truncated, queries.quality.by_outlet, queries.quality.dates_by_origin, queries.quality.copies,
    ):  # fmt: skip
        assert len(query(made, nothing)) == 0
    assert len(queries.overview.by_period(made, nothing)[0]) == 0
    assert len(queries.measures.over_time(made, nothing, "tone_own")) == 0
    assert len(queries.measures.means(made, nothing, ("tone_own",))) == 0


def test_outlets_are_listed_from_the_largest(made):
    assert queries.overview.outlets(made) == queries.overview.by_outlet(made, Filters())["outlet"].tolist()
