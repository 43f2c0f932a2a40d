"""Terms as articles write them."""

import pandas as pd

from analysis.comparison import keyness, terms, written

BODY = (
    "The press of the town met McConnell, of the FBI. They say that McConnell left the Associated Press. "
    "Press reports say that MCCONNELL met the Associated Press."
)


def counted():
    articles = pd.DataFrame({"article_id": ["a"], "title": ["McCONNELL Met PRESS"], "body": [BODY]})
    return terms.count(articles)


def test_a_term_is_written_as_most_of_its_uses_inside_sentences_are():
    asked = {"mcconnell": "name", "fbi": "name", "town": "content", "they say": "saying", "nobody": "content"}
    told = written.of_terms(list(asked), list(asked.values()), counted())
    assert told == ["McConnell", "FBI", "town", "they say", "nobody"]


def test_a_word_of_a_name_has_its_capital_though_it_is_mostly_written_small_elsewhere():
    assert written.of_terms(["associated press", "press"], ["name", "content"], counted())[0] == "Associated Press"


def test_a_pair_is_written_as_it_stands_together():
    body = "The president left. Every president does, and so did President Moon. They met President Moon."
    counted = terms.count(pd.DataFrame({"article_id": ["a"], "title": [None], "body": [body]}))
    told = written.of_terms(["president moon", "president", "every president"], ["content"] * 3, counted)
    assert told == ["President Moon", "president", "every president"]


def test_a_word_alone_is_not_written_as_it_stands_in_longer_names():
    body = (
        "He met foreign guests. They say the Foreign Ministry and the Iranian Foreign Ministry left. A foreign guest."
    )
    counted = terms.count(pd.DataFrame({"article_id": ["a"], "title": [None], "body": [body]}))
    assert written.of_terms(["foreign"], ["content"], counted) == ["foreign"]


def test_words_of_grammar_in_a_name_stay_small():
    assert written.of_terms(["of mcconnell"], ["name"], counted()) == ["of McConnell"]


def test_a_comparison_writes_its_names_and_asks_for_their_sentences_by_the_term():
    articles = pd.DataFrame(
        {"article_id": list("abcd"), "outlet": ["RT", "Sky News"] * 2, "event": ["e", "e", "f", "f"], "title": None,
         "body": ["It is Moon who fell. He saw Moon.", "The government fell. The government met."] * 2}
    )  # fmt: skip
    found = keyness.between(articles, target="RT").set_index("term")["written"]
    assert found["moon"] == "Moon"
    assert found["government"] == "government"
