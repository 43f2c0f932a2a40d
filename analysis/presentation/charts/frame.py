"""What all figures share."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analysis.presentation import prose, style
from analysis.presentation.style import Theme

FEW_ARTICLES = 5
"""Below this a point is drawn hollow: one more article could move it a long way."""


ROW_PIXELS = 34
"""Height of a row with one mark: room for two lines of 13 px."""


MAX_ROWS = 30
"""Outlets drawn in one figure, those with most articles; more would fill several screens, and the table holds all."""


MAX_SIDE_BY_SIDE = 12
"""Outlets drawn within one row, or as columns of a grid: more cannot be told apart."""


BOTTOM_PIXELS = 58
"""Room for the axis with its title; the legend lies below it."""


LEGEND_PIXELS = 44
"""Room for a legend of two lines; Plotly takes more from the rows where it needs more."""

ENTRY_PIXELS = 19
"""Height of a line of a legend: on a phone each entry has one of its own."""


MAX_MARKS = 3000
"""More marks than this make a page slow and tell no more (0.3 s against 7.5 s for precomputed figures)."""


STANDARD_RANGES = {
    "tone": (-0.6, 0.6),
    "difference of tone": (-0.3, 0.3),
    "share": (0.0, 1.0),
    "difference of share": (-0.5, 0.5),
    "emphasis": (-2.0, 2.0),
}
"""Ranges of axes that stay the same on every page, so that two figures can be compared by eye. Data that lie
outside widen them."""


def alt_of(figure: go.Figure) -> str:
    """Read a figure's text for those who cannot see it."""
    return str((figure.layout.meta or {}).get("alt", ""))


def take_marks(figure: go.Figure) -> list[list[Any]]:
    """Take what stands behind each mark out of a figure: it need not travel to the browser.

    Returns
    -------
    list of list
        For each trace what its marks stand for, in the order in which they are drawn; nothing for a trace without.
    """
    taken = [list(trace.customdata) if trace.customdata is not None else [] for trace in figure.data]
    figure.update_traces(customdata=None)
    return taken


def marks(table: pd.DataFrame) -> list[Any] | None:
    """Return what stands behind each row, where the table says so."""
    return table["mark"].tolist() if "mark" in table else None


def title_of(figure: go.Figure) -> str:
    """Read a figure's title: its question."""
    return str((figure.layout.meta or {}).get("title", ""))


def note_of(figure: go.Figure) -> str:
    """Read a figure's subtitle: what it rests on and how it is read."""
    return str((figure.layout.meta or {}).get("note", ""))


def start(
    theme: Theme,
    title: str,
    note: str,
    alt: str,
    *,
    n_rows: int,
    legend: int = 0,
    row_pixels: int = ROW_PIXELS,
) -> go.Figure:
    """Start a figure with its question, what it rests on and its alternative text; ``legend`` counts its entries."""
    plot = row_pixels * max(n_rows, 1) + 12
    bottom = BOTTOM_PIXELS + (LEGEND_PIXELS if legend else 0)
    return go.Figure(
        layout={
            "template": style.template(theme),
            "height": TOP_PIXELS + plot + bottom,
            "margin": {"t": TOP_PIXELS, "b": bottom, "r": RIGHT_PIXELS},
            "legend": {"y": _legend_at(plot, legend), "yanchor": "top", "x": 0},
            "showlegend": legend > 0,
            "meta": {"title": title, "note": note, "alt": f"{title} {note}. {alt}".strip(), "plot": plot},
        }
    )


def _legend_at(plot: int, n_entries: int) -> float:
    """Place a legend below the title of the axis, also where a phone gives each entry a line.

    Plotly takes the room for these lines from the rows, and a place is a share of what they keep.
    """
    kept = plot + BOTTOM_PIXELS + LEGEND_PIXELS - max(n_entries * ENTRY_PIXELS, LEGEND_PIXELS)
    share = min(BOTTOM_PIXELS / max(kept, 1), MAX_BELOW)
    return -share / (1 - share)


