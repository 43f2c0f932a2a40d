"""Within lines the closed kinds go, each by its rule, and the article's own sentence is whole again."""

import pytest
from hypothesis import given
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
        "The envoy waves to the crowd in Hanoi, Vietnam, Monday, Nov. 18, 2019, after talks with his hosts.",
        "This undated photo provided by the ministry shows the bridge over the river. It was closed in May.",
        "The envoy left without a word.Credit...Jo Doe/The Example",
        "Envoys shake hands in Hanoi, Feb. 2, 2019. (Jo Doe/Pool via Reuters)",
        "The envoy in Hanoi.Bo Loe / AP file",
        "If you buy something through this post, we may earn a small commission.",
        "Read: How the envoys came to terms in spite of all",
        "MORE VIDEO Envoys leave without a word, talks stall",
        "Stay with Example News for the latest on this developing story.",
        "The envoy in Hanoi after the talks (Courtesy: Example ministry)",
        "To show you this content, we need your permission to use cookies.",
        "We use cookies to improve your experience on this site. Accept all cookies",
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
        "This article appears in the June 2020 print edition with the headline “Talks.”",
        "Excerpted from “Talks” by Jo Doe. Copyright © 2016 by Jo Doe.",
        "The Associated Press receives support from the Example Foundation for its reports on rivers.",
        "Jo Doe can be reached by phone at 757-555-4760; Bo Loe at 757-555-4635.",
        "KXYZ 6 News has a crew on the way and will have more information when it becomes available.",
        "NA/AK",
        "This story has been updated with additional developments Thursday.",
        "[Editor's note: This item has been updated since it was originally posted.]",
        "Contact reporter Jo Doe at jodoe@example.org or 757-555-4760, and follow her on Twitter @jodoe",
        "We'd love to get your feedback at radio@example.org",
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
        "They met in Hanoi on Monday, Nov. 18, 2019, and the envoy told his hosts that he would leave.",
        "This photo shows nothing, and nobody knows who took it.",
        "Agents may earn a commission of a fifth when a house is sold.",
        "Anyone who knows more is asked to call the police at 757-555-4760.",
        "This was published by the ministry in May.",
        "Look for the union label, she sang.",
        "This content is provided by the ministry, the envoy said.",
        "We use what we have, and that is not much.",
        "Stay with us, the crowd called to the envoy.",
        "Police will have more information on Monday, an officer said.",
        "Officials will provide updates on the talks on Monday.",
        "Sign up for the bundle with the email of your Example account",
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


@pytest.mark.parametrize("end", ["___", "* * *", "###", "-30-", "-", ","])
def test_rules_below_a_text_go_and_those_between_its_parts_stay(end):
    assert cleaned(STORY, "* * *", MORE, end).body == f"{STORY}\n* * *\n{MORE}"


@pytest.mark.parametrize(
    "line",
    [
        "The Planet is a nonprofit newsroom. Sign up to receive our biggest stories as soon as they’re published.",
        "Jo Doe is a writer in Hanoi. The opinions expressed in this commentary are solely hers.",
        "Talks stall again Posted: Thursday, August 6, 2015 8:36 AM EDT Updated: Friday, August 7, 2015 8:36 AM EDT",
        "Updated at 2:30 p.m. ET on February 10, 2020.",
        "YANKTON, S.D. -",
        "Example24 / 13 Jan 2020, 22:11 GMT+10",
        "The envoy left without a word to the press. (Source: EX 3 News)",
    ],
)
def test_what_stands_above_the_first_sentence_goes(line):
    story = [f"On day {n} {text[0].lower()}{text[1:]}" for n in range(4) for text in (STORY, MORE)]
    assert cleaned(line, *story, title="Envoys meet").body.split("\n") == story


