"""Fifty builds killed at random moments: nothing acknowledged is lost, nothing half-written is read.

Run: python -m tests.benchmarks.kills. Each build runs in a process of its own and is killed with SIGKILL after a
seeded random time; then the store is opened and verified, and the next build goes on from what is there. Once all
sources are in it, and after the last kill, its tables must be those of a store that was never disturbed; then the next
build begins with an empty store, so that no kill meets a build that has nothing to do.
"""

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

from analysis.settings import Settings
from analysis.store import parquet, snapshots, writing
from tests.benchmarks.build import articles, write

KILLS, ARTICLES, SOURCES = 50, 90, 6

CHILD = """
import sys
from analysis import pipeline
from analysis.settings import Settings
directory, *sources = sys.argv[1:]
print("began", flush=True)
for source in sources:
    pipeline.build([source], directory, settings=Settings(partition_articles=5))
"""


def child(directory: Path, sources: list[Path]) -> subprocess.Popen[str]:
    """Start building source after source, each its own snapshot, in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(directory), *map(str, sources)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    return process


def acknowledged(directory: Path) -> set[str]:
    """List the articles that a store has acknowledged, committed or pending."""
    with writing.opened(directory, Settings(partition_articles=5)) as writer:
        return set(writer.known_articles)


def verified(directory: Path) -> None:
    """Open a store after a kill, where there is one yet, and check every hash."""
    if not snapshots.exists(directory):
        return
    snapshot = snapshots.open(directory)
    damaged = snapshot.damaged_parts()
    if damaged:
        raise SystemExit(f"damaged after a kill: {', '.join(damaged)}")
    for name in parquet.READ:
        snapshot.table(name)


def same(one: Path, other: Path) -> None:
    """Refuse two stores whose tables differ, but for ids of events, which depend on the order of arrival."""
    left, right = snapshots.open(one), snapshots.open(other)
    for name in ("articles", "bodies", "sentences", "tone", "quotes", "targets", "frames", "measures", "names"):
        key = list(parquet.READ[name].key)
        tables = [snapshot.table(name).astype(dict.fromkeys(key, "str")) for snapshot in (left, right)]
        pd.testing.assert_frame_equal(*(t.sort_values(key, ignore_index=True) for t in tables), check_categorical=False)
    groups = [
        snapshot.table("events").sort_values("article_id")["event"].pipe(lambda e: pd.factorize(e)[0].tolist())
        for snapshot in (left, right)
    ]
    if groups[0] != groups[1]:
        raise SystemExit("the events differ from those of a store that was never disturbed")


def main() -> None:
    """Kill builds, and say how it went."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--seed", type=int, default=20190630)
    options = parser.parse_args()
    random.seed(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        rows = articles(options.data, ARTICLES)
        sources = [write(rows[n::SOURCES], Path(folder) / f"{n:02d}.jsonl") for n in range(SOURCES)]
        began = time.perf_counter()
        child(Path(folder) / "whole", sources).wait()
        seconds = time.perf_counter() - began
        stores, within = 1, 0
        for number in range(options.kills):
            directory = Path(folder) / f"store {stores}"
            at_work = kill(directory, sources, random.uniform(0, seconds))
            within += at_work
            if not at_work or number == options.kills - 1:
                child(directory, sources).wait()
                same(Path(folder) / "whole", directory)
                stores += 1
    print(
        f"{options.kills} builds of {stores - 1} stores killed, {within} of them before their end: every store opened, "
        "every hash was right,"
    )
    print("no acknowledged article was lost, and each store came to the tables of one that was never disturbed")


def kill(directory: Path, sources: list[Path], after: float) -> bool:
    """Kill one build after some seconds, check the store, and say whether the build was still at work."""
    before = acknowledged(directory) if directory.exists() else set()
    process = child(directory, sources)
    time.sleep(after)
    at_work = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    verified(directory)
    lost = before - acknowledged(directory)
    if lost:
        raise SystemExit(f"lost after a kill: {', '.join(sorted(lost))}")
    return at_work


if __name__ == "__main__":
    main()
