"""What an analyst asks: any pair either way round, the words of a pair, and the sentences behind a word."""

import numpy as np
import pandas as pd
import pytest

from analysis import queries
from analysis.comparison import contrasts
from analysis.settings import Filters
from tests import made_store

PAIR = ("RT", "Reuters")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return made_store.build(tmp_path_factory.mktemp("made") / "store")


def differences(found):
    return found[found["component"] == "difference"].set_index("measure")


def test_a_pair_is_answered_either_way_round_with_mirrored_signs(made):
    one, other = (
        differences(queries.measures.contrast(made, Filters(), first, [second])) for first, second in (PAIR, PAIR[::-1])
    )
    assert len(one) > 5 and set(one["outlet"]) == {"RT"} and set(other["outlet"]) == {"Reuters"}
    assert one["estimate"].to_numpy() == pytest.approx(-other["estimate"].to_numpy(), nan_ok=True)
    assert one["low"].to_numpy() == pytest.approx(-other["high"].to_numpy(), nan_ok=True)
    assert one[["p", "q", "q_all"]].equals(other[["p", "q", "q_all"]])


def test_without_a_reference_every_comparison_starts_from_the_target(made):
    found = queries.measures.contrast(made, Filters(), "Sky News", [])
    rows = found[found["component"] == "difference"]
    assert set(rows["outlet"]) == {"Sky News"}
    assert set(rows["reference"]) == {contrasts.OTHERS, *made_store.OUTLETS} - {"Sky News"}


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


def test_no_interval_holds_its_estimate_outside(made):
    rows = queries.measures.estimates(made, Filters(), ["tone_own"])
    rows = rows[rows["low"].notna()]
    assert ((rows["low"] <= rows["estimate"]) & (rows["estimate"] <= rows["high"])).all()
    assert isinstance(rows, pd.DataFrame) and np.isfinite(rows["estimate"]).all()
