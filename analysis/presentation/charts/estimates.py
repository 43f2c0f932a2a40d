"""Values and differences of outlets, with intervals, chance and verdict."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from analysis.presentation import findings, prose, style
from analysis.presentation.charts import frame
from analysis.presentation.style import LIGHT, Theme


def values_by_outlet(
    estimates: pd.DataFrame, *, title: str, keep: Sequence[str] = (), theme: Theme = LIGHT
) -> go.Figure:
    """Plot each outlet's mean on the events it shares, with its 95% interval, and faintly that of all its articles.

    Parameters
    ----------
    estimates : DataFrame
        Rows of the ``estimates`` table with component ``value``: those with a ``reference`` are over shared events,
        those without are over all articles. Where there are only the latter, they are drawn as the outlets' values.
    title : str
        The question.
    keep : sequence of str
        Outlets that are drawn however few articles they have: those that the answer names.
    """
    shared = estimates[estimates["reference"].notna()]
    whole = shared if len(shared) else estimates
    main = frame.ordered(frame.largest(whole, theme, keep=keep), theme)
    alone = theme.in_order(set(estimates["outlet"].astype("str")) - set(whole["outlet"].astype("str")))
    figure = frame.start(
        theme,
        title,
        _rests_on(main) + frame.cut_to(whole, main) + (f"; no shared event: {prose.joined(alone, 6)}" if alone else ""),
        prose.read_out(main),
        n_rows=len(main),
        legend=2 if len(shared) else 0,
    )
    figure.add_trace(frame.dots(main, range(len(main)), theme))
    if len(shared):
        frame.legend_of_all(figure, "on shared events", theme)
        plain = estimates[estimates["reference"].isna() & estimates["outlet"].isin(main["outlet"])]
        places = {outlet: place + 0.3 for place, outlet in enumerate(main["outlet"])}
        figure.add_scatter(
            name="all its articles: what it covered and how it worded it",
            x=plain["estimate"],
            y=[places[outlet] for outlet in plain["outlet"]],
            mode="markers",
            marker={"symbol": "line-ns-open", "size": 9, "color": theme.muted, "line": {"width": 2}},
            customdata=frame.marks(plain),
            hovertext=[f"all articles of {prose.of_row(record)}" for record in plain.to_dict("records")],
            hoverinfo="text",
        )
    frame.name_rows(figure, main["outlet"])
    return frame.value_axis(figure, main)


def differences(
    estimates: pd.DataFrame,
    *,
    title: str,
    row: str = "outlet",
    theme: Theme = LIGHT,
    labels: dict | None = None,
    corrected: pd.DataFrame | None = None,
) -> go.Figure:
    """Plot differences with their 95% intervals, and in grey their 95th percentile under label permutation.

    Parameters
    ----------
    estimates : DataFrame
        Rows of the ``estimates`` table that hold differences (or parts of one).
    title : str
        The question.
    row : {"outlet", "measure", "component", "event"}
        Which column names a row of the figure.
    labels : dict, optional
        Names of the rows as they should be read.
    corrected : DataFrame, optional
        ``outlet``, ``reference``, ``corrected``, ``low``, ``high``, ``n_coded``: what coded articles make of the same
        differences, drawn below them. Those that are empty are left out.
    """
    cut = ""
    if row == "outlet":
        estimates, cut = _drawn(estimates, theme)
    estimates = estimates.reset_index(drop=True)
    hollow = ~(findings.corrected(estimates) <= findings.CHANCE).fillna(value=False) if _tested(estimates) else None
    verdicts = _verdicts(estimates) if hollow is not None else []
    is_corrected = corrected is not None and corrected["corrected"].notna().any()
    names = [(labels or {}).get(name, str(name)) for name in estimates[row]]
    if row == "outlet":
        names = [f"{o} − {r}" for o, r in zip(estimates["outlet"], estimates["reference"], strict=True)]
    figure = frame.start(
        theme,
        title,
        _rests_on(estimates) + (CORRECTED if is_corrected else "") + cut,
        prose.read_out(estimates, row, labels, verdicts),
        n_rows=len(estimates),
        row_pixels=frame.row_pixels(names, verdicts),
    )
    figure.add_trace(frame.dots(estimates, range(len(estimates)), theme, hollow=hollow))
    if estimates["chance"].notna().any():
        _chance_band(figure, estimates, theme)
    frame.name_rows(figure, names, verdicts)
    figure.add_vline(x=0, line_width=1, line_color=theme.muted)
    frame.value_axis(figure, estimates, "difference of ")
    if corrected is not None and is_corrected:
        _beside(figure, estimates, corrected, theme)
    unit = frame.unit_of(estimates)
    return figure.update_xaxes(title_text=style.wrapped(findings.ends(unit))) if findings.ends(unit) else figure


MAX_PAIRS = 40
"""Pairs of outlets that are drawn."""


def _drawn(estimates: pd.DataFrame, theme: Theme) -> tuple[pd.DataFrame, str]:
    """Choose the differences that a figure has room for, from the highest, and say which they are.

    Against all others the largest outlets are drawn, and those beyond chance; of pairs those of the outlet that answers
    are about, then the surest.
    """
    if (estimates["reference"].astype("str") == findings.OTHERS).all():
        rows = frame.largest(estimates, theme, keep=findings.beyond_chance(estimates))
        return rows.sort_values("estimate", ascending=False, kind="stable"), frame.cut_to(estimates, rows)
    if len(estimates) <= MAX_PAIRS:
        return estimates.sort_values("estimate", ascending=False, kind="stable"), ""
    sides = estimates[["outlet", "reference"]].astype("str")
    order = estimates.assign(_apart=~(sides == theme.focus).any(axis=1), _q=findings.corrected(estimates))
    rows = order.sort_values(["_apart", "_q", "p"], kind="stable").head(MAX_PAIRS).drop(columns=["_apart", "_q"])
    of_focus = "" if order["_apart"].all() else f"those of {theme.focus}, then "
    cut = f"; only {MAX_PAIRS} of {len(estimates):,} pairs are drawn, {of_focus}the surest, the table holds all"
    return rows.sort_values("estimate", ascending=False, kind="stable"), cut


CORRECTED = "; wide diamonds: corrected by coded articles, which is the answer"


def _beside(figure: go.Figure, estimates: pd.DataFrame, corrected: pd.DataFrame, theme: Theme) -> None:
    """Draw what coded articles make of the differences below those of the machine, and widen the axis to hold both."""
    sides = zip(estimates["outlet"].astype("str"), estimates["reference"].astype("str"), strict=True)
    places = {pair: place + 0.28 for place, pair in enumerate(sides)}
    rows = corrected[corrected["corrected"].notna()].astype({"outlet": "str", "reference": "str"})
    rows = rows.assign(at=[places.get(pair) for pair in zip(rows["outlet"], rows["reference"], strict=True)])
    rows = rows.dropna(subset=["at"]).rename(columns={"corrected": "estimate"})
    if rows.empty:
        return
    figure.add_scatter(
        name="corrected by people",
        x=rows["estimate"],
        y=rows["at"],
        mode="markers",
        error_x=frame.bars(rows, theme),
        marker={"symbol": "diamond-wide", "size": 9, "color": theme.ink},
        hovertext=[f"corrected by {prose.count(int(record['n_coded']), 'coded article')}<br>{prose.of_row(record)}"
                   for record in rows.to_dict("records")],
        hoverinfo="text",
    )  # fmt: skip
    low, high = figure.layout.xaxis.range
    figure.update_xaxes(range=[min(low, rows["low"].min()), max(high, rows["high"].max())])


def _verdicts(estimates: pd.DataFrame) -> list[str]:
    """Say of each row what may be made of it, where it is a tested difference and not a part or a single event."""
    pairs = zip(estimates.to_dict("records"), findings.corrected(estimates), strict=True)
    return [findings.verdict(row, q) if row["component"] == "difference" else "" for row, q in pairs]


def _tested(estimates: pd.DataFrame) -> bool:
    return "q" in estimates and bool(estimates["q"].notna().any())


def by_row_and_outlet(
    table: pd.DataFrame,
    *,
    row: str,
    title: str,
    note: str,
    unit: str,
    labels: dict | None = None,
    each: pd.DataFrame | None = None,
    keep: Sequence[str] = (),
    theme: Theme = LIGHT,
) -> go.Figure:
    """Plot one value for each row and outlet, the outlets of a row just below each other.

    Serves frames (row: frame), targets (row: target) and speakers (row: speaker).

    Parameters
    ----------
    table : DataFrame
        One row a cell: the column named by ``row``, ``outlet``, ``estimate``, and where there are such ``low``,
        ``high``, ``n_articles``.
    row : str
        The column that names the rows; they are drawn in the order in which they first stand.
    title, note, unit : str
        The question, what it rests on, and the unit with its direction.
    labels : dict, optional
        Names of the rows as they should be read.
    each : DataFrame, optional
        The articles that the values are means of, drawn small: the column named by ``row``, ``outlet``, ``estimate``,
        ``title``.
    keep : sequence of str
        Outlets that are drawn however few articles they have: those that the answer names.
    """
    whole, table = table, frame.largest(table, theme, frame.MAX_SIDE_BY_SIDE, keep)
    rows = list(dict.fromkeys(table[row]))
    outlets = theme.in_order(table["outlet"])
    step = min(0.8 / max(len(outlets), 1), 0.22)
    figure = frame.start(
        theme,
        title,
        note + frame.said_hollow(table) + frame.cut_to(whole, table),
        prose.read_out(table, row, labels),
        n_rows=len(rows),
        legend=len(outlets),
        row_pixels=max(frame.ROW_PIXELS, 12 + 15 * len(outlets)),
    )
    at = {name: place for place, name in enumerate(rows)}
    below = {outlet: (place - (len(outlets) - 1) / 2) * step for place, outlet in enumerate(outlets)}

    def places(cells: pd.DataFrame) -> list[float]:
        """Return the height of each cell: that of its row, moved by its outlet."""
        return [at[name] + below[outlet] for name, outlet in zip(cells[row], cells["outlet"], strict=True)]

    traces = []
    if each is not None:
        each = each[each[row].isin(rows) & each["outlet"].isin(outlets)]
        traces.append(frame.small_dots(each, places(each), theme))
    by_outlet = table["outlet"].tolist()
    dots = frame.dots(table, places(table), theme)
    for outlet in outlets:
        mine = [place for place, name in enumerate(by_outlet) if name == outlet]
        traces.append(frame.some(dots, mine) | {"name": style.label(outlet), "showlegend": True})
    figure.add_traces(traces)
    frame.name_rows(figure, [(labels or {}).get(name, str(name)) for name in rows])
    frame.lines_between_rows(figure, len(rows), theme)
    figure.update_yaxes(showgrid=False)
    drawn = table if each is None else pd.concat([table, each])
    return figure.update_xaxes(title_text=style.wrapped(unit), range=frame.span(drawn) if "measure" in table else None)


MAX_LABELLED = 4
"""Lines drawn in one panel, each named at its end; with more, each outlet has a panel with the others in grey."""

PANEL_CHARACTERS = 22
"""Longer names above a panel are cut: half of a column is not wider."""

PANELS_PIXELS = 170
"""Height of a small panel."""


def over_time(table: pd.DataFrame, *, title: str, unit: str, theme: Theme = LIGHT) -> go.Figure:
    """Plot each outlet's mean by period, with gaps where there is none: a description, without intervals.

    Parameters
    ----------
    table : DataFrame
        One row an outlet and period: ``measure``, ``outlet``, ``period``, ``estimate``, ``n_articles``.
    title, unit : str
        The question, and the unit with its direction.
    """
    table = frame.largest(table, theme, frame.MAX_SIDE_BY_SIDE).sort_values("period", kind="stable")
    outlets = theme.in_order(table["outlet"])
    few = frame.FEW_ARTICLES
    note = (
        f"means of {prose.count(int(table['n_articles'].sum()), 'article')}; hollow: fewer than {few}; descriptive only"
    )
    alt = prose.spans_of_time(table, "period")
    table = _with_gaps(table)
    if len(outlets) > MAX_LABELLED:
        return _panels(table, outlets, frame.start(theme, title, f"{note}; grey: the other outlets; {unit}", alt,
                       n_rows=-(-len(outlets) // 2), row_pixels=PANELS_PIXELS), theme)  # fmt: skip
    figure = frame.start(theme, title, note, alt, n_rows=8)
    for outlet in outlets:
        figure.add_trace(_line(table[table["outlet"] == outlet], outlet, theme))
    _names_at_ends(figure, table, outlets, theme)
    return figure.update_yaxes(title_text=style.wrapped(unit, 34), range=frame.span(table))


def _with_gaps(table: pd.DataFrame) -> pd.DataFrame:
    """Add an empty value where an outlet has no article in a period or more: its line breaks off there."""
    at = pd.to_datetime(table["period"], utc=True)
    step = at.drop_duplicates().diff().min()
    is_after = at.groupby(table["outlet"].astype("str")).diff() > PERIODS_APART * step
    gaps = table[is_after].assign(estimate=np.nan, n_articles=0)
    gaps = gaps.assign(mark=None) if "mark" in gaps else gaps
    return pd.concat([gaps, table]).sort_values("period", kind="stable") if len(gaps) else table


PERIODS_APART = 1.5
"""From here on the first days of two periods lie a period apart: months and quarters differ in length, but not so."""


def _line(part: pd.DataFrame, outlet: str, theme: Theme) -> dict[str, Any]:
    look = theme.of(outlet)
    return {
        "type": "scatter",
        "name": style.label(outlet),
        "x": part["period"],
        "y": part["estimate"],
        "mode": "lines+markers",
        "connectgaps": False,
        "line": {"color": look.colour, "dash": look.dash, "width": 2},
        "marker": {"symbol": frame.symbols(part, [look.symbol] * len(part)), "size": 8, "color": look.colour},
        "customdata": frame.marks(part),
        "hovertext": [prose.of_row(record) if prose.is_known(record["estimate"]) else ""
                      for record in part.to_dict("records")],
        "hoverinfo": "text",
        "showlegend": False,
    }  # fmt: skip


def _names_at_ends(figure: go.Figure, table: pd.DataFrame, outlets: list[str], theme: Theme) -> None:
    """Write each outlet's name at the end of its line; names that would lie on each other move apart."""
    ends = table.groupby("outlet", observed=True)["estimate"].last().reindex(outlets).sort_values(kind="stable")
    low, high = frame.span(table) or (table["estimate"].min(), table["estimate"].max())
    least = (high - low or 1.0) * 0.07
    at = -np.inf
    for outlet, value in ends.items():
        at = max(float(value), at + least)
        figure.add_annotation(
            x=1, xref="paper", y=at, text=style.label(outlet), showarrow=False, xanchor="left", xshift=8,
            font={"color": theme.of(str(outlet)).colour, "size": style.TICK_SIZE},
        )  # fmt: skip
    widest = max(style.width_of(style.label(outlet), style.TICK_SIZE) for outlet in outlets)
    figure.update_layout(margin_r=round(widest * style.WIDER) + 16)


