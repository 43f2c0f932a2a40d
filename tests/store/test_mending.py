"""Damaged parts: found before a number is read from them, and made again as far as text and files allow."""

import json
import shutil

import pandas as pd
import pytest

from analysis import pipeline
from analysis.errors import DataError
from analysis.settings import Settings
from analysis.store import mending, parquet, snapshots
from tests.conftest import SEEDS

SMALL = Settings(partition_articles=2)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A store of two partitions."""
    directory = tmp_path_factory.mktemp("whole") / "store"
    pipeline.build([SEEDS], directory, settings=SMALL)
    return snapshots.open(directory)


@pytest.fixture
def store(whole, tmp_path):
    shutil.copytree(whole.directory, tmp_path / "store")
    return tmp_path / "store"


def other(tmp_path):
    text = "The choir of the village sang for the harbour, and the mayor thanked them all. " * 12
    path = tmp_path / "other.jsonl"
    path.write_text(json.dumps({"outlet": "CNN", "title": "A choir sang", "date": "2009-01-05", "text": text}))
    return path


def flipped(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


def cut(path):
    path.write_bytes(path.read_bytes()[:-7])


def swapped(path):
    """Another part of the same table under the right name, as a copy from another store would be."""
    twins = [p for p in path.parent.glob(f"{path.name.split('-')[0]}-*") if p != path]
    path.write_bytes(twins[0].read_bytes() if twins else b"")


HARM = {"flipped": flipped, "cut": cut, "lost": lambda path: path.unlink(), "swapped": swapped}


def held_in(snapshot):
    return {name: parts for name, parts in snapshot.manifest.parts.items() if parts}


def in_order(snapshot, name):
    key = list(parquet.READ[name].key)
    table = snapshot.table(name)
    table = table.astype(dict.fromkeys(key, "str"))
    return table.sort_values(key, ignore_index=True)


@pytest.mark.parametrize("harm", HARM)
def test_no_table_is_read_from_a_damaged_part(whole, store, harm):
    for name, parts in held_in(whole).items():
        path = store / "parts" / parts[0].file
        content = path.read_bytes()
        HARM[harm](path)
        opened = snapshots.open(store)
        with pytest.raises(DataError, match=f"{path.name} of table '{name}' is damaged or missing"):
            opened.table(name)
        if name != "copies":
            with pytest.raises(DataError, match="is damaged or missing"):
                opened.query(f'SELECT count(*) FROM "{name}"')
        path.write_bytes(content)


MEASURED = [name for name in mending.OF_ARTICLES if name not in mending.TEXTS]
"""Tables that are measured again from stored texts: those of one partition are set aside together."""
GROUPED = ("events", "event_summary", "links", "aliases")


@pytest.mark.parametrize(
    ("names", "harm"),
    [
        (MEASURED[::2], "flipped"),
        (["bodies"], "lost"),
        (GROUPED, "lost"),
        pytest.param(MEASURED[1::2], "lost", marks=pytest.mark.trial),
        pytest.param(["articles"], "flipped", marks=pytest.mark.trial),
        pytest.param(mending.REMARKS, "flipped", marks=pytest.mark.trial),
    ],
)
def test_a_build_from_the_same_files_mends_every_table_that_it_can_make(whole, store, names, harm):
    harmed = [name for name in names if name in held_in(whole)]
    if not harmed:
        pytest.skip("the seeds leave this table empty")
    for name in harmed:
        HARM[harm](store / "parts" / whole.manifest.parts[name][0].file)
    summary = pipeline.build([SEEDS], store, settings=SMALL)
    mended = snapshots.open(store)
    assert mended.damaged_parts() == []
    assert (summary.n_damaged, summary.n_articles, summary.n_lost) == (len(harmed), 0, 0)
    for table in (*mending.OF_ARTICLES, *mending.REMARKS, "events", "event_summary"):
        pd.testing.assert_frame_equal(in_order(mended, table), in_order(whole, table))
    assert mended.about["corpus_hash"] == whole.about["corpus_hash"]


def test_what_belongs_to_articles_is_set_aside_with_them(whole):
    by_batch = {name for name, parts in held_in(whole).items() if any(part.batch for part in parts)}
    assert by_batch <= {*mending.OF_ARTICLES, *mending.REMARKS}
    assert {"times", "later_texts"} <= {*mending.OF_ARTICLES}


def test_mending_what_grouping_made_keeps_copies_and_named_days(tmp_path):
    sung = (f"On Tuesday choir {n} of village {n} sang for harbour {n}, and mayor {n} thanked them." for n in range(20))
    text = "\n".join(sung)
    rows = [
        {"outlet": outlet, "title": "A choir sang", "date": "2009-01-07", "text": text}
        for outlet in ("CNN", "Fox News")
    ]
    path = tmp_path / "two.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    pipeline.build([path], tmp_path / "store")
    before = snapshots.open(tmp_path / "store")
    flipped(tmp_path / "store" / "parts" / before.manifest.parts["event_summary"][0].file)
    pipeline.build([path], tmp_path / "store")
    mended = snapshots.open(tmp_path / "store")
    for name in ("copies", "times", "event_summary"):
        assert len(before.table(name)) > 0
        pd.testing.assert_frame_equal(mended.table(name), before.table(name))


@pytest.mark.parametrize(
    "name", ["tone", "vectors", *(pytest.param(name, marks=pytest.mark.trial) for name in ("sentences", "measures"))]
)
def test_values_are_measured_again_from_the_stored_text_where_the_files_are_gone(whole, store, tmp_path, name):
    flipped(store / "parts" / whole.manifest.parts[name][0].file)
    summary = pipeline.build([other(tmp_path)], store, settings=SMALL)
    mended = snapshots.open(store)
    assert (summary.n_damaged, summary.n_articles, summary.n_lost) == (1, 1, 0)
    assert summary.n_mended >= 1
    held = mended.table(name, article_ids=whole.table("articles")["article_id"])
    assert len(held) == len(whole.table(name))


def test_articles_that_neither_store_nor_files_give_are_counted_and_come_back_with_their_files(whole, store, tmp_path):
    flipped(store / "parts" / whole.manifest.parts["bodies"][0].file)
    n_gone = whole.manifest.parts["bodies"][0].rows
    summary = pipeline.build([other(tmp_path)], store, settings=SMALL)
    assert (summary.n_damaged, summary.n_mended, summary.n_lost) == (1, 0, n_gone)
    assert len(snapshots.open(store).table("articles")) == 3 - n_gone + 1
    assert str(SEEDS.resolve()) in snapshots.open(store).manifest.sources
    pipeline.build([SEEDS], store, settings=SMALL)
    assert len(snapshots.open(store).table("articles")) == 4


def test_what_was_learnt_is_never_made_up_again(whole, store):
    parts = whole.manifest.parts.get("boilerplate")
    if not parts:
        pytest.skip("three articles teach no boilerplate")
    flipped(store / "parts" / parts[0].file)
    with pytest.raises(DataError, match="--relearn"):
        pipeline.build([SEEDS], store, settings=SMALL)


def test_a_store_of_the_format_before_is_read_and_its_damage_refused_in_words(whole, store):
    path = store / "manifest.json"
    content = json.loads(path.read_text())
    del content["checksum"]
    content["format"] = 2
    for parts in content["parts"].values():
        for part in parts:
            del part["batch"]
    path.write_text(json.dumps(content))
    pd.testing.assert_frame_equal(in_order(snapshots.open(store), "articles"), in_order(whole, "articles"))
    assert pipeline.build([SEEDS], store, settings=SMALL).n_articles == 0
    flipped(store / "parts" / whole.manifest.parts["tone"][0].file)
    with pytest.raises(DataError, match="restore the file from a backup, or rebuild the store with"):
        pipeline.build([SEEDS], store, settings=SMALL)


def test_only_a_build_mends_and_grouping_anew_loses_nothing(whole, store):
    flipped(store / "parts" / whole.manifest.parts["bodies"][0].file)
    with pytest.raises(DataError, match="build the store again from its sources"):
        pipeline.regroup(store)
    assert snapshots.open(store).number == whole.number


def test_a_single_bit_flipped_anywhere_in_a_part_is_found_before_a_table_is_read(whole, store):
    part = store / "parts" / whole.manifest.parts["tone"][0].file
    content = part.read_bytes()
    for at in range(0, len(content), max(1, len(content) // 60)):
        harmed = bytearray(content)
        harmed[at] ^= 1 << at % 8
        part.write_bytes(bytes(harmed))
        with pytest.raises(DataError, match="is damaged or missing"):
            snapshots.open(store).table("tone")
