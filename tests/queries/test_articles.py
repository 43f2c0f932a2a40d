"""Lists of articles, searches, and one article with its marks."""

import pandas as pd
import pytest

from analysis import queries
from analysis.settings import Filters
from tests import made_store
from tests.queries.conftest import SOME


@pytest.mark.parametrize("words", ["100%", "_", "\\", "'; DROP TABLE articles; --", "", "brave border"])
def test_a_search_takes_its_words_literally(made, words):
    found = queries.articles.search(made, SOME, words)
    assert len(found) == (0 if words != "brave border" else min(50, queries.overview.counts(made, SOME)["n_articles"]))


def test_a_search_shows_the_place_that_holds_the_word(made):
    found = queries.articles.search(made, SOME, "brave")
    assert found["snippet"].str.contains("praised the brave and historic visit").all()
    assert (queries.articles.search(made, SOME, "Leaders")["snippet"] != "").all()  # "leaders" in the body too


def test_an_article_without_a_title_is_labelled_by_its_first_sentence_and_says_so(made):
    articles = made.articles().head(2).assign(title=[None, "Leaders meet"])
    labels = queries.articles.labels(made, articles).tolist()
    assert labels == [f"(untitled) {made_store.SENTENCES[0]}", "Leaders meet"]


def test_marks_point_at_what_they_name(made):
    article_id = made.articles()["article_id"].iloc[0]
    body = made.body(article_id)
    marks = queries.articles.marks(made, article_id)
    words = {kind: {body[row.start : row.end] for row in part.itertuples()} for kind, part in marks.groupby("kind")}
    assert words["direct"] == {"“This was a terrible idea,”"}
    assert words["target"] == {"Mr Kim"} or words["target"] == {"Mr Kim"[: len(next(iter(words["target"])))]}
    assert "terrible" in words["negative"]
    assert "brave" in words["positive"]


def test_the_articles_of_an_outlet_come_in_time(made):
    found = queries.articles.behind(made, Filters(), outlet="RT")
    wanted = made_store.under(made, Filters(outlets=("RT",)))
    assert set(found["article_id"]) == set(wanted["article_id"])
    dated = found["published_at"].dropna()
    assert dated.is_monotonic_increasing
    assert found["value"].isna().all()


def test_the_mean_of_what_stands_behind_a_value_is_the_value(made):
    found = queries.articles.behind(
        made, Filters(first="2019-01-01", last="2019-02-01"), outlet="RT", measure="tone_own"
    )
    articles = made_store.under(made, Filters(outlets=("RT",), first="2019-01-01", last="2019-02-01"))
    values = made.table("measures", article_ids=articles["article_id"], where={"measure": ["tone_own"]})
    assert found["value"].mean() == pytest.approx(values["value"].mean())
    assert found["value"].is_monotonic_increasing


def test_shared_events_follow_from_the_outlets_of_the_filters(made):
    pair = Filters(outlets=("RT", "Reuters"))
    both = made_store.under(made, pair)
    n_outlets = {event: set(part["outlet"].astype("str")) for event, part in both.groupby("event")}
    wanted = {row.article_id for row in both.itertuples() if row.outlet == "RT" and len(n_outlets[row.event]) == 2}
    apart = {row.article_id for row in both.itertuples() if row.outlet == "RT" and len(n_outlets[row.event]) == 1}
    assert set(queries.articles.behind(made, pair, outlet="RT", shared=True)["article_id"]) == wanted
    assert set(queries.articles.behind(made, pair, outlet="RT", shared=False)["article_id"]) == apart
    assert wanted and apart


@pytest.mark.parametrize("filters", [Filters(outlets=("Nobody",)), Filters(event="none"), Filters(first="2099-01-01")])
def test_where_there_is_nothing_the_lists_are_empty_and_have_their_columns(made, filters):
    found = queries.articles.behind(made, filters, outlet="RT", measure="tone_own", shared=True)
    assert list(found.columns) == ["article_id", "outlet", "title", "published_at", "event", "value"]
    assert found.empty
    assert queries.voices.attributions(made, filters).empty
    assert isinstance(queries.articles.behind(made, filters), pd.DataFrame)
