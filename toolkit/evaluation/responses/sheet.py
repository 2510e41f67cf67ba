"""One grid → rows of codes and answers: header, damaged and repeated rows, several versions of a form, values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from toolkit.content.vocabulary import Wave
from toolkit.evaluation.instrument import Instrument
from toolkit.evaluation.responses.answers import ItemColumns, read_item
from toolkit.evaluation.responses.codebook import Codebook
from toolkit.evaluation.responses.columns import Lexicon, Meaning, understand, why_dropped
from toolkit.evaluation.responses.duplicates import read_times
from toolkit.evaluation.responses.jsonfile import REPEAT
from toolkit.evaluation.responses.layout import Layout
from toolkit.evaluation.responses.records import (
    DroppedColumn,
    Entries,
    FileReport,
    Grid,
    Refused,
    UnderstoodColumn,
)
from toolkit.evaluation.responses.segments import Segment, Split
from toolkit.evaluation.responses.tally import Note, Tally
from toolkit.evaluation.responses.values import Choices, read_code
from toolkit.evaluation.responses.waves import default_session, session_of_form, wave_of_cell, wave_of_form
from toolkit.evaluation.responses.words import clean_header, safe_name, tidy


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of every file. `wave` and `session` are the caller's; `named_wave` and `named_session` what the
    file's or sheet's name says."""

    instrument: Instrument
    lexicon: Lexicon
    choices: Mapping[str, Choices]
    groups: tuple[str, ...] = ()
    codebook: Codebook = field(default_factory=Codebook)
    wave: Wave | None = None
    session: str | None = None
    named_wave: Wave | None = None
    named_session: str = ""


def read_sheet(grid: Grid, split: Split, request: Request, note: Note) -> tuple[list[Entries], FileReport]:
    """The rows of a wide table (one row for each person), and what was understood and dropped.

    Raises Refused when a code or every item is missing, or when labels cannot be told apart.
    """
    parts: list[Entries] = []
    understood: dict[UnderstoodColumn, None] = {}
    dropped: dict[DroppedColumn, None] = {}
    tally = Tally()
    for segment in split.segments:
        reader = _Reader(segment, split.layout, request, tally)
        understood |= dict.fromkeys(reader.understood)
        dropped |= dict.fromkeys(reader.dropped)
        parts.extend(reader.read(grid.source))
    tally.tell(note)
    waves = {wave for part in parts for wave in part.wave}
    report = FileReport(
        grid.source,
        split.layout.name + ("-json" if grid.keyed and split.layout.name == "kobo" else ""),
        grid.encoding,
        grid.separator,
        split.segments[0].header_row,
        rows_read=split.rows_read,
        understood=tuple(understood),
        dropped=tuple(dropped),
        empty_rows=tuple(sorted((*split.empty, *tally.empty))),
        repeated_headers=split.repeated,
        left_out=tuple(sorted((*split.damaged, *tally.waveless))),
        coalesced=tuple(sorted(tally.coalesced)),
        missing=missing_items(request.instrument, tally.present, waves),
    )
    return parts, report


def missing_items(instrument: Instrument, present: set[tuple[str, str]], waves: set[Wave]) -> tuple[str, ...]:
    """Items that the waves found should have asked, but that no column holds."""
    plain = waves - {"then"}
    return tuple(
        item.item_id for item in instrument.items if plain & set(item.waves) and (item.item_id, "") not in present
    )


