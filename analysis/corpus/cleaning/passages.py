"""Rules for what stands within lines: chains of links, datelines, sign-offs, stamps, credits, calls to follow.

They are closed kinds with a form of their own, told by that form and, but for chains and credits, only where they
stand: at the top of a text, at its end, or alone on a line. An article's own sentence is whole again afterwards.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from typing import Any

from analysis.corpus.agencies import AGENCIES
from analysis.corpus.cleaning.draft import Removal
from analysis.corpus.cleaning.page import MAX_END, MAX_TEMPLATE_LINE, Page, Span, opens, passage_rule
from analysis.corpus.outlets import OUTLETS, by_name

HEAD = 4
"""Lines from the top in which a dateline, a byline or a stamp may open a line."""

# Chains of links


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
def drop_link_chains(page: Page) -> list[Span]:
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
    return [Span(place, *found) for place, line in enumerate(page.lines) for found in _chains(line)]


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


# Datelines


_AGENCY = "|".join(AGENCIES.values())
_NETWORK = r"CNN(?: Business| Money)?|CNNMoney|CBS News|NBC News|ABC News|Fox News|VOA News|RFE/RL|IRNA|MNA|Tasnim|FNA"
_PLACE = r"[A-Z][\w.'’-]*(?:[ /][A-Z][\w.'’-]*){0,4}(?:, [A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,2})?"
_CAPITALS = r"[A-Z][A-Z.'’-]+(?:[ /][A-Z][A-Z.'’-]*){0,4}(?:, (?:[A-Z][\w.'’-]*)(?: [A-Z][\w.'’-]*){0,2}){0,2}"
_DASH = r"(?:--?|[–—―])"
_DATELINE = re.compile(
    rf"(?:{_PLACE}(?:, [A-Z][a-z]{{2,8}}\.? \d{{1,2}})?,?\s+)?\((?:{_AGENCY}|{_NETWORK})\)(?:\s*{_DASH}+\s*"
    rf"|\s*:\s+|\s*)"
    rf"|{_CAPITALS}(?:, [A-Z][a-z]{{2,8}}\.? \d{{1,2}})?(?: \([A-Z][\w ]{{1,30}}\))?\s+[–—―-]+\s+"
    rf"|{_CAPITALS}, [A-Z][a-z]{{2,8}}\.? \d{{1,2}}(?:, \d{{4}})?(?: [/(]?(?:{_AGENCY})[/)]?)?\s*[.:–—―-]+\s*"
    rf"|{_CAPITALS}: (?=[A-Z“\"'‘])"
    rf"|(?:{_AGENCY})\s+{_DASH}+\s+"
)
_DATELINE_MARKS = frozenset("-–—―):/")


@passage_rule
def drop_datelines(page: Page) -> list[Span]:
    """Find the place and the agency that open a report; the agency is read before.

    Examples
    --------
    >>> page = Page(["SEOUL (Reuters) - Talks stalled.", "(CNN) -- They met.", "Seoul — so far away — slept."])
    >>> [page.lines[place][start:end] for place, start, end in drop_datelines(page)]
    ['SEOUL (Reuters) - ', '(CNN) -- ']
    """
    found = []
    for place, line in enumerate(page.lines[:HEAD]):
        if _DATELINE_MARKS.isdisjoint(line[:90]):
            continue
        dateline = _DATELINE.match(line)
        if dateline and dateline.end() < len(line) and not _is_label(page, line, dateline.group()):
            found.append(Span(place, 0, dateline.end()))
    return found


def _is_label(page: Page, line: str, opening: str) -> bool:
    """Tell whether capitals before a colon or a dash are no place: a label, or a speaker among others."""
    if "(" in opening:
        return False
    words = opening.rstrip(" :–—―-").split()
    is_speaker = ":" in opening and (line.count(": ") > 1 or any(map(_SPEAKER.match, page.lines[1:])))
    return is_speaker or words[-1].rstrip("S") in _LABELS or len(words[0]) < _MIN_PLACE


_LABELS = frozenset(
    "UPDATE UPDATED BREAKING EXCLUSIVE WATCH VIDEO PHOTO READ MORE NOTE EDITOR CORRECTION CLARIFICATION QUESTION ANSWER"
    " OPINION ANALYSIS COMMENTARY EDITORIAL REPORT REVIEW LIVE FACT CLAIM VERDICT BOTTOM LINE HOST MODERATOR Q A DEAR"
    " INTERVIEWER REPORTER ALERT SUMMARY HIGHLIGHT BACKGROUND WARNING SPOILER RELATED".split()
)
_SPEAKER = re.compile(r"[A-Z][A-Z .,'’-]{1,40}: ")
_MIN_PLACE = 3

# Sign-offs: who else wrote it


_T = r"(?:[^.!?\n]|(?<=\b[A-Z])\.|(?<=\b(?:St|Jr|Sr|Mr|Ms|Dr))\.|(?<=\bMrs)\.|\.(?=[\w,]))"
"""A character within a sentence: full stops only in initials, after titles and in names of sites."""

_NAMES = (
    r"(?:(?:[A-ZÀ-Þ][\w.'’/-]*+|(?:and|in|by|with|the|of|from|at|for|de|van|von|bin|la|al-\w+|additional"
    r"|reporting|editing"
    r"|writing|agencies|agency|staff|wires?|services|reports|inputs?|files|contributions|correspondent|writers?"
    r"|reporter|photographer|researcher)(?![\w-])|[&—–|-](?!\w))[,;:)]*\s*){1,60}+"
)
"""Names, and the few words between them. Each piece ends where a word does, so that there is one way to read it."""

_WORK = r"(?:report(?:ing)?|story|article|piece|post|dispatch|analysis|column|coverage|blog|item|investigation)"
_CONTRIBUTED = (
    rf"[A-Z@]{_T}{{2,380}}? contributed (?:additional |to )?(?:reporting|research|writing|(?:to )?(?:this|the|today’s)"
    rf"(?: [A-Z]?[\w-]+)? {_WORK})(?: (?:from|in|by|and|for){_T}{{1,120}})?"
    rf"|(?:[A-Z]{_T}{{0,80}})?\b(?:writers?|reporters?|correspondents?|journalists?|staff|producers?) "
    rf"{_T}{{3,300}} contributed"
    rf"|(?:[A-Z][\w’'-]+ ){{1,3}}in [A-Z]{_T}{{2,280}} contributed"
)
_REPORTED_BY = (
    rf"(?:Additional |Further |Extra )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Rr]esearch|Production|Graphics|Compiled"
    rf"|Written|Translated|Edited|Reported)(?: and (?:[Ww]riting|[Ee]diting|[Rr]eporting|production))? (?:by|from|in):?"
    rf" {_NAMES}"
    rf"|{_NAMES}reported from {_NAMES}"
    rf"|(?:This (?:{_WORK}|report) (?:was|has been) (?:written|compiled|produced|prepared|reported"
    rf"|edited) by) {_T}{{3,120}}"
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
    "ith file", "ith input", "ith reports", "Written", "Research", "Trust Principles",
)  # fmt: skip
_ALONE_WORDS = ("contribut", "eporting by", "diting by")
"""What a sign-off holds that stands alone above other furniture; the rarer forms are only looked for near the end."""

_AGENCY_LINE = re.compile(
    rf"\W*(?:(?:Source|Agency|Agencies|Sources)\W{{1,3}})?(?:Agencies|with agencies|(?:{_AGENCY})"
    rf"(?:(?: and |/|, | & )(?:{_AGENCY}|[Aa]gencies))*)\W*"
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
    found += _at_end(page, _SIGN_OFF.fullmatch, page.ends_with(_SIGN_OFF_WORDS))
    return [
        *found,
        *_at_end(page, _AGENCY_LINE.fullmatch, (end for end in page.ends if len(end[2]) <= MAX_AGENCY_LINE)),
    ]


def _at_end(page: Page, fits: Callable[[str], Any], ends: Iterable[tuple[int, int, str]]) -> Iterator[Span]:
    """Find those of some last sentences that fit a form: of each line the earliest."""
    done = -1
    for place, start, text in ends:
        if place != done and fits(text) and page.has_end_words:
            done = place
            yield Span(place, start, start + len(text))


# Stamps: when the page changed


_HOUR = r"\d{1,2}(?:[:.]\d{2})?\s*(?:[ap]\.?\s?m\.?|GMT|hrs)?(?:\s*\(?(?:[A-Z]{2,4}|Eastern|Pacific)(?: time)?\)?)?"
_WHEN = (
    rf"(?:(?:at|on|@)?\s*(?:{_HOUR}|(?:Mon|Tues?|Wednes|Thurs?|Fri|Satur|Sun|Wed|Thu|Sat)(?:day)?\.?"
    r"|(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?\s\d{1,2}(?:st|nd|rd|th)?(?:,?\s\d{4})?"
    r"|\d{1,2}(?:st|nd|rd|th)? (?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}(?:,? \d{4})?"
    r"|\d{1,2}/\d{1,2}(?:/\d{2,4})?|\d{4}-\d{2}-\d{2}|E[SD]?T|P[SD]?T|GMT|BST)[\s,.|–—-]*)"
)
_STAMP = re.compile(
    r"[\s*•_–—(\[-]*(?:"
    rf"(?:(?:[Ff]irst |[Oo]riginally |[Ll]ast )?(?:[Uu]pdated?|UPDATED|[Pp]ublished|PUBLISHED|[Pp]osted|POSTED|Modified"
    rf"|UPDATE)\s*:?\s*{_WHEN}{{1,7}})"
    rf"|This (?:{_WORK}|page|breaking news story) (?:has been|was|is being) (?:last |first "
    rf"|originally )?(?:updated|published|posted)"
    rf"(?: (?:at|on) {_WHEN}{{1,6}}| (?:with|to (?:include|add|reflect|note)) (?:{_T}{{0,60}} )?(?:additional"
    rf"|new|more|further"
    r"|latest) (?:information|details|developments|comments?|reporting)|)"
    r"|This (?:is|remains) a (?:developing|breaking)(?: news)? (?:story|news story|article)"
    r"(?:[.,;:—– -]+(?:and )?(?:[Ii]t )?(?:[Pp]lease |will )?(?:[Cc]heck back|[Rr]efresh|be updated"
    r"|[Mm]ore to (?:come|follow)|[Cc]ome back)[^.\n]{0,60})?"
    r"|(?:Please )?(?:[Cc]heck back|[Rr]efresh this page) (?:soon |later |here |often )?for (?:more )?(?:updates"
    r"|details)"
    r"|More to (?:come|follow)|Developing(?: story)?"
    r"|This article is more than \d+ (?:years?|months?) old"
    r")[\s.)\]*_…]*"
)
_STAMP_OPENINGS = frozenset("upd pub pos fir ori las mod thi ple che ref mor dev".split())


@passage_rule
@opens("upd pub pos fir ori las mod thi ple che ref mor dev", '"')
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
    return [*found, *_at_end(page, _STAMP.fullmatch, ends)]


_STAMP_FIRST = frozenset("UuFfLlPp")

MAX_STAMP = 160
"""Characters of the longest stamp."""

_STAMP_OPENING = re.compile(
    rf"(?:[Ff]irst |[Ll]ast )?(?:[Uu]pdated|UPDATED|[Pp]ublished|[Pp]osted)\s*:?\s*(?:at|on"
    rf"|@)\s(?=[^.]*?\d){_WHEN}{{1,7}}"
    r"(?:E[SD]?T|P[SD]?T|GMT|BST|UTC)\W{0,4}(?=[A-Z“\"(])"
)

# Bylines


_PERSON = r"[A-ZÀ-Þ][\w'’.-]+(?: (?:[A-ZÀ-Þ][\w'’.-]*|de|van|von|bin|al|la|Al-\w+)){1,3}"
_BYLINE = re.compile(
    rf"(?:By|BY|Written by|Story by|Report by|By:|Author:|Words by)\s+(?P<author>(?:{_PERSON}"
    rf"|(?:The )?Associated Press|AP"
    rf"|Reuters|AFP|Staff Writer)(?:(?:,| and|, and| &) {_PERSON}){{0,4}})"
    r"(?:\s*[,|/–—·•-]\s*[A-Z][^.!?\n]{1,60}| (?:in|for) [A-Z][^.!?\n]{1,50})?"
)


@passage_rule
def drop_bylines(page: Page) -> list[Span]:
    """Find the line that names the authors near the top of a text; where no author is known they are taken from it.

    Examples
    --------
    >>> page = Page(["By Jo Doe and Max Roe, Example News", "By Monday nobody knew.", "They met."])
    >>> [page.lines[place][start:end] for place, start, end in drop_bylines(page)]
    ['By Jo Doe and Max Roe, Example News']
    """
    return [
        Span(place, 0, len(line))
        for place, line in enumerate(page.lines[:HEAD])
        if len(line) <= MAX_BYLINE and line[-1] not in ".!?" and _BYLINE.fullmatch(line)
    ]


MAX_BYLINE = 140
"""Characters of the longest byline."""


def author_of(removals: Sequence[Removal]) -> str:
    """Read the authors from a byline that cleaning removed; empty where it removed none."""
    return next((author_in(one.text) for one in removals if one.rule == drop_bylines.__name__), "")


def author_in(byline: str) -> str:
    """Read the names in a byline; empty where it is none.

    Examples
    --------
    >>> author_in("By Jo Doe and Max Roe | Example News"), author_in("By Monday")
    ('Jo Doe and Max Roe', '')
    """
    found = _BYLINE.fullmatch(byline.strip())
    return found["author"] if found else ""


# Credits of pictures


_CREDIT_PASSAGE = re.compile(
    r"\((?:FILE )?(?:[Pp]hotos?|PHOTO|[Ii]mages?|IMAGE|[Pp]ictures?|[Ss]creenshot|[Vv]ideo|[Ii]llustration"
    r"|[Gg]raphic)"
    r"(?: credit| courtesy)?\s*(?:[:/]|by\s|via\s|courtesy\s|credit\s)\s*[^()\n]{1,90}\)"
    r"|\((?:AP|AFP|Reuters|Getty|EPA|Getty Images|AP File|TASS)\s?(?:/[^()\n]{1,40}|[Pp]hoto[^()\n]{0,60}"
    r"|Images?[^()\n]{0,40})\)"
)
_CREDIT_LINE = re.compile(
    r"(?:FILE (?:PHOTO|IMAGE|PICTURE)\s*[:.–—-]|HANDOUT PHOTO\b)[^\n]{3,320}"
    r"|[^\n]{0,320}(?:\bREUTERS\s?/\s?[A-Z][^\n]{2,50}|\bAP (?:Photo|Images)\s?/\s?[^\n]{2,60}"
    r"|\bGetty Images(?: file)?|\bvia (?:AP|Getty Images)"
    r"|\bAFP/Getty(?: Images)?|[–—/|] ?(?:Getty|AFP|EPA|Reuters|Shutterstock|AP)(?: Images| Photo)?|\b(?:hide"
    r"|toggle) caption)[.)]?"
    r"|(?:[Pp]hoto|[Ii]mage|[Pp]icture|PHOTO)s?(?: credit)?\s*(?::|by|courtesy of)\s*[A-Z][^.!?\n]{2,100}"
    r"|(?:Caption|Credit|Image source|Image caption|Media caption"
    r"|Media playback is unsupported on your device)\b[^\n]{0,260}(?<![.!?])"
    r"|\[[Pp]hoto [^\]\n]{2,60}\]|[^\n]{3,260}\[(?:[Pp]hoto|[Ii]mage|Xinhua|AP|AFP|Reuters|File)[^\]\n]{0,60}\]"
)
_PROSE_ENDS = frozenset('.!?”"…:,;')


@passage_rule
@opens("fil han pho ima pic cre cap med", '"')
def drop_picture_credits(page: Page) -> list[Span]:
    """Find credits of pictures in brackets, and captions that a credit opens or ends, on a line of their own.

    Examples
    --------
    >>> page = Page(["The envoy (Photo: Jo Doe/Example News) left.", "FILE PHOTO: A. REUTERS/Jo Doe", "He left."])
    >>> [page.lines[place][start:end].strip() for place, start, end in drop_picture_credits(page)]
    ['(Photo: Jo Doe/Example News)', 'FILE PHOTO: A. REUTERS/Jo Doe']
    """
    opened = set(page.opened.get("drop_picture_credits", ()))
    found = []
    for place, line in enumerate(page.lines):
        if line[-1] in _PROSE_ENDS and "(" not in line and place not in opened:
            continue
        may_be_one = place in opened or line[-1] not in _PROSE_ENDS or line.endswith((").", "Images."))
        if may_be_one and len(line) <= MAX_CAPTION and _holds_credit(line) and _CREDIT_LINE.fullmatch(line):
            found.append(Span(place, 0, len(line)))
        elif "(" in line:
            found += [
                Span(place, *credit.span())
                for credit in _CREDIT_PASSAGE.finditer(line)
                if len(line) > MAX_TEMPLATE_LINE or credit.end() + 1 < len(line)  # else the line is its caption
            ]
    return found


def _holds_credit(line: str) -> bool:
    """Tell whether a line holds a word of those that every credit has; it takes a tenth of looking for a credit."""
    return any(map(line.__contains__, _CREDIT_WORDS))


_CREDIT_WORDS = (
    "FILE ", "HANDOUT", "REUTERS", "AP", "Getty", "AFP", "EPA", "Reuters", "Shutterstock", "caption", "hoto", "mage",
    "icture", "PHOTO", "Caption", "Credit", "playback", "Xinhua", "File",
)  # fmt: skip
MAX_CAPTION = 360
"""Characters of the longest caption with its credit."""

# Calls to follow, to subscribe, to write


_WHERE = (
    r"(?:Twitter|Facebook|Instagram|X|LinkedIn|YouTube|Telegram|Gab|Parler|Snapchat|WhatsApp"
    r"|Google\+?|TikTok|Threads|Flipboard)"
)
_WHO = (
    r"(?:us|me|him|her|them|the author|the writer|(?:the |our )?(?:[A-Z@][\w.'’@-]*)(?: (?:[A-Z&][\w.'’-]*|and"
    r"|the|de|van))"
    r"{0,9}(?:’s|'s)?)"
)
_FOLLOW = (
    rf"(?:(?:You can|And|Please|—|To) )?(?:[Ff]ollow|FOLLOW|[Ff]ind|[Ll]ike|LIKE|[Jj]oin|[Tt]weet"
    rf"|[Cc]onnect with)(?: {_WHO})?,? (?:on|via|at) (?:{_WHERE}\b|social media|@)[^\n!?]{{0,160}}"
    rf"|(?:On )?(?:{_WHERE}|[Ee]-?mail(?: address)?)\s?: ?@?[\w.@/+-]{{3,60}}(?:[,;| ]+(?:{_WHERE}"
    rf"|[Ee]-?mail)?:? ?@?[\w.@/+-]{{3,60}})?"
)
_SUBSCRIBE = (
    r"(?:[Ss]ign up|SIGN UP|[Ss]ubscribe|SUBSCRIBE|[Rr]egister)(?: (?:now|here|today|free))? (?:for|to|with"
    r"|here|at)\b[^\n]{0,220}"
    r"|(?:[Cc]lick here|CLICK HERE|[Tt]ap here)\b(?: (?:to|for|TO|FOR)\b[^\n]{2,160})?"
    r"|(?:[Dd]ownload|DOWNLOAD|[Gg]et|GET|[Ii]nstall) (?:the|our|THE|OUR|your)(?: \w[\w’'.-]*){0,6} (?:apps?|APP"
    r"|newsletters?|alerts?)\b[^\n]{0,120}"
    r"|Get (?:the (?:latest|best|day)|our (?:latest|best|top|free)|more (?:stories|news|great)|breaking news"
    r"|daily)\b[^\n]{0,160}"
    r"|(?:Listen|Subscribe) to [^\n]{3,80}\b(?:podcast|Spotify|Apple|Spreaker)[^\n]{0,120}"
    r"|Please (?:bookmark|consider|support|subscribe|sign up|share|like|donate|log in|enable|disable"
    r"|whitelist)\b[^\n]{0,200}"
)
_READ_ON = (
    r"For more (?:stories|news|information|from|on|updates)(?: (?:like this|from|about"
    r"|on)\b)?[^\n]{0,60}(?:check|visit|click|follow|head|go to|subscribe|see our)\b[^\n]{0,120}"
    r"|(?:To|If you(?:’d| would)? (?:like|want) to) (?:comment|read more|get (?:more|the latest)|subscribe"
    r"|receive|support|contact)[^\n]{0,80}(?:click|visit|sign up|subscribe|e-?mail|follow|go to)\b[^\n]{0,160}"
    r"|(?:Our website|This site|Our site) is (?:the|your)[^\n]{0,120}(?:news|stories)[^\n]{0,220}"
    r"|(?:Want|Looking for|Like|Enjoyed|Love) (?:more|what you(?:’re|'re)? (?:read|reading|see)|this (?:story"
    r"|article))\b[^\n?]{0,60}\?(?: [^\n]{0,200})?"
    r"|(?:Read|See|Watch|View) the full (?:story|article|interview|video)\b[^.!?\n]{0,60}"
)
_TAKE_PART = (
    r"(?:Got|Have|Do you have|Know) (?:a|any) (?:news )?(?:story|tip|stories|question"
    r"|tips)\b[^\n]{0,40}[?:,][^\n]{0,200}"
    r"|You must (?:confirm|be|log|sign|register|have)\b[^\n]{0,60}(?:comment|display name|logged in|account"
    r"|subscriber|member)[^\n]{0,80}"
    r"|Join the (?:conversation|discussion|debate)\b[^\n]{0,120}|Join our [^\n]{3,120}"
    r"|Send (?:us )?(?:your )?(?:tips|feedback|comments|letters|questions)\b[^\n]{0,120}"
    r"|(?:To|You can) (?:submit|send) (?:a letter|an op-ed|your)\b[^\n]{0,160}"
)
_REACH = (
    rf"(?:[Ff]ollow|FOLLOW) {_WHO}?:? ?@\w{{2,30}}[^\n!?]{{0,120}}"
    rf"|[A-Z]{_T}{{1,90}} (?:can be|is) (?:reached|contacted|followed|e-?mailed"
    rf"|on {_WHERE})\b[^\n!?]{{0,40}}@[^\n!?]{{2,120}}"
    rf"|(?:[Rr]each|[Cc]ontact|[Ee]-?mail|EMAIL|[Ww]rite to|[Tt]weet(?: at)?) (?:{_WHO}|the \w+"
    rf"|this \w+)(?: directly)?(?: at| on|:|,)? [^\n!?]{{0,60}}@[^\n!?]{{2,90}}"
    r"|@\w{3,30}(?:[ ,/|]+@\w{3,30})*"
)
"""How somebody can be reached: each of these forms holds an @."""

_BEFORE_CALL, _BEHIND_CALL = r"[\s*•⦁·_–—>(\[-]*", r"[\s)\]*_]*"
_CALL = re.compile(rf"{_BEFORE_CALL}(?:{_FOLLOW}|{_SUBSCRIBE}|{_READ_ON}|{_TAKE_PART}){_BEHIND_CALL}")
_ADDRESS = re.compile(rf"{_BEFORE_CALL}(?:{_REACH}){_BEHIND_CALL}")
_ON_SITES = ("@", "witter", "acebook", "nstagram", "mail", "odcast")


@passage_rule
@opens(
    "fol fin lik joi twe con you and ple to_ rea ema e-m wri on_ twi fac ins sig sub reg cli tap dow get lis got hav "
    "do_ kno for if_ our thi wan loo enj lov see wat vie sen",
    '"',
)
def drop_calls(page: Page) -> list[Span]:
    """Find calls to follow, to subscribe, to write to the author or to comment: alone on a line, or at the end.

    Examples
    --------
    >>> page = Page(["Jo Doe reports on talks. Follow her on Twitter @jodoe", "“Follow us,” they said.", "They left."])
    >>> [page.lines[place][start:end] for place, start, end in drop_calls(page)]
    ['Follow her on Twitter @jodoe']
    """
    alone = [place for place in page.opened.get("drop_calls", ()) if _is_call(page.lines[place])]
    found = [Span(place, 0, len(page.lines[place])) for place in alone]
    on_sites = set(page.ends_with(_ON_SITES))
    may_be_one = (end for end in page.ends if end[2][:3].lower() in _CALL_OPENINGS or end in on_sites)
    return [*found, *_at_end(page, _is_call, (end for end in may_be_one if end[0] not in alone))]


def _is_call(text: str) -> bool:
    return bool(_CALL.fullmatch(text) or ("@" in text and _ADDRESS.fullmatch(text)))


_CALL_OPENINGS = frozenset(
    "fol fin joi twe con ple rea ema e-m wri twi fac ins sig sub reg cli tap dow get lis got hav for wan "
    "enj sen".split()
)

# Pitches of a paywall


_GOES_ON = re.compile(
    r"[\s*•>(\[-]*(?:"
    r"(?:To|Want to|If you(?:’d| would)? (?:like|want) to) (?:continue|keep|finish|read|access|see)\b[^\n]{0,60}"
    r"(?:reading|story|article|more|content)[^\n]{0,60}(?:subscri|sign (?:in|up)|log in|register|account"
    r"|member)[^\n]{0,160}"
    r"|(?:Subscribe|Sign in|Sign up|Log in|Login|Register|Create an? (?:free )?account|Become a (?:member"
    r"|subscriber))\b"
    r"[^.\n]{0,80}\bto (?:continue|keep|finish|read (?:the (?:full|rest)|this|more|on)|access|unlock"
    r"|view)\b[^\n]{0,160}"
    r"|This (?:article|story|content|page|post) is (?:only |exclusively )?(?:for|available (?:only "
    r"|exclusively )?(?:to|for)"
    r"|reserved for|exclusive to|behind)[^.\n]{0,40}(?:subscribers?|members?|paywall|premium|registered)[^\n]{0,160}"
    r"|You(?:’ve|'ve| have) (?:reached|read|used|hit)[^.\n]{0,60}(?:free (?:articles?|stor)|limit\b)[^\n]{0,200}"
    r"|(?:Continue|Keep) reading (?:your|this|the (?:full|rest))[^\n]{0,40}(?:with|by|for) [^\n]{0,120}"
    r"|(?:Read|See) the (?:rest|remainder|full (?:story|article|text))\b[^.\n]{0,30}(?:subscri|with a free"
    r"|with an? account)[^\n]{0,120}"
    r"|(?:Subscriber|Subscribers|Members?)[- ]only(?: content| article| story)?\b[^\n]{0,60}"
    r"|(?:…|\.{3})?\s?\[\+?\d+ (?:chars?|characters|words)\]"
    r")[\s)\]*]*"
)
_PITCH = re.compile(
    r"[\s*•>(\[-]*(?:"
    r"(?:Already|Not) (?:an? )?(?:have an? )?(?:subscri\w+|member|account|registered)\b[^\n]{0,160}"
    r"|(?:Unlock|Get) (?:this article|unlimited|full|digital)(?: digital)? access\b[^\n]{0,160}"
    r"|(?:Try|Start|Enjoy|Choose) (?:your |a |an )?(?:free trial|unlimited access|subscription|plan)\b[^\n]{0,160}"
    r"|(?:Only|Just|From) [$£€]\d[^\n]{0,120}(?:week|month|year)[^\n]{0,60}"
    r"|(?:Cancel any ?time|Support (?:our|quality|independent|local) journalism)\b[^\n]{0,160}"
    r")[\s)\]*]*"
)
_PITCH_WORDS = (
    "ubscri", "ign in", "ign up", "og in", "ogin", "egister", "ccount", "ember", "eading", "free ", "chars",
    "characters", "words]", "rial", "ccess", "ournalism", "ancel any", "paywall", "$", "£", "€",
)  # fmt: skip


@passage_rule
def drop_paywall_pitches(page: Page) -> list[Span]:
    """Find what a paywall says where it cuts a text off; the article is then marked as cut off.

    Examples
    --------
    >>> page = Page(["The talks ended.", "To continue reading, subscribe now.", "Already a subscriber? Log in"])
    >>> [place for place, start, end in drop_paywall_pitches(page)]
    [1, 2]
    """
    found = list(filter(partial(_speaks_of_a_wall, page), _at_end(page, _GOES_ON.fullmatch, page.ends)))
    places = {span.place for span in found}
    ends = (end for end in page.ends if end[0] not in places)
    return [*found, *filter(partial(_speaks_of_a_wall, page), _at_end(page, _PITCH.fullmatch, ends))]


def _speaks_of_a_wall(page: Page, span: Span) -> bool:
    line = page.lines[span.place][span.start :]
    return any(map(line.__contains__, _PITCH_WORDS))


def is_cut_off(removals: Sequence[Removal]) -> bool:
    """Tell whether a pitch was removed, by whatever rule, that stands where a text was cut off."""
    return any(len(one.text) <= MAX_END and _GOES_ON.fullmatch(one.text) is not None for one in removals)


# Promoted headlines


_PROMOTED = re.compile(
    r"[\s*•>»_–—(\[-]*(?:"
    r"(?:READ MORE|READ ALSO|READ NEXT|READ|ALSO READ|ALSO SEE|SEE ALSO|SEE MORE|SEE|WATCH|WATCH MORE|WATCH LIVE"
    r"|WATCH NOW|LISTEN|RELATED"
    r"|RELATED STORY|RELATED STORIES|MORE|MORE ON|MORE FROM [A-Z .]{2,30}|ALSO ON [A-Z. ]{2,20}|TRENDS?|TRENDING"
    r"|VIDEO|PHOTOS|OPINION|RECOMMENDED"
    r"|DON'T MISS|DON’T MISS|UP NEXT|EXPLAINER|IN PICTURES)"
    r"\s?[:|–—>»]\s?[A-Z0-9“\"'‘#@][^\n]{5,220}"
    r"|(?:Read more|Read More|Read also|Read Also|Also read|Also Read|See also|See Also|See more|Read next"
    r"|Read here|Related|Related story|Related article|Related articles|Recommended|Watch"
    r"|More|Also see|Don't miss|Don’t miss|Up next|You may also like|Must read|MUST READ|Watch more"
    r"|Also on [A-Z][\w. ]{2,20}|More on this story|Further reading)"
    r"\s?[:|–—>»]\s?[A-Z0-9“\"'‘#@][^\n]{5,220}"
    r")"
)
_SURE_LABEL = re.compile(
    r"\W*(?:read (?:more|also|next)|also (?:read|on|see)|see also|related|recommended|don.t miss)", re.I
)


@passage_rule
@opens("rea als see wat lis rel mor tre vid pho opi rec don up_ exp in_ you mus fur", '"')
def drop_promoted_headlines(page: Page) -> list[Span]:
    """Find lines that promote another article: a label, a mark and a headline.

    Examples
    --------
    >>> page = Page(["READ MORE: Heat records broken in the north", "More: the saint wrote this.", "See you."])
    >>> [page.lines[place] for place, start, end in drop_promoted_headlines(page)]
    ['READ MORE: Heat records broken in the north']
    """
    return [
        Span(place, 0, len(line))
        for place in page.opened.get("drop_promoted_headlines", ())
        if len(line := page.lines[place]) <= MAX_PROMOTED
        and _PROMOTED.fullmatch(line)
        and (line[-1] not in ".!" or _SURE_LABEL.match(line))
    ]


MAX_PROMOTED = 240
"""Characters of the longest promoted headline with its label."""

# Links that share or track, and the outlet's name as last words


_LINK = re.compile(
    r"\s?\b(?:Read or Share this story|Share this story|Read this story|Read more|Share|Link"
    r"|Source)\s?:\s?https?://\S{4,200}"
    r"|\s?(?<![\w/.])(?:https?://)?(?:t\.co|bit\.ly|usat\.ly|ow\.ly|trib\.al|fb\.me|goo\.gl|tinyurl\.com"
    r"|buff\.ly|cnn\.it|nyti\.ms|wapo\.st"
    r"|reut\.rs|bbc\.in|on\.rt\.com|sptnkne\.ws|youtu\.be|pic\.twitter\.com|amzn\.to|dlvr\.it|apne\.ws"
    r"|politi\.co|n\.pr)/\w{3,40}\b"
    r"|\s?https?://\S{3,200}[?&](?:utm_\w+|fbclid|gclid|cmpid|ocid|ns_campaign)=\S{1,200}"
)


@passage_rule
def drop_tracking_links(page: Page) -> list[Span]:
    """Find shortened, tracked and sharing links wherever they stand.

    Examples
    --------
    >>> page = Page(["They met. Read or Share this story: https://usat.ly/2xyz", "See www.who.int for more."])
    >>> [page.lines[place][start:end].strip() for place, start, end in drop_tracking_links(page)]
    ['Read or Share this story: https://usat.ly/2xyz']
    """
    if "/" not in page.text or not any(map(page.text.__contains__, ("http", ".co", ".ly/"))):
        return []
    return [
        Span(place, *link.span())
        for place, line in enumerate(page.lines)
        if "/" in line
        for link in _LINK.finditer(line)
    ]


@passage_rule
def drop_outlet_name(page: Page) -> list[Span]:
    """Find the outlet's own name where it stands as the last words of the text, after the end of a sentence.

    Examples
    --------
    >>> page = Page(["They met. And left. USA TODAY"], outlet="USA TODAY")
    >>> [page.lines[place][start:end] for place, start, end in drop_outlet_name(page)]
    ['USA TODAY']
    """
    if not page.outlet or not page.lines:
        return []
    line, place = page.lines[-1], len(page.lines) - 1
    for name in _names_of(page.outlet):
        if line.endswith(name):
            start = len(line) - len(name)
            before = line[:start].rstrip(" -–—|(")
            if not before or before[-1] in '.!?”"’':
                return [Span(place, start, len(line))] if place or before else []
    return []


@lru_cache(maxsize=4096)
def _names_of(outlet: str) -> tuple[str, ...]:
    key = by_name(outlet)
    known = (OUTLETS[key].name, *OUTLETS[key].aliases) if key else ()
    return tuple(sorted({outlet, *known}, key=lambda name: (-len(name), name)))


# Paragraphs that stand twice


MIN_DOUBLED_WORDS = 40
"""Words from which a paragraph, or lines and sentences in a row, are a doubled passage where they stand exactly twice:
no verse is as long, and a refrain stands more often."""

LONG_LINE = 1000
"""Characters from which the sentences of a line are compared, not the line: texts often come as one line."""


@passage_rule
def drop_doubled_paragraphs(page: Page) -> list[Span]:
    """Find paragraphs, and sentences in a row, that stand a second time.

    Examples
    --------
    >>> story = "The envoys of both sides met in the capital on Monday, and the talks ended without an agreement. "
    >>> more = "They will meet again in June in a third country, which has not been named so far, officials said, "
    >>> last = "but the hosts have asked both sides for a written plan. "
    >>> paragraph = (story + more + last).strip()
    >>> [span.place for span in drop_doubled_paragraphs(Page([paragraph, "He left.", paragraph]))]
    [2]
    """
    if len(set(page.lines)) == len(page.lines) and max(map(len, page.lines), default=0) < LONG_LINE:
        return []
    units = list(_units(page.lines))
    texts = [text for _, text in units]
    if len(set(texts)) == len(texts):
        return []
    counts = Counter(texts)
    first = {text: place for place, text in reversed(list(enumerate(texts)))}
    found: list[Span] = []
    run: list[int] = []
    for place in range(len(texts) + 1):
        again = place < len(texts) and counts[texts[place]] == 2 and first[texts[place]] < place
        if run and not (again and first[texts[place]] == first[texts[run[-1]]] + 1):
            if sum(texts[at].count(" ") + 1 for at in run) >= MIN_DOUBLED_WORDS:
                found += [units[at][0] for at in run]
            run = []
        if again:
            run.append(place)
    return _joined(found)


def _units(lines: list[str]) -> Iterator[tuple[Span, str]]:
    """Cut a text into lines, and long lines into sentences; the text of a sentence is without its full stop."""
    for place, line in enumerate(lines):
        if len(line) < LONG_LINE:
            yield Span(place, 0, len(line)), line
            continue
        start = 0
        for sentence in line.split(". "):
            end = min(start + len(sentence) + 2, len(line))
            yield Span(place, start, end), sentence.strip(". ")
            start = end


def _joined(spans: list[Span]) -> list[Span]:
    """Join spans of one line that touch each other."""
    joined: list[Span] = []
    for span in spans:
        if joined and joined[-1].place == span.place and joined[-1].end == span.start:
            joined[-1] = joined[-1]._replace(end=span.end)
        else:
            joined.append(span)
    return joined


# What was learnt


@passage_rule
def drop_learnt_passages(page: Page) -> list[Span]:
    """Find passages that recur across the outlet's articles, as `boilerplate.learn` found them.

    Examples
    --------
    >>> from analysis.corpus.cleaning.page import Learnt
    >>> page = Page(["He Ten things to know Ferry sinks said no."], learnt=Learnt.of([], ["Ten things to know"]))
    >>> [page.lines[place][start:end] for place, start, end in drop_learnt_passages(page)]
    ['Ten things to know']
    """
    passages = page.learnt.passages
    if not passages:
        return []
    found = []
    for place, line in enumerate(page.lines):
        for first in {first for word in line.split() if (first := word) in passages}:
            for passage in passages[first]:
                found += [Span(place, *where) for where in _places(line, passage)]
    return _longest(found)


def _places(line: str, passage: str) -> Iterator[tuple[int, int]]:
    """Give where a passage stands in a line as whole words, with whatever space between them."""
    for found in _spaced(passage).finditer(line):
        yield found.span()


@lru_cache(maxsize=4096)
def _spaced(passage: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\S)" + r"\s+".join(map(re.escape, passage.split())) + r"(?!\S)")


def _longest(spans: list[Span]) -> list[Span]:
    """Leave out spans that overlap a longer one."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start - span.end, span.place, span.start)):
        if all(other.place != span.place or other.end <= span.start or span.end <= other.start for other in kept):
            kept.append(span)
    return kept
