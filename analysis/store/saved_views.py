"""Comparisons that people saved: a name and the address that reopens it, in SQLite beside a store's snapshots.

Rebuilding a store leaves them; deleting it deletes them.
"""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from analysis.errors import DataError
from analysis.store import database

FILE = "saved.sqlite"
TABLE = "saved (name TEXT PRIMARY KEY COLLATE NOCASE, view TEXT, query TEXT, saved_at TEXT)"
NAME_CHARACTERS = 60
ADDRESS_CHARACTERS = 4000
"""Longer addresses are refused by some servers and programs on the way."""

COLUMNS = ("name", "view", "query", "saved_at")


def listed(directory: Path | str) -> pd.DataFrame:
    """List the saved comparisons of a store, by name.

    Returns
    -------
    DataFrame
        ``name``, ``view`` (the page's path), ``query`` (filters and what is chosen, as an address holds them),
        ``saved_at`` (ISO 8601 in UTC).
    """
    question = f"SELECT {', '.join(COLUMNS)} FROM saved ORDER BY name COLLATE NOCASE"
    rows = database.rows(Path(directory) / FILE, question, "saved")
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")


def save(directory: Path | str, name: str, view: str, query: str) -> None:
    """Save a comparison under a name.

    Raises
    ------
    DataError
        Where the name is empty, too long or taken, or the address too long.
    """
    name = " ".join(name.split())
    if not name or len(name) > NAME_CHARACTERS:
        raise DataError(f"a saved comparison needs a name of 1 to {NAME_CHARACTERS} characters")
    if len(query) > ADDRESS_CHARACTERS:
        raise DataError(
            f"the address has {len(query):,} characters; at most {ADDRESS_CHARACTERS:,} can be saved: "
            "choose fewer filters"
        )
    with database.opened(Path(directory) / FILE, TABLE) as shelf:
        try:
            made_at = datetime.now(UTC).isoformat(timespec="seconds")
            shelf.execute("INSERT INTO saved VALUES (?, ?, ?, ?)", (name, view, query, made_at))
        except sqlite3.IntegrityError as error:
            raise DataError(f"a comparison named “{name}” is saved already; choose another name") from error


def forget(directory: Path | str, name: str) -> None:
    """Delete a saved comparison; one that is gone already is no error."""
    if (Path(directory) / FILE).is_file():
        with database.opened(Path(directory) / FILE, TABLE) as shelf:
            shelf.execute("DELETE FROM saved WHERE name = ?", (name,))
