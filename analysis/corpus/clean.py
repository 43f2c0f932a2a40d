"""From raw text to body: an ordered register of small rules, each of which says what it removes.

A rule looks at the lines of a text and points at those that are not the article's own; it changes nothing itself. Every
removal is recorded with its rule and its place in the raw text, and every rule can be switched off. Only whole lines
are removed, because a false removal costs more than a missed menu.
"""

import re
from collections.abc import Callable, Collection, Container
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import chain, count
from typing import Any, NamedTuple

from analysis.corpus import lines as line_model
from analysis.corpus.outlets import OUTLETS, by_name

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
    """The lines of a text on its way to becoming a body, with what the rules may know about it.

    Parameters
    ----------
    lines : list of str
        The lines that are left and not blank, without the space around them.
    title : str
        The headline, empty where there is none. It is protected: no rule takes it away from ``title``.
    outlet : str
        Name of the outlet; its own rules are looked up in the register.
    learnt : container of str
        Lines that recur across the outlet's articles, as `boilerplate.learn` found them.
    model : lines.Model, optional
        Another model of lines than the shipped one.
    """

    lines: list[str]
    title: str = ""
    outlet: str = ""
    learnt: Container[str] = field(default=frozenset(), repr=False)
    model: line_model.Model | None = field(default=None, repr=False)

    @classmethod
    def of(cls, text: str, **facts: Any) -> "Page":
        """Make a page of a text.

        Examples
        --------
        >>> Page.of("Talks stall\\n\\n  The talks stall. ").lines
        ['Talks stall', 'The talks stall.']
        """
        return cls([line for piece in text.split("\n") if (line := piece.strip())], **facts)

    @cached_property
    def opened(self) -> dict[str, list[int]]:
        """Places of the lines that begin as those do which a rule may take, by the rule."""
        places: dict[str, list[int]] = {}
        for place, line in enumerate(self.lines):
            if len(line) <= MAX_TEMPLATE_LINE:
                for name in _BY_OPENING.get(line[:3].lower() if line[0].isalpha() else opening(line), ()):
                    places.setdefault(name, []).append(place)
        return places

    @cached_property
    def headlines(self) -> list[int]:
        """Places near the top where the headline stands again."""
        if not self.title:
            return []
        found = []
        most, headline = 2 * len(self.title), ""
        for place, line in enumerate(self.lines[:HEAD_LINES]):
            if len(line) <= most:
                headline = headline or _squeezed(self.title)
                if headline and _squeezed(line) == headline:
                    found.append(place)
                    continue
            if len(line) > MAX_HEADLINE:
                break
        return found

    @cached_property
    def found(self) -> dict[str, list[int]]:
        """Places that the rules which judge each line by itself take, by the rule; only of rules that take any."""
        return {name: places for name in LINE_RULES if (places := RULES[name](self))}

    def without(self, places: list[int]) -> "Page":
        """Give the page without some of its lines; what is known of each of the others stays known."""
        gone = set(places)
        left = [place for place in range(len(self.lines)) if place not in gone]
        page = Page([self.lines[place] for place in left], self.title, self.outlet, self.learnt, self.model)
        now = dict(zip(left, count(), strict=False))
        for name in ("opened", "found"):
            page.__dict__[name] = {
                rule: [now[place] for place in found if place in now] for rule, found in getattr(self, name).items()
            }
        return page


Rule = Callable[[Page], list[int]]
"""A rule gives the places of the lines it takes."""

RULES: dict[str, Rule] = {}
"""Every rule by its name, in the order in which they are applied."""

_LEADING = "“\"‘'["
"""Marks before the first word of a line."""


def opening(line: str) -> str:
    """Give the first three characters of a line, in small letters: enough to tell that most lines are no template's.

    A figure is given as ``0``; where marks come first as ``"`` with the characters after them, if those are letters.

    Examples
    --------
    >>> opening("Share this"), opening("12 comments"), opening("“We met,"), opening("© 2019"), opening("")
    ('sha', '0', '"we ', '"', '"')
    """
    first = line[:1]
    if first.isalpha():
        return line[:3].lower()
    if first.isdecimal():
        return "0"
    bare = line.lstrip(_LEADING)[:3].lower()
    return '"' + bare if bare[:1].isalnum() else '"'


_BY_OPENING: dict[str, tuple[str, ...]] = {}
"""For each opening the rules that may take a line which begins so."""


def opens(*openings: str) -> Callable[[Rule], Rule]:
    """Declare with what the lines that a rule takes begin: strings of openings, an underscore for a space in one."""

    def declare(function: Rule) -> Rule:
        """Enter the rule under each of its openings."""
        for start in " ".join(openings).split():
            key = start.replace("_", " ")
            _BY_OPENING[key] = (*_BY_OPENING.get(key, ()), function.__name__)
        return function

    return declare


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


