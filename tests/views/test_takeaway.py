"""What is taken away holds the views that were chosen, says what it rests on, and needs no network."""

import io
import json
import re
import zipfile

import pandas as pd
import pytest

from analysis import pipeline, queries
from analysis.presentation import report
from analysis.settings import Filters
from analysis.store import snapshots
from tests import made_store
from tests.queries.test_coding import coded
from views import contrasts, sections, takeaway
from views.wanted import Wanted

SOME = Filters(outlets=("RT", "Reuters"), first="2019-01-02")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return made_store.build(tmp_path_factory.mktemp("takeaway") / "store", n_events=4)


def wanted(made, **more):
    return Wanted(made, more.pop("filters", SOME), "http://127.0.0.1:8501/export?outlet=RT", **more)


def headings(page: str) -> list[str]:
    return re.findall(r'<h2 id="q\d+">([^<]+)</h2>', page)


def test_a_report_holds_the_views_that_were_chosen_in_the_order_of_the_page(made):
    page = takeaway.html_report(wanted(made, views=("Voices", "Overview"))).decode()
    assert headings(page) == [
        "What is in this corpus, and can it be compared?",
        "Who is quoted, how much, and with which verbs?",
    ]


def test_a_report_of_every_view_loads_nothing_and_obeys_no_text(made):
    page = takeaway.html_report(wanted(made, filters=Filters(), views=tuple(sections.VIEWS))).decode()
    without_program = page.replace(report.program(), "")
    assert not re.findall(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=", without_program)
    assert "<script>alert" not in without_program
    assert len(headings(page)) >= len(sections.VIEWS)
    assert len(page) < 8_000_000


def test_a_report_says_what_it_rests_on(made):
    page = takeaway.html_report(wanted(made, views=("Tone",))).decode()
    for text in ("RT, Reuters", "2019-01-02", made.about["corpus_hash"], "outlet=RT", "taken at", "undated articles"):
        assert text in page


def test_a_report_opens_with_its_question_answer_outlets_days_articles_and_link(made):
    page = takeaway.html_report(wanted(made, views=("Overview", "Tone"))).decode()
    front = re.sub(r"<[^>]+>", " ", page[page.index("<h1>") : page.index("<nav")])
    for text in ("What is in this corpus", "from 2 outlets", "RT and Reuters", "2019", "outlet=RT"):
        assert text in front
    assert f"{len(made_store.under(made, SOME))} of {len(made.articles())}" in front
    assert "corpus_hash" not in page.replace(report.program(), "")


def test_a_report_is_about_the_focus_outlet_and_holds_the_sentences_behind_its_figures(made):
    page = takeaway.html_report(
        wanted(made, filters=Filters(), views=("Overview", "Tone", "Voices"), focus="RT", voice="headline")
    ).decode()
    for told in ("RT has ", "RT writes ", "RT against", "Sentences behind it: RT minus", "What is said by Kim Jong",
                 "Do the outlets differ in “tone, headline”?"):  # fmt: skip
        assert told in page
    front = re.sub(r"<[^>]+>", " ", page[page.index("<h1>") : page.index("<nav")])
    assert re.search(r"Focus outlet\s+RT\s+Whose words\s+headlines", front)
    assert "This was a terrible idea" in page


def test_bars_are_not_hatched_where_they_will_be_printed(made):
    page = takeaway.html_report(wanted(made, views=("Voices",))).decode().replace(report.program(), "")
    assert not re.findall(r'"pattern":\{[^}]*"shape":"[^"]', page.split('"template"')[0])
    assert "textposition" in page


def test_a_zip_holds_tables_report_charts_methods_and_passport(made):
    packed = takeaway.everything(wanted(made, views=("Overview", "Tone", "Words")))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        names = archive.namelist()
        about = json.loads(archive.read("about.json"))
        chart = archive.read("charts/01_articles_by_outlet.html").decode()
        rows = pd.read_csv(io.BytesIO(archive.read("charts/01_articles_by_outlet.csv")), encoding="utf-8-sig")
        methods = archive.read("methods.md").decode()
    assert {f"{name}.csv" for name in queries.export.names()} <= set(names)
    assert {"report.html", "charts/plotly.min.js", "methods.md", "about.json"} <= set(names)
    assert about["filters"]["outlets"] == ["RT", "Reuters"]
    assert about["rows"]["articles"] == len(made_store.under(made, SOME))
    assert about["excluded"]["articles outside the filters"] == len(made.articles()) - len(made_store.under(made, SOME))
    assert {"settings", "versions", "corpus_hash", "created_at", "taken_at", "link", "methods"} <= set(about)
    assert 'src="plotly.min.js"' in chart
    assert sorted(rows["outlet"]) == ["RT", "Reuters"]
    drawn = [name.removesuffix(".html") for name in names if name.startswith("charts/") and name.endswith(".html")]
    assert len(drawn) > 3
    assert {f"{name}.csv" for name in drawn} <= set(names)
    assert any(name.endswith("tone_own_values") for name in drawn)
    assert "## Tone" in methods


def test_tables_come_as_parquet_where_that_was_chosen(made):
    parquet = wanted(made, form="parquet", views=("Overview",))
    tone = pd.read_parquet(io.BytesIO(takeaway.table(parquet, "tone")))
    assert set(tone["article_id"]) == set(made_store.under(made, SOME)["article_id"])
    with zipfile.ZipFile(io.BytesIO(takeaway.everything(parquet))) as archive:
        assert "measures.parquet" in archive.namelist()
        assert "measures.csv" not in archive.namelist()


def test_texts_are_taken_away_only_when_asked_for(made):
    for with_text in (False, True):
        packed = takeaway.everything(wanted(made, with_text=with_text, views=("Overview",)))
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            articles = archive.read("articles.csv").decode("utf-8-sig")
        alone = takeaway.table(wanted(made, with_text=with_text), "articles").decode("utf-8-sig")
        assert (made_store.SENTENCES[0] in articles) == (made_store.SENTENCES[0] in alone) == with_text


def test_the_passport_of_a_table_counts_its_rows(made):
    about = json.loads(takeaway.about_table(wanted(made), "quotes"))
    ids = made_store.under(made, SOME)["article_id"]
    assert about["rows"] == {"quotes": int(made.table("quotes")["article_id"].isin(ids).sum())}


def test_without_articles_a_report_still_says_so(made):
    nothing = Filters(first="1990-01-01", last="1990-12-31")
    page = takeaway.html_report(wanted(made, filters=nothing, views=tuple(sections.VIEWS))).decode()
    n_articles = len(made.table("articles", columns=["article_id"]))
    assert f"None of {n_articles} articles is left under these filters." in page


def test_where_no_event_is_shared_the_report_looks_at_a_storyline(seed_store):
    page = takeaway.html_report(Wanted(seed_store, Filters(), "", ("One event",))).decode()
    assert headings(page) == [
        "How does each outlet cover one storyline?",
        "What happened when, who covered it, and how did the wording move?",
        "Who is quoted, with how many words?",
        "What do they share, and what does only one of them have?",
    ]
    assert "ranks nobody" in page
    assert "Wording by event and outlet" in page


def test_a_report_on_an_event_tells_who_came_first_who_is_quoted_and_what_only_one_has(made):
    page = takeaway.html_report(wanted(made, filters=Filters(), views=("Events", "One event"))).decode()
    assert {"Who came first?", "Who is quoted, with how many words?"} <= set(headings(page))
    assert "<caption>Headlines of the first " in page


def test_a_report_holds_the_sentences_behind_values_of_tone_and_frames(seed_store):
    page = takeaway.html_report(Wanted(seed_store, Filters(), "", ("Tone", "Framing"))).decode()
    assert "Sentences of lowest and highest tone, own voice" in page
    assert "Sentences that put it forward most" in page


def test_however_many_outlets_there_are_few_articles_are_measured_for_the_sentences_of_a_frame(made, monkeypatch):
    read, sentences = [], queries.framing.sentences
    monkeypatch.setattr(contrasts, "MOST_READ", 3)
    monkeypatch.setattr(
        queries.framing, "sentences", lambda held, ids, name: read.append(len(ids)) or sentences(held, ids, name)
    )
    takeaway.html_report(wanted(made, filters=Filters(), views=("Framing",)))
    assert read and set(read) == {3}


def test_a_report_tells_how_people_judge_units_that_are_no_articles(tmp_path):
    opened = made_store.build(tmp_path / "store", n_events=12)
    sheet = queries.drawing.sheet(opened, Filters(), "said", n=40)
    queries.drawing.keep(opened, sheet)
    rows = pd.read_csv(io.BytesIO(sheet.files[f"{sheet.design.sheet}_coder_1.csv"]))
    filled = rows.assign(code=[number % 2 for number in range(len(rows))])[["unit_id", "code"]]
    content = filled.to_csv(index=False).encode()
    queries.coding.read(opened, {"Ann.csv": content, "Bo.csv": content})
    page = takeaway.html_report(wanted(opened, filters=Filters(), views=("Methods",))).decode()
    assert "How well does it agree with people who coded this corpus?" in headings(page)
    assert any(heading.startswith("What do people say of single texts?") for heading in headings(page))


TITLES = {"A": "김정은 위원장, 판문점 회담", "B": "دیدار رهبران در مرز دو کره", "C": "Встреча лидеров на границе"}


MEETING = (
    "Donald Trump and Kim Jong Un met at the border village of Panmunjom on Sunday, the third time that they have met. "
    "The American president crossed the line into North Korea, shook hands and walked back with Kim to the south side. "
    "The two leaders spoke for nearly an hour in Freedom House and agreed that their teams would resume nuclear talks. "
    "South Korean President Moon Jae-in, who joined them, called the meeting a milestone for peace on the peninsula. "
    "Talks had stalled since the summit in Hanoi in February ended without an agreement over sanctions."
)


def test_titles_in_every_script_survive_into_report_and_tables(tmp_path):
    rows = [{"outlet": outlet, "title": title, "text": f"{MEETING} {outlet} was there.", "date": "2019-06-30"}
            for outlet, title in TITLES.items()]  # fmt: skip
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    pipeline.build([corpus], tmp_path / "store")
    opened = snapshots.open(tmp_path / "store")
    packed = takeaway.everything(Wanted(opened, Filters(), "", ("One event", "Events")))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        report_text, articles = archive.read("report.html").decode(), archive.read("articles.csv").decode("utf-8-sig")
    for title in TITLES.values():
        assert title in report_text
        assert title.split(",")[0] in articles
    assert 'dir="auto"' in report_text


def test_report_and_zip_give_the_corrected_answer_and_a_validity_sheet(tmp_path):
    opened = made_store.build(tmp_path / "store", n_events=24)
    sheet = queries.drawing.sheet(opened, Filters(), "tone_own", n=10_000)
    queries.drawing.keep(opened, sheet)
    queries.coding.read(opened, coded(opened, sheet, noise=0.05))
    packed = takeaway.everything(wanted(opened, filters=Filters(), views=("Tone",)))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        page = archive.read("report.html").decode()
        sheets = [name for name in archive.namelist() if name.startswith("validity/")]
        text = archive.read(sheets[0]).decode()
        tables = [name for name in archive.namelist() if "corrected_by_people" in name]
    assert headings(page).count("Would people say the same about tone, own voice?") == 1
    assert "Corrected by people, and by the machine alone" in page
    assert len(sheets) == len(tables) == 1
    assert text.index("## Substantive") < text.index("## Structural") < text.index("## External")
    assert f"sheet {sheet.design.sheet}" in text
    assert "Krippendorff&#x27;s alpha is" in page
    assert "What was refused, and why? |" in text
