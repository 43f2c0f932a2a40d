"""What becomes of attributions, compared with a plain loop over attributions that were changed by hand."""

import numpy as np
import pandas as pd
import pytest

from analysis import queries
from analysis.errors import DataError
from analysis.measures import attributed
from analysis.queries import uncounted
from analysis.settings import Filters, Settings


@pytest.fixture(scope="module")
def counted(seed_store):
    quotes = seed_store.table("quotes")
    articles = seed_store.articles().set_index("article_id")["outlet"].astype("str")
    return quotes.assign(outlet=quotes["article_id"].map(articles))


def test_every_attribution_has_one_fate(seed_store, counted):
    table = uncounted.fates(seed_store, Filters())
    settings = seed_store.settings
    for row in table.to_dict("records"):
        own = counted[counted["outlet"] == row["outlet"]]
        thought = own["act"] == "thought"
        sure, words = own["sure"] >= settings.quoted_from, own["sure"] >= settings.attribution_from
        fate = {
            "thought": thought,
            "counted": ~thought & sure,
            "words only": ~thought & ~sure & words,
            "not sure enough": ~thought & ~words,
        }[row["fate"]]
        assert row["n_quotes"] == fate.sum()
        assert row["share"] == pytest.approx(fate.sum() / len(own))
        assert own[fate]["speaker"].isna().sum() <= row["n_unnamed"] <= fate.sum()
    assert table["n_quotes"].sum() == len(counted)
    marked = uncounted.fate_of(counted, settings).value_counts()
    assert marked.to_dict() == table.groupby("fate")["n_quotes"].sum().to_dict()
    assert {"counted", "words only"} <= set(marked.index)


def test_exported_attributions_tell_which_are_counted(seed_store):
    table = queries.export.table(seed_store, Filters(), "quotes")
    n_counted = queries.voices.n_attributions(seed_store, Filters())
    assert 0 < (table["counted"] == "counted").sum() == n_counted < len(table)


def test_a_probability_just_at_the_cut_counts_everywhere():
    quotes = pd.DataFrame({"act": ["said"] * 3 + ["thought"], "sure": np.float32([0.8, 0.5, 0.4999, 0.9])})
    settings = Settings(quoted_from=0.8, attribution_from=0.5)
    assert uncounted.fate_of(quotes, settings).tolist() == ["counted", "words only", "not sure enough", "thought"]
    assert attributed.is_sure(quotes["sure"], 0.8).tolist() == [True, False, False, True]


def test_speakers_never_need_less_than_their_words():
    assert Settings(attribution_from=0.9, quoted_from=0.2).speakers_from == 0.9
    with pytest.raises(DataError, match=r"setting 'quoted_from' is 1\.2; it must lie between 0 and 1"):
        Settings(quoted_from=1.2)


def test_thoughts_are_told_apart_and_add_up(seed_store, counted):
    table = uncounted.thinkers(seed_store, Filters())
    assert table["n_quotes"].sum() == (counted["act"] == "thought").sum() > 0
    rows = queries.voices.attributions(seed_store, Filters(), act="thought")
    assert len(rows) > 0
