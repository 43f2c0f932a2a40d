"""Where the work runs: this process, a pool of processes, or a Dask cluster; nobody else knows which.

Partitions are worked on by one function, wherever it runs, and come back in the order in which they were given,
so that the result is the same to the byte.
"""

import ctypes
import multiprocessing
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeVar

import pyarrow as pa

from analysis.errors import DataError

Given = TypeVar("Given")
Made = TypeVar("Made")

AHEAD = 2
"""Partitions handed out a worker: enough that none waits, few enough that memory stays flat."""


def run(
    function: Callable[[Given], Made], partitions: Iterable[Given], *, workers: int = 1, scheduler: str | None = None
) -> Iterator[Made]:
    """Apply a function to partitions, lazily and in order.

    Parameters
    ----------
    function : callable
        A function that can be pickled: module-level, or a partial of one.
    partitions : iterable
        Read only as fast as workers take them; the workers of a pool start while the first is read.
    workers : int
        Processes on this machine; 1 works in this process.
    scheduler : str, optional
        Address of a Dask scheduler, for example ``tcp://10.0.0.1:8786``; its workers do the work instead.

    Yields
    ------
    object
        What the function makes of each partition, in the order of the partitions.

    Raises
    ------
    DataError
        Where ``workers`` is below 1, or the scheduler cannot be reached.

    Examples
    --------
    >>> list(run(len, [[1, 2], [3]]))
    [2, 1]
    """
    if workers < 1:
        raise DataError(f"{workers} workers cannot do any work; give at least 1")
    if scheduler:
        yield from _on_cluster(function, partitions, scheduler)
    elif workers == 1:
        yield from map(function, partitions)
    else:
        yield from _on_pool(function, partitions, workers)


def _on_pool(function: Callable[[Given], Made], partitions: Iterable[Given], workers: int) -> Iterator[Made]:
    # Spawned on every system: forking a process that runs threads (Arrow's, BLAS's) may hang.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        # A worker takes three CPU seconds to import what the function needs; the first partition takes as long to come.
        for _ in range(workers):
            pool.submit(_knows, function)
        yield from _in_order(lambda partition: pool.submit(function, partition), partitions, workers * AHEAD)


def _knows(function: Callable[..., Any]) -> bool:
    """Answer once the function has come to where this runs, with all that it imports."""
    return callable(function)


def _on_cluster(function: Callable[[Given], Made], partitions: Iterable[Given], address: str) -> Iterator[Made]:
    import distributed  # here, because it takes a second that only clusters need

    try:
        client: Any = distributed.Client(address, timeout=10, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError) as error:
        raise DataError(f"no Dask scheduler answers at {address}: {error}") from error
    with client:
        n_ahead = AHEAD * max(1, sum(client.nthreads().values()))
        yield from _in_order(lambda partition: client.submit(function, partition, pure=False), partitions, n_ahead)


def _in_order(submit: Callable[[Given], Any], partitions: Iterable[Given], n_ahead: int) -> Iterator[Any]:
    waiting: deque[Any] = deque()
    for partition in partitions:
        waiting.append(submit(partition))
        if len(waiting) >= n_ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


ARENAS = 2
"""Pools of memory that the C library keeps for threads. By default there are eight for every core, and a page runs each
visit in a thread of its own: after twenty visits of every view, 40,000 articles took 660 MB instead of 430."""

RETURNED_BYTES = 1_000_000
"""From this many free bytes on, memory at the end of the heap goes back to the system."""

_M_TRIM_THRESHOLD, _M_ARENA_MAX = -1, -8
"""Numbers of glibc's `mallopt`, see malloc.h."""


def return_memory() -> None:
    """Let a server that runs for days give back the memory that a visit needed, where the system allows to ask for it.

    Changes nothing that is computed. Arrow takes its memory from the C library too, because its own pool keeps it.
    """
    pa.set_memory_pool(pa.system_memory_pool())
    if library := _glibc():
        library.mallopt(_M_ARENA_MAX, ARENAS)
        library.mallopt(_M_TRIM_THRESHOLD, RETURNED_BYTES)
    trim_memory()


def trim_memory() -> None:
    """Give free memory back to the system now, after work that needed much of it; takes milliseconds."""
    pa.default_memory_pool().release_unused()
    if library := _glibc():
        library.malloc_trim(0)


def _glibc() -> ctypes.CDLL | None:
    """Find the C library where it is glibc; others have no arenas."""
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "malloc_trim") and hasattr(library, "mallopt") else None
