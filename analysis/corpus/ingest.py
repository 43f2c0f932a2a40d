"""From files to clean articles: every file and every row comes out as an article or as a reject with its reason.

With `files`, the only module of the corpus that touches the disk. `stream` reads any amount of text in batches of
bounded memory; `read` gives it all at once.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import pandas as pd

import analysis.corpus.objects
import analysis.corpus.warc  # noqa: F401  (both register their readers)
from analysis import schema
from analysis.corpus import archives, assemble, dates, faults, files, formats, kept, repair
from analysis.corpus.batches import Batch, Ingested, Made, Read, assembled, learnt_lines, settled
from analysis.corpus.raw import Item, Note, Raw, Reject, SavedPage
from analysis.settings import Settings

Progress = Callable[[int, int], None]
Run = Callable[[Callable[[Any], list[Made]], Iterable[Any]], Iterable[list[Made]]]


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
    cleaned: kept.Kept | None = None,
    progress: Progress | None = None,
    run: Run = map,
) -> Iterator[Ingested]:
    """Read files and folders in batches of at most ``settings.partition_articles`` articles.

    Parameters
    ----------
    paths, manifest, settings
        As for `read`.
    boilerplate : DataFrame, optional
        What `boilerplate.learn` found to recur in each outlet's articles; it is removed too.
    cleaned : Kept, optional
        What a first cleaning of these files gave: they are not read again, and only what the boilerplate may change is
        cleaned anew.
    progress : callable, optional
        Called with the bytes read so far and the bytes in all, both of the files on disk, or with batches.
    run : callable, optional
        Applies a function to batches of raw items, in order, wherever it likes: ``Executor.run``.

    Yields
    ------
    Ingested
        Batches in the order of the files' names; memory does not grow with the corpus, but for 0.2 kB an article.
    """
    settings = settings or Settings()
    sources, told = files.sources_of(paths, manifest)
    context = assemble.Context.of(settings, learnt_lines(boilerplate))
    batch = Batch(settings, told)
    if cleaned is None:
        every = run(partial(assembled, context=context), _batches(sources, settings, progress))
    else:
        every = run(partial(kept.again, context=context), _counted(cleaned, progress))
    for made in every:
        for one in made:
            batch.add(one)
            if batch.is_full:
                yield batch.take()
    if batch.holds_anything:
        yield batch.take()


def raw_items(
    paths: str | Path | Iterable[str | Path],
    manifest: str | Path | None = None,
    *,
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> Iterator[list[Read]]:
    """Read the items of files and folders as they are, for `kept.cleaned`.

    Parameters and errors are those of `stream`.
    """
    settings = settings or Settings()
    sources, _ = files.sources_of(paths, manifest)
    return _batches(sources, settings, progress)


def _counted(cleaned: kept.Kept, progress: Progress | None) -> Iterator[bytes]:
    """Return the batches of a first cleaning, and tell how many there were."""
    for number, packed in enumerate(cleaned, start=1):
        if progress:
            progress(number, len(cleaned))
        yield packed


def _batches(sources: list[files.SourceFile], settings: Settings, progress: Progress | None) -> Iterator[list[Read]]:
    """Read items in batches of at most `RAW_ITEMS`, or fewer where they have more than `RAW_CHARACTERS`."""
    done, orders = _Position(sources, progress), _Orders(settings)
    batch: list[Read] = []
    characters = 0
    for source in sources:
        for found in _items(source, settings):
            batch += orders.settled(found, source)
            characters += _characters(found.item)
            if len(batch) >= RAW_ITEMS or characters > RAW_CHARACTERS:
                done.tell(found.position, source)
                yield batch
                batch, characters = [], 0
        done.finish(source)
    if batch:
        yield batch


RAW_ITEMS = 250
"""Items that are cleaned at a time: enough to be worth the way to a worker, few enough to keep all of them busy."""

RAW_CHARACTERS = 20_000_000
"""A thousand articles have some four million; a thousand pages with their HTML can have a hundred times as many."""


def _characters(item: Item) -> int:
    if isinstance(item, SavedPage):
        return len(item.content)
    return len(item.text) + sum(map(len, item.fields.values())) if isinstance(item, Raw) else 0


class _Position:
    """How far files were read, reported in hundredths: of a hundred thousand files, nobody wants to know each."""

    def __init__(self, sources: list[files.SourceFile], progress: Progress | None) -> None:
        self._sizes = {source.origin: files.size_of(source.path) for source in sources}
        self._before, self._total = 0, sum(self._sizes.values())
        self._progress, self._told = progress, -1

    def tell(self, position: int, source: files.SourceFile) -> None:
        """Return how far a file was read."""
        done = self._before + min(position, self._sizes[source.origin])
        hundredth = 100 * done // max(self._total, 1)
        if self._progress and hundredth > self._told:
            self._told = hundredth
            self._progress(done, self._total)

    def finish(self, source: files.SourceFile) -> None:
        """Report that a file was read to its end."""
        self.tell(self._sizes[source.origin], source)
        self._before += self._sizes[source.origin]


@dataclass(frozen=True)
class _Opened:
    """A file or a member of an archive that is open for reading, and how far its file on disk was read."""

    origin: str
    file: BinaryIO
    position: Callable[[], int]
    manifest: Mapping[str, str]
    folder: str


def _items(source: files.SourceFile, settings: Settings, only: str = "") -> Iterator[Read]:
    """Return the items of a file, or of the files in an archive, or only those of the one named ``only``."""
    try:
        with source.path.open("rb") as file:
            if archives.is_archive(source.origin):
                yield from _archive_items(source, file, settings, only)
            else:
                packed = source.origin.lower().endswith(".gz")
                stream = archives.unpacked(file, files.size_of(source.path), settings) if packed else file
                yield from _file_items(
                    _Opened(source.origin, stream, file.tell, source.manifest, source.folder), settings
                )
    except Exception as error:  # see _file_items; of an archive, its index or its compression is damaged
        yield _whole(source, faults.reject_of(source.origin, error))


def _file_items(opened: _Opened, settings: Settings) -> Iterator[Read]:
    """Return the items of one file; what goes wrong on the way is a reject of the file, and the other files are read.

    Every kind of exception is caught here: the parsers of workbooks, Parquet, feeds and archives raise two dozen
    kinds on damaged files (AttributeError and KeyError among them), and none of them may end the build.
    """
    reader = formats.reader_of(opened.origin)

    def read_as(item: Item) -> Read:
        """Add to an item where it came from."""
        return Read(settled(item), opened.origin, opened.manifest, opened.folder, opened.position())

    if reader is None:
        known = ", ".join(sorted((*formats.READERS, *archives.ARCHIVES)))
        yield read_as(Reject(opened.origin, "format not read", f"files that are read end with {known}, also with .gz"))
        return
    try:
        for item in reader(opened.file, opened.origin, settings):
            yield read_as(item)
    except Exception as error:
        yield read_as(faults.reject_of(opened.origin, error))


def _archive_items(source: files.SourceFile, file: BinaryIO, settings: Settings, only: str) -> Iterator[Read]:
    """Return the items of an archive's members; a manifest inside is read first, in a pass of its own."""
    size = files.size_of(source.path)
    rows, broken = _rows_in_archive(source, file, settings)
    yield from (_whole(source, reject) for reject in broken)
    file.seek(0)
    empty = True
    for member in archives.members(file, source.origin, size, settings):
        origin = f"{source.origin}/{member.name}"
        empty = False
        row = rows.pop(member.name, {})
        if member.name.rpartition("/")[2].lower() == files.MANIFEST or (only and origin != only):
            continue
        if member.refused:
            yield _whole(source, Reject(origin, "not read from archive", member.refused))
            continue
        folder = member.name.rpartition("/")[0].rpartition("/")[2]
        try:
            stream = member.open()
        except Exception as error:  # one member's compression is damaged or unknown; the others are read
            yield _whole(source, faults.reject_of(origin, error))
            continue
        with stream:
            yield from _file_items(_Opened(origin, stream, file.tell, {**source.manifest, **row}, folder), settings)
    for name in rows:
        yield _whole(source, Note(source.origin, "file", f"the manifest names '{name}', which is not there"))
    if empty:
        yield _whole(source, Reject(source.origin, "empty", "the archive holds no files"))


