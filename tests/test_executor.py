"""The same work gives the same results, in order, wherever it runs."""

import contextlib
import gc
import json
import os
import shutil
import signal
import time
from pathlib import Path

import distributed
import pandas as pd
import pyarrow as pa
import pytest

from analysis import executor, memory, pipeline
from analysis.corpus.batches import Ingested
from analysis.errors import DataError
from analysis.settings import Settings
from analysis.store import snapshots
from tests import work


def run(function, partitions, **where):
    with executor.opened(**where) as opened:
        yield from opened.run(function, partitions)


@pytest.fixture(scope="module")
def pool():
    """Two processes, which take a second of CPU to start: tests that leave them as they were share them."""
    with executor.opened(workers=2) as running:
        yield running


@pytest.fixture
def alone():
    """Work in this process."""
    with executor.opened() as running:
        yield running


def test_a_pool_gives_what_one_process_gives_in_the_order_given(pool):
    partitions = [list(range(n)) for n in (5, 1, 7, 0, 3, 9)]
    assert list(pool.run(sum, partitions)) == list(run(sum, partitions)) == [10, 0, 21, 0, 3, 36]


def test_partitions_are_read_only_as_fast_as_they_are_worked_on():
    taken = []
    results = run(len, (taken.append(n) or [n] for n in range(10)))
    assert next(results) == 1
    assert taken == [0]


def batch_of(n, first=0):
    ids = [f"{number:016x}" for number in range(first, first + n)]
    removals = pd.DataFrame({"article_id": ids[::2], "rule": "r", "text": "t", "start": 0})
    rejects, notes = (pd.DataFrame({"origin": [f"{kind}{first}"]}) for kind in ("reject", "note"))
    return Ingested(pd.DataFrame({"article_id": ids}), rejects, removals, notes)


@pytest.mark.parametrize(("where", "sizes"), [("alone", [[3], [4, 3, 3], [0]]), ("pool", [[2, 1], [4, 3, 3], [0, 0]])])
def test_batches_are_worked_on_in_parts_and_come_back_whole(monkeypatch, request, where, sizes):
    monkeypatch.setattr(executor, "AT_ONCE", 4)
    batches = [batch_of(3), batch_of(10, 3), batch_of(0, 13)]
    made = list(request.getfixturevalue(where).run_in_parts(work.tables_and_size, iter(batches)))
    assert [tables["sizes"]["n"].tolist() for tables in made] == sizes
    for tables, batch in zip(made, batches, strict=True):
        for name in ("articles", "rejects", "removals", "notes"):
            pd.testing.assert_frame_equal(tables[name], getattr(batch, name), check_dtype=False)


def children_of(pid):
    parents = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # a process of anybody ends while they are looked at
            parents.append(path.read_text().rpartition(")")[2].split()[1])
    return parents.count(str(pid))


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks the system which processes there are")
def test_the_workers_of_a_pool_start_before_the_first_partition_is_read():
    seen = []

    def partitions():
        seen.append(children_of(os.getpid()))
        yield [1]

    before = children_of(os.getpid())
    assert list(run(sum, partitions(), workers=2, expecting=sum)) == [1]
    assert seen[0] >= before + 2


def test_no_workers_are_refused():
    with pytest.raises(DataError, match="0 workers cannot do any work"):
        list(run(len, [[1]], workers=0))


def test_a_worker_that_is_killed_ends_the_run_with_what_to_do():
    with pytest.raises(
        DataError, match=r"a worker process was killed.*run the same command with fewer workers to resume"
    ):
        list(run(work.killed, [[1], [2]], workers=2))


def test_a_scheduler_that_does_not_answer_is_named(monkeypatch):
    monkeypatch.setattr(executor, "ANSWER_SECONDS", 1)
    with pytest.raises(DataError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        list(run(len, [[1]], scheduler="tcp://127.0.0.1:9"))


def test_a_scheduler_without_workers_is_told_so(monkeypatch):
    """It has its time to answer: only its workers are given up soon."""
    wait = distributed.Client.wait_for_workers
    monkeypatch.setattr(distributed.Client, "wait_for_workers", lambda client, n, timeout: wait(client, n, timeout=0.5))
    with (
        distributed.LocalCluster(n_workers=0, dashboard_address=None, host="127.0.0.1", silence_logs=50) as empty,
        pytest.raises(DataError, match=r"the Dask scheduler at .* has no workers; start some"),
    ):
        list(run(len, [[1]], scheduler=empty.scheduler_address))


@pytest.fixture(scope="module")
def cluster():
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1", silence_logs=50
    ) as running:
        yield running


