"""What happens to exports before they reach the toolkit: each entry changes one, and says what must come of it."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from tests.evaluation.responses.exports import (
    EMAIL,
    LONG,
    MANY,
    MARKER,
    NAME,
    ORDER,
    OWN,
    PARTS,
    SURE,
    TRUE,
    TRUTH,
    Export,
    Person,
    csv_bytes,
    json_bytes,
    rewrite_zip,
    stem,
    to_bytes,
    xlsx_bytes,
)
from toolkit.evaluation.items import field_name

People = tuple[Person, ...]


@dataclass(frozen=True)
class Outcome:
    """What must come of a damaged export: the people in the table, or the code for which it is refused; and the
    warnings that must be there."""

    people: People = TRUTH
    refused: tuple[str, ...] = ()
    warned: tuple[str, ...] = ()


SAME = Outcome()


def refused(*codes: str) -> Outcome:
    return Outcome((), codes)


def changed(index: int, warned: tuple[str, ...] = (), **answers: str | None) -> Outcome:
    """The truth with other answers of one person; keys are item ids with underscores."""
    person = TRUTH[index]
    new = person.answers | {key.replace("_", "-"): value for key, value in answers.items()}
    people = tuple(replace(p, answers=new) if p is person else p for p in TRUTH)
    return Outcome(people, warned=warned)


@dataclass(frozen=True)
class Damage:
    name: str
    fits: Callable[[Export], bool]
    make: Callable[[Export], Export | bytes]
    outcome: Outcome


def is_csv(e: Export) -> bool:
    """One of each kind: how text is written has nothing to do with what the columns mean."""
    return e.format == "csv" and e.name in (
        "kobo-both", "kobo-labels-ar", "odk-central", "legacy", "google-csv", "paper", "table", "codebook",
    )  # fmt: skip


def is_xlsx(e: Export) -> bool:
    return e.format == "xlsx"


def is_json(e: Export) -> bool:
    return e.format == "json"


def is_grid(e: Export) -> bool:
    return e.format != "json"


def is_wide(e: Export) -> bool:
    return e.name != "paper"


def named(e: Export) -> bool:
    """Headers are names, values are codes."""
    return not e.labels and e.name != "codebook"


def wide_grid(e: Export) -> bool:
    return is_grid(e) and is_wide(e)


def item_column(e: Export, item: str) -> int:
    ends = (item, stem(item), stem(item, "ar"), field_name(item))
    return next(i for i, header in enumerate(e.header) if header.replace("\u00a0", " ").endswith(ends))


def set_cell(e: Export, row: int, column: int, value: str) -> Export:
    rows = [list(cells) for cells in e.rows]
    rows[row][column] = value
    return replace(e, rows=rows)


def set_codes(e: Export, change: Callable[[str], str]) -> Export:
    at = e.code_column
    return replace(e, rows=[[change(c) if i == at else c for i, c in enumerate(row)] for row in e.rows])


def shuffled(e: Export) -> Export:
    order = list(range(len(e.header)))
    Random(4).shuffle(order)  # noqa: S311
    return replace(e, header=[e.header[i] for i in order], rows=[[row[i] for i in order] for row in e.rows])


def reversed_columns(e: Export) -> Export:
    return replace(e, header=e.header[::-1], rows=[row[::-1] for row in e.rows])


def with_column(e: Export, header: str, cell: str, at: int = 0) -> Export:
    return replace(
        e,
        header=[*e.header[:at], header, *e.header[at:]],
        rows=[[*row[:at], cell, *row[at:]] for row in e.rows],
    )


def pasted_in_other_order(e: Export) -> Export:
    """Two exports under one another, the second with its columns the other way round."""
    half = len(e.rows) // 2
    return replace(e, rows=[*e.rows[:half], e.header[::-1], *(row[::-1] for row in e.rows[half:])])


def in_arabic_digits(text: str) -> str:
    return text.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))


def without_column(e: Export, at: int) -> Export:
    drop = {at}
    return replace(
        e,
        header=[h for i, h in enumerate(e.header) if i not in drop],
        rows=[[c for i, c in enumerate(row) if i not in drop] for row in e.rows],
    )


def moved_in_a_version(e: Export) -> Export:
    """A question that was moved into a group: the first three people answered the old one, the others the new one."""
    at = item_column(e, PARTS)
    made = with_column(e, f"later/{field_name(PARTS)}", "", len(e.header))
    rows = [list(row) for row in made.rows]
    for row in rows[3:]:
        row[-1], row[at] = row[at], ""
    return replace(made, rows=rows)


def doubled(e: Export) -> Export:
    """The same header twice, with the answers in the first or the second."""
    at = item_column(e, PARTS)
    made = with_column(e, e.header[at], "", at)
    rows = [list(row) for row in made.rows]
    for row in rows[:2]:
        row[at], row[at + 1] = row[at + 1], ""
    return replace(made, rows=rows)


def contradicting(e: Export) -> Export:
    at = item_column(e, PARTS)
    made = with_column(e, e.header[at], "", at)
    return set_cell(made, 0, at, "c")


def sent_again(e: Export, *, first: bool) -> Export:
    """The first person's form once more, with the same submission id, corrected in one answer and sent later."""
    again = list(e.rows[0])
    again[item_column(e, TRUE)] = "a"
    for i, header in enumerate(e.header):
        if header in ("_submission_time", "SubmissionDate"):
            again[i] = "2026-12-07T11:00:00"
    return replace(e, rows=[again, *e.rows] if first else [*e.rows, again])


