"""From the HTML of a page to its text and to what its metadata says: JSON-LD, meta tags, canonical address."""

import itertools
import json
import re
from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any

import lxml.html
import trafilatura
from lxml import etree

from analysis.corpus.archives import LimitError

ARTICLE_TYPES = frozenset(
    "Article NewsArticle ReportageNewsArticle OpinionNewsArticle AnalysisNewsArticle BackgroundNewsArticle "
    "ReviewNewsArticle LiveBlogPosting BlogPosting Report SocialMediaPosting WebPage".split()
)
"""Types of schema.org whose facts are the article's."""

_META = {
    "title": ("og:title", "twitter:title", "dc.title", "headline", "sailthru.title", "parsely-title"),
    "date": (
        "article:published_time", "og:article:published_time", "datepublished", "date", "dc.date", "dc.date.issued",
        "dcterms.created", "pubdate", "publish-date", "publish_date", "sailthru.date", "parsely-pub-date",
        "article.published", "published_at", "cxenseparse:recs:publishtime", "bt:pubdate",
    ),
    "author": ("author", "article:author", "dc.creator", "sailthru.author", "parsely-author", "byl"),
    "url": ("og:url", "twitter:url"),
    "outlet": ("og:site_name", "application-name", "publisher"),
    "language": ("og:locale", "content-language", "dc.language"),
    "type": ("article:section", "section"),
}  # fmt: skip
"""For each field the meta tags that hold it, the surest first."""

_SITE_SUFFIX = re.compile(r"\s+[|–—-]\s+[^|–—]{2,40}$")
_BROKEN = (etree.LxmlError, ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError, AssertionError)
"""What the parsers below raise on pages that are no HTML; one such page must not stop a corpus."""

_PARAGRAPHS = "p div br li h1 h2 h3 h4 h5 h6 blockquote tr section article figcaption pre".split()
_NO_TEXT = "script style noscript template iframe svg head form button nav".split()
MIN_STRUCTURED_GAIN = 1.5
"""The ``articleBody`` of JSON-LD is taken where it is this many times as long as the text that extraction found."""


MAX_ATTRIBUTES = 2_000
"""Attributes of one tag: real ones have dozens, and the parser's time grows with their square."""

MAX_ELEMENTS = 30_000
"""Elements of one page. Pages of news have some hundreds to ten thousand; extraction takes 0.1 ms for each."""

MAX_ITEMS = 500
"""Items of one list; extraction takes a time that grows with their square (half a minute for 10,000)."""

_TAG = re.compile(r"""<([a-zA-Z][\w:-]*+)(?:[^"'>]++|"[^"]*+"|'[^']*+')*+>?""")
_ATTRIBUTE = re.compile(r"""[^\s"'=<>/]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]++))?""")
_DECLARATION = re.compile(r"\s*<\?xml[^<>]{0,200}\?>")


class TooLargeError(LimitError):
    """Say that a page has more elements than are read."""


def tree_of(html: str) -> lxml.html.HtmlElement | None:
    """Parse a page within limits; None where there is nothing to parse.

    Raises
    ------
    TooLargeError
        Where it has more than `MAX_ELEMENTS` elements.

    Examples
    --------
    >>> many = " ".join(f"a{number}" for number in range(3000))
    >>> tree_of(f"<p {many}>Talks</p>").attrib, tree_of(" ")
    ({}, None)
    """
    return parsed(within_limits(html))


def parsed(html: str) -> lxml.html.HtmlElement | None:
    """Parse HTML that `within_limits` gave; else as `tree_of`."""
    try:
        tree = lxml.html.fromstring(html) if html.strip() else None
    except _BROKEN:
        return None
    if tree is not None and sum(1 for _ in itertools.islice(tree.iter(), MAX_ELEMENTS + 1)) > MAX_ELEMENTS:
        raise TooLargeError(f"more than {MAX_ELEMENTS:,} elements in one page")
    return tree


def within_limits(html: str) -> str:
    """Take the attributes from tags that have more than any page needs, and a declaration that lxml refuses.

    Examples
    --------
    >>> within_limits('<?xml version="1.0" encoding="utf-8"?><p class="a">Talks</p>')
    '<p class="a">Talks</p>'
    """
    declared = _DECLARATION.match(html)
    return _TAG.sub(_with_few_attributes, html[declared.end() :] if declared else html)


def _with_few_attributes(tag: re.Match[str]) -> str:
    text = tag[0]
    if len(text) < 2 * MAX_ATTRIBUTES:
        return text
    names = itertools.islice(_ATTRIBUTE.finditer(text), MAX_ATTRIBUTES + 2)
    return text if sum(1 for _ in names) <= MAX_ATTRIBUTES + 1 else f"<{tag[1]}>"


def _with_short_lists(html: str, tree: lxml.html.HtmlElement | None) -> str:
    """Cut lists down to the items that are read."""
    if tree is None or html.count("<li") + html.count("<LI") <= MAX_ITEMS:
        return html
    surplus = [item for parent in {item.getparent() for item in tree.iter("li")} for item in parent[MAX_ITEMS:]]
    for item in surplus:
        item.getparent().remove(item)
    return lxml.html.tostring(tree, encoding="unicode") if surplus else html


def text_of(html: str, tree: lxml.html.HtmlElement | None = None) -> str:
    """Extract the running text of a page.

    trafilatura finds it; where it finds nothing, or far less than the page's own JSON-LD gives as its body, other ways
    are taken.

    Examples
    --------
    >>> text_of("<html><body><p>The talks ended without result.</p></body></html>")
    'The talks ended without result.'
    """
    if tree is None:
        html = within_limits(html)
        tree = parsed(html)
    bounded = _with_short_lists(html, tree)
    try:
        found = trafilatura.extract(bounded, include_comments=False, include_tables=True, favor_recall=False) or ""
    except _BROKEN:
        found = ""
    structured = _structured_body(tree)
    if len(structured) > MIN_STRUCTURED_GAIN * len(found):
        return structured
    return found or plain_text(tree)


