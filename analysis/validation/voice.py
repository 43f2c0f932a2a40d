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

from analysis import assets
from analysis.corpus import ingest, segment
from analysis.measures import names, voice
from analysis.measures.voice import marks, model, uses
from analysis.measures.voice.sure import checksum, is_right
from analysis.settings import Settings
from analysis.validation.gates import Figure, data_file, gate
from analysis.validation.tone import calibration_error

STEM = "quotes_polnear"
READ_STEMS = ("events_giveme5w", "events_allsides")
FRESH_STEMS = (*READ_STEMS, "events_gva", "bulk_allsides")
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
    """Return for each labelled attribution with a source that was found whether our mention shares a word with it."""
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

    Words, sentences and marks are measured with everything that the coders count: said, thought and done; speakers of
    what is said and thought.

    Word F1: a word is attributed where its first character lies in a content span of any labelled attribution, or in
    one of our stretches; F1 over all words of the articles' texts. Sentence F1: a sentence (of `segment`) is attributed
    where at least half of its words are; F1 over all sentences. Beside it, the same where a tenth of its words is
    enough (not ``own``). Speaker: of the labelled attributions that name a source and of whose content one of our
    stretches holds at least half the characters (the one that shares most is taken), the share where the words by
    which we name the speaker, before they are resolved to a name, share a word with the labelled source. Precision
    inside marks: of the words inside quotation marks that we call attributed, the share that the labels do.
    """
    items = _held_out(folder)
    found = [voice.spans_of(item["text"], deeds=True) for item in items]
    words = [_words_of(item, ours) for item, ours in zip(items, found, strict=True)]
    gold, ours, quoted = (np.concatenate([getattr(w, name) for w in words]) for name in ("gold", "found", "quoted"))
    yield Figure("voice.word_f1", _f1(gold, ours), len(gold), "F1 of words", must=0.79, aim=0.84)
    attributed = _by_sentence(words, voice.ATTRIBUTED_FROM)
    yield Figure("voice.sentence_f1", _f1(*attributed), len(attributed[0]), "F1 of sentences", must=0.82, aim=0.86)
    any_of = _by_sentence(words, voice.MIXED_FROM)
    yield Figure("voice.sentence_not_own_f1", _f1(*any_of), len(any_of[0]), "F1 of sentences that are not own")
    speaking = [[one for one in ours if one.act != uses.DONE] for ours in found]
    speakers = [right for item, ours in zip(items, speaking, strict=True) for right in _speakers(item, ours)]
    yield Figure("voice.speaker", float(np.mean(speakers)), len(speakers), "share right", must=0.78, aim=0.86)
    inside = ours & quoted
    precision = float((inside & gold).sum() / inside.sum())
    yield Figure("voice.precision_in_marks", precision, int(inside.sum()), "precision of words", must=0.97, aim=0.98)


@gate("voice.attributions", needs=(STEM,))
def whole_attributions(folder: Path) -> Iterator[Figure]:
    """Count whole attributions, said and thought, that are sure enough to be counted by default.

    Right: at least 80% of its words lie inside one labelled content. Found: of the labelled contents, those half of
    whose words lie inside ours. Beside them the word F1 of all that is said and thought, sure or not, and how far the
    mean probability lies from the share that is right.
    """
    items = _held_out(folder)
    every = [voice.spans_of(item["text"]) for item in items]
    least = Settings().attribution_from
    counted = [[one for one in found if one.sure >= least] for found in every]
    right = np.array([is_right(item, one) for item, found in zip(items, counted, strict=True) for one in found])
    indirect = np.array([one.kind == "indirect" for found in counted for one in found])
    unit = "share right"
    yield Figure("voice.attributions_right", float(right.mean()), len(right), unit, must=0.85, aim=0.90)
    yield Figure("voice.indirect_right", float(right[indirect].mean()), int(indirect.sum()), unit, must=0.75, aim=0.82)
    found = [one for item, ours in zip(items, counted, strict=True) for one in _found_contents(item, ours)]
    yield Figure("voice.attributions_found", float(np.mean(found)), len(found), "share found", must=0.60, aim=0.68)
    words = [_words_of(item, ours) for item, ours in zip(items, every, strict=True)]
    gold, ours = (np.concatenate([getattr(one, name) for one in words]) for name in ("gold", "found"))
    yield Figure("voice.word_f1_without_deeds", _f1(gold, ours), len(gold), "F1 of words")
    sure = np.array([one.sure for found in every for one in found])
    kept = np.array([is_right(item, one) for item, found in zip(items, every, strict=True) for one in found])
    error = calibration_error(np.maximum(sure, 1 - sure), (sure >= 0.5) == kept)
    yield Figure("voice.calibration_error", error, len(sure), "expected calibration error", better="lower", must=0.06)


def _found_contents(item: dict[str, Any], ours: list[voice.Attribution]) -> list[bool]:
    """Return for each labelled content whether ours hold half of its words."""
    places = np.array([match.start() for match in segment.WORD.finditer(item["text"])])
    inside = _inside(places, [(one.start, one.end) for one in ours])
    found = []
    for attribution in item["attributions"]:
        own = _inside(places, [tuple(span) for span in attribution["content"]])
        if own.any():
            found.append(bool(2 * (own & inside).sum() >= own.sum()))
    return found


@gate("voice.read", needs=READ_STEMS)
def attributions_read(folder: Path) -> Iterator[Figure]:
    """Return how many attributions that one person read in general news still count, and how many of them are right.

    ``data/attributions_read.csv`` names them by their article and a checksum of their words and speaker; those that are
    given otherwise by now are not judged anew. Counted is who is quoted (``speakers_from`` of the settings).
    """
    yield from _read_figures(folder, assets.table("attributions_read.csv"), READ_STEMS, "read")


_DRAWS = {
    "1": "read_afresh",
    "2": "read_third",
    "3": "read_fourth",
    "4": "read_fifth",
    "6": "read_sixth",
    "7": "read_seventh",
}


@gate("voice.read_afresh", needs=FRESH_STEMS)
def attributions_read_afresh(folder: Path) -> Iterator[Figure]:
    """Return the same of six draws of articles that were looked at once, each after what the one before had shown.

    The probability had been learnt before all of them; the second was drawn after speakers had been mended, the third,
    sixth and seventh after kinds of error that those before had shown. The fifth holds nothing that is wholly in marks,
    so it stands for no share and is left out.
    """
    read = assets.table("attributions_fresh.csv")
    for draw, figure in _DRAWS.items():
        yield from _read_figures(folder, read[read["draw"].eq(draw)], FRESH_STEMS, figure)


def _read_figures(folder: Path, read: pd.DataFrame, stems: tuple[str, ...], figure: str) -> Iterator[Figure]:
    every = ingest.read([data_file(folder, stem) for stem in stems]).articles
    articles = every[every["article_id"].isin(read["article_id"])].drop_duplicates("article_id")
    sentences = segment.of_articles(articles)
    quotes = voice.quotes_of(articles, sentences, names.of_articles(articles, sentences))
    counted = quotes[(quotes["act"] == uses.SAID) & (quotes["sure"] >= Settings().speakers_from)]
    bodies = dict(zip(articles["article_id"], articles["body"], strict=True))
    given = {
        (row.article_id, checksum(bodies[row.article_id][row.start : row.end]), checksum(row.speaker))
        for row in counted.itertuples()
    }
    keys = zip(read["article_id"], read["words"].astype(int), read["speaker"].astype(int), strict=True)
    is_given = np.array([key in given for key in keys])
    yield Figure(f"voice.{figure}_still_given", int(is_given.sum()), len(read), "attributions read")
    right = read["wrong"].eq("").to_numpy()[is_given]
    unit = "share right, read by one person"
    yield Figure(f"voice.{figure}_right", float(right.mean()), int(is_given.sum()), unit, must=0.85, aim=0.92)


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
