"""The skills profile as XLSForm: a page for each part, options in the order of the instrument, several languages.

It asks for a participant code and answers, nothing else: no name, device, telephone number, position or audit trail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from toolkit.content.language import Language
from toolkit.content.records import Content
from toolkit.evaluation.instrument import Instrument
from toolkit.evaluation.items import Item, field_name, in_language
from toolkit.evaluation.profile.sections import part_title, parts
from toolkit.rendering.outlines.profile_paper import purpose_lines, wording_notes
from toolkit.rendering.xlsform import (
    Form,
    choice_rows,
    code_constraint,
    column_language,
    form_row,
    list_name,
    safe_cell,
    stem_label,
    workbook_bytes,
)

Reader = tuple[Language, Content]

SEARCHED = 12
"""Lists of so many options can be searched by typing, where the form is open in a browser or in ODK Collect."""


def render_profile_form(instrument: Instrument, readers: Sequence[Reader], path: Path, *, aloud: bool = False) -> None:
    """Write the form to `path` (.xlsx). `readers` are the languages, main one first, each with the content in it.

    With `aloud`, it is for a helper who reads the questions aloud and marks the answers. The same instrument and
    content give the same bytes. Raises OSError when the file cannot be written.
    """
    path.write_bytes(workbook_bytes(make_profile_form(instrument, readers, aloud=aloud)))


def make_profile_form(instrument: Instrument, readers: Sequence[Reader], *, aloud: bool = False) -> Form:
    """The sheets of the skills profile: a code, what it is for, and a page of questions for each part. No question is
    required."""
    languages = [language for language, _ in readers]
    survey: list[Mapping[str, str]] = [
        form_row(
            "text",
            "code",
            {language.tag: language.say("Your code (from your card)") for language in languages},
            readers,
            hints={language.tag: language.say("Six digits. Never write your name.") for language in languages},
            required="yes",
            appearance="numbers",
            constraint=code_constraint(),
            messages={language.tag: language.say("Please check the code on your card.") for language in languages},
        ),
        form_row("note", "welcome", {tag.tag: "\n\n".join(_welcome(tag, aloud=aloud)) for tag in languages}, readers),
    ]
    choices: list[Mapping[str, str]] = []
    lists: set[str] = set()
    for number, (part, items) in enumerate(parts(instrument.items), start=1):
        titles = {language.tag: part_title(part, language) for language in languages}
        survey.append(form_row("begin_group", f"part_{number}", titles, readers, appearance="field-list"))
        for item in items:
            survey.append(_question(item, readers, aloud=aloud))
            name = list_name(item)
            if item.type != "short-answer" and name not in lists:
                lists.add(name)
                choices.extend(choice_rows(item, name, readers))
        survey.append({"type": "end_group"})
    thanks = {language.tag: _thanks(instrument, language, content) for language, content in readers}
    survey.append(form_row("note", "thanks", thanks, readers))
    main = languages[0]
    title = main.say("What I bring and what I want")
    settings = {
        "form_title": safe_cell(f"{title} · {_kind(main, aloud=aloud)}"),
        "form_id": instrument.id,
        "version": instrument.version,
        "default_language": column_language(main),
    }
    return Form(tuple(survey), tuple(choices), settings)


def _kind(language: Language, *, aloud: bool) -> str:
    say = language.say
    return say("Skills profile, to read aloud") if aloud else say("Skills profile")


def _welcome(language: Language, *, aloud: bool) -> tuple[str, ...]:
    say = language.say
    first = say("For the helper: read every question aloud, twice and slowly, where nobody else can hear. You mark.")
    return (first, *purpose_lines(language)) if aloud else purpose_lines(language)


def _question(item: Item, readers: Sequence[Reader], *, aloud: bool) -> Mapping[str, str]:
    name, options = field_name(item.item_id), list_name(item)
    labels = {language.tag: stem_label(in_language(item, content, language.tag).stem) for language, content in readers}
    many = len(item.options) >= SEARCHED
    hints = {language.tag: _hint(item, language, aloud=aloud, many=many) for language, _ in readers}
    hints = hints if any(hints.values()) else {}
    if item.type == "short-answer":
        return form_row("text", name, labels, readers, appearance="multiline")
    kind = "select_multiple" if item.type == "multiple-choice" else "select_one"
    return form_row(f"{kind} {options}", name, labels, readers, hints=hints, appearance="autocomplete" if many else "")


def _hint(item: Item, language: Language, *, aloud: bool, many: bool) -> str:
    say = language.say
    if aloud and many:
        return say("Do not read the list. Mark what the person tells you.")
    if item.type != "multiple-choice":
        return ""
    return say("Read each line; mark every yes.") if aloud else say("You may mark more than one.")


def _thanks(instrument: Instrument, language: Language, content: Content) -> str:
    """The last note, which says how far the form's words have been translated and reviewed."""
    return "\n\n".join((language.say("Thank you."), *wording_notes(content, instrument, language)))
