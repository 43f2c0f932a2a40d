"""The example corpus that comes with the tool: where it lies, and under which licence each text may be shown."""

from pathlib import Path
from typing import Any

import pandas as pd

from analysis import assets

SOURCE = assets.DATA / "example" / "articles.jsonl"
"""The articles, with their licences; where they are from stands in ``SOURCES.md`` beside them."""

NAME = "example"
"""Name of the corpus that the page makes of it."""

INFERRED = "inferred"
"""How the file says that a date was not found with a text."""


def path() -> Path:
    """Return the file of the articles."""
    return SOURCE


def credits_of(articles: pd.DataFrame) -> pd.DataFrame:
    """List whose the texts are that come from the example corpus, and under which licence; none of other texts.

    Parameters
    ----------
    articles : DataFrame
        ``article_id``, ``external_id``, ``outlet``.

    Returns
    -------
    DataFrame
        ``article_id``, ``outlet``, ``licence``, ``licence_url``, ``attribution``, ``date_from``.
    """
    known = assets.table("example/attributions.csv")
    kept = articles[["article_id", "external_id", "outlet"]].astype("str")
    found = kept.merge(known, on=["external_id", "outlet"])
    return found[["article_id", "outlet", "licence", "licence_url", "attribution", "date_from"]]


def credit_line(article: Any) -> str:
    """Say whose an article of the example corpus is, and where its date was inferred; empty for every other article.

    Examples
    --------
    >>> credit_line({"article_id": "a", "external_id": "of mine", "outlet": "RT"})
    ''
    """
    facts = pd.DataFrame([{name: article[name] for name in ("article_id", "external_id", "outlet")}])
    rows = credits_of(facts).to_dict("records")
    if not rows:
        return ""
    date = f" Its date is not in the source: {rows[0]['date_from']}." if INFERRED in rows[0]["date_from"] else ""
    return f"{rows[0]['attribution']}. {rows[0]['licence']}.{date}"
