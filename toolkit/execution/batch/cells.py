"""The text of a cell → the value that a brief's field takes. What cannot be understood stays text, and the brief's own
check says what is wrong with it."""

from __future__ import annotations

import datetime as dt
import re
import types
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from toolkit.content.yamldoc import read_yaml

YES = frozenset({"true", "yes", "y", "1", "x", "wahr", "ja", "vrai", "oui", "verdadero", "sí", "si", "نعم"})
NO = frozenset({"false", "no", "n", "0", "falsch", "nein", "faux", "non", "falso", "لا"})
"""What spreadsheets in the toolkit's languages, and people, write for true and false."""

_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]0?0:00(?::00)?)?")
_CLOCK = re.compile(r"(\d{1,2})[:h.](\d{2})(?::\d{2})?\s*([AaPp]\.?[Mm]\.?)?")
_WHOLE = re.compile(r"[-+]?\d+([.,]0+)?")
_DECIMAL = re.compile(r"[-+]?\d+([.,]\d+)?")

DayFirst = bool | None
"""Of dates with slashes: day first, month first, or not known."""


def slashed_dates(texts: Iterable[str]) -> DayFirst:
    """How a file writes its dates with slashes, told from those that can be read in one way only."""
    pairs = [(int(a), int(b)) for text in texts for a, b, _ in _SLASHED.findall(text)]
    day_first, month_first = any(a > 12 for a, _ in pairs), any(b > 12 for _, b in pairs)
    return None if day_first == month_first else day_first


def is_slashed(text: str) -> bool:
    """Whether the cell holds a date with slashes that is not year first."""
    return _SLASHED.search(text) is not None


def read_cell(text: str, field: FieldInfo, day_first: DayFirst) -> object:
    """The value that the text of a cell means for this field of the brief."""
    return _read(text, field.annotation, _pattern(field.metadata), day_first)


def _read(text: str, annotation: Any, pattern: str, day_first: DayFirst) -> object:  # noqa: ANN401 - a type is anything
    if get_origin(annotation) is Annotated:
        inner, *metadata = get_args(annotation)
        return _read(text, inner, pattern or _pattern(_flat(metadata)), day_first)
    if get_origin(annotation) in (Union, types.UnionType):
        inner = next(part for part in get_args(annotation) if part is not type(None))
        return _read(text, inner, pattern, day_first)
    if _is_structure(annotation):
        return _structure(text, annotation, day_first)
    if get_origin(annotation) is Literal:
        return next((value for value in get_args(annotation) if str(value) == text.casefold()), text)
    if annotation is bool:
        word = text.casefold()
        return True if word in YES else False if word in NO else text
    if annotation is int:
        return int(re.split("[.,]", text)[0]) if _WHOLE.fullmatch(text) else text
    if annotation is float:
        return float(text.replace(",", ".")) if _DECIMAL.fullmatch(text) else text
    if annotation is dt.date:
        return _date(text, day_first)
    return _clock(text) if "[01]" in pattern else text


def _is_structure(annotation: Any) -> bool:  # noqa: ANN401
    return get_origin(annotation) in (tuple, dict) or _is_model(annotation)


def _is_model(annotation: object) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _structure(text: str, annotation: Any, day_first: DayFirst) -> object:  # noqa: ANN401
    """A list, pairs or a block: as YAML writes it between brackets, or its parts separated by semicolons."""
    arguments = get_args(annotation)
    if text.startswith(("[", "{")):
        data = read_yaml(text, "").data
        return text if data is None else data
    if get_origin(annotation) is tuple:
        return [_read(part, arguments[0], "", day_first) for part in _parts(text, commas=_no_commas(arguments[0]))]
    if get_origin(annotation) is dict:
        pairs = [re.split(r"\s*[:=]\s*", part, maxsplit=1) for part in _parts(text, commas=True)]
        if all(len(pair) == 2 for pair in pairs):
            return {key: _read(value, arguments[1], "", day_first) for key, value in pairs}
    return text


def _parts(text: str, *, commas: bool) -> list[str]:
    separators = r"[;|\n]" if re.search(r"[;|\n]", text) or not commas else r","
    return [part for part in (part.strip() for part in re.split(separators, text)) if part]


def _no_commas(annotation: object) -> bool:
    """Whether no entry of such a list can hold a comma itself: ids, languages, dates, but not free text."""
    return annotation is not str


def _date(text: str, day_first: DayFirst) -> object:
    found = _ISO.fullmatch(text)
    if found:
        year, month, day = found.groups()
    elif found := _DOTTED.fullmatch(text):
        day, month, year = found.groups()
    elif (found := _SLASHED.fullmatch(text)) and day_first is not None:
        first, second, year = found.groups()
        day, month = (first, second) if day_first else (second, first)
    else:
        return text
    return f"{year}-{int(month):02d}-{int(day):02d}"


def _clock(text: str) -> str:
    found = _CLOCK.fullmatch(text)
    if found is None:
        return text
    hour, minute, half = int(found[1]), found[2], (found[3] or "")[:1].casefold()
    if half:
        if not 1 <= hour <= 12:
            return text
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02d}:{minute}"


def _flat(metadata: Iterable[object]) -> list[object]:
    found: list[object] = []
    for part in metadata:
        found.extend(part.metadata if isinstance(part, FieldInfo) else [part])
    return found


def _pattern(metadata: Iterable[object]) -> str:
    return next((str(pattern) for part in metadata if (pattern := getattr(part, "pattern", None))), "")


def lay_over(data: Mapping[str, object], path: tuple[str, ...], value: object) -> dict[str, object]:
    """The data with the value at this path; blocks on the way are made where they are missing."""
    first, *rest = path
    inside = data.get(first)
    if rest:
        value = lay_over(inside if isinstance(inside, Mapping) else {}, tuple(rest), value)
    return {**data, first: value}