def normalise(raw: str) -> str:
    r"""Make line ends and spaces plain and take out characters that cannot be seen.

    Examples
    --------
    >>> normalise("Kim\u200b said\u00a0no.\r\nThen\x00 left.")
    'Kim said no.\nThen left.'
    """
    if not _ODD.search(raw):
        return raw
    raw = raw.translate(_SPACE_TABLE) if _ODD_SPACE.search(raw) else raw
    raw = raw.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return _INVISIBLE.sub("", raw)


_ODD = re.compile(
    "[" + _INVISIBLE.pattern[1:-1] + "\r\t" + "".join(map(chr, sorted(set(_SPACES) | set(_NEW_LINES)))) + "]"
)
_ODD_SPACE = re.compile("[" + "".join(map(chr, sorted(set(_SPACES) | {0x85, 0x2028, 0x2029}))) + "]")


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

    Cleaning twice changes nothing: the rules are applied until none finds anything more. At the ends of lines the body
    has no space, and no two blank lines in a row.

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
    draft = _Draft(raw)
    page = Page(draft.lines, title, outlet, learnt, model)
    rules = [name for name in RULES if name not in off]
    for _ in range(_MAX_PASSES):
        before = len(draft.removals)
        for name in rules:
            places = page.found.get(name, []) if name in LINE_RULES else RULES[name](page)
            if places:
                draft.remove(name, places)
                page = page.without(places)
        if len(draft.removals) == before:
            break
        rules = [name for name in rules if name not in LINE_RULES]  # found all they can in the first pass
    return Cleaned(draft.body, sorted(draft.removals, key=lambda removal: (removal.start, removal.rule)))


class _Draft:
    """A text from which lines are taken, that still knows where each of them stood at first."""

    def __init__(self, raw: str) -> None:
        pieces = raw.split("\n")
        if not all(map(str.isprintable, pieces)):  # nothing that is taken out or replaced is printable
            pieces = normalise(raw).split("\n")
        self._raw = pieces
        self._pieces = pieces.copy()
        self._bare = [piece.strip() for piece in pieces]
        self._left = [number for number, line in enumerate(self._bare) if line]
        self._gone: set[int] = set()
        self.removals: list[Removal] = []

    @property
    def lines(self) -> list[str]:
        """Every line that is left and not blank, without the space around it."""
        return [self._bare[number] for number in self._left]

    @property
    def body(self) -> str:
        """What is left, without space at the ends of lines, and with one blank line where there were several."""
        gone = self._gone
        lines = [line for number, line in enumerate(self._bare) if number not in gone] if gone else self._bare
        body = "\n".join(lines).strip("\n")
        while "\n\n\n" in body:
            body = body.replace("\n\n\n", "\n\n")
        return body

    def _start(self, number: int) -> int:
        """Tell where a line, without the space before it, starts in the text."""
        piece = self._raw[number]
        return sum(map(len, self._raw[:number])) + number + len(piece) - len(piece.lstrip())

    def remove(self, name: str, places: list[int]) -> None:
        """Take lines away; neighbours that the model of lines takes are one removal."""
        joins = name == drop_page_furniture.__name__
        for first, last in _runs(dict.fromkeys(places)) if joins else ((place, place) for place in places):
            numbers = range(self._left[first], self._left[last] + 1)
            text = "\n".join([self._pieces[number] for number in numbers if number not in self._gone]).strip()
            self.removals.append(Removal(name, text, self._start(numbers[0])))
            self._take(numbers)
        gone = set(places)
        self._left = [number for place, number in enumerate(self._left) if place not in gone]

    def _take(self, numbers: range) -> None:
        """Take a run of lines away with its line end; a run beside which space is left leaves a blank line."""
        first, last = self._pieces[numbers[0]], self._pieces[numbers[-1]]
        space = first[: len(first) - len(first.lstrip())], last[len(last.rstrip()) :]
        is_whole = not any(space) and numbers[-1] + 1 < len(self._pieces)
        self._gone.update(numbers if is_whole else numbers[1:])
        self._pieces[numbers[0]] = "".join(space)
        for number in numbers:
            self._bare[number] = ""


def _runs(places: Collection[int]) -> list[tuple[int, int]]:
    """Join places that follow one another: first and last of each run.

    Examples
    --------
    >>> _runs([1, 2, 3, 7])
    [(1, 3), (7, 7)]
    """
    firsts = [place for place in places if place - 1 not in places]
    lasts = [place for place in places if place + 1 not in places]
    return list(zip(firsts, lasts, strict=True))


# The rules, in the order in which they are applied.


