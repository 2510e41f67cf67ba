"""An instrument → YAML or JSON text, which `toolkit.evaluation.instrument_file` reads back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal

from toolkit.content.records import Scale
from toolkit.content.text import Body, iter_texts
from toolkit.evaluation.body_text import body_markdown
from toolkit.evaluation.instrument import Instrument
from toolkit.evaluation.items import Item
from toolkit.evaluation.yaml_text import yaml_text

_HEAD = """\
# An instrument: what is asked, in which waves, and how answers are scored. Answers are joined to items by item_id,
# so ids and option codes must not change once answers have been collected.
"""


def save_instrument_text(instrument: Instrument, form: Literal["yaml", "json"] = "yaml") -> str:
    """The instrument as text, the same for the same instrument; `load_instrument` reads it back. Where the words of a
    language are missing they are left out, so that the reader of the file sees what is to be translated."""
    if form == "json":
        return (
            json.dumps(_head_data(instrument) | _asked_data(*_asked(instrument)), ensure_ascii=False, indent=2) + "\n"
        )
    return _HEAD + yaml_text(_head_data(instrument)) + _asked_text(*_asked(instrument))


Asked = tuple[tuple[Item, ...], tuple[str, ...], tuple[Scale, ...]]


def _asked(instrument: Instrument) -> Asked:
    """What is asked, in which languages, on which scales: most of the text, and the same for many sessions."""
    return instrument.items, instrument.languages or ("en",), instrument.scale_records


@lru_cache(maxsize=16)
def _asked_text(*asked: Any) -> str:  # noqa: ANN401 - as _asked_data
    return yaml_text(_asked_data(*asked))


def _head_data(instrument: Instrument) -> dict[str, Any]:
    return {
        "instrument": instrument.id,
        "title": instrument.title,
        "version": instrument.version,
        "wave": instrument.wave,
        "languages": list(instrument.languages or ("en",)),
        "code_cells": instrument.code_cells,
        "minutes": instrument.minutes,
    }


def _asked_data(items: tuple[Item, ...], languages: tuple[str, ...], records: tuple[Scale, ...]) -> dict[str, Any]:
    shared = {item.scale: item for item in reversed(items) if item.type == "rating" and item.scale}
    titled = {scale.id: scale for scale in records}
    scales: dict[str, Any] = {}
    for scale in reversed(shared):
        item, record = shared[scale], titled.get(scale)
        scales[scale] = {
            "title": record.title.source if record else scale,
            "options": _option_data(item, languages),
            **_unknown_data(item),
            "source": record.source if record else "",
        }
    return {
        **({"scales": scales} if scales else {}),
        "items": [_item_data(item, languages, scales) for item in items],
    }


def _item_data(item: Item, languages: Sequence[str], scales: Mapping[str, Any]) -> dict[str, Any]:
    on_scale = item.type == "rating" and item.scale in scales
    data: dict[str, Any] = {
        "item_id": item.item_id,
        "module": item.module,
        "objective": item.objective,
        "construct": item.construct,
        "level": item.level,
        "waves": list(item.waves),
        "type": item.type,
        "literacy": item.literacy,
        "scale": item.scale,
        "text": _body_data(item.stem, [(w.language, w.stem) for w in item.words], languages),
        "options": {} if on_scale else _option_data(item, languages),
        **({} if on_scale else _unknown_data(item)),
        "key": list(item.key),
        "reverse": item.reverse,
        "weight": item.weight,
        "sensitive": item.sensitive,
        "seconds": item.seconds,
        "feedback": _body_data(item.feedback, [(w.language, w.feedback) for w in item.words], languages),
        "source": item.source,
    }
    usual = {"reverse": False, "weight": 1.0, "sensitive": False}
    return {k: v for k, v in data.items() if v not in ("", {}, []) and (k not in usual or v != usual[k])}


def _unknown_data(item: Item) -> dict[str, str]:
    return next(({"unknown": option.code} for option in item.options if option.unknown), {})


def _option_data(item: Item, languages: Sequence[str]) -> dict[str, Any]:
    """Code → words. An "I don't know" that whatever shows it says has none."""
    data: dict[str, Any] = {}
    for option in item.options:
        others = [
            (words.language, other.text)
            for words in item.words
            for other in words.options
            if other.code == option.code and other.text.translated is not False
        ]
        data[option.code] = _local(option.text.source, [(tag, text.source) for tag, text in others], languages) or None
    return data


def _body_data(main: Body, others: Sequence[tuple[str, Body]], languages: Sequence[str]) -> Any:  # noqa: ANN401
    known = [
        (tag, body_markdown(body))
        for tag, body in others
        if all(text.translated is not False for text in iter_texts(body))
    ]
    return _local(body_markdown(main), known, languages)


def _local(main: str, others: Sequence[tuple[str, str]], languages: Sequence[str]) -> str | dict[str, str]:
    """Words alone in an instrument of one language, else by language."""
    if len(languages) == 1 or not main:
        return main
    return {languages[0]: main, **{tag: words for tag, words in others if words}}
