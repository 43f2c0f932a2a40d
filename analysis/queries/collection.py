"""What was listed and could not be had of the articles that a corpus was built from."""

from pathlib import Path

import pandas as pd

from analysis.collect import coverage
from analysis.settings import Filters
from analysis.store.snapshots import Snapshot


def of_folder(folder: Path) -> pd.DataFrame:
    """Count what became of the pages that a collected folder's sources list, see `coverage.by_outlet_and_day`."""
    from analysis.collect import record  # where a corpus was collected

    listed, fetches = (record.read_lines(folder / name) for name in coverage.FILES)
    return coverage.by_outlet_and_day(listed, fetches)


def by_outlet_and_day(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Count it for the collected folders that the corpus was built from and that are still there.

    Parameters
    ----------
    snapshot : Snapshot
        The store.
    filters : Filters
        Outlets and days; pages without a day are kept, since nobody knows theirs.
    """
    folders = [Path(source) for source in snapshot.manifest.sources]
    tables = [of_folder(folder) for folder in folders if (folder / coverage.FILES[0]).is_file()]
    if not tables:
        return coverage.by_outlet_and_day([], [])
    table = pd.concat(tables).groupby(["outlet", "day"], as_index=False).sum()
    day, is_asked = table["day"], pd.Series(True, index=table.index)
    if filters.outlets:
        is_asked &= table["outlet"].isin(filters.outlets)
    if filters.first:
        is_asked &= (day >= filters.first) | day.eq("")
    if filters.last:
        is_asked &= day <= filters.last
    return table[is_asked].reset_index(drop=True)


def by_outlet(table: pd.DataFrame) -> pd.DataFrame:
    """Sum a table of outlets and days up by outlet, with the days on which nothing was listed."""
    silent = table[table["n_listed"].eq(0)].groupby("outlet").size()
    summed = table.drop(columns="day").groupby("outlet").sum()
    return summed.assign(n_days_without=silent.reindex(summed.index, fill_value=0)).reset_index()
