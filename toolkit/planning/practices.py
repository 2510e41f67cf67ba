"""The 16 practices, answered for one plan: status, evidence by slot, and the one next change that would help most.

Everything is language-neutral; `show_evidence` and `show_advice` put it into words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from toolkit.content.language import Language
from toolkit.content.records import Content, Criterion, Practice
from toolkit.planning.criteria import CRITERIA, Evidence, Finding, Question, ask_about
from toolkit.planning.plan import SessionPlan
from toolkit.planning.practice_words import show_advice, show_evidence

__all__ = [
    "CRITERIA",
    "CriterionAnswer",
    "Evidence",
    "PracticeAnswer",
    "answer_practices",
    "show_advice",
    "show_evidence",
]

Status = Literal["met", "partly", "not met", "to confirm"]


@dataclass(frozen=True, slots=True)
class CriterionAnswer:
    """The answer to one criterion: satisfied, not, or None when the trainer has still to say."""

    id: str
    satisfied: bool | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Advice(Evidence):
    """The one best next change, empty (false) when there is none. In a string it reads in English; `show_advice` gives
    it in any language."""

    def __bool__(self) -> bool:
        return bool(self.code)

    def __str__(self) -> str:
        return show_advice(Language("en"), self)


@dataclass(frozen=True, slots=True)
class PracticeAnswer:
    """One practice for one plan. `advice` is empty (false) when the practice is met."""

    number: int
    status: Status
    criteria: tuple[CriterionAnswer, ...]
    advice: Advice


def answer_practices(
    content: Content, plan: SessionPlan, *, today: dt.date | None = None
) -> tuple[PracticeAnswer, ...]:
    """All practices of the content, by number. `today` judges the freshness of facts when the plan has no dates."""
    question = ask_about(content, plan, today)
    return tuple(_answer(content.practices[number], question) for number in sorted(content.practices))


def _answer(practice: Practice, question: Question) -> PracticeAnswer:
    findings = [(criterion, _find(criterion, question)) for criterion in practice.criteria]
    answers = tuple(CriterionAnswer(c.id, finding.satisfied, finding.evidence) for c, finding in findings)
    status = _status([answer.satisfied for answer in answers])
    change = _best_change(practice, findings, status)
    return PracticeAnswer(practice.number, status, answers, Advice(change.code, change.slots, change.values))


def _find(criterion: Criterion, question: Question) -> Finding:
    confirmed = criterion.id in question.brief.confirmed
    check = CRITERIA.get(criterion.check)
    if check is None:
        code = "confirmed" if confirmed else "ask"
        return Finding(True if confirmed else None, Evidence(code, (), {"question": criterion.ask.source}))
    finding = check(question)
    if finding.satisfied is None and confirmed:
        return Finding(True, Evidence("confirmed", (), {"question": criterion.text.source}))
    return finding


def _status(satisfied: Sequence[bool | None]) -> Status:
    """A criterion that fails counts before one that is still open."""
    if any(s is False for s in satisfied):
        return "partly" if any(satisfied) else "not met"
    return "to confirm" if None in satisfied or not satisfied else "met"


def _best_change(practice: Practice, findings: Sequence[tuple[Criterion, Finding]], status: Status) -> Evidence:
    """What fails and can be computed first; then what fails; then what is open."""
    if status == "met":
        return Evidence("")
    failed = [finding for _, finding in findings if finding.satisfied is False]
    for finding in failed:
        if finding.advice is not None:
            return finding.advice
    if not failed:
        criterion = next(c for c, finding in findings if finding.satisfied is None)
        words = criterion.ask.source or criterion.text.source
        return Evidence("confirm", (), {"criterion": criterion.id, "question": words})
    return Evidence("general", (), {"text": practice.advice.source})
