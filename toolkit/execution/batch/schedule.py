"""A schedule → sessions: every row is a brief, checked before anything is made; what is wrong is said at its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import yaml

from toolkit.content.files import read_text_file, relative_path
from toolkit.content.records import Content
from toolkit.content.yamldoc import resolve_scalar
from toolkit.content.yamlfile import YamlDoc, read_yaml, validate
from toolkit.execution.batch.cells import DayFirst, is_slashed, lay_over, read_cell, slashed_dates
from toolkit.execution.batch.columns import BRIEF, FOLDER, ColumnOf, is_column, read_header
from toolkit.execution.batch.csvfile import Table, read_table
from toolkit.execution.batch.names import is_safe_name, make_name, number_name, same_name
from toolkit.execution.batch.records import Refused, Row, Schedule
from toolkit.execution.learning import Learning, learning_of
from toolkit.planning.brief import Brief
from toolkit.planning.brief_file import check_brief, find_deck_master
from toolkit.planning.group_profile import find_group_profile
from toolkit.problems import Place, Problem, ProblemsError, has_errors, make_problem, near_miss, sort_problems

DATES = ("dates", "departure")
LABEL = "the session brief"


@dataclass(frozen=True, slots=True)
class RowDoc(YamlDoc):
    """The data of a row. What its cells say stands at the row's line, the rest in the brief that it begins from."""

    row: Place = field(default=Place(""))
    cells: frozenset[tuple[str, ...]] = frozenset()

    def place(self, *keys: str | int) -> Place:
        """The row, or the line of the brief's file."""
        said_here = any(keys[: len(cell)] == cell or cell[: len(keys)] == keys for cell in self.cells)
        missing = not keys or not any(keys[:length] in self.lines for length in range(1, len(keys) + 1))
        return self.row if said_here or missing else Place(self.path, self.line(*keys))


@dataclass(frozen=True, slots=True)
class _Base:
    """A brief's file that rows begin from; `data` is None when it cannot be read."""

    path: Path
    doc: YamlDoc
    text: str
    problems: tuple[Problem, ...]


def load_schedule(path: str | Path, content: Content) -> Schedule:
    """Every row of the CSV file as a brief, and every problem: of the file, of its columns, and of each row.

    Raises ProblemsError when the file holds no table. Briefs are looked for beside the schedule, then in the workspace.
    """
    file = Path(path)
    shown = file.as_posix()
    table = read_table(file, shown, is_column)
    columns, wrong = read_header(table.header, Place(shown, table.header_line))
    if not columns:
        raise ProblemsError([make_problem("schedule-header", Place(shown, table.header_line))])
    reader = _Reader(file.absolute().parent, shown, content, columns, len(table.header), _day_first(table, columns))
    problems = [*table.problems, *wrong]
    drafts: list[_Draft] = []
    refused = [Refused(p.where.line, "", p.message) for p in table.problems if p.severity == "error"]
    for line, cells in table.rows:
        draft, found = reader.read(line, cells)
        problems += found
        if draft is None:
            title = reader.cell(cells, "title") or reader.cell(cells, BRIEF)
            reason = next((p.message for p in found if p.severity == "error"), "")
            refused.append(Refused(line, title, reason))
        else:
            drafts.append(draft)
    rows, twice = _name(drafts, shown)
    refused += [Refused(draft.row.line, draft.row.title, problem.message) for draft, problem in twice]
    problems += [problem for _, problem in twice]
    return Schedule(shown, rows, tuple(sorted(refused, key=lambda r: r.line)), sort_problems(problems))


@dataclass(frozen=True, slots=True)
class _Draft:
    """A row whose folder has no name yet; `folder` is what its cell says."""

    row: Row
    folder: str


