"""Pages that are no articles: what guards, errors, consent walls and searches put in an article's place."""

import re
from typing import NamedTuple

MAX_WORDS = 250
"""Words of the longest such page: an article that reports on cookies or robots is longer, or has no such headline."""

MIN_LISTED = 8
"""Lines of a page of results or of a section, of which nearly none is a sentence."""

PROSE_SHARE = 0.1
"""Share of lines that may be sentences on such a page."""


class _Kind(NamedTuple):
    """A kind of page: the reason it is rejected for, and what its headline or its text says."""

    reason: str
    title: re.Pattern[str]
    text: re.Pattern[str]


def _kind(reason: str, title: str, text: str) -> _Kind:
    """Declare a kind of page; its headline says nothing else, but for dots and the site's name."""
    headline = rf"\W*(?:{title})[\s.!…?]*(?:[|:–—-].{{0,50}})?"
    return _Kind(reason, re.compile(headline, re.IGNORECASE), re.compile(text, re.IGNORECASE))


_KINDS = (
    _kind(
        "blocked by the site",
        r"just a moment|attention required|access (?:to this page has been )?denied|are you a (?:robot|human)"
        r"|security check"
        r"|verify(?:ing)? (?:you are|that you are) (?:a )?human|pardon our interruption|please wait|bot (?:check"
        r"|verification)"
        r"|human verification|robot or human|ddos.guard|blocked|one more step|captcha",
        r"checking (?:if the site connection is secure|your browser)|enable javascript and cookies"
        r"|verify(?:ing)? (?:that )?you are"
        r" (?:a |not a )?(?:human|robot)|unusual (?:activity|traffic) from your|you have been blocked|ray id"
        r"|cloudflare|captcha"
        r"|performance (?:&|and) security by|you don't have permission to access"
        r"|needs to review the security of your connection"
        r"|please (?:turn|switch) (?:on )?javascript|not a (?:bot|robot)|automated (?:access|requests|tools)",
    ),
    _kind(
        "error page",
        r"(?:error )?(?:403|404|410|429|500|502|503|504)\b|page (?:not found|cannot be found|unavailable)"
        r"|not found|bad gateway"
        r"|service (?:temporarily )?unavailable|forbidden|too many requests|gateway time-?out"
        r"|something went wrong|oops",
        r"page (?:you (?:requested|are looking for|were looking for)|that you (?:requested"
        r"|are looking for)) (?:could not|can(?:no|')t"
        r"|was not|has been|does not|doesn’t|doesn't|may have|might have)|(?:404|403|500|502|503)(?: error|:| -| –)"
        r"|(?:we(?:'re| are) sorry|sorry),? (?:but )?(?:the|this|that|we can(?:no|')t find) page"
        r"|this page (?:isn[’']t available"
        r"|is not available|does(?: not|n[’']t) exist|could not be found|has (?:been )?(?:moved|expired|removed))",
    ),
    _kind(
        "registration page",
        r"(?:sign|log) in|register|registration|subscribe|subscription(?: required)?|create (?:an )?account",
        r"thank you for registering|your notification has been saved|problem saving your notification"
        r"|(?:maximum number of|\d+ of \d+) (?:stories|articles|premium clicks|free articles)|get digital access"
        r"|not in our deliverable area|by submitting your registration information|sign in using your \w+ profile"
        r"|email notifications are only sent|you've enjoyed your preview|re-enter zip code"
        r"|already have an account|you have reached your limit",
    ),
    _kind(
        "cookie notice",
        r"before you continue(?: to .{2,30})?|cookies?(?: (?:notice|policy|consent|settings|preferences))?"
        r"|we value your privacy|your privacy|privacy (?:notice|settings|preferences)|consent|gdpr",
        r"(?:accept|manage|use|store|agree to|consent to)[^.\n]{0,40}cookies|we (?:and our"
        r"|use)[^.\n]{0,60}(?:partners|cookies)"
        r"|your (?:privacy|consent) (?:choices|preferences|settings)|legitimate interest|withdraw your consent",
    ),
)
_NOTICE = re.compile(
    r"sent you a verification (?:email|message)|thank you for registering|your notification has been saved"
    r"|(?:sign|log) in to update your profile|add a location to your tweets|javascript is (?:disabled|not available)",
    re.IGNORECASE,
)
MAX_NOTICE_WORDS = 60
"""Words of a page that holds nothing beside such a notice, itself of twenty to forty words."""

