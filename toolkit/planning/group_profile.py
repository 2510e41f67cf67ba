"""The group profile: what a group knows, wants and needs, without anything about one person; and how it moves a brief.

`tot profile` writes the file, a brief names it under ``group_profile``. What a brief says itself always wins.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from toolkit.content.files import is_inside, read_text_file
from toolkit.content.records import Content
from toolkit.content.vocabulary import Literacy
from toolkit.content.yamlfile import YamlDoc, read_yaml, validate
from toolkit.planning.brief import Brief, Id, LanguageTag
from toolkit.problems import Place, Problem, make_problem, sort_problems

Cefr = Literal["A0", "A1", "A2", "B1", "B2", "C1", "C2"]
"""Levels of the Common European Framework of Reference for Languages; A0 is nothing yet."""

CEFR: tuple[Cefr, ...] = ("A0", "A1", "A2", "B1", "B2", "C1", "C2")
VERSION = 1
LEAST_PEOPLE = 5
"""No statement about a group is ever made by fewer people, inside the organisation either."""

Words = Annotated[str, Field(min_length=1, max_length=300)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Concept(_Part):
    """An occupation, a group of occupations or a skill, as ESCO identifies it."""

    label: Words
    uri: str = Field(max_length=200, description="ESCO's address of it")
    code: str = Field("", max_length=32, description="ESCO's or ISCO-08's code, where there is one")


class LevelSpan(_Part):
    """Where a group stands: enough people at `low` or below, enough at `high` or above. None where too few."""

    low: Cefr | None = None
    high: Cefr | None = None


class ObjectiveNeed(_Part):
    """How much a group needs some objectives, as in a brief's needs, and the answers behind it."""

    need: float = Field(ge=0, le=10, description="0 known already, 1 as usual, 2 twice as much")
    because: Words = Field(description="What enough people answered")
    objectives: tuple[Id, ...] = Field(min_length=1)


class GroupProfile(_Part):
    """What at least `at_least` of the `people` said. How many more said it is never told, nor what fewer said."""

    version: Literal[1] = 1
    people: int = Field(ge=LEAST_PEOPLE, le=100_000, description="People who answered")
    at_least: int = Field(10, ge=LEAST_PEOPLE, description="Fewest people behind every statement in this file")
    made_up: bool = Field(False, description="True for example data that nobody gave")
    instrument: str = Field("", max_length=80, description="Version of the questions")
    literacy: Literacy | None = Field(None, description="Reading level to plan for, as a brief has it")
    latin_letters: bool | None = Field(None, description="False when enough people do not read Latin letters well")
    mother_tongues: tuple[LanguageTag, ...] = Field((), description="Languages that people grew up with")
    languages: tuple[LanguageTag, ...] = Field((), description="Other languages spoken well enough for everyday life")
    destination_language: dict[str, LevelSpan] = Field(
        default_factory=dict, description="Listening, reading, talking, telling, writing → levels (CEFR)"
    )
    education: tuple[Words, ...] = Field((), description="How far people went in school, and what they studied")
    digital: tuple[Words, ...] = Field((), description="What people do on their own with telephone or computer")
    occupations: tuple[Concept, ...] = Field((), description="Work that people have done")
    skills: tuple[Concept, ...] = Field((), description="What people say they are good at")
    strengths: tuple[Words, ...] = Field((), description="What the group brings, in words for a brief")
    knows: tuple[Words, ...] = Field((), description="Topics of which people say that they know enough")
    wants: tuple[Words, ...] = Field((), description="What people want to do in their first two years")
    wanted_occupations: tuple[Concept, ...] = Field((), description="Work that people want to do")
    needs: tuple[Words, ...] = Field((), description="Topics that people want to know more about, most wanted first")
    caring: tuple[Words, ...] = Field((), description="Whom people look after")
    arrangements: tuple[Words, ...] = Field((), description="What would help people to take part")
    objective_needs: tuple[ObjectiveNeed, ...] = Field((), description="How much this group needs which objectives")

    @property
    def objectives(self) -> dict[str, float]:
        """Objective → how much this group needs it; the greatest where several answers speak of one."""
        found: dict[str, float] = {}
        for group in self.objective_needs:
            for objective in group.objectives:
                found[objective] = max(group.need, found.get(objective, 0.0))
        return found


@dataclass(frozen=True, slots=True)
class Moved:
    """One thing that a group profile changed in a brief: the brief's field, its new value in words, and why."""

    field: str
    value: str
    why: str


def load_group_profile(path: Path, shown: str = "") -> tuple[GroupProfile | None, tuple[Problem, ...]]:
    """The group profile in a YAML or JSON file, and every problem at its line."""
    file, name = path.absolute(), shown or path.as_posix()
    text, problems = read_text_file(file.parent.resolve(), file.resolve())
    if text is None:
        return None, tuple(replace(p, where=Place(name, p.where.line)) for p in problems)
    doc = read_yaml(text.text, name)
    version = doc.data.get("version") if isinstance(doc.data, Mapping) else None
    if isinstance(version, int) and version > VERSION:
        return None, (make_problem("file-newer", doc.place("version"), version=version),)
    found, wrong = validate(GroupProfile, doc, label="the group profile")
    return found, sort_problems((*doc.problems, *wrong))


