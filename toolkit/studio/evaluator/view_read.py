"""Step 2: what was understood, dropped and matched. Names of columns and counts, never a cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from ipywidgets import Widget

from toolkit.content.language import Language
from toolkit.evaluation.responses.records import FileReport, Why
from toolkit.rendering.outlines.report_sentences import match_sentence
from toolkit.studio.evaluator.codes import open_count
from toolkit.studio.evaluator.reading import Reading
from toolkit.studio.widgets import button, card, column, details, many, markup, paragraph, problems_list, row, table

if TYPE_CHECKING:
    from toolkit.studio.evaluator.app import App


def show_read(app: App) -> Sequence[Widget]:
    """The widgets of the step."""
    from toolkit.studio.evaluator.app import ANSWERS

    say, state = app.language.say, app.state
    reading = state.reading
    if reading is None:
        back = button(say("Go to step 1"), lambda: app.go(ANSWERS), "primary")
        return (
            card(say("Nothing was read yet"), paragraph(say("Choose your files first, or try an example.")), row(back)),
        )
    found = state.evaluation.problems if state.evaluation else reading.problems
    problems = card(say("What to look at"), problems_list(found, app.language)) if found else None
    if reading.answers.table is None:
        return tuple(part for part in (problems, *_files(reading, app.language)) if part is not None)
    parts = (_summary(app, reading), _groups(app, reading), problems, *_files(reading, app.language))
    return tuple(part for part in parts if part is not None)


def _summary(app: App, reading: Reading) -> Widget:
    from toolkit.studio.evaluator.app import CODES, FINDINGS

    say, show, state = app.language.say, app.language.show_number, app.state
    findings = state.evaluation.findings if state.evaluation else None
    if findings is None:
        return card(say("What was matched"), paragraph(say("Nothing can be matched.")))
    counts = findings.counts
    undecided = open_count(reading.questions, state.choices)
    rate = "–" if counts.match_rate is None else app.language.show_percent(counts.match_rate)
    facts = [
        (say("before"), show(counts.n_pre), ""),
        (say("after"), show(counts.n_post), ""),
        (say("in both"), show(counts.n_matched), ""),
        (say("Match rate"), rate, ""),
        (say("Sessions"), show(counts.sessions), ""),
    ]
    if reading.answers.matches is not None or reading.questions:
        facts.append((say("Codes to settle"), show(undecided), ""))
    steps = [button(say("See the findings"), lambda: app.go(FINDINGS), "primary")]
    if reading.questions:
        steps.insert(0, button(say("Look at the codes"), lambda: app.go(CODES)))
    return card(
        say("What was matched"), facts_list(facts), paragraph(match_sentence(findings, app.language)), row(*steps)
    )


def facts_list(facts: Sequence[tuple[str, str, str]]) -> Widget:
    """Figures side by side: what it is, how much, and a few words."""
    cells = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}{f'<small>{escape(more)}</small>' if more else ''}</dd></div>"
        for name, value, more in facts
    )
    return markup(f'<dl class="tot-evaluator-facts">{cells}</dl>')


def _groups(app: App, reading: Reading) -> Widget | None:
    say, page, state = app.language.say, app.page, app.state
    if not reading.candidates:
        return None

    def choose(groups: tuple[str, ...]) -> None:
        state.groups = groups
        app.read(keep=True)

    boxes = many(say("Columns"), [(name, name) for name in reading.candidates], reading.groups)
    return card(
        say("Compare groups"),
        paragraph(
            say("Sessions are compared in any case. Choose all columns that you want in your report now: reports with "
                "different groups, put side by side, could give somebody away. Columns that may name people, or say "
                "who gave the session, are not offered."),
            "muted",
        ),
        boxes,
        row(button(say("Read again with these groups"), page.guard(lambda: choose(boxes.value)))),
    )  # fmt: skip


def _files(reading: Reading, language: Language) -> list[Widget]:
    say, reports = language.say, reading.answers.reports
    files = [file for report in reports.read for file in report.files]
    if not files:
        if not reports.dropped:
            return []
        lists = [names_list(say("Dropped, by name"), reports.dropped)]
        if reports.groups:
            lists.insert(0, names_list(say("Used for groups"), reports.groups))
        return [card(say("Columns"), *lists)]
    waves = _waves(reading, language)
    rows = [
        (
            file.source,
            layout_name(file.layout, language) if not file.refused else say("refused"),
            waves.get(file.source, "–"),
            language.show_number(file.rows_read),
            language.show_number(file.rows_kept),
            language.show_number(len(file.understood)),
            language.show_number(len(file.dropped)),
        )
        for file in files
    ]
    heads = (
        say("File"),
        say("Recognised as"),
        say("Test"),
        say("Rows"),
        say("Kept"),
        say("Columns read"),
        say("Columns dropped"),
    )
    closed = [details(say("Columns of {file}", file=file.source), _columns(file, language)) for file in files]
    return [card(say("What was understood"), table(say("Files"), heads, rows, numeric=(3, 4, 5, 6)), *closed)]


def _waves(reading: Reading, language: Language) -> dict[str, str]:
    """Which tests a file holds, with the number of rows of each."""
    table_ = reading.answers.table
    if table_ is None or "wave" not in table_:
        return {}
    found: dict[str, list[str]] = {}
    counted = Counter(zip(table_["source"].astype(str), table_["wave"].astype(str), strict=True))
    for (source, wave), n in counted.items():
        found.setdefault(source, []).append(f"{wave_name(wave, language)}: {language.show_number(n)}")
    return {source: ", ".join(parts) for source, parts in found.items()}


def wave_name(wave: str, language: Language) -> str:
    """A wave in words."""
    match wave:
        case "pre":
            return language.say("before")
        case "post":
            return language.say("after")
        case "then":
            return language.say("looking back")
        case "followup":
            return language.say("follow-up")
        case _:
            return wave


def layout_name(layout: str, language: Language) -> str:
    """What a file was recognised as: a program's own name, or a plain table."""
    names = {"kobo": "KoboToolbox", "legacy": "KoboToolbox", "odk-central": "ODK Central",
             "microsoft-forms": "Microsoft Forms", "google-forms": "Google Forms"}  # fmt: skip
    match layout:
        case "table" | "":
            return language.say("table")
        case "paper":
            return language.say("entry sheet")
        case _:
            return names.get(layout, layout)


