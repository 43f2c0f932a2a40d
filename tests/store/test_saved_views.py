"""Saved comparisons are kept beside the store, by name, and come back as they were."""

import shutil
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import pipeline, queries
from analysis.errors import DataError
from analysis.settings import Filters
from analysis.store import saved_views, snapshots
from tests import made_store
from tests.conftest import SEEDS
from tests.page import dashboard
from views import shelf


def test_what_is_saved_is_listed_by_name_and_forgotten_by_name(tmp_path):
    assert saved_views.listed(tmp_path).empty
    saved_views.save(tmp_path, "  two \n outlets ", "tone", "outlet=RT&outlet=Sky+News")
    saved_views.save(tmp_path, "A first", "", "from=2019-01-01")
    assert saved_views.listed(tmp_path)["name"].tolist() == ["A first", "two outlets"]
    assert saved_views.listed(tmp_path)["query"].tolist()[1] == "outlet=RT&outlet=Sky+News"
    saved_views.forget(tmp_path, "A first")
    saved_views.forget(tmp_path, "never saved")
    assert saved_views.listed(tmp_path)["name"].tolist() == ["two outlets"]


@pytest.mark.parametrize(
    ("name", "query", "words"),
    [("", "", "1 to 60"), (" \n", "", "1 to 60"), ("x" * 61, "", "1 to 60"), ("long", "x" * 4001, "4,001 characters"),
     ("TAKEN", "", "saved already")],
)  # fmt: skip
def test_a_name_that_is_empty_long_or_taken_is_refused_in_words(tmp_path, name, query, words):
    saved_views.save(tmp_path, "taken", "tone", "")
    with pytest.raises(DataError, match=words):
        saved_views.save(tmp_path, name, "tone", query)
    assert len(saved_views.listed(tmp_path)) == 1


def test_a_name_is_kept_as_it_was_written_and_never_obeyed(tmp_path):
    name = "'); DROP TABLE saved; -- <script>"
    saved_views.save(tmp_path, name, "tone", "")
    assert saved_views.listed(tmp_path)["name"].tolist() == [name]


def test_saved_comparisons_survive_every_rebuild(seed_store, tmp_path):
    shutil.copytree(seed_store.directory, tmp_path / "store")
    saved_views.save(tmp_path / "store", "mine", "event", "storyline=s1")
    pipeline.build([SEEDS], tmp_path / "store", relearn=True)
    assert saved_views.listed(tmp_path / "store")["name"].tolist() == ["mine"]


@given(st.text(), st.text())
def test_an_address_never_leads_to_another_host(view, query):
    parts = urlsplit(shelf.address(view, query))
    assert parts.scheme == parts.netloc == ""
    assert not parts.path.startswith("/")


def test_starting_points_follow_from_the_store(tmp_path):
    made = made_store.build(tmp_path / "store", n_events=60)
    found = {start.name: start.filters for start in queries.presets.starting_points(made, most=3)}
    counts = made.articles()["outlet"].astype("str").value_counts()
    assert len(found["All articles"].outlets) == len(counts)
    assert {counts[name] for name in found["Largest 3"].outlets} == set(counts.nlargest(3))
    articles = made_store.under(made, Filters(first=found["Last 30 days"].first))
    assert 0 < len(articles) < len(made.articles())
    together = {
        pair: len(events_of(made, pair[0]) & events_of(made, pair[1]))
        for pair in [(one, other) for one in counts.index for other in counts.index if one < other]
    }
    assert together[found["Closest pair"].outlets] == max(together.values())


def events_of(made, outlet) -> set:
    return set(made_store.under(made, Filters(outlets=(outlet,)))["event"].dropna())


def test_a_store_of_three_seeds_offers_only_what_makes_sense(seed_store):
    names = [start.name for start in queries.presets.starting_points(seed_store, most=8)]
    assert names == ["All articles", "Last 30 days", "Widest storyline"]


@pytest.fixture
def app(tmp_path, monkeypatch):
    made = made_store.build(tmp_path / "store")
    monkeypatch.setenv("PARALLAX_STORE", str(made.directory))
    opened = dashboard()
    opened.switch_page("views/tone.py")
    return opened.run()


def test_one_click_sets_the_filters_of_a_starting_point(app, tmp_path):
    pair = next(
        s
        for s in queries.presets.starting_points(snapshots.open(tmp_path / "store"), most=8)
        if s.name == "Closest pair"
    )
    app.button_group(key="start").set_value("Closest pair").run()
    assert not app.exception
    assert tuple(app.multiselect(key="outlet").value) == pair.filters.outlets
    app.button_group(key="start").set_value("All articles").run()
    assert len(app.multiselect(key="outlet").value) == len(made_store.OUTLETS)


def test_a_comparison_is_saved_with_its_filters_and_deleted_again(app, tmp_path):
    app.multiselect(key="outlet").set_value(["RT", "Reuters"]).run()
    app.text_input(key="save_name").set_value("RT & <b>Reuters</b>")
    next(button for button in app.button if button.label == "Save").click().run()
    assert not app.exception
    row = saved_views.listed(tmp_path / "store").iloc[0]
    assert (row["name"], row["view"]) == ("RT & <b>Reuters</b>", "tone")
    assert parse_qs(row["query"])["outlet"] == ["RT", "Reuters"]
    links = [part.proto.body for part in app.get("html") if "px-link" in part.proto.body and "href" in part.proto.body]
    assert len(links) == 1
    assert "RT &amp; &lt;b&gt;Reuters" in links[0]
    app.button(key="forget_RT & <b>Reuters</b>").click().run()
    assert saved_views.listed(tmp_path / "store").empty
