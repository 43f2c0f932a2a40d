"""Files that a crash leaves as they were or as they will be, and their checksums."""

import hashlib
import os
import tempfile
from pathlib import Path


def write_durably(path: Path, content: bytes) -> None:
    """Write a file so that a crash leaves the old one or the new one: temporary file, sync, rename, sync the folder."""
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def sha256(path: Path) -> str:
    """Give the checksum of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
