"""Learn how sure an attribution is, from four fifths of PolNeAR, each article judged by nets that have not seen it.

The line that makes probabilities of the net's votes is learnt from these articles and from attributions read in general
news (``data/attributions_learnt.csv``) together. Run after `analysis.training.voice` as
``python -m analysis.training.voice_sure --data ../shared/data``; writes ``data/voice_sure.npz``. The weights belong to
classes of words, distances and shares; they hold no words.
"""

import argparse
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from analysis import assets
from analysis.corpus import ingest
from analysis.measures import voice
from analysis.measures.voice import extract, facts, model, sure
from analysis.training.voice import (
    CUT,
    FOLDS,
    QUOTED_CUT,
    SECOND_DECAY,
    SECOND_PASSES,
    SECOND_UNITS,
    Examples,
    articles,
    as_arrays,
    examples,
    first_of,
    fit_several,
    one_hot,
)

UNITS, PASSES, DECAY = 16, 8, 1e-1
"""Chosen on a fifth of the training articles: within .003 of the AUC of four hundred boosted trees."""
READ = "attributions_learnt.csv"
READ_WEIGHT = 0.5
"""All attributions read in general news weigh so much of all those of PolNeAR: in folds, twice as much is no better for
general news, and half as much leaves more wrong ones (83% and not 84% right of the 85% that are surest)."""
STRENGTH = 0.3
"""Inverse of the line's penalty: from .1 to 1 it makes no difference."""


class Weighed(NamedTuple):
    """Candidates as the net and the line see them, and whether a reader marks their words too."""

    values: np.ndarray
    sizes: list[int]
    facts: np.ndarray
    right: np.ndarray


def judges(parts: list[Examples]) -> list[model.AttributionModel]:
    """Learn for each part of the articles a model that has not seen it."""
    firsts, around = [], []
    for number, part in enumerate(parts):
        firsts.append(first_of(parts[:number] + parts[number + 1 :]))
        votes = model.first_votes(firsts[-1], part.values, part.sizes)
        around.append(model.neighbourhood(part.tokens, part.clauses, votes))
    return [_judge(number, firsts[number], parts, around) for number in range(len(parts))]


def _judge(left_out: int, first: model.Net, parts: list[Examples], around: list[np.ndarray]) -> model.AttributionModel:
    rows = np.concatenate(around[:left_out] + around[left_out + 1 :])
    labels = np.concatenate([part.attributed for number, part in enumerate(parts) if number != left_out])
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    second = fit_several((rows - mean) / scale, labels, SECOND_UNITS, SECOND_PASSES, SECOND_DECAY)
    return model.AttributionModel(tuple(parts[0].sizes), first, second, mean, scale, CUT, QUOTED_CUT)


def weighed(items: list[dict[str, Any]], judge: model.AttributionModel) -> Weighed:
    """Find attributions as a model judges, and compare each with what coders marked."""
    texts = voice.texts_of([item["text"] for item in items])
    values: list[np.ndarray] = []
    told: list[np.ndarray] = []
    right: list[bool] = []
    sizes: list[int] = []
    for item, text in zip(items, texts, strict=True):
        found = extract.candidates_of([text], judge=judge)
        if found.candidates:
            own, sizes = sure.features(found.tokens, found.clauses, found.chance, found.candidates)
            values.append(own)
            told.append(facts.of(found.tokens, found.candidates))
            right += [sure.is_right(item, candidate.attribution) for candidate in found.candidates]
    return Weighed(np.concatenate(values), sizes, np.concatenate(told), np.array(right))


def read_in_news(folder: Path) -> Weighed:
    """Find again the attributions that one person read in general news; those that are given otherwise are left out.

    Right are act and words; another speaker does not make words another's.
    """
    read = assets.table(READ)
    every = ingest.read([folder / f"{stem}.jsonl.gz" for stem in sorted(set(read["source"]))]).articles
    articles = every[every["article_id"].isin(read["article_id"])].drop_duplicates("article_id")
    keys = zip(read["article_id"], read["words"].astype(int), strict=True)
    labels = dict(zip(keys, ~read["wrong"].isin(["act", "words"]), strict=True))
    values: list[np.ndarray] = []
    told: list[np.ndarray] = []
    right: list[bool] = []
    sizes: list[int] = []
    for article_id, text in voice.texts_of_articles(articles):
        found = extract.candidates_of([text])
        spans = [(one.attribution.start, one.attribution.end) for one in found.candidates]
        known = [labels.get((article_id, sure.checksum(text.text[start:end]))) for start, end in spans]
        rows = [number for number, label in enumerate(known) if label is not None]
        if rows:
            own, sizes = sure.features(found.tokens, found.clauses, found.chance, found.candidates)
            values.append(own[rows])
            told.append(facts.of(found.tokens, found.candidates)[rows])
            right += [bool(known[row]) for row in rows]
    return Weighed(np.concatenate(values), sizes, np.concatenate(told), np.array(right))


def learn(items: list[dict[str, Any]], read: Weighed) -> dict[str, np.ndarray]:
    """Learn the net, and on its votes for articles that it has not seen the line that makes probabilities."""
    parts = [examples(items[number::FOLDS]) for number in range(FOLDS)]
    folds = [weighed(items[number::FOLDS], judge) for number, judge in enumerate(judges(parts))]
    coded = [one_hot(fold.values, fold.sizes) for fold in folds]
    right = [fold.right for fold in folds]
    votes = []
    for number, fold in enumerate(folds):
        others = sparse.vstack(coded[:number] + coded[number + 1 :])
        unseen = fit_several(others, np.concatenate(right[:number] + right[number + 1 :]), UNITS, PASSES, DECAY)
        votes.append(sure.votes(unseen, fold.values, fold.sizes))
    net = fit_several(sparse.vstack(coded), np.concatenate(right), UNITS, PASSES, DECAY)
    told = np.concatenate([fold.facts for fold in folds])
    return as_arrays("sure", net) | line_of(np.concatenate(votes), told, np.concatenate(right), net, read)


def line_of(
    votes: np.ndarray, told: np.ndarray, right: np.ndarray, net: model.Net, read: Weighed
) -> dict[str, np.ndarray]:
    """Learn the line over votes and facts from coded articles and from what was read in general news."""
    coded = np.column_stack([votes, told])
    news = np.column_stack([sure.votes(net, read.values, read.sizes), read.facts])
    weight = np.r_[np.ones(len(coded)), np.full(len(news), READ_WEIGHT * len(coded) / len(news))]
    line = LogisticRegression(C=STRENGTH, max_iter=3000)
    line.fit(np.concatenate([coded, news]), np.concatenate([right, read.right]), weight)
    return {"slopes": line.coef_[0], "shift": line.intercept_[0]}


def main() -> None:
    """Learn the weights and write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    folder = parser.parse_args().data
    items, read = articles(folder, held_out=False), read_in_news(folder)
    path = assets.DATA / sure.WEIGHTS
    np.savez_compressed(path, allow_pickle=False, **learn(items, read))
    size = f"{path.stat().st_size / 1e3:.0f} kB"
    print(f"{path.name}: learnt from {len(items)} articles and {len(read.right)} attributions read, {size}")


if __name__ == "__main__":
    main()
