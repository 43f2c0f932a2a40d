"""Tokens of many texts at once, each with its class: verb of saying in the past tense, "that", capitalised word, comma.

The classes are the whole of what the model of voice sees of a text: it knows no words beside the shipped lists.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import assets
from analysis.corpus import encoded

_VERB_PATTERNS = ("say", "argue", "think", "want", "judge", "urge", "name", "show", "perceive", "seem", "topic")
PUNCTUATION = {
    "comma": ",", "point": ".", "question": "?!", "colon": ":", "semicolon": ";", "dash": "—–-−―",
    "open": "([{", "close": ")]}",
    "ellipsis": "…", "mark": "\"“”„‟«»〝〞＂''``‘’'‹›`",
}  # fmt: skip
_SUFFIXES = (
    ("ing", "ing"), ("ed", "ed"), ("ly", "ly"), ("tion", "noun"), ("sion", "noun"), ("ment", "noun"), ("ness", "noun"),
    ("ity", "noun"), ("ance", "noun"), ("ence", "noun"), ("ship", "noun"), ("ists", "agents"), ("ers", "agents"),
    ("ors", "agents"), ("ist", "agent"), ("er", "agent"), ("or", "agent"), ("s", "s"),
)  # fmt: skip


_BY_ENDING = {suffix: "lower_" + kind for suffix, kind in _SUFFIXES}
"""The longest ending that is known tells the class; the list above names it before any shorter one."""
PARTICLE_VERBS = {
    "lay": "lays laid laying", "make": "makes made making", "take": "takes took taken taking",
    "hit": "hits hit hitting", "shoot": "shoots shot shooting", "go": "goes went gone going",
    "stand": "stands stood standing", "put": "puts put putting",
    "give": "gives gave given giving", "double": "doubles doubled doubling", "speak": "speaks spoke spoken speaking",
}  # fmt: skip


class Lexicon(NamedTuple):
    """The classes of words: what each form belongs to, and what each class is called."""

    names: tuple[str, ...]
    forms: dict[str, int]
    loaded: frozenset[str]
    phrases: dict[str, frozenset[str]]
    loaded_phrases: dict[str, frozenset[str]]


def inflections(verb: str) -> tuple[str, str, str]:
    """Form the third person, the past and the -ing form of a regular verb.

    Examples
    --------
    >>> inflections("deny"), inflections("argue"), inflections("press")
    (('denies', 'denied', 'denying'), ('argues', 'argued', 'arguing'), ('presses', 'pressed', 'pressing'))
    """
    if verb.endswith("e"):
        return verb + "s", verb + "d", verb[:-1] + "ing"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    plural = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")
    return plural, verb + "ed", verb + "ing"


@cache
def lexicon() -> Lexicon:
    """Read the shipped lists and give every word form its class."""
    names = ["start", "end", *PUNCTUATION, "symbol", "number", "upper", "capital"]
    names += sorted({"lower_" + kind for _, kind in _SUFFIXES}) + ["lower"]
    forms: dict[str, int] = {}
    for name, marks in PUNCTUATION.items():
        forms.update(dict.fromkeys([*marks, *(("''", "``") if name == "mark" else ())], names.index(name)))
    for name, words in assets.toml("voice.toml")["classes"].items():
        names.append(name)
        forms.update(dict.fromkeys((words + " " + words.replace("'", "’")).split(), len(names) - 1))
    cues = assets.table("reporting_verbs.csv")
    _add_cues(cues, names, forms)
    return Lexicon(tuple(names), forms, _loaded_forms(cues), _phrases(cues), _phrases(cues, loaded=True))


def _add_cues(cues: pd.DataFrame, names: list[str], forms: dict[str, int]) -> None:
    numbers = {name: number for number, name in enumerate(names)}

    def put(form: str, name: str) -> None:
        """Give a form its class, a new one where the class is not known yet."""
        if name not in numbers:
            numbers[name] = len(names)
            names.append(name)
        forms[form] = numbers[name]

    nouns = set(cues.loc[cues["pattern"] == "noun", "cue"])
    closed = set(forms)
    plain = set(cues["cue"]) | {"in", "as"}
    for row in cues.sort_values(["pattern", "cue"]).itertuples():
        words = row.cue.split()
        if len(words) == 2 and words[0] == "be":
            put(words[1], row.pattern + "_adjective")
        elif len(words) > 1 and row.pattern != "prefix" and words[0] not in plain | {"be"}:
            for inflection, form in verb_forms(words[0], PARTICLE_VERBS.get(words[0], "")):
                if form not in forms:
                    put(form, f"phrase_{inflection}")
        elif len(words) == 1 and row.pattern == "noun":
            for form in (row.cue, inflections(row.cue)[0]):
                if form not in forms:
                    put(form, "noun")
        elif len(words) == 1 and row.pattern in _VERB_PATTERNS:
            for inflection, form in verb_forms(row.cue, row.forms):
                noun = "_noun" if row.cue in nouns and inflection in ("base", "s") else ""
                if form not in closed:
                    put(form, f"{row.pattern}_{inflection}{noun}")


def verb_forms(verb: str, irregular: str) -> list[tuple[str, str]]:
    """List a verb's forms, each with its inflection.

    Examples
    --------
    >>> verb_forms("know", "knows knew known knowing")
    [('base', 'know'), ('s', 'knows'), ('ed', 'knew'), ('ed', 'known'), ('ing', 'knowing')]
    """
    forms = irregular.split() or list(inflections(verb))
    kinds = ["ing" if form.endswith("ing") else "ed" for form in forms]
    return [("base", verb), ("s", forms[0]), *zip(kinds[1:], forms[1:], strict=True)]


def _loaded_forms(cues: pd.DataFrame) -> frozenset[str]:
    loaded = cues[cues["kind"] == "loaded"]
    forms = {form for row in loaded.itertuples() for _, form in verb_forms(row.cue, row.forms) if " " not in row.cue}
    return frozenset(forms | set(loaded["cue"]))


def _phrases(cues: pd.DataFrame, loaded: bool = False) -> dict[str, frozenset[str]]:
    """Map the first word's forms of a verb with a particle ("point out") to what may follow."""
    irregular = cues.set_index("cue")["forms"].to_dict()
    phrases: dict[str, set[str]] = {}
    for cue in cues.loc[cues["kind"].eq("loaded") | (not loaded), "cue"]:
        verb, _, rest = cue.partition(" ")
        if rest and verb != "be":
            for _, form in verb_forms(verb, irregular.get(verb, "") or PARTICLE_VERBS.get(verb, "")):
                phrases.setdefault(form, set()).add(rest)
    return {form: frozenset(rests) for form, rests in phrases.items()}