def _name(drafts: Sequence[_Draft], shown: str) -> tuple[tuple[Row, ...], list[tuple[_Draft, Problem]]]:
    """The rows with their folders' names. A name given twice is a problem of the later row; one that is made up is
    numbered."""
    first: dict[str, int] = {}
    twice = []
    for draft in drafts:
        if not draft.folder:
            continue
        key = same_name(draft.folder)
        if key in first:
            where = Place(shown, draft.row.line)
            twice.append((draft, make_problem("schedule-folder-twice", where, folder=draft.folder, line=first[key])))
        first.setdefault(key, draft.row.line)
    taken = dict.fromkeys(first, 1)
    left_out = {draft.row.line for draft, _ in twice}
    rows = [
        replace(d.row, name=d.folder or number_name(make_name(d.row.title, d.row.date), taken))
        for d in drafts
        if d.row.line not in left_out
    ]
    return tuple(rows), twice


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one row after the other; keeps the briefs that rows begin from."""

    folder: Path
    shown: str
    content: Content
    columns: Sequence[ColumnOf]
    width: int
    day_first: DayFirst
    bases: dict[str, _Base] = field(default_factory=dict)
    learned: dict[tuple[str, Path], Learning | None] = field(default_factory=dict)

    def cell(self, cells: Sequence[str], name: str) -> str:
        """The text in the column of this name; "" where there is none."""
        return next((cells[c.position] for c in self.columns if c.name == name and c.position < len(cells)), "")

    def read(self, line: int, cells: Sequence[str]) -> tuple[_Draft | None, tuple[Problem, ...]]:
        where = Place(self.shown, line)
        if any(cells[self.width :]):
            return None, (make_problem("schedule-cells", where, cells=len(cells), columns=self.width),)
        base, problems = self._base(self.cell(cells, BRIEF), where)
        if has_errors(problems):
            return None, _said_here(problems, where)
        values = {c.path: self._value(cells[c.position], c) for c in self._filled(cells)}
        wrong_dates = tuple(self._ambiguous(cells, where))
        data: Mapping[str, object] = _mapping(base.doc.data if base else {})
        for path, value in values.items():
            data = lay_over(data, path, value)
        doc = RowDoc(
            base.doc.path if base else self.shown,
            data,
            base.doc.lines if base else {},
            first_line=line,
            row=where,
            cells=frozenset(values),
        )
        brief, wrong = validate(Brief, doc, label=LABEL)
        # A date that can be read in two ways is said to be that, and not also to be wrong.
        wrong = tuple(p for p in wrong if not (wrong_dates and any(f'"{name}' in p.message for name in DATES)))
        folder, folder_problems = self._folder_name(self.cell(cells, FOLDER), where)
        found = [*problems, *wrong, *wrong_dates, *folder_problems]
        home = base.path.parent if base else self.folder
        if brief is not None and not wrong_dates:
            found += check_brief(self.content, brief, doc, folder=home)
            if brief.group_profile is not None and self._profile(brief, home) is None:
                found.append(
                    make_problem("brief-profile-missing", doc.place("group_profile"), path=brief.group_profile)
                )
        if brief is None or has_errors(found):
            return None, _said_here(found, where)
        text = base.text if base and not values else _yaml(data)
        return _Draft(self._row(line, brief, text, home), folder), sort_problems(found)

    def _row(self, line: int, brief: Brief, text: str, home: Path) -> Row:
        languages = tuple(sorted({*brief.languages, brief.trainer_language or brief.languages[0]}))
        date = brief.dates[0].isoformat() if brief.dates else ""
        master = find_deck_master(brief, home, self.content.root)
        learning = self._learning(brief, home, line)
        profile = self._profile(brief, home)
        same = (brief.audience, brief.stage, brief.origin, brief.destination, brief.template, brief.modules, languages)
        return Row(line, "", brief.title, date, text, languages, master, profile, learning, alike=repr(same))

    def _profile(self, brief: Brief, home: Path) -> Path | None:
        """The group profile: beside the brief that the row begins from, beside the schedule, or in the workspace."""
        found = (find_group_profile(brief, folder, self.content.root) for folder in (home, self.folder))
        return next((path for path in found if path is not None), None)

    def _learning(self, brief: Brief, home: Path, line: int) -> Learning | None:
        """What earlier sessions took, looked for as the group profile is; read once for each folder."""
        if brief.learn_from is None:
            return None
        key = (brief.learn_from, home)
        if key not in self.learned:
            where = Place(self.shown, line)
            tries = [learning_of(self.content, brief, folder, where) for folder in dict.fromkeys((home, self.folder))]
            self.learned[key] = next((one for one in tries if one and one.real), tries[0])
        return self.learned[key]

    def _filled(self, cells: Sequence[str]) -> Iterator[ColumnOf]:
        for column in self.columns:
            if column.field is not None and column.position < len(cells) and cells[column.position]:
                yield column

    def _value(self, text: str, column: ColumnOf) -> object:
        return read_cell(text, column.field, self.day_first) if column.field is not None else text

    def _ambiguous(self, cells: Sequence[str], where: Place) -> Iterator[Problem]:
        if self.day_first is not None:
            return
        for column in self._filled(cells):
            text = cells[column.position]
            if column.name in DATES and is_slashed(text):
                yield make_problem("schedule-date-ambiguous", where, column=column.name, date=text)

    def _folder_name(self, text: str, where: Place) -> tuple[str, tuple[Problem, ...]]:
        if not text or is_safe_name(text):
            return text, ()
        return "", (make_problem("schedule-folder-unsafe", where, near=make_name(text), folder=text),)

    def _base(self, given: str, where: Place) -> tuple[_Base | None, tuple[Problem, ...]]:
        """The brief that the row begins from, and the problems of it that no cell can put right."""
        if not given:
            return None, ()
        if given not in self.bases:
            found = _find_brief(given, self.folder, self.content.root)
            if found is None:
                known = [p.name for p in sorted((self.content.root / "session_templates" / "briefs").glob("*.yaml"))]
                near = near_miss(Path(given.replace("\\", "/")).name, known)
                return None, (make_problem("schedule-brief-missing", where, near=near, brief=given),)
            self.bases[given] = _read_base(found, self.content.root)
        base = self.bases[given]
        return base, base.problems


def _said_here(problems: Sequence[Problem], where: Place) -> tuple[Problem, ...]:
    """The problems, and one at the row itself where they all stand in the brief that it begins from."""
    errors = [p for p in problems if p.severity == "error"]
    if any(p.where == where for p in errors):
        return sort_problems(problems)
    reason = errors[0].message.rstrip(".")
    return sort_problems((*problems, make_problem("schedule-row-brief", where, place=errors[0].where, reason=reason)))


def _day_first(table: Table, columns: Sequence[ColumnOf]) -> DayFirst:
    """How the file writes dates with slashes: one program wrote them all."""
    places = [column.position for column in columns if column.name in DATES]
    return slashed_dates(cells[at] for _, cells in table.rows for at in places if at < len(cells))


def _find_brief(given: str, folder: Path, root: Path) -> Path | None:
    name = given.replace("\\", "/")
    places = (folder, root, root / "session_templates" / "briefs")
    candidates = (place / f"{name}{ending}" for place in places for ending in ("", ".yaml"))
    try:
        return next((path for path in candidates if path.is_file()), None)
    except (OSError, ValueError):
        return None


def _read_base(path: Path, root: Path) -> _Base:
    shown = relative_path(root, path)
    text, problems = read_text_file(path.resolve().parent, path.resolve())
    if text is None:
        moved = tuple(replace(p, where=Place(shown, p.where.line)) for p in problems)
        return _Base(path, YamlDoc(shown), "", moved)
    doc = read_yaml(text.text, shown)
    problems = doc.problems
    if not isinstance(doc.data, Mapping) and not problems:
        expected = "a block of key: value lines"
        problems = (make_problem("shape-wrong", doc.place(), label=LABEL, expected=expected),)
    return _Base(path, doc, text.text, problems)


def _mapping(data: object) -> Mapping[str, object]:
    return {str(key): value for key, value in data.items()} if isinstance(data, Mapping) else {}


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Writes YAML that our own reader, which knows YAML 1.2, takes as it was meant."""

    def ignore_aliases(self, _data: object) -> bool:
        """Repeated values are written out."""
        return True


def _text_node(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = None if isinstance(resolve_scalar(text), str) else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text_node)


def _yaml(data: Mapping[str, object]) -> str:
    return yaml.dump(dict(data), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)
