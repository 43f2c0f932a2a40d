"""Who changed which headline and how much of a text, when."""

import pandas as pd

from analysis import codes, schema
from analysis.corpus import segment, versions
from analysis.queries import index
from analysis.settings import Filters
from analysis.store.snapshots import Snapshot


def of(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """List the later texts of addresses, each compared with the text before it, the latest seen first.

    Returns
    -------
    DataFrame
        The ``versions`` table: ``article_id``, ``version_of``, ``text_before``, ``seen_at`` (when it was collected,
        else its date), ``title_before``, ``title_after``, ``changed``.
    """
    facts = index.of(snapshot).facts(filters)
    later = snapshot.table("later_texts")
    later = later[
        codes.among(later["version_of"], later.loc[codes.among(later["article_id"], facts["article_id"]), "version_of"])
    ]
    if later.empty:
        return schema.empty(schema.VERSIONS)
    ids = pd.unique(pd.concat([later["article_id"], later["version_of"]]))
    articles = snapshot.table("articles", columns=["article_id", "title", "published_at", "origin"], article_ids=ids)
    later = later[codes.among(later["version_of"], articles["article_id"])]
    notes = snapshot.table("notes", columns=["origin", "topic", "note"], where={"topic": [versions.SEEN]})
    made = _compared(snapshot, versions.in_time(later, versions.seen_at(articles, notes)), articles)
    made = made[codes.among(made["article_id"], facts["article_id"])]
    made = made.sort_values(["seen_at", "article_id"], ascending=[False, True])
    return schema.conform(made, schema.VERSIONS)


def _compared(snapshot: Snapshot, later: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    title = articles.set_index("article_id")["title"]
    bodies = snapshot.bodies(articles["article_id"]).to_dict()
    pairs = zip(later["text_before"], later["article_id"], strict=True)
    return later.assign(
        title_before=later["text_before"].map(title),
        title_after=later["article_id"].map(title),
        changed=[versions.changed(bodies.get(before) or "", bodies.get(after) or "") for before, after in pairs],
    )


def by_outlet(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Count by outlet what was changed after it was first read, most first.

    Returns
    -------
    DataFrame
        ``outlet``, ``n_changed`` (articles with a later text), ``n_headlines`` and ``n_texts`` (times that a headline,
        and that a text was changed).
    """
    found = of(snapshot, filters)
    rows = found.assign(
        outlet=_outlets(snapshot, filters, found["article_id"]),
        headline=_other(found["title_before"], found["title_after"]),
        text=found["changed"] > 0,
    )
    by = rows.groupby("outlet", as_index=False)
    counts = by.agg(n_changed=("version_of", "nunique"), n_headlines=("headline", "sum"), n_texts=("text", "sum"))
    return counts.sort_values(["n_changed", "outlet"], ascending=[False, True], ignore_index=True)


def _other(before: pd.Series, after: pd.Series) -> pd.Series:
    return before.fillna("") != after.fillna("")


def _outlets(snapshot: Snapshot, filters: Filters, ids: pd.Series) -> pd.Series:
    facts = index.of(snapshot).facts(filters, ["article_id", "outlet"]).set_index("article_id")["outlet"]
    return ids.map(facts.astype("str"))


MAX_LISTED = 50
"""Later texts whose sentences are listed on a page; the export holds all headlines."""


def sentences(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """List the sentences that stand in one of two successive texts of an address only, of the latest changes.

    Returns
    -------
    DataFrame
        ``article_id`` (of the later text), ``outlet``, ``title_after``, ``seen_at``, ``change`` {taken out, put in},
        ``sentence``.
    """
    found = of(snapshot, filters).head(MAX_LISTED)
    bodies = snapshot.bodies(pd.unique(pd.concat([found["article_id"], found["text_before"]]))).to_dict()
    outlet = _outlets(snapshot, filters, found["article_id"])
    rows = [
        (row.article_id, name, row.title_after, row.seen_at, change, sentence)
        for name, row in zip(outlet, found.itertuples(), strict=True)
        for change, sentence in _changed(bodies.get(row.text_before) or "", bodies.get(row.article_id) or "")
    ]
    return pd.DataFrame(rows, columns=["article_id", "outlet", "title_after", "seen_at", "change", "sentence"])


def _changed(before: str, after: str) -> list[tuple[str, str]]:
    """Compare two texts sentence by sentence.

    Examples
    --------
    >>> _changed("They met. It rained.", "They met. The sun shone.")
    [('taken out', 'It rained.'), ('put in', 'The sun shone.')]
    """
    old, new = ([text[span.start : span.end] for span in segment.sentences(text)] for text in (before, after))
    out = [("taken out", sentence) for sentence in old if sentence not in set(new)]
    return out + [("put in", sentence) for sentence in new if sentence not in set(old)]
