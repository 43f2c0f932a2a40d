"""Reading a store: one state of its tables, from Parquet parts and with DuckDB in memory.

A snapshot never changes, and opening it waits for nobody.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, cached_property, lru_cache, partial, reduce
from operator import and_
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as pds
import pyarrow.parquet as pq

from analysis import schema
from analysis.corpus.stores import MANIFEST
from analysis.errors import DataError
from analysis.schema import TABLES
from analysis.settings import Settings
from analysis.store import corrections, files, history, outlet_names, parquet, shared
from analysis.store.manifests import Manifest, Part, settings_from

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


SELDOM_ASKED = ("external_id", "author", "url", "origin")
"""Facts of articles that few questions ask for: of 300,000 articles they would take 57 MB of every server."""

MAX_LOOKED_UP = 500
"""Articles whose seldom asked facts are looked up; of more, those of all are read."""


def exists(directory: Path | str) -> bool:
    """Return whether a folder holds a store with at least one snapshot, or copies one that does."""
    directory = shared.located(directory)
    shared.refresh(directory)
    return (directory / MANIFEST).is_file()


def open(directory: Path | str) -> "Snapshot":
    """Open the current snapshot of a store for reading.

    Raises
    ------
    DataError
        Where there is no store, its manifest is damaged, or a newer version wrote it.
    """
    directory = shared.located(directory)
    if not exists(directory):
        raise DataError(
            f"there is no store in {shared.name_of(directory)}; make one with: python -m analysis build SOURCE --store "
            f"{shared.name_of(directory)}"
        )
    return Snapshot(directory, Manifest.read(directory / MANIFEST))


@cache
def _database() -> "DuckDBPyConnection":
    """Start DuckDB once for a process: each start takes 17 ms. It holds nothing, and keeps no file that it read."""
    import duckdb  # here: what most views ask first is no question in SQL

    return duckdb.connect(
        ":memory:", config={"autoinstall_known_extensions": "false", "enable_external_file_cache": "false"}
    )


class _Index(NamedTuple):
    """Hold where articles lie, each by the number of a batch or of a part. 1,000 articles take 20 kB."""

    ids: pa.Array
    place: np.ndarray

    def holding(self, wanted: pa.Array) -> set[int]:
        """Return the places that hold one of some articles."""
        return set(self.place[pc.is_in(self.ids, value_set=wanted).to_numpy(zero_copy_only=False)].tolist())


def _layout_of(file: str) -> tuple[pa.Array, np.ndarray]:
    """List the articles of a part, with the row group in which each has rows (an article may stand there twice)."""
    about = _about(file)
    if about.num_row_groups == 1:
        held = pq.read_table(
            file, columns=["article_id"], read_dictionary=["article_id"], page_checksum_verification=True
        )["article_id"]
        each = pa.chunked_array([chunk.dictionary for chunk in held.chunks], held.type.value_type)
        known = pc.unique(each.cast(pa.string()))
        return known, np.zeros(len(known), dtype=np.int32)
    rows = pq.read_table(file, columns=["article_id"], page_checksum_verification=True)
    ids = rows["article_id"].cast(pa.string()).combine_chunks()
    group = np.repeat(np.arange(about.num_row_groups, dtype=np.int32),
                      [about.row_group(number).num_rows for number in range(about.num_row_groups)])  # fmt: skip
    is_first = np.append(True, pc.not_equal(ids[1:], ids[:-1]).to_numpy(zero_copy_only=False) | (np.diff(group) > 0))
    return ids.filter(pa.array(is_first)), group[is_first]


@lru_cache(maxsize=4096)
def _about(file: str) -> pq.FileMetaData:
    """Keep what a part says of itself, which never changes: with 5,000 row groups it takes 0.25 s to read."""
    return pq.read_metadata(file)


_SHOWN = (
    "* REPLACE (coalesce((SELECT min(shown_as) FROM _outlet_names WHERE name = CAST(outlet AS VARCHAR)), "
    "CAST(outlet AS VARCHAR)) AS outlet)"
)
"""The columns of articles whose outlets a person named or merged, as SQL."""


_Places: TypeAlias = list[tuple[str, list[int]]]
"""Files, and the row groups of each."""


def _of_articles(places: _Places, columns: Sequence[str], conditions: Mapping[str, pa.Array]) -> pa.Table:
    """Read the rows that fulfil conditions, from the row groups that hold such rows.

    Bodies lie 64 in a row group: one of 300,000 in one part costs 5 ms so, and 1.4 s where all ids are looked at.
    """
    asked = list(dict.fromkeys([*columns, *conditions]))
    pieces = []
    for path, groups in places:
        with pq.ParquetFile(path, metadata=_about(path), page_checksum_verification=True) as part:
            held = [column for column in asked if column in part.schema_arrow.names]
            rows = part.read_row_groups(groups, columns=held, use_threads=False)
        for column, values in conditions.items():
            rows = rows.filter(pc.is_in(rows[column].cast(pa.string()), value_set=values))
        pieces.append(_evenly_numbered(parquet.completed(rows, columns)))
    return pa.concat_tables(pieces)


def _may_hold(file: str, conditions: Mapping[str, pa.Array]) -> bool:
    """Tell by the least and the greatest value of each row group whether rows of a part may fulfil conditions."""
    about = pq.read_metadata(file)
    groups = [about.row_group(number) for number in range(about.num_row_groups)]
    place = {about.schema.column(number).path: number for number in range(about.num_columns)}
    return all(
        any(_is_within(group.column(place[name]).statistics, values) for group in groups)
        for name, values in conditions.items()
        if name in place
    )


def _is_within(told: pq.Statistics | None, values: pa.Array) -> bool:
    if told is None or not told.has_min_max or not isinstance(told.min, str):
        return True
    return any(told.min <= value <= told.max for value in values.to_pylist())


def _evenly_numbered(rows: pa.Table) -> pa.Table:
    """Give numbers into names one width: a part of few names has narrower ones than a part of many."""
    wide = [
        field.with_type(pa.dictionary(pa.int32(), field.type.value_type))
        if pa.types.is_dictionary(field.type)
        else field
        for field in rows.schema
    ]
    return rows.cast(pa.schema(wide))


def _read(name: str, directory: Path, places: _Places, ids: pa.Array) -> pd.DataFrame:
    """Read the rows of some articles, see `Snapshot.rows`."""
    stored = parquet.stored(name)
    with _damage_named(name, directory):
        rows = parquet.typed(_of_articles(places, list(stored.columns), {"article_id": ids}), stored)
    return (
        parquet.SHORTHANDS[name].complete(rows)[list(parquet.READ[name].columns)]
        if name in parquet.SHORTHANDS
        else rows
    )


@contextmanager
def _damage_named(name: str, directory: Path) -> Iterator[None]:
    """Say in a sentence that a part of a table cannot be read."""
    try:
        yield
    except (pa.ArrowInvalid, OSError) as error:
        raise DataError(f"a part of table '{name}' in {directory} is damaged or missing: {error}") from error


def _beside(rows: pd.DataFrame, table: pd.DataFrame, key: str) -> pd.DataFrame:
    """Put beside each row what a table says of its key; a third of the time of a merge of 300,000 texts."""
    keys = pa.chunked_array(pa.array(table[key], pa.string())).combine_chunks()
    at = pc.index_in(pa.array(rows[key], pa.string()), value_set=keys).fill_null(-1).to_numpy(zero_copy_only=False)
    found = table.drop(columns=key).reset_index(drop=True).reindex(at).set_axis(rows.index)
    return rows.assign(**{name: found[name] for name in found})


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
        return settings_from(self.manifest.settings)

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
            "n_corrections": corrections.read(self.directory)["correction"].nunique(),
        }

    def files(self, name: str, without: Collection[str] = ()) -> list[str]:
        """List the Parquet files of a table, or those of other batches, each with the bytes that were written.

        They are looked at when they are first opened: a flipped bit would change numbers without a word. That takes a
        CPU second a GB, once in the life of a process.

        Raises
        ------
        DataError
            Where a part is missing or damaged.
        """
        return [self._file(name, part) for part in self.manifest.parts.get(name, ()) if part.batch not in without]

    def _file(self, name: str, part: Part) -> str:
        """Name the file of one part, see `files`."""
        path = self.directory / "parts" / part.file
        if not shared.holds(path, part.sha256):
            raise DataError(
                f"the part {path} of table '{name}' is damaged or missing; build the store again from its sources, "
                "which mends it, or restore the file from a backup"
            )
        return str(path)

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
        wanted = list(columns or parquet.READ[name].columns)
        if not self.manifest.parts.get(name):
            return schema.empty(parquet.READ[name])[wanted]
        shorthand = parquet.SHORTHANDS.get(name)
        conditions = dict(where or {})
        if article_ids is not None:
            conditions["article_id"] = sorted(set(article_ids))
        wanted_values = {column: pa.array(list(values), pa.string()) for column, values in conditions.items()}
        with _damage_named(name, self.directory):
            stored = list(shorthand.stored.columns) if shorthand else wanted
            if "article_id" in conditions:
                rows = _of_articles(self._places(name, wanted_values["article_id"]), stored, wanted_values)
            else:
                rows = self._filtered(name, stored, wanted_values)
        if rows is None:
            return schema.empty(parquet.READ[name])[wanted]
        typed = parquet.typed(rows, parquet.stored(name))
        if name == "articles" and "outlet" in typed and self._outlet_names:
            typed["outlet"] = outlet_names.applied(typed["outlet"], self._outlet_names)
        return shorthand.complete(typed)[wanted] if shorthand else typed

    def _filtered(self, name: str, stored: list[str], wanted: Mapping[str, pa.Array]) -> pa.Table | None:
        """Read the rows whose columns hold one of the wanted values each; none where no part may hold them."""
        paths = self.files(name)
        if wanted:  # of 300 parts, those without a note of a topic take 0.15 s to read
            paths = [path for path in paths if _may_hold(path, wanted)]
        if not paths:
            return None
        form = parquet.format_of(parquet.stored(name))
        every = pds.dataset(paths, format=form)
        if newer := [pa.field(column, pa.large_string()) for column in set(stored) - set(every.schema.names)]:
            every = pds.dataset(paths, schema=pa.schema([*every.schema, *newer]), format=form)
        terms = [pds.field(column).cast(pa.string()).isin(values) for column, values in wanted.items()]
        return every.to_table(columns=stored, filter=reduce(and_, terms) if terms else None, use_threads=False)

    def rows(self, name: str, article_ids: Iterable[str]) -> Callable[[], pd.DataFrame]:
        """Find where the rows of some articles lie; what is given reads them, here or in a process beside this one.

        As `table`, but outlets keep the names that they were stored with.
        """
        if not self.manifest.parts.get(name):
            return partial(schema.empty, parquet.READ[name])
        ids = pa.array(sorted(set(article_ids)), pa.string())
        return partial(_read, name, self.directory, self._places(name, ids), ids)

    @cached_property
    def _outlet_names(self) -> dict[str, str]:
        """Under which name each outlet is counted that a person named or merged."""
        if not self.manifest.parts.get("outlet_names"):
            return {}
        rows = self.table("outlet_names")
        return dict(zip(rows["name"], rows["shown_as"], strict=True))

    def _places(self, name: str, ids: pa.Array) -> _Places:
        """Find the files of a table, and in each the row groups, that hold rows of some articles.

        The parts of one batch hold the same articles, so those of ``articles`` tell which part of any table to open:
        one article's rows are found without a look into the 300 parts of each table.
        """
        parts, number = self.manifest.parts[name], self._number_of_batch
        others = [part for part in parts if part.batch not in number]
        batches = self._articles_by_batch.holding(ids) if number else set()
        found = {others[place] for place in self._index(name, others).holding(ids)} if others else set()
        held = [part for part in parts if number.get(part.batch) in batches or part in found] or parts[:1]
        return [(file, self._groups(file, ids)) for file in (self._file(name, part) for part in held)]

    def _groups(self, file: str, ids: pa.Array) -> list[int]:
        """Find the row groups of a part that hold rows of some articles; most parts have one."""
        if _about(file).num_row_groups < 2:
            return list(range(_about(file).num_row_groups))
        layouts = self.memory.setdefault("layouts", {})
        if file not in layouts:
            layouts[file] = _layout_of(file)
        held, group = layouts[file]
        return sorted(set(group[pc.is_in(held, value_set=ids).to_numpy(zero_copy_only=False)].tolist()))

    @cached_property
    def _number_of_batch(self) -> dict[str, int]:
        """Number the batches whose articles the store holds."""
        return {part.batch: number for number, part in enumerate(self.manifest.parts.get("articles", ())) if part.batch}

    @cached_property
    def _articles_by_batch(self) -> _Index:
        """Find out once which articles each batch holds."""
        held = self._facts if "_facts" in vars(self) else self.table("articles", columns=["article_id"])
        sizes = [part.rows for part in self.manifest.parts.get("articles", ())]
        ids = pa.chunked_array(pa.array(held["article_id"], pa.string())).combine_chunks()
        return _Index(ids, np.repeat(np.arange(len(sizes), dtype=np.int32), sizes))

    def _index(self, name: str, parts: Sequence[Part]) -> _Index:
        """Find out once where the articles of those parts lie that belong to no batch of articles."""
        key = f"index of {name}"
        if key not in self.memory:
            ids = [_layout_of(self._file(name, part))[0] for part in parts]
            place = np.repeat(np.arange(len(parts), dtype=np.int32), [len(held) for held in ids])
            self.memory[key] = _Index(pa.concat_arrays(ids), place)
        index: _Index = self.memory[key]
        return index

    def articles(self) -> pd.DataFrame:
        """Read all facts of all articles, with their event and storyline, without their bodies."""
        return self.completed(self._facts)

    def facts(self) -> pd.DataFrame:
        """Read the facts of all articles that most questions need, with their event and storyline; they are kept."""
        return self._facts.copy(deep=False)  # two copies would take 200 bytes an article

    def completed(self, articles: pd.DataFrame) -> pd.DataFrame:
        """Put the facts that `facts` leaves out beside articles."""
        ids = articles["article_id"] if len(articles) <= MAX_LOOKED_UP else None
        rows = _beside(
            articles, self.table("articles", columns=["article_id", *SELDOM_ASKED], article_ids=ids), "article_id"
        )
        first = list(parquet.READ["articles"].columns)
        return rows[[*first, *(name for name in rows.columns if name not in first)]]

    @cached_property
    def _facts(self) -> pd.DataFrame:
        events = _beside(self.table("events"), self.table("event_summary", columns=["event", "storyline"]), "event")
        columns = [name for name in parquet.READ["articles"].columns if name not in SELDOM_ASKED]
        return parquet.in_one_piece(_beside(self.table("articles", columns=columns), events, "article_id"))

    def body(self, article_id: str) -> str:
        """Read the body of one article; empty where it has none or is not in the store."""
        bodies = self.bodies([article_id])
        return bodies.iloc[0] if len(bodies) else ""

    def bodies(self, article_ids: Iterable[str]) -> pd.Series:
        """Read the bodies of some articles, by article_id."""
        rows = self.table("bodies", article_ids=article_ids)
        return rows.set_index("article_id")["body"].fillna("")

    def texts_of(self, article_ids: Iterable[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Read some articles with their bodies, and their sentences: what a measure needs, rising by id."""
        ids = sorted(set(article_ids))
        articles = self.table("articles", article_ids=ids)
        articles["body"] = articles["article_id"].map(self.bodies(ids)).astype("str")
        return articles, self.table("sentences", article_ids=ids)

    def query(self, sql: str, parameters: Sequence[Any] = (), **given: pa.Table) -> pd.DataFrame:
        """Ask with SQL; every table of the snapshot is a view, and so are those that are given by name.

        Values go in as parameters only.

        Each call has a connection of its own with views that no other sees, so sessions of a page never meet. Only the
        tables that the question names become views: all of them would cost 50 ms a question.
        """
        with self._connect(set(re.findall(r"\w+", sql))) as connection:
            for name, table in given.items():
                connection.register(name, table)
            return parquet.plain_frame(connection.sql(sql, params=parameters).to_arrow_table())

    def _connect(self, named: set[str]) -> "DuckDBPyConnection":
        connection = _database().cursor()
        for name, declared in parquet.READ.items():
            if name not in named:
                continue
            paths = self.files(name)
            if paths:
                quoted = ", ".join("'" + file.replace("'", "''") + "'" for file in paths)
                columns = parquet.SHORTHANDS[name].view if name in parquet.SHORTHANDS else "*"
                if name == "articles" and self._outlet_names:
                    columns = _SHOWN
                    connection.register("_outlet_names", self.table("outlet_names").astype("object"))
                connection.execute(f'CREATE TEMP VIEW "{name}" AS SELECT {columns} FROM read_parquet([{quoted}])')
            else:
                connection.register(name, schema.empty(declared).astype("object"))
        return connection

    def damaged_parts(self) -> list[str]:
        """List the parts that are missing or whose bytes are not those that were written."""
        parts = [part for parts in self.manifest.parts.values() for part in parts]
        return sorted(part.file for part in parts if not self._holds(part))

    def _holds(self, part: Part) -> bool:
        """Read a part's bytes again: a disk that rots changes no time of a file."""
        if copy := shared.of(self.directory):
            return copy.holds_there(part)
        try:
            return files.sha256(self.directory / "parts" / part.file) == part.sha256
        except OSError:
            return False

    def history(self) -> list[Manifest]:
        """Read the manifests of all snapshots that are kept, the newest first."""
        return [manifest for _, manifest in reversed(history.kept(self.directory))]
