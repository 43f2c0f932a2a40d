"""From raw text to body: an ordered register of small rules, each of which says what it removes.

A rule looks at the text and points at the passages that are not the article's own; it changes nothing itself. Every
removal is recorded with its rule and its place in the raw text, and every rule can be switched off. Only whole lines
are removed, because a false removal costs more than a missed menu.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import NamedTuple

from analysis.corpus import lines as line_model
from analysis.corpus.outlets import OUTLETS, by_name
from analysis.corpus.segment import Span

MAX_TEMPLATE_LINE = 300
"""Characters: template lines (menus, share lines, promos) are shorter; longer lines are paragraphs and stay."""

MAX_HEADLINE = 160
"""Characters: longer lines are no headlines."""

_MAX_PASSES = 12
"""Passes over the rules until nothing more is removed; two are enough for all but texts made to need more."""


class Removal(NamedTuple):
    """A removed passage: the rule, the text, and its first character in the raw text."""

    rule: str
    text: str
    start: int


class Cleaned(NamedTuple):
    """What cleaning makes of a raw text."""

    body: str
    removals: list[Removal]


@dataclass(frozen=True)
class Page:
    """A text on its way to becoming a body, with what the rules may know about it.

    Parameters
    ----------
    text : str
        The text as it stands before the rule.
    title : str
        The headline, empty where there is none. It is protected: no rule takes it away from ``title``.
    outlet : str
        Name of the outlet; its own rules are looked up in the register.
    learnt : container of str
        Lines that recur across the outlet's articles, as `boilerplate.learn` found them.
    model : lines.Model, optional
        Another model of lines than the shipped one.
    applied : container of str
        Which of the rules that judge lines by themselves have been applied: they find nothing more.
    """

    text: str
    title: str = ""
    outlet: str = ""
    learnt: Container[str] = field(default=frozenset(), repr=False)
    model: line_model.Model | None = field(default=None, repr=False)
    applied: Container[str] = ()
    _found: dict[str, list[Span]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def lines(self) -> list[Span]:
        """Every line that is not blank, without the space around it."""
        return [Span._make(match.span()) for match in _LINE.finditer(self.text)]

    @cached_property
    def texts(self) -> list[str]:
        """The text of each of the lines."""
        return [self.text[start:end] for start, end in self.lines]

    @cached_property
    def short_lines(self) -> list[Span]:
        """The lines that may be template lines: no more than `MAX_TEMPLATE_LINE` characters."""
        return [line for line in self.lines if line[1] - line[0] <= MAX_TEMPLATE_LINE]

    def found_by(self, name: str) -> list[Span]:
        """Give what a rule finds, which is worked out once."""
        if name not in self._found:
            self._found[name] = [] if name in self.applied else RULES[name](self)
        return self._found[name]

    def at(self, line: Span) -> str:
        """Give the text of a line."""
        return self.text[line.start : line.end]


Rule = Callable[[Page], list[Span]]
RULES: dict[str, Rule] = {}
"""Every rule by its name, in the order in which they are applied."""

_LINE = re.compile(r"[^\s][^\n]*(?<=[^\s])")
_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Control characters, soft hyphens, zero-width spaces and marks of writing direction: they hide words from every
measure. The joiners U+200C and U+200D stay: Persian spelling and emoji need them."""

_SPACES = dict.fromkeys((9, 160, 5760, *range(8192, 8203), 8239, 8287, 12288), " ")
_NEW_LINES = {ord(mark): "\n" for mark in "\u0085\u2028\u2029"}
_SPACE_TABLE = _SPACES | _NEW_LINES


def rule(function: Rule) -> Rule:
    """Register a rule under its name.

    Raises
    ------
    ValueError
        Where the name is taken.
    """
    name = function.__name__
    if name in RULES:
        raise ValueError(f"rule '{name}' is registered twice")
    RULES[name] = function
    return function


def without(text: str, spans: list[Span]) -> str:
    """Cut spans out of a text; they do not overlap.

    Examples
    --------
    >>> without("one two three", [Span(4, 8)])
    'one three'
    """
    kept, at = [], 0
    for start, end in sorted(spans):
        kept.append(text[at:start])
        at = max(at, end)
    return "".join([*kept, text[at:]])


