"""Shared storage: a folder of files that several machines read and write, such as a bucket of the S3 protocol.

S3, Google Cloud Storage and Azure replace an object only where it is still the one that was read (``If-Match``), or
where there is none (``If-None-Match``). Whatever else `fsspec` opens has no such condition: there a lock file, made
only where there is none, stands for it. Messages name the place and never repeat what a server or library said, which
may hold keys.
"""

import hashlib
import io
import re
import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Protocol

from analysis.errors import DataError

LOCK = "commit.lock"
LOCK_SECONDS = 5
"""How long a commit waits for another one, which holds the lock file for some tenths of a second."""

_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]*)://(.+)", re.IGNORECASE)
_WITH_CONDITIONS = ("s3", "s3a", "gs", "az", "adl", "abfs", "abfss")
_CLIENT = {"timeout": "300s", "connect_timeout": "5s", "allow_http": True}
"""A part may take minutes on a slow line. Plain HTTP is spoken only where an endpoint is given as ``http://``."""


class LostRaceError(Exception):
    """Tell that a file was replaced by somebody else since it was read."""


class Remote(Protocol):
    """Files under names such as ``manifest.json`` and ``parts/tone-0f.parquet``."""

    conditions: str
    n_at_once: int

    def versions(self) -> dict[str, str]:
        """Name the files at the top, each with what changes whenever its content does."""

    def names(self, folder: str) -> set[str]:
        """Name the files of a folder."""

    def read(self, name: str) -> tuple[bytes, str] | None:
        """Read a file and its version; nothing where there is none."""

    def write(self, name: str, content: bytes) -> None:
        """Write a file whose content follows from its name."""

    def replace(self, name: str, content: bytes, version: str | None) -> str:
        """Replace a file that still has this version, or make it where there was none, in one step.

        Raises
        ------
        LostRaceError
            Where the file has another version by now.
        """

    def remove(self, names: Iterable[str]) -> None:
        """Remove files; those that are gone are no error."""


def is_address(place: str) -> bool:
    """Return whether a place is on shared storage, and no folder of this machine.

    Examples
    --------
    >>> is_address("s3://bucket/store"), is_address("data/store"), is_address("file:///data/store")
    (True, False, False)
    """
    found = _ADDRESS.fullmatch(place)
    return found is not None and found[1].lower() not in ("file", "local")


def checked(address: str) -> str:
    """Return an address without a slash at its end, refusing one that holds a secret.

    Raises
    ------
    DataError
        Where it holds a password or a signature: it would stand in logs and in the copy's folder.
    """
    protocol, _, place = address.partition("://")
    if "?" in place or "#" in place or ":" in place.partition("/")[0].rpartition("@")[0]:
        raise DataError(
            f"the address of a store on {protocol}:// may hold no password and no signature; give them in the "
            "environment or in the settings of the storage"
        )
    return f"{protocol.lower()}://{place.rstrip('/')}"


def opened(address: str) -> Remote:
    """Make ready to speak with shared storage; nothing is asked of it yet.

    Raises
    ------
    DataError
        Where its kind is unknown, or a package for it is not installed.
    """
    if address.partition("://")[0] in _WITH_CONDITIONS:
        return _Objects(address)
    return _Files(address)


class _Objects:
    """Objects of a bucket, replaced on condition."""

    conditions = "conditional writes"
    n_at_once = 8

    def __init__(self, address: str) -> None:
        import obstore  # here, because only shared stores need it
        from obstore import store

        retries: Any = {"max_retries": 3, "retry_timeout": timedelta(seconds=60)}
        self._address, self._client = address, obstore
        try:
            self._store = store.from_url(address, client_options=_CLIENT, retry_config=retries)  # type: ignore[call-overload]
        except (ValueError, obstore.exceptions.BaseError) as error:
            is_half = "Missing" in str(error) and "Key" in str(error)
            wrong = f"{address} is no address of a bucket; one is like s3://bucket/folder"
            raise DataError(self._no_credentials if is_half else wrong) from error

    @property
    def _no_credentials(self) -> str:
        return (
            f"no credentials for {self._address}; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (or those of Google "
            "or Azure), and AWS_ENDPOINT_URL where the storage is not Amazon's"
        )

    def versions(self) -> dict[str, str]:
        """Name the objects at the top, each with its tag (``ETag``), in one listing."""
        with self._in_words("read"):
            listed = self._client.list_with_delimiter(self._store)["objects"]
            return {found["path"]: str(found["e_tag"]) for found in listed}

    def names(self, folder: str) -> set[str]:
        """Name the objects whose keys begin with a folder's name, without it."""
        with self._in_words("read"):
            found = (one["path"] for some in self._client.list(self._store, folder) for one in some)
            return {path.rpartition("/")[2] for path in found}

    def read(self, name: str) -> tuple[bytes, str] | None:
        """Read an object and its tag; a bucket that is missing is an error, an object that is missing is nothing."""
        with self._in_words("read"):
            try:
                found = self._client.get(self._store, name)
                return bytes(found.bytes()), str(found.meta["e_tag"])
            except FileNotFoundError as error:
                if "NoSuchBucket" in str(error):
                    raise
                return None

    def write(self, name: str, content: bytes) -> None:
        """Put an object in one step, which nobody sees half done."""
        with self._in_words("written"):
            self._client.put(self._store, name, content)

    def replace(self, name: str, content: bytes, version: str | None) -> str:
        """Put an object on the condition that its tag is the one given, or that there is none, and give its new tag."""
        errors = self._client.exceptions
        with self._in_words("written"):
            try:
                made = self._client.put(self._store, name, content, mode={"e_tag": version} if version else "create")
                return str(made["e_tag"])
            except (errors.PreconditionError, errors.AlreadyExistsError, FileNotFoundError) as error:
                now = self.read(name)
                if now is None or now[0] != content:  # else an answer got lost, and the second try met the first
                    raise LostRaceError from error
                return now[1]

    def remove(self, names: Iterable[str]) -> None:
        """Delete objects by as few requests as the storage allows; without names none is sent."""
        gone = sorted(names)
        if gone:
            with self._in_words("written"):
                self._client.delete(self._store, gone)

    @contextmanager
    def _in_words(self, done: str) -> Iterator[None]:
        try:
            yield
        except (self._client.exceptions.BaseError, FileNotFoundError) as error:
            raise DataError(self._reason(error, done)) from error

    def _reason(self, error: Exception, done: str) -> str:
        """Say what is wrong in one sentence; what the server said is looked at, and not repeated."""
        said, errors = str(error), self._client.exceptions
        if "NoSuchBucket" in said or "ContainerNotFound" in said or "bucket does not exist" in said:
            return f"there is no bucket for {self._address}; make it first, or look for a slip in its name"
        if "/latest/api/token" in said or "/security-credentials" in said or "metadata.google" in said:
            return self._no_credentials
        if isinstance(error, errors.PermissionDeniedError | errors.UnauthenticatedError) or "403 Forbidden" in said:
            return f"{self._address} may not be {done} with the credentials that are set"
        return f"{self._address} cannot be {done}: the storage does not answer as it should"


