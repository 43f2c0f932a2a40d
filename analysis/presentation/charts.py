"""Figures: each takes a table and draws it, and computes nothing that the table does not hold.

Every figure carries its question as title, what it rests on as subtitle, and a text for those who cannot see it
(`alt_of`). Whatever comes from the data passes through `style.label`. Points that rest on fewer than
`FEW_ARTICLES` articles are hollow. A table may have a column ``mark`` that says what stands behind each row: it goes
along with the row's mark, and `take_marks` gives it back.
"""

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analysis.presentation import prose, style
from analysis.presentation.style import LIGHT, Theme

FEW_ARTICLES = 5
"""Below this a point is drawn hollow: one more article could move it a long way."""

SMALL_COUNT = 8
"""Counts below this get a tick each: 0.2 articles do not exist."""

ROW_PIXELS = 34
"""Height of a row with one mark: room for two lines of 13 px."""

MOST_ROWS = 30
"""Outlets drawn in one figure, those with most articles; more would fill several screens, and the table holds all."""

MOST_SIDE_BY_SIDE = 12
"""Outlets drawn within one row, or as columns of a grid: more cannot be told apart."""

BOTTOM_PIXELS = 58
"""Room for the axis with its title; the legend lies below it."""

LEGEND_PIXELS = 44
"""Room for a legend of two lines; Plotly makes more where it needs more."""

MOST_MARKS = 3000
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


def _marks(table: pd.DataFrame) -> list[Any] | None:
    return table["mark"].tolist() if "mark" in table else None


def articles_by_outlet(counts: pd.DataFrame, *, theme: Theme = LIGHT) -> go.Figure:
    """Draw how many articles each outlet has, and how many of them are nobody's copy.

    Parameters
    ----------
    counts : DataFrame
        One row an outlet: ``outlet``, ``n_articles``, ``n_independent``.
    """
    whole, counts = counts, _ordered(_largest(counts))
    rows = range(len(counts))
    figure = _figure(
        theme,
        "How much is there from whom?",
        f"{prose.count(int(whole['n_articles'].sum()), 'article')} from {prose.count(len(whole), 'outlet')}"
        + _cut_to(whole, counts),
        prose.listed(counts, "outlet", "n_articles", "articles"),
        n_rows=len(counts),
    )
    for name, column, opacity in (("all articles", "n_articles", 0.35), ("without copies", "n_independent", 1.0)):
        figure.add_bar(
            name=name,
            y=list(rows),
            x=counts[column],
            orientation="h",
            marker={"color": [style.of_outlet(outlet).colour for outlet in counts["outlet"]], "opacity": opacity},
            text=counts[column] if column == "n_articles" else None,
            textposition="outside",
            cliponaxis=False,
            customdata=_marks(counts),
            hovertext=[
                f"{style.label(o)}: {n:,} {name}" for o, n in zip(counts["outlet"], counts[column], strict=True)
            ],
            hoverinfo="text",
            showlegend=bool((counts["n_articles"] != counts["n_independent"]).any()),
        )
    figure.update_layout(barmode="overlay", bargap=0.35)
    _rows(figure, counts["outlet"])
    largest = int(counts["n_articles"].max()) if len(counts) else 0
    return figure.update_xaxes(title_text="articles", rangemode="tozero", dtick=1 if largest < SMALL_COUNT else None)


def articles_over_time(counts: pd.DataFrame, *, unit: str = "month", theme: Theme = LIGHT) -> go.Figure:
    """Draw when each outlet's articles were published: a row an outlet, a bubble a period, area by articles.

    Parameters
    ----------
    counts : DataFrame
        One row an outlet and period: ``outlet``, ``period`` (date of its first day), ``n_articles``.
    unit : str
        Length of a period in words.
    """
    whole, counts = counts, _largest(counts)
    outlets = style.in_order(counts["outlet"])
    places = {outlet: place for place, outlet in enumerate(outlets)}
    largest = max(int(counts["n_articles"].max()), 1) if len(counts) else 1
    figure = _figure(
        theme,
        "When did each outlet report?",
        f"one bubble a {unit}, area by number of articles; undated articles are not shown" + _cut_to(whole, counts),
        prose.spans_of_time(counts, "period"),
        n_rows=len(outlets),
    )
    figure.add_scatter(
        x=counts["period"],
        y=[places[outlet] for outlet in counts["outlet"]],
        mode="markers",
        marker={
            "size": np.clip(28 * np.sqrt(counts["n_articles"] / largest), 5, 28),
            "color": [style.of_outlet(outlet).colour for outlet in counts["outlet"]],
            "opacity": 0.85,
            "line": {"width": 0.5, "color": theme.ink},
        },
        customdata=_marks(counts),
        hovertext=[
            f"{style.label(o)}, {unit} of {p:%d %b %Y}: {prose.count(int(n), 'article')}"
            for o, p, n in zip(counts["outlet"], counts["period"], counts["n_articles"], strict=True)
        ],
        hoverinfo="text",
    )
    _rows(figure, outlets)
    return figure.update_xaxes(type="date", title_text="")


