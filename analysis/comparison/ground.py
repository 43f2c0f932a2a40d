"""The one road from tables to comparisons: articles as codes, made once, and the ground under any choice of them.

Page, command line, export and Python all compare on this. Here it is decided what counts: copies once, report with
report and opinion with opinion.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import codes

APART = ("opinion", "live", "transcript")
"""Article types that are compared only with their own kind; all others (report, short, unknown) are reports."""


@dataclass(frozen=True)
class Articles:
    """Hold what comparisons need of every article, as codes.

    Parameters
    ----------
    outlets, events, storylines : ndarray of str
        Names in alphabetical order; codes are places in them.
    outlet, event, storyline : ndarray of shape (n_articles,)
        Codes; -1 where an article has none.
    storyline_of : ndarray of shape (n_events,)
        Code of each event's storyline; -1 where it has none.
    published : ndarray of datetime64[us]
        When it was published (UTC), empty where undated.
    kind : ndarray of shape (n_articles,)
        See `kinds`.
    chain, turn : ndarray of shape (n_articles,)
        See `chains`.
    """

    outlets: np.ndarray
    events: np.ndarray
    storylines: np.ndarray
    outlet: np.ndarray
    event: np.ndarray
    storyline: np.ndarray
    storyline_of: np.ndarray
    published: np.ndarray
    kind: np.ndarray
    chain: np.ndarray
    turn: np.ndarray


@dataclass(frozen=True)
class Ground:
    """Hold the articles under an analyst's filters as every comparison needs them, whatever the measure.

    Codes are places in ``outlets``, ``events`` and ``storylines``, which are in alphabetical order. An article that
    belongs to no event is an event of its own, with an empty name; so is an event's storyline.

    Parameters
    ----------
    outlets, events, storylines : ndarray of str
        Names.
    outlet, event : ndarray of shape (n_articles,)
        Codes of each article.
    storyline_of : ndarray of shape (n_events,)
        Code of each event's storyline.
    kind : ndarray of shape (n_articles,)
        Type of article, see `kinds`.
    counted : ndarray of bool, shape (n_articles,)
        See `once`.
    when : ndarray of datetime64, shape (n_articles,)
        When each was published, empty where undated.
    """

    outlets: np.ndarray
    outlet: np.ndarray
    events: np.ndarray
    event: np.ndarray
    storylines: np.ndarray
    storyline_of: np.ndarray
    kind: np.ndarray
    counted: np.ndarray
    when: np.ndarray


def articles_of(facts: pd.DataFrame, copies: pd.DataFrame | None) -> Articles:
    """Number the outlets, events and storylines of articles.

    Parameters
    ----------
    facts : DataFrame
        ``article_id``, ``outlet``, ``event``, ``storyline`` (the last two may be empty), and where known
        ``published_at`` and ``article_type``.
    copies : DataFrame or None
        The ``copies`` table.
    """
    outlet, outlets = pd.factorize(facts["outlet"].astype("str"), sort=True)
    event, events = pd.factorize(facts["event"], sort=True)
    storyline, storylines = pd.factorize(facts["storyline"], sort=True)
    storyline_of = np.full(len(events), -1, dtype=np.int32)
    storyline_of[event[event >= 0]] = storyline[event >= 0]
    chain, turn = chains(facts, copies)
    return Articles(
        outlets=np.asarray(outlets, dtype=object),
        events=np.asarray(events, dtype=object),
        storylines=np.asarray(storylines, dtype=object),
        outlet=outlet.astype(np.int32),
        event=event.astype(np.int32),
        storyline=storyline.astype(np.int32),
        storyline_of=storyline_of,
        published=_moments(facts),
        kind=kinds(facts),
        chain=chain,
        turn=turn,
    )


def _moments(facts: pd.DataFrame) -> np.ndarray:
    if "published_at" not in facts:
        return np.full(len(facts), np.datetime64("NaT", "us"))
    return pd.to_datetime(facts["published_at"], utc=True).dt.tz_localize(None).to_numpy(dtype="datetime64[us]")


def of_tables(
    articles: pd.DataFrame, events: pd.DataFrame, event_summary: pd.DataFrame, copies: pd.DataFrame | None
) -> Ground:
    """Return the ground of all articles of some tables, of which ``events`` and ``event_summary`` may be empty."""
    event = _looked_up(articles["article_id"], events, "article_id", "event")
    storyline = _looked_up(event, event_summary, "event", "storyline").replace("", None)
    every = np.arange(len(articles))
    return under(articles_of(articles.assign(event=event, storyline=storyline), copies), every)


def _looked_up(values: pd.Series, table: pd.DataFrame, key: str, column: str) -> pd.Series:
    if table.empty or column not in table:
        return pd.Series(None, index=values.index, dtype="str")
    return values.astype("str").map(table.astype({key: "str", column: "str"}).set_index(key)[column])


def under(articles: Articles, rows: np.ndarray) -> Ground:
    """Return the ground of the articles in some rows, rising."""
    outlets, outlet = codes.compact(articles.outlet[rows].astype(np.int64))
    event = articles.event[rows].astype(np.int64)
    alone = event < 0
    event[alone] = len(articles.events) + np.arange(int(alone.sum()))
    present, event = codes.compact(event)
    named = present[present < len(articles.events)]
    storyline_of, storylines = _storylines(articles, present)
    return Ground(
        outlets=articles.outlets[outlets],
        outlet=outlet,
        events=np.concatenate([articles.events[named], _unnamed(int(alone.sum()))]),
        event=event,
        storylines=storylines,
        storyline_of=storyline_of,
        kind=articles.kind[rows],
        counted=_counted(articles.chain[rows], articles.turn[rows]),
        when=articles.published[rows],
    )


def _unnamed(n: int) -> np.ndarray:
    return np.full(n, "", dtype=object)


def _storylines(articles: Articles, present: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return each event's storyline; an event without one is a storyline of its own, without a name."""
    known_events = len(articles.storyline_of)
    storyline = np.append(articles.storyline_of, -1)[np.minimum(present, known_events)].astype(np.int64)
    alone = storyline < 0
    known, storyline[~alone] = codes.compact(storyline[~alone])
    storyline[alone] = len(known) + np.arange(int(alone.sum()))
    return storyline, np.concatenate([articles.storylines[known], _unnamed(int(alone.sum()))])


