"""Rules for what stands behind the last sentence: who else wrote it, and when the page was changed."""

import re

from analysis.corpus.agencies import ANY_AGENCY
from analysis.corpus.cleaning.page import HEAD, IN_SENTENCE, MAX_END, LineSpan, Page, at_end, opens, passage_rule

# Sign-offs: who else wrote it


_NAMES = (
    r"(?:(?:[A-ZÀ-Þ][\w.'’/-]*+|(?:and|in|by|with|the|of|from|at|for|de|van|von|bin|la|al-\w+|additional"
    r"|reporting|research|editing"
    r"|writing|agencies|agency|staff|wires?|services|reports|inputs?|files|contributions|correspondent|writers?"
    r"|reporter|photographer|researcher)(?![\w-])|[&—–|-](?!\w))[,;:)]*\s*){1,60}+"
)
"""Names, and the few words between them. Each piece ends where a word does, so that there is one way to read it."""

_WORK = r"(?:report(?:ing)?|story|article|piece|post|dispatch|analysis|column|coverage|blog|item|investigation)"
_PEOPLE = r"[A-ZÀ-Þ][\w.'’-]*(?:(?:,| and|, and)? [A-ZÀ-Þ][\w.'’-]*){1,14}"
"""Two names or more, and nothing else."""