def values_by_outlet(estimates: pd.DataFrame, *, title: str, theme: Theme = LIGHT) -> go.Figure:
    """Plot each outlet's mean on the events it shares, with its 95 % interval, and faintly that of all its articles.

    Parameters
    ----------
    estimates : DataFrame
        Rows of the ``estimates`` table with component ``value``: those with a ``reference`` are over shared events,
        those without are over all articles. Where there are only the latter, they are drawn as the outlets' values.
    title : str
        The question.
    """
    shared = estimates[estimates["reference"].notna()]
    whole = shared if len(shared) else estimates
    main = _ordered(_largest(whole))
    figure = _figure(
        theme,
        title,
        _rests_on(main) + _cut_to(whole, main),
        prose.read_out(main),
        n_rows=len(main),
        legend=len(shared) > 0,
    )
    figure.add_trace(_dots(main, range(len(main)), theme) | {"name": "on shared events", "showlegend": len(shared) > 0})
    if len(shared):
        plain = estimates[estimates["reference"].isna() & estimates["outlet"].isin(main["outlet"])]
        places = {outlet: place + 0.3 for place, outlet in enumerate(main["outlet"])}
        figure.add_scatter(
            name="all its articles: what it covered and how it worded it",
            x=plain["estimate"],
            y=[places[outlet] for outlet in plain["outlet"]],
            mode="markers",
            marker={"symbol": "line-ns-open", "size": 9, "color": theme.muted, "line": {"width": 2}},
            customdata=_marks(plain),
            hovertext=[f"all articles of {prose.of_row(record)}" for record in plain.to_dict("records")],
            hoverinfo="text",
        )
    _rows(figure, main["outlet"])
    return _value_axis(figure, main)


def differences(
    estimates: pd.DataFrame, *, title: str, row: str = "outlet", theme: Theme = LIGHT, labels: dict | None = None
) -> go.Figure:
    """Plot differences with their 95 % intervals, and in grey what shuffled outlet labels reach.

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
    """
    whole = estimates
    estimates = _ordered(_largest(whole)) if row == "outlet" else estimates.reset_index(drop=True)
    figure = _figure(
        theme,
        title,
        _rests_on(estimates) + _cut_to(whole, estimates),
        prose.read_out(estimates, row),
        n_rows=len(estimates),
    )
    figure.add_trace(_dots(estimates, range(len(estimates)), theme))
    if estimates["chance"].notna().any():
        _chance_band(figure, estimates, theme)
    names = [(labels or {}).get(name, str(name)) for name in estimates[row]]
    if row == "outlet":
        names = [f"{o} − {r}" for o, r in zip(estimates["outlet"], estimates["reference"], strict=True)]
    _rows(figure, names)
    figure.add_vline(x=0, line_width=1, line_color=theme.muted)
    return _value_axis(figure, estimates, "difference of ")


