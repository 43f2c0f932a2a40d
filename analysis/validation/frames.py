"""Gates of framing: how well emphasis and trained frames agree with human coders."""

import gzip
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.metrics import f1_score, roc_auc_score

from analysis.corpus import segment
from analysis.measures import frames
from analysis.measures.frames import trained
from analysis.validation.gates import Figure, data_file, gate

NARRATIVE = {
    "conflict": "conflict",
    "resolution": "resolution",
    "human_interest": "human_interest",
    "economic": "economic",
    "moral": "moral",
}
"""Frames of the generic codebook and the coders' frames that they are compared with."""
POLICY = {
    "economic": "1",
    "morality": "3",
    "fairness": "4",
    "legality": "5",
    "crime": "5",
    "policy": "6",
    "political": "6",
    "external_regulation": "6",
    "security": "8",
    "health": "9",
    "cultural_identity": "11",
    "public_opinion": "12",
}
"""Frames of the policy codebook and the coders' numbers: they joined law with crime, and policy with politics."""
NO_FRAME = "15"
"""The coders' number for a sentence that shows none of the frames."""
MIN_EMPHASIS = 1.0
"""A sentence whose strongest frame stays below one standard deviation is taken to show none; 0 to 2 give .71 to .76."""


def read(folder: Path, stem: str) -> list[dict[str, Any]]:
    """Read one file of labelled data."""
    with gzip.open(data_file(folder, stem), "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def as_articles(texts: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make articles without titles, and their sentences, all in the outlet's own voice."""
    ids = [f"{place:016x}" for place in range(len(texts))]
    articles = pd.DataFrame({"article_id": ids, "title": None, "body": texts})
    return articles, segment.of_articles(articles).assign(voice="own")


def emphasis_of(texts: list[str], codebook: frames.Codebook) -> pd.DataFrame:
    """Measure texts as articles: a row a text, a column a frame."""
    measured = frames.of_articles(*as_articles(texts), codebook)
    whole = measured[measured["voice"] == "all"]
    table = whole.pivot_table(index="article_id", columns="frame", values="emphasis", observed=False, dropna=False)
    return table[codebook.names].reset_index(drop=True)


@gate("frames.generic", needs=("frames_narrative",))
def generic(folder: Path) -> Iterator[Figure]:
    """Rank whole articles by emphasis, without training, and compare with the coders' yes and no."""
    rows = read(folder, "frames_narrative")
    emphasis = emphasis_of([row["text"] for row in rows], frames.codebook("generic"))
    auc = {
        ours: roc_auc_score([row["frames"][theirs] for row in rows], emphasis[ours])
        for ours, theirs in NARRATIVE.items()
    }
    mean = float(np.mean(list(auc.values())))
    yield Figure("frames.generic_auc_mean", mean, len(rows), "mean AUC over five frames", must=0.70, aim=0.79)
    yield Figure(
        "frames.generic_auc_worst", min(auc.values()), len(rows), "AUC of the worst frame", must=0.60, aim=0.66
    )
    for name, value in auc.items():
        yield Figure(f"frames.generic_auc_{name}", value, len(rows), "AUC")


@gate("frames.policy", needs=("frames_frac",))
def policy(folder: Path) -> Iterator[Figure]:
    """Return each sentence the frame with the highest emphasis, without training."""
    rows = read(folder, "frames_frac")
    sentences = [row["sentence"].replace("\n", " ") for row in rows]
    truth = np.array([row["label"] for row in rows])
    articles = pd.DataFrame(
        {"article_id": [str(place) for place in range(len(rows))], "title": sentences, "body": None}
    )
    book = frames.codebook("policy")
    measured = frames.of_sentences(articles, segment.of_articles(articles), book)
    emphasis = measured["emphasis"].to_numpy().reshape(len(rows), -1)[:, [book.names.index(name) for name in POLICY]]
    best = np.array(list(POLICY.values()))[emphasis.argmax(axis=1)]
    framed = truth != NO_FRAME
    alone = f1_score(truth[framed], best[framed], average="macro")
    with_none = f1_score(truth, np.where(emphasis.max(axis=1) < MIN_EMPHASIS, NO_FRAME, best), average="macro")
    yield Figure("frames.policy_f1", alone, int(framed.sum()), "macro-F1, sentences with a frame", must=0.66, aim=0.70)
    yield Figure(
        "frames.policy_f1_with_none", with_none, len(rows), "macro-F1, 'none' among the answers", must=0.66, aim=0.70
    )


@gate("frames.speed", needs=("bulk_allsides",))
def speed(folder: Path) -> Iterator[Figure]:
    """Count the sentences a second of processor time, after the tables are read."""
    texts = [row["text"] for row in read(folder, "bulk_allsides")[:1_000]]
    articles, sentences = as_articles(texts)
    book = frames.codebook("generic")
    frames.of_articles(articles.head(1), sentences[sentences["article_id"] == articles["article_id"][0]], book)
    start = time.process_time()
    frames.of_articles(articles, sentences, book)
    rate = len(sentences) / (time.process_time() - start)
    yield Figure(
        "frames.sentences_per_second", rate, len(sentences), "sentences a second", must=4_000, aim=20_000, timed=True
    )


@gate("frames.length", needs=("bulk_allsides",))
def length(folder: Path) -> Iterator[Figure]:
    """Compare every second sentence of an article with the whole: emphasis should not follow length."""
    articles, sentences = as_articles([row["text"] for row in read(folder, "bulk_allsides")[1_000:1_400]])
    book = frames.codebook("generic")
    half = sentences[sentences["sentence"] % 2 == 0]
    shift = (
        frames.of_articles(articles, half, book)["emphasis"] - frames.of_articles(articles, sentences, book)["emphasis"]
    )
    by_frame = shift.groupby([name for name in book.names for _ in range(3)] * len(articles)).mean().abs()
    yield Figure("frames.length_shift", float(by_frame.max()), len(articles), "standard deviations", better="lower")


SEED = 20190630
_SPELLING = re.compile(r"^the|[^a-z]")


@gate("frames.trained_generic", needs=("frames_narrative",))
def trained_generic(folder: Path) -> Iterator[Figure]:
    """Train each of the five frames on whole articles, tested on outlets that were not trained on."""
    rows = read(folder, "frames_narrative")
    texts, outlets = [row["text"] for row in rows], [_SPELLING.sub("", row["outlet"].lower()) for row in rows]
    auc = []
    for ours, theirs in NARRATIVE.items():
        answers = ["yes" if row["frames"][theirs] else "no" for row in rows]
        labels = pd.DataFrame({"text": texts, "label": answers, "outlet": outlets})
        report = trained.fit(ours, labels, frames.codebook("generic"), seed=SEED).report
        assert report.folds_by == "outlet"
        auc.append(report.labels[0].auc)
        yield Figure(f"frames.trained_auc_{ours}", auc[-1], len(rows), "AUC, folds by outlet")
    mean = float(np.mean(auc))
    yield Figure("frames.trained_auc_mean", mean, len(rows), "mean AUC, folds by outlet", must=0.75, aim=0.82)


@gate("frames.trained_policy", needs=("frames_frac",))
def trained_policy(folder: Path) -> Iterator[Figure]:
    """Train one choice among the policy frames on sentences, with and without "none" among the answers."""
    rows = pd.DataFrame(read(folder, "frames_frac")).rename(columns={"sentence": "text"})
    for name, chosen in (("", rows["label"] != NO_FRAME), ("_with_none", rows["label"] != "")):
        report = trained.fit("policy", rows[chosen], frames.codebook("policy"), seed=SEED).report
        unit = "macro-F1, five folds" + (", 'none' an answer" if name else ", sentences with a frame")
        yield Figure(f"frames.trained_f1{name}", report.macro_f1, report.n_items, unit, must=0.73, aim=0.78)
