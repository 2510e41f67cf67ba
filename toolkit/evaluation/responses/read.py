"""The verb: exports → the response table of an instrument, with everything that was understood, dropped or refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from toolkit.content.language import Language
from toolkit.content.records import Content
from toolkit.content.text import Body, iter_texts
from toolkit.content.vocabulary import Wave
from toolkit.evaluation.instrument import Instrument
from toolkit.evaluation.items import Item, in_language
from toolkit.evaluation.responses.codebook import Codebook, read_codebook
from toolkit.evaluation.responses.columns import Lexicon, find_header, is_complete, make_lexicon
from toolkit.evaluation.responses.duplicates import find_repeats
from toolkit.evaluation.responses.entry_sheet import read_entry_sheet
from toolkit.evaluation.responses.layout import is_identifier
from toolkit.evaluation.responses.paper import is_long
from toolkit.evaluation.responses.records import (
    IDENTITY,
    Entries,
    FileReport,
    Grid,
    ItemTexts,
    ReadReport,
    ReadResult,
    Refused,
    Repeat,
    Row,
    Texts,
)
from toolkit.evaluation.responses.segments import split_grid
from toolkit.evaluation.responses.sheet import Request, read_sheet
from toolkit.evaluation.responses.tables import read_grids
from toolkit.evaluation.responses.values import make_choices
from toolkit.evaluation.responses.waves import sessions_of_names, wave_of_name
from toolkit.evaluation.responses.words import show_names, show_rows, tidy
from toolkit.problems import Place, Problem, make_problem, sort_problems

if TYPE_CHECKING:
    import pandas as pd


def read_responses(
    paths: Sequence[Path],
    instrument: Instrument,
    *,
    labels: Texts | None = None,
    wave: Wave | None = None,
    session: str | None = None,
    groups: Sequence[str] = (),
    codebook: Path | Codebook | None = None,
) -> ReadResult:
    """Read exports of KoboToolbox, ODK, Microsoft Forms and Google Forms, the paper data-entry sheet, or any table:
    separated values, workbooks, JSON, and Parquet where pyarrow is installed.

    Only the instrument's items, the participant's code, wave, session and the columns named in `groups` are read.
    `labels` are the words of the items by language, for exports with labels; without them those that the items carry
    are used. `wave` and `session` hold for every row; otherwise they come from columns of these names, from the
    form's id, or (wave only, mostly) from the file's name. `codebook` maps the columns of any other table.

    Of several rows with one submission id, or with one code in one session and wave, the latest is kept. What cannot
    be read rightly is refused: the file, the row or the cell, each with a problem. Raises nothing for any file's
    content. No problem or report holds an answer, a code or any cell's content.
    """
    problems: list[Problem] = []
    allowed = _check_groups(groups, paths, problems)
    if isinstance(codebook, Path):
        codebook, wrong = read_codebook(codebook, instrument, allowed)
        problems.extend(wrong)
        if codebook is None:
            return ReadResult(make_table([], instrument, allowed), ReadReport(), sort_problems(problems))
    book = codebook or Codebook()
    texts = labels if labels is not None else own_texts(instrument)
    request = Request(
        instrument,
        make_lexicon(instrument, texts, allowed, book.columns),
        {i.item_id: make_choices(i, texts, book.values.get(i.item_id), book.missing) for i in instrument.items},
        allowed,
        book,
        wave,
        session,
    )
    found = _Found(problems=problems)
    sources = _sources(paths)
    waves = [wave or wave_of_name(path.stem) for path in paths]
    sessions = sessions_of_names([path.stem for path in paths], waves)
    for path, source, named_wave, named_session in zip(paths, sources, waves, sessions, strict=True):
        named = replace(request, named_wave=named_wave, named_session=named_session)
        _read_file(path, source, named, found)
    parts, reports = _without_repeats(found)
    table = make_table(parts, instrument, allowed)
    return ReadResult(table, ReadReport(tuple(reports)), sort_problems(found.problems))


def own_texts(instrument: Instrument) -> Texts:
    """The words that an instrument's items carry, by language."""
    main = instrument.languages[0] if instrument.languages else ""
    found: dict[str, dict[str, ItemTexts]] = {main: {}}
    for item in instrument.items:
        found[main][item.item_id] = _texts(item, main)
        for words in item.words:
            known = {option.code: option.text for option in words.options}
            options = tuple(replace(o, text=known.get(o.code, o.text)) for o in item.options)
            other = replace(item, stem=words.stem, options=options)
            found.setdefault(words.language, {})[item.item_id] = _texts(other, words.language)
    return found


