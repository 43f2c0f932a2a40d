"""Rules for what speaks to the reader: calls to follow, to subscribe and to write, and pitches of a paywall."""

import re
from collections.abc import Sequence
from functools import partial

from analysis.corpus.cleaning.draft import Removal
from analysis.corpus.cleaning.furniture import STEP
from analysis.corpus.cleaning.page import (
    HEAD,
    IN_SENTENCE,
    MAX_END,
    TAIL,
    LineSpan,
    Page,
    at_end,
    opens,
    passage_rule,
    rule,
)

# Appeals


_APPEAL = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:please )?consider (?:making|giving|supporting|becoming|donating|a (?:gift|contribution|donation))\b",
        r"\byour (?:financial |generous )?(?:contribution|support|donation|gift)\b",
        r"\b(?:support|fund|power) (?:our|independent|quality|local|trusted|this) (?:journalism|reporting|newsroom)\b",
        r"\b(?:make|making) a (?:one-time |monthly |tax-deductible )?(?:contribution|donation|gift)\b",
        r"\b(?:free (?:articles|for all|access)|keep (?:it|our \w+) free|(?:coverage is|it['’]s) free)\b",
        r"\b(?:no|the) paywall\b",
        r"\bour (?:distinctive |independent )?(?:brand of )?[\w-]* ?(?:journalism|reporting|coverage|newsroom)\b",
        r"\bas little as [$£€]\d",
        r"\b(?:coverage|reporting|journalism|series|project)\b[^.]{0,40}\bmade possible (?:in part )?by\b",
        r"\b(?:does|do) not provide editorial input\b",
        r"\b(?:as a public service|reader-supported|non-?profit newsroom)\b",
    )
)
_APPEAL_WORDS = (
    "onsider", "onation", "ontribution", "paywall", "made possible", "little as", "upport our", "upport independent",
)  # fmt: skip
"""One of these stands in every appeal."""

MIN_APPEALS = 2
"""Phrases of an appeal that a paragraph must hold: a report on somebody's appeal quotes one."""

MAX_APPEAL = 1600
"""Characters of the longest appeal."""


@passage_rule
def drop_appeals(page: Page) -> list[LineSpan]:
    """Find paragraphs near the end that ask readers for money, or say who pays for the coverage.

    Examples
    --------
    >>> appeal = "Our journalism takes resources. Please consider making a contribution to the Example today."
    >>> page = Page(["They met.", "“Please consider making a contribution,” he said.", appeal])
    >>> [place for place, start, end in drop_appeals(page)]
    [2]
    """
    first = max(1, len(page.lines) - APPEAL_LINES)
    return [
        LineSpan(place, 0, len(line))
        for place, line in enumerate(page.lines[first:], start=first)
        if len(line) <= MAX_APPEAL
        and any(map(line.__contains__, _APPEAL_WORDS))
        and not _SAYS.search(line)
        and sum(phrase.search(line) is not None for phrase in _APPEAL) >= MIN_APPEALS
    ]


APPEAL_LINES = 3
"""Lines from the end in which an appeal is looked for."""

_SAYS = re.compile(r"[,.?!][”\"]|\b(?:said|says)\b")


# Calls to follow, to subscribe, to write


