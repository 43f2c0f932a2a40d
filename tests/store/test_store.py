"""The store: nothing acknowledged is lost, nothing half-written is read, and bad stores are refused in words."""

import json
import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from analysis import schema
from analysis.corpus import stores
from analysis.errors import DataError
from analysis.queries import scan
from analysis.settings import Filters, Settings
from analysis.store import corrections, files, history, manifests, parquet, snapshots, writing
from tests import made_store

SETTINGS = Settings()


def articles_of(*names, outlet="RT", day="2019-06-28"):
    n = len(names)
    return pd.DataFrame(
        {
            "article_id": list(names),
            "outlet": [outlet] * n,
            "title": [f"Title {name}" for name in names],
            "published_at": pd.to_datetime([day] * n, utc=True),
            "published_precision": ["day"] * n,
            "published_from": ["field"] * n,
            "language": ["en"] * n,
            "article_type": ["report"] * n,
            "body": [f"Body of {name}. It's “quoted”." for name in names],
            "n_words": [5] * n,
            "n_removed": [0] * n,
            "origin": [f"{name}.txt" for name in names],
        }
    )


def events_of(*names, event="e1"):
    return pd.DataFrame({"article_id": list(names), "event": event, "similarity": np.float32(1)})


def fill(directory, *names, **facts):
    with writing.opened(directory, SETTINGS) as writer:
        writer.add({"articles": articles_of(*names, **facts)})
        writer.replace("events", events_of(*sorted(writer.known_articles)))
        return writer.commit()


def test_what_is_written_is_read_back_with_the_declared_types(tmp_path):
    snapshot = fill(tmp_path, "a", "b")
    read = snapshot.table("articles")
    expected = schema.conform(articles_of("a", "b"), parquet.ARTICLE_FACTS)
    assert read["outlet"].tolist() == ["RT", "RT"]
    pd.testing.assert_series_equal(read["published_at"], expected["published_at"])
    assert read["external_id"].isna().all()
    assert snapshot.body("b") == "Body of b. It's “quoted”."
    assert snapshot.body("no such article") == ""
    assert snapshot.table("quotes").empty


def test_rows_of_some_articles_are_those_that_a_look_at_every_row_finds(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet, "BODY_ROWS", 3)
    names = [f"a{number:02}" for number in np.random.default_rng(3).permutation(40)]
    fill(tmp_path, *names[:25])
    snapshot = fill(tmp_path, *names[25:], outlet="Sky News")
    for asked in (["a07"], names[::5], names, ["not here"], []):
        for table in ("bodies", "articles", "events"):
            every = snapshot.table(table)
            expected = every[every["article_id"].isin(asked)].reset_index(drop=True)
            found = snapshot.table(table, article_ids=asked)
            pd.testing.assert_frame_equal(found, expected, check_categorical=False, check_dtype=len(expected) > 0)
    both = snapshot.table("articles", columns=["title"], article_ids=names[::2], where={"outlet": ["RT"]})
    assert both["title"].tolist() == [f"Title {name}" for name in names[:25] if names.index(name) % 2 == 0]


@pytest.mark.parametrize(
    ("outlets", "found", "n_opened"),
    [(["RT"], ["b", "c"], 1), (["BBC", "CNN"], ["a"], 1), (["NPR"], [], 0), (["AP"], [], 0), ([], [], 0),
     (["RT", "BBC"], ["a", "b", "c"], 2)],
)  # fmt: skip
def test_a_question_for_values_opens_only_the_parts_that_may_hold_them(tmp_path, monkeypatch, outlets, found, n_opened):
    fill(tmp_path, "a", outlet="BBC")
    snapshot = fill(tmp_path, "b", "c", outlet="RT")
    opened = []
    whole = snapshots.pds.dataset

    def dataset(paths, **options):
        opened.extend(paths)
        return whole(paths, **options)

    monkeypatch.setattr(snapshots.pds, "dataset", dataset)
    rows = snapshot.table("articles", columns=["article_id", "outlet"], where={"outlet": outlets})
    assert (rows["article_id"].tolist(), len(opened)) == (found, n_opened)
    assert rows.dtypes.astype("str").to_dict() == {"article_id": "str", "outlet": "category"}


