"""Learn how common words are in news: ``python -m analysis.training.background --data ../shared/data``.

The table holds no text: ids of words (31-bit hashes) and in how many articles each stands.
"""

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from analysis import assets
from analysis.measures import vectors

MIN_ARTICLES = 2
"""A word seen in one article only is a spelling or a name of the day; it weighs as much as a word never seen."""

VERSION = 1


def document_frequencies(texts: Iterable[str]) -> tuple[np.ndarray, np.ndarray, int]:
    """Count in how many texts each feature stands.

    Examples
    --------
    >>> features, counts, n_articles = document_frequencies(["a war", "the war", "war war"])
    >>> features.tolist() == [vectors.feature_of("war")], counts.tolist(), n_articles
    (True, [3], 3)
    """
    found: Counter[str] = Counter()
    n_articles = 0
    for text in texts:
        found.update(set(vectors.words_of(text)))
        n_articles += 1
    by_id: Counter[int] = Counter()
    for word, count in found.items():
        by_id[vectors.feature_of(word)] += count
    kept = sorted((feature, count) for feature, count in by_id.items() if count >= MIN_ARTICLES)
    table = np.array(kept, dtype="int32").reshape(-1, 2)
    return table[:, 0], np.minimum(table[:, 1], n_articles), n_articles


def main() -> None:
    """Read the bulk articles and write ``data/background.npz``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the labelled data")
    folder = parser.parse_args().data
    with gzip.open(folder / "bulk_allsides.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = (json.loads(line) for line in file)
        features, counts, n_articles = document_frequencies(f"{row['title'] or ''}\n{row['text']}" for row in rows)
    out = assets.DATA / vectors.BACKGROUND
    np.savez_compressed(
        out, features=features, counts=counts, n_articles=np.int32(n_articles), version=np.int32(VERSION)
    )
    print(f"{len(features):,} words of {n_articles:,} articles -> {out} ({out.stat().st_size / 1e6:.1f} MB)")


if __name__ == "__main__":
    main()