def normalise(raw: str) -> str:
    r"""Make line ends and spaces plain and take out characters that cannot be seen.

    Examples
    --------
    >>> normalise("Kim\u200b said\u00a0no.\r\nThen\x00 left.")
    'Kim said no.\nThen left.'
    """
    if raw.replace("\n", "").isprintable() or not (_ODD_ASCII if raw.isascii() else _ODD).search(raw):
        return raw  # nothing that is taken out or replaced is printable, and asking for that costs a fifth
    raw = raw.translate(_SPACE_TABLE) if _ODD_SPACE.search(raw) else raw
    raw = raw.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return _INVISIBLE.sub("", raw)


_ODD_ASCII = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
_ODD = re.compile(
    "[" + _INVISIBLE.pattern[1:-1] + "\r\t" + "".join(map(chr, sorted(set(_SPACES) | set(_NEW_LINES)))) + "]"
)
_ODD_SPACE = re.compile("[" + "".join(map(chr, sorted(set(_SPACES) | {0x85, 0x2028, 0x2029}))) + "]")


def tidy(text: str) -> str:
    r"""Take out blank space at the ends of lines and more than one blank line in a row.

    Examples
    --------
    >>> tidy("  One. \n\n\n\n Two.\nThree.  ")
    'One.\n\nTwo.\nThree.'
    """
    text = text.strip()
    if " \n" in text or "\n " in text:
        text = "\n".join([line.strip(" ") for line in text.split("\n")])
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text


def clean(
    raw: str,
    *,
    title: str = "",
    outlet: str = "",
    learnt: Container[str] = frozenset(),
    off: Container[str] = (),
    model: line_model.Model | None = None,
) -> Cleaned:
    r"""Remove what is not the article's own from a text that was scraped by others.

    Cleaning twice changes nothing: the rules are applied until none finds anything more.

    Parameters
    ----------
    raw : str
        The text as it came.
    title : str
        The headline: where it stands again at the top of the text it is removed from the body.
    outlet : str
        Name of the outlet, for the rules in its register entry.
    learnt : container of str
        Lines that recur across the outlet's articles.
    off : container of str
        Names of rules that are switched off.
    model : lines.Model, optional
        Another model of lines than the shipped one.

    Returns
    -------
    Cleaned
        ``body`` and ``removals``; the place of a removal counts characters of the normalised raw text.

    Examples
    --------
    >>> clean("Talks stall\n\nThe talks ended.\n\nSHARE THIS ARTICLE", title="Talks stall")
    Cleaned(body='The talks ended.', removals=[Removal(rule='drop_repeated_headline', text='Talks stall', start=0),
        Removal(rule='drop_share_lines', text='SHARE THIS ARTICLE', start=31)])
    """
    draft = _Draft(normalise(raw))
    rules = [name for name in RULES if name not in off]
    for number in range(_MAX_PASSES):
        before = len(draft.removals)
        for place, name in enumerate(rules):
            if number and name in LINE_RULES:
                continue
            if draft.page is None:
                applied = LINE_RULES if number else [done for done in rules[:place] if done in LINE_RULES]
                draft.page = Page(draft.text, title, outlet, learnt, model, applied)
            page = draft.page
            spans = page.found_by(name)
            if spans:
                draft.remove(name, spans)
        if len(draft.removals) == before:
            break
    return Cleaned(tidy(draft.text), sorted(draft.removals, key=lambda removal: (removal.start, removal.rule)))


