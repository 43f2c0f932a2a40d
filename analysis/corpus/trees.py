"""The HTML of a page as a tree, within limits, and what a reader of the page sees."""

import itertools
import re

import lxml.html
from lxml import etree

from analysis.corpus.archives import LimitError

BROKEN = (etree.LxmlError, ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError, AssertionError)
"""What the parsers below raise on pages that are no HTML; one such page must not stop a corpus."""


_PARAGRAPHS = "p div br li h1 h2 h3 h4 h5 h6 blockquote tr section article figcaption pre".split()
_NO_TEXT = "script style noscript template iframe svg head form button nav".split()


MAX_ATTRIBUTES = 2_000
"""Attributes of one tag: real ones have dozens, and the parser's time grows with their square."""

MAX_ELEMENTS = 30_000
"""Elements of one page. Pages of news have some hundreds to ten thousand; extraction takes 0.1 ms for each."""

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
    except BROKEN:
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


def letters(text: str) -> str:
    """Keep letters and digits alone, in small letters: what two writings of a headline share."""
    return re.sub(r"[\W_]+", "", text.casefold())


MIN_HEADING = 10
"""Characters of a heading that can be a headline; shorter ones are names of sections and sites."""


def headline(tree: lxml.html.HtmlElement) -> lxml.html.HtmlElement | None:
    """Find the headline: the heading of which the page's title holds most, the last of equals; else the first of all.

    Templates put names of sites, sections and menus into main headings, and some the headline into a lesser one.
    """
    head = letters(tree.findtext(".//title") or "")
    found = itertools.islice(tree.iter("h1", "h2", "h3"), MAX_HEADINGS)
    headings = [(letters(each.text_content()), each) for each in found]
    told = [words for words, _ in headings if len(words) >= MIN_HEADING and words in head]
    held = [max((len(part) for part in told if part in words), default=0) for words, _ in headings]
    most, place = max(zip(held, itertools.count()), default=(0, 0))
    return headings[place][1] if most else next(tree.iter("h1"), None)


MAX_HEADINGS = 100
"""Headings among which the headline stands; those of teasers and comments come later."""
