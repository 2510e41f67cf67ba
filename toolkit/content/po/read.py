"""PO text → `PoFile`, and every problem at its line. A broken entry is left out; reading goes on after it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from toolkit.content.po.file import MAX_PLURALS, Entry, PoFile
from toolkit.problems import Place, Problem, make_problem

_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d{1,2})\])?\s*(.*)")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ESCAPE = re.compile(r"\\(.)")
_ESCAPES: Mapping[str, str] = {"n": "\n", "t": "\t", "r": "\r"}


def parse_po(text: str, path: str) -> tuple[PoFile, tuple[Problem, ...]]:
    """The catalogue in `text` as far as it can be read. Never raises for what it holds."""
    reader = _Reader(path)
    for number, line in enumerate(text.split("\n"), start=1):
        reader.read(number, line.strip())
    reader.finish()
    return reader.file(), tuple(reader.problems)


@dataclass(slots=True)
class _Draft:
    """An entry while its lines pass by. `parts` maps a keyword to its pieces."""

    line: int = 0
    parts: dict[str, list[str]] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)
    about: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    previous: list[str] = field(default_factory=list)
    obsolete: bool = False
    broken: bool = False

    def part(self, name: str) -> str:
        return "".join(self.parts.get(name, ()))


@dataclass(slots=True)
class _Reader:
    """Line by line; `part` is the keyword that a bare string goes on with."""

    path: str
    problems: list[Problem] = field(default_factory=list)
    entries: dict[tuple[str, str], Entry] = field(default_factory=dict)
    obsolete: dict[tuple[str, str], Entry] = field(default_factory=dict)
    header: _Draft | None = None
    draft: _Draft = field(default_factory=_Draft)
    part: str = ""
    in_previous: str = ""

    def read(self, number: int, line: str) -> None:
        if not line:
            return
        if line.startswith("#~"):
            body = line[2:].strip()
            if body and not body.startswith("|"):
                self._message(number, body, obsolete=True)
        elif line.startswith("#"):
            self._comment(line)
        else:
            self._message(number, line, obsolete=False)

    def _comment(self, line: str) -> None:
        if self.draft.broken or any(name.startswith("msgstr") for name in self.draft.parts):
            self.finish()
        kind, rest = line[:2], line[2:].strip()
        match kind:
            case "#,":
                self.draft.flags.update(flag.strip() for flag in rest.split(",") if flag.strip())
            case "#.":
                self.draft.about.append(rest)
            case "#:":
                pass
            case "#|":
                self._previous(rest)
            case _:
                self.draft.notes.append(line[1:].removeprefix(" "))

    def _previous(self, rest: str) -> None:
        found = _KEYWORD.match(rest)
        if found:
            self.in_previous, rest = found[1], found[3]
        string = _STRING.fullmatch(rest)
        if string and self.in_previous == "msgid":
            self.draft.previous.append(_plain(string[1]))

    def _message(self, number: int, line: str, *, obsolete: bool) -> None:
        found = _KEYWORD.fullmatch(line)
        if found:
            name = found[1] if found[2] is None else f"msgstr[{int(found[2])}]"
            begins = found[1] in ("msgctxt", "msgid")
            if begins and ("msgid" in self.draft.parts or found[1] in self.draft.parts):
                self.finish()
            if found[2] is not None and (found[1] != "msgstr" or int(found[2]) >= MAX_PLURALS):
                return self._wrong(number, line)
            if not self.draft.parts:
                self.draft.line, self.draft.obsolete = number, obsolete
            if name in self.draft.parts:
                self._wrong(number, line)
            self.part, line = name, found[3]
            self.draft.parts[name] = []
        string = _STRING.fullmatch(line)
        if string is None or not self.part:
            return self._wrong(number, line)
        self.draft.parts[self.part].append(_plain(string[1]))
        return None

    def _wrong(self, number: int, line: str) -> None:
        """A line that is none of PO's; its entry is left out, one problem for each entry."""
        if not self.draft.broken:
            self.problems.append(make_problem("po-line-wrong", Place(self.path, number), line=line))
        self.draft.broken = True

    def finish(self) -> None:
        """The entry that ends here is filed."""
        draft, self.draft, self.part, self.in_previous = self.draft, _Draft(), "", ""
        if draft.broken or not draft.parts:
            return
        names = [name for name in draft.parts if name.startswith("msgstr")]
        if "msgid" not in draft.parts or not names:
            where = Place(self.path, draft.line)
            missing = "msgstr" if "msgid" in draft.parts else "msgid"
            self.problems.append(make_problem("po-entry-cut", where, missing=missing))
            return
        if not draft.part("msgid") and "msgctxt" not in draft.parts:
            if not draft.obsolete:
                self.header = draft
            return
        self._file(draft, names)

    def _file(self, draft: _Draft, names: list[str]) -> None:
        plural = draft.part("msgid_plural")
        most = max((int(name[7:-1]) for name in names if "[" in name), default=0)
        forms = [f"msgstr[{n}]" for n in range(most + 1)] if plural else ["msgstr"]
        entry = Entry(
            context=draft.part("msgctxt"),
            message=draft.part("msgid"),
            plural=plural,
            strings=tuple(draft.part(name) for name in forms),
            flags=frozenset(draft.flags),
            about=tuple(draft.about),
            notes=tuple(draft.notes),
            previous="".join(draft.previous),
            line=draft.line,
        )
        if draft.obsolete:
            self.obsolete[entry.key] = entry
        elif entry.key in self.entries:
            first = self.entries[entry.key].line
            where = Place(self.path, entry.line)
            self.problems.append(make_problem("po-entry-twice", where, message=entry.message, first=first))
        else:
            self.entries[entry.key] = entry

    def file(self) -> PoFile:
        head = self.header or _Draft()
        lines = (line.partition(":") for line in head.part("msgstr").split("\n") if ":" in line)
        headers = {name.strip(): value.strip() for name, _, value in lines}
        return PoFile(tuple(self.entries.values()), tuple(self.obsolete.values()), headers, tuple(head.notes))


def _plain(escaped: str) -> str:
    r"""A quoted string's characters: ``\n`` is a line end, any other escaped character stands for itself."""
    if "\\" not in escaped:
        return escaped
    return _ESCAPE.sub(lambda found: _ESCAPES.get(found[1], found[1]), escaped)
