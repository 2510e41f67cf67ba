"""What lies in folders of sessions: their records, and the findings beside them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from toolkit.content.files import read_text_file
from toolkit.content.yamlfile import read_yaml
from toolkit.evaluation.findings.from_json import findings_from_json
from toolkit.evaluation.findings.records import Findings
from toolkit.evaluation.record.minutes_file import remark_problems
from toolkit.evaluation.record.what_works import PUBLISH_AT, Evidence
from toolkit.planning.session_record import RECORD_FILE, SessionRecord, load_record
from toolkit.problems import Place, Problem, has_errors, make_problem, sort_problems

FINDINGS = "evaluation.json"
_FINDINGS_BYTES = 50_000_000
_RECORD_VERSION = 1


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
