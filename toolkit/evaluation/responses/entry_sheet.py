"""The data-entry sheet of paper answers → rows of codes and answers."""

from __future__ import annotations

from toolkit.content.vocabulary import Wave
from toolkit.evaluation.items import field_name
from toolkit.evaluation.responses.columns import Meaning, understand, why_dropped
from toolkit.evaluation.responses.paper import Person, long_columns, read_paper
from toolkit.evaluation.responses.records import (
    DroppedColumn,
    Entries,
    FileReport,
    Grid,
    Refused,
    UnderstoodColumn,
)
from toolkit.evaluation.responses.segments import Split
from toolkit.evaluation.responses.sheet import Request, missing_items
from toolkit.evaluation.responses.tally import Note
from toolkit.evaluation.responses.waves import default_session, wave_of_cell
from toolkit.evaluation.responses.words import safe_name, tidy


def read_entry_sheet(grid: Grid, split: Split, request: Request, note: Note) -> tuple[list[Entries], FileReport]:
    """The people of a data-entry sheet, and what was understood and dropped. Rows are those of their first lines."""
    segment = split.segments[0]
    columns = long_columns(segment.header)
    groups: dict[str, int] = {}
    understood: list[UnderstoodColumn] = []
    dropped: list[DroppedColumn] = []
    for position, header in enumerate(segment.header):
        shown = safe_name(header, position + 1)
        meaning = understand(header, request.lexicon, split.layout)
        if position in columns.values():
            understood.append(UnderstoodColumn(shown, tidy(header)))
        elif meaning is not None and meaning.kind == "group":
            groups.setdefault(meaning.key, position)
            understood.append(UnderstoodColumn(shown, str(Meaning("group", meaning.key))))
        elif header.strip():
            dropped.append(DroppedColumn(shown, why_dropped(header, split.layout)))
    names = {tidy(name): i for i in request.lexicon.items for name in (i, field_name(i))}
    sheet = read_paper([row for part in split.segments for row in part.rows], columns, names, request.choices, groups)
    entries = Entries(grid.source, groups={group: [] for group in request.groups})
    entries.answers = {item: [] for item in request.lexicon.items}
    waveless: list[int] = []
    codeless: list[int] = []
    for person in sheet.people:
        if not person.codes:
            continue  # a card that nobody drew
        wave = _wave(person, request)
        if wave is None:
            waveless.append(person.row)
            continue
        if not person.code:
            codeless.append(person.row)
        _add(entries, person, wave, request)
    if waveless and not len(entries):
        raise Refused("responses-wave-unknown")
    for code, rows in (
        ("responses-item-unknown", sheet.unknown_items),
        ("responses-wave-row", waveless),
        ("responses-code-missing", codeless),
        ("responses-code-shortened", sheet.shortened),
    ):
        if rows:
            note(code, rows)
    for item, lines in sheet.unreadable.items():
        note("responses-option-unknown", lines, item=item)
    for item, lines in sheet.conflicts.items():
        note("responses-conflict", lines, item=item)
    present = {(item, "") for item, cells in entries.answers.items() if any(cells)}
    report = FileReport(
        grid.source,
        "paper",
        grid.encoding,
        grid.separator,
        segment.header_row,
        rows_read=sheet.lines,
        understood=tuple(understood),
        dropped=tuple(dropped),
        empty_rows=split.empty,
        repeated_headers=split.repeated,
        left_out=tuple(sorted((*split.damaged, *waveless, *sheet.unknown_items))),
        missing=missing_items(request.instrument, present, set(entries.wave)),
    )
    return [entries] if len(entries) else [], report


def _wave(person: Person, request: Request) -> Wave | None:
    book = request.codebook
    said = wave_of_cell(person.wave, book.values.get("wave", {})) if person.wave else None
    return request.wave or book.wave or said or (None if person.wave else request.named_wave)


def _add(entries: Entries, person: Person, wave: Wave, request: Request) -> None:
    told = request.session if request.session is not None else request.codebook.session or None
    usual = request.named_session or default_session(request.instrument)
    entries.rows.append(person.row)
    entries.session.append(told if told is not None else person.session or usual)
    entries.wave.append(wave)
    entries.code.append(person.code)
    entries.when.append(None)
    entries.uid.append("")
    for group, cells in entries.groups.items():
        cells.append(person.groups.get(group))
    for item, answers in entries.answers.items():
        answers.append((person.codes.get(item) or [None])[0])  # type: ignore[list-item]
