"""The command that measures the tool on labelled data, and checks the files of a store."""

import argparse
import sys
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from analysis.commands import common
from analysis.store import shared, snapshots
from analysis.validation import gates


def add_check(commands: "argparse._SubParsersAction") -> None:
    """Add ``check``."""
    text = "Measure the tool on labelled data and compare each figure with its floor."
    command = common.command(commands, "check", _check, text, store="check the files of this store instead")
    command.add_argument(
        "--data", type=Path, default=Path("../shared/data"), help="folder of labelled data (default: %(default)s)"
    )
    command.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="GATE",
        help="only gates whose names begin with this; may be given several times",
    )
    command.add_argument("--update", action="store_true", help="raise the floors to these figures")
    command.add_argument("--allow-regression", action="store_true", help="with --update: also lower floors")


def _check(options: argparse.Namespace) -> int:
    if options.store is not None:
        return _check_store(options.store)
    chosen = _chosen_gates(options)
    results = _measured(chosen, options.data)
    print(_gate_table(results))
    if options.update:
        figures = [figure for figure, _ in results]
        gates.update(figures, options.data, chosen, allow_regression=options.allow_regression)
    fallen = [figure.name for figure, floor in results if floor is not None and not gates.holds(figure, floor)]
    if fallen and not options.update:
        print(f"below their floor: {', '.join(fallen)}")
        return common.EXIT_BELOW_FLOOR
    print(f"{len(results)} figures, none below its floor")
    return 0


def _chosen_gates(options: argparse.Namespace) -> list[gates.Gate]:
    """Choose the gates whose data is there, and say which are left out."""
    import analysis.validation.all  # noqa: F401  (registers every gate; slow to import, needed here only)

    chosen = []
    for gate in gates.GATES.values():
        if options.only and not gate.name.startswith(tuple(options.only)):
            continue
        missing = gates.missing_data(gate, options.data)
        if missing:
            print(f"{gate.name}: not measured, {options.data} does not hold {', '.join(missing)}", file=sys.stderr)
        else:
            chosen.append(gate)
    return chosen


def _measured(chosen: list[gates.Gate], folder: Path) -> list[tuple[gates.Figure, float | None]]:
    """Measure gates, and say whose data is not what their floors were pinned with."""
    pinned = gates.floors()
    results = []
    for gate in chosen:
        changed = gates.changed_data(gate, folder)
        if changed:
            told = f"{', '.join(changed)} in {folder} changed since the floors were pinned, so they may not hold"
            print(f"{gate.name}: {told}", file=sys.stderr)
        for figure in tqdm(gate.measure(folder), desc=gate.name, unit=" figures", disable=None):
            results.append((figure, pinned.get(figure.name, {}).get("floor")))
    return results


def _gate_table(results: list[tuple[gates.Figure, float | None]]) -> str:
    rows = [
        {
            "figure": figure.name, "value": figure.value, "floor": floor, "must": figure.must, "aim": figure.aim,
            "better": figure.better, "n": figure.n, "unit": figure.unit,
        }
        for figure, floor in results
    ]  # fmt: skip
    return pd.DataFrame(rows).to_string(index=False, na_rep="", float_format=lambda value: f"{value:.4g}")


def _check_store(directory: Path) -> int:
    damaged = snapshots.open(directory).damaged_parts()
    if damaged:
        print(
            f"{len(damaged)} damaged parts in {shared.name_of(directory)}: {', '.join(damaged)}; build the store again "
            "from its sources"
        )
        return common.EXIT_BELOW_FLOOR
    print(f"all checksums of {shared.name_of(directory)} match")
    return 0
