"""A CSV file as people's programs write it → header and rows with the lines they stand on.

Commas, semicolons, tabs; byte order marks, Windows line ends, Excel's ``sep=;`` line, UTF-16 and older encodings.
A row that cannot be read is a problem at its line, and the rows after it are read on.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.content.files import unify_line_ends
from toolkit.evaluation.responses.detect import decode, kind_of
from toolkit.evaluation.responses.records import Refused
from toolkit.problems import Place, Problem, ProblemsError, make_problem

SEPARATORS = (",", ";", "\t", "|")
MOST_BYTES = 200_000_000

Known = Callable[[str], bool]
"""Whether a header cell names a column that is expected; tells the right separator from the others."""


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` are (line in the file counted from 1, cells); empty rows are left out. `header_line` is the header's."""

    header: tuple[str, ...]
    header_line: int
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    separator: str
    problems: tuple[Problem, ...] = ()


def read_table(path: Path, shown: str, known: Known) -> Table:
    """The table in a CSV file. Raises ProblemsError when there is none, or when it holds no row."""
    text, problems = _text(path, shown)
    text = unify_line_ends(text)
    first, separator = 0, ""
    if text[:4].casefold() == "sep=" and len(text) > 4:
        first, separator = 1, text[4]
    lines = text.split("\n")
    separator = separator or _choose_separator(lines, known)
    records = []
    for line, cells, problem in _records(lines, first, separator, shown):
        if problem is not None:
            problems.append(problem)
        elif any(cell.strip() for cell in cells):
            records.append((line, tuple(_clean(cell) for cell in cells)))
    if len(records) < 2:
        raise ProblemsError([*problems, make_problem("schedule-empty", Place(shown))])
    (header_line, header), *rows = records
    return Table(header, header_line, tuple(rows), separator, tuple(problems))


def _clean(cell: str) -> str:
    """The text without what nobody typed: control characters and marks that cannot be seen."""
    kept = (" " if ch < " " and ch != "\n" else ch for ch in cell if ch not in "\ufeff\u200b\x7f")
    return "".join(kept).replace("\xa0", " ").strip()


def _text(path: Path, shown: str) -> tuple[str, list[Problem]]:
    where = Place(shown)
    try:
        if not path.is_file():
            raise ProblemsError([make_problem("file-missing", where)])
        if path.stat().st_size > MOST_BYTES:
            raise ProblemsError([make_problem("schedule-too-large", where, limit=MOST_BYTES // 1_000_000)])
        data = path.read_bytes()
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        raise ProblemsError([make_problem("file-unreadable", where, reason=reason)]) from None
    if not data.strip(b"\x00\t\r\n "):
        raise ProblemsError([make_problem("schedule-empty", where)])
    try:
        if kind_of(data) != "text":
            raise ProblemsError([make_problem("schedule-format", where)])
    except Refused:
        raise ProblemsError([make_problem("schedule-format", where)]) from None
    try:
        text, encoding = decode(data)
    except Refused:
        raise ProblemsError([make_problem("schedule-encoding", where)]) from None
    if encoding == "Windows-1252":
        return text, [make_problem("schedule-encoding-guessed", where, encoding=encoding)]
    return text, []


def _choose_separator(lines: Sequence[str], known: Known) -> str:
    """The separator with which the header has the most expected columns; else with which it has the most cells."""
    header = next((line for line in lines if line.strip(" \t,;|")), "")

    def score(separator: str) -> tuple[int, int]:
        cells = next(csv.reader([header], delimiter=separator), [])
        return sum(known(cell) for cell in cells), len(cells)

    return max(SEPARATORS, key=score)


def _records(
    lines: Sequence[str], first: int, separator: str, shown: str
) -> Iterator[tuple[int, list[str], Problem | None]]:
    """(line, cells, problem) of every record from the index `first`. After one that cannot be read, reading goes on
    with the next line."""
    at = first
    while at < len(lines):
        reader = csv.reader((f"{lines[i]}\n" for i in range(at, len(lines))), delimiter=separator, strict=True)
        done = 0
        try:
            for cells in reader:
                yield at + done + 1, cells, None
                done = reader.line_num
            return
        except csv.Error:
            line = at + done + 1
            yield line, [], make_problem("schedule-quotes", Place(shown, line))
            at = line
