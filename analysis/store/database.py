"""The small SQLite files beside a store's snapshots, in which people change one thing at a time."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from analysis.errors import DataError
from analysis.store import shared


@contextmanager
def opened(path: Path, table: str) -> Iterator[sqlite3.Connection]:
    """Open a file to change it, making it and its table where there is none; what fails changes nothing.

    Parameters
    ----------
    path : Path
        The file.
    table : str
        Name and columns of its table, as SQL.

    Raises
    ------
    DataError
        Where the file is damaged, locked by another program, or may not be written.
    """
    try:
        with shared.changing(path), closing(sqlite3.connect(path)) as database, database:
            database.execute(f"CREATE TABLE IF NOT EXISTS {table}")
            yield database
    except sqlite3.DatabaseError as error:
        raise _in_words(path, error) from error


def rows(path: Path, question: str, table: str) -> list[tuple]:
    """Read rows without changing anything; none where the file or its table was never made.

    Raises
    ------
    DataError
        As for `opened`.
    """
    if not path.is_file():
        return []
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            made = database.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone()
            return database.execute(question).fetchall() if made else []
    except sqlite3.DatabaseError as error:
        raise _in_words(path, error) from error


def _in_words(path: Path, error: sqlite3.DatabaseError) -> Exception:
    """Say what to do about a file that cannot be used; a key that is taken is for the caller to explain."""
    if isinstance(error, sqlite3.IntegrityError):
        return error
    if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
        return DataError(f"{path} is being changed by another program; try again when it is done")
    if isinstance(error, sqlite3.OperationalError):
        return DataError(f"{path} cannot be used: {error}")
    return DataError(f"{path} is damaged ({error}); restore it from a backup, or delete it and lose what it holds")
