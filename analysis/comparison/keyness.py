"""Which words tell one outlet from others on the events they share, and whether chance would do the same.

Words of one article are not independent draws, so the usual z-scores call hundreds of words significant between random
halves of one outlet. Here the unit is the article: its label is shuffled within its event, and a word counts as
distinctive only if the strongest word of a shuffled comparison rarely stands out as much.
"""

from collections.abc import Callable, Collection
from functools import cache, partial
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse, special

from analysis import schema
from analysis.comparison import effects, families, kinds, permutations, statistics, terms, written
from analysis.comparison.contrasts import OTHERS, refuse_others
from analysis.comparison.permutations import Test
from analysis.comparison.reading import Bodies
from analysis.comparison.sides import Facts, Sides, facts_of, is_tested, sides_of
from analysis.comparison.terms import TermCounts
from analysis.settings import Settings

MIN_ARTICLES = 5
MIN_WORD_EVENTS = 3
"""A word is tested where it stands in at least five articles of three events: a rarer one is about a single event,
and cannot stand out from the strongest of thousands of words."""

MIN_USES = 2
"""Without a test, words that occur once are left out of the list."""

SHOWN = 500
"""Terms of each direction that are returned; a list of 50,000 words helps nobody."""


def between(
    articles: pd.DataFrame,
    copies: pd.DataFrame | None = None,
    *,
    target: str,
    references: tuple[str, ...] = (),
    settings: Settings | None = None,
    bodies: Bodies | None = None,
    quotes: pd.DataFrame | None = None,
    voice: str | None = None,
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
        The outlets it is compared with; all others by default.
    settings : Settings, optional
        Number of permutations and random seed.
    bodies : callable, optional
        Gives the bodies of some ids, where ``articles`` does not hold them.
    quotes : DataFrame, optional
        ``article_id``, ``start``, ``end`` of what others say.
    voice : {"own", "all", "quoted", "headline"}
        Whose words are counted; "own" and "quoted" need ``quotes``. By default own where those are given, else all.

    Returns
    -------
    DataFrame
        The ``keyness`` table, surest first, then by size. ``log_odds`` above 0: the target uses it more. ``p`` is of
        the term by itself, the larger of what shuffled labels and the interval give; ``q`` is of the strongest of all
        terms tested (max-T), and never below what the interval gives: a term with q up to .05 has an interval without
        0, and one comparison in twenty holds a false term. ``detectable`` is the ratio of rates that would have been
        found four times in five. ``kind`` says what a term is; style and templates have no p, because nobody chose
        them for this event. ``also`` lists shorter terms that are the same uses. Empty p everywhere: too few events;
        the list is then ranked by size and describes only. No row: nothing to compare; `Compared.reason` says why.

    Notes
    -----
    Articles of one outlet on one event are taken as separate draws. House style is folded before counting: see
    `spelling` and `house_style`.

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
    count = partial(terms.count, articles, bodies, quotes=quotes, voice=_voice(voice, quotes))
    return _conformed(_compared(facts_of(articles, copies), count, target, references, settings or Settings()).table)


def _voice(voice: str | None, quotes: pd.DataFrame | None) -> str:
    """Choose the own voice where it can be told; refuse voices that cannot."""
    if voice in ("own", "quoted") and quotes is None:
        raise ValueError(f"voice '{voice}' needs the table 'quotes'")
    return voice or ("all" if quotes is None else "own")


def of_each(
    articles: pd.DataFrame,
    copies: pd.DataFrame | None = None,
    *,
    targets: Collection[str] | None = None,
    settings: Settings | None = None,
    bodies: Bodies | None = None,
    quotes: pd.DataFrame | None = None,
    voice: str | None = None,
    counts: TermCounts | None = None,
) -> pd.DataFrame:
    """Compare each outlet (or only ``targets``) with all others as `between` does, counting the words once.

    ``counts`` are the words of the articles, where they were counted before.

    Examples
    --------
    >>> articles = pd.DataFrame({
    ...     "article_id": list("abcd"), "outlet": ["RT", "Sky News"] * 2, "event": ["e", "e", "f", "f"],
    ...     "title": None, "body": ["regime fell", "government fell", "regime met regime", "government met"],
    ... })
    >>> of_each(articles)["target"].unique().tolist()
    ['RT', 'Sky News']
    """
    facts = facts_of(articles, copies)
    count = cache(lambda: counts or terms.count(articles, bodies, quotes=quotes, voice=_voice(voice, quotes)))
    found = [
        _compared(facts, count, target, (), settings or Settings()).table
        for target in facts.outlets
        if targets is None or target in targets
    ]
    found = [rows for rows in found if len(rows)]
    return _conformed(pd.concat(found, ignore_index=True) if found else schema.empty(schema.KEYNESS))


def _conformed(rows: pd.DataFrame) -> pd.DataFrame:
    """Correct q over all comparisons of a table, and give its columns their types; once, for a hundred outlets too."""
    return schema.conform(families.words_together(rows), schema.KEYNESS) if len(rows) else schema.empty(schema.KEYNESS)


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
    counts: TermCounts | None = None,
) -> Compared:
    """Do what `between` does, and say how many events, articles and terms it rests on."""
    found = _compared(facts_of(articles, copies), lambda: counts or terms.count(articles), target, references, settings)
    return found._replace(table=_conformed(found.table))


