"""From texts to numbered words in one voice and one normal form: what the comparison of words counts.

House style is folded (see `spelling`), a person is one word whatever stands before the surname ("President Donald
Trump", "Mr Trump"), and what a template or a name adds is masked: names of outlets, bylines, sentences that an outlet
repeats from event to event.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import assets
from analysis.comparison import spelling
from analysis.corpus import encoded, segment
from analysis.corpus import outlets as register

VOICES = ("own", "all", "quoted", "headline")
"""Whose words: the outlet's own (headline, and body outside quotations), all, those of others, the headline's."""

MIN_REPEATS = 3
"""A sentence that an outlet prints word for word in three events or more belongs to its template."""

MIN_REPEATED_WORDS = 5
"""Shorter sentences ("Trump said.") recur by themselves."""

MASK = -1
"""Stands where a word was masked or a mark of punctuation is; no pair of words reaches across it."""

END = -2
"""Stands at the end of a sentence."""

LINE = -3
"""Stands at the end of a title, and of each line of a body: lines are paragraphs."""

QUOTE = -4
"""Stands in the own voice where somebody else's words were."""

N_MARKS = 4

CAPITAL, TITLE, SHORT, INITIAL, CAPITALS, DIGITS = 1, 2, 4, 8, 16, 32
"""What is known of a word as it stands: capitalised, a title before names, an abbreviation, a single capital, written
in capitals throughout, in digits."""

_PLACEHOLDER = "\ue000"
"""A character of the private use area: no text holds it, and it is read as `QUOTE`."""

_ENDS = frozenset(".!?…")

Bodies = Callable[[pd.Series], pd.Series]
"""Gives the bodies of articles, by their ids."""


class Vocabulary:
    """Number terms in the order in which they first come, and the styles in which they are written."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.styles: list[tuple[str, str]] = [("", "")]
        self._number: dict[str, int] = {}
        self._style: dict[tuple[str, str], int] = {("", ""): 0}
        self._known: dict[str, tuple[int, int, int]] = {}

    def number(self, term: str) -> int:
        """Give the number of a term, a new one where it is new."""
        if term not in self._number:
            self._number[term] = len(self.words)
            self.words.append(term)
        return self._number[term]

    def find(self, term: str) -> int:
        """Look up the number of a term; `MASK` where it does not occur."""
        return self._number.get(term, MASK)

    def style(self, term: str, form: str) -> int:
        """Give the number of a way of writing a term."""
        key = (term, form)
        if key not in self._style:
            self._style[key] = len(self.styles)
            self.styles.append(key)
        return self._style[key]

    def read(self, token: str) -> tuple[int, int, int]:
        """Give the number, the flags and the style of a token as it stands."""
        if token not in self._known:
            self._known[token] = self._read(token)
        return self._known[token]

    def _read(self, token: str) -> tuple[int, int, int]:
        if not token[0].isalnum() and token != "%":
            return QUOTE if token == _PLACEHOLDER else END if token[0] in _ENDS else MASK, 0, 0
        folded = spelling.fold(token)
        flags = CAPITAL * token[0].isupper()
        flags |= TITLE * (folded.term in spelling.titles())
        flags |= SHORT * (folded.kind in (spelling.TITLE, "abbreviation") and folded.term != folded.form.lower())
        flags |= SHORT * (folded.term in _SHORT_HONORIFICS)
        flags |= INITIAL * (len(token) == 1 and token.isupper() and token not in "AI")
        flags |= CAPITALS * (len(token) > 1 and token.isupper())
        flags |= DIGITS * token.isdigit()
        style = self.style(folded.style, folded.form) if folded.style else 0
        return self.number(folded.term), int(flags), style


_SHORT_HONORIFICS = frozenset({"mr", "mrs", "ms", "messrs", "doctor"})
"""Titles that are written with a point in American English."""


class Words(NamedTuple):
    """Hold the words of articles, one after the other, as arrays side by side.

    ``token`` is the number of a term, or `MASK`, `END`, `LINE`; ``article`` the place of the article; ``flags`` what
    is known of the word as it stands; ``style`` the number of its way of writing, 0 without one.
    """

    token: np.ndarray
    article: np.ndarray
    flags: np.ndarray
    style: np.ndarray

    def where(self, kept: np.ndarray) -> "Words":
        """Keep some of them."""
        return Words(*(column[kept] for column in self))


def of_articles(
    articles: pd.DataFrame,
    vocabulary: Vocabulary,
    *,
    bodies: Bodies | None = None,
    quotes: pd.DataFrame | None = None,
    voice: str = "all",
) -> Words:
    """Read the words of articles in one voice, folded and masked.

    Parameters
    ----------
    articles : DataFrame
        ``article_id``, ``title``, ``body``; where known ``outlet``, ``author``, ``event``.
    vocabulary : Vocabulary
        Numbers the terms; new ones are added.
    bodies : callable, optional
        Gives the bodies of some ids, so that ``articles`` need not hold all of them at once.
    quotes : DataFrame, optional
        ``article_id``, ``start``, ``end`` of what is said by others; needed for all voices but "all" and "headline".
    voice : {"own", "all", "quoted", "headline"}
        Whose words.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a"], "title": [None], "body": ["The favour, said Mr. Moon."]})
    >>> known = Vocabulary()
    >>> read = of_articles(articles, known)
    >>> [known.words[number] for number in read.token if number >= 0]
    ['the', 'favor', 'said', 'mr', 'moon']
    """
    words = _tokens(articles, vocabulary, bodies, _spans_of(articles, quotes), voice)
    words = _closed_up(_joined(words, vocabulary), vocabulary)
    token = words.token.copy()
    token[_is_repeated(words, articles) | _is_caption(words, vocabulary)] = MASK
    token = np.where(token == MASK, MASK, _without_names(words, articles, vocabulary))
    token[_is_dateline(words._replace(token=token))] = MASK
    return _people_folded(words._replace(token=token), vocabulary)


def plain(articles: pd.DataFrame, vocabulary: Vocabulary) -> Words:
    """Read the words of texts in one normal form, with nothing masked and nobody's name folded."""
    return _closed_up(_joined(_tokens(articles, vocabulary, None, {}, "all"), vocabulary), vocabulary)


