"""Articles: lists, searches, and one article with its text, its sentences and what was measured in it."""

from collections.abc import Sequence

import pandas as pd

from analysis import codes
from analysis.measures import frames, summary, tone
from analysis.queries import index, texts
from analysis.settings import Filters
from analysis.store.snapshots import Snapshot


def listing(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """List articles in time.

    Returns
    -------
    DataFrame
        The facts of `Snapshot.articles`, a column ``label`` (see `labels`) and ``is_copy``.
    """
    corpus = index.of(snapshot)
    rows = corpus.rows(filters)
    facts = snapshot.completed(corpus.frame.iloc[rows])
    articles = facts.assign(label="", is_copy=corpus.is_copy[rows])
    articles = articles.sort_values(["published_at", "outlet", "article_id"], ignore_index=True)
    return articles.assign(outlet=articles["outlet"].astype("str"), label=labels(snapshot, articles))


def article(snapshot: Snapshot, article_id: str) -> pd.DataFrame:
    """Look up one article's facts with its label; no row where the store does not hold it."""
    every = index.of(snapshot).frame
    article = snapshot.completed(every[every["article_id"] == article_id].reset_index(drop=True))
    return article.assign(outlet=article["outlet"].astype("str"), label=labels(snapshot, article))


def labels(snapshot: Snapshot, articles: pd.DataFrame, most: int = 400) -> pd.Series:
    """Name articles by their headline; one without is named by its first sentence, which is marked as such.

    Only the first ``most`` untitled articles are looked up; the others are called "untitled".
    """
    is_titled = articles["title"].fillna("").ne("")
    untitled = articles.loc[~is_titled, "article_id"].head(most)
    first = snapshot.table("sentences", article_ids=untitled) if len(untitled) else None
    if first is None or first.empty:
        return articles["title"].where(is_titled, index.UNTITLED)
    first = texts.with_text(snapshot, first[first["sentence"] == 0])
    by_article = (f"{index.UNTITLED} " + first["text"]).set_axis(first["article_id"])
    return (
        articles["title"].where(is_titled, articles["article_id"].map(by_article).fillna(index.UNTITLED)).astype("str")
    )


def sentences(snapshot: Snapshot, article_id: str) -> pd.DataFrame:
    """List an article's sentences with voice, tone and text.

    Returns
    -------
    DataFrame
        ``sentence`` (-1: the headline), ``start``, ``end``, ``voice``, ``tone``, ``tone_without_names``, ``text``.
    """
    rows = snapshot.table("sentences", article_ids=[article_id])
    tones = snapshot.table("tone", article_ids=[article_id])
    rows = rows.merge(tones, on=["article_id", "sentence"], how="left").sort_values("sentence", ignore_index=True)
    body = snapshot.body(article_id)
    title = _title(snapshot, article_id)
    spans = zip(rows["sentence"], rows["start"], rows["end"], strict=True)
    text = [(title if number < 0 else body)[start:end] for number, start, end in spans]
    return rows.drop(columns="article_id").assign(text=pd.Series(text, dtype="str"))


def _title(snapshot: Snapshot, article_id: str) -> str:
    titles = snapshot.table("articles", columns=["title"], article_ids=[article_id])["title"].fillna("")
    return titles.iloc[0] if len(titles) else ""


MAX_FOUND = 50
"""Articles that a search lists."""


def search(snapshot: Snapshot, filters: Filters, words: str, most: int = MAX_FOUND) -> pd.DataFrame:
    """Search titles and bodies for words, all of which must occur.

    Returns
    -------
    DataFrame
        ``article_id``, ``outlet``, ``title``, ``published_at`` and ``snippet``: the first place of the body that holds
        one of the words, empty where only the title does.
    """
    articles = texts.articles_with(snapshot, index.ids(snapshot, filters), words.split(), most)
    bodies = articles["article_id"].map(snapshot.bodies(articles["article_id"]))
    snippets = pd.Series([snippet(body, words.split()) for body in bodies], index=articles.index, dtype="str")
    return articles[["article_id", "outlet", "title", "published_at"]].assign(snippet=snippets)


AROUND = 90
"""Characters of a text shown on either side of a word that was searched."""


def snippet(body: str, words: Sequence[str]) -> str:
    """Cut out of a text what stands around the first of some words, whole words only.

    Examples
    --------
    >>> snippet("They met. Sanctions stay in place.", ["sanctions"]), snippet("They met.", ["talks"])
    ('They met. Sanctions stay in place.', '')
    >>> len(snippet("long " * 99 + "Talks failed" + " again" * 99, ["talks"])) <= 2 * AROUND + len("talks") + 2
    True
    """
    flat = " ".join(body.split())
    places = [place for word in words if (place := flat.lower().find(word.lower())) >= 0]
    if not places:
        return ""
    at = min(places)
    before, after = flat[max(0, at - AROUND) : at], flat[at : at + len(words[0]) + AROUND]
    if at > AROUND:
        before = f"…{before.partition(' ')[2]}"
    if at + len(after) < len(flat):
        after = f"{after.rpartition(' ')[0] or after}…"
    return before + after


def marks(snapshot: Snapshot, article_id: str) -> pd.DataFrame:
    """Collect what was measured in an article's body as spans: quotations, words of tone and frames, loaded words.

    Returns
    -------
    DataFrame
        ``start``, ``end``, ``kind`` (of `presentation.highlight`), ``note``.
    """
    quotes = snapshot.table("quotes", article_ids=[article_id])
    loaded = snapshot.table("loaded", article_ids=[article_id])
    targets = snapshot.table("targets", article_ids=[article_id])
    cue = quotes["cue"].map(lambda cue: f" ({cue})", na_action="ignore")
    by_whom = quotes["speaker"].fillna("nobody named") + cue
    towards = [
        f"{row.target}: negative {row.negative:.0%}, neutral {row.neutral:.0%}, positive {row.positive:.0%}"
        for row in targets.itertuples()
    ]
    parts = [
        quotes.assign(kind=quotes["kind"].astype("str"), note=by_whom.fillna("")),
        loaded.assign(note=loaded["kind"].astype("str"), kind="loaded"),
        targets.assign(kind="target", note=pd.Series(towards, index=targets.index, dtype="str")),
        *_looked_up_again(snapshot, article_id),
    ]
    return pd.concat([part[["start", "end", "kind", "note"]] for part in parts], ignore_index=True)


def _looked_up_again(snapshot: Snapshot, article_id: str) -> list[pd.DataFrame]:
    """Find the words of tone and of frames in one body; they are not stored, because looking takes a millisecond."""
    body = snapshot.body(article_id)
    spans = snapshot.table("sentences", article_ids=[article_id])
    spans = spans[spans["sentence"] >= 0]
    words = [
        (start + first, start + last, "positive" if valence > 0 else "negative", f"{valence:+.1f}")
        for start, end in zip(spans["start"], spans["end"], strict=True)
        for first, last, valence in tone.words_of(body[start:end])
    ]
    hits = frames.hits_in(body, frames.codebook(snapshot.settings.codebook)) if len(spans) else None
    of_tone = pd.DataFrame(words, columns=["start", "end", "kind", "note"])
    if hits is None:
        return [of_tone]
    return [of_tone, hits.assign(kind="frame", note=hits["frame"].str.replace("_", " "))]


def removals(snapshot: Snapshot, article_id: str) -> pd.DataFrame:
    """List what cleaning removed from an article: ``rule``, ``text``, in the order of the raw text."""
    rows = snapshot.table("removals", article_ids=[article_id]).sort_values("start", ignore_index=True)
    return rows.assign(rule=rows["rule"].astype("str"))[["rule", "text"]]


def measures(snapshot: Snapshot, article_id: str) -> pd.DataFrame:
    """List an article's measures: ``measure``, ``value``, ``n`` (sentences, words or mentions)."""
    rows = snapshot.table("measures", article_ids=[article_id])
    return rows.assign(measure=rows["measure"].astype("str"))[["measure", "value", "n"]].reset_index(drop=True)


def behind(
    snapshot: Snapshot,
    filters: Filters,
    outlet: str | None = None,
    measure: str | None = None,
    shared: bool | None = None,
) -> pd.DataFrame:
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
    articles = index.articles(snapshot, filters)
    if shared is not None:
        n_outlets = articles.groupby("event")["outlet"].nunique()
        articles = articles[codes.among(articles["event"], n_outlets.index[n_outlets > 1]) == shared]
    if outlet is not None:
        articles = articles[articles["outlet"] == outlet]
    articles = articles[["article_id", "outlet", "title", "published_at", "event"]]
    if measure is None:
        return articles.assign(value=float("nan")).sort_values(["published_at", "article_id"], ignore_index=True)
    table = "further_measures" if measure.startswith(summary.BY_CHOICE) else "measures"
    values = snapshot.table(table, article_ids=articles["article_id"], where={"measure": [measure]})
    articles = articles.merge(values.dropna(subset=["value"])[["article_id", "value"]], on="article_id")
    return articles.sort_values(["value", "article_id"], ignore_index=True)