_WHERE = (
    r"(?:Twitter|Facebook|Instagram|X|LinkedIn|YouTube|Telegram|Gab|Parler|Snapchat|WhatsApp"
    r"|Google\+?|TikTok|Threads|Flipboard)"
)
_WHO = (
    r"(?:us|me|him|her|them|the (?:author|writer|reporter)s?|(?:the "
    r"|our )?(?:[A-Z@][\w.'’@-]*)(?: (?:[A-Z&][\w.'’-]*|and"
    r"|the|de|van|reporters?|editors?|writers?|columnist|correspondent|producer|staff))"
    r"{0,9}(?:’s|'s)?)"
)
_PROFILE = r"(?:https?://)?(?:www\.)?(?:twitter|facebook|instagram)\.com/"
_FOLLOW = (
    rf"(?:(?:You can|And|Please|—|To) )?(?:also )?(?:[Ff]ollow|FOLLOW|[Ff]ind|[Ll]ike|LIKE|[Jj]oin|[Tt]weet|[Rr]each"
    rf"|[Cc]onnect with)(?: {_WHO})?,? (?:on|via|at) (?:{_WHERE}\b|social media|@|{_PROFILE})[^\n!?]{{0,160}}"
    rf"|[A-Z]{IN_SENTENCE}{{1,60}} can be followed (?:on|at) (?:{_WHERE}\b|@|{_PROFILE})[^\n!?]{{0,120}}"
    rf"|On {_WHERE}, follow [^\n!?]{{2,240}}"
    rf"|[A-Z][\w.’'&-]*(?: [\w.’'&-]+){{0,4}} is now on {_WHERE}!"
    rf"|(?:On )?(?:{_WHERE}|[Ee]-?mail(?: address)?)\s?: ?@?[\w.@/+-]{{3,60}}(?:[,;| ]+(?:{_WHERE}"
    rf"|[Ee]-?mail)?:? ?@?[\w.@/+-]{{3,60}})?"
)
_STATION = (
    r"(?:We|(?=[^\n]{0,30}?(?:\d|[A-Z]{3}|\b(?:News|TV|Channel|Radio)\b|\.com))(?:\d{0,3}[A-Z][\w.’'&-]*|\d{1,3})"
    r"(?: (?:\d{0,3}[A-Z][\w.’'&-]*|\d{1,3}|and|the|of)){0,5})"
)
"""A newsroom, as it names itself: "ABC 6/FOX 28", "KOIN 6 News"."""

_STAY = (
    rf"(?![^\n]*\b(?:said|says|told)\b)(?:{_STATION}(?:/{_STATION})? (?:will (?:have|provide|bring|continue"
    rf"|update|post|be updating)|has a crew)"
    rf" [^\n“”\"]{{0,80}}"
    r"\b(?:updates?|developments?|details|information|this (?:developing )?story)\b[^\n“”\"]{0,80}"
    r"|STAY TUNED TO [^\n“”\"]{3,60}|Keep checking [^\n“”\"]{2,100}\bupdates?\b[^\n“”\"]{0,60}"
    r"|Check back with [^\n“”\"]{2,60} for (?:more|updates?|the latest)\b[^\n“”\"]{0,60}"
    r"|We['’]ll have (?:the latest|more)\b[^\n“”\"]{0,120}"
    r"|We(?:['’]re| are) working to (?:gather|get|learn|confirm) more\b[^\n“”\"]{0,60}"
    rf"|(?:Stay|Stick) (?:with|tuned)[^\n“”\"]{{2,60}}\b(?:updates?|latest|more|developments?"
    rf"|developing)\b[^\n“”\"]{{0,80}}"
    r"|(?:Look|Watch|Check(?: back)?) (?:for|here|with us|with)[^\n“”\"]{2,60}\bupdates?\b[^\n“”\"]{0,80}"
    r"|This is a (?:breaking|developing)(?: news)? (?:alert|story)\W{1,3}[^\n“”\"]{0,60}\b(?:check back|follow"
    r"|refresh|updates?)\b"
    r"[^\n“”\"]{0,100}"
    r"|(?:Never [Mm]iss a (?:[Bb]eat|[Tt]hing|story)|Don['’]t [Mm]iss a [Tt]hing)\b[^\n]{0,200}"
    r"|Get (?:email alerts|alerted)\b[^\n]{0,320}|Email [Nn]ewsletters?\b[^\n]{0,160}"
    rf"|(?:FOR LIVE NEWS UPDATES|Find {_STATION} on|Follow [A-Z][\w.-]+\.(?:COM|com))\b:?[^\n]{{0,30}}(?:Twitter"
    rf"|Facebook)"
    r"[^\n]{0,120}"
    r"|Sign up today\. It['’]s [Ff]ree\."
    r")"
)
"""How newsrooms ask readers to stay, and promise more."""

