"""The draw of units for coding: known probabilities, kept for every article."""

import numpy as np
import pandas as pd
import pytest

from analysis.coding import sampling


def frame_of(n=300, seed=1):
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "unit": [f"a{number:04d}" for number in range(n)],
            "outlet": rng.choice(["A", "B", "C"], n, p=[0.7, 0.2, 0.1]),
            "shared": rng.random(n) < 0.6,
            "value": rng.normal(size=n),
        }
    )


def test_the_probability_of_an_article_is_how_often_it_is_drawn():
    frame = frame_of(60)
    n_draws = 200
    draws = [sampling.drawn(frame, 30, seed=seed) for seed in range(n_draws)]
    times = np.mean([drawn["is_drawn"] for drawn in draws], axis=0)
    probability = draws[0]["probability"].to_numpy()
    error = np.sqrt(probability * (1 - probability) / n_draws)
    assert (np.abs(times - probability) <= 3.5 * error).all()


def test_the_weights_of_coded_articles_add_up_to_all_articles():
    frame = frame_of()
    drawn = sampling.drawn(frame, 90, seed=2).query("is_drawn")
    by_outlet = (1 / drawn["probability"]).groupby(drawn["outlet"]).sum()
    assert by_outlet.to_dict() == pytest.approx(frame["outlet"].value_counts().to_dict())
    assert 88 <= len(drawn) <= 100


def test_the_draw_does_not_depend_on_the_order_of_the_articles():
    frame = frame_of()
    pd.testing.assert_frame_equal(
        sampling.drawn(frame, 50, seed=3), sampling.drawn(frame.sample(frac=1, random_state=1), 50, seed=3)
    )


def test_a_draw_of_more_than_there_are_takes_all():
    drawn = sampling.drawn(frame_of(20), 50, seed=1)
    assert drawn["is_drawn"].sum() == 20
    assert (drawn["probability"] == 1).all()


def test_more_coded_articles_make_a_narrower_interval():
    widths = [sampling.width(n, 400, 0.13, 0.1, 40, 2.0) for n in (40, 100, 400)]
    assert widths == sorted(widths, reverse=True)
    n = sampling.needed(widths[1], 400, 0.13, 0.1, 40, 2.0)
    assert n == 100


def test_every_outlet_has_enough_coded_where_the_sheet_allows_it():
    frame = frame_of(1000).assign(outlet=lambda rows: np.where(np.arange(len(rows)) % 25 == 0, "small", "large"))
    drawn = sampling.drawn(frame, 120, seed=4).query("is_drawn")
    assert drawn["outlet"].value_counts()["small"] == sampling.MIN_OF_OUTLET
    assert len(drawn) == 120


def test_a_small_sheet_over_many_outlets_stays_small():
    frame = frame_of(1200).assign(outlet=lambda rows: np.arange(len(rows)) % 20)
    drawn = sampling.drawn(frame, 90, seed=4)
    assert drawn["is_drawn"].sum() == 90
    assert (drawn["probability"] > 0).all()
