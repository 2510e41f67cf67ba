"""How a language says the evidence and the advice of the practices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from toolkit.content.fact_words import fact_name
from toolkit.content.language import Language
from toolkit.planning.criteria import Evidence


def show_evidence(language: Language, evidence: Evidence) -> str:
    """The evidence as a short phrase, "" for none."""
    saying = EVIDENCE_WORDS.get(evidence.code)
    return saying(language, evidence.values) if saying else ""


def show_advice(language: Language, advice: Evidence) -> str:
    """The advice as one sentence, "" for none."""
    saying = ADVICE_WORDS.get(advice.code)
    return saying(language, advice.values) if saying else ""


Values = Mapping[str, Any]
Saying = Callable[[Language, Values], str]


def _facts(language: Language, values: Values) -> str:
    return language.show_list([fact_name(str(fact), language) for fact in values["facts"]])


EVIDENCE_WORDS: dict[str, Saying] = {
    "ask": lambda to, v: to.say("for you to confirm: {question}", **v),
    "confirmed": lambda to, _v: to.say("confirmed by the trainer"),
    "modules-reviewed": lambda to, v: to.say("{done} of {all} modules reviewed with a partner", **v),
    "destination-unset": lambda to, _v: to.say("the brief names no destination"),
    "facts-missing": lambda to, v: to.say("facts missing: {count}", **v),
    "facts-stale": lambda to, v: to.say("facts past their shelf life: {facts}", facts=_facts(to, v)),
    "facts-fresh": lambda to, _v: to.say("all facts known and fresh"),
    "facts-undated": lambda to, _v: to.say("all facts known; write the date of the session to judge their age"),
    "follow-ups": lambda to, v: to.say("{named} of {all} modules name what follows", **v),
    "contacts-known": lambda to, v: to.say("known: {facts}", facts=_facts(to, v)),
    "contacts-none": lambda to, _v: to.say("no contacts known"),
    "trainers-unset": lambda to, _v: to.say("the brief says nothing about the trainers"),
    "trainers": lambda to, v: to.say(
        "the team knows: {backgrounds}", backgrounds=to.show_list([_background(to, b) for b in v["backgrounds"]])
    ),
    "literacy-fits": lambda to, _v: to.say("all activities suit the group's reading"),
    "literacy-above": lambda to, v: to.say("activities that ask for more reading: {count}", **v),
    "no-accessibility-needs": lambda to, _v: to.say("the brief names no accessibility needs"),
    "accessibility": lambda to, v: to.say("{count} of {all} activities say what changes", **v),
    "hours": lambda to, v: to.say(
        "longest day {longest} minutes, longest stretch without a break {sitting} minutes", **v
    ),
    "after-departure": lambda to, _v: to.say("not a session before departure"),
    "dates-unset": lambda to, _v: to.say("dates or departure are not known"),
    "days-before": lambda to, v: to.say("{days} days before departure", **v),
    "participation": lambda to, v: to.say("participants speak or act in {share}% of the minutes", **v),
    "listening": lambda to, v: to.say("at most {minutes} minutes of listening in a row", **v),
    "methods": lambda to, v: to.say("different methods: {count}", count=len(v["kinds"])),
    "objective-kinds": lambda to, v: to.say(
        "objectives served: knowledge {knowledge}, skill {skill}, attitude {attitude}", **v
    ),
    "skills-practised": lambda to, v: to.say("{done} of {all} skills practised", **v),
    "no-skills": lambda to, _v: to.say("no skill is an objective of this plan"),
    "activities": lambda to, v: to.say("activities in the plan: {count}", **v),
    "no-activity": lambda to, _v: to.say("no activity in the plan"),
    "known-openings": lambda to, v: to.say("{count} of {all} modules open with what participants know", **v),
    "order-kept": lambda to, _v: to.say("phases and modules in order"),
    "order-broken": lambda to, _v: to.say("something comes too early"),
    "interpreter": lambda to, _v: to.say("an interpreter takes part"),
    "languages-unset": lambda to, _v: to.say("the languages of group or trainers are not known"),
    "shared-languages": lambda to, v: to.say(
        "shared: {languages}", languages=to.show_list([to.name_of_language(tag) for tag in v["tags"]])
    ),
    "no-language": lambda to, _v: to.say("no language shared"),
    "safe-start": lambda to, v: to.say("opening, icebreaker and ground rules: {count} of 3", **v),
    "small-groups": lambda to, v: to.say("pairs and small groups in {share}% of the minutes", **v),
    "debriefs": lambda to, v: to.say("{count} of {all} activities with a debrief", **v),
    "sexes-unset": lambda to, _v: to.say("the brief does not say how many women and men"),
    "strengths": lambda to, v: to.say("strengths named: {count}", **v),
    "strengths-unset": lambda to, _v: to.say("no strengths named"),
    "words-clean": lambda to, _v: to.say("no excluding words found"),
    "words-found": lambda to, v: to.say("excluding words: {count}", **v),
}
"""Code of a piece of evidence → how a language says it."""

ADVICE_WORDS: dict[str, Saying] = {
    "general": lambda _to, v: str(v["text"]),
    "confirm": lambda to, v: to.say('{question} If so, add "{criterion}" to confirmed: in the brief.', **v),
    "add": lambda to, v: to.say('Add "{title}" ({minutes} minutes; activities: include: [{activity}]).', **v),
    "swap": lambda to, v: to.say('Swap "{out}" for "{title}" ({minutes} minutes; {activity}).', **v),
    "add-frame": lambda to, v: to.say("Add a line of the kind {kind} to the session template.", **v),
    "ask-partner": lambda to, v: to.say('Ask a partner at the destination to review "{title}".', **v),
    "fill-fact": lambda to, v: to.say("Complete the country profile: {message}", **v),
    "renew-fact": lambda to, v: to.say(
        "Look up again in the profile of {country}: {fact}.",
        country=to.country_within(str(v["country"])),
        fact=fact_name(str(v["fact"]), to),
    ),
    "add-fact": lambda to, v: to.say(
        "Add to the profile of {country}: {fact}.",
        country=to.country_within(str(v["country"])),
        fact=fact_name(str(v["fact"]), to),
    ),
    "name-follow-up": lambda to, v: to.say('Name under follow_ups what goes on from "{title}".', **v),
    "add-trainer": lambda to, v: to.say(
        "Add somebody to the team who knows {background} from inside.", background=_background(to, v["background"])
    ),
    "adapt-activity": lambda to, v: to.say('Write how "{title}" changes for this group.', **v),
    "shorten-day": lambda to, v: to.say("Let the longest day end {minutes} minutes earlier.", **v),
    "add-break": lambda to, v: to.say("Put a break into the stretch of {minutes} minutes.", **v),
    "hold-earlier": lambda to, v: to.say("Hold the session at least {days} days earlier.", **v),
    "hold-later": lambda to, v: to.say("Hold it {days} days later, or repeat its main points before departure.", **v),
    "halve-listening": lambda to, v: to.say(
        'Turn the second half of "{title}" ({minutes} minutes) into a task in pairs.', **v
    ),
    "open-with-known": lambda to, v: to.say('Begin "{title}" with a question about how it is done at home.', **v),
    "move-later": lambda to, v: to.say('Move "{title}" to where what it builds on is done.', **v),
    "add-interpreter": lambda to, v: to.say(
        "Find an interpreter or a trainer for {language}.", language=to.name_of_language(str(v["language"]))
    ),
    "translate-documents": lambda to, v: to.say(
        "Add {language} to the languages of the documents.", language=to.name_of_language(str(v["language"]))
    ),
    "add-debrief": lambda to, v: to.say('Write debrief questions for "{title}".', **v),
    "name-strengths": lambda to, _v: to.say("Write in the brief, under strengths, what this group brings."),
    "reword": lambda to, v: to.say("Change the words at {place}: {message}", **v),
}
"""Code of a change → how a language says it."""


def _background(language: Language, background: str) -> str:
    return {
        "origin": language.say("the country of origin"),
        "destination": language.say("the destination"),
        "both": language.say("both countries"),
        "other": language.say("another country"),
    }.get(background, background)
