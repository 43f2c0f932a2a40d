"""Starting points and saved comparisons in a real browser."""

import shutil
from urllib.parse import parse_qs, urlsplit

import pytest

from tests import made_store
from tests.browser.conftest import served
from tests.browser.test_dashboard import settled, visit


@pytest.fixture
def own_address(chromium, tmp_path):
    """A store that a test may save into."""
    yield from served(made_store.build(tmp_path / "store").directory)
    shutil.rmtree(tmp_path / "store")


def test_a_comparison_is_saved_found_again_and_deleted(page, own_address):
    visit(page, own_address, "tone?outlet=RT&outlet=Reuters&from=2019-01-10", "word the same events")
    page.get_by_role("button", name="Save this comparison").click()
    page.get_by_label("Name", exact=True).fill("Negative <b>share</b>")
    page.get_by_role("button", name="Save", exact=True).click()
    saved = page.get_by_role("link", name="Negative <b>share</b>")
    saved.wait_for()
    page.goto(f"{own_address}/quality?outlet=Sky+News", wait_until="domcontentloaded")
    saved.click()
    page.get_by_role("heading", name="word the same events").wait_for()
    settled(page)
    found = parse_qs(urlsplit(page.url).query)
    assert found == {"outlet": ["RT", "Reuters"], "from": ["2019-01-10"]}
    page.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_text("Delete the saved comparison").wait_for()
    page.get_by_role("button", name="Delete it").click()
    saved.wait_for(state="detached")


def test_a_starting_point_sets_filters_at_one_click(page, address):
    visit(page, address, "tone?from=2019-02-01", "word the same events")
    page.get_by_test_id("stSidebar").get_by_text("Closest pair", exact=True).click()
    page.wait_for_url(lambda url: len(parse_qs(urlsplit(url).query).get("outlet", [])) == 2)
    settled(page)
    assert "from" not in parse_qs(urlsplit(page.url).query)