MAX_BELOW = 0.6
"""Share of what is left that the axis with its title may take from few rows."""


def name_rows(figure: go.Figure, names: "pd.Series | list[str]", below: "list[str] | None" = None) -> None:
    """Name the rows of a figure that runs from top to bottom, each with a small second line where there is one."""
    texts = ["<br>".join(style.label(line, 80) for line in _two_lines(str(name))) for name in names]
    if below:
        small = [
            f'<br><span style="font-size:{SMALL_SIZE}px">{style.label(text)}</span>' if text else "" for text in below
        ]
        texts = [f"{text}{more}" for text, more in zip(texts, small, strict=True)]
    figure.update_yaxes(
        tickvals=list(range(len(texts))),
        ticktext=texts,
        range=[len(texts) - 0.4, -0.6],
        showgrid=False,
        zeroline=False,
        title_text="",
    )
    figure.update_layout(margin_l=label_pixels(texts))


def row_pixels(names: Sequence[str], below: Sequence[str]) -> int:
    """Reckon the height of rows whose names may break into two lines and have a small one below."""
    if not any(below):
        return ROW_PIXELS
    return ROW_PIXELS + SMALL_LINE * max((len(_two_lines(name)) for name in names), default=1)


LEAST_DAYS = 14
"""A time axis shows so many days at least: on a shorter one Plotly writes hours, and of a single day milliseconds."""


def in_time(figure: go.Figure, times: pd.Series) -> go.Figure:
    """Give a figure its axis of days, which is wide enough to be read where all marks lie within a few of them."""
    figure.update_xaxes(type="date", title_text="")
    known = pd.to_datetime(times, utc=True).dropna()
    missing = pd.Timedelta(days=LEAST_DAYS) - (known.max() - known.min()) if len(known) else pd.Timedelta(0)
    if missing > pd.Timedelta(0):
        figure.update_xaxes(range=[known.min() - missing / 2, known.max() + missing / 2])
    return figure


def _two_lines(name: str) -> list[str]:
    """Break a name into two lines at most; one that is longer ends in an ellipsis.

    Examples
    --------
    >>> _two_lines("Leaders meet at the border and speak of peace for nearly an hour")
    ['Leaders meet at the border and', 'speak of peace for nearly an…']
    """
    lines = style.lines_of(" ".join(name.split()), style.TICK_SIZE, LABEL_PIXELS)
    if len(lines) < 3:
        return lines
    second = style.lines_of(lines[1], style.TICK_SIZE, LABEL_PIXELS - style.width_of("…", style.TICK_SIZE))[0]
    return [lines[0], f"{second}…"]


def label_pixels(texts: "list[str]") -> int:
    """Reckon the room that labels of rows take."""
    parts = [part for text in texts for part in text.split("<br>")]
    return round(max((style.width_of(part, style.TICK_SIZE) for part in parts), default=0)) + LABEL_GAP


LABEL_PIXELS = 190
"""Labels of rows break here, into two lines at most: a phone keeps half of its width for the data."""

LABEL_GAP = 18
SMALL_SIZE = 11
SMALL_LINE = 10
"""Height that each line of a name adds to a row that has a small line below it."""
TOP_PIXELS, RIGHT_PIXELS = 14, 36
"""Room for the half of a label that stands over the end of an axis."""


