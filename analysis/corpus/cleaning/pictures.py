"""Rules for what belongs to pictures and videos: credits, and captions that a credit opens or ends."""

import re

from analysis.corpus.cleaning.page import MAX_TEMPLATE_LINE, Page, Span, opens, passage_rule

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


_KIND, _SEEN = "(?:undated |file |handout |combination )", r"(?:photo|image|picture|photograph|frame grab|sketch)s?\b"
_CAPTION = re.compile(
    rf"In (?:this|an?) (?:\w[\w .,'’-]{{0,50}}?\d{{1,4}}[\w .,'’-]{{0,30}}? {_KIND}?{_SEEN}"
    rf"|{_KIND}{_SEEN}|{_SEEN} (?:provided|released|taken|made|posted|obtained|from video)\b)[^\n]{{10,560}}"
    r"|CLOSE(?:\s[A-Z“\"'‘][^\n]{10,700})?"
    r"|Enlarge this image(?: toggle caption)?\b[^\n]{0,260}"
)
_GALLERY = re.compile(
    r"(?:Photos|Video|Gallery|Slideshow): [^\n]{3,200}? (?:Hide [Cc]aption|\d+ of \d+)[^\n]{0,400}"
    r"|(?:Hide [Cc]aption )?\d{1,3} (?:of|/) \d{1,3}"
    r"|[^\n]{3,400} Hide [Cc]aption \d{1,3} of \d{1,3}"
)


@passage_rule
def drop_captions(page: Page) -> list[Span]:
    """Find captions of pictures and videos by how they begin: agencies' file photos, players, galleries.

    Examples
    --------
    >>> page = Page(["In this Dec. 31, 2018 file photo, he waves.", "CLOSE He waves his hat. (May 5) AP", "He left."])
    >>> [place for place, start, end in drop_captions(page)]
    [0, 1]
    """
    of_galleries = "aption" in page.text
    return [
        Span(place, 0, len(line))
        for place, line in enumerate(page.lines)
        if (line.startswith(_CAPTION_OPENINGS) and _CAPTION.fullmatch(line))
        or (of_galleries and _GALLERY.fullmatch(line))
    ]


_CAPTION_OPENINGS = ("In this ", "In a", "CLOSE", "Enlarge this image")