def chains(articles: pd.DataFrame, copies: pd.DataFrame | None) -> tuple[np.ndarray, np.ndarray]:
    """Number the texts that several articles carry, and order the articles that carry one.

    Only articles that are tied to another as a copy are looked at: they are few.

    Parameters
    ----------
    articles : DataFrame
        ``article_id`` and, where known, ``published_at``.
    copies : DataFrame or None
        The ``copies`` table.

    Returns
    -------
    chain, turn : ndarray of shape (n_articles,)
        Number of the text (-1: no other article is tied to it), and an order in which, of the articles of one text
        that are looked at, the first is the one that counts: originals, then copies, the earliest first.
    """
    chain, turn = np.full((2, len(articles)), -1, dtype=np.int32)
    if copies is None or copies.empty:
        return chain, turn
    is_tied = codes.among(articles["article_id"], pd.concat([copies["article_id"], copies["copy_of"]]))
    tied = np.flatnonzero(is_tied)
    facts = pd.DataFrame({"article_id": articles["article_id"].iloc[tied].astype("str")}).reset_index(drop=True)
    origin = facts["article_id"].map(copies.set_index("article_id")["copy_of"]).fillna(facts["article_id"])
    facts = facts.assign(is_copy=origin != facts["article_id"], published_at=_moments(articles)[tied])
    order = facts.sort_values(["is_copy", "published_at", "article_id"], na_position="last").index.to_numpy()
    chain[tied] = pd.factorize(origin)[0]
    turn[tied[order]] = np.arange(len(tied))
    return chain, turn


def _counted(chain: np.ndarray, turn: np.ndarray) -> np.ndarray:
    """Return which articles count: of those of one text the first in turn, and all that are tied to no other."""
    counted = np.ones(len(chain), dtype=bool)
    tied = np.flatnonzero(chain >= 0)
    tied = tied[np.argsort(turn[tied])]
    counted[tied] = False
    counted[tied[np.unique(chain[tied], return_index=True)[1]]] = True
    return counted


def once(articles: pd.DataFrame, copies: pd.DataFrame | None) -> np.ndarray:
    """Return for each article whether it is counted: of copies of one text, the original or the earliest that is here.

    Parameters
    ----------
    articles : DataFrame
        ``article_id`` and, where known, ``published_at``.
    copies : DataFrame or None
        The ``copies`` table.

    Returns
    -------
    ndarray of bool, shape (n_articles,)

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a", "b", "c"]})
    >>> once(articles, pd.DataFrame({"article_id": ["b"], "copy_of": ["a"]})).tolist()
    [True, False, True]
    """
    return _counted(*chains(articles, copies))


def kinds(articles: pd.DataFrame) -> np.ndarray:
    """Return each article the code of its type: 0 for reports, 1 and up for the types of `APART`."""
    if "article_type" not in articles:
        return np.zeros(len(articles), dtype=np.int64)
    types = articles["article_type"].astype("category").cat
    number = {name: place for place, name in enumerate(APART, start=1)}
    return np.array([*(number.get(name, 0) for name in types.categories), 0])[types.codes]
