"""What pages list and count, held against plain loops over the same store."""

import pandas as pd
import pytest

from analysis import queries
from analysis.settings import Filters
from analysis.store import writing
from tests import made_store

SOME = Filters(outlets=("RT", "Sky News"), first="2019-01-10", last="2019-03-31")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return made_store.build(tmp_path_factory.mktemp("made") / "store")


@pytest.fixture(scope="module")
def rows(made):
    """The articles that `SOME` lets through, found by a loop."""
    found = []
    for row in made.articles().to_dict("records"):
        day = "" if pd.isna(row["published_at"]) else f"{row['published_at']:%Y-%m-%d}"
        if row["outlet"] in SOME.outlets and SOME.first <= day <= SOME.last:
            found.append(row)
    assert found
    return found


def test_the_overview_counts_what_a_loop_counts(made, rows):
    counts = queries.overview.counts(made, SOME)
    outlets_of = {}
    for row in rows:
        outlets_of.setdefault(row["event"], set()).add(row["outlet"])
    copies = set(made.table("copies")["article_id"])
    assert counts["n_articles"] == len(rows)
    assert counts["n_shared_events"] == sum(len(outlets) > 1 for outlets in outlets_of.values())
    assert counts["n_copies"] == sum(row["article_id"] in copies for row in rows)
    assert counts["n_all"] == len(made.articles())


def test_periods_hold_every_dated_article_once_and_begin_before_them(made):
    table, unit = queries.overview.by_period(made, Filters())
    dated = made.articles()["published_at"].notna().sum()
    assert table["n_articles"].sum() == dated
    assert unit == "week"
    assert (table["period"].dt.day_of_week == 0).all()


def test_who_dated_its_article_first_is_first(made, rows):
    events = queries.events.listing(made, SOME, min_outlets=2)
    for event in session_rows(events):
        inside = [row for row in rows if row["event"] == event["event"]]
        earliest = min(inside, key=lambda row: (row["published_at"], row["article_id"]))
        assert event["first_outlet"] == earliest["outlet"]
        assert event["outlets"] == ", ".join(sorted({row["outlet"] for row in inside}))


def session_rows(table: pd.DataFrame) -> list[dict]:
    return table.to_dict("records")


def test_events_cross_with_outlets_to_a_full_grid(made, rows):
    grid = queries.events.event_by_outlet(made, SOME)
    assert len(grid) == grid["event"].nunique() * 2
    assert grid["n_articles"].sum() == len(rows)


def test_shares_of_voice_add_up_to_one(made):
    shares = queries.voices.shares(made, SOME)
    assert shares.groupby("outlet")["share"].sum().tolist() == pytest.approx([1.0, 1.0])
    quote = len("“This was a terrible idea,”")
    whole = sum(len(text) for text in made_store.SENTENCES)
    assert shares.loc[shares["voice"] == "direct", "share"].tolist() == pytest.approx([quote / whole] * 2)


def test_speakers_are_counted_for_each_article_of_the_outlet(made):
    table = queries.voices.speakers(made, SOME)
    assert table["estimate"].tolist() == [1.0, 1.0]
    assert set(table["speaker"]) == {"Kim Jong Un"}


QUOTED = (
    ("RT", 0, "Kim Jong Un", 0, 90),
    ("RT", 0, "Kim Jong-un", 90, 100),
    ("RT", 0, "Jane Doe", 100, 130),
    ("RT", 1, "Kim Jong-un", 0, 50),
    ("RT", 1, None, 50, 70),
    ("Reuters", 0, "U.N.", 0, 10),
    ("Reuters", 0, "Antonio Guterres", 10, 20),  # the alias file gives him no country
    ("Reuters", 0, "Donald Trump", 20, 100),
)
"""Who is quoted, lopsidedly: outlet, number of its article, speaker, first and last character."""


@pytest.fixture(scope="module")
def quoted(tmp_path_factory):
    """A store of two articles from each of two outlets, with the attributions of `QUOTED`."""
    made = made_store.build(tmp_path_factory.mktemp("two") / "store", n_events=2, outlets=("RT", "Reuters"))
    ids = made.articles().groupby("outlet", observed=True)["article_id"].agg(sorted)
    rows = [
        {"article_id": ids[outlet][number], "start": start, "end": end, "kind": "direct", "speaker": speaker}
        for outlet, number, speaker, start, end in QUOTED
    ]
    with writing.opened(made.directory, made.settings) as writer:
        writer.replace("quotes", pd.DataFrame(rows).assign(cue="said", cue_kind="neutral"))
        return writer.commit(["made up"])


