"""Names from articles never act: on a terminal, in Markdown, in a figure."""

import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.presentation import plain, style

ACTING = ["\x1b[31m", "\x07", "\x9b31m", "\u202e", "\u200f", "\u2066", "\u2028", "\r", "\x00", "\ud800"]


@pytest.mark.parametrize("sign", ACTING)
def test_signs_that_would_act_are_shown_instead(sign):
    shown = plain.shown(f"R{sign}T")
    assert shown != f"R{sign}T"
    assert sign[0] not in shown
    assert shown.startswith("R\\")


@given(st.text())
def test_what_is_shown_holds_no_control_character_and_is_shown_once(text):
    shown = plain.shown(text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", shown)
    assert plain.shown(shown) == shown
    shown.encode("utf-8")


def test_letters_of_all_scripts_stay_as_they_are():
    text = "الجزيرة · Жириновский · 人民日报 · ZWJ 👩\u200d🚀 · می\u200cخواهم\n\tRT"
    assert plain.shown(text) == text


@pytest.mark.parametrize("name", ["http://evil.example", "HTTPS://evil.example", "www.evil.example", "a@evil.example"])
def test_no_name_is_an_address_for_markdown(name):
    broken = plain.unlinked(name)
    assert not re.search(r"https?://|www\.\w|@\w", broken, re.IGNORECASE)
    assert broken.replace(plain.WORD_JOINER, "") == name


def test_quotation_marks_in_figures_are_not_spelled_as_entities():
    """Plotly reads tags and the signs that make them, and prints all other entities as they are written."""
    assert style.label('The "Times" & <b>Co</b>') == 'The "Times" &amp; &lt;b&gt;Co&lt;/b&gt;'


def test_a_terminal_writes_to_the_stream_behind_it(capsys):
    stream = plain.Terminal(sys.stdout)
    assert stream.write("\x1b[2JRT\n") == 7
    stream.flush()
    assert capsys.readouterr().out == "\\x1b[2JRT\n"
