"""What may stand in an instrument file, as pydantic models: the format and its JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from toolkit.content.vocabulary import Literacy, QuestionType, Wave
from toolkit.evaluation.codes import CODE_CELLS
from toolkit.evaluation.instrument import MINUTES_WITHOUT_SLOT, InstrumentWave
from toolkit.evaluation.items import Construct, ItemLevel

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,31}")
_ITEM_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")

MAIN = ""
"""Language of words written without one: the instrument's main language."""


def _scalar(value: object) -> object:
    """A code or a word that YAML took for a number or a truth value."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else value


def _check_code(value: str) -> str:
    if not _CODE.fullmatch(value):
        raise ValueError("a code of up to 32 letters, digits, hyphens, dots or underscores, such as a or 1")
    return value


def _check_item_id(value: str) -> str:
    if not _ITEM_ID.fullmatch(value):
        raise ValueError("an id of up to 64 letters, digits, hyphens or underscores that begins with a letter")
    return value


def _check_language(value: str) -> str:
    if not _LANGUAGE.fullmatch(value):
        raise ValueError("a language tag such as en or pt-BR")
    return value


def _words(value: object) -> object:
    """Words in one language or in several, always as language → words."""
    if value is None:
        return {}
    if isinstance(value, Mapping):
        return {str(key): _scalar(words) for key, words in value.items() if words is not None}
    if isinstance(value, (str, int)):
        return {MAIN: _scalar(value)}
    raise ValueError("text, or a line for each language such as en: How are you?")


def _options(value: object) -> object:
    """A list of codes, or code → words."""
    if isinstance(value, list):
        return {_scalar(code): None for code in value} if all(_is_scalar(code) for code in value) else value
    return {_scalar(key): words for key, words in value.items()} if isinstance(value, Mapping) else value


def _scale_options(value: object) -> object:
    """A list of words from lowest to highest (codes are then a, b, c …), or code → words."""
    if isinstance(value, list) and len(value) <= 26:
        return {chr(ord("a") + number): words for number, words in enumerate(value)}
    return _options(value)


def _codes(value: object) -> object:
    """One code or a list of them."""
    listed = value if isinstance(value, list) else [] if value is None else [value]
    return [_scalar(code) for code in listed]


def _waves(value: object) -> object:
    if value in ([], None):
        raise ValueError("a list of waves, such as [pre, post]")
    return [value] if isinstance(value, str) else value


def _is_scalar(value: object) -> bool:
    return isinstance(value, (str, int))


_WORDS_SCHEMA: dict[str, Any] = {
    "anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}}]
}
Code = Annotated[str, BeforeValidator(_scalar), AfterValidator(_check_code)]
ItemId = Annotated[str, BeforeValidator(_scalar), AfterValidator(_check_item_id)]
Language = Annotated[str, AfterValidator(_check_language)]
Words = Annotated[dict[str, str], BeforeValidator(_words), WithJsonSchema(_WORDS_SCHEMA)]
_OPTIONS_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"type": "array", "items": {"type": "string"}},
        {"type": "object", "additionalProperties": {"anyOf": [*_WORDS_SCHEMA["anyOf"], {"type": "null"}]}},
    ]
}
Options = Annotated[dict[Code, Words], BeforeValidator(_options), WithJsonSchema(_OPTIONS_SCHEMA)]
ScaleOptions = Annotated[dict[Code, Words], BeforeValidator(_scale_options), WithJsonSchema(_OPTIONS_SCHEMA)]
Codes = Annotated[
    tuple[Code, ...],
    BeforeValidator(_codes),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
Waves = Annotated[tuple[Wave, ...], BeforeValidator(_waves)]
Version = Annotated[str, BeforeValidator(_scalar)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class ScaleInFile(_Part):
    """A response scale."""

    title: str = Field("", description="What the scale measures")
    options: ScaleOptions = Field(min_length=2, description="Options from lowest to highest")
    unknown: Code | None = Field(None, description="Code of the option that says I don't know")
    source: str = Field("", description="Where the scale comes from")


class ItemInFile(_Part):
    """An item."""

    item_id: ItemId = Field(description="An id that is never used for another question, such as con-q-copy")
    text: Words = Field(min_length=1, description="The question, in Markdown, alone or by language")
    type: QuestionType = Field(description="How it is answered, such as single-choice")
    module: str = Field("", description="Id of the module that it comes from")
    objective: str = Field("", description="Id of the learning objective that it tests")
    measures: Construct | None = Field(
        None, alias="construct", description="What it measures, such as knowledge or confidence"
    )
    level: ItemLevel | None = Field(None, description="What it asks of people, such as recall")
    waves: Waves = Field(("pre", "post"), description="When it is asked, such as [pre, post]")
    literacy: Literacy = Field("basic", description="Least reading needed")
    scale: str = Field("", description="Id of a scale, for type rating")
    options: Options = Field(default_factory=dict, description="Codes, or code → text, alone or by language")
    unknown: Code | None = Field(None, description="Code of the option that says I don't know")
    key: Codes = Field((), description="Codes of the right options; for an order, all codes in the right order")
    reverse: bool = Field(False, description="A rating in which agreeing is the low value")
    weight: float = Field(1.0, gt=0, le=100, description="Points of a fully right answer")
    sensitive: bool = Field(False, description="Suppressed where nobody or everybody answers alike")
    seconds: int | None = Field(None, ge=0, le=3600, description="How long it takes")
    feedback: Words = Field(default_factory=dict, description="Why the answer is right")
    source: str = Field("", description="Where it was taken from")


class InstrumentInFile(_Part):
    """The head of an instrument file; its scales and items are read one by one."""

    instrument: str = Field(
        pattern=r"^[a-z][a-z0-9_]*$", max_length=48, description="Id of the instrument, such as session_contract"
    )
    title: str = Field(min_length=1, description="Title")
    version: Version = Field("", description="Changes with the wording, such as 20270316-1a2b3c4d")
    wave: InstrumentWave = Field("all", description="The one wave that it is for, or all")
    languages: tuple[Language, ...] = Field(("en",), min_length=1, description="Languages, main one first")
    code_cells: int = Field(CODE_CELLS, ge=1, le=20, description="Length of the participant code")
    minutes: int = Field(MINUTES_WITHOUT_SLOT, ge=1, le=600, description="Minutes that people have for it")
    about: str = Field("", description="Remarks for whoever uses it")
    source: str = Field("", description="Where its items come from, if they say nothing else")
