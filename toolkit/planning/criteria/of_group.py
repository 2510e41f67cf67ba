"""Criteria of access and safety in the plan (practices 4, 12 and 14)."""

from __future__ import annotations

from toolkit.content.records import Activity
from toolkit.content.vocabulary import DEBRIEF_NOT_NEEDED, LITERACIES, Need
from toolkit.planning.clock_rules import (
    sitting_stretches,
)
from toolkit.planning.criteria.question import Evidence, Finding, Question, named, suggest_addition
from toolkit.planning.hours import LONGEST_SITTING_MINUTES, minutes_of
from toolkit.planning.order import variants_of
from toolkit.planning.plan import Slot
from toolkit.planning.situation import fit_activity, needs_of

LEAST_SMALL_GROUP_PCT = 40
LEAST_ADAPTED_PCT = 50
LONGEST_DAY_MINUTES = 480
"""Good practice leaves the figures open; these are the toolkit's own."""


def literacy_within_reach(question: Question) -> Finding:
    """No activity asks for more reading than everybody has, or its adaptation lowers it."""
    level = LITERACIES.index(question.brief.group.literacy)
    hard = [
        (slot, a)
        for slot, a in question.held()
        if LITERACIES.index(a.literacy) > level and not a.adapts_to("low-literacy")
    ]
    if not hard:
        return Finding(True, Evidence("literacy-fits", (), {"level": question.brief.group.literacy}))
    slot, activity = hard[0]
    evidence = Evidence("literacy-above", tuple(s.id for s, _ in hard), {"count": len(hard)})
    return Finding(False, evidence, _swap_or_adapt(question, slot, activity))


def _swap_or_adapt(question: Question, slot: Slot, activity: Activity) -> Evidence:
    module = question.content.modules.get(activity.module)
    for other in sorted(variants_of(activity.id, module.activities if module else ())):
        if other != activity.id and fit_activity(question.activities[other], question.brief).suits:
            return Evidence("swap", (slot.id,), {"out": activity.title.source, **named(question, other)})
    return Evidence("adapt-activity", (slot.id,), {"title": activity.title.source})


def accessibility_adapted(question: Question) -> Finding:
    """For the needs in the brief, most activities say what changes."""
    if not question.brief.group.accessibility:
        return Finding(True, Evidence("no-accessibility-needs"))
    taught = question.taught()
    adapted = [slot for slot, a in taught if a.adapts_to("disability")]
    values = {"count": len(adapted), "all": len(taught)}
    kept = bool(taught) and 100 * len(adapted) >= LEAST_ADAPTED_PCT * len(taught)
    plain = next((a for _, a in taught if not a.adapts_to("disability")), None)
    advice = Evidence("adapt-activity", (), {"title": plain.title.source}) if plain and not kept else None
    return Finding(kept, Evidence("accessibility", tuple(s.id for s in adapted), values), advice)


def hours_bearable(question: Question) -> Finding:
    """Days of eight hours at the most, a break about every hundred minutes."""
    longest = max((minutes_of(d.end) - minutes_of(d.start) for d in question.plan.days), default=0)
    sitting = max((m for d in question.plan.days for _, m in sitting_stretches(d)), default=0)
    evidence = Evidence("hours", (), {"longest": longest, "sitting": sitting})
    advice = None
    if longest > LONGEST_DAY_MINUTES:
        advice = Evidence("shorten-day", (), {"minutes": longest - LONGEST_DAY_MINUTES})
    elif sitting > LONGEST_SITTING_MINUTES:
        advice = Evidence("add-break", (), {"minutes": sitting})
    return Finding(advice is None, evidence, advice)


def safe_start(question: Question) -> Finding:
    """Welcome, getting to know each other and ground rules come before the first module."""
    slots = question.plan.slots()
    first = next((at for at, slot in enumerate(slots) if slot.module), len(slots))
    present = {slot.kind: slot.id for slot in slots[:first]}
    missing = [kind for kind in ("icebreaker", "ground-rules") if kind not in present]
    found = tuple(present[kind] for kind in ("opening", "icebreaker", "ground-rules") if kind in present)
    advice = None
    if missing:
        advice = suggest_addition(question, lambda a: a.kind == missing[0]) or Evidence(
            "add-frame", (), {"kind": missing[0]}
        )
    return Finding(not missing, Evidence("safe-start", found, {"count": len(found)}), advice)


def small_group_share(question: Question) -> Finding:
    """Pairs and small groups take a good part of the time."""
    taught = question.taught()
    total = sum(slot.minutes for slot, _ in taught)
    small = [(slot, a) for slot, a in taught if a.grouping in ("pairs", "small-groups")]
    share = round(100 * sum(slot.minutes for slot, _ in small) / total) if total else 0
    kept = share >= LEAST_SMALL_GROUP_PCT
    advice = None if kept else suggest_addition(question, lambda a: a.grouping in ("pairs", "small-groups"))
    return Finding(kept, Evidence("small-groups", tuple(slot.id for slot, _ in small), {"share": share}), advice)


def debriefs(question: Question) -> Finding:
    """Activities end with a debrief where one is needed."""
    needed = [(slot, a) for slot, a in question.held() if a.kind not in DEBRIEF_NOT_NEEDED]
    without = [(slot, a) for slot, a in needed if not a.debrief]
    values = {"count": len(needed) - len(without), "all": len(needed)}
    advice = None
    if without:
        advice = Evidence("add-debrief", (without[0][0].id,), {"title": without[0][1].title.source})
    return Finding(not without, Evidence("debriefs", tuple(slot.id for slot, _ in without), values), advice)


def women_men_adapted(question: Question) -> Finding:
    """Activities say what changes for women only, men only or mixed groups."""
    sexes: tuple[Need, ...] = ("women-only", "men-only", "mixed-sex")
    present = [need for need in needs_of(question.brief) if need in sexes]
    if not present:
        return Finding(None, Evidence("sexes-unset"))
    wanted = sexes if present == ["mixed-sex"] else (present[0],)
    adapted = tuple(slot.id for slot, a in question.taught() if any(a.adapts_to(n) for n in wanted))
    advice = None
    if not adapted:
        advice = suggest_addition(question, lambda a: any(a.adapts_to(n) for n in wanted))
    return Finding(
        bool(adapted), Evidence("activities" if adapted else "no-activity", adapted, {"count": len(adapted)}), advice
    )
