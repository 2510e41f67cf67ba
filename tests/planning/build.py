"""Small contents for planning tests: modules, bank and templates made of a few words each."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from toolkit.content.records import (
    Activity,
    Adaptation,
    BankFile,
    BreakRule,
    Content,
    Curriculum,
    Frame,
    Minutes,
    Module,
    Objective,
    Range,
    SessionTemplate,
)
from toolkit.content.text import Paragraph, Text
from toolkit.planning.brief import Brief
from toolkit.problems import Place

NOWHERE = Place("curricula/test.md", 1)
DAY_FRAMES = (
    ("opening", "5-10-15"),
    ("icebreaker", "10-15-20"),
    ("ground-rules", "5-10-15"),
    ("recap", "5-10-15"),
    ("energiser", "5-5-10"),
    ("daily-closing", "5-10-15"),
    ("closing", "5-10-15"),
)


def minutes(text: str) -> Minutes:
    """ "10-15-20" or "15"."""
    parts = [int(p) for p in text.split("-")]
    return Minutes(*parts) if len(parts) == 3 else Minutes(parts[0], parts[0], parts[0])


def activity(id: str, length: str = "10-20-30", **fields: Any) -> Activity:
    """An activity of group work in the practice phase unless `fields` say otherwise; `adapts` names needs."""
    adapts = fields.pop("adapts", ())
    return Activity(
        **{
            "id": id,
            "module": "",
            "title": Text(id.replace("-", " ").capitalize()),
            "kind": "group-work",
            "objectives": (),
            "phase": "practice",
            "minutes": minutes(length),
            "grouping": "small-groups",
            "group_size": Range(3, 5),
            "participants": None,
            "literacy": "none",
            "modes": ("in-person", "remote"),
            "materials": (),
            "known": False,
            "essential": False,
            "requires": (),
            "variant_of": "",
            "practices": (),
            "unsuited": (),
            "only_for": (),
            "audiences": (),
            "body": (),
            "steps": (),
            "debrief": (Paragraph(Text("What did we learn?")),),
            "facilitator": (),
            "adaptations": tuple(Adaptation(need, (), NOWHERE) for need in adapts),
            "place": NOWHERE,
        }
        | fields
    )


def objective(id: str, priority: str = "important", kind: str = "knowledge") -> Objective:
    return Objective(id, kind, priority, Text(f"Name {id}"), Text(f"Names {id}"), NOWHERE)  # type: ignore[arg-type]


def module(id: str, activities: Iterable[Activity], objectives: Iterable[Objective] = (), **fields: Any) -> Module:
    from dataclasses import replace

    own = tuple(replace(a, module=id) for a in activities)
    return Module(
        **{
            "id": id,
            "curriculum": "test",
            "title": Text(id.capitalize()),
            "summary": Text("A module"),
            "audiences": ("labour_migrants",),
            "stages": ("pre_departure",),
            "prerequisites": (),
            "follow_ups": (),
            "practices": {},
            "status": "draft",
            "reviewed": None,
            "competences": (),
            "sources": (),
            "prose": (),
            "objectives": tuple(objectives),
            "key_messages": (),
            "activities": own,
            "slides": (),
            "questions": (),
            "case_studies": (),
            "handouts": (),
            "guidance": (),
            "order": tuple(a.id for a in own),
            "place": NOWHERE,
        }
        | fields
    )


def bank_file(extra: Iterable[Activity] = ()) -> BankFile:
    """Two activities of each frame kind, and `extra`."""
    own = [
        activity(f"bank-{kind}-{n}", length, kind=kind, phase="motivation", grouping="plenary", group_size=None)
        for kind, length in DAY_FRAMES
        for n in (1, 2)
    ]
    return BankFile("frames", Text("Frames"), Text(""), (), (*own, *extra), (), (), (), (), NOWHERE)


def frame(kind: str, length: str = "", optional: bool = False, activity: str = "") -> Frame:
    return Frame(kind, activity, minutes(length) if length else None, optional, Place("session_templates/test.yaml", 5))


def break_rule(after: int, length: int = 15, kind: str = "break", shift: int = 15, needs: int = 45) -> BreakRule:
    return BreakRule(kind, after, length, shift, needs, NOWHERE)


def template(id: str, start: str = "09:00", end: str = "17:00", days: int = 1, **fields: Any) -> SessionTemplate:
    """A full day pattern with two breaks and lunch unless `fields` say otherwise."""
    return SessionTemplate(
        **{
            "id": id,
            "title": Text(id),
            "summary": Text(""),
            "days": days,
            "start": start,
            "end": end,
            "first": (
                frame("opening"),
                frame("icebreaker"),
                frame("ground-rules", optional=True),
                frame("pre-test", "10-15-20", optional=True),
            ),
            "daily": (frame("recap"),),
            "day_end": (frame("daily-closing"),),
            "last": (frame("post-test", "10-15-20", optional=True), frame("closing")),
            "energiser": frame("energiser", optional=True),
            "breaks": (break_rule(90), break_rule(195, 60, "lunch", 30), break_rule(345)),
            "place": Place("session_templates/test.yaml", 1),
        }
        | fields
    )


BARE: dict[str, Any] = {"first": (), "daily": (), "day_end": (), "last": (), "energiser": None, "breaks": ()}
"""Fields of a template without frames and breaks."""

TEMPLATES = (
    template("two-hours", end="11:00", breaks=()),
    template("half-day", end="13:00", breaks=(break_rule(105),)),
    template("one-day"),
    template("two-days", days=2),
    template("three-days", days=3),
    template("five-days", days=5),
)


def content(
    modules: Iterable[Module],
    templates: Iterable[SessionTemplate] = TEMPLATES,
    bank: BankFile | None = None,
    **fields: Any,
) -> Content:
    found = {m.id: m for m in modules}
    curriculum = Curriculum("test", Text("Test"), Text(""), ("labour_migrants",), tuple(found), NOWHERE)
    return Content(
        root=Path(),
        curricula={"test": curriculum},
        modules=found,
        bank={"frames": bank or bank_file()},
        templates={t.id: t for t in templates},
        **fields,
    )


def brief(**fields: Any) -> Brief:
    """Labour migrants before departure from Ghana to Italy, one day, unless `fields` say otherwise."""
    return Brief.model_validate(
        {
            "title": "Ready for work",
            "audience": "labour_migrants",
            "stage": "pre_departure",
            "origin": "GH",
            "destination": "IT",
        }
        | fields
    )


def generated_module(number: int, seed: int, activities: int = 8) -> Module:
    """A believable module: six objectives, activities in four phases, one variant; the same for the same seed."""
    draw = random.Random(f"{seed}-{number}")  # noqa: S311
    name = f"m{number:02d}"
    goals = [
        objective(
            f"{name}-o{n}",
            "essential" if n < draw.choice((1, 2)) else draw.choice(("important", "important", "optional")),
            ("knowledge", "skill", "attitude")[n % 3],
        )
        for n in range(6)
    ]
    kinds = ("discussion", "presentation", "group-work", "case-study", "role-play", "quiz", "reflection", "pair-work")
    phases = ("motivation", "information", "information", "practice", "practice", "practice", "application")
    lengths = ("5-10-15", "10-15-20", "15-20-30", "20-30-45", "25-35-50", "30-45-60")
    own = []
    for n in range(activities):
        kind = kinds[n] if n < 2 else draw.choice((*kinds[2:], "presentation"))
        last = n == activities - 1
        own.append(
            activity(
                f"{name}-a{n}",
                draw.choice(("5-10-15", "10-15-20", "10-20-20")) if kind == "presentation" else draw.choice(lengths),
                kind=kind,
                phase="practice" if last else phases[min(n, len(phases) - 1)],
                objectives=tuple(sorted({goals[n % 6].id, goals[draw.randrange(6)].id})),
                known=n == 0,
                essential=n == 3 and draw.random() < 0.6,
                requires=(f"{name}-a2",) if n == 4 and draw.random() < 0.4 else (),
                variant_of=f"{name}-a3" if last and activities > 4 else "",
                practices=tuple(sorted(draw.sample(range(1, 17), draw.choice((0, 1, 2))))),
            )
        )
    before = (f"m{draw.randrange(number):02d}",) if number and draw.random() < 0.4 else ()
    return module(name, own, goals, prerequisites=before)


def generated_content(modules: int = 7, seed: int = 1, activities: int = 8) -> Content:
    return content([generated_module(n, seed, activities) for n in range(modules)])
