"""A module's text as records: what stands where, under which name, on which line."""

from datetime import date

from sample_workspace import FILES, MODULE, MODULE_PATH, line_of, spoil, write_workspace

from toolkit.content.build import parse_module
from toolkit.content.load import load_content
from toolkit.content.records import Adaptation, Citation, Minutes, Range
from toolkit.content.text import Heading, ListBlock, Paragraph, Picture, Table, Text
from toolkit.content.walk import iter_module_texts
from toolkit.problems import Place


def module(*edits):
    return parse_module(spoil(MODULE, *edits), MODULE_PATH, "contract", "labour").record


def texts_by_context(*edits):
    return {text.context: text.source for text in iter_module_texts(module(*edits))}


def test_front_matter():
    found = module()

    assert found.title == Text("Reading a contract", 2, "contract/title/1")
    assert found.audiences == ("labour_migrants",)
    assert found.practices == {9: Text("Opens with agreements that participants know.", 8, "contract/practices.9/1")}
    assert found.sources == (Citation("iom-2011", "2.3"),)
    assert found.status == "draft"
    assert found.minutes == Minutes(25, 35, 55)


def test_review():
    found = module(("status: draft", "status: reviewed\nreviewed: {by: Org, on: 2026-05-04, partner: City}"))

    assert (found.reviewed.by, found.reviewed.on, found.reviewed.partner) == ("Org", date(2026, 5, 4), "City")


def test_activity_with_everything():
    activity = module().activities[1]

    assert activity.id == "con-role"
    assert activity.minutes == Minutes(20, 25, 40)
    assert activity.group_size == Range(3, 5)
    assert activity.objectives == ("con-ask",)
    assert activity.materials == (Text("con-sheet", line_of(MODULE, "materials"), "con-role/materials/1"),)
    assert activity.practices == (6,)
    need = line_of(MODULE, ":::{adapt}")
    told = Paragraph(Text("Read the sheet aloud.", need + 1, "con-role/adapt.low-literacy/1"))
    assert activity.adaptations == (Adaptation("low-literacy", (told,), Place(MODULE_PATH, need)),)
    assert isinstance(activity.steps[0], ListBlock)
    assert activity.steps[0].ordered


def test_blocks_inside_an_activity_belong_to_it_and_a_slide_takes_its_title():
    found = module()

    assert found.slides[0].activity == "con-role"
    assert found.slides[0].title.source == "Ask before you sign"
    assert found.handouts[0].activity == "con-role"
    assert found.case_studies[0].activity == ""


def test_options_of_a_question():
    question = module().questions[0]

    assert [(o.code, o.text.source, o.correct, o.unknown) for o in question.options] == [
        ("a", "The weather", False, False),
        ("b", "The wage", True, False),
        ("c", "I don't know", False, True),
    ]
    assert [b.text.source for b in question.stem] == ["What must a contract name?"]
    assert question.options[1].text.context == "con-q-parts/option.b/1"


def test_order_questions_list_their_options_in_the_right_order():
    found = module(
        ("type: single-choice", "type: order"),
        ("- [ ] The weather\n- [x] The wage\n- [ ] I don't know {unknown}", "1. Read\n2. Ask\n3. Sign"),
    )

    assert [o.text.source for o in found.questions[0].options] == ["Read", "Ask", "Sign"]


def test_blocks_keep_the_order_in_which_they_were_written():
    assert module().order[:6] == (
        "contract.prose", "con-parts", "con-ask", "con-key", "con-promises", "con-role",
    )  # fmt: skip
    assert module().order[6:8] == ("con-role-slide", "con-sheet")


def test_prose_between_directives_is_background():
    found = module((":::{objective} con-ask", "Prose between.\n\n:::{objective} con-ask"))

    assert [(p.id, p.after) for p in found.prose] == [("contract.prose", ""), ("con-parts.prose", "con-parts")]
    assert isinstance(found.prose[0].body[0], Heading)


def test_names_of_texts_do_not_change_when_others_are_edited():
    before = texts_by_context()
    after = texts_by_context(
        ("Name the parts of a contract.", "Name all parts of a contract.\n\nAnd one more paragraph."),
        ("- What made a promise strong?", "- What made a promise strong?\n- And weak?"),
    )

    changed = {context for context in before if after.get(context) != before[context]}
    assert changed == {"con-parts/body/1"}


def test_wrapping_a_paragraph_anew_changes_no_text():
    assert texts_by_context(("People tell of promises that", "People tell\nof promises\n that")) == texts_by_context()


def test_tables_pictures_and_boxes():
    text = '| a | b |\n|:-:|---|\n| c |\n\n![A sheet](pictures/s.png "The sheet")\n\n- [x] done\n  - [ ] inner\n'
    (prose,) = module(("## What a contract is for", text)).prose

    table, picture, boxes = prose.body[:3]
    assert isinstance(table, Table)
    assert [[t.source for t in row] for row in (table.header, *table.rows)] == [["a", "b"], ["c", ""]]
    assert table.align == ("center", "")
    assert isinstance(picture, Picture)
    assert (picture.path, picture.alt.source, picture.caption.source) == (
        "curricula/labour/pictures/s.png", "A sheet", "The sheet",
    )  # fmt: skip
    assert isinstance(boxes, ListBlock)
    assert boxes.items[0].checked is True
    assert boxes.items[0].body[1].items[0].checked is False


def test_the_whole_workspace(tmp_path):
    content, problems = load_content(write_workspace(tmp_path))

    assert problems == ()
    assert list(content.modules) == ["contract"]
    assert list(content.bank_activities()) == ["bank-bye"]
    assert content.bank_activities()["bank-bye"].module == ""
    assert list(content.practices) == [6, 9]
    assert content.countries["IT"].facts["emergency_number"].as_of == date(2026, 5, 1)
    assert content.scales["agreement-5"].options[0].text.source == "No"
    assert content.templates["short"].last[0].minutes == Minutes(5, 5, 10)
    assert content.bibliography["iom-2011"].year == "2012"
    assert set(content.files) == set(FILES)


def test_modules_come_in_the_order_of_their_curriculum(tmp_path):
    write_workspace(
        tmp_path,
        {
            "curricula/labour/about.md": MODULE.replace("con-", "abo-"),
            "curricula/labour/curriculum.yaml": FILES["curricula/labour/curriculum.yaml"].replace(
                "[contract]", "[contract, about]"
            ),
        },
    )

    assert list(load_content(tmp_path)[0].modules) == ["contract", "about"]


def test_a_curriculum_may_add_an_audience(tmp_path):
    write_workspace(
        tmp_path,
        {
            MODULE_PATH: MODULE.replace("[labour_migrants]", "[labour_migrants, seafarers]"),
            "curricula/labour/curriculum.yaml": FILES["curricula/labour/curriculum.yaml"]
            + "new_audiences: [seafarers]\n",
        },
    )

    assert load_content(tmp_path)[0].new_audiences == ("seafarers",)
