"""Where the work runs: this process, a pool of processes, or a Dask cluster; nobody else knows which.

Partitions are worked on by one function, wherever it runs, and come back in the order in which they were given,
so that the result is the same to the byte.
"""

import multiprocessing
import os
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from itertools import islice
from typing import Any, TypeVar
from uuid import uuid4

import numpy as np
import pandas as pd

from analysis import codes, memory
from analysis.corpus.batches import Ingested
from analysis.errors import DataError

Given = TypeVar("Given")
Made = TypeVar("Made")
Tables = dict[str, pd.DataFrame]

AHEAD = 2
"""Partitions handed out a worker: enough that none waits, few enough that memory stays flat."""


class Executor:
    """Workers that apply a function to partitions, lazily and in order.

    Parameters
    ----------
    submit : callable, optional
        Takes a stage, a function and a partition and gives a future; without it the work is done in this process.
    n_ahead : int
        Partitions that are handed out before the first result is asked for.
    is_beside : bool
        Whether all workers are on this machine, and read its disk.
    """

    def __init__(self, submit: Callable[..., Any] | None = None, n_ahead: int = 1, *, is_beside: bool = True) -> None:
        self._submit, self._n_ahead, self._is_beside = submit, n_ahead, is_beside

    def run(
        self, function: Callable[[Given], Made], partitions: Iterable[Given], stage: str = "work"
    ) -> Iterator[Made]:
        """Apply a function to partitions.

        Parameters
        ----------
        function : callable
            A function that can be pickled: module-level, or a partial of one.
        partitions : iterable
            Read only as fast as workers take them.
        stage : str
            What is done, in words: Dask's dashboard shows tasks under it.

        Yields
        ------
        object
            What the function makes of each partition, in the order of the partitions.
        """
        if self._submit is None:
            yield from map(function, partitions)
            return
        waiting: deque[Any] = deque()
        for partition in partitions:
            waiting.append(self._submit(stage, function, partition))
            if len(waiting) >= self._n_ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def run_beside(self, function: Callable[[Given], Made], partitions: Iterable[Given]) -> Iterator[Made]:
        """Apply a function to partitions that lie on the disk of this machine: on a cluster, in this process."""
        return self.run(function, partitions) if self._is_beside else map(function, partitions)

    def run_in_parts(
        self, function: Callable[[Ingested], Tables], batches: Iterable[Ingested], stage: str = "work"
    ) -> Iterator[Tables]:
        """Apply a function to batches of articles, some of a batch at a time: the tables are those of whole batches.

        So a process holds less at once, and of workers beside each other nobody waits long for who has the last one.
        """
        at_least = 1 if self._submit is None else 2
        sizes: deque[int] = deque()

        def parts() -> Iterator[Ingested]:
            """Cut batches, and note how many parts each has."""
            for batch in batches:
                sizes.append(max(at_least, -(-len(batch.articles) // AT_ONCE)))
                yield from _parts(batch, sizes[-1])

        def whole(first: Tables) -> Tables:
            """Join the tables of a batch, of which the first ones are made."""
            return _joined([first, *islice(made, sizes.popleft() - 1)])

        made = self.run(partial(_trimmed, function), parts(), stage)
        yield from map(whole, made)  # which holds no tables while the next ones are made


AT_ONCE = 500
"""Articles measured at once: 1,000 cost as much for each article, and hold 70 MB more."""


def _trimmed(function: Callable[[Ingested], Tables], part: Ingested) -> Tables:
    """Apply a function to a part, and give back the memory that it needed on the way."""
    made = function(part)
    memory.trim_memory()
    return made


def _joined(parts: list[Tables]) -> Tables:
    if len(parts) == 1:
        return parts[0]
    return {name: pd.concat([part[name] for part in parts], ignore_index=True) for name in parts[0]}


def _parts(batch: Ingested, n_parts: int) -> Iterator[Ingested]:
    """Cut a batch of articles into parts; what belongs to no article goes with the first one."""
    if n_parts == 1:
        yield batch
        return
    for number, rows in enumerate(np.array_split(np.arange(len(batch.articles)), n_parts)):
        articles = batch.articles.iloc[rows].reset_index(drop=True)
        is_own = codes.among(batch.removals["article_id"], articles["article_id"])
        last = 0 if number else None  # nothing of the other tables
        yield Ingested(
            articles, batch.rejects.iloc[:last], batch.removals[is_own].reset_index(drop=True), batch.notes.iloc[:last]
        )


@contextmanager
def opened(
    workers: int = 1, scheduler: str | None = None, *, expecting: Callable[..., Any] | None = None
) -> Iterator[Executor]:
    """Have workers ready for as long as the context lasts.

    Parameters
    ----------
    workers : int
        Processes on this machine; 1 works in this process.
    scheduler : str, optional
        Address of a Dask scheduler, for example ``tcp://10.0.0.1:8786``; its workers do the work instead.
    expecting : callable, optional
        A function that will be run: the processes import what it needs while the first partitions are read.

    Yields
    ------
    Executor

    Raises
    ------
    DataError
        Where ``workers`` is below 1, the scheduler cannot be reached or has no workers, or too many of them are killed.

    Examples
    --------
    >>> with opened() as executor:
    ...     list(executor.run(len, [[1, 2], [3]]))
    [2, 1]
    """
    if workers < 1:
        raise DataError(f"{workers} workers cannot do any work; give at least 1")
    if workers > max_workers():
        raise DataError(f"{workers:,} workers are more than this machine has room for; give at most {max_workers()}")
    if scheduler:
        with _cluster(scheduler) as client:
            n_ahead = AHEAD * sum(client.nthreads().values())
            yield Executor(partial(_submit_named, client), n_ahead, is_beside=False)
    elif workers == 1:
        yield Executor()
    else:
        # Spawned on every system: forking a process that runs threads (Arrow's, BLAS's) may hang.
        pool = ProcessPoolExecutor(
            workers, mp_context=multiprocessing.get_context("spawn"), initializer=memory.search_seldom
        )
        try:
            for _ in range(workers if expecting else 0):
                pool.submit(callable, expecting)
            yield Executor(lambda stage, function, partition: pool.submit(function, partition), workers * AHEAD)
        except BrokenProcessPool as error:
            raise DataError(
                "a worker process was killed, most likely because memory ran out; completed batches are "
                "saved, run the same command with fewer workers to resume"
            ) from error
        finally:
            pool.shutdown(cancel_futures=True)


def max_workers() -> int:
    """Say how many processes a machine may be asked for: each takes some 300 MB, and more than its cores gain nothing.

    Windows waits for 61 processes at most.
    """
    return min(61, max(MIN_BOUND, 2 * (os.cpu_count() or 1)))


MIN_BOUND = 8
"""Workers that may be asked for on any machine."""

SCHEDULER = re.compile(r"(?:(?:tcp|tls|ws|wss|ucx)://)?[^/\s]+:\d{1,5}")
"""Addresses of Dask schedulers. What is none is refused before a client is made, which would wait for 20 s."""


ANSWER_SECONDS = 10
"""How long a scheduler may take to answer before it is said not to be there."""


LARGE = "1 GB"
"""From which size of a task Dask warns: a batch of pages with their HTML has 20 MB, and ought to."""


@contextmanager
def _cluster(address: str) -> Iterator[Any]:
    """Connect with a scheduler, wait for its first worker, and say in a sentence what it ends with."""
    if not SCHEDULER.fullmatch(address):
        raise DataError(f"'{address}' is not the address of a Dask scheduler; one looks like tcp://10.0.0.1:8786")
    import dask
    import distributed  # here, because it takes a second that only clusters need

    try:
        client = distributed.Client(address, timeout=ANSWER_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError) as error:
        raise DataError(f"no Dask scheduler answers at {address}: {error}") from error
    with client, dask.config.set({"distributed.admin.large-graph-warning-threshold": LARGE}):
        try:
            client.wait_for_workers(1, timeout=ANSWER_SECONDS)
        except TimeoutError as error:
            raise DataError(f"the Dask scheduler at {address} has no workers; start some, or wait for them") from error
        try:
            yield client
        except distributed.KilledWorker as error:
            raise DataError(
                f"workers of the Dask scheduler at {address} were killed again and again over one batch, most likely "
                "because memory ran out; completed batches are saved; run the same command with more memory a worker"
            ) from error
        except CancelledError as error:
            raise DataError(
                f"the Dask scheduler at {address} was lost; completed batches are saved; run the same command to resume"
            ) from error


def _submit_named(client: Any, stage: str, function: Callable[..., Any], partition: Any) -> Any:
    """Submit a task under the name of its stage."""
    return client.submit(function, partition, key=f"{stage}-{uuid4().hex}", pure=False)
