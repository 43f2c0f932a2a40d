"""The corpora that a page can open: those in a folder, building, correcting, deleting, saved comparisons."""

import inspect
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from analysis import memory
from analysis.corpus import stores
from analysis.progress import Progress
from analysis.queries import articles, index
from analysis.settings import Settings
from analysis.store import codings, corrections, outlet_names, saved_views, shared, snapshots, writing
from analysis.store.snapshots import Snapshot

if TYPE_CHECKING:
    from analysis.store.arrivals import Summary

__all__ = ["Progress", "Summary"]

NAME_CHARACTERS = saved_views.NAME_CHARACTERS
"""Longest name of a saved comparison."""


def start_server() -> None:
    """Let a process that stays open give memory back to the system."""
    memory.return_memory()


def settle_server() -> None:
    """Tell a server after its first visit that what is loaded stays, see `memory.settle_objects`."""
    memory.settle_objects()


def located(place: str | Path) -> Path:
    """Return the folder of a corpus, see `shared.located`."""
    return shared.located(place)


def is_shared(directory: Path) -> bool:
    """Return whether a folder holds a copy of a corpus on shared storage."""
    return shared.of(directory) is not None


def exists(directory: Path) -> bool:
    """Return whether a folder holds a corpus that can be opened."""
    return snapshots.exists(directory)


def changed_at(directory: Path) -> int:
    """Say when a corpus was last built, in nanoseconds; 0 where there is none.

    Its time instead of its content: a manifest of 300,000 articles takes 15 ms to read, for every question.
    """
    shared.refresh(directory)
    manifest = directory / stores.MANIFEST
    return manifest.stat().st_mtime_ns if manifest.exists() else 0


def coded_at(snapshot: Snapshot) -> int:
    """Return when codings of a corpus last changed, in nanoseconds; 0 where there are none."""
    file = snapshot.directory / codings.FILE
    return file.stat().st_mtime_ns if file.is_file() else 0


def open(directory: Path) -> Snapshot:
    """Open the current snapshot of a corpus, see `snapshots.open`."""
    return snapshots.open(directory)


def within(folder: Path) -> dict[str, Path]:
    """List the corpora in a folder by the names of their own folders."""
    return {path.parent.name: path.parent for path in sorted(folder.glob(f"*/{stores.MANIFEST}"))}


def build(
    sources: Iterable[Path],
    directory: Path,
    *,
    manifest: Path | None = None,
    settings: Settings | None = None,
    progress: Progress,
) -> "Summary":
    """Read files into a corpus, see `pipeline.build`."""
    from analysis import pipeline  # it loads all that reads and measures: half a second that most visits do not need

    return pipeline.build(sources, directory, manifest=manifest, settings=settings, progress=progress)


def delete(directory: Path) -> list[str]:
    """Delete a corpus that no build is writing to, and list what no build wrote and is left, see `writing.delete`."""
    return writing.delete(directory)


def correct(directory: Path, action: str, article_ids: Sequence[str], with_article: str | None, note: str) -> None:
    """Log a correction of events and group the articles again, see `corrections.log`."""
    corrections.log(directory, action, article_ids, with_article, note)
    _group_again(directory)


def undo(directory: Path, number: int) -> None:
    """Undo one correction of events and group the articles again, see `corrections.undo`."""
    corrections.undo(directory, number)
    _group_again(directory)


def name_outlets(directory: Path, names: Sequence[str], shown_as: str) -> None:
    """Count outlets under one name from now on, see `outlet_names.log`, and group the articles again."""
    outlet_names.log(directory, names, shown_as)
    _group_again(directory)


def undo_naming(directory: Path, number: int) -> None:
    """Undo one naming of outlets, and group the articles again."""
    outlet_names.undo(directory, number)
    _group_again(directory)


def _group_again(directory: Path) -> None:
    from analysis import pipeline

    pipeline.regroup(directory)


def namings(directory: Path) -> pd.DataFrame:
    """List the namings of outlets that stand, the latest first: ``number``, ``names`` (joined), ``shown_as``."""
    rows = outlet_names.in_force(directory)
    by = rows.groupby("number", sort=False)
    table = pd.DataFrame({"names": by["name"].agg(", ".join), "shown_as": by["shown_as"].first()}).reset_index()
    return table.iloc[::-1].reset_index(drop=True)


def corrections_log(snapshot: Snapshot) -> pd.DataFrame:
    """List the corrections of a corpus as a person reads them, the latest first, see `events.corrections.log`."""
    from analysis.events import corrections as of_events

    logged = corrections.read(snapshot.directory)
    ids = [*logged["article_id"], *logged["with_article"].dropna()]
    facts = index.of(snapshot).frame
    corrected = facts[facts["article_id"].isin(ids)]
    names = corrected["outlet"].astype("str") + ": " + articles.labels(snapshot, corrected)
    return of_events.log(logged, names.set_axis(corrected["article_id"]))


def codebooks() -> list[str]:
    """List the codebooks whose frames a build can count."""
    from analysis.measures import frames  # here: with it come the words of its seeds

    return frames.codebooks()


def cleaning_rules() -> dict[str, str]:
    """List the cleaning rules, each with what it removes."""
    from analysis.corpus import clean

    return {name: (inspect.getdoc(rule) or "").partition("\n")[0] for name, rule in clean.RULES.items()}


def saved_comparisons(directory: Path) -> pd.DataFrame:
    """List the comparisons saved beside a corpus, see `saved_views.listed`."""
    return saved_views.listed(directory)


def save_comparison(directory: Path, name: str, view: str, query: str) -> None:
    """Save a comparison under a name, see `saved_views.save`."""
    saved_views.save(directory, name, view, query)


def forget_comparison(directory: Path, name: str) -> None:
    """Delete a saved comparison; one that is gone already is no error."""
    saved_views.forget(directory, name)