class _Files:
    """Files that `fsspec` opens, replaced under a lock file."""

    conditions = "a lock file, because this storage has no conditional writes"
    n_at_once = 1  # connections of SFTP and others serve one caller at a time

    def __init__(self, address: str) -> None:
        import fsspec  # here, because few shared stores need it

        self._address = address
        self._known: dict[str, tuple[str, str]] = {}
        try:
            self._files, self._root = fsspec.core.url_to_fs(address, use_listings_cache=False)
        except ImportError as error:
            protocol = address.partition("://")[0]
            raise DataError(f"storage of the kind {protocol}:// needs a package that is not installed") from error
        except (ValueError, OSError) as error:
            raise DataError(f"{address} lies on a kind of storage that cannot be opened") from error

    def versions(self) -> dict[str, str]:
        """Name the files at the top, each with a checksum, and read only those whose listing has changed."""
        with self._in_words("read"):
            found = {name: about for name, about in self._listed("").items() if name != LOCK}
            for name, about in found.items():
                if self._known.get(name, ("",))[0] != about:
                    self._known[name] = (about, _checksum(self._files.cat_file(self._path(name))))
            return {name: self._known[name][1] for name in found}

    def names(self, folder: str) -> set[str]:
        """Name the files of a folder; one that is missing has none."""
        with self._in_words("read"):
            return set(self._listed(folder))

    def read(self, name: str) -> tuple[bytes, str] | None:
        """Read a file, whose version is its checksum; nothing where there is none."""
        with self._in_words("read"):
            try:
                content = self._files.cat_file(self._path(name))
            except FileNotFoundError:
                return None
            return content, _checksum(content)

    def write(self, name: str, content: bytes) -> None:
        """Write a file beside and move it to its name, so that nobody reads half of it."""
        temporary = f"{name}.{secrets.token_hex(4)}.new"
        with self._in_words("written"):
            self._files.makedirs(self._path(name).rpartition("/")[0], exist_ok=True)
            self._files.pipe_file(self._path(temporary), content)
            self._files.mv(self._path(temporary), self._path(name))

    def replace(self, name: str, content: bytes, version: str | None) -> str:
        """Compare and write a file while the lock file keeps others out, and give its new checksum."""
        with self._locked():
            now = self.read(name)
            if (now[1] if now else None) != version:
                raise LostRaceError
            self.write(name, content)
        return _checksum(content)

    def remove(self, names: Iterable[str]) -> None:
        """Delete files one by one; those that are gone are passed over."""
        with self._in_words("written"):
            for name in names:
                if self._files.exists(self._path(name)):
                    self._files.rm_file(self._path(name))

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"

    def _listed(self, folder: str) -> dict[str, str]:
        try:
            found = self._files.ls(self._path(folder).rstrip("/"), detail=True)
        except FileNotFoundError:
            return {}
        return {one["name"].rpartition("/")[2]: str(one) for one in found if one["type"] == "file"}

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the lock file, which is made only where there is none."""
        path, mine, end = self._path(LOCK), secrets.token_bytes(16), time.monotonic() + LOCK_SECONDS
        while not self._made(path, mine):
            if time.monotonic() > end:
                raise DataError(
                    f"another build is committing to {self._address}; if none is, one was killed while committing: "
                    f"delete the file {LOCK} there"
                )
            time.sleep(LOCK_SECONDS / 20)
        try:
            yield
        finally:
            self.remove([LOCK])

    def _made(self, path: str, content: bytes) -> bool:
        with self._in_words("written"):
            self._files.makedirs(self._root, exist_ok=True)
            try:
                with self._files.open(path, "xb") as file:
                    file.write(content)
            except FileExistsError:
                return False
            except (ValueError, NotImplementedError, io.UnsupportedOperation) as error:
                raise DataError(f"no lock file can be made in {self._address}; choose another storage") from error
            return bool(self._files.cat_file(path) == content)  # some storages write over what is there

    @contextmanager
    def _in_words(self, done: str) -> Iterator[None]:
        try:
            yield
        except DataError:
            raise
        except PermissionError as error:
            raise DataError(f"{self._address} may not be {done} with the rights that this program has") from error
        except Exception as error:  # every storage's library raises kinds of its own
            raise DataError(f"{self._address} cannot be {done}: {type(error).__name__}") from error


def _checksum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
