"""The house stands on floors: imports run downwards, Flask stays in its rooms, names say what things are."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
WIKI = ROOT / "wiki"

#: From the top down. A room imports rooms below it, and rooms of its own floor as long as they go in no circle.
FLOORS = (
    ("__main__",),
    ("app", "cli", "seeding", "checking", "migrating", "readymade"),
    ("feeds", "exchange"),
    ("editing", "moderation", "vocabulary"),
    ("related", "specialpages", "recentchanges", "patrol", "history", "watchlist", "notifications", "review", "search",
     "taxonomy", "links", "accounts"),
    ("pages", "logs"),
    ("users", "permissions", "web"),
    ("parsing",),
)
FLASK_FILES = {"views.py", "forms.py", "app.py", "cli.py"}
FLASK_ROOMS = {"web"}
FLASK_PACKAGES = {"flask", "flask_babel", "flask_login", "flask_wtf", "flask_compress", "wtforms", "werkzeug"}
FLASK_ALLOWED_ELSEWHERE = {"accounts/sessions.py", "readymade.py"}
FORBIDDEN_NAMES = {"utils.py", "helpers.py", "common.py", "managers.py", "base.py", "misc.py"}

SOURCES = sorted(WIKI.rglob("*.py"))


def place(path: Path) -> str:
    """The room of a file, or its own name for a file of the ground or the roof."""
    parts = path.relative_to(WIKI).parts
    return parts[0] if len(parts) > 1 else path.stem


def floor(room: str) -> int:
    """Number of the floor from the top; whatever is on none is the ground."""
    for number, rooms in enumerate(FLOORS):
        if room in rooms:
            return number
    return len(FLOORS)


def imports(path: Path) -> list[str]:
    """Every module that a file imports, at any depth."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def rooms_imported(path: Path) -> set[str]:
    return {name.split(".")[1] for name in imports(path) if name.startswith("wiki.") and name.count(".")}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(WIKI)))
def test_imports_run_downwards(path: Path) -> None:
    here = place(path)
    above = {room for room in rooms_imported(path) if floor(room) < floor(here)}
    assert not above, f"{here} imports from a floor above: {sorted(above)}"


def test_rooms_go_in_no_circle() -> None:
    graph: dict[str, set[str]] = {}
    for path in SOURCES:
        graph.setdefault(place(path), set()).update(rooms_imported(path) - {place(path)})
    for start, imported in graph.items():
        seen: set[str] = set()
        pending = list(imported)
        while pending:
            room = pending.pop()
            assert room != start, f"{start} imports itself through others"
            if room not in seen:
                seen.add(room)
                pending += graph.get(room, ())


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(WIKI)))
def test_flask_stays_in_its_rooms(path: Path) -> None:
    if path.name in FLASK_FILES or place(path) in FLASK_ROOMS:
        return
    if str(path.relative_to(WIKI)) in FLASK_ALLOWED_ELSEWHERE:
        return
    assert not {name.split(".")[0] for name in imports(path)} & FLASK_PACKAGES


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(WIKI)))
def test_names_and_shape(path: Path) -> None:
    assert path.name not in FORBIDDEN_NAMES
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "a module begins with what it is for"
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            inner = [node for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)]
            assert not inner, f"{function.name} hides an import"
