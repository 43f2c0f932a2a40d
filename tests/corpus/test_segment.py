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


PIECES = [*"aAéΣ .!?…\n\"”’'()[»«-7Д\u2028\t", "Mr", "U.S", "p.m", "v", "Fig", "  ", "The", ". ", '." ', "\n\n"]


@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=30).map("".join), max_size=5))
def test_sentences_of_many_texts_are_those_of_each(texts):
    found = [[] for _ in texts]
    for text, start, end in zip(*segment.bounds_of(texts), strict=True):
        found[text].append((start, end))
    assert found == [segment.sentences(text) for text in texts]


def test_sentences_of_articles_are_those_of_each_text_over_the_bounds_of_chunks(monkeypatch):
    monkeypatch.setattr(segment.characters, "AT_ONCE", 40)
    texts = ["He met Mr. Kim. They spoke.", "", None, " \n", "“Why?”\nNo one knew. U.S. The end", "x" * 99 + ". Yes."]
    articles = pd.DataFrame({"article_id": list("abcdef"), "title": texts[::-1], "body": texts})
    expected = []
    for article, title, body in articles.itertuples(index=False):
        if isinstance(title, str) and title.strip():
            expected.append((article, -1, title.strip()))
        pieces = [body[start:end] for start, end in segment.sentences(body)] if isinstance(body, str) else []
        expected += [(article, number, piece) for number, piece in enumerate(pieces)]
    table = segment.of_articles(articles)
    written = segment.texts_of(table, articles)
    assert list(zip(table["article_id"], table["sentence"], written, strict=True)) == expected


def test_an_article_without_title_or_body_has_no_sentences():
    articles = pd.DataFrame({"article_id": ["a", "b"], "title": [None, ""], "body": ["", None]})
    assert segment.of_articles(articles).empty


@given(st.text(st.sampled_from("aZ9é '’.&-_“—?\n漢😀²"), max_size=40))
def test_words_are_counted_as_they_are_found(text):
    assert segment.count_words(text) == len(segment.words(text))
