"""Sentences and words as spans."""

import itertools

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus import segment


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left the U.S. The talks ended.", ["He left the U.S.", "The talks ended."]),
        (
            "U.S. President Donald J. Trump spoke. Kim did not.",
            ["U.S. President Donald J. Trump spoke.", "Kim did not."],
        ),
        ("“Why?” he asked. “Because.” It ended.", ["“Why?” he asked.", "“Because.”", "It ended."]),
        ("It rose 3.5 percent. 40 left.", ["It rose 3.5 percent.", "40 left."]),
        ("No end mark\nNext paragraph", ["No end mark", "Next paragraph"]),
        ("I would do it... at some time.", ["I would do it... at some time."]),
        ("", []),
        (" \n \n", []),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text, expected):
    assert [text[start:end] for start, end in segment.sentences(text)] == expected


@given(st.text(alphabet=st.sampled_from("aA .!?\n\"”’'U.S\u2028é1"), max_size=200))
def test_sentences_rise_do_not_overlap_and_hold_every_letter(text):
    spans = segment.sentences(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    assert all(text[s:e] == text[s:e].strip() != "" for s, e in spans)
    assert "".join("".join(text[s:e] for s, e in spans).split()) == "".join(text.split())


def test_an_article_without_title_or_body_has_no_sentences():
    articles = pd.DataFrame({"article_id": ["a", "b"], "title": [None, ""], "body": ["", None]})
    assert segment.of_articles(articles).empty


@given(st.text(st.sampled_from("aZ9é '’.&-_“—?\n漢😀²"), max_size=40))
def test_words_are_counted_as_they_are_found(text):
    assert segment.count_words(text) == len(segment.words(text))