# ---------------------------------------------------------------- texts in one voice


def _spans_of(articles: pd.DataFrame, quotes: pd.DataFrame | None) -> dict[str, list[tuple[int, int]]]:
    """Gather the spans of each article that others say, in order and without overlaps."""
    found: dict[str, list[tuple[int, int]]] = {}
    if quotes is None or quotes.empty:
        return found
    rows = quotes[quotes["article_id"].isin(articles["article_id"])].sort_values(["article_id", "start", "end"])
    for key, start, end in zip(rows["article_id"].astype("str"), rows["start"], rows["end"], strict=True):
        own = found.setdefault(key, [])
        if own and start <= own[-1][1]:
            own[-1] = (own[-1][0], max(own[-1][1], int(end)))
        else:
            own.append((int(start), int(end)))
    return found


def in_voice(title: object, body: object, spans: list[tuple[int, int]], voice: str) -> list[str]:
    r"""Give the title and the body in one voice, each as a text.

    Examples
    --------
    >>> in_voice("Talks", "He said: “No.” They left.", [(9, 14)], "own")
    ['Talks', 'He said:  \ue000  They left.']
    >>> in_voice("Talks", "He said: “No.” They left.", [(9, 14)], "quoted")
    ['', '“No.”']
    """
    head, text = (value if isinstance(value, str) else "" for value in (title, body))
    if voice == "headline":
        return [head, ""]
    if voice == "quoted":
        return ["", "\n".join(text[start:end] for start, end in spans)]
    if voice == "own" and spans:
        edges = [0, *(place for span in spans for place in span), len(text)]
        text = f" {_PLACEHOLDER} ".join(text[low:high] for low, high in zip(edges[::2], edges[1::2], strict=True))
    return [head, text]


TEXTS_AT_ONCE = 2_000
"""Articles whose tokens are found at once; only their numbers are kept."""


