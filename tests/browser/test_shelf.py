"""Starting points in a real browser."""

from urllib.parse import parse_qs, urlsplit

from tests.browser.test_dashboard import settled, visit


def test_a_starting_point_sets_filters_at_one_click(page, address):
    visit(page, address, "tone?from=2019-02-01", "word the same events")
    page.get_by_test_id("stSidebar").get_by_text("Closest pair", exact=True).click()
    page.wait_for_url(lambda url: len(parse_qs(urlsplit(url).query).get("outlet", [])) == 2)
    settled(page)
    assert "from" not in parse_qs(urlsplit(page.url).query)
