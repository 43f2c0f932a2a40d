"""Codebooks beside a store's own: the same values as each alone, and never part of a default comparison."""

import pandas as pd
import pytest

from analysis import pipeline
from analysis.corpus import ingest
from analysis.measures import frames, summary
from analysis.measures.frames import beside
from analysis.settings import Settings
from tests.conftest import SEEDS


@pytest.fixture(scope="module")
def tables():
    return pipeline.measure(ingest.read(SEEDS), Settings())


@pytest.mark.parametrize("name", ["policy", "summits"])
@pytest.mark.parametrize(("prefix", "voice", "own"), [("book:", "all", "frame:"), ("book_own:", "own", "frame_own:")])
def test_each_value_is_that_of_the_codebook_alone(tables, name, prefix, voice, own):
    alone = frames.of_articles(tables["articles"], tables["sentences"], frames.codebook(name))
    alone = alone[(alone["voice"].astype("str") == voice) & alone["emphasis"].notna()]
    wanted = {
        (row["article_id"], f"{prefix}{name}/{row['frame']}"): row["emphasis"] for row in alone.to_dict("records")
    }
    further = tables["further_measures"]
    rows = tables["measures"].assign(measure=tables["measures"]["measure"].astype("str"))
    further = further.assign(measure=further["measure"].astype("str"))
    held = further[further["measure"].str.startswith(f"{prefix}{name}/")].to_dict("records")
    assert {(row["article_id"], row["measure"]) for row in held} == set(wanted) and len(held) > 20
    beside_n = rows[rows["measure"].str.startswith(own)].drop_duplicates("article_id").set_index("article_id")["n"]
    for row in held:
        assert row["value"] == pytest.approx(wanted[row["article_id"], row["measure"]], abs=0.00501)
        assert row["n"] == beside_n[row["article_id"]]


def test_the_stores_own_codebook_is_not_measured_twice():
    assert [book.name for book in beside.of_settings(Settings(codebook="summits"))] == ["generic", "policy"]
    assert beside.of_settings(Settings(codebooks_beside=())) == ()


def test_no_default_comparison_goes_through_them(tables):
    chosen = summary.worth_comparing(pd.concat([tables["measures"], tables["further_measures"]]))
    assert not [name for name in chosen if name.startswith("book")]
    assert [name for name in chosen if name.startswith("frame:")]


def test_without_codebooks_nothing_is_added_and_the_other_measures_are_the_same(tables):
    alone = pipeline.measure(ingest.read(SEEDS), Settings(codebooks_beside=()))
    assert alone["further_measures"].empty
    assert alone["measures"].equals(tables["measures"])
