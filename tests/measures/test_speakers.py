"""Speakers: a person by name and not by office, one form for a person, and whom they speak for."""

import gc
import weakref

import pandas as pd
import pytest

from analysis.corpus import segment
from analysis.measures import names, voice


def last(text):
    return [found for found in voice.spans_of(text) if found.act == "said"][-1]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Anderson County Coroner Greg Shore said that he was shot.", "Greg Shore"),
        ("Greg Shore spoke. Coroner Shore said that he was shot.", "Greg Shore"),
        ("Democrat Nancy Tallis said that talks would go on.", "Nancy Tallis"),
        ("CNN Nancy Tallis said that talks would go on.", "Nancy Tallis"),
        ("Russia Mehdi Sanai said that talks would go on.", "Mehdi Sanai"),
        ("Pastor Willie Spencer said that talks would go on.", "Willie Spencer"),
        ("For Urban Development Julián Mora said that talks would go on.", "Julián Mora"),
        ("Huntsville City Councilman Rob Culver said that talks would go on.", "Rob Culver"),
        ("General Motors said that talks would go on.", "General Motors"),
        ("The Department of Veterans Affairs said that talks would go on.", "Department of Veterans Affairs"),
        ("National Nurses United said that talks would go on.", "National Nurses United"),
        ("Mary Smith Elrod said that talks would go on.", "Mary Smith Elrod"),
        ("Bernie Sanders was on The Late Show With Stephen Colbert. He said that talks go on.", "Bernie Sanders"),
        ("Randy G. Tallis said that talks would go on.", "Randy Tallis"),
        ("Paul S. Ryan said that talks would go on.", "Paul S. Ryan"),
    ],
)
def test_a_person_is_named_without_office_party_or_place(text, speaker):
    assert last(text).speaker == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Jay Carney, who speaks for the president, came. Carney said that talks go on.", "Jay Carney"),
        ("Mark Carney met Jay Carney. Carney said that talks go on.", "Mark Carney"),
        ("Trump met Ivanka Trump. Trump said that talks go on.", "Donald Trump"),
    ],
)
def test_a_known_surname_is_the_namesakes_whom_alone_the_article_names(text, speaker):
    assert last(text).speaker == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Rep. Ann Tallis met voters. “No,” Tallis said. The Iowa Democrat said that talks go on.", "Ann Tallis"),
        ("Sheriff Rusty Hirt came late. The sheriff said that nobody was hurt.", "Rusty Hirt"),
        ("Either way, other said that talks go on.", ""),
        ("The private server said that talks go on.", ""),
    ],
)
def test_who_holds_an_office_or_a_seat_is_named_and_a_thing_is_nobody(text, speaker):
    assert last(text).speaker == speaker


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("“No,” said Ana Pires, a professor of law at Brown University.", "Brown University"),
        ("“No,” said Sen. Ana Pires (R-Ohio).", "United States"),
        ("Iranian Foreign Minister Ana Pires said that talks go on.", "Iran"),
        ("“No,” said Ana Pires, Iran’s deputy foreign minister.", "Iran"),
        ("Pentagon spokeswoman Ana Pires said that talks go on.", "Pentagon"),
        ("Tustin Police Chief Ana Pires said that talks go on.", "Tustin Police"),
        ("“No,” said a spokesman for NATO.", "NATO"),
        ("“No,” said Ana Pires, a tourist from Australia.", ""),
        ("“No,” said Ana Pires, head of Americans for Peace.", ""),
        ("“No,” said Ana Pires, who led negotiations for Iran.", ""),
        ("NBC News said that talks with NSA officials go on.", ""),
        ("NFL star Ana Pires said that talks go on.", ""),
        ("Ana Pires said that talks go on.", ""),
    ],
)
def test_the_article_says_whom_a_speaker_speaks_for(text, side):
    assert last(text).side == side


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "“It fell,” said Tom Roe. Ana Pires went to Ghana. During the trip, she told us that talks go on.",
            "Ana Pires",
        ),
        ("“It fell,” said Ann Roe. The money has made Ivo Tallis happier. He said that talks go on.", "Ivo Tallis"),
        ("Keish Lund came from Mali when she was 8. She left school. “We have been delayed,” she said.", "Keish Lund"),
        ("“It fell,” said Keish Lund, who runs a group. “It still stands,” she said.", "Keish Lund"),
        ("Ann Roe met Ian Tallis. Tallis’s testimony was long. He said that talks go on.", "Ian Tallis"),
        ("Ivo Tallis came. Just before Tallis’s announcement, he said that talks go on.", "Ivo Tallis"),
        ("Ivo Tallis told Sky that it fell, although he added that talks go on.", "Ivo Tallis"),
        ("“It fell,” Ana Pires wrote. The lawmaker doubled down. She said that talks go on.", "Ana Pires"),
        ("A woman saw a tall ranger. A ranger told us that it fell. “It was bad,” he said.", "ranger"),
        ("Melania Trump spoke. Trump also thanked us. “I support women,” she said.", "Melania Trump"),
        ("Ivo Tallis hid. In New York it rained on the Memorial Park. “It fell,” he said.", "Ivo Tallis"),
        ("They went to Cape Erimo. “It fell,” she said.", ""),
        ("“It fell,” said Tom Roe. Officers found Marlow in a barn. Marlow left. He said that talks go on.", "Marlow"),
        ("Ann Roe, 42, and Tom Tallis came. Asked about it, she said that talks go on.", "Ann Roe"),
    ],
)
def test_he_and_she_mean_whom_the_text_goes_on_about(text, speaker):
    assert last(text).speaker == speaker


