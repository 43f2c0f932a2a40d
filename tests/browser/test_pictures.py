"""Nothing is cut off in a picture: the browser's own boxes of all texts lie inside its frame, for every figure."""

import json

import pandas as pd
import pytest

from analysis.presentation import charts, report, style
from analysis.presentation.charts import picture
from tests.presentation import test_charts

LONG = (
    "A rather long question about the wording of the outlets in this corpus, which needs more than one line, and more"
)
FOOTER = [
    "Source: " + "The Associated Press of a Very Long Name, " * 4 + "n = 12,345 articles.",
    "https://" + "x" * 200,
]
OUTSIDE = """async ([data, layout]) => {
    const drawing = document.body.appendChild(document.createElement('div'));
    await Plotly.newPlot(drawing, data, layout, {staticPlot: true});
    const address = await Plotly.toImage(drawing, {format: 'svg', width: layout.width, height: layout.height});
    drawing.remove();
    const shown = document.body.appendChild(document.createElement('div'));
    shown.innerHTML = decodeURIComponent(address.slice(address.indexOf(',') + 1));
    const frame = shown.querySelector('svg').getBoundingClientRect();
    const texts = [...shown.querySelectorAll('text')].filter(text => text.getBoundingClientRect().width);
    const outside = texts.filter(text => {
        const box = text.getBoundingClientRect();
        return box.left < frame.left - 0.5 || box.top < frame.top - 0.5 || box.right > frame.right + 0.5
            || box.bottom > frame.bottom + 0.5;
    });
    shown.remove();
    return [texts.length, outside.map(text => text.textContent)];
}"""


@pytest.fixture(scope="module")
def plotly(browser):
    page = browser.new_page()
    page.set_content('<body style="margin:0"></body>')
    page.add_script_tag(content=report.program())
    yield page
    page.close()


def many() -> pd.DataFrame:
    """Thirty outlets of long names with an interval each, some of which were tested."""
    names = [f"The Independent Gazette and Advertiser of District {number}" for number in range(30)]
    rows = pd.concat([test_charts.estimates()] * 10, ignore_index=True)
    return rows.assign(outlet=names, reference="the others", component="difference", q=0.2, q_all=0.2)


FIGURES = {
    **{name: lambda name=name: test_charts.DRAWN[name](style.LIGHT) for name in test_charts.DRAWN},
    "many differences": lambda: charts.differences(many(), title=LONG),
    "many values": lambda: charts.values_by_outlet(many(), title=LONG),
    "a wide grid": lambda: charts.grid(many().assign(frame=LONG), row="frame", title=LONG, note=LONG, unit=LONG),
    "many lines": lambda: charts.over_time(many().assign(period=pd.Timestamp("2019-06-01")), title=LONG, unit=LONG),
    "many in a row": lambda: charts.by_row_and_outlet(
        many().assign(frame=LONG), row="frame", title=LONG, note=LONG, unit=LONG
    ),
}


WIDEST = "'DejaVu Sans'"
"""The widest font that stands in where none is that a picture names: what fits in it fits in all."""


CASES = [
    pytest.param(name, form, marks=[pytest.mark.trial] * (number % len(charts.FORMS) != place))
    for number, name in enumerate(FIGURES)
    for place, form in enumerate(charts.FORMS)
]
"""Each figure in each form: one form in turn is drawn by the test command, the others by the trials."""


@pytest.mark.parametrize(("name", "form"), CASES, ids=lambda value: getattr(value, "name", value))
def test_every_text_of_a_picture_lies_inside_its_frame_in_the_widest_font(plotly, name, form):
    drawn = charts.framed(FIGURES[name](), form, FOOTER).to_json()
    framed = json.loads(drawn.replace(picture.FONT, WIDEST))
    assert framed["layout"]["font"]["family"] == WIDEST
    assert framed["layout"]["height"] >= form.height
    n_texts, outside = plotly.evaluate(OUTSIDE, [framed["data"], framed["layout"]])
    assert n_texts > 2
    assert outside == []


TICKS = """async ([data, layout]) => {
    const drawing = document.body.appendChild(document.createElement('div'));
    await Plotly.newPlot(drawing, data, layout, {staticPlot: true});
    const drawn = [...drawing.querySelectorAll('path.xerror')].filter(path => path.getAttribute('d') !== 'M0,0Z');
    drawing.remove();
    return drawn.length;
}"""


def test_an_outlet_without_an_interval_is_drawn_without_one_beside_those_that_have_one(plotly):
    rows = many().head(4).assign(component="value", q=None, low=[0.1, None, None, 0.2], high=[0.3, None, None, 0.4])
    figure = json.loads(charts.values_by_outlet(rows, title=LONG).to_json())
    assert plotly.evaluate(TICKS, [figure["data"], figure["layout"]]) == 2
