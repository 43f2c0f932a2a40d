"""The headlines at a glance, who came first, and how a measure moved, against plain loops over the made-up store."""

import numpy as np
import pandas as pd
import pytest

from analysis import queries
from analysis.settings import Filters


def article_facts(made):
    facts = made.articles()
    return facts.assign(outlet=facts["outlet"].astype("str")).to_dict("records")


def measured(made, measure):
    rows = made.table("measures", where={"measure": [measure]})
    return dict(zip(rows["article_id"], rows["value"], strict=True))


@pytest.mark.parametrize("event", ["e00001", "e00004", "e00008"])
def test_at_a_glance_stands_the_most_typical_own_article_of_the_outlets_asked_for(made, event):
    order = ("Sky News", "RT", "Press TV", "Reuters")
    got = queries.headlines.glance(made, Filters(event=event), order)
    here = [row for row in article_facts(made) if row["event"] == event]
    copied = set(made.table("copies")["article_id"])
    wanted = [name for name in order if any(row["outlet"] == name for row in here)][:3]
    assert got["outlet"].tolist() == wanted
    for row in got.to_dict("records"):
        own = [one for one in here if one["outlet"] == row["outlet"]]
        best = min(own, key=lambda one: (one["article_id"] in copied, -one["similarity"]))
        assert (row["is_copy"], row["n_more"]) == (best["article_id"] in copied, len(own) - 1)
        for measure in ("tone_title", "tone_own"):
            told = measured(made, measure).get(row["article_id"], np.nan)
            assert row[measure] == pytest.approx(told, nan_ok=True)


def test_a_measure_moves_from_event_to_event_as_its_plain_means(made):
    filters = Filters(storyline="s1")
    got = queries.headlines.moves(made, filters, "tone_own")
    values = measured(made, "tone_own")
    cells = {}
    for row in article_facts(made):
        value = values.get(row["article_id"], np.nan)
        if row["storyline"] == "s1" and not np.isnan(value):
            cells.setdefault((row["event"], row["outlet"]), []).append(float(value))
    assert len(got) == len(cells) > 5
    for row in got.to_dict("records"):
        own = cells[row["event"], row["outlet"]]
        assert (row["estimate"], row["n_articles"]) == (pytest.approx(sum(own) / len(own)), len(own))
    assert got["first_at"].is_monotonic_increasing


def test_what_happened_is_told_in_time(made):
    got = queries.headlines.happened(made, Filters(storyline="s1"))
    assert set(got["event"]) == {row["event"] for row in article_facts(made) if row["storyline"] == "s1"}
    assert got["first_at"].is_monotonic_increasing


def test_an_undated_outlet_comes_last(made):
    rows = pd.DataFrame(
        {
            "outlet": ["A", "B"],
            "published_at": [pd.NaT, pd.Timestamp("2019-06-30")],
            "published_precision": ["unknown", "day"],
        }
    )
    assert queries.headlines.firsts(rows)["outlet"].tolist() == ["B", "A"]


def test_a_date_in_doubt_makes_nobody_first_and_is_counted():
    days = pd.to_datetime(["2018-10-01", "2018-10-21", "2018-10-20"])
    rows = pd.DataFrame({"outlet": ["A", "B", "C"], "published_at": days, "published_precision": "day"})
    told = queries.headlines.firsts(rows.assign(date_doubt=["month", None, None]))
    assert told["outlet"].tolist() == ["C", "B", "A"] and told["first_at"].isna().tolist() == [False, False, True]
    assert told["n_doubtful"].tolist() == [0, 0, 1]
