"""The floors of the house: a module imports only from floors below its own, and one floor's rooms are strangers."""

import ast
import re
import subprocess
import sys
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import analysis

ROOT = Path(__file__).resolve().parent.parent
FLOORS = [
    {"analysis.errors"},
    {"analysis.schema", "analysis.settings", "analysis.codes", "analysis.memory", "analysis.progress"},
    {"analysis.assets"},
    {"analysis.corpus"},
    {"analysis.measures"},
    {"analysis.events"},
    {"analysis.comparison", "analysis.coding"},
    {"analysis.presentation"},
    {"analysis.store", "analysis.executor"},
    {"analysis.pipeline", "analysis.collect"},
    {"analysis.training", "analysis.validation"},
    {"analysis.queries"},
    {"analysis", "analysis.commands"},
    {"analysis.__main__"},
    {"views"},
    {"dashboard"},
]
ROOM_TO_FLOOR = {room: number for number, floor in enumerate(FLOORS) for room in floor}
COMMON_GROUND = "analysis.measures.names"
"""The one part of ``measures`` that the others may use; else one measure's table is another's argument."""


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    parts = module.split(".")
    for length in (2, 1):
        room = ".".join(parts[:length])
        if room in ROOM_TO_FLOOR:
            return room
    raise AssertionError(f"module {module} stands in no room: add it to FLOORS")


@cache
def our_imports(path: Path) -> list[str]:
    """List what a module imports of this project; three tests ask for each module."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            for alias in node.names:
                longer = f"{node.module}.{alias.name}"
                exists = (ROOT / Path(*longer.split("."))).with_suffix(".py").exists() or (
                    ROOT / Path(*longer.split("."))
                ).is_dir()
                assert exists or node.module != "analysis" or alias.name in analysis.__all__, (
                    f"{path}: there is no {longer}"
                )
                found.append(longer if exists else node.module)
    return [name for name in found if name.split(".")[0] in {"analysis", "views", "dashboard"}]


MODULES = sorted([*(ROOT / "analysis").rglob("*.py"), *(ROOT / "views").glob("*.py"), *ROOT.glob("dashboard.py")])


@pytest.mark.parametrize("path", MODULES, ids=module_of)
def test_a_module_imports_only_from_floors_below(path):
    module = module_of(path)
    room = room_of(module)
    for imported in our_imports(path):
        other = room_of(imported)
        if other == room:
            family = imported.rpartition(".")[0] == module.rpartition(".")[0] != room or imported.startswith(module)
            common = imported == room or imported.startswith(COMMON_GROUND)
            assert room != "analysis.measures" or common or family, (
                f"{module} imports {imported}: measures do not know each other"
            )
            continue
        assert ROOM_TO_FLOOR[other] < ROOM_TO_FLOOR[room], f"{module} imports {imported}, which is not below it"


def test_no_modules_need_each_other_in_a_circle():
    modules = {module_of(path): path for path in MODULES}
    needed = {module: {name for name in our_imports(path) if name in modules} for module, path in modules.items()}
    assert [*TopologicalSorter(needed).static_order()]  # a CycleError names the modules of a circle


VIEWS_KNOW = ("analysis.queries", "analysis.presentation", "analysis.settings", "views")
"""All that a view may import: whatever computes is asked of the queries."""


@pytest.mark.parametrize("path", [path for path in MODULES if room_of(module_of(path)) == "views"], ids=module_of)
def test_views_know_only_queries_presentation_and_settings(path):
    strange = [name for name in our_imports(path) if not name.startswith(VIEWS_KNOW)]
    assert not strange, f"{module_of(path)} imports {', '.join(strange)}; let analysis.queries offer what it needs"


@pytest.mark.parametrize("path", MODULES, ids=module_of)
def test_only_the_front_end_knows_streamlit(path):
    if path.is_relative_to(ROOT / "analysis"):
        assert "streamlit" not in path.read_text(encoding="utf-8")


def test_the_page_does_not_load_what_only_training_and_reading_need():
    """Each of these takes 15 to 70 MB for as long as the page is open."""
    code = "import sys, analysis.queries, views.takeaway; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    heavy = {"sklearn", "scipy.stats", "wordllama", "py3langid", "trafilatura", "distributed", "dask"}
    assert not heavy & set(loaded.split())


def test_every_file_that_the_page_on_architecture_names_exists():
    named = re.findall(
        r"`([\w.]+(?:/[\w.]+)+/?|[a-z]\w*\.(?:py|md|json))`", (ROOT / "docs" / "architecture.md").read_text()
    )
    folders = [
        ROOT,
        ROOT / "analysis",
        *(path for path in (ROOT / "analysis").rglob("*") if path.is_dir()),
        ROOT / "tests/golden/rt",
    ]
    ours = [name for name in named if not re.search(r"[A-Z]{3}", name) and name not in STORE_FILES]
    assert len(ours) > 30
    missing = [name for name in ours if not any((folder / name).exists() for folder in folders)]
    assert not missing, f"docs/architecture.md names {', '.join(missing)}"


STORE_FILES = ("manifest.json", "pending.json")
"""Files of a store, which the page names too."""
