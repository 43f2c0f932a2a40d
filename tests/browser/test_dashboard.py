"""The real page in a real browser: filter, open an event, take things away, come back by the address."""

import csv
import io
import json
from urllib.parse import parse_qs, urlsplit

from playwright import sync_api

from tests import made_store

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


def saved(page, button: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).first.click()
    return download.value.path().read_bytes()


def test_filters_lead_to_the_address_and_a_reload_finds_the_same_view(page, address):
    visit(page, address, "tone?outlet=RT&outlet=Sky+News&from=2019-01-10", "word the same events")
    page.locator(FIGURE).first.wait_for()
    assert parse_qs(urlsplit(page.url).query) == {"outlet": ["RT", "Sky News"], "from": ["2019-01-10"]}
    page.reload(wait_until="domcontentloaded")
    page.get_by_role("heading", name="word the same events").wait_for()
    settled(page)
    chosen = page.get_by_test_id("stSidebar").get_by_test_id("stMultiSelect")
    assert "RT" in chosen.inner_text()
    assert "Reuters" not in chosen.inner_text()


def test_the_overview_opens_by_the_path_that_the_other_views_suggest(page, address):
    visit(page, address, "overview?outlet=RT", "What is in this corpus")
    assert page.get_by_text("Page not found").count() == 0
    page.get_by_role("link", name="Overview").click()
    page.get_by_text("from 1 outlet").first.wait_for()


def test_taking_an_outlet_away_changes_the_figures_and_the_address(page, address):
    visit(page, address, "", "What is in this corpus")
    page.get_by_test_id("stSidebar").get_by_label("Remove RT").or_(
        page.get_by_test_id("stSidebar").locator("[data-baseweb=tag]", has_text="RT").locator("[role=presentation]")
    ).first.click()
    page.get_by_text("from 5 outlets").first.wait_for()
    assert "RT" not in parse_qs(urlsplit(page.url).query)["outlet"]
    page.get_by_role("link", name="Voices").click()
    page.get_by_role("heading", name="Who is quoted").first.wait_for()
    assert "RT" not in parse_qs(urlsplit(page.url).query)["outlet"]


def test_from_the_overview_to_an_event_to_an_article_in_two_clicks(page, address):
    visit(page, address, "", "What is in this corpus")
    page.get_by_role("link", name="Leaders meet at the border (1)").first.click()
    page.get_by_role("heading", name="How does each outlet cover this?").wait_for()
    assert parse_qs(urlsplit(page.url).query)["event"] == ["e00001"]
    page.get_by_role("link", name="Read it with its evidence").first.click()
    page.get_by_role("heading", name="Why this score?").wait_for()
    page.locator("mark.px-direct").first.wait_for()
    assert "article" in parse_qs(urlsplit(page.url).query)


def test_a_csv_holds_exactly_what_its_figure_shows(page, address, made):
    visit(page, address, "?outlet=RT&outlet=Reuters", "What is in this corpus")
    content = saved(page, "CSV")
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    counts = made.articles()["outlet"].astype("str").value_counts()
    assert {row["outlet"]: int(row["n_articles"]) for row in rows} == {o: int(counts[o]) for o in ("RT", "Reuters")}
    about = json.loads(saved(page, "Provenance"))
    assert about["filters"]["outlets"] == ["RT", "Reuters"]
    assert "outlet=RT" in about["link"]


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


def test_hostile_texts_are_shown_and_never_obeyed_on_any_view(page, address, made):
    articles = made.articles()
    evil = articles.loc[articles["title"] == made_store.EVIL, "article_id"].iloc[0]
    visit(page, address, "", "What is in this corpus")
    for view in ("Events", "Voices", "Words", "Quality", "event?event=e00000", f"article?article={evil}"):
        assert page.locator(f"{MAIN} img[src*=evil]").count() == 0
        assert page.locator(f"{MAIN} a[href*=evil]").count() == 0
        if "?" in view:
            visit(page, address, view)
        else:
            page.get_by_test_id("stSidebar").get_by_role("link", name=view, exact=True).click()
            page.wait_for_url(f"**/{view.lower()}**")
            rested(page)
    assert page.get_by_text(made_store.EVIL).count()
    assert page.locator(f"{MAIN} img[src*=evil]").count() == 0
    assert page.locator(f"{MAIN} a[href*=evil]").count() == 0


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
