"""What the columns of somebody else's table mean: common names of fields and the names this tool gives them."""

import itertools
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any

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
            "media_name",
            "source_domain",
            "sourcecommonname",
            "provider",
        ),
        "title": (
            "title",
            "headline",
            "heading",
            "article_title",
            "news_title",
            "webtitle",
            "headline_text",
            "title_page",
        ),
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
            "plaintext",
            "bodytext",
            "fulltext_text",
            "article_content",
            "clean_text",
            "cleaned_text",
            "news_text",
            "paragraphs",
            "lead_paragraph",
            "abstract",
            "description",
            "short_description",
            "summary",
            "trailtext",
            "snippet",
            "excerpt",
            "standfirst",
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
            "publishing_date",
            "webpublicationdate",
            "first_publication_date",
            "publish_time",
            "publication_time",
            "publicationdate",
            "article_date",
            "news_date",
            "seendate",
            "time",
        ),
        "precision": ("published_precision", "date_precision"),
        "url": (
            "url",
            "link",
            "address",
            "article_url",
            "permalink",
            "web_url",
            "canonical_url",
            "href",
            "weburl",
            "requested_url",
            "responded_url",
            "source_url",
            "documentidentifier",
            "v2documentidentifier",
        ),
        "language": ("language", "lang"),
        "author": ("author", "authors", "byline", "writer", "creator", "by"),
        "type": ("article_type", "section", "category", "sectionname", "section_name", "type_of_material"),
        "file": ("file", "filename", "file_name"),
    }
)
"""For each field the names it is known by, the surest first. Names are compared without case, spaces and marks."""

NEEDED = ("text", "html", "title")
"""A row is an article only if one of these holds something."""


def mapping(columns: Iterable[str]) -> dict[str, str]:
    """Find which column holds which field; where several could, the surest name wins, then the first column.

    Examples
    --------
    >>> mapping(["Headline", "content", "source", "summary", "published_at", "date"])
    {'outlet': 'source', 'title': 'Headline', 'text': 'content', 'date': 'published_at'}
    """
    return {name: known[0] for name, known in candidates(columns).items()}


def candidates(columns: Iterable[str]) -> dict[str, list[str]]:
    """Find all columns that can hold each field, the surest name first.

    Examples
    --------
    >>> candidates(["body", "plaintext", "title"])
    {'title': ['title'], 'text': ['body', 'plaintext']}
    """
    return _candidates(tuple(map(str, columns)))


@lru_cache(maxsize=1000)  # a thousand shapes of objects; one without a common shape must not fill the memory
def _candidates(columns: tuple[str, ...]) -> dict[str, list[str]]:
    known: dict[str, str] = {}
    for column in columns:
        known.setdefault(_plain(column), column)
    every = {
        name: [known[_plain(other)] for other in others if _plain(other) in known] for name, others in FIELDS.items()
    }
    return {name: found for name, found in every.items() if found}


def is_list_of_addresses(found: Mapping[str, str]) -> bool:
    """Return whether columns are those of a list of pages: addresses and perhaps headlines, and no texts.

    Examples
    --------
    >>> is_list_of_addresses(mapping(["url", "title", "publish_date", "media_name"]))
    True
    >>> is_list_of_addresses(mapping(["url", "title", "text"])), is_list_of_addresses(mapping(["title", "date"]))
    (False, False)
    """
    return "url" in found and "text" not in found and "html" not in found


MAX_TOLD = 12
"""Columns that were not read and are named; a table of a news database has a hundred."""


def note(found: Mapping[str, str], columns: Iterable[str] = ()) -> str:
    """Say in a sentence which column was read as which field, and which columns were not read.

    Examples
    --------
    >>> note({"title": "headline", "text": "text"}, ["headline", "text", "Datum"])
    "read 'headline' as title, 'text' as text; not read: 'Datum'"
    """
    read = "read " + ", ".join(f"'{column}' as {name}" for name, column in found.items())
    known = set(itertools.chain.from_iterable(candidates(columns := list(columns)).values()))
    rest = [column for column in columns if column.strip() and column not in known]
    named = ", ".join(f"'{column}'" for column in rest[:MAX_TOLD])
    more = f" and {len(rest) - MAX_TOLD} more" if len(rest) > MAX_TOLD else ""
    return f"{read}; not read: {named}{more}" if rest else read


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())


_NAME_KEYS = ("name", "title", "main", "original", "rendered", "text", "full", "value", "#text", "id", "$date", "$oid")
"""Keys that hold what an object is called, or what it says, the surest first."""

MAX_DEPTH = 8
"""Levels of lists and objects in one value that are looked into; names of authors lie two or three deep."""


def as_text(value: Any, depth: int = 0) -> str:
    """Write a value as text: numbers without needless points, lists joined, of an object its name.

    Examples
    --------
    >>> as_text([{"name": "Ann Lee"}, "Bo"]), as_text(3.0), as_text(float("nan"))
    ('Ann Lee, Bo', '3', '')
    """
    if isinstance(value, (dict, list, tuple)):
        return "" if depth == MAX_DEPTH else _text_of_group(value, depth + 1)
    if isinstance(value, float):
        return "" if math.isnan(value) or math.isinf(value) else str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, bool):
        return ""
    return str(value)


def _text_of_group(value: Mapping[str, Any] | Sequence[Any], depth: int) -> str:
    if isinstance(value, Mapping):
        named = next(filter(None, (value.get(key) for key in _NAME_KEYS)), "")
        return as_text(named, depth) if not isinstance(named, dict) else ""
    return ", ".join(filter(None, (as_text(one, depth) for one in value[:50])))
