"""The per-article values, recomputed by hand on one small corpus."""

import numpy as np
import pandas as pd
import pytest

from analysis import schema
from analysis.corpus import segment
from analysis.measures import summary
from analysis.measures.summary import declared

BODY = 'Talks failed badly. "We are happy," Kim said. They met again. Nothing good came. It was very sad.'


def tables(**given):
    names = ("sentences", "tone", "quotes", "targets", "frames", "loaded")
    return [given.get(name, schema.empty(schema.TABLES[name])) for name in names]


def articles(bodies, titles=None, languages=None):
    ids = [f"a{number}" for number in range(len(bodies))]
    return pd.DataFrame(
        {
            "article_id": pd.Series(ids, dtype="str"),
            "title": titles or [None] * len(ids),
            "body": bodies,
            "n_words": [len(segment.words(body)) if isinstance(body, str) else 0 for body in bodies],
            "language": languages or ["en"] * len(ids),
        }
    )


@pytest.fixture
def measured():
    corpus = articles([BODY], ["Sad end"])
    sentences = segment.of_articles(corpus).assign(voice=["own", "own", "attributed", "own", "own", "mixed"])
    tone = sentences[["article_id", "sentence"]].assign(
        tone=[-0.5, -0.6, 0.5, np.nan, 0.2, -0.4], tone_without_names=[-0.5, -0.1, 0.5, np.nan, np.nan, -0.4]
    )
    start = BODY.index("We")
    quotes = pd.DataFrame(
        {
            "article_id": ["a0", "a0"], "start": [start, start + 3], "end": [start + 12, start + 12],
            "kind": ["direct", "indirect"], "speaker": ["Kim", "kim"], "cue": "said", "cue_kind": "neutral",
            "act": "said", "sure": 0.9,
        }
    )  # fmt: skip
    loaded = pd.DataFrame(
        {
            "article_id": "a0", "start": [BODY.index("badly"), BODY.index("happy"), BODY.index("very")],
            "end": [1, 2, 3], "kind": ["evaluative", "evaluative", "hedge"],
        }
    )  # fmt: skip
    frames = pd.DataFrame(
        {
            "article_id": "a0", "codebook": "generic 1", "frame": "conflict", "voice": ["own", "all"],
            "hits": 1, "salience": [60.0, 50.0], "emphasis": [np.nan, 1.5],
        }
    )  # fmt: skip
    targets = pd.DataFrame(
        {
            "article_id": "a0", "start": [0, 5, 9], "end": [1, 6, 10], "target": ["Kim", "Kim", "Moon"],
            "negative": [0.7, 0.4, 0.1], "neutral": [0.2, 0.5, 0.1], "positive": [0.1, 0.1, 0.8],
        }
    )  # fmt: skip
    given = tables(sentences=sentences, tone=tone, quotes=quotes, loaded=loaded, frames=frames, targets=targets)
    return summary.of_articles(corpus, *given)


def test_values_are_those_counted_by_hand(measured):
    values = measured.set_index("measure")["value"]
    n_words = len(segment.words(BODY))
    expected = {
        "tone_own": (-0.6 + 0.2) / 2,
        "tone_attributed": 0.5,
        "tone_without_names": -0.1,
        "tone_title": -0.5,
        "tone_body": (-0.6 + 0.5 + 0.2 - 0.4) / 4,
        "title_minus_body": -0.5 + 0.3 / 4,
        "share_negative": 0.5,
        "share_attributed": 3 / n_words,
        "share_direct": 3 / n_words,
        "n_speakers": 1,
        "loaded_rate": 1000 / (n_words - 3),  # 'happy' is Kim's
        "hedge_rate": 1000 / (n_words - 3),
        "n_words": n_words,
        "frame:conflict": 1.5,
        "frame_salience:conflict": 50,
        "target:Kim": -0.45,
    }
    assert list(values.index) == list(expected)
    assert values.tolist() == pytest.approx(list(expected.values()), rel=1e-6)


def test_the_number_of_sentences_stands_beside_each_tone(measured):
    n = measured.set_index("measure")["n"]
    assert (n["tone_own"], n["tone_body"], n["title_minus_body"], n["target:Kim"]) == (2, 4, 4, 2)


def test_a_headline_alone_is_measured_by_its_tone_only():
    corpus = articles([None], ["Talks fail"])
    sentences = segment.of_articles(corpus).assign(voice="own")
    tone = sentences[["article_id", "sentence"]].assign(tone=-0.5, tone_without_names=-0.5)
    got = summary.of_articles(corpus, *tables(sentences=sentences, tone=tone))
    assert got["measure"].tolist() == ["tone_title"]


def test_a_text_in_another_language_has_its_length_and_nothing_english():
    corpus = articles(["Переговоры зашли в тупик."], languages=["ru"])
    got = summary.of_articles(corpus, *tables())
    assert got["measure"].tolist() == ["n_words"]


def test_no_articles_give_an_empty_table():
    got = summary.of_articles(articles([]), *tables())
    assert got.empty and list(got.columns) == list(schema.MEASURES.columns)


def test_an_article_is_measured_alike_alone_and_among_others():
    bodies = ["One good deal. Two bad deals.", BODY, "Short."]
    corpus = articles(bodies)
    sentences = segment.of_articles(corpus).assign(voice="own")
    tone = sentences[["article_id", "sentence"]].assign(tone=0.1, tone_without_names=0.1)
    together = summary.of_articles(corpus, *tables(sentences=sentences, tone=tone))
    alone = summary.of_articles(corpus.iloc[[1]], *tables(sentences=sentences, tone=tone))
    expected = together[together["article_id"] == "a1"].reset_index(drop=True)
    pd.testing.assert_frame_equal(alone, expected, check_categorical=False)


def test_every_measure_says_its_unit_direction_and_meaning():
    for name, measure in summary.MEASURES_MEANT.items():
        assert measure.name == name and measure.minimum >= 1
        assert measure.label and measure.unit and measure.higher_means and measure.meaning


def test_an_unknown_measure_is_named_with_those_that_exist():
    for name in ("bias", "frame:", "bias:Kim"):
        with pytest.raises(KeyError, match="there are tone_own"):
            summary.meant(name)


def test_no_measure_is_declared_twice():
    assert list(declared.MEASURES_MEANT) == [measure.name for measure in declared._DECLARED]
