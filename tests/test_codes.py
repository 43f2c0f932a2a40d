"""Looking ids up gives what a plain loop gives, in any type of column."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import codes

IDS = st.lists(st.text(alphabet="abc", min_size=1, max_size=2), unique=True, max_size=8)
VALUES = st.lists(st.text(alphabet="abcd", min_size=1, max_size=2), max_size=12)
KINDS = [
    list,
    lambda ids: np.array(ids, dtype=object),
    lambda ids: pd.Series(ids, dtype="str"),
    lambda ids: pd.Series(ids, dtype="category"),
]


@pytest.mark.parametrize("kind", KINDS, ids=["list", "array", "text", "category"])
@given(values=VALUES, ids=IDS)
def test_rows_are_those_of_a_plain_loop(kind, values, ids):
    expected = [ids.index(value) if value in ids else -1 for value in values]
    assert codes.rows(kind(values), pd.Series(ids, dtype="str")).tolist() == expected
    assert codes.rows(pd.Series(values, dtype="str"), kind(ids)).tolist() == expected
    assert codes.among(pd.Series(values, dtype="str"), kind(ids)).tolist() == [place >= 0 for place in expected]


@pytest.mark.parametrize("kind", KINDS, ids=["list", "array", "text", "category"])
def test_a_few_values_are_found_at_their_first_row_among_many_ids(kind):
    ids = [f"{number % 90}" for number in range(200)]  # most stand twice
    for values in ([], ["7"], ["95", "7", "7", "89", "none"]):
        expected = [ids.index(value) if value in ids else -1 for value in values]
        assert codes.rows(kind(values), pd.Series(ids, dtype="str")).tolist() == expected


def test_what_is_looked_up_keeps_its_index():
    found = codes.among(pd.Series(["b", "a"], index=[7, 3]), ["a"])
    assert found.to_dict() == {7: False, 3: True}


def test_an_id_that_must_be_there_and_is_not_is_named():
    assert codes.every_row(["b", "b"], ["a", "b"]).tolist() == [1, 1]
    with pytest.raises(AssertionError, match="'z' is not among the 2 ids"):
        codes.every_row(["b", "z"], ["a", "b"])


@given(st.lists(st.integers(0, 5) | st.integers(0, 2**31 - 1), max_size=30))
def test_codes_that_lie_close_and_far_apart_are_placed_as_sorting_places_them(values):
    found, place = codes.compact(np.array(values, dtype="int32"))
    expected, expected_place = np.unique(np.array(values, dtype="int32"), return_inverse=True)
    assert (found.tolist(), place.tolist()) == (expected.tolist(), expected_place.tolist())
