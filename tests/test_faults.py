"""Faults of disks, files, calls and names: one sentence each on the command line, and nothing half done."""

import errno
import json
import shutil
import sqlite3
from contextlib import closing
from itertools import cycle

import pytest

from analysis.__main__ import main
from analysis.presentation import export
from analysis.store import corrections, snapshots
from tests.conftest import SEEDS


@pytest.fixture
def odd_names(tmp_path):
    """A store whose outlets and titles hold what a terminal or a page would act on."""
    rows = [{"outlet": f"\x1b[31mRed\x07 {n}", "title": "\u202eevil\x1b]0;x\x07", "date": "2019-06-30",
             "text": "The envoys of both sides met in the capital on Monday to talk. " * 10} for n in "ab"]  # fmt: skip
    path = tmp_path / "odd.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert main(["build", str(path), "--store", str(tmp_path / "store")]) == 0
    return tmp_path / "store"


def test_names_from_articles_never_reach_the_terminal_raw(odd_names, tmp_path, capsys):
    outlet = snapshots.open(odd_names).articles()["outlet"].astype(str).iloc[0]
    main(["info", "--store", str(odd_names)])
    main(["compare", "--store", str(odd_names), "--target", outlet])
    main(["compare", "--store", str(odd_names), "--target", "\x1b[31mnobody"])
    main(["export", "--store", str(odd_names), "--out", str(tmp_path / "out\x1b[31m")])
    told = capsys.readouterr()
    for text in (told.out, told.err.rpartition("\r")[2]):
        assert not set(text) & set("\x1b\x07\u202e")
    assert "\\x1b" in told.out


def refused(capsys, *arguments):
    capsys.readouterr()
    assert main([str(argument) for argument in arguments]) == 2
    told = capsys.readouterr().err.strip().splitlines()
    assert len(told) == 1
    assert told[0].startswith("error: ")
    return told[0]


def test_a_measure_that_is_not_there_is_refused_with_those_that_are_near(seed_store, capsys):
    told = refused(capsys, "compare", "--store", seed_store.directory, "--target", "RT", "--measure", "tone")
    assert "no measure 'tone'" in told
    assert "tone_own" in told


@pytest.mark.parametrize("address", ["nonsense", "tcp://", "foo://a:1", "tcp://a", "a b:1"])
def test_what_is_no_address_of_a_scheduler_is_refused_in_one_sentence(tmp_path, capsys, address):
    told = refused(capsys, "build", SEEDS, "--store", tmp_path / "store", "--scheduler", address)
    assert "is not the address of a Dask scheduler" in told


def test_workers_have_a_bound(tmp_path, capsys):
    told = refused(capsys, "build", SEEDS, "--store", tmp_path / "store", "--workers", "10000")
    assert "10,000 workers are more than this machine has room for; give at most" in told


@pytest.mark.parametrize(
    "arguments", [["build", ""], ["build", "x", "--store", ""], ["info", "--store", " "], ["export", "--out", ""]]
)
def test_empty_paths_are_wrong_calls(arguments, capsys):
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "the path is empty" in capsys.readouterr().err


COMPARE = ["compare", "--target", "RT", "--measure", "tone_own"]


@pytest.mark.parametrize(
    ("command", "room"), [(["export"], 0), (["export"], 1), (["export"], 2), (COMPARE, 0), (COMPARE, 1)]
)
def test_a_full_disk_leaves_no_half_table_and_what_was_there(seed_store, tmp_path, capsys, monkeypatch, command, room):
    out = tmp_path / "out"
    arguments = [*command, "--store", seed_store.directory, "--out", out]
    written = []

    def fills_up(frame, file):
        written.append(file)
        if len(written) > room:
            raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(export, "write_csv", fills_up)
        assert "No space left on device; nothing in it was changed" in refused(capsys, *arguments)
        assert not out.exists()
        out.mkdir()
        (out / "estimates.csv").write_text("of last week")
        written.clear()
        refused(capsys, *arguments)
    assert [(path.name, path.read_text()) for path in tmp_path.rglob("*") if path.is_file()] == [
        ("estimates.csv", "of last week")
    ]
    assert main([str(argument) for argument in arguments]) == 0
    assert (out / "estimates.csv").read_text() != "of last week"


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\x00 cut", b"no database" * 50])
def test_damaged_corrections_are_one_sentence_and_an_empty_file_is_none(seed_store, tmp_path, capsys, content):
    shutil.copytree(seed_store.directory, tmp_path / "store")
    (tmp_path / "store" / "corrections.sqlite").write_bytes(content)
    for command in (["info"], ["export", "--out", tmp_path / "out"]):
        if content:
            assert "is damaged" in refused(capsys, *command, "--store", tmp_path / "store")
        else:
            assert main([*map(str, command), "--store", str(tmp_path / "store")]) == 0


def test_locked_corrections_are_one_sentence(seed_store, tmp_path, capsys, monkeypatch):
    shutil.copytree(seed_store.directory, tmp_path / "store")
    corrections.log(tmp_path / "store", "split", ["a"])
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *where, **how: connect(*where, **how, timeout=0.01))
    with closing(connect(tmp_path / "store" / "corrections.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        told = refused(capsys, "info", "--store", tmp_path / "store")
    assert "is being changed by another program" in told


@pytest.mark.parametrize("step", [5, pytest.param(1, marks=pytest.mark.trial)])
def test_a_lost_part_is_one_sentence_in_every_command(seed_store, tmp_path, capsys, step):
    """Every fifth part is lost in turn here, each of them in the trials."""
    shutil.copytree(seed_store.directory, tmp_path / "store")
    reading = (
        ["export", "--out", tmp_path / "out", "--outlet", "RT"],
        COMPARE,
    )
    for part, one in zip(sorted((tmp_path / "store" / "parts").iterdir())[::step], cycle(reading), strict=False):
        whole = part.read_bytes()
        part.unlink()
        for command in (one, ["info"]):
            capsys.readouterr()
            code = main([str(argument) for argument in (*command, "--store", tmp_path / "store")])
            told = capsys.readouterr().err
            assert code == 0 or (code == 2 and part.name in told and "Traceback" not in told), part.name
        part.write_bytes(whole)
