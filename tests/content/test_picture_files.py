"""Picture files are decoded to their end before anything relies on them."""

from pathlib import Path

import pytest
from PIL import Image

from toolkit.content.checks.parts import _picture_file
from toolkit.content.picture_files import read_picture_file
from toolkit.content.records import Content
from toolkit.problems import Place


def picture(folder: Path, name: str) -> Path:
    path = folder / name
    if path.suffix == ".svg":
        path.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"/>')
    else:
        Image.effect_noise((60, 40), 50).convert("RGB").save(path)
    return path


@pytest.mark.parametrize("name", ["bus.png", "bus.jpg", "bus.gif", "bus.webp", "bus.svg"])
def test_a_whole_picture_is_read_and_one_that_was_cut_off_is_not(tmp_path, name):
    path = picture(tmp_path, name)
    whole = path.read_bytes()
    assert read_picture_file(path) == whole
    path.write_bytes(whole[: len(whole) // 2])
    assert read_picture_file(path) is None


def test_what_is_no_picture_is_not_read(tmp_path):
    (tmp_path / "notes.txt").write_text("words")
    (tmp_path / "page.svg").write_text("<html/>")
    for name in ("notes.txt", "page.svg", "none.png"):
        assert read_picture_file(tmp_path / name) is None


def test_a_broken_picture_is_a_problem_at_its_line(tmp_path):
    (tmp_path / "bus.png").write_bytes(b"no picture")
    found = list(_picture_file(Content(root=tmp_path), "bus.png", Place("m.md", 7)))
    assert [(p.where.line, p.code, p.severity) for p in found] == [(7, "picture-broken", "warning")]
    picture(tmp_path, "bus.png")
    assert list(_picture_file(Content(root=tmp_path), "bus.png", Place("m.md", 7))) == []
