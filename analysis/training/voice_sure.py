"""Learn how sure an attribution is, from four fifths of PolNeAR, each article judged by nets that have not seen it.

Run after `analysis.training.voice` as ``python -m analysis.training.voice_sure --data ../shared/data``; writes
``data/voice_sure.npz``. The weights belong to classes of words, distances and shares; they hold no words.
"""

import argparse
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from analysis import assets
from analysis.measures import voice
from analysis.measures.voice import extract, model, sure
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


def candidates(items: list[dict[str, Any]], judge: model.AttributionModel) -> tuple[np.ndarray, list[int], np.ndarray]:
    """Find attributions as a model judges: their features, the sizes of these, and whether coders mark them too."""
    texts = voice.texts_of([item["text"] for item in items])
    values: list[np.ndarray] = []
    right: list[bool] = []
    sizes: list[int] = []
    for item, text in zip(items, texts, strict=True):
        found = extract.candidates_of([text], judge=judge)
        if found.candidates:
            own, sizes = sure.features(found.tokens, found.clauses, found.chance, found.candidates)
            values.append(own)
            right += [sure.is_right(item, candidate.attribution) for candidate in found.candidates]
    return np.concatenate(values), sizes, np.array(right)


def learn(items: list[dict[str, Any]]) -> dict[str, np.ndarray]:
    """Learn the weights, and on votes for articles that were not seen the line that makes votes probabilities."""
    parts = [examples(items[number::FOLDS]) for number in range(FOLDS)]
    rows, right = [], []
    for number, judge in enumerate(judges(parts)):
        values, sizes, is_right_one = candidates(items[number::FOLDS], judge)
        rows.append((values, sizes))
        right.append(is_right_one)
    coded = [one_hot(values, sizes) for values, sizes in rows]
    votes = []
    for number in range(FOLDS):
        others = sparse.vstack(coded[:number] + coded[number + 1 :])
        net = fit_several(others, np.concatenate(right[:number] + right[number + 1 :]), UNITS, PASSES, DECAY)
        votes.append(sure.votes(net, *rows[number]))
    line = LogisticRegression(C=1e6).fit(np.concatenate(votes)[:, None], np.concatenate(right))
    net = fit_several(sparse.vstack(coded), np.concatenate(right), UNITS, PASSES, DECAY)
    return as_arrays("sure", net) | {"slope": line.coef_[0, 0], "shift": line.intercept_[0]}


def main() -> None:
    """Learn the weights and write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    items = articles(parser.parse_args().data, held_out=False)
    path = assets.DATA / sure.WEIGHTS
    np.savez_compressed(path, allow_pickle=False, **learn(items))
    print(f"{path.name}: learnt from {len(items)} articles, {path.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
