"""Criteria that look at modules, country profiles and words (practices 1, 2, 11 and 16)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from toolkit.content.checks.texts import wording_including
from toolkit.content.facts import fact_kind
from toolkit.content.same import Same
from toolkit.content.substitute import missing_facts
from toolkit.content.walk import CatalogueText, iter_catalogue_records, iter_record_texts
from toolkit.planning.criteria.question import Evidence, Finding, Question
from toolkit.problems import Problem


def modules_reviewed_by_partner(question: Question) -> Finding:
    """A partner at the destination took part in the review of every module."""
    missing = [m for m in question.modules if m.reviewed is None or not m.reviewed.partner]
    done = len(question.modules) - len(missing)
    evidence = Evidence("modules-reviewed", (), {"done": done, "all": len(question.modules)})
    advice = Evidence("ask-partner", (), {"title": missing[0].title.source}) if missing else None
    return Finding(not missing and bool(question.modules), evidence, advice)


ARRIVAL_DOORS: Mapping[str, tuple[str, ...]] = {
    "refugees": ("asylum_helpline", "migrant_helpline", "legal_aid", "orientation_programme"),
    "labour_migrants": ("labour_complaints", "labour_inspection", "migrant_helpline"),
}
"""Audience → facts that name somebody to ask or complain to; for those who receive people, all of them."""

HELPLINES = (
    "migrant_helpline", "asylum_helpline", "trafficking_helpline", "violence_helpline", "child_helpline",
    "mental_health_support",
)  # fmt: skip
"""Facts that name somebody to whom a person in distress or danger can be referred."""


def destination_facts_fresh(question: Question) -> Finding:
    """What the modules say of the destination is known and within its shelf life."""
    brief = question.brief
    if brief.destination is None:
        return Finding(None, Evidence("destination-unset"))
    ids = [m.id for m in question.modules]
    missing = missing_facts(question.content, ids, origin=brief.origin, destination=brief.destination)
    if missing:
        first = missing[0]
        advice = Evidence("fill-fact", (), {"message": first.message})
        return Finding(False, Evidence("facts-missing", (), {"count": len(missing)}), advice)
    stale = _stale_facts(question)
    if stale:
        advice = Evidence("renew-fact", (), {"fact": stale[0], "country": brief.destination})
        return Finding(False, Evidence("facts-stale", (), {"facts": stale}), advice)
    return Finding(True if question.on else None, Evidence("facts-fresh" if question.on else "facts-undated"))


def _stale_facts(question: Question) -> tuple[str, ...]:
    profile = question.content.countries.get(question.brief.destination or "")
    if profile is None or question.on is None:
        return ()
    found = []
    for fact in profile.facts.values():
        kind = fact_kind(fact.key)
        age = (question.on.year - fact.as_of.year) * 12 + question.on.month - fact.as_of.month
        if kind is not None and age - (question.on.day < fact.as_of.day) >= kind.months:
            found.append(fact.key)
    return tuple(sorted(found))


def follow_ups_named(question: Question) -> Finding:
    """Modules name what goes on from them, and the session ends with a closing."""
    last = [m for m in question.modules[:-1] if not m.follow_ups]
    closing = tuple(slot.id for slot in question.plan.slots() if slot.kind == "closing")
    named = sum(bool(m.follow_ups) for m in question.modules)
    evidence = Evidence("follow-ups", closing, {"named": named, "all": len(question.modules)})
    advice = None
    if last:
        advice = Evidence("name-follow-up", (), {"title": last[0].title.source})
    elif not closing:
        advice = Evidence("add-frame", (), {"kind": "closing"})
    return Finding(not last and bool(closing), evidence, advice)


def arrival_contacts_known(question: Question) -> Finding:
    """An emergency number and a place to complain or ask at the destination."""
    doors = ARRIVAL_DOORS.get(question.brief.audience, tuple(dict.fromkeys(sum(ARRIVAL_DOORS.values(), ()))))
    return _contacts(question, ("emergency_number",), doors)


def _contacts(question: Question, *wanted: tuple[str, ...]) -> Finding:
    """One of each group of facts is in the destination's profile."""
    code = question.brief.destination
    if code is None:
        return Finding(None, Evidence("destination-unset"))
    profile = question.content.countries.get(code)
    known = set(profile.facts) if profile else set[str]()
    missing = [group[0] for group in wanted if not known & set(group)]
    present = tuple(key for group in wanted for key in group if key in known)
    evidence = Evidence("contacts-known" if present else "contacts-none", (), {"facts": present, "country": code})
    advice = Evidence("add-fact", (), {"fact": missing[0], "country": code}) if missing else None
    return Finding(not missing, evidence, advice)


def referral_contacts_known(question: Question) -> Finding:
    """A helpline at the destination, and an emergency number."""
    return _contacts(question, HELPLINES, ("emergency_number",))


def wording_clean(question: Question) -> Finding:
    """No excluding words in the modules and bank activities that are used."""
    used = {a.id for _, a in question.held()}
    paths = {m.place.path for m in question.modules}
    paths |= {f.place.path for f in question.content.bank.values() if used & {a.id for a in f.activities}}
    records = iter_catalogue_records(question.content)
    found = [p for name, path, record in records if path in paths for p in _words_found(name, path, Same(record))]
    if not found:
        return Finding(True, Evidence("words-clean"))
    advice = Evidence("reword", (), {"place": str(found[0].where), "message": found[0].message})
    return Finding(False, Evidence("words-found", (), {"count": len(found)}), advice)


@lru_cache(maxsize=2048)
def _words_found(catalogue: str, path: str, record: Same[object]) -> tuple[Problem, ...]:
    """In one record, which is looked through once: many sessions hold the same modules."""
    texts = (CatalogueText(catalogue, path, text) for text in iter_record_texts(record.value))
    return tuple(problem for text in texts for problem in wording_including(text))
