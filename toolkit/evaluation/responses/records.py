"""What reading gives back, and what passes between its stages. Raw cells never show in a ``repr``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Literal

from toolkit.content.vocabulary import Wave
from toolkit.problems import Problem

if TYPE_CHECKING:
    import pandas as pd

Why = Literal["personal", "position", "technical", "time", "repeat", "points", "note", "undeclared", "unnamed"]
"""Why a column is dropped. ``time`` columns only order duplicates."""

IDENTITY = ("session", "wave", "code", "row", "source")
"""The first columns of every response table."""

Row = tuple[int, list[str]]
"""A row's number in its source, counted from 1, and its cells as text."""


class Refused(Exception):
    """A file, or a part of it, that cannot be read rightly. `code` is a key of the message catalogue; `values` fill
    its template and never hold a cell's content."""

    def __init__(self, code: str, row: int = 0, **values: object) -> None:
        self.code = code
        self.row = row
        self.values = values
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class ItemTexts:
    """An item's words in one language, as a form shows them: the question, and each option by its code."""

    stem: str
    options: Mapping[str, str] = field(default_factory=dict)


Texts = Mapping[str, Mapping[str, ItemTexts]]
"""Language tag → item id → words."""


@dataclass(frozen=True, slots=True)
class Span:
    """A block of merged cells, rows and columns counted from 1, ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet as text, before anybody knows which row is the header.

    `even` says that a row of another width than the header is damage (text files). `keyed` says that the first row
    is the header for certain (JSON). `title` is the sheet's name: it may tell the wave and is never reported.
    """

    source: str
    rows: list[Row] = field(repr=False)
    encoding: str = ""
    separator: str = ""
    even: bool = False
    keyed: bool = False
    whole: bool = True
    title: str = field(default="", repr=False)
    merged: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class UnderstoodColumn:
    """A column that was read, and what it means: ``code``, ``wave``, ``session``, a group's name, an item's id, or
    ``item/option`` for one option of a multiple choice."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class DroppedColumn:
    """A column that was not read, and why."""

    name: str
    why: Why


@dataclass(frozen=True, slots=True)
class Repeat:
    """A row that was left out because a later one has the same submission id, or the same code in the same wave."""

    row: int
    kept_row: int
    kept_source: str
    by: Literal["submission", "code"]


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file or sheet. Rows are numbered as in a spreadsheet, JSON records from 1. `refused` is the
    code of the problem for which nothing was read, or "". `ordered_by` says how the latest of several rows was found.
    `left_out` are damaged rows, `coalesced` items that stood in several columns, `missing` items that have none."""

    source: str
    layout: str = ""
    encoding: str = ""
    separator: str = ""
    header_row: int = 0
    rows_read: int = 0
    rows_kept: int = 0
    understood: tuple[UnderstoodColumn, ...] = ()
    dropped: tuple[DroppedColumn, ...] = ()
    duplicates: tuple[Repeat, ...] = ()
    ordered_by: Literal["", "submission time", "row"] = ""
    empty_rows: tuple[int, ...] = ()
    repeated_headers: tuple[int, ...] = ()
    left_out: tuple[int, ...] = ()
    coalesced: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    refused: str = ""


@dataclass(frozen=True, slots=True)
class ReadReport:
    """One entry for each file, or for each sheet that was read, in the order given."""

    files: tuple[FileReport, ...] = ()

    @property
    def rows_read(self) -> int:
        """Rows of all files, empty ones and repeated headers left out."""
        return sum(file.rows_read for file in self.files)

    @property
    def rows_kept(self) -> int:
        """Rows that came into the table."""
        return sum(file.rows_kept for file in self.files)

    def as_dict(self) -> dict[str, object]:
        """The JSON form."""
        return {"rows_read": self.rows_read, "rows_kept": self.rows_kept, "files": [asdict(f) for f in self.files]}


@dataclass(frozen=True, slots=True)
class ReadResult:
    """The response table, what was understood, and every problem.

    `table` has one row for each person and wave: ``session``, ``wave``, ``code``, ``row``, ``source``, the grouping
    columns, and a column for each item of the instrument with option codes or text, None when unanswered.
    """

    table: pd.DataFrame = field(repr=False)
    report: ReadReport
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Entries:
    """Rows of one sheet in columns of equal length, on their way into the table. `when` is seconds since 1970 or
    None; `uid` is "" when the layout has no submission id."""

    source: str
    rows: list[int] = field(default_factory=list, repr=False)
    session: list[str] = field(default_factory=list, repr=False)
    wave: list[Wave] = field(default_factory=list, repr=False)
    code: list[str] = field(default_factory=list, repr=False)
    when: list[float | None] = field(default_factory=list, repr=False)
    uid: list[str] = field(default_factory=list, repr=False)
    groups: dict[str, list[str | None]] = field(default_factory=dict, repr=False)
    answers: dict[str, list[str | None]] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.rows)
