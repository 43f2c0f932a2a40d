"""Rules for whole lines: menus, dates, share lines, credits, calls to subscribe, promotion, and what was learnt."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import chain

from analysis.corpus import lines as line_model
from analysis.corpus.cleaning.page import (
    HEAD,
    MAX_HEADLINE,
    MAX_TEMPLATE_LINE,
    Page,
    is_headline,
    line_rule,
    opens,
    rule,
)
from analysis.corpus.outlets import OUTLETS, by_name

MIN_WORDS_BEFORE_END = 60
"""Words that must stand above the line that ends an article on an outlet's pages, for it may also stand at the top."""


@rule
def drop_after_end(page: Page) -> list[int]:
    """Find what stands below the line that ends every article on the outlet's pages, with that line.

    Examples
    --------
    >>> story = ["The council of the harbour town voted on Tuesday to close the old bridge until the spring."] * 5
    >>> page = Page([*story, "Be the first to get Breaking News", "Ferry sinks", "Actor returns"], outlet="Sky News")
    >>> page.without(drop_after_end(page)).lines == story
    True
    """
    pattern = _ends(page.outlet)
    if pattern is None:
        return []
    n_words = 0
    for place, line in enumerate(page.lines):
        if n_words >= MIN_WORDS_BEFORE_END and len(line) <= MAX_OUTLET_LINE and pattern.fullmatch(line):
            return list(range(place, len(page.lines)))
        n_words += line.count(" ") + 1
    return []


@cache
def _ends(outlet: str) -> re.Pattern[str] | None:
    """One expression for the lines that end an article on an outlet's pages; None where the register names none."""
    key = by_name(outlet) if outlet else None
    patterns = OUTLETS[key].ends if key else ()
    return re.compile("|".join(f"(?:{p.pattern})" for p in patterns), re.IGNORECASE) if patterns else None


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
    blocks = set(drop_read_more(page))  # without its label, a block of links would be lines of the article
    known = {*drop_repeated_headline(page), *blocks, *chain.from_iterable(page.found.values())}
    unknown = [line for place, line in enumerate(page.lines) if place not in known] if known else page.lines
    if line_model.looks_clean(unknown):
        return []
    furniture = (~line_model.body(page.lines, page.model)).nonzero()[0].tolist()
    return [place for place in furniture if place not in blocks]


MIN_ICON_NAMES = 4
"""Icon names in one line: a sentence about an icon has one or two."""


@line_rule
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
    rf"|at))?\s*:?\s*)(?:{_DAY})?[\s,|–—-]*(?:{_CLOCK})?)?"
    rf"|(?:(?:published|posted|updated)\s*:?\s*)?\d{{1,2}}\s(?:minute|hour|day|week|month|year)s?\sago",
    re.IGNORECASE,
)
"""A line that says nothing but when the page was published or changed."""

MAX_DATE_LINE = 100
"""Characters of the longest line that says nothing but a date."""

_HAS_DIGIT = re.compile(r"\d")


@line_rule
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


@line_rule
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
    r"|[^\n]{0,260}\((?:courtesy|credit|provided by|mugshot|booking photo|staff photo)(?::| of| by"
    r"|\s*/)?\s*[^()]{0,60}\)\.?"
    r"|\([^()\n]{3,60} via AP\)\.?\s[^\n]{10,400}|[^\n]{3,40} / staff photographer\b[^\n]{0,260}|buy"
    r" photo\b[^\n]{0,260}"
    r"|(?:(?:(?:main|featured|lead|top|header|cover|hero) )?(?:photo|image|picture)\s*(?:credit|copyright|source"
    r"|by|courtesy(?:\s+of)?)?\s*[:©]|image copyright|"
    r"photo(?:graph)?(?:\s+illustration)?\s+by|©|file (?:photo|image)\s*:)\s*[^\n]{1,160}(?<![.!?])",
    re.IGNORECASE,
)


_CREDIT_MARKS = (" / staff phot", " via AP)")


@line_rule
@opens('pho ima pic fil buy mai fea lea top hea cov her " "pho "ima "pic "fil')
def drop_photo_credits(page: Page) -> list[int]:
    """Find captions that end with a photo credit, and credits that stand alone.

    Examples
    --------
    >>> page = Page.of("The envoy in Seoul (File photo)\\nThe envoy spoke.\\nImage copyright Getty Images\\nHe left.")
    >>> page.without(drop_photo_credits(page)).lines
    ['The envoy spoke.', 'He left.']
    """
    opened = page.opened.get("drop_photo_credits", ())
    closed = [
        place
        for place, line in enumerate(page.lines)
        if (line.endswith((")", ").")) or (place < HEAD and any(map(line.__contains__, _CREDIT_MARKS))))
        and place not in opened
    ]
    return [
        place
        for place in sorted((*opened, *closed))
        if len(page.lines[place]) <= MAX_TEMPLATE_LINE and _CREDIT.fullmatch(page.lines[place])
    ]


