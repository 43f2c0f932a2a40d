"""Which files there are to read, what manifests say of them, and what cannot be read at all."""

import csv
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
    given = [Path(paths)] if isinstance(paths, (str, Path)) else [Path(path) for path in paths]
    listed = [file for path in given for file in _files(path)]
    files = sorted({file for file in listed if isinstance(file, Path)}, key=lambda path: path.as_posix())
    told: list[Item] = sorted({file for file in listed if isinstance(file, Reject)}, key=lambda item: item.origin)
    manifests = {path.parent: path for path in files if path.name.lower() == MANIFEST}
    apart = {*manifests.values()} | ({Path(manifest)} if manifest else set())
    tables: list[tuple[Path, dict[str, dict[str, str]]]] = []
    for path in sorted(apart):
        try:
            tables.append((path, manifest_rows(path)))
        except DataError as error:
            if manifest and path == Path(manifest):
                raise
            told.append(Reject(shown(path), "broken manifest", str(error)))
    sources, used = [], set()
    for path in files:
        if path in apart or (manifest and path.resolve() == Path(manifest).resolve()):
            continue
        row: dict[str, str] = {}
        for table_path, rows in tables:
            name = _manifest_name(
                path, table_path, rows, everywhere=manifest is not None and table_path == Path(manifest)
            )
            if name is not None:
                row |= rows[name]
                used.add((table_path, name))
        sources.append(SourceFile(shown(path), path, row))
    told += [
        Note(shown(path), "file", f"the manifest names '{name}', which is not there")
        for path, rows in tables
        for name in rows
        if (path, name) not in used
    ]
    return sources, told


def _manifest_name(path: Path, manifest: Path, rows: Mapping[str, Any], everywhere: bool) -> str | None:
    """Find the name under which a manifest knows a file: relative to the manifest, else, if it was given, the
    bare name."""
    if path.is_relative_to(manifest.parent):
        relative = path.relative_to(manifest.parent).as_posix()
        if relative in rows:
            return relative
    if str(path) in rows:
        return str(path)
    return path.name if everywhere and path.name in rows else None


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
