"""Papers beside the session pack: a participant's logbook, a trainer's record, forms, and the pairing view."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from toolkit.content.language import Language
from toolkit.content.localise import localise
from toolkit.content.records import Content
from toolkit.content.substitute import substitutions_for
from toolkit.evaluation.instrument import Instrument
from toolkit.evaluation.items import in_language
from toolkit.evaluation.shared_items import load_set, load_shared
from toolkit.execution.after_session import read_session_record
from toolkit.execution.certifying import localised_content, open_held, open_plan
from toolkit.execution.evidence import findings_of
from toolkit.execution.output_folder import staging
from toolkit.execution.session import find_file, load_workspace
from toolkit.planning.brief_file import load_brief
from toolkit.planning.plan import SessionPlan
from toolkit.problems import Place, Problem, ProblemsError, has_errors, make_problem, sort_problems
from toolkit.rendering.outline import Document
from toolkit.rendering.outlines.logbook import Followed, make_logbook
from toolkit.rendering.outlines.pairing import make_pairing
from toolkit.rendering.outlines.trainer_forms import (
    MICRO_TEACHING,
    SELF_REFLECTION,
    handouts_used,
    make_trainer_forms,
)
from toolkit.rendering.outlines.trainer_record import Taught, make_trainer_record
from toolkit.rendering.outlines.translation_note import with_content_note, with_words_note

FORMATS = (".pdf", ".docx")


def logbook_of(packs: Sequence[Path], languages: Sequence[str], workspace: Path | None = None) -> Document:
    """The logbook over these sessions as they were held, in up to two languages. Without any named, the main language
    of the first session's participants and that of the trainer, where they differ. Raises ProblemsError."""
    plans = [open_held(pack)[1] for pack in packs]
    brief = plans[0].brief
    tags = tuple(languages) or tuple(dict.fromkeys((brief.languages[0], brief.trainer_language or brief.languages[0])))
    spoken = tuple(Language(tag) for tag in tags[:2])
    return make_logbook(
        [Followed(plan, tuple(localised_content(plan, one, workspace) for one in spoken)) for plan in plans], spoken
    )


def trainer_record_of(
    folders: Sequence[Path], language: Language, workspace: Path | None = None, *, internal: bool = False
) -> tuple[Document, tuple[Problem, ...]]:
    """The trainer's record over these sessions' folders, and warnings. Raises ProblemsError."""
    sessions: list[Taught] = []
    problems: list[Problem] = []
    for folder in folders:
        plan = open_plan(folder)
        record, wrong = read_session_record(folder, plan)
        problems += wrong
        found, wrong = findings_of(folder, internal=internal)
        problems += wrong
        sessions.append(Taught(plan, record, found))
    if has_errors(problems):
        raise ProblemsError(sort_problems(problems))
    content = _content(language, workspace)
    made = with_content_note(make_trainer_record(content, sessions, language), content, language)
    return made, sort_problems(problems)


def trainer_forms_of(language: Language, workspace: Path | None = None) -> tuple[Document, tuple[Problem, ...]]:
    """All forms in one document, and what is wrong with the sets they are made from."""
    content = _content(language, workspace)
    instruments: list[Instrument] = []
    problems: list[Problem] = []
    for name in (SELF_REFLECTION, MICRO_TEACHING):
        made, wrong = load_set(content, name)
        problems += wrong
        if made is not None:
            items, _ = load_shared(content, (name,), (language.tag,))
            instruments.append(replace(made, items=items))
    if not instruments and not handouts_used(content):
        raise ProblemsError(problems or [make_problem("forms-none", Place(content.root.as_posix()))])
    shown = tuple(in_language(item, content, language.tag) for one in instruments for item in one.items)
    forms = make_trainer_forms(content, instruments, language)
    return with_content_note(forms, content, language, (handouts_used(content), shown)), sort_problems(problems)


def pairing_of(
    brief_file: Path, language: str = "", workspace: Path | None = None
) -> tuple[Document, tuple[Problem, ...]]:
    """The pairing view of a brief's team. Raises ProblemsError when it names nobody."""
    content, _ = load_workspace(workspace)
    file = find_file(brief_file, content.root)
    brief, problems = load_brief(file, content)
    if brief is None or has_errors(problems):
        raise ProblemsError(problems)
    if not brief.trainers:
        raise ProblemsError([make_problem("pairing-nobody", Place(brief_file.as_posix()))])
    reader = Language(language or brief.trainer_language or brief.languages[0])
    plan = SessionPlan(brief=brief, template=brief.template or "", days=())
    return with_words_note(make_pairing(plan, reader), reader), problems


def write_paper(document: Document, file: Path) -> None:
    """Write a document as .pdf or .docx by the file's ending, whole or not at all. Raises ProblemsError."""
    from toolkit.rendering.docx import render_docx
    from toolkit.rendering.pdf import render_pdf

    renderers: Mapping[str, Callable[[Document, Path], object]] = {".pdf": render_pdf, ".docx": render_docx}
    render = renderers.get(file.suffix.lower())
    if render is None:
        raise ProblemsError([make_problem("paper-format", Place(file.as_posix()), ending=file.suffix)])
    with staging(file) as stage:
        part = stage / file.name
        render(document, part)
        part.replace(file)


def _content(language: Language, workspace: Path | None) -> Content:
    content, _ = load_workspace(workspace)
    return localise(content, language, substitutions_for(content, language, origin=None, destination=None, session={}))
