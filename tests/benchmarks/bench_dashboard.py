"""What a filter change costs the server, what it sends, and what visits leave in memory, on stores of growing size.

Run with: python -m tests.benchmarks.bench_dashboard [--store DIR | --open DIR] [--articles N ...] [--views NAME ...]
[--visits N] [--zip]

Without ``--store`` the stores are made up (`tests.made_store`: six outlets, most events shared). With it, the measured
parts of a real store are replicated, with other ids and days, until they hold so many articles. With ``--open`` a store
is measured as it is: one made before, with ``--keep``, need not be made again.

Reported for each view: CPU seconds of the first visit, CPU seconds and bytes of three filter changes that nothing has
cached (the largest counts), and of a rerun. Asked for: 0.4 s and 0.2 MB with 40,000 articles, 0.8 s with 300,000;
under 500 MB after 20 visits of every view; the zip of everything in 20 s and 1 GB.
"""

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from analysis.settings import Filters
from analysis.store import snapshots, writing
from tests import made_store
from views import takeaway
from views.wanted import Wanted

ENTRY = str(Path(__file__).resolve().parents[2] / "dashboard.py")
VIEWS = ("overview", "events", "event", "tone", "framing", "voices", "words", "quality", "methods", "export", "article")
ARTICLES_AN_EVENT = 4
"""What `made_store` makes of six outlets."""

READ = (
    "articles", "removals", "rejects", "notes", "sentences", "tone", "quotes", "attributed", "targets", "frames",
    "loaded", "measures", "further_measures", "pairs", "events", "event_summary", "copies", "aliases",
)  # fmt: skip
"""Tables that the measured views and the zip read."""

ARTICLES_A_PART = 1000
"""Articles of one part of a store that was built."""

OF_CORPUS = ("events", "event_summary", "copies", "aliases")
"""Tables that are written once for a whole store."""


def bytes_of(app: AppTest) -> int:
    """Count what the server would send: figures, tables, texts, choices."""
    total = 0
    for block in (app.main, app.sidebar):
        stack = [block]
        while stack:
            node = stack.pop()
            stack += list(getattr(node, "children", {}).values())
            proto = getattr(node, "proto", None)
            total += proto.ByteSize() if proto is not None and hasattr(proto, "ByteSize") else 0
    return total


def timed(app: AppTest) -> tuple[float, AppTest]:
    start = time.process_time()
    app = app.run()
    assert not app.exception
    return time.process_time() - start, app


def start_server() -> None:
    """Search the installed packages for components before anything is timed: a server does so once, when it starts."""
    found = manifest_scanner.scan_component_manifests()
    manifest_scanner.scan_component_manifests = lambda: found


def opened(view: str, article: str) -> AppTest:
    app = AppTest.from_file(ENTRY, default_timeout=600)
    if view == "article":
        app.query_params["article"] = article
    app.switch_page(f"views/{view}.py")
    return app


def measure(view: str, article: str) -> tuple[float, float, float, int]:
    """Open a view, then change outlets twice and dates once; other outlets for each view, so that nothing is cached."""
    first, app = timed(opened(view, article))
    outlets = app.multiselect(key="outlet").options
    turn = VIEWS.index(view)
    changes, sent = [], 0
    for n_outlets in (3, 5):
        app.multiselect(key="outlet").set_value(sorted({outlets[(turn + k) % len(outlets)] for k in range(n_outlets)}))
        seconds, app = timed(app)
        changes.append(seconds)
        sent = max(sent, bytes_of(app))
    app.date_input(key="from").set_value(date(2016, 1, 1 + turn))
    seconds, app = timed(app)
    again, app = timed(app)
    return first, max(*changes, seconds), again, sent


def replicated(source: Path, directory: Path, times: int) -> snapshots.Snapshot:
    """Write a store that holds a measured store several times, each time with other ids and a day later."""
    measured = snapshots.open(source)
    tables = {name: measured.table(name) for name in READ if measured.files(name)}
    bodies = measured.bodies(tables["articles"]["article_id"])
    tables["articles"] = tables["articles"].assign(body=tables["articles"]["article_id"].map(bodies))
    with writing.opened(directory, measured.settings) as writer:
        for copy in range(times):
            for part in parts_of({name: frame for name, frame in tables.items() if name not in OF_CORPUS}):
                writer.add({name: shifted(frame, copy) for name, frame in part.items()})
        for name in OF_CORPUS:
            if name in tables:
                copies = [shifted(tables[name], copy) for copy in range(times)]
                writer.replace(name, pd.concat(copies, ignore_index=True))
        return writer.commit(["replicated"])


