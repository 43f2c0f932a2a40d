"""Trials too slow for the test run: full disks, stops, races, readers, one store whatever surrounds it.

    python -m tests.benchmarks.trials [disks] [stops] [readers] [same] [race] --data ../shared/data

Each says what it tried and ends with an error where something did not hold. `tests/benchmarks/kills.py` kills builds;
`tests/benchmarks/fuzz.py` damages files.
"""

import argparse
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from analysis import schema
from analysis.store import snapshots
from tests.benchmarks.build import articles, write

SIZES = (0, 1, 100, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000)
"""Bytes that any one file may have: a build under such a limit fails as on a full disk, at ever later steps."""

ARTICLES, SOURCES, STOPS, READERS, RACES = 60, 6, 20, 4, 4

SURROUNDINGS = (
    {},
    {"workers": "2"},
    {"LC_ALL": "C"},
    {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
    {"LC_ALL": "de_DE.ISO-8859-1"},
    {"TZ": "Asia/Kathmandu"},
    {"TZ": "America/St_Johns"},
    {"PYTHONHASHSEED": "1"},
    {"OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "2"},
    {"OPENBLAS_CORETYPE": "Nehalem"},
    {"OPENBLAS_CORETYPE": "Haswell"},
)
"""Environments (and workers) under which a build must give the same tables."""


def source(data: Path, folder: Path, number: int = 0) -> Path:
    """Write the first, second ... sixty articles of the bulk set, by date."""
    rows = articles(data, ARTICLES * SOURCES)[ARTICLES * number : ARTICLES * (number + 1)]
    return write(rows, folder / f"corpus_{number}.jsonl")


def command(*arguments: object, limit: int | None = None, **variables: str) -> subprocess.Popen[str]:
    """Start the command line in a process of its own, with files of at most ``limit`` bytes."""

    def limited() -> None:
        if limit is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.Popen(
        [sys.executable, "-m", "analysis", *map(str, arguments)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=limited, env=os.environ | variables,
    )  # fmt: skip


def ended(process: subprocess.Popen[str], what: str) -> tuple[int, str]:
    """Wait for a process, and see that it leaves no traceback."""
    _, error = process.communicate(timeout=600)
    if "Traceback" in error:
        raise SystemExit(f"{what}: {error[-2000:]}")
    return process.returncode, error


def tables(store: Path) -> dict[str, pd.DataFrame]:
    """Read the exported tables of a store, each in a fixed order."""
    snapshot = snapshots.open(store)
    found = {}
    for name, table in schema.TABLES.items():
        if table.exported and name in snapshot.about.get("rows", {name: 0}):
            rows = snapshot.table(name).astype("str")
            found[name] = rows.sort_values(list(rows.columns)).reset_index(drop=True)
    return found


def same(one: dict[str, pd.DataFrame], other: dict[str, pd.DataFrame], what: str) -> None:
    """See that two stores hold the same."""
    for name, rows in one.items():
        if not rows.equals(other[name]):
            raise SystemExit(f"{what}: table '{name}' is another one")


def disks(data: Path, folder: Path) -> None:
    """Build and update under fourteen limits: a sentence, the old store stays, and with room it is made whole."""
    first, second = source(data, folder), source(data, folder, 1)
    for size in SIZES:
        for start in (False, True):
            store = folder / f"disk_{size}_{start}"
            if start:
                ended(command("build", first, "--store", store), "a first build")
                before = tables(store)
            code, error = ended(command("build", second, "--store", store, limit=size), f"{size:,} bytes")
            if code not in (0, 2) or (code and not error.strip().rpartition("\n")[2].startswith("error: ")):
                raise SystemExit(f"{size:,} bytes: code {code}, {error[-500:]!r}")
            if start and code:
                same(before, tables(store), f"{size:,} bytes, the old store")
            ended(command("build", second, "--store", store), "a build with room")
            if snapshots.open(store).damaged_parts():
                raise SystemExit(f"{size:,} bytes: damaged parts")
    print(f"{len(SIZES)} sizes of full disks, on new and old stores: one sentence each, nothing lost")


def stops(data: Path, folder: Path) -> None:
    """Interrupt and terminate builds at random moments; the next one goes on, and all end with the same store."""
    chance, path = random.Random(3), source(data, folder)
    ended(command("build", path, "--store", folder / "whole"), "an undisturbed build")
    whole = tables(folder / "whole")
    for number in range(STOPS):
        store, kind = folder / f"stopped_{number % 4}", chance.choice((signal.SIGINT, signal.SIGTERM))
        process = command("build", path, "--store", store)
        time.sleep(chance.uniform(0.2, 6))
        process.send_signal(kind)
        ended(process, f"stop {number}")
    for number in range(4):
        code, error = ended(command("build", path, "--store", folder / f"stopped_{number}"), "the build after stops")
        if code:
            raise SystemExit(f"after stops: {error}")
        same(whole, tables(folder / f"stopped_{number}"), "after stops")
    print(f"{STOPS} builds stopped by SIGINT and SIGTERM: no traceback, and the next build gave the same store")


READER = """
import sys
from analysis.store import snapshots
while True:
    snapshot = snapshots.open(sys.argv[1])
    n = len(snapshot.articles())
    assert len(snapshot.table("events")) == n, "a snapshot of two minds"
    print(snapshot.number, n, flush=True)
"""


def readers(data: Path, folder: Path) -> None:
    """Read a store from four processes while five builds commit to it: each answer is that of one snapshot."""
    store = folder / "read"
    ended(command("build", source(data, folder), "--store", store), "a first build")
    running = [subprocess.Popen([sys.executable, "-c", READER, str(store)], stdout=subprocess.PIPE, text=True,
                                stderr=subprocess.PIPE) for _ in range(READERS)]  # fmt: skip
    committed = {}
    for number in range(1, 6):
        committed[snapshots.open(store).number] = len(snapshots.open(store).articles())
        ended(command("build", source(data, folder, number), "--store", store), "a build beside readers")
    committed[snapshots.open(store).number] = len(snapshots.open(store).articles())
    n_read = 0
    for process in running:
        if process.poll() is not None:
            raise SystemExit(f"a reader ended: {process.stderr.read() if process.stderr else ''}")
        process.terminate()
        told = [tuple(map(int, line.split())) for line in process.communicate()[0].splitlines() if line.count(" ") == 1]
        wrong = [one for one in told if committed.get(one[0]) != one[1]]
        if wrong:
            raise SystemExit(f"a reader saw {wrong[:3]}; committed were {committed}")
        n_read += len(told)
    print(f"{READERS} readers beside 5 builds: {n_read:,} answers, each that of one snapshot")


def alike(data: Path, folder: Path) -> None:
    """Build one corpus in other locales, time zones, hash seeds, threads, kernels and workers: the same tables."""
    path, first = source(data, folder), None
    for number, variables in enumerate(SURROUNDINGS):
        store, told = folder / f"same_{number}", dict(variables)
        workers = told.pop("workers", "1")
        code, error = ended(command("build", path, "--store", store, "--workers", workers, **told), f"{variables}")
        if code:
            raise SystemExit(f"{variables}: {error}")
        found = tables(store)
        first = first or found
        same(first, found, f"{variables}")
    print(f"{len(SURROUNDINGS)} surroundings: the same tables")


def race(data: Path, folder: Path) -> None:
    """Start two builds of different sources on one new store at once: each is in it or was refused in a sentence."""
    sources, refused = [source(data, folder, number) for number in (0, 1)], 0
    for number in range(RACES):
        store = folder / f"race_{number}"
        running = [command("build", path, "--store", store) for path in sources]
        ends = [ended(process, f"race {number}") for process in running]
        refused += sum(code == 2 for code, _ in ends)
        if any(code not in (0, 2) or (code and "another build" not in error) for code, error in ends):
            raise SystemExit(f"race {number}: {ends}")
        for path in sources:
            ended(command("build", path, "--store", store), "the build after a race")
        named = snapshots.open(store).manifest.sources
        if len(snapshots.open(store).articles()) != 2 * ARTICLES or len(named) != len(sources):
            raise SystemExit(f"race {number}: articles lost, or sources not named: {named}")
    print(f"{RACES} races of two builds for one store: {refused} refused, nothing lost")


TRIALS: dict[str, Callable[[Path, Path], None]] = {
    "disks": disks,
    "stops": stops,
    "readers": readers,
    "same": alike,
    "race": race,
}


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trials", nargs="*", help="which; all by default")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of labelled data")
    options = parser.parse_args()
    for name in options.trials or TRIALS:
        with tempfile.TemporaryDirectory() as folder:
            TRIALS[name](options.data, Path(folder))


if __name__ == "__main__":
    main()
