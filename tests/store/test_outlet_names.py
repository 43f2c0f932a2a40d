"""Outlets named and merged after a build: counted as one everywhere, kept by later builds, undone one by one."""

import shutil

import pytest

from analysis import pipeline, queries
from analysis.errors import DataError
from analysis.settings import Filters
from analysis.store import outlet_names, snapshots
from tests.conftest import SEEDS

TALK = "The envoys of both sides met in the capital on Monday, and the talks ended without an agreement. " * 8


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Two spellings of one outlet and another outlet, who report one event."""
    folder = tmp_path_factory.mktemp("names")
    rows = "".join(
        f'"{name}",Talks end without agreement,2019-09-17,https://{n}.test/talks,"{TALK} {name} adds a word."\n'
        for n, name in enumerate(("The Hill Times", "hilltimes.test", "Daily Planet"))
    )
    (folder / "news.csv").write_text(f"outlet,title,date,url,text\n{rows}")
    pipeline.build([folder / "news.csv"], folder / "store")
    return folder / "store"


@pytest.fixture
def store(built, tmp_path):
    """Those outlets in a store that a test may change."""
    shutil.copytree(built, tmp_path / "store")
    return tmp_path / "store"


def outlets(store):
    return sorted(snapshots.open(store).articles()["outlet"].astype("str"))


def test_merged_outlets_are_one_in_tables_in_sql_in_events_and_in_comparisons(store):
    before = snapshots.open(store)
    assert before.table("event_summary")["n_outlets"].max() == 3
    first, second, _ = sorted(set(outlets(store)), key=lambda name: name == "Daily Planet")
    queries.corpora.name_outlets(store, [first, second], "The Hill Times")
    after = snapshots.open(store)
    assert outlets(store) == ["Daily Planet", "The Hill Times", "The Hill Times"]
    asked = after.query("SELECT CAST(outlet AS VARCHAR) AS outlet, count(*) AS n FROM articles GROUP BY 1 ORDER BY 1")
    assert asked.values.tolist() == [["Daily Planet", 1], ["The Hill Times", 2]]
    assert after.table("event_summary")["n_outlets"].max() == 2
    counted = queries.overview.by_outlet(after, Filters())
    assert dict(zip(counted["outlet"], counted["n_articles"], strict=True)) == {"Daily Planet": 1, "The Hill Times": 2}
    compared = queries.measures.estimates(after, Filters(), measures=("tone_own",))
    assert set(compared["outlet"].astype("str")) <= {"Daily Planet", "The Hill Times"}
    assert set(before.articles()["outlet"].astype("str")) == {first, second, "Daily Planet"}, "a snapshot never changes"


def test_an_export_under_filters_tells_what_was_named(store):
    queries.corpora.name_outlets(store, ["Daily Planet"], "The Planet")
    held = dict(queries.export.tables(snapshots.open(store), Filters(outlets=("The Planet",))))
    assert held["outlet_names"].values.tolist() == [["Daily Planet", "The Planet"]]
    assert set(held["articles"]["outlet"].astype("str")) == {"The Planet"}


def test_a_naming_stays_when_more_is_read_and_is_undone_alone(store):
    queries.corpora.name_outlets(store, ["Daily Planet"], "The Planet")
    queries.corpora.name_outlets(store, ["The Hill Times"], "Hill")
    pipeline.build([SEEDS], store)
    assert {"The Planet", "Hill"} <= set(outlets(store))
    assert queries.corpora.namings(store)[["number", "shown_as"]].values.tolist() == [[2, "Hill"], [1, "The Planet"]]
    queries.corpora.undo_naming(store, 1)
    assert "Daily Planet" in outlets(store) and "Hill" in outlets(store)
    with pytest.raises(DataError, match="no naming 1"):
        queries.corpora.undo_naming(store, 1)


def test_a_name_given_to_a_name_follows_it(store):
    queries.corpora.name_outlets(store, ["Daily Planet"], "The Planet")
    queries.corpora.name_outlets(store, ["The Planet", "The Hill Times"], "One")
    assert outlets(store).count("One") == 2
    queries.corpora.undo_naming(store, 2)
    assert "The Planet" in outlets(store) and "The Hill Times" in outlets(store)


@pytest.mark.parametrize(("names", "name", "says"), [
    ([], "A", "choose at least one"), (["A"], " A ", "choose at least one"), (["A"], " ", "1 to 80"),
    (["A"], "B" * 81, "1 to 80"),
])  # fmt: skip
def test_a_naming_that_says_nothing_is_one_sentence(tmp_path, names, name, says):
    with pytest.raises(DataError, match=says):
        outlet_names.log(tmp_path, names, name)
