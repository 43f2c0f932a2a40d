"""Which articles a comparison of words holds against each other: shared events, one type of article, copies once."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.comparison import ground

MIN_EVENTS = 6
"""With one article an outlet in each of five events, no arrangement of labels is rarer than .0625."""


class Sides(NamedTuple):
    """Hold which articles are compared.

    ``rows`` are places in the table of articles; ``is_target`` and ``block`` (an event and a type of article, from
    0) run beside it. ``is_shared`` says whether the blocks are shared events, or else a storyline only.
    """

    rows: np.ndarray
    is_target: np.ndarray
    block: np.ndarray
    event: np.ndarray
    is_shared: bool
    reason: str


class Facts(NamedTuple):
    """Hold what every comparison of the same articles needs to know of them.

    ``outlets`` are the names, sorted; the arrays run beside the articles: place of the outlet among the names, whether
    it counts (no copy of an earlier article), number of the event (-1: none), of the kind of article, and of the
    storyline, where storylines are known.
    """

    outlets: list[str]
    outlet: np.ndarray
    counts_once: np.ndarray
    event: np.ndarray
    kind: np.ndarray
    storyline: np.ndarray | None


def facts_of(articles: pd.DataFrame, copies: pd.DataFrame | None) -> Facts:
    """Number what every comparison of these articles needs to know of them."""
    outlet, names = pd.factorize(articles["outlet"].astype("str"), sort=True)
    return Facts(
        outlets=names.tolist(),
        outlet=outlet,
        counts_once=ground.once(articles, copies),
        event=pd.factorize(articles["event"], sort=True)[0],
        kind=ground.kinds(articles),
        storyline=pd.factorize(articles["storyline"], sort=True)[0] if "storyline" in articles.columns else None,
    )


def sides_of(facts: Facts, target: str, references: tuple[str, ...]) -> Sides:
    """Choose the articles: shared events of one type of article, else storylines that both sides are in."""
    places = {name: place for place, name in enumerate(facts.outlets)}
    mine = places.get(target, len(places))
    chosen = facts.counts_once
    if references:
        chosen = chosen & np.isin(facts.outlet, [mine, *(places.get(name, len(places)) for name in references)])
    rows = np.flatnonzero(chosen)
    is_target = facts.outlet[rows] == mine
    if not is_target.any():
        return _no_sides(f"there is no article of {target} to compare")
    if is_target.all():
        return _no_sides(f"there is no other outlet to compare {target} with")
    event = facts.event[rows]
    group = event * (len(ground.APART) + 1) + facts.kind[rows]
    shared = _of_both_sides(group, is_target, event >= 0)
    if shared.any():
        block = np.unique(group[shared], return_inverse=True)[1]
        n_events = len(np.unique(event[shared]))
        return Sides(rows[shared], is_target[shared], block, event[shared], True, _event_reason(n_events))
    if facts.storyline is not None:
        storyline = facts.storyline[rows]
        met = _of_both_sides(storyline, is_target, storyline >= 0)
        if met.any():
            block = np.unique(storyline[met], return_inverse=True)[1]
            reason = "no shared event, only a shared storyline: counts are given and nothing is tested"
            return Sides(rows[met], is_target[met], block, event[met], False, reason)
    return _no_sides(f"{target} shares no event and no storyline with the outlets it is compared with")


def _no_sides(reason: str) -> Sides:
    nothing = np.zeros(0, dtype=np.int64)
    return Sides(nothing, nothing.astype(bool), nothing, nothing, False, reason)


def _of_both_sides(group: np.ndarray, is_target: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Return for each article whether its group holds articles of both sides."""
    return known & np.isin(group, np.intersect1d(group[known & is_target], group[known & ~is_target]))


def _event_reason(n_events: int) -> str:
    told = "1 shared event" if n_events == 1 else f"{n_events} shared events"
    if n_events < MIN_EVENTS:
        return f"{told}; {MIN_EVENTS} are needed for a test, so words are ranked by size of difference only"
    return told


def is_tested(sides: Sides) -> bool:
    """Return whether there are enough shared events for a test."""
    return sides.is_shared and len(np.unique(sides.event)) >= MIN_EVENTS