def _tokens(
    articles: pd.DataFrame,
    vocabulary: Vocabulary,
    bodies: Bodies | None,
    spans: dict[str, list[tuple[int, int]]],
    voice: str,
) -> Words:
    """Number all tokens, a mark of punctuation or several without a gap as one, and the article of each."""
    pieces = [Words(*(np.zeros(0, dtype) for dtype in ("int32", "int32", "uint8", "int32")))]
    for low in range(0, len(articles), TEXTS_AT_ONCE):
        rows = articles.iloc[low : low + TEXTS_AT_ONCE]
        ids = rows["article_id"].astype("str")
        texts = ids.map(bodies(rows["article_id"])) if bodies else rows["body"]
        given = zip(ids, rows["title"], texts, strict=True)
        lines = [
            [line for text in in_voice(title, body, spans.get(key, []), voice) for line in text.split("\n")]
            for key, title, body in given
        ]
        pieces.append(_read(lines, low, vocabulary))
    return Words(*(np.concatenate(column) for column in zip(*pieces, strict=True)))


def _read(lines: list[list[str]], first: int, vocabulary: Vocabulary) -> Words:
    """Number the tokens of some articles, with a `LINE` after each line."""
    read = encoded.of_texts([line for own in lines for line in own])
    known = [vocabulary.read(form) for form in read.forms]
    number, flags, style = (np.array(column, dtype="int32") for column in zip(*known, strict=True)) if known else (
        np.zeros(0, "int32"),
    ) * 3  # fmt: skip
    is_mark = (number < 0)[read.ids] if known else np.zeros(0, dtype=bool)
    goes_on = np.append(False, is_mark[1:] & is_mark[:-1] & read.touches_next[:-1])[: len(is_mark)]
    ids, line = read.ids[~goes_on], read.text[~goes_on]
    n_lines = len(read.sizes)
    place = np.arange(len(line)) + line
    token = np.full(len(line) + n_lines, LINE, dtype="int32")
    of_article = np.repeat(np.arange(first, first + len(lines), dtype="int32"), [len(own) for own in lines])
    article = np.repeat(of_article, np.bincount(line, minlength=n_lines) + 1)
    found = Words(token, article, np.zeros(len(token), "uint8"), np.zeros(len(token), "int32"))
    if len(ids):
        found.token[place], found.flags[place], found.style[place] = number[ids], flags[ids], style[ids]
    return found


def _joined(words: Words, vocabulary: Vocabulary) -> Words:
    """Take "per cent" for one word, and leave out points that end an abbreviation and no sentence."""
    token, flags = words.token, words.flags
    per, cent, percent = (vocabulary.find(word) for word in ("per", "cent", "percent"))
    style = words.style
    kept = np.ones(len(token), dtype=bool)
    if per >= 0 and cent >= 0:
        both = np.flatnonzero((token[:-1] == per) & (token[1:] == cent))
        percent = vocabulary.number("percent")
        token, style = token.copy(), style.copy()
        token[both] = percent
        style[both] = vocabulary.style("percent", "per cent")
        kept[both + 1] = False
    for clock in ("a.m.", "p.m."):  # "8pm" is one word, so the 8 of "8 p.m." falls away
        kept[np.flatnonzero((token[1:] == vocabulary.find(clock)) & (token[1:] >= 0) & (flags[:-1] & DIGITS > 0))] = (
            False
        )
    inside = np.flatnonzero((token == END)[1:-1]) + 1
    before, after = flags[inside - 1], flags[inside + 1]
    goes_on = (token[inside + 1] >= 0) & (before & SHORT > 0) & ((before & TITLE > 0) | (after & CAPITAL == 0))
    kept[inside[goes_on]] = False
    style = _with_stop(style, inside[goes_on] - 1, vocabulary)
    initial = np.flatnonzero(before & INITIAL > 0)
    kept[inside[initial[(after[initial] & CAPITAL > 0) & (token[inside[initial] + 1] >= 0)]]] = False
    return words._replace(token=token, style=style).where(kept)


