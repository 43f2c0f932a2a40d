"""What tests have workers do: apart from them, because a worker imports the whole module that holds its work."""

import gc
import os
import signal

import pandas as pd

from analysis.corpus.batches import Ingested


def killed(partition: object) -> None:
    """Kill the worker."""
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))


def tables_and_size(part: Ingested) -> dict[str, pd.DataFrame]:
    """Give the tables of a part back, and how many articles it has."""
    size = pd.DataFrame({"n": [len(part.articles)]})
    return {name: getattr(part, name) for name in ("articles", "rejects", "removals", "notes")} | {"sizes": size}


def thresholds(partition: object) -> tuple[int, int, int]:
    """Tell how seldom the worker searches for garbage."""
    return gc.get_threshold()
