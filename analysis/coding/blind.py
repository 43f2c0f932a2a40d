"""Texts without what tells coders where they come from: outlets, domains, authors, credits, links, handles."""

import re
from collections.abc import Iterable

OUTLET, AUTHOR, LINK = "[outlet]", "[author]", "[link]"
MIN_LETTERS = 2
"""A name of one letter would mask half of the text."""

_LINK = re.compile(r"\b(?:https?://|www\.)\S+|\b[\w.+-]+@[\w-]+\.[\w.]+\b|(?<!\w)@\w{2,}", re.IGNORECASE)
_CREDIT = re.compile(r"\b(?:Photo(?:graph)?|Image|Picture|Credit|Source)s?\s*:\s*[^\n]{1,80}$", re.MULTILINE)
_BYLINE = re.compile(r"^(?:By|Written by|Reporting by)\s+[A-Z][^\n]{1,80}$", re.MULTILINE)


def pattern_of(names: Iterable[str]) -> re.Pattern[str] | None:
    """Make one pattern of names, the longest first, that finds them as whole words in any case.

    A name of capitals only ("RT", "AP", "CNN") is found as it is written: "rt" and "ap" are parts of other words.

    Examples
    --------
    >>> pattern_of(["RT", "Sky News"]).sub("_", "RT and SKY NEWS, not Rt or Sky Newsroom")
    '_ and _, not Rt or Sky Newsroom'
    """
    kept = sorted(
        {name.strip() for name in names if len(name.strip()) >= MIN_LETTERS}, key=lambda name: (-len(name), name)
    )
    if not kept:
        return None
    alternatives = [
        re.escape(name).replace(r"\ ", r"\s+") if name.isupper() else f"(?i:{re.escape(name)})".replace(r"\ ", r"\s+")
        for name in kept
    ]
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)")


def masked(text: str, outlets: re.Pattern[str] | None, authors: Iterable[str] = ()) -> str:
    """Mask what gives a text's origin away.

    Parameters
    ----------
    text : str
        As the tool holds it, without its page's template.
    outlets : pattern or None
        Names, aliases and domains of all outlets, see `pattern_of`.
    authors : iterable of str
        Names of this article's authors.

    Notes
    -----
    House style ("Mr Trump", "U.S.") stays: taking it out would change what is coded. Coders who know an outlet well may
    still recognise it.

    Examples
    --------
    >>> masked("By Ann Lee\\nMr Kim told RT that ... @rt_com", pattern_of(["RT"]))
    '[author]\\nMr Kim told [outlet] that ... [link]'
    """
    text = _LINK.sub(LINK, text)
    text = _BYLINE.sub(AUTHOR, text)
    text = _CREDIT.sub("", text)
    of_authors = pattern_of(authors)
    if of_authors:
        text = of_authors.sub(AUTHOR, text)
    return outlets.sub(OUTLET, text) if outlets else text
