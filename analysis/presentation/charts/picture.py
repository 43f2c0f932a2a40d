"""A figure as a picture to publish: title and subtitle above it, what it rests on below it, in a frame of fixed size.

Room is reckoned from the widths of the texts in Arial, whose measures other systems' fonts share, so that nothing is
cut off wherever the picture is opened.
"""

from collections.abc import Sequence
from typing import NamedTuple

import plotly.graph_objects as go

from analysis.presentation import style
from analysis.presentation.charts import frame
from analysis.presentation.style import LIGHT, Theme


class Form(NamedTuple):
    """Hold the width and the least height of a picture, in pixels; one with more rows becomes higher."""

    name: str
    width: int
    height: int


FORMS = (Form("16:9", 960, 540), Form("1:1", 800, 800), Form("column", 480, 0))
"""Formats of pictures: for slides and pages, for posts, and last for one column of a page."""

FONT = "Arial, 'Liberation Sans', Helvetica, sans-serif"
"""Fonts of the same measures on every system; a picture holds none, so its words stay words."""

PAD = 24
TITLE_SIZE, NOTE_SIZE, FOOT_SIZE = 20, 13, 11
LEADING = 1.3
"""Height of a line, in sizes of its font, as Plotly sets it."""

LEGEND_LINE = 24
"""Height of a line of a legend."""

AXIS_PIXELS = 30
"""Room for the labels of the lower axis, in one line."""

SYMBOL_PIXELS = 52
"""Width of a legend's symbol with the gaps around it."""


def framed(figure: go.Figure, form: Form, footer: Sequence[str] = (), theme: Theme = LIGHT) -> go.Figure:
    """Draw a figure into a frame with its title, its subtitle and a footer.

    Parameters
    ----------
    figure : Figure
        From this package.
    form : Form
        One of `FORMS`.
    footer : sequence of str
        Source, filters, n, date and link, a paragraph each.
    theme : Theme
        The figure's own.
    """
    drawn = go.Figure(figure)
    width = (form.width - 2 * PAD) / style.WIDER
    title = style.lines_of(frame.title_of(figure), TITLE_SIZE, width, bold=True)
    note = style.lines_of(frame.note_of(figure), NOTE_SIZE, width)
    foot = [line for text in footer for line in style.lines_of(text, FOOT_SIZE, width)]
    left = max(int(figure.layout.margin.l or 0), 48) + PAD
    right = max(int(figure.layout.margin.r or 0), frame.RIGHT_PIXELS) + PAD
    _unfold_axis_titles(drawn, form.width - left - right)
    top = PAD + _high(title, TITLE_SIZE) + _high(note, NOTE_SIZE) + int(figure.layout.margin.t or 0) + 8
    legend = _legend_lines(figure, form.width - 2 * PAD) * LEGEND_LINE + 8 if figure.layout.showlegend else 0
    below = PAD + _high(foot, FOOT_SIZE) + 10
    bottom = below + legend + AXIS_PIXELS + _axis_titles(drawn) + _turned(drawn, form.width - left - right)
    plot = max(int(figure.layout.meta["plot"]), form.height - top - bottom)
    height = top + plot + bottom
    block = {"xref": "paper", "yref": "paper", "x": 0, "xanchor": "left", "align": "left", "showarrow": False,
             "borderpad": 0, "xshift": PAD - left}  # fmt: skip
    drawn.add_annotation(
        block | _text(title, TITLE_SIZE, theme.ink, bold=True) | {"y": 1, "yanchor": "top", "yshift": top - PAD}
    )
    drawn.add_annotation(block | _text(note, NOTE_SIZE, theme.muted)
                         | {"y": 1, "yanchor": "top", "yshift": top - PAD - _high(title, TITLE_SIZE) - 4})  # fmt: skip
    drawn.add_annotation(
        block | _text(foot, FOOT_SIZE, theme.muted) | {"y": 0, "yanchor": "bottom", "yshift": PAD - bottom}
    )
    drawn.update_xaxes(automargin=False)
    drawn.update_yaxes(automargin=False)
    return drawn.update_layout(
        width=form.width, height=height, margin={"l": left, "r": right, "t": top, "b": bottom, "autoexpand": False},
        font_family=FONT, hovermode=False, meta=None,
        legend={"xref": "container", "yref": "container", "x": PAD / form.width, "xanchor": "left",
                "y": (below + legend) / height, "yanchor": "top"},
    )  # fmt: skip


def _high(lines: Sequence[str], size: float) -> int:
    return round(len(lines) * size * LEADING)


def _text(lines: Sequence[str], size: int, colour: str, *, bold: bool = False) -> dict[str, object]:
    text = "<br>".join(style.label(line, len(line)) for line in lines) or " "
    return {"text": f"<b>{text}</b>" if bold else text, "font": {"size": size, "color": colour, "family": FONT}}


def _unfold_axis_titles(figure: go.Figure, width: int) -> None:
    """Set titles of lower axes in fewer lines, where a picture is wider than the phone that they were broken for.

    A line that names both ends, and ends in an arrow, stays one.
    """
    for axis in figure.select_xaxes():
        text = axis.title.text or ""
        parts = [part.replace("<br>", " ") for part in text.replace("→<br>", "→\n").split("\n")]
        lines = [line for part in parts for line in style.lines_of(part, style.TICK_SIZE, width / style.WIDER)]
        if len(lines) <= text.count("<br>"):
            axis.title.text = "<br>".join(lines)


def _axis_titles(figure: go.Figure) -> int:
    """Reckon the room for titles of lower axes."""
    texts = [axis.title.text for axis in figure.select_xaxes() if axis.title.text]
    return max((22 + 17 * text.count("<br>") for text in texts), default=0)


def _turned(figure: go.Figure, width: int) -> int:
    """Turn names below columns that are too narrow for them, and reckon the room that they then take."""
    names = [str(name) for axis in figure.select_xaxes() for name in axis.ticktext or ()]
    widest = max((style.width_of(name, style.TICK_SIZE) for name in names), default=0.0)
    if not names or widest <= width / len(names) - 6:
        figure.update_xaxes(tickangle=0)
        return 0
    figure.update_xaxes(tickangle=-90)
    return round(widest * style.WIDER)


def _legend_lines(figure: go.Figure, width: int) -> int:
    """Reckon how many lines a legend takes: its entries in one, else in columns as wide as the widest."""
    names = [str(trace.name) for trace in figure.data if trace.name and trace.showlegend is not False]
    each = [style.width_of(name, style.TICK_SIZE) * style.WIDER + SYMBOL_PIXELS for name in names]
    if sum(each) <= width:
        return 1
    return -(-len(each) // max(int(width // max(each)), 1))
