"""Writing a store: partitions are added, acknowledged one by one, and committed as the next snapshot in one step."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import filelock
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analysis import codes
from analysis.corpus import stores
from analysis.errors import DataError
from analysis.schema import Table
from analysis.settings import Settings
from analysis.store import files, folders, history, mending, parquet, pending, shared, snapshots
from analysis.store.manifests import (
    CLEANING,
    PAIR_MODEL,
    DamagedError,
    Manifest,
    Part,
    cleaned_by,
    differing,
    measured_with,
    versions,
)
from analysis.store.mending import Mending
from analysis.store.pending import Pending
from analysis.store.snapshots import Snapshot

PART_ROWS = 50_000
"""Rows a part of a table that belongs to the whole corpus: a part is rewritten when one of its rows changes."""

PART_WIDE_ROWS = {"centres": 5_000}
"""The same for tables whose rows hold lists: 5,000 centres weigh as much as 50,000 aliases."""

ONE_ROW_PER_INPUT = ("rejects", "notes")
"""Tables that may hold the same remark again when the same file is read again; repeats are left out."""


@contextmanager
def opened(
    directory: Path | str, settings: Settings, *, afresh: bool = False, sources: Iterable[str] = (), mends: bool = False
) -> Iterator["Writer"]:
    """Open a store for one build at a time.

    Parameters
    ----------
    directory : path
        The store; it is made where it does not exist.
    settings : Settings
        What this build measures with; adding to a store made with other settings is refused.
    afresh : bool
        Leave what the store holds behind and build its next snapshot from nothing.
    sources : iterable of str
        What this build reads; the store remembers it as soon as something of it is acknowledged.
    mends : bool
        Whether the caller measures again what stands in damaged parts (see `Writer.mending`); else they are refused.

    Raises
    ------
    DataError
        Where another build is writing, the settings differ, or the folder holds something and is no store.
    """
    directory = shared.located(directory)
    folders.prepare(directory)
    with _locked(directory):
        shared.refresh(directory, mends=True)
        _restore_manifest(directory)
        try:
            writer = Writer(directory, settings, afresh=afresh, sources=sources)
            if writer.mending.damaged and not mends:
                raise DataError(
                    f"the part {directory / 'parts' / writer.mending.damaged[0]} is damaged or missing; build the "
                    "store again from its sources, which mends it, or restore the file from a backup"
                )
            yield writer
        except OSError as error:
            raise DataError(
                f"the store {directory} cannot be written: {error.strerror or error}; it is as it was before"
            ) from error


@contextmanager
def _locked(directory: Path) -> Iterator[None]:
    """Let one build at a time write; the lock goes with the process that holds it."""
    path = directory / stores.LOCK
    try:
        path.touch()
        lock = filelock.FileLock(path, mode=path.stat().st_mode & 0o777)
        lock.acquire(timeout=0)
    except filelock.Timeout as error:
        raise DataError(f"another build is writing to {directory}; wait until it is done") from error
    except OSError as error:
        raise DataError(f"the store {directory} cannot be written: {error.strerror or error}") from error
    try:
        yield
    finally:
        lock.release()


def _restore_manifest(directory: Path) -> None:
    """Take a manifest that is damaged or gone from the history, which holds a copy of it."""
    kept = history.kept(directory)
    if not kept:
        return
    try:
        Manifest.read(directory / stores.MANIFEST)
    except DamagedError:
        files.write_durably(directory / stores.MANIFEST, kept[-1][1].to_json().encode())


def delete(directory: Path | str) -> list[str]:
    """Delete a store that no build is writing to.

    Returns
    -------
    list of str
        What is left in its folder because no store wrote it.
    """
    directory = shared.located(directory)
    with _locked(directory):
        return folders.delete(directory)


class Writer:
    """Add partitions to a store and commit them as its next snapshot.

    ``pair_model`` names what the pairs of the store were judged with; whoever judges them anew sets it.
    """

    def __init__(self, directory: Path, settings: Settings, *, afresh: bool, sources: Iterable[str]) -> None:
        self.directory = directory
        self.settings = settings
        current = snapshots.open(directory).manifest if snapshots.exists(directory) else None
        self._number = (current.snapshot if current else 0) + 1
        self._base = None if afresh else current
        if self._base is not None and measured_with(self._base.settings) != measured_with(settings.as_dict()):
            raise DataError(differing(self._base.settings, settings.as_dict(), directory))
        self.mending = mending.of(directory, self._base) if self._base else Mending({})
        if self._base and self.mending.damaged:
            self._base = replace(self._base, parts=dict(self.mending.parts))
        is_grouped = self._base is not None and not self.mending.damaged
        self.pair_model = self._base.versions.get(PAIR_MODEL) if self._base and is_grouped else None
        self._sources = tuple(sources)
        self._written_last = pending.content(directory)
        before = Pending.from_json(self._written_last)
        self._named = before.named | {part.file for parts in before.parts.values() for part in parts}
        resumed = before if not afresh and self._goes_on_from(before) else Pending()
        self._resumed_sources = resumed.sources
        self._pending = dict(resumed.parts)
        self._replaced: dict[str, tuple[Part, ...]] = {}
        self._forget_values_of(self.mending.gone)
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
        """Return which articles are among these."""
        seen = self._seen["articles"]
        return pd.Series([article in seen for article in article_ids], index=article_ids.index, dtype="bool")

    @property
    def unfinished(self) -> tuple[str, ...]:
        """What an earlier build did not read to its end, and this one does not read: part of it may be missing."""
        return tuple(sorted(set(self._resumed_sources) - set(self._sources)))

    @property
    def has_news(self) -> bool:
        """Whether anything was added that the current snapshot does not hold."""
        return any(self._pending.values()) or any(self._replaced.values()) or bool(self.mending.damaged)

    @property
    def lost(self) -> frozenset[str]:
        """Articles of damaged parts that are not in the store any more."""
        return self.mending.gone - self._seen["articles"]

    def texts_left(self, *, with_removals: bool) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return the articles of damaged partitions that are whole, with their bodies, and what was removed from them.

        A build measures them again; from their files they could come with other facts than a manifest gave them. Where
        only the files can tell what was removed, they are asked first, and the rest is given without.
        """
        left_out = self.mending.without_removals if with_removals else ()
        parts = {
            name: tuple(part for part in rows if part.batch not in left_out)
            for name, rows in self.mending.texts.items()
        }
        held = Snapshot(self.directory, self._manifest(sources=(), parts=parts))
        bodies = held.table("bodies").set_index("article_id")["body"]
        articles = held.table("articles")
        articles = articles[codes.among(articles["article_id"], bodies.index) & ~self.knows(articles["article_id"])]
        articles = articles.assign(body=articles["article_id"].map(bodies).astype("str")).reset_index(drop=True)
        removals = held.table("removals")
        return articles, removals[codes.among(removals["article_id"], articles["article_id"])]

    def _forget_values_of(self, gone: frozenset[str]) -> None:
        """Take values of frames that were trained later out, of articles that are measured anew with those frames."""
        if not gone or self._base is None:
            return
        with_articles = {part.batch for part in self._base.parts.get("articles", ())}
        parts = {name: self._without(name, gone, with_articles) for name in ("measures", "further_measures")}
        self._base = replace(self._base, parts={**self._base.parts, **parts})

    def _without(self, name: str, gone: frozenset[str], with_articles: set[str]) -> tuple[Part, ...]:
        """Take rows of some articles out of the parts of a table that were written without their articles."""
        kept: list[Part] = []
        for part in self._base.parts.get(name, ()) if self._base else ():
            if part.batch in with_articles:
                kept.append(part)
                continue
            rows = Snapshot(self.directory, self._manifest(sources=(), parts={name: (part,)})).table(name)
            left = rows[~codes.among(rows["article_id"], list(gone))]
            kept += [p for _, p in self._write_parts([(name, left)] if len(left) else (), part.batch)]
        return tuple(kept)

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
        made = self._write_parts(((name, frame) for name, frame in tables.items() if len(frame)), is_batch=True)
        for name, part in made:
            self._pending[name] = (*self._pending.get(name, ()), part)
        self._acknowledge()

    def complete(
        self, name: str, sources: Sequence[str], make: Callable[[Mapping[str, pd.DataFrame]], pd.DataFrame]
    ) -> None:
        """Make a table of the partitions that an earlier version wrote without it, from other tables of theirs."""
        parts = self._parts()
        made = list(parts.get(name, ()))
        done = {"", *(part.batch for part in made)}
        for batch in dict.fromkeys(part.batch for part in parts.get(sources[-1], ()) if part.batch not in done):
            of_batch = {source: tuple(p for p in parts.get(source, ()) if p.batch == batch) for source in sources}
            held = Snapshot(self.directory, self._manifest(sources=(), parts=of_batch))
            rows = make({source: held.table(source) for source in sources})
            made += [part for _, part in self._write_parts([(name, rows)], batch)]
        self._replaced[name] = tuple(made)

    def replace(self, name: str, frame: pd.DataFrame) -> None:
        """Replace a table that belongs to the whole corpus; the old rows leave with the old snapshot."""
        self._replaced[name] = tuple(part for _, part in self._write_parts([(name, frame)] if len(frame) else ()))

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
        if not len(gone) and frame.empty:
            return
        kept, left, part_rows = [], [], PART_WIDE_ROWS.get(name, PART_ROWS)
        keys = pa.array(list(gone), pa.string())
        for part in self._parts().get(name, ()):
            path = self.directory / "parts" / part.file
            held = pq.read_table(path, columns=[column], read_dictionary=[column])[column].unify_dictionaries()
            touched = any(pc.any(pc.is_in(chunk.dictionary, value_set=keys)).as_py() for chunk in held.chunks)
            if touched or part.rows < part_rows // 2:
                rows = Snapshot(self.directory, self._manifest(sources=(), parts={name: (part,)})).table(name)
                left.append(rows[~codes.among(rows[column], gone)])
            else:
                kept.append(part)
        rows = pd.concat([*left, frame], ignore_index=True)
        for at in range(0, len(rows), part_rows):
            kept += [part for _, part in self._write_parts([(name, rows.iloc[at : at + part_rows])])]
        self._replaced[name] = tuple(kept)

    def is_unchanged(self, *names: str) -> bool:
        """Return whether some tables are what they are in the current snapshot."""
        parts = self._parts()
        return self._base is not None and all(parts.get(name, ()) == self._base.parts.get(name, ()) for name in names)

    def read(self) -> Snapshot:
        """Read what the store would hold if it were committed now."""
        return Snapshot(self.directory, self._manifest(sources=()))

    def commit(self, sources: Iterable[str] = ()) -> Snapshot:
        """Make everything added and replaced the store's current snapshot, in one step."""
        manifest = self._manifest(sources)
        content = manifest.to_json().encode()
        if copy := shared.of(self.directory):
            self._refuse_another_build()
            copy.publish(manifest, content, fresh=manifest.files - (self._base.files if self._base else set()),
                         named=self._named)  # fmt: skip
        else:
            self._refuse_another_build(snapshots.open(self.directory).number if snapshots.exists(self.directory) else 0)
            history.keep(self.directory, manifest, content)
            files.write_durably(self.directory / stores.MANIFEST, content)
        with suppress(OSError):  # what follows is tidying up: the snapshot is committed
            (self.directory / stores.PENDING).unlink(missing_ok=True)
            self._written_last = b""
            history.collect_garbage(self.directory, self._named)
        return Snapshot(self.directory, manifest)

    def _manifest(self, sources: Iterable[str], parts: Mapping[str, tuple[Part, ...]] | None = None) -> Manifest:
        chosen = self._parts() if parts is None else parts
        parts = {name: tuple(sorted(rows, key=lambda part: part.file)) for name, rows in chosen.items()}
        return Manifest(
            snapshot=self._number,
            created_at=datetime.now(UTC).isoformat(timespec="seconds"),
            settings=self.settings.as_dict(),
            versions=versions()
            | {CLEANING: cleaned_by(self._base)}
            | ({PAIR_MODEL: self.pair_model} if self.pair_model else {}),
            corpus_hash=_sum_of_hashes(part.texts for part in parts.get("bodies", ())),
            sources=tuple(sorted({*(self._base.sources if self._base else ()), *self._resumed_sources, *sources})),
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

    def _write_parts(
        self, frames: Iterable[tuple[str, pd.DataFrame]], batch: str = "", *, is_batch: bool = False
    ) -> list[tuple[str, Part]]:
        """Write tables as parts; their names are acknowledged first, so that nothing is ever left that nobody named."""
        level = parquet.COMPRESSION_LEVEL if is_batch or batch else parquet.LEVEL_OF_CHANGING
        made = [(name, *_part_of(name, frame, level)) for name, frame in frames]
        if is_batch:
            batch = _sum_of_hashes(part.sha256 for _, part, _ in made)[:16]
        made = [(name, replace(part, batch=batch), content) for name, part, content in made]
        fresh = {part.file for _, part, _ in made} - self._named
        if fresh:
            self._named |= fresh
            self._acknowledge()
        for _, part, content in made:
            path = self.directory / stores.PARTS / part.file
            if not files.holds(path, part.sha256):
                files.write_durably(path, content)
        return [(name, part) for name, part, _ in made]

    def _acknowledge(self) -> None:
        self._refuse_another_build()
        state = Pending(
            base=self._number - 1 if self._base else 0,
            settings=self.settings.as_dict(),
            sources=tuple(sorted({*self._resumed_sources, *self._sources})),
            parts=self._pending,
            named=frozenset(self._named),
        )
        content = state.to_json().encode()
        files.write_durably(self.directory / stores.PENDING, content)
        self._written_last = content

    def _refuse_another_build(self, number: int | None = None) -> None:
        """Stop where another build wrote meanwhile: the lock prevents it, unless somebody removed its file."""
        if number not in (None, self._number - 1) or pending.content(self.directory) != self._written_last:
            raise DataError(
                f"another build wrote to {self.directory} at the same time, because its lock file was removed; "
                "nothing of this build was committed: run it again when the other is done"
            )

    def _goes_on_from(self, before: Pending) -> bool:
        """Return whether a build that did not reach its end added to the same snapshot with the same settings."""
        same_base = before.base == (self._number - 1 if self._base else 0)
        same_settings = measured_with(before.settings) == measured_with(self.settings.as_dict())
        return same_base and same_settings and before.is_whole(self.directory)


def _part_of(name: str, frame: pd.DataFrame, level: int) -> tuple[Part, bytes]:
    content = parquet.to_bytes(name, frame, level)
    digest = hashlib.sha256(content).hexdigest()
    texts = _hash_of_texts(frame) if name == "bodies" else ""
    return Part(f"{name}-{digest[:20]}.parquet", len(frame), digest, texts), content


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