def _with_stop(style: np.ndarray, places: np.ndarray, vocabulary: Vocabulary) -> np.ndarray:
    """Write the abbreviations in some places with the stop that follows them ("Mr." and not "Mr")."""
    found, style = style[places], style.copy()
    stopped = {number: _stopped(*vocabulary.styles[number]) for number in np.unique(found[found > 0]).tolist()}
    known = {number: vocabulary.style(*form) for number, form in stopped.items()}
    style[places] = [known.get(number, number) for number in found.tolist()]
    return style


def _stopped(term: str, form: str) -> tuple[str, str]:
    return term, form if form.endswith(".") else f"{form}."


NEVER_CLOSED = "re-"
"""Before this the hyphen tells words apart: to re-sign is not to resign."""

SCORE = re.compile(r"\d-\d")
"""Between digits the hyphen is no spelling: a score of 1-2 is not twelve."""


def _closed_up(words: Words, vocabulary: Vocabulary) -> Words:
    """Count a word with a hyphen as the one without, where that is written too ("mid-term" and "midterm")."""
    number = np.arange(len(vocabulary.words) + N_MARKS)
    number[-N_MARKS:] = np.arange(-N_MARKS, 0)
    style = np.zeros(len(number), dtype=words.style.dtype)
    for place, term in enumerate(tuple(vocabulary.words)):
        closed = vocabulary.find(term.replace("-", "")) if "-" in term else MASK
        if closed >= 0 and not term.startswith(NEVER_CLOSED) and not SCORE.search(term):
            number[place] = closed
            both = (vocabulary.words[closed], term), (vocabulary.words[closed],) * 2
            style[place], style[closed] = (vocabulary.style(*form) for form in both)
    folded = number[words.token].astype(words.token.dtype)
    return words._replace(token=folded, style=np.where(words.style > 0, words.style, style[words.token]))


# ---------------------------------------------------------------- sentences that are repeated


def _is_repeated(words: Words, articles: pd.DataFrame) -> np.ndarray:
    """Tell of each token whether its sentence is one that the outlet repeats in at least `MIN_REPEATS` events."""
    tokens = words.token
    if not {"outlet", "event"} <= set(articles.columns) or len(tokens) == 0:
        return np.zeros(len(tokens), dtype=bool)
    start = np.flatnonzero(np.append(True, tokens[:-1] <= END))
    length = np.diff(np.append(start, len(tokens)))
    outlet = pd.factorize(articles["outlet"].astype("str"))[0]
    event = pd.factorize(articles["event"].astype("str"))[0]
    alone = articles["event"].isna().to_numpy()
    event[alone] = len(event) + np.flatnonzero(alone)
    of = words.article[start]
    print_ = _fingerprints(tokens, length)
    long = np.flatnonzero(length > MIN_REPEATED_WORDS)
    seen = pd.DataFrame({"outlet": outlet[of[long]], "event": event[of[long]], "print": print_[long]})
    n_events = seen.drop_duplicates().groupby(["outlet", "print"]).size()
    often = n_events[n_events >= MIN_REPEATS].index
    repeated = np.zeros(len(start), dtype=bool)
    repeated[long] = pd.MultiIndex.from_frame(seen[["outlet", "print"]]).isin(often)
    return np.repeat(repeated, length)


AT_ONCE = 100_000
"""Sentences whose words are mixed at once: those of 10,000 articles together would take 500 MB."""


def _fingerprints(tokens: np.ndarray, length: np.ndarray) -> np.ndarray:
    """Give each sentence a number of 64 bits from its words and their places."""
    edges = np.append(0, np.cumsum(length))
    found = np.zeros(len(length), dtype=np.uint64)
    for low in range(0, len(length), AT_ONCE):
        high = min(low + AT_ONCE, len(length))
        found[low:high] = _mixed(tokens[edges[low] : edges[high]], length[low:high])
    return found


