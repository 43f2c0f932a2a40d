"""What lies in the folder of a store, and what of it the store may ever remove: only what it wrote itself."""

import re
import shutil
from pathlib import Path

from analysis.corpus.stores import LOCK, MANIFEST, PARTS, PENDING
from analysis.errors import DataError
from analysis.store import codings, corrections, files, history, saved_views, shared
from analysis.store.manifests import PART_FILE

_DATABASES = (corrections.FILE, saved_views.FILE, codings.FILE)
_OWN = (MANIFEST, PARTS, history.FOLDER, LOCK, PENDING, shared.MARK)
_KNOWN = {*_OWN, *_DATABASES, *(f"{name}-journal" for name in _DATABASES)}


def prepare(directory: Path) -> None:
    """Make the folder of a store where there is none.

    Raises
    ------
    DataError
        Where the folder holds something and is no store, or cannot be written.
    """
    try:
        strangers = [] if (directory / MANIFEST).is_file() else _strangers(directory)
        if strangers:
            raise DataError(
                f"the folder {directory} is neither empty nor a store (it holds {strangers[0]}); give --store a folder "
                "that is new, empty or a store"
            )
        (directory / PARTS).mkdir(parents=True, exist_ok=True)
        (directory / history.FOLDER).mkdir(exist_ok=True)
    except OSError as error:
        raise DataError(f"the store {directory} cannot be written: {error.strerror}") from error


def _strangers(directory: Path) -> list[str]:
    """List what no build that was cut short would have left."""
    if not directory.exists():
        return []
    found = [path.name for path in directory.iterdir() if path.name not in _KNOWN and not _is_cut_short(path)]
    for name, pattern in ((PARTS, PART_FILE), (history.FOLDER, history.FILE)):
        if (directory / name).is_dir():
            inside = (directory / name).iterdir()
            found += [f"{name}/{p.name}" for p in inside if not pattern.fullmatch(p.name) and not _is_cut_short(p)]
    return sorted(found)


def _is_cut_short(path: Path) -> bool:
    return re.fullmatch(rf"[0-9a-f]{{16}}{re.escape(files.TEMPORARY)}", path.name) is not None


def delete(directory: Path) -> list[str]:
    """Delete a store, and of its folder only what the store wrote.

    Returns
    -------
    list of str
        What is left in the folder because no store wrote it.
    """
    left = _strangers(directory)
    if not left:
        shutil.rmtree(directory)
        return []
    own = [path for path in directory.iterdir() if path.name in _KNOWN and path.is_file()]
    own += [path for path in (directory / PARTS).glob("*") if PART_FILE.fullmatch(path.name)]
    own += [path for path in (directory / history.FOLDER).glob("*") if history.FILE.fullmatch(path.name)]
    for path in own:
        path.unlink(missing_ok=True)
    return left