def test_attributed_words_are_shared_out_by_the_side_that_speakers_stand_for(quoted):
    table = queries.voices.sides(quoted, Filters())
    assert [tuple(row) for row in table.itertuples(index=False)] == [
        ("North Korea", "RT", pytest.approx(0.75), 3, 2),
        ("United States", "Reuters", pytest.approx(0.8), 1, 1),
        ("United Nations", "Reuters", pytest.approx(0.1), 1, 1),
        ("(not known)", "RT", pytest.approx(0.15), 1, 1),
        ("(not known)", "Reuters", pytest.approx(0.1), 1, 1),
        ("(not named)", "RT", pytest.approx(0.1), 1, 1),
    ]


def test_sides_behind_the_first_are_counted_together_and_an_article_once(quoted, monkeypatch):
    monkeypatch.setattr(queries.voices, "TOP_SIDES", 1)
    table = queries.voices.sides(quoted, Filters(outlets=("Reuters",))).set_index("side")
    assert table.index.tolist() == ["United States", "(others)", "(not known)"]
    assert table.loc["(others)", "share"] == pytest.approx(0.1)
    both = queries.voices.sides(quoted, Filters()).set_index(["side", "outlet"])
    assert both.loc[("(others)", "Reuters"), ["n_quotes", "n_articles"]].tolist() == [2, 1]
    assert both.groupby("outlet")["share"].sum().tolist() == pytest.approx([1, 1])


def test_forms_of_one_name_are_one_speaker_and_its_quotations_are_found_by_either(quoted):
    table = queries.voices.speakers(quoted, Filters())
    kim = table[table["speaker"] == "Kim Jong Un"]
    assert kim[["outlet", "estimate", "n_quotes", "n_articles"]].values.tolist() == [["RT", 1.5, 3, 2]]
    assert "Kim Jong-un" not in set(table["speaker"])
    assert table["speaker"].tolist()[0] == "Kim Jong Un"
    assert table["speaker"].tolist()[-1] == "(not named)"
    for form in ("Kim Jong Un", "Kim Jong-un"):
        assert len(queries.voices.quotes_of(quoted, Filters(), form)) == 3
    assert len(queries.voices.quotes_of(quoted, Filters(), "(not named)")) == 1
    assert len(queries.voices.quotes_of(quoted, Filters(), "Jane Doe")) == 1
    assert queries.voices.quotes_of(quoted, Filters(), "nobody").empty


def test_means_are_means_over_articles(made, rows):
    table = queries.measures.means(made, SOME, ("tone_own",)).set_index("outlet")
    values = made.table("measures", where={"measure": ["tone_own"]}).set_index("article_id")["value"]
    for outlet in SOME.outlets:
        mine = [values[row["article_id"]] for row in rows if row["outlet"] == outlet]
        assert table.loc[outlet, "estimate"] == pytest.approx(sum(mine) / len(mine), abs=1e-6)
        assert table.loc[outlet, "n_articles"] == len(mine)


def test_the_lowest_sentences_are_the_lowest_of_the_outlets_own_voice(made, rows):
    found = queries.measures.tone_sentences(made, SOME, "RT", lowest=True)
    own = {number for number, voice in enumerate(made_store.VOICES) if voice == "own"}
    ids = {row["article_id"] for row in rows if row["outlet"] == "RT"}
    tones = made.table("tone").dropna(subset=["tone"])
    expected = sorted(tones.loc[tones["article_id"].isin(ids) & tones["sentence"].isin(own), "tone"])
    assert found["tone"].tolist() == pytest.approx(expected[: len(found)])
    assert set(found["text"]) <= set(made_store.SENTENCES)


@pytest.mark.parametrize("words", ["100%", "_", "\\", "'; DROP TABLE articles; --", "", "brave border"])
def test_a_search_takes_its_words_literally(made, words):
    found = queries.articles.search(made, SOME, words)
    assert len(found) == (0 if words != "brave border" else min(50, queries.overview.counts(made, SOME)["n_articles"]))


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


@pytest.mark.parametrize("nothing", [Filters(first="1990-01-01", last="1990-01-02"), Filters(event="no such")])
def test_nothing_under_the_filters_gives_empty_tables_and_no_error(made, nothing):
    assert queries.overview.counts(made, nothing)["n_articles"] == 0
    for query in (
        queries.overview.by_outlet, queries.events.storylines, queries.events.listing, queries.events.event_by_outlet,
        queries.events.coverage, queries.articles.listing, queries.voices.shares, queries.voices.speakers,
        queries.voices.sides, queries.voices.cues, queries.quality.gaps, queries.quality.crawl_dates,
        queries.quality.truncated, queries.quality.by_outlet, queries.quality.dates_by_origin, queries.quality.copies,
    ):  # fmt: skip
        assert len(query(made, nothing)) == 0
    assert len(queries.overview.by_period(made, nothing)[0]) == 0
    assert len(queries.measures.over_time(made, nothing, "tone_own")) == 0
    assert len(queries.measures.means(made, nothing, ("tone_own",))) == 0