def item_texts(items: Sequence[Item], content: Content, language: str) -> Mapping[str, ItemTexts]:
    """The words of items in one language, as `content` (localised to it) has them: a value of `labels`."""
    return {item.item_id: _texts(in_language(item, content, language), language) for item in items}


def make_table(parts: Sequence[Entries], instrument: Instrument, groups: Sequence[str]) -> pd.DataFrame:
    """Entries as the response table: `IDENTITY`, the groups, and a column for each item, in the instrument's order."""
    import pandas as pd

    data: dict[str, list[object]] = {name: [] for name in (*IDENTITY, *groups)}
    answers: dict[str, list[object]] = {item.item_id: [] for item in instrument.items}
    for part in parts:
        data["session"].extend(part.session)
        data["wave"].extend(part.wave)
        data["code"].extend(part.code)
        data["row"].extend(part.rows)
        data["source"].extend([part.source] * len(part))
        nothing: list[object] = [None] * len(part)
        for group in groups:
            data[group].extend(part.groups.get(group, nothing))
        for item, column in answers.items():
            column.extend(part.answers.get(item, nothing))
    table = pd.DataFrame({name: pd.Series(column, dtype=object) for name, column in (data | answers).items()})
    return table.astype({"row": "int64"})


@dataclass(slots=True)
class _Found:
    """What has been read so far. `places` are the paths of sources, for problems."""

    problems: list[Problem]
    parts: list[Entries] = field(default_factory=list)
    reports: list[FileReport] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)

    def note(self, source: str, code: str, rows: Sequence[int], values: Mapping[str, object]) -> None:
        first = min(rows) if rows else 0
        shown = {"rows": show_rows(rows), "count": len(set(rows)), **values}
        self.problems.append(make_problem(code, Place(self.places[source], first), near=None, **shown))


def _texts(item: Item, language: str) -> ItemTexts:
    unknown = Language(language or "en").say("I don't know")
    options = {o.code: o.text.source or (unknown if o.unknown else "") for o in item.options}
    return ItemTexts(_stem(item.stem), options)


def _stem(body: Body) -> str:
    return " ".join(text.source for text in iter_texts(body))


def _check_groups(groups: Sequence[str], paths: Sequence[Path], problems: list[Problem]) -> tuple[str, ...]:
    """Grouping columns without those that would hold direct identifiers."""
    allowed = []
    for group in dict.fromkeys(groups):
        if is_identifier(group):
            where = Place(paths[0].as_posix() if paths else "")
            problems.append(make_problem("responses-group-personal", where, group=group))
        else:
            allowed.append(group)
    return tuple(allowed)


def _sources(paths: Sequence[Path]) -> list[str]:
    """A short label for each file: its name, with folders only where two files would read the same."""
    labels = [path.name for path in paths]
    depth = 2
    while len(set(labels)) < len(labels) and depth < 8:
        same = {label for label in labels if labels.count(label) > 1}
        labels = [
            "/".join(path.parts[-depth:]) if label in same else label for path, label in zip(paths, labels, strict=True)
        ]
        depth += 1
    return [label if labels.index(label) == n else f"{label} ({n + 1})" for n, label in enumerate(labels)]


def _read_file(path: Path, source: str, request: Request, found: _Found) -> None:
    found.places[source] = path.as_posix()

    def score(rows: Sequence[Row]) -> int:
        return find_header(rows, request.lexicon)[1]

    try:
        book = request.codebook
        grids, hidden = read_grids(path, source, score, encoding=book.encoding, separator=book.separator)
    except Refused as refused:
        _refuse(source, refused, found)
        return
    if hidden:
        found.note(source, "responses-sheets-hidden", (), {"sheets": show_rows(hidden)})
    useful = _useful(grids, request.lexicon)
    for grid in useful:
        found.places.setdefault(grid.source, path.as_posix())
        sheet_wave = wave_of_name(grid.title) if len(useful) > 1 else None
        named = replace(request, named_wave=request.wave or sheet_wave or request.named_wave)
        try:
            _read_grid(grid, named, found)
        except Refused as refused:
            _refuse(grid.source, refused, found)


