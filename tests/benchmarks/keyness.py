"""What keyness of two large outlets costs: python tests/benchmarks/keyness.py [--data DIR] [--articles 5000].

Articles of ``bulk_allsides`` are dealt to two made outlets, four to an event. Reported are CPU seconds and peak
memory, and the ratio to a quarter of the articles: at linear cost it is four.
"""

import argparse
import gzip
import json
import resource
import sys
import time
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from analysis.comparison import keyness  # noqa: E402
from analysis.settings import Settings  # noqa: E402

PER_EVENT = 4


def articles(folder: Path, n: int) -> pd.DataFrame:
    rows = []
    with gzip.open(folder / "bulk_allsides.jsonl.gz", "rt", encoding="utf-8") as file:
        for number, line in zip(range(n), file, strict=False):
            row = json.loads(line)
            rows.append((row["id"], "AB"[number % 2], f"e{number // PER_EVENT}", row["title"], row["text"]))
    return pd.DataFrame(rows, columns=["article_id", "outlet", "event", "title", "body"])


def seconds(table: pd.DataFrame) -> float:
    began = time.process_time()
    keyness.between(table, target="A", settings=Settings(n_permutations=1000))
    return time.process_time() - began


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    options.add_argument("--articles", type=int, default=5000, help="of each outlet")
    chosen = options.parse_args()
    table = articles(chosen.data, 2 * chosen.articles)
    quarter = seconds(table.head(len(table) // 4))
    whole = seconds(table)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"{chosen.articles:,} articles an outlet, 1,000 permutations: {whole:.1f} CPU s, peak {peak:.2f} GB")
    print(f"ratio to a quarter of the articles: {whole / quarter:.1f} (linear: 4)")


if __name__ == "__main__":
    main()
