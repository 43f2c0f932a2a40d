"""How well events and storylines agree with people: B-cubed on labelled sets, each left out of training.

The pair model is trained inside the gate without the set that it is measured on; cut, window and background are the
shipped ones, the same for every set. One set is measured in folds. Pairs of unlabelled news (`learning.parted_of`)
take part in every training.
"""

import gzip
import json
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis import assets, codes, events, schema
from analysis.events import learning, similarity, times
from analysis.events import storylines as linking
from analysis.measures import vectors
from analysis.validation.gates import Figure, data_file, gate

SETS = ("events_basil", "events_giveme5w", "events_gva", "events_allsides")
FOLDED = "events_allsides"
"""The largest set of general news is measured in folds of whole events, so that the rest of it can be learnt from."""

N_FOLDS = 5
BULK = "bulk_allsides"
GOLD = "storylines_gold.csv"


@cache
def labelled(folder: Path, stem: str) -> learning.Labelled:
    """Read and measure one set of the data folder, once a run."""
    with gzip.open(data_file(folder, stem), "rt", encoding="utf-8") as file:
        return learning.labelled_of([json.loads(line) for line in file])


@cache
def _examples(folder: Path, stem: str) -> learning.Examples:
    known = vectors.background()
    return (
        learning.parted_of(labelled(folder, stem), known)
        if stem == BULK
        else learning.examples_of(labelled(folder, stem), known, parts_happenings=stem == FOLDED)
    )


def trained_without(folder: Path, left_out: str) -> similarity.PairModel:
    """Train the pair model on all sets but one."""
    return learning.fit([*(_examples(folder, stem) for stem in (*SETS, BULK) if stem != left_out), _read(None)])


@cache
def _example() -> learning.Labelled:
    return learning.example()


@cache
def _read(left_out: int | None) -> learning.Examples:
    """Make the example corpus into examples, without one fold of its happenings."""
    here = _example()
    chosen = None if left_out is None else _folds(here.events) != left_out
    return learning.read_of(here, vectors.background(), chosen)


def _folds(labels: np.ndarray) -> np.ndarray:
    """Deal whole events into `N_FOLDS` folds."""
    return np.array([zlib.crc32(str(event).encode()) % N_FOLDS for event in labels])


def b_cubed(gold: Sequence[Any], found: Sequence[Any]) -> tuple[float, float, float]:
    """Compare a grouping with the labelled one, item by item.

    Parameters
    ----------
    gold, found : sequence
        Group of each item, labelled and found.

    Returns
    -------
    tuple of float
        Precision (share of an item's found group that belongs with it, averaged over items), recall (share of its
        labelled group that it was found with) and their harmonic mean F1; 0 to 1.

    References
    ----------
    Algorithms for scoring coreference chains, LREC workshop on linguistic coreference, 1998.

    Examples
    --------
    >>> tuple(round(value, 2) for value in b_cubed("aabb", "xxxy"))
    (0.67, 0.75, 0.71)
    """
    both, in_gold, in_found = Counter(zip(gold, found, strict=True)), Counter(gold), Counter(found)
    precision = sum(n * n / in_found[pair[1]] for pair, n in both.items()) / len(gold)
    recall = sum(n * n / in_gold[pair[0]] for pair, n in both.items()) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def _figures(name: str, scores: tuple[float, float, float], n: int, must: float, aim: float) -> Iterator[Figure]:
    yield Figure(f"events.{name}", scores[2], n, "B-cubed F1", must=must, aim=aim)
    yield Figure(f"events.{name}_precision", scores[0], n, "B-cubed precision")
    yield Figure(f"events.{name}_recall", scores[1], n, "B-cubed recall")


def _grouped(here: learning.Labelled, learnt: similarity.PairModel | None) -> events.Grouped:
    return events.of_articles(here.articles, here.vectors, schema.empty(schema.COPIES), times=here.times, learnt=learnt)


def _measured(folder: Path, stem: str, must: float, aim: float) -> Iterator[Figure]:
    here = labelled(folder, stem)
    found = _grouped(here, trained_without(folder, stem)).events
    scores = b_cubed(here.events.tolist(), found["event"].tolist())
    return _figures(stem.removeprefix("events_"), scores, len(found), must, aim)


@gate("events.basil", needs=(*SETS, BULK))
def basil(folder: Path) -> Iterator[Figure]:
    """Measure three outlets on sixty events of American politics, well dated."""
    return _measured(folder, "events_basil", must=0.98, aim=1.00)


