"""Headers → what they mean. A column that means nothing declared is dropped here, before its cells are looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from toolkit.content.language import Language
from toolkit.content.vocabulary import Wave
from toolkit.evaluation.instrument import Instrument
from toolkit.evaluation.items import Item, field_name
from toolkit.evaluation.responses.forms import GOOGLE, MICROSOFT
from toolkit.evaluation.responses.jsonfile import REPEAT
from toolkit.evaluation.responses.kobo import KOBO, LEGACY
from toolkit.evaluation.responses.layout import Layout, common_reason, plain_table
from toolkit.evaluation.responses.odk import ODK
from toolkit.evaluation.responses.paper import is_long, long_columns
from toolkit.evaluation.responses.records import Row, Texts, Why
from toolkit.evaluation.responses.words import clean_header, loose, tidy, without_number

Kind = Literal["code", "wave", "session", "group", "item", "choice", "ambiguous"]
LAYOUTS: tuple[Layout, ...] = (ODK, KOBO, MICROSOFT, GOOGLE, plain_table())
"""In the order in which they are tried; the last takes anything."""

HEADER_WITHIN = 20
"""A header stands in one of the first rows, below titles and notes."""

_CODE_NAMES = ("code", "participant code", "participant_code", "your code", "your code (from your card)")
_GROUP_SEPARATOR = re.compile(r"\s*(?:::|[/|>~])\s*")
_ANY_SEPARATOR = re.compile(r"\s*(?:::|[/.:|>~\-\[\]])\s*")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column means. `key` is an item id or a group's name, `option` one option of a multiple choice, `wave`
    is ``then`` for the retrospective question of a post-test. `by` says how it was found: values of a column known
    by its label are labels, too."""

    kind: Kind
    key: str = ""
    option: str = ""
    wave: Wave | Literal[""] = ""
    by: Literal["name", "label", "codebook"] = "name"

    def __str__(self) -> str:
        shown = self.key or self.kind
        shown = f"{shown}/{self.option}" if self.option else shown
        return f"{shown} (then)" if self.wave else shown


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything that a header may say. Names are tidy; labels are loose; a label of two items means None."""

    items: Mapping[str, Item]
    names: Mapping[str, Meaning]
    labels: Mapping[str, Meaning | None]
    choices: Mapping[str, Mapping[str, str]] = field(repr=False)
    explicit: Mapping[str, Meaning] = field(default_factory=dict)


def make_lexicon(
    instrument: Instrument,
    texts: Texts,
    groups: Sequence[str] = (),
    explicit: Mapping[str, Meaning] | None = None,
) -> Lexicon:
    """All names and labels of an instrument. `explicit` are a codebook's columns: the items in it are known by it
    alone."""
    explicit = {tidy(column): meaning for column, meaning in (explicit or {}).items()}
    fixed = {(meaning.kind, meaning.key) for meaning in explicit.values()}
    names: dict[str, Meaning] = {}
    labels: dict[str, Meaning | None] = {}
    choices: dict[str, dict[str, str]] = {}

    def add_label(label: str, meaning: Meaning) -> None:
        key = loose(label)
        if key and labels.setdefault(key, meaning) != meaning:
            labels[key] = None

    for item in instrument.items:
        if ("item", item.item_id) in fixed or ("choice", item.item_id) in fixed:
            continue
        meaning = Meaning("item", item.item_id)
        then = Meaning("item", item.item_id, wave="then")
        names |= {tidy(item.item_id): meaning, tidy(field_name(item.item_id)): meaning}
        names |= {f"then_{tidy(item.item_id)}": then, tidy(field_name(item.item_id, "then")): then}
        options = {tidy(option.code): option.code for option in item.options}
        for tag, words in ((tag, found[item.item_id]) for tag, found in texts.items() if item.item_id in found):
            add_label(words.stem, Meaning("item", item.item_id, by="label"))
            add_label(f"{_look_back(tag)} {words.stem}", Meaning("item", item.item_id, wave="then", by="label"))
            options |= {loose(label): code for code, label in words.options.items() if loose(label)}
        choices[item.item_id] = options
    for kind in ("code", "wave", "session"):
        if (kind, "") not in fixed:
            names[kind] = Meaning(kind)
    if ("code", "") not in fixed:
        names |= {name: Meaning("code") for name in _CODE_NAMES}
        for tag in texts:
            add_label(Language(tag or "en").say("Your code (from your card)"), Meaning("code", by="label"))
    names |= {tidy(group): Meaning("group", group) for group in groups if ("group", group) not in fixed}
    return Lexicon({item.item_id: item for item in instrument.items}, names, labels, choices, explicit)


def _look_back(tag: str) -> str:
    """What the forms say before a retrospective item."""
    return Language(tag or "en").say("Think back to the time before the session, with what you know today:")


def recognise_layout(header: Sequence[str]) -> Layout:
    """The layout by its own columns. Legacy exports are told from KoboToolbox's by their cells, see `fit_layout`."""
    names = [tidy(cell.removesuffix(REPEAT)) for cell in header]
    return next(layout for layout in LAYOUTS if layout.recognise(names))


