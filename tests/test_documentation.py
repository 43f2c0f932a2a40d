"""What the README and the pages in docs/ say is what there is."""

import re
import shutil
from dataclasses import fields
from pathlib import Path

import pandas as pd
import pytest

from analysis import schema
from analysis.__main__ import main, parser
from analysis.settings import Settings
from tests.conftest import ROOT, SEEDS

MAX_WORDS = 900
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def command(marker):
    return re.search(rf"<!-- {marker} -->\n```sh\n(.*?)\n```", README, re.DOTALL).group(1)


def commands_of(page: Path) -> list[list[str]]:
    """Every call of the command line in a page's shell blocks, as lists of arguments."""
    blocks = re.findall(r"```sh\n(.*?)\n```", page.read_text(encoding="utf-8"), re.DOTALL)
    calls = re.findall(r"^\S*python -m analysis (.*?)(?:\s+#.*)?$", "\n".join(blocks), re.MULTILINE)
    return [call.split() for call in calls]


def test_ci_runs_the_test_command_of_the_readme_to_the_letter():
    assert command("test") in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_ci_runs_the_trials_that_the_test_command_leaves_out():
    assert ".venv/bin/python -m pytest -m trial" in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert "-m 'not trial'" in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_both_commands_are_given_for_powershell_too():
    assert README.count("```powershell") >= 2
    assert "streamlit run dashboard.py" in command("open")


def test_the_readme_stays_a_page():
    assert len(README.split()) <= MAX_WORDS


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_and_picture_of_a_page_exists(page):
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
    for link in links:
        assert link.startswith("https://") or (page.parent / link).exists(), f"{page.name} links to {link}"


@pytest.mark.parametrize("name", [field.name for field in fields(Settings)])
def test_every_setting_is_explained_where_it_is_declared(name):
    assert f"    {name} : " in Settings.__doc__


def test_the_page_of_tables_is_the_schemas():
    assert schema.as_markdown().strip() in (ROOT / "docs" / "tables.md").read_text(encoding="utf-8"), (
        'renew it with: python -c "from analysis import schema; print(schema.as_markdown())"'
    )


@pytest.mark.parametrize("page", [page for page in PAGES if commands_of(page)], ids=lambda page: page.name)
def test_the_commands_of_a_page_run_one_after_the_other(page, tmp_path, monkeypatch, capsys):
    """In a folder that holds what the page says the reader has: the seeds, some articles and some labels."""
    shutil.copytree(SEEDS, tmp_path / "seeds")
    shutil.copytree(SEEDS, tmp_path / "my-articles")
    texts = [
        f"The river rose in town {n} today." if n % 2 else f"The council met in town {n} today." for n in range(80)
    ]
    labels = pd.DataFrame({"text": texts, "label": ["no", "yes"] * 40})
    labels.to_csv(tmp_path / "labels.csv", index=False)
    monkeypatch.chdir(tmp_path)
    for arguments in commands_of(page):
        parser().parse_args(arguments)
        if arguments == ["check"]:
            continue  # .ci/run runs the gates themselves: they take a minute
        code = main(arguments)
        printed = capsys.readouterr()
        assert code == 0, f"{page.name}: {' '.join(arguments)}\n{printed.err}"


def test_every_direct_requirement_is_pinned():
    for file in ("requirements.txt", "tests/requirements.txt"):
        for line in (ROOT / file).read_text(encoding="utf-8").splitlines():
            name = line.split("#")[0].strip()
            assert not name or name.startswith("-") or "==" in name, line
