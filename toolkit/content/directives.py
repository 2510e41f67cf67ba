"""The skeleton of a module: front matter, directives and the text between them, each with its line.

One pass over the lines with an explicit stack, because a general Markdown parser lets an unclosed fence swallow what
follows without a word. On well-formed files the blocks are those of ``mdit_py_plugins.colon_fence`` (a test compares
them); on others the author's meaning is recovered as far as it can be seen, and every oddity is a problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from toolkit.content.files import unify_line_ends
from toolkit.content.yamldoc import KeyPath, YamlDoc, read_yaml, resolve_scalar
from toolkit.problems import Place, Problem, make_problem, near_miss

NESTING: dict[str, frozenset[str]] = {
    "objective": frozenset(),
    "key-messages": frozenset(),
    "activity": frozenset({"steps", "debrief", "facilitator", "adapt", "slide", "case-study", "handout"}),
    "slide": frozenset({"notes"}),
    "question": frozenset({"feedback"}),
    "case-study": frozenset({"questions", "facilitator"}),
    "handout": frozenset(),
    "facilitator": frozenset(),
    "steps": frozenset(),
    "debrief": frozenset(),
    "adapt": frozenset(),
    "notes": frozenset(),
    "feedback": frozenset(),
    "questions": frozenset(),
}
"""Directive → the directives that it may hold."""

TOP_LEVEL = frozenset(
    {"objective", "key-messages", "activity", "slide", "question", "case-study", "handout", "facilitator"}
)
"""Directives that may stand on their own."""

MAX_DEPTH = 8

_FENCE = re.compile(r" {0,3}(:{3,})[ \t]*(.*?)[ \t]*$")
_NAME = re.compile(r"\{([^{}]{0,80})\}[ \t]*(.*)$")
_WORD = re.compile(r"([A-Za-z][A-Za-z-]{0,79})[ \t]*(.*)$")
_CODE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)$")
_OPTION = re.compile(r":([A-Za-z_][\w-]{0,60}):(?:[ \t]+(.*?))?[ \t]*$")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of Markdown; `line` is the line of its first character."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Directive:
    """One directive as written. `argument` is what follows the name. `end` is the line of its closing fence."""

    name: str
    argument: str
    line: int
    end: int
    options: YamlDoc
    parts: tuple[Segment | Directive, ...]
    closed: bool

    @property
    def segments(self) -> tuple[Segment, ...]:
        """Its own text, without that of inner directives."""
        return tuple(part for part in self.parts if isinstance(part, Segment))

    @property
    def children(self) -> tuple[Directive, ...]:
        """The directives directly inside."""
        return tuple(part for part in self.parts if isinstance(part, Directive))


@dataclass(frozen=True, slots=True)
class SourceTree:
    """A whole file. `front` is None when there is no front matter. `lines` counts the file's lines."""

    path: str
    front: YamlDoc | None
    parts: tuple[Segment | Directive, ...]
    problems: tuple[Problem, ...]
    lines: int


@dataclass(slots=True)
class _Frame:
    """An open directive while the lines pass by; the file itself is the frame with no colons."""

    colons: int
    name: str
    argument: str
    line: int
    options: YamlDoc
    parts: list[Segment | Directive] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    text_line: int = 0


def parse_tree(text: str, path: str) -> SourceTree:
    """Any text as a tree, with every problem of its fences, front matter and options."""
    text = unify_line_ends(text).removeprefix("\ufeff")
    lines = text.split("\n")
    front, first, problems = _front_matter(lines, path)
    scanner = _Scanner(path, lines, problems)
    parts = scanner.scan(first)
    return SourceTree(path, front, parts, tuple(problems), max(1, len(lines) - (lines[-1] == "")))


def _front_matter(lines: list[str], path: str) -> tuple[YamlDoc | None, int, list[Problem]]:
    """(front matter, index of the first line after it, problems)."""
    if lines[0].rstrip() != "---":
        return None, 0, []
    for index in range(1, len(lines)):
        if lines[index].rstrip() == "---":
            front = read_yaml("\n".join(lines[1:index]), path, first_line=2)
            return front, index + 1, list(front.problems)
        if _FENCE.match(lines[index]):
            break
    return None, 1, [make_problem("front-matter-unclosed", Place(path, 1))]


