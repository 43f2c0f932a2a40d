"""Which words tell one outlet from others on the events they share, and whether chance would do the same.

Words of one article are not independent draws, so the usual z-scores call hundreds of words significant between random
halves of one outlet. Here the unit is the article: its label is shuffled within its event, and a word counts as
distinctive only if the strongest word of a shuffled comparison rarely stands out as much.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache, partial
from math import comb, log
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse, special

from analysis import schema
from analysis.comparison import cells, statistics, terms
from analysis.comparison.contrasts import OTHERS
from analysis.comparison.terms import Counts
from analysis.measures import vectors
from analysis.settings import Settings

MIN_EVENTS = 6
"""With one article an outlet in each of five events, no arrangement of labels is rarer than .0625."""

MIN_ARTICLES = 5
MIN_WORD_EVENTS = 3
"""A word is tested where it stands in at least five articles of three events: a rarer one is about a single event,
and cannot stand out from the strongest of thousands of words."""

MIN_USES = 2
"""Without a test, words that occur once are left out of the list."""

PRIOR_WORDS = 1000.0
"""Weight of ordinary usage: as if each side had one more long article, in which words are as frequent as in general."""

MIN_PRIOR = 0.5
"""Pseudo-count of the rarest word: three uses against none give a ratio of seven, not of infinity."""

BACKGROUND_ARTICLE_WORDS = 950
"""Mean length of the background's articles: turns the share of articles that use a word into a rate."""

SHOWN = 500
"""Terms of each direction that are returned; a list of 50,000 words helps nobody."""

DRAWS_AT_ONCE = 50
"""Shufflings computed in one product: 50 x 50,000 terms are 10 MB."""

FAMILY_LEVEL = 0.05


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


class _Facts(NamedTuple):
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


def between(
    articles: pd.DataFrame,
    copies: pd.DataFrame | None = None,
    *,
    target: str,
    references: tuple[str, ...] = (),
    settings: Settings | None = None,
    bodies: terms.Bodies | None = None,
) -> pd.DataFrame:
    """Find the words that an outlet uses more, or less, than others on the events that they share.

    Parameters
    ----------
    articles : DataFrame
        ``article_id``, ``outlet``, ``title``, ``body``, ``event``; where known ``storyline``, ``article_type``,
        ``author``, ``published_at``. Filtered as the analyst chose.
    copies : DataFrame, optional
        The ``copies`` table: of copies, the earliest here is counted.
    target : str
        The outlet looked at.
    references : tuple of str
        The outlets it is held against; all others by default.
    settings : Settings, optional
        Number of permutations and random seed.
    bodies : callable, optional
        Gives the bodies of some ids, where ``articles`` does not hold them.

    Returns
    -------
    DataFrame
        The ``keyness`` table, surest first, then by size. ``log_odds`` above 0: the target uses it more. ``p`` is of
        the word by itself, ``q`` of the strongest of all words tested (max-T): with q up to .05, one comparison in
        twenty holds a false word. ``detectable`` is the ratio of rates that would have been found four times in five.
        Empty p: too few events; the list is then ranked by size and describes only. No row: nothing to compare;
        `reason_of` says why.

    Notes
    -----
    Articles of one outlet on one event are taken as separate draws. Words are compared as they are spelled: British
    and American outlets differ by spelling, and style guides by honorifics; the latter are marked in ``note``.

    References
    ----------
    Fightin' Words: Lexical Feature Selection and Evaluation for Identifying the Content of Political Conflict,
    Political Analysis 16(4), 2008 (the log-odds). Resampling-based multiple testing, 1993 (max-T).

    Examples
    --------
    >>> articles = pd.DataFrame({
    ...     "article_id": list("abcd"), "outlet": ["RT", "Sky News"] * 2, "event": ["e", "e", "f", "f"],
    ...     "title": None, "body": ["regime fell", "government fell", "regime met regime", "government met"],
    ... })
    >>> found = between(articles, target="RT")
    >>> found[["term", "n_target", "n_reference", "verdict"]].head(2).values.tolist()
    [['regime', 3, 0, 'describe only'], ['government', 0, 2, 'describe only']]
    >>> found["reason"].iloc[0]
    '2 shared events; 6 are needed for a test, so words are ranked by size of difference only'
    """
    count = partial(terms.count, articles, bodies)
    return _compared(_facts(articles, copies), count, target, references, settings or Settings()).table


