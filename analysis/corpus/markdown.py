"""The words of a Markdown text, without its marks."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from analysis.corpus import trees

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_MAX_NESTING = 20
"""Levels of marks within marks that are read; the parser's own value, which keeps its time in bounds."""


MAX_MARKS = 5_000
"""Marks of one paragraph that are read as Markdown; real ones have dozens, and the parser's time grows with their
square: 160 kB of ``**a `` took it ten seconds."""

MAX_ALL_MARKS = 100_000
"""Marks of one text; a thousand pages of print have fewer, and each takes 30 µs."""

_MARK = re.compile(r"[][*_!<&`\\]")
_PARAGRAPH = re.compile(r"\n[ \t]*\n")


def plain(text: str) -> str:
    """Take the marks of Markdown out of a text; images and comments go, links leave their words.

    A text with more marks than any Markdown has is kept as it stands.

    Examples
    --------
    >>> plain("## Talks\\n![spy](http://x/y.png)**Kim** met [Moon](http://a).\\n\\n* One\\n* Two")
    'Talks\\n\\nKim met Moon.\\n\\nOne\\n\\nTwo'
    """
    if not _is_readable(text):
        return text
    return "\n\n".join(filter(None, (block.strip() for block in _blocks(_parser().parse(text)))))


def _is_readable(text: str) -> bool:
    counts = [sum(1 for _ in _MARK.finditer(paragraph)) for paragraph in _PARAGRAPH.split(text)]
    return max(counts) <= MAX_MARKS and sum(counts) <= MAX_ALL_MARKS


def first_heading(text: str) -> str:
    """Return the heading of the first level that a text begins with; empty where it begins otherwise.

    Examples
    --------
    >>> first_heading("# Talks *stall*\\n\\nThe end."), first_heading("The end.")
    ('Talks stall', '')
    """
    beginning = text.lstrip()[:2000]
    if not beginning.startswith("#"):
        return ""
    tokens = _parser().parse(beginning)
    is_first = len(tokens) > 1 and tokens[0].type == "heading_open" and tokens[0].tag == "h1"
    return _inline(tokens[1].children or ()).strip() if is_first else ""


def _blocks(tokens: Sequence["Token"]) -> Iterable[str]:
    for token in tokens:
        if token.type == "inline":
            yield _inline(token.children or ())
        elif token.type in ("code_block", "fence"):
            yield token.content
        elif token.type == "html_block":
            yield _without_tags(token.content)


def _inline(children: Iterable["Token"]) -> str:
    pieces = []
    for token in children:
        if token.type in ("text", "code_inline", "text_special"):
            pieces.append(token.content)
        elif token.type in ("softbreak", "hardbreak") or token.content.lower().startswith("<br"):
            pieces.append("\n")
    return "".join(pieces)


def _without_tags(html: str) -> str:
    if html.lstrip().startswith("<!--") and html.rstrip().endswith("-->") and html.count("<!--") == 1:
        return ""

    return trees.plain_text(trees.tree_of(f"<div>{html}</div>"))


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # here: most corpora hold no Markdown

    return MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING})
