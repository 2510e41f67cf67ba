"""From files to findings: the work of `tot evaluate`, without its command line and without its documents."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.content.records import Content
from toolkit.content.vocabulary import Wave
from toolkit.evaluation.findings.feedback import FeedbackRow, curriculum_feedback
from toolkit.evaluation.findings.records import Findings
from toolkit.evaluation.instrument import Instrument
from toolkit.problems import Place, Problem, has_errors, make_problem, sort_problems

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
) -> Evaluation:
    """Read the files, match, estimate and protect.

    Either `scores`, a table with columns code, pre and post, or `instrument` with `responses` (each file tells its
    wave), or with `pre` and `post` where each wave is its own file. With `internal`, groups from 5 people are shown
    instead of 10. `workspace` is where the modules are, for the lines of the feedback; `taught` are the ids of the
    modules that the sessions taught. Never raises for what the files hold.
    """
    wrong = _check_request(instrument, (*responses, *pre, *post), scores, max_score)
    if wrong:
        return Evaluation(None, Reports(), wrong)
    if scores is not None:
        return _from_scores(Path(scores), max_score, groups, internal)
    content = _content(workspace)
    files: dict[Wave | None, Sequence[str | Path]] = {None: responses, "pre": pre, "post": post}
    return _from_responses(Path(instrument or ""), files, groups, internal, content, taught)


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


def _from_scores(path: Path, max_score: float | None, groups: Sequence[str], internal: bool) -> Evaluation:
    from toolkit.evaluation.findings.make import make_findings_from_scores
    from toolkit.evaluation.findings.protect import protect_findings
    from toolkit.evaluation.findings.scores import read_scores

    read = read_scores(path, groups=groups, max_score=max_score)
    reports = Reports(groups=read.groups, dropped=read.dropped)
    if read.table is None or has_errors(read.problems):
        return Evaluation(None, reports, read.problems)
    found = make_findings_from_scores(read.table, max_score=max_score, groups=read.groups)
    findings = protect_findings(found, internal=internal)
    return Evaluation(findings, reports, sort_problems([*read.problems, *_kept_back(findings, Place(path.as_posix()))]))


def _from_responses(
    instrument_path: Path,
    files: dict[Wave | None, Sequence[str | Path]],
    groups: Sequence[str],
    internal: bool,
    content: Content | None,
    taught: Sequence[str] | None,
) -> Evaluation:
    from toolkit.evaluation.findings.make import make_findings
    from toolkit.evaluation.findings.protect import protect_findings
    from toolkit.evaluation.instrument_file import load_instrument
    from toolkit.evaluation.matching import match_waves
    from toolkit.evaluation.score import check_responses, score_responses

    instrument, problems = load_instrument(instrument_path)
    if instrument is None or has_errors(problems):
        return Evaluation(None, Reports(), problems)
    table, reports, found = _read(instrument, files, groups)
    problems = (*problems, *found)
    place = Place(instrument_path.as_posix())
    if has_errors(problems) or not len(table):
        if not has_errors(problems):
            problems = (*problems, make_problem("evaluate-nobody", place))
        return Evaluation(None, reports, sort_problems(problems), instrument=instrument)
    matches: Matches = match_waves(table)
    scored = score_responses(instrument, table)
    made = make_findings(instrument, table, matches, groups=groups, scores=scored, taught=taught)
    findings = protect_findings(made, internal=internal)
    everything = [
        *problems,
        *matches.problems,
        *check_responses(instrument, table),
        *_kept_back(findings, place),
    ]
    feedback = curriculum_feedback(findings, content)
    return Evaluation(findings, reports, sort_problems(everything), feedback, instrument)


def _read(
    instrument: Instrument, files: dict[Wave | None, Sequence[str | Path]], groups: Sequence[str]
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
    table = pd.concat(tables, ignore_index=True)
    _name_sessions(table, instrument, files)
    shown = tuple(name for name in dict.fromkeys((AUDIENCE, *groups)) if name in table.columns)
    return table, Reports(tuple(reports), shown), tuple(problems)


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
