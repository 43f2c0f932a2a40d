"""Reports, opinion, live blogs, transcripts and short texts are told apart by address, headline and marks."""

import pandas as pd
import pytest

from analysis.corpus import ingest, types


def kind(body="The talks ended. " * 60, n_words=500, **facts):
    return types.of(body=body, n_words=n_words, min_words=50, **facts)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"title": "Talks end without a deal", "url": "https://www.rt.com/news/1-talks/"}, "report"),
        ({"url": "https://www.rt.com/op-edge/338388-leaks/"}, "opinion"),
        ({"url": "https://www.theguardian.com/commentisfree/2019/sep/17/talks"}, "opinion"),
        ({"url": "https://www.theguardian.com/world/live/2019/sep/17/talks"}, "live"),
        ({"url": "https://edition.cnn.com/TRANSCRIPTS/1909/17/a.html"}, "transcript"),
        ({"url": "https://www.vox.com/2019/9/17/talks-transcript"}, "transcript"),
        ({"title": "Opinion: The talks were a mistake"}, "opinion"),
        ({"title": "Live updates: Talks in Hanoi"}, "live"),
        ({"title": "Full transcript: the debate"}, "transcript"),
        ({"title": "Talks end", "outlet_as_named": "Fox News Opinion"}, "opinion"),
        ({"title": "Talks go live at noon"}, "report"),
        ({"title": "Talks end", "url": "https://www.npr.org/blogs/thetwo-way/2013/1/talks-end"}, "report"),
        ({"title": "Tax it", "notes": ["Jo Doe is a senior fellow at the Example Institute."]}, "opinion"),
        ({"title": "Tax it", "notes": ["The views expressed here are solely hers."]}, "opinion"),
        ({"title": "Talks end", "notes": ["Jo Doe is a reporter for the Example and a fellow at Yale."]}, "report"),
        ({"title": "Talks end", "notes": ["Jo Doe covers Congress for the Example."]}, "report"),
        ({"title": "DOE: The talks were a mistake", "author": "Jo Doe"}, "opinion"),
        (
            {"title": "Roe: The talks were a mistake", "notes": ["Max Roe is editor emeritus of the Example."]},
            "opinion",
        ),
        ({"title": "BREAKING: The talks end", "author": "Jo Doe"}, "report"),
        ({"title": "Her opinion of the talks"}, "report"),
        ({"title": "Live rabbits escape", "url": "https://www.npr.org/2015/1/live-rabbits-escape"}, "report"),
        (
            {"title": "Ferries sail", "url": "https://www.npr.org/sections/storm-live-updates/2020/1/ferries-sail"},
            "report",
        ),
        ({"title": "Storm", "url": "https://www.cbsnews.com/news/storm-live-updates-today-2019-02-14/"}, "live"),
        ({"title": "Storm", "url": "https://www.usatoday.com/story/2020/03/16/storm-live-updates/5057442002/"}, "live"),
        (
            {"title": "Transcript shows that talks failed", "url": "https://a.test/1-releases-transcript-of-call"},
            "report",
        ),
        ({"title": "Envoy sues", "url": "https://a.test/envoy-sues-over-transcript"}, "report"),
        ({}, "unknown"),
    ],
)
def test_types(facts, expected):
    assert kind(**facts) == expected


def test_a_text_of_few_words_is_short_whatever_else_it_is():
    assert kind(n_words=49, title="Opinion: no") == "short"


def test_a_transcript_is_told_from_its_lines():
    lines = ["COOPER: What did they say?", "Jane Doe: They said no."] * 6
    assert kind(body="\n".join(lines), title="The interview") == "transcript"
    assert kind(body="\n".join([*lines[:3], *["The talks ended in Hanoi."] * 9]), title="x") == "report"


@pytest.mark.parametrize(
    "lines",
    [
        ["THE FACTS: The talks had been planned for a year.", "DOE: “Nobody planned these talks before I did.”"] * 6,
        [f"Doe {name}: The senator has been the clear winner of the night." for name in "ABCDEFGHIJ"],
        ["Doe: 33 percent.", "Roe: 31 percent.", "Not sure: 9 percent."] * 4,
        [f"AL-0{place}: Jo Doe and Max Roe meet in the second round." for place in range(1, 10)],
    ],
)
def test_checks_of_facts_portraits_and_figures_are_no_transcripts(lines):
    assert kind(body="\n".join(lines), title="Who won the debate") == "report"


def test_marks_of_opinion_in_the_text():
    assert kind(body="ANALYSIS/OPINION:\n" + "The talks ended. " * 80, title="x") == "opinion"
    note = "\nThe opinions expressed in this commentary are solely those of the author."
    assert kind(body="The talks ended. " * 80 + note, title="x") == "opinion"
    assert kind(body="In the opinion of the court, the talks ended. " * 30, title="x") == "report"


def test_metadata_names_types():
    assert [types.given(name) for name in ("LiveBlogPosting", "Op-Ed", "World", "")] == ["live", "opinion", "", ""]


def test_a_note_that_cleaning_took_still_tells_an_opinion_piece(tmp_path):
    story = "The talks ended without a deal on Monday, and nobody knows what comes next. They were long. " * 12
    notes = ["Jo Doe is a professor of law at Yale.", "They met on Tuesday again."]
    rows = [
        {"outlet": "Example", "title": f"Talks end {place}", "text": f"{story}\n\n{story}\n\n{story}\n\n{note}"}
        for place, note in enumerate(notes)
    ]
    pd.DataFrame(rows).to_json(tmp_path / "a.jsonl", orient="records", lines=True)
    articles = ingest.read(tmp_path).articles.set_index("title")
    assert articles["article_type"].to_dict() == {"Talks end 0": "opinion", "Talks end 1": "report"}
    assert not articles["body"].str.contains("professor").any()
