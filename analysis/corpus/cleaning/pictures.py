"""Rules for what belongs to pictures and videos: credits, and captions that a credit opens or ends."""

import re
from collections.abc import Iterator, Sequence

from analysis.corpus.cleaning.page import HEAD, MAX_TEMPLATE_LINE, LineSpan, Page, opens, passage_rule, rule
from analysis.corpus.outlets import OUTLETS, by_name

_CREDIT_PASSAGE = re.compile(
    r"\((?:FILE )?(?:[Pp]hotos?|PHOTO|[Ii]mages?|IMAGE|[Pp]ictures?|[Ss]creenshot|[Vv]ideo|[Ii]llustration"
    r"|[Gg]raphic)"
    r"(?: credit| courtesy)?\s*(?:[:/]|by\s|via\s|courtesy\s|credit\s)\s*[^()\n]{1,90}\)"
    r"|\((?:AP|AFP|Reuters|Getty|EPA|Getty Images|AP File|TASS)\s?(?:/[^()\n]{1,40}|[Pp]hoto[^()\n]{0,60}"
    r"|Images?[^()\n]{0,40})\)"
)
_NAMED = (
    r"(?:[A-Z][\w.'’-]*[ ,]{1,2}){1,4}?[A-Z]?[\w.'’-]*\s?/\s?(?:AP|AFP|Reuters|REUTERS|Getty|EPA|Bloomberg|Pool"
    r"|USA [Tt]oday)"
)
"""Who took a picture, and for whom."""
_CREDIT_LINE = re.compile(
    r"(?:FILE (?:PHOTO|IMAGE|PICTURE)\s*[:.–—-]|HANDOUT PHOTO\b)[^\n]{3,320}"
    r"|[^\n]{0,320}(?:\bREUTERS\s?/\s?[A-Z][^\n]{2,50}|\bAP (?:Photo|Images)\s?/\s?[^\n]{2,60}"
    r"|\bGetty Images(?: file)?|\bvia (?:AP|Getty Images)"
    r"|\bAFP/Getty(?: Images)?|[–—/|] ?(?:Getty|AFP|EPA|Reuters|Shutterstock|AP)(?: Images| Photo)?(?: file)?"
    r"|/USA [Tt]oday via Reuters|\b(?:hide|toggle) caption)[.)]?"
    rf"|[^\n]{{8,400}}\({_NAMED}[^()\n]{{0,40}}\)"
    r"|[^\n]{8,600}(?:[.!?”\"’)] ?\(?|[a-z0-9)]|\()Credits?(?::|\.\.\.) ?[A-Z0-9][^.!?\n]{1,80}"
    r"|[^\n]{10,400}\(Published (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,[^()\n]{5,30}\)"
    r"|[^\n]{8,400}[Cc]lick [Tt]o [Tt]weet"
    r"|GETTY(?: IMAGES)?(?: [•-])? [A-Z][^.!?\n]{5,200}"
    r"|(?:[Pp]hoto|[Ii]mage|[Pp]icture|PHOTO)s?(?: credit)?\s*(?::|by|courtesy of)\s*[A-Z][^.!?\n]{2,100}"
    r"|(?:Caption|Credit|Image source|Image caption|Media caption"
    r"|Media playback is unsupported on your device)\b[^\n]{0,260}(?<![.!?])"
    r"|[^\n]{8,500} Photo(?:graph)?: [A-Z][^.!?\n]{2,80}|[^\n]{0,400}/(?:AP|AFP|Reuters|Getty Images), FILE"
    r"|(?:Note: )?(?:Photos?|Images?): ?[A-Z][^!?\n]{2,60}?\."
    r"|[^\n]{8,500} View Full Caption\b[^.!?\n]{0,80}"
    r"|\[[Pp]hoto [^\]\n]{2,60}\]|[^\n]{3,260}\[(?:[Pp]hoto|[Ii]mage|Xinhua|AP|AFP|Reuters|File)[^\]\n]{0,60}\]"
)
_PROSE_ENDS = frozenset('.!?”"…:,;')


