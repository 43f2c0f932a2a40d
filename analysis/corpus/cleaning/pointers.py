"""Rules for what points away from a text: at videos and documents that were embedded in the page, and at links."""

import re

from analysis.corpus.cleaning.page import MAX_TEMPLATE_LINE, LineSpan, Page, at_end, passage_rule, rule

_WORK = (
    r"(?:interview|transcript|report|letter|video|clip|statement|ruling|(?:executive )?order|list|speech|text|memo"
    r"|document|segment|episode|poll|study|remarks|discussion|exchange|ad|trailer)s?"
)
_POINTER = re.compile(
    r"[\s*•–—(\[-]*(?:"
    r"(?:Watch|WATCH|Listen to|See|Read(?: more)?|View|Check out|Hear|Take a look at)\b[^\n“”\"!?]{2,140}?"
    r"\b(?:below|here|above)"
    rf"|(?:The|An?) [^\n“”\"!?,]{{0,60}}\b{_WORK}\b[^\n“”\"!?]{{0,60}} (?:is|are|can be \w+) (?:[\w ]{{3,24}} )?"
    r"(?:below|here)"
    rf"|[A-Z][^\n“”\"!?,.]{{0,80}}\b[Tt]ranscript\b[^\n“”\"!?,.]{{0,60}} below"
    r")[\s.:)\]]*"
)
_POINTS_AT = (" below", " here", " above")


@passage_rule
def drop_pointers(page: Page) -> list[LineSpan]:
    """Find at the end of a text what sends the reader to something that stood below it on the page.

    Examples
    --------
    >>> page = Page(["They met.", "“Read it here.”", "Watch his full interview with CNN below:"])
    >>> [place for place, start, end in drop_pointers(page)]
    [2]
    """
    last = len(page.lines) - 1
    ends = (end for end in page.ends_with(_POINTS_AT) if end[0] == last and end[2].rstrip(" .:)]").endswith(_POINTS_AT))
    return list(at_end(_POINTER.fullmatch, ends))


MAX_LABEL_WORDS = 5
"""Words of the longest label that heads nothing."""


@rule
def drop_last_labels(page: Page) -> list[int]:
    """Find the label at the end of a text under which nothing stands: its links or its list are gone.

    Examples
    --------
    >>> drop_last_labels(Page(["They met.", "Go deeper:"])), drop_last_labels(Page(["They met.", "He said:", "No."]))
    ([1], [])
    """
    place = len(page.lines) - 1
    if place < 1 or page.lines[place - 1][-1] not in '.!?”"’)':
        return []
    line = page.lines[place]
    return [place] if line[-1] == ":" and line.count(" ") < MAX_LABEL_WORDS else []


_DOCUMENT = re.compile(r"[^\n]{3,200} by [^\n]{2,40} on Scribd\W*")


@rule
def drop_embedded_documents(page: Page) -> list[int]:
    """Find the titles of documents that a page shows in a frame of their host.

    Examples
    --------
    >>> drop_embedded_documents(Page(["They met.", "Letter to Doe FINAL by jdoe1 on Scribd", "It is on Scribd."]))
    [1]
    """
    if "Scribd" not in page.text:
        return []
    return [
        place
        for place, line in enumerate(page.lines)
        if len(line) <= MAX_TEMPLATE_LINE and "Scribd" in line and _DOCUMENT.fullmatch(line)
    ]
