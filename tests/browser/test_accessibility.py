"""Everybody can read and work the page: axe-core finds nothing serious, and the keyboard goes where the mouse does.

No view of the sweep obeys the hostile texts of the made store, and on a phone nothing lies on anything else.
"""

from pathlib import Path

import axe_playwright_python
import pytest
from playwright import sync_api

from tests import made_store
from tests.browser.conftest import PHONE, WIDE
from tests.browser.test_dashboard import FIGURE, MAIN, rested, settled, visit
from tests.browser.test_phone import nothing_overlaps

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
VIEWS = (
    "", "event?event=e00000", "quality", "tone", "article", "voices",
    "events", "framing", "words", "export", "changes", "methods",
)  # fmt: skip
N_HERE = 6
"""So many of them the test command looks at: they hold all kinds of parts of a view, from figures to marked texts."""

FINDINGS = """async () => {
    const found = await axe.run(document, {resultTypes: ['violations']});
    return found.violations
        .filter(rule => ['serious', 'critical'].includes(rule.impact))
        .flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 200)}: ${node.failureSummary}`));
}"""

LOOKS = {"light": (WIDE, "rgb(255, 255, 255)"), "dark": (PHONE, "rgb(20, 23, 28)")}
"""Width and ground of the page in each theme."""

GROUND = "ground => getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor === ground"


def findings(page) -> list[str]:
    """What axe-core calls serious or critical on the page, once what was pale while it was made anew has its colour."""
    page.evaluate(AXE)
    for _ in range(10):
        found = page.evaluate(FINDINGS)
        if not found:
            break
        page.wait_for_timeout(500)
    return found


CASES = [
    pytest.param(view, theme, marks=[pytest.mark.trial] * (number >= N_HERE or number % 2 != place))
    for number, view in enumerate(VIEWS)
    for place, theme in enumerate(LOOKS)
]
"""Each view in each theme: the test command looks at half the views, each in one theme, and the trials at the rest."""


@pytest.mark.parametrize(("view", "theme"), CASES)
def test_each_view_can_be_read_wide_and_light_or_narrow_and_dark_and_obeys_no_text(page, address, made, view, theme):
    size, ground = LOOKS[theme]
    if view == "article":
        articles = made.articles()
        view = f"article?article={articles.loc[articles['title'] == made_store.EVIL, 'article_id'].iloc[0]}"
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=theme)
    visit(page, address, view)
    page.wait_for_function(GROUND, arg=ground)
    settled(page)
    if "article=" in view:
        assert page.get_by_text(made_store.EVIL).count()
    assert page.locator(f"{MAIN} img[src*=evil]").count() == 0
    assert page.locator(f"{MAIN} a[href*=evil]").count() == 0
    if theme == "dark":
        nothing_overlaps(page, with_legends=view.partition("?")[0] in ("event", "framing", "tone", "voices"))
    assert findings(page) == []
    if view in OPENING:
        all_is_opened(page)
        if theme == "dark":
            nothing_overlaps(page, with_legends=False)
        assert findings(page) == []


OPENING = ("event?event=e00000", "quality")
"""Views of the sweep that are looked at once more with all that opens on them open."""

OPENED = """closed => [...document.querySelectorAll(closed)].map(summary => summary.click()).length"""


def all_is_opened(page) -> None:
    n_opened = 0
    while n := page.evaluate(OPENED, f"{MAIN} details:not([open]) > summary"):
        n_opened += n
        rested(page)
    assert n_opened > 1


@pytest.mark.trial
@pytest.mark.parametrize("view", ["event?storyline=s1", "framing"])
def test_the_checker_finds_nothing_serious_in_what_opens(page, address, view):
    visit(page, address, view)
    all_is_opened(page)
    assert findings(page) == []


def test_the_checker_finds_nothing_serious_where_articles_are_brought_and_collected(page, address):
    visit(page, address, "", "What is in this corpus")
    for panel in ("Bring your own articles", "Collect articles from outlets"):
        page.get_by_text(panel).click()
        settled(page)
    page.get_by_role("textbox", name="How sites can reach you").wait_for()
    assert findings(page) == []


def test_the_tabulator_reaches_filters_and_links_and_the_return_key_follows_them(page, address):
    visit(page, address, "", "What is in this corpus")
    page.locator(FIGURE).first.wait_for()
    rested(page)
    reached = [focused(page) for _ in range(80)]
    assert any("Voices" in text for text in reached), reached
    assert any("Outlets" in text for text in reached), reached
    assert any("From" in text for text in reached), reached
    assert any("As a table" in text for text in reached), reached
    assert any("Leaders meet at the border" in text for text in reached), reached
    link = page.get_by_role("link", name="Leaders meet at the border (1)").first
    link.focus()
    sync_api.expect(link).to_be_focused()
    sync_api.expect(link).to_have_css("outline-style", "solid")  # somebody who sees must see where the keyboard is
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="How does each outlet cover this?").wait_for()


def focused(page) -> str:
    """Press the tabulator and name what has the focus now."""
    page.keyboard.press("Tab")
    return page.evaluate(
        "() => { const at = document.activeElement; return (at.getAttribute('aria-label') || '') + ' ' + at.innerText }"
    )
