"""Step 5: sessions and whole evaluations side by side, in order of name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ipywidgets import Widget

from toolkit.evaluation.findings.make import PUBLISH_AT
from toolkit.rendering.outline import Document
from toolkit.rendering.outlines.report_groups import side_by_side
from toolkit.studio.evaluator.comparing import (
    Compared,
    find_saved,
    in_order,
    load_compared,
    load_saved,
    objective_rows,
    of_this_page,
    pooled_over,
    shown_rows,
    table_rows,
)
from toolkit.studio.evaluator.titles import titles
from toolkit.studio.evaluator.view_findings import document_part, group_widget
from toolkit.studio.uploads import Upload, upload_box
from toolkit.studio.widgets import button, card, choice, column, details, paragraph, row, table

if TYPE_CHECKING:
    from toolkit.studio.evaluator.app import App


def show_compare(app: App) -> Sequence[Widget]:
    """The widgets of the step."""
    say = app.language.say
    place = column(gap=16)

    def draw() -> None:
        place.children = tuple(_shown(app))

    draw()
    warning = paragraph(
        say("Sessions differ in who came, what they knew before, language, day and room. A difference here is a reason "
            "to ask, not a mark for a trainer: nothing is ranked, and everything stands in order of name."),
        "note",
    )  # fmt: skip
    return (warning, place, _add(app, draw))


def _shown(app: App) -> list[Widget]:
    say, language, state = app.language.say, app.language, app.state
    session = app.session(language.tag)
    parts: list[Widget] = []
    if session is not None and sum(group.by == "session" for group in session.findings.groups) > 1:
        parts.append(card(say("Sessions in these answers"), group_widget(session, "session")))
    own = [of_this_page(session.findings, language)] if session is not None else []
    found = in_order([*own, *state.compared])
    if len(found) > 1:
        parts.append(_evaluations(app, found))
    elif not parts:
        parts.append(
            card(
                say("Nothing to compare yet"),
                paragraph(say("Read answers of several sessions in step 1, or add saved findings below.")),
            )
        )
    return parts


def _evaluations(app: App, found: Sequence[Compared]) -> Widget:
    say, language = app.language.say, app.language
    charts = side_by_side(shown_rows(found), language, say("Evaluations side by side"))
    outline = Document("comparison", "", "", language.tag, language.direction, ())
    heads = (
        say("Evaluation"),
        say("Before"),
        say("After"),
        say("Change, with its interval"),
        say("People"),
        say("Match rate"),
    )
    parts: list[Widget] = []
    if any(one.findings.publish_at < PUBLISH_AT for one in found):
        words = say("Some of these are for inside the organisation only: they show groups under {n} people.",
                    n=language.show_number(PUBLISH_AT))  # fmt: skip
        parts.append(paragraph(words, "note"))
    if charts:
        parts.append(document_part(outline, charts))
    parts.append(table(say("All evaluations"), heads, table_rows(found, language), numeric=(1, 2, 4, 5)))
    pooled = pooled_over(found, language)
    if pooled:
        parts += [
            paragraph(pooled),
            paragraph(say("This holds when no person is in two of these evaluations."), "muted"),
        ]
    objectives = objective_rows(found, titles([one.findings for one in found], app.content, language), language)
    if objectives:
        names = (say("Learning objective"), *(one.name for one in found))
        parts.append(
            details(
                say("Change for each learning objective"),
                table(say("Change for each learning objective"), names, objectives),
            )
        )
    return card(say("Evaluations side by side"), *parts)


def _add(app: App, draw: Callable[[], None]) -> Widget:
    say, page, state, language = app.language.say, app.page, app.state, app.language

    def redraw(text: str) -> None:
        draw()
        page.tell(text)

    def take(uploads: tuple[Upload, ...]) -> None:
        added = [load_compared(upload) for upload in uploads]
        add(added, language.say_count("{n} evaluation was added.", "{n} evaluations were added.", len(added)))

    def add(added: Sequence[Compared], text: str) -> None:
        session = app.session(language.tag)
        own = [of_this_page(session.findings, language)] if session is not None else []
        known = {one.key for one in (*own, *state.compared)}
        state.compared = (*state.compared, *added)
        redraw(say("These findings are here already.") if {one.key for one in added} <= known else text)

    def clear() -> None:
        state.compared = ()
        redraw(say("The added evaluations were taken out."))

    parts: list[Widget] = [
        paragraph(say("Findings hold no answers: evaluation.json of earlier sessions, from this page or from the "
                      "command tot evaluate."), "muted"),
        upload_box(page, say("Choose findings (evaluation.json)"), (".json",), take, several=True, limit_mb=10),
    ]  # fmt: skip
    saved = find_saved(page.workspace)
    if saved:
        parts.append(_saved(app, saved, add))
    parts.append(row(button(say("Take out what was added"), page.guard(clear), "quiet")))
    return card(say("Add evaluations"), *parts)


def _saved(app: App, saved: Sequence[Path], add: Callable[[Sequence[Compared], str], None]) -> Widget:
    say = app.language.say
    box = choice(say("Saved in the workspace"), [(path.parent.name, path) for path in saved], saved[0])

    def take() -> None:
        one = load_saved(box.value)
        add([one], say("{name} was added.", name=one.name))

    return row(box, button(say("Add"), app.page.guard(take)), wrap=False)
