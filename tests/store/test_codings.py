"""Codings beside a store: added as a whole, replaced by later codes of the same coder, kept apart by sheet."""

import pandas as pd
import pytest

from analysis.errors import DataError
from analysis.store import codings


def rows(code, coder="Ann", unit="abcdef-0001"):
    return pd.DataFrame(
        {
            "sheet": "abcdef",
            "unit": unit,
            "article_id": "a",
            "measure": "tone_own",
            "coder": coder,
            "code": code,
            "probability": 0.25,
        },
        index=[0],
    )


def test_a_store_without_codings_has_an_empty_table(tmp_path):
    assert codings.read(tmp_path).empty
    assert not list(tmp_path.iterdir())


def test_a_later_code_of_a_coder_replaces_the_earlier_one(tmp_path):
    codings.add(tmp_path, rows(0.5))
    codings.add(tmp_path, rows(None, coder="Bo"))
    codings.add(tmp_path, rows(-1.0))
    kept = codings.read(tmp_path)
    assert kept[["coder", "code"]].fillna(99).to_numpy().tolist() == [["Ann", -1.0], ["Bo", 99.0]]
    codings.forget(tmp_path, "abcdef")
    assert codings.read(tmp_path).empty


def test_a_sheet_of_another_store_is_named(tmp_path):
    with pytest.raises(DataError, match="did not make the coding sheet 'zzzzzz'; it has made none"):
        codings.key_of(tmp_path, "zzzzzz")
    codings.keep_key(tmp_path, "abcdef", "tone_own", "{}")
    codings.keep_key(tmp_path, "ghijkl", "tone_title", "{}")
    assert codings.keys_of(tmp_path, "tone_title") == {"ghijkl": "{}"}
    with pytest.raises(DataError, match="its sheets are abcdef, ghijkl"):
        codings.key_of(tmp_path, "zzzzzz")