def test_a_caption_that_stands_again_at_once_stands_once_and_a_refrain_twice():
    caption = (
        "The envoy, who came on the night train from the coast, waves his hat at a crowd that waits for hours in rain"
    )
    assert cleaned(STORY, caption, caption, MORE, off=("drop_page_furniture",)).body == f"{STORY}\n{caption}\n{MORE}"
    refrain = "We shall overcome, they sang in the rain."
    assert cleaned(STORY, refrain, refrain, MORE).body == f"{STORY}\n{refrain}\n{refrain}\n{MORE}"


PIECES = [
    STORY, MORE, "SEOUL (Reuters) - ", "Jo Doe contributed to this report. ", "Updated at 6:15 p.m. ET",
    " (Photo: AP) ", "Kim Paul KimTalks stall MORE ", "Follow @jodoe", "https://t.co/abc", "READ MORE: A headline",
    "\n", "\n\n", " ",
]  # fmt: skip


@given(pieces=st.lists(st.sampled_from(PIECES), max_size=14), outlet=st.sampled_from(["", "The Hill", "RT"]))
def test_cleaning_passages_twice_changes_nothing_and_removals_point_at_what_they_hold(pieces, outlet):
    text = "".join(pieces)
    once = clean.clean(text, outlet=outlet)
    assert clean.clean(once.body, outlet=outlet) == clean.Cleaned(once.body, [])
    for removal in once.removals:
        assert text[removal.start : removal.start + 3] == removal.text[:3]


def test_labels_that_a_publisher_prints_between_paragraphs_go():
    assert cleaned("Article content", STORY, "Article content", MORE, "Article content").body == f"{STORY}\n{MORE}"


@pytest.mark.parametrize(
    ("rule", "furniture"),
    [
        ("drop_author_notes", "Jo Ann Doe is a senior fellow at the Example Institute and author of “Rivers.”"),
        ("drop_author_notes", "The opinions expressed here are the author’s own."),
        (
            "drop_appeals",
            "Our journalism takes resources. Please consider making a gift: it keeps our work free for all.",
        ),
        ("drop_last_headlines", "• Seven ways to cross the river in June"),
        ("drop_promoted_headlines", "SEE RELATED: Heat records broken in the north"),
        ("drop_promoted_headlines", "More:Envoy accepts the offer to speak on June 5."),
        ("drop_promoted_headlines", "Complete coverage on the drought in Sealand".replace("the", "Example")),
        ("drop_labelled_headlines", "Trade talks:Ministers of both countries to meet again in June"),
        ("drop_labelled_headlines", "'I am done':Envoy tells parliament why she leaves. What happens now?"),
        ("drop_led_captions", "AFP or licensors People wait at the gate in the rain"),
        ("drop_led_captions", "Getty - Contributor Jo Doe, pictured a few days before the talks in Seoul"),
        ("drop_picture_credits", "The envoy in Seoul in March. Photograph: Jo Doe/Example Images"),
        ("drop_picture_credits", "The boy was taken to hospital, police said. View Full Caption DNAinfo/Jo Doe"),
        ("drop_sign_up_boxes", "Let our news meet your inbox. This site is protected by recaptcha"),
        ("drop_sign_up_boxes", "Something to Consider If you enjoyed this, we have a proposition for you: Join NOW."),
        ("drop_teasers", "MOST READ IN NEWS 'IT IS OVER' Envoy leaves talks RAIN AGAIN Rivers rise in the north"),
        ("drop_teasers", "Related Stories Envoy leaves the talks in Seoul Rivers rise in the north of Sealand"),
        ("drop_calls", "Click for more from the Example Post.".replace("the ", "")),
        ("drop_calls", "Have something you want us to check? Write to facts@example.org."),
        ("drop_calls", "If you can't see this poll, please refresh your page."),
        ("drop_sign_offs", "This report includes material from the Associated Press."),
        ("drop_sign_offs", "• Doe reported from Seoul; Roe reported from Hanoi."),
        ("drop_stamps", "Editor’s note: The story was updated on April 2 with new numbers."),
    ],
)
def test_what_stands_behind_the_last_sentence_goes_by_its_kind(rule, furniture):
    made = cleaned(STORY, MORE, STORY.replace("Monday", "Friday"), furniture)
    assert [(one.rule, one.text) for one in made.removals] == [(rule, furniture)]


