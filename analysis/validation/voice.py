"""The gate of voice: whose words, sentence by sentence and word by word, and who says them, on a held-out fifth.

The fifth of PolNeAR is named by a hash of the id (`model.is_held_out`); neither the rules nor the weights were made
with a look at it.
"""

import gzip
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.corpus import segment
from analysis.measures import names, voice
from analysis.measures.voice import marks, model
from analysis.validation.gates import Figure, data_file, gate

STEM = "quotes_polnear"
FOUND_FROM = 0.5
"""A labelled attribution counts as found where one of ours holds this share of its content's characters."""
N_TIMED = 5
"""Runs of the clock; the fastest counts, because the machine is shared."""


def _held_out(folder: Path) -> list[dict[str, Any]]:
    with gzip.open(data_file(folder, STEM), "rt", encoding="utf-8") as lines:
        return [item for item in map(json.loads, lines) if model.is_held_out(item["id"])]


class _Words(NamedTuple):
    """The words of an article: gold and found flags, whether inside marks, and which sentence holds each."""

    gold: np.ndarray
    found: np.ndarray
    quoted: np.ndarray
    sentence: np.ndarray


def _inside(places: np.ndarray, spans: list[tuple[int, int]]) -> np.ndarray:
    flags = np.zeros(len(places), dtype=bool)
    for start, end in spans:
        flags[np.searchsorted(places, start) : np.searchsorted(places, end)] = True
    return flags


def _words_of(item: dict[str, Any], found: list[voice.Attribution]) -> _Words:
    text = item["text"]
    places = np.array([match.start() for match in segment.WORD.finditer(text)])
    gold = [tuple(span) for attribution in item["attributions"] for span in attribution["content"]]
    starts = np.array([start for start, _ in segment.sentences(text)])
    return _Words(
        gold=_inside(places, gold),
        found=_inside(places, [(attribution.start, attribution.end) for attribution in found]),
        quoted=_inside(places, list(marks.quotations(text))),
        sentence=np.searchsorted(starts, places, side="right"),
    )


def _f1(gold: np.ndarray, found: np.ndarray) -> float:
    either = gold.sum() + found.sum()
    return float(2 * (gold & found).sum() / either) if either else float("nan")


def _by_sentence(words: list[_Words], from_share: float) -> tuple[np.ndarray, np.ndarray]:
    """Call a sentence attributed where at least a share of its words are, in the labels and in ours."""
    sides = []
    for field in ("gold", "found"):
        shares = [np.bincount(w.sentence, getattr(w, field)) / np.maximum(np.bincount(w.sentence), 1) for w in words]
        sides.append(np.concatenate(shares) >= from_share)
    real = np.concatenate([np.bincount(w.sentence) > 0 for w in words])
    return sides[0][real], sides[1][real]


def _speakers(item: dict[str, Any], found: list[voice.Attribution]) -> list[bool]:
    """Tell for each labelled attribution that has a source and was found whether our mention shares a word with it."""
    right = []
    for gold in item["attributions"]:
        size = sum(end - start for start, end in gold["content"])
        if not gold["source"] or not size:
            continue
        shared = [_overlap(gold["content"], ours.start, ours.end) for ours in found]
        if not shared or max(shared) < FOUND_FROM * size:
            continue
        best = found[int(np.argmax(shared))]
        right.append(_names_it(item["text"], gold["source"], best.mention_start, best.mention_end))
    return right


def _overlap(spans: list[list[int]], start: int, end: int) -> int:
    return sum(max(0, min(end, b) - max(start, a)) for a, b in spans)


def _names_it(text: str, source: list[list[int]], start: int, end: int) -> bool:
    words = (match.span() for match in segment.WORD.finditer(text, max(start, 0), max(end, 0)))
    return any(a >= low and b <= high for a, b in words for low, high in source)


@gate("voice.polnear", needs=(STEM,))
def polnear(folder: Path) -> Iterator[Figure]:
    """Compare words, sentences and speakers with PolNeAR's labels.

    Word F1: a word is attributed where its first character lies in a content span of any labelled attribution, or in
    one of our stretches; F1 over all words of the articles' texts. Sentence F1: a sentence (of `segment`) is attributed
    where at least half of its words are; F1 over all sentences. Beside it, the same where a tenth of its words is
    enough (not ``own``). Speaker: of the labelled attributions that name a source and of whose content one of our
    stretches holds at least half the characters (the one that shares most is taken), the share where the words by
    which we name the speaker, before they are resolved to a name, share a word with the labelled source. Precision
    inside marks: of the words inside quotation marks that we call attributed, the share that the labels do.
    """
    items = _held_out(folder)
    found = [voice.spans_of(item["text"]) for item in items]
    words = [_words_of(item, ours) for item, ours in zip(items, found, strict=True)]
    gold, ours, quoted = (np.concatenate([getattr(w, name) for w in words]) for name in ("gold", "found", "quoted"))
    yield Figure("voice.word_f1", _f1(gold, ours), len(gold), "F1 of words", must=0.79, aim=0.84)
    attributed = _by_sentence(words, voice.ATTRIBUTED_FROM)
    yield Figure("voice.sentence_f1", _f1(*attributed), len(attributed[0]), "F1 of sentences", must=0.82, aim=0.86)
    any_of = _by_sentence(words, voice.MIXED_FROM)
    yield Figure("voice.sentence_not_own_f1", _f1(*any_of), len(any_of[0]), "F1 of sentences that are not own")
    speakers = [right for item, our in zip(items, found, strict=True) for right in _speakers(item, our)]
    yield Figure("voice.speaker", float(np.mean(speakers)), len(speakers), "share right", must=0.78, aim=0.86)
    inside = ours & quoted
    precision = float((inside & gold).sum() / inside.sum())
    yield Figure("voice.precision_in_marks", precision, int(inside.sum()), "precision of words", must=0.97, aim=0.98)


@gate("voice.speed", needs=(STEM,))
def speed(folder: Path) -> Iterator[Figure]:
    """Time `quotes_of` and `of_sentences` on one core, given sentences and names, which other measures share."""
    items = _held_out(folder)
    frame = pd.DataFrame({"article_id": [item["id"] for item in items], "title": [item["title"] for item in items]})
    frame["body"] = [item["text"] for item in items]
    sentences = segment.of_articles(frame)
    named = names.of_articles(frame, sentences)
    n_words = sum(len(segment.words(item["text"])) for item in items)
    seconds = []
    for _ in range(N_TIMED):
        started = time.process_time()
        quotes = voice.quotes_of(frame, sentences, named)
        voice.of_sentences(frame, sentences, quotes)
        seconds.append(time.process_time() - started)
    yield Figure(
        "voice.speed", n_words / min(seconds), n_words, "words per second", must=200_000, aim=400_000, timed=True
    )
