"""From runs of capitalised words to names: titles, days and openers are cut off, and the article itself is asked.

Titles are cut off, days and months are none. Where capitals say nothing (a line in capitals, a headline In Title
Case) only names that the article uses elsewhere are taken.
"""

import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from analysis import assets
from analysis.measures.names.resolver import LONG_ENOUGH_IN_CAPITALS, kind_of, resolve
from analysis.measures.names.words import REMEMBERED, listed

_TITLES = listed("title")
_TITLE_MODIFIERS = listed("title modifier")
_AFTER_OF = listed("after of")
_NOT_AFTER_TITLE = listed("institution") | listed("not after title")
_OPENING_WORDS = listed("opening")
_BREAK = "-"
_NO_NAMES = listed("calendar") | listed("never") | {_BREAK}
_PARTY = re.compile(r"[DRI]-[A-Z]")
"""How a member's party and state open: "(D-Calif.)"."""
_NEGATED = re.compile(r"[a-z]+n['’]t", re.IGNORECASE)
_DETERMINERS = frozenset("The A An This That These Those".split())
SMALL_WORDS = "small_words.csv"
"""Words that other news write small inside sentences, with the share of uses in which they do."""
_HARDLY_A_NAME = 0.9
"""A word that is small this often opens no name of several words either: "Former Senator", but "White House"."""


class Token(NamedTuple):
    """A capitalised word: its first character, the one after its last, and the word without a possessive."""

    start: int
    end: int
    text: str


class CapitalRun(NamedTuple):
    """Capitalised words in a row, the sentence that holds them, and what their capitals are worth."""

    row: int
    text: int
    first: int
    texts: tuple[str, ...]
    opens: bool
    informative: bool


class Name(NamedTuple):
    """A name in a run: its words, which of the run's words it begins and ends in, and how far into them."""

    words: tuple[str, ...]
    first: int
    skipped: int
    last: int
    length: int


class LowerWords:
    """The words that one article writes with a small letter; each form is searched once for all articles."""

    def __init__(self, kinds: set[int], by_word: Mapping[str, list[int]]) -> None:
        self._kinds, self._by_word = kinds, by_word

    def __contains__(self, word: str) -> bool:
        return any(kind in self._kinds for kind in self._by_word.get(word, ()))


class Known(NamedTuple):
    """What an article tells about its names: words of names, names of one word, and pairs of words that open one."""

    words: frozenset[str]
    singles: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    lower: LowerWords


def names_in(runs: list[CapitalRun], lower: LowerWords) -> Iterator[tuple[CapitalRun, int, Name]]:
    """Find the names in an article's runs: the run, the word of it that the name's places count from, and the name."""
    known = _learn(runs, lower)
    for run in runs:
        skipped = run.informative and run.opens and not _opens_with_name(run.texts, known)
        for name in _split_run(run.texts[skipped:]) if run.informative else _known_in(run.texts, known):
            yield run, run.first + skipped, name


def _learn(runs: list[CapitalRun], lower: LowerWords) -> Known:
    """Learn from the places where a capital means a name which words of this article are names."""
    names = {
        name.words for run in runs if run.informative for name in _split_run(run.texts[1:] if run.opens else run.texts)
    }
    return Known(
        words=frozenset(word.casefold() for name in names for word in name),
        singles=frozenset(name[-1] for name in names),
        pairs=frozenset((name[0], name[1]) for name in names if len(name) > 1),
        lower=lower,
    )


def _known_in(texts: tuple[str, ...], known: Known) -> Iterator[Name]:
    """Take the names that an article uses elsewhere from words whose capitals say nothing."""
    for is_known, group in itertools.groupby(range(len(texts)), lambda place: _is_known(texts[place], known)):
        if is_known:
            first, *others = group
            last = others[-1] if others else first
            yield Name(texts[first : last + 1], first, 0, last, len(texts[last]))


@lru_cache(maxsize=REMEMBERED)
def _split_run(texts: tuple[str, ...]) -> tuple[Name, ...]:
    """Find the names in capitalised words that stand in a row: most runs of a corpus come again and again."""
    tokens = [Token(place << _PLACE, (place << _PLACE) + len(text), text) for place, text in enumerate(texts)]
    return tuple(
        Name(
            words=tuple(token.text for token in name),
            first=name[0].start >> _PLACE,
            skipped=name[0].start % (1 << _PLACE),
            last=name[-1].start >> _PLACE,
            length=name[-1].start % (1 << _PLACE) + len(name[-1].text),
        )
        for name in _split(tokens)
    )


