"""From the HTML of a page to its text and to what its metadata says: JSON-LD, meta tags, canonical address."""

import itertools
import re
from collections.abc import Mapping, Sequence
from typing import Any

import lxml.html
import trafilatura

from analysis.corpus import linked, outlets, published, repair, trees

_META = {
    "title": ("og:title", "twitter:title", "dc.title", "dc:title", "dcterms.title", "headline",
        "sailthru.title", "parsely-title"),
    "author": ("author", "article:author", "dc.creator", "sailthru.author", "parsely-author", "byl"),
    "url": ("og:url", "twitter:url"),
    "outlet": ("og:site_name", "application-name", "publisher"),
    "language": ("og:locale", "content-language", "dc.language"),
    "type": ("article:section", "section"),
}  # fmt: skip
"""For each field the meta tags that hold it, the surest first."""

_SITE_SUFFIX = re.compile(r"\s+[|–—-]\s+[^|–—]{2,40}$")
MAX_ITEMS = 500
"""Items of one list; extraction takes a time that grows with their square (half a minute for 10,000)."""

MIN_STRUCTURED_GAIN = 1.5
"""The ``articleBody`` of JSON-LD, and a body in pieces put together, are taken where they are this many times as long
as the text that extraction found."""


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
        html = trees.within_limits(html)
        tree = trees.parsed(html)
    found = _extracted(_with_one_article(_with_short_lists(html, tree), tree))
    for other in (_structured_body(tree), _extracted(_with_one_body(tree))):
        if len(other) > MIN_STRUCTURED_GAIN * len(found):
            found = other
    return found or trees.plain_text(tree)


def _extracted(html: str) -> str:
    if not html:
        return ""
    try:
        return trafilatura.extract(html, include_comments=False, include_tables=True, favor_recall=False) or ""
    except trees.BROKEN:
        return ""


_BODY = re.compile(r"(?:^|[\s_-])(?:article|story|post|entry)[_-]*(?:body|text|content)(?:[\s_-]|$)", re.IGNORECASE)


def _with_one_body(tree: lxml.html.HtmlElement | None) -> str:
    """Put the pieces of a body together that advertisements part: blocks of one class in one article.

    Extraction reads the first of them (half of each page of Wired). Empty where a body is in one piece.
    """
    pieces: dict[tuple[object, str], list[lxml.html.HtmlElement]] = {}
    for block in tree.iter("div", "section") if tree is not None else ():
        kind = block.get("class") or ""
        article = next(block.iterancestors("article", "main"), None)
        nested = any(outer.get("class") == kind for outer in block.iterancestors())
        if article is not None and not nested and _BODY.search(kind) and _n_own_words(block) >= MIN_ARTICLE_WORDS:
            pieces.setdefault((article, kind), []).append(block)
    further = [(blocks[0], block) for blocks in pieces.values() for block in blocks[1:]]
    for first, block in further:
        first.extend(list(block))
    return lxml.html.tostring(tree, encoding="unicode") if further and tree is not None else ""


def _n_own_words(block: lxml.html.HtmlElement) -> int:
    return sum(len(paragraph.text_content().split()) for paragraph in block.iter("p"))


MIN_ARTICLE_WORDS = 40
"""Words from which one of several articles on a page can be the one the page is about, and a block a part of it."""


def _with_one_article(html: str, tree: lxml.html.HtmlElement | None) -> str:
    """Take out the other articles of a page that has several, each with a heading, one of which is the page's title.

    An article within another is part of it.
    """
    if tree is None or html.lower().count("<article") < 2:
        return html
    parts = [part for part in tree.iter("article") if next(part.iterancestors("article"), None) is None]
    title = trees.letters(metadata_of(tree).get("title", ""))
    headed = [(part, trees.letters(_heading_of(part))) for part in parts]
    own = [part for part, heading in headed if title and heading == title]
    if len(own) != 1 or len(own[0].text_content().split()) < MIN_ARTICLE_WORDS:
        return html
    others = [part for part, heading in headed if heading and part is not own[0]]
    for part in others:
        part.drop_tree()
    return lxml.html.tostring(tree, encoding="unicode") if others else html


def _heading_of(part: lxml.html.HtmlElement) -> str:
    heading = next(part.iter("h1", "h2", "h3"), None)
    return heading.text_content() if heading is not None else ""


def metadata_of(tree: lxml.html.HtmlElement | None) -> dict[str, str]:
    """Read what a page says about itself: JSON-LD first, then meta tags, then its canonical address and headings.

    Examples
    --------
    >>> page = '<html lang="en"><meta property="og:title" content="Talks stall"><script type="application/ld+json">'
    >>> page += '{"@type": "NewsArticle", "datePublished": "2019-06-28T10:00:00Z", "author": {"name": "A. W"}}</script>'
    >>> metadata_of(trees.tree_of(page + "<p>x</p></html>"))
    {'date': '2019-06-28T10:00:00Z', 'title': 'Talks stall', 'author': 'A. W', 'language': 'en'}
    """
    if tree is None:
        return {}
    tags = _tags(tree)
    layers = (_linked_data(tree), _told_by(tags), _elements(tree))
    facts: dict[str, str] = {}
    for layer in layers:
        for name, value in layer.items():
            if value.strip():
                facts.setdefault(name, linked.in_one_line(value))
    titles = [layer.get("title", "") for layer in layers[:1]] + [tags.get(key, "") for key in _META["title"]]
    found = {
        "title": _title_among(titles, tree),
        "date": published.of_page(tree, tags, filter(None, [facts.get("url", ""), tags.get("og:url", "")])),
    }
    facts |= {name: value for name, value in found.items() if value}
    order = ("date", "title", "author", "outlet", "language", "type", "url")
    return {name: facts[name] for name in order if name in facts}


