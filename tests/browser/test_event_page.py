"""An event read at a glance, then its questions, then its storyline from event to event: by clicks."""

from urllib.parse import parse_qs, urlencode, urlsplit

from playwright import sync_api

from tests.browser.test_dashboard import FIGURE, MAIN, pick, settled, visit


def test_an_event_is_read_at_a_glance_and_its_storyline_followed_under_filters(page, address):
    outlets = ["RT", "Reuters", "Sky News", "Press TV"]
    visit(page, address, "?" + urlencode({"outlet": outlets}, doseq=True), "What is in this corpus")
    page.locator(f"{MAIN} a[href*='event=e00001']").first.click()
    page.get_by_role("heading", name="Who came first?").wait_for()
    settled(page)
    assert page.locator(".px-headline").count() == 3
    assert page.get_by_text("has the earliest article here").or_(page.get_by_text("have the earliest articles")).count()
    tooltip = page.locator(".px-headline + .px-small").first
    assert "known to the" in (tooltip.get_attribute("title") or "")
    page.get_by_role("link", name="See the whole storyline").click()
    page.get_by_role("heading", name="What happened when, and who covered it?").wait_for()
    page.wait_for_url(lambda url: "event=" not in url)
    settled(page)
    assert parse_qs(urlsplit(page.url).query)["outlet"] == outlets
    page.reload(wait_until="domcontentloaded")
    page.get_by_text("How did it move from event to event: tone, own voice").first.wait_for()
    pick(page, page.get_by_role("combobox", name="Measure"), "conflict", typed="conflict", exact=False)
    page.get_by_text("How did it move from event to event: frame emphasis: conflict").first.wait_for()
    page.locator(FIGURE).nth(1).wait_for()
    link = page.locator(f"{MAIN} a[href*='event=e00002']").first
    sync_api.expect(link.locator("p")).to_have_css("font-weight", "400")  # bold is the view that is open
    link.click()
    page.get_by_role("heading", name="Who came first?").wait_for()