def find_group_profile(brief: Brief, folder: Path, root: Path | None) -> Path | None:
    """The brief's group profile: beside the brief, or in the workspace `root`; None when there is none inside these.

    A copy of a brief and its profile, as in a session pack, finds the copy.
    """
    if brief.group_profile is None:
        return None
    given = brief.group_profile.replace("\\", "/")
    roots = [root, root / "session_templates", root / "session_templates" / "briefs"] if root else []
    inside = [folder, *([root] if root else [])]
    for path in (*(base / given for base in (folder, *roots)), folder / Path(given).name):
        if any(is_inside(base, path) for base in inside) and _is_file(path):
            return path
    return None


def with_group_profile(
    brief: Brief, content: Content | None, doc: YamlDoc, folder: Path
) -> tuple[Brief, tuple[Problem, ...]]:
    """The brief with what its group profile says, and a note for everything that this changed.

    Without a usable profile the brief comes back as it is, with the problems.
    """
    if brief.group_profile is None:
        return brief, ()
    place = doc.place("group_profile")
    path = find_group_profile(brief, folder, content.root if content else None)
    if path is None:
        return brief, (make_problem("brief-profile-missing", place, path=brief.group_profile),)
    profile, problems = load_group_profile(path, brief.group_profile)
    if profile is None:
        return brief, problems
    changed, moved = apply_profile(brief, profile, _objectives_for(brief, content) if content is not None else None)
    unknown = sorted(set(profile.objectives) - set(content.objectives())) if content is not None else []
    notes = [
        make_problem("brief-profile-moved", place, people=profile.people, field=one.field, value=one.value, why=one.why)
        for one in moved
    ]
    if unknown:
        notes.append(make_problem("brief-profile-objectives", place, count=len(unknown), example=unknown[0]))
    if profile.people > brief.group.size and "size" in brief.group.model_fields_set:
        notes.append(make_problem("brief-profile-larger", place, people=profile.people, size=brief.group.size))
    return changed, (*problems, *notes)


def _objectives_for(brief: Brief, content: Content) -> frozenset[str]:
    """Ids of the objectives of modules that the session may hold: needs of others would move nothing."""
    modules = (
        m
        for m in content.modules.values()
        if (not m.audiences or brief.audience in m.audiences) and (not brief.modules.only or m.id in brief.modules.only)
    )
    return frozenset(objective.id for module in modules for objective in module.objectives)


def apply_profile(
    brief: Brief, profile: GroupProfile, known: Collection[str] | None = None
) -> tuple[Brief, tuple[Moved, ...]]:
    """The brief with the profile's literacy, size, mother tongues, strengths and needs, and what that changed.

    What the brief says itself stays: its literacy and size when written, its mother tongues and strengths first, its
    own needs. Needs of objectives that are not in `known` are left out.
    """
    moved = tuple(_group_moves(brief, profile))
    group: dict[str, object] = {}
    written = brief.group.model_fields_set
    if "size" not in written:
        group["size"] = min(profile.people, 500)
    if profile.literacy is not None and "literacy" not in written:
        group["literacy"] = profile.literacy
    group["mother_tongues"] = _joined(brief.group.mother_tongues, profile.mother_tongues)
    group["strengths"] = _joined(brief.group.strengths, profile.strengths)
    needs = _new_needs(brief, profile, known)
    changed = brief.model_copy(
        update={"group": brief.group.model_copy(update=group), "needs": {**needs, **brief.needs}}
    )
    return changed, (*moved, *_need_moves(profile, needs))


def _group_moves(brief: Brief, profile: GroupProfile) -> Iterator[Moved]:
    group, written = brief.group, brief.group.model_fields_set
    if "size" not in written and profile.people != group.size:
        yield Moved("group size", str(profile.people), "so many people answered")
    if profile.literacy is not None and "literacy" not in written and profile.literacy != group.literacy:
        why = "activities, handouts and tests are chosen so that people who read less than others can follow"
        yield Moved("literacy", profile.literacy, why)
    tongues = [tag for tag in profile.mother_tongues if tag not in group.mother_tongues]
    if tongues:
        yield Moved("mother tongues", ", ".join(tongues), "practice 10 asks for a trainer, an interpreter or papers")
    strengths = [words for words in profile.strengths if words not in group.strengths]
    if strengths:
        yield Moved("strengths", "; ".join(strengths), "practice 15 builds on what people bring")


def _need_moves(profile: GroupProfile, needs: Mapping[str, float]) -> Iterator[Moved]:
    """One move for each weight, with the answers behind it."""
    for weight in sorted(set(needs.values()), reverse=True):
        count = sum(need == weight for need in needs.values())
        groups = [group for group in profile.objective_needs if group.need == weight]
        shown = [g.because for g in groups if any(needs.get(o) == weight for o in g.objectives)]
        yield Moved(f"the weight of {count} objectives", f"{weight:g} times", "the group says " + "; ".join(shown))


def _new_needs(brief: Brief, profile: GroupProfile, known: Collection[str] | None) -> dict[str, float]:
    return {
        objective: need
        for objective, need in profile.objectives.items()
        if need != 1 and objective not in brief.needs and (known is None or objective in known)
    }


def _joined(own: tuple[str, ...], further: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*own, *further)))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