class _Draft:
    """A text from which passages are taken, that still knows where each of its pieces stood at first."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.page: Page | None = None
        self.removals: list[Removal] = []
        self._starts = [0]
        self._origins = [0]

    def remove(self, name: str, spans: list[Span]) -> None:
        spans = _merged(spans)
        starts, origins, length = [], [], 0
        kept, at = [], 0
        for start, end in [*spans, Span(len(self.text), len(self.text))]:
            for piece_start, piece_end, origin in self._pieces(at, start):
                starts.append(length + piece_start - at)
                origins.append(origin)
                assert piece_end <= start
            kept.append(self.text[at:start])
            length += start - at
            if end > start:
                self.removals.append(Removal(name, self.text[start:end], self._origin(start)))
            at = end + 1 if self._is_line(start, end) else end
        self.text, self._starts, self._origins = "".join(kept), starts or [0], origins or [0]
        self.page = None

    def _is_line(self, start: int, end: int) -> bool:
        """Tell whether a span is a whole line, whose line end goes with it."""
        return end > start and self.text[end : end + 1] == "\n" and (start == 0 or self.text[start - 1] == "\n")

    def _origin(self, place: int) -> int:
        piece = bisect_right(self._starts, place) - 1
        return self._origins[piece] + place - self._starts[piece]

    def _pieces(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """Give the pieces of a stretch of text: where each starts and ends, and where it stood at first."""
        while start < end:
            piece = bisect_right(self._starts, start) - 1
            last = self._starts[piece + 1] if piece + 1 < len(self._starts) else len(self.text)
            yield start, min(last, end), self._origin(start)
            start = min(last, end)


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(end, merged[-1].end))
        else:
            merged.append(Span(start, end))
    return merged


# The rules, in the order in which they are applied.


@rule
def drop_page_furniture(page: Page) -> list[Span]:
    """Find what stands before, after and between the lines of the article, as the model of lines sees it.

    Examples
    --------
    >>> story = "The envoys of both sides met in the capital on Monday, and the talks ended without an agreement."
    >>> furniture = ["Home", "News", "World", "Sport", "Contact us"], ["Privacy policy", "Sitemap"]
    >>> page = Page("\\n".join([*furniture[0], *[story] * 6, *furniture[1]]))
    >>> set(without(page.text, drop_page_furniture(page)).strip().splitlines()) == {story}
    True
    """
    lines, texts = page.lines, page.texts
    known = {line for other in (*LINE_RULES, drop_repeated_headline.__name__) for line in page.found_by(other)}
    unknown = [text for line, text in zip(lines, texts, strict=True) if line not in known] if known else texts
    if line_model.looks_clean(unknown):
        return []
    kept = line_model.body(texts, page.model)
    spans: list[Span] = []
    last = None
    for place in (~kept).nonzero()[0]:
        line = lines[place]
        if last is not None and place == last + 1:
            spans[-1] = Span(spans[-1].start, line.end)
        else:
            spans.append(line)
        last = place
    return spans


LINE_RULES = (
    "drop_icon_names",
    "drop_date_lines",
    "drop_outlet_lines",
    "drop_photo_credits",
    "drop_share_lines",
    "drop_subscription_calls",
)
"""Rules that judge each line by itself. They need no second pass over a text, and a text that is clean but for what
they find is spared the model."""

_ICON_NAMES = re.compile(
    r"(?:\bicons?[ -]?[a-z]|[a-z]icon\b|\b(?:chevron|hamburger|bookmark|twitter"
    r"|facebook|instagram|arrow|caret|close|search)\b)",
    re.IGNORECASE,
)
MIN_ICON_NAMES = 4
"""Icon names in one line: a sentence about an icon has one or two."""


@rule
def drop_icon_names(page: Page) -> list[Span]:
    """Find lines that list the names of icons.

    Examples
    --------
    >>> page = Page("icon bookmark-bicon cameraicon checkicon chevron downicon fb\\nThe icon of the movement spoke.")
    >>> without(page.text, drop_icon_names(page)).strip()
    'The icon of the movement spoke.'
    """
    if "icon" not in page.text and "Icon" not in page.text:
        return []
    found = []
    for line in page.lines:
        text = page.at(line)
        icons = text.lower().count("icon")
        if icons >= MIN_ICON_NAMES and icons * 4 >= len(text.split()) and not text.endswith((".", "!", "?", "”", '"')):
            found.append(line)
    return found


_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may"
    r"|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY_NAME = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)"
_CLOCK = r"(?:at\s+)?\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?(?:\s*\(?(?:[A-Z]{2,4}|[+-]\d{2}:?\d{2})\)?)?"
_DAY = (
    rf"(?:{_DAY_NAME}?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}|{_MONTH}\s+\d{{1,2}}(?:st"
    rf"|nd|rd|th)?),?\s+(?:19|20)\d{{2}}"
    r"|(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d{2})"
)
DATE_LINE = re.compile(
    rf"(?:(?:first\s+|originally\s+)?(?:published|posted|updated|last\s+(?:updated|modified)|edited|created|date)"
    rf"(?:\s+(?:on|at|time))?\s*:?\s*)?(?:{_CLOCK}[\s,|–—-]*)?"
    rf"(?P<date>{_DAY}(?:[T\s,|·•–—-]*{_CLOCK})?)"
    rf"(?:[\s,|/·•–—-]*(?:(?:last\s+)?(?:updated|modified|edited)(?:\s+(?:on"
    rf"|at))?\s*:?\s*)(?:{_DAY})?[\s,|–—-]*(?:{_CLOCK})?)?",
    re.IGNORECASE,
)
"""A line that says nothing but when the page was published or changed."""

_HAS_DIGIT = re.compile(r"\d")


@rule
def drop_date_lines(page: Page) -> list[Span]:
    """Find lines that say nothing but the date; the date itself is read before.

    Examples
    --------
    >>> page = Page("17 Sep, 2019 07:28\\nOn 17 Sep, 2019 they met.\\nUpdated: September 18, 2019 at 9:15 a.m. EST")
    >>> without(page.text, drop_date_lines(page)).strip()
    'On 17 Sep, 2019 they met.'
    """
    return [
        line
        for line in page.short_lines
        if line.end - line.start <= 100
        and page.text[line.end - 1] not in "!?"
        and _HAS_DIGIT.search(page.text, line.start, line.end)
        and DATE_LINE.fullmatch(page.text, line.start, line.end)
    ]


@rule
def drop_repeated_headline(page: Page) -> list[Span]:
    """Find the headline where it stands again as a line of its own before the first paragraph.

    Examples
    --------
    >>> page = Page("Talks stall\\n\\nTalks  stall\\n\\nThe talks stall.", title="Talks stall")
    >>> without(page.text, drop_repeated_headline(page)).strip()
    'The talks stall.'
    """
    if not page.title:
        return []
    found = []
    most, headline = 2 * len(page.title), ""
    for line in page.lines[:HEAD_LINES]:
        length = line.end - line.start
        if length > most:
            if length > MAX_HEADLINE:
                break
            continue
        headline = headline or _squeezed(page.title)
        if headline and _squeezed(page.at(line)) == headline:
            found.append(line)
        elif length > MAX_HEADLINE:
            break
    return found


HEAD_LINES = 12
"""Lines from the top among which a repeated headline, a byline or a date line of the page is looked for."""


def _squeezed(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


@rule
def drop_outlet_lines(page: Page) -> list[Span]:
    """Find the whole lines that the outlet's entry in the register names.

    Examples
    --------
    >>> page = Page("The end.\\nLike this story? Share it with a friend!", outlet="RT")
    >>> without(page.text, drop_outlet_lines(page)).strip()
    'The end.'
    """
    pattern = _outlet_lines(page.outlet)
    if pattern is None:
        return []
    return [line for line in page.short_lines if pattern.fullmatch(page.text, line.start, line.end)]


@cache
def _outlet_lines(outlet: str) -> re.Pattern[str] | None:
    """One expression for all lines that the register names for an outlet; None where it names none."""
    key = by_name(outlet) if outlet else None
    patterns = OUTLETS[key].boilerplate if key else ()
    return re.compile("|".join(f"(?:{p.pattern})" for p in patterns), re.IGNORECASE) if patterns else None


_CREDIT = re.compile(
    r"[^\n]{0,260}\((?:file\s+)?(?:photos?|images?|pictures?|screenshot|illustration|graphic)"
    r"(?:\s*(?:by|via|from|courtesy(?:\s+of)?|credit|:|/)\s*[^()]{1,60})?\)\.?"
    r"|[^\n]{0,260}\((?:AP|AFP|Reuters|Getty|EPA|PA)\s+(?:file\s+)?(?:photo|image|picture)[^()]{0,40}\)\.?"
    r"|(?:(?:photo|image|picture)\s*(?:credit|copyright|source|by|courtesy(?:\s+of)?)?\s*[:©]|image copyright|"
    r"photo(?:graph)?(?:\s+illustration)?\s+by|©|file (?:photo|image)\s*:)\s*[^\n]{1,160}(?<![.!?])",
    re.IGNORECASE,
)


@rule
def drop_photo_credits(page: Page) -> list[Span]:
    """Find captions that end with a photo credit, and credits that stand alone.

    Examples
    --------
    >>> page = Page("The envoy in Seoul (File photo)\\nThe envoy spoke.\\nImage copyright Getty Images\\nHe left.")
    >>> without(page.text, drop_photo_credits(page)).split("\\n")
    ['', 'The envoy spoke.', '', 'He left.']
    """
    text = page.text
    return [
        line
        for line in page.short_lines
        if (text[line.end - 1] == ")" or text[line.start] in "pPiIfF©" or text.endswith(").", line.start, line.end))
        and _CREDIT.fullmatch(text, line.start, line.end)
    ]


_READ_MORE = re.compile(
    r"(?:read|see|watch|explore|discover|listen to)\s+(?:more|also)(?:\s+(?:from|on|at"
    r"|in|about)\b[^\n:.!?]{0,60})?\s*:?"
    r"|(?:related|recommended|more|trending|top|popular)\s+(?:articles?|stories|story"
    r"|news|coverage|links?|content|reading|topics?|posts)"
    r"(?:\s+(?:from|on|about)\b[^\n:.!?]{0,60})?\s*:?"
    r"|you may (?:also )?(?:like|be interested in)\s*:?|most (?:read|popular"
    r"|viewed)(?: (?:stories|articles|news|in [a-z ]{1,30}))?\s*:?"
    r"|also (?:read|see|on [a-z][a-z .]{1,20})\s*:|more on this(?: story)?\s*(?:\.{3}|…|:)?",
    re.IGNORECASE,
)
MAX_PROMOTED = 5
"""Headlines that a promotion block may hold; after that the lines are taken for the article's own again."""


