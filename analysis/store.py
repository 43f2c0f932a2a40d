"""The store: tables as immutable Parquet parts, named by one manifest, queried with DuckDB in memory.

A part is written as a temporary file, synced and renamed to a name that holds its hash; then it never changes.
``manifest.json`` names the parts of the current snapshot and is replaced in one step, so a reader sees the snapshot
before a build or the one after it, never half of one, and never waits. ``pending.json`` names the parts that a
build under way has acknowledged, so that a crash loses none of them.
"""

import hashlib
import json
import os
import re
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, cached_property, lru_cache, reduce
from importlib import metadata
from operator import and_
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import filelock
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as pds
import pyarrow.parquet as pq

from analysis import lookup, on_disk, schema
from analysis.errors import DataError
from analysis.schema import TABLES, Column, Table
from analysis.settings import Filters, Settings

FORMAT = 2
"""Version of the store's layout. A store with another number is refused, never guessed at."""

MANIFEST = "manifest.json"
PENDING = "pending.json"
CORRECTIONS = "corrections.sqlite"
KEPT_SNAPSHOTS = 3
"""Snapshots whose parts stay on disk, so that a page opened a moment ago can finish reading."""

PART_ROWS = 50_000
"""Rows a part of a table that belongs to the whole corpus: a part is rewritten when one of its rows changes."""

PAIR_MODEL = "pair model"
"""Key among a manifest's versions: what the pairs that one grouping keeps for the next were judged with."""

ONE_ROW_PER_INPUT = ("rejects", "notes")
"""Tables that may hold the same remark again when the same file is read again; repeats are left out."""


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


class _Index(NamedTuple):
    """Hold in which part of a table, and in which row group of it, articles have rows.

    An article may stand there several times for one row group. 1,000 articles take 24 kB.
    """

    ids: pa.Array
    part: np.ndarray
    group: np.ndarray


def _index_of(files: Sequence[str]) -> _Index:
    """Find out where the articles of a table lie. All parts in one array: to look into 300 one by one takes 50 ms."""
    pieces = [_layout_of(file) for file in files]
    sizes = [len(group) for _, group in pieces]
    return _Index(
        pa.concat_arrays([ids for ids, _ in pieces]),
        np.repeat(np.arange(len(files), dtype=np.int32), sizes),
        np.concatenate([group for _, group in pieces]),
    )


def _layout_of(file: str) -> tuple[pa.Array, np.ndarray]:
    """List the articles of a part, with the row group in which each has rows (an article may stand there twice)."""
    about = _about(file)
    if about.num_row_groups == 1:
        held = pq.read_table(file, columns=["article_id"], read_dictionary=["article_id"])["article_id"]
        each = pa.chunked_array([chunk.dictionary for chunk in held.chunks], held.type.value_type)
        known = pc.unique(each.cast(pa.string()))
        return known, np.zeros(len(known), dtype=np.int32)
    ids = pq.read_table(file, columns=["article_id"])["article_id"].cast(pa.string()).combine_chunks()
    group = np.repeat(np.arange(about.num_row_groups, dtype=np.int32),
                      [about.row_group(number).num_rows for number in range(about.num_row_groups)])  # fmt: skip
    is_first = np.append(True, pc.not_equal(ids[1:], ids[:-1]).to_numpy(zero_copy_only=False) | (np.diff(group) > 0))
    return ids.filter(pa.array(is_first)), group[is_first]


@lru_cache(maxsize=4096)
def _about(file: str) -> pq.FileMetaData:
    """Keep what a part says of itself, which never changes: with 5,000 row groups it takes 0.25 s to read."""
    return pq.read_metadata(file)


def _plain(manifest: Manifest) -> dict[str, Any]:
    plain = dict(vars(manifest))
    plain["parts"] = {name: [vars(part) for part in parts] for name, parts in sorted(manifest.parts.items())}
    return plain


def exists(directory: Path | str) -> bool:
    """Tell whether a folder holds a store with at least one snapshot."""
    return (Path(directory) / MANIFEST).is_file()


def open(directory: Path | str) -> "Snapshot":
    """Open the current snapshot of a store for reading.

    Raises
    ------
    DataError
        Where there is no store, its manifest is damaged, or a newer version wrote it.
    """
    directory = Path(directory)
    if not exists(directory):
        raise DataError(
            f"there is no store in {directory}; make one with: python -m analysis build SOURCE --store {directory}"
        )
    path = directory / MANIFEST
    return Snapshot(directory, Manifest.from_json(path.read_text(encoding="utf-8"), path))


