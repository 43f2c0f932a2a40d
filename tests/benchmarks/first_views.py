"""What the first views of a started server cost it: CPU seconds until the page is at rest, and memory.

Run with: python -m tests.benchmarks.first_views --open STORE [TOUR ...]

A tour is views joined by commas, which one visitor opens one after the other on a server of their own: the first one
holds the program's loading. Stores are made by `bench_dashboard --keep`. Needs Chromium, and Linux for its /proc. Run
it twice: the first time Python compiles the program's modules. Asked for: 3 s with 300,000 articles, under 700 MB.
"""

import argparse
import os
import shutil
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from analysis.store import snapshots
from tests.browser.conftest import BROWSERS, FLAGS, WIDE, running

TOURS = ("overview,event,framing,article,voices", "event", "tone")
WAIT_MILLISECONDS = 300_000
AT_REST = "[data-testid=stApp][data-test-script-state=notRunning]"
IDLE_SECONDS, IDLE_CPU = 0.7, 0.03
"""A server that used less CPU time than this for so long is at rest."""


def used(process: int) -> float:
    """Return the CPU seconds of a process, its threads' included."""
    told = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def memory(process: int) -> tuple[int, int]:
    """Return the peak and the present memory of a process in MB."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    told = {name: int(value.split()[0]) // 1024 for name, _, value in (line.partition(":") for line in lines)
            if name in ("VmHWM", "VmRSS")}  # fmt: skip
    return told["VmHWM"], told["VmRSS"]


def settle(page: Page, process: int) -> None:
    """Wait until the page is drawn and its server at rest."""
    page.locator("[data-testid=stMainBlockContainer] h1").first.wait_for()
    for _ in range(4):
        page.wait_for_timeout(300)
        page.locator(AT_REST).wait_for()
    while True:
        before = used(process)
        time.sleep(IDLE_SECONDS)
        if used(process) - before < IDLE_CPU:
            return


def tour(page: Page, store: Path, views: str) -> None:
    """Start a server, open views one after the other, and print what each cost."""
    article = snapshots.open(store).table("articles", columns=["article_id"])["article_id"].iloc[0]
    paths = {"overview": "", "article": f"article?article={article}"}
    with running(store) as (address, server):
        time.sleep(2)
        for view in views.split(","):
            before = used(server.pid)
            page.goto(f"{address}/{paths.get(view, view)}", wait_until="domcontentloaded")
            settle(page, server.pid)
            peak, stays = memory(server.pid)
            print(f"{views:40} {view:9} {used(server.pid) - before:5.2f} CPU s   peak {peak} MB, stays {stays} MB",
                  flush=True)  # fmt: skip


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--open", type=Path, required=True, help="the store to look at")
    options.add_argument("tours", nargs="*", default=TOURS, metavar="TOUR", help="views joined by commas")
    asked = options.parse_args()
    chromium = next(path for name in BROWSERS if (path := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        for views in asked.tours:
            page = browser.new_page(viewport=WIDE, reduced_motion="reduce")
            page.set_default_timeout(WAIT_MILLISECONDS)
            tour(page, asked.open, views)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