def same_code_again(e: Export) -> Export:
    """Another submission with the first person's code, earlier than theirs."""
    again = list(e.rows[0])
    again[item_column(e, TRUE)] = "unknown"
    for i, header in enumerate(e.header):
        if header in ("_submission_time", "SubmissionDate"):
            again[i] = "2026-12-07T08:00:00+00:00"
        if header in ("_uuid", "meta-instanceID", "KEY"):
            again[i] = "uuid:ffff"
    return replace(e, rows=[*e.rows, again])


def only_technical(e: Export) -> Export:
    """A submission without code and answers."""
    declared = {e.code_column, *range(e.code_column, len(e.header) - 11)}
    blank = ["" if i in declared else cell for i, cell in enumerate(e.rows[0])]
    return replace(e, rows=[*e.rows[:2], blank, *e.rows[2:]])


def western(e: Export) -> Export:
    """Only what Windows-1252 can hold, with an accented letter in an answer."""
    kept = e.rows[:5] if is_wide(e) else [row for row in e.rows if row[2] != TRUTH[5].code]
    return replace(with_column(e, "Café", "à la carte"), rows=[["à la carte", *row] for row in kept])


def encodable(e: Export, encoding: str) -> bool:
    try:
        csv_bytes(western(e)).decode().encode(encoding)
    except UnicodeEncodeError:
        return False
    return is_csv(e)


def cut_in_last_row(e: Export) -> bytes:
    """Cut before the last two cells of the last row, at a separator."""
    data = csv_bytes(e).rstrip(b"\r\n")
    separator = e.separator.encode()
    return data.rsplit(separator, 2)[0]


def cut_in_quotes(e: Export) -> bytes:
    made = csv_bytes(replace(e, quoting=csv.QUOTE_ALL)).rstrip(b"\r\n")
    return made[:-1]


def drop_a_cell(e: Export) -> bytes:
    rows = [list(row) for row in e.rows]
    del rows[1][0]
    return csv_bytes(e, rows=rows)


def add_a_cell(e: Export) -> bytes:
    rows = [list(row) for row in e.rows]
    rows[1] = [rows[1][0], "one more", *rows[1][1:]]
    return csv_bytes(e, rows=rows)


def without_long() -> Outcome:
    people = tuple(replace(p, answers=p.answers | {LONG: None}) for p in TRUTH)
    return Outcome(people, warned=("responses-item-missing",))


WITHOUT_SECOND = Outcome(tuple(p for p in TRUTH if p is not TRUTH[1]), warned=("responses-row-cells",))
ONLY_WESTERN = Outcome(TRUTH[:5])