def plain_text(tree: lxml.html.HtmlElement | None) -> str:
    """Take all visible text of a page, a line a paragraph: for scraps of HTML that no extractor takes for a page.

    Examples
    --------
    >>> plain_text(tree_of("<p>One <b>two</b>.</p><script>spy()</script><p>Three.</p>"))
    'One two.\\nThree.'
    """
    if tree is None:
        return ""
    pieces: list[str] = []
    _collect(tree, pieces)
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _collect(tree: lxml.html.HtmlElement, pieces: list[str]) -> None:
    skipped = None
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else "script"
        if event == "start":
            if skipped is None and tag in _NO_TEXT:
                skipped = element
            if skipped is None:
                pieces += ["\n" if tag in _PARAGRAPHS else "", element.text or ""]
        else:
            if skipped is None and tag in _PARAGRAPHS:
                pieces.append("\n")
            if element is skipped:
                skipped = None
            if skipped is None:
                pieces.append(element.tail or "")


def metadata_of(tree: lxml.html.HtmlElement | None) -> dict[str, str]:
    """Read what a page says about itself: JSON-LD first, then meta tags, then its canonical address and headings.

    Examples
    --------
    >>> page = '<html lang="en"><meta property="og:title" content="Talks stall"><script type="application/ld+json">'
    >>> page += '{"@type": "NewsArticle", "datePublished": "2019-06-28T10:00:00Z", "author": {"name": "A. W"}}</script>'
    >>> metadata_of(tree_of(page + "<p>x</p></html>"))
    {'date': '2019-06-28T10:00:00Z', 'author': 'A. W', 'title': 'Talks stall', 'language': 'en'}
    """
    if tree is None:
        return {}
    facts: dict[str, str] = {}
    for layer in (_linked_data(tree), _meta_tags(tree), _elements(tree)):
        for name, value in layer.items():
            if value.strip():
                facts.setdefault(name, " ".join(value.split())[:1000])
    return facts


def _linked_data(tree: lxml.html.HtmlElement) -> dict[str, str]:
    facts: dict[str, str] = {}
    for node in _nodes(tree):
        kind = node.get("@type")
        kinds = {kind} if isinstance(kind, str) else set(filter(lambda k: isinstance(k, str), kind or ()))
        if not kinds & ARTICLE_TYPES:
            continue
        is_article = kinds != {"WebPage"}
        values = {
            "date": _name(node.get("datePublished") or (node.get("dateCreated") if is_article else None)),
            "title": _name(node.get("headline")),
            "author": _name(node.get("author")) if is_article else "",
            "outlet": _name(node.get("publisher")) if is_article else "",
            "language": _name(node.get("inLanguage")),
            "type": next((k for k in sorted(kinds) if "Opinion" in k or "LiveBlog" in k), ""),
        }
        for name, value in values.items():
            if value:
                facts.setdefault(name, value)
    return facts


def _nodes(tree: lxml.html.HtmlElement) -> Iterator[Mapping[str, Any]]:
    """Walk the objects of all JSON-LD blocks; blocks that are no JSON are passed over, as browsers do."""
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        try:
            waiting = deque([json.loads(script.text_content(), strict=False)])
        except (ValueError, RecursionError):
            continue
        for _ in range(MAX_NODES):
            if not waiting:
                break
            node = waiting.popleft()
            if isinstance(node, list):
                waiting.extendleft(reversed(node[:MAX_NODES]))
            elif isinstance(node, dict):
                yield node
                waiting += [
                    node[key]
                    for key in ("@graph", "mainEntity", "mainEntityOfPage")
                    if isinstance(node.get(key), (list, dict))
                ]


MAX_NODES = 1_000
"""Objects and lists of one block of JSON-LD that are looked at; real pages have dozens."""


def _structured_body(tree: lxml.html.HtmlElement | None) -> str:
    if tree is None:
        return ""
    bodies = [node["articleBody"] for node in _nodes(tree) if isinstance(node.get("articleBody"), str)]
    longest = max(bodies, key=len, default="")
    return plain_text(tree_of(longest)) if "<p" in longest else longest


def _meta_tags(tree: lxml.html.HtmlElement) -> dict[str, str]:
    tags: dict[str, str] = {}
    for meta in tree.iter("meta"):
        key = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv")
        if key and meta.get("content"):
            tags.setdefault(key.strip().lower(), meta.get("content"))
    facts = {name: next((tags[key] for key in keys if key in tags), "") for name, keys in _META.items()}
    if facts["author"].startswith("http"):
        facts["author"] = ""
    return facts


def _elements(tree: lxml.html.HtmlElement) -> dict[str, str]:
    canonical = tree.find(".//link[@rel='canonical']")
    time = next(
        (t for t in tree.iter("time") if t.get("pubdate") is not None or t.get("itemprop") == "datePublished"), None
    )
    headings = [heading.text_content().strip() for heading in tree.iter("h1")]
    title = tree.findtext(".//title") or ""
    root = tree.getroottree().getroot()
    return {
        "url": canonical.get("href", "") if canonical is not None else "",
        "date": (time.get("datetime") or time.text_content()) if time is not None else "",
        "title": headings[0] if len(headings) == 1 else _SITE_SUFFIX.sub("", title),
        "language": root.get("lang") or "",
    }


def _name(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ", ".join(filter(None, map(_name, value[:20])))
    return _name(value.get("name", "")) if isinstance(value, dict) else ""
