"""What is said, thought and done, and who says it: kinds of sentences, beside the seeds by hand."""

import itertools
import sys
from pathlib import Path

import pandas as pd
import pytest

from analysis.corpus import ingest, segment
from analysis.measures import names, voice
from analysis.measures.voice import ends, tokens
from analysis.measures.voice.grammar import Run
from analysis.settings import Settings

SEEDS = Path(__file__).parents[2] / "seeds"
AROUND = (
    "The bridge over the river fell into the water early on Monday, and the road to the north was closed.\n\n{}\n\n"
    "The council will meet on Friday to talk about a ferry."
)


def found(sentence):
    """Give what is attributed in the middle of an article: act, words, speaker."""
    text = AROUND.format(sentence)
    return [(one.act, text[one.start : one.end], one.speaker) for one in voice.spans_of(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Alice Marlow began talking to the crowd at noon.",
        "Police began searching the footage of 26 cameras.",
        "Several Indian states will hold drills on Wednesday.",
        "She writes a weekly tech column for a magazine called The Upgrade.",
        "Iran recalled its ambassador from Paris on Friday.",
        "Arsenal conceded two goals in the first half.",
        "Police charged the man with murder on Tuesday.",
        "The company added 200 jobs in May.",
        "Crowds observed a minute of silence in the square.",
        "The suspect was denied bail by the judge.",
        "The ministry released the prisoners on Sunday.",
        "The army suspended loudspeakers blasting music into the North.",
        "Joan Marsh was lying on the rug.",
        "He was held on alleged anti-state activities in May.",
        "Needless to say, a second flood could create real doubts about the dam.",
        "The guards boarded the ship and questioned its crew members.",
        "The builders were invited to the town hall for the opening.",
        "It should also be noted that no bridge is older.",
        "The board refers to a “guide” to the river.",
        "A 2013 court ruling that weakened the act was read out.",
        "The new arrivals threatened their way of life.",
    ],
)
def test_what_somebody_does_is_no_attribution(sentence):
    assert found(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "act", "words", "speaker"),
    [
        ("“We lost everything,” said the mayor, Ana Pires.", "said", "“We lost everything,”", "Ana Pires"),
        ("The former editor, George Holm, said: “It sold.”", "said", "“It sold.”", "George Holm"),
        ("“The road is shut,” the minister, Lee Han-sol, said.", "said", "“The road is shut,”", "Lee Han-sol"),
        ("Hazel Welsh, 42, a lecturer from Leeds, said: “We will not go.”", "said", "“We will not go.”", "Hazel Welsh"),
        ("Mr. Roe, 51, a father-of-two, added: “It was horrific for us.”", "said", "“It was horrific for us.”", "Roe"),
        ("Ana Pires believes that the bridge was rotten.", "thought", "that the bridge was rotten", "Ana Pires"),
        ("“We had to wait.” -Chairwoman Joan Marsh", "said", "“We had to wait.”", "Chairwoman Joan Marsh"),
        ("Ana Pires told reporters in the hall on Monday that it fell.", "said", "that it fell", "Ana Pires"),
        ("The guild’s news agency KCBA called on Ana Pires and Lee to go.", "said", "Ana Pires and Lee to go", "KCBA"),
        ("Ana Pires said she “may” go, but did not rule out a trip.", "said", "she “may” go", "Ana Pires"),
        ("Kent wants us to “wait,” an official said this week.", "said", "Kent wants us to “wait,”", "official"),
        ("Lee lost, but Ana Pires sued the town, saying that it cheated.", "said", "that it cheated", "Ana Pires"),
        ("Ana Pires this week said that it fell.", "said", "that it fell", "Ana Pires"),
        ("The plan failed at once, with critics saying that it was late.", "said", "that it was late", "critics"),
        ("Ana Pires views it as a threat and wants it to end.", "thought", "it to end", "Ana Pires"),
        ("The talks will be in May, Ana Pires said on Friday.", "said", "The talks will be in May", "Ana Pires"),
    ],
)
def test_an_attribution_has_its_act_words_and_speaker(sentence, act, words, speaker):
    assert (act, words, speaker) in found(sentence)


