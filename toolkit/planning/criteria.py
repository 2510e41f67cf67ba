"""What can be computed of the 16 practices: one function for each criterion, in the table `CRITERIA`.

Each looks at brief, plan and content and returns a `Finding`: satisfied, not, or None when only the trainer can say;
the evidence as data (a code, slots, values), and where it can be named, the one change that would help.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from toolkit.content.checks.texts import wording_including
from toolkit.content.facts import fact_kind
from toolkit.content.records import Activity, Content, Module
from toolkit.content.substitute import missing_facts
from toolkit.content.vocabulary import DEBRIEF_NOT_NEEDED, LITERACIES, METHODS, Need
from toolkit.content.walk import iter_catalogue_texts
from toolkit.planning.brief import Brief
from toolkit.planning.clock_rules import (
    Reading,
    listening_short,
    phases_in_order,
    prerequisites_before,
    read_plan,
    sitting_stretches,
)
from toolkit.planning.hours import LONGEST_SITTING_MINUTES, minutes_of
from toolkit.planning.plan import SessionPlan, Slot
from toolkit.planning.pool import is_frame, variants_of
from toolkit.planning.situation import LISTENING_KINDS, fit_activity, minutes_for, needs_of

LEAST_PARTICIPATION_PCT = 60
LEAST_SMALL_GROUP_PCT = 40
LEAST_METHODS = 4
LEAST_ADAPTED_PCT = 50
LONGEST_DAY_MINUTES = 480
DAYS_BEFORE_DEPARTURE = (7, 90)
"""Good practice leaves the figures open; these are the toolkit's own."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows something, without words: `code` says what, `slots` where in the plan, `values` how much or which."""

    code: str
    slots: tuple[str, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer to one criterion. `advice` is set only where a concrete change can be computed."""

    satisfied: bool | None
    evidence: Evidence
    advice: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What a criterion is asked of."""

    content: Content
    plan: SessionPlan
    reading: Reading
    activities: Mapping[str, Activity]
    modules: tuple[Module, ...]
    on: dt.date | None

    @property
    def brief(self) -> Brief:
        """The plan's brief."""
        return self.plan.brief

    def held(self) -> list[tuple[Slot, Activity]]:
        """Slots with a known activity, of modules and of the bank."""
        found = [(slot, self.activities.get(slot.activity or "")) for slot in self.plan.slots()]
        return [(slot, activity) for slot, activity in found if activity is not None]

    def taught(self) -> list[tuple[Slot, Activity]]:
        """Slots that teach: no frames."""
        return [(slot, activity) for slot, activity in self.held() if not is_frame(activity)]


def ask_about(content: Content, plan: SessionPlan, today: dt.date | None = None) -> Question:
    """Prepare the question. Facts are judged as of the session's first day, else as of `today`."""
    modules = tuple(content.modules[m] for m in plan.module_ids() if m in content.modules)
    on = plan.days[0].date if plan.days and plan.days[0].date else today
    return Question(content, plan, read_plan(content, plan), content.activities(), modules, on)


# 1 with the destination


def modules_reviewed_by_partner(question: Question) -> Finding:
    """A partner at the destination took part in the review of every module."""
    missing = [m for m in question.modules if m.reviewed is None or not m.reviewed.partner]
    done = len(question.modules) - len(missing)
    evidence = Evidence("modules-reviewed", (), {"done": done, "all": len(question.modules)})
    advice = Evidence("ask-partner", (), {"title": missing[0].title.source}) if missing else None
    return Finding(not missing and bool(question.modules), evidence, advice)


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


# 2 before and after


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
    return _contacts(question, ("emergency_number",), ("labour_complaints", "labour_inspection", "migrant_helpline"))


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


# 3 bicultural trainers


def bicultural_trainers(question: Question) -> Finding:
    """Somebody knows both countries, or two of the team one each."""
    backgrounds = [t.background for t in question.brief.trainers]
    if not backgrounds:
        return Finding(None, Evidence("trainers-unset"))
    both = "both" in backgrounds or {"origin", "destination"} <= set(backgrounds)
    missing = "destination" if "origin" in backgrounds else "origin"
    advice = None if both else Evidence("add-trainer", (), {"background": missing})
    return Finding(both, Evidence("trainers", (), {"backgrounds": tuple(sorted(set(backgrounds)))}), advice)


# 4 accessible


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
            return Evidence("swap", (slot.id,), {"out": activity.title.source, **_named(question, other)})
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


# 5 timing


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


# 6 participatory


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
    for slot, activity in sorted(question.taught(), key=lambda p: (_share(p[1]), -p[0].minutes, p[0].id)):
        module = question.content.modules.get(activity.module)
        better = [
            a
            for a in (module.activities if module else ())
            if a.id not in present
            and _share(a) > _share(activity)
            and set(a.objectives) & set(activity.objectives)
            and fit_activity(a, question.brief).suits
        ]
        if better:
            best = max(better, key=lambda a: (_share(a), a.id))
            return Evidence("swap", (slot.id,), {"out": activity.title.source, **_named(question, best.id)})
        if activity.kind in LISTENING_KINDS and slot.minutes > 5:
            return Evidence("halve-listening", (slot.id,), {"title": activity.title.source, "minutes": slot.minutes})
    return None


def _share(activity: Activity) -> int:
    return METHODS[activity.kind].participation_pct if activity.kind in METHODS else 0


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
    advice = None if kept else _add(question, lambda a: a.kind not in kinds)
    return Finding(kept, Evidence("methods", (), {"kinds": kinds}), advice)


# 7 knowledge, skills, attitudes


def all_objective_kinds(question: Question) -> Finding:
    """Activities serve objectives of all three kinds."""
    objectives = question.content.objectives()
    served = {o for _, a in question.taught() for o in a.objectives if o in objectives}
    counts = {kind: sum(objectives[o].kind == kind for o in served) for kind in ("knowledge", "skill", "attitude")}
    missing = [kind for kind, count in counts.items() if not count]
    advice = None
    if missing:
        wanted = {o.id for o in objectives.values() if o.kind == missing[0]}
        advice = _add(question, lambda a: bool(wanted & set(a.objectives)))
    return Finding(not missing, Evidence("objective-kinds", (), counts), advice)


def skills_practised(question: Question) -> Finding:
    """Every skill in the plan is served by practice, not by input alone."""
    objectives = question.content.objectives()
    slots: dict[str, list[Slot]] = {}
    done = set()
    for slot, activity in question.taught():
        for skill in (o for o in activity.objectives if o in objectives and objectives[o].kind == "skill"):
            slots.setdefault(skill, []).append(slot)
            if activity.phase in ("practice", "application") or _share(activity) >= 80:
                done.add(skill)
    missing = sorted(set(slots) - done)
    if not slots:
        return Finding(False, Evidence("no-skills"), _add_skill(question))
    values = {"done": len(done), "all": len(slots)}
    advice = _add(question, lambda a: missing[0] in a.objectives and _share(a) >= 80) if missing else None
    where = tuple(dict.fromkeys(s.id for skill in sorted(done) for s in slots[skill]))
    return Finding(not missing, Evidence("skills-practised", where, values), advice)


def _add_skill(question: Question) -> Evidence | None:
    skills = {o.id for o in question.content.objectives().values() if o.kind == "skill"}
    return _add(question, lambda a: bool(skills & set(a.objectives)))


# 8, 11, 13, 14, 15, 16: an activity that is evidence for the practice


def _tagged(number: int) -> Callable[[Question], Finding]:
    def check(question: Question) -> Finding:
        slots = tuple(slot.id for slot, a in question.held() if number in a.practices)
        if slots:
            return Finding(True, Evidence("activities", slots, {"count": len(slots)}))
        return Finding(False, Evidence("no-activity"), _add(question, lambda a: number in a.practices))

    check.__doc__ = f"An activity in the plan is evidence for practice {number}."
    return check


peer_teaching = _tagged(8)
psychosocial_activity = _tagged(11)
family_activity = _tagged(13)
gender_activity = _tagged(14)
strengths_activity = _tagged(15)
contributions_activity = _tagged(16)


# 9 from the known


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
        advice = _add(question, lambda a: a.module == missing[0] and a.known)
        title = question.content.modules[missing[0]].title.source if missing[0] in question.content.modules else ""
        advice = advice or Evidence("open-with-known", (), {"title": title})
    return Finding(not missing and bool(first), Evidence("known-openings", opened, values), advice)


def known_order(question: Question) -> Finding:
    """Phases in order inside modules, prerequisites before followers."""
    broken = [v for rule in (phases_in_order, prerequisites_before) for v in rule(question.reading) if not v.satisfied]
    slots = tuple(dict.fromkeys(v.slot for v in broken))
    advice = Evidence("move-later", slots[:1], {"title": str(broken[0].values["title"])}) if broken else None
    return Finding(not broken, Evidence("order-broken" if broken else "order-kept", slots), advice)


# 10 language


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


# 11 referral


def referral_contacts_known(question: Question) -> Finding:
    """A helpline at the destination, and an emergency number."""
    return _contacts(question, ("migrant_helpline", "trafficking_helpline"), ("emergency_number",))


# 12 a safe room


def safe_start(question: Question) -> Finding:
    """Welcome, getting to know each other and ground rules come before the first module."""
    slots = question.plan.slots()
    first = next((at for at, slot in enumerate(slots) if slot.module), len(slots))
    present = {slot.kind: slot.id for slot in slots[:first]}
    missing = [kind for kind in ("icebreaker", "ground-rules") if kind not in present]
    found = tuple(present[kind] for kind in ("opening", "icebreaker", "ground-rules") if kind in present)
    advice = None
    if missing:
        advice = _add(question, lambda a: a.kind == missing[0]) or Evidence("add-frame", (), {"kind": missing[0]})
    return Finding(not missing, Evidence("safe-start", found, {"count": len(found)}), advice)


def small_group_share(question: Question) -> Finding:
    """Pairs and small groups take a good part of the time."""
    taught = question.taught()
    total = sum(slot.minutes for slot, _ in taught)
    small = [(slot, a) for slot, a in taught if a.grouping in ("pairs", "small-groups")]
    share = round(100 * sum(slot.minutes for slot, _ in small) / total) if total else 0
    kept = share >= LEAST_SMALL_GROUP_PCT
    advice = None if kept else _add(question, lambda a: a.grouping in ("pairs", "small-groups"))
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


# 14 women and men


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
        advice = _add(question, lambda a: any(a.adapts_to(n) for n in wanted))
    return Finding(
        bool(adapted), Evidence("activities" if adapted else "no-activity", adapted, {"count": len(adapted)}), advice
    )


# 15 strengths, 16 words


def group_strengths_known(question: Question) -> Finding:
    """The brief names what the group brings."""
    strengths = question.brief.group.strengths
    if strengths:
        return Finding(True, Evidence("strengths", (), {"count": len(strengths)}))
    return Finding(False, Evidence("strengths-unset"), Evidence("name-strengths"))


def wording_clean(question: Question) -> Finding:
    """No excluding words in the modules and bank activities that are used."""
    used = {a.id for _, a in question.held()}
    paths = {m.place.path for m in question.modules}
    paths |= {f.place.path for f in question.content.bank.values() if used & {a.id for a in f.activities}}
    found = [
        problem
        for text in iter_catalogue_texts(question.content)
        if text.path in paths
        for problem in wording_including(text)
    ]
    if not found:
        return Finding(True, Evidence("words-clean"))
    advice = Evidence("reword", (), {"place": str(found[0].where), "message": found[0].message})
    return Finding(False, Evidence("words-found", (), {"count": len(found)}), advice)


CRITERIA: dict[str, Callable[[Question], Finding]] = {
    "modules_reviewed_by_partner": modules_reviewed_by_partner,
    "destination_facts_fresh": destination_facts_fresh,
    "follow_ups_named": follow_ups_named,
    "arrival_contacts_known": arrival_contacts_known,
    "bicultural_trainers": bicultural_trainers,
    "literacy_within_reach": literacy_within_reach,
    "accessibility_adapted": accessibility_adapted,
    "hours_bearable": hours_bearable,
    "weeks_before_departure": weeks_before_departure,
    "participatory_share": participatory_share,
    "presentation_stretch": presentation_stretch,
    "method_variety": method_variety,
    "all_objective_kinds": all_objective_kinds,
    "skills_practised": skills_practised,
    "peer_teaching": peer_teaching,
    "modules_open_with_known": modules_open_with_known,
    "known_order": known_order,
    "mother_tongue_or_interpreter": mother_tongue_or_interpreter,
    "documents_in_group_language": documents_in_group_language,
    "psychosocial_activity": psychosocial_activity,
    "referral_contacts_known": referral_contacts_known,
    "safe_start": safe_start,
    "small_group_share": small_group_share,
    "debriefs": debriefs,
    "family_activity": family_activity,
    "gender_activity": gender_activity,
    "women_men_adapted": women_men_adapted,
    "strengths_activity": strengths_activity,
    "group_strengths_known": group_strengths_known,
    "contributions_activity": contributions_activity,
    "wording_clean": wording_clean,
}
"""Name of a check in ``curricula/practices.yaml`` → the function that answers it."""


def _add(question: Question, wanted: Callable[[Activity], bool]) -> Evidence | None:
    """The best activity to add: of a taught module first, then of the bank; with what to swap when time is full."""
    present = {a.id for _, a in question.held()}
    drops = question.reading.wishes.drop
    taught = {m.id for m in question.modules}
    options = [
        a
        for a in question.activities.values()
        if a.id not in present
        and (a.module in taught or not a.module)
        and a.id not in drops
        and wanted(a)
        and fit_activity(a, question.brief).suits
    ]
    if not options:
        return None
    best = min(options, key=lambda a: (not a.module, is_frame(a), minutes_for(a, question.brief).typical, a.id))
    out = None if is_frame(best) else _least_missed(question, best)
    if out is None:
        return Evidence("add", (), _named(question, best.id))
    return Evidence("swap", (out[0].id,), {"out": out[1].title.source, **_named(question, best.id)})


def _least_missed(question: Question, best: Activity) -> tuple[Slot, Activity] | None:
    """A slot that could make room: as long as needed, not essential, and no objective lost without it."""
    needed = minutes_for(best, question.brief)
    module = question.content.modules.get(best.module)
    variants = variants_of(best.id, module.activities if module else ())
    required = {r for _, a in question.held() for r in a.requires}
    for slot, activity in sorted(question.taught(), key=lambda p: (_share(p[1]), p[0].id)):
        others = {o for s, a in question.taught() if s.id != slot.id for o in a.objectives} | set(best.objectives)
        fits = needed.least <= slot.minutes <= needed.most
        free = not (slot.locked or activity.essential or activity.known or activity.id in required)
        if fits and ((free and set(activity.objectives) <= others) or activity.id in variants):
            return slot, activity
    return None


def _named(question: Question, activity: str) -> dict[str, object]:
    found = question.activities[activity]
    return {"title": found.title.source, "minutes": minutes_for(found, question.brief).typical, "activity": activity}
