"""Names in articles: capitalised spans found by rule, without a model.

A run of capitalised words is a name unless it only opens a sentence. Honorifics and titles are cut off, a
possessive ends a name, days and months are none. Where capitals say nothing (a line in capitals, a headline In
Title Case) only names that the article uses elsewhere are taken.
"""

import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import reference
from analysis.corpus import segment

_CAPITAL = "A-ZÀ-ÖØ-ÞĀĆČĎĐĒĘĚĞĪİŁŃŇŌŐŘŚŞŠŤŪŰŹŻŽΑ-ΩА-Я"
_ABBREVIATED = "Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Gen|Lt|Col|Maj|Capt|Cmdr|Adm|Sgt|Prof|Rev|Hon|St|Jr|Sr|Amb|Pres"
_TOKEN = re.compile(
    rf"(?<!\w)(?:(?:{_ABBREVIATED})\.(?=\s)"  # an abbreviated title keeps its point
    rf"|(?:[{_CAPITAL}]\.)+(?:[{_CAPITAL}](?!\w))?"  # initials: "J.", "U.S."
    rf"|(?:(?:al|el|bin|ibn|ul|ad|as|an)-)?[{_CAPITAL}][^\W_]*(?:['’.&-][^\W_]+)*)"
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


class Token(NamedTuple):
    """A capitalised word: its first character, the one after its last, and the word without a possessive."""

    start: int
    end: int
    text: str


class _Run(NamedTuple):
    """Capitalised words in a row, the sentence that holds them, and what their capitals are worth."""

    row: int
    tokens: list[Token]
    opens: bool
    informative: bool


class _Known(NamedTuple):
    """What an article tells about its names: words of names, names of one word, and pairs of words that open one."""

    words: frozenset[str]
    singles: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    lower: frozenset[str]


def of_articles(articles: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Find the names in titles and bodies.

    Parameters
    ----------
    articles : DataFrame
        ``article_id``, ``title``, ``body``.
    sentences : DataFrame
        ``article_id``, ``sentence``, ``start``, ``end``.

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
    >>> articles = pd.DataFrame({"article_id": ["a"], "title": ["Trump may meet Kim"],
    ...                          "body": ["US President Donald Trump met South Korea's Moon Jae-in. Talks ended."]})
    >>> of_articles(articles, segment.of_articles(articles))["form"].tolist()
    ['Trump', 'Kim', 'US', 'Donald Trump', 'South Korea', 'Moon Jae-in']
    """
    spans = _spans_by_article(sentences)
    columns: dict[str, list] = {"article_id": [], "sentence": [], "start": [], "end": [], "form": []}
    for article_id, title, body in zip(articles["article_id"], articles["title"], articles["body"], strict=True):
        numbers, starts, ends = spans.get(article_id, _NO_SPANS)
        for number, start, end, form in _of_article(title, body, numbers, starts, ends):
            columns["article_id"].append(article_id)
            columns["sentence"].append(number)
            columns["start"].append(start)
            columns["end"].append(end)
            columns["form"].append(form)
    types = {"article_id": "str", "sentence": "int32", "start": "int32", "end": "int32", "form": "str"}
    return pd.DataFrame({name: pd.Series(values, dtype=types[name]) for name, values in columns.items()})


_NO_SPANS = (np.array([], "int32"),) * 3


def _spans_by_article(sentences: pd.DataFrame) -> dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]]:
    codes, ids = pd.factorize(sentences["article_id"])
    order = np.argsort(codes, kind="stable")
    cuts = np.searchsorted(codes[order], np.arange(1, len(ids)))
    columns = [np.split(sentences[name].to_numpy()[order], cuts) for name in ("sentence", "start", "end")]
    return {article_id: spans for article_id, *spans in zip(ids, *columns, strict=True)} if len(ids) else {}


def _of_article(
    title: object, body: object, numbers: np.ndarray, starts: np.ndarray, ends: np.ndarray
) -> Iterator[tuple[int, int, int, str]]:
    in_title = numbers == segment.TITLE
    parts = [
        (text, numbers[rows], list(_runs(text, starts[rows].tolist(), ends[rows].tolist())))
        for text, rows in ((title, in_title), (body, ~in_title))
        if isinstance(text, str) and rows.any()
    ]
    known = _learn([run for _, _, runs in parts for run in runs], [text for text, _, _ in parts])
    for text, part_numbers, runs in parts:
        for run in runs:
            for name in _names_of(run, known):
                start, end = name[0].start, name[-1].start + len(name[-1].text)
                yield int(part_numbers[run.row]), start, end, text[start:end]


def _runs(text: str, starts: list[int], ends: list[int]) -> Iterator[_Run]:
    """Collect capitalised words that stand in a row inside one sentence."""
    run: list[Token] = []
    row = run_row = 0
    previous = -1
    opens = informative = False
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        new_sentence = previous < 0
        while row < len(ends) and start >= ends[row]:
            row, new_sentence = row + 1, True
        if row == len(ends):
            break
        if start < starts[row]:
            continue
        if run and (new_sentence or not _joins(run, text[previous:start])):
            yield _Run(run_row, run, opens, informative)
            run = []
        if new_sentence:
            informative = _is_informative(text[starts[row] : ends[row]])
        word = _POSSESSIVE.sub("", match.group())
        if not run:
            run_row, opens = row, _opens(text, starts[row], start)
        run.append(Token(start, end, word))
        previous = end
        if len(word) < end - start:
            yield _Run(run_row, run, opens, informative)
            run = []
    if run:
        yield _Run(run_row, run, opens, informative)


def _joins(run: list[Token], gap: str) -> bool:
    return gap in _JOINING_GAPS or (gap in _OF_GAPS and run[-1].text in _TAKE_OF)


def _opens(text: str, sentence_start: int, start: int) -> bool:
    """Tell whether a word would carry a capital anyway: it opens a sentence, a quotation or what follows a colon."""
    before = text[max(sentence_start, start - 3) : start]
    return not before.strip(_OPENERS) or before.rstrip()[-1:] in _CAPITAL_FOLLOWS


def _is_informative(sentence: str) -> bool:
    """Tell whether capitals mark names: not in a line of capitals, nor in a headline (no full stop) In Title Case."""
    words = _LONG_WORD.findall(sentence)
    if all(word.isupper() for word in words):
        return len(words) < _ENOUGH_CAPITALS
    if len(words) < _ENOUGH_WORDS or _PROSE_END.search(sentence):
        return True
    return sum(word[0].isupper() for word in words) <= _UNINFORMATIVE_SHARE * len(words)


def _learn(runs: list[_Run], texts: list[str]) -> _Known:
    """Learn from the places where a capital means a name which words of this article are names."""
    names = [
        tuple(token.text for token in name)
        for run in runs
        if run.informative
        for name in _split(run.tokens[1:] if run.opens else run.tokens)
    ]
    return _Known(
        words=frozenset(word.casefold() for name in names for word in name),
        singles=frozenset(name[-1] for name in names),
        pairs=frozenset((name[0], name[1]) for name in names if len(name) > 1),
        lower=frozenset(word for text in texts for word in _LOWER_WORD.findall(text)),
    )


def _names_of(run: _Run, known: _Known) -> list[list[Token]]:
    if not run.informative:
        return _split_where(run.tokens, lambda token: not _is_known(token.text, known))
    if run.opens and not _opens_with_name(run.tokens, known):
        return _split(run.tokens[1:])
    return _split(run.tokens)


def _is_known(word: str, known: _Known) -> bool:
    folded = word.casefold()
    return folded in known.words and folded not in known.lower


def _opens_with_name(tokens: list[Token], known: _Known) -> bool:
    """Tell whether the first word of a sentence is a name, or has its capital from standing there."""
    first = tokens[0].text
    if first in known.singles or (len(tokens) > 1 and (first, tokens[1].text) in known.pairs):
        return True
    if _is_opening_word(first):
        return False
    if first.isupper() or any(kind_of(resolve(form) or "") for form in (first, " ".join(t.text for t in tokens[:2]))):
        return True
    lower = first.lower()
    if len(tokens) == 1:
        return not (lower in known.lower or lower in _small_words())
    return _small_words().get(lower, 0.0) < _HARDLY_A_NAME


def _is_opening_word(word: str) -> bool:
    """Tell whether a word with a capital is a plain one: "However", "We're", and not "US"."""
    if word.isupper() and len(word) < _LONG_ENOUGH_IN_CAPITALS:
        return False
    return re.split("['’]", word.lower(), maxsplit=1)[0] in _OPENING_WORDS


@cache
def _small_words() -> Mapping[str, float]:
    table = reference.table(SMALL_WORDS)
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
    table = reference.table(ALIASES)
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
    aliases = _aliases()
    bare = form.strip()
    if bare[:4].lower() == "the ":
        bare = bare[4:].lstrip()
    for candidate in (bare, _POSSESSIVE.sub("", bare)):
        if candidate in aliases.undated:
            return aliases.undated[candidate]
        holder = _holder(aliases.offices.get(candidate.casefold(), []), day)
        if holder is not None:
            return holder
        if candidate.isupper() and len(candidate) >= _LONG_ENOUGH_IN_CAPITALS:
            return aliases.folded.get(candidate.casefold())
    return None


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
    table = reference.table(ALIASES)
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
    days = (
        dict(zip(articles["article_id"], articles["published_at"], strict=True)) if "published_at" in articles else {}
    )
    meant: dict[tuple[str, str], str | None] = {}
    for article_id, forms in found.groupby("article_id", sort=False)["form"]:
        for form, name in _merged(forms.unique().tolist(), days.get(article_id)).items():
            meant[article_id, form] = name
    keys = zip(found["article_id"], found["form"], strict=True)
    return pd.Series([meant[key] for key in keys], index=found.index, dtype="str")


def _merged(forms: list[str], day: object) -> dict[str, str | None]:
    offices = _aliases().offices
    meant = {
        form: resolve(form, day) or (form if " " in form and form.casefold() not in offices else None) for form in forms
    }
    by_surname: dict[str, set[str]] = {}
    for form, name in meant.items():
        if name is not None and " " in form and kind_of(name) in (None, "person"):
            by_surname.setdefault(_surname(form, name), set()).add(name)
    for form, name in meant.items():
        if name is None and len(by_surname.get(form, ())) == 1:
            meant[form] = next(iter(by_surname[form]))
    return meant


def _surname(form: str, name: str) -> str:
    words = form.split()
    family_first = country_of(name) in _FAMILY_NAME_FIRST or _FAMILY_FIRST_FORM.fullmatch(form)
    return words[0] if family_first else words[-1]
