"""The example corpus may be shown: every text has its licence, and the page says it."""

import json

import pytest

from analysis import pipeline, queries
from analysis.settings import Filters
from analysis.store import snapshots
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    directory = tmp_path_factory.mktemp("example") / "store"
    pipeline.build([queries.example.path()], directory)
    return snapshots.open(directory)


def test_every_article_of_the_example_has_its_licence_and_attribution(example):
    articles = example.articles()
    assert len(articles) == 222
    credits = queries.example.credits_of(articles)
    assert sorted(credits["article_id"]) == sorted(articles["article_id"])
    rows = [json.loads(line) for line in queries.example.path().read_text(encoding="utf-8").splitlines()]
    assert sorted(credits["attribution"]) == sorted(row["attribution"] for row in rows)
    assert set(credits["licence"]) == {"CC BY 4.0", "CC BY 2.5", "public domain (US federal government work)"}


def test_an_inferred_date_is_marked_and_others_are_not(example):
    articles = example.articles()
    of = {name: articles[articles["outlet"] == name].iloc[0] for name in ("Tehran Times", "White House")}
    assert "Its date is not in the source" in queries.example.credit_line(of["Tehran Times"])
    assert "CC BY 4.0" in queries.example.credit_line(of["Tehran Times"])
    assert "Its date" not in queries.example.credit_line(of["White House"])


def test_other_articles_are_nobody_elses(seed_store):
    assert queries.example.credits_of(seed_store.articles()).empty


def test_a_first_visit_sees_a_comparison_and_a_refusal(example):
    told = queries.measures.estimates(example, Filters(), ("tone_own",))
    differences = told[told["component"] == "difference"]
    assert differences["low"].notna().any()
    assert (differences["verdict"] != "estimate").any()


def test_the_licence_leaves_the_texts_of_others_out():
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "seeds/" in licence
    assert "data/example/" in licence
