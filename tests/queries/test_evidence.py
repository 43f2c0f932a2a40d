"""What stands behind a mark is what its value was made of."""

import pandas as pd
import pytest

from analysis import queries
from analysis.settings import Filters
from tests import made_store


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return made_store.build(tmp_path_factory.mktemp("made") / "store")


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


def test_attributions_are_found_by_side_cue_and_kind(made):
    for asked in ({"side": "North Korea"}, {"cue": "said"}, {"kind": "direct"}):
        found = queries.voices.attributions(made, Filters(outlets=("RT",)), **asked)
        assert set(found["outlet"]) == {"RT"}
        assert set(found["text"]) == {"“This was a terrible idea,”"}
        assert 0 < len(found) <= queries.voices.MAX_QUOTES
    for nothing in ({"side": "Atlantis"}, {"cue": "claimed"}, {"kind": "indirect"}):
        assert queries.voices.attributions(made, Filters(), **nothing).empty


@pytest.mark.parametrize("filters", [Filters(outlets=("Nobody",)), Filters(event="none"), Filters(first="2099-01-01")])
def test_where_there_is_nothing_the_lists_are_empty_and_have_their_columns(made, filters):
    found = queries.articles.behind(made, filters, outlet="RT", measure="tone_own", shared=True)
    assert list(found.columns) == ["article_id", "outlet", "title", "published_at", "event", "value"]
    assert found.empty
    assert queries.voices.attributions(made, filters).empty
    assert isinstance(queries.articles.behind(made, filters), pd.DataFrame)


def test_each_article_is_listed_where_its_outlet_has_several(made):
    pair = Filters(outlets=("RT", "Reuters"), first="2019-01-01", last="2019-02-01")
    found = queries.measures.each_article(made, pair, ("tone_own", "tone_title"))
    values = made.table(
        "measures", article_ids=made_store.under(made, pair)["article_id"], where={"measure": ["tone_own"]}
    )
    own = found[found["measure"] == "tone_own"]
    assert sorted(own["estimate"]) == pytest.approx(sorted(values["value"]))
    one = queries.measures.each_article(made, Filters(event="e00000", outlets=("RT",)), ("tone_own",))
    assert one.empty
    assert queries.measures.each_article(made, Filters(outlets=("Nobody",)), ("tone_own",)).empty


def test_above_a_number_of_articles_none_is_drawn_one_by_one(made, monkeypatch):
    monkeypatch.setattr(queries.measures, "MAX_EACH", 1)
    assert queries.measures.each_article(made, Filters(), ("tone_own",)).empty


def test_words_of_speakers_are_counted_in_what_they_say(made):
    event = Filters(event="e00001")
    found = queries.voices.words_of_speakers(made, event)
    n_articles = made_store.under(made, event)["outlet"].astype("str").value_counts()
    assert set(found["speaker"]) == {"Kim Jong Un"}
    words, characters = len(made_store.BODY.split()), sum(map(len, made_store.SENTENCES))
    for row in found.itertuples():
        said = len("“This was a terrible idea,”") * n_articles[row.outlet]
        assert row.estimate == round(said * words / characters)
        assert row.estimate == pytest.approx(5 * n_articles[row.outlet], rel=0.25)
        assert row.n_quotes == n_articles[row.outlet]


def test_a_match_is_the_sentence_that_it_names():
    aligned = pd.DataFrame(
        {
            "article_id": ["a", "b"], "sentence": [0, 3], "outlet": ["RT", "CNN"], "text": ["They met.", "Both met."],
            "match_article": ["b", None], "match_sentence": [3, None],
        }
    )  # fmt: skip
    found = queries.event.with_matches(aligned)
    assert found["match_text"].tolist()[0] == "Both met."
    assert found["match_outlet"].tolist()[0] == "CNN"
    assert found["match_text"].isna().tolist() == [False, True]


def test_a_difference_is_taken_apart_into_its_events():
    rows = [
        ("e1", "RT", 0.5, 2), ("e1", "CNN", 0.1, 1), ("e1", "BBC", -0.1, 4),
        ("e2", "RT", -0.4, 1), ("e2", "CNN", 0.2, 1),
        ("e3", "CNN", 0.9, 1), ("e3", "BBC", 0.8, 1),
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["event", "outlet", "estimate", "n_articles"])
    table = table.assign(component="value", measure="tone_own", unit="-1 to 1")
    pair = queries.measures.by_event(table, "RT", "CNN")
    assert pair["event"].tolist() == ["e2", "e1"]
    assert pair["estimate"].tolist() == pytest.approx([-0.6, 0.4])
    assert pair["n_articles"].tolist() == [2, 3]
    others = queries.measures.by_event(table, "RT", "the others")
    assert others["estimate"].tolist() == pytest.approx([-0.6, 0.5])
    assert others["n_articles"].tolist() == [2, 7]
    assert queries.measures.by_event(table, "BBC", "RT")["estimate"].tolist() == pytest.approx([-0.6])
    for nobody in (("RT", "Nobody"), ("Nobody", "the others"), ("RT", "RT")):
        assert queries.measures.by_event(table, *nobody).empty
    assert queries.measures.by_event(table.head(0), "RT", "CNN").empty


def test_the_events_behind_a_difference_are_as_many_as_it_rests_on(made):
    table = queries.measures.estimates(made, Filters(), ("tone_own",))
    whole = table[(table["component"] == "difference") & table["event"].isna()]
    for row in whole.itertuples():
        found = queries.measures.by_event(table, row.outlet, row.reference)
        assert len(found) >= row.n_events > 0
