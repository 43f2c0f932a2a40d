"""Rules for what links to persons leave within sentences: the full name once more, headlines, and "MORE"."""

import re
import unicodedata
from collections.abc import Iterator

from analysis.corpus.cleaning.page import LineSpan, Page, passage_rule

_CHAIN_END = re.compile(r"(?<![A-Z])MORE(?![A-Za-z\d])")
_NAME_PART = (
    r"[\"“(]?(?:(?:Mc|Mac|De|Di|La|Le|Van|Fitz|O['’]|D['’])?[A-Z][^\W\dA-Z_]*(?:[-’'][A-Z]?[^\W\dA-Z_]+)*\.?"
    r"|(?:[A-Z]\.)+)[\"”)]?"
)
_FULL_NAME = (
    rf"(?P<full>(?:(?:Jr|Sr)\.?\s)?(?:(?:{_NAME_PART}|de|von|van|bin|al)\s+){{0,6}}?(?P=surname))"
    r"(?:,?\s(?:Jr|Sr)\.?|\sI{2,3})?(?=[^\s\w’']|[A-Z\d‘“'\"]|\s|$)"
)
_NAME_TWICE = re.compile(
    r"(?<![\w’'-])(?P<surname>(?:(?:de|De|von|van|Van|al|la|La)\s)?[A-Z][\w’'-]*+)(?:,?\s(?:Jr|Sr)\.?)?\s" + _FULL_NAME
)
_NAME_GLUED = re.compile(r"(?<![\w’'-])(?P<surname>[A-Z][\w’'-]+[a-z])(?=[A-Z])" + _FULL_NAME)
"""The same where no space stands between: "BreyerStephen Breyer"."""

_PLAIN = {
    code: plain
    for code in range(0xC0, 0x180)
    if len(plain := unicodedata.normalize("NFD", chr(code))[0]) == 1 and plain.isascii()
}
"""Letters without their accents, which names have in one place and not in the other."""

MAX_CHAIN = 900
"""Characters of the longest chain: a name and five headlines of the longest kind."""


@passage_rule
def drop_link_chains(page: Page) -> list[LineSpan]:
    """Find what a link to a person leaves: the full name once more, headlines about the person, and "MORE".

    Examples
    --------
    >>> line = "President Kim Paul Ann KimTalks stall again Ferry sinks off the coast MORE told reporters that he left."
    >>> (place, start, end), = drop_link_chains(Page([line]))
    >>> line[:start] + line[end:].lstrip()
    'President Kim told reporters that he left.'
    """
    if "MORE" not in page.text:
        return []
    return [LineSpan(place, *found) for place, line in enumerate(page.lines) for found in _chains(line)]


def _chains(line: str) -> Iterator[tuple[int, int]]:
    before = 0
    for end in _CHAIN_END.finditer(line):
        low = max(before, end.start() - MAX_CHAIN)
        window = line[low : end.start()].translate(_PLAIN)
        found = _NAME_TWICE.search(window)
        while found and (later := _NAME_TWICE.match(window, found.start("full"))):
            found = later  # of "John Kelly John Francis Kelly" the surname, not the first name
        if not found:
            found = _NAME_GLUED.search(window)
        if found:
            yield low + found.start("full"), end.end()
        before = end.end()
