"""Learn the tone towards a mention: python -m analysis.training.targets --data ../shared/data.

Word vectors: half from wordllama (MIT), half from the words that stand near each other in ``bulk_allsides``
(Apache-2.0). Networks and temperature: ``tone_newsmtsc_train`` (MIT). The figures that are printed come from folds that
keep the mentions of one document together; the dev file is never read. What ships is one network that was taught by
the mean of several (Hinton, Vinyals and Dean 2015, arXiv:1503.02531), on the mentions of 2,000 articles of the
background too: it gives the same class for 99 in 100, at a quarter of their multiplications.
"""

import argparse
import gzip
import json
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import scipy.sparse as sp
import vaderSentiment.vaderSentiment as vader  # noqa: N813 - the package's own spelling
from scipy.optimize import minimize_scalar
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import f1_score
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.preprocessing import normalize
from sklearn.utils.extmath import randomized_svd

from analysis import assets
from analysis.corpus import segment
from analysis.measures import names, targets

N_WORDS = 24_000
"""Most frequent words of the background: all that stand there nine times or more, in 6 MB of vectors."""

N_DIMENSIONS = 128
"""64 cost a point of F1 in the folds, 160 gained none."""

N_COOCCURRENCE = 160
WINDOW = 4
"""Words on either side that count as near; the nearest count most."""

N_NETWORKS, N_FOLD_NETWORKS, N_HIDDEN = 24, 8, 64
N_TAUGHT = 128
"""Hidden units of the network that ships; 64 agree with their teachers on 98.4 of 100 mentions, 128 on 98.7."""

N_BACKGROUND = 2_000
"""Articles of the background whose mentions teach it too."""

TEACHING = ((1e-3, 20), (3e-4, 6), (1e-4, 6), (3e-5, 6))
"""Learning rates, and how often all mentions are shown at each."""

INPUT_SCALE = 0.25
"""Standard deviation of word-vector features beside lexicon features of 1: .5 cost half a point of F1 in the folds."""
N_FOLDS = 5
SEED = 20190630


def rows(data: Path, stem: str) -> Iterator[dict]:
    """Read a file of labelled data."""
    with gzip.open(data / f"{stem}.jsonl.gz", "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def background(data: Path) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Count the words of the background: the vocabulary, how often each stands there, all texts as numbers."""
    counts: Counter[str] = Counter()
    texts = []
    for row in rows(data, "bulk_allsides"):
        found = background_tokens(f"{row.get('title') or ''}. {row.get('text') or ''}")
        counts.update(found)
        texts.append(found)
    words = [word for word, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:N_WORDS]]
    number = {word: place for place, word in enumerate(words)}
    gap = [-1] * WINDOW
    flat = [np.array([number.get(word, -1) for word in text] + gap, dtype="int32") for text in texts]
    return words, np.array([counts[word] for word in words]), np.concatenate(flat)


def background_tokens(text: str) -> list[str]:
    """Split a text as mentions are split; the first word of each sentence is small."""
    found = targets.TOKEN.findall(text.replace("’", "'"))
    small = [targets.NAME if word[0].isupper() else word for word in found]
    for place, word in enumerate(found):
        if place == 0 or found[place - 1] in '.?!“”"':
            small[place] = word.lower()
    return small


def cooccurrence_vectors(flat: np.ndarray, n_words: int) -> np.ndarray:
    """Reduce positive pointwise mutual information of words and their left and right neighbours."""
    near = sp.csr_matrix((n_words, n_words))
    for step in range(1, WINDOW + 1):
        left, right = flat[:-step], flat[step:]
        both = (left >= 0) & (right >= 0)
        weights = np.full(both.sum(), 1 / step)
        near = near + sp.coo_matrix((weights, (left[both], right[both])), shape=near.shape).tocsr()
    counts = sp.hstack([near, near.T]).tocoo()
    own = np.asarray(counts.sum(axis=1)).ravel()
    context = np.asarray(counts.sum(axis=0)).ravel() ** 0.75
    expected = own[counts.row] * context[counts.col] / context.sum()
    information = np.log(counts.data / expected)
    kept = information > 0
    positive = sp.csr_matrix((information[kept], (counts.row[kept], counts.col[kept])), shape=counts.shape)
    left, strength, _ = randomized_svd(positive, N_COOCCURRENCE, n_iter=3, random_state=SEED)
    return left * np.sqrt(strength)


