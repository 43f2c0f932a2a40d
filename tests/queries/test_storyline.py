"""How each outlet words each event of a storyline, against a plain loop over the made-up store."""

import numpy as np
import pytest

from analysis.queries import storyline
from analysis.settings import Filters
from tests import made_store


@pytest.fixture(scope="module")
def largest(made):
    return made.table("event_summary")["storyline"].value_counts().index[0]


def test_each_outlet_has_a_row_for_each_event_it_reports_in_the_order_of_events(made, largest):
    table = storyline.wording_along(made, Filters(storyline=largest))
    rows = made_store.under(made, Filters(storyline=largest))
    counted = {}
    for row in rows.to_dict("records"):
        counted[row["event"], row["outlet"]] = counted.get((row["event"], row["outlet"]), 0) + 1
    assert {(row.event, row.outlet): row.n_articles for row in table.itertuples()} == counted
    first_at = table["first_at"].dropna()
    assert first_at.is_monotonic_increasing
    assert len(set(table["event"])) > 1


def test_tone_is_the_mean_over_the_articles_of_outlet_and_event(made, largest):
    table = storyline.wording_along(made, Filters(storyline=largest))
    measures = made.table("measures")
    tones = measures[measures["measure"].astype("str") == "tone_own"].set_index("article_id")["value"]
    rows = made_store.under(made, Filters(storyline=largest))
    for row in table.itertuples():
        here = rows[(rows["event"] == row.event) & (rows["outlet"] == row.outlet)]["article_id"]
        values = [tones[article] for article in here if article in tones.index and not np.isnan(tones[article])]
        assert (np.isnan(row.tone_own) and not values) or row.tone_own == pytest.approx(np.mean(values), abs=1e-6)


def test_where_all_events_are_worded_alike_no_word_is_named(made, largest):
    """All articles of the made-up store hold the same sentences."""
    table = storyline.wording_along(made, Filters(storyline=largest))
    assert set(table["words"].fillna("")) == {""}


def test_without_a_storyline_there_is_no_row(made):
    assert storyline.wording_along(made, Filters()).empty


def test_the_frame_named_is_the_one_furthest_above_the_outlets_mean_over_its_events(made, largest, monkeypatch):
    monkeypatch.setattr(storyline, "FRAMES", "frame:")
    table = storyline.wording_along(made, Filters(storyline=largest))
    rows = made_store.under(made, Filters(storyline=largest))
    measures = made.table("measures")
    measures = measures[measures["measure"].astype("str").str.startswith("frame:")].astype({"measure": "str"})
    both = rows[["article_id", "event", "outlet"]].merge(measures, on="article_id")
    means = both.groupby(["outlet", "event", "measure"])["value"].mean()
    for row in table.itertuples():
        if table["outlet"].eq(row.outlet).sum() == 1:
            assert row.frame != row.frame
            continue
        of_outlet = means[row.outlet]
        above = of_outlet[row.event] - of_outlet.groupby("measure").mean()
        assert (row.frame, row.frame_above) == (
            above.idxmax().removeprefix("frame:"),
            pytest.approx(above.max(), abs=1e-6),
        )
