"""From a first start and outlets' names to an open corpus by clicks: plan, progress, cancel, go on, read."""

import json

from analysis import pipeline
from analysis.corpus import collected
from tests.browser.test_dashboard import pick, settled, visit
from tests.browser.test_tasks import brought, follow, side


def test_the_first_start_builds_the_seeds_and_shows_them(first_start):
    told, n_figures = first_start
    assert "What is in this corpus" in told
    assert "3 articles from 3 outlets" in told
    assert n_figures


def test_outlets_are_collected_watched_cancelled_resumed_and_opened_as_a_corpus(page, address, attempt):
    visit(page, address, "", "What is in this corpus")
    page.get_by_text("Collect articles from outlets").click()
    page.get_by_role("textbox", name="Name of the collection").fill(f"Talks{attempt}")
    box = page.get_by_role("combobox", name="Outlets to ask")
    for outlet in ("RT", "Sky News"):
        pick(page, box, outlet, typed=outlet)
    page.keyboard.press("Escape")
    page.get_by_role("textbox", name="How sites can reach you").fill("desk@example.org")
    page.get_by_role("button", name="See what would be fetched").click()
    page.get_by_text("16 pages listed, 16 wanted.").wait_for()
    page.get_by_text("Waiting between requests takes at least 40 s.").wait_for()
    page.get_by_role("button", name="Collect", exact=True).click()
    page.get_by_text("of 16,").wait_for()
    page.get_by_role("button", name="Cancel").click()
    page.get_by_text("Stopped. What was fetched is kept").wait_for()
    page.get_by_role("button", name="Go on").click()
    page.get_by_text("16 fetched.").wait_for()
    page.get_by_role("button", name="Read 16 pages into a corpus").click()
    page.get_by_text("16 articles read, 0 rejects").wait_for()
    settled(page)
    assert f"corpus=Talks{attempt}" in page.url
    page.get_by_text(f"Corpus Talks{attempt}").wait_for()


def fetched(folder, n_pages: int) -> None:
    """Write the record of a collected folder that holds so many pages."""
    line = json.dumps({"kind": "page", "outcome": "fetched"})
    (folder / collected.RECORD).write_text(f"{line}\n" * n_pages, encoding="utf-8")


def test_reading_what_is_new_goes_on_in_the_sidebar_and_is_cancelled_there_without_a_trace(
    page, address, corpora, tmp_path, attempt
):
    days = [f"20{10 + number % 9}-06-{number % 28 + 1:02d}" for number in range(2000)]
    brought(tmp_path / "first.csv", [("Gazette", "Talks begin", days[0]), ("Courier", "Talks begin", days[0])])
    fetched(tmp_path, 2)
    pipeline.build([tmp_path], corpora / f"news{attempt}")
    brought(tmp_path / "large.csv", [(f"Outlet {day[:4]}", f"Talks {number}", day) for number, day in enumerate(days)])
    fetched(tmp_path, 3)
    visit(page, address, f"?corpus=news{attempt}", "What is in this corpus")
    page.get_by_text("1 new page from the outlets has arrived").wait_for()
    page.get_by_role("button", name="Read what is new").click()
    page.get_by_test_id("stMain").get_by_role("button", name="Cancel").wait_for()
    side(page).get_by_role("link", name="Methods", exact=True).click()
    side(page).get_by_test_id("stProgress").wait_for()
    side(page).get_by_role("button", name="Cancel").click()
    page.get_by_text("Cancelled. The corpus is unchanged").wait_for()
    follow(page, "Overview", "What is in this corpus")
    page.get_by_text("2 articles from 2 outlets").first.wait_for()
    page.get_by_text("1 new page from the outlets has arrived").wait_for()