_SUBSCRIBE = (
    r"(?:[Ss]ign up|SIGN UP|[Ss]ubscribe|SUBSCRIBE|[Rr]egister)(?: (?:now|here|today|free))? (?:for|to|with"
    r"|here|at)\b[^\n]{0,220}"
    r"|(?:[Cc]lick here|CLICK HERE|[Tt]ap here|Click for more)\b(?: (?:to|for|from|on|TO|FOR)\b[^\n]{2,160})?"
    r"|Want [^?\n]{2,60} in your inbox\b[^?\n]{0,40}\?\W*"
    r"|(?:Watch|Catch|See|Tune in to) [A-Z][^.\n]{2,80}\b(?:(?:Sun|Mon|Tues|Wednes|Thurs|Fri|Satur|[Ww]eek)"
    r"(?:days|nights)|[Dd]aily)\b[^\n]{0,120}"
    r"|(?:To|For) (?:catch|watch|see|hear|find|the latest)\b[^\n]{2,120}\bclick here\b[^\n]{0,20}"
    r"|(?:[Dd]ownload|DOWNLOAD|[Gg]et|GET|[Ii]nstall) (?:the|our|THE|OUR|your)(?: \w[\w’'.-]*){0,6} (?:apps?|APP"
    r"|newsletters?|alerts?)\b[^\n]{0,120}"
    r"|Get (?:the (?:latest|best|day)|our (?:latest|best|top|free)|more (?:stories|news|great)|breaking news"
    r"|daily)\b[^\n]{0,160}"
    r"|(?:Listen|Subscribe) to [^\n]{3,80}\b(?:podcast|Spotify|Apple|Spreaker)[^\n]{0,120}"
    r"|(?:Listen|Watch)\b[^\n“”\"]{3,120}\b(?:listen|watch) (?:back|again) here\b[^\n]{0,20}"
    r"|Catch up on [^\n]{3,120}\b(?:podcast|newsletter)\b[^\n]{0,80}"
    r"|Get (?:the )?[A-Z][^.!?\n]{2,60} delivered\b[^\n]{0,160}"
    r"|[A-Z’'&,.! -]{4,90}\b(?:CLICK|CLICKING) HERE\b[A-Z’'&,.! -]{0,60}"
    r"|Please (?:bookmark|consider|support|subscribe|sign up|share|like|donate|log in|enable|disable"
    r"|whitelist)\b[^\n]{0,200}"
)
_READ_ON = (
    r"For more (?:stories|news|information|statistics|details|analysis|coverage|from|on|updates)(?: (?:like this"
    r"|from|about"
    r"|on)\b)?[^\n]{0,60}(?:check|visit|click|follow|head|go to|subscribe|see our)\b[^\n]{0,120}"
    r"|(?:To|If you(?:’d| would)? (?:like|want) to) (?:comment|read more|get (?:more|the latest)|subscribe"
    r"|receive|support|contact)[^\n]{0,80}(?:click|visit|sign up|subscribe|e-?mail|follow|go to)\b[^\n]{0,160}"
    r"|(?:Our website|This site|Our site) is (?:the|your)[^\n]{0,120}(?:news|stories)[^\n]{0,220}"
    r"|(?:Want|Looking for|Like|Enjoyed|Love) (?:more|what you(?:’re|'re)? (?:read|reading|see)|this (?:story"
    r"|article))\b[^\n?]{0,60}\?(?: [^\n]{0,200})?"
    r"|(?:Read|See|Watch|View) the (?:full|original) (?:story|article|interview|video|post)\b[^.!?\n]{0,60}\.?"
    r"|For (?:more|breaking)(?: [\w'’-]+){0,3} news,? (?:listen|follow|visit|check|go|click)\b[^\n]{2,100}"
    r"|For (?:daily|weekly|regular|the latest|all the latest) (?:updates|news|stories|headlines)\b[^\n]{0,160}"
)
_TAKE_PART = (
    r"(?:Got|Have|Do you have|Know) (?:a|any) (?:news )?(?:story|tip|stories|question"
    r"|tips)\b[^\n]{0,40}[?:,][^\n]{0,200}"
    r"|(?:Have|Is there) something (?:you|we)\b[^?\n]{0,80}\?[^\n]{0,200}"
    r"|(?:Are you one of them\? )?Send your (?:story|stories)\b[^\n]{0,80}"
    r"|Tell us (?:what you think|your (?:story|views))\b[^\n]{0,40}|Tell us what YOU think\b[^\n]{0,20}"
    r"|(?:Is|Are|Do|Does|Has|Have) (?:your|you|there)\b [^?\n]{5,160}\? (?:Contact|Email|E-mail|Write to|Get in touch"
    r"|Share your)\b[^\n]{0,160}"
    r"|To see more from [^\n]{2,60} on Facebook, log in\b[^\n]{0,40}|You can also sign up for [^\n]{2,60}"
    r"|Report an (?:Error|error|issue|correction)\b[^\n]{0,60}|Text [A-Z]+ to \d{5,6}\b[^\n]{0,160}"
    r"|Visit us and sign in\b[^\n]{0,140}|Click on the button below\b[^\n]{0,120}"
    r"|Re-enter [^\n]{2,30}\b(?:sign up|log in)\b[^\n]{0,60}"
    r"|If you (?:can['’]t|cannot|don['’]t|are unable to) (?:see|view|hear) (?:this|the) [^.\n]{2,120}\.?"
    r"|You must (?:confirm|be|log|sign|register|have)\b[^\n]{0,60}(?:comment|display name|logged in|account"
    r"|subscriber|member)[^\n]{0,80}"
    r"|Join the (?:conversation|discussion|debate)\b[^\n]{0,120}|Join our [^\n]{3,120}"
    r"|Send (?:us )?(?:your )?(?:tips|feedback|comments|letters|questions)\b[^\n]{0,120}"
    r"|(?:To|You can) (?:submit|send) (?:a letter|an op-ed|your)\b[^\n]{0,160}"
    r"|[A-Z][^.\n]{2,40} is committed to publishing a diversity of letters\b[^\n]{0,200}"
    r"|(?:We(?:['’]d| would) love to|Please let us) (?:get|hear|have|know) (?:your|from you|what you)[^\n]{0,120}"
    r"|READ THE REST\b[^\n]{0,60}|Be the first to know\W*|Get local news delivered\b[^\n]{0,60}|Register [Nn]ow\W*"
    r"|Follow our full coverage\b[^\n]{0,120}|(?:[^\n“”\"]{0,160} )?Send us a secure tip\b[^\n]{0,160}"
    r"|Get real-time updates as this story (?:unfolds|develops)\b[^\n]{0,260}"
    r"|Need more [^?\n]{2,30}\? Subscribe\b[^\n]{0,160}"
    r"|(?:Editor['’]s [Nn]ote: )?Want to support [^?\n]{3,200}\? (?:Join|Subscribe)\b[^\n]{0,260}"
    r"|Get [Cc]olumns [Ll]ike [Tt]his [Ii]n [Yy]our [Ii]nbox"
)
_PHONE = r"(?:\(?\d{3}\)?[-. ])?\d{3}[-. ]\d{4}"
_REACH = (
    rf"(?:[Ff]ollow|FOLLOW) {_WHO}?:? ?@\w{{2,30}}[^\n!?]{{0,120}}"
    rf"|[A-Z]{IN_SENTENCE}{{1,90}} (?:can be|is) (?:reached|contacted|followed|e-?mailed"
    rf"|on {_WHERE})\b[^\n!?]{{0,40}}@[^\n!?]{{2,120}}"
    rf"|(?:[Rr]each|[Cc]ontact|[Ee]-?mail|EMAIL|[Ww]rite to|[Tt]weet(?: at)?) (?:reporter |editor |writer )?"
    rf"(?:{_WHO}|the \w+"
    rf"|this \w+)(?: directly)?(?: at| on|:|,)? [^\n!?]{{0,60}}@[^\n!?]{{2,400}}"
    r"|(?:Let us know|We welcome your|Drop (?:me|us) a line|[Pp]itch us)\b[^\n!?]{0,80} at \S+@[^\n!?]{3,60}"
    r"|@\w{3,30}(?:[ ,/|]+@\w{3,30})*"
    r"|(?:[A-Z][\w.'’-]+ ){1,3}?[A-Z][\w.'’-]+: \S+@[\w.]+(?:,? (?:or|and) [\d.() -]{7,16}|,? @\w+)?\W?"
    rf"|[\w.-]+@[\w.-]+\.\w{{2,6}}(?:,? ?(?:(?:or|and) )?{_PHONE})?;?"
)
"""How somebody can be reached: each of these forms holds an @."""

