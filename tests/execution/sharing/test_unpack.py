"""Share files that lie, are damaged or attack: each is refused with its reason, and nothing is written."""

import io
import json
import re
import stat
import struct
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.execution.sharing import unpack
from toolkit.execution.sharing.names import is_portable, kind_of_content, kind_of_name
from toolkit.execution.sharing.safe_svg import is_still
from toolkit.execution.sharing.unpack import read_share
from toolkit.problems import ProblemsError

sys.path.insert(0, str(Path(__file__).parent))
from share_sample import (
    MODULE_PATH,
    codes,
    members,
    receiver,
    refusal,
    repacked,
    shared,
    with_entry,
    with_manifest,
)

MODULE_NAME = f"content/{MODULE_PATH}"


def reasons(file: Path, tmp_path: Path) -> list[str]:
    """``code: message`` of a refusal by a workspace, which stays as it was."""
    return [f"{p.code}: {p.message}" for p in refusal(file, receiver(tmp_path))]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../../evil.md", "its path climbs out of the folder"),
        ("content/../../evil.md", "its path climbs out of the folder"),
        ("content/curricula/labour/../../../x.md", "its path climbs out of the folder"),
        ("content/./curricula/labour/x.md", "its path climbs out of the folder"),
        ("content//curricula/labour/x.md", "its path climbs out of the folder"),
        ("/etc/passwd", "its path begins at the root of a disk"),
        ("C:/Windows/x.md", "its path begins at the root of a disk"),
        ("content\\..\\evil.md", "its name holds a character that no file name has"),
        ("\\\\server\\share\\x.md", "its name holds a character that no file name has"),
        ("//server/share/x.md", "its path begins at the root of a disk"),
        ("content/curricula/labour/x.md:stream", "it is none of the texts and pictures that a share file may hold"),
        ("content/curricula/labour/nul.tar.png", "it is none of the texts and pictures that a share file may hold"),
        ("content/curricula/labour/aux .png", "it is none of the texts and pictures that a share file may hold"),
        ("content/curricula/labour/COM¹.png", "it is none of the texts and pictures that a share file may hold"),
        ("content/curricula/labour/x.png.", "it is none of the texts and pictures that a share file may hold"),
        ("content/curricula/labour/x\u202egnp.md", "it is none of the texts and pictures that a share file may hold"),
        ("content/curricula/labour/more.zip", "it is none of the texts and pictures that a share file may hold"),
        (
            f"content/curricula/labour/{'d/' * 120}a.png",
            "it is none of the texts and pictures that a share file may hold",
        ),
        (f"content/curricula/labour/{'م' * 99}.png", "it is none of the texts and pictures that a share file may hold"),
        ("content/curricula/labour/run.py", "it is none of the texts and pictures that a share file may hold"),
        ("content/notebooks/evil.ipynb", "it is none of the texts and pictures that a share file may hold"),
        ("content/curricula/labour/x.html", "it is none of the texts and pictures that a share file may hold"),
        ("content/curricula/labour/con.md", "it is none of the texts and pictures that a share file may hold"),
        ("content/curricula/practices.yaml", "it is none of the texts and pictures that a share file may hold"),
        ("content/curricula/credits.json", "it is none of the texts and pictures that a share file may hold"),
        ("content/curricula/locale/fr/.hidden.po", "it is none of the texts and pictures that a share file may hold"),
        ("content/session_templates/x.yaml", "it is none of the texts and pictures that a share file may hold"),
        ("content/toolkit/x.md", "it is none of the texts and pictures that a share file may hold"),
    ],
)
def test_paths_that_a_share_file_may_not_hold(tmp_path, name, reason):
    (found,) = reasons(with_entry(shared(tmp_path), name), tmp_path)
    assert found.startswith("share-member: ")
    assert found.endswith(f"{reason}.")


def test_a_name_with_a_nul_is_refused(tmp_path):
    """Python writes a name only up to a NUL, so the bytes of the archive are changed afterwards."""
    file = with_entry(shared(tmp_path), "content/curricula/labour/a-xx.md")
    file.write_bytes(file.read_bytes().replace(b"labour/a-xx.md", b"labour/a\0.py.md"[:14]))
    assert reasons(file, tmp_path)[0].endswith("its name holds a character that no file name has.")


