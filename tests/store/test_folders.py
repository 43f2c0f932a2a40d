"""The folder of a store: nothing that somebody else put there is read, changed or removed."""

import json
import os
import stat

import pytest

from analysis import pipeline
from analysis.corpus import stores
from analysis.errors import DataError
from analysis.settings import Settings
from analysis.store import snapshots, writing
from tests.conftest import SEEDS
from tests.store.test_store import articles_of, fill


def content_of(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "name", ["thesis.docx", "parts/thesis.docx", "history/2019.json", "parts/notes.parquet", "notes/a.txt"]
)
def test_a_folder_that_holds_something_and_is_no_store_is_refused_and_left_as_it_is(tmp_path, name):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(b"three years of work")
    before = content_of(tmp_path)
    with pytest.raises(DataError, match="is neither empty nor a store") as caught, writing.opened(tmp_path, Settings()):
        pass
    assert name.split("/")[0] in str(caught.value)
    assert content_of(tmp_path) == before


@pytest.mark.parametrize("name", ["parts/thesis.docx", "history/letters.json", "history/000009.json", "letter.txt"])
def test_files_of_somebody_else_in_a_store_stay_through_builds(tmp_path, name):
    fill(tmp_path, "a")
    (tmp_path / name).write_bytes(b"{}")
    for article in "bcdef":
        fill(tmp_path, article)
    assert (tmp_path / name).read_bytes() == b"{}"
    assert sorted(snapshots.open(tmp_path).table("articles")["article_id"]) == list("abcdef")


def test_parts_that_a_killed_build_left_are_removed_by_the_next_one(tmp_path):
    fill(tmp_path, "a")
    with pytest.raises(KeyboardInterrupt), writing.opened(tmp_path, Settings()) as writer:
        writer.replace("events", writer.read().table("events").head(0))
        writer.update("aliases", "event", [], aliases_of("e1"))
        raise KeyboardInterrupt
    left = {path.name for path in (tmp_path / "parts").iterdir()} - snapshots.open(tmp_path).manifest.files
    assert left
    fill(tmp_path, "b")
    assert not left & {path.name for path in (tmp_path / "parts").iterdir()}


def aliases_of(event):
    from analysis import schema

    row = dict.fromkeys(schema.ALIASES.columns, "Kim") | {"event": event, "kind": "person"}
    import pandas as pd

    return schema.conform(pd.DataFrame([row]), schema.ALIASES)


@pytest.mark.parametrize("name", ["", " ", "a\udcff", "a\0b"])
def test_names_that_no_store_can_have_are_refused_in_words(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DataError, match="the name of the store"):
        snapshots.open(name)
    with pytest.raises(DataError, match="the name of the store"):
        pipeline.build([SEEDS], name)
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(os.name != "posix", reason="there is no umask")
@pytest.mark.parametrize("mask", [0o022, 0o002, 0o077])
def test_files_follow_the_umask(tmp_path, mask):
    before = os.umask(mask)
    try:
        fill(tmp_path / "store", "a")
    finally:
        os.umask(before)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "store").rglob("*") if path.is_file()}
    assert set(modes.values()) == {0o666 & ~mask}, modes


def test_a_store_is_deleted_whole_and_nothing_else_with_it(tmp_path):
    fill(tmp_path / "one", "a")
    fill(tmp_path / "two", "a")
    (tmp_path / "two" / "parts" / "thesis.docx").write_text("work")
    assert writing.delete(tmp_path / "one") == []
    assert writing.delete(tmp_path / "two") == ["parts/thesis.docx"]
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["thesis.docx"]


def test_a_store_that_a_build_writes_to_is_not_deleted(tmp_path):
    fill(tmp_path, "a")
    with writing.opened(tmp_path, Settings()), pytest.raises(DataError, match="another build is writing"):
        writing.delete(tmp_path)
    assert snapshots.open(tmp_path).number == 1


def test_without_its_lock_file_two_builds_do_not_lose_each_others_work(tmp_path):
    fill(tmp_path, "a")
    with pytest.raises(DataError, match="another build wrote to"), writing.opened(tmp_path, Settings()) as one:
        one.add({"articles": articles_of("b")})
        (tmp_path / stores.LOCK).unlink()
        fill(tmp_path, "c")
        one.add({"articles": articles_of("d")})
    held = set(snapshots.open(tmp_path).table("articles")["article_id"])
    assert {"a", "b", "c"} <= held, "what the first had acknowledged went into the snapshot of the second"


