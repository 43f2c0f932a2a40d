"""From files to a grouped store: the seeds as golden results, and what must hold for any corpus."""

import json
import shutil
from dataclasses import replace

import pandas as pd
import pytest

import analysis
from analysis import assets, memory, pipeline, queries, schema
from analysis.corpus import stores
from analysis.errors import DataError
from analysis.events import similarity, storylines
from analysis.measures import vectors
from analysis.settings import Filters, Settings
from analysis.store import manifests, parquet, snapshots
from tests import made_store

SUMMIT = (
    "US President Donald Trump met North Korean leader Kim Jong-un in Hanoi on Wednesday. "
    "“We had a great meeting,” Mr Trump said after the talks. Officials from Pyongyang and Washington spoke for "
    "three hours about sanctions and the nuclear programme. South Korea welcomed the meeting. Analysts warned that "
    "the threat of a new crisis remained, and families of the abducted hoped for news."
)
RETOLD = (
    "In Hanoi, North Korean leader Kim Jong-un sat down with US President Donald Trump on Wednesday. Sanctions and the "
    "nuclear programme were discussed by officials of Washington and Pyongyang for hours. Analysts in South Korea saw "
    "a threat of new crisis. Mr Trump called the meeting great, and families of the abducted welcomed the talks."
)
HARBOUR = (
    "The city council of Rotterdam approved a new harbour bridge on Tuesday after ten years of debate. Engineers "
    "praised the elegant design. “Traffic will halve,” said councillor Anna de Vries. The works cost forty million "
    "euros and start in spring. Cyclists get a lane of their own, and the old ferry retires after sixty years."
)


def rows(*texts, **facts):
    return [
        {"outlet": f"Outlet {n % 3}", "title": f"Title {n} of the day", "text": text, "date": "2019-02-27"} | facts
        for n, text in enumerate(texts)
    ]


def jsonl(path, items):
    path.write_text("\n".join(json.dumps(item) for item in items), encoding="utf-8")
    return path


def in_order(frame, name):
    """Sort rows by their key; vocabularies as plain text, whose order does not depend on what was seen first."""
    plain = frame.astype({column: "str" for column in frame.columns if frame[column].dtype == "category"})
    return plain.sort_values(list(schema.TABLES[name].key), ignore_index=True)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    path = tmp_path_factory.mktemp("corpus") / "corpus.jsonl"
    return jsonl(path, rows(SUMMIT, SUMMIT.replace("great", "good"), HARBOUR))


@pytest.fixture(scope="module")
def built(corpus, tmp_path_factory):
    """A store of the corpus; tests read it and never write to it."""
    directory = tmp_path_factory.mktemp("built") / "store"
    pipeline.build([corpus], directory)
    return snapshots.open(directory)


@pytest.fixture
def store(built, tmp_path):
    """A store of the corpus that a test may change."""
    shutil.copytree(built.directory, tmp_path / "store")
    return tmp_path / "store"


def test_the_seeds_are_three_events_of_one_storyline(seed_store):
    summary = seed_store.table("event_summary")
    assert len(summary) == 3
    assert len(summary["storyline"].unique()) == 1
    facts = seed_store.articles().set_index("outlet")
    assert facts["published_at"].dt.strftime("%Y-%m-%d %H:%M").to_dict() == {
        "Press TV": "2019-06-28 00:00", "Sky News": "2025-08-25 00:00", "RT": "2019-09-17 07:28",
    }  # fmt: skip
    assert facts["published_from"].astype("str").to_dict() == {
        "Press TV": "manifest",
        "Sky News": "manifest",
        "RT": "text",
    }


def test_the_tweet_without_marks_is_trumps_and_not_press_tvs(seed_store):
    press_tv = made_store.under(seed_store, Filters(outlets=("Press TV",)))["article_id"].iloc[0]
    body = seed_store.body(press_tv)
    start = body.index("After some very important meetings")
    quotes = seed_store.table("quotes", article_ids=[press_tv])
    tweet = quotes[(quotes["start"] <= start + 5) & (quotes["end"] > start + 200)]
    assert tweet["speaker"].tolist() == ["Donald Trump"]
    sentences = seed_store.table("sentences", article_ids=[press_tv])
    in_tweet = sentences["start"].between(start, body.index("This comes after") - 1) & (sentences["sentence"] >= 0)
    inside = sentences[in_tweet]
    assert len(inside) >= 2
    assert set(inside["voice"]) == {"attributed"}


