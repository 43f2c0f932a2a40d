"""Names in articles: capitalised spans found by rule, without a model.

A run of capitalised words is a name unless it only opens a sentence. Honorifics and titles are cut off, a
possessive ends a name, days and months are none. Where capitals say nothing (a line in capitals, a headline In
Title Case) only names that the article uses elsewhere are taken.
"""

import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import assets
from analysis.corpus import encoded, segment
from analysis.corpus.encoded import Tokens

_CAPITAL = "A-ZÀ-ÖØ-ÞĀĆČĎĐĒĘĚĞĪİŁŃŇŌŐŘŚŞŠŤŪŰŹŻŽΑ-ΩА-Я"
_ABBREVIATED = "Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Gen|Lt|Col|Maj|Capt|Cmdr|Adm|Sgt|Prof|Rev|Hon|St|Jr|Sr|Amb|Pres"
_TOKEN = re.compile(
    rf"(?<!\w)(?:(?:{_ABBREVIATED})\.(?=\s)"  # an abbreviated title keeps its point
    rf"|(?:[{_CAPITAL}]\.)+(?:[{_CAPITAL}](?!\w))?"  # initials: "J.", "U.S."
    rf"|(?:(?:al|el|bin|ibn|ul|ad|as|an)-)?[{_CAPITAL}][^\W_]*(?:{segment.LINK}[^\W_]+)*)"
)
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
_LOWER_WORD = re.compile(r"(?<![\w'’-])[a-zà-öø-ÿ][^\W_]+")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_OPENERS = " \t\"“”‘’'()[]«»—–-•*"
_CAPITAL_FOLLOWS = frozenset(":“‘«\"'([•*—–")

_INSTITUTIONS = frozenset(
    """Academy Administration Agency Alliance Army Assembly Association Authority Bank Board Bureau Cabinet Center
    Centre Chamber Church City College Command Commission Committee Confederation Conference Congress Corps Council
    Court Department Federation Force Forces Foundation Front Fund Government Group Gulf Guard Guards Home Hospital
    House Institute Institution Isle Kingdom League Library Ministry Movement Museum Network Office Organisation
    Organization Parliament Party Peninsula People's Republic Reserve School Sea Secretariat Senate Service Society
    States Strait Times Union University""".split()
)
"""Words that take "of" or "for" into the name: Ministry of Unification, Republic of Korea."""