@rule
def drop_read_more(page: Page) -> list[Span]:
    """Find "Read more" lines together with the promoted headlines under them.

    A promoted headline is a short line without an end mark; the first line that looks like a paragraph ends the block.

    Examples
    --------
    >>> page = Page("He left.\\nRead more from Sky News:\\nHeat records broken\\nEx-champion fined\\nMr Kim said no.")
    >>> without(page.text, drop_read_more(page)).split()
    ['He', 'left.', 'Mr', 'Kim', 'said', 'no.']
    """
    found: list[Span] = []
    lines = page.lines
    for place, line in enumerate(lines):
        if line.end - line.start > 90 or not _READ_MORE.fullmatch(page.text, line.start, line.end):
            continue
        found.append(line)
        for promoted in lines[place + 1 : place + 1 + MAX_PROMOTED]:
            if not is_headline(page.at(promoted)):
                break
            found.append(promoted)
    return found


def is_headline(line: str) -> bool:
    """Tell whether a line can be a headline: not long, and without an end mark.

    Examples
    --------
    >>> is_headline("Talks stall again"), is_headline("The talks stalled."), is_headline("Will the talks stall?")
    (True, False, True)
    """
    return (
        len(line) <= MAX_HEADLINE and line[-1].isalnum() | (line[-1] in "?'’)”\"") and not _PARAGRAPH_END.search(line)
    )


