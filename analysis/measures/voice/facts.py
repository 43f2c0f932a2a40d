"""What tells right attributions from wrong ones in news of any kind: facts of the cue, the span and the speaker.

The net of `sure` is learnt from American political news alone. Its vote and these facts make the probability, on a line
that is learnt from coders' labels and from attributions read in general news together. They hold no words.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np

from analysis.measures.voice import uses
from analysis.measures.voice.grammar import Candidate
from analysis.measures.voice.roles import is_unnamed
from analysis.measures.voice.tokens import Tokens, lexicon

_PATTERNS = ("say", "argue", "judge", "urge", "topic", "name", "show", "noun")
_TAKES = ("speech", "clause", "quote")
_PRONOUNS = frozenset("he she they it who that which".split())
_LONG_NAME = 4
"""Words of a name: longer ones hold a role or a second name."""
_FAR_CUE, _FAR_NAME = 3, 4
"""From so many tokens on a verb or a name stands apart from the words."""
_SHORT, _LONG = 3, 30
"""Tokens of attributions that are rarely, or nearly always, right."""

NAMES = (
    *(f"cue: {pattern}" for pattern in _PATTERNS), *(f"takes {kind}" for kind in _TAKES),
    "no speaker", "unnamed", "common noun", "capitals", "long name",
    "pronoun", "indirect", "mixed", "thought", "block",
    "no cue", "cue behind", "cue far", "cue: -ing", "cue: base", "name far", "begins late", "begins with that",
    "ends early", "short", "long", "bare", "bare, takes speech", "no speaker, indirect", "no cue, direct",
)  # fmt: skip
"""What the columns of `of` tell."""


def of(tokens: Tokens, candidates: Sequence[Candidate]) -> np.ndarray:
    """Tell the facts of each candidate, 1 or 0, in columns as `NAMES` has them."""
    told = np.array([_told(tokens, candidate) for candidate in candidates], dtype=bool)
    by_name = dict(zip(NAMES, told.T, strict=False))
    placed = np.array(
        [
            (one.run.first, one.last, one.source.cue, one.source.mention.last if one.source.mention else -1)
            for one in candidates
        ]
    )
    first, last, cue, name = placed.T
    code, n = tokens.code, len(tokens.code)
    has_cue, size = cue >= 0, last - first
    cue_code = code[np.maximum(cue, 0)]
    finite = np.concatenate([[0], np.cumsum(_classes("finite")[code])])
    pause = _classes("pause")
    bare = by_name["indirect"] & (finite[last] == finite[first])
    found = [
        ~has_cue,
        has_cue & (cue >= last),
        has_cue & (cue < first - _FAR_CUE),
        has_cue & _classes("ing")[cue_code],
        has_cue & _classes("base")[cue_code],
        has_cue & (name >= 0) & (np.abs(name - cue) > _FAR_NAME),
        has_cue & (cue < first - 1) & ~pause[code[np.maximum(first - 1, 0)]],
        _classes("that")[code[first]],
        ~pause[code[np.minimum(last, n - 1)]],
        size <= _SHORT,
        size > _LONG,
        bare,
        bare & by_name["takes speech"],
        by_name["no speaker"] & by_name["indirect"],
        ~has_cue & ~by_name["indirect"],
    ]
    return np.column_stack([told, *found]).astype(np.float64)


def _told(tokens: Tokens, candidate: Candidate) -> tuple[bool, ...]:
    """Give the facts that do not ask where tokens stand."""
    own, mention = candidate.attribution, candidate.source.mention
    is_pronoun = mention is not None and tokens.words[mention.last - 1].lower() in _PRONOUNS
    own_kind = (own.kind == "indirect", own.kind == "mixed", own.act == uses.THOUGHT, candidate.is_block)
    return (*_of_cue(own.cue), *_of_speaker(own.speaker), is_pronoun, *own_kind)


@cache
def _of_cue(cue: str) -> tuple[bool, ...]:
    use = uses.of_cues().get(cue)
    pattern, takes = (use.pattern, use.takes) if use else ("", "")
    return (*(pattern == each for each in _PATTERNS), *(takes == each for each in _TAKES))


def _of_speaker(speaker: str) -> tuple[bool, ...]:
    if not speaker:
        return (True, False, False, False, False)
    n_words = speaker.count(" ") + 1
    return (False, is_unnamed(speaker), speaker[0].islower(), n_words > 1 and speaker.isupper(), n_words > _LONG_NAME)


@cache
def _classes(kind: str) -> np.ndarray:
    """Flag the classes of tokens that a fact asks for."""
    names = lexicon().names
    helping = ("is", "was", "has", "had", "do", "will", "would", "lower_ed")
    flags = {
        "finite": [
            name in helping or (name.endswith(("_ed", "_s")) and not name.startswith("lower_")) for name in names
        ],
        "pause": [name in _PAUSES for name in names],
        "that": [name == "that" for name in names],
        "ing": [name.endswith("_ing") for name in names],
        "base": [name.endswith(("_base", "_base_noun", "_s_noun")) for name in names],
    }
    return np.array(flags[kind])


_PAUSES = frozenset("start end comma point question colon semicolon dash open close ellipsis mark".split())
"""Classes of tokens at which words may end or begin."""
