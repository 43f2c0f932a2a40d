"""The real page in a real browser: filter, come back by the address, take pictures away, turn dark."""

from urllib.parse import parse_qs, urlsplit

from playwright import sync_api

MAIN = "[data-testid=stMain]"
FIGURE = ".js-plotly-plot"


def visit(page, address: str, view: str = "", heading: str | None = None) -> None:
    page.goto(f"{address}/{view}", wait_until="domcontentloaded")
    page.locator(f"{MAIN} h1").first.wait_for()
    if heading:
        page.get_by_role("heading", name=heading).first.wait_for()
    settled(page)


def settled(page) -> None:
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


RESTS = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    const now = performance.now();
    if (app?.getAttribute('data-test-script-state') !== 'notRunning') window.restsSince = now;
    window.restsSince ??= now;
    return now - window.restsSince > 400;
}"""
"""A page that has run may run once more, for its theme or its address, and be drawn anew under a key or a click."""


def rested(page) -> None:
    """Wait until the page has not run for a moment, where a key or a click at a point must find its mark."""
    settled(page)
    page.evaluate("delete window.restsSince")
    page.wait_for_function(RESTS)


def pick(page, box, option: str, *, typed: str = "", exact: bool = True) -> None:
    """Choose in a box, from what is left after typing; a page that is redrawn closes the list, so open it again."""
    chosen = page.get_by_role("option", name=option, exact=exact).first
    for _ in range(10):
        box.click()
        if typed:
            page.keyboard.press("ControlOrMeta+a")
            page.keyboard.type(typed, delay=20)
        try:
            chosen.click(timeout=5_000)
        except sync_api.TimeoutError:
            page.keyboard.press("Escape")
        else:
            return
    raise AssertionError(f"the list never showed '{option}'")


def pick_all(page, name: str, options) -> None:
    """Choose several in a box; a choice that a redrawn page swallowed is made again."""
    box = page.get_by_role("combobox", name=name)
    held = page.get_by_test_id("stMultiSelect").filter(has_text=name)
    for option in options:
        for _ in range(3):
            pick(page, box, option, typed=option)
            rested(page)
            if held.get_by_text(option, exact=True).count():
                break
    for option in options:
        sync_api.expect(held).to_contain_text(option)


def saved(page, button: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).first.click()
    return download.value.path().read_bytes()


def test_filters_lead_to_the_address_survive_a_reload_and_are_dropped_at_one_click(page, address):
    visit(page, address, "tone?outlet=RT&outlet=Sky+News&from=2019-01-10", "word the same events")
    page.locator(FIGURE).first.wait_for()
    assert parse_qs(urlsplit(page.url).query) == {"outlet": ["RT", "Sky News"], "from": ["2019-01-10"]}
    page.reload(wait_until="domcontentloaded")
    page.get_by_role("heading", name="word the same events").wait_for()
    settled(page)
    chosen = page.get_by_test_id("stSidebar").get_by_test_id("stMultiSelect")
    assert "RT" in chosen.inner_text()
    assert "Reuters" not in chosen.inner_text()
    page.get_by_role("button", name="Show all").click()
    page.get_by_role("button", name="Show all").wait_for(state="detached")
    page.wait_for_url(lambda url: "?" not in url)


def test_the_overview_opens_by_the_path_that_the_other_views_suggest(page, address):
    visit(page, address, "overview?outlet=RT", "What is in this corpus")
    assert page.get_by_text("Page not found").count() == 0
    page.get_by_role("link", name="Overview").click()
    page.get_by_text("from 1 outlet").first.wait_for()


def test_a_picture_is_saved_with_its_title_and_what_it_rests_on(page, address):
    visit(page, address, "?outlet=RT&outlet=Reuters", "What is in this corpus")
    page.get_by_role("button", name="Picture").first.click()
    frame = page.frame_locator("[data-testid=stPopoverBody] iframe")
    for button, ending in (("Save SVG", "svg"), ("Save PNG (double size)", "png"), ("Save HTML to embed", "html")):
        with page.expect_download() as download:
            frame.get_by_role("button", name=button).click()
        assert download.value.suggested_filename == f"parallax_articles_by_outlet_16x9.{ending}"
        content = download.value.path().read_bytes()
        if ending == "png":
            assert content.startswith(b"\x89PNG")
            assert int.from_bytes(content[16:20]) == 2 * 960
        else:
            for text in (b"How much is there from whom?", b"Source: ", b"Reuters", b"outlet=RT"):
                assert text in content
            assert b"<script" not in content


def test_an_empty_choice_says_what_to_choose(page, address):
    page.goto(f"{address}/start?outlet=", wait_until="domcontentloaded")  # the first view, by a name that it may have
    page.get_by_text("Choose at least one outlet").wait_for()


def test_figures_follow_the_theme(page, address):
    page.emulate_media(color_scheme="light")
    visit(page, address, "", "What is in this corpus")
    page.locator(FIGURE).first.wait_for()
    page.wait_for_function(PAPER, arg="rgb(255, 255, 255)")
    page.emulate_media(color_scheme="dark")  # and nobody clicks
    page.wait_for_function(PAPER, arg="rgb(20, 23, 28)")


PAPER = """paper => {
    const ground = document.querySelector('.js-plotly-plot .main-svg')?.style;
    return ground && (ground.background || ground.backgroundColor) === paper;
}"""