@passage_rule
@opens("fil han pho ima pic cre cap med", '"')
def drop_picture_credits(page: Page) -> list[LineSpan]:
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
        if place < HEAD and _is_top_caption(page, place):
            found.append(LineSpan(place, 0, len(line)))
            continue
        if line[-1] in _PROSE_ENDS and "(" not in line and place not in opened:
            continue
        may_be_one = place in opened or line[-1] not in _PROSE_ENDS or line.endswith((").", "Images."))
        if may_be_one and len(line) <= MAX_CAPTION and _holds_credit(line) and _CREDIT_LINE.fullmatch(line):
            found.append(LineSpan(place, 0, len(line)))
        elif "(" in line:
            found += [
                LineSpan(place, *credit.span())
                for credit in _CREDIT_PASSAGE.finditer(line)
                if len(line) > MAX_TEMPLATE_LINE or credit.end() + 1 < len(line)  # else the line is its caption
            ]
    return found


_SOURCE = re.compile(
    r"[^\n]{8,300}\(Source: [^()\n]{2,40}\)"
    r"|[^\n“”\"]{0,200}\b[Ss]creenshot (?:via|from|by|courtesy of|:) ?[^\n]{2,60}"
    r"|(?:Photographer: [^\n]{3,80})+|(?:toggle|hide) caption [^\n]{2,80}|[^\n.!?]{3,60}/The Verge"
)
"""A caption at the top; further down the same brackets name where a figure is from."""


def _is_top_caption(page: Page, place: int) -> bool:
    """Return whether a line above the first paragraph is a caption with its source, or the source alone."""
    line, below = page.lines[place], page.lines[place + 1 :]
    if line[-1] == ")" and below and len(below[0]) >= len(line):
        named = _IN_BRACKETS.fullmatch(line)
        if named and _is_source(named["source"]):
            return True
    return line[-1] not in '.!?:”"' and any(map(line.__contains__, _SOURCE_WORDS)) and bool(_SOURCE.fullmatch(line))


_SOURCE_WORDS = ("(Source:", "creenshot", "Photographer:", " caption", "/The Verge")


_IN_BRACKETS = re.compile(r"(?:[^\n!?()“”\"]{0,160}[^\n.!?()“”\"] )?\((?P<source>[^()\d\n]{3,80})\)")
_SMALL = frozenset("of the for and via photo image images stock file courtesy image: photo:".split())


def _is_source(text: str) -> bool:
    """Return whether a text can name whose picture it is: names, and small words between them.

    Examples
    --------
    >>> _is_source("metamorworks/iStock/Getty Images Plus"), _is_source("Library of Congress"), _is_source("and why")
    (True, True, False)
    >>> _is_source("DOMA"), _is_source("APPLAUSE")
    (False, False)
    """
    words = text.split()
    is_named = all("/" in word or word[0].isupper() or word in _SMALL for word in words)
    return is_named and not text.isupper() and not words[0].endswith(":")


def _holds_credit(line: str) -> bool:
    """Return whether a line holds a word of those that every credit has; it takes a tenth of looking for a credit."""
    return any(map(line.__contains__, _CREDIT_WORDS))


_CREDIT_WORDS = (
    "FILE ", "HANDOUT", "REUTERS", "AP", "Getty", "AFP", "EPA", "Reuters", "Shutterstock", "caption", "hoto", "mage",
    "icture", "PHOTO", "Caption", "Credit", "playback", "Xinhua", "File", "Bloomberg", "Pool",
    "USA Today", "Published", "weet", "GETTY",
)  # fmt: skip
MAX_CAPTION = 640
"""Characters of the longest caption with its credit."""


_LISTED = re.compile(r"—(?:AP|AFP|Reuters|REUTERS|Getty Images|EPA|Redux|Corbis|Bloomberg|Magnum)\b")
"""A photographer's agency, as lists of credits name it: "Jo Doe—Getty Images"."""

MIN_LISTED = 4
"""Credits in one line from which it is a list of them: a gallery without its pictures and captions."""


@rule
def drop_credit_lists(page: Page) -> list[int]:
    """Find lines that list the credits of a whole gallery.

    Examples
    --------
    >>> page = Page(["They met.", "Talks in Seoul " + "Jo Doe—Getty Images Max Roe—AP " * 3, "A film—AP saw it—is."])
    >>> drop_credit_lists(page)
    [1]
    """
    return [
        place
        for place, line in enumerate(page.lines)
        if line.count("—") >= MIN_LISTED and len(_LISTED.findall(line)) >= MIN_LISTED
    ]


