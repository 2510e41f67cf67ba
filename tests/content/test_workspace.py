"""Which folder is the workspace."""

from pathlib import Path

from sample_workspace import write_workspace

from toolkit.content.workspace import built_in_workspace, find_workspace, is_workspace


def test_the_given_one_wins(tmp_path):
    assert find_workspace(tmp_path / "other", write_workspace(tmp_path / "ws")) == tmp_path / "other"


def test_else_the_nearest_above(tmp_path):
    root = write_workspace(tmp_path / "ws")

    assert find_workspace(None, root / "curricula" / "labour") == root


def test_else_the_built_in_one(tmp_path):
    assert find_workspace(None, tmp_path) == built_in_workspace()
    assert is_workspace(built_in_workspace())


def test_paths_are_absolute(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert find_workspace(Path("ws"), Path()) == tmp_path / "ws"