@gate("events.giveme5w", needs=(*SETS, BULK))
def giveme5w(folder: Path) -> Iterator[Figure]:
    """Measure world news of which many dates are crawl dates."""
    return _measured(folder, "events_giveme5w", must=0.88, aim=0.93)


@gate("events.gva", needs=(*SETS, BULK))
def gva(folder: Path) -> Iterator[Figure]:
    """Measure thousands of near-identical local incidents."""
    return _measured(folder, "events_gva", must=0.88, aim=0.92)


@gate("events.allsides", needs=(*SETS, BULK))
def allsides(folder: Path) -> Iterator[Figure]:
    """Measure American politics with true dates, some missing, in folds of whole events."""
    here = labelled(folder, FOLDED)
    fold = _folds(here.events)
    days = times.of_corpus(here.articles, here.times).days
    parts, joined = [], []
    for number in range(N_FOLDS):
        found = _grouped(here, _trained_beside(folder, fold != number)).events["event"].to_numpy()
        parts.append(_by_item(here.events, found)[fold == number])
        joined.append(_joined(found, here.events, days, fold == number))
    precision, recall = np.concatenate(parts).mean(axis=0).tolist()
    scores = (precision, recall, 2 * precision * recall / (precision + recall))
    yield from _figures("allsides", scores, len(fold), must=0.89, aim=0.93)
    yield from _of_pairs(pd.concat(joined))


@gate("events.example", needs=(*SETS, BULK))
def example(folder: Path) -> Iterator[Figure]:
    """Measure the example corpus in folds of its twenty happenings, read by one person with all answers to them.

    Nobody asked for figures here: the recall must be what it was before the example was learnt from.
    """
    here = _example()
    fold = _folds(here.events)
    parts = []
    for number in range(N_FOLDS):
        learnt = learning.fit([*(_examples(folder, stem) for stem in (*SETS, BULK)), _read(number)])
        found = _grouped(here, learnt).events["event"].to_numpy()
        parts.append(_by_item(here.events, found)[fold == number])
    precision, recall = np.concatenate(parts).mean(axis=0).tolist()
    unit = "B-cubed {}, one reader"
    yield Figure("events.example_precision", precision, len(fold), unit.format("precision"), must=0.98)
    yield Figure("events.example_recall", recall, len(fold), unit.format("recall"), must=0.58)


def _trained_beside(folder: Path, chosen: np.ndarray) -> similarity.PairModel:
    """Train on the other sets, and on the pairs of chosen articles of the folded one."""
    beside = learning.examples_of(labelled(folder, FOLDED), vectors.background(), chosen, parts_happenings=True)
    return learning.fit([*(_examples(folder, stem) for stem in (*SETS, BULK) if stem != FOLDED), beside, _read(None)])


def _by_item(gold: np.ndarray, found: np.ndarray) -> np.ndarray:
    """Return B-cubed precision and recall of each item."""
    rows = pd.DataFrame({"gold": gold, "found": found})
    both = rows.groupby(["gold", "found"])["gold"].transform("size")
    return np.column_stack([both / rows.groupby(side)["gold"].transform("size") for side in ("found", "gold")])


def _joined(found: np.ndarray, gold: np.ndarray, days: np.ndarray, chosen: np.ndarray) -> pd.DataFrame:
    """List the pairs that were joined and of which at least one article is chosen.

    ``right``, ``apart`` (days; NaN where one is undated) and ``weight``: a pair of two folds is met twice.
    """
    rows = pd.DataFrame({"found": found, "gold": gold, "day": days, "chosen": chosen, "row": np.arange(len(found))})
    pairs = rows.merge(rows, on="found", suffixes=("", "_other"))
    pairs = pairs[(pairs["row"] < pairs["row_other"]) & (pairs["chosen"] | pairs["chosen_other"])]
    return pd.DataFrame(
        {
            "right": pairs["gold"] == pairs["gold_other"],
            "apart": (pairs["day"] - pairs["day_other"]).abs(),
            "weight": np.where(pairs["chosen"] & pairs["chosen_other"], 1.0, 0.5),
        }
    )


