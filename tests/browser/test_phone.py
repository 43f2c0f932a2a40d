"""On a phone, and in a narrow column of another page, figures stay readable and nothing lies on anything else."""

import pytest

from tests.browser.conftest import PHONE
from tests.browser.test_dashboard import FIGURE, visit

WIDTH = PHONE["width"]
MIN_PIXELS = 9
"""Smaller letters than this are not read on a phone."""

ON_AXIS_TITLE = """figure => {
    const boxes = kind => [...figure.querySelectorAll(kind)].map(part => part.getBoundingClientRect());
    return boxes('.xtitle').flatMap(title => boxes('.legendtext').filter(
        entry => entry.top < title.bottom - 1 && title.top < entry.bottom - 1
              && entry.left < title.right && title.left < entry.right)).length;
}"""

OUTSIDE = """figure => {
    const frame = figure.querySelector('.main-svg').getBoundingClientRect();
    return [...figure.querySelectorAll('.points path')].map(mark => mark.getBoundingClientRect())
        .filter(mark => mark.left < frame.left || mark.right > frame.right).length;
}"""

LETTERS = """shown => [...shown.querySelectorAll('text')]
    .filter(text => text.textContent.trim() && text.getBoundingClientRect().width)
    .map(text => text.getBoundingClientRect().height)"""


@pytest.fixture
def phone(page):
    page.set_viewport_size(PHONE)
    return page


def test_the_numbers_of_a_wide_grid_can_be_read_and_the_grid_alone_scrolls_sideways(phone, address):
    visit(phone, address, "voices", "Who is quoted")
    grid = phone.locator(".st-key-wide_voices_speakers")
    grid.locator(".heatmap-label text").first.wait_for()
    phone.wait_for_function("document.querySelector('.st-key-wide_voices_speakers .main-svg').clientWidth > 500")
    assert min(grid.locator(".heatmap-label").first.evaluate(LETTERS)) >= MIN_PIXELS
    left = grid.evaluate("grid => { grid.scrollLeft = 1000; return grid.scrollLeft }")
    assert left > 100
    nothing_overlaps(phone, with_legends=True)


def nothing_overlaps(phone, *, with_legends: bool) -> None:
    """No legend lies on an axis title, no mark leaves its figure, and the page does not scroll sideways."""
    if with_legends:
        phone.locator(FIGURE).first.wait_for()
    assert phone.evaluate("document.documentElement.scrollWidth") <= WIDTH
    assert phone.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= WIDTH
    figures = phone.locator(FIGURE).all()
    seen = [figure for figure in figures if figure.locator(".legendtext").count() and figure.locator(".xtitle").count()]
    assert seen or not with_legends
    for figure in figures:
        assert figure.evaluate(ON_AXIS_TITLE) == 0
        assert figure.evaluate(OUTSIDE) == 0
