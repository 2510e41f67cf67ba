"""Step 6: report, slides, tables and findings to take away; saved in the workspace only on purpose."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from ipywidgets import Box, Widget

from toolkit.content.language import Language
from toolkit.evaluation.findings.records import Findings
from toolkit.studio.downloads import offer
from toolkit.studio.evaluator.papers import Paper, Shelf, file_name, make_paper, make_zip, save_in_workspace
from toolkit.studio.own_view import own_copy_card
from toolkit.studio.widgets import button, card, choice, column, date_box, grid, paragraph, row, switch, text_box
from toolkit.studio.words import STUDIO_LANGUAGES, own_name

if TYPE_CHECKING:
    from toolkit.studio.evaluator.app import App


def show_take(app: App) -> Sequence[Widget]:
    """The widgets of the step."""
    from toolkit.studio.evaluator.app import ANSWERS

    say, state, page = app.language.say, app.state, app.page
    evaluation = state.evaluation
    if evaluation is None or evaluation.findings is None:
        back = button(say("Go to step 1"), lambda: app.go(ANSWERS), "primary")
        return (
            card(
                say("There is nothing to take away yet"),
                paragraph(say("Choose your files first, or try an example.")),
                row(back),
            ),
        )
    place = column(gap=16)
    state.report_language = state.report_language or app.language.tag
    keep = date_box(say("Keep the answers until (written into the record)"))

    def draw(tag: str) -> None:
        state.report_language = tag
        place.children = (_all(app, keep), _single(app))

    draw(state.report_language)
    languages = [(own_name(tag), tag) for tag in STUDIO_LANGUAGES]
    chosen = choice(say("Language of the report"), languages, state.report_language, page.guard(draw))
    head = card("", grid(chosen, keep, columns="1fr 1fr"), paragraph(_who(app), "note" if state.internal else "muted"))
    return (head, place, grid(_save(app, evaluation.findings, keep), _forget(app), columns="3fr 2fr"))


def _who(app: App) -> str:
    say = app.language.say
    if app.state.internal:
        return say("These files are for inside your organisation only: they show groups from 5 people.")
    return say("These files may be published: groups under 10 people are kept back. Publish one version only: the "
               "difference between two could tell about one person.")  # fmt: skip


def _shelf(app: App) -> Shelf:
    evaluation = app.state.evaluation
    if evaluation is None:
        raise ValueError("papers without findings")
    return Shelf(evaluation, app.content, app.state.report_language, app.page.workspace)


def _all(app: App, keep: Widget) -> Widget:
    say, internal = app.language.say, app.state.internal
    name = "evaluation-internal" if internal else "evaluation"

    def build() -> bytes:
        with app.page.busy(say("Making the report")) as step:
            return make_zip(_shelf(app), name, keep_until=keep.value, progress=step)

    made = offer(app.page, f"{name}.zip", build, say("Download everything (zip)"), kind="primary")
    return card(
        say("Everything in one file"),
        paragraph(say("Report, slides, tables, findings and the record of how they were made. It takes some seconds.")),
        made,
    )


def _single(app: App) -> Widget:
    say, state, page = app.language.say, app.state, app.page
    papers = list(paper_names(app.language))
    evaluation = state.evaluation
    if evaluation is not None and not evaluation.feedback:
        papers = [(paper, words) for paper, words in papers if paper != "feedback"]
    offers = [
        offer(page, file_name(paper, state.internal), partial(_paper, app, paper), words) for paper, words in papers
    ]
    box = Box(offers)
    box.add_class("tot-evaluator-saves")
    return card(say("One by one"), box)


def _paper(app: App, paper: Paper) -> bytes:
    return make_paper(_shelf(app), paper)


def paper_names(language: Language) -> Sequence[tuple[Paper, str]]:
    """What each paper is called on its button."""
    say = language.say
    return (
        ("pdf", say("Report to print (PDF)")),
        ("docx", say("Report to edit (Word)")),
        ("html", say("Report as a web page (HTML)")),
        ("pptx", say("Slides (PowerPoint)")),
        ("xlsx", say("Table (Excel)")),
        ("csv", say("Table (CSV)")),
        ("json", say("Findings (evaluation.json)")),
        ("feedback", say("For the curriculum designer (CSV)")),
    )


def _save(app: App, findings: Findings, keep: Widget) -> Widget:
    say, page = app.language.say, app.page
    name = text_box(say("Name"), _default_name(findings, app.state.internal))
    again = switch(say("Replace findings of this name"))
    said = column()

    def save() -> None:
        with page.busy(say("Saving the findings")) as step:
            folder = save_in_workspace(
                _shelf(app), name.value, replace=again.value, keep_until=keep.value, progress=step
            )
        text = say("Saved in the workspace: {folder}", folder=folder.relative_to(page.workspace.resolve()).as_posix())
        said.children = [paragraph(text)]
        page.tell(text)
        app.redraw_others()

    if page.is_built_in:
        why = say("Findings are saved in a workspace of your own; this one came with the toolkit.")
        return card(say("Save in the workspace"), own_copy_card(page, lambda: None, why))
    return card(
        say("Save in the workspace"),
        paragraph(
            say("Findings and report only, never answers or codes. The curriculum designer sees there what each module "
                "reached, and you can compare later sessions with it."),
            "muted",
        ),
        name,
        again,
        row(button(say("Save the findings"), page.guard(save))),
        said,
    )  # fmt: skip


def _default_name(findings: Findings, internal: bool) -> str:
    title = findings.title or "scores"
    day = findings.version[:8]
    words = "-".join("".join(ch if ch.isalnum() else " " for ch in title.lower()).split())[:60].strip("-")
    name = f"{day}-{words}" if day.isdecimal() and day != "00000000" else words
    return f"{name}-internal" if internal else name


def _forget(app: App) -> Widget:
    say, page = app.language.say, app.page

    def forget() -> None:
        app.state.forget_answers()
        app.redraw_others()
        place.children = [paragraph(say("The answers are forgotten; the findings are still here."))]
        page.tell(say("The answers are forgotten; the findings are still here."))

    place = column(row(button(say("Forget the answers now"), page.guard(forget), "danger")))
    return card(
        say("Done with the answers?"),
        paragraph(
            say("They are gone when you close the page. You can also let go of them now and keep working."), "muted"
        ),
        place,
    )
