"""The ten tasks of an analyst, each done by clicks from the page that opens."""

import contextlib
import csv
import html
import io
import json
import re
import shutil
import time
import zipfile
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from playwright import sync_api

from analysis import pipeline
from tests.browser.conftest import PHONE, emptied
from tests.browser.test_dashboard import FIGURE, MAIN, pick, rested, saved, settled, visit
from tests.browser.test_phone import LETTERS, MIN_PIXELS
from tests.conftest import WAIT


def follow(page, view: str, heading: str) -> None:
    """Go to a view by its link in the sidebar."""
    page.get_by_test_id("stSidebar").get_by_role("link", name=view, exact=True).click()
    page.get_by_role("heading", name=heading).first.wait_for()
    settled(page)


def choose(page, label: str, option: str, parameter: str, value: str = "") -> None:
    """Choose in a box by the mouse, and wait until the address has it."""
    pick(page, page.get_by_role("combobox", name=label).first, option)
    page.wait_for_url(lambda url: (value or option) in parse_qs(urlsplit(url).query).get(parameter, []))
    settled(page)


def test_the_answer_for_a_focus_outlet_with_its_sentences_picture_and_csv(page, browser, address, tmp_path):
    visit(page, address, "", "What is in this corpus")
    choose(page, "Focus outlet", "RT", "focus")
    follow(page, "Tone", "word the same events")
    page.get_by_text("RT against the others in “tone, own voice”").first.wait_for()
    page.get_by_text("Which sentences are behind it?").click()
    page.get_by_text("open the articles before you quote one").wait_for()
    rows = list(csv.DictReader(io.StringIO(saved(page, "These sentences (CSV)").decode("utf-8-sig"))))
    assert {row["side"] for row in rows} == {"target", "reference"}
    assert {row["outlet"] for row in rows if row["side"] == "target"} == {"RT"}
    assert "RT" not in {row["outlet"] for row in rows if row["side"] == "reference"}
    for row in rows[:4]:
        assert page.get_by_text(row["text"], exact=True).count()
    drawn = page.locator(FIGURE).nth(1)
    drawn.wait_for()
    shown = list(csv.DictReader(io.StringIO(saved_at(page, "CSV", 1).decode("utf-8-sig"))))
    assert "RT" in {row["outlet"] for row in shown} and {row["reference"] for row in shown} == {"the others"}
    page.get_by_role("button", name="Picture").nth(1).click()
    frame = page.frame_locator("[data-testid=stPopoverBody] iframe")
    with page.expect_download() as download:
        frame.get_by_role("button", name="Save SVG").click()
    assert "focus=RT" in download.value.path().read_text(encoding="utf-8")
    with page.expect_download() as download:
        frame.get_by_role("button", name="Save HTML to embed").click()
    download.value.save_as(tmp_path / "figure.html")
    page.keyboard.press("Escape")
    page.get_by_test_id("stPopoverBody").wait_for(state="detached")
    assert_drawn_for_every_width(browser, tmp_path / "figure.html")


def assert_drawn_for_every_width(browser, file: Path) -> None:
    """Open a figure to embed without a network: its letters can be read and nothing scrolls sideways."""
    context = browser.new_context(offline=True)
    page = context.new_page()
    for width, shown, hidden in ((PHONE["width"], ".narrow", ".wide"), (1400, ".wide", ".narrow")):
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(file.as_uri())
        assert page.locator(hidden).is_hidden()
        assert min(page.locator(f"{shown} svg").evaluate(LETTERS)) >= MIN_PIXELS
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator(f"{shown} svg").bounding_box()["width"] <= 960
    context.close()


