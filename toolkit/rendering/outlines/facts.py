"""The facts of a session: the strip that heads a document, and its parts in words."""

from __future__ import annotations

from toolkit.content.language import Language
from toolkit.planning.plan import SessionPlan
from toolkit.rendering.outlines.common import EN_DASH, Pair, clock_span, in_brackets, joined, pair, people
from toolkit.rendering.outlines.words import audience_name, literacy_name, mode_name, stage_name

ARROW = {"ltr": "\u2192", "rtl": "\u2190"}


def route_text(plan: SessionPlan, language: Language) -> str:
    """Such as "Ghana → Italy"; one country alone when only one is known."""
    codes = [code for code in (plan.brief.origin, plan.brief.destination) if code]
    return f" {ARROW[language.direction]} ".join(language.name_of_country(code) for code in codes)


def dates_text(plan: SessionPlan, language: Language) -> str:
    """The dates of all days, or how many days there are."""
    dates = [day.date for day in plan.days if day.date]
    if not dates:
        return language.say_count("{n} day", "{n} days", len(plan.days)) if plan.days else ""
    if len(dates) == 1:
        return language.show_date(dates[0])
    return f"{language.show_date(min(dates))} {EN_DASH} {language.show_date(max(dates))}"


def hours_text(plan: SessionPlan, language: Language) -> str:
    """Such as "09:00–16:30", for each different pattern of hours."""
    spans = dict.fromkeys(clock_span(day.start, day.end, language) for day in plan.days)
    return ", ".join(spans)


def group_text(plan: SessionPlan, language: Language) -> str:
    """Such as "20 people (12 women, 8 men)"."""
    group = plan.brief.group
    parts = []
    if group.women is not None:
        parts.append(language.say_count("{n} woman", "{n} women", group.women))
    if group.men is not None:
        parts.append(language.say_count("{n} man", "{n} men", group.men))
    return people(group.size, language) + in_brackets(", ".join(parts))


def session_facts(plan: SessionPlan, language: Language) -> tuple[Pair, ...]:
    """The strip of facts that heads the trainer's documents; what the brief leaves open is left out."""
    brief, group, say = plan.brief, plan.brief.group, language.say
    trainer = [] if brief.trainer_language is None else [brief.trainer_language]
    tags = dict.fromkeys([*brief.languages, *trainer])
    languages = ", ".join(language.name_of_language(tag) for tag in tags)
    facts = [
        (say("Audience"), audience_name(brief.audience, language)),
        (say("Stage"), stage_name(brief.stage, language)),
        (say("Route"), route_text(plan, language)),
        (say("Dates"), dates_text(plan, language)),
        (say("Hours"), hours_text(plan, language)),
        (say("Place"), joined([brief.venue, "" if brief.mode == "in-person" else mode_name(brief.mode, language)])),
        (say("Group"), group_text(plan, language)),
        (say("Reading"), _reading(group.literacy, language)),
        (say("Mother tongues"), ", ".join(language.name_of_language(tag) for tag in group.mother_tongues)),
        (say("Languages"), joined([languages, say("with an interpreter") if brief.interpreter else ""])),
        (say("Ages"), ", ".join(f"{band}: {count}" for band, count in group.ages.items())),
        (say("Families"), _families(plan, language)),
        (say("Accessibility"), ", ".join(group.accessibility)),
        (say("Strengths"), ", ".join(group.strengths)),
        (say("Organisation"), brief.organisation),
        (say("Contact"), brief.contact),
    ]
    return tuple(pair(label, value) for label, value in facts if value)


def _reading(literacy: str, language: Language) -> str:
    """What everyone in the group can read, which is not what an activity asks for."""
    return language.say("Some do not read") if literacy == "none" else literacy_name(literacy, language)


def _families(plan: SessionPlan, language: Language) -> str:
    group = plan.brief.group
    parts = [language.say("Family members take part together")] if group.families else []
    if group.children:
        parts.append(language.say("Children take part"))
    return ", ".join(parts)


def participant_facts(plan: SessionPlan, language: Language) -> tuple[Pair, ...]:
    """The few facts that participants need: when, where, who."""
    brief, say = plan.brief, language.say
    facts = [
        (say("Dates"), dates_text(plan, language)),
        (say("Hours"), hours_text(plan, language)),
        (say("Place"), brief.venue),
        (say("Organisation"), brief.organisation),
        (say("Contact"), brief.contact),
    ]
    return tuple(pair(label, value) for label, value in facts if value)