class _Reader:
    """Reads one segment. Columns that mean nothing declared are known by position and name only."""

    def __init__(self, segment: Segment, layout: Layout, request: Request, tally: Tally) -> None:
        self.segment = segment
        self.layout = layout
        self.request = request
        self.tally = tally
        self.understood: list[UnderstoodColumn] = []
        self.dropped: list[DroppedColumn] = []
        self.columns: dict[str, list[int]] = {}
        self.items: dict[tuple[str, str], ItemColumns] = {}
        self._look_at_headers()

    def _look_at_headers(self) -> None:
        names = [tidy(clean_header(cell)) for cell in self.segment.header]
        by_label: set[str] = set()
        for position, header in enumerate(self.segment.header):
            meaning = understand(header, self.request.lexicon, self.layout)
            shown = safe_name(header.removesuffix(REPEAT), position + 1)
            if meaning is None:
                if header.strip() or self._has_cells(position):
                    self.dropped.append(DroppedColumn(shown, why_dropped(header, self.layout)))
                continue
            if meaning.kind == "ambiguous" or (meaning.by == "label" and names[position] in by_label):
                raise Refused("responses-labels", row=self.segment.header_row, column=shown)
            if meaning.by == "label":
                by_label.add(names[position])
            self._put(position, meaning)
            self.understood.append(UnderstoodColumn(shown, str(meaning)))
        self._prefer_own_groups(names)
        if not self.items:
            raise Refused("responses-columns-unknown")
        if not self.columns.get("code"):
            raise Refused("responses-code-unknown", row=self.segment.header_row)
        self.names = names

    def _prefer_own_groups(self, names: Sequence[str]) -> None:
        """``postal-code`` is no participant's code where ``about-code`` stands in the same group as items."""
        positions = [p for columns in self.items.values() for p, _ in columns.joined]
        groups = {"", *(names[p].rpartition("-")[0] for p in positions)}
        for key in ("code", "wave", "session"):
            hyphened = {p for p in self.columns.get(key, []) if names[p].endswith(f"-{key}")}
            foreign = {p for p in hyphened if names[p].rpartition("-")[0] not in groups}
            if foreign and len(foreign) < len(self.columns[key]):
                self.columns[key] = [p for p in self.columns[key] if p not in foreign]
                for position in foreign:
                    shown = safe_name(self.segment.header[position], position + 1)
                    self.understood.remove(UnderstoodColumn(shown, key))
                    self.dropped.append(DroppedColumn(shown, "undeclared"))

    def _put(self, position: int, meaning: Meaning) -> None:
        if meaning.kind in ("item", "choice"):
            columns = self.items.setdefault((meaning.key, meaning.wave), ItemColumns())
            if meaning.kind == "item":
                columns.joined.append((position, meaning.by))
            else:
                columns.split.setdefault(meaning.option, []).append(position)
        else:
            key = f"group {meaning.key}" if meaning.kind == "group" else meaning.kind
            self.columns.setdefault(key, []).append(position)

    def _has_cells(self, position: int) -> bool:
        return any(position < len(cells) and cells[position].strip() for _, cells in self.segment.rows)

    def _cells(self, position: int) -> list[str]:
        return [cells[position] if position < len(cells) else "" for _, cells in self.segment.rows]

    def _first_of(self, wanted: Sequence[str]) -> list[str]:
        """The cells of the first of the wanted columns that has any; each position is used only for this."""
        for name in wanted:
            for position, header in enumerate(self.names):
                if header == name or (name.startswith("meta/") and header.endswith(f"/{name}")):
                    cells = self._cells(position)
                    if any(cells):
                        return cells
        return [""] * len(self.segment.rows)

    def _merged(self, key: str, subject: str) -> list[str]:
        """One column from several of the same meaning: whatever is not empty. Where they contradict one another,
        nothing is taken."""
        lists = [self._cells(position) for position in self.columns.get(key, [])]
        if len(lists) < 2:
            return [cell.strip() for cell in lists[0]] if lists else [""] * len(self.segment.rows)
        self.tally.coalesced.add(subject)
        merged = []
        for (row, _), cells in zip(self.segment.rows, zip(*lists, strict=True), strict=True):
            different = {cell.strip() for cell in cells} - {""}
            if len(different) > 1:
                self.tally.conflicts.setdefault(subject, []).append(row)
            merged.append(different.pop() if len(different) == 1 else "")
        return merged

    def read(self, source: str) -> list[Entries]:
        """The rows of this segment; a post-test's retrospective items become rows of their own wave."""
        request, rows = self.request, self.segment.rows
        forms = self._first_of(self.layout.versions)
        codes = self._codes()
        waves = self._waves(forms)
        sessions = self._sessions(forms)
        when = read_times(self._first_of((*request.codebook.times, *self.layout.times)))
        uids = [uid.strip().removeprefix("uuid:") for uid in self._first_of((*request.codebook.ids, *self.layout.ids))]
        groups = {group: [cell or None for cell in self._merged(f"group {group}", group)] for group in request.groups}
        answers = self._answers()
        made = {"": Entries(source), "then": Entries(source)}
        for which, part in made.items():
            own = {item: found for (item, wave), found in answers.items() if wave == which}
            keep: list[int] = []
            for i, (row, _) in enumerate(rows):
                answered = any(found[i] is not None for found in own.values())
                if which == "then":
                    if not answered or waves[i] is None:
                        continue
                elif not answered and not codes[i]:
                    if not any(found[i] is not None for found in answers.values()):
                        self.tally.empty.append(row)
                    continue
                elif waves[i] is None:
                    self.tally.waveless.append(row)
                    continue
                keep.append(i)
            part.rows = [rows[i][0] for i in keep]
            part.session = [sessions[i] for i in keep]
            part.wave = ["then" if which == "then" else waves[i] or "pre" for i in keep]
            part.code = [codes[i] for i in keep]
            part.when = [when[i] for i in keep]
            part.uid = [uids[i] for i in keep]
            part.groups = {group: [found[i] for i in keep] for group, found in groups.items()}
            part.answers = {item: [found[i] for i in keep] for item, found in own.items()}
        self.tally.codeless.extend(row for row, code in zip(made[""].rows, made[""].code, strict=True) if not code)
        return [part for part in made.values() if len(part)]

    def _codes(self) -> list[str]:
        read: dict[str, str | None] = {}
        codes = []
        for (row, _), cell in zip(self.segment.rows, self._merged("code", "code"), strict=True):
            if cell not in read:
                read[cell] = read_code(cell) if tidy(cell) not in self.layout.missing else ""
            if read[cell] is None:
                self.tally.shortened.append(row)
            codes.append(read[cell] or "")
        return codes

    def _waves(self, forms: Sequence[str]) -> list[Wave | None]:
        request = self.request
        cells = self._merged("wave", "wave") if "wave" in self.columns else [""] * len(forms)
        own = request.codebook.values.get("wave", {})
        waves: list[Wave | None] = []
        for (row, _), cell, form in zip(self.segment.rows, cells, forms, strict=True):
            said = wave_of_cell(cell, own) if cell else None
            told = request.wave or request.codebook.wave
            if told and said and told != said:
                self.tally.otherwise.append(row)
            fallback = None if cell else wave_of_form(form, request.instrument) or request.named_wave
            waves.append(told or said or fallback)
        if waves and "wave" not in self.columns and not any(waves):
            raise Refused("responses-wave-unknown")
        return waves

    def _sessions(self, forms: Sequence[str]) -> list[str]:
        request = self.request
        cells = self._merged("session", "session") if "session" in self.columns else [""] * len(forms)
        usual = request.named_session or default_session(request.instrument)
        told = request.session if request.session is not None else request.codebook.session or None
        return [
            told if told is not None else cell or session_of_form(form, request.instrument) or usual
            for cell, form in zip(cells, forms, strict=True)
        ]

    def _answers(self) -> dict[tuple[str, str], list[str | None]]:
        answers = {}
        for (item, wave), columns in self.items.items():
            choices = self.request.choices[item]
            choices = replace(choices, missing=choices.missing | self.layout.missing)
            found = read_item(choices, columns, self._cells)
            if found.jumbled:
                raise Refused("responses-labels-several", row=self.segment.header_row, item=item)
            if found.ambiguous:
                raise Refused("responses-labels-languages", row=self.segment.header_row, item=item)
            rows = self.segment.rows
            for into, indexes in ((self.tally.unreadable, found.unreadable), (self.tally.conflicts, found.conflicts)):
                if indexes:
                    into.setdefault(item, []).extend(rows[i][0] for i in indexes)
            self.tally.present.add((item, wave))
            if found.coalesced:
                self.tally.coalesced.add(item)
            if found.orderless:
                self.tally.orderless.add(item)
            if choices.open and choices.type == "rating" and any(found.answers):
                self.tally.unknown_scales.add(item)
            answers[item, wave] = found.answers
        return answers
