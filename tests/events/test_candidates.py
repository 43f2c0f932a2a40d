"""Candidates: neighbours within a window, never all pairs."""

import numpy as np
from scipy import sparse

from analysis.events import candidates


def random_rows(n_rows, seed):
    matrix = sparse.random(n_rows, 60, density=0.2, format="csr", random_state=np.random.default_rng(seed))
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return sparse.csr_matrix(sparse.diags(1 / np.maximum(norms, 1e-9)) @ matrix)


def test_pairs_against_a_plain_loop(monkeypatch):
    monkeypatch.setattr(candidates, "BLOCK", 7)
    matrix, rng = random_rows(40, seed=3), np.random.default_rng(4)
    days = rng.integers(0, 90, 40).astype(float)
    days[[5, 17]] = np.nan
    cosines = (matrix @ matrix.T).toarray()
    expected = [
        (i, j)
        for i in range(40)
        for j in range(i + 1, 40)
        if cosines[i, j] >= candidates.MIN_COSINE and not abs(days[i] - days[j]) > 20
    ]
    found = candidates.find(matrix, days, reach_days=20)
    assert list(zip(found.left.tolist(), found.right.tolist(), strict=True)) == expected


def test_an_article_keeps_its_nearest_neighbours_only(monkeypatch):
    monkeypatch.setattr(candidates, "NEIGHBOURS", 1)
    matrix = sparse.csr_matrix([[1.0, 0.0, 0.0], [0.9, np.sqrt(0.19), 0.0], [0.8, 0.0, 0.6]])
    found = candidates.find(matrix, np.zeros(3))
    assert found.left.tolist() == [0, 0]
    assert found.right.tolist() == [1, 2]


def test_undated_articles_are_held_against_all_by_content():
    matrix = sparse.csr_matrix([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    found = candidates.find(matrix, np.array([np.nan, 5000.0, np.nan]))
    assert (found.left.tolist(), found.right.tolist()) == ([0], [1])


def test_no_articles_one_article_and_empty_articles_have_no_pairs():
    for n_rows in (0, 1, 3):
        assert not len(candidates.find(sparse.csr_matrix((n_rows, 4)), np.zeros(n_rows)).left)
