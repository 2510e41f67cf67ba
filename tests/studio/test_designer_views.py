"""Every view is drawn from the state alone, in every language of the studio, and shows problems instead of failing."""

import ipywidgets as ipw
import pytest

from tests.content.sample_workspace import MODULE, MODULE_PATH, TODAY, write_workspace
from toolkit.content.language import Language
from toolkit.problems import Place, make_problem
from toolkit.studio.designer.app import build
from toolkit.studio.designer.clickable import Clickable, do_button
from toolkit.studio.designer.editor import Editor
from toolkit.studio.designer.forms import FORM_NAMES
from toolkit.studio.designer.state import edit, load_state, open_module
from toolkit.studio.designer.translating import bring_up_to_date
from toolkit.studio.page import Page

EMPTY = "---\ntitle: Nothing yet\naudiences: [refugees]\nstages: [return]\nsummary: To be written.\n---\n"


@pytest.fixture
def root(tmp_path):
    return write_workspace(tmp_path)


def page_of(state, tag="en"):
    return Page("designer", lambda page: build(state, page), workspace=state.root, language=Language(tag))


def widgets(widget, kind):
    """All widgets of a kind in the page, in order."""
    found = [widget] if isinstance(widget, kind) else []
    for child in getattr(widget, "children", ()):
        found += widgets(child, kind)
    return found


def text_of(page):
    shown = [one.html for one in widgets(page.root, Clickable)] + [one.value for one in widgets(page.root, ipw.HTML)]
    return "\n".join([*shown, *(one.description for one in widgets(page.root, ipw.Button))])


def is_whole(page):
    return page._problems.value == "" and len(page._main.children) == 1


@pytest.mark.parametrize("tag", ["en", "fr", "es", "ar"])
def test_every_view_is_drawn(root, tag):
    state = load_state(root, TODAY)
    page = page_of(state, tag)
    for where in ("modules", "maps", "new"):
        state.where = where
        for number in range(3 if where == "maps" else 1):
            state.map = number
            page.rebuild()
            assert is_whole(page), where
    bring_up_to_date(state.content, state.content.modules["contract"], "fr")
    state = load_state(root, TODAY)
    page = page_of(state, tag)
    open_module(state, "contract")
    for tab, side in ((0, 0), (0, 1), (0, 2), (1, 0), (2, 0)):
        state.tab, state.side = tab, side
        page.rebuild()
        assert is_whole(page), (tab, side)


def test_every_form_is_drawn_also_for_a_module_without_anything(root):
    state = load_state(write_workspace(root, {"curricula/labour/empty.md": EMPTY}), TODAY)
    page = page_of(state)
    for module in ("empty", "contract"):
        open_module(state, module)
        state.side = 2
        for name in FORM_NAMES:
            state.inserting = name
            page.rebuild()
            assert is_whole(page), (module, name)


def test_a_broken_catalogue_shows_its_problem_and_lets_another_be_chosen(root):
    state = load_state(root, TODAY)
    for tag in ("ar", "fr"):
        bring_up_to_date(state.content, state.content.modules["contract"], tag)
    (root / "curricula/locale/ar/contract.po").write_text('msgid "a"\nnonsense\n', encoding="utf-8")
    state = load_state(root, TODAY)
    open_module(state, "contract")
    state.tab, state.translate_to = 1, "ar"
    page = page_of(state)
    assert is_whole(page)
    assert "no part of a PO file" in text_of(page)
    chosen = [one for one in widgets(page.root, ipw.Dropdown) if "fr" in dict(one.options).values()]
    chosen[-1].value = "fr"
    assert "no part of a PO file" not in text_of(page)


def test_typing_updates_problems_and_marks(root):
    state = load_state(root, TODAY)
    open_module(state, "contract")
    page = page_of(state)
    editor = widgets(page.root, Editor)[0]
    assert "No problems in this text" in text_of(page)
    editor.value = MODULE.replace("objectives: [con-parts]", "objectives: [con-partz]")
    assert "con-partz" in text_of(page)
    assert "error" in editor.marks.values()
    assert editor.unsaved
    editor.value = MODULE
    assert editor.marks == {}
    assert not editor.unsaved


def test_a_read_only_workspace_says_what_to_do(root, tmp_path, monkeypatch):
    monkeypatch.setenv("TOT_OWN_WORKSPACES", str(tmp_path / "own"))
    state = load_state(root, TODAY)
    state.read_only = True
    page = page_of(state)
    assert "make your own copy" in text_of(page)
    assert "Make my own copy" in [one.description for one in widgets(page.root, ipw.Button)]
    assert "New module" not in text_of(page)
    open_module(state, "contract")
    page.rebuild()
    assert widgets(page.root, Editor)[0].read_only
    assert "For reading only" in text_of(page)


def test_an_unsaved_text_is_marked_in_the_list(root):
    state = load_state(root, TODAY)
    open_module(state, "contract")
    edit(state, MODULE + "\nMore.\n")
    state.module = ""
    assert "not saved" in text_of(page_of(state))


def test_only_buttons_that_are_there_can_be_pressed():
    pressed = []
    shown = Clickable(do_button('A "name"', 'go:"1"') + do_button("B", "b"), pressed.append)
    for message in ({"do": 'go:"1"'}, {"do": "b"}, {"do": "c"}, {"do": ""}, {"do": 1}, {}, "b"):
        shown._receive(shown, message, [])
    assert pressed == ['go:"1"', "b"]
    assert "<button" in shown.html
    assert 'A "name"' not in shown.html


def test_marks_show_the_gravest_problem_of_a_line():
    editor = Editor("x", "Text", on_save=lambda: None)
    warning = make_problem("module-no-sources", Place(MODULE_PATH, 3), module="x")
    error = make_problem("designer-id-form", Place(MODULE_PATH, 3), id="x")
    editor.show_marks([error, warning])
    assert editor.marks == {"3": "error"}
    editor.show_marks([warning, make_problem("designer-id-form", Place(MODULE_PATH), id="x")])
    assert editor.marks == {"3": "warning", "1": "error"}


def test_blocks_can_be_gone_to_by_title(root):
    state = load_state(root, TODAY)
    open_module(state, "contract")
    page = page_of(state)
    contents = next(one for one in widgets(page.root, ipw.Dropdown) if one.description == "Go to a block")
    lines = dict(contents.options)
    line = lines["Activity: Promises at home"]
    assert MODULE.split("\n")[line - 1].endswith("{activity} con-promises")
    sent = []
    editor = widgets(page.root, Editor)[0]
    editor.send = lambda message, *_: sent.append(message)
    contents.value = line
    assert sent == [{"kind": "go", "line": line}]
    assert contents.value == 0
    editor.value = MODULE.replace("title: Promises at home", "title: Words given at home")
    assert "Activity: Words given at home" in dict(contents.options)
    assert sent == [{"kind": "go", "line": line}], "new contents move nothing"
