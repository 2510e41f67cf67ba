"""JSON Schemas of the files that evaluators write, for editors that check and complete while one types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field, TypeAdapter

from toolkit.evaluation.indicators import IndicatorModel
from toolkit.evaluation.instrument_model import InstrumentInFile, ItemInFile, ScaleInFile
from toolkit.evaluation.responses.codebook import CodebookModel

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class InstrumentFile(InstrumentInFile):
    """An instrument: a questionnaire, or a set of shared items, with the scales that it needs."""

    scales: dict[str, ScaleInFile] = Field(default_factory=dict, description="Response scales by id")
    items: tuple[ItemInFile, ...] = Field(
        min_length=1, description="The questions, in the order in which they are asked"
    )


def evaluation_schemas() -> Mapping[str, dict[str, Any]]:
    """Name → JSON Schema (draft 2020-12)."""
    made = {
        "instrument": InstrumentFile.model_json_schema(by_alias=True),
        "indicators": TypeAdapter(dict[str, IndicatorModel]).json_schema(by_alias=True),
        "codebook": CodebookModel.model_json_schema(by_alias=True),
    }
    return {name: {"$schema": _DIALECT, **schema, "title": name} for name, schema in made.items()}
