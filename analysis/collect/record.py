"""The record of a collected folder: raw pages in WARC files, a line for each attempt, what was listed, what was run.

Before an address is asked, that is noted (`ASKING`); its answer is put aside as it came (`ANSWER`), written to the WARC
file with its line in a header of its own, and then the line is written. So a run that was killed takes up the answer
wherever it was left, cuts off what was not written whole, and knows whom it asked last. Both files go with the run.
"""

import hashlib
import io
import json
import os
import uuid
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from analysis.collect.client import Answer
from analysis.corpus import jsonlines
from analysis.corpus.collected import ANSWER, ASKING, LINE_HEADER, LISTED, LOCK, RECORD, RUNS
from analysis.errors import DataError

WARC_BYTES = 2**30
"""Bytes from which a WARC file is followed by the next, as archives do."""

KINDS = ("robots", "list", "page")
"""What an attempt was for: a robots.txt, a listing (feed, sitemap, index) or a page."""

HAD = ("fetched", "unchanged", "same page", "gone", "too large", "no page", "cut off by a paywall")
"""Outcomes after which a page is not asked for again, unless its listing says that it changed."""


@dataclass(frozen=True)
class Fetch:
    """One attempt: what was asked and why, what came back, and where it is kept.

    ``canonical`` names the page whatever its address looks like, ``url`` is the address at its publisher, ``sha256``
    is of the unpacked body, ``warc``, ``offset`` and ``length`` are the place of its record; ``previous`` is the
    hash of the text before it, of a page that changed. Fields that do not apply are empty.
    """

    run: int
    kind: str
    asked: str
    at: str
    final: str = ""
    url: str = ""
    canonical: str = ""
    status: int = 0
    outcome: str = ""
    detail: str = ""
    robots: str = ""
    sha256: str = ""
    n_bytes: int = 0
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    outlet: str = ""
    listed_in: str = ""
    listed_date: str = ""
    listed_title: str = ""
    changed_at: str = ""
    archived_at: str = ""
    previous: str = ""
    warc: str = ""
    offset: int = -1
    length: int = 0


@dataclass(frozen=True)
class PendingAnswer:
    """An answer that was put aside before its record was written: to what, from which address, and what came."""

    fetch: Fetch
    url: str
    answer: Answer


@contextmanager
def opened(folder: Path) -> Iterator["Record"]:
    """Open the record of a folder for one run; a second run waits outside.

    Raises
    ------
    DataError
        Where the folder cannot be written or another run writes to it.
    """
    try:
        (folder / "warc").mkdir(parents=True, exist_ok=True)
        with FileLock(folder / LOCK, timeout=0):
            yield Record(folder)
    except Timeout as error:
        raise DataError(f"another run collects into {folder}; wait for it, or choose another folder") from error
    except OSError as error:
        raise DataError(f"{folder} cannot be written: {error.strerror or error}; what was kept stays") from error


