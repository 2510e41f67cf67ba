"""The 16 practices beside the plan: answer, evidence, best next change, and boxes for what only the trainer knows."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from toolkit.content.language import Language
from toolkit.content.records import Criterion, Practice
from toolkit.planning.practices import CriterionAnswer, PracticeAnswer, show_advice, show_evidence
from toolkit.rendering.outlines.inline import words_of
from toolkit.rendering.outlines.words import answer_name
from toolkit.studio.trainer.advice import CHANGES
from toolkit.studio.trainer.drawn import act_button, box
from toolkit.studio.trainer.timeline import View

SLOTS_NAMED = 4
_MARKS = {"met": "✓", "partly": "◐", "not met": "✗", "to confirm": "?"}


def practices_html(view: View, answers: Sequence[PracticeAnswer]) -> str:
    """All practices: a strip of their answers, then each one, closed unless something is to be done."""
    say = view.language.say
    met = sum(a.status == "met" for a in answers)
    title = say("Practices: {n} of {all} met", n=met, all=len(answers))
    strip = "".join(f'<span class="tot-answer-{_slug(a.status)}"></span>' for a in answers)
    parts = "".join(
        _practice(view, view.shown.practices[a.number], a) for a in answers if a.number in view.shown.practices
    )
    return (
        f'<section class="tot-practices"><h2>{escape(title)}</h2>'
        f'<div class="tot-strip" aria-hidden="true">{strip}</div>'
        f'<ol class="tot-practice-list" id="tot-practice-list" data-scroll tabindex="0" role="list" '
        f'aria-label="{escape(title, quote=True)}">{parts}</ol></section>'
    )


def _practice(view: View, practice: Practice, answer: PracticeAnswer) -> str:
    language = view.language
    badge = (
        f'<span class="tot-badge tot-answer-{_slug(answer.status)}"><span aria-hidden="true">'
        f"{_MARKS.get(answer.status, '')}</span> {escape(_short_name(answer.status, language))}</span>"
    )
    summary = (
        f'<summary><span class="tot-number-of">{practice.number}</span>'
        f"<span>{escape(words_of(practice.title))}</span>{badge}</summary>"
    )
    criteria = {criterion.id: criterion for criterion in practice.criteria}
    lines = "".join(_criterion(view, criteria[c.id], c) for c in answer.criteria if c.id in criteria)
    open_questions = "".join(_question(criteria[c.id], c) for c in answer.criteria if c.id in criteria and _is_asked(c))
    return (
        f'<li><details id="tot-practice-{practice.number}">{summary}<ul class="tot-criteria">{lines}</ul>'
        f'<p class="tot-muted">{escape(words_of(practice.meaning))}</p></details>'
        f"{open_questions}{_advice(answer, language)}</li>"
    )


def _criterion(view: View, criterion: Criterion, found: CriterionAnswer) -> str:
    status = {True: "met", False: "not met", None: "to confirm"}[found.satisfied]
    evidence = "" if found.evidence.code == "ask" else show_evidence(view.language, found.evidence)
    name = answer_name(status, view.language)
    where = _times(view, found)
    return (
        f'<li><span class="tot-mark tot-answer-{_slug(status)}" role="img" aria-label="{escape(name, quote=True)}">'
        f"{_MARKS[status]}</span><span>{escape(words_of(criterion.text))}"
        f'<span class="tot-evidence">{escape(evidence)} {escape(where)}</span></span></li>'
    )


def _times(view: View, found: CriterionAnswer) -> str:
    """When the slots that show it begin."""
    several = len(view.plan.days) > 1
    say = view.language.say
    clock = {
        slot.id: (f"{say('Day {n}', n=day.number)}, " if several else "") + view.language.show_time(slot.start)
        for day in view.plan.days
        for slot in day.slots
    }
    times = [clock[slot] for slot in found.evidence.slots if slot in clock]
    more = f" +{len(times) - SLOTS_NAMED}" if len(times) > SLOTS_NAMED else ""
    return f"({'; '.join(times[:SLOTS_NAMED])}{more})" if times else ""


def _is_asked(found: CriterionAnswer) -> bool:
    return found.satisfied is None or found.evidence.code == "confirmed"


def _question(criterion: Criterion, found: CriterionAnswer) -> str:
    """A box to tick: the question to the trainer, or the criterion itself."""
    words = words_of(criterion.ask) or words_of(criterion.text)
    return box(words, f"confirm-{criterion.id}", found.satisfied is True, act="confirm", what=criterion.id)


def _short_name(status: str, language: Language) -> str:
    return language.say("To confirm") if status == "to confirm" else answer_name(status, language)


def _advice(answer: PracticeAnswer, language: Language) -> str:
    if not answer.advice or answer.advice.code == "confirm":
        return ""
    # What the advice says about the brief's file is for those who write it by hand.
    words = _without_file(answer, language)
    button = ""
    if answer.advice.code in CHANGES:
        name = language.say("Do this for practice {n}", n=answer.number)
        button = act_button(
            language.say("Do this"), "advice", str(answer.number), name=name, id_=f"tot-do-{answer.number}"
        )
    return f'<div class="tot-next"><p>{escape(words)}</p>{button}</div>'


def _without_file(answer: PracticeAnswer, language: Language) -> str:
    advice, say = answer.advice, language.say
    title, minutes = advice.values.get("title", ""), advice.values.get("minutes", "")
    match advice.code:
        case "add":
            return say('Add "{title}" ({minutes} minutes).', title=title, minutes=minutes)
        case "swap":
            out = advice.values["out"]
            return say('Swap "{out}" for "{title}" ({minutes} minutes).', out=out, title=title, minutes=minutes)
        case "name-strengths":
            return say("Write under “Group and hours” what this group brings.")
    return show_advice(language, advice)


def _slug(status: str) -> str:
    return status.replace(" ", "-")
