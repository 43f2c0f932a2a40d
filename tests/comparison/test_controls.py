"""Random halves of one outlet: what chance alone calls distinctive."""

import numpy as np
import pandas as pd
import pytest

from analysis.comparison import controls
from analysis.settings import Settings

SETTINGS = Settings(n_permutations=100)


def articles(n, n_events, seed=0):
    rng = np.random.default_rng(seed)
    bodies = [" ".join(rng.choice([f"word{i}" for i in range(40)], 80)) for _ in range(n)]
    return pd.DataFrame(
        {
            "article_id": [f"a{number}" for number in range(n)],
            "outlet": "RT",
            "title": None,
            "body": bodies,
            "event": [f"e{number % n_events}" for number in range(n)],
        }
    )


def test_halves_within_events_call_nothing_distinctive():
    halves = controls.of_outlet(articles(40, 10), outlet="RT", settings=SETTINGS, n_splits=5)
    assert halves.splits["n_events"].tolist() == [10] * 5
    assert halves.splits["n_distinctive"].median() == 0
    assert halves.splits["n_terms"].min() > 30
    assert halves.sentence.startswith(
        "Random halves of RT's own 40 articles, divided 5 times: a median of 0 of 123 words"
    )


def test_articles_that_share_no_event_are_put_in_random_pairs():
    halves = controls.of_outlet(articles(31, 31), outlet="RT", settings=SETTINGS, n_splits=2)
    assert halves.splits["n_events"].tolist() == [15, 15]  # one article is left over


def test_articles_without_an_event_are_each_alone():
    table = articles(30, 30).assign(event=None)
    assert controls.of_outlet(table, outlet="RT", settings=SETTINGS, n_splits=1).splits["n_events"].item() == 15


def test_the_same_seed_gives_the_same_halves():
    first, again = (controls.of_outlet(articles(24, 8), outlet="RT", settings=SETTINGS, n_splits=2) for _ in range(2))
    pd.testing.assert_frame_equal(first.splits, again.splits)


@pytest.mark.parametrize(("n", "told"), [(0, "0 articles"), (1, "1 article"), (11, "11 articles")])
def test_too_few_articles_are_told(n, told):
    halves = controls.of_outlet(articles(n, 3), outlet="RT")
    assert halves.splits.empty
    assert halves.sentence == f"RT has {told} here; 12 are needed to divide them into halves"
