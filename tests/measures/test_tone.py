"""VADER's scores, faster, and the words that made them."""

import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from analysis import schema
from analysis.corpus import segment
from analysis.measures import names, tone
from analysis.measures.tone import rules, vader
from analysis.validation.tone import calibration_error, fuzzed, n_changed_by_apostrophes

PACKAGE = SentimentIntensityAnalyzer()


def package_scores(texts):
    """Score texts with straight marks, the only ones that the package's rules know."""
    scores = [PACKAGE.polarity_scores(rules.folded(text)) for text in texts]
    return pd.DataFrame(scores, columns=["neg", "neu", "pos", "compound"])


@pytest.mark.parametrize("n", [3_000, pytest.param(15_000, marks=pytest.mark.trial)])
def test_all_four_scores_are_those_of_the_package_on_fuzzed_texts_with_straight_marks(n):
    texts = list(fuzzed(n, seed=5))
    expected = package_scores(texts)
    pd.testing.assert_frame_equal(vader.FastVader().scores(texts), expected, check_exact=True, check_dtype=False)


@pytest.mark.parametrize(
    "straight",
    [
        "The deal isn't good for the workers in the north.", "She can't trust them.", "They couldn't've won.",
        "The workers' great day", "'Good' they said", '"Great!" he said', "It was sad...",
    ],
)  # fmt: skip
def test_the_spelling_of_marks_changes_no_tone(straight):
    expected = PACKAGE.polarity_scores(straight.replace("...", "."))["compound"]
    curly = straight.replace("'", "’").replace(' "', " “").replace('"', "”").replace("...", "…")
    for text in (straight, curly, straight.replace("'", "`"), straight.replace("'", "‘"), straight.replace("'", "´")):
        assert vader.analyser().scores([text])["compound"].tolist() == [expected]
        assert scored(text)["tone"].tolist() == [pytest.approx(expected, abs=1e-6)]


def test_apostrophes_change_no_score_of_fuzzed_texts():
    assert n_changed_by_apostrophes(list(fuzzed(3_000, seed=8))) == 0


@given(st.lists(st.text(alphabet=st.sampled_from("good bad no but! ?NOT'’©😀👍🏽 \n\x00é"), max_size=60), max_size=5))
def test_any_text_scores_as_in_the_package(texts):
    pd.testing.assert_frame_equal(
        vader.analyser().scores(texts), package_scores(texts), check_exact=True, check_dtype=False
    )


def test_equal_values_after_but_keep_the_quirk_of_the_package():
    texts = ["good good but good bad good", "but good good good", "bad bad good bad but", "GOOD good but GOOD good"]
    pd.testing.assert_frame_equal(vader.analyser().scores(texts), package_scores(texts), check_exact=True)


def test_a_full_memory_is_emptied_and_changes_no_score(monkeypatch):
    monkeypatch.setattr(vader, "_KNOWN_TOKENS", 3)
    texts = ["a good deal", "a bad deal", "not a very good day"]
    analyser = vader.FastVader()
    for text in texts:
        pd.testing.assert_frame_equal(analyser.scores([text]), package_scores([text]), check_exact=True)
    pd.testing.assert_frame_equal(analyser.scores(texts), package_scores(texts), check_exact=True)


def scored(body, title=""):
    articles = pd.DataFrame({"article_id": ["a"], "title": [title], "body": [body]})
    sentences = segment.of_articles(articles)
    return tone.of_sentences(articles, sentences, names.of_articles(articles, sentences))


def test_sentences_are_scored_one_by_one_and_empty_without_a_lexicon_word():
    found = scored("It was a great success. It rained on Monday.", title="A bad day")
    schema.conform(found, schema.TONE)
    assert found["tone"].tolist()[:2] == pytest.approx([-0.5423, 0.8316], abs=1e-4)
    assert found["tone"].isna().tolist() == [False, False, True]