listed = partial(assets.words, "voice.toml")
"""Give the words under some keys of a section of ``voice.toml``."""


def tellers() -> frozenset[str]:
    """Give the verbs, in all forms, that take who is told as their object: "told reporters in Seoul that"."""
    return listed("audience", "verbs")


def _shape(token: str) -> str:
    """Class a token that the lists do not hold by how it is written."""
    first = token[0]
    if first.isdigit():
        return "number"
    if not first.isalnum():
        return "symbol"
    if first != first.lower():
        return "upper" if len(token) > 1 and token == token.upper() else "capital"
    known = _BY_ENDING.get
    return known(token[-4:]) or known(token[-3:]) or known(token[-2:]) or known(token[-1:]) or "lower"


class Classes(NamedTuple):
    """What each distinct token is, with an empty one for the bounds of sentences at the end: class, and class if small.

    The class of its small letters is -1 where the lists do not hold them.
    """

    forms: np.ndarray
    code: np.ndarray
    small: np.ndarray


def classes(forms: list[str]) -> Classes:
    """Class distinct tokens.

    Examples
    --------
    >>> found = classes(["Said", "said", "Moon"])
    >>> [lexicon().names[code] for code in found.code], [lexicon().names[code] for code in found.small if code >= 0]
    (['capital', 'say_ed', 'capital', 'start'], ['say_ed', 'say_ed'])
    """
    known, numbers = lexicon().forms, {name: number for number, name in enumerate(lexicon().names)}
    code = [known[form] if form in known else numbers[_shape(form)] for form in forms]
    small = [known.get(form.lower(), -1) for form in forms]
    whole = np.array([*forms, ""], dtype=object)
    return Classes(whole, np.array([*code, 0], dtype=np.int16), np.array([*small, -1], dtype=np.int16))


@dataclass(frozen=True, eq=False)
class Tokens:
    """Tokens of several texts in one row of arrays, each sentence between a start and an end that hold no word."""

    words: list[str]
    start: np.ndarray
    end: np.ndarray
    code: np.ndarray
    text: np.ndarray
    sentence: np.ndarray
    quoted: np.ndarray
    """Number of the quotation from 1 over all texts; 0 outside quotation marks."""
    is_word: np.ndarray

    @cached_property
    def codes(self) -> list[int]:
        """Give the classes as a plain list, which loops over single tokens read faster."""
        return self.code.tolist()

    @cached_property
    def quotations(self) -> list[int]:
        """Give the numbers of quotations as a plain list."""
        return self.quoted.tolist()

    @cached_property
    def is_words(self) -> list[bool]:
        """Give which tokens are words as a plain list."""
        return self.is_word.tolist()

    @cached_property
    def openings(self) -> list[int]:
        """Give where sentences start."""
        return np.flatnonzero(self.code == 0).tolist()

    def opening(self, place: int) -> int:
        """Give the start of the sentence that a token stands in."""
        return self.openings[bisect_right(self.openings, place) - 1]


