"""What a page asks of a store again and again, as arrays of codes: made once a snapshot, then counted in milliseconds.

A snapshot never changes, so what is worked out here stays true as long as it is open. Texts, and everything that is
asked of a few articles only, stay in the store. At 300,000 articles all of it together takes some 250 MB.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analysis import codes, memory
from analysis.comparison import cells
from analysis.comparison.cells import Ground
from analysis.measures import names
from analysis.settings import Filters
from analysis.store.snapshots import Snapshot

NOT_NAMED, NOT_KNOWN = "(not named)", "(not known)"
"""Attributions without a speaker; speakers that the alias file does not know."""

VOICES = ("direct", "indirect", "mixed")

Made = TypeVar("Made")


def once(snapshot: Snapshot, name: str, make: Callable[[Snapshot], Made]) -> Made:
    """Work something out of a snapshot the first time it is asked for, and keep it with the snapshot.

    Two visitors who ask at the same moment may both work it out; both get the same.
    """
    if name not in snapshot.memory:
        snapshot.memory[name] = make(snapshot)
        memory.trim_memory()
    kept: Made = snapshot.memory[name]
    return kept


# ---------------------------------------------------------------- articles


@dataclass(frozen=True)
class Articles:
    """Hold what is counted of every article, in the store's order.

    Parameters
    ----------
    frame : DataFrame
        The facts as `Snapshot.articles` gives them.
    outlets, events, storylines : ndarray of str
        Names in alphabetical order; codes are places in them.
    outlet, event, storyline : ndarray of shape (n_articles,)
        Codes; -1 where an article has none.
    storyline_of : ndarray of shape (n_events,)
        Code of each event's storyline; -1 where it has none.
    published : ndarray of datetime64[us]
        When it was published (UTC), empty where undated.
    kind : ndarray of shape (n_articles,)
        See `cells.kinds`.
    is_copy : ndarray of bool
        Whether it repeats an earlier article.
    chain, turn : ndarray of shape (n_articles,)
        Number of the text that several articles carry (-1: no other article is tied to it as a copy), and an order in
        which, of the articles with one text that are looked at, the first is the one that counts (see `cells.once`).
    """

    frame: pd.DataFrame
    outlets: np.ndarray
    events: np.ndarray
    storylines: np.ndarray
    outlet: np.ndarray
    event: np.ndarray
    storyline: np.ndarray
    storyline_of: np.ndarray
    published: np.ndarray
    kind: np.ndarray
    is_copy: np.ndarray
    chain: np.ndarray
    turn: np.ndarray

    @property
    def is_dated(self) -> np.ndarray:
        """Tell which articles have a date."""
        return ~np.isnat(self.published)

    def rows(self, filters: Filters) -> np.ndarray:
        """Give the places of the articles under filters, rising."""
        keep = np.ones(len(self.outlet), dtype=bool)
        if filters.outlets:
            keep &= np.isin(self.outlets, filters.outlets)[self.outlet]
        if filters.first:
            keep &= self.published >= np.datetime64(filters.first)
        if filters.last:
            keep &= self.published < np.datetime64(filters.last) + np.timedelta64(1, "D")
        for wanted, known, named in (
            (filters.event, self.events, self.event),
            (filters.storyline, self.storylines, self.storyline),
        ):
            if wanted:
                place = np.flatnonzero(known == wanted)
                keep &= named == (place[0] if len(place) else len(known))
        return np.flatnonzero(keep)

    def of(self, filters: Filters, columns: Sequence[str]) -> pd.DataFrame:
        """Give some facts of the articles under filters."""
        return self.frame[list(columns)].iloc[self.rows(filters)]

    @cached_property
    def _by_id(self) -> tuple[np.ndarray, np.ndarray]:
        ids = self.frame["article_id"].to_numpy(dtype="S")
        order = np.argsort(ids)
        return ids[order], order.astype(np.int32)

    def places(self, article_ids: Any) -> np.ndarray:
        """Give the places of articles by id, all of which the store must hold.

        Each distinct id is looked up once, among sorted bytes: a hash of 300,000 texts, made anew for each of 150
        files, took half a minute.
        """
        ids, order = self._by_id
        encoded = pa.chunked_array(pc.dictionary_encode(article_ids)).combine_chunks()
        wanted = np.array(encoded.dictionary.to_pylist(), dtype=ids.dtype)
        return np.asarray(order[np.searchsorted(ids, wanted)][np.asarray(encoded.indices)])


def articles(snapshot: Snapshot) -> Articles:
    """Hold what is counted of every article of a snapshot."""
    return once(snapshot, "articles", _articles)


def _articles(snapshot: Snapshot) -> Articles:
    frame = snapshot.articles()
    outlet, outlets = pd.factorize(frame["outlet"].astype("str"), sort=True)
    event, events = pd.factorize(frame["event"], sort=True)
    storyline, storylines = pd.factorize(frame["storyline"], sort=True)
    storyline_of = np.full(len(events), -1, dtype=np.int32)
    storyline_of[event[event >= 0]] = storyline[event >= 0]
    copies = snapshot.table("copies")
    ids = pd.Index(frame["article_id"])
    is_copy, is_original = np.zeros((2, len(frame)), dtype=bool)
    for flags, column in ((is_copy, "article_id"), (is_original, "copy_of")):
        places = ids.get_indexer(pd.Index(copies[column]))
        flags[places[places >= 0]] = True
    chain, turn = _chains(frame, copies, np.flatnonzero(is_copy | is_original))
    return Articles(
        frame=frame,
        outlets=np.asarray(outlets, dtype=object),
        events=np.asarray(events, dtype=object),
        storylines=np.asarray(storylines, dtype=object),
        outlet=outlet.astype(np.int32),
        event=event.astype(np.int32),
        storyline=storyline.astype(np.int32),
        storyline_of=storyline_of,
        published=frame["published_at"].dt.tz_localize(None).to_numpy(dtype="datetime64[us]"),
        kind=cells.kinds(frame),
        is_copy=is_copy,
        chain=chain,
        turn=turn,
    )


def _chains(frame: pd.DataFrame, copies: pd.DataFrame, tied: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Number the texts that the articles at these places carry; originals have their turn first, then the earliest."""
    facts = frame[["article_id", "published_at"]].iloc[tied].astype({"article_id": "str"}).reset_index(drop=True)
    origin = facts["article_id"].map(copies.set_index("article_id")["copy_of"]).fillna(facts["article_id"])
    facts = facts.assign(origin=origin, is_copy=origin != facts["article_id"])
    order = facts.sort_values(["is_copy", "published_at", "article_id"], na_position="last").index.to_numpy()
    chain, turn = np.full((2, len(frame)), -1, dtype=np.int32)
    chain[tied] = pd.factorize(origin)[0]
    turn[tied[order]] = np.arange(len(tied))
    return chain, turn


