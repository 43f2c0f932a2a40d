"""What queries keep of a store gives the same as reading its tables."""

import numpy as np
import pandas as pd
import pytest

from analysis import queries
from analysis.comparison import ground, paired
from analysis.queries import attributed, index, values
from analysis.settings import Filters
from analysis.store import snapshots
from tests import made_store


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return made_store.build(tmp_path_factory.mktemp("index") / "store", n_events=9)


FILTERS = [
    Filters(),
    Filters(outlets=("RT", "Reuters")),
    Filters(outlets=("RT", "Nobody"), first="2019-01-06"),
    Filters(last="2019-01-20"),
    Filters(event="e00003"),
    Filters(storyline="s1"),
    Filters(event="no such event"),
    Filters(first="1990-01-01", last="1990-12-31"),
]


def tables(snapshot, filters):
    articles = made_store.under(snapshot, filters)
    return articles, articles.dropna(subset=["event"]), snapshot.table("event_summary"), snapshot.table("copies")


@pytest.mark.parametrize("filters", FILTERS)
def test_filters_choose_the_same_articles_as_a_loop(made, filters):
    rows = index.of(made).rows(filters)
    chosen = index.of(made).frame["article_id"].iloc[rows].tolist()
    assert chosen == made_store.under(made, filters)["article_id"].tolist()


@pytest.mark.parametrize("filters", FILTERS)
def test_estimates_are_those_of_the_tables(made, filters):
    articles, events, summary, copies = tables(made, filters)
    ids = articles["article_id"]
    rows = made.table("measures", article_ids=ids)
    names = ["tone_own", "n_words", "frame:conflict"]
    expected = paired.of_measures(rows, articles, events, summary, copies, names=names, settings=made.settings)
    pd.testing.assert_frame_equal(queries.measures.estimates(made, filters, names), expected)


def test_several_measures_at_once_give_the_rows_of_each():
    rng = np.random.default_rng(3)
    n = 60
    ids = [f"a{number}" for number in range(n)]
    articles = pd.DataFrame({"article_id": ids, "outlet": rng.choice(["RT", "Sky", "Press"], n)})
    events = pd.DataFrame({"article_id": ids, "event": [f"e{number // 5}" for number in range(n)]})
    names = ["tone_own", "tone_title", "tone_attributed"]
    values = rng.normal(size=3 * n)
    values[-9:] = np.nan  # the third measure has values in other articles than the first two
    rows = pd.DataFrame({"article_id": ids * 3, "measure": np.repeat(names, n), "value": values, "n": 50})
    given = (rows, articles, events, pd.DataFrame(), None)
    together = paired.of_measures(*given, names=names, settings=made_store.Settings())
    for name in names:
        alone = paired.of_measure(*given, measure=name, settings=made_store.Settings())
        rows = together[together["measure"] == name].reset_index(drop=True)
        both = (table.drop(columns="q_all").astype("object") for table in (rows, alone))  # q_all: over all together
        pd.testing.assert_frame_equal(*both)


@pytest.mark.parametrize("few", [10_000, 0])
def test_measures_are_laid_out_and_counted_as_they_are_stored(made, monkeypatch, few):
    monkeypatch.setattr(index, "FEW", few)
    snapshot = snapshots.open(made.directory)
    every = np.arange(len(index.of(snapshot).frame))
    held = values.of(snapshot, every)
    assert (values.KEPT in snapshot.memory) == (few == 0)
    ids = index.of(snapshot).frame["article_id"]
    stored = snapshot.table("measures")
    for name, rows in stored.groupby(stored["measure"].astype("str")):
        by_id = rows.set_index("article_id")["value"]
        for rows in (every, np.array([5, 2, 5]), np.zeros(0, dtype=np.int64)):
            np.testing.assert_array_equal(held.of(name, rows).value, by_id.reindex(ids.iloc[rows]).to_numpy())
        assert held.counts()[name] == held.counts_of(every)[name] == by_id.notna().sum()
        first = by_id.reindex(ids.iloc[:7]).notna().sum()
        assert held.counts_of(every[:7]).get(name, 0) == first
    assert set(held.counts()) == set(stored["measure"].astype("str"))
    assert np.isnan(held.of("no such measure", np.arange(3)).value).all()


@pytest.mark.parametrize("n_articles", [6, 0])
def test_articles_without_a_value_and_measures_in_another_order_than_the_articles_are_found(n_articles):
    code, place = np.array([0, 1, 0, 1, 0]), np.array([4, 3, 0, 1, 2])
    value, n = np.arange(5, dtype=np.float32), np.arange(5)
    number = {}

    def files():
        """Name the second measure in the second file alone, as a table that is read file by file does."""
        for part in (slice(0, 1), slice(1, 5)):
            number.update({"b": 0} if part.start == 0 else {"target:a": 1})
            yield values.Piece(*(column[part] for column in (code, place, value, n)))

    held = values._laid_out(files(), number, n_articles)
    rows = np.array([5, 4, 3, 2, 1, 0])
    np.testing.assert_array_equal(held.of("target:a", rows).value, [np.nan, np.nan, 1, np.nan, 3, np.nan])
    np.testing.assert_array_equal(held.of("b", rows).value, [np.nan, 0, np.nan, 4, np.nan, 2])
    assert held.of("b", rows).n.tolist() == [0, 0, 0, 4, 0, 2]
    assert held.counts() == {"b": 3, "target:a": 2}
    assert held.counts_of(np.array([0, 3])) == {"b": 1, "target:a": 1}


@pytest.mark.parametrize("few", [10_000, 0])
def test_attributions_add_up_to_those_of_the_store(made, monkeypatch, few):
    quotes = made.table("quotes")
    every = np.arange(len(made.articles()))
    monkeypatch.setattr(index, "FEW", few)
    said = attributed.attributed(made, every)
    for counted in (said.speakers, said.sides, said.cues):
        assert counted.n.sum() == len(quotes)
        assert counted is said.cues or counted.n_characters.sum() == (quotes["end"] - quotes["start"]).sum()
        assert len(set(zip(counted.article.tolist(), counted.code.tolist(), strict=True))) == len(counted.code)
    assert said.quoted.sum() == (quotes["end"] - quotes["start"]).sum()


def test_forms_of_one_name_are_counted_together():
    said = attributed.AttributionCounts(
        ["Kim", "Kim Jong-un", "Moon"],
        np.array([0, 0, 1]),
        np.array([0, 1, 2]),
        np.array([1, 2, 5]),
        np.array([9, 1, 4]),
    )
    together = attributed.renamed(said, ["Kim Jong-un", "Kim Jong-un", "Moon"])
    assert together.names == ["Kim Jong-un", "Moon"]
    assert [together.article.tolist(), together.n.tolist()] == [[0, 1], [3, 5]]
    assert together.n_characters.tolist() == [10, 4]


def test_what_was_worked_out_is_kept_with_its_snapshot(made):
    assert index.of(made) is index.of(made)
    assert values.of(made) is values.of(made)


def test_an_article_without_an_event_is_an_event_of_its_own(made):
    articles, events, summary, copies = tables(made, Filters())
    alone = events[events["event"] != "e00004"]
    held = ground.of_tables(articles, alone, summary, copies)
    n_alone = len(articles) - len(alone)
    assert (held.events == "").sum() == n_alone
    assert len(np.unique(held.event)) == len(held.events)
