"""What each outlet did with an agency's text."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analysis.comparison import wire

ORIGINAL = "Kim met Moon on Friday. They talked for an hour, officials said. No deal was made."
COPY = "Kim met Moon on Friday. Critics were appalled. They talked for an HOUR, officials said."


def tables(**more):
    articles = pd.DataFrame(
        {
            "article_id": ["a", "b"],
            "outlet": ["Reuters", "RT"],
            "title": ["Talks end", "Talks end badly"],
            "body": [ORIGINAL, COPY],
        }
        | more
    )
    return articles, pd.DataFrame({"article_id": ["b"], "copy_of": ["a"], "agency": ["Reuters"], "overlap": [0.8]})


def test_cuts_and_additions_are_those_that_a_reader_sees():
    found = wire.changes(*tables())
    told = found[["field", "change", "text"]].values.tolist()
    assert told == [
        ["title", "added", "badly"],
        ["body", "added", "Critics were appalled"],
        ["body", "cut", "No deal was made"],
    ]
    row = found.iloc[1]
    assert COPY[row["start"] : row["end"]] == "Critics were appalled"
    assert ORIGINAL[found.iloc[2]["original_start"] : found.iloc[2]["original_end"]] == "No deal was made"


def test_words_are_counted():
    row = wire.summary(*tables()).iloc[0]
    assert (row["words_kept"], row["words_cut"], row["words_added"]) == (12, 4, 3)
    assert row["share_kept"] == 12 / 16
    assert row["same_title"] is False or row["same_title"] == False  # noqa: E712
    assert row["agency"] == "Reuters"


def test_a_copy_without_title_or_body_is_no_error():
    articles, copies = tables(title=[None, "New"], body=[None, None])
    assert wire.summary(articles, copies)["share_kept"].isna().all()
    assert wire.summary(articles, copies)["same_title"].isna().all()
    assert wire.changes(articles, copies)["text"].tolist() == ["New"]


def test_a_copy_of_an_article_that_is_not_here_is_left_out():
    articles, copies = tables()
    assert wire.summary(articles.iloc[1:], copies).empty
    assert wire.changes(articles.iloc[1:], copies).empty
    assert list(wire.changes(articles, copies.iloc[:0]).columns) == list(wire.COLUMNS)


@given(
    st.lists(st.sampled_from("kim moon met talks and the".split())), st.lists(st.sampled_from("kim moon met".split()))
)
def test_the_original_with_its_changes_is_the_copy(old, new):
    changes = wire.differences(" ".join(old), " ".join(new))
    words = " ".join(old).split()
    n_cut = sum(len(change["text"].split()) for change in changes if change["change"] == "cut")
    n_added = sum(len(change["text"].split()) for change in changes if change["change"] == "added")
    assert len(words) - n_cut + n_added == len(new)
    for change in changes:
        if change["change"] == "added":
            assert " ".join(new)[change["start"] : change["end"]] == change["text"]
