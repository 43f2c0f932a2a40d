"""One server and one Chromium for all browser tests; nothing but this machine may be asked for anything."""

import contextlib
import itertools
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests import made_store
from tests.conftest import ROOT, WAIT

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SHORT_LIVES = "--js-flags=--no-opt --no-maglev"
"""A page that lives for seconds never earns back what optimising its scripts costs, an eighth of a renderer's time."""

WAIT_MILLISECONDS = WAIT * 1000

TRIES_AGAIN = 1
"""A page redrawn at the wrong moment swallows a key or a click, as it would a person's, who presses again."""

NEVER_AGAIN = ("the page asked another host", "a text of the data ran as a program")
"""What must not happen once."""


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=TRIES_AGAIN, rerun_except=list(NEVER_AGAIN)))


@pytest.fixture(scope="session")
def chromium():
    """Path of a Chromium; without one these tests skip and say why, unless they are compulsory."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found:
        return found
    reason = f"no browser found (looked for {', '.join(BROWSERS)})"
    if os.environ.get("PARALLAX_BROWSER") == "required":
        pytest.fail(f"{reason}, and PARALLAX_BROWSER=required makes these tests compulsory")
    return pytest.skip(reason)


@pytest.fixture(scope="session")
def browser(chromium):
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=WAIT_MILLISECONDS)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=[*FLAGS, SHORT_LIVES])
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def home(tmp_path_factory):
    """The folder of the store that opens first and of all that visitors bring and collect."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def started(chromium, home):
    """The dashboard without any store yet, and with outlets that answer on this machine."""
    with running(home / "store", ("tests.browser.with_outlets",)) as (address, _):
        yield address


@pytest.fixture(scope="session")
def first_start(started, tab):
    """What the first visitor of a server without a store reads, and how many figures that shows.

    The first visit of a server costs 6 s more than others, so this one serves all tests.
    """
    from playwright.sync_api import TimeoutError

    tab.goto(started, wait_until="domcontentloaded")
    with contextlib.suppress(TimeoutError):  # its own test fails then, and no other
        tab.locator(".js-plotly-plot").first.wait_for()
    return tab.locator("[data-testid=stMain]").inner_text(), tab.locator(".js-plotly-plot").count()


@pytest.fixture(scope="session")
def made(home, first_start):
    """The made store, which takes the place of what the first start built."""
    shutil.rmtree(home / "store", ignore_errors=True)
    return made_store.build(home / "store")


@pytest.fixture(scope="session")
def corpora(made):
    """The folder of what visitors bring beside the made store: a test module puts its corpora there by their names."""
    return made.directory.parent / "stores"


TRIES = itertools.count(1)


@pytest.fixture
def attempt() -> int:
    """A number that no other test has, nor another try of this one: what a test makes is called by it."""
    return next(TRIES)


@pytest.fixture(scope="session")
def address(started, made):
    """The dashboard on the made store, on a free port of this machine."""
    return started


def served(directory: Path):
    """Run the dashboard on a store until the tests are done."""
    with running(directory) as (address, _):
        yield address


@contextlib.contextmanager
def running(directory: Path, module: Sequence[str] = ("streamlit", "run", "dashboard.py")):
    """Run the dashboard on a store: give its address and its process."""
    port = free_port()
    command = [sys.executable, "-m", *module, "--server.headless", "true"]
    server = subprocess.Popen(
        [*command, "--server.port", str(port)],
        cwd=ROOT,
        env={**os.environ, "PARALLAX_STORE": str(directory)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port, server)
        yield f"http://127.0.0.1:{port}", server
    finally:
        server.terminate()
        server.wait(timeout=WAIT)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int, server: subprocess.Popen) -> None:
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        assert server.poll() is None, "the dashboard's server stopped at once"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"the dashboard did not answer within {WAIT} seconds")


@pytest.fixture(scope="session")
def context(browser):
    """One visitor for most tests: what the page is made of is fetched and compiled once."""
    opened = browser.new_context(viewport=WIDE, reduced_motion="reduce")
    opened.set_default_timeout(WAIT_MILLISECONDS)
    yield opened
    opened.close()


WIDE, PHONE = {"width": 1400, "height": 1000}, {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def tab(context):
    """The tab that tests use in turn: a page costs half of what it costs in a new one, which compiles every script."""
    opened = context.new_page()
    yield opened
    opened.close()


@pytest.fixture
def page(context, tab):
    """A page that fails its test when it asks another host for anything, or a text runs as a program, or one fails."""
    elsewhere, dialogs, errors = [], [], []

    def ask(request):
        if not local(request.url):
            elsewhere.append(request.url)

    def answer(dialog):
        dialogs.append(dialog.message)
        dialog.dismiss()

    def fail(error):
        errors.append(str(error))

    tab.on("pageerror", fail)
    tab.on("request", ask)
    tab.on("dialog", answer)
    yield tab
    emptied(tab)
    context.clear_cookies()
    tab.remove_listener("request", ask)
    tab.remove_listener("dialog", answer)
    tab.remove_listener("pageerror", fail)
    assert elsewhere == [], NEVER_AGAIN[0]
    assert dialogs == [], NEVER_AGAIN[1]
    assert errors == []


def emptied(tab) -> None:
    """Leave a tab as a new one is: nothing kept for the site, the usual width and theme."""
    tab.unroute_all()
    if urlsplit(tab.url).scheme == "http":
        tab.evaluate("localStorage.clear(), sessionStorage.clear()")
    tab.goto("about:blank")
    tab.set_viewport_size(WIDE)
    tab.emulate_media(color_scheme="null")


def local(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("data", "blob", "about", "file") or parts.hostname in ("127.0.0.1", "localhost")
