"""The words that rows point at: bodies are read for the few rows that are shown, and spans cut out of them."""

from collections.abc import Sequence

import pandas as pd
import pyarrow as pa

from analysis.store.snapshots import Snapshot

MAX_SENTENCES = 12
"""Sentences listed behind one mark, or articles; the article pages and an export hold all."""


def with_bodies(snapshot: Snapshot, articles: pd.DataFrame) -> pd.DataFrame:
    """Read the bodies of some articles into a column ``body``; empty where an article has none."""
    bodies = snapshot.bodies(articles["article_id"])
    return articles.assign(body=articles["article_id"].map(bodies).fillna("")).reset_index(drop=True)


def of_spans(spans: pd.DataFrame, bodies: pd.Series) -> pd.Series:
    """Look up the words that spans point at; empty where there is no body.

    Parameters
    ----------
    spans : DataFrame
        ``article_id``, ``start``, ``end`` (characters into the body, end excluded).
    bodies : Series of str
        By article_id.

    Examples
    --------
    >>> spans = pd.DataFrame({"article_id": ["a", "b"], "start": 0, "end": 5})
    >>> of_spans(spans, pd.Series({"a": "Talks stall"})).tolist()
    ['Talks', '']
    """
    by_id = bodies.to_dict()
    rows = zip(spans["article_id"], spans["start"], spans["end"], strict=True)
    return pd.Series([by_id.get(key, "")[start:end] for key, start, end in rows], index=spans.index, dtype="str")


def with_text(snapshot: Snapshot, spans: pd.DataFrame) -> pd.DataFrame:
    """Put the words that spans point at in the place of ``start`` and ``end``, as a column ``text``."""
    text = of_spans(spans, snapshot.bodies(spans["article_id"].unique()))
    return spans.drop(columns=["start", "end"]).assign(text=text)


def articles_with(
    snapshot: Snapshot, chosen: pa.Table, words: Sequence[str | tuple[str, ...]], most: int | None = None
) -> pd.DataFrame:
    """List the articles whose title or body holds all these letters, the latest first.

    Parameters
    ----------
    snapshot : Snapshot
        The store.
    chosen : Table
        The ids of the articles to look into, see `index.ids`.
    words : sequence of str or tuple of str
        Taken literally, whatever their case; of several in a tuple, one is enough. Without any, no article is listed.
    most : int, optional
        How many articles.

    Returns
    -------
    DataFrame
        ``article_id``, ``outlet``, ``title``, ``published_at``, ``url``.
    """
    each = [(word,) if isinstance(word, str) else word for word in words]
    one = "a.title ILIKE ? ESCAPE '\\' OR b.body ILIKE ? ESCAPE '\\'"
    tests = " AND ".join(f"({' OR '.join([one] * len(forms))})" for forms in each) or "FALSE"
    return snapshot.query(
        f"""
        SELECT a.article_id, CAST(a.outlet AS VARCHAR) AS outlet, a.title, a.published_at, a.url
        FROM bodies b JOIN chosen USING (article_id) JOIN articles a USING (article_id) WHERE {tests}
        ORDER BY a.published_at DESC NULLS LAST, a.article_id {"" if most is None else f"LIMIT {most}"}
        """,
        [pattern(form) for forms in each for form in forms for _ in ("title", "body")],
        chosen=chosen,
    )


def pattern(words: str) -> str:
    """Write words as a pattern for SQL's ILIKE that finds them anywhere, taken literally (escape: a backslash).

    Examples
    --------
    >>> pattern("100%")
    '%100\\\\%%'
    """
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
