"""What marks a folder as a store of this tool: its files are tables, and never articles."""

from pathlib import Path

MANIFEST, PENDING, PARTS, LOCK = "manifest.json", "pending.json", "parts", "build.lock"


def is_store(folder: Path) -> bool:
    """Return whether a folder is a store, whole or under way.

    Examples
    --------
    >>> is_store(Path("seeds"))
    False
    """
    return (folder / PARTS).is_dir() and any((folder / name).is_file() for name in (MANIFEST, PENDING, LOCK))
