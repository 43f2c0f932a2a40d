"""Tables are checked where they enter."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import schema
from analysis.errors import DataError


@pytest.mark.parametrize("table", schema.TABLES.values(), ids=schema.TABLES)
def test_an_empty_table_conforms_to_its_own_declaration(table):
    frame = schema.empty(table)
    assert list(schema.conform(frame, table).columns) == list(table.columns)
    assert set(table.key) <= set(table.columns)


def rows(**changes):
    return pd.DataFrame({"article_id": ["a", "b"], "event": ["e", "e"], "similarity": [1, 0.5]} | changes)


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (rows(event=["e", None]), "table 'events', column 'event': row 1 is empty, and a value is required"),
        (rows(article_id=["a", "a"]), "row 1 repeats article_id 'a', which must be unique"),
        (rows(similarity=["1", "much"]), "column 'similarity': not readable as float32"),
        (rows().drop(columns="event"), "column 'event': the column is missing; found article_id, similarity"),
    ],
)
def test_a_frame_that_does_not_fit_is_refused_with_place_and_remedy(frame, message):
    with pytest.raises(DataError, match=message):
        schema.conform(frame, schema.EVENTS)


def test_a_value_outside_the_vocabulary_is_named():
    frame = pd.DataFrame({"article_id": ["a"], "start": [0], "end": [3], "kind": ["rude"]})
    with pytest.raises(DataError, match="row 0 holds 'rude'; accepted are intensifier"):
        schema.conform(frame, schema.LOADED)


def test_unknown_columns_are_left_out_and_optional_ones_may_be_missing():
    frame = pd.DataFrame({"origin": ["x.txt"], "reason": ["empty"], "extra": [1]})
    conformed = schema.conform(frame, schema.REJECTS)
    assert list(conformed.columns) == ["origin", "reason", "detail"]
    assert conformed["detail"].isna().all()


@given(
    texts=st.lists(st.sampled_from(["c", "a", "b", "ä"]), max_size=9), spare=st.permutations(["z", "a", "c", "ä", "b"])
)
def test_categories_come_out_the_same_however_the_texts_came(texts, spare):
    columns = {"row": schema.Column("int32", "its number"), "name": schema.Column("category", "a name")}
    table = schema.Table("t", "a row", ("row",), columns)
    plain = pd.DataFrame({"name": pd.Series(texts, dtype="str")})
    coded = pd.DataFrame({"name": pd.Categorical(texts, categories=spare)})
    for frame in (plain, coded):
        found = schema.conform(frame.assign(row=range(len(texts))), table)["name"]
        assert found.tolist() == texts
        assert found.cat.categories.tolist() == sorted(set(texts))
        assert found.cat.categories.dtype == "str"
