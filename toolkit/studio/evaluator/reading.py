"""From uploads to a table in memory: read in a private folder that is gone at once, codes replaced by hashes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.content.records import Content
from toolkit.content.vocabulary import Wave
from toolkit.evaluation.findings.scores import LEAST_ROWS, MOST_LETTERS, MOST_VALUES
from toolkit.evaluation.instrument import Instrument
from toolkit.evaluation.matching.settle import settle_matches
from toolkit.evaluation.privacy import hash_codes
from toolkit.evaluation.responses.layout import is_identifier
from toolkit.execution.evaluating import Answers, Evaluation, Reports, evaluate_answers, read_answers
from toolkit.problems import Place, Problem, ProblemsError, has_errors, make_problem, reword
from toolkit.studio.evaluator.codes import Choice, Question, decide, find_questions, find_repeated, settle_table
from toolkit.studio.uploads import Upload, private_folder, save_uploads

if TYPE_CHECKING:
    import pandas as pd

_PEOPLE = re.compile(
    r"train(er|ers|ed by)|facilitat|teacher|instructor|interview|enumerat|moderat|formateur|formatrice|animat"
    r"|formador|facilitador|docente|capacitador|مدرب|ميسر|username|submitted"
)
"""Columns that tell who gave a session: comparing by them would rank people."""

_FREE_TEXT = re.compile(r"comment|remark|note|feedback|suggestion|opinion|reason|why|seed|version")
_NUMBERED = re.compile(r"column \d+")


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """A file of answers, and the wave that a person said it holds; None leaves it to the file."""

    upload: Upload = field(repr=False)
    wave: Wave | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be read: an instrument and files, or a table of scores. `groups` None: nobody chose yet."""

    instrument: Upload | None = field(default=None, repr=False)
    files: tuple[AnswerFile, ...] = field(default=(), repr=False)
    scores: Upload | None = field(default=None, repr=False)
    max_score: float | None = None
    groups: tuple[str, ...] | None = None

    @property
    def is_ready(self) -> bool:
        """Whether there is enough to read."""
        return self.scores is not None or (self.instrument is not None and bool(self.files))


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read. `answers` holds the table, its codes hashed; `groups` the columns that people are grouped by;
    `candidates` all columns that they could be grouped by; `questions` what a person may settle."""

    answers: Answers = field(repr=False)
    groups: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    questions: tuple[Question, ...] = field(default=(), repr=False)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What the reader has to say."""
        return self.answers.problems


def read_request(request: Request) -> Reading:
    """Read the files. Raises ProblemsError when there is nothing to read; what is wrong with the files is in the
    reading's problems, where `answers.table` is None when they stop the work."""
    if not request.is_ready:
        raise ProblemsError([make_problem("studio-evaluator-nothing", Place("evaluator"))])
    wanted = tuple(group for group in request.groups or () if is_candidate(group))
    with private_folder() as folder:
        answers = _without_folder(_read(request, wanted, folder), folder)
    if answers.table is not None and request.scores is not None and request.groups is None:
        wanted = tuple(group for group in answers.reports.groups if is_candidate(group))
    answers, wanted = _fit_groups(answers, wanted)
    questions = _questions(answers, wanted)
    candidates = tuple(dict.fromkeys((*wanted, *_candidates(answers.reports))))
    return Reading(_with_hashes(answers), wanted, candidates, questions)


def _questions(answers: Answers, groups: tuple[str, ...]) -> tuple[Question, ...]:
    if answers.table is None:
        return ()
    return find_questions(answers.table, answers.matches, groups) if answers.matches else find_repeated(answers.table)


def find(
    reading: Reading, choices: Mapping[str, Choice], *, internal: bool, content: Content | None
) -> Evaluation | None:
    """Protected findings of what was read, with a person's decisions; None when nothing could be read. Raises
    ProblemsError where decisions contradict each other."""
    answers, table = reading.answers, reading.answers.table
    if table is None:
        return None
    if answers.matches is not None:
        decisions = decide(reading.questions, choices)
        answers = replace(answers, matches=settle_matches(table, answers.matches, decisions))
    elif reading.questions:
        answers = replace(answers, table=settle_table(table, reading.questions, choices))
    return evaluate_answers(answers, groups=reading.groups, internal=internal, content=content)


def check_instrument(upload: Upload) -> Instrument:
    """The instrument in a file. Raises ProblemsError when it is none."""
    from toolkit.evaluation.instrument_file import load_instrument

    with private_folder() as folder:
        (path,) = save_uploads([upload], folder)
        instrument, problems = load_instrument(path)
        if instrument is None or has_errors(problems):
            raise ProblemsError([_bare(problem, folder) for problem in problems])
    return instrument


