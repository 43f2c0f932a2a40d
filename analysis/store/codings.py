"""What people coded, and the keys of their sheets: in SQLite beside the snapshots, because rebuilds keep it."""

from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from analysis import schema
from analysis.errors import DataError
from analysis.store import database

FILE = "codings.sqlite"
SHEETS = "sheets (sheet TEXT PRIMARY KEY, measure TEXT, made_at TEXT, key TEXT)"
CODINGS = (
    "codings (sheet TEXT, unit TEXT, article_id TEXT, measure TEXT, coder TEXT, code REAL, probability REAL,"
    " coded_at TEXT, PRIMARY KEY (sheet, unit, coder))"
)


def keep_key(directory: Path | str, sheet: str, measure: str, key: str) -> None:
    """Keep the key of a sheet; the same sheet made again replaces it."""
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    with database.opened(Path(directory) / FILE, SHEETS) as kept:
        kept.execute("INSERT OR REPLACE INTO sheets VALUES (?, ?, ?, ?)", (sheet, measure, made_at, key))


def key_of(directory: Path | str, sheet: str) -> str:
    """Return the key of a sheet.

    Raises
    ------
    DataError
        Where this store made no such sheet.
    """
    keys = keys_of(directory)
    if sheet not in keys:
        made = f"its sheets are {', '.join(keys)}" if keys else "it has made none"
        raise DataError(f"this store did not make the coding sheet '{sheet}'; {made}")
    return keys[sheet]


def keys_of(directory: Path | str, measure: str | None = None) -> dict[str, str]:
    """Return the keys of all sheets, or of those of one measure, the oldest first."""
    question = "SELECT sheet, measure, key FROM sheets ORDER BY made_at, sheet"
    rows = database.rows(Path(directory) / FILE, question, "sheets")
    return {sheet: key for sheet, of, key in rows if measure in (None, of)}


def read(directory: Path | str) -> pd.DataFrame:
    """Read what people coded: the ``codings`` table."""
    columns = list(schema.CODINGS.columns)
    question = f"SELECT {', '.join(columns)} FROM codings ORDER BY sheet, unit, coder"
    rows = database.rows(Path(directory) / FILE, question, "codings")
    if not rows:
        return schema.empty(schema.CODINGS)
    return schema.conform(pd.DataFrame(rows, columns=columns), schema.CODINGS)


def add(directory: Path | str, codings: pd.DataFrame) -> None:
    """Add codings, all or none; a coder who codes a unit again replaces the earlier code.

    Parameters
    ----------
    directory : path
        The store.
    codings : DataFrame
        ``sheet``, ``unit``, ``article_id``, ``measure``, ``coder``, ``code``, ``probability``.
    """
    coded_at = datetime.now(UTC).isoformat(timespec="seconds")
    columns = ["sheet", "unit", "article_id", "measure", "coder", "code", "probability"]
    values = codings[columns].astype(object).where(codings[columns].notna(), None)
    with database.opened(Path(directory) / FILE, CODINGS) as kept:
        rows = [(*row, coded_at) for row in values.itertuples(index=False)]
        kept.executemany(f"INSERT OR REPLACE INTO codings VALUES ({', '.join('?' * 8)})", rows)


def forget(directory: Path | str, sheet: str) -> None:
    """Delete what was coded on a sheet; its key stays, so that it can be read again."""
    if (Path(directory) / FILE).is_file():
        with database.opened(Path(directory) / FILE, CODINGS) as kept:
            kept.execute("DELETE FROM codings WHERE sheet = ?", (sheet,))
