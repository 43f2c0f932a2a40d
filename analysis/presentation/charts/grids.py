"""Long lists of counts: a row a name, a column an outlet."""

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analysis.presentation import prose, style
from analysis.presentation.charts import frame
from analysis.presentation.style import LIGHT, Theme


def grid(table: pd.DataFrame, *, row: str, title: str, note: str, unit: str, theme: Theme = LIGHT) -> go.Figure:
    """Write one value for each row and outlet into a grid, each row shaded up to its largest: for long lists of counts.

    Parameters
    ----------
    table : DataFrame
        One row a cell: the column named by ``row``, ``outlet``, ``estimate``; cells that are missing stay empty.
    row : str
        The column that names the rows; they are drawn in the order in which they first stand.
    title, note, unit : str
        The question, what it rests on, and the unit.
    """
    whole, table = table, frame.largest(table, theme, frame.MAX_SIDE_BY_SIDE)
    rows, outlets = list(dict.fromkeys(table[row])), theme.in_order(table["outlet"])
    cells = table.pivot_table(index=row, columns="outlet", values="estimate", aggfunc="first", observed=True)
    cells = cells.reindex(index=rows, columns=outlets)
    figure = frame.start(
        theme,
        title,
        f"{unit}; {note}; the bluest cell of a row is its largest{frame.cut_to(whole, table)}",
        prose.read_out(table, row),
        n_rows=len(rows) + 2,
        row_pixels=28,
    )
    figure.add_heatmap(
        z=cells.div(cells.max(axis=1).where(lambda most: most > 0), axis=0).to_numpy(),
        zmin=0,
        zmax=1,
        x=list(range(len(outlets))),
        y=list(range(len(rows))),
        text=_written(cells),
        texttemplate="%{text}",
        colorscale=[[0, theme.paper], [1, SHADE[theme.name]]],
        showscale=False,
        xgap=2,
        ygap=2,
        hoverongaps=False,
        hoverinfo="skip" if "mark" in table else "all",
        hovertext=[[f"{style.label(name)}, {style.label(outlet)}" for outlet in outlets] for name in rows],
        hovertemplate=None if "mark" in table else "%{hovertext}: %{text}<extra></extra>",
    )
    if "mark" in table:
        _places_to_click(figure, table, row, rows, outlets)
    frame.name_rows(figure, [str(name) for name in rows])
    return figure.update_xaxes(
        tickvals=list(range(len(outlets))),
        ticktext=[style.label(outlet, 18) for outlet in outlets],
        showgrid=False,
        zeroline=False,
    )


def is_wide(figure: go.Figure) -> bool:
    """Return whether a figure is a grid whose columns a phone would make too narrow for their numbers."""
    return any(trace.type == "heatmap" and len(trace.x) > MAX_ON_PHONE for trace in figure.data)


MAX_ON_PHONE = 4
"""Columns of a grid that a phone shows beside the names of the rows, with numbers that can be read."""


def _places_to_click(figure: go.Figure, table: pd.DataFrame, row: str, rows: list[Any], outlets: list[str]) -> None:
    """Lay a mark that nobody sees over each cell of a grid, because a heat map's own cells cannot be chosen."""
    across, down = ({name: place for place, name in enumerate(names)} for names in (outlets, rows))
    shown = [
        f"{style.label(name)}, {style.label(outlet)}" for name, outlet in zip(table[row], table["outlet"], strict=True)
    ]
    figure.add_scatter(
        x=table["outlet"].astype("str").map(across),
        y=table[row].map(down),
        mode="markers",
        marker={"size": 24, "symbol": "square", "color": "rgba(0,0,0,0)"},
        customdata=frame.marks(table),
        hovertext=shown,
        hoverinfo="text",
        showlegend=False,
    )


def _written(cells: pd.DataFrame) -> np.ndarray:
    """Write cells with as many digits as they need: what is there but rounds to nothing is said to be small."""
    values = cells.to_numpy(dtype="float64")
    known = values[~np.isnan(values)]
    decimals = 0 if (known % 1 == 0).all() else 2 if np.median(known) < SMALL_CELLS else 1
    least = 10.0**-decimals

    def text(value: float) -> str:
        """Write one cell."""
        if np.isnan(value):
            return ""
        enough = decimals if abs(value) < MANY else min(decimals, 1)
        return f"< {least:g}" if 0 < value < least / 2 else prose.plain(value, enough)

    return np.vectorize(text, otypes=[object])(values)


MANY = 10
"""From here on a second digit after the point tells nothing, even beside small cells."""

SMALL_CELLS = 0.5
"""A grid whose middle cell is below this is written with two digits after the point, others with one."""


SHADE = {"light": "#9CCBEB", "dark": "#1F5E8C"}
"""The darkest cell of a grid: numbers on it keep a contrast above 4.5 to 1 in either theme."""
