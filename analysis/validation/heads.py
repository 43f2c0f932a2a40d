"""Gates of what stands at the ends of articles: furniture that cleaning leaves there, and own words that it takes.

The gold is labelled by hand: 30 articles of each of the ten outlets with the most articles of `bulk_allsides`, drawn by
the hashes of their ids, with their first and last three lines, at most 400 characters at each end.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from analysis import assets
from analysis.corpus import batches, boilerplate, clean, outlets
from analysis.validation.cleaning import rows_of, word_starts
from analysis.validation.gates import Figure, data_file, gate

ENDS = "heads_and_tails_gold.csv"
"""The labelled ends: ids and character offsets."""


EXAMPLE = assets.DATA / "example" / "articles.jsonl"
LICENSED = "Tehran Times"
LICENCE = (
    "   All Content by Mehr News Agency is licensed under a Creative Commons Attribution 4.0 International License."
)
"""How the example's texts of one outlet end in the files that they come from. VADER takes "Creative" for praise."""


class _Counted(NamedTuple):
    """Words of one labelled end: of furniture, those of them that are left, own words, those of them that are lost."""

    furniture: int
    left: int
    own: int
    lost: int


@gate("cleaning.ends", needs=("bulk_allsides",))
def ends(folder: Path) -> Iterator[Figure]:
    """Clean articles with what recurs in their outlets, and count words at their ends."""
    gold = assets.table(ENDS).astype({"start": int, "end": int})
    rows = _rows_of_outlets(folder, set(gold["id"]))
    learnt = _learnt(rows)
    texts = {row["id"]: row for row in rows if row["id"] in set(gold["id"])}
    gone = {article: _gone(row, learnt[row["outlet"]]) for article, row in texts.items()}
    counts = [_counted(clean.normalise(texts[one.id]["text"]), gone[one.id], one) for one in gold.itertuples()]
    furniture, left, own, lost = map(sum, zip(*counts, strict=True))
    n = len(texts)
    yield Figure("cleaning.ends_left", left / furniture, n, "share of furniture's words", "lower", 0.05, 0.02)
    yield Figure("cleaning.ends_lost", lost / own, n, "share of own words", "lower", 0.002, 0.001)


@gate("cleaning.licence")
def licence(folder: Path) -> Iterator[Figure]:
    """Clean the texts of an outlet that end with its licence, and count those whose body is the same as without it.

    The texts are read as they were found where they stand beside the labelled data; else the sentence is put behind
    those of the shipped example. Where the bodies are the same, so is every measure of them, the tone of the outlet's
    own voice too.
    """
    found = _licensed(folder)
    rows = [row | {"text": row["text"].rstrip().removesuffix(LICENCE.strip())} for row in found]
    learnt, learnt_without = _learnt(found)[LICENSED], _learnt(rows)[LICENSED]
    bodies = [_cleaned(row, learnt).body for row in found]
    without = [_cleaned(row, learnt_without).body for row in rows]
    gone = sum("licensed under" not in body for body in bodies)
    same = sum(body == plain for body, plain in zip(bodies, without, strict=True))
    yield Figure("cleaning.licence_removed", gone / len(rows), len(rows), "share of texts", must=1.0)
    yield Figure("cleaning.licence_same_body", same / len(rows), len(rows), "share of texts", must=1.0)


def _licensed(folder: Path) -> list[dict[str, Any]]:
    """Read the outlet's texts as they were found, or the shipped ones with the sentence put behind them."""
    as_found = folder.parent / "example" / "articles-as-found.jsonl"
    is_there = as_found.is_file()
    with (as_found if is_there else EXAMPLE).open(encoding="utf-8") as file:
        rows = [row for row in map(json.loads, file) if row["outlet"] == LICENSED]
    return rows if is_there else [row | {"text": row["text"] + LICENCE} for row in rows]


def _rows_of_outlets(folder: Path, ids: set[str]) -> list[dict[str, Any]]:
    """Read every article of the outlets that the labelled ones are from."""
    rows = list(rows_of(data_file(folder, "bulk_allsides")))
    wanted = {row["outlet"] for row in rows if row["id"] in ids}
    return [row for row in rows if row["outlet"] in wanted]


def _learnt(rows: list[dict[str, Any]]) -> dict[str, clean.Learnt]:
    """Learn what recurs in each outlet, as a build does."""
    bodies: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        bodies[row["outlet"]].append(_cleaned(row, clean.NOTHING_LEARNT).body)
    table = boilerplate.learn(pd.DataFrame({"outlet": outlet, "body": own}) for outlet, own in bodies.items())
    learnt = batches.learnt_lines(table)
    return {outlet: learnt.get(outlet, clean.NOTHING_LEARNT) for outlet in bodies}


def _cleaned(row: dict[str, Any], learnt: clean.Learnt) -> clean.Cleaned:
    title = " ".join(clean.normalise(row["title"]).split())
    return clean.clean(row["text"], title=title, outlet=outlets.named(row["outlet"]), learnt=learnt)


def _gone(row: dict[str, Any], learnt: clean.Learnt) -> set[int]:
    """Return the characters of a text that cleaning takes away."""
    removals = _cleaned(row, learnt).removals
    return {place for one in removals for place in range(one.start, one.start + len(one.text))}


def _counted(text: str, gone: set[int], labelled: Any) -> _Counted:
    """Count the words of a labelled end; what is open, a correction or a line under the headline, counts as neither."""
    furniture, undecided = _places(labelled.furniture), _places(labelled.open)
    words = [labelled.start + start for start in word_starts(text[labelled.start : labelled.end])]
    template = [word for word in words if word in furniture]
    own = [word for word in words if word not in furniture and word not in undecided]
    return _Counted(
        len(template), sum(word not in gone for word in template), len(own), sum(word in gone for word in own)
    )


def _places(spans: str) -> set[int]:
    """Return the characters that spans cover, written as ``12-40 55-60``.

    Examples
    --------
    >>> sorted(_places("2-4 7-8"))
    [2, 3, 7]
    """
    edges = [tuple(map(int, span.split("-"))) for span in spans.split()]
    return {place for start, end in edges for place in range(start, end)}
