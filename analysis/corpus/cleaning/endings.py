"""Rules for what stands behind the last sentence: who else wrote it, and when the page was changed."""

import re

from analysis.corpus.agencies import ANY_AGENCY
from analysis.corpus.cleaning.page import HEAD, IN_SENTENCE, MAX_END, Page, Span, at_end, opens, passage_rule

# Sign-offs: who else wrote it


_NAMES = (
    r"(?:(?:[A-ZÀ-Þ][\w.'’/-]*+|(?:and|in|by|with|the|of|from|at|for|de|van|von|bin|la|al-\w+|additional"
    r"|reporting|editing"
    r"|writing|agencies|agency|staff|wires?|services|reports|inputs?|files|contributions|correspondent|writers?"
    r"|reporter|photographer|researcher)(?![\w-])|[&—–|-](?!\w))[,;:)]*\s*){1,60}+"
)
"""Names, and the few words between them. Each piece ends where a word does, so that there is one way to read it."""

_WORK = r"(?:report(?:ing)?|story|article|piece|post|dispatch|analysis|column|coverage|blog|item|investigation)"
_CONTRIBUTED = (
    rf"[A-Z@]{IN_SENTENCE}{{2,380}}? contributed (?:additional |to )?(?:reporting|research|writing"
    rf"|(?:to )?(?:this|the|today’s)(?: [A-Z]?[\w-]+)? {_WORK})(?: to (?:this|the) {_WORK})?"
    rf"(?: (?:from|in|by|and|for){IN_SENTENCE}{{1,120}})?"
    rf"|(?:[A-Z]{IN_SENTENCE}{{0,80}})?\b(?:writers?|reporters?|correspondents?|journalists?|staff|producers?) "
    rf"{IN_SENTENCE}{{3,300}} contributed"
    rf"|(?:[A-Z][\w’'-]+ ){{1,3}}in [A-Z]{IN_SENTENCE}{{2,280}} contributed"
)
_REPORTED_BY = (
    rf"(?:Additional |Further |Extra )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Rr]esearch|Production|Graphics|Compiled"
    rf"|Written|Translated|Edited|Reported)(?: and (?:[Ww]riting|[Ee]diting|[Rr]eporting|production))? (?:by|from|in):?"
    rf" {_NAMES}"
    rf"|{_NAMES}(?:reported from {_NAMES}){{1,5}}"
    rf"|(?:This (?:{_WORK}|report) (?:was|has been) (?:written|compiled|produced|prepared|reported"
    rf"|edited) by) {IN_SENTENCE}{{3,120}}"
    rf"|(?:This|The) {_WORK} (?:contains|includes|used|uses) (?:additional )?(?:material|information|reporting)"
    rf" (?:from|by) {IN_SENTENCE}{{2,120}}"
)
_WITH_HELP = (
    rf"(?:[Ww]ith (?:additional |)?(?:assistance|reporting|files|inputs?|reports|contributions)"
    rf"(?: (?:from|by|of))?|Contribut(?:ing|ors?):|Reporting:|Editors?:) {_NAMES}"
)
_SIGN_OFF = re.compile(
    rf"[\s*•⦁·_–—(\[-]*(?:{_CONTRIBUTED}|{_REPORTED_BY}|{_WITH_HELP}"
    rf"|(?:Our Standards: )?The Thomson Reuters Trust Principles)[\s.)\]*_]*"
)
_SIGN_OFF_WORDS = (
    "ontribut", "eporting", "diting by", "ssistance", "riting by", "ompiled", "eported from", "Translated", "Edited",
    "ith file", "ith input", "ith reports", "material from", "information from", "Written", "Research",
    "Trust Principles",
)  # fmt: skip
_ALONE_WORDS = ("contribut", "ting by")
"""What a sign-off holds that stands alone above other furniture; the rarer forms are only looked for near the end."""

_AGENCY_LINE = re.compile(
    rf"\W*(?:(?:Source|Agency|Agencies|Sources)\W{{1,3}})?(?:Agencies|with agencies|(?:{ANY_AGENCY})"
    rf"(?:(?: and |/|, | & )(?:{ANY_AGENCY}|[Aa]gencies))*)\W*"
)
MAX_AGENCY_LINE = 50
"""Characters of the longest line that only credits agencies."""


@passage_rule
def drop_sign_offs(page: Page) -> list[Span]:
    """Find who contributed, reported, wrote or edited, at the end of a text or alone on a line.

    Examples
    --------
    >>> page = Page(["Nobody knows. Jo Doe and The Associated Press contributed to this report.", "Rain contributed."])
    >>> [page.lines[place][start:end] for place, start, end in drop_sign_offs(page)]
    ['Jo Doe and The Associated Press contributed to this report.']
    """
    found: list[Span] = []
    if words := [word for word in _ALONE_WORDS if word in page.text]:
        found = [
            Span(place, 0, len(line))
            for place, line in enumerate(page.lines)
            if place and len(line) <= MAX_END and any(map(line.__contains__, words)) and _SIGN_OFF.fullmatch(line)
        ]
    found += at_end(page, _SIGN_OFF.fullmatch, page.ends_with(_SIGN_OFF_WORDS))
    return [
        *found,
        *at_end(page, _AGENCY_LINE.fullmatch, (end for end in page.ends if len(end[2]) <= MAX_AGENCY_LINE)),
    ]


