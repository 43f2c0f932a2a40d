"""VADER's scores with the package's own rules, at many times its speed, and the same for any quotation marks.

The package knows only the straight apostrophe: “isn’t good” would be positive and "isn't good" negative. So
marks are folded to straight ones before anything is looked up; all four scores are the package's on the folded text.
"""

import itertools
import math
import re
import string
from array import array
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd
import vaderSentiment.vaderSentiment as vader  # noqa: N813 - the package's own spelling

from analysis.corpus import encoded as tokens_of
from analysis.corpus.encoded import EncodedTokens
from analysis.measures.tone import rules
from analysis.measures.tone.rules import Vocabulary, Word, folded

_KNOWN_TOKENS = 300_000
"""Distinct tokens to remember, some 45 MB. A full memory is emptied, which changes no score."""

_NOT_SPACE = re.compile(r"\S+")
_SURELY_WITHOUT_EMOJI = re.compile("[\x00-\xa8\xaa-\xad\xaf-\u203b]*")
"""Characters up to typographic quotes and dashes; the emoji table begins with ©, ® and U+203C."""

_ALPHA = 15
"""The package's constant that bends sums of valences into -1 to 1."""
_MAX_MARKS = 4
"""Further exclamation and question marks add nothing."""
_NEAR_A_HALF = 1e-6
"""Far above the error of a product, far below the share of values that it sends to the slow path."""


class Encoded(NamedTuple):
    """Texts as numbers: all tokens in a row, where each text begins and the last ends, and what ! and ? add to each."""

    tokens: np.ndarray
    edges: np.ndarray
    emphases: np.ndarray
    vocabulary: Vocabulary


class Located(NamedTuple):
    """Sentences as numbers, and where each token starts and ends in the row of all texts (`EncodedTokens.offsets`)."""

    encoded: Encoded
    start: np.ndarray
    end: np.ndarray


class Hits(NamedTuple):
    """Lexicon words of several texts: whose they are, the place in the row of tokens, and the valence they bring."""

    text: np.ndarray
    place: np.ndarray
    valence: np.ndarray


