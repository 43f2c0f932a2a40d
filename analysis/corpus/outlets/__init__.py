"""The register of outlets: which one published a text, told from its name, its address or its page template."""

import importlib
import pkgutil
import re
from functools import cache
from urllib.parse import urlsplit

from analysis.corpus.outlets.register import OUTLETS, Outlet

for _module in sorted(module.name for module in pkgutil.iter_modules(__path__)):
    importlib.import_module(f"{__name__}.{_module}")  # each file registers its outlet: adding one is adding a file

__all__ = ["OUTLETS", "UNKNOWN", "Outlet", "by_name", "domain_of", "named", "of_text", "of_url", "registered"]

UNKNOWN = "unknown"
"""The outlet of an article that neither names it nor carries an address or a mark of one."""

_SECTION = re.compile(
    r"\s*(?:\([^)]*\)|[-–—:|]\s*(?:news|opinions?|editorials?|business|sports?|world|politics|us|uk))\s*$"
    r"|\s+(?:online\s+news|web\s+news|news\s+online|online|opinion|editorial)\s*$",
    re.IGNORECASE,
)
_SECOND_LEVEL = frozenset("ac co com edu gov net org".split())


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
        plain = _plain(name)
        key = names.get(plain) or names.get(plain.removeprefix("the")) or _by_domain(name)
        if key:
            return key
        shorter = _SECTION.sub("", name)
        if shorter == name:
            return None
        name = shorter
    return None


def named(name: str) -> str:
    """Give the registered name of an outlet, or the name as it came.

    Examples
    --------
    >>> named("Sky News (Web News)"), named("sky"), named(" The  Daily Planet ")
    ('Sky News', 'Sky News', 'The Daily Planet')
    """
    found = registered(name)
    return found.name if found else " ".join(name.split())


def of_url(url: str) -> str:
    """Tell the outlet from an address: its registered name, else its domain; empty without a domain.

    Examples
    --------
    >>> of_url("https://news.sky.com/story/1"), of_url("http://www.q13fox.co.uk/2014/"), of_url("file:///a")
    ('Sky News', 'q13fox.co.uk', '')
    """
    host = _host(url)
    if not host:
        return ""
    found = registered(host)
    return found.name if found else domain_of(host)


def of_text(text: str) -> str:
    """Tell the outlet from the marks of its page template in a text; empty where there is none.

    Examples
    --------
    >>> of_text("The end.\\nRead more from Sky News:\\nA headline")
    'Sky News'
    """
    pattern, keys = _marks()
    found = pattern.search(text)
    return OUTLETS[keys[str(found.lastgroup)]].name if found else ""


def domain_of(host: str) -> str:
    """Cut a host down to the domain that somebody registered.

    Examples
    --------
    >>> domain_of("edition.cnn.com"), domain_of("www.chinadaily.com.cn")
    ('cnn.com', 'chinadaily.com.cn')
    """
    labels = host.lower().strip(".").split(".")
    deep = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    return ".".join(labels[-3:] if deep else labels[-2:])


def _host(url: str) -> str:
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""
    return host if "." in host else ""


def _plain(name: str) -> str:
    name = name.casefold().strip()
    name = re.sub(r"^(?:the|www\.)\s*(?=\S{2})", "", name) if name.startswith(("the ", "www.")) else name
    name = re.sub(r"\.com?$", "", name)
    return re.sub(r"[\W_]+", "", name)


def _by_domain(name: str) -> str | None:
    if "." not in name or " " in name.strip():
        return None
    labels = _host(name.strip()).split(".")
    domains = _domains()
    return next((domains[d] for at in range(len(labels) - 1) if (d := ".".join(labels[at:])) in domains), None)


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for key, known in OUTLETS.items():
        for name in (known.name, *known.aliases):
            if names.setdefault(_plain(name), key) != key:
                raise ValueError(f"'{name}' names two outlets: {key} and {names[_plain(name)]}")
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