def word_vectors(words: list[str], counts: np.ndarray, flat: np.ndarray) -> np.ndarray:
    """Join both kinds of vectors, each centred and of length 1, and reduce them to `N_DIMENSIONS`."""
    packaged = np.nan_to_num(assets.embedding().embed([word.strip("<>") for word in words], norm=True))
    near = normalize(cooccurrence_vectors(flat, len(words)))
    weight = np.sqrt(np.minimum(counts, counts.max() / 1_000))[:, None]
    joined = np.hstack([normalize(_reduced(part, weight)) for part in (packaged, near)])
    return normalize(_reduced(joined, weight))


def _reduced(vectors: np.ndarray, weight: np.ndarray) -> np.ndarray:
    centred = vectors - np.average(vectors, axis=0, weights=weight.ravel() ** 2)
    _, axes = np.linalg.eigh((centred * weight).T @ (centred * weight))
    return centred @ axes[:, ::-1][:, :N_DIMENSIONS]


def rarity(counts: np.ndarray, sentence_words: int = 25) -> np.ndarray:
    """Weigh words by how few sentences hold them: 1 for a word of every sentence, about 11 for the rarest here."""
    share = np.minimum(counts / counts.sum() * sentence_words, 1)
    return 1 - np.log(share)


def valences_of(words: list[str]) -> np.ndarray:
    """Look the words up in VADER's lexicon (MIT); 0 where it has none."""
    lexicon = vader.SentimentIntensityAnalyzer().lexicon
    return np.array([lexicon.get(word, 0.0) for word in words])


def blank_model(words: list[str], vectors: np.ndarray) -> targets.TargetModel:
    """Make a model that can describe mentions and not yet judge them."""
    nothing = np.zeros(0, dtype="float32")
    return targets.TargetModel(
        vocabulary={word: number for number, word in enumerate(words)},
        vectors=vectors.astype("float16").astype("float32"),
        valences=valences_of(words).astype("float32"),
        marks=targets.marks_of(words),
        centre=np.zeros(targets.N_LEXICON, dtype="float32"),
        scale=np.ones(targets.N_LEXICON, dtype="float32"),
        hidden=nothing,
        hidden_bias=nothing,
        out=nothing,
        out_bias=nothing,
        temperature=1.0,
    )


def network(seed: int) -> MLPClassifier:
    """Set up one small network, which stops when an eighth of its data, held out, gets no better."""
    return MLPClassifier(
        (N_HIDDEN,),
        alpha=3,
        early_stopping=True,
        validation_fraction=0.12,
        n_iter_no_change=6,
        max_iter=60,
        random_state=seed,
    )


def of_background(data: Path, model: targets.TargetModel) -> np.ndarray:
    """Describe the mentions in some articles of the background: every sixth, up to `N_BACKGROUND`."""
    chosen = [row for place, row in enumerate(rows(data, "bulk_allsides")) if place % 6 == 0][:N_BACKGROUND]
    articles = pd.DataFrame(
        {
            "article_id": [f"{place:08}" for place in range(len(chosen))],
            "title": [str(row.get("title") or "") for row in chosen],
            "body": [str(row.get("text") or "") for row in chosen],
            "published_at": pd.to_datetime([row.get("date") for row in chosen], utc=True, errors="coerce"),
        }
    )
    sentences = segment.of_articles(articles)
    named = names.of_articles(articles, sentences)
    named = named[(named["sentence"] != segment.TITLE).to_numpy()]
    inside = named[["article_id", "sentence", "start", "end"]].merge(
        sentences[["article_id", "sentence", "start", "end"]], on=["article_id", "sentence"], suffixes=("", "_of")
    )
    bodies = articles.set_index("article_id")["body"]
    spans = [
        (bodies[row.article_id][row.start_of : row.end_of], row.start - row.start_of, row.end - row.start_of)
        for row in inside.itertuples()
    ]
    return targets.features(targets.contexts(spans, model.vocabulary), model).astype("float32")


