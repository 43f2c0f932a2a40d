"""How did the wording change along a storyline? Each outlet's own voice in one event after the other."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.comparison import effects, keyness, kinds, terms
from analysis.comparison.terms import TermCounts
from analysis.events import spans
from analysis.queries import index, measures, values
from analysis.settings import Filters
from analysis.store.snapshots import Snapshot

MAX_WORDS = 5
"""Words named for an outlet and event: more would not be read."""

MAX_ARTICLES = 400
"""Articles whose words are read, those nearest to their events' centres: some seconds."""

TONE = "tone_own"
FRAMES = "frame_own:"

COLUMNS = ("event", "label", "first_at", "outlet", "n_articles", TONE, "frame", "frame_above", "words")


def wording_along(snapshot: Snapshot, filters: Filters, most: int = MAX_WORDS) -> pd.DataFrame:
    """Return how each outlet words each event of a storyline, in order: a description, without a test.

    Parameters
    ----------
    snapshot : Snapshot
        The store.
    filters : Filters
        Must name a storyline; without one the table is empty.
    most : int
        Words named for an outlet and event.

    Returns
    -------
    DataFrame
        One row an event and outlet that reports it, the earliest event first, undated ones last: ``event``,
        ``label``, ``first_at``, ``outlet``, ``n_articles``, ``tone_own`` (mean, -1 to 1; empty where no sentence
        could be scored), ``frame`` (the one that lies furthest above this outlet's mean over the storyline),
        ``frame_above`` (by how much) and ``words``: what the outlet's own voice says here more than in its other
        events of this storyline, joined by commas. ``frame`` and ``words`` are empty for an outlet with one event.

    Notes
    -----
    Names are left out: that Hanoi stands in reports of the summit of Hanoi says nothing about wording. Log-odds with
    a prior of ordinary usage, in the order of their z; words used once are left out. Events differ, so the words say
    what an outlet told of each, which is not all of its choosing.
    """
    if not filters.storyline:
        return pd.DataFrame(columns=list(COLUMNS))
    rows = _measured(snapshot, filters)
    by = rows.groupby(["event", "outlet"], as_index=False)
    table = by.agg(n_articles=("article_id", "size"), tone_own=(TONE, "mean"))
    for told in (_frames_of(rows), _words_of(snapshot, rows, most)):
        table = table.merge(told, on=["event", "outlet"], how="left")
    first_at = spans.of_groups(rows["event"], rows["published_at"], rows["date_doubt"])["first_at"]
    table = table.assign(first_at=table["event"].map(first_at), label=table["event"].map(_labels(snapshot, rows)))
    return table.sort_values(["first_at", "event", "outlet"], ignore_index=True)[list(COLUMNS)]


def _labels(snapshot: Snapshot, rows: pd.DataFrame) -> pd.Series:
    summary = snapshot.table("event_summary", columns=["event", "label"], where={"event": sorted(set(rows["event"]))})
    return summary.set_index("event")["label"]


def _measured(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """List the articles of a storyline with their tone and frames."""
    corpus = index.of(snapshot)
    places = corpus.rows(filters)
    stored = values.of(snapshot, places)
    columns = ["article_id", "event", "outlet", "title", "published_at", "date_doubt", "similarity"]
    rows = corpus.frame[columns].iloc[places].astype({"event": "str", "outlet": "str"}).reset_index(drop=True)
    names = [name for name in measures.names(snapshot) if name == TONE or name.startswith(FRAMES)]
    found = {name: stored.of(name, places).value.astype("float64") for name in names}
    return rows.assign(**({TONE: np.nan} | found))


def _frames_of(rows: pd.DataFrame) -> pd.DataFrame:
    """Name the frame of each event and outlet that lies furthest above the outlet's mean over its events."""
    names = [name for name in rows if name.startswith(FRAMES)]
    means = rows.groupby(["event", "outlet"])[names].mean()
    above = means - means.groupby("outlet").transform("mean")
    several = above.index.get_level_values("outlet").duplicated(keep=False)
    above = above[several].dropna(how="all")
    found = {"frame": above.idxmax(axis=1).str.removeprefix(FRAMES), "frame_above": above.max(axis=1)}
    return pd.DataFrame(found, index=above.index).reset_index()


def _words_of(snapshot: Snapshot, rows: pd.DataFrame, most: int) -> pd.DataFrame:
    """Name the words that each outlet uses in an event more than in its others."""
    read = rows.sort_values(["similarity", "article_id"], ascending=[False, True]).head(MAX_ARTICLES)
    several = read.groupby("outlet")["event"].transform("nunique") > 1
    read = read[several].reset_index(drop=True)
    quotes = snapshot.table("quotes", columns=["article_id", "start", "end"], article_ids=read["article_id"])
    counted = terms.count(read, snapshot.bodies, quotes=quotes, voice="own")
    found = [
        (event, outlet, ", ".join(words))
        for (event, outlet), words in telling_words(counted, read["event"].to_numpy(), read["outlet"].to_numpy(), most)
    ]
    return pd.DataFrame(found, columns=["event", "outlet", "words"])


def telling_words(
    counted: TermCounts, event: np.ndarray, outlet: np.ndarray, most: int = MAX_WORDS
) -> Iterator[tuple[tuple[str, str], list[str]]]:
    """Yield for each event and outlet the words that tell it from the outlet's other events, surest first.

    Examples
    --------
    >>> bodies = ["They hail a historic, historic handshake.", "They mourn a failure, a sad failure."]
    >>> articles = pd.DataFrame({"article_id": ["a", "b"], "title": None, "body": bodies})
    >>> dict(telling_words(terms.count(articles), np.array(["first", "second"]), np.array(["RT", "RT"])))
    {('first', 'RT'): ['historic'], ('second', 'RT'): ['failure']}
    """
    single = np.flatnonzero(~counted.is_pair)
    is_content = np.array(
        [kind == "content" for kind in kinds.of_terms(counted.terms[single].tolist(), counted)], dtype=bool
    )
    chosen = single[is_content]
    for one in sorted(set(zip(event.tolist(), outlet.tolist(), strict=True))):
        here, there = (outlet == one[1]) & (event == one[0]), (outlet == one[1]) & (event != one[0])
        z, n_here = _sureness(counted, chosen, here, there)
        order = np.argsort(-z, kind="stable")
        kept = order[(z[order] > 0) & (n_here[order] >= keyness.MIN_USES)][:most]
        yield one, counted.terms[chosen][kept].tolist()


def _sureness(
    counted: TermCounts, chosen: np.ndarray, here: np.ndarray, there: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the z of the log-odds of some words, and how often they are used here."""
    target, reference = (terms.total(counted.matrix[rows][:, chosen]) for rows in (here, there))
    n_here, n_both = counted.n_words[here].sum(), counted.n_words[here | there].sum()
    pooled = (target + reference) / max(n_both, 1)
    prior = effects.prior_of(counted.features[chosen], np.zeros(len(chosen), dtype=bool), pooled)
    return effects.log_odds(target, reference, prior, n_here / max(n_both, 1))["z"].to_numpy(), target
