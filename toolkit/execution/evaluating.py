"""From files to findings: the work of `tot evaluate`, without its command line and without its documents."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.content.records import Content
from toolkit.content.vocabulary import Wave
from toolkit.evaluation.findings.feedback import FeedbackRow, curriculum_feedback
from toolkit.evaluation.findings.records import Findings
from toolkit.evaluation.instrument import Instrument
from toolkit.execution.session_folder import SessionAnswers, empty_problems, find_instrument, find_sessions
from toolkit.problems import Place, Problem, ProblemsError, has_errors, make_problem, sort_problems

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.evaluation.matching import Matches
    from toolkit.evaluation.responses.records import ReadReport

_WHERE = Place("tot evaluate")


@dataclass(frozen=True, slots=True)
class Reports:
    """What was read: the names of columns and counts, never a cell. `read` is empty for a table of scores."""

    read: tuple[ReadReport, ...] = ()
    groups: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answers:
    """What the files hold, before anything is estimated. `table` has a row for each person and wave (see
    `read_responses`), or for each person where it is a table of scores; it is None when the input has errors.
    `matches` is None for scores. Answers of people: never write or show a row of it."""

    table: pd.DataFrame | None = field(repr=False)
    reports: Reports
    problems: tuple[Problem, ...]
    place: Place
    instrument: Instrument | None = field(default=None, repr=False)
    matches: Matches | None = field(default=None, repr=False)
    max_score: float | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Protected findings (None when the input has errors), what was read, and every problem. `feedback` has a row for
    each module and objective. `instrument` is None for a table of scores."""

    findings: Findings | None
    reports: Reports
    problems: tuple[Problem, ...]
    feedback: tuple[FeedbackRow, ...] = ()
    instrument: Instrument | None = field(default=None, repr=False)


def evaluate(
    *,
    instrument: str | Path | None = None,
    responses: Sequence[str | Path] = (),
    pre: Sequence[str | Path] = (),
    post: Sequence[str | Path] = (),
    scores: str | Path | None = None,
    max_score: float | None = None,
    groups: Sequence[str] = (),
    internal: bool = False,
    workspace: str | Path | None = None,
    taught: Sequence[str] | None = None,
    sessions: str | Path | None = None,
) -> Evaluation:
    """Read the files, match, estimate and protect.

    Either `scores`, a table with columns code, pre and post, or `instrument` with `responses` (each file tells its
    wave), or with `pre` and `post` where each wave is its own file, or with `sessions`, a folder of sessions (see
    `session_folder`), where the instrument may be the sessions' own. With `internal`, groups from 5 people are shown
    instead of 10. `workspace` is where the modules are, for the lines of the feedback; `taught` are the ids of the
    modules that the sessions taught. Never raises for what the files hold.
    """
    answers = read_answers(
        instrument=instrument,
        responses=responses,
        pre=pre,
        post=post,
        scores=scores,
        max_score=max_score,
        groups=groups,
        sessions=sessions,
    )
    content = _content(workspace) if answers.instrument and answers.table is not None else None
    return evaluate_answers(answers, groups=groups, internal=internal, content=content, taught=taught)


def read_answers(
    *,
    instrument: str | Path | None = None,
    responses: Sequence[str | Path] = (),
    pre: Sequence[str | Path] = (),
    post: Sequence[str | Path] = (),
    scores: str | Path | None = None,
    max_score: float | None = None,
    groups: Sequence[str] = (),
    sessions: str | Path | None = None,
) -> Answers:
    """The first half of `evaluate`: read the files and match the waves. Never raises for what the files hold."""
    found: tuple[SessionAnswers, ...] = ()
    if sessions is not None:
        try:
            found = find_sessions(Path(sessions))
            instrument = instrument or find_instrument(Path(sessions))
        except ProblemsError as stop:
            return Answers(None, Reports(), stop.problems, _WHERE)
    wrong = _check_request(instrument, (*found, *responses, *pre, *post), scores, max_score)
    if wrong:
        return Answers(None, Reports(), wrong, _WHERE)
    if scores is not None:
        return _read_scores(Path(scores), max_score, groups)
    files: dict[Wave | None, Sequence[str | Path]] = {None: responses, "pre": pre, "post": post}
    return _read_responses(Path(instrument or ""), files, found, groups)


def evaluate_answers(
    answers: Answers,
    *,
    groups: Sequence[str] = (),
    internal: bool = False,
    content: Content | None = None,
    taught: Sequence[str] | None = None,
) -> Evaluation:
    """The second half of `evaluate`: estimate and protect. `answers.matches` may have been settled by a person (see
    `toolkit.evaluation.matching.settle`); `groups` are columns that were read. Without a table there are no findings.
    """
    if answers.table is None:
        return Evaluation(None, answers.reports, answers.problems, instrument=answers.instrument)
    if answers.instrument is None or answers.matches is None:
        return _of_scores(answers, answers.table, internal)
    return _of_responses(
        answers, answers.table, answers.instrument, answers.matches, groups, internal, content, taught
    )  # fmt: skip


def _check_request(
    instrument: object, files: Sequence[object], scores: object, max_score: float | None
) -> tuple[Problem, ...]:
    found = []
    if (scores is None) == (instrument is None):
        found.append(make_problem("evaluate-what", _WHERE))
    elif instrument is not None and not files:
        found.append(make_problem("evaluate-no-responses", _WHERE))
    if max_score is not None and not (math.isfinite(max_score) and max_score > 0):
        found.append(make_problem("evaluate-max-score", _WHERE, score=f"{max_score:g}"))
    return tuple(found)


