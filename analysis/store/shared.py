"""Stores on shared storage: this machine works on a copy, and one conditional write makes a snapshot current for all.

Parts never change and their names hold their hashes, so a copy fetches only what it lacks. The copy is a whole store
of its own, with one file more that says where it comes from. Building works on the copy; a commit uploads the new parts
and then replaces the manifest, provided that it is still the one that the build began from. Readers fetch the manifest,
then its parts, and wait for nobody.
"""

import hashlib
import json
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Set
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from threading import RLock
from typing import TypeVar
from urllib.parse import urlsplit
from urllib.request import url2pathname

from analysis.corpus.stores import MANIFEST, PARTS, PENDING
from analysis.errors import DataError
from analysis.store import files, history, remote
from analysis.store.manifests import DamagedError, Manifest, Part

Given = TypeVar("Given")
Made = TypeVar("Made")

MARK = "shared.json"
"""The file by which a folder is known to be a copy: it holds the address."""

FRESH_SECONDS = 10
"""How long a reader takes a copy for the latest without asking: every click of a page asks several times."""

_SMALL_FILE = re.compile(r"[a-z]+\.sqlite")
"""Files in which people change one thing at a time."""

TRIES = 5
"""How often parts are looked for under a manifest that was just replaced again."""


def located(place: str | Path) -> Path:
    """Return the folder of a store: the one that is named, or this machine's copy of the one at an address.

    Parameters
    ----------
    place : str or path
        A folder, or an address that `fsspec` knows, for example ``s3://bucket/store``.

    Raises
    ------
    DataError
        Where the address holds a secret, or no copy can be made.
    """
    if not remote.is_address(str(place)):
        is_url = str(place).startswith("file://")
        return files.named(url2pathname(urlsplit(str(place)).path) if is_url else place)
    address = remote.checked(str(place))
    folder = copies() / _folder_name(address)
    if not (folder / MARK).is_file():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            files.write_durably(folder / MARK, json.dumps({"address": address}).encode())
        except OSError as error:
            raise DataError(f"no copy of {address} can be kept in {folder}: {error.strerror or error}") from error
    return folder


def copies() -> Path:
    """Name the folder of the copies: ``PARALLAX_CACHE``, else where this system keeps what can be fetched again."""
    usual = os.environ.get("LOCALAPPDATA") if os.name == "nt" else os.environ.get("XDG_CACHE_HOME")
    return Path(os.environ.get("PARALLAX_CACHE") or Path(usual or Path.home() / ".cache") / "parallax")


def _folder_name(address: str) -> str:
    readable = re.sub(r"[^A-Za-z0-9]+", "-", address)[-40:].strip("-")
    return f"{readable}-{hashlib.sha256(address.encode()).hexdigest()[:12]}"


def of(directory: Path) -> "Copy | None":
    """Return the shared store that a folder copies; nothing where it is a store of this machine."""
    mark = directory / MARK
    return _copy(directory, mark.read_text(encoding="utf-8")) if mark.is_file() else None


@lru_cache(maxsize=64)
def _copy(directory: Path, mark: str) -> "Copy":
    try:
        return Copy(directory, remote.checked(str(json.loads(mark)["address"])))
    except (ValueError, KeyError, TypeError) as error:
        if isinstance(error, DataError):
            raise
        raise DataError(f"{directory / MARK} is damaged; delete the folder, which is only a copy") from error


def name_of(directory: Path) -> str:
    """Name a store as a person does: by its folder, or by the address that the folder copies."""
    copy = of(directory)
    return copy.address if copy else str(directory)


def refresh(directory: Path, *, mends: bool = False) -> None:
    """Fetch what is new where a folder copies a shared store, see `Copy.refresh`; else do nothing."""
    if copy := of(directory):
        copy.refresh(mends=mends)


def holds(path: Path, checksum: str) -> bool:
    """Return whether a part holds the bytes of a checksum; a copy's that does not is fetched again."""
    if files.holds(path, checksum):
        return True
    copy = of(path.parent.parent)
    return copy is not None and copy.fetch(path.name, checksum)


@contextmanager
def changing(path: Path) -> Iterator[None]:
    """Let a file in which people change one thing at a time be changed, and share the change."""
    copy = of(path.parent)
    if copy is None:
        yield
    else:
        with copy.changing(path.name):
            yield