def test_a_reader_keeps_its_snapshot_while_another_is_committed(tmp_path):
    before = fill(tmp_path, "a")
    after = fill(tmp_path, "b")
    assert (before.number, after.number) == (1, 2)
    assert len(before.table("articles")) == 1
    assert before.table("events")["article_id"].tolist() == ["a"]
    assert len(snapshots.open(tmp_path).table("articles")) == 2


def test_filters_hold_both_end_days_and_leave_undated_articles_out(tmp_path):
    with writing.opened(tmp_path, SETTINGS) as writer:
        undated = articles_of("u").assign(published_at=pd.NaT, published_precision="unknown", published_from="none")
        writer.add({"articles": pd.concat([articles_of("a", day="2019-06-28T23:59"), undated])})
        writer.add({"articles": articles_of("b", day="2019-06-30", outlet="Sky News")})
        snapshot = writer.commit()
    chosen = made_store.under(snapshot, Filters(first="2019-06-28", last="2019-06-28"))
    assert chosen["article_id"].tolist() == ["a"]
    assert set(made_store.under(snapshot, Filters(outlets=("Sky News",)))["article_id"]) == {"b"}
    assert len(snapshot.articles()) == 3


def test_sql_sees_every_table_and_takes_values_as_parameters_only(tmp_path):
    snapshot = fill(tmp_path, "a", "b")
    rows = snapshot.query("SELECT count(*) AS n FROM articles WHERE outlet = ?", ["RT'; DROP VIEW articles; --"])
    assert rows["n"].tolist() == [0]
    assert snapshot.query("SELECT count(*) AS n FROM articles")["n"].tolist() == [2]
    assert snapshot.query("SELECT count(*) AS n FROM quotes")["n"].tolist() == [0]


def test_the_corpus_hash_depends_on_texts_and_not_on_batches(tmp_path):
    fill(tmp_path / "one", "a", "b")
    fill(tmp_path / "two", "b")
    apart = fill(tmp_path / "two", "a")
    other = fill(tmp_path / "three", "a", "c")
    hashes = [
        snapshots.open(tmp_path / "one").about["corpus_hash"],
        apart.about["corpus_hash"],
        other.about["corpus_hash"],
    ]
    assert hashes[0] == hashes[1] != hashes[2]


def test_the_same_rows_give_the_same_files(tmp_path):
    names = [sorted(path.name for path in (tmp_path / d / "parts").iterdir()) for d in "xy" if fill(tmp_path / d, "a")]
    assert names[0] == names[1]


def test_two_builds_at_once_are_refused_with_a_sentence(tmp_path):
    with (
        writing.opened(tmp_path, SETTINGS),
        pytest.raises(DataError, match=r"another build is writing to .*; wait"),
        writing.opened(tmp_path, SETTINGS),
    ):
        pass


def test_adding_with_other_settings_is_refused(tmp_path):
    fill(tmp_path, "a")
    with (
        pytest.raises(DataError, match=r"codebook was generic, now policy\); use --relearn"),
        writing.opened(tmp_path, Settings(codebook="policy")),
    ):
        pass
    with writing.opened(tmp_path, Settings(n_permutations=500)):
        pass


def test_a_missing_store_and_a_newer_and_a_damaged_manifest_are_told_apart(tmp_path):
    with pytest.raises(DataError, match="there is no store in"):
        snapshots.open(tmp_path)
    fill(tmp_path, "a")
    path = tmp_path / stores.MANIFEST
    content = json.loads(path.read_text())
    path.write_text(json.dumps(content | {"format": 99}))
    with pytest.raises(DataError, match="written by a newer version \\(format 99"):
        snapshots.open(tmp_path)
    path.write_text(json.dumps(content | {"format": 1, "sources": ["news.csv"]}))
    with pytest.raises(DataError, match=r"earlier version \(format 1.*delete .* build it again from news\.csv"):
        snapshots.open(tmp_path)
    path.write_text(path.read_text()[:50])
    with pytest.raises(DataError, match="damaged"):
        snapshots.open(tmp_path)


