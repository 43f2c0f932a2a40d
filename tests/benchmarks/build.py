"""What a whole build costs: articles a CPU second, memory and its growth, workers, store size, daily update, queries.

Run: python -m tests.benchmarks.build --data ../shared/data. Each build runs in a process of its own; time is CPU time
and ratios are taken within the run, because seconds of a shared machine mean little.
"""

import argparse
import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

SIZES = (3_000, 12_000)
REPLICAS = 16
"""48,000 articles are 3,000 of them sixteen times: days shifted, so that articles a day stay the same."""

SHIFT_DAYS = 2_500
"""Sixteen replicas of 2012 to 2020 reach back to 1909: earlier dates than 1900 would count as impossible."""

CHANGED_WORDS = 3
"""Every n-th word of a replica is replaced, so that it is no copy of its original: of its runs of three words, three in
ten are left, where a copy has 45 in 100."""


class Cost(NamedTuple):
    """CPU seconds, wall seconds and peak memory (MB) of one build."""

    cpu: float
    wall: float
    peak: float


def articles(data: Path, n: int) -> list[dict]:
    """Read the first articles of the bulk set that have a usable date, sorted by it."""
    with gzip.open(data / "bulk_allsides.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = (json.loads(line) for line in file)
        kept = islice((row for row in rows if row["date"] and "2012" <= row["date"][:4] <= "2020"), n)
        return sorted(kept, key=lambda row: row["date"])


def spread(rows: list[dict], n: int) -> list[dict]:
    """Take n articles evenly from all, or all, so that small and large corpora span the same years."""
    return [rows[place] for place in np.unique(np.linspace(0, len(rows) - 1, n).round().astype(int))]


def replica(row: dict, number: int) -> dict:
    """Shift an article's day and change one word in three: alike in length, and a copy of nothing."""
    if number == 0:
        return row
    words = row["text"].split(" ")
    words[number % CHANGED_WORDS :: CHANGED_WORDS] = [
        f"{word}{number}" for word in words[number % CHANGED_WORDS :: CHANGED_WORDS]
    ]
    shifted = date.fromordinal(date.fromisoformat(row["date"][:10]).toordinal() - SHIFT_DAYS * number)
    return row | {"id": f"{row['id']}-{number}", "url": None, "text": " ".join(words), "date": shifted.isoformat()}


def write(rows: list[dict], path: Path) -> Path:
    """Write articles as JSON Lines."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    return path


def build(source: Path, store: Path, *extra: str) -> Cost:
    """Build in a process of its own, with one thread, and measure it with its children."""
    command = [sys.executable, "-m", "analysis", "build", str(source), "--store", str(store), *extra]
    began = time.perf_counter()
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"the build of {source} ended with code {process.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, time.perf_counter() - began, usage.ru_maxrss / 1024)


def size_kb(store: Path, n: int) -> tuple[float, float]:
    """Give the store's size an article in kB, without and with the texts."""
    sizes = {path.name: path.stat().st_size for path in (store / "parts").iterdir()}
    bodies = sum(size for name, size in sizes.items() if name.startswith("bodies"))
    return (sum(sizes.values()) - bodies) / n / 1000, sum(sizes.values()) / n / 1000


def query_ms(n_rows: int = 1_000_000) -> float:
    """Time a filtered aggregate over a million rows of article measures, the median of nine."""
    from analysis import store
    from analysis.settings import Settings

    rng = np.random.default_rng(1)
    n_articles = n_rows // 20
    ids = [f"{number:016x}" for number in range(n_articles)]
    measures = pd.DataFrame(
        {
            "article_id": np.repeat(ids, 20),
            "measure": np.tile([f"measure {number}" for number in range(20)], n_articles),
            "value": rng.normal(size=n_rows).astype("float32"),
            "n": np.int32(10),
        }
    )
    with tempfile.TemporaryDirectory() as folder:
        with store.writing(folder, Settings()) as writer:
            writer.add({"measures": measures})
            snapshot = writer.commit()
        sql = "SELECT avg(value) AS mean, count(*) AS n FROM measures WHERE measure = ? AND article_id < ?"
        times = []
        for _ in range(9):
            began = time.perf_counter()
            snapshot.query(sql, ["measure 7", ids[n_articles // 2]])
            times.append(1000 * (time.perf_counter() - began))
    return float(np.median(times))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--large", action="store_true", help="also 48,000 articles: half an hour more")
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory() as folder:
        measure(options.data, Path(folder), large=options.large)


def measure(data: Path, folder: Path, *, large: bool) -> None:
    """Build at each size and print one line a figure."""
    rows = articles(data, SIZES[-1])
    sizes = [len(spread(rows, n)) for n in SIZES]  # fewer than asked for have a usable date
    costs = {}
    for n in sizes:
        source = write(spread(rows, n), folder / f"{n}.jsonl")
        costs[n] = build(source, folder / f"store{n}")
        print(f"{n:,} articles: {n / costs[n].cpu:.0f} a CPU second, peak {costs[n].peak:.0f} MB")
    small, big = sizes
    print(f"growth of peak memory from {small:,} to {big:,}: {costs[big].peak - costs[small].peak:.0f} MB")
    plain, whole = size_kb(folder / f"store{big}", big)
    print(f"size of the store an article: {plain:.1f} kB without text, {whole:.1f} kB with")
    for n in sizes:
        two = build(folder / f"{n}.jsonl", folder / f"two{n}", "--workers", "2")
        print(f"two workers against one, {n:,} articles: {costs[n].wall / two.wall:.2f} times as fast")
    if large:
        copies = [replica(row, number) for number in range(REPLICAS) for row in spread(rows, small)]
        cost = build(write(copies, folder / "large.jsonl"), folder / "large")
        exponent = np.log(cost.cpu / costs[small].cpu) / np.log(REPLICAS)
        print(f"{len(copies):,} articles: {len(copies) / cost.cpu:.0f} a CPU second, peak {cost.peak:.0f} MB")
        print(f"cost from {small:,} to {len(copies):,} articles grows with exponent {exponent:.2f}")
    print(f"filtered aggregate over a million rows of measures: {query_ms():.0f} ms")


if __name__ == "__main__":
    main()
