"""What is known about an outlet, and the register that holds it.

An outlet is one file of this folder that calls `outlet` once. Outlets that nobody has registered still work, by the
general rules of cleaning; the register only makes them better.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple


class Place(NamedTuple):
    """An address at which an outlet lists its articles, with where and when that was read."""

    address: str
    origin: str


@dataclass(frozen=True)
class Outlet:
    """Hold the facts of one outlet.

    Parameters
    ----------
    key : str
        Name of its file and of its folder of golden pairs.
    name : str
        The name that is shown.
    domains : tuple of str
        Its web domains, without ``www.``; subdomains belong to them.
    aliases : tuple of str
        Other names that data sets give it; case, "the", ".com" and words like "online news" do not matter.
    country : str
        ISO 3166-1 alpha-2 code of its seat.
    owner : str
        Who owns it, in neutral words, and in brackets where and when that was read. Those that come with the project
        were written from general knowledge and looked up nowhere, and each says so; no view shows them. Before
        one is shown or quoted, look it up, and write the place and the date in its brackets.
    agency : bool
        Whether it is a news agency, whose texts others carry.
    marks : tuple of re.Pattern
        What only its own page template says: the text is this outlet's where one is found.
    boilerplate : tuple of re.Pattern
        Whole lines that its page template adds.
    ends : tuple of re.Pattern
        Whole lines that stand right below the article on its pages: nothing after one is the article's.
    bare_captions : bool
        Whether what stands between its paragraphs without an end mark is the caption of a picture.
    feeds, sitemaps : tuple of Place
        Where it lists its articles. None of those that come with the project could be asked when they were written
        down; each names where it was read.
    """

    key: str
    name: str
    domains: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    country: str = ""
    owner: str = ""
    agency: bool = False
    marks: tuple[re.Pattern[str], ...] = ()
    boilerplate: tuple[re.Pattern[str], ...] = ()
    ends: tuple[re.Pattern[str], ...] = ()
    bare_captions: bool = False
    feeds: tuple[Place, ...] = ()
    sitemaps: tuple[Place, ...] = ()


OUTLETS: dict[str, Outlet] = {}
"""Every registered outlet by its key."""


def outlet(
    key: str,
    *,
    name: str,
    domains: tuple[str, ...],
    aliases: tuple[str, ...] = (),
    country: str = "",
    owner: str = "",
    agency: bool = False,
    marks: tuple[str, ...] = (),
    boilerplate: tuple[str, ...] = (),
    ends: tuple[str, ...] = (),
    bare_captions: bool = False,
    feeds: tuple[tuple[str, str], ...] = (),
    sitemaps: tuple[tuple[str, str], ...] = (),
) -> Outlet:
    """Register an outlet; its patterns are given as regular expressions that ignore case.

    ``feeds`` and ``sitemaps`` are pairs of an address and its origin with a date.

    Raises
    ------
    ValueError
        Where the key is taken.
    """
    if key in OUTLETS:
        raise ValueError(f"outlet '{key}' is registered twice")
    OUTLETS[key] = Outlet(
        key,
        name,
        domains,
        aliases,
        country,
        owner,
        agency,
        tuple(re.compile(mark, re.IGNORECASE | re.MULTILINE) for mark in marks),
        tuple(re.compile(line, re.IGNORECASE) for line in boilerplate),
        tuple(re.compile(line, re.IGNORECASE) for line in ends),
        bare_captions,
        tuple(Place(*one) for one in feeds),
        tuple(Place(*one) for one in sitemaps),
    )
    return OUTLETS[key]