@pytest.mark.parametrize(
    ("sentence", "words", "speaker"),
    [
        ("“We fell,” Mark Hale, the bank's senior analyst, said Thursday in a note.", "“We fell,”", "Mark Hale"),
        (
            "Asked about the strike, Chairwoman Joan Marsh hedged, saying it “would be good”.",
            "it “would be good”",
            "Joan Marsh",
        ),
        (
            "Roe, who made a fortune in coal, told the board that the mine would close.",
            "that the mine would close",
            "Roe",
        ),
        (
            "While saying there was “no proof” of it, Joan Marsh insisted it was safe.",
            "there was “no proof” of it",
            "Joan Marsh",
        ),
        ("A lawyer for Roe's aide, Ana Pires, said that she wanted a trial.", "that she wanted a trial", "lawyer"),
        (
            "While unions back it, Joan Marsh made waves by saying that it would fail.",
            "that it would fail",
            "Joan Marsh",
        ),
        ("Three drivers who requested anonymity said the brakes were worn.", "the brakes were worn", "Three drivers"),
        ("Joan Marsh wrote a letter to the council saying the ferry would sink.", "the ferry would sink", "Joan Marsh"),
        (
            "Joan Marsh told reporters she was “out there fighting for every vote”.",
            "she was “out there fighting for every vote”",
            "Joan Marsh",
        ),
        (
            "The Gazette, which first reported that the mayor would go, quoted a draft.",
            "that the mayor would go",
            "Gazette",
        ),
        ("Joan Marsh insisted “the ferry is safe” but offered a new engine.", "“the ferry is safe”", "Joan Marsh"),
        (
            "But he condemned the mayor: “The council asked for money,” Joan Marsh said.",
            "“The council asked for money,”",
            "Joan Marsh",
        ),
        ("Added Senate Leader Joan Marsh, “We will oppose it.”", "“We will oppose it.”", "Joan Marsh"),
        (
            "When Roe tried to answer, the mayor interrupted, “That was a statement.”",
            "“That was a statement.”",
            "mayor",
        ),
        (
            "The agency warned that the road was shut, but most drivers say it is open.",
            "that the road was shut",
            "agency",
        ),
        ("Joan Marsh said the work continued but that it was slow.", "that it was slow", "Joan Marsh"),
    ],
)
def test_what_is_said_and_by_whom_is_found_past_what_stands_between(sentence, words, speaker):
    assert ("said", words, speaker) in found(sentence)


@pytest.mark.parametrize(
    ("item", "speaker"),
    [
        ("“We lost everything in the flood,” Jane Doe, 42, told the BBC.", "Jane Doe"),
        ("“Prices will fall,” the bank’s chief economist, Ana Pires, who joined in 2019, said.", "Ana Pires"),
        ("“It is over,” a senior official in the hall who asked not to be named told AFP.", "senior official"),
        ('"I am not going back," Yusuf Demir, a 25-year-old builder from Izmir, told Reuters.', "Yusuf Demir"),
    ],
)
def test_a_quotation_of_an_item_of_one_sentence_is_found(item, speaker):
    assert [(one.kind, one.speaker) for one in voice.spans_of(item)] == [("direct", speaker)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“It fell,” said Elysa Marlow. Lee sold it.\n\n“Nobody knew,” she continued. Marlow left.", "Elysa Marlow"),
        ("“It fell,” Mr. Lee said.\n\n“Nobody knew what to do about it in the town.”", "Lee"),
        ("The White House said that it fell. It said that nobody knew.", "White House"),
    ],
)
def test_who_goes_on_is_the_last_speaker(text, speaker):
    assert [one.speaker for one in voice.spans_of(text)] == [speaker] * 2


@pytest.mark.parametrize("sentence", ["Both are expected to hold talks.", "The bridge is widely viewed as a danger."])
def test_a_thought_that_nobody_holds_has_no_row(sentence):
    articles = pd.DataFrame({"article_id": ["a"], "title": [""], "body": [AROUND.format(sentence)]})
    sentences = segment.of_articles(articles)
    assert voice.quotes_of(articles, sentences, names.of_articles(articles, sentences)).empty