@rule
def drop_page_furniture(page: Page) -> list[int]:
    """Find what stands before, after and between the lines of the article, as the model of lines sees it.

    Examples
    --------
    >>> story = "The envoys of both sides met in the capital on Monday, and the talks ended without an agreement."
    >>> furniture = ["Home", "News", "World", "Sport", "Contact us"], ["Privacy policy", "Sitemap"]
    >>> page = Page([*furniture[0], *[story] * 6, *furniture[1]])
    >>> set(page.without(drop_page_furniture(page)).lines) == {story}
    True
    """
    known = {*drop_repeated_headline(page), *chain.from_iterable(page.found.values())}
    unknown = [line for place, line in enumerate(page.lines) if place not in known] if known else page.lines
    if line_model.looks_clean(unknown):
        return []
    return (~line_model.body(page.lines, page.model)).nonzero()[0].tolist()


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

MIN_ICON_NAMES = 4
"""Icon names in one line: a sentence about an icon has one or two."""


@rule
def drop_icon_names(page: Page) -> list[int]:
    """Find lines that list the names of icons.

    Examples
    --------
    >>> page = Page.of("icon bookmark-bicon cameraicon checkicon chevron downicon fb\\nThe icon of the movement spoke.")
    >>> page.without(drop_icon_names(page)).lines
    ['The icon of the movement spoke.']
    """
    return [place for place, line in enumerate(page.lines) if line[-1] not in _PROSE_ENDS and _lists_icons(line)]


_PROSE_ENDS = frozenset('.!?”"')


def _lists_icons(line: str) -> bool:
    icons = line.lower().count("icon")
    return icons >= MIN_ICON_NAMES and icons * 4 >= len(line.split())


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

MAX_DATE_LINE = 100
"""Characters of the longest line that says nothing but a date."""

_HAS_DIGIT = re.compile(r"\d")


@rule
@opens(
    "0 at_ jan feb mar apr may jun jul aug sep oct nov dec mon tue wed thu fri sat sun",
    "fir ori pub pos upd las edi cre dat",
)
def drop_date_lines(page: Page) -> list[int]:
    """Find lines that say nothing but the date; the date itself is read before.

    Examples
    --------
    >>> page = Page.of("17 Sep, 2019 07:28\\nOn 17 Sep, 2019 they met.\\nUpdated: September 18, 2019 at 9:15 a.m. EST")
    >>> page.without(drop_date_lines(page)).lines
    ['On 17 Sep, 2019 they met.']
    """
    return [
        place
        for place in page.opened.get("drop_date_lines", ())
        if len(line := page.lines[place]) <= MAX_DATE_LINE
        and line[-1] not in "!?"
        and _HAS_DIGIT.search(line)
        and DATE_LINE.fullmatch(line)
    ]


@rule
def drop_repeated_headline(page: Page) -> list[int]:
    """Find the headline where it stands again as a line of its own before the first paragraph.

    Examples
    --------
    >>> page = Page.of("Talks stall\\n\\nTalks  stall\\n\\nThe talks stall.", title="Talks stall")
    >>> page.without(drop_repeated_headline(page)).lines
    ['The talks stall.']
    """
    return page.headlines


HEAD_LINES = 12
"""Lines from the top among which a repeated headline, a byline or a date line of the page is looked for."""


