"""Names found by capitals, and the names that forms stand for."""

import pandas as pd
import pytest

from analysis import schema
from analysis.corpus import segment
from analysis.measures import names


def forms(body, title=""):
    articles = pd.DataFrame({"article_id": ["a"], "title": [title], "body": [body]})
    return names.of_articles(articles, segment.of_articles(articles))["form"].tolist()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "US President Donald Trump met South Korea’s Moon Jae-in.",
            ["US", "Donald Trump", "South Korea", "Moon Jae-in"],
        ),
        ("Mr. Kim spoke. Talks ended.", ["Kim"]),
        ("Later Ursula von der Leyen flew to The Hague.", ["Ursula von der Leyen", "Hague"]),
        ("He told the Ministry of Unification on Friday.", ["Ministry of Unification"]),
        ("He saw Secretary of State Mike Pompeo.", ["Mike Pompeo"]),
        ("I think Donald J. Trump said I'm right in March.", ["Donald J. Trump"]),
        ("However, talks with Pyongyang stalled.", ["Pyongyang"]),
        ("It was Kim. Kim Jong Un laughed.", ["Kim", "Kim Jong Un"]),
        ("", []),
    ],
)
def test_names_are_found_without_titles_possessives_and_openers(body, expected):
    assert forms(body) == expected


def test_a_headline_in_title_case_takes_only_names_of_the_article():
    assert forms("He met Kim.", title="President Trump Says He Could Meet Kim") == ["Kim", "Kim"]


def test_a_line_in_capitals_is_not_one_giant_name():
    assert forms("We saw Pyongyang.\nSHARE THIS ARTICLE FROM PYONGYANG NOW") == ["Pyongyang", "PYONGYANG"]


def test_the_table_conforms_and_its_spans_hold_the_forms():
    articles = pd.DataFrame(
        {
            "article_id": ["a", "b", "c"],
            "title": [None, "Kim wins", ""],
            "body": ["He saw Moon Jae-in’s aide.", None, ""],
        }
    )
    found = names.of_articles(articles, segment.of_articles(articles))
    schema.conform(found, schema.NAMES)
    texts = articles.set_index("article_id")
    for row in found.itertuples():
        text = texts.loc[row.article_id, "title" if row.sentence == -1 else "body"]
        assert text[row.start : row.end] == row.form


def test_no_articles_give_an_empty_table():
    articles = schema.empty(schema.ARTICLES)
    assert names.of_articles(articles, segment.of_articles(articles)).empty