@pytest.mark.parametrize(
    "own",
    [
        "Ms. Doe is a professor at the university, and will be the next envoy of the country.",
        "“Please consider making a contribution to keep our reporting free,” the editor said on stage.",
        "The island is known for its fish, its ferries and the author of its anthem.",
        "In this photo and in many others the envoy smiles, which surprised those who know him.",
        "The report was updated on Monday, the ministry said.",
    ],
)
def test_sentences_that_resemble_notes_appeals_and_captions_stay(own):
    assert cleaned(STORY, MORE, own).body == "\n".join([STORY, MORE, own])


@pytest.mark.parametrize(
    ("opening", "left"),
    [
        ("Story highlights The talks ended on Monday.", "The talks ended on Monday."),
        ("ANALYSIS/OPINION:", ""),
        ("The envoy in Seoul. | AP Photos Talks stall in the capital", ""),
        ("It is the third attempt. Talks in capital stall again", "It is the third attempt."),
        ("Envoys Leave The Capital Without An Agreement", ""),
        ("Jo Doe and Max Roe", ""),
        ("CLOSE The envoys leave the capital. (May 5) AP", ""),
        ("In this Dec. 31, 2018 file photo, the envoy waves. (Jo Doe/Example News via AP)", ""),
        ("Enlarge this image toggle caption Jo Doe/AP Jo Doe/AP", ""),
        ('poster="https://example.org/a.jpg?id=1" The talks ended.', "The talks ended."),
        ("Share All sharing options for: Talks stall again in the capital", ""),
        ("Update at 1:25 p.m. ET: The talks ended.", "The talks ended."),
    ],
)
def test_what_stands_above_the_first_sentence_goes_by_its_kind(opening, left):
    made = cleaned(opening, STORY, MORE, title="Talks stall again in the capital")
    assert made.body == "\n".join(filter(None, [left, STORY, MORE]))


@pytest.mark.parametrize(
    "own",
    [
        "Roe:What did he say to you?\nDoe:That he would leave in June\nRoe:And what did you say to that, then?\n"
        "Doe:That I would not wait for him",
        "Where:City Hall\nWhen:Monday at noon",
        "Reuters reported that people waited at the gate",
        "EPA Gives Coal States A Chance To Sound Sure",
        "EPA officials "
        + "who wrote the rule on what the plants of the state give off " * 5
        + "said no more about it.",
        "Most read papers were silent on it.",
        "The new Google Privacy Policy takes effect in March and covers all of its services.",
        "Many forms were protected by reCAPTCHA before the company changed its terms.",
    ],
)
def test_what_only_looks_like_a_promoted_headline_or_a_caption_stays(own):
    assert cleaned(STORY, own, MORE).body == f"{STORY}\n{own}\n{MORE}"


def test_a_caption_with_its_credit_goes_and_a_report_with_its_agency_stays():
    caption = "The envoy speaks to the press in Seoul on Monday. Associated Press"
    assert cleaned(STORY, caption, MORE).body == f"{STORY}\n{MORE}"
    assert cleaned(STORY, f"{MORE} Associated Press").body == f"{STORY}\n{MORE}"