_KIND, _SEEN = "(?:undated |file |handout |combination )", r"(?:photo|image|picture|photograph|frame grab|sketch)s?\b"
_CAPTION = re.compile(
    rf"In (?:this|an?) (?:\w[\w .,'’-]{{0,50}}?\d{{1,4}}[\w .,'’-]{{0,30}}? {_KIND}?{_SEEN}"
    rf"|{_KIND}{_SEEN}|{_SEEN} (?:provided|released|taken|made|posted|obtained|from video)\b)[^\n]{{10,560}}"
    rf"|This (?=[^.\n]{{0,160}}?\b(?:file|undated|handout|provided|released|taken|made available|obtained|satellite"
    rf"|illustration)\b)[^\n]{{0,80}}?\b(?:{_SEEN}|illustration\b)[^\n]{{0,200}}?\bshows?\b[^\n]{{5,500}}"
    r"|CLOSE(?:\s[A-Z“\"'‘][^\n]{10,1500})?"
    r"|Image \d{1,3} of \d{1,3}|Enlarge this image(?: toggle caption)?\b[^\n]{0,260}"
)
_GALLERY = re.compile(
    r"(?:Photos|Video|Gallery|Slideshow): [^\n]{3,200}? (?:Hide [Cc]aption|\d+ of \d+)[^\n]{0,400}"
    r"|(?:Hide [Cc]aption )?\d{1,3} (?:of|/) \d{1,3}|[^\n]{0,400}Play slideshow\b[^\n]{0,60}"
    r"|[^\n]{0,200}Image \d+ of /? ?\d+ Caption Close [^\n]{0,900}"
    r"|[^\n]{3,400} Hide [Cc]aption \d{1,3} of \d{1,3}|(?:\+|\d{1,3}) show all [^\n]{3,100}"
    r"|Hide caption [^\n]{5,1200}? Previous Next [^\n]{2,160}|Show caption Hide caption [^\n]{5,2000}"
)


@passage_rule
def drop_captions(page: Page) -> list[LineSpan]:
    """Find captions of pictures and videos by how they begin: agencies' file photos, players, galleries.

    Examples
    --------
    >>> page = Page(["In this Dec. 31, 2018 file photo, he waves.", "CLOSE He waves his hat. (May 5) AP", "He left."])
    >>> [place for place, start, end in drop_captions(page)]
    [0, 1]
    """
    of_galleries = any(map(page.text.__contains__, _GALLERY_WORDS))
    return [
        LineSpan(place, 0, len(line))
        for place, line in enumerate(page.lines)
        if (line.startswith(_CAPTION_OPENINGS) and (line[0] != "T" or " show" in line) and _CAPTION.fullmatch(line))
        or (of_galleries and (_GALLERY.fullmatch(line) or _is_gallery(line)))
    ]


def _is_gallery(line: str) -> bool:
    """Return whether a whole gallery became one line, however long: each of its captions ends with its number."""
    n_numbers = len(_NUMBER_OF_PICTURE.findall(line))
    is_opening = line.startswith(_GALLERY_OPENINGS) or _NEXT_PICTURE.search(line) is not None
    return n_numbers > 1 or (n_numbers == 1 and is_opening)


_NEXT_PICTURE = re.compile(r"\b[Hh]ide [Cc]aption \d{1,3} of \d{1,3} (?:Photos?|Video|Gallery|Slideshow): ")
_NUMBER_OF_PICTURE = re.compile(r"\b[Hh]ide [Cc]aption \d{1,3} of \d{1,3}\b")
_GALLERY_OPENINGS = ("Photos: ", "Photo: ", "Video: ", "Gallery: ", "Slideshow: ", "Hide Caption ", "hide caption ")
_GALLERY_WORDS = ("aption", "lideshow", " show all ")
_CAPTION_OPENINGS = ("Image ", "In this ", "In a", "This ", "CLOSE", "Enlarge this image")


_FULL_DAY = re.compile(
    r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? (?:Jan|Feb|Mar|Apr|May|June|July|Aug|Sept|Oct|Nov|Dec)[a-z]*\.?"
    r" \d{1,2}, (?:19|20)\d\d\b"
)
"""Weekday, day and year: reports name one or two of them, captions all three."""

