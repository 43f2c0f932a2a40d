"""How each number is made and how well it agrees with human coders: what is declared of measures and gates."""

from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.measures import summary
from analysis.measures.summary import Measure
from analysis.validation import gates

__all__ = ["Measure"]

N_MEASURES = len(summary.MEASURES_MEANT)
"""Measures that are declared; those of frames and targets stand for one a frame and a target."""


def meant(measure: str) -> Measure:
    """Say what a measure is: its label as one reads it, unit, direction and meaning.

    Examples
    --------
    >>> meant("frame:human_interest").label
    'frame emphasis: human interest'
    >>> meant("book:summits/human_cost").label
    'frame emphasis: human cost (summits)'
    """
    declared = summary.meant(measure)
    if measure.startswith(summary.BY_CHOICE):
        book, _, frame = measure.partition(":")[2].replace("_", " ").partition("/")
        declared = replace(declared, label=declared.label.replace(f"{book}/{frame}", f"{frame} ({book})"))
    return replace(declared, label=declared.label.replace("_", " "))


def measures() -> pd.DataFrame:
    """List every measure with unit, direction and meaning."""
    meant = summary.MEASURES_MEANT.values()
    return pd.DataFrame(
        {
            "measure": [measure.label for measure in meant],
            "unit": [measure.unit for measure in meant],
            "higher means": [measure.higher_means for measure in meant],
            "how it is made": [measure.meaning for measure in meant],
            "least it rests on": [measure.minimum for measure in meant],
        }
    )


def pinned_figures() -> dict[str, dict[str, Any]]:
    """Read what the quality gates measured when their floors were pinned, by figure."""
    return gates.floors()


def quality_figures() -> pd.DataFrame:
    """List what the quality gates measured on labelled data when their floors were pinned."""
    pinned = pinned_figures()
    entries = pinned.values()
    return pd.DataFrame(
        {
            "figure": [name.replace(".", ": ").replace("_", " ") for name in pinned],
            "measured": [entry["value"] for entry in entries],
            "asked for": [entry["must"] for entry in entries],
            "n": [entry["n"] for entry in entries],
            "unit": [entry["unit"] for entry in entries],
        }
    )
