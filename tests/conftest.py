"""Fixtures that several test modules share."""

import gc
import os
import sys
from pathlib import Path

# Before NumPy is loaded, here and in every process that a test starts: workers of pytest that each ask for all cores
# wait for one another. One thread each halves the CPU time of the tests that train frames.
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

# Where Python is told to keep no compiled modules, each worker and each process of a test compiles all that it loads.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

import hypothesis
import pytest

from analysis import pipeline
from analysis.measures.frames import trained
from analysis.store import snapshots
from tests.collect.server import Server

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
WAIT = 180
"""Seconds that a test waits for anything: a busy machine is slow, and what hangs should fail in the end."""

# No test is timed: a busy machine is no error.
hypothesis.settings.register_profile("untimed", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("untimed")


def pytest_configure():
    """Search for garbage seldom: what is collected stays, and searching it takes a tenth of the time of collecting."""
    gc.set_threshold(50_000, 20, 20)


MAIN = sys.modules["__main__"]


@pytest.fixture(autouse=True)
def _main_stays_main():
    """Give the main module back: AppTest leaves the dashboard there, and spawned workers would run it.

    A fixture of a whole module may have left it there before any test began.
    """
    sys.modules["__main__"] = MAIN
    yield
    sys.modules["__main__"] = MAIN


@pytest.fixture(scope="session", autouse=True)
def _no_test_waits_for_the_disk():
    """Sync nothing: a test may kill a process, but the power stays on. The descriptor must be an open one."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(os, "fsync", os.fstat)
        yield


@pytest.fixture(scope="session")
def seed_store(tmp_path_factory):
    """A store of the three seeds; tests read it and never write to it."""
    directory = tmp_path_factory.mktemp("seeds")
    pipeline.build([SEEDS], directory)
    return snapshots.open(directory)


@pytest.fixture
def trained_once(monkeypatch):
    """Cross-validate trained frames once, where the test looks at something else than their figures."""
    monkeypatch.setattr(trained, "N_REPEATS", 1)


@pytest.fixture
def server():
    """A server of outlets on this machine."""
    made = Server()
    yield made
    made.close()
