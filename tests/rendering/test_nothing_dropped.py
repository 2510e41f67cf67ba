"""Every word of the modules in a plan, and of the bank activities that it uses, appears in some paper of the pack."""

from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from tests.rendering.test_documents_makers import HERE, text_of, walk
from tests.session_sample import activity, body, content, module, plan, points, slide
from toolkit.content.language import Language
from toolkit.content.records import (
    Adaptation,
    BankFile,
    CaseStudy,
    Guidance,
    Handout,
    Prose,
    Review,
)
from toolkit.content.text import Divider, Heading, Item, ListBlock, Paragraph, Picture, Quote, Table, Text
from toolkit.rendering.outline import PictureNode, plain
from toolkit.rendering.outlines.deck import make_deck
from toolkit.rendering.outlines.facilitator_guide import make_facilitator_guide
from toolkit.rendering.outlines.handouts import make_handouts
from toolkit.rendering.outlines.inline import parse_inline
from toolkit.rendering.outlines.materials import make_materials
from toolkit.rendering.outlines.session_plan import make_session_plan

ENGLISH = Language("en")


def leaves(record):
    """Every non-empty text of a record and of what it holds."""
    if isinstance(record, Text):
        if record:
            yield record
    elif isinstance(record, tuple):
        for part in record:
            yield from leaves(part)
    elif isinstance(record, dict):
        yield from leaves(tuple(record.values()))
    elif is_dataclass(record):
        for field in fields(record):
            yield from leaves(getattr(record, field.name))


def squeezed(words):
    """Letters and digits only: where a line or a long blank is broken does not matter here."""
    return "".join(ch for ch in words if ch.isalnum())


def shown_in(pack):
    """All characters of documents and deck, alternative texts of pictures included."""
    words = []
    for document in pack:
        words.append(text_of(document))
        words.extend(part.alt for part in walk(document) if isinstance(part, PictureNode))
        words.extend(part for part in walk(document) if isinstance(part, str))
    return squeezed("\n".join(words))


def pack_of(content, made):
    makers = (make_session_plan, make_facilitator_guide, make_handouts, make_materials, make_deck)
    return [make(content, made, ENGLISH) for make in makers]


def missing(content, made):
    shown = shown_in(pack_of(content, made))
    used = {slot.activity for slot in made.slots()}
    records = [content.modules[m] for m in made.module_ids()]
    for file in content.bank.values():
        belongings = (*file.slides, *file.case_studies, *file.handouts)
        records.extend(a for a in file.activities if a.id in used)
        records.extend(part for part in belongings if part.activity in used)
        if any(a.id in used for a in file.activities):
            records.extend((*file.prose, *file.guidance))
    sheets = {text for record in (*content.modules.values(), *content.bank.values()) for text in _ids(record.handouts)}
    texts = [text for record in records for text in leaves(record) if text.source not in sheets]
    return [text for text in texts if squeezed(plain(parse_inline(text))) not in shown]


def _ids(handouts):
    """Materials name a handout by its id; the documents call it by its title."""
    return {handout.id for handout in handouts}