_READ_MORE = re.compile(
    r"(?:read|see|watch|explore|discover|listen to)\s+(?:more|also)(?:\s+(?:from|on|at"
    r"|in|about)\b[^\n:.!?]{0,60})?\s*:?"
    r"|(?:related|recommended|more|trending|top|popular|latest)\s+(?:articles?|stories|story"
    r"|news|coverage|links?|content|reading|topics?|posts|trending|headlines|videos?)"
    r"(?:\s+(?:from|on|about)\b[^\n:.!?]{0,60})?\s*:?"
    r"|you may (?:also )?(?:like|be interested in)\s*(?:\.{3}|…|:)?|(?:popular|trending) (?:on|in"
    r"|at) [a-z][\w .&'’-]{1,30}"
    r"|(?:see|view) more (?:photos|pictures|videos|stories)\s*:?|explore further|don['’]t miss"
    r"|most (?:read|popular"
    r"|viewed)(?: (?:stories|articles|news|in [a-z ]{1,30}))?\s*:?"
    r"|related\s?:?|tags|tagged|filed under|categories|topics|also (?:read|see|on [a-z][a-z .]{1,20})\s*:"
    r"|more on this(?: story)?\s*(?:\.{3}|…|:)?|more (?:from|on) (?-i:[A-Z0-9])[^\n:!?]{2,40}:"
    r"|further reading\s?:?|go deeper\s?:?"
    r"|you might also be interested in\s?:?|previously (?:in|on) [^\n:.!?]{2,30}:",
    re.IGNORECASE,
)
MAX_READ_MORE = 90
"""Characters of the longest "Read more" line."""

MAX_PROMOTED = 5
"""Headlines that a promotion block may hold; after that the lines are taken for the article's own again."""


@rule
@opens("rea see wat exp dis lis rel rec mor tre top pop you mos als lat vie don tag fil cat fur go_ pre")
def drop_read_more(page: Page) -> list[int]:
    """Find "Read more" lines together with the promoted headlines under them.

    A promoted headline is a short line without an end mark; the first line that looks like a paragraph ends the block.
    Where the text ends with the block, headlines of two sentences stand between others.

    Examples
    --------
    >>> page = Page.of("He left.\\nRead more from Sky News:\\nHeat records broken\\nEx-champion fined\\nKim said no.")
    >>> page.without(drop_read_more(page)).lines
    ['He left.', 'Kim said no.']
    """
    found: set[int] = set()
    for place in page.opened.get("drop_read_more", ()):
        if len(page.lines[place]) <= MAX_READ_MORE and _READ_MORE.fullmatch(page.lines[place]):
            below = page.lines[place + 1 : place + 1 + MAX_PROMOTED]
            found.update(range(place, place + 1 + _n_promoted(below, place + 1 + len(below) == len(page.lines))))
    return sorted(found)


def _n_promoted(below: Sequence[str], is_last: bool) -> int:
    """Count the promoted headlines at the beginning of some lines."""
    headlines = [is_headline(line) for line in below]
    if is_last and any(headlines) and all(len(line) <= MAX_HEADLINE for line in below):
        return len(headlines) - headlines[::-1].index(True)
    return [*headlines, False].index(False)


_SHARE = re.compile(
    r"(?:please )?(?:share|tweet|e-?mail|print|bookmark|like)(?: (?:this"
    r"|the) (?:article|story|page|post|video|link|on))"
    r"(?:(?: (?:on|via|with|by)\b[^\n.]{0,60})?[:!]?|(?: (?:share|tweet|post|e-?mail|print|comments?|copy link)){1,6})"
    r"|(?:share|tweet|e-?mail|print|comments?|like|follow us|subscribe|sign up|log ?in|sign in|register|advertisement|"
    r"advertisements|advert|ad|loading|loading\.{3}|loading…|close|menu|search"
    r"|skip to (?:main )?content|story continued below|"
    r"story continues below(?: advertisement)?|article continues below(?: advertisement)?"
    r"|continue reading(?: the main story"
    r"| below)?|"
    r"continue reading the main story|scroll (?:down )?(?:for more|to continue)|"
    r"sponsored(?: content)?|promoted(?: content)?|show (?:more|less)|view (?:all"
    r"|more)(?: comments)?|load more(?: comments)?|"
    r"article content|newsletter sign.?up|hide caption|toggle caption|enlarge this image|copy link|copied|link copied"
    r"|back to top|"
    r"photo|video|image|slideshow \(\d+ images?\)|prev(?:ious)? next|related topics?|"
    r"\[?pullquote\]?|you are here|print this(?: page| article)?)"
    r"|leave (?:a|your) (?:comment|reply)|(?:post|add|write|view|show|read|see"
    r"|join) (?:a |the |all |\d+ )?(?:comments?|reply|conversation|discussion)"
    r"|\d+ (?:comments?|shares?|views|likes|min(?:ute)?s? read)|comments? \(\d+\)|no comments(?: yet)?"
    r"|(?:share|follow|like|tweet|pin|join)(?: us)?(?: on)? (?:facebook|twitter|x"
    r"|instagram|linkedin|whatsapp|telegram|pinterest|reddit|youtube|email)"
    r"(?:(?:,| and| &|\s|/)+(?:facebook|twitter|x|instagram|linkedin|whatsapp|telegram"
    r"|pinterest|reddit|youtube|email|print|share|tweet))*"
    r"|(?:facebook|twitter|instagram|linkedin|whatsapp|telegram|pinterest|reddit|tumblr|google\+?|pocket|skype|more"
    r"|youtube|e-?mail|print|messenger|flipboard|copy link)"
    r"(?:(?:,| and| &|\s|/|\|)+(?:facebook|twitter|instagram|linkedin|whatsapp"
    r"|telegram|pinterest|reddit|youtube|e-?mail|print|share|tweet|messenger|copy link"
    r"|more))*"
    r"|follow @\w+(?: on twitter)?|follow (?:us|him|her|them"
    r"|[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}) on (?:twitter|facebook|instagram"
    r"|x)\b[^\n]{0,40}"
    r"|like this story\? share it[^\n]{0,40}|listen to this (?:article|story)\b[^\n.]{0,30}"
    r"|(?:tags?|tagged|filed under|posted in|categor(?:y|ies)|keywords?)\s?:\s?[^\n.!?]{2,200}"
    r"|(?:share )?all sharing options for:[^\n]{0,240}"
    r"|advertisement thanks for watching! visit website|report a typo|story continues|listen now:?"
    r"|like this: like loading\W*|share this: \w+|download as pdf:?|page \d+ of \d+|\d+ min read(?: time)?(?: share:?)?"
    r"|prev(?:ious)? next image \d+ of \d+|read our terms and conditions\.?|want to find out more\?"
    r"|we pay for your stories!|\(?scroll down for updates\.?\)?|\(?en español\)?|see upcoming [a-z ]{3,40}»",
    re.IGNORECASE,
)


