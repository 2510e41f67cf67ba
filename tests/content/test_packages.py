"""Curricula of installed packages: there beside the workspace's own, read-only, without running any of their code."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from toolkit.content.kept import load_content_once
from toolkit.content.language import Language
from toolkit.content.load import load_content
from toolkit.content.localise import localise
from toolkit.content.packages import installed_curricula, locate
from toolkit.execution.checking import check_workspace
from toolkit.execution.inputs import session_inputs
from toolkit.execution.sharing.share import share
from toolkit.problems import ProblemsError

sys.path.insert(0, str(Path(__file__).parent))
from sample_workspace import FILES, MODULE, TODAY, check, write_workspace

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)
GUEST = (
    MODULE.replace("con-", "gue-")
    .replace("Reading a contract", "Being a guest")
    .replace("iom-2011", "guest-book")
    .replace("Bring a sample contract.", "![A door](pictures/door.png)")
)
PACKAGE = {
    "__init__.py": "raise RuntimeError('the code of a package with curricula is not run')\n",
    "curricula/guests/curriculum.yaml": "title: Guests\naudiences: [labour_migrants]\nmodules: [guest]\n",
    "curricula/guests/guest.md": GUEST,
    "curricula/guests/pictures/door.png": PNG,
    "curricula/bibliography.yaml": "guest-book: {type: book, title: Guests, authors: A, year: 2020}\n",
    "curricula/locale/fr/guest.po": (
        'msgid ""\nmsgstr "Language: fr\\n"\n\nmsgctxt "guest/title/1"\nmsgid "Being a guest"\nmsgstr "Être invité"\n'
    ),
    "curricula/locale/fr/curricula.po": (
        'msgid ""\nmsgstr "Language: fr\\n"\n\nmsgctxt "guests/title/1"\nmsgid "Guests"\nmsgstr "Invités"\n'
    ),
}


@pytest.fixture
def install(tmp_path, monkeypatch) -> Iterator:
    """Puts a package with these files, and its metadata, on the path."""

    def put(changes=None, value="tot_guests"):
        site = tmp_path / "site"
        for path, data in {**PACKAGE, **(changes or {})}.items():
            target = site / "tot_guests" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data if isinstance(data, bytes) else data.encode())
        info = site / "tot_guests-1.0.dist-info"
        info.mkdir(exist_ok=True)
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: tot-guests\nVersion: 1.0\n", encoding="utf-8")
        (info / "entry_points.txt").write_text(f"[tot.curricula]\nguests = {value}\n", encoding="utf-8")
        monkeypatch.syspath_prepend(str(site))
        installed_curricula.cache_clear()
        return site / "tot_guests"

    yield put
    monkeypatch.undo()
    installed_curricula.cache_clear()


def test_a_package_brings_its_curriculum(tmp_path, install):
    install()
    root = write_workspace(tmp_path / "mine")
    content, problems = load_content(root)
    assert problems == ()
    assert list(content.curricula) == ["labour", "guests"]
    assert list(content.modules) == ["contract", "guest"]
    assert str(content.modules["guest"].place.path) == "package:guests/curricula/guests/guest.md"
    assert "guest-book" in content.bibliography
    assert "tot_guests" not in sys.modules
    assert check(root) == ()


def test_its_translations_and_pictures_are_found(tmp_path, install):
    folder = install()
    own = 'msgid ""\nmsgstr "Language: fr\\n"\n\nmsgctxt "labour/title/1"\nmsgid "Labour"\nmsgstr "Travail"\n'
    content, _ = load_content(write_workspace(tmp_path / "mine", {"curricula/locale/fr/curricula.po": own}))
    french = localise(content, Language("fr"), {})
    assert french.modules["guest"].title.source == "Être invité"
    assert (french.curricula["labour"].title.source, french.curricula["guests"].title.source) == ("Travail", "Invités")
    (picture,) = (block for block in content.modules["guest"].guidance[0].body if hasattr(block, "path"))
    assert locate(content.root, picture.path)[1] == folder / "curricula/guests/pictures/door.png"


def test_the_workspaces_own_translation_comes_first(tmp_path, install):
    install()
    own = str(PACKAGE["curricula/locale/fr/guest.po"]).replace("Être invité", "Chez les autres")
    content, _ = load_content(write_workspace(tmp_path / "mine", {"curricula/locale/fr/guest.po": own}))
    assert localise(content, Language("fr"), {}).modules["guest"].title.source == "Chez les autres"


def test_the_workspaces_own_module_comes_first(tmp_path, install):
    install()
    own = {
        "curricula/labour/guest.md": MODULE.replace("con-", "own-").replace("Reading a contract", "Ours"),
        "curricula/labour/curriculum.yaml": FILES["curricula/labour/curriculum.yaml"].replace(
            "[contract]", "[contract, guest]"
        ),
    }
    content, problems = load_content(write_workspace(tmp_path / "mine", own))
    assert content.modules["guest"].title.source == "Ours"
    assert [p.code for p in problems] == ["package-hidden"]


def test_an_id_that_both_use_is_a_problem(tmp_path, install):
    install({"curricula/guests/guest.md": GUEST.replace("gue-case", "con-case")})
    problems, _ = check_workspace(write_workspace(tmp_path / "mine"), today=TODAY)
    assert [p.code for p in problems] == ["id-duplicate"]
    assert problems[0].where.path.startswith("package:guests/")


def test_errors_of_a_package_are_told_in_one_line(tmp_path, install):
    install({"curricula/guests/guest.md": "---\ntitle: [\n---\n"})
    problems, _ = check_workspace(write_workspace(tmp_path / "mine"), today=TODAY)
    assert "package-unsound" in [p.code for p in problems]


@pytest.mark.parametrize("value", ["tot_nothing", "tot_guests.inside", "tot_guests.curricula"])
def test_a_package_without_the_folder_is_named(tmp_path, install, value):
    install(value=value)
    assert [p.code for p in load_content(write_workspace(tmp_path / "mine"))[1]] == ["package-folder-missing"]


def test_a_folder_inside_a_package(tmp_path, install):
    install({f"inside/{path}": data for path, data in PACKAGE.items() if path != "__init__.py"}, "tot_guests.inside")
    assert "guest" in load_content(write_workspace(tmp_path / "mine"))[0].modules
    assert "tot_guests" not in sys.modules


def test_a_packaged_module_is_not_shared_as_ones_own(tmp_path, install):
    install()
    with pytest.raises(ProblemsError) as stop:
        share(("guest",), tmp_path / "f.zip", workspace=write_workspace(tmp_path / "mine"))
    assert {p.code for p in stop.value.problems} == {"share-package"}


def test_what_is_kept_in_memory_sees_the_package(tmp_path, install):
    install()
    assert "guest" in load_content_once(write_workspace(tmp_path / "mine"))[0].modules


def test_sessions_know_that_they_are_made_from_it_too(tmp_path, install):
    install()
    root = write_workspace(tmp_path / "mine")
    inputs = session_inputs(root, ["fr"])
    assert set(load_content(root)[0].files) <= set(inputs)
    assert "package:guests/curricula/locale/fr/guest.po" in inputs
    assert "package:guests/curricula/locale/fr/guest.po" not in session_inputs(root, ["es"])


def test_without_packages_nothing_is_added(tmp_path):
    assert list(load_content(write_workspace(tmp_path / "mine"))[0].modules) == ["contract"]
