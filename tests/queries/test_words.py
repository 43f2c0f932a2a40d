"""The words of a pair, and the sentences behind a word."""

from analysis import queries
from analysis.comparison import contrasts
from analysis.settings import Filters
from tests import made_store


def test_all_other_outlets_are_called_the_others(made):
    others = tuple(name for name in made_store.OUTLETS if name != "RT")
    for references in ((), others, others[::-1]):
        found = queries.words.keyness(made, Filters(), "RT", references)
        assert set(found["reference"]) == {contrasts.OTHERS}
    assert set(queries.words.keyness(made, Filters(), "RT", ("Reuters", "Sky News"))["reference"]) == {
        "Reuters, Sky News"
    }


def test_sentences_with_a_word_hold_the_word_and_not_its_letters_alone(made):
    found = queries.words.sentences_with(made, Filters(), "hope")
    assert len(found) and found["text"].str.contains("hope").all() and len(set(found["outlet"])) > 1
    assert queries.words.sentences_with(made, Filters(), "rave").empty  # which stands in "brave"
    assert (
        queries.words.sentences_with(made, Filters(), "").empty
        and queries.words.sentences_with(made, Filters(), "?!").empty
    )


def test_headlines_are_among_the_sentences_with_a_word(seed_store):
    title = seed_store.table("articles", columns=["title"])["title"].dropna().iloc[0]
    found = queries.words.sentences_with(seed_store, Filters(), " ".join(title.split()[:2]).lower())
    assert -1 in set(found["sentence"]) and title in set(found["text"])
