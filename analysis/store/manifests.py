"""What a snapshot of a store consists of: its parts, and what made them, in one JSON file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from analysis.errors import DataError
from analysis.settings import Settings

FORMAT = 2
"""Version of the store's layout. A store with another number is refused, never guessed at."""

MANIFEST = "manifest.json"

PAIR_MODEL = "pair model"
"""Key among a manifest's versions: what the pairs that one grouping keeps for the next were judged with."""


@dataclass(frozen=True)
class Part:
    """Name one Parquet file of a table, with its rows and the hash of its bytes.

    ``texts`` is the sum of the hashes of the articles that a part of ``bodies`` holds, empty for other tables.
    """

    file: str
    rows: int
    sha256: str
    texts: str = ""


@dataclass(frozen=True)
class Manifest:
    """Hold what a snapshot consists of.

    Parameters
    ----------
    snapshot : int
        Number of the snapshot, from 1.
    created_at : str
        When it was committed, ISO 8601 in UTC.
    settings, versions : dict
        What the measures were made with, and under `PAIR_MODEL` what the kept pairs were judged with.
    corpus_hash : str
        One hash of all articles, whatever their order and however they were batched.
    sources : tuple of str
        The files and folders that were read into the store.
    parts : dict of str to tuple of Part
        The files of each table.
    """

    snapshot: int
    created_at: str
    settings: dict[str, Any]
    versions: dict[str, str]
    corpus_hash: str
    sources: tuple[str, ...] = ()
    parts: dict[str, tuple[Part, ...]] = field(default_factory=dict)

    def to_json(self) -> str:
        """Write the manifest as JSON, keys sorted."""
        return json.dumps({"format": FORMAT, **_plain(self)}, indent=1, sort_keys=True)

    @classmethod
    def from_json(cls, text: str, place: Path) -> "Manifest":
        """Read a manifest, refusing one that is damaged or newer than this program."""
        try:
            content = json.loads(text)
            version = content.pop("format")
            if version > FORMAT:
                raise DataError(
                    f"{place} was written by a newer version (format {version}, this program reads {FORMAT})"
                )
            if version < FORMAT:
                read_from = ", ".join(content["sources"]) or "its sources"
                raise DataError(
                    f"{place} was written by an earlier version (format {version}, this program reads {FORMAT}); "
                    f"delete the folder {place.parent} and build it again from {read_from}"
                )
            parts = {name: tuple(Part(**part) for part in rows) for name, rows in content.pop("parts").items()}
            return cls(**content | {"parts": parts, "sources": tuple(content["sources"])})
        except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
            raise DataError(f"{place} is damaged ({error}); build the store again or restore the file") from error


def _plain(manifest: Manifest) -> dict[str, Any]:
    plain = dict(vars(manifest))
    plain["parts"] = {name: [vars(part) for part in parts] for name, parts in sorted(manifest.parts.items())}
    return plain


@cache
def versions() -> dict[str, str]:
    """Name the versions of the libraries whose change could change a number."""
    packages = (
        "pandas",
        "numpy",
        "scipy",
        "scikit-learn",
        "vaderSentiment",
        "trafilatura",
        "py3langid",
        "wordllama",
        "rensa",
    )
    return {name: metadata.version(name) for name in packages}


NOT_MEASURED_WITH = ("partition_articles", "n_permutations", "seed")
"""Settings that change nothing that is stored of an article: how work is cut, and what is drawn later."""


def measured_with(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Keep the settings that stored values depend on; one that an older store does not know had its default."""
    known = json.loads(json.dumps(Settings().as_dict() | dict(settings)))
    return {name: value for name, value in known.items() if name not in NOT_MEASURED_WITH}


def differing(old: Mapping[str, Any], new: Mapping[str, Any], directory: Path) -> str:
    """Say which settings a store was built with are not those that are asked for, and what to do."""
    before, now = measured_with(old), measured_with(new)
    changes = "; ".join(f"{name} was {before[name]}, now {now[name]}" for name in now if before.get(name) != now[name])
    advice = "use --relearn to rebuild it, or another --store"
    return f"the store {directory} was built with other settings ({changes}); {advice}"
