"""What a person would say of news whose dates mislead: recurring happenings, templates, live pages, wrong dates."""

import numpy as np
import pandas as pd

from analysis import events
from analysis.corpus import copies, segment
from analysis.events import said, times
from analysis.measures import names, vectors

SUMMIT = (
    "Leaders meet in Geneva",
    "GENEVA - Donald Trump and Vladimir Putin shook hands on {} in Geneva and spoke for two hours about missiles and "
    "gas. The Kremlin praised the talks, the White House called them frank, and senators in Washington asked for "
    "the minutes. A joint statement names arms control as the first task of both delegations.",
)
CLAIMS = (
    "Jobless claims {} last week",
    "WASHINGTON - The number of Americans who filed for jobless benefits {} last week to {}, the Labor Department said "
    "on Thursday. Economists had expected {} claims. The four-week average, a less volatile measure, stood at {}. "
    "Continuing claims were {}. A level below 300,000 is held to be a sign of a healthy labor market.",
)
QUAKE = (
    "Earthquake: {} quake strikes near {}",
    "A shallow magnitude {} earthquake was reported {} miles from {}, Calif., according to the U.S. Geological Survey. "
    "The temblor occurred at {} a.m. Pacific time at a depth of {} miles. According to the USGS, the epicenter was {} "
    "miles from {} and {} miles from {}. In the past 10 days, there has been one earthquake of magnitude 3.0 and "
    "greater centered nearby. The information comes from the USGS Earthquake Notification Service, and this post was "
    "created by an algorithm written by the author. Read more about earthquakes in the south of the state.",
)


def grouped(rows):
    """Number the events of (outlet, day, title, body)."""
    articles = pd.DataFrame(rows, columns=["outlet", "published_at", "title", "body"])
    articles["article_id"] = [f"{number:016x}" for number in range(len(articles))]
    articles["published_at"] = pd.to_datetime(pd.Series(articles["published_at"], dtype="object"), utc=True)
    undated = articles["published_at"].isna()
    articles["published_precision"] = np.where(undated, "unknown", "day")
    articles["published_from"] = np.where(undated, "none", "field")
    articles["language"], articles["author"] = "en", None
    articles["n_words"] = articles["body"].str.split().str.len()
    counted = vectors.of_articles(articles, names.of_articles(articles, segment.of_articles(articles)))
    found = events.of_articles(
        articles, counted, copies.of_signatures(copies.signatures(articles), articles),
        times=said.of_articles(articles),
    )  # fmt: skip
    return pd.factorize(found.events["event"])[0].tolist()


def summit(outlet, day, weekday="Monday"):
    title, body = SUMMIT
    return outlet, day, f"{title}, {outlet} reports", f"{body.format(weekday)} Seen by {outlet}."


def test_an_anniversary_and_the_next_summit_of_the_same_name_are_other_happenings():
    first = [summit("A", "2018-07-16"), summit("B", "2018-07-17")]
    assert grouped([*first, summit("A", "2019-07-16", "Tuesday"), summit("B", "2019-07-16", "Tuesday")]) == [0, 0, 1, 1]


def test_a_weekly_figure_is_another_happening_each_week():
    figures = [
        ("rose", "231,000", "225,000", "228,250", "1.72 million"),
        ("fell", "219,000", "227,000", "226,500", "1.69 million"),
    ]
    rows = [
        (outlet, day, CLAIMS[0].format(said), CLAIMS[1].format(said, *rest) + f" {outlet}.")
        for day, (said, *rest) in zip(["2018-03-01", "2018-03-08"], figures, strict=True)
        for outlet in "AB"
    ]
    assert grouped(rows) == [0, 0, 1, 1]


def test_reports_from_one_template_are_as_many_happenings_as_they_name():
    facts = [
        (3.1, "Ridgecrest", "5:12", 4.3, 61, "Porterville", 68, "Tehachapi"),
        (3.4, "Eureka", "7:40", 11.2, 14, "Fortuna", 143, "Redding"),
        (4.2, "Borrego Springs", "11:03", 7.5, 20, "Coachella", 33, "Hemet"),
    ]
    rows = [
        ("LA", day, QUAKE[0].format(*fact[:2]), QUAKE[1].format(fact[0], 5, *fact[1:]))
        for day, fact in zip(["2020-01-03", "2020-01-04", "2020-01-05"], facts, strict=True)
    ]
    assert grouped(rows) == [0, 1, 2]


