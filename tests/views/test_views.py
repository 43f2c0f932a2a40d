"""Every view runs from the entry script, with all, one and no outlet chosen, and nothing in it obeys a text."""

import doctest
import functools
import json
from datetime import date
from urllib.parse import urlencode

import pytest
from streamlit.testing.v1 import AppTest

from analysis import pipeline, queries
from analysis.settings import Filters, Settings
from tests import made_store
from tests.conftest import ROOT, SEEDS
from tests.page import dashboard
from views import address, cache, figures, search, shelf, upload
from views import page as page_parts

VIEWS = ("overview", "events", "event", "tone", "framing", "voices", "words", "changes", "quality", "methods", "export",
         "article")  # fmt: skip
OF_ARTICLE = {"article": {"article": "0000000000000003"}}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return made_store.build(tmp_path_factory.mktemp("made") / "store")


@pytest.fixture(scope="module")
def page(made):
    """Open a view with address parameters; a view that was opened so before is not run again."""
    seen: dict[str, AppTest] = {}

    def opened(view: str, **parameters: object) -> AppTest:
        key = f"{view} {parameters}"
        if key not in seen:
            seen[key] = run(view, parameters)
        return seen[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PARALLAX_STORE", str(made.directory))
        yield opened


def run(view: str, parameters: dict[str, object]) -> AppTest:
    app = dashboard()
    for name, value in parameters.items():
        app.query_params[name] = value
    app.switch_page(f"views/{view}.py")
    return app.run()


def words_of(app: AppTest) -> str:
    """All text that a visitor reads, whatever element shows it."""
    parts = [
        *app.title,
        *app.header,
        *app.subheader,
        *app.text,
        *app.caption,
        *app.info,
        *app.markdown,
        *app.get("html"),
    ]
    return " ".join(str(getattr(part, "value", "") or getattr(part.proto, "body", "")) for part in parts)


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_runs_with_all_outlets(page, view):
    app = page(view, **OF_ARTICLE.get(view, {}))
    assert not app.exception
    assert app.title


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_runs_with_one_outlet(page, view):
    app = page(view, outlet=["RT"], article="0000000000000003")
    assert not app.exception
    assert app.title or app.info


@pytest.mark.parametrize("view", [view for view in VIEWS if view not in ("methods", "article")])
def test_without_an_outlet_every_view_says_what_to_choose(page, view):
    app = page(view, outlet="")
    assert not app.exception
    assert "Choose at least one outlet" in app.info[0].value


@pytest.mark.parametrize("view", [view for view in VIEWS if view not in ("methods", "article", "quality")])
def test_dates_without_articles_give_a_sentence_and_no_error(page, view):
    app = page(view, **{"from": "1999-01-01", "to": "1999-12-31"})
    assert not app.exception
    assert app.info or any(text in words_of(app) for text in ("Not enough evidence", "No ", "cannot be compared"))


@pytest.mark.parametrize("view", ["tone", "framing", "words", "changes"])
def test_where_no_article_is_left_no_other_reason_is_given(page, view):
    app = page(view, **{"from": "1999-01-01", "to": "1999-12-31"})
    assert "No article is left under these filters." in words_of(app)
    assert [note.value for note in app.info] == [page_parts.NO_ARTICLES]
    assert not app.expander and not app.selectbox(key="focus").disabled


@pytest.mark.parametrize(
    ("view", "asked"),
    [("article", {}), ("article", {"article": "nowhere"}), ("event", {"from": "1999-01-01", "to": "1999-12-31"})],
)
def test_a_view_that_shows_nothing_has_its_question_as_a_heading(page, view, asked):
    assert len(page(view, **asked).title) == 1


def test_dates_the_wrong_way_round_give_a_sentence(page):
    app = page("overview", **{"from": "2019-12-31", "to": "2019-01-01"})
    assert "lies after the last day" in app.info[0].value


def test_filters_in_the_address_are_the_filters_of_the_page(page):
    app = page("overview", outlet=["RT", "Sky News"], **{"from": "2019-02-01"})
    assert app.multiselect(key="outlet").value == ["RT", "Sky News"]
    assert str(app.date_input(key="from").value) == "2019-02-01"
    assert "from 2 outlets" in words_of(app)


@pytest.mark.parametrize(("waited", "stays"), [(0, True), (address.LATE_SECONDS, False)])
def test_a_request_that_left_before_the_browser_knew_the_new_address_undoes_no_filter(made, monkeypatch, waited, stays):
    monkeypatch.setenv("PARALLAX_STORE", str(made.directory))
    app = run("overview", {"outlet": ["RT", "Sky News"]})
    app.multiselect(key="outlet").set_value(["RT"]).run()
    assert app.query_params["outlet"] in ("RT", ["RT"])
    app.query_params["outlet"] = ["RT", "Sky News"]
    app.session_state[address.LEFT]["at"] -= waited
    app.run()
    assert app.multiselect(key="outlet").value == (["RT"] if stays else ["RT", "Sky News"])
    assert app.query_params["outlet"] in ("RT", ["RT"]) if stays else len(app.query_params["outlet"]) == 2


def test_the_button_back_leads_back_at_once_where_the_browser_knew_the_new_address(made, monkeypatch):
    monkeypatch.setenv("PARALLAX_STORE", str(made.directory))
    app = run("overview", {"outlet": ["RT", "Sky News"]})
    app.multiselect(key="outlet").set_value(["RT"]).run()
    app.run()
    app.query_params["outlet"] = ["RT", "Sky News"]
    assert app.run().multiselect(key="outlet").value == ["RT", "Sky News"]


def test_counts_in_tables_are_parted_by_thousands(page):
    told = json.loads(page("quality").dataframe[0].proto.columns)
    assert told["n_articles"]["type_config"]["format"] == "localized"


def test_undated_articles_are_counted_when_dates_leave_them_out(page, made):
    undated = int(made.articles()["published_at"].isna().sum())
    app = page("overview", **{"from": "2019-01-01"})
    assert f"{undated} undated excluded" in words_of(app)


def test_a_storyline_in_the_address_narrows_every_view(page, made):
    storyline = made.articles()["storyline"].dropna().iloc[0]
    app = page("overview", storyline=storyline)
    assert app.selectbox(key="storyline").value == storyline
    assert app.query_params["storyline"] in (storyline, [storyline])
    n_articles = int((made.articles()["storyline"] == storyline).sum())
    assert f"{n_articles} of {len(made.articles())} articles" in words_of(app)


def test_the_focus_outlet_is_what_answers_are_about(page):
    for view, subject in (("tone", "RT against the others"), ("framing", "RT against the others"), ("words", "RT")):
        app = page(view, focus="RT")
        assert subject in words_of(app)
        assert app.selectbox(key="focus").value == "RT"
    assert page("words", focus="RT").selectbox(key="target").value == "RT"


@pytest.mark.parametrize(
    ("view", "told"),
    [
        ("overview", "RT has "),
        ("events", "RT reports "),
        ("voices", "RT writes "),
        ("framing", "RT against the others in "),
    ],
)
def test_the_focus_outlet_is_the_subject_of_the_answer(page, view, told):
    answers = [
        element.proto.body for element in page(view, focus="RT").get("html") if "px-answer" in element.proto.body
    ]
    assert f'dir="auto">{told}' in answers[0]


def test_whose_words_count_is_chosen_in_the_bar_and_stands_in_links(page):
    tone = page("tone", voice="headline")
    assert not tone.exception
    assert "tone, headline" in words_of(tone) and tone.selectbox(key="measure").value == "tone_title"
    assert page("tone", measure="tone_attributed").selectbox(key="voice").value == "quoted"
    assert page("words", voice="all").selectbox(key="voice").value == "all"
    strange = page("tone", voice="loud")
    assert "“loud” is none of own, all, quoted, headline" in words_of(strange)
    assert strange.selectbox(key="voice").value == "own"


def test_a_focus_outlet_that_is_not_chosen_is_said_and_dropped(page):
    app = page("tone", outlet=["RT", "Reuters"], focus="Sky News")
    assert "“Sky News”" in words_of(app) and app.selectbox(key="focus").value is None


def test_a_filter_that_the_store_does_not_know_is_ignored_and_not_an_error(page):
    assert not page("event", event="no such event", storyline="no such storyline", outlet=["Nobody"]).exception
    assert "not in the open corpus" in page("article", article="no such article").info[0].value


def figures_of(app: AppTest) -> list[dict]:
    return [json.loads(part.proto.spec) for part in app.get("plotly_chart")]


@pytest.mark.parametrize("view", ["overview", "events", "event", "tone", "framing", "voices", "words"])
def test_every_figure_is_titled_described_and_never_sent_away(page, view):
    app = page(view)
    figures = app.get("plotly_chart")
    assert figures
    for part in figures:
        assert json.loads(part.proto.spec)["layout"]["meta"]["title"]
        assert part.proto.alt
        assert json.loads(part.proto.config)["showSendToCloud"] is False


@pytest.mark.parametrize("view", ["overview", "events", "event", "tone", "framing", "voices", "words"])
def test_a_view_sends_aggregates_only(page, view):
    app = page(view)
    assert sum(len(part.proto.spec) for part in app.get("plotly_chart")) < 200_000


def test_a_hostile_title_or_outlet_never_becomes_a_tag_or_markdown(page):
    for view in VIEWS:
        app = page(view, **OF_ARTICLE.get(view, {}))
        for part in app.get("html"):
            assert "<img" not in part.proto.body
            assert "<script" not in part.proto.body or part.proto.body == search.SLASH
            assert "<b>Evil" not in part.proto.body
        for part in [*app.markdown, *app.caption, *app.info]:
            assert "![x](" not in part.value
            assert "<img" not in part.value
        for part in app.get("page_link"):
            assert "![x](" not in part.proto.label
        for spec in figures_of(app):
            spec["layout"].pop("meta")
            assert "<img" not in json.dumps(spec)


def test_counts_of_an_article_are_whole_numbers(seed_store, monkeypatch):
    monkeypatch.setenv("PARALLAX_STORE", str(seed_store.directory))
    article = seed_store.articles().iloc[0]
    shown = words_of(run("article", {"article": article["article_id"]}))
    assert f'length</td><td class="number">{article["n_words"]:,}</td>' in shown


def test_the_article_page_shows_its_removed_passages_and_marks(page):
    app = page("article", article="0000000000000003", sentence="2")
    shown = words_of(app)
    assert "px-direct" in shown
    assert "px-sentence" in shown
    assert made_store.EVIL in [part.value for part in app.text]


def test_choosing_a_measure_changes_the_question_of_the_figures(page):  # needs the store that `page` names
    app = run("tone", {})
    app.selectbox(key="measure").set_value("share_negative").run()
    assert not app.exception
    titles = [spec["layout"]["meta"]["title"] for spec in figures_of(app)]
    assert any("negative" in title for title in titles)


def test_the_voices_say_for_which_country_they_speak(page):
    titles = [spec["layout"]["meta"]["title"] for spec in figures_of(page("voices"))]
    assert any("speak for" in title.replace("<br>", " ") for title in titles)
    grids = [trace for spec in figures_of(page("voices")) for trace in spec["data"] if trace["type"] == "heatmap"]
    assert any("100" in json.dumps(trace["text"]) for trace in grids)  # all made-up quotations are one speaker's


@pytest.mark.usefixtures("page")  # needs the store that `page` names
def test_halves_of_an_outlet_are_made_on_demand_remembered_and_marked_when_filters_change(monkeypatch):
    counting = Counting(queries.words.control)
    monkeypatch.setattr(cache, "control", cache.cached(lambda: counting))
    app = run("words", {})
    assert counting.asked == []
    app.button(key="divide").click().run()
    assert not app.exception
    outlet = app.selectbox(key="target").value
    assert counting.asked == [(Filters(outlets=(outlet,)), outlet)]
    assert f"Random halves of {outlet}" in words_of(app)
    assert AGAIN not in words_of(app)
    app.button(key="divide").click().run()
    assert len(counting.asked) == 1
    app.date_input(key="from").set_value(date(2019, 1, 20)).run()
    assert len(counting.asked) == 1
    assert f"Random halves of {outlet}" in words_of(app)
    assert AGAIN in words_of(app)
    app.date_input(key="from").set_value(None).run()
    assert AGAIN not in words_of(app)
    app.selectbox(key="target").set_value("RT" if outlet != "RT" else "Reuters").run()
    assert AGAIN in words_of(app)


AGAIN = "run it again"


class Counting:
    """A function that remembers under which filters and for which outlet it was asked."""

    def __init__(self, function):
        functools.update_wrapper(self, function)
        self.function, self.asked = function, []

    def __call__(self, snapshot, filters, outlet):
        self.asked.append((filters, outlet))
        return self.function(snapshot, filters, outlet)


MARKS = (
    ("overview", {"figure": "articles_by_outlet", "outlet": "RT"}, "articles · RT"),
    (
        "overview",
        {"figure": "articles_over_time", "outlet": "RT", "first": "2019-01-01", "last": "2019-01-31"},
        "articles · RT · 2019-01-01",
    ),
    ("events", {"figure": "coverage", "event": "e00001", "outlet": "RT"}, "1 article · RT · Leaders meet"),
    ("event", {"figure": "event_tone", "outlet": "RT", "measure": "tone_own"}, "1 article with a value of tone"),
    (
        "tone",
        {"figure": "tone_values", "outlet": "RT", "measure": "tone_own", "shared": "True"},
        "articles with a value of tone",
    ),
    (
        "tone",
        {"figure": "tone_differences", "outlet": "RT", "reference": "the others", "measure": "tone_own"},
        "events that RT shares with the others",
    ),
    ("voices", {"figure": "voices", "outlet": "RT", "kind": "direct"}, "direct, in RT"),
    ("voices", {"figure": "voices_speakers", "outlet": "RT", "speaker": "Kim Jong-un"}, "Kim Jong-un, in RT"),
    ("voices", {"figure": "sides", "outlet": "RT", "side": "North Korea"}, "North Korea, in RT"),
    ("voices", {"figure": "cues", "outlet": "RT", "cue": "said"}, "said, in RT"),
    ("words", {"figure": "words", "term": "brave"}, "Sentences with “brave”"),
)


@pytest.mark.parametrize(("view", "mark", "heading"), MARKS, ids=[mark["figure"] for _, mark, _ in MARKS])
def test_what_stands_behind_a_mark_is_listed_with_links(page, view, mark, heading):
    app = page(view, mark=urlencode(mark))
    assert not app.exception
    assert heading in words_of(app)
    assert f" 0 {heading}" not in words_of(app)
    assert "There are none" not in words_of(app)
    assert app.button(key=f"close_{mark['figure']}")


@pytest.mark.parametrize(
    "mark",
    ["", "figure=tone_values", "figure=tone_values&measure=nothing", "figure=tone_values&first=tomorrow", "%%%&=&x",
     "figure=tone_values&outlet=<script>", "figure=tone_differences&reference=RT"],
)  # fmt: skip
def test_a_mark_of_the_address_that_means_nothing_is_no_error(page, mark):
    assert not page("tone", mark=mark).exception


def test_marks_do_not_travel(page):
    for view in ("overview", "events", "tone", "voices"):
        assert all("customdata" not in trace for spec in figures_of(page(view)) for trace in spec["data"])
        assert all(part.proto.selection_mode for part in page(view).get("plotly_chart"))


def test_the_pictures_of_the_readme_are_small():
    pictures = sorted((ROOT / "docs" / "pictures").iterdir())
    assert [picture.name for picture in pictures] == ["article.png", "event.png", "tone.png"]
    assert all(picture.stat().st_size < 150_000 for picture in pictures)


@pytest.mark.parametrize("module", [figures, page_parts, shelf, upload], ids=lambda module: module.__name__)
def test_the_examples_of_the_views_hold(module):
    assert doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE) == (0, len_of_examples(module))


def len_of_examples(module) -> int:
    """How many examples a module has: a module without any would pass unnoticed."""
    found = sum(len(test.examples) for test in doctest.DocTestFinder().find(module))
    assert found
    return found


def test_the_entry_script_stays_short():
    assert len((ROOT / "dashboard.py").read_text(encoding="utf-8").splitlines()) < 80


def test_what_voices_leave_out_and_what_is_only_thought_open_on_demand(tmp_path, monkeypatch):
    pipeline.build([SEEDS], tmp_path / "store", settings=Settings(attribution_from=0.9))
    monkeypatch.setenv("PARALLAX_STORE", str(tmp_path / "store"))
    app = dashboard()
    app.session_state["left_out"] = app.session_state["thought"] = True
    app.switch_page("views/voices.py")
    app.run()
    assert not app.exception
    told = words_of(app)
    assert "not sure enough" in told and "probable enough for who is quoted" in told
    table = next(frame.value for frame in app.dataframe if "fate" in frame.value)
    assert {name for name in table if "_" in name} <= set(page_parts.HEADINGS)
    assert any("Whose thoughts are reported" in str(spec["layout"]["meta"]["title"]) for spec in figures_of(app))
