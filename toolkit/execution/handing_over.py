"""``tot handover``: from a finished session before departure to those who receive its group."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from toolkit.content.files import read_text_file
from toolkit.content.language import Language, is_known_language
from toolkit.content.localise import localise
from toolkit.content.records import Content
from toolkit.content.substitute import substitutions_for
from toolkit.content.translations import LOCALE
from toolkit.evaluation.findings.from_json import findings_from_json
from toolkit.evaluation.findings.json_form import FORMAT
from toolkit.evaluation.findings.make import PUBLISH_AT
from toolkit.evaluation.findings.records import Findings
from toolkit.evaluation.handover import Handover, make_handover
from toolkit.evaluation.profile.group_text import save_profile_text
from toolkit.evaluation.profile.phrases import retell_profile
from toolkit.execution.brief_text import brief_text, check_brief_text, remarks
from toolkit.execution.certifying import open_plan
from toolkit.execution.handover_words import named_in
from toolkit.execution.manifest import MANIFEST, file_entries
from toolkit.execution.output_folder import check_output, put_in_place, restore_interrupted, staging
from toolkit.execution.session import find_file, load_workspace
from toolkit.planning.brief import Brief, Choice, Group
from toolkit.planning.group_profile import GroupProfile, apply_profile, load_group_profile
from toolkit.planning.plan import SessionPlan
from toolkit.planning.session_record import RECORD_FILE, SessionRecord, load_record
from toolkit.planning.solve import plan_session
from toolkit.problems import Place, Problem, ProblemsError, has_errors, make_problem, sort_problems

KIND = "handover"
POST_ARRIVAL, RESIDENTS, EMPLOYERS = "post-arrival-brief.yaml", "information-session-brief.yaml", "employers-brief.yaml"
PROFILE = "group-profile.yaml"
INFORMATION_SESSION, RECOGNISING_SKILLS = "information-session", "recognising-skills"
MOST_MODULES = 3
"""More than three modules in a day leave no time to practise."""
_FINDINGS_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class Handed:
    """The folder, the files in it (relative, sorted) and warnings."""

    folder: Path
    files: tuple[str, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A handover that is not written yet: what crosses, in `language`, the briefs by file name, and warnings. `profile`
    is the group profile's file as it goes along, in its own words."""

    content: Content
    handover: Handover
    language: Language
    briefs: tuple[tuple[str, str], ...]
    profile: GroupProfile | None
    problems: tuple[Problem, ...]


def prepare_handover(
    pack: Path,
    *,
    findings: Path | None = None,
    profile: Path | None = None,
    vacancies: Sequence[str] = (),
    language: str = "en",
    workspace: str | Path | None = None,
) -> Prepared:
    """Put together the handover of the session in `pack`: what is told, and briefs for the first session after arrival,
    for residents, and for employers where skills (and `vacancies`, ISCO-08 codes) suggest it.

    Of the session, only what is about the group gets in (see `toolkit.evaluation.handover`). Words that look as if they
    named somebody are warned of. Raises ProblemsError with everything that is wrong.
    """
    content, _ = load_workspace(workspace)
    plan = open_plan(pack)
    read, problems = _read(content, pack, plan, findings, profile)
    strange = [code for code in vacancies if not (code.isdecimal() and 1 <= len(code) <= 4)]
    problems += [make_problem("handover-vacancy", Place("tot handover"), isco=code) for code in strange]
    if not is_known_language(language):
        problems.append(make_problem("brief-language-unknown", Place("tot handover"), language=language))
    if has_errors(problems):
        raise ProblemsError(sort_problems(problems))
    reader = Language(language)
    told = None if read.profile is None else retell_profile(read.profile, content, reader, _languages(content))
    made = make_handover(content, plan, read.findings, record=read.record, profile=told, vacancies=tuple(vacancies))
    if vacancies and not made.skills_for_work:
        problems.append(make_problem("handover-no-employers", Place("tot handover")))
    briefs, wrong = _briefs(content, made, Language(plan.brief.languages[0]), reader)
    problems += [*wrong, *named_in(content, plan, read.profile, pack, profile)]
    if has_errors(problems):
        raise ProblemsError(sort_problems(problems))
    return Prepared(content, made, reader, briefs, read.profile, sort_problems(problems))


def write_handover(prepared: Prepared, output: Path, workspace: str | Path | None = None) -> Handed:
    """Write the document (docx, pdf), the briefs and the group profile into one folder, whole or not at all. Raises
    ProblemsError when it cannot be written."""
    problems = check_output(output, Path(workspace) if workspace else None, KIND)
    if problems:
        raise ProblemsError(problems)
    restore_interrupted(output)
    with staging(output) as stage:
        for name, text in prepared.briefs:
            _write(stage / name, text)
        if prepared.profile is not None:
            _write(stage / PROFILE, save_profile_text(prepared.profile))
        _render(prepared.content, prepared.handover, prepared.language, stage)
        files = file_entries(stage)
        manifest = {"format": 1, "kind": KIND, "title": prepared.handover.plan.brief.title, "files": files}
        _write(stage / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=2) + "\n")
        kept = put_in_place(stage, output)
    return Handed(output, tuple(sorted((*files, MANIFEST))), sort_problems((*prepared.problems, *kept)))


