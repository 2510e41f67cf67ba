"""What one open page of the evaluator's app knows. Plain data: no widget is in here.

Uploads and answers stay in memory, never on disk, and go with the page or when they are forgotten. Only protected
findings are kept apart from them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from toolkit.content.records import Content
from toolkit.content.vocabulary import Wave
from toolkit.content.workspace import built_in_workspace
from toolkit.execution.evaluating import Evaluation
from toolkit.execution.for_evaluation import EXAMPLE
from toolkit.studio.evaluator.codes import Choice
from toolkit.studio.evaluator.comparing import Compared
from toolkit.studio.evaluator.reading import AnswerFile, Reading, Request
from toolkit.studio.uploads import Upload

Kind = Literal["answers", "scores"]

TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".json", ".parquet")
"""Kinds of files that answers and scores come in."""


@dataclass(slots=True)
class EvaluatorState:
    """`groups` is None until somebody chose; then a table of scores is grouped by what looks like a grouping.
    `choices` are decisions about codes, by question. `part` is the part of the findings that shows."""

    kind: Kind = "answers"
    instrument: Upload | None = field(default=None, repr=False)
    files: tuple[AnswerFile, ...] = field(default=(), repr=False)
    scores: Upload | None = field(default=None, repr=False)
    max_score: float | None = None
    groups: tuple[str, ...] | None = None
    internal: bool = False
    reading: Reading | None = field(default=None, repr=False)
    choices: dict[str, Choice] = field(default_factory=dict, repr=False)
    evaluation: Evaluation | None = field(default=None, repr=False)
    compared: tuple[Compared, ...] = ()
    content: Content | None = field(default=None, repr=False)
    report_language: str = ""
    tab: int = 0
    part: str = "short"
    by: str = ""

    @property
    def request(self) -> Request:
        """What is to be read now."""
        if self.kind == "scores":
            return Request(scores=self.scores, max_score=self.max_score, groups=self.groups)
        return Request(self.instrument, self.files, groups=self.groups)

    def add_files(self, uploads: tuple[Upload, ...]) -> None:
        """Add files of answers; one of the same name is replaced."""
        names = {upload.name for upload in uploads}
        kept = tuple(file for file in self.files if file.upload.name not in names)
        self.files = (*kept, *(AnswerFile(upload) for upload in uploads))
        self.forget_reading()

    def set_wave(self, name: str, wave: Wave | None) -> None:
        """Say which test a file holds; None leaves it to the file."""
        self.files = tuple(AnswerFile(f.upload, wave) if f.upload.name == name else f for f in self.files)
        self.forget_reading()

    def remove_file(self, name: str) -> None:
        """Take a file out again."""
        self.files = tuple(file for file in self.files if file.upload.name != name)
        self.forget_reading()

    def forget_reading(self) -> None:
        """What was read, decided and found no longer fits the files."""
        self.reading, self.evaluation, self.choices = None, None, {}

    def forget_answers(self) -> None:
        """Let go of every answer; the findings stay."""
        self.files, self.scores, self.instrument, self.reading, self.choices = (), None, None, None, {}


def load_example(state: EvaluatorState, workspace: Path, kind: Kind) -> None:
    """Put the made-up answers of the workspace (of the built-in one where it has none) in place of the files."""
    state.forget_reading()
    state.kind, state.groups = kind, None
    if kind == "scores":
        state.scores, state.max_score = _example(workspace, "evaluation/examples/scores.csv"), 10.0
        return
    state.instrument = _example(workspace, str(EXAMPLE["instrument"]))
    waves: tuple[Wave, Wave] = ("pre", "post")
    state.files = tuple(AnswerFile(_example(workspace, str(EXAMPLE[wave])), wave) for wave in waves)


def _example(workspace: Path, name: str) -> Upload:
    path = next(
        (root / name for root in (workspace, built_in_workspace()) if (root / name).is_file()), workspace / name
    )
    return Upload(path.name, path.read_bytes())
