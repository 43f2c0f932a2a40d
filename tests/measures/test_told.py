"""Clauses that a verb of saying or "according to" brings in, whatever the nets think of them."""

import pytest

from analysis.measures import voice


def spans(text, act="said"):
    return [(text[found.start : found.end], found.speaker) for found in voice.spans_of(text) if found.act == act]


@pytest.mark.parametrize(
    ("text", "said", "speaker"),
    [
        (
            "The health minister, Ana Pires, visiting the area, said many of the victims were children.",
            "many of the victims were children",
            "Ana Pires",
        ),
        (
            "According to Ana Pires, Japan’s defense minister, the missile launched Tuesday was fired from a ship.",
            "the missile launched Tuesday was fired from a ship",
            "Ana Pires",
        ),
        (
            "According to the household survey, which comes from a smaller sample, the rate only remained steady.",
            "the rate only remained steady",
            "household",
        ),
        (
            "According to F.A.A. records, the Boeing has flown about 333 hours between March and May.",
            "the Boeing has flown about 333 hours between March and May",
            "F.A.A.",
        ),
    ],
)
def test_a_clause_that_is_told_is_said_as_a_whole(text, said, speaker):
    assert (said, speaker) in spans(text)


def test_a_when_clause_is_said_with_its_main_clause_and_an_announcement_is_not():
    searched = "when they searched the car after the shooting, they found a handgun"
    assert spans(f"Investigators say {searched} and cash.") == [(f"{searched} and cash", "investigators")]
    quoted = "“With a harder stance than before, we might have expected some to shift, but that’s not what happened,”"
    assert spans(f"Consider the following from Ana Pires: {quoted} observed Pires.") == [(quoted, "Ana Pires")]


def test_what_somebody_has_shown_is_no_speech():
    assert not spans("The president has shown he is ready to enlist themes to fire up his base.")


def test_shares_of_people_say_something_and_reporters_ask():
    assert spans("Those over 60 say they feel that way by 2-1.") == [("they feel that way by 2-1", "")]
    asked = "The actress was asked if she’d ever been discriminated against."
    assert spans(asked) == [("if she’d ever been discriminated against", "")]


@pytest.mark.parametrize(
    "text",
    [
        "Here is what we know about Tallis’s alleged conduct with the entertainers who were there.",
        "Joan Tallis, a pilot, asked conduct officers whether they had thoughts on how the board should go on.",
    ],
)
def test_a_participle_and_who_is_told_are_no_speech(text):
    assert not any(words.startswith(("conduct", "reporters")) for words, _ in spans(text))


@pytest.mark.parametrize(
    ("text", "said", "speaker"),
    [
        (
            "The year was full of ferries, a school spokesman told The Wall Street Journal.",
            "The year was full of ferries",
            "school spokesman",
        ),
        (
            "The search could be concluded in October, officials say.",
            "The search could be concluded in October",
            "officials",
        ),
        ("Talks were held in secret, Ana Pires reports.", "Talks were held in secret", "Ana Pires"),
        (
            "The rating dipped right before the election, according to Brightwater.",
            "The rating dipped right before the election",
            "Brightwater",
        ),
        (
            "Tickets have been cheaper than in any year since 2004, the University of Ruritania reported last week.",
            "Tickets have been cheaper than in any year since 2004",
            "University of Ruritania",
        ),
        (
            "Since last November, according to Human Rights Watch, state security forces have arrested 400 protesters.",
            "state security forces have arrested 400 protesters",
            "Human Rights Watch",
        ),
        (
            "As The Gazette previously reported, Ben Roe is the top recipient of donations.",
            "Ben Roe is the top recipient of donations",
            "Gazette",
        ),
        ("Polls show that a large majority of voters like it.", "that a large majority of voters like it", ""),
        (
            "Court records show that the company sold the ferry for $5,000.",
            "that the company sold the ferry for $5,000",
            "court",
        ),
        (
            "Last month Ana Pires asked Roe whether questions about his health were fair.",
            "whether questions about his health were fair",
            "Ana Pires",
        ),
    ],
)
def test_clauses_before_who_says_them_and_behind_reports_are_said(text, said, speaker):
    assert (said, speaker) in spans(text)


def test_a_second_verb_of_one_speaker_opens_a_clause_of_its_own():
    found = spans("Ana Pires said the ferry was old and said the bridge was closed.")
    assert found == [("the ferry was old", "Ana Pires"), ("the bridge was closed", "Ana Pires")]
    assert ("he has never been healthier", "") in spans(
        "Some friends look at him with pity, others say he has never been healthier."
    )
    assert not spans("Suffice to say the ferry would seem to be the least of their problems.")