def saved_at(page, button: str, place: int) -> bytes:
    """Save what one of several buttons of a name gives."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button, exact=True).nth(place).click()
    return download.value.path().read_bytes()


def find(page, words: str) -> None:
    """Type words into the box by the keyboard alone, once the page stands still."""
    box = page.get_by_role("textbox", name="Search events")
    page.wait_for_function("document.slashFinds")
    rested(page)
    page.keyboard.press("/")
    sync_api.expect(box).to_be_focused()
    page.keyboard.type(words, delay=20)
    sync_api.expect(box).to_have_value(words)
    page.keyboard.press("Enter")


def test_a_summit_is_found_from_any_view_by_the_keyboard_and_a_score_explained_by_its_sentences(page, address):
    visit(page, address, "tone", "word the same events")
    settled(page)
    find(page, "border meet")
    found = page.locator(".st-key-found")
    found.get_by_text("Events", exact=True).wait_for()
    found.get_by_role("link", name="Leaders meet at the border (1)").first.click()
    page.get_by_role("heading", name="How does each outlet cover this?").wait_for()
    settled(page)
    assert found.count() == 0
    page.get_by_role("link", name="Read it with its evidence").first.click()
    assert_score_is_explained(page)


def assert_score_is_explained(page) -> None:
    """The score of an article is the mean of the sentences that its table gives, and the page says how it was made."""
    page.get_by_role("heading", name="Why this score?").wait_for()
    page.locator("mark.px-direct").first.wait_for()
    page.locator(FIGURE).first.wait_for()
    told = answer(page)
    assert "article" in query(page)
    rows = [row for row in table_of(saved(page, "CSV")) if int(row["sentence"]) >= 0]
    own = [row for row in rows if row["voice"] == "own"]
    own_voice = [float(row["tone"]) for row in own if row["tone"]]
    mean = f"{sum(own_voice) / len(own_voice):+.2f}".replace("-", "−")
    assert f"mean tone {mean}, over {len(own_voice)} of its {len(own)} own sentences" in told
    page.get_by_role("button", name="How this was made").first.click()
    page.get_by_text("VADER's compound of each sentence").wait_for()


STORY = (
    "The two presidents met at the harbour of {place} on {day} and signed a treaty on fishing, their offices said. "
    "“We have buried a bitter quarrel,” President Ana Roe said. Fishermen in {place} praised the deal as a relief. "
    "Critics called the treaty a disaster and warned that 400 jobs were at risk. "
)
EVENTS = (
    ("Aldmoor", "Friday", "2019-06-28"),
    ("Bexport", "Tuesday", "2019-09-17"),
    ("Carrick", "Monday", "2020-02-03"),
)
PAPERS = ("Harbour Mail", "Channel Two", "Northern Post")


def written(folder):
    """Write articles of three papers on three meetings as a CSV."""
    with (folder / "articles.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["outlet", "title", "text", "date"])
        for place, day, date in EVENTS:
            for number, paper in enumerate(PAPERS):
                text = STORY.format(place=place, day=day) * 3 + f"{paper} was there. " * number
                rows.writerow([paper, f"Presidents sign fishing treaty in {place}", text, date])
    return folder / "articles.csv"


@pytest.fixture(scope="module")
def meetings(tmp_path_factory):
    """A store of three meetings told by three papers."""
    folder = tmp_path_factory.mktemp("own")
    pipeline.build([written(folder)], folder / "store")
    return folder / "store"


@pytest.fixture
def own(meetings, corpora, attempt):
    """A corpus of the meetings that a test may change."""
    shutil.copytree(meetings, corpora / f"own{attempt}")
    return f"corpus=own{attempt}"


def side(page):
    return page.get_by_test_id("stSidebar")


def query(page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query, keep_blank_values=True)


def answer(page) -> str:
    """Give the sentence of answer of a view that has settled."""
    settled(page)
    return page.locator(".px-answer").first.inner_text()


def table_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def press_until(page, button, seen) -> None:
    """Press a button, and again where the page was redrawn under the pointer, until what it does can be seen."""
    for _ in range(20):
        if seen.count():
            return
        with contextlib.suppress(sync_api.TimeoutError):
            button.click(timeout=5_000)
        with contextlib.suppress(sync_api.TimeoutError):
            seen.first.wait_for(timeout=5_000)
        settled(page)  # a second press would break off what the first one still does on a busy machine
    seen.first.wait_for()


def test_a_link_that_was_made_by_clicks_shows_somebody_else_the_same(page, address):
    visit(page, address, "", "What is in this corpus")
    side(page).locator("[data-baseweb=tag]", has_text="Reuters").locator("[role=presentation]").or_(
        side(page).get_by_label("Remove Reuters")
    ).first.click()
    page.get_by_text("from 5 outlets").first.wait_for()
    assert "Reuters" not in query(page)["outlet"]
    choose(page, "Focus outlet", "Sky News", "focus")
    choose(page, "Whose words", "Headlines", "voice", "headline")
    follow(page, "Tone", "word the same events")
    page.get_by_text("Sky News against the others in “tone, headline”").first.wait_for()
    told = answer(page)
    assert query(page)["focus"] == ["Sky News"] and query(page)["voice"] == ["headline"]
    assert "Reuters" not in query(page)["outlet"]
    link = page.url
    page.context.clear_cookies()
    emptied(page)  # as somebody else's, who has nothing but the link
    page.goto(link, wait_until="domcontentloaded")
    page.get_by_text("Sky News against the others in “tone, headline”").first.wait_for()
    assert answer(page) == told
    sync_api.expect(side(page).get_by_test_id("stMultiSelect")).not_to_contain_text("Reuters")


def test_an_event_is_split_moved_back_and_merged_and_each_step_undone_from_the_log(page, address, own):
    visit(page, address, f"?{own}", "What is in this corpus")
    page.get_by_role("link", name="Presidents sign fishing treaty in Aldmoor").first.click()
    page.get_by_text("3 articles of 3 outlets").first.wait_for()
    settled(page)
    page.get_by_text("Is the grouping wrong? Correct it").click()
    pick(page, page.get_by_role("combobox", name="Articles"), "Northern Post", exact=False)
    page.keyboard.press("Escape")
    page.get_by_role("textbox", name="Why").fill("another harbour")
    alone, whole = page.get_by_text("1 article of 1 outlet,"), page.get_by_text("3 articles of 3 outlets")
    press_until(page, page.get_by_role("button", name="Split off"), alone)
    assert page.get_by_role("textbox", name="Why").input_value() == ""  # the next correction has a reason of its own
    log = page.get_by_text("Northern Post: Presidents sign fishing treaty in Aldmoor (")
    sync_api.expect(log).to_have_text(re.compile(r"^Split off: .*: another harbour\)$"))
    goal = page.get_by_role("combobox", name="Other event")
    pick(page, goal, "Aldmoor", typed="Aldmoor", exact=False)
    press_until(page, page.get_by_role("button", name="Merge both events"), whole)
    merged = page.get_by_text("Merged: the event of Northern Post: Presidents sign fishing treaty in Aldmoor with that")
    assert merged.count() == 1
    pair = page.get_by_text("2 articles of 2 outlets,")
    press_until(page, page.get_by_role("button", name="Undo").first, pair)
    pick(page, page.get_by_role("combobox", name="Articles"), "Channel Two", exact=False)
    page.keyboard.press("Escape")
    pick(page, goal, "Bexport", typed="Bexport", exact=False)
    press_until(page, page.get_by_role("button", name="Move there"), page.get_by_text("4 articles of 3 outlets"))
    press_until(page, page.get_by_role("button", name="Undo").first, pair)
    press_until(page, page.get_by_role("button", name="Undo"), whole)
    assert not page.get_by_text("Corrections in force").count()
    follow(page, "Events", "Which events did two or more outlets cover")
    page.get_by_role(
        "link", name=re.compile(r"3 outlets( \(in doubt\))?: Presidents sign fishing treaty in Aldmoor")
    ).wait_for()


def test_every_kind_of_download_says_what_the_page_says(page, address, made, tmp_path):
    visit(page, address, "?outlet=RT&outlet=Reuters", "What is in this corpus")
    choose(page, "Focus outlet", "RT", "focus")
    told, content = answer(page), saved(page, "CSV")
    assert content.startswith(b"\xef\xbb\xbf")
    on_page = table_of(content)
    counts = made.articles()["outlet"].astype("str").value_counts()
    assert {row["outlet"]: int(row["n_articles"]) for row in on_page} == {o: int(counts[o]) for o in ("RT", "Reuters")}
    about = json.loads(saved(page, "Provenance"))
    assert about["filters"]["outlets"] == ["RT", "Reuters"]
    n_articles = sum(int(row["n_articles"]) for row in on_page)
    assert f"{n_articles} of {len(made.articles())} articles" in told
    assert "focus=RT" in about["link"] and "outlet=RT" in about["link"]
    follow(page, "Export", "How do I export everything?")
    (tmp_path / "report.html").write_bytes(saved(page, "Report (HTML)"))
    assert told in html.unescape((tmp_path / "report.html").read_text(encoding="utf-8"))
    with zipfile.ZipFile(io.BytesIO(saved(page, "Everything (zip)"))) as archive:
        names = archive.namelist()
        assert {"articles.csv", "estimates.csv", "keyness.csv", "report.html", "about.json"} <= set(names)
        assert json.loads(archive.read("about.json"))["filters"]["outlets"] == ["RT", "Reuters"]
        assert len(table_of(archive.read("articles.csv"))) == n_articles
        chart = next(name for name in names if name.endswith("_articles_by_outlet.csv"))
        assert table_of(archive.read(chart)) == on_page
        assert told in html.unescape(archive.read("report.html").decode())
        assert json.loads(archive.read("about.json"))["link"].partition("?")[2] == about["link"].partition("?")[2]
    assert len(table_of(saved(page, "articles.csv"))) == n_articles
    page.get_by_text("Parquet", exact=True).click()
    page.get_by_role("button", name="articles.parquet").wait_for()
    settled(page)
    assert len(pd.read_parquet(io.BytesIO(saved(page, "articles.parquet")))) == n_articles
    assert_alone(page, tmp_path / "report.html")


def assert_alone(page, report: Path) -> None:
    """Open a report without a network: it draws its figures and asks for nothing."""
    requests = []
    page.route("http*://**", lambda route: route.abort())
    page.on("request", lambda request: requests.append(request.url))
    page.goto(report.as_uri(), wait_until="load")
    page.locator(FIGURE).first.wait_for()
    assert requests == [report.as_uri()]


def bring(page, files, name: str) -> None:
    """Upload files under a name, from any view that offers it."""
    page.get_by_text("Bring your own articles").click()
    uploader = page.get_by_test_id("stFileUploader").first
    uploader.locator("input[type=file]").set_input_files(files)
    for file in files:
        uploader.get_by_text(file.name).wait_for()  # the form waits for files that are on their way, once it knows them
    settled(page)
    page.get_by_label("Name of the corpus").fill(name)
    page.get_by_label("Name of the corpus").press("Tab")  # a box that loses the focus to a click may swallow it
    page.get_by_role("button", name="Read and measure").click()


PARAGRAPH = "The two presidents met at the border on Friday and said that talks would go on. "


def brought(path: Path, rows) -> Path:
    """Write articles, each an outlet, a title and a day, as a CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["outlet", "title", "text", "date"])
        table.writerows([outlet, title, PARAGRAPH * 8 + title, day] for outlet, title, day in rows)
    return path


