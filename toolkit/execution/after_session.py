"""After a session: its record, what works over many records, and plans that learn from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from toolkit.content.files import read_text_file
from toolkit.content.workspace import find_workspace
from toolkit.evaluation.record.minutes_file import filled_in, minutes_form, read_minutes
from toolkit.evaluation.record.what_works import ActivityUse, what_works
from toolkit.execution.certifying import open_plan
from toolkit.execution.evidence import checked_record, gather_evidence
from toolkit.execution.files import write_whole
from toolkit.execution.session import load_workspace
from toolkit.planning.plan import SessionPlan
from toolkit.planning.session_record import (
    RECORD_FILE,
    SessionRecord,
    record_of,
    save_record_text,
)
from toolkit.problems import Place, Problem, ProblemsError, has_errors, make_problem, sort_problems

SESSIONS = "sessions"


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