GRID: tuple[Damage, ...] = (
    Damage("columns-shuffled", is_grid, shuffled, SAME),
    Damage("columns-reversed", is_grid, reversed_columns, SAME),
    Damage("rows-reversed", wide_grid, lambda e: replace(e, rows=e.rows[::-1]), SAME),
    Damage("comment-column", is_grid, lambda e: with_column(e, "Comments of the trainer", MARKER, 2), SAME),
    Damage("nameless-column", is_grid, lambda e: with_column(e, "", MARKER, 1), SAME),
    Damage("column-named-by-person", is_grid, lambda e: with_column(e, EMAIL, NAME, 1), SAME),
    Damage("postal-code-column", is_grid, lambda e: with_column(e, "postal-code", MARKER, 1), SAME),
    Damage("header-again", is_grid, lambda e: replace(e, rows=[*e.rows[:3], e.header, *e.rows[3:]]), SAME),
    Damage("header-twice-on-top", is_grid, lambda e: replace(e, rows=[e.header, *e.rows]), SAME),
    Damage("header-at-the-end", is_grid, lambda e: replace(e, rows=[*e.rows, e.header]), SAME),
    Damage("pasted-in-other-order", wide_grid, pasted_in_other_order, SAME),
    Damage("blank-rows", is_grid, lambda e: replace(
        e, rows=[[""] * len(e.header), *e.rows[:2], [""] * len(e.header), [" "] * len(e.header), *e.rows[2:]]), SAME),
    Damage("tag-row", is_grid, lambda e: replace(
        e, rows=[["#meta" if i % 2 else "" for i in range(len(e.header))], *e.rows]), SAME),
    Damage("title-above", is_grid, lambda e: replace(
        e, header=["Training in Accra"], rows=[[""], ["December"], e.header, *e.rows]), SAME),
    Damage("header-padded", is_grid, lambda e: replace(e, header=[f" {h}\u200b  " for h in e.header]), SAME),
    Damage("header-in-capitals", lambda e: is_grid(e) and named(e), lambda e: replace(
        e, header=[h.upper() if h else h for h in e.header]), SAME),
    Damage("cells-padded", lambda e: wide_grid(e) and named(e), lambda e: replace(
        e, rows=[[f"  {c}\u00a0" if c and i != item_column(e, OWN) else c for i, c in enumerate(r)] for r in e.rows]),
        SAME),
    Damage("options-in-capitals", lambda e: wide_grid(e) and named(e), lambda e: replace(
        e, rows=[[c.upper() if i in (item_column(e, PARTS), item_column(e, ORDER), item_column(e, LONG)) else c
                  for i, c in enumerate(r)] for r in e.rows]), SAME),
    Damage("arabic-digits", is_grid, lambda e: set_codes(e, in_arabic_digits), SAME),
    Damage("codes-with-decimals", is_grid, lambda e: set_codes(e, lambda c: f"{c}.0" if c else c), SAME),
    Damage("codes-with-decimal-comma", is_grid, lambda e: set_codes(e, lambda c: f"{c},00" if c else c), SAME),
    Damage("codes-with-apostrophe", is_grid, lambda e: set_codes(e, lambda c: f"'{c}" if c else c), SAME),
    Damage("codes-in-groups", is_grid, lambda e: set_codes(e, lambda c: f"{c[:3]}\u202f{c[3:]}" if c else c), SAME),
    Damage("codes-with-bidi-marks", is_grid, lambda e: set_codes(e, lambda c: f"\u200f{c}\u200e" if c else c), SAME),
    Damage("rating-as-number", lambda e: wide_grid(e) and named(e), lambda e: replace(
        e, rows=[[str("abcde".index(c) + 1) if i == item_column(e, SURE) and c in tuple("abcde") else c
                  for i, c in enumerate(r)] for r in e.rows]), SAME),
    Damage("rating-as-decimal-comma", lambda e: wide_grid(e) and named(e), lambda e: replace(
        e, rows=[[f"{'abcde'.index(c) + 1},0" if i == item_column(e, SURE) and c in tuple("abcde") else c
                  for i, c in enumerate(r)] for r in e.rows]), SAME),
    Damage("rating-in-arabic-digits", lambda e: wide_grid(e) and named(e), lambda e: replace(
        e, rows=[["١٢٣٤٥"["abcde".index(c)] if i == item_column(e, SURE) and c in tuple("abcde") else c
                  for i, c in enumerate(r)] for r in e.rows]), SAME),
    Damage("unknown-option", lambda e: wide_grid(e) and e.name != "codebook", lambda e: set_cell(
        e, 1, item_column(e, PARTS), MARKER), changed(1, ("responses-option-unknown",), con_q_parts=None)),
    Damage("formula-as-option", lambda e: wide_grid(e) and e.name != "codebook", lambda e: set_cell(
        e, 1, item_column(e, PARTS), "=HYPERLINK(\"http://x\")"),
        changed(1, ("responses-option-unknown",), con_q_parts=None)),
    Damage("formula-as-text", lambda e: wide_grid(e) and e.name != "codebook", lambda e: set_cell(
        e, 1, item_column(e, OWN), "=cmd|' /C calc'!A0"), changed(1, con_q_own="=cmd|' /C calc'!A0")),
    Damage("item-column-missing", lambda e: wide_grid(e) and e.name != "codebook", lambda e: without_column(
        e, item_column(e, LONG)),
        without_long()),
    Damage("code-column-missing", wide_grid, lambda e: without_column(e, e.code_column),
           refused("responses-code-unknown")),
    Damage("one-code-missing", wide_grid, lambda e: set_cell(e, 2, e.code_column, ""),
           Outcome(tuple(replace(p, code="") if p is TRUTH[2] else p for p in TRUTH),
                   warned=("responses-code-missing",))),
    Damage("one-code-rounded", wide_grid, lambda e: set_cell(e, 2, e.code_column, "1.2E+11"),
           Outcome(tuple(replace(p, code="") if p is TRUTH[2] else p for p in TRUTH),
                   warned=("responses-code-missing", "responses-code-shortened"))),
    Damage("header-doubled-in-labels", lambda e: wide_grid(e) and e.labels, doubled, refused("responses-labels")),
    Damage("header-doubled", lambda e: wide_grid(e) and named(e), doubled, SAME),
    Damage("question-moved", lambda e: wide_grid(e) and named(e) and "odk" not in e.name, moved_in_a_version, SAME),
    Damage("versions-contradict", lambda e: wide_grid(e) and named(e), contradicting,
           changed(0, ("responses-conflict",), con_q_parts=None)),
    Damage("sent-again-last", lambda e: wide_grid(e) and named(e), lambda e: sent_again(e, first=False),
           changed(0, ("responses-duplicate",), con_q_true="a")),
    Damage("sent-again-first", lambda e: wide_grid(e) and named(e) and e.name != "table",
           lambda e: sent_again(e, first=True), changed(0, ("responses-duplicate",), con_q_true="a")),
    Damage("code-again-earlier", lambda e: wide_grid(e) and named(e) and e.name != "table", same_code_again,
           Outcome(warned=("responses-duplicate",))),
    Damage("every-row-twice", wide_grid, lambda e: replace(e, rows=[r for row in e.rows for r in (row, row)]),
           Outcome(warned=("responses-duplicate",))),
    Damage("submission-without-answers", lambda e: e.name.startswith("kobo-") and named(e) and is_grid(e),
           only_technical, SAME),
    Damage("no-rows", is_grid, lambda e: replace(e, rows=[]), Outcome(())),
    Damage("another-survey", is_grid, lambda e: replace(
        e, header=[f"Q{n}" for n in range(len(e.header))]),
        refused("responses-columns-unknown", "responses-code-unknown")),
    Damage("no-header", wide_grid, lambda e: replace(e, header=e.rows[0], rows=e.rows[1:]),
           refused("responses-columns-unknown", "responses-code-unknown")),
    Damage("wave-nowhere", lambda e: is_grid(e) and e.name not in ("paper", "table", "codebook"),
           lambda e: replace(e, filename="export.dat"), refused("responses-wave-unknown")),
)  # fmt: skip