def test_without_its_lock_file_a_build_does_not_commit_over_another(tmp_path):
    fill(tmp_path, "a")
    with pytest.raises(DataError, match="another build wrote to"), writing.opened(tmp_path, Settings()) as one:
        (tmp_path / stores.LOCK).unlink()
        fill(tmp_path, "c")
        one.commit()
    assert sorted(snapshots.open(tmp_path).table("articles")["article_id"]) == ["a", "c"]


def test_what_a_killed_build_was_reading_is_among_the_sources_and_named(tmp_path):
    with pytest.raises(KeyboardInterrupt), writing.opened(tmp_path, Settings(), sources=["A"]) as writer:
        writer.add({"articles": articles_of("a")})
        raise KeyboardInterrupt
    with writing.opened(tmp_path, Settings(), sources=["B"]) as writer:
        writer.add({"articles": articles_of("b")})
        snapshot = writer.commit(["B"])
    assert writer.unfinished == ("A",)
    assert snapshot.manifest.sources == ("A", "B")
    assert sorted(snapshot.table("articles")["article_id"]) == ["a", "b"]


def damaged_values(value):
    """Every value of a JSON tree replaced by others, one at a time."""
    wrong = [None, -1, "x", [], {"x": 1}]
    yield from wrong
    if isinstance(value, dict):
        for key in value:
            yield {name: inner for name, inner in value.items() if name != key}
            for other in damaged_values(value[key]):
                yield value | {key: other}
    if isinstance(value, list) and value:
        for other in damaged_values(value[0]):
            yield [other, *value[1:]]


BROKEN = [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"null", b'{"format": 2}', b"\0" * 100]


@pytest.mark.parametrize("step", [4, pytest.param(1, marks=pytest.mark.trial)])
@pytest.mark.parametrize("name", ["manifest.json", "pending.json"])
def test_a_manifest_or_pending_file_damaged_in_any_way_is_one_sentence_and_mended_by_the_next_build(
    tmp_path, name, step
):
    """Every fourth cut and changed value is tried here, each of them in the trials."""
    fill(tmp_path, "a")
    with pytest.raises(KeyboardInterrupt), writing.opened(tmp_path, Settings()) as writer:
        writer.add({"articles": articles_of("b")})
        raise KeyboardInterrupt
    path = tmp_path / name
    whole = path.read_bytes()
    trees = [json.dumps(value).encode() for value in damaged_values(json.loads(whole))]
    cuts = [whole[:cut] for cut in range(0, len(whole), 293)]
    for content in (*BROKEN, *cuts[::step], *trees[::step]):
        path.write_bytes(content)
        try:
            snapshots.open(tmp_path).settings  # noqa: B018
        except DataError as error:
            assert str(path) in str(error) and "\n" not in str(error)
        try:
            with writing.opened(tmp_path, Settings()) as writer:
                assert "a" in writer.known_articles
        except DataError as error:
            assert "version" in str(error) or "other settings" in str(error)
    path.write_bytes(BROKEN[0])
    fill(tmp_path, "c")
    assert {"a", "c"} <= set(snapshots.open(tmp_path).table("articles")["article_id"])


def test_a_manifest_of_a_newer_version_is_not_replaced_by_an_older_copy(tmp_path):
    fill(tmp_path, "a")
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": 99}))
    with pytest.raises(DataError, match="newer version"), writing.opened(tmp_path, Settings()):
        pass
    assert json.loads(path.read_text())["format"] == 99


@pytest.mark.parametrize("file", ["../../etc/passwd", "/etc/passwd", "tone-x.parquet", ""])
def test_a_part_whose_name_leaves_the_folder_is_refused(tmp_path, file):
    fill(tmp_path, "a")
    path = tmp_path / "manifest.json"
    content = json.loads(path.read_text())
    content["parts"]["articles"][0]["file"] = file
    path.write_text(json.dumps(content))
    with pytest.raises(DataError, match="is damaged"):
        snapshots.open(tmp_path)
