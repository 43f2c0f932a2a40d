"""How an outlet looks in every figure, and what figures look like in light and dark.

An outlet's colour, dash and symbol follow from its name alone, never from its place in a selection: an analyst who
takes one outlet away sees the others as before.
"""

import hashlib
import html
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import plotly.graph_objects as go

COLOURS = ("#C68900", "#0072B2", "#CC79A7", "#009E73", "#4B9DCB", "#D55E00", "#8C8C8C")
"""Okabe and Ito's colours, safe for colour-blind readers. Orange and sky blue are darkened until they have a contrast
of 3 to 1 on white, which WCAG 2.2 asks of marks that carry meaning; their yellow is left out (1.3 to 1 on white), and
their black is a grey that shows on both backgrounds."""

SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "triangle-down", "pentagon", "x")
"""Eight marks that can be told apart in black and white; eight and seven share no divisor, so that 56 outlets in a
row differ in colour or symbol."""

DASHES = ("solid", "dash", "dot", "dashdot", "longdash")

REGISTERED = (
    "Press TV", "Sky News", "RT", "BBC News", "CNN", "Reuters", "Associated Press", "Fox News", "New York Times",
    "Washington Post", "The Guardian", "Al Jazeera", "AFP", "Xinhua", "TASS", "Yonhap", "Bloomberg", "NPR", "Politico",
    "USA Today", "Washington Times", "Wall Street Journal", "Daily Mail", "The Telegraph", "The Independent",
    "The Times", "The Sun", "ABC News", "CBS News", "NBC News", "CNBC", "The Hill", "Vox", "HuffPost",
    "National Review", "Christian Science Monitor", "Newsmax", "Breitbart", "Salon", "Slate", "Reason", "Townhall",
    "China Daily", "CGTN", "Global Times", "Deutsche Welle", "France 24", "Euronews", "Sputnik",
    "Financial Times", "Time", "The Atlantic", "Axios", "New York Post", "Daily Express", "Evening Standard",
)  # fmt: skip
"""Outlets whose look is fixed by hand, so that large ones differ from each other. Append; never reorder."""

_PLACES = {name.casefold(): place for place, name in enumerate(REGISTERED)}

LABEL_CHARACTERS = 40
"""Longer names are cut in figures; the whole name stands in the table beside them."""

FONT = "'Source Sans', 'Source Sans Pro', system-ui, 'Segoe UI', 'Noto Sans', sans-serif"
"""The page's own font first; in a saved picture, whatever the reader's machine has."""

TITLE_CHARACTERS = 46
"""Titles of figures wrap here: at 16 px that leaves room for the buttons in a figure 560 px wide, and fits a phone."""

NOTE_CHARACTERS = 64
"""Subtitles wrap here: at 12.5 px that fits the same widths."""


@dataclass(frozen=True)
class Look:
    """Hold how an outlet is drawn: colour, dash of its lines, symbol of its points."""

    colour: str
    dash: str
    symbol: str


@dataclass(frozen=True)
class Theme:
    """Hold the colours around the data. ``paper`` is the page's own background, so that a downloaded picture fits.

    Contrast of ``ink`` and ``muted`` on ``paper`` is above 4.5 to 1 in both themes.
    """

    name: str
    paper: str
    ink: str
    muted: str
    grid: str
    band: str


LIGHT = Theme("light", paper="#FFFFFF", ink="#14171C", muted="#59636E", grid="#E4E7EB", band="rgba(89,99,110,0.14)")
DARK = Theme("dark", paper="#14171C", ink="#E6E9EE", muted="#A3ADBA", grid="#2C333D", band="rgba(163,173,186,0.18)")


def theme(name: str | None) -> Theme:
    """Give the theme of this name; light where the browser has not said.

    Examples
    --------
    >>> theme("dark").paper, theme(None).paper
    ('#14171C', '#FFFFFF')
    """
    return DARK if name == "dark" else LIGHT


def of_outlet(name: str) -> Look:
    """Give an outlet's look, which depends on nothing but its name; capitals do not matter to registered ones.

    Examples
    --------
    >>> of_outlet("Press TV")
    Look(colour='#C68900', dash='solid', symbol='circle')
    >>> of_outlet("USA TODAY") == of_outlet("USA Today")
    True
    >>> of_outlet("An outlet nobody registered") == of_outlet("An outlet nobody registered")
    True
    """
    number = _PLACES.get(name.casefold())
    if number is None:
        number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big")
    return Look(COLOURS[number % len(COLOURS)], DASHES[number % len(DASHES)], SYMBOLS[number % len(SYMBOLS)])