_ManifestRows = dict[str, dict[str, str]]


def _rows_in_archive(
    source: files.SourceFile, file: BinaryIO, settings: Settings
) -> tuple[_ManifestRows, list[Reject]]:
    """Read the manifests in an archive: member to what is said of it, the nearer manifest before one at the top.

    A manifest that cannot be read is a reject. Where the archive itself breaks off, its reading later says so.
    """
    found: _ManifestRows = {}
    broken: list[Reject] = []
    try:
        for member in archives.members(file, source.origin, files.size_of(source.path), settings):
            folder, _, name = member.name.rpartition("/")
            if name.lower() != files.MANIFEST or member.refused:
                continue
            try:
                content = member.open().read(settings.max_document_megabytes * 2**20)
                rows = files.manifest_of(content, f"{source.origin}/{member.name}")
            except Exception as error:
                broken.append(Reject(f"{source.origin}/{member.name}", "broken manifest", faults.message(error)))
                continue
            inside = {f"{folder}/{name}" if folder else name: row for name, row in rows.items()}
            found = found | inside if folder else inside | found
    except archives.LimitError:  # a bomb is not unpacked a second time
        raise
    except Exception:
        return found, broken  # whatever is wrong with the archive becomes a reject when its members are read
    return found, broken


def _whole(source: files.SourceFile, item: Item) -> Read:
    return Read(repair.sound_item(item), source.origin, source.manifest, source.folder, 0)


class _Orders:
    """Whether dates in figures put the day or the month first, by file; read once more where a date leaves it open."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._known: dict[str, dates.Order | None] = {}

    def settled(self, found: Read, source: files.SourceFile) -> list[Read]:
        """Return an item with the order of its file, and before it a note where it was looked for now."""
        if not isinstance(found.item, Raw):
            return [found]
        notes = self._look(found.item, source)
        order = self._known.get(assemble.file_of(found.item))
        return [*(replace(found, item=note) for note in notes), replace(found, order=order)]

    def _look(self, raw: Raw, source: files.SourceFile) -> list[Note]:
        given, file = raw.fields.get("date", ""), assemble.file_of(raw)
        if not raw.is_row or len(given) < 8 or file in self._known or not _FIGURES.match(given):
            return []
        order = self._known[file] = _order_of(source, file, self._settings)
        such = f"dates such as '{given[:30]}'"
        if order:
            return [Note(source.origin, "date", f"{such} were read with the {order}")]
        open_ = "can be read with the day or the month first, and no date in the column decides"
        return [Note(source.origin, "date", f"{such} {open_}")]


_FIGURES = re.compile(r"..?[/-]")
"""How a date in figures begins whose first number may be the day or the month."""


def _order_of(source: files.SourceFile, file: str, settings: Settings) -> dates.Order | None:
    """Read a file's column of dates once more to infer whether the day or the month stands first."""
    rows = (found.item for found in _items(source, settings, only=file) if isinstance(found.item, Raw))
    return dates.order_of(row.fields.get("date", "") for row in rows if assemble.file_of(row) == file)
