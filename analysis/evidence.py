"""What stands behind one mark of a figure: articles, attributions, words. Asked for by the few."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis import codes, columns
from analysis.comparison import contrasts
from analysis.settings import Filters
from analysis.store.snapshots import Snapshot

MOST_QUOTES = 24
"""Attributions listed behind one mark; an export holds all."""

MOST_EACH = 150
"""Articles drawn one by one beside the means of their outlets."""

TOP_SPEAKERS = 15


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
        articles = articles[codes.among(articles["event"], n_outlets.index[n_outlets > 1]) == shared]
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


def each_article(snapshot: Snapshot, filters: Filters, measures: Sequence[str]) -> pd.DataFrame:
    """List the values of single articles, of outlets that have several: what their means are made of.

    Returns
    -------
    DataFrame
        ``measure``, ``outlet``, ``estimate``, ``article_id``, ``title``; empty above `MOST_EACH` articles.
    """
    held, stored = columns.articles(snapshot), columns.measures(snapshot)
    places = held.rows(filters)
    places = places[: 0 if len(places) > MOST_EACH else None]
    articles = held.frame[["article_id", "outlet", "title"]].iloc[places].astype({"outlet": "str"})
    rows = pd.concat(
        [articles.assign(measure=name, estimate=stored.of(name, places).value) for name in measures],
        ignore_index=True,
    ).dropna(subset=["estimate"])
    several = rows.groupby(["measure", "outlet"])["estimate"].transform("size") > 1
    rows = rows[several].sort_values(["measure", "outlet", "article_id"], ignore_index=True)
    return rows[["measure", "outlet", "estimate", "article_id", "title"]]


def words_of_speakers(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Count the words that each outlet lets a speaker say, in quotation marks or paraphrased.

    Returns
    -------
    DataFrame
        ``speaker`` (forms that the alias file gives one name are one row), ``outlet``, ``estimate`` (words),
        ``n_quotes``, ``n_articles``; the `TOP_SPEAKERS` with most words, then those without a name.

    Notes
    -----
    Words are the attributed characters by the words to a character of the same article, which spares reading the
    texts; they are off by a few in a hundred.
    """
    held = columns.articles(snapshot)
    places = held.rows(filters)
    voices = columns.voices(snapshot, places)
    said = pd.DataFrame(voices.speakers._asdict() | {"names": np.array(voices.speakers.names, dtype="object")[
        voices.speakers.code]})  # fmt: skip
    said = said[np.isin(said["article"], places)]
    lengths = held.frame["n_words"].to_numpy() / np.where(voices.n_characters > 0, voices.n_characters, np.nan)
    said = said.assign(
        speaker=said["names"].astype("str"),
        outlet=held.outlets[held.outlet[said["article"]]].astype("str"),
        estimate=said["n_characters"] * lengths[said["article"]],
    )
    counted = said.groupby(["speaker", "outlet"], as_index=False).agg(
        estimate=("estimate", "sum"), n_quotes=("n", "sum"), n_articles=("article", "nunique")
    )
    named = counted[counted["speaker"] != columns.NOT_NAMED].groupby("speaker")["estimate"].sum()
    order = [*named.sort_values(ascending=False, kind="stable").index[:TOP_SPEAKERS], columns.NOT_NAMED]
    at = counted["speaker"].map({name: place for place, name in enumerate(order)})
    kept = counted.assign(at=at, estimate=counted["estimate"].round()).dropna(subset=["at"])
    return kept.sort_values(["at", "outlet"], ignore_index=True).drop(columns="at")


def side_by_side(used: pd.DataFrame) -> pd.DataFrame:
    """Put the words for a person or place side by side: a row each, a column an outlet, most used first.

    Parameters
    ----------
    used : DataFrame
        What `dossiers.names_used` gives.

    Examples
    --------
    >>> used = pd.DataFrame({"canonical": "Kim Jong Un", "words": ["Kim", "the dictator"], "outlet": ["RT", "CNN"],
    ...                      "n": [3, 1]})
    >>> side_by_side(used).to_dict("records")
    [{'name': 'Kim Jong Un', 'CNN': 'the dictator (1)', 'RT': 'Kim (3)'}]
    """
    ordered = used.sort_values(["n", "words"], ascending=[False, True], kind="stable")
    told = ordered.assign(told=ordered["words"] + " (" + ordered["n"].astype("str") + ")")
    cells = told.pivot_table(index="canonical", columns="outlet", values="told", aggfunc=", ".join).fillna("")
    order = list(dict.fromkeys(used["canonical"]))
    return cells.reindex(order).rename_axis(index="name", columns=None).reset_index()


def with_matches(aligned: pd.DataFrame) -> pd.DataFrame:
    """Give each sentence of an alignment the sentence of another outlet that is most like it.

    Parameters
    ----------
    aligned : DataFrame
        The sentences that `dossiers.aligned` gives.

    Returns
    -------
    DataFrame
        The same rows with ``match_text`` and ``match_outlet``, empty where there is no match.
    """
    texts = aligned[["article_id", "sentence", "text", "outlet"]]
    texts.columns = ["match_article", "match_sentence", "match_text", "match_outlet"]
    return aligned.merge(texts, on=["match_article", "match_sentence"], how="left")


def by_event(estimates: pd.DataFrame, outlet: str, reference: str) -> pd.DataFrame:
    """Take the difference of two sides apart into the events that it is a mean of.

    Parameters
    ----------
    estimates : DataFrame
        Rows of ``estimates`` of one measure, with those of single events.
    outlet, reference : str
        The two sides; `contrasts.OTHERS` is the mean of all other outlets that report the event.

    Returns
    -------
    DataFrame
        ``measure``, ``unit``, ``outlet``, ``reference``, ``event``, ``estimate`` (outlet minus reference), ``low``,
        ``high`` and ``chance`` (empty: one event has none), ``n_events``, ``n_articles``; from the lowest difference.

    Notes
    -----
    Events are not averaged to storylines here, and copies, where they are all that an outlet has of an event, may be
    counted: so the mean of these rows can differ a little from the difference over all events.
    """
    rows = estimates[(estimates["component"] == "value") & estimates["event"].notna() & estimates["estimate"].notna()]
    rows = rows.assign(outlet=rows["outlet"].astype("str"))
    values, counts = (
        rows.pivot_table(index="event", columns="outlet", values=name, aggfunc=how)
        for name, how in (("estimate", "mean"), ("n_articles", "sum"))
    )
    others = [name for name in values.columns if name != outlet and reference in (name, contrasts.OTHERS)]
    if outlet not in values or not others:
        return pd.DataFrame(columns=[*OF_EVENT, "n_events", "n_articles"])
    differences = (values[outlet] - values[others].mean(axis=1)).dropna().sort_values(kind="stable")
    return pd.DataFrame(
        {
            "measure": str(rows["measure"].iloc[0]), "unit": str(rows["unit"].iloc[0]), "outlet": outlet,
            "reference": reference, "event": differences.index.astype("str"), "estimate": differences.to_numpy(),
            "low": np.nan, "high": np.nan, "chance": np.nan, "n_events": 1,
            "n_articles": counts.loc[differences.index, [outlet, *others]].sum(axis=1).astype("int").to_numpy(),
        }
    )  # fmt: skip


OF_EVENT = ("measure", "unit", "outlet", "reference", "event", "estimate", "low", "high", "chance")