MAX_SHARE_LINE = 280
"""Characters of the longest share line."""


@line_rule
@opens(
    "ple sha all new twe twi e-m ema pri boo lik com fol sub sig log reg adv ad loa clo men sea ski sto art con scr "
    "spo pro sho vie hid tog enl cop lin bac pho vid ima sli pre rel pul you lea pos add wri rea see joi 0 no_ fac ins "
    'wha tel pin red mes fli lis tag fil cat key dow pag wan we_ en_ rep goo poc tum sky mor " "pul'
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
    r"|\(?(?:copyright\s*)?(?:©|\(c\)|copyright)\s*(?:19|20)\d{2}\b[^\n]{0,240}"
    r"|(?:this material|this content) may not be (?:published|reproduced|rewritten)[^\n]{0,160}"
    r"|this copy is for your personal[^\n]{0,290}|distribution and use of this material are governed[^\n]{0,200}",
    re.IGNORECASE,
)
STEP = re.compile(r"^Sign up\b.*\b[A-Z]\w+ (?:[\w-]+ )?account\b")
"""A step of instructions: somebody else's account, not the outlet's newsletter."""

_RIGHTS = re.compile(
    r"(?:[^\n]{0,60}|[^\n]{0,80}(?:©|\(c\)|copyright)[^\n]{0,160})\ball rights (?:of (?:the"
    r"|this) \w+ are )?reserved\b[^\n]{0,160}",
    re.IGNORECASE,
)


@line_rule
@opens(
    "cli sig sub get wan dow sta joi sup bec alr ent by_ bre cop thi dis",
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
    calls = {
        place
        for place in page.opened.get("drop_subscription_calls", ())
        if _SUBSCRIBE.fullmatch(lines[place]) and not STEP.search(lines[place])
    }
    rights = {
        place
        for place, line in enumerate(lines)
        if len(line) <= MAX_TEMPLATE_LINE and ("eserved" in line or "ESERVED" in line) and _RIGHTS.fullmatch(line)
    }
    return sorted(calls | rights)


_ADDRESS = re.compile(
    r"(?:[^\n.!?“”\"]{2,90}: )?(?:https?://|www\.)\S{3,200}(?:(?:,| and|, and|;) https?://\S{3,200}){0,3}"
    r"|\S{2,60}@\S{2,60}\.\w{2,10}|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|ir|co\.uk|tv|info)(?:/\S{0,160})?"
)


@rule
def drop_trailing_addresses(page: Page) -> list[int]:
    """Find web and mail addresses on lines of their own at the end of the text, with a label before them or none.

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


MAX_ADDRESS_LINE = 300
"""Characters of the longest line of an address."""


@rule
def drop_learnt_lines(page: Page) -> list[int]:
    """Find lines that recur across the outlet's articles, as `boilerplate.learn` found them.

    Examples
    --------
    >>> from analysis.corpus.cleaning.page import Learnt
    >>> page = Page.of("Good evening.\\nThe talks ended.", learnt=Learnt.of(["Good evening."]))
    >>> page.without(drop_learnt_lines(page)).lines
    ['The talks ended.']
    """
    if not page.learnt.lines:
        return []
    return [
        place for place, line in enumerate(page.lines) if len(line) <= MAX_TEMPLATE_LINE and line in page.learnt.lines
    ]
