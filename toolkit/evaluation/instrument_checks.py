"""Whether the parts of an item in a file fit together: key, options, scale and type."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from toolkit.content.yamlfile import KeyPath, YamlDoc
from toolkit.evaluation.instrument_model import ItemInFile
from toolkit.evaluation.items import KNOWLEDGE, Item, field_name
from toolkit.problems import Problem, make_problem, near_miss

RESERVED = frozenset(
    {"session", "wave", "code", "row", "source", "total", "item_id", "option", "order_seed", "welcome", "thanks"}
)
"""Columns of tables of answers and scores, and fields of forms."""


class _Report(Protocol):
    """How a check makes a problem: its code, the key at whose line it stands, and the message's values."""

    def __call__(self, code: str, key: str, *, near: str | None = None, **values: object) -> Problem: ...


def check_item(item: Item, model: ItemInFile, doc: YamlDoc, at: KeyPath) -> tuple[Problem, ...]:
    """Everything that is wrong with one item, each at the line of its key. `model` is the item as written."""

    def report(code: str, key: str, *, near: str | None = None, **values: object) -> Problem:
        return make_problem(code, doc.place(*at, key), near=near, item=item.item_id, **values)

    found = list(_key_problems(item, report))
    real = [option for option in item.options if not option.unknown]
    if model.measures is None and not model.key:
        found.append(report("instrument-construct-missing", "item_id"))
    match item.type:
        case "short-answer":
            for key, there in (("options", item.options), ("scale", item.scale), ("key", item.key)):
                if there:
                    found.append(report("instrument-options-unwanted", key, type=item.type, part=key))
        case "rating":
            if not item.options:
                found.append(report("instrument-scale-missing", "type"))
            if item.key:
                found.append(report("instrument-options-unwanted", "key", type=item.type, part="key"))
        case _:
            if item.scale:
                found.append(report("instrument-options-unwanted", "scale", type=item.type, part="scale"))
    if item.type == "true-false" and len(real) != 2:
        found.append(report("instrument-true-false-form", "options", count=len(real)))
    elif item.type not in ("short-answer", "true-false") and len(real) < 2 and (item.options or item.type != "rating"):
        found.append(report("instrument-options-missing", "options", type=item.type, count=len(real)))
    if model.unknown and (model.unknown in item.key or model.unknown not in {o.code for o in item.options}):
        found.append(report("instrument-unknown-option", "unknown", option=model.unknown))
    if item.reverse and item.type != "rating":
        found.append(report("instrument-reverse-unwanted", "reverse", type=item.type))
    if "then" in item.waves and not (item.type == "rating" and item.construct == "confidence"):
        found.append(report("instrument-then-unwanted", "waves"))
    return tuple(found)


def _key_problems(item: Item, report: _Report) -> Iterator[Problem]:
    codes = [option.code for option in item.options]
    if item.type in ("rating", "short-answer"):
        return
    for code in item.key:
        if code not in codes:
            near = near_miss(code, codes)
            yield report("instrument-key-unknown", "key", near=near, option=code, known=", ".join(codes) or "none")
            return
    real = [option.code for option in item.options if not option.unknown]
    if item.type == "order" and item.key and sorted(item.key) != sorted(real):
        yield report("instrument-key-order", "key")
    elif item.type in ("single-choice", "true-false") and len(item.key) > 1:
        yield report("instrument-key-count", "key", type=item.type, count=len(item.key))
    elif not item.key and item.construct in KNOWLEDGE:
        yield report("instrument-key-missing", "item_id", construct=item.construct)


def check_items(items: Sequence[Item]) -> tuple[tuple[Item, ...], tuple[Problem, ...]]:
    """The items that can stand beside one another, and why others cannot: ids that are reserved, used twice, or alike
    in a form."""
    kept: dict[str, Item] = {}
    found: list[Problem] = []
    fields: dict[str, Item] = {}
    for item in items:
        name = field_name(item.item_id)
        other = fields.get(name)
        first = other.place.line if other else 0
        if name in RESERVED or name.startswith("then_"):
            found.append(make_problem("instrument-item-reserved", item.place, item=item.item_id))
        elif item.item_id in kept:
            found.append(make_problem("instrument-item-twice", item.place, item=item.item_id, first=first))
        elif other is not None:
            found.append(
                make_problem(
                    "instrument-item-alike", item.place, item=item.item_id, other=other.item_id, first=first, field=name
                )
            )
        else:
            fields[name] = kept[item.item_id] = item
    return tuple(kept.values()), tuple(found)
