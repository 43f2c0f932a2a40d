"""Builds on a Dask cluster of this machine, started as docs/architecture.md says: overhead, and troubles.

    python -m tests.benchmarks.cluster [--data ../shared/data] [--n 1500] [--repeats 3]

A scheduler and two, then four workers are processes of their own with one thread each. Four on two cores against two
tell what more processes cost, in CPU seconds of all of them and by the clock. Then four workers build once more while
one is killed, one is stopped half of the time and one loses its scratch folder: the store must be that of one process,
to the byte.
"""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from analysis.store import snapshots
from tests.benchmarks.build import articles, write

DASK = (sys.executable, "-m", "dask")


class Cluster:
    """A scheduler and its workers, with what they cost when they end."""

    def __init__(self, n_workers: int, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        self.cpu = 0.0
        self.scratch = [folder / f"scratch {number}" for number in range(n_workers)]
        self._environment = os.environ | {"OMP_NUM_THREADS": "1"}
        port = self.address.rpartition(":")[2]
        self._scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard")
        self.workers = [
            self._start("worker", self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard",
                        "--local-directory", str(place))
            for place in self.scratch
        ]  # fmt: skip

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([*DASK, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                env=self._environment)  # fmt: skip

    def end(self) -> None:
        """End all processes and add up their CPU seconds."""
        for process in (*self.workers, self._scheduler):
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                self.cpu += cpu_of(process)


def cpu_of(process: subprocess.Popen[bytes]) -> float:
    """Wait for a process, and give the CPU seconds of it and its children."""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime


@contextmanager
def running(n_workers: int, folder: Path) -> Iterator[Cluster]:
    """Have a cluster for as long as the context lasts."""
    cluster = Cluster(n_workers, folder)
    try:
        yield cluster
    finally:
        cluster.end()


def build(source: Path, store: Path, *where: str) -> tuple[float, float]:
    """Build in a process of its own: CPU seconds and seconds by the clock."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "analysis", "build", str(source), "--store", str(store), *where]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    cpu = cpu_of(process)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with code {process.returncode}")
    return cpu, time.perf_counter() - began


def same(store: Path, expected: Path, what: str) -> None:
    """Refuse a store that differs from the one of one process in any byte of any part."""
    if snapshots.open(store).manifest.parts != snapshots.open(expected).manifest.parts:
        raise SystemExit(f"{what}: the store is not that of one process")


def measured(n_workers: int, source: Path, folder: Path) -> tuple[float, float]:
    """Build on workers that built before, as on a cluster that stays: CPU seconds of all processes, and seconds."""
    with running(n_workers, folder) as cluster:
        build(source, folder / "first", "--scheduler", cluster.address)
        cpu, seconds = build(source, folder / f"store {n_workers}", "--scheduler", cluster.address)
        same(folder / f"store {n_workers}", folder / "one", f"{n_workers} workers")
    shutil.rmtree(folder / "first")
    shutil.rmtree(folder / f"store {n_workers}")
    return cpu + cluster.cpu, seconds


def troubled(source: Path, folder: Path, seconds: float) -> None:
    """Kill one of four workers, stop one half of the time, and delete the scratch folder of one, during one build."""
    with running(4, folder) as cluster:
        over = threading.Event()

        def trouble() -> None:
            """Do so, each at its time."""
            over.wait(seconds / 4)
            cluster.workers[0].send_signal(signal.SIGKILL)
            shutil.rmtree(cluster.scratch[1], ignore_errors=True)
            while not over.is_set():
                for one in (signal.SIGSTOP, signal.SIGCONT):
                    cluster.workers[2].send_signal(one)
                    over.wait(2)
            cluster.workers[2].send_signal(signal.SIGCONT)

        thread = threading.Thread(target=trouble)
        thread.start()
        try:
            _, took = build(source, folder / "troubled", "--scheduler", cluster.address)
        finally:
            over.set()
            thread.join()
        same(folder / "troubled", folder / "one", "four workers in trouble")
    print(f"four workers, one killed, one stopped half of the time, one without its folder: same bytes, {took:.0f} s")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--n", type=int, default=1500)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = write(articles(options.data, options.n), folder / "corpus.jsonl")
        cpu, seconds = build(source, folder / "one")
        print(f"{options.n:,} articles, one process: {cpu:.0f} s CPU, {seconds:.0f} s")
        rows = [(measured(2, source, folder), measured(4, source, folder)) for _ in range(options.repeats)]
        for two, four in rows:
            print(f"two workers {two[0]:.0f} s CPU, {two[1]:.0f} s; four {four[0]:.0f} s CPU, {four[1]:.0f} s")
        for place, what in ((0, "CPU seconds, with start and models of each worker"), (1, "time of the build")):
            print(f"four against two, {what}: {median(four[place] / two[place] for two, four in rows):.2f}")
        troubled(source, folder, median(four[1] for _, four in rows))


if __name__ == "__main__":
    main()
