"""A run that is killed at any moment goes on and ends with the same files; nothing is asked twice; nothing is lost."""

import io
import random
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from analysis.collect import collecting, record
from analysis.collect.plan import Wanted
from analysis.corpus import ingest
from analysis.errors import DataError
from tests.collect.server import RSS_DATE, Clock, article, feed
from tests.collect.test_collecting import pages_of, with_two_articles


class KilledError(BaseException):
    """Stand for the end of the process: nothing catches it."""


def with_hosts(server, n_hosts=6, n_pages=10):
    """Set hosts with feeds: one wants 30 seconds, one throttles once, one redirects, one forbids."""
    feeds = []
    for host in (f"host{n}.test" for n in range(n_hosts)):
        entries = [(server.url(host, f"/{page}"), f"Talks {page}", RSS_DATE) for page in range(n_pages)]
        server.set(host, "/rss", feed(*entries))
        feeds.append(server.url(host, "/rss"))
        for page in range(n_pages):
            server.set(host, f"/{page}", article(f"Talks {page} of {host}"))
    server.set("host0.test", "/robots.txt", "User-agent: *\nCrawl-delay: 30")
    server.set("host1.test", "/3", [(429, {"Retry-After": "40"}, b"later"), (200, {}, article("At last"))])
    server.set("host2.test", "/5", "", 302, Location="/moved")
    server.set("host2.test", "/moved", article("Moved talks"))
    server.set("host3.test", "/robots.txt", "User-agent: Parallax-collect\nDisallow: /4")
    return Wanted(feeds=tuple(feeds), contact="desk@example.org")


