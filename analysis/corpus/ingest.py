"""From files to clean articles: every file and every row comes out as an article or as a reject with its reason.

The only module of the corpus that touches the disk. `stream` reads any amount of text in batches of bounded memory;
`read` gives it all at once.
"""

import csv
import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import pandas as pd

import analysis.corpus.warc  # noqa: F401  (registers its readers)
from analysis import schema
from analysis.corpus import archives, assemble, clean, dates, decode, fields, formats, repair
from analysis.corpus.boilerplate import PASSAGE
from analysis.corpus.raw import Item, Note, Raw, Reject
from analysis.corpus.stores import is_store
from analysis.errors import DataError
from analysis.settings import Settings

MANIFEST = "manifest.csv"
"""A file of this name in a folder or an archive completes the other files there and is no article."""

Progress = Callable[[int, int], None]

_MOST_ORIGINS = 200_000
"""Articles whose origin is remembered to name it when the same article comes again; of later ones only the id is."""


@dataclass(frozen=True)
class Ingested:
    """Hold what came of a set of files: every one of them is in exactly one of ``articles`` and ``rejects``.

    Iterating gives these two, so that ``articles, rejects = read(...)`` works; ``removals`` holds what cleaning took
    away and ``notes`` how files were read.
    """

    articles: pd.DataFrame
    rejects: pd.DataFrame
    removals: pd.DataFrame
    notes: pd.DataFrame

    def __iter__(self) -> Iterator[pd.DataFrame]:
        return iter((self.articles, self.rejects))


@dataclass(frozen=True)
class _Source:
    """A file to read: its name as origin, how to open it, and what is known about it from outside."""

    origin: str
    path: Path
    manifest: Mapping[str, str]

    @property
    def folder(self) -> str:
        """Name the folder that holds the file."""
        return self.path.parent.name


@dataclass(frozen=True)
class _Read:
    """An item with the file it came from."""

    item: Item
    origin: str
    manifest: Mapping[str, str]
    folder: str
    position: int


def read(
    paths: str | Path | Iterable[str | Path], manifest: str | Path | None = None, *, settings: Settings | None = None
) -> Ingested:
    """Read files and folders into clean, dated and attributed articles, all of it in memory.

    Parameters
    ----------
    paths : path or iterable of paths
        Files and folders. Their order does not matter.
    manifest : path, optional
        A CSV with a column ``file`` and any of ``outlet``, ``published_at``, ``title``, ``url``... that completes the
        files it names. A ``manifest.csv`` in a folder is found by itself.
    settings : Settings, optional
        What cleaning may remove and how large an input may be.

    Returns
    -------
    Ingested
        ``articles``, ``rejects``, ``removals``, ``notes``.

    Raises
    ------
    DataError
        Where a path does not exist or the manifest cannot be read.
    """
    return joined(stream(paths, manifest, settings=settings))


def joined(batches: Iterable[Ingested]) -> Ingested:
    """Put batches together."""
    parts = list(batches)
    tables = (schema.ARTICLES, schema.REJECTS, schema.REMOVALS, schema.NOTES)
    frames = []
    for table in tables:
        rows = [getattr(part, table.name) for part in parts if len(getattr(part, table.name))]
        frames.append(schema.conform(pd.concat(rows), table) if rows else schema.empty(table))
    return Ingested(*frames)


def stream(
    paths: str | Path | Iterable[str | Path],
    manifest: str | Path | None = None,
    *,
    settings: Settings | None = None,
    boilerplate: pd.DataFrame | None = None,
    progress: Progress | None = None,
) -> Iterator[Ingested]:
    """Read files and folders in batches of at most ``settings.partition_articles`` articles.

    Parameters
    ----------
    paths, manifest, settings
        As for `read`.
    boilerplate : DataFrame, optional
        What `boilerplate.learn` found to recur in each outlet's articles; it is removed too.
    progress : callable, optional
        Called with the bytes read so far and the bytes in all, both of the files on disk.

    Yields
    ------
    Ingested
        Batches in the order of the files' names; memory does not grow with the corpus, but for 0.2 kB an article.
    """
    settings = settings or Settings()
    sources, rejected = _sources(paths, manifest)
    batch = _Batch(settings, boilerplate, rejected)
    done = _Position(sources, progress)
    for source in sources:
        for found in _items(source, settings):
            batch.add(found, source)
            if batch.is_full:
                done.tell(found.position, source)
                yield batch.take()
        done.finish(source)
    if batch.holds_anything:
        yield batch.take()


