"""After a session: its record, what works over many records, and plans that learn from them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from toolkit.content.files import read_text_file
from toolkit.content.records import Content
from toolkit.content.workspace import find_workspace
from toolkit.content.yamlfile import read_yaml
from toolkit.evaluation.findings.from_json import findings_from_json
from toolkit.evaluation.findings.records import Findings
from toolkit.evaluation.record.minutes_file import filled_in, minutes_form, read_minutes, remark_problems
from toolkit.evaluation.record.what_works import PUBLISH_AT, ActivityUse, Evidence, what_works
from toolkit.execution.certifying import open_plan
from toolkit.execution.files import write_whole
from toolkit.execution.session import Solver, load_workspace
from toolkit.planning.brief import Brief
from toolkit.planning.plan import SessionPlan
from toolkit.planning.session_record import (
    RECORD_FILE,
    Learned,
    SessionRecord,
    learn_minutes,
    load_record,
    real_minutes,
    record_of,
    save_record_text,
)
from toolkit.planning.solve import plan_session
from toolkit.problems import Place, Problem, ProblemsError, has_errors, make_problem, sort_problems

SESSIONS = "sessions"
FINDINGS = "evaluation.json"
_FINDINGS_BYTES = 50_000_000
_RECORD_VERSION = 1


def session_name(folder: Path) -> str:
    """The session's id: its folder's name."""
    return folder.resolve().name


def read_session_record(folder: Path, plan: SessionPlan) -> tuple[SessionRecord | None, tuple[Problem, ...]]:
    """The record in a session's folder (None when there is none, or it cannot be used), checked against its plan."""
    file = folder / RECORD_FILE
    if not file.is_file():
        return None, ()
    record, problems = checked_record(file)
    if record is None:
        return None, problems
    known = {slot.id for slot in plan.slots()}
    strange = [slot for slot in record.slots if slot.slot not in known]
    if strange:
        problems = (*problems, make_problem("after-other-session", Place(file.as_posix()), count=len(strange)))
    return record, problems


def checked_record(file: Path) -> tuple[SessionRecord | None, tuple[Problem, ...]]:
    """A record from its file, with what its remarks must not hold among the problems."""
    text, wrong = read_text_file(file.resolve().parent, file.resolve())
    if text is not None:
        data = read_yaml(text.text, file.as_posix()).data
        version = data.get("version") if isinstance(data, dict) else None
        if isinstance(version, int) and version > _RECORD_VERSION:
            return None, (make_problem("after-newer", Place(file.as_posix()), version=version),)
    record, wrong = load_record(file, file.resolve().parent)
    place = Place(file.as_posix())
    problems = [replace(p, where=Place(file.as_posix(), p.where.line)) for p in wrong]
    for slot in record.slots if record else ():
        problems += remark_problems(slot.remark, place)
    return record, sort_problems(problems)


def note_minutes(
    folder: Path, minutes: Sequence[Path], *, session: str = ""
) -> tuple[SessionRecord, SessionPlan, tuple[Problem, ...]]:
    """The record of the session in `folder` with what these tables say, its plan, and warnings. Writes nothing.

    Raises ProblemsError with everything that is wrong in the record and in all the tables.
    """
    plan = open_plan(folder)
    record, problems = read_session_record(folder, plan)
    found = list(problems)
    made = record or record_of(plan, session or session_name(folder))
    for file in minutes:
        text, wrong = read_text_file(file.resolve().parent, file.resolve())
        found += [replace(p, where=Place(file.as_posix())) for p in wrong]
        if text is None:
            continue
        noted, wrong = read_minutes(text.text, file.as_posix(), plan)
        made, replaced = filled_in(made, noted)
        found += [*wrong, *replaced]
    if has_errors(found):
        raise ProblemsError(sort_problems(found))
    return made, plan, sort_problems(found)


def write_record(folder: Path, record: SessionRecord) -> Path:
    """Write the record beside its plan, whole or not at all. Raises ProblemsError."""
    file = folder / RECORD_FILE
    write_whole(file, save_record_text(record))
    return file


def write_form(folder: Path, file: Path, workspace: Path | None = None) -> None:
    """Write the empty table of a session's minutes. Raises ProblemsError."""
    write_whole(file, minutes_form(open_plan(folder), load_workspace(workspace)[0]))


def default_sessions(workspace: Path | None) -> Path:
    """Where a workspace keeps its sessions."""
    return find_workspace(workspace, Path.cwd()) / SESSIONS


