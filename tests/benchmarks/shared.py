"""A store in a bucket of a real S3 server: builds killed at random moments, races, readers beside builds.

    python3 -m venv /tmp/moto && /tmp/moto/bin/pip install "moto[s3,server]" && /tmp/moto/bin/moto_server -p 5055
    python -m tests.benchmarks.shared --endpoint http://127.0.0.1:5055

The server has an environment of its own: what it requires and what this project requires cannot be installed together.
Every machine is a process with a folder of copies of its own. Ends with an error where something did not hold.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from analysis.store import shared, snapshots
from tests.benchmarks.build import articles, write
from tests.benchmarks.kills import same
from tests.benchmarks.trials import READER

KILLS, ARTICLES, SOURCES, READERS = 12, 60, 6, 2

CHILD = """
import sys
from analysis import pipeline
from analysis.errors import DataError
from analysis.settings import Settings
store, *sources = sys.argv[1:]
try:
    for source in sources:
        pipeline.build([source], store, settings=Settings(partition_articles=5))
except DataError as error:
    print(error)
    sys.exit(2)
"""


def machine(copies: Path, script: str, store: object, *sources: Path) -> subprocess.Popen[str]:
    """Start a process that has its copies in a folder."""
    return subprocess.Popen([sys.executable, "-c", script, str(store), *map(str, sources)], stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True,
                            env=os.environ | {"PARALLAX_CACHE": str(copies)})  # fmt: skip


def ended(process: subprocess.Popen[str], what: str) -> int:
    """Wait for a build, which ends well or says in one sentence that another was faster."""
    out, error = process.communicate(timeout=900)
    if process.returncode not in (0, 2) or (process.returncode and "another build" not in out):
        raise SystemExit(f"{what}: {out} {error[-1000:]}")
    return process.returncode


def kills(folder: Path, sources: list[Path], whole: Path, seconds: float) -> None:
    """Kill builds on two machines by turns; a third looks on, and the store comes to that of an undisturbed one."""
    store, n_within = "s3://trials/killed", 0
    for number in range(KILLS):
        process = machine(folder / f"machine {number % 2}", CHILD, store, *sources)
        time.sleep(random.uniform(seconds / 8, seconds))
        n_within += process.poll() is None
        process.kill()
        process.communicate()
        if snapshots.exists(store) and snapshots.open(store).damaged_parts():
            raise SystemExit("damaged after a kill")
    ended(machine(folder / "machine 0", CHILD, store, *sources), "the build after kills")
    same(whole, shared.located(store))
    print(f"{KILLS} builds killed, {n_within} of them before their end: no part damaged, and the undisturbed store")


def races(folder: Path, sources: list[Path], whole: Path) -> None:
    """Build each source on a machine of its own, all at once and again until all are in; readers look on."""
    store = "s3://trials/raced"
    ended(machine(folder / "first", CHILD, store, sources[0]), "a first build")
    readers = [machine(folder / f"reader {number}", READER, store) for number in range(READERS)]
    refused = 0
    for number in range(1, len(sources), 2):
        pair = [
            machine(folder / f"racer {at}", CHILD, store, source)
            for at, source in enumerate(sources[number : number + 2])
        ]
        ends = [ended(process, "a race") for process in pair]
        refused += sum(code == 2 for code in ends)
        if 0 not in ends:
            raise SystemExit("nobody won a race")
    for at, source in enumerate(sources):
        ended(machine(folder / f"racer {at % 2}", CHILD, store, source), "the build after races")
    n_read = 0
    for process in readers:
        if process.poll() is not None:
            raise SystemExit(f"a reader ended: {process.communicate()[1][-1000:]}")
        process.terminate()
        n_read += len(process.communicate()[0].splitlines())
    if set(snapshots.open(store).articles()["article_id"]) != set(snapshots.open(whole).articles()["article_id"]):
        raise SystemExit("articles lost in races")
    print(f"races of two builds: {refused} refused, nothing lost; {READERS} readers got {n_read:,} answers, each whole")


def main() -> None:
    """Run both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--endpoint", required=True)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    options = parser.parse_args()
    random.seed(20190630)
    shared.FRESH_SECONDS = 0
    os.environ |= {"AWS_ENDPOINT_URL": options.endpoint, "AWS_ACCESS_KEY_ID": "trial", "AWS_SECRET_ACCESS_KEY": "trial"}
    urllib.request.urlopen(urllib.request.Request(f"{options.endpoint}/trials", method="PUT"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["PARALLAX_CACHE"] = str(folder / "looking on")
        rows = articles(options.data, ARTICLES)
        sources = [write(rows[n::SOURCES], folder / f"{n:02d}.jsonl") for n in range(SOURCES)]
        began = time.perf_counter()
        ended(machine(folder, CHILD, folder / "whole", *sources), "an undisturbed build")
        kills(folder, sources, folder / "whole", time.perf_counter() - began)
        races(folder, sources, folder / "whole")


if __name__ == "__main__":
    main()
