"""Words that distinguish two sides."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analysis.presentation import findings, prose, style
from analysis.presentation.charts import frame
from analysis.presentation.style import LIGHT, Theme


def keyness(table: pd.DataFrame, *, theme: Theme = LIGHT) -> go.Figure:
    """Plot the words that best distinguish two outlets, with intervals; filled where chance rarely does so.

    Parameters
    ----------
    table : DataFrame
        Rows of the ``keyness`` table of one target and reference, in the order to be drawn.
    """
    target, reference = str(table["target"].iloc[0]), str(table["reference"].iloc[0])
    look = theme.of(target)
    sure = (table["q"] <= findings.CHANCE).fillna(value=False)
    figure = frame.start(
        theme,
        f"Which words tell {target} from {reference}?",
        f"{prose.count(len(table), 'word')}; filled: beyond chance (q up to .05), {int(sure.sum())} of them; "
        "hollow: not beyond chance, or no test is possible",
        prose.listed(table, "term", "log_odds", "log-odds", decimals=2),
        n_rows=len(table),
        row_pixels=26,
    )
    figure.add_scatter(
        x=table["log_odds"],
        y=list(range(len(table))),
        mode="markers",
        error_x={**frame.bars(table.rename(columns={"log_odds": "estimate"}), theme), "width": 0},
        marker={
            "symbol": [look.symbol if yes else f"{look.symbol}-open" for yes in sure],
            "color": look.colour,
            "size": 10,
            "line": {"width": 1.5, "color": look.colour},
        },
        customdata=frame.marks(table),
        hovertext=[prose.of_term(record) for record in table.to_dict("records")],
        hoverinfo="text",
    )
    frame.name_rows(figure, table["term"])
    figure.add_vline(x=0, line_width=1, line_color=theme.muted)
    return figure.update_xaxes(
        title_text=style.wrapped(f"← {reference} more often · {target} more often →\nlog-odds", 48)
    )


def words_of_two(table: pd.DataFrame, *, n_labels: int = 24, theme: Theme = LIGHT) -> go.Figure:
    """Plot each word by how often each side uses it, both axes logarithmic; words far off the diagonal are named.

    Parameters
    ----------
    table : DataFrame
        Rows of the ``keyness`` table of one target and reference.
    n_labels : int
        How many of the most telling words are written out.
    """
    target, reference = str(table["target"].iloc[0]), str(table["reference"].iloc[0])
    table = table.reindex(table["log_odds"].abs().sort_values(ascending=False, kind="stable").index).head(
        frame.MAX_MARKS
    )
    x, y = table["n_reference"] + 0.5, table["n_target"] + 0.5
    figure = frame.start(
        theme,
        f"How often does each side use a word: {target} and {reference}?",
        "each point is a word; on the diagonal both sides use it equally often",
        prose.listed(table.head(10), "term", "log_odds", "log-odds", decimals=2),
        n_rows=14,
    )
    figure.add_scatter(
        x=x,
        y=y,
        mode="markers+text",
        text=[
            style.label(term) if named else ""
            for term, named in zip(table["term"], _apart(x, y, n_labels), strict=True)
        ],
        textposition="top center",
        textfont={"size": 11, "color": theme.ink},
        marker={
            "size": 6,
            "color": [theme.of(target if value > 0 else reference).colour for value in table["log_odds"]],
            "symbol": [theme.of(target if value > 0 else reference).symbol for value in table["log_odds"]],
            "opacity": 0.75,
        },
        customdata=frame.marks(table),
        hovertext=[prose.of_term(record) for record in table.to_dict("records")],
        hoverinfo="text",
    )
    figure.update_xaxes(type="log", dtick=1, title_text=f"uses by {style.label(reference)} (plus a half)")
    return figure.update_yaxes(type="log", dtick=1, title_text=f"uses by {style.label(target)} (plus a half)")


LABEL_CELLS = (8, 26)
"""Places for labels across and down a figure of words: two words in one place would hide each other."""


def _apart(x: pd.Series, y: pd.Series, most: int) -> list[bool]:
    """Choose the first points, in their order, that lie in places of their own on logarithmic axes."""
    places = []
    for values, cells in zip((np.log(x), np.log(y)), LABEL_CELLS, strict=True):
        width = max(values.max() - values.min(), 1e-9)
        places.append(((values - values.min()) / width * cells).round().astype("int").to_numpy())
    chosen: set[tuple[int, int]] = set()
    named = []
    for place in zip(*places, strict=True):
        named.append(place not in chosen and len(chosen) < most)
        if named[-1]:
            chosen.add(place)
    return named