def test_good_files_are_read_with_filters_of_their_own_and_bad_ones_said(page, address, made, tmp_path, attempt):
    mixed, nothing = f"mixed{attempt}", f"nothing{attempt}"
    good = brought(
        tmp_path / "brought.csv",
        [("Gazette", "Presidents meet", "2019-06-30"), ("Courier", "Talks go on", "2019-06-30")],
    )
    bad, worse = tmp_path / "empty.txt", tmp_path / "broken.json"
    bad.write_text("", encoding="utf-8")
    worse.write_text('{"title": ', encoding="utf-8")
    visit(page, address, "", "What is in this corpus")
    bring(page, [good, bad], mixed)
    page.get_by_text("2 articles read, 1 reject").wait_for()
    page.get_by_text("2 articles from 2 outlets").first.wait_for()
    sync_api.expect(side(page).get_by_test_id("stMultiSelect")).to_contain_text("Gazette")
    sync_api.expect(side(page).get_by_test_id("stMultiSelect")).not_to_contain_text("Sky News")
    assert query(page)["corpus"] == [mixed]
    follow(page, "Quality", "What was dropped")
    page.get_by_text("1 was rejected").first.wait_for()
    follow(page, "Overview", "What is in this corpus")
    bring(page, [bad, worse], nothing)
    page.get_by_role("heading", name="Nothing in this corpus could be read").wait_for()
    page.get_by_text("2 inputs were brought and none became an article").wait_for()
    assert {row["origin"] for row in table_of(saved(page, "Rejects (CSV)"))} == {bad.name, worse.name}
    for name in (nothing, mixed):
        if query(page).get("corpus") != [name]:
            choose_corpus(page, name)
        side(page).get_by_role("button", name="Delete this corpus").click()
        page.get_by_role("button", name="Delete it for good").click()
        page.get_by_text(f"The corpus “{name}” was deleted.").wait_for()
    page.get_by_text(f"{len(made.articles())} articles from 6 outlets").first.wait_for()
    settled(page)
    assert "corpus" not in query(page)


