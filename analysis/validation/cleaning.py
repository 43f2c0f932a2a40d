"""Gates of the corpus: how much noise cleaning removes and how little of the article, extraction, and copies."""

import gzip
import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.corpus import assemble, clean, copies, fitting, lines, pages, trees
from analysis.corpus.segment import words
from analysis.validation.gates import Figure, data_file, gate

N_FOLDS = 5
LIGHT_LINES = 8
"""Lines of its surroundings that light noise leaves on each side of the article."""

CHANGED_SHARE = 0.1
"""Words of a made copy that are replaced by others of the same article."""

N_COPIES = 1000
"""Articles of which a changed copy is made."""


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """Read a gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


@gate("cleaning.pages", needs=("cleaning_zyte",))
def page_dumps(folder: Path) -> Iterator[Figure]:
    """Clean whole page dumps and articles with light noise, with a model that has not seen the page's outlet."""
    rows = list(rows_of(data_file(folder, "cleaning_zyte")))
    labelled = [_labelled(row) for row in rows]
    folds = fold_of_groups([row["outlet"] for row in rows])
    seen = [[place for place, other in enumerate(folds) if other != fold] for fold in range(N_FOLDS)]
    models = [
        fitting.fit_on_pages([labelled[place] for place in places], [rows[place]["outlet"] for place in places])
        for places in seen
    ]
    whole = [_cleaned(page, label, models[fold]) for (page, label), fold in zip(labelled, folds, strict=True)]
    light = [
        _cleaned(*_lightly(page, label), models[fold]) for (page, label), fold in zip(labelled, folds, strict=True)
    ]
    bare = [
        _cleaned(*_lightly(page, label, 0), models[fold]) for (page, label), fold in zip(labelled, folds, strict=True)
    ]
    yield _lost("cleaning.body_lost", whole, must=0.01, aim=0.006)
    yield _removed("cleaning.noise_removed", whole, must=0.85, aim=0.92)
    damaged = float(np.mean([lost > 0.1 * body for body, lost, _, _ in whole]))
    yield Figure("cleaning.pages_damaged", damaged, len(whole), "share of pages", "lower", 0.04, 0.02)
    yield _lost("cleaning.light_body_lost", light, must=0.005, aim=0.003)
    yield _removed("cleaning.light_noise_removed", light, must=0.60, aim=0.75)
    yield _lost("cleaning.clean_body_lost", bare, must=0.01, aim=0.005)


def fold_of_groups(groups: Sequence[str]) -> list[int]:
    """Return each item a fold so that items of one group share it; the same on every machine.

    Examples
    --------
    >>> folds = fold_of_groups(["a.com", "b.com", "a.com"])
    >>> folds[0] == folds[2] != folds[1]
    True
    """
    order = sorted(set(groups), key=lambda group: hashlib.sha256(group.encode()).hexdigest())
    folds = {group: place % N_FOLDS for place, group in enumerate(order)}
    return [folds[group] for group in groups]


def _labelled(row: dict[str, Any]) -> tuple[list[str], np.ndarray]:
    pairs = zip(row["raw_text"].split("\n"), row["line_is_body"], strict=True)
    plain = [(" ".join(clean.normalise(line).split("\n")).strip(), is_body) for line, is_body in pairs]
    kept = [(line, is_body) for line, is_body in plain if line]
    return [line for line, _ in kept], np.array([is_body for _, is_body in kept])


def _lightly(page: list[str], label: np.ndarray, around: int = LIGHT_LINES) -> tuple[list[str], np.ndarray]:
    inside = np.flatnonzero(label)
    start, end = max(0, inside[0] - around), inside[-1] + 1 + around
    return page[start:end], label[start:end]


def _cleaned(page: list[str], label: np.ndarray, model: lines.LineModel) -> tuple[int, int, int, int]:
    """Clean a page as `ingest` would; count words of the body, body words lost, words of noise, noise words removed."""
    raw = "\n".join(page)
    title = assemble.headline_of(raw, model=model)
    gone = np.zeros(len(raw) + 1, dtype=bool)
    for removal in clean.clean(raw, title=title, model=model).removals:
        gone[removal.start : removal.start + len(removal.text)] = True
    starts = np.cumsum([0, *(len(line) + 1 for line in page[:-1])])
    words = [[start + word for word in word_starts(line)] for start, line in zip(starts, page, strict=True)]
    size = np.array([len(places) for places in words])
    removed = np.array([int(gone[places].sum()) if places else 0 for places in words])
    counts = (size[label], removed[label], size[~label], removed[~label])
    return tuple(int(count.sum()) for count in counts)  # type: ignore[return-value]


def word_starts(text: str) -> list[int]:
    """Return where each word of a text begins, whatever a word holds between spaces.

    Examples
    --------
    >>> word_starts("the talks – ended")
    [0, 4, 10, 12]
    """
    return [word.start() for word in _WORD.finditer(text)]


_WORD = re.compile(r"\S+")


def _lost(name: str, counts: list[tuple[int, int, int, int]], must: float, aim: float) -> Figure:
    body, lost = sum(c[0] for c in counts), sum(c[1] for c in counts)
    return Figure(name, lost / body, len(counts), "share of the body's words", "lower", must, aim)


