"""Who changed which headline and how much of a text, when."""

import pandas as pd

from analysis import codes, schema
from analysis.corpus import segment, versions
from analysis.queries import index
from analysis.settings import Filters
from analysis.store.snapshots import Snapshot

SEEN = "seen"
"""Topic of the notes that say when a later text was seen."""


def of(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """List the later texts of addresses, the most changed first.

    Returns
    -------
    DataFrame
        The ``versions`` table: ``article_id``, ``version_of``, ``seen_at`` (when it was collected, else its date),
        ``title_before``, ``title_after``, ``changed``.
    """
    facts = index.of(snapshot).facts(filters)
    later = snapshot.table("later_texts")
    later = later[codes.among(later["article_id"], facts["article_id"])]
    if later.empty:
        return schema.empty(schema.VERSIONS)
    ids = pd.unique(pd.concat([later["article_id"], later["version_of"]]))
    articles = snapshot.table("articles", columns=["article_id", "title", "published_at", "origin"], article_ids=ids)
    title = articles.set_index("article_id")["title"]
    later = later[codes.among(later["version_of"], articles["article_id"])]
    bodies = snapshot.bodies(ids).to_dict()
    made = later.assign(
        seen_at=later["article_id"].map(_seen_at(snapshot, articles)),
        title_before=later["version_of"].map(title), title_after=later["article_id"].map(title),
        changed=[
            versions.changed(bodies.get(row.version_of) or "", bodies.get(row.article_id) or "")
            for row in later.itertuples()
        ],
    )  # fmt: skip
    made = made.sort_values(["changed", "article_id"], ascending=[False, True])
    return schema.conform(made, schema.VERSIONS)


def _seen_at(snapshot: Snapshot, articles: pd.DataFrame) -> pd.Series:
    """Give when each text was seen: as its collected folder says, else its date of publication."""
    notes = snapshot.table("notes", columns=["origin", "topic", "note"])
    notes = notes[notes["topic"].astype("str").eq(SEEN)].drop_duplicates("origin").set_index("origin")["note"]
    told = pd.to_datetime(articles["origin"].map(notes).str[:20], utc=True)
    return told.fillna(articles["published_at"]).set_axis(articles["article_id"])


MAX_LISTED = 50
"""Later texts whose sentences are listed on a page; the export holds all headlines."""


def sentences(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """List the sentences that stand in one text of an address only, of the most changed first.

    Returns
    -------
    DataFrame
        ``outlet``, ``title_after``, ``seen_at``, ``change`` {taken out, put in}, ``sentence``.
    """
    found = of(snapshot, filters).head(MAX_LISTED)
    bodies = snapshot.bodies(pd.unique(pd.concat([found["article_id"], found["version_of"]]))).to_dict()
    outlet = index.of(snapshot).facts(filters, ["article_id", "outlet"]).set_index("article_id")["outlet"]
    rows = [
        (outlet.get(row.article_id), row.title_after, row.seen_at, change, sentence)
        for row in found.itertuples()
        for change, sentence in _changed(bodies.get(row.version_of) or "", bodies.get(row.article_id) or "")
    ]
    return pd.DataFrame(rows, columns=["outlet", "title_after", "seen_at", "change", "sentence"])


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
