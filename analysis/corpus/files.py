"""Which files there are to read, what manifests say of them, and what cannot be read at all."""

import csv
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from analysis.corpus import decode, fields
from analysis.corpus.raw import Item, Note, Reject
from analysis.corpus.stores import is_store
from analysis.errors import DataError

MANIFEST = "manifest.csv"
"""A file of this name in a folder or an archive completes the other files there and is no article."""


def size_of(path: Path) -> int:
    """Return the bytes of a file; 0 where it cannot be looked at."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


@dataclass(frozen=True)
class SourceFile:
    """A file to read: its name as origin, how to open it, and what is known about it from outside."""

    origin: str
    path: Path
    manifest: Mapping[str, str]

    @property
    def folder(self) -> str:
        """Name the folder that holds the file."""
        return self.path.parent.name


def sources_of(
    paths: str | Path | Iterable[str | Path], manifest: str | Path | None
) -> tuple[list[SourceFile], list[Item]]:
    """List the files to read, sorted by name, each with what a manifest says about it."""
    given = Path(manifest) if manifest else None
    files, rejects = _listed([paths] if isinstance(paths, (str, Path)) else paths)
    apart = {*{path.parent: path for path in files if path.name.lower() == MANIFEST}.values()}
    apart |= {given} if given else set()
    manifests, broken = _manifests(sorted(apart), given)
    sources: list[SourceFile] = []
    used: set[tuple[Path, str]] = set()
    for path in files:
        if path in apart or (given and path.resolve() == given.resolve()):
            continue
        names = [(known, name) for known in manifests if (name := known.name_of(path)) is not None]
        used.update((known.path, name) for known, name in names)
        facts = {field: value for known, name in names for field, value in known.rows[name].items()}
        sources.append(SourceFile(shown(path), path, facts))
    missing = [
        Note(shown(known.path), "file", f"the manifest names '{name}', which is not there")
        for known in manifests
        for name in known.rows
        if (known.path, name) not in used
    ]
    return sources, [*rejects, *broken, *missing]


def _listed(paths: Iterable[str | Path]) -> tuple[list[Path], list[Reject]]:
    """List all files at some paths, each once and sorted by name, and what is there but cannot be read."""
    found = {file for path in paths for file in _files(Path(path))}
    files = sorted((file for file in found if isinstance(file, Path)), key=lambda path: path.as_posix())
    return files, sorted((file for file in found if isinstance(file, Reject)), key=lambda reject: reject.origin)


@dataclass(frozen=True)
class _Manifest:
    """What a manifest says about files, by the names that it gives them."""

    path: Path
    rows: Mapping[str, Mapping[str, str]]
    is_given: bool

    def name_of(self, path: Path) -> str | None:
        """Find the name of a file here: relative to the manifest or whole, or bare if it was given for all files."""
        if path.is_relative_to(self.path.parent):
            relative = path.relative_to(self.path.parent).as_posix()
            if relative in self.rows:
                return relative
        if str(path) in self.rows:
            return str(path)
        return path.name if self.is_given and path.name in self.rows else None


def _manifests(paths: Iterable[Path], given: Path | None) -> tuple[list[_Manifest], list[Reject]]:
    """Read manifests; one that lies among the files and is broken is a reject, one that was given is an error."""
    read, broken = [], []
    for path in paths:
        try:
            read.append(_Manifest(path, manifest_rows(path), path == given))
        except DataError as error:
            if path == given:
                raise
            broken.append(Reject(shown(path), "broken manifest", str(error)))
    return read, broken


def _files(path: Path) -> Iterator[Path | Reject]:
    """List the files at a path; what is there and can be no file to read is a reject."""
    if not os.path.lexists(path):
        raise DataError(f"there is no file or folder '{shown(path)}'")
    if not path.is_dir():
        yield _file(path)
        return
    if is_store(path):
        raise DataError(f"{shown(path)} is a store, not a folder of articles; export writes its tables as files")
    faults: list[OSError] = []
    for folder, folders, names in os.walk(path, onerror=faults.append):
        stores = [Path(folder, name) for name in folders if is_store(Path(folder, name))]
        yield from (Reject(shown(store), "a store", "its tables are made from articles") for store in stores)
        folders[:] = [name for name in folders if Path(folder, name) not in stores]
        yield from (_file(Path(folder, name)) for name in names)
        links = (Path(folder, name) for name in folders if Path(folder, name).is_symlink())
        yield from (Reject(shown(link), "not a file", "links to folders are not followed") for link in links)
    for fault in faults:
        yield Reject(shown(fault.filename), "not readable", fault.strerror or "the folder cannot be opened")


def _file(path: Path) -> Path | Reject:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        what = "a link that leads nowhere" if path.is_symlink() else error.strerror or "it cannot be looked at"
        return Reject(shown(path), "not readable", what)
    if stat.S_ISREG(mode):
        return path
    return Reject(shown(path), "not a file", "pipes, sockets and devices are not read; save their content to a file")


def shown(path: str | os.PathLike[str]) -> str:
    r"""Write a file's name so that it can be kept and shown: bytes that are no text and marks that nobody sees escaped.

    Examples
    --------
    >>> shown(os.fsdecode("café.txt".encode("latin-1"))), shown("café.txt"), shown("a\x1b[2Jb")
    ('caf\\xe9.txt', 'café.txt', 'a\\x1b[2Jb')
    """
    return decode.name_of(os.fsencode(path))


def manifest_rows(path: Path) -> dict[str, dict[str, str]]:
    """Read a manifest: file name to what is said about it, by the names of `fields.FIELDS`.

    Raises
    ------
    DataError
        Where it cannot be read or has no column ``file``.
    """
    try:
        return manifest_of(path.read_bytes(), shown(path))
    except OSError as error:
        raise DataError(f"the manifest '{shown(path)}' cannot be read: {error.strerror or error}") from error


def manifest_of(content: bytes, path: str) -> dict[str, dict[str, str]]:
    """Read the content of a manifest, see `manifest_rows`."""
    try:
        text, _ = decode.text_of(content)
    except decode.NotTextError as error:
        raise DataError(f"the manifest '{path}' cannot be read: {error}") from error
    lines = text.splitlines()
    delimiter = ";" if lines and lines[0].count(";") > lines[0].count(",") else ","
    try:
        table = list(csv.DictReader(lines, delimiter=delimiter))
    except csv.Error as error:
        raise DataError(f"the manifest '{path}' cannot be read: {error}") from error
    found = fields.mapping(table[0]) if table else {}
    if table and "file" not in found:
        raise DataError(f"the manifest '{path}' has no column 'file'; found {', '.join(map(str, table[0]))}")
    rows = {}
    for row in table:
        values = {name: (row[column] or "").strip() for name, column in found.items()}
        name = values.pop("file").replace("\\", "/")
        rows[name] = {field: value for field, value in values.items() if value}
    return rows
