"""A workspace of one's own, made in the studio: where it stands, what it never does, and which one opens next time."""

import pytest

from tests.studio.browser import axe_problems, fits_width, served
from toolkit.content.workspace import built_in_workspace, is_workspace
from toolkit.problems import ProblemsError
from toolkit.studio import own
from toolkit.studio.own import free_name, last_own, make_own, own_workspaces, remember, workspace_to_open


@pytest.fixture
def folder(tmp_path, monkeypatch):
    found = tmp_path.resolve() / "Documents" / "Training"
    monkeypatch.setenv(own.FOLDER_VARIABLE, str(found))
    return found


@pytest.fixture
def small(tmp_path):
    root = tmp_path / "small"
    for name in ("curricula", "session_templates"):
        (root / name).mkdir(parents=True)
    (root / "curricula" / "one.md").write_text("mine", encoding="utf-8")
    return root


def test_a_copy_has_everything_and_its_name(folder, small):
    made = make_own("our office", small)
    assert made == folder / "our office"
    assert is_workspace(made)
    assert (made / "curricula" / "one.md").read_text(encoding="utf-8") == "mine"
    assert own_workspaces() == ("our office",)
    assert free_name("our office") == "our office-2"


def test_nothing_is_written_over(folder, small):
    (folder / "taken").mkdir(parents=True)
    with pytest.raises(ProblemsError) as stop:
        make_own("taken", small)
    assert [p.code for p in stop.value.problems] == ["studio-workspace-exists"]
    assert not list((folder / "taken").iterdir())


@pytest.mark.parametrize("name", ["../up", "a/b", "", "con", ".hidden", "/etc"])
def test_a_name_is_a_name_and_no_path(folder, small, name):
    with pytest.raises(ProblemsError) as stop:
        make_own(name, small)
    assert [p.code for p in stop.value.problems] == ["studio-name-unsafe"]
    assert not folder.exists()


def test_the_last_own_one_opens_unless_another_is_meant(folder, small, tmp_path):
    elsewhere = tmp_path
    assert workspace_to_open(None, elsewhere) == built_in_workspace().resolve()
    made = make_own("ours", small)
    remember(made)
    assert last_own() == made
    assert workspace_to_open(None, elsewhere) == made
    assert workspace_to_open(None, small / "curricula") == small.resolve(), "the one that the reader stands in"
    assert workspace_to_open(small, elsewhere) == small.resolve()
    remember(built_in_workspace())
    assert workspace_to_open(None, elsewhere) == built_in_workspace().resolve()


def test_a_workspace_that_is_gone_is_not_opened(folder, small):
    made = make_own("ours", small)
    remember(made)
    made.rename(folder.parent / "moved")
    assert last_own() is None


@pytest.fixture(scope="module")
def own_place(tmp_path_factory):
    return tmp_path_factory.mktemp("documents").resolve()


@pytest.fixture(scope="module")
def studio(own_place):
    """The studio as it is opened for the first time: on the built-in workspace, for reading."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(own.FOLDER_VARIABLE, str(own_place))
        with served(built_in_workspace()) as found:
            yield found


def test_from_the_built_in_workspace_to_a_saved_module_in_ones_own(studio, own_place, open_app):
    page = open_app("designer")
    page.get_by_label("Name of your copy").fill("our-office")
    assert axe_problems(page) == []
    page.get_by_role("button", name="Make my own copy").click()
    page.get_by_text("This is your own copy now").wait_for()
    page.get_by_role("tab", name="New module").wait_for()
    page.get_by_role("button", name="Reading and understanding your contract", exact=True).click()
    area = page.locator(".tot-editor-area")
    area.evaluate("a => { const at = a.value.indexOf('## What a contract'); a.focus(); a.setSelectionRange(at, at); }")
    page.keyboard.type("Ours. ")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved: curricula").wait_for()
    changed = own_place / "our-office" / "curricula/labour-migrants/contract.md"
    assert "Ours. ## What" in changed.read_text(encoding="utf-8")
    assert "Ours. ## What" not in (built_in_workspace() / "curricula/labour-migrants/contract.md").read_text("utf-8")

    # The studio is in it now: its start page, and the pages that are opened next.
    page.goto(studio.address())
    page.get_by_text("Workspace: our-office").wait_for()
    assert axe_problems(page) == []
    assert fits_width(page)
    trainer = open_app("trainer")
    trainer.get_by_label("Name of the session").fill("first")
    trainer.get_by_role("button", name="Save", exact=True).click()
    trainer.get_by_text('The session is saved as "first".').wait_for()
    assert (own_place / "our-office" / "sessions" / "first").is_dir()

    page.get_by_role("button", name="Built-in workspace").click()
    page.get_by_text("Built-in workspace", exact=True).wait_for()
    page.get_by_role("button", name="our-office").wait_for()


def test_a_plan_survives_the_move(open_app, own_place):
    page = open_app("trainer")
    title = page.locator(".tot-strip-of-session strong")
    first = title.text_content()
    page.get_by_label("Begin with an example").select_option(index=2)
    page.locator(".tot-strip-of-session strong").filter(has_not_text=first).wait_for()
    kept = title.text_content()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_label("Name of your copy").fill("kept-plan")
    page.get_by_role("button", name="Make my own copy").click()
    page.get_by_text("This is your own copy now").wait_for()
    assert title.text_content() == kept
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("The session is saved as").wait_for()
    assert len(list((own_place / "kept-plan" / "sessions").iterdir())) == 1


def test_an_unknown_workspace_is_not_opened(studio, open_page):
    page = open_page(studio.address())
    answers = page.evaluate(
        """async () => Promise.all(["../..", "/etc", "nobody"].map(async (name) =>
             (await fetch("./studio/workspace", { method: "POST", body: new URLSearchParams({ name }) })).status))"""
    )
    assert answers == [404, 404, 404]
