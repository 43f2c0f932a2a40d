"""The gates of tone and targets: the package's scores, its speed, and agreement with coders about targets."""

import gzip
import json
import random
import re
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import vaderSentiment.vaderSentiment as vader  # noqa: N813 - the package's own spelling
from sklearn.metrics import f1_score

from analysis.corpus import segment
from analysis.measures import targets
from analysis.measures.tone.rules import folded
from analysis.measures.tone.vader import FastVader
from analysis.validation.gates import Figure, data_file, gate

N_SENTENCES, N_FUZZED = 20_000, 100_000
N_TIMED = 4_000
N_ROUNDS = 3
"""Runs of the clock, package and ours in turn; the median ratio counts, because the machine is shared."""

SCORES = ["neg", "neu", "pos", "compound"]
N_BINS = 10
SEED = 20190630


def _rows(folder: Path, stem: str) -> Iterator[dict]:
    with gzip.open(data_file(folder, stem), "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def news_sentences(folder: Path, n: int) -> list[str]:
    """Take the first ``n`` sentences of the bulk articles."""
    texts = (row["text"] or "" for row in _rows(folder, "bulk_allsides"))
    return list(islice((text[start:end] for text in texts for start, end in segment.sentences(text)), n))


def fuzzed(n: int, seed: int) -> Iterator[str]:
    """Make texts in which the words that VADER's rules ask for stand close together, in all manner of spelling."""
    draw = random.Random(seed)
    package = vader.SentimentIntensityAnalyzer()
    lexicon, emoji = sorted(package.lexicon), sorted(package.emojis)
    named = "no or nor least at very never so this but without doubt".split()
    rules = [*vader.BOOSTER_DICT, *vader.NEGATE, *vader.SPECIAL_CASES, *named]
    plain = [
        "the",
        "talks",
        "Kim",
        "U.S.",
        "wouldn't've",
        "“peace”",
        "(war)",
        "‘good’",
        "isn’t",
        "don`t",
        "sad…",
        "§",
        "été",
        "--",
        "!!!",
        "a",
    ]
    ends = [" ", " ", " ", "  ", "\t", "! ", "? ", "???? ", ", ", ". ", "", "\u2028"]
    for _ in range(n):
        words = [draw.choice(draw.choice((lexicon, rules, rules, plain, emoji))) for _ in range(draw.randint(0, 14))]
        shapes: list[Callable[[str], str]] = draw.choices([str, str.upper, str.title], weights=[8, 1, 1], k=len(words))
        yield "".join(shape(word) + draw.choice(ends) for shape, word in zip(shapes, words, strict=True))


def n_different(texts: list[str]) -> int:
    """Count the texts of which any of four scores is not that of the package on the folded text."""
    package, ours = vader.SentimentIntensityAnalyzer(), FastVader()
    expected = pd.DataFrame([package.polarity_scores(folded(text)) for text in texts])[SCORES].to_numpy()
    return int((ours.scores(texts)[SCORES].to_numpy() != expected).any(axis=1).sum())


def n_changed_by_apostrophes(texts: list[str]) -> int:
    """Count the texts whose compound is another one with typographic apostrophes, or with grave accents for them."""
    ours = FastVader()
    straight = [re.sub("[’`]", "'", text) for text in texts]
    tones = [ours.scores([text.replace("'", sign) for text in straight])["compound"].to_numpy() for sign in "'’`"]
    return int(((tones[0] != tones[1]) | (tones[0] != tones[2])).sum())


def _seconds(work: Callable[[Any], object], subject: object) -> float:
    started = time.process_time()
    work(subject)
    return time.process_time() - started


@gate("tone.vader", needs=("bulk_allsides",))
def measure_scores(folder: Path) -> Iterator[Figure]:
    """Compare all scores with the package's on folded texts, and count sentences that the apostrophe changes."""
    texts = [*news_sentences(folder, N_SENTENCES), *fuzzed(N_FUZZED, SEED)]
    wrong = n_different(texts)
    yield Figure("tone.different_scores", wrong, len(texts), "texts", better="lower", must=0, aim=0)
    changed = n_changed_by_apostrophes(texts)
    yield Figure("tone.changed_by_apostrophes", changed, len(texts), "texts", better="lower", must=0, aim=0)


@gate("tone.headlines", needs=("tone_headlines",))
def measure_headlines(folder: Path) -> Iterator[Figure]:
    """Correlate VADER's tone of headlines with the mean of six coders: on all, and where a lexicon word occurs.

    A headline without lexicon word counts as 0 in the first. Beside them, what one coder reaches with the others' mean.
    """
    rows = list(_rows(folder, "tone_headlines"))
    score, texts = FastVader(), [row["headline"] for row in rows]
    tones = score.scores(texts)["compound"].to_numpy()
    coders = np.array([row["valence"] for row in rows], dtype="float64")
    mean, unit = coders.mean(axis=1), "correlation with six coders' mean"
    has_hit = np.bincount(score.hits(score.encode(texts)).text, minlength=len(texts)) > 0
    yield Figure("tone.headlines_all", float(np.corrcoef(tones, mean)[0, 1]), len(rows), unit, must=0.55)
    yield Figure(
        "tone.headlines_with_word", float(np.corrcoef(tones[has_hit], mean[has_hit])[0, 1]), sum(has_hit), unit
    )
    others = (coders.sum(axis=1, keepdims=True) - coders) / (coders.shape[1] - 1)
    one = [np.corrcoef(coders[:, coder], others[:, coder])[0, 1] for coder in range(coders.shape[1])]
    yield Figure("tone.headlines_one_coder", float(np.mean(one)), len(rows), "correlation of a coder with the others")


def _after(texts: list[str]) -> FastVader:
    """Make an analyser that has met the tokens of other texts, as it has in the middle of a corpus."""
    ours = FastVader()
    ours.scores(texts)
    return ours


@gate("tone.speed", needs=("bulk_allsides",))
def measure_speed(folder: Path) -> Iterator[Figure]:
    """Time the package and ours on sentences that neither has met: many at once, and tokens given.

    The second figure leaves out the tokens, which a build finds once for all measures. The aim is compared with the
    first, from text to scores.
    """
    texts = news_sentences(folder, N_SENTENCES + N_ROUNDS * N_TIMED)
    package, ours = vader.SentimentIntensityAnalyzer(), _after(texts[:N_SENTENCES])
    ratios = []
    for first in range(N_SENTENCES, len(texts), N_TIMED):
        unseen = texts[first : first + N_TIMED]
        plain = _seconds(lambda texts: [package.polarity_scores(text) for text in texts], unseen)
        fast = _seconds(ours.scores, unseen)
        shared = _seconds(lambda encoded: ours.compounds(encoded, ours.hits(encoded)), ours.encode(unseen))
        ratios.append((plain / fast, plain / shared))
    fast, shared = np.median(ratios, axis=0).tolist()
    unit, n = "times as fast as vaderSentiment", N_ROUNDS * N_TIMED
    yield Figure("tone.speed", fast, n, unit, must=3.5, aim=15, timed=True)
    yield Figure("tone.speed_after_encoding", shared, n, f"{unit}, tokens given, compound only")


@gate("targets.newsmtsc", needs=("tone_newsmtsc_dev",))
def measure_targets(folder: Path) -> Iterator[Figure]:
    """Judge the mentions of the dev file, which the model has not seen."""
    rows = pd.DataFrame(_rows(folder, "tone_newsmtsc_dev"))
    mentions = rows[["sentence", "from", "to"]].set_axis(["sentence", "start", "end"], axis=1)
    probabilities = targets.tone_of_mentions(mentions).to_numpy()
    labels, found = rows["polarity"].to_numpy(), probabilities.argmax(axis=1) - 1
    for split, must in (("mt", 0.65), ("rw", 0.66)):
        part = (rows["split"] == split).to_numpy()
        score = float(f1_score(labels[part], found[part], average="macro"))
        yield Figure(f"targets.f1_{split}", score, int(part.sum()), "macro F1", must=must, aim=0.69)
    error = calibration_error(probabilities.max(axis=1), found == labels)
    yield Figure("targets.calibration_error", error, len(rows), "expected calibration error", better="lower", must=0.06)


def calibration_error(confidence: np.ndarray, right: np.ndarray) -> float:
    """Return the expected calibration error in ten bins: how far confidence lies from the share that is right.

    Examples
    --------
    >>> round(calibration_error(np.array([0.9, 0.9, 0.6, 0.6]), np.array([True, True, True, False])), 3)
    0.1
    """
    bins = np.minimum((confidence * N_BINS).astype(int), N_BINS - 1)
    gaps = np.bincount(bins, confidence - right, N_BINS)
    return float(np.abs(gaps).sum() / len(confidence))


@gate("targets.speed", needs=("tone_newsmtsc_train",))
def measure_targets_speed(folder: Path) -> Iterator[Figure]:
    """Time the judging of mentions."""
    rows = pd.DataFrame(_rows(folder, "tone_newsmtsc_train"))
    mentions = rows[["sentence", "from", "to"]].set_axis(["sentence", "start", "end"], axis=1)
    targets.tone_of_mentions(mentions[:1])
    taken = min(_seconds(targets.tone_of_mentions, mentions) for _ in range(N_ROUNDS))
    yield Figure("targets.speed", len(rows) / taken, len(rows), "mentions a second", must=6_000, aim=15_000, timed=True)
