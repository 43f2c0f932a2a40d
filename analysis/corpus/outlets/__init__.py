"""The register of outlets: which one published a text, told from its name, its address or its page template."""

import importlib
import pkgutil
import re
from functools import cache, lru_cache

from analysis.corpus import addresses
from analysis.corpus.outlets.register import OUTLETS, Outlet

for _module in sorted(module.name for module in pkgutil.iter_modules(__path__)):
    importlib.import_module(f"{__name__}.{_module}")  # each file registers its outlet: adding one is adding a file

__all__ = [
    "CARRIER_NAMES",
    "OUTLETS",
    "UNKNOWN",
    "Outlet",
    "by_name",
    "is_carrier",
    "named",
    "of_text",
    "of_url",
    "registered",
]

UNKNOWN = "unknown"
"""The outlet of an article that neither names it nor carries an address or a mark of one."""

_ADDED = (
    r"(?:web|online|print|digital)?\s*(?:news|opinions?|editorials?|online|web|analysis|business|sports?|world|politics"
    r"|video|blogs?|app|site|guest writer)"
)
_SECTION = re.compile(
    rf"\s*(?:\({_ADDED}\)|[-–—:|]\s*(?:news|opinions?|editorials?|business|sports?|world|politics|us|uk))\s*$"
    r"|\s+(?:online\s+news|web\s+news|news\s+online|online|opinion|editorial)\s*$",
    re.IGNORECASE,
)
"""What data sets add to names. A place in brackets is part of the name: "The Independent (Kenya)" is another paper."""

_PLACE = re.compile(r"\s*\(([^)]{2,30})\)\s*$")
_COUNTRIES = {
    "AE": "uae", "CN": "china", "DE": "germany", "FR": "france", "GB": "uk britain england gb london", "IL": "israel",
    "IN": "india", "IR": "iran", "JP": "japan", "KR": "korea southkorea", "QA": "qatar", "RU": "russia moscow",
    "US": "us usa unitedstates america american washington newyork",
}  # fmt: skip
"""How the seats of registered outlets are written in brackets behind their names."""

CARRIER_NAMES = frozenset(
    "applenews bing bingnews facebook feedburner feedly flipboard googlealerts googlenews google headtopics inoreader "
    "instagram linkedin microsoftstart msn msncom msnnews newsbreak newsapi pressreader reddit smartnews telegram "
    "twitter waybackmachine internetarchive archivetoday x yahoo yahoonews yahoofinance yahoosports youtube".split()
)
"""Names, without spaces and marks, of those that carry texts of others: they name an outlet only where nothing else
does."""


def registered(name: str) -> Outlet | None:
    """Find the outlet of a name, an alias or a domain; none where nobody has registered it.

    Examples
    --------
    >>> registered("press tv").name, registered("www.presstv.ir").name, registered("The Daily Planet")
    ('Press TV', 'Press TV', None)
    """
    key = by_name(name)
    return OUTLETS[key] if key else None


@cache
def by_name(name: str) -> str | None:
    """Find the key of the outlet that a name, an alias or a domain means.

    Words that data sets add, such as "(Web News)", "Online News", "- Opinion", are overlooked when the whole name
    is not registered.
    """
    names = _names()
    while name:
        key = names.get(plain(name)) or names.get(plain(name).removeprefix("the")) or _by_domain(name)
        if key:
            return key
        shorter = _SECTION.sub("", name)
        place = _PLACE.search(name)
        if place:
            key = by_name(name[: place.start()])
            return key if key and _is_seat(OUTLETS[key], place[1]) else by_name(shorter) if shorter != name else None
        if shorter == name:
            return None
        name = shorter
    return None


def _is_seat(known: Outlet, place: str) -> bool:
    """Return whether a place in brackets says no more than where an outlet sits; an agency's bureaus are the agency."""
    return known.agency or re.sub(r"[\W_]+", "", place.casefold()) in _COUNTRIES.get(known.country, "").split()


