"""Events in time, and articles near each other."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analysis.presentation import prose, style
from analysis.presentation.charts import frame
from analysis.presentation.style import LIGHT, Theme


def storyline(
    events: pd.DataFrame,
    *,
    title: str = "Which events did each outlet report?",
    n_events: int | None = None,
    theme: Theme = LIGHT,
) -> go.Figure:
    """Draw events in time: a row an outlet, a mark where the outlet reports, a gap where not.

    Parameters
    ----------
    events : DataFrame
        One row an event and outlet: ``event``, ``label``, ``first_at``, ``outlet``, ``n_articles`` (0: not covered).
    n_events : int, optional
        How many events there are, where those that most outlets report are drawn.
    """
    whole, events = events, frame.largest(events, theme)
    outlets = theme.in_order(events["outlet"])
    places = {outlet: place for place, outlet in enumerate(outlets)}
    n_drawn = events["event"].nunique()
    told = prose.count(n_drawn, "event")
    if n_events is not None and n_drawn < n_events:
        told = f"the {n_drawn} of {n_events:,} events that most outlets report"
    figure = frame.start(
        theme,
        title,
        f"{told}; filled: reported, small and open: not in this corpus{frame.cut_to(whole, events)}",
        prose.covered(events),
        n_rows=len(outlets),
    )
    reported = events["n_articles"] > 0
    looks = [theme.of(outlet) for outlet in events["outlet"]]
    figure.add_scatter(
        x=events["first_at"],
        y=[places[outlet] for outlet in events["outlet"]],
        mode="markers",
        marker={
            "size": np.where(reported, np.clip(10 + 3 * np.sqrt(events["n_articles"]), 12, 26), 6),
            "symbol": [look.symbol if yes else "circle-open" for look, yes in zip(looks, reported, strict=True)],
            "color": [look.colour if yes else theme.muted for look, yes in zip(looks, reported, strict=True)],
            "line": {"width": 1, "color": [theme.ink if yes else theme.muted for yes in reported]},
        },
        customdata=frame.marks(events),
        hovertext=[
            f"{style.label(record['label'], 90)}<br>{style.label(record['outlet'])}: "
            + (prose.count(int(record["n_articles"]), "article") if record["n_articles"] else "not in this corpus")
            for record in events.to_dict("records")
        ],
        hoverinfo="text",
    )
    frame.name_rows(figure, outlets)
    return frame.in_time(figure, events["first_at"])


def map_of_articles(points: pd.DataFrame, *, theme: Theme = LIGHT) -> go.Figure:
    """Draw articles as points: near each other where their words are alike. The axes have no meaning of their own.

    Parameters
    ----------
    points : DataFrame
        One row an article: ``x``, ``y``, ``outlet``, ``label``, ``article_id``; the first `frame.MAX_MARKS` are drawn.
    """
    shown = points.head(frame.MAX_MARKS)
    note = f"{prose.count(len(shown), 'article')}; near: similar words; the axes have no meaning of their own"
    outlets = theme.in_order(shown["outlet"])
    figure = frame.start(theme, "Which articles are alike?", note, note, n_rows=14, legend=len(outlets))
    for outlet in outlets:
        part, look = shown[shown["outlet"] == outlet], theme.of(outlet)
        figure.add_scatter(
            name=style.label(outlet),
            x=part["x"],
            y=part["y"],
            mode="markers",
            marker={"color": look.colour, "symbol": look.symbol, "size": 7, "opacity": 0.8},
            customdata=frame.marks(part),
            hovertext=[f"{style.label(outlet)}: {style.label(text, 90)}" for text in part["label"]],
            hoverinfo="text",
        )
    figure.update_xaxes(visible=False)
    return figure.update_yaxes(visible=False)