TEXT: tuple[Damage, ...] = (
    Damage("byte-order-mark", is_csv, lambda e: replace(e, encoding="utf-8-sig"), SAME),
    Damage("utf-16", is_csv, lambda e: replace(e, encoding="utf-16"), SAME),
    Damage("utf-16-big-endian", is_csv, lambda e: b"\xfe\xff" + csv_bytes(replace(e, encoding="utf-16-be")), SAME),
    Damage("utf-16-without-mark", is_csv, lambda e: csv_bytes(replace(e, encoding="utf-16-le")), SAME),
    Damage("utf-16-be-without-mark", is_csv, lambda e: csv_bytes(replace(e, encoding="utf-16-be")), SAME),
    Damage("utf-32", is_csv, lambda e: replace(e, encoding="utf-32"), SAME),
    Damage("utf-16-odd-byte", is_csv, lambda e: csv_bytes(replace(e, encoding="utf-16"))[:-1],
           refused("responses-encoding-mixed")),
    Damage("windows-1252", lambda e: encodable(e, "cp1252"), lambda e: replace(western(e), encoding="cp1252"),
           ONLY_WESTERN),
    Damage("latin-1", lambda e: encodable(e, "latin-1"), lambda e: replace(western(e), encoding="latin-1"),
           ONLY_WESTERN),
    Damage("windows-1256", is_csv, lambda e: csv_bytes(e).decode().encode("cp1256", "replace"),
           refused("responses-encoding")),
    Damage("windows-1251", lambda e: encodable(e, "cp1252"), lambda e: csv_bytes(
        with_column(replace(western(e)), "Имя", "Мария Иванова")).decode().replace("é", "e").replace("à", "a")
        .encode("cp1251"), refused("responses-encoding")),
    Damage("windows-1250", lambda e: encodable(e, "cp1252"), lambda e: csv_bytes(
        with_column(replace(western(e)), "Imię", "Łukasz Żółć")).decode().replace("é", "e").replace("à", "a")
        .encode("cp1250"), refused("responses-encoding")),
    Damage("two-encodings", is_csv, lambda e: csv_bytes(e) + "é;ö".encode("cp1252"),
           refused("responses-encoding-mixed")),
    Damage("zero-bytes", is_csv, lambda e: csv_bytes(e)[:300] + b"\x00\x01\x00\x07" + csv_bytes(e)[300:],
           refused("responses-encoding")),
    Damage("line-feeds", is_csv, lambda e: replace(e, newline="\n"), SAME),
    Damage("carriage-returns", is_csv, lambda e: replace(e, newline="\r"), SAME),
    Damage("semicolons", is_csv, lambda e: replace(e, separator=";"), SAME),
    Damage("commas", is_csv, lambda e: replace(e, separator=","), SAME),
    Damage("tabs", is_csv, lambda e: replace(e, separator="\t"), SAME),
    Damage("bars", is_csv, lambda e: replace(e, separator="|"), SAME),
    Damage("separator-line", is_csv, lambda e: f"sep={e.separator}\r\n".encode() + csv_bytes(e), SAME),
    Damage("all-quoted", is_csv, lambda e: replace(e, quoting=csv.QUOTE_ALL), SAME),
    Damage("quoted-where-needed", is_csv, lambda e: replace(e, quoting=csv.QUOTE_MINIMAL), SAME),
    Damage("blank-lines-at-end", is_csv, lambda e: csv_bytes(e) + b"\r\n\r\n\r\n", SAME),
    Damage("no-line-end", is_csv, lambda e: csv_bytes(e).rstrip(b"\r\n"), SAME),
    Damage("cut-in-last-row", is_csv, cut_in_last_row, refused("responses-truncated")),
    Damage("cut-in-a-cell", is_csv, cut_in_quotes, refused("responses-quotes")),
    Damage("cut-in-header", is_csv, lambda e: csv_bytes(e)[:14],
           refused("responses-columns-unknown", "responses-code-unknown", "responses-quotes")),
    Damage("quote-never-closed", is_csv, lambda e: csv_bytes(e).replace(
        e.newline.encode(), f'{e.newline}"'.encode(), 1) if e.quoting != csv.QUOTE_ALL
        else csv_bytes(e).replace(f'{e.newline}"'.encode(), f'{e.newline}""'.encode(), 1),
        refused("responses-quotes", "responses-truncated")),
    Damage("cell-lost", lambda e: is_csv(e) and is_wide(e), drop_a_cell, WITHOUT_SECOND),
    Damage("separator-in-a-cell", lambda e: is_csv(e) and is_wide(e), add_a_cell, WITHOUT_SECOND),
    Damage("long-cell", lambda e: is_csv(e) and is_wide(e), lambda e: with_column(e, "Story", "x" * 100_000, 1), SAME),
    Damage("huge-cell", is_csv, lambda e: with_column(e, "Story", "x" * 200_000, 1),
           refused("responses-field-huge")),
    Damage("empty", is_csv, lambda _: b"", refused("responses-empty")),
    Damage("blank", is_csv, lambda _: b"\r\n \r\n", refused("responses-empty")),
    Damage("named-as-workbook", lambda e: is_csv(e) and "1-6" not in e.filename,
           lambda e: replace(e, filename=e.filename.replace(".csv", ".xlsx")), SAME),
    Damage("as-workbook", is_csv, lambda e: replace(e, format="xlsx"), SAME),
    Damage("as-workbook-with-numbers", lambda e: is_csv(e) and named(e), lambda e: xlsx_bytes(
        set_codes(e, lambda c: int(c) if c else c)), SAME),
    Damage("as-workbook-with-floats", lambda e: is_csv(e) and named(e), lambda e: xlsx_bytes(
        set_codes(e, lambda c: float(c) if c else c)), SAME),
    Damage("web-page", is_csv, lambda _: b"<!DOCTYPE html><html>Please log in</html>", refused("responses-format")),
    Damage("gzip", is_csv, lambda e: gzip.compress(csv_bytes(e), mtime=0), refused("responses-format")),
    Damage("pdf", is_csv, lambda _: b"%PDF-1.7 " + MARKER.encode(), refused("responses-format")),
    Damage("old-excel", is_csv, lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
           refused("responses-format")),
)  # fmt: skip


