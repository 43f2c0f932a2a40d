"""Copies are chained to the earliest; different reports of one event are none."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import schema
from analysis.corpus import copies
from analysis.corpus.segment import words

RNG = np.random.default_rng(3)
VOCABULARY = [f"word{n}" for n in range(3000)]


def text(seed: int, n: int = 200) -> str:
    return " ".join(np.random.default_rng(seed).choice(VOCABULARY, n))


def changed(original: str, share: float, seed: int = 1) -> str:
    rng = np.random.default_rng(seed)
    return " ".join(f"new{n}" if rng.random() < share else word for n, word in enumerate(original.split()))


def table(bodies, days=None, authors=None) -> pd.DataFrame:
    n = len(bodies)
    at = pd.to_datetime(days if days is not None else [f"2019-01-{day + 1:02d}" for day in range(n)], utc=True)
    return pd.DataFrame(
        {
            "article_id": [f"{number:02x}" for number in range(n)],
            "published_at": at,
            "author": authors or [None] * n,
            "body": bodies,
            "n_words": [len(words(body)) if isinstance(body, str) else 0 for body in bodies],
        }
    )


def copies_of(articles: pd.DataFrame) -> pd.DataFrame:
    return copies.of_signatures(copies.signatures(articles), articles)


def test_a_changed_copy_is_found_and_its_overlap_is_near_the_truth():
    original = text(1, 400)
    copy = changed(original, 0.1)
    found = copies_of(table([original, text(2, 400), copy]))
    assert found[["article_id", "copy_of"]].values.tolist() == [["02", "00"]]
    mine, theirs = (set(zip(*(t.split()[k:] for k in range(3)), strict=False)) for t in (copy, original))
    assert found["overlap"][0] == pytest.approx(len(mine & theirs) / len(mine), abs=0.12)


def test_copies_are_chained_to_the_earliest_of_all():
    first = text(1)
    second = changed(first, 0.08, seed=1)
    third = changed(second, 0.08, seed=2)
    fourth = changed(third, 0.08, seed=3)
    found = copies_of(
        table([fourth, third, second, first], days=["2019-01-04", "2019-01-03", "2019-01-02", "2019-01-01"])
    )
    assert dict(zip(found["article_id"], found["copy_of"], strict=True)) == {"00": "03", "01": "03", "02": "03"}


def test_undated_articles_count_as_later():
    found = copies_of(table([text(1), text(1)], days=[None, "2019-01-01"]))
    assert found[["article_id", "copy_of"]].values.tolist() == [["00", "01"]]


def test_short_articles_and_empty_bodies_are_not_compared():
    assert copies_of(table(["Talks end", "Talks end", None, ""])).empty
    assert copies_of(table([text(1)])).empty
    assert copies_of(table([])).empty


def test_articles_that_share_a_quotation_are_no_copies():
    quotation = text(9, 40)
    assert copies_of(table([f"{text(1)} {quotation}", f"{text(2)} {quotation}"])).empty


QUAKE = (
    "A shallow magnitude {} earthquake was reported {} {} miles from {}, Calif., according to the U.S. Geological "
    "Survey. The temblor occurred at {} a.m. Pacific time at a depth of {} miles. According to the USGS, the epicenter "
    "was {} miles from {} and {} miles from {}. In the past 10 days, there has been one earthquake of magnitude 3.0 "
    "and greater centered nearby. The information comes from the USGS Earthquake Notification Service, and this post "
    "was created by an algorithm written by the author. Read more about earthquakes in the south of the state."
)


def test_reports_from_one_template_are_no_copies():
    first = QUAKE.format(3.1, "Monday", 5, "Ridgecrest", "5:12", 4.3, 61, "Porterville", 68, "Tehachapi")
    second = QUAKE.format(4.2, "Friday", 9, "Eureka", "7:40", 11.2, 14, "Fortuna", 143, "Redding")
    assert copies_of(table([first, second])).empty
    assert copies_of(table([first, f"Residents felt a jolt on Monday. {first}"]))["copy_of"].tolist() == ["00"]


def test_background_that_an_outlet_repeats_makes_no_copy():
    background = text(5, 300)
    articles = table([f"{text(1, 150)} {background}", f"{text(2, 150)} {background}"])
    assert copies_of(articles.assign(outlet="A")).empty
    assert len(copies_of(articles.assign(outlet=["A", "B"]))) == 1, "an agency's text with a new top is a copy"


@settings(max_examples=6)
@given(order=st.permutations(range(6)))
def test_the_order_of_rows_does_not_matter(order):
    articles = table([text(1), text(2), changed(text(1), 0.05), text(3), text(2), text(1)])
    pd.testing.assert_frame_equal(copies_of(articles.iloc[list(order)]), copies_of(articles))


def test_signatures_of_parts_are_those_of_the_whole():
    articles = table([text(n) for n in range(5)])
    whole = copies.signatures(articles)
    parts = pd.concat([copies.signatures(articles.iloc[:2]), copies.signatures(articles.iloc[2:])])
    assert whole["signature"].tolist() == parts["signature"].tolist()
    schema.conform(whole, schema.SIGNATURES)


def test_a_thousand_copies_of_one_text_have_one_root():
    found = copies_of(table([text(1)] * 1000, days=pd.date_range("2019-01-01", periods=1000)))
    assert len(found) == 999
    assert set(found["copy_of"]) == {"00"}


@pytest.mark.parametrize(
    ("body", "author", "expected"),
    [
        ("WASHINGTON (AP) — The talks ended.", None, "AP"),
        ("(Reuters) - The talks ended.", None, "Reuters"),
        ("SEOUL, Sept 17 (Yonhap) -- The talks ended.", None, "Yonhap"),
        ("The talks ended.\nCopyright 2019 The Associated Press.", None, "AP"),
        ("The talks ended.", "By Agence France-Presse", "AFP"),
        ("North Korea’s state media KCNA Friday called on the US to cancel.", None, None),
        ("The AP reported the talks. Reuters did too.", "Jane Doe", None),
        (None, None, None),
        ("", "", None),
    ],
)
def test_an_agency_is_named_where_it_is_credited(body, author, expected):
    assert copies.agency(body, author) == expected