# Stamps: when the page changed


_HOUR = (
    r"(?:\d{1,2}(?:[:.]\d{2})?\s*(?:[ap]\.?\s?m\.?|GMT|hrs)?|[Nn]oon|[Mm]idnight)"
    r"(?:\s*\(?(?:[A-Z]{2,4}|Eastern|Pacific)(?: time)?\)?)?"
)
_WHEN = (
    rf"(?:(?:at|on|@)?\s*(?:{_HOUR}|(?:Mon|Tues?|Wednes|Thurs?|Fri|Satur|Sun|Wed|Thu|Sat)(?:day)?\.?"
    r"|(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?\s\d{1,2}(?:st|nd|rd|th)?(?:,?\s\d{4})?"
    r"|\d{1,2}(?:st|nd|rd|th)? (?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}(?:,? \d{4})?"
    r"|\d{1,2}/\d{1,2}(?:/\d{2,4})?|\d{4}-\d{2}-\d{2}|E[SD]?T|P[SD]?T|GMT|BST)[\s,.|–—-]*)"
)
_STAMP = re.compile(
    r"[\s*•_–—(\[-]*(?:"
    rf"(?:(?:This (?:post|story|article|page) was )?(?:[Ff]irst |[Oo]riginally |[Ll]ast )?"
    rf"(?:[Uu]pdated?|UPDATED|[Pp]ublished|PUBLISHED|[Pp]osted|POSTED|Modified"
    rf"|UPDATE)\s*:?\s*{_WHEN}{{1,7}})"
    rf"|This (?:{_WORK}|page|breaking news story) (?:has been|was|is being) (?:last |first "
    rf"|originally )?(?:updated|published|posted)"
    rf"(?: (?:at|on) {_WHEN}{{1,6}}| (?:with|to (?:include|add|reflect|note)) (?:{IN_SENTENCE}{{0,60}} )?(?:additional"
    rf"|new|more|further"
    r"|latest) (?:information|details|developments|comments?|reporting)|)"
    r"|This (?:is|remains) a (?:developing|breaking)(?: news)? (?:story|news story|article)"
    r"(?:[.,;:—– -]+(?:and )?(?:[Ii]t )?(?:[Pp]lease |will )?(?:[Cc]heck back|[Rr]efresh|be updated"
    r"|[Mm]ore to (?:come|follow)|[Cc]ome back)[^.\n]{0,60})?"
    r"|(?:Please )?(?:[Cc]heck back|[Rr]efresh this page) (?:soon |later |here |often )?for (?:more )?(?:updates"
    r"|details)"
    r"|More to (?:come|follow)|Developing(?: story)?"
    rf"|(?:Editor['’]s [Nn]ote: The|This) {_WORK} (?:was|has been) updated (?:on|at) [^.\n]{{4,90}}"
    r"|This article is more than \d+ (?:years?|months?) old"
    r")[\s.)\]*_…]*"
)
_STAMP_OPENINGS = frozenset("upd pub pos fir ori las mod thi edi ple che ref mor dev".split())


@passage_rule
@opens("upd pub pos fir ori las mod thi edi ple che ref mor dev", '"')
def drop_stamps(page: Page) -> list[Span]:
    """Find when the page was changed and that it will be: at either end of a text, or alone on a line.

    Examples
    --------
    >>> page = Page(["Updated at 6:15 p.m. ET", "They met. This story has been updated.", "He updated her on Monday."])
    >>> [page.lines[place][start:end] for place, start, end in drop_stamps(page)]
    ['Updated at 6:15 p.m. ET', 'This story has been updated.']
    """
    alone = [
        place
        for place in page.opened.get("drop_stamps", ())
        if len(page.lines[place]) <= MAX_STAMP and _STAMP.fullmatch(page.lines[place])
    ]
    found = [Span(place, 0, len(page.lines[place])) for place in alone]
    for place, line in enumerate(page.lines[:HEAD]):
        opening = _STAMP_OPENING.match(line) if line[0] in _STAMP_FIRST else None
        if opening and opening.end() < len(line):
            found.append(Span(place, 0, opening.end()))
    ends = (end for end in page.ends if end[1] and end[2][:3].lower() in _STAMP_OPENINGS)
    return [*found, *at_end(page, _STAMP.fullmatch, ends)]


_STAMP_FIRST = frozenset("UuFfLlPp")

MAX_STAMP = 160
"""Characters of the longest stamp."""

_STAMP_OPENING = re.compile(
    rf"(?:[Ff]irst |[Ll]ast )?(?:[Uu]pdated?|UPDATED?|[Pp]ublished|[Pp]osted)\s*:?\s*(?:at|on"
    rf"|@)\s(?=[^.]*?(?:\d|noon|midnight)){_WHEN}{{1,7}}"
    r"(?:(?:E[SD]?T|P[SD]?T|GMT|BST|UTC)\W{0,4}|(?<=[\w.)]):\s+)(?=[A-Z“\"(])"
)