_YEARS = (", 20", ", 19")

_AT_PRESENT = re.compile(
    r"\b(?:[Aa]re (?:seen|shown|pictured)|is (?:seen|shown|pictured)|(?:address|answer|appear|applaud|arrive"
    r"|attend|board"
    r"|carry|celebrate|chant|cheer|clap|clean|deliver|demonstrate|depart|display|drive|dunk|embrace|enter|exit|fill|fly"
    r"|gather|gesture|give|greet|hang|head|hold|hug|inspect|introduce|join|kiss|laugh|lay|lead|leave|lie|line|listen|look"
    r"|make|march|meet|pass|patrol|pause|pay|place|play|point|pose|pray|prepare|protest|push|put|raise|react|read|ride"
    r"|rise|run|salute|shake|shoot|show|sign|sing|sit|smile|speak|stand|swear|take|talk|testify|throw|tour|visit|vote"
    r"|wait|walk|watch|wave|wear|work)(?:e?s)?|carries|testifies|flies)\b"
)


@passage_rule
def drop_dated_captions(page: Page) -> list[LineSpan]:
    """Find captions of agencies' pictures: what somebody does, at present, on a day with its weekday and its year.

    Examples
    --------
    >>> page = Page(["The envoy waves in Seoul, Monday, Nov. 18, 2019.", "They met on Monday, Nov. 18, 2019, he said."])
    >>> [place for place, start, end in drop_dated_captions(page)]
    [0]
    """
    if not any(map(page.text.__contains__, _YEARS)):
        return []
    return [
        LineSpan(place, 0, len(line))
        for place, line in enumerate(page.lines)
        if len(line) <= MAX_CAPTION
        and any(map(line.__contains__, _YEARS))
        and (day := _FULL_DAY.search(line))
        and _AT_PRESENT.search(line, 0, day.start())
        and not _TOLD.search(line)
    ]


_TOLD = re.compile(r"[“”\"]|\b(?:said|says|told|was|were|had|has|have|will|would)\b")
"""What reports say and captions do not."""


_AGENCY = (
    r"(?:Reuters|REUTERS|AP(?: Photo| Images)?|(?:The )?Associated Press|AFP(?: or licensors)?|EPA|EFE"
    r"|PA(?: Images| Wire)?|Press Association|Getty(?: Images)?|GETTY(?: IMAGES)?|Alamy(?: Stock Photo)?"
    r"|(?:Rex|REX) (?:Features|FEATURES)|Shutterstock|Splash News|Barcroft(?: Media| Images)?|SWNS|WENN"
    r"|iStock(?:photo)?|(?:Usa Today|USA TODAY) Sports)"
)
_LED_CAPTION = re.compile(
    rf"(?:Handout ?[-–/] ?)?{_AGENCY}(?: ?[-–:/|] ?(?:{_AGENCY}|Contributor|Handout))? "
    r"(?=[A-Z0-9‘'“\"])(?=[^\n]*[^.!?,;:”\"…\s]\Z)(?:[^\n]*? [a-z]){3}[^\n]+"
)
"""The credit, then a sentence without its end mark, in small letters: "EPA Gives Up" is a headline on an authority.
The end is looked at first: where it fails, every choice of three words would be tried."""

_AGENCY_OPENINGS = (
    "Reuters ", "REUTERS ", "AP", "Associated ", "The Associated ", "AFP", "EPA", "EFE ", "PA", "Press Association",
    "Getty", "GETTY", "Alamy", "Rex ", "REX ", "Shutterstock", "Splash News ", "Barcroft", "SWNS", "WENN", "iStock",
    "Usa Today Sports ", "USA TODAY Sports ", "Handout",
)  # fmt: skip


@rule
def drop_led_captions(page: Page) -> list[int]:
    """Find captions that begin with whose picture it is, and have no end mark.

    Examples
    --------
    >>> page = Page(["Getty Images Crowds gather at the gate in the rain", "Reuters reported that crowds gathered."])
    >>> drop_led_captions(page)
    [0]
    """
    return [
        place
        for place, line in enumerate(page.lines)
        if line.startswith(_AGENCY_OPENINGS) and len(line) <= MAX_CAPTION and _LED_CAPTION.fullmatch(line)
    ]


