"""Files from the browser: read into a store of their own, with the rules chosen, and never written elsewhere."""

import shutil
import tomllib
from pathlib import Path
from threading import Event

import pytest
from streamlit.testing.v1 import AppTest

from analysis.corpus import clean
from analysis.queries import DataError
from analysis.settings import Settings
from analysis.store import snapshots, writing
from tests.conftest import ROOT, SEEDS, WAIT
from tests.page import dashboard
from views import building, page, upload

STORY = "The envoys of both sides met in the capital on Monday, and the talks ended without an agreement. " * 8
PAGE = f"17 Sep, 2019 07:28\n{STORY}\nThe minister spoke of progress."
CSV = f'outlet,title,date,text\nRT,Talks end,2019-09-17,"{PAGE}"\n'.encode()


@pytest.fixture
def home(seed_store, tmp_path, monkeypatch):
    """A folder of its own with a copy of the seeds' store, which opens first."""
    shutil.copytree(seed_store.directory, tmp_path / "home" / "first")
    monkeypatch.setenv("PARALLAX_STORE", str(tmp_path / "home" / "first"))
    return tmp_path / "home"


def brought(name: str, file: str, content: bytes, rules_off: tuple[str, ...] = (), version: str = "first") -> AppTest:
    """Bring one file under a corpus name, as a visitor does."""
    app = dashboard()
    app.session_state["upload"] = True
    app.switch_page("views/overview.py")
    app.run()
    app.file_uploader(key="files").upload(file, content)
    app.text_input(key="corpus_name").set_value(name)
    app.multiselect(key="rules_off").set_value(list(rules_off))
    app.selectbox(key="version").set_value(version)
    next(button for button in app.button if button.label == "Read and measure").click()
    app.run()
    assert not app.exception
    return app


def plain(text: str) -> str:
    """Write a sentence as a note on the page holds it."""
    return page.plain(text, 400)


def files_in(folder: Path) -> set[Path]:
    return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}


def test_no_rule_is_off_unless_a_visitor_switches_it_off(home):
    app = brought("All rules", "one.csv", CSV)
    assert app.multiselect(key="rules_off").options == list(clean.RULES)
    made = snapshots.open(home / "stores" / "All rules")
    assert made.settings.rules_off == ()
    assert not made.body(made.articles()["article_id"].iloc[0]).startswith("17 Sep")


def test_which_text_of_an_address_counts_is_chosen_with_the_files(home, monkeypatch):
    asked = []
    monkeypatch.setattr(upload, "_build", lambda files, manifest, name, settings: asked.append(settings.version))
    brought("Last texts", "one.csv", CSV, version="last")
    brought("First texts", "one.csv", CSV)
    assert asked == ["last", "first"]


def test_a_rule_that_is_switched_off_removes_nothing_from_the_new_store(home):
    off = ("drop_page_furniture", "drop_date_lines")
    brought("Some rules", "one.csv", CSV, off)
    made = snapshots.open(home / "stores" / "Some rules")
    assert made.settings.rules_off == off
    assert made.body(made.articles()["article_id"].iloc[0]).startswith("17 Sep")
    assert not set(made.table("removals")["rule"].astype("str")) & set(off)


def test_what_came_of_the_files_is_said_until_the_next_choice_however_often_the_page_is_drawn(home):
    app = brought("Kept", "one.csv", CSV)
    for _ in range(2):
        assert app.info[0].value.startswith("1 article read, 0 rejects; 1 event")
        app.run()
    for view in ("methods", "overview"):
        app.switch_page(f"views/{view}.py").run()
        assert not any("article read" in note.value for note in app.info)


def test_what_came_of_a_step_takes_the_place_of_what_came_of_the_step_before(home):
    app = brought("Short-lived", "one.csv", CSV)
    app.button(key="delete").click().run()
    assert [note.value for note in app.info] == ["The corpus “Short\\-lived” was deleted\\."]


def test_every_rule_is_explained_in_a_line():
    lines = upload.rules_meant().splitlines()
    assert len(lines) == len(clean.RULES)
    assert all(name in line and len(line) > len(name) + 20 for name, line in zip(clean.RULES, lines, strict=True))


