"""JSON Schemas of everything that authors write, for editors that check and complete while one types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, TypeAdapter

from toolkit.content import models

_DIALECT = "https://json-schema.org/draft/2020-12/schema"

_FILES: tuple[tuple[str, type[BaseModel], str], ...] = (
    # name            one entry                 how the file holds it
    ("front-matter", models.FrontMatter, "one"),
    ("activity-bank", models.BankFrontMatter, "one"),
    ("curriculum", models.CurriculumModel, "one"),
    ("practices", models.PracticeModel, "list"),
    ("country", models.CountryModel, "one"),
    ("bibliography", models.SourceModel, "mapping"),
    ("scales", models.ScaleModel, "mapping"),
    ("session-template", models.TemplateModel, "one"),
)


def json_schemas() -> Mapping[str, dict[str, Any]]:
    """Name → JSON Schema (draft 2020-12): one for each kind of file, and ``directive-<name>`` for the options of each
    directive that has any."""
    schemas = {name: _file_schema(name, model, form) for name, model, form in _FILES}
    for name, model in models.OPTIONS.items():
        if model is not models.NoOptions:
            schemas[f"directive-{name}"] = _titled(model.model_json_schema(), f"Options of {name}")
    return schemas


def _file_schema(name: str, model: type[BaseModel], form: str) -> dict[str, Any]:
    if form == "list":
        schema = TypeAdapter(list[model]).json_schema()  # type: ignore[valid-type]
    elif form == "mapping":
        schema = TypeAdapter(dict[str, model]).json_schema()  # type: ignore[valid-type]
    else:
        schema = model.model_json_schema()
    return _titled(schema, name)


def _titled(schema: dict[str, Any], title: str) -> dict[str, Any]:
    return {"$schema": _DIALECT, **schema, "title": title}
