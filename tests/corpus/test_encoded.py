"""Tokens as numbers: the same as a plain search for each text finds."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus import encoded, segment

TEXTS = st.lists(
    st.one_of(
        st.none(),
        st.text(max_size=40),
        st.text(alphabet=st.sampled_from("aB7'`’.&-_ \n\u3000é漢😀²\ud800"), max_size=40),
        st.lists(
            st.sampled_from(["Moon", "Jae-in", "don’t", "''", "``", "_", "a_b", "U.S", ".", "1,000", "\n", "  ", "😀"]),
            max_size=12,
        ).map(" ".join),
    ),
    max_size=6,
)


@given(TEXTS)
def test_tokens_are_those_of_a_plain_search(texts):
    tokens = encoded.of_texts(texts)
    for number, text in enumerate(texts):
        own = slice(tokens.edges[number], tokens.edges[number + 1])
        plain = list(encoded.TOKEN.finditer(text)) if text else []
        assert [tokens.forms[token] for token in tokens.ids[own]] == [match.group() for match in plain]
        assert list(zip(tokens.start[own].tolist(), tokens.end[own].tolist(), strict=True)) == [
            match.span() for match in plain
        ]
        words = [tokens.forms[token] for token in tokens.ids[own] if tokens.is_word[token]]
        assert words == (segment.words(text) if text else [])
    assert len(set(tokens.forms)) == len(tokens.forms)


@given(TEXTS, st.data())
def test_chosen_texts_are_those_asked_for_in_the_order_asked(texts, data):
    chosen = data.draw(st.lists(st.sampled_from(range(len(texts))), max_size=5)) if texts else []
    some, alone = encoded.of_texts(texts).of(np.array(chosen, dtype=int)), [texts[number] for number in chosen]
    plain = encoded.of_texts(alone)
    assert [some.forms[token] for token in some.ids] == [plain.forms[token] for token in plain.ids]
    assert (some.start == plain.start).all() and (some.edges == plain.edges).all() and (some.text == plain.text).all()


def test_sentences_hold_the_tokens_between_their_bounds():
    articles = pd.DataFrame(
        {
            "article_id": ["a", "b", "c"],
            "title": ["Talks stall", None, "x"],
            "body": ["One. Two, three!", "Four.", None],
        }
    )
    sentences = segment.of_articles(articles).iloc[::-1]
    tokens = encoded.of_articles(articles)
    found = [
        [tokens.forms[token] for token in tokens.ids[low:high]]
        for low, high in zip(*encoded.in_sentences(tokens, articles, sentences), strict=True)
    ]
    assert found == [encoded.TOKEN.findall(text) for text in segment.texts_of(sentences, articles)]


@pytest.mark.parametrize("texts", [[], [None], [""], [float("nan"), "  \n_"]])
def test_texts_without_tokens_have_none(texts):
    tokens = encoded.of_texts(texts)
    assert len(tokens.ids) == len(tokens.start) == len(tokens.end) == len(tokens.text) == 0
    assert len(tokens.edges) == len(texts) + 1


def test_surrogates_and_rare_scripts_keep_their_places():
    text = "\ud800 Ωmega \U0001d400 é́ ‘x’"
    tokens = encoded.of_texts([text])
    assert [text[start:end] for start, end in zip(tokens.start, tokens.end, strict=True)] == encoded.TOKEN.findall(text)


@given(st.lists(st.lists(st.integers(0, 9), max_size=3), min_size=1, max_size=5), st.data())
def test_pieces_take_the_place_of_their_tokens(by_form, data):
    ids = data.draw(st.lists(st.sampled_from(range(len(by_form))), max_size=8))
    made = encoded.pieces(by_form)
    owner, flat = encoded.expanded(np.array(ids, dtype=int), made)
    plain = [(place, value) for place, token in enumerate(ids) for value in by_form[token]]
    assert list(zip(owner.tolist(), made.values[flat].tolist(), strict=True)) == plain


def test_tokens_of_some_articles_are_those_of_these_articles_alone():
    articles = pd.DataFrame({"title": ["One", "Two", None], "body": ["A b.", "C d.", "E f."]})
    some = encoded.of_some(encoded.of_articles(articles), np.array([True, False, True]))
    assert [some.forms[token] for token in some.ids] == ["One", "A", "b", ".", "E", "f", "."]
    assert some.text.tolist() == [0, 1, 1, 1, 3, 3, 3]
