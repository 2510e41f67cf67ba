"""A module as one page for learners on a learning platform: what it is about, what to remember, stories, sheets."""

from __future__ import annotations

from toolkit.content.language import Language
from toolkit.content.records import Content, Module
from toolkit.rendering.outline import Callout, Document, ListNode, Node, inline
from toolkit.rendering.outlines.common import body_of, heading, para
from toolkit.rendering.outlines.inline import parse_inline, words_of
from toolkit.rendering.outlines.translation_note import with_translation_note, wordings_in


def make_module_page(content: Content, module: Module, language: Language) -> Document:
    """The page; `content` is in the learners' language already. What only trainers need is left out."""
    say = language.say
    body: list[Node] = [para(parse_inline(module.summary), "lead")] if module.summary else []
    if module.objectives:
        aims = tuple((para(parse_inline(objective.statement)),) for objective in module.objectives)
        body += [heading(2, say("Objectives")), ListNode(aims, "bullet")]
    for messages in module.key_messages:
        body.append(Callout("key", inline(say("To remember")), body_of(content, messages.body)))
    for case in module.case_studies:
        body += [heading(2, parse_inline(case.title)), *body_of(content, case.body)]
        if case.questions:
            body += [heading(3, say("Questions")), *body_of(content, case.questions)]
    for handout in module.handouts:
        body += [heading(2, parse_inline(handout.title)), *body_of(content, handout.body)]
    page = Document(
        name=module.id,
        title=words_of(module.title),
        subtitle="",
        language=language.tag,
        direction=language.direction,
        body=tuple(body),
    )
    return with_translation_note(page, language, wordings_in((module,)))
