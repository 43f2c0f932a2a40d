"""Which articles are looked at: the one place where filters become rows, and rows become what comparisons start from.

A snapshot never changes, so what is worked out here is kept with it: arrays of codes, counted in milliseconds. All that
the queries keep of 300,000 articles takes some 250 MB. Texts, and what is asked of few articles, stay in the store.
"""

import difflib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis import codes, memory
from analysis.comparison import ground as ground_of
from analysis.comparison.ground import Articles, Ground
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


class Pairs(NamedTuple):
    """Hold each pair of a group (event, storyline) and an outlet that reports it, once, and each article's pair.

    Found once for all articles: to look for those under filters among 300,000 articles took 40 ms, ten times a view.

    Parameters
    ----------
    group, outlet : ndarray of shape (n_pairs,)
        Codes, rising by group.
    of_article : ndarray of shape (n_articles,)
        Number of the pair; -1 where an article has no group.
    """

    group: np.ndarray
    outlet: np.ndarray
    of_article: np.ndarray

    @classmethod
    def of(cls, group: np.ndarray, outlet: np.ndarray) -> "Pairs":
        """Find the pairs of articles by the codes of their groups and outlets.

        Examples
        --------
        >>> pairs = Pairs.of(np.array([1, 0, 1, -1]), np.array([0, 1, 1, 0]))
        >>> [codes.tolist() for codes in pairs]
        [[0, 1, 1], [1, 0, 1], [1, 0, 2, -1]]
        >>> [codes.tolist() for codes in pairs.under(np.array([0, 1, 3]))]
        [[0, 1], [1, 0]]
        """
        has_group, n_outlets = group >= 0, int(outlet.max(initial=0)) + 1
        known, place = codes.compact(group[has_group].astype(np.int64) * n_outlets + outlet[has_group])
        of_article = np.full(len(group), -1, dtype=np.int32)
        of_article[has_group] = place
        return cls(*np.divmod(known, n_outlets), of_article)

    def under(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the group and the outlet of each pair that articles in these rows are of, once, rising."""
        occurs = np.zeros(len(self.group) + 1, dtype=bool)
        occurs[self.of_article[rows]] = True  # those without a group mark the last, which stands for no pair
        held = np.flatnonzero(occurs[:-1])
        return self.group[held], self.outlet[held]


@dataclass(frozen=True)
class Corpus(Articles):
    """Hold what is counted of every article, in the store's order; see `ground.Articles` for the codes.

    Parameters
    ----------
    frame : DataFrame
        The facts as `Snapshot.facts` gives them, a row an article; `Snapshot.completed` puts the others beside them.
    is_copy : ndarray of bool
        Whether it repeats an earlier article.
    """

    frame: pd.DataFrame
    is_copy: np.ndarray

    @property
    def is_dated(self) -> np.ndarray:
        """Return which articles have a date."""
        return ~np.isnat(self.published)

    @cached_property
    def is_doubtful(self) -> np.ndarray:
        """Return of which articles the date may not be the day on which they appeared."""
        return self.frame["date_doubt"].notna().to_numpy()

    def rows(self, filters: Filters) -> np.ndarray:
        """Return the rows of the articles under filters, rising."""
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
        """Return the facts, or some of them, of the articles under filters."""
        frame = self.frame if columns is None else self.frame[list(columns)]
        if filters == Filters():
            return frame.copy(deep=False)  # two copies would take 300 bytes an article
        return frame.iloc[self.rows(filters)].reset_index(drop=True)

    @cached_property
    def event_pairs(self) -> Pairs:
        """Return which outlet reports which event."""
        return Pairs.of(self.event, self.outlet)

    @cached_property
    def storyline_pairs(self) -> Pairs:
        """Return which outlet reports which storyline."""
        return Pairs.of(self.storyline, self.outlet)

    @cached_property
    def _by_id(self) -> tuple[np.ndarray, np.ndarray]:
        ids = self.frame["article_id"].to_numpy(dtype="S")
        order = np.argsort(ids)
        return ids[order], order.astype(np.int32)

    @cached_property
    def rank_of_id(self) -> np.ndarray:
        """Return the place of each article among all, in the order of their ids."""
        rank = np.empty(len(self.outlet), dtype=np.int32)
        rank[self._by_id[1]] = np.arange(len(rank), dtype=np.int32)
        return rank

    def rows_of(self, article_ids: Any) -> np.ndarray:
        """Return the rows of articles by id, all of which the store must hold."""
        rows, which = self.distinct_rows_of(article_ids)
        return rows[which]

    def distinct_rows_of(self, article_ids: Any) -> tuple[np.ndarray, np.ndarray]:
        """Return the rows of the distinct articles among ids, all of which the store must hold, and each id's place.

        Each distinct id is looked up once, among sorted bytes: a hash of 300,000 texts, made anew for each of 150
        files, took half a minute.
        """
        ids, order = self._by_id
        encoded = pa.chunked_array(pc.dictionary_encode(article_ids)).combine_chunks()
        wanted = np.array(encoded.dictionary.to_pylist(), dtype=ids.dtype)
        return np.asarray(order[np.searchsorted(ids, wanted)]), np.asarray(encoded.indices)


def of(snapshot: Snapshot) -> Corpus:
    """Hold what is counted of every article of a snapshot."""
    return once(snapshot, "corpus", _corpus)


def _corpus(snapshot: Snapshot) -> Corpus:
    frame, copies = snapshot.facts(), snapshot.table("copies")
    is_copy = codes.among(frame["article_id"], copies["article_id"]).to_numpy()
    return Corpus(frame=frame, is_copy=is_copy, **vars(ground_of.articles_of(frame, copies)))


def articles(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Return the facts of the articles under filters, in the store's order, outlets as text."""
    facts = of(snapshot).facts(filters)
    return facts.assign(outlet=facts["outlet"].astype("str"))


def ids(snapshot: Snapshot, filters: Filters, outlet: str | None = None) -> pa.Table:
    """Return the ids of the articles under filters, or of one outlet among them, for `Snapshot.query` to join."""
    corpus = of(snapshot)
    facts = corpus.frame[["article_id", "outlet"]].iloc[corpus.rows(filters)]
    chosen = facts if outlet is None else facts[facts["outlet"] == outlet]
    return pa.table({"article_id": pa.array(chosen["article_id"], pa.string())})


def ground(snapshot: Snapshot, filters: Filters) -> tuple[Ground, np.ndarray]:
    """Return the articles under filters as comparisons want them, and their rows."""
    corpus = of(snapshot)
    rows = corpus.rows(filters)
    return ground_of.under(corpus, rows), rows


def n_outlets_by_event(corpus: Corpus, rows: np.ndarray) -> np.ndarray:
    """Count the outlets that report each event of the corpus, among the articles in these rows."""
    return np.bincount(corpus.event_pairs.under(rows)[0], minlength=len(corpus.events))


def n_outlets_by_storyline(corpus: Corpus, rows: np.ndarray) -> np.ndarray:
    """Count the outlets that report each storyline of the corpus, among the articles in these rows."""
    return np.bincount(corpus.storyline_pairs.under(rows)[0], minlength=len(corpus.storylines))


def is_one_of(values: pd.Series, wanted: Collection[str]) -> np.ndarray:
    """Return for each value of a small vocabulary whether it is one of some; an empty one is not."""
    is_wanted = np.append(values.cat.categories.isin(list(wanted)), False)
    return np.asarray(is_wanted[values.cat.codes])


def codes_of(names: np.ndarray, wanted: pd.Series) -> np.ndarray:
    """Look a few names up among many that rise; -1 where one is not among them.

    Examples
    --------
    >>> codes_of(np.array(["CNN", "RT"], dtype=object), pd.Series(["RT", "BBC", "Sky News"])).tolist()
    [1, -1, -1]
    """
    asked = wanted.to_numpy(dtype=object)
    at = np.searchsorted(names, asked)
    is_known = at < len(names)
    is_known[is_known] = names[at[is_known]] == asked[is_known]
    return np.where(is_known, at, -1)


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