_HEADLINE_SHARE = 0.6
"""From this share of capitalised words on, capitals say nothing: a Title In Capitals, or a line ALL IN CAPITALS."""


def of_texts(
    texts: list[str],
    sentences: Sequence[Sequence[tuple[int, int]]],
    quotations: Sequence[Sequence[tuple[int, int]]],
    cut: encoded.EncodedTokens | None = None,
    known: Classes | None = None,
) -> Tokens:
    """Cut texts into tokens and class them.

    Parameters
    ----------
    texts : list of str
    sentences : list of lists of (start, end)
        The sentences of each text, rising.
    quotations : list of lists of (start, end)
        What stands in quotation marks in each text, with the marks.
    cut : encoded.EncodedTokens, optional
        `encoded.of_texts` of the texts, where it is known already.
    known : Classes, optional
        `classes` of its forms.

    Examples
    --------
    >>> tokens = of_texts(["Moon agreed."], [[(0, 12)]], [[]])
    >>> [lexicon().names[code] for code in tokens.code]
    ['start', 'capital', 'argue_ed', 'point', 'end']
    """
    cut = cut or encoded.of_texts(texts)
    known = known or classes(cut.forms)
    text = np.repeat(np.arange(len(texts)), [len(spans) for spans in sentences])
    spans = np.array([span for own in sentences for span in own], dtype=np.int64).reshape(-1, 2)
    low, high = (cut.first_at(text, edge) for edge in spans.T)
    length = high - low + 2
    sentence = np.repeat(np.arange(len(length)), length)
    opening, closing = np.cumsum(length) - length, np.cumsum(length) - 1
    is_token = np.ones(len(sentence), dtype=bool)
    is_token[opening] = is_token[closing] = False
    places = encoded.runs(low, high - low)
    form = np.full(len(sentence), len(known.forms) - 1, dtype=np.int64)
    form[is_token] = cut.ids[places]
    start, end = np.empty((2, len(sentence)), dtype=np.int64)
    start[opening], start[closing], start[is_token] = spans[:, 0], spans[:, 1], cut.start[places]
    end[:], end[is_token] = start, cut.end[places]
    code = _codes(form, known, sentence, closing)
    quoted = _quoted(start, text[sentence], quotations, cut.offsets)
    return Tokens(known.forms[form].tolist(), start, end, code, text[sentence], sentence, quoted, ~_is_no_word()[code])


@cache
def _is_no_word() -> np.ndarray:
    return np.isin(lexicon().names, ["start", "end", *PUNCTUATION, "symbol"])


def _codes(form: np.ndarray, known: Classes, sentence: np.ndarray, closing: np.ndarray) -> np.ndarray:
    """Class tokens; those whose capital says nothing (in a headline, first in a sentence) as if they were small."""
    names = lexicon().names
    code = known.code[form]
    code[closing] = names.index("end")
    capital = (code == names.index("capital")) | (code == names.index("upper"))
    letters = capital | (code > names.index("capital"))
    n = len(closing)
    share = np.bincount(sentence, capital, n) / np.maximum(np.bincount(sentence, letters, n), 1)
    opens = np.zeros(len(code), dtype=bool)
    opens[_first_of_each(np.flatnonzero(letters), sentence)] = True
    small = known.small[form]
    again = capital & (opens | (share >= _HEADLINE_SHARE)[sentence]) & (small >= 0)
    return np.where(again, small, code)


def _first_of_each(places: np.ndarray, group: np.ndarray) -> np.ndarray:
    groups = group[places]
    return places[np.flatnonzero(np.diff(groups, prepend=-1))]


def _quoted(
    start: np.ndarray, text: np.ndarray, quotations: Sequence[Sequence[tuple[int, int]]], offset: np.ndarray
) -> np.ndarray:
    """Number the quotation that each token stands in, over all texts, from 1; 0 outside."""
    edges = [(offset[number] + a, offset[number] + b) for number, spans in enumerate(quotations) for a, b in spans]
    if not edges or not len(start):
        return np.zeros(len(start), dtype=np.int32)
    bounds = np.array(edges, dtype=np.int64)
    place = start + offset[text]
    low, high = np.searchsorted(place, bounds.T)
    quoted = np.zeros(len(start), dtype=np.int32)
    quoted[encoded.runs(low, high - low)] = np.repeat(np.arange(1, len(bounds) + 1), high - low)
    return quoted
