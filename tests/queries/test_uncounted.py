"""What becomes of attributions, compared with a plain loop over attributions that were changed by hand."""

import pytest

from analysis import queries
from analysis.queries import uncounted
from analysis.settings import Filters


@pytest.fixture(scope="module")
def counted(seed_store):
    quotes = seed_store.table("quotes")
    articles = seed_store.articles().set_index("article_id")["outlet"].astype("str")
    return quotes.assign(outlet=quotes["article_id"].map(articles))


def test_every_attribution_has_one_fate(seed_store, counted):
    table = uncounted.fates(seed_store, Filters())
    least = seed_store.settings.attribution_from
    for row in table.to_dict("records"):
        own = counted[counted["outlet"] == row["outlet"]]
        thought, sure = own["act"] == "thought", own["sure"] >= least
        fate = {"thought": thought, "counted": ~thought & sure, "not sure enough": ~thought & ~sure}[row["fate"]]
        assert row["n_quotes"] == fate.sum()
        assert row["share"] == pytest.approx(fate.sum() / len(own))
        assert own[fate]["speaker"].isna().sum() <= row["n_unnamed"] <= fate.sum()
    assert table["n_quotes"].sum() == len(counted)


def test_thoughts_are_told_apart_and_add_up(seed_store, counted):
    table = uncounted.thinkers(seed_store, Filters())
    assert table["n_quotes"].sum() == (counted["act"] == "thought").sum() > 0
    rows = queries.voices.attributions(seed_store, Filters(), act="thought")
    assert len(rows) > 0
