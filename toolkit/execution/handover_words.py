"""What crosses a border with a handover, said before it is written; and words in it that may name somebody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from toolkit.content.language import Language
from toolkit.content.records import Content
from toolkit.evaluation.handover import Handover
from toolkit.evaluation.personal import contacts_in, names_in
from toolkit.planning.group_profile import GroupProfile
from toolkit.planning.plan import SessionPlan
from toolkit.problems import Place, Problem, make_problem

WRITTEN = ("title", "organisation")
"""Fields of the session that cross as somebody wrote them."""


def named_in(
    content: Content, plan: SessionPlan, profile: GroupProfile | None, pack: Path, profile_file: Path | None
) -> Iterator[Problem]:
    """A warning for everything in what people wrote that may name somebody. An organisation has a name, so that only
    addresses and numbers are looked for in it."""
    known = _known_words(content, plan)
    for field in WRITTEN:
        text = str(getattr(plan.brief, field))
        found = [*contacts_in(text), *(names_in(text, known) if field == "title" else ())]
        for kind, words in found:
            yield make_problem(_CODES[kind], Place(pack.as_posix()), field=field, words=words)
    if profile is None or profile_file is None:
        return
    for field, words in profile_words(profile):
        for kind, found_words in (*contacts_in(words), *names_in(words, known)):
            place = Place(profile_file.as_posix())
            yield make_problem(_CODES[kind], place, field=field, words=found_words)


_CODES = {
    "name": "handover-name",
    "address": "handover-address",
    "number": "handover-number",
    "code": "handover-code",
}


def profile_words(profile: GroupProfile) -> Iterator[tuple[str, str]]:
    """Every sentence of a group profile with the field that it stands in."""
    for field in ("education", "digital", "strengths", "knows", "wants", "needs", "caring", "arrangements"):
        yield from ((field, words) for words in getattr(profile, field))
    for field in ("occupations", "skills", "wanted_occupations"):
        yield from ((field, concept.label) for concept in getattr(profile, field))
    yield from (("objective_needs", need.because) for need in profile.objective_needs)


def _known_words(content: Content, plan: SessionPlan) -> frozenset[str]:
    """Words that name nobody: those of the modules' titles and objectives, countries, languages, the organisation."""
    texts = [plan.brief.organisation]
    for module in content.modules.values():
        texts += [module.title.source, *(o.statement.source for o in module.objectives)]
        texts += [activity.title.source for activity in module.activities]
    language = Language(plan.brief.languages[0])
    for reader in (Language("en"), language):
        texts += [reader.name_of_country(code) for code in (plan.brief.origin, plan.brief.destination) if code]
        texts += [reader.name_of_language(tag) for tag in plan.brief.languages]
    return frozenset(word.casefold() for text in texts for word in re.findall(r"[^\W\d_]+", text))


def what_crosses(handover: Handover, profile: GroupProfile | None) -> tuple[str, ...]:
    """Everything about the session and its group that the folder will hold, a line for each."""
    plan = handover.plan
    brief = plan.brief
    dates = [day.date.isoformat() for day in plan.days if day.date]
    lines = [f'title, as written: "{brief.title}"']
    if brief.organisation:
        lines.append(f'organisation, as written: "{brief.organisation}"')
    lines.append(f"route: {brief.origin or '-'} to {brief.destination or '-'}")
    lines += [f"dates: {dates[0]} to {dates[-1]}" if len(dates) > 1 else f"date: {dates[0]}"] if dates else []
    lines.append(f"languages: {', '.join(brief.languages)}; interpreter: {'yes' if brief.interpreter else 'no'}")
    lines.append(f"people in the group: {brief.group.size}")
    if profile is None or profile.literacy is None:
        lines.append(f"reading level: {brief.group.literacy}")
    held = ", ".join(f"{m.module} ({m.minutes} min)" for m in handover.modules)
    lines.append(f"modules held: {held or 'none'}; which objectives were worked on and which were left open")
    if handover.people_tested is not None:
        figures = [m.module for m in handover.modules if m.pre is not None or m.post is not None]
        lines.append(f"people who answered both tests: {handover.people_tested}")
        lines.append(f"mean points before and after: {', '.join(figures) or 'none'}")
        lines.append(f"weights from the tests for {len(handover.needs)} objectives")
    if profile is not None:
        count = sum(1 for _ in profile_words(profile))
        lines.append(
            f"the group profile: {count} statements, each of at least {profile.at_least} of {profile.people} people, "
            "languages, reading and levels"
        )
    return tuple(lines)