def test_a_build_is_cancelled_by_its_button_and_leaves_nothing(page, address, made, corpora, tmp_path, attempt):
    days = [f"20{10 + number % 9}-06-{number % 28 + 1:02d}" for number in range(2000)]
    rows = [(f"Outlet {number % 7}", f"Talks {number}", day) for number, day in enumerate(days)]
    visit(page, address, "", "What is in this corpus")
    bring(page, [brought(tmp_path / "large.csv", rows)], f"half{attempt}")
    page.get_by_role("button", name="Cancel").click()
    page.get_by_text("Cancelled. Nothing was kept from these files.").wait_for()
    settled(page)
    end = time.monotonic() + WAIT  # the build stops at its next step, in a thread of its own
    while list(corpora.glob(".new-*")) and time.monotonic() < end:
        time.sleep(0.2)
    assert not list(corpora.glob(".new-*"))
    assert not (corpora / f"half{attempt}").exists()
    assert page.get_by_text(f"{len(made.articles())} articles from 6 outlets").count()


def choose_corpus(page, name: str) -> None:
    pick(page, side(page).get_by_role("combobox", name="Corpus"), name)
    page.wait_for_url(f"**corpus={name}**")
    settled(page)


def test_a_comparison_is_saved_opened_and_deleted(page, address, own):
    visit(page, address, f"?{own}", "What is in this corpus")
    choose(page, "Focus outlet", "Channel Two", "focus")
    follow(page, "Voices", "Who is quoted")
    told = answer(page)
    assert told.startswith("Channel Two writes")
    page.get_by_role("button", name="Save this comparison").click()
    page.get_by_label("Name", exact=True).fill("Negative <b>share</b>")
    page.get_by_role("button", name="Save", exact=True).click()
    kept = page.get_by_role("link", name="Negative <b>share</b>")
    kept.wait_for()
    visit(page, address, f"quality?{own}", "What was dropped")
    kept.click()
    page.get_by_role("heading", name="Who is quoted", level=1).wait_for()
    page.get_by_text("Channel Two writes").first.wait_for()
    assert answer(page) == told
    rested(page)
    page.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_text("Delete the saved comparison").wait_for()
    page.get_by_role("button", name="Delete it").click()
    kept.wait_for(state="detached")