_CALL_ME = re.compile(
    rf"[A-Z]{IN_SENTENCE}{{1,60}} (?:can|may) be (?:reached|contacted)(?: by phone)? at {_PHONE}"
    rf"(?:[;,] (?:and )?[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+)? at {_PHONE})*\W?"
    r"|(?:Contact|Call) (?:(?:[A-Z][\w.'’-]+ |news )?(?:reporter|editor) )?(?:[A-Z][\w.'’-]+ ){1,2}?[A-Z][\w.'’-]+"
    rf"(?: at|:) {_PHONE}\W?|(?:[A-Z][\w.'’-]+ ){{1,2}}[A-Z][\w.'’-]+: {_PHONE}\W?"
)
"""How reporters can be reached by telephone; lines of the police are the article's own."""

_BEFORE_CALL, _BEHIND_CALL = r"[\s*•⦁·_–—>(\[-]*", r"[\s)\]*_]*"
_CALL = re.compile(rf"{_BEFORE_CALL}(?:{_FOLLOW}|{_SUBSCRIBE}|{_READ_ON}|{_TAKE_PART}){_BEHIND_CALL}")
_STAYS = re.compile(rf"{_BEFORE_CALL}{_STAY}{_BEHIND_CALL}")
_STAY_WORDS = (
    "pdate", "TUNED", " more", "available", "evelop", "etails", "atest", "iss a", "iss A", "lert", "ewsletter",
    "witter", "acebook", "ree",
)  # fmt: skip
_ADDRESS = re.compile(rf"{_BEFORE_CALL}(?:{_REACH}){_BEHIND_CALL}")
_ON_SITES = (
    "pdate this story", "@", "witter", "acebook", "nstagram", "elegram", "mail", "odcast", "pdates", "available",
    "be reached",
)  # fmt: skip