def parts_of(tables: dict[str, pd.DataFrame]) -> Iterator[dict[str, pd.DataFrame]]:
    """Cut tables into parts of as many articles as a build writes; what belongs to no article goes into the first."""
    ids = tables["articles"]["article_id"]
    part_of = pd.Series(range(len(ids)), index=ids) // ARTICLES_A_PART
    numbers = {
        name: frame["article_id"].map(part_of) if "article_id" in frame else pd.Series(0, index=frame.index)
        for name, frame in tables.items()
    }
    for number in range(int(part_of.max()) + 1):
        yield {name: frame[numbers[name] == number] for name, frame in tables.items()}


def shifted(frame: pd.DataFrame, copy: int) -> pd.DataFrame:
    """Give rows other ids and later days, and sentences that no other copy has."""
    changed = {}
    for name in frame.columns:
        if name in ("article_id", "copy_of", "other"):
            changed[name] = f"{copy:03x}" + frame[name].str[3:]
        elif name in ("event", "storyline") and copy:
            changed[name] = frame[name] + f"-{copy}"
        elif name in ("published_at", "first_at", "last_at"):
            changed[name] = frame[name] + pd.Timedelta(days=copy)
        elif name == "origin":
            changed[name] = frame[name] + f"#{copy}"
        elif name == "body":
            changed[name] = frame[name].str.replace(r"([.!?])(?=\s)", rf" x{copy}\1", regex=True)
    return frame.assign(**changed)


def made(source: Path | None, directory: Path, n_articles: int) -> snapshots.Snapshot:
    if source is None:
        return made_store.build(directory, n_events=n_articles // ARTICLES_AN_EVENT)
    return replicated(source, directory, -(-n_articles // snapshots.open(source).about["counts"]["articles"]))


def visit(article: str, n_visits: int) -> None:
    """Visit every view again and again under other outlets, and report the memory after each round."""
    for number in range(1, n_visits + 1):
        for view in VIEWS:
            app = opened(view, article).run()
            outlets = app.multiselect(key="outlet").options
            chosen = {outlets[(3 * number + k) % len(outlets)] for k in range(1 + number % 5)}
            app.multiselect(key="outlet").set_value(sorted(chosen))
            app.run()
        print(f"  visit {number:2} of every view: {resident():5.0f} MB", flush=True)


def resident() -> float:
    """Give this process's memory in megabytes; where the system does not say, the most that it ever was."""
    status = Path("/proc/self/statm")
    if status.exists():
        return int(status.read_text(encoding="ascii").split()[1]) * resource.getpagesize() / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10


def report(snapshot: snapshots.Snapshot, views: list[str], *, with_zip: bool, n_visits: int) -> None:
    """Measure one store and print what was found."""
    os.environ["PARALLAX_STORE"] = str(snapshot.directory)
    article = snapshot.table("articles", columns=["article_id"])["article_id"].iloc[0]
    print(f"{snapshot.about['counts']['articles']:,} articles", flush=True)
    if with_zip:
        start = time.process_time()
        file = takeaway.everything(Wanted(snapshot, Filters(), ""))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
        seconds, packed = time.process_time() - start, len(file)
        print(f"  zip {seconds:5.1f} CPU s, {packed / 1e6:.0f} MB, peak {peak:.0f} MB", flush=True)
    for view in views:
        first, change, again, sent = measure(view, article)
        print(f"  {view:9} first {first:5.2f} s   filter change {change:5.2f} s   again {again:5.2f} s   "
              f"{sent / 1e6:5.2f} MB", flush=True)  # fmt: skip
    visit(article, n_visits)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, nargs="+", default=[10_000, 40_000])
    options.add_argument("--store", type=Path, help="a measured store to replicate")
    options.add_argument("--open", type=Path, help="a store to measure as it is")
    options.add_argument("--keep", type=Path, help="a folder in which the stores that are made stay, for --open")
    options.add_argument("--views", nargs="*", choices=VIEWS, default=VIEWS, help="only these views")
    options.add_argument("--visits", type=int, default=0, help="visits of every view, for memory")
    options.add_argument("--zip", action="store_true", help="time the zip of everything")
    asked = options.parse_args()
    start_server()
    if asked.open:
        report(snapshots.open(asked.open), asked.views, with_zip=asked.zip, n_visits=asked.visits)
        return
    for size in asked.articles:
        with tempfile.TemporaryDirectory() as folder:
            snapshot = made(asked.store, (asked.keep or Path(folder)) / f"store_{size}", size)
            report(snapshot, asked.views, with_zip=asked.zip, n_visits=asked.visits)


if __name__ == "__main__":
    main()