_PARAGRAPH_END = re.compile(r"[.!…:;,][”\"’')\]]*$")

_SHARE = re.compile(
    r"(?:please )?(?:share|tweet|e-?mail|print|bookmark|like)(?: (?:this"
    r"|the) (?:article|story|page|post|video|link|on))"
    r"(?: (?:on|via|with|by)\b[^\n.]{0,60})?[:!]?"
    r"|(?:share|tweet|e-?mail|print|comments?|like|follow us|subscribe|sign up|log ?in|sign in|register|advertisement|"
    r"advertisements|advert|ad|loading|loading\.{3}|loading…|close|menu|search"
    r"|skip to (?:main )?content|story continued below|"
    r"story continues below(?: advertisement)?|article continues below(?: advertisement)?"
    r"|continue reading(?: the main story"
    r"| below)?|"
    r"continue reading the main story|scroll (?:down )?(?:for more|to continue)|"
    r"sponsored(?: content)?|promoted(?: content)?|show (?:more|less)|view (?:all"
    r"|more)(?: comments)?|load more(?: comments)?|"
    r"hide caption|toggle caption|enlarge this image|copy link|copied|link copied|back to top|"
    r"photo|video|image|slideshow \(\d+ images?\)|prev(?:ious)? next|related topics?|"
    r"\[?pullquote\]?|you are here|print this(?: page| article)?)"
    r"|leave (?:a|your) (?:comment|reply)|(?:post|add|write|view|show|read|see"
    r"|join) (?:a |the |all |\d+ )?(?:comments?|reply|conversation|discussion)"
    r"|\d+ (?:comments?|shares?|views|likes|min(?:ute)?s? read)|comments? \(\d+\)|no comments(?: yet)?"
    r"|(?:share|follow|like|tweet|pin|join)(?: us)?(?: on)? (?:facebook|twitter|x"
    r"|instagram|linkedin|whatsapp|telegram|pinterest|reddit|youtube|email)"
    r"(?:(?:,| and| &|\s|/)+(?:facebook|twitter|x|instagram|linkedin|whatsapp|telegram"
    r"|pinterest|reddit|youtube|email|print|share|tweet))*"
    r"|(?:facebook|twitter|instagram|linkedin|whatsapp|telegram|pinterest|reddit"
    r"|youtube|e-?mail|print|messenger|flipboard|copy link)"
    r"(?:(?:,| and| &|\s|/|\|)+(?:facebook|twitter|instagram|linkedin|whatsapp"
    r"|telegram|pinterest|reddit|youtube|e-?mail|print|share|tweet|messenger|copy link"
    r"|more))*"
    r"|follow @\w+(?: on twitter)?|follow (?:us|him|her|them"
    r"|[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}) on (?:twitter|facebook|instagram"
    r"|x)\b[^\n]{0,40}"
    r"|like this story\? share it[^\n]{0,40}",
    re.IGNORECASE,
)


