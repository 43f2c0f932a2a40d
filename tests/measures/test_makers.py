"""Who speaks where a paper, a label, a namesake or a department stands for him, and where his words end."""

import pytest

from analysis.measures import voice

AROUND = "The ferry of Sulby is old. {} It rained all week."


def found(sentence):
    text = AROUND.format(sentence)
    spans = voice.spans_of(text)
    return [(text[one.start : one.end], one.speaker) for one in spans if one.act == "said"]


def speakers(text):
    return [one.speaker for one in voice.spans_of(text)]


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("According to a new Gallup survey, 40 percent of the islanders want the ferry sold.", "Gallup"),
        ("A CNN/Marist poll found that 40 percent of the islanders want the ferry sold.", "CNN/Marist"),
        ("The ferry will be sold, according to a Sulby Police Department report.", "Sulby Police Department"),
        ("A Treasury Department statement says the ferry will be sold.", "US Treasury"),
    ],
)
def test_who_makes_a_poll_or_a_report_speaks_and_not_the_paper(sentence, speaker):
    assert [who for _, who in found(sentence)] == [speaker]


def test_a_report_on_a_place_is_not_the_place_speaking():
    assert "China" not in [who for _, who in found("The China report said the ferry will be sold.")]


def test_a_post_is_whose_the_text_says_and_no_network_speaks():
    text = (
        "Sulby Harbour Council said the ferry stays. “It is not for sale until further notice,” the Facebook post said."
    )
    assert speakers(text) == ["Sulby Harbour Council", "Sulby Harbour Council"]


def test_a_seat_behind_a_name_is_no_speaker_of_a_quotation_with_a_label():
    text = 'What they say:\n\nSen. Ana Pires, D-Vermont: "The ferry must stay where it is."\n\nIt rained.'
    assert speakers(text) == ["Ana Pires"]


@pytest.mark.parametrize("label", ["THE FACTS", "Primary Date", "Winner"])
def test_headings_before_a_colon_are_nobody(label):
    text = f"{label}: The ferry is old and slow.\n\nIt sails twice a day.\n\n{label}: It was never sold.\n\nIt rained."
    assert speakers(text) == []


def test_the_department_is_the_one_whose_people_were_named_last():
    text = (
        "The Treasury Department and the State Department met. Treasury officials say the ferry stays. "
        "“We will not sell it,” the department said."
    )
    assert speakers(text)[-1] == "US Treasury"


def test_a_given_name_in_short_does_not_make_two_people_of_one():
    text = "Robert Pires met the council. Their mayor, Bob Pires, was late. “We will not sell it,” Pires said."
    assert speakers(text) == ["Robert Pires"]


def test_a_surname_is_that_of_whom_the_text_names_first_and_most():
    text = "Ana Pires spoke. Ana Pires is the sister of Jorge Pires. Ana Pires left. “We will not sell it,” Pires said."
    assert speakers(text) == ["Ana Pires"]
    both = "Ana Pires spoke. She is the sister of Jorge Pires. “We will not sell it,” Pires said."
    assert speakers(both) == ["Pires"]


def test_the_title_tells_which_of_two_namesakes_speaks():
    text = "Jorge Pires and Ana Pires met. “We will not sell it,” Mrs. Pires said."
    assert speakers(text) == ["Ana Pires"]


def test_two_names_behind_a_verb_speak_together():
    assert [who for _, who in found("“We will stay,” said Ana Pires and Jo Roe, who run the ferry.")] == [
        "Ana Pires and Jo Roe"
    ]
    assert [who for _, who in found("“We will stay,” said Ana Pires and Jo Roe left.")] == ["Ana Pires"]


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("Roe’s biographer, Ana Pires, said that he was ill.", "Ana Pires"),
        ("Roe’s biographer, Ana Pires, quoted Ben Roe: “I was ill at the time.”", "Ben Roe"),
        (
            "The council waits, with Pires explaining the delay by calling the ferry “a mess that no islander wants.”",
            "Pires",
        ),
    ],
)
def test_who_is_apposed_quoted_or_stands_behind_with_speaks(sentence, speaker):
    assert [who for _, who in found(sentence)] == [speaker]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        (
            "The judge asked Roe whether it was all true, describing the charges as some of the longest in her court.",
            ["whether it was all true", "the charges as some of the longest in her court"],
        ),
        (
            "Pires noted that the ferry is old and slow, saying that it must be sold before the winter.",
            ["that the ferry is old and slow", "that it must be sold before the winter"],
        ),
        (
            "Pires told reporters “I thought it was the right vote” while leaving the hall.",
            ["“I thought it was the right vote”"],
        ),
        ("Pires told reporters the ferry “is not for sale.”", ["the ferry “is not for sale.”"]),
    ],
)
def test_what_is_said_ends_where_the_speaker_or_the_writer_goes_on(sentence, words):
    assert [said for said, _ in found(sentence)] == words


