"""A store on shared storage keeps its promises: whole snapshots, one step, no waiting, one sentence where it fails."""

import multiprocessing
import os
import signal
from multiprocessing import connection

import fsspec
import pytest

from analysis.__main__ import main
from analysis.errors import DataError
from analysis.settings import Settings
from analysis.store import corrections, history, remote, shared, snapshots, writing
from tests import made_store
from tests.store.s3 import ADDRESS, BUCKET, KEY, LOSE_THE_ANSWER, SECRET, Bucket
from tests.store.test_store import articles_of, events_of, fill


@pytest.fixture
def bucket(monkeypatch, tmp_path):
    """An empty bucket, and the environment of a machine that may use it."""
    made = Bucket()
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_ENDPOINT_URL", made.endpoint)
    monkeypatch.setenv("PARALLAX_CACHE", str(tmp_path / "here"))
    monkeypatch.setattr(shared, "FRESH_SECONDS", 0)
    yield made
    made.close()


@pytest.fixture
def elsewhere(monkeypatch, tmp_path):
    """The folder that another machine has for its copy of a store, by the machine's name."""

    def located(name="there", address=ADDRESS):
        with monkeypatch.context() as other:
            other.setenv("PARALLAX_CACHE", str(tmp_path / name))
            return shared.located(address)

    return located


def ids(directory):
    return sorted(snapshots.open(directory).table("articles")["article_id"])


def one_sentence(error):
    told = str(error.value)
    assert "\n" not in told
    assert SECRET not in told
    assert KEY not in told
    return told


def test_what_one_machine_builds_another_reads_and_it_fetches_only_what_it_lacks(bucket, elsewhere):
    fill(shared.located(ADDRESS), "a")
    assert ids(elsewhere()) == ["a"]
    before = len(bucket.fetched("parts"))
    fill(elsewhere(), "b")
    assert ids(shared.located(ADDRESS)) == ["a", "b"]
    written = snapshots.open(elsewhere()).manifest.files - snapshots.open(elsewhere()).history()[1].files
    assert sorted(bucket.fetched("parts")[before:]) == sorted(written)


def test_an_unchanged_store_is_asked_once_within_some_seconds_and_nothing_is_fetched(bucket, monkeypatch):
    fill(shared.located(ADDRESS), "a")
    monkeypatch.setattr(shared, "FRESH_SECONDS", 60)
    assert ids(shared.located(ADDRESS)) == ["a"]
    before = len(bucket.asked)
    assert ids(shared.located(ADDRESS)) == ["a"]
    assert len(bucket.asked) == before


def commits(directory, name):
    fill(directory, name)