@rule
def drop_share_lines(page: Page) -> list[Span]:
    """Find buttons, share lines, calls for comments and advertisement marks that stand on a line of their own.

    Examples
    --------
    >>> page = Page("He left.\\nLeave a Comment\\nShare this article\\nADVERTISEMENT\\nShare this burden, she said.")
    >>> without(page.text, drop_share_lines(page)).split("\\n")
    ['He left.', '', '', '', 'Share this burden, she said.']
    """
    return [
        line
        for line in page.short_lines
        if line.end - line.start <= 120 and _SHARE.fullmatch(page.text, line.start, line.end)
    ]


_SUBSCRIBE = re.compile(
    r"(?:\W*(?:click here|sign up|subscribe|get (?:all )?(?:the|our) (?:latest|best"
    r"|top)|want (?:more|[^\n]{1,30} in your inbox)|"
    r"download (?:the|our)|stay (?:up to date|informed)|join our|support (?:our"
    r"|quality|independent)|become a (?:member|subscriber)|"
    r"already a (?:member|subscriber)|enter your email|by signing up|by subscribing|"
    r"breaking news alerts|get breaking news)\b[^\n]{0,260}"
    r"(?:newsletters?|newsletter sign ?up|inbox|app|sign up here|subscribe(?: here"
    r"| now)?|alerts?|privacy (?:policy|notice)|terms[^\n]{0,20}|"
    r"email(?: address)?|journalism|subscriptions?)\b[^\n]{0,80})"
    r"|(?:copyright\s*)?(?:©|\(c\)|copyright)\s*(?:19|20)\d{2}\b[^\n]{0,240}"
    r"|(?:this material|this content) may not be (?:published|reproduced|rewritten)[^\n]{0,160}",
    re.IGNORECASE,
)
_RIGHTS = re.compile(r"[^\n]{0,60}\ball rights reserved\b[^\n]{0,160}", re.IGNORECASE)


@rule
def drop_subscription_calls(page: Page) -> list[Span]:
    """Find calls to subscribe, to install an app or to sign up, and lines of copyright.

    Examples
    --------
    >>> page = Page("Sign up for our daily newsletter\\nHe left.\\nCopyright © 2019 A Paper, LLC. Click here.")
    >>> without(page.text, drop_subscription_calls(page)).strip()
    'He left.'
    """
    found = [line for line in page.short_lines if _SUBSCRIBE.fullmatch(page.text, line.start, line.end)]
    if any(words in page.text for words in ("ights reserved", "ights Reserved", "IGHTS RESERVED")):
        found += [line for line in page.short_lines if _RIGHTS.fullmatch(page.text, line.start, line.end)]
    return found


_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S{3,200}|\S{2,60}@\S{2,60}\.\w{2,10}|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|ir|co\.uk|tv|info)/?"
)


@rule
def drop_trailing_addresses(page: Page) -> list[Span]:
    """Find web and mail addresses on lines of their own at the end of the text.

    Examples
    --------
    >>> page = Page("See www.who.int for more.\\n\\nwww.example.org\\neditor@example.org")
    >>> without(page.text, drop_trailing_addresses(page)).strip()
    'See www.who.int for more.'
    """
    found = []
    for line in reversed(page.lines):
        if line.end - line.start > 200 or not _ADDRESS.fullmatch(page.text, line.start, line.end):
            break
        found.append(line)
    return found[::-1] if len(found) < len(page.lines) else []


@rule
def drop_learnt_lines(page: Page) -> list[Span]:
    """Find lines that recur across the outlet's articles, as `boilerplate.learn` found them.

    Examples
    --------
    >>> page = Page("Good evening.\\nThe talks ended.", learnt=frozenset({"Good evening."}))
    >>> without(page.text, drop_learnt_lines(page)).strip()
    'The talks ended.'
    """
    if not page.learnt:
        return []
    return [line for line in page.short_lines if page.at(line) in page.learnt]