def of_each(
    articles: pd.DataFrame,
    copies: pd.DataFrame | None = None,
    *,
    targets: Collection[str] | None = None,
    settings: Settings | None = None,
    bodies: terms.Bodies | None = None,
) -> pd.DataFrame:
    """Hold each outlet (or only ``targets``) against all others as `between` does, counting the words once.

    Examples
    --------
    >>> articles = pd.DataFrame({
    ...     "article_id": list("abcd"), "outlet": ["RT", "Sky News"] * 2, "event": ["e", "e", "f", "f"],
    ...     "title": None, "body": ["regime fell", "government fell", "regime met regime", "government met"],
    ... })
    >>> of_each(articles)["target"].unique().tolist()
    ['RT', 'Sky News']
    """
    facts, count = _facts(articles, copies), cache(partial(terms.count, articles, bodies))
    found = [
        _compared(facts, count, target, (), settings or Settings()).table
        for target in facts.outlets
        if targets is None or target in targets
    ]
    found = [rows for rows in found if len(rows)]
    return pd.concat(found, ignore_index=True) if found else schema.empty(schema.KEYNESS)


class Compared(NamedTuple):
    """Hold the ``keyness`` table of a comparison with what it rests on.

    ``n_terms`` counts all terms that were tested (the table shows the strongest), ``n_distinctive`` those with q up
    to .05.
    """

    table: pd.DataFrame
    n_events: int
    n_articles: int
    n_terms: int
    n_distinctive: int
    reason: str


def compared(
    articles: pd.DataFrame,
    copies: pd.DataFrame | None,
    *,
    target: str,
    references: tuple[str, ...],
    settings: Settings,
    counts: Counts | None = None,
) -> Compared:
    """Do what `between` does, and say how many events, articles and terms it rests on."""
    return _compared(_facts(articles, copies), lambda: counts or terms.count(articles), target, references, settings)


def _compared(
    facts: _Facts, count: Callable[[], Counts], target: str, references: tuple[str, ...], settings: Settings
) -> Compared:
    """Compare articles whose facts are known; words are counted only where there is something to compare."""
    sides = _sides(facts, target, references)
    n_events, n_articles = len(np.unique(sides.event)), len(sides.rows)
    if n_articles == 0:
        return _nothing(n_events, n_articles, sides.reason)
    counted = count()
    matrix = counted.matrix[sides.rows]
    columns = _worth_comparing(matrix, sides)
    if len(columns) == 0:
        return _nothing(n_events, n_articles, sides.reason)
    matrix = sparse.csr_matrix(matrix[:, columns])
    n_words = counted.n_words[sides.rows].astype(float)
    if min(n_words[sides.is_target].sum(), n_words[~sides.is_target].sum()) == 0:
        reason = "one side has no words but those that it repeats from event to event"
        return _nothing(n_events, n_articles, reason)
    effects = _effects(matrix, n_words, sides, counted.features[columns], counted.is_pair[columns])
    test = permuted(matrix, n_words, sides, settings) if _is_tested(sides) else None
    reference = _name_of(facts, target, references)
    rows = _rows(counted.terms[columns], matrix, sides, effects, test).assign(target=target, reference=reference)
    return Compared(
        schema.conform(rows, schema.KEYNESS),
        n_events,
        n_articles,
        len(columns) if test else 0,
        int((test.q <= FAMILY_LEVEL).sum()) if test else 0,
        sides.reason,
    )


def _nothing(n_events: int, n_articles: int, reason: str) -> Compared:
    return Compared(schema.empty(schema.KEYNESS), n_events, n_articles, 0, 0, reason)


def reason_of(
    articles: pd.DataFrame, copies: pd.DataFrame | None = None, *, target: str, references: tuple[str, ...] = ()
) -> str:
    """Say in words what a comparison of words can rest on, or why there is none.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a"], "outlet": ["RT"], "event": ["e"]})
    >>> reason_of(articles, target="RT")
    'there is no other outlet to hold RT against'
    """
    return _sides(_facts(articles, copies), target, references).reason


