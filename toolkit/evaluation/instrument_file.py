"""Instruments on disk: YAML or JSON that carries its items, scales and words, and needs no workspace.

``tot pack`` writes one for a session; an evaluator may as well write one by hand for a questionnaire that exists
already. Either is read with every problem at its line.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from toolkit.content.body import clean_inline
from toolkit.content.files import read_text_file
from toolkit.content.records import ResponseOption, Scale
from toolkit.content.text import Body, Text, map_texts
from toolkit.content.yamlfile import KeyPath, YamlDoc, read_yaml, validate
from toolkit.evaluation.body_text import read_body
from toolkit.evaluation.instrument import Instrument, asked_seconds
from toolkit.evaluation.instrument_checks import check_item, check_items
from toolkit.evaluation.instrument_model import MAIN, InstrumentInFile, ItemInFile, ScaleInFile
from toolkit.evaluation.items import Construct, Item, ItemLevel, ItemWords, item_seconds
from toolkit.problems import Place, Problem, has_errors, make_problem, near_miss, sort_problems

LEVEL_OF: Mapping[Construct, ItemLevel] = {
    "knowledge": "understanding",
    "skill": "application",
    "attitude": "attitude",
    "confidence": "confidence",
    "commitment": "intention",
    "reaction": "reaction",
    "behaviour": "behaviour",
    "delivery": "delivery",
    "profile": "profile",
}
"""Level of an item that does not say its own."""


def load_instrument(path: str | Path) -> tuple[Instrument | None, tuple[Problem, ...]]:
    """The instrument in a YAML or JSON file, and every problem at its line.

    Items with errors are left out; None when the file is no instrument at all. Never raises for what the file holds.
    """
    file, shown = Path(path).absolute(), Path(path).as_posix()
    text, problems = read_text_file(file.resolve().parent, file.resolve())
    if text is None:
        return None, tuple(replace(p, where=Place(shown, p.where.line)) for p in problems)
    return parse_instrument(text.text, shown)


def parse_instrument(
    text: str, path: str = "instrument.yaml", scales: Mapping[str, Scale] | None = None
) -> tuple[Instrument | None, tuple[Problem, ...]]:
    """As `load_instrument`, from text. `scales` are known without being defined in it."""
    if path.lower().endswith(".json"):
        try:
            json.loads(text)
        except json.JSONDecodeError as fault:
            return None, (make_problem("instrument-not-json", Place(path, fault.lineno), reason=fault.msg),)
        except RecursionError:
            return None, (make_problem("instrument-not-json", Place(path), reason="it is nested too deeply"),)
    # JSON is YAML too, and that reader knows the line of every key.
    doc = read_yaml(text, path)
    reader = _Reader(doc, list(doc.problems), scales=dict(scales or {}))
    return reader.read(text), sort_problems(reader.problems)


M = TypeVar("M", bound=BaseModel)


@dataclass(slots=True)
class _Reader:
    """One file while it is read. `languages` are those it lists, main one first."""

    doc: YamlDoc
    problems: list[Problem]
    scales: dict[str, Scale]
    languages: tuple[str, ...] = ()
    scale_words: dict[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)

    def read(self, text: str) -> Instrument | None:
        data = self.doc.data
        parts = ("items", "scales")
        head = {key: value for key, value in data.items() if key not in parts} if isinstance(data, Mapping) else data
        model = self._take(validate(InstrumentInFile, replace(self.doc, data=head), label="the instrument"))
        if model is None or not isinstance(data, Mapping):
            return None
        self.languages = model.languages
        self._read_scales(data.get("scales"))
        items = self._read_items(data.get("items"), model.source)
        used = dict.fromkeys(item.scale for item in items if item.scale)
        digest = hashlib.sha256(text.encode()).hexdigest()
        made = Instrument(
            id=model.instrument,
            title=model.title,
            wave=model.wave,
            items=items,
            version=model.version or f"00000000-{digest[:8]}",
            code_cells=model.code_cells,
            minutes=model.minutes,
            languages=model.languages,
            scale_records=tuple(self.scales[scale] for scale in used),
        )
        return replace(made, seconds=asked_seconds(made))

    def _take(self, read: tuple[M | None, tuple[Problem, ...]]) -> M | None:
        self.problems.extend(read[1])
        return read[0]

    def _shape(self, label: str, expected: str, *keys: str) -> None:
        self.problems.append(make_problem("shape-wrong", self.doc.place(*keys), label=label, expected=expected))

    def _read_scales(self, data: object) -> None:
        if data is not None and not isinstance(data, Mapping):
            self._shape('"scales"', "a block for each scale, under its id", "scales")
            return
        for key in data or {}:
            at: KeyPath = ("scales", key)
            model = self._take(validate(ScaleInFile, self.doc, label=f'scale "{key}"', at=at))
            if model is None:
                continue
            self.scale_words[str(key)] = model.options
            self._check_words(f'scale "{key}"', model.options.values(), (*at, "options"))
            title = Text(clean_inline(model.title), self.doc.line(*at, "title"), f"{key}/title/1")
            options = self._options(str(key), model.options, model.unknown, at)
            self.scales[str(key)] = Scale(str(key), title, options, model.source, self.doc.place(*at))

    def _read_items(self, data: object, source: str) -> tuple[Item, ...]:
        if data is not None and not isinstance(data, list):
            self._shape('"items"', "a list of items, each beginning with - item_id:", "items")
            return ()
        found: list[Item] = []
        for number in range(len(data or ())):
            model = self._take(validate(ItemInFile, self.doc, label=self._label(data, number), at=("items", number)))
            item = self._item(model, number, source) if model is not None else None
            if item is not None:
                found.append(item)
        if not found and not any(p.severity == "error" for p in self.problems):
            self.problems.append(make_problem("instrument-no-items", self.doc.place("items")))
        kept, problems = check_items(found)
        self.problems.extend(problems)
        return kept

    def _label(self, data: object, number: int) -> str:
        entry = data[number] if isinstance(data, list) else None
        name = entry.get("item_id") if isinstance(entry, Mapping) else None
        return f'item "{name}"' if isinstance(name, str) else f"item {number + 1} of the list"

    def _item(self, model: ItemInFile, number: int, source: str) -> Item | None:
        at: KeyPath = ("items", number)
        scale = self.scales.get(model.scale)
        if model.scale and scale is None:
            self.problems.append(
                make_problem(
                    "instrument-scale-undefined",
                    self.doc.place(*at, "scale"),
                    near=near_miss(model.scale, self.scales),
                    item=model.item_id,
                    scale=model.scale,
                    known=", ".join(sorted(self.scales)) or "none",
                )
            )
            return None
        right = () if model.type == "order" else model.key
        own = self._options(model.item_id, model.options, model.unknown, at, right)
        on_scale = model.type == "rating" and scale is not None and not model.options
        options = scale.options if on_scale and scale is not None else own
        construct = model.measures or ("knowledge" if model.key else None)
        option_words = self.scale_words.get(model.scale, {}) if on_scale else model.options
        item = Item(
            item_id=model.item_id,
            module=model.module,
            objective=model.objective,
            construct=construct or "knowledge",
            level=model.level or LEVEL_OF[construct or "knowledge"],
            waves=tuple(dict.fromkeys(model.waves)),
            type=model.type,
            literacy=model.literacy,
            scale=model.scale,
            options=options,
            key=model.key,
            stem=self._body(model.text, model.item_id, "text", at),
            feedback=self._body(model.feedback, model.item_id, "feedback", at),
            source=model.source or source,
            seconds=item_seconds(model.type, model.literacy) if model.seconds is None else model.seconds,
            place=self.doc.place(*at),
            reverse=model.reverse,
            weight=model.weight,
            sensitive=model.sensitive,
            words=self._translations(model, options, option_words, at),
        )
        problems = check_item(item, model, self.doc, at)
        self.problems.extend(problems)
        return None if has_errors(problems) else item

    def _options(
        self,
        owner: str,
        options: Mapping[str, Mapping[str, str]],
        unknown: str | None,
        at: KeyPath,
        right: tuple[str, ...] = (),
    ) -> tuple[ResponseOption, ...]:
        """Options in the main language. An option without words is called by its code, but "I don't know" is said by
        whatever shows it."""
        return tuple(
            ResponseOption(
                code,
                Text(
                    clean_inline(self._main(words) or ("" if code == unknown else code)),
                    self.doc.line(*at, "options"),
                    f"{owner}/option.{code}/1",
                ),
                correct=code in right,
                unknown=code == unknown,
            )
            for code, words in options.items()
        )

    def _main(self, words: Mapping[str, str]) -> str:
        return words.get(MAIN) or words.get(self.languages[0]) or next(iter(words.values()), "")

    def _body(self, words: Mapping[str, str], owner: str, key: str, at: KeyPath, tag: str = MAIN) -> Body:
        """A body in the main language, or in that of `tag` as far as it is translated."""
        there = tag in words
        markdown = words[tag] if there else self._main(words)
        body, problems = read_body(markdown, self.doc.place(*at, key), f"{owner}/{key}")
        if tag == MAIN:
            self.problems.extend(problems)
            return body
        return map_texts(body, lambda text: replace(text, translated=there))

    def _translations(
        self,
        model: ItemInFile,
        options: tuple[ResponseOption, ...],
        words: Mapping[str, Mapping[str, str]],
        at: KeyPath,
    ) -> tuple[ItemWords, ...]:
        """The item in each further language; what is missing keeps the main language's words and says so."""
        self._check_languages(model, at)
        return tuple(
            ItemWords(
                tag,
                self._body(model.text, model.item_id, "text", at, tag),
                tuple(replace(o, text=_translated(o.text, words.get(o.code, {}), tag)) for o in options),
                self._body(model.feedback, model.item_id, "feedback", at, tag),
            )
            for tag in self.languages[1:]
        )

    def _check_languages(self, model: ItemInFile, at: KeyPath) -> None:
        """Words that are missing in a language of the instrument, and words in any other."""
        parts = {"text": (model.text,), "options": tuple(model.options.values()), "feedback": (model.feedback,)}
        for key, listed in parts.items():
            self._check_words(f'{key} of item "{model.item_id}"', listed, (*at, key))

    def _check_words(self, what: str, listed: Iterable[Mapping[str, str]], at: KeyPath) -> None:
        written = [words for words in listed if words]
        where, main = self.doc.place(*at), self.languages[0]
        for tag in self.languages[1:]:
            if any(tag not in words for words in written):
                self.problems.append(make_problem("instrument-text-missing", where, what=what, language=tag, main=main))
        for tag in sorted({tag for words in written for tag in words} - {MAIN, *self.languages}):
            near = near_miss(tag, self.languages)
            self.problems.append(
                make_problem("instrument-language-unlisted", where, near=near, what=what, language=tag)
            )


def _translated(text: Text, words: Mapping[str, str], tag: str) -> Text:
    """An option's words in a language. What has no words in any language is said by whatever shows it."""
    if not words:
        return text
    found = words.get(tag)
    return replace(text, source=clean_inline(found), translated=True) if found else replace(text, translated=False)
