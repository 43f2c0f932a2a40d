"""From the HTML of a page to its text and to what its metadata says: JSON-LD, meta tags, canonical address."""

import html as html_entities
import itertools
import json
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import lxml.html
import trafilatura
from lxml import etree

from analysis.corpus import datelines, dates, outlets, repair
from analysis.corpus.archives import LimitError

ARTICLE_TYPES = frozenset(
    "Article NewsArticle ReportageNewsArticle OpinionNewsArticle AnalysisNewsArticle BackgroundNewsArticle "
    "ReviewNewsArticle LiveBlogPosting BlogPosting Report SocialMediaPosting WebPage ItemPage "
    "VideoObject QAPage AdvertiserContentArticle SatiricalArticle ScholarlyArticle TechArticle".split()
)
"""Types of schema.org whose facts are the article's."""

_META = {
    "title": ("og:title", "twitter:title", "dc.title", "dc:title", "dcterms.title", "headline",
        "sailthru.title", "parsely-title"),
    "date": (
        "article:published_time", "og:article:published_time", "datepublished", "date", "dc.date", "dc.date.issued",
        "dcterms.created", "pubdate", "publish-date", "publish_date", "sailthru.date", "parsely-pub-date",
        "article.published", "published_at", "cxenseparse:recs:publishtime", "bt:pubdate", "article:published",
        "article_date_original",
        "originalpublicationdate", "dc.date.created", "dcterms.date", "dcterms.issued", "dc:date", "dc:created",
        "rnews:datepublished", "published_time_telegram", "publication_date", "og:published_time", "og:pubdate",
        "og:publish_date", "og:release_date", "article:post_date", "article.created", "article:created_time",
        "article-publication-date", "date_published", "datepublished", "displaydate", "lastmod_original", "ptime",
        "pub_date", "publish_time", "publishdate", "publishtime", "release_date", "citation_publication_date",
        "citation_date", "shareaholic:article_published_time", "video:release_date", "datecreated", "pdate",
        "published",
        "dc.created",
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

_ATTRIBUTE = r"""[^\s=<>/]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s<>"']*+))?+"""
"""A name, and a value that may be in quotes; a quotation mark that follows no equals sign quotes nothing."""

_TAG = re.compile(rf"<([a-zA-Z][\w:-]*+)(?:[\s/]++|{_ATTRIBUTE})*+>?")
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
    names = itertools.islice(re.finditer(_ATTRIBUTE, text), MAX_ATTRIBUTES + 2)
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
    bounded = _with_one_article(_with_short_lists(html, tree), tree)
    try:
        found = trafilatura.extract(bounded, include_comments=False, include_tables=True, favor_recall=False) or ""
    except _BROKEN:
        found = ""
    structured = _structured_body(tree)
    if len(structured) > MIN_STRUCTURED_GAIN * len(found):
        return structured
    return found or plain_text(tree)


MIN_ARTICLE_WORDS = 40
"""Words from which one of several articles on a page can be the one that the page is about."""


def _with_one_article(html: str, tree: lxml.html.HtmlElement | None) -> str:
    """Take out the other articles of a page that has several, each with a heading, one of which is the page's title.

    An article within another is part of it.
    """
    if tree is None or html.lower().count("<article") < 2:
        return html
    parts = [part for part in tree.iter("article") if next(part.iterancestors("article"), None) is None]
    title = _letters(metadata_of(tree).get("title", ""))
    headed = [(part, _letters(_heading_of(part))) for part in parts]
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


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


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
                facts.setdefault(name, _in_one_line(value))
    titles = [layer.get("title", "") for layer in layers[:1]] + [tags.get(key, "") for key in _META["title"]]
    found = {"title": _title_among(titles, tree), "date": _date_among(_dates_of(tree, tags))}
    facts |= {name: value for name, value in found.items() if value}
    order = ("date", "title", "author", "outlet", "language", "type", "url")
    return {name: facts[name] for name in order if name in facts}


def _in_one_line(value: str) -> str:
    return " ".join(repair.unescaped(value).split())[:1000]


def _title_among(told: Sequence[str], tree: lxml.html.HtmlElement) -> str:
    """Choose the title that the page shows: of those that its metadata tell, the first that its head or a heading has.

    Some templates put the site's name, a description or a word for search engines where the headline belongs.
    """
    head = " ".join((tree.findtext(".//title") or "").split())
    headings = [" ".join(heading.text_content().split()) for heading in itertools.islice(tree.iter("h1"), 5)]
    shown = [_letters(text) for text in (head, *headings)]
    titles = [_INLINE_TAG.sub("", _in_one_line(title)) for title in told if title.strip()]
    agreed = (title for title in titles if any(_letters(title) and _letters(title) in text for text in shown))
    heading = headings[0] if len(headings) == 1 and _letters(headings[0]) in shown[0] else ""
    title = next(agreed, "") or heading or next(iter(titles), "")
    title = title or _SITE_SUFFIX.sub("", head) or next(iter(headings), "")
    return _as_headed(title, headings)


_INLINE_TAG = re.compile(r"</?(?:em|i|b|strong|span|u|sup|sub|small|mark)(?:\s[^<>]{0,200})?>", re.IGNORECASE)


def _as_headed(title: str, headings: Sequence[str]) -> str:
    """Give the page's own heading where the title is that heading with something behind a dash."""
    for words in headings:
        behind = title[len(words) :]
        if len(words) >= MIN_HEADING and title.startswith(words) and re.match(r"\s*(?:[|_]|\s[-–—·•»:]+\s)", behind):
            return words
    return title


MIN_HEADING = 10
"""Characters of a heading that can be a headline; shorter ones are names of sections and sites."""


def _date_among(told: Iterable[str]) -> str:
    """Choose the first date that can be read; where none can, the first one, so that a remark can quote it."""
    first = ""
    for value in told:
        written = _in_one_line(value)
        first = first or written
        if written and dates.parse(written) is not None:
            return written
        if written and (day := datelines.in_line(written, day_first=True)):
            return day
    return first


def _dates_of(tree: lxml.html.HtmlElement, tags: Mapping[str, str]) -> Iterator[str]:
    """Give what a page says about its date, the surest first."""
    nodes = [node for node in _nodes(tree) if _kinds(node) & ARTICLE_TYPES]
    yield from (_name(node.get("datePublished")) for node in nodes)
    yield from _dates_in_damaged_data(tree)
    yield from (tags[key] for key in _META["date"] if key in tags)
    yield from (_name(node.get("dateCreated")) for node in nodes if _kinds(node) != {"WebPage"})
    for element in tree.iter("span", "div", "p", "abbr"):
        if "datePublished" in (element.get("itemprop") or "").split() or element.get("pubdate") is not None:
            yield element.get("datetime") or element.get("content") or element.get("title") or element.text_content()
    yield from _times(tree)
    yield _shown_near_heading(tree)


_DATE_PUBLISHED = re.compile(r'"datePublished"\s*:\s*"([^"\\]{8,40})"')


def _dates_in_damaged_data(tree: lxml.html.HtmlElement) -> Iterator[str]:
    """Give the date of an article's JSON-LD that is no JSON, as where a text in it holds a bare quotation mark."""
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "") and _json_of(text := script.text_content()) is None:
            yield from _DATE_PUBLISHED.findall(text)[:1]


def _shown_near_heading(tree: lxml.html.HtmlElement) -> str:
    """Give the date that a reader sees near the headline, for pages whose code names none."""
    heading = _headline(tree)
    if heading is None:
        return ""
    lines = plain_text(tree).split("\n")
    spoken = (tree.getroottree().getroot().get("lang") or "").lower()
    return datelines.near(lines, heading.text_content(), day_first=spoken not in ("", "en", "en-us", "en_us"))


def _headline(tree: lxml.html.HtmlElement) -> lxml.html.HtmlElement | None:
    """Find the headline: the last of the headings that the page's title begins with, else the first main heading.

    Templates put names of sites, sections and menus into main headings, and some put the headline into a second one.
    """
    head = _letters(tree.findtext(".//title") or "")
    headings = [(_letters(each.text_content()), each) for each in itertools.islice(tree.iter("h1", "h2"), MAX_HEADINGS)]
    told = [words for words, _ in headings if len(words) >= MIN_HEADING and words in head]
    of_title = [each for words, each in headings if any(part in words for part in told)]
    return of_title[-1] if of_title else next(tree.iter("h1"), None)


MAX_HEADINGS = 100
"""Headings among which the headline stands; those of teasers and comments come later."""

_UPDATED = re.compile(r"updat|modif|edited|comment|related|sidebar|footer|teaser|card", re.IGNORECASE)


def _times(tree: lxml.html.HtmlElement) -> Iterator[str]:
    """Give the first time that is marked up in the page's own article, or the only one of the page."""
    heading = _headline(tree)
    own = None if heading is None else next(heading.iterancestors("article", "main"), None)
    inside = [_moment_of(time) for time in (tree if own is None else own).iter("time") if _is_own(time)]
    inside = inside if own is None else inside[:1]
    if len({value[:10] for value in inside}) == 1:
        yield inside[0]
    elif heading is not None:
        after = itertools.islice(_following(heading, tree), ELEMENTS_AFTER_HEADING)
        yield from (_moment_of(element) for element in after if element.tag == "time" and _is_own(element))


ELEMENTS_AFTER_HEADING = 60
"""Elements behind a headline among which the time of its article stands; teasers of other articles come later."""


def _following(heading: lxml.html.HtmlElement, tree: lxml.html.HtmlElement) -> Iterator[lxml.html.HtmlElement]:
    elements = tree.iter()
    for element in elements:
        if element is heading:
            yield from elements


def _is_own(time: lxml.html.HtmlElement) -> bool:
    around = [time, *itertools.islice(time.iterancestors(), 2)]
    marks = " ".join(element.get(name) or "" for element in around for name in ("class", "id", "itemprop"))
    return any(map(str.isdigit, _moment_of(time))) and not _UPDATED.search(marks)


def _moment_of(time: lxml.html.HtmlElement) -> str:
    return time.get("datetime") or time.text_content()


def _linked_data(tree: lxml.html.HtmlElement) -> dict[str, str]:
    facts: dict[str, str] = {}
    for node in _nodes(tree):
        kinds = _kinds(node)
        if not kinds & ARTICLE_TYPES:
            continue
        is_article = kinds != {"WebPage"}
        values = {
            "title": _name(node.get("headline")),
            "author": _name(node.get("author")) if is_article else "",
            "outlet": _publisher(node) if is_article else "",
            "language": _name(node.get("inLanguage")),
            "type": next((k for k in sorted(kinds) if "Opinion" in k or "LiveBlog" in k), ""),
        }
        for name, value in values.items():
            if value:
                facts.setdefault(name, value)
    return facts


def _kinds(node: Mapping[str, Any]) -> set[str]:
    """Give the types of an object, without the vocabulary's address."""
    kind = node.get("@type")
    written = [kind] if isinstance(kind, str) else kind if isinstance(kind, list) else []
    return {re.split(r"[/:#]", one)[-1] for one in written if isinstance(one, str)}


def _publisher(node: Mapping[str, Any]) -> str:
    """Name who published: a page at a carrier names it as publisher, and the outlet as provider."""
    names = [_name(node.get(role)) for role in ("publisher", "provider", "sourceOrganization", "copyrightHolder")]
    own = [name for name in names if name and not outlets.is_carrier(name)]
    return next(iter([*own, *filter(None, names)]), "")


def _nodes(tree: lxml.html.HtmlElement) -> Iterator[Mapping[str, Any]]:
    """Walk the objects of all JSON-LD blocks; blocks that are no JSON are passed over, as browsers do."""
    for script in tree.iter("script"):
        if not (script.get("type") or "").strip().lower().startswith("application/ld+json"):
            continue
        document = _json_of(script.text_content())
        if document is None:
            continue
        waiting = deque([document])
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


_WRAPPING = re.compile(
    r"^(?:\s|;|//[^\n{\[]*(?=\n)|//\s*<!\[CDATA\[|/\*.{0,200}?\*/|<!\[CDATA\[|<!--|\ufeff)+"
    r"|(?:\s|;|//\s*\]\]>|//\s*(?=-->)|/\*.{0,200}?\*/|\]\]>|-->)+$",
    re.DOTALL,
)
"""Comments, CDATA marks and semicolons that templates put around JSON."""

_LAST_COMMA = re.compile(r",(?=\s*[}\]])")


def _json_of(text: str) -> Any:
    """Read the JSON of a script, also out of what templates put around it; None where there is none.

    Examples
    --------
    >>> _json_of('// <![CDATA[\\n{"a": 1};\\n// ]]>'), _json_of('{&quot;a&quot;: 1,}'), _json_of("window.a = 1")
    ({'a': 1}, {'a': 1}, None)
    """
    bare = _WRAPPING.sub("", text)
    for form in (text, bare, _LAST_COMMA.sub("", bare), _LAST_COMMA.sub("", html_entities.unescape(bare))):
        try:
            return json.loads(form, strict=False)
        except (ValueError, RecursionError):
            continue
    found = dict(_MEMBER.findall(bare))
    return {"@type": "NewsArticle", **found} if "datePublished" in found else None


_MEMBER = re.compile(r'"(datePublished|headline)"\s*:\s*"([^"\\]{4,300})"')
"""What is read from JSON-LD that is broken elsewhere, most often in a description."""

MAX_NODES = 1_000
"""Objects and lists of one block of JSON-LD that are looked at; real pages have dozens."""


def _structured_body(tree: lxml.html.HtmlElement | None) -> str:
    if tree is None:
        return ""
    bodies = [node["articleBody"] for node in _nodes(tree) if isinstance(node.get("articleBody"), str)]
    longest = max(bodies, key=len, default="")
    longest = repair.unescaped(longest)
    return plain_text(tree_of(f"<div>{longest}</div>")) if _ANY_TAG.search(longest) else longest


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


def _name(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ", ".join(filter(None, map(_name, value[:20])))
    return _name(value.get("name", "")) if isinstance(value, dict) else ""