def _removed(name: str, counts: list[tuple[int, int, int, int]], must: float, aim: float) -> Figure:
    noise, removed = sum(c[2] for c in counts), sum(c[3] for c in counts)
    return Figure(name, removed / noise, len(counts), "share of the noise's words", "higher", must, aim)


@gate("cleaning.html", needs=("extraction_zyte_html",))
def extraction(folder: Path) -> Iterator[Figure]:
    """Extract the body from HTML, and compare it with trafilatura alone in the same run."""
    import trafilatura  # here: half a second that the other gates do not need

    ours, alone = [], []
    for row in rows_of(data_file(folder, "extraction_zyte_html")):
        tree = trees.tree_of(row["html"])
        title = pages.metadata_of(tree).get("title", "")
        body = clean.clean(pages.text_of(row["html"], tree), title=title).body
        ours.append(word_f1(body, row["text"]))
        alone.append(word_f1(trafilatura.extract(row["html"], include_comments=False) or "", row["text"]))
    reference = float(np.mean(alone))
    yield Figure("cleaning.html_f1", float(np.mean(ours)), len(ours), "F1 of words, mean over pages", must=reference)
    gain = float(np.mean(ours)) - reference
    yield Figure("cleaning.html_f1_gain", gain, len(ours), "F1 above trafilatura alone", must=0.0, aim=0.001)


def word_f1(found: str, expected: str) -> float:
    """Compare two texts as bags of words.

    Examples
    --------
    >>> word_f1("the talks ended", "The talks ended badly")
    0.8571428571428571
    """
    a, b = Counter(words(found.lower())), Counter(words(expected.lower()))
    both = sum((a & b).values())
    return 2 * both / max(sum(a.values()) + sum(b.values()), 1)


@gate("cleaning.copies", needs=("bulk_allsides", "events_giveme5w", "events_basil"))
def near_duplicates(folder: Path) -> Iterator[Figure]:
    """Find made copies among other articles, and leave different articles of one event apart."""
    yield _made_copies_found(folder)
    marked = total = 0
    for stem in ("events_giveme5w", "events_basil"):
        found, pairs = _marked_in_events(pd.DataFrame(rows_of(data_file(folder, stem))))
        marked, total = marked + found, total + pairs
    yield Figure("cleaning.event_pairs_marked", marked / total, total, "share of pairs", "lower", 0.01, 0.002)


def _made_copies_found(folder: Path) -> Figure:
    """Change every tenth word of long articles and look for the copies among all of them."""
    rng = np.random.default_rng(5)
    rows = rows_of(data_file(folder, "bulk_allsides"))
    texts = [row["text"] for row in rows if len(row["text"].split()) >= 100][: 3 * N_COPIES]
    changed = [_changed(text, rng) for text in texts[:N_COPIES]]
    found = _copies_among([*texts, *changed])
    made = {str(len(texts) + place): str(place) for place in range(len(changed))}
    roots = dict(zip(found["article_id"], found["copy_of"], strict=True))
    hits = sum(roots.get(copy) == roots.get(original, original) for copy, original in made.items())
    return Figure("cleaning.copies_found", hits / len(made), len(made), "share of made copies", must=0.95, aim=0.99)


def _changed(text: str, rng: np.random.Generator) -> str:
    """Return a text a new headline line and replace every tenth word, at random, by another of its words."""
    tokens = text.split(" ")
    places = rng.random(len(tokens)) < CHANGED_SHARE
    others = rng.integers(0, len(tokens), len(tokens))
    changed = [tokens[other] if place else token for token, place, other in zip(tokens, places, others, strict=True)]
    return "A headline of another house\n" + " ".join(changed)


def _copies_among(texts: Sequence[str]) -> pd.DataFrame:
    articles = pd.DataFrame(
        {
            "article_id": [str(place) for place in range(len(texts))],
            "published_at": pd.Timestamp("2019-01-01", tz="UTC") + pd.to_timedelta(np.arange(len(texts)), unit="min"),
            "author": None,
            "body": list(texts),
            "n_words": [len(words(text)) for text in texts],
        }
    )
    return copies.of_signatures(copies.signatures(articles), articles)


SAME_TEXT = 0.5
"""Share of a text's five-word sequences in another above which two articles of a labelled event share their text:
agency copy that the labels do not tell. Such pairs are left out, because to mark them is right."""


def _marked_in_events(articles: pd.DataFrame) -> tuple[int, int]:
    """Count the pairs of different articles of one event, and those of them that are marked as copies."""
    found = _copies_among(articles["text"].tolist())
    root = dict(zip(found["article_id"], found["copy_of"], strict=True))
    by_event = defaultdict(list)
    for place, (event, text) in enumerate(zip(articles["event"], articles["text"], strict=True)):
        by_event[event].append((str(place), _sequences(text)))
    marked = total = 0
    for members in by_event.values():
        for (one, first), (other, second) in combinations(members, 2):
            if len(first & second) > SAME_TEXT * max(min(len(first), len(second)), 1):
                continue
            total += 1
            marked += root.get(one, one) == root.get(other, other)
    return marked, total


def _sequences(text: str, length: int = 5) -> set[tuple[str, ...]]:
    tokens = words(text.lower())
    return set(zip(*(tokens[start:] for start in range(length)), strict=False))