@passage_rule
@opens(
    "fol fin lik joi twe con you and ple to_ rea ema e-m wri on_ twi fac ins sig sub reg cli tap dow get lis got hav "
    "do_ kno for if_ our thi wan loo enj lov see wat vie sen cat tun is_ are sta sti che nev ema we' we’ be_ edi let "
    "we_ dro pit tel kee rep tex vis re- cal",
    '"',
)
def drop_calls(page: Page) -> list[LineSpan]:
    """Find calls to follow, to subscribe, to write to the author or to comment: alone on a line, or at the end.

    Examples
    --------
    >>> page = Page(["Jo Doe reports on talks. Follow her on Twitter @jodoe", "“Follow us,” they said.", "They left."])
    >>> [page.lines[place][start:end] for place, start, end in drop_calls(page)]
    ['Follow her on Twitter @jodoe']
    """
    alone = [place for place in page.opened.get("drop_calls", ()) if _is_call(page.lines[place])]
    found = [LineSpan(place, 0, len(page.lines[place])) for place in alone]
    on_sites = set(page.ends_with(_ON_SITES))
    may_be_one = (end for end in page.ends if end[2][:3].lower() in _CALL_OPENINGS or end in on_sites)
    return [*found, *at_end(_is_call, (end for end in may_be_one if end[0] not in alone))]


def _is_call(text: str) -> bool:
    is_call = (
        _CALL.fullmatch(text)
        or ("@" in text and _ADDRESS.fullmatch(text))
        or (any(map(text.__contains__, _STAY_WORDS)) and _STAYS.fullmatch(text))
        or _calls_me(text)
    )
    return bool(is_call) and not STEP.search(text)


