"""Krippendorff's alpha against a kept implementation and by hand, on lopsided tables with gaps."""

import krippendorff
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.coding import agreement


def codings_of(table):
    """One row a coder and unit, from a table of coders by units."""
    return pd.DataFrame(
        [
            {"unit": f"u{unit}", "coder": coder, "code": code}
            for coder, row in enumerate(table)
            for unit, code in enumerate(row)
        ]
    )


LOPSIDED = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, np.nan, np.nan, np.nan],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, np.nan, 3],
        [np.nan, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, np.nan],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, np.nan],
    ]
)
"""Four coders, twelve units, gaps: the example of Krippendorff's own paper."""


@pytest.mark.parametrize(("level", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_alpha_is_that_of_the_paper(level, published):
    counts, codes, _ = agreement.counted(codings_of(LOPSIDED))
    assert agreement.alpha_of(counts, codes, level) == pytest.approx(published, abs=0.0006)


@given(
    table=st.lists(
        st.lists(st.sampled_from([-2.0, -1.0, 0.0, 1.0, 2.0, np.nan]), min_size=7, max_size=7), min_size=2, max_size=5
    ),
    level=st.sampled_from(["nominal", "ordinal", "interval"]),
)
def test_alpha_equals_a_kept_implementation(table, level):
    table = np.array(table)
    counts, codes, _ = agreement.counted(codings_of(table))
    varied = len(counts) and (counts.sum(axis=0) > 0).sum() > 1
    ours = agreement.alpha_of(counts, codes, level) if len(counts) else np.nan
    if not varied:
        assert np.isnan(ours)
        return
    assert ours == pytest.approx(krippendorff.alpha(reliability_data=table, level_of_measurement=level), abs=1e-9)


def test_coders_who_never_vary_have_no_alpha():
    found = agreement.of_codings(codings_of(np.ones((2, 30))), "nominal", seed=1)
    assert np.isnan(found.alpha)
    assert np.isnan(found.low)
    assert agreement.verdict(found) == "undefined"


def test_one_coder_alone_has_no_alpha():
    found = agreement.of_codings(codings_of(np.array([[1.0, 2.0, 3.0]])), "interval", seed=1)
    assert (found.n_units, found.n_coders) == (0, 1)
    assert np.isnan(found.alpha)


def test_the_interval_resamples_articles_and_not_their_sentences():
    """Ten sentences of an article coded alike are one piece of evidence: the interval must not shrink."""
    rng = np.random.default_rng(4)
    first = rng.integers(0, 3, 40).astype(float)
    second = np.where(rng.random(40) < 0.8, first, rng.integers(0, 3, 40))
    once = codings_of(np.array([first, second])).assign(article_id=lambda rows: rows["unit"])
    tenfold = pd.concat([once.assign(unit=once["unit"] + f"-{copy}") for copy in range(10)])
    alone = agreement.of_codings(once, "nominal", seed=2)
    repeated = agreement.of_codings(tenfold, "nominal", seed=2)
    assert repeated.high - repeated.low == pytest.approx(alone.high - alone.low, rel=0.15)


def test_the_interval_holds_alpha_and_is_the_same_for_the_same_seed():
    rows = codings_of(LOPSIDED)
    found = agreement.of_codings(rows, "ordinal", seed=3, n_resamples=300)
    assert found.low < found.alpha < found.high
    assert found == agreement.of_codings(rows.sample(frac=1, random_state=1), "ordinal", seed=3, n_resamples=300)


def test_disagreements_come_widest_first():
    rows = codings_of(np.array([[0.0, 1.0, 2.0], [2.0, 1.0, 1.0]]))
    found = agreement.disagreements(rows, [0, 1])
    assert found["unit"].tolist() == ["u0", "u2"]