def test_on_the_seeds_nothing_is_compared_only_described(seed_store):
    estimates = queries.measures.estimates(seed_store, Filters())
    contrasts = estimates[estimates["component"] != "value"]
    assert len(contrasts)
    assert set(contrasts["verdict"]) <= {"describe only", "not comparable"}
    assert estimates[["low", "high", "p", "q"]].isna().all(axis=None)
    assert contrasts["reason"].str.contains("one article an outlet").any()


def test_every_table_of_a_store_conforms_to_its_declaration(seed_store):
    for name, declared in parquet.READ.items():
        frame = seed_store.table(name)
        pd.testing.assert_frame_equal(schema.conform(frame, declared), frame, check_categorical=False)


def test_spans_lie_inside_the_text_they_point_into(seed_store):
    facts = seed_store.articles().set_index("article_id")
    bodies = seed_store.bodies(facts.index)
    for name in ("quotes", "targets", "loaded", "sentences", "names"):
        spans = seed_store.table(name)
        in_title = spans["sentence"] == -1 if "sentence" in spans else pd.Series(False, index=spans.index)
        texts = spans["article_id"].map(bodies).where(~in_title, spans["article_id"].map(facts["title"]))
        assert (spans["start"] >= 0).all(), name
        assert (spans["end"] > spans["start"]).all(), name
        assert (spans["end"] <= texts.str.len()).all(), name


def test_building_again_from_the_same_files_changes_nothing(corpus, tmp_path):
    first = pipeline.build([corpus], tmp_path / "store")
    before = sorted(path.name for path in (tmp_path / "store" / "parts").iterdir())
    second = pipeline.build([corpus], tmp_path / "store")
    assert (first.n_articles, second.n_articles, second.n_known) == (3, 0, 3)
    assert second.snapshot == first.snapshot
    assert sorted(path.name for path in (tmp_path / "store" / "parts").iterdir()) == before


def test_workers_change_no_byte_and_partitions_no_result(corpus, tmp_path):
    table = pd.DataFrame(
        {"text": [SUMMIT, RETOLD, SUMMIT, HARBOUR, ""], "outlet": "RT", "url": "https://rt.com/news/1"}
    )
    table["date"] = ["06/09/2019", "07/09/2019", "06/09/2019", "28/09/2019", "29/09/2019"]
    table.to_csv(tmp_path / "in-figures.csv", index=False)
    sources, small = [corpus, tmp_path / "in-figures.csv"], Settings(partition_articles=2)
    built = {"whole": (Settings(), 1), "alone": (small, 1), "together": (small, 2)}
    for name, (settings, workers) in built.items():
        pipeline.build(sources, tmp_path / name, settings=settings, workers=workers)
    whole, alone, together = (snapshots.open(tmp_path / name) for name in built)
    assert alone.manifest.parts == together.manifest.parts
    assert sorted(alone.table("rejects")["reason"]) == ["no text", "same article twice"]
    assert alone.table("notes")["note"].str.endswith("were read with the day first").sum() == 1
    assert whole.about["corpus_hash"] == alone.about["corpus_hash"]
    for name in ("measures", "events", "event_summary", "quotes", "tone", "frames"):
        pd.testing.assert_frame_equal(*(in_order(snapshot.table(name), name) for snapshot in (whole, alone)))


def test_what_is_found_in_an_article_does_not_depend_on_the_articles_around_it(seed_store):
    articles = seed_store.table("articles").assign(body=lambda rows: seed_store.bodies(rows["article_id"]).to_numpy())
    many = pd.concat(
        [articles.assign(article_id=articles["article_id"] + str(number)) for number in range(7)], ignore_index=True
    )
    together = pipeline.measure(pipeline._as_ingested(many), Settings())
    for _, one in articles.groupby("article_id"):
        alone = pipeline.measure(pipeline._as_ingested(one.reset_index(drop=True)), Settings())
        for name in ("sentences", "quotes", "tone", "targets", "frames", "loaded", "measures"):
            rows = together[name].assign(place=together[name]["article_id"].str[-1].astype(int))
            rows = rows[rows["article_id"].str[:-1] == one["article_id"].iloc[0]]
            for place in range(7):
                there = rows[rows["place"] == place].drop(columns=["article_id", "place"]).reset_index(drop=True)
                pd.testing.assert_frame_equal(
                    there, alone[name].drop(columns=["article_id"]), check_categorical=False, check_dtype=False
                )


