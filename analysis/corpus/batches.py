"""Raw items on their way into tables: each an article, a reject or a note, in batches of bounded size."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from analysis import schema
from analysis.corpus import assemble, clean, dates, faults, repair
from analysis.corpus.boilerplate import PASSAGE, TITLE
from analysis.corpus.raw import Item, Note, Raw, Reject, SavedPage
from analysis.settings import Settings

_MAX_ORIGINS = 200_000
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
class Read:
    """An item with the file it came from, and whether the dates of that file put the day or the month first."""

    item: Item
    origin: str
    manifest: Mapping[str, str]
    folder: str
    position: int
    order: dates.Order | None = None


Made = assemble.Article | Reject | Note
"""What an item becomes."""


def assembled(items: Iterable[Read], context: assemble.Context) -> list[Made]:
    """Make articles of raw items, each by itself, in their order. Can run anywhere: no file is touched."""
    return [made_of(read, context) for read in with_texts(items)]


def with_texts(items: Iterable[Read]) -> Iterator[Read]:
    """Find the texts of pages; one that cannot be read is a reject, and all other items stay as they are."""
    for read in items:
        if not isinstance(read.item, SavedPage):
            yield read
            continue
        try:
            for item in read.item.read(read.item.content):
                yield replace(read, item=settled(item))
        except Exception as error:  # see `ingest`: parsers raise two dozen kinds, and none of them may end a build
            yield replace(read, item=repair.sound_item(faults.reject_of(read.item.origin, error)))


MAX_LINES = 50_000
"""Lines of one text. Dumps of long pages have some thousands; each line costs a kilobyte while a text is cleaned."""


def settled(item: Item) -> Item:
    """Repair the characters of an item, and reject a text of too many lines."""
    item = repair.of_text(item)
    if isinstance(item, Raw) and item.text.count("\n") > MAX_LINES:
        item = Reject(item.origin, "too long", f"more than {MAX_LINES:,} lines in one text")
    return repair.sound_item(item)


def made_of(read: Read, context: assemble.Context) -> Made:
    """Make an article of a raw item; rejects and notes stay what they are."""
    if isinstance(read.item, SavedPage):
        raise TypeError(f"the text of {read.item.origin} was not found yet, see with_texts")
    if not isinstance(read.item, Raw):
        return read.item
    known = replace(context, orders={assemble.file_of(read.item): read.order})
    return assemble.article(read.item, read.manifest, read.folder, known)


class Batch:
    """Articles on their way into tables; remembers over batches which ids were seen."""

    def __init__(self, settings: Settings, told: list[Item]) -> None:
        self._settings = settings
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
        """Return whether the batch holds as much as a partition may."""
        most = self._settings.partition_articles
        return len(self._rows) >= most or len(self._rejects) >= 10 * most

    @property
    def holds_anything(self) -> bool:
        """Return whether there is anything to hand on."""
        return bool(self._rows or self._rejects or self._notes)

    def add(self, made: Made) -> None:
        """Enter what became of an item."""
        if isinstance(made, Note):
            self._notes.append(made)
            return
        rejected = self._first_of_its_id(made) if isinstance(made, assemble.Article) else made
        if rejected is not None:
            self._rejects.append(rejected)

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
        self._seen[number] = (made.row["origin"] if len(self._seen) < _MAX_ORIGINS else "", _hash_of(made))
        self._rows.append(made.row)
        self._removals += [(made.row["article_id"], rule, text, start) for rule, text, start in made.removals]
        self._notes += [note for note in made.notes if self._is_new(note)]
        return None

    def _is_new(self, note: Note) -> bool:
        """Return whether a note is to be kept: that times name no zone is said once a file."""
        if not note.note.endswith(assemble.READ_AS_UTC):
            return True
        place = (note.origin.rpartition(":")[0] or note.origin, note.note)
        known = place in self._zoneless
        self._zoneless.add(place)
        return not known

    def take(self) -> Ingested:
        """Return the batch as tables and start the next one."""
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


def learnt_lines(boilerplate: pd.DataFrame | None) -> dict[str, clean.Learnt]:
    """Return what was learnt to recur in the articles of each outlet, as cleaning takes it."""
    if boilerplate is None or boilerplate.empty:
        return {}
    kinds = boilerplate["kind"].astype("str")
    of_kind = kinds.map({PASSAGE: "passages", TITLE: "tails"}).fillna("lines")
    return {
        str(outlet): clean.Learnt.of(**rows.groupby(of_kind[rows.index])["text"].agg(list).to_dict())
        for outlet, rows in boilerplate.groupby("outlet", observed=True)
    }
