"""One correction for everything that is shown together."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.comparison import families, statistics


def test_measures_are_corrected_over_all_rows_and_for_words_beside_them():
    p = np.array([0.001, 0.3, np.nan, 0.02, 0.04, 0.9])
    rows = pd.DataFrame({"measure": list("aabbcc"), "p": p})
    expected = stats.false_discovery_control(p[~np.isnan(p)])
    alone = families.measures_together(rows)["q_all"].to_numpy()
    assert alone[~np.isnan(p)] == pytest.approx(expected) and np.isnan(alone[2])
    beside = families.measures_together(rows, beside_words=True)["q_all"].to_numpy()
    assert beside[~np.isnan(p)] == pytest.approx((2 * expected).clip(max=1))


def test_words_of_a_single_comparison_keep_their_q():
    rows = pd.DataFrame({"target": "A", "reference": "B", "q": [0.01, 0.5, np.nan]})
    assert families.words_together(rows)["q_all"].tolist()[:2] == [0.01, 0.5]
    assert families.words_together(rows, beside_measures=True)["q_all"].tolist()[:2] == [0.02, 1.0]


@pytest.mark.trial
def test_many_comparisons_of_words_without_a_difference_rarely_call_any():
    rng = np.random.default_rng(5)
    called = 0
    for _ in range(400):
        q = rng.random((30, 3))
        q.sort(axis=1)
        q[:, 0] = rng.random(30)  # the strongest word of each comparison has a uniform q
        rows = pd.DataFrame({"target": np.repeat(np.arange(30), 3), "reference": "x", "q": np.sort(q).ravel()})
        rows["q"] = np.where(np.arange(90) % 3 == 0, q[:, 0].repeat(3), 1.0)
        called += bool((families.words_together(rows)["q_all"] <= statistics.CHANCE).any())
    assert called / 400 <= 0.08
