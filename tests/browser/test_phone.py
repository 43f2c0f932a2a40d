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
    assert phone.evaluate("document.documentElement.scrollWidth") <= WIDTH
    left = grid.evaluate("grid => { grid.scrollLeft = 1000; return grid.scrollLeft }")
    assert left > 100


@pytest.mark.parametrize("view", ["event?event=e00000", "framing", "tone", "voices"])
def test_no_legend_lies_on_an_axis_title_no_mark_leaves_its_figure_and_nothing_scrolls_sideways(phone, address, view):
    visit(phone, address, view)
    phone.locator(FIGURE).first.wait_for()
    assert phone.evaluate("document.documentElement.scrollWidth") <= WIDTH
    figures = phone.locator(FIGURE).all()
    assert any(figure.locator(".legendtext").count() and figure.locator(".xtitle").count() for figure in figures)
    for figure in figures:
        assert figure.evaluate(ON_AXIS_TITLE) == 0
        assert figure.evaluate(OUTSIDE) == 0


def test_a_figure_to_embed_opens_without_a_network_and_is_drawn_for_the_width_it_finds(
    phone, address, browser, tmp_path
):
    visit(phone, address, "tone", "word the same events")
    phone.get_by_role("button", name="Picture").first.click()
    frame = phone.frame_locator("[data-testid=stPopoverBody] iframe")
    with phone.expect_download() as download:
        frame.get_by_role("button", name="Save HTML to embed").click()
    file = tmp_path / "figure.html"
    download.value.save_as(file)
    context = browser.new_context(offline=True, viewport={"width": WIDTH, "height": 844})
    page = context.new_page()
    for width, shown, hidden in ((WIDTH, ".narrow", ".wide"), (1400, ".wide", ".narrow")):
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(file.as_uri())
        assert page.locator(hidden).is_hidden()
        assert min(page.locator(f"{shown} svg").evaluate(LETTERS)) >= MIN_PIXELS
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator(f"{shown} svg").bounding_box()["width"] <= 960
    context.close()