_CONTRIBUTED = (
    rf"[A-Z@]{IN_SENTENCE}{{2,380}}? contributed (?:additional |to )?(?:reporting|research|writing"
    rf"|(?:to )?(?:this|the|today’s)(?: [A-Z]?[\w-]+)? {_WORK})(?: to (?:this|the) {_WORK})?"
    rf"(?: (?:from|in|by|and|for){IN_SENTENCE}{{1,120}})?"
    rf"|(?:[A-Z]{IN_SENTENCE}{{0,80}})?\b(?:writers?|reporters?|correspondents?|journalists?|staff|producers?) "
    rf"{IN_SENTENCE}{{3,300}} contributed"
    rf"|[A-Z]{{2,5}}(?:-TV)? contributed"
    rf"|(?:[A-Z][\w’'-]+ ){{1,3}}in [A-Z]{IN_SENTENCE}{{2,280}} contributed"
    rf"|{_PEOPLE} contributed|contributed to this {_WORK}"
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
_PAID_BY = (
    r"(?:The )?(?:Associated Press|AP)\b[^.\n]{0,80} receives? support from [^\n]{3,300}"
    r"|The (?:Associated Press|AP) is solely responsible for (?:all|this) content"
    r"|Information from: [A-Z][^\n]{3,100}"
)
_WITH_HELP = (
    rf"(?:[Ww]ith (?:additional |)?(?:assistance|reporting|files|inputs?|reports|contributions)"
    rf"(?: (?:from|by|of))?|Contribut(?:ing|ors?):?|(?:Additional )?[Rr]eporting:|Editors?:) {_NAMES}"
)
_HAT_TIP = r"[Hh]/[Tt]\b:? ?[^.\n“”\"]{2,60}"
"""Who told the author of it."""

_SIGN_OFF = re.compile(
    rf"[\s*•⦁·_–—(\[-]*(?:{_CONTRIBUTED}|{_REPORTED_BY}|{_WITH_HELP}|{_PAID_BY}|{_HAT_TIP}"
    rf"|(?:Our Standards: )?The Thomson Reuters Trust Principles)[\s.)\]*_]*"
)
_SIGN_OFF_WORDS = (
    "ontribut", "eporting", "diting by", "ssistance", "riting by", "ompiled", "eported from", "Translated", "Edited",
    "H/T", "h/t", "H/t",
    "ith file", "ith input", "ith reports", "material from", "information from", "Written", "esearch by",
    "Trust Principles", " support from ", "solely responsible", "Information from",
)  # fmt: skip
_ALONE_WORDS = ("contribut", "ting by")
"""What a sign-off holds that stands alone above other furniture; the rarer forms are only looked for near the end."""

_AGENCY_LINE = re.compile(
    rf"\W*(?:(?:Source|Agency|Agencies|Sources)\W{{1,3}})?(?:Agencies|with agencies|[Ww]ith (?:[A-Z]\w+ )?(?:[Ww]ires"
    rf"|[Ww]ire [Ss]ervices)|(?:[A-Z]\w+ ){{1,3}}[Ss]taff and wires?|PA|AAP|(?:{ANY_AGENCY})"
    rf"(?:(?: and |/|, | & )(?:{ANY_AGENCY}|[Aa]gencies))*)\W*"
)
_DESK = re.compile(
    r"[A-Z]{2,4}(?:/[A-Z]{2,4}){1,3}(?: \d[\d-]{4,9})?"
    r"|[A-Z][\w.]*(?: [\w.]+){0,4}['’]s? (?:[A-Z][\w.'’-]+ ){1,2}[A-Z][\w.'’-]+ reports\.?"
)
"""Initials of those who wrote and edited it, and whose correspondent reports."""

MAX_DESK = 60
"""Characters of the longest of them."""

MAX_AGENCY_LINE = 50
"""Characters of the longest line that only credits agencies."""


@passage_rule
def drop_sign_offs(page: Page) -> list[LineSpan]:
    """Find who contributed, reported, wrote or edited, at the end of a text or alone on a line.

    Examples
    --------
    >>> page = Page(["Nobody knows. Jo Doe and The Associated Press contributed to this report.", "Rain contributed."])
    >>> [page.lines[place][start:end] for place, start, end in drop_sign_offs(page)]
    ['Jo Doe and The Associated Press contributed to this report.']
    """
    found: list[LineSpan] = []
    if words := [word for word in _ALONE_WORDS if word in page.text]:
        found = [
            LineSpan(place, 0, len(line))
            for place, line in enumerate(page.lines)
            if place and len(line) <= MAX_END and any(map(line.__contains__, words)) and _SIGN_OFF.fullmatch(line)
        ]
    found += at_end(_SIGN_OFF.fullmatch, page.ends_with(_SIGN_OFF_WORDS))
    found += at_end(_DESK.fullmatch, (end for end in page.ends if len(end[2]) <= MAX_DESK))
    return [
        *found,
        *at_end(_AGENCY_LINE.fullmatch, (end for end in page.ends if len(end[2]) <= MAX_AGENCY_LINE)),
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
    rf"(?:(?:This (?:post|story|article|page) was )?(?:[Ff]irst |[Oo]riginally |[Ll]ast |[Mm]ost recent )?"
    rf"(?:[Uu]pdated?|UPDATED|[Pp]ublished|PUBLISHED|[Pp]osted|POSTED|Modified|Revised|Updated and revised"
    rf"|UPDATE)\s*[:,@]?\s*[(]?{_WHEN}{{1,7}}[)]?(?: ?[(]{_WHEN}{{1,3}}[)])?:?)"
    rf"|{_WHEN}{{1,7}}UPDATED?:?|UPDATED?:|Update:"
    rf"|(?:Editor['’]s [Nn]ote: )?This (?:{_WORK}|page|breaking news story) (?:has been|was|is being) (?:last |first "
    rf"|originally )?(?:updated|published|posted)"
    rf"(?: (?:at|on) {_WHEN}{{1,6}}(?:(?:with|to (?:include|add|reflect|note)) {IN_SENTENCE}{{2,160}})?| (?:with"
    rf"|to (?:include|add|reflect|note)) (?:{IN_SENTENCE}{{0,60}} )?(?:additional"
    rf"|new|more|further"
    r"|latest) (?:information|details|developments|comments?|reporting)(?: [A-Z][a-z]+day)?"
    r"| since it was (?:first |originally )?(?:posted|published)|)"
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
_STAMP_OPENINGS = frozenset("upd pub pos fir ori las mod thi edi ple che ref mor dev mos rev".split())


@passage_rule
@opens("upd pub pos fir ori las mod thi edi ple che ref mor dev mos rev 0", '" "upd "rev "las')
def drop_stamps(page: Page) -> list[LineSpan]:
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
    found = [LineSpan(place, 0, len(page.lines[place])) for place in alone]
    for place, line in enumerate(page.lines[:HEAD]):
        opening = _STAMP_OPENING.match(line) if line[0] in _STAMP_FIRST else None
        if opening and opening.end() < len(line):
            found.append(LineSpan(place, 0, opening.end()))
    found += [
        LineSpan(place, 0, len(line))
        for place, line in enumerate(page.lines[:HEAD])
        if (len(line) <= MAX_POSTED and ("osted:" in line or "pdated:" in line) and _POSTED.fullmatch(line))
        or (("|" in line[:45] or "/" in line[:45]) and _SITE_DAY.fullmatch(line))
    ]
    ends = (end for end in page.ends if end[1] and end[2].lstrip("[(*_ ")[:3].lower() in _STAMP_OPENINGS)
    return [*found, *at_end(_STAMP.fullmatch, ends)]


_SITE_DAY = re.compile(
    r"[A-Z][\w .&'’-]{1,40} ?[|/] ?(?:\d{1,2} [A-Z][a-z]{2,8},? \d{4}|[A-Z][a-z]{2,8}\.? \d{1,2},"
    r" \d{4})[\w:,+ .-]{0,30}"
)
"""The outlet's name and the day, in one line above the text."""

_DAY_TIME = (
    r"(?:on )?(?:[A-Z][a-z]+,? )?[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}(?:,?(?: at| -|—)? \d{1,2}:\d\d ?[AaPp]\.?[Mm]\.?"
    r"(?: [A-Z]{2,4})?)?"
)
_POSTED = re.compile(
    rf"(?:[^\n]{{3,200}} )?(?:Posted|Published|Updated): {_DAY_TIME}(?:\W{{1,4}}(?:Last )?(?:Posted|Updated):"
    rf" {_DAY_TIME})?\W?"
)
"""The headline once more, or a byline, with when it was posted behind it."""

MAX_POSTED = 320
"""Characters of the longest such line."""

_STAMP_FIRST = frozenset("UuFfLlPp")

MAX_STAMP = 160
"""Characters of the longest stamp."""

_STAMP_OPENING = re.compile(
    rf"(?:[Ff]irst |[Ll]ast )?(?:[Uu]pdated?|UPDATED?|[Pp]ublished|[Pp]osted)\s*:?\s*(?:at|on"
    rf"|@)\s(?=[^.]*?(?:\d|noon|midnight)){_WHEN}{{1,7}}"
    r"(?:(?:E[SD]?T|P[SD]?T|GMT|BST|UTC)\W{0,4}|(?<=[\w.)]):\s+|(?<=\d{4}\.\s))(?=[A-Z“\"(])"
)


# Corrections: what the page said before


_CORRECTION_LABEL = r"(?:CORRECTIONS?|CLARIFICATIONS?|UPDATED?|NOTE|EDITOR[’']S NOTE)"
_CORRECTION = re.compile(
    rf"[\s*•_–—(\[-]*(?:{_CORRECTION_LABEL}(?:,? [^:\n]{{2,50}})?\s?[:.—–-]+\s)?"
    rf"(?:(?:A|The) [^.\n]{{2,30}} in an? )?(?:(?:An?|The|In an?) (?:earlier|early|previous|prior|original|initial"
    rf"|first)(?: \w+)? version of (?:this|our) {_WORK}\b"
    rf"|(?:This|The) {_WORK} (?:was|has been|have been) (?:amended|corrected|clarified|edited|revised|modified)\b"
    rf"|(?:This|The) {_WORK}(?:[’']s headline)? (?:was|has been) updated (?:to|with|after|throughout|since|because"
    r"|following)\b"
    r"|Corrections? (?:&|and) Amplifications?:?\Z"
    rf"|(?:This|The) {_WORK} (?:(?:has )?(?:originally|initially|previously|incorrectly|mistakenly|erroneously)) )",
    re.IGNORECASE,
)
_EDITORS_NOTE = re.compile(r"[\s*•_–—(\[-]*(?:[Ee]ditor['’]?s['’]? [Nn]ote|EDITOR['’]?S['’]? NOTE)\s?[:—–-]")
_CORRECTS = re.compile(rf"(?<=[.!?”\"] )An? (?:earlier|previous|original) version of (?:this|our) {_WORK}\b")
_CORRECTION_WORDS = (
    " version of ", "Amplification", "amended", "orrect", "larif", "edited", "evised", "odified", "updated",
    "riginally", "nitially", "reviously", "istakenly", "rroneously",
)  # fmt: skip


@passage_rule
def drop_corrections(page: Page) -> list[LineSpan]:
    """Find at either end of a text the notes that say how the page was corrected, or what it said before.

    Examples
    --------
    >>> page = Page(["They met on 3 May.", "CORRECTION: An earlier version of this story gave a wrong date."])
    >>> [place for place, start, end in drop_corrections(page)]
    [1]
    >>> drop_corrections(Page(["They met.", "An earlier version of the bill was corrected.", "UPDATE: They left."]))
    []
    """
    ends = [place for place in range(len(page.lines)) if place < HEAD or place >= len(page.lines) - CORRECTION_LINES]
    return [
        LineSpan(place, 0, len(page.lines[place]))
        for place in ends
        if place and _is_correction(page.lines[place], is_last=place == len(page.lines) - 1)
    ]


CORRECTION_LINES = 3
"""Lines from the end in which a correction is looked for: several may stand below each other."""

MAX_CORRECTION = 700
"""Characters of the longest correction."""


def _is_correction(line: str, *, is_last: bool) -> bool:
    """Return whether a line corrects the page; the last one may give the right fact before it says what was wrong."""
    if len(line) > MAX_CORRECTION:
        return False
    if _EDITORS_NOTE.match(line):
        return True
    if not any(map(line.__contains__, _CORRECTION_WORDS)):
        return False
    return _CORRECTION.match(line) is not None or (is_last and _CORRECTS.search(line) is not None)


# Where else it appeared


_NOUN = r"(?:story|article|piece|essay|column|post|review|excerpt|interview|op-ed|commentary|report)"
_ELSEWHERE = re.compile(
    rf"[\s*•_–—(\[-]*(?:(?:(?:This|A version of this) {_NOUN}|This)(?: is| was| has been| has)? (?:also |first "
    rf"|originally |previously )*(?:appear(?:s|ed)|(?:re)?published|(?:re)?posted|produced|adapted|excerpted"
    rf"|reprinted|ran)"
    rf" (?:here |as part |with permission |online )?(?:in|on|at|by|from|of|with|under)\b {IN_SENTENCE}{{3,200}}"
    r"|(?:Excerpted|Reprinted|Republished|Adapted) (?:from|with|by)\b[^\n]{3,360}"
    rf"|Originally (?:published|posted|appeared) (?:in|on|at|by) {IN_SENTENCE}{{3,120}}"
    r"|Copyright (?:©|\(c\)|(?:19|20)\d\d)[^\n]{3,200}"
    r"|This is an? (?:adapted |edited )?(?:excerpt|extract)(?: adapted)? from [^\n]{3,260}"
    r"|Original article on [A-Z][^\s]{3,40}|DISTRIBUTED BY [A-Z][A-Z. ]{3,40}|Copyright [A-Z][\w’' .]{3,60}"
    r"|Content created by [^\n]{3,100}\bavailable without charge\b[^\n]{0,300}"
    r"|In addition to (?:its|our) own editorials, [A-Z][^\n]{10,240}"
    r")[\s.)\]*_”\"]*"
)
_ELSEWHERE_WORDS = (
    "This ",
    "Originally ",
    "A version of",
    "xcerpted",
    "eprinted",
    "epublished",
    "dapted",
    "opyright",
    "In addition",
    "Original article",
    "DISTRIBUTED",
    "without charge",
)


@passage_rule
def drop_other_places(page: Page) -> list[LineSpan]:
    """Find at the end of a text where else it appeared, and by whose leave it appears here.

    Examples
    --------
    >>> page = Page(["They met.", "This article appears in the June 2020 print edition with the headline “Talks.”"])
    >>> [place for place, start, end in drop_other_places(page)]
    [1]
    >>> drop_other_places(Page(["They met.", "This was published by the ministry, and the article was not."]))
    []
    """
    return list(at_end(_is_of_elsewhere, page.ends_with(_ELSEWHERE_WORDS)))


def _is_of_elsewhere(text: str) -> bool:
    """Return whether a last sentence is such a note; a bare "This was published" may be the report's own."""
    return _ELSEWHERE.fullmatch(text) is not None and not _OF_STORY.match(text)


_OF_STORY = re.compile(r"This (?:is|was|has|appeared|appears)\b(?! an? )(?!.{0,90}\b(?:issue|edition|magazine)\b)")


# Rules below a text, and words that say that it ends


_BREAK = re.compile(r"[#*_=~•–—. /<>-]{2,}|(?:&(?:amp;)+)+|[,;*•–—-]|-\s?30\s?-|\(?(?:ENDS?|End|MORE)\)?")


@passage_rule
def drop_last_breaks(page: Page) -> list[LineSpan]:
    """Find the rules and stars that stand below a text.

    Examples
    --------
    >>> drop_last_breaks(Page(["They met.", "* * *", "They left.", "___", "###"]))
    [LineSpan(place=3, start=0, end=3), LineSpan(place=4, start=0, end=3)]
    """
    place = len(page.lines)
    while place > 1 and len(page.lines[place - 1]) <= MAX_BREAK and _BREAK.fullmatch(page.lines[place - 1]):
        place -= 1
    return [LineSpan(at, 0, len(page.lines[at])) for at in range(place, len(page.lines))]


MAX_BREAK = 200
"""Characters of the longest rule."""

_SIGNED = re.compile(r"(?:--?|[—–])\s?[A-ZÀ-Þ][\w'’.-]+(?: [A-ZÀ-Þ][\w'’.-]+){1,3}(?:, [A-Z][\w ]{2,40})?")


@passage_rule
def drop_signatures(page: Page) -> list[LineSpan]:
    """Find the name that signs a text, behind a dash on the last line; below a quotation it is the speaker's.

    Examples
    --------
    >>> drop_signatures(Page(["They met.", "— Jo Doe"])), drop_signatures(Page(["“They met.”", "— Jo Doe"]))
    ([LineSpan(place=1, start=0, end=8)], [])
    """
    last = len(page.lines) - 1
    if last < 1 or page.lines[last - 1][-1] in "”\"’'":
        return []
    line = page.lines[last]
    return [LineSpan(last, 0, len(line))] if line[0] in "-—–" and _SIGNED.fullmatch(line) else []
