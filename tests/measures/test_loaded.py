"""Loaded words, found by a list."""

import re
import time

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import assets, schema
from analysis.corpus import segment
from analysis.measures import loaded


def hits(body, title=""):
    articles = pd.DataFrame({"article_id": ["a"], "title": [title], "body": [body]})
    found = loaded.of_articles(articles, segment.of_articles(articles))
    schema.conform(found, schema.LOADED)
    return [
        (body[start:end], kind) for start, end, kind in zip(found["start"], found["end"], found["kind"], strict=True)
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("It was very brutal.", [("very", "intensifier"), ("brutal", "evaluative")]),
        ("He perhaps failed to call.", [("perhaps", "hedge"), ("failed to", "implicative")]),
        ("Clearly he slammed it.", [("Clearly", "booster"), ("slammed", "reporting verb")]),
        ("She went so far as to say no.", [("went so far as to", "implicative")]),
        ("It cost so much, much too much.", [("so much", "intensifier")]),
        ("He failed, to his sorrow.", []),
        ("We saw Brutal Honesty, a film.", []),
        ("A so-called expert", [("so-called", "evaluative")]),
        ("It was beyond a doubt", [("beyond a doubt", "booster")]),
        ("It was beyond", []),
        ("nothing here", []),
        ("It was kind of strange, the kind of day that is sort of grey.", [("kind of", "hedge"), ("sort of", "hedge")]),
        ("Jobless claims fell, he claims.", [("claims", "reporting verb")]),
        ("He was supposed to win among likely voters.", []),
        ("It is likely that girls are more likely to read.", [("likely", "hedge")]),
        ("He came as soon as possible, in a way that it made possible.", [("possible", "hedge")]),
    ],
)
def test_forms_of_the_list_are_found_with_their_kind(body, expected):
    assert hits(body) == expected


def test_the_title_is_not_searched():
    assert hits("He left.", title="A very brutal day") == []


@given(
    st.lists(
        st.sampled_from(["very", "Very", "brutal", "so", "far", "no", "doubt", "beyond", "a", ".", ",", "“"]),
        max_size=25,
    )
)
def test_hits_are_forms_of_the_list_in_order_and_do_not_overlap(words):
    body = " ".join(words)
    articles = pd.DataFrame({"article_id": ["a"], "title": [""], "body": [body]})
    found = loaded.of_articles(articles, segment.of_articles(articles))
    kinds = dict(assets.table(loaded.LIST)[["form", "kind"]].itertuples(index=False))
    assert all(kinds[body[row.start : row.end].lower()] == row.kind for row in found.itertuples())
    assert (found["start"].to_numpy()[1:] >= found["end"].to_numpy()[:-1]).all()


def test_single_words_are_found_wherever_a_plain_search_finds_them():
    kinds = dict(assets.table(loaded.LIST)[["form", "kind"]].itertuples(index=False))
    singles = sorted(form for form in kinds if " " not in form)[::7]
    body = ". ".join(f"the {form} x" for form in singles) + "."
    assert [text for text, _ in hits(body)] == [form for form in singles if re.search(rf"\b{form}\b", body)]


def test_the_list_holds_each_form_once_in_small_letters_with_a_known_kind():
    table = assets.table(loaded.LIST)
    assert table["form"].is_unique
    assert (table["form"] == table["form"].str.lower().str.split().str.join(" ")).all()
    assert set(table["kind"]) == {*schema.LOADED.columns["kind"].values, loaded.NO_LOAD}
    words = table["form"].str.split()
    assert all(segment.words(form) == list(parts) for form, parts in zip(table["form"], words, strict=True))


@pytest.mark.parametrize("body", [None, "", "  \n ", "…", "😀"])
def test_an_article_without_words_has_no_hits(body):
    articles = pd.DataFrame({"article_id": ["a"], "title": [None], "body": [body]})
    assert loaded.of_articles(articles, segment.of_articles(articles)).empty


@pytest.mark.parametrize(
    "unit",
    ["very brutal ", "VERY BRUTAL ", "“very 'brutal ", "«brutal» ", "beyond a ", "😀 brutal 👍🏽 ", "KIM: brutal. "],
)
def test_bad_input_takes_the_same_time_per_character(unit):
    def seconds(length):
        body = unit * (length // len(unit))
        started = time.thread_time()
        hits(body)
        return time.thread_time() - started

    assert min(seconds(50_000) for _ in range(2)) < 40 * max(min(seconds(5_000) for _ in range(3)), 0.002)
