"""Learn the weights that judge whose voice a clause is, from four fifths of PolNeAR.

Run as ``python -m analysis.training.voice --data ../shared/data``; writes ``data/voice.npz``. The fifth that
`model.is_held_out` names is never read here. PolNeAR has no licence, so the features hold no words: see
`analysis.measures.voice.clauses`.
"""

import argparse
import gzip
import json
import warnings
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from analysis import assets
from analysis.corpus import segment
from analysis.measures.voice import clauses, marks, model, tokens

STEM = "quotes_polnear"
FOLDS = 5
"""The second net learns from votes on articles that the first has not seen: in that many parts."""
SEEDS = (0, 1, 2)
FIRST_UNITS, FIRST_PASSES, FIRST_DECAY = 40, 3, 1e-2
"""Chosen in folds of the training articles: sixteen units lose .003 of word F1 and save a tenth of the time."""
SECOND_UNITS, SECOND_PASSES, SECOND_DECAY = 32, 8, 1e-3
CUT, QUOTED_CUT = 0.5, 0.6
"""Chosen in folds of the training articles: lower ones find more words, and of what the `sure` net then lets through
fewer attributions at the same precision."""


def articles(folder: Path, held_out: bool = False) -> list[dict[str, Any]]:
    """Read one side of PolNeAR: what the weights are learnt from, or the fifth that is held out."""
    with gzip.open(folder / f"{STEM}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [item for item in map(json.loads, lines) if model.is_held_out(item["id"]) == held_out]


class Examples(NamedTuple):
    """Articles cut into clauses, with their features and whether most of a clause's words are attributed."""

    tokens: tokens.Tokens
    clauses: clauses.Clauses
    values: np.ndarray
    sizes: list[int]
    attributed: np.ndarray


def examples(items: list[dict[str, Any]]) -> Examples:
    """Cut articles into clauses and look their labels up."""
    texts = [item["text"] for item in items]
    sentences = [segment.sentences(text) for text in texts]
    parts = tokens.of_texts(texts, sentences, [marks.quotations(text) for text in texts])
    cut = clauses.of_tokens(parts)
    values, sizes = clauses.features(parts, cut)
    inside = _labels(items, parts)
    count = np.concatenate([[0], np.cumsum(inside)])
    words = np.concatenate([[0], np.cumsum(parts.is_word)])
    attributed = 2 * (count[cut.last] - count[cut.first]) >= words[cut.last] - words[cut.first]
    return Examples(parts, cut, values, sizes, attributed)


def _labels(items: list[dict[str, Any]], parts: tokens.Tokens) -> np.ndarray:
    """Return for each token whether it is a word inside a labelled content."""
    labels = []
    for item in items:
        inside = np.zeros(len(item["text"]) + 1, dtype=bool)
        for attribution in item["attributions"]:
            for start, end in attribution["content"]:
                inside[start:end] = True
        labels.append(inside)
    offset = np.concatenate([[0], np.cumsum([len(label) for label in labels])])
    return np.concatenate(labels)[offset[parts.text] + parts.start] & parts.is_word


def one_hot(values: np.ndarray, sizes: list[int]) -> sparse.csr_matrix:
    """Make a column of zeros and ones for each value of each feature."""
    n, n_features = values.shape
    columns = values + np.concatenate([[0], np.cumsum(sizes)[:-1]])
    rows = np.arange(0, n * n_features + 1, n_features)
    return sparse.csr_matrix((np.ones(n * n_features, np.float32), columns.ravel(), rows), (n, sum(sizes)))


def _fit(values: Any, labels: np.ndarray, units: int, passes: int, decay: float, seed: int) -> MLPClassifier:
    net = MLPClassifier((units,), alpha=decay, batch_size=min(512, len(labels)), max_iter=passes, random_state=seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # few passes on purpose: more learn the articles by heart
        return net.fit(values, labels)


def _joined(nets: list[MLPClassifier]) -> model.Net:
    """Make one wide net whose output is the mean of several."""
    inner = np.hstack([net.coefs_[0] for net in nets]).astype(np.float32)
    bias = np.concatenate([net.intercepts_[0] for net in nets]).astype(np.float32)
    outer = np.concatenate([net.coefs_[1][:, 0] for net in nets]).astype(np.float32) / len(nets)
    return model.Net(inner, bias, outer, float(np.mean([net.intercepts_[1][0] for net in nets])))


def first_of(parts: list[Examples]) -> model.Net:
    """Learn the first net."""
    values = sparse.vstack([one_hot(part.values, part.sizes) for part in parts])
    labels = np.concatenate([part.attributed for part in parts])
    return fit_several(values, labels, FIRST_UNITS, FIRST_PASSES, FIRST_DECAY)


def fit_several(values: Any, labels: np.ndarray, units: int, passes: int, decay: float) -> model.Net:
    """Fit a net from each of `SEEDS` and take their mean."""
    return _joined([_fit(values, labels, units, passes, decay, seed) for seed in SEEDS])


def learn(parts: list[Examples]) -> dict[str, np.ndarray]:
    """Learn both nets: the second from votes of first nets that have not seen the articles they vote on."""
    around = []
    for number, part in enumerate(parts):
        unseen = first_of(parts[:number] + parts[number + 1 :])
        votes = model.first_votes(unseen, part.values, part.sizes)
        around.append(model.neighbourhood(part.tokens, part.clauses, votes))
    rows = np.concatenate(around)
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    labels = np.concatenate([part.attributed for part in parts])
    second = fit_several((rows - mean) / scale, labels, SECOND_UNITS, SECOND_PASSES, SECOND_DECAY)
    weights = {"sizes": np.array(parts[0].sizes, dtype=np.int16), "mean": mean, "scale": scale}
    weights |= as_arrays("first", first_of(parts)) | as_arrays("second", second)
    return weights | {"cut": np.float32(CUT), "quoted_cut": np.float32(QUOTED_CUT)}


def as_arrays(name: str, net: model.Net) -> dict[str, np.ndarray]:
    """Return a net as arrays to write, see `model.net_of`."""
    return {
        f"{name}_{field}": np.asarray(value, dtype=np.float16 if field == "inner" else np.float32)
        for field, value in vars(net).items()
    }


def main() -> None:
    """Learn the weights and write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    items = articles(parser.parse_args().data, held_out=False)
    weights = learn([examples(items[number::FOLDS]) for number in range(FOLDS)])
    path = assets.DATA / model.WEIGHTS
    np.savez_compressed(path, allow_pickle=False, **weights)
    print(f"{path.name}: learnt from {len(items)} articles, {path.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