@pytest.mark.parametrize("file", ["../../evil.csv", "..\\..\\evil.csv", "/etc/evil.csv"])
def test_a_file_name_that_climbs_out_is_written_nowhere_else(home, tmp_path, monkeypatch, file):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    before = files_in(home / "first")
    brought("../../climbing", file, CSV)
    assert snapshots.open(home / "stores" / "climbing").about["counts"]["articles"] == 1
    assert files_in(home / "first") == before
    assert {path.name for path in tmp_path.iterdir()} == {"home", "scratch"}
    assert {path.name for path in home.iterdir()} == {"first", "stores"}
    assert files_in(scratch) == set()
    assert not list(tmp_path.rglob("evil*"))
    assert not [path for path in (ROOT / "evil.csv", ROOT.parent / "evil.csv", Path("/etc/evil.csv")) if path.exists()]


@pytest.mark.parametrize(
    "sent",
    ["../../evil.csv", "..\\..\\evil.csv", "..", "../..", ".", "", "/", "a/..", "\0", "x" * 400, "한" * 120 + ".csv"],
)
def test_a_bare_name_is_a_file_in_its_folder(tmp_path, sent):
    path = tmp_path / upload.bare_name(sent)
    path.write_bytes(b"text")
    assert path.resolve().parent == tmp_path.resolve()


def test_the_end_of_a_long_name_is_kept():
    assert upload.bare_name("한" * 120 + ".csv").endswith("한.csv")


def test_files_that_are_too_large_together_are_refused_with_the_command_for_them(home, monkeypatch):
    monkeypatch.setattr(upload, "MAX_MEGABYTES", 0)
    app = brought("Too large", "one.csv", CSV)
    assert not snapshots.exists(home / "stores" / "Too large")
    told = app.info[0].value
    assert "takes 0" in told
    assert plain(f'python -m analysis build FOLDER --store "{home / "stores" / "Too large"}"') in told


def test_why_files_were_refused_is_said_beside_the_form_until_the_next_choice_however_often_it_is_drawn(home):
    app = brought("", "one.csv", CSV)
    for _ in range(3):
        assert [note.value for note in app.info] == [plain("Give the corpus a name of letters and digits.")]
        assert app.button and app.text_input(key="corpus_name")
        app.run()
    app.text_input(key="corpus_name").set_value("Named")
    next(button for button in app.button if button.label == "Read and measure").click()
    app.run()
    assert [note.value[:14] for note in app.info] == ["1 article read"]


def test_a_refusal_is_a_sentence(home):
    app = dashboard()
    app.run()
    app.text_input(key="save_name").set_value("")
    next(button for button in app.button if button.label == "Save").click()
    app.run()
    assert plain("A saved comparison needs a name of 1 to 60 characters.") in [note.value for note in app.info]


def test_the_page_says_how_to_bring_more(home):
    app = dashboard()
    app.session_state["upload"] = True
    app.switch_page("views/overview.py")
    app.run()
    assert app.code[0].value == upload.command("NAME")
    assert str(home / "stores") in app.code[0].value


def test_the_limit_is_the_one_of_the_server():
    configured = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert configured["server"]["maxUploadSize"] == upload.MAX_MEGABYTES


def test_a_build_that_ends_early_leaves_nothing_behind(home, monkeypatch):
    def stopped(sources, target, **kwargs):
        (target / "parts").mkdir(parents=True)
        raise KeyboardInterrupt

    monkeypatch.setattr(upload.corpora, "build", stopped)
    with pytest.raises(KeyboardInterrupt):
        upload._made([Sent()], None, home / "stores" / "Half", Settings(), print)
    assert list((home / "stores").iterdir()) == []


