"""Storylines join events by words and names together, whatever the time between."""

import numpy as np
import pandas as pd
import pytest

from analysis import assets, schema
from analysis.events import storylines


def centred(words, names):
    """Make a ``centres`` table from weights of words and names."""
    rows = []
    for number, pair in enumerate(zip(words, names, strict=True)):
        values = [np.array(one) / np.linalg.norm(one) for one in pair]
        features = [np.flatnonzero(one).astype("int32") for one in values]
        weights = [np.rint(1000 * one[one > 0]).astype("int16") for one in values]
        rows.append((f"e{number}", features[0], weights[0], features[1], weights[1]))
    return schema.conform(pd.DataFrame(rows, columns=list(schema.CENTRES.columns)), schema.CENTRES)


def links_of(centres):
    return storylines.links(centres, np.ones(len(centres), dtype=bool), schema.empty(schema.LINKS)).rows


def storylines_of(centres):
    everything, new = np.ones(len(centres), dtype=bool), pd.Series([None] * len(centres), dtype="str")
    return storylines.of_events(centres["event"], links_of(centres), everything, new).tolist()


def test_words_without_names_and_names_without_words_do_not_join():
    centres = centred([[1, 0, 0], [1, 0, 0], [0, 1, 0]], [[1, 0], [0, 1], [1, 0]])
    assert storylines_of(centres) == [0, 1, 2]


def test_words_and_names_together_join():
    centres = centred([[1, 0.2, 0], [1, 0, 0.3], [0, 0.1, 1]], [[1, 0], [1, 0.1], [0, 1]])
    assert storylines_of(centres) == [0, 0, 2]


def test_the_likeness_is_the_geometric_mean_of_two_cosines():
    centres = centred([[0.6, 0.8], [1, 0]], [[1, 0], [0.8, 0.6]])
    links = storylines.links(centres, np.array([False, True]), schema.empty(schema.LINKS)).rows
    assert links[["event", "other"]].to_numpy().tolist() == [["e0", "e1"]]
    assert links["likeness"][0] == pytest.approx(np.sqrt(0.6 * 0.8), abs=1e-3)


def test_an_event_that_comes_later_finds_the_same_links():
    rng = np.random.default_rng(5)
    centres = centred(*([rng.random(6) * (rng.random(6) > 0.4) + 1e-3 for _ in range(12)] for _ in range(2)))
    everything = links_of(centres)
    changed = np.isin(np.arange(12), [3, 11])
    known = everything[~everything["event"].isin(["e3", "e11"]) & ~everything["other"].isin(["e3", "e11"])]
    again = storylines.links(centres, changed, known).rows
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