def _mixed(tokens: np.ndarray, length: np.ndarray) -> np.ndarray:
    start = np.cumsum(length) - length
    place = np.arange(len(tokens)) - np.repeat(start, length)
    with np.errstate(over="ignore"):  # multiplication modulo 2**64 is what is wanted
        mixed = (tokens.astype(np.uint64) + np.uint64(4)) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
        mixed *= (place.astype(np.uint64) * np.uint64(2) + np.uint64(1)) * np.uint64(0xBF58476D1CE4E5B9)
        mixed ^= mixed >> np.uint64(32)
        return np.add.reduceat(mixed, start)


# ---------------------------------------------------------------- captions


CAPTIONS = (
    "file photo", "file photograph", "file picture", "file image", "undated photo", "undated image", "handout photo",
    "handout picture", "handout image", "combination photo", "combination picture", "photo provided", "image provided",
    "photo taken", "image taken", "picture taken", "photo released by", "image released by", "image from video",
    "image made from", "frame grab",
)  # fmt: skip
"""A sentence with one of these says what a picture shows ("In this Dec. 31 file photo …"), in an agency's set form."""


def _is_caption(words: Words, vocabulary: Vocabulary) -> np.ndarray:
    """Tell of each token whether its sentence is the caption of a picture."""
    said = np.zeros(len(words.token), dtype=words.token.dtype)
    for phrase in CAPTIONS:
        if numbers := _known(phrase, vocabulary):
            _mask_phrase(said, words.token, numbers, np.flatnonzero(words.token == numbers[0]))
    is_end = words.token <= END
    sentence: np.ndarray = np.cumsum(is_end) - is_end
    return (np.bincount(sentence, said == MASK) > 0)[sentence] if len(sentence) else np.zeros(0, dtype=bool)


# ---------------------------------------------------------------- datelines


MOST_IN_DATELINE = 6


def _is_dateline(words: Words) -> np.ndarray:
    """Tell of each token whether it opens a body as a dateline: "WASHINGTON (Reuters) -", "Brussels (CNN)".

    Capitals throughout up to a mark, or one to three capitalised words before a mark, a masked name and a mark.
    """
    token, flags = words.token, words.flags
    found = np.zeros(len(token), dtype=bool)
    ends = np.flatnonzero(token == LINE)
    is_first = np.append(True, words.article[ends[1:]] != words.article[ends[:-1]]) if len(ends) else np.zeros(0, bool)
    for begin in (ends[is_first] + 1).tolist():
        stop = begin + int(np.argmax(np.append(token[begin : begin + MOST_IN_DATELINE] < 0, True)))
        opening = flags[begin:stop]
        if not 0 < stop - begin < MOST_IN_DATELINE or stop >= len(token) or token[stop] != MASK:
            continue
        named = (token[stop : stop + 3] == MASK).all() and len(opening) <= 3 and (opening & CAPITAL > 0).all()
        if opening[0] & CAPITALS or named:
            found[begin:stop] = True
    return found


# ---------------------------------------------------------------- names of outlets and authors


def _without_names(words: Words, articles: pd.DataFrame, vocabulary: Vocabulary) -> np.ndarray:
    tokens = words.token
    masked = tokens.copy()
    phrases = [phrase for name in _outlet_names(articles) if (phrase := _known(name, vocabulary))]
    opens = np.zeros(len(vocabulary.words) + N_MARKS, dtype=bool)
    opens[[phrase[0] for phrase in phrases]] = True
    places = np.flatnonzero(among(tokens, opens))
    places = places[np.argsort(tokens[places], kind="stable")]
    first = np.array([phrase[0] for phrase in phrases], dtype=tokens.dtype)
    low, high = (np.searchsorted(tokens[places], first, side) for side in ("left", "right"))
    for phrase, begin, end in zip(phrases, low, high, strict=True):
        _mask_phrase(masked, tokens, phrase, places[begin:end])
    if "author" in articles.columns:
        edges = np.append(0, np.cumsum(np.bincount(words.article, minlength=len(articles))))
        code, authors = pd.factorize(articles["author"])
        bylines = [
            [phrase for name in _AUTHORS.split(author) if (phrase := _known(name, vocabulary))] for author in authors
        ]
        for row in np.flatnonzero(code >= 0):
            for phrase in bylines[code[row]]:
                inside = np.flatnonzero(tokens[edges[row] : edges[row + 1]] == phrase[0])
                _mask_phrase(masked, tokens, phrase, edges[row] + inside)
    return masked


