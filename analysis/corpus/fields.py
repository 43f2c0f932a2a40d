"""What the columns of somebody else's table mean: common names of fields and the names this tool gives them."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "id": ("id", "article_id", "external_id", "doc_id", "document_id", "guid", "uuid", "_id"),
        "outlet": (
            "outlet",
            "source",
            "publisher",
            "publication",
            "newspaper",
            "media",
            "site",
            "site_name",
            "source_name",
            "news_outlet",
            "domain",
            "channel",
        ),
        "title": ("title", "headline", "heading", "article_title", "news_title"),
        "text": (
            "text",
            "content",
            "body",
            "article",
            "article_text",
            "full_text",
            "fulltext",
            "maintext",
            "main_text",
            "story",
            "raw_text",
            "article_body",
            "content_text",
        ),
        "html": ("html", "raw_html", "page", "content_html", "body_html"),
        "date": (
            "published_at",
            "date",
            "published",
            "publish_date",
            "publication_date",
            "date_published",
            "datepublished",
            "pub_date",
            "pubdate",
            "published_date",
            "datetime",
            "created_at",
            "timestamp",
            "date_publish",
            "time",
        ),
        "precision": ("published_precision", "date_precision"),
        "url": ("url", "link", "address", "article_url", "permalink", "web_url", "canonical_url", "href"),
        "language": ("language", "lang"),
        "author": ("author", "authors", "byline", "writer", "creator"),
        "type": ("article_type", "section", "category"),
        "file": ("file", "filename", "file_name"),
    }
)
"""For each field the names it is known by, the surest first. Names are compared without case, spaces and marks."""

READ_FROM_ROWS = tuple(name for name in FIELDS if name != "file")
NEEDED = ("text", "html", "title")
"""A row is an article only if one of these holds something."""


def mapping(columns: Iterable[str]) -> dict[str, str]:
    """Find which column holds which field; where several could, the surest name wins, then the first column.

    Examples
    --------
    >>> mapping(["Headline", "content", "source", "summary", "published_at", "date"])
    {'outlet': 'source', 'title': 'Headline', 'text': 'content', 'date': 'published_at'}
    """
    known: dict[str, str] = {}
    for column in columns:
        known.setdefault(_plain(str(column)), str(column))
    found = {}
    for name, others in FIELDS.items():
        columns_known = [known[_plain(other)] for other in others if _plain(other) in known]
        if columns_known:
            found[name] = columns_known[0]
    return found


def told(found: Mapping[str, str]) -> str:
    """Say in a sentence which column was read as which field.

    Examples
    --------
    >>> told({"title": "headline", "text": "text"})
    'read `headline` as title, `text` as text'
    """
    return "read " + ", ".join(f"`{column}` as {name}" for name, column in found.items())


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())