@pytest.mark.parametrize(
    "sentence",
    [
        "The mayor “broke the law six times,” yet council members need “more evidence” before they vote.",
        "The committee met after Roe had an affair with a clerk and alleged use of his office to help her.",
    ],
)
def test_what_the_next_clause_tells_of_and_what_is_alleged_is_not_said(sentence):
    assert found(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("Ana Pires, a baker in Abilene, Kan., says the ferry is too old.", "Ana Pires"),
        ("Ana Pires, a baker in Austin, Texas, says the ferry is too old.", "Ana Pires"),
        ("Jo Roe, a spokeswoman for Sen. Ana Pires, R-Maine, said the ferry is too old.", "Jo Roe"),
        ("Rep. Ana Pires, D-Calif., the panel’s chair, said the ferry is too old.", "Ana Pires"),
        (
            "The fire hurt at least 71 people in Tanta and 35 others in Sulby, the health ministry said.",
            "health ministry",
        ),
        ("A witness in Manbij said the fire had burnt the ferry.", "witness"),
        ("Ana Galland, executive director of the group Sulby Watch, said the ferry is too old.", "Ana Galland"),
        ("White House chief of staff Ana Pires said the ferry is too old.", "Ana Pires"),
        (
            "Some members of the House took to the Senate floor to say “the ferry is far too old for us.”",
            "Some members",
        ),
        ("Amusingly, the mayor warned that the ferry would sink in a storm.", "mayor"),
    ],
)
def test_places_seats_and_openers_between_a_speaker_and_the_verb_do_not_speak(sentence, speaker):
    assert [who for _, who in found(sentence)] == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The Google Search bar is slow. Google denied that it was slow.", "Google"),
        ("SpaceX Falcon rockets are late. SpaceX said that they would fly in May.", "SpaceX"),
        ("Zebulon Mobil is large. Zebulon said that it would stay.", "Zebulon Mobil"),
        ("The mayor met Sulayman Pires. Sulayman said that he would stay.", "Sulayman Pires"),
    ],
)
def test_a_word_that_opens_a_name_stands_for_it_unless_it_names_its_maker(text, speaker):
    assert speakers(text) == [speaker]


def test_both_parts_of_a_clause_that_its_teller_interrupts_are_said():
    assert found("The bigger risk, Ana Pires says, is that the old ferry will sink in a storm.") == [
        ("The bigger risk", "Ana Pires"),
        ("is that the old ferry will sink in a storm", "Ana Pires"),
    ]


def test_the_last_turn_of_a_transcript_ends_before_the_page_speaks_of_transcripts():
    text = (
        "PIRES: Will the ferry stay with us?\nROE: We hope so, and we will ask you.\nPIRES: Thank you very much.\n"
        "NPR transcripts are created on a rush deadline by a contractor, and may be revised in the future."
    )
    assert [text[one.start : one.end] for one in voice.spans_of(text)][-1] == "Thank you very much."


def test_the_nominee_is_who_spoke_last_and_a_candidate_is_nobody_yet():
    assert speakers("Ana Pires said the ferry is old. “It must go,” the Republican nominee said.") == ["Ana Pires"] * 2
    assert speakers("Ana Pires said the ferry is old. “It must go,” a candidate said.") == ["Ana Pires", "candidate"]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        (
            "Some islanders have said that while they do not like the ferry — few do — it must not be sold to anyone.",
            ["that while they do not like the ferry — few do — it must not be sold to anyone"],
        ),
        ("The agency said the show was equal to a gift of $700,000.", ["the show was equal to a gift of $700,000"]),
        (
            "Officials in China, where the blast was felt, said they would test the water.",
            ["they would test the water"],
        ),
        ("Recently, he said, a “new ferry” was bought by the town.", ["a “new ferry” was bought by the town"]),
    ],
)
def test_clauses_go_on_behind_asides_and_numbers_and_descriptions_are_not_said(sentence, words):
    assert [said for said, _ in found(sentence)] == words


def test_advocates_are_people_before_a_verb_of_being_and_parties_are_no_persons():
    assert [who for _, who in found("LGBT rights advocates were quick to hail it, calling it “a very good day.”")] == [
        "LGBT rights advocates"
    ]
    text = "Roger Pires, a Democratic mayor, spoke. The Democratic plan is old. “It must go,” he said."
    assert speakers(text) == ["Roger Pires"]


def test_nobody_is_said_to_warn_whom_a_passive_leaves_open():
    text = (
        "Ana Pires said the ferry stays. She told of a report that senators were warned “your head will be on a pike.”"
    )
    assert speakers(text) == ["Ana Pires", ""]


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("Both Sens. Ana Pires, R-Maine, and Jo Roe, R-Alaska, said they were upset.", "Ana Pires and Jo Roe"),
        ("Sens. Ana Pires (R-Maine) and Jo Roe (R-Alaska) said they were upset.", "Ana Pires and Jo Roe"),
        ("“It is over,” said Ana Pires, R-Maine, and Jo Roe left.", "Ana Pires"),
        ("“It is over,” asked Democratic counsel Daniel Goldman.", "Daniel Goldman"),
        (
            "The Department of Health and Human Services said that the ferry is too old.",
            "Department of Health and Human Services",
        ),
    ],
)
def test_seats_between_two_names_and_posts_in_small_letters_hide_no_speaker(sentence, speaker):
    assert [who for _, who in found(sentence)] == [speaker]


@pytest.mark.parametrize(
    "sentence",
    [
        "The company did not respond to the Gazette’s requests for comment on the ferry.",
        "The Gazette’s request for comment was not immediately returned by the company.",
        "Two hours later, the company confirmed that.",
    ],
)
def test_requests_for_comment_and_a_bare_that_hold_nothing_that_is_said(sentence):
    assert found(sentence) == []


def test_a_surname_that_is_a_title_too_labels_turns():
    text = "Ana King met Ben Roe.\n\nKING: I think we must sell it.\n\nROE: No.\n\nKING: I see, you may be right."
    assert speakers(text) == ["Ana King", "Ben Roe", "Ana King"]


@pytest.mark.parametrize("role", ["Pathologist", "Barista", "Supermodel", "Criminologist", "Astronomer"])
def test_a_profession_in_capitals_before_a_full_name_is_no_part_of_it(role):
    assert speakers(f"{role} Jane Roe said that the fish were dying.") == ["Jane Roe"]
