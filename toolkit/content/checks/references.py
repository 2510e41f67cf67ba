"""What names something else: does it exist?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from toolkit.content.blocks import is_id
from toolkit.content.checks.places import File, at, broken_ids, files, owned
from toolkit.content.records import Content, Module
from toolkit.content.vocabulary import AUDIENCES, STAGES
from toolkit.problems import Place, Problem, make_problem, near_miss


def objectives_exist(content: Content) -> Iterator[Problem]:
    """Activities, questions and case studies name objectives of their own module."""
    left_out = broken_ids(content)
    everywhere = content.objectives()
    for file in files(content):
        own = {o.id: o for o in file.objectives} if isinstance(file, Module) else {}
        for label, key, position, name, place in _objectives_named(file):
            if name in own or name in left_out:
                continue
            near = near_miss(name, own)
            where = at(file, label.split('"')[1], key, place, position)
            if name in everywhere:
                yield make_problem("objective-elsewhere", where, label=label, objective=name)
                continue
            line = own[near].place.line if near else 0
            yield make_problem("objective-unknown", where, near=near, line=line, label=label, objective=name)


def _objectives_named(file: File) -> Iterator[tuple[str, str, int | None, str, Place]]:
    """(label, option, position in its list, objective, place)."""
    for activity in file.activities:
        for n, name in enumerate(activity.objectives):
            yield f'activity "{activity.id}"', "objectives", n, name, activity.place
    for case in file.case_studies:
        for n, name in enumerate(case.objectives):
            yield f'case-study "{case.id}"', "objectives", n, name, case.place
    for question in file.questions if isinstance(file, Module) else ():
        yield f'question "{question.id}"', "objective", None, question.objective, question.place


def activities_exist(content: Content) -> Iterator[Problem]:
    """Slides, case studies, handouts, `requires` and `variant_of` name activities of the same file."""
    left_out = broken_ids(content)
    for file in files(content):
        own = {a.id for a in file.activities}
        named: list[tuple[str, str, str, int | None, str, Place]] = [
            (f'{name} "{block.id}"', block.id, "activity", None, block.activity, block.place)
            for name, block in owned(file)
            if block.activity
        ]
        for a in file.activities:
            named += [(f'activity "{a.id}"', a.id, "requires", n, one, a.place) for n, one in enumerate(a.requires)]
            if a.variant_of:
                named.append((f'activity "{a.id}"', a.id, "variant_of", None, a.variant_of, a.place))
        for label, owner, key, position, name, place in named:
            if name not in own and name not in left_out:
                where = at(file, owner, key, place, position)
                yield make_problem("activity-unknown", where, near=near_miss(name, own), label=label, activity=name)


def modules_exist(content: Content) -> Iterator[Problem]:
    """Prerequisites, follow-ups and curricula name modules that exist."""
    known = set(content.modules)
    left_out = broken_ids(content)
    for module in content.modules.values():
        for key, names in (("prerequisites", module.prerequisites), ("follow_ups", module.follow_ups)):
            for n, name in enumerate(names):
                if name not in known and name not in left_out:
                    where = at(module, module.id, key, module.place, n)
                    near = near_miss(name, known)
                    yield make_problem("module-unknown", where, near=near, label=f'"{key}"', module=name)
    for curriculum in content.curricula.values():
        for name in curriculum.modules:
            if name not in known and name not in left_out:
                label = f'the curriculum "{curriculum.id}"'
                near = near_miss(name, known - set(curriculum.modules))
                yield make_problem("module-unknown", curriculum.place, near=near, label=label, module=name)


def modules_listed(content: Content) -> Iterator[Problem]:
    """A module of a curriculum stands in its list."""
    for module in content.modules.values():
        curriculum = content.curricula.get(module.curriculum)
        if curriculum is not None and module.id not in curriculum.modules:
            yield make_problem("module-unlisted", module.place, module=module.id)


def audiences_and_stages_known(content: Content) -> Iterator[Problem]:
    """Audiences and stages are words that planners know."""
    audiences = (*AUDIENCES, *content.new_audiences)
    for module in content.modules.values():
        for key, names, known, code in (
            ("audiences", module.audiences, audiences, "audience-unknown"),
            ("stages", module.stages, STAGES, "stage-unknown"),
        ):
            for n, name in enumerate(names):
                if name not in known:
                    where = at(module, module.id, key, module.place, n)
                    yield _word_problem(code, where, name, known)
    for curriculum in content.curricula.values():
        for name in curriculum.audiences:
            if name not in audiences:
                yield _word_problem("audience-unknown", curriculum.place, name, audiences)
    for file in files(content):
        for activity in file.activities:
            for n, name in enumerate(activity.audiences):
                if name not in audiences:
                    where = at(file, activity.id, "audiences", activity.place, n)
                    yield _word_problem("audience-unknown", where, name, audiences)


def _word_problem(code: str, where: Place, word: str, known: Iterable[str]) -> Problem:
    return make_problem(code, where, near=near_miss(word, known), word=word, known=", ".join(known))


def practices_known(content: Content) -> Iterator[Problem]:
    """Practice numbers are those of practices.yaml (1 to 16 when there is no such file)."""
    known = set(content.practices) or set(range(1, 17))
    shown = f"{min(known)} to {max(known)}"
    for file in files(content):
        if isinstance(file, Module):
            for number in file.practices:
                if number not in known:
                    where = at(file, file.id, f"practices.{number}", file.place)
                    yield make_problem("practice-unknown", where, label="the module", number=number, known=shown)
        for activity in file.activities:
            for n, number in enumerate(activity.practices):
                if number not in known:
                    where = at(file, activity.id, "practices", activity.place, n)
                    label = f'activity "{activity.id}"'
                    yield make_problem("practice-unknown", where, label=label, number=number, known=shown)


def scales_known(content: Content) -> Iterator[Problem]:
    """Rating questions name a scale of evaluation/scales.yaml."""
    for module in content.modules.values():
        for question in module.questions:
            if question.type != "rating":
                continue
            where = at(module, question.id, "scale", question.place)
            if not question.scale:
                yield make_problem("scale-missing", where, question=question.id, known=", ".join(content.scales))
            elif content.scales and question.scale not in content.scales:
                near = near_miss(question.scale, content.scales)
                known = ", ".join(content.scales)
                yield make_problem(
                    "scale-unknown", where, near=near, question=question.id, scale=question.scale, known=known
                )


def materials_known(content: Content) -> Iterator[Problem]:
    """A material that looks like a handout's id but is not quite one."""
    for file in files(content):
        own = {h.id for h in file.handouts}
        for activity in file.activities:
            for n, material in enumerate(activity.materials):
                name = material.source
                if name in own or not is_id(name) or name.count("-") < 2:
                    continue
                near = near_miss(name, own)
                if near:
                    where = at(file, activity.id, "materials", activity.place, n)
                    yield make_problem("material-unknown", where, near=near, activity=activity.id, material=name)


def templates_find_activities(content: Content) -> Iterator[Problem]:
    """Frames of session templates can be filled from the activity bank."""
    bank = content.bank_activities()
    kinds = {a.kind for a in bank.values()} | {"pre-test", "post-test"}
    for template in content.templates.values():
        frames = [*template.first, *template.daily, *template.day_end, *template.last]
        frames += [template.energiser] if template.energiser else []
        for frame in frames:
            if frame.activity and frame.activity not in bank:
                near = near_miss(frame.activity, bank)
                yield make_problem("frame-unknown", frame.place, near=near, activity=frame.activity)
            elif not frame.activity and bank and frame.kind not in kinds:
                yield make_problem("frame-empty", frame.place, kind=frame.kind)
