"""The gates guard: floors hold both ways, rise by themselves and fall only when told to."""

import json

import pytest

from analysis.__main__ import main
from analysis.errors import DataError
from analysis.validation import gates
from analysis.validation.gates import Figure


@pytest.fixture
def floors(tmp_path, monkeypatch):
    path = tmp_path / "floors.json"
    monkeypatch.setattr(gates, "FLOORS", path)
    return path


def pinned():
    return {name: entry["floor"] for name, entry in gates.floors().items()}


def f1(value):
    return Figure("area.f1", value, 100, "F1", must=0.5)


def loss(value):
    return Figure("area.loss", value, 100, "share", better="lower", must=0.5)


GOLD = gates.Gate("area", ("gold",), lambda folder: [f1(0.8)])


def test_floors_are_pinned_a_margin_on_the_worse_side_with_the_datas_hash(floors, tmp_path):
    for name in ("gold", "of_another_gate"):
        (tmp_path / f"{name}.jsonl.gz").write_bytes(b"gold")
    gates.update([f1(0.8), loss(0.1)], tmp_path, [GOLD], margin=0.01)
    assert pinned() == {"area.f1": 0.79, "area.loss": 0.11}
    assert gates.floors()["area.f1"]["value"] == 0.8
    assert list(json.loads(gates.FLOORS.read_text())["data"]) == ["gold.jsonl.gz"]


def test_data_that_is_not_what_the_floors_were_pinned_with_is_named(floors, tmp_path, monkeypatch, capsys):
    gold = tmp_path / "gold.jsonl.gz"
    gold.write_bytes(b"gold")
    gates.update([f1(0.8)], tmp_path, [GOLD])
    monkeypatch.setitem(gates.GATES, "area", GOLD)
    call = ["check", "--data", str(tmp_path), "--only", "area"]
    told = "area: gold.jsonl.gz in"
    assert main(call) == 0 and told not in capsys.readouterr().err
    gold.write_bytes(b"brass")
    assert main(call) == 0 and told in capsys.readouterr().err
    assert main([*call, "--update"]) == 0 and main(call) == 0
    assert capsys.readouterr().err.count(told) == 1


def test_a_better_figure_raises_its_floor_and_a_slightly_worse_one_leaves_it(floors, tmp_path):
    gates.update([f1(0.8), loss(0.1)], tmp_path, [], margin=0.01)
    gates.update([f1(0.9), loss(0.05)], tmp_path, [], margin=0.01)
    assert pinned() == {"area.f1": 0.89, "area.loss": 0.06}
    gates.update([f1(0.895)], tmp_path, [], margin=0.01)
    assert pinned()["area.f1"] == 0.89
    assert gates.floors()["area.f1"]["value"] == 0.895


@pytest.mark.parametrize("worse", [f1(0.7), loss(0.3)])
def test_a_floor_is_not_lowered_unless_told_to(floors, tmp_path, worse):
    gates.update([f1(0.8), loss(0.1)], tmp_path, [])
    before = floors.read_text()
    with pytest.raises(DataError, match=f"'{worse.name}' is .* worse than its floor"):
        gates.update([worse], tmp_path, [])
    assert floors.read_text() == before
    gates.update([worse], tmp_path, [], allow_regression=True)
    assert json.loads(floors.read_text())["floors"][worse.name] != json.loads(before)["floors"][worse.name]


def test_a_gate_is_registered_once():
    with pytest.raises(ValueError, match="'twice' is registered twice"):
        [gates.gate("twice")(lambda folder: []) for _ in range(2)]
    del gates.GATES["twice"]


def test_speeds_and_figures_nobody_asked_for_get_no_floor(floors, tmp_path):
    speed = Figure("area.speed", 1000.0, 100, "a second", must=500, timed=True)
    extra = Figure("area.extra", 0.5, 100, "share")
    gates.update([f1(0.8), speed, extra], tmp_path, [])
    assert list(gates.floors()) == ["area.f1"]