def in_order(outlets: Iterable[str]) -> list[str]:
    """Put outlets in the order in which every figure and table shows them: registered ones first, then by name.

    Examples
    --------
    >>> in_order(["Zeit", "RT", "Aftonbladet", "Press TV", "RT"])
    ['Press TV', 'RT', 'Aftonbladet', 'Zeit']
    """
    return sorted(set(outlets), key=lambda name: (_PLACES.get(name.casefold(), len(_PLACES)), name.casefold(), name))


def label(text: object, characters: int = LABEL_CHARACTERS) -> str:
    """Make a text from the data safe for a figure: cut to length, and with no tag that Plotly would obey.

    Examples
    --------
    >>> label("<a href='x'>RT</a>")
    "&lt;a href='x'&gt;RT&lt;/a&gt;"
    >>> label("The Very Long Name", characters=8)
    'The Ver…'
    """
    plain = " ".join(str(text).split())
    return html.escape(plain if len(plain) <= characters else plain[: characters - 1] + "…", quote=False)


def wrapped(text: str, characters: int = TITLE_CHARACTERS) -> str:
    """Break a figure's title or note into lines, safely for Plotly.

    Examples
    --------
    >>> wrapped("one two three", characters=8)
    'one two<br>three'
    """
    return "<br>".join(html.escape(line, quote=False) for line in textwrap.wrap(text, characters))


SLANTS = [0, -30, -90]
"""Angles that labels below a figure may have. They end below their column: those that begin there run out of the
figure on the right, and Plotly leaves out the last."""

NOT_CHOSEN = 0.5
"""Opacity of the other marks while one is chosen: they step back and can still be read."""


@cache
def template(theme: Theme) -> go.layout.Template:
    """Make the Plotly template of a theme: quiet grid, no frame, tabular legend above the figure.

    Examples
    --------
    >>> template(DARK).layout.paper_bgcolor
    '#14171C'
    """
    axis = {
        "gridcolor": theme.grid,
        "linecolor": theme.grid,
        "zerolinecolor": theme.muted,
        "zerolinewidth": 1,
        "tickfont": {"color": theme.ink, "size": 13},
        "title": {"font": {"color": theme.muted, "size": 13}, "standoff": 10},
        "automargin": True,
        "ticks": "",
    }
    return go.layout.Template(
        layout={
            "paper_bgcolor": theme.paper,
            "plot_bgcolor": theme.paper,
            "colorway": list(COLOURS),
            "font": {"family": FONT, "size": 13, "color": theme.ink},
            "title": {"x": 0, "xref": "container", "xanchor": "left", "yref": "container", "font": {"size": 16}},
            "xaxis": axis | {"autotickangles": SLANTS},
            "yaxis": axis | {"ticklabelstandoff": 6},
            "legend": {"orientation": "h", "xanchor": "left"},
            "hoverlabel": {"bgcolor": theme.paper, "bordercolor": theme.muted, "font": {"color": theme.ink}},
            "hovermode": "closest",
            "margin": {"l": 8, "r": 16, "t": 64, "b": 48},
        },
        data={
            kind: [{"unselected": {"marker": {"opacity": NOT_CHOSEN}, "textfont": {"color": theme.ink}}}]
            for kind in ("scatter", "bar")
        },
    )


def config(file_name: str, picture: str = "svg") -> dict[str, object]:
    """Configure Plotly's buttons: one that saves the picture, none that sends a chart elsewhere.

    Parameters
    ----------
    file_name : str
        Name of the downloaded picture, without suffix.
    picture : {"svg", "png"}
        Format of the picture; PNG is drawn at three times the screen's size, for print.

    Examples
    --------
    >>> config("tone")["showSendToCloud"]
    False
    """
    return {
        "displaylogo": False,
        "showSendToCloud": False,
        "plotlyServerURL": "",
        "displayModeBar": True,
        "scrollZoom": False,
        "responsive": True,
        "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d", "zoomIn2d", "zoomOut2d"],
        "toImageButtonOptions": {
            "format": picture,
            "filename": file_name,
            "scale": 1 if picture == "svg" else 3,
        },
    }
