"""Forms, ids, places and the template: whatever is inserted is correct, and nothing around it breaks."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.content.sample_workspace import FILES, MODULE, MODULE_PATH, TODAY, write_workspace
from toolkit.content.blocks import is_id
from toolkit.content.directives import Directive, parse_tree
from toolkit.content.language import Language
from toolkit.content.load import load_content
from toolkit.problems import ProblemsError
from toolkit.studio.designer.block_text import make_block, yaml_value
from toolkit.studio.designer.checking import check_text
from toolkit.studio.designer.forms import FORM_NAMES, check_form, make_form
from toolkit.studio.designer.ids import prefix_of, suggest_id, suggest_module_id, used_ids
from toolkit.studio.designer.placing import insert_adaptation, insert_block
from toolkit.studio.designer.state import create_module, edit, insert, load_state, open_module
from toolkit.studio.designer.template import NewModule, listed, module_text, new_prefix

EN = Language("en")
FILLED = {
    "objective": {"body": "Name three signs: a red flag.", "indicator": "Names: three"},
    "activity": {
        "title": "Signs: what to watch for", "objectives": ("con-parts",), "minutes": "15-20-30",
        "body": "Groups collect signs.", "steps": "(5 min) Ask.\n(15 min) Collect.", "debrief": "What did you see?",
    },
    "slide": {"title": "#1 sign", "body": "One\nTwo", "notes": "Say this while it is shown."},
    "question": {
        "body": "What is a sign?", "objective": "con-parts", "options": "*No copy\nA stamp\nA date",
        "feedback": "A copy is yours.",
    },
    "case-study": {
        "title": "Amina's paper", "body": "She reads it twice.", "questions": "What did she do well?",
        "facilitator": "She asked.",
    },
    "handout": {"title": "My list", "body": "- [ ] A copy\n\n____"},
    "key-messages": {"body": "Ask.\nKeep a copy."},
    "facilitator": {"body": "**Prepare**\n\n- [ ] Pens"},
    "adapt": {"activity": "con-promises", "need": "women-only", "body": "Ask a woman to lead."},
}  # fmt: skip


@pytest.fixture(scope="module")
def content(tmp_path_factory):
    return load_content(write_workspace(tmp_path_factory.mktemp("blocks")))[0]


def blocks(text):
    """Every directive with its id, in order, however deep."""

    def walk(parts):
        for part in parts:
            if isinstance(part, Directive):
                if part.argument:
                    yield part.name, part.argument
                yield from walk(part.parts)

    return list(walk(parse_tree(text, "").parts))


def made(content, name, **values):
    form = make_form(name, content.modules["contract"], content, EN)
    given = {field.key: field.value for field in form.fields} | FILLED[name] | values
    block_id = suggest_id(content.modules["contract"], name, str(given.get(form.named_by, "")), used_ids(content))
    return form, block_id, given


@pytest.mark.parametrize("name", FORM_NAMES)
def test_a_filled_form_becomes_a_block_without_errors(content, name):
    form, block_id, values = made(content, name)
    assert check_form(form, block_id, values, used_ids(content), MODULE_PATH) == ()
    block = make_block(form, block_id, values)
    if name == "adapt":
        text = insert_adaptation(MODULE, block, "con-promises").text
    else:
        text = insert_block(MODULE, block, MODULE.count("\n")).text
    allowed = {"objective-unserved", "objective-untested"} if name == "objective" else set()
    found = check_text(content, MODULE_PATH, text, TODAY).problems
    assert {problem.code for problem in found if problem.severity == "error"} <= allowed, found
    assert (name, "women-only" if name == "adapt" else block_id) in blocks(text)
    assert [one for one in blocks(text) if one in blocks(MODULE)] == blocks(MODULE)


@pytest.mark.parametrize("name", FORM_NAMES)
@settings(max_examples=12, deadline=None)
@given(line=st.integers(-3, 200))
def test_a_block_can_be_inserted_at_any_line(content, name, line):
    form, block_id, values = made(content, name)
    if name == "adapt":
        return
    placed = insert_block(MODULE, make_block(form, block_id, values), line)
    assert [one for one in blocks(placed.text) if one in blocks(MODULE)] == blocks(MODULE)
    assert placed.text.split("\n")[placed.line - 1].endswith(f"{{{name}}} {block_id}")
    codes = {problem.code for problem in check_text(content, MODULE_PATH, placed.text, TODAY).problems}
    assert not codes & {"fence-unclosed", "directive-misplaced", "front-matter-unclosed", "fence-stray"}
    after = placed.text.split("\n")
    length = make_block(form, block_id, values).rstrip("\n").count("\n") + 1
    around = [*after[: placed.line - 1], *after[placed.line - 1 + length :]]
    assert [one for one in around if one.strip()] == [one for one in MODULE.split("\n") if one.strip()]


def test_a_short_fence_grows_for_an_adaptation(content):
    short = ":::{activity} x-a\n---\ntitle: A\n---\nText\n:::\n"
    text = insert_adaptation(short, ":::{adapt} remote\nOnline.\n:::\n", "x-a").text
    assert text == "::::{activity} x-a\n---\ntitle: A\n---\nText\n\n:::{adapt} remote\nOnline.\n:::\n::::\n"


def test_an_adaptation_of_no_activity():
    assert insert_adaptation(MODULE, ":::{adapt} remote\nx\n:::", "none") is None


def test_what_is_missing_is_named(content):
    form, block_id, values = made(content, "activity", title=" ", steps="")
    found = check_form(form, block_id, values, used_ids(content), MODULE_PATH)
    assert [p.code for p in found] == ["designer-field-empty"] * 2
    assert "Title" in found[0].message


@pytest.mark.parametrize(("block_id", "code"), [("con-parts", "designer-id-taken"), ("Not an id", "designer-id-form")])
def test_ids_are_new_and_well_formed(content, block_id, code):
    form, _, values = made(content, "objective")
    assert [p.code for p in check_form(form, block_id, values, used_ids(content), MODULE_PATH)] == [code]


@settings(max_examples=60, deadline=None)
@given(title=st.text(max_size=80), name=st.sampled_from(FORM_NAMES))
def test_suggested_ids_are_free_and_well_formed(content, title, name):
    used = used_ids(content)
    found = suggest_id(content.modules["contract"], name, title, used)
    assert is_id(found)
    assert found not in used
    module = suggest_module_id(title, used)
    assert is_id(module)
    assert module not in used


def test_ids_follow_the_module_and_the_title(content):
    module = content.modules["contract"]
    assert prefix_of(module) == "con"
    assert suggest_id(module, "question", "What is a résumé?", ()) == "con-q-what-resume"
    assert suggest_id(module, "handout", "My list", {"con-list-sheet"}) == "con-list-sheet-2"
    assert suggest_id(module, "slide", "العقد", ()) == "con-slide-slide"


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=60))
@example("0E0")
@example("0o17")
def test_any_words_survive_yaml(words):
    from toolkit.content.yamldoc import read_yaml

    plain = " ".join(words.split())
    doc = read_yaml(f"title: {yaml_value(words)}\n", "x")
    assert plain == "" or not doc.problems
    assert plain == "" or doc.data == {"title": plain}


def test_a_new_module_is_correct_but_for_what_its_author_knows(tmp_path):
    root = write_workspace(tmp_path)
    state = load_state(root, TODAY)
    new = NewModule("SIM cards: “stay in touch”", "sim-cards", "labour", ("labour_migrants",), ("pre_departure",))
    path, in_list = create_module(state, new)
    assert in_list
    open_module(state, "sim-cards")
    assert [p.code for p in state.draft.checked.problems] == ["module-no-sources"]
    assert not [p for p in load_state(root, TODAY).problems if p.where.path == path]
    assert state.content.modules["sim-cards"].title.source == new.title
    assert "sim-cards" in state.content.curricula["labour"].modules


def test_a_new_module_has_an_id_of_its_own(tmp_path):
    state = load_state(write_workspace(tmp_path), TODAY)
    for taken, code in (
        ("contract", "designer-id-taken"),
        ("con-parts", "designer-id-taken"),
        ("A b", "designer-id-form"),
    ):
        with pytest.raises(ProblemsError) as stopped:
            create_module(state, NewModule("X", taken, "labour", ("refugees",), ("return",)))
        assert [p.code for p in stopped.value.problems] == [code]


def test_prefixes_of_new_modules_are_new():
    assert new_prefix("SIM cards", "sim-cards", {"con-a"}) == "sim"
    assert new_prefix("Contents", "contents", {"con-a", "con"}) == "cont"
    assert new_prefix("العقد", "contract", {"con-a"}) == "cont"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("modules: [a, b]\n", "modules: [a, b, c]\n"),
        ("modules: []\ntitle: x\n", "modules: [c]\ntitle: x\n"),
        ("modules: [a,\n  b,\n]\n", "modules: [a,\n  b, c]\n"),
        ("title: x\nmodules:\n  - a\n  - b\n# end\n", "title: x\nmodules:\n  - a\n  - b\n  - c\n# end\n"),
        ("modules: # in order\n- a\n", "modules: # in order\n- a\n- c\n"),
    ],
)
def test_a_module_is_put_at_the_end_of_the_list(before, after):
    import yaml

    found = listed(before, "c")
    assert yaml.safe_load(found)["modules"][-1] == "c"
    assert found == after


def test_a_list_written_otherwise_is_left_alone():
    assert listed("modules: *shared\n", "c") is None


def test_insert_puts_the_block_into_the_draft(tmp_path):
    state = load_state(write_workspace(tmp_path), TODAY)
    open_module(state, "contract")
    form, block_id, values = made(state.content, "slide")
    placed = insert(state, form, block_id, values, 1)
    assert state.draft.text == placed.text
    assert state.draft.unsaved
    with pytest.raises(ProblemsError):
        insert(state, form, block_id, values, 1)
    edit(state, FILES[MODULE_PATH])
    assert not state.draft.unsaved


def test_the_template_can_be_parsed_with_any_title():
    for title in ("Yes", "1: 2", "- x", "{{ a }}", "#"):
        tree = parse_tree(module_text(NewModule(title, "x", "f", ("refugees",), ("return",)), "x"), "")
        assert not tree.problems
        assert tree.front.data["title"] == title
