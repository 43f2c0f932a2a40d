"""Each statistic against another way of computing it, on lopsided numbers."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.comparison import statistics

LOPSIDED = np.array([0.4, -0.05, 0.31, 0.02, 0.9, -0.11, 0.27, 0.0, 0.6])


def flips_by_loop(differences):
    observed = abs(sum(differences))
    totals = [
        abs(sum(sign * value for sign, value in zip(signs, differences, strict=True)))
        for signs in product((1, -1), repeat=len(differences))
    ]
    return sum(total >= observed - 1e-9 for total in totals) / len(totals)


def test_the_t_interval_is_scipys():
    expected = stats.ttest_1samp(LOPSIDED, 0).confidence_interval(0.95)
    got = statistics.t_interval(LOPSIDED)
    assert (got.low, got.high) == pytest.approx((expected.low, expected.high))
    assert got.estimate == pytest.approx(LOPSIDED.mean())


@pytest.mark.parametrize("values", [[], [0.3], [0.3, 0.5], [0.2] * 8])
def test_too_few_or_constant_values_have_no_interval(values):
    got = statistics.t_interval(np.array(values))
    assert np.isnan([got.low, got.high]).all()


@pytest.mark.parametrize("differences", [LOPSIDED, LOPSIDED[:6], LOPSIDED[2:], -LOPSIDED, np.full(7, 0.5)])
def test_sign_flips_are_those_of_a_plain_loop(differences):
    assert statistics.sign_flip_p(differences) == pytest.approx(flips_by_loop(differences))


def test_five_events_have_no_sign_flip_p():
    assert np.isnan(statistics.sign_flip_p(LOPSIDED[:5]))


def test_differences_that_are_all_zero_have_p_one():
    assert statistics.sign_flip_p(np.zeros(9)) == 1.0


@pytest.mark.parametrize("shift", [0.0, 0.1, 0.25, 0.45])
@pytest.mark.parametrize("n", [21, 24])
def test_the_formula_above_twenty_events_is_that_of_all_flips(shift, n, monkeypatch):
    rng = np.random.default_rng(5)
    differences = rng.standard_t(3, n) * 0.3 + shift
    formula = statistics.sign_flip_p(differences)
    monkeypatch.setattr(statistics, "EXACT_FLIPS", 30)
    assert formula == pytest.approx(statistics.sign_flip_p(differences), rel=0.03, abs=1e-6)


def test_the_formula_for_many_events_is_that_of_random_flips():
    rng = np.random.default_rng(8)
    differences = rng.exponential(1, 150) - 0.85
    signs = rng.choice([-1, 1], (40_000, 150))
    drawn = (np.abs(signs @ differences) >= abs(differences.sum())).mean()
    assert statistics.sign_flip_p(differences) == pytest.approx(drawn, abs=4 * np.sqrt(drawn / 40_000))


def test_equal_steps_are_counted_and_not_smoothed():
    differences = np.array([0.5] * 20 + [-0.5] * 10)
    assert statistics.sign_flip_p(differences) == pytest.approx(stats.binomtest(20, 30).pvalue)


def test_many_differences_of_one_sign_have_the_smallest_p():
    assert statistics.sign_flip_p(np.linspace(0.1, 1, 30)) == pytest.approx(2.0**-29)


@given(st.lists(st.floats(-1, 1, allow_subnormal=False), min_size=6, max_size=40))
def test_flipping_every_sign_changes_no_p_and_p_is_a_probability(values):
    differences = np.round(np.array(values), 6)
    p = statistics.sign_flip_p(differences)
    assert 0 < p <= 1
    assert statistics.sign_flip_p(-differences) == pytest.approx(p)


def test_benjamini_hochberg_is_scipys_and_skips_empties():
    p = np.array([0.2, 0.001, np.nan, 0.04, 0.012, 0.9, np.nan, 0.012])
    got = statistics.benjamini_hochberg(p)
    assert np.isnan(got[[2, 6]]).all()
    tested = ~np.isnan(p)
    assert got[tested] == pytest.approx(stats.false_discovery_control(p[tested]))


def test_no_p_gives_no_q():
    assert len(statistics.benjamini_hochberg(np.array([]))) == 0
    assert np.isnan(statistics.benjamini_hochberg(np.array([np.nan]))).all()


def test_the_jackknife_of_a_ratio_is_that_of_a_plain_loop():
    tops, bottoms = np.array([1.0, 4, 2, 8, 5]), np.array([2.0, 3, 9, 4, 1])
    without = np.array([np.delete(tops, i).sum() / np.delete(bottoms, i).sum() for i in range(5)])
    full = tops.sum() / bottoms.sum()
    se = np.sqrt(4 / 5 * ((without - without.mean()) ** 2).sum())
    got = statistics.jackknife(full, without)
    assert got.high - got.estimate == pytest.approx(stats.t.ppf(0.975, 4) * se)
    assert got.estimate == full


def test_a_jackknife_with_an_undefined_part_has_no_interval():
    assert np.isnan(statistics.jackknife(0.3, np.array([0.1, np.nan, 0.2])).low)


def test_the_detectable_difference_is_found_four_times_in_five():
    rng = np.random.default_rng(3)
    size = statistics.detectable_difference(1.0, 12)
    samples = rng.normal(size, 1.0, (4000, 12))
    assert (stats.ttest_1samp(samples, 0, axis=1).pvalue < 0.05).mean() == pytest.approx(0.8, abs=0.04)
    assert np.isnan(statistics.detectable_difference(1.0, 5))
