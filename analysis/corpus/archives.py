"""Files inside archives and compressed files, read piece by piece within limits; nothing is ever unpacked to disk."""

import gzip
import io
import re
import stat
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import IO, Any, BinaryIO

from analysis.corpus import decode
from analysis.errors import DataError
from analysis.settings import Settings

ARCHIVES = (".zip", ".tar.gz", ".tgz", ".tar")
"""Endings of files that hold other files."""

GRACE_BYTES = 32 * 2**20
"""Bytes that may be unpacked before the ratio is looked at: small files of one repeated line are harmless."""

_DRIVE = re.compile(r"^[A-Za-z]:")


class LimitError(DataError):
    """Say that a compressed file unpacks to more than is allowed."""


class _Forward(io.RawIOBase):
    """Read a stream that cannot go back, and say so; members of tar archives raise when they are asked."""

    def __init__(self, stream: IO[bytes] | gzip.GzipFile) -> None:
        self._stream = stream

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer."""
        content = self._stream.read(len(buffer))
        buffer[: len(content)] = content
        return len(content)


class Limited(_Forward):
    """Read a decompressed stream and stop where it grows beyond the limits.

    Parameters
    ----------
    stream : BinaryIO
        The decompressed stream.
    budget : Budget
        What may still be unpacked; members of one archive share it.
    """

    def __init__(self, stream: IO[bytes] | gzip.GzipFile, budget: "Budget") -> None:
        super().__init__(stream)
        self._budget = budget

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer and count what was read."""
        n = super().readinto(buffer)
        self._budget.spend(n)
        return n


class Budget:
    """Count what is unpacked from one file, and refuse more than the settings allow.

    Examples
    --------
    >>> Budget(packed=194_000, settings=Settings()).spend(200 * 2**20)
    Traceback (most recent call last):
    analysis.corpus.archives.LimitError: it unpacks to more than 200 times its size
    """

    def __init__(self, packed: int, settings: Settings) -> None:
        self._packed = max(packed, 1)
        self._settings = settings
        self._spent = 0

    def spend(self, n: int) -> None:
        """Count so many unpacked bytes."""
        self._spent += n
        most, ratio = self._settings.max_unpacked_megabytes, self._settings.max_unpack_ratio
        if self._spent > most * 2**20:
            raise LimitError(f"it unpacks to more than {most} MB")
        if self._spent > GRACE_BYTES and self._spent > ratio * self._packed:
            raise LimitError(f"it unpacks to more than {ratio} times its size")


@dataclass(frozen=True)
class Member:
    """A file inside an archive: its name, how to open it, and why it is not read where it is not."""

    name: str
    open: Callable[[], BinaryIO]
    refused: str = ""


def is_archive(name: str) -> bool:
    """Judge from a file's name whether it holds other files.

    Examples
    --------
    >>> is_archive("corpus.tar.gz"), is_archive("corpus.csv.gz")
    (True, False)
    """
    return name.lower().endswith(ARCHIVES)


def unpacked(file: BinaryIO, packed: int, settings: Settings) -> BinaryIO:
    """Open a gzipped file within limits."""
    return io.BufferedReader(Limited(gzip.GzipFile(fileobj=file), Budget(packed, settings)), 1 << 20)


def members(file: BinaryIO, name: str, packed: int, settings: Settings) -> Iterator[Member]:
    """List the files in an archive; each can be opened until the next one is asked for.

    Members whose names lead out of the archive, links, archives and encrypted members are refused, each with its
    reason.
    """
    budget = Budget(packed, settings)
    listing = _zip_members if name.lower().endswith(".zip") else _tar_members
    for number, member in enumerate(listing(file, name, budget), start=1):
        if number > settings.max_archive_members:
            raise LimitError(f"it holds more than {settings.max_archive_members:,} files")
        yield member


def _zip_members(file: BinaryIO, name: str, budget: Budget) -> Iterator[Member]:
    with zipfile.ZipFile(file) as archive:
        for entry in sorted(archive.infolist(), key=lambda entry: entry.filename):
            if entry.is_dir():
                continue
            refused = _refusal(entry.filename)
            if stat.S_ISLNK(entry.external_attr >> 16):
                refused = "it is a link"
            elif entry.flag_bits & 1:
                refused = "it is encrypted"
            yield Member(shown_name(entry.filename), partial(_zip_file, archive, entry, budget), refused)


def shown_name(name: str) -> str:
    """Write a member's name so that it can be kept and shown."""
    return decode.name_of(name.encode("utf-8", "surrogateescape" if _is_escaped(name) else "backslashreplace"))


def _is_escaped(name: str) -> bool:
    try:
        name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return False
    return True


def _zip_file(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: Budget) -> BinaryIO:
    return io.BufferedReader(Limited(archive.open(entry), budget))


def _tar_members(file: BinaryIO, name: str, budget: Budget) -> Iterator[Member]:
    compressed = name.lower().endswith((".gz", ".tgz"))
    stream = Limited(gzip.GzipFile(fileobj=file), budget) if compressed else file
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        for entry in archive:
            if entry.isdir():
                continue
            refused = _refusal(entry.name) or ("" if entry.isfile() else "it is a link or a device")
            yield Member(shown_name(entry.name), partial(_tar_file, archive, entry), refused)


def _tar_file(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> BinaryIO:
    opened = archive.extractfile(entry)
    assert opened is not None  # only links and devices have no content, and those are refused
    return io.BufferedReader(_Forward(opened))


def _refusal(name: str) -> str:
    parts = re.split(r"[/\\]", name)
    if name.startswith(("/", "\\")) or _DRIVE.match(name) or ".." in parts:
        return "its name leads out of the archive"
    return "archives inside archives are not opened" if is_archive(name) else ""