def _calls_me(text: str) -> bool:
    return text[-5:].strip(" .").isdigit() and _CALL_ME.fullmatch(text) is not None and not _OFFICE.search(text)


_OFFICE = re.compile(r"(?i)\b(?:police|sheriff|crime|detectives?|office|department|hotline|line|stoppers|tips?)\b")


_CALL_OPENINGS = frozenset((
    *"fol fin joi twe con ple rea ema e-m wri twi fac ins sig sub reg cli tap dow get lis got hav for wan".split(),
    *"we' we’ enj sen wat cat are sta sti loo che thi nev don ema fin edi let dro pit tel kee rep tex vis re-".split(),
    "cal", "if ", "we ", "on ",
))  # fmt: skip


# What a page says of itself: pitches at the top, and notes that links earn money


_TOP_PITCH = re.compile(
    r"(?=[^\n]*\b(?:[Ss]ign [Uu]p|[Ss]ubscribe|[Dd]onate|[Jj]oin)\b)(?=[^\n]*\b(?:newsletters?|inbox|emails?"
    r"|today|updates"
    r"|our biggest stories|podcasts?)\b)(?=[^\n]*\b(?:[Ss]ign [Uu]p (?:for|to|here)|[Ss]ubscribe (?:to|today|here|now)"
    r"|[Dd]onate (?:to|today|here|now)|[Jj]oin (?:us|our))\b)[^\n“”\"]{10,400}"
)
TOP_LINES = 3
"""Lines from the top in which a page speaks of itself before the article begins."""


@passage_rule
def drop_top_pitches(page: Page) -> list[LineSpan]:
    """Find above the first sentence what a page says of itself and of its newsletter.

    Examples
    --------
    >>> top = "The Planet is a nonprofit newsroom. Sign up for our newsletter to get stories like this one."
    >>> [place for place, start, end in drop_top_pitches(Page([top, "He told voters to sign up for it today."]))]
    [0]
    """
    found = []
    for place, line in enumerate(page.lines[:TOP_LINES]):
        if len(line) > MAX_END:
            continue
        speaks = any(map(line.__contains__, ("ign up", "ign Up", "ubscribe", "onate", "oin ")))
        if speaks and _OURS.search(line) and _TOP_PITCH.fullmatch(line) and not _is_other(line):
            found.append(LineSpan(place, 0, len(line)))
    return found


def _is_other(line: str) -> bool:
    return _SAYS.search(line) is not None or STEP.search(line) is not None


_OURS = re.compile(r"\b(?:our|us|you|your)\b|^[^.]{0,60}[Ss]ubscribe (?:today|here|now)\W*$")

_EARNS = re.compile(
    r"[^\n]{0,260}\b(?:(?:may|might|can|could|will|do|to)\s(?:\w+\s)?)?(?:receives?|earns?|gets?|makes?)\s(?:an?\s)?(?:small\s"
    r"|modest\s|affiliate\s|portion\sof\s|share\sof\s)*(?:commissions?|revenue|the\s(?:sales?|revenue|proceeds))\b[^\n]{0,200}"
    r"|[^\n]{0,120}\b(?:income[- ]earning|affiliate) (?:\w+ ){0,2}links\b[^\n]{0,160}"
)
_READER = re.compile(r"\b(?:[Yy]ou|[Ww]e|[Oo]ur|links?|this (?:page|post|article|story|site))\b")
_SHOP = re.compile(r"\b(?:links?|click|buy|purchases?|products?|retailers?|posts?)\b", re.IGNORECASE)