def test_a_man_is_not_she_and_a_place_or_a_body_is_neither():
    for text in ("Tom Roe came.", "Fox News came.", "New York was cold.", "Spokesmen met."):
        assert last(f"{text} She said that talks go on.").speaker == ""


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "The White House legal team argues the mayor did not abuse his power, calling the case “flawed”.",
            "White House legal team",
        ),
        ("He named a whistleblower, who filed a complaint last month alleging that talks go on.", "whistleblower"),
        (
            "In Berlin, organizers of an event that draws many to the Lustig Gate each year said that talks go on.",
            "organizers",
        ),
        (
            "The Lustig Association, whose members include Acme and Zeta, said that talks go on.",
            "Lustig Association",
        ),
        ("They refer to claims by a voter -- Tallis -- who said he had found a gap.", "Tallis"),
        ("“No,” said Ana Pires. Ian Tallis, who lives there, whose lawyers described it as “a plot”.", "lawyers"),
        (
            "Jamie Tallis, Daily Caller, 26 June 2015: “At this point, it is hard to imagine her in the race.”",
            "Jamie Tallis",
        ),
        ("“He studied the math,” a top Democrat familiar with the plan said.", "top Democrat"),
        (
            "The Lustig Commission’s daily update declares, “A total of 763 contacts have been found.”",
            "Lustig Commission",
        ),
        (
            "The Lustig Organization updates its statement, declaring, “Not enough is known to say.”",
            "Lustig Organization",
        ),
        ("Rep. Ian Tallis, R-Ohio, the panel's chair, said it was a tragedy, but added that it is over.", "Ian Tallis"),
        ("Andrew Tallis spoke. “We expect this to worsen,” Mr Tallis's letter adds.", "Andrew Tallis"),
        ("Reuters cited a spokesman as saying that talks go on.", "spokesman"),
        ("“No,” 21st Century Tallis said in a statement.", "21st Century Tallis"),
        ("“No,” said April Tallis, who lives there.", "April Tallis"),
        ("Ian Tallis spoke. Missile and defense programs He said that talks go on.", "Ian Tallis"),
        ("Ian Tallis left with his wife, Andrea Roe. His wife said that talks go on.", "Andrea Roe"),
        ("David Tallis, a lawyer for the family, came. The lawyer said that talks go on.", "David Tallis"),
        ("Mr Tallis touted it, but at a debate in Ohio added, “it met the moment.”", "Tallis"),
        ("A woman in Tokyo, Ana Pires, also said that talks go on.", "Ana Pires"),
        ("“It fell,” a local member of parliament, Eric Tallis, told us.", "Eric Tallis"),
        ("It rained, according to the Joint Chiefs of Staff.", "Joint Chiefs of Staff"),
        ("“No,” said Mr. Tallis last week.", "Tallis"),
        ("“No,” said VentureLand's Ian Tallis last month.", "Ian Tallis"),
        ("Ana Pires, the mayor of San Juan, came. The San Juan mayor said that talks go on.", "Ana Pires"),
        ("Ana Pires, the mayor of San Juan, came. The Ohio mayor said that talks go on.", "Ohio mayor"),
        ("“The whole ceiling fell but did not hit me,” marveled resident Ana Pires.", "Ana Pires"),
        ("“We have been ahead of the curve for years,” Tallis mused.", "Tallis"),
        (
            "“First, we have to come up with it: who did what wrong?” Sen. Ian Tallis (D-N.Y.) said in an interview.",
            "Ian Tallis",
        ),
        (
            "“They can meet us,” Ana Pires, chief of the box, told the Post, according to The Gazette.",
            "Ana Pires",
        ),
        ("“It will fall on them,” warned Robert E. Tallis, a professor of law.", "Robert Tallis"),
        ("Roe's mother, Ana Pires, said that talks go on. “It is sad,” she said.", "Ana Pires"),
        ("Ana Pires, project coordinator for Sin Nombre, which led it, says that talks go on.", "Ana Pires"),
        ("“No,” said Ian Tallis. “It fell,” the 77-year-old former vice president said.", "Ian Tallis"),
        ("Mr Trump came. The president said that talks go on.", "Donald Trump"),
        ("Mr Trump came. The former president said that talks go on.", "former president"),
        ("ABC was sued by the trade association US Tallis. ABC lost. The group said that talks go on.", "US Tallis"),
        ("United Nations Relief and Works Agency said that it fell.", "United Nations Relief and Works Agency"),
        ("Promises were made by the Conservative Party. The New Party said that talks go on.", "New Party"),
        ("A second intruder, Ann Roe, 23, died at Merit Health, police said.", "police"),
        ("The victim, Boston radio anchor Ana Pires, also said that talks go on.", "Ana Pires"),
        ("The new chair of the Trade Commission, Ian Tallis, said that talks go on.", "Ian Tallis"),
        ("Neighbor Mina Tallis said that it fell. Another neighbor said that talks go on.", "Another neighbor"),
        ("ABC fell. Tallis Motors rose. The company said that talks go on.", "Tallis Motors"),
    ],
)
def test_the_speaker_is_the_subject_and_has_a_whole_name(text, speaker):
    assert last(text).speaker == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("WATCH Ana Pires said on Monday that the ferry will be sold.", "Ana Pires"),
        ("Historian Doris Roe said on Monday that the ferry will be sold.", "Doris Roe"),
        ("Amusingly, Representative Ana Pires (D-Ohio), told an outlet: “There’s been no ferry.”", "Ana Pires"),
        ("It was Ben Roe, whom Ana Pires describes as “probably the most boring man over there.”", "Ana Pires"),
        ("The Office of Management and Budget said that the ferry will be sold.", "Office of Management and Budget"),
        ("Ben Roe, whose wife was a doctor, 37, said that it rained.", "Ben Roe"),
        ("Ben Roe, whose wife, Ana Pires, was hurt, said that it rained.", "Ben Roe"),
        ("Ben Roe, whose wife was hurt, and Ana Pires, the mayor, said that it rained.", "Ana Pires"),
        ("Article II of the Charter vests power in the mayor, and requires that “he shall take care of laws.”", ""),
    ],
)
def test_calls_openers_and_parts_of_laws_are_nobody_and_names_are_whole(text, speaker):
    assert [found.speaker for found in voice.spans_of(text)] == [speaker]


