"""Learn which words are written small inside sentences: python -m analysis.training.names --data ../shared/data.

Counted in ``bulk_allsides`` (Article-Bias-Prediction, Apache-2.0). A capital at the start of a sentence says nothing,
so `analysis.measures.names` asks this list whether the word would be small elsewhere.
"""

import argparse
import csv
import gzip
import json
from collections import Counter
from pathlib import Path

from analysis import assets
from analysis.corpus import segment
from analysis.measures import names

MIN_COUNT = 20
"""Our choice, not tuned: rarer words tell too little."""
MIN_SHARE = 0.5

HEADER = """\
# Words that are written small inside sentences, with the share of such uses; the rest have a capital.
# Origin: counted in Article-Bias-Prediction (Apache-2.0) by analysis/training/names.py.
# Words of {least} uses or more, {share:.0%} or more of them small.
"""


def counts(data: Path) -> tuple[Counter[str], Counter[str]]:
    """Count words inside sentences, all and small ones; the first word of a sentence and headlines are left out."""
    every: Counter[str] = Counter()
    small: Counter[str] = Counter()
    with gzip.open(data / "bulk_allsides.jsonl.gz", "rt", encoding="utf-8") as file:
        for text in (json.loads(line)["text"] or "" for line in file):
            for start, end in segment.sentences(text):
                words = segment.words(text[start:end])[1:]
                if text[end - 1] in '.”"' and words:
                    every.update(word.lower() for word in words)
                    small.update(word for word in words if word.islower())
    return every, small


def main() -> None:
    """Count and write the list."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    arguments = parser.parse_args()
    every, small = counts(arguments.data)
    shares = {word: small[word] / n for word, n in every.items() if n >= MIN_COUNT and word.isalpha()}
    kept = sorted((word, share) for word, share in shares.items() if share >= MIN_SHARE)
    with (assets.DATA / names.SMALL_WORDS).open("w", encoding="utf-8", newline="") as file:
        file.write(HEADER.format(least=MIN_COUNT, share=MIN_SHARE))
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["word", "share"])
        writer.writerows((word, f"{share:.2f}") for word, share in kept)
    print(f"{len(kept)} words")


if __name__ == "__main__":
    main()
