"""Where an article begins and ends on a dumped page."""

import numpy as np
import pytest

from analysis.corpus import lines, stretches

STORY = [
    "The council of the harbour town of Marrow voted on Tuesday to close the old bridge until the spring.",
    "Engineers found cracks in two of the four piers of the bridge in October, mayor Ann Ferris told the council.",
    "Repairs will cost the town 4 million pounds, and Ferris said that the council had asked the government for help.",
    "Shopkeepers on the north bank said they feared for their trade, and asked the council to run a ferry instead.",
    "The council will decide on the ferry next week, when the engineers hand in their second report on the piers.",
]
PROMOTED = [
    "More in World", "Volcano wakes after eighty years", "2H ago", "Singer cancels her tour of the islands", "3H ago",
    "Chess champion loses to a boy of nine", "5H ago", "Bakers strike over the price of flour", "6H ago",
    "Leave a comment", "Terms of use", "Privacy policy",
]  # fmt: skip


def test_promoted_headlines_with_their_times_go_and_the_story_stays():
    page = ["Bridge closed until spring", "Home", "World", "Sport", *STORY, *PROMOTED]
    kept = [line for line, own in zip(page, lines.body(page), strict=True) if own]
    assert kept == STORY


def test_a_text_without_furniture_is_left_whole():
    assert lines.body(STORY).all()


def test_the_best_run_is_that_of_a_plain_search():
    rng = np.random.default_rng(3)
    for n in (1, 2, 5, 17):
        evidence = rng.normal(size=n)
        best = max(evidence[start:end].sum() for start in range(n) for end in range(start + 1, n + 1))
        start, end = stretches.best_run(evidence)
        assert np.isclose(evidence[start:end].sum(), best)


def test_every_line_is_described_wherever_the_core_lies():
    for odds in ([3.0, 3.0, -3.0], [-3.0, 3.0, 3.0], [-3.0, -3.0, -3.0]):
        table = stretches.features(["One line of five words.", "Another one", "2H ago"], np.array(odds))
        assert len(table) == 3
        assert np.isfinite(table).all()


COMMENTED = [
    "Comments", "Jo on September 12, 2018 at 4:47 pm said:", "I walked over that bridge every day and shall miss it.",
    "Max on September 13, 2018 at 5:23 pm said:", "The ferry of my youth was never late, and it never sank either.",
    "We should bring it back, and let those pay who closed the bridge before they had a plan for the north bank.",
] * 4  # fmt: skip


def test_what_readers_write_goes_even_where_they_write_more_than_the_article_holds():
    page = ["Bridge closed until spring", *STORY, *COMMENTED]
    kept = [line for line, own in zip(page, lines.body(page), strict=True) if own]
    assert set(kept) >= set(STORY)
    assert not set(kept) & set(COMMENTED)


@pytest.mark.parametrize(
    "form",
    [
        "Leave a Reply Cancel reply", "Your email address will not be published. Required fields are marked *",
        "Deixe uma resposta Cancelar resposta", "Votre adresse e-mail ne sera pas publiée.",
    ],
)  # fmt: skip
def test_below_the_form_for_comments_nothing_is_the_articles(form):
    page = [*STORY, form, *(line.replace("bridge", "tower") for line in STORY)]
    assert stretches.comments(page, stretches.sizes(page)) == len(STORY)
    assert stretches.comments(page[5:], stretches.sizes(page[5:])) == 6, "above an article it is a button"


def test_a_list_whose_entries_hold_one_form_is_told_and_a_form_that_stands_twice_is_none():
    teasers = [
        line for n in range(4) for line in (f"Town {n} votes", "Jo Doe", "Wednesday November 20, 2019", "It did.")
    ]
    page = [*STORY, *teasers]
    assert stretches._entries(page)[len(STORY) :].all()
    assert not stretches._entries([*STORY, "1 May 2019", "One.", "2 May 2019", "Two."]).any()


def test_the_sentence_between_headline_and_day_is_the_articles_own():
    standfirst = "The council of the harbour town has voted on the old bridge of Marrow."
    page = ["Events", standfirst, "February 14, 2019", "17:15", "Marrow", *STORY, *PROMOTED]
    kept = [line for line, own in zip(page, lines.body(page), strict=True) if own]
    assert kept[0] == standfirst
    assert kept[-len(STORY) :] == STORY