def _compared(
    facts: Facts, count: Callable[[], TermCounts], target: str, references: tuple[str, ...], settings: Settings
) -> Compared:
    """Compare articles whose facts are known; words are counted only where there is something to compare.

    The table's rows are not yet those of ``keyness``, see `_conformed`.
    """
    refuse_others(facts.outlets)
    chosen = sides_of(facts, target, references)
    n_events, n_articles = len(np.unique(chosen.event)), len(chosen.rows)
    if n_articles == 0:
        return _nothing(n_events, n_articles, chosen.reason)
    counted = count()
    matrix = counted.matrix[chosen.rows]
    columns = _worth_comparing(matrix, chosen)
    if len(columns) == 0:
        return _nothing(n_events, n_articles, chosen.reason)
    matrix = sparse.csr_matrix(matrix[:, columns])
    n_words = counted.n_words[chosen.rows].astype(float)
    if min(n_words[chosen.is_target].sum(), n_words[~chosen.is_target].sum()) == 0:
        reason = "one side has no words but those that it repeats from event to event"
        return _nothing(n_events, n_articles, reason)
    sizes = effects.of_terms(matrix, n_words, chosen, counted.features[columns], counted.is_pair[columns])
    names, counted = counted.terms[columns], counted._replace(matrix=matrix)  # the other terms need no memory now
    test = permutations.permuted(matrix, n_words, chosen, settings) if is_tested(chosen) else None
    rows = _rows(names, matrix, chosen, sizes, test, counted)
    return Compared(
        rows.assign(target=target, reference=_name_of(facts, target, references)),
        n_events,
        n_articles,
        len(columns) if test else 0,
        int((rows["q"] <= statistics.CHANCE).sum()) if test else 0,
        chosen.reason,
    )


def _nothing(n_events: int, n_articles: int, reason: str) -> Compared:
    return Compared(schema.empty(schema.KEYNESS), n_events, n_articles, 0, 0, reason)


def _name_of(facts: Facts, target: str, references: tuple[str, ...]) -> str:
    """Name what the target is compared with: the outlets asked for, the only other outlet, or all others together."""
    outlets = references or tuple(outlet for outlet in facts.outlets if outlet != target)
    return ", ".join(outlets) if references or len(outlets) == 1 else OTHERS


def _worth_comparing(matrix: sparse.csr_matrix, chosen: Sides) -> np.ndarray:
    """Choose the terms: dispersed enough to be tested, or, without a test, used more than once."""
    if not is_tested(chosen):
        return np.flatnonzero(np.asarray(matrix.sum(axis=0)).ravel() >= MIN_USES)
    often = np.flatnonzero(np.bincount(matrix.indices, minlength=matrix.shape[1]) >= MIN_ARTICLES)
    n_events = terms.present(terms.grouped(sparse.csr_matrix(matrix[:, often]), chosen.event))
    return often[n_events >= MIN_WORD_EVENTS]


def _rows(
    names: np.ndarray,
    matrix: sparse.csr_matrix,
    chosen: Sides,
    sizes: pd.DataFrame,
    test: Test | None,
    counted: TermCounts,
) -> pd.DataFrame:
    """Lay out the terms that are shown, all others as numbers only: a comparison has some ten thousand."""
    rows = sizes.assign(
        n_articles=terms.present(matrix),
        n_events=terms.present(terms.grouped(matrix, chosen.event)),
        detectable=test.detectable if test else np.nan,
        **_tested(sizes, test, len(np.unique(chosen.event))),
    )
    rows = _shown(rows, names)
    kept = rows.index.to_numpy()
    shown = rows["term"].tolist()
    kind = kinds.of_terms(shown, counted)
    rows = rows.reset_index(drop=True).assign(kind=kind, written=written.of_terms(shown, kind, counted))
    rows = _without_furniture(rows, counted, chosen)
    rows = _once_each(rows, sparse.csr_matrix(matrix[:, kept]))
    rows = rows.assign(
        voice=counted.voice,
        verdict=np.where(rows["p"].notna(), "estimate", "describe only"),
        method=_method(test, counted.voice),
        reason=rows["why"].where(rows["why"] != "", chosen.reason),
        note=np.where(rows["kind"].isin(["style", "template"]), rows["kind"].map(_NOTES), None),
    )
    return rows.astype({"n_target": "int64", "n_reference": "int64"})


_NOTES = {"style": "house style", "template": "template"}


def _tested(sizes: pd.DataFrame, test: Test | None, n_events: int) -> dict[str, np.ndarray]:
    """Return p and q: a term must stand out from shuffled labels, and have an interval without 0, on the same side."""
    if test is None:
        return {"p": np.full(len(sizes), np.nan), "q": np.full(len(sizes), np.nan)}
    of_interval = 2 * special.stdtr(max(1, n_events - 1), -sizes["z"].abs().to_numpy())
    apart = np.sign(sizes["log_odds"].to_numpy()) != test.sign
    least = np.where(apart, 1.0, of_interval)
    return {"p": np.maximum(test.p, least), "q": np.maximum(test.q, least)}