def fit_layout(layout: Layout, header: Sequence[str], rows: Sequence[Row], lexicon: Lexicon) -> Layout:
    """The layout as this table has it: the legacy one when a KoboToolbox export says ``n/a``, and with a hyphen
    after groups when items stand after one."""
    if layout is KOBO and any(cell == "n/a" for _, cells in rows[:200] for cell in cells):
        layout = LEGACY
    if "-" in layout.groups and "-" not in layout.sure:
        names = [tidy(clean_header(cell)) for cell in header]
        ends = tuple(f"-{name}" for name, meaning in lexicon.names.items() if meaning.kind == "item")
        if any(name.endswith(ends) and name not in lexicon.names for name in names):
            layout = replace(layout, sure=f"{layout.sure}-")
    return layout


def understand(header: str, lexicon: Lexicon, layout: Layout) -> Meaning | None:
    """What a column means, or None when it is nothing declared."""
    name = tidy(clean_header(header))
    if not name or header.endswith(REPEAT):
        return None
    if name in lexicon.explicit:
        return lexicon.explicit[name]
    if name in lexicon.names:
        return lexicon.names[name]
    if layout.own(name):
        return None
    return (
        _choice_by_name(name, lexicon, layout)
        or _grouped_name(name, lexicon, layout)
        or _by_label(header, lexicon, layout)
    )


def why_dropped(header: str, layout: Layout) -> Why:
    """Why a column that `understand` knows nothing of is dropped."""
    if header.endswith(REPEAT):
        return "repeat"
    name = tidy(clean_header(header))
    return (layout.own(name) or common_reason(name)) if name else "unnamed"


def find_header(rows: Sequence[Row], lexicon: Lexicon, *, only_first: bool = False) -> tuple[int, int]:
    """Index of the row that is the header, and how many declared columns it has; (0, 0) when none has any.

    The first row with the most declared columns wins; one that has a code and every item cannot be outdone.
    """
    enough = len(lexicon.items) + 1
    best, most = 0, 0
    for index, (_, cells) in enumerate(rows[: 1 if only_first else HEADER_WITHIN]):
        found = count_declared(cells, lexicon)
        if found > most:
            best, most = index, found
        if most >= enough:
            break
    return best, most


def count_declared(cells: Sequence[str], lexicon: Lexicon) -> int:
    """How many cells of a row are headers of declared columns."""
    if is_long(cells):
        return len(long_columns(cells))
    layout = recognise_layout(cells)
    return sum(understand(cell, lexicon, layout) is not None for cell in cells if cell and len(cell) < 2000)


def is_complete(header: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether a header has a code and something of an item: then the sheet holds answers."""
    if is_long(header):
        return True
    layout = recognise_layout(header)
    kinds = {meaning.kind for cell in header if (meaning := understand(cell, lexicon, layout)) is not None}
    return "code" in kinds and bool(kinds & {"item", "choice", "ambiguous"})


def _splits(name: str) -> Iterator[tuple[str, str, str]]:
    """Every way to cut a name at a separator: before, separator, after; the longest end first."""
    for cut in _ANY_SEPARATOR.finditer(name):
        yield name[: cut.start()], cut[0].strip(), name[cut.end() :].rstrip("] ")


def _grouped_name(name: str, lexicon: Lexicon, layout: Layout) -> Meaning | None:
    """``group/field``."""
    for _, separator, last in _splits(name):
        meaning = lexicon.names.get(last)
        if meaning is None or not separator or separator[0] not in layout.groups:
            continue
        if separator[0] in layout.sure or meaning.kind == "item":
            return meaning
    return None


def _choice_by_name(name: str, lexicon: Lexicon, layout: Layout) -> Meaning | None:
    """``field/option``, with or without a group."""
    for first, _, option in reversed(list(_splits(name))):
        meaning = lexicon.names.get(first) or _grouped_name(first, lexicon, layout)
        if meaning is None or meaning.kind != "item" or lexicon.items[meaning.key].type not in _SPLIT:
            continue
        code = lexicon.choices[meaning.key].get(option) or lexicon.choices[meaning.key].get(loose(option))
        if code is not None:
            return Meaning("choice", meaning.key, code, meaning.wave)
    return None


_SPLIT = ("multiple-choice", "order")


def _by_label(header: str, lexicon: Lexicon, layout: Layout) -> Meaning | None:
    """A question's label, with a group's label before it or an option's after it where the layout does so."""
    found = _label(header, lexicon) or _label(without_number(header), lexicon)
    if found is not None:
        return found
    header = clean_header(header)
    bracket = re.fullmatch(r"(.*?)\s*\[(.+)\]", header)
    if layout.bracketed and bracket:
        return _label(bracket[2], lexicon) or lexicon.names.get(tidy(bracket[2]))
    if not layout.label_groups:
        return None
    for cut in reversed(list(_ANY_SEPARATOR.finditer(header))):
        first, option = header[: cut.start()], header[cut.end() :]
        meaning = _label(first, lexicon) or _after_group(first, lexicon)
        if meaning is None or meaning.kind != "item" or lexicon.items[meaning.key].type not in _SPLIT:
            continue
        code = lexicon.choices[meaning.key].get(loose(option))
        if code is not None:
            return Meaning("choice", meaning.key, code, by="label")
    return _after_group(header, lexicon)


def _after_group(header: str, lexicon: Lexicon) -> Meaning | None:
    for cut in _GROUP_SEPARATOR.finditer(header):
        found = _label(header[cut.end() :], lexicon)
        if found is not None:
            return found
    return None


def _label(text: str, lexicon: Lexicon) -> Meaning | None:
    key = loose(text)
    if key not in lexicon.labels:
        return None
    return lexicon.labels[key] or Meaning("ambiguous", by="label")
