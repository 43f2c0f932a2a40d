"""How much there is from whom, and when."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analysis.presentation import prose, style
from analysis.presentation.charts import frame
from analysis.presentation.style import LIGHT, Theme

SMALL_COUNT = 8
"""Counts below this get a tick each: 0.2 articles do not exist."""


def articles_by_outlet(counts: pd.DataFrame, *, theme: Theme = LIGHT) -> go.Figure:
    """Draw how many articles each outlet has, and how many of them are nobody's copy.

    Parameters
    ----------
    counts : DataFrame
        One row an outlet: ``outlet``, ``n_articles``, ``n_independent``.
    """
    whole, counts = counts, frame.ordered(frame.largest(counts, theme), theme)
    rows = range(len(counts))
    figure = frame.start(
        theme,
        "How much is there from whom?",
        f"{prose.count(int(whole['n_articles'].sum()), 'article')} from {prose.count(len(whole), 'outlet')}"
        + frame.cut_to(whole, counts),
        prose.listed(counts, "outlet", "n_articles", "articles"),
        n_rows=len(counts),
    )
    for name, column, opacity in (("all articles", "n_articles", 0.35), ("without copies", "n_independent", 1.0)):
        figure.add_bar(
            name=name,
            y=list(rows),
            x=counts[column],
            orientation="h",
            marker={"color": [theme.of(outlet).colour for outlet in counts["outlet"]], "opacity": opacity},
            text=[f"{n:,}" for n in counts[column]] if column == "n_articles" else None,
            textposition="outside",
            cliponaxis=False,
            customdata=frame.marks(counts),
            hovertext=[
                f"{style.label(o)}: {n:,} {name}" for o, n in zip(counts["outlet"], counts[column], strict=True)
            ],
            hoverinfo="text",
            showlegend=bool((counts["n_articles"] != counts["n_independent"]).any()),
        )
    figure.update_layout(barmode="overlay", bargap=0.35)
    frame.name_rows(figure, counts["outlet"])
    largest = int(counts["n_articles"].max()) if len(counts) else 0
    return figure.update_xaxes(
        title_text="articles",
        range=[0, max(largest, 1) * 1.12],
        dtick=1 if largest < SMALL_COUNT else None,
        tickformat=",",
    )


def articles_over_time(
    counts: pd.DataFrame, *, unit: str = "month", every: Iterable[str] = (), theme: Theme = LIGHT
) -> go.Figure:
    """Draw when each outlet's articles were published: a row an outlet, a bubble a period, area by articles.

    Parameters
    ----------
    counts : DataFrame
        One row an outlet and period: ``outlet``, ``period`` (date of its first day), ``n_articles``.
    unit : str
        Length of a period in words.
    every : iterable of str
        All outlets, also those without a dated article: they are named.
    """
    whole, counts = counts, frame.largest(counts, theme)
    outlets = theme.in_order(counts["outlet"])
    places = {outlet: place for place, outlet in enumerate(outlets)}
    without = theme.in_order(set(every) - set(whole["outlet"]))
    undated = f"; no dated article: {prose.joined(without, 6)}" if without else ""
    largest = max(int(counts["n_articles"].max()), 1) if len(counts) else 1
    figure = frame.start(
        theme,
        "When did each outlet report?",
        f"one bubble per {unit}, area by number of articles; undated articles are not shown{undated}"
        + frame.cut_to(whole, counts),
        prose.spans_of_time(counts, "period"),
        n_rows=len(outlets),
    )
    figure.add_scatter(
        x=counts["period"],
        y=[places[outlet] for outlet in counts["outlet"]],
        mode="markers",
        marker={
            "size": np.clip(28 * np.sqrt(counts["n_articles"] / largest), 5, 28),
            "color": [theme.of(outlet).colour for outlet in counts["outlet"]],
            "opacity": 0.85,
            "line": {"width": 0.5, "color": theme.ink},
        },
        customdata=frame.marks(counts),
        hovertext=[
            f"{style.label(o)}, {unit} of {p:%d %b %Y}: {prose.count(int(n), 'article')}"
            for o, p, n in zip(counts["outlet"], counts["period"], counts["n_articles"], strict=True)
        ],
        hoverinfo="text",
    )
    frame.name_rows(figure, outlets)
    return frame.in_time(figure, counts["period"])
