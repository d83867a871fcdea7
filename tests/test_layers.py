"""Who may import whom, and what the core must not know."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = [path for room in ("bot", "flows", "storage") for path in sorted((ROOT / room).rglob("*.py"))]


def imports(path: Path) -> set[str]:
    """The modules that a file names, at any depth of indentation."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def tops(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imports(path)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_from_bot_to_storage_to_flows(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0]
    allowed = {"bot": {"bot", "storage", "flows"}, "storage": {"storage", "flows"}, "flows": {"flows"}}[room]
    assert tops(path) & {"bot", "storage", "flows"} <= allowed


def test_storage_knows_only_the_value_types_of_the_flow() -> None:
    for path in FILES:
        if path.is_relative_to(ROOT / "storage"):
            assert {name for name in imports(path) if name.startswith("flows")} <= {"flows.model"}, path


def test_only_storage_knows_sqlalchemy_and_only_the_telegram_channel_telegram() -> None:
    for path in FILES:
        where = path.relative_to(ROOT)
        if where.parts[0] != "storage":
            assert not tops(path) & {"sqlalchemy", "aiosqlite", "alembic"}, where
        if where.parts[:2] != ("bot", "telegram"):
            assert "telegram" not in tops(path), where


def test_the_core_has_no_clock_no_network_no_files_no_logging_and_nothing_asynchronous() -> None:
    outside = {"asyncio", "logging", "socket", "http", "urllib", "os", "pathlib", "io", "time", "random", "structlog"}
    for path in FILES:
        if not path.is_relative_to(ROOT / "flows"):
            continue
        assert not tops(path) & outside, path
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            assert not isinstance(node, ast.AsyncFunctionDef | ast.Await), path
            if isinstance(node, ast.Attribute):
                assert node.attr not in ("now", "utcnow", "today") or _is_of_a_scene(node), (path, node.lineno)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("open", "print", "input"), (path, node.lineno)


def _is_of_a_scene(node: ast.Attribute) -> bool:
    """`scene.now` and `scene.today` come from the event."""
    return isinstance(node.value, ast.Name) and node.value.id in ("scene", "self")
