"""Criteria that look at the brief: team, dates, languages, strengths (practices 3, 5, 10 and 15)."""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.planning.criteria.question import Evidence, Finding, Question

DAYS_BEFORE_DEPARTURE = (7, 90)
"""Good practice leaves the figures open; these are the toolkit's own."""


def bicultural_trainers(question: Question) -> Finding:
    """Somebody knows both countries, or two of the team one each."""
    backgrounds = [t.background for t in question.brief.trainers]
    if not backgrounds:
        return Finding(None, Evidence("trainers-unset"))
    both = "both" in backgrounds or {"origin", "destination"} <= set(backgrounds)
    missing = "destination" if "origin" in backgrounds else "origin"
    advice = None if both else Evidence("add-trainer", (), {"background": missing})
    return Finding(both, Evidence("trainers", (), {"backgrounds": tuple(sorted(set(backgrounds)))}), advice)


def weeks_before_departure(question: Question) -> Finding:
    """One to thirteen weeks before the group leaves."""
    brief = question.brief
    if brief.stage != "pre_departure":
        return Finding(True, Evidence("after-departure"))
    if brief.departure is None or not brief.dates:
        return Finding(None, Evidence("dates-unset"))
    days = (brief.departure - max(brief.dates)).days
    least, most = DAYS_BEFORE_DEPARTURE
    advice = None
    if days < least:
        advice = Evidence("hold-earlier", (), {"days": least - days})
    elif days > most:
        advice = Evidence("hold-later", (), {"days": days - most})
    return Finding(advice is None, Evidence("days-before", (), {"days": days}), advice)


def mother_tongue_or_interpreter(question: Question) -> Finding:
    """A trainer speaks a mother tongue of the group, or an interpreter works."""
    brief = question.brief
    if brief.interpreter:
        return Finding(True, Evidence("interpreter"))
    tongues = _base(brief.group.mother_tongues)
    spoken = _base(tag for trainer in brief.trainers for tag in trainer.languages)
    if not tongues or not spoken:
        return Finding(None, Evidence("languages-unset"))
    shared = tuple(sorted(tongues & spoken))
    advice = None if shared else Evidence("add-interpreter", (), {"language": sorted(tongues)[0]})
    return Finding(
        bool(shared), Evidence("shared-languages" if shared else "no-language", (), {"tags": shared}), advice
    )


def documents_in_group_language(question: Question) -> Finding:
    """The documents are in a mother tongue of the group."""
    tongues = _base(question.brief.group.mother_tongues)
    if not tongues:
        return Finding(None, Evidence("languages-unset"))
    shared = tuple(sorted(tongues & _base(question.brief.languages)))
    advice = None if shared else Evidence("translate-documents", (), {"language": sorted(tongues)[0]})
    return Finding(
        bool(shared), Evidence("shared-languages" if shared else "no-language", (), {"tags": shared}), advice
    )


def _base(tags: Iterable[str]) -> set[str]:
    return {tag.split("-")[0] for tag in tags}


def group_strengths_known(question: Question) -> Finding:
    """The brief names what the group brings."""
    strengths = question.brief.group.strengths
    if strengths:
        return Finding(True, Evidence("strengths", (), {"count": len(strengths)}))
    return Finding(False, Evidence("strengths-unset"), Evidence("name-strengths"))