class Record:
    """Read and continue the record of a folder, for as long as `opened` holds its lock.

    Parameters
    ----------
    folder : Path
        The collected folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._take_over([_fetch(line) for line in _lines(folder / RECORD)])
        self.listed = {str(line.get("canonical")): line for line in _lines(folder / LISTED)}
        self.runs = list(_lines(folder / RUNS))
        self._find_lost_line()
        self.asking = self._last_asked()
        self._held = _read_pending(folder / ANSWER)

    def _take_over(self, fetches: list[Fetch]) -> None:
        self.fetches: list[Fetch] = []
        self._by_asked: dict[tuple[str, str], list[Fetch]] = {}
        self._by_page: dict[str, list[Fetch]] = {}
        for fetch in fetches:
            self._remember(fetch)

    def _remember(self, fetch: Fetch) -> None:
        self.fetches.append(fetch)
        self._by_asked.setdefault((fetch.kind, fetch.asked), []).append(fetch)
        if fetch.canonical:
            self._by_page.setdefault(fetch.canonical, []).append(fetch)

    @property
    def run(self) -> int:
        """Number this run: the one that was not finished, else the next."""
        return len(self.runs) + 1

    def of_this_run(self, kind: str, asked: str) -> list[Fetch]:
        """List what this run has already asked of an address."""
        return [one for one in self.of(kind, asked) if one.run == self.run]

    def of(self, kind: str, asked: str) -> list[Fetch]:
        """List what was ever asked of an address."""
        return list(self._by_asked.get((kind, asked), ()))

    def of_page(self, canonical: str) -> list[Fetch]:
        """List the attempts at a page."""
        return self._by_page.get(canonical, [])

    def ask(self, fetch: Fetch) -> None:
        """Note that an address is about to be asked, so that a run after this one leaves its host the pause."""
        _put(self.folder / ASKING, _line(fetch).encode("utf-8", "backslashreplace"))

    def set_aside(self, held: PendingAnswer) -> None:
        """Put an answer aside as it came, before anything else is done with it."""
        told = vars(held.answer) | {"headers": dict(held.answer.headers), "body": "", "fetch": _line(held.fetch)}
        head = json.dumps({**told, "from": held.url, "sha256": sha256(held.answer.body)})
        _put(self.folder / ANSWER, head.encode("utf-8", "backslashreplace") + b"\n" + held.answer.body)

    def stopped_at(self, about: Fetch) -> str:
        """Return the address, behind redirects, whose answer a killed run put aside for an attempt; empty for none."""
        held, key = self._held, (about.run, about.kind, about.asked)
        if held is None or (held.fetch.run, held.fetch.kind, held.fetch.asked) != key:
            return ""
        is_kept = any(one.at == held.fetch.at for one in self.of_this_run(about.kind, about.asked))
        return "" if is_kept else held.url

    def pending_of(self, about: Fetch, url: str) -> PendingAnswer | None:
        """Take the answer to an attempt that a killed run put aside and did not record."""
        if self.stopped_at(about) != url:
            return None
        held, self._held = self._held, None
        return held

    def _last_asked(self) -> Fetch | None:
        """Read what was asked last, where no line tells it yet."""
        try:
            fetch = _fetch(json.loads((self.folder / ASKING).read_bytes()))
        except (OSError, ValueError, TypeError):  # none, or not written whole: then nothing was asked
            return None
        return fetch if fetch.run == self.run else None

    def append(self, fetch: Fetch, headers: Mapping[str, str] | None = None, body: bytes | None = None) -> Fetch:
        """Keep an attempt, and with ``headers`` and ``body`` what came back."""
        if body is not None:
            fetch = self._keep(fetch, headers or {}, body)
        _append(self.folder / RECORD, _line(fetch))
        self._remember(fetch)
        return fetch

    def append_listed(self, rows: list[dict[str, Any]]) -> None:
        """Keep the addresses that no run has listed before."""
        for row in rows:
            if row["canonical"] not in self.listed:
                _append(self.folder / LISTED, json.dumps(row, ensure_ascii=False))
                self.listed[row["canonical"]] = row

    def finish(self, summary: dict[str, Any]) -> None:
        """Mark this run as complete; the next one lists again."""
        for name in (ASKING, ANSWER):
            (self.folder / name).unlink(missing_ok=True)
        _append(self.folder / RUNS, json.dumps(summary, ensure_ascii=False))
        self.runs.append(summary)

    def body_of(self, fetch: Fetch) -> bytes:
        """Read back what an attempt brought."""
        with (self.folder / fetch.warc).open("rb") as file:
            file.seek(fetch.offset)
            return _read_record(file.read(fetch.length))[1]

    def _keep(self, fetch: Fetch, headers: Mapping[str, str], body: bytes) -> Fetch:
        path = self._warc_to_write()
        offset = path.stat().st_size if path.exists() else 0
        content = warc_record(fetch, headers, body)
        _write(path, content)
        name = path.relative_to(self.folder).as_posix()
        return replace(fetch, warc=name, offset=offset, length=len(content))

    def _warcs(self) -> list[Path]:
        return sorted((self.folder / "warc").glob("pages-*.warc.gz"))

    def _warc_to_write(self) -> Path:
        known = self._warcs()
        if known and known[-1].stat().st_size < WARC_BYTES:
            return known[-1]
        return self.folder / "warc" / f"pages-{len(known) + 1:05d}.warc.gz"

    def _find_lost_line(self) -> None:
        """Take up the record that was written and whose line was not; cut off one that was not written whole."""
        for path in self._warcs()[-1:]:
            name = path.relative_to(self.folder).as_posix()
            end = max((one.offset + one.length for one in self.fetches if one.warc == name), default=0)
            with path.open("r+b") as file:
                file.seek(end)
                rest = file.read()
                if not rest:
                    continue
                try:
                    told, _ = _read_record(rest)
                except (ValueError, zlib.error, EOFError):
                    file.truncate(end)
                    continue
            self.append(replace(_fetch(json.loads(told)), warc=name, offset=end, length=len(rest)))


class Unwritten(Record):
    """A record that begins with what a folder holds and keeps what is new in memory: for a plan."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._take_over([_fetch(line) for line in _lines(folder / RECORD, cut=False)])
        self.listed, self.runs = {}, list(_lines(folder / RUNS, cut=False))
        self.asking, self._held = None, None
        self._bodies: dict[tuple[str, str], bytes] = {}

    def append(self, fetch: Fetch, headers: Mapping[str, str] | None = None, body: bytes | None = None) -> Fetch:
        """Keep an attempt in memory."""
        if body is not None:
            self._bodies[fetch.kind, fetch.asked] = body
            fetch = replace(fetch, warc="memory")
        self._remember(fetch)
        return fetch

    def ask(self, fetch: Fetch) -> None:
        """Note nothing."""

    def set_aside(self, held: PendingAnswer) -> None:
        """Put nothing aside."""

    def append_listed(self, rows: list[dict[str, Any]]) -> None:
        """Keep nothing of what was listed."""

    def finish(self, summary: dict[str, Any]) -> None:
        """Keep nothing of the run."""

    def body_of(self, fetch: Fetch) -> bytes:
        """Return what an attempt brought."""
        return self._bodies[fetch.kind, fetch.asked] if fetch.warc == "memory" else super().body_of(fetch)


