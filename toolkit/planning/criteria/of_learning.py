"""Criteria of how people learn in the plan (practices 6 to 9), and those that one tagged activity meets."""

from __future__ import annotations

from collections.abc import Callable

from toolkit.content.records import Activity
from toolkit.content.vocabulary import METHODS
from toolkit.planning.clock_rules import (
    listening_short,
    phases_in_order,
    prerequisites_before,
)
from toolkit.planning.criteria.question import Evidence, Finding, Question, named, share_of, suggest_addition
from toolkit.planning.plan import Slot
from toolkit.planning.situation import LISTENING_KINDS, fit_activity

LEAST_PARTICIPATION_PCT = 60
LEAST_METHODS = 4
"""Good practice leaves the figures open; these are the toolkit's own."""


def participatory_share(question: Question) -> Finding:
    """Participants speak or do in at least 60 of 100 minutes."""
    taught = question.taught()
    total = sum(slot.minutes for slot, _ in taught)
    active = sum(slot.minutes * METHODS[a.kind].participation_pct for slot, a in taught if a.kind in METHODS)
    share = round(active / total) if total else 0
    advice = None
    if share < LEAST_PARTICIPATION_PCT:
        advice = _replace_least_active(question)
    return Finding(share >= LEAST_PARTICIPATION_PCT, Evidence("participation", (), {"share": share}), advice)


def _replace_least_active(question: Question) -> Evidence | None:
    """Swap the longest listening for a suitable activity of the same module in which people do something."""
    present = {a.id for _, a in question.held()}
    for slot, activity in sorted(question.taught(), key=lambda p: (share_of(p[1]), -p[0].minutes, p[0].id)):
        module = question.content.modules.get(activity.module)
        better = [
            a
            for a in (module.activities if module else ())
            if a.id not in present
            and share_of(a) > share_of(activity)
            and set(a.objectives) & set(activity.objectives)
            and fit_activity(a, question.brief).suits
        ]
        if better:
            best = max(better, key=lambda a: (share_of(a), a.id))
            return Evidence("swap", (slot.id,), {"out": activity.title.source, **named(question, best.id)})
        if activity.kind in LISTENING_KINDS and slot.minutes > 5:
            return Evidence("halve-listening", (slot.id,), {"title": activity.title.source, "minutes": slot.minutes})
    return None


def presentation_stretch(question: Question) -> Finding:
    """Twenty minutes of listening in a row at the most."""
    verdicts = list(listening_short(question.reading))
    longest = max((int(str(v.values["minutes"])) for v in verdicts), default=0)
    broken = tuple(v.slot for v in verdicts if not v.satisfied)
    slots = {slot.id: slot for slot in question.plan.slots()}
    advice = None
    if broken:
        slot = slots[broken[0]]
        advice = Evidence("halve-listening", (slot.id,), {"title": slot.title, "minutes": slot.minutes})
    return Finding(not broken, Evidence("listening", broken, {"minutes": longest}), advice)


def method_variety(question: Question) -> Finding:
    """At least four methods, or as many as there are activities."""
    taught = question.taught()
    kinds = tuple(sorted({a.kind for _, a in taught}))
    kept = len(kinds) >= min(LEAST_METHODS, len(taught)) and bool(taught)
    advice = None if kept else suggest_addition(question, lambda a: a.kind not in kinds)
    return Finding(kept, Evidence("methods", (), {"kinds": kinds}), advice)


def all_objective_kinds(question: Question) -> Finding:
    """Activities serve objectives of all three kinds."""
    objectives = question.content.objectives()
    served = {o for _, a in question.taught() for o in a.objectives if o in objectives}
    counts = {kind: sum(objectives[o].kind == kind for o in served) for kind in ("knowledge", "skill", "attitude")}
    missing = [kind for kind, count in counts.items() if not count]
    advice = None
    if missing:
        wanted = {o.id for o in objectives.values() if o.kind == missing[0]}
        advice = suggest_addition(question, lambda a: bool(wanted & set(a.objectives)))
    return Finding(not missing, Evidence("objective-kinds", (), counts), advice)


def skills_practised(question: Question) -> Finding:
    """Every skill in the plan is served by practice, not by input alone."""
    objectives = question.content.objectives()
    slots: dict[str, list[Slot]] = {}
    done = set()
    for slot, activity in question.taught():
        for skill in (o for o in activity.objectives if o in objectives and objectives[o].kind == "skill"):
            slots.setdefault(skill, []).append(slot)
            if activity.phase in ("practice", "application") or share_of(activity) >= 80:
                done.add(skill)
    missing = sorted(set(slots) - done)
    if not slots:
        return Finding(False, Evidence("no-skills"), _add_skill(question))
    values = {"done": len(done), "all": len(slots)}
    advice = suggest_addition(question, lambda a: missing[0] in a.objectives and share_of(a) >= 80) if missing else None
    where = tuple(dict.fromkeys(s.id for skill in sorted(done) for s in slots[skill]))
    return Finding(not missing, Evidence("skills-practised", where, values), advice)


def _add_skill(question: Question) -> Evidence | None:
    skills = {o.id for o in question.content.objectives().values() if o.kind == "skill"}
    return suggest_addition(question, lambda a: bool(skills & set(a.objectives)))


def _tagged(number: int) -> Callable[[Question], Finding]:
    def check(question: Question) -> Finding:
        slots = tuple(slot.id for slot, a in question.held() if number in a.practices)
        if slots:
            return Finding(True, Evidence("activities", slots, {"count": len(slots)}))
        return Finding(False, Evidence("no-activity"), suggest_addition(question, lambda a: number in a.practices))

    check.__doc__ = f"An activity in the plan is evidence for practice {number}."
    return check


peer_teaching = _tagged(8)


psychosocial_activity = _tagged(11)


family_activity = _tagged(13)


gender_activity = _tagged(14)


strengths_activity = _tagged(15)


contributions_activity = _tagged(16)


def modules_open_with_known(question: Question) -> Finding:
    """The first activity of each module starts from what participants know."""
    first: dict[str, tuple[Slot, Activity]] = {}
    for slot, activity in question.taught():
        if activity.module:
            first.setdefault(activity.module, (slot, activity))
    opened = tuple(slot.id for slot, a in first.values() if a.known)
    missing = [m for m, (_, a) in first.items() if not a.known]
    values = {"count": len(opened), "all": len(first)}
    advice = None
    if missing:
        advice = suggest_addition(question, lambda a: a.module == missing[0] and a.known)
        title = question.content.modules[missing[0]].title.source if missing[0] in question.content.modules else ""
        advice = advice or Evidence("open-with-known", (), {"title": title})
    return Finding(not missing and bool(first), Evidence("known-openings", opened, values), advice)


def known_order(question: Question) -> Finding:
    """Phases in order inside modules, prerequisites before followers."""
    broken = [v for rule in (phases_in_order, prerequisites_before) for v in rule(question.reading) if not v.satisfied]
    slots = tuple(dict.fromkeys(v.slot for v in broken))
    advice = Evidence("move-later", slots[:1], {"title": str(broken[0].values["title"])}) if broken else None
    return Finding(not broken, Evidence("order-broken" if broken else "order-kept", slots), advice)
