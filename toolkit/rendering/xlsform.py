"""The pre-test and post-test as XLSForm, for KoboToolbox, ODK and whatever else reads it.

It asks for a participant code and answers, nothing else: no name, device, telephone number, position or audit trail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.content.language import Language
from toolkit.content.records import Content
from toolkit.content.text import Body, Text, iter_texts
from toolkit.content.translations import is_source_language
from toolkit.content.vocabulary import Wave
from toolkit.evaluation.codes import CODE_CELLS
from toolkit.evaluation.instrument import Instrument, asked_items
from toolkit.evaluation.items import FIELD_LENGTH as NAME_LENGTH
from toolkit.evaluation.items import Item, field_name, in_language
from toolkit.planning.plan import SessionPlan
from toolkit.problems import Problem, make_problem, sort_problems
from toolkit.rendering.faces import face_sign
from toolkit.rendering.outline import plain
from toolkit.rendering.outlines.inline import parse_inline
from toolkit.rendering.outlines.questionnaire import look_back, option_text, purpose, show_options
from toolkit.rendering.outlines.translation_note import note_lines, tally_texts
from toolkit.rendering.outlines.words import wave_name
from toolkit.rendering.workbook import HEAD, WRAPPED, Cell, Frame, Rows, book_bytes, make_frame

__all__ = ["NAME_LENGTH", "Form", "check_translations", "field_name", "make_form", "render_xlsform", "safe_cell"]

Reader = tuple[Language, Content]
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Form:
    """The three sheets: each a list of rows, each a mapping from column to cell. Empty cells are left out."""

    survey: tuple[Mapping[str, str], ...]
    choices: tuple[Mapping[str, str], ...]
    settings: Mapping[str, str]


def render_xlsform(instrument: Instrument, plan: SessionPlan, readers: Sequence[Reader], path: Path) -> None:
    """Write the form to `path` (.xlsx). `readers` are the languages, main one first, each with the content in it.

    The same instrument and content give the same bytes. Raises OSError when the file cannot be written.
    """
    path.write_bytes(workbook_bytes(make_form(instrument, plan, readers)))


def make_form(instrument: Instrument, plan: SessionPlan, readers: Sequence[Reader]) -> Form:
    """The sheets of an instrument: a code, a note, and one question for each item. A post-test asks the items of the
    retrospective pre-test last, in fields that begin with ``then_``.

    Raises ValueError for a session's whole instrument: each wave is a form of its own (`instrument.of_wave`).
    """
    if instrument.wave == "all":
        raise ValueError("a form is for one wave; take the instrument of_wave first")
    survey: list[Mapping[str, str]] = [
        form_row("calculate", "order_seed", calculation="int(once(random()) * 100000)"),
        form_row(
            "text",
            "code",
            {language.tag: language.say("Your code (from your card)") for language, _ in readers},
            readers,
            hints={language.tag: language.say("Six digits. Never write your name.") for language, _ in readers},
            required="yes",
            appearance="numbers",
            constraint=code_constraint(),
            messages={language.tag: language.say("Please check the code on your card.") for language, _ in readers},
        ),
        form_row("note", "welcome", {language.tag: _welcome(instrument, language) for language, _ in readers}, readers),
    ]
    choices: list[Mapping[str, str]] = []
    lists: set[str] = set()
    for item, wave in asked_items(instrument):
        survey.append(_question_row(item, wave, instrument.wave, readers))
        name = list_name(item)
        if item.type != "short-answer" and name not in lists:
            lists.add(name)
            choices.extend(choice_rows(item, name, readers))
    thanks = {language.tag: _thanks(instrument, language, content) for language, content in readers}
    survey.append(form_row("note", "thanks", thanks, readers))
    main = readers[0][0]
    settings = {
        "form_title": safe_cell(f"{plan.brief.title} · {wave_name(instrument.wave, main)}"),
        "form_id": instrument.id,
        "version": instrument.version,
        "default_language": column_language(main),
    }
    return Form(tuple(survey), tuple(choices), settings)


def check_translations(instrument: Instrument, readers: Sequence[Reader]) -> tuple[Problem, ...]:
    """Cells that are shown in the source language because the reader's translation is missing."""
    found: list[Problem] = []
    for language, content in readers:
        for item in instrument.items:
            for text in _texts(item, content, language):
                if text.translated is False:
                    found.append(
                        make_problem(
                            "instrument-translation-missing",
                            item.place,
                            text=text.source,
                            language=language.tag,
                            context=text.context or item.item_id,
                        )
                    )
    return sort_problems(found)


def code_constraint() -> str:
    """The check of `toolkit.evaluation.codes.is_code` in XPath."""
    digits = " + ".join(f"{CODE_CELLS - i} * number(substr(., {i}, {i + 1}))" for i in range(CODE_CELLS))
    return f"regex(., '^[1-9][0-9]{{{CODE_CELLS - 1}}}$') and ({digits}) mod 11 = 0"