def everything():
    """A module that uses every directive, each with every kind of block, on activities inside and outside the plan."""
    count = iter(range(10_000))

    def full(name):
        def text(kind):
            return Text(f"{name} {kind} number{next(count)} **bold**")

        return (
            Heading(2, text("heading")),
            Paragraph(text("paragraph")),
            ListBlock(True, (Item((Paragraph(text("item")), *points(f"{name} nested{next(count)}"))),)),
            ListBlock(False, (Item((Paragraph(text("box")),), checked=False),)),
            Quote((Paragraph(text("quote")),)),
            Table((text("head"),), ((text("cell"),),), ("",)),
            Picture("pictures/none.png", text("alt"), text("caption")),
            Divider(),
        )

    def full_activity(id, **changes):
        return activity(
            id,
            title=Text(f"Title of {id}"),
            body=full(f"{id} body"),
            steps=full(f"{id} steps"),
            debrief=full(f"{id} debrief"),
            facilitator=full(f"{id} facilitator"),
            materials=(Text(f"material of {id}"),),
            adaptations=tuple(Adaptation(n, full(f"{id} {n}"), HERE) for n in ("low-literacy", "remote")),
            **changes,
        )

    def belongings(owner):
        name = owner or "module"
        case = CaseStudy(
            f"c-{name}",
            Text(f"Case of {name}"),
            full(f"case of {name}"),
            full(f"questions of {name}"),
            full(f"points of {name}"),
            (),
            owner,
            HERE,
        )
        sheet = Handout(f"h-{name}", Text(f"Sheet of {name}"), full(f"sheet of {name}"), "basic", owner, HERE)
        shown = replace(slide(f"s-{name}", owner), body=full(f"slide of {name}"), notes=full(f"notes of {name}"))
        return case, sheet, shown

    owners = ("", "a-open", "a-read", "a-extra", "a-variant")
    cases, sheets, slides = zip(*(belongings(owner) for owner in owners), strict=True)
    base = module()
    made = module(
        activities=(
            full_activity("a-open", phase="motivation"),
            full_activity("a-read", requires=("a-open",)),
            full_activity("a-extra"),
            full_activity("a-variant", variant_of="a-read"),
        ),
        objectives=tuple(replace(o, more=full(f"more of {o.id}")) for o in base.objectives),
        key_messages=tuple(replace(k, body=full("key")) for k in base.key_messages),
        questions=tuple(
            replace(q, stem=full(f"stem {q.id}"), feedback=full(f"feedback {q.id}")) for q in base.questions
        ),
        slides=slides,
        case_studies=cases,
        handouts=sheets,
        prose=(
            Prose("p-1", full("prose one"), HERE),
            Prose("p-2", full("prose two"), HERE, after="a-read"),
            Prose("p-3", full("prose three"), HERE, after="a-extra"),
        ),
        guidance=(Guidance("g", full("guidance"), HERE),),
        practices={6: Text("How practice six is met"), 99: Text("How an unknown practice is met")},
        status="reviewed",
        reviewed=Review("Somebody", date(2026, 5, 4)),
    )
    case, sheet, shown = (replace(part, id=f"b-{part.id}") for part in belongings("b-welcome"))
    opening = full_activity("b-welcome", kind="opening", objectives=())
    bank = BankFile(
        "openings", Text("Openings"), Text("Summary of the file"), (Prose("bp", full("bank prose"), HERE),),
        (replace(opening, module=""),), (shown,), (case,), (sheet,), (Guidance("bg", full("bank guide"), HERE),), HERE,
    )  # fmt: skip
    return replace(content(made), bank={"openings": bank})


@pytest.mark.parametrize("days", [1, 2])
def test_every_text_of_the_modules_and_activities_of_a_plan_is_printed_or_shown(days):
    assert missing(everything(), plan(days=days)) == []


@pytest.mark.parametrize("brief", ["ghana-italy-five-days", "two-hour-information"])
def test_nothing_of_the_shipped_curriculum_is_dropped(brief):
    from toolkit.execution.session import open_session

    root = Path(__file__).parents[2]
    session = open_session(root / "session_templates" / "briefs" / f"{brief}.yaml", workspace=root)
    assert missing(session.for_trainer, session.plan) == []


def test_the_test_itself_sees_what_is_missing():
    # Without the guide, questions are nowhere.
    made = everything()
    shown = shown_in([make_deck(made, plan(), ENGLISH), make_handouts(made, plan(), ENGLISH)])
    feedback = made.modules["contract"].questions[0].feedback
    assert any(squeezed(plain(parse_inline(text))) not in shown for text in leaves(feedback))


def test_participants_get_nothing_that_is_for_the_trainer():
    words = squeezed(text_of(make_handouts(everything(), plan(), ENGLISH)))
    for part in ("facilitator", "points of", "notes of", "feedback", "guidance", "a-extra", "a-variant"):
        assert squeezed(part) not in words


def test_a_blank_body_loses_nothing():
    bare = module(activities=(activity("a-open", body=body("Only this.")),))
    assert missing(content(bare), plan()) == []
