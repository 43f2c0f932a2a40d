"""Events and storylines, compared with plain loops over the same store."""

from analysis import queries
from analysis.settings import Filters
from tests.queries.conftest import SOME


def test_who_dated_its_article_first_is_first(made, rows):
    events = queries.events.listing(made, SOME, min_outlets=2)
    for event in events.to_dict("records"):
        inside = [row for row in rows if row["event"] == event["event"]]
        earliest = min(inside, key=lambda row: (row["published_at"], row["article_id"]))
        assert event["first_outlet"] == earliest["outlet"]
        assert event["outlets"] == ", ".join(sorted({row["outlet"] for row in inside}))


def test_events_cross_with_outlets_to_a_full_grid(made, rows):
    grid = queries.events.event_by_outlet(made, SOME)
    assert len(grid) == grid["event"].nunique() * 2
    assert grid["n_articles"].sum() == len(rows)


def test_a_map_is_the_same_each_time_and_needs_three_articles(seed_store):
    one, other = (
        queries.events.map_of_articles(seed_store, Filters()),
        queries.events.map_of_articles(seed_store, Filters()),
    )
    assert len(one) == 3
    assert one.equals(other)
    assert queries.events.map_of_articles(seed_store, Filters(outlets=("RT",))).empty
