"""Step 4: the findings with their pictures, part by part, each statistic with what it means."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from ipywidgets import Button, VBox, Widget

from toolkit.content.language import Language
from toolkit.evaluation.findings.records import Findings
from toolkit.execution.for_evaluation import EvaluationSession
from toolkit.rendering.html import render_html
from toolkit.rendering.outline import Document, Heading, Keep, Node
from toolkit.rendering.outlines.report import by_name
from toolkit.rendering.outlines.report_charts import Report
from toolkit.rendering.outlines.report_groups import group_charts
from toolkit.rendering.outlines.report_sentences import flag_sentence, headline_sentence
from toolkit.studio.evaluator.explaining import Explained, explain
from toolkit.studio.widgets import button, card, choice, column, details, grid, markup, paragraph, row, switch

if TYPE_CHECKING:
    from toolkit.studio.evaluator.app import App


MOST_DRAWN = 27
"""Groups that are drawn; more are read in the table."""


def show_findings(app: App) -> Sequence[Widget]:
    """The widgets of the step."""
    from toolkit.studio.evaluator.app import ANSWERS

    say, state = app.language.say, app.state
    session = app.session(app.language.tag)
    if session is None:
        back = button(say("Go to step 1"), lambda: app.go(ANSWERS), "primary")
        return (
            card(
                say("There are no findings yet"),
                paragraph(say("Choose your files first, or try an example.")),
                row(back),
            ),
        )
    place = column(gap=16)
    nav = VBox([])
    nav.add_class("tot-evaluator-parts")
    shown: dict[str, Button] = {}

    def draw() -> None:
        now = app.session(app.language.tag)
        if now is None:
            return
        known = parts_of(now.report)
        names = part_names(known, app.language)
        if state.part not in names:
            state.part = "short"
        if list(names) != list(shown):
            shown.clear()
            shown.update({key: _part_button(key, name) for key, name in names.items()})
            nav.children = list(shown.values())
        for key, made in shown.items():
            (made.add_class if key == state.part else made.remove_class)("tot-pressed")
        place.children = tuple(_part(app, now, known))

    def _part_button(key: str, name: str) -> Button:
        made = button(name, app.page.guard(lambda: show(key)))
        made.add_class("tot-pressable")
        return made

    def show(key: str) -> None:
        state.part = key
        draw()

    draw()
    body = grid(nav, place, columns="220px 1fr")
    body.add_class("tot-evaluator-layout")
    return (_who_reads(app, draw), body)


def _who_reads(app: App, draw: Callable[[], None]) -> Widget:
    """Published or internal, and what that means."""
    say, page, state = app.language.say, app.page, app.state
    words = column(gap=4)

    def tell() -> None:
        text = (
            say("Groups from 5 people are shown. For use inside your organisation only: do not send this report, its "
                "slides or its tables to anybody else.")
            if state.internal
            else say("Groups under 10 people are kept back, and so is what would give them away: this may be "
                     "published. Publish one version only, as the difference between two could tell about one person.")
        )  # fmt: skip
        words.children = [paragraph(text, "note" if state.internal else "muted")]

    def change(internal: bool) -> None:
        state.internal = internal
        app.find()
        tell()
        draw()
        page.tell(say("Shown for inside the organisation.") if internal else say("Shown as it may be published."))

    tell()
    if state.reading is None:
        return words
    box = switch(say("For inside the organisation only"), state.internal, page.guard(change))
    made = card("", grid(box, words, columns="300px 1fr"))
    made.add_class("tot-evaluator-readers")
    return made


def parts_of(report: Document) -> dict[str, tuple[Node, ...]]:
    """The parts of a report by the anchors of their first headings, each with its heading."""
    found: dict[str, list[Node]] = {}
    key = ""
    for node in report.body:
        head = node.body[0] if isinstance(node, Keep) and node.body else node
        if isinstance(head, Heading) and head.level == 1:
            key = head.anchor
        if key:
            found.setdefault(key, []).append(node)
    return {name: tuple(nodes) for name, nodes in found.items()}


def part_names(known: dict[str, tuple[Node, ...]], language: Language) -> dict[str, str]:
    """Anchors of the parts that are there, in the order of reading, with their names."""
    say = language.say
    names = {
        "short": say("In short"),
        "who": say("Who answered"),
        "objectives": say("Learning objectives"),
        "questions": say("Questions"),
        "scales": say("Confidence and satisfaction"),
        "groups": say("Sessions and groups"),
        "trust": say("How far to trust it"),
        "kept-back": say("What is kept back"),
        "curriculum": say("What to change"),
        "methods": say("Methods"),
    }
    return {key: name for key, name in names.items() if key == "short" or key in known}


def part_help(part: str, language: Language) -> str:
    """What a part shows, for people who do not know statistics; "" where it says so itself."""
    say = language.say
    match part:
        case "who":
            return say("Only people in both tests can be compared. When many are missing, ask who they are: people who "
                       "left early, or came late, may have learned something else.")  # fmt: skip
        case "objectives":
            return say("An open dot is before, a full one after. The diamond is the change, the line through it the "
                       "range in which it likely lies. Where the line crosses 0, there may be no change.")  # fmt: skip
        case "questions":
            return say("Look for questions that nobody gets right afterwards (taught too briefly, or unclear), and for "
                       "those that everybody knew before (no need to teach).")  # fmt: skip
        case "scales":
            return say("People say how sure or how satisfied they are. That is not what they know or will do: read it "
                       "beside the questions, never instead of them.")  # fmt: skip
        case "groups":
            return say("Groups differ in much more than their training: in what they knew before, in language, in the "
                       "day. Do not read this as a list of better and worse groups or trainers.")  # fmt: skip
        case "trust":
            return say("Every figure here has limits. These are the ones that matter for yours.")
        case _:
            return ""


def _part(app: App, session: EvaluationSession, known: dict[str, tuple[Node, ...]]) -> Iterator[Widget]:
    state, language = app.state, app.language
    if state.part == "short":
        yield from _short(session, language)
        return
    words = part_help(state.part, language)
    if words:
        yield paragraph(words, "note")
    if state.part == "groups":
        yield from _groups(app, session)
        return
    yield card("", document_part(session.report, known[state.part]))


def document_part(report: Document, nodes: Sequence[Node]) -> Widget:
    """A part of the report as it is printed."""
    return markup(render_html(replace(report, body=tuple(nodes)), bare=True), ("tot-evaluator-document",))


def _short(session: EvaluationSession, language: Language) -> Iterator[Widget]:
    say, findings = language.say, session.findings
    lead = headline_sentence(findings, language)
    yield card(
        findings.title or say("Findings"),
        markup(f'<p class="tot-evaluator-lead">{escape(lead[:1].upper() + lead[1:])}</p>'),
        paragraph(
            say("This is a change between two tests of the same people. There was no comparison group, so it cannot "
                "be said how much of it comes from the session."),
            "muted",
        ),
    )  # fmt: skip
    lines = explain(findings, language)
    main = [line for line in lines if line.weight == "main"]
    more = [line for line in lines if line.weight == "more"]
    parts: list[Widget] = [explained_list(main)]
    if more:
        parts.append(details(say("More figures, each explained"), explained_list(more)))
    yield card(say("The figures, and what they mean"), *parts)
    flags = _flags(session, language)
    if flags:
        items = "".join(f"<li>{escape(flag)}</li>" for flag in flags)
        yield card(say("Please note"), markup(f"<ul>{items}</ul>"))


def _flags(session: EvaluationSession, language: Language) -> list[str]:
    report = Report(session.findings, session.content, language)
    return [
        flag_sentence(flag, report.about(flag.about) if flag.about else "", language) for flag in session.findings.flags
    ]


def explained_list(lines: Sequence[Explained]) -> Widget:
    """Name, value and meaning, side by side."""
    cells = "".join(
        f'<div><dt>{escape(line.name)}</dt><dd class="tot-evaluator-value">{escape(line.value)}</dd>'
        f'<dd class="tot-evaluator-meaning">{escape(line.meaning)}</dd></div>'
        for line in lines
    )
    return markup(f'<dl class="tot-evaluator-explained">{cells}</dl>')


def _groups(app: App, session: EvaluationSession) -> Iterator[Widget]:
    state, language = app.state, app.language
    kinds = list(dict.fromkeys(group.by for group in session.findings.groups))
    if state.by not in kinds:
        state.by = kinds[0] if kinds else ""
    place = column()

    def draw(by: str) -> None:
        state.by = by
        place.children = [group_widget(session, by)]

    if kinds:
        draw(state.by)
        options = [(by_name(by, language), by) for by in kinds]
        chosen = choice(language.say("Look at"), options, state.by, app.page.guard(draw))
        yield card(language.say("By session and group"), chosen, place)
    else:
        yield card("", document_part(session.report, parts_of(session.report)["groups"]))


def group_widget(session: EvaluationSession, by: str) -> Widget:
    """Table of the groups of one column, and their chart unless there are very many."""
    only = replace(session, findings=_only(session.findings, by))
    few = len(only.findings.groups) <= MOST_DRAWN
    charts = group_charts(Report(only.findings, only.content, only.language), by) if few else []
    # The page has a heading of its own.
    nodes = parts_of(only.report)["groups"][1:]
    return document_part(only.report, (*nodes, *charts))


def _only(findings: Findings, by: str) -> Findings:
    return replace(findings, groups=tuple(group for group in findings.groups if group.by == by))