def _name_of(facts: _Facts, target: str, references: tuple[str, ...]) -> str:
    """Name what the target is held against: the outlets asked for, the only other outlet, or all others together."""
    outlets = references or tuple(outlet for outlet in facts.outlets if outlet != target)
    return ", ".join(outlets) if references or len(outlets) == 1 else OTHERS


# ---------------------------------------------------------------- which articles


def _facts(articles: pd.DataFrame, copies: pd.DataFrame | None) -> _Facts:
    outlet, names = pd.factorize(articles["outlet"].astype("str"), sort=True)
    return _Facts(
        outlets=names.tolist(),
        outlet=outlet,
        counts_once=cells.once(articles, copies),
        event=pd.factorize(articles["event"], sort=True)[0],
        kind=cells.kinds(articles),
        storyline=pd.factorize(articles["storyline"], sort=True)[0] if "storyline" in articles.columns else None,
    )


def _sides(facts: _Facts, target: str, references: tuple[str, ...]) -> Sides:
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
        return _no_sides(f"there is no other outlet to hold {target} against")
    event = facts.event[rows]
    group = event * (len(cells.APART) + 1) + facts.kind[rows]
    shared = _both_sides(group, is_target, event >= 0)
    if shared.any():
        block = np.unique(group[shared], return_inverse=True)[1]
        n_events = len(np.unique(event[shared]))
        return Sides(rows[shared], is_target[shared], block, event[shared], True, _event_reason(n_events))
    if facts.storyline is not None:
        storyline = facts.storyline[rows]
        met = _both_sides(storyline, is_target, storyline >= 0)
        if met.any():
            block = np.unique(storyline[met], return_inverse=True)[1]
            reason = "no shared event, only a shared storyline: counts are given and nothing is tested"
            return Sides(rows[met], is_target[met], block, event[met], False, reason)
    return _no_sides(f"{target} shares no event and no storyline with the outlets it is held against")


def _no_sides(reason: str) -> Sides:
    nothing = np.zeros(0, dtype=np.int64)
    return Sides(nothing, nothing.astype(bool), nothing, nothing, False, reason)