class FastVader(vader.SentimentIntensityAnalyzer):
    """Score texts as vaderSentiment scores them `folded`, in time that grows with the length of the text only.

    The package lowers the whole text anew at every lexicon word and rebuilds its list of negations at every look
    at a word. Here each distinct token is looked up once and becomes a number; the lexicon words of many texts are
    found at once, and only those with a booster, a negation, a phrase or capitals near them walk through the rules.
    Every addition and multiplication comes in the package's order, so all four scores are the same.

    References
    ----------
    VADER: A Parsimonious Rule-based Model for Sentiment Analysis of Social Media Text, ICWSM 2014.

    Examples
    --------
    >>> FastVader().scores(["The talks were not good, but they ended in peace.", "It isn’t good.", "It isn't good."])
         neg    neu    pos  compound
    0  0.118  0.554  0.329    0.6183
    1  0.546  0.454  0.000   -0.3412
    2  0.546  0.454  0.000   -0.3412
    """

    def __init__(self) -> None:
        super().__init__()
        signs = "".join(sorted(sign for sign in self.emojis if len(sign) == 1))
        self._emoji = re.compile(f"[{re.escape(signs)}]")
        self._rules = self._words_with_a_rule()
        self._vocabulary = Vocabulary(self._rules)

    def _words_with_a_rule(self) -> dict[str, Word]:
        phrases = [*vader.SPECIAL_CASES, *vader.BOOSTER_DICT]
        parts = {word for phrase in phrases for word in phrase.split()}
        rarest = {max(phrase.split(), key=len) for phrase in phrases if " " in phrase}
        return {
            word: Word(
                lower=word,
                valence=self.lexicon.get(word),
                booster=vader.BOOSTER_DICT.get(word),
                negates=vader.negated([word]),
                in_phrase=word in rarest,
            )
            for word in {*self.lexicon, *parts, *vader.NEGATE, *rules.RULE_WORDS}
        }

    def scores(self, texts: Sequence[str]) -> pd.DataFrame:
        """Score many texts at once: ``neg``, ``neu``, ``pos`` and ``compound``, a row for each text.

        Examples
        --------
        >>> FastVader().scores(["A great success!", "Talks.", ""])
           neg   neu   pos  compound
        0  0.0  0.11  0.89    0.8439
        1  0.0  1.00  0.00    0.0000
        2  0.0  0.00  0.00    0.0000
        """
        encoded = self.encode(texts)
        hits = self.hits(encoded)
        shares = dict(zip(("neg", "neu", "pos"), self._shares(encoded, hits), strict=True))
        columns = {name: _rounded(share, 3) for name, share in shares.items()}
        return pd.DataFrame({**columns, "compound": self.compounds(encoded, hits)})

    def encode(self, texts: Sequence[str]) -> Encoded:
        """Turn texts into numbers, which every later step works on."""
        folded_texts = [text.replace("`", "'") if text.isascii() else folded(text) for text in texts]
        plain = [text if text.isascii() else self.without_emoji(text) for text in folded_texts]
        vocabulary = self._known()
        tokens, edges = array("i"), [0]
        for text in plain:  # no list of lists: the garbage collector would walk through it again and again
            tokens.extend(map(vocabulary.__getitem__, text.split()))
            edges.append(len(tokens))
        emphases = np.array([self._emphasis(text) for text in plain], dtype="float64")
        return Encoded(np.array(tokens, dtype="int32"), np.array(edges, dtype="int64"), emphases, vocabulary)

    def locate(self, found: EncodedTokens, low: np.ndarray, high: np.ndarray, texts: Sequence[str]) -> Located:
        """Turn sentences into numbers as `encode` does with their texts, from tokens that were found already.

        Tokens that touch are one token here ("good,"). Where it is a word of more than two letters and marks beside it,
        it counts as the word, and is looked up once for all its marks; all others are cut out of the text.

        Parameters
        ----------
        found : EncodedTokens
            `encoded.of_texts` of the texts.
        low, high : ndarray of shape (n_sentences,)
            Each sentence's first token and the one after its last.
        texts : sequence of str
            The texts; those that hold the sentences have neither emoji nor underscores.
        """
        bounds = np.concatenate([[0], np.cumsum(high - low)])
        places = tokens_of.runs(low, high - low)
        opens = np.ones(len(places), dtype=bool)
        opens[1:] = ~found.touches_next[places[:-1]]
        opens[bounds[:-1][high > low]] = True
        first = np.flatnonzero(opens)
        last = np.append(first, len(places))[1:] - 1
        start, end = found.row[places[first]], found.row[places[last]] + found.lengths[found.ids[places[last]]]
        ids = found.ids[places]
        form = _words_between_marks(found, ids, first)
        vocabulary = self._known()
        used = np.flatnonzero(np.bincount(form[form >= 0], minlength=len(found.forms)))
        by_form = np.full(len(found.forms) + 1, -1, dtype="int32")
        by_form[used] = [vocabulary[folded(found.forms[each])] for each in used.tolist()]
        numbers = by_form[form]
        cut = np.flatnonzero(form < 0)
        text = found.text[places[first[cut]]]
        spans = (text.tolist(), *((edge[cut] - found.offsets[text]).tolist() for edge in (start, end)))
        numbers[cut] = [
            vocabulary[folded(texts[number][begin:stop])] for number, begin, stop in zip(*spans, strict=True)
        ]
        encoded = Encoded(numbers, np.searchsorted(first, bounds), self._emphases(found, ids, bounds), vocabulary)
        return Located(encoded, start, end)

    def _emphases(self, found: EncodedTokens, ids: np.ndarray, bounds: np.ndarray) -> np.ndarray:
        """Look up what ! and ? add to each sentence, by how many of them it holds."""
        places = (np.flatnonzero(ids == found.number_of(sign)) for sign in "!?")
        calls, asks = (np.minimum(np.diff(np.searchsorted(own, bounds)), _MAX_MARKS) for own in places)
        counts = range(_MAX_MARKS + 1)
        table = np.array([[self._emphasis("!" * n_calls + "?" * n_asks) for n_asks in counts] for n_calls in counts])
        return table[calls, asks]

    def hits(self, encoded: Encoded) -> Hits:
        """Find the lexicon words of all texts and the valence that each brings where it stands."""
        tokens, edges, _, vocabulary = encoded
        flags = np.array(vocabulary.flags, dtype="uint8")[tokens]
        places = np.flatnonzero(flags & rules.HIT)
        text = np.searchsorted(edges, places, side="right") - 1
        valence = np.array(vocabulary.valences)[tokens[places]]
        asked = _is_asked(flags, places)
        shouts = _mixes_capitals(flags, edges)
        asked = np.flatnonzero(asked)
        low = np.maximum(edges[text[asked]], places[asked] - rules.REACH)
        high = np.minimum(edges[text[asked] + 1], places[asked] + rules.REACH)
        windows = zip(low.tolist(), places[asked].tolist(), high.tolist(), shouts[text[asked]].tolist(), strict=True)
        valence[asked] = [
            self._valence([vocabulary.words[token] for token in tokens[first:end].tolist()], place - first, is_loud)
            for first, place, end, is_loud in windows
        ]
        counts = ~np.isnan(valence)
        hits = Hits(text[counts], places[counts], valence[counts])
        _weigh_by_but(flags, edges, hits)
        return hits

    def compounds(self, encoded: Encoded, hits: Hits) -> np.ndarray:
        """Put the valences of each text together: ndarray of shape (n_texts,), 0 where a text has no hit."""
        edges = np.searchsorted(hits.text, np.arange(len(encoded.edges)))
        totals = np.bincount(hits.text, hits.valence, minlength=len(encoded.emphases)).astype("float64")
        valences = hits.valence.tolist()
        for text in np.flatnonzero(np.diff(edges) > 2).tolist():  # Python's sum, which the package uses
            totals[text] = sum(valences[edges[text] : edges[text + 1]])
        totals += np.sign(totals) * encoded.emphases
        return _rounded(np.clip(totals / np.sqrt(totals * totals + _ALPHA), -1, 1), 4)

    def _shares(self, encoded: Encoded, hits: Hits) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Follow the package's ``score_valence`` for the shares of negative, neutral and positive words."""
        n_words, n_texts = np.diff(encoded.edges), len(encoded.edges) - 1
        up, down = hits.valence > 0, hits.valence < 0
        positive = np.bincount(hits.text[up], hits.valence[up] + 1, n_texts)
        negative = -np.bincount(hits.text[down], hits.valence[down] - 1, n_texts)
        neutral = n_words - np.bincount(hits.text[up | down], minlength=n_texts)
        emphasis = encoded.emphases
        more = positive > negative
        negative = np.where(positive < negative, negative + emphasis, negative)
        positive = np.where(more, positive + emphasis, positive)
        total = np.where(n_words > 0, positive + negative + neutral, 1)
        return negative / total, neutral / total, positive / total

    def _emphasis(self, text: str) -> float:
        return self._punctuation_emphasis(text) if "!" in text or "?" in text else 0.0

    def _known(self) -> Vocabulary:
        if len(self._vocabulary) > _KNOWN_TOKENS:
            self._vocabulary = Vocabulary(self._rules)
        return self._vocabulary

    def without_emoji(self, text: str) -> str:
        """Replace every emoji by its description, as the package does before it scores."""
        if text.isascii() or _SURELY_WITHOUT_EMOJI.fullmatch(text):
            return text

        def described(match: re.Match[str]) -> str:
            """Write an emoji as its words, parted from what stands before it."""
            place = match.start()
            glue = "" if place == 0 or text[place - 1] == " " else " "
            return glue + self.emojis[match.group()]

        return self._emoji.sub(described, text)

    def _valence(self, words: list[Word], place: int, shouts: bool) -> float:
        """Follow the package's ``sentiment_valence`` for one word; empty where it is the "kind" of "kind of"."""
        word = words[place]
        if word.lower == "kind" and place + 1 < len(words) and words[place + 1].lower == "of":
            return math.nan
        valence = rules.after_no(words, place)
        if word.in_capitals and shouts:
            valence += vader.C_INCR if valence > 0 else -vader.C_INCR
        for back in range(min(place, rules.REACH)):
            before = words[place - back - 1]
            if before.valence is not None:
                continue
            if before.booster is not None:
                valence += rules.boost(before, valence, shouts) * rules.DAMPING[back]
            if before.negates or back == 2:
                valence *= rules.negation(words, place, back)
            if back == 2:
                valence = self._after_phrase(valence, words, place)
        return valence * rules.least(words, place)

    def _after_phrase(self, valence: float, words: list[Word], place: int) -> float:
        near = words[place - rules.REACH : place + rules.REACH]
        if not any(word.in_phrase for word in near):
            return valence
        return self._special_idioms_check(valence, [word.lower for word in near], rules.REACH)


