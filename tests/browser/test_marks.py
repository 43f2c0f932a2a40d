"""Two clicks from a mark to the text: a click on a figure, or a row of its table, opens what stands behind it."""

import re
from urllib.parse import parse_qs, parse_qsl, urlsplit

from tests.browser.test_dashboard import FIGURE, pick, rested, settled, visit

BARS, POINTS = ".bars .point path", ".points path.point"


def click(page, figure: int, mark: str, place: int = 0) -> dict[str, str]:
    """Click a mark as the mouse does, once the figure stands still, and read what was chosen."""
    drawn = page.locator(FIGURE).nth(figure)
    drawn.wait_for()
    rested(page)
    drawn.scroll_into_view_if_needed()
    box = drawn.locator(mark).nth(place).bounding_box()
    at = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*at)
    page.mouse.click(*at)
    page.wait_for_url("**mark=**")
    return chosen(page)


def chosen(page) -> dict[str, str]:
    return dict(parse_qsl(parse_qs(urlsplit(page.url).query)["mark"][0]))


def test_from_a_row_of_the_table_by_the_keyboard_or_from_a_bar_to_its_articles_to_the_text(page, address):
    visit(page, address, "?outlet=RT&outlet=Reuters", "What is in this corpus")
    choose_row(page)
    page.get_by_role("button", name="Close").click()
    page.wait_for_url(lambda url: "mark=" not in url)
    mark = click(page, 0, BARS)
    assert mark == {"figure": "articles_by_outlet", "outlet": "Reuters"}  # the larger one stands first
    page.get_by_text("articles · Reuters").wait_for()
    page.get_by_role("link", name="Reuters: Leaders meet").first.click()
    page.get_by_role("heading", name="Why this score?").wait_for()
    assert "mark" not in parse_qs(urlsplit(page.url).query)


def test_a_chosen_mark_survives_a_reload_and_is_closed_by_its_button(page, address):
    visit(page, address, "events", "Which events did two or more outlets cover")
    mark = click(page, 0, POINTS)
    assert {"figure", "event", "outlet"} == set(mark)
    page.reload(wait_until="domcontentloaded")
    page.get_by_role("link", name="Compare all outlets on this event").wait_for()
    settled(page)
    page.get_by_role("button", name="Close").click()
    page.get_by_role("link", name="Compare all outlets on this event").wait_for(state="detached")
    assert "mark" not in page.url


def test_a_cell_of_a_grid_opens_its_quotations(page, address):
    visit(page, address, "voices", "Who is quoted")
    assert click(page, 1, POINTS)["speaker"] == "Kim Jong Un"
    page.get_by_text("This was a terrible idea").first.wait_for()
    pick(page, page.get_by_role("combobox", name="What is said by"), "Kim Jong Un")
    page.get_by_text(re.compile(r"^RT, \d+ \w+ \d{4}, direct$")).first.wait_for()


def choose_row(page) -> None:
    """Choose a row of a figure's table by the keyboard alone."""
    rested(page)
    page.get_by_role("button", name="As a table").first.focus()
    page.keyboard.press("Enter")
    page.locator("[data-testid=stPopoverBody] canvas").first.wait_for()
    rested(page)
    page.locator("[data-testid=stPopoverBody] canvas[tabindex='0'], [data-testid=stPopoverBody] canvas").first.focus()
    for key in ("ArrowDown", "ArrowRight", "Shift+Space"):
        page.keyboard.press(key)
    page.wait_for_url("**mark=**")
    assert chosen(page)["figure"] == "articles_by_outlet"
    page.get_by_text(f"articles · {chosen(page)['outlet']}").wait_for()