def _read_scores(path: Path, max_score: float | None, groups: Sequence[str]) -> Answers:
    from toolkit.evaluation.findings.scores import read_scores

    read = read_scores(path, groups=groups, max_score=max_score)
    reports = Reports(groups=read.groups, dropped=read.dropped)
    table = None if has_errors(read.problems) else read.table
    return Answers(table, reports, read.problems, Place(path.as_posix()), max_score=max_score)


def _of_scores(answers: Answers, table: pd.DataFrame, internal: bool) -> Evaluation:
    from toolkit.evaluation.findings.make import make_findings_from_scores
    from toolkit.evaluation.findings.protect import protect_findings

    found = make_findings_from_scores(table, max_score=answers.max_score, groups=answers.reports.groups)
    findings = protect_findings(found, internal=internal)
    problems = sort_problems([*answers.problems, *_kept_back(findings, answers.place)])
    return Evaluation(findings, answers.reports, problems)


def _read_responses(
    instrument_path: Path,
    files: dict[Wave | None, Sequence[str | Path]],
    sessions: Sequence[SessionAnswers],
    groups: Sequence[str],
) -> Answers:
    from toolkit.evaluation.instrument_file import load_instrument
    from toolkit.evaluation.matching import match_waves

    place = Place(instrument_path.as_posix())
    instrument, problems = load_instrument(instrument_path)
    if instrument is None or has_errors(problems):
        return Answers(None, Reports(), problems, place)
    table, reports, found = _read(instrument, files, sessions, groups)
    problems = (*problems, *found)
    if has_errors(problems) or not len(table):
        if not has_errors(problems):
            problems = (*problems, make_problem("evaluate-nobody", place))
        return Answers(None, reports, sort_problems(problems), place, instrument)
    return Answers(table, reports, problems, place, instrument, match_waves(table))


def _of_responses(
    answers: Answers,
    table: pd.DataFrame,
    instrument: Instrument,
    matches: Matches,
    groups: Sequence[str],
    internal: bool,
    content: Content | None,
    taught: Sequence[str] | None,
) -> Evaluation:
    from toolkit.evaluation.findings.make import make_findings
    from toolkit.evaluation.findings.protect import protect_findings
    from toolkit.evaluation.score import check_responses, score_responses

    scored = score_responses(instrument, table)
    made = make_findings(instrument, table, matches, groups=groups, scores=scored, taught=taught)
    findings = protect_findings(made, internal=internal)
    everything = [
        *answers.problems,
        *matches.problems,
        *check_responses(instrument, table),
        *_kept_back(findings, answers.place),
    ]
    feedback = curriculum_feedback(findings, content)
    return Evaluation(findings, answers.reports, sort_problems(everything), feedback, instrument)


def _read(
    instrument: Instrument,
    files: dict[Wave | None, Sequence[str | Path]],
    sessions: Sequence[SessionAnswers],
    groups: Sequence[str],
) -> tuple[pd.DataFrame, Reports, tuple[Problem, ...]]:
    """All files as one table. A session that only the files' names tell is found over all of them together."""
    import pandas as pd

    from toolkit.evaluation.findings.pairs import AUDIENCE
    from toolkit.evaluation.responses.read import read_responses

    tables, reports = [], []
    problems: list[Problem] = []
    for wave, paths in files.items():
        if not paths:
            continue
        result = read_responses([Path(p) for p in paths], instrument, wave=wave, groups=groups)
        tables.append(result.table)
        reports.append(result.report)
        problems += result.problems
    for session in sessions:
        result = read_responses(session.files, instrument, session=session.name or None, groups=groups)
        tables.append(_with_folder(result.table, session))
        reports.append(_report_with_folder(result.report, session))
        problems += result.problems
    table = pd.concat(tables, ignore_index=True)
    problems += empty_problems(sessions, list(table["session"].unique()))
    _name_sessions(table, instrument, files)
    shown = tuple(name for name in dict.fromkeys((AUDIENCE, *groups)) if name in table.columns)
    return table, Reports(tuple(reports), shown), tuple(problems)


def _with_folder(table: pd.DataFrame, session: SessionAnswers) -> pd.DataFrame:
    """Sources with the session's folder before them: every session has a ``pre.csv``."""
    return table.assign(source=session.folder + table["source"]) if session.folder else table


def _report_with_folder(report: ReadReport, session: SessionAnswers) -> ReadReport:
    return replace(report, files=tuple(replace(f, source=session.folder + f.source) for f in report.files))


def _name_sessions(table: pd.DataFrame, instrument: Instrument, files: dict[Wave | None, Sequence[str | Path]]) -> None:
    from toolkit.evaluation.responses.waves import default_session, sessions_of_names

    paths = [(Path(p), wave) for wave, given in files.items() if wave for p in given]
    if not paths or files[None] or set(table["session"]) != {default_session(instrument)}:
        return
    names = sessions_of_names([p.stem for p, _ in paths], [wave for _, wave in paths])
    for (path, wave), session in zip(paths, names, strict=True):
        if session:
            mine = (table["wave"] == wave) & table["source"].str.startswith(path.name)
            table.loc[mine, "session"] = session


def _kept_back(findings: Findings, place: Place) -> list[Problem]:
    if findings.suppressed:
        return [make_problem("evaluate-too-few", place, n=findings.change.n, least=findings.publish_at)]
    groups = sum(group.suppressed != "" for group in findings.groups)
    return [make_problem("evaluate-groups-withheld", place, count=groups, least=findings.publish_at)] if groups else []


def _content(workspace: str | Path | None) -> Content | None:
    from toolkit.content.load import load_content
    from toolkit.content.workspace import find_workspace

    root = find_workspace(Path(workspace) if workspace else None, Path.cwd())
    return load_content(root)[0]
