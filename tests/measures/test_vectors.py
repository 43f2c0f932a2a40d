"""Vectors: words counted field by field, weighed with a fixed background, each article by itself."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import schema
from analysis.corpus import segment
from analysis.measures import names, vectors


def counted(rows):
    articles = pd.DataFrame(rows, columns=["article_id", "title", "body"])
    return vectors.of_articles(articles, names.of_articles(articles, segment.of_articles(articles)))


def field(table, article_id, name):
    row = table[table["article_id"] == article_id].iloc[0]
    return {word: n for word, n in zip(row["features"].tolist(), row[name].tolist(), strict=True) if n}


def test_each_field_counts_its_own_words():
    table = counted([("a", "Kim’s two letters", "In Hanoi Kim wrote letters, 21 of them.")])
    expected = Counter("kim 2 letters in hanoi kim wrote letters 21 of them".split())
    assert field(table, "a", "body") == {vectors.feature_of(word): n for word, n in expected.items()}
    assert field(table, "a", "title") == {vectors.feature_of(word): 1 for word in ("kim", "2", "letters")}
    assert field(table, "a", "numbers") == {vectors.feature_of("2"): 1, vectors.feature_of("21"): 1}
    assert vectors.feature_of("hanoi") in field(table, "a", "names")


def test_the_table_is_as_declared_and_has_a_row_an_article():
    table = counted([("a", None, "One."), ("b", "Two", np.nan), ("c", None, None)])
    assert schema.conform(table, schema.VECTORS)["article_id"].tolist() == ["a", "b", "c"]
    assert [len(table.loc[2, name]) for name in ("features", *vectors.FIELDS)] == [0] * 6


def test_no_articles_give_no_rows():
    assert counted([]).empty


def test_an_article_is_counted_alone_as_in_company():
    rows = [("a", "Talks", "Kim met Moon."), ("b", "Storm", "Rain fell on 3 cities.")]
    together, alone = counted(rows), counted(rows[1:])
    for name in vectors.FIELDS:
        assert field(together, "b", name) == field(alone, "b", name)


@given(st.lists(st.sampled_from(["Kim", "talks", "1,000", "DMZ", "two", "’s", "\n", "."]), max_size=30))
def test_counts_add_up_to_the_words(pieces):
    text = " ".join(pieces)
    assert sum(field(counted([("a", None, text)]), "a", "body").values()) == len(vectors.words_of(text))


PIECES = ["1", ",", "000", "00", "234.5", "a-7", "İ", "Kim's", "٣", "٠٠٠", " ", "’", "_", "five", "é-9", "\n", "."]


@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_words_are_counted_as_a_plain_search_of_the_text_finds_them(pieces):
    title, body = "".join(pieces[:5]), "".join(pieces)
    table = vectors.of_articles(
        pd.DataFrame({"article_id": ["x", "a"], "title": ["7", title], "body": ["1,", body]}),
        pd.DataFrame({"article_id": ["a", "x", "a"], "form": ["1,000 Kim’s", "Two", body]}),
    )
    of_body, of_title = vectors.words_of(body), vectors.words_of(title)
    expected = {
        "body": of_title + of_body,
        "lead": of_body,
        "title": of_title,
        "names": ["1000", "kim", *of_body],
        "numbers": [word for word in of_title + of_body if vectors.is_number(word)],
    }
    for name, words in expected.items():
        assert field(table, "a", name) == Counter(vectors.feature_of(word) for word in words)


def test_the_lead_is_the_first_hundred_words_of_the_body():
    table = counted([("a", "Title", " ".join(f"w{number}" for number in range(150)))])
    assert set(field(table, "a", "lead")) == {vectors.feature_of(f"w{number}") for number in range(100)}


def test_weighted_rows_against_a_plain_loop():
    table = counted(
        [("a", "Talks", "Kim met Moon, Moon met Kim. Moon smiled."), ("b", None, "Moon rose over the sea.")]
    )
    known = vectors.background()
    matrix = vectors.weighted(table, "body", ["b", "a", "nobody"], known)
    bags = [field(table, "b", "body"), field(table, "a", "body")]
    plain = [
        {word: (1 + np.log(n)) * vectors.weights_of(np.array([word]), known)[0] for word, n in bag.items()}
        for bag in bags
    ]
    dot = sum(weight * plain[1].get(word, 0.0) for word, weight in plain[0].items())
    lengths = [np.sqrt(sum(weight**2 for weight in row.values())) for row in plain]
    assert (matrix @ matrix.T)[0, 1] == pytest.approx(dot / lengths[0] / lengths[1], rel=1e-5)
    assert matrix[2].nnz == 0


def test_a_word_the_background_never_saw_weighs_most():
    known = vectors.background()
    weights = vectors.weights_of(
        np.array([vectors.feature_of(word) for word in ("the", "summit", "qwertzuiopü")]), known
    )
    assert weights[0] < 0.1 < weights[1] < weights[2] == pytest.approx(np.log(12001))


def test_the_background_is_small_and_rises():
    known = vectors.background()
    assert (np.diff(known.features) > 0).all()
    assert known.counts.min() >= 2
    assert known.counts.max() <= known.n_articles