TRANSCRIPT = (
    "President of Russia Ana Pires: Good day. We are glad to see you.\n\nOur position is known. I said so.\n\n"
    "Question: Mr President, will it go on?\n\nAna Pires: We will see. Our partners know it.\n\n"
    "Published in sections: News"
)


def test_a_turn_of_a_transcript_goes_on_to_the_next_turn():
    turns = [(one.speaker, TRANSCRIPT[one.end - 9 : one.end]) for one in voice.spans_of(TRANSCRIPT)]
    assert turns == [("Ana Pires", " said so."), ("reporter", "it go on?"), ("Ana Pires", " know it.")]


def test_a_statement_is_the_words_of_whom_its_headline_names():
    articles = pd.DataFrame(
        {
            "article_id": ["a", "b"],
            "title": ["Statement by Foreign Minister Ana Pires on the Flood", "The flood and the foreign minister"],
            "body": ["We mourn the dead of the flood.\n\nOur thoughts are with the town, and help is near."] * 2,
        }
    )
    sentences = segment.of_articles(articles)
    quotes = voice.quotes_of(articles, sentences, names.of_articles(articles, sentences))
    assert quotes[["article_id", "start", "end", "speaker"]].values.tolist() == [["a", 0, 82, "Ana Pires"]]


def test_a_dateline_is_no_speaker():
    body = "{}: Prices of wheat rose in March.\nThe council will meet on Friday to talk about a ferry."
    assert [voice.spans_of(body.format(place)) for place in ("NEW DELHI", "ISLAMABAD")] == [[], []]


def test_a_signed_post_is_its_signers_with_its_signature():
    body = "The council met.\nThis will make our town rich.\n— The Town Hall (@TownHall) February 11, 2025\nIt rained."
    (post,) = voice.spans_of(body)
    words = body[post.start : post.end]
    assert (post.speaker, words.startswith("This"), words.endswith("2025")) == ("Town Hall", True, True)


