"""How many articles a second are read and cleaned on one core, as JSON Lines of `bulk_allsides`.

Run as ``python tests/benchmarks/corpus.py [--data ../shared/data]``. Absolute seconds are noise on shared machines, so
the time is also given as a multiple of what it takes to parse the same JSON and do nothing with it, and 9,000 articles
against 3,000 show that the cost is linear.
"""

import argparse
import gzip
import itertools
import json
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from analysis.corpus import ingest  # noqa: E402

MUST, AIM = 1500, 4000
REPEATS = 3


def seconds(work) -> float:
    """Give the shortest CPU time of three runs."""
    times = []
    for _ in range(REPEATS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT / "../shared/data")
    path = parser.parse_args().data / "bulk_allsides.jsonl.gz"
    if not path.is_file():
        sys.exit(f"{path} is not there; give the folder of labelled data with --data")
    list(ingest.stream(ROOT / "seeds"))  # loads models and compiles expressions
    with tempfile.TemporaryDirectory() as folder, gzip.open(path, "rt", encoding="utf-8") as file:
        lines = list(itertools.islice(file, 9000))
        rates = {}
        for n in (3000, 9000):
            part = Path(folder) / f"{n}.jsonl"
            part.write_text("".join(lines[:n]), encoding="utf-8")
            reading = seconds(lambda part=part: [None for _ in ingest.stream(part)])
            parsing = seconds(lambda n=n: [None for line in lines[:n] if json.loads(line)])
            rates[n] = n / reading
            print(f"{n} articles: {rates[n]:,.0f} a second (must {MUST:,}, aim {AIM:,})", end="; ")
            print(f"{reading / parsing:.0f} times json.loads")
        print(f"cost of an article at 9,000 against 3,000: {rates[3000] / rates[9000]:.2f}")


if __name__ == "__main__":
    main()
