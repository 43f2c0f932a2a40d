"""Learn the model of storylines: ``python -m analysis.training.storylines --data ../shared/data``.

Trained on the pairs of events of two hand-sorted sets (``data/storylines_gold.csv``), as the shipped pair model groups
their articles; the model holds six numbers and no words. Run it after `analysis.training.events`.
"""

import argparse
from pathlib import Path

from analysis import assets, events, schema
from analysis.events import learning, similarity, storylines
from analysis.training.events import labelled

SETS = ("bulk_allsides", "events_allsides")

HEADER = """\
# Coefficients of the probability that two events belong to one storyline (analysis/events/storylines.py).
# Made by: python -m analysis.training.storylines --data ../shared/data
# Learnt from pairs of events of Article-Bias-Prediction (Apache-2.0), sorted by hand: data/storylines_gold.csv.
# The numbers weigh likeness and days; they hold no words. Licence of this file: MIT, as the project."""


def examples(folder: Path, stem: str) -> learning.Examples:
    """Group one set as shipped, and make its hand-sorted articles into examples."""
    here = labelled(folder, stem)
    nothing = schema.empty(schema.COPIES)
    grouped = events.of_articles(here.articles, here.vectors, nothing, times=here.times)
    centres = grouped.updates["centres"].rows
    return learning.linked_of(grouped.events, grouped.event_summary, centres, assets.table("storylines_gold.csv"))


def main() -> None:
    """Read the sorted sets and write ``data/storylines.toml``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the labelled data")
    folder = parser.parse_args().data
    learnt = learning.fit([examples(folder, stem) for stem in SETS])
    text = similarity.as_toml(HEADER, learnt, storylines.FEATURES)
    (assets.DATA / storylines.MODEL).write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
