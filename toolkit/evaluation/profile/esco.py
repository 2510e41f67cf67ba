"""The bundled part of ESCO: occupations, skills and occupation groups, from ``evaluation/esco.csv``."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, cast, get_args

from toolkit.content.body import clean_inline
from toolkit.content.files import read_text_file
from toolkit.content.text import Text
from toolkit.content.translations import is_source_language, read_translations
from toolkit.evaluation.shared_items import CATALOGUE
from toolkit.problems import Place, Problem, make_problem, sort_problems

PATH = "evaluation/esco.csv"
COLUMNS = ("key", "kind", "code", "uri", "label")

EscoKind = Literal["occupation", "skill", "family"]
_KEY = re.compile(r"[a-z][a-z0-9_]{0,31}")
_URI = re.compile(r"http://data\.europa\.eu/esco/(occupation|skill|isco)/[A-Za-z0-9.-]{1,64}")


@dataclass(frozen=True, slots=True)
class EscoEntry:
    """One line of the table. `key` is the option's code in forms, `code` ESCO's own ("" for skills), `label` the
    English label as a translatable text. A family is an ISCO-08 major group, to which occupations whose code begins
    with its digit belong."""

    key: str
    kind: EscoKind
    code: str
    uri: str
    label: Text


def load_esco(root: Path, path: str = PATH) -> tuple[tuple[EscoEntry, ...], tuple[Problem, ...]]:
    """The table of the workspace `root` in the order of its lines, and every problem at its line; lines with a problem
    are left out. Without the file there are no entries and no problem."""
    if not (root / path).exists():
        return (), ()
    file, problems = read_text_file(root, root / path)
    if file is None:
        return (), problems
    reader = csv.reader(file.text.splitlines())
    header = next(reader, [])
    if tuple(cell.strip() for cell in header) != COLUMNS:
        return (), (make_problem("esco-columns", Place(path, 1), columns=", ".join(COLUMNS)),)
    entries: dict[str, EscoEntry] = {}
    found: list[Problem] = []
    for cells in reader:
        place = Place(path, reader.line_num)
        if not any(cell.strip() for cell in cells):
            continue
        wrong = _wrong(cells, entries)
        if wrong:
            found.append(make_problem("esco-line", place, reason=wrong))
            continue
        key, kind, code, uri, label = (cell.strip() for cell in cells)
        text = Text(clean_inline(label), reader.line_num, f"esco-{key}/label/1")
        entries[key] = EscoEntry(key, cast(EscoKind, kind), code, uri, text)
    return tuple(entries.values()), sort_problems(found)


def of_kind(entries: Sequence[EscoEntry], kind: EscoKind) -> tuple[EscoEntry, ...]:
    """The entries of one kind, in order."""
    return tuple(entry for entry in entries if entry.kind == kind)


def family_of(entry: EscoEntry, entries: Sequence[EscoEntry]) -> EscoEntry | None:
    """The occupation group that an occupation belongs to, if the table has it."""
    return next((f for f in entries if f.kind == "family" and f.code == entry.code[:1] and entry.code), None)


def localised_entries(entries: Sequence[EscoEntry], root: Path, tag: str) -> tuple[EscoEntry, ...]:
    """The entries with their labels in a language, as far as the workspace `root` has them."""
    if is_source_language(tag):
        return tuple(entries)
    translate = read_translations(root, tag, CATALOGUE).translate
    return tuple(replace(entry, label=translate(entry.label)) for entry in entries)


def _wrong(cells: Sequence[str], entries: dict[str, EscoEntry]) -> str:
    """Why a line cannot be used; "" when it can."""
    if len(cells) != len(COLUMNS):
        return f"it has {len(cells)} cells instead of {len(COLUMNS)}"
    key, kind, _, uri, label = (cell.strip() for cell in cells)
    if not _KEY.fullmatch(key):
        return "its key is not a letter followed by small letters, digits or underscores"
    if key in entries:
        return f'the key "{key}" is used twice'
    if kind not in get_args(EscoKind):
        return "its kind is neither occupation, skill nor family"
    if not _URI.fullmatch(uri):
        return "its uri is not an address of ESCO"
    return "" if label else "it has no label"
