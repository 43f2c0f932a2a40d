"""When it happened: what texts name, and how far dates of publication can be trusted."""

import numpy as np
import pandas as pd
import pytest

from analysis.events import said, times

MONDAY = np.datetime64("2018-03-05")


def articles(rows):
    """Make articles of (outlet, day, body)."""
    frame = pd.DataFrame(rows, columns=["outlet", "published_at", "body"])
    frame["article_id"] = [f"{number:016x}" for number in range(len(frame))]
    frame["published_at"] = pd.to_datetime(pd.Series(frame["published_at"], dtype="object"), utc=True)
    undated = frame["published_at"].isna()
    frame["published_precision"] = np.where(undated, "unknown", "day")
    frame["published_from"] = np.where(undated, "none", "field")
    return frame


def dates_of(rows):
    made = articles(rows)
    return times.of_corpus(made, said.of_articles(made))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They met on Tuesday.", {"weekday": 1}),
        ("They meet next Tuesday, after talks on Sunday.", {"weekday": 6}),
        ("Every Friday they march; Fridays are calm.", {}),
        ("SEOUL, Dec. 31 (AP)", {"day": 1231}),
        ("on 4 July 2017 and May 5", {"date": 20170704, "day": 505}),
        ("on the 2nd of March", {"day": 302}),
        ("March 15:30 GMT, May 40", {}),
        ("He said yesterday that he may march in May", {"ago": 1}),
        ("Sept. 11, 2001, was a Tuesday", {"date": 20010911, "weekday": 1}),
        ("x" * 990 + " on Tuesday", {}),
        ("They met for a second high-level round of talks.", {"series": 2}),
        ("Their 12th summit, her second term, the second-largest test", {"series": 212}),
    ],
)
def test_days_are_read_as_a_person_reads_them(text, found):
    table = said.of_articles(articles([("A", None, text)]))
    assert dict(zip(table["kind"].astype("str"), table["value"].tolist(), strict=True)) == found


@pytest.mark.parametrize(
    ("text", "back"),
    [("on Monday", 0), ("on Sunday", 1), ("on Thursday", 4), ("on Tuesday", None), ("yesterday", 1), ("March 3", 2),
     ("Feb. 20", None), ("on Saturday, March 5", 2)],
)  # fmt: skip
def test_what_a_text_names_is_resolved_against_publication(text, back):
    dates = dates_of([("A", MONDAY, f"They met {text}.")])
    day = dates.days[0] - dates.happened[0]
    assert day == back if back is not None else np.isnan(day)


def weekday_of(day):
    return said.WEEKDAYS[int((day - np.datetime64("1970-01-01")).astype(int) + 3) % 7]


def test_days_on_which_pages_were_saved_are_recognised():
    """One outlet names the day of publication or the one before; of the other all pages were saved on one day."""
    days = [MONDAY + number for number in range(28)]
    news = [("News", day, f"They met on {weekday_of(day - number % 2)}.") for number, day in enumerate(days)]
    saved = [("Saved", days[-1], body) for _, _, body in news]
    made = articles(news + saved)
    named = said.of_articles(made)
    dates = times.of_corpus(made, named)
    assert (dates.trust[:28] == 1).all()
    assert (dates.trust[28:] < 0.9).all()
    judged = times.trusted(made, named).set_index("outlet")
    assert judged.index.tolist() == ["Saved", "News"]
    assert (judged.loc["News", "n_doubtful"], judged.loc["Saved", "n_doubtful"]) == (0, 28)


def test_one_unusual_article_does_not_make_its_outlet_doubtful():
    days = [MONDAY + number for number in range(10)]
    rows = [("News", day, f"They met on {weekday_of(day - number % 2)}.") for number, day in enumerate(days)]
    assert (dates_of([*rows, ("News", MONDAY, "They met on Tuesday.")]).trust == 1).all()


def test_a_date_of_the_wrong_century_is_none():
    dates = dates_of(
        [("A", "1917-12-31", "They met on Dec. 30, 2017, at noon."), ("A", "2017-12-31", "On Dec. 30, 2017")]
    )
    assert np.isnan(dates.days[0]) and dates.trust[0] == 0
    assert dates.trust[1] == 1


