"""What a page says of itself in JSON-LD, also where templates damaged it."""

import html as html_entities
import json
import re
from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any

import lxml.html

from analysis.corpus import repair

ARTICLE_TYPES = frozenset(
    "Article NewsArticle ReportageNewsArticle OpinionNewsArticle AnalysisNewsArticle BackgroundNewsArticle "
    "ReviewNewsArticle LiveBlogPosting BlogPosting Report SocialMediaPosting WebPage ItemPage "
    "VideoObject QAPage AdvertiserContentArticle SatiricalArticle ScholarlyArticle TechArticle".split()
)
"""Types of schema.org whose facts are the article's."""


def kinds(node: Mapping[str, Any]) -> set[str]:
    """Return the types of an object, without the vocabulary's address."""
    kind = node.get("@type")
    written = [kind] if isinstance(kind, str) else kind if isinstance(kind, list) else []
    return {re.split(r"[/:#]", one)[-1] for one in written if isinstance(one, str)}


def nodes(tree: lxml.html.HtmlElement) -> Iterator[Mapping[str, Any]]:
    """Walk the objects of all JSON-LD blocks; blocks that are no JSON are passed over, as browsers do."""
    for script in tree.iter("script"):
        if not (script.get("type") or "").strip().lower().startswith("application/ld+json"):
            continue
        document = json_of(script.text_content())
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


def json_of(text: str) -> Any:
    """Read the JSON of a script, also out of what templates put around it; None where there is none.

    Examples
    --------
    >>> json_of('// <![CDATA[\\n{"a": 1};\\n// ]]>'), json_of('{&quot;a&quot;: 1,}'), json_of("window.a = 1")
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


def name_of(value: Any) -> str:
    """Write a value as text: of an object its name, of a list the names of its members."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ", ".join(filter(None, map(name_of, value[:20])))
    return name_of(value.get("name", "")) if isinstance(value, dict) else ""


def in_one_line(value: str) -> str:
    """Write a fact in one line of bounded length, without HTML's entities."""
    return " ".join(repair.unescaped(value).split())[:1000]