@passage_rule
def drop_shop_notes(page: Page) -> list[LineSpan]:
    """Find lines near either end that say that links on the page earn its owner money.

    Examples
    --------
    >>> page = Page(["If you buy through this post, we may earn a small commission.", "Agents earn a commission."])
    >>> [place for place, start, end in drop_shop_notes(page)]
    [0]
    """
    last = max(HEAD, len(page.lines) - TAIL)
    return [
        LineSpan(place, 0, len(line := page.lines[place]))
        for place in (*range(min(HEAD, len(page.lines))), *range(last, len(page.lines)))
        if len(line := page.lines[place]) <= MAX_END
        and any(map(line.__contains__, _SHOP_WORDS))
        and _SHOP.search(line)
        and _READER.search(line)
        and not _SAYS.search(line)
        and _EARNS.fullmatch(line)
    ]


_SHOP_WORDS = ("ommission", "ffiliate ", "of the sale")


_BOX = re.compile(
    r"\b(?:you agree to receive (?:e-?mail|our|newsletters)|you (?:can"
    r"|may) (?:edit your settings or )?unsubscribe at any time"
    r"|(?:site|form) is protected by reCAPTCHA|Google Privacy Policy and Terms of Service apply"
    r"|we have a proposition for you: Join)\b",
    re.IGNORECASE,
)
"""What boxes say that ask for an address or a membership, and reports do not."""

_BOX_WORDS = (
    "unsubscribe",
    "agree to receive",
    "ecaptcha",
    "eCAPTCHA",
    "Google Privacy Policy and",
    "proposition for you",
)
MAX_BOX = 800
"""Characters of the longest box."""


@rule
def drop_sign_up_boxes(page: Page) -> list[int]:
    """Find boxes for newsletters and memberships that became one line, with all their small print.

    Examples
    --------
    >>> box = "Huddle In your inbox. Email Sign Up You can unsubscribe at any time. This site is protected by reCAPTCHA"
    >>> drop_sign_up_boxes(Page(["They met.", box, "“You can unsubscribe at any time,” the firm said."]))
    [1]
    """
    return [place for place, line in enumerate(page.lines) if _is_box(line) or _offers_countries(line)]


def _is_box(line: str) -> bool:
    if len(line) > MAX_BOX or not any(map(line.__contains__, _BOX_WORDS)):
        return False
    return _BOX.search(line) is not None and not _SAYS.search(line)


_COUNTRIES = re.compile(r"(?:[Cc]hoose|[Ss]elect) your country\b[^.!?\n]{0,120}Afghanistan\b.{300,}\bZimbabwe\b")
"""A form's list of every country, in which a reader chooses one."""


def _offers_countries(line: str) -> bool:
    """Tell a line of which a form's list of countries is the larger part.

    Examples
    --------
    >>> form = "Sign up. Choose your country Afghanistan " + "Albania Algeria " * 40 + "Zimbabwe Please check."
    >>> _offers_countries(form), _offers_countries("Choose your country, he said of Afghanistan and Zimbabwe.")
    (True, False)
    """
    form = _COUNTRIES.search(line) if "your country" in line else None
    return form is not None and 2 * len(form.group()) > len(line)


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
def drop_paywall_pitches(page: Page) -> list[LineSpan]:
    """Find what a paywall says where it cuts a text off; the article is then marked as cut off.

    Examples
    --------
    >>> page = Page(["The talks ended.", "To continue reading, subscribe now.", "Already a subscriber? Log in"])
    >>> [place for place, start, end in drop_paywall_pitches(page)]
    [1, 2]
    """
    found = list(filter(partial(_speaks_of_a_wall, page), at_end(_GOES_ON.fullmatch, page.ends)))
    places = {span.place for span in found}
    ends = (end for end in page.ends if end[0] not in places)
    return [*found, *filter(partial(_speaks_of_a_wall, page), at_end(_PITCH.fullmatch, ends))]


def _speaks_of_a_wall(page: Page, span: LineSpan) -> bool:
    line = page.lines[span.place][span.start :]
    return any(map(line.__contains__, _PITCH_WORDS))


def is_cut_off(removals: Sequence[Removal]) -> bool:
    """Return whether a pitch was removed, by whatever rule, that stands where a text was cut off."""
    return any(len(one.text) <= MAX_END and _GOES_ON.fullmatch(one.text) is not None for one in removals)