class Snapshot:
    """Read one state of a store. It never changes, and opening it waits for nobody."""

    def __init__(self, directory: Path, manifest: Manifest) -> None:
        self.directory = directory
        self.manifest = manifest

    @cached_property
    def memory(self) -> dict[str, Any]:
        """Keep what was worked out of this snapshot, by name: it never changes, so it stays true (see `columns`)."""
        return {}

    @property
    def number(self) -> int:
        """Number of the snapshot, from 1."""
        return self.manifest.snapshot

    @property
    def settings(self) -> Settings:
        """The settings that its measures were made with."""
        # JSON has no tuples, and a frozen dataclass wants nothing else
        stored = self.manifest.settings
        values: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in stored.items()}
        return Settings(**values)

    @cached_property
    def about(self) -> dict[str, Any]:
        """What an export says of the store: time, settings, versions, counts by table, corpus hash."""
        counts = {name: sum(part.rows for part in self.manifest.parts.get(name, ())) for name in TABLES}
        return {
            "snapshot": self.number,
            "created_at": self.manifest.created_at,
            "settings": self.manifest.settings,
            "versions": self.manifest.versions,
            "corpus_hash": self.manifest.corpus_hash,
            "counts": counts,
            "n_corrections": corrections(self.directory)["correction"].nunique(),
        }

    def files(self, name: str) -> list[str]:
        """List the Parquet files of a table."""
        return [str(self.directory / "parts" / part.file) for part in self.manifest.parts.get(name, ())]

    def table(
        self, name: str, *, columns: Sequence[str] | None = None, article_ids: Iterable[str] | None = None,
        where: Mapping[str, Sequence[str]] | None = None,
    ) -> pd.DataFrame:  # fmt: skip
        """Read a table, or some of its columns and rows.

        Parameters
        ----------
        name : str
            A name of `schema.TABLES`, or ``bodies``; ``articles`` comes without ``body``.
        columns : sequence of str, optional
            Only these columns.
        article_ids : iterable of str, optional
            Only rows of these articles.
        where : mapping of str to sequence of str, optional
            Only rows whose column holds one of these values.

        Returns
        -------
        DataFrame
            Typed as declared, in the order in which the rows were stored.
        """
        wanted = list(columns or on_disk.READ[name].columns)
        if not self.files(name):
            return schema.empty(on_disk.READ[name])[wanted]
        shorthand = on_disk.SHORTHANDS.get(name)
        conditions = dict(where or {})
        if article_ids is not None:
            conditions["article_id"] = sorted(set(article_ids))
        wanted_values = {column: pa.array(list(values), pa.string()) for column, values in conditions.items()}
        try:
            stored = list(shorthand.stored.columns) if shorthand else wanted
            if "article_id" in conditions:
                rows = self._of_articles(name, stored, wanted_values)
            else:
                terms = [pds.field(column).cast(pa.string()).isin(values) for column, values in wanted_values.items()]
                expression = reduce(and_, terms) if terms else None
                rows = pds.dataset(self.files(name), format=_format(on_disk.stored(name))).to_table(
                    columns=stored, filter=expression, use_threads=False
                )
        except (pa.ArrowInvalid, OSError) as error:
            raise DataError(f"a part of table '{name}' in {self.directory} is damaged or missing: {error}") from error
        typed = _typed(rows, on_disk.stored(name))
        return shorthand.complete(typed)[wanted] if shorthand else typed

    def _of_articles(self, name: str, columns: Sequence[str], conditions: Mapping[str, pa.Array]) -> pa.Table:
        """Read the rows of some articles that fulfil conditions, from the row groups that hold such articles.

        Bodies lie 64 in a row group: one of 300,000 in one part costs 5 ms so, and 1.4 s where all ids are looked at.
        """
        files, index = self.files(name), self._index(name)
        found = pc.is_in(index.ids, value_set=conditions["article_id"])
        places = np.flatnonzero(found.to_numpy(zero_copy_only=False))
        asked = list(dict.fromkeys([*columns, *conditions]))
        pieces = []
        for number in np.unique(index.part[places]) if len(places) else [0]:
            groups = np.unique(index.group[places[index.part[places] == number]])
            with pq.ParquetFile(files[number], metadata=_about(files[number])) as part:
                rows = part.read_row_groups(groups.tolist(), columns=asked, use_threads=False)
            for column, values in conditions.items():
                rows = rows.filter(pc.is_in(rows[column].cast(pa.string()), value_set=values))
            pieces.append(rows.select(columns))
        return pa.concat_tables(pieces)

    def _index(self, name: str) -> _Index:
        """Find out once where the articles of a table lie."""
        key = f"index of {name}"
        if key not in self.memory:
            self.memory[key] = _index_of(self.files(name))
        index: _Index = self.memory[key]
        return index

    def articles(self, filters: Filters = Filters()) -> pd.DataFrame:  # noqa: B008  (frozen: safe as a default)
        """Read the facts of the articles under filters, with their event and storyline, without their bodies."""
        facts = self._facts
        if filters == Filters():
            return facts.copy(deep=False)  # two copies would take 300 bytes an article
        keep = pd.Series(True, index=facts.index)
        if filters.outlets:
            keep &= facts["outlet"].isin(filters.outlets)
        if filters.first:
            keep &= facts["published_at"] >= pd.Timestamp(filters.first, tz="UTC")
        if filters.last:
            keep &= facts["published_at"] < pd.Timestamp(filters.last, tz="UTC") + pd.Timedelta(days=1)
        if filters.event:
            keep &= facts["event"] == filters.event
        if filters.storyline:
            keep &= facts["storyline"] == filters.storyline
        return facts[keep].reset_index(drop=True)

    @cached_property
    def _facts(self) -> pd.DataFrame:
        storylines = self.table("event_summary", columns=["event", "storyline"])
        events = self.table("events").merge(storylines, on="event", how="left")
        return _in_one_piece(self.table("articles").merge(events, on="article_id", how="left"))

    def body(self, article_id: str) -> str:
        """Read the body of one article; empty where it has none or is not in the store."""
        bodies = self.bodies([article_id])
        return bodies.iloc[0] if len(bodies) else ""

    def bodies(self, article_ids: Iterable[str]) -> pd.Series:
        """Read the bodies of some articles, by article_id."""
        rows = self.table("bodies", article_ids=article_ids)
        return rows.set_index("article_id")["body"].fillna("")

    def query(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> pd.DataFrame:
        """Ask with SQL; every table of the snapshot is a view. Values go in as parameters only.

        Each call opens a connection of its own, so that sessions of a page never share one. Only the tables that the
        question names become views: all of them would cost 50 ms a question.
        """
        with self._connect(set(re.findall(r"\w+", sql))) as connection:
            return _plain_frame(connection.sql(sql, params=parameters).to_arrow_table())

    def _connect(self, named: set[str]) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect(":memory:", config={"autoinstall_known_extensions": "false"})
        for name, declared in on_disk.READ.items():
            if name not in named:
                continue
            files = self.files(name)
            if files:
                quoted = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
                columns = on_disk.SHORTHANDS[name].view if name in on_disk.SHORTHANDS else "*"
                connection.execute(f'CREATE VIEW "{name}" AS SELECT {columns} FROM read_parquet([{quoted}])')
            else:
                connection.register(name, schema.empty(declared).astype("object"))
        return connection

    def damaged_parts(self) -> list[str]:
        """List the parts that are missing or whose bytes are not those that were written."""
        found = []
        for parts in self.manifest.parts.values():
            for part in parts:
                path = self.directory / "parts" / part.file
                if not path.is_file() or _sha256(path) != part.sha256:
                    found.append(part.file)
        return sorted(found)

    def history(self) -> list[Manifest]:
        """Read the manifests of all snapshots that are kept, the newest first."""
        paths = sorted((self.directory / "history").glob("*.json"), reverse=True)
        return [Manifest.from_json(path.read_text(encoding="utf-8"), path) for path in paths]


@contextmanager
def writing(directory: Path | str, settings: Settings, *, afresh: bool = False) -> Iterator["Writer"]:
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
        current = open(directory).manifest if exists(directory) else None
        self._number = (current.snapshot if current else 0) + 1
        self._base = None if afresh else current
        if self._base is not None and _measured_with(self._base.settings) != _measured_with(settings.as_dict()):
            raise DataError(_differing(self._base.settings, settings.as_dict(), directory))
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
                left.append(rows[~lookup.among(rows[column], gone)])
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
        _write_durably(self.directory / "history" / f"{manifest.snapshot:06d}.json", manifest.to_json().encode())
        _write_durably(self.directory / MANIFEST, manifest.to_json().encode())
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
        keys = _row_keys(frame, on_disk.READ[name])
        seen = self._seen[name]
        fresh = [key not in seen for key in keys]
        seen.update(keys)
        return frame[fresh].drop_duplicates(list(on_disk.READ[name].key))

    def _keys(self, name: str) -> list[Any]:
        rows = Snapshot(self.directory, self._manifest(sources=())).table(name, columns=list(on_disk.READ[name].key))
        return rows["article_id"].tolist() if name == "articles" else _row_keys(rows, on_disk.READ[name])

    def _parts(self) -> dict[str, tuple[Part, ...]]:
        base = self._base.parts if self._base else {}
        added = {name: (*base.get(name, ()), *self._pending.get(name, ())) for name in {*base, *self._pending}}
        return added | self._replaced

    def _write_part(self, name: str, frame: pd.DataFrame) -> Part:
        content = on_disk.to_parquet(name, frame)
        digest = hashlib.sha256(content).hexdigest()
        file = f"{name}-{digest[:20]}.parquet"
        path = self.directory / "parts" / file
        if not (path.is_file() and _sha256(path) == digest):
            _write_durably(path, content)
        return Part(file, len(frame), digest, _hash_of_texts(frame) if name == "bodies" else "")

    def _acknowledge(self) -> None:
        state = {
            "format": FORMAT,
            "base": self._number - 1 if self._base else 0,
            "settings": self.settings.as_dict(),
            "parts": {name: [vars(part) for part in parts] for name, parts in sorted(self._pending.items())},
        }
        _write_durably(self.directory / PENDING, json.dumps(state, sort_keys=True).encode())

    def _resumable(self) -> dict[str, tuple[Part, ...]]:
        """Read what a build that did not reach its end has acknowledged on top of the same snapshot."""
        path = self.directory / PENDING
        if not path.is_file():
            return {}
        try:
            state = json.loads(path.read_text(encoding="utf-8"))
            parts = {name: tuple(Part(**part) for part in rows) for name, rows in state["parts"].items()}
            same_base = state["base"] == (self._number - 1 if self._base else 0)
            usable = same_base and _measured_with(state["settings"]) == _measured_with(self.settings.as_dict())
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


def corrections(directory: Path | str) -> pd.DataFrame:
    """Read what people corrected about events: the ``corrections`` table.

    Corrections lie in SQLite beside the snapshots, because people change them one by one and every rebuild keeps them.
    """
    path = Path(directory) / CORRECTIONS
    if not path.is_file():
        return schema.empty(schema.CORRECTIONS)
    columns = ", ".join(schema.CORRECTIONS.columns)
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute(f"SELECT {columns} FROM corrections ORDER BY correction, article_id").fetchall()
    return schema.conform(pd.DataFrame(rows, columns=list(schema.CORRECTIONS.columns)), schema.CORRECTIONS)


def correct(
    directory: Path | str, action: str, article_ids: Sequence[str], with_article: str | None = None, note: str = ""
) -> int:
    """Log a correction; it takes effect with the next grouping.

    Parameters
    ----------
    directory : path
        The store.
    action : {"merge", "split", "move", "pin"}
        See `analysis.events.corrections`.
    article_ids : sequence of str
        The articles that it is about.
    with_article : str, optional
        An article of the event that they go to; every action but ``split`` needs one.
    note : str
        Why, in the person's words.

    Returns
    -------
    int
        The number of the correction.

    Raises
    ------
    DataError
        Where the action is unknown, or article or goal is missing.
    """
    actions = schema.CORRECTIONS.columns["action"].values
    if action not in actions or not article_ids or (action != "split" and not with_article):
        raise DataError(f"a correction needs an action ({', '.join(actions)}), articles, and for all but split a goal")
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    with closing(sqlite3.connect(Path(directory) / CORRECTIONS)) as database, database:
        database.execute(
            "CREATE TABLE IF NOT EXISTS corrections"
            " (correction INTEGER, action TEXT, article_id TEXT, with_article TEXT, made_at TEXT, note TEXT)"
        )
        number = database.execute("SELECT coalesce(max(correction), 0) + 1 FROM corrections").fetchone()[0]
        rows = [(number, action, article, with_article, made_at, note or None) for article in sorted(set(article_ids))]
        database.executemany("INSERT INTO corrections VALUES (?, ?, ?, ?, ?, ?)", rows)
    return number


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


def _measured_with(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Keep the settings that stored values depend on; one that an older store does not know had its default."""
    known = json.loads(json.dumps(Settings().as_dict() | dict(settings)))
    return {name: value for name, value in known.items() if name not in NOT_MEASURED_WITH}


def _differing(old: Mapping[str, Any], new: Mapping[str, Any], directory: Path) -> str:
    before, now = _measured_with(old), _measured_with(new)
    changes = "; ".join(f"{name} was {before[name]}, now {now[name]}" for name in now if before.get(name) != now[name])
    advice = "use --relearn to rebuild it, or another --store"
    return f"the store {directory} was built with other settings ({changes}); {advice}"


def _row_keys(frame: pd.DataFrame, table: Table) -> list[tuple[str, ...]]:
    columns = [frame[name].astype("str") for name in table.key]
    return list(zip(*columns, strict=True))


def _write_durably(path: Path, content: bytes) -> None:
    """Write a file so that a crash leaves the old one or the new one: temporary file, sync, rename, sync the folder."""
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _hash_of_texts(bodies: pd.DataFrame) -> str:
    """Add up one hash an article: the sum depends neither on the order of the articles nor on the batches."""
    texts = (
        f"{article}\n{body}" for article, body in zip(bodies["article_id"], bodies["body"].fillna(""), strict=True)
    )
    return _sum_of_hashes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() for text in texts)


def _sum_of_hashes(hashes: Iterable[str]) -> str:
    return f"{sum(int(value, 16) for value in hashes) % 2**256:064x}"


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _format(declared: Table) -> pds.ParquetFileFormat:
    """Read categories as they are written, each name once."""
    named = {name for name, column in declared.columns.items() if column.dtype == "category"}
    return pds.ParquetFileFormat(dictionary_columns=named)


def _in_one_piece(frame: pd.DataFrame) -> pd.DataFrame:
    """Lay each column of texts together: from a hundred pieces, taking ten of 300,000 rows takes 50 ms."""
    texts = [name for name in frame.columns if isinstance(frame[name].dtype, pd.StringDtype)]
    return frame.assign(**{name: pd.array(pa.chunked_array(pa.array(frame[name])).combine_chunks(),
                                          dtype=frame[name].dtype) for name in texts})  # fmt: skip


def _typed(rows: pa.Table, declared: Table) -> pd.DataFrame:
    columns = {name: declared.columns[name] for name in rows.column_names}
    lists = {name: column.dtype for name, column in columns.items() if isinstance(column.dtype, pd.ArrowDtype)}
    names = [name for name, column in columns.items() if column.dtype == "category" and not column.values]
    frame = _plain_frame(rows.drop_columns([*lists, *names]))
    for name in frame.columns:
        frame[name] = _typed_column(frame[name], columns[name])
    for name, dtype in lists.items():
        frame[name] = pd.arrays.ArrowExtensionArray(rows[name].cast(dtype.pyarrow_dtype))
    for name in names:
        frame[name] = _categorical(rows[name])
    return frame[rows.column_names]


def _typed_column(values: pd.Series, column: Column) -> pd.Series:
    if column.dtype != "category":
        return values if values.dtype == column.dtype else values.astype(column.dtype)
    return values.astype(pd.CategoricalDtype(list(column.values)))


def _categorical(column: pa.ChunkedArray) -> pd.Categorical:
    """Give a column of names as numbers into its names, which rise: two million ids in a tenth of pandas' time."""
    coded = column.dictionary_encode().unify_dictionaries().combine_chunks()
    codes = np.asarray(coded.indices.fill_null(-1).to_numpy(zero_copy_only=False), dtype="int64")
    used = np.bincount(codes[codes >= 0], minlength=len(coded.dictionary)) > 0
    order = pc.sort_indices(coded.dictionary).to_numpy()
    order = order[used[order]]
    rank = np.full(len(used) + 1, -1, dtype="int32")  # the last stands for an empty value: -1
    rank[order] = np.arange(len(order), dtype="int32")
    categories = pd.Index(coded.dictionary.take(pa.array(order)).to_pylist(), dtype="str")
    return pd.Categorical.from_codes(rank[codes], categories=categories, validate=False)


def _plain_frame(rows: pa.Table) -> pd.DataFrame:
    return rows.to_pandas(
        types_mapper={
            pa.string(): pd.StringDtype(na_value=float("nan")),
            pa.large_string(): pd.StringDtype(na_value=float("nan")),
        }.get
    )
