"""An outlet looks the same everywhere, and a figure's frame carries no surprise."""

import html
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.presentation import charts, style


def test_registered_outlets_differ_in_colour_or_symbol():
    looks = [(style.of_outlet(name).colour, style.of_outlet(name).symbol) for name in style.REGISTERED]
    assert len(set(looks)) == len(looks) == len(set(style.REGISTERED))


def test_the_three_outlets_of_the_seeds_differ_in_everything():
    looks = [style.of_outlet(name) for name in ("Press TV", "Sky News", "RT")]
    for part in ("colour", "dash", "symbol"):
        assert len({getattr(look, part) for look in looks}) == 3


@given(st.lists(st.text(), max_size=6), st.text())
def test_a_look_does_not_depend_on_who_else_is_there(others, name):
    before = style.of_outlet(name)
    for other in others:
        style.of_outlet(other)
    assert style.of_outlet(name) == before


@given(st.lists(st.text(max_size=8)))
def test_the_order_of_outlets_does_not_depend_on_the_order_they_come_in(names):
    assert style.in_order(names) == style.in_order(names[::-1]) == style.in_order([*names, *names])


@given(st.text())
def test_a_label_holds_no_tag(text):
    label = style.label(text)
    assert not set("<>") & set(label)
    assert len(style.label(text, 10).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")) <= 10 * 6


@pytest.mark.parametrize("name", ["light", "dark", None])
def test_ink_and_muted_text_can_be_read_on_the_page(name):
    theme = style.theme(name)
    assert contrast(theme.ink, theme.paper) > 7
    assert contrast(theme.muted, theme.paper) > 4.5


@pytest.mark.parametrize("theme", [style.LIGHT, style.DARK], ids=["light", "dark"])
def test_marks_stand_out_from_the_page(theme):
    """WCAG 2.2 asks 3 to 1 of marks that carry meaning, and 4.5 to 1 of the numbers on a shaded cell."""
    for colour in (*style.COLOURS, *charts.VOICE_COLOURS.values()):
        assert contrast(colour, theme.paper) >= 3, colour
    assert contrast(charts.SHADE[theme.name], theme.ink) >= 4.5


def test_no_button_sends_a_chart_away():
    assert style.config()["showSendToCloud"] is False
    assert style.config()["plotlyServerURL"] == ""
    assert style.config()["displayModeBar"] is False


@given(st.lists(st.text(max_size=6), unique=True, max_size=60), st.integers(0, 2**32))
def test_twelve_chosen_outlets_have_twelve_colours_and_symbols_and_large_ones_keep_theirs(outlets, seed):
    chosen = random.Random(seed).sample(outlets, min(12, len(outlets)))
    looks = style.looks_of(outlets, chosen)
    assert list(looks) == outlets
    assert len({looks[name].colour for name in chosen}) == len({looks[name].symbol for name in chosen}) == len(chosen)
    whole = style.looks_of(outlets)
    assert all(looks[name] == whole[name] for name in outlets[:12])


@given(st.text(max_size=80), st.integers(40, 400))
def test_lines_fit_their_width_and_lose_no_letter(text, width):
    lines = style.lines_of(text, 13, width)
    assert "".join(lines).replace(" ", "") == "".join(text.split())
    assert all(style.width_of(html.escape(line), 13) <= width or len(line) == 1 for line in lines)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours by WCAG 2.2."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)
