"""Which articles report one event, and which events make a storyline.

Which article repeats which (`originals`), how probably an article and its nearest report one event (`pairing`, from
`candidates` and `similarity`), average linkage (`grouping`), a person's corrections (`corrections`), names that stay
(`identity`), what is said of an event (`describe`, with `centres` and `labels`) and storylines (`storylines`).
`of_articles` runs them in that order, and looks again only at what new articles touch.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis import codes, schema
from analysis.corpus import language
from analysis.events import corrections as corrected
from analysis.events import (
    describe,
    grouping,
    headwords,
    identity,
    joining,
    originals,
    pairing,
    similarity,
    spans,
    storylines,
)
from analysis.events import times as dating
from analysis.measures import vectors
from analysis.settings import Settings

JUDGED = ("headwords", "pairs", "centres", "links")
"""Tables that hold what the models made of articles and events: where another model judges, they are made anew."""


class Before(NamedTuple):
    """Hold what the grouping before left: tables of `schema.TABLES`, all empty where there was none."""

    events: pd.DataFrame
    event_summary: pd.DataFrame
    lineage: pd.DataFrame
    copies: pd.DataFrame
    fingerprints: pd.DataFrame
    headwords: pd.DataFrame
    pairs: pd.DataFrame
    centres: pd.DataFrame
    links: pd.DataFrame

    @classmethod
    def read(cls, read: Callable[[str], pd.DataFrame]) -> "Before":
        """Read each table by its name."""
        return cls(*(read(name) for name in cls._fields))

    @classmethod
    def nothing(cls) -> "Before":
        """Begin anew."""
        return cls.read(lambda name: schema.empty(schema.TABLES[name]))


class Update(NamedTuple):
    """Say which rows of a table replace those of some keys.

    Parameters
    ----------
    column : str
        The column that holds the keys.
    gone : ndarray of str
        Keys whose rows leave the table.
    rows : DataFrame
        Rows that join it.
    """

    column: str
    gone: np.ndarray
    rows: pd.DataFrame

    def apply(self, table: pd.DataFrame) -> pd.DataFrame:
        """Give the table as it is afterwards."""
        return pd.concat([table[codes.rows(table[self.column], self.gone) < 0], self.rows])


class Grouped(NamedTuple):
    """Hold the events of a corpus: every article is in exactly one.

    ``lineage`` tells which earlier events the present ones were, wherever articles ever changed their event.
    ``changed`` lists the events that were described anew, ``gone`` the earlier ones that no longer stand as they were;
    ``updates`` holds what changed in the tables that only the next grouping needs.
    """

    events: pd.DataFrame
    event_summary: pd.DataFrame
    lineage: pd.DataFrame
    links: pd.DataFrame
    changed: np.ndarray
    gone: np.ndarray
    updates: dict[str, Update]

    def after(self, before: Before, copies: pd.DataFrame) -> Before:
        """Give what the next grouping starts from."""
        tables = before._asdict() | {"copies": copies} | self._asdict()
        tables |= {name: update.apply(getattr(before, name)) for name, update in self.updates.items()}
        return Before(*(tables[name] for name in Before._fields))


def of_articles(
    articles: pd.DataFrame,
    counted: pd.DataFrame | pairing.Find,
    copies: pd.DataFrame,
    *,
    times: pd.DataFrame | None = None,
    settings: Settings | None = None,
    previous: Before | None = None,
    corrections: pd.DataFrame | None = None,
    learnt: similarity.PairModel | None = None,
    first_sentences: describe.FirstSentences | None = None,
    anew: bool = False,
    run: pairing.Run = map,
) -> Grouped:
    """Find the articles that report one event, and the events that make one storyline.

    Parameters
    ----------
    articles : DataFrame
        ``article_id``, ``outlet``, ``title``, ``published_at``, ``published_precision``, ``published_from``,
        ``language``; for the label of an untitled article also ``first_sentence`` or ``body``.
    counted : DataFrame or callable
        Their ``vectors`` table, or what says where some articles' rows of it lie: then only those near new articles are
        read.
    copies : DataFrame
        The ``copies`` table: a copy goes with the article it repeats and has no weight of its own.
    times : DataFrame or None
        The ``times`` table: the days that articles name. None: nothing is known of them.
    settings : Settings
        ``event_window_days``: articles further apart are not compared, however doubtful their dates.
    previous : Before or None
        What the grouping before articles were added left: its events keep their ids, and only what new articles
        touch is looked at again.
    corrections : DataFrame or None
        The ``corrections`` table, applied after grouping.
    learnt : PairModel or None
        Coefficients of the pair model; None for the shipped ones.
    first_sentences : callable or None
        Gives the first sentences of untitled articles, where ``articles`` does not hold them.
    anew : bool
        Look at everything again, because the pairs of ``previous`` were judged by another model; events keep their ids.
    run : callable
        Where the parts of the work are done, see `pairing.Run`; the result is the same.

    Returns
    -------
    Grouped
        ``events`` (in the order of the articles), ``event_summary`` (in the order of the events' first articles),
        ``lineage`` and what changed.

    Notes
    -----
    Which articles make an event depends on the articles alone, not on the order or the batches in which they came;
    only ids and, through them, the trace depend on ``previous``. Storylines are exploratory: no labelled data exists,
    and in batches they may differ slightly (`storylines.links`).
    """
    settings, previous = settings or Settings(), previous or Before.nothing()
    find = partial(_in_memory, counted) if isinstance(counted, pd.DataFrame) else counted
    ordered, place = _in_order(articles)
    prints = _fingerprints(ordered["article_id"], find, previous, run)
    times = schema.empty(schema.TIMES) if times is None else times
    dates = dating.of_corpus(ordered, times)
    repeated = _repeated(ordered, dates, times, prints.of_article, copies, previous, settings)
    if anew:
        repeated = repeated._replace(change=repeated.change._replace(articles=np.ones(len(ordered), dtype=bool)))
    pairs = pairing.of_corpus(
        ordered["article_id"], dates, repeated.kept, repeated.change, previous.pairs, prints.words, find,
        reach_days=settings.event_window_days, learnt=learnt or similarity.model(), run=run,
    )  # fmt: skip
    previous = previous._replace(pairs=schema.empty(schema.PAIRS))  # the largest table, which nothing below needs
    earlier = _earlier(ordered["article_id"], previous)
    groups = _grouped(ordered["article_id"], dates, repeated, pairs, earlier["event"], corrections)
    weights = (repeated.originals == np.arange(len(ordered))).astype("float64")
    weights[~np.isin(groups, groups[weights > 0])] = 1.0  # copies that a person moved into an event of their own
    tables = _tables(
        articles["article_id"],
        place,
        ordered.assign(weight=weights, date_doubt=spans.doubt_of(ordered["published_at"], dates)),
        groups,
        earlier,
        repeated.change.articles,
        previous,
        partial(describe.of_events, find=find, first_sentences=first_sentences, run=run),
    )
    standing = {
        "fingerprints": Update("article_id", _NO_KEYS, prints.rows),
        "headwords": Update("article_id", _NO_KEYS, prints.fresh_words),
        "pairs": Update("article_id", pairs.anew, pairs.rows),
    }
    return tables._replace(updates=standing | tables.updates)


_NO_KEYS = np.empty(0, dtype=object)


class _Prints(NamedTuple):
    """Hold the fingerprint of each article, the ``headwords`` table, and the rows that are new to both tables."""

    of_article: np.ndarray
    words: pd.DataFrame
    rows: pd.DataFrame
    fresh_words: pd.DataFrame


class _Repeated(NamedTuple):
    """Hold the row that each article repeats, which articles are compared, for which that changed, and of which the
    outlet's dates stand the test now and did not before, or the other way round."""

    originals: np.ndarray
    kept: np.ndarray
    change: pairing.Change
    proven_anew: np.ndarray


def _in_memory(counted: pd.DataFrame, ids: Sequence[str]) -> pairing.Rows:
    return partial(_rows_of, counted, ids)


def _rows_of(counted: pd.DataFrame, ids: Sequence[str]) -> pd.DataFrame:
    return counted[codes.among(counted["article_id"], ids)]


def _in_order(articles: pd.DataFrame) -> tuple[pd.DataFrame, np.ndarray]:
    """Sort by date (undated last) and id, so that nothing depends on the order in which articles came.

    Also the place of each article in that order.
    """
    keys = articles.assign(published_at=pd.to_datetime(articles["published_at"], utc=True))
    by = pa.table({"at": pa.array(keys["published_at"]), "id": pa.array(keys["article_id"], pa.string())})
    order = np.asarray(pc.sort_indices(by, sort_keys=[("at", "ascending"), ("id", "ascending")]))
    place = np.empty(len(order), dtype="int64")
    place[order] = np.arange(len(order))
    return keys.take(order).reset_index(drop=True), place


def _fingerprints(ids: pd.Series, find: pairing.Find, known: Before, run: pairing.Run) -> _Prints:
    """Sum up the words of each article that is new to either table."""
    rows_of = [codes.rows(ids, table["article_id"]) for table in (known.fingerprints, known.headwords)]
    new = [rows < 0 for rows in rows_of]
    fresh = ids[new[0] | new[1]].tolist()
    chunks = range(0, len(fresh), pairing.CHUNK_ARTICLES)
    found = list(run(_prints_of, (find(fresh[start : start + pairing.CHUNK_ARTICLES]) for start in chunks)))
    nothing = (schema.empty(schema.FINGERPRINTS), schema.empty(schema.HEADWORDS))
    rows = [pd.concat(tables, ignore_index=True) for tables in zip(nothing, *found, strict=True)]
    rows = [table[codes.among(table["article_id"], ids[own])] for table, own in zip(rows, new, strict=True)]
    prints = np.append(known.fingerprints["fingerprint"], 0)[rows_of[0]]
    own = codes.rows(ids[new[0]], rows[0]["article_id"])
    prints[new[0]] = np.append(rows[0]["fingerprint"], 0)[own]  # 0 for an article without a word
    return _Prints(prints, pd.concat([known.headwords, rows[1]], ignore_index=True), *rows)


def _prints_of(read: pairing.Rows) -> tuple[pd.DataFrame, pd.DataFrame]:
    counted = read()
    return originals.fingerprints(counted), headwords.of_articles(counted, vectors.background())


def _repeated(
    articles: pd.DataFrame, dates: dating.Dates, times: pd.DataFrame, prints: np.ndarray, copies: pd.DataFrame,
    previous: Before, settings: Settings,
) -> _Repeated:  # fmt: skip
    """Compare which articles are originals with which were before, and how their dates are read."""
    ids, days = articles["article_id"], dates.days
    old = np.flatnonzero(codes.rows(ids, previous.fingerprints["article_id"]) >= 0)
    # The background knows English: an article in another language is an event of its own.
    comparable = articles["language"].astype("str").isin(language.MEASURED).to_numpy()
    now = originals.of_articles(ids, days, prints, copies, settings.event_window_days)
    kept = (now == np.arange(len(ids))) & comparable
    if len(old) == len(ids) and copies.equals(previous.copies):
        nobody = np.zeros(len(ids), dtype=bool)
        return _Repeated(now, kept, pairing.Change(nobody, np.empty(0)), nobody)
    earlier = originals.of_articles(ids.iloc[old], days[old], prints[old], previous.copies, settings.event_window_days)
    was_kept = np.zeros(len(ids), dtype=bool)
    was_kept[old] = (earlier == np.arange(len(old))) & comparable[old]
    changed = kept != was_kept
    earlier_dates = dating.of_corpus_before(articles, times, dates, old)
    changed[old] |= kept[old] & dates.at(old).differ(earlier_dates)
    proven_anew = np.zeros(len(ids), dtype=bool)
    proven_anew[old] = dates.proven[old] != earlier_dates.proven
    return _Repeated(now, kept, pairing.Change(changed, earlier_dates.days[changed[old]]), proven_anew)


def _grouped(
    ids: pd.Series,
    dates: dating.Dates,
    repeated: _Repeated,
    pairs: pairing.Pairing,
    earlier: pd.Series,
    corrections: pd.DataFrame | None,
) -> np.ndarray:
    """Number the event of each article; copies go with their originals, what cannot be compared stays alone."""
    changed = pairs.changed | ~repeated.kept | repeated.proven_anew
    if corrections is not None and len(corrections):  # such events are not what linkage made
        changed |= corrected.touched(ids, earlier, corrections)
    found = grouping.again(
        len(ids), pairs.pairs, pairs.probability, changed, earlier.where(repeated.kept), spans=joining.Spans.of(dates)
    )
    groups = found[repeated.originals]
    if corrections is not None and len(corrections):
        groups = corrected.apply(pd.Series(groups, index=ids), corrections).to_numpy()
    return _renumbered(groups)


def _renumbered(groups: np.ndarray) -> np.ndarray:
    """Number groups from 0 in the order of their first articles."""
    _, first, inverse = np.unique(groups, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype="int64")
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[inverse]


def _tables(
    article_ids: pd.Series, place: np.ndarray, ordered: pd.DataFrame, groups: np.ndarray, earlier: pd.DataFrame,
    changed: np.ndarray, previous: Before, described: Callable[[pd.DataFrame], describe.Described],
) -> Grouped:  # fmt: skip
    """Name the events, describe those that are not as they were, and group events into storylines.

    ``place`` tells where the articles of the tables, ``article_ids``, stand in ``ordered``.
    """
    ids = ordered["article_id"]
    names = _named(ids, groups, earlier["event"], "e")
    restated = (ordered["date_doubt"].fillna("") != earlier["date_doubt"].fillna("").to_numpy()).to_numpy()
    anew = ~_as_before(groups, earlier["row"].to_numpy(), changed | restated, previous)
    found = described(ordered.assign(event=names)[anew[groups]])
    known = previous.event_summary["event"]
    gone = known[codes.rows(known, names[~anew[groups]]) < 0].to_numpy()
    similarity_of = earlier["similarity"].to_numpy(copy=True)
    similarity_of[codes.every_row(found.articles["article_id"], ids)] = found.articles["similarity"]
    events = pd.DataFrame(
        {
            "article_id": article_ids.array,
            "event": pd.array(names, dtype="str")[place],
            "similarity": similarity_of[place],
            "date_doubt": ordered["date_doubt"].array[place],
        }
    )
    first_of = pd.Series(names).drop_duplicates()
    first_rows = first_of.index.to_numpy()
    summary = _joined(previous.event_summary, found.events, first_of, earlier["row"].to_numpy()[first_rows])
    centres = pd.concat([found.centres, previous.centres], ignore_index=True)  # in no order: that would take .3 s
    links = storylines.links(summary["event"], centres, summary["first_at"], anew, previous.links)
    stood = storylines.standing(earlier["storyline"].iloc[first_rows], anew, previous.event_summary["storyline"])
    stories = storylines.of_events(summary["event"], links.table, stood)
    summary["storyline"] = _named(ids, stories[groups], earlier["storyline"], "s")[first_rows]
    lineage = previous.lineage
    if len(previous.events):
        lineage = identity.traced(lineage, identity.trace(pd.Series(names, index=ids), earlier["event"]))
    return Grouped(
        schema.conform(events, schema.EVENTS),
        schema.conform(summary, schema.EVENT_SUMMARY),
        schema.conform(lineage, schema.LINEAGE),
        links.table,
        first_of.to_numpy()[anew],
        gone,
        {"centres": Update("event", gone, found.centres), "links": Update("event", links.gone, links.rows)},
    )


def _earlier(ids: pd.Series, previous: Before) -> pd.DataFrame:
    """Look up what the grouping before said of each article: its event, where that stands in ``event_summary`` (-1 for
    a new article), its storyline, how near it is to the event's centre, and the doubt of its date."""
    rows = codes.rows(ids, previous.events["article_id"])
    of_event = np.append(codes.rows(previous.events["event"], previous.event_summary["event"]), -1)[rows]
    return pd.DataFrame(
        {
            "event": _at(previous.events["event"], rows).array,
            "row": of_event,
            "storyline": _at(previous.event_summary["storyline"], of_event).array,
            "similarity": np.append(previous.events["similarity"], np.float32(np.nan))[rows],
            "date_doubt": _at(previous.events["date_doubt"], rows).array,
        },
        index=ids,
    )


def _at(values: pd.Series, rows: np.ndarray) -> pd.Series:
    """Take the texts of some rows; empty where the row is -1."""
    return pd.Series(values.astype("str").array.take(rows, allow_fill=True))


def _as_before(groups: np.ndarray, earlier: np.ndarray, changed: np.ndarray, previous: Before) -> np.ndarray:
    """Tell which groups hold exactly the articles of one earlier event, by its row, none of them changed."""
    n_groups = int(groups.max()) + 1 if len(groups) else 0
    lowest, highest = np.full(n_groups, len(previous.event_summary)), np.full(n_groups, -1)
    np.minimum.at(lowest, groups, earlier)
    np.maximum.at(highest, groups, earlier)
    sizes = previous.event_summary["n_articles"].to_numpy()
    one = (lowest == highest) & (lowest >= 0)
    same = np.zeros(n_groups, dtype=bool)
    same[one] = np.bincount(groups, minlength=n_groups)[one] == sizes[lowest[one]]
    known = codes.rows(previous.event_summary["event"], previous.centres["event"]) >= 0
    same[one] &= known[lowest[one]]
    return same & (np.bincount(groups, weights=changed, minlength=n_groups) == 0)


def _joined(before: pd.DataFrame, now: pd.DataFrame, events: pd.Series, rows_before: np.ndarray) -> pd.DataFrame:
    """Take the rows of events from the new table, and those that it does not hold from some rows of the earlier one."""
    fresh = codes.rows(events, now["event"])
    rows = np.where(fresh >= 0, fresh, rows_before + len(now))
    return pd.concat([now, before], ignore_index=True).take(rows).reset_index(drop=True)


def _named(ids: pd.Series, groups: np.ndarray, earlier: pd.Series, prefix: str) -> np.ndarray:
    """Name the group of each article."""
    code, known = pd.factorize(earlier)
    _, first, place = np.unique(groups, return_index=True, return_inverse=True)
    loose = ~identity.standing(place, code)
    names = earlier.to_numpy(dtype=object, copy=True)
    anew = np.unique(place[loose])
    firsts = dict(zip(anew.tolist(), ids.iloc[first[anew]].tolist(), strict=True))
    own = ids[loose]
    made = identity.keep(
        pd.Series(place[loose], index=own), firsts, earlier[loose] if len(known) else None, prefix, taken=known
    )
    names[loose] = [made[number] for number in place[loose].tolist()]
    return names
