"""Files → grids of text: separated values here; others in `workbook`, `parquet` and `jsonfile`."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

from toolkit.evaluation.responses.detect import decode, is_json, kind_of
from toolkit.evaluation.responses.jsonfile import read_json
from toolkit.evaluation.responses.parquet import read_parquet
from toolkit.evaluation.responses.records import Grid, Refused, Row
from toolkit.evaluation.responses.workbook import read_workbook

MAX_BYTES = 512_000_000
"""A million people and twenty items are about 100 MB as CSV."""

MAX_FIELD = 131_072
"""Characters of one cell. More is nearly always a quotation mark that was never closed."""

SEPARATORS = (";", ",", "\t", "|")
_SAMPLE = 60
_SAMPLE_CHARS = 500_000
Score = Callable[[Sequence[Row]], int]
"""How many declared columns the best header among these rows has."""


def read_grids(
    path: Path, source: str, score: Score, *, encoding: str = "", separator: str = ""
) -> tuple[list[Grid], tuple[int, ...]]:
    """The sheets of a file as text, and the positions of hidden sheets, which are not read.

    `score` tells the right separator from the others. Raises Refused for what cannot be read rightly.
    """
    data = _bytes(path)
    kind = kind_of(data)
    if kind == "workbook":
        return read_workbook(data, source)
    if kind == "parquet":
        return [read_parquet(data, source)], ()
    text, name = decode(data, encoding)
    if is_json(text):
        return [read_json(text, source, name)], ()
    return [_read_text(text, source, name, score, separator)], ()


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise Refused("responses-file-missing")
        if path.stat().st_size > MAX_BYTES:
            raise Refused("responses-too-large", limit=f"{MAX_BYTES // 1_000_000} MB")
        return path.read_bytes()
    except OSError as fault:
        raise Refused("responses-file-unreadable", reason=fault.strerror or type(fault).__name__) from None


def _read_text(text: str, source: str, encoding: str, score: Score, separator: str) -> Grid:
    skipped: list[Row] = []
    first = text[:12].split("\n", 1)[0].strip("\r\n \"'").casefold()
    if first.startswith("sep=") and len(first) == 5:
        separator = separator or text[text.casefold().index("sep=") + 4]
        text = text[text.index("\n") + 1 :] if "\n" in text else ""
        skipped = [(1, [])]
    if not text.strip("\ufeff\r\n\t ;,|"):
        raise Refused("responses-empty")
    chosen = separator or _choose_separator(text, score)
    rows = skipped + _records(text, chosen, first_row=1 + len(skipped))
    ends = text.endswith(("\n", "\r"))
    return Grid(source, rows, encoding, chosen, even=True, whole=ends)


def _choose_separator(text: str, score: Score) -> str:
    """The separator with which the header has the most declared columns."""
    scores = {separator: score(_sample(text, separator)) for separator in SEPARATORS}
    best = max(scores, key=lambda separator: scores[separator])
    if not scores[best]:
        raise Refused("responses-columns-unknown")
    return best


def _sample(text: str, separator: str) -> list[Row]:
    """The first rows, read leniently: only to see whether the separator is right."""
    reader = csv.reader(io.StringIO(text[:_SAMPLE_CHARS], newline=""), delimiter=separator)
    rows: list[Row] = []
    try:
        for cells in islice(reader, _SAMPLE):
            rows.append((len(rows) + 1, cells))
    except csv.Error:
        pass
    return rows


def _records(text: str, separator: str, first_row: int) -> list[Row]:
    """Every record, numbered as a spreadsheet would show it. Raises Refused where quotation marks do not match or a
    cell is huge."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[Row] = []
    number = first_row
    try:
        for cells in reader:
            if cells and max(map(len, cells)) > MAX_FIELD:
                raise Refused("responses-field-huge", row=number)
            rows.append((number, cells))
            number += 1
    except csv.Error as fault:
        # The reason is one of the module's own sentences; it never quotes the cell.
        code = "responses-field-huge" if "field larger" in str(fault) else "responses-quotes"
        raise Refused(code, row=number) from None
    while rows and not any(rows[-1][1]):
        rows.pop()
    return rows