def test_a_build_killed_between_upload_and_manifest_changes_nothing_and_the_next_goes_on(bucket, elsewhere):
    here = shared.located(ADDRESS)
    fill(here, "a")
    process = multiprocessing.get_context("spawn").Process(target=commits, args=(here, "b"))

    def kill(method, key):
        if method == "PUT" and key == "news/manifest.json":
            os.kill(process.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
            connection.wait([process.sentinel])
            return 503
        return None

    bucket.before = kill
    process.start()
    process.join()
    bucket.before = lambda method, key: None
    assert process.exitcode
    assert len(bucket.names("parts")) > len(snapshots.open(here).manifest.files), "it had uploaded its parts"
    assert ids(elsewhere()) == ids(here) == ["a"]
    with writing.opened(here, Settings()) as writer:
        assert writer.known_articles == {"a", "b"}
        writer.replace("events", events_of("a", "b"))
        writer.commit()
    assert ids(elsewhere()) == ["a", "b"]
    kept = {name for manifest in snapshots.open(here).history() for name in manifest.files}
    assert bucket.names("parts") == kept, "nothing is left of what was cut short"


def test_of_two_builds_at_once_one_is_committed_and_the_other_told_so(bucket, elsewhere):
    fill(shared.located(ADDRESS), "a")
    with pytest.raises(DataError) as error, writing.opened(shared.located(ADDRESS), Settings()) as writer:
        writer.add({"articles": articles_of("b")})
        fill(elsewhere(), "c")
        writer.commit()
    assert "another build made a snapshot of s3://corpora/news current at the same time" in one_sentence(error)
    assert ids(shared.located(ADDRESS)) == ["a", "c"]
    fill(shared.located(ADDRESS), "b")
    assert ids(elsewhere()) == ["a", "b", "c"]


def test_the_first_snapshot_of_a_store_is_made_by_one_of_two(bucket, elsewhere):
    def rival(method, key):
        if method == "PUT" and key == "news/manifest.json":
            bucket.before = lambda method, key: None
            fill(elsewhere(), "b")

    bucket.before = rival
    with pytest.raises(DataError, match="nothing of this build was committed: run it again"):
        fill(shared.located(ADDRESS), "a")
    assert ids(shared.located(ADDRESS)) == ["b"]


def test_a_reader_during_a_commit_sees_the_snapshot_before_it_and_its_files_stay(bucket, elsewhere):
    fill(shared.located(ADDRESS), "a")
    seen = []

    def read(method, key):
        if method == "PUT" and key == "news/manifest.json":
            seen.append(snapshots.open(elsewhere()))

    bucket.before = read
    fill(shared.located(ADDRESS), "b")
    assert seen[0].number == 1
    assert ids(elsewhere()) == ["a", "b"]
    assert seen[0].table("articles")["article_id"].tolist() == ["a"]


def test_a_reader_whose_snapshot_leaves_while_it_fetches_gets_the_next(bucket, elsewhere):
    here = shared.located(ADDRESS)
    fill(here, "a")

    def commit_often(method, key):
        if method == "GET" and key.startswith("news/parts/events"):
            bucket.before = lambda method, key: None
            for name in "bcde":
                fill(here, name)

    bucket.before = commit_often
    assert ids(elsewhere()) == ["a", "b", "c", "d", "e"]


def test_an_answer_that_got_lost_is_no_lost_race(bucket):
    def lose_it(method, key):
        if method == "PUT" and key == "news/manifest.json":
            bucket.before = lambda method, key: None
            return LOSE_THE_ANSWER
        return None

    bucket.before = lose_it
    fill(shared.located(ADDRESS), "a")
    assert bucket.asked.count(("PUT", "news/manifest.json")) == 2
    assert ids(shared.located(ADDRESS)) == ["a"]


def test_a_damaged_file_of_the_copy_is_fetched_again(bucket):
    here = shared.located(ADDRESS)
    snapshot = fill(here, "a")
    (here / "parts" / snapshot.manifest.parts["articles"][0].file).write_bytes(b"rotten")
    assert ids(here) == ["a"]


def test_a_damaged_part_is_named_and_the_next_build_mends_it(bucket, elsewhere, capsys):
    here = shared.located(ADDRESS)
    part = fill(here, "a").manifest.parts["articles"][0].file
    bucket.objects[f"news/parts/{part}"] = b"rotten"
    with pytest.raises(DataError) as error:
        ids(elsewhere())
    assert f"{part} of table 'articles' is damaged or missing" in one_sentence(error)
    assert main(["check", "--store", ADDRESS]) == 1
    assert part in capsys.readouterr().out
    with writing.opened(elsewhere("third"), Settings(), mends=True) as writer:
        assert writer.mending.damaged == (part,)
        writer.add({"articles": articles_of("a")})
        writer.commit()
    assert ids(elsewhere("fourth")) == ["a"]
    assert main(["check", "--store", ADDRESS]) == 0


def test_a_damaged_manifest_is_named_and_the_next_build_takes_the_copy_in_the_history(bucket, elsewhere):
    fill(shared.located(ADDRESS), "a")
    bucket.objects["news/manifest.json"] = b"{"
    with pytest.raises(DataError) as error:
        ids(elsewhere())
    assert "the manifest of s3://corpora/news is damaged" in one_sentence(error)
    fill(elsewhere(), "b")
    assert ids(shared.located(ADDRESS)) == ["a", "b"]


def test_only_the_last_snapshots_stay(bucket):
    for name in "abcdef":
        fill(shared.located(ADDRESS), name)
    here = shared.located(ADDRESS)
    assert len([name for name in bucket.names("parts") if name.startswith("events")]) == history.KEPT
    assert bucket.names("history") == {path.name for path in (here / "history").iterdir()}
    assert bucket.names("parts") == {path.name for path in (here / "parts").iterdir()}


def test_what_people_correct_is_shared_and_two_at_once_do_not_overwrite_each_other(bucket, elsewhere):
    here = shared.located(ADDRESS)
    fill(here, "a", "b", "c")
    corrections.log(here, "split", ["a"])
    corrections.log(elsewhere(), "split", ["b"])
    snapshots.open(here)
    assert corrections.read(here)["article_id"].tolist() == ["a", "b"]

    def rival(method, key):
        if method == "PUT" and key.endswith(corrections.FILE):
            bucket.before = lambda method, key: None
            corrections.log(elsewhere(), "split", ["c"])

    bucket.before = rival
    with pytest.raises(DataError) as error:
        corrections.log(here, "merge", ["a"], "b")
    assert "somebody else changed corrections.sqlite" in one_sentence(error)
    assert corrections.read(here)["action"].tolist() == ["split"] * 3


def test_a_store_that_is_gone_is_gone_from_the_copy(bucket, elsewhere):
    fill(shared.located(ADDRESS), "a")
    corrections.log(shared.located(ADDRESS), "split", ["a"])
    bucket.objects.clear()
    with pytest.raises(DataError, match="there is no store in s3://corpora/news; make one with"):
        ids(shared.located(ADDRESS))
    assert corrections.read(shared.located(ADDRESS)).empty


FAILURES = {
    "no credentials": ({"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None}, "no credentials for s3://corpora"),
    "half of them": ({"AWS_ACCESS_KEY_ID": None}, "no credentials for s3://corpora/news; set AWS_ACCESS_KEY_ID and"),
    "wrong ones": ({"AWS_ACCESS_KEY_ID": "ANOTHER"}, "may not be read with the credentials that are set"),
    "no server": ({"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}, "s3://corpora/news cannot be read"),
}


@pytest.mark.parametrize(("variables", "told"), FAILURES.values(), ids=FAILURES.keys())
def test_storage_that_cannot_be_read_is_told_in_one_sentence_without_secrets(bucket, monkeypatch, variables, told):
    monkeypatch.setenv("AWS_METADATA_ENDPOINT", "http://127.0.0.1:9")
    for name, value in variables.items():
        monkeypatch.setenv(name, value) if value else monkeypatch.delenv(name)
    for use in (ids, lambda place: fill(place, "a")):
        with pytest.raises(DataError) as error:
            use(shared.located(ADDRESS))
        assert told in one_sentence(error)


def test_a_bucket_that_does_not_exist_is_named(bucket, elsewhere):
    with pytest.raises(DataError) as error:
        fill(elsewhere(address="s3://no-such-bucket/news"), "a")
    assert "there is no bucket for s3://no-such-bucket/news" in one_sentence(error)


def test_a_bucket_that_may_only_be_read_is_told_so_and_keeps_its_snapshot(bucket, elsewhere):
    fill(shared.located(ADDRESS), "a")
    bucket.before = lambda method, key: 403 if method != "GET" else None
    with pytest.raises(DataError) as error:
        fill(elsewhere(), "b")
    assert "s3://corpora/news may not be written with the credentials that are set" in one_sentence(error)
    assert ids(elsewhere()) == ["a"]


@pytest.mark.parametrize("address", [f"sftp://me:{SECRET}@host/news", f"https://host/news?X-Amz-Signature={SECRET}"])
def test_an_address_with_a_secret_is_refused_and_not_repeated(address, capsys):
    with pytest.raises(SystemExit):
        main(["info", "--store", address])
    told = capsys.readouterr().err
    assert "may hold no password and no signature" in told
    assert SECRET not in told


def test_storage_of_an_unknown_kind_is_told_in_one_sentence(bucket):
    with pytest.raises(DataError, match=r"nosuch://corpora lies on a kind of storage that cannot be opened"):
        ids(shared.located("nosuch://corpora"))


@pytest.fixture
def memory(bucket):
    """Storage without conditional writes."""
    yield f"memory://{BUCKET}"
    fsspec.filesystem("memory").rm("/", recursive=True)


def test_storage_without_conditional_writes_keeps_the_promises_under_a_lock_file(memory, elsewhere):
    here, there = shared.located(memory), elsewhere(address=memory)
    fill(here, "a")
    fill(there, "b")
    assert ids(here) == ["a", "b"]
    with pytest.raises(DataError, match="at the same time"), writing.opened(here, Settings()) as writer:
        writer.add({"articles": articles_of("c")})
        fill(there, "d")
        writer.commit()
    assert ids(here) == ["a", "b", "d"]
    assert not fsspec.filesystem("memory").exists(f"/{BUCKET}/{remote.LOCK}")


def test_a_lock_file_that_a_kill_left_is_named(memory, monkeypatch):
    monkeypatch.setattr(remote, "LOCK_SECONDS", 0.1)
    fsspec.filesystem("memory").pipe_file(f"/{BUCKET}/{remote.LOCK}", b"")
    with pytest.raises(
        DataError, match=r"another build is committing to memory://corpora; .* delete the file commit.lock"
    ):
        fill(shared.located(memory), "a")


def test_the_command_line_names_the_address_exports_no_secret_and_drops_the_copy(bucket, tmp_path, capsys):
    made_store.build(shared.located(ADDRESS), n_events=2)
    assert main(["info", "--store", ADDRESS]) == 0
    told = capsys.readouterr().out
    assert f"{ADDRESS}: snapshot 1" in told
    assert "a snapshot becomes current by conditional writes" in told
    assert main(["export", "--store", ADDRESS, "--out", str(tmp_path / "out")]) == 0
    written = b"".join(path.read_bytes() for path in [*(tmp_path / "out").iterdir(), *tmp_path.rglob("*.json")])
    assert written
    assert SECRET.encode() not in written
    assert KEY.encode() not in written
    assert main(["info", "--store", ADDRESS, "--drop-copy"]) == 0
    assert not list((tmp_path / "here").iterdir())
    assert main(["info", "--store", ADDRESS]) == 0