def _columns(file: FileReport, language: Language) -> Widget:
    say = language.say
    read = [(column_.name, meaning_name(column_.meaning, language)) for column_ in file.understood]
    dropped = [(column_.name, why_name(column_.why, language)) for column_ in file.dropped]
    return column(
        table(say("Read"), (say("Column"), say("Understood as")), read),
        table(say("Dropped: nothing of these columns is kept"), (say("Column"), say("Why")), dropped),
    )


def meaning_name(meaning: str, language: Language) -> str:
    """What a column means, in words where it is no question's id."""
    match meaning:
        case "code":
            return language.say("participant code")
        case "wave":
            return language.say("which test")
        case "session":
            return language.say("session")
        case _:
            return meaning


def why_name(why: Why, language: Language) -> str:
    """Why a column was dropped."""
    say = language.say
    match why:
        case "personal":
            return say("may name a person")
        case "position":
            return say("may tell where a person was")
        case "technical":
            return say("made by the program")
        case "time":
            return say("a time: used only to find the latest of two rows")
        case "repeat":
            return say("a repeated group")
        case "points":
            return say("points that the program gave")
        case "note":
            return say("a note of the form")
        case "undeclared":
            return say("no question of the questionnaire")
        case "unnamed":
            return say("has no name")


def names_list(title: str, names: Sequence[str]) -> Widget:
    """Names of columns under a title."""
    items = "".join(f"<li><bdi>{escape(name)}</bdi></li>" for name in names)
    return markup(f"<p><strong>{escape(title)}</strong></p><ul>{items}</ul>")
