"""The manifests of the last snapshots, beside the current one: what they name stays until they leave."""

import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from analysis.corpus.stores import PARTS
from analysis.errors import DataError
from analysis.store import files
from analysis.store.manifests import Manifest

FOLDER = "history"
FILE = re.compile(r"\d{6,}\.json")

KEPT = 3
"""Snapshots whose parts stay, so that a page opened a moment ago can finish reading."""


def name_of(manifest: Manifest) -> str:
    """Name the file of a snapshot's manifest.

    Examples
    --------
    >>> name_of(Manifest(12, "", {}, {}, ""))
    '000012.json'
    """
    return f"{manifest.snapshot:06d}.json"


def kept(directory: Path) -> list[tuple[Path, Manifest]]:
    """Read the manifests of the snapshots that are kept, the oldest first; what is no manifest is left alone."""
    found = []
    for path in sorted((directory / FOLDER).glob("*.json")):
        if FILE.fullmatch(path.name):
            with suppress(DataError):
                found.append((path, Manifest.read(path)))
    return found


def keep(directory: Path, manifest: Manifest, content: bytes) -> None:
    """Keep a manifest."""
    files.write_durably(directory / FOLDER / name_of(manifest), content)


def collect_garbage(directory: Path, named: Iterable[str] = ()) -> None:
    """Remove parts that no kept snapshot names, and that this store wrote: builds and old snapshots name them."""
    history = kept(directory)
    held = {name for _, manifest in history[-KEPT:] for name in manifest.files}
    remove_parts(directory, set(named) - held)
    for path, manifest in history[:-KEPT]:
        remove_parts(directory, manifest.files - held)
        if not any((directory / PARTS / name).exists() for name in manifest.files - held):
            path.unlink(missing_ok=True)


def remove_parts(directory: Path, names: Iterable[str]) -> None:
    """Remove parts. A file that a reader holds open (Windows) or that may not be removed stays."""
    for name in names:
        with suppress(OSError):
            (directory / PARTS / name).unlink(missing_ok=True)
