"""How sure an attribution is: the probability that a reader would mark the same words as somebody's.

A small net over classes of tokens beside the attribution, as in `model`, and a line over its vote and a few `facts`, so
that the probability holds in general news too. Neither holds words.
"""

import zlib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np

from analysis import assets
from analysis.corpus import segment
from analysis.measures.voice import facts, uses
from analysis.measures.voice.clauses import Clauses, families
from analysis.measures.voice.grammar import Candidate
from analysis.measures.voice.model import Net, net_of
from analysis.measures.voice.tokens import Tokens, lexicon

WEIGHTS = "voice_sure.npz"
RIGHT_FROM = 0.8
"""An attribution is right where this share of its words lies inside one labelled content."""
BLOCK = 0.875
"""At least so sure are turns of transcripts and posts that are announced or signed; the labelled news hold hardly any.
Of 40 drawn at random from the articles of Giveme5W and AllSides and read, 35 were right."""
NOBODY = 0.75
"""At most so sure is what nobody says whom the text tells: its words are somebody's, but do not count for who is
quoted. Of 137 such attributions drawn at random from general news and read, 43 were right in act, words and speaker; a
line over facts of speaker and span, learnt from 761 attributions, tells no better which are wrong."""
_KINDS, _ACTS = ("direct", "indirect", "mixed"), (uses.SAID, uses.THOUGHT, uses.DONE)
_TAKES = ("speech", "clause", "quote")
_STEPS = 12
"""Shares and probabilities are told apart in so many steps, distances up to so many tokens."""


@cache
def shipped() -> tuple[Net, np.ndarray, float]:
    """Read the net, and the line (slopes of its vote and of each fact, and shift) that makes a probability of them."""
    arrays = assets.arrays(WEIGHTS)
    if len(arrays["slopes"]) != 1 + len(facts.NAMES):
        raise ValueError("voice_sure.npz belongs to other facts; run python -m analysis.training.voice_sure")
    return net_of(arrays, "sure"), arrays["slopes"].astype(np.float64), float(arrays["shift"])


def chances(tokens: Tokens, clauses: Clauses, chance: np.ndarray, candidates: Sequence[Candidate]) -> list[float]:
    """Give the probability of each candidate."""
    if not candidates:
        return []
    net, slopes, shift = shipped()
    found = votes(net, *features(tokens, clauses, chance, candidates))
    line = np.einsum("ij,j->i", np.column_stack([found, facts.of(tokens, candidates)]), slopes)  # row by row: see `Net`
    probability = 1 / (1 + np.exp(-(line + shift)))
    is_block = np.array([candidate.is_block for candidate in candidates])
    is_told = np.array([bool(candidate.attribution.speaker) for candidate in candidates])
    probability = np.where(is_block, np.maximum(probability, BLOCK), probability)
    return np.where(is_told, probability, np.minimum(probability, NOBODY)).round(4).tolist()


def votes(net: Net, values: np.ndarray, sizes: list[int]) -> np.ndarray:
    """Give the net's log-odds for attributions, from their `features`."""
    hidden = np.tile(net.inner_bias, (len(values), 1))
    for offset, column in zip(np.cumsum([0, *sizes[:-1]]).tolist(), values.T, strict=True):
        hidden += net.inner[offset + column]
    return net.of_hidden(hidden).astype(np.float64)


def features(
    tokens: Tokens, clauses: Clauses, chance: np.ndarray, candidates: Sequence[Candidate]
) -> tuple[np.ndarray, list[int]]:
    """Describe attributions by classes of tokens in and around them.

    Returns
    -------
    values : ndarray of int64, shape (n_drafts, n_features)
    sizes : list of int
        How many values each feature can take.
    """
    code = tokens.code.astype(np.int64)
    n, n_codes = len(code), len(lexicon().names)
    first = np.array([candidate.run.first for candidate in candidates])
    last = np.array([candidate.last for candidate in candidates])
    start = np.array([candidate.run.start for candidate in candidates])
    end = np.array([candidate.run.end for candidate in candidates])
    cue = np.array([candidate.source.cue for candidate in candidates])
    names = [candidate.source.mention or (-1, -1) for candidate in candidates]
    mention_first, mention_last = np.array(names).T
    columns: list[tuple[np.ndarray, int]] = []

    def add_code(places: np.ndarray, there: np.ndarray) -> None:
        """Add the classes of tokens at some places, a class of their own where there is none."""
        there, places = there & (places >= 0) & (places < n), np.clip(places, 0, n - 1)
        columns.append((np.where(there & (tokens.text[places] == text), code[places], n_codes), n_codes + 1))

    text = tokens.text[first]
    always = np.ones(len(candidates), dtype=bool)
    for shift in (-2, -1, 0, 1, 2):
        add_code(first + shift, always)
    for shift in (-1, 0, 1):
        add_code(last + shift, last + shift <= end + 1)
    for shift in (-2, -1, 0, 1, 2):
        add_code(cue + shift, cue >= 0)
    add_code(mention_first, mention_first >= 0)
    add_code(mention_last - 1, mention_first >= 0)
    before = (cue >= 0) & (cue < first)
    gap = np.where(before, first - cue, cue - last)
    columns.append(
        (np.where(cue < 0, 0, 1 + np.clip(gap, 0, _STEPS) + np.where(before, _STEPS + 1, 0)), 2 * _STEPS + 3)
    )
    size = last - first
    columns.append((np.minimum(size, 6) + (size > 8) + (size > 12) + (size > 18) + (size > 30), 11))
    columns.append((np.clip(first - start, 0, _STEPS), _STEPS + 1))
    columns.append((np.clip(end - last, 0, _STEPS), _STEPS + 1))
    columns += _shares(tokens, clauses, chance, first, last)
    columns += _around(tokens, start, end, first, last)
    columns += _uses(candidates)
    values, sizes = zip(*columns, strict=True)
    return np.array(values, dtype=np.int64).T, list(sizes)


