"""Answers of a group → its profile, of which nothing can be told about one person.

Every statement says only that at least so many people (10, or 5 inside the organisation) answered in this way. Numbers
are never given, neither of those who did nor of those who did not: "24 of 25" would tell of the one. A statement of
fewer people is left out as if nobody had made it, so that from all that is said together no number below the threshold
can be worked out (threshold rule: Hundepool et al. 2012, Statistical Disclosure Control, ch. 4).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.content.language import Language
from toolkit.content.vocabulary import LITERACIES, Literacy
from toolkit.evaluation.findings.make import PUBLISH_AT
from toolkit.evaluation.findings.protect import INTERNAL_AT
from toolkit.evaluation.instrument import Instrument
from toolkit.evaluation.items import Item
from toolkit.evaluation.profile.esco import EscoEntry, family_of
from toolkit.evaluation.profile.instrument import LANGUAGE_TAGS
from toolkit.evaluation.profile.needs import KNOWN, MORE, MOST, NeedsTable
from toolkit.evaluation.profile.phrases import ELEMENTARY, Phrases
from toolkit.planning.group_profile import CEFR, Cefr, Concept, GroupProfile, LevelSpan, ObjectiveNeed

if TYPE_CHECKING:
    import pandas as pd

SCHOOL = ("none", "some", "primary", "lower", "upper", "vocational", "university")
"""Options of ``pr-edu-school`` from lowest to highest; training for an occupation stands above school."""

NEXT_LOWER: Mapping[Literacy, Literacy] = {"fluent": "functional", "functional": "basic"}
"""The level to plan for when enough people reach a level: up to nine may read less, and must be able to follow."""

_SAYS_NOTHING = frozenset({"other", "none", "nothing", "nobody", "unsure", "hidden", "unknown"})
"""Options that are no statement about what somebody has, can or wants."""


def least_people(*, internal: bool = False) -> int:
    """Fewest people behind a statement."""
    return INTERNAL_AT if internal else PUBLISH_AT


@dataclass(frozen=True)
class _Group:
    """The answers of a group: for each item one set of option codes for each person."""

    answers: Mapping[str, Sequence[frozenset[str]]]
    items: Mapping[str, Item]
    least: int
    language: Language

    def says(self, item: str, *codes: str) -> bool:
        """Whether at least so many people chose one of these."""
        wanted = frozenset(codes)
        return sum(bool(chosen & wanted) for chosen in self.answers.get(item, ())) >= self.least

    def said(self, item: str, leave_out: frozenset[str] = _SAYS_NOTHING) -> tuple[str, ...]:
        """The options that enough people chose, in the order of the item."""
        options = self.items[item].options if item in self.items else ()
        return tuple(o.code for o in options if o.code not in leave_out and self.says(item, o.code))

    @property
    def phrases(self) -> Phrases:
        """Answers in words."""
        return Phrases(self.items, self.language)


def make_group_profile(
    table: pd.DataFrame,
    instrument: Instrument,
    entries: Sequence[EscoEntry],
    needs: NeedsTable,
    language: Language,
    *,
    internal: bool = False,
    made_up: bool = False,
) -> GroupProfile | None:
    """The profile of the people in a response table (one row each), in the words of `language`; None when they are
    too few to say anything.

    `entries` is the ESCO table in that language, `needs` says which answers raise or lower which objectives. Open
    answers are not read.
    """
    least = least_people(internal=internal)
    if len(table) < least:
        return None
    asked = {i.item_id: i for i in instrument.items if i.type != "short-answer" and i.item_id in table}
    answers = {key: [_codes(cell) for cell in table[key]] for key in asked}
    group = _Group(answers, asked, least, language)
    occupations = _occupations(group, entries)
    skills = tuple(_concept(group, "pr-skill-can", e) for e in _said_entries(group, "pr-skill-can", entries))
    topics = [item for item in asked if item.startswith("pr-top-")]
    return GroupProfile(
        people=len(table),
        at_least=least,
        made_up=made_up,
        instrument=instrument.version,
        literacy=_literacy(group),
        latin_letters=_latin_letters(group),
        mother_tongues=tuple(t for t in group.said("pr-lang-mother") if t in LANGUAGE_TAGS),
        languages=tuple(t for t in group.said("pr-lang-more") if t in LANGUAGE_TAGS),
        destination_language=_levels(group),
        education=tuple(_education(group)),
        digital=tuple(
            group.phrases.answered(item, "c") for item in asked if item.startswith("pr-dig-") and group.says(item, "c")
        ),
        occupations=occupations,
        skills=skills,
        strengths=tuple(_strengths(group, occupations, skills)),
        knows=tuple(group.phrases.stem(t) for t in topics if group.says(t, "a")),
        wants=group.phrases.words("pr-asp-next", *group.said("pr-asp-next")) if "pr-asp-next" in asked else (),
        wanted_occupations=tuple(_concept(group, "pr-asp-job", e) for e in _said_entries(group, "pr-asp-job", entries)),
        needs=tuple(group.phrases.stem(t) for t in _by_need(group, topics)),
        caring=group.phrases.words("pr-care-duties", *group.said("pr-care-duties"))
        if "pr-care-duties" in asked
        else (),
        arrangements=group.phrases.words("pr-care-room", *group.said("pr-care-room"))
        if "pr-care-room" in asked
        else (),
        objective_needs=tuple(_objective_needs(group, needs)),
    )


def _codes(cell: object) -> frozenset[str]:
    return frozenset(cell.split()) if isinstance(cell, str) else frozenset()


def _literacy(group: _Group) -> Literacy | None:
    """The level to plan for. Enough people read at the lowest level that is found or below it; since some of them, or
    nobody, may read less than that, what lies above short sentences is planned one level lower. The same is done where
    everybody reads well, so that the level tells nothing about the few who do not."""
    for number, level in enumerate(LITERACIES, start=1):
        if group.says("pr-lang-read", *LITERACIES[:number]):
            return NEXT_LOWER.get(level, level)
    return None


def _latin_letters(group: _Group) -> bool | None:
    if group.says("pr-lang-latin", "no", "slowly"):
        return False
    return True if group.says("pr-lang-latin", "well") else None


def _levels(group: _Group) -> dict[str, LevelSpan]:
    found = {}
    for item in group.items:
        if item.startswith("pr-cefr-"):
            low = next((CEFR[n] for n in range(len(CEFR)) if group.says(item, *CEFR[: n + 1])), None)
            high = next((CEFR[n] for n in reversed(range(len(CEFR))) if group.says(item, *CEFR[n:])), None)
            if low is not None or high is not None:
                found[item.removeprefix("pr-cefr-")] = _span(low, high)
    return found


def _span(low: Cefr | None, high: Cefr | None) -> LevelSpan:
    return LevelSpan(low=low, high=high)


def _education(group: _Group) -> Iterator[str]:
    """Up to where enough people did not come, and how far enough people came; then what enough people studied."""
    item = "pr-edu-school"
    low = next((n for n in range(len(SCHOOL)) if group.says(item, *SCHOOL[: n + 1])), None)
    high = next((n for n in reversed(range(len(SCHOOL))) if group.says(item, *SCHOOL[n:])), None)
    if low is not None and low < len(SCHOOL) - 1:
        yield from group.phrases.at_most(item, SCHOOL[low])
    if high:
        yield from group.phrases.at_least(item, SCHOOL[high])
    if "pr-edu-field" in group.items:
        yield from group.phrases.words("pr-edu-field", *group.said("pr-edu-field"))


def _said_entries(group: _Group, item: str, entries: Sequence[EscoEntry]) -> tuple[EscoEntry, ...]:
    by_key = {entry.key: entry for entry in entries}
    return tuple(by_key[code] for code in group.said(item) if code in by_key) if item in group.items else ()


def _concept(group: _Group, item: str, entry: EscoEntry) -> Concept:
    words = group.phrases.words(item, entry.key)
    return Concept(label=words[0] if words else entry.label.source, uri=entry.uri, code=entry.code)


def _occupations(group: _Group, entries: Sequence[EscoEntry]) -> tuple[Concept, ...]:
    """Occupations that enough people have had, and occupation groups in which enough people have worked."""
    item = "pr-work-jobs"
    members: dict[str, list[str]] = {}
    for entry in entries:
        family = family_of(entry, entries) if entry.kind == "occupation" else None
        if family is not None:
            members.setdefault(family.key, []).append(entry.key)
    families = [e for e in entries if e.kind == "family" and group.says(item, *members.get(e.key, ()))]
    shown = (_concept(group, item, entry) for entry in _said_entries(group, item, entries))
    return (*shown, *(Concept(label=f.label.source, uri=f.uri, code=f.code) for f in families))


def _strengths(group: _Group, occupations: Sequence[Concept], skills: Sequence[Concept]) -> Iterator[str]:
    """In words for a brief."""
    yield from (group.phrases.work(concept) for concept in occupations if concept.code != ELEMENTARY)
    yield from (group.phrases.skill(concept) for concept in skills)
    if "pr-work-home" in group.items:
        yield from group.phrases.words("pr-work-home", *group.said("pr-work-home"))


def _by_need(group: _Group, topics: Sequence[str]) -> list[str]:
    """Topics that enough people want to know more about; first those that matter most to enough of them."""
    wanted = [topic for topic in topics if group.says(topic, "b", "c")]
    return sorted(wanted, key=lambda topic: not group.says(topic, "c"))


def _objective_needs(group: _Group, needs: NeedsTable) -> Iterator[ObjectiveNeed]:
    """Needs with the words behind them, the greatest first. What people wish for raises what a topic would lower."""
    reasons: dict[str, tuple[float, str]] = {}
    for topic, objectives in needs.topics.items():
        weight, code = _weight(group, topic) if topic in group.items else (1.0, "")
        if weight != 1:
            reason = (weight, group.phrases.of_topic(topic, code))
            reasons |= dict.fromkeys(objectives, reason)
    for (item, option), objectives in needs.wishes.items():
        if item in group.items and group.says(item, option):
            reason = (MORE, group.phrases.answered(item, option))
            reasons |= {o: reason for o in objectives if reasons.get(o, (1.0, ""))[0] < MORE}
    together: dict[tuple[float, str], list[str]] = {}
    for objective, reason in reasons.items():
        together.setdefault(reason, []).append(objective)
    for (need, because), found in sorted(together.items(), key=lambda entry: -entry[0][0]):
        yield ObjectiveNeed(need=need, because=because, objectives=tuple(found))


def _weight(group: _Group, topic: str) -> tuple[float, str]:
    """A topic's weight, and the option that stands for it."""
    if group.says(topic, "c"):
        return MOST, "c"
    if group.says(topic, "b", "c"):
        return MORE, "b"
    return (KNOWN, "a") if group.says(topic, "a") else (1.0, "")