def _weigh_by_but(flags: np.ndarray, edges: np.ndarray, hits: Hits) -> None:
    """Weigh the valences of every text that has a "but" in place."""
    buts = np.flatnonzero(flags & rules.BUT)
    texts, first = np.unique(np.searchsorted(edges, buts, side="right") - 1, return_index=True)
    starts = np.searchsorted(hits.text, texts).tolist()
    ends = np.searchsorted(hits.text, texts, side="right").tolist()
    for but, start, end in zip(buts[first].tolist(), starts, ends, strict=True):
        values = hits.valence[start:end].tolist()
        hits.valence[start:end] = rules.weighed_by_but(hits.place[start:end].tolist(), values, but)


def _is_asked(flags: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Return which lexicon words a rule may ask for; the others bring just the valence of the lexicon.

    Words of the text before are looked at too: that costs a look, and changes nothing.
    """
    padded = np.concatenate([np.zeros(rules.REACH, "uint8"), flags, np.zeros(rules.REACH, "uint8")])
    centre = places + rules.REACH
    asked = padded[centre] & (rules.PHRASE | rules.IN_CAPITALS | rules.STIRS)
    for step in range(1, rules.REACH + 1):
        asked |= padded[centre - step] & (rules.PHRASE | rules.STIRS)
    for step in range(1, rules.REACH):
        asked |= padded[centre + step] & rules.PHRASE
    return asked > 0


def _mixes_capitals(flags: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Return which texts have some, but not all, of their words in capitals."""
    places = np.flatnonzero(flags & rules.IN_CAPITALS)
    n_capitals = np.bincount(np.searchsorted(edges, places, side="right") - 1, minlength=len(edges) - 1)
    return (n_capitals > 0) & (n_capitals < np.diff(edges))


def _rounded(values: np.ndarray, digits: int) -> np.ndarray:
    """Round as Python does, which looks at the exact binary value: only near a half can that differ from numpy."""
    scaled = values * 10**digits
    rounded = np.rint(scaled) / 10**digits
    unsure = ~(np.abs(scaled - np.floor(scaled) - 0.5) > _NEAR_A_HALF)
    rounded[unsure] = [round(value, digits) for value in values[unsure].tolist()]
    return rounded


@cache
def analyser() -> FastVader:
    """Return the analyser with the package's lexicon, read once."""
    return FastVader()


def _words_between_marks(found: EncodedTokens, ids: np.ndarray, first: np.ndarray) -> np.ndarray:
    """Return for each run of touching tokens the form that it counts as, -1 where that takes the whole run.

    A run of one token counts as it stands; a run of one longer word and marks that are stripped, as that word.
    """
    sizes = np.diff(first, append=len(ids))
    counts_as = ids[first].astype("int64")
    several = np.flatnonzero(sizes > 1)
    if len(several):
        inner = ids[tokens_of.runs(first[several], sizes[several])]
        opens = np.cumsum(sizes[several]) - sizes[several]
        is_mark = ~found.is_word
        marks = itertools.compress(found.forms, is_mark)
        is_mark[is_mark] = [not folded(form).strip(string.punctuation) for form in marks]
        is_mark = is_mark[inner]
        long_word = np.where((found.is_word & (found.lengths > rules.LONGEST_SIGN))[inner], inner, -1)
        word = np.maximum.reduceat(long_word, opens)
        one_other = np.add.reduceat(~is_mark, opens, dtype="int32") == 1
        counts_as[several] = np.where(one_other, word, -1)
    return counts_as


def token_spans(text: str) -> list[tuple[int, int]]:
    """Find the first character of each token and the one after its last, punctuation included.

    An emoji is described by several words, which all lie on the emoji.
    """
    score = analyser()
    plain = score.without_emoji(text)
    if plain == text:
        return [match.span() for match in _NOT_SPACE.finditer(text)]
    origins = [place for place, sign in enumerate(text) for _ in _written(score, text, place, sign)]
    return [(origins[m.start()], origins[m.end() - 1] + 1) for m in _NOT_SPACE.finditer(plain)]


def _written(score: FastVader, text: str, place: int, sign: str) -> str:
    glue = " " if sign in score.emojis and place and text[place - 1] != " " else ""
    return glue + score.emojis.get(sign, sign)
