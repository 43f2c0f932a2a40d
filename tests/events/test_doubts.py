"""Events that may be two say so, and say where they would be split."""

import numpy as np
import pandas as pd
import pytest

from analysis import schema
from analysis.events import doubts, grouping
from analysis.events.candidates import Pairs

NO_COPIES = schema.empty(schema.COPIES)


def articles(days, event="e"):
    return pd.DataFrame(
        {"article_id": list("abcdefgh")[: len(days)], "event": event, "published_at": pd.to_datetime(days, utc=True)}
    )


def pairs(*rows):
    return pd.DataFrame(rows, columns=["article_id", "other", "probability"])


SURE = pairs(("a", "b", 0.9), ("b", "a", 0.9), ("b", "c", 0.95), ("a", "c", 0.9))


def test_an_event_of_two_days_that_hangs_together_is_in_no_doubt():
    found = doubts.of_events(articles(["2019-06-28", "2019-06-28", "2019-06-29"]), SURE, NO_COPIES).events
    assert found["doubt"].tolist() == [""]
    assert found["held"][0] == pytest.approx(0.9)


@pytest.mark.parametrize(
    ("days", "probability", "reason"),
    [
        (["2019-06-20", "2019-06-28", "2019-06-29"], 0.9, "9 days apart"),
        ([None, None, "2019-06-29"], 0.9, "a date that can be trusted is missing for 2 of its 3 articles"),
        (["2019-06-28"] * 3, 0.5, "a probability of 50% only"),
        (["2019-06-28"] * 3, 0.66, "a probability of 66% only"),
    ],
)
def test_doubt_is_told_with_its_reason(days, probability, reason):
    found = doubts.of_events(articles(days), SURE.assign(probability=probability), NO_COPIES).events
    assert reason in found["doubt"][0]


def test_the_split_is_where_linkage_joined_last_and_copies_follow_their_originals():
    made = articles(["2019-06-28"] * 5)
    found = doubts.of_events(
        made,
        pairs(("a", "b", 0.9), ("c", "d", 0.8), ("b", "c", 0.7)),
        pd.DataFrame({"article_id": ["e"], "copy_of": ["d"]}),
    )
    assert found.articles["half"].tolist() == [0, 0, 1, 1, 1]
    assert found.events["held"][0] == pytest.approx(0.7 / 4)


def test_what_only_a_person_joined_is_held_by_nothing():
    found = doubts.of_events(articles(["2019-06-28"] * 3), pairs(("a", "b", 0.9)), NO_COPIES)
    assert (found.events["held"][0], found.articles["half"].tolist()) == (0, [0, 0, 1])


def test_what_only_a_person_joined_says_so_and_not_a_probability_of_nothing():
    found = doubts.of_events(articles(["2019-06-28"] * 3), pairs(("a", "b", 0.9)), NO_COPIES).events
    assert found["doubt"].tolist() == ["no pair of its articles that was compared links its two halves"]


def test_copies_of_an_original_in_another_event_hold_their_own_together():
    made = articles(["2019-06-28"] * 5).assign(event=["e", "f", "f", "f", "f"])
    copied = pd.DataFrame({"article_id": ["b", "c", "d"], "copy_of": ["a", "a", "a"]})
    found = doubts.of_events(made, pairs(("b", "e", 0.9)), copied)
    alone = doubts.of_events(made[:4], pairs(), copied).events
    assert alone["doubt"].tolist() == ["", ""]
    assert found.articles["half"].tolist() == [0, 0, 0, 0, 1]
    assert found.events["held"][1] == pytest.approx(0.9)  # the first of the copies stands for all


def test_copies_follow_an_original_that_comes_after_them():
    made = articles(["2019-06-28"] * 3)
    copied = pd.DataFrame({"article_id": ["a"], "copy_of": ["b"]})
    found = doubts.of_events(made, pairs(("b", "c", 0.7)), copied)
    assert (found.articles["half"].tolist(), found.events["held"][0]) == ([0, 0, 1], pytest.approx(0.7))


def test_a_single_report_is_in_no_doubt():
    found = doubts.of_events(articles([None]), pairs(), NO_COPIES).events
    assert (found["doubt"][0], np.isnan(found["held"][0])) == ("", True)


def test_halves_against_linkage_with_a_cut_that_just_parts_them():
    rng = np.random.default_rng(4)
    left, right = np.triu_indices(9, 1)
    kept = rng.random(len(left)) < 0.8
    both, likeness = Pairs(left[kept], right[kept]), rng.random(kept.sum())
    halves, held = grouping.halves(np.zeros(9, dtype=int), np.arange(9), both, likeness)
    parted = grouping.average_linkage(9, both, likeness, cut=held[0] + 1e-9)
    for half in (0, 1):
        inside = halves[both.left] + halves[both.right] == 2 * half
        assert inside.any()
    assert len(set(parted.tolist())) >= 2
    across = halves[both.left] != halves[both.right]
    assert held[0] == pytest.approx(likeness[across].sum() / (halves.sum() * (9 - halves.sum())))
