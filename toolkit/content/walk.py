"""Every `Text` of a record, wherever it stands: shared by localising, translation catalogues and checks."""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from functools import lru_cache
from operator import is_
from typing import Any, TypeVar

from toolkit.content.records import Content, Minutes, Module, Range
from toolkit.content.text import Text
from toolkit.problems import Place

T = TypeVar("T")


def map_record_texts(record: T, change: Callable[[Text], Text]) -> T:
    """The same record with every non-empty `Text` in it, however deep, replaced by ``change(text)``."""
    changed: T = _map(record, change)
    return changed


_PLAIN = frozenset({str, int, float, bool, type(None), date, Place, Minutes, Range})
"""Types that hold no `Text`: most of what a record holds, so they are passed over at once."""


def _map(value: Any, change: Callable[[Text], Text]) -> Any:  # noqa: ANN401 - any record
    kind: Any = type(value)
    if kind is Text:
        return change(value) if value else value
    if kind in _PLAIN:
        return value
    if kind is tuple:
        new = [part if type(part) in _PLAIN else _map(part, change) for part in value]
        return value if all(map(is_, new, value)) else tuple(new)
    if isinstance(value, Mapping):
        return {key: _map(part, change) for key, part in value.items()}
    changed = {}
    for name in _field_names(kind):
        old = getattr(value, name)
        if old and type(old) not in _PLAIN:
            one = _map(old, change)
            if one is not old:
                changed[name] = one
    return replace(value, **changed) if changed else value


@lru_cache(maxsize=256)
def _field_names(kind: Hashable) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


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


def iter_catalogue_texts(content: Content, paths: Container[str] | None = None) -> Iterator[CatalogueText]:
    """Every translatable text of a workspace, or of these files, with its file and catalogue, in a steady order."""
    for name, path, record in iter_catalogue_records(content):
        for text in iter_record_texts(record) if paths is None or path in paths else ():
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