def _without_furniture(rows: pd.DataFrame, counted: TermCounts, chosen: Sides) -> pd.DataFrame:
    """Mark what a style guide or a template decides, and call none of it."""
    why = pd.Series("", index=rows.index)
    asked = rows.index[(rows["q"] <= CANDIDATE_Q) & (rows["kind"] != "style")]
    why[asked] = kinds.templates(rows["term"][asked].tolist(), counted, chosen.rows, chosen.is_target)
    kind = rows["kind"].mask(why != "", "template")
    why[kind == "style"] = "a style guide decides this term"
    is_called = ~kind.isin(["style", "template"])
    return rows.assign(kind=kind, why=why, p=rows["p"].where(is_called), q=rows["q"].where(is_called))


CANDIDATE_Q = 0.5
"""Terms up to here are looked at for templates: above, nobody would call them."""


def _once_each(rows: pd.DataFrame, matrix: sparse.csr_matrix) -> pd.DataFrame:
    """Show of terms that are the same uses the longest, with the others in ``also``; furniture makes all of them so."""
    near = rows.index[(rows["q"] <= CANDIDATE_Q) | rows["kind"].isin(["style", "template"])]
    if len(near) == 0:
        return rows.assign(also=None)
    names = rows["term"][near].tolist()
    leader = pd.Series(kinds.leaders(names, matrix[:, near.to_numpy()]), index=near)
    why = rows["why"][near].where(rows["kind"][near] == "template", "")
    spread = leader.map(why.groupby(leader).max())
    furniture = near[((spread != "") & (rows["kind"][near] != "style")).to_numpy()]
    rows.loc[furniture, ["kind", "p", "q"]] = ["template", np.nan, np.nan]
    rows.loc[furniture, "why"] = spread[furniture]
    leader = _explained(rows.loc[near], leader)
    also: dict[str, list[str]] = {}
    for form, name, held in zip(rows["written"][near], names, leader, strict=True):
        if name != held:
            also.setdefault(held, []).append(form)
    folded = near[(leader != rows["term"][near]).to_numpy()]
    told = rows["term"].map({held: ", ".join(forms) for held, forms in also.items()}).astype("object")
    return rows.assign(also=told.where(told.notna(), None)).drop(index=folded)


def _explained(rows: pd.DataFrame, leader: pd.Series) -> pd.Series:
    """Put a pair under one of its words where that word is called and the pair adds nothing: its interval holds the
    word's size ("he claimed" under "claimed"). A name is more than its words.
    """
    called = rows[rows["q"] <= statistics.CHANCE].set_index("term")
    sizes = called["log_odds"].to_dict()
    names = set(rows["term"][rows["kind"] == "name"])
    found = leader.copy()
    for place, row in zip(rows.index, rows.itertuples(), strict=True):
        words = row.term.split() if row.term in sizes and leader[place] == row.term else []
        within = [
            word
            for word in words
            if word != row.term and word in sizes and row.low <= sizes[word] <= row.high
            if row.term not in names or word in names
        ]
        if within:
            found[leader == row.term] = max(within, key=lambda word: abs(sizes[word]))
    return found


def _method(test: Test | None, voice: str) -> str:
    effect = f"{_VOICES[voice]}; log-odds with a prior from general news"
    if test is None:
        return f"{effect}; no test"
    count = f"all {test.n_arrangements}" if test.is_exact else f"{test.n_arrangements} random"
    return (
        f"{effect}, interval over events; p from {count} arrangements of article labels within events and from the "
        "interval, the larger; q by max-T"
    )


_VOICES = {
    "own": "words in the outlet's own voice, headlines included",
    "all": "all words, quoted ones too",
    "quoted": "words of others that are quoted or paraphrased",
    "headline": "words of headlines",
}


def _shown(rows: pd.DataFrame, names: np.ndarray) -> pd.DataFrame:
    """Order the terms, surest first and then by size, and keep the strongest of each direction."""
    strength = rows["z"].abs().fillna(rows["log_odds"].abs()) if rows["p"].notna().any() else rows["log_odds"].abs()
    ranked = rows.assign(strength=strength, rank=rows["q"].fillna(1.0))
    more = ranked["log_odds"] > 0
    strongest = pd.concat([_at_the_top(ranked[more]), _at_the_top(ranked[~more])])
    ordered = strongest.assign(term=names[strongest.index]).sort_values(
        ["rank", "strength", "term"], ascending=[True, False, True]
    )
    return ordered[ordered.groupby(ordered["log_odds"] > 0).cumcount() < SHOWN]


def _at_the_top(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep the `SHOWN` first terms and those that are as sure and as strong as the last: few need be put in order."""
    if len(rows) <= SHOWN:
        return rows
    rank, strength = rows["rank"].to_numpy(), rows["strength"].to_numpy()
    last = np.lexsort((-strength, rank))[SHOWN - 1]
    return rows[(rank < rank[last]) | ((rank == rank[last]) & (strength >= strength[last]))]


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
