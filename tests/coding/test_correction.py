"""Corrected values: their mean is that of people's codes, whatever the machine says."""

import numpy as np
import pandas as pd
import pytest

from analysis.coding import correction


@pytest.mark.parametrize("slope", [0.0, 0.7, 1.5])
def test_over_all_draws_the_corrected_mean_is_the_mean_of_people(slope):
    """Every pair of four articles is drawn once; the average over all draws must be exact, with a useless machine."""
    people = np.array([0.2, -0.4, 0.9, 0.1])
    machine = np.array([5.0, -3.0, 0.5, 9.0])
    means = []
    for first in range(4):
        for second in range(first + 1, 4):
            coded = np.full(4, np.nan)
            coded[[first, second]] = people[[first, second]]
            means.append(correction.corrected(machine, coded, np.full(4, 0.5), slope).mean())
    assert np.mean(means) == pytest.approx(people.mean())


def test_where_all_are_coded_the_machine_does_not_matter():
    people = np.array([0.2, -0.4, 0.9])
    found = correction.corrected(np.array([9.0, 9.0, -9.0]), people, np.ones(3))
    assert found == pytest.approx(people)


def test_a_useless_machine_is_left_out():
    rng = np.random.default_rng(1)
    assert correction.slope_of(rng.normal(size=400), rng.normal(size=400)) < 0.15
    assert correction.slope_of(np.array([1.0, 2.0, 3.0]), np.array([3.0, 2.0, 1.0])) == 0.0


def test_the_slope_against_least_squares():
    rng = np.random.default_rng(2)
    machine = rng.normal(size=50)
    people = 0.6 * machine + rng.normal(size=50) * 0.3
    assert correction.slope_of(machine, people) == pytest.approx(np.polyfit(machine, people, 1)[0])


def test_a_unit_that_nobody_coded_has_no_mean():
    rows = pd.DataFrame({"unit": ["u", "v"], "article_id": ["a", "b"], "probability": 0.5, "code": [1.0, np.nan]})
    assert correction.means_of_coders(rows)["unit"].tolist() == ["u"]
