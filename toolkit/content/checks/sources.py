"""Sources are in the bibliography and complete; facts are known, sourced and fresh."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from toolkit.content.checks.places import at
from toolkit.content.facts import fact_kind, fact_kinds
from toolkit.content.language import Language
from toolkit.content.records import Content
from toolkit.problems import Place, Problem, make_problem, near_miss


def sources_known(content: Content) -> Iterator[Problem]:
    """Every citation's key is in the bibliography."""
    if not content.bibliography and "curricula/bibliography.yaml" not in content.files:
        return
    for label, key, where in _citations(content):
        if key not in content.bibliography:
            near = near_miss(key, content.bibliography)
            yield make_problem("source-unknown", where, near=near, label=label, key=key)


def _citations(content: Content) -> Iterator[tuple[str, str, Place]]:
    for module in content.modules.values():
        for n, citation in enumerate(module.sources):
            yield "the module", citation.key, at(module, module.id, "sources", module.place, n)
    for practice in content.practices.values():
        for citation in practice.sources:
            yield f"practice {practice.number}", citation.key, practice.place
    for profile in content.countries.values():
        for fact in profile.facts.values():
            yield f'fact "{fact.key}"', fact.source.key, fact.place


def sources_complete(content: Content) -> Iterator[Problem]:
    """A reader can find every source: who or which publisher, when, and where for web pages. Many of these have no
    year; a note then says when the page was read."""
    for source in content.bibliography.values():
        lacking = []
        if not source.year and not (source.type == "web" and source.note):
            lacking.append("year")
        if not source.authors and not source.publisher:
            lacking.append("authors or publisher")
        if source.type == "web" and not source.url:
            lacking.append("url")
        if lacking:
            yield make_problem("source-incomplete", source.place, key=source.key, lacking=", ".join(lacking))


def facts_known(content: Content) -> Iterator[Problem]:
    """Fact keys are those that texts can use."""
    for profile in content.countries.values():
        for fact in profile.facts.values():
            if fact_kind(fact.key) is None:
                near = near_miss(fact.key, fact_kinds())
                known = ", ".join(key for key in fact_kinds() if key != "embassy_of") + ", embassy_of_<cc>"
                yield make_problem("fact-unknown", fact.place, near=near, fact=fact.key, known=known)


def facts_fresh(content: Content, today: date) -> Iterator[Problem]:
    """No fact is older than its shelf life, or from the future."""
    for profile in content.countries.values():
        country = Language("en").name_of_country(profile.code)
        for fact in profile.facts.values():
            kind = fact_kind(fact.key)
            age = (today.year - fact.as_of.year) * 12 + today.month - fact.as_of.month
            age -= today.day < fact.as_of.day
            if fact.as_of > today:
                yield make_problem("fact-future", fact.place, fact=fact.key, as_of=fact.as_of.isoformat())
            elif kind is not None and age >= kind.months:
                yield make_problem(
                    "fact-stale",
                    fact.place,
                    fact=fact.key,
                    country=country,
                    as_of=fact.as_of.isoformat(),
                    months=kind.months,
                )


def reviews_past(content: Content, today: date) -> Iterator[Problem]:
    """A review has happened already."""
    for module in content.modules.values():
        if module.reviewed is not None and module.reviewed.on > today:
            where = at(module, module.id, "reviewed", module.place)
            yield make_problem("review-future", where, on=module.reviewed.on.isoformat())
