"""Which events of a storyline each outlet covered, and what its size lets expect."""

import numpy as np
import pandas as pd
import pytest

from analysis.comparison import coverage


def tables(rows, precision="minute"):
    """Build the tables from rows of (outlet, event, day of June 2019 with time, or None)."""
    ids = [f"a{number}" for number in range(len(rows))]
    when = pd.to_datetime([f"2019-06-{row[2]}" if row[2] else None for row in rows], utc=True, format="ISO8601")
    articles = pd.DataFrame(
        {"article_id": ids, "outlet": [row[0] for row in rows], "published_at": when, "published_precision": precision}
    )
    events = pd.DataFrame({"article_id": ids, "event": [row[1] for row in rows]})
    names = sorted({row[1] for row in rows})
    summary = pd.DataFrame({"event": names, "storyline": "s", "label": [f"label {name}" for name in names]})
    return articles, events, summary


ROWS = [
    ("A", "e", "01 08:00"), ("B", "e", "01 09:30"), ("C", "e", "03 10:00"), ("A", "f", "05 10:00"),
    ("B", "f", "05 07:00"), ("A", "alone", "06 07:00"), ("A", "g", "09 01:00"), ("B", "g", "09 01:00"),
    ("D", "g", None),
]  # fmt: skip


@pytest.fixture
def covered():
    return coverage.of_storyline(*tables(ROWS), storyline="s")


def standing(covered, event, outlet):
    row = covered[(covered["event"] == event) & (covered["outlet"] == outlet)].iloc[0]
    return row["standing"], row["hours_behind"]


def test_who_was_first_late_and_silent(covered):
    assert standing(covered, "e", "A") == ("first", 0)
    assert standing(covered, "e", "B") == ("same day", 1.5)
    assert standing(covered, "e", "C") == ("late", 50)
    assert standing(covered, "f", "A") == ("same day", 3)
    assert standing(covered, "f", "C")[0] == "not covered"
    assert standing(covered, "g", "D")[0] == "undated"
    assert covered["event"].drop_duplicates().tolist() == ["e", "f", "g"]


def test_an_event_of_one_outlet_cannot_have_been_left_out(covered):
    assert "alone" not in set(covered["event"])


def test_an_outlet_that_begins_later_did_not_leave_out_what_was_before():
    rows = [("A", "e", "01"), ("B", "e", "01"), ("A", "f", "09"), ("C", "f", "09"), ("B", "f", "09")]
    covered = coverage.of_storyline(*tables(rows), storyline="s")
    assert standing(covered, "e", "C")[0] == "not yet publishing"
    counted = coverage.of_outlets(covered, tables(rows)[0]).set_index("outlet")
    assert (counted.loc["C", "n_events"], counted.loc["A", "n_events"]) == (1, 2)


def test_dates_exact_to_the_day_crown_nobody():
    rows = [("A", "e", "01"), ("B", "e", "01"), ("C", "e", "04")]
    covered = coverage.of_storyline(*tables(rows, precision="day"), storyline="s")
    assert covered["standing"].tolist() == ["same day", "same day", "late"]
    assert covered["hours_behind"].isna().all()


def test_expected_is_what_drawing_articles_at_random_gives(covered):
    articles = tables(ROWS)[0]
    counted = coverage.of_outlets(covered, articles).set_index("outlet")
    rng = np.random.default_rng(1)
    sizes = covered.groupby("event")["n_articles"].sum().to_numpy()
    drawn = [sum((rng.random(size) < 4 / 9).any() for size in sizes) for _ in range(4000)]
    assert counted.loc["A", "expected"] == pytest.approx(np.mean(drawn), abs=0.05)
    assert counted.loc["A", ["n_covered", "n_first", "n_articles"]].tolist() == [3, 2, 3]
    assert counted.loc["C", "ratio"] == pytest.approx(1 / counted.loc["C", "expected"])
    assert "too few to speak of a pattern" in counted.loc["A", "reason"]


def test_a_copy_of_an_agency_text_is_coverage_and_is_marked():
    articles, events, summary = tables([("A", "e", "01"), ("B", "e", "02"), ("C", "e", "02")])
    copies = pd.DataFrame({"article_id": ["a1"], "copy_of": ["a0"]})
    covered = coverage.of_storyline(articles, events, summary, copies, storyline="s")
    assert covered["covered"].tolist() == [True, True, True]
    assert covered["only_copies"].tolist() == [False, True, False]


@pytest.mark.parametrize("rows", [[], [("A", "e", "01")], [("A", "e", None), ("B", "e", None)]])
def test_no_events_one_outlet_or_no_dates_are_no_error(rows):
    articles, events, summary = tables(rows)
    covered = coverage.of_storyline(articles, events, summary, storyline="s")
    assert list(covered.columns) == list(coverage.COVERED_COLUMNS)
    counted = coverage.of_outlets(covered, articles)
    assert len(counted) == (2 if len(rows) == 2 else 0)
    assert not covered["standing"].isin(["first", "late"]).any()
