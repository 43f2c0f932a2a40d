"""What a daily update costs: 2,000 new articles onto a store of 200,000; one undated article; one correction by hand.

Run: python -m tests.benchmarks.update --data ../shared/data. A twentieth of the large store is measured for real; its
measured parts are replicated with shifted days and other words. Then new articles are added with `pipeline.build`.
What is printed is the CPU time beyond reading and measuring the new articles: finding copies, grouping, writing.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
import zlib
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import codes, pipeline
from analysis.measures import vectors
from analysis.settings import Settings
from analysis.store import corrections, snapshots, writing
from tests.benchmarks.build import SHIFT_DAYS, SIZES, articles, write
from tests.benchmarks.build import replica as changed

NEW, LARGE = 2_000, 200_000
REPLICATED = ("articles", "bodies", "signatures", "vectors", "names")
"""The tables that an update reads; the others of a replica would only lie on the disk."""

COMMON = 2_000
"""Words of more background articles than one in six keep their meaning in a replica; the others become other words."""


def replica(tables: dict[str, pd.DataFrame], number: int) -> dict[str, pd.DataFrame]:
    """Make the tables of other articles: other ids, days, signatures and, but for the commonest, other words."""
    known = vectors.background()
    common = known.features[known.counts > COMMON]
    ids = {old: f"{zlib.crc32(old.encode()):08x}{number:08x}" for old in tables["articles"]["article_id"]}
    made = {name: table.assign(article_id=table["article_id"].map(ids)) for name, table in tables.items()}
    made["articles"]["published_at"] -= pd.Timedelta(days=SHIFT_DAYS * number)
    columns = ["features", *vectors.FIELDS]
    rows = [_other_words(row, common, number) for row in made["vectors"][columns].itertuples(index=False)]
    made["vectors"][columns] = pd.DataFrame(rows, columns=columns, index=made["vectors"].index)
    noise = np.random.default_rng(number).bytes(max(map(len, made["signatures"]["signature"])))
    made["signatures"]["signature"] = [_mixed(one, noise) for one in made["signatures"]["signature"]]
    return made


def _other_words(row: tuple[np.ndarray, ...], common: np.ndarray, number: int) -> list[np.ndarray]:
    """Exchange the ids of all but common words, and bring the counts into the order of the new ids."""
    features, *counts = row
    other = np.where(np.isin(features, common), features, features ^ (number * 7919))
    order = np.argsort(other, kind="stable")
    return [other[order].astype("int32"), *(count[order] for count in counts)]


def _mixed(signature: bytes, noise: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(signature, noise, strict=False))


def large_store(measured: Path, directory: Path, n_articles: int) -> int:
    """Fill a store with replicas of a measured one, and group it; say how many articles it holds."""
    snapshot = snapshots.open(measured)
    tables = {name: snapshot.table(name) for name in REPLICATED}
    facts = tables.pop("bodies").merge(tables["articles"], on="article_id")
    tables["articles"] = facts
    settings = Settings()
    with writing.opened(directory, settings) as writer:
        for number in range(-(-n_articles // len(facts))):
            made = replica(tables, number)
            for start in range(0, len(facts), settings.partition_articles):
                ids = made["articles"]["article_id"].iloc[start : start + settings.partition_articles]
                writer.add({name: table[codes.among(table["article_id"], ids)] for name, table in made.items()})
        began = time.process_time()
        pipeline._regroup(writer, settings)
        n = len(writer.known_articles)
        print(f"grouping {n:,} articles at once: {time.process_time() - began:.0f} s CPU, peak {peak_mb():.0f} MB")
        writer.commit()
    return n


def peak_mb() -> float:
    """Give this process's peak memory so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def update(source: Path, directory: Path) -> tuple[float, float]:
    """Add articles; give the CPU seconds beyond reading and measuring them, and those of reading and measuring."""
    spent = {"measuring": 0.0}
    stream, measure = pipeline.ingest.stream, pipeline.measure

    def timed_stream(*given, **options):
        batches = iter(stream(*given, **options))
        while True:
            began = time.process_time()
            batch = next(batches, None)
            spent["measuring"] += time.process_time() - began
            if batch is None:
                return
            yield batch

    def timed_measure(*given, **options):
        began = time.process_time()
        tables = measure(*given, **options)
        spent["measuring"] += time.process_time() - began
        return tables

    pipeline.ingest.stream, pipeline.measure = timed_stream, timed_measure
    try:
        began = time.process_time()
        pipeline.build([source], directory)
        return time.process_time() - began - spent["measuring"], spent["measuring"]
    finally:
        pipeline.ingest.stream, pipeline.measure = stream, measure


def undated(row: dict) -> dict:
    """Take an article's date away, and change one word in three, so that it is a copy of nothing."""
    return changed(row, 1) | {"date": None}


def correction(directory: Path) -> float:
    """Take an article out of a common event by hand; give the CPU seconds of grouping anew."""
    snapshot = snapshots.open(directory)
    event = snapshot.table("event_summary").sort_values(["n_articles", "event"])["event"].iloc[-1]
    article = snapshot.table("events", where={"event": [event]})["article_id"].iloc[0]
    corrections.log(directory, "split", [article])
    began = time.process_time()
    pipeline.regroup(directory)
    return time.process_time() - began


def make(data: Path, directory: Path) -> None:
    """Measure all but the newest articles, and make the large store of them."""
    with tempfile.TemporaryDirectory() as folder:
        old = write(articles(data, SIZES[-1])[:-NEW], Path(folder) / "measured.jsonl")
        pipeline.build([old], Path(folder) / "measured")
        large_store(Path(folder) / "measured", directory, LARGE)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--make", type=Path, help="only make the large store there")
    options = parser.parse_args()
    if options.make:
        make(options.data, options.make)
        return
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / "large"
        command = [sys.executable, "-m", "tests.benchmarks.update", "--data", str(options.data), "--make", str(large)]
        subprocess.run(command, check=True)  # in a process of its own: its memory is not the update's
        newest = articles(options.data, SIZES[-1])[-NEW:]  # they are sorted by date
        new = write(newest, Path(folder) / "new.jsonl")
        beyond, measuring = update(new, large)
        n = len(snapshots.open(large).table("articles", columns=["article_id"]))
        print(f"{NEW:,} articles onto {n - NEW:,}: {beyond:.1f} s CPU beyond measuring them ({measuring:.0f} s)")
        print(f"peak memory of the update {peak_mb():.0f} MB")
        one = write([undated(newest[0])], Path(folder) / "undated.jsonl")
        print(f"one undated article onto {n:,}: {update(one, large)[0]:.1f} s CPU beyond measuring it")
        print(f"one correction by hand among {n + 1:,}: {correction(large):.1f} s CPU")


if __name__ == "__main__":
    main()