_AUTHORS = re.compile(r",|;|&|\band\b|\bby\b", re.IGNORECASE)


def _outlet_names(articles: pd.DataFrame) -> list[str]:
    if "outlet" not in articles.columns:
        return []
    names = set()
    for name in articles["outlet"].dropna().astype("str").unique():
        known = register.registered(name)
        names.update([name, re.sub(r"\.\w{2,6}$", "", name), *([known.name, *known.aliases] if known else [])])
        if known:
            names.update(known.domains)
    return sorted(names)


def _known(phrase: str, vocabulary: Vocabulary) -> list[int]:
    """Look the words of a phrase up; nothing where one of them does not occur."""
    found = [vocabulary.find(spelling.fold(word).term) for word in segment.words(phrase)]
    return found if MASK not in found else []


TOKENS_AT_ONCE = 1_000_000
"""Tokens that are looked up at once: a place in an array takes twice the memory of a token."""


def among(tokens: np.ndarray, is_chosen: np.ndarray) -> np.ndarray:
    """Tell of each token whether it is chosen; the last places of ``is_chosen`` stand for `LINE`, `END` and `MASK`."""
    found = np.zeros(len(tokens), dtype=bool)
    for low in range(0, len(tokens), TOKENS_AT_ONCE):
        some = slice(low, low + TOKENS_AT_ONCE)
        found[some] = is_chosen[tokens[some]]
    return found


def _mask_phrase(masked: np.ndarray, tokens: np.ndarray, phrase: list[int], where: np.ndarray) -> None:
    where = where[where + len(phrase) <= len(tokens)]
    for step, number in enumerate(phrase[1:], start=1):
        where = where[tokens[where + step] == number]
    for step in range(len(phrase)):
        masked[where + step] = MASK


# ---------------------------------------------------------------- people


MIN_TITLED = 3
"""A word is a surname where a title stands right before it this often ("Mr Trump", "Sen. Warren") ..."""

MIN_TITLED_SHARE = 0.05
"""... and in this share of its uses with a capital: "General Motors" and "Justice Department" do not count."""

MIN_GIVEN = 2
"""A word is a first name where it stands so often between a title and a surname."""

NOT_BEFORE_SURNAMES = ("general", "justice", "leader", "director", "chairman", "speaker")
"""Titles that open other names too, and so tell no surname."""

COUNTRY = "U.S."
"""Outlets elsewhere write it before a title ("US President Donald Trump"), those of the country do not."""

MOST_BEFORE = 6
"""Words that are looked at before a surname: the country, two titles, a first name, a middle name, initials."""


def _people_folded(words: Words, vocabulary: Vocabulary) -> Words:
    """Leave out titles and first names before surnames; the whole mention is the style of the surname."""
    surname, given_of = _learn_names(words, vocabulary)
    if not surname.any():
        return words
    token, flags = words.token, words.flags
    is_capital = flags & CAPITAL > 0
    is_initial, is_title = flags & INITIAL > 0, (flags & TITLE > 0) & (token >= 0)
    last = np.flatnonzero(among(token, surname) & is_capital)
    first = last.copy()
    open_, titled = np.ones(len(last), dtype=bool), np.zeros(len(last), dtype=bool)
    for _ in range(MOST_BEFORE):
        place = np.maximum(first - 1, 0)
        same = open_ & (first > 0) & (words.article[place] == words.article[last])
        titled |= same & is_title[place]
        own_given = given_of[token[last]]
        is_given = is_capital[place] & (token[place] == own_given) | is_initial[place]
        is_middle = is_capital[place] & (token[np.maximum(place - 1, 0)] == own_given) & (own_given >= 0)
        is_country = titled & (token[place] == vocabulary.find(COUNTRY))
        open_ = same & (is_title[place] | ((is_given | is_middle) & ~titled) | is_country)
        first = np.where(open_, place, first)
    lone = is_title[last]
    last, first = last[~lone], first[~lone]
    kept = np.ones(len(token), dtype=bool)
    for step in range(1, MOST_BEFORE + 1):
        kept[(last - step)[last - step >= first]] = False
    kept[last] = True
    style = words.style.copy()
    style[last] = _mentions(token, first, last, vocabulary)
    token = token.copy()
    gap = _gaps(words, first, last)
    token[gap], kept[gap] = MASK, True
    return words._replace(token=token, style=style).where(kept)