def _refuse(source: str, refused: Refused, found: _Found) -> None:
    found.problems.append(
        make_problem(refused.code, Place(found.places[source], refused.row), near=None, **refused.values)
    )
    found.reports.append(FileReport(source, refused=refused.code))


def _useful(grids: Sequence[Grid], lexicon: Lexicon) -> list[Grid]:
    """The sheets that hold answers; else the one that comes nearest, so that its problem is told."""
    found = []
    nearest, most = grids[0], 0
    for grid in grids:
        at, count = find_header(grid.rows, lexicon, only_first=grid.keyed)
        header = grid.rows[at][1] if grid.rows else []
        repeat = {tidy(cell) for cell in header} & {"_parent_index", "_parent_table_name", "parent_key"}
        if count and not repeat and is_complete(header, lexicon):
            found.append(grid)
        if count > most:
            nearest, most = grid, count
    return found or [nearest]


def _read_grid(grid: Grid, request: Request, found: _Found) -> None:
    def note(code: str, rows: Sequence[int], **values: object) -> None:
        found.note(grid.source, code, rows, values)

    split = split_grid(grid, request.lexicon)
    read = read_entry_sheet if is_long(split.segments[0].header) else read_sheet
    parts, report = read(grid, split, request, note)
    if split.damaged:
        note("responses-row-cells", split.damaged)
    if grid.keyed and not grid.whole:
        note("responses-page", ())
    if report.missing:
        note("responses-item-missing", (), items=show_names(report.missing), number=len(report.missing))
    meanings = {column.meaning for column in report.understood}
    for group in request.groups:
        if group not in meanings:
            note("responses-group-missing", (), group=group)
    if report.coalesced:
        note("responses-coalesced", (), items=show_names(report.coalesced), number=len(report.coalesced))
    if report.empty_rows:
        note("responses-rows-empty", report.empty_rows)
    if report.repeated_headers:
        note("responses-header-repeated", report.repeated_headers)
    found.parts.extend(parts)
    found.reports.append(report)


def _without_repeats(found: _Found) -> tuple[list[Entries], list[FileReport]]:
    out, said, timed = find_repeats(found.parts)
    parts = [_keep(part, left_out) for part, left_out in zip(found.parts, out, strict=True)]
    reports = []
    for report in found.reports:
        own = [n for n, part in enumerate(found.parts) if part.source == report.source]
        repeats = tuple(sorted((r for n in own for r in said[n]), key=lambda r: (r.row, r.kept_row)))
        by_time = all(timed[n] for n in own)
        kept = {row for n in own for row in parts[n].rows}
        ordered_by: Literal["", "submission time", "row"] = "submission time" if by_time else "row"
        if repeats:
            found.note(report.source, "responses-duplicate", [r.row for r in repeats], _told(report, repeats, by_time))
        reports.append(
            replace(report, duplicates=repeats, ordered_by=ordered_by if repeats else "", rows_kept=len(kept))
        )
    return parts, reports


def _told(report: FileReport, repeats: Sequence[Repeat], by_time: bool) -> dict[str, object]:
    here = [r.kept_row for r in repeats if r.kept_source == report.source]
    elsewhere = sorted({r.kept_source for r in repeats} - {report.source})
    kept = [f"{'rows' if len(set(here)) > 1 else 'row'} {show_rows(here)}"] if here else []
    kept += [f"rows of {name}" for name in elsewhere]
    return {"kept": " and ".join(kept), "order": "by submission time" if by_time else "by their order"}


def _keep(part: Entries, left_out: set[int]) -> Entries:
    if not left_out:
        return part
    keep = [i for i in range(len(part)) if i not in left_out]
    return Entries(
        part.source,
        [part.rows[i] for i in keep],
        [part.session[i] for i in keep],
        [part.wave[i] for i in keep],
        [part.code[i] for i in keep],
        [part.when[i] for i in keep],
        [part.uid[i] for i in keep],
        {group: [cells[i] for i in keep] for group, cells in part.groups.items()},
        {item: [cells[i] for i in keep] for item, cells in part.answers.items()},
    )
