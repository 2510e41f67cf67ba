"""A small session made by hand: one module, one bank activity, a plan of one or two days. For tests of what is drawn
from plans; `with_words` replaces every string, to find words that come from nowhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from toolkit.content.records import (
    Activity,
    Adaptation,
    BankFile,
    CaseStudy,
    Citation,
    Content,
    CountryProfile,
    Fact,
    Handout,
    KeyMessages,
    Minutes,
    Module,
    Objective,
    Question,
    Range,
    ResponseOption,
    Scale,
    Slide,
    Source,
)
from toolkit.content.text import Body, Item, ListBlock, Paragraph, Text, map_texts
from toolkit.planning.brief import Brief, Group
from toolkit.planning.plan import Day, ObjectiveOutcome, SessionPlan, Slot
from toolkit.problems import Place

HERE = Place("curricula/sample/contract.md", 1)


def body(*paragraphs: str) -> Body:
    return tuple(Paragraph(Text(words)) for words in paragraphs)


def points(*words: str, ordered: bool = False) -> Body:
    return (ListBlock(ordered, tuple(Item(body(word)) for word in words)),)


def objective(id: str, kind: str = "knowledge", priority: str = "essential") -> Objective:
    return Objective(id, kind, priority, Text(f"Explain {id}."), Text(f"Explains {id} aloud."), HERE)


def activity(id: str, **changes: object) -> Activity:
    made = Activity(
        id=id,
        module="contract",
        title=Text(f"Activity {id}"),
        kind="group-work",
        objectives=("o-parts",),
        phase="practice",
        minutes=Minutes(20, 30, 45),
        grouping="small-groups",
        group_size=Range(3, 5),
        participants=None,
        literacy="basic",
        modes=("in-person",),
        materials=(Text("flip chart"), Text("pens")),
        known=False,
        essential=False,
        requires=(),
        variant_of="",
        practices=(),
        unsuited=(),
        only_for=(),
        audiences=(),
        body=body("What happens and why."),
        steps=points("(5 min) Begin.", "(25 min) Go on.", ordered=True),
        debrief=points("What surprised you?"),
        facilitator=body("**Watch for:** people who hide that they cannot read."),
        adaptations=(Adaptation("low-literacy", body("Read everything aloud."), HERE),),
        place=HERE,
    )
    return replace(made, **changes)


def slide(id: str, activity: str = "", layout: str = "bullets", title: str = "", content: Body | None = None) -> Slide:
    shown = content if content is not None else points(f"First point of {id}", "Second **strong** point")
    return Slide(id, layout, Text(title or f"Slide {id}"), shown, body(f"Say this on {id}."), activity, HERE)


def question(id: str, objective: str = "o-parts", **changes: object) -> Question:
    made = Question(
        id=id,
        module="contract",
        objective=objective,
        type="single-choice",
        level="understanding",
        literacy="basic",
        stem=body(f"What about {id}?"),
        options=(
            ResponseOption("a", Text("Sign at once")),
            ResponseOption("b", Text("Read it first"), correct=True),
            ResponseOption("c", Text("Ask nobody")),
        ),
        scale="",
        feedback=body("A copy is your proof."),
        waves=("pre", "post"),
        source="",
        place=HERE,
    )
    return replace(made, **changes)


def module(**changes: object) -> Module:
    made = Module(
        id="contract",
        curriculum="sample",
        title=Text("Reading your contract"),
        summary=Text("What a contract says."),
        audiences=("labour_migrants",),
        stages=("pre_departure",),
        prerequisites=(),
        follow_ups=(),
        practices={},
        status="draft",
        reviewed=None,
        competences=(),
        sources=(Citation("ilo-c097", "Article 5", "contracts"),),
        prose=(),
        objectives=(objective("o-parts"), objective("o-copy", "skill", "important")),
        key_messages=(KeyMessages("m-key", points("Never sign what you have not understood.", "Keep a copy."), HERE),),
        activities=(activity("a-open", phase="motivation"), activity("a-read"), activity("a-extra")),
        slides=(slide("s-module"), slide("s-read", "a-read", "activity"), slide("s-extra", "a-extra")),
        questions=(
            question("q-parts"),
            question("q-true", type="true-false", options=_true_false()),
            question("q-many", "o-copy", type="multiple-choice", level="application"),
            question("q-order", "o-copy", type="order", level="application"),
            question("q-sure", "o-copy", type="rating", level="confidence", options=(), scale="confidence"),
            question("q-own", "o-copy", type="short-answer", options=()),
        ),
        case_studies=(
            CaseStudy(
                "c-amina",
                Text("Amina's two contracts"),
                body("Amina is a nurse. She got two contracts."),
                points("What did she do well?", ordered=True),
                body("She kept a photo."),
                ("o-copy",),
                "a-read",
                HERE,
            ),
        ),
        handouts=(Handout("h-list", Text("My checklist"), points("Read"), "basic", "a-read", HERE),),
        guidance=(),
        order=(),
        place=HERE,
    )
    return replace(made, **changes)


def _true_false() -> tuple[ResponseOption, ...]:
    return (ResponseOption("a", Text("True"), correct=True), ResponseOption("b", Text("False")))


def scale() -> Scale:
    options = tuple(ResponseOption(str(i), Text(w)) for i, w in enumerate(("Not at all", "A little", "Very"), 1))
    return Scale("confidence", Text("How sure"), options, "", HERE)


def content(*modules: Module) -> Content:
    opening = activity(
        "b-welcome", module="", title=Text("Welcome"), kind="opening", objectives=(), grouping="plenary", debrief=()
    )
    facts = {
        key: Fact(key, Text(value), Citation("eu-112", "heading"), date(2026, 5, 1), Text(""), HERE)
        for key, value in {
            "emergency_number": "112",
            "labour_complaints": "The labour inspectorate of the province.",
            "climate": "Warm.",
        }.items()
    }
    sources = {
        key: Source(key, "law", f"Title of {key}", "Somebody", "1949", "ILO", "https://example.org", "", HERE)
        for key in ("ilo-c097", "eu-112")
    }
    return Content(
        root=Path(__file__).parent,
        modules={m.id: m for m in (modules or (module(),))},
        bank={"openings": BankFile("openings", Text("Openings"), Text(""), (), (opening,), (), (), (), (), HERE)},
        countries={"IT": CountryProfile("IT", facts, HERE)},
        bibliography=sources,
        scales={"confidence": scale()},
    )


def slot(start: str, minutes: int, kind: str, **values: object) -> Slot:
    hours, odd = divmod(int(start[:2]) * 60 + int(start[3:]) + minutes, 60)
    title = str(values.pop("title", kind))
    end = f"{hours:02}:{odd:02}"
    return Slot(
        id=f"{kind}-{start[:2]}{start[3:]}", start=start, end=end, minutes=minutes, kind=kind, title=title, **values
    )


def in_module(start: str, minutes: int, activity: str, **values: object) -> Slot:
    return slot(start, minutes, "group-work", module="contract", activity=activity, **values)


def plan(days: int = 1, *, dates: bool = True, group: Group | None = None, **brief: object) -> SessionPlan:
    first = Day(
        number=1,
        date=date(2026, 12, 7) if dates else None,
        start="09:00",
        end="12:00",
        slots=(
            slot("09:00", 15, "opening", activity="b-welcome", title="Welcome"),
            slot("09:15", 15, "pre-test"),
            in_module("09:30", 30, "a-open", objectives=("o-parts",)),
            slot("10:00", 15, "break"),
            in_module("10:15", 45, "a-read", objectives=("o-copy",), adaptations=("low-literacy",)),
            slot("11:00", 45, "lunch"),
            slot("11:45", 15, "post-test"),
        ),
    )
    second = Day(
        number=2,
        date=date(2026, 12, 8) if dates else None,
        start="09:00",
        end="09:30",
        slots=(in_module("09:00", 30, "a-extra", objectives=("o-copy",)),),
    )
    return SessionPlan(
        brief=Brief(
            **{
                "title": "Before you leave",
                "audience": "labour_migrants",
                "stage": "pre_departure",
                "origin": "GH",
                "destination": "IT",
                "group": group or Group(size=20),
                **brief,
            }
        ),
        template="half-day",
        days=(first, second)[:days],
        objectives=tuple(
            ObjectiveOutcome(objective=o, module="contract", priority=p, served=True, minutes=30)
            for o, p in (("o-parts", "essential"), ("o-copy", "important"))
        ),
    )


def with_words(content: Content, change: Callable[[str], str]) -> Content:
    """The content with every translatable string replaced."""

    def text(old: Text) -> Text:
        return replace(old, source=change(old.source)) if old else old

    def record(old: object) -> object:
        if isinstance(old, Text):
            return text(old)
        if isinstance(old, Body.__origin__) and old and isinstance(old[0], (Paragraph, ListBlock)):
            return map_texts(old, text)
        if isinstance(old, tuple):
            return tuple(record(part) for part in old)
        if hasattr(old, "__dataclass_fields__") and not isinstance(old, (Place, Citation, Source)):
            return replace(old, **{name: record(getattr(old, name)) for name in old.__dataclass_fields__})
        return old

    def mapping(old: object) -> dict[object, object]:
        return {key: record(value) for key, value in old.items()}

    countries = {c: replace(p, facts=mapping(p.facts)) for c, p in content.countries.items()}
    return replace(
        content,
        modules=mapping(content.modules),
        bank=mapping(content.bank),
        scales=mapping(content.scales),
        countries=countries,
    )