def test_a_large_corpus_lets_its_models_go_before_it_is_grouped_and_measures_on_as_before(
    built, corpus, tmp_path, monkeypatch
):
    monkeypatch.setattr(memory, "LARGE_CORPUS", 0)
    pipeline.build([corpus], tmp_path / "gone")
    assert assets.embedding.cache_info().currsize == 0
    pipeline.build([corpus], tmp_path / "again")
    assert snapshots.open(tmp_path / "again").manifest.parts == built.manifest.parts


def test_two_reports_of_one_meeting_are_one_event_and_a_bridge_is_another(built):
    articles = built.articles().sort_values("title")
    meeting, again, bridge = articles["event"]
    assert meeting == again != bridge
    assert articles["storyline"].nunique() == 2


def test_pairs_that_another_model_judged_are_judged_again(tmp_path, monkeypatch):
    """The new article lies years away, so that an update by the same model would leave all others as they are."""
    summit = rows(SUMMIT, title="Trump meets Kim in Hanoi"), rows(RETOLD, title="Kim and Trump hold talks in Hanoi")
    corpus = jsonl(tmp_path / "corpus.jsonl", [*summit[0], *summit[1], *rows(HARBOUR)])
    far = jsonl(
        tmp_path / "far.jsonl", rows("The choir of the village sang. " * 12, title="A choir", date="2009-01-05")
    )
    shipped = similarity.model()
    with monkeypatch.context() as patched:
        patched.setattr(similarity, "model", lambda: replace(shipped, intercept=-99.0))
        pipeline.build([corpus], tmp_path / "store")
    assert len(snapshots.open(tmp_path / "store").table("event_summary")) == 3, (
        "to that model, no two articles are alike"
    )
    pipeline.build([far], tmp_path / "store")
    pipeline.build([corpus, far], tmp_path / "once")
    both = [snapshots.open(tmp_path / name) for name in ("store", "once")]
    pairs = [in_order(snapshot.table("pairs"), "pairs") for snapshot in both]
    assert len(pairs[0])
    pd.testing.assert_frame_equal(*pairs)
    groups = [pd.factorize(in_order(snapshot.table("events"), "events")["event"])[0] for snapshot in both]
    assert groups[0].tolist() == groups[1].tolist()
    names = [snapshot.manifest.versions[manifests.PAIR_MODEL] for snapshot in both]
    assert names == [similarity.name_of([shipped, storylines.model()], vectors.background())] * 2


def test_a_store_that_does_not_name_its_model_is_grouped_anew_once(store, monkeypatch):
    path = store / stores.MANIFEST
    content = json.loads(path.read_text())
    del content["versions"][manifests.PAIR_MODEL]
    del content["checksum"]
    path.write_text(json.dumps(manifests.signed(content)), encoding="utf-8")
    seen = []
    of_articles = pipeline.events.of_articles
    monkeypatch.setattr(
        pipeline.events, "of_articles", lambda *given, **how: seen.append(how["anew"]) or of_articles(*given, **how)
    )
    before = snapshots.open(store).table("events")
    for _ in range(2):
        pipeline.regroup(store)
    assert seen == [True, False]
    pd.testing.assert_frame_equal(snapshots.open(store).table("events"), before)


def test_analysing_in_memory_gives_what_the_store_gives(built, corpus):
    analysed = analysis.analyse(analysis.read([corpus]))
    for name in ("measures", "events", "quotes"):
        held = schema.conform(getattr(analysed, name), schema.TABLES[name])
        pd.testing.assert_frame_equal(in_order(held, name), in_order(built.table(name), name))


