"""Frame emphasis and naming: how they grow with the corpus, and what the table look-up saves.

Run as ``python tests/benchmarks/frames.py [DATA]``; prints ratios, because seconds are noise on shared machines.
"""

import gzip
import json
import sys
import time
from pathlib import Path

import pandas as pd

from analysis import assets
from analysis.corpus import segment
from analysis.measures import frames, names, naming
from analysis.measures.frames import seeds, vectors

DATA = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")


def seconds(work) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def corpus(n_articles: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    with gzip.open(DATA / "bulk_allsides.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line, _ in zip(lines, range(n_articles), strict=False)]
    articles = pd.DataFrame(
        {
            "article_id": [row["id"] for row in rows],
            "outlet": [row["outlet"] for row in rows],
            "published_at": pd.NaT,
            "title": [row["title"] for row in rows],
            "body": [row["text"] for row in rows],
        }
    )
    return articles, segment.of_articles(articles).assign(voice="own")


def main() -> None:
    book = frames.codebook("generic")
    few, many = corpus(300), corpus(3_000)
    frames.of_articles(*few, book)  # reads the tables
    small, large = (seconds(lambda part=part: frames.of_articles(*part, book)) for part in (few, many))
    print(f"emphasis, 3,000 against 300 articles: {large / small:.1f} times the time")
    print(f"emphasis, sentences a second: {len(many[1]) / large:,.0f}")
    texts = segment.texts_of(few[1], few[0]).tolist()
    ours = seconds(lambda: vectors.of_texts(seeds.tokens(texts)))
    theirs = seconds(lambda: assets.embedding().embed(texts, norm=True))
    print(f"sentence vectors, the package's own against ours: {theirs / ours:.1f} times the time")
    found = names.of_articles(*few)
    forms = assets.table("aliases.csv")
    print(f"naming, articles a second: {300 / seconds(lambda: naming.of_articles(*few, found, forms)):,.0f}")


if __name__ == "__main__":
    main()