def _question_row(item: Item, wave: Wave, form_wave: str, readers: Sequence[Reader]) -> Mapping[str, str]:
    then = wave == "then" and form_wave == "post"
    name, options = field_name(item.item_id, "then" if then else ""), list_name(item)
    labels = {
        language.tag: (f"{look_back(language)}\n\n" if then else "")
        + stem_label(in_language(item, content, language.tag).stem)
        for language, content in readers
    }
    match item.type:
        case "short-answer":
            return form_row("text", name, labels, readers, appearance="multiline")
        case "rating":
            return form_row(f"select_one {options}", name, labels, readers)
        case "order":
            hints = {
                language.tag: language.say("Put them in order, what comes first on top.") for language, _ in readers
            }
            return form_row(f"rank {options}", name, labels, readers, hints=hints, parameters=_shuffled())
        case "multiple-choice":
            unknown = [option.code for option in item.options if option.unknown]
            messages = {
                language.tag: language.say("“I don't know” cannot be marked together with an answer.")
                for language, _ in readers
            }
            alone = " and ".join(f"not(selected(., '{code}') and count-selected(.) > 1)" for code in unknown)
            hints = {language.tag: language.say("You may mark more than one.") for language, _ in readers}
            return form_row(
                f"select_multiple {options}",
                name,
                labels,
                readers,
                hints=hints,
                parameters=_shuffled(),
                constraint=alone,
                messages=messages if alone else {},
            )
        case "single-choice":
            return form_row(f"select_one {options}", name, labels, readers, parameters=_shuffled())
        case "true-false":
            return form_row(f"select_one {options}", name, labels, readers)


def _shuffled() -> str:
    """Options in an order that differs between people and stays while one person answers."""
    return "randomize=true seed=${order_seed}"


def list_name(item: Item) -> str:
    """Ratings share the list of their scale; every other item has its own."""
    return (
        f"scale_{field_name(item.scale)}" if item.type == "rating" and item.scale else f"o_{field_name(item.item_id)}"
    )


def choice_rows(item: Item, name: str, readers: Sequence[Reader]) -> list[Mapping[str, str]]:
    """The rows of an item's list of choices, in every language."""
    shown = show_options(readers[0][1], item)
    rows: list[Mapping[str, str]] = []
    scale = readers[0][1].scales.get(item.scale)
    for place, option in enumerate(shown):
        face = f"{face_sign(place, len(shown))} " if scale is not None and scale.faces else ""
        labels = {}
        for language, content in readers:
            shown_here = in_language(item, content, language.tag).options
            own = next((other for other in shown_here if other.code == option.code), option)
            labels[language.tag] = safe_cell(face + " ".join(plain(option_text(own, language)).split()))
        rows.append({"list_name": name, "name": option.code, **_cells("label", labels, readers)})
    return rows


def _texts(item: Item, content: Content, language: Language) -> list[Text]:
    own = in_language(item, content, language.tag)
    return [*iter_texts(own.stem), *(option.text for option in own.options)]


def stem_label(body: Body) -> str:
    """A stem as a label: its paragraphs on lines of their own, strong words in the Markdown that forms understand."""
    lines: list[str] = []
    for text in iter_texts(body):
        words = "".join(f"**{span.text}**" if span.bold else span.text for span in parse_inline(text))
        lines.append(words.strip())
    return safe_cell("\n\n".join(lines))


def _welcome(instrument: Instrument, language: Language) -> str:
    say = language.say
    first = purpose(instrument.wave, language)
    return f"{first}\n\n{say('If you do not know an answer, choose “I don’t know”.')}"


def _thanks(instrument: Instrument, language: Language, content: Content) -> str:
    """The last note, which says how far the form's words have been translated and reviewed."""
    texts = [text for item, _ in asked_items(instrument) for text in _texts(item, content, language) if text]
    lines = () if is_source_language(language.tag) else note_lines(tally_texts(texts), language)
    return "\n\n".join((language.say("Thank you."), *lines))


def form_row(
    kind: str,
    name: str,
    labels: Mapping[str, str] | None = None,
    readers: Sequence[Reader] = (),
    *,
    hints: Mapping[str, str] | None = None,
    messages: Mapping[str, str] | None = None,
    **cells: str,
) -> Mapping[str, str]:
    """A row of the survey sheet; words by language tag, empty cells left out."""
    row = {"type": kind, "name": name}
    row |= _cells("label", labels or {}, readers)
    row |= _cells("hint", hints or {}, readers)
    row |= _cells("constraint_message", messages or {}, readers)
    return row | {column: value for column, value in cells.items() if value}


def _cells(column: str, words: Mapping[str, str], readers: Sequence[Reader]) -> dict[str, str]:
    return {
        f"{column}::{column_language(language)}": safe_cell(words[language.tag]) for language, _ in readers if words
    }


def column_language(language: Language) -> str:
    """Such as "Arabic (ar)": the English name, so that every tool and person can read the header."""
    return f"{Language('en').name_of_language(language.tag)} ({language.tag})"


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula and no form for a reference.

    A zero-width space before the first character, or inside ``${``, changes nothing that one sees.
    """
    if not text.isprintable():
        text = "".join(ch for ch in text if ch.isprintable() or ch == "\n")
    text = text.strip().replace("${", "$\u200b{")
    return f"\u200b{text}" if text.startswith(_FORMULA_STARTS) else text


def workbook_bytes(form: Form) -> bytes:
    """The form as a workbook, the same bytes for the same form."""
    sheets: tuple[tuple[str, Sequence[Mapping[str, str]]], ...] = (
        ("survey", form.survey),
        ("choices", form.choices),
        ("settings", (form.settings,)),
    )
    return book_bytes([_sheet(title, rows) for title, rows in sheets])


def _sheet(title: str, rows: Sequence[Mapping[str, str]]) -> tuple[Frame, Rows]:
    columns = list(dict.fromkeys(column for row in rows for column in row)) or ["list_name", "name", "label"]
    cells: list[list[Cell | None]] = [[(column, HEAD) for column in columns]]
    cells += [[(row[column], WRAPPED) if column in row else None for column in columns] for row in rows]
    return make_frame(title, cells, tuple(60 if "::" in column else 24 for column in columns)), cells
