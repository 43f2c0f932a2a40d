"""How long coding takes: a sheet of 120 articles drawn from 40,000, and sheets of 300 articles read back.

``python -m tests.benchmarks.coding`` prints seconds. The first sheet includes what a page has in memory already.
"""

import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.queries import coding, drawing, units
from analysis.settings import Filters
from tests import made_store

N_EVENTS = 10_000
MEASURE = "tone_own"


def main() -> None:
    """Draw, write and read sheets of a made-up store, and print how long each took."""
    with tempfile.TemporaryDirectory() as folder:
        made = made_store.build(Path(folder) / "store", n_events=N_EVENTS)
        print(f"{len(made.articles()):,} articles")
        for n in (120, 120, 300):
            begin = time.perf_counter()
            sheet = drawing.sheet(made, Filters(), MEASURE, n=n)
            print(f"{n} articles drawn, sheets written: {time.perf_counter() - begin:.1f} s")
        for unit, measure in units.NAMES.items():
            begin = time.perf_counter()
            n_drawn = len(drawing.sheet(made, Filters(), measure, n=120).design.units) if unit != "pairs" else 0
            print(f"{n_drawn} {unit} drawn, sheets written: {time.perf_counter() - begin:.1f} s")
        drawing.keep(made, sheet)
        rng = np.random.default_rng(1)
        first = rng.integers(-2, 3, len(sheet.design.units))
        contents = {}
        for name in ("Ann.csv", "Bo.csv"):
            code = np.clip(first + rng.integers(0, 2, len(first)), -2, 2)
            rows = pd.DataFrame({"unit_id": sheet.design.units["unit"], "code": code})
            contents[name] = rows.to_csv(index=False).encode()
        begin = time.perf_counter()
        coding.read(made, contents)
        print(
            f"two sheets of {len(first)} articles read, agreement with intervals: {time.perf_counter() - begin:.1f} s"
        )


if __name__ == "__main__":
    main()
