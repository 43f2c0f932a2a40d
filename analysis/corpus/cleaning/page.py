"""What the rules of cleaning look at and where they are entered: a page of lines, and the register of rules.

A rule of lines gives the places of the lines that are not the article's own; a rule of passages gives stretches within
them. Neither changes anything itself.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from typing import Any, NamedTuple

from analysis.corpus import lines as line_model

MAX_TEMPLATE_LINE = 300
"""Characters: template lines (menus, share lines, promos) are shorter; longer lines are paragraphs and stay."""

HEAD = 4
"""Lines from the top in which a dateline, a byline or a stamp may open a line."""

HEAD_LINES = 12
"""Lines from the top among which a repeated headline, a byline or a date line of the page is looked for."""


TAIL = 6
"""Lines from the end that may be sign-offs or calls; more furniture may stand below them."""

TAIL_SENTENCES = 3
"""Lines from the end whose last sentences may be."""

MAX_END = 420
"""Characters of the longest sign-off: the names of a dozen reporters."""

IN_SENTENCE = r"(?:[^.!?\n]|(?<=\b[A-Z])\.|(?<=\b(?:St|Jr|Sr|Mr|Ms|Dr))\.|(?<=\bMrs)\.|\.(?=[\w,]))"
"""A character within a sentence: full stops only in initials, after titles and in names of sites."""

_SENTENCE_START = re.compile(r"[.!?…][\"”’')\]]*\s+(?=[^a-z])|\s(?=[\s(\[—–•*])\s*")


class LineSpan(NamedTuple):
    """A stretch of a line: the place of the line, its first character and the one after its last."""

    place: int
    start: int
    end: int


class Learnt(NamedTuple):
    """What recurs in an outlet's articles: lines, passages within lines by their first word, ends of headlines."""

    lines: frozenset[str] = frozenset()
    passages: Mapping[str, tuple[str, ...]] = {}
    tails: frozenset[str] = frozenset()

    @classmethod
    def of(cls, lines: Iterable[str] = (), passages: Iterable[str] = (), tails: Iterable[str] = ()) -> "Learnt":
        """Gather lines and passages, the longest passage first.

        Examples
        --------
        >>> Learnt.of(["Home"], ["Our app is free", "Our app is free to all"]).passages
        {'Our': ('Our app is free to all', 'Our app is free')}
        """
        by_first: dict[str, tuple[str, ...]] = {}
        for passage in sorted(set(passages), key=lambda text: (-len(text), text)):
            first = passage.split(" ", 1)[0]
            by_first[first] = (*by_first.get(first, ()), passage)
        return cls(frozenset(lines), by_first, frozenset(tails))


NOTHING_LEARNT = Learnt()


MAX_HEADLINE = 160
"""Characters: longer lines are no headlines."""


@dataclass(frozen=True)
class Page:
    """The lines of a text on its way to becoming a body, with what the rules may know about it.

    Parameters
    ----------
    lines : list of str
        The lines that are left and not blank, without the space around them.
    title : str
        The headline, empty where there is none. It is protected: no rule takes it away from ``title``.
    outlet : str
        Name of the outlet; its own rules are looked up in the register.
    learnt : Learnt
        What recurs across the outlet's articles, as `boilerplate.learn` found it.
    model : lines.LineModel, optional
        Another model of lines than the shipped one.
    """

    lines: list[str]
    title: str = ""
    outlet: str = ""
    learnt: Learnt = field(default=NOTHING_LEARNT, repr=False)
    model: line_model.LineModel | None = field(default=None, repr=False)

    @classmethod
    def of(cls, text: str, **facts: Any) -> "Page":
        """Make a page of a text.

        Examples
        --------
        >>> Page.of("Talks stall\\n\\n  The talks stall. ").lines
        ['Talks stall', 'The talks stall.']
        """
        return cls([line for piece in text.split("\n") if (line := piece.strip())], **facts)

    @cached_property
    def opened(self) -> dict[str, list[int]]:
        """Places of the lines that begin as those do which a rule may take, by the rule."""
        places: dict[str, list[int]] = {}
        for place, line in enumerate(self.lines):
            if len(line) <= MAX_TEMPLATE_LINE:
                for name in _BY_OPENING.get(line[:3].lower() if line[0].isalpha() else opening(line), ()):
                    places.setdefault(name, []).append(place)
        return places

    @cached_property
    def headlines(self) -> list[int]:
        """Places near the top where the headline stands again."""
        if not self.title:
            return []
        found = []
        most, headline = 2 * len(self.title), ""
        for place, line in enumerate(self.lines[:HEAD_LINES]):
            if len(line) <= most:
                headline = headline or _squeezed(self.title)
                if headline and _squeezed(line) == headline:
                    found.append(place)
                    continue
            if len(line) > MAX_HEADLINE:
                break
        return found

    @cached_property
    def text(self) -> str:
        """All lines in one, to ask at once whether a word stands anywhere."""
        return "\n".join(self.lines)

    @cached_property
    def tail(self) -> str:
        """What `ends` looks at, in one, to ask at once whether a word stands anywhere in it."""
        return "\n".join([line[-MAX_END:] for line in self.lines[-TAIL:]])

    @cached_property
    def ends(self) -> list[tuple[int, int, str]]:
        """The last lines and the last sentences in them: place, first character, and all from there on."""
        first = max(0, len(self.lines) - TAIL)
        found = []
        for place, line in enumerate(self.lines[first:], start=first):
            if len(line) <= MAX_END and place:
                found.append((place, 0, line))
            if place >= len(self.lines) - TAIL_SENTENCES:
                edge = max(0, len(line) - MAX_END)
                found += [(place, gap.end(), line[gap.end() :]) for gap in _SENTENCE_START.finditer(line, edge)]
        return found

    def ends_with(self, words: Sequence[str]) -> list[tuple[int, int, str]]:
        """Those of `ends` that hold one of some words; in most texts none of them stands near the end at all."""
        if not any(map(self.tail.__contains__, words)):
            return []
        return [end for end in self.ends if any(map(end[2].__contains__, words))]

    @cached_property
    def found(self) -> dict[str, list[int]]:
        """Places that the rules which judge each line by itself take, by the rule; only of rules that take any."""
        return {name: places for name in LINE_RULES if (places := RULES[name](self))}

    def without(self, places: list[int]) -> "Page":
        """Return the page without some of its lines; what is known of each of the others stays known."""
        gone = set(places)
        left = [place for place in range(len(self.lines)) if place not in gone]
        page = Page([self.lines[place] for place in left], self.title, self.outlet, self.learnt, self.model)
        now = dict(zip(left, count(), strict=False))
        for name in ("opened", "found"):
            page.__dict__[name] = {
                rule: [now[place] for place in found if place in now] for rule, found in getattr(self, name).items()
            }
        return page

    def shortened(self, lines: list[str], gone: list[int], changed: list[int]) -> "Page":
        """Return the page after passages were cut out of it; only the lines that changed are looked at anew.

        Parameters
        ----------
        lines : list of str
            All lines that are left.
        gone, changed : list of int
            Places of the lines that went, and of those that are shorter.
        """
        page = self.without(gone)
        missing = set(gone)
        now = [place - sum(other < place for other in missing) for place in changed]
        anew = Page([lines[place] for place in now], self.title, self.outlet, self.learnt, self.model)
        known = Page(lines, self.title, self.outlet, self.learnt, self.model)
        for name in ("opened", "found"):
            merged = {
                rule: [place for place in places if place not in now] for rule, places in getattr(page, name).items()
            }
            for rule, places in getattr(anew, name).items():
                merged[rule] = sorted([*merged.get(rule, ()), *(now[place] for place in places)])
            known.__dict__[name] = merged
        return known


