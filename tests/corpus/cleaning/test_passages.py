"""Within lines the closed kinds go, each by its rule, and the article's own sentence is whole again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corpus import clean

STORY = "The delegations met in the capital on Monday and agreed to meet again before the end of the year."
MORE = "Nobody knows what comes next, and the envoys left for home without a word to the press that waited outside."


def cleaned(*lines, **facts):
    return clean.clean("\n".join(lines), **facts)


@pytest.mark.parametrize(
    ("line", "whole"),
    [
        (
            "President Kim Paul Ann KimTalks stall again Ferry sinks off the coast MORE told reporters on Monday.",
            "President Kim told reporters on Monday.",
        ),
        (
            "Sen. Jo Doe Josephine (Jo) Ann DoeOvernight: Dam breaks | River rises | Town waits MORE’s vote counts.",
            "Sen. Jo Doe’s vote counts.",
        ),
        (
            "Reps. Al Roe Alan RoeMORE (R-Ky.) and Bo de Lux Bo de LuxHeat record 'broken' Rain at last MORE (D) left.",
            "Reps. Al Roe (R-Ky.) and Bo de Lux (D) left.",
        ),
        ("Al Roe Jr. Alan (Al) Roe Ferry sinks Ten things to know MORE, his father's aide, was there too.", None),
        (
            "Mr. Jo McRoe John Sidney McRoe2020 hopefuls meet MORE, Ruth Bo Loe Ruth Bo LoeLoe misses vote MORE and Al"
            " Poe Rafael (Al) PoePoe, Doe send well wishes MORE met Bo PoeBo PoeRain at last MORE.",
            "Mr. Jo McRoe, Ruth Bo Loe and Al Poe met Bo Poe.",
        ),
        ("They wanted MORE of it, and more than that they did not say.", None),
    ],
)
def test_a_chain_of_links_leaves_the_sentence_whole(line, whole):
    body = cleaned(STORY, line).body.split("\n")[-1]
    assert body == (whole or line) or (whole is None and body == "Al Roe Jr., his father's aide, was there too.")


@pytest.mark.parametrize(
    ("dateline", "agency"),
    [
        ("SEOUL (Reuters) - ", "Reuters"),
        ("WASHINGTON, Sept. 3 (AP) — ", "AP"),
        ("(CNN) -- ", None),
        ("(CNN)", None),
        ("Washington (CNN) ", None),
        ("GENEVA, Switzerland — ", None),
        ("NEW DELHI: ", None),
        ("Beijing (AFP) – ", "AFP"),
    ],
)
def test_a_dateline_goes_and_is_recorded(dateline, agency):
    made = cleaned(dateline + STORY, MORE)
    assert made.body == f"{STORY}\n{MORE}"
    assert [(one.rule, one.text) for one in made.removals] == [("drop_datelines", dateline.strip())]


@pytest.mark.parametrize(
    "line",
    [
        "Jo Doe and The Associated Press contributed to this report.",
        "Fox News’ Jo Doe contributed to this report",
        "Associated Press writers Jo Doe in Paris and Max Roe in St. Petersburg, Fla., contributed.",
        "(Reporting by Jo Doe and Max Roe; Writing by Al Poe; Editing by Bo Loe)",
        "Additional reporting by Jo Doe in Hanoi",
        "— With assistance from Jo Doe",
        "Contributing: Jo Doe, The Associated Press",
        "With files from Reuters",
        "Doe reported from Washington and Roe from Seoul.",
        "Source: Agencies",
        "This story has been updated with additional information.",
        "Updated at 6:15 p.m. ET",
        "This is a developing story. Check back for updates.",
        "Follow Jo Doe on Twitter: @jodoe",
        "Jo Doe can be reached at jdoe@example.com.",
        "Sign up for our morning newsletter",
        "Got a story? Get in touch with our news team by emailing us at news@example.com.",
        "For more stories like this, check our news page.",
        "You must confirm your public display name before commenting",
        "Read or Share this story: https://usat.ly/2abcdef",
        "READ MORE: Theme park has terrifying rollercoasters",
        "MORE : The daily cartoon by Jo Doe",
        "See also: Heat records broken in the north",
        "FILE PHOTO: An envoy waits in Hanoi. REUTERS/Jo Doe",
    ],
)
def test_a_line_of_a_closed_kind_goes_at_the_end_and_between_paragraphs(line):
    assert cleaned(STORY, MORE, line).body == f"{STORY}\n{MORE}"
    assert cleaned(STORY, line, MORE).body == f"{STORY}\n{MORE}"


@pytest.mark.parametrize(
    "sentence",
    [
        "Jo Doe and The Associated Press contributed to this report.",
        "(Reporting by Jo Doe; Editing by Bo Loe)",
        "Follow Jo Doe on Twitter @jodoe",
        "This story has been updated.",
        "Read or Share this story: https://usat.ly/2abcdef",
    ],
)
def test_a_last_sentence_of_a_closed_kind_goes_from_a_text_of_one_line(sentence):
    text = f"{STORY} {MORE}"
    made = cleaned(f"{text} {sentence}")
    assert made.body == text
    assert made.removals[0].start == len(text) + 1


@pytest.mark.parametrize(
    "line",
    [
        "The heat contributed to this year's losses, officials said.",
        "Reporting by a newspaper in the capital showed that the bridge was closed.",
        "Smoking contributed.",
        "The envoy updated reporters at 6:15 p.m. on Monday.",
        "He told the crowd to follow him on Monday.",
        "“Follow us on Twitter,” they said.",
        "More: a life of the saint was shown in London.",
        "Related claims were made by both sides.",
        "By Monday night nobody knew what had come of it",
        "The two (pictured in May) left together.",
        "See www.who.int for more.",
        "TRUMP: I said no. REPORTER: You did not.",
        "Sign language is taught in the town's two schools.",
        "Contact tracing went on in the north.",
    ],
)
def test_lines_that_only_resemble_closed_kinds_stay(line):
    for text in (f"{STORY}\n{line}\n{MORE}", f"{line}\n{STORY}\n{MORE}", f"{STORY}\n{MORE}\n{line}"):
        assert clean.clean(text, off=("drop_page_furniture",)).body == text


def test_the_first_of_several_speakers_is_no_place():
    interview = "DOE: Nobody knows what comes next.\nROE: They do.\nDOE: Who told you?\nROE: Nobody did."
    assert clean.clean(interview).body == interview


def test_paragraphs_that_stand_twice_stand_once_and_refrains_stay():
    paragraph = f"{STORY} {MORE} {STORY.replace('capital', 'harbour town')}"
    assert cleaned(paragraph, MORE, paragraph).body == f"{paragraph}\n{MORE}"
    one_line = " ".join(f"On day {n} {STORY} On day {n} {MORE}" for n in range(8))
    assert cleaned(f"{one_line} {one_line}").body == one_line
    refrain = "\n".join([MORE, "We shall overcome, he sang, and the crowd sang it with him in the rain."] * 5)
    assert clean.clean(refrain).body == refrain


PIECES = [
    STORY, MORE, "SEOUL (Reuters) - ", "Jo Doe contributed to this report. ", "Updated at 6:15 p.m. ET",
    " (Photo: AP) ", "Kim Paul KimTalks stall MORE ", "Follow @jodoe", "https://t.co/abc", "READ MORE: A headline",
    "\n", "\n\n", " ",
]  # fmt: skip


@settings(max_examples=120)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=14), outlet=st.sampled_from(["", "The Hill", "RT"]))
def test_cleaning_passages_twice_changes_nothing_and_removals_point_at_what_they_hold(pieces, outlet):
    text = "".join(pieces)
    once = clean.clean(text, outlet=outlet)
    assert clean.clean(once.body, outlet=outlet) == clean.Cleaned(once.body, [])
    for removal in once.removals:
        assert text[removal.start : removal.start + 3] == removal.text[:3]


def test_labels_that_a_publisher_prints_between_paragraphs_go():
    assert cleaned("Article content", STORY, "Article content", MORE, "Article content").body == f"{STORY}\n{MORE}"