def test_a_month_may_be_wrong_by_half_of_it_and_a_file_says_nothing():
    made = articles([("A", MONDAY, "They met."), ("A", MONDAY, "They met.")])
    made["published_precision"], made["published_from"] = ["month", "day"], ["url", "file"]
    dates = times.of_corpus(made, said.of_articles(made))
    assert (dates.slack[0], dates.trust[1]) == (times.MONTH_SLACK_DAYS, 0)


def test_firsts_of_months_are_months_where_an_outlet_writes_hardly_another_day():
    months = [f"2018-{month:02d}-01" for month in range(1, 5)]
    monthly = [("Monthly", day, "They met.") for day in months]
    daily = [("Daily", np.datetime64("2018-01-01") + number, "They met.") for number in range(120)]
    dates = dates_of([*monthly, *daily, ("Once", months[0], "They met.")])
    assert dates.slack[: len(months)].tolist() == [times.MONTH_SLACK_DAYS] * len(months)
    assert not dates.slack[len(months) :].any()
    middle = times.days_of(pd.Series([months[0]]))[0] + times.MONTH_SLACK_DAYS
    assert dates.days[0] == middle, "the middle of the month"


def test_an_undated_article_is_dated_by_the_last_day_that_its_text_names():
    dates = dates_of(
        [("A", None, "On Oct. 23, 2018, she recalled the law of July 4, 2016."), ("A", None, "On Tuesday")]
    )
    assert dates.happened[0] == times.days_of(pd.Series(["2018-10-23"]))[0]
    assert np.isnan(dates.happened[1])
    assert np.isnan(dates.days).all(), "it stays undated"


def test_dates_have_stood_the_test_where_enough_articles_of_their_outlet_name_a_weekday():
    days = [MONDAY + number for number in range(times.MIN_PROOFS)]
    rows = [("News", day, f"They met on {weekday_of(day)}.") for day in days]
    rows += [("Few", day, f"They met on {weekday_of(day)}.") for day in days[1:]]
    assert dates_of(rows).proven.tolist() == [True] * len(days) + [False] * (len(days) - 1)


def test_the_share_of_true_dates_against_a_search_over_a_grid():
    """The mixture's likelihood, with the prior as imagined articles, is highest where the steps end."""
    counts = np.array([5, 3, 2, 2, 1, 4, 3])
    grid = [(a, b) for a in np.linspace(0, 1, 201) for b in np.linspace(0, 1 - a, 201)]
    real = times.EXPECTED_REAL

    def height(a, b):
        rest = 1 - a - b
        if min(a, b, rest) <= 0:
            return -np.inf
        mixed = a * times.REPORTS_BY_LAG + b * times.COMMENTS_BY_LAG + rest / 7
        prior = times.PRIOR_ARTICLES * (real / 2 * np.log(a * b) + (1 - real) * np.log(rest))
        return counts @ np.log(mixed) + prior

    best = max(grid, key=lambda at: height(*at))
    assert times.share_real(counts) == pytest.approx(sum(best), abs=0.02)


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("on Monday and Saturday", {0, 2}),
        ("On Feb. 20, 2018, and again on March 3, then yesterday", {13, 2, 1}),
        ("in the week of February 1, 2018, and of March 9", set()),
        ("on Feb. 31, 2018", set()),
    ],
)
def test_the_days_up_to_publication_that_a_text_names_are_marked(text, back):
    named = int(dates_of([("A", MONDAY, f"They met {text}.")]).named[0])
    assert {day for day in range(64) if named >> day & 1} == back


def test_an_undated_article_names_no_day_before_its_publication():
    assert dates_of([("A", None, "They met on Tuesday, 6 March 2018.")]).named.tolist() == [0]


def test_dates_as_they_were_before_some_articles_came_are_those_of_the_others_alone():
    rng = np.random.default_rng(4)
    days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    rows = [
        (outlet, MONDAY + int(rng.integers(60)), f"They met on {rng.choice(days)}.")
        for outlet in "ABBBBBBBBBBBCC"
        for _ in range(3)
    ]
    made = articles(rows)
    named = said.of_articles(made)
    now = times.of_corpus(made, named)
    for missing in ("A", "B", "BC"):
        new = np.isin(made["outlet"], list(missing)) & (rng.random(len(made)) < 0.7)
        old = np.flatnonzero(~new)
        found = times.of_corpus_before(made, named, now, old)
        for values, expected in zip(found, times.of_corpus(made.iloc[old], named), strict=True):
            np.testing.assert_array_equal(values, expected)
    assert not np.array_equal(now.trust[old], found.trust), "or nothing would have to be looked at again"
