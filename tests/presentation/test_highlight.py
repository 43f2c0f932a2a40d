"""Marked text is the text: nothing lost, nothing obeyed."""

import html
import re

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analysis.presentation import highlight

KINDS = sorted(highlight.MARKS)
spans = st.lists(st.tuples(st.integers(-3, 40), st.integers(-3, 40), st.sampled_from(KINDS)), max_size=8)


def frame(rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["start", "end", "kind"])


@given(st.text(max_size=30), spans)
def test_without_its_marks_a_marked_text_is_the_text(text, rows):
    marked = highlight.html_of(text, frame(rows))
    bare = re.sub(r'<span class="px-sign">[^<]*</span>|</?mark[^>]*>|^<div class="px-text">|</div>$', "", marked)
    assert html.unescape(bare) == html.unescape(html.escape(text))


@given(st.text(max_size=30), spans)
def test_marks_are_nested_properly(text, rows):
    depth = 0
    for tag in re.findall(r"</?mark", highlight.html_of(text, frame(rows))):
        depth += 1 if tag == "<mark" else -1
        assert depth >= 0
    assert depth == 0


def test_overlapping_spans_show_both():
    marked = highlight.html_of("a quoted evil word", frame([(2, 18, "direct"), (9, 13, "negative")]))
    assert '<mark class="px-direct"><mark class="px-negative">evil' in marked


def test_a_script_in_a_text_is_shown_and_not_run():
    marked = highlight.html_of("<script>alert(1)</script>![x](https://evil.example/x.png)", frame([]))
    assert "<script" not in marked
    assert "![x](https://evil.example/x.png)" in marked


def test_a_note_cannot_break_out_of_its_attribute():
    rows = frame([(0, 4, "frame")]).assign(note='"><img src=x onerror=alert(1)>')
    assert "<img" not in highlight.html_of("text", rows)


def test_every_kind_can_be_told_apart_without_colour():
    looks = [(mark.sign, mark.underline) for mark in highlight.MARKS.values()]
    assert len(set(looks)) == len(looks)
    assert all(f"px-{kind.replace(' ', '-')}" in highlight.css() for kind in highlight.MARKS)


def test_a_text_of_a_million_characters_with_many_marks_takes_no_time():
    text = "word " * 200_000
    rows = frame([(start, start + 4, "negative") for start in range(0, 50_000, 10)])
    assert len(highlight.html_of(text, rows)) > len(text)
