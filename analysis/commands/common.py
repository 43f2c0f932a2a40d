"""What several commands share: where the store is, filters, a progress bar, tables in a terminal and in files."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from analysis import queries
from analysis.errors import DataError
from analysis.presentation import export
from analysis.progress import Progress
from analysis.settings import Filters
from analysis.store import remote, shared, snapshots

DEFAULT_STORE = Path("data/store")


EXIT_BELOW_FLOOR = 1


EXIT_INTERRUPTED = 130


MAX_PRINTED = 20
"""Rows of a table that a terminal shows; the CSV has them all."""


def command(
    commands: "argparse._SubParsersAction", name: str, function: object, text: str, *, store: str = ""
) -> argparse.ArgumentParser:
    """Add a command that works on a store: on the default one, or, where ``store`` says for what, on one if named."""
    added = commands.add_parser(name, help=text, description=text)
    added.set_defaults(command=function)
    where = "folder of the store, or its address on shared storage, such as s3://bucket/folder"
    told = f"{store}: {where}" if store else f"{where} (default: %(default)s)"
    added.add_argument("--store", type=located, default=None if store else DEFAULT_STORE, help=told)
    return added


def located(text: str) -> Path:
    """Read where a store is: a folder, or an address of which this machine keeps a copy."""
    try:
        return shared.located(text if remote.is_address(text) else path(text))
    except DataError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def path(text: str) -> Path:
    """Read a path; an empty one would be the folder that the command runs in."""
    if not text.strip():
        raise argparse.ArgumentTypeError("the path is empty")
    return Path(text)


def add_filters(command: argparse.ArgumentParser) -> None:
    """Add the options that choose articles, as the page's filters do."""
    group = command.add_argument_group("filters")
    group.add_argument("--outlet", action="append", default=[], help="only this outlet; may be given several times")
    group.add_argument(
        "--from", dest="first", metavar="DAY", help="only articles from this day on, for example 2019-06-30"
    )
    group.add_argument("--to", dest="last", metavar="DAY", help="only articles up to and including this day")
    group.add_argument("--event", help="only articles of this event")
    group.add_argument("--storyline", help="only articles of this storyline")


def filters(options: argparse.Namespace, snapshot: snapshots.Snapshot) -> Filters:
    """Read the filters, and refuse what the store does not hold."""
    chosen = Filters(tuple(options.outlet), options.first, options.last, options.event, options.storyline)
    return queries.index.check(snapshot, chosen)


def counted(n: int, what: str) -> str:
    """Count things in words."""
    return f"{n:,} {what}{'' if n == 1 else 's'}"


def table(frame: pd.DataFrame) -> str:
    """Print a table with two digits behind the point, and times as days.

    Examples
    --------
    >>> print(table(pd.DataFrame({"at": pd.to_datetime(["2019-06-30T09:00Z"]), "tone": [0.126]})))
            at  tone
    2019-06-30  0.13
    """
    days = {
        name: column.dt.strftime("%Y-%m-%d").fillna("")
        for name, column in frame.items()
        if isinstance(column.dtype, pd.DatetimeTZDtype)
    }
    frame = frame.assign(**{str(name): column for name, column in days.items()})
    return frame.to_string(index=False, na_rep="", float_format=lambda value: f"{value:.2f}")


def write(frame: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV or Parquet, as the file's name ends."""
    if path.suffix == ".parquet":
        frame.to_parquet(path, index=False)
    else:
        with path.open("wb") as file:
            export.write_csv(frame, file)


@contextmanager
def progress() -> Iterator[Progress]:
    """Show one bar a stage on the error stream; in a log file its lines stay readable."""
    bars: dict[str, tqdm] = {}

    def tell(stage: str, done: float, text: str) -> None:
        """Move the bar of a stage; a new stage closes the bars before it."""
        if stage not in bars:
            for bar in bars.values():
                bar.close()
            slow = 5.0 if not sys.stderr.isatty() else 0.1
            bars[stage] = tqdm(total=100, desc=stage, unit="%", mininterval=slow, delay=1.0, bar_format=BAR)
        bar = bars[stage]
        bar.set_postfix_str(text, refresh=False)
        bar.update(round(100 * done) - bar.n)

    try:
        yield tell
    finally:
        for bar in bars.values():
            bar.close()


BAR = "{desc}: {percentage:3.0f} %|{bar:20}| {elapsed}<{remaining} {postfix}"
