"""Cleaning takes away template lines and nothing else, the same way each time, and twice is once."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corpus import clean, lines, looks
from analysis.corpus.cleaning import page

PROSE = [
    "The delegations met in the capital on Monday and agreed to meet again before the end of the year.",
    "“We want to share this burden,” the minister said, and asked the others to follow.",
    "The envoy left for Seoul, where he will read more of the files that his predecessor kept.",
    "Copyright law was not on the table, officials said.",
    "Nobody knows what comes next.",
    "Print media in both countries reported the meeting on their front pages the next day.",
]
BOILERPLATE = [
    "SHARE THIS ARTICLE", "Leave a Comment", "ADVERTISEMENT", "Read more from Sky News:", "Story Continued Below",
    "icon bookmark-bicon bookmarkicon cameraicon checkicon chevron downicon", "17 Sep, 2019 07:28",
    "Sign up for our daily newsletter", "© 2019 Example News. All rights reserved.", "Image copyright Getty Images",
    "The envoy in Seoul (File photo)", "Like this story? Share it with a friend!", "Follow us on Twitter", "News",
    "Heat records broken in the north", "", "  ", "12 comments", "Related articles",
    "www.example.org", "Home",
]  # fmt: skip
texts = st.lists(st.sampled_from([*PROSE, *BOILERPLATE]), max_size=25).map("\n".join)


@settings(max_examples=60)
@given(
    text=texts,
    title=st.sampled_from(["", "Heat records broken in the north", "Talks stall"]),
    outlet=st.sampled_from(["", "RT", "Sky News"]),
)
def test_cleaning_twice_changes_nothing(text, title, outlet):
    once = clean.clean(text, title=title, outlet=outlet)
    twice = clean.clean(once.body, title=title, outlet=outlet)
    assert twice.body == once.body
    assert twice.removals == []


@settings(max_examples=40)
@given(text=texts)
def test_what_is_removed_and_what_is_left_make_up_the_text(text):
    cleaned = clean.clean(text)
    left = [line for line in cleaned.body.split("\n") if line.strip()]
    gone = [line.strip() for removal in cleaned.removals for line in removal.text.split("\n") if line.strip()]
    assert sorted([*left, *gone]) == sorted(line.strip() for line in text.split("\n") if line.strip())
    for removal in cleaned.removals:
        assert text[removal.start :].startswith(removal.text.split("\n")[0])


@settings(max_examples=60)
@given(text=st.text(max_size=300))
def test_any_text_can_be_cleaned(text):
    cleaned = clean.clean(text)
    assert clean.clean(cleaned.body).body == cleaned.body


@pytest.mark.parametrize("line", PROSE)
def test_the_articles_own_sentences_stay_wherever_they_stand(line):
    text = "\n".join([PROSE[0], line, *PROSE])
    assert clean.clean(text) == clean.Cleaned(text, [])


@pytest.mark.parametrize(
    "line",
    [
        "Share prices fell on Tuesday.",
        "Advertisement for the post was published in May, the ministry said.",
        "Read more carefully, the treaty says the opposite.",
        "On 17 Sep, 2019 07:28 the message came.",
        "Photographs by the score were found.",
        "More than 20 people died.",
        "“Follow us,” they said.",
        "Comment is free, but facts are sacred.",
        "Icon of the left, icon of the poor, icon of the church, icon of all: so he was called.",
        "Trending upwards, the index closed at a record.",
        "Sorry, the minister said, but the talks are over.",
        "An error has occurred in the count, and it will be repeated.",
        "Thank you for signing up to this treaty, he told them.",
        "Popular on both sides of the border, the plan was dropped.",
        "Is your village next? Nobody in the valley knows.",
        "Putin is now on Telegram.",
        "Main image of the campaign: a dove.",
        "Originally published figures were wrong.",
        "Check back with the ministry for more, he told them, and they did.",
        "Visit us and sign, the envoy said to the minister.",
        "We are working to gather more signatures than they have, she said.",
    ],
)
def test_lines_that_only_resemble_template_lines_stay(line):
    text = "\n".join([PROSE[0], line, PROSE[2]])
    assert clean.clean(text).body == text


def test_a_rule_that_is_off_removes_nothing():
    text = f"{PROSE[0]}\nSHARE THIS ARTICLE\n{PROSE[2]}"
    assert "SHARE" not in clean.clean(text).body
    off = clean.clean(text, off=("drop_share_lines", "drop_page_furniture"))
    assert off == clean.Cleaned(text, [])


def test_invisible_characters_and_line_ends():
    raw = "\ufeffKim\u200b \u202esaid\u202c no.\r\nThen\u00a0he\x00 left.\u2028Then she did."
    assert clean.clean(raw).body == "Kim said no.\nThen he left.\nThen she did."
    assert clean.normalise("می\u200cخواهم") == "می\u200cخواهم"


def test_a_page_without_a_clear_article_is_left_whole():
    menu = ["Home", "News", "Sport"]
    assert lines.body(menu).all()


def test_one_very_long_line_is_cleaned_quickly():
    text = "word " * 200_000
    assert clean.clean(text).body == text.strip()


def test_a_rule_cannot_be_registered_twice():
    with pytest.raises(ValueError, match="registered twice"):
        page.rule(clean.furniture.drop_share_lines)


@given(
    st.lists(st.sampled_from([*looks._FIRST_WORDS, "rights", "reserved", "us", "in", "to", "5:30", "pm", "©", "kim"]))
)
def test_lines_without_a_first_word_of_furniture_hold_none(words):
    line = " ".join(words)
    assert list(looks._cues_in(line)) == [bool(cue.search(line)) for cue in looks._FURNITURE]


@settings(max_examples=60)
@given(data=st.data())
@pytest.mark.parametrize(
    ("pattern", "rule"),
    [
        (clean.furniture._SHARE, "drop_share_lines"),
        (clean.furniture._READ_MORE, "drop_read_more"),
        (clean.DATE_LINE, "drop_date_lines"),
        (clean.furniture._SUBSCRIBE, "drop_subscription_calls"),
        (clean.forms._ANSWERS, "drop_answers_of_forms"),
    ],
    ids=("share", "read more", "date", "subscribe", "answers"),
)
def test_what_an_expression_matches_begins_as_its_rule_declares(pattern, rule, data):
    alphabet = st.characters(codec="cp1252", exclude_characters="\n")
    line = " ".join(clean.normalise(data.draw(st.from_regex(pattern, fullmatch=True, alphabet=alphabet))).split())
    if pattern.fullmatch(line):
        assert rule in page._BY_OPENING[page.opening(line)]


def test_a_removal_leaves_the_paragraphs_around_it_as_far_apart_as_they_stood():
    assert clean.clean(f"{PROSE[0]}\nADVERTISEMENT\n{PROSE[2]}").body == f"{PROSE[0]}\n{PROSE[2]}"
    assert clean.clean(f"{PROSE[0]}\n\n\nADVERTISEMENT\n\n{PROSE[2]}").body == f"{PROSE[0]}\n\n{PROSE[2]}"


def test_neighbouring_lines_of_furniture_are_one_removal_with_what_stands_between_them():
    menu = "Home\nNews\n\n  Sport\nContact us"
    cleaned = clean.clean("\n".join([menu, *[PROSE[0]] * 6]))
    assert cleaned.removals == [clean.Removal("drop_page_furniture", menu, 0)]
    assert cleaned.body == "\n".join([PROSE[0]] * 6)


def test_the_player_of_a_video_is_taken_out_with_its_headline_and_the_story_goes_on():
    player = (
        "JUST WATCHED Trump: The talks 'went well' Replay More Videos ... MUST WATCH Trump: The talks 'went well' 01:12"
    )
    body = f"The two leaders met at the border on Sunday.\n{player}\nThey will meet again, an envoy said."
    cleaned = clean.clean(body, outlet="CNN")
    assert cleaned.body == "The two leaders met at the border on Sunday.\nThey will meet again, an envoy said."
    assert [removal.text for removal in cleaned.removals] == [player]
    assert clean.clean(body, outlet="Vox").body == body


def test_a_box_for_a_newsletter_is_taken_out_with_its_small_print():
    box = (
        "Newsletter Sign Up Continue reading the main story A newsletter with the latest news and insights on "
        "the talks. Please verify you're not a robot by clicking the box. Invalid email address. Please re-enter. You "
        "must select a newsletter to subscribe to. Sign Up You agree to receive occasional updates and special offers "
        "for The New York Times's products and services. Thank you for subscribing. An error has occurred."
    )
    body = f"The two leaders met at the border on Sunday.\n{box}\nThey will meet again, an envoy said."
    cleaned = clean.clean(body, outlet="New York Times")
    assert cleaned.body == "The two leaders met at the border on Sunday.\nThey will meet again, an envoy said."


@pytest.mark.parametrize(
    "line",
    ["6 years ago", "Updated 12 hours ago", "SHARE THIS ARTICLE Share Tweet Post Email", "Newsletter Sign-up",
     "Update 5:53 p.m. ET", "Updated 8:41 a.m. ET Wednesday 6/5"],
)  # fmt: skip
def test_ages_of_a_page_buttons_in_a_row_and_stamps_without_a_year_go_and_sentences_with_them_stay(line):
    own = f"They met 6 years ago. {line}, the banner said in large letters above the door of the house on Sunday."
    assert clean.clean(f"{line}\n{PROSE[0]}\n{own}").body == f"{PROSE[0]}\n{own}"


def test_subheadings_that_are_strewn_over_a_text_are_no_sign_of_a_menu_and_a_run_of_them_is_one():
    headings = ["What the talks were about", "An open end", "And the next round", "Who pays for it", "A last word"]
    strewn = [line for pair in zip(headings, PROSE, PROSE[::-1], strict=False) for line in pair]
    assert lines.looks_clean(strewn)
    assert not lines.looks_clean([*headings, *PROSE, *PROSE])


@pytest.mark.parametrize(
    "below",
    [
        "You can also follow us on Facebook, Instagram and Twitter and download the Paper app from the App Store.",
        "The Paper is now on Telegram!\nFor daily updates on weekdays and long reads for the weekend.",
        "This article was originally published by the Weekly. Read the original article.",
        "Originally published on the Weekly.",
        "Main image credit: Getty",
        "Popular on the Paper",
        "You may also like...",
        "GET THE PAPER ON THE GO BY CLICKING HERE",
        "We'll email you a link to the story. You may edit your settings or unsubscribe at any time.",
        "The-Wire™ & © 2020 Example Network, Inc., an Example Company. All rights reserved.",
        "Reach the reporters on Twitter at http://twitter.com/one and http://twitter.com/two",
        "jo.doe@example.com\ntwitter.com/jodoe",
        "Get the Monthly delivered through your letterbox. 12 issues for £11.99.\nTell us what YOU think...",
        "With Post wires",
        "Jo Doe is The Paper’s media critic.",
        "Is your company doing something interesting? Contact: jo.doe@example.com",
        "EDITOR’S NOTE — A look at the veracity of claims by political figures.",
        "Editor's note: This story was updated at 5:45 p.m. ET to include details from the briefing.",
        "Listen to the bulletin live at 12:45 and 17:45 weekdays - or listen back here.",
        "For more statistics on the number of cases, you may visit this link",
        "DON'T MISS\nChina furious at Macron for protest jibe [INSIGHT]|\nMinisters leave talks early [VIDEO]",
        "[Related: Envoys meet again in June]",
        "More on the talks: https://example.org/talks and https://example.org/more",
        "This copy is for your personal, non-commercial use only. To order copies visit http://www.example.org.",
        "An error has occurred, please try again later.\nThis article has been sent to",
        "Thanks for signing up!\nKeep an eye on your inbox for the latest news.\nSorry!",
        "By clicking Sign up, you agree to our terms of use",
        "Filed under: talks, summit",
        "Tags\ntalks, summit",
        "For more neighborhood news, listen to Town Radio here:",
        "Channel 7 will continue to update this story as more information is released.",
        "Keep checking TOWN 12 News and the TOWN app for iPhone and Android for updates.",
        "Check back with TOWN-TV, town.com or our mobile app for more on this",
        "We'll have the latest on this story tonight on TOWN 2 News beginning at 5 p.m.",
        "Visit us and sign in to update your profile, receive the latest news and keep up to date with mobile alerts.",
        "Email notifications are only sent once a day, and only if there are new matching items.",
        "jo.doe@example.com,(904) 555-0161",
        "Journal Gazette staff and wires",
        "By Jo Doe",
        "(© 2016 TOWN)",
        "Follow TOWN TODAY reporter Jo Doe on Twitter: @JoDoe.",
        "Call TownStar reporter Jo Doe at (317) 555-0161.",
        "— TOWN contributor Jo Doe is a senior fellow at the Example Institute and the author of three books.",
        "Hide caption Envoys wave at the gate of the hotel. Previous Next Jo Doe/TOWN",
        "-" * 56,
    ],
)
def test_what_saved_pages_hold_below_an_article_goes(below):
    assert clean.clean("\n".join([*PROSE, below]), title="Talks end").body == "\n".join(PROSE)


@pytest.mark.parametrize("above", ["World news", "Photos", "SINGAPORE"])
def test_the_section_above_an_article_goes_where_the_headline_is_known(above):
    text = "\n".join([above, *PROSE])
    assert clean.clean(text, title="Talks end").body == "\n".join(PROSE)
    assert clean.clean(text).body == text


@pytest.mark.parametrize("outlet", ["Washington Post", "National Review", ""])
def test_headlines_below_their_label_go_with_it_though_one_of_them_has_two_sentences(outlet):
    below = [
        "Read more:",
        "They found a ship. But where is its crew?",
        "An amateur heard it. It’s back.",
        "Seals return",
    ]
    text = [*PROSE, *below]
    assert clean.clean("\n".join(text), title="Talks end", outlet=outlet).body == "\n".join(PROSE)
    goes_on = [*PROSE, "Read more:", "Seals return", "The envoys left at noon. Nobody waved.", *PROSE[::-1]]
    assert "\nThe envoys left at noon. Nobody waved.\n" in clean.clean("\n".join(goes_on), outlet=outlet).body


def test_the_last_paragraph_between_an_advertisement_and_promoted_headlines_stays():
    last = "That should not be a hard case to make."
    text = [
        *PROSE * 6,
        "Advertisement",
        "Advertisement",
        last,
        "Advertisement",
        "READ MORE:",
        "Seals return",
        "Ferries sail",
    ]
    assert clean.clean("\n\n".join(text), outlet="National Review").body.endswith(f"\n{last}")


@pytest.mark.parametrize(
    ("outlet", "line"),
    [
        ("NPR", "Politics Envoys Meet In Seoul Envoys Meet In Seoul Listen · 5:10 5:10"),
        ("Al Jazeera", "Envoys wave at the gate of the hotel, in Seoul [Jo Doe/Reuters]"),
        ("USA TODAY", "The talks must not fail: Our view"),
        ("Fox News", "[Watch Fox: Sen. Jo Doe, D-Ohio, discusses the talks in the 9 a.m. ET hour]"),
    ],
)
def test_lines_of_an_outlet_between_its_paragraphs_go(outlet, line):
    text = "\n".join([*PROSE[:2], line, *PROSE[2:]])
    assert clean.clean(text, title="Talks end", outlet=outlet).body == "\n".join(PROSE)
