"""Take the pictures of the README: three views in a real browser, on the seeds and on data made for it.

Run with: python -m tests.pictures [FOLDER]

The same versions of the page, the browser and the fonts give the same pictures. Outlets in the made-up data are
invented, so that nobody takes a drawn number for a finding. Needs Chromium; writes into docs/pictures.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from analysis import pipeline
from analysis.store import snapshots
from tests import made_store
from tests.browser.conftest import BROWSERS, FLAGS, served

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "pictures"
OUTLETS = ("The Gazette", "Morning Courier", "Northern Post", "Channel Two", "The Harbour Mail")
WIDTH, HEIGHT = 1280, 1000
COLOURS = 256
"""As many as a small PNG holds: a third of the bytes, and no colour is off by more than 7 of 255."""

WHOLE = "[data-testid=stMain] [data-testid=stMainBlockContainer]"
"""The whole view, from its search box on."""

SETTLE_MILLISECONDS = 2500
"""Figures fade in."""


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    chromium = next(path for name in BROWSERS if (path := shutil.which(name)))
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        seeds, made = Path(scratch) / "seeds" / "store", Path(scratch) / "made" / "store"
        pipeline.build([ROOT / "seeds"], seeds)
        made_store.build(made, n_events=60, outlets=OUTLETS)
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        article = snapshots.open(seeds).articles().query("outlet == 'RT'")["article_id"].iloc[0]
        for name, directory, view, top in (
            ("event", seeds, "event", WHOLE),
            ("article", seeds, f"article?article={article}", "[data-testid=stMain] [data-testid=stButtonGroup]"),
            ("tone", made, "tone", WHOLE),
        ):
            take(page, directory, view, top, folder / f"{name}.png")
        browser.close()


def take(page: Page, directory: Path, view: str, top: str, path: Path) -> None:
    """Picture a view of a store, scrolled so that one element stands on top."""
    server = served(directory)
    page.goto(f"{next(server)}/{view}", wait_until="domcontentloaded")
    page.locator(".js-plotly-plot").first.wait_for(timeout=60_000)
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=60_000)
    page.wait_for_timeout(SETTLE_MILLISECONDS)
    page.locator(top).first.evaluate("element => element.scrollIntoView()")
    page.screenshot(path=path)
    server.close()
    with Image.open(path) as picture:
        few = picture.convert("RGB").quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