def test_a_truncated_part_is_found_and_named(tmp_path):
    snapshot = fill(tmp_path, "a")
    assert snapshot.damaged_parts() == []
    part = Path(snapshot.files("articles")[0])
    part.write_bytes(part.read_bytes()[:-20])
    assert snapshot.damaged_parts() == [part.name]
    with pytest.raises(DataError, match=r"of table 'articles' is damaged or missing"):
        snapshot.table("articles")


def test_remarks_on_the_same_input_are_kept_once(tmp_path):
    reject = pd.DataFrame({"origin": ["x.txt"], "reason": ["empty"], "detail": ["0 bytes"]})
    for _ in range(2):
        with writing.opened(tmp_path, SETTINGS) as writer:
            writer.add({"rejects": reject})
            news = writer.has_news
            snapshot = writer.commit()
    assert len(snapshot.table("rejects")) == 1
    assert not news


class Crash(BaseException):
    """Stands for a kill: nothing catches it."""


def test_a_crash_at_any_step_loses_nothing_acknowledged_and_shows_nothing_half_written(tmp_path, monkeypatch):
    """Stop the writer before and after every rename of a build, then read and resume."""
    real = Path.replace
    n_steps = count_renames(tmp_path / "count", monkeypatch)
    assert n_steps > 8
    for step in range(n_steps * 2):
        directory = tmp_path / f"step{step}"
        fill(directory, "a")
        calls = {"n": 0}
        acknowledged = {"a"}

        def replace(self, target, step=step, calls=calls):
            if calls["n"] == step // 2 and step % 2 == 0:
                raise Crash
            result = real(self, target)
            calls["n"] += 1
            if calls["n"] - 1 == step // 2 and step % 2 == 1:
                raise Crash
            return result

        monkeypatch.setattr(Path, "replace", replace)
        with pytest.raises(Crash), writing.opened(directory, SETTINGS) as writer:
            for name in ("b", "c"):
                writer.add({"articles": articles_of(name)})
                acknowledged.add(name)
            writer.replace("events", events_of("a", "b", "c"))
            writer.commit()
        monkeypatch.setattr(Path, "replace", real)
        seen = snapshots.open(directory)
        ids = set(seen.table("articles")["article_id"])
        assert ids in ({"a"}, {"a", "b", "c"})
        assert set(seen.table("events")["article_id"]) == ids
        assert seen.damaged_parts() == []
        with writing.opened(directory, SETTINGS) as writer:
            assert acknowledged <= writer.known_articles
            for name in sorted({"b", "c"} - writer.known_articles):
                writer.add({"articles": articles_of(name)})
            writer.replace("events", events_of("a", "b", "c"))
            final = writer.commit()
        assert sorted(final.table("articles")["article_id"]) == ["a", "b", "c"]


def count_renames(directory, monkeypatch):
    real, calls = Path.replace, []
    fill(directory, "a")
    monkeypatch.setattr(Path, "replace", lambda self, target: (calls.append(target), real(self, target))[1])
    with writing.opened(directory, SETTINGS) as writer:
        for name in ("b", "c"):
            writer.add({"articles": articles_of(name)})
        writer.replace("events", events_of("a", "b", "c"))
        writer.commit()
    monkeypatch.setattr(Path, "replace", real)
    return len(calls)