def _title_among(told: Sequence[str], tree: lxml.html.HtmlElement) -> str:
    """Choose the title that the page shows: of those that its metadata tell, the first that its head or a heading has.

    Some templates put the site's name, a description or a word for search engines where the headline belongs.
    """
    head = " ".join((tree.findtext(".//title") or "").split())
    headings = [" ".join(heading.text_content().split()) for heading in itertools.islice(tree.iter("h1"), 5)]
    shown = [trees.letters(text) for text in (head, *headings)]
    titles = [_INLINE_TAG.sub("", linked.in_one_line(title)) for title in told if title.strip()]
    agreed = (title for title in titles if any(trees.letters(title) and trees.letters(title) in text for text in shown))
    heading = headings[0] if len(headings) == 1 and trees.letters(headings[0]) in shown[0] else ""
    title = next(agreed, "") or heading or next(iter(titles), "")
    title = title or _SITE_SUFFIX.sub("", head) or next(iter(headings), "")
    return _as_headed(title, headings)


_INLINE_TAG = re.compile(r"</?(?:em|i|b|strong|span|u|sup|sub|small|mark)(?:\s[^<>]{0,200})?>", re.IGNORECASE)


def _as_headed(title: str, headings: Sequence[str]) -> str:
    """Return the page's own heading where the title is that heading with something behind a dash."""
    for words in headings:
        behind = title[len(words) :]
        if (
            len(words) >= trees.MIN_HEADING
            and title.startswith(words)
            and re.match(r"\s*(?:[|_]|\s[-–—·•»:]+\s)", behind)
        ):
            return words
    return title


def _linked_data(tree: lxml.html.HtmlElement) -> dict[str, str]:
    facts: dict[str, str] = {}
    for node in linked.nodes(tree):
        kinds = linked.kinds(node)
        if not kinds & linked.ARTICLE_TYPES:
            continue
        is_article = kinds != {"WebPage"}
        values = {
            "title": linked.name_of(node.get("headline")),
            "author": linked.name_of(node.get("author")) if is_article else "",
            "outlet": _publisher(node) if is_article else "",
            "language": linked.name_of(node.get("inLanguage")),
            "type": next((k for k in sorted(kinds) if "Opinion" in k or "LiveBlog" in k), ""),
        }
        for name, value in values.items():
            if value:
                facts.setdefault(name, value)
    return facts


def _publisher(node: Mapping[str, Any]) -> str:
    """Name who published: a page at a carrier names it as publisher, and the outlet as provider."""
    names = [
        linked.name_of(node.get(role)) for role in ("publisher", "provider", "sourceOrganization", "copyrightHolder")
    ]
    own = [name for name in names if name and not outlets.is_carrier(name)]
    return next(iter([*own, *filter(None, names)]), "")


def _structured_body(tree: lxml.html.HtmlElement | None) -> str:
    if tree is None:
        return ""
    bodies = [node["articleBody"] for node in linked.nodes(tree) if isinstance(node.get("articleBody"), str)]
    longest = max(bodies, key=len, default="")
    longest = repair.unescaped(longest)
    return trees.plain_text(trees.tree_of(f"<div>{longest}</div>")) if _ANY_TAG.search(longest) else longest


_ANY_TAG = re.compile(
    r"</?(?:p|br|div|a|b|i|em|strong|span|h[1-6]|ul|ol|li|img|figure|blockquote)\b[^<>]{0,500}>", re.I
)


def _tags(tree: lxml.html.HtmlElement) -> dict[str, str]:
    """Read the meta tags: name in small letters to content, of several with one name the first."""
    tags: dict[str, str] = {}
    for meta in tree.iter("meta"):
        content = meta.get("content")
        keys = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv")
        if keys and content and content.strip():
            for key in keys.lower().split():
                tags.setdefault(key, content)
    return tags


def _told_by(tags: Mapping[str, str]) -> dict[str, str]:
    facts = {name: next((tags[key] for key in keys if key in tags), "") for name, keys in _META.items()}
    if facts["author"].startswith("http"):
        facts["author"] = ""
    return facts


def _elements(tree: lxml.html.HtmlElement) -> dict[str, str]:
    canonical = tree.find(".//link[@rel='canonical']")
    root = tree.getroottree().getroot()
    return {
        "url": canonical.get("href", "") if canonical is not None else "",
        "language": root.get("lang") or "",
    }
