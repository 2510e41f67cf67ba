"""Notebooks in the repository are clean (no outputs, no counts), thin, and take exactly the brief's fields."""

import json
from pathlib import Path

import pytest

from toolkit.content.workspace import built_in_workspace
from toolkit.execution.for_notebooks import brief_parameters
from toolkit.execution.notebook import read_parameter_defaults

NOTEBOOKS = sorted((built_in_workspace() / "notebooks").glob("*.ipynb"))


def test_there_are_notebooks():
    assert {p.name for p in NOTEBOOKS} >= {"session_plan.ipynb", "slide_deck.ipynb"}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name)
def test_clean(path: Path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = [c for c in cells if c["cell_type"] == "code"]
    assert all(c["outputs"] == [] and c["execution_count"] is None for c in code)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name)
def test_thin(path: Path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = [c for c in cells if c["cell_type"] == "code" and "parameters" not in c["metadata"].get("tags", [])]
    lines = [line for c in code for line in "".join(c["source"]).splitlines() if line.strip()]
    assert len(lines) <= 15


@pytest.mark.parametrize("name", ["session_plan.ipynb", "slide_deck.ipynb"])
def test_parameters_are_the_fields_of_the_brief(name: str):
    found = read_parameter_defaults(built_in_workspace() / "notebooks" / name)
    assert found is not None
    assert set(found) == set(brief_parameters())