_CREDITED = re.compile(
    rf"[A-Z0-9][^\n]{{20,500}}[.!?] (?:{_AGENCY}|AFP/Getty(?: Images)?"
    r"|(?:ABC|BBC|CBS|CNN|Fox|NBC) News|Xinhua|Bloomberg)"
)


@rule
def drop_credited_captions(page: Page) -> list[int]:
    """Find captions in the present whose sentence is followed by whose picture it is.

    Where an agency stands behind the last sentence of a report, the report is the agency's.

    Examples
    --------
    >>> page = Page(["The envoy speaks to the press in Seoul on Monday. Reuters", "They met, he said. Reuters"])
    >>> drop_credited_captions(page)
    [0]
    """
    return [
        place
        for place, line in enumerate(page.lines[:-1])
        if line[-1].isalpha()
        and len(line) <= MAX_CAPTION
        and _CREDITED.fullmatch(line)
        and _AT_PRESENT.search(line)
        and not _TOLD.search(line)
    ]


MIN_BARE_WORDS = 5
"""Words of a caption without an end mark; what is shorter may be a subheading."""


@rule
def drop_bare_captions(page: Page) -> list[int]:
    """Find captions without an end mark, on pages of outlets that the register knows to print them so.

    What stands above the first sentence is the outlet's own summary.

    Examples
    --------
    >>> lines = ["Envoy left after an hour", "She left.", "Doe walks to her car in the rain", "He stayed, he said."]
    >>> drop_bare_captions(Page(lines, outlet="Daily Mail")), drop_bare_captions(Page(lines, outlet="Reuters"))
    ([2], [])
    """
    key = by_name(page.outlet) if page.outlet else None
    if not key or not OUTLETS[key].bare_captions:
        return []
    first = next((place for place, line in enumerate(page.lines) if line[-1] in _CLOSES_SENTENCE), len(page.lines))
    return [
        place
        for place, line in enumerate(page.lines[first:], start=first)
        if (line[-1].isalnum() or line[-1] == ")")
        and len(line) <= MAX_CAPTION
        and line.count(" ") >= MIN_BARE_WORDS - 1
        and not line.startswith(("•", "-", "–"))
        and not _REPORTS.search(line)
    ]


_REPORTS = re.compile(r"\b(?:said|says|told|tells|added|tweeted|wrote|asked)\b|,['’”]")
"""What stands in a paragraph that was cut before a post, and not in a caption."""


_CLOSES_SENTENCE = frozenset(".!?”\"'’")
"""Ends of the first line that is a sentence, below the outlet's own summary."""


# Videos


_VIDEO = re.compile(r"(?P<minutes>\d{1,2}):(?P<seconds>[0-5]\d) [A-Z‘'“\"][^\n]{5,160}")
MIN_VIDEOS = 3
"""Lines in a row, each with a duration, from which they are a list of videos."""


@rule
@opens("0")
def drop_video_lists(page: Page) -> list[int]:
    """Find lists of videos: lines in a row that begin with a duration. Times of a day rise, durations do not.

    Examples
    --------
    >>> page = Page.of("They met.\\n1:45 Envoy speaks Pause\\n0:39 Rain in Seoul\\n2:10 Zoo reopens")
    >>> drop_video_lists(page), drop_video_lists(Page.of("9:05 He came\\n9:40 He spoke\\n10:15 He left for home"))
    ([1, 2, 3], [])
    """
    found: list[int] = []
    for row in _rows_of(page.opened.get("drop_video_lists", ()), page.lines):
        durations = [int(match["minutes"]) * 60 + int(match["seconds"]) for _, match in row]
        if len(row) >= MIN_VIDEOS and durations != sorted(durations):
            found += [place for place, _ in row]
    return found


def _rows_of(places: Sequence[int], lines: Sequence[str]) -> Iterator[list[tuple[int, re.Match[str]]]]:
    """Give the lines that begin with a duration, those that follow each other together."""
    row: list[tuple[int, re.Match[str]]] = []
    for place in places:
        match = _VIDEO.fullmatch(lines[place])
        if row and (match is None or row[-1][0] + 1 < place):
            yield row
            row = []
        if match is not None:
            row.append((place, match))
    if row:
        yield row
