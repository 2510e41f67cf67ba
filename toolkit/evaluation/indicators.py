"""Indicators: harmonised definitions, so that figures of many sessions can be added up and compared.

`load_indicators` reads ``evaluation/indicators.yaml``; `toolkit.evaluation.indicator_values.compute_indicators` works
them out over evaluated sessions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from toolkit.content.files import read_text_file
from toolkit.content.yamlfile import read_yaml, validate
from toolkit.problems import Place, Problem, sort_problems

FILE = "evaluation/indicators.yaml"

Level = Literal["reach", "reaction", "learning", "behaviour"]
Measure = Literal[
    "participants", "training-countries", "nationalities", "women-share", "resettlement-share", "destination-share",
    "mean-change", "improved-share", "objectives-improved", "match-rate", "satisfaction", "behaviour",
]  # fmt: skip
"""How an indicator is worked out. The first six are counted from session briefs, the others from findings."""

By = Literal["sex", "case-type", "stage", "origin", "destination", "year", "group"]
"""What an indicator is broken down by; ``group`` stands for every grouping column of the evaluations."""

REACH: frozenset[Measure] = frozenset(get_args(Measure)[:6])


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Baseline(_Part):
    """Where one started from."""

    value: float = Field(description="The figure, in the indicator's unit")
    as_of: str = Field("", max_length=20, description="Year or date of the figure")
    note: str = Field("", max_length=300)


class Target(_Part):
    """What is aimed at."""

    value: float = Field(description="The figure, in the indicator's unit")
    at_most: bool = Field(False, description="True where less is better")


class IndicatorModel(_Part):
    """An entry of ``evaluation/indicators.yaml``."""

    title: str = Field(min_length=1, max_length=120, description="What it is called in tables")
    level: Level = Field(description="reach, or one of the levels of evaluation")
    measure: Measure = Field(description="How it is worked out")
    unit: Literal["people", "countries", "percent", "percentage points"] = Field(description="Unit of the figure")
    numerator: str = Field(min_length=1, max_length=400, description="What is counted, in words")
    denominator: str = Field("", max_length=400, description="Of what it is a part, in words; empty for plain counts")
    disaggregation: tuple[By, ...] = Field((), description="What it is broken down by")
    baseline: Baseline | None = None
    target: Target | None = None
    source: str = Field(min_length=1, max_length=600, description="Where the definition comes from")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One definition with its id and where it stands."""

    id: str
    title: str
    level: Level
    measure: Measure
    unit: str
    numerator: str
    denominator: str
    disaggregation: tuple[By, ...]
    baseline: Baseline | None
    target: Target | None
    source: str
    place: Place


def load_indicators(root: Path) -> tuple[tuple[Indicator, ...], tuple[Problem, ...]]:
    """The indicators of a workspace in written order, and every problem at its line. Wrong entries are left out."""
    text, problems = read_text_file(root, root / FILE)
    if text is None:
        return (), tuple(replace(p, where=Place(FILE, p.where.line)) for p in problems)
    doc = read_yaml(text.text, FILE)
    found: list[Indicator] = []
    wrong = [*problems, *doc.problems]
    for key in doc.data if isinstance(doc.data, Mapping) else ():
        model, faults = validate(IndicatorModel, doc, label=f'indicator "{key}"', at=(key,))
        wrong += faults
        if model is not None:
            named = {name: getattr(model, name) for name in IndicatorModel.model_fields}
            found.append(Indicator(id=str(key), place=doc.place(key), **named))
    return tuple(found), sort_problems(wrong)
