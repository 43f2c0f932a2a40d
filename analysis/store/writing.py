"""Writing a store: partitions are added, acknowledged one by one, and committed as the next snapshot in one step."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import filelock
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analysis import codes
from analysis.errors import DataError
from analysis.schema import Table
from analysis.settings import Settings
from analysis.store import files, parquet, snapshots
from analysis.store.manifests import FORMAT, MANIFEST, PAIR_MODEL, Manifest, Part, differing, measured_with, versions
from analysis.store.snapshots import Snapshot

PENDING = "pending.json"

KEPT_SNAPSHOTS = 3
"""Snapshots whose parts stay on disk, so that a page opened a moment ago can finish reading."""

PART_ROWS = 50_000
"""Rows a part of a table that belongs to the whole corpus: a part is rewritten when one of its rows changes."""

ONE_ROW_PER_INPUT = ("rejects", "notes")
"""Tables that may hold the same remark again when the same file is read again; repeats are left out."""


@contextmanager
def opened(directory: Path | str, settings: Settings, *, afresh: bool = False) -> Iterator["Writer"]:
    """Open a store for one build at a time.

    Parameters
    ----------
    directory : path
        The store; it is made where it does not exist.
    settings : Settings
        What this build measures with; adding to a store made with other settings is refused.
    afresh : bool
        Leave what the store holds behind and build its next snapshot from nothing.

    Raises
    ------
    DataError
        Where another build is writing, or the settings differ.
    """
    directory = Path(directory)
    try:
        (directory / "parts").mkdir(parents=True, exist_ok=True)
        (directory / "history").mkdir(exist_ok=True)
    except OSError as error:
        raise DataError(f"the store {directory} cannot be written: {error.strerror}") from error
    lock = filelock.FileLock(directory / "build.lock")
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout as error:
        raise DataError(f"another build is writing to {directory}; wait until it is done") from error
    try:
        yield Writer(directory, settings, afresh=afresh)
    except OSError as error:
        raise DataError(f"the store {directory} cannot be written: {error.strerror}; it is as it was before") from error
    finally:
        lock.release()


class Writer:
    """Add partitions to a store and commit them as its next snapshot.

    ``pair_model`` names what the pairs of the store were judged with; whoever judges them anew sets it.
    """

    def __init__(self, directory: Path, settings: Settings, *, afresh: bool) -> None:
        self.directory = directory
        self.settings = settings
        current = snapshots.open(directory).manifest if snapshots.exists(directory) else None
        self._number = (current.snapshot if current else 0) + 1
        self._base = None if afresh else current
        if self._base is not None and measured_with(self._base.settings) != measured_with(settings.as_dict()):
            raise DataError(differing(self._base.settings, settings.as_dict(), directory))
        self.pair_model = self._base.versions.get(PAIR_MODEL) if self._base else None
        self._pending = {} if afresh else self._resumable()
        self._replaced: dict[str, tuple[Part, ...]] = {}
        self._seen = {name: set(self._keys(name)) for name in ("articles", *ONE_ROW_PER_INPUT)}

    @property
    def known_articles(self) -> frozenset[str]:
        """The ids of all articles that are in the store or acknowledged by this build."""
        return frozenset(self._seen["articles"])

    @property
    def n_known(self) -> int:
        """How many these are."""
        return len(self._seen["articles"])

    def knows(self, article_ids: pd.Series) -> pd.Series:
        """Tell which articles are among these."""
        seen = self._seen["articles"]
        return pd.Series([article in seen for article in article_ids], index=article_ids.index, dtype="bool")

    @property
    def has_news(self) -> bool:
        """Whether anything was added that the current snapshot does not hold."""
        return any(self._pending.values()) or any(self._replaced.values())

    def add(self, tables: Mapping[str, pd.DataFrame]) -> None:
        """Write the tables of one partition; when this returns, no crash loses them.

        Articles must be new to the store (see `known_articles`); remarks that are known are left out.
        """
        tables = dict(tables)
        for name in ONE_ROW_PER_INPUT:
            if name in tables:
                tables[name] = self._new_rows(name, tables[name])
        if "articles" in tables:
            articles = tables["articles"]
            self._seen["articles"].update(articles["article_id"])
            tables["bodies"] = articles[["article_id", "body"]].sort_values("article_id")
        for name, frame in tables.items():
            if len(frame):
                part = self._write_part(name, frame)
                self._pending[name] = (*self._pending.get(name, ()), part)
        self._acknowledge()

    def replace(self, name: str, frame: pd.DataFrame) -> None:
        """Write a table that belongs to the whole corpus anew; the old rows leave with the old snapshot."""
        self._replaced[name] = (self._write_part(name, frame),) if len(frame) else ()

    def update(self, name: str, column: str, gone: Sequence[str], frame: pd.DataFrame) -> None:
        """Replace the rows of some keys in a table that belongs to the whole corpus.

        Only parts that hold such rows, or that are small, are written anew; all others stay as they are. So where
        rows that go together lie together, a daily update writes little of a large table.

        Parameters
        ----------
        name : str
            The table.
        column : str
            The column that holds the keys.
        gone : sequence of str
            Keys whose rows leave the table.
        frame : DataFrame
            Rows that join it.
        """
        kept, left = [], []
        keys = pa.array(list(gone), pa.string())
        for part in self._parts().get(name, ()):
            path = self.directory / "parts" / part.file
            held = pq.read_table(path, columns=[column], read_dictionary=[column])[column].unify_dictionaries()
            touched = any(pc.any(pc.is_in(chunk.dictionary, value_set=keys)).as_py() for chunk in held.chunks)
            if touched or part.rows < PART_ROWS // 2:
                rows = Snapshot(self.directory, self._manifest(sources=(), parts={name: (part,)})).table(name)
                left.append(rows[~codes.among(rows[column], gone)])
            else:
                kept.append(part)
        rows = pd.concat([*left, frame], ignore_index=True)
        fresh = [self._write_part(name, rows.iloc[at : at + PART_ROWS]) for at in range(0, len(rows), PART_ROWS)]
        self._replaced[name] = (*kept, *fresh)

    def read(self) -> Snapshot:
        """Read what the store would hold if it were committed now."""
        return Snapshot(self.directory, self._manifest(sources=()))

    def commit(self, sources: Iterable[str] = ()) -> Snapshot:
        """Make everything added and replaced the store's current snapshot, in one step."""
        manifest = self._manifest(sources)
        files.write_durably(self.directory / "history" / f"{manifest.snapshot:06d}.json", manifest.to_json().encode())
        files.write_durably(self.directory / MANIFEST, manifest.to_json().encode())
        (self.directory / PENDING).unlink(missing_ok=True)
        self._collect_garbage()
        return Snapshot(self.directory, manifest)

    def _manifest(self, sources: Iterable[str], parts: Mapping[str, tuple[Part, ...]] | None = None) -> Manifest:
        chosen = self._parts() if parts is None else parts
        parts = {name: tuple(sorted(rows, key=lambda part: part.file)) for name, rows in chosen.items()}
        return Manifest(
            snapshot=self._number,
            created_at=datetime.now(UTC).isoformat(timespec="seconds"),
            settings=self.settings.as_dict(),
            versions=versions() | ({PAIR_MODEL: self.pair_model} if self.pair_model else {}),
            corpus_hash=_sum_of_hashes(part.texts for part in parts.get("bodies", ())),
            sources=tuple(sorted({*(self._base.sources if self._base else ()), *sources})),
            parts=parts,
        )

    def _new_rows(self, name: str, frame: pd.DataFrame) -> pd.DataFrame:
        keys = _row_keys(frame, parquet.READ[name])
        seen = self._seen[name]
        fresh = [key not in seen for key in keys]
        seen.update(keys)
        return frame[fresh].drop_duplicates(list(parquet.READ[name].key))

    def _keys(self, name: str) -> list[Any]:
        rows = Snapshot(self.directory, self._manifest(sources=())).table(name, columns=list(parquet.READ[name].key))
        return rows["article_id"].tolist() if name == "articles" else _row_keys(rows, parquet.READ[name])

    def _parts(self) -> dict[str, tuple[Part, ...]]:
        base = self._base.parts if self._base else {}
        added = {name: (*base.get(name, ()), *self._pending.get(name, ())) for name in {*base, *self._pending}}
        return added | self._replaced

    def _write_part(self, name: str, frame: pd.DataFrame) -> Part:
        content = parquet.to_bytes(name, frame)
        digest = hashlib.sha256(content).hexdigest()
        file = f"{name}-{digest[:20]}.parquet"
        path = self.directory / "parts" / file
        if not (path.is_file() and files.sha256(path) == digest):
            files.write_durably(path, content)
        return Part(file, len(frame), digest, _hash_of_texts(frame) if name == "bodies" else "")

    def _acknowledge(self) -> None:
        state = {
            "format": FORMAT,
            "base": self._number - 1 if self._base else 0,
            "settings": self.settings.as_dict(),
            "parts": {name: [vars(part) for part in parts] for name, parts in sorted(self._pending.items())},
        }
        files.write_durably(self.directory / PENDING, json.dumps(state, sort_keys=True).encode())

    def _resumable(self) -> dict[str, tuple[Part, ...]]:
        """Read what a build that did not reach its end has acknowledged on top of the same snapshot."""
        path = self.directory / PENDING
        if not path.is_file():
            return {}
        try:
            state = json.loads(path.read_text(encoding="utf-8"))
            parts = {name: tuple(Part(**part) for part in rows) for name, rows in state["parts"].items()}
            same_base = state["base"] == (self._number - 1 if self._base else 0)
            usable = same_base and measured_with(state["settings"]) == measured_with(self.settings.as_dict())
        except (json.JSONDecodeError, KeyError, TypeError):
            return {}
        complete = all((self.directory / "parts" / part.file).is_file() for rows in parts.values() for part in rows)
        return parts if usable and complete else {}

    def _collect_garbage(self) -> None:
        """Delete parts that no kept snapshot names. A file that a reader holds open (Windows) stays for next time."""
        history = sorted((self.directory / "history").glob("*.json"))
        for old in history[:-KEPT_SNAPSHOTS]:
            old.unlink(missing_ok=True)
        kept = {
            part.file
            for path in history[-KEPT_SNAPSHOTS:]
            for parts in Manifest.from_json(path.read_text(encoding="utf-8"), path).parts.values()
            for part in parts
        }
        for path in (self.directory / "parts").iterdir():
            if path.name not in kept:
                with suppress(PermissionError):
                    path.unlink()


def _row_keys(frame: pd.DataFrame, table: Table) -> list[tuple[str, ...]]:
    columns = [frame[name].astype("str") for name in table.key]
    return list(zip(*columns, strict=True))


def _hash_of_texts(bodies: pd.DataFrame) -> str:
    """Add up one hash an article: the sum depends neither on the order of the articles nor on the batches."""
    texts = (
        f"{article}\n{body}" for article, body in zip(bodies["article_id"], bodies["body"].fillna(""), strict=True)
    )
    return _sum_of_hashes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() for text in texts)


def _sum_of_hashes(hashes: Iterable[str]) -> str:
    return f"{sum(int(value, 16) for value in hashes) % 2**256:064x}"
