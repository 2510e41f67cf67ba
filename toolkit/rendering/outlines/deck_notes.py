"""Speaker notes of the slide deck: what the trainer needs at hand while a slide is shown, in the trainer's language."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.content.language import Language
from toolkit.content.records import Activity, CaseStudy, Content, Module, Slide
from toolkit.content.text import Body
from toolkit.planning.plan import SessionPlan, Slot
from toolkit.rendering.outline import Callout, Nodes, Para, inline
from toolkit.rendering.outlines.common import (
    activity_of,
    body_of,
    bold,
    bullets,
    clock_span,
    grouping_text,
    joined,
    labelled,
    material_texts,
    minutes_text,
    slot_title,
)
from toolkit.rendering.outlines.inline import parse_inline
from toolkit.rendering.outlines.words import kind_name, need_name


@dataclass(frozen=True, slots=True)
class Notes:
    """Writes notes from the content in the trainer's language."""

    content: Content
    plan: SessionPlan
    language: Language

    def clock(self, slot: Slot) -> Nodes:
        """Clock time, minutes, kind and grouping: the first line of each slot's notes."""
        activity = activity_of(self.content, slot)
        words = joined(
            [
                clock_span(slot.start, slot.end, self.language),
                minutes_text(slot.minutes, self.language),
                kind_name(slot.kind, self.language),
                grouping_text(activity, slot, self.language),
                slot_title(self.content, slot, self.language),
            ]
        )
        return (Para(bold(words)),)

    def part(self, title: str, body: Body) -> Nodes:
        """A titled part, or nothing when it is empty."""
        return (Callout("note", inline(title), body_of(self.content, body)),) if body else ()

    def activity(self, slot: Slot) -> Nodes:
        """How to lead the activity: what it is for, steps, materials, what to watch for, the adaptations that apply."""
        activity = activity_of(self.content, slot)
        if activity is None:
            return ()
        say = self.language.say
        materials = material_texts(self.content, activity, slot)
        return (
            *body_of(self.content, activity.body),
            *self.part(say("What to do"), activity.steps),
            *((Callout("note", inline(say("Materials")), bullets(materials)),) if materials else ()),
            *self.part(say("Guidance"), activity.facilitator),
            *self.adaptations(activity, slot),
            *self.sources(slot.module or ""),
        )

    def adaptations(self, activity: Activity, slot: Slot) -> Nodes:
        """Those that the plan says apply to this group."""
        found: Nodes = ()
        for adaptation in activity.adaptations:
            if adaptation.need in slot.adaptations:
                title = self.language.say("Adapt: {need}", need=need_name(adaptation.need, self.language))
                found = (*found, *self.part(title, adaptation.body))
        return found

    def slide(self, slide: Slide) -> Nodes:
        """What to say while it is shown."""
        own = next((s for s in self._slides() if s.id == slide.id), slide)
        return self.part(self.language.say("What to say"), own.notes)

    def _slides(self) -> tuple[Slide, ...]:
        modules = [s for m in self.content.modules.values() for s in m.slides]
        return (*modules, *(s for file in self.content.bank.values() for s in file.slides))

    def debrief(self, slot: Slot) -> Nodes:
        """How to lead the debrief."""
        activity = activity_of(self.content, slot)
        say = self.language.say
        how = say("Let several people answer each question before you add anything. Link the answers to the objective.")
        return (Para(inline(how)), *self.part(say("Debrief"), activity.debrief if activity else ()))

    def case_study(self, case: CaseStudy) -> Nodes:
        """The story to read aloud, its questions, and what the answers should reach."""
        modules, bank = self.content.modules.values(), self.content.bank.values()
        cases = (*(c for m in modules for c in m.case_studies), *(c for file in bank for c in file.case_studies))
        own = next((c for c in cases if c.id == case.id), case)
        say = self.language.say
        return (
            *self.part(say("Read aloud"), own.body),
            *self.part(say("Questions"), own.questions),
            *self.part(say("Points that the answers should reach"), own.facilitator),
        )

    def module(self, module: Module) -> Nodes:
        """What the module is about, its objectives with their indicators, its sources."""
        own = self.content.modules.get(module.id, module)
        say = self.language.say
        indicators = [
            (*parse_inline(objective.statement), *inline(" — "), *parse_inline(objective.indicator))
            for objective in own.objectives
        ]
        return (
            *((Para(parse_inline(own.summary)),) if own.summary else ()),
            *((Callout("note", inline(say("Objectives, and what we would see")), bullets(indicators)),)),
            *self.sources(module.id),
        )

    def sources(self, module: str) -> Nodes:
        """Where a module's facts come from; nothing for a slot without a module."""
        own = self.content.modules.get(module)
        found = []
        for citation in own.sources if own else ():
            source = self.content.bibliography.get(citation.key)
            title = source.title if source else citation.key
            year = source.year if source else ""
            found.append(joined([title, year, citation.where]))
        return (Callout("note", inline(self.language.say("Sources")), bullets(found)),) if found else ()

    def fields(self, pairs: tuple[tuple[str, str], ...]) -> Nodes:
        """Labelled lines; those without a value are left out."""
        return tuple(Para(labelled(label, value)) for label, value in pairs if value)