def gather_evidence(
    folders: Sequence[Path], *, internal: bool = False
) -> tuple[tuple[Evidence, ...], tuple[Problem, ...]]:
    """Every session record in these folders and below, with the findings that lie in the same session's folder."""
    evidence: list[Evidence] = []
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for file in sorted({path for folder in folders for path in _records(folder)}):
        record, wrong = checked_record(file)
        problems += wrong
        if record is None or has_errors(wrong):
            continue
        findings = _findings_in(file.parent, seen, problems, internal=internal)
        evidence.append(Evidence(record, findings))
    if not evidence:
        shown = ", ".join(folder.as_posix() for folder in folders)
        problems.append(make_problem("what-works-nothing", Place(shown)))
    return tuple(evidence), sort_problems(problems)


def _records(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from folder.rglob(RECORD_FILE)


def findings_of(folder: Path, *, internal: bool = False) -> tuple[Findings | None, tuple[Problem, ...]]:
    """The findings that lie in a session's folder and may be shown, or None, and warnings."""
    problems: list[Problem] = []
    return _findings_in(folder, {}, problems, internal=internal), tuple(problems)


def _findings_in(folder: Path, seen: dict[str, str], problems: list[Problem], *, internal: bool) -> Findings | None:
    """The first usable findings in the session's folder; other sessions' folders inside it are not looked into."""
    for path in sorted(folder.rglob(FINDINGS)):
        if any((inner / RECORD_FILE).is_file() for inner in _between(path.parent, folder)):
            continue
        text, wrong = read_text_file(path.resolve().parent, path.resolve(), _FINDINGS_BYTES)
        problems += wrong
        if text is None:
            continue
        where = Place(path.as_posix())
        if text.digest in seen:
            problems.append(make_problem("what-works-twice", where, other=seen[text.digest]))
            continue
        seen[text.digest] = folder.as_posix()
        try:
            findings = findings_from_json(json.loads(text.text))
        except (ValueError, RecursionError):
            problems.append(make_problem("evaluation-findings-unreadable", where))
            continue
        if findings.publish_at < PUBLISH_AT and not internal:
            problems.append(make_problem("what-works-not-published", where, least=findings.publish_at))
            continue
        return findings
    return None


def _between(low: Path, high: Path) -> Iterator[Path]:
    """The folders from `low` up to, but without, `high`."""
    while low not in (high, low.parent):
        yield low
        low = low.parent


def what_works_in(
    folders: Sequence[Path], workspace: Path | None = None, *, internal: bool = False
) -> tuple[tuple[ActivityUse, ...], int, tuple[Problem, ...]]:
    """What works over the sessions in these folders (the workspace's own when none is given), how many they are, and
    warnings. Raises ProblemsError when there is no usable record."""
    content, _ = load_workspace(workspace)
    evidence, problems = gather_evidence(folders or (default_sessions(workspace),), internal=internal)
    if not evidence:
        raise ProblemsError(problems)
    return what_works(content, evidence, internal=internal), len(evidence), problems


def learning_solver(folder: Path) -> Solver:
    """A solver that takes as typical what activities really took, by the records in `folder`, and says so.

    Raises ProblemsError when there is no usable record.
    """
    evidence, problems = gather_evidence([folder])
    if not evidence:
        raise ProblemsError(problems)
    records = [one.record for one in evidence]

    def solve(content: Content, brief: Brief, *, place: Place) -> tuple[SessionPlan | None, tuple[Problem, ...]]:
        learned_content, learned = learn_minutes(content, real_minutes(content, records))
        plan, found = plan_session(learned_content, brief, place=place)
        planned = {slot.activity for slot in plan.slots()} if plan else set()
        said = [_said(content, one) for one in learned if one.activity in planned]
        return plan, sort_problems((*problems, *found, *said))

    return solve


def _said(content: Content, learned: Learned) -> Problem:
    activity = content.activities()[learned.activity]
    own, real = activity.minutes, learned.real
    if not own.least <= real.minutes <= own.most:
        return make_problem(
            "minutes-learned-outside",
            activity.place,
            title=learned.title,
            real=real.minutes,
            sessions=real.sessions,
            allowed=f"{own.least} to {own.most}",
            used=learned.used,
        )
    return make_problem(
        "minutes-learned",
        activity.place,
        title=learned.title,
        used=learned.used,
        written=learned.written,
        real=real.minutes,
        least=real.least,
        most=real.most,
        sessions=real.sessions,
    )
