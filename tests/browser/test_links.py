"""Links lead to what they name: by clicks, on several storylines, outlets and corpora, there and back."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests import made_store
from tests.browser.test_dashboard import MAIN, pick, rested, settled, visit

HARBOUR = ("The Harbour Mail", "Channel Two", "Northern Post")


def query(page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query, keep_blank_values=True)


def side(page):
    return page.get_by_test_id("stSidebar")


@pytest.fixture(scope="module", autouse=True)
def _harbour(corpora):
    """Bring a corpus of other outlets beside the one that opens first."""
    made_store.build(corpora / "harbour", outlets=HARBOUR, n_events=12)


def test_each_storyline_link_opens_its_own_storyline_and_back_leads_back(page, address):
    visit(page, address, "events", "Which events did two or more outlets cover")
    for number in (1, 2):
        link = page.locator(f"{MAIN} a[href*='storyline=']").nth(number)
        storyline = parse_qs(urlsplit(link.get_attribute("href")).query)["storyline"]
        name = link.inner_text().partition(": ")[2]
        link.click()
        page.get_by_text(f"Around “{name}”, a storyline of 6 events").wait_for()
        settled(page)
        assert query(page)["storyline"] == storyline
        if number == 2:
            return
        page.go_back()
        page.get_by_role("heading", name="Which events did two or more outlets cover").wait_for()
        page.wait_for_url(lambda url: "storyline" not in url)
        settled(page)
        assert query(page) == {}


def test_an_event_of_the_open_storyline_is_in_the_address_and_there_after_a_reload(page, address):
    visit(page, address, "event?storyline=s1", "How does each outlet cover")
    link = page.locator(f"{MAIN} a[href*='event=']").first
    event = parse_qs(urlsplit(link.get_attribute("href")).query)["event"]
    link.click()
    page.get_by_text("See the whole storyline of this event").wait_for()
    settled(page)
    assert query(page)["event"] == event
    page.reload(wait_until="domcontentloaded")
    page.get_by_text("See the whole storyline of this event").wait_for()


def test_views_in_the_sidebar_keep_filters_and_corpus(page, address):
    visit(page, address, "?corpus=harbour&outlet=Channel+Two&outlet=Northern+Post", "What is in this corpus")
    side(page).get_by_role("link", name="Voices").click()
    page.get_by_role("heading", name="Who is quoted").first.wait_for()
    settled(page)
    assert query(page) == {"corpus": ["harbour"], "outlet": ["Channel Two", "Northern Post"]}


def test_another_corpus_drops_the_filters_and_says_so(page, address):
    visit(page, address, "?outlet=RT&from=2019-01-10", "What is in this corpus")
    pick(page, side(page).get_by_test_id("stSelectbox").first, "harbour", exact=False)
    page.get_by_text("the filters of the one before were dropped (outlets, first day)").wait_for()
    page.get_by_text("from 3 outlets").first.wait_for()
    assert query(page) == {"corpus": ["harbour"]}
    page.reload(wait_until="domcontentloaded")
    page.get_by_text("from 3 outlets").first.wait_for()


def test_what_a_link_asks_for_and_is_not_here_is_said(page, address):
    page.goto(f"{address}/tone?corpus=nowhere&outlet=Nobody&outlet=RT&outlet=Reuters&storyline=s99&from=soon")
    for text in (
        "asks for the corpus “nowhere”",
        "Not in this corpus: “Nobody”",
        "storyline “s99” is not",
        "“soon” is",
    ):
        page.get_by_text(text).wait_for()
    settled(page)
    assert query(page) == {"outlet": ["RT", "Reuters"]}
    page.goto(f"{address}/event?event=e99")
    page.get_by_text("asks for the event “e99”").wait_for()
    page.get_by_role("link", name="All events of this corpus").click()
    page.get_by_role("heading", name="Which events did two or more outlets cover").wait_for()


def test_an_event_of_other_outlets_is_opened_by_choosing_all(page, address):
    visit(page, address, "event?corpus=harbour&event=e00002&outlet=Channel+Two", "Not reported by the chosen outlets")
    page.get_by_role("button", name="Choose all outlets").click()
    page.get_by_role("heading", name="What is the headline").wait_for()
    assert query(page) == {"corpus": ["harbour"], "event": ["e00002"]}


def test_dates_the_wrong_way_round_say_so_on_every_view(page, address):
    visit(page, address, "?from=2019-02-01&to=2019-01-01")
    page.get_by_text("lies after the last day (2019-01-01)").wait_for()


def test_a_corpus_without_articles_shows_its_rejects_and_can_be_deleted(page, address, corpora, attempt):
    made_store.build_empty(corpora / f"broken{attempt}")
    visit(page, address, f"voices?corpus=broken{attempt}", "Nothing in this corpus could be read")
    page.get_by_text("none became an article: format not read (1)").wait_for()
    side(page).get_by_role("button", name="Delete this corpus").click()
    page.get_by_role("button", name="Delete it for good").click()
    page.get_by_text(f"The corpus “broken{attempt}” was deleted.").wait_for()
    settled(page)
    assert "corpus" not in query(page)


def test_the_example_opens_at_one_click_and_each_article_names_its_licence(page, address):
    visit(page, address, "", "What is in this corpus")
    page.get_by_role("button", name="Open the example").click()
    page.get_by_text("222 articles from 4 outlets").first.wait_for()
    assert query(page) == {"corpus": ["example"]}
    rested(page)
    page.locator(f"{MAIN} a[href*='event=']").first.click()
    page.get_by_role("link", name="Read it with its evidence").first.wait_for()
    rested(page)
    page.get_by_role("link", name="Read it with its evidence").first.click()
    page.get_by_text("CC BY").or_(page.get_by_text("public domain")).first.wait_for()
