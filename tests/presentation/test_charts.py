"""Figures are held to the numbers they are given."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.presentation import charts, prose, style
from analysis.presentation.charts import frame

EVIL = "<a href='https://evil.example'>RT</a> %{x}"


def estimates(**columns) -> pd.DataFrame:
    rows = pd.DataFrame(
        {
            "measure": "tone_own",
            "unit": "-1 to 1, higher is more positive wording",
            "component": "value",
            "outlet": ["RT", "Press TV", EVIL],
            "reference": [None, None, None],
            "event": [None, None, None],
            "period": ["2019-06", "2019-07", "2019-06"],
            "estimate": [0.1, -0.2, 0.05],
            "low": [0.0, -0.5, np.nan],
            "high": [0.4, 0.0, np.nan],
            "chance": [0.03, np.nan, np.nan],
            "q": np.nan,
            "n_events": [14, 14, 1],
            "n_articles": [30, 14, 1],
            "verdict": ["estimate", "estimate", "describe only"],
        }
    )
    return rows.assign(**columns)


def means(**columns) -> pd.DataFrame:
    """Means by month, as `queries.measures.over_time` gives them: a period is its first day."""
    rows = estimates()
    return rows.assign(period=pd.to_datetime(rows["period"], utc=True)).assign(**columns)


def test_values_carry_their_intervals_in_the_fixed_order_of_outlets():
    dots = charts.values_by_outlet(estimates(), title="How?").data[0]
    assert list(dots.x) == [-0.2, 0.1, 0.05]
    assert dots.error_x.array[:2] == pytest.approx([0.2, 0.3])
    assert dots.error_x.arrayminus[:2] == pytest.approx([0.3, 0.1])
    assert np.isnan(dots.error_x.array[2])


def test_values_on_shared_events_come_first_and_those_of_all_articles_faintly_beside_them():
    both = pd.concat([estimates(), estimates(reference="the others", estimate=[0.2, -0.3, 0.1])])
    figure = charts.values_by_outlet(both, title="How?")
    assert list(figure.data[0].x) == [-0.3, 0.2, 0.1]
    assert list(figure.data[2].x) == [0.1, -0.2, 0.05]
    assert list(figure.data[2].y) == [1.3, 0.3, 2.3]
    explained = figure.data[1]
    assert (explained.name, explained.showlegend, explained.marker.symbol) == ("on shared events", True, "circle")
    assert figure.data[0].showlegend is False  # the first outlet's colour would seem to mean something


def test_a_point_on_few_articles_is_hollow():
    dots = charts.values_by_outlet(estimates(), title="How?").data[0]
    assert [symbol.endswith("-open") for symbol in dots.marker.symbol] == [False, False, True]


def test_the_axis_keeps_its_standard_range_until_data_leave_it():
    assert list(charts.values_by_outlet(estimates(), title="?").layout.xaxis.range) == [-0.6, 0.6]
    wide = estimates(high=[0.4, 0.0, 0.9])
    assert charts.values_by_outlet(wide, title="?").layout.xaxis.range[1] > 0.9


def test_a_mark_at_the_end_of_an_axis_is_drawn_whole():
    drawn = [*charts.values_by_outlet(estimates(), title="?").data[:1], *DRAWN["by_row_and_outlet"](style.LIGHT).data]
    assert all(trace.cliponaxis is False for trace in drawn)


def test_a_legend_stays_below_its_axis_where_each_entry_takes_a_line():
    frame = charts.frame
    for n_rows, n_entries in ((2, 4), (6, 8), (30, 12)):
        layout = frame.start(style.LIGHT, "?", "", "", n_rows=n_rows, legend=n_entries).layout
        whole = layout.height - frame.TOP_PIXELS - n_entries * frame.ENTRY_PIXELS
        assert -layout.legend.y * whole / (1 - layout.legend.y) >= frame.BOTTOM_PIXELS - 1


def test_differences_show_what_chance_gives_as_a_band_around_zero():
    figure = charts.differences(estimates(reference="the others"), title="?")
    bands = [shape for shape in figure.layout.shapes if shape.type == "rect"]
    assert [(band.x0, band.x1) for band in bands] == [(-0.03, 0.03)]
    assert [text.partition("<br>")[0][:2] for text in figure.layout.yaxis.ticktext] == ["RT", "&l", "Pr"]  # by size


def test_a_difference_is_filled_only_beyond_chance_and_its_row_says_what_may_be_made_of_it():
    tested = estimates(reference="the others", component="difference", q=[0.01, 0.4, np.nan], q_all=[0.01, 0.4, np.nan])
    figure = charts.differences(tested, title="?")
    assert [symbol.endswith("-open") for symbol in figure.data[0].marker.symbol] == [False, True, True]
    told = [re.sub(r"<[^>]*>", "", text.rpartition("<br>")[2]) for text in figure.layout.yaxis.ticktext]
    assert told == ["beyond chance", "describe only", "not beyond chance"]


def test_what_people_corrected_is_drawn_below_what_the_machine_gives():
    tested = estimates(reference="the others", component="difference")
    corrected = pd.DataFrame({"outlet": ["RT", "Press TV"], "reference": "the others", "corrected": [-0.9, np.nan],
                              "low": [-1.4, np.nan], "high": [-0.1, np.nan], "n_coded": [60, 3]})  # fmt: skip
    figure = charts.differences(tested, title="?", corrected=corrected)
    beside = figure.data[-1]
    place = next(place for place, text in enumerate(figure.layout.yaxis.ticktext) if text.startswith("RT"))
    assert list(beside.x) == [-0.9] and list(beside.y) == [place + 0.28]
    assert figure.layout.xaxis.range[0] <= -1.4
    assert "corrected by coded articles" in charts.note_of(figure)
    assert charts.differences(tested, title="?", corrected=corrected.iloc[1:]).data[-1].name != beside.name


def test_each_figure_reads_itself_out():
    figure = charts.values_by_outlet(estimates(), title="How negative?")
    assert charts.alt_of(figure).startswith("How negative?")
    assert "Press TV: −0.20 (95% interval −0.50 to 0.00)" in charts.alt_of(figure)


def test_no_figure_reads_out_a_raw_key():
    labels = {"tone_title": "tone, headline"}
    rows = estimates(measure="tone_title", reference="the others", component="difference", q=0.2, q_all=0.2)
    for figure in (
        charts.differences(rows, title="?", row="measure", labels=labels),
        charts.by_row_and_outlet(rows, row="measure", title="?", note="n", unit="u", labels=labels),
        charts.voices(
            pd.DataFrame({"outlet": ["RT"], "voice": ["own"], "share": [1.0], "n_words": 9, "n_articles": 2})
        ),
    ):
        assert not re.search(r"tone_title|\bown:", charts.alt_of(figure))
    told = charts.alt_of(charts.differences(rows.head(1), title="?", row="measure", labels=labels))
    assert "tone, headline, RT against the others: 0.10 (95% interval 0.00 to 0.40), not beyond chance" in told


def test_an_outlet_keeps_its_look_when_another_is_taken_away():
    whole = charts.values_by_outlet(estimates(), title="?").data[0]
    part = charts.values_by_outlet(estimates().iloc[[0]], title="?").data[0]
    assert part.marker.color[0] == whole.marker.color[1] == style.of_outlet("RT").colour


def counts() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "outlet": ["RT", EVIL],
            "period": pd.to_datetime(["2019-06-01", "2025-08-01"], utc=True),
            "n_articles": [3, 1],
            "n_independent": [2, 1],
        }
    )


def terms() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "target": "RT", "reference": EVIL, "term": ["mr", "<b>x"], "n_target": [9, 1], "n_reference": [0, 8],
            "n_articles": [3, 3], "n_events": [2, 2], "log_odds": [2.0, -1.5], "low": [1.0, -4.0],
            "high": [2.5, 0.5], "z": [3.0, -1.0], "p": [0.01, np.nan], "q": [0.02, np.nan],
        }
    )  # fmt: skip


def cells() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "frame": ["conflict", "conflict", "<i>moral"], "outlet": ["RT", EVIL, "RT"], "estimate": [1.0, 0.5, -0.2],
            "low": np.nan, "high": np.nan, "n_articles": [1, 9, 1],
        }
    )  # fmt: skip


def events() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "event": ["e1", "e1", "e2", "e2"], "label": ["<b>DMZ</b>", "<b>DMZ</b>", "Two", "Two"],
            "first_at": pd.to_datetime(["2019-06-28"] * 2 + ["2019-09-17"] * 2, utc=True),
            "outlet": ["RT", EVIL] * 2, "n_articles": [0, 1, 1, 0],
        }
    )  # fmt: skip


def shares() -> pd.DataFrame:
    return pd.DataFrame(
        {"outlet": ["RT", "RT", EVIL], "voice": ["own", "direct", "own"], "share": [0.6, 0.4, 1.0],
         "n_words": [60, 40, 10], "n_articles": [1, 1, 1]}
    )  # fmt: skip


def sentences() -> pd.DataFrame:
    return pd.DataFrame(
        {"sentence": [-1, 0, 1], "tone": [0.5, np.nan, -0.7], "voice": ["own", "own", "attributed"],
         "text": ["<b>", "", "x"]}
    )  # fmt: skip


def points() -> pd.DataFrame:
    return pd.DataFrame(
        {"x": [0.0, 1.0], "y": [0.5, 0.2], "outlet": ["RT", EVIL], "label": [EVIL, "two"], "article_id": ["a", "b"]}
    )


DRAWN = {
    "articles_by_outlet": lambda theme: charts.articles_by_outlet(counts(), theme=theme),
    "articles_over_time": lambda theme: charts.articles_over_time(counts(), theme=theme),
    "values_by_outlet": lambda theme: charts.values_by_outlet(
        pd.concat([estimates(), estimates(reference="the others")]), title=EVIL, theme=theme
    ),
    "differences": lambda theme: charts.differences(estimates(), title=EVIL, theme=theme),
    "by_row_and_outlet": lambda theme: charts.by_row_and_outlet(
        cells(), row="frame", title=EVIL, note=EVIL, unit="sd", theme=theme
    ),
    "grid": lambda theme: charts.grid(cells(), row="frame", title=EVIL, note=EVIL, unit="hits", theme=theme),
    "over_time": lambda theme: charts.over_time(means(), title=EVIL, unit="-1 to 1", theme=theme),
    "keyness": lambda theme: charts.keyness(terms(), theme=theme),
    "words_of_two": lambda theme: charts.words_of_two(terms(), theme=theme),
    "voices": lambda theme: charts.voices(shares(), theme=theme),
    "storyline": lambda theme: charts.storyline(events(), theme=theme),
    "sentence_tone": lambda theme: charts.sentence_tone(sentences(), theme=theme),
    "map_of_articles": lambda theme: charts.map_of_articles(points(), theme=theme),
}


@pytest.mark.parametrize("theme", [style.LIGHT, style.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", DRAWN)
def test_every_figure_has_a_title_an_alternative_text_and_no_tag_from_the_data(name, theme):
    figure = DRAWN[name](theme)
    drawn = figure.to_plotly_json()
    alt = charts.alt_of(figure)
    drawn["layout"].pop("meta")
    assert alt
    assert charts.title_of(figure)
    assert figure.layout.title.text is None  # the page writes it above, a picture into its frame
    assert figure.layout.template.layout.paper_bgcolor == theme.paper
    text = repr(drawn)
    assert "<a href" not in text
    assert "<i>moral" not in text
    assert "<b>DMZ" not in text
    assert "%{x}" not in repr([getattr(trace, "hovertemplate", None) for trace in figure.data])


def test_a_grid_writes_its_numbers_and_leaves_missing_cells_empty():
    heat = charts.grid(cells(), row="frame", title="?", note="", unit="").data[0]
    assert heat.text.tolist() == [["1.0", "0.5"], ["−0.2", ""]]


def test_a_grid_of_small_numbers_shows_two_digits_and_calls_no_use_none():
    table = cells().assign(estimate=[0.194, 0.003, 0.0])
    heat = charts.grid(table, row="frame", title="?", note="", unit="").data[0]
    assert heat.text.tolist() == [["0.19", "< 0.01"], ["0.00", ""]]


def test_events_that_are_some_of_many_are_said_to_be():
    n_drawn = events()["event"].nunique()
    assert charts.note_of(charts.storyline(events(), n_events=n_drawn)).startswith(f"{n_drawn} event")
    more = charts.note_of(charts.storyline(events(), n_events=1234))
    assert more.startswith(f"the {n_drawn} of 1,234 events that most outlets report; filled")


def test_an_outlet_that_shares_no_event_is_named_where_shared_events_are_drawn():
    shared = estimates(reference="the others").iloc[:2]
    figure = charts.values_by_outlet(pd.concat([estimates(outlet=["RT", "Press TV", "CNN"]), shared]), title="How?")
    assert "; no shared event: CNN" in charts.note_of(figure)
    assert "no shared event" not in charts.note_of(charts.values_by_outlet(estimates(), title="How?"))


@pytest.mark.parametrize(("n_outlets", "is_wide"), [(4, False), (5, True)])
def test_a_grid_is_wide_where_a_phone_could_not_write_its_numbers(n_outlets, is_wide):
    rows = pd.DataFrame({"frame": "moral", "outlet": [f"Outlet {n}" for n in range(n_outlets)], "estimate": 0.5})
    assert charts.is_wide(charts.grid(rows, row="frame", title="?", note="", unit="")) == is_wide


@pytest.mark.parametrize("name", sorted(set(dir(charts)) & set(DRAWN)))
def test_every_public_figure_is_drawn_here(name):
    assert callable(getattr(charts, name))


def test_the_number_of_drawn_marks_has_a_limit():
    many = pd.concat([points()] * charts.MAX_MARKS, ignore_index=True)
    assert sum(len(trace.x) for trace in charts.map_of_articles(many).data) == charts.MAX_MARKS


def test_a_word_beyond_chance_is_filled_and_one_without_a_test_is_hollow():
    dots = charts.keyness(terms()).data[0]
    assert [symbol.endswith("-open") for symbol in dots.marker.symbol] == [False, True]


def test_counts_at_bars_are_written_as_everywhere_on_the_page():
    many = pd.DataFrame({"outlet": ["RT", "CNN"], "n_articles": [29261, 4], "n_independent": [29000, 4]})
    figure = charts.articles_by_outlet(many)
    assert list(figure.data[0].text) == ["29,261", "4"]
    assert figure.layout.xaxis.tickformat == ","


@pytest.mark.parametrize("days", [["2020-01-01"], ["2020-01-01", "2020-01-03"], ["2020-01-01", "2021-01-01"]])
def test_a_time_axis_shows_days_also_where_all_articles_are_of_one(days):
    rows = pd.DataFrame({"outlet": "RT", "period": pd.to_datetime(days, utc=True), "n_articles": 1})
    axis = charts.articles_over_time(rows).layout.xaxis
    known = pd.to_datetime(days, utc=True)
    if len(days) > 1 and days[1] == "2021-01-01":
        assert axis.range is None
        return
    start, end = pd.to_datetime(list(axis.range), utc=True)
    assert (end - start).days == frame.LEAST_DAYS
    assert known[0] - start == end - known[-1]


def test_a_symbol_that_is_hollow_in_a_row_is_explained():
    rows = cells().assign(n_articles=4)
    asked = {"row": "frame", "title": "?", "note": "means", "unit": "sd"}
    assert charts.note_of(charts.by_row_and_outlet(rows, **asked)) == "means; hollow: fewer than 5 articles"
    assert charts.note_of(charts.by_row_and_outlet(rows.assign(n_articles=5), **asked)) == "means"


def test_a_hundred_outlets_are_cut_to_the_largest_and_the_figure_says_so():
    many = pd.DataFrame(
        {"outlet": [f"outlet {n}" for n in range(100)], "n_articles": range(1, 101), "n_independent": 1}
    )
    figure = charts.articles_by_outlet(many)
    assert sorted(figure.data[0].x) == list(range(101 - frame.MAX_ROWS, 101))
    assert "only the 30 outlets with the most articles are drawn" in charts.note_of(figure)
    assert "5,050 articles from 100 outlets" in charts.note_of(figure)
    day = pd.Timestamp("2019-06-28", tz="UTC")
    covered = many.assign(event="e1", label="Talks", first_at=day)
    figure = charts.storyline(covered)
    assert len(figure.data[0].x) == frame.MAX_ROWS
    assert "only the 30 outlets with the most articles are drawn" in charts.note_of(figure)
    voices = pd.concat([many.assign(voice=voice, share=0.5, n_words=9) for voice in ("own", "direct")])
    figure = charts.voices(voices)
    assert len(figure.data[0].y) == frame.MAX_ROWS and "of 5,050 articles; only the 30" in charts.note_of(figure)


def hundred() -> pd.DataFrame:
    """Differences of a hundred outlets from the others, of which the smallest alone is beyond chance."""
    rows = pd.concat([estimates().head(1)] * 100, ignore_index=True)
    sure = [0.01] + [0.4] * 99
    return rows.assign(outlet=[f"outlet {n}" for n in range(100)], n_articles=range(1, 101), reference="the others",
                       component="difference", verdict="estimate", p=sure, q=sure, q_all=sure)  # fmt: skip


@pytest.mark.parametrize("n_outlets", [2, 6])
def test_a_line_breaks_off_where_an_outlet_has_no_article(n_outlets):
    months = pd.to_datetime(["2019-11-01", "2019-12-01", "2020-01-01", "2022-03-01"], utc=True)
    rows = pd.concat([
        pd.DataFrame({"measure": "tone_own", "outlet": f"outlet {n}", "period": months, "estimate": 0.1,
                      "n_articles": 9, "unit": "-1 to 1", "mark": [{"n": n, "place": place} for place in range(4)]})
        for n in range(n_outlets)
    ])  # fmt: skip
    figure = charts.over_time(rows.iloc[:-1], title="?", unit="?")
    lines = [trace for trace in figure.data if trace.mode == "lines+markers"]
    assert [np.isnan(np.array(line.y, dtype=float)).tolist() for line in lines] == [
        *[[False, False, False, True, False]] * (n_outlets - 1), [False] * 3
    ]  # fmt: skip
    assert [mark and mark["place"] for mark in lines[0].customdata] == [0, 1, 2, None, 3]
    assert f"means of {9 * (4 * n_outlets - 1)} articles" in charts.note_of(figure)


def test_an_outlet_that_the_answer_names_is_drawn_however_small_it_is():
    theme = replace(style.LIGHT, focus="outlet 1")
    figure = charts.differences(hundred(), title="?", theme=theme)
    drawn = " ".join(figure.layout.yaxis.ticktext)
    assert len(figure.layout.yaxis.ticktext) == frame.MAX_ROWS
    assert all(f"outlet {n} −" in drawn for n in (0, 1, 99, 72)) and "outlet 71 −" not in drawn
    told = "only the 28 outlets with the most articles, outlet 0 and outlet 1 are drawn, the table holds all"
    assert told in charts.note_of(figure)
    values = hundred().assign(component="value")
    drawn = charts.values_by_outlet(values, title="?", keep=["outlet 0"]).layout.yaxis.ticktext
    assert "outlet 0" in drawn and "outlet 1" not in drawn
    asked = {"row": "measure", "title": "?", "note": "means", "unit": "sd"}
    figure = charts.by_row_and_outlet(values, keep=["outlet 0"], theme=theme, **asked)
    assert {"outlet 0", "outlet 1", "outlet 99"} < {trace.name for trace in figure.data}


def test_of_many_pairs_those_of_the_focus_outlet_and_the_surest_are_drawn():
    pairs = hundred().assign(reference="outlet 5", p=[n / 100 for n in range(100)], q=None, q_all=None)
    figure = charts.differences(pairs, title="?", theme=replace(style.LIGHT, focus="outlet 90"))
    drawn = figure.layout.yaxis.ticktext
    assert len(drawn) == 40 and sum("outlet 90 −" in name for name in drawn) == 1
    assert "only 40 of 100 pairs are drawn, those of outlet 90, then the surest" in charts.note_of(figure)
    assert not any("outlet 60 −" in name for name in drawn)


def test_a_row_has_room_for_a_name_of_two_lines_above_its_verdict():
    few = hundred().head(3)
    long = few.assign(outlet="The Independent Gazette", reference="The Harbour Mail and Advertiser")
    short, high = (charts.differences(rows, title="?").layout.meta["plot"] for rows in (few, long))
    assert high > short > len(few) * frame.ROW_PIXELS


MARKED = {
    "articles_by_outlet": counts,
    "articles_over_time": counts,
    "values_by_outlet": estimates,
    "over_time": means,
    "keyness": terms,
    "words_of_two": terms,
    "voices": shares,
    "storyline": events,
    "sentence_tone": sentences,
    "map_of_articles": points,
}
MORE = {"values_by_outlet": {"title": "?"}, "over_time": {"title": "?", "unit": "?"}}


@pytest.mark.parametrize("name", MARKED)
def test_what_stands_behind_a_mark_goes_along_with_it_and_is_taken_out_again(name):
    table = MARKED[name]()
    table = table.assign(mark=[{"row": place} for place in range(len(table))])
    figure = getattr(charts, name)(table, **MORE.get(name, {}))
    taken = charts.take_marks(figure)
    found = [mark["row"] for trace in taken for mark in trace if isinstance(mark, dict)]
    assert set(found) == set(range(len(table)))
    assert all(len(marks) == len(trace.x) for marks, trace in zip(taken, figure.data, strict=True))
    assert "'row'" not in repr(figure.to_plotly_json())


def test_the_mark_of_an_outlet_stays_with_it_when_outlets_are_put_in_order():
    table = estimates().assign(mark=[{"outlet": name} for name in estimates()["outlet"]])
    figure = charts.values_by_outlet(table, title="?")
    assert [mark["outlet"] for mark in charts.take_marks(figure)[0]] == ["Press TV", "RT", EVIL]


def test_each_cell_of_a_grid_has_a_place_to_click():
    table = cells().assign(mark=[{"row": place} for place in range(3)])
    figure = charts.grid(table, row="frame", title="?", note="", unit="")
    heat, clicks = figure.data
    for x, y, mark in zip(clicks.x, clicks.y, charts.take_marks(figure)[1], strict=True):
        row = table.iloc[mark["row"]]
        assert heat.text[y][x] == prose.plain(row["estimate"], 1)


def test_figures_without_marks_have_none():
    assert charts.take_marks(charts.articles_by_outlet(counts())) == [[], []]


def test_articles_behind_a_mean_are_small_dots_of_their_own_that_can_be_clicked():
    means = cells().assign(mark=[{"row": place} for place in range(3)])
    each = pd.DataFrame(
        {
            "frame": "conflict",
            "outlet": "RT",
            "estimate": [0.0, 2.0],
            "title": [EVIL, "two"],
            "mark": [{"a": 1}, {"a": 2}],
        }
    )
    figure = charts.by_row_and_outlet(means, row="frame", title="?", note="", unit="", each=each)
    small = figure.data[0]
    assert list(small.x) == [0.0, 2.0]
    assert "<a href" not in repr(small.hovertext)
    assert charts.take_marks(figure)[0] == [{"a": 1}, {"a": 2}]


def test_words_in_one_place_are_named_once():
    many = pd.concat([terms()] * 20, ignore_index=True).assign(term=[f"word {n}" for n in range(40)])
    named = [text for text in charts.words_of_two(many).data[0].text if text]
    assert named == ["word 0", "word 1"]


def test_an_outlet_without_a_kind_of_voice_keeps_its_bar_in_one_stack():
    shares = pd.DataFrame(
        {
            "outlet": ["A", "A", "A", "B", "B"],
            "voice": ["own", "mixed", "direct", "own", "direct"],
            "share": [0.5, 0.2, 0.3, 0.9, 0.1],
            "n_words": 100,
            "n_articles": 2,
        }
    )
    figure = charts.voices(shares)
    assert [sum(bar.x[place] for bar in figure.data) for place in (0, 1)] == pytest.approx([1.0, 1.0])
