"""What docs/exchange.md shows can be done as it stands there."""

import re
import shlex
from pathlib import Path

import pytest

from toolkit.cli import main

DOC = Path(__file__).parents[3] / "docs" / "exchange.md"


def commands_shown() -> list[str]:
    blocks = re.findall(r"^```\w*\n(.*?)^```", DOC.read_text(encoding="utf-8"), flags=re.M | re.S)
    return [line for block in blocks for line in block.splitlines() if line.startswith("tot ")]


def test_every_command_shown_works(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit):
        main(["init", "mine", "--quiet"])
    for line in commands_shown():
        with pytest.raises(SystemExit) as done:
            main(shlex.split(line)[1:])
        assert done.value.code == 0, (line, capsys.readouterr().err)
    made = {path.name for path in tmp_path.iterdir()}
    assert made >= {"labour-migrants.zip", "contract.zip", "labour-migrants.imscc", "labour-migrants.jsonld"}


def test_a_workspace_of_ones_own_receives_the_whole_curriculum(tmp_path, monkeypatch):
    """A new organisation: the shipped curriculum joins a workspace that has none of it."""
    monkeypatch.chdir(tmp_path)
    for arguments in (["init", "mine", "-q"], ["share", "labour-migrants", "-o", "x.zip", "-q"]):
        with pytest.raises(SystemExit):
            main(arguments)
    folder = tmp_path / "mine" / "curricula"
    for path in [*(folder / "labour-migrants").iterdir(), *folder.glob("locale/*/contract.po")]:
        path.unlink()
    (folder / "labour-migrants").rmdir()
    with pytest.raises(SystemExit) as done:
        main(["add", "x.zip", "--workspace", "mine", "-q"])
    assert done.value.code == 0
    with pytest.raises(SystemExit) as checked:
        main(["check", "--workspace", "mine", "-q"])
    assert checked.value.code == 0
