"""The evidence of a comparison: events that pull the difference, sentences of both sides that make the measure."""

import pytest

from analysis import queries
from analysis.corpus import segment
from analysis.queries import evidence
from analysis.settings import Filters


@pytest.mark.parametrize("measure", ["tone_own", "share_attributed", "loaded_rate", "frame:conflict", "n_words"])
@pytest.mark.parametrize(("outlet", "reference"), [("RT", "Reuters"), ("Reuters", "RT"), ("RT", "the others")])
def test_each_event_has_sentences_of_the_two_sides_asked_for(made, measure, outlet, reference):
    found = evidence.of_difference(made, Filters(), measure, outlet, reference)
    assert list(found.columns) == list(evidence.COLUMNS)
    sides = found.groupby("side")["outlet"].agg(set).to_dict()
    assert sides.get("target", {outlet}) == {outlet} and outlet not in sides.get("reference", set())
    if reference == "Reuters":
        assert sides.get("reference", {"Reuters"}) == {"Reuters"}
    assert found["event"].nunique() <= evidence.MAX_EVENTS


def test_the_events_that_pull_most_come_first(made):
    found = evidence.of_difference(made, Filters(), "tone_own", "RT", "Reuters")
    rows = queries.measures.by_event(
        queries.measures.estimates(made, Filters(), ("tone_own",), asked=[("RT", "Reuters")]), "RT", "Reuters"
    )
    sign = 1 if rows["estimate"].mean() >= 0 else -1
    wanted = (rows["estimate"] * sign).sort_values(ascending=False).head(evidence.MAX_EVENTS)
    assert (found.drop_duplicates("event")["difference"] * sign).is_monotonic_decreasing
    assert found["difference"].abs().max() == pytest.approx(wanted.abs().max())


@pytest.mark.parametrize("told", [0.03, -0.03])
def test_events_pull_in_the_direction_of_the_difference_that_is_told(made, told):
    found = evidence.of_difference(made, Filters(), "tone_own", "RT", "Reuters", told=told)
    rows = queries.measures.by_event(queries.measures.estimates_of_events(made, Filters(), "tone_own"), "RT", "Reuters")
    furthest = rows["estimate"].max() if told > 0 else rows["estimate"].min()
    assert found["difference"].iloc[0] == pytest.approx(furthest)


def test_of_the_higher_side_the_highest_sentences_are_shown_and_of_the_lower_the_lowest(made):
    found = evidence.of_difference(made, Filters(), "tone_own", "RT", "Reuters")
    tone = made.table("tone").merge(made.table("sentences"), on=["article_id", "sentence"])
    own = tone[(tone["voice"].astype("str") == "own") & tone["tone"].notna()].groupby("article_id")["tone"]
    sign = 1 if found["difference"].iloc[0] > 0 else -1
    for (article, side), rows in found.groupby(["article_id", "side"]):
        highest = (sign > 0) == (side == "target")
        known = own.get_group(article)
        assert rows["value"].iloc[0] == pytest.approx(known.max() if highest else known.min(), abs=1e-6)


def test_a_headline_measure_shows_headlines_and_a_length_the_article(made):
    assert set(evidence.of_difference(made, Filters(), "n_words", "RT", "Reuters")["sentence"]) == {segment.TITLE}
    headlines = evidence.of_difference(made, Filters(), "tone_title", "RT", "Reuters")
    assert set(headlines["sentence"]) <= {segment.TITLE}


def test_without_a_shared_event_there_is_no_evidence(made):
    found = evidence.of_difference(made, Filters(), "tone_own", "RT", "Nobody")
    assert found.empty and list(found.columns) == list(evidence.COLUMNS)
