"""Learn which lines of a page are the article's from labelled pages: two regressions, the second from the first."""

import hashlib
from collections.abc import Sequence
from itertools import chain

import numpy as np

from analysis.corpus import looks, stretches
from analysis.corpus.lines import LineModel, alone

PARTS = ((None, None), (8, 8), (0, 0), (3, 3), (0, 8), (8, 0), (20, 20), (2, 1))
"""What is cut from a labelled page for learning: lines of furniture left before and after the article (None: all).
People scrape whole pages, pages with some lines around the article, and clean articles; the model must know all
three."""

WHOLE_PAGE_WEIGHT = 1.0
PART_WEIGHT = 2 / 7
"""Seven parts of a page together weigh twice the whole page."""


def parts_of(page: Sequence[str], label: np.ndarray) -> list[tuple[list[str], np.ndarray, float]]:
    """Cut a labelled page into what people scrape of it: lines, labels and weight of each part.

    Examples
    --------
    >>> [len(part) for part, _, _ in parts_of(["menu", "text", "text", "legal"], np.array([False, True, True, False]))]
    [4, 4, 2, 4, 3, 3, 4, 4]
    """
    inside = np.flatnonzero(label)
    parts = []
    for before, after in PARTS:
        start = 0 if before is None else max(0, inside[0] - before)
        end = len(page) if after is None else inside[-1] + 1 + after
        weight = WHOLE_PAGE_WEIGHT if before is None else PART_WEIGHT
        parts.append((list(page[start:end]), label[start:end], weight))
    return parts


LINE_STRENGTH, PAGE_STRENGTH = 0.03, 0.01
"""Inverse strengths of the two ridge penalties; ten times as much changed no figure of the first."""

N_HELD_OUT = 4
"""Folds in which the lines of a page are judged by a model that has not seen its outlet, to learn the second from."""


def fit_on_pages(pages: Sequence[tuple[Sequence[str], np.ndarray]], outlets: Sequence[str]) -> LineModel:
    """Learn a model from whole labelled pages and their parts.

    The second regression learns from what the first says of pages that it has not seen, or it would trust it too much.

    Parameters
    ----------
    pages : sequence of (sequence of str, ndarray of bool)
        The lines of each page, and which of them are the article's.
    outlets : sequence of str
        Whose page each is.
    """
    parts = [parts_of(page, label) for page, label in pages]
    tables = [[looks.features(part[0]) for part in own] for own in parts]
    held_out = [hashlib.sha256(f"held out {outlet}".encode()).digest()[0] % N_HELD_OUT for outlet in outlets]
    described: list[list[np.ndarray]] = [[] for _ in parts]
    for fold in range(N_HELD_OUT):
        seen = [place for place, own in enumerate(held_out) if own != fold]
        model = LineModel(*_fit([tables[place] for place in seen], [parts[place] for place in seen], LINE_STRENGTH))
        for place in (place for place, own in enumerate(held_out) if own == fold):
            described[place] = [
                stretches.features(part[0], alone(table, model))
                for part, table in zip(parts[place], tables[place], strict=True)
            ]
    page = stretches.StretchModel(*_fit(described, parts, PAGE_STRENGTH))
    return LineModel(*_fit(tables, parts, LINE_STRENGTH), page)


def _fit(
    tables: Sequence[Sequence[np.ndarray]], parts: Sequence[Sequence[tuple[list[str], np.ndarray, float]]],
    strength: float,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:  # fmt: skip
    """Fit a regression; the lines of a part share its weight, so that a long menu counts no more than a short one."""
    from sklearn.linear_model import LogisticRegression  # here: only training and gates need it

    table = np.vstack(list(chain.from_iterable(tables)))
    all_parts = list(chain.from_iterable(parts))
    labels = np.concatenate([label for _, label, _ in all_parts])
    shares = np.concatenate([np.full(len(label), weight / len(label)) for _, label, weight in all_parts])
    mean = table.mean(axis=0)
    scale = np.where(table.std(axis=0) > 0, table.std(axis=0), 1.0)
    regression = LogisticRegression(C=strength, max_iter=1000)
    regression.fit((table - mean) / scale, labels, sample_weight=shares / shares.mean())
    return mean, scale, regression.coef_[0], float(regression.intercept_[0])
