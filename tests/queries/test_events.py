"""Events and storylines, compared with plain loops over the same store."""

import json

import pandas as pd

from analysis import pipeline, queries
from analysis.events import labels
from analysis.settings import Filters
from analysis.store import snapshots
from tests.queries.conftest import SOME


def firsts(rows):
    """Who alone has the earliest date of each event, by a plain loop; midnight stands for a whole day."""
    found = {}
    for event in {row["event"] for row in rows}:
        dated = [row for row in rows if row["event"] == event and not pd.isna(row["published_at"])]
        earliest = min((row["published_at"] for row in dated), default=None)
        tied = {
            row["outlet"]
            for row in dated
            if row["published_at"] == earliest
            or (earliest == earliest.normalize() and row["published_at"].date() == earliest.date())
        }
        found[event] = tied.pop() if len(tied) == 1 else None
    return found


def test_who_alone_dated_its_article_first_is_first(made, rows):
    first = firsts(rows)
    for event in queries.events.listing(made, SOME, min_outlets=2).to_dict("records"):
        inside = [row for row in rows if row["event"] == event["event"]]
        assert (event["first_outlet"] if isinstance(event["first_outlet"], str) else None) == first[event["event"]]
        assert event["outlets"] == ", ".join(sorted({row["outlet"] for row in inside}))


def test_dates_without_a_time_are_no_earlier_than_others_of_that_day(tmp_path):
    days = ["2019-06-30", "2019-06-30T09:00:00Z", "2019-07-01"]
    text = "The two leaders met at the border on Sunday and shook hands before cameras in the zone. "
    rows = [{"id": str(n), "outlet": f"Outlet {n}", "title": "Leaders meet at the border", "date": day,
             "text": text + "Families on both sides hope for peace, and officials praised the visit. " * 8}
            for n, day in enumerate(days)]  # fmt: skip
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    pipeline.build([tmp_path / "a.jsonl"], tmp_path / "store")
    event = queries.events.listing(snapshots.open(tmp_path / "store"), Filters()).iloc[0]
    assert event["n_articles"] == 3 and pd.isna(event["first_outlet"])


def test_under_filters_an_event_is_named_by_a_headline_that_is_shown(made):
    everything = queries.events.listing(made, Filters()).set_index("event")
    shared = everything[everything["n_outlets"] > 1]
    outlet = shared["outlets"].iloc[0].split(", ")[-1]
    of_outlet = queries.index.articles(made, Filters(outlets=(outlet,)))
    listed = queries.events.listing(made, Filters(outlets=(outlet,)))
    titles = of_outlet.groupby("event")["title"].agg(list)
    headlines = listed["label"].str.replace(r" \(\d+ \w{3} \d{4}\)$", "", regex=True)
    assert len(listed)
    for event, headline in zip(listed["event"], headlines, strict=True):
        assert headline in [labels.shortened(title) for title in titles[event]], event


def test_the_standing_of_each_outlet_is_that_of_a_plain_loop(made, rows):
    first, reporting = firsts(rows), {}
    for row in rows:
        reporting.setdefault(row["event"], set()).add(row["outlet"])
    table = queries.events.coverage_by_outlet(made, SOME).set_index("outlet")
    assert set(table.index) == {row["outlet"] for row in rows}
    for outlet, of in table.iterrows():
        mine = [event for event, names in reporting.items() if outlet in names]
        shared = [event for event in mine if len(reporting[event]) > 1]
        assert of["n_articles"] == sum(row["outlet"] == outlet for row in rows)
        assert of["n_shared"] == len(shared) and of["n_alone"] == len(mine) - len(shared)
        assert of["n_first"] == sum(first[event] == outlet for event in shared)


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


def test_events_to_choose_are_those_of_the_listing_under_the_names_of_the_store(made):
    listed = queries.events.listing(made, SOME)
    offered = queries.events.choices(made, SOME)
    assert offered[["event", "n_outlets"]].to_numpy().tolist() == listed[["event", "n_outlets"]].to_numpy().tolist()
    assert offered["label"].tolist() == [queries.events.event_name(made, event) for event in listed["event"]]


def test_a_storyline_is_named_by_its_largest_event(made):
    summary = made.table("event_summary").dropna(subset=["storyline"])
    for storyline, events in summary.groupby("storyline"):
        largest = events.sort_values(["n_articles", "event"], ascending=[False, True])["label"].iloc[0]
        assert queries.events.storyline_name(made, storyline) == largest