def test_where_nothing_is_left_every_view_says_what_to_choose(page, address):
    visit(page, address, "", "What is in this corpus")
    side(page).get_by_role("spinbutton", name="year, From").focus()
    page.keyboard.type("20900101", delay=50)
    page.keyboard.press("Escape")  # the calendar hands the day over when it closes
    page.locator(f"{MAIN} h1").first.click()
    page.get_by_text("No articles under these filters. Choose other outlets, dates or storyline.").wait_for()
    for view, said in (("Events", "No event under these filters."), ("Voices", "No text under these filters")):
        side(page).get_by_role("link", name=view, exact=True).click()
        page.get_by_text(said).first.wait_for()
    page.get_by_role("button", name="Show all").click()
    page.get_by_text("Share of words in the outlet's own voice").first.wait_for()
    settled(page)
    side(page).get_by_role("button", name="Clear all").or_(side(page).get_by_label("Clear all")).first.click()
    page.get_by_text("Choose at least one outlet").wait_for()


def test_the_keyboard_alone_filters_reads_and_takes_away(page, address):
    visit(page, address, "", "What is in this corpus")
    outlets = side(page).get_by_role("combobox", name="Outlets")
    rested(page)
    outlets.focus()
    page.keyboard.press("Backspace")
    page.get_by_text("from 5 outlets").first.wait_for()
    page.keyboard.press("Escape")
    rested(page)
    link = side(page).get_by_role("link", name="Voices", exact=True)
    link.focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Who is quoted").first.wait_for()
    rested(page)
    assert len(query(page)["outlet"]) == 5
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV", exact=True).first.focus()
        page.keyboard.press("Enter")
    assert len({row["outlet"] for row in table_of(download.value.path().read_bytes())}) == 5