def bomb(e: Export) -> bytes:
    """A workbook with one more part that unpacks to a thousand times its size."""
    stream = io.BytesIO(to_bytes(e))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.xml", b"\x00" * 40_000_000)
    return stream.getvalue()


def claims_terabytes(e: Export) -> bytes:
    """The central directory says that one part is three gigabytes."""
    data = bytearray(to_bytes(e))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (3_000_000_000).to_bytes(4, "little")
    return bytes(data)


def in_sheet(e: Export, change: Callable[[bytes], bytes]) -> bytes:
    return rewrite_zip(to_bytes(e), lambda name, data: change(data) if name == "xl/worksheets/sheet1.xml" else data)


def without_part(e: Export, name: str) -> bytes:
    return rewrite_zip(to_bytes(e), lambda part, data: None if part == name else data)


def with_shared_strings(e: Export, change: Callable[[bytes], bytes] = lambda xml: xml) -> bytes:
    """The texts in a table of their own, as Excel and KoboToolbox write them."""
    strings: list[bytes] = []

    def share(found: re.Match[bytes]) -> bytes:
        strings.append(found[1])
        return b't="s"><v>%d</v></c>' % (len(strings) - 1)

    def part(name: str, data: bytes) -> bytes:
        if name.startswith("xl/worksheets/"):
            return re.sub(rb't="inlineStr"><is>(.*?)</is></c>', share, data, flags=re.DOTALL)
        if name == "[Content_Types].xml":
            kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
            return data.replace(
                b"</Types>", b'<Override PartName="/xl/sharedStrings.xml" ContentType="' + kind + b'"/></Types>'
            )
        if name == "xl/_rels/workbook.xml.rels":
            kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
            return data.replace(
                b"</Relationships>",
                b'<Relationship Type="' + kind + b'" Target="sharedStrings.xml" Id="rId99"/></Relationships>',
            )
        return data

    stream = io.BytesIO(rewrite_zip(to_bytes(e), part))
    items = b"".join(b"<si>" + text + b"</si>" for text in strings)
    xml = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' + items + b"</sst>"
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", change(xml))
    return stream.getvalue()


