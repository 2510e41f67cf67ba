"""Imports go one way: each package imports only from those above it in DESIGN's list."""

import ast
from pathlib import Path

import pytest

import toolkit

ROOT = Path(toolkit.__file__).parent
LAYERS = ("problems", "content", "planning", "evaluation", "rendering", "execution", "studio", "commands", "cli")


def imported_parts(file: Path) -> set[str]:
    """First part after ``toolkit.`` of everything that a file imports, also inside functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            names = (
                [f"{node.module}.{alias.name}" for alias in node.names] if node.module == "toolkit" else [node.module]
            )
        found |= {name.split(".")[1] for name in names if name and name.startswith("toolkit.")}
    return found


def layer_of(file: Path) -> str:
    return file.relative_to(ROOT).parts[0].removesuffix(".py")


FILES = sorted(
    p
    for p in ROOT.rglob("*.py")
    if layer_of(p) not in ("__init__", "__main__", "workspace") and "workspace" not in p.parts
)


def test_every_part_has_a_layer():
    assert {layer_of(p) for p in FILES} <= set(LAYERS)


@pytest.mark.parametrize("file", FILES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_imports_only_from_layers_above(file):
    allowed = LAYERS[: LAYERS.index(layer_of(file)) + 1]
    assert imported_parts(file) <= set(allowed)


def test_scanner_sees_imports_inside_functions(tmp_path):
    file = tmp_path / "x.py"
    file.write_text("def f():\n    from toolkit.cli import main\n", encoding="utf-8")
    assert imported_parts(file) == {"cli"}
