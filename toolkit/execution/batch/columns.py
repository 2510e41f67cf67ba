"""The header of a schedule → fields of the brief. Columns are named like fields, ``group.size`` with a dot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from toolkit.planning.brief import Brief
from toolkit.problems import Place, Problem, make_problem, near_miss

BRIEF, FOLDER = "brief", "folder"
"""Columns that are no fields: the file of the brief that the row begins from, and the name of the pack's folder."""


@dataclass(frozen=True, slots=True)
class ColumnOf:
    """A column of a schedule: its position, its name, and the field that it fills (None for `BRIEF` and `FOLDER`)."""

    position: int
    name: str
    path: tuple[str, ...] = ()
    field: FieldInfo | None = None


@lru_cache(maxsize=1)
def fields() -> Mapping[str, tuple[tuple[str, ...], FieldInfo]]:
    """Name of every possible column → path and field of the brief."""
    return {".".join(path): (path, field) for path, field in _fields(Brief, ())}


def _fields(model: type[BaseModel], above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], FieldInfo]]:
    for name, field in model.model_fields.items():
        path = (*above, name)
        yield path, field
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from _fields(field.annotation, path)


def is_column(cell: str) -> bool:
    """Whether a header cell names a column."""
    return _find(cell) is not None


def read_header(cells: Sequence[str], where: Place) -> tuple[tuple[ColumnOf, ...], tuple[Problem, ...]]:
    """The columns that are understood, and a problem for each that is not or that is there twice. Columns without a
    name are passed over."""
    columns: dict[str, ColumnOf] = {}
    problems = []
    for position, cell in enumerate(cells):
        if not cell:
            continue
        found = _find(cell)
        if found is None:
            near = near_miss(_plain(cell), [BRIEF, FOLDER, *fields()])
            problems.append(make_problem("schedule-column-unknown", where, near=near, column=cell))
            continue
        name, path, field = found
        if name in columns:
            problems.append(make_problem("schedule-column-twice", where, column=cell))
        else:
            columns[name] = ColumnOf(position, name, path, field)
    return tuple(columns.values()), tuple(problems)


def _plain(cell: str) -> str:
    return cell.strip().casefold().replace(" ", "_")


def _find(cell: str) -> tuple[str, tuple[str, ...], FieldInfo | None] | None:
    name = _plain(cell)
    if name in (BRIEF, FOLDER):
        return name, (), None
    if name in fields():
        return (name, *fields()[name])
    return _entry_of_mapping(name)


def _entry_of_mapping(name: str) -> tuple[str, tuple[str, ...], FieldInfo] | None:
    """``group.ages.18-25`` or ``needs.con-read``: one entry of a field that holds pairs."""
    parts = name.split(".")
    for length in range(1, len(parts)):
        found = fields().get(".".join(parts[:length]))
        if found and get_origin(found[1].annotation) is dict:
            value = get_args(found[1].annotation)[1]
            return name, (*found[0], ".".join(parts[length:])), FieldInfo(annotation=value)
    return None