def test_a_lexicon_word_inside_a_name_does_not_count_in_the_second_score():
    found = scored("He praised the Justice Department. He saw the United Nations. They want justice.")
    with_names, without = found["tone"], found["tone_without_names"]
    assert without[0] == pytest.approx(PACKAGE.polarity_scores("He praised the x Department.")["compound"])
    assert with_names[1] > 0 and pd.isna(without[1])
    assert with_names[2] == without[2]


def test_no_articles_and_missing_texts_give_a_table_without_scores():
    articles = pd.DataFrame({"article_id": ["a"], "title": [None], "body": [None]})
    sentences = segment.of_articles(articles)
    assert tone.of_sentences(articles, sentences, names.of_articles(articles, sentences)).empty


@given(st.text(alphabet=st.sampled_from("good bad! ?©😀é\n.,"), max_size=60))
def test_the_words_that_made_a_score_are_those_of_the_package(text):
    spans = vader.token_spans(text)
    plain = vader.analyser().without_emoji(text)
    assert len(spans) == len(plain.split())
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(0 <= start < end <= len(text) and valence for start, end, valence in tone.words_of(text))


def test_words_are_marked_without_their_punctuation_and_emoji_as_they_stand():
    text = "“Great!” he said, 😀 but (bad)."
    marked = {text[start:end] for start, end, _ in tone.words_of(text)}
    assert marked == {"Great", "😀", "bad"}


@pytest.mark.parametrize(
    "unit",
    [
        "It was \"good and 'bad. ", "THIS IS A GREAT DAY ", "😀👍🏽 good ", "«Ce n’est pas good» ", "good bad but ",
        "no sentence at all ", "VERY good ", "’tis the dogs’ bad day ",
    ],
)  # fmt: skip
def test_bad_input_takes_the_same_time_per_character(unit):
    def seconds(text):
        best = float("inf")
        for _ in range(3):
            started = time.thread_time()
            vader.analyser().scores([text])
            tone.words_of(text)
            best = min(best, time.thread_time() - started)
        return best

    short, long = unit * (5_000 // len(unit)), unit * (50_000 // len(unit))
    assert seconds(long) < 40 * seconds(short)


def test_the_calibration_error_is_that_of_a_plain_loop():
    confidence = np.array([0.35, 0.38, 0.62, 0.66, 0.69, 0.93, 1.0])
    right = np.array([True, False, True, True, False, True, False])
    expected = 0.0
    for low in range(10):
        held = [(c, r) for c, r in zip(confidence, right, strict=True) if low <= min(c * 10, 9.5) < low + 1]
        if held:
            gap = abs(sum(c for c, _ in held) / len(held) - sum(r for _, r in held) / len(held))
            expected += gap * len(held) / len(confidence)
    assert calibration_error(confidence, right) == pytest.approx(expected)


ODD = [
    "not",
    " good",
    ".",
    ",",
    "“",
    "bad",
    "!",
    "?",
    " ",
    "😀",
    "_",
    "…",
    "GREAT",
    "--",
    ":)",
    "it",
    " but",
    "\n",
    "no",
]


@given(
    st.lists(st.sampled_from(ODD), max_size=20).map("".join), st.lists(st.sampled_from(ODD), max_size=9).map("".join)
)
def test_sentences_scored_on_shared_tokens_have_the_scores_of_their_texts(body, title):
    articles = pd.DataFrame({"article_id": ["x", "a"], "title": [None, title], "body": ["So good!", body]})
    sentences = segment.of_articles(articles)
    found = tone.of_sentences(articles, sentences, schema.empty(schema.NAMES))
    score = vader.analyser()
    texts = segment.texts_of(sentences, articles).tolist()
    has_hit = np.bincount(score.hits(score.encode(texts)).text, minlength=len(texts)) > 0
    expected = np.where(has_hit, score.scores(texts)["compound"].astype("float32"), np.nan)
    np.testing.assert_array_equal(found["tone"], expected)
