"""Sentences of an event matched across outlets: shared, only here, and who could not have had them."""

import pandas as pd
import pytest

from analysis.comparison import alignment
from analysis.corpus import segment

FACT = "The summit in Hanoi collapsed after Kim Jong-un demanded full relief from sanctions."
SAME = "The Hanoi summit collapsed when Kim Jong-un demanded full sanctions relief, officials said late on Thursday."
OTHER = "Farmers in the flooded southern provinces are waiting for seeds and diesel fuel."
LATE = "A week later the foreign ministry dismissed three of the negotiators from their posts."


def aligned(bodies, outlets, days=None, **more):
    articles = pd.DataFrame(
        {
            "article_id": [f"a{n}" for n in range(len(bodies))],
            "outlet": outlets,
            "title": None,
            "body": bodies,
            "published_at": pd.to_datetime(days or ["2019-03-01"] * len(bodies), utc=True),
        }
    ).drop(columns=more.get("without", []))
    names = more.get("names")
    return alignment.of_event(articles, segment.of_articles(articles), names)


def test_the_same_statement_is_shared_and_another_stands_only_here():
    found = aligned([f"{FACT}\n{OTHER}", SAME], ["A", "B"])
    assert found["standing"].tolist() == ["shared", "only here", "shared"]
    assert found["match_article"].tolist() == ["a1", "a1", "a0"]
    assert found.loc[1, "not_in"] == "B" and found["n_outlets"].tolist() == [1, 0, 1]


def test_articles_of_one_outlet_do_not_confirm_each_other():
    found = aligned([FACT, FACT, OTHER], ["A", "A", "B"])
    assert (found["standing"] != "shared").all()


def test_an_article_published_before_a_fact_appeared_has_not_left_it_out():
    found = aligned([FACT, f"{SAME}\n{LATE}"], ["A", "B"], ["2019-03-01", "2019-03-08"])
    late = found[found["sentence"] == 1].iloc[0]
    assert late["standing"] == "only here"
    assert pd.isna(late["not_in"]) and late["too_early"] == "A"


def test_without_dates_nobody_is_called_too_early():
    found = aligned([FACT, LATE], ["A", "B"], without=["published_at"])
    assert found["too_early"].isna().all() and found["not_in"].tolist() == ["B", "A"]


def test_omissions_are_counted_at_equal_length():
    found = aligned(["\n".join([FACT, *[OTHER] * 5]), SAME], ["A", "B"])
    assert found["within_equal_length"].tolist() == [True, True, False, False, False, False, True]
    counted = alignment.summary(found).set_index("outlet")
    assert counted.loc["A", ["n_sentences", "n_only_here", "n_only_here_equal_length"]].tolist() == [6, 5, 1]
    assert counted.loc["A", "share_only_here_equal_length"] == 0.5


def test_names_bring_sentences_together_and_numbers_part_them():
    bodies = [f"Police said that {n} people died when the ferry sank near the island." for n in ("14", "14", "270")]
    same = aligned(bodies[:2], ["A", "B"])["likeness"].iloc[0]
    other = aligned([bodies[0], bodies[2]], ["A", "B"])["likeness"].iloc[0]
    assert other < same
    names = pd.DataFrame({"article_id": ["a0", "a1"], "sentence": 0, "start": 0, "end": 3, "form": ["Mr Kim", "Kim"]})
    assert (
        aligned([FACT, SAME], ["A", "B"], names=names)["likeness"].iloc[0]
        > aligned([FACT, SAME], ["A", "B"])["likeness"].iloc[0]
    )


@pytest.mark.parametrize(
    ("bodies", "outlets"), [([], []), ([None], ["A"]), (["", None], ["A", "B"]), (["He won."], ["A"])]
)
def test_no_text_gives_an_empty_table(bodies, outlets):
    found = aligned(bodies, outlets)
    assert found.empty and list(found.columns) == list(alignment.COLUMNS)
    assert alignment.summary(found).empty


def test_one_outlet_alone_has_nothing_to_be_held_against():
    found = aligned([f"{FACT}\n{OTHER}"], ["A"])
    assert (found["standing"] == "unclear").all() and found["likeness"].isna().all()


def test_large_events_are_compared_in_blocks_with_the_same_result(monkeypatch):
    bodies, outlets = [f"{FACT}\n{OTHER}", f"{SAME}\n{LATE}", f"{LATE}\n{FACT}"], ["A", "B", "C"]
    whole = aligned(bodies, outlets)
    monkeypatch.setattr(alignment, "ROWS_AT_ONCE", 2)
    pd.testing.assert_frame_equal(aligned(bodies, outlets), whole)