def _shares(
    tokens: Tokens, clauses: Clauses, chance: np.ndarray, first: np.ndarray, last: np.ndarray
) -> list[tuple[np.ndarray, int]]:
    """Tell how sure the nets are of the clauses inside, how much is quoted, and what kinds of words stand there."""
    low = np.minimum(np.searchsorted(clauses.first, first, side="right") - 1, len(chance) - 1).clip(0)
    high = np.maximum(np.searchsorted(clauses.first, last), low + 1)
    edges = np.column_stack([low, high]).ravel()
    padded = np.append(chance, chance[-1:])
    least, most = (each.reduceat(padded, edges)[::2] for each in (np.minimum, np.maximum))
    n_quoted = _between((tokens.quoted > 0) & tokens.is_word, first, last)
    share = n_quoted / np.maximum(_between(tokens.is_word, first, last), 1)
    sentence = np.append(clauses.sentence, -1)
    beside = [np.where(sentence[other] == sentence[low], padded[other], 0) for other in (low - 1, high)]
    steps = [(np.rint(value * _STEPS).astype(np.int64), _STEPS + 1) for value in (least, most, share, *beside)]
    for name in ("but", "and", "comma", "who", "capital"):
        steps.append((np.minimum(_between(tokens.code == lexicon().names.index(name), first, last), 4), 5))
    verbs = np.isin(tokens.code, [lexicon().names.index(name) for name in _HELPING])
    cues = _between(families()["cue"][tokens.code], first, last)
    steps += [(np.minimum(_between(verbs, first, last), 3), 4), (np.minimum(cues, 4), 5)]
    return [*steps, (np.minimum(high - low, _STEPS), _STEPS + 1)]


_HELPING = ("is", "was", "has", "had", "will", "would")


def _around(
    tokens: Tokens, start: np.ndarray, end: np.ndarray, first: np.ndarray, last: np.ndarray
) -> list[tuple[np.ndarray, int]]:
    """Tell how the sentence is written and what it holds beside the attribution."""
    names = lexicon().names
    n_words = np.maximum(_between(tokens.is_word, start, end), 1)
    outside = n_words - _between(tokens.is_word, first, last)
    capitals = _between(np.isin(tokens.code, [names.index("capital"), names.index("upper")]), start, end)
    capital = np.rint(capitals / n_words * _STEPS).astype(np.int64)
    strong, marked = families()["strong"][tokens.code], (tokens.quoted > 0) & tokens.is_word
    others, quoted = (_between(flag, start, end) - _between(flag, first, last) for flag in (strong, marked))
    return [
        (np.clip(capital, 0, _STEPS), _STEPS + 1),
        (np.clip(others, 0, 4), 5),
        (np.clip(quoted, 0, 4), 5),
        (np.clip(outside, 0, 2 * _STEPS), 2 * _STEPS + 1),
        (np.clip(n_words // 4, 0, _STEPS), _STEPS + 1),
    ]


def _between(flag: np.ndarray, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Count flagged tokens from each of some places up to another, without it."""
    places = np.flatnonzero(flag)
    return np.searchsorted(places, last) - np.searchsorted(places, first)


def _uses(candidates: Sequence[Candidate]) -> list[tuple[np.ndarray, int]]:
    """Number what is known of the cue, and of the attribution as a whole."""
    rows = []
    for candidate in candidates:
        own, use = candidate.attribution, uses.of_cues().get(candidate.attribution.cue)
        rows.append(
            (
                _KINDS.index(own.kind),
                _ACTS.index(own.act),
                _TAKES.index(use.takes) if use else len(_TAKES),
                int(bool(own.speaker)),
                int(candidate.is_block),
                int(own.cue_kind == "loaded"),
            )
        )
    columns = np.array(rows, dtype=np.int64).T
    return list(zip(columns, (len(_KINDS), len(_ACTS), len(_TAKES) + 1, 2, 2, 2), strict=True))


def checksum(text: object) -> int:
    """Give the CRC-32 by which lists of attributions that were read name words and speakers; 0 for none.

    Examples
    --------
    >>> checksum("It rained."), checksum(None)
    (2982385349, 0)
    """
    return zlib.crc32(text.encode()) if isinstance(text, str) else 0


def is_right(item: Mapping[str, Any], found: Any) -> bool:
    """Tell whether at least `RIGHT_FROM` of an attribution's words lie inside one content that coders labelled.

    Parameters
    ----------
    item : mapping
        ``text`` and ``attributions``, each with the spans of its ``content``.
    found : Attribution or anything with ``start`` and ``end``

    Examples
    --------
    >>> item = {"text": "It rained, he said.", "attributions": [{"content": [[0, 9]]}]}
    >>> [is_right(item, segment.Span(0, end)) for end in (9, 14)]
    [True, False]
    """
    words = [match.start() for match in segment.WORD.finditer(item["text"], found.start, found.end)]
    inside = [
        sum(any(start <= word < end for start, end in gold["content"]) for word in words)
        for gold in item["attributions"]
    ]
    return bool(words) and max(inside, default=0) >= RIGHT_FROM * len(words)