def _both_sides(group: np.ndarray, is_target: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Tell of each article whether its group holds articles of both sides."""
    return known & np.isin(group, np.intersect1d(group[known & is_target], group[known & ~is_target]))


def _event_reason(n_events: int) -> str:
    told = "1 shared event" if n_events == 1 else f"{n_events} shared events"
    if n_events < MIN_EVENTS:
        return f"{told}; {MIN_EVENTS} are needed for a test, so words are ranked by size of difference only"
    return told


def _is_tested(sides: Sides) -> bool:
    return sides.is_shared and len(np.unique(sides.event)) >= MIN_EVENTS


def _worth_comparing(matrix: sparse.csr_matrix, sides: Sides) -> np.ndarray:
    """Choose the terms: dispersed enough to be tested, or, without a test, used more than once."""
    if not _is_tested(sides):
        return np.flatnonzero(np.asarray(matrix.sum(axis=0)).ravel() >= MIN_USES)
    often = np.flatnonzero(np.bincount(matrix.indices, minlength=matrix.shape[1]) >= MIN_ARTICLES)
    n_events = _present(_grouped(sparse.csr_matrix(matrix[:, often]), sides.event))
    return often[n_events >= MIN_WORD_EVENTS]


def _grouped(matrix: sparse.csr_matrix, group: np.ndarray) -> sparse.csr_matrix:
    """Sum the rows of each group."""
    known, place = np.unique(group, return_inverse=True)
    shape = (len(known), matrix.shape[0])
    return sparse.csr_matrix(
        sparse.csr_matrix((np.ones(len(place)), (place, np.arange(len(place)))), shape=shape) @ matrix
    )


def _present(matrix: sparse.csr_matrix) -> np.ndarray:
    return np.bincount(matrix.indices, minlength=matrix.shape[1])


# ---------------------------------------------------------------- how large


def log_odds(target: np.ndarray, reference: np.ndarray, prior: np.ndarray, share: float = 0.5) -> pd.DataFrame:
    """Compare word use with the log-odds ratio under an informative Dirichlet prior.

    Positive: the target uses the word more than the reference.

    Parameters
    ----------
    target, reference : ndarray of shape (n_terms,)
        Counts of each word in the two groups.
    prior : ndarray of shape (n_terms,)
        Pseudo-counts, all above 0: how a word is used in general.
    share : float
        Part of twice the prior that the target gets. The target's share of all words draws rare words towards equal
        rates, where .5 would draw them towards the smaller group.

    Returns
    -------
    DataFrame of n_terms rows
        ``log_odds`` (natural log), ``se`` (its standard error if words were independent draws) and ``z``.

    References
    ----------
    Fightin' Words: Lexical Feature Selection and Evaluation for Identifying the Content of Political Conflict,
    Political Analysis 16(4), 2008.

    Examples
    --------
    >>> log_odds(np.array([8, 2]), np.array([2, 8]), np.array([1.0, 1.0])).round(2)
       log_odds    se    z
    0       2.2  0.67  3.3
    1      -2.2  0.67 -3.3
    """
    y_i, y_j = target + 2 * share * prior, reference + 2 * (1 - share) * prior
    delta = np.log(y_i / (y_i.sum() - y_i)) - np.log(y_j / (y_j.sum() - y_j))
    se = np.sqrt(1 / y_i + 1 / y_j)
    return pd.DataFrame({"log_odds": delta, "se": se, "z": delta / se})


def prior_of(features: np.ndarray, is_pair: np.ndarray, pooled: np.ndarray) -> np.ndarray:
    """Give each term the pseudo-counts of ordinary usage.

    Words come from the shipped background; pairs of words, which it does not hold, from both sides together.

    Parameters
    ----------
    features : ndarray of int, shape (n_terms,)
        Ids of the words, see `vectors.feature_of`; what stands for a pair is not looked at.
    is_pair : ndarray of bool, shape (n_terms,)
        Which are pairs.
    pooled : ndarray of shape (n_terms,)
        Share of both sides' words that each term makes.

    Examples
    --------
    >>> features = vectors.features_of(["the", "zzyzx"])
    >>> prior_of(features, np.array([False, False]), np.array([0.05, 0.01])).round(1).tolist()
    [9.9, 0.5]
    """
    known = vectors.background()
    seen = (known.n_articles + 1) / np.exp(vectors.weights_of(features, known)) - 1
    share = np.clip(seen / known.n_articles, 0, 1 - 1 / (known.n_articles + 1))
    rate = -np.log1p(-share) / BACKGROUND_ARTICLE_WORDS
    return np.maximum(MIN_PRIOR, PRIOR_WORDS * np.where(is_pair, pooled, rate))


def _effects(
    matrix: sparse.csr_matrix, n_words: np.ndarray, sides: Sides, features: np.ndarray, is_pair: np.ndarray
) -> pd.DataFrame:
    """Give each term's log-odds with an interval over events."""
    target = _total(matrix[sides.is_target])
    reference = _total(matrix[~sides.is_target])
    n_target, n_reference = n_words[sides.is_target].sum(), n_words[~sides.is_target].sum()
    total = max(1.0, n_target + n_reference)
    prior = prior_of(features, is_pair, (target + reference) / total)
    share = n_target / total
    y_i, y_j = target + 2 * share * prior, reference + 2 * (1 - share) * prior
    all_i, all_j = n_target + 2 * share * PRIOR_WORDS, n_reference + 2 * (1 - share) * PRIOR_WORDS
    delta = np.log(y_i / (all_i - y_i).clip(MIN_PRIOR)) - np.log(y_j / (all_j - y_j).clip(MIN_PRIOR))
    effects = pd.DataFrame({"log_odds": delta, "n_target": target, "n_reference": reference})
    se = np.maximum(np.sqrt(1 / y_i + 1 / y_j), _spread_over_events(matrix, n_words, sides, y_i, y_j, all_i, all_j))
    n_events = len(np.unique(sides.event))
    reach = statistics.t_reach(max(2, n_events))
    may = sides.is_shared and n_events >= statistics.MIN_FOR_INTERVAL
    effects["low"] = delta - reach * se if may else np.nan
    effects["high"] = delta + reach * se if may else np.nan
    return effects.assign(z=delta / se if may else np.nan)


def _total(matrix: sparse.csr_matrix) -> np.ndarray:
    return np.asarray(matrix.sum(axis=0), dtype=float).ravel()


def _spread_over_events(
    matrix: sparse.csr_matrix,
    n_words: np.ndarray,
    sides: Sides,
    y_i: np.ndarray,
    y_j: np.ndarray,
    all_i: float,
    all_j: float,
) -> np.ndarray:
    """Give the standard error of a log-odds with events as draws (delta method).

    What an event adds is its count over the total count, minus its words over all words, target minus reference.
    """
    side = np.where(sides.is_target, 1.0, -1.0)
    by_side = sparse.diags(np.where(sides.is_target, 1.0, 0.0)) @ matrix
    other = sparse.diags(np.where(sides.is_target, 0.0, 1.0)) @ matrix
    pulls = _grouped(sparse.csr_matrix(by_side @ sparse.diags(1 / y_i) - other @ sparse.diags(1 / y_j)), sides.event)
    expected = _group_sum(side * n_words / np.where(sides.is_target, all_i, all_j), sides.event)
    n = len(expected)
    squares = _total(pulls.multiply(pulls)) - 2 * (pulls.T @ expected) + (expected**2).sum()
    return np.sqrt(np.maximum(0, squares) * n / max(1, n - 1))


def _group_sum(values: np.ndarray, group: np.ndarray) -> np.ndarray:
    return np.bincount(np.unique(group, return_inverse=True)[1], values)


# ---------------------------------------------------------------- whether chance would do the same


@dataclass(frozen=True)
class Test:
    """Hold what permutations of labels gave.

    ``p`` is of each term by itself, ``q`` of the strongest term (max-T), ``detectable`` the ratio of rates that
    would have been found four times in five; ``n_arrangements`` says how many were counted, and ``is_exact`` whether
    that is all.
    """

    __test__ = False

    p: np.ndarray
    q: np.ndarray
    detectable: np.ndarray
    n_arrangements: int
    is_exact: bool


def permuted(matrix: sparse.csr_matrix, n_words: np.ndarray, sides: Sides, settings: Settings) -> Test:
    """Test every term by shuffling the labels of articles within events.

    The statistic is the target's count of a term minus what its number of words would give at the rate of both sides
    together, over the standard deviation that the shuffling itself has (exactly, from the counts of each event). So
    a term that bursts in one article, or is in few articles, has no advantage, at any ratio of articles.

    Parameters
    ----------
    matrix : sparse.csr_matrix of shape (n_articles, n_terms)
        Counts.
    n_words : ndarray of shape (n_articles,)
        Words of each article.
    sides : Sides
        Labels and events.
    settings : Settings
        ``n_permutations`` and ``seed``.

    Returns
    -------
    Test
    """
    rate = _total(matrix) / n_words.sum()
    spread = _permutation_spread(matrix, n_words, rate, sides)
    centre = _permutation_mean(matrix, n_words, rate, sides)
    scale = 1 / np.where(spread > 1e-9, spread, np.inf)
    # what is expected stands as two more articles: all is one product, and draws x 50,000 terms are 10 MB each time
    expected = np.column_stack([-rate, -centre])
    scaled = sparse.csr_matrix(sparse.diags(scale) @ sparse.hstack([matrix.T, expected]), dtype=np.float32)

    def standardised(labels: np.ndarray) -> np.ndarray:
        """Give the size of each term's statistic (rows) under each arrangement of labels (columns)."""
        found = scaled @ np.vstack([labels, n_words @ labels, np.ones(labels.shape[1])]).astype(np.float32)
        return np.abs(found, out=found)

    observed = standardised(sides.is_target[:, None].astype(np.float32))[:, 0]
    larger, strongest, n_drawn, is_exact = _drawn(standardised, observed, sides, settings)
    extra = 0 if is_exact else 1
    ordered = np.sort(strongest)
    beaten = len(ordered) - np.searchsorted(ordered, observed * (1 - 1e-5))
    critical = float(np.quantile(strongest, 1 - FAMILY_LEVEL, method="higher"))
    return Test(
        p=(larger + extra) / (n_drawn + extra),
        q=(beaten + extra) / (n_drawn + extra),
        detectable=_detectable(critical, spread, rate, n_words, sides),
        n_arrangements=n_drawn,
        is_exact=is_exact,
    )


def _drawn(standardised, observed, sides: Sides, settings: Settings):  # type: ignore[no-untyped-def]
    """Count, over arrangements of labels, how often each term is as strong, and how strong the strongest is."""
    is_exact = _n_arrangements(sides) <= settings.n_permutations
    n = round(_n_arrangements(sides)) if is_exact else settings.n_permutations
    rng = np.random.default_rng(settings.seed)
    larger, strongest = np.zeros(len(observed)), []
    for begin in range(0, n, DRAWS_AT_ONCE):
        places = np.arange(begin, min(n, begin + DRAWS_AT_ONCE))
        labels = _all_labels(sides, places) if is_exact else _random_labels(sides, len(places), rng)
        found = standardised(labels)
        larger += (found >= observed[:, None] * (1 - 1e-5)).sum(axis=1)
        strongest.append(found.max(axis=0))
    return larger, np.concatenate(strongest), n, is_exact


def _blocks(sides: Sides) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give an order of the articles by block, and each block's number of articles and of target articles."""
    order = np.argsort(sides.block, kind="stable")
    return order, np.bincount(sides.block), np.bincount(sides.block, sides.is_target).astype(int)


def _n_arrangements(sides: Sides) -> float:
    """Count the ways to lay the labels out within blocks; a float, because it may be astronomical."""
    _, size, n_target = _blocks(sides)
    return float(
        np.exp(min(700.0, sum(log(comb(n, k)) for n, k in zip(size.tolist(), n_target.tolist(), strict=True))))
    )


def _random_labels(sides: Sides, n_draws: int, rng: np.random.Generator) -> np.ndarray:
    """Draw labels: in each block, as many target articles as there are, at random."""
    order, size, n_target = _blocks(sides)
    start = np.cumsum(size) - size
    labels = np.zeros((len(order), n_draws), dtype=np.float32)
    for n in np.unique(size):
        blocks = np.flatnonzero(size == n)
        places = order[start[blocks][:, None] + np.arange(n)]
        ranks = rng.random((n_draws, len(blocks), n), dtype=np.float32).argsort(axis=2).argsort(axis=2)
        chosen = ranks < n_target[blocks][None, :, None]
        labels[places.ravel()] = chosen.reshape(n_draws, -1).T
    return labels


def _all_labels(sides: Sides, places: np.ndarray) -> np.ndarray:
    """Lay out the arrangements with these numbers: each block's choices are the digits of a number."""
    order, size, n_target = _blocks(sides)
    labels = np.zeros((len(order), len(places)), dtype=np.float32)
    rest, start = places.copy(), 0
    for n, k in zip(size.tolist(), n_target.tolist(), strict=True):
        choices = _choices(n, k)
        rest, digit = np.divmod(rest, len(choices))
        labels[order[start : start + n]] = choices[digit].T
        start += n
    return labels


def _choices(n: int, k: int) -> np.ndarray:
    """List all ways to choose k of n, as rows of 0 and 1.

    >>> _choices(3, 1).astype(int).tolist()
    [[0, 0, 1], [0, 1, 0], [1, 0, 0]]
    """
    if k == 0 or k == n:
        return np.full((1, n), k == n, dtype=np.float32)
    without, with_ = _choices(n - 1, k), _choices(n - 1, k - 1)
    return np.vstack(
        [
            np.hstack([np.zeros((len(without), 1), np.float32), without]),
            np.hstack([np.ones((len(with_), 1), np.float32), with_]),
        ]
    )


def _permutation_mean(matrix: sparse.csr_matrix, n_words: np.ndarray, rate: np.ndarray, sides: Sides) -> np.ndarray:
    _, size, n_target = _blocks(sides)
    share = (n_target / size)[sides.block]
    return matrix.T @ share - rate * (n_words @ share)


def _permutation_spread(matrix: sparse.csr_matrix, n_words: np.ndarray, rate: np.ndarray, sides: Sides) -> np.ndarray:
    """Give the exact standard deviation of the statistic over all arrangements of labels.

    In a block of n articles with k of the target, the sum of k values u drawn without replacement has variance
    k (n - k) / (n (n - 1)) * (sum of u squared - square of the sum of u / n), with u = count - rate * words.
    """
    _, size, n_target = _blocks(sides)
    weight = n_target * (size - n_target) / np.maximum(1, size * (size - 1))
    by_article = weight[sides.block]
    squares = (
        matrix.multiply(matrix).T @ by_article
        - 2 * rate * (matrix.T @ (n_words * by_article))
        + rate**2 * ((n_words**2) @ by_article)
    )
    sums = _grouped(matrix, sides.block)
    words = np.bincount(sides.block, n_words)
    of_sums = (
        sums.multiply(sums).T @ (weight / size)
        - 2 * rate * (sums.T @ (words * weight / size))
        + rate**2 * ((words**2) @ (weight / size))
    )
    return np.sqrt(np.maximum(0, np.asarray(squares - of_sums).ravel()))


def _detectable(critical: float, spread: np.ndarray, rate: np.ndarray, n_words: np.ndarray, sides: Sides) -> np.ndarray:
    """Give the ratio of rates, target over reference, that would be found four times in five."""
    target, total = n_words[sides.is_target].sum(), n_words.sum()
    needed = (critical + special.ndtri(statistics.POWER)) * spread
    per_unit = np.maximum(1e-9, target * (total - target) / total * rate)
    return 1 + needed / per_unit


# ---------------------------------------------------------------- the table


def _rows(
    words: np.ndarray, matrix: sparse.csr_matrix, sides: Sides, effects: pd.DataFrame, test: Test | None
) -> pd.DataFrame:
    """Lay out the terms that are shown, all others as numbers only: a comparison has some ten thousand."""
    rows = effects.assign(
        term=words,
        n_articles=_present(matrix),
        n_events=_present(_grouped(matrix, sides.event)),
        p=test.p if test else np.nan,
        q=test.q if test else np.nan,
        detectable=test.detectable if test else np.nan,
    )
    rows = _shown(rows)
    rows = rows.assign(
        note=[note_of(word) for word in rows["term"]],
        verdict="estimate" if test else "describe only",
        method=_method(test),
        reason=sides.reason,
    )
    return rows.astype({"n_target": "int64", "n_reference": "int64"})


def _method(test: Test | None) -> str:
    effect = "log-odds with a prior from general news"
    if test is None:
        return f"{effect}; no test"
    count = f"all {test.n_arrangements}" if test.is_exact else f"{test.n_arrangements} random"
    return f"{effect}, interval over events; p from {count} arrangements of article labels within events, q by max-T"


def note_of(term: str) -> str | None:
    """Mark a term that a style guide decides.

    Examples
    --------
    >>> note_of("mr trump"), note_of("regime")
    ('house style', None)
    """
    return "house style" if any(word in terms.HOUSE_STYLE for word in term.split()) else None


def _shown(rows: pd.DataFrame) -> pd.DataFrame:
    """Order the terms, surest first and then by size, and keep the strongest of each direction."""
    strength = rows["z"].abs().fillna(rows["log_odds"].abs()) if rows["p"].notna().any() else rows["log_odds"].abs()
    ordered = rows.assign(strength=strength, rank=rows["q"].fillna(1.0)).sort_values(
        ["rank", "strength", "term"], ascending=[True, False, True]
    )
    more = ordered["log_odds"] > 0
    return pd.concat([ordered[more].head(SHOWN), ordered[~more].head(SHOWN)]).sort_values(
        ["rank", "strength", "term"], ascending=[True, False, True]
    )


def evidence(term: str, articles: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Find the sentences that use a term.

    Parameters
    ----------
    term : str
        A word or two words, as in the ``keyness`` table.
    articles, sentences : DataFrame
        The tables of those names, with texts.

    Returns
    -------
    DataFrame
        Rows of ``sentences``: ``article_id``, ``sentence``, ``start``, ``end``.

    Examples
    --------
    >>> from analysis.corpus import segment
    >>> articles = pd.DataFrame({"article_id": ["a"], "title": [None], "body": ["They met. A regime fell."]})
    >>> evidence("regime", articles, segment.of_articles(articles))["sentence"].tolist()
    [1]
    """
    return sentences[terms.uses(term, articles, sentences)].reset_index(drop=True)
