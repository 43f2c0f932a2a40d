"""Learn the pair model of events: ``python -m analysis.training.events --data ../shared/data``.

Trained on candidate pairs of four labelled sets, on pairs of unlabelled news that lie weeks apart, and a little on the
example corpus; the model holds thirteen coefficients and no words.
"""

import argparse
import gzip
import json
from pathlib import Path

from analysis import assets
from analysis.events import learning, similarity
from analysis.measures import vectors

UNLABELLED = "bulk_allsides"
SETS = ("events_basil", "events_giveme5w", "events_gva", "events_allsides")

PARTS_HAPPENINGS = "events_allsides"
"""The set whose labels part some reports of one happening."""

HEADER = """\
# Coefficients of the probability that two articles report one event (analysis/events/similarity.py).
# Made by: python -m analysis.training.events --data ../shared/data
# Learnt from candidate pairs of BASIL (no licence), Giveme5W1H (Apache-2.0), LongTailQATask/GVA (no licence) and
# Article-Bias-Prediction (Apache-2.0; events of framing-bias-metric, MIT), from pairs of the last more than five days
# apart, taken as different events, and from data/example (CC BY or public domain).
# The numbers weigh likeness and days; they hold no words of those sets. Licence of this file: MIT, as the project."""


def labelled(folder: Path, stem: str) -> learning.Labelled:
    """Read one set of the data folder."""
    with gzip.open(folder / f"{stem}.jsonl.gz", "rt", encoding="utf-8") as file:
        return learning.labelled_of([json.loads(line) for line in file])


def main() -> None:
    """Read the labelled sets and write ``data/events.toml``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the labelled data")
    folder = parser.parse_args().data
    known = vectors.background()
    examples = [
        learning.examples_of(labelled(folder, stem), known, parts_happenings=stem == PARTS_HAPPENINGS) for stem in SETS
    ]
    examples.append(learning.parted_of(labelled(folder, UNLABELLED), known))
    examples.append(learning.read_of(learning.example(), known))
    text = similarity.as_toml(HEADER, learning.fit(examples), similarity.FEATURES)
    (assets.DATA / similarity.MODEL).write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
