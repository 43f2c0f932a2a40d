"""Headlines without the name of the site that stands before or behind them."""

import re
from collections.abc import Iterable
from functools import lru_cache

from analysis.corpus import addresses, outlets

_BEHIND = re.compile(r"(?:\s+(?:[-–—·•«»:]|::)\s+|\s*\|\s*)(?=[^|]{2,60}$)")
_BEFORE = re.compile(r"^([^|–—:]{2,40}?)(?:\s*\|\s*|\s+[-–—»]\s+)(?=\S.{9,})")

_SECTIONS = frozenset(
    "africa americas asia australia breakingnews business england entertainment environment europe health home india "
    "international latest latestnews london middleeast money national nation news northernireland politics science "
    "scotland sport sports tech technology topstories travel uk uknews us usnews usa wales world worldnews "
    "football cricket culture education economy markets life lifestyle society media opinionnews".split()
)
"""Sections, without spaces and marks, that stand between a headline and the name of the site."""


def without_site(title: str, names: Iterable[str]) -> str:
    """Take the site's name from a headline, with the sections before it; other words behind a dash stay.

    Parameters
    ----------
    title : str
        The headline, in one line.
    names : iterable of str
        What the outlet is called: its name, its name on the page, its domain.

    Examples
    --------
    >>> without_site("Gas pipeline flagged - The Namibian", ["namibian.com.na"])
    'Gas pipeline flagged'
    >>> without_site("Talks end | World news | The Guardian", ["Guardian"]), without_site("BBC - Talks go on", ["BBC"])
    ('Talks end', 'Talks go on')
    >>> without_site("Talks end - again", ["RT"]), without_site("RT", ["RT"])
    ('Talks end - again', 'RT')
    """
    if not _BEHIND.search(title) and not _BEFORE.match(title):
        return title
    plain = {form for name in names if name and name != outlets.UNKNOWN for form in _forms(name)}
    shorter = _without_tail(title, plain)
    if shorter == title:
        before = _BEFORE.match(title)
        return title[before.end() :].strip() if before and _is_name(before[1], plain) else title
    while (tail := _tail(shorter)) and outlets.plain(shorter[tail.end() :]) in _SECTIONS:
        shorter = shorter[: tail.start()].rstrip()
    return shorter


def _without_tail(title: str, plain: set[str]) -> str:
    for tail in reversed(list(_BEHIND.finditer(title))):
        if tail.start() > 0 and _is_name(title[tail.end() :], plain):
            return title[: tail.start()].rstrip()
    return title


def _tail(title: str) -> re.Match[str] | None:
    found = list(_BEHIND.finditer(title))
    return found[-1] if found and found[-1].start() > 0 else None


def _is_name(written: str, plain: set[str]) -> bool:
    """Tell whether words are one of the names, or one with a section behind it ("CNN Politics")."""
    forms = _forms(written)
    if forms & plain:
        return True
    own = outlets.plain(written)
    return any(len(name) > 2 and own.startswith(name) and own[len(name) :] in _SECTIONS for name in plain)


@lru_cache(maxsize=4096)
def _forms(name: str) -> frozenset[str]:
    """Give the plain forms of a name: as written, as registered, and of a domain its first label."""
    known = outlets.registered(name)
    forms = {outlets.plain(name)}
    if known:
        forms |= {outlets.plain(other) for other in (known.name, *known.aliases, *known.domains)}
    host = addresses.host_of(name)
    if host:
        forms.add(outlets.plain(addresses.site_of(host).split(".")[0]))
    return frozenset(form for form in forms if form)