def test_headings_and_entries_of_a_list_are_no_speakers():
    for text in (
        "Outlook: The ferry will be sold.\nOutlook: The bridge will be closed.",
        "MORE ON THE NEW CHIEF: Ana Pires is there.\nROE ON HIS LOSS: It hurts.",
        "S. 544: A bill on ferries.\nS. 545: A bill on roads.",
    ):
        assert voice.spans_of(text) == []


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“It tells us little,” said University of California, Los Angeles, professor Ben Roe.", "Ben Roe"),
        ("She was late when shots rang out, police and family said.", "family"),
    ],
)
def test_who_is_of_a_body_in_a_place_and_a_family_are_found(text, speaker):
    assert last(text).speaker == speaker


def test_nobody_says_what_he_stops_short_of_saying():
    assert voice.spans_of("Ben Roe stopped just short of telling Politico that there “is no party.”") == []


def test_who_an_article_names_is_forgotten_with_it_without_a_search_for_garbage():
    gc.disable()
    try:
        cast = voice.Cast("Jo Doe, the mayor, spoke.", voice.Names([0], [6], ["Jo Doe"]), [], lambda _: None)
        assert cast.canonical("Doe") == "Jo Doe"
        held = weakref.ref(cast)
        del cast
        assert held() is None
    finally:
        gc.enable()


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Ben Roe and Mayor Ana Pires said the ferry will be sold.", "Ben Roe and Ana Pires"),
        ("Canada and Mexico said that talks go on.", "Canada and Mexico"),
        ("The ferry's partner and manager Ana Pires said it will be sold.", "Ana Pires"),
        ("Rise and Resist said that the ferry will be sold.", "Resist"),
    ],
)
def test_two_who_speak_together_are_both_named(text, speaker):
    assert last(text).speaker == speaker


def test_they_may_be_two_who_spoke_together_but_he_is_one():
    told = "Ben Roe and Ana Pires said the ferry will be sold."
    assert last(f"{told} They said it is slow.").speaker == "Ben Roe and Ana Pires"
    assert last(f"{told} He said it is old.").speaker == "Ben Roe"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Ben Roe signed a letter to the mayor. Ana Pires said she had read it. “Sell the ferry,” the letter said.",
            "",
        ),
        ("A statement issued by NATO came late. Ana Pires said she knew. “We met,” the statement said.", "NATO"),
        ("Ana Pires said in a statement that she knew. “We met,” the statement said.", "Ana Pires"),
        ("Ana Pires said the ferry stays. “We met,” the statement said.", "Ana Pires"),
    ],
)
def test_a_letter_is_whose_the_text_says_it_is(text, speaker):
    assert last(text).speaker == speaker


def test_a_surname_is_that_of_whom_the_headline_names_and_not_of_the_namesake():
    body = "Pires called her father, Jorge Pires. Pires said the ferry will be sold. “It is old,” she said."
    articles = pd.DataFrame({"article_id": ["a"], "title": ["This Is Why Uma Pires Is Angry"], "body": [body]})
    sentences = segment.of_articles(articles)
    quotes = voice.quotes_of(articles, sentences, names.of_articles(articles, sentences))
    assert set(quotes["speaker"]) == {"Uma Pires"}


def test_what_opens_a_sentence_is_no_subject_before_the_one_that_says():
    text = "In contrast to Roe, the Gazette survey showed that most people want the ferry."
    assert last(text).speaker != "Roe"
