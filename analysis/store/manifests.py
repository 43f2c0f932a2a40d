"""What a snapshot of a store consists of: its parts, and what made them, in one JSON file."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from analysis.corpus.cleaning import VERSION
from analysis.errors import DataError
from analysis.settings import Settings

FORMAT = 3
"""Version of the store's layout. A store of a newer version is refused, never guessed at."""

OLDEST = 2
"""Version from which on stores are read; the next build writes them as they are written now. 2 had no checksums."""


PART_FILE = re.compile(r"[a-z_]+-[0-9a-f]{20}\.parquet")
CHECKSUM = re.compile(r"[0-9a-f]{64}")

PAIR_MODEL = "pair model"
"""Key among a manifest's versions: what the pairs that one grouping keeps for the next were judged with."""


class DamagedError(DataError):
    """Tell that a manifest is not what was written; a build takes its copy from the history."""

    @classmethod
    def at(cls, path: Path, error: Exception) -> "DamagedError":
        """Name the file, what is wrong, and the remedy."""
        return cls(
            f"{path} is damaged ({error}); build the store again, which takes the copy in {path.parent / 'history'}, "
            "or restore the file from a backup"
        )


@dataclass(frozen=True)
class Part:
    """Name one Parquet file of a table, with its rows and the hash of its bytes.

    ``texts`` is the sum of the hashes of the articles that a part of ``bodies`` holds, empty for other tables;
    ``batch`` is shared by the parts of one partition, and empty for tables of the whole corpus.
    """

    file: str
    rows: int
    sha256: str
    texts: str = ""
    batch: str = ""


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
        return json.dumps(signed({"format": FORMAT, **_plain(self)}), indent=1, sort_keys=True)

    @classmethod
    def from_json(cls, text: str, place: Path) -> "Manifest":
        """Read a manifest, refusing one that is damaged, older or newer than this program."""
        try:
            content = json.loads(text)
            version = content["format"]
            if version in range(OLDEST):
                read_from = ", ".join(map(str, content["sources"])) or "its sources"
                raise DataError(
                    f"{place} was written by an earlier version (format {version}, this program reads {OLDEST} to "
                    f"{FORMAT}); delete the folder {place.parent} and build it again from {read_from}"
                )
            if version > FORMAT:
                raise DataError(
                    f"{place} was written by a newer version (format {version}, this program reads {FORMAT})"
                )
            content = unsigned(content)
            parts = {name: parts_from(rows) for name, rows in content.pop("parts").items()}
            return _sound(cls(**content | {"parts": parts, "sources": tuple(content["sources"])}))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            if isinstance(error, DataError):
                raise
            raise DamagedError.at(place, error) from error

    @classmethod
    def read(cls, path: Path) -> "Manifest":
        """Read a manifest from its file; see `from_json`."""
        try:
            return cls.from_json(path.read_bytes().decode("utf-8"), path)
        except UnicodeDecodeError as error:
            raise DamagedError.at(path, error) from error
        except FileNotFoundError as error:
            raise DamagedError.at(path, error) from error
        except OSError as error:
            raise DataError(f"{path} cannot be read: {error.strerror}") from error

    @property
    def files(self) -> set[str]:
        """The names of all its parts."""
        return {part.file for parts in self.parts.values() for part in parts}


def signed(content: Mapping[str, Any]) -> dict[str, Any]:
    """Add the checksum of all other values to what becomes a JSON file.

    Examples
    --------
    >>> unsigned(signed({"format": 3, "snapshot": 1}) | {"snapshot": 2})
    Traceback (most recent call last):
    ...
    ValueError: its checksum does not match
    """
    return {**content, "checksum": _checksum(content)}


def unsigned(content: dict[str, Any]) -> dict[str, Any]:
    """Take format and checksum out of what a JSON file held, refusing what is not as it was written."""
    checksum = content.pop("checksum", None)
    if checksum != _checksum(content) and content["format"] >= SIGNED:
        raise ValueError("its checksum does not match")
    return {name: value for name, value in content.items() if name != "format"}


SIGNED = 3
"""Version of the layout from which on manifests carry a checksum."""


def _checksum(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def parts_from(rows: Any) -> tuple[Part, ...]:
    """Read the parts of a table, refusing what no store writes: a name with a path in it would leave the folder."""
    parts = tuple(Part(**part) for part in rows)
    for part in parts:
        sound = (
            isinstance(part.rows, int)
            and part.rows >= 0
            and isinstance(part.texts, str)
            and isinstance(part.batch, str)
        )
        if not sound or not PART_FILE.fullmatch(part.file) or not CHECKSUM.fullmatch(part.sha256):
            raise ValueError(f"{part.file!r} is not part of a store")
    return parts


def _sound(manifest: Manifest) -> Manifest:
    """Refuse values of other types than a store writes, and settings that no build takes."""
    kinds = {"snapshot": int, "created_at": str, "settings": dict, "versions": dict, "corpus_hash": str}
    for name, kind in kinds.items():
        if not isinstance(getattr(manifest, name), kind):
            raise ValueError(f"{name} is {getattr(manifest, name)!r}")
    if manifest.snapshot < 1 or not all(isinstance(text, str) for text in manifest.sources):
        raise ValueError(f"snapshot {manifest.snapshot} of {manifest.sources}")
    settings_from(manifest.settings)
    return manifest


def settings_from(stored: Mapping[str, Any]) -> Settings:
    """Return the settings as they were when they were stored: JSON has no tuples, a frozen dataclass nothing else."""
    values: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in stored.items()}
    return Settings(**values)


def _plain(manifest: Manifest) -> dict[str, Any]:
    plain = dict(vars(manifest))
    plain["parts"] = {name: [vars(part) for part in parts] for name, parts in sorted(manifest.parts.items())}
    return plain


CLEANING = "rules of cleaning"
"""Key among a manifest's versions: which version of the rules cleaned the articles of the first build."""

NOT_RECORDED = "4 or before"
"""The version in manifests of the time when none was recorded."""


@cache
def versions() -> dict[str, str]:
    """Name the versions of the libraries, and of the rules of cleaning, whose change could change a number."""
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
    return {name: metadata.version(name) for name in packages} | {CLEANING: VERSION}


def cleaned_by(manifest: Manifest | None) -> str:
    """Return the version of the cleaning rules that a store's articles were cleaned with; today's where there are none.

    Articles that are added later are cleaned by the rules of then, and the store still holds those of before: so it
    keeps the version of its first build until it is rebuilt.
    """
    return VERSION if manifest is None else manifest.versions.get(CLEANING, NOT_RECORDED)


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
