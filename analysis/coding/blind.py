"""Texts without what tells coders where they come from: outlets, domains, authors, credits, links, handles."""

import re
from collections.abc import Iterable

OUTLET, AUTHOR, LINK = "[outlet]", "[author]", "[link]"
MIN_LETTERS = 2
"""A name of one letter would mask half of the text."""

NOT_A_SHORT_NAME = frozenset({"News", "TV", "Today", "World", "Agency", "Radio", "Online", "Network", "Media"})
"""Last words of names that alone stand for no outlet: "the News" is nobody's name for itself."""

_LINK = re.compile(r"\b(?:https?://|www\.)\S+|\b[\w.+-]+@[\w-]+\.[\w.]+\b|(?<!\w)@\w{2,}", re.IGNORECASE)
_CREDIT = re.compile(r"\b(?:Photo(?:graph)?|Image|Picture|Credit|Source)s?\s*:\s*[^\n]{1,80}$", re.MULTILINE)
_BYLINE = re.compile(r"^(?:By|Written by|Reporting by)\s+[A-Z][^\n.!?]{1,80}$", re.MULTILINE)


def pattern_of(names: Iterable[str]) -> re.Pattern[str] | None:
    """Make one pattern of names, the longest first, that finds them as whole words.

    Names of several words are found in any case, joined or hyphenated; a name of one word, or of one after "The", only
    with its capitals or all in capitals, because "time", "the hill" and "rt" are words or parts of words. So are the
    short names that outlets use of themselves ("the Post").

    Examples
    --------
    >>> pattern_of(["RT", "Sky News", "The Hill"]).sub("_", "RT and SKY NEWS, not Rt or Sky Newsroom on the hill")
    '_ and _, not Rt or Sky Newsroom on the hill'
    >>> pattern_of(["Washington Post", "People's Daily"]).sub("_", "the Post’s man and the people’s daily bread")
    '_’s man and the _ bread'
    """
    kept = sorted(
        {name.strip() for name in names if len(name.strip()) >= MIN_LETTERS}, key=lambda name: (-len(name), name)
    )
    if not kept:
        return None
    alternatives = [*(_alternative(name) for name in kept), *sorted({short for name in kept for short in _short(name)})]
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)")


def _alternative(name: str) -> str:
    words = name.split()
    written = r"[\s\-‐–]*".join(_word(word) for word in words)
    if name.isupper():
        return written
    alone = words[1:] if words[0].lower() == "the" else words
    if len(alone) > 1 or not "".join(alone).isalpha():  # several words, a domain, a handle
        return f"(?i:{written})"
    capital = alone[0] if any(letter.isupper() for letter in alone[0]) else alone[0].capitalize()
    either = rf"(?:{_word(capital)}|{_word(capital.upper())})"
    return either if len(alone) == len(words) else rf"(?i:the)\s+{either}"


def _word(word: str) -> str:
    """Escape a word; texts write its apostrophe in several ways."""
    return re.sub(r"['’ʼ]", "['’ʼ]?", re.escape(word).replace(r"\-", r"[\s\-‐–]*"))


def _short(name: str) -> list[str]:
    """Return what an outlet of several words calls itself: "the Post"; not before another name: "the Post Office"."""
    last = name.split()[-1]
    is_name = " " in name and last.isalpha() and last.istitle() and last not in NOT_A_SHORT_NAME
    return [rf"[Tt]he\s+{last}(?!\s+[A-Z])"] if is_name else []


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
