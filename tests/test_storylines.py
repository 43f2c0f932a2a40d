"""Storylines join events by words and names together, whatever the time between."""

import numpy as np
from scipy import sparse

from analysis import reference
from analysis.events import storylines


def rows(*values):
    matrix = np.array(values, dtype="float64")
    return sparse.csr_matrix(matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9))


def test_words_without_names_and_names_without_words_do_not_join():
    words = rows([1, 0, 0], [1, 0, 0], [0, 1, 0])
    names = rows([1, 0], [0, 1], [1, 0])
    assert storylines.of_events(words, names).tolist() == [0, 1, 2]


def test_words_and_names_together_join():
    words = rows([1, 0.2, 0], [1, 0, 0.3], [0, 0.1, 1])
    names = rows([1, 0], [1, 0.1], [0, 1])
    assert storylines.of_events(words, names).tolist() == [0, 0, 2]


def test_no_events_and_one_event():
    for n_events in (0, 1):
        nothing = sparse.csr_matrix((n_events, 3))
        assert storylines.of_events(nothing, nothing).tolist() == list(range(n_events))


def test_the_gold_set_holds_ids_only_and_each_once():
    gold = reference.table("storylines_gold.csv")
    assert gold["article_id"].is_unique
    assert gold["article_id"].str.fullmatch(r"allsides-[\w-]+").all()
    assert gold["storyline"].nunique() > 20
