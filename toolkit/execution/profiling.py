"""``tot profile``: the forms, a group's profile from answers, and one person's portfolio."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.content.files import read_text_file
from toolkit.content.language import Language
from toolkit.content.localise import localise
from toolkit.content.records import Content
from toolkit.content.substitute import substitutions_for
from toolkit.content.yamlfile import read_yaml, validate
from toolkit.evaluation.instrument import Instrument
from toolkit.evaluation.instrument_file import load_instrument
from toolkit.evaluation.instrument_text import save_instrument_text
from toolkit.evaluation.profile.esco import EscoEntry, load_esco, localised_entries
from toolkit.evaluation.profile.group import least_people, make_group_profile
from toolkit.evaluation.profile.group_text import profile_json, save_profile_text
from toolkit.evaluation.profile.instrument import load_profile, read_aloud
from toolkit.evaluation.profile.needs import load_needs_table
from toolkit.evaluation.profile.person import Person, find_persons
from toolkit.evaluation.responses.read import read_responses
from toolkit.evaluation.responses.records import ReadReport
from toolkit.execution.manifest import MANIFEST, file_entries
from toolkit.execution.output_folder import check_output, put_in_place, restore_interrupted, staging
from toolkit.execution.session import find_file, load_workspace
from toolkit.planning.brief import Brief
from toolkit.planning.brief_file import check_brief
from toolkit.planning.group_profile import GroupProfile, apply_profile
from toolkit.planning.profile_effect import PlanChange, compare_plans
from toolkit.planning.solve import plan_session
from toolkit.problems import Place, Problem, ProblemsError, has_errors, make_problem, sort_problems

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.rendering.outline import Document

PROFILE = "group-profile.yaml"
KINDS = {"group": "group-profile", "forms": "skills-profile-forms", "portfolio": "skills-portfolio"}
_HERE = Place("tot profile")


@dataclass(frozen=True, slots=True)
class Profiling:
    """The answers of a skills profile, and what they are read with. `table` has a row for each person: never write or
    show a row of it, but to that person."""

    content: Content
    instrument: Instrument
    entries: tuple[EscoEntry, ...]
    table: pd.DataFrame = field(repr=False)
    report: ReadReport
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class WrittenProfile:
    """The folder, the files in it (relative, sorted) and warnings."""

    folder: Path
    files: tuple[str, ...]
    problems: tuple[Problem, ...]


def open_profile(
    workspace: str | Path | None, languages: Sequence[str] = ("en",), file: str | Path | None = None
) -> tuple[Content, Instrument, tuple[Problem, ...]]:
    """The workspace's content and its skills profile in these languages, or the instrument in `file`, such as the one
    that came with the forms. Raises ProblemsError without one."""
    content, _ = load_workspace(workspace)
    if file is not None:
        instrument, problems = load_instrument(file)
    else:
        instrument, problems = load_profile(content, languages)
    if instrument is None or has_errors(problems):
        raise ProblemsError(problems)
    return content, instrument, problems


def read_profile(
    responses: Sequence[str | Path],
    workspace: str | Path | None = None,
    languages: Sequence[str] = ("en",),
    instrument: str | Path | None = None,
) -> Profiling:
    """Read exports of the skills profile: one row for each person, the latest where a code comes twice.

    Raises ProblemsError when a file is missing or cannot be read.
    """
    missing = [make_problem("file-missing", Place(str(path))) for path in responses if not Path(path).is_file()]
    if missing:
        raise ProblemsError(missing)
    content, asked, problems = open_profile(workspace, languages, instrument)
    read = read_responses([Path(path) for path in responses], asked, wave="pre", session=KINDS["group"])
    entries, _ = load_esco(content.root)
    found = sort_problems((*problems, *read.problems))
    if has_errors(read.problems):
        raise ProblemsError(found)
    return Profiling(content, asked, entries, read.table, read.report, found)


def profile_group(
    answers: Profiling, language: str = "en", *, internal: bool = False, made_up: bool = False
) -> tuple[GroupProfile, tuple[Problem, ...]]:
    """The profile of the people in the answers. Raises ProblemsError when they are too few."""
    items = {i.item_id: frozenset(o.code for o in i.options) for i in answers.instrument.items}
    needs, problems = load_needs_table(answers.content, items)
    made = make_group_profile(
        answers.table,
        answers.instrument,
        localised_entries(answers.entries, answers.content.root, language),
        needs,
        Language(language),
        internal=internal,
        made_up=made_up,
    )
    if made is None:
        least = least_people(internal=internal)
        raise ProblemsError([*answers.problems, make_problem("profile-too-few", _HERE, least=least)])
    return made, sort_problems((*answers.problems, *problems))


def effect_of(profile: GroupProfile, brief: str | Path, workspace: str | Path | None = None) -> PlanChange:
    """What the profile changes in the plan of the session that `brief` describes; a profile that the brief names itself
    is set aside. Raises ProblemsError when the session cannot be planned, with it or without."""
    content, _ = load_workspace(workspace)
    file = find_file(brief, content.root)
    text, problems = read_text_file(file.absolute().parent, file.absolute())
    if text is None:
        raise ProblemsError(problems)
    doc = read_yaml(text.text, Path(brief).as_posix())
    if isinstance(doc.data, Mapping):
        doc = replace(doc, data={key: value for key, value in doc.data.items() if key != "group_profile"})
    base, wrong = validate(Brief, doc, label="the session brief")
    found = [*doc.problems, *wrong, *(check_brief(content, base, doc) if base else ())]
    if base is None or has_errors(found):
        raise ProblemsError(found)
    plans = []
    for one in (base, apply_profile(base, profile, content.objectives())[0]):
        plan, unsolved = plan_session(content, one, place=Place(Path(brief).as_posix()))
        if plan is None:
            raise ProblemsError(unsolved)
        plans.append(plan)
    return compare_plans(plans[0], plans[1])


def write_group_profile(
    profile: GroupProfile,
    output: str | Path,
    *,
    language: str = "en",
    workspace: str | Path | None = None,
    problems: tuple[Problem, ...] = (),
    effect: PlanChange | None = None,
) -> WrittenProfile:
    """Write the profile as YAML, JSON and a document (docx, pdf) into one folder, whole or not at all.

    `effect` is what it changes in one session, told in the document. No answer, no code and no name of a file of
    answers is in it. Raises ProblemsError when it cannot be written.
    """
    from toolkit.rendering.outlines.group_profile import make_group_profile_document
    from toolkit.rendering.outlines.translation_note import with_content_note

    content, _ = load_workspace(workspace)
    reader = Language(language)
    localised = _localised(content, reader)
    document = make_group_profile_document(localised, profile, reader, effect)
    target = Path(output)
    with _folder(target, "group", workspace) as stage:
        _write(stage / PROFILE, save_profile_text(profile))
        _write(stage / "group-profile.json", profile_json(profile))
        _render(with_content_note(document, localised, reader), stage, "group-profile")
        files, kept = _finish(stage, target, "group", "Group profile")
    return WrittenProfile(target, files, sort_problems((*problems, *kept)))


def write_forms(
    output: str | Path, languages: Sequence[str] = ("en",), workspace: str | Path | None = None
) -> WrittenProfile:
    """Write what is needed to ask: the form (XLSForm) and the paper (docx, pdf) in every language, both also to be read
    aloud, and the instrument as a file of its own. Raises ProblemsError when it cannot be written."""
    from toolkit.rendering.outlines.profile_paper import make_profile_paper, make_read_aloud
    from toolkit.rendering.profile_form import render_profile_form

    content, instrument, problems = open_profile(workspace, languages)
    aloud = read_aloud(instrument)
    readers = [(Language(tag), _localised(content, Language(tag))) for tag in languages]
    target = Path(output)
    with _folder(target, "forms", workspace) as stage:
        render_profile_form(instrument, readers, stage / "skills-profile.xlsx")
        render_profile_form(aloud, readers, stage / "skills-profile-read-aloud.xlsx", aloud=True)
        for language, localised in readers:
            _render(make_profile_paper(localised, instrument, language), stage, f"skills-profile-{language.tag}")
            _render(make_read_aloud(localised, aloud, language), stage, f"skills-profile-read-aloud-{language.tag}")
        _write(stage / "instrument.yaml", save_instrument_text(instrument))
        files, kept = _finish(stage, target, "forms", instrument.title)
    return WrittenProfile(target, files, sort_problems((*problems, *kept)))


def write_portfolios(
    answers: Profiling,
    codes: Sequence[str],
    output: str | Path,
    languages: Sequence[str],
    workspace: str | Path | None = None,
) -> WrittenProfile:
    """Write the portfolio of each person with one of these codes (docx, pdf), in one or two languages.

    Files are numbered in the order of the codes: neither their names nor what is in them holds a code. Raises
    ProblemsError when a code is not in the answers, and then writes nothing.
    """
    from toolkit.rendering.outlines.portfolio import make_portfolio

    persons = find_persons(answers.table, answers.instrument, codes)
    wrong = [
        make_problem("profile-code-unknown", _HERE, number=number)
        for number, person in enumerate(persons, start=1)
        if person is None
    ]
    if wrong:
        raise ProblemsError([*answers.problems, *wrong])
    readers = [Language(tag) for tag in languages]
    target, localised = Path(output), _localised(answers.content, readers[0])
    with _folder(target, "portfolio", workspace) as stage:
        for number, person in enumerate(_known(persons), start=1):
            document = make_portfolio(localised, answers.instrument, person, readers)
            _render(document, stage, f"portfolio-{number}")
        files, kept = _finish(stage, target, "portfolio", "Skills portfolio")
    return WrittenProfile(target, files, sort_problems((*answers.problems, *kept)))


def _known(persons: Sequence[Person | None]) -> list[Person]:
    return [person for person in persons if person is not None]


def _localised(content: Content, language: Language) -> Content:
    session = {"title": "", "organisation": "", "contact": ""}
    return localise(
        content, language, substitutions_for(content, language, origin=None, destination=None, session=session)
    )


def _render(document: Document, stage: Path, name: str) -> None:
    from toolkit.rendering.docx import render_docx
    from toolkit.rendering.pdf import render_pdf

    pages = render_pdf(document, stage / f"{name}.pdf")
    render_docx(document, stage / f"{name}.docx", pages)


def _folder(target: Path, kind: str, workspace: str | Path | None) -> AbstractContextManager[Path]:
    """A folder aside, to become `target`. Raises ProblemsError when something speaks against it."""
    problems = check_output(target, Path(workspace) if workspace else None, KINDS[kind])
    if problems:
        raise ProblemsError(problems)
    restore_interrupted(target)
    return staging(target)


def _finish(stage: Path, target: Path, kind: str, title: str) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Write the manifest and put the folder in place; the names of all files, and warnings."""
    files = file_entries(stage)
    manifest = {"format": 1, "kind": KINDS[kind], "title": title, "files": files}
    _write(stage / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=2) + "\n")
    kept = put_in_place(stage, target)
    return tuple(sorted((*files, MANIFEST))), kept


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