def test_the_second_round_of_talks_is_another_happening_than_the_third():
    told = {
        "second": "GENEVA - Envoys of Iran and six powers ended the second round of talks about centrifuges in Geneva "
        "after eight hours. Catherine Ashton called the talks useful. Abbas Araghchi said that experts will go on.",
        "third": "GENEVA - After a night of talks about sanctions, envoys of Iran and six powers ended the third round "
        "in Geneva. Abbas Araghchi spoke of progress, and Catherine Ashton thanked the hosts for their patience.",
    }
    rows = [
        (outlet, day, f"{number.capitalize()} round of nuclear talks ends in Geneva", f"{told[number]} By {outlet}.")
        for day, number in (("2013-11-08", "second"), ("2013-11-09", "third"))
        for outlet in "AB"
    ]
    assert grouped(rows) == [0, 0, 1, 1]


def test_one_outlet_that_repeats_a_story_daily_tells_one_happening():
    assert (
        grouped([("A", f"2018-07-{16 + day}", *(SUMMIT[0], SUMMIT[1].format("Monday"))) for day in range(4)]) == [0] * 4
    )


def test_a_live_page_that_grows_for_a_week_tells_one_happening():
    updates = [
        "Rescuers in boats reached the old town at dawn.", "The mayor of Lisbon opened two schools to the homeless.",
        "Engineers closed the bridge over the Tagus.", "The army brought water and blankets to Alfama.",
        "The airport let the first flights land again.", "Insurers put the damage at 90 million euros.",
        "Schools in Lisbon open again, the mayor said.",
    ]  # fmt: skip
    start = (
        "Heavy rain flooded the streets of Lisbon on Monday, closed its airport and cut the power of 40,000 homes. The "
        "Tagus rose by two metres within hours. The mayor told people to stay at home, and trains to Porto stood still."
    )
    bodies = [" ".join([*updates[:day][::-1], start]) for day in range(1, 8)]
    pages = [("A", f"2018-07-{15 + day}", "Live: storm floods Lisbon", body) for day, body in enumerate(bodies, 1)]
    assert grouped(pages) == [0] * 7


def test_an_article_about_two_happenings_does_not_make_them_one():
    storm = (
        "Storm floods Lisbon",
        "LISBON - Heavy rain flooded the streets of Lisbon on Monday and closed its airport. The Tagus rose by two "
        "metres, power failed in 40,000 homes, and the mayor told people to stay at home. Trains stood still. {}",
    )
    rows = [
        summit("A", "2018-07-16"), summit("B", "2018-07-16"),
        *((outlet, "2018-07-16", storm[0], storm[1].format(f"Seen by {outlet}.")) for outlet in "AB"),
        ("C", "2018-07-16", "Monday in brief: talks in Geneva, storm in Lisbon",
         f"{SUMMIT[1].format('Monday')} {storm[1].format('')}"),
    ]  # fmt: skip
    found = grouped(rows)
    assert found[0] == found[1] != found[2] == found[3]


def test_where_all_dates_are_equal_the_texts_decide():
    storm = ("C", "2018-07-16", "Storm floods Lisbon", "Heavy rain flooded streets of Lisbon and closed its airport.")
    assert grouped([summit("A", "2018-07-16"), summit("B", "2018-07-16"), storm]) == [0, 0, 1]


def test_a_date_of_the_wrong_century_does_not_part_two_reports():
    rows = [summit("A", "2018-07-16", "Monday, July 16, 2018,"), summit("B", "1918-07-16", "Monday, July 16, 2018,")]
    assert grouped(rows) == [0, 0]


def test_a_text_that_names_ten_dates_happened_on_the_first_that_is_not_long_past():
    """A chronicle of ten days that are named below does not hide what happened the day before."""
    ten = " ".join(
        f"On {month} 3 they met."
        for month in ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")
    )
    rows = [("A", "2018-07-17", f"They met on July 16. {ten}"), ("B", "2018-07-17", f"On Monday they met. {ten}")]
    made = pd.DataFrame(rows, columns=["outlet", "published_at", "body"]).assign(article_id=["a", "b"])
    made["published_precision"], made["published_from"] = "day", "field"
    made["published_at"] = pd.to_datetime(made["published_at"], utc=True)
    dates = times.of_corpus(made, said.of_articles(made))
    assert (dates.days - dates.happened).tolist() == [1.0, 1.0]
