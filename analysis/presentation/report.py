"""One HTML report that needs nothing else: it opens without a network, prints well, and says what it rests on."""

import html
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from numbers import Integral, Real
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import plotly.io
from plotly.offline import get_plotlyjs

from analysis.presentation import charts, highlight, prose, style

TABLE_ROWS = 60
"""Rows of a table that a report prints; the CSV beside it has all of them."""

POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:"
)
"""What the browser may load for a report: nothing from anywhere."""

STYLE = """
:root{color-scheme:light}
body{font-family:system-ui,'Segoe UI','Noto Sans','Noto Sans KR','Noto Naskh Arabic',sans-serif;color:#1B1F24;
background:#fff;margin:0 auto;max-width:62rem;padding:2rem 1.25rem;line-height:1.55}
h1{font-size:1.7rem;margin:0 0 .25rem}
h2{font-size:1.25rem;margin:2.5rem 0 .25rem;border-top:1px solid #E4E7EB;padding-top:1.5rem}
.answer{font-size:1.1rem;margin:.25rem 0 1rem}.made{color:#59636E;font-size:.9rem}
figure{margin:1.25rem 0;break-inside:avoid}figcaption h3{font-size:1rem;margin:0}
figcaption p{color:#59636E;font-size:.85rem;margin:.1rem 0 .25rem}
table{border-collapse:collapse;font-size:.85rem;width:100%;margin:.75rem 0;break-inside:auto}
th,td{text-align:left;padding:.3rem .5rem;border-bottom:1px solid #E4E7EB;vertical-align:top;overflow-wrap:anywhere}
th{font-weight:600;overflow-wrap:normal}td[dir]{min-width:4.5rem}td.moment{white-space:nowrap}td.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
tr{break-inside:avoid}caption{text-align:left;color:#59636E;padding:.25rem 0}
nav ol{columns:2;column-gap:2.5rem;font-size:.95rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;font-size:.85rem}
dt{font-weight:600}dd{margin:0;overflow-wrap:anywhere}
@media print{body{max-width:none;padding:0;font-size:10.5pt}nav,.modebar{display:none!important}h2{break-after:avoid}
@page{margin:16mm}}
@media(max-width:40rem){nav ol{columns:1}dl{grid-template-columns:1fr}table{display:block;overflow-x:auto}}
"""


@dataclass(frozen=True)
class Drawn:
    """Hold a figure with its name, which its files carry, and the rows that it shows."""

    name: str
    figure: go.Figure
    rows: pd.DataFrame


@dataclass(frozen=True)
class Section:
    """Hold one question of a report: its answer, figures, tables and how they were made.

    Parameters
    ----------
    question : str
        The heading.
    answer : str
        One sentence that follows the data.
    made : str
        How it was made, in plain words; paragraphs are parted by an empty line.
    figures : sequence of Drawn
        In the light theme.
    tables : mapping of str to DataFrame
        Caption and rows.
    most_rows : int
        Rows of each table that are printed.
    """

    question: str
    answer: str
    made: str = ""
    figures: Sequence[Drawn] = ()
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    most_rows: int = TABLE_ROWS


def page(
    title: str,
    sections: Sequence[Section],
    passport: Mapping[str, Any],
    headings: Mapping[str, str] | None = None,
    front: Mapping[str, str] | None = None,
) -> str:
    """Write a report as one HTML file.

    Parameters
    ----------
    title : str
        Its name.
    sections : sequence of Section
        In the order of reading.
    passport : mapping
        Filters, counts, settings, versions, corpus hash, time, link: printed at the end.
    headings : mapping of str to str, optional
        Names of columns as a reader would say them.
    front : mapping of str to str, optional
        What the report is about, below its name: outlets, days, articles, link; before it stand the first question and
        its answer.

    Returns
    -------
    str
        About 5 MB, most of it the program that draws the figures, which is contained once.
    """
    contents = "".join(
        f'<li><a href="#q{number}">{html.escape(section.question)}</a></li>' for number, section in enumerate(sections)
    )
    body = "".join(_section(number, section, headings or {}) for number, section in enumerate(sections))
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE}</style>{highlight.css()}<script>{get_plotlyjs()}</script></head><body><main>"
        f"<h1>{html.escape(title)}</h1>{_front(sections, front or {})}"
        f"<nav aria-label='Contents'><ol>{contents}</ol></nav>{body}"
        f"<h2>What this report rests on</h2>{_passport(passport)}</main></body></html>"
    )


def _front(sections: Sequence[Section], facts: Mapping[str, str]) -> str:
    """Open a report with its first question and answer, and what it rests on in words."""
    first = next(iter(sections), None)
    told = f'<p class="answer"><b>{html.escape(first.question)}</b> {html.escape(first.answer)}</p>' if first else ""
    rows = "".join(f"<dt>{html.escape(name)}</dt><dd>{html.escape(text)}</dd>" for name, text in facts.items() if text)
    return f"{told}<dl>{rows}</dl>" if rows else told


def _section(number: int, section: Section, headings: Mapping[str, str]) -> str:
    figures = "".join(_figure(f"f{number}-{place}", drawn.figure) for place, drawn in enumerate(section.figures))
    tables = "".join(
        table_html(_readable(table, headings), caption, section.most_rows)
        for caption, table in section.tables.items()
        if len(table)
    )
    paragraphs = section.made.split("\n\n") if section.made else []
    made = "".join(f'<p class="made">{html.escape(text)}</p>' for text in paragraphs)
    return (
        f'<section><h2 id="q{number}">{html.escape(section.question)}</h2>'
        f'<p class="answer" dir="auto">{html.escape(section.answer)}</p>{figures}{made}{tables}</section>'
    )


