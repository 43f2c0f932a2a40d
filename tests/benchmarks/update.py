"""What a daily update costs: 2,000 new articles onto a large store; one undated article; one correction by hand.

Run: python -m tests.benchmarks.update --data ../shared/data. A twentieth of the large store is measured for real; its
measured parts are replicated with shifted days and other words, grouped for the first time, and then articles are added
with `pipeline.build`. Each step runs in a process of its own, so that its memory is its own; with ``--folder`` what was
made stays there (a measured store that is there is not made again), and ``--step`` runs one step only. A million
articles (``--articles 1000000``) take 5 GB of disk.
What is printed of an update is the CPU time beyond reading and measuring: finding copies, grouping, writing.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import codes, pipeline
from analysis.measures import vectors
from analysis.schema import TABLES
from analysis.settings import Settings
from analysis.store import corrections, snapshots, writing
from tests.benchmarks.build import SHIFT_DAYS, SIZES, articles, write
from tests.benchmarks.build import replica as changed

NEW, LARGE = 2_000, 200_000
REPLICATED = ("articles", "bodies", "signatures", "vectors", "names", "times", "measures")
"""The tables that an update reads, and what the page filters; the others of a replica would only lie on the disk.
Without ``times`` no outlet of the replicas could be trusted, and with the first new articles all of them would."""

COMMON = 2_000
"""Words of more background articles than one in six keep their meaning in a replica; the others become other words."""


def replica(tables: dict[str, pd.DataFrame], number: int) -> dict[str, pd.DataFrame]:
    """Make the tables of other articles: other ids, days, signatures and, but for the commonest, other words."""
    known = vectors.background()
    common = known.features[known.counts > COMMON]
    ids = {old: f"{zlib.crc32(old.encode()):08x}{number:08x}" for old in tables["articles"]["article_id"]}
    made = {name: table.assign(article_id=table["article_id"].map(ids)) for name, table in tables.items()}
    made["articles"]["published_at"] -= pd.Timedelta(days=SHIFT_DAYS * number)
    made["times"] = _shifted(made["times"], SHIFT_DAYS * number)
    columns = ["features", *vectors.FIELDS]
    rows = [_other_words(row, common, number) for row in made["vectors"][columns].itertuples(index=False)]
    made["vectors"][columns] = pd.DataFrame(rows, columns=columns, index=made["vectors"].index)
    noise = np.random.default_rng(number).bytes(max(map(len, made["signatures"]["signature"])))
    made["signatures"]["signature"] = [_mixed(one, noise) for one in made["signatures"]["signature"]]
    return made


def _shifted(times: pd.DataFrame, days: int) -> pd.DataFrame:
    """Shift the weekdays that texts name with the articles' days, and leave out days of months, which would not move.

    Days that contradict those of publication would make crawl dates of all of them.
    """
    kept = times[~times["kind"].isin(["day", "date"])]
    is_weekday = kept["kind"] == "weekday"
    return kept.assign(value=kept["value"].where(~is_weekday, (kept["value"] - days) % 7).astype("int32"))


def _other_words(row: tuple[np.ndarray, ...], common: np.ndarray, number: int) -> list[np.ndarray]:
    """Exchange the ids of all but common words, and bring the counts into the order of the new ids."""
    features, *counts = row
    other = np.where(np.isin(features, common), features, features ^ (number * 7919))
    order = np.argsort(other, kind="stable")
    return [other[order].astype("int32"), *(count[order] for count in counts)]


def _mixed(signature: bytes, noise: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(signature, noise, strict=False))


def fill(measured: Path, directory: Path, n_articles: int) -> None:
    """Fill a store with replicas of a measured one."""
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
        writer.commit()


def group(directory: Path) -> None:
    """Group a store for the first time."""
    began = time.process_time()
    pipeline.regroup(directory)
    spent, about = time.process_time() - began, snapshots.open(directory).about
    print(f"grouping {about['counts']['articles']:,} articles at once: {spent:.0f} s CPU, peak {peak_mb():.0f} MB")


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


def size_gb(directory: Path, tables: Iterable[str]) -> float:
    """Give what some tables of a store take on the disk."""
    return sum(Path(file).stat().st_size for name in tables for file in snapshots.open(directory).files(name)) / 1e9


def grow(data: Path, folder: Path) -> None:
    """Add the newest articles, then an undated one, then correct one, and print what each took."""
    large = folder / "large"
    newest = articles(data, SIZES[-1])[-NEW:]  # they are sorted by date
    n = len(snapshots.open(large).table("articles", columns=["article_id"]))
    kept = {name: size_gb(large, names) for name, names in (("all", TABLES), ("texts", ["bodies"]))}
    print(f"store of {n:,} articles, replicated tables only: {kept['all']:.2f} GB and {kept['texts']:.2f} GB of texts")
    beyond, measuring = update(write(newest, folder / "new.jsonl"), large)
    print(f"{NEW:,} articles onto {n:,}: {beyond:.1f} s CPU beyond measuring them ({measuring:.0f} s)")
    print(f"peak memory of the update {peak_mb():.0f} MB")
    one = write([undated(newest[0])], folder / "undated.jsonl")
    print(f"one undated article onto {n + NEW:,}: {update(one, large)[0]:.1f} s CPU beyond measuring it")
    print(f"one correction by hand among {n + NEW + 1:,}: {correction(large):.1f} s CPU")


def run(step: str, data: Path, folder: Path, n_articles: int) -> None:
    """Take one step, in this process."""
    if step == "measure" and not snapshots.exists(folder / "measured"):
        old = write(articles(data, SIZES[-1])[:-NEW], folder / "measured.jsonl")
        pipeline.build([old], folder / "measured")
    elif step == "fill":
        fill(folder / "measured", folder / "large", n_articles)
    elif step == "group":
        group(folder / "large")
    elif step == "update":
        grow(data, folder)


STEPS = ("measure", "fill", "group", "update")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--articles", type=int, default=LARGE, help="articles of the large store")
    parser.add_argument("--folder", type=Path, help="where the stores are made, and stay")
    parser.add_argument("--step", choices=STEPS, help="take only this step, in the folder")
    options = parser.parse_args()
    if options.step:
        run(options.step, options.data, options.folder, options.articles)
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        given = ["--data", str(options.data), "--articles", str(options.articles), "--folder", str(folder)]
        for step in STEPS:
            subprocess.run([sys.executable, "-m", "tests.benchmarks.update", *given, "--step", step], check=True)


if __name__ == "__main__":
    main()
