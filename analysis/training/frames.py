"""Make the background that frame emphasis is standardised against, from a sample of other news.

Run as ``python -m analysis.training.frames --data ../shared/data``. Of the texts only numbers are kept: how often words
and pairs that are common in 12,000 articles stand in 1,000 of them, and their mean vectors. Source: Article-Bias-
Prediction (AllSides), Apache-2.0.
"""

import argparse
import gzip
import itertools
import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from analysis import assets
from analysis.corpus import segment
from analysis.measures.frames import background, seeds, vectors

N_ARTICLES = 1_000
"""A mean from 1,000 articles is exact to 0.03 standard deviations; more would only make the file larger."""
MIN_WORD_ARTICLES = 20
"""Words in fewer of the 12,000 articles are names of the day: they weigh nothing in a rate and might tell a text."""
MIN_PAIR_ARTICLES = 50
N_SENTENCE_LENGTHS = 2_000
BATCH = 500


def sample(folder: Path, seed: int) -> tuple[list[str], np.ndarray]:
    """Read all background texts, and choose the articles to keep numbers of."""
    with gzip.open(folder / "bulk_allsides.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    long_enough = [place for place, text in enumerate(texts) if len(text.split()) >= 100]
    chosen = np.random.default_rng(seed).choice(long_enough, N_ARTICLES, replace=False)
    return texts, np.sort(chosen)


def common(texts: list[str]) -> tuple[list[str], list[str]]:
    """Find the words and the pairs of words that are common enough to be kept."""
    n_word: Counter[str] = Counter()
    n_pair: Counter[tuple[str, str]] = Counter()
    for start in range(0, len(texts), BATCH):
        cut = seeds.tokens(texts[start : start + BATCH])
        for first, last in zip(cut.edges[:-1], cut.edges[1:], strict=True):
            words = [cut.vocabulary[place] for place in cut.ids[first:last]]
            n_word.update(set(words))
            n_pair.update(set(itertools.pairwise(words)))
    words = sorted(word for word, count in n_word.items() if count >= MIN_WORD_ARTICLES)
    telling = (
        pair for pair, count in n_pair.items() if count >= MIN_PAIR_ARTICLES and not set(pair) <= seeds.STOP_WORDS
    )
    return words, sorted(" ".join(pair) for pair in telling)


def counts(lists: list[list[str]], features: list[str]) -> sparse.csr_matrix:
    """Count the features in lists of words or pairs, at most 255 times each."""
    place = {feature: number for number, feature in enumerate(features)}
    rows = [Counter(place[word] for word in words if word in place) for words in lists]
    edges = np.cumsum([0, *map(len, rows)])
    indices = [index for row in rows for index in sorted(row)]
    values = [min(row[index], 255) for row in rows for index in sorted(row)]
    return sparse.csr_matrix((values, indices, edges), shape=(len(lists), len(features)))


def measured(texts: list[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Embed the sentences of articles: the articles' lengths and mean vectors, the sentences' lengths and vectors."""
    bodies = pd.DataFrame({"article_id": [str(i) for i in range(len(texts))], "title": None, "body": texts})
    sentences = segment.of_articles(bodies)
    cut = seeds.tokens(segment.texts_of(sentences, bodies).tolist())
    of_sentences, n_words = vectors.of_texts(cut), cut.n_words
    article = sentences["article_id"].astype(int).to_numpy()
    sums = np.zeros((len(texts), of_sentences.shape[1]))
    np.add.at(sums, article, of_sentences * n_words[:, None])
    totals = np.bincount(article, weights=n_words, minlength=len(texts))
    return totals, sums / totals[:, None], n_words[n_words > 0], of_sentences[n_words > 0]


def main() -> None:
    """Write ``data/frames_background.npz``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--seed", type=int, default=20190630)
    given = parser.parse_args()
    texts, chosen = sample(given.data, given.seed)
    words, pairs = common(texts)
    kept = [texts[place] for place in chosen]
    lists = [[cut.vocabulary[place] for place in cut.ids] for cut in (seeds.tokens([text]) for text in kept)]
    both = {
        "word": counts(lists, words),
        "pair": counts([[" ".join(pair) for pair in itertools.pairwise(each)] for each in lists], pairs),
    }
    n_words, of_articles, lengths, of_sentences = measured(kept)
    stored: dict[str, Any] = {
        "words": np.frombuffer("\n".join(words).encode(), np.uint8),
        "pairs": np.frombuffer("\n".join(pairs).encode(), np.uint8),
    }
    for kind, matrix in both.items():
        stored |= {f"{kind}_counts": matrix.data.astype(np.uint8), f"{kind}_indices": matrix.indices.astype(np.uint32)}
        stored |= {f"{kind}_edges": matrix.indptr.astype(np.uint32), f"{kind}_size": np.int64(matrix.shape[1])}
    np.savez_compressed(
        assets.DATA / background.FILE,
        **stored,
        n_words=n_words.astype(np.int32),
        vectors=of_articles.astype(np.float16),
        sentence_mean=of_sentences.mean(axis=0).astype(np.float32),
        sentence_covariance=np.cov(of_sentences.T).astype(np.float32),
        sentence_words=np.random.default_rng(given.seed).choice(lengths, N_SENTENCE_LENGTHS).astype(np.uint16),
    )
    print(f"{len(words):,} words, {len(pairs):,} pairs, {len(kept):,} articles, {len(of_sentences):,} sentences")


if __name__ == "__main__":
    main()
