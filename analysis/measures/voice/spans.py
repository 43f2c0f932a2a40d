"""From judged clauses to stretches of text: runs of attributed words, joined over a quotation's sentences."""

from functools import cache

import numpy as np

from analysis import assets
from analysis.measures.voice.clauses import Clauses, families
from analysis.measures.voice.sources import Run
from analysis.measures.voice.tokens import Tokens, lexicon


def runs_of(tokens: Tokens, clauses: Clauses, attributed: np.ndarray) -> list[Run]:
    """Join neighbouring clauses of a sentence that are attributed.

    A quotation and what stands outside it are kept together where no clause of the outlet's own stands between.
    """
    chosen = np.flatnonzero(attributed)
    if not len(chosen):
        return []
    breaks = (np.diff(chosen) > 1) | (np.diff(clauses.sentence[chosen]) > 0)
    heads = chosen[np.concatenate([[True], breaks])]
    tails = chosen[np.concatenate([breaks, [True]])]
    first, last = clauses.first[heads], clauses.last[tails]
    start = np.searchsorted(tokens.sentence, clauses.sentence[heads])
    end = np.searchsorted(tokens.sentence, clauses.sentence[heads], side="right") - 1
    quoted = tokens.quoted[first] > 0
    first = _without_audience(tokens, first, last)
    return [
        Run(*row)
        for row in zip(first.tolist(), last.tolist(), start.tolist(), end.tolist(), quoted.tolist(), strict=True)
    ]


_AUDIENCE = 7
"""So many tokens may name who is told something, before the "that" that opens what is said."""


def _without_audience(tokens: Tokens, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Let a run begin at its "that" where it begins with who is told: "told reporters in Seoul that"."""
    that, barred = lexicon().names.index("that"), ~families()["audience"]
    tellers = _tellers()
    teller = np.array([tokens.words[place].lower() in tellers for place in (first - 1).tolist()])
    moved = first.copy()
    for number in np.flatnonzero(teller).tolist():
        low, high = first[number], min(first[number] + _AUDIENCE, last[number] - 1)
        window = tokens.code[low : high + 1]
        found = np.flatnonzero(window == that)
        if len(found) and not barred[window[: found[0]]].any():
            moved[number] = low + found[0]
    return moved


@cache
def _tellers() -> frozenset[str]:
    return frozenset(assets.toml("voice.toml")["audience"]["verbs"].split())


_VERB_WITHIN = 8
"""So many tokens after a quotation its verb of saying is looked for: "…,” the South Korean president said"."""


def is_spoken(tokens: Tokens) -> np.ndarray:
    """Tell for each quotation (from 1; 0 is none) whether its marks and the words after it say that it is speech.

    It is where it ends with a comma, a question mark or an exclamation mark inside the marks and a verb of saying
    follows with nothing but its subject between, in the same sentence or, after a question, the next.
    """
    spoken = np.zeros(int(tokens.quoted.max(initial=0)) + 1, dtype=bool)
    names, say, subject = lexicon().names, families()["said"], families()["subject"]
    inner, mark = [names.index("comma"), names.index("question")], names.index("mark")
    closing = np.flatnonzero((tokens.quoted[:-1] > 0) & (np.diff(tokens.quoted) != 0))
    for place in closing.tolist():
        if tokens.code[place] != mark or tokens.code[place - 1] not in inner:
            continue
        after = tokens.code[place + 1 : place + 1 + _VERB_WITHIN]
        verbs = np.flatnonzero(say[after])
        if len(verbs) and subject[after[: verbs[0]]].all() and tokens.text[place + 1 + verbs[0]] == tokens.text[place]:
            spoken[tokens.quoted[place]] = True
    return spoken