@pytest.fixture
def source(tmp_path):
    rows = [
        {"outlet": f"Outlet {n % 3}", "title": f"Leaders met {n}", "date": f"2019-06-{1 + n // 3:02d}",
         "text": f"The two leaders met on day {n}. “It was a terrible mistake,” Mr Kim said. Families hope for peace."}
        for n in range(24)
    ]  # fmt: skip
    path = tmp_path / "articles.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def parts_of(source, store, **where):
    """Build a store in batches of four articles, and list its parts with their checksums."""
    pipeline.build([source], store, settings=Settings(partition_articles=4), **where)
    return snapshots.open(store).manifest.parts


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_gives_the_store_of_one_process_to_the_byte(source, tmp_path):
    """Its workers are threads of this process; the trials have processes, in trouble."""
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=False,
        protocol="tcp",
        host="127.0.0.1",
        dashboard_address=None,
        silence_logs=50,
    ) as threads:
        many = parts_of(source, tmp_path / "many", scheduler=threads.scheduler_address)
    assert many == parts_of(source, tmp_path / "one")


@pytest.mark.trial
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_in_trouble_gives_the_store_of_one_process_to_the_byte(cluster, source, tmp_path):
    with distributed.Client(cluster) as client:
        about = client.run(lambda dask_worker: (os.getpid(), dask_worker.local_directory))
        (slow, lost_disk), (dead, _) = about.values()
        troubles = [
            lambda: os.kill(dead, signal.SIGKILL),
            lambda: shutil.rmtree(lost_disk, ignore_errors=True),
            lambda: [os.kill(slow, signal.SIGSTOP), time.sleep(1), os.kill(slow, signal.SIGCONT)],
        ]

        def trouble(stage, done, text):
            if stage == "Reading and measuring" and troubles:
                troubles.pop(0)()

        many = parts_of(source, tmp_path / "many", scheduler=cluster.scheduler_address, progress=trouble)
        stages = client.run_on_scheduler(lambda dask_scheduler: set(dask_scheduler.task_prefixes))
    assert many == parts_of(source, tmp_path / "one")
    assert not troubles
    assert {pipeline.CLEANING, pipeline.MEASURING} <= stages


@pytest.mark.trial
@pytest.mark.filterwarnings("ignore")
def test_a_batch_that_kills_every_worker_ends_the_run_with_what_to_do(cluster):
    with (
        distributed.Client(cluster) as client,
        pytest.raises(DataError, match=r"killed again and again over one batch.*with more memory a worker"),
    ):
        client.run_on_scheduler(lambda dask_scheduler: setattr(dask_scheduler, "allowed_failures", 0))
        list(run(work.killed, [[1]], scheduler=cluster.scheduler_address))


def test_asking_for_memory_back_changes_no_result():
    table = pa.table({"n": range(1000)})
    before = pa.default_memory_pool()
    try:
        memory.return_memory()
        assert pa.default_memory_pool().backend_name == "system"
        assert pa.table({"n": range(1000)}) == table
    finally:
        pa.set_memory_pool(before)


def test_what_lives_at_the_first_visit_is_left_out_of_later_searches_for_garbage():
    try:
        memory.settle_objects()
        assert gc.get_freeze_count() > 10_000
        assert not gc.get_objects(generation=2)
    finally:
        gc.unfreeze()


def test_garbage_is_searched_for_seldom_while_a_corpus_is_measured_and_as_before_after_it():
    before = gc.get_threshold()
    with pytest.raises(DataError), memory.searched_seldom():
        assert gc.get_threshold()[0] == memory.NEW_OBJECTS > before[0]
        raise DataError("a build that fails")
    assert gc.get_threshold() == before


def test_workers_search_for_garbage_seldom(pool):
    assert {made[0] for made in pool.run(work.thresholds, range(4))} == {memory.NEW_OBJECTS}
