"""What the README says is what there is."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from analysis import schema
from analysis.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def command(marker):
    return re.search(rf"<!-- {marker} -->\n```sh\n(.*?)\n```", README, re.DOTALL).group(1)


def test_ci_runs_the_test_command_of_the_readme_to_the_letter():
    assert command("test") in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_both_commands_are_given_for_powershell_too():
    assert README.count("```powershell") >= 2
    assert "streamlit run dashboard.py" in command("open")


@pytest.mark.parametrize("name", [field.name for field in fields(Settings)])
def test_every_setting_is_explained_where_it_is_declared(name):
    assert f"    {name} : " in Settings.__doc__


def test_the_table_of_tables_in_the_readme_is_the_schemas():
    assert schema.as_markdown() in README, (
        'renew it with: python -c "from analysis import schema; print(schema.as_markdown())"'
    )


def test_every_direct_requirement_is_pinned():
    for file in ("requirements.txt", "tests/requirements.txt"):
        for line in (ROOT / file).read_text(encoding="utf-8").splitlines():
            name = line.split("#")[0].strip()
            assert not name or name.startswith("-r") or "==" in name, line