def test_a_build_completes_what_an_earlier_version_wrote_without_adding_up_attributions(store, tmp_path):
    before = snapshots.open(store)
    parts = {name: held for name, held in before.manifest.parts.items() if name != "attributed"}
    (store / stores.MANIFEST).write_text(replace(before.manifest, parts=parts).to_json(), encoding="utf-8")
    pipeline.build([jsonl(tmp_path / "more.jsonl", rows(HARBOUR.replace("ten", "nine"), url="https://a.b/c"))], store)
    after = snapshots.open(store)
    assert set(before.manifest.parts["attributed"]) < set(after.manifest.parts["attributed"])
    assert set(after.table("attributed")["article_id"]) == set(after.table("sentences")["article_id"])


def test_articles_in_other_languages_are_kept_and_not_measured(tmp_path):
    persian = "رئیس جمهور آمریکا گفت که می‌خواهد با رهبر کره شمالی دیدار کند و این دیدار مهم خواهد بود. " * 8
    path = jsonl(tmp_path / "corpus.jsonl", rows(SUMMIT, persian))
    pipeline.build([path], tmp_path / "store")
    snapshot = snapshots.open(tmp_path / "store")
    articles = snapshot.articles().set_index("title")
    other = articles.loc["Title 1 of the day"]
    assert other["language"] == "fa"
    assert snapshot.table("tone", article_ids=[other["article_id"]]).empty
    assert not snapshot.table("tone", article_ids=[articles["article_id"].iloc[0]]).empty


def test_a_headline_without_a_body_is_kept_as_short_and_measured_by_its_title(tmp_path):
    path = jsonl(tmp_path / "corpus.jsonl", rows(SUMMIT, "") + [{"outlet": "RT", "title": "Terrible war threat grows"}])
    pipeline.build([path], tmp_path / "store")
    snapshot = snapshots.open(tmp_path / "store")
    short = made_store.under(snapshot, Filters(outlets=("RT",)))
    assert short["article_type"].tolist() == ["short"]
    measured = snapshot.table("measures", article_ids=short["article_id"]).set_index("measure")["value"]
    assert measured["tone_title"] < 0
    assert pd.isna(measured.get("tone_own", float("nan")))


def test_a_corpus_of_rejects_only_is_a_store_that_says_so(tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    summary = pipeline.build([tmp_path / "empty.txt"], tmp_path / "store")
    assert (summary.n_articles, summary.n_rejects) == (0, 1)
    assert len(snapshots.open(tmp_path / "store").table("rejects")) == 1


def test_a_source_that_is_not_there_is_named(tmp_path):
    with pytest.raises(DataError, match="no file or folder"):
        pipeline.build([tmp_path / "nothing"], tmp_path / "store")
    with pytest.raises(DataError, match="at least one file"):
        pipeline.build([], tmp_path / "store")


def labelled(n):
    threats = ["They threatened war", "Missiles will rain", "The enemy attacks at dawn", "A hostile army marched"]
    calm = ["The bakery opened early", "Tomatoes grew in the garden", "The choir sang all evening", "Rain fell softly"]
    rows = [(f"{threats[n % 4]} in town {n}.", "yes") for n in range(n)] + [
        (f"{calm[n % 4]} in town {n}.", "no") for n in range(n)
    ]
    return pd.DataFrame(rows, columns=["text", "label"])


def test_a_frame_trained_on_labels_measures_old_and_new_articles_and_is_kept_once(store, tmp_path, trained_once):
    frame = queries.own_frames.train(labelled(40), store, "menace")
    assert frame.report.n_items == 80
    named = snapshots.open(store).manifest.versions
    assert manifests.PAIR_MODEL in named, "what does not group keeps the name of the model that grouped"
    more = jsonl(
        tmp_path / "more.jsonl",
        [{"outlet": "RT", "title": "New", "text": "Missiles will rain. War threatens the enemy. " * 20}],
    )
    pipeline.build([more], store)
    snapshot = snapshots.open(store)
    values = snapshot.table("measures", where={"measure": ["trained:menace"]})
    assert set(values["article_id"]) == set(snapshot.articles()["article_id"])
    assert values["value"].between(0, 1).all()
    with pytest.raises(DataError, match="has a trained frame 'menace'; choose another name"):
        queries.own_frames.train(labelled(40), store, "menace")


def test_too_few_labels_leave_the_store_as_it_was(store):
    number = snapshots.open(store).number
    with pytest.raises(DataError, match="60"):
        queries.own_frames.train(labelled(5), store, "menace")
    assert snapshots.open(store).number == number
    assert snapshots.open(store).table("trained").empty