def test_a_quotation_over_paragraphs_is_speech_as_a_whole():
    body = AROUND.format("“We watch it,” Dubois said. “It may rise.\n\n“Until now, we held it.\n\n“I ask you to wait.”")
    assert [body[one.start : one.end] for one in voice.spans_of(body)] == [
        "“We watch it,”", "“It may rise.", "“Until now, we held it.", "“I ask you to wait.”"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("The Ferry Safety Authority came. The agency says it sank.", "it sank", "Ferry Safety Authority"),
        ("It went to the Maritime Court. The court said it sank.", "it sank", "Maritime Court"),
        ("The Foreign Ministry met. “It sank,” the ministry said.", "“It sank,”", "Foreign Ministry"),
        ("The trade ministry said it rose. “It sank,” the statement said.", "“It sank,”", "trade ministry"),
        ("Town Hall Counselor Joan Marsh said that it sank.", "that it sank", "Joan Marsh"),
        ("Mayor-elect Joan Marsh said that it sank.", "that it sank", "Joan Marsh"),
        ("Ambassador to the United Nations Joan Marsh told us that it sank.", "that it sank", "Joan Marsh"),
        ("Commissioner for Ports Joan Marsh told us that it sank.", "that it sank", "Joan Marsh"),
        ("“It sank,” Harbour Fund for Sailors executive director Joan Marsh said.", "“It sank,”", "Joan Marsh"),
        ("“It sank,” said friend Joan Marsh.", "“It sank,”", "Joan Marsh"),
        ("The judges said that it sank.", "that it sank", "judges"),
        ("Witnesses said it sank.", "it sank", "witnesses"),
        ("“It sank,” a sailor who lives near the pier said.", "“It sank,”", "sailor"),
        ("The Harbour Town Sheriff's Office said it sank.", "it sank", "Harbour Town Sheriff's Office"),
        ("The U.S. navy assured us that it sank.", "that it sank", "U.S. navy"),
        ("It was a letter from a harbour pilot that said: “It sank.”", "“It sank.”", "harbour pilot"),
        ("Joan Marsh, like Roe, said that it sank.", "that it sank", "Joan Marsh"),
        ("Mayor Roe’s spokesman, Joan Marsh, refused, saying that it sank.", "that it sank", "Joan Marsh"),
        ("A pilot, Joan Marsh of Kent, questioned it, saying that it sank.", "that it sank", "Joan Marsh"),
        ("New Mexico sold it. The envoy of Mexico left, and Mexico said it sank.", "it sank", "Mexico"),
        ("Joshua Trump sold it. Mr. Trump said it sank.", "it sank", "Donald Trump"),
        ("Still, sailors hired by The Gazette say it sank.", "it sank", "sailors"),
        ("The lawyers said in their 3-1 ruling that it sank.", "that it sank", "lawyers"),
        ("Joan Marsh, a pilot, said officials have left, saying that it sank.", "that it sank", "Joan Marsh"),
        ("Roe backed it, but six sailors balked, saying that it sank.", "that it sank", "six sailors"),
        (
            "Kent’s deputy envoy said it rose, not Mark Roe. He also said that it sank.",
            "that it sank",
            "Kent’s deputy envoy",
        ),
        (
            "They came to the ferry Joan Marsh called “the greatest of all the ships.”",
            "“the greatest of all the ships.”",
            "Joan Marsh",
        ),
    ],
)  # fmt: skip
def test_a_speaker_is_a_name_where_the_text_has_one(text, words, speaker):
    assert ("said", words, speaker) in found(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Joan Marsh said a known suspect shot five people in the street.",
            "a known suspect shot five people in the street",
        ),
        ("Police said the shooting happened before 10:30 p.m. on Monday.", "the shooting happened before 10:30 p.m"),
        ("Police officials told NBC News it could take up to a month to act.", "it could take up to a month to act"),
        (
            "The officials warned residents to stay indoors and canceled all further concerts in the town.",
            "residents to stay indoors",
        ),
        (
            "Joan Marsh warns that if the court rules against the ferry, it will sink.",
            "that if the court rules against the ferry, it will sink",
        ),
        ("Joan Marsh denied she was the author and later wrote her own column.", "she was the author"),
        ("Joan Marsh flatly replied “no” when asked if the ferry was safe.", "“no”"),
        (
            "Joan Marsh told us that the new mayor Roe has assured sailors that all is safe.",
            "that the new mayor Roe has assured sailors that all is safe",
        ),
        (
            "The biggest risk for the town, she said, is a storm caused by the cold sea.",
            "The biggest risk for the town",
        ),
        ("Joan Marsh says that was not the first time the ferry sank.", "that was not the first time the ferry sank"),
        (
            "Joan Marsh, a pilot, asked Mark Roe whether he had thoughts on how the board should go on.",
            "whether he had thoughts on how the board should go on",
        ),
    ],
)  # fmt: skip
def test_what_is_said_is_a_whole_clause(text, words):
    assert words in [one[1] for one in found(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Joan Marsh attempted to ask Roe another question before a pilot walked over to him.",
        "The speech was obviously intended to disparage her avowed political enemy Mark Roe.",
        "The airline has apologized to two players who were kicked off a plane in Kent.",
        "The man is accused of a mass shooting in the town.",
        "It reinforces assumptions that the mayor will challenge the request.",
        "They showed a parody that made light of the ferry.",
        "The release comes as Joan Marsh promotes her new book, “Unhinged: The Last Ferry.”",
        "The setting of it is the “House of Ferries,” which nobody in the town considers a house.",
    ],
)
def test_what_nobody_says_is_no_attribution(text):
    assert not [one for one in found(text) if one[0] == "said"]


STRANGE = {
    "marks that never close": "“It never closes. ",
    "a text of one quotation": "All of it is one quotation, from the first word to the last. ",
    "a transcript": "ANNA: Why now?\nBEN: Why not?\nANNA: Because.\n",
    "dialogue without cues": "“Why?”\n“Because.”\n“No.”\n",
    "a poem": "Roses fell,\nrivers rose,\nno one tells\nwhere it goes\n",
    "names with colons": "Ana Pires: mayor\nGeorge Holm: editor\nLee Han-sol: minister\n",
    "emoji": "😀👍🏽 he said 😡 “no” 😀 ",
    "capitals": "THE MAYOR SAID THAT THE BRIDGE WAS SAFE. NOBODY ASKED. ",
}


