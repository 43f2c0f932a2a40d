"""Tone towards a named target."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import assets, schema
from analysis.corpus import encoded, segment
from analysis.measures import names, targets
from analysis.training import targets as training


def judged(*mentions):
    rows = [(sentence, sentence.index(name), sentence.index(name) + len(name)) for sentence, name in mentions]
    return targets.tone_of_mentions(pd.DataFrame(rows, columns=["sentence", "start", "end"]))


def test_plain_praise_and_plain_blame_are_told_apart():
    found = judged(
        ("Roe was praised by everyone for her courageous and brilliant work.", "Roe"),
        ("Roe was condemned by everyone for his disgraceful and corrupt lies.", "Roe"),
        ("Roe arrived on Monday.", "Roe"),
    )
    assert found.idxmax(axis=1).tolist() == ["positive", "negative", "neutral"]


def test_the_target_matters_and_not_only_the_sentence():
    sentence = "Voters love Roe, but they despise the corrupt Doe and his lies."
    found = judged((sentence, "Roe"), (sentence, "Doe"))
    assert found["negative"][1] > found["negative"][0]
    assert found["positive"][0] > found["positive"][1]


def test_probabilities_add_up_and_keep_the_index_and_the_order():
    mentions = pd.DataFrame(
        {"sentence": ["Roe won.", None, "They fear Doe."], "start": [0, 0, 10], "end": [3, 0, 13]}, index=[7, 3, 5]
    )
    found = targets.tone_of_mentions(mentions)
    assert found.index.tolist() == [7, 3, 5]
    assert found.loc[[7, 5]].sum(axis=1).tolist() == pytest.approx([1, 1], abs=1e-6)
    assert found.loc[3].isna().all()
    assert targets.tone_of_mentions(mentions.iloc[:0]).empty


def test_a_mention_is_judged_the_same_whatever_stands_beside_it():
    alone = judged(("Critics blasted Roe.", "Roe"))
    among = judged(("Roe won a prize.", "Roe"), ("Critics blasted Roe.", "Roe"))
    np.testing.assert_allclose(among.iloc[1], alone.iloc[0], atol=1e-6)


def test_the_name_of_a_target_and_of_others_changes_nothing():
    found = judged(("Trump met Putin, who lied to him.", "Trump"), ("Obama met Merkel, who lied to him.", "Obama"))
    np.testing.assert_allclose(found.iloc[0], found.iloc[1], atol=1e-6)


def loop_features(sentence, start, end, model):
    """Describe one mention word by word, in plain loops."""
    left = targets.Numbers(model.vocabulary).of(sentence[:start], opens=True)
    right = targets.Numbers(model.vocabulary).of(sentence[end:], opens=False)
    placed = [(number, place - len(left)) for place, number in enumerate(left)]
    placed += [(number, place + 1) for place, number in enumerate(right)]
    placed = [(number, distance) for number, distance in placed if number >= 0]
    columns = [np.zeros(model.vectors.shape[1])]
    for number, _ in placed:
        columns[0] += model.vectors[number]
    for span in (2.0, 6.0, 15.0):
        for side in (-1, 1):
            near = [(number, abs(distance)) for number, distance in placed if distance * side > 0]
            columns.append(sum((model.vectors[n] * np.exp(-d / span) for n, d in near), np.zeros(128)))
    return [column / max(np.linalg.norm(column), 1e-6) for column in columns]


def test_features_are_those_of_a_plain_loop():
    model = targets._model()
    sentence = "The senator said, in a bitter speech, that Roe had never lied to the proud people of Ohio."
    start = sentence.index("Roe")
    found = targets.features(
        targets.contexts([("Doe wins.", 0, 3), (sentence, start, start + 3)], model.vocabulary), model
    )
    views = found[1][: targets.N_VIEWS * 128].reshape(targets.N_VIEWS, 128)
    for view, expected in zip(
        np.delete(views, 1, axis=0), loop_features(sentence, start, start + 3, model), strict=True
    ):
        np.testing.assert_allclose(view, expected, atol=1e-4)


@given(
    st.lists(
        st.sampled_from(["Roe", "’s", "'", "-", " ", "don’t", "U.S.", "42nd", "_", ",", "''", "x" * 290]), max_size=12
    ),
    st.data(),
)
def test_words_around_a_mention_are_those_of_the_text_cut_out_on_either_side(pieces, data):
    text = "".join(pieces)
    start, end = (data.draw(st.integers(0, len(text) + 2)) for _ in "ab")
    vocabulary = {
        word: n for n, word in enumerate(["<name>", "s", "-", "don't", "don", "t", "u", ".", "42", "nd", ","])
    }
    found = targets.contexts([("Roe’s.", 0, 3), (text, start, end)], vocabulary)
    numbers, first = targets.Numbers(vocabulary), max(0, start - targets.REACH)
    left = numbers.of(text[first:start], opens=first == 0)
    right = numbers.of(text[end : end + targets.REACH], opens=False)
    placed = [(number, place - len(left)) for place, number in enumerate(left)]
    placed += [(number, place + 1) for place, number in enumerate(right)]
    own = found.mention == 1
    assert list(zip(found.words[own].tolist(), found.distance[own].tolist(), strict=True)) == [
        (number, distance) for number, distance in placed if number >= 0
    ]


def measured(body, title="", day=None):
    articles = pd.DataFrame({"article_id": ["a"], "title": [title], "body": [body], "published_at": [day]})
    sentences = segment.of_articles(articles)
    return targets.of_articles(articles, sentences, names.of_articles(articles, sentences))


def test_mentions_point_into_the_body_and_are_merged_under_one_name():
    body = "Donald Trump met Kim Jong-un. Later the US President praised Kim. South Korean aides saw Trump’s smile."
    found = measured(body, title="Trump wins", day=pd.Timestamp("2019-06-30", tz="UTC"))
    schema.conform(found, schema.TARGETS)
    spans = [body[start:end] for start, end in zip(found["start"], found["end"], strict=True)]
    assert spans == ["Donald Trump", "Kim Jong-un", "US President", "Kim", "Trump"]
    assert found["target"].tolist() == ["Donald Trump", "Kim Jong Un", "Donald Trump", "Kim Jong Un", "Donald Trump"]
    assert (found[["negative", "neutral", "positive"]].sum(axis=1) - 1).abs().max() < 1e-6


@pytest.mark.parametrize(
    ("day", "expected"), [("2019-06-30", ["Donald Trump"]), ("2022-06-30", ["Joe Biden"]), (None, [])]
)
def test_an_office_is_a_mention_of_who_held_it_that_day(day, expected):
    body = "Later the US president laughed. A South Korean went home."
    found = measured(body, day=day and pd.Timestamp(day, tz="UTC"))
    assert found["target"].tolist() == expected
    assert [body[start:end] for start, end in zip(found["start"], found["end"], strict=True)] == ["US president"] * len(
        expected
    )


@pytest.mark.parametrize("body", [None, "", "no names at all here.", "!!! ??? 😀", "’’ « » “"])
def test_an_article_without_targets_gives_an_empty_table(body):
    schema.conform(measured(body), schema.TARGETS)
    assert measured(body).empty


@given(st.text(max_size=60), st.integers(0, 70), st.integers(0, 70))
def test_any_span_of_any_text_is_judged_without_an_exception(text, start, end):
    found = targets.tone_of_mentions(pd.DataFrame({"sentence": [text], "start": [start], "end": [end]}))
    assert found.sum(axis=1).tolist() == pytest.approx([1], abs=1e-5)


@pytest.mark.parametrize(
    "unit",
    [
        "Roe lied \"to 'him. ",
        "MR ROE LIED TO THEM ALL ",
        "«Roe» a menti, ",
        "Roe 😀👍🏽 wins ",
        "ROE: I won. DOE: No. ",
        "Roe and Doe, ",
    ],
)
def test_a_mention_reads_no_more_words_in_a_longer_sentence(unit):
    def read(length):
        text = unit * (length // len(unit))
        start = np.array([place for place in range(len(text)) if text.startswith(("Roe", "ROE"), place)][::10])
        first = np.zeros_like(start)
        places = targets.MentionPlaces(first, first, np.full_like(start, len(text)), start, start + 3)
        mentions = pd.DataFrame({"sentence": text, "start": start, "end": start + 3})
        assert targets.tone_of_mentions(mentions).sum(axis=1).tolist() == pytest.approx([1] * len(start), abs=1e-5)
        return targets.windows(places, encoded.of_texts([text]), [text], targets._model().vocabulary)

    short, long = read(5_000), read(50_000)
    assert long.counts.sum(axis=1).max() <= short.counts.sum(axis=1).max() < 2 * targets.REACH
    assert len(long.words) <= 10.1 * len(short.words)


def test_what_training_begins_with_describes_mentions_as_the_shipped_model_does():
    words = ["critics", "praised", "him"]
    blank = training.blank_model(words, np.eye(3, 128, dtype="float32"))
    found = targets.contexts([("Critics praised him.", 16, 19)], blank.vocabulary)
    assert targets.features(found, blank).shape == (1, len(targets._model().hidden))


def test_the_model_ships_as_plain_numbers_of_less_than_ten_megabytes():
    assert (assets.DATA / targets.MODEL).stat().st_size < 10_000_000
    assert all(array.dtype.kind in "fu" for array in assets.arrays(targets.MODEL).values())


def test_a_probability_is_the_same_to_the_last_bit_in_any_company():
    model, rng = targets._model(), np.random.default_rng(7)
    described = rng.normal(size=(301, len(model.hidden))) / 8
    together = targets.predicted(described, model)
    for n in (1, 7, 64):
        apart = [targets.predicted(described[low : low + n], model) for low in range(0, len(described), n)]
        assert np.array_equal(np.concatenate(apart), together)