def raw_items(
    paths: str | Path | Iterable[str | Path],
    manifest: str | Path | None = None,
    *,
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> Iterator[list[_Read]]:
    """Read the items of files and folders as they are, for `bodies`.

    Parameters and errors are those of `stream`. A batch holds ``settings.partition_articles`` items, or fewer where
    they have more than `RAW_CHARACTERS`.
    """
    settings = settings or Settings()
    sources, _ = _sources(paths, manifest)
    done = _Position(sources, progress)
    batch: list[_Read] = []
    characters = 0
    for source in sources:
        for found in _items(source, settings):
            batch.append(found)
            characters += _characters(found.item)
            if len(batch) >= settings.partition_articles or characters > RAW_CHARACTERS:
                done.tell(found.position, source)
                yield batch
                batch, characters = [], 0
        done.finish(source)
    if batch:
        yield batch


RAW_CHARACTERS = 20_000_000
"""A thousand articles have some four million; a thousand pages with their HTML can have a hundred times as many."""


def _characters(item: Item) -> int:
    return len(item.text) + sum(map(len, item.fields.values())) if isinstance(item, Raw) else 0


def bodies(items: Iterable[_Read], settings: Settings) -> pd.DataFrame:
    """Clean raw items as `stream` does without learnt boilerplate: ``article_id``, ``outlet``, ``body`` of articles.

    An article that is read twice stands there twice. Can run anywhere: no file is touched.
    """
    context = assemble.Context(settings, datetime.now(UTC).date())
    made = (
        assemble.article(read.item, read.manifest, read.folder, context) for read in items if isinstance(read.item, Raw)
    )
    columns = ["article_id", "outlet", "body"]
    rows = [[one.row[column] for column in columns] for one in made if isinstance(one, assemble.Article)]
    return pd.DataFrame(rows, columns=columns)


class _Position:
    """How far files were read, told in hundredths: of a hundred thousand files, nobody wants to know each."""

    def __init__(self, sources: list[_Source], progress: Progress | None) -> None:
        self._sizes = {source.origin: _size(source.path) for source in sources}
        self._before, self._total = 0, sum(self._sizes.values())
        self._progress, self._told = progress, -1

    def tell(self, position: int, source: _Source) -> None:
        """Tell how far a file was read."""
        done = self._before + min(position, self._sizes[source.origin])
        hundredth = 100 * done // max(self._total, 1)
        if self._progress and hundredth > self._told:
            self._told = hundredth
            self._progress(done, self._total)

    def finish(self, source: _Source) -> None:
        """Tell that a file was read to its end."""
        self.tell(self._sizes[source.origin], source)
        self._before += self._sizes[source.origin]


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _sources(paths: str | Path | Iterable[str | Path], manifest: str | Path | None) -> tuple[list[_Source], list[Item]]:
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
        sources.append(_Source(shown(path), path, row))
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
        raise DataError(f"{shown(path)} is a store and no folder of articles; export writes its tables as files")
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
        return _manifest_of(path.read_bytes(), shown(path))
    except OSError as error:
        raise DataError(f"the manifest '{shown(path)}' cannot be read: {error.strerror or error}") from error


def _manifest_of(content: bytes, path: str) -> dict[str, dict[str, str]]:
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
        raise DataError(f"the manifest '{path}' has no column `file`; found {', '.join(map(str, table[0]))}")
    rows = {}
    for row in table:
        values = {name: (row[column] or "").strip() for name, column in found.items()}
        name = values.pop("file").replace("\\", "/")
        rows[name] = {field: value for field, value in values.items() if value}
    return rows


@dataclass(frozen=True)
class _Opened:
    """A file or a member of an archive that is open for reading, and how far its file on disk was read."""

    origin: str
    file: BinaryIO
    position: Callable[[], int]
    manifest: Mapping[str, str]
    folder: str


def _items(source: _Source, settings: Settings, only: str = "") -> Iterator[_Read]:
    """Give the items of a file, or of the files in an archive, or only those of the one named ``only``."""
    try:
        with source.path.open("rb") as file:
            if archives.is_archive(source.origin):
                yield from _archive_items(source, file, settings, only)
            else:
                packed = source.origin.lower().endswith(".gz")
                stream = archives.unpacked(file, _size(source.path), settings) if packed else file
                yield from _file_items(
                    _Opened(source.origin, stream, file.tell, source.manifest, source.folder), settings
                )
    except Exception as error:  # see _file_items; of an archive, its index or its compression is damaged
        yield _whole(source, _reject_of(source.origin, error))


def _file_items(opened: _Opened, settings: Settings) -> Iterator[_Read]:
    """Give the items of one file; what goes wrong on the way is a reject of the file, and the other files are read.

    Every kind of exception is caught here: the parsers of workbooks, Parquet, feeds and archives raise two dozen
    kinds on damaged files (AttributeError and KeyError among them), and none of them may end the build.
    """
    reader = formats.reader_of(opened.origin)

    def read_as(item: Item) -> _Read:
        """Add to an item where it came from."""
        return _Read(repair.sound_item(item), opened.origin, opened.manifest, opened.folder, opened.position())

    if reader is None:
        known = ", ".join(sorted((*formats.READERS, *archives.ARCHIVES)))
        yield read_as(Reject(opened.origin, "format not read", f"files that are read end with {known}, also with .gz"))
        return
    try:
        for item in reader(opened.file, opened.origin, settings):
            yield read_as(_of_few_lines(repair.of_text(item)))
    except Exception as error:
        yield read_as(_reject_of(opened.origin, error))


MAX_LINES = 50_000
"""Lines of one text. Dumps of long pages have some thousands; each line costs a kilobyte while a text is cleaned."""


def _of_few_lines(item: Item) -> Item:
    if isinstance(item, Raw) and item.text.count("\n") > MAX_LINES:
        return Reject(item.origin, "too long", f"more than {MAX_LINES:,} lines in one text")
    return item


def _archive_items(source: _Source, file: BinaryIO, settings: Settings, only: str) -> Iterator[_Read]:
    """Give the items of an archive's members; a manifest inside is read first, in a pass of its own."""
    size = _size(source.path)
    rows, broken = _rows_in_archive(source, file, settings)
    yield from (_whole(source, reject) for reject in broken)
    file.seek(0)
    empty = True
    for member in archives.members(file, source.origin, size, settings):
        origin = f"{source.origin}/{member.name}"
        empty = False
        row = rows.pop(member.name, {})
        if member.name.rpartition("/")[2].lower() == MANIFEST or (only and origin != only):
            continue
        if member.refused:
            yield _whole(source, Reject(origin, "not read from archive", member.refused))
            continue
        folder = member.name.rpartition("/")[0].rpartition("/")[2]
        try:
            stream = member.open()
        except Exception as error:  # one member's compression is damaged or unknown; the others are read
            yield _whole(source, _reject_of(origin, error))
            continue
        with stream:
            yield from _file_items(_Opened(origin, stream, file.tell, {**source.manifest, **row}, folder), settings)
    for name in rows:
        yield _whole(source, Note(source.origin, "file", f"the manifest names '{name}', which is not there"))
    if empty:
        yield _whole(source, Reject(source.origin, "empty", "the archive holds no files"))


_ManifestRows = dict[str, dict[str, str]]


def _rows_in_archive(source: _Source, file: BinaryIO, settings: Settings) -> tuple[_ManifestRows, list[Reject]]:
    """Read the manifests in an archive: member to what is said of it, the nearer manifest before one at the top.

    A manifest that cannot be read is a reject. Where the archive itself breaks off, its reading later says so.
    """
    found: _ManifestRows = {}
    broken: list[Reject] = []
    try:
        for member in archives.members(file, source.origin, _size(source.path), settings):
            folder, _, name = member.name.rpartition("/")
            if name.lower() != MANIFEST or member.refused:
                continue
            try:
                content = member.open().read(settings.max_document_megabytes * 2**20)
                rows = _manifest_of(content, f"{source.origin}/{member.name}")
            except Exception as error:
                broken.append(Reject(f"{source.origin}/{member.name}", "broken manifest", _told(error)))
                continue
            inside = {f"{folder}/{name}" if folder else name: row for name, row in rows.items()}
            found = found | inside if folder else inside | found
    except archives.LimitError:  # a bomb is not unpacked a second time
        raise
    except Exception:  # told when the members are read
        pass
    return found, broken


def _whole(source: _Source, item: Item) -> _Read:
    return _Read(repair.sound_item(item), source.origin, source.manifest, source.folder, 0)


def _reject_of(origin: str, error: Exception) -> Reject:
    """Name a reason in a few words for what went wrong with a file, and what it was."""
    if isinstance(error, decode.NotTextError):
        return Reject(origin, "not text", str(error))
    if isinstance(error, archives.LimitError):
        return Reject(origin, "too long", str(error))
    return Reject(origin, "broken file", _told(error))


def _told(error: Exception) -> str:
    """Say in one line what an exception says."""
    return " ".join(str(error).split())[:200] or type(error).__name__


def _order_of(source: _Source, file: str, settings: Settings) -> dates.Order | None:
    """Read a file's column of dates once more to infer whether the day or the month stands first."""
    rows = (found.item for found in _items(source, settings, only=file) if isinstance(found.item, Raw))
    return dates.order_of(row.fields.get("date", "") for row in rows if assemble.file_of(row) == file)


class _Batch:
    """Articles on their way into tables; remembers over batches which ids were seen."""

    def __init__(self, settings: Settings, boilerplate: pd.DataFrame | None, told: list[Item]) -> None:
        self._settings = settings
        self._orders: dict[str, dates.Order | None] = {}
        self._context = assemble.Context(settings, datetime.now(UTC).date(), self._orders, _learnt_lines(boilerplate))
        self._seen: dict[int, tuple[str, int]] = {}
        self._zoneless: set[tuple[str, str]] = set()
        self._start()
        self._notes += [item for item in told if isinstance(item, Note)]
        self._rejects += [item for item in told if isinstance(item, Reject)]

    def _start(self) -> None:
        self._rows: list[dict[str, Any]] = []
        self._removals: list[tuple[str, str, str, int]] = []
        self._rejects: list[Reject] = []
        self._notes: list[Note] = []

    @property
    def is_full(self) -> bool:
        """Tell whether the batch holds as much as a partition may."""
        most = self._settings.partition_articles
        return len(self._rows) >= most or len(self._rejects) >= 10 * most

    @property
    def holds_anything(self) -> bool:
        """Tell whether there is anything to hand on."""
        return bool(self._rows or self._rejects or self._notes)

    def add(self, found: _Read, source: _Source) -> None:
        """Make an item an article, a reject or a note of this batch."""
        item = found.item
        if isinstance(item, Note):
            self._notes.append(item)
            return
        if isinstance(item, Raw):
            self._settle_order(item, source)
            made = assemble.article(item, found.manifest, found.folder, self._context)
            rejected = self._first_of_its_id(made) if isinstance(made, assemble.Article) else made
        else:
            rejected = item
        if rejected is not None:
            self._rejects.append(rejected)

    def _settle_order(self, raw: Raw, source: _Source) -> None:
        given = raw.fields.get("date", "")
        if not raw.is_row or len(given) < 8 or assemble.file_of(raw) in self._orders:
            return
        if given[2:3] in "/-" or given[1:2] in "/-":
            order = _order_of(source, assemble.file_of(raw), self._settings)
            self._orders[assemble.file_of(raw)] = order
            note = (
                f"dates such as '{given[:30]}' were read with the {order}"
                if order
                else (
                    f"dates such as '{given[:30]}' can be read with the day or the month first, "
                    "and no date in the column decides"
                )
            )
            self._notes.append(Note(source.origin, "date", note))

    def _first_of_its_id(self, made: assemble.Article) -> Reject | None:
        """Enter an article, unless it was read before; another text of a known address is an article of its own."""
        number = int(made.row["article_id"], 16)
        if number in self._seen:
            first, text = self._seen[number]
            where = f"first read from {first}" if first else "read before"
            if text == _hash_of(made):
                return Reject(made.row["origin"], "same article twice", where)
            made = assemble.as_other_version(made, where)
            number = int(made.row["article_id"], 16)
            if number in self._seen:
                return Reject(made.row["origin"], "same article twice", where)
        self._seen[number] = (made.row["origin"] if len(self._seen) < _MOST_ORIGINS else "", _hash_of(made))
        self._rows.append(made.row)
        self._removals += [(made.row["article_id"], rule, text, start) for rule, text, start in made.removals]
        self._notes += [note for note in made.notes if self._is_new(note)]
        return None

    def _is_new(self, note: Note) -> bool:
        """Tell whether a note is to be kept: that times name no zone is said once a file."""
        if not note.note.endswith(assemble.READ_AS_UTC):
            return True
        place = (note.origin.rpartition(":")[0] or note.origin, note.note)
        known = place in self._zoneless
        self._zoneless.add(place)
        return not known

    def take(self) -> Ingested:
        """Give the batch as tables and start the next one."""
        articles = pd.DataFrame(self._rows, columns=list(schema.ARTICLES.columns))
        articles["published_at"] = pd.to_datetime(articles["published_at"], utc=True)
        removals = pd.DataFrame(self._removals, columns=["article_id", "rule", "text", "start"])
        rejects = pd.DataFrame(
            [(r.origin, r.reason, r.detail) for r in self._rejects], columns=["origin", "reason", "detail"]
        )
        notes = pd.DataFrame(
            [(n.origin, n.article_id or None, n.topic, n.note) for n in self._notes],
            columns=["origin", "article_id", "topic", "note"],
        ).drop_duplicates(["origin", "topic", "note"])
        self._start()
        return Ingested(
            schema.conform(articles, schema.ARTICLES),
            schema.conform(rejects, schema.REJECTS),
            schema.conform(removals, schema.REMOVALS),
            schema.conform(notes, schema.NOTES),
        )


def _hash_of(made: assemble.Article) -> int:
    """Hash what an article says: its headline and its body."""
    text = f"{made.row['title'] or ''}\n{made.row['body'] or ''}"
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest())


def _learnt_lines(boilerplate: pd.DataFrame | None) -> dict[str, clean.Learnt]:
    if boilerplate is None or boilerplate.empty:
        return {}
    kinds = boilerplate["kind"].astype("str") == PASSAGE
    return {
        str(outlet): clean.Learnt.of(rows["text"][~kinds[rows.index]], rows["text"][kinds[rows.index]])
        for outlet, rows in boilerplate.groupby("outlet", observed=True)
    }