def is_candidate(name: str) -> bool:
    """Whether people may be grouped by a column of this name: no identifier, no free text, no trainer."""
    plain = name.casefold()
    return not (is_identifier(name) or _FREE_TEXT.search(plain) or _PEOPLE.search(plain) or _NUMBERED.fullmatch(plain))


def is_grouping(values: Sequence[object]) -> bool:
    """Whether a column's values can be groups: few, short, and nearly all shared by several rows. Anything else may
    name a person."""
    given: dict[str, int] = {}
    for value in values:
        text = "" if value is None or value != value else " ".join(str(value).split())
        if text:
            given[text] = given.get(text, 0) + 1
    shared = sum(count for count in given.values() if count >= LEAST_ROWS)
    looks = all(len(t) <= MOST_LETTERS and "@" not in t and not re.search(r"\d{5}", t) for t in given)
    return 0 < len(given) <= MOST_VALUES and looks and shared >= 0.8 * sum(given.values())


def _read(request: Request, groups: tuple[str, ...], folder: Path) -> Answers:
    if request.scores is not None:
        (path,) = save_uploads([request.scores], folder)
        # An empty choice is a choice, too: the session is there in any case.
        asked = ("session",) if request.groups is not None and not groups else groups
        read = read_answers(scores=path, max_score=request.max_score, groups=groups)
        has_session = read.table is not None and "session" in read.table
        if asked != groups and has_session:
            read = read_answers(scores=path, max_score=request.max_score, groups=asked)
        return read
    given = [] if request.instrument is None else [request.instrument]
    (instrument,) = save_uploads(given, _made(folder / "instrument"))
    uploads = {wave: [f.upload for f in request.files if f.wave == wave] for wave in (None, "pre", "post")}
    paths = {wave: save_uploads(found, _made(folder / (wave or "files"))) for wave, found in uploads.items()}
    return read_answers(
        instrument=instrument, responses=paths[None], pre=paths["pre"], post=paths["post"], groups=groups
    )


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _without_folder(answers: Answers, folder: Path) -> Answers:
    """Names of files alone: nobody knows the private folder, and it is gone."""
    problems = tuple(_bare(problem, folder) for problem in answers.problems)
    matches = answers.matches
    if matches is not None:
        matches = replace(matches, problems=tuple(_bare(problem, folder) for problem in matches.problems))
    return replace(answers, problems=problems, matches=matches, place=Place(Path(answers.place.path).name))


def _bare(problem: Problem, folder: Path) -> Problem:
    def bare(text: str) -> str:
        for start in (f"{folder.as_posix()}/", f"{folder}/", str(folder)):
            text = text.replace(start, "")
        return text

    path = problem.where.path
    inside = path.startswith((folder.as_posix(), str(folder)))
    where = Place(path.replace("\\", "/").rsplit("/", 1)[-1], problem.where.line) if inside else problem.where
    return replace(reword(problem, bare), where=where)


def _fit_groups(answers: Answers, groups: tuple[str, ...]) -> tuple[Answers, tuple[str, ...]]:
    """Without the columns whose values are no groups."""
    table = answers.table
    if table is None:
        return answers, groups
    unfit = tuple(group for group in groups if group in table and not is_grouping(table[group].tolist()))
    if answers.matches is None:
        # A table of scores is grouped by whatever the reader took for a grouping.
        unfit = tuple(g for g in answers.reports.groups if g not in groups or g in unfit) if groups else unfit
    fit = tuple(group for group in groups if group not in unfit)
    place = next((Place(f.source) for report in answers.reports.read for f in report.files), answers.place)
    problems = [make_problem("studio-evaluator-group", place, group=g) for g in unfit if g in groups]
    kept = table.drop(columns=[group for group in unfit if group in table and group != "session"])
    reports = replace(answers.reports, groups=tuple(g for g in answers.reports.groups if g in kept))
    return replace(answers, table=kept, reports=reports, problems=(*answers.problems, *problems)), fit


def _candidates(reports: Reports) -> tuple[str, ...]:
    """Columns that were dropped for no other reason than that nobody asked for them."""
    names = [c.name for report in reports.read for file in report.files for c in file.dropped if c.why == "undeclared"]
    return tuple(dict.fromkeys(name for name in (*names, *reports.dropped) if is_candidate(name)))


def _with_hashes(answers: Answers) -> Answers:
    """Codes are needed once, to find who is who; from then on a random key's hash stands for each."""
    table: pd.DataFrame | None = answers.table
    if table is None or "code" not in table:
        return answers
    sessions = table["session"] if "session" in table else [""] * len(table)
    return replace(answers, table=table.assign(code=hash_codes(table["code"], sessions)))
