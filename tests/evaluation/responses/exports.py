"""Exports as the platforms write them, made from one truth. Every one carries a marker as e-mail, name, telephone,
device and position; nothing of it may get past the reader."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from toolkit.content.records import ResponseOption
from toolkit.content.text import Paragraph, Text
from toolkit.evaluation.instrument import Instrument
from toolkit.evaluation.items import Item, ItemWords, field_name
from toolkit.problems import Place

MARKER = "Zebediah"
EMAIL, NAME, PHONE = f"{MARKER}@example.org", f"{MARKER} Quartz", f"+233 {MARKER} 5550100"

WORDS = {
    "con-q-parts": (
        "Who must sign a **contract**, and when?",
        {"a": "Sign at once", "b": "Read it first", "c": "Ask nobody", "unknown": ""},
        "من يوقع العقد؟",
        {"a": "وقّع فوراً", "b": "اقرأه أولاً", "c": "لا تسأل أحداً", "unknown": "لا أعرف"},
    ),
    "con-q-true": (
        "You may keep a copy; nobody may take it away.",
        {"a": "True", "b": "False", "unknown": "I don't know"},
        "يحق لك الاحتفاظ بنسخة",
        {"a": "صحيح", "b": "خطأ", "unknown": "لا أعرف"},
    ),
    "con-q-many": (
        "What belongs in it?",
        {"a": "Wage, before tax", "b": "Hours", "c": "Your passport number", "d": "Place of work", "unknown": ""},
        "ماذا يجب أن يتضمن؟",
        {"a": "الأجر", "b": "ساعات العمل", "c": "رقم جواز السفر", "d": "مكان العمل", "unknown": "لا أعرف"},
    ),
    "con-q-order": (
        "What comes first?",
        {"a": "Read", "b": "Ask", "c": "Sign"},
        "ما الذي يأتي أولاً؟",
        {"a": "اقرأ", "b": "اسأل", "c": "وقّع"},
    ),
    "con-q-sure": (
        "I can explain my contract to a friend.",
        {"a": "Not sure at all", "b": "A little sure", "c": "Fairly sure", "d": "Sure", "e": "Very sure"},
        "أستطيع شرح عقدي",
        {"a": "لست متأكداً", "b": "متأكد قليلاً", "c": "متأكد نوعاً ما", "d": "متأكد", "e": "متأكد جداً"},
    ),
    "con-q-own": ("What will you do next?", {}, "ماذا ستفعل؟", {}),
    "con-q-an-identifier-far-too-long-for-a-form": (
        "Who helps?",
        {"a": "The union", "b": "Nobody"},
        "من يساعد؟",
        {"a": "النقابة", "b": "لا أحد"},
    ),
}
TYPES = ("single-choice", "true-false", "multiple-choice", "order", "rating", "short-answer", "single-choice")
ITEMS = tuple(WORDS)
PARTS, TRUE, MANY, ORDER, SURE, OWN, LONG = ITEMS

Answers = dict[str, str | None]


@dataclass(frozen=True)
class Person:
    code: str
    answers: Answers
    when: str


TRUTH: tuple[Person, ...] = tuple(
    Person(code, dict(zip(ITEMS, answers, strict=True)), f"2026-12-07T09:{10 + n}:00")
    for n, (code, *answers) in enumerate(
        [
            ("100005", "a", "b", "a b", "c a b", "a", "First I read it;\nthen, I ask.", "a"),
            ("100013", "b", "a", "d", "a b c", "e", 'He said "no", twice', "b"),
            ("100021", "c", None, "a c d", "b c a", "c", None, "a"),
            ("100048", None, "unknown", None, None, "b", "| a ; b , c\td", None),
            ("100056", "unknown", "a", "unknown", "a c b", None, "=1+2", "b"),
            ("100064", "b", "b", "b d", "c b a", "d", "لا أعرف", "a"),
        ]
    )
)


def _options(words: dict[str, str]) -> tuple[ResponseOption, ...]:
    return tuple(ResponseOption(code, Text(label), unknown=code == "unknown") for code, label in words.items())


def make_item(item_id: str, kind: str) -> Item:
    stem, options, other_stem, other = WORDS[item_id]
    return Item(
        item_id=item_id,
        module="contract",
        objective="o-parts",
        construct="knowledge",
        level="understanding",
        waves=("pre", "post"),
        type=kind,
        literacy="basic",
        scale="confidence-5" if kind == "rating" else "",
        options=_options(options),
        key=(),
        stem=(Paragraph(Text(stem)),),
        feedback=(),
        source="",
        seconds=30,
        place=Place("curricula/x/contract.md", 1),
        words=(ItemWords("ar", (Paragraph(Text(other_stem)),), _options(other)),),
    )


INSTRUMENT = Instrument(
    id="session_before_you_leave",
    title="Before you leave",
    wave="all",
    items=tuple(make_item(i, kind) for i, kind in zip(ITEMS, TYPES, strict=True)),
    version="20261207-1a2b3c4d",
    languages=("en", "ar"),
)


@dataclass(frozen=True)
class Export:
    """An export before it is written. `format` is csv, xlsx or json; `rows` are texts. `codebook` is YAML."""

    name: str
    header: list[str]
    rows: list[list[str]]
    format: str = "csv"
    separator: str = ","
    quoting: int = csv.QUOTE_MINIMAL
    encoding: str = "utf-8"
    newline: str = "\r\n"
    filename: str = "pre.csv"
    codebook: str = ""
    personal: tuple[str, ...] = ()
    labels: bool = False
    more_sheets: tuple[tuple[str, list[list[str]]], ...] = ()
    nested: bool = False
    options: dict[str, object] = field(default_factory=dict)

    def column(self, name: str) -> int:
        return self.header.index(name)

    @property
    def code_column(self) -> int:
        return next(
            i
            for i, h in enumerate(self.header)
            if re.split(r"[-/:]", h)[-1] == "code" or h.startswith(("Your code", "Kod"))
        )


def csv_bytes(export: Export, header: list[str] | None = None, rows: list[list[str]] | None = None) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=export.separator, quoting=export.quoting, lineterminator=export.newline)
    writer.writerow(export.header if header is None else header)
    writer.writerows(export.rows if rows is None else rows)
    return text.getvalue().encode(export.encoding)


def xlsx_bytes(export: Export, change: Callable[[object], None] | None = None) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "Before you leave"
    for row in (export.header, *export.rows):
        sheet.append([None] * len(row))
        for column, cell in enumerate(row, start=1):
            if cell != "":
                target = sheet.cell(sheet.max_row if row is not export.header else 1, column)
                target.value = cell
                if isinstance(cell, str):
                    target.data_type = "s"
    for title, rows in export.more_sheets:
        other = book.create_sheet(title)
        for row in rows:
            other.append(row)
    if change is not None:
        change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def json_bytes(export: Export, **envelope: object) -> bytes:
    records = []
    for row in export.rows:
        record: dict[str, object] = {}
        for key, cell in zip(export.header, row, strict=True):
            if cell == "":
                continue
            if export.nested and "/" in key:
                group, key = key.split("/", 1)
                record.setdefault(group, {})[key] = cell
            else:
                record[key] = cell
        record["_attachments"] = [{"filename": EMAIL}]
        record["_geolocation"] = [MARKER, None]
        record["household"] = [{"household/member_name": NAME}]
        record["_validation_status"] = {"by": EMAIL}
        records.append(record)
    name = "value" if export.nested else "results"
    data = {"count": len(records), "next": None, "previous": None, name: records} | envelope
    return json.dumps(data, ensure_ascii=False, indent=1).encode(export.encoding)


def to_bytes(export: Export) -> bytes:
    return {"csv": csv_bytes, "xlsx": xlsx_bytes, "json": json_bytes}[export.format](export)


def rewrite_zip(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The archive with every part passed through `change`; None drops a part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            changed = change(part.filename, old.read(part))
            if changed is not None:
                new.writestr(part.filename, changed)
    return out.getvalue()


def label(item: str, code: str, language: str = "en") -> str:
    words = WORDS[item][1 if language == "en" else 3]
    return words[code] or "I don't know"


def stem(item: str, language: str = "en") -> str:
    return WORDS[item][0 if language == "en" else 2].replace("**", "")


def said(item: str, answer: str | None, language: str, between: str) -> str:
    """An answer in words."""
    if answer is None or item == OWN:
        return answer or ""
    return between.join(label(item, code, language) for code in answer.split())


def _split(answer: str | None, yes: str = "1", no: str = "0", empty: str = "") -> list[str]:
    codes = list(WORDS[MANY][1])
    if answer is None:
        return [empty] * len(codes)
    return [yes if code in answer.split() else no for code in codes]


def kobo(style: str = "both", group: str = "", separator: str = "/", name: str = "") -> Export:
    """KoboToolbox: XML values and headers; multiple answers joined, split, or both."""

    def grouped(field: str) -> str:
        return f"{group}{separator}{field}" if group else field

    header = ["start", "end", "deviceid", "phonenumber", "full_name", "email", grouped("order_seed"), grouped("code")]
    for item in ITEMS:
        field = grouped(field_name(item))
        if item != MANY or style in ("both", "joined"):
            header.append(field)
        if item == MANY and style in ("both", "split"):
            header += [f"{field}/{code}" for code in WORDS[MANY][1]]
    header += ["_gps_latitude", "_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status",
               "_submitted_by", "__version__", "_tags", "_index"]  # fmt: skip
    rows = []
    for n, person in enumerate(TRUTH, start=1):
        row = [person.when, person.when, MARKER, PHONE, NAME, EMAIL, "4711", person.code]
        for item in ITEMS:
            answer = person.answers[item]
            if item != MANY or style in ("both", "joined"):
                row.append(answer or "")
            if item == MANY and style in ("both", "split"):
                row += _split(answer)
        row += [MARKER, str(900 + n), f"0000-{n}", person.when, "", MARKER, "submitted_via_web", MARKER, "vX", "",
                str(n)]  # fmt: skip
        rows.append(row)
    return Export(
        name or f"kobo-{style}{'-group' if group else ''}",
        header,
        rows,
        separator=";",
        quoting=csv.QUOTE_ALL,
        filename="Before_you_leave_-_Pre-test_-_all_versions_-_False_-_2026-12-08-10-11-12.csv",
    )


def kobo_labels(language: str = "en", *, split: bool = False, group: str = "") -> Export:
    """KoboToolbox with labels in headers and values; multiple answers joined by spaces, or split."""
    header = ["start", "end", "Your name", "E-mail", "Your code (from your card)"]
    for item in ITEMS:
        text = f"{group}{stem(item, language)}"
        header.append(text)
        if split and item == MANY:
            header += [f"{text}/{label(MANY, code, language)}" for code in WORDS[MANY][1]]
    header += ["_id", "_uuid", "_submission_time", "__version__", "_index"]
    rows = []
    for n, person in enumerate(TRUTH, start=1):
        row = [person.when, person.when, NAME, EMAIL, person.code]
        for item in ITEMS:
            row.append(said(item, person.answers[item], language, " "))
            if split and item == MANY:
                row += _split(person.answers[item])
        rows.append([*row, str(n), f"0000-{n}", person.when, "vX", str(n)])
    return Export(
        f"kobo-labels-{language}{'-split' if split else ''}{'-group' if group else ''}",
        header,
        rows,
        separator=";",
        quoting=csv.QUOTE_ALL,
        labels=True,
        filename="Pre-test_-_latest_version_-_labels.csv",
    )


def kobo_xlsx() -> Export:
    made = kobo("both", "about")
    repeat = ("household", [["member_name", "_index", "_parent_table_name", "_parent_index"], [NAME, "1", "x", "1"]])
    return replace(made, name="kobo-xlsx", format="xlsx", filename="Pre-test.xlsx", more_sheets=(repeat,))


def kobo_json() -> Export:
    made = kobo("joined", "about")
    return replace(made, name="kobo-json", format="json", filename="data.json", options={"wave": "pre"})


def legacy() -> Export:
    made = kobo("both", "about", name="legacy")
    many = [i for i, h in enumerate(made.header) if f"{field_name(MANY)}/" in h]
    rows = []
    for row in made.rows:
        row = ["n/a" if cell == "" else cell for cell in row]
        for i in many:
            row[i] = {"1": "True", "0": "False"}.get(row[i], row[i])
        rows.append(row)
    return replace(made, rows=rows, separator=",", quoting=csv.QUOTE_MINIMAL, filename="pre_2026_12_08.csv")


def odk_central() -> Export:
    header = ["SubmissionDate", "about-full_name", "about-email", "about-phone", "about-code"]
    header += [f"about-{field_name(item)}" for item in ITEMS]
    header += ["meta-instanceID", "KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent", "Status", "DeviceID",
               "Edits", "FormVersion"]  # fmt: skip
    rows = []
    for n, person in enumerate(TRUTH, start=1):
        uid = f"uuid:0000-{n}"
        answers = [person.answers[item] or "" for item in ITEMS]
        rows.append([f"{person.when}.123Z", NAME, EMAIL, PHONE, person.code, *answers, uid, uid, "7", NAME, "0", "",
                     MARKER, "0", "2026"])  # fmt: skip
    return Export("odk-central", header, rows, newline="\n", filename="pre_test_before_you_leave.csv")


def odk_odata() -> Export:
    made = odk_central()
    header = [h.replace("about-", "about/").replace("meta-", "meta/") for h in made.header]
    swap = {"SubmissionDate": "__system/submissionDate", "KEY": "__id", "SubmitterName": "__system/submitterName"}
    header = [swap.get(h, h) for h in header]
    return replace(
        made, name="odk-odata", header=header, format="json", nested=True, filename="x.json", options={"wave": "pre"}
    )


def microsoft(format: str = "xlsx") -> Export:
    header = [
        "ID",
        "Start time",
        "Completion time",
        "Email",
        "Name",
        "Last modified time",
        "Your code (from your card)",
    ]
    for item in ITEMS:
        text = stem(item).replace(" ", "\u00a0", 1)
        header += [text, f"Points - {stem(item)}", f"Feedback - {stem(item)}"]
    rows = []
    for n, person in enumerate(TRUTH, start=1):
        when = person.when.replace("T", " ")
        row = [str(n), when, when, EMAIL, NAME, "", person.code]
        for item in ITEMS:
            text = said(item, person.answers[item], "en", ";")
            row += [f"{text};" if text and item in (MANY, ORDER) else text, "1", MARKER]
        rows.append(row)
    return Export(f"microsoft-{format}", header, rows, format=format, filename=f"Pre-test(1-6).{format}", labels=True)


def google() -> Export:
    header = ["Timestamp", "Email Address", "Score", "Full name", "Your code"]
    header += [stem(item) if item != SURE else f"How is it for you? [{stem(item)}]" for item in ITEMS]
    header += [f"{stem(PARTS)} [Score]", f"{stem(PARTS)} [Feedback]"]
    rows = []
    for n, person in enumerate(TRUTH):
        answers = [said(item, person.answers[item], "en", ", ") for item in ITEMS]
        rows.append([f"2026/12/07 9:{10 + n}:00 AM GMT+1", EMAIL, "3 / 5", NAME, person.code, *answers, "1", MARKER])
    return Export("google-csv", header, rows, newline="\n", filename="Pre-test (Responses) - Form1.csv", labels=True)


def paper() -> Export:
    header = ["session", "wave", "code", "item_id", "option", "entered_by", "phone"]
    rows = []
    for person in TRUTH:
        for item in ITEMS:
            answer = person.answers[item]
            if answer is None:
                continue
            answers = answer.split() if item == MANY else [answer]
            rows += [["accra-1", "pre", person.code, item, part, NAME, PHONE] for part in answers]
    return Export("paper", header, rows, newline="\n", filename="entry.csv")


def table() -> Export:
    """A table made by hand with the items' own ids."""
    header = ["No.", "Name", "Telephone", "session", "wave", "code", *ITEMS, "Remarks"]
    rows = [
        [str(n), NAME, PHONE, "accra-1", "Pre-test", p.code, *(p.answers[i] or "" for i in ITEMS), MARKER]
        for n, p in enumerate(TRUTH, start=1)
    ]
    return Export("table", header, rows, filename="anything.csv")


