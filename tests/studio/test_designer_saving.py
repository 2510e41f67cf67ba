"""Files are saved whole, only inside curricula/, and never over what somebody else wrote meanwhile."""

import pytest

from tests.content.sample_workspace import MODULE, MODULE_PATH, TODAY, write_workspace
from toolkit.content.workspace import built_in_workspace
from toolkit.problems import ProblemsError
from toolkit.studio.designer.saving import Conflict, create_file, is_read_only, keep_aside, open_file, save_file
from toolkit.studio.designer.state import edit, load_state, open_module, save, settle

OTHERS = MODULE.replace("Keep a copy.", "Keep three copies.")
MINE = MODULE.replace("Keep a copy.", "Keep two copies.")


@pytest.fixture
def root(tmp_path):
    return write_workspace(tmp_path)


def codes(stopped):
    return [problem.code for problem in stopped.value.problems]


def test_what_is_saved_can_be_opened(root):
    saved = save_file(root, open_file(root, MODULE_PATH), MINE)
    assert saved == open_file(root, MODULE_PATH)
    assert saved.text == MINE
    assert (root / MODULE_PATH).read_bytes() == MINE.encode()
    assert [path.name for path in (root / MODULE_PATH).parent.iterdir() if path.name.startswith(".")] == []


def test_a_file_that_changed_meanwhile_is_not_overwritten(root):
    opened = open_file(root, MODULE_PATH)
    (root / MODULE_PATH).write_text(OTHERS, encoding="utf-8")
    conflict = save_file(root, opened, MINE)
    assert isinstance(conflict, Conflict)
    assert (conflict.mine, conflict.theirs.text) == (MINE, OTHERS)
    assert (root / MODULE_PATH).read_text(encoding="utf-8") == OTHERS


def test_a_file_that_was_deleted_meanwhile_is_a_conflict_too(root):
    opened = open_file(root, MODULE_PATH)
    (root / MODULE_PATH).unlink()
    conflict = save_file(root, opened, MINE)
    assert isinstance(conflict, Conflict)
    assert conflict.theirs.digest == ""


def test_two_people_with_the_same_text_have_no_conflict(root):
    opened = open_file(root, MODULE_PATH)
    (root / MODULE_PATH).write_text(MINE, encoding="utf-8")
    assert save_file(root, opened, MINE) == open_file(root, MODULE_PATH)


@pytest.mark.parametrize("keep", ["mine", "theirs"])
def test_both_versions_are_kept(root, keep):
    state = load_state(root, TODAY)
    open_module(state, "contract")
    edit(state, MINE)
    (root / MODULE_PATH).write_text(OTHERS, encoding="utf-8")
    assert save(state) is not None
    aside = settle(state, keep)
    versions = {"mine": MINE, "theirs": OTHERS}
    assert (root / MODULE_PATH).read_text(encoding="utf-8") == versions.pop(keep)
    assert (root / aside).read_text(encoding="utf-8") == versions.popitem()[1]
    assert not state.draft.unsaved
    assert state.draft.conflict is None
    assert load_state(root, TODAY).problems == (), "the version aside is no content"


def test_versions_aside_do_not_overwrite_each_other(root):
    assert keep_aside(root, MODULE_PATH, "one") != keep_aside(root, MODULE_PATH, "two")


@pytest.mark.parametrize("head", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_mark_stay_those_of_the_file(root, head):
    (root / MODULE_PATH).write_bytes(head + MODULE.replace("\n", "\r\n").encode())
    opened = open_file(root, MODULE_PATH)
    assert "\r" not in opened.text
    save_file(root, opened, MINE)
    assert (root / MODULE_PATH).read_bytes() == head + MINE.replace("\n", "\r\n").encode()


@pytest.mark.parametrize(
    "path",
    ["../other.md", "curricula/../../x.md", "curricula/../evaluation/scales.yaml", "/etc/hosts.md",
     "curricula/labour/x.sh", "session_templates/year.csv",
         "session_templates/../x.yaml", "evaluation/x.yaml", "curricula\\labour\\x.md", "curricula/x\n.md/..", ""],
)  # fmt: skip
def test_nothing_that_is_no_content(root, path):
    with pytest.raises(ProblemsError) as stopped:
        open_file(root, path)
    assert codes(stopped) == ["file-outside"]


def test_no_link_leads_out(root, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "x.md"
    outside.write_text("secret", encoding="utf-8")
    try:
        (root / "curricula/labour/link.md").symlink_to(outside)
    except OSError:
        pytest.skip("this computer makes no links")
    with pytest.raises(ProblemsError) as stopped:
        open_file(root, "curricula/labour/link.md")
    assert codes(stopped) == ["file-outside"]


@pytest.mark.parametrize("text", ["a\0b", "half \ud800 letter"])
def test_what_could_not_be_read_again_is_not_written(root, text):
    with pytest.raises(ProblemsError):
        save_file(root, open_file(root, MODULE_PATH), text)
    assert (root / MODULE_PATH).read_text(encoding="utf-8") == MODULE


def test_a_new_file_overwrites_none(root):
    with pytest.raises(ProblemsError) as stopped:
        create_file(root, MODULE_PATH, "x")
    assert codes(stopped) == ["designer-file-exists"]


def test_the_built_in_workspace_is_for_reading(root):
    assert is_read_only(built_in_workspace())
    assert not is_read_only(root)
    state = load_state(root, TODAY)
    state.read_only = True
    open_module(state, "contract")
    edit(state, MINE)
    with pytest.raises(ProblemsError) as stopped:
        save(state)
    assert codes(stopped) == ["designer-read-only"]
    assert (root / MODULE_PATH).read_text(encoding="utf-8") == MODULE


def test_a_draft_waits_while_other_modules_are_looked_at(root):
    from toolkit.studio.designer.state import close_module

    state = load_state(root, TODAY)
    open_module(state, "contract")
    edit(state, MINE)
    close_module(state)
    assert open_module(state, "contract").text == MINE
    assert (root / MODULE_PATH).read_text(encoding="utf-8") == MODULE