_PLACE = 32
"""Bits for the characters of one word."""


def _is_known(word: str, known: Known) -> bool:
    folded = word.casefold()
    return folded in known.words and folded not in known.lower


def _opens_with_name(texts: tuple[str, ...], known: Known) -> bool:
    """Return whether the first word of a sentence is a name, or has its capital from standing there."""
    first = texts[0]
    if first in known.singles or (len(texts) > 1 and (first, texts[1]) in known.pairs):
        return True
    if _is_opening_word(first):
        return False
    if first.isupper() or _is_in_file(first) or _is_in_file(" ".join(texts[:2])):
        return True
    lower = first.lower()
    if len(texts) == 1:
        return not (lower in known.lower or lower in _small_words())
    return _small_words().get(lower, 0.0) < _HARDLY_A_NAME


@lru_cache(maxsize=REMEMBERED)
def _is_in_file(form: str) -> bool:
    return bool(kind_of(resolve(form) or ""))


@lru_cache(maxsize=REMEMBERED)
def _is_opening_word(word: str) -> bool:
    """Return whether a word with a capital is a plain one: "However", "We're", and not "US"."""
    if word.isupper() and len(word) < LONG_ENOUGH_IN_CAPITALS:
        return False
    return re.split("['’]", word.lower(), maxsplit=1)[0] in _OPENING_WORDS


@cache
def _small_words() -> Mapping[str, float]:
    table = assets.table(SMALL_WORDS)
    return dict(zip(table["word"], table["share"].astype(float), strict=True))


def _split(tokens: list[Token]) -> list[list[Token]]:
    """Cut a run at days, months and titles, and leave out what is left of no name."""
    names = []
    if any("-" in token.text for token in tokens):
        tokens = list(itertools.chain.from_iterable(map(_at_hyphen, tokens)))
    for part in _split_where(tokens, _is_no_name):
        names += _without_titles(part[1:] if part[0].text in _DETERMINERS else part)
    return [name for name in names if len(name) > 1 or (len(name[0].text) > 1 and not _is_opening_word(name[0].text))]


def _is_no_name(token: Token) -> bool:
    return token.text in _NO_NAMES or bool(_PARTY.match(token.text) or _NEGATED.fullmatch(token.text))


def _at_hyphen(token: Token) -> list[Token]:
    """Part "US-South (Korea)" behind a country, with a token between that joins nothing; keep "Jae-in"."""
    head, hyphen, tail = token.text.partition("-")
    if not hyphen or kind_of(resolve(head) or "") != "place":
        return [token]
    middle = token.start + len(head)
    parts = [Token(token.start, middle, head), Token(middle, middle + 1, _BREAK)]
    return parts + ([Token(middle + 1, token.end, tail)] if tail[:1].isupper() else [])


def _split_where(tokens: list[Token], cut: Callable[[Token], bool]) -> list[list[Token]]:
    groups = itertools.groupby(tokens, cut)
    return [list(group) for is_cut, group in groups if not is_cut]


def _without_titles(tokens: list[Token]) -> list[list[Token]]:
    """Part "US President Donald Trump" into "US" and "Donald Trump"; keep "US President" where nothing follows."""
    for place, token in enumerate(tokens):
        if token.text not in _TITLES:
            continue
        begin, end = _title_block(tokens, place)
        if end == len(tokens):
            return [tokens] if begin else []
        if tokens[end].text in _NOT_AFTER_TITLE:
            continue
        return ([tokens[:begin]] if begin else []) + _without_titles(tokens[end:])
    return [tokens] if tokens else []


def _title_block(tokens: list[Token], place: int) -> tuple[int, int]:
    """Widen a title over its modifiers: "Vice President", "Secretary of State", "Attorney General"."""
    begin, end = place, place + 1
    while begin and tokens[begin - 1].text in _TITLE_MODIFIERS:
        begin -= 1
    while end < len(tokens) and (tokens[end].text in _TITLES or tokens[end].text in _AFTER_OF):
        end += 1
    return begin, end