def merged(top: int, bottom: int, width: int, first: int | None = None) -> Callable[[Export], bytes]:
    """Cells merged from an item's column on, or from the column `first`."""

    def make(e: Export) -> bytes:
        left = first or item_column(e, PARTS) + 1
        return xlsx_bytes(
            e,
            lambda book: book.worksheets[0].merge_cells(
                start_row=top, end_row=bottom, start_column=left, end_column=left + width - 1
            ),
        )

    return make


def merged_title(e: Export) -> bytes:
    made = replace(e, header=["Training in Accra"], rows=[e.header, *e.rows])
    return xlsx_bytes(made, lambda book: book.worksheets[0].merge_cells("A1:F1"))


def sheet_added(state: str) -> Callable[[Export], bytes]:
    def change(book: object) -> None:
        other = book.create_sheet("Participants", 0 if state == "hidden-first" else None)
        for row in (["Name", "Code", EMAIL], [NAME, "100005", MARKER]):
            other.append(row)
        other.sheet_state = "visible" if state == "visible" else "hidden"

    return lambda e: xlsx_bytes(e, change)


def formula_without_value(e: Export) -> bytes:
    def change(book: object) -> None:
        cell = book.worksheets[0].cell(3, item_column(e, PARTS) + 1)
        cell.value = "=A1"

    return xlsx_bytes(e, change)


