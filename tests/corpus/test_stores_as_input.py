"""A store is never read as articles, wherever it lies."""

import shutil

import pytest

from analysis import pipeline
from analysis.errors import DataError
from analysis.store import snapshots
from tests.conftest import SEEDS


@pytest.fixture
def sources(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    for seed in SEEDS.iterdir():
        (folder / seed.name).write_bytes(seed.read_bytes())
    return folder


def test_a_store_inside_its_source_folder_does_not_read_itself(sources):
    for _ in range(3):
        pipeline.build([sources], sources / "made" / "store")
    snapshot = snapshots.open(sources / "made" / "store")
    assert len(snapshot.table("articles")) == 3
    rejects = snapshot.table("rejects")
    assert set(rejects["reason"].astype(str)) <= {"a store"}
    assert set(rejects["origin"]) <= {str(sources / "made" / "store")}


def test_other_stores_inside_a_source_folder_are_rejects_and_not_read(seed_store, sources, tmp_path):
    shutil.copytree(seed_store.directory, sources / "other")
    pipeline.build([sources], tmp_path / "store")
    snapshot = snapshots.open(tmp_path / "store")
    assert len(snapshot.table("articles")) == 3
    assert snapshot.table("rejects")[["origin", "reason"]].astype(str).to_numpy().tolist() == [
        [str(sources / "other"), "a store"]
    ]


def test_a_store_given_as_a_source_is_refused_in_words(seed_store, tmp_path):
    with pytest.raises(DataError, match="is a store, not a folder of articles"):
        pipeline.build([seed_store.directory], tmp_path / "store")
    assert not snapshots.exists(tmp_path / "store")