_SEARCH = re.compile(
    r"(?:.{0,30}\b)?search(?: results?)?(?: for\b.*)?\W*(?:[|:–—-].{0,30})?|(?:results|articles tagged) (?:for"
    r"|with)\b.*"
    r"|(?:tag|topic|category|archives?|section|author)s?\s*[:|–—-].*|.{0,40}\barchives?"
    r"|(?:latest|breaking|top|all|more) (?:news|stories|headlines)\W*(?:[|:–—-].{0,40})?|index of\b.*"
    r"|(?:home ?page|home|sitemap|site map)\W*(?:[|:–—-].{0,40})?",
    re.IGNORECASE,
)
_END = re.compile(r"[.!?…][\"”’')\]]*$")
_CAPTION = re.compile(
    r"(?:[^\n]{20,400}\b(?:REUTERS/\S|AP Photo|Getty Images|AFP/|EPA/|Photo by|photo by|File photo|\((?:Photo"
    r"|Image|AP|AFP|Reuters)\b)"
    r"[^\n]{0,80})"
)
MAX_CAPTION_WORDS = 60
"""Words of the longest caption."""


def reason(title: str, text: str) -> str:
    """Return why a text is no article, in a few words; empty where it may be one.

    Parameters
    ----------
    title : str
        Its headline, without what is known of the outlet; may be empty.
    text : str
        All of the text as it came: cleaning takes away some of what gives such a page away.

    Notes
    -----
    A page is only told where its headline and its text say so, or the text is short and says so twice: an article about
    cookies, robots or a search is longer, and its headline another.

    Examples
    --------
    >>> reason("Just a moment...", "Enable JavaScript and cookies to continue")
    'blocked by the site'
    >>> reason("Robots take over a factory", "Verify that you are human, the robot said on Monday at the plant.")
    ''
    """
    n_words = len(text[: 20 * MAX_WORDS].split(None, MAX_WORDS))  # what is left behind so many counts as one
    if _SEARCH.fullmatch(title) and (_lists(text) or _is_of_snippets(text)):
        return "search or section page"
    if not 0 < n_words <= MAX_WORDS:
        return ""
    for kind in _KINDS:
        says = {found.group().casefold() for found in kind.text.finditer(text)}
        if len(says) >= (1 if kind.title.fullmatch(title) and title else 2):
            return kind.reason
    if n_words <= MAX_NOTICE_WORDS and _NOTICE.search(text):
        return "notice of the site"
    return "photo caption" if _is_caption(text, n_words) else ""


def _lists(text: str) -> bool:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    n_sentences = sum(_END.search(line) is not None and line.count(" ") > 4 for line in lines)
    return len(lines) >= MIN_LISTED and n_sentences <= PROSE_SHARE * len(lines)


def _is_of_snippets(text: str) -> bool:
    """Return whether most lines are cut out of a text, as those of results of a search.

    Examples
    --------
    >>> _is_of_snippets("... we saw that they plan to bid for ... or even\\nThe Games end.\\n... their citizenship ...")
    True
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    n_cut = sum(_CUT.search(line) is not None for line in lines)
    return n_cut >= MIN_SNIPPETS and 2 * n_cut >= len(lines)


_CUT = re.compile(r"^(?:\.\.\.|…)|(?:\.\.\.|…)$")
MIN_SNIPPETS = 2
"""Lines that begin or break off within a sentence, on a page of results."""


def _is_caption(text: str, n_words: int) -> bool:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return 0 < n_words <= MAX_CAPTION_WORDS and len(lines) == 1 and _CAPTION.fullmatch(lines[0]) is not None
