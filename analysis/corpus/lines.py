"""Which lines of a scraped page are the article: a logistic regression over what lines look like, not what they say.

Hand rules do not carry over from one page template to the next; the length of lines, their punctuation, capitals,
function words and neighbours (`looks`) do, and so does where they stand on the page (`stretches`). The model gives each
line a probability, and `body` takes from it one block of lines, because an article is one.
"""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from analysis import assets
from analysis.corpus import looks, stretches

MODEL_FILE = "models/lines.npz"
"""The shipped coefficients; ``data/models/lines.md`` tells their origin."""

CUT = 0.09
"""Probability below which a line speaks against the block it stands in. Chosen for what is lost, not for F1: at .15
89% of the noise goes (87% at .09), but three times as many words of articles are lost."""

CLIP = 4.0
"""Log-odds beyond which a line says no more."""

ISLAND = 0.02
"""Probability below which a line inside the block goes too: share buttons and promos between paragraphs."""

SUSPECT = -3.0
"""Log-odds that some line must be below by its own looks for a page to be judged: where none is, the article is all
there is. It spares nine of ten texts of news the second regression, and labelled pages no removal but false ones."""


class LineModel(NamedTuple):
    """Standardisation and coefficients of the logistic regression, in the order of the features.

    ``page`` is the regression that turns what lines say alone into what they say on their page.
    """

    mean: np.ndarray
    scale: np.ndarray
    coefficients: np.ndarray
    intercept: float
    page: stretches.StretchModel | None = None


@cache
def shipped() -> LineModel:
    """Read the model that comes with the project."""
    arrays = assets.arrays(MODEL_FILE)
    line, page = (
        (arrays[f"{of}mean"], arrays[f"{of}scale"], arrays[f"{of}coefficients"], float(arrays[f"{of}intercept"][0]))
        for of in ("", "page_")
    )
    return LineModel(*line, stretches.StretchModel(*page))


def body(lines: Sequence[str], model: LineModel | None = None) -> np.ndarray:
    """Return which lines of a page are the article's own.

    Parameters
    ----------
    lines : sequence of str
        The lines that are not blank, in order, without space at their ends.
    model : LineModel, optional
        Another model than the shipped one.

    Returns
    -------
    ndarray of bool, of shape (n_lines,)
        A page in which no sentence would be left is left whole.
    """
    whole = np.ones(len(lines), dtype=bool)
    if looks_clean(lines):
        return whole
    model = model or shipped()
    words = stretches.sizes(lines)
    end = stretches.comments(lines, words * list(map(looks.is_sentence, lines)))
    if end < len(lines):
        return np.concatenate([body(lines[:end], model), ~whole[end:]])
    odds = alone(looks.features(lines), model)
    if odds.min() > SUSPECT:
        return whole
    probability = _on_page(lines, odds, model)
    kept = _best_block(probability, words) & (probability >= ISLAND)
    kept[stretches.thread(lines, words * kept) :] = False
    kept[_standfirst(lines, kept, words, probability)] = True
    speaks = any(looks.is_sentence(line) for line, is_kept in zip(lines, kept, strict=True) if is_kept)
    return kept if speaks else whole


def probabilities(lines: Sequence[str], model: LineModel | None = None) -> np.ndarray:
    """Return each line the probability that it belongs to the article.

    Returns
    -------
    ndarray of shape (n_lines,)
        0 to 1; higher: more like an article's own line.
    """
    model = model or shipped()
    return _on_page(lines, alone(looks.features(lines), model), model)


def _on_page(lines: Sequence[str], odds: np.ndarray, model: LineModel) -> np.ndarray:
    """Turn what lines say alone into their probabilities on this page."""
    scores = odds
    if model.page is not None:
        scores = stretches.log_odds(lines, scores, model.page)
    return 1 / (1 + np.exp(-np.clip(scores, -30, 30)))


def alone(table: np.ndarray, model: LineModel) -> np.ndarray:
    """Return each described line the log-odds that its looks and its neighbours say."""
    return np.clip(((table - model.mean) / model.scale) @ model.coefficients + model.intercept, -30, 30)


MAX_ODD_SHARE = 0.12
"""Share of lines that are no sentences up to which a text counts as clean wherever they stand: a byline, a
subheading."""

MAX_ODD_LINES = 3
"""The same as a number, for short texts, where it is at most a third of the lines."""

MAX_SPREAD_SHARE = 0.35
"""The same where no more than two of them stand in a row: captions and subheadings are strewn, menus are not. Half of
the texts that had to be judged are spared it, and on labelled pages nothing changes."""

_RUN = bytes([1, 1, 1])

EDGE_LINES = 3
"""Lines at either end that must read like sentences for a text to be taken as clean without further ado."""


def looks_clean(lines: Sequence[str]) -> bool:
    """Return whether a text shows no sign of page furniture: its edges are sentences, and most of its lines are.

    Examples
    --------
    >>> looks_clean(["The talks between the two sides ended on Monday without result."] * 3)
    True
    >>> looks_clean(["Home", "News", "The talks between the two sides ended on Monday without result."])
    False
    """
    if len(lines) <= 1:
        return True
    odd = bytes([len(line) < looks.LONG_CHARACTERS and not looks.is_sentence(line) for line in lines])
    n_odd = odd.count(1)
    if n_odd <= max(MAX_ODD_SHARE * len(lines), min(MAX_ODD_LINES, len(lines) // 3)):
        return True
    if n_odd <= MAX_SPREAD_SHARE * len(lines) and _RUN not in odd:
        return True
    edges = [*lines[:EDGE_LINES], *lines[-EDGE_LINES:]] if len(lines) > 2 * EDGE_LINES else lines
    return 2 * n_odd <= len(lines) and all(map(looks.is_sentence, edges))


MAX_DATE_BLOCK, MAX_DATE_WORDS = 3, 3
"""Lines of date, time and place, and their words, that may stand between a standfirst and the text."""


def _standfirst(lines: Sequence[str], kept: np.ndarray, words: np.ndarray, probability: np.ndarray) -> slice:
    """Find the sentence that stands above the text, with no more than its day and place between them."""
    first = int(kept.argmax())
    above = first - 1
    while above >= 0 and first - above <= MAX_DATE_BLOCK and words[above] <= MAX_DATE_WORDS:
        above -= 1
    is_one = 0 <= above < first - 1 and words[above] >= looks.PROSE_WORDS and probability[above] >= ISLAND
    return slice(above, above + 1) if is_one and looks.is_sentence(lines[above]) else slice(0)


def _best_block(probability: np.ndarray, words: np.ndarray) -> np.ndarray:
    """Find the run of lines whose summed evidence for being the article is largest."""
    bounded = np.clip(probability, 1e-6, 1 - 1e-6)
    evidence = np.clip(np.log(bounded / (1 - bounded)) - np.log(CUT / (1 - CUT)), -CLIP, CLIP)
    start, end = stretches.best_run(evidence * words)
    block = np.zeros(len(probability), dtype=bool)
    block[start:end] = True
    return block
