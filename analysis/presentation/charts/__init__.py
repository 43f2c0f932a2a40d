"""Figures: each takes a table and draws it, and computes nothing that the table does not hold.

Every figure carries its question as title, what it rests on as subtitle, and a text for those who cannot see it
(`alt_of`). Title and subtitle are not drawn into it: a page writes them above, where they wrap, and `framed` draws
them into a picture. Whatever comes from the data passes through `style.label`. A table may have a column ``mark`` that
says what stands behind each row: it goes along with the row's mark, and `take_marks` gives it back.
"""

from analysis.presentation.charts.counts import articles_by_outlet, articles_over_time
from analysis.presentation.charts.estimates import by_row_and_outlet, differences, over_time, values_by_outlet
from analysis.presentation.charts.events import map_of_articles, storyline
from analysis.presentation.charts.frame import FEW_ARTICLES, MAX_MARKS, alt_of, note_of, take_marks, title_of
from analysis.presentation.charts.grids import SHADE, grid, is_wide
from analysis.presentation.charts.picture import FORMS, Form, framed
from analysis.presentation.charts.voices import VOICE_COLOURS, sentence_tone, voices
from analysis.presentation.charts.words import keyness, words_of_two

__all__ = [
    "FEW_ARTICLES",
    "FORMS",
    "MAX_MARKS",
    "SHADE",
    "VOICE_COLOURS",
    "Form",
    "alt_of",
    "articles_by_outlet",
    "articles_over_time",
    "by_row_and_outlet",
    "differences",
    "framed",
    "grid",
    "is_wide",
    "keyness",
    "map_of_articles",
    "note_of",
    "over_time",
    "sentence_tone",
    "storyline",
    "take_marks",
    "title_of",
    "values_by_outlet",
    "voices",
    "words_of_two",
]