def warc_record(fetch: Fetch, headers: Mapping[str, str], body: bytes) -> bytes:
    """Write an answer as one compressed WARC record, the same bytes for the same answer.

    The body is kept unpacked; the header that told how it was packed keeps its value under another name.
    """
    packed = {
        "content-encoding": "X-Archive-Orig-Content-Encoding",
        "transfer-encoding": "X-Archive-Orig-Transfer-Encoding",
    }
    pairs = [(packed.get(name, name), _header(value)) for name, value in headers.items() if name != "content-length"]
    pairs.append(("content-length", str(len(body))))
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    about = {
        "WARC-Date": fetch.at,
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{fetch.at} {fetch.asked} {fetch.sha256}')}>",
        LINE_HEADER: _line(fetch, ascii_only=True),
    }
    head = StatusAndHeaders(f"{fetch.status} {'OK' if fetch.status == 200 else 'Status'}", pairs, protocol="HTTP/1.1")
    record = writer.create_warc_record(
        fetch.final or fetch.asked, "response", payload=io.BytesIO(body), length=len(body), http_headers=head,
        warc_headers_dict=about,
    )  # fmt: skip
    writer.write_record(record)
    return out.getvalue()


def _header(value: str) -> str:
    return " ".join(value.split()).encode("latin-1", "replace").decode("latin-1")


def _read_record(content: bytes) -> tuple[str, bytes]:
    """Read one whole compressed record: its line and its body.

    Raises
    ------
    ValueError, zlib.error, EOFError
        Where it is not whole.
    """
    from analysis.corpus.records import first_of

    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    plain = unpacker.decompress(content) + unpacker.flush()
    if not unpacker.eof or unpacker.unused_data:
        raise EOFError("the record is not whole")
    record = first_of(io.BytesIO(plain))
    return record.rec_headers.get_header(LINE_HEADER) or "", record.content_stream().read()


def sha256(body: bytes) -> str:
    """Return the hash of a body, as the record keeps it."""
    return hashlib.sha256(body).hexdigest()


def _line(fetch: Fetch, *, ascii_only: bool = False) -> str:
    defaults = {name: field.default for name, field in Fetch.__dataclass_fields__.items()}
    told = {name: value for name, value in asdict(fetch).items() if value != defaults[name]}
    return json.dumps(told, ensure_ascii=ascii_only)


def _fetch(line: Mapping[str, Any]) -> Fetch:
    return Fetch(**{name: line[name] for name in Fetch.__dataclass_fields__ if name in line})


def _append(path: Path, line: str) -> None:
    _write(path, line.encode("utf-8", "backslashreplace") + b"\n")


def _write(path: Path, content: bytes) -> None:
    """Add to a file and wait until the disk has it."""
    with path.open("ab") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _put(path: Path, content: bytes) -> None:
    """Rewrite a small file; the system has it when a process dies, and need not have it when power does."""
    path.write_bytes(content)


def _read_pending(path: Path) -> PendingAnswer | None:
    """Read the answer that was put aside; none where there is none or it was not written whole."""
    try:
        head, _, body = path.read_bytes().partition(b"\n")
        told = json.loads(head)
        if sha256(body) != told["sha256"]:
            return None
        answer = Answer(told["url"], told["status"], told["headers"], body, told["outcome"], told["error"])
        return PendingAnswer(_fetch(json.loads(told["fetch"])), told["from"], answer)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Read the whole lines of one of a folder's files, changing nothing."""
    return _lines(path, cut=False)


def _lines(path: Path, *, cut: bool = True) -> Iterator[dict[str, Any]]:
    """Read the whole lines of a file; the rest of one that was not written to its end is cut off."""
    if not path.exists():
        return
    whole = 0
    with path.open("r+b" if cut else "rb") as file:
        for content in file:
            if not content.endswith(b"\n"):
                if cut:
                    file.truncate(whole)
                return
            whole += len(content)
            line, fault = jsonlines.value_of(content)
            if fault:
                raise DataError(f"{path} is damaged at byte {whole - len(content):,}: {fault}")
            yield line
