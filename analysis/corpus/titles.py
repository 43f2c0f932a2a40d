"""Headlines without the name of the site that stands before or behind them."""

import re
from collections.abc import Collection, Iterable
from functools import lru_cache

from analysis.corpus import addresses, outlets

_BEHIND = re.compile(r"(?:\s+(?:[-–—·•«»:]|::)\s+|\s*\|\s*)(?=.{2,90}$)")
_BEFORE = re.compile(r"^([^|–—:]{2,40}?)(?:\s*\|\s*|\s+[-–—»]\s+)(?=\S.{9,})")

_SECTIONS = frozenset(
    "africa americas asia australia breakingnews business england entertainment environment europe health home india "
    "international latest latestnews london middleeast money national nation news northernireland politics science "
    "scotland sport sports tech technology topstories travel uk uknews us usnews usa wales world worldnews "
    "football cricket culture education economy markets life lifestyle society media opinionnews".split()
)
"""Sections, without spaces and marks, that stand between a headline and the name of the site."""


MIN_TAILED = 4
"""Headlines of one outlet, each with other words before it, that must end on a tail before it is the site's."""

MIN_TAILED_SHARE = 0.5
"""Share of the outlet's headlines that must end on it: what a series of reports is called stands behind fewer."""


def tails(title: str) -> list[str]:
    """Return what stands behind each dash, bar or colon of a headline, the longest first.

    Examples
    --------
    >>> tails("Talks end - CBS 5 - KPHO"), tails("Talks end")
    (['CBS 5 - KPHO', 'KPHO'], [])
    """
    return [title[tail.end() :] for tail in _tails(title)]


def without_site(title: str, names: Iterable[str], learnt: Collection[str] = ()) -> str:
    """Take the site's name from a headline, with the sections before it; other words behind a dash stay.

    Parameters
    ----------
    title : str
        The headline, in one line.
    names : iterable of str
        What the outlet is called: its name, its name on the page, its domain.
    learnt : collection of str
        Tails that recur behind the outlet's headlines, as `boilerplate.learn` found them.

    Examples
    --------
    >>> without_site("Gas pipeline flagged - The Namibian", ["namibian.com.na"])
    'Gas pipeline flagged'
    >>> without_site("Talks end | World news | The Guardian", ["Guardian"]), without_site("BBC - Talks go on", ["BBC"])
    ('Talks end', 'Talks go on')
    >>> without_site("Talks end - again", ["RT"]), without_site("RT", ["RT"])
    ('Talks end - again', 'RT')
    >>> without_site("Talks end - News 5 - Phoenix, AZ", ["cbs5az.com"], {"News 5 - Phoenix, AZ"})
    'Talks end'
    >>> without_site("Talks end - WALB.com, Albany News", ["walb.com"])
    'Talks end'
    """
    if not _BEHIND.search(title) and not _BEFORE.match(title):
        return title
    if known := next((tail for tail in _tails(title) if title[tail.end() :] in learnt), None):
        title = title[: known.start()].rstrip()
    plain = {form for name in names if name and name != outlets.UNKNOWN for form in _forms(name)}
    shorter = _without_tail(title, plain)
    if shorter == title:
        before = _BEFORE.match(title)
        return title[before.end() :].strip() if before and _is_name(before[1], plain) else title
    while (found := _tails(shorter)) and outlets.plain(shorter[found[-1].end() :]) in _SECTIONS:
        shorter = shorter[: found[-1].start()].rstrip()
    return shorter


def _without_tail(title: str, plain: set[str]) -> str:
    for tail in reversed(_tails(title)):
        if _is_name(title[tail.end() :], plain):
            return title[: tail.start()].rstrip()
    return title


def _tails(title: str) -> list[re.Match[str]]:
    return [found for found in _BEHIND.finditer(title) if found.start() > 0]


def _is_name(written: str, plain: set[str]) -> bool:
    """Return whether words are one of the names, or one with a section behind it ("CNN Politics")."""
    forms = _forms(written)
    if forms & plain:
        return True
    own = outlets.plain(written)
    return any(
        len(name) > 2 and own.startswith(name) and (own[len(name) :] in _SECTIONS or _opens_with_host(written, name))
        for name in plain
    )


def _opens_with_host(written: str, name: str) -> bool:
    """Return whether words open with a site's address as they would be said ("WALB.com, Albany News"; "walb.com")."""
    opening = re.match(r"[\w-]+(?:\.[\w-]+)+(?=$|[\s,|])", written)
    return opening is not None and outlets.plain(opening[0]).startswith(name)


@lru_cache(maxsize=4096)
def _forms(name: str) -> frozenset[str]:
    """Return the plain forms of a name: as written, as registered, and of a domain its first label."""
    known = outlets.registered(name)
    forms = {outlets.plain(name)}
    if known:
        forms |= {outlets.plain(other) for other in (known.name, *known.aliases, *known.domains)}
    host = addresses.host_of(name)
    if host:
        forms.add(outlets.plain(addresses.site_of(host).split(".")[0]))
    return frozenset(form for form in forms if form)