def n_outlets_in(group: np.ndarray, outlet: np.ndarray, n_groups: int, n_outlets: int) -> np.ndarray:
    """Count the outlets that each group (event, storyline) has articles of; articles without a group do not count.

    Examples
    --------
    >>> n_outlets_in(np.array([0, 0, 1, -1]), np.array([0, 1, 1, 0]), 2, 2).tolist()
    [2, 1]
    """
    placed = group >= 0
    pairs = codes.compact(group[placed].astype(np.int64) * max(1, n_outlets) + outlet[placed])[0]
    return np.bincount(pairs // max(1, n_outlets), minlength=n_groups)


def ground(snapshot: Snapshot, filters: Filters) -> tuple[Ground, np.ndarray]:
    """Give the articles under filters as comparisons want them, and their places.

    The same as `cells.ground` of the tables under the filters, without reading and matching texts again.
    """
    held = articles(snapshot)
    rows = held.rows(filters)
    outlets, outlet = codes.compact(held.outlet[rows].astype(np.int64))
    named = held.event[rows]
    alone = named < 0
    event = named.astype(np.int64)
    event[alone] = len(held.events) + np.arange(int(alone.sum()))
    present, event = codes.compact(event)
    storyline_of, storylines = _storylines(held, present)
    when = held.published[rows]
    return (
        Ground(
            outlets=held.outlets[outlets],
            outlet=outlet,
            events=np.concatenate([held.events[present[present < len(held.events)]], _unnamed(int(alone.sum()))]),
            event=event,
            storylines=storylines,
            storyline_of=storyline_of,
            kind=held.kind[rows],
            counted=_counted(held, rows),
            when=when,
        ),
        rows,
    )


def _unnamed(n: int) -> np.ndarray:
    return np.full(n, "", dtype=object)


def _storylines(held: Articles, present: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give each event's storyline; an event without one is a storyline of its own, without a name."""
    unit = np.append(held.storyline_of, -1)[np.minimum(present, len(held.storyline_of))].astype(np.int64)
    alone = unit < 0
    known, place = codes.compact(unit[~alone])
    unit[~alone] = place
    unit[alone] = len(known) + np.arange(int(alone.sum()))
    return unit, np.concatenate([held.storylines[known], _unnamed(int(alone.sum()))])


def _counted(held: Articles, rows: np.ndarray) -> np.ndarray:
    """Tell which articles count, see `cells.once`; only those that are tied to another are looked at."""
    counted = np.ones(len(rows), dtype=bool)
    tied = np.flatnonzero(held.chain[rows] >= 0)
    tied = tied[np.argsort(held.turn[rows[tied]])]
    counted[tied] = False
    counted[tied[np.unique(held.chain[rows[tied]], return_index=True)[1]]] = True
    return counted


# ---------------------------------------------------------------- measures


class Column(NamedTuple):
    """Hold one measure: each article's value (empty where it has none) and the sentences or words it rests on."""

    value: np.ndarray
    n: np.ndarray


@dataclass(frozen=True)
class Measures:
    """Hold all measures of all articles; the rows of one measure stand together.

    Parameters
    ----------
    names : list of str
        The measures in alphabetical order.
    edges : ndarray of shape (n_measures + 1,)
        Where the rows of each measure start.
    place, value, n : ndarray of shape (n_rows,)
        Place of the article, its value, and what it rests on; the places of one measure rise.
    """

    names: list[str]
    edges: np.ndarray
    place: np.ndarray
    value: np.ndarray
    n: np.ndarray
    n_articles: int

    def counts(self) -> dict[str, int]:
        """Count the articles that have a value of each measure; measures without any are left out."""
        known = np.append(0, np.cumsum(~np.isnan(self.value)))[self.edges]
        return {name: int(n) for name, n in zip(self.names, np.diff(known), strict=True) if n}

    def counts_of(self, rows: np.ndarray) -> dict[str, int]:
        """Count the rows of each measure, with or without a value, among articles at these places."""
        under = np.zeros(self.n_articles, dtype=bool)
        under[rows] = True
        known = np.append(0, np.cumsum(under[self.place]))[self.edges]
        return {name: int(n) for name, n in zip(self.names, np.diff(known), strict=True) if n}

    def of(self, measure: str, rows: np.ndarray) -> Column:
        """Give one measure of the articles at these places: empty and 0 where an article has none.

        For a few articles their rows are looked up; laying a measure out over 300,000 articles takes 3 ms, and a view
        asks for a dozen.
        """
        if measure not in self.names:
            return Column(np.full(len(rows), np.nan, dtype=np.float32), np.zeros(len(rows), dtype=np.int32))
        number = self.names.index(measure)
        here = slice(self.edges[number], self.edges[number + 1])
        place, value, n = self.place[here], self.value[here], self.n[here]
        if len(rows) <= FEW:
            at = np.minimum(np.searchsorted(place, rows), len(place) - 1)
            found = place[at] == rows
            return Column(np.where(found, value[at], np.float32(np.nan)), np.where(found, n[at], np.int32(0)))
        row = np.full(self.n_articles, -1, dtype=np.int32)
        row[place] = np.arange(len(place), dtype=np.int32)
        return Column(np.append(value, np.float32(np.nan))[row[rows]], np.append(n, np.int32(0))[row[rows]])


def measures(snapshot: Snapshot) -> Measures:
    """Hold all measures of all articles of a snapshot."""
    return once(snapshot, "measures", _measures)


def _measures(snapshot: Snapshot) -> Measures:
    held = articles(snapshot)
    number: dict[str, int] = {}
    pieces = []
    for part in parts(snapshot, "measures", ["article_id", "measure", "value", "n"]):
        code = _numbered(part["measure"], number)
        place = held.places(part["article_id"])
        pieces.append((code, place, np.asarray(part["value"], np.float32), np.asarray(part["n"], np.int32)))
    code, place, value, n = _joined(pieces, (np.int32, np.int32, np.float32, np.int32))
    code = _alphabetical(number)[code]
    order = _by_code_and_place(code, place, len(number))
    sizes = np.bincount(code, minlength=len(number))
    return Measures(
        names=sorted(number),
        edges=np.append(0, np.cumsum(sizes)).astype(np.int64),
        place=place[order],
        value=value[order],
        n=n[order],
        n_articles=len(held.outlet),
    )


def _by_code_and_place(code: np.ndarray, place: np.ndarray, n_codes: int) -> np.ndarray:
    """Order rows by code, those of one code by place, which most of them are already."""
    # codes of 16 bits are sorted by counting, ten times as fast
    order = np.argsort(code.astype(np.uint16) if n_codes < 2**16 else code, kind="stable")
    falls = (np.diff(place[order]) < 0) & (np.diff(code[order]) == 0)
    return np.lexsort((place, code)) if falls.any() else order


def parts(
    snapshot: Snapshot, name: str, columns: Sequence[str], article_ids: Sequence[str] | None = None
) -> Iterator[dict[str, Any]]:
    """Read a table file by file, so that no more than one file's texts are in memory; or the rows of few articles."""
    if article_ids is not None:
        rows = snapshot.table(name, columns=columns, article_ids=article_ids)
        if len(rows):
            yield {column: pa.chunked_array([pa.array(rows[column], from_pandas=True)]) for column in columns}
        return
    for file in snapshot.files(name):
        table = pq.read_table(file, columns=list(columns), use_threads=False).combine_chunks()
        yield {column: table.column(column) for column in columns}
    pa.default_memory_pool().release_unused()


def _numbered(texts: Any, number: dict[str, int]) -> np.ndarray:
    """Number texts in the order they first occur, over all files; -1 where there is none."""
    encoded = pc.dictionary_encode(texts) if not pa.types.is_dictionary(texts.type) else texts
    encoded = encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
    known = [number.setdefault(text, len(number)) for text in encoded.dictionary.to_pylist()]
    codes = np.asarray(encoded.indices.fill_null(len(known)))
    return np.array([*known, -1], dtype=np.int32)[codes]


def _alphabetical(number: dict[str, int]) -> np.ndarray:
    """Give the alphabetical place of each numbered text."""
    place = np.empty(len(number), dtype=np.int32)
    place[np.array([number[text] for text in sorted(number)], dtype=np.int64)] = np.arange(len(number))
    return place


def _joined(pieces: Sequence[tuple[np.ndarray, ...]], types: Sequence[Any]) -> list[np.ndarray]:
    if not pieces:
        return [np.zeros(0, dtype=dtype) for dtype in types]
    columns = zip(*pieces, strict=True)
    return [np.concatenate(column).astype(dtype, copy=False) for column, dtype in zip(columns, types, strict=True)]


# ---------------------------------------------------------------- whose words


class Said(NamedTuple):
    """Count attributions by article and by what is told apart: speaker, side, or cue.

    ``article`` and ``code`` stand once together; ``names`` are what the codes mean.
    """

    names: list[str]
    article: np.ndarray
    code: np.ndarray
    n: np.ndarray
    n_characters: np.ndarray


class Voices(NamedTuple):
    """Hold whose words each article gives.

    ``n_characters`` are those of its sentences, ``quoted`` those inside attributions by kind (see `VOICES`).
    ``speakers`` holds one name for all forms that the alias file joins; ``cues`` are lower-cased words with their kind
    behind a tab.
    """

    n_characters: np.ndarray
    quoted: np.ndarray
    speakers: Said
    sides: Said
    cues: Said


def voices(snapshot: Snapshot, rows: np.ndarray) -> Voices:
    """Hold whose words the articles at these places give; unless they are few, those of all articles are kept."""
    if len(rows) <= FEW and "voices" not in snapshot.memory:
        return _voices(snapshot, articles(snapshot).frame["article_id"].iloc[rows].tolist())
    return once(snapshot, "voices", _voices)


FEW = 500
"""The attributions of so few articles (an event, a storyline) are looked up: a twentieth of the time for all."""


def _voices(snapshot: Snapshot, article_ids: Sequence[str] | None = None) -> Voices:
    held = articles(snapshot)
    n_articles = len(held.outlet)
    n_characters = np.zeros(n_articles)
    for part in parts(snapshot, "sentences", ["article_id", "sentence", "start", "end"], article_ids):
        of_body = np.asarray(part["sentence"]) >= 0
        length = (np.asarray(part["end"]) - np.asarray(part["start"]))[of_body]
        n_characters += np.bincount(held.places(part["article_id"])[of_body], length, minlength=n_articles)
    quoted = np.zeros((len(VOICES), n_articles))
    forms: dict[str, int] = {}
    cues: dict[str, int] = {}
    by_speaker, by_cue = [], []
    for part in parts(
        snapshot, "quotes", ["article_id", "start", "end", "kind", "speaker", "cue", "cue_kind"], article_ids
    ):
        place = held.places(part["article_id"])
        length = np.asarray(part["end"]) - np.asarray(part["start"])
        kind = np.asarray(part["kind"].cast(pa.string()).to_pandas())
        for number, voice in enumerate(VOICES):
            of_kind = kind == voice
            quoted[number] += np.bincount(place[of_kind], length[of_kind], minlength=n_articles)
        by_speaker.append(_summed(place, _numbered(part["speaker"], forms), length))
        cue = pc.binary_join_element_wise(
            pc.utf8_lower(part["cue"].cast(pa.string())), part["cue_kind"].cast(pa.string()).fill_null(""), "\t"
        )
        by_cue.append(_summed(place, _numbered(cue, cues), length, least=0))
    spoken = _joined(by_speaker, (np.int32, np.int32, np.int32, np.int32))
    said = _joined(by_cue, (np.int32, np.int32, np.int32, np.int32))
    meant = [names.resolve(form) for form in forms]  # once for both: there are more forms than are remembered
    return Voices(
        n_characters,
        quoted,
        speakers=_meant(spoken, [name or form for form, name in zip(forms, meant, strict=True)]),
        sides=_meant(spoken, [_side(name) for name in meant]),
        cues=Said(list(cues), *said),
    )


def _summed(article: np.ndarray, code: np.ndarray, length: np.ndarray, least: int = -1) -> tuple[np.ndarray, ...]:
    """Add up attributions of one article and code; codes below ``least`` are left out."""
    kept = code >= least
    width = int(code.max()) + 2 if len(code) else 1
    row, key = pd.factorize(article[kept].astype(np.int64) * width + code[kept] + 1)
    counts = (key // width, key % width - 1, np.bincount(row), np.bincount(row, length[kept]))
    return tuple(column.astype(np.int32) for column in counts)


def _meant(spoken: Sequence[np.ndarray], meant: list[str]) -> Said:
    """Join the forms of speakers that mean the same; the last code, -1, stands for nobody named."""
    article, form, n, n_characters = spoken
    code = np.where(form < 0, len(meant), form)
    return joined(Said([], article, code, n, n_characters), [*meant, NOT_NAMED])


def joined(said: Said, names: Sequence[str]) -> Said:
    """Call what attributions are told apart by otherwise, and add up what then has one name."""
    number: dict[str, int] = {}
    codes = np.array([number.setdefault(name, len(number)) for name in names], dtype=np.int64)
    width = max(1, len(number))
    row, key = pd.factorize(said.article * np.int64(width) + codes[said.code])
    return Said(
        list(number),
        (key // width).astype(np.int32),
        (key % width).astype(np.int32),
        np.bincount(row, said.n, minlength=len(key)).astype(np.int32),
        np.bincount(row, said.n_characters, minlength=len(key)).astype(np.int32),
    )


def one_name(form: str) -> str:
    """Give the name under which the alias file knows a speaker, else the form itself.

    Examples
    --------
    >>> one_name("Kim"), one_name("Jane Doe")
    ('Kim', 'Jane Doe')
    """
    return names.resolve(form) or form


def side_of(speaker: str) -> str:
    """Tell which country or organisation a speaker stands for, as far as the alias file knows.

    An organisation stands for itself, also where it belongs to a country; a person or place for their country.

    Examples
    --------
    >>> [side_of(name) for name in ("Kim Jong-un", "Pyongyang", "U.N.", "Jane Doe")]
    ['North Korea', 'North Korea', 'United Nations', '(not known)']
    """
    return _side(names.resolve(speaker))


def _side(name: str | None) -> str:
    if name is None:
        return NOT_KNOWN
    return name if names.kind_of(name) == "organisation" else names.country_of(name) or NOT_KNOWN