class _Scanner:
    """Walks the lines once and keeps the open directives on a stack."""

    def __init__(self, path: str, lines: list[str], problems: list[Problem]) -> None:
        self.path = path
        self.lines = lines
        self.problems = problems
        self.stack = [_Frame(0, "", "", 1, YamlDoc(path))]
        self.too_deep = False
        self._no_code_end: set[tuple[str, int]] = set()

    def scan(self, index: int) -> tuple[Segment | Directive, ...]:
        while index < len(self.lines):
            index = self._line(index)
        while len(self.stack) > 1:
            self._unclosed(len(self.lines), at_end=True)
        self._end_text(self.stack[0])
        return tuple(self.stack[0].parts)

    def _line(self, index: int) -> int:
        """Take one line, or a whole code block, and return the index of the next."""
        line = self.lines[index]
        if ":::" not in line and "```" not in line and "~~~" not in line:
            self._text(index, index + 1)
            return index + 1
        code = _CODE.match(line)
        if code and not (code[1][0] == "`" and "`" in code[2]):
            end = self._code_end(index, code[1])
            self._text(index, end)
            return end
        fence = _FENCE.match(line)
        if not fence:
            self._text(index, index + 1)
            return index + 1
        colons, rest = len(fence[1]), fence[2]
        if not rest:
            self._close(index, colons)
            return index + 1
        return self._open(index, colons, rest)

    def _code_end(self, index: int, mark: str) -> int:
        """The index after a fenced code block, or after its first line when nothing closes it."""
        key = (mark[0], len(mark))
        if key not in self._no_code_end:
            for end in range(index + 1, len(self.lines)):
                line = self.lines[end].strip()
                if line.startswith(mark) and not line.strip(mark[0]):
                    return end + 1
            self._no_code_end.add(key)
        self.problems.append(make_problem("code-unclosed", Place(self.path, index + 1), mark=mark[:20]))
        return index + 1

    def _text(self, start: int, end: int) -> None:
        frame = self.stack[-1]
        if not frame.text:
            frame.text_line = start + 1
        frame.text.extend(self.lines[start:end])

    def _end_text(self, frame: _Frame) -> None:
        """Turn the text gathered so far into a segment, without blank lines around it."""
        first = next((i for i, line in enumerate(frame.text) if line.strip()), None)
        if first is not None:
            text = "\n".join(frame.text[first:]).rstrip()
            frame.parts.append(Segment(frame.text_line + first, text))
        frame.text = []

    def _open(self, index: int, colons: int, rest: str) -> int:
        where = Place(self.path, index + 1)
        named = _NAME.match(rest)
        word = named or _WORD.match(rest)
        if word is None:
            self.problems.append(make_problem("fence-odd", where, text=rest))
            self._text(index, index + 1)
            return index + 1
        name, argument = word[1].strip(), word[2].strip()
        if named is None:
            self.problems.append(make_problem("directive-braces", where, name=name, colons=":" * min(colons, 20)))
        if len(self.stack) > MAX_DEPTH:
            if not self.too_deep:
                self.problems.append(make_problem("fence-too-deep", where, name=name))
            self.too_deep = True
            return index + 1
        self._check_name(name, where)
        self._make_room(name, colons, where)
        options, after = self._options(index + 1)
        self._end_text(self.stack[-1])
        self.stack.append(_Frame(colons, name, argument, index + 1, options))
        return after

    def _check_name(self, name: str, where: Place) -> None:
        if name not in NESTING:
            known = ", ".join(NESTING)
            self.problems.append(
                make_problem("directive-unknown", where, near=near_miss(name, NESTING), name=name, known=known)
            )

    def _make_room(self, name: str, colons: int, where: Place) -> None:
        """An inner fence has fewer colons than its parent. Otherwise the parent was forgotten to be closed, or, where
        it may hold the directive, has too few colons."""
        while len(self.stack) > 1 and self.stack[-1].colons <= colons:
            parent = self.stack[-1]
            if name in NESTING.get(parent.name, ()):
                self.problems.append(
                    make_problem(
                        "fence-colons",
                        where,
                        name=name,
                        colons=_shown(colons),
                        parent=_title(parent),
                        line=parent.line,
                        parent_colons=_shown(parent.colons),
                        needed=_shown(colons + 1),
                    )
                )
                return
            self._unclosed(where.line)

    def _unclosed(self, before: int, *, at_end: bool = False) -> None:
        """Close the innermost directive where its fence is missing, and say so where it opened."""
        frame = self.stack[-1]
        self.problems.append(
            make_problem(
                "fence-unclosed-end" if at_end else "fence-unclosed",
                Place(self.path, frame.line),
                block=_title(frame),
                colons=_shown(frame.colons),
                before=before,
            )
        )
        self._finish(before, closed=False)

    def _close(self, index: int, colons: int) -> None:
        """A line of colons only: it ends the directive opened with as many, or with fewer."""
        same = [i for i in range(1, len(self.stack)) if self.stack[i].colons == colons]
        fewer = [i for i in range(1, len(self.stack)) if self.stack[i].colons < colons]
        if not same and not fewer:
            if not self.too_deep:
                self._stray(index, colons)
            return
        depth = same[-1] if same else fewer[0]
        while len(self.stack) - 1 > depth:
            self._unclosed(index + 1)
        self._finish(index + 1, closed=True)

    def _stray(self, index: int, colons: int) -> None:
        where = Place(self.path, index + 1)
        if len(self.stack) == 1:
            self.problems.append(make_problem("fence-stray", where, colons=_shown(colons)))
            return
        frame = self.stack[-1]
        self.problems.append(
            make_problem(
                "fence-short",
                where,
                colons=_shown(colons),
                block=_title(frame),
                line=frame.line,
                needed=_shown(frame.colons),
            )
        )

    def _finish(self, end: int, *, closed: bool) -> None:
        frame = self.stack.pop()
        self._end_text(frame)
        directive = Directive(
            frame.name, frame.argument, frame.line, end, frame.options, tuple(frame.parts), closed=closed
        )
        self.stack[-1].parts.append(directive)

    def _options(self, index: int) -> tuple[YamlDoc, int]:
        """Options at the beginning of a directive, and the index of the line after them."""
        lines = self.lines
        start = index
        while start < len(lines) and not lines[start].strip():
            start += 1
        if start == len(lines):
            return YamlDoc(self.path, {}, first_line=index), index
        if lines[start].strip() == "---":
            return self._yaml_options(start)
        if not _OPTION.match(lines[start]):
            return YamlDoc(self.path, {}, first_line=index), index
        return self._line_options(start)

    def _yaml_options(self, start: int) -> tuple[YamlDoc, int]:
        for end in range(start + 1, len(self.lines)):
            if self.lines[end].strip() == "---":
                doc = read_yaml("\n".join(self.lines[start + 1 : end]), self.path, first_line=start + 2)
                self.problems.extend(doc.problems)
                if doc.data is None and not doc.problems:
                    doc = YamlDoc(self.path, {}, first_line=start)
                return doc, end + 1
            if _FENCE.match(self.lines[end]):
                break
        problem = make_problem("options-unclosed", Place(self.path, start + 1))
        self.problems.append(problem)
        return YamlDoc(self.path, problems=(problem,), first_line=start), start + 1

    def _line_options(self, start: int) -> tuple[YamlDoc, int]:
        """``:key: value`` lines. A value in brackets or quotes is YAML; any other is taken as it stands."""
        data: dict[str, object] = {}
        places: dict[KeyPath, int] = {}
        problems: list[Problem] = []
        index = start
        while index < len(self.lines) and (option := _OPTION.match(self.lines[index])):
            key, value = option[1], option[2] or ""
            where = Place(self.path, index + 1)
            if key in data:
                problems.append(make_problem("yaml-duplicate-key", where, key=key, line=places[(key,)]))
            else:
                places[(key,)] = index + 1
                data[key] = self._option_value(value, index + 1, problems)
            index += 1
        self.problems.extend(problems)
        return YamlDoc(self.path, data, places, tuple(problems), first_line=start), index

    def _option_value(self, value: str, line: int, problems: list[Problem]) -> object:
        if value[:1] in ("[", '"', "'") or (value[:1] == "{" and value[:2] != "{{"):
            doc = read_yaml(value, self.path, first_line=line)
            problems.extend(doc.problems)
            return value if doc.problems else doc.data
        return resolve_scalar(value)


def _shown(colons: int) -> str:
    return ":" * colons if colons <= 12 else f"{colons} colons"


def _title(frame: _Frame) -> str:
    return f"{frame.name} {frame.argument}".strip()


def iter_directives(parts: tuple[Segment | Directive, ...]) -> Iterator[tuple[Directive, Directive | None]]:
    """Every directive with its parent, in written order."""
    waiting: list[tuple[Segment | Directive, Directive | None]] = [(part, None) for part in reversed(parts)]
    while waiting:
        part, parent = waiting.pop()
        if isinstance(part, Directive):
            yield part, parent
            waiting.extend((inner, part) for inner in reversed(part.parts))
