"""What people corrected about events: in SQLite beside the snapshots, because every rebuild keeps it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from analysis import schema
from analysis.errors import DataError
from analysis.store import database

FILE = "corrections.sqlite"
TABLE = "corrections (correction INTEGER, action TEXT, article_id TEXT, with_article TEXT, made_at TEXT, note TEXT)"
UNDONE = "undone (correction INTEGER PRIMARY KEY, undone_at TEXT)"


def read(directory: Path | str) -> pd.DataFrame:
    """Read what people corrected about events: the ``corrections`` table.

    Corrections lie in SQLite beside the snapshots, because people change them one by one and every rebuild keeps them.
    """
    path, columns = Path(directory) / FILE, [name for name in schema.CORRECTIONS.columns if name != "undone_at"]
    question = f"SELECT {', '.join(columns)} FROM corrections ORDER BY correction, article_id"
    rows = database.rows(path, question, "corrections")
    if not rows:
        return schema.empty(schema.CORRECTIONS)
    undone = dict(database.rows(path, "SELECT correction, undone_at FROM undone", "undone"))
    frame = pd.DataFrame(rows, columns=columns)
    frame["undone_at"] = frame["correction"].map(undone)
    return schema.conform(frame, schema.CORRECTIONS)


def log(
    directory: Path | str, action: str, article_ids: Sequence[str], with_article: str | None = None, note: str = ""
) -> int:
    """Log a correction; it takes effect with the next grouping.

    Parameters
    ----------
    directory : path
        The store.
    action : {"merge", "split", "move", "pin"}
        See `analysis.events.corrections`.
    article_ids : sequence of str
        The articles that it is about.
    with_article : str, optional
        An article of the event that they go to; every action but ``split`` needs one.
    note : str
        Why, in the person's words.

    Returns
    -------
    int
        The number of the correction.

    Raises
    ------
    DataError
        Where the action is unknown, or article or goal is missing.
    """
    actions = schema.CORRECTIONS.columns["action"].values
    if action not in actions or not article_ids or (action != "split" and not with_article):
        raise DataError(
            f"a correction needs an action ({', '.join(actions)}), articles, and a target article for all but split"
        )
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    with database.opened(Path(directory) / FILE, TABLE) as log:
        number = log.execute("SELECT coalesce(max(correction), 0) + 1 FROM corrections").fetchone()[0]
        rows = [(number, action, article, with_article, made_at, note or None) for article in sorted(set(article_ids))]
        log.executemany("INSERT INTO corrections VALUES (?, ?, ?, ?, ?, ?)", rows)
    return number


def undo(directory: Path | str, number: int) -> None:
    """Undo one correction; the others stand, and the log keeps it. It takes effect with the next grouping.

    Raises
    ------
    DataError
        Where no correction of this number stands.
    """
    known = read(directory)
    if number not in set(known.loc[known["undone_at"].isna(), "correction"].tolist()):
        raise DataError(f"there is no correction {number} to undo in {directory}")
    undone_at = datetime.now(UTC).isoformat(timespec="seconds")
    with database.opened(Path(directory) / FILE, UNDONE) as log:
        log.execute("INSERT INTO undone VALUES (?, ?)", (number, undone_at))