@pytest.mark.parametrize(
    ("outlet", "link"),
    [
        ("Fox News", "FAMED MONUMENTS DEFACED AFTER NIGHT OF PROTESTS"),
        ("Fox Online News", "TRUMP SAYS 'NO DEAL' AS TALKS END, WHITE HOUSE SAYS"),
        ("The Guardian", "The farmers on the frontline of a trade war Read more"),
        ("The Independent", "7/16 2009 Women wait for the envoys in the rain Jo Doe/Example"),
        ("BBC News", "Are you on board the ship? Tell us your story by emailing haveyoursay@bbc.co.uk."),
        ("Washington Times", "SPECIAL COVERAGE: Talks in Seoul & Busan"),
        ("Washington Times", "PHOTOS: Top 10 hotels of the U.S."),
        ("USA TODAY", "STORY: Envoys walk the line on trade"),
        ("Fox News", "More On This... Envoys pivot to trade"),
        ("Fox News", "next Image 1 of 2"),
        ("NPR", "Our original post continues ..."),
        ("Associated Press", "For more of AP’s coverage of the talks: https://example.org/talks"),
        ("Newsmax", "Do You Approve of the Envoy's Job Performance? Vote Now in Urgent Poll"),
        ("China Daily", "Xinhua | Updated: 2017-09-15 21:45"),
        ("Associated Press", "Full Coverage: Talks in Seoul"),
        ("BBC News", "Analysis by Jo Doe, BBC News technology reporter"),
        ("Daily Mail", "The envoy (left) walks to her car in the rain (file photo)"),
        ("The Guardian", "Facebook Twitter Pinterest Envoys ride on boats. Photograph: Jo Doe/EPA"),
    ],
)
def test_links_between_paragraphs_go_by_the_form_of_their_outlet(outlet, link):
    assert cleaned(STORY, link, MORE, outlet=outlet).body == f"{STORY}\n{MORE}"


def test_what_the_mail_says_before_its_report_and_what_was_cut_before_a_post_stay():
    summary, cut = "The envoy left after an hour of talks", "She had no regrets, she tweeted later that night"
    assert cleaned(summary, STORY, cut, MORE, outlet="Daily Mail").body == f"{summary}\n{STORY}\n{cut}\n{MORE}"


def test_a_short_line_in_capitals_stays_on_pages_of_fox_news():
    assert cleaned(STORY, "WHAT COMES NEXT", MORE, outlet="Fox News").body == f"{STORY}\nWHAT COMES NEXT\n{MORE}"


def test_a_whole_gallery_on_one_line_goes_however_long_it_is():
    gallery = " ".join(
        f"Photos: Talks in Seoul Photos: Talks in Seoul The envoys met for hours, and “nobody spoke,” one said. "
        f"Hide Caption {number} of 90"
        for number in range(1, 91)
    )
    cut = "Photos: Talks in Seoul The envoys met. Hide Caption 1 of 36 Photos: Talks in Seoul They left, she said."
    assert len(gallery) > 9_000
    assert cleaned(STORY, gallery, cut, MORE).body == f"{STORY}\n{MORE}"
    told = "She told readers to click “Hide Caption 1 of 2” below the picture of the talks in Seoul."
    assert cleaned(STORY, told, MORE).body == f"{STORY}\n{told}\n{MORE}"


@pytest.mark.parametrize(
    "note",
    [
        "CORRECTION: An earlier version of this story gave a wrong day for the talks.",
        "• This article was amended on 2 March 2017. An earlier version referred to Seoul where Busan was meant.",
        "Clarification, May 3, 2019: This post has been updated to reflect that two envoys stayed.",
        "The hotel has 160 rooms. An earlier version of this article incorrectly said it had 140. (Dec. 15, 2019)",
        "(Note: The original version of this column misspelled the name of the hotel.)",
        "The views expressed in this film are solely those of its author; the claims are not those of the Example.",
        "The envoys can be followed at http://twitter.com/example",
        "Let us know what you’re thinking at talks@example.org.",
        "Want to support the Example so we can keep going? Join Example VIP and use the promo code TALKS today!",
    ],
)
def test_what_a_page_says_of_itself_behind_its_last_sentence_goes(note):
    assert cleaned(STORY, MORE, note).body == f"{STORY}\n{MORE}"


@pytest.mark.parametrize(
    "own",
    [
        "An earlier version of the bill was corrected by the committee on Monday.",
        "UPDATE: They left the hotel at noon without a word.",
        "This story was updated by every generation that told it.",
        "She said that the views expressed by the envoys were solely their own.",
        "“An earlier version of this report was corrected,” the ministry said.",
    ],
)
def test_a_report_on_versions_and_views_stays(own):
    assert cleaned(STORY, MORE, own).body == f"{STORY}\n{MORE}\n{own}"