@lru_cache(maxsize=4096)
def named(name: str) -> str:
    """Return the registered name of an outlet, or the name as it came; of an address the site.

    Examples
    --------
    >>> named("ABC News (US)"), named("ABC News (Australia)"), named("https://www3.nhk.or.jp/news")
    ('ABC News', 'ABC News (Australia)', 'nhk.or.jp')
    >>> named("Sky News (Web News)"), named("sky"), named(" The  Daily Planet ")
    ('Sky News', 'Sky News', 'The Daily Planet')
    """
    found = registered(name)
    if found:
        return found.name
    written = " ".join(name.split())
    is_address = " " not in written and re.match(r"(?:https?://|www\d?\.)\S+\.\S", written, re.IGNORECASE)
    return (is_address and of_url(written)) or written


@lru_cache(maxsize=4096)
def is_carrier(name: str) -> bool:
    """Return whether a name is one of those that carry texts of others.

    Examples
    --------
    >>> is_carrier("Yahoo! News"), is_carrier("news.google.com"), is_carrier("BBC News")
    (True, True, False)
    """
    host = addresses.host_of(name)
    return re.sub(r"[\W_]+", "", name.casefold()) in CARRIER_NAMES or (bool(host) and addresses.is_carrier(host))


def of_url(url: str) -> str:
    """Identify the outlet from an address: its registered name, else its site; empty without one, and where a carrier's
    address does not say who published.

    Examples
    --------
    >>> of_url("https://news.sky.com/story/1"), of_url("http://www.q13fox.co.uk/2014/"), of_url("file:///a")
    ('Sky News', 'q13fox.co.uk', '')
    """
    key = _by_domain(addresses.publisher_of(url))
    return OUTLETS[key].name if key else addresses.publisher_site(url)


def of_text(text: str) -> str:
    """Identify the outlet from the marks of its page template in a text; empty where there is none.

    Examples
    --------
    >>> of_text("The end.\\nRead more from Sky News:\\nA headline")
    'Sky News'
    """
    pattern, keys = _marks()
    found = pattern.search(text)
    return OUTLETS[keys[str(found.lastgroup)]].name if found else ""


def plain(name: str) -> str:
    """Reduce a name to what two ways of writing it have in common.

    Examples
    --------
    >>> plain("The New-York Times"), plain("Vox.com")
    ('newyorktimes', 'vox')
    """
    name = name.casefold().strip()
    name = re.sub(r"^(?:the|www\.)\s*(?=\S{2})", "", name) if name.startswith(("the ", "www.")) else name
    name = re.sub(r"\.com?$", "", name)
    return re.sub(r"[\W_]+", "", name)


def _by_domain(name: str) -> str | None:
    if "." not in name or " " in name.strip():
        return None
    labels = addresses.host_of(name.strip()).split(".")
    domains = _domains()
    return next((domains[d] for at in range(len(labels) - 1) if (d := ".".join(labels[at:])) in domains), None)


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for key, known in OUTLETS.items():
        for name in (known.name, *known.aliases):
            if names.setdefault(plain(name), key) != key:
                raise ValueError(f"'{name}' names two outlets: {key} and {names[plain(name)]}")
    return names


@cache
def _domains() -> dict[str, str]:
    domains: dict[str, str] = {}
    for key, known in OUTLETS.items():
        for domain in known.domains:
            if domains.setdefault(domain, key) != key:
                raise ValueError(f"{domain} belongs to two outlets: {key} and {domains[domain]}")
    return domains


@cache
def _marks() -> tuple[re.Pattern[str], dict[str, str]]:
    """One expression for the marks of all outlets: a text is searched once, however many outlets there are."""
    keys = {f"o{place}": key for place, key in enumerate(OUTLETS) if OUTLETS[key].marks}
    groups = [
        f"(?P<{group}>" + "|".join(f"(?:{mark.pattern})" for mark in OUTLETS[key].marks) + ")"
        for group, key in keys.items()
    ]
    return re.compile("|".join(groups) or r"(?!)", re.IGNORECASE | re.MULTILINE), keys
