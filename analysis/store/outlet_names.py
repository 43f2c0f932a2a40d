"""Outlets that people named or merged after a build: in SQLite with the corrections of events, undone one by one."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from analysis import schema
from analysis.errors import DataError
from analysis.store import database
from analysis.store.corrections import FILE

TABLE = "outlet_names (number INTEGER, name TEXT, shown_as TEXT, made_at TEXT, undone_at TEXT)"

NAME_CHARACTERS = 80
"""Longest name of an outlet: it stands in legends and at lines."""


def log(directory: Path | str, names: Sequence[str], shown_as: str) -> int:
    """Log that outlets are to be counted under one name; it takes effect with the next grouping.

    Returns
    -------
    int
        The number under which it can be undone.

    Raises
    ------
    DataError
        Where no outlet is named, or the name is empty or too long.
    """
    called = " ".join(shown_as.split())
    changed = sorted({name for name in names if name != called})
    if not called or len(called) > NAME_CHARACTERS:
        raise DataError(f"give the outlet a name of 1 to {NAME_CHARACTERS} characters")
    if not changed:
        raise DataError("choose at least one outlet that has another name")
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    with database.opened(Path(directory) / FILE, TABLE) as log:
        number: int = log.execute("SELECT coalesce(max(number), 0) + 1 FROM outlet_names").fetchone()[0]
        rows = [(number, name, called, made_at, None) for name in changed]
        log.executemany("INSERT INTO outlet_names VALUES (?, ?, ?, ?, ?)", rows)
    return number


def undo(directory: Path | str, number: int) -> None:
    """Undo one naming; the others stand.

    Raises
    ------
    DataError
        Where none of this number stands.
    """
    if number not in set(in_force(directory)["number"]):
        raise DataError(f"there is no naming {number} to undo in {directory}")
    with database.opened(Path(directory) / FILE, TABLE) as log:
        log.execute(
            "UPDATE outlet_names SET undone_at = ? WHERE number = ?",
            (datetime.now(UTC).isoformat(timespec="seconds"), number),
        )


def in_force(directory: Path | str) -> pd.DataFrame:
    """List the namings that stand, in the order in which they were made: ``number``, ``name``, ``shown_as``,
    ``made_at``.
    """
    question = "SELECT number, name, shown_as, made_at FROM outlet_names WHERE undone_at IS NULL ORDER BY number, name"
    rows = database.rows(Path(directory) / FILE, question, "outlet_names")
    return pd.DataFrame(rows, columns=["number", "name", "shown_as", "made_at"])


def table(namings: pd.DataFrame) -> pd.DataFrame:
    """Follow the namings one after the other: under which name each outlet as it was read is counted.

    Examples
    --------
    >>> rows = pd.DataFrame({"name": ["hill.com", "The Hill"], "shown_as": ["The Hill", "Hill"]})
    >>> table(rows).values.tolist()
    [['The Hill', 'Hill'], ['hill.com', 'Hill']]
    """
    shown: dict[str, str] = {}
    for name, shown_as in zip(namings["name"], namings["shown_as"], strict=True):
        shown = {outlet: shown_as if now == name else now for outlet, now in shown.items()}
        shown.setdefault(name, shown_as)
    rows = sorted((name, now) for name, now in shown.items() if name != now)
    return schema.conform(pd.DataFrame(rows, columns=["name", "shown_as"]), schema.OUTLET_NAMES)


def applied(outlets: pd.Series, shown: dict[str, str]) -> pd.Series:
    """Write outlets as they are shown; those of one name become one category.

    Examples
    --------
    >>> applied(pd.Series(["a", "b", "a"], dtype="category"), {"a": "b"}).tolist()
    ['b', 'b', 'b']
    """
    if not shown:
        return outlets
    read = outlets.cat.categories.astype("str")
    now = pd.Index([shown.get(name, name) for name in read], dtype=read.dtype)
    kept = now.unique().sort_values()
    of_code = kept.get_indexer(now)
    codes = [of_code[code] if code >= 0 else -1 for code in range(-1, len(read))]
    moved = pd.Series(codes).to_numpy()[outlets.cat.codes.to_numpy().astype("int64") + 1]
    return pd.Series(pd.Categorical.from_codes(moved, kept), index=outlets.index, name=outlets.name)