_TITLES = frozenset(
    """Mr Mr. Mrs Mrs. Ms Ms. Miss Dr Dr. Sir Dame Lord Lady Prof Prof. Professor Doctor President Presidents
    Vice-President Chairman Chairwoman Chairperson Premier Chancellor Minister Ministers Secretary Secretary-General
    Senator Senators Sen Sen. Sens. Congressman Congresswoman Representative Rep Rep. Reps. Governor Gov Gov. Mayor
    General Gen Gen. Admiral Adm. Colonel Col. Captain Capt. Major Maj. Lieutenant Lt Lt. Sergeant Sgt Sgt. Cmdr.
    Commander Marshal Judge Justice Chief Director Leader Ambassador Amb. Envoy Speaker Attorney Reverend Rev Rev.
    Bishop Archbishop Cardinal Imam Ayatollah Sheikh Rabbi Comrade Detective Officer Deputy Spokesman Spokeswoman
    Spokesperson CEO Adviser Advisor Hon Hon. Pres. Coach Correspondent""".split()
)
_TITLE_MODIFIERS = frozenset(
    """Vice Prime Foreign Defence Defense Deputy First Special Supreme Chief Crown Acting Former Interior Finance Trade
    Unification Press Attorney National Security Assistant Under Junior Senior State Executive Party Majority Minority
    House Senate Lieutenant Major Brigadier Home Health Treasury Interim Managing Staff Grand Party""".split()
)
_AFTER_OF = frozenset(
    "State Defense Defence Energy Education Commerce Labor Labour Treasury Agriculture Transportation Interior Health "
    "Staff National Intelligence Homeland Security War".split()
)
_NOT_AFTER_TITLE = _INSTITUTIONS | frozenset("Motors Electric Mills Dynamics Election Elections Secretariat".split())
_CALENDAR = frozenset(
    """Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April June July August
    September October November December Mon Tue Tues Wed Thu Thurs Fri Sat Sun Jan Feb Mar Apr Jun Jul Aug Sep Sept
    Oct Nov Dec Today Tomorrow Yesterday Christmas Easter""".split()
)
_BREAK = "-"
_NEVER = frozenset("- I I'm I’m I've I’ve I'd I’d I'll I’ll OK TV PM AM Photo File Read Share".split())
_DETERMINERS = frozenset("The A An This That These Those".split())
_OPENING_WORDS = frozenset(
    """a about above according across additionally after afterwards again against ahead all almost along already also
    although always amid among an and another any anyone anything are around as asked at away back based be because
    been before behind being below besides between both but by can certainly citing clearly critics currently despite
    did do does doing don't down during each earlier either else even ever every everyone everything experts few
    finally first following for former four from further given had has have having he he's hello her here his how
    however i if in including indeed initially inside instead into is it it's its itself just last late later leave
    less let let's like little local look made many maybe meanwhile more moreover most much must my near nearly
    neither never nevertheless new next no nobody none nonetheless nor not nothing now of off officials often on once
    one only or other others our out outside over overall part people perhaps please prior recently remember reports
    police second see senior several she should similarly since so some someone something sometimes soon still such
    talks than thanks that that's the their them then there there's therefore these they third this those though three
    through throughout thus to today together too toward towards two under unlike until up upon us very was we were
    what what's whatever when where whether which while who who's whoever whom whose why will with within without
    would yes yesterday yet you your""".split()
)
_JOINING_GAPS = frozenset(
    [" ", "\u00a0", " & "]
    + [
        f" {particle} "
        for particle in "de,la,de la,del,van,van der,van den,von,von der,der,bin,bint,ibn,al,el,du,di,da,ten,ter".split(
            ","
        )
    ]
)
_OF_GAPS = frozenset({" of ", " of the ", " for ", " for the "})
_TAKE_OF = _INSTITUTIONS | frozenset({"Secretary", "Director", "Chief"})
_ENOUGH_WORDS, _ENOUGH_CAPITALS = 4, 2
_PROSE_END = re.compile(r"\.[\"”’')\]»]*$")
SMALL_WORDS = "small_words.csv"
"""Words that other news write small inside sentences, with the share of uses in which they do."""
_HARDLY_A_NAME = 0.9
"""A word that is small this often opens no name of several words either: "Former Senator", but "White House"."""
_UNINFORMATIVE_SHARE = 0.6
"""Where more of a sentence's long words than this begin with a capital, capitals tell no name from a word."""
_LONGEST_GAP = max(map(len, _JOINING_GAPS | _OF_GAPS))
_SOME_CAPITAL = re.compile(f"[{_CAPITAL}]")
_UNDERSCORE = re.compile("_")
_REMEMBERED = 1 << 15
"""Words and runs whose answers are kept: the frequent ones of a corpus, in some megabytes."""


class Token(NamedTuple):
    """A capitalised word: its first character, the one after its last, and the word without a possessive."""

    start: int
    end: int
    text: str


class _Words(NamedTuple):
    """Capitalised words of many texts in their order: the row of their sentence, their bounds, and the words.

    The bounds are those in the text, possessive included.
    """

    row: np.ndarray
    text: np.ndarray
    start: np.ndarray
    end: np.ndarray
    words: list[str]


class _Sentences(NamedTuple):
    """Sentences in the order of the texts: their text, bounds and number, and whether capitals mark names in them."""

    text: np.ndarray
    start: np.ndarray
    end: np.ndarray
    number: np.ndarray
    informative: np.ndarray


class _Run(NamedTuple):
    """Capitalised words in a row, the sentence that holds them, and what their capitals are worth."""

    row: int
    text: int
    first: int
    texts: tuple[str, ...]
    opens: bool
    informative: bool


class _Name(NamedTuple):
    """A name in a run: its words, which of the run's words it begins and ends in, and how far into them."""

    words: tuple[str, ...]
    first: int
    skipped: int
    last: int
    length: int


