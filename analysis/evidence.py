"""What stands behind one mark of a figure: articles, attributions, events. Asked for when the mark is chosen."""

import pandas as pd

from analysis import columns
from analysis.settings import Filters
from analysis.store import Snapshot, among

MOST_QUOTES = 24
"""Attributions listed behind one mark; an export holds all."""


def behind(
    snapshot: Snapshot, filters: Filters, outlet: str | None = None, measure: str | None = None,
    shared: bool | None = None,
) -> pd.DataFrame:  # fmt: skip
    """List the articles behind a value.

    Parameters
    ----------
    snapshot, filters
        The store and what to look at.
    outlet : str, optional
        Only this outlet's articles. The filters hold the outlets that say which events are shared.
    measure : str, optional
        Only articles that have a value of this measure, which is given with them.
    shared : bool, optional
        Only articles of events that two or more of the outlets report, or only of events that none shares.

    Returns
    -------
    DataFrame
        ``article_id``, ``outlet``, ``title``, ``published_at``, ``event``, ``value`` (empty without a measure); by
        value from the lowest, else in time.
    """
    articles = snapshot.articles(filters)
    articles = articles.assign(outlet=articles["outlet"].astype("str"))
    if shared is not None:
        n_outlets = articles.groupby("event")["outlet"].nunique()
        articles = articles[among(articles["event"], pd.Series(n_outlets.index[n_outlets > 1], dtype="str")) == shared]
    if outlet is not None:
        articles = articles[articles["outlet"] == outlet]
    found = articles[["article_id", "outlet", "title", "published_at", "event"]]
    if measure is None:
        return found.assign(value=float("nan")).sort_values(["published_at", "article_id"], ignore_index=True)
    values = snapshot.table("measures", article_ids=found["article_id"], where={"measure": [measure]})
    found = found.merge(values.dropna(subset=["value"])[["article_id", "value"]], on="article_id")
    return found.sort_values(["value", "article_id"], ignore_index=True)


def attributions(
    snapshot: Snapshot, filters: Filters, side: str | None = None, cue: str | None = None, kind: str | None = None
) -> pd.DataFrame:
    """List attributions by whom their speaker stands for, by their cue or by their kind, in time.

    Parameters
    ----------
    snapshot, filters
        The store and what to look at.
    side : str, optional
        What `columns.side_of` says of the speaker, or `columns.NOT_NAMED`.
    cue : str, optional
        The word that attributes, whatever its case.
    kind : {"direct", "indirect", "mixed"}, optional
        How the words stand in the text.

    Returns
    -------
    DataFrame
        ``article_id``, ``outlet``, ``title``, ``speaker``, ``cue``, ``kind``, ``text``; at most `MOST_QUOTES` rows.
    """
    articles = snapshot.articles(filters).sort_values(["published_at", "article_id"], ignore_index=True)
    rows = snapshot.table("quotes", article_ids=articles["article_id"])
    if side is not None:
        sides = {speaker: columns.side_of(speaker) for speaker in rows["speaker"].dropna().unique()}
        rows = rows[rows["speaker"].map(sides).fillna(columns.NOT_NAMED) == side]
    if cue is not None:
        rows = rows[rows["cue"].str.lower() == cue]
    if kind is not None:
        rows = rows[rows["kind"] == kind]
    facts = articles[["article_id", "outlet", "title"]].assign(outlet=articles["outlet"].astype("str"))
    rows = (
        facts.assign(place=facts.index).merge(rows, on="article_id").sort_values(["place", "start"]).head(MOST_QUOTES)
    )
    bodies = snapshot.bodies(rows["article_id"].unique())
    spans = zip(rows["article_id"], rows["start"], rows["end"], strict=True)
    texts = pd.Series([bodies[key][start:end] for key, start, end in spans], index=rows.index, dtype="str")
    shown = ["article_id", "outlet", "title", "speaker", "cue", "kind", "text"]
    return rows.assign(text=texts, kind=rows["kind"].astype("str"))[shown].reset_index(drop=True)
