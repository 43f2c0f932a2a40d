"""The command `collect`: its plan, its faults, its exit codes. No test reaches the network."""

import os
import signal

import pytest

from analysis import __main__
from analysis.collect import collecting
from tests.collect.server import RSS_DATE, Clock, article, feed
from tests.collect.test_record import answer_then


def test_a_plan_is_printed_with_hosts_and_time(server, tmp_path, capsys, monkeypatch):
    access = server.access()
    monkeypatch.setattr(collecting, "Access", lambda: access)
    server.set("a.test", "/rss", feed((server.url("a.test", "/talks"), "Talks", RSS_DATE)))
    call = ["collect", "--feed", server.url("a.test", "/rss"), "--query", "talks", "--dry-run", "--out", str(tmp_path)]
    assert __main__.main(call) == 0
    told = capsys.readouterr().out
    assert "1 page listed, 1 wanted" in told
    assert "'talks' was looked for in titles and addresses only" in told
    assert f"a.test:{server.port}: 1" in told
    assert "waiting between requests takes at least 5 s" in told


def test_a_run_says_what_it_brought(server, tmp_path, capsys, monkeypatch):
    access = server.access()
    monkeypatch.setattr(collecting, "Access", lambda: access)
    urls = tmp_path / "urls.txt"
    urls.write_text(f"{server.url('a.test', '/1')}\n{server.url('a.test', '/2')}\n")
    server.set("a.test", "/1", article("Talks at the border"))
    assert __main__.main(["collect", "--urls", str(urls), "--out", str(tmp_path / "out")]) == 0
    assert "1 fetched, 1 gone" in capsys.readouterr().out


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_interrupted_keeps_the_answer_on_its_way_and_goes_on(
    server, tmp_path, capsys, monkeypatch, number
):
    urls = tmp_path / "urls.txt"
    urls.write_text("\n".join(server.url("a.test", f"/{n}") for n in range(3)))
    for n in range(3):
        server.set("a.test", f"/{n}", article(f"Talks {n} at the border"))
    answer_then(server, "a.test", "/1", article("Talks 1 at the border"), lambda: os.kill(os.getpid(), number))
    clock = Clock()
    accesses = [server.access(clock), server.access(clock)]
    monkeypatch.setattr(collecting, "Access", lambda: accesses.pop(0))
    call = ["collect", "--urls", str(urls), "--out", str(tmp_path / "out")]
    before = signal.getsignal(number)
    assert __main__.main(call) == 130
    assert "the same command goes on" in capsys.readouterr().err
    assert signal.getsignal(number) is before
    assert server.counts() == {("a.test", "/0"): 1, ("a.test", "/1"): 1}
    server.set("a.test", "/1", "another")
    assert __main__.main(call) == 0
    assert set(server.counts().values()) == {1}
    assert "3 fetched" in capsys.readouterr().out


def test_faults_are_one_sentence_and_exit_code_2(tmp_path, capsys):
    out = str(tmp_path / "out")
    for call in (["--out", out], ["--outlet", "Nobody's News", "--out", out], ["--urls", "none.txt", "--out", out]):
        assert __main__.main(["collect", *call]) == 2
        told = capsys.readouterr().err
        assert told.startswith("error: ") and told.count("\n") == 1
    assert not (tmp_path / "out").exists()