Rule = Callable[[Page], Any]
"""A rule gives the places of the lines it takes, or of a rule of passages the spans."""

RULES: dict[str, Rule] = {}
"""Every rule by its name, in the order in which they are applied."""

PASSAGE_RULES: set[str] = set()
"""Names of the rules that give spans."""

LINE_RULES: dict[str, Rule] = {}
"""The rules that judge each line by itself. They need no second pass over a text, and a text that is clean but
for what they find is spared the model of lines."""

_LEADING = "“\"‘'["
"""Marks before the first word of a line."""


def opening(line: str) -> str:
    """Return the first three characters of a line, in small letters: enough to tell that most lines are no template's.

    A figure is given as ``0``; where marks come first as ``"`` with the characters after them, if those are letters.

    Examples
    --------
    >>> opening("Share this"), opening("12 comments"), opening("“We met,"), opening("© 2019"), opening("")
    ('sha', '0', '"we ', '"', '"')
    """
    first = line[:1]
    if first.isalpha():
        return line[:3].lower()
    if first.isdecimal():
        return "0"
    bare = line.lstrip(_LEADING)[:3].lower()
    return '"' + bare if bare[:1].isalnum() else '"'


_BY_OPENING: dict[str, tuple[str, ...]] = {}
"""For each opening the rules that may take a line which begins so."""


def opens(*openings: str) -> Callable[[Rule], Rule]:
    """Declare with what the lines that a rule takes begin: strings of openings, an underscore for a space in one."""

    def declare(function: Rule) -> Rule:
        """Enter the rule under each of its openings."""
        for start in " ".join(openings).split():
            key = start.replace("_", " ")
            _BY_OPENING[key] = (*_BY_OPENING.get(key, ()), function.__name__)
        return function

    return declare


def rule(function: Rule) -> Rule:
    """Register a rule under its name.

    Raises
    ------
    ValueError
        Where the name is taken.
    """
    name = function.__name__
    if name in RULES:
        raise ValueError(f"rule '{name}' is registered twice")
    RULES[name] = function
    return function


def line_rule(function: Rule) -> Rule:
    """Register a rule that judges each line by itself."""
    LINE_RULES[function.__name__] = function
    return rule(function)


def passage_rule(function: Rule) -> Rule:
    """Register a rule that gives spans within lines."""
    PASSAGE_RULES.add(function.__name__)
    return rule(function)


def at_end(fits: Callable[[str], Any], ends: Iterable[tuple[int, int, str]]) -> Iterator[LineSpan]:
    """Find those of some last sentences that fit a form: of each line the earliest.

    Examples
    --------
    >>> page = Page(["They met.", "He left. More to come", "More to follow"])
    >>> [span.place for span in at_end(re.compile("More .*").fullmatch, page.ends)]
    [1, 2]
    """
    done = -1
    for place, start, text in ends:
        if place != done and fits(text):
            done = place
            yield LineSpan(place, start, start + len(text))


def _squeezed(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def is_headline(line: str) -> bool:
    """Return whether a line can be a headline: not long, and without an end mark.

    Examples
    --------
    >>> is_headline("Talks stall again"), is_headline("The talks stalled."), is_headline("Will the talks stall?")
    (True, False, True)
    """
    return (
        len(line) <= MAX_HEADLINE and line[-1].isalnum() | (line[-1] in "?'’)”\"") and not _PARAGRAPH_END.search(line)
    )


_PARAGRAPH_END = re.compile(r"[.!…:;,][”\"’')\]]*$")