def _panels(table: pd.DataFrame, outlets: list[str], figure: go.Figure, theme: Theme) -> go.Figure:
    """Draw a panel an outlet, two beside each other, with the lines of the others in grey."""
    n_rows = -(-len(outlets) // 2)
    layout, meta = figure.layout, dict(figure.layout.meta)
    names = [f"<b>{style.label(outlet, PANEL_CHARACTERS)}</b>" for outlet in outlets]
    panels = make_subplots(rows=n_rows, cols=2, shared_xaxes="all", shared_yaxes="all", horizontal_spacing=0.06,
                           vertical_spacing=min(0.3 / n_rows, 0.12), figure=go.Figure(),
                           subplot_titles=names)  # fmt: skip
    for place, outlet in enumerate(outlets):
        where = {"row": place // 2 + 1, "col": place % 2 + 1}
        for other in outlets:
            if other != outlet:
                part = table[table["outlet"] == other]
                panels.add_scatter(x=part["period"], y=part["estimate"], mode="lines", hoverinfo="skip",
                                   line={"color": theme.grid, "width": 1.5}, showlegend=False, **where)  # fmt: skip
        panels.add_trace(_line(table[table["outlet"] == outlet], outlet, theme), **where)
    panels.update_layout(template=layout.template, height=layout.height + 20, showlegend=False, meta=meta,
                         margin={"t": 34, "b": 40, "l": 48, "r": frame.RIGHT_PIXELS})  # fmt: skip
    panels.update_annotations(font_size=style.TICK_SIZE)
    return panels.update_yaxes(range=frame.span(table))


def _chance_band(figure: go.Figure, estimates: pd.DataFrame, theme: Theme) -> None:
    known = [(row, abs(chance)) for row, chance in enumerate(estimates["chance"]) if pd.notna(chance)]
    look = {"type": "rect", "fillcolor": theme.band, "line": {"width": 0}, "layer": "below"}
    figure.update_layout(
        shapes=[{**look, "x0": -chance, "x1": chance, "y0": row - 0.32, "y1": row + 0.32} for row, chance in known]
    )


def _rests_on(estimates: pd.DataFrame) -> str:
    """Say what a figure rests on, as its subtitle."""
    intervals = estimates["low"].notna().any()
    parts = [prose.rests_on(estimates)]
    parts.append("lines: 95% intervals" if intervals else "no intervals: too few events, so descriptive only")
    if estimates["chance"].notna().any():
        parts.append("grey: 95th percentile under label permutation")
    if _tested(estimates):
        parts.append("filled: beyond chance after correction for all contrasts")
    elif (estimates["n_articles"] < frame.FEW_ARTICLES).any():
        parts.append(f"hollow: fewer than {frame.FEW_ARTICLES} articles")
    return "; ".join(parts)