@pytest.mark.parametrize("kind", [*STRANGE, "nothing"])
def test_strange_texts_give_rising_spans_and_probabilities(kind):
    text = STRANGE.get(kind, "") * 30
    text = f"“{text}”" if kind == "a text of one quotation" else text
    found = voice.spans_of(text)
    assert all(0 <= one.start < one.end <= len(text) and 0 <= one.sure <= 1 for one in found)
    assert all(before.end <= after.start for before, after in itertools.pairwise(found))


def lines_run(text):
    """Count the lines of the package's code that run while a text is read."""
    n_lines = 0

    def trace(frame, event, _):
        nonlocal n_lines
        n_lines += event == "line"
        return trace if "voice" in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        voice.spans_of(text)
    finally:
        sys.settrace(before)
    return n_lines


@pytest.mark.parametrize("kind", STRANGE)
def test_strange_texts_cost_the_same_for_each_character(kind):
    voice.spans_of(STRANGE[kind])  # lists are read once
    once, fourfold = (lines_run(STRANGE[kind] * times) for times in (40, 160))
    assert once < fourfold < 4.5 * once


def test_two_runs_that_grow_into_each_other_are_given_once():
    text = "Sailors spoke of their distrust of Mark Roe and questioned whether he wanted a ferry."
    taken = tokens.of_texts([text], [[(0, len(text))]], [[]])
    of, whether, end = (taken.words.index(word) for word in ("of", "whether", "."))
    runs = [Run(first, end, 0, end + 1, False) for first in (of, whether)]
    kept = ends.whole_clauses(taken, runs)
    assert [taken.words[run.first] for run in kept] == ["of", "whether"]
    assert all(before.last <= after.first for before, after in itertools.pairwise(kept))


def seeds():
    articles = ingest.read([SEEDS]).articles
    sentences = segment.of_articles(articles)
    quotes = voice.quotes_of(articles, sentences, names.of_articles(articles, sentences))
    bodies = dict(zip(articles["article_id"], articles["body"], strict=True))
    outlets = dict(zip(articles["article_id"], articles["outlet"], strict=True))
    words = [bodies[row.article_id][row.start : row.end] for row in quotes.itertuples()]
    return quotes.assign(words=words, outlet=quotes["article_id"].map(outlets))


@pytest.mark.parametrize(
    ("text", "is_said"),
    [
        ("Mr Roe said that the plan was dead.", True),
        ("Mr Roe never said the plan was dead.", False),
        (
            "The people familiar with the hacks didn’t specify whether the stolen information included other data.",
            False,
        ),
        ("Did Mr Roe say the plan was dead?", False),
        ("If Mueller finds Mr Roe played a role in a plot with Moscow, the House will act.", False),
        ("The car’s weight would not stress the lift capability of the company’s smaller rocket.", False),
        ("Ms Pires told her story, with some help from her daughter.", False),
        ("Mr Roe showed no inclination he would back off his demand for more than $5 billion for a barrier.", False),
        ("A new poll shows Ana Pires far out in front of her opponents.", True),
        (
            "The season begins on Thursday when the Atlanta Falcons visit the Super Bowl champion Philadelphia Eagles.",
            False,
        ),
        ("Police responded to reports of gunshots around 4 p.m. Saturday. They found one man dead.", False),
        ("Trump called Lewandowski this morning to inform him of his firing after an emergency meeting.", False),
        ("One might wonder whether he is fighting the virus or his fellow Pennsylvanians.", False),
        ("The chance that anyone will be harmed is considered remote but China told the board so.", False),
    ],
)
def test_what_is_denied_asked_or_supposed_is_not_said(text, is_said):
    assert ("said" in {one.act for one in voice.spans_of(text)}) == is_said


def test_an_aside_in_brackets_is_no_turn_of_a_transcript():
    text = "NELSON: I saw it.\n\nTHOMAS DE MAIZIERE: (Speaking German).\n\nNELSON: I was there all day."
    assert [text[one.start : one.end] for one in voice.spans_of(text)] == ["I saw it.", "I was there all day."]


