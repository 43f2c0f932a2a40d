"""What follows articles from one grouping to the next does what plain loops do."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analysis import schema
from analysis.events import identity, originals

MEMBERS = st.lists(st.tuples(st.integers(0, 6), st.sampled_from(["e1", "e2", "e3", "e4", None])), max_size=25)


def kept_plainly(groups, earlier):
    """Take, again and again, the pair of group and name that shares most articles, of those that are still free."""
    pairs = [pair for pair in zip(groups, earlier, strict=True) if pair[1] is not None]
    free = sorted(set(pairs), key=lambda pair: (-pairs.count(pair), pair[1], pair[0]))
    named = {}
    while free:
        group, name = free[0]
        named[group] = name
        free = [pair for pair in free if pair[0] != group and pair[1] != name]
    return named


@given(members=MEMBERS)
def test_names_go_to_the_groups_that_share_most(members):
    ids = [f"a{number}" for number in range(len(members))]
    groups = [group for group, _ in members]
    earlier = pd.Series([name for _, name in members], index=ids, dtype="str")
    firsts = {group: ids[groups.index(group)] for group in groups}
    named = identity.keep(pd.Series(groups, index=ids, dtype="int64"), firsts, earlier, "e")
    expected = kept_plainly(groups, [name for _, name in members])
    assert {group: name for group, name in named.items() if group in expected} == expected
    assert set(named) == set(groups)
    assert len(set(named.values())) == len(named), "no two groups have one name"
    assert not {named[group] for group in set(groups) - set(expected)} & {"e1", "e2", "e3", "e4"}


@given(articles=st.lists(st.tuples(st.integers(0, 90), st.integers(0, 4)), max_size=20), reach=st.integers(0, 40))
def test_an_article_repeats_an_earlier_one_with_its_words(articles, reach):
    articles = sorted(articles)
    days, prints = (np.array([row[k] for row in articles], dtype=kind) for k, kind in ((0, "float64"), (1, "int64")))
    ids = pd.Series([f"a{number}" for number in range(len(articles))], dtype="str")
    found = originals.of_articles(ids, days, prints, schema.empty(schema.COPIES), reach)
    expected = list(range(len(articles)))
    for row, (day, fingerprint) in enumerate(articles):
        same = [before for before in range(row) if prints[before] == fingerprint and expected[before] == before]
        if fingerprint and same and day - days[same[-1]] <= reach:
            expected[row] = same[-1]
    assert found.tolist() == expected