def taught(teachers: list[MLPClassifier], described: np.ndarray) -> MLPRegressor:
    """Learn one network from the mean probabilities of several, by their logarithms."""
    mean = np.mean([teacher.predict_proba(described) for teacher in teachers], axis=0)
    wanted = np.log(np.maximum(mean, 1e-6))
    wanted -= wanted.mean(axis=1, keepdims=True)
    learnt = MLPRegressor(
        hidden_layer_sizes=(N_TAUGHT,), alpha=1e-5, batch_size=256, warm_start=True, random_state=SEED
    )
    for rate, times in TEACHING:
        learnt.set_params(learning_rate_init=rate, max_iter=times)
        learnt.fit(described, wanted.astype("float32"))
    agreed = (learnt.predict(described).argmax(axis=1) == mean.argmax(axis=1)).mean()
    print(f"same class as its teachers: {agreed:.4f} of {len(described):,} mentions")
    return learnt


def folds_of(mentions: list[dict]) -> np.ndarray:
    """Deal whole documents to folds: the first two parts of a mention's id name its document."""
    documents = ["_".join(mention["id"].split("_")[:2]) for mention in mentions]
    names, number = np.unique(documents, return_inverse=True)
    return np.random.default_rng(SEED).permutation(len(names))[number] % N_FOLDS


def held_out(described: np.ndarray, labels: np.ndarray, folds: np.ndarray) -> np.ndarray:
    """Predict every fold by networks that were learnt on the others."""
    found = np.zeros((len(labels), 3))
    for fold in range(N_FOLDS):
        test = folds == fold
        for seed in range(N_FOLD_NETWORKS):
            learnt = network(SEED + seed).fit(described[~test], labels[~test])
            found[test] += learnt.predict_proba(described[test]) / N_FOLD_NETWORKS
    return found


def temperature_of(probabilities: np.ndarray, labels: np.ndarray) -> float:
    """Find the temperature that makes held-out probabilities most likely."""

    def surprise(temperature: float) -> float:
        """Return the mean negative log probability of the right class at a temperature."""
        sharpened = probabilities ** (1 / temperature)
        sharpened /= sharpened.sum(axis=1, keepdims=True)
        return -float(np.log(sharpened[np.arange(len(labels)), labels + 1]).mean())

    return float(minimize_scalar(surprise, bounds=(0.3, 3), method="bounded").x)


def main() -> None:
    """Learn the model and write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=assets.DATA / targets.MODEL)
    arguments = parser.parse_args()
    warnings.simplefilter("ignore", ConvergenceWarning)
    words, counts, flat = background(arguments.data)
    model = blank_model(words, word_vectors(words, counts, flat) * rarity(counts)[:, None])
    mentions = list(rows(arguments.data, "tone_newsmtsc_train"))
    labels = np.array([mention["polarity"] for mention in mentions])
    spans = [(mention["sentence"], mention["from"], mention["to"]) for mention in mentions]
    described = targets.features(targets.contexts(spans, model.vocabulary), model).astype("float32")
    n_vector = model.vectors.shape[1] * targets.N_VIEWS
    centre, scale = described[:, n_vector:].mean(axis=0), described[:, n_vector:].std(axis=0)
    described[:, n_vector:] = (described[:, n_vector:] - centre) / scale
    factor = INPUT_SCALE / described[:, :n_vector].std()
    described[:, :n_vector] *= factor
    guessed = held_out(described, labels, folds_of(mentions))
    print(f"F1m in folds of documents: {f1_score(labels, guessed.argmax(axis=1) - 1, average='macro'):.4f}")
    temperature = temperature_of(guessed, labels)
    print(f"temperature: {temperature:.3f}")
    teachers = [network(SEED + seed).fit(described, labels) for seed in range(N_NETWORKS)]
    apart = model._replace(centre=centre.astype("float32"), scale=scale.astype("float32"))
    elsewhere = of_background(arguments.data, apart)
    elsewhere[:, :n_vector] *= factor
    learnt = taught(teachers, np.vstack([elsewhere, described, described]))
    hidden = learnt.coefs_[0].copy()
    hidden[:n_vector] *= factor
    np.savez_compressed(
        arguments.out,
        words=np.frombuffer("\n".join(words).encode("utf-8"), dtype="uint8"),
        vectors=model.vectors.astype("float16"),
        valences=model.valences.astype("float32"),
        centre=apart.centre,
        scale=apart.scale,
        hidden=hidden.astype("float16"),
        hidden_bias=learnt.intercepts_[0].astype("float32"),
        out=learnt.coefs_[1].astype("float32"),
        out_bias=learnt.intercepts_[1].astype("float32"),
        temperature=np.float64(temperature),
    )
    print(f"{arguments.out.name}: {arguments.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
