"""The docs say what is so: the reference is made from the code, and what the README shows exists."""

import re
import runpy
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

ROOT = Path(__file__).parents[1]
DOCS = [*sorted(ROOT.glob("docs/*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
MAKER = runpy.run_path(str(ROOT / "docs" / "make_reference.py"))


@pytest.mark.parametrize("path", MAKER["files"](), ids=lambda p: p.name)
def test_reference_is_up_to_date(path: Path):
    assert path.read_text(encoding="utf-8") == MAKER["files"]()[path], "run docs/make_reference.py and commit"


@pytest.mark.parametrize("name", MAKER["schemas"]())
def test_schemas_are_schemas(name: str):
    Draft202012Validator.check_schema(MAKER["schemas"]()[name])


@pytest.mark.parametrize("doc", DOCS, ids=lambda p: p.name)
def test_links_lead_somewhere(doc: Path):
    text = doc.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.S)):
        if "…" not in target and not target.startswith(("http", "mailto", "pictures/", "https")):
            assert (doc.parent / target).exists(), target


@pytest.mark.parametrize(
    "doc",
    [
        "README.md",
        "docs/first-session.md",
        "docs/first-module.md",
        "docs/first-evaluation.md",
        "docs/batch.md",
        "docs/profile.md",
        "docs/handover.md",
        "docs/tutorial-chain.md",
    ],
)
def test_commands_shown_exist(doc: str):
    from typer.main import get_command

    from toolkit.cli import app

    commands = get_command(app).commands
    shown = re.findall(r"(?:^|[/\\ ])tot ([a-z]+)", (ROOT / doc).read_text(encoding="utf-8"), flags=re.M)
    assert shown
    assert set(shown) <= set(commands)
