"""How an outlet looks in every figure, and what figures look like in light and dark.

A store's largest outlets choose their colours first, so that twelve chosen outlets have twelve colours and the large
ones keep theirs whatever else is chosen. Without a store, a look follows from the name alone.
"""

import hashlib
import html
import re
import textwrap
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

import plotly.graph_objects as go

COLOURS = (
    "#C68900", "#0072B2", "#CC79A7", "#009E73", "#4B9DCB", "#D55E00", "#8C8C8C", "#7A4FE0", "#D81B4F", "#557744",
    "#9A6A3A", "#B0489A",
)  # fmt: skip
"""First Okabe and Ito's colours, safe for colour-blind readers. Orange and sky blue are darkened until they have a
contrast of 3 to 1 on white, which WCAG 2.2 asks of marks that carry meaning; their yellow is left out (1.3 to 1 on
white), and their black is a grey that shows on both backgrounds. Then five that lie far from these: twelve colours
cannot all be told apart by everybody, so symbols and labels go with them."""

FIRST_COLOURS = 7
"""Okabe and Ito's: a name alone chooses among these, so that a look without a store stays safe."""

SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "triangle-down", "pentagon", "x")
"""Eight marks that can be told apart in black and white; eight and seven share no divisor, so that 56 outlets in a
row differ in colour or symbol."""

FURTHER_SYMBOLS = ("star", "hexagon", "triangle-left", "triangle-right")
"""For outlets of a store whose own is taken: no name alone chooses them."""

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

AXIS_CHARACTERS = 34
"""Titles of axes wrap here: that fits a phone."""


@dataclass(frozen=True)
class Look:
    """Hold how an outlet is drawn: colour, dash of its lines, symbol of its points."""

    colour: str
    dash: str
    symbol: str


@dataclass(frozen=True)
class Theme:
    """Hold the colours around the data. ``paper`` is the page's own background, so that a downloaded picture fits.

    Contrast of ``ink`` and ``muted`` on ``paper`` is above 4.5 to 1 in both themes. ``looks`` holds the looks of a
    store's outlets, the largest first, from `looks_of`; ``focus`` names the outlet that answers are about, which every
    figure draws.
    """

    name: str
    paper: str
    ink: str
    muted: str
    grid: str
    band: str
    looks: Mapping[str, Look] = field(default_factory=dict, compare=False)
    focus: str | None = field(default=None, compare=False)

    def of(self, outlet: str) -> Look:
        """Return an outlet's look in the store that is shown; else the one that follows from its name."""
        return self.looks.get(outlet) or of_outlet(outlet)

    def in_order(self, outlets: Iterable[str]) -> list[str]:
        """Put outlets in the order of the store that is shown, the largest first; the others follow."""
        place = {name: number for number, name in enumerate(self.looks)}
        return sorted(in_order(outlets), key=lambda name: place.get(name, len(place)))


LIGHT = Theme("light", paper="#FFFFFF", ink="#14171C", muted="#59636E", grid="#E4E7EB", band="rgba(89,99,110,0.14)")
DARK = Theme("dark", paper="#14171C", ink="#E6E9EE", muted="#A3ADBA", grid="#2C333D", band="rgba(163,173,186,0.18)")


def theme(name: str | None) -> Theme:
    """Return the theme of this name; light where the browser has not said.

    Examples
    --------
    >>> theme("dark").paper, theme(None).paper
    ('#14171C', '#FFFFFF')
    """
    return DARK if name == "dark" else LIGHT