def hand_over(
    pack: Path,
    output: Path,
    *,
    findings: Path | None = None,
    profile: Path | None = None,
    vacancies: Sequence[str] = (),
    language: str = "en",
    workspace: str | Path | None = None,
) -> Handed:
    """`prepare_handover` and `write_handover`. Raises ProblemsError with everything that is wrong, and then writes
    nothing."""
    made = prepare_handover(
        pack, findings=findings, profile=profile, vacancies=vacancies, language=language, workspace=workspace
    )
    return write_handover(made, output, workspace)


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read beside the plan."""

    findings: Findings | None
    profile: GroupProfile | None
    record: SessionRecord | None


def _read(
    content: Content, pack: Path, plan: SessionPlan, findings: Path | None, profile: Path | None
) -> tuple[_Read, list[Problem]]:
    problems: list[Problem] = []
    if plan.brief.stage != "pre_departure":
        problems.append(make_problem("handover-stage", Place(pack.as_posix()), stage=plan.brief.stage))
    missing = [m for m in plan.module_ids() if m not in content.modules]
    problems += [make_problem("handover-module-unknown", Place(pack.as_posix()), module=m) for m in missing]
    found, wrong = read_findings(findings) if findings else (None, ())
    problems += wrong
    if found is not None and findings is not None:
        tested = {o.module for o in found.objectives}
        if tested and not tested & set(plan.module_ids()):
            problems.append(make_problem("handover-other-session", Place(findings.as_posix())))
    known, wrong = _profile(find_file(profile, content.root)) if profile else (None, ())
    problems += wrong
    record: SessionRecord | None = None
    file = (pack if pack.is_dir() else pack.parent) / RECORD_FILE
    if file.is_file():
        # Its remarks stay behind, so that what is wrong with them does not matter here.
        record, wrong = load_record(file)
        problems += wrong if record is None else ()
    return _Read(found, known, record), problems


def _languages(content: Content) -> tuple[str, ...]:
    """Languages that a group profile of this workspace may be written in."""
    folder = content.root / LOCALE
    return ("en", *sorted(path.name for path in folder.iterdir() if path.is_dir())) if folder.is_dir() else ("en",)


def read_findings(file: Path) -> tuple[Findings | None, tuple[Problem, ...]]:
    """Findings that `tot evaluate` wrote, if they may leave the organisation; else None with the problem."""
    where = Place(file.as_posix())
    if not file.is_file():
        return None, (make_problem("file-missing", where),)
    text, problems = read_text_file(file.resolve().parent, file.resolve(), _FINDINGS_BYTES)
    if text is None:
        return None, tuple(replace(p, where=where) for p in problems)
    try:
        data = json.loads(text.text)
        number = data.get("format") if isinstance(data, dict) else None
        if isinstance(number, int) and number > FORMAT:
            return None, (make_problem("file-newer", where, version=number),)
        findings = findings_from_json(data)
    except (ValueError, RecursionError):
        return None, (make_problem("evaluation-findings-unreadable", where),)
    if findings.publish_at < PUBLISH_AT:
        return None, (make_problem("handover-internal", where, what="findings", least=findings.publish_at),)
    return findings, ()


def _profile(file: Path) -> tuple[GroupProfile | None, tuple[Problem, ...]]:
    where = Place(file.as_posix())
    if not file.is_file():
        return None, (make_problem("file-missing", where),)
    profile, problems = load_group_profile(file, file.as_posix())
    if profile is not None and profile.at_least < PUBLISH_AT:
        return None, (make_problem("handover-internal", where, what="group profile", least=profile.at_least),)
    return profile, problems


def _briefs(
    content: Content, handover: Handover, language: Language, reader: Language
) -> tuple[tuple[tuple[str, str], ...], list[Problem]]:
    """Name and text of each brief that can be planned, and a warning for each that cannot. Titles are in the language
    of the session, remarks in that of the `reader`."""
    made: list[tuple[str, str]] = []
    problems: list[Problem] = []
    for name, head, tries in _wanted(content, handover, language, reader):
        for brief in tries:
            planned, moved = brief, brief
            if brief.group_profile is not None and handover.profile is not None:
                of_audience = [m for m in content.modules.values() if brief.audience in m.audiences]
                known = {o.id for module in of_audience for o in module.objectives}
                moved, _ = apply_profile(brief, handover.profile, known)
            plan, against = plan_session(content, moved, place=Place(name))
            if plan is None or has_errors(against):
                continue
            text = remarks(head) + "\n" + brief_text(planned)
            wrong = [p for p in check_brief_text(content, text, name) if p.severity == "error"]
            problems += wrong
            made.append((name, text))
            break
        else:
            problems.append(make_problem("handover-no-brief", Place(name)))
    return tuple(made), problems


def _wanted(
    content: Content, handover: Handover, language: Language, reader: Language
) -> Iterator[tuple[str, list[str], list[Brief]]]:
    """File name, remarks and briefs to try, the fullest first."""
    say = language.say
    base = _base(handover.plan.brief)
    modules = tuple(s.module for s in handover.suggestions)[:MOST_MODULES]
    if modules:
        title = say("After arrival: what comes next")
        yield (
            POST_ARRIVAL,
            [_post_arrival_head(reader), _change(reader)],
            [_post_arrival(content, handover, base, title, modules[:count]) for count in range(len(modules), 0, -1)],
        )
    if INFORMATION_SESSION in content.modules:
        brief = base.model_copy(
            update={
                "title": say("New neighbours: an evening to ask and to meet"),
                "audience": "municipalities",
                "template": "community-evening" if "community-evening" in content.templates else None,
                "group": Group(size=40, literacy="basic"),
                "modules": Choice(only=(INFORMATION_SESSION,)),
                "pre_test": False,
                "post_test": False,
            }
        )
        yield RESIDENTS, [_residents_head(reader), _change(reader)], [brief]
    if handover.skills_for_work and RECOGNISING_SKILLS in content.modules:
        names = reader.show_list([c.label for c in handover.skills_for_work])
        brief = base.model_copy(
            update={
                "title": say("Recognising what new colleagues can do"),
                "audience": "employers",
                "template": "half-day" if "half-day" in content.templates else None,
                "group": Group(size=12),
                "modules": Choice(only=(RECOGNISING_SKILLS,)),
            }
        )
        head = [
            reader.say("Half a day for employers who may take on new colleagues."),
            _change(reader),
            reader.say("What the group brings, as ESCO names it: {names}.", names=names),
        ]
        yield EMPLOYERS, head, [brief]


def _base(session: Brief) -> Brief:
    """What the sessions after arrival have in common with the one before: the route and the languages."""
    return Brief(
        title="-",
        audience=session.audience,
        stage="post_arrival",
        origin=session.origin,
        destination=session.destination,
        languages=session.languages,
    )


def _post_arrival(content: Content, handover: Handover, base: Brief, title: str, modules: tuple[str, ...]) -> Brief:
    """The first session after arrival. Without a profile only the size and the reading level are known."""
    session, profile = handover.plan.brief, handover.profile
    own = {o.id for m in modules for o in content.modules[m].objectives}
    group: dict[str, object] = {"size": session.group.size}
    if profile is None or profile.literacy is None:
        group["literacy"] = session.group.literacy
    return base.model_copy(
        update={
            "title": title,
            "interpreter": session.interpreter,
            "days": 1,
            "group": Group.model_validate(group),
            "modules": Choice(only=modules),
            "group_profile": PROFILE if profile is not None else None,
            "needs": {objective: need for objective, need in handover.needs.items() if objective in own},
        }
    )


def _render(content: Content, handover: Handover, reader: Language, stage: Path) -> None:
    from toolkit.rendering.docx import render_docx
    from toolkit.rendering.outlines.handover import make_handover_document
    from toolkit.rendering.outlines.translation_note import with_content_note
    from toolkit.rendering.pdf import render_pdf

    brief = handover.plan.brief
    session = {"title": brief.title, "organisation": brief.organisation, "contact": ""}
    values = substitutions_for(content, reader, origin=brief.origin, destination=brief.destination, session=session)
    localised = localise(content, reader, values)
    document = with_content_note(make_handover_document(localised, handover, reader), localised, reader)
    pages = render_pdf(document, stage / "handover.pdf")
    render_docx(document, stage / "handover.docx", pages)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _change(language: Language) -> str:
    return language.say(
        "Change what does not fit: date, hours, place, languages, trainers. Then: {commands}",
        commands="tot plan, tot pack",
    )


def _post_arrival_head(language: Language) -> str:
    return language.say(
        "The first session after arrival, as suggested by the handover. The modules are those most needed by what was "
        "learned, left open and wanted; {file} says why. The weights under {field} come from the tests.",
        file="handover.pdf",
        field="needs",
    )


def _residents_head(language: Language) -> str:
    return language.say(
        "Two hours for the people who live where the group is going to live. Write the language of the town under "
        "{field}. Ask the people who come what may be told about them, and tell nothing else.",
        field="languages",
    )
