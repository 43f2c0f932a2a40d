"""Average linkage in rounds is SciPy's; what changes a little is linked anew where it changes, with the same result."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.cluster import hierarchy
from scipy.spatial.distance import squareform

from analysis.events import candidates, mutual, storylines

CUT = storylines.CUT


def pairs_of(likeness):
    """Take the pairs of a symmetrical matrix that are above 0, as stored: in single precision."""
    left, right = np.nonzero(np.triu(likeness, 1))
    return candidates.Pairs(left, right), likeness[left, right].astype("float32")


def linked(likeness, cut=CUT):
    return mutual.average_linkage(len(likeness), *pairs_of(likeness), cut=cut)


def partition(labels):
    return {tuple(np.flatnonzero(labels == label)) for label in set(labels.tolist())}


def affairs(n_affairs, n_events, rng):
    """Invent affairs, one after the other in time: alike within, less so with neighbours, elsewhere by chance."""
    of_event = np.repeat(np.arange(n_affairs), n_events)
    apart = np.abs(np.subtract.outer(of_event, of_event))
    likeness = rng.random(apart.shape) * np.select([apart == 0, apart == 1], [0.6, 0.25], 0.02)
    likeness[(likeness < 0.05) | (rng.random(apart.shape) < 0.3)] = 0.0
    likeness = np.triu(likeness, 1)
    return likeness + likeness.T


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 70), st.integers(0, 10_000), st.sampled_from([0.13, 0.45, 0.7]))
def test_groups_are_those_of_scipys_average_linkage(n_items, seed, cut):
    rng = np.random.default_rng(seed)
    likeness = np.triu(rng.random((n_items, n_items)) * (rng.random((n_items, n_items)) < 0.7), 1)
    likeness = (likeness + likeness.T).astype("float32").astype("float64")
    distance = squareform(1 - likeness - np.eye(n_items), checks=False)
    expected = hierarchy.fcluster(hierarchy.linkage(distance, "average"), 1 - cut, criterion="distance")
    assert partition(linked(likeness, cut)) == partition(expected)


def test_of_equally_alike_pairs_the_one_with_the_lowest_items_comes_first():
    ring = np.array([[0, 1, 0, 1], [1, 0, 1, 0], [0, 1, 0, 1], [1, 0, 1, 0]]) / 2
    assert linked(ring, 0.3).tolist() == [0, 0, 2, 2]


@pytest.mark.parametrize("n_items", [0, 1, 4])
def test_without_pairs_everyone_stays_alone(n_items):
    assert linked(np.zeros((n_items, n_items))).tolist() == list(range(n_items))


def names_of(groups):
    return pd.Series(groups).map("storyline {}".format)


def test_what_joins_or_leaves_a_storyline_at_several_times_gives_what_linking_everything_gives(monkeypatch):
    monkeypatch.setattr(mutual, "MOST", 1.0)  # or so small a corpus would be linked anew as a whole
    rng = np.random.default_rng(4)
    likeness = affairs(30, 8, rng)
    n_events = len(likeness)
    first, middle, last = 3, n_events // 2, n_events - 3
    before = likeness.copy()
    for new in (first, middle, last):
        before[new] = before[:, new] = 0.0
    stood = linked(before)

    def again(changed, likeness):
        earlier = names_of(stood)
        earlier = storylines.standing(earlier, np.isin(np.arange(n_events), changed), earlier)
        return mutual.again(n_events, *pairs_of(likeness), earlier, CUT)

    joined = again([first, middle, last], likeness)
    assert joined.tolist() == linked(likeness).tolist()
    assert all(np.sum(joined == joined[new]) > 1 for new in (first, middle, last)), "each joins a storyline"
    stood = joined
    vanished = likeness.copy()
    for gone in (first + 1, middle + 1):
        vanished[gone] = vanished[:, gone] = 0.0
    parted = again([first + 1, middle + 1], vanished)
    assert parted.tolist() == linked(vanished).tolist()
    assert parted.tolist() != joined.tolist()
    split = vanished.copy()  # half of the articles of an event were moved out of it: it is alike to others now
    for event, other in ((first, middle), (last, first)):
        split[event], split[:, event] = vanished[other], vanished[:, other]
        split[event, event] = 0.0
    stood = parted
    assert again([first, last], split).tolist() == linked(split).tolist()


@pytest.mark.parametrize("most", [mutual.MOST, 1.0])
@pytest.mark.parametrize("seed", range(12))
def test_any_changes_give_what_linking_everything_gives(monkeypatch, seed, most):
    monkeypatch.setattr(mutual, "MOST", most)
    rng = np.random.default_rng(seed)
    before = affairs(40, 5, rng)
    n_events, now = len(before), before.copy()
    changed = rng.choice(n_events, rng.integers(1, 12), replace=False)
    for event in changed:
        row = before[rng.integers(n_events)] * (rng.random(n_events) < 0.8)
        row[event] = 0.0
        now[event] = now[:, event] = row if rng.random() < 0.8 else 0.0
    earlier = names_of(linked(before))
    stood = storylines.standing(earlier, np.isin(np.arange(n_events), changed), earlier)
    assert mutual.again(n_events, *pairs_of(now), stood, CUT).tolist() == linked(now).tolist()


def test_only_what_is_near_a_change_is_looked_at(monkeypatch):
    likeness = affairs(60, 6, np.random.default_rng(2))
    earlier = names_of(linked(likeness))
    looked, linkage = [], mutual.average_linkage
    monkeypatch.setattr(
        mutual, "average_linkage", lambda *given, cut: looked.append(len(given[1].left)) or linkage(*given, cut)
    )
    changed = np.arange(len(likeness)) == 100
    stood = storylines.standing(earlier, changed, earlier)
    assert mutual.again(len(likeness), *pairs_of(likeness), stood, CUT).tolist() == linked(likeness).tolist()
    assert 0 < sum(looked[:-1]) < len(pairs_of(likeness)[0].left) / 10


def test_a_storyline_that_lost_an_event_does_not_stand():
    nobody = np.zeros(3, dtype=bool)
    earlier = pd.Series(["s1", "s2", None])
    assert storylines.standing(earlier, nobody, pd.Series(["s1", "s1", "s2"])).tolist()[1] == "s2"
    assert storylines.standing(earlier, nobody, pd.Series(["s1", "s1", "s2"])).isna().tolist() == [True, False, True]