def of_outlet(name: str) -> Look:
    """Return an outlet's look, which depends on nothing but its name; capitals do not matter to registered ones.

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
    return Look(COLOURS[number % FIRST_COLOURS], DASHES[number % len(DASHES)], SYMBOLS[number % len(SYMBOLS)])


def looks_of(outlets: Sequence[str], chosen: Iterable[str] = ()) -> dict[str, Look]:
    """Return every outlet of a store its look: no two of the first twelve chosen ones share a colour or a symbol.

    Parameters
    ----------
    outlets : sequence of str
        All outlets of the store, the largest first: each takes colour and symbol of its name where they are free,
        else the next.
    chosen : iterable of str
        Those that are shown: where two of them would share one, the smaller takes a free one.

    Examples
    --------
    >>> looks = looks_of(["RT", "Sky News", "Sputnik"], ["RT", "Sputnik"])
    >>> looks["RT"] == of_outlet("RT"), looks["RT"].colour == looks["Sputnik"].colour
    (True, False)
    >>> of_outlet("The Hill").symbol, looks_of(["Fox News", "The Hill"])["The Hill"].symbol
    ('x', 'star')
    """
    return dict(_looks_of(tuple(outlets), frozenset(chosen)))


@lru_cache(maxsize=64)
def _looks_of(outlets: tuple[str, ...], shown: frozenset[str]) -> dict[str, Look]:
    """Find the looks once for all figures and names of a view: of 236 outlets they take 3 ms."""
    found: dict[str, Look] = {}
    for group in (list(outlets[: len(COLOURS)]), [name for name in outlets if name in shown], outlets):
        taken = [found[name] for name in group if name in found]
        for name in group:
            if name not in found:
                found[name] = _free(of_outlet(name), taken)
                taken.append(found[name])
    return {name: found[name] for name in outlets}


def _free(look: Look, taken: Sequence[Look]) -> Look:
    """Move a look to the first colour and the first symbol that are not taken; where all are, it keeps its own."""
    colours, symbols = {one.colour for one in taken}, {one.symbol for one in taken}
    return replace(look, colour=_first_free(look.colour, COLOURS, colours),
                   symbol=_first_free(look.symbol, (*SYMBOLS, *FURTHER_SYMBOLS), symbols))  # fmt: skip


def _first_free(own: str, every: Sequence[str], taken: Collection[str]) -> str:
    start = every.index(own)
    return next((one for one in (*every[start:], *every[:start]) if one not in taken), own)


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


def wrapped(text: str, characters: int = AXIS_CHARACTERS) -> str:
    r"""Break an axis's title into lines, safely for Plotly.

    Examples
    --------
    >>> wrapped("one two three", characters=8)
    'one two<br>three'
    >>> wrapped("one\ntwo three", characters=8)  # a line of its own stays one
    'one<br>two<br>three'
    >>> wrapped("-1 to 1")  # the ticks of the axis have the same sign
    '−1 to 1'
    >>> wrapped("← less · more wording →", characters=22)  # an arrow stays with its word
    '← less · more<br>wording →'
    """
    tied = re.sub(r"(?<!\w)-(?=\d)", "−", text).replace("← ", "←\xa0").replace(" →", "\xa0→")
    lines = [line for part in tied.split("\n") for line in textwrap.wrap(part, characters)]
    return "<br>".join(html.escape(line.replace("\xa0", " "), quote=False) for line in lines)


WIDTHS = dict.fromkeys("ijl", 222) | dict.fromkeys(" !,./:;I[]\\ft|", 278) | dict.fromkeys("()-`{}r", 333) | {
    **dict.fromkeys("Jckszvxy", 500), **dict.fromkeys("TFZ", 611), **dict.fromkeys("ABEKPSVXY&", 667),
    **dict.fromkeys("CDHNRUw", 722), **dict.fromkeys("GOQ", 778), **dict.fromkeys("Mm", 833), "W": 944, "%": 889,
    "@": 1015, "−": 584, "…": 1000, "“": 333, "”": 333, "’": 222, "•": 350, "·": 278,
}  # fmt: skip
"""Widths of characters in thousandths of the font's size, as Adobe's metrics give them for Helvetica, which Arial and
Liberation Sans share; others are as wide as an n (556), and those of East Asia as wide as high."""

TICK_SIZE = 13
"""Size of labels on axes, in pixels."""

WIDER = 1.18
"""How much wider DejaVu Sans is, which stands in for Arial where no font of its measures is: room is kept for it."""

BOLD = 1.09
"""How much wider bold text is."""


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Reckon how many pixels a line takes in Arial or a font of its measures; tags take none.

    Examples
    --------
    >>> width_of("Hill", 10), round(width_of("<b>Hill</b>", 10, bold=True), 2)
    (13.88, 15.13)
    """
    plain = html.unescape(re.sub(r"<[^>]*>", "", text))
    units = sum(1000 if unicodedata.east_asian_width(letter) in "WF" else WIDTHS.get(letter, 556) for letter in plain)
    return units * size / 1000 * (BOLD if bold else 1.0)


def lines_of(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """Break a text into lines that fit a width; a word that is longer than a line is broken.

    Examples
    --------
    >>> lines_of("one two three", 10, 40)
    ['one two', 'three']
    """
    lines: list[str] = []
    for word in text.split():
        if lines and _fits(f"{lines[-1]} {word}", size, width, bold):
            lines[-1] += f" {word}"
            continue
        while len(word) > 1 and not _fits(word, size, width, bold):
            cut = next(n for n in range(len(word) - 1, 0, -1) if n == 1 or _fits(word[:n], size, width, bold))
            lines.append(word[:cut])
            word = word[cut:]
        lines.append(word)
    return lines


def _fits(text: str, size: float, width: float, bold: bool) -> bool:
    return width_of(html.escape(text), size, bold=bold) <= width


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
            "xaxis": axis | {"autotickangles": SLANTS},
            "yaxis": axis | {"ticklabelstandoff": 6},
            "legend": {"orientation": "h", "xanchor": "left"},
            "hoverlabel": {"bgcolor": theme.paper, "bordercolor": theme.muted, "font": {"color": theme.ink}},
            "hovermode": "closest",
            "margin": {"l": 8, "r": 16, "t": 12, "b": 48},
        },
        data={
            kind: [{"unselected": {"marker": {"opacity": NOT_CHOSEN}, "textfont": {"color": theme.ink}}}]
            for kind in ("scatter", "bar")
        },
    )


def config() -> dict[str, object]:
    """Configure Plotly without buttons: pictures are made in a frame of their own, nothing sends a chart elsewhere.

    Examples
    --------
    >>> config()["showSendToCloud"]
    False
    """
    return {
        "displaylogo": False,
        "showSendToCloud": False,
        "plotlyServerURL": "",
        "displayModeBar": False,
        "scrollZoom": False,
        "responsive": True,
    }