def _readable(table: pd.DataFrame, headings: Mapping[str, str]) -> pd.DataFrame:
    """Leave out columns without any value, name the others as a reader would, and write whole numbers as such."""
    told = table.dropna(axis="columns", how="all")
    floats = told.select_dtypes("float")
    whole = [name for name in floats if floats[name].notna().all() and (floats[name] % 1 == 0).all()]
    return told.astype(dict.fromkeys(whole, "int64")).rename(columns=headings)


def program() -> str:
    """Return the program that draws figures."""
    return str(get_plotlyjs())


def figure_page(section: Section, figure: go.Figure) -> str:
    """Write one figure as a page; it finds its program as ``plotly.min.js`` beside it."""
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(section.question)}</title>'
        f"<style>{STYLE}</style></head><body><main><h1>{html.escape(section.question)}</h1>"
        f'<p class="answer" dir="auto">{html.escape(section.answer)}</p>'
        f'<script src="plotly.min.js"></script>{_figure("parallax", figure)}'
        f'<p class="made">{html.escape(section.made)}</p></main></body></html>'
    )


def _figure(name: str, figure: go.Figure) -> str:
    drawn = plotly.io.to_html(
        _without_hatching(figure), config=style.config(), include_plotlyjs=False, full_html=False, div_id=name,
        validate=False,
    )  # fmt: skip
    caption = f"<h3>{html.escape(charts.title_of(figure))}</h3><p>{html.escape(charts.note_of(figure))}</p>"
    return (
        f"<figure><figcaption>{caption}</figcaption>"
        f'<div role="img" aria-label="{html.escape(charts.alt_of(figure))}">{drawn}</div></figure>'
    )


def _without_hatching(figure: go.Figure) -> go.Figure:
    """Write shares into bars instead of hatching them.

    A browser that prints turns every hatched bar into a picture of 120 kB: a report of 94 outlets printed to 26 MB.
    """
    if not any(_is_hatched(trace) for trace in figure.data):
        return figure
    plain = go.Figure(figure)
    for trace in plain.data:
        if _is_hatched(trace):
            trace.marker.pattern = None
            if trace.orientation == "h" and trace.x is not None:
                trace.text = [prose.percent(share) if share >= MIN_WRITTEN else "" for share in trace.x]
                trace.update(textposition="inside", insidetextanchor="middle", textangle=0)
    return plain


def _is_hatched(trace: Any) -> bool:
    return trace.type == "bar" and bool(trace.marker.pattern.shape)


MIN_WRITTEN = 0.06
"""Shares below this are too narrow to be written into their bars."""


LARGE = 100
"""Numbers from here on are written without decimals, which tell nothing then."""


def table_html(table: pd.DataFrame, caption: str = "", most: int = TABLE_ROWS) -> str:
    """Write a table as escaped HTML, numbers to the right, empty cells empty, right-to-left text as it runs.

    Examples
    --------
    >>> table_html(pd.DataFrame({"outlet": ["<RT>"], "tone": [-0.5]}), "Tone")  # doctest: +ELLIPSIS
    '<table><caption>Tone</caption><thead>...<td dir="auto">&lt;RT&gt;</td><td class="number">−0.50</td>...'
    """
    if len(table) > most:
        caption = f"{caption} (the first {most} of {len(table):,} rows)".strip()
    head = "".join(f'<th scope="col">{html.escape(str(name))}</th>' for name in table.columns)
    rows = "".join(
        "<tr>" + "".join(_cell(value) for value in row) + "</tr>" for row in table.head(most).itertuples(index=False)
    )
    above = f"<caption>{html.escape(caption)}</caption>" if caption else ""
    return f"<table>{above}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _cell(value: Any) -> str:
    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return "<td></td>"
    if isinstance(value, (bool, np.bool_)):
        return f"<td>{'yes' if value else ''}</td>"
    if isinstance(value, Integral):
        return f'<td class="number">{int(value):,}</td>'
    if isinstance(value, Real):
        number = float(value)
        return f'<td class="number">{prose.plain(number, 0 if abs(number) >= LARGE else 2)}</td>'
    if isinstance(value, pd.Timestamp):
        return f'<td class="moment">{_moment(value)}</td>'
    text = str(value)
    return f'<td dir="auto">{html.escape(text)}</td>'


def _moment(value: pd.Timestamp) -> str:
    """Write a moment; midnight stands for a day that is known without its time."""
    return f"{value:%Y-%m-%d}" if value == value.normalize() else f"{value:%Y-%m-%d %H:%M}"


def _passport(passport: Mapping[str, Any]) -> str:
    rows = "".join(
        f"<dt>{html.escape(_words(name))}</dt><dd>{html.escape(_plain(value))}</dd>" for name, value in passport.items()
    )
    return f"<dl>{rows}</dl>"


def _words(key: object) -> str:
    """Write a key of the passport as words."""
    return str(key).replace("_", " ")


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return "; ".join(
            f"{_words(name)}: {_plain(inner)}" for name, inner in value.items() if inner not in (None, (), [])
        )
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    return str(value)
