"""Outlets merged and divided, codebooks chosen, changes read: by clicks, on corpora of their own."""

import shutil

import pytest

from analysis.settings import Settings
from tests.browser.test_accessibility import findings
from tests.browser.test_dashboard import pick_all, settled, visit
from tests.collect.server import Server
from tests.collect.test_versions import built_on_three_days


@pytest.fixture
def seeds(corpora, seed_store, attempt):
    """A corpus of the seeds, whose outlets may be merged."""
    shutil.copytree(seed_store.directory, corpora / f"seeds{attempt}")
    return f"?corpus=seeds{attempt}"


@pytest.fixture
def changed(corpora, tmp_path, attempt):
    """A corpus of three texts of one address."""
    server = Server()
    built = built_on_three_days(server, tmp_path, Settings())
    server.close()
    shutil.copytree(built.directory, corpora / f"changed{attempt}")
    return f"?corpus=changed{attempt}"


def follow(page, view: str, heading: str) -> None:
    page.get_by_test_id("stSidebar").get_by_role("link", name=view, exact=True).click()
    page.get_by_role("heading", name=heading).first.wait_for()
    settled(page)


def test_two_outlets_are_counted_as_one_and_divided_again(page, address, seeds):
    visit(page, address, seeds, "What is in this corpus")
    follow(page, "Quality", "What was dropped, or looks wrong?")
    page.get_by_text("Name or merge outlets").click()
    pick_all(page, "These outlets", ("RT", "Sky News"))
    page.keyboard.press("Tab")  # leaves the list as it is; Escape, where the list is closed, takes the choices back
    page.get_by_role("textbox", name="are counted as").fill("Both of them")
    page.keyboard.press("Enter")
    settled(page)
    page.get_by_role("button", name="Count them as one outlet").click()
    page.get_by_test_id("stSidebar").get_by_text("Both of them").first.wait_for()
    settled(page)
    assert page.get_by_test_id("stSidebar").get_by_text("Sky News", exact=True).count() == 0
    page.get_by_role("button", name="Undo", exact=True).click()
    page.get_by_test_id("stSidebar").get_by_text("Sky News", exact=True).first.wait_for()


def test_the_codebook_of_summits_stands_first_and_another_is_chosen_and_kept_by_a_reload(page, address, seeds):
    visit(page, address, seeds, "What is in this corpus")
    page.get_by_role("link", name="Storyline of 3 events").first.click()
    page.get_by_role("heading", name="What happened when, and who covered it?").wait_for()
    settled(page)
    follow(page, "Framing", "Which aspects does each outlet put forward?")
    page.get_by_text("denuclearisation").first.wait_for()
    page.get_by_test_id("stButtonGroup").get_by_text("policy", exact=True).click()
    page.get_by_text("fairness").first.wait_for()
    settled(page)
    assert "frames_of=policy" in page.url
    page.reload(wait_until="domcontentloaded")
    page.get_by_text("fairness").first.wait_for()


def test_a_changed_headline_is_read_with_its_words_and_its_time(page, address, changed):
    visit(page, address, changed, "What is in this corpus")
    follow(page, "Changes", "Who changed which headline and sentence, and when?")
    page.locator("del", has_text="fail").wait_for()
    page.locator("ins", has_text="end early").first.wait_for()
    page.get_by_text("seen 2 July 2019, 12:00 UTC").wait_for()
    assert findings(page) == []
    page.get_by_role("link", name="The text before").last.click()
    page.get_by_role("heading", name="Why this score?").wait_for()
