"""Learn which lines of a scraped page are the article, from 178 pages labelled by hand.

Run as ``python -m analysis.training.line_model --data ../shared/data``; writes ``data/models/lines.npz``.
"""

import argparse
import gzip
import json
from pathlib import Path

import numpy as np

from analysis import assets
from analysis.corpus import fitting, lines, stretches


def labelled_pages(path: Path) -> tuple[list[tuple[list[str], np.ndarray]], list[str]]:
    """Read pages as their lines that are not blank, and which of them are the article, with the outlet of each."""
    pages, outlets = [], []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            pairs = zip(row["raw_text"].split("\n"), row["line_is_body"], strict=True)
            kept = [(line.strip(), is_body) for line, is_body in pairs if line.strip()]
            outlets.append(row["outlet"])
            pages.append(([line for line, _ in kept], np.array([is_body for _, is_body in kept])))
    return pages, outlets


def _arrays(of: str, model: lines.LineModel | stretches.StretchModel) -> dict[str, np.ndarray]:
    return {
        f"{of}mean": model.mean.astype("float32"),
        f"{of}scale": model.scale.astype("float32"),
        f"{of}coefficients": model.coefficients.astype("float32"),
        f"{of}intercept": np.array([model.intercept], dtype="float32"),
    }


def main() -> None:
    """Fit on all pages and write the coefficients."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    pages, outlets = labelled_pages(parser.parse_args().data / "cleaning_zyte.jsonl.gz")
    model = fitting.fit_on_pages(pages, outlets)
    target = assets.DATA / lines.MODEL_FILE
    target.parent.mkdir(parents=True, exist_ok=True)
    assert model.page is not None
    np.savez(target, allow_pickle=False, **_arrays("", model), **_arrays("page_", model.page))
    print(f"{len(pages)} pages, {len(model.coefficients)} and {len(model.page.coefficients)} features -> {target}")


if __name__ == "__main__":
    main()