def largest(table: pd.DataFrame, theme: Theme, most: int = MAX_ROWS, keep: Sequence[str] = ()) -> pd.DataFrame:
    """Keep the outlet that answers are about, some others, and those with most articles, so that a figure fits.

    Parameters
    ----------
    table : DataFrame
        ``outlet``, and ``n_articles`` or ``n_quotes``, by which outlets are ordered.
    theme : Theme
        Names the outlet that answers are about.
    most : int
        Outlets that are drawn.
    keep : sequence of str
        Outlets that an answer names, the first ones first; half of the figure is theirs at most.
    """
    if table["outlet"].nunique() <= most or (order := _by_size(table)) is None:
        return table
    first = [name for name in (theme.focus, *keep) if name in order][: most // 2]
    return table[table["outlet"].isin(list(dict.fromkeys([*first, *order]))[:most])]


def _by_size(table: pd.DataFrame) -> list[str] | None:
    """Order outlets by their articles (attributions, where articles are not counted), where a table holds either."""
    size = "n_articles" if "n_articles" in table else "n_quotes" if "n_quotes" in table else None
    if size is None:
        return None
    sizes = table.groupby("outlet", observed=True)[size].sum().sort_values(ascending=False, kind="stable")
    return sizes.index.astype("str").tolist()


def cut_to(whole: pd.DataFrame, shown: pd.DataFrame) -> str:
    """Say that a figure shows the largest outlets only, where it does, and which others."""
    n_whole, n_shown = whole["outlet"].nunique(), shown["outlet"].nunique()
    if n_shown == n_whole:
        return ""
    others = set(shown["outlet"].astype("str")).difference((_by_size(whole) or [])[:n_shown])
    drawn = [f"the {n_shown - len(others)} outlets with the most articles", *sorted(others)]
    return f"; only {prose.joined(drawn, 7)} are drawn, the table holds all"


def said_hollow(table: pd.DataFrame) -> str:
    """Say what an open symbol means, where there is one."""
    few = "n_articles" in table and (table["n_articles"] < FEW_ARTICLES).any()
    return f"; hollow: fewer than {FEW_ARTICLES} articles" if few else ""


def ordered(table: pd.DataFrame, theme: Theme) -> pd.DataFrame:
    """Put rows in the order of outlets."""
    places = {outlet: place for place, outlet in enumerate(theme.in_order(table["outlet"].astype("str")))}
    order = table["outlet"].astype("str").map(places).sort_values(kind="stable").index
    return table.loc[order].reset_index(drop=True)


def dots(
    table: pd.DataFrame, rows: "range | list[float]", theme: Theme, *, hollow: "pd.Series | None" = None
) -> dict[str, Any]:
    """Describe a point with its interval for each row of a table of estimates."""
    looks = [theme.of(str(outlet)) for outlet in table["outlet"]]
    return {
        "type": "scatter",
        "x": table["estimate"].tolist(),
        "y": list(rows),
        "mode": "markers",
        "cliponaxis": False,
        "error_x": bars(table, theme),
        "marker": {
            "symbol": symbols(table, [look.symbol for look in looks], hollow),
            "color": [look.colour for look in looks],
            "size": 12,
            "line": {"width": 1.5, "color": [look.colour for look in looks]},
        },
        "customdata": marks(table),
        "hovertext": [prose.of_row(record) for record in table.to_dict("records")],
        "hoverinfo": "text",
        "showlegend": False,
    }


def legend_of_all(figure: go.Figure, name: str, theme: Theme) -> None:
    """Explain in the legend what the coloured points of all outlets are, in the look of none of them."""
    figure.add_scatter(name=name, x=[None], y=[None], mode="markers", showlegend=True,
                       marker={"symbol": "circle", "size": 11, "color": theme.muted})  # fmt: skip


def some(trace: dict[str, Any], places: list[int]) -> dict[str, Any]:
    """Take some of the points that a trace describes: all that it says of single points stands in lists or arrays."""
    return {key: some(value, places) if isinstance(value, dict) else [value[place] for place in places]
            if isinstance(value, list) else value[places] if isinstance(value, np.ndarray) else value
            for key, value in trace.items()}  # fmt: skip


def small_dots(articles: pd.DataFrame, rows: list[float], theme: Theme) -> dict[str, Any]:
    """Describe a small pale point for each article behind a mean."""
    return {
        "type": "scatter",
        "x": articles["estimate"].tolist(),
        "y": rows,
        "mode": "markers",
        "cliponaxis": False,
        "marker": {
            "symbol": [theme.of(outlet).symbol for outlet in articles["outlet"]],
            "size": 6,
            "opacity": 0.55,
            "color": [theme.of(outlet).colour for outlet in articles["outlet"]],
        },
        "customdata": marks(articles),
        "hovertext": [
            f"{style.label(outlet)}, one article: {prose.plain(value)}<br>{style.label(title, 90)}"
            for outlet, value, title in zip(articles["outlet"], articles["estimate"], articles["title"], strict=True)
        ],
        "hoverinfo": "text",
        "showlegend": False,
    }


def symbols(table: pd.DataFrame, names: list[str], hollow: "pd.Series | None" = None) -> list[str]:
    """Open the symbols of rows that rest on few articles, or of those that are said to be hollow."""
    if hollow is None and "n_articles" not in table:
        return names
    opened = table["n_articles"] < FEW_ARTICLES if hollow is None else hollow
    return [f"{name}-open" if is_open else name for name, is_open in zip(names, opened, strict=True)]


def bars(table: pd.DataFrame, theme: Theme) -> dict[str, object]:
    """Describe the intervals of a table of estimates; as arrays, of which a browser reads what is empty as empty.

    In lists it would be a null, which Plotly draws as an interval of no width: a tick in the middle of the mark.
    """
    if "low" not in table:
        return {"visible": False}
    return {
        "type": "data",
        "symmetric": False,
        "array": (table["high"] - table["estimate"]).to_numpy("float64"),
        "arrayminus": (table["estimate"] - table["low"]).to_numpy("float64"),
        "color": theme.muted,
        "thickness": 1.5,
        "width": 5,
    }


def lines_between_rows(figure: go.Figure, n_rows: int, theme: Theme) -> None:
    """Part the rows by lines, all set at once: one by one they took a fifth of drawing a figure."""
    line = {"color": theme.grid, "width": 1}
    ends = {"type": "line", "x0": 0, "x1": 1, "xref": "x domain", "yref": "y"}
    figure.update_layout(
        shapes=[{**ends, "line": line, "y0": place - 0.5, "y1": place - 0.5} for place in range(1, n_rows)]
    )


def unit_of(estimates: pd.DataFrame) -> str:
    """Name the unit of estimates."""
    units = list(dict.fromkeys(estimates["unit"].dropna().astype("str")))
    return units[0] if len(units) == 1 else "each row in its own unit"


def span(estimates: pd.DataFrame, prefix: str = "") -> list[float] | None:
    """Return the standard range of a measure's family, widened where the data leave it."""
    measures = estimates["measure"].astype("str")
    families = {
        "tone" if name.startswith(("tone", "title_minus", "target:")) else "share" if name.startswith("share") else
        "emphasis" if name.startswith(("frame:", "frame_own:", "book:", "book_own:")) else ""
        for name in measures
    }  # fmt: skip
    standard = STANDARD_RANGES.get(prefix + families.pop()) if len(families) == 1 else None
    if standard is None:
        return None
    ends = estimates[[name for name in ("estimate", "low", "high") if name in estimates]].to_numpy(dtype="float64")
    ends = ends[np.isfinite(ends)]
    if not len(ends):
        return list(standard)
    return [min(standard[0], ends.min() * 1.05), max(standard[1], ends.max() * 1.05)]


def value_axis(figure: go.Figure, estimates: pd.DataFrame, prefix: str = "") -> go.Figure:
    """Return an axis its unit and its standard range."""
    return figure.update_xaxes(title_text=style.wrapped(unit_of(estimates)), range=span(estimates, prefix))


def n_articles(table: pd.DataFrame) -> int:
    """Count the articles that a table of several rows an outlet rests on."""
    return int(table.groupby("outlet", observed=True)["n_articles"].max().sum()) if len(table) else 0
