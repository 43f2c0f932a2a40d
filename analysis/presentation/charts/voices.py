"""Whose words: by outlet, and sentence by sentence."""

import pandas as pd
import plotly.graph_objects as go

from analysis.presentation import prose, style
from analysis.presentation.charts import frame
from analysis.presentation.style import LIGHT, Theme

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
    whole, each = shares, shares.drop_duplicates("outlet")
    drawn = frame.largest(each, theme)
    shares = shares[shares["outlet"].isin(drawn["outlet"])]
    outlets = theme.in_order(shares["outlet"])
    figure = frame.start(
        theme,
        "Whose words does the reader get?",
        f"share of all words of {prose.count(frame.n_articles(whole), 'article')}{frame.cut_to(each, drawn)}",
        prose.listed(shares.assign(name=shares["outlet"].astype("str") + ", " +
                                   shares["voice"].astype("str").map(_VOICE_NAMES)),
                     "name", "share", "of words", decimals=2),
        n_rows=len(outlets),
        legend=len(_VOICE_NAMES),
    )  # fmt: skip
    for voice in [name for name in _VOICE_NAMES if (shares["voice"] == name).any()]:
        part = shares[shares["voice"] == voice].set_index("outlet").reindex(outlets)
        figure.add_bar(
            name=_VOICE_NAMES[voice],
            y=list(range(len(outlets))),
            x=part["share"].fillna(0),  # without any such word the share is 0, and an empty one would break the stack
            orientation="h",
            marker={
                "color": VOICE_COLOURS[voice],
                "pattern": _pattern(voice, theme),
                "line": {"width": 1, "color": theme.paper},
            },
            customdata=frame.marks(part),
            hovertext=[
                f"{style.label(outlet)}: {prose.percent(share)} {_VOICE_NAMES[voice]}, {words:,.0f} words"
                for outlet, share, words in zip(outlets, part["share"], part["n_words"].fillna(0), strict=True)
            ],
            hoverinfo="text",
        )
    figure.update_layout(barmode="stack", bargap=0.35, legend_traceorder="normal")  # as the bars, from the left
    frame.name_rows(figure, outlets)
    return figure.update_xaxes(title_text="share of words", range=[0, 1], tickformat=".0%")


def _pattern(voice: str, theme: Theme) -> dict[str, object]:
    return {"shape": PATTERNS[voice], "fillmode": "overlay", "fgcolor": theme.paper, "size": 6, "solidity": 0.25}


def sentence_tone(tone: pd.DataFrame, *, theme: Theme = LIGHT) -> go.Figure:
    """Draw an article's tone sentence by sentence: bars up and down, hatched where somebody else speaks.

    Parameters
    ----------
    tone : DataFrame
        One row a sentence: ``sentence``, ``tone`` (empty without lexicon words), ``voice``, ``text``.
    """
    scored = int(tone["tone"].notna().sum())
    figure = frame.start(
        theme,
        "Which sentences make the tone?",
        f"{scored} of {prose.count(len(tone), 'sentence')} hold words of the lexicon; the others have no tone",
        f"Tone of {scored} sentences in reading order.",
        n_rows=4,
        legend=3,
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
            customdata=frame.marks(part),
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