class PausedBuild:
    """Work that says how far it is, and makes a corpus when it is let go."""

    def __init__(self, target, error=None):
        self.target, self.error, self.may_end, self.is_over = target, error, Event(), Event()

    def __call__(self, tell):
        try:
            tell("Reading", 0.4, "2 of 5")
            self.may_end.wait(WAIT)
            tell("Measuring", 0.9, "")
            if self.error:
                raise self.error
            built = upload.corpora.build([SEEDS], self.target, progress=tell)
            return built, self.target.name
        finally:
            self.is_over.set()


def under_way(work: PausedBuild) -> tuple[AppTest, building.Build]:
    """Open a page on a visit whose build was begun by an earlier run of it."""
    app = dashboard()
    app.session_state[building.BUILD] = build = building.Build(work, if_cancelled=building.NOTHING_KEPT)
    app.switch_page("views/methods.py").run()
    assert not app.exception
    return app, build


def test_a_build_goes_on_while_the_page_is_drawn_again_and_opens_its_corpus_in_the_end(home):
    work = PausedBuild(home / "stores" / "Long")
    app, build = under_way(work)
    for view in ("methods", "quality"):
        app.switch_page(f"views/{view}.py").run()
        assert "A corpus is being read." in [told.value for told in app.sidebar.caption]
        assert build.is_going
    work.may_end.set()
    build.wait(WAIT)
    app.run()
    assert app.session_state["corpus"] == "Long"
    assert app.info[0].value.startswith("3 articles read, 0 rejects")
    assert building.BUILD not in app.session_state


def test_a_build_is_cancelled_from_any_view_and_ends_at_its_next_step(home):
    work = PausedBuild(home / "stores" / "Never")
    app, build = under_way(work)
    app.button(key="cancel_going").click().run()
    assert [note.value for note in app.info] == ["Cancelled\\. Nothing was kept from these files\\."]
    work.may_end.set()
    build.wait(WAIT)
    assert work.is_over.is_set() and build.made is None and not work.target.exists()


def test_two_builds_of_a_visit_are_not_begun_at_once(home):
    work = PausedBuild(home / "stores" / "Long")
    app, build = under_way(work)
    app.session_state["upload"] = True
    app.switch_page("views/overview.py").run()
    app.file_uploader(key="files").upload("one.csv", CSV)
    app.text_input(key="corpus_name").set_value("Second")
    next(button for button in app.button if button.label == "Read and measure").click()
    app.run()
    assert plain(building.UNDER_WAY) in [note.value for note in app.info]
    assert not snapshots.exists(home / "stores" / "Second")
    build.cancel()
    work.may_end.set()
    build.wait(WAIT)


def test_why_a_build_ended_is_said_by_the_next_run_of_the_page(home):
    work = PausedBuild(home / "stores" / "Bad", DataError("the disk is full"))
    work.may_end.set()
    build = building.Build(work, if_cancelled=building.NOTHING_KEPT)
    build.wait(WAIT)
    app = dashboard()
    app.session_state[building.BUILD] = build
    app.switch_page("views/methods.py").run()
    assert [note.value for note in app.info] == ["This could not be read\\: the disk is full"]


def test_a_name_under_which_somebody_else_builds_is_refused_and_their_store_stays(home):
    target = home / "stores" / "race"
    with writing.opened(target, Settings()):
        before = files_in(target)
        app = brought("race", "one.csv", CSV)
        assert app.info[0].value == plain(upload.TAKEN)
        assert files_in(target) == before


def test_a_name_that_is_taken_while_files_are_read_is_refused_and_the_other_store_stays(home, monkeypatch):
    target = home / "stores" / "race"

    def overtaken(sources, made, **kwargs):
        made.mkdir()
        with writing.opened(target, Settings()):
            pass

    monkeypatch.setattr(upload.corpora, "build", overtaken)
    with pytest.raises(DataError, match="exists, or is being built"):
        upload._made([Sent()], None, target, Settings(), print)
    assert {path.name for path in target.iterdir()} >= {"parts", "history"}
    assert [path.name for path in (home / "stores").iterdir()] == ["race"]


class Sent:
    """A file as the browser sends it."""

    name, size = "one.csv", len(CSV)

    def getbuffer(self):
        return memoryview(CSV)
