"""Which articles are looked at: the one place where filters become rows, and rows become what comparisons start from.

A snapshot never changes, so what is worked out here is kept with it: arrays of codes, counted in milliseconds. All that
the queries keep of 300,000 articles takes some 250 MB. Texts, and what is asked of few articles, stay in the store.
"""

import difflib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis import codes, memory
from analysis.comparison import cells
from analysis.comparison.cells import Ground
from analysis.errors import DataError
from analysis.settings import Filters
from analysis.store.snapshots import Snapshot

Made = TypeVar("Made")

UNTITLED = "(untitled)"
"""What an article without a headline is called."""

FEW = 500
"""What is asked of so few articles (an event, a storyline) is looked up: a twentieth of the time for all."""


def once(snapshot: Snapshot, name: str, make: Callable[[Snapshot], Made]) -> Made:
    """Work something out of a snapshot the first time it is asked for, and keep it with the snapshot.

    Two visitors who ask at the same moment may both work it out; both get the same.
    """
    if name not in snapshot.memory:
        snapshot.memory[name] = make(snapshot)
        memory.trim_memory()
    kept: Made = snapshot.memory[name]
    return kept


@dataclass(frozen=True)
class Corpus:
    """Hold what is counted of every article, in the store's order.

    Parameters
    ----------
    frame : DataFrame
        The facts as `Snapshot.articles` gives them, a row an article.
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
        """Give the rows of the articles under filters, rising."""
        keep = np.ones(len(self.outlet), dtype=bool)
        if filters.outlets:
            keep &= np.isin(self.outlets, filters.outlets)[self.outlet]
        if filters.first:
            keep &= self.published >= np.datetime64(filters.first)
        if filters.last:
            keep &= self.published < np.datetime64(filters.last) + np.timedelta64(1, "D")
        for wanted, known, code in (
            (filters.event, self.events, self.event),
            (filters.storyline, self.storylines, self.storyline),
        ):
            if wanted:
                match = np.flatnonzero(known == wanted)
                keep &= code == (match[0] if len(match) else len(known))
        return np.flatnonzero(keep)

    def facts(self, filters: Filters, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Give the facts, or some of them, of the articles under filters."""
        frame = self.frame if columns is None else self.frame[list(columns)]
        if filters == Filters():
            return frame.copy(deep=False)  # two copies would take 300 bytes an article
        return frame.iloc[self.rows(filters)].reset_index(drop=True)

    @cached_property
    def _by_id(self) -> tuple[np.ndarray, np.ndarray]:
        ids = self.frame["article_id"].to_numpy(dtype="S")
        order = np.argsort(ids)
        return ids[order], order.astype(np.int32)

    def rows_of(self, article_ids: Any) -> np.ndarray:
        """Give the rows of articles by id, all of which the store must hold.

        Each distinct id is looked up once, among sorted bytes: a hash of 300,000 texts, made anew for each of 150
        files, took half a minute.
        """
        ids, order = self._by_id
        encoded = pa.chunked_array(pc.dictionary_encode(article_ids)).combine_chunks()
        wanted = np.array(encoded.dictionary.to_pylist(), dtype=ids.dtype)
        return np.asarray(order[np.searchsorted(ids, wanted)][np.asarray(encoded.indices)])


def of(snapshot: Snapshot) -> Corpus:
    """Hold what is counted of every article of a snapshot."""
    return once(snapshot, "corpus", _corpus)


