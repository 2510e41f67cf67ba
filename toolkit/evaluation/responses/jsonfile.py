"""JSON of an API (KoboToolbox v2 ``results[]``, ODK Central's OData ``value[]``, or a plain list) → a grid of text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from toolkit.evaluation.responses.records import Grid, Refused, Row

MAX_DEPTH = 30
"""Nested groups and repeats stay far below this."""

_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\Z)|[\[\]{}]', re.DOTALL)
_LISTS = ("results", "value", "data")
REPEAT = "\ufdd0repeat"
"""Stands in a header's cell for a list: a repeat, or attachments. No export can hold this noncharacter as text."""


def read_json(text: str, source: str, encoding: str) -> Grid:
    """Records as rows under one header of all keys; groups inside records become ``group/key``.

    Row 0 is the header, record n is row n. Every value is text. Raises Refused for anything but records.
    """
    _check_depth(text)
    try:
        data = json.loads(
            text,
            parse_int=str,
            parse_float=str,
            parse_constant=lambda _: "",
            object_pairs_hook=_pairs,
        )
    except json.JSONDecodeError as fault:
        raise Refused("responses-json-broken", row=fault.lineno) from None
    except RecursionError:
        raise Refused("responses-json-depth", limit=MAX_DEPTH) from None
    whole = True
    if isinstance(data, Mapping):
        records = next((data[key] for key in _LISTS if isinstance(data.get(key), list)), None)
        count = data.get("count")
        whole = not (data.get("next") or data.get("@odata.nextLink"))
        if records is not None and isinstance(count, str) and count.isdecimal():
            whole = whole and int(count[:18]) <= len(records)
        data = records
    if not isinstance(data, list) or not all(isinstance(record, Mapping) for record in data):
        raise Refused("responses-json-shape")
    flat = [dict(_flatten(record)) for record in data]
    header = list(dict.fromkeys(key for record in flat for key in record))
    repeats = {key for record in flat for key, value in record.items() if value == REPEAT}
    shown = [f"{key}{REPEAT}" if key in repeats else key for key in header]
    rows: list[Row] = [(0, shown)]
    rows.extend((n, [record.get(key, "") for key in header]) for n, record in enumerate(flat, start=1))
    return Grid(source, rows, encoding, keyed=True, whole=whole)


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object; a key that stands twice with different values makes the file one that cannot be read rightly."""
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found and found[key] != value:
            raise Refused("responses-json-keys")
        found[key] = value
    return found


def _flatten(record: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in record.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{name}/")
        elif isinstance(value, list):
            yield name, REPEAT
        elif isinstance(value, bool):
            yield name, "TRUE" if value else "FALSE"
        else:
            yield name, "" if value is None else str(value)


def _check_depth(text: str) -> None:
    depth = 0
    for token in _TOKEN.finditer(text):
        sign = token[0]
        if sign in ("[", "{"):
            depth += 1
            if depth > MAX_DEPTH:
                raise Refused("responses-json-depth", limit=MAX_DEPTH)
        elif sign in ("]", "}"):
            depth -= 1