def test_a_link_is_refused(tmp_path):
    def link(info):
        info.create_system = 3
        info.external_attr = (stat.S_IFLNK | 0o777) << 16

    file = with_entry(shared(tmp_path), "content/curricula/labour/link.md", b"/etc/passwd", link)
    assert reasons(file, tmp_path)[0].endswith("it is a link to another file.")


def test_two_files_of_one_name_are_refused(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate name"):
        file = with_entry(shared(tmp_path), MODULE_NAME)
    assert reasons(file, tmp_path)[0].endswith("there is a second file of this name.")


def test_names_that_are_one_on_some_systems_are_refused(tmp_path):
    parts = members(shared(tmp_path))
    picture = b"\x89PNG"
    parts["content/curricula/labour/pictures/a.png"] = picture
    parts["content/curricula/labour/pictures/A.png"] = picture
    found = reasons(repacked(tmp_path / "file.zip", parts), tmp_path)
    assert found[0].endswith('on some systems it is the same file as "content/curricula/labour/pictures/a.png".')


def test_a_folder_spelled_in_two_ways_is_refused(tmp_path):
    parts = members(shared(tmp_path))
    parts["content/curricula/labour/pictures/a.png"] = b"x"
    parts["content/curricula/labour/Pictures/b.png"] = b"x"
    (found,) = reasons(repacked(tmp_path / "file.zip", parts), tmp_path)
    assert "on some systems its folder is the same as" in found


def test_a_file_that_is_also_a_folder_is_refused(tmp_path):
    parts = members(shared(tmp_path))
    parts["content/curricula/labour/a.png"] = b"x"
    parts["content/curricula/labour/A.png/b.png"] = b"x"
    (found,) = reasons(repacked(tmp_path / "file.zip", parts), tmp_path)
    assert found.endswith("it is a file, and the folder of others.")


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "deeper.svg"])
def test_an_archive_that_calls_itself_a_picture_is_refused(tmp_path, name):
    file = shared(tmp_path)
    parts = {**members(file), f"content/curricula/labour/pictures/{name}": file.read_bytes()}
    (found,) = reasons(repacked(tmp_path / "file.zip", parts), tmp_path)
    assert "no whole picture" in found


def test_an_archive_behind_a_picture_is_refused(tmp_path):
    """It would be a picture to one program and an archive to another."""
    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "PNG")
    file = shared(tmp_path)
    both = picture.getvalue() + file.read_bytes()
    parts = {**members(file), "content/curricula/labour/pictures/a.png": both}
    (found,) = reasons(repacked(tmp_path / "file.zip", parts), tmp_path)
    assert "no whole picture" in found


def test_a_number_without_end_in_the_manifest_is_refused(tmp_path):
    file = shared(tmp_path)
    parts = members(file)
    endless = b'"format": ' + b"9" * 6000
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, re.sub(rb'"format": ?1', endless, data) if name == "manifest.json" else data)
    assert codes(refusal(file, receiver(tmp_path))) == ["share-manifest"]


def test_a_file_edited_afterwards_is_refused(tmp_path):
    file = shared(tmp_path)
    parts = members(file)
    parts[MODULE_NAME] = parts[MODULE_NAME].replace(b"promises", b"promisez")
    assert codes(refusal(repacked(file, parts, listed=False), receiver(tmp_path))) == ["share-changed"]


def test_a_file_left_out_or_added_is_refused(tmp_path):
    file = shared(tmp_path)
    parts = members(file)
    extra = {**parts, "content/curricula/labour/extra.md": b"x"}
    assert reasons(repacked(file, extra, listed=False), tmp_path)[0].endswith("the manifest does not list it.")
    del parts[MODULE_NAME]
    assert reasons(repacked(file, parts, listed=False), tmp_path)[0].endswith("it is listed but not there.")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"format": 2}, "share-newer"),
        ({"format": 2, "invented": {"later": True}}, "share-newer"),
        ({"licence": "CC-BY-ND-4.0"}, "share-licence"),
        ({"licence": "All rights reserved"}, "share-licence"),
        ({"licence": ""}, "share-manifest"),
        ({"licence": None}, "share-manifest"),
        ({"authors": "one"}, "share-manifest"),
        ({"title": "two\nlines"}, "share-manifest"),
        ({"title": "\x1b[2Jgone"}, "share-manifest"),
        ({"extra": 1}, "share-manifest"),
        ({"format": "1"}, "share-manifest"),
        ({"files": {}}, "share-member"),
        ({"kind": "something else"}, "share-no-manifest"),
    ],
)
def test_manifests_that_are_refused(tmp_path, changes, code):
    found = refusal(with_manifest(shared(tmp_path), **changes), receiver(tmp_path))
    assert set(codes(found)) == {code}
    assert all("\x1b" not in problem.message for problem in found)


