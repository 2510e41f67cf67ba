"""YAML against a pydantic model: every error becomes a problem at its own line, with the near miss or the way out.

`read_yaml` and `YamlDoc` come from `toolkit.content.yamldoc`; import all three from here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from toolkit.content.yamldoc import KeyPath, YamlDoc, read_yaml
from toolkit.problems import Problem, make_problem, near_miss

__all__ = ["KeyPath", "YamlDoc", "read_yaml", "validate", "validate_leniently"]

M = TypeVar("M", bound=BaseModel)

_EXPECTED = {
    "string_type": "text (put quotes around a number or true/false that is meant as text)",
    "string_too_short": "some text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "tuple_type": "a list, such as [one, two]",
    "list_type": "a list, such as [one, two]",
    "dict_type": "a block of key: value lines",
    "model_type": "a block of key: value lines",
    "model_attributes_type": "a block of key: value lines",
    "date_type": "a date such as 2026-05-04",
    "date_parsing": "a date such as 2026-05-04",
    "date_from_datetime_parsing": "a date such as 2026-05-04",
    "date_from_datetime_inexact": "a date such as 2026-05-04",
    "none_required": "nothing",
}
"""Error type of pydantic → what was expected, in an author's words."""

_PATTERNS = {
    r"^([01]\d|2[0-3]):[0-5]\d$": "a time such as 09:00",
    r"^[A-Z]{2}$": "a country code of two capitals, such as GH",
    r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$": "a language tag such as en or pt-BR",
    r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$": "an id: lower-case words and numbers joined by hyphens, such as read-contract",
    r"^[a-z][a-z0-9_]*$": "a lower-case word, such as labour_migrants",
}
"""Regular expression of a field → what it means."""


def validate(
    model: type[M], doc: YamlDoc, *, label: str = "the file", at: KeyPath = ()
) -> tuple[M | None, tuple[Problem, ...]]:
    """The model made from `doc` (or from the part of it at the path `at`), and every problem at its line.

    `label` names the part in messages, such as ``activity "con-read"``. Unknown keys are problems but do not stop the
    instance from being made; anything else that is wrong gives None. Problems of reading (`doc.problems`) are not
    repeated. A document that could not be read gives None and no further problem.
    """
    data = _walk(doc.data, at)
    if doc.data is None and doc.problems:
        return None, ()
    if not isinstance(data, Mapping):
        expected = "a block of key: value lines"
        return None, (make_problem("shape-wrong", doc.place(*at), label=label, expected=expected),)
    data = {str(key): value for key, value in data.items()}
    try:
        return model.model_validate(data), ()
    except ValidationError as fault:
        errors = fault.errors(include_url=False)
    problems = tuple(_problem(model, error, doc, data, label, at) for error in errors)
    if any(error["type"] != "extra_forbidden" for error in errors):
        return None, problems
    try:
        return model.model_validate(_without(data, [error["loc"] for error in errors])), problems
    except ValidationError:
        return None, problems


def validate_leniently(
    model: type[M], doc: YamlDoc, fallback: Mapping[str, object], *, label: str = "the file"
) -> tuple[M | None, tuple[Problem, ...]]:
    """As `validate`, but wrong or missing keys take the value in `fallback`, or their default, so that the rest of a
    file can be read and checked. None only when even that is no valid instance."""
    instance, problems = validate(model, doc, label=label)
    if instance is not None:
        return instance, problems
    data = {str(key): value for key, value in doc.data.items()} if isinstance(doc.data, Mapping) else {}
    try:
        model.model_validate(data)
    except ValidationError as fault:
        wrong = {error["loc"][0] for error in fault.errors() if error["loc"]}
        data = {key: value for key, value in data.items() if key not in wrong}
    try:
        return model.model_validate({**fallback, **data}), problems
    except ValidationError:
        return None, problems


def _walk(data: object, path: Sequence[str | int]) -> object:
    for key in path:
        if isinstance(data, Mapping):
            data = data.get(key)
        elif isinstance(data, Sequence) and isinstance(key, int) and not isinstance(data, str):
            data = data[key] if key < len(data) else None
        else:
            return None
    return data


def _without(data: object, paths: Sequence[tuple[str | int, ...]]) -> object:
    """A copy of the data without the entries at these paths."""
    here = {path[0] for path in paths if len(path) == 1}
    if isinstance(data, Mapping):
        return {
            key: _without(value, [p[1:] for p in paths if len(p) > 1 and str(p[0]) == str(key)])
            for key, value in data.items()
            if key not in here
        }
    if isinstance(data, list):
        return [_without(v, [p[1:] for p in paths if len(p) > 1 and p[0] == i]) for i, v in enumerate(data)]
    return data


def _data_path(data: object, loc: Sequence[str | int]) -> KeyPath:
    """The part of pydantic's location that exists in the data: it also holds names of types and of missing keys."""
    path: list[str | int] = []
    for part in loc:
        if isinstance(data, Mapping):
            key = next((k for k in (part, str(part)) if k in data), None)
            if key is None and isinstance(part, str) and part.lstrip("-").isdigit():
                key = int(part) if int(part) in data else None
            if key is None:
                continue
            data = data[key]
            path.append(key)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
            path.append(part)
    return tuple(path)