def by_row_and_outlet(
    table: pd.DataFrame,
    *,
    row: str,
    title: str,
    note: str,
    unit: str,
    labels: dict | None = None,
    each: pd.DataFrame | None = None,
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
    """
    whole, table = table, _largest(table, MOST_SIDE_BY_SIDE)
    rows = list(dict.fromkeys(table[row]))
    outlets = style.in_order(table["outlet"])
    step = min(0.8 / max(len(outlets), 1), 0.22)
    figure = _figure(
        theme,
        title,
        note + _cut_to(whole, table),
        prose.read_out(table, row),
        n_rows=len(rows),
        legend=True,
        row_pixels=max(ROW_PIXELS, 12 + 15 * len(outlets)),
    )
    at = {name: place for place, name in enumerate(rows)}
    below = {outlet: (place - (len(outlets) - 1) / 2) * step for place, outlet in enumerate(outlets)}

    def places(cells: pd.DataFrame) -> list[float]:
        """Give the height of each cell: that of its row, moved by its outlet."""
        return [at[name] + below[outlet] for name, outlet in zip(cells[row], cells["outlet"], strict=True)]

    traces = []
    if each is not None:
        each = each[each[row].isin(rows) & each["outlet"].isin(outlets)]
        traces.append(_small_dots(each, places(each)))
    by_outlet = table["outlet"].tolist()
    dots = _dots(table, places(table), theme)
    for outlet in outlets:
        mine = [place for place, name in enumerate(by_outlet) if name == outlet]
        traces.append(_some(dots, mine) | {"name": style.label(outlet), "showlegend": True})
    figure.add_traces(traces)
    _rows(figure, [(labels or {}).get(name, str(name)) for name in rows])
    _lines_between_rows(figure, len(rows), theme)
    figure.update_yaxes(showgrid=False)
    drawn = table if each is None else pd.concat([table, each])
    return figure.update_xaxes(title_text=style.wrapped(unit), range=_span(drawn) if "measure" in table else None)


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
    whole, table = table, _largest(table, MOST_SIDE_BY_SIDE)
    rows, outlets = list(dict.fromkeys(table[row])), style.in_order(table["outlet"])
    cells = table.pivot_table(index=row, columns="outlet", values="estimate", aggfunc="first", observed=True)
    cells = cells.reindex(index=rows, columns=outlets)
    figure = _figure(
        theme,
        title,
        f"{note}; {unit}; each row is shaded up to its largest{_cut_to(whole, table)}",
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
    _rows(figure, [str(name) for name in rows])
    return figure.update_xaxes(
        tickvals=list(range(len(outlets))),
        ticktext=[style.label(outlet, 18) for outlet in outlets],
        showgrid=False,
        zeroline=False,
    )


def _places_to_click(figure: go.Figure, table: pd.DataFrame, row: str, rows: list[Any], outlets: list[str]) -> None:
    """Lay a mark that nobody sees over each cell of a grid, because a heat map's own cells cannot be chosen."""
    across, down = ({name: place for place, name in enumerate(names)} for names in (outlets, rows))
    shown = [f"{style.label(name)}, {style.label(outlet)}" for name, outlet in zip(table[row], table["outlet"],
                                                                                   strict=True)]  # fmt: skip
    figure.add_scatter(
        x=table["outlet"].astype("str").map(across),
        y=table[row].map(down),
        mode="markers",
        marker={"size": 24, "symbol": "square", "color": "rgba(0,0,0,0)"},
        customdata=_marks(table),
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
        return f"< {least:g}" if 0 < value < least / 2 else prose.plain(value, decimals)

    return np.vectorize(text, otypes=[object])(values)


SMALL_CELLS = 0.5
"""A grid whose middle cell is below this is written with two digits after the point, others with one."""


SHADE = {"light": "#9CCBEB", "dark": "#1F5E8C"}
"""The darkest cell of a grid: numbers on it keep a contrast above 4.5 to 1 in either theme."""


def over_time(table: pd.DataFrame, *, title: str, unit: str, theme: Theme = LIGHT) -> go.Figure:
    """Plot each outlet's mean by period, with gaps where there is none: a description, without intervals.

    Parameters
    ----------
    table : DataFrame
        One row an outlet and period: ``measure``, ``outlet``, ``period``, ``estimate``, ``n_articles``.
    title, unit : str
        The question, and the unit with its direction.
    """
    note = f"means of {prose.count(int(table['n_articles'].sum()), 'article')}; hollow: fewer than {FEW_ARTICLES}"
    figure = _figure(theme, title, note, prose.spans_of_time(table, "period"), n_rows=8, legend=True)
    for outlet in style.in_order(table["outlet"]):
        part = table[table["outlet"] == outlet].sort_values("period")
        look = style.of_outlet(outlet)
        figure.add_scatter(
            name=style.label(outlet),
            x=part["period"],
            y=part["estimate"],
            mode="lines+markers",
            connectgaps=False,
            line={"color": look.colour, "dash": look.dash, "width": 2},
            marker={"symbol": _symbols(part, [look.symbol] * len(part)), "size": 8, "color": look.colour},
            customdata=_marks(part),
            hovertext=[prose.of_row(record) for record in part.to_dict("records")],
            hoverinfo="text",
        )
    return figure.update_yaxes(title_text=style.wrapped(unit), range=_span(table))


def keyness(table: pd.DataFrame, *, theme: Theme = LIGHT) -> go.Figure:
    """Plot the words that most tell one outlet from another, with intervals; filled where chance hardly does it.

    Parameters
    ----------
    table : DataFrame
        Rows of the ``keyness`` table of one target and reference, in the order to be drawn.
    """
    target, reference = str(table["target"].iloc[0]), str(table["reference"].iloc[0])
    look = style.of_outlet(target)
    sure = (table["q"] <= 0.05).fillna(value=False)
    figure = _figure(
        theme,
        f"Which words tell {target} from {reference}?",
        f"{prose.count(len(table), 'word')}; filled: beyond chance (q up to .05), {int(sure.sum())} of them; "
        "hollow: chance can do the same, or no test is possible",
        prose.listed(table, "term", "log_odds", "log-odds", decimals=2),
        n_rows=len(table),
        row_pixels=26,
    )
    figure.add_scatter(
        x=table["log_odds"],
        y=list(range(len(table))),
        mode="markers",
        error_x={**_bars(table.rename(columns={"log_odds": "estimate"}), theme), "width": 0},
        marker={
            "symbol": [look.symbol if yes else f"{look.symbol}-open" for yes in sure],
            "color": look.colour,
            "size": 10,
            "line": {"width": 1.5, "color": look.colour},
        },
        customdata=_marks(table),
        hovertext=[prose.of_term(record) for record in table.to_dict("records")],
        hoverinfo="text",
    )
    _rows(figure, table["term"])
    figure.add_vline(x=0, line_width=1, line_color=theme.muted)
    return figure.update_xaxes(title_text="log-odds (above 0: the first outlet uses it more)")


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
    table = table.reindex(table["log_odds"].abs().sort_values(ascending=False, kind="stable").index).head(MOST_MARKS)
    x, y = table["n_reference"] + 0.5, table["n_target"] + 0.5
    figure = _figure(
        theme,
        f"How often does each side use a word: {target} and {reference}?",
        "each point is a word; on the diagonal both use it equally often in relation to its place",
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
            "color": [style.of_outlet(target if value > 0 else reference).colour for value in table["log_odds"]],
            "symbol": [style.of_outlet(target if value > 0 else reference).symbol for value in table["log_odds"]],
            "opacity": 0.75,
        },
        customdata=_marks(table),
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


PATTERNS = {"own": "", "indirect": "/", "attributed": "/", "mixed": ".", "direct": "x"}
"""Whose words: shading that can be told apart without colour."""

_VOICE_NAMES = {
    "own": "the outlet's own voice",
    "indirect": "paraphrased voices",
    "mixed": "partly quoted voices",
    "direct": "voices in quotation marks",
    "attributed": "somebody else's voice",
}
VOICE_COLOURS = {
    "own": "#0072B2", "indirect": "#C68900", "attributed": "#C68900", "mixed": "#8C8C8C", "direct": "#CC79A7",
}  # fmt: skip
"""Colours of voices, which are no outlets' and need the same contrast."""


def voices(shares: pd.DataFrame, *, theme: Theme = LIGHT) -> go.Figure:
    """Draw what share of each outlet's words is its own voice, paraphrase or quotation.

    Parameters
    ----------
    shares : DataFrame
        One row an outlet and voice: ``outlet``, ``voice``, ``share`` (0 to 1), ``n_words``, ``n_articles``.
    """
    outlets = style.in_order(shares["outlet"])
    figure = _figure(
        theme,
        "Whose words does the reader get?",
        f"share of all words of {prose.count(_articles(shares), 'article')}",
        prose.listed(shares.assign(name=shares["outlet"].astype("str") + ", " + shares["voice"].astype("str")),
                     "name", "share", "of words", decimals=2),
        n_rows=len(outlets),
        legend=True,
    )  # fmt: skip
    for voice in [name for name in _VOICE_NAMES if (shares["voice"] == name).any()]:
        part = shares[shares["voice"] == voice].set_index("outlet").reindex(outlets)
        figure.add_bar(
            name=_VOICE_NAMES[voice],
            y=list(range(len(outlets))),
            x=part["share"],
            orientation="h",
            marker={
                "color": VOICE_COLOURS[voice],
                "pattern": _pattern(voice, theme),
                "line": {"width": 1, "color": theme.paper},
            },
            customdata=_marks(part),
            hovertext=[
                f"{style.label(outlet)}: {prose.percent(share)} {_VOICE_NAMES[voice]}, {words:,.0f} words"
                for outlet, share, words in zip(outlets, part["share"], part["n_words"].fillna(0), strict=True)
            ],
            hoverinfo="text",
        )
    figure.update_layout(barmode="stack", bargap=0.35, legend_traceorder="normal")  # as the bars, from the left
    _rows(figure, outlets)
    return figure.update_xaxes(title_text="share of words", range=[0, 1], tickformat=".0%")


def _pattern(voice: str, theme: Theme) -> dict[str, object]:
    return {"shape": PATTERNS[voice], "fillmode": "overlay", "fgcolor": theme.paper, "size": 6, "solidity": 0.25}


def storyline(
    events: pd.DataFrame, *, title: str = "Which events did each outlet report?", theme: Theme = LIGHT
) -> go.Figure:
    """Draw events in time: a row an outlet, a mark where the outlet reports, a gap where not.

    Parameters
    ----------
    events : DataFrame
        One row an event and outlet: ``event``, ``label``, ``first_at``, ``outlet``, ``n_articles`` (0: not covered).
    """
    outlets = style.in_order(events["outlet"])
    places = {outlet: place for place, outlet in enumerate(outlets)}
    figure = _figure(
        theme,
        title,
        f"{prose.count(events['event'].nunique(), 'event')}; filled: reported, small and open: not in this corpus",
        prose.covered(events),
        n_rows=len(outlets),
    )
    reported = events["n_articles"] > 0
    looks = [style.of_outlet(outlet) for outlet in events["outlet"]]
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
        customdata=_marks(events),
        hovertext=[
            f"{style.label(record['label'], 90)}<br>{style.label(record['outlet'])}: "
            + (prose.count(int(record["n_articles"]), "article") if record["n_articles"] else "not in this corpus")
            for record in events.to_dict("records")
        ],
        hoverinfo="text",
    )
    _rows(figure, outlets)
    return figure.update_xaxes(type="date", title_text="")


def sentence_tone(tone: pd.DataFrame, *, theme: Theme = LIGHT) -> go.Figure:
    """Draw an article's tone sentence by sentence: bars up and down, hatched where somebody else speaks.

    Parameters
    ----------
    tone : DataFrame
        One row a sentence: ``sentence``, ``tone`` (empty without lexicon words), ``voice``, ``text``.
    """
    scored = int(tone["tone"].notna().sum())
    figure = _figure(
        theme,
        "Which sentences make the tone?",
        f"{scored} of {prose.count(len(tone), 'sentence')} hold words of the lexicon; the others have no tone",
        f"Tone of {scored} sentences in reading order.",
        n_rows=4,
        legend=True,
    )
    for voice in [name for name in ("own", "attributed", "mixed") if (tone["voice"] == name).any()]:
        part = tone[tone["voice"] == voice]
        figure.add_bar(
            name=_VOICE_NAMES[voice],
            x=part["sentence"] + 1,
            y=part["tone"],
            width=0.8,
            marker={
                "color": VOICE_COLOURS[voice],
                "pattern": _pattern(voice, theme),
            },
            customdata=_marks(part),
            hovertext=[
                f"{'headline' if n < 0 else f'sentence {n + 1}'}: {prose.signed(value)}<br>{style.label(text, 110)}"
                for n, value, text in zip(part["sentence"], part["tone"], part["text"], strict=True)
            ],
            hoverinfo="text",
        )
    figure.update_layout(barmode="overlay")
    ends = [tone["sentence"].min() + 0.4, tone["sentence"].max() + 1.6] if len(tone) else None
    figure.update_xaxes(title_text="sentence, in reading order (0: the headline)", showgrid=False, range=ends)
    return figure.update_yaxes(title_text="tone (−1 to 1)", range=[-1, 1])


def map_of_articles(points: pd.DataFrame, *, theme: Theme = LIGHT) -> go.Figure:
    """Draw articles as points: near each other where their words are alike. The axes have no meaning of their own.

    Parameters
    ----------
    points : DataFrame
        One row an article: ``x``, ``y``, ``outlet``, ``label``, ``article_id``; the first `MOST_MARKS` are drawn.
    """
    shown = points.head(MOST_MARKS)
    note = f"{prose.count(len(shown), 'article')}; near: alike in words; the axes have no meaning of their own"
    figure = _figure(theme, "Which articles are alike?", note, note, n_rows=14, legend=True)
    for outlet in style.in_order(shown["outlet"]):
        part, look = shown[shown["outlet"] == outlet], style.of_outlet(outlet)
        figure.add_scatter(
            name=style.label(outlet),
            x=part["x"],
            y=part["y"],
            mode="markers",
            marker={"color": look.colour, "symbol": look.symbol, "size": 7, "opacity": 0.8},
            customdata=_marks(part),
            hovertext=[f"{style.label(outlet)}: {style.label(text, 90)}" for text in part["label"]],
            hoverinfo="text",
        )
    figure.update_xaxes(visible=False)
    return figure.update_yaxes(visible=False)


def _figure(
    theme: Theme,
    title: str,
    note: str,
    alt: str,
    *,
    n_rows: int,
    legend: bool = False,
    row_pixels: int = ROW_PIXELS,
) -> go.Figure:
    """Start a figure with its question, what it rests on and its alternative text."""
    heading, below = style.wrapped(title), style.wrapped(note, style.NOTE_CHARACTERS)
    top = 26 + 21 * (heading.count("<br>") + 1) + 17 * (below.count("<br>") + 1)
    plot = row_pixels * max(n_rows, 1) + 12
    bottom = BOTTOM_PIXELS + (LEGEND_PIXELS if legend else 0)
    return go.Figure(
        layout={
            "template": style.template(theme),
            "title": {
                "text": f"<b>{heading}</b>",
                "subtitle": {"text": below, "font": {"size": 12.5, "color": theme.muted}},
                "y": 1,
                "yanchor": "top",
                "pad": {"t": 10, "l": 2},
            },
            "height": top + plot + bottom,
            "margin": {"t": top, "b": bottom},
            "legend": {"y": -BOTTOM_PIXELS / plot, "yanchor": "top", "x": 0},
            "showlegend": legend,
            "meta": {"alt": f"{title} {note}. {alt}".strip()},
        }
    )


def _rows(figure: go.Figure, names: "pd.Series | list[str]") -> None:
    """Name the rows of a figure that runs from top to bottom."""
    names = [style.label(name) for name in names]
    figure.update_yaxes(
        tickvals=list(range(len(names))),
        ticktext=names,
        range=[len(names) - 0.4, -0.6],
        showgrid=False,
        zeroline=False,
        title_text="",
    )


def _largest(table: pd.DataFrame, most: int = MOST_ROWS) -> pd.DataFrame:
    """Keep the outlets with most articles (attributions, where articles are not counted), so that a figure fits."""
    size = "n_articles" if "n_articles" in table else "n_quotes" if "n_quotes" in table else None
    if size is None or table["outlet"].nunique() <= most:
        return table
    sizes = table.groupby("outlet", observed=True)[size].sum().sort_values(ascending=False, kind="stable")
    return table[table["outlet"].isin(sizes.index[:most])]


def _cut_to(whole: pd.DataFrame, shown: pd.DataFrame) -> str:
    n_whole, n_shown = whole["outlet"].nunique(), shown["outlet"].nunique()
    return f"; drawn are the {n_shown} outlets with most articles, the table holds all" if n_shown < n_whole else ""


def _ordered(table: pd.DataFrame) -> pd.DataFrame:
    places = {outlet: place for place, outlet in enumerate(style.in_order(table["outlet"].astype("str")))}
    order = table["outlet"].astype("str").map(places).sort_values(kind="stable").index
    return table.loc[order].reset_index(drop=True)


def _dots(table: pd.DataFrame, rows: "range | list[float]", theme: Theme) -> dict[str, Any]:
    """Describe a point with its interval for each row of a table of estimates."""
    looks = [style.of_outlet(str(outlet)) for outlet in table["outlet"]]
    return {
        "type": "scatter",
        "x": table["estimate"].tolist(),
        "y": list(rows),
        "mode": "markers",
        "error_x": _bars(table, theme),
        "marker": {
            "symbol": _symbols(table, [look.symbol for look in looks]),
            "color": [look.colour for look in looks],
            "size": 12,
            "line": {"width": 1.5, "color": [look.colour for look in looks]},
        },
        "customdata": _marks(table),
        "hovertext": [prose.of_row(record) for record in table.to_dict("records")],
        "hoverinfo": "text",
        "showlegend": False,
    }


def _some(trace: dict[str, Any], places: list[int]) -> dict[str, Any]:
    """Take some of the points that a trace describes: all that it says of single points stands in lists."""
    return {key: _some(value, places) if isinstance(value, dict) else [value[place] for place in places]
            if isinstance(value, list) else value for key, value in trace.items()}  # fmt: skip


def _small_dots(articles: pd.DataFrame, rows: list[float]) -> dict[str, Any]:
    """Describe a small pale point for each article behind a mean."""
    return {
        "type": "scatter",
        "x": articles["estimate"].tolist(),
        "y": rows,
        "mode": "markers",
        "marker": {
            "symbol": "circle",
            "size": 6,
            "opacity": 0.55,
            "color": [style.of_outlet(outlet).colour for outlet in articles["outlet"]],
        },
        "customdata": _marks(articles),
        "hovertext": [
            f"{style.label(outlet)}, one article: {prose.plain(value)}<br>{style.label(title, 90)}"
            for outlet, value, title in zip(articles["outlet"], articles["estimate"], articles["title"], strict=True)
        ],
        "hoverinfo": "text",
        "showlegend": False,
    }


def _symbols(table: pd.DataFrame, symbols: list[str]) -> list[str]:
    if "n_articles" not in table:
        return symbols
    few = table["n_articles"] < FEW_ARTICLES
    return [f"{symbol}-open" if hollow else symbol for symbol, hollow in zip(symbols, few, strict=True)]


def _bars(table: pd.DataFrame, theme: Theme) -> dict[str, object]:
    if "low" not in table:
        return {"visible": False}
    return {
        "type": "data",
        "symmetric": False,
        "array": (table["high"] - table["estimate"]).astype("float64").tolist(),
        "arrayminus": (table["estimate"] - table["low"]).astype("float64").tolist(),
        "color": theme.muted,
        "thickness": 1.5,
        "width": 5,
    }


def _lines_between_rows(figure: go.Figure, n_rows: int, theme: Theme) -> None:
    """Part the rows by lines, all set at once: one by one they took a fifth of drawing a figure."""
    line = {"color": theme.grid, "width": 1}
    ends = {"type": "line", "x0": 0, "x1": 1, "xref": "x domain", "yref": "y"}
    figure.update_layout(shapes=[{**ends, "line": line, "y0": place - 0.5, "y1": place - 0.5}
                                 for place in range(1, n_rows)])  # fmt: skip


def _chance_band(figure: go.Figure, estimates: pd.DataFrame, theme: Theme) -> None:
    known = [(row, abs(chance)) for row, chance in enumerate(estimates["chance"]) if pd.notna(chance)]
    look = {"type": "rect", "fillcolor": theme.band, "line": {"width": 0}, "layer": "below"}
    figure.update_layout(shapes=[{**look, "x0": -chance, "x1": chance, "y0": row - 0.32, "y1": row + 0.32}
                                 for row, chance in known])  # fmt: skip


def _unit(estimates: pd.DataFrame) -> str:
    units = list(dict.fromkeys(estimates["unit"].dropna().astype("str")))
    return units[0] if len(units) == 1 else "each row in its own unit"


def _span(estimates: pd.DataFrame, prefix: str = "") -> list[float] | None:
    """Give the standard range of a measure's family, widened where the data leave it."""
    measures = estimates["measure"].astype("str")
    families = {
        "tone" if name.startswith(("tone", "title_minus", "target:")) else "share" if name.startswith("share") else
        "emphasis" if name.startswith(("frame:", "frame_own:")) else ""
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


def _value_axis(figure: go.Figure, estimates: pd.DataFrame, prefix: str = "") -> go.Figure:
    return figure.update_xaxes(title_text=style.wrapped(_unit(estimates)), range=_span(estimates, prefix))


def _rests_on(estimates: pd.DataFrame) -> str:
    """Say what a figure rests on, as its subtitle."""
    intervals = estimates["low"].notna().any()
    parts = [prose.rests_on(estimates)]
    parts.append("lines: 95 % intervals" if intervals else "no intervals: too few events, so this describes only")
    if estimates["chance"].notna().any():
        parts.append("grey: what shuffled outlet labels reach one time in twenty")
    if (estimates["n_articles"] < FEW_ARTICLES).any():
        parts.append(f"hollow: fewer than {FEW_ARTICLES} articles")
    return "; ".join(parts)


def _articles(table: pd.DataFrame) -> int:
    return int(table.groupby("outlet", observed=True)["n_articles"].max().sum()) if len(table) else 0