def real_dates(e: Export) -> bytes:
    from datetime import datetime

    def change(book: object) -> None:
        sheet = book.worksheets[0]
        for row in range(2, 8):
            for column in range(1, 4):
                text = str(sheet.cell(row, column).value or "").replace("T", " ")
                if text.startswith("2026-"):
                    sheet.cell(row, column).value = datetime.fromisoformat(text)

    return xlsx_bytes(e, change)


def booleans(e: Export) -> bytes:
    def change(book: object) -> None:
        sheet = book.worksheets[0]
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                if f"{field_name(MANY)}/" in str(sheet.cell(1, cell.column).value) and cell.value is not None:
                    cell.value = cell.value == "1"

    return xlsx_bytes(e, change)


def _entity(data: bytes) -> bytes:
    head, rest = data.split(b">", 1) if data.startswith(b"<?xml") else (b"<?xml version='1.0'?", data)
    return head + b'><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + rest


WORKBOOK: tuple[Damage, ...] = (
    Damage("named-as-text", is_xlsx, lambda e: replace(e, filename=e.filename.replace(".xlsx", ".csv")), SAME),
    Damage("hidden-sheet", is_xlsx, sheet_added("hidden"), SAME),
    Damage("hidden-sheet-first", is_xlsx, sheet_added("hidden-first"), SAME),
    Damage("sheet-of-names", is_xlsx, sheet_added("visible"), SAME),
    Damage("merged-title", is_xlsx, merged_title, SAME),
    Damage("merged-answers", is_xlsx, merged(2, 4, 1), refused("responses-merged")),
    Damage("merged-header", is_xlsx, merged(1, 1, 2), refused("responses-merged")),
    Damage("merged-beside", is_xlsx, merged(2, 4, 2, first=60), SAME),
    Damage("formula-without-value", is_xlsx, formula_without_value,
           changed(1, ("responses-option-unknown",), con_q_parts=None)),
    Damage("real-dates", is_xlsx, real_dates, SAME),
    Damage("booleans", lambda e: e.name == "kobo-xlsx", booleans, SAME),
    Damage("zip-bomb", is_xlsx, bomb, refused("responses-archive-size")),
    Damage("zip-lies", is_xlsx, claims_terabytes, refused("responses-archive-size", "responses-workbook-damaged")),
    Damage("cut-in-half", is_xlsx, lambda e: to_bytes(e)[: len(to_bytes(e)) // 2],
           refused("responses-workbook-damaged")),
    Damage("last-bytes-lost", is_xlsx, lambda e: to_bytes(e)[:-30], refused("responses-workbook-damaged")),
    Damage("sheet-lost", is_xlsx, lambda e: without_part(e, "xl/worksheets/sheet1.xml"),
           refused("responses-workbook-damaged")),
    Damage("sheet-broken", is_xlsx, lambda e: in_sheet(e, lambda xml: xml[: len(xml) // 2]),
           refused("responses-workbook-damaged")),
    Damage("shared-strings", is_xlsx, with_shared_strings, SAME),
    Damage("shared-strings-cut", is_xlsx, lambda e: with_shared_strings(e, lambda xml: xml[: len(xml) // 2]),
           refused("responses-workbook-damaged")),
    Damage("shared-strings-lost", is_xlsx, lambda e: with_shared_strings(
        e, lambda xml: re.sub(rb"<si>.*</si>", b"", xml, flags=re.DOTALL)),
           refused("responses-workbook-damaged")),
    Damage("not-a-workbook", is_xlsx, lambda e: without_part(e, "xl/workbook.xml"), refused("responses-format")),
    Damage("wrong-dimension", is_xlsx, lambda e: in_sheet(
        e, lambda xml: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:B2"', xml)), SAME),
    Damage("entities", is_xlsx, lambda e: in_sheet(e, _entity), refused("responses-workbook-damaged")),
    Damage("far-away-cell", is_xlsx, lambda e: in_sheet(e, lambda xml: xml.replace(
        b"</sheetData>", b'<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>')),
        refused("responses-archive-size")),
    Damage("empty-workbook", is_xlsx, lambda e: xlsx_bytes(replace(e, header=[], rows=[], more_sheets=())),
           refused("responses-empty")),
)  # fmt: skip


def as_text(e: Export, change: Callable[[str], str]) -> bytes:
    return change(json_bytes(e).decode()).encode()


def records(e: Export) -> list[dict[str, object]]:
    data = json.loads(json_bytes(e))
    return data.get("results") or data["value"]


JSON: tuple[Damage, ...] = (
    Damage("bare-list", is_json, lambda e: json.dumps(records(e)).encode(), SAME),
    Damage("byte-order-mark", is_json, lambda e: replace(e, encoding="utf-8-sig"), SAME),
    Damage("utf-16", is_json, lambda e: replace(e, encoding="utf-16"), SAME),
    Damage("codes-as-numbers", is_json, lambda e: as_text(
        e, lambda text: text.replace('"100005"', "100005").replace('"100013"', "100013.0")), SAME),
    Damage("nulls", is_json, lambda e: json_bytes(
        replace(e, rows=[[c if c else None for c in row] for row in e.rows])), SAME),
    Damage("one-page-of-two", is_json, lambda e: json_bytes(e, count=12, next="https://example.org?start=6"),
           Outcome(warned=("responses-page",))),
    Damage("cut", is_json, lambda e: json_bytes(e)[:-40], refused("responses-json-broken")),
    Damage("cut-in-text", is_json, lambda e: json_bytes(e)[: json_bytes(e).rindex(b'"') - 3],
           refused("responses-json-broken")),
    Damage("not-a-number", is_json, lambda e: as_text(
        e, lambda text: text.replace('"_geolocation"', '"score": NaN, "_geolocation"')), SAME),
    Damage("deep", is_json, lambda e: as_text(
        e, lambda text: text.replace('"_attachments": [', '"_x": ' + "[" * 5000 + "]" * 5000 + ', "_attachments": [', 1)
    ), refused("responses-json-depth")),
    Damage("key-twice", is_json, lambda e: as_text(
        e, lambda text: text.replace('"_attachments": [', '"q": "a", "q": "b", "_attachments": [', 1)),
        refused("responses-json-keys")),
    Damage("no-list", is_json, lambda _: json.dumps({"detail": f"Not found {MARKER}"}).encode(),
           refused("responses-json-shape")),
    Damage("list-of-lists", is_json, lambda _: b'[{"code": "100005"}, ["100013"]]', refused("responses-json-shape")),
    Damage("no-records", is_json, lambda e: json_bytes(replace(e, rows=[])), refused("responses-columns-unknown")),
    Damage("huge-number", is_json, lambda e: as_text(
        e, lambda text: text.replace('"_attachments": [', f'"n": {"9" * 6000}, "_attachments": [', 1)), SAME),
)  # fmt: skip

ALL = (*GRID, *TEXT, *WORKBOOK, *JSON)