class _Known(NamedTuple):
    """What an article tells about its names: words of names, names of one word, and pairs of words that open one."""

    words: frozenset[str]
    singles: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    lower: "_LowerWords"


def of_articles(articles: pd.DataFrame, sentences: pd.DataFrame, tokens: Tokens | None = None) -> pd.DataFrame:
    """Find the names in titles and bodies.

    Parameters
    ----------
    articles : DataFrame
        ``article_id``, ``title``, ``body``.
    sentences : DataFrame
        ``article_id``, ``sentence``, ``start``, ``end``.
    tokens : Tokens, optional
        `encoded.of_articles` of these articles, where it is known already.

    Returns
    -------
    DataFrame
        ``schema.NAMES``, in the order of the articles, titles first.

    Notes
    -----
    Against spaCy's small English model the rule is generous: it finds what the model finds, and capitalised common
    words besides. It knows English capitals only.

    Examples
    --------
    >>> from analysis.corpus import segment
    >>> articles = pd.DataFrame({"article_id": ["a"], "title": ["Trump may meet Kim"],
    ...                          "body": ["US President Donald Trump met South Korea's Moon Jae-in. Talks ended."]})
    >>> of_articles(articles, segment.of_articles(articles))["form"].tolist()
    ['Trump', 'Kim', 'US', 'Donald Trump', 'South Korea', 'Moon Jae-in']
    """
    tokens = tokens or encoded.of_articles(articles)
    texts = [text if isinstance(text, str) else "" for text in _interleaved(articles)]
    within = _sentences(articles, sentences, tokens, texts)
    beside = _beside_underscores(tokens, texts)
    words = _capitalised(tokens, texts, within, beside)
    lower = _lower_words(tokens, beside)
    starts = words.start.tolist()
    rows = [
        (article, run.row, starts[first + name.first] + name.skipped, starts[first + name.last] + name.length)
        for article, runs in itertools.groupby(_runs(words, within, texts), lambda run: run.text // 2)
        for run, first, name in _names_in(list(runs), lower(article))
    ]
    article, row, start, end = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    bounds = (within.text[row].tolist(), start.tolist(), end.tolist())
    forms = [texts[text][first:last] for text, first, last in zip(*bounds, strict=True)]
    ids = articles["article_id"].astype("str").iloc[article].reset_index(drop=True)
    numbers = {"sentence": within.number[row], "start": start, "end": end}
    return pd.DataFrame(
        {
            "article_id": ids,
            **{name: values.astype("int32") for name, values in numbers.items()},
            "form": pd.Series(forms, dtype="str"),
        }
    )


def _interleaved(articles: pd.DataFrame) -> Iterator[object]:
    return itertools.chain.from_iterable(zip(articles["title"], articles["body"], strict=True))


def _sentences(articles: pd.DataFrame, sentences: pd.DataFrame, tokens: Tokens, texts: list[str]) -> _Sentences:
    """Bring sentences into the order of the texts, and tell in which of them capitals mark names."""
    text = encoded.texts_of(sentences, articles)
    order = np.argsort(text, kind="stable")
    start, end, number = (sentences[name].to_numpy()[order] for name in ("start", "end", "sentence"))
    text = text[order]
    return _Sentences(text, start, end, number, _informative(tokens, texts, text, start, end))


def _informative(tokens: Tokens, texts: list[str], text: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Tell whether capitals mark names: not in a line of capitals, nor in a headline (no full stop) In Title Case."""
    long_words = [_LONG_WORD.findall(form) for form in tokens.forms]
    low, high = tokens.first_at(text, start), tokens.first_at(text, end)
    n_words, n_upper, n_capital = (
        _counted_in(tokens, low, high, [sum(map(counts, words)) for words in long_words])
        for counts in (bool, str.isupper, lambda word: word[0].isupper())
    )
    many_capitals = n_capital > _UNINFORMATIVE_SHARE * n_words
    unsure = (n_upper < n_words) & (n_words >= _ENOUGH_WORDS) & many_capitals
    informative = np.where(n_upper == n_words, n_words < _ENOUGH_CAPITALS, ~unsure)
    for row in np.flatnonzero(unsure).tolist():
        informative[row] = _PROSE_END.search(texts[text[row]][start[row] : end[row]]) is not None
    return informative


def _counted_in(tokens: Tokens, low: np.ndarray, high: np.ndarray, by_form: list[int]) -> np.ndarray:
    total = np.concatenate([[0], np.cumsum(np.array(by_form, dtype=np.int64)[tokens.ids])])
    return total[high] - total[low]


_UNDERSCORE_BEFORE, _UNDERSCORE_AFTER, _POINT, _POINT_AND_SPACE = 1, 2, 4, 8
"""What stands beside a token and decides with it which of its letters are capitalised words: "Mr. ", "J.", "_X"."""
_CONTEXTS = 16


def _capitalised(tokens: Tokens, texts: list[str], within: _Sentences, beside: np.ndarray) -> _Words:
    """Find the capitalised words inside sentences: a token in its context is searched once, however often it comes."""
    has_capital = tokens.map(lambda form: _SOME_CAPITAL.search(form) is not None, "bool")
    places = np.flatnonzero(has_capital[tokens.ids])
    contexts = beside[places] | _points(tokens, texts, places)
    kinds, kind = np.unique(tokens.ids[places].astype(np.int64) * _CONTEXTS + contexts, return_inverse=True)
    found = [
        (number, match.start() + shift, match.end() + shift, match.group())
        for number, (written, shift) in enumerate(_written(tokens.forms, kinds.tolist()))
        for match in _TOKEN.finditer(written)
    ]
    numbers = [number for number, *_ in found]
    made = encoded.Pieces(np.arange(len(found)), np.searchsorted(numbers, np.arange(len(kinds) + 1)))
    owner, which = encoded.expanded(kind, made)
    first, last = (np.array([entry[edge] for entry in found], dtype=np.int64) for edge in (1, 2))
    text, start = tokens.text[places[owner]], tokens.start[places[owner]]
    start, end = start + first[which], start + last[which]
    row = np.searchsorted(tokens.offsets[within.text] + within.end, tokens.offsets[text] + start, side="right")
    kept = row < len(within.text)
    kept[kept] = (within.text[row[kept]] == text[kept]) & (within.start[row[kept]] <= start[kept])
    words = [_POSSESSIVE.sub("", entry[3]) for entry in found]
    return _Words(row[kept], text[kept], start[kept], end[kept], [words[entry] for entry in which[kept].tolist()])


def _beside_underscores(tokens: Tokens, texts: list[str]) -> np.ndarray:
    """Tell which tokens have an underscore beside them: a letter to expressions, but part of no token."""
    beside = np.zeros(len(tokens.ids) + 1, dtype=np.int64)
    marks = [
        tokens.offsets[number] + match.start()
        for number, text in enumerate(texts)
        if "_" in text
        for match in _UNDERSCORE.finditer(text)
    ]
    if not marks:
        return beside[:-1]
    following = np.searchsorted(tokens.row, marks)
    beside[following] |= _UNDERSCORE_BEFORE * (np.append(tokens.row, -1)[following] == np.array(marks) + 1)
    ends = tokens.row + tokens.end - tokens.start
    beside[following - 1] |= _UNDERSCORE_AFTER * (np.append(ends, -1)[following - 1] == marks)
    return beside[:-1]


def _points(tokens: Tokens, texts: list[str], places: np.ndarray) -> np.ndarray:
    """Tell which tokens have a point right behind them, and a space behind that."""
    is_point = tokens.map(lambda form: form == ".", "bool")
    following = np.minimum(places + 1, max(len(tokens.ids) - 1, 0))
    has_point = tokens.touches_next[places] & is_point[tokens.ids[following]]
    gap = has_point & ~tokens.touches_next[following] & (tokens.end[following] < tokens.sizes[tokens.text[places]])
    for number in np.flatnonzero(gap).tolist():
        gap[number] = texts[tokens.text[places[number]]][tokens.end[following[number]]] != "_"
    return np.where(gap, _POINT_AND_SPACE, _POINT * has_point)


def _written(forms: list[str], kinds: list[int]) -> Iterator[tuple[str, int]]:
    """Write tokens with what stands beside them, and tell by how much that shifts them."""
    for kind in kinds:
        form, context = forms[kind // _CONTEXTS], kind % _CONTEXTS
        before = "_" if context & _UNDERSCORE_BEFORE else ""
        point = ". " if context & _POINT_AND_SPACE else "." if context & _POINT else ""
        yield before + form + (point or "_" * (context & _UNDERSCORE_AFTER > 0)), -len(before)


def _runs(found: _Words, within: _Sentences, texts: list[str]) -> Iterator[_Run]:
    """Collect capitalised words that stand in a row inside one sentence."""
    follows = np.zeros(len(found.row), dtype=bool)
    lengths = np.array([len(word) for word in found.words], dtype=np.int64)
    near = (found.row[1:] == found.row[:-1]) & (found.start[1:] - found.end[:-1] <= _LONGEST_GAP)
    whole = found.end - found.start == lengths  # a possessive ends a name
    for place in (1 + np.flatnonzero(near & whole[:-1])).tolist():
        gap = texts[found.text[place]][found.end[place - 1] : found.start[place]]
        follows[place] = gap in _JOINING_GAPS or (gap in _OF_GAPS and found.words[place - 1] in _TAKE_OF)
    firsts = np.flatnonzero(~follows)
    rows = found.row[firsts]
    befores = _befores(found, within, texts, firsts)
    lasts = np.append(firsts, len(follows))[1:].tolist()
    informative = within.informative[rows].tolist()
    of_text = found.text[firsts].tolist()
    for row, text, first, last, before, informs in zip(
        rows.tolist(), of_text, firsts.tolist(), lasts, befores, informative, strict=True
    ):
        yield _Run(row, text, first, tuple(found.words[first:last]), _opens(before), informs)


def _befores(found: _Words, within: _Sentences, texts: list[str], firsts: np.ndarray) -> list[str]:
    """Cut out up to three characters before words, inside their sentence."""
    starts = found.start[firsts]
    from_ = np.maximum(within.start[found.row[firsts]], starts - 3)
    columns = (found.text[firsts].tolist(), from_.tolist(), starts.tolist())
    return [texts[text][a:b] for text, a, b in zip(*columns, strict=True)]


@lru_cache(maxsize=_REMEMBERED)
def _opens(before: str) -> bool:
    """Tell whether a word would carry a capital anyway: it opens a sentence, a quotation or what follows a colon."""
    return not before.strip(_OPENERS) or before.rstrip()[-1:] in _CAPITAL_FOLLOWS


class _LowerWords:
    """The words that one article writes with a small letter; each form is searched once for all articles."""

    def __init__(self, kinds: set[int], by_word: Mapping[str, list[int]]) -> None:
        self._kinds, self._by_word = kinds, by_word

    def __contains__(self, word: str) -> bool:
        return any(kind in self._kinds for kind in self._by_word.get(word, ()))


def _lower_words(tokens: Tokens, beside: np.ndarray) -> Callable[[int], _LowerWords]:
    """Give a function from the row of an article to its words with a small letter."""
    ends_so = tokens.map(lambda form: form[-1] in "'’-", "bool")
    behind = (beside & _UNDERSCORE_BEFORE > 0) | np.roll(tokens.touches_next & ends_so[tokens.ids], 1)
    kinds = 2 * tokens.ids + behind
    by_word: dict[str, list[int]] = {}
    for kind in np.flatnonzero(np.bincount(kinds)).tolist():
        # Behind an apostrophe, a hyphen or an underscore the first word does not count.
        for word in _LOWER_WORD.findall("-" * (kind % 2) + tokens.forms[kind // 2]):
            by_word.setdefault(word, []).append(kind)
    return lambda row: _LowerWords(set(kinds[tokens.edges[2 * row] : tokens.edges[2 * row + 2]].tolist()), by_word)


def _names_in(runs: list[_Run], lower: _LowerWords) -> Iterator[tuple[_Run, int, _Name]]:
    """Find the names in an article's runs: the run, the word of it that the name's places count from, and the name."""
    known = _learn(runs, lower)
    for run in runs:
        skipped = run.informative and run.opens and not _opens_with_name(run.texts, known)
        for name in _split_run(run.texts[skipped:]) if run.informative else _known_in(run.texts, known):
            yield run, run.first + skipped, name


def _learn(runs: list[_Run], lower: _LowerWords) -> _Known:
    """Learn from the places where a capital means a name which words of this article are names."""
    names = {
        name.words for run in runs if run.informative for name in _split_run(run.texts[1:] if run.opens else run.texts)
    }
    return _Known(
        words=frozenset(word.casefold() for name in names for word in name),
        singles=frozenset(name[-1] for name in names),
        pairs=frozenset((name[0], name[1]) for name in names if len(name) > 1),
        lower=lower,
    )


def _known_in(texts: tuple[str, ...], known: _Known) -> Iterator[_Name]:
    """Take the names that an article uses elsewhere from words whose capitals say nothing."""
    for is_known, group in itertools.groupby(range(len(texts)), lambda place: _is_known(texts[place], known)):
        if is_known:
            first, *others = group
            last = others[-1] if others else first
            yield _Name(texts[first : last + 1], first, 0, last, len(texts[last]))


@lru_cache(maxsize=_REMEMBERED)
def _split_run(texts: tuple[str, ...]) -> tuple[_Name, ...]:
    """Find the names in capitalised words that stand in a row: most runs of a corpus come again and again."""
    tokens = [Token(place << _PLACE, (place << _PLACE) + len(text), text) for place, text in enumerate(texts)]
    return tuple(
        _Name(
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


def _is_known(word: str, known: _Known) -> bool:
    folded = word.casefold()
    return folded in known.words and folded not in known.lower


def _opens_with_name(texts: tuple[str, ...], known: _Known) -> bool:
    """Tell whether the first word of a sentence is a name, or has its capital from standing there."""
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


@lru_cache(maxsize=_REMEMBERED)
def _is_in_file(form: str) -> bool:
    return bool(kind_of(resolve(form) or ""))


@lru_cache(maxsize=_REMEMBERED)
def _is_opening_word(word: str) -> bool:
    """Tell whether a word with a capital is a plain one: "However", "We're", and not "US"."""
    if word.isupper() and len(word) < _LONG_ENOUGH_IN_CAPITALS:
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
    for part in _split_where(tokens, lambda token: token.text in _CALENDAR or token.text in _NEVER):
        names += _without_titles(part[1:] if part[0].text in _DETERMINERS else part)
    return [name for name in names if len(name) > 1 or (len(name[0].text) > 1 and not _is_opening_word(name[0].text))]


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


ALIASES = "aliases.csv"
"""Forms and the names they stand for; people edit it (see data/aliases.md)."""

_FAMILY_NAME_FIRST = frozenset({"North Korea", "South Korea", "China", "Taiwan", "Vietnam"})
_FAMILY_FIRST_FORM = re.compile(r"[^\W\d_]+ [^\W\d_]+-[^\W\d_]+")
"""A Korean name as news write it: "Lee Do-hoon"."""
_LONG_ENOUGH_IN_CAPITALS = 4
"""Shorter forms in capitals may be other words: "US" and "us"."""


class _Holder(NamedTuple):
    canonical: str
    first: str
    until: str


class _Aliases(NamedTuple):
    undated: Mapping[str, str]
    folded: Mapping[str, str]
    offices: Mapping[str, list[_Holder]]
    kinds: Mapping[str, str]
    countries: Mapping[str, str]


@cache
def _aliases() -> _Aliases:
    table = assets.table(ALIASES)
    undated = table[table["from"] == ""]
    forms = dict(zip(undated["form"], undated["canonical"], strict=True))
    offices: dict[str, list[_Holder]] = {}
    for row in table[table["from"] != ""].itertuples():
        offices.setdefault(row.form.casefold(), []).append(_Holder(row.canonical, row[5], row.until))
    own = table[~table["kind"].isin(["office", "demonym"])].drop_duplicates("canonical")
    return _Aliases(
        undated=forms,
        folded={form.casefold(): canonical for form, canonical in forms.items()},
        offices=offices,
        kinds=dict(zip(own["canonical"], own["kind"], strict=True)),
        countries={name: country for name, country in zip(own["canonical"], own["country"], strict=True) if country},
    )


def resolve(form: str, day: object = None) -> str | None:
    """Look up the name that a form stands for, in the alias file only.

    Parameters
    ----------
    form : str
        Words as they stand; a leading "the" and a final 's do not matter. Offices are found in any case of letters,
        all else only as it is written in the file (or in capitals, from four letters on).
    day : str, Timestamp or None
        The day of the article, for offices. Without a day an office is nobody's.

    Returns
    -------
    str or None
        The canonical name; None where the file does not say, or names two holders for the day.

    Examples
    --------
    >>> resolve("the US president", "2019-06-28"), resolve("the US president"), resolve("Pyongyang")
    ('Donald Trump', None, 'North Korea')
    """
    return _resolved(form, day) if may_be_office(form) else _resolved_on_any_day(form)


@lru_cache(maxsize=_REMEMBERED)
def _resolved_on_any_day(form: str) -> str | None:
    return _resolved(form, None)


def _resolved(form: str, day: object) -> str | None:
    aliases = _aliases()
    for candidate in _candidates(form):
        if candidate in aliases.undated:
            return aliases.undated[candidate]
        holder = _holder(aliases.offices.get(candidate.casefold(), []), day)
        if holder is not None:
            return holder
        if candidate.isupper() and len(candidate) >= _LONG_ENOUGH_IN_CAPITALS:
            return aliases.folded.get(candidate.casefold())
    return None


def _candidates(form: str) -> tuple[str, str]:
    """Give the spellings that are looked up: without "the", and without a possessive too."""
    bare = form.strip()
    if bare[:4].lower() == "the ":
        bare = bare[4:].lstrip()
    return bare, _POSSESSIVE.sub("", bare)


@lru_cache(maxsize=_REMEMBERED)
def may_be_office(form: str) -> bool:
    """Tell whether what a form stands for may depend on the day."""
    bare, owner = _candidates(form)
    offices = _aliases().offices
    return bare.casefold() in offices or owner.casefold() in offices


def _holder(holders: list[_Holder], day: object) -> str | None:
    if not holders or day is None or pd.isna(day):
        return None
    written = str(day)[:10]
    found = {name for name, first, until in holders if first <= written and (not until or written < until)}
    return found.pop() if len(found) == 1 else None


def kind_of(canonical: str) -> str | None:
    """Tell whether a canonical name is a ``person``, ``place`` or ``organisation``; None where the file does not say.

    Examples
    --------
    >>> kind_of("Donald Trump"), kind_of("North Korea"), kind_of("United Nations"), kind_of("Jane Doe")
    ('person', 'place', 'organisation', None)
    """
    return _aliases().kinds.get(canonical)


def country_of(canonical: str) -> str | None:
    """Tell the country of a person or organisation; None where the file gives none.

    Examples
    --------
    >>> country_of("Kim Jong Un"), country_of("United Nations")
    ('North Korea', None)
    """
    return _aliases().countries.get(canonical)


def office_at(text: str, start: int, form: str) -> str | None:
    """Read on from the name of a country or body: "US" in "the US president said" opens an office.

    Parameters
    ----------
    text : str
        The text that holds the name.
    start : int
        First character of the name.
    form : str
        The name.

    Returns
    -------
    str or None
        The office as it stands; None where the words are no office of the alias file, or its holder's name follows
        ("US president Donald Trump").

    Examples
    --------
    >>> office_at("The US president said", 4, "US"), office_at("The US president Donald Trump", 4, "US")
    ('US president', None)
    """
    for office in _offices_by_opening().get(form.casefold(), ()):
        end = start + len(office)
        if text[start:end].casefold() == office and not _GOES_ON.match(text, end):
            return text[start:end]
    return None


def opens_office(form: str) -> bool:
    """Tell whether an office of the alias file begins with a name, so that `office_at` is worth asking.

    Examples
    --------
    >>> opens_office("US"), opens_office("Trump")
    (True, False)
    """
    return form.casefold() in _offices_by_opening()


_GOES_ON = re.compile(rf"[\w-]|\s+[{_CAPITAL}]")


@cache
def _offices_by_opening() -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    places = {form.casefold() for form in _aliases().undated}
    for office in sorted(_aliases().offices, key=lambda form: (-len(form), form)):
        words = office.split()
        for n_words in range(1, len(words)):
            opening = _POSSESSIVE.sub("", " ".join(words[:n_words]))
            if opening in places:
                found.setdefault(opening, []).append(office)
    return found


def is_demonym(form: str) -> bool:
    """Tell whether a form is the adjective or people of a country: "South Korean", "Russians".

    Examples
    --------
    >>> is_demonym("South Korean"), is_demonym("South Korea")
    (True, False)
    """
    return form in _demonyms()


@cache
def _demonyms() -> frozenset[str]:
    table = assets.table(ALIASES)
    return frozenset(table.loc[table["kind"] == "demonym", "form"])


def canonical(found: pd.DataFrame, articles: pd.DataFrame) -> pd.Series:
    """Merge the names of each article: give every one the name that it stands for.

    Parameters
    ----------
    found : DataFrame
        ``article_id``, ``form``: names, as `of_articles` finds them.
    articles : DataFrame
        ``article_id`` and, for offices, ``published_at``.

    Returns
    -------
    Series of str
        In the order and with the index of ``found``: the name in the alias file; else the full name; for a single word,
        the one full name in the article with this surname. Empty where that is nobody or more than one person.

    Examples
    --------
    >>> found = pd.DataFrame({"article_id": ["a"] * 5, "form": ["Trump", "Jane Roe", "Roe", "Lee Do-hoon", "Lee"]})
    >>> canonical(found, pd.DataFrame({"article_id": ["a"]})).tolist()
    ['Donald Trump', 'Jane Roe', 'Jane Roe', 'Lee Do-hoon', 'Lee Do-hoon']
    """
    article, ids = pd.factorize(found["article_id"])
    code, forms = pd.factorize(found["form"])
    pairs, place = np.unique(article.astype(np.int64) * len(forms) + code, return_inverse=True)
    days = (
        dict(zip(articles["article_id"], articles["published_at"], strict=True)) if "published_at" in articles else {}
    )
    on_any_day = [None if may_be_office(form) else _named(form, None) for form in forms]
    meant: list[str | None] = []
    for number, group in itertools.groupby(pairs.tolist(), lambda pair: pair // len(forms)):
        own = [pair % len(forms) for pair in group]
        day = days.get(ids[number])
        meant += _merged({forms[each]: on_any_day[each] or _named_on(forms[each], day) for each in own})
    return pd.Series([meant[each] for each in place.tolist()], index=found.index, dtype="str")


def _named(form: str, day: object) -> str | None:
    """Give what a form stands for by itself: the name of the alias file, else the form where it is a full name."""
    return resolve(form, day) or (form if " " in form and form.casefold() not in _aliases().offices else None)


def _named_on(form: str, day: object) -> str | None:
    return _named(form, day) if may_be_office(form) else None


def _merged(meant: dict[str, str | None]) -> list[str | None]:
    """Let a single word stand for the one full name of the article with this surname."""
    by_surname: dict[str, set[str]] = {}
    for form, name in meant.items():
        if name is not None and " " in form and kind_of(name) in (None, "person"):
            by_surname.setdefault(_surname(form, name), set()).add(name)
    for form, name in meant.items():
        if name is None and len(by_surname.get(form, ())) == 1:
            meant[form] = next(iter(by_surname[form]))
    return list(meant.values())


def _surname(form: str, name: str) -> str:
    words = form.split()
    family_first = country_of(name) in _FAMILY_NAME_FIRST or _FAMILY_FIRST_FORM.fullmatch(form)
    return words[0] if family_first else words[-1]
