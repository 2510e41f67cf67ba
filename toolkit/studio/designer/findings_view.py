"""What participants' answers say about the module, from findings that were published in the workspace."""

from __future__ import annotations

from html import escape

import ipywidgets as ipw

from toolkit.content.language import Language
from toolkit.content.records import Content, Module
from toolkit.content.text import plain_text
from toolkit.evaluation.findings.records import ItemFinding
from toolkit.rendering.html import render_html
from toolkit.rendering.outline import Document
from toolkit.rendering.outlines.report_feedback import make_feedback_nodes
from toolkit.rendering.outlines.report_sentences import advice_sentence
from toolkit.studio.designer.findings import ModuleFindings, load_module_findings
from toolkit.studio.designer.state import DesignerState, module_of
from toolkit.studio.page import Page
from toolkit.studio.widgets import card, column, markup, paragraph, problems_list, table


def findings_view(state: DesignerState, page: Page) -> ipw.Widget:
    """A panel for each evaluation that asked questions of this module."""
    say = page.language.say
    content, module = state.draft.checked.content, module_of(state)
    found, problems = load_module_findings(content, module)
    parts: list[ipw.Widget] = [problems_list(problems, page.language)] if problems else []
    if not found:
        parts.append(paragraph(say("No findings about this module yet. Put the folder that an evaluation wrote into "
                                   "“{first}” or “{then}” of this workspace, and it shows here.",
                                   first="findings", then="sessions"), "note"))  # fmt: skip
    parts += [_panel(one, content, module, page.language) for one in found]
    return column(*parts)


def _panel(one: ModuleFindings, content: Content, module: Module, language: Language) -> ipw.Widget:
    say = language.say
    rows = [row for row in (one.module, *one.objectives) if row is not None]
    people = language.say_count("{n} person matched", "{n} people matched", one.people)
    document = Document(
        name="findings",
        title=one.title or say("Findings"),
        subtitle=people,
        language=language.tag,
        direction=language.direction,
        body=make_feedback_nodes(rows, one.source, language, content=content),
    )
    html = render_html(document)
    parts = [markup(f'<div class="tot-designer-document">{html}</div>'), _items(one, module, language)]
    path = f'<p class="tot-muted" dir="ltr">{escape(one.path)}</p>'
    return card("", *parts, markup(path))


def _items(one: ModuleFindings, module: Module, language: Language) -> ipw.Widget:
    say = language.say
    if not one.items:
        return paragraph(say("No single questions of this module are in these findings."), "muted")
    stems = {question.id: plain_text(question.stem).replace("\n", " ") for question in module.questions}
    heads = [
        say("Question"),
        say("People"),
        say("Before"),
        say("After"),
        say("Change"),
        say("Difficulty"),
        say("What to do"),
    ]
    lines = [_item(item, stems.get(item.item_id, item.item_id), language) for item in one.items]
    return table(say("Questions of this module"), heads, lines, numeric=(1, 2, 3, 4, 5))


def _item(item: ItemFinding, stem: str, language: Language) -> list[str]:
    """One question. What was kept back, so that nobody can be recognised, stays so."""
    say = language.say
    if item.suppressed:
        return [stem, "–", "–", "–", "–", "–", say("Kept back: too few people answered")]
    advice = " ".join(advice_sentence(code, language) for code in item.advice).strip()
    return [
        stem,
        language.show_number(item.n_matched),
        _share(item.pre_correct, language),
        _share(item.post_correct, language),
        _change(item, language),
        _share(item.difficulty, language),
        advice or say("Nothing to do"),
    ]


def _share(value: float | None, language: Language) -> str:
    return "–" if value is None else language.show_percent(value)


def _change(item: ItemFinding, language: Language) -> str:
    if item.change is None:
        return "–"
    text = language.show_number(100 * item.change, signed=True)
    if item.change_ci is None:
        return text
    low, high = (100 * end for end in (item.change_ci[0], item.change_ci[1]))
    ends = language.say("{low} to {high}", low=language.show_number(low, signed=True),
                        high=language.show_number(high, signed=True))  # fmt: skip
    return f"{text} ({ends})"