def _of_pairs(joined: pd.DataFrame) -> Iterator[Figure]:
    """Return how many joined pairs are right, by the days between them."""
    weight, n = joined["weight"], round(joined["weight"].sum())
    far_and_wrong = weight[~joined["right"] & (joined["apart"] >= 3)].sum() / weight.sum()
    undated = joined[joined["apart"].isna()]
    right = undated.loc[undated["right"], "weight"].sum() / undated["weight"].sum()
    near = joined[joined["apart"] <= 2]
    unit = "share of joined pairs"
    yield Figure("events.allsides_far_and_wrong", far_and_wrong, n, unit, "lower", must=0.05, aim=0.02)
    yield Figure("events.allsides_undated_right", right, len(undated), unit, must=0.70, aim=0.80)
    share = near.loc[near["right"], "weight"].sum() / near["weight"].sum()
    yield Figure("events.allsides_near_right", share, len(near), unit)


@gate("events.bulk", needs=(*SETS, BULK))
def bulk(folder: Path) -> Iterator[Figure]:
    """Hide the BASIL events among 12,000 other articles, and look for the largest event.

    Other articles that join a BASIL event are not counted against it: they may report it and nobody labelled them.
    """
    hidden, others = labelled(folder, "events_basil"), labelled(folder, BULK)
    both = learning.Labelled(
        pd.concat([hidden.articles, others.articles], ignore_index=True),
        pd.concat([hidden.vectors, others.vectors], ignore_index=True),
        pd.concat([hidden.times, others.times], ignore_index=True),
        np.append(hidden.events, others.events),
    )
    found = _grouped(both, trained_without(folder, "events_basil")).events["event"]
    scores = b_cubed(hidden.events.tolist(), found[: len(hidden.events)].tolist())
    yield from _figures("basil_in_bulk", scores, len(hidden.events), must=0.97, aim=0.99)
    largest = found[len(hidden.events) :].value_counts().iloc[0] / len(others.articles)
    yield Figure("events.largest", largest, len(others.articles), "share of all articles", "lower", must=0.003)


SORTED = (BULK, FOLDED)
"""Sets of which articles are sorted into storylines."""


@gate("events.storylines", needs=SORTED)
def storylines(folder: Path) -> Iterator[Figure]:
    """Count pairs of hand-sorted articles that are put into one storyline, rightly or wrongly.

    Of two sets, each linked by the model that was trained on the other. One person sorted them: exploratory.
    """
    gold = assets.table(GOLD)
    grouped = {stem: _grouped(labelled(folder, stem), None) for stem in SORTED}
    examples = {stem: _linked(one, gold) for stem, one in grouped.items()}
    counts = np.zeros(3, dtype="int64")
    for stem, other in zip(SORTED, reversed(SORTED), strict=True):
        found = _storyline_of(grouped[stem], learning.fit([examples[other]]))
        here = gold[gold["article_id"].isin(found.index)]
        counts += pair_counts(here["storyline"].to_numpy(), found[here["article_id"]].to_numpy())
    both, n_found, n_labelled = counts.tolist()
    unit = "share of {} pairs that are {}"
    yield Figure("events.storyline_pair_precision", both / n_found, n_labelled, unit.format("found", "labelled one"),
                 must=0.95, aim=0.97)  # fmt: skip
    yield Figure("events.storyline_pair_recall", both / n_labelled, n_labelled, unit.format("labelled", "found"),
                 must=0.80, aim=0.90)  # fmt: skip


def _linked(grouped: events.Grouped, gold: pd.DataFrame) -> learning.Examples:
    return learning.linked_of(grouped.events, grouped.event_summary, grouped.updates["centres"].rows, gold)


def _storyline_of(grouped: events.Grouped, learnt: similarity.PairModel) -> pd.Series:
    """Return the storyline of each article, by its id, as a model links their events."""
    summary = grouped.event_summary
    found, new = summary["event"], pd.Series([None] * len(summary), dtype="str")
    everything, none = np.ones(len(summary), dtype=bool), schema.empty(schema.LINKS)
    links = linking.links(found, grouped.updates["centres"].rows, summary["first_at"], everything, none, learnt).table
    stories = linking.of_events(found, links, new)
    rows = codes.every_row(grouped.events["event"], found)
    return pd.Series(stories[rows], index=grouped.events["article_id"].astype("str"))


def pair_counts(gold: np.ndarray, found: np.ndarray) -> tuple[int, int, int]:
    """Compare two groupings by pairs: how many are one group in both, in the second, and in the first.

    Examples
    --------
    >>> pair_counts(np.array(list("aaab")), np.array(list("xxyy")))
    (1, 2, 3)
    """
    left, right = np.triu_indices(len(gold), 1)
    labelled_one, found_one = gold[left] == gold[right], found[left] == found[right]
    return int((labelled_one & found_one).sum()), int(found_one.sum()), int(labelled_one.sum())