def _corpus(snapshot: Snapshot) -> Corpus:
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
        rows = ids.get_indexer(pd.Index(copies[column]))
        flags[rows[rows >= 0]] = True
    chain, turn = _chains(frame, copies, np.flatnonzero(is_copy | is_original))
    return Corpus(
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
    """Number the texts that the articles in these rows carry; originals have their turn first, then the earliest."""
    facts = frame[["article_id", "published_at"]].iloc[tied].astype({"article_id": "str"}).reset_index(drop=True)
    origin = facts["article_id"].map(copies.set_index("article_id")["copy_of"]).fillna(facts["article_id"])
    facts = facts.assign(origin=origin, is_copy=origin != facts["article_id"])
    order = facts.sort_values(["is_copy", "published_at", "article_id"], na_position="last").index.to_numpy()
    chain, turn = np.full((2, len(frame)), -1, dtype=np.int32)
    chain[tied] = pd.factorize(origin)[0]
    turn[tied[order]] = np.arange(len(tied))
    return chain, turn


def articles(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Give the facts of the articles under filters, in the store's order, outlets as text."""
    facts = of(snapshot).facts(filters)
    return facts.assign(outlet=facts["outlet"].astype("str"))


def ids(snapshot: Snapshot, filters: Filters, outlet: str | None = None) -> pa.Table:
    """Give the ids of the articles under filters, or of one outlet among them, for `Snapshot.query` to join."""
    corpus = of(snapshot)
    facts = corpus.frame[["article_id", "outlet"]].iloc[corpus.rows(filters)]
    chosen = facts if outlet is None else facts[facts["outlet"] == outlet]
    return pa.table({"article_id": pa.array(chosen["article_id"], pa.string())})


def n_outlets_in(group: np.ndarray, outlet: np.ndarray, n_groups: int, n_outlets: int) -> np.ndarray:
    """Count the outlets that each group (event, storyline) has articles of; articles without a group do not count.

    Examples
    --------
    >>> n_outlets_in(np.array([0, 0, 1, -1]), np.array([0, 1, 1, 0]), 2, 2).tolist()
    [2, 1]
    """
    has_group = group >= 0
    pairs = codes.compact(group[has_group].astype(np.int64) * max(1, n_outlets) + outlet[has_group])[0]
    return np.bincount(pairs // max(1, n_outlets), minlength=n_groups)


def ground(snapshot: Snapshot, filters: Filters) -> tuple[Ground, np.ndarray]:
    """Give the articles under filters as comparisons want them, and their rows.

    The same as `cells.ground` of the tables under the filters, without reading and matching texts again.
    """
    corpus = of(snapshot)
    rows = corpus.rows(filters)
    outlets, outlet = codes.compact(corpus.outlet[rows].astype(np.int64))
    named = corpus.event[rows]
    alone = named < 0
    event = named.astype(np.int64)
    event[alone] = len(corpus.events) + np.arange(int(alone.sum()))
    present, event = codes.compact(event)
    storyline_of, storylines = _storylines(corpus, present)
    when = corpus.published[rows]
    return (
        Ground(
            outlets=corpus.outlets[outlets],
            outlet=outlet,
            events=np.concatenate([corpus.events[present[present < len(corpus.events)]], _unnamed(int(alone.sum()))]),
            event=event,
            storylines=storylines,
            storyline_of=storyline_of,
            kind=corpus.kind[rows],
            counted=_counted(corpus, rows),
            when=when,
        ),
        rows,
    )


def _unnamed(n: int) -> np.ndarray:
    return np.full(n, "", dtype=object)


def _storylines(corpus: Corpus, present: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give each event's storyline; an event without one is a storyline of its own, without a name."""
    storyline = np.append(corpus.storyline_of, -1)[np.minimum(present, len(corpus.storyline_of))].astype(np.int64)
    alone = storyline < 0
    known, storyline[~alone] = codes.compact(storyline[~alone])
    storyline[alone] = len(known) + np.arange(int(alone.sum()))
    return storyline, np.concatenate([corpus.storylines[known], _unnamed(int(alone.sum()))])


def _counted(corpus: Corpus, rows: np.ndarray) -> np.ndarray:
    """Tell which articles count, see `cells.once`; only those that are tied to another are looked at."""
    counted = np.ones(len(rows), dtype=bool)
    tied = np.flatnonzero(corpus.chain[rows] >= 0)
    tied = tied[np.argsort(corpus.turn[rows[tied]])]
    counted[tied] = False
    counted[tied[np.unique(corpus.chain[rows[tied]], return_index=True)[1]]] = True
    return counted


def n_outlets_by_event(corpus: Corpus, rows: np.ndarray) -> np.ndarray:
    """Count the outlets that report each event of the corpus, among the articles in these rows."""
    return n_outlets_in(corpus.event[rows], corpus.outlet[rows], len(corpus.events), len(corpus.outlets))


def n_outlets_by_storyline(corpus: Corpus, rows: np.ndarray) -> np.ndarray:
    """Count the outlets that report each storyline of the corpus, among the articles in these rows."""
    return n_outlets_in(corpus.storyline[rows], corpus.outlet[rows], len(corpus.storylines), len(corpus.outlets))


def is_one_of(values: pd.Series, wanted: Collection[str]) -> np.ndarray:
    """Tell of each value of a small vocabulary whether it is one of some; an empty one is not."""
    is_wanted = np.append(values.cat.categories.isin(list(wanted)), False)
    return np.asarray(is_wanted[values.cat.codes])


def named(names: np.ndarray, code: Any) -> pd.Series:
    """Write codes as the names they stand for, indexed by the codes."""
    return pd.Series(names[np.asarray(code, dtype=np.int64)], index=code, dtype="str").rename_axis(None)


def check(snapshot: Snapshot, filters: Filters) -> Filters:
    """Refuse filters that name an outlet, event or storyline which the store does not hold.

    Raises
    ------
    DataError
        Naming what was asked for and what there is.
    """
    outlets = sorted(snapshot.table("articles", columns=["outlet"])["outlet"].unique())
    strange = [name for name in filters.outlets if name not in outlets]
    if strange:
        raise DataError(f"no articles of '{strange[0]}' in this store; {_offered(strange[0], outlets)}")
    summary = snapshot.table("event_summary", columns=["event", "storyline"])
    for kind, asked in (("event", filters.event), ("storyline", filters.storyline)):
        if asked and asked not in set(summary[kind]):
            raise DataError(f"there is no {kind} '{asked}' in this store; `info` and the events table list them")
    return filters


MAX_OFFERED = 12
"""Outlets that a refusal lists; of more, the names nearest to the one asked for."""


def _offered(name: str, outlets: Sequence[str]) -> str:
    """Offer the outlets that may have been meant.

    Examples
    --------
    >>> _offered("fox news", ["Fox News", "RT"])
    'did you mean Fox News?'
    >>> _offered("The Onion", ["CNN", "RT"])
    'its outlets are CNN, RT'
    """
    by_letters = {outlet.casefold(): outlet for outlet in outlets}
    near = [by_letters[key] for key in difflib.get_close_matches(name.casefold(), by_letters, n=3)]
    if near:
        return f"did you mean {' or '.join(near)}?"
    more = len(outlets) - MAX_OFFERED
    return f"its outlets are {', '.join(outlets[:MAX_OFFERED])}{f' and {more} more' if more > 0 else ''}"
