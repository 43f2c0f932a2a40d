"""Learn which lines of a scraped page are the article, from 178 pages labelled by hand.

Run as ``python -m analysis.training.line_model --data ../shared/data``; writes ``data/models/lines.npz``.
"""

import argparse
import gzip
import json
from pathlib import Path

import numpy as np

from analysis import assets
from analysis.corpus import lines


def labelled_pages(path: Path) -> list[tuple[list[str], np.ndarray]]:
    """Read pages as their lines that are not blank, and which of them are the article."""
    pages = []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            pairs = zip(row["raw_text"].split("\n"), row["line_is_body"], strict=True)
            kept = [(line.strip(), is_body) for line, is_body in pairs if line.strip()]
            pages.append(([line for line, _ in kept], np.array([is_body for _, is_body in kept])))
    return pages


def main() -> None:
    """Fit on all pages and write the coefficients."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    pages = labelled_pages(parser.parse_args().data / "cleaning_zyte.jsonl.gz")
    model = lines.fit_on_pages(pages)
    target = assets.DATA / lines.MODEL_FILE
    target.parent.mkdir(parents=True, exist_ok=True)
    np.savez(
        target,
        mean=model.mean.astype("float32"),
        scale=model.scale.astype("float32"),
        coefficients=model.coefficients.astype("float32"),
        intercept=np.array([model.intercept], dtype="float32"),
    )
    print(f"{len(pages)} pages, {len(model.coefficients)} features -> {target}")


if __name__ == "__main__":
    main()