def test_a_licence_that_asks_for_more_is_added_with_a_warning(tmp_path):
    _, notes = read_share(shared(tmp_path, licence="CC-BY-NC-4.0"))
    assert codes(notes) == ["share-licence-limits"]


@pytest.mark.parametrize("text", [b"{", b"[]", b'"x"', b"\xff\xfe", b"[" * 100_000, b"{}", b"null"])
def test_manifests_that_are_none(tmp_path, text):
    file = shared(tmp_path)
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("manifest.json", text)
    assert refusal(file, receiver(tmp_path))


def test_an_archive_without_manifest_is_refused(tmp_path):
    file = tmp_path / "some.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("content/curricula/labour/x.md", "x")
    assert codes(refusal(file, receiver(tmp_path))) == ["share-no-manifest"]


@pytest.mark.parametrize("data", [b"", b"PK", b"no zip at all" * 50, b"\x00" * 4000])
def test_files_that_are_no_archives(tmp_path, data):
    file = tmp_path / "x.zip"
    file.write_bytes(data)
    assert codes(refusal(file, receiver(tmp_path))) == ["share-broken"]


def test_a_file_that_is_not_there(tmp_path):
    assert codes(refusal(tmp_path / "none.zip", receiver(tmp_path))) == ["file-missing"]


@pytest.mark.parametrize("share_of_file", [0.2, 0.5, 0.9, 0.99])
def test_an_archive_cut_off_is_refused(tmp_path, share_of_file):
    file = shared(tmp_path)
    data = file.read_bytes()
    file.write_bytes(data[: int(len(data) * share_of_file)])
    assert codes(refusal(file, receiver(tmp_path))) == ["share-broken"]


def test_text_that_is_not_utf8_is_refused(tmp_path):
    file = shared(tmp_path)
    parts = members(file)
    parts[MODULE_NAME] = parts[MODULE_NAME].decode().replace("weather", "café").encode("latin-1")
    found = refusal(repacked(file, parts), receiver(tmp_path))
    assert codes(found) == ["file-encoding"]
    assert found[0].where.path.endswith(MODULE_NAME)


def test_a_bomb_that_admits_its_size_is_refused_unread(tmp_path):
    file = with_entry(shared(tmp_path), "content/curricula/labour/big.md", b"0" * 6_000_000)
    assert file.stat().st_size < 100_000
    assert reasons(file, tmp_path)[0].endswith("it has more than 5 MB.")


def test_many_files_that_are_huge_together_are_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr(unpack, "MOST_UNPACKED_BYTES", 5_000)
    found = reasons(shared(tmp_path), tmp_path)
    assert found[0].startswith("share-too-large: the file is refused because unpacked it would have")


def test_a_bomb_that_lies_about_its_size_is_not_unpacked(tmp_path):
    file = with_entry(shared(tmp_path), "content/curricula/labour/big.md", b"0" * 6_000_000)
    data = file.read_bytes()
    assert data.count(struct.pack("<L", 6_000_000)) == 2
    file.write_bytes(data.replace(struct.pack("<L", 6_000_000), struct.pack("<L", 10)))
    found = refusal(file, receiver(tmp_path))
    assert codes(found) in (["share-broken"], ["share-changed"])


def test_a_list_of_a_million_files_is_not_read(tmp_path):
    file = shared(tmp_path)
    data = bytearray(file.read_bytes())
    end = data.rfind(b"PK\x05\x06")
    data[end + 8 : end + 12] = struct.pack("<HH", 65_535, 65_535)
    file.write_bytes(data)
    assert codes(refusal(file, receiver(tmp_path))) == ["share-too-large"]


