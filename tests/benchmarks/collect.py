"""A thousand pages over twenty hosts against a server on this machine: killed ten times, then finished.

Prints whether the files are those of an undisturbed run, which pages were asked twice, and the CPU time a page
(of client and server together, which share this process). Run with ``python -m tests.benchmarks.collect``.
"""

import resource
import tempfile
from pathlib import Path
from time import process_time

import pytest

from analysis.collect import collecting
from tests.collect import test_record as kills
from tests.collect.server import Clock, Server

N_HOSTS, N_PAGES = 20, 50
KILLS = (30, 900, 400, 161, 100, 77, 250, 31, 120, 64)


def main() -> None:
    """Run it and print."""
    server = Server()
    with tempfile.TemporaryDirectory() as name:
        wanted = kills.with_hosts(server, N_HOSTS, N_PAGES)
        throttle = list(server.pages["host1.test", "/3"])
        began = process_time()
        collecting.collect(wanted, Path(name, "whole"), server.access())
        seconds = process_time() - began
        undisturbed = server.every_count()
        server.asked.clear()
        server.pages["host1.test", "/3"] = throttle
        clock, n_kills = Clock(), 0
        for after in (*KILLS, 10**6):
            with pytest.MonkeyPatch.context() as patched:
                kills.killing(patched, after)
                try:
                    collecting.collect(wanted, Path(name, "killed"), server.access(clock))
                except kills.KilledError:
                    n_kills += 1
        same = kills.contents(Path(name, "killed")) == kills.contents(Path(name, "whole"))
        twice = {one: n for one, n in server.every_count().items() if n > undisturbed[one]}
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{N_HOSTS * N_PAGES:,} pages of {N_HOSTS} hosts, killed {n_kills} times: same files: {same}")
    print(f"asked twice: {len(twice)} {sorted(twice)}")
    print(f"{1000 * seconds / (N_HOSTS * N_PAGES):.1f} ms CPU a page, {megabytes:.0f} MB at most")
    server.close()


if __name__ == "__main__":
    main()
