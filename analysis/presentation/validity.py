"""A validity sheet for the appendix of a paper: what a measure means, how far people confirm it, what was refused.

The order is that of the field's checklists: substantive (is the concept what is measured?), structural (do its values
behave as the concept would?), external (does it agree with people, here?).
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.coding.instruments import Instrument
from analysis.measures.summary import Measure
from analysis.presentation import coded, prose

ASKED, ANSWER = "asked", "answer"


def sheet(
    meant: Measure,
    instrument: Instrument,
    *,
    pinned: Mapping[str, Mapping[str, Any]],
    samples: pd.DataFrame,
    evidence: Mapping[str, str],
    table: pd.DataFrame,
) -> dict[str, pd.DataFrame]:
    """Lay out what a reviewer asks about a measure, and the answers.

    Parameters
    ----------
    meant : Measure
        What it is.
    instrument : Instrument
        What coders were asked.
    pinned : mapping
        Figures of the gates, see `coded.on_agreement`.
    samples : DataFrame
        From `analysis.queries.coding.samples`.
    evidence : mapping of str to str
        ``coders`` and ``accuracy``: what was found out here, as sentences.
    table : DataFrame
        From `analysis.queries.coding.side_by_side`.

    Returns
    -------
    dict of str to DataFrame
        Substantive, structural and external evidence: ``asked`` and ``answer``, one row a question.

    References
    ----------
    ValiText: a unified validation framework for computational text-based measures of social constructs, 2024.
    """
    scale = "; ".join(f"{code.code}: {code.label}" for code in instrument.codes)
    made = [_sample(row) for row in samples.to_dict("records")]
    substantive = [
        ("Which measure?", f"{meant.label} ({meant.unit})"),
        ("How is it made?", f"{meant.meaning}. Higher: {meant.higher_means}."),
        ("What were people asked?", instrument.question),
        ("What counts?", instrument.definition),
        ("On which scale?", scale),
    ]
    structural = [
        ("How much text must a value rest on?", f"n of at least {meant.minimum}; otherwise the article is left out"),
        ("How well does it do on labelled data from elsewhere?", coded.on_agreement(meant.label, meant.gates, pinned)),
    ]
    external = [
        ("Which sample?", "; ".join(made) or "none yet"),
        ("How was it drawn?", "at random within outlet, shared event or not, and third of the measure, with known "
         "probabilities; shuffled, without outlets, authors and the machine's values"),
        ("Do the coders agree?", evidence["coders"]),
        ("Does the measure agree with them, and equally for all outlets?", evidence["accuracy"]),
        ("Was it corrected?", f"{coded.on_corrected(table)} Design-based: λM + (R/π)(H − λM), over the same paired "
         "comparison"),
        ("What was refused, and why?", refusals(table)),
    ]  # fmt: skip
    named = {"Substantive": substantive, "Structural": structural, "External": external}
    return {name: pd.DataFrame(rows, columns=[ASKED, ANSWER]) for name, rows in named.items()}


def _sample(row: Mapping[str, Any]) -> str:
    coded = f"{row['n_coded']:,} coded by {prose.count(row['n_coders'], 'coder')} (sheet {row['sheet']})"
    return f"{row['n_drawn']:,} of {row['n_frame']:,} articles, {coded}"


def refusals(table: pd.DataFrame) -> str:
    """Say which corrected comparisons were refused, by reason.

    Examples
    --------
    >>> row = {"outlet": "RT", "reference": "CNN", "low": float("nan"), "reason": "12 coded articles, 20 are needed"}
    >>> refusals(pd.DataFrame([row, row | {"low": 0.1, "reason": ""}]))
    '1 comparison: 12 coded articles, 20 are needed'
    >>> refusals(pd.DataFrame([row | {"low": 0.1, "reason": ""}]))
    'nothing'
    """
    refused = table[table["low"].isna()]
    counts = refused["reason"].value_counts(sort=False)
    told = [f"{prose.count(int(n), 'comparison')}: {reason or 'too few shared events'}" for reason, n in counts.items()]
    return "; ".join(told) or "nothing"


def as_markdown(title: str, evidence: Mapping[str, pd.DataFrame]) -> str:
    """Write a validity sheet as Markdown.

    Examples
    --------
    >>> rows = pd.DataFrame({"asked": ["Which measure?"], "answer": ["tone / own voice"]})
    >>> print(as_markdown("Validity of tone", {"Substantive": rows}))
    # Validity of tone
    <BLANKLINE>
    ## Substantive
    <BLANKLINE>
    | asked | answer |
    | --- | --- |
    | Which measure? | tone / own voice |
    <BLANKLINE>
    """
    parts = [f"# {title}\n"]
    for name, rows in evidence.items():
        lines = [f"| {_cell(row[ASKED])} | {_cell(row[ANSWER])} |" for row in rows.to_dict("records")]
        parts.append("\n".join([f"## {name}\n", f"| {ASKED} | {ANSWER} |", "| --- | --- |", *lines, ""]))
    return "\n".join(parts)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", r"\|").split())