def _gaps(words: Words, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Give the places where a title falls away behind a capitalised word of its sentence.

    That word belongs to the title ("Russian President Vladimir Putin"), so it makes no pair with the surname.
    """
    folded = first[(first < last) & (first > 1)]
    before = folded - 1
    is_word = (words.token[before] >= 0) & (words.token[before - 1] >= 0)  # a capital opens every sentence
    return folded[is_word & (words.flags[before] & CAPITAL > 0) & (words.article[before - 1] == words.article[folded])]


def _learn_names(words: Words, vocabulary: Vocabulary) -> tuple[np.ndarray, np.ndarray]:
    """Tell from the titles before them which terms are surnames, and the first name of each: `MASK` where none is.

    The first name is the one that stands before the surname most often, so that Melania stays beside Donald Trump.
    """
    n = len(vocabulary.words)
    token, is_capital = words.token, (words.flags & CAPITAL > 0) & (words.token >= 0)
    evident = np.zeros(n + N_MARKS, dtype=bool)
    evident[[vocabulary.find(term) for term in spelling.titles() if vocabulary.find(term) >= 0]] = True
    evident[[vocabulary.find(term) for term in NOT_BEFORE_SURNAMES if vocabulary.find(term) >= 0]] = False
    small = np.zeros(n + N_MARKS, dtype=bool)
    small[[vocabulary.find(word) for word in _small_words() if vocabulary.find(word) >= 0]] = True
    is_title = among(token, evident)
    is_name = is_capital & ~among(token, small) & (words.flags & (TITLE | INITIAL) == 0)
    alone = is_title[:-2] & is_name[1:-1] & ~is_name[2:]
    titled = np.bincount(token[1:-1][alone], minlength=n)
    capital = np.bincount(token[is_capital], minlength=n)
    surname = np.append((titled >= MIN_TITLED) & (titled >= MIN_TITLED_SHARE * capital), np.zeros(N_MARKS, bool))
    between = is_title[:-2] & is_name[1:-1] & is_name[2:] & among(token[2:], surname)
    is_given = np.bincount(token[1:-1][between], minlength=n) >= MIN_GIVEN
    is_given = np.append(is_given, np.zeros(N_MARKS, dtype=bool))
    both = np.flatnonzero(is_name[:-1] & is_name[1:] & among(token[:-1], is_given) & among(token[1:], surname))
    pairs, counts = np.unique(token[both + 1].astype(np.int64) * n + token[both], return_counts=True)
    given_of = np.full(n + N_MARKS, MASK)
    order = np.argsort(counts, kind="stable")  # the most frequent last, which stays
    given_of[pairs[order] // n] = pairs[order] % n
    return surname, given_of


def _small_words() -> list[str]:
    return [str(word) for word in assets.table("small_words.csv")["word"]]


def _mentions(token: np.ndarray, first: np.ndarray, last: np.ndarray, vocabulary: Vocabulary) -> np.ndarray:
    """Number the ways in which people are named, by the words from ``first`` to ``last``."""
    spans = np.full((len(last), MOST_BEFORE + 1), MASK, dtype=token.dtype)
    for step in range(MOST_BEFORE + 1):
        inside = last - step >= first
        spans[inside, MOST_BEFORE - step] = token[(last - step)[inside]]
    distinct, place = np.unique(spans, axis=0, return_inverse=True)
    numbers = []
    for row in distinct.tolist():
        told = [vocabulary.words[number] for number in row if number >= 0]
        numbers.append(vocabulary.style(told[-1], " ".join(told)))
    return np.array(numbers, dtype="int32")[place.ravel()] if numbers else np.zeros(0, "int32")
