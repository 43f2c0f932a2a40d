"""The register of quality gates, their figures and their floors.

A gate measures one part of the tool on labelled data and returns figures. ``floors.json`` holds, for each figure,
the floor it must not fall below (or rise above), and for each data file the hash it was pinned with. A gate
whose data is not there says so and is left out; it never passes by default. One whose data is not what its floors were
pinned with says so, too.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from analysis.errors import DataError

FLOORS = Path(__file__).with_name("floors.json")


@dataclass(frozen=True)
class Figure:
    """Hold one measured figure of a gate.

    Parameters
    ----------
    name : str
        ``area.figure``, for example ``cleaning.body_lost``; the key of its floor.
    value : float
        What was measured on this code.
    n : int
        How many items it rests on.
    unit : str
        In words: "B-cubed F1", "share of words".
    better : {"higher", "lower"}
        Which way is better.
    must, aim : float or None
        What the project asks for, shown beside the floor; None where nothing was asked for.
    timed : bool
        Whether it is a speed: shown, and never held to a floor, because it depends on the machine.
    """

    name: str
    value: float
    n: int
    unit: str
    better: Literal["higher", "lower"] = "higher"
    must: float | None = None
    aim: float | None = None
    timed: bool = False

    @property
    def is_pinned(self) -> bool:
        """Whether a floor holds it: a figure that was asked for, and no speed."""
        return self.must is not None and not self.timed


@dataclass(frozen=True)
class Gate:
    """Name a gate, the data files it needs (stems in the data folder) and the function that measures."""

    name: str
    needs: tuple[str, ...]
    measure: Callable[[Path], Iterable[Figure]]


GATES: dict[str, Gate] = {}


def gate(name: str, needs: tuple[str, ...] = ()) -> Callable[[Callable[[Path], Iterable[Figure]]], Gate]:
    """Register a function from data folder to figures as a gate.

    Raises
    ------
    ValueError
        Where the name is taken.
    """

    def register(measure: Callable[[Path], Iterable[Figure]]) -> Gate:
        """Enter the gate under its name."""
        if name in GATES:
            raise ValueError(f"gate '{name}' is registered twice")
        GATES[name] = Gate(name, needs, measure)
        return GATES[name]

    return register


def data_file(folder: Path, stem: str) -> Path:
    """Name the file of labelled data with this stem in the data folder."""
    return folder / f"{stem}.jsonl.gz"


def missing_data(gate: Gate, folder: Path) -> list[str]:
    """List the files that a gate needs and the folder does not hold."""
    return [stem for stem in gate.needs if not data_file(folder, stem).is_file()]


def changed_data(gate: Gate, folder: Path) -> list[str]:
    """List the files of a gate that are there and are not those that the floors were pinned with."""
    pinned = _pinned().get("data", {})
    paths = [data_file(folder, stem) for stem in gate.needs]
    return [path.name for path in paths if path.is_file() and pinned.get(path.name) != sha256(path)]


def _pinned() -> dict[str, dict[str, Any]]:
    return json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.is_file() else {}


def floors() -> dict[str, dict[str, Any]]:
    """Read the pinned floors: figure name to ``floor``, and to ``value``, ``n``, ``unit``, ``must`` of that day."""
    return _pinned().get("floors", {})


def holds(figure: Figure, floor: float) -> bool:
    """Return whether a figure keeps its floor.

    Examples
    --------
    >>> holds(Figure("cleaning.body_lost", 0.013, 178, "share of words", better="lower"), floor=0.02)
    True
    """
    return figure.value >= floor if figure.better == "higher" else figure.value <= floor


def update(
    figures: Iterable[Figure],
    folder: Path,
    measured: Iterable[Gate],
    *,
    margin: float = 0.005,
    allow_regression: bool = False,
) -> None:
    """Pin the floors a margin below the figures, and with them the hashes of the data that they were measured on.

    Parameters
    ----------
    figures : iterable of Figure
        What was measured now; those that are not pinned are passed over. Floors of other figures stay as they are.
    folder : Path
        The labelled data.
    measured : iterable of Gate
        The gates that gave the figures; the hashes of other gates' data stay as they are.
    margin : float
        How far below the figure the floor lies, so that another build of a library does not break it.
    allow_regression : bool
        Whether a floor may be lowered.

    Raises
    ------
    DataError
        Where a floor would be lowered and that is not allowed.
    """
    pinned = floors()
    for figure in (figure for figure in figures if figure.is_pinned):
        sign = 1 if figure.better == "higher" else -1
        floor = round(figure.value - sign * margin, 4)
        old = pinned.get(figure.name, {}).get("floor")
        if old is not None and sign * floor < sign * old and not allow_regression:
            if not holds(figure, old):
                raise DataError(
                    f"'{figure.name}' is {figure.value:.4f}, worse than its floor {old}; nothing was pinned"
                )
            floor = old
        told = {"value": round(figure.value, 4), "n": figure.n, "unit": figure.unit, "must": figure.must}
        pinned[figure.name] = {"floor": floor, **told}
    paths = {data_file(folder, stem) for gate in measured for stem in gate.needs}
    data = _pinned().get("data", {}) | {path.name: sha256(path) for path in paths if path.is_file()}
    content = {"floors": dict(sorted(pinned.items())), "data": dict(sorted(data.items()))}
    FLOORS.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def sha256(path: Path) -> str:
    """Hash a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