def test_a_full_disk_is_an_error_and_leaves_the_store_as_it_was(tmp_path, monkeypatch):
    fill(tmp_path, "a")

    def no_space(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", no_space)
    with (
        pytest.raises(DataError, match="cannot be written: No space left on device"),
        writing.opened(tmp_path, SETTINGS) as writer,
    ):
        writer.add({"articles": articles_of("b")})
    monkeypatch.undo()
    assert snapshots.open(tmp_path).table("articles")["article_id"].tolist() == ["a"]
    assert not list(tmp_path.rglob("*.tmp"))


def test_some_articles_of_more_outlets_than_a_byte_counts_are_read(tmp_path):
    with writing.opened(tmp_path, SETTINGS) as writer:
        for start in (0, 100):
            rows = articles_of(*(f"{number:03d}" for number in range(start, start + 100)))
            writer.add({"articles": rows.assign(outlet=rows["article_id"].radd("Outlet "))})
        snapshot = writer.commit()
    ids = snapshot.table("articles")["article_id"]
    read = snapshot.table("articles", article_ids=ids)
    assert read["outlet"].astype("str").tolist() == [f"Outlet {article}" for article in read["article_id"]]
    assert len(read) == 200


def test_some_articles_of_parts_with_few_and_with_many_outlets_are_read_together(tmp_path):
    for first, n in ((0, 3), (100, 300)):
        with writing.opened(tmp_path, SETTINGS) as writer:
            rows = articles_of(*(f"{number:03d}" for number in range(first, first + n)))
            writer.add({"articles": rows.assign(outlet=rows["article_id"].radd("Outlet "))})
            snapshot = writer.commit()
    read = snapshot.table("articles", article_ids=snapshot.table("articles")["article_id"])
    assert read["outlet"].astype("str").tolist() == [f"Outlet {article}" for article in read["article_id"]]
    assert len(read) == 303


def test_a_process_beside_reads_the_rows_that_it_is_told_of(tmp_path):
    for names in ("ab", "cd"):
        fill(tmp_path, *names)
    snapshot = snapshots.open(tmp_path)
    told = pickle.loads(pickle.dumps(snapshot.rows("articles", ["c", "a"])))
    pd.testing.assert_frame_equal(told(), snapshot.table("articles", article_ids=["a", "c"]))
    assert snapshot.rows("names", ["a"])().empty
    for path in (tmp_path / "parts").glob("articles*"):
        path.unlink()
    with pytest.raises(DataError, match=r"a part of table 'articles' in .* is damaged or missing"):
        told()


def test_old_parts_are_collected_once_no_kept_snapshot_names_them(tmp_path):
    for name in "abcdef":
        fill(tmp_path, name)
    events = [path for path in (tmp_path / "parts").iterdir() if path.name.startswith("events")]
    assert len(events) == history.KEPT
    assert [manifest.snapshot for manifest in snapshots.open(tmp_path).history()] == [6, 5, 4]


def test_one_correction_is_undone_and_the_log_keeps_it(tmp_path):
    corrections.log(tmp_path, "merge", ["a"], with_article="b")
    corrections.log(tmp_path, "split", ["c"])
    corrections.undo(tmp_path, 1)
    rows = corrections.read(tmp_path)
    assert rows["undone_at"].isna().tolist() == [False, True]
    for number in (1, 3):
        with pytest.raises(DataError, match=f"no correction {number} to undo"):
            corrections.undo(tmp_path, number)
    assert corrections.log(tmp_path, "split", ["d"]) == 3


def test_corrections_are_numbered_logged_and_survive_the_next_build(tmp_path):
    fill(tmp_path, "a", "b")
    assert corrections.read(tmp_path).empty
    assert corrections.log(tmp_path, "merge", ["a"], with_article="b", note="one summit") == 1
    assert corrections.log(tmp_path, "split", ["b", "a", "a"]) == 2
    after = fill(tmp_path, "c")
    rows = corrections.read(tmp_path)
    assert rows[["correction", "action", "article_id"]].to_numpy().tolist() == [
        [1, "merge", "a"], [2, "split", "a"], [2, "split", "b"],
    ]  # fmt: skip
    assert after.about["n_corrections"] == 2


@pytest.mark.parametrize("wrong", [("weld", ["a"], "b"), ("merge", ["a"], None), ("split", [], None)])
def test_a_correction_that_says_too_little_is_refused(tmp_path, wrong):
    action, articles, goal = wrong
    with pytest.raises(DataError, match="a correction needs an action"):
        corrections.log(tmp_path, action, articles, goal)


def test_what_is_left_out_on_the_disk_comes_back_when_read_and_in_sql(tmp_path):
    names = pd.DataFrame(
        {"article_id": ["a", "a"], "sentence": [0, 0], "start": [0, 9], "form": ["Kim Jong Un", "Mün"]}
    )
    names = schema.conform(names.assign(end=[11, 12]), schema.NAMES)
    rows = [("e", "Kim", "Kim Jong Un", "person"), ("e", "Seoul", "Seoul", "place")]
    aliases = schema.conform(pd.DataFrame(rows, columns=list(schema.ALIASES.columns)), schema.ALIASES)
    with writing.opened(tmp_path, Settings()) as writer:
        writer.add({"names": names, "aliases": aliases})
        snapshot = writer.commit()
    for name, whole in (("names", names), ("aliases", aliases)):
        pd.testing.assert_frame_equal(snapshot.table(name), whole)
        asked = snapshot.query(f"SELECT * FROM {name}")[list(whole.columns)]
        assert asked.to_numpy().tolist() == whole.to_numpy().tolist()
    assert snapshot.table("aliases", columns=["canonical"], where={"form": ["Seoul"]})["canonical"].tolist() == [
        "Seoul"
    ]


@pytest.mark.parametrize("limits", [{"PART_ROWS": 4}, {"PART_WIDE_ROWS": {"aliases": 4}}])
def test_an_update_rewrites_only_the_parts_that_hold_what_is_gone(tmp_path, monkeypatch, limits):
    for name, rows in limits.items():
        monkeypatch.setattr(writing, name, rows)
    rows = pd.DataFrame({"event": [f"e{n}" for n in range(10)], "form": "Kim", "canonical": "Kim", "kind": "person"})
    with writing.opened(tmp_path, Settings()) as writer:
        writer.update("aliases", "event", [], rows)
        before = set(writer.commit().files("aliases"))
    assert len(before) == 3
    with writing.opened(tmp_path, Settings()) as writer:
        writer.update("aliases", "event", ["e1", "nobody"], rows.iloc[:1].assign(event="e1", form="Moon"))
        snapshot = writer.commit()
    held = snapshot.table("aliases").sort_values("event")
    assert held["form"].tolist() == ["Kim", "Moon", *["Kim"] * 8]
    assert len(before & set(snapshot.files("aliases"))) == 2


def test_a_store_keeps_the_version_of_the_rules_that_cleaned_it_until_it_is_rebuilt(tmp_path, monkeypatch):
    fill(tmp_path, "a")
    monkeypatch.setattr(manifests, "VERSION", "later")
    added = fill(tmp_path, "b")
    assert manifests.cleaned_by(added.manifest) != "later"
    with writing.opened(tmp_path, SETTINGS, afresh=True) as writer:
        writer.add({"articles": articles_of("a", "b")})
        writer.replace("events", events_of("a", "b"))
        rebuilt = writer.commit()
    assert manifests.cleaned_by(rebuilt.manifest) == "later"


def test_a_column_that_an_earlier_version_did_not_write_is_empty(tmp_path, monkeypatch):
    with monkeypatch.context() as earlier:
        earlier.setitem(parquet.READ, "quotes", parquet._without(schema.QUOTES, "side"))
        made = made_store.build(tmp_path / "store", n_events=2)
    every = made.table("quotes")
    some = every["article_id"].astype("str").tolist()[:1]
    assert len(every) > 1 and every["side"].isna().all()
    assert made.table("quotes", article_ids=some)["side"].isna().tolist() == [True]
    (part,) = scan.parts(made, "quotes", ["article_id", "side"])
    assert part["side"].null_count == len(every)
    with writing.opened(made.directory, made.settings) as writer:
        writer.replace("quotes", every.assign(side="Iran"))
        assert set(writer.commit(["made up"]).table("quotes")["side"]) == {"Iran"}


def test_questions_asked_at_once_each_see_their_own_tables_and_store(tmp_path):
    stores = [made_store.build(tmp_path / str(n_events), n_events=n_events) for n_events in (3, 9)]

    def told(number):
        store, own = stores[number % 2], pa.table({"number": [number]})
        rows = store.query("SELECT count(*) AS n, any_value(number) AS number FROM articles, given", given=own)
        return rows.iloc[0].tolist()

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(told, range(40))) == [[len(stores[n % 2].articles()), n] for n in range(40)]
