"""An event is named by the headline that says best what its outlets report."""

import numpy as np
import pandas as pd
import pytest

from analysis.events import labels
from analysis.measures import vectors


def named(*rows):
    """Name one event by the headlines of (outlet, title) or (outlet, title, likeness to the centre)."""
    shown = pd.DataFrame([(*row, 0.7)[:3] for row in rows], columns=["outlet", "title", "similarity"])
    shown = shown.assign(event="e", article_id=[f"{number:016x}" for number in range(len(shown))])
    return labels.among(shown, vectors.background()).get("e")


KILLED = [
    ("Reuters", "General Soleimani killed in US air strike in Baghdad"),
    ("RT", "US strike kills General Soleimani"),
]


def test_the_headline_nearest_to_those_of_the_others_names_the_event():
    aside = ("IRNA", "Soleimani was official guest of Iraq Judiciary")
    assert named(aside, *KILLED, ("CNN", "Pompeo speaks to Lavrov")) == KILLED[1][1]


@pytest.mark.parametrize(
    "headline",
    [
        "Was General Soleimani killed in a US strike in Baghdad?", "LIVE: General Soleimani killed in Baghdad strike",
        "GENERAL SOLEIMANI KILLED IN US STRIKE IN BAGHDAD", "Why US strike in Baghdad killed General Soleimani",
        "Opinion: US strike in Baghdad killed General Soleimani", "5 things about the US strike that killed Soleimani",
        "General Soleimani killed in US strike: what we know", "“General Soleimani killed in a US strike”",
        "General Soleimani killed in US strike in...", "Trump's entire address on the US strike that killed Soleimani",
        "US strike kills General Soleimani: everything you need to know",
        "US strike on General Soleimani: Why Trump had him killed", "General Soleimani killed: 6 takeaways",
        "Strike on General Soleimani: Winners and losers", "Trump must answer these 5 senators on the Soleimani strike",
        "The 6 Biggest Lies About the US strike on Soleimani", "I saw the US strike that killed General Soleimani",
        "After the strike on Soleimani, our leaders are wrong", "Strike on Soleimani by the numbers: 2 cars, 10 killed",
        "US strike on Soleimani: opening remarks text", "US strike kills General Soleimani" + " in Baghdad" * 8,
    ],
)  # fmt: skip
def test_a_headline_that_asks_shouts_explains_or_comments_names_no_event_that_a_report_can_name(headline):
    assert not labels.is_report(headline)
    assert named(("A", headline), ("B", headline), *KILLED) in {title for _, title in KILLED}


@pytest.mark.parametrize(
    "headline",
    ["Harry Reid: 'I'm running' in 2016", "GOP: We’ve been lying all along", "Two charged with lies to the FBI",
     "Portrait of Queen Elizabeth I found in an attic", "Obama previews his speech to Congress"],
)  # fmt: skip
def test_a_headline_that_says_who_says_it_or_counts_people_is_a_report(headline):
    assert labels.is_report(headline)


def test_where_nobody_reports_the_question_names_the_event():
    assert named(("A", "Was Soleimani killed?"), ("B", "")) == "Was Soleimani killed?"


def test_an_outlet_of_many_articles_does_not_name_an_event_alone():
    many = [("A", f"Mourning for Soleimani, day {number}") for number in "abcd"]
    others = [(outlet, "US strike kills Soleimani") for outlet in "BCD"]
    assert named(*many, *others) == "US strike kills Soleimani"


def test_of_equal_headlines_the_one_nearest_to_the_centre_is_taken_and_else_the_first():
    assert named(("A", "Talks end", 0.5), ("B", "Kim leaves", 0.9)) == "Kim leaves"
    assert named(("A", "Talks end"), ("B", "Kim leaves")) == "Talks end"


def test_an_event_without_any_headline_is_left_out():
    assert named(("A", ""), ("B", None)) is None


def test_closeness_against_a_plain_loop():
    rng = np.random.default_rng(3)
    groups, outlets = rng.integers(0, 4, 30), rng.integers(0, 3, 30)
    titles = rng.random((30, 8)) * (rng.random((30, 8)) < 0.5)
    near, rank = rng.random(30), rng.integers(0, 2, 30)

    def score(i):
        others = [j for j in range(30) if groups[j] == groups[i] and j != i]
        weight = {j: sum((groups == groups[j]) & (outlets == outlets[j])) ** -0.5 for j in others}
        total = sum(weight[j] * (titles[i] @ titles[j]) for j in others)
        return total / max(sum(weight.values()), 1) + labels.NEARNESS * near[i]

    best = labels.most_central(labels.sparse.csr_matrix(titles), groups, outlets, near, rank)
    for group, row in enumerate(best.tolist()):
        members = [i for i in range(30) if groups[i] == group]
        lowest = [i for i in members if rank[i] == min(rank[member] for member in members)]
        assert row == max(lowest, key=score)
