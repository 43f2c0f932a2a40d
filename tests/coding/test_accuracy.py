"""The machine against people: intervals and the test of outlets against independent computations."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.coding import accuracy


def articles_of(n, shift, *, seed=1):
    rng = np.random.default_rng(seed)
    outlet = rng.choice(["A", "B", "C"], n, p=[0.5, 0.3, 0.2])
    machine = rng.normal(size=n)
    people = 0.5 * machine + rng.normal(size=n) * 0.5 + np.where(outlet == "C", shift, 0.0)
    return pd.DataFrame({"outlet": outlet, "machine": machine, "people": people})


@pytest.mark.parametrize(("right", "n"), [(0, 7), (3, 11), (20, 20), (41, 97)])
def test_wilsons_interval_is_that_of_scipy(right, n):
    expected = stats.binomtest(right, n).proportion_ci(method="wilson")
    assert accuracy.wilson(right, n) == pytest.approx((expected.low, expected.high), abs=1e-6)


def test_the_correlation_and_its_interval_are_those_of_scipy():
    articles = articles_of(60, 0.0)
    expected = stats.pearsonr(articles["machine"], articles["people"])
    interval = expected.confidence_interval()
    found = accuracy.correlation(articles["machine"].to_numpy(), articles["people"].to_numpy())
    assert found == pytest.approx((expected.statistic, interval.low, interval.high), abs=1e-6)


def test_outlets_that_the_machine_misreads_are_told_from_those_it_does_not():
    assert accuracy.differ(articles_of(150, 0.8), seed=1) < 0.01
    p = [accuracy.differ(articles_of(60, 0.0, seed=seed), seed=1) for seed in range(30)]
    assert np.mean(np.array(p) < 0.2) < 0.45  # by chance 6 of 30


def test_the_p_of_shuffling_is_near_that_of_an_analysis_of_variance():
    articles = articles_of(120, 0.25)
    left = accuracy.shifts(articles)
    expected = stats.f_oneway(*(own for _, own in left.groupby(articles["outlet"]))).pvalue
    assert accuracy.differ(articles, seed=2) == pytest.approx(expected, abs=0.03)


def test_few_coded_articles_of_an_outlet_have_no_agreement():
    articles = articles_of(40, 0.0).assign(outlet=["A"] * 36 + ["B"] * 4)
    found = accuracy.by_outlet(articles, yes_no=False).set_index("outlet")
    assert found.loc["B", ["shift", "r", "r_low"]].isna().all()
    assert found.loc["A", "r"] > 0
    assert np.isnan(accuracy.differ(articles, seed=1))


def test_precision_and_recall_by_hand():
    articles = pd.DataFrame(
        {
            "outlet": "A",
            "machine": [0.2, 0.3, 0.1, 0.4, 0.0, 0.0, 0.0, 0.0, 0.5],
            "people": [1.0, 1.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.5],
        }
    )
    found = accuracy.by_outlet(articles, yes_no=True).iloc[0]
    assert (found["precision"], found["recall"]) == (0.75, 0.75)
    assert (found["precision_low"], found["precision_high"]) == pytest.approx(accuracy.wilson(3, 4))
