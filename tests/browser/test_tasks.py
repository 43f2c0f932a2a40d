"""The ten tasks of an analyst, each done by clicks from the page that opens."""

import csv
import io
from urllib.parse import parse_qs, urlsplit

from playwright import sync_api

from tests.browser.test_dashboard import FIGURE, saved, settled, visit


def follow(page, view: str, heading: str) -> None:
    """Go to a view by its link in the sidebar."""
    page.get_by_test_id("stSidebar").get_by_role("link", name=view, exact=True).click()
    page.get_by_role("heading", name=heading).first.wait_for()
    settled(page)


def choose(page, label: str, option: str, parameter: str) -> None:
    """Choose in a box by the mouse, and wait until the address has it."""
    page.get_by_role("combobox", name=label).first.click()
    page.get_by_role("option", name=option, exact=True).click()
    page.wait_for_url(lambda url: option in parse_qs(urlsplit(url).query).get(parameter, []))
    settled(page)


def test_the_answer_for_a_focus_outlet_with_its_sentences_picture_and_csv(page, address):
    visit(page, address, "", "What is in this corpus")
    choose(page, "Focus outlet", "RT", "focus")
    follow(page, "Tone", "word the same events")
    page.get_by_text("RT against the others in tone, own voice").first.wait_for()
    page.get_by_text("Which sentences are behind it?").click()
    page.get_by_text("open the articles before you quote one").wait_for()
    rows = list(csv.DictReader(io.StringIO(saved(page, "These sentences (CSV)").decode("utf-8-sig"))))
    assert {row["side"] for row in rows} == {"target", "reference"}
    assert {row["outlet"] for row in rows if row["side"] == "target"} == {"RT"}
    assert "RT" not in {row["outlet"] for row in rows if row["side"] == "reference"}
    for row in rows[:4]:
        assert page.get_by_text(row["text"], exact=True).count()
    drawn = page.locator(FIGURE).nth(1)
    drawn.wait_for()
    shown = list(csv.DictReader(io.StringIO(saved_at(page, "CSV", 1).decode("utf-8-sig"))))
    assert "RT" in {row["outlet"] for row in shown} and {row["reference"] for row in shown} == {"the others"}
    page.get_by_role("button", name="Picture").nth(1).click()
    frame = page.frame_locator("[data-testid=stPopoverBody] iframe")
    with page.expect_download() as download:
        frame.get_by_role("button", name="Save SVG").click()
    assert "focus=RT" in download.value.path().read_text(encoding="utf-8")


def saved_at(page, button: str, place: int) -> bytes:
    """Save what one of several buttons of a name gives."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button, exact=True).nth(place).click()
    return download.value.path().read_bytes()


def find(page, words: str) -> None:
    """Type words into the box by the keyboard alone; a page that is redrawn takes the focus away, so look first."""
    box = page.get_by_role("textbox", name="Search events")
    page.wait_for_function("document.slashFinds")
    for _ in range(100):
        if box.evaluate("box => box === document.activeElement"):
            break
        page.keyboard.press("/")
        page.wait_for_timeout(200)
    page.keyboard.type(words, delay=20)
    sync_api.expect(box).to_have_value(words)
    page.keyboard.press("Enter")


def test_a_summit_is_found_from_any_view_by_the_keyboard_and_read(page, address):
    visit(page, address, "tone", "word the same events")
    settled(page)
    find(page, "border meet")
    found = page.locator(".st-key-found")
    found.get_by_text("Events", exact=True).wait_for()
    found.get_by_role("link", name="Leaders meet at the border (1)").first.click()
    page.get_by_role("heading", name="How does each outlet cover this?").wait_for()
    settled(page)
    assert found.count() == 0
    page.get_by_role("link", name="Read it with its evidence").first.click()
    page.get_by_role("heading", name="Why this score?").wait_for()