def coded() -> Export:
    """A foreign table that only a codebook explains: numbers for options, other words for everything."""
    numbers = {"a": "1", "b": "2", "c": "3", "d": "4", "e": "5", "unknown": "99"}
    header = ["Nachname", "Kod", "Runde", *(f"F{n}" for n in range(1, 8)), "Mail"]
    rows = []
    for person in TRUTH:
        answers = []
        for item in ITEMS:
            answer = person.answers[item]
            if item == OWN:
                answers.append(answer or "")
            else:
                answers.append(" ".join(numbers[c] for c in answer.split()) if answer else "-9")
        rows.append([NAME, person.code, "vorher", *answers, EMAIL])
    lines = ["columns:", "  Kod: code", "  Runde: wave"]
    lines += [f"  F{n}: {item}" for n, item in enumerate(ITEMS, start=1)]
    lines += ["values:", "  wave: {vorher: pre, nachher: post}"]
    for item in ITEMS:
        options = WORDS[item][1]
        if options:
            lines.append(f"  {item}: {{{', '.join(f'{numbers[c]}: {c}' for c in options)}}}")
    lines += ["missing: ['-9']", ""]
    return Export("codebook", header, rows, filename="umfrage.csv", codebook="\n".join(lines))


def bases() -> tuple[Export, ...]:
    """Every layout that is read."""
    return (
        kobo("both"),
        kobo("joined"),
        kobo("split"),
        kobo("both", "about"),
        kobo("both", "about", "::", name="kobo-other-separator"),
        kobo_labels("en", split=True),
        kobo_labels("ar"),
        kobo_labels("en", split=True, group="About you/"),
        kobo_xlsx(),
        kobo_json(),
        legacy(),
        odk_central(),
        odk_odata(),
        microsoft("xlsx"),
        microsoft("csv"),
        google(),
        paper(),
        table(),
        coded(),
    )


def write(export: Export, folder: Path, data: bytes | None = None) -> tuple[Path, dict[str, object]]:
    """The export on disk, and the further arguments of `read_responses`."""
    path = folder / export.filename
    path.write_bytes(to_bytes(export) if data is None else data)
    options = dict(export.options)
    if export.codebook:
        book = folder / "codebook.yaml"
        book.write_text(export.codebook, encoding="utf-8")
        options["codebook"] = book
    return path, options


def expected(people: tuple[Person, ...] = TRUTH) -> list[tuple[str, tuple[str | None, ...]]]:
    """Codes and answers as the table should have them."""
    return [(p.code, tuple(p.answers[item] for item in ITEMS)) for p in people]


def observed(table: object) -> list[tuple[str, tuple[str | None, ...]]]:
    rows = table.to_dict("records")
    return [(r["code"], tuple(r[item] for item in ITEMS)) for r in rows]
