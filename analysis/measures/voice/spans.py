"""From judged clauses to stretches of text: runs of attributed words, joined over a quotation's sentences."""

import numpy as np

from analysis.measures.voice.clauses import Clauses
from analysis.measures.voice.sources import Run
from analysis.measures.voice.tokens import Tokens


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
    return [
        Run(*row)
        for row in zip(first.tolist(), last.tolist(), start.tolist(), end.tolist(), quoted.tolist(), strict=True)
    ]