def test_nothing_of_politico_stays_below_its_tags():
    story = [STORY, MORE] * 6
    body = cleaned(*story, "This article tagged under: Opinion", "Opinion", "Women", outlet="Politico").body
    assert body == "\n".join(story)


@pytest.mark.parametrize(
    ("rule", "top"),
    [
        ("drop_picture_credits", "(Pixabay)"),
        ("drop_picture_credits", "Jo Doe, c. 1920 (Library of Congress)"),
        ("drop_picture_credits", "The gate in the rain (janedoe/iStock/Getty Images Plus)"),
        ("drop_picture_credits", "The envoy leaves the hotel. Screenshot via example.org"),
        ("drop_top_names", "Special for USA TODAY"),
        ("drop_top_names", "With help from Jo Doe"),
        ("drop_bylines", "By JO DOE ( @jodoe )"),
        ("drop_stamps", "(Most recent update: 2:50 p.m. ET.)"),
        ("drop_stamps", "UPDATE @ 4:29 p.m. (Nov. 2)"),
        ("drop_stamps", "Update, 12:50 p.m. ET:"),
        ("drop_glued_headlines", "Sen. Doe Leaves Talks In U.S. Embassy Without Agreement"),
        ("drop_share_lines", "10 Min read time Share:"),
    ],
)
def test_credits_helpers_and_stamps_above_the_first_sentence_go(rule, top):
    made = cleaned(top, STORY, MORE, title="No agreement on the river")
    assert made.body == f"{STORY}\n{MORE}"
    assert rule in [removal.rule for removal in made.removals]


@pytest.mark.parametrize(
    "own",
    [
        "Court to rule on Defense of Marriage Act (DOMA)",
        "(APPLAUSE)",
        "The talks failed (and why)",
        "“They painted signs on the doors of the church.” (RELATED: Doors of Churches)",
    ],
)
def test_brackets_that_name_no_source_stay_above_the_first_sentence(own):
    assert cleaned(own, STORY, MORE).body == f"{own}\n{STORY}\n{MORE}"


@pytest.mark.parametrize(
    ("rule", "last"),
    [
        ("drop_sign_offs", "Jo Doe contributed."),
        ("drop_sign_offs", "–Jo Ann Doe and Max Roe contributed"),
        ("drop_sign_offs", "contributed to this article."),
        ("drop_sign_offs", "(H/T: Red Example)"),
        ("drop_sign_offs", "With additional reporting by Jo Doe and research by Max Roe in Seoul"),
        ("drop_sign_offs", "Additional reporting: Jo Doe in Seoul"),
        ("drop_pointers", "Watch her full interview with the Example below:"),
        ("drop_pointers", "The full interview is available here."),
        ("drop_last_labels", "Go deeper into it:"),
        ("drop_embedded_documents", "Letter to the Senate FINAL by jdoe1 on Scribd"),
        ("drop_read_more", "Further reading"),
        ("drop_read_more", "More from New Jersey 101.5:"),
        ("drop_share_lines", "Story continues"),
        ("drop_other_places", "DISTRIBUTED BY EXAMPLE.COM"),
        ("drop_last_breaks", "&amp;amp;amp;amp;"),
        ("drop_picture_credits", "Image: Reuters."),
    ],
)
def test_helpers_pointers_and_labels_behind_the_last_sentence_go(rule, last):
    made = cleaned(STORY, MORE, last)
    assert made.body == f"{STORY}\n{MORE}"
    assert rule in [removal.rule for removal in made.removals]


@pytest.mark.parametrize(
    "own",
    [
        "The rain contributed.",
        "He asked the voters to read the whole report and to watch what would happen there.",
        "More from the envoy's statement:\nThe talks are over.",
        "She said that all of it could be read on Scribd.",
    ],
)
def test_sentences_that_only_resemble_helpers_and_pointers_stay(own):
    assert cleaned(STORY, MORE, own).body == f"{STORY}\n{MORE}\n{own}"
