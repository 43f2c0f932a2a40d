"""What tests have workers do: apart from them, because a worker imports the whole module that holds its work."""

import gc
import os
import signal


def killed(partition: object) -> None:
    """Kill the worker."""
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))


def thresholds(partition: object) -> tuple[int, int, int]:
    """Tell how seldom the worker searches for garbage."""
    return gc.get_threshold()
