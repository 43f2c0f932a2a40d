"""From a first start and outlets' names to an open corpus by clicks: plan, progress, cancel, go on, read."""

from tests.browser.test_dashboard import pick, settled, visit


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
