"""Read mutated files of every format: each ends as an article or a reject, nothing hangs, and memory stays bounded.

    python -m tests.benchmarks.fuzz 100000 --seed 1

A file is one of each format, damaged in one to eight places: bytes flipped, cut, doubled, swapped with those of another
format, or marks put in that parsers know. The same seed gives the same files.
"""

import argparse
import gzip
import io
import json
import random
import resource
import tarfile
import tempfile
import time
import zipfile
from pathlib import Path

import openpyxl
import pyarrow
import pyarrow.parquet

from analysis.corpus import faults, ingest

AT_ONCE = 100
TEXT = "The delegations met in the capital on Monday, “calmly”, and agreed to meet again. " * 3
ROWS = [
    {"title": f"Talks {n}", "text": TEXT + str(n), "date": "2024-05-01", "outlet": "RT", "url": f"https://rt.com/{n}"}
    for n in range(3)
]
PAGE = (
    "<html lang='en'><head><title>Talks | RT</title><script type='application/ld+json'>"
    '{"@type":"NewsArticle","headline":"Talks","datePublished":"2024-05-01T10:00:00Z"}</script></head>'
    f"<body><article><h1>Talks</h1><time datetime='2024-05-01'>May 1</time><p>{TEXT}</p><ul><li>a<li>b</ul>"
    "</article></body>"
)
FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>RT</title>'
    + "".join(f"<item><title>{r['title']}</title><description>{r['text']}</description></item>" for r in ROWS)
    + "</channel></rss>"
)
MARKS = [
    b"\xff", b"\x00", b"\xed\xa0\x80", b'"', b"\\", b"\\ud800", b"<", b">", b"&#xD800;", b"&amp;amp;",
    b"<!--", b"]]>", b"[", b"{", b"}", b",", b"\n", b"\r", b"\t", b"**", b"`", b"![", b"9" * 400, b"-1",
    b"1e999", b"NaN", b"null", b"<li>" * 50, b"<a b='", b"b'", b"[" * 600, b"\xe2\x80\x8f", b"\x1b[2J",
    b"=1+1", b"../", b"99999999999999", b"<?xml?>", b"%PDF",
]  # fmt: skip


def originals() -> dict[str, bytes]:
    """Make one sound file of each format."""
    lines = "\n".join(json.dumps(row) for row in ROWS)
    table = "\n".join([",".join(ROWS[0]), *(",".join(f'"{value}"' for value in row.values()) for row in ROWS)])
    made = {
        "a.txt": f"Talks\n\n{TEXT}", "a.md": f"---\ntitle: Talks\n---\n# Talks\n\n**{TEXT}** [a](http://b)",
        "a.csv": table,
        "a.tsv": table.replace('","', '"\t"').replace(",", "\t"), "a.jsonl": lines, "a.json": json.dumps({"a": ROWS}),
        "a.html": PAGE, "a.xml": FEED,
    }  # fmt: skip
    files = {name: text.encode() for name, text in made.items()}
    files["a.parquet"] = _of(lambda file: pyarrow.parquet.write_table(pyarrow.Table.from_pylist(ROWS), file))
    files["a.xlsx"] = _of(_workbook)
    files["a.warc"] = _warc()
    files["a.csv.gz"] = gzip.compress(files["a.csv"], mtime=0)
    files["a.zip"] = _of(lambda file: _zip(file, files))
    files["a.tar.gz"] = gzip.compress(_of(lambda file: _tar(file, files)), mtime=0)
    return files


def _warc() -> bytes:
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{PAGE}".encode()
    head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://rt.com/1\r\nWARC-Date: 2024-05-02T00:00:00Z\r\n"
    kind = "Content-Type: application/http; msgtype=response\r\n"
    return f"{head}{kind}Content-Length: {len(answer)}\r\n\r\n".encode() + answer + b"\r\n\r\n"


def _of(write) -> bytes:
    file = io.BytesIO()
    write(file)
    return file.getvalue()


def _workbook(file: io.BytesIO) -> None:
    book = openpyxl.Workbook()
    for row in (list(ROWS[0]), *(list(row.values()) for row in ROWS)):
        book.active.append(row)
    book.save(file)


def _zip(file: io.BytesIO, files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("a.txt", "a.jsonl", "a.html"):
            archive.writestr(zipfile.ZipInfo(name), files[name])
        archive.writestr(zipfile.ZipInfo("manifest.csv"), "file,outlet\na.txt,RT\n")


def _tar(file: io.BytesIO, files: dict[str, bytes]) -> None:
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name in ("a.txt", "a.csv"):
            entry = tarfile.TarInfo(name)
            entry.size = len(files[name])
            archive.addfile(entry, io.BytesIO(files[name]))


def mutated(content: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """Damage a file in one to eight places."""
    damaged = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(len(damaged) + 1)
        end = min(len(damaged), place + chance.choice((1, 4, 50, 2000)))
        kind = chance.randrange(6)
        if kind == 0 and damaged:
            damaged[min(place, len(damaged) - 1)] ^= 1 << chance.randrange(8)
        elif kind == 1:
            del damaged[place:end]
        elif kind == 2:
            damaged[place:place] = damaged[place:end] * chance.choice((1, 2, 30))
        elif kind == 3:
            other = chance.choice(others)
            start = chance.randrange(len(other))
            damaged[place:end] = other[start : start + chance.choice((1, 20, 500))]
        else:
            damaged[place:place] = chance.choice(MARKS)
    return bytes(damaged)


def unaccounted(folder: Path, n: int, chance: random.Random, files: dict[str, bytes]) -> list[str]:
    """Write damaged files, read them, and name those that are neither article nor reject, and mistakes of ours."""
    names = sorted(files)
    for number in range(n):
        name = names[number % len(names)]
        path = folder / f"{number}{name[1:]}"
        path.write_bytes(mutated(files[name], list(files.values()), chance))
    found = ingest.read(folder)
    for table in (found.articles, found.rejects, found.notes, found.removals):
        pyarrow.Table.from_pandas(table)
    told = " ".join([*found.articles["origin"], *found.rejects["origin"]]) + " "
    ours = found.rejects[found.rejects["reason"] == faults.OURS]
    lost = [path.name for path in folder.iterdir() if not any(f"{path}{end}" in told for end in " :#/")]
    return lost + [f"{Path(origin).name}: {detail}" for origin, detail in ours[["origin", "detail"]].to_numpy()]


def run(n: int, seed: int, tell=lambda done, seconds: None) -> list[str]:
    """Read ``n`` damaged files, some at a time; give the names of those that were lost."""
    chance, files, lost = random.Random(seed), originals(), []
    for done in range(0, n, AT_ONCE):
        before = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            lost += unaccounted(Path(folder), min(AT_ONCE, n - done), chance, files)
        tell(done + AT_ONCE, time.monotonic() - before)
    return lost


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("n", type=int, nargs="?", default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    slowest = 0.0

    def tell(done: int, seconds: float) -> None:
        nonlocal slowest
        slowest = max(slowest, seconds)
        if done % 5000 == 0:
            megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(f"{done:,} files, slowest {AT_ONCE} in {slowest:.1f} s, {megabytes:,} MB at most", flush=True)

    lost = run(options.n, options.seed, tell)
    print(f"{options.n:,} files read, {len(lost)} lost {lost[:10]}")


if __name__ == "__main__":
    main()
