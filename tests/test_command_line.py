"""The command line as a user calls it: what it prints, what it writes, and its exit codes."""

import json
import re
import shutil
import subprocess
import sys

import pandas as pd
import pytest

from analysis import schema
from analysis.__main__ import main, parser
from analysis.store import snapshots
from tests.conftest import SEEDS


def run(capsys, *arguments):
    code = main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_build_then_info_tell_what_the_store_holds(capsys, tmp_path):
    code, out, _ = run(capsys, "build", SEEDS, "--store", tmp_path)
    assert code == 0
    assert "3 new articles, 0 already there, 0 rejects; 3 events in 1 storyline; snapshot 1" in out
    code, out, _ = run(capsys, "build", SEEDS, "--store", tmp_path)
    assert (code, out.startswith("0 new articles, 3 already there")) == (0, True)
    code, out, _ = run(capsys, "info", "--store", tmp_path, "--history")
    assert code == 0
    for expected in ("snapshot 1", "articles 3", "Press TV", "Sky News", "RT", "2019-06-28", "vaderSentiment"):
        assert expected in out


def test_export_writes_every_table_of_the_schema_and_a_passport(capsys, seed_store, tmp_path):
    code, _, _ = run(capsys, "export", "--store", seed_store.directory, "--out", tmp_path / "out")
    assert code == 0
    exported = {name for name, table in schema.TABLES.items() if table.exported}
    assert {path.stem for path in (tmp_path / "out").glob("*.csv")} == exported
    for name in exported:
        columns = pd.read_csv(tmp_path / "out" / f"{name}.csv", encoding="utf-8-sig").columns.tolist()
        stored = [column for column in schema.TABLES[name].columns if (name, column) != ("articles", "body")]
        assert columns == stored + {"quotes": ["counted"], "event_summary": ["doubt"]}.get(name, [])
    about = json.loads((tmp_path / "out" / "about.json").read_text())
    assert about["rows"]["articles"] == 3
    assert about["settings"]["codebook"] == "generic"
    assert re.fullmatch("[0-9a-f]{64}", about["corpus_hash"])
    assert (tmp_path / "out" / "articles.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_export_with_text_and_filters_as_parquet(capsys, seed_store, tmp_path):
    arguments = (
        "--store",
        seed_store.directory,
        "--out",
        tmp_path,
        "--format",
        "parquet",
        "--with-text",
        "--outlet",
        "RT",
    )
    assert run(capsys, "export", *arguments)[0] == 0
    articles = pd.read_parquet(tmp_path / "articles.parquet")
    assert articles["outlet"].tolist() == ["RT"]
    assert articles["body"].str.startswith("Their relationship is").all()
    assert set(pd.read_parquet(tmp_path / "sentences.parquet")["article_id"]) == set(articles["article_id"])


def test_compare_on_the_seeds_describes_and_says_why(capsys, seed_store, tmp_path):
    code, out, _ = run(capsys, "compare", "--store", seed_store.directory, "--target", "RT", "--out", tmp_path)
    assert code == 0
    assert out.startswith(
        "Not enough evidence to compare outlets in 36 measures. One article an outlet, events years apart"
    )
    assert "not comparable" not in out  # no table of empty rows
    assert out.startswith("Not enough evidence to compare outlets in ") and "One article an outlet" in out
    estimates = pd.read_csv(tmp_path / "estimates.csv", encoding="utf-8-sig")
    assert estimates["p"].isna().all()
    assert (tmp_path / "keyness.csv").is_file()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("build", "nowhere"), "there is no file or folder 'nowhere'"),
        (("info", "--store", "nowhere"), "there is no store in nowhere; make one with"),
        (("compare", "--target", "The Onion"), "no articles of 'The Onion' in this store; its outlets are Press TV"),
        (("compare", "--target", "sky new"), "no articles of 'sky new' in this store; did you mean Sky News?"),
        (("compare", "--target", "RT", "--reference", "RT"), "RT is both target and reference"),
        (("export", "--out", "x", "--from", "2019-13-01"), "'2019-13-01' is not a day"),
        (("export", "--out", "x", "--from", "2020-01-01", "--to", "2019-01-01"), "lies after the last day"),
        (("export", "--out", "x", "--event", "none"), "there is no event 'none' in this store"),
    ],
)
def test_a_wrong_call_ends_with_code_2_and_one_sentence(capsys, seed_store, arguments, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    if arguments[0] in ("compare", "export"):
        arguments = (*arguments, "--store", str(seed_store.directory))
    code, out, err = run(capsys, *arguments)
    assert code == 2
    assert message in err
    assert err.count("\n") == 1
    assert "Traceback" not in out + err


def test_every_command_explains_itself(capsys):
    for command in ("build", "export", "compare", "check", "info", "train-frames"):
        with pytest.raises(SystemExit) as ended:
            parser().parse_args([command, "--help"])
        assert ended.value.code == 0
        assert "--store" in capsys.readouterr().out


def test_an_unknown_command_ends_with_code_2(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["frobnicate"])
    assert ended.value.code == 2
    capsys.readouterr()


def test_check_of_a_store_finds_a_damaged_part(capsys, seed_store, tmp_path):
    shutil.copytree(seed_store.directory, tmp_path, dirs_exist_ok=True)
    assert run(capsys, "check", "--store", tmp_path)[0] == 0
    part = next((tmp_path / "parts").glob("tone-*.parquet"))
    part.write_bytes(b"damaged")
    code, out, _ = run(capsys, "check", "--store", tmp_path)
    assert code == 1
    assert part.name in out


def test_a_gate_without_its_data_says_so(capsys, tmp_path):
    code, _, err = run(capsys, "check", "--data", tmp_path, "--only", "cleaning")
    assert code == 0
    assert "does not hold cleaning_zyte" in err


def test_train_frames_prints_its_figures_and_refuses_what_is_no_table(capsys, seed_store, tmp_path, trained_once):
    shutil.copytree(seed_store.directory, tmp_path / "store")
    rows = [f"They threatened war in town {n},yes\nThe choir sang in town {n},no" for n in range(40)]
    (tmp_path / "labels.csv").write_text("text,label\n" + "\n".join(rows))
    arguments = ("--store", tmp_path / "store", "--name", "menace")
    code, out, _ = run(capsys, "train-frames", tmp_path / "labels.csv", *arguments)
    assert code == 0
    assert "more labels would be worth about" in out
    assert "trained:menace" in out
    (tmp_path / "broken.csv").write_bytes(b"\x00\x01\x02\x89PNG\x00\x00")
    code, _, err = run(capsys, "train-frames", tmp_path / "broken.csv", *arguments)
    assert (code, err.count("\n")) == (2, 1)
    code, _, err = run(capsys, "train-frames", tmp_path / "none.csv", *arguments)
    assert (code, "cannot be read" in err) == (2, True)


def test_a_cleaning_rule_can_be_switched_off_by_its_name(capsys, tmp_path):
    arguments = ("build", SEEDS, "--store", tmp_path / "store", "--rule-off", "drop_icon_names")
    assert run(capsys, *arguments)[0] == 0
    removals = snapshots.open(tmp_path / "store").table("removals")
    assert "drop_photo_credits" in set(removals["rule"])
    assert "drop_icon_names" not in set(removals["rule"])
    code, _, err = run(capsys, "build", SEEDS, "--store", tmp_path / "other", "--rule-off", "drop_everything")
    assert (code, "there is no cleaning rule 'drop_everything'; there are drop_" in err) == (2, True)


def test_a_reader_that_has_seen_enough_ends_the_command_without_a_traceback(seed_store):
    command = [sys.executable, "-m", "analysis", "info", "--store", str(seed_store.directory)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        process.stdout.close()
        assert "Traceback" not in process.stderr.read()
