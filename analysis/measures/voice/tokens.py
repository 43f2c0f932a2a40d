"""Tokens of many texts at once, each with its class: verb of saying in the past tense, "that", capitalised word, comma.

The classes are the whole of what the model of voice sees of a text: it knows no words beside the shipped lists.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import reference

TOKEN = re.compile(r"''|``|[^\W_]+(?:['’.&-][^\W_]+)*|[^\w\s]")
"""A word as `segment.WORD` finds it, a doubled single mark, or one mark of punctuation."""

INFLECTIONS = ("base", "s", "ed", "ing")
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


_ENDINGS = tuple(suffix for suffix, _ in _SUFFIXES)
_PARTICLE_VERBS = {
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
    for name, words in reference.toml("voice.toml")["classes"].items():
        names.append(name)
        forms.update(dict.fromkeys((words + " " + words.replace("'", "’")).split(), len(names) - 1))
    cues = reference.table("reporting_verbs.csv")
    _add_cues(cues, names, forms)
    return Lexicon(tuple(names), forms, _loaded_forms(cues), _phrases(cues), _phrases(cues, loaded=True))


def _add_cues(cues: pd.DataFrame, names: list[str], forms: dict[str, int]) -> None:
    numbers = {name: number for number, name in enumerate(names)}

    def put(form: str, name: str) -> None:
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
            for inflection, form in verb_forms(words[0], _PARTICLE_VERBS.get(words[0], "")):
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
            for _, form in verb_forms(verb, irregular.get(verb, "") or _PARTICLE_VERBS.get(verb, "")):
                phrases.setdefault(form, set()).add(rest)
    return {form: frozenset(rests) for form, rests in phrases.items()}


class _Codes(dict[str, int]):
    """Class of each distinct token, looked up or worked out once."""

    def __init__(self) -> None:
        super().__init__(lexicon().forms)
        self._numbers = {name: number for number, name in enumerate(lexicon().names)}

    def __missing__(self, token: str) -> int:
        self[token] = number = self._numbers[_shape(token)]
        return number


@lru_cache(maxsize=1 << 16)
def _shape(token: str) -> str:
    first = token[0]
    if first.isdigit():
        return "number"
    if not first.isalnum():
        return "symbol"
    if first != first.lower():
        return "upper" if len(token) > 1 and token == token.upper() else "capital"
    if not token.endswith(_ENDINGS):
        return "lower"
    return next(("lower_" + kind for suffix, kind in _SUFFIXES if token.endswith(suffix)))


class Tokens(NamedTuple):
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


_LAST_SPACE = 0x3000
"""No character beyond this one is white space."""


@cache
def _is_gap() -> np.ndarray:
    """Tell for each character up to the last white space whether no token holds it."""
    return np.array([chr(code).isspace() or chr(code) == "_" for code in range(_LAST_SPACE + 1)] + [False])


def _places(text: str, found: list[str]) -> np.ndarray:
    """Find where each token starts: tokens hold every character that is no gap, so counting those is enough.

    Half the time of asking each match for its place.
    """
    characters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    solid = np.flatnonzero(~_is_gap()[np.minimum(characters, _LAST_SPACE + 1)])
    lengths = np.fromiter(map(len, found), dtype=np.int64, count=len(found))
    return solid[np.cumsum(lengths) - lengths]


_HEADLINE_SHARE = 0.6
"""From this share of capitalised words on, capitals say nothing: a Title In Capitals, or a line ALL IN CAPITALS."""


def of_texts(
    texts: list[str], sentences: Sequence[Sequence[tuple[int, int]]], quotations: Sequence[Sequence[tuple[int, int]]]
) -> Tokens:
    """Cut texts into tokens and class them.

    Parameters
    ----------
    texts : list of str
    sentences : list of lists of (start, end)
        The sentences of each text, rising.
    quotations : list of lists of (start, end)
        What stands in quotation marks in each text, with the marks.

    Examples
    --------
    >>> tokens = of_texts(["Moon agreed."], [[(0, 12)]], [[]])
    >>> [lexicon().names[code] for code in tokens.code]
    ['start', 'capital', 'argue_ed', 'point', 'end']
    """
    words: list[str] = []
    starts: list[int] = []
    lengths: list[int] = []
    text_of: list[int] = []
    for number, (text, spans) in enumerate(zip(texts, sentences, strict=True)):
        found = TOKEN.findall(text)
        where = _places(text, found)
        edges = np.searchsorted(where, np.array(spans, dtype=np.int64).reshape(-1, 2)).tolist()
        places = where.tolist()
        for (start, end), (low, high) in zip(spans, edges, strict=True):
            words += ["", *found[low:high], ""]
            starts += [start, *places[low:high], end]
            lengths.append(high - low + 2)
        text_of += [number] * len(edges)
    length = np.array(lengths, dtype=np.int64)
    sentence = np.repeat(np.arange(len(length)), length)
    start_of = np.array(starts, dtype=np.int64)
    end_of = start_of + np.fromiter(map(len, words), dtype=np.int64, count=len(words))
    code = _codes(words, sentence, length)
    text_number = np.repeat(np.array(text_of, dtype=np.int64), length)
    quoted = _quoted(start_of, text_number, quotations, texts)
    names = lexicon().names
    no_word = [names.index(name) for name in ("start", "end", *PUNCTUATION, "symbol")]
    return Tokens(words, start_of, end_of, code, text_number, sentence, quoted, ~np.isin(code, no_word))


def _codes(words: list[str], sentence: np.ndarray, length: np.ndarray) -> np.ndarray:
    table = _Codes()
    table[""] = 0
    names = lexicon().names
    code = np.fromiter(map(table.__getitem__, words), dtype=np.int16, count=len(words))
    ends = np.cumsum(length) - 1
    code[ends] = names.index("end")
    capital = (code == names.index("capital")) | (code == names.index("upper"))
    letters = capital | (code > names.index("capital"))
    share = np.bincount(sentence, capital, len(length)) / np.maximum(np.bincount(sentence, letters, len(length)), 1)
    opens = np.zeros(len(code), dtype=bool)
    first_capital = _first_of_each(np.flatnonzero(letters), sentence)
    opens[first_capital] = True
    again = np.flatnonzero(capital & (opens | (share >= _HEADLINE_SHARE)[sentence]))
    known = lexicon().forms
    for place in again.tolist():
        number = known.get(words[place].lower())
        if number is not None:
            code[place] = number
    return code


def _first_of_each(places: np.ndarray, group: np.ndarray) -> np.ndarray:
    groups = group[places]
    return places[np.flatnonzero(np.diff(groups, prepend=-1))]


def _quoted(
    start: np.ndarray, text: np.ndarray, quotations: Sequence[Sequence[tuple[int, int]]], texts: list[str]
) -> np.ndarray:
    """Number the quotation that each token stands in, over all texts, from 1; 0 outside."""
    offset = np.concatenate([[0], np.cumsum([len(text) + 1 for text in texts])])
    edges = [(offset[number] + a, offset[number] + b) for number, spans in enumerate(quotations) for a, b in spans]
    if not edges or not len(start):
        return np.zeros(len(start), dtype=np.int32)
    bounds = np.array(edges, dtype=np.int64)
    place = start + offset[text]
    number = np.searchsorted(bounds[:, 0], place, side="right")
    inside = (number > 0) & (place < bounds[np.maximum(number, 1) - 1, 1])
    return np.where(inside, number, 0).astype(np.int32)