def test_a_subheading_in_quotation_marks_is_nobodys_speech():
    text = "It has gripped cities in Iraq's south.\n\n'First step to victory'\n\n\"We won,\" Ana Pires said."
    assert [text[one.start : one.end] for one in voice.spans_of(text)] == ['"We won,"']


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Roe’s dad told the deputy the two men have been friends since school and was unaware of any issues.",
            "the two men have been friends since school and was unaware of any issues",
        ),
        (
            "Ms Pires told members of the House at a meeting on Capitol Hill that they needed a deal.",
            "that they needed a deal",
        ),
        (
            "Rihanna is mourning the death of her cousin and calling for an end to gun violence.",
            "an end to gun violence",
        ),
        (
            "Though Mr Roe insisted his move was not political, it will be seen as part of a wider plan.",
            "his move was not political",
        ),
        (
            "Mr Roe said that the charges against him are politically motivated — a claim he tweeted again on Monday.",
            "that the charges against him are politically motivated",
        ),
        (
            "Mr Roe pledged to do a review of the party, named it an “Effort” and appointed five people to lead it.",
            "to do a review of the party",
        ),
        (
            "It should “always” be legal, but 43 percent say “only in some circumstances,” and 37 percent say “never.”",
            "“never.”",
        ),
    ],
)
def test_what_is_said_holds_neither_who_is_told_nor_the_next_clause(text, words):
    assert words in [text[one.start : one.end] for one in voice.spans_of(text)]


GOLDEN = pd.read_csv(Path(__file__).with_name("seeds_golden.csv"), keep_default_na=False)
"""What a careful person marks in the seeds: outlet, act, speaker, cue, how the words
begin and end. A wish or belief that nobody holds ("are expected
to", "speculation is that") is not marked."""


def test_every_attribution_of_the_seeds_is_right():
    rows = seeds()
    counted = rows[rows["sure"] >= Settings().attribution_from].fillna({"speaker": "", "cue": ""})
    ours = {
        (row.outlet, row.act, row.speaker, row.cue, row.words[:12], row.words[-12:]) for row in counted.itertuples()
    }
    assert ours == set(GOLDEN.itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("sentence", "words", "speaker"),
    [
        (
            "Rep. Mark Roe, chairman of the River Committee, a group of members, said it would be bad to wait.",
            "it would be bad to wait",
            "Mark Roe",
        ),
        (
            "The head of the World Trade Organization, Ana Pires, has said the system is facing its worst crisis.",
            "the system is facing its worst crisis",
            "Ana Pires",
        ),
        (
            "Plenty of parents feel like Ana Pires, a mom of two, who said this year that she has no plans to go.",
            "that she has no plans to go",
            "Ana Pires",
        ),
        (
            "According to data from Doctors Without Borders, most migrants have been victims of violence.",
            "most migrants have been victims of violence",
            "Doctors Without Borders",
        ),
        (
            "The Parks and Public Works Department said that rates would rise.",
            "that rates would rise",
            "Parks and Public Works Department",
        ),
        ("Insurers said the rates would rise.", "the rates would rise", "insurers"),
    ],
)
def test_speakers_keep_their_whole_name_behind_descriptions(sentence, words, speaker):
    assert found(sentence) == [("said", words, speaker)]


def test_the_person_who_opens_a_sentence_is_its_pronoun():
    text = AROUND.format(
        "“The law was wrong,” said John Marsh. When Chief Justice Robert Warren gave it, he wrote that the ban "
        "had no place."
    )
    assert [one.speaker for one in voice.spans_of(text)] == ["John Marsh", "Robert Warren"]


def test_what_somebody_declines_to_say_is_a_thought():
    acts = [act for act, *_ in found("The senator declined to say whether it is right for a judge to criticize him.")]
    assert acts == ["thought"]


def test_the_opening_of_a_sentence_before_according_to_is_told_whatever_its_verb():
    sentence = "An average of 81 percent of Democrats approve of the plan, according to Gallup."
    assert found(sentence) == [("said", "An average of 81 percent of Democrats approve of the plan", "Gallup")]


def test_what_somebody_proposes_to_do_is_said():
    assert found("The agency reported rising prices in many towns.") == [
        ("said", "rising prices in many towns", "agency")
    ]
