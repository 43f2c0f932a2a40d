"""One event closely, on the seeds and on made-up stores."""

import json
import shutil

import pandas as pd
import pytest

from analysis import pipeline, queries
from analysis.events import doubts
from analysis.settings import Filters
from analysis.store import corrections, snapshots
from tests import made_store


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


def test_an_event_in_doubt_is_named_and_another_opens_in_its_place(made, monkeypatch):
    first, second = queries.events.listing(made, Filters(), min_outlets=2, most=2)["event"]
    assert queries.event.to_open(made, Filters()) == first

    def doubted(articles, pairs, copies):
        events = articles["event"].drop_duplicates()
        told = events.eq(first).map({True: "its dated articles lie 12 days apart", False: ""})
        return doubts.Doubts(pd.DataFrame({"event": events, "doubt": told}), articles.assign(half=0))

    monkeypatch.setattr(doubts, "of_events", doubted)
    assert queries.event.in_doubt(made, (first, second)) == {first}
    assert queries.event.to_open(made, Filters()) == second
    n_shared = int(queries.overview.counts(made, Filters())["n_shared_events"])
    assert queries.event.n_in_doubt(made, Filters()) == (1, n_shared)


def test_one_article_an_event_shares_nothing_and_says_what_is_near(seed_store):
    event = seed_store.articles()["event"].iloc[0]
    shared, articles, nearest = queries.event.explanation(seed_store, event)
    assert shared.empty
    assert articles["similarity"].tolist() == pytest.approx([1.0], abs=0.05)
    assert nearest


def test_what_merged_into_an_event_and_what_left_it_is_said(seed_store, tmp_path):
    shutil.copytree(seed_store.directory, tmp_path, dirs_exist_ok=True)
    assert len(snapshots.open(tmp_path).table("event_summary")) == 3
    first, second = snapshots.open(tmp_path).articles().sort_values("published_at")["article_id"].tolist()[:2]
    corrections.log(tmp_path, "merge", [first], with_article=second)
    pipeline.regroup(tmp_path)
    merged = snapshots.open(tmp_path).articles().set_index("article_id")["event"][first]
    assert (
        "1 article came here from an event that is no more."
        in queries.event.explanation(snapshots.open(tmp_path), merged)[2]
    )
    corrections.log(tmp_path, "split", [first])
    pipeline.regroup(tmp_path)
    left = snapshots.open(tmp_path).articles().set_index("article_id")["event"]
    sentences = [queries.event.explanation(snapshots.open(tmp_path), event)[2] for event in left[[first, second]]]
    assert sum("1 article went from here to “" in sentence for sentence in sentences) == 1
    assert left[first] != left[second]


def test_sentences_are_held_against_other_outlets_only_where_there_are_some(seed_store):
    event = seed_store.articles()["event"].iloc[0]
    assert all(table.empty for table in queries.event.aligned_sentences(seed_store, Filters(event=event)))


def test_the_same_sentences_in_another_outlet_are_shared(made):
    rows, counts = queries.event.aligned_sentences(made, Filters(event="e00001"))
    assert set(rows["text"]) <= set(made_store.SENTENCES)
    assert (rows["standing"] != "only here").all()
    assert counts["n_only_here"].sum() == 0


def test_copies_with_the_same_words_cut_and_add_nothing(made):
    counts, passages = queries.event.copied_passages(made, Filters())
    assert len(counts) == len(made.table("copies"))
    assert (counts["words_cut"] + counts["words_added"]).sum() == 0
    assert passages.empty or (passages["field"] == "title").all()


def test_coverage_needs_a_storyline_with_an_event_that_two_outlets_share(made, seed_store):
    assert queries.event.coverage_of_storyline(made, Filters()).empty
    assert queries.event.coverage_of_storyline(
        seed_store, Filters(storyline=seed_store.articles()["storyline"].iloc[0])
    ).empty
    table = queries.event.coverage_of_storyline(made, Filters(storyline="s0"))
    inside = made_store.under(made, Filters(storyline="s0"))
    assert table.set_index("outlet")["n_covered"].to_dict() == {
        str(outlet): part["event"].nunique() for outlet, part in inside.groupby("outlet", observed=True)
    }


def test_names_are_counted_as_they_stand(seed_store):
    storyline = seed_store.articles()["storyline"].iloc[0]
    table = queries.event.names_used(seed_store, Filters(storyline=storyline))
    assert {"canonical", "words", "outlet", "n", "share"} <= set(table.columns)
    assert table.groupby("canonical")["words"].nunique().gt(1).all()
    assert (table["n"] > 0).all()


def test_only_undated_articles_with_dated_neighbours_are_dated_by_them(tmp_path):
    body = (
        "Leaders met in Geneva and spoke of missiles and gas; the Kremlin and the White House praised the talks. " * 3
    )
    listed = [
        {"id": name, "outlet": outlet, "title": "Leaders meet in Geneva", "text": f"{body} Seen by {outlet}.", **day}
        for name, outlet, day in (
            ("1", "BBC", {"date": "2018-07-16"}), ("2", "CNN", {"date": "2018-07-17"}), ("3", "RT", {}),
        )
    ]  # fmt: skip
    (tmp_path / "corpus.jsonl").write_text("\n".join(map(json.dumps, listed)), encoding="utf-8")
    pipeline.build([tmp_path / "corpus.jsonl"], tmp_path / "store")
    snapshot = snapshots.open(tmp_path / "store")
    events = snapshot.table("event_summary")["event"].tolist()
    assert len(events) == 1
    found = queries.event.dated_by_neighbours(snapshot, events[0])
    assert found[["outlet"]].to_numpy().tolist() == [["RT"]]
    assert [str(found[side][0].date()) for side in ("first_at", "last_at")] == ["2018-07-16", "2018-07-16"], (
        "of the text it repeats"
    )
    assert snapshot.table("articles")["published_at"].isna().sum() == 1


def test_an_undated_article_without_dated_neighbours_is_dated_by_its_text(tmp_path):
    body = "On July 16, 2018, leaders met in Geneva and spoke of missiles and gas; the Kremlin praised the talks. " * 3
    row = {"id": "1", "outlet": "BBC", "title": "Leaders meet in Geneva", "text": body}
    (tmp_path / "corpus.jsonl").write_text(json.dumps(row), encoding="utf-8")
    pipeline.build([tmp_path / "corpus.jsonl"], tmp_path / "store")
    snapshot = snapshots.open(tmp_path / "store")
    found = queries.event.dated_by_neighbours(snapshot, snapshot.table("event_summary")["event"][0])
    assert (str(found["first_at"][0].date()), found["n_neighbours"].tolist()) == ("2018-07-16", [0])
    assert snapshot.table("articles")["published_at"].isna().all()