class Copy:
    """Hold this machine's copy of a shared store.

    Parameters
    ----------
    directory : Path
        The folder of the copy.
    address : str
        Where the store is.
    """

    def __init__(self, directory: Path, address: str) -> None:
        self.directory, self.address = directory, address
        self._remote = remote.opened(address)
        self._versions: dict[str, str] = {}
        self._looked_at = float("-inf")
        self._lock = RLock()

    @property
    def about(self) -> str:
        """Say where it is, how snapshots become current there, and how large the copy is."""
        sizes = [path.stat().st_size for path in self.directory.rglob("*") if path.is_file()]
        return (
            f"{self.address} (a snapshot becomes current by {self._remote.conditions}), copied to {self.directory}: "
            f"{sum(sizes) / 1e6:,.0f} MB"
        )

    def refresh(self, *, mends: bool = False) -> None:
        """Fetch the current snapshot where it is another one; who asks meanwhile goes on with what is there.

        Parameters
        ----------
        mends : bool
            Whether a build asks: it wants the latest, and takes a damaged manifest from the history.

        Raises
        ------
        DataError
            Where the storage cannot be read, or its manifest is damaged.
        """
        if not mends and time.monotonic() - self._looked_at < FRESH_SECONDS:
            return
        if not self._lock.acquire(blocking=mends or not self._manifest.is_file()):
            return
        try:
            self._fetch_latest(mends=mends)
            self._looked_at = time.monotonic()
        except OSError as error:
            raise DataError(f"the copy {self.directory} cannot be written: {error.strerror or error}") from error
        finally:
            self._lock.release()

    @property
    def _manifest(self) -> Path:
        return self.directory / MANIFEST

    def _fetch_latest(self, *, mends: bool) -> None:
        for _ in range(TRIES):
            there = self._remote.versions()
            self._fetch_what_people_changed(there)
            if MANIFEST not in there:
                self._forget_snapshots()
                return
            if there[MANIFEST] == self._versions.get(MANIFEST) and self._manifest.is_file():
                return
            found = self._remote.read(MANIFEST)
            if found is None:
                continue
            manifest = self._read(found[0], mends=mends)
            missing = self._fetch_parts(manifest)
            if not missing or self._remote.versions().get(MANIFEST) == found[1]:
                self._take(manifest, found[1])
                return
        raise DataError(f"{self.address} changed {TRIES} times while it was read; try again")

    def _read(self, content: bytes, *, mends: bool) -> Manifest:
        try:
            return Manifest.from_json(content.decode("utf-8", "replace"), self._manifest)
        except DamagedError as error:
            kept = self._history() if mends else []
            if not kept:
                raise DataError(
                    f"the manifest of {self.address} is damaged; build the store again, which takes the copy in its "
                    "history, or restore the file from a backup"
                ) from error
            return kept[-1][1]

    def _take(self, manifest: Manifest, version: str) -> None:
        """Make a fetched snapshot the copy's current one."""
        content = manifest.to_json().encode()
        for name in (history.FOLDER, PARTS):
            (self.directory / name).mkdir(exist_ok=True)
        history.keep(self.directory, manifest, content)
        files.write_durably(self._manifest, content)
        self._versions[MANIFEST] = version
        if not (self.directory / PENDING).is_file():  # else a build here may have written parts of the same names
            history.collect_garbage(self.directory)

    def _forget_snapshots(self) -> None:
        """Follow a store that is gone, or was never built."""
        self._versions.pop(MANIFEST, None)
        for path in (self._manifest, *(path for path, _ in history.kept(self.directory))):
            path.unlink(missing_ok=True)

    def _fetch_parts(self, manifest: Manifest) -> list[str]:
        """Fetch the parts that the copy lacks, and list those that are missing or damaged there, too."""
        (self.directory / PARTS).mkdir(exist_ok=True)
        parts = {part.file: part for parts in manifest.parts.values() for part in parts}
        lacking = [part for name, part in sorted(parts.items()) if not (self.directory / PARTS / name).is_file()]
        found = self._at_once(lambda part: self.fetch(part.file, part.sha256), lacking)
        return [part.file for part, is_whole in zip(lacking, found, strict=True) if not is_whole]

    def fetch(self, name: str, checksum: str) -> bool:
        """Fetch one part, and tell whether its bytes are those that were written."""
        found = self._remote.read(f"{PARTS}/{name}")
        if found is None or hashlib.sha256(found[0]).hexdigest() != checksum:
            return False
        files.write_durably(self.directory / PARTS / name, found[0])
        return True

    def holds_there(self, part: Part) -> bool:
        """Return whether the storage holds a part as it was written."""
        found = self._remote.read(f"{PARTS}/{part.file}")
        return found is not None and hashlib.sha256(found[0]).hexdigest() == part.sha256

    def publish(self, manifest: Manifest, content: bytes, *, fresh: Set[str], named: Iterable[str]) -> None:
        """Upload what is new, then make the snapshot current in one step.

        Parameters
        ----------
        manifest : Manifest
            Of the snapshot that follows the copy's current one.
        content : bytes
            The manifest as JSON.
        fresh : set of str
            Parts that this build wrote.
        named : iterable of str
            Parts that this build, or one before it that was cut short, ever began to write.

        Raises
        ------
        DataError
            Where another machine was faster, or the storage cannot be written. Nothing is committed then.
        """
        with self._lock:
            self._upload(fresh | (manifest.files - self._remote.names(PARTS)))
            lost = manifest.files - self._remote.names(PARTS)
            current = Manifest.read(self._manifest).snapshot if self._manifest.is_file() else 0
            try:
                if lost or current != manifest.snapshot - 1:
                    raise remote.LostRaceError
                version = self._remote.replace(MANIFEST, content, self._versions.get(MANIFEST))
            except remote.LostRaceError as error:
                raise DataError(
                    f"another build made a snapshot of {self.address} current at the same time; nothing of this build "
                    "was committed: run it again"
                ) from error
            self._take(manifest, version)
            with suppress(DataError):  # what follows is tidying up: the snapshot is committed
                self._tidy(manifest, content, set(named))

    def _upload(self, names: Iterable[str]) -> None:
        def upload(name: str) -> None:
            """Upload one part."""
            self._remote.write(f"{PARTS}/{name}", (self.directory / PARTS / name).read_bytes())

        self._at_once(upload, sorted(names))

    def _at_once(self, function: Callable[[Given], Made], given: list[Given]) -> list[Made]:
        with ThreadPoolExecutor(self._remote.n_at_once) as threads:
            return list(threads.map(function, given))

    def _tidy(self, manifest: Manifest, content: bytes, named: set[str]) -> None:
        """Keep the manifest in the history, and remove parts that none of the last snapshots names."""
        self._remote.write(f"{history.FOLDER}/{history.name_of(manifest)}", content)
        kept = self._history()
        held = {name for _, one in kept[-history.KEPT :] for name in one.files}
        old = {name for _, one in kept[: -history.KEPT] for name in one.files}
        self._remote.remove(f"{PARTS}/{name}" for name in (named | old) - held)
        self._remote.remove(name for name, _ in kept[: -history.KEPT])

    def _history(self) -> list[tuple[str, Manifest]]:
        """Read the manifests that the storage keeps, the oldest first."""
        names = sorted(name for name in self._remote.names(history.FOLDER) if history.FILE.fullmatch(name))
        found = []
        for name in (f"{history.FOLDER}/{name}" for name in names):
            content = self._remote.read(name)
            with suppress(DataError):
                if content:
                    found.append((name, Manifest.from_json(content[0].decode("utf-8", "replace"), Path(name))))
        return found

    def _fetch_what_people_changed(self, there: dict[str, str]) -> None:
        """Fetch the small files, and drop those that are there no more."""
        here = {path.name for path in self.directory.glob("*.sqlite")}
        for name in filter(_SMALL_FILE.fullmatch, {*there, *here, *self._versions}):
            path = self.directory / name
            if name not in there:
                path.unlink(missing_ok=True)
                self._versions.pop(name, None)
                continue
            is_known = there[name] == self._versions.get(name) and path.is_file()
            if not is_known and (found := self._remote.read(name)):
                files.write_durably(path, found[0])
                self._versions[name] = found[1]

    @contextmanager
    def changing(self, name: str) -> Iterator[None]:
        """Let a small file be changed from its latest state; where another machine was faster, nothing is changed.

        Raises
        ------
        DataError
            Where another machine was faster, or the storage cannot be written.
        """
        with self._lock:
            self._fetch_what_people_changed(self._remote.versions())
            try:
                yield
                content = (self.directory / name).read_bytes()
                self._versions[name] = self._remote.replace(name, content, self._versions.get(name))
            except BaseException as error:
                self._versions.pop(name, None)
                (self.directory / name).unlink(missing_ok=True)
                with suppress(DataError):
                    self._fetch_what_people_changed(self._remote.versions())
                if isinstance(error, remote.LostRaceError):
                    raise DataError(
                        f"somebody else changed {name} of {self.address} at the same time; nothing was changed: try "
                        "again"
                    ) from error
                raise