def test_a_locked_archive_is_refused(tmp_path):
    file = shared(tmp_path)
    data = bytearray(file.read_bytes())
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    file.write_bytes(data)
    assert reasons(file, tmp_path)[0].endswith("it is locked with a password.")


def test_all_reasons_at_once(tmp_path):
    file = with_entry(shared(tmp_path), "../a.md")
    found = refusal(with_entry(file, "content/curricula/labour/b.exe"), receiver(tmp_path))
    assert len(found) == 2


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<rect onclick="x()"/>',
        '<image href="http://example.org/a.png"/>',
        '<a href="javascript:x()"><rect/></a>',
        "<foreignObject/>",
        "<style>@import 'http://example.org/x.css';</style>",
        '<rect fill="url(http://example.org/#a)"/>',
        '<use href="file:///etc/passwd#a"/>',
    ],
)
def test_drawings_that_do_something_are_refused(tmp_path, inside):
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>'.encode()
    assert not is_still(drawing)
    parts = members(shared(tmp_path))
    parts["content/curricula/labour/pictures/a.svg"] = drawing
    found = reasons(repacked(tmp_path / "file.zip", parts), tmp_path)
    assert found[0].endswith("it is no whole picture, or one that does something.")


def test_drawings_that_are_shapes_are_accepted():
    shape = b'<svg xmlns="http://www.w3.org/2000/svg"><defs><g id="a"/></defs><use href="#a"/><path d="M0 0"/></svg>'
    assert is_still(shape)
    assert not is_still(b'<!DOCTYPE svg [<!ENTITY a "b">]>' + shape)
    assert not is_still(b'<?xml-stylesheet href="http://example.org/x.css"?>' + shape)


def test_a_program_that_calls_itself_a_picture_is_refused(tmp_path):
    parts = members(shared(tmp_path))
    parts["content/curricula/labour/pictures/a.png"] = b"MZ\x90\x00 this program cannot be run"
    assert len(reasons(repacked(tmp_path / "file.zip", parts), tmp_path)) == 1


def test_a_page_for_a_printer_is_not_run(tmp_path, monkeypatch):
    """Pillow decodes EPS with another program, whatever the file's name says."""
    from PIL import EpsImagePlugin

    monkeypatch.setattr(EpsImagePlugin, "Ghostscript", lambda *_, **__: pytest.fail("a program was started"))
    page = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n%%EndComments\nshowpage\n%%EOF\n"
    parts = members(shared(tmp_path))
    parts["content/curricula/labour/pictures/a.png"] = page
    assert len(reasons(repacked(tmp_path / "file.zip", parts), tmp_path)) == 1


def test_a_picture_of_too_many_pixels_is_not_decoded(tmp_path, monkeypatch):
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("1", (9_000, 9_000)).save(buffer, "PNG")
    assert len(buffer.getvalue()) < 100_000
    monkeypatch.setattr(unpack, "is_whole_picture", lambda *_: pytest.fail("it was decoded"))
    parts = members(shared(tmp_path))
    parts["content/curricula/labour/pictures/a.png"] = buffer.getvalue()
    assert len(reasons(repacked(tmp_path / "file.zip", parts), tmp_path)) == 1


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_no_path_that_is_accepted_leads_out(path):
    if kind_of_content(path) is not None:
        assert path.startswith(("curricula/", "evaluation/"))
        assert all(is_portable(part) and part not in ("..", ".") for part in path.split("/"))
    assert kind_of_name(path) is None or "\\" not in path


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, 10_000), value=st.integers(0, 255))
def test_one_changed_byte_is_never_taken_for_the_content(tmp_path_factory, at, value):
    """Whatever byte is changed, the file is refused or every file in it is what it was."""
    tmp_path = tmp_path_factory.mktemp("byte")
    file = shared(tmp_path)
    sound = read_share(file)[0]
    data = bytearray(file.read_bytes())
    data[at % len(data)] = value
    file.write_bytes(data)
    try:
        found = read_share(file)[0]
    except ProblemsError:
        return
    assert dict(found.files) == dict(sound.files)
    assert found.manifest == sound.manifest


def test_the_sample_is_sound(tmp_path):
    made, notes = read_share(shared(tmp_path))
    assert notes == ()
    assert json.loads(members(tmp_path / "file.zip")["manifest.json"])["format"] == 1
    assert made.manifest.format == 1
