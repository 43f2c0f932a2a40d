"""Measures by outlet, event and article, and the comparison of any pair."""

import numpy as np
import pandas as pd
import pytest

from analysis import queries
from analysis.comparison import contrasts
from analysis.settings import Filters
from tests import made_store
from tests.queries.conftest import SOME

PAIR = ("RT", "Reuters")


def differences(found):
    return found[found["component"] == "difference"].set_index("measure")


def test_means_are_means_over_articles(made, rows):
    table = queries.measures.means(made, SOME, ("tone_own",)).set_index("outlet")
    values = made.table("measures", where={"measure": ["tone_own"]}).set_index("article_id")["value"]
    for outlet in SOME.outlets:
        mine = [values[row["article_id"]] for row in rows if row["outlet"] == outlet]
        assert table.loc[outlet, "estimate"] == pytest.approx(sum(mine) / len(mine), abs=1e-6)
        assert table.loc[outlet, "n_articles"] == len(mine)


def test_the_lowest_sentences_are_the_lowest_of_the_outlets_own_voice(made, rows):
    found = queries.measures.tone_sentences(made, SOME, "RT", lowest=True)
    own = {number for number, voice in enumerate(made_store.VOICES) if voice == "own"}
    ids = {row["article_id"] for row in rows if row["outlet"] == "RT"}
    tones = made.table("tone").dropna(subset=["tone"])
    expected = sorted(tones.loc[tones["article_id"].isin(ids) & tones["sentence"].isin(own), "tone"])
    assert found["tone"].tolist() == pytest.approx(expected[: len(found)])
    assert set(found["text"]) <= set(made_store.SENTENCES)


def test_the_ends_of_the_tone_of_all_outlets_are_those_of_each(made):
    outlets = ["Sky News", "RT"]
    found = queries.measures.ends_of_tone(made, SOME, outlets, 2)
    ends = [(outlet, lowest) for outlet in outlets for lowest in (True, False)]
    assert list(dict.fromkeys(zip(found["outlet"], found["lowest"], strict=True))) == ends
    assert set(queries.measures.ends_of_tone(made, SOME, ["RT"], 2)["outlet"]) == {"RT"}
    for (outlet, lowest), rows in found.groupby(["outlet", "lowest"]):
        alone = queries.measures.tone_sentences(made, SOME, str(outlet), lowest=bool(lowest)).head(2)
        pd.testing.assert_frame_equal(rows[[*alone.columns]].reset_index(drop=True), alone)


def test_values_of_single_events_are_those_of_the_whole_comparison(made):
    alone = queries.measures.estimates_of_events(made, SOME, "tone_own")
    whole = queries.measures.estimates(made, SOME, ("tone_own",))
    columns = ["outlet", "event", "storyline", "estimate", "n_articles", "unit", "method"]
    wanted = whole.loc[whole["event"].notna(), columns].reset_index(drop=True).astype(alone[columns].dtypes)
    assert len(alone)
    pd.testing.assert_frame_equal(alone[columns], wanted, check_categorical=False)


def test_each_article_is_listed_where_its_outlet_has_several(made):
    pair = Filters(outlets=("RT", "Reuters"), first="2019-01-01", last="2019-02-01")
    found = queries.measures.each_article(made, pair, ("tone_own", "tone_title"))
    values = made.table(
        "measures", article_ids=made_store.under(made, pair)["article_id"], where={"measure": ["tone_own"]}
    )
    own = found[found["measure"] == "tone_own"]
    assert sorted(own["estimate"]) == pytest.approx(sorted(values["value"]))
    one = queries.measures.each_article(made, Filters(event="e00000", outlets=("RT",)), ("tone_own",))
    assert one.empty
    assert queries.measures.each_article(made, Filters(outlets=("Nobody",)), ("tone_own",)).empty


def test_above_a_number_of_articles_none_is_drawn_one_by_one(made, monkeypatch):
    monkeypatch.setattr(queries.measures, "MAX_EACH", 1)
    assert queries.measures.each_article(made, Filters(), ("tone_own",)).empty


def test_a_difference_is_taken_apart_into_its_events():
    rows = [
        ("e1", "RT", 0.5, 2), ("e1", "CNN", 0.1, 1), ("e1", "BBC", -0.1, 4),
        ("e2", "RT", -0.4, 1), ("e2", "CNN", 0.2, 1),
        ("e3", "CNN", 0.9, 1), ("e3", "BBC", 0.8, 1),
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["event", "outlet", "estimate", "n_articles"])
    table = table.assign(component="value", measure="tone_own", unit="-1 to 1")
    pair = queries.measures.by_event(table, "RT", "CNN")
    assert pair["event"].tolist() == ["e2", "e1"]
    assert pair["estimate"].tolist() == pytest.approx([-0.6, 0.4])
    assert pair["n_articles"].tolist() == [2, 3]
    others = queries.measures.by_event(table, "RT", "the others")
    assert others["estimate"].tolist() == pytest.approx([-0.6, 0.5])
    assert others["n_articles"].tolist() == [2, 7]
    assert queries.measures.by_event(table, "BBC", "RT")["estimate"].tolist() == pytest.approx([-0.6])
    for nobody in (("RT", "Nobody"), ("Nobody", "the others"), ("RT", "RT")):
        assert queries.measures.by_event(table, *nobody).empty
    assert queries.measures.by_event(table.head(0), "RT", "CNN").empty


def test_the_events_behind_a_difference_are_as_many_as_it_rests_on(made):
    table = queries.measures.estimates(made, Filters(), ("tone_own",))
    whole = table[(table["component"] == "difference") & table["event"].isna()]
    for row in whole.itertuples():
        found = queries.measures.by_event(table, row.outlet, row.reference)
        assert len(found) >= row.n_events > 0


def test_a_pair_is_answered_either_way_round_with_mirrored_signs(made):
    one, other = (
        differences(queries.measures.contrast(made, Filters(), first, [second])) for first, second in (PAIR, PAIR[::-1])
    )
    assert len(one) > 5 and set(one["outlet"]) == {"RT"} and set(other["outlet"]) == {"Reuters"}
    assert one["estimate"].to_numpy() == pytest.approx(-other["estimate"].to_numpy(), nan_ok=True)
    assert one["low"].to_numpy() == pytest.approx(-other["high"].to_numpy(), nan_ok=True)
    assert one[["p", "q", "q_all"]].equals(other[["p", "q", "q_all"]])


def test_without_a_reference_every_comparison_starts_from_the_target(made):
    found = queries.measures.contrast(made, Filters(), "Sky News", [])
    rows = found[found["component"] == "difference"]
    assert set(rows["outlet"]) == {"Sky News"}
    assert set(rows["reference"]) == {contrasts.OTHERS, *made_store.OUTLETS} - {"Sky News"}


def test_no_interval_holds_its_estimate_outside(made):
    rows = queries.measures.estimates(made, Filters(), ["tone_own"])
    rows = rows[rows["low"].notna()]
    assert ((rows["low"] <= rows["estimate"]) & (rows["estimate"] <= rows["high"])).all()
    assert isinstance(rows, pd.DataFrame) and np.isfinite(rows["estimate"]).all()
