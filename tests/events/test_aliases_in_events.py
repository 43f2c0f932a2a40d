"""Names merged within an event, never across two people who share a name."""

import pandas as pd
import pytest

from analysis import schema
from analysis.events import aliases


def table(forms, day="2019-06-28T00:00Z"):
    names = pd.DataFrame({"article_id": [article for article, _ in forms], "form": [form for _, form in forms]})
    ids = sorted(set(names["article_id"]))
    events = pd.DataFrame({"article_id": ids, "event": "e"})
    articles = pd.DataFrame({"article_id": ids, "published_at": pd.to_datetime([day] * len(ids), utc=True)})
    return aliases.of_events(names, events, articles).set_index("form")


def test_a_last_name_joins_the_full_name_in_the_same_event():
    found = table([("a", "Stephen Biegun"), ("b", "Biegun")])
    assert found.loc["Biegun", "canonical"] == "Stephen Biegun"
    assert set(found["kind"]) == {"person"}


def test_a_korean_family_name_stands_first():
    found = table(
        [
            ("a", "Kim Jong-un"),
            ("b", "Kim"),
            ("b", "Kim Jong Un"),
            ("b", "Kim Jong Un"),
            ("a", "Moon Jae-in"),
            ("a", "Moon"),
        ]
    )
    assert found.loc["Kim", "canonical"] == found.loc["Kim Jong-un", "canonical"] == "Kim Jong Un"
    assert found.loc["Moon", "canonical"] == "Moon Jae-in"


def test_two_first_names_with_one_surname_are_never_merged():
    found = table([("a", "Donald Trump"), ("a", "Ivanka Trump"), ("b", "Trump")])
    assert found.loc["Trump", "canonical"] == "Trump"
    assert found.loc["Donald Trump", "canonical"] != found.loc["Ivanka Trump", "canonical"]


def test_names_of_another_event_do_not_count():
    names = pd.DataFrame({"article_id": ["a", "b"], "form": ["Hillary Clinton", "Clinton"]})
    events = pd.DataFrame({"article_id": ["a", "b"], "event": ["e1", "e2"]})
    articles = pd.DataFrame({"article_id": ["a", "b"], "published_at": pd.to_datetime([None, None], utc=True)})
    found = aliases.of_events(names, events, articles)
    assert found["canonical"].tolist() == ["Hillary Clinton", "Clinton"]


@pytest.mark.parametrize(("day", "holder"), [("2019-06-28T00:00Z", "Donald Trump"), ("2022-06-28T00:00Z", "Joe Biden")])
def test_an_office_is_its_holder_on_the_day(day, holder):
    assert table([("a", "US President")], day).loc["US President", "canonical"] == holder


def test_kinds_are_told_by_rule():
    found = table([("a", "North Korea"), ("a", "Foreign Ministry"), ("a", "KCNA"), ("a", "Hanoi")])
    assert found["kind"].to_dict() == {
        "North Korea": "place", "Foreign Ministry": "organisation", "KCNA": "organisation", "Hanoi": "place"
    }  # fmt: skip


def test_no_names_give_an_empty_table():
    empty = aliases.of_events(schema.empty(schema.NAMES), schema.empty(schema.EVENTS), schema.empty(schema.ARTICLES))
    assert list(empty.columns) == list(schema.ALIASES.columns)
    assert empty.empty


def test_a_last_name_that_the_event_itself_gives_to_two_people_is_nobodys_and_is_spelled_as_it_mostly_stands():
    known = ("Donald Trump", "person")
    counts = {"Trump": 3, "TRUMP": 1, "Donald Trump": 1, "Ivanka Trump": 1}
    found = aliases.merged(counts, {"Trump": known, "TRUMP": known, "Donald Trump": known})
    assert found["TRUMP"] == found["Trump"] == ("Trump", "other")
    assert found["Donald Trump"] == known


@pytest.mark.parametrize(
    ("forms", "kind"),
    [
        (["New York"], "place"),
        (["Los Angeles"], "place"),
        (["Texas"], "place"),
        (["Affordable Care Act", "Act"], "other"),
        (["Election Day", "Day"], "other"),
        (["Texas Republican", "Republican"], "other"),
        (["Wall Street Journal"], "organisation"),
        (["Nancy Pelosi"], "person"),
        (["Hoshyar Zebari", "Zebari"], "person"),
        (["Hoshyar Zebari"], "other"),
        (["OPINION"], "other"),
    ],
)
def test_a_name_is_a_persons_where_its_words_or_the_event_say_so(forms, kind):
    assert table([("a", form) for form in forms]).loc[forms[0], "kind"] == kind


def test_the_last_syllable_of_a_name_is_no_acronym():
    found = table([("a", "UN"), ("a", "UN"), ("b", "Un"), ("b", "Kim Jong Un")])
    assert found.loc["UN", "canonical"] == "United Nations"
    assert found.loc["Un", "canonical"] == "Un"


def test_a_city_that_the_event_knows_as_a_last_name_is_the_person():
    assert table([("a", "Elizabeth Warren"), ("b", "Warren")]).loc["Warren"].tolist()[1:] == [
        "Elizabeth Warren",
        "person",
    ]