def _problem(
    model: type[BaseModel], error: ErrorDetails, doc: YamlDoc, data: Mapping[str, object], label: str, at: KeyPath
) -> Problem:
    path = _data_path(data, error["loc"])
    where = doc.place(*at, *_as_written(doc, at, path))
    kind = error["type"]
    if kind == "missing":
        key = str(error["loc"][-1])
        owner = _model_at(model, error["loc"][:-1])
        return make_problem(
            "key-missing", where, label=_inner(label, path), key=key, expected=_describe(owner, key), path=_dotted(path)
        )
    if kind == "extra_forbidden":
        key = str(error["loc"][-1])
        if error["input"] is None and len(path) > 1:
            return make_problem("key-comma", where, label=_inner(label, path[:-1]), key=key)
        known = _known_keys(_model_at(model, error["loc"][:-1]))
        return make_problem(
            "key-unknown",
            where,
            near=near_miss(key, known),
            label=_inner(label, path[:-1]),
            key=key,
            known=", ".join(known) or "none",
        )
    key = _dotted(path) or str(error["loc"][-1] if error["loc"] else "")
    if kind in ("literal_error", "enum"):
        allowed = re.findall(r"'([^']*)'", str(error.get("ctx", {}).get("expected", "")))
        value = str(error["input"])
        return make_problem(
            "value-not-allowed",
            where,
            near=near_miss(value, allowed),
            label=label,
            key=key,
            value=value,
            allowed=", ".join(allowed),
        )
    return make_problem(
        "value-wrong", where, label=label, key=key, value=_show(error["input"]), expected=_expected(error)
    )


def _as_written(doc: YamlDoc, at: KeyPath, path: KeyPath) -> KeyPath:
    """`validate` turns number keys into text; the document's lines know them as numbers."""
    first = path[0] if path else ""
    if isinstance(first, str) and first.isdigit() and (*at, int(first)) in doc.lines:
        return (int(first), *path[1:])
    return path


def _inner(label: str, path: KeyPath) -> str:
    return f'{label}, in "{_dotted(path)}",' if path else label


def _dotted(path: KeyPath) -> str:
    """``sources[2].where``, counting list entries from 1 as people do."""
    shown = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path)
    return shown.removeprefix(".")


def _show(value: object) -> str:
    """The author's value in a message."""
    match value:
        case None:
            return "empty"
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{value}"' if value else "empty"
        case list() | tuple():
            return "a list"
        case Mapping():
            return "a block of keys"
        case _:
            return str(value)[:80]


def _expected(error: ErrorDetails) -> str:
    context: Mapping[str, Any] = error.get("ctx", {})
    kind = error["type"]
    if kind in _EXPECTED:
        return _EXPECTED[kind]
    if kind == "string_pattern_mismatch":
        return _PATTERNS.get(context["pattern"], f"text of the form {context['pattern']}")
    bounds = {
        "greater_than_equal": ("ge", "at least {}"),
        "greater_than": ("gt", "more than {}"),
        "less_than_equal": ("le", "at most {}"),
        "less_than": ("lt", "less than {}"),
        "multiple_of": ("multiple_of", "a multiple of {}"),
        "string_too_long": ("max_length", "at most {} characters"),
        "too_long": ("max_length", "at most {} entries"),
        "too_short": ("min_length", "at least {} entry"),
    }
    if kind in bounds:
        name, words = bounds[kind]
        return words.format(context[name])
    message = error["msg"].removeprefix("Value error, ")
    return message[:1].lower() + message[1:]


def _known_keys(model: type[BaseModel] | None) -> list[str]:
    if model is None:
        return []
    return [info.alias or name for name, info in model.model_fields.items()]


def _describe(model: type[BaseModel] | None, key: str) -> str:
    """The field's own description, for the hint of a missing key."""
    for name, info in model.model_fields.items() if model else ():
        if key in (name, info.alias) and info.description:
            return info.description[:1].lower() + info.description[1:]
    return "it is required"


def _model_at(model: type[BaseModel], loc: Sequence[str | int]) -> type[BaseModel] | None:
    """The model that a location lies in, found by following field names through lists and mappings."""
    current: type[BaseModel] | None = model
    for part in loc:
        if current is None:
            return None
        info = _field(current, part)
        if info is not None:
            inner = _models_in(info.annotation)
            current = inner[0] if inner else None
    return current


def _field(model: type[BaseModel], part: str | int) -> FieldInfo | None:
    return next((info for name, info in model.model_fields.items() if part in (name, info.alias)), None)


def _models_in(annotation: object) -> list[type[BaseModel]]:
    """Models inside an annotation such as ``tuple[Part, ...] | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for argument in getattr(annotation, "__args__", ()) for found in _models_in(argument)]
