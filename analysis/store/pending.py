"""What a build under way has acknowledged, in one JSON file: a crash loses none of it, and the next build goes on."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.corpus.stores import PENDING
from analysis.store import files
from analysis.store.manifests import FORMAT, PART_FILE, Part, measured_with, parts_from, signed, unsigned


@dataclass(frozen=True)
class Pending:
    """Hold what a build has acknowledged.

    Parameters
    ----------
    base : int
        Number of the snapshot that it adds to; 0 where it begins from nothing.
    settings : dict
        What it measures with.
    sources : tuple of str
        What it reads.
    parts : dict of str to tuple of Part
        Parts that are whole.
    named : frozenset of str
        Every part that it ever began to write: none else may be removed when the build is done.
    """

    base: int = 0
    settings: Mapping[str, Any] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    parts: Mapping[str, tuple[Part, ...]] = field(default_factory=dict)
    named: frozenset[str] = frozenset()

    def to_json(self) -> str:
        """Write it as JSON, keys sorted."""
        plain = vars(self) | {
            "format": FORMAT,
            "parts": {name: [vars(part) for part in parts] for name, parts in self.parts.items()},
            "named": sorted(self.named),
        }
        return json.dumps(signed(plain), sort_keys=True)

    @classmethod
    def from_json(cls, content: bytes) -> "Pending":
        """Read it; what is damaged counts as nothing, because the sources give it again."""
        try:
            stored = unsigned(json.loads(content))
            parts = {str(name): parts_from(rows) for name, rows in stored["parts"].items()}
            named = frozenset(name for name in stored.get("named", ()) if PART_FILE.fullmatch(name))
            sources = tuple(str(source) for source in stored.get("sources", ()))
            measured_with(stored["settings"])
            return cls(int(stored["base"]), stored["settings"], sources, parts, named)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return cls()

    def is_whole(self, directory: Path) -> bool:
        """Return whether all its parts are there, with the bytes that were written."""
        rows = [part for parts in self.parts.values() for part in parts]
        return all(files.holds(directory / "parts" / part.file, part.sha256) for part in rows)


def content(directory: Path) -> bytes:
    """Read the bytes of what is pending in a store; none where no build is."""
    path = directory / PENDING
    return path.read_bytes() if path.is_file() else b""
