"""Storylines join events by words, names, headlines and the days between them."""

import numpy as np
import pandas as pd
import pytest

from analysis import assets, schema
from analysis.events import similarity, storylines


def centred(words, names, headlines=None):
    """Make a ``centres`` table from weights of words, names and words of headlines (by default those of the text)."""
    rows = []
    for number, fields in enumerate(zip(words, names, headlines or words, strict=True)):
        values = [np.array(one) / np.linalg.norm(one) for one in fields]
        features = [np.flatnonzero(one).astype("int32") for one in values]
        weights = [np.rint(1000 * one[one > 0]).astype("int16") for one in values]
        rows.append((f"e{number}", *(part for pair in zip(features, weights, strict=True) for part in pair)))
    return schema.conform(pd.DataFrame(rows, columns=list(schema.CENTRES.columns)), schema.CENTRES)


def days_of(centres, apart=1):
    """Date the events, each so many days after the one before."""
    return pd.Series(pd.Timestamp("2019-06-01", tz="UTC") + pd.to_timedelta(apart * np.arange(len(centres)), unit="D"))


def links_of(centres, apart=1):
    everything = np.ones(len(centres), dtype=bool)
    return storylines.links(
        centres["event"], centres, days_of(centres, apart), everything, schema.empty(schema.LINKS)
    ).table


def storylines_of(centres):
    return storylines.of_events(centres["event"], links_of(centres), nothing_before(centres)).tolist()


def nothing_before(centres):
    return pd.Series([None] * len(centres), dtype="str")


def holding(*ranges):
    """Weigh the words of some ranges alike, among sixty."""
    return np.isin(np.arange(60), np.concatenate([np.arange(*one) for one in ranges])).astype("float64")


TALKS = holding((0, 20)), holding((0, 4)), holding((0, 3), (10, 11))
"""Words, names and words of the headlines of an event; others share a third of these or less."""


def test_words_without_names_do_not_join():
    other = holding((14, 34)), holding((30, 34)), holding((30, 33), (25, 26))
    assert storylines_of(centred(*zip(TALKS, other, strict=True))) == [0, 1]


def test_words_and_names_together_join():
    other = holding((2, 4), (14, 32)), holding((2, 4), (30, 32)), holding((2, 4), (25, 27))
    unlike = holding((40, 60)), holding((40, 44)), holding((40, 44))
    assert storylines_of(centred(*zip(TALKS, other, unlike, strict=True))) == [0, 0, 2]


def test_a_name_that_stands_in_every_event_of_a_corpus_joins_nothing():
    own = np.eye(200)
    everywhere = [np.append(row, 0.5) for row in own]
    assert storylines_of(centred(everywhere, everywhere)) == list(range(200))
    pair = [np.append(own[0] + own[1], 0.5)] * 2
    assert storylines_of(centred(pair + everywhere[2:], pair + everywhere[2:]))[:3] == [0, 0, 2]


def test_the_likeness_is_logistic_in_words_names_headlines_and_days():
    centres = centred([[0.6, 0.8], [1, 0]], [[1, 0], [0.8, 0.6]], [[1, 0], [0.28, 0.96]])
    learnt = similarity.PairModel(-0.5, np.array([0.7, 0.4, 2.0, -1.0, -0.3]))
    changed = np.array([False, True])
    links = storylines.links(
        centres["event"], centres, days_of(centres, 9), changed, schema.empty(schema.LINKS), learnt
    ).table
    assert links[["event", "other"]].to_numpy().tolist() == [["e0", "e1"]]
    told, named = np.sqrt([1.0, 0.28 * 0.6 + 0.96 * 0.8]).mean(), np.sqrt([0.8, 0.28]).mean()
    odds = -0.5 + 0.7 * np.log(0.6 + 0.02) + 0.4 * np.log(0.8 + 0.02) + 2.0 * told - named - 0.3 * np.log(10)
    assert links["likeness"][0] == pytest.approx(1 / (1 + np.exp(-odds)), abs=1e-3)


def test_the_less_time_lies_between_two_events_the_likelier_they_are_one_storyline():
    centres = centred([[0.6, 0.8], [1, 0]], [[1, 0], [0.8, 0.6]])
    near, far = (links_of(centres, apart)["likeness"][0] for apart in (3, 300))
    assert near > far > 0


def test_headlines_with_one_theme_make_one_storyline_likelier():
    words, names = holding((2, 4), (10, 28)), holding((2, 4), (30, 32))
    likeness = [
        links_of(centred(*zip(TALKS, (words, names, headline), strict=True)))["likeness"][0]
        for headline in (holding((10, 13), (30, 31)), holding((24, 27), (30, 31)))
    ]
    assert likeness[0] > likeness[1]


def test_an_event_that_comes_later_finds_the_same_links():
    rng = np.random.default_rng(5)
    centres = centred(*([rng.random(6) * (rng.random(6) > 0.4) + 1e-3 for _ in range(12)] for _ in range(2)))
    everything = links_of(centres)
    changed = np.isin(np.arange(12), [3, 11])
    known = everything[~everything["event"].isin(["e3", "e11"]) & ~everything["other"].isin(["e3", "e11"])]
    again = storylines.links(centres["event"], centres, days_of(centres), changed, known).table
    key = ["event", "other"]
    left, right = (table.sort_values(key, ignore_index=True) for table in (everything, again))
    pd.testing.assert_frame_equal(left, right)


def test_no_events_and_one_event():
    for n_events in (0, 1):
        assert storylines_of(centred([[1.0]] * n_events, [[1.0]] * n_events)) == list(range(n_events))


def test_the_gold_set_holds_ids_only_and_each_once():
    gold = assets.table("storylines_gold.csv")
    assert gold["article_id"].is_unique
    assert gold["article_id"].str.fullmatch(r"allsides-[\w-]+").all()
    assert gold["storyline"].nunique() > 20