def _squeezed(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


@rule
def drop_outlet_lines(page: Page) -> list[int]:
    """Find the whole lines that the outlet's entry in the register names.

    Examples
    --------
    >>> page = Page.of("The end.\\nLike this story? Share it with a friend!", outlet="RT")
    >>> page.without(drop_outlet_lines(page)).lines
    ['The end.']
    """
    pattern = _outlet_lines(page.outlet)
    if pattern is None:
        return []
    fits = pattern.fullmatch
    return [place for place, line in enumerate(page.lines) if len(line) <= MAX_OUTLET_LINE and fits(line)]


MAX_OUTLET_LINE = 800
"""Characters of the longest line that an outlet's entry may name: a box for a newsletter, with all its small print."""


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
@opens('pho ima pic fil " "pho "ima "pic "fil')
def drop_photo_credits(page: Page) -> list[int]:
    """Find captions that end with a photo credit, and credits that stand alone.

    Examples
    --------
    >>> page = Page.of("The envoy in Seoul (File photo)\\nThe envoy spoke.\\nImage copyright Getty Images\\nHe left.")
    >>> page.without(drop_photo_credits(page)).lines
    ['The envoy spoke.', 'He left.']
    """
    opened = page.opened.get("drop_photo_credits", ())
    closed = [place for place, line in enumerate(page.lines) if line.endswith((")", ").")) and place not in opened]
    return [
        place
        for place in sorted((*opened, *closed))
        if len(page.lines[place]) <= MAX_TEMPLATE_LINE and _CREDIT.fullmatch(page.lines[place])
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
MAX_READ_MORE = 90
"""Characters of the longest "Read more" line."""

MAX_PROMOTED = 5
"""Headlines that a promotion block may hold; after that the lines are taken for the article's own again."""


@rule
@opens("rea see wat exp dis lis rel rec mor tre top pop you mos als")
def drop_read_more(page: Page) -> list[int]:
    """Find "Read more" lines together with the promoted headlines under them.

    A promoted headline is a short line without an end mark; the first line that looks like a paragraph ends the block.

    Examples
    --------
    >>> page = Page.of("He left.\\nRead more from Sky News:\\nHeat records broken\\nEx-champion fined\\nKim said no.")
    >>> page.without(drop_read_more(page)).lines
    ['He left.', 'Kim said no.']
    """
    found: set[int] = set()
    for place in page.opened.get("drop_read_more", ()):
        if len(page.lines[place]) > MAX_READ_MORE or not _READ_MORE.fullmatch(page.lines[place]):
            continue
        found.add(place)
        for promoted in range(place + 1, min(place + 1 + MAX_PROMOTED, len(page.lines))):
            if not is_headline(page.lines[promoted]):
                break
            found.add(promoted)
    return sorted(found)


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


MAX_SHARE_LINE = 120
"""Characters of the longest share line."""


@rule
@opens(
    "ple sha twe twi e-m ema pri boo lik com fol sub sig log reg adv ad loa clo men sea ski sto art con scr spo pro "
    "sho vie hid tog enl cop lin bac pho vid ima sli pre rel pul you lea pos add wri rea see joi 0 no_ fac ins wha "
    'tel pin red mes fli " "pul'
)
def drop_share_lines(page: Page) -> list[int]:
    """Find buttons, share lines, calls for comments and advertisement marks that stand on a line of their own.

    Examples
    --------
    >>> page = Page.of("He left.\\nLeave a Comment\\nShare this article\\nADVERTISEMENT\\nShare this burden, she said.")
    >>> page.without(drop_share_lines(page)).lines
    ['He left.', 'Share this burden, she said.']
    """
    return [
        place
        for place in page.opened.get("drop_share_lines", ())
        if len(page.lines[place]) <= MAX_SHARE_LINE and _SHARE.fullmatch(page.lines[place])
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
@opens(
    "cli sig sub get wan dow sta joi sup bec alr ent by_ bre cop thi",
    '" "cli "sig "sub "get "wan "dow "sta "joi "sup "bec "alr "ent "by_ "bre',
)
def drop_subscription_calls(page: Page) -> list[int]:
    """Find calls to subscribe, to install an app or to sign up, and lines of copyright.

    Examples
    --------
    >>> page = Page.of("Sign up for our daily newsletter\\nHe left.\\nCopyright © 2019 A Paper, LLC. Click here.")
    >>> page.without(drop_subscription_calls(page)).lines
    ['He left.']
    """
    lines = page.lines
    calls = {place for place in page.opened.get("drop_subscription_calls", ()) if _SUBSCRIBE.fullmatch(lines[place])}
    rights = {
        place
        for place, line in enumerate(lines)
        if len(line) <= MAX_TEMPLATE_LINE and ("eserved" in line or "ESERVED" in line) and _RIGHTS.fullmatch(line)
    }
    return sorted(calls | rights)


_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S{3,200}|\S{2,60}@\S{2,60}\.\w{2,10}|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|ir|co\.uk|tv|info)/?"
)


@rule
def drop_trailing_addresses(page: Page) -> list[int]:
    """Find web and mail addresses on lines of their own at the end of the text.

    Examples
    --------
    >>> page = Page.of("See www.who.int for more.\\n\\nwww.example.org\\neditor@example.org")
    >>> page.without(drop_trailing_addresses(page)).lines
    ['See www.who.int for more.']
    """
    place = len(page.lines)
    while place and len(page.lines[place - 1]) <= MAX_ADDRESS_LINE and _ADDRESS.fullmatch(page.lines[place - 1]):
        place -= 1
    return list(range(place, len(page.lines))) if place else []


MAX_ADDRESS_LINE = 200
"""Characters of the longest line of an address."""


@rule
def drop_learnt_lines(page: Page) -> list[int]:
    """Find lines that recur across the outlet's articles, as `boilerplate.learn` found them.

    Examples
    --------
    >>> page = Page.of("Good evening.\\nThe talks ended.", learnt=frozenset({"Good evening."}))
    >>> page.without(drop_learnt_lines(page)).lines
    ['The talks ended.']
    """
    if not page.learnt:
        return []
    return [place for place, line in enumerate(page.lines) if len(line) <= MAX_TEMPLATE_LINE and line in page.learnt]
