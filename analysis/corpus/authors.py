"""Who wrote an article, as a name: without "By", what stands behind the name, and what is none."""

import re

from analysis.corpus.outlets import named as outlet_named
from analysis.corpus.outlets import registered

_BY = re.compile(r"^(?:(?:written |story |reported )?by\b:?|author:)\s+", re.IGNORECASE)
_BEHIND = re.compile(r"\s*(?:[|•·]|\s[–—]\s).*$|,? (?:[Ff]or|at) (?:the )?[A-Z][\w.]*(?: [A-Z][\w.]*){0,3}$", re.DOTALL)
"""The outlet or the office behind a name; an agency behind a comma stays, for it tells whose copy the text is."""

_NO_NAME = re.compile(r"https?:|www\.|^/|^@?[\w-]+(?:\.[\w-]+)+$|^[\d.:-]+$|\b(?:created|powered) by\b", re.IGNORECASE)
"""Addresses of pages, machines and profiles, which some pages give for an author."""


def named(given: str, outlet: str = "") -> str:
    """Return the author's name in what a row or a page says about the author; empty where it holds none.

    Parameters
    ----------
    given : str
        What stands in the field.
    outlet : str
        The outlet's name: it is nobody's.

    Examples
    --------
    >>> named("By Jo Doe | Example News"), named("https://example.org/jo-doe"), named("Jo Doe For Mailonline")
    ('Jo Doe', '', 'Jo Doe')
    >>> named("BY GARY ROE, AP Sports Writer"), named("Times Of India", "The Times of India")
    ('GARY ROE, AP Sports Writer', '')
    """
    name = " ".join(given.split())
    if not name or _NO_NAME.search(name):
        return ""
    name = _BEHIND.sub("", _BY.sub("", name)).strip(" ,;|")
    is_outlet = bool(outlet) and (outlet_named(name) == outlet_named(outlet))
    known = registered(name)
    return "" if is_outlet and not (known and known.agency) else name