def contents(folder):
    return {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def killing(monkeypatch, after):
    """Let the process die at the so-manieth write: before it, within it or after it."""
    left = [after]
    real = record._write

    def write(path, content):
        left[0] -= 1
        if left[0] > 0:
            return real(path, content)
        real(path, content[: random.Random(after).choice([0, len(content) // 2, len(content) - 1, len(content)])])
        raise KilledError

    monkeypatch.setattr(record, "_write", write)


def test_a_run_killed_ten_times_ends_with_the_same_files_and_asks_nothing_twice(server, tmp_path, monkeypatch):
    wanted = with_hosts(server)
    throttle = list(server.pages["host1.test", "/3"])
    collecting.collect(wanted, tmp_path / "whole", server.access())
    undisturbed = server.every_count()
    server.asked.clear()
    server.pages["host1.test", "/3"] = throttle
    clock, kills = Clock(), 0
    for after in (2, 5, 10, 70, 14, 15, 16, 8, 20, 3, 10_000):  # listings, the list of pages, pages
        with monkeypatch.context() as patched:
            killing(patched, after)
            try:
                collecting.collect(wanted, tmp_path / "killed", server.access(clock))
            except KilledError:
                kills += 1
    assert kills == 10
    told, whole = contents(tmp_path / "killed"), contents(tmp_path / "whole")
    assert told == whole
    assert server.every_count() == undisturbed, "nothing is asked twice"
    assert len(pages_of(tmp_path / "killed")) == 61


def answer_then(server, host, path, body, then):
    """Let something happen while a page is being answered."""

    def answer(handler):
        then()
        content = body.encode()
        handler.send_response_only(200)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    server.set(host, path, answer)


def test_a_run_that_is_stopped_while_a_page_is_on_its_way_keeps_it_and_asks_nothing_twice(server, tmp_path):
    wanted = with_hosts(server)
    access = server.access()
    answer_then(server, "host2.test", "/moved", article("Moved talks"), access.stop.set)
    with pytest.raises(collecting.StoppedError):
        collecting.collect(wanted, tmp_path, access)
    n_kept = len(pages_of(tmp_path))
    assert 0 < n_kept < 61
    assert pages_of(tmp_path)[-1]["final"] == server.url("host2.test", "/moved")
    collecting.collect(wanted, tmp_path, server.access(access.clock))
    counts = server.counts()
    assert len(pages_of(tmp_path)) == 61
    assert counts.pop(("host1.test", "/3")) == 2 and set(counts.values()) == {1}


def test_an_answer_behind_a_redirect_is_taken_up_without_asking_again(server, tmp_path, monkeypatch):
    wanted = with_hosts(server, 3, 8)
    clock, before = Clock(), []

    def die(path, content):
        if path.suffix == ".gz" and b"moved" in before[-1]:
            raise KilledError
        return real(path, content)

    real, put = record._write, record._put
    monkeypatch.setattr(record, "_put", lambda path, content: (before.append(content), put(path, content)))
    monkeypatch.setattr(record, "_write", die)
    with pytest.raises(KilledError):
        collecting.collect(wanted, tmp_path, server.access(clock))
    monkeypatch.setattr(record, "_write", real)
    collecting.collect(wanted, tmp_path, server.access(clock))
    counts = server.counts()
    assert counts["host2.test", "/5"] == counts["host2.test", "/moved"] == 1
    assert any(line.get("final") == server.url("host2.test", "/moved") for line in pages_of(tmp_path))


def test_a_host_whose_answer_was_lost_on_its_way_has_its_pause_before_it_is_asked_again(server, tmp_path):
    wanted = with_two_articles(server)
    collecting.collect(wanted, tmp_path / "whole", server.access())
    clock = Clock()

    access = server.access(clock)
    lost = collecting._Run._asked

    def asked(run, about, url, headers):
        if about.kind != "page":
            return lost(run, about, url, headers)
        run._record.ask(record.replace(about, at="2019-07-01T12:00:07Z"))  # the request goes out, and the process dies
        raise KilledError

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(collecting._Run, "_asked", asked)
        with pytest.raises(KilledError):
            collecting.collect(wanted, tmp_path / "killed", access)
    clock.at, clock.waits = record_time("2019-07-01T12:00:08"), []
    collecting.collect(wanted, tmp_path / "killed", access)
    assert clock.waits[0] == 4.0


def record_time(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_what_is_put_aside_goes_with_the_run(server, tmp_path):
    collecting.collect(with_two_articles(server), tmp_path, server.access())
    kept = {path.name for path in tmp_path.iterdir()}
    assert kept == {"collect.lock", "fetches.jsonl", "listed.jsonl", "runs.jsonl", "warc"}


def test_an_answer_whose_line_was_not_written_is_found_again(server, tmp_path):
    wanted = with_two_articles(server)
    collecting.collect(wanted, tmp_path, server.access())
    before = contents(tmp_path)
    told = (tmp_path / "fetches.jsonl").read_bytes().splitlines(keepends=True)
    (tmp_path / "fetches.jsonl").write_bytes(b"".join(told[:-1]) + told[-1][:20])
    (tmp_path / "runs.jsonl").unlink()
    server.asked.clear()
    collecting.collect(wanted, tmp_path, server.access(Clock()))
    assert not server.counts()
    after = contents(tmp_path)
    assert after.pop(Path("runs.jsonl")) and before.pop(Path("runs.jsonl"))
    assert after == before


def test_the_files_are_what_other_tools_read(server, tmp_path):
    collecting.collect(with_two_articles(server), tmp_path, server.access())
    with (tmp_path / "warc" / "pages-00001.warc.gz").open("rb") as file:
        found = [
            (one.rec_headers.get_header("WARC-Target-URI"), one.content_stream().read())
            for one in ArchiveIterator(file)
        ]
    assert [url for url, _ in found][1:] == [line["asked"] for line in pages_of(tmp_path)]
    line = pages_of(tmp_path)[0]
    with (tmp_path / line["warc"]).open("rb") as file:
        file.seek(line["offset"])
        one = next(iter(ArchiveIterator(io.BytesIO(file.read(line["length"])))))
    assert record.sha256(one.content_stream().read()) == line["sha256"]
    assert subprocess.run(["gzip", "-t", tmp_path / line["warc"]], check=False).returncode == 0


def test_a_page_that_its_sitemap_says_has_changed_is_a_new_version(server, tmp_path):
    def sitemap(changed):
        return (
            f"<urlset><url><loc>{server.url('www.rt.com', '/news/1')}</loc><lastmod>{changed}</lastmod></url></urlset>"
        )

    wanted = Wanted(sitemaps=(server.url("www.rt.com", "/sitemap.xml"),))
    server.set("www.rt.com", "/sitemap.xml", sitemap("2019-07-01T10:00:00Z"))
    server.set("www.rt.com", "/news/1", article("Talks fail"), ETag='"a"')
    clock = Clock()
    collecting.collect(wanted, tmp_path, server.access(clock))
    clock.wait(86400)
    server.set("www.rt.com", "/sitemap.xml", sitemap("2019-07-02T10:00:00Z"))
    server.set("www.rt.com", "/news/1", article("Talks end early"))
    collecting.collect(wanted, tmp_path, server.access(clock))
    assert server.headers[-1]["if-none-match"] == '"a"'
    first, second = pages_of(tmp_path)
    assert second["previous"] == first["sha256"] and second["offset"] > first["offset"]
    titles = set(ingest.read(tmp_path).articles["title"])
    assert titles == {"Talks fail", "Talks end early"}


def test_a_page_that_did_not_change_is_not_kept_again(server, tmp_path):
    wanted = with_two_articles(server)
    clock = Clock()
    collecting.collect(wanted, tmp_path, server.access(clock))
    clock.wait(86400)
    entry = (server.url("www.rt.com", "/news/1/?utm_source=rss"), "Another headline", RSS_DATE)
    server.set("www.rt.com", "/rss", feed(entry))
    collecting.collect(wanted, tmp_path, server.access(clock))
    last = pages_of(tmp_path)[-1]
    assert last["outcome"] == "unchanged" and "warc" not in last


def test_two_runs_never_write_to_one_folder(server, tmp_path):
    wanted = with_two_articles(server)
    with record.opened(tmp_path), pytest.raises(DataError, match="another run collects"):
        collecting.collect(wanted, tmp_path, server.access())


def test_a_damaged_record_is_one_sentence(server, tmp_path):
    wanted = with_two_articles(server)
    collecting.collect(wanted, tmp_path, server.access())
    (tmp_path / "fetches.jsonl").write_bytes(b"{broken\n" + (tmp_path / "fetches.jsonl").read_bytes())
    with pytest.raises(DataError, match="is damaged at byte 0"):
        collecting.collect(wanted, tmp_path, server.access())


def test_a_damaged_file_of_somebody_else_is_told_and_nothing_of_it_reaches_the_terminal(tmp_path, capfd):
    page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>The envoys met.</p>"
    head = b"WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: https://rt.com/a b\x1b[2J\r\nContent-Length: %d\r\n"
    kind = b"Content-Type: application/http; msgtype=response\r\n\r\n"
    record = (head % (b"response", len(page) - 4)) + kind + page + b"\x1b[31mred\r\n\r\n"
    (tmp_path / "a.warc").write_bytes(record)
    (tmp_path / "b.warc").write_bytes((head % (b"warcinfo", 0)) + b"\r\n\r\n\r\n")
    found = ingest.read(tmp_path)
    assert found.articles["body"].tolist() == ["The envoys met."]
    assert found.rejects["reason"].tolist() == ["no page"]
    assert found.notes["note"].str.contains("damaged: 1 record does not end").any()
    assert capfd.readouterr().err == ""
