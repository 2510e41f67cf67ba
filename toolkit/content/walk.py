"""Every `Text` of a record, wherever it stands: shared by localising, translation catalogues and checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

from toolkit.content.records import Content, Module
from toolkit.content.text import Text

T = TypeVar("T")


def map_record_texts(record: T, change: Callable[[Text], Text]) -> T:
    """The same record with every non-empty `Text` in it, however deep, replaced by ``change(text)``."""
    changed: T = _map(record, change)
    return changed


def _map(value: Any, change: Callable[[Text], Text]) -> Any:  # noqa: ANN401 - any record
    if isinstance(value, Text):
        return change(value) if value else value
    if isinstance(value, tuple):
        new = tuple(_map(part, change) for part in value)
        return value if all(a is b for a, b in zip(new, value, strict=True)) else new
    if isinstance(value, Mapping):
        return {key: _map(part, change) for key, part in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        new_fields = {}
        for field in fields(value):
            old = getattr(value, field.name)
            if isinstance(old, (Text, tuple, Mapping)) or is_dataclass(old):
                new = _map(old, change)
                if new is not old:
                    new_fields[field.name] = new
        return replace(value, **new_fields) if new_fields else value
    return value


def iter_record_texts(record: object) -> Iterator[Text]:
    """Every non-empty `Text` of a record in the order of its fields; one that stands in two places comes once."""
    seen: dict[tuple[str, int, str], Text] = {}

    def note(text: Text) -> Text:
        seen.setdefault((text.context, text.line, text.source), text)
        return text

    map_record_texts(record, note)
    yield from seen.values()


def iter_module_texts(module: Module) -> Iterator[Text]:
    """Everything that a translator of this module translates, by line."""
    yield from sorted(iter_record_texts(module), key=lambda text: text.line)


@dataclass(frozen=True, slots=True)
class CatalogueText:
    """A text, the file that it was read from, and the catalogue (``<catalogue>.po``) that holds its translations."""

    catalogue: str
    path: str
    text: Text


MODULES, BANK, PRACTICES, COUNTRIES, SCALES, TEMPLATES, CURRICULA = (
    "", "bank-", "practices", "countries", "scales", "session-templates", "curricula"
)  # fmt: skip


def iter_catalogue_texts(content: Content) -> Iterator[CatalogueText]:
    """Every translatable text of a workspace with its file and catalogue, in a steady order."""
    for name, path, record in iter_catalogue_records(content):
        for text in iter_record_texts(record):
            yield CatalogueText(name, path, text)


def iter_catalogue_records(content: Content) -> Iterator[tuple[str, str, object]]:
    """(catalogue, path, record) for every record that holds texts."""
    for curriculum in content.curricula.values():
        yield CURRICULA, curriculum.place.path, curriculum
    for module in content.modules.values():
        yield module.id, module.place.path, module
    for file in content.bank.values():
        yield f"{BANK}{file.id}", file.place.path, file
    for practice in content.practices.values():
        yield PRACTICES, practice.place.path, practice
    for profile in content.countries.values():
        yield COUNTRIES, profile.place.path, profile
    for scale in content.scales.values():
        yield SCALES, scale.place.path, scale
    for template in content.templates.values():
        yield TEMPLATES, template.place.path, template
