"""YAML as authors mean it: read with PyYAML's parser, resolved as YAML 1.2 core, with a line for every key.

``NO``, ``on``, ``yes``, ``10:30`` and ``2026-05-04`` stay text; duplicate keys, tags and aliases to whole structures
are problems. Nothing here raises on any text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NoReturn

import yaml

from toolkit.content.files import unify_line_ends
from toolkit.problems import Place, Problem, make_problem

KeyPath = tuple[str | int, ...]

MAX_DEPTH = 20
MAX_NODES = 200_000

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?")
_FORBIDDEN = re.compile("[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAB_INDENT = re.compile(r" *\t")
# The parser would count these as line ends; no editor does.
_NOT_LINE_ENDS = {0x85: " ", 0x2028: " ", 0x2029: " ", 0xFEFF: " "}


@dataclass(frozen=True, slots=True)
class YamlDoc:
    """What a YAML text holds. `data` is made of dict, list, str, int, float, bool and None only, and is None when the
    text could not be read. `lines` gives the line in the file, counted from 1, of each key or list entry."""

    path: str
    data: object = None
    lines: Mapping[KeyPath, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    first_line: int = 1

    def line(self, *keys: str | int) -> int:
        """The line of the key at this path, or of the nearest key above it that has one."""
        for length in range(len(keys), 0, -1):
            if keys[:length] in self.lines:
                return self.lines[keys[:length]]
        return self.first_line

    def place(self, *keys: str | int) -> Place:
        """`line`, as a place."""
        return Place(self.path, self.line(*keys))


def resolve_scalar(text: str) -> str | int | float | bool | None:
    """A plain scalar by the core schema of YAML 1.2."""
    if text in _NULL:
        return None
    if text in _BOOL:
        return _BOOL[text]
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text


def read_yaml(text: str, path: str, first_line: int = 1) -> YamlDoc:
    """The YAML text as data. `first_line` is the line of the file on which the text begins."""
    text = unify_line_ends(text).removeprefix("\ufeff")
    bad = _FORBIDDEN.search(text)
    if bad:
        where = Place(path, first_line + text.count("\n", 0, bad.start()))
        problem = make_problem("yaml-character", where, character=f"U+{ord(bad.group()):04X}")
        return YamlDoc(path, problems=(problem,), first_line=first_line)
    builder = _Builder(path, first_line)
    try:
        builder.build(iter(yaml.parse(text.translate(_NOT_LINE_ENDS), Loader=_LOADER)))
    except yaml.YAMLError as fault:
        builder.problems.append(_syntax_problem(fault, text, path, first_line))
        return YamlDoc(path, problems=tuple(builder.problems), first_line=first_line)
    return YamlDoc(path, builder.root, builder.lines, tuple(builder.problems), first_line)


_ADVICE = (
    ("mapping values are not allowed", "yaml-colon"),
    ("cannot start any token", "yaml-quote"),
    ("did not find expected", "yaml-indent"),
    ("could not find expected ':'", "yaml-no-colon"),
)


def _syntax_problem(fault: yaml.YAMLError, text: str, path: str, first_line: int) -> Problem:
    """The parser's complaint in words that a trainer can act on."""
    reason = str(getattr(fault, "problem", None) or "it cannot be read")
    mark = getattr(fault, "problem_mark", None)
    last = text.rstrip("\n").count("\n")
    line = min(mark.line, last) if mark is not None else 0
    where = Place(path, first_line + line)
    if _TAB_INDENT.match(text.split("\n")[line]):
        return make_problem("yaml-tab", where)
    code = next((code for part, code in _ADVICE if part in reason), "yaml-syntax")
    return make_problem(code, where, reason=reason)


class _Stop(yaml.YAMLError):
    """Raised inside the builder once it has noted why it stops."""


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not been read. `key` is the key waiting for its value."""

    value: dict[str | int, object] | list[object]
    path: KeyPath
    key: str | int | None = None
    skip_value: bool = False


class _Builder:
    """Turns the parser's events into data, without recursion, so that no nesting can exhaust the stack."""

    def __init__(self, path: str, first_line: int) -> None:
        self.path = path
        self.first_line = first_line
        self.root: object = None
        self.lines: dict[KeyPath, int] = {}
        self.problems: list[Problem] = []
        self._open: list[_Open] = []
        self._anchors: dict[str, object] = {}
        self._nodes = 0
        self._documents = 0

    def build(self, events: Iterator[yaml.Event]) -> None:
        try:
            for event in events:
                self._take(event)
        except _Stop:
            self.root = None

    def _take(self, event: yaml.Event) -> None:
        match event:
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    self._stop("yaml-documents", event)
            case yaml.ScalarEvent():
                plain = event.implicit[0] and event.style in (None, "")
                value = resolve_scalar(event.value) if plain else event.value
                self._check(event)
                if event.anchor:
                    self._anchors[event.anchor] = value
                self._put(value, event, plain_text=event.value)
            case yaml.AliasEvent():
                if event.anchor is None or event.anchor not in self._anchors:
                    self._stop("yaml-alias", event)
                repeated = self._anchors[event.anchor]
                self._put(repeated, event, plain_text=str(repeated))
            case yaml.MappingStartEvent():
                self._start({}, event)
            case yaml.SequenceStartEvent():
                self._start([], event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._open.pop()

    def _check(self, event: yaml.NodeEvent) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self._stop("yaml-too-large", event)
        tag = getattr(event, "tag", None)
        if tag not in (None, "!"):
            self.problems.append(make_problem("yaml-tag", self._place(event), tag=tag))

    def _start(self, value: dict[str | int, object] | list[object], event: yaml.NodeEvent) -> None:
        self._check(event)
        if len(self._open) >= MAX_DEPTH:
            self._stop("yaml-too-deep", event)
        path = self._put(value, event, plain_text=None)
        self._open.append(_Open(value, path))

    def _put(self, value: object, event: yaml.NodeEvent, *, plain_text: str | None) -> KeyPath:
        """Hang a value where it belongs; returns its path. Text that is a key keeps the author's spelling."""
        if not self._open:
            self.root = value
            return ()
        top = self._open[-1]
        if isinstance(top.value, list):
            path: KeyPath = (*top.path, len(top.value))
            top.value.append(value)
            self.lines[path] = self._place(event).line
            return path
        if top.key is None:
            if plain_text is None:
                self._stop("yaml-key", event)
            self._take_key(top, value, plain_text or "", event)
            return top.path
        path = (*top.path, top.key)
        if not top.skip_value:
            top.value[top.key] = value
        top.key = None
        return path

    def _take_key(self, top: _Open, value: object, text: str, event: yaml.NodeEvent) -> None:
        key = value if isinstance(value, int) and not isinstance(value, bool) else text
        where = self._place(event)
        top.skip_value = key in top.value
        if top.skip_value:
            first = self.lines[(*top.path, key)]
            self.problems.append(make_problem("yaml-duplicate-key", where, key=str(key), line=first))
        else:
            self.lines[(*top.path, key)] = where.line
        top.key = key

    def _place(self, event: yaml.Event) -> Place:
        line = event.start_mark.line if event.start_mark else 0
        return Place(self.path, self.first_line + line)

    def _stop(self, code: str, event: yaml.Event) -> NoReturn:
        self.problems.append(make_problem(code, self._place(event)))
        raise _Stop
