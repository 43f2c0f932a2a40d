"""Files that a crash leaves as they were or as they will be, and the checksums of what was written."""

import hashlib
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from analysis.errors import DataError

TEMPORARY = ".tmp"


def write_durably(path: Path, content: bytes) -> None:
    """Write a file so that a crash leaves the old one or the new one: temporary file, sync, rename, sync the folder.

    Who may read it follows the umask, as for every file that a person makes.
    """
    temporary = path.parent / f"{secrets.token_hex(8)}{TEMPORARY}"
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@contextmanager
def folder_at_once(target: Path) -> Iterator[Path]:
    """Return a new folder to write to, which becomes ``target`` when all is written; what fails changes nothing there.

    Files that ``target`` holds already stay, but for those of the same name.

    Raises
    ------
    DataError
        Where something cannot be written: no room, no permission.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=target.parent, ignore_cleanup_errors=True) as scratch:
            made = Path(scratch) / "made"
            made.mkdir()
            yield made
            if target.exists():
                for path in sorted(made.iterdir()):
                    path.replace(target / path.name)
            else:
                made.rename(target)
    except OSError as error:
        raise DataError(f"{target} cannot be written: {error.strerror or error}; nothing in it was changed") from error


def sha256(path: Path) -> str:
    """Return the checksum of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def holds(path: Path, checksum: str) -> bool:
    """Return whether a file is there and holds the bytes of a checksum; an unchanged file is read only once."""
    try:
        about = path.stat()
        return _checksum(str(path), about.st_size, about.st_mtime_ns, about.st_ino) == checksum
    except OSError:
        return False


@lru_cache(maxsize=1 << 16)
def _checksum(path: str, size: int, changed_at: int, number: int) -> str:
    """Remember the checksum of a file for as long as its size, its time and its number stay."""
    return sha256(Path(path))


def named(directory: Path | str) -> Path:
    """Return the folder of a store, refusing names that libraries cannot open.

    Examples
    --------
    >>> named("data/store").name
    'store'
    """
    if not str(directory).strip():
        raise DataError("the name of the store is empty; give a folder with --store")
    try:
        str(directory).encode("utf-8")
    except UnicodeEncodeError as error:
        raise DataError(f"the name of the store {str(directory)!r} is not UTF-8; choose another folder") from error
    if "\0" in str(directory):
        raise DataError(f"the name of the store {str(directory)!r} contains a zero byte; choose another folder")
    return Path(directory)
