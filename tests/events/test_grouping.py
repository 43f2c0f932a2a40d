"""Average linkage over a sparse graph: the same as SciPy's on full matrices, and no chains."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.cluster import hierarchy
from scipy.spatial.distance import squareform

from analysis.events import candidates, grouping, joining, mutual, said, times


def pairs_of(likeness):
    left, right = np.nonzero(np.triu(likeness, 1))
    return candidates.Pairs(left, right), likeness[left, right]


def partition(labels):
    return {tuple(np.flatnonzero(labels == label)) for label in set(labels.tolist())}


@settings(max_examples=40)
@given(st.integers(2, 25), st.integers(0, 10_000), st.sampled_from([0.2, 0.45, 0.7]))
def test_groups_are_those_of_scipys_average_linkage(n_items, seed, cut):
    rng = np.random.default_rng(seed)
    likeness = np.triu(rng.random((n_items, n_items)) * (rng.random((n_items, n_items)) < 0.7), 1)
    likeness += likeness.T
    distance = squareform(1 - likeness - np.eye(n_items), checks=False)
    expected = hierarchy.fcluster(hierarchy.linkage(distance, "average"), 1 - cut, criterion="distance")
    assert partition(grouping.average_linkage(n_items, *pairs_of(likeness), cut)) == partition(expected)


def test_a_chain_of_a_hundred_is_not_one_group():
    left = np.arange(99)
    groups = grouping.average_linkage(100, candidates.Pairs(left, left + 1), np.full(99, 0.9))
    assert np.bincount(groups).max() == 2


def test_a_group_larger_than_the_search_stays_whole(monkeypatch):
    monkeypatch.setattr(grouping, "NEIGHBOURS", 4)
    n_items = 12
    left, right = np.array([(i, (i + step) % n_items) for i in range(n_items) for step in (1, 2)]).T
    ring = candidates.Pairs(np.minimum(left, right), np.maximum(left, right))
    assert len(partition(grouping.average_linkage(n_items, ring, np.ones(len(left)), 0.2))) == 1


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 60), st.integers(0, 10_000), st.integers(1, 6), st.sampled_from([0.2, 0.45]))
def test_parts_that_are_grouped_by_themselves_change_nothing(n_items, seed, neighbours, cut):
    rng = np.random.default_rng(seed)
    near = np.abs(np.subtract.outer(np.arange(n_items), np.arange(n_items))) < rng.integers(2, 12)
    pairs, likeness = pairs_of(rng.random((n_items, n_items)) ** 2 * near)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(grouping, "NEIGHBOURS", neighbours)
        parts = grouping._parts(n_items, pairs, likeness, cut)
        whole = grouping.average_linkage(n_items, pairs, likeness, cut)
        new = pd.Series([None] * n_items, dtype="str")
        assert (
            grouping.again(n_items, pairs, likeness, np.ones(n_items, dtype=bool), new, cut).tolist() == whole.tolist()
        )
    assert (parts[whole] == parts).all(), "no group lies in two parts"


@pytest.mark.parametrize("n_items", [0, 1, 4])
def test_without_pairs_everyone_stays_alone(n_items):
    nothing = candidates.Pairs(np.empty(0, dtype="int64"), np.empty(0, dtype="int64"))
    assert grouping.average_linkage(n_items, nothing, np.empty(0)).tolist() == list(range(n_items))


@pytest.mark.parametrize("most", [mutual.MOST, 1.0])
@pytest.mark.parametrize("seed", range(20))
def test_grouping_again_what_changed_gives_what_grouping_everything_gives(monkeypatch, seed, most):
    monkeypatch.setattr(mutual, "MOST", most)
    rng = np.random.default_rng(seed)
    n_items, codes = 60, np.unique(rng.integers(0, 60 * 60, 110))
    codes = codes[codes // 60 < codes % 60]
    before, likeness = candidates.Pairs(codes // 60, codes % 60), rng.random(len(codes))
    begins = rng.integers(0, 30, n_items).astype("float64")
    spans = joining.Spans(begins, begins + 1, *(rng.random(n_items) < share for share in (0.5, 0.2)))
    earlier = pd.Series(grouping.average_linkage(n_items, before, likeness, spans=spans)).map("group {}".format)
    earlier[rng.integers(0, n_items, 2)] = None
    other = rng.random(len(codes)) < 0.1
    gone = other & (rng.random(len(codes)) < 0.5)
    now = np.where(other, rng.random(len(codes)), likeness)
    changed = np.isin(np.arange(n_items), np.concatenate([side[other] for side in before]))
    after = candidates.Pairs(before.left[~gone], before.right[~gone])
    expected = grouping.average_linkage(n_items, after, now[~gone], spans=spans)
    found = grouping.again(n_items, after, now[~gone], changed, earlier, spans=spans)
    np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("middle", [np.nan, 2.0])
def test_an_article_without_a_date_to_the_day_bridges_no_quiet_days(middle):
    pairs, likeness = candidates.Pairs(np.array([0, 1]), np.array([1, 2])), np.array([0.95, 0.95])

    def grouped(last, inexact):
        days, nobody = np.array([0.0, middle, last]), np.zeros(3, dtype=bool)
        spans = joining.Spans(days, days, nobody, np.array([False, inexact, False]))
        return grouping.average_linkage(3, pairs, likeness, 0.45, spans).tolist()

    assert grouped(joining.QUIET_DAYS, inexact=True) == [0, 0, 2]
    assert grouped(joining.QUIET_DAYS - 1, inexact=True) == [0, 0, 0]
    assert grouped(joining.QUIET_DAYS, inexact=False) == [0, 0, 0], "a doubtful date"


@pytest.mark.parametrize(
    ("likeness", "begins", "proven", "one"),
    [
        (0.8, 4.0, True, False), (0.9, 4.0, True, True), (0.8, 3.0, True, True), (0.8, 4.0, False, True),
        (0.9, 7.0, True, True), (1.0, 8.0, True, False),
    ],
)  # fmt: skip
def test_over_quiet_days_groups_need_more_likeness_and_after_a_quiet_week_they_stay_apart(
    likeness, begins, proven, one
):
    """The first tells of days 0 and 1, the second of day ``begins`` and, later, of day 9."""
    pairs = candidates.Pairs(np.array([0]), np.array([1]))
    spans = joining.Spans(
        np.array([0.0, begins]), np.array([1.0, 9.0]), np.array([True, proven]), np.zeros(2, dtype=bool)
    )
    found = grouping.average_linkage(2, pairs, np.array([likeness]), spans=spans)
    assert (found.tolist() == [0, 0]) == one


def test_a_span_goes_from_the_day_that_an_article_reports_to_its_publication_if_its_date_is_trusted():
    rows = [("News", "2018-03-07", "They met on Monday."), ("News", None, "They met on Monday.")]
    articles = pd.DataFrame(rows, columns=["outlet", "published_at", "body"]).assign(article_id=["a", "b"])
    undated = articles["published_at"].isna()
    articles = articles.assign(
        published_precision=np.where(undated, "unknown", "day"), published_from=np.where(undated, "none", "field")
    )
    spans = joining.Spans.of(times.of_corpus(articles, said.of_articles(articles)))
    assert spans.ends[0] - spans.begins[0] == 2
    assert np.isnan([spans.begins[1], spans.ends[1]]).all()
    assert (spans.inexact.tolist(), spans.proven.tolist()) == ([False, True], [False, False])


@pytest.mark.parametrize(("between", "one"), [(0.48, False), (0.52, True)])
def test_two_groups_of_several_articles_need_more_likeness_than_fewer_articles_and_a_group(between, one):
    def grouped(n_items, with_rules=True):
        nowhere, nobody = np.full(n_items, np.nan), np.zeros(n_items, dtype=bool)
        likeness = np.full((n_items, n_items), between)
        likeness[:3, :3] = likeness[3:, 3:] = 0.9
        spans = joining.Spans(nowhere, nowhere, nobody, nobody) if with_rules else None
        return len(partition(grouping.average_linkage(n_items, *pairs_of(likeness), spans=spans)))

    assert grouped(6) == (1 if one else 2)
    assert (grouped(5), grouped(6, with_rules=False)) == (1, 1)
