"""What a filter change costs the server, and what it sends, on made-up stores of growing size.

Run with: python -m tests.benchmarks.bench_dashboard [ARTICLES ...]

Reported for each view: CPU seconds and bytes of the first visit and of a filter change that nothing has cached. Asked
for: under 0.5 s and 0.5 MB with 10,000 articles, 0.4 s and 0.2 MB with 40,000.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests import made_store

ENTRY = str(Path(__file__).resolve().parents[2] / "dashboard.py")
VIEWS = ("overview", "events", "event", "tone", "framing", "voices", "quality")
ARTICLES_AN_EVENT = 4
"""What `made_store` makes of six outlets."""


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
    return time.process_time() - start, app


def measure(view: str) -> tuple[float, float, int]:
    """Open a view, then change outlets and dates at once."""
    app = AppTest.from_file(ENTRY, default_timeout=300)
    app.switch_page(f"views/{view}.py")
    first, app = timed(app)
    app.multiselect(key="outlet").set_value(["RT", "Reuters", "Sky News"])
    change, app = timed(app)
    assert not app.exception
    return first, change, bytes_of(app)


def main(sizes: list[int]) -> None:
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            directory = Path(folder) / "store"
            made = made_store.build(directory, n_events=size // ARTICLES_AN_EVENT)
            os.environ["PARALLAX_STORE"] = str(directory)
            print(f"{made.about['counts']['articles']:,} articles")
            for view in VIEWS:
                first, change, sent = measure(view)
                print(f"  {view:10} first {first:5.2f} s   filter change {change:5.2f} s   {sent / 1e6:5.2f} MB")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [10_000, 40_000])
